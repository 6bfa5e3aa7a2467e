"""The first passages, ordered anew by a cross-encoder that reads question and passage together.

In: a ranking, and a model that the user has (a folder, or a name on the hub). Out: the same
passages in another order. The scores stay those of the ranks: what is calibrated on them holds.
"""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np

from index.model_folder import ModelSetting
from rag.cross_encoder import open_cross_encoder
from rag.retrieval import Ranking

SETTING = ModelSetting("retrieval.reranker", "reranker")


class Reranker:
    """A cross-encoder. Safe to call from several threads.

    Args:
        model: a folder in the layout of sentence-transformers' `CrossEncoder`, or a hub name.
        most: how many of the first passages it reads.

    Raises:
        PlanqaError: `reranker_unavailable` when it cannot be had, `reranker_invalid` when it is no
            such model, or one with several labels.
    """

    def __init__(self, model: str, most: int) -> None:
        self._model = open_cross_encoder(model, SETTING)
        if self._model.num_labels != 1:
            classes = f"tells {self._model.num_labels} classes apart, and does not score"
            raise SETTING.invalid(model, classes)
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
