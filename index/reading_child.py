"""The process that reads files for `ChildReader`: `python -m index.reading_child LIMITS`.

In: requests on stdin, each with its length before it. Out: answers on stdout likewise. A request
is (kind, arguments); an answer is ("done", result), ("refused", code, message, status) or
("broken", what). It imports what reads documents and nothing of the models.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import select
import struct
import sys
from typing import Any, BinaryIO

from corpus.errors import PlanqaError
from corpus.pdf.picture import quoted_page
from index.document_reader import DirectReader
from index.limits import Limits

LENGTH = struct.Struct(">Q")
IDLE_SECONDS = 300  # a process that is kept for the next file gives its memory back after these
IDLE = 78  # exit code, where there was nothing to read for so long
OUT_OF_MEMORY = 77  # exit code, where not even an answer fits any more


def main() -> None:
    """Answer requests until stdin ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What libraries print must not get among the answers.
    os.dup2(2, 1)
    _hold(resource.RLIMIT_AS, limits.memory_bytes)
    _send(answers, pickle.dumps(("ready",)))
    while head := _next(requests):
        kind, arguments = pickle.loads(requests.read(*LENGTH.unpack(head)))
        used = resource.getrusage(resource.RUSAGE_SELF)
        _hold(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + limits.seconds + 1)
        _send(answers, _answer(kind, arguments, limits))


def _next(requests: BinaryIO) -> bytes:
    """The begin of the next request; nothing where there is none any more."""
    if not select.select([requests], [], [], IDLE_SECONDS)[0]:
        sys.exit(IDLE)
    return requests.read(LENGTH.size)


def _answer(kind: str, arguments: tuple[Any, ...], limits: Limits) -> bytes:
    try:
        result = _result(kind, arguments, limits)
        answer = pickle.dumps(("done", result))
        if len(answer) > limits.largest_answer(kind):
            raise PlanqaError(
                "output_too_large",
                f"what was read takes {len(answer)} bytes, over the limit of "
                f"{limits.largest_answer(kind)}; split the file, or raise the setting "
                "limits.output_bytes",
                413,
            )
    except PlanqaError as error:
        return pickle.dumps(("refused", error.code, error.message, error.status))
    except MemoryError:
        return pickle.dumps(("broken", "memory"))
    except Exception as error:  # noqa: BLE001  (whatever a reader raises is the file's failure)
        return pickle.dumps(("broken", type(error).__name__))
    return answer


def _result(kind: str, arguments: tuple[Any, ...], limits: Limits) -> Any:
    if kind == "members":
        return DirectReader().members(*arguments)
    if kind == "picture":
        return quoted_page(*arguments)
    *given, password = arguments
    document = DirectReader(password).read(*given)
    if len(document.pages) > limits.pages:
        raise PlanqaError(
            "too_many_pages",
            f"the file has {len(document.pages)} pages, over the limit of {limits.pages}; split "
            "it, or raise the setting limits.pages",
            413,
        )
    return document


def _hold(what: int, most: int) -> None:
    """Lower the soft limit, which may be raised again; the hard one stays."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _send(stream: BinaryIO, answer: bytes) -> None:
    stream.write(LENGTH.pack(len(answer)) + answer)
    stream.flush()


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
