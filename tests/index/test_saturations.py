"""What the lists hold of each entry bounds what it adds, from above and closely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import saturations
from index.postings_build import build
from index.term_lists import (
    GRAM_WEIGHT,
    K1,
    SHARES,
    STEM_WEIGHT,
    Lists,
    key_weights,
    norms,
    term_key,
)

_words = st.lists(st.sampled_from(["ceļš", "ielu", "a", "b", "velo"]), max_size=300).map(" ".join)


def exact(lists: Lists) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = np.repeat(key_weights(lists.keys), np.diff(lists.starts))
    said = lists.counts * weights
    return np.asarray(said * (K1 + 1) / (said + norms(lists.lengths)[lists.docs]))


@settings(deadline=None)
@given(st.lists(st.tuples(_words, _words), max_size=20), st.integers(1, 30))
def test_a_share_is_the_saturation_rounded_up_by_less_than_one(
    texts: list[tuple[str, str]], portion: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saturations, "_ENTRIES_AT_ONCE", portion)
        lists = build((i, *words) for i, words in enumerate(texts))
    step = np.repeat(lists.tops, np.diff(lists.starts)).astype(np.float64) / SHARES
    above = lists.shares * step - exact(lists)
    assert np.all(above >= -1e-4 * step)
    assert np.all(above <= step * (1 + 1e-3))
    if len(lists.keys):
        assert np.all(np.maximum.reduceat(lists.shares, lists.starts[:-1]) == SHARES)


def test_a_key_says_what_an_occurrence_weighs() -> None:
    keys = np.array([term_key(c, w) for w in ("velo", "ceļš", "a") for c in "sg"], dtype=np.uint64)
    assert key_weights(keys).tolist() == [STEM_WEIGHT, GRAM_WEIGHT] * 3
    assert len(set(keys.tolist())) == 6
