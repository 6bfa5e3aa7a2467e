"""The assistant of a server whose index lies in Milvus: always over the newest generation there.

In: an assistant over a `MilvusIndex`. Out: what `ui.live.LiveAssistant` is for a home. Every
server looks for itself, so a generation that was published reaches all of them within seconds.
"""

from __future__ import annotations

import logging
from typing import cast

from corpus.errors import PlanqaError
from index.milvus import MilvusIndex
from ui.live import LiveAssistant
from ui.timed import untimed

_LOG = logging.getLogger("planqa")


class LivePublished(LiveAssistant):
    """Stands for the newest `Assistant` over an index in Milvus."""

    _said = ""

    def refresh(self) -> bool:
        """Go over to the newest generation at once; False when that is the present one."""
        with self._refreshing:
            present = cast(MilvusIndex, untimed(self._current.index))
            state = present.store.state()
            if state is None or state.generation == present.generation:
                return False
            self._current = self._open_newest(self._current)
            return True

    def _look(self) -> None:
        try:
            self.refresh()
            self._said = ""
        except PlanqaError as error:
            # The old generation goes on answering from what was read; it is said once.
            if error.message != self._said:
                _LOG.warning("the newest index cannot be opened: %s", error.message)
            self._said = error.message
