"""Documents come, change and go under a running server, by command and over HTTP."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import Server, _address, environment
from tests.e2e.test_commands import _planqa

pytestmark = [pytest.mark.e2e, pytest.mark.long]

KEY = "a key of this test alone"
_PATIENCE_S = 120


def write(path: Path, said: str) -> Path:
    path.write_text(f"1. Mērķis\n\n{said}\n", encoding="utf-8")
    return path


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    write(tmp_path / "plans" / "tilti.txt", "Atjaunot tiltu pār Daugavu 2026. gadā.")
    write(tmp_path / "plans" / "skolas.txt", "Uzbūvēt jaunu skolu Krāslavā.")
    return tmp_path / "plans"


@contextmanager
def served(home: Path, folder: Path) -> Iterator[Server]:
    """`planqa serve` over the files in `folder`, with a key for changes."""
    assert _planqa(home, "ingest", str(folder)).returncode == 0
    log = home.parent / "stderr"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui", "serve", "--port", "0"],
            cwd=home.parent,
            env={**environment(home), "PLANQA_API__KEY": KEY},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        with httpx.Client(base_url=_address(process, log), timeout=60) as client:
            yield Server(str(client.base_url), home, client)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@contextmanager
def asked_throughout(url: str) -> Iterator[list[str]]:
    """Ask all the while; the list gets every answer that is not one, or that is mixed."""
    wrong: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            while not stop.is_set():
                time.sleep(0.05)  # leave the other processes some of the machine
                response = client.post("/ask", json={"question": "Kas plānots ar tiltu?"})
                if response.status_code != 200:
                    wrong.append(response.text)
                    continue
                said = response.json()
                known = {one["document"] for one in said["passages"]}
                if not {one["document"] for one in said["citations"]} <= known:
                    wrong.append(response.text)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        thread.join()


def test_a_running_server_follows_every_change_without_a_failed_request(
    tmp_path: Path, folder: Path
) -> None:
    home = tmp_path / "home"
    with served(home, folder) as server, asked_throughout(server.url) as wrong:

        def ids() -> set[str]:
            return {one["id"] for one in server.client.get("/documents").json()}

        assert ids() == {"tilti", "skolas"}
        write(folder / "tilti.txt", "Atjaunot tiltu pār Daugavu 2031. gadā.")
        (folder / "skolas.txt").unlink()
        write(folder / "parki.txt", "Iekopt pilsētas parku.")
        done = _planqa(home, "ingest", str(folder))
        assert done.stdout.splitlines()[:3] == [
            "created\tparki",
            "updated\ttilti",
            "deleted\tskolas",
        ]
        until(lambda: ids() == {"tilti", "parki"})
        assert "2031" in server.text("tilti")

        key = {"Authorization": f"Bearer {KEY}"}
        upload = {"files": ("osta.txt", "1. Mērķis\n\nPadziļināt ostu.\n".encode())}
        response = server.client.post("/documents", files=upload, headers=key)
        assert response.status_code == 200, response.text
        assert response.json()["created"] == ["osta"]
        assert ids() == {"tilti", "parki", "osta"}
        assert server.client.delete("/documents/osta", headers=key).status_code == 204
        assert ids() == {"tilti", "parki"}

        kept = tmp_path / "kept"
        assert _planqa(home, "backup", str(kept)).stdout.startswith("2 documents")
        assert _planqa(home, "remove", "parki").stdout == "deleted\tparki\n"
        until(lambda: ids() == {"tilti"})
        assert _planqa(home, "restore", str(kept)).returncode == 2
        assert _planqa(home, "restore", "--replace", str(kept)).returncode == 0
        until(lambda: ids() == {"tilti", "parki"})
        assert wrong == []
    checked = _planqa(home, "verify")
    assert (checked.returncode, checked.stderr) == (0, "checking …\n")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_watched_folder_is_followed_until_it_is_stopped(
    tmp_path: Path, folder: Path, stop: signal.Signals
) -> None:
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "ingest", "--watch", str(folder)],
        cwd=tmp_path,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        # As a shell starts a process in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
    )
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    assert {next(lines) for _ in range(2)} == {"created\ttilti\n", "created\tskolas\n"}
    next(lines)
    write(folder / "tilti.txt", "Nojaukt tiltu.")
    assert next(lines) == "updated\ttilti\n"
    assert "1 embedded" in next(lines)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_damage_is_told_in_one_line_and_mended_by_verify(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    assert _planqa(home, "ingest", str(folder)).returncode == 0
    record = home / "record.sqlite"
    data = bytearray(record.read_bytes())
    data[len(data) // 2] ^= 1
    record.write_bytes(bytes(data))
    refused = _planqa(home, "documents")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "planqa verify" in refused.stderr
    looked = _planqa(home, "verify", "--dry-run")
    assert looked.returncode == 1
    assert "record.sqlite" in looked.stdout
    mended = _planqa(home, "verify")
    assert mended.returncode == 0, mended.stdout
    assert mended.stdout.startswith("mended\trecord.sqlite")
    assert _planqa(home, "documents").returncode == 0
