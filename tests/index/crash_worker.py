"""A writer to be killed: works through an endless series of changes, and says what is done.

Each step turns a folder of plans into the next state of it (`state_after`) and has the index
follow. It runs in a process that is forked from one in which all of this is loaded.
"""

from __future__ import annotations

import os
import random
from functools import cache
from pathlib import Path

from corpus.language import detect_language
from corpus.letters import slug
from index.ingestion import ingest, remove
from index.opening import open_record
from tests.index.hash_embedder import HashEmbedder

_NAMES = [f"plan {n}.txt" for n in range(8)]
_TOPICS = ("ielas", "skolas", "ūdens", "parki", "siltums", "velosipēdi", "tirgus", "osta")
DIMENSION = 32

# Loading what tells languages takes half a second; a forked process has it.
detect_language("plāns")


@cache
def state_after(step: int) -> dict[str, str]:
    """Name and text of each file after a step; nothing before the first."""
    if step == 0:
        return {}
    for earlier in range(step):  # each is kept, so that none goes deeper than one call
        files = dict(state_after(earlier))
    chance = random.Random(step)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(_NAMES)
        if name in files and chance.random() < 0.3:
            del files[name]
        else:
            files[name] = _text(name, step, chance.randint(3, 25))
    return files


def _text(name: str, step: int, items: int) -> str:
    topic = _TOPICS[_NAMES.index(name)]
    lines = [f"1. Rīcība {topic}", "", f"Solis s{step} plānā p{_NAMES.index(name)}.", ""]
    # Most items stay as they were, so that updates keep vectors.
    lines += [f"{chr(97 + n)}) uzlabot {topic} vietā {n};" for n in range(items)]
    return "\n".join(lines) + "\n"


def long_text(number: int) -> str:
    """A plan of many items, none of which stands in another plan."""
    lines = [f"1. Rīcība {number}", "", f"Solis s0 plānā p{number}.", ""]
    lines += [f"{n}) uzlabot vietu {n} plāna {number} teritorijā;" for n in range(1, 120)]
    return "\n".join(lines) + "\n"


def document_id(name: str) -> str:
    return slug(Path(name).stem)


def work(folder: Path, home: Path, said: Path, last: int | None) -> None:
    """Take steps from the first that is not acknowledged; to the end of step `last`, if given."""
    step = acknowledged(said) + 1
    while last is None or step <= last:
        take(step, folder, home)
        with said.open("ab") as log:
            log.write(f"{step}\n".encode())
            log.flush()
            os.fsync(log.fileno())
        step += 1


def take(step: int, folder: Path, home: Path) -> None:
    """One step: by ids where the step's number is even, else by looking at the folder."""
    wanted = state_after(step)
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        new = folder.parent / "being-written"
        new.write_text(text, encoding="utf-8")
        new.replace(folder / name)
    if step % 2 == 0 and (gone := indexed(home) - {document_id(name) for name in wanted}):
        remove(sorted(gone), home)
    if wanted:
        report = ingest([folder], home, HashEmbedder(dimension=DIMENSION))
        assert not report.failed, report.failed


def indexed(home: Path) -> set[str]:
    if not (home / "record.sqlite").exists():
        return set()
    record = open_record(home)
    found = {stored.description.id for stored in record.stored()}
    record.close()
    return found


def acknowledged(said: Path) -> int:
    """The last step that was said to be done."""
    if not said.exists():
        return 0
    lines = said.read_bytes().split(b"\n")
    return int(lines[-2]) if len(lines) > 1 else 0
