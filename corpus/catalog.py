"""The bundled plans, and what `plans.toml` says of them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.model import Description


def bundled_folder() -> Path:
    """The folder of the plans that come with planqa."""
    return Path(str(files("corpus").joinpath("plans")))


def bundled_plans() -> list[Path]:
    """The bundled plans' files, in the order of the catalogue."""
    return [bundled_folder() / description.source for description in _catalogue().values()]


def catalogued(sha256: str) -> Description | None:
    """What the catalogue says of the file with this digest; None for any other file."""
    return _catalogue().get(sha256)


def from_catalogue(description: Description) -> bool:
    """Whether a document is described as the catalogue describes it, whatever its bytes are."""
    return any(
        (one.id, one.title, one.publisher)
        == (description.id, description.title, description.publisher)
        for one in _catalogue().values()
    )


@cache
def _catalogue() -> dict[str, Description]:
    table = tomllib.loads((bundled_folder() / "plans.toml").read_text(encoding="utf-8"))
    return {
        entry["sha256"]: Description(
            id=entry["id"],
            title=entry["title"],
            publisher=entry["publisher"],
            year=entry["year"],
            language=entry["language"],
            sha256=entry["sha256"],
            source=entry["file"],
        )
        for entry in table["plan"]
    }
