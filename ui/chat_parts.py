"""The chat page's own parts: theme, head, heading and the panels on either side.

Out: HTML, and a theme made of system fonts alone. The HTML holds its words in every language, and
the style sheet shows those of the page's, so that switching leaves an open panel alone.
"""

from __future__ import annotations

from importlib.resources import files

import gradio as gr

from ui.library import said
from ui.texts import LANGUAGES, texts
from ui.upload_panel import upload_html

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
    """What goes into the page's head: its style sheets and its scripts."""
    folder = files("ui").joinpath("static")
    style = "".join(
        folder.joinpath(name).read_text(encoding="utf-8")
        for name in ("chat.css", "library.css", "answers.css")
    )
    scripts = "".join(
        f"<script>{folder.joinpath(name).read_text(encoding='utf-8')}</script>"
        for name in ("chat.js", "library.js", "upload.js", "answers.js")
    )
    return f"<style>{style}</style>{scripts}"


def translations() -> gr.I18n:
    """Every text in every language, for what the browser shows before anyone chooses one.

    Gradio looks a browser's locale up as it is spelt, so each language stands under its region
    too; locales that are not ours get English from it, until the page has loaded.
    """
    said_in = {code: {key: texts(code)(key) for key in texts(code).keys} for code in LANGUAGES}
    return gr.I18n(**said_in, **{"lv-LV": said_in["lv"]})


def title_html() -> str:
    """The page's heading, and the button that shows the panel of documents."""
    return (
        f"<div><h1>{said('app.title')}</h1><p>{said('app.subtitle')}</p></div>"
        '<button type="button" id="pq-library-toggle" aria-expanded="false" '
        f'aria-controls="pq-library">{said("library.toggle")}</button>'
    )


def library_panel_html() -> str:
    """The panel of documents, which `static/library.js` fills."""
    return (
        '<section id="pq-library" aria-labelledby="pq-library-title" tabindex="-1">'
        f'<div class="pq-bar"><h2 id="pq-library-title">{said("library.title")}</h2>'
        f'<button type="button" id="pq-library-close">{said("library.close")}</button></div>'
        f'{upload_html()}<div id="pq-library-body"></div>'
        f'<p id="pq-library-failed" role="status" hidden>{said("library.failed")}</p></section>'
    )


def panel_html() -> str:
    """The panel beside the conversation that shows a source."""
    return (
        '<section id="pq-source" aria-labelledby="pq-source-title" tabindex="-1">'
        f'<div class="pq-bar"><h2 id="pq-source-title">{said("panel.title")}</h2>'
        f'<span role="status" id="pq-copied" hidden>{said("panel.copied")}</span>'
        f'<button type="button" id="pq-copy">{said("panel.copy")}</button>'
        f'<a id="pq-tab" target="_blank" rel="noopener" href="/">{said("panel.tab")}</a>'
        f'<button type="button" id="pq-close">{said("panel.close")}</button></div>'
        '<iframe name="planqa-source" id="planqa-source" title="planqa" '
        'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>'
        "</section>"
    )
