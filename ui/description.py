"""The OpenAPI description: what FastAPI makes of the routes, with examples, keys and problems.

In: the application. Out: the description, in which every operation says which problem documents it
may answer with, and which scope it needs.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.models import Example
from fastapi.openapi.utils import get_openapi

from ui.error_codes import ERROR_CODES
from ui.events import EVENT_STREAM

_Json = dict[str, Any]
_PROBLEM = "application/problem+json"
_OPENAI = "/v1/"
_SCOPES = {
    ("/documents", "post"): "write",
    ("/documents/{document_id}", "delete"): "write",
    ("/keys", "get"): "admin",
    ("/keys", "post"): "admin",
    ("/keys/{key_id}", "delete"): "admin",
}
_OPEN = ("/healthz", "/readyz")
ASK_EXAMPLES: dict[str, Example] = {
    "list": {
        "summary": "A list of every unit that qualifies",
        "value": {"question": "Which priorities fund cycling infrastructure?"},
    },
    "follow-up": {
        "summary": "A follow-up, in one document, with labels in Latvian",
        "value": {
            "question": "Un no kā to finansē?",
            "language": "lv",
            "documents": ["latgale-programma-2021-2027"],
            "history": [{"question": "Kas ievieš 3.2.2.2?", "answer": ""}],
            "limit": 5,
        },
    },
}


def answer_example() -> _Json:
    """An answer as `POST /ask` gave it over the bundled plans, with one ranked passage."""
    text = files("ui").joinpath("openapi", "answer.json").read_text(encoding="utf-8")
    read: _Json = json.loads(text)
    return read


def described(app: FastAPI) -> _Json:
    """The description of `app`, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
    parts = made.setdefault("components", {})
    models = parts.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        models.pop(unused, None)
    models["Problem"] = _problem_model()
    parts["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of `planqa keys make`, with the scope that the operation names.",
        }
    }
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    made["paths"]["/ask"]["post"]["responses"]["200"]["content"] |= {
        EVENT_STREAM: {"schema": {"type": "string"}}
    }
    made["paths"]["/ask"]["post"]["responses"]["200"]["content"]["application/json"]["example"] = (
        answer_example()
    )
    app.openapi_schema = made
    return made


def _complete(path: str, method: str, operation: _Json) -> None:
    """Say of one operation what each has in common with the others."""
    responses = operation["responses"]
    responses.pop("422", None)
    responses["default"] = {
        "description": "What went wrong, as a problem document (RFC 9457).",
        "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if path in _OPEN:
        return
    scope = _SCOPES.get((path, method), "read")
    needed: list[_Json] = [{"key": []}]
    # Without a key one may read, where the setting `api.anonymous` lets one.
    operation["security"] = [{}, *needed] if scope == "read" else needed
    operation["x-scope"] = scope


def _problem_model() -> _Json:
    text = {"type": "string"}
    error = {
        "type": "object",
        "description": f"The same for clients of OpenAI's API, below `{_OPENAI}` only.",
        "required": ["message", "type", "param", "code"],
        "properties": {
            "message": text, "type": text, "param": {"type": ["string", "null"]}, "code": text,
        },
    }  # fmt: skip
    return {
        "title": "Problem",
        "description": "A problem document (RFC 9457).",
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": text | {"description": "An address that explains the code."},
            "title": text,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": text | {"description": "For people; may change."},
            "code": text | {"description": "Stable.", "enum": [*ERROR_CODES, "request_refused"]},
            "request_id": text | {"description": "As in the header `X-Request-ID`."},
            "errors": {
                "type": "array",
                "description": "Each field that is wrong, with `request_invalid`.",
                "items": {
                    "type": "object",
                    "required": ["field", "message"],
                    "properties": {"field": text, "message": text},
                },
            },
            "error": error,
        },
        "example": {
            "type": "/docs#question_empty",
            "title": "Unprocessable Entity",
            "status": 422,
            "detail": "the question is empty: write at least one word",
            "code": "question_empty",
            "request_id": "4f1c2a9be0d37a55",
        },
    }
