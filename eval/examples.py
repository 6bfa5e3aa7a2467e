"""What models are learned from: questions of a course, and examples made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.questions import Item
from eval.source import Library
from rag.assistant import Assistant
from rag.models import Models


@dataclass(frozen=True, slots=True)
class Course:
    """Questions that are learned from, and the assistant over the documents that they are about.

    `dev` says whether what is reported is judged on these: the questions of the dev split.
    `weight` is what each of its questions counts when silence is learned.
    """

    assistant: Assistant
    items: Sequence[Item]
    sources: Library
    dev: bool = False
    weight: float = 1.0

    def asking(self, models: Models) -> Course:
        """The same with other models."""
        return replace(self, assistant=self.assistant.with_models(models))


@dataclass(frozen=True, slots=True)
class Examples:
    """Signals with what is right.

    Args:
        names: of the signals, length s.
        values: of the signals, shape (n, s).
        right: whether each example is what is to be found, shape (n,).
        item: number of the question that each belongs to, shape (n,); those of one stand together.
        weight: how much each matters, shape (n,).
    """

    names: Sequence[str]
    values: NDArray[np.float64]
    right: NDArray[np.bool_]
    item: NDArray[np.int64]
    weight: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        signals: Sequence[Mapping[str, float]],
        right: Sequence[bool],
        item: Sequence[int],
        weight: Sequence[float] | None = None,
    ) -> Examples | None:
        """Examples by the signals of each; None where there are none."""
        if not signals:
            return None
        names = list(signals[0])
        return cls(
            names,
            np.array([[one[name] for name in names] for one in signals]),
            np.array(right, bool),
            np.array(item, np.int64),
            np.ones(len(signals)) if weight is None else np.array(weight, np.float64),
        )

    def among(self, items: NDArray[np.int64]) -> Examples:
        """Those of some questions."""
        rows = np.isin(self.item, items)
        return Examples(
            self.names, self.values[rows], self.right[rows], self.item[rows], self.weight[rows]
        )


def joined(examples: Sequence[Examples | None], sizes: Sequence[int]) -> Examples:
    """The examples of several courses as those of one, whose questions are numbered through.

    Args:
        examples: by course; None for one that has none.
        sizes: how many questions each course has.
    """
    starts = np.cumsum([0, *sizes[:-1]])
    found = [(one, start) for one, start in zip(examples, starts, strict=True) if one is not None]
    return Examples(
        found[0][0].names,
        np.concatenate([one.values for one, _ in found]),
        np.concatenate([one.right for one, _ in found]),
        np.concatenate([one.item + start for one, start in found]),
        np.concatenate([one.weight for one, _ in found]),
    )
