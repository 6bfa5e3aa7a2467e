"""A fact: the shortest passages that hold it."""

from __future__ import annotations

from dataclasses import replace

from rag.answer_type import holds
from rag.compose.context import Context
from rag.draft import Draft, Statement
from rag.phrases import phrase
from rag.retrieval import Scored

_MOST = 3
_LOOKED_AT = 25  # passages in which an answer of the form asked for is looked for
_FORM = 0.35  # added to the score of a passage that holds one
_CLOSE = 0.93  # of the best score: a passage that scores as much says as much
_SAME = 0.8  # share of stems in common above which two quotes say the same


def compose_fact(context: Context) -> Draft:
    """Quote the best passage, and those that score almost as well and say something else."""
    ranked = _of_the_form(
        context, [s for s in context.ranking.passages if s.passage.kind not in ("link", "caption")]
    )
    if not ranked:
        return Draft("")
    chosen: list[Scored] = []
    for scored in ranked[: 4 * _MOST]:
        if len(chosen) == _MOST or scored.score < _CLOSE * ranked[0].score:
            break
        if not any(_says_the_same(context, scored, other) for other in chosen):
            chosen.append(scored)
    statements = []
    for scored in chosen:
        evidence = context.telling(scored.passage)
        statements.append(Statement(f"“{context.quote(evidence)}”", (evidence,)))
    titles = {s.passage.document for s in chosen}
    language = context.question.language
    if len(titles) == 1:
        title = context.index.document(titles.pop()).description.title
        lead = phrase("fact_in", language, title=title)
    else:
        lead = phrase("fact", language)
    return Draft(lead, tuple(statements))


def _of_the_form(context: Context, ranked: list[Scored]) -> list[Scored]:
    """The first passages anew: those that hold an answer of the form asked for move up."""
    kind = context.question.answer_type
    if kind is None:
        return ranked
    first = [
        replace(s, score=s.score + _FORM * holds(kind, s.passage.text)) for s in ranked[:_LOOKED_AT]
    ]
    return sorted(first, key=lambda s: -s.score)


def _says_the_same(context: Context, one: Scored, other: Scored) -> bool:
    a, b = context.terms.of[one.passage.id].own, context.terms.of[other.passage.id].own
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > _SAME
