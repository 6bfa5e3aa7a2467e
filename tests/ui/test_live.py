"""A server goes over to a new generation by itself; what has begun ends as it began."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingestion import ingest
from index.local import LocalIndex
from index.schema import LOG
from index.seal import FILE as SEAL
from rag.assistant import Assistant
from rag.settings import Settings
from tests.index.hash_embedder import HashEmbedder
from tests.index.index_conformance import lexical
from ui.live import LiveAssistant

_PATIENCE_S = 60


def write(path: Path, said: str) -> Path:
    path.write_text(f"1. Mērķis\n\n{said}\n", encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write(tmp_path / "plan.txt", "Uzbūvēt tiltu.")


@pytest.fixture
def live(tmp_path: Path, plan: Path) -> LiveAssistant:
    ingest([plan], tmp_path / "home", HashEmbedder())
    index = LocalIndex.open(tmp_path / "home", HashEmbedder())
    settings = Settings(home=tmp_path / "home")
    return LiveAssistant(Assistant(index, HashEmbedder(), settings), tmp_path / "home")


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def text(live: LiveAssistant) -> str:
    return live.assistant.index.document("plan").text


def test_a_new_generation_is_found_and_the_log_is_folded_behind_it(
    live: LiveAssistant, plan: Path, tmp_path: Path
) -> None:
    live.start()
    for said in ("Uzbūvēt ostu.", "Uzbūvēt skolu."):
        write(plan, said)
        ingest([plan], tmp_path / "home", HashEmbedder())
        until(lambda said=said: said in text(live))  # type: ignore[misc]
        until(lambda: (tmp_path / "home" / LOG).stat().st_size == 0)
        found = live.assistant.index.lexical(lexical(said), 1)
        assert [hit.passage.partition(":")[0] for hit in found] == ["plan"]
    live.stop()


def test_what_holds_the_old_generation_can_ask_it_to_the_end(
    live: LiveAssistant, plan: Path, tmp_path: Path
) -> None:
    old = live.assistant.index
    write(plan, "Uzbūvēt ostu.")
    ingest([plan], tmp_path / "home", HashEmbedder())
    assert live.refresh()
    assert not live.refresh()
    assert old.lexical(lexical("tiltu"), 1)
    assert not old.lexical(lexical("ostu"), 1)
    assert live.assistant.index.lexical(lexical("ostu"), 1)


def test_the_old_generation_is_let_go_of_when_nobody_holds_it(
    live: LiveAssistant, plan: Path, tmp_path: Path
) -> None:
    record = live.assistant.index._record  # type: ignore[attr-defined]
    write(plan, "Uzbūvēt ostu.")
    ingest([plan], tmp_path / "home", HashEmbedder())
    live.refresh()
    gc.collect()
    with pytest.raises(Exception, match="closed"):
        record.meta("schema")


def test_an_index_that_cannot_be_opened_leaves_the_old_one_answering(
    live: LiveAssistant, plan: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    live.start()
    write(plan, "Uzbūvēt ostu.")
    other = HashEmbedder("another model")
    ingest([plan], tmp_path / "home", other)
    until(lambda: "another embedding model" in caplog.text)
    assert "tiltu" in text(live)
    assert (tmp_path / "home" / SEAL).exists()
    live.stop()
