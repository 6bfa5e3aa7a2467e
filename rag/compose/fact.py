"""A fact: the shortest passages that hold it."""

from __future__ import annotations

import re

from corpus.model import Passage
from rag.answer_type import held_in
from rag.compose.context import Context, cell_label, introduced, quotes, says_something
from rag.draft import Draft, Evidence, Statement
from rag.logistic import log_odds
from rag.phrases import phrase
from rag.quoting import WHOLE, whole
from rag.retrieval import Scored

_MOST = 4
_INTRO_AMONG = 3  # a passage that introduces a list must be among so many
_LOOKED_AT = 25  # passages in which an answer of the form asked for is looked for
_CLOSE = 0.85  # of the best score: a passage that scores as much says as much
_FAR = 1.75  # less by so much in log-odds, a passage is another matter, however likely it is too
_AS_MUCH = 0.85  # of the best passage's coverage of the topic
_RIVAL = 0.6  # of the best score, for another answer to the same thing
_OTHERS = 300  # characters about which of the passages behind the best is quoted
_LINK = re.compile(r"(?:https?://\S+|www\.\S+|\s)+")  # says where to look, and nothing itself
_SAME = 0.8  # share of stems in common above which two quotes say the same


def compose_fact(context: Context) -> Draft:
    """Quote the best passage, and those that score almost as well and say something else.

    Where a number, date or the like is asked for, a passage further down counts too if it names
    as much of the topic and holds such an answer: the documents may disagree.
    """
    listed = _list_in_the_text(context)
    if listed is not None:
        return listed
    ranked = [s for s in context.ranking.passages if says_something(s.passage)]
    if not ranked:
        return Draft("")
    parts = _forms_of_one_unit(context, ranked)
    if parts:
        said = (
            context.statement(context.telling(s.passage), label=cell_label(s.passage))
            for s in parts
        )
        return Draft(_lead(context, parts), tuple(said))
    best = _best(context, ranked)
    chosen: list[Scored] = []
    for scored in [best, *(one for one in ranked[: 4 * _MOST] if one is not best)]:
        if len(chosen) == _MOST:
            break
        close = _as_likely(scored, best) and _as_fit(context, scored, best)
        close = close or _rivals(context, scored, best)
        if close and not any(_says_the_same(context, scored, other) for other in chosen):
            chosen.append(scored)
    statements = []
    for scored in chosen:
        # Who reads the best passage in full must not read past the others for the answer.
        pieces = _told(context, scored.passage, WHOLE if scored is best else _OTHERS)
        statements.append(context.statement(*pieces, label=cell_label(scored.passage)))
        statements += [note for one in pieces for note in _footnotes(context, one)]
    return Draft(_lead(context, chosen), tuple(statements))


def _told(context: Context, passage: Passage, room: int) -> list[Evidence]:
    """What is quoted of a passage: all that a page's end or a link cuts apart, where it is short,
    or the part that speaks of the topic. What stands between sentences to a language model is
    told apart."""
    pieces = whole(passage)
    if not pieces or passage.id in context.terms.cut or sum(len(one.span) for one in pieces) > room:
        return [context.telling(passage, room)]
    return pieces


def _best(context: Context, ranked: list[Scored]) -> Scored:
    """The first passage, or one not far behind it that alone holds an answer of the form asked
    for: "what share" is not answered by a passage without a share."""
    forms = context.question.answer_types
    held = (
        scored
        for scored in ranked[:_LOOKED_AT]
        if scored.score >= _RIVAL * ranked[0].score
        and all(held_in(form, scored.passage) for form in forms)
    )
    return next(held, ranked[0]) if forms else ranked[0]


def _forms_of_one_unit(context: Context, ranked: list[Scored]) -> list[Scored]:
    """The first passage, and of its unit those that hold the other forms asked for: what a thing
    costs and when it is done stand in two cells, and in one only of another matter."""
    forms, first = context.question.answer_types, ranked[0]
    if len(forms) < 2 or not first.passage.unit:
        return []
    unit = (first.passage.document, first.passage.unit)
    own = [s for s in ranked[:_LOOKED_AT] if (s.passage.document, s.passage.unit) == unit]
    if not any(held_in(form, first.passage) for form in forms):
        return []
    chosen = [first]
    for form in forms:
        if not any(held_in(form, one.passage) for one in chosen):
            more = next((one for one in own if held_in(form, one.passage)), None)
            if more is None:
                return []
            chosen.append(more)
    return chosen if len(chosen) > 1 else []


def _list_in_the_text(context: Context) -> Draft | None:
    """Where the best passage introduces a list ("… four goals:"), that passage and its items."""
    if not context.ranking.passages:
        return None
    leading = [s for s in context.ranking.passages[:_INTRO_AMONG] if s.passage.text.endswith(":")]
    for scored in leading:
        if scored.score < _CLOSE * context.ranking.passages[0].score:
            continue
        items = introduced(context.passages(scored.passage.document), scored.passage)
        if items:
            said = quotes(context, [scored.passage, *items])
            return Draft(_lead(context, [scored]), said)
    return None


def _lead(context: Context, chosen: list[Scored]) -> str:
    titles = {s.passage.document for s in chosen}
    language = context.question.language
    if len(titles) > 1:
        return phrase("fact", language)
    title = context.index.document(titles.pop()).description.title
    return phrase("fact_in", language, title=title)


def _as_likely(scored: Scored, best: Scored) -> bool:
    return _near(scored, best) and scored.score >= _CLOSE * best.score


def _near(scored: Scored, best: Scored) -> bool:
    return log_odds(best.score) - log_odds(scored.score) < _FAR


def _as_fit(context: Context, scored: Scored, best: Scored) -> bool:
    """Whether a passage holds an answer of the form asked for, where the best one does."""
    return all(
        held_in(form, scored.passage)
        for form in context.question.answer_types
        if held_in(form, best.passage)
    )


def _rivals(context: Context, scored: Scored, best: Scored) -> bool:
    """Whether a passage may give another answer of the same form to the same thing."""
    forms = context.question.answer_types
    as_close = scored.coverage >= _AS_MUCH * best.coverage and scored.score >= _RIVAL * best.score
    if not forms or not as_close or not _near(scored, best):
        return False
    both = (scored.passage, best.passage)
    return all(held_in(form, passage) for form in forms for passage in both)


def _footnotes(context: Context, evidence: Evidence) -> list[Statement]:
    """The footnotes whose marks stand in what is quoted: they say as of when, or by whom."""
    document = context.index.document(evidence.passage.document)
    marks = [
        a.span
        for a in document.artefacts
        if a.kind == "footnote_mark" and evidence.span.covers(a.span)
    ]
    found = []
    for mark in marks:
        note = next(
            (
                p
                for p in context.terms.quotable(document.passages)
                if p.kind == "footnote"
                and not _LINK.fullmatch(p.text)
                and p.item == mark.of(document.text)
                and p.body.start > mark.start
            ),
            None,
        )
        if note and context.question.answer_types:
            found.append(context.statement(Evidence(note, note.body)))
    return found


def _says_the_same(context: Context, one: Scored, other: Scored) -> bool:
    a, b = context.terms.of[one.passage.id].own, context.terms.of[other.passage.id].own
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > _SAME
