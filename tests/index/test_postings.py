"""The lexical lists: the scores of FTS5; whole or not at all; brought up to date as made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.catalog import bundled_folder
from corpus.reader import read_document
from index import postings_build
from index.analysis import grams, stems
from index.lexical import FILE, LexicalIndex
from index.postings import GRAM_WEIGHT, STEM_WEIGHT, Lists, Postings
from index.postings_build import build, updated
from index.record import searched

Rows = list[tuple[int, str, str]]
QUESTIONS = [
    "Kā pašvaldība veicina veloceļu attīstību un drošu satiksmi?",
    "Which goals concern clean water and energy in Liepāja?",
    "iedzīvotāji",
    "x",
]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Words of the passages of a real plan, each twice, so that scores are often equal."""
    path = bundled_folder() / "liepaja-iam-2022.txt"
    document = read_document(path.read_bytes(), path.name)
    words = [searched(passage, "lv") for passage in document.passages] * 2
    return [(3 * i + 5, *one) for i, one in enumerate(words)]


def by_fts5(rows: Rows, question: str, count: int) -> list[tuple[int, float]]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5 (stems, grams, tokenize = 'unicode61')"
    )
    connection.executemany("INSERT INTO words (rowid, stems, grams) VALUES (?, ?, ?)", rows)
    columns = (("stems", stems(question, "lv")), ("grams", grams(question)))
    asked = []
    for column, words in columns:
        if words:
            quoted = " OR ".join('"' + word + '"' for word in dict.fromkeys(words))
            asked.append(f"{column} : ({quoted})")
    return connection.execute(
        "SELECT rowid, -bm25(words, ?, ?) AS score FROM words WHERE words MATCH ?"
        " ORDER BY score DESC, rowid LIMIT ?",
        (STEM_WEIGHT, GRAM_WEIGHT, " OR ".join(asked), count),
    ).fetchall()


def search(lists: Lists, question: str, count: int, **more: object) -> list[tuple[int, float]]:
    return Postings(lists).search(stems(question, "lv"), grams(question), count, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("count", [1, 20, 1000])
def test_scores_and_order_are_those_of_fts5(rows: Rows, question: str, count: int) -> None:
    right = by_fts5(rows, question, count)
    found = search(build(rows), question, count)
    assert [score for _, score in found] == pytest.approx([score for _, score in right], rel=1e-9)
    assert [row for row, _ in found] == [row for row, _ in right]


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_a_search_with_a_budget_finds_the_first_ones_with_their_whole_scores(
    rows: Rows, question: str
) -> None:
    lists = build(rows)
    right = dict(search(lists, question, len(rows)))
    found = search(lists, question, 20, budget=200)
    assert {row for row, _ in found[:5]} <= {row for row, _ in search(lists, question, 20)}
    for row, score in found:
        assert score == pytest.approx(right[row], rel=1e-9)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_search_among_some_rows_is_exact_with_any_budget(rows: Rows, question: str) -> None:
    lists, scope = build(rows), [row for row, *_ in rows[::3]]
    right = [one for one in search(lists, question, len(rows)) if one[0] in scope][:20]
    for budget in (1, 10**9):
        found = search(lists, question, 20, rows=[*scope, 1, 10**6], budget=budget)
        assert [row for row, _ in found] == [row for row, _ in right]
        assert search(lists, question, 20, rows=[], budget=budget) == []


def test_every_passage_with_a_stem_is_found(rows: Rows) -> None:
    index = Postings(build(rows))
    for word in ("liepaj", "pilset", "nekur"):
        right = [row for row, said, _ in rows if word in said.split()]
        assert index.holding(word).tolist() == right


_word = st.sampled_from(["ceļš", "ielu", "a", "b", "c", "ab", "bc", "velo"])
_words = st.lists(_word, max_size=8).map(" ".join)
_texts = st.lists(st.tuples(_words, _words), max_size=12)


def same(one: Lists, other: Lists) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in fields(Lists)
    )


@given(_texts, _texts, st.sets(st.integers(0, 11)), st.integers(1, 5))
def test_bringing_up_to_date_is_building_anew(
    old: list[tuple[str, str]], new: list[tuple[str, str]], gone: set[int], portion: int
) -> None:
    old_rows = [(7 * i, *words) for i, words in enumerate(old)]
    new_rows = [(1000 + i, *words) for i, words in enumerate(new)]
    kept = np.array([i not in gone for i in range(len(old))], dtype=np.bool_)
    left = [row for row, keep in zip(old_rows, kept, strict=True) if keep]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings_build, "_PORTION", portion)
        patch.setattr(postings_build, "_TERMS_AT_ONCE", portion)
        assert same(updated(build(old_rows), kept, new_rows), build([*left, *new_rows]))


def saved(folder: Path, rows: Iterable[tuple[int, str, str]]) -> LexicalIndex:
    lists = build(rows)
    hashes: NDArray[np.uint64] = np.arange(len(lists.rows), dtype=np.uint64)
    index = LexicalIndex(Postings(lists), hashes)
    index.save(folder, 3, "model")
    return index


@pytest.mark.parametrize("count", [0, 40])
def test_what_was_saved_is_loaded(rows: Rows, tmp_path: Path, count: int) -> None:
    index = saved(tmp_path, rows[:count])
    loaded = LexicalIndex.load(tmp_path, 3, "model")
    assert loaded is not None
    assert same(loaded[0].postings.lists, index.postings.lists)
    assert np.array_equal(loaded[0].hashes, index.hashes)
    assert loaded[1] == 3


def test_a_file_of_another_generation_or_model_is_not_loaded(rows: Rows, tmp_path: Path) -> None:
    saved(tmp_path, rows[:5])
    assert LexicalIndex.load(tmp_path, 4, "model") is None
    assert LexicalIndex.load(tmp_path, 3, "other") is None
    assert LexicalIndex.load(tmp_path, None, "model") is not None
    assert LexicalIndex.load(tmp_path / "nowhere", 3, "model") is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99, 1.0])
def test_a_file_with_one_byte_changed_is_not_loaded(
    rows: Rows, tmp_path: Path, share: float
) -> None:
    saved(tmp_path, rows[:20])
    data = bytearray((tmp_path / FILE).read_bytes())
    data[int(share * (len(data) - 1))] ^= 1
    (tmp_path / FILE).write_bytes(bytes(data))
    assert LexicalIndex.load(tmp_path, 3, "model") is None
