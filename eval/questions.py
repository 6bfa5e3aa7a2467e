"""JSONL question files in, validated pairs and their items out.

One line is one pair: the same question in Latvian and English with its gold evidence. A pair
makes one item per language. docs/evaluate.md describes the schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as validator

from corpus.errors import PlanqaError
from rag.answer import Kind, Language, Question, Turn

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Split = Literal["dev", "test"]

BUNDLED = Path(__file__).parent / "questions"


def bundled_files() -> list[Path]:
    """The question files that come with planqa."""
    return sorted(BUNDLED.glob("*.jsonl"))


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Model):
    """A question in one language; `history` holds the turns before it, oldest first."""

    question: Question
    history: list[Turn] = []


class Quote(_Model):
    """Verbatim document text; runs of white space may be folded to one space."""

    document: Text
    quote: Text


class Unit(_Model):
    """A section of a document by the number printed in it."""

    document: Text
    section: Text


class Member(_Model):
    """One member of the right set of a list question: a section, or a quote where it has none."""

    document: Text
    section: Text | None = None
    quote: Text | None = None

    @validator(mode="after")
    def _names_one_thing(self) -> Self:
        if (self.section is None) == (self.quote is None):
            raise ValueError("a member needs either `section` or `quote`")
        return self


class Pair(_Model):
    """One line of a question file; see docs/evaluate.md for each field."""

    pair: Text
    kind: Kind
    answerable: bool
    documents: list[Text]
    lv: Wording | None = None
    en: Wording | None = None
    evidence: list[Annotated[list[Quote], Field(min_length=1)]] = []
    facts: list[Annotated[list[Text], Field(min_length=1)]] = []
    units: list[Unit] = []
    members: list[Member] = []
    criterion: str = ""
    follow_up: bool = False
    split: Split | None = None

    @validator(mode="after")
    def _holds_together(self) -> Self:
        if not self.wordings:
            raise ValueError("a pair needs a question in `lv`, in `en` or in both")
        gold = {"documents": self.documents, "evidence": self.evidence, "facts": self.facts}
        gold |= {"units": self.units, "members": self.members}
        if not self.answerable and any(gold.values()):
            filled = ", ".join(name for name, value in gold.items() if value)
            raise ValueError(f"a pair with `answerable` false has no gold; empty {filled}")
        if self.answerable and not (self.documents and self.evidence):
            raise ValueError("an answerable pair needs `documents` and `evidence`")
        if self.answerable and bool(self.members) != (self.kind == "list"):
            raise ValueError("`members` is the right set of a `list` question, and only of one")
        for language, wording in self.wordings.items():
            if bool(wording.history) != self.follow_up:
                raise ValueError(f"`follow_up` and `{language}.history` do not agree")
        return self

    @property
    def wordings(self) -> dict[Language, Wording]:
        """The languages the pair is asked in."""
        both: dict[Language, Wording | None] = {"lv": self.lv, "en": self.en}
        return {language: wording for language, wording in both.items() if wording}


@dataclass(frozen=True, slots=True)
class Item:
    """A pair in one language, as a system is asked it. `origin` is the question file's name."""

    pair: Pair
    language: Language
    origin: str
    split: Split

    @property
    def id(self) -> str:
        return f"{self.pair.pair}.{self.language}"

    @property
    def wording(self) -> Wording:
        return self.pair.wordings[self.language]


def parse_pair(line: str, place: str) -> Pair:
    """Read one line.

    Raises:
        PlanqaError: `bad_questions`, with `place` (file and line) and every fault in the line.
    """
    try:
        return Pair.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        message = f"{place}: not JSON: {error.msg} at column {error.colno}."
        raise PlanqaError("bad_questions", message, 422) from None
    except ValidationError as error:
        faults = "; ".join(_faults(error))
        raise PlanqaError("bad_questions", f"{place}: {faults}.", 422) from None


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        where = ".".join(str(step) for step in fault["loc"])
        message = fault["msg"].removeprefix("Value error, ")
        yield f"{where}: {message}" if where else message


def read_pairs(path: Path) -> list[tuple[int, Pair]]:
    """Pairs of one JSONL file with their 1-based line numbers; blank lines are skipped.

    Raises:
        PlanqaError: `bad_questions`, naming file and line, when a line is wrong or an id repeats.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanqaError("bad_questions", f"{path}: cannot be read: {error}.", 422) from None
    pairs: list[tuple[int, Pair]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        pair = parse_pair(line, f"{path.name}:{number}")
        if pair.pair in seen:
            message = f"{path.name}:{number}: pair `{pair.pair}` stands at line {seen[pair.pair]}."
            raise PlanqaError("bad_questions", message, 422)
        seen[pair.pair] = number
        pairs.append((number, pair))
    return pairs


def read_files(paths: Iterable[Path]) -> dict[str, list[Pair]]:
    """Pairs of several files by file name (without its ending).

    Raises:
        PlanqaError: `bad_questions` when a file is wrong or two files share a pair id;
            `no_questions` when there is no pair at all.
    """
    files: dict[str, list[Pair]] = {}
    owner: dict[str, str] = {}
    for path in paths:
        pairs = [pair for _, pair in read_pairs(path)]
        for pair in pairs:
            if pair.pair in owner:
                message = f"Pair `{pair.pair}` stands in {owner[pair.pair]} and in {path.name}."
                raise PlanqaError("bad_questions", message, 422)
            owner[pair.pair] = path.name
        files[path.stem] = files.get(path.stem, []) + pairs
    if not owner:
        raise PlanqaError("no_questions", "There are no questions; name a file of them.", 404)
    return files
