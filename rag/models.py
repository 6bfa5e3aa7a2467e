"""The models that planqa learns from questions whose answers are known, and that it decides by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rag.abstention import NAME as ABSTENTION
from rag.block_choice import CHOICE, PREFERENCE
from rag.listing import NAME as LISTING
from rag.logistic import Logistic, model
from rag.relevance import NAME as RELEVANCE


@dataclass(frozen=True, slots=True)
class Models:
    """Whether a list is wanted; which passages are relevant; which list of a document is asked
    for, and whether it is the answer; whether the documents answer."""

    listing: Logistic
    relevance: Logistic
    block: Logistic
    block_list: Logistic
    abstention: Logistic


@cache
def models() -> Models:
    """The models that come with planqa, as `planqa eval calibrate` wrote them."""
    return Models(
        model(LISTING), model(RELEVANCE), model(CHOICE), model(PREFERENCE), model(ABSTENTION)
    )
