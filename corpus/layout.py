"""What the lines of a text are before they are cut into blocks: headings, captions, tables.

In: the lines in the flow, and what the format knows about them. Out: a `Layout`. White space,
numbering, list markers and the names in `roles.toml` and `signs.toml` are what there is to go by
where the format knows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.divisions import chapter_headings, policy_headings
from corpus.flattened import flattened_tables, rows
from corpus.headings import (
    Heading,
    bare_role_labels,
    divisions_with_role_names,
    is_appendix,
    is_caption,
    lone_listed_labels,
    numbered_headings,
    role_heading,
)
from corpus.known import Known
from corpus.lexicon import role_names, signs
from corpus.lines import Line, full_width
from corpus.markers import ListState
from corpus.styled import styled_headings, with_levels

TIMES = re.compile(r"\d{1,2}[:.]\d{2}\s*[-–—]\s*\d{1,2}[:.]\d{2}\b")
TERM = re.compile(r"(\S[^–—]{0,28}?)(?:\s+[-–—]\s+|\s{3,})\S")
_DAY = re.compile(r"(?:\w+,?\s+)?\d{1,2}\.?\s+(\w+)\b.{0,60}")
_ANNEX = re.compile(r"[^\W\d_]+ [A-Z](?:[.:]|\s+[-–—])?\s+(?P<title>[^\W\d_].*[^.;,:!?])")
_LONGEST_TITLE = 110
_AGENDA = 3  # this many time ranges make an agenda


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found out about the lines before they are cut into blocks."""

    lines: list[Line]  # in the flow
    order: list[int]  # index of each among all lines, to see what was left out between them
    headings: dict[int, Heading]
    captions: set[int]
    tables: dict[int, range]  # first line of a row → the row
    gap: int
    width: int
    agenda: bool
    known: Known


def lay_out(lines: list[Line], left_out: set[int], gap: int, known: Known) -> Layout:
    """Find the headings, captions and flattened tables among `lines`.

    `left_out` are indices of lines out of the flow, `gap` is as `usual_gap` gives it.
    """
    order = [i for i in range(len(lines)) if i not in left_out]
    flow = [replace(lines[i], wrapped=lines[i].number in known.wrapped) for i in order]
    width = full_width(flow)
    captions = {
        i for i, line in enumerate(flow) if is_caption(line.text, signs()) and not line.wrapped
    }
    tables = [] if known.tables else flattened_tables(flow, captions, width)
    inside = {i for table in tables for i in table}
    agenda = sum(bool(TIMES.match(line.text)) for line in flow) >= _AGENDA
    headings: dict[int, Heading] = {}
    for i in range(len(flow)):
        found = None if i in inside else role_heading(flow, i, role_names())
        if found:
            headings[i] = found
    items = {i for i, line in enumerate(flow) if line.number in known.items}
    for i in lone_listed_labels(flow, headings, items):
        del headings[i]
    for i in divisions_with_role_names(headings, signs()):
        del headings[i]
    headings |= bare_role_labels(flow, set(headings) | inside, gap, role_names())
    styled = styled_headings(flow, known, headings)
    captions -= {i for i in styled if is_appendix(flow[i].text, signs())}
    styled = {i: heading for i, heading in styled.items() if i not in captions}
    for i, heading in styled.items():
        for line in range(*heading.lines):
            headings.pop(line, None)
        headings[i] = heading
    titles = {i for i, h in headings.items() if h.number and "." in h.number and not h.length}
    titles -= set(styled)
    taken = (set(headings) - titles) | {i for h in styled.values() for i in range(*h.lines)}
    taken |= captions | inside | _list_items(flow, known, styled)
    taken |= {i for i, line in enumerate(flow) if agenda and _is_agenda_line(line)}
    policies = policy_headings(flow, taken, gap)
    chapters = {} if styled else chapter_headings(flow, taken | set(policies), gap)
    taken |= set(policies) | {i for h in chapters.values() for i in range(*h.lines)}
    numbered = numbered_headings(flow, taken, gap, width, styled)
    for i in titles & set(numbered):  # "4.2. Funding": a division and a role at once
        numbered[i] = replace(headings[i], level=numbered[i].level)
    headings = with_levels(policies | chapters | headings | numbered, styled)
    plain = not (
        numbered or styled or policies or chapters or known.starts is not None or known.typed
    )
    taken |= set(headings) | {i for h in styled.values() for i in range(*h.lines)}
    headings |= _unnumbered(flow, taken, gap, plain=plain, agenda=agenda)
    row_starts = {row.start: row for table in tables for row in rows(flow, table)}
    return Layout(flow, order, headings, captions, row_starts, gap, width, agenda, known)


def _list_items(lines: list[Line], known: Known, styled: dict[int, Heading]) -> set[int]:
    """Items that the format numbers 1, 2, 3: no headings, unless they look it."""
    items = known.items
    return {
        i
        for i, line in enumerate(lines)
        if line.number in items and "." not in items[line.number].label and i not in styled
    }


def _is_agenda_line(line: Line) -> bool:
    return bool(TIMES.match(line.text)) or _is_day(line)


def _is_day(line: Line) -> bool:
    match = _DAY.fullmatch(line.text)
    return match is not None and signs().is_month(match[1])


def _unnumbered(
    lines: list[Line], taken: set[int], gap: int, *, plain: bool, agenda: bool
) -> dict[int, Heading]:
    """Titles without a number: known ones, days of an agenda, and lines that stand apart."""
    found: dict[int, Heading] = {}
    listing = False  # below the title of a list of abbreviations
    for start, end in _groups(lines, gap):
        if any(i in taken and not _is_day(lines[i]) for i in range(start, end)):
            continue
        title = " ".join(line.text for line in lines[start:end])
        if listing and TERM.match(lines[start].text):
            continue
        if agenda and end == start + 1 and _is_day(lines[start]):
            found[start] = Heading((start, end), None, title.rstrip(". "), 2)
        elif signs().is_standalone(title.split()[0]) and _ANNEX.fullmatch(title):
            found[start] = Heading((start, end), None, title, 1)
            listing = is_list_of_terms(title)
        elif signs().is_standalone(title) or (plain and _stands_apart(lines[start:end], title)):
            found[start] = Heading((start, end), None, title, 1)
            listing = signs().is_abbreviations(title)
    return found


def is_list_of_terms(title: str) -> bool:
    """Whether terms are explained below this title: "Glossary", "Annex B: Glossary"."""
    annex = _ANNEX.fullmatch(title)
    return signs().is_abbreviations(annex["title"] if annex else title)


def _groups(lines: list[Line], gap: int) -> Iterator[tuple[int, int]]:
    """Runs of lines that no wider gap divides, as (first, one past the last)."""
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap > gap or _begins_page(lines[i], gap):
            yield start, i
            start = i


def _begins_page(line: Line, gap: int) -> bool:
    """In a spaced-out extract, one space before a line is where a page began."""
    return gap > 0 and line.indent == " "


def _stands_apart(group: list[Line], title: str) -> bool:
    return (
        len(group) <= 2
        and len(title) <= _LONGEST_TITLE
        and title[:1].isupper()
        and all(line.text[-1] not in ".;,:!?" for line in group)
        and not ListState().accept(title, fresh=False)
    )
