"""Meaning: how likely a source says what a statement says, names, numbers and denials apart.

In: a statement and its source. Out: signals, which `rag/support.toml` turns into a probability:
the likeness of the statement to the nearest sentence of the source in the embedding space, and
the share of its content words that the source has. `planqa eval faults --learn` learns the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from rag.support.source import Source
from rag.support.words import Word, fit

NAME = "support"
_KEPT = 8192  # vectors of sentences that are kept, about 12 MB
_FRAMED = 0.5  # a word that only the titles above have counts for so much
_MANY = 20  # content words of a statement, from which on more say nothing
_FLOOR = 0.75  # cosines of this model's family rarely lie below


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence of the source that is most like the statement, and how like it is."""

    sentence: str
    likeness: float


class Likeness:
    """Cosines between statements and sentences; the vectors of sentences are kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._lock = Lock()

    def nearest(self, statement: str, source: Source) -> Nearest:
        """The nearest sentence; all that is not known yet is encoded in one batch."""
        vectors = self.encoded([statement, *source.sentences])
        cosines = vectors[1:] @ vectors[0]
        best = int(np.argmax(cosines))
        return Nearest(source.sentences[best], float(cosines[best]))

    def encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape (len(texts), dimension)."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            # Both sides as questions: of the calibration half of `planqa eval faults`, cosines so
            # made tell true statements from moved ones best (AUROC 0.986 in Latvian and 0.962 in
            # English; 0.973 and 0.950 with both as passages).
            found = dict(zip(missing, self._embedder.encode_questions(missing), strict=True))
            known |= found
            with self._lock:
                self._vectors |= found
                for text in list(self._vectors)[: max(0, len(self._vectors) - _KEPT)]:
                    del self._vectors[text]
        return np.stack([known[text] for text in texts])


def signals(
    words: Sequence[Word], source: Source, nearest: Nearest, *, same_language: bool
) -> dict[str, float]:
    """The signals, each about 0 to 1.

    Args:
        words: the content words of the statement.
        source: what is cited.
        nearest: the sentence that is most like the statement.
        same_language: whether the statement is in the source's language.
    """
    fits = [fit(word, source) for word in words]
    framed = [
        found or _FRAMED * bool(word.concepts & source.named or word.folded in source.words)
        for word, found in zip(words, fits, strict=True)
    ]
    count = max(1, len(words))
    cross = 1.0 - same_language
    covered = sum(framed) / count
    likeness = (nearest.likeness - _FLOOR) / (1 - _FLOOR)
    return {
        "likeness": likeness,
        "covered": covered,
        "own": sum(fits) / count,
        "missing": min(sum(found == 0 for found in framed), _MANY) / _MANY,
        "words": min(count, _MANY) / _MANY,
        "cross": cross,
        "cross_likeness": cross * likeness,
        "cross_covered": cross * covered,
    }
