"""The amounts of a question: what it bounds by a number or a date, or asks the greatest of.

In: the words of a question. Out: `Amount`s: "vairāk nekā 1 miljonu eiro", "15 points or more",
"starting before 2027", "the most expensive". The patterns are those of `amounts.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from corpus.letters import bare_fold
from index.dates import Date, calendar
from rag.amounts import DATE, MONEY, Amount, Relation, Side
from rag.quantities import Quantity, quantity_spans, scale_of

_WORD = re.compile(r"[^\W_]+")
_CURRENCY = r"(?:(?:\b(?:eur|euro|gbp|usd)|[€£$])\s*)?$"
_MONEY = r"(?:eur|euro|eiro|gbp|usd|pounds?|dollars?)\b"
_FROM = r"\b(?:between|from|starp|no)\s*[€£$]?\s*$"
_TO = r"(?:\.?\s*(?:and|to|un|lidz)|\s*[-–—])\s*[€£$]?\s*"
_GAP = rf"[\s(]*{_CURRENCY}"  # between a bound and its number
_SENTENCE = re.compile(r"[.?!:;]\s")
_SCALE = r"\s*(?:a |one |vienu )?$"
_COUNTED = r"(?:\s*[^\W\d_]+){0,3}?[\s,]*"  # words between a number and "or more"
_BEFORE, _BEHIND, _CLAUSE = 30, 60, 60  # characters
_COUNTING = 2  # words behind an amount that may say what it counts


def read_amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of a question, in the order of its words; those of dates first."""
    line = _Line(text)
    found = [*_dates(line)]
    taken = frozenset[int]().union(*(amount.words for amount in found))
    found += [one for one in _numbers(line) if not one.words & taken]
    return tuple(found) or tuple(_greatest(line))


def asks_for_things(text: str, amounts: Sequence[Amount]) -> bool:
    """Whether a question asks which things there are within its bounds, or what there is."""
    line = _Line(text)
    if line.last("things") >= 0:
        return True
    end = min((line.start_of(one.words) for one in amounts), default=len(text))
    sentence = max((match.end() for match in _SENTENCE.finditer(text, 0, end)), default=0)
    return line.last("what", end) >= sentence


def names_end(text: str) -> Side | None:
    """Which end of a period the name of a column says: "Start", "Termiņš"."""
    line = _Line(text)
    begins, ends = line.last("begin"), line.last("end")
    return None if begins == ends else "begin" if begins > ends else "end"


def names_total(text: str) -> bool:
    """Whether a question speaks of a sum of several."""
    return _Line(text).last("total") >= 0


