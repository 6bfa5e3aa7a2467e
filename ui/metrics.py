"""What `GET /metrics` tells Prometheus.

In: what happens while the server runs. Out: the text format of Prometheus. Each application has a
registry of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """Counts and measures. Safe to call from several threads."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "planqa_requests", "Requests by address, method and status.",
            ("path", "method", "status"), registry=registry,
        )  # fmt: skip
        self.request_seconds = Histogram(
            "planqa_request_seconds", "Time until a response was sent whole.",
            ("path",), buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.step_seconds = Histogram(
            "planqa_step_seconds", "Time of each step from a question to its answer.",
            ("step",), buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.answers = Counter(
            "planqa_answers", "Answers by status, kind and language.",
            ("status", "kind", "language"), registry=registry,
        )  # fmt: skip
        self.refused = Counter(
            "planqa_problems", "Problem documents by code.", ("code",), registry=registry
        )
        self._running = Gauge("planqa_questions_running", "Questions being answered.",
                              registry=registry)  # fmt: skip
        self._waiting = Gauge("planqa_questions_waiting", "Questions waiting for their turn.",
                              registry=registry)  # fmt: skip
        self._generation = Gauge("planqa_index_generation", "Generation of the index.",
                                 registry=registry)  # fmt: skip
        self._documents = Gauge("planqa_documents", "Documents in the index.", registry=registry)

    def follow_queue(self, running: Callable[[], int], waiting: Callable[[], int]) -> None:
        """Read the state of the queue from these whenever it is asked for."""
        self._running.set_function(running)
        self._waiting.set_function(waiting)

    def follow_index(self, generation: Callable[[], int], documents: Callable[[], int]) -> None:
        """Read the state of the index from these whenever it is asked for."""
        self._generation.set_function(generation)
        self._documents.set_function(documents)

    def text(self) -> bytes:
        """Everything there is."""
        return generate_latest(self._registry)
