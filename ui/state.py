"""How the server is: `GET /healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from corpus.errors import PlanqaError
from rag.assistant import Assistant
from ui.metrics import CONTENT_TYPE, Metrics


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """The index is open and holds documents."""

    status: str = "ready"
    index: str
    generation: int
    documents: int


def state(assistant: Assistant, metrics: Metrics) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["state"])
    metrics.follow_index(
        lambda: assistant.index.generation, lambda: len(assistant.index.documents())
    )

    @router.get("/healthz", summary="Whether the process answers")
    def healthz() -> Health:
        return Health()

    @router.get("/readyz", summary="Whether questions can be answered")
    def readyz() -> Readiness:
        index = assistant.index
        count = len(index.documents())
        if not count:
            raise PlanqaError("not_ready", "no document is indexed: run planqa ingest", 503)
        return Readiness(index=index.fingerprint, generation=index.generation, documents=count)

    @router.get(
        "/metrics",
        summary="Numbers for Prometheus",
        response_class=Response,
        responses={200: {"content": {CONTENT_TYPE.partition(";")[0]: {}}}},
    )
    def numbers() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return router
