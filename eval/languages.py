"""What the vectors of a model say of language, learned: `rag/alignment.json`.

In: vectors of the same questions in both languages, and of passages by language. Out: their means
and the directions in which the two versions of a question differ most (singular value
decomposition of the differences; Yang et al. 2021, arXiv:2109.04727).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.alignment import FILE, Alignment, alignment

_DIRECTIONS = 10
_DECIMALS = 4


def learned_alignment(
    model: str,
    questions: Mapping[str, NDArray[np.float32]],
    passages: Mapping[str, NDArray[np.float32]],
) -> Alignment:
    """Learn an alignment.

    Args:
        model: fingerprint of the embedder.
        questions: by two languages, each of shape (n, dimension); row i is the same question.
        passages: by language, each of shape (any, dimension).
    """
    one, other = (questions[language] for language in sorted(questions))
    _, _, directions = np.linalg.svd(one - other, full_matrices=False)
    return Alignment(
        model,
        {language: vectors.mean(axis=0) for language, vectors in questions.items()},
        {language: vectors.mean(axis=0) for language, vectors in passages.items()},
        np.asarray(directions[:_DIRECTIONS], np.float32),
    )


def write_alignment(learned: Alignment) -> None:
    """Put the alignment where assistants that are opened from now on find it."""
    path = Path(str(files("rag").joinpath(FILE)))
    path.write_text(as_json(learned), encoding="utf-8")
    alignment.cache_clear()


def as_json(learned: Alignment) -> str:
    """The contents of the file that `rag.alignment` reads."""
    means = {"questions": learned.questions, "passages": learned.passages}
    rows = {
        name: {language: _rounded(vector) for language, vector in sorted(vectors.items())}
        for name, vectors in means.items()
    }
    directions = [_rounded(row) for row in learned.differences]
    return json.dumps({"model": learned.model, **rows, "differences": directions}, indent=0) + "\n"


def _rounded(vector: NDArray[np.float32]) -> list[float]:
    return [round(float(number), _DECIMALS) for number in vector]
