"""The questions of `scale.py`: some of the dev split, as both searches take them.

In: an embedder and the settings. Out: vectors, stems and n-grams.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.questions import bundled_files
from eval.runner import load_questions
from index.analysis import grams, stems
from index.embedder import Embedder
from rag.settings import Settings

_QUESTIONS = 150


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the searches take it."""

    vector: NDArray[np.float32]
    stems: tuple[str, ...]
    grams: tuple[str, ...]


def asked_questions(embedder: Embedder, settings: Settings) -> list[Question]:
    """`_QUESTIONS` of the dev split, in equal steps from all of them."""
    items = load_questions("dev", bundled_files(), settings).items
    texts = [item.wording.question for item in items]
    texts = texts[:: max(1, len(texts) // _QUESTIONS)][:_QUESTIONS]
    vectors = embedder.encode_questions(texts)
    return [
        Question(v, tuple(dict.fromkeys(stems(t, "lv") + stems(t, "en"))), tuple(grams(t)))
        for v, t in zip(vectors, texts, strict=True)
    ]
