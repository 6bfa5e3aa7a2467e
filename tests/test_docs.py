"""The documentation names what there is, and nothing that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from eval.cli import app as evaluation
from rag.settings import Settings
from tests.index.made_home import PLAN, PLANS
from tests.rag.asking import opened
from ui.api import create_app
from ui.cli import app as command_line

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def settings_of(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting by its dotted name."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings_of(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def commands(app: typer.Typer) -> set[str]:
    """The names of the commands of a command line."""
    named = [(one.name, one.callback) for one in app.registered_commands]
    return {name or str(getattr(callback, "__name__", "")) for name, callback in named}


def mentioned(before: str) -> set[str]:
    """The words that follow `before` where a line or a piece of code starts with it."""
    code = "\n".join(one.strip("`") for text in TEXT.values() for one in _CODE.findall(text))
    return set(re.findall(rf"^{before} ([a-z][a-z-]*)", code, re.MULTILINE))


def slug(heading: str) -> str:
    """The anchor that a Markdown page gives a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def test_every_setting_has_its_heading_and_every_heading_its_setting() -> None:
    headings = re.findall(r"^## `(.+)`$", TEXT[DOCS / "settings.md"], re.MULTILINE)
    assert headings == [name for name, _ in settings_of(Settings)]


@pytest.mark.parametrize(("name", "field"), list(settings_of(Settings)))
def test_a_setting_is_documented_with_its_meaning(name: str, field: FieldInfo) -> None:
    assert field.description
    section = TEXT[DOCS / "settings.md"].split(f"## `{name}`\n")[1].split("\n## ")[0]
    assert field.description in section
    if field.default_factory is None:
        assert f"Default: `{field.default}`." in section


def test_every_command_is_named_and_every_named_command_is_there() -> None:
    assert mentioned("planqa") == commands(command_line)


def test_every_command_of_the_evaluation_is_named_and_none_besides() -> None:
    assert mentioned("planqa eval") == commands(evaluation)


def test_every_make_target_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {"run", "test", "ask", "eval", "bench"} <= mentioned("make") <= targets


def test_every_endpoint_has_its_heading_and_every_heading_its_endpoint(tmp_path: Path) -> None:
    asker = opened(tmp_path, [PLANS / PLAN])
    described = create_app(asker.assistant, asker.assistant.settings).openapi()["paths"]
    asker.index.close()
    served = {
        f"{method.upper()} {path.replace('{document_id}', '{id}')}"
        for path, methods in described.items()
        for method in methods
    }
    headings = re.findall(r"^## (.+)$", TEXT[DOCS / "api.md"], re.MULTILINE)
    documented = {found for one in headings for found in re.findall(r"[A-Z]+ /\S*\b\}?", one)}
    assert documented == served


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_CODE.sub("", TEXT[page])):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} in {page.name}"
        if anchor:
            assert anchor in map(slug, _HEADING.findall(TEXT[target])), f"{link} in {page.name}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    found, left = set(), [ROOT / "README.md"]
    while left:
        page = left.pop()
        found.add(page)
        for link in _LINK.findall(TEXT[page]):
            target = (page.parent / link.partition("#")[0]).resolve()
            linked = sorted(target.glob("*.md")) if target.is_dir() else [target]
            left += [one for one in linked if one in TEXT and one not in found]
    assert found == set(PAGES)


def test_every_benchmark_is_described() -> None:
    scripts = {path.name for path in (ROOT / "bench").glob("*.py")}
    named = set(re.findall(r"`(\w+\.py)`", TEXT[DOCS / "bench.md"]))
    assert named == scripts
