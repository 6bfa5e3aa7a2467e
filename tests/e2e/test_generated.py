"""A language model behind a server, through the API, the chat and the command line.

The model's server is a real one on this machine that says what a test has it say, or fails as a
test has it fail; the last test asks llama.cpp with a real model.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from eval.metrics.support import statement_support
from index.ingestion import ingest
from index.local import LocalIndex
from rag.answer import Answer
from rag.assistant import Assistant
from rag.generation.opening import open_generator
from rag.settings import EXTRACTIVE, GeneratorSettings, ServerSettings, Settings
from tests.e2e.browsing import Visit
from tests.e2e.conftest import environment
from tests.e2e.made_server import serving_assistant
from tests.index.remembering import default_embedder
from tests.rag.generation.chat_server import Fault, chat_server, statements
from tests.rag.generation.conftest import PLAN, gguf, llama

__all__ = ["gguf", "llama"]  # fixtures of the tests of generators
pytestmark = pytest.mark.e2e

QUESTION = "Cik izmaksās muzeja ēkas atjaunošana?"
TRUE = "Dienvidpils muzeja ēkas atjaunošana izmaksās 2,3 milj. EUR."
FALSE = "Dienvidpils muzeja ēkas atjaunošana izmaksās 9,9 milj. EUR."
_LIMIT = 2.0  # seconds that a model is given
_PATIENCE_S = 400  # a real model on two busy cores


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one plan, made with the default embedding model."""
    folder = tmp_path_factory.mktemp("generated") / "home"
    assert not ingest([PLAN], folder, default_embedder()).failed
    return folder


@contextmanager
def served(home: Path, **given: object) -> Iterator[str]:
    """The address of a planqa server that writes with a model."""
    fields = {"model": "openai:tiny", "retries": 0, "seconds": 60, **given}
    settings = Settings(
        home=home,
        generator=GeneratorSettings.model_validate(fields),
        server=ServerSettings(answer_seconds=_PATIENCE_S),
    )
    embedder = default_embedder()
    generator = open_generator(settings.generator, settings.cache)
    index = LocalIndex.open(home, embedder)
    with serving_assistant(Assistant(index, embedder, settings, generator), home) as url:
        yield url


def _events(url: str, question: str) -> list[tuple[str, dict[str, object]]]:
    headers = {"Accept": "text/event-stream"}
    response = httpx.post(f"{url}/ask", json={"question": question}, headers=headers, timeout=120)
    blocks = [block.split("\n") for block in response.text.split("\n\n") if "data:" in block]
    fields = [dict(line.split(": ", 1) for line in block) for block in blocks]
    return [(one["event"], json.loads(one["data"])) for one in fields]


def test_verified_statements_are_streamed_and_no_others(home: Path) -> None:
    script = statements((FALSE, 1), (TRUE, 1))
    with chat_server(lambda _: script) as model, served(home, base_url=model.url) as url:
        events = _events(url, QUESTION)
    said = [data["text"] for name, data in events if name == "statement"]
    assert said == [f"- {TRUE} [1]"]
    assert "9,9" not in json.dumps([data for name, data in events], ensure_ascii=False)
    name, answer = events[-1]
    assert name == "answer"
    assert answer["generator"] == "openai:tiny"
    assert str(answer["answer"]).startswith(f"- {TRUE} [1]")


@pytest.mark.parametrize("fault", ["server_error", "hangs", "garbage", "cut"])
def test_the_api_answers_in_quotes_with_a_note_when_the_model_fails(
    home: Path, fault: Fault
) -> None:
    with (
        chat_server(lambda _: statements((TRUE, 1), (TRUE, 1)), fault) as model,
        served(home, base_url=model.url, seconds=_LIMIT) as url,
    ):
        events = _events(url, QUESTION)
    answer = events[-1][1]
    assert answer["status"] == "answered"
    assert answer["generator"] == EXTRACTIVE
    assert "“Dienvidpils muzeja ēku atjaunos" in str(answer["answer"])
    assert "Valodas modelis" in str(answer["notes"])


def test_a_server_that_is_killed_while_it_writes_costs_nothing_but_its_words(home: Path) -> None:
    with (
        chat_server(lambda _: statements((TRUE, 1)), "hangs_midway") as model,
        served(home, base_url=model.url, seconds=8) as url,
    ):
        first = httpx.post(f"{url}/ask", json={"question": QUESTION}, timeout=120).json()
        model.fault = "none"
        second = httpx.post(f"{url}/ask", json={"question": QUESTION}, timeout=120).json()
    assert (first["generator"], second["generator"]) == (EXTRACTIVE, "openai:tiny")
    assert first["writing"]["failed"] == "slow"


@pytest.mark.browser
@pytest.mark.parametrize("fault", ["none", "cut"])
def test_the_chat_shows_what_holds_and_a_note_when_the_model_fails(
    visiting: Callable[..., Visit], home: Path, fault: Fault
) -> None:
    with (
        chat_server(lambda _: statements((TRUE, 1), (FALSE, 1)), fault) as model,
        served(home, base_url=model.url) as url,
    ):
        visit = visiting(url)
        visit.ask(QUESTION)
        answer = visit.answered(1)
        expect(answer.locator(".pq-note")).to_have_count(1)
        text = answer.inner_text()
    assert "9,9" not in text
    assert (TRUE in text) == (fault == "none")
    assert "2,3 milj. EUR" in text


def _asked_on_the_terminal(home: Path, url: str) -> str:
    given = {
        "PLANQA_GENERATOR__MODEL": "openai:tiny", "PLANQA_GENERATOR__BASE_URL": url,
        "PLANQA_GENERATOR__SECONDS": "20", "PLANQA_GENERATOR__RETRIES": "0", "COLUMNS": "200",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "ui", "ask", QUESTION],
        env={**environment(home), **given}, cwd=home.parent, capture_output=True,
        encoding="utf-8", timeout=_PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_terminal_shows_the_models_words_or_a_note(home: Path) -> None:
    with chat_server(lambda _: statements((TRUE, 1))) as model:
        assert TRUE in _asked_on_the_terminal(home, model.url)
        model.fault = "garbage"
        said = _asked_on_the_terminal(home, model.url)
    assert TRUE not in said
    assert "2,3 milj. EUR" in said
    assert "Valodas modelis atbildēja nesaprotami" in said


def test_a_key_in_the_settings_file_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "planqa.toml").write_text('[generator]\napi_key = "secret of the server"\n')
    done = subprocess.run(
        [sys.executable, "-m", "ui", "ask", QUESTION],
        env=environment(home), cwd=tmp_path, capture_output=True, encoding="utf-8",
        timeout=_PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "PLANQA_GENERATOR__API_KEY" in done.stderr
    assert "secret of" not in done.stderr


@pytest.mark.model
def test_a_real_model_on_a_real_server_says_nothing_that_is_not_there(
    home: Path, llama: str
) -> None:
    """It is small and makes things up: whatever it writes, what goes out is in the sources."""
    with served(home, base_url=llama, seconds=_PATIENCE_S - 10, tokens=60) as url:
        for question in (QUESTION, "Who implements the rebuilding of roads?"):
            asked = {"question": question}
            answer = httpx.post(f"{url}/ask", json=asked, timeout=_PATIENCE_S).json()
            assert answer["status"] == "answered"
            assert answer["writing"]["failed"] is None
            assert statement_support(Answer.model_validate(answer)) == 1.0
