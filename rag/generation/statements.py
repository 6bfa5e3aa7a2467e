"""What a model wrote, as statements with the numbers of the passages they cite.

In: text, piece by piece: the JSON that was asked for, whole, fenced or cut off, or sentences with
marks such as `[1]`. Out: each statement as soon as it is complete.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from corpus.span import Span
from rag.sentences import sentence_spans

_LONGEST = 20_000  # characters read of one answer
_FULL = 350  # characters from which a statement may have been cut at its limit
# Of a passage. What is longer is none, and Python makes no number of more than 4300 digits.
_NUMBER = r"(?<!\d)\d{1,3}(?!\d)"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MARKS = re.compile(r"(?:\s*\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\])+")
_WORD_FOLLOWS = re.compile(r"[\s.,;:*_“\"-]*[^\W_]")
_SCALE = re.compile(r"\b(?:milj|mljrd|tūkst|mln|mlrd|bn|apm|plkst|approx)\.$", re.IGNORECASE)
_OBJECT = re.compile(r"\{(?=\s*(?:\"|'|\}))")
_TEXT_KEYS = ("text", "statement", "sentence", "answer")
_CITING_KEYS = ("passages", "citations", "passage", "citation", "sources", "rows", "row")


@dataclass(frozen=True, slots=True)
class Written:
    """One statement of a model: its text without marks, and the numbers it cites, in order."""

    text: str
    cited: tuple[int, ...]


class StatementReader:
    """Reads one answer. Feed it pieces; each call returns the statements completed by it."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0

    def feed(self, piece: str) -> list[Written]:
        """Statements that are complete with this piece and were not before."""
        self._text = (self._text + piece)[:_LONGEST]
        return self._new(ended=False)

    def end(self) -> list[Written]:
        """What remains once nothing more comes; JSON that was cut off in a statement is dropped."""
        return self._new(ended=True)

    def _new(self, *, ended: bool) -> list[Written]:
        found = read_statements(self._text, ended=ended)
        new = found[self._given :]
        self._given = max(self._given, len(found))
        return new


def read_statements(text: str, *, ended: bool = True) -> list[Written]:
    """All complete statements of `text`; `ended` says that nothing more comes."""
    said = _THOUGHT.sub("", text) if "<think>" in text else text
    start = said.lstrip("` \n\r\t")
    is_json = start.startswith(("{", "[{", "json"))
    if is_json or '"statements"' in said:
        return _from_json(said)
    if not ended and not start:
        return []
    return _from_sentences(said, ended=ended)


def _from_json(text: str) -> list[Written]:
    """Every whole object with a text in it, wherever it stands."""
    decoder = json.JSONDecoder(strict=False)
    found: list[Written] = []
    at = 0
    while opening := _OBJECT.search(text, at):
        try:
            read, at = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError
            at = opening.end()  # not closed yet, or broken: what stands inside may be whole
            continue
        found += _objects(read)
    return found


def _objects(read: Any) -> list[Written]:
    if isinstance(read, list):
        return [one for part in read for one in _objects(part)]
    if not isinstance(read, dict):
        return []
    if isinstance(read.get("statements"), list):
        return _objects(read["statements"])
    text = next((read[key] for key in _TEXT_KEYS if isinstance(read.get(key), str)), None)
    if text is None:
        return []
    cited: Any = next((read[key] for key in _CITING_KEYS if key in read), None)
    return _written(text, _numbers(cited))


def _numbers(cited: Any) -> list[int]:
    if isinstance(cited, bool):
        return []
    if isinstance(cited, int):
        return [cited]
    if isinstance(cited, str):
        return [int(number) for number in re.findall(_NUMBER, cited)]
    return [n for one in cited for n in _numbers(one)] if isinstance(cited, list) else []


def _written(text: str, cited: list[int]) -> list[Written]:
    """The sentences of one text; marks inside it count as citations too, and leave it.

    A last sentence that has no end, where the text is as long as it may be, was cut off.
    """
    marks = [
        int(n) for mark in re.findall(r"\[([\d,\s]+)\]", text) for n in re.findall(_NUMBER, mark)
    ]
    bare = re.sub(r"\s*\[[\d,\s]+\]", "", text)
    sentences = _sentences(" ".join(bare.split()))
    if len(sentences) > 1 and len(text) > _FULL and sentences[-1][-1] not in ".!?":
        sentences.pop()
    return [Written(one, tuple(dict.fromkeys([*cited, *marks]))) for one in sentences]


def _from_sentences(text: str, *, ended: bool) -> list[Written]:
    """Sentences; a mark belongs to the sentence before it, and a sentence without one cites none.

    Where the text begins with a mark, marks belong to what follows them. The last sentence is held
    back until a word comes after it: its mark may still follow.
    """
    marks = list(_MARKS.finditer(text))
    if marks and not re.search(r"\w", text[: marks[0].start()]):
        return _marked_in_front(text, marks, ended=ended)
    found: list[Written] = []
    at = 0
    for mark in marks:
        if not ended and not _WORD_FOLLOWS.match(text[mark.end() :]):
            break
        sentences = _sentences(text[at : mark.start()])
        found += [Written(one, ()) for one in sentences[:-1]]
        if sentences:
            found.append(Written(sentences[-1], _marked(mark[0])))
        at = mark.end()
    return found + [Written(one, ()) for one in _sentences(text[at:])] if ended else found


def _marked_in_front(text: str, marks: list[re.Match[str]], *, ended: bool) -> list[Written]:
    ends = [mark.start() for mark in marks[1:]] + ([len(text)] if ended else [])
    return [
        Written(one, _marked(mark[0]))
        for mark, end in zip(marks, ends, strict=False)
        for one in _sentences(text[mark.end() : end])
    ]


def _marked(marks: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in re.findall(_NUMBER, marks)))


def _sentences(text: str) -> list[str]:
    """The sentences of each line, without list marks and stray stops."""
    found: list[str] = []
    for line in text.splitlines():
        said = re.sub(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", "", line).lstrip(".,;: ").strip("*_ \t")
        if not re.search(r"\w", said):
            continue
        cut = False
        for part in sentence_spans(said, Span(0, len(said))):
            sentence = part.of(said)
            if cut:
                found[-1] += f" {sentence}"
            else:
                found.append(sentence)
            cut = _SCALE.search(sentence) is not None
    return found
