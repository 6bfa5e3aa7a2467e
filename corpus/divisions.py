"""Divisions that a word names: policies, measures, chapters; and titles taken apart.

In: a title, or the lines in the flow. Out: number and name; headings by the index of their line.
"""

from __future__ import annotations

import re

from corpus.headings import PENDING, Heading, is_contents_line, looks_like_title
from corpus.lexicon import signs
from corpus.lines import Line
from corpus.span import fold

_CAPITALS = "A-ZÄÕÖÜĀČĒĢĪĶĻŅŠŪŽ"
_CODED = re.compile(
    rf"(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+){{0,2}})\s+(?P<prefix>[{_CAPITALS}]{{0,4}})[ -]?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?)(?:\s*[.:)]\s*|\s*[-–—]\s+|\s+|$)(?P<title>.*)"
)
_WORD_BEHIND = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+)?)"
    r"(?:\s*[.:]|\s+[-–—])\s+(?P<title>\S.*)"
)
_LETTERED = re.compile(
    rf"(?P<prefix>[{_CAPITALS}]{{1,3}})-?(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})"
    r"(?:\.|:|\s+[-–—])\s+(?P<title>\S.*)"
)
_POINTED = re.compile(
    rf"(?P<number>[{_CAPITALS}]{{1,3}}-?\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\.?\s+(?P<title>[{_CAPITALS}].*)"
)
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)(?:\.?\s+(?=\S)|\.(?=[^\W\d]))")
_COUNT = r"(?:\d{1,2}|[IVXLC]{1,6})"
_CHAPTER = re.compile(
    rf"(?P<word>[^\W\d_]+)\s+{_COUNT}(?:\s*[.:)]|\s+[-–—]|(?=\s|$))\s*(?P<title>.*)"
)
_CHAPTER_BEHIND = re.compile(
    rf"{_COUNT}\.?\s+(?P<word>[^\W\d_]+)(?:\s*[.:)]|\s+[-–—]|(?=\s|$))\s*(?P<title>.*)"
)
_LETTERS = re.compile(r"^[^\W\d]+")
_LEAST_CHAPTERS = 2


def titled(text: str) -> tuple[str | None, str]:
    """The number and the name of a title: "1.2. Roads", "Policy SD1: Homes", "Measure 3.1 – Wells".

    A word that names a kind of division stays in front of the name.
    """
    folded = fold(text)
    if (match := _WORD_BEHIND.fullmatch(folded)) and signs().is_division(match["word"]):
        return match["number"], f"{_capital(match['word'])}: {match['title']}"
    if match := _NUMBERED.match(folded):
        return match[1], folded[match.end() :]
    if match := _LETTERED.fullmatch(folded):
        return match["prefix"] + match["number"], match["title"]
    if match := _POINTED.fullmatch(folded):
        return match["number"].replace("-", ""), match["title"]
    match = _CODED.fullmatch(folded)
    if match is None or not signs().is_division(match["word"]):
        return None, folded
    name = match["title"].strip()
    number = _code(match)
    return number, f"{_capital(match['word'])}: {name}" if name else folded


def _code(match: re.Match[str]) -> str:
    """The number with the letters before it, which tell "Action B1" from "Action M1"."""
    return match["prefix"] + match["number"]


def without_letters(number: str) -> str:
    """The number of a division without the letters before it: "U1.2" → "1.2"."""
    return _LETTERS.sub("", number)


def is_numbered(number: str, asked: str) -> bool:
    """Whether a division has the number that is asked for; "1.2" may leave out the letters."""
    return asked in (number, without_letters(number))


def policy_headings(lines: list[Line], taken: set[int], gap: int) -> dict[int, Heading]:
    """Lines such as "Policy SD1: Sustainable homes": letters divide them, so no chain does.

    One that another such line follows at once is an entry of a list of policies.
    """
    found: dict[int, Heading] = {}
    seen: set[str] = set()
    for i, line in enumerate(lines[:-1]):
        match = None if i in taken or is_contents_line(line.text) else _policy(line.text)
        if match is None or (match["title"] and not looks_like_title(match["title"])):
            continue
        before = lines[i - 1].text if i and line.gap <= gap else "."
        listed = lines[i + 1].gap <= gap and _policy(lines[i + 1].text)
        runs_on = line.wrapped or lines[i + 1].wrapped
        if before[-1] not in ".:!?" or listed or runs_on or _code(match) in seen:
            continue
        seen.add(_code(match))
        name = f"{_capital(match['word'])}: {match['title']}" if match["title"] else line.text
        found[i] = Heading((i, i + 1), _code(match), name, PENDING)
    return found


def _policy(text: str) -> re.Match[str] | None:
    match = _CODED.fullmatch(text)
    if match is None or not match["prefix"] or not signs().is_division(match["word"]):
        return None
    return match if signs().division_of(match["word"]) == "policy" else None


def _capital(word: str) -> str:
    return f"{word[0].upper()}{word[1:]}"


def chapter_headings(lines: list[Line], taken: set[int], gap: int) -> dict[int, Heading]:
    """Lines such as "Chapter 2: Housing" or "II nodaļa. Mājokļi" that stand apart.

    Their numbers count chapters alone, so that what lies in one may count from 1 anew.
    """
    found: dict[int, Heading] = {}
    for i, line in enumerate(lines):
        if i in taken or (i and line.gap <= gap) or is_contents_line(line.text):
            continue
        match = _CHAPTER.fullmatch(line.text) or _CHAPTER_BEHIND.fullmatch(line.text)
        if match is None or not signs().is_chapter(match["word"]):
            continue
        stop, title = i + 1, line.text
        after = lines[stop] if stop < len(lines) else None
        if match["title"] and not looks_like_title(match["title"]):
            continue
        if not match["title"] and after and stop not in taken and looks_like_title(after.text):
            stop, title = stop + 1, f"{line.text} {after.text}"
        found[i] = Heading((i, stop), None, title, 1)
    return found if len(found) >= _LEAST_CHAPTERS else {}
