"""What the commands of `ui/cli.py` do: open the assistant or the index, and print.

Settings are read here, once for each command.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column, Table
from rich.text import Text
from rich.tree import Tree

from corpus.errors import PlanqaError, unknown_document
from corpus.model import Section
from rag.settings import Settings
from ui.answer_text import plain
from ui.documents import DocumentEntry, OutlineNode, entry, outline

if TYPE_CHECKING:
    from index.record import Record
    from rag.assistant import Assistant

ProgressReport = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def read_settings(**overrides: Any) -> Settings:
    """The settings; a value that is out of range or unknown is the user's to mend.

    Raises:
        PlanqaError: `settings_invalid`, naming each setting.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        found = "; ".join(
            f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()
        )
        raise PlanqaError("settings_invalid", f"the settings do not hold: {found}") from None
    except (SettingsError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanqaError(
            "settings_unreadable", f"the settings cannot be read: {error}; mend planqa.toml"
        ) from None


def serve_chat(host: str | None, port: int | None) -> None:
    """Serve until stopped; the address goes to stdout once the server answers."""
    given = {"host": host, "port": port}
    settings = read_settings()
    changed = {key: value for key, value in given.items() if value is not None}
    if changed:
        server = {**settings.server.model_dump(), **changed}
        settings = read_settings(**{**settings.model_dump(), "server": server})
    from ui.server import serve

    serve(
        settings,
        lambda: open_from(settings),
        lambda at: print(f"planqa serves at {at}", flush=True),
    )


def serve_mcp() -> None:
    """Serve the Model Context Protocol on stdin and stdout until stdin ends.

    Raises:
        PlanqaError: `extra_missing` when the package `mcp` is not installed.
    """
    settings = read_settings()
    try:
        from ui.mcp_server import mcp_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise PlanqaError(
            "extra_missing", "planqa mcp needs the package mcp: pip install 'planqa[mcp]'"
        ) from None
    from ui.live import following

    def open_live() -> Assistant:
        live = following(open_from(settings))
        live.start()
        return live.assistant

    mcp_server(open_live).run()


def list_documents(*, as_json: bool) -> None:
    """Print the documents of the index."""
    with _record() as record:
        ids = [stored.description.id for stored in record.stored()]
        found = [document for i in ids if (document := record.contents(i))]
    entries = [entry(document, len(document.passages)) for document in found]
    if as_json:
        print(json.dumps([one.model_dump() for one in entries], ensure_ascii=False, indent=2))
    else:
        Console(highlight=False).print(_listed(entries))


def show_document(document_id: str, *, outline: bool, text: bool) -> None:
    """Print one document: its text as it is stored, its outline, or what is known of it.

    Raises:
        PlanqaError: `unknown_document` when the index holds none with this id.
    """
    with _record() as record:
        document = record.contents(document_id)
        known = [stored.description.id for stored in record.stored()]
    if document is None:
        raise unknown_document([document_id], known)
    if text:
        sys.stdout.write(document.text)
    elif outline:
        Console(highlight=False).print(_outlined(document.description.title, document.sections))
    else:
        for name, value in entry(document, len(document.passages)).model_dump().items():
            print(f"{name}\t{plain(str(value))}")


def _listed(entries: list[DocumentEntry]) -> Table:
    table = Table(Column("id", no_wrap=True), "title", "publisher", "year", "language", "passages")
    for one in entries:
        cells = (one.id, one.title, one.publisher, one.year, one.language, one.passages)
        table.add_row(*(Text(plain("" if cell is None else str(cell))) for cell in cells))
    return table


def _outlined(title: str, sections: Iterable[Section]) -> Tree:
    tree = Tree(Text(plain(title)))

    def grow(branch: Tree, nodes: list[OutlineNode]) -> None:
        for node in nodes:
            label = " ".join(filter(None, (node.number, node.title)))
            notes = [f"lines {node.lines[0]}-{node.lines[1]}"]
            notes += [word for word in (node.kind, node.role, "unit" if node.unit else "") if word]
            line = Text(plain(label)).append(f"  {', '.join(notes)}", style="dim")
            grow(branch.add(line), node.children)

    grow(tree, outline(sections))
    return tree


def open_from(settings: Settings) -> Assistant:
    """The assistant that the settings ask for, with progress on stderr."""
    from rag.opening import open_assistant

    with progress_on_stderr() as progress:
        return open_assistant(settings, progress)


@contextmanager
def _record() -> Iterator[Record]:
    """The record alone: what documents hold needs no model, which takes seconds to open."""
    from index.opening import open_record

    record = open_record(read_settings().home)
    try:
        yield record
    finally:
        record.close()


class _Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}/s")


@contextmanager
def progress_on_stderr() -> Iterator[ProgressReport]:
    """A bar with rate and time left on stderr from the first report on; where no one watches, a
    line for each thing that is begun."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console, transient=True)
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(plain(what), total=total)
            if console.is_terminal:
                bar.start()
            else:
                print(f"{plain(what)} …", file=sys.stderr, flush=True)
        bar.update(tasks[what], completed=done, total=total)

    try:
        yield report
    finally:
        if tasks and console.is_terminal:
            bar.stop()
