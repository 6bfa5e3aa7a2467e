"""The chat page's own parts: theme, head, heading and the panel that shows a source.

Out: HTML, and a theme made of system fonts alone.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files

import gradio as gr

from ui.texts import LANGUAGES, Texts, texts

_FONTS = ("system-ui", "Segoe UI", "Noto Sans", "Roboto", "sans-serif")
_MONOSPACED = ("ui-monospace", "Cascadia Mono", "Noto Sans Mono", "monospace")


def theme() -> gr.themes.Base:
    """Calm colours, generous text, no font from another host."""
    base = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=_FONTS,
        font_mono=_MONOSPACED,
    )
    return base.set(
        body_background_fill="#f5f6f8",
        body_background_fill_dark="#11161c",
        body_text_color="#1d2733",
        body_text_color_dark="#dfe5ec",
        body_text_color_subdued="#5b6472",
        body_text_color_subdued_dark="#a7b1bf",
        block_background_fill="#ffffff",
        block_background_fill_dark="#181f27",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#181f27",
        border_color_primary="#d9dee4",
        border_color_primary_dark="#313c48",
        block_border_color="#d9dee4",
        block_border_color_dark="#313c48",
        block_label_text_color="#5b6472",
        block_label_text_color_dark="#a7b1bf",
        block_title_text_color="#5b6472",
        block_title_text_color_dark="#a7b1bf",
        input_background_fill="#ffffff",
        input_background_fill_dark="#11161c",
        input_border_color="#b9c2cd",
        input_border_color_dark="#45525f",
        input_border_width="1px",
        button_primary_background_fill="#14538c",
        button_primary_background_fill_hover="#0f4270",
        button_primary_background_fill_dark="#1f6cb0",
        button_primary_background_fill_hover_dark="#2a7cc4",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_dark="#181f27",
        button_secondary_border_color="#b9c2cd",
        button_secondary_border_color_dark="#45525f",
        button_secondary_text_color="#1d2733",
        button_secondary_text_color_dark="#dfe5ec",
        button_border_width="1px",
        checkbox_label_background_fill="transparent",
        checkbox_label_background_fill_dark="transparent",
    )


def head() -> str:
    """What goes into the page's head: its style sheet, and the script that opens sources."""
    folder = files("ui").joinpath("static")
    style = folder.joinpath("chat.css").read_text(encoding="utf-8")
    script = folder.joinpath("chat.js").read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"


def title_html(words: Texts) -> str:
    """The page's heading in one language."""
    return f"<h1>{escape(words('app.title'))}</h1><p>{escape(words('app.subtitle'))}</p>"


def panel_html() -> str:
    """The panel beside the conversation. It holds its words in every language, and the style
    sheet shows those of the page's, so that switching leaves the open source alone."""
    titles = "".join(_said(texts(code), "panel.title") for code in LANGUAGES)
    closes = "".join(_said(texts(code), "panel.close") for code in LANGUAGES)
    return (
        '<section id="pq-source" aria-labelledby="pq-source-title" tabindex="-1">'
        f'<div class="pq-bar"><h2 id="pq-source-title">{titles}</h2>'
        f'<button type="button" id="pq-close">{closes}</button></div>'
        '<iframe name="planqa-source" id="planqa-source" title="planqa" '
        'sandbox="allow-same-origin allow-popups"></iframe></section>'
    )


def _said(words: Texts, key: str) -> str:
    return f'<span lang="{words.language}" data-said="{words.language}">{escape(words(key))}</span>'
