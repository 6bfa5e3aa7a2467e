"""Which generator a setting opens, and what is said of one that opens none."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from rag.generation.opening import open_generator
from rag.opening import open_generator_of
from rag.settings import GeneratorSettings, Settings


@pytest.mark.parametrize("model", ["", "openai:", "transformers:", "magic:x", "extractiv"])
def test_a_setting_of_no_known_form_says_which_there_are(tmp_path: Path, model: str) -> None:
    with pytest.raises(PlanqaError) as refused:
        open_generator(GeneratorSettings(model=model), tmp_path)
    assert refused.value.code == "generator_unknown"
    assert "transformers:" in refused.value.message


def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"not GGUF")
    with pytest.raises(PlanqaError, match=r"GGUF file.*`generator\.model`") as refused:
        open_generator(GeneratorSettings(model=f"transformers:{file}"), tmp_path)
    assert refused.value.code == "generator_unavailable"


def test_extractive_opens_nothing() -> None:
    assert open_generator_of(Settings()) is None
