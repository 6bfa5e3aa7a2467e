""" "Why this?": what was searched for an answer, and how the passages found scored.

In: an answer and how its question was understood. Out: HTML of one folded part, uncleaned.
"""

from __future__ import annotations

from html import escape

from rag.answer import Answer, RankedPassage
from ui.chat_record import Asked
from ui.citing import Locate, view_url
from ui.texts import Texts, texts
from ui.understanding import Understanding

_PASSAGES = 8


def why(asked: Asked, locate: Locate) -> str:
    """The folded part."""
    answer, understanding = asked.answer, asked.understanding
    words = texts(answer.language)
    terms = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
        for name, value in _searched(answer, understanding, words)
        if value
    )
    scored = _scores(answer, locate, words) if answer.passages else ""
    return (
        f'<details class="pq-why"><summary>{escape(words("why.title"))}</summary>'
        f"<dl>{terms}</dl>{scored}</details>"
    )


def _searched(answer: Answer, understanding: Understanding, words: Texts) -> list[tuple[str, str]]:
    percent = f"{100 * answer.confidence:.0f}"
    needed = f"{100 * understanding.threshold:.0f}"
    return [
        (words("why.kind"), words(f"kind.{answer.kind}")),
        (words("why.roles"), ", ".join(words.role(role) for role in understanding.roles)),
        (words("why.topic"), ", ".join(understanding.topic(answer.language))),
        (words("why.sections"), ", ".join(understanding.sections)),
        (
            words("why.scope"),
            words(
                "why.scope_value",
                passages=understanding.passages,
                documents=understanding.documents,
            ),
        ),
        (
            words("why.certainty"),
            words("why.certainty_value", confidence=percent, threshold=needed),
        ),
    ]


def _scores(answer: Answer, locate: Locate, words: Texts) -> str:
    shown = answer.passages[:_PASSAGES]
    best = max(passage.score for passage in shown) or 1.0
    rows = "".join(_row(passage, best, answer, locate, words) for passage in shown)
    heads = (words("why.place"), words("why.score"), words("why.cited"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    notes = [words("why.note")]
    if answer.kind in ("list", "comparison"):
        notes.append(words("why.list_note"))
    caption = escape(words("why.passages"))
    return (
        f'<table class="pq-scores"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f'<tbody>{rows}</tbody></table><p class="pq-quiet">{escape(" ".join(notes))}</p>'
    )


def _row(passage: RankedPassage, best: float, answer: Answer, locate: Locate, words: Texts) -> str:
    place = locate(passage.document, passage.start)
    url = escape(view_url(passage.document, passage.start, passage.end, words.language))
    label = " › ".join((*place.headings[-2:], words.lines(*passage.lines)))
    cited = any(_overlap(passage, c.document, c.start, c.end) for c in answer.citations)
    lang = escape(place.language)
    link = f'<a class="pq-cite" lang="{lang}" href="{url}" target="planqa-source">'
    score = f"{passage.score:.2f}"
    name = escape(words("why.score"))
    return (
        f'<tr><th scope="row">{link}{escape(label)}</a>'
        f'<div class="pq-path" lang="{lang}">{escape(place.title)}</div></th>'
        f'<td><meter min="0" max="1" value="{max(passage.score, 0) / best:.3f}" '
        f'aria-label="{name} {score}"></meter> {score}</td>'
        f"<td>{escape(words('why.yes') if cited else words('why.no'))}</td></tr>"
    )


def _overlap(passage: RankedPassage, document: str, start: int, end: int) -> bool:
    return passage.document == document and passage.start < end and start < passage.end
