"""The first passages, ordered anew by a cross-encoder that reads question and passage together.

In: a ranking, and a model that the user has (a folder, or a name on the hub). Out: the same
passages in another order. The scores stay those of the ranks: what is calibrated on them holds.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.errors import PlanqaError
from rag.generation.model_folder import model_folder
from rag.retrieval import Ranking
from rag.settings import RetrievalSettings

SETTING = "retrieval.reranker"


class Reranker:
    """A cross-encoder. Safe to call from several threads.

    Args:
        folder: the model, in the layout of sentence-transformers' `CrossEncoder`.
        most: how many of the first passages it reads.

    Raises:
        PlanqaError: `reranker_invalid` when the folder is no such model, or one with several
            labels.
    """

    def __init__(self, folder: Path, most: int) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(str(folder), local_files_only=True)
        except Exception as error:
            reason = str(error).strip().partition("\n")[0]
            raise PlanqaError(
                "reranker_invalid",
                f"{folder} is not a cross-encoder ({reason}); see {SETTING}",
                503,
            ) from error
        if self._model.num_labels != 1:
            raise PlanqaError(
                "reranker_invalid",
                f"{folder} tells {self._model.num_labels} classes apart, and does not score: give"
                f" {SETTING} a model that was made for reranking",
                503,
            )
        self._most = most
        self._turn = threading.Lock()

    def reranked(self, question: str, ranking: Ranking) -> Ranking:
        """The ranking with its first passages in the model's order."""
        first, rest = ranking.passages[: self._most], ranking.passages[self._most :]
        if len(first) < 2:
            return ranking
        pairs = [(question, scored.passage.searchable) for scored in first]
        with self._turn:
            found = np.asarray(self._model.predict(pairs, show_progress_bar=False))
        order = np.argsort(-found, kind="stable")
        scores = sorted((scored.score for scored in first), reverse=True)
        anew = (first[place].scored(score) for place, score in zip(order, scores, strict=True))
        return replace(ranking, passages=(*anew, *rest))


def open_reranker(settings: RetrievalSettings, cache: Path) -> Reranker | None:
    """The cross-encoder that the settings name; None where they name none.

    Raises:
        PlanqaError: `generator_unavailable` or `reranker_invalid` when it cannot be opened.
    """
    if settings.reranker is None:
        return None
    folder = model_folder(settings.reranker, cache, SETTING)
    return Reranker(folder, settings.reranker_passages)
