"""Text that is written in another thread: what becomes of it when its writer fails."""

from __future__ import annotations

import logging
import threading

import pytest

from rag.generation.protocol import Deadline, GenerationFailed
from rag.generation.timed_text import Emit, timed_text

_LOG = logging.getLogger("planqa")


class _Panic(BaseException):
    """Like what the tokenizers' Rust raises."""


@pytest.mark.parametrize("failure", [RuntimeError("out of memory"), _Panic("out of memory")])
def test_whatever_goes_wrong_in_a_model_is_a_failed_generation_and_is_logged(
    failure: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    def produce(emit: Emit, unread: threading.Event) -> None:  # noqa: ARG001
        emit("Ceļu ")
        raise failure

    pieces = timed_text(produce, Deadline(30))
    _LOG.addHandler(caplog.handler)
    try:
        assert next(pieces) == "Ceļu "
        with pytest.raises(GenerationFailed, match="out of memory") as failed:
            next(pieces)
    finally:
        _LOG.removeHandler(caplog.handler)
    assert failed.value.reason == "refused"
    assert f"{type(failure).__name__}: out of memory" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_failure_that_has_a_reason_keeps_it() -> None:
    def produce(emit: Emit, unread: threading.Event) -> None:  # noqa: ARG001
        raise GenerationFailed("busy", "the model is writing other answers")

    with pytest.raises(GenerationFailed) as failed:
        list(timed_text(produce, Deadline(30)))
    assert failed.value.reason == "busy"
