"""Examples of lists: which block of a document is asked for, and whether it answers better.

In: courses with list questions whose right sets are known. Out: for each block that may be asked
for whether it is the one with the best F1, and for each question whether the entries of the block
that was chosen have a better F1 than what qualifies one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.examples import Course, Examples
from eval.generate import request_of
from eval.gold import GoldMember, resolve
from eval.metrics.sets import score
from rag.answer import Answer
from rag.block_choice import candidates, chosen, likeliest, preference_signals
from rag.compose.block_list import compose_block
from rag.compose.context import Context
from rag.draft import Draft
from rag.logistic import Logistic
from rag.rendering import Renderer
from rag.settings import EXTRACTIVE

_LEAST = 0.34  # the F1 from which on a block is what a question asks for
_NEARLY = 1e-9
_TIE = 1e-3  # weight of a question that both answer alike


def block_examples(course: Course) -> Examples | None:
    """The blocks that may be asked for, of list questions whose right sets are quotes."""
    signals, right, item = [], [], []
    for i, one in enumerate(course.items):
        members = _members(course, i)
        if not members or any(member.section for member in members):
            continue
        context = course.assistant.context(request_of(one))
        found = candidates(context)
        scores = [
            _f1(course, context, compose_block(context, [block], 1.0), members)
            for block, _ in found
        ]
        best = max(scores, default=0.0)
        signals += [seen for _, seen in found]
        right += [score >= max(best - _NEARLY, _LEAST) for score in scores]
        item += [i] * len(found)
    return Examples.of(signals, right, item)


def preference_examples(course: Course, models: Sequence[Logistic]) -> Examples | None:
    """Whether the chosen block answers better than what qualifies one by one.

    Args:
        course: its list questions are asked.
        models: the model that chooses the block, for each question; one not learned from it.
    """
    signals, right, item, weight = [], [], [], []
    for i, one in enumerate(course.items):
        members = _members(course, i)
        block = None
        if members:
            context = course.assistant.context(request_of(one))
            block = chosen(context, likeliest(context, models[i]))
        if block is None:
            continue
        kind, draft = course.assistant.drafted(context, "list")
        ours = _f1(course, context, compose_block(context, block.blocks, 1.0), members)
        theirs = _f1(course, context, draft, members)
        signals.append(preference_signals(context, kind, draft, block))
        right.append(ours > theirs)
        item.append(i)
        weight.append(abs(ours - theirs) + _TIE)
    return Examples.of(signals, right, item, weight)


def _members(course: Course, i: int) -> tuple[GoldMember, ...]:
    pair = course.items[i].pair
    return resolve(pair, course.sources).members if pair.answerable and pair.members else ()


def _f1(course: Course, context: Context, draft: Draft, members: tuple[GoldMember, ...]) -> float:
    """The F1 of the answer that a draft makes."""
    if draft.empty:
        return 0.0
    language = context.question.language
    renderer = Renderer(context.index, context.units, language)
    text, items = renderer.markdown(draft)
    answer = Answer(
        question=context.question.text, language=language, kind="list", status="answered",
        answer=text, citations=renderer.citations, items=items, passages=[], confidence=1.0,
        generator=EXTRACTIVE, index=context.index.fingerprint, elapsed_ms=0.0,
    )  # fmt: skip
    return score(answer, members, course.sources).f1
