"""What the assistant made of a question, for the person who asked it.

In: a request, the assistant it is asked of, and its answer once there is one. Out: an
`Understanding`, which is kept with the answer and shown as "Asked: …" and "Why this?". It reads the
question with `rag.question`, as the assistant does; where that leaves two ways to read it, the
answer says which was taken.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from index.analysis import stem
from index.thesaurus import thesaurus, words_of
from rag.answer import Answer, AskRequest
from rag.assistant import Assistant
from rag.question import Question, analyse, readings
from ui.texts import Language

_LONGEST_CARRIED = 600  # characters; a turn of the history may have 2,000


class Understanding(BaseModel):
    """How a question was read and where its answer was looked for.

    `asked` is the question with what a follow-up takes over from the turn before; `leans` says
    that it is a follow-up. `carried` is what the next question may lean on: a follow-up without a
    topic of its own hands on the one it took over. `roles` are what it asks for, `concepts` names
    of the thesaurus, `words` the other telling words as they were typed, `sections` the numbers
    it names. `documents` counts those that were searched, `passages` the passages in them. An
    answer is given from `threshold` up, a probability.
    """

    asked: str
    carried: str
    leans: bool
    roles: list[str]
    concepts: list[str]
    words: list[str]
    sections: list[str]
    documents: int
    passages: int
    threshold: float

    def topic(self, language: Language) -> list[str]:
        """What the question is about: concepts by their name in `language`, then other words."""
        known = thesaurus().concepts
        labels = [known[c].labels.get(language, c) for c in self.concepts if c in known]
        return list(dict.fromkeys([*labels, *self.words]))


def understood(request: AskRequest, assistant: Assistant) -> Understanding:
    """Read `request` as `assistant` is asked it; a question that may lean on the one before, or
    not, as it stands, until the answer says more."""
    index = assistant.index
    searched = request.documents or [known.id for known in index.documents()]
    first = analyse(request)
    return Understanding(
        **_said(request, first, first),
        documents=len(searched),
        passages=sum(index.passage_count(document) for document in searched),
        threshold=assistant.threshold,
    )


def as_answered(known: Understanding, request: AskRequest, answer: Answer) -> Understanding:
    """The same, as the answer took the question."""
    ways = readings(request)
    for way in ways:
        if way.written_out == answer.understood:
            return known.model_copy(update=_said(request, way, ways[0]))
    # A language model wrote the follow-up out.
    said = answer.understood
    return known.model_copy(update={"asked": said, "carried": said, "leans": True})


def _said(request: AskRequest, question: Question, first: Question) -> dict[str, Any]:
    """What a question says; `first` is how it is read before it is asked."""
    return {
        "asked": question.asked,
        "carried": _carried(request, question, first),
        "leans": question.follows_up,
        "roles": list(question.roles),
        "concepts": list(question.concepts),
        "words": _telling_words(question),
        "sections": list(question.numbers),
    }


def _carried(request: AskRequest, question: Question, first: Question) -> str:
    """What the next question may lean on. A topic that was taken over though the question has one
    of its own is handed on where the documents decided so."""
    alone = analyse(AskRequest(question=request.question))
    own_topic = alone.concepts or alone.names or alone.numbers
    decided = question.follows_up and not first.follows_up
    fits = len(question.asked) <= _LONGEST_CARRIED
    return question.asked if fits and (decided or not own_topic) else request.question


def _telling_words(question: Question) -> list[str]:
    """The words of the question whose stems its analysis kept, as they were typed."""
    kept = {*question.words, *question.names}
    said = words_of(question.asked)
    typed = [w for w in said if stem(w, question.language) in kept or stem(w, "lv") in kept]
    return list(dict.fromkeys(typed))
