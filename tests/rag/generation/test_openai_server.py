"""A model behind a server: what it is asked, and what happens when it fails."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from corpus.errors import PlanqaError
from rag.generation.openai_server import OpenAIServer
from rag.generation.protocol import Deadline, GenerationFailed, Generator, Reason
from rag.settings import GeneratorSettings
from tests.rag.generation.chat_server import Fault, chat_server, statements
from tests.rag.generation.generator_conformance import GeneratorConformance, prompt

_SAID = statements(("Ceļu pārbūvē Dienvidpils dome.", 1))
_LIMIT = 1.5  # seconds that a model is given here


def _settings(url: str, **given: object) -> GeneratorSettings:
    return GeneratorSettings.model_validate({"base_url": url, "retries": 1, **given})


class TestConformance(GeneratorConformance):
    @pytest.fixture
    def generator(self) -> Iterator[Generator]:
        with chat_server(lambda _: _SAID) as server:
            made = OpenAIServer("tiny", _settings(server.url))
            yield made
            made.close()


def test_the_server_gets_model_prompt_schema_limit_and_key() -> None:
    with chat_server(lambda _: _SAID) as server:
        key = SecretStr("a secret of the server")
        model = OpenAIServer("tiny", _settings(server.url, api_key=key))
        assert "".join(model.write(prompt(77), Deadline(30))) == _SAID
        (body,) = server.bodies
        assert body["model"] == "tiny"
        assert body["max_tokens"] == 77
        assert body["stream"] is True
        assert body["temperature"] == 0
        assert body["messages"][0]["role"] == "system"
        assert "Kas pārbūvē ceļu?" in body["messages"][-1]["content"]
        schema = body["response_format"]["json_schema"]["schema"]
        cited = schema["properties"]["statements"]["items"]["properties"]["passages"]
        assert cited["items"]["enum"] == [1]
        assert server.keys == ["Bearer a secret of the server"]


def test_a_server_that_takes_no_schema_is_asked_without_from_then_on() -> None:
    with chat_server(lambda _: _SAID, "no_schema") as server:
        model = OpenAIServer("tiny", _settings(server.url, retries=0))
        for _ in range(2):
            assert "".join(model.write(prompt(), Deadline(30))) == _SAID
        assert ["response_format" in body for body in server.bodies] == [True, False, False]


def test_no_schema_is_sent_where_the_settings_say_so() -> None:
    with chat_server(lambda _: _SAID) as server:
        model = OpenAIServer("tiny", _settings(server.url, structured="never"))
        assert "".join(model.write(prompt(), Deadline(30))) == _SAID
        assert "response_format" not in server.bodies[0]


def test_a_server_that_cannot_stream_is_understood() -> None:
    with chat_server(lambda _: _SAID, "whole") as server:
        model = OpenAIServer("tiny", _settings(server.url))
        assert list(model.write(prompt(), Deadline(30))) == [_SAID]


def test_a_busy_server_is_asked_again() -> None:
    with chat_server(lambda _: _SAID, "once_busy") as server:
        model = OpenAIServer("tiny", _settings(server.url))
        assert "".join(model.write(prompt(), Deadline(30))) == _SAID
        assert len(server.bodies) == 2


def test_no_more_is_asked_than_the_retries_allow() -> None:
    with chat_server(lambda _: _SAID, "server_error") as server:
        model = OpenAIServer("tiny", _settings(server.url, retries=1))
        with pytest.raises(GenerationFailed) as failed:
            list(model.write(prompt(), Deadline(30)))
        assert failed.value.reason == "refused"
        assert len(server.bodies) == 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("hangs", "slow"),
        ("hangs_midway", "slow"),
        ("drips", "slow"),
        ("garbage", "garbled"),
        ("no_json", "garbled"),
        ("wrong_shape", "garbled"),
        ("cut", "cut"),
        ("unauthorized", "refused"),
        ("redirect", "refused"),
    ],
)
def test_a_server_that_misbehaves_is_given_up_in_time(fault: Fault, reason: Reason) -> None:
    with chat_server(lambda _: _SAID, fault) as server:
        model = OpenAIServer("tiny", _settings(server.url))
        started = time.monotonic()
        with pytest.raises(GenerationFailed) as failed:
            list(model.write(prompt(), Deadline(_LIMIT)))
        assert failed.value.reason == reason
        assert time.monotonic() - started < 20 * _LIMIT  # and not the 30 s that the server hangs
        assert len(server.bodies) == 1  # what will not go better is not tried again


def test_a_text_without_end_is_cut() -> None:
    with chat_server(lambda _: _SAID, "endless") as server:
        model = OpenAIServer("tiny", _settings(server.url))
        text = "".join(model.write(prompt(), Deadline(60)))
        assert len(text) < 30_000


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    model = OpenAIServer("tiny", _settings(f"http://127.0.0.1:{port}/v1", retries=0))
    with pytest.raises(GenerationFailed) as failed:
        list(model.write(prompt(), Deadline(30)))
    assert failed.value.reason == "unreachable"


def test_an_address_that_is_none_is_unreachable() -> None:
    model = OpenAIServer("tiny", _settings("nowhere", retries=0))
    with pytest.raises(GenerationFailed) as failed:
        list(model.write(prompt(), Deadline(30)))
    assert failed.value.reason == "unreachable"


@pytest.mark.parametrize("address", ["http://[::1", "http://ceļi un tilti/v1"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(PlanqaError, match=r"generator\.base_url") as refused:
        OpenAIServer("tiny", _settings(address))
    assert refused.value.code == "generator_invalid"
    assert address in refused.value.message


@pytest.mark.parametrize("key", ["atslēga", "key\n"])
def test_a_key_that_no_header_can_carry_is_told_without_the_key(key: str) -> None:
    given = _settings("http://127.0.0.1:1/v1", api_key=SecretStr(key))
    with pytest.raises(PlanqaError, match="PLANQA_GENERATOR__API_KEY") as refused:
        OpenAIServer("tiny", given)
    assert refused.value.code == "generator_invalid"
    assert key not in refused.value.message
