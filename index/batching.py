"""Questions that arrive together are encoded together, since a batch takes hardly longer than one.

In: an embedder, and calls from several threads. Out: the same vectors, from fewer runs of the
model. One thread encodes; what arrives while it does is the next batch, so that a question alone
waits for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from index.embedder import DelegatingEmbedder, Embedder


@dataclass(frozen=True, slots=True)
class _Call:
    """What one caller waits for."""

    texts: list[str]
    vectors: Future[NDArray[np.float32]] = field(default_factory=Future)


class BatchingEmbedder(DelegatingEmbedder):
    """An `Embedder` over another one, whose questions it gathers; share it between threads.

    Args:
        embedder: what encodes.
        most: questions in a batch; a call with as many or more goes by itself.
    """

    def __init__(self, embedder: Embedder, most: int = 32) -> None:
        super().__init__(embedder)
        self._most = most
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._lock = Lock()
        self._closed = False
        self._thread: Thread | None = None

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (len(texts), dimension), each of length 1.

        Raises:
            Exception: what the embedder raises for these texts; for texts of others in the batch,
                only they are told.
        """
        vectors = self.submit(texts)
        try:
            return vectors.result()
        except BaseException:
            # Whoever is interrupted wants it no more; what has been encoded stays as it is.
            vectors.cancel()
            raise

    def submit(self, texts: Sequence[str]) -> Future[NDArray[np.float32]]:
        """What `encode_questions` will return; cancelled before its turn, it is not encoded."""
        call = _Call(list(texts))
        if len(call.texts) >= self._most or not self._taken(call):
            self._encode([call])
        return call.vectors

    def close(self) -> None:
        """Encode what waits and end the thread; later questions are encoded by their callers."""
        with self._lock:
            self._closed = True
            thread = self._thread
            if thread is not None:
                self._calls.put(None)
        if thread is not None:
            thread.join()

    def _taken(self, call: _Call) -> bool:
        """Put a call in the queue, unless nobody will look there any more."""
        with self._lock:
            if self._closed:
                return False
            if self._thread is None:
                self._thread = Thread(target=self._work, name="planqa-encode", daemon=True)
                self._thread.start()
            self._calls.put(call)
            return True

    def _work(self) -> None:
        while (first := self._calls.get()) is not None:
            batch, ended = self._gathered(first)
            # From here on nobody can take a call back.
            wanted = [call for call in batch if call.vectors.set_running_or_notify_cancel()]
            if wanted:
                self._encode(wanted)
            if ended:
                return

    def _gathered(self, first: _Call) -> tuple[list[_Call], bool]:
        """The calls that wait, up to a batch; and whether the last of all was among them."""
        batch, count = [first], len(first.texts)
        while count < self._most:
            try:
                call = self._calls.get_nowait()
            except Empty:
                break
            if call is None:
                return batch, True
            batch.append(call)
            count += len(call.texts)
        return batch, False

    def _encode(self, batch: list[_Call]) -> None:
        try:
            vectors = self._embedder.encode_questions([t for call in batch for t in call.texts])
        except BaseException as error:  # noqa: BLE001  (raised where the question was asked)
            if len(batch) == 1:
                batch[0].vectors.set_exception(error)
                return
            for call in batch:
                self._encode([call])
            return
        start = 0
        for call in batch:
            end = start + len(call.texts)
            call.vectors.set_result(vectors[start:end])
            start = end
