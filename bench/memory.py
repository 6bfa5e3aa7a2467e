"""What a server holds in memory, and how long it takes to open and to answer, by the number of
passages.

In: numbers of copies of the index of the settings' home, as arguments (1, 4 and 12 without); each
copy has documents and passages of its own names. Out: for each, in a process of its own, seconds to
open the assistant, megabytes beyond what the embedding model takes, and milliseconds of an answer.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from measure import Spread, report, spread, timed

from corpus.model import Document
from eval.generate import request_of
from eval.questions import bundled_files
from eval.runner import load_questions
from index.embedding import text_hashes
from index.opening import open_record
from index.schema import FILE
from index.versions import MADE_BY
from index.writer import writing_to
from rag.assistant import Assistant
from rag.opening import open_embedder_of, open_index
from rag.settings import Settings

_COPIES = (1, 4, 12)
_QUESTIONS = 20


def main(copies: list[int]) -> None:
    """Make each home, and open it in a process of its own."""
    rows: dict[str, Spread] = {}
    figures = {}
    for count in copies:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            passages = _copied(Settings().home, home, count)
            done = subprocess.run(
                [sys.executable, __file__, "--open", folder],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            found = json.loads(done.stdout.splitlines()[-1])
            size = (home / FILE).stat().st_size
        name = f"{passages:,}"
        rows[f"{name}: answer, ms"] = spread(found.pop("answers"))
        figures[name] = {**found, "record, bytes a passage": round(size / passages)}
        print(name, figures[name], flush=True)
    report("memory", "A server by the number of passages", rows, **figures)


def _copied(source: Path, home: Path, count: int) -> int:
    """Put so many copies of all documents into `home`; how many passages there are."""
    record = open_record(source)
    model = record.meta("model") or ""
    stored = [one.description.id for one in record.stored()]
    documents = [found for one in stored if (found := record.contents(one))]
    vectors = list(record.sound_vectors(model))
    record.close()
    with writing_to(home) as writer:
        with writer.record.writing():
            for text_hash, vector in vectors:
                writer.record.put_stored_vector(model, text_hash, vector)
        for document in _renamed(documents, count):
            with writer.change(model) as changed:
                changed.put(document, MADE_BY, text_hashes(document))
        writer.derive()
        return writer.record.passage_count()


def _renamed(documents: list[Document], count: int) -> Iterator[Document]:
    for copy in range(count):
        for document in documents:
            name = f"{document.id}-{copy}"
            yield replace(
                document,
                description=replace(document.description, id=name),
                sections=tuple(replace(one, document=name) for one in document.sections),
                passages=tuple(
                    replace(one, document=name, id=f"{name}:{one.id.rpartition(':')[2]}")
                    for one in document.passages
                ),
            )


def opened(home: Path) -> None:
    """Print what opening the index in `home` and asking takes."""
    settings = Settings(home=home)
    embedder = open_embedder_of(settings)
    embedder.encode_questions(["Kas ievieš?"])
    before, processor = _megabytes(), time.process_time()
    assistant, seconds = timed(
        lambda: Assistant(open_index(settings, embedder), embedder, settings)
    )
    processor = time.process_time() - processor
    held = _megabytes()
    items = load_questions("dev", bundled_files(), Settings()).items
    answers = []
    for item in items[:: max(1, len(items) // _QUESTIONS)][:_QUESTIONS]:
        answers.append(timed(partial(assistant.ask, request_of(item)))[1] * 1000)
    said = {
        "opened, s": round(seconds, 2),
        "opened, s of the processor": round(processor, 2),
        "of the model, MB": round(before),
        "of the index, MB": round(held - before),
        "peak, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "answers": answers,
    }
    print(json.dumps(said))


def _megabytes() -> float:
    """Memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    if sys.argv[1:2] == ["--open"]:
        opened(Path(sys.argv[2]))
    else:
        main([int(one) for one in sys.argv[1:]] or list(_COPIES))
