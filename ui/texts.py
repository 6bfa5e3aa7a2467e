"""The words of the interface, read from `texts/lv.toml` and `texts/en.toml`.

In: a language and a dotted key. Out: the text, with its `{fields}` filled.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from corpus.lexicon import role_names

Language = Literal["lv", "en"]
LANGUAGES: tuple[Language, ...] = ("lv", "en")


class Texts:
    """The texts of one language.

    >>> texts("en")("sources.lines", first=3, last=5)
    'lines 3–5'
    """

    def __init__(self, language: Language, entries: dict[str, str]) -> None:
        self.language = language
        self._entries = entries

    def __call__(self, key: str, **fields: object) -> str:
        """The text under `key`; raises KeyError when the language has none."""
        text = self._entries[key]
        return text.format(**fields) if fields else text

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    @property
    def keys(self) -> frozenset[str]:
        """Every key of this language."""
        return frozenset(self._entries)

    def lines(self, first: int, last: int) -> str:
        """`line 3` or `lines 3–5`."""
        key = "sources.line" if first == last else "sources.lines"
        return self(key, first=first, last=last)

    def role(self, role: str) -> str:
        """How a role is shown; the role itself where the language has no name for it. What has
        none is the document's text."""
        if role == "text":
            return self("table.quoted")
        return role_names().titles.get(role, {}).get(self.language, role)


@cache
def texts(language: Language) -> Texts:
    """The texts of `language`, read once."""
    raw = files("ui").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return Texts(language, dict(_flat(tomllib.loads(raw))))


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", value))
    return found


def preferred(accept_language: str | None) -> Language:
    """The interface language for an `Accept-Language` header: the first of ours, else Latvian."""
    for part in (accept_language or "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        for language in LANGUAGES:
            if code == language:
                return language
    return "lv"
