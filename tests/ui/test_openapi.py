"""Requests of every kind that the description allows, and many that it does not.

None makes the server fail, and every response is as the description says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from index.ingestion import ingest
from index.local import LocalIndex
from rag.assistant import Assistant
from rag.settings import ApiSettings, Settings
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import PLAN, PLANS
from ui.api import create_app, parts_of
from ui.live import LiveAssistant

_KEY = "a key of the tests' own"
_AUTHORISED = {"Authorization": f"Bearer {_KEY}"}
_EXAMPLES = 25
# Headers that mean nothing are ignored, and some texts that are strings are no questions.
_LENIENT: list[Any] = [negative_data_rejection, positive_data_acceptance]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    home = tmp_path_factory.mktemp("openapi")
    embedder = HashEmbedder()
    ingest([PLANS / PLAN], home, embedder)
    given_settings = Settings(
        home=home, api=ApiSettings(key=SecretStr(_KEY), requests_per_key=0, requests_per_address=0)
    )
    opened = Assistant(LocalIndex.open(home, embedder), embedder, given_settings)
    live = LiveAssistant(opened, home)
    app = create_app(live.assistant, given_settings, live.refresh)
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    live.assistant.index.close()
    parts_of(app).close()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_response_is_as_described(schema: BaseSchema, mode: GenerationMode) -> None:
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
            continue

        @settings(
            max_examples=_EXAMPLES, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=_AUTHORISED, excluded_checks=_LENIENT)

        check()
        tried += 1
    assert tried > 5
