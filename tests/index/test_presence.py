"""Looking passages up in a list: by its bits where it is long, and both ways the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import presence
from index.postings import Postings
from index.postings_build import build
from index.term_lists import Places


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 400), st.integers(0, 10**6), st.sampled_from([1, 4, 32]))
def test_bits_find_in_a_list_what_a_search_through_it_finds(
    size: int, seed: int, common: int
) -> None:
    random = np.random.default_rng(seed)
    held = random.random((size, 3)) < [0.9, 0.3, 0.02]
    rows = [
        (i, " ".join(word for word, there in zip("abc", row, strict=True) if there), "")
        for i, row in enumerate(held)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presence, "_COMMON", common)
        index = Postings(build(rows))
    asked = np.flatnonzero(random.random(size) < 0.5)
    for column, word in enumerate("abc"):
        for term in index._terms([word], []):
            assert bool(len(term.bits)) == (held[:, column].sum() * common >= size)
            places = Places.of(asked)
            which, at = term.found(places)
            assert which.tolist() == np.flatnonzero(held[asked, column]).tolist()
            assert term.docs[at].tolist() == asked[which].tolist()
            through = replace(term, bits=term.bits[:0]).found(places)
            assert [one.tolist() for one in through] == [which.tolist(), at.tolist()]
