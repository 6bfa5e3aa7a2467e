"""Adding documents from the chat: the part of the documents' panel that `static/upload.js` runs.

Out: HTML in every language at once. What is shown of it depends on who is signed in; the server
asks for the key's scope in any case.
"""

from __future__ import annotations

from ui.library import said

_ACCEPTED = ".pdf,.docx,.html,.htm,.md,.txt,.zip"
_WORDS = {
    "sending": "upload.sending", "reading": "upload.reading", "embedding": "upload.embedding",
    "created": "upload.created", "updated": "upload.updated", "skipped": "upload.skipped",
    "failed": "upload.failed", "none": "upload.none", "broken": "upload.broken",
    "done": "upload.done", "warning": "upload.warning",
}  # fmt: skip


def upload_html() -> str:
    """The folded part; `data-word` holds what the script says while it works."""
    words = "".join(f'<span data-word="{name}">{said(key)}</span>' for name, key in _WORDS.items())
    return (
        f'<details id="pq-upload"><summary>{said("upload.title")}</summary>'
        f'<p id="pq-sign-in" hidden><a href="/sign-in">{said("upload.sign_in")}</a></p>'
        f'<p id="pq-signed-in" hidden>{said("upload.signed_in")} <b id="pq-signed-name"></b> '
        f'<button type="button" id="pq-sign-out">{said("upload.sign_out")}</button></p>'
        f'<p id="pq-may-not" hidden>{said("upload.may_not")}</p>'
        '<form id="pq-upload-form" hidden>'
        f"<label>{said('upload.files')}"
        f'<input type="file" name="files" multiple accept="{_ACCEPTED}"></label>'
        f'<label>{said("upload.password")}<input type="password" name="password" '
        'autocomplete="off"></label>'
        f'<button type="submit">{said("upload.submit")}</button></form>'
        f'<p id="pq-upload-bar" hidden><label>{said("upload.progress")}'
        '<progress max="1" value="0"></progress></label></p>'
        '<div role="status"><p id="pq-upload-said"></p><ul id="pq-upload-report"></ul></div>'
        f'<div id="pq-upload-words" hidden>{words}</div></details>'
    )
