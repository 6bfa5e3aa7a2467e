"""Choosing who can be among the best: none of them is lost, and few others are kept."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import pruning
from index.postings import Postings
from index.postings_build import build
from index.pruning import can_be_best
from index.term_lists import FLOOR, GRAM_WEIGHT, K1, STEM_WEIGHT, B

Rows = list[tuple[int, str, str]]
STEMS, GRAMS = "abcdefgh", "pqrstuvwxyz"


def made(seed: int, count: int) -> Rows:
    """Passages in which some words are rare, some are in most, and many are alike."""
    random = np.random.default_rng(seed)
    texts = []
    for words in (STEMS, GRAMS):
        common = 1 / np.arange(1, len(words) + 1) ** random.uniform(0, 2.5)
        held = random.poisson(2.5 * common, (count, len(words)))
        texts.append([" ".join(w * n for w, n in _repeated(words, row)) for row in held])
    filler = random.integers(0, 4, count)
    return [
        (i, f"{stems} {'x ' * int(n)}", grams)
        for i, (stems, grams, n) in enumerate(zip(*texts, filler, strict=True))
    ]


def _repeated(
    words: str, counts: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> list[tuple[str, int]]:
    return [(word + " ", int(n)) for word, n in zip(words, counts, strict=True)]


def brute(rows: Rows, stems: str, grams: str, count: int) -> list[tuple[int, float]]:
    """BM25 straight from its formula."""
    said = [(Counter(s.split()), Counter(g.split())) for _, s, g in rows]
    lengths = [s.total() + g.total() for s, g in said]
    mean = (sum(lengths) / len(lengths)) or 1.0
    scores = [0.0] * len(rows)
    for column, words, weight in ((0, stems, STEM_WEIGHT), (1, grams, GRAM_WEIGHT)):
        for word in words:
            held = sum(1 for one in said if one[column][word])
            idf = float(np.log((len(rows) - held + 0.5) / (held + 0.5)))
            for i, one in enumerate(said):
                heard = one[column][word] * weight
                norm = K1 * (1 - B + B * lengths[i] / mean)
                scores[i] += (idf if idf > 0 else FLOOR) * heard * (K1 + 1) / (heard + norm)
    found = [(row, score) for (row, *_), score in zip(rows, scores, strict=True) if score > 0]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:count]


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 10**6),
    st.integers(1, 300),
    st.lists(st.sampled_from(STEMS), unique=True, max_size=8).map("".join),
    st.lists(st.sampled_from(GRAMS), unique=True, max_size=11).map("".join),
    st.integers(1, 12),
)
def test_search_finds_what_the_formula_finds_in_the_same_order(
    seed: int, size: int, stems: str, grams: str, count: int
) -> None:
    rows = made(seed, size)
    right = brute(rows, stems, grams, count)
    with pytest.MonkeyPatch.context() as patch:
        # So that these few passages are gone over as millions are.
        patch.setattr(pruning, "_GROUPS", 8)
        patch.setattr(pruning, "_AT_ONCE", 7)
        patch.setattr(pruning, "_ENTRIES_EACH", 2)
        patch.setattr(pruning, "_LAST_FEW", 2)
        assert Postings(build(rows)).search(stems, grams, count, summed=0) == right


@pytest.mark.parametrize("left_over", [0.0, 0.05, 1.0])
def test_few_are_left_and_all_of_the_best_are_among_them(
    monkeypatch: pytest.MonkeyPatch, left_over: float
) -> None:
    monkeypatch.setattr(pruning, "_LEFT_OVER", left_over)
    index = Postings(build(made(1, 20_000)))
    terms = index._terms("adgh", "prvwz")
    best = index.search("adgh", "prvwz", 10, summed=10**9)
    last = best[-1][1]
    equal = [
        row for row, score in index.search("adgh", "prvwz", 500, summed=10**9) if score == last
    ]
    chosen = can_be_best(terms, len(index), 10)
    assert chosen is not None
    assert len(chosen) < 100
    assert {row for row, _ in best} | set(equal) <= set(index.lists.rows[chosen].tolist())
    assert np.all(np.diff(chosen) > 0)


@pytest.mark.parametrize("seed", range(4))
def test_none_is_lost_where_scores_differ_by_less_than_what_is_rounded(seed: int) -> None:
    random = np.random.default_rng(seed)
    counts, lengths = random.integers(0, 4, (6000, 8)), random.integers(0, 60, 6000)
    rows = [
        (i, " ".join(word for word, n in zip(STEMS, said, strict=True) for _ in range(n)), "z " * n)
        for i, (said, n) in enumerate(zip(counts.tolist(), lengths.tolist(), strict=True))
    ]
    index = Postings(build(rows))
    for count in (1, 2, 5, 20):
        for asked in ("abcdefgh", "abcd", "bdfh", "ceg"):
            right = index.search(asked, "", count, summed=10**9)
            assert index.search(asked, "", count, summed=0) == right


def test_where_fewer_have_the_words_than_are_wanted_nothing_is_chosen() -> None:
    rows = [(i, "a" if i < 5 else "b", "") for i in range(1000)]
    index = Postings(build(rows))
    terms = index._terms("a", "")
    assert can_be_best(terms, len(index), 10) is None
    assert index.search("a", "", 10, summed=0) == brute(rows, "a", "", 10)
    assert len(index.search("a", "", 10, summed=0)) == 5
