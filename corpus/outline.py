"""From blocks to sections: levels, roles, keys, units.

In: the blocks of a source, in reading order. Out: sections in the same order, and for each block
that is no heading the section it lies in.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from corpus.block import Block
from corpus.letters import bare_fold, slug
from corpus.lexicon import role_names, signs
from corpus.lines import LineFinder
from corpus.model import Section
from corpus.span import Span

_STAND_INS = ("policy", "action", "project")
_LEAST_STAND_INS = 2
_LEAST_SERIES = 3
_COUNTED = re.compile(r"(\D{3,40}?)\s+(\d{1,2})(?:\s*[:.–—-]\s*\S.*)?")
_LEAST_ROLES = 2  # a division with sections for this many roles is a unit
# Divisions in a section for a role: "Measures" with 5.1, 5.2 is a chapter, not part of a unit.
_LEAST_DIVISIONS = 2


@dataclass
class _Open:
    """A section while it is being read."""

    key: str
    block: Block
    level: int
    parent: _Open | None
    end: int
    roles: set[str] = field(default_factory=set)
    children: int = 0
    numbered: int = 0  # divisions with a number right below
    divides: bool = False  # a section for one of its roles is a chapter with divisions of its own
    kind: str | None = None
    filled: bool = False  # says something inside the box in which it begins


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections in order, and the index of the section of each block (None before the first)."""

    sections: tuple[Section, ...]
    homes: tuple[int | None, ...]


def build_outline(document: str, blocks: tuple[Block, ...], finder: LineFinder) -> Outline:
    """Read the outline off the headings among `blocks`."""
    opened: list[_Open] = []
    path: list[_Open] = []
    homes: list[int | None] = []
    index_of: dict[int, int] = {}
    taken: Counter[str] = Counter()
    for block in blocks:
        while path and (_has_left(path[-1].block, block) or _has_left_box(path[-1], block)):
            path.pop()
        if block.kind == "heading":
            level = block.level or _label_level(path, in_row=bool(block.place and block.unit))
            while path and path[-1].level >= level:
                path.pop()
            section = _open(block, level, path[-1] if path else None, taken)
            index_of[id(section)] = len(opened)
            opened.append(section)
            path.append(section)
        homes.append(index_of[id(path[-1])] if path else None)
        for section in path:
            section.end = max(section.end, _extent(block).end)
            section.filled |= block.kind != "heading" and block.frame == section.block.frame
    _infer_kinds(opened)
    _without_title(opened)
    stand_in = _stand_ins(opened)
    series = set() if stand_in or any(map(_is_unit, opened)) else _series(opened)
    sections = tuple(
        _section(document, i, s, finder, stand_in, series) for i, s in enumerate(opened)
    )
    return Outline(sections, tuple(homes))


def _extent(block: Block) -> Span:
    """From the first to the last character of the block."""
    return Span(block.pieces[0].start, block.pieces[-1].end) if block.pieces else block.body


def _has_left(section: Block, block: Block) -> bool:
    """Whether `block` stands outside the table, or the row of it, that `section` heads."""
    if section.place is None or section.place == block.place:
        return False
    table, row = section.place
    return block.place is None or block.place[0] != table or row > 0


def _has_left_box(section: _Open, block: Block) -> bool:
    """Whether `block` stands outside the box that holds a section; a band that holds a heading
    alone does not hold what is below it. Footnotes stand at the foot of the page in any case."""
    box = section.block.frame
    return box is not None and section.filled and block.frame != box and block.kind != "footnote"


def _label_level(path: list[_Open], *, in_row: bool) -> int:
    """A label such as "4. Ieviesēji:" stands one below the division that is open.

    A table's row stands below whatever is open.
    """
    if in_row:
        return path[-1].level + 1 if path else 1
    divisions = [section for section in path if section.block.level and not section.block.role]
    return divisions[-1].level + 1 if divisions else 1


