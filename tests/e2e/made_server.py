"""A server over a few files of the test's own, in this process, to be stopped and started anew.

Its passages are encoded by the hashed embedder, so that it starts in a moment; everything else is
what `planqa serve` runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from index.ingestion import ingest
from index.local import LocalIndex
from rag.assistant import Assistant
from rag.settings import Settings
from tests.index.hash_embedder import HashEmbedder
from ui.api import parts_of
from ui.live import LiveAssistant
from ui.server import address_of, build_app, listen

_PATIENCE_S = 300  # two busy cores


@contextmanager
def serving(home: Path, files: Sequence[Path], **given: Any) -> Iterator[str]:
    """Serve `files`, indexed in `home`; the address. Stopped when the context ends.

    `given` are sections of the settings.
    """
    embedder = HashEmbedder()
    assert not ingest(files, home, embedder).failed
    settings = Settings(home=home, **given)
    opened = Assistant(LocalIndex.open(home, embedder), embedder, settings)
    with serving_assistant(opened, home) as url:
        yield url


@contextmanager
def serving_assistant(opened: Assistant, home: Path) -> Iterator[str]:
    """Serve an assistant that is open; the address. Both are closed when the context ends."""
    settings = opened.settings
    live = LiveAssistant(opened, home)
    app = build_app(live.assistant, settings, live.refresh)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.05)
            url = address_of(listener)
            httpx.get(url, timeout=_PATIENCE_S)  # the chat comes after the API
            yield url
        finally:
            server.should_exit = True
            thread.join()
            live.assistant.index.close()
            parts_of(app).close()
