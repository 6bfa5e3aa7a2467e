"""The assistant of a running server: always over the newest generation of the index.

In: an assistant, and the home it was opened from. Out: a `LiveAssistant`, used in its place. When
a writer has finished, the index is opened anew beside the old one and takes its place in one
step: a request that has begun is answered to its end by the generation it began with, whose files
are let go of when nobody holds it any more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from corpus.errors import PlanqaError
from index.folding import fold_behind
from index.local import LocalIndex
from index.seal import read_seal
from rag.assistant import Assistant
from rag.opening import open_index
from ui.timed import untimed

_LOG = logging.getLogger("planqa")
_POLL_S = 1.0
# A run over many files is followed in between: opening an index takes seconds for a large one.
_LONGEST_BEHIND_S = 30.0


class LiveAssistant:
    """Stands for the newest `Assistant`; each attribute is that one's.

    Args:
        assistant: what there is now.
        home: folder of the index.
        open_newest: opens an assistant over the newest generation; the embedding model is kept.
    """

    def __init__(
        self,
        assistant: Assistant,
        home: Path,
        open_newest: Callable[[Assistant], Assistant] | None = None,
    ) -> None:
        self._current = assistant
        self._home = home
        self._open_newest = open_newest or _reopened
        self._refreshing = threading.Lock()
        self._changed_at: float | None = None
        self._folded = -1
        self._refused = -1
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="planqa-index", daemon=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._current, name)

    @property
    def assistant(self) -> Assistant:
        """This, as what takes an assistant sees it."""
        return cast(Assistant, self)

    def start(self) -> None:
        """Look for new generations from now on."""
        self._watcher.start()

    def stop(self) -> None:
        self._stop.set()
        if self._watcher.is_alive():
            self._watcher.join()

    def refresh(self) -> bool:
        """Go over to the newest generation at once; False when that is the present one."""
        with self._refreshing:
            seal = read_seal(self._home)
            if seal is None or seal.generation == self._current.index.generation:
                return False
            self._current = self._open_newest(self._current)
            self._changed_at = None
            return True

    def _watch(self) -> None:
        while not self._stop.wait(_POLL_S):
            try:
                self._look()
            except PlanqaError as error:
                # The old generation goes on answering; what is wrong is the operator's to mend.
                seal = read_seal(self._home)
                if seal is not None and seal.generation != self._refused:
                    self._refused = seal.generation
                    _LOG.warning("the newest index cannot be opened: %s", error.message)

    def _look(self) -> None:
        seal = read_seal(self._home)
        if seal is None:
            return
        if seal.generation != self._current.index.generation:
            now = time.monotonic()
            self._changed_at = self._changed_at or now
            if seal.settled or now - self._changed_at > _LONGEST_BEHIND_S:
                self.refresh()
        elif seal.settled and seal.log.size and self._folded != seal.generation:
            # Only this reader may still hold up the log; with it out of the way the log shrinks.
            index = untimed(self._current.index)
            if isinstance(index, LocalIndex) and fold_behind(index, self._home):
                self._folded = seal.generation


def following(
    assistant: Assistant, open_newest: Callable[[Assistant], Assistant] | None = None
) -> LiveAssistant:
    """The live assistant for where the index of `assistant` lies: in Milvus, or in its home."""
    home = assistant.settings.home
    if assistant.settings.milvus.uri is None:
        return LiveAssistant(assistant, home, open_newest)
    from ui.live_published import LivePublished

    return LivePublished(assistant, home, open_newest)


def _reopened(assistant: Assistant) -> Assistant:
    before = untimed(assistant.index)
    index = open_index(assistant.settings, assistant.embedder, before)
    models = (assistant.generator, assistant.reranker)
    return type(assistant)(index, assistant.embedder, assistant.settings, *models)
