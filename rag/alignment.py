"""Alignment: what a vector says of the language of its text, taken away.

The vectors of a multilingual model lie by language: a Latvian question is nearer to any Latvian
passage than to an English one that answers it, and all questions are nearer to each other than to
what answers them. In: the mean vectors of questions and passages by language, and the directions
in which the same question differs from one language to the other. Out: a question's vector
without them, and what passages of a language have in common with it.

Centring by language is that of Libovický, Rosa & Fraser 2020 ("On the language neutrality of
pre-trained multilingual representations"); taking away directions that tell languages apart that
of Yang et al. 2021 (arXiv:2109.04727).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

FILE = "alignment.json"
_REMOVED = 0.7  # of what the questions of a language have in common

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The alignment of one model.

    Args:
        model: fingerprint of the embedder.
        questions: mean vectors of questions by language, each of shape (dimension,).
        passages: mean vectors of passages by language.
        differences: orthonormal directions that tell languages apart, shape (k, dimension).
    """

    model: str
    questions: Mapping[str, Vector]
    passages: Mapping[str, Vector]
    differences: Vector

    def aligned(self, vector: Vector, language: str) -> Vector:
        """A question's vector, shape (dimension,) and of length 1, without its language."""
        centred = vector - _REMOVED * self.questions.get(language, self._mean(self.questions))
        centred = centred - self.differences.T @ (self.differences @ centred)
        length = float(np.linalg.norm(centred))
        return np.asarray(centred / length if length else vector, np.float32)

    def level(self, aligned: Vector, language: str) -> float:
        """The cosine that any passage of the language has to an aligned question."""
        return float(aligned @ self.passages.get(language, self._mean(self.passages)))

    def _mean(self, vectors: Mapping[str, Vector]) -> Vector:
        """For a language that nothing was learned of: the middle of those there are."""
        return np.asarray(np.mean(list(vectors.values()), axis=0), np.float32)


@cache
def alignment(model: str) -> Alignment | None:
    """The alignment that comes with planqa; None for another model than it was learned for."""
    source = files("rag").joinpath(FILE).read_text(encoding="utf-8")
    read = json.loads(source)
    if read["model"] != model:
        return None
    return Alignment(
        model,
        {language: _vector(one) for language, one in read["questions"].items()},
        {language: _vector(one) for language, one in read["passages"].items()},
        np.array(read["differences"], np.float32),
    )


def _vector(numbers: list[float]) -> Vector:
    return np.array(numbers, np.float32)
