"""Plans in a folder of the test's own, to be ingested, edited and ingested again."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus.catalog import bundled_folder

PLANS = Path(__file__).parents[1] / "corpus" / "made"
PLAN = "en-numbered.txt"


def some_plans(folder: Path) -> list[Path]:
    """Copies of four plans, two of them in Latvian."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [
        PLANS / PLAN, PLANS / "lv-tasks-as-units.txt", PLANS / "en-headings.md",
        bundled_folder() / "liepaja-iam-2022.txt",
    ]  # fmt: skip
    return [Path(shutil.copy(source, folder / source.name)) for source in sources]


def edit(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must stand in the file once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
