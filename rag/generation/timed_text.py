"""Text that is there in time, or not at all.

In: something that writes text, in a thread of its own. Out: the pieces as they come. Whatever it
waits for (a name, a connection, a byte, a token), the reader never waits past the deadline.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator

from rag.generation.protocol import Deadline, GenerationFailed

_LOG = logging.getLogger("planqa")

Emit = Callable[[str], None]
Produce = Callable[[Emit, threading.Event], None]


def timed_text(produce: Produce, deadline: Deadline) -> Iterator[str]:
    """The pieces that `produce` emits.

    Args:
        produce: is called with what takes a piece, and with an event that is set once nobody reads
            any more, so that it may stop.
        deadline: when the last piece must have come.

    Raises:
        GenerationFailed: `slow` at the deadline, what `produce` raised, or `refused` for anything
            else that went wrong in it, which is logged.
    """
    pieces: queue.SimpleQueue[str | GenerationFailed | None] = queue.SimpleQueue()
    unread = threading.Event()

    def work() -> None:
        try:
            produce(pieces.put, unread)
        except GenerationFailed as error:
            pieces.put(error)
        except BaseException as error:  # noqa: BLE001  (a panic in a tokenizer is no `Exception`)
            # However a model fails, the answer in the sources' words is still to be had.
            named = f"{type(error).__name__}: {error}"
            in_full = _LOG.isEnabledFor(logging.DEBUG)
            _LOG.warning("the language model failed: %s", named, exc_info=in_full)
            pieces.put(GenerationFailed("refused", named))
        else:
            pieces.put(None)

    threading.Thread(target=work, name="planqa-generator", daemon=True).start()
    try:
        while True:
            try:
                piece = pieces.get(timeout=deadline.left)
            except queue.Empty:
                raise GenerationFailed("slow", "the text was not there in time") from None
            if piece is None:
                return
            if isinstance(piece, GenerationFailed):
                raise piece
            yield piece
    finally:
        unread.set()
