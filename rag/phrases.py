"""The sentences planqa itself says, in the asker's language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.lexicon import role_names
from rag.answer import Language


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files("rag").joinpath("texts.toml").read_text(encoding="utf-8"))


def phrase(name: str, language: Language, **values: object) -> str:
    """The sentence `name` of `texts.toml`, filled in."""
    return str(_texts()[language][name]).format(**values)


def things(kind: str, count: int, language: Language) -> str:
    """What a list lists, in the number that `count` asks for."""
    table = _texts()["things"][language]
    one, many = table.get(kind, table["unit"])
    return str(one if _takes_singular(count, language) else many)


def _takes_singular(count: int, language: Language) -> bool:
    if language == "lv":
        return count % 10 == 1 and count % 100 != 11
    return count == 1


def role_title(role: str, language: Language) -> str:
    """How a role is shown."""
    return role_names().titles[role][language]
