"""Every error code of the API: its HTTP status and what it means; codes are never reused."""

from __future__ import annotations

ERROR_CODES: dict[str, tuple[int, str]] = {
    "body_not_json": (400, "The body cannot be read as JSON."),
    "body_not_utf8": (400, "The body is not valid UTF-8."),
    "not_found": (404, "There is nothing at this address."),
    "unknown_document": (404, "No document has the id that was given."),
    "method_not_allowed": (
        405,
        "The address does not take this method; `Allow` names those it takes.",
    ),
    "body_too_large": (413, "The body is over the server's limit (`server.max_body_bytes`)."),
    "question_empty": (422, "The question is empty or blank."),
    "question_too_long": (422, "The question is over 2000 characters."),
    "question_control_characters": (
        422,
        "The question holds control characters other than tab and line end.",
    ),
    "question_not_utf8": (422, "The question holds code points that are no text (surrogates)."),
    "request_invalid": (
        422,
        "A field is missing, unknown, of the wrong type or out of range; `errors` names each.",
    ),
    "span_invalid": (422, "`start` and `end` are not a span of the document's text."),
    "internal_error": (500, "The server failed; its log says why."),
    "not_ready": (503, "No document has been indexed yet."),
}
