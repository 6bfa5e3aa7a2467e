"""What to ask whom in, a run folder with every answer out."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import PlanqaError
from eval.generate import Progress, generate
from eval.gold import resolve
from eval.questions import BUNDLED, Item, bundled_files, read_files
from eval.saved import RunConfig, RunFolder, new_folder
from eval.source import SavedDocument, library, saved_documents
from eval.split import items_of
from eval.systems import PLANQA, build
from index.embedder import Embedder
from index.protocol import PassageIndex
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.generation.protocol import Generator

_SHAPING: Any = {"embedding": True, "retrieval": True, "generator": {"model", "tokens", "passages"}}
_PACKAGES = ("planqa", "sentence-transformers", "faiss-cpu", "langchain-text-splitters")


@dataclass(frozen=True, slots=True)
class Questions:
    """Items to ask, and the files they come from; `bundled` names those that come with planqa."""

    items: list[Item]
    files: list[str]
    bundled: list[str]


def own_folder(settings: Settings) -> Path:
    """Where `planqa eval add` keeps an evaluator's own question files."""
    return settings.home / "questions"


def load_questions(split: str, paths: Sequence[Path], settings: Settings) -> Questions:
    """Items of one side of the split, or of both.

    Args:
        split: `dev`, `test` or `all`.
        paths: question files; none of them means the bundled ones and the evaluator's own.
        settings: says where the evaluator's own are.

    Raises:
        PlanqaError: `bad_questions`, `no_questions`.
    """
    chosen = list(paths) or [*bundled_files(), *sorted(own_folder(settings).glob("*.jsonl"))]
    bundled = frozenset(path.stem for path in chosen if path.resolve().parent == BUNDLED.resolve())
    files = read_files(chosen)
    items = [item for item in items_of(files, bundled) if split in ("all", item.split)]
    if not items:
        raise PlanqaError("no_questions", f"The {split} split has no questions.", 404)
    return Questions(items, sorted(files), sorted(bundled))


def run_systems(
    names: Sequence[str],
    questions: Questions,
    split: str,
    parts: tuple[PassageIndex, Embedder, Settings],
    out: Path,
    progress: Progress | None = None,
    generator: Generator | None = None,
) -> RunFolder:
    """Ask every system every item and save the answers; planqa first where it is one of them.

    `generator` is the language model that planqa writes with.

    Raises:
        PlanqaError: `gold_not_found` when a question's gold is not in the indexed documents.
    """
    index, embedder, settings = parts
    ordered = sorted(names, key=lambda name: name != PLANQA)
    documents = saved_documents(index)
    check_gold(questions.items, documents)
    run = new_folder(out)
    config = RunConfig(
        created=datetime.now(UTC),
        split=split,
        systems=ordered,
        questions=questions.files,
        bundled=questions.bundled,
        index=index.fingerprint,
        settings=settings.model_dump(mode="json", include=_SHAPING),
        model=embedder.name,
        versions={"python": platform.python_version()} | _versions(),
    )
    run.write_inputs(config, questions.items, documents)
    for name in ordered:
        system = build(name, index, embedder, settings, generator)
        run.write_rows(name, generate(system, questions.items, embedder, progress))
    return run


def check_gold(items: Sequence[Item], documents: Sequence[SavedDocument]) -> None:
    """Raises PlanqaError `gold_not_found`, naming the pair, for gold the documents do not hold."""
    sources = library(documents)
    for pair in {item.pair.pair: item.pair for item in items}.values():
        try:
            resolve(pair, sources)
        except PlanqaError as error:
            raise PlanqaError(error.code, f"{pair.pair}: {error.message}", error.status) from None


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
