"""What the words of a question ask of a thing that the text must name too.

In: a question's text, and what an answer quotes. Out: whether it asks by a measure ("per week"),
for a kind of sum ("the fine"), for so many things by name, for which of two has more, for who does
a thing or for a person's name, and whether the text has that. Patterns are in `gaps.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from corpus.letters import bare_fold
from index.analysis import is_ordinary
from index.thesaurus import thesaurus
from rag.answer import Language
from rag.language import is_function_word

_BETWEEN = re.compile(r",|;| un | and |\||/|•")  # what parts things that a text names in a row
_PERSON = re.compile(r"(?=\b([^\W\d_a-z]\w*[^\W\d_A-Z])\s(?:de\s)?([^\W\d_a-z][^\W\d_A-Z]{2,}))")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Numbers that tell no amount: years, dates, what an abbreviation or a dot numbers ("SDG 5",
# "5.6.2.", "7. IAM").
_NUMBERING = re.compile(
    r"\b(?:19|20)\d\d\b|\b[A-ZĀČĒĢĪĶĻŅŠŪŽ]{2,}[ -]?\d+|\b\d+(?:\.\d+){2,}"
    r"|\b\d+(?:\.\d+)+\.(?=\s)|\b\d{1,2}\.(?=\s?[^\W\d]|,|$)"
)
_ABBREVIATION = re.compile(r"\b(?!EUR|CO\b)[A-ZĀČĒĢĪĶĻŅŠŪŽ]{2,}\b(?![ -]?\d)")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("rag").joinpath("gaps.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """A text as the patterns see it: folded, its words one space apart."""
    return re.sub(r"[^\w%²³]+", " ", bare_fold(text)).strip()


def unnamed(kind: str, question: str, said: str, language: Language) -> str:
    """What a question asks by ("rate") or for ("sum", "trade") that a text does not name, as the
    answer calls it; "" where it asks nothing such."""
    asked, there = plain(question), plain(said)
    for entry in _table()[kind]:
        if re.search(entry["asked"], asked) and not re.search(entry["held"], there):
            return str(entry["shown"][language])
    return ""


def asks_to_define(question: str) -> bool:
    """Whether a question asks in so many words what a document means by a term."""
    return re.search(_table()["defining"]["asked"], plain(question)) is not None


def numbers_named(question: str) -> list[str]:
    """The numbers by which a question tells things apart: "Route 3", "2. kārta"."""
    found = re.finditer(_table()["numbered"]["asked"], plain(question))
    return [next(number for number in match.groups() if number) for match in found]


def named_one_by_one(question: str) -> int:
    """How many things a question wants named: 6 for "name the six indicators", else 0."""
    table, asked = _table()["counted"], plain(question)
    if re.search(table["barred"], asked) or not re.search(table["asked"], asked):
        return 0
    for number, words in _table()["numerals"].items():
        found = re.search(rf"{table['before']}(?:{words}) (?!{table['not_things']})", asked)
        if found:
            return int(number)
    return 0


def most_in_a_row(texts: Sequence[str]) -> int:
    """The most things that any of the texts may name one after another."""
    return max((len(_BETWEEN.findall(text)) + 1 for text in texts), default=0)


def asks_which_more(question: str) -> Literal["figures", "dates", ""]:
    """Whether a comparison is one of amounts or of times: "which gets more", "ends sooner"."""
    table, asked = _table()["more"], plain(question)
    if re.search(table["barred"], asked):
        return ""
    if re.search(table["dates"], asked):
        return "dates"
    return "figures" if re.search(table["figures"], asked) else ""


def measures(text: str, measure: Literal["figures", "dates"]) -> bool:
    """Whether a text holds an amount, or a year."""
    if measure == "dates":
        return _YEAR.search(text) is not None
    return any(character.isdigit() for character in _NUMBERING.sub(" ", text))


def asks_who(question: str, language: Language) -> bool:
    """Whether a question asks who does or pays something."""
    return re.search(_table()["who"][language], plain(question)) is not None


def asks_name(question: str) -> bool:
    """Whether a question asks for no less than a name."""
    return re.search(_table()["named"]["asked"], plain(question)) is not None


@cache
def bodies() -> frozenset[str]:
    """Terms of passages that name whoever may do something: bodies and funds."""
    who = _table()["who"]
    named = {one.id for one in thesaurus().concepts.values() if one.field in who["fields"]}
    return frozenset(f"#{concept}" for concept in named.union(who["concepts"]))


def has_abbreviation(text: str) -> bool:
    """Whether a text has a word in capitals that may stand for a body."""
    return _ABBREVIATION.search(text) is not None


def names_person(text: str) -> bool:
    """Whether a text may name a person: two words in capitals that are no name of a body, place or
    plan, and not both ordinary words ("Climate Team"), nor a sentence's first one ("The Marne")."""
    return any(
        not is_function_word(first)
        and not thesaurus().matches(f"{first} {last}")
        and not (is_ordinary(first) and is_ordinary(last))
        for first, last in _PERSON.findall(text)
        if first[0].isupper() and last[0].isupper()
    )