class _Line:
    """A question, folded letter by letter, with its words by their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = _folded(text)
        self._spans = [match.span() for match in _WORD.finditer(text)]

    def words(self, start: int, end: int) -> frozenset[int]:
        """The words that lie in the characters `start` to `end`, by number."""
        return frozenset(
            i for i, (first, last) in enumerate(self._spans) if first < end and start < last
        )

    def last(self, name: str, end: int | None = None) -> int:
        """Where the last of such words begins, before the character `end`; -1 if there is none."""
        found = re.finditer(rf"\b{_table()['words'][name]}\b", self.folded[:end])
        return max((match.start() for match in found), default=-1)

    def start_of(self, words: Iterable[int]) -> int:
        """Where the first of these words begins."""
        return min(self._spans[word][0] for word in words)

    def end_of(self, words: Iterable[int]) -> int:
        """Where the last of these words ends."""
        return max(self._spans[word][1] for word in words)


def _dates(line: _Line) -> Iterator[Amount]:
    """Bounds on dates; "by 2027" only of what is to be done then."""
    found = calendar(line.text)
    for (one, start, stop), (other, begin, end) in pairwise(found):
        if _spans(line, start, stop, begin):
            side: Side | None = "end" if line.last("end", start) >= 0 else None
            for relation, date in (("least", one), ("most", other)):
                yield _dated(line, relation, (start, end), date, side, frozenset())
            return
    for date, start, end in found:
        begins, ends = line.last("begin", start), line.last("end", start)
        side = None if begins == ends else "begin" if begins > ends else "end"
        before = line.folded[max(0, start - _BEFORE) : start]
        names = ["most", "least", "below", "above", *(["until"] if side == "end" else [])]
        bound = _bound(_table()["date"], names, before, r"[\s(]*(?:the )?(?:end of )?$")
        behind = _behind(_table()["date_behind"], line.folded[end:], r"[\s.]*")
        at = max(begins, ends)
        told = line.words(at, at + 1) if side else frozenset[int]()  # "start" is no topic
        if bound:
            relation, first = bound
            yield _dated(line, relation, (start - len(before) + first, end), date, side, told)
        elif behind:
            yield _dated(line, behind[0], (start, end + behind[1]), date, side, told)
        elif side and line.last("then", start) >= max(0, start - _CLAUSE) and _is_in(before):
            for relation in ("least", "most"):
                yield _dated(line, relation, (start, end), date, side, told)


def _is_in(before: str) -> bool:
    """Whether what stands right before a date says that something is done on it or in it."""
    then = _table()["words"]["then"]
    return re.search(rf"\b(?:in|on|during|ir|jau|{then})\s*$", before) is not None


def _dated(
    line: _Line,
    relation: str,
    place: tuple[int, int],
    date: Date,
    side: Side | None,
    told: frozenset[int],
) -> Amount:
    known = _meant(line, "most" if relation == "until" else _relation(relation), place[0])
    words = line.words(*place) | told
    return Amount(known, line.text[slice(*place)], words, date, DATE, side=side)


def _numbers(line: _Line) -> Iterator[Amount]:
    """Bounds on numbers that are no years."""
    found = _quantities(line)
    for one, other in pairwise(found):
        if _spans(line, one[1], _measured(line.folded, one[2]), other[1]):
            yield from _range(line, one, other)
            return
    for quantity, start, end in found:
        before = line.folded[max(0, start - _BEFORE) : start]
        gap = _GAP if line.folded[start].isdigit() else _SCALE
        bound = _bound(_table()["before"], ("most", "least", "below", "above"), before, gap)
        measured = _measured(line.folded, end)
        behind = _behind(_table()["behind"], line.folded[measured : measured + _BEHIND], _COUNTED)
        if bound:
            relation, first = bound[0], start - len(before) + bound[1]
            words = line.words(first, measured)
        elif behind:
            relation, first = behind[0], start - _currency(before)
            tail = re.compile(_table()["behind"][relation]).search(line.folded, measured)
            words = line.words(first, measured)
            words |= line.words(*tail.span()) if tail else frozenset()
        else:
            continue
        finish = max(measured, line.end_of(words))
        if not any(map(str.isdigit, quantity.written)) and quantity.unit is None:
            words -= line.words(start, end)  # "four" may stand in a passage, as a figure does not
        counted = range(min(words), max(words) + 1 + _COUNTING)
        yield Amount(
            _meant(line, _relation(relation), first), line.text[first:finish].strip(" ("), words,
            _likeliest(quantity.readings),
            quantity.unit or (MONEY if line.last("money") >= 0 else None),
            tuple(word for word in counted if word not in words),
        )  # fmt: skip


def _spans(line: _Line, start: int, stop: int, begin: int) -> bool:
    """Whether what stands from `start` to `stop` and what stands from `begin` are the two ends of a
    range: "between 1 and 2 million", "no 50 000 līdz 200 000"."""
    before = re.search(_FROM, line.folded[max(0, start - _BEFORE) : start])
    return before is not None and re.fullmatch(_TO, line.folded[stop:begin]) is not None


def _range(
    line: _Line, one: tuple[Quantity, int, int], other: tuple[Quantity, int, int]
) -> Iterator[Amount]:
    """Both bounds of a range; the first shares the scale and unit of the second."""
    low, high = _likeliest(one[0].readings), _likeliest(other[0].readings)
    following = re.match(r"\s*([^\W\d_]+)", line.text[other[2] :])
    scale = scale_of(following[1]) if following else None
    if scale and _measured(line.folded, one[2]) == one[2] and low * scale <= high:
        low *= scale
    end = _measured(line.folded, other[2])
    words = line.words(one[1], end)
    unit = other[0].unit or one[0].unit or (MONEY if line.last("money") >= 0 else None)
    bounds: tuple[tuple[Relation, Decimal], ...] = (("least", low), ("most", high))
    for relation, value in bounds:
        yield Amount(relation, line.text[one[1] : end].strip(" ("), words, value, unit)


def _currency(before: str) -> int:
    """How many characters a currency takes at the end of what stands before a number."""
    match = re.search(_CURRENCY, before)
    return len(match[0]) if match else 0


def _likeliest(readings: Iterable[Decimal]) -> Decimal:
    """Of "40,000", forty thousand."""
    return max(readings)


def _quantities(line: _Line) -> list[tuple[Quantity, int, int]]:
    """The numbers that count; "a million euro" is one without a figure."""
    dated = [(start, end) for _, start, end in calendar(line.text)]
    found = [
        (one, start, end)
        for one, start, end in quantity_spans(line.text)
        if one.readings and not any(start < last and first < end for first, last in dated)
    ]
    found = [_scaled(line, *one) for one in found]
    taken = [(start, _measured(line.folded, end)) for _, start, end in found]
    for match in _WORD.finditer(line.text):
        scale = scale_of(match[0])
        if scale and not any(first <= match.start() < last for first, last in taken):
            behind = quantity_spans(f"1 {line.text[match.start() : match.end() + 12]}")
            unit = behind[0][0].unit if behind else None
            found.append((Quantity(match[0], frozenset({scale}), unit), *match.span()))
    return sorted(found, key=lambda one: one[1])


def _scaled(line: _Line, quantity: Quantity, start: int, end: int) -> tuple[Quantity, int, int]:
    """A number in words with the scale and unit behind it: "two million euro"; where a price is
    meant, "2.5m" is no length."""
    behind = re.match(r"\s*([^\W\d_]+)(?:\s+([^\W\d_]+))?", line.text[end:])
    scale = scale_of(behind[1]) if behind else None
    if behind and scale and not any(map(str.isdigit, quantity.written)):
        measured = quantity_spans(f"1 {behind[1]} {behind[2] or ''}")
        values = frozenset(value * scale for value in quantity.readings)
        unit = measured[0][0].unit if measured else None
        return Quantity(quantity.written, values, unit), start, end
    if quantity.unit == "metre" and re.match(rf"\s*m\s+{_MONEY}", line.folded[end:]):
        values = frozenset(value * 10**6 for value in quantity.readings)
        return Quantity(quantity.written, values, MONEY), start, end
    return quantity, start, end


def _measured(folded: str, end: int) -> int:
    """Where a number's scale and unit end."""
    for _ in range(2):
        match = re.compile(r"\s*([^\W\d_]+|[%€£$])").match(folded, end)
        if match and (scale_of(match[1]) or _is_measure(match[1])):
            end = match.end()
    return end


