"""Reads files in a process of its own, so that no file can hang, fill or crash this one.

In: the bytes of a file. Out: a document, or an error with a code. The process is started at the
first file and used for all that follow; one that had to be stopped is replaced.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from types import TracebackType
from typing import Any

from corpus.archive import is_archive
from corpus.errors import PlanqaError
from corpus.model import Description, Document
from corpus.pdf.picture import PrintedPage
from corpus.span import Span
from index.document_reader import DocumentReader
from index.limits import Limits
from index.reading_child import IDLE, LENGTH, OUT_OF_MEMORY

_START_SECONDS = 120.0  # to import what reads documents, on a busy machine
_CHUNK = 1 << 20


class ChildReader:
    """A `DocumentReader` that holds each file to limits; a context manager that ends the process.

    Args:
        limits: what a file may take.
        password: what opens files that ask for one.

    Raises:
        PlanqaError: from all that reads, besides what the format says: `parse_timeout`,
            `parse_memory`, `parse_crashed`, `parse_failed`, `output_too_large`,
            `too_many_pages`, `file_too_large`.
    """

    def __init__(self, limits: Limits | None = None, password: str | None = None) -> None:
        self._limits = limits or Limits()
        self._password = password
        self._one_at_a_time = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ChildReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        return self._read(data, name, known, self._password)

    def _read(
        self, data: bytes, name: str, known: Description | None, password: str | None
    ) -> Document:
        document = self._asked("read", name, (data, name, known, password), len(data))
        assert isinstance(document, Document)
        return document

    def with_password(self, password: str | None) -> DocumentReader:
        """The same process, for files that this password opens."""
        return _WithPassword(self, password)

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        if not is_archive(data):
            return None
        found: list[tuple[str, bytes]]
        found = self._asked("members", "the archive", (data,), len(data))
        return found

    def picture(self, data: bytes, page: PrintedPage, span: Span | None) -> bytes:
        """A page of the PDF `data` as a PNG, with `span` of the stored text boxed."""
        found = self._asked("picture", "the page", (data, page, span), len(data))
        assert isinstance(found, bytes)
        return found

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._child is None:
            return
        child, self._child = self._child, None
        if child.poll() is None:
            # It has a group of its own: what it started goes with it.
            os.killpg(child.pid, signal.SIGKILL)
        for stream in (child.stdin, child.stdout):
            if stream:
                _close(stream)
        child.wait()

    def _asked(self, kind: str, name: str, arguments: tuple[Any, ...], size: int) -> Any:
        if size > self._limits.file_bytes:
            raise _refusal("file_too_large", name, f"{size} bytes", "limits.file_bytes", 413)
        with self._one_at_a_time:
            return self._answered(kind, name, pickle.dumps((kind, arguments)))

    def _answered(self, kind: str, name: str, request: bytes) -> Any:
        try:
            answer = self._exchanged(self._started(), kind, LENGTH.pack(len(request)) + request)
        except TimeoutError:
            self.close()
            spent = f"more than {self._limits.seconds} s"
            raise _refusal("parse_timeout", name, spent, "limits.seconds") from None
        except (EOFError, BrokenPipeError):
            code = self._ended()
            if code == IDLE:  # it had just gone home
                return self._answered(kind, name, request)
            raise self._death(name, code) from None
        if answer[0] == "done":
            return answer[1]
        if answer[0] == "refused":
            raise PlanqaError(*answer[1:])
        self.close()  # what state it is in, nobody knows
        if answer[1] == "memory":
            raise self._too_much_memory(name)
        raise PlanqaError(
            "parse_failed",
            f"{name} cannot be read: its reader failed ({answer[1]}); save it anew with the "
            "program that made it, or as another format",
            422,
        )

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "index.reading_child", json.dumps(asdict(self._limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
        )
        try:
            _received(self._child, time.monotonic() + _START_SECONDS, _CHUNK)
        except (EOFError, TimeoutError):
            self.close()
            raise PlanqaError(
                "reader_unavailable",
                "the process that reads files does not start; raise the setting "
                f"limits.memory_bytes (now {self._limits.memory_bytes}) or free some memory",
                503,
            ) from None
        return self._child

    def _exchanged(self, child: subprocess.Popen[bytes], kind: str, request: bytes) -> Any:
        deadline = time.monotonic() + self._limits.seconds
        assert child.stdin is not None
        os.set_blocking(child.stdin.fileno(), False)
        view = memoryview(request)
        while view:
            _wait(child.stdin.fileno(), deadline, writing=True)
            view = view[os.write(child.stdin.fileno(), view[:_CHUNK]) :]
        return _received(child, deadline, self._limits.largest_answer(kind) + _CHUNK)

    def _ended(self) -> int:
        """The exit code of the process, which has closed its streams."""
        assert self._child is not None
        code = self._child.wait()
        self.close()
        return code

    def _death(self, name: str, code: int) -> PlanqaError:
        if code == -signal.SIGXCPU:
            return _refusal(
                "parse_timeout", name, f"more than {self._limits.seconds} s", "limits.seconds"
            )
        if code in (OUT_OF_MEMORY, -signal.SIGKILL):  # a kill is the system's way to get some back
            return self._too_much_memory(name)
        return PlanqaError(
            "parse_crashed",
            f"{name} cannot be read: its reader crashed (exit code {code}); save it anew with the "
            "program that made it, or as another format",
            422,
        )

    def _too_much_memory(self, name: str) -> PlanqaError:
        most = f"more than {self._limits.memory_bytes} bytes of memory"
        return _refusal("parse_memory", name, most, "limits.memory_bytes")


class _WithPassword:
    """A `DocumentReader` over the process of another."""

    def __init__(self, reader: ChildReader, password: str | None) -> None:
        self._reader = reader
        self._password = password

    def read(self, data: bytes, name: str, known: Description | None) -> Document:
        return self._reader._read(data, name, known, self._password)

    def members(self, data: bytes) -> list[tuple[str, bytes]] | None:
        return self._reader.members(data)


def _refusal(code: str, name: str, what: str, setting: str, status: int = 422) -> PlanqaError:
    mend = f"split the file, or raise the setting {setting}"
    return PlanqaError(code, f"{name} needs {what}, over the limit; {mend}", status)


def _received(child: subprocess.Popen[bytes], deadline: float, most: int) -> Any:
    """The next answer.

    Raises:
        EOFError: when the process has ended, or sends more than `most` bytes.
        TimeoutError: at the deadline, in seconds of the monotonic clock.
    """
    (length,) = LENGTH.unpack(_bytes(child, LENGTH.size, deadline))
    if length > most:
        os.killpg(child.pid, signal.SIGKILL)
        raise EOFError
    return _Unpickler(io.BytesIO(_bytes(child, length, deadline))).load()


def _bytes(child: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
    assert child.stdout is not None
    parts = bytearray()
    while len(parts) < count:
        _wait(child.stdout.fileno(), deadline, writing=False)
        part = os.read(child.stdout.fileno(), min(_CHUNK, count - len(parts)))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _wait(stream: int, deadline: float, *, writing: bool) -> None:
    left = deadline - time.monotonic()
    reads, writes = ([], [stream]) if writing else ([stream], [])
    ready = select.select(reads, writes, [], max(0, left))
    if left <= 0 or not any(ready):
        raise TimeoutError


def _close(stream: Any) -> None:
    with suppress(BrokenPipeError):
        stream.close()


class _Unpickler(pickle.Unpickler):
    """Makes the data classes of `corpus` and nothing else: a file may have taken over the child."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("corpus."):
            found = super().find_class(module, name)
            if is_dataclass(found) and isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a document")
