"""How much of a topic each of many passages covers.

In: the groups of a topic (`rag.topic`) and the terms of passages. Out: columns, arrays with a
figure for each passage in their order. A question asks this of hundreds of passages, so that it
goes through all of them thing by thing; `rag.topic.coverage_of` says the same of one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.passage_terms import PassageTerms
from rag.topic import RELATED, Group

_ABOVE = 0.6  # a term in a title above counts for less than in the text itself

Column = NDArray[np.float64]
_Part = Sequence[frozenset[str]]


def coverage(groups: Sequence[Group], passages: Sequence[str], terms: PassageTerms) -> Column:
    """Share of the topic's weight that each passage, given by its id, covers, 0 to 1; 0 for an
    empty topic. What only the titles above it name counts for less."""
    places = terms.places(passages)
    said = [terms.of[passage] for passage in passages]

    def degree(group: Group) -> Column:
        if group.every:
            own, over = _named(group, ([one.own for one in said], [one.above for one in said]))
        else:
            own = terms.naming(group.terms)[places]
            (above,) = _met(group.terms, ([one.above for one in said],))
            over = own | above
        near = terms.naming(group.related)[places]
        return np.where(own, 1.0, np.where(over, _ABOVE, np.where(near, RELATED, 0.0)))

    return share(groups, [degree(group) for group in groups], len(passages))


def share(groups: Sequence[Group], degrees: Sequence[Column], count: int) -> Column:
    """Share of the weight of `groups` that each of `count` passages covers, from the degree to
    which it names each of them; 0 for no groups."""
    total = sum(group.weight for group in groups)
    if not total:
        return np.zeros(count)
    # One by one, since a product of matrices may add alike passages up in different order.
    weighed = (group.weight * one for group, one in zip(groups, degrees, strict=True))
    return np.asarray(sum(weighed, np.zeros(count)) / total)


def degrees(group: Group, parts: Sequence[_Part]) -> list[Column]:
    """How far texts name a thing, 0 to 1: what their first part says, then what their first two
    parts say, and so on; each part is a column of terms."""
    return [
        np.where(named, 1.0, np.where(near, RELATED, 0.0))
        for named, near in zip(_named(group, parts), _met(group.related, parts), strict=True)
    ]


def _named(group: Group, parts: Sequence[_Part]) -> Iterator[NDArray[np.bool_]]:
    """Whether texts name a thing by what they say up to each part."""
    return _complete(group.every, parts) if group.every else _met(group.terms, parts)


def _met(terms: frozenset[str], parts: Sequence[_Part]) -> Iterator[NDArray[np.bool_]]:
    """Whether texts have any of the terms, up to each part."""
    met: NDArray[np.bool_] = np.zeros(len(parts[0]), bool)
    for part in parts:
        if terms:
            met = met | ~np.fromiter(map(terms.isdisjoint, part), bool, len(part))
        yield met


def _complete(every: frozenset[str], parts: Sequence[_Part]) -> Iterator[NDArray[np.bool_]]:
    """Whether texts have every term, up to each part."""
    missing = [every] * len(parts[0])
    for part in parts:
        missing = [left - said for left, said in zip(missing, part, strict=True)]
        yield np.array([not left for left in missing], bool)
