"""A follow-up written out by a model, where what it writes can be trusted.

In: a request with its conversation, how the rules read it, a model. Out: the question as it stands
alone, or None: then the rules' reading stays. A rewriting is taken only if it keeps the follow-up's
names, numbers and language and what it asks for, and brings in nothing that was not said before.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from index.thesaurus import words_of
from rag.answer import AskRequest, Turn
from rag.generation.prompt import harmless, rewrite_prompt
from rag.generation.protocol import Deadline, GenerationFailed, Generator
from rag.language import language_of
from rag.question import Question, analyse

_TURNS = 2  # earlier turns that the model is shown
_LONGEST = 300  # characters of a question written out
_MOST_READ = 1_000
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_NAME = re.compile(r"(?<![.!?:;“„\"«\s])\s+[„“\"«(]?([^\W\d_a-zāčēģīķļņšūž][\w-]+)")
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_a-zāčēģīķļņšūž]{2,}[\w-]*)\b")
_STEM = 5  # letters by which an inflected name is known again


def rewritten(
    request: AskRequest, read: Question, generator: Generator, deadline: Deadline
) -> str | None:
    """The follow-up as a question of its own; None where there is none to be trusted.

    Args:
        request: with the turns before it.
        read: the request as the rules read it.
        generator: the model.
        deadline: of the whole answer.
    """
    if not read.follows_up or not request.history:
        return None
    turns = request.history[-_TURNS:]
    language = language_of(request.question)
    try:
        text = _first_line(generator, request, turns, deadline)
    except GenerationFailed:
        return None  # the answer itself will tell that there is no model to be had
    return text if _trusted(text, request, turns, read) and language_of(text) == language else None


def _first_line(
    generator: Generator, request: AskRequest, turns: list[Turn], deadline: Deadline
) -> str:
    prompt = rewrite_prompt(request.question, turns, language_of(request.question))
    text = ""
    for piece in generator.write(prompt, deadline):
        text += piece
        if len(text) > _MOST_READ or "\n" in text.strip():
            break
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(lines[0].strip("\"'“”„«»`*- ").split()) if lines else ""


def _trusted(text: str, request: AskRequest, turns: list[Turn], read: Question) -> bool:
    """Whether `text` asks what the follow-up asks, of what was spoken of."""
    if not text.endswith("?") or len(text) > _LONGEST or text != harmless(text):
        return False
    asked = request.question
    said = "\n".join([asked, *(part for turn in turns for part in (turn.question, turn.answer))])
    kept = numbers(asked) <= numbers(text) and holds_names(names(asked), text)
    known = numbers(text) <= numbers(said) and holds_names(names(text), said)
    return kept and known and _same(analyse(AskRequest(question=text)), read)


def _same(new: Question, read: Question) -> bool:
    """Whether both ask for the same things, of a topic that both have."""
    asks = new.kind == read.kind and set(new.roles) == set(read.roles)
    sections = set(new.numbers) == set(read.numbers)
    topic = set(new.concepts) <= set(read.concepts) and set(read.concepts) <= set(new.concepts)
    words = set(new.words) | set(new.names)
    named = topic and (bool(read.concepts) or bool(words & (set(read.words) | set(read.names))))
    return asks and sections and (named or (bool(read.numbers) and topic))


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text; digits grouped by spaces count as one number."""
    return frozenset(_NUMBER.findall(_GROUPED.sub("", text)))


def names(text: str) -> frozenset[str]:
    """Names and abbreviations of a text, folded; a capital that begins a sentence tells nothing."""
    found = [*_NAME.findall(text), *_ABBREVIATION.findall(text)]
    return frozenset(bare_fold(name) for name in found)


def holds_names(wanted: frozenset[str], text: str) -> bool:
    """Whether each name stands in `text`, in any inflection."""
    said = [bare_fold(word) for word in words_of(text)]
    return all(any(_inflects(name, word) for word in said) for name in wanted)


def _inflects(name: str, word: str) -> bool:
    length = min(len(name), max(_STEM, len(name) - 3))
    return word == name if len(name) < _STEM else word.startswith(name[:length])