def _is_measure(word: str) -> bool:
    found = quantity_spans(f"1 {word}")
    return (bool(found) and found[0][0].unit is not None) or word in ("m", "bn", "k")


def _greatest(line: _Line) -> Iterator[Amount]:
    """Superlatives: "the largest", and not "larger than"."""
    table = _table()["greatest"]
    for name in ("highest", "lowest"):
        for match in re.finditer(rf"\b{table[name]}\b", line.folded):
            if re.match(rf"\s+{table['compared']}\b", line.folded[match.end() :]):
                continue
            words = line.words(*match.span())
            last = max(words)
            costs = re.compile(_table()["words"]["money"])
            unit = MONEY if any(map(costs.fullmatch, match[0].split())) else None
            counted = tuple(last + 1 + i for i in range(_COUNTING))
            yield Amount(_relation(name), match[0], words, unit=unit, counted=counted)


def _meant(line: _Line, relation: Relation, start: int) -> Relation:
    """The relation, or its opposite where the verb before it is denied: "do not cost more than"."""
    clause = re.split(r"[.,;:?!]|\b(?:but|bet)\b", line.folded[max(0, start - _CLAUSE) : start])[-1]
    denied = re.search(rf"(?:\b{_table()['words']['denied']}|n['’]t)\b", clause) is not None
    opposite: dict[Relation, Relation] = {
        "above": "most", "most": "above", "below": "least", "least": "below",
    }  # fmt: skip
    return opposite.get(relation, relation) if denied else relation


def _relation(name: str) -> Relation:
    known: tuple[Relation, ...] = ("above", "least", "below", "most", "highest", "lowest")
    return next(one for one in known if one == name)


def _bound(
    table: dict[str, str], names: Iterable[str], before: str, gap: str
) -> tuple[str, int] | None:
    """The first of `names` whose pattern ends `before`, and where it begins there."""
    for name in names:
        match = re.search(rf"\b{table[name]}\b{gap}", before)
        if match:
            return name, match.start()
    return None


def _behind(table: dict[str, str], text: str, gap: str) -> tuple[str, int] | None:
    """The first pattern that `text` begins with, behind the gap, and where it ends there."""
    for name, pattern in table.items():
        match = re.match(rf"{gap}{pattern}\b", text)
        if match:
            return name, match.end()
    return None


def _folded(text: str) -> str:
    return "".join(one if len(one := bare_fold(letter)) == 1 else letter for letter in text)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("rag").joinpath("amounts.toml").read_text(encoding="utf-8"))
