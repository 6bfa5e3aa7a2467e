"""planqa as a model for chat clients: asked with OpenAI's own client over a socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
import uvicorn

from rag.answer import Citation
from rag.settings import Settings
from tests.rag.asking import Asker
from tests.ui.clients import QUESTION, key_of
from ui.answering import Answering
from ui.api import create_app, parts_of
from ui.server import address_of, listen

_ASKED = QUESTION["question"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("openai")


@pytest.fixture(scope="module")
def served(asker: Asker, home: Path) -> Iterator[tuple[str, Answering]]:
    """The API's address, and its queue."""
    app = create_app(asker.assistant, Settings(home=home))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield address_of(listener), parts_of(app).answering
        server.should_exit = True
        thread.join()


@pytest.fixture
def client(served: tuple[str, Answering]) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{served[0]}/v1", api_key="anonymous", max_retries=0) as made:
        yield made


def test_the_answer_comes_with_its_citations_in_the_text_and_beside_it(
    client: openai.OpenAI, asker: Asker, served: tuple[str, Answering]
) -> None:
    answer = asker.ask(_ASKED)
    said = client.chat.completions.create(
        model="planqa",
        temperature=0,
        messages=[{"role": "system", "content": "Lie."}, {"role": "user", "content": _ASKED}],
    )
    (choice,) = said.choices
    assert choice.finish_reason == "stop"
    assert choice.message.content is not None
    assert choice.message.content.startswith(answer.answer)
    citations = [Citation.model_validate(one) for one in said.citations]  # type: ignore[attr-defined]
    assert [c.quote for c in citations] == [c.quote for c in answer.citations]
    for citation in citations:
        assert f"[{citation.number}]" in choice.message.content
        assert citation.url.startswith(f"{served[0]}/documents/")
        assert f"]({citation.url}): " in choice.message.content
    assert said.status == "answered"  # type: ignore[attr-defined]
    assert said.id.startswith("chatcmpl-")


def test_streamed_it_is_the_same_text_and_the_citations_come_last(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(
        model="planqa", messages=[{"role": "user", "content": _ASKED}]
    )
    chunks = list(
        client.chat.completions.create(
            model="planqa",
            messages=[{"role": "user", "content": [{"type": "text", "text": _ASKED}]}],
            stream=True,
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == whole.choices[0].message.content
    assert len(chunks) > 3
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].citations == whole.citations  # type: ignore[attr-defined]


def test_a_follow_up_leans_on_the_messages_before_it(client: openai.OpenAI, asker: Asker) -> None:
    first = asker.ask(_ASKED)
    said = client.chat.completions.create(
        model="planqa",
        messages=[
            {"role": "user", "content": _ASKED},
            {"role": "assistant", "content": first.answer},
            {"role": "user", "content": "And how are they funded?"},
        ],
    )
    expected = asker.ask("And how are they funded?", _ASKED)
    assert said.status == expected.status  # type: ignore[attr-defined]
    assert (said.choices[0].message.content or "").startswith(expected.answer)
    alone = client.chat.completions.create(
        model="planqa", messages=[{"role": "user", "content": "And how are they funded?"}]
    )
    assert alone.choices[0].message.content != said.choices[0].message.content


def test_silence_names_the_nearest_passages_as_such(client: openai.OpenAI) -> None:
    said = client.chat.completions.create(
        model="planqa", messages=[{"role": "user", "content": "What do cycling helmets cost?"}]
    )
    text = said.choices[0].message.content or ""
    assert said.citations == []  # type: ignore[attr-defined]
    assert said.status == "not_found"  # type: ignore[attr-defined]
    assert "not an answer" in text


def test_what_is_wrong_is_an_error_of_openai_s_client(client: openai.OpenAI, home: Path) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(
            model="gpt-4", messages=[{"role": "user", "content": _ASKED}]
        )
    assert unknown.value.code == "model_unknown"
    with pytest.raises(openai.UnprocessableEntityError) as empty:
        client.chat.completions.create(model="planqa", messages=[{"role": "user", "content": " "}])
    assert empty.value.code == "question_empty"
    with pytest.raises(openai.UnprocessableEntityError):
        client.chat.completions.create(
            model="planqa", messages=[{"role": "assistant", "content": "x"}]
        )
    with pytest.raises(openai.AuthenticationError) as wrong:
        client.with_options(api_key="wrong").models.list()
    assert wrong.value.code == "key_wrong"
    keyed = client.with_options(api_key=key_of(home, "read"))
    assert [model.id for model in keyed.models.list()] == ["planqa"]


def test_a_fault_within_a_stream_is_raised(
    client: openai.OpenAI, served: tuple[str, Answering], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served[1], "_most", lambda: 0)
    with pytest.raises(openai.APIError, match="too many questions"):
        list(
            client.chat.completions.create(
                model="planqa", messages=[{"role": "user", "content": _ASKED}], stream=True
            )
        )
