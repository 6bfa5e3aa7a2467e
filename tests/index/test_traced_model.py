"""A traced model gives the vectors of the model itself, or is not used."""

from __future__ import annotations

from threading import Lock
from typing import Any, cast

import numpy as np
import torch

from index.traced_model import traced

WORDS = 7


class Bag(torch.nn.Module):
    """A model of one step: the mean of its words' vectors; with `counting`, Python reads how many
    words there are, which a trace takes for fixed."""

    truncate_dim = None

    def __init__(self, *, counting: bool = False) -> None:
        super().__init__()
        self.step = _Mean(counting)

    def preprocess(self, texts: list[str], prompt: str | None = None) -> dict[str, Any]:
        words = [[len(word) % WORDS for word in f"{prompt or ''}{t}".split()] for t in texts]
        most = max(map(len, words))
        ids = [[1 + w for w in own] + [0] * (most - len(own)) for own in words]
        return {"input_ids": torch.tensor(ids), "prompt_length": len(prompt or "")}

    def encode_query(self, texts: list[str], prompt: str, **_options: object) -> Any:
        with torch.inference_mode():
            found = self.step(self.preprocess(texts, prompt))["sentence_embedding"]
        return torch.nn.functional.normalize(found, dim=1).numpy()


class _Mean(torch.nn.Module):
    def __init__(self, counting: bool) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.words = torch.nn.Embedding(WORDS + 1, 5)
        self.counting = counting

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        ids = features["input_ids"]
        mask = (ids > 0).unsqueeze(-1).float()
        found = (self.words(ids) * mask).sum(1) / mask.sum(1)
        if self.counting:
            found = found + int(ids.shape[1]) % 3
        return {**features, "sentence_embedding": found}


TEXTS = ["Kas finansē ceļus?", "Who pays?", "Cik ilgi darbojas programma, un kas to īsteno?"]


def test_a_traced_model_gives_the_same_vectors() -> None:
    model = Bag()
    encode = traced(cast(Any, model), "query: ", Lock())
    assert encode is not None
    expected = model.encode_query(TEXTS, "query: ")
    assert np.allclose(encode(TEXTS), expected, atol=1e-6)
    assert np.allclose(encode(TEXTS[1:2]), expected[1:2], atol=1e-6)


def test_a_model_that_python_steers_is_not_traced() -> None:
    assert traced(cast(Any, Bag(counting=True)), "query: ", Lock()) is None


def test_a_model_that_fails_when_it_is_traced_is_not_traced() -> None:
    class Failing(Bag):
        def preprocess(self, *_read: object, **_options: object) -> dict[str, Any]:
            raise TypeError("this model reads pictures")

    assert traced(cast(Any, Failing()), "", Lock()) is None
