"""The sides of a SWOT analysis: what a document lists as strengths, weaknesses, chances, threats.

In: a question for one or several of them, by any name ("vājās puses", "what dangers does the SWOT
see"). Out: a row for each entry that stands under that heading or in that column of a document that
has several of the four; an empty draft where the question asks for none, or no document has it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.letters import bare_fold
from corpus.model import Passage
from rag.compose.context import Context, once
from rag.compose.list_scope import documents_of
from rag.compose.passage_list import label_room, passage_row
from rag.draft import Draft, Row
from rag.phrases import phrase, things

_LISTED = frozenset({"item", "row", "entry", "cell"})
_SIDES = 2  # that a document has, where one of them is a side of an analysis
_SURE = 0.9
_WORD = re.compile(r"[^\W_]+")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("rag").joinpath("quadrants.toml").read_text(encoding="utf-8"))


@once
def compose_quadrants(context: Context) -> Draft:
    """What stands under the sides that the question asks for, in the documents it is over."""
    said = _folded(context.question.text)
    asked = _asked(said)
    if not asked:
        return Draft("")
    rows: list[Row] = []
    for document in documents_of(context):
        found = _sides(context.passages(document))
        if len(found) >= _SIDES:
            chosen = [p for side in asked for p in found.get(side, ())]
            rows += _rows(context, _about(context, document, chosen))
    if not rows:
        return Draft("")
    language = context.question.language
    nouns = things("passage", len(rows), language)
    name = "list_one" if len(rows) == 1 else "list"
    lead = phrase(name, language, count=len(rows), things=nouns, thing=nouns)
    return Draft(lead, rows=tuple(rows), told=_SURE)


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(bare_fold(text)))


def _asked(said: str) -> list[str]:
    """The sides that a question asks for; those whose names say other things too ("risks") only
    where it speaks of the analysis."""
    table = _table()
    analysis = re.search(table["analysis"], said) is not None
    said = re.sub(table["analysis"], " ", said)
    if not re.search(table["asks"], said):
        return []
    return [
        side["name"]
        for side in table["side"]
        if re.search(side["alone"], said) or (analysis and re.search(side["asked"], said))
    ]


def _sides(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    """What a document lists under each side."""
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        side = _side_of(passage) if passage.kind in _LISTED else None
        if side:
            found.setdefault(side, []).append(passage)
    return found


def _side_of(passage: Passage) -> str | None:
    """The side of which a passage is: by what introduces it, or by the nearest title above it."""
    for said in (passage.context or "", *passage.breadcrumb[-1:]):
        title = _folded(said)
        for side in _table()["side"]:
            if title and re.fullmatch(side["titled"], title):
                return str(side["name"])
    return None


def _about(context: Context, document: str, found: Sequence[Passage]) -> list[Passage]:
    """Of these, those that name what the question names besides; none where none does."""
    titles = context.terms.of_document[document]
    called = _table()["called"]
    groups = [
        group
        for group in context.ranking.groups
        if not group.plain and not group.named_in(titles) and group.name not in called
    ]
    return [p for p in found if all(g.named_in(context.terms.of[p.id].own) for g in groups)]


def _rows(context: Context, found: Sequence[Passage]) -> list[Row]:
    room = label_room(len(found))
    return [passage_row(context, one, [one], room) for one in found]
