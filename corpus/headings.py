"""Headings of a plain text: numbered ones by their chain, roles and known titles by their names.

In: lines in the flow. Out: for the lines that are headings, what they say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.letters import bare_fold
from corpus.lexicon import RoleNames, Signs, signs
from corpus.lines import Line, goes_on
from corpus.markers import BULLETS
from corpus.numbering import Candidate, Number, best_chain

_LEADING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+(?P<title>\S.*)")
_TRAILING = re.compile(r"(?P<title>\S.*?)(?P<space>\s+)(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.")
_WORDED = re.compile(
    r"(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+){0,2})\s+(?P<prefix>[A-ZĀČĒĢĪĶĻŅŠŪŽ]{1,3})?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?:[.:]|\s+[-–—]|(?=\s))\s+(?P<title>\S.*)"
)
_WORD_BEHIND = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+)?)"
    r"(?:\s*[.:]|\s+[-–—])\s+(?P<title>\S.*)"
)
_LETTERED = re.compile(
    r"(?P<prefix>[A-ZĀČĒĢĪĶĻŅŠŪŽ]{1,3})-?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})"
    r"(?:\.|:|\s+[-–—])\s+(?P<title>\S.*)"
)
_LETTERED_APART = re.compile(
    r"(?P<prefix>[A-ZĀČĒĢĪĶĻŅŠŪŽ]{1,3})(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\s+(?P<title>[^\W\d_].*)"
)
_ROLE_LABEL = re.compile(
    rf"(?:[{BULLETS}]\s+)?(?:(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*|[a-z])[.)]\s*)?"
)
_TOC = re.compile(r".*(?:\.{4,}|(?:\s\.){4,}|…{2,})\s*\d{1,4}")
_CAPTION = re.compile(r"(?:\d{1,3}\.\s*(\w+)|(\w+)\s+\d{1,3}(?:\.\d{1,2})*)[.:]?(?=\W|$)")
_LONGEST_TITLE = 160
PENDING = -1  # the level of a heading that stands below whatever division is open
_POINTS = re.compile(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ]{0,3}\d{1,3}(\.\d{1,3})*")
_ANCHORED = 2.0  # weight of a number in a line that looks like a heading
_MANY = 3
_LETTERS = "§"  # stands for the word of numbers with letters before them, "U1.2"
_SHORT_TITLE = 80  # characters
_UNFINISHED = ".;,:(-–—"
_WRAPS = 0.8  # share of a full line above which a line is taken to go on in the next


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on `lines` (indices, first and one past the last).

    `length` is how many characters of the last line it takes: the rest is a value on the
    heading's own line, such as "Latgale" in "7. Territory: Latgale". `level` 0 is a label.
    """

    lines: tuple[int, int]
    number: str | None
    title: str
    level: int
    role: str | None = None
    length: int | None = None


def is_caption(text: str, words: Signs) -> bool:
    """Whether the line is the caption of a table or a figure: "1. tabula. …", "Figure 2: …"."""
    match = _CAPTION.match(text)
    return match is not None and bare_fold(match[1] or match[2]) in words.captions


def is_appendix(text: str, words: Signs) -> bool:
    """Whether what looks like a caption numbers an annex: "1. pielikums", "Annex 2"."""
    match = _CAPTION.match(text)
    return match is not None and words.is_standalone(match[1] or match[2])


def is_contents_line(text: str) -> bool:
    """Whether the line is an entry of a table of contents: dot leaders and a page number."""
    return bool(_TOC.fullmatch(text))


def role_heading(lines: list[Line], i: int, roles: RoleNames) -> Heading | None:
    """The role label that line `i` is or begins with: "4. Ieviesēji:", "7. Territory: Latgale".

    Without a colon the label needs its number, so that a sentence that begins with a role's name
    is not taken for one. Nor is a line that carries on the one before, unless that is a label
    itself: a card's longest line looks full. An item of a list may be one (`lone_listed_labels`).
    """
    if lines[i].wrapped:
        first = next(n for n in range(i - 1, -1, -1) if not lines[n].wrapped)
        if role_heading(lines, first, roles) is None:
            return None
    text = lines[i].text
    prefix = _ROLE_LABEL.match(text)
    offset = prefix.end() if prefix else 0
    number = prefix["number"] if prefix else None
    found = roles.leading(text[offset:])
    if found is None or is_contents_line(text) or (number is not None and number.isalpha()):
        return None
    role, size = found
    end = offset + size
    colon = re.match(r"\s*:", text[end:])
    rest = text[end + (colon.end() if colon else 0) :].strip()
    if not colon and (number is None or not (rest == "" or _begins_value(rest))):
        return None
    if number is None and _carries_on(lines, i):
        return None
    if not colon and rest and text.isupper():
        return None  # "3. RĪCĪBAS PLĀNS": a title in capitals goes on
    length = end + (colon.end() if colon else 0)
    return Heading((i, i + 1), number, text[offset:end], 0, role, length if rest else None)


