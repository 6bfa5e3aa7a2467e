"""The order in which a reader takes in what stands on a page: columns, then lines.

In: words, and boxes of tables. Out: lines in reading order; a table stands where it is read. The
page is cut where a gutter divides two columns of text (or two printed pages on one sheet), and
what runs across the gutter divides the columns above from those below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.rulings import Grid
from corpus.pdf.words import Word

_SAME_BASE = 0.25  # of the type size
_WORD_GAP = 1.2  # of the type size; a wider one may be a gutter
_SUPERSCRIPT = 0.8  # of the type size beside it
_LEAST_LINES = 3  # on either side of a gutter
_FEW_LINES = 6  # below, the lines must be long
_WORDS, _MANY_WORDS = 3, 5  # a line of a column, on average; where there are few lines
_CROSSING = 0.34  # share of the pieces that may run across a gutter
_FILLED = 0.55  # of a column's width that its lines fill, half of them at least
_GUTTER = 7.0  # points
_TITLE = 1.2  # times the usual size of type: a title over columns
_DEEPEST = 4  # columns inside columns


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand close together on one baseline, or a table."""

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    words: tuple[Word, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a column: its pieces from left to right; a table stands alone."""

    pieces: tuple[Piece, ...]
    column: int

    @property
    def grid(self) -> Grid | None:
        return self.pieces[0].grid


def in_reading_order(words: Sequence[Word], grids: Sequence[Grid]) -> list[Row]:
    """Lines and tables as they are read; `column` counts the columns of text on the page."""
    pieces = pieces_of(words)
    pieces += [Piece(g.x0, g.top, g.x1, g.bottom, g.bottom, 0.0, grid=g) for g in grids]
    columns: list[list[Piece]] = []
    _columns(pieces, columns, 0)
    return [row for number, column in enumerate(columns) for row in _rows(column, number)]


def pieces_of(words: Sequence[Word]) -> list[Piece]:
    """Words of one baseline with no wide gap between them; raised figures join their word."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (round(w.base), w.x0)):
        best = None
        for run in reversed(runs[-60:]):
            last = run[-1]
            size = max(last.size, word.size, 1.0)
            level = abs(last.base - word.base) <= _SAME_BASE * size
            if level and -0.5 * size <= word.x0 - last.x1 <= _WORD_GAP * size:
                best = run
                break
        if best is None:
            runs.append([word])
        else:
            best.append(word)
    return _with_raised([_piece(run) for run in runs])


def _with_raised(pieces: list[Piece]) -> list[Piece]:
    """Small figures above or below the baseline, put into the piece they stand in."""
    full: list[Piece] = []
    small = [p for p in pieces if len(p.words) == 1 and len(p.words[0].text) <= 4]
    rest = [p for p in pieces if p not in small] if len(small) < 400 else pieces
    for piece in rest:
        inside = [
            p
            for p in small
            if p.size <= _SUPERSCRIPT * piece.size
            and piece.top - piece.size / 2 <= (p.top + p.bottom) / 2 <= piece.bottom
            and piece.x0 <= p.x0 <= piece.x1 + piece.size / 3
        ]
        small = [p for p in small if p not in inside]
        words = sorted([*piece.words, *(w for p in inside for w in p.words)], key=lambda w: w.x0)
        full.append(_piece(words, piece) if inside else piece)
    return full + (small if rest is not pieces else [])


def _piece(words: list[Word], like: Piece | None = None) -> Piece:
    sizes = sorted(word.size for word in words)
    return Piece(
        min(word.x0 for word in words),
        like.top if like else min(word.top for word in words),
        max(word.x1 for word in words),
        like.bottom if like else max(word.bottom for word in words),
        like.base if like else words[0].base,
        like.size if like else sizes[len(sizes) // 2],
        tuple(words),
    )


def are_columns(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces are columns of running text that stand side by side."""
    return _gutter(list(pieces)) is not None


def _columns(pieces: list[Piece], found: list[list[Piece]], depth: int) -> None:
    """Cut `pieces` at gutters; each stretch of one column goes into `found`, in order."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        if pieces:
            found.append(pieces)
        return
    band: list[Piece] = []
    across: list[Piece] = []
    over = _headings_over(pieces, gutter)
    for piece in sorted(pieces, key=lambda p: p.top):
        if piece.x0 < gutter < piece.x1 or piece in over:
            _band(band, gutter, found, depth)
            if band or not across:
                across = []
                found.append(across)
            band = []
            across.append(piece)
        else:
            band.append(piece)
    _band(band, gutter, found, depth)


def _headings_over(pieces: list[Piece], gutter: float) -> list[Piece]:
    """Headings on the left that stand over both columns: nothing beside them, text below both.

    A page may begin new columns below each chapter's title; a short title does not reach across.
    """
    sizes = sorted(p.size for p in pieces if p.grid is None)
    least = _TITLE * sizes[len(sizes) // 2] if sizes else 0.0
    return [
        p
        for p in pieces
        if p.grid is None
        and p.size >= least
        and p.x1 <= gutter
        and not any(r.x1 > gutter and r.top < p.bottom and p.top < r.bottom for r in pieces)
        and _heads_both([r for r in pieces if r.top >= p.bottom and r.size < least], gutter)
    ]


def _heads_both(below: list[Piece], gutter: float) -> bool:
    """Whether what stands below a heading, down to what runs across, is in both columns."""
    left = False
    for piece in sorted(below, key=lambda p: p.top):
        if piece.x1 > gutter:
            return piece.x0 >= gutter or not left
        left = True
    return False


def _band(band: list[Piece], gutter: float, found: list[list[Piece]], depth: int) -> None:
    _columns([p for p in band if p.x1 <= gutter], found, depth + 1)
    _columns([p for p in band if p.x0 >= gutter], found, depth + 1)


def _gutter(pieces: list[Piece]) -> float | None:
    """The x of the gutter that divides the pieces into columns of text, if there is one."""
    if len(pieces) < 2 * _LEAST_LINES:
        return None
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    ends = sorted({p.x1 for p in pieces if left + 0.15 * (right - left) < p.x1 < right})
    options: list[tuple[int, float, float]] = []
    for end in ends:
        after = [p.x0 for p in pieces if p.x0 >= end]
        if not after:
            continue
        start = min(after)
        middle = (end + start) / 2
        crossing = sum(p.x0 < middle < p.x1 for p in pieces)
        if start - end >= _GUTTER and crossing <= _CROSSING * len(pieces):
            options.append((crossing, end - start, middle))
    for _, _, middle in sorted(options):
        if _divides(pieces, middle):
            return middle
    return None


def _divides(pieces: list[Piece], gutter: float) -> bool:
    """Whether both sides of the gutter are columns of running text that stand side by side."""
    sides = [p for p in pieces if p.x1 <= gutter], [p for p in pieces if p.x0 >= gutter]
    bases = [{round(p.base / 2) for p in side} for side in sides]
    if any(len(base) < _LEAST_LINES for base in bases):
        return False
    tops = [min(p.top for p in side) for side in sides]
    bottoms = [max(p.bottom for p in side) for side in sides]
    beside = min(bottoms) - max(tops)
    if beside < 0.3 * min(bottoms[0] - tops[0], bottoms[1] - tops[1]):
        return False
    return all(_is_text(side) for side in sides)


def _is_text(side: list[Piece]) -> bool:
    width = max(p.x1 for p in side) - min(p.x0 for p in side)
    rows = _rows(side, 0)
    filled = [row for row in rows if row.pieces[-1].x1 - row.pieces[0].x0 >= _FILLED * width]
    words = sum(len(p.words) for p in side)
    least = _WORDS if len(rows) >= _FEW_LINES else _MANY_WORDS
    return len(filled) >= len(rows) / 2 and words >= least * len(rows)


def _rows(column: list[Piece], number: int) -> list[Row]:
    """The lines of a column from top to bottom; pieces of one baseline make one line."""
    rows: list[list[Piece]] = []
    for piece in sorted(column, key=lambda p: (p.base if p.grid is None else p.top, p.x0)):
        last = rows[-1] if rows else None
        if (
            last
            and piece.grid is None
            and last[0].grid is None
            and abs(last[0].base - piece.base) <= _SAME_BASE * max(last[0].size, piece.size)
        ):
            last.append(piece)
        else:
            rows.append([piece])
    return [Row(tuple(sorted(row, key=lambda p: p.x0)), number) for row in rows]
