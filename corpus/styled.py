"""Headings that a format knows by their looks: style, font, outline, bookmark.

In: the lines in the flow and the format's titles. Out: headings with number, name, role, level.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from corpus.divisions import titled
from corpus.headings import PENDING, Heading
from corpus.known import Known, Title
from corpus.lexicon import role_names
from corpus.lines import Line
from corpus.markers import readings

_LONGEST = 300  # characters; what is longer is text, whatever its style
_LONGEST_BOLD = 160


def styled_headings(
    lines: list[Line], known: Known, labels: dict[int, Heading]
) -> dict[int, Heading]:
    """The titles as headings by the index of their first line.

    `labels` are the lines that begin with a role's name; one with a value behind it, such as
    "Termiņš: 2025", stays a label whatever its looks.
    """
    index = {line.number: i for i, line in enumerate(lines)}
    found: dict[int, Heading] = {}
    for number, title in sorted(known.titles.items()):
        first = index.get(number)
        if first is None or (first in labels and _has_value(lines[first], labels[first])):
            continue
        stop = first
        while stop < len(lines) and lines[stop].number < title.stop:
            stop += 1
        heading = _heading(lines, first, stop, title, listed=number in known.items)
        if heading:
            found[first] = heading
    return found


def _has_value(line: Line, label: Heading) -> bool:
    return label.length is not None and line.text[: label.length].endswith(":")


def _heading(
    lines: list[Line], first: int, stop: int, title: Title, *, listed: bool
) -> Heading | None:
    text = " ".join(line.text for line in lines[first:stop])
    longest = _LONGEST if title.level else _LONGEST_BOLD
    if len(text) > longest or not any(c.isalpha() for c in text):
        return None
    number, name = titled(text)
    role = role_names().role_of(name)
    if not title.level and not role and (listed or not _looks_like_title(name, number)):
        return None
    level = title.level or (0 if role else PENDING)
    return Heading((first, stop), None if role else number, name.rstrip(": "), level, role)


def _looks_like_title(name: str, number: str | None) -> bool:
    bullet = number is None and any(m.style in ("bullet", "letter") for m in readings(name))
    first = next((c for c in name if c.isalpha()), "a")
    return not bullet and not first.islower() and name[-1] not in ".;,"


def with_levels(headings: dict[int, Heading], styled: dict[int, Heading]) -> dict[int, Heading]:
    """Bring numbers and looks to one scale of levels.

    A numbered heading's level is the depth of its number, moved by what the looks of most
    numbered headings say; one without number or level stands below the heading before it.
    """
    chapters = any(h.level == 1 and not h.number and not h.role for h in headings.values())
    shift = _shift(styled) if styled else int(chapters)
    level = coded = 0  # of the last heading with a level; of the last code below it
    chapter = 0  # level of the last number without letters
    levelled: dict[int, Heading] = {}
    for i in sorted(headings):
        heading = headings[i]
        if heading.level == PENDING and not _pointed(heading):
            below = level if heading.number else (coded or level)
            heading = replace(heading, level=below + 1)
            coded = heading.level if heading.number else coded
        elif heading.level and not heading.role:
            if heading.number and (_pointed(heading) or i not in styled):
                # Letters count what stands in a chapter: "U1.2" in chapter 3.
                within = chapter if heading.number[0].isalpha() and i not in styled else 0
                heading = replace(heading, level=max(1, _depth(heading) + shift + within))
            if heading.number and heading.number[0].isdigit():
                chapter = heading.level
            level, coded = heading.level, 0
        levelled[i] = heading
    return levelled


def _pointed(heading: Heading) -> bool:
    """Whether the number is digits and points, whose depth says the level."""
    number = heading.number
    return number is not None and (number[0].isdigit() or "." in number)


def _depth(heading: Heading) -> int:
    return (heading.number or "").count(".") + 1


def _shift(styled: dict[int, Heading]) -> int:
    levelled = [h for h in styled.values() if h.level > 0 and not h.role]
    shifts = Counter(h.level - _depth(h) for h in levelled if _pointed(h))
    if shifts:
        return max(shifts, key=lambda shift: (shifts[shift], -shift))
    return max((h.level for h in levelled if not h.number), default=0)
