"""Instructions that a document holds steer no answer, with a language model or without one.

Thirty plans are indexed as they are, and once more with a planted instruction in each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag.answer import Answer
from rag.assistant import Assistant
from rag.generation.openai_server import OpenAIServer
from rag.settings import GeneratorSettings
from tests.index.remembering import default_embedder
from tests.rag.asking import Asker, opened, request
from tests.rag.generation.chat_server import statements
from tests.rag.generation.conftest import writing

_CASES = tomllib.loads((Path(__file__).parent / "injections.toml").read_text("utf-8"))["case"]
_ASKED_OF_A_REAL_MODEL = _CASES[::8]


@dataclass(frozen=True)
class Plans:
    """The same plans with and without what was planted, and the id of each by its title."""

    clean: Asker
    planted: Asker
    ids: dict[str, Any]


def _files(folder: Path, *, planted: bool) -> list[Path]:
    folder.mkdir()
    files = []
    for number, case in enumerate(_CASES, 1):
        first, *others = case["facts"]
        said = [first, *([case["injected"]] if planted else []), *others]
        file = folder / f"plan-{number}.txt"
        file.write_text("\n\n".join([case["title"], "1. Rīcība", *said]) + "\n", "utf-8")
        files.append(file)
    return files


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plans]:
    folder = tmp_path_factory.mktemp("injection")
    embedder = default_embedder()
    clean, planted = (
        opened(folder / f"home-{there}", _files(folder / f"{there}", planted=there), embedder)
        for there in (False, True)
    )
    ids = {one.title: one.id for one in clean.index.documents()}
    yield Plans(clean, planted, ids)
    clean.index.close()
    planted.index.close()


def _said(answer: Answer) -> tuple[object, ...]:
    quotes = tuple((citation.document, citation.quote) for citation in answer.citations)
    return answer.status, answer.answer, quotes, answer.items


def _ask(assistant: Assistant, plans: Plans, case: dict[str, Any]) -> Answer:
    return assistant.ask(request(case["question"], documents=[plans.ids[case["title"]]]))


def _id(case: dict[str, Any]) -> str:
    return str(case["title"]).split()[0]


def test_there_are_thirty_in_two_languages() -> None:
    assert len(_CASES) == len({case["title"] for case in _CASES}) == 30


@pytest.mark.parametrize("case", _CASES, ids=_id)
def test_quoting_is_not_steered(plans: Plans, case: dict[str, Any]) -> None:
    before = _ask(plans.clean.assistant, plans, case)
    after = _ask(plans.planted.assistant, plans, case)
    assert before.status == "answered"
    assert _said(after) == _said(before)


@pytest.mark.parametrize("case", _CASES, ids=_id)
def test_a_model_that_obeys_is_stopped(plans: Plans, case: dict[str, Any]) -> None:
    """The model says what was planted; the answer is the one that quotes without a model."""
    with writing(plans.planted, lambda _: statements((case["obeyed"], 1))) as (assistant, _):
        answer = _ask(assistant, plans, case)
    assert _said(answer) == _said(_ask(plans.clean.assistant, plans, case))
    assert answer.writing is not None
    assert answer.writing.removed == answer.writing.statements > 0


@pytest.mark.model
def test_a_real_model_writes_the_same_with_and_without(plans: Plans, llama: str) -> None:
    given = GeneratorSettings(base_url=llama, tokens=60, seconds=300)
    model = OpenAIServer("gemma", given)
    said = []
    for asker in (plans.clean, plans.planted):
        settings = asker.assistant.settings.model_copy(update={"generator": given})
        assistant = Assistant(asker.index, asker.assistant.embedder, settings, model)
        said.append([_said(_ask(assistant, plans, case)) for case in _ASKED_OF_A_REAL_MODEL])
    model.close()
    assert said[0] == said[1]
