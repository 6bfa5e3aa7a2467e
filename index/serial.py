"""Sections, passages, artefacts and whatever else a document holds as JSON, for the record."""

from __future__ import annotations

import base64
import json
import types
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from corpus.model import Artefact, Description, Document, Passage, Section
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


# Fields of a document that have columns or tables of their own.
_KEPT_ELSEWHERE = ("description", "text", "sections", "passages", "artefacts", "pages")


def dump_extra(document: Document) -> str:
    """The fields of a document that only some formats have."""
    names = [f.name for f in fields(document) if f.name not in _KEPT_ELSEWHERE]
    return json.dumps({name: _nested(getattr(document, name)) for name in names})


def load_extra(text: str) -> dict[str, Any]:
    """What `dump_extra` wrote, as the fields' types say."""
    kinds = get_type_hints(Document)
    return {name: _restored(kinds[name], value) for name, value in json.loads(text).items()}


def dump_description(description: Description, passages: int) -> bytes:
    """What is said of a document, and how many passages it has."""
    return json.dumps([_nested(description), passages]).encode()


def load_description(body: bytes) -> tuple[Description, int]:
    """What `dump_description` was given."""
    fields_of, passages = json.loads(body)
    return Description(*fields_of), passages


def dump_document(document: Document) -> bytes:
    """A whole document."""
    said = {
        "description": _nested(document.description),
        "text": document.text,
        "sections": [dump_section(section) for section in document.sections],
        "passages": [dump_passage(passage) for passage in document.passages],
        "artefacts": dump_artefacts(document.artefacts),
        "pages": dump_spans(document.pages),
        "extra": dump_extra(document),
    }
    return json.dumps(said).encode()


def load_document(body: bytes) -> Document:
    """What `dump_document` was given."""
    said = json.loads(body)
    return Document(
        description=Description(*said["description"]),
        text=said["text"],
        sections=tuple(load_section(one) for one in said["sections"]),
        passages=tuple(load_passage(one) for one in said["passages"]),
        artefacts=load_artefacts(said["artefacts"]),
        pages=load_spans(said["pages"]),
        **load_extra(said["extra"]),
    )


def _nested(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [_nested(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_nested(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return [[_nested(key), _nested(item)] for key, item in value.items()]
    return value


def _restored(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return _restored(next(part for part in parts if part is not type(None)), value)
    if origin is tuple:
        each = parts[:1] * len(value) if parts[-1] is Ellipsis else parts
        return tuple(_restored(part, item) for part, item in zip(each, value, strict=True))
    if origin is not None and issubclass(origin, dict | types.MappingProxyType):
        return {_restored(parts[0], key): _restored(parts[1], item) for key, item in value}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        given = zip(names, value, strict=True)
        make: Any = kind
        return make(**{name: _restored(hints[name], item) for name, item in given})
    return base64.b64decode(value) if kind is bytes else value


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
