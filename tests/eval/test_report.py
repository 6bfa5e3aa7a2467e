"""A run generated, saved, scored and reported, by a system that is wrong on purpose at times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from eval.evaluate import score_run
from eval.failing import failing_items
from eval.generate import generate
from eval.questions import Item
from eval.report import write_report
from eval.saved import RunConfig, RunFolder, SavedAnswer, latest_run, new_folder
from eval.split import items_of
from rag.answer import Answer, AskRequest
from tests.eval.building import TEXT, answer, cite, pair, passage, sources, unanswerable
from tests.eval.test_chunks import WordEmbedder

START = TEXT.index("Salabot")
NOW = datetime(2026, 1, 31, 9, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Answerer:
    """Answers what mentions the bridge, refuses the rest; `careless` answers everything."""

    name: str
    careless: bool = False

    def answer(self, request: AskRequest) -> Answer:
        known = "pay" not in request.question and "maksā" not in request.question
        english = request.question.startswith(("What", "Who"))
        if not known and not self.careless:
            refusal = "The documents do not say." if english else "Dokumentos tas nav teikts."
            language = "en" if english else "lv"
            return answer(refusal, "not_found", language=language, confidence=0.1)
        lead = "The plan says <b>this</b>:" if english else "Plānā ir teikts tā:"
        return answer(
            f"{lead}\n- Salabot tiltu pār Daugavu. [1]",
            language="en" if english else "lv",
            citations=[cite("Salabot  tiltu\npār Daugavu.")],
            passages=[passage(START, START + 27)],
            confidence=0.9 if known else 0.4,
        )


def questions() -> list[Item]:
    asked = {"lv": {"question": "Kas to maksā?"}, "en": {"question": "Who will pay for it?"}}
    pairs = [pair(f"a-{n}") for n in range(6)]
    pairs += [unanswerable(f"u-{n}", **asked) for n in range(6)]
    pairs += [pair(f"r-{n}", documents=["other"], **asked) for n in range(6)]
    return items_of({"mine": pairs}, frozenset({"mine"}))


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    systems = [Answerer("planqa"), Answerer("langchain", careless=True)]
    folder = new_folder(tmp_path, NOW)
    config = RunConfig(
        created=NOW,
        split="all",
        systems=[one.name for one in systems],
        questions=["mine"],
        bundled=["mine"],
        index="abc",
        settings={},
        model="words",
        versions={"python": "3"},
    )
    items = questions()
    folder.write_inputs(config, items, [one.saved for one in sources().values()])
    for system in systems:
        folder.write_rows(system.name, generate(system, items, WordEmbedder()))
    return folder


def test_a_run_is_read_as_it_was_written(run: RunFolder, tmp_path: Path) -> None:
    assert run.path.name == "2026-01-31T09-15-00Z"
    assert run.items() == questions()
    assert run.systems() == ["planqa", "langchain"]
    [saved_document] = run.documents()
    assert saved_document.text == TEXT
    first = run.rows("planqa")[0]
    assert (first.item, first.answer.status) == (questions()[0].id, "answered")
    assert first.latency_ms > 0
    assert first.encode_ms > 0
    assert latest_run(tmp_path).path == run.path


def test_what_is_not_there_is_an_error_that_names_it(run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match="no system `dense`; it has planqa, langchain"):
        run.rows("dense")
    with pytest.raises(PlanqaError, match="is not the folder of an eval run"):
        RunFolder(tmp_path).config()
    with pytest.raises(PlanqaError, match="No eval run in"):
        latest_run(tmp_path / "none")


def test_a_run_that_broke_off_is_not_the_latest(run: RunFolder, tmp_path: Path) -> None:
    broken = new_folder(tmp_path, NOW.replace(year=2027))
    broken.write_inputs(run.config(), run.items(), run.documents())

    def rows() -> Iterator[SavedAnswer]:
        yield run.rows("planqa")[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken.write_rows("planqa", rows())
    assert (broken.path / "rows" / "planqa.part").read_text("utf-8").count("\n") == 1
    assert broken.systems() == []
    assert latest_run(tmp_path).path == run.path


def test_progress_counts_the_answers() -> None:
    seen: list[tuple[str, int, int]] = []
    items = questions()[:3]
    rows = generate(Answerer("planqa"), items, WordEmbedder(), lambda *one: seen.append(one))
    assert [row.item for row in rows] == [item.id for item in items]
    assert seen == [("planqa", 1, 3), ("planqa", 2, 3), ("planqa", 3, 3)]


def test_failing_items_are_those_of_dev_alone(run: RunFolder) -> None:
    scores = score_run(run, ["planqa"])["planqa"]
    found = failing_items(scores, run.rows("planqa"), sources())
    assert {one.score.item.split for one in found} == {"dev"}
    assert {one.score.item.pair.pair[0] for one in found} == {"r"}
    assert "refused, but the documents answer" in found[0].faults
    [evidence] = found[0].evidence
    assert (evidence.quote, evidence.line) == ("Salabot tiltu pār Daugavu.", 3)
    assert (evidence.retrieved, evidence.cited) == (False, False)
    assert found[0].missed_facts == ("tiltu",)


def test_the_page_stands_alone_and_shows_each_system(run: RunFolder) -> None:
    page = write_report(run).read_text("utf-8")
    assert not re.search(r"<script|<link|src=|@import|url\(http", page)
    assert page.count('<svg role="img"') == 3
    assert "less langchain" in page
    assert "<th>langchain</th>" in page


def test_the_page_shows_no_failing_item_of_the_test_split(run: RunFolder) -> None:
    hidden = [one.id for one in questions() if one.split == "test"]
    assert hidden
    page = write_report(run).read_text("utf-8")
    assert [one for one in hidden if f'id="{one}"' in page] == []
    everything = write_report(run, frozenset({"dev", "test"})).read_text("utf-8")
    assert [one for one in hidden if f'id="{one}"' in everything]


def test_what_an_answer_says_cannot_become_markup(run: RunFolder) -> None:
    rows = [row.model_copy(update={"answer": row.answer.model_copy(update={"language": "lv"})})
            for row in run.rows("planqa")]  # fmt: skip
    run.write_rows("planqa", rows)
    page = write_report(run).read_text("utf-8")
    assert "&lt;b&gt;this&lt;/b&gt;" in page
    assert "<b>this</b>" not in page


def test_scores_and_aggregates_are_json_with_null_for_undefined(run: RunFolder) -> None:
    write_report(run)
    lines = (run.path / "scores" / "planqa.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(questions())
    assert json.loads(lines[0])["set_f1"] is None
    found = json.loads((run.path / "aggregates.json").read_text("utf-8"))
    assert found["systems"]["planqa"]["false_answer"]["value"] == 0
    assert found["systems"]["langchain"]["false_answer"]["value"] == 1
    assert found["systems"]["planqa"]["false_refusal"]["value"] == 0.5
    assert found["groups"]["language"]["lv"]["fact_recall"]["n"] == 12
