"""The split: by pair, balanced, and moved by nothing that happens elsewhere."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from eval.questions import Pair
from eval.split import items_of, split_pairs
from tests.eval.building import pair, unanswerable

MANY = [pair(f"f-{n}") for n in range(31)] + [unanswerable(f"u-{n}") for n in range(14)]


def test_each_stratum_is_halved() -> None:
    sides = split_pairs(MANY)
    counts = Counter((name[0], side) for name, side in sides.items())
    assert abs(counts["f", "dev"] - counts["f", "test"]) == 1
    assert counts["u", "dev"] == counts["u", "test"] == 7


def test_strata_of_one_pair_do_not_all_fall_on_one_side() -> None:
    single = [pair(f"x-{n}", documents=[f"document-{n}"]) for n in range(40)]
    counts = Counter(split_pairs(single).values())
    assert min(counts.values()) >= 10


def test_both_languages_of_a_pair_are_on_the_same_side() -> None:
    items = items_of({"questions": MANY})
    assert len(items) == 2 * len(MANY)
    for first, second in pairwise(items):
        if first.pair.pair == second.pair.pair:
            assert first.split == second.split


@given(st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(chance: random.Random) -> None:
    shuffled = list(MANY)
    chance.shuffle(shuffled)
    assert split_pairs(shuffled) == split_pairs(MANY)


def test_questions_of_another_stratum_move_nothing() -> None:
    added = [pair(f"n-{n}", documents=["another"]) for n in range(5)]
    sides = split_pairs(MANY + added)
    assert {name: sides[name] for name in split_pairs(MANY)} == split_pairs(MANY)


def test_an_evaluators_file_moves_no_bundled_question() -> None:
    def sides(files: dict[str, list[Pair]]) -> dict[str, str]:
        return {item.id: item.split for item in items_of(files, frozenset({"ours"}))}

    alone = sides({"ours": MANY})
    together = sides({"mine": [pair(f"m-{n}") for n in range(9)], "ours": MANY})
    assert together.items() >= alone.items()
    assert len({side for name, side in together.items() if name.startswith("m-")}) == 2
