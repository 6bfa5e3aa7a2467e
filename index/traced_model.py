"""A model as one call: no other thread of Python can come between its layers.

PyTorch lets go of the interpreter in each of the some 400 operations of a small model and has to
get it back after each. Where other threads compute meanwhile, that is up to 5 ms an operation
(`sys.setswitchinterval`), seconds for a question. A traced model (`torch.jit.trace`) runs from
beginning to end without the interpreter.

In: a sentence-transformers model. Out: a function from texts to vectors, which shares its weights.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]

_TRACED = ("Kas?", "Which priorities fund cycling infrastructure?")
# Of other numbers and lengths than those that are traced: what was taken for fixed shows on them.
_CHECKED: tuple[tuple[str, ...], ...] = (
    ("Kuras prioritātes finansē velo infrastruktūru un kas tās īsteno?",),
    ("Who?", "Kas?", "How is the success of the priority measured? " * 4),
)
_CLOSE = 1e-6  # of a coordinate


def traced(model: SentenceTransformer, prompt: str, reading: Lock) -> Vectors | None:
    """What encodes questions behind a prompt, each vector of length 1; None where the model does
    not give the same vectors when it is traced, to 1e-6 in each coordinate.

    Args:
        reading: held while texts are cut into tokens.
    """
    import torch

    if model.truncate_dim is not None:
        return None

    def read(texts: Sequence[str]) -> tuple[dict[str, torch.Tensor], dict[str, object]]:
        """What the model computes with, and what it is told besides: the prompt's length."""
        with reading:
            found = model.preprocess(list(texts), prompt=prompt or None)
        tensors = {n: value for n, value in found.items() if isinstance(value, torch.Tensor)}
        return tensors, {n: value for n, value in found.items() if n not in tensors}

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        tensors, told = read(texts)
        if told != fixed:
            raise ValueError(f"the model was traced with {fixed}, and is told {told}")
        with torch.inference_mode():
            return np.asarray(graph(*(tensors[name] for name in names)).numpy(), np.float32)

    try:
        example, fixed = read(_TRACED)
        names = tuple(example)
        graph = _graph(model, example, fixed)
        alike = all(
            np.allclose(encode(t), _plain(model, t, prompt, reading), atol=_CLOSE) for t in _CHECKED
        )
    except Exception:  # noqa: BLE001  (a model of another make may not be traceable, and still work)
        return None
    return encode if alike else None


def _graph(
    model: SentenceTransformer, example: dict[str, torch.Tensor], fixed: dict[str, object]
) -> Any:
    import torch

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            # Not the model itself: tracing reads every property, and some of its are deprecated.
            self.steps = torch.nn.Sequential(*model.children())

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            features = {**dict(zip(example, tensors, strict=True)), **fixed}
            found = self.steps(features)["sentence_embedding"]
            return torch.nn.functional.normalize(found, p=2, dim=1)

    with torch.inference_mode(), _quiet():
        trace: Any = torch.jit.trace  # without types
        return trace(Encoder().eval(), tuple(example.values()), check_trace=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what tracing warns of: that it is on its way out, for ways that need a compiler or
    let Python in between; comparisons of shapes, which is what the checks are for; and what
    transformers says of properties that nobody asked for."""
    logger = logging.getLogger("transformers")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _plain(
    model: SentenceTransformer, texts: Sequence[str], prompt: str, reading: Lock
) -> NDArray[np.float32]:
    with reading:
        found = model.encode_query(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
    return np.asarray(found, np.float32)
