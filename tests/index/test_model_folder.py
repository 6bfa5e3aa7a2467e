"""Which folder a model is in: on disk, or in the hub's cache; and what is said when it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from index.model_folder import ModelSetting, model_folder

_ROOT = Path(__file__).parents[2]
_SETTING = ModelSetting("some.setting", "some")
_UNKNOWN = "planqa-tests/no-such-model"


def in_hub_cache(home: Path, *files: str) -> Path:
    """The folder of `owner/tiny` in a hub's cache, with these files."""
    cached = home / "hub" / "models--owner--tiny"
    snapshot = cached / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    for file in files:
        (snapshot / file).write_text("{}")
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("abc")
    return snapshot


def said_offline(home: Path, model: str) -> str:
    """The folder or the error, in a process of its own: the hub's library reads where its cache is
    when it is imported."""
    code = (
        "import sys\nfrom corpus.errors import PlanqaError\n"
        "from index.model_folder import ModelSetting, model_folder\n"
        "try:\n    print(model_folder(sys.argv[1], ModelSetting('some.setting', 'some')))\n"
        "except PlanqaError as error:\n    print(error.code, error.message)"
    )
    environment = {
        **os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(_ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code, model],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_folder_is_itself(tmp_path: Path) -> None:
    assert model_folder(str(tmp_path), _SETTING) == tmp_path


@pytest.mark.parametrize("name", ["", "nothing", "./no/such", "/no/such/folder", "a/b/c", "a--b/c"])
def test_what_is_nowhere_is_named_with_the_setting(name: str) -> None:
    with pytest.raises(PlanqaError, match=r"`some\.setting` a folder") as refused:
        model_folder(name, _SETTING)
    assert (refused.value.code, refused.value.status) == ("some_unavailable", 503)
    assert repr(name) in refused.value.message


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(b"weights")
    with pytest.raises(PlanqaError, match="neither a folder") as refused:
        model_folder(str(file), _SETTING)
    assert refused.value.code == "some_unavailable"


def test_a_model_of_the_hub_is_taken_from_its_cache_offline(tmp_path: Path) -> None:
    snapshot = in_hub_cache(tmp_path, "config.json")
    assert said_offline(tmp_path, "owner/tiny") == str(snapshot)


@pytest.mark.parametrize("model", [_UNKNOWN, "owner/tiny"])
def test_a_model_that_is_not_in_the_cache_whole_is_refused_offline(
    tmp_path: Path, model: str
) -> None:
    in_hub_cache(tmp_path, "README.md")
    said = said_offline(tmp_path, model)
    assert said.startswith(f"some_unavailable The model '{model}' is not on this machine")
    assert "`some.setting`" in said