def _carries_on(lines: list[Line], i: int) -> bool:
    """Whether line `i` begins small in the middle of a sentence: "… pursues five / objectives:"."""
    if i == 0 or lines[i].gap or not lines[i].text[0].islower():
        return False
    return lines[i - 1].text[-1].isalnum() or lines[i - 1].text[-1] == ","


def _begins_value(text: str) -> bool:
    """Whether text behind a label without a colon is its value: "4. Ieviesēji – Būvvalde"."""
    return text[0].isupper() or text[0].isdigit() or re.match(r"[–—-]\s|[\"„“«]", text) is not None


def lone_listed_labels(lines: list[Line], labels: dict[int, Heading], items: set[int]) -> set[int]:
    """Which labels are items of a list that names no other role: "Partners: …", one task of many.

    `items` are the lines that the format knows to be items. A label that stands alone on its line,
    or has a number, is none of many.
    """
    bulleted = items | {i for i, line in enumerate(lines) if line.text[0] in BULLETS}
    listed = [
        i for i in sorted(labels) if i in bulleted and labels[i].length and not labels[i].number
    ]
    runs: list[list[int]] = []
    for i in listed:
        if runs and all(n in bulleted or not lines[n].gap for n in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    return {i for run in runs if len({labels[i].role for i in run}) < 2 for i in run}


def bare_role_labels(
    lines: list[Line], taken: set[int], gap: int, roles: RoleNames
) -> dict[int, Heading]:
    """Role names that stand alone on a line, apart from what is above, and do so again.

    A name that does so once may be a chapter's title; one that recurs is the form that the plan
    gives each of its units.
    """
    found: dict[int, Heading] = {}
    for i, line in enumerate(lines[:-1]):
        apart = line.gap > gap and line.text[0].isupper() and line.text[-1].isalpha()
        role = roles.role_of(line.text) if apart and i not in taken else None
        if role:
            found[i] = Heading((i, i + 1), None, line.text, 0, role)
    count = Counter(heading.title for heading in found.values())
    return {i: heading for i, heading in found.items() if count[heading.title] > 1}


def divisions_with_role_names(labels: dict[int, Heading], words: Signs) -> set[int]:
    """Which of the role labels number divisions: "1.1.1. Uzdevums: …", "1.1.2. Uzdevums: …".

    A division such as a task or a goal may bear the name of a role. Numbered labels are divisions
    when all that the same number leads share one name: the roles of a unit differ.
    """
    siblings: dict[str, list[int]] = {}
    for i, heading in labels.items():
        above, _, last = (heading.number or "").rpartition(".")
        if above and last:
            siblings.setdefault(above, []).append(i)
    return {
        i
        for group in siblings.values()
        if len({labels[i].title for i in group}) == 1
        and words.is_division(labels[group[0]].title)
        and all(labels[i].length for i in group)
        for i in group
    }


def numbered_headings(
    lines: list[Line],
    taken: set[int],
    gap: int,
    width: int,
    anchors: dict[int, Heading] | None = None,
) -> dict[int, Heading]:
    """Numbered titles by the index of their first line; `taken` lines are something else.

    `anchors` are headings known by their looks: they hold the chain of numbers together, and
    where they are many, a line without such looks must be short to be a heading.
    """
    options: dict[tuple[int, Number], Heading] = {}
    candidates: list[Candidate] = []
    words: dict[tuple[int, Number], str] = {}  # what a candidate calls its division
    fixed = {i: h for i, h in (anchors or {}).items() if h.number and _POINTS.fullmatch(h.number)}
    for i, line in enumerate(lines):
        if i in fixed:
            number = _value(fixed[i].number or "")
            candidates.append(Candidate(i, number, _ANCHORED))
        if i in taken or line.wrapped or is_contents_line(line.text):
            continue
        for heading, weight, word in _readings(lines, i, taken, gap, width):
            assert heading.number is not None
            if len(fixed) >= _MANY and (
                "." not in heading.number or len(heading.title) > _SHORT_TITLE
            ):
                continue
            number = _value(heading.number)
            candidates.append(Candidate(i, number, weight))
            options[i, number] = heading
            if word or heading.number[0].isalpha():
                words[i, number] = bare_fold(word) if word else _LETTERS
    chain = _with_series(best_chain(candidates), candidates, words)
    if len(chain) < 2:
        return {}
    return {c.line: options[c.line, c.number] for c in chain if c.line not in fixed}


def _with_series(
    chain: list[Candidate], candidates: list[Candidate], words: dict[tuple[int, Number], str]
) -> list[Candidate]:
    """The chain, or where a series of its own such as "Action 1.1" to "Action 1.2" or "U1.1" to
    "U2.3" has driven the numbers of the chapters out of it, those numbers and the series."""
    for word, count in Counter(words.values()).items():
        named = [c for c in candidates if words.get((c.line, c.number)) == word]
        rest = [c for c in candidates if c not in named]
        outline, series = best_chain(rest), best_chain(named)
        lost = {c.line for c in outline} - {c.line for c in chain}
        begun = bool(outline) and outline[0].number[0] == 1
        if count >= _MANY and len(series) >= _MANY and len(lost) >= _MANY and begun:
            return sorted([*outline, *series], key=lambda c: c.line)
    return chain


def _value(number: str) -> Number:
    """The number without the letters before it: "R1.2" → (1, 2)."""
    return tuple(map(int, re.findall(r"\d+", number)))


def _readings(
    lines: list[Line], i: int, taken: set[int], gap: int, width: int
) -> list[tuple[Heading, float, str | None]]:
    """What line `i` may be as a heading, how much it looks it, and its word for a division."""
    text = lines[i].text
    found = []
    single_and_full = "." not in text.split(" ")[0][:-1] and len(text) > width * _WRAPS
    if (m := _LEADING.fullmatch(text)) and not single_and_full:
        found.append(_reading(lines, i, taken, gap, m, trailing=False))
    if m := _TRAILING.fullmatch(text):
        wide = "." in m["number"] or len(m["space"]) >= 2
        if wide:
            found.append(_reading(lines, i, taken, gap, m, trailing=True))
    for pattern in (_WORDED, _WORD_BEHIND):
        if (m := pattern.fullmatch(text)) and signs().is_division(m["word"]):
            found.append(_reading(lines, i, taken, gap, m, trailing=True))
    m = _LETTERED.fullmatch(text)
    if m is None and lines[i].gap > gap:  # "RV1 Water quality", on a line of its own
        m = _LETTERED_APART.fullmatch(text)
    if m:
        found.append(_reading(lines, i, taken, gap, m, trailing=True))
    return [reading for reading in found if reading is not None]


def _reading(
    lines: list[Line],
    i: int,
    taken: set[int],
    gap: int,
    match: re.Match[str],
    *,
    trailing: bool,
) -> tuple[Heading, float, str | None] | None:
    title, number = match["title"].strip(), match["number"]
    word = match.groupdict().get("word")
    end = i + 1
    wraps = end < len(lines) and end not in taken and lines[end].gap <= gap
    if wraps and goes_on(lines[end].text) and not title.endswith((".", ":", ";")):
        title = f"{title} {lines[end].text}"
        end += 1
    while end < len(lines) and end not in taken and lines[end].wrapped:
        title = f"{title} {lines[end].text}"
        end += 1
    if not looks_like_title(title):
        return None
    title = f"{word[0].upper()}{word[1:]}: {title}" if word else title
    level = number.count(".") + 1
    alone = level == 1 and not trailing
    follows = lines[end] if end < len(lines) else None
    if alone and (follows is None or _same_style(follows.text) or _mid_sentence(lines, end, gap)):
        return None
    apart = lines[i].gap > gap or lines[i].indent == " " or i == 0
    bare = follows is not None and _sibling_follows(number, follows.text)
    weight = (0.1 if bare else 0.5 if alone else 1.0) + (0.1 if apart else 0.0)
    shown = f"{match.groupdict().get('prefix') or ''}{number}"
    return Heading((i, end), shown, title, level), weight, word


def looks_like_title(title: str) -> bool:
    """Whether a line is short enough and begins and ends as titles do."""
    first = next((c for c in title if c.isalnum()), "")
    return (
        len(title) <= _LONGEST_TITLE
        and first.isalpha()
        and not first.islower()
        and title[-1] not in _UNFINISHED
    )


def _sibling_follows(number: str, text: str) -> bool:
    """Whether the next line carries a number too, but not one below `number`: a table's cells."""
    match = _LEADING.fullmatch(text)
    return match is not None and not match["number"].startswith(number + ".")


def _same_style(text: str) -> bool:
    match = _LEADING.fullmatch(text)
    return match is not None and "." not in match["number"]


def _mid_sentence(lines: list[Line], i: int, gap: int) -> bool:
    return lines[i].gap <= gap and lines[i].text[:1].islower()