def _open(block: Block, level: int, parent: _Open | None, taken: Counter[str]) -> _Open:
    role = block.role or (role_names().role_of(block.title) if not block.number else None)
    if (block.level or block.place) and block.number:
        key = block.number
    else:
        name = role or slug(block.title)
        key = f"{parent.key}/{name}" if parent else name
    taken[key] += 1
    if taken[key] > 1:
        key = f"{key}~{taken[key]}"
    if parent:
        parent.children += 1
        parent.numbered += bool(block.number and block.level)
        if parent.block.role and parent.parent and parent.numbered >= _LEAST_DIVISIONS:
            parent.parent.divides = True
        if role:
            parent.roles.add(role)
    block = replace(block, role=role)
    return _Open(key, block, level, parent, _extent(block).end)


def _infer_kinds(sections: list[_Open]) -> None:
    """What each division is called; a unit without a word of its own goes by its parent's."""
    for section in sections:
        if section.block.unit:
            section.kind = section.block.division or _named_above(section) or "goal"
        elif section.block.level and not section.block.role:
            section.kind = signs().division_of(section.block.title)
    for section in sections:
        above = section.parent
        if section.kind is None and _is_unit(section) and above and above.kind == "priority":
            section.kind = "subpriority"


def _named_above(section: _Open) -> str | None:
    """What the rows of a table without names are, by the title above: "Policies"."""
    if section.parent is None or section.block.place is None:
        return None
    word = section.parent.block.title.split()[-1]
    forms = (word, re.sub(r"ies$", "y", word), word.removesuffix("s"))
    return next((kind for form in forms if (kind := signs().division_of(form))), None)


def _without_title(sections: list[_Open]) -> None:
    """The title of a document that has units below it is none, whatever its chapters are called."""
    first = sections[0] if sections else None
    if first is None or first.block.unit or sum(s.level <= first.level for s in sections) > 1:
        return
    first.divides |= any(_is_unit(section) for section in sections[1:])


def _is_unit(section: _Open) -> bool:
    if section.block.unit:
        return True
    titled = bool(section.block.level) and not section.block.role and not section.divides
    return titled and len(section.roles) >= _LEAST_ROLES


def _stand_ins(sections: list[_Open]) -> str | None:
    """The kind of division that is a unit in a plan without sections for roles, such as policies.

    Plans of policies give each a number and a text; their texts say at once what they are for.
    """
    count = Counter(s.kind for s in sections if s.block.number)
    if any(_is_unit(section) for section in sections):
        return "policy" if count["policy"] >= _LEAST_STAND_INS else None
    return next((kind for kind in _STAND_INS if count[kind] >= _LEAST_STAND_INS), None)


def _series(sections: list[_Open]) -> set[int]:
    """Divisions that are named alike and counted, "Objective 1" to "Objective 8", by identity.

    They are units where a document has no others.
    """
    counted: dict[str, list[tuple[int, _Open]]] = {}
    for section in sections:
        match = _COUNTED.fullmatch(section.block.title)
        if match and section.block.level and not section.block.role and not section.block.number:
            words = match[1].split()
            if not (signs().is_caption_word(words[-1]) or signs().is_chapter(words[-1])):
                counted.setdefault(bare_fold(match[1]), []).append((int(match[2]), section))
    found: set[int] = set()
    for named in counted.values():
        numbers = [number for number, _ in named]
        if len(named) >= _LEAST_SERIES and numbers == list(range(1, len(named) + 1)):
            found |= {id(section) for _, section in named}
    for section in sections:
        if id(section) in found and section.kind is None:
            match = _COUNTED.fullmatch(section.block.title)
            section.kind = signs().division_of(match[1].split()[-1]) if match else None
    return found


def _section(
    document: str,
    ordinal: int,
    section: _Open,
    finder: LineFinder,
    stand_in: str | None,
    series: set[int],
) -> Section:
    block = section.block
    span = Span(_extent(block).start, section.end)
    return Section(
        key=section.key,
        document=document,
        ordinal=ordinal,
        number=block.number if block.level or block.place else None,
        title=block.title,
        level=section.level,
        role=block.role,
        kind=section.kind,
        unit=_is_unit(section)
        or bool(stand_in and block.number and section.kind == stand_in)
        or id(section) in series,
        span=span,
        heading_pieces=block.pieces,
        parent=section.parent.key if section.parent else None,
        lines=finder.lines(span),
    )
