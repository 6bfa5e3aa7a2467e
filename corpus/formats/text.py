"""Text files: Markdown where the text shows its signs, else plain text."""

from __future__ import annotations

from corpus.block import Source
from corpus.decoding import decode
from corpus.formats.markdown import is_markdown, read_markdown
from corpus.formats.plain import read_plain


class MarkdownFormat:
    """Markdown in any text encoding that `decode` knows."""

    name = "markdown"

    def recognises(self, data: bytes) -> bool:
        return not _is_binary(data) and is_markdown(decode(data))

    def read(self, data: bytes, password: str | None = None) -> Source:  # noqa: ARG002
        return read_markdown(decode(data))


class PlainFormat:
    """Plain text in any encoding that `decode` knows."""

    name = "text"

    def recognises(self, data: bytes) -> bool:
        return not _is_binary(data)

    def read(self, data: bytes, password: str | None = None) -> Source:  # noqa: ARG002
        return read_plain(decode(data))


def _is_binary(data: bytes) -> bool:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.startswith((b"%PDF", b"PK\x03\x04")) or (b"\x00" in data[:4096] and not marked)
