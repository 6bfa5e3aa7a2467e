"""An evaluator's own question file in; its faults, or a copy among their questions, out."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import PlanqaError
from eval.gold import resolve
from eval.questions import parse_pair, read_pairs
from eval.source import Library


def faults(path: Path, taken: Iterable[str], sources: Library) -> list[str]:
    """Everything wrong with a question file, each fault as `file:line: what`.

    Args:
        path: the JSONL file.
        taken: pair ids that other files have.
        sources: the indexed documents, which must hold every quote and section.

    Raises:
        PlanqaError: `bad_questions` when the file cannot be read as text.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanqaError("bad_questions", f"{path}: cannot be read: {error}.", 422) from None
    found: list[str] = []
    seen = dict.fromkeys(taken, "in another question file")
    for number, line in enumerate(lines, start=1):
        place = f"{path.name}:{number}"
        if not line.strip():
            continue
        try:
            pair = parse_pair(line, place)
        except PlanqaError as error:
            found.append(error.message)
            continue
        if pair.pair in seen:
            found.append(f"{place}: the pair id `{pair.pair}` stands {seen[pair.pair]}.")
        seen[pair.pair] = f"at line {number}"
        try:
            resolve(pair, sources)
        except PlanqaError as error:
            found.append(f"{place}: {error.message}")
    if not found and not seen.keys() - set(taken):
        found.append(f"{path.name}: holds no question.")
    return found


def add(path: Path, folder: Path) -> tuple[Path, int]:
    """Copy a faultless file into the folder; returns the copy and its number of pairs.

    Raises:
        PlanqaError: `questions_exist` when the folder has another file of that name.
    """
    target = folder / f"{path.stem}.jsonl"
    if target.exists() and target.read_bytes() != path.read_bytes():
        message = f"{target} exists and differs; rename your file or remove that one."
        raise PlanqaError("questions_exist", message, 409)
    folder.mkdir(parents=True, exist_ok=True)
    pairs = read_pairs(path)
    if target.resolve() != path.resolve():
        shutil.copyfile(path, target)
    return target, len(pairs)
