"""Drafts of quotes and sentences of a model above them, made for one test."""

from __future__ import annotations

from corpus.span import Span
from rag.answer import Kind
from rag.draft import Draft, Evidence, Quote, Statement
from rag.generation.joining import Joining, Said
from tests.rag.support.shelf import passage

LEAD = "Par to dokumentā teikts:"


def quoted(text: str) -> Statement:
    """A statement that quotes a passage whole."""
    return Statement((Quote(text, Evidence(passage(text), Span(0, len(text)))),))


def draft(*quotes: str) -> Draft:
    return Draft(LEAD, tuple(map(quoted, quotes)))


def said(made: Draft, words: str, *cited: int) -> Said:
    """A sentence that cites statements of the draft, counted from 1."""
    quotes = tuple(quote for number in cited for quote in made.statements[number - 1].quotes)
    return Said(Statement(quotes, words=words), cited)


def joining(made: Draft, kind: Kind = "fact") -> Joining:
    """Sentences in Latvian, documents in Latvian."""
    return Joining(made, kind, "lv", lambda _: "lv")


def texts(made: Draft) -> list[str]:
    return [statement.text for statement in made.statements]
