"""What one, two and three servers over one home answer, at one address under the same load.

In: the index of the settings' home, of which a copy is served, and the bundled dev questions. Out:
questions a second, milliseconds and milliseconds of processors for each number of servers, and the
same relative to one server in the same round. Then, under the same load, a document is changed:
seconds from when the change is on disk until each server answers from it, and whether any answer
holds text of two generations.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from measure import Spread, report, spread
from replica_servers import Asked, Replica, asked_until, replica, warmed

from corpus.catalog import bundled_plans
from corpus.reader import read_bytes
from corpus.span import fold
from eval.questions import bundled_files
from eval.runner import load_questions
from index.backup import backup, restore
from index.opening import open_record
from index.seal import read_seal
from index.sources import UPLOAD
from index.writer import writing_to
from rag.opening import open_assistant
from rag.settings import Settings

_COUNTS = (1, 2, 3)
_ROUNDS = 3
_SECONDS = 15.0
_BEFORE_S = 2.0  # of load before the document is changed
_POLL_S = 0.02
_PATIENCE_S = 300.0

Texts = dict[str, dict[str, str]]
"""The text of every document by its id, by the fingerprint of the index that holds it."""


@dataclass
class _Measured:
    """Of a number of servers: milliseconds, questions a second, milliseconds of processors for a
    question, and seconds behind a change."""

    taken: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)


@dataclass
class _Checked:
    """Answers given around a change: how many, how many of them cite text that only their own
    generation has at that place, and how many cite any that it has not."""

    answers: int = 0
    telling: int = 0
    mixed: int = 0


def main(rounds: int = _ROUNDS, seconds: float = _SECONDS) -> None:
    """Add one server after the other, `rounds` times, and load each number for `seconds`."""
    settings = Settings()
    open_assistant(settings).index.close()
    items = load_questions("dev", bundled_files(), settings).items
    questions = [item.wording.question for item in items]
    found = {count: _Measured() for count in _COUNTS}
    checked = _Checked()
    with tempfile.TemporaryDirectory() as folder:
        changes = _Changes(settings.home, Path(folder))
        for _ in range(rounds):
            with ExitStack() as running:
                servers: list[Replica] = []
                for count in _COUNTS:
                    port = servers[0].port if servers else 0
                    log = Path(folder) / f"log-{time.monotonic_ns()}"
                    servers.append(running.enter_context(replica(changes.home, port, log)))
                    warmed(servers, questions)
                    asyncio.run(_loaded(servers, questions, seconds, found[count]))
                    after = asyncio.run(_changed(servers, questions, changes))
                    found[count].behind += _behind(after, servers, changes)
                    _check(after, changes.texts, checked)
    rows: dict[str, Spread] = {}
    for count, one in found.items():
        name = "one server" if count == 1 else f"{count} servers"
        rows[f"{name}, questions/s"] = spread(one.rates)
        rows[f"{name}, ms"] = spread(one.taken)
        rows[f"{name}, ms of processors"] = spread(one.processors)
        rows[f"{name}, s behind a change"] = spread(one.behind)
    figures = {
        f"{count}_over_1_{what}": _ratio(getattr(found[count], what), getattr(found[1], what))
        for count in _COUNTS[1:]
        for what in ("rates", "p50", "p95", "processors")
    }
    report("replicas", "Servers over one home", rows, **figures, **vars(checked))


class _Changes:
    """A copy of a home with one document that is changed again and again.

    A change adds an empty line near the begin of the largest plan: nothing is encoded anew, and
    everything behind it stands at another place.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        backup(source, folder / "copy")
        restore(self.home, folder / "copy")
        self._path = max(bundled_plans(), key=lambda path: path.stat().st_size)
        with writing_to(self.home) as writer:
            with writer.change() as record:
                document = next(
                    one.description.id
                    for one in record.stored()
                    if one.description.source == self._path.name
                )
                record.set_origin(document, f"{UPLOAD}{self._path.name}")
            writer.derive()
        self._made = 0
        self.on_disk = 0.0
        self.texts: Texts = {}
        self.newest = ""
        self.note()

    def next(self) -> tuple[str, bytes]:
        """Name and bytes of the next state of the document."""
        self._made += 1
        return self._path.name, read_bytes(self._path).replace(
            b"\n\n", b"\n\n" * (self._made + 1), 1
        )

    def note(self) -> None:
        """Take down what the newest generation says."""
        record = open_record(self.home)
        try:
            self.newest = record.meta("fingerprint") or ""
            ids = [one.description.id for one in record.stored()]
            self.texts[self.newest] = {i: found.text for i in ids if (found := record.contents(i))}
        finally:
            record.close()


async def _loaded(
    servers: list[Replica], questions: list[str], seconds: float, found: _Measured
) -> None:
    used = sum(server.processors() for server in servers)
    started = time.perf_counter()
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stop.set)
    asked = await asked_until(servers[0].url, itertools.cycle(questions), stop)
    used = sum(server.processors() for server in servers) - used
    taken = [1000 * (one.ended - one.began) for one in asked]
    found.rates.append(len(asked) / (time.perf_counter() - started))
    found.processors.append(1000 * used / len(asked))
    found.taken += taken
    found.p50.append(spread(taken).p50)
    found.p95.append(spread(taken).p95)


async def _changed(servers: list[Replica], questions: list[str], changes: _Changes) -> list[Asked]:
    """What was asked while the document was changed, until every server has answered from it."""
    stop = asyncio.Event()
    asked: list[Asked] = []
    load = asyncio.create_task(asked_until(servers[0].url, itertools.cycle(questions), stop, asked))
    await asyncio.sleep(_BEFORE_S)
    before = read_seal(changes.home)
    upload = asyncio.create_task(servers[0].upload(*changes.next()))
    give_up = time.perf_counter() + _PATIENCE_S
    while (
        (seal := read_seal(changes.home)) is None
        or before is None
        or not (seal.settled and seal.generation > before.generation)
    ):
        await asyncio.sleep(_POLL_S)
    changes.on_disk = time.perf_counter()
    await upload
    changes.note()
    while len(_behind(asked, servers, changes)) < len(servers):
        if time.perf_counter() > give_up:
            raise SystemExit("a server does not follow the index")
        await asyncio.sleep(10 * _POLL_S)
    stop.set()
    return await load


def _behind(asked: list[Asked], servers: list[Replica], changes: _Changes) -> list[float]:
    """For each server that has answered from the newest generation, the seconds after which it
    first did."""
    newest = [one for one in asked if one.index == changes.newest]
    behind = []
    for server in servers:
        answered = server.answered()
        first = min((one.ended for one in newest if one.request in answered), default=None)
        if first is not None:
            behind.append(first - changes.on_disk)
    return behind


def _check(asked: list[Asked], texts: Texts, checked: _Checked) -> None:
    """Hold every citation to the text of the generation that its answer names."""
    for one in asked:
        checked.answers += 1
        checked.mixed += one.index not in texts or not _agrees(one, texts[one.index])
        others = [text for index, text in texts.items() if index != one.index]
        checked.telling += not any(_agrees(one, text) for text in others)


def _agrees(asked: Asked, texts: dict[str, str]) -> bool:
    return all(
        fold(texts[document][start:end]) == quote for document, start, end, quote in asked.citations
    )


def _ratio(values: list[float], ones: list[float]) -> float:
    """The median over the rounds of the ratio to one server."""
    return round(statistics.median(a / b for a, b in zip(values, ones, strict=True)), 2)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
