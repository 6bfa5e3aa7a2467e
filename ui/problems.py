"""Errors of the API as RFC 9457 problem documents, each with a stable `code`.

In: whatever an endpoint or the framework raises. Out: `application/problem+json` with `type`,
`title`, `status`, `detail`, `code`, `request_id`, and for a request that does not validate
`errors`. Below `/v1/` there is also `error`, which is where clients of OpenAI's API look.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from corpus.errors import PlanqaError
from ui import request_id
from ui.question_check import check_question

_CODES_BY_STATUS = {
    404: "not_found", 405: "method_not_allowed", 408: "body_too_slow", 413: "body_too_large",
}  # fmt: skip
_QUESTION_FIELDS = (("body", "question"), ("query", "q"))
_OPENAI = "/v1/"
# What passes by itself, and after how many seconds it is worth another try.
_PASSING = {"too_busy": "2", "not_ready": "5", "index_busy": "5", "answer_timeout": "10"}


def problem_document(status: int, code: str, detail: str) -> dict[str, Any]:
    """The members that every problem document has."""
    document: dict[str, Any] = {
        "type": f"/docs#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    identity = request_id.current.get()
    return document if identity is None else {**document, "request_id": identity}


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    path: str = "",
) -> Response:
    """The problem document; `detail` may hold any code points, the bytes are ASCII.

    `path` is the address that was asked for.
    """
    document = problem_document(status, code, detail)
    if errors:
        document["errors"] = list(errors)
    if path.startswith(_OPENAI):
        kind = "server_error" if status >= 500 else "invalid_request_error"
        document["error"] = {"message": detail, "type": kind, "param": None, "code": code}
    # ASCII escapes survive lone surrogates, which a request may hold and UTF-8 cannot carry.
    body = json.dumps(document, ensure_ascii=True)
    said = {} if "request_id" not in document else {request_id.HEADER: document["request_id"]}
    # No cache may show one caller what another was refused.
    said |= {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status, said, media_type="application/problem+json")


def error_problem(
    error: PlanqaError, headers: Mapping[str, str] | None = None, path: str = ""
) -> Response:
    """The problem document of an error."""
    said = dict(headers or {})
    if error.status == 401:
        said["WWW-Authenticate"] = "Bearer"  # RFC 9110 wants a 401 to say how to authenticate
    if error.code in _PASSING:
        said.setdefault("Retry-After", _PASSING[error.code])
    return problem(error.status, error.code, error.message, headers=said, path=path)


def add_problem_handlers(app: FastAPI) -> None:
    """Make `app` answer every error with a problem document."""
    app.add_exception_handler(PlanqaError, _planqa_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(Exception, _unexpected)


def _planqa_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlanqaError)
    return error_problem(error, path=request.url.path)


def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:
        return _unreadable_body(error, request.url.path)
    code = _CODES_BY_STATUS.get(error.status_code, "request_refused")
    detail = str(error.detail)
    if error.status_code == 404:
        detail = f"there is nothing at {request.url.path}: see /docs for what there is"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        detail = f"{request.url.path} does not take {request.method}: use {allowed or 'another'}"
    headers = dict(error.headers or {})
    return problem(error.status_code, code, detail, headers=headers, path=request.url.path)


def _unreadable_body(error: HTTPException, path: str) -> Response:
    cause = error.__cause__
    if isinstance(cause, UnicodeDecodeError):
        detail = f"the body is not valid UTF-8 at byte {cause.start}: send it as UTF-8"
        return problem(400, "body_not_utf8", detail, path=path)
    detail = "the body cannot be read as JSON: send a JSON object"
    return problem(400, "body_not_json", detail, path=path)


def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    for one in problems:
        if one["type"] == "json_invalid":
            reason = one.get("ctx", {}).get("error", "broken")
            detail = f"the body is not JSON ({reason} at character {one['loc'][-1]})"
            return problem(400, "body_not_json", detail, path=request.url.path)
        if tuple(one["loc"]) in _QUESTION_FIELDS and isinstance(one.get("input"), str):
            try:
                check_question(one["input"])
            except PlanqaError as refused:
                return _planqa_error(request, refused)
    errors = [{"field": _field(one["loc"]), "message": one["msg"]} for one in problems]
    detail = "; ".join(f"{e['field']}: {e['message']}" for e in errors[:5])
    return problem(422, "request_invalid", detail, errors=errors, path=request.url.path)


def _field(location: Sequence[str | int]) -> str:
    """`("body", "history", 0, "question")` as `history.0.question`; the body itself as `body`."""
    return ".".join(str(part) for part in (location[1:] or location))


def _unexpected(request: Request, _error: Exception) -> Response:
    detail = "something went wrong inside the server; its log says what"
    return problem(500, "internal_error", detail, path=request.url.path)
