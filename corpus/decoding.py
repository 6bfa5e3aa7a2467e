"""From the bytes of a text file to its characters."""

from __future__ import annotations

import codecs

from corpus.errors import PlanqaError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEAST_PRINTABLE = 0.95


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8, UTF-16 with a mark, else windows-1257 (Baltic).

    Raises:
        PlanqaError: `text_unreadable` when the bytes are no text, `document_empty` when blank.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1257", errors="replace")
    if not text.strip():
        raise PlanqaError("document_empty", "the file holds no text; give one that does", 422)
    printable = sum(c.isprintable() or c.isspace() for c in text) / len(text)
    if printable < _LEAST_PRINTABLE or "\x00" in text or text.count("�") > len(text) * 0.01:
        raise PlanqaError(
            "text_unreadable",
            "the file is not text in UTF-8, UTF-16 or windows-1257; convert it to UTF-8",
            422,
        )
    return text
