"""Entailment: a cross-encoder for natural language inference as a further word on the meaning.

In: the name or folder of a sentence-transformers `CrossEncoder` whose classes are named, as those
trained on MNLI or XNLI are. Out: how likely a premise entails, and contradicts, a hypothesis.
Optional: without a model in the settings nothing here is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from index.model_folder import ModelSetting
from rag.cross_encoder import open_cross_encoder

SETTING = ModelSetting("verification.entailment", "entailment")
_ENTAILMENT, _CONTRADICTION = "entailment", "contradiction"


@dataclass(frozen=True, slots=True)
class Inference:
    """Probabilities that the premise entails the hypothesis, and that it contradicts it."""

    entails: float
    contradicts: float


class Entailment:
    """An open model; safe to share between threads.

    Args:
        model: a folder, or a name on the hub.

    Raises:
        PlanqaError: `entailment_unavailable` when it cannot be had, `entailment_invalid` when it is
            no cross-encoder, or its classes are not those of inference.
    """

    def __init__(self, model: str) -> None:
        self._model = open_cross_encoder(model, SETTING, device="cpu")
        labels = self._model.config.id2label if self._model.config else None
        self._classes = _classes(model, labels or {})
        self._lock = Lock()

    def infer(self, premises: Sequence[str], hypothesis: str) -> list[Inference]:
        """What each premise says of the hypothesis, in order."""
        pairs = [(premise, hypothesis) for premise in premises]
        with self._lock:
            scores = np.asarray(self._model.predict(pairs, show_progress_bar=False))
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        return [
            Inference(
                float(row[self._classes[_ENTAILMENT]]), float(row[self._classes[_CONTRADICTION]])
            )
            for row in shares
        ]


@lru_cache(maxsize=1)
def opened(model: str) -> Entailment:
    """The model, opened once: each new generation of the index makes a checker of its own.

    Raises:
        PlanqaError: as `Entailment`.
    """
    return Entailment(model)


def _classes(model: str, labels: Mapping[int, str] | Mapping[str, str]) -> dict[str, int]:
    """Which class is which, by the names that the model's configuration gives them."""
    named = {str(label).lower(): int(place) for place, label in labels.items()}
    found = {
        wanted: place
        for wanted in (_ENTAILMENT, _CONTRADICTION)
        for label, place in named.items()
        if label.startswith(wanted)
    }
    if len(found) < 2:
        raise SETTING.invalid(
            model,
            f"has the classes {', '.join(named)}; those of inference are called {_ENTAILMENT} and"
            f" {_CONTRADICTION}",
        )
    return found
