"""Which list or table of a document a question asks for, and whether that is the answer; learned.

In: a question with its ranking, and the blocks of the documents (`rag.blocks`). Out: the block
that is likeliest asked for, by the weights of `block.toml`, and by those of `block_list.toml`
whether its entries answer better than the units or passages that qualify one by one: a plan's
units are best told by what they name, the entries of a list by what the document says above it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.answer import Kind
from rag.blocks import Block
from rag.compose.context import Context
from rag.draft import Draft
from rag.logistic import Logistic, log_odds
from rag.retrieval import Scored
from rag.topic import coverage_of

CHOICE = "block"
PREFERENCE = "block_list"
EVEN = 0.4  # learned by how much either answer is better, so that this costs least
_SURE = 0.5  # how likely a block of another document must be, and as a share of the likeliest
_AS_LIKELY = 0.9
_FIRST = 20  # passages of the ranking that a block is seen to have a share of
_UNRANKED = 1e-4  # the probability of a passage that is not among the first
_ROLES = 8  # roles of a unit that is told in full


@dataclass(frozen=True, slots=True)
class Chosen:
    """A block, how likely it is the one asked for, and how much likelier than the next; `others`
    are those of other documents that are about as likely, where the question names none."""

    block: Block
    probability: float
    margin: float
    others: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (self.block, *self.others)


def candidates(context: Context) -> list[tuple[Block, dict[str, float]]]:
    """The blocks of which the first passages of the ranking know anything, with their signals."""
    ranked = {s.passage.id: s for s in context.ranking.passages if s.signals}
    documents = dict.fromkeys(s.passage.document for s in ranked.values())
    return [
        (block, block_signals(context, block, ranked))
        for document in documents
        for block in context.units.blocks(document, ranked)
    ]


def likeliest(context: Context, model: Logistic) -> list[tuple[float, Block]]:
    """The blocks that may be asked for, each with how likely it is, the likeliest first."""
    found = [(model.probability(signals), block) for block, signals in candidates(context)]
    return sorted(found, key=lambda one: -one[0])


def chosen(context: Context, found: Sequence[tuple[float, Block]]) -> Chosen | None:
    """The block that is likeliest asked for, of those that `likeliest` found; None where there is
    none."""
    if not found:
        return None
    likely, best = found[0]
    second = found[1][0] if len(found) > 1 else 0.0
    taken = {best.document}
    others = []
    for probability, block in [] if context.ranking.documents else found[1:]:
        if probability >= max(_SURE, _AS_LIKELY * likely) and block.document not in taken:
            others.append(block)
            taken.add(block.document)
    return Chosen(best, likely, likely - second, tuple(others))


def block_signals(context: Context, block: Block, ranked: dict[str, Scored]) -> dict[str, float]:
    """The signals of one block, each about 0 to 1 but for the two log-odds; `ranked` are the first
    passages of the ranking by id."""
    groups = context.ranking.groups
    firm = [group for group in groups if not group.plain]
    head, above, owns, every = context.units.terms_of(block)
    inside = dict.fromkeys(passage.id for passage in block.passages)
    found = [ranked[one] for one in inside if one in ranked]
    first = list(ranked.values())[:_FIRST]
    intro = ranked.get(block.before.id) if block.before else None
    covered = [coverage_of(groups, own) for own in owns]
    named = context.ranking.documents
    roles = {passage.role for passage in block.passages}
    return {
        "best": log_odds(max((one.score for one in found), default=_UNRANKED)) / 10,
        "intro": log_odds(intro.score if intro else _UNRANKED) / 10,
        "dense": sum(one.dense for one in found) / len(inside),
        "dense_best": max((one.dense for one in found), default=0.0),
        "ranked": len(found) / len(inside),
        "share": sum(one.passage.id in inside for one in first) / (len(first) or 1),
        "head": coverage_of(groups, head),
        "head_firm": coverage_of(firm, head),
        "titles": coverage_of(groups, above),
        "every": coverage_of(groups, every),
        "each": sum(covered) / len(covered),
        "each_most": max(covered),
        "size": math.log(len(owns)) / 3,
        "row": float(block.entries[0][0].kind == "row"),
        "unit": float(block.entries[0][0].unit is not None),
        "role": float(bool(set(context.question.roles) & roles)),
        "document": float(block.document in named),
        "other_document": float(bool(named) and block.document not in named),
    }


def preference_signals(
    context: Context, kind: Kind, draft: Draft, block: Chosen
) -> dict[str, float]:
    """What tells whether a block answers better than a draft of the kind; each about 0 to 1."""
    units = [row.section for row in draft.rows if row.section is not None]
    cited = draft.passages()
    own = block.block
    return {
        "likely": log_odds(block.probability) / 10,
        "margin": block.margin,
        "in_unit": float(own.in_unit),
        "of_units": float(own.of_units),
        "asks_units": float(bool(context.question.unit_kinds)),
        "lists_units": float(bool(units)),
        "lists": float(kind == "list"),
        "rows": math.log1p(len(draft.rows)) / 3,
        "roles": _mean(len(context.units.roles(unit)) / _ROLES for unit in units),
        "numbered": _mean(float(unit.number is not None) for unit in units),
        "same_unit": float(any(unit.key == own.entries[0][0].unit for unit in units)),
        "same_document": float(any(passage.document == own.document for passage in cited)),
    }


def prefers(context: Context, kind: Kind, draft: Draft, block: Chosen, model: Logistic) -> bool:
    """Whether the entries of a block answer better than a draft."""
    return model.probability(preference_signals(context, kind, draft, block)) >= EVEN


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
