"""The documentation of the API names every error code, and every code is one that the API has."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from index.embedder import SETTING as EMBEDDING
from rag.generation.opening import SETTING as GENERATOR
from rag.reranking import SETTING as RERANKER
from rag.settings import Settings
from rag.support.entailment import SETTING as ENTAILMENT
from tests.test_docs import settings_of
from ui.error_codes import ERROR_CODES
from ui.metrics import Metrics

_ROOT = Path(__file__).resolve().parents[2]
_API = _ROOT / "docs" / "api.md"
_UNIT = _ROOT / "deploy" / "planqa.service"
# What only the command line says: no request leads there.
_COMMANDS_ONLY = {
    "address_unavailable", "backup_invalid", "cache_unwritable", "entailment_invalid",
    "entailment_unavailable", "extra_missing", "file_exists", "file_missing", "file_unreadable",
    "file_unwritable", "form_invalid", "generator_invalid", "generator_unavailable",
    "generator_unknown", "home_not_empty", "model_invalid", "model_unavailable", "no_feedback",
    "original_missing", "question_missing", "questions_missing", "reranker_invalid",
    "reranker_unavailable", "settings_invalid", "settings_unreadable",
}  # fmt: skip


def test_every_error_code_is_documented_with_its_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", _API.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == {code: str(status) for code, (status, _) in ERROR_CODES.items()}
    assert len(rows) == len(ERROR_CODES)


def test_every_code_that_is_raised_is_listed() -> None:
    raised = {
        code
        for package in ("corpus", "index", "rag", "ui")
        for path in (_ROOT / package).rglob("*.py")
        for code in re.findall(r'PlanqaError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    models = (EMBEDDING, GENERATOR, RERANKER, ENTAILMENT)
    raised |= {f"{one.kind}_{what}" for one in models for what in ("invalid", "unavailable")}
    assert raised - set(ERROR_CODES) == _COMMANDS_ONLY


def test_the_systemd_unit_sets_settings_that_there_are() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(_UNIT.read_text(encoding="utf-8"))
    assert unit["Service"]["ExecStart"].split()[1] == "serve"
    known = {name.upper().replace(".", "__") for name, _ in settings_of(Settings)}
    given = re.findall(
        r"^Environment=PLANQA_(\w+)=", _UNIT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert given
    assert set(given) <= known


def test_the_metrics_that_are_documented_are_there() -> None:
    documented = set(
        re.findall(
            r"`(planqa_\w+|process_\w+)`",
            (_ROOT / "docs" / "operate.md").read_text(encoding="utf-8"),
        )
    )
    metrics = Metrics()
    metrics.requests.labels("/", "GET", 200).inc()
    metrics.answers.labels("answered", "fact", "lv").inc()
    served = metrics.text().decode()
    assert documented
    for name in documented:
        assert f"\n# HELP {name} " in f"\n{served}", name
