"""The Markdown of an answer in; its statements, and the share of them that is cited, out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from eval.metrics.retrieval import NAN

MARK = re.compile(r"\[\d+\]")
_MARKS_AT_ONCE = re.compile(r"\s*(?:\[\d+\])+")
_RULE = re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$")
_HEADING = re.compile(r"^\s*#{1,6}\s")
_BLOCK = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|>|\|)\s?")
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"\n]*\"")
_END = re.compile(
    r"(?<=[^\W\d]{3})(?P<stop>[.!?…][)»”“\"*]*(?:\s*\[\d+\])*)\s+(?=[*_«„“\"(]*[A-ZĀČĒĢĪĶĻŅŠŪŽ])"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, a bullet, a quoted block or a table row. A `lead` announces what follows it."""

    text: str
    lead: bool

    @property
    def cited(self) -> bool:
        return MARK.search(self.text) is not None


def statements(answer: str) -> list[Statement]:
    """Split Markdown into statements; rules, blank lines and a table's heading row are none."""
    lines = answer.splitlines()
    found: list[Statement] = []
    for place, line in enumerate(lines):
        follower = lines[place + 1] if place + 1 < len(lines) else ""
        if not line.strip() or _RULE.match(line) or (_RULE.match(follower) and "|" in line):
            continue
        if _HEADING.match(line):
            found.append(Statement(line.strip(), lead=True))
        elif _BLOCK.match(line):
            found.append(Statement(line.strip(), lead=_leads(line)))
        else:
            found += [Statement(one, lead=_leads(one)) for one in sentences(line)]
    return found


def sentences(paragraph: str) -> list[str]:
    """Sentences of running text; a quotation is never cut, nor an abbreviation or a date."""
    hidden = QUOTED.sub(lambda quoted: "\x00" * len(quoted[0]), paragraph)
    cuts = [0, *(found.end() for found in _END.finditer(hidden)), len(paragraph)]
    parts = [paragraph[start:end].strip() for start, end in pairwise(cuts)]
    return [part for part in parts if part]


def coverage(answer: str) -> float:
    """Share of the statements with at least one `[n]`; NaN for an answer without statements.

    A lead-in (a heading, or a statement that ends in a colon) counts as cited when the
    statement that follows it is.
    """
    found = statements(answer)
    if not found:
        return NAN
    cited = [one.cited for one in found]
    for place in reversed(range(len(found) - 1)):
        if found[place].lead and not cited[place]:
            cited[place] = cited[place + 1]
    return sum(cited) / len(cited)


def without_marks(answer: str) -> str:
    """The answer without its `[n]` marks and the space before them."""
    return _MARKS_AT_ONCE.sub("", answer)


def _leads(text: str) -> bool:
    return MARK.sub("", text).rstrip().rstrip("*_ ").endswith(":")
