"""Pairs in, half of them for development and half for the test out.

The split is by pair, so that the two languages of a question never fall apart, and balanced
within each stratum (kind, first document, answerable, follow-up). It depends on nothing but the
pairs of a stratum: not on the order of lines or files, nor on questions added elsewhere.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from eval.questions import Item, Pair, Split

_SIDES: tuple[Split, Split] = ("dev", "test")


def split_pairs(pairs: Iterable[Pair]) -> dict[str, Split]:
    """Side of each pair id: within a stratum, pairs in the order of their digests alternate.

    The first pair of a stratum goes where the stratum's own digest says, so that strata of odd
    size do not all give the larger half to the same side. A pair that names its side stays there,
    and moves no other.
    """
    strata: dict[str, list[str]] = defaultdict(list)
    sides: dict[str, Split] = {}
    for pair in pairs:
        if pair.split is not None:
            sides[pair.pair] = pair.split
        else:
            strata[_stratum(pair)].append(pair.pair)
    for stratum, names in strata.items():
        first = _digest(stratum)[0] % 2
        for place, name in enumerate(sorted(names, key=_digest)):
            sides[name] = _SIDES[(place + first) % 2]
    return sides


def _stratum(pair: Pair) -> str:
    document = min(pair.documents, default="")
    return f"{pair.kind}|{document}|{pair.answerable}|{pair.follow_up}"


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def items_of(files: dict[str, list[Pair]], bundled: frozenset[str] = frozenset()) -> list[Item]:
    """One item per pair and language, in the order of the files.

    The files named in `bundled` are split as one set; every other file is split on its own, so
    that an evaluator's questions never move a bundled one to the other side.
    """
    groups = [[pair for name in sorted(bundled & files.keys()) for pair in files[name]]]
    groups += [pairs for name, pairs in files.items() if name not in bundled]
    sides = {name: side for group in groups for name, side in split_pairs(group).items()}
    return [
        Item(pair, language, origin, sides[pair.pair])
        for origin, pairs in files.items()
        for pair in pairs
        for language in pair.wordings
    ]
