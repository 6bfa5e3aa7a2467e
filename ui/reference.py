"""The API's reference as one page without scripts, made from the OpenAPI description.

In: the OpenAPI document. Out: HTML. The usual pages (Swagger UI, ReDoc) load their scripts from
another host, which this server never asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from fastapi.responses import HTMLResponse

from ui.error_codes import ERROR_CODES
from ui.headers import page_policy
from ui.source_view import page_style

_Json = dict[str, Any]


def reference_page(openapi: _Json) -> HTMLResponse:
    """Every endpoint with its parameters, every model, every error code."""
    css, digest = page_style()
    models = openapi.get("components", {}).get("schemas", {})
    shown = {name: m for name, m in models.items() if not name.endswith("ValidationError")}
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>planqa API</title><style>{css}</style></head><body><main>",
        "<h1>planqa API</h1>",
        '<p>The machine-readable description is at <a href="/openapi.json">/openapi.json</a>.</p>',
        *(
            _operation(method, path, operation)
            for path, methods in openapi["paths"].items()
            for method, operation in methods.items()
        ),
        "<h2>Models</h2>",
        *(_model(name, model) for name, model in shown.items()),
        "<h2>Error codes</h2>",
        _table(
            ("code", "status", "meaning"),
            [
                (f'<code id="{code}">{code}</code>', str(status), escape(meaning))
                for code, (status, meaning) in ERROR_CODES.items()
            ],
        ),
        "</main></body></html>",
    ]
    return HTMLResponse("".join(parts), headers={"Content-Security-Policy": page_policy(digest)})


def _operation(method: str, path: str, operation: _Json) -> str:
    rows = [
        (
            f"<code>{escape(p['name'])}</code>",
            p["in"],
            _type(p["schema"]) + (" (required)" if p.get("required") else ""),
            escape(p.get("description", "")),
        )
        for p in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {})
    for kind, content in body.items():
        rows.append(("body", escape(kind), _type(content["schema"]), ""))
    answer = operation["responses"].get("200", {}).get("content", {})
    kinds = ", ".join(
        f"{_type(content.get('schema', {}))} <span class='quiet'>{escape(kind)}</span>"
        for kind, content in answer.items()
    )
    return (
        f"<h2><code>{method.upper()} {escape(path)}</code></h2>"
        f"<p>{escape(operation.get('summary', ''))}. Answers {kinds}.</p>"
        + (_table(("name", "in", "type", ""), rows) if rows else "")
    )


def _model(name: str, model: _Json) -> str:
    required = set(model.get("required", ()))
    rows = [
        (
            f"<code>{escape(field)}</code>",
            _type(schema) + (" (required)" if field in required else ""),
        )
        for field, schema in model.get("properties", {}).items()
    ]
    about = escape(model.get("description", "").split("\n\n")[0])
    return f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{about}</p>' + _table(
        ("field", "type"), rows
    )


def _type(schema: _Json) -> str:
    """A schema as a short HTML phrase: `string`, `list of Turn or null`, `1 to 50`."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(escape(str(value)) for value in schema["enum"])
    if schema.get("type") == "array":
        items = schema.get("items") or {}
        return f"list of {_type(items)}" if items else "list"
    bounds = [
        f"{word} {schema[key]}"
        for key, word in (
            ("minimum", "from"), ("maximum", "to"), ("minLength", "from"), ("maxLength", "to"),
        )
        if key in schema
    ]  # fmt: skip
    return escape(" ".join([str(schema.get("type", "any")), *bounds]))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
