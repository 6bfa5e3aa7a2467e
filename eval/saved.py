"""A run on disk: the folder that `planqa eval run` writes and every other command reads.

config.json        what was asked of which systems, when, with which settings and index
questions.jsonl    one line per pair, with its file and split
documents.jsonl    the documents' texts and outlines at the time of the run
rows/SYSTEM.jsonl  one line per item: the whole answer and how long it took
scores/SYSTEM.jsonl, aggregates.json, report.html   derived, can be made again
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import PlanqaError
from eval.questions import Item, Pair, Split
from eval.source import SavedDocument
from rag.answer import Answer, Language

M = TypeVar("M", bound=BaseModel)


class RunConfig(BaseModel):
    """What a run asked, of whom and with what; enough to do it again."""

    model_config = ConfigDict(extra="forbid")
    created: datetime
    split: str
    systems: list[str]
    questions: list[str]
    bundled: list[str]
    index: str
    settings: dict[str, object]
    model: str
    versions: dict[str, str]


class SavedAnswer(BaseModel):
    """One system's answer to one item. `encode_ms`: encoding the question alone, same process."""

    item: str
    system: str
    question: str
    language: Language
    answer: Answer
    latency_ms: float
    encode_ms: float


class SavedPair(BaseModel):
    """A pair as it was asked, with its question file and its side of the split."""

    origin: str
    split: Split
    pair: Pair


class RunFolder:
    """Reads and writes the files of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write_inputs(
        self, config: RunConfig, items: Iterable[Item], documents: Iterable[SavedDocument]
    ) -> None:
        """Create the folder and save what the run works on."""
        for folder in ("rows", "scores"):
            (self.path / folder).mkdir(parents=True, exist_ok=True)
        (self.path / "config.json").write_text(config.model_dump_json(indent=2), "utf-8")
        pairs = {
            item.pair.pair: SavedPair(origin=item.origin, split=item.split, pair=item.pair)
            for item in items
        }
        _write_lines(self.path / "questions.jsonl", pairs.values())
        _write_lines(self.path / "documents.jsonl", documents)

    def write_rows(self, system: str, rows: Iterable[SavedAnswer]) -> None:
        """Save a system's rows one by one as they come; until the last they stand in `.part`."""
        path = self.path / "rows" / f"{system}.jsonl"
        _write_lines(path.with_suffix(".part"), rows)
        path.with_suffix(".part").replace(path)

    @property
    def finished(self) -> bool:
        """Whether every system of the run has answered every item."""
        return self.systems() == self.config().systems

    def config(self) -> RunConfig:
        """Raises PlanqaError `no_run` when the folder holds no run."""
        path = self.path / "config.json"
        if not path.is_file():
            raise PlanqaError("no_run", f"{self.path} is not the folder of an eval run.", 404)
        return RunConfig.model_validate_json(path.read_text("utf-8"))

    def items(self) -> list[Item]:
        """The items asked, in the order they were asked."""
        saved = _read_lines(self.path / "questions.jsonl", SavedPair)
        return [
            Item(one.pair, language, one.origin, one.split)
            for one in saved
            for language in one.pair.wordings
        ]

    def documents(self) -> list[SavedDocument]:
        """The documents as they were indexed."""
        return list(_read_lines(self.path / "documents.jsonl", SavedDocument))

    def systems(self) -> list[str]:
        """Systems with saved rows, in the order of the run's configuration."""
        names = self.config().systems
        return [name for name in names if (self.path / "rows" / f"{name}.jsonl").is_file()]

    def rows(self, system: str) -> list[SavedAnswer]:
        """Raises PlanqaError `unknown_system` when the run has no rows of it."""
        path = self.path / "rows" / f"{system}.jsonl"
        if not path.is_file():
            known = ", ".join(self.systems())
            message = f"The run {self.path.name} has no system `{system}`; it has {known}."
            raise PlanqaError("unknown_system", message, 404)
        return list(_read_lines(path, SavedAnswer))

    def write_scores(self, system: str, lines: Iterable[dict[str, object]]) -> None:
        """Save per-item scores; values that are NaN are null."""
        path = self.path / "scores" / f"{system}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")


def new_folder(parent: Path, now: datetime | None = None) -> RunFolder:
    """A run folder named after the UTC time, `2026-01-31T09-15-00Z`; not created yet."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H-%M-%SZ")
    return RunFolder(parent / moment)


def latest_run(parent: Path) -> RunFolder:
    """The newest finished run in a folder of runs.

    Raises:
        PlanqaError: `no_run` when there is none.
    """
    runs = [RunFolder(path.parent) for path in sorted(parent.glob("*/config.json"))]
    finished = next((run for run in reversed(runs) if run.finished), None)
    if finished is None:
        raise PlanqaError("no_run", f"No eval run in {parent}; `planqa eval run` makes one.", 404)
    return finished


def _write_lines(path: Path, models: Iterable[BaseModel]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for model in models:
            file.write(model.model_dump_json() + "\n")
            file.flush()


def _read_lines(path: Path, model: type[M]) -> Iterator[M]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield model.model_validate_json(line)
            except ValidationError as error:
                fault = error.errors(include_url=False)[0]
                message = f"{path}:{number}: {fault['msg']}; run the evaluation again."
                raise PlanqaError("bad_run", message, 422) from None
