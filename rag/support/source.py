"""The source of a statement: what its cited passages say, read once for every check.

In: passages, and the shelf they come from. Out: a `Source`: the passages' own text (with the
sentence that introduces a list) and what frames it (titles above, the document's title and
publisher), as text and as terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from corpus.letters import bare_fold, tokens
from corpus.model import Description, Passage
from index.thesaurus import thesaurus
from rag.language import language_of
from rag.support.forms import forms

_DEFINED = re.compile(r"^\s*([^\s–—-]{2,12})\s*[–—-]\s*(\S.*)$", re.DOTALL)
# As in quoting, but an item's semicolons part what a statement may be about.
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"”“’)]*\s+(?=[\"“„(➢•-]*\s*[^\W\d_a-zāčēģīķļņšūž])")
_NUMBERED = re.compile(r"^\s*(?:\d+\.)+\s*")
_SHORTEST = 20  # characters of a sentence that says something by itself


class Shelf(Protocol):
    """Where passages come from; a `PassageIndex` is one."""

    def documents(self) -> Sequence[Description]: ...

    def passages(self, document: str) -> Sequence[Passage]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited. `stems` and `concepts` are of the own text; `named` and `words` (folded) of
    all; `sentences` are those of the passages' text, `title` is that of their document, if known.
    """

    language: str
    own: str
    frame: str
    sentences: tuple[str, ...]
    stems: frozenset[str]
    concepts: frozenset[str]
    named: frozenset[str]
    words: frozenset[str]
    title: str = ""


class Sources:
    """Reads passages; knows what their documents are called and abbreviate."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._described = {one.id: one for one in shelf.documents()} if shelf else {}
        self._abbreviations: dict[str, Mapping[str, str]] = {}
        self._read = lru_cache(maxsize=2048)(self._of_passage)

    def of(self, passages: Sequence[Passage]) -> Source:
        """The source that the passages are together."""
        parts = [self._read(passage) for passage in passages]
        if len(parts) == 1:
            return parts[0]
        return Source(
            language=parts[0].language,
            own="\n".join(part.own for part in parts),
            frame="\n".join(part.frame for part in parts),
            sentences=tuple(dict.fromkeys(s for part in parts for s in part.sentences)),
            stems=frozenset().union(*(part.stems for part in parts)),
            concepts=frozenset().union(*(part.concepts for part in parts)),
            named=frozenset().union(*(part.named for part in parts)),
            words=frozenset().union(*(part.words for part in parts)),
            title="\n".join(part.title for part in parts),
        )

    def expansion(self, abbreviation: str, passages: Sequence[Passage]) -> str | None:
        """What a document of the passages says that the abbreviation stands for."""
        for document in dict.fromkeys(passage.document for passage in passages):
            found = self._defined(document).get(abbreviation)
            if found:
                return found
        return None

    def _of_passage(self, passage: Passage) -> Source:
        described = self._described.get(passage.document)
        language = described.language if described else language_of(passage.text)
        # The number of the heading that introduces a list says nothing of what is in it.
        context = _NUMBERED.sub("", passage.context or "")
        own = "\n".join(part for part in (context, passage.text) if part)
        own += self._spelt_out(own, passage.document)
        above = [*passage.breadcrumb]
        if described:
            above += [described.title, described.publisher or ""]
        source = _source(own, "\n".join(above), sentences(passage.text), language)
        return replace(source, title=described.title if described else "")

    def _spelt_out(self, text: str, document: str) -> str:
        """What the abbreviations in the text stand for, by the document's own list."""
        known = self._defined(document)
        used = dict.fromkeys(word for word in tokens(text) if word in known)
        return "".join(f"\n{known[word]}" for word in used)

    def _defined(self, document: str) -> Mapping[str, str]:
        if document not in self._described or self._shelf is None:
            return {}
        if document not in self._abbreviations:
            texts = (p.text for p in self._shelf.passages(document) if p.kind == "definition")
            found = (_DEFINED.match(text) for text in texts)
            self._abbreviations[document] = {one[1]: one[2] for one in found if one}
        return self._abbreviations[document]


def alone(text: str, language: str) -> Source:
    """What `text` says with nothing above it."""
    return _source(text, "", sentences(text), language)


def _source(own: str, frame: str, said: tuple[str, ...], language: str) -> Source:
    everything = f"{own}\n{frame}"
    return Source(
        language=language,
        own=own,
        frame=frame,
        sentences=said,
        stems=frozenset().union(*(forms(word, language) for word in tokens(own))),
        concepts=_concepts(own, language),
        named=_concepts(everything, language),
        words=frozenset(map(bare_fold, tokens(everything))),
    )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a passage; one that is too short is joined to the next."""
    found: list[str] = []
    start = 0
    for end in (*(mark.end() for mark in _SENTENCE_END.finditer(text)), len(text)):
        if end - start >= _SHORTEST or end == len(text):
            found.append(text[start:end].strip())
            start = end
    return tuple(dict.fromkeys(one for one in found if one))


def _concepts(text: str, language: str) -> frozenset[str]:
    return frozenset(match.concept for match in thesaurus().matches(text, (language, "en")))
