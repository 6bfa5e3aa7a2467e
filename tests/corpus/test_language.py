"""The language of a text: told rightly of the made-up plans, whole and sentence by sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.language import LANGUAGES, detect_language

MADE = sorted((Path(__file__).parent / "made").iterdir())


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_the_language_of_a_plan_is_told(path: Path) -> None:
    assert detect_language(path.read_text(encoding="utf-8")) == path.name[:2]


def test_the_language_of_a_line_is_nearly_always_told() -> None:
    lines = [
        (path.name[:2], line)
        for path in MADE
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.split()) >= 4
    ]
    wrong = [(code, line) for code, line in lines if detect_language(line) != code]
    assert len(lines) > 200
    assert len(wrong) <= 0.02 * len(lines)


def test_every_language_known_is_among_the_plans() -> None:
    assert {path.name[:2] for path in MADE} == set(LANGUAGES)


@pytest.mark.parametrize("text", ["", "2025 – 14,5 %", "\n\t"])
def test_a_text_without_letters_has_the_first_language(text: str) -> None:
    assert detect_language(text) == "lv"


def test_telling_a_language_loads_no_dictionary() -> None:
    program = (
        "import sys; from corpus.language import detect_language; "
        "detect_language('Council'); print('simplemma' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"
