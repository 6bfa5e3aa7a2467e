"""How telling the terms of passages are."""

from __future__ import annotations

import pytest

from index.analysis import stem
from tests.rag.asking import Asker


@pytest.mark.parametrize(
    ("word", "common"),
    [("pašvaldība", True), ("attīstība", True), ("prioritāte", True), ("pasts", False)],
)
def test_words_of_many_passages_are_common(bundled: Asker, word: str, common: bool) -> None:
    assert bundled.terms.common({stem(word, "lv")}) is common


def test_the_commonest_of_several_terms_counts(bundled: Asker) -> None:
    assert bundled.terms.common({"pasvaldib", "pagrab"})
    assert not bundled.terms.common(frozenset())


def test_in_a_small_index_hardly_a_word_is_common(made: Asker) -> None:
    every = frozenset[str]().union(*(terms.own for terms in made.terms.of.values()))
    assert sum(made.terms.common({term}) for term in every) < 0.1 * len(every)
