"""Which folder a language model is in: on disk, or in the hub's cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from rag.generation.model_folder import model_folder
from rag.generation.opening import open_generator
from rag.settings import GeneratorSettings

_ROOT = Path(__file__).parents[3]


def test_a_folder_is_itself(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path), tmp_path) == tmp_path


@pytest.mark.parametrize("name", ["", "nothing", "./no/such", "/no/such/folder", "a/b/c"])
def test_what_is_nowhere_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(PlanqaError) as refused:
        model_folder(name, tmp_path)
    assert refused.value.code == "generator_unavailable"
    assert repr(name) in refused.value.message


def test_a_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"not GGUF")
    with pytest.raises(PlanqaError) as refused:
        model_folder(str(file), tmp_path)
    assert refused.value.code == "generator_unavailable"


def test_a_model_of_the_hub_is_taken_from_its_cache_offline(tmp_path: Path) -> None:
    """In a process of its own: the hub's library reads where its cache is when it is imported."""
    snapshot = tmp_path / "hub" / "models--owner--tiny" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    refs = tmp_path / "hub" / "models--owner--tiny" / "refs"
    refs.mkdir()
    (refs / "main").write_text("abc")
    code = (
        "from pathlib import Path\nfrom rag.generation.model_folder import model_folder\n"
        "print(model_folder('owner/tiny', Path('.')))"
    )
    environment = {
        **os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(_ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(snapshot), done.stderr


@pytest.mark.parametrize("model", ["", "openai:", "transformers:", "magic:x", "extractiv"])
def test_a_setting_of_no_known_form_says_which_there_are(tmp_path: Path, model: str) -> None:
    with pytest.raises(PlanqaError) as refused:
        open_generator(GeneratorSettings(model=model), tmp_path)
    assert refused.value.code == "generator_unknown"
    assert "transformers:" in refused.value.message


def test_extractive_opens_nothing(tmp_path: Path) -> None:
    assert open_generator(GeneratorSettings(), tmp_path) is None
