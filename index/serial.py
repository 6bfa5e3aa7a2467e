"""Sections, passages and artefacts as JSON, for the record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from corpus.model import Artefact, Passage, Section
from corpus.span import Span


def dump_section(section: Section) -> str:
    return _dump(section)


def dump_passage(passage: Passage) -> str:
    return _dump(passage)


def dump_spans(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def dump_artefacts(artefacts: Iterable[Artefact]) -> str:
    return json.dumps([[a.kind, a.span.start, a.span.end] for a in artefacts])


def load_section(text: str) -> Section:
    value = json.loads(text)
    value["span"] = Span(*value["span"])
    value["heading_pieces"] = _spans(value["heading_pieces"])
    value["lines"] = tuple(value["lines"])
    return Section(**value)


def load_passage(text: str) -> Passage:
    value = json.loads(text)
    value["pieces"] = _spans(value["pieces"])
    value["body"] = Span(*value["body"])
    value["breadcrumb"] = tuple(value["breadcrumb"])
    value["lines"] = tuple(value["lines"])
    return Passage(**value)


def load_spans(text: str) -> tuple[Span, ...]:
    return _spans(json.loads(text))


def load_artefacts(text: str) -> tuple[Artefact, ...]:
    return tuple(Artefact(kind, Span(start, end)) for kind, start, end in json.loads(text))


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _dump(value: Section | Passage) -> str:
    plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
