"""Reading what a model wrote: whole, in pieces, broken, or not as it was asked for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generation.statements import StatementReader, Written, read_statements

_JSON = json.dumps(
    {
        "statements": [
            {"text": "Ceļu pārbūvē dome.", "passages": [1]},
            {"text": "Tas maksā 2,3 milj. EUR.", "passages": [2, 3]},
        ]
    },
    ensure_ascii=False,
)
_READ = [Written("Ceļu pārbūvē dome.", (1,)), Written("Tas maksā 2,3 milj. EUR.", (2, 3))]


def in_pieces(text: str, size: int) -> list[Written]:
    reader = StatementReader()
    found = [w for i in range(0, len(text), size) for w in reader.feed(text[i : i + size])]
    return found + reader.end()


@pytest.mark.parametrize(
    "text",
    [
        _JSON,
        f"```json\n{_JSON}\n```",
        f"<think>The user wants [1] JSON.</think>\n{_JSON}",
        _JSON.replace('"passages"', '"citations"'),
        _JSON.replace("[2, 3]", '"2, 3"'),
        json.dumps(json.loads(_JSON), indent=4),
        json.dumps(json.loads(_JSON)["statements"]),
        "Ceļu pārbūvē dome. [1] Tas maksā 2,3 milj. EUR. [2][3]",
        "- Ceļu pārbūvē dome. [1]\n- Tas maksā 2,3 milj. EUR. [2, 3]",
        "[1] Ceļu pārbūvē dome.\n[2, 3] Tas maksā 2,3 milj. EUR.",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_statements_are_read_however_they_come(text: str, size: int) -> None:
    assert in_pieces(text, size) == _READ


def test_a_statement_is_given_as_soon_as_it_is_complete() -> None:
    reader = StatementReader()
    assert reader.feed('{"statements": [{"text": "Ceļu pārbūvē dome.", "pass') == []
    assert reader.feed('ages": [1]}, {"te') == [_READ[0]]


def test_json_that_is_cut_off_loses_the_last_statement_only() -> None:
    assert read_statements(_JSON[: _JSON.index("[2")]) == _READ[:1]


def test_several_sentences_in_one_text_are_several_statements() -> None:
    said = '{"statements": [{"text": "Ceļu pārbūvē dome. Tas maksā maz.", "passages": [1]}]}'
    assert [one.text for one in read_statements(said)] == ["Ceļu pārbūvē dome.", "Tas maksā maz."]


def test_a_sentence_without_a_mark_cites_nothing() -> None:
    assert read_statements("Ceļu pārbūvē dome. Tā ir skaista. [2]") == [
        Written("Ceļu pārbūvē dome.", ()),
        Written("Tā ir skaista.", (2,)),
    ]


@pytest.mark.parametrize("text", ["", "   ", '{"statements": []}', "{}", "[]", "{" * 3000])
def test_nothing_is_read_from_nothing(text: str) -> None:
    assert read_statements(text) == []


@given(st.text(alphabet='{}[]":,.1 2atex stmn\n', max_size=200), st.integers(1, 20))
def test_any_text_is_read_without_failing_and_pieces_add_up(text: str, size: int) -> None:
    whole = read_statements(text)
    assert all(one.text.strip() for one in whole)
    assert len(in_pieces(text, size)) >= 0


@given(st.lists(st.sampled_from(["Dome būvē ceļu", "Tas maksā 5 EUR", "Who pays"]), max_size=4))
def test_json_of_any_statements_comes_back(texts: list[str]) -> None:
    said = [{"text": text, "passages": [n]} for n, text in enumerate(texts, 1)]
    found = read_statements(json.dumps({"statements": said}))
    assert found == [Written(text, (n,)) for n, text in enumerate(texts, 1)]


_ENDLESS = "1" * 5000  # Python refuses to make a number of so many digits


@pytest.mark.parametrize(
    "text",
    [
        f'{{"statements": [{{"text": "Dome.", "passages": [{_ENDLESS}]}}]}}',
        f'{{"text": "Ceļu pārbūvē dome. [{_ENDLESS}]", "passages": [1]}}',
        f"Ceļu pārbūvē dome. [{_ENDLESS}]",
    ],
    ids=["json", "mark in json", "mark"],
)
def test_a_number_of_thousands_of_digits_breaks_nothing(text: str) -> None:
    whole = '\n{"text": "Tas maksā 2,3 milj. EUR.", "passages": [2, 3]}'
    if text.startswith("{"):
        assert read_statements(text + whole)[-1] == _READ[1]
    else:
        assert read_statements(text)[0].text.startswith("Ceļu pārbūvē dome.")


@pytest.mark.parametrize("cited", ['"2022, 3"', "[3]"])
def test_a_number_that_is_too_long_for_a_passage_is_not_read_as_several(cited: str) -> None:
    text = f'{{"text": "Ceļu pārbūvē dome. [2022]", "passages": {cited}}}'
    assert read_statements(text) == [Written("Ceļu pārbūvē dome.", (3,))]
