"""A writer killed at any moment, a disk that is full: what was acknowledged is there, whole."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from corpus.model import Document
from corpus.reader import read_document
from corpus.span import fold
from index.ingestion import IngestReport, ingest
from index.local import LocalIndex
from index.verification import verify
from rag.answer import AskRequest
from rag.assistant import Assistant
from rag.settings import Settings
from tests.index import crash_worker
from tests.index.crash_worker import DIMENSION, acknowledged, document_id, state_after
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import lexical
from ui.live import LiveAssistant

KILLS = 200
LONGEST_S = 0.9  # a step takes about a fifth of this on an idle core


def embedder() -> HashEmbedder:
    return HashEmbedder(dimension=DIMENSION)


@cache
def read(name: str, text: str) -> Document:
    return read_document(text.encode(), name)


def check(home: Path, before: dict[str, str], after: dict[str, str]) -> None:
    """The index opens, and each document is as it was or as it will be, and answers."""
    index = LocalIndex.open(home, embedder())
    found = {description.id for description in index.documents()}
    names = {document_id(name): name for name in before | after}
    assert found <= set(names)
    for document, name in names.items():
        may_be = [state[name] for state in (before, after) if name in state]
        if document not in found:
            assert len(may_be) < 2, f"{document} is lost"
            continue
        there = index.document(document)
        assert there.text in may_be
        assert there.passages == read(name, there.text).passages
        told = next(p for p in there.passages if p.text.startswith("Solis"))
        hits = index.lexical(lexical(told.text), 1, [document])
        assert [hit.passage for hit in hits] == [told.id]
        nearest = index.dense(embedder().encode_passages([told.searchable])[0], 1, [document])
        assert [hit.passage for hit in nearest] == [told.id]
    index.close()


class Asking:
    """A reader that asks throughout and follows the index; what is wrong ends up in `wrong`."""

    def __init__(self, home: Path) -> None:
        self.wrong: list[str] = []
        self.generations: set[str] = set()
        self.answers = 0
        first = Assistant(LocalIndex.open(home, embedder()), embedder(), Settings(home=home))
        self._live = LiveAssistant(first, home)
        self._said: dict[tuple[str, str], str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Asking:
        self._live.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._live.stop()

    def _ask(self) -> None:
        questions = ["Kas plānots par ielām?", "Uzlabot skolas", "Solis plānā", "velosipēdi"]
        while not self._stop.is_set():
            for question in questions:
                try:
                    self._one(question)
                except Exception as error:  # noqa: BLE001  (whatever goes wrong is what is sought)
                    self.wrong.append(f"{question}: {error!r}")
            time.sleep(0.02)

    def _one(self, question: str) -> None:
        index = self._live.assistant.index
        answer = self._live.assistant.ask(AskRequest(question=question))
        self.answers += 1
        self.generations.add(answer.index)
        told = answer.model_copy(update={"elapsed_ms": 0}).model_dump_json()
        if self._said.setdefault((answer.index, question), told) != told:
            self.wrong.append(f"{question}: two answers from one index")
        if answer.index == index.fingerprint:
            for one in answer.citations:
                text = index.document(one.document).text
                if fold(text[one.start : one.end]) != one.quote:
                    self.wrong.append(f"{question}: a quote of another state")


@pytest.mark.long
def test_a_writer_killed_at_any_moment_loses_nothing_and_a_reader_notices_nothing(
    tmp_path: Path,
) -> None:
    folder, home, said = tmp_path / "plans", tmp_path / "home", tmp_path / "said"
    folder.mkdir()
    crash_worker.work(folder, home, said, 1)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.index.crash_worker"])
    chance, done, longest = random.Random(4), [1], LONGEST_S
    with Asking(home) as asking:
        for kill in range(KILLS):
            worker = context.Process(target=crash_worker.work, args=(folder, home, said, None))
            worker.start()
            time.sleep(chance.uniform(0, longest))
            worker.kill()
            worker.join()
            assert worker.exitcode == -signal.SIGKILL
            step = acknowledged(said)
            # A busy machine takes longer over a step; the kills are to fall all over it.
            longest = max(LONGEST_S, longest * (1.5 if step == done[-1] else 0.8))
            done.append(step)
            check(home, state_after(step), state_after(step + 1))
            assert not asking.wrong, f"after kill {kill}: {asking.wrong[:3]}"
    assert len(set(done)) > KILLS // 4, "most kills came before anything was done"
    assert asking.answers > KILLS
    assert len(asking.generations) > KILLS // 10
    last = acknowledged(said) + 2
    crash_worker.work(folder, home, said, last)
    check(home, state_after(last), state_after(last))
    assert verify(home, embedder) == []
    ingest([folder], tmp_path / "undisturbed", embedder())
    fingerprints = []
    for one in (home, tmp_path / "undisturbed"):
        index = LocalIndex.open(one, embedder())
        fingerprints.append(index.fingerprint)
        index.close()
    assert fingerprints[0] == fingerprints[1]


@contextmanager
def little_room(home: Path, room: int) -> Iterator[None]:
    """Hold what is written to `room` bytes: a small disk, or where none can be mounted, files
    that may not grow."""
    home.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(home)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    if mounted:
        try:
            yield
        finally:
            subprocess.run(["umount", "-l", str(home)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room // 4, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def grow(home: Path) -> None:
    """Give the disk, or the files, room."""
    remounted = subprocess.run(
        ["mount", "-o", "remount,size=512m", str(home)], check=False, capture_output=True
    )
    if remounted.returncode:
        soft = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, soft))


def with_little_room(folder: Path, home: Path) -> IngestReport | None:
    """The report; None where not even the first change fits."""
    try:
        return ingest([folder], home, embedder())
    except PlanqaError as error:
        if error.code != "disk_full" or "free some" not in error.message:
            raise
        return None


@pytest.mark.parametrize("room", [200_000, 500_000, 700_000, 1_000_000, 1_600_000])
def test_a_full_disk_loses_nothing_and_ingestion_can_be_finished(tmp_path: Path, room: int) -> None:
    folder, home = tmp_path / "plans", tmp_path / "home"
    folder.mkdir()
    texts = {f"plan {n}.txt": crash_worker.long_text(n) for n in range(8)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest([folder], tmp_path / "undisturbed", embedder())
    with little_room(home, room):
        done: list[str] = []
        for _ in range(2):
            report = with_little_room(folder, home)
            if report is None:
                continue
            done += report.created
            assert report.failed
            assert {failure.code for failure in report.failed} == {"disk_full"}
            assert len(report.created + report.skipped + report.failed) == len(texts)
        if done:
            index = LocalIndex.open(home, embedder())
            assert {d.id for d in index.documents()} >= set(done)
            for name, text in texts.items():
                if document_id(name) in done:
                    assert index.document(document_id(name)).passages == read(name, text).passages
            index.close()
        grow(home)
        report = ingest([folder], home, embedder())
        assert not report.failed
        one, two = (LocalIndex.open(h, embedder()) for h in (home, tmp_path / "undisturbed"))
        assert one.fingerprint == two.fingerprint
        assert verify(home, embedder) == []
        one.close()
        two.close()
