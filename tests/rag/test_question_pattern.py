"""The language in which cues are written."""

from __future__ import annotations

import pytest

from rag.question_pattern import Patterns, tokens_of

CLASSES = {"who": ["who", "which body"], "do": ["build|builds", "carry|carries out"]}


def found(pattern: str, question: str) -> list[tuple[int, int]]:
    patterns = Patterns([("said", [pattern])], CLASSES)
    return [(match.first, match.last) for match in patterns.matches(tokens_of(question))]


@pytest.mark.parametrize(
    ("pattern", "question"),
    [
        ("fund*", "What is the funding?"),
        ("~ing", "What is the funding?"),
        ("is|are", "What are the goals?"),
        ("<who> .. <do>", "Which body here will carry out the work?"),
        ("who will? <do>", "Who builds it?"),
        ("who will? <do>", "Who will build it?"),
        ("who ... <do>", "Who, in the end, by what means, builds it?"),
        ("# ..", "What is in 3.4.1?"),
        ("# <do>", "P4 builds what?"),
        ('term "', "What is the term “smart village”?"),
        ("it $", "Who pays for it? And when?"),
        ("^ and", "Who pays for it? And when?"),
        ("involve !~ing", "Which involve schools?"),
        ("kā mēra", "Ka mera?"),
        ("ka mera", "Kā mēra?"),
        ("%", "Cik % tas ir?"),
    ],
)
def test_a_pattern_fits(pattern: str, question: str) -> None:
    assert found(pattern, question)


@pytest.mark.parametrize(
    ("pattern", "question"),
    [
        ("fund", "What is the funding?"),
        ("who .. <do>", "Who of all the firms of this town builds it?"),
        ("who .. <do>", "Who, then, builds?"),
        ("involve !~ing", "Which involve planting trees?"),
        ("fund*", "What is “funding”?"),
        ("it $", "Who pays for it and when?"),
        ("who ... <do>", "Who pays? They build it."),
        ("kā", "Vai zināms, ka plāns ir?"),
        ("termins", "Kāds ir termiņš?"),
    ],
)
def test_a_pattern_does_not_fit(pattern: str, question: str) -> None:
    assert not found(pattern, question)


def test_a_match_names_the_words_it_stands_on() -> None:
    assert found("funds it", "In 3.4.1, “smart village”: who funds it, please?") == [(7, 8)]
    assert found("it $", "Who funds it? I ask.") == [(2, 2)]


def test_a_class_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Patterns([("said", ["<nowhere>"])], CLASSES)


def test_clauses_that_ask_anew_are_told_apart() -> None:
    assert tokens_of("Who builds it and what is its aim?").clauses() == [0, 3]
    assert tokens_of("Who builds it and the bridge?").clauses() == [0]
