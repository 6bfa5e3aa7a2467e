"""Two `planqa serve` processes over one home at one address: a new generation reaches both, and no
answer holds text of two generations."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.span import fold
from tests.e2e.conftest import _address, environment

pytestmark = [pytest.mark.e2e, pytest.mark.long]

_PATIENCE_S = 240
_TOPICS = (
    "tiltu pār Daugavu",
    "skolu Krāslavā",
    "slimnīcu Rēzeknē",
    "tirgu Ludzā",
    "parku Preiļos",
)


def write(folder: Path, state: int) -> None:
    """Five plans that all name the state they are of; later ones stand further down."""
    folder.mkdir(exist_ok=True)
    for number, topic in enumerate(_TOPICS):
        said = f"Pašvaldība atjauno {topic} {2030 + state}. gadā."
        before = "Ievads par pilsētas attīstību.\n\n" * state
        text = f"1. Mērķis\n\n{before}{said}\n"
        (folder / f"plans-{number}.txt").write_text(text, encoding="utf-8")


def ingested(home: Path, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui", "ingest", str(folder)],
        cwd=home.parent, env=environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@contextmanager
def replica(home: Path, port: int, log: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server that shares its port, and its log."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui", "serve", "--port", str(port)],
            cwd=home.parent,
            env={**environment(home), "PLANQA_SERVER__SHARED_PORT": "true"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield _address(process, log), log
    finally:
        process.terminate()
        process.wait(timeout=60)


class Asking:
    """Asks again and again, over a new connection each time, and keeps the answers."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._stop = threading.Event()
        self.answers: list[dict[str, Any]] = []
        self._threads = [threading.Thread(target=self._ask, args=(i,)) for i in range(2)]

    def __enter__(self) -> Asking:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, offset: int) -> None:
        number = offset
        while not self._stop.is_set():
            question = f"Kad pašvaldība atjauno {_TOPICS[number % len(_TOPICS)]}?"
            answer = httpx.post(f"{self._url}/ask", json={"question": question}, timeout=60)
            assert answer.status_code == 200, answer.text
            self.answers.append(answer.json())
            number += 1


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.2)


def asked(log: Path) -> int:
    return log.read_text(encoding="utf-8", errors="replace").count("/ask")


def test_a_generation_reaches_all_replicas_and_no_answer_mixes_two(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "plans"
    texts: list[dict[str, str]] = []
    write(folder, 0)
    ingested(home, folder)
    with ExitStack() as stack:
        url, first = stack.enter_context(replica(home, 0, tmp_path / "first"))
        port = int(url.rpartition(":")[2])
        same, second = stack.enter_context(replica(home, port, tmp_path / "second"))
        assert same == url
        texts.append(stored(url))
        asking = stack.enter_context(Asking(url))
        until(lambda: asked(first) > 3 and asked(second) > 3)
        old = asking.answers[0]["index"]
        assert {answer["index"] for answer in asking.answers} == {old}
        write(folder, 1)
        ingested(home, folder)
        until(lambda: last_fingerprints(asking, 1) != {old})
        # Both have answered many times since, always from one and the same new generation.
        until(lambda: settled(asking, old))
        before = asked(first), asked(second)
        until(lambda: asked(first) > before[0] + 5 and asked(second) > before[1] + 5)
        assert len(last_fingerprints(asking, 10)) == 1
        texts.append(stored(url))
    new = asking.answers[-1]["index"]
    assert new != old
    by_state = {old: texts[0], new: texts[1]}
    for answer in asking.answers:
        # A run over five files passes through states between the two.
        right = [by_state[answer["index"]]] if answer["index"] in by_state else texts
        assert any(agrees(answer, text) for text in right)
    for state, other in ((old, texts[1]), (new, texts[0])):
        answered = [a for a in asking.answers if a["index"] == state and a["citations"]]
        assert answered
        assert not any(agrees(answer, other) for answer in answered)


def settled(asking: Asking, old: str) -> bool:
    """Whether the last forty answers are of one generation, and not of the old one."""
    last = last_fingerprints(asking, 40)
    return len(last) == 1 and old not in last


def last_fingerprints(asking: Asking, count: int) -> set[str]:
    return {answer["index"] for answer in asking.answers[-count:]}


def stored(url: str) -> dict[str, str]:
    """The text of every document, by its id."""
    ids = [one["id"] for one in httpx.get(f"{url}/documents", timeout=60).json()]
    return {i: httpx.get(f"{url}/documents/{i}", timeout=60).json()["text"] for i in ids}


def agrees(answer: dict[str, Any], texts: dict[str, str]) -> bool:
    """Whether every citation is what stands at its place in these texts."""
    return all(
        fold(texts[c["document"]][c["start"] : c["end"]]) == c["quote"] for c in answer["citations"]
    )
