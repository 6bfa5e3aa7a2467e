"""Timing the steps changes nothing but the metrics."""

from __future__ import annotations

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from index.batching import BatchingEmbedder
from index.ingestion import ingest
from index.local import LocalIndex
from rag.answer import AskRequest
from rag.assistant import Assistant
from rag.settings import Settings
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLAN, PLANS
from ui.metrics import Metrics
from ui.timed import over, timed, untimed


def counts(metrics: Metrics) -> dict[str, float]:
    return {
        sample.labels["step"]: sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
        if sample.name == "planqa_step_seconds_count"
    }


def test_the_answer_is_the_same_and_each_step_is_counted(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    ingest([PLANS / PLAN], tmp_path, embedder)
    index = LocalIndex.open(tmp_path, embedder)
    plain = Assistant(index, embedder, Settings(home=tmp_path))
    metrics = Metrics()
    watched = timed(plain, metrics)
    request = AskRequest(question="Which actions concern cycling?")
    answers = [one.ask(request).model_dump(exclude={"elapsed_ms"}) for one in (plain, watched)]
    assert answers[0] == answers[1]
    before = counts(metrics)
    assert set(before) == {"encoding", "dense search", "lexical search"}
    assert all(before.values())
    assert untimed(watched.index) is index
    assert watched._terms is plain._terms  # made once, however the assistant is watched
    assert watched.embedder.fingerprint == embedder.fingerprint

    gathering = BatchingEmbedder(embedder)
    gathered = timed(plain, Metrics(), gathering)
    assert gathered.ask(request).model_dump(exclude={"elapsed_ms"}) == answers[0]
    gathering.close()

    again = over(index, watched.embedder, watched, metrics)
    again.ask(request)
    assert counts(metrics) == {step: 2 * count for step, count in before.items()}
    index.close()
