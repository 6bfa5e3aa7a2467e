"""`planqa eval …`: run, compare, report, add, floors. Thin: each command calls one module."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID
from rich.table import Table

from corpus.errors import PlanqaError
from eval import floors as floor_file
from eval.aggregate import Estimates, difference, estimates
from eval.bootstrap import Estimate
from eval.calibrate import PURPOSES, calibrate
from eval.catalog import BY_KEY, HEADLINE, KEYS, shown
from eval.courses import alignment_of, courses
from eval.evaluate import Score, score_run
from eval.faults.cli import faults_command
from eval.fitting import as_toml, model_file
from eval.generate import Progress
from eval.languages import write_alignment
from eval.own import add as add_file
from eval.own import faults
from eval.questions import Split, bundled_files, read_files
from eval.report import signed, write_report
from eval.runner import load_questions, own_folder, run_systems
from eval.saved import RunFolder, latest_run
from eval.source import library, saved_documents
from eval.systems import PLANQA, SYSTEMS, checked
from rag.opening import open_assistant
from rag.settings import Settings

app = typer.Typer(
    help="Ask the evaluation questions, measure the answers, compare and report.",
    no_args_is_help=True,
)
app.command("faults")(faults_command)
RUNS = Path("reports/eval")


class SplitName(StrEnum):
    """Which half of the questions: develop on dev, and ask test when you are done."""

    dev = "dev"
    test = "test"
    all = "all"


Out = Annotated[Path, typer.Option(help="Folder of the runs.")]
RunPath = Annotated[Path | None, typer.Argument(help="A run's folder; the latest by default.")]


@app.command()
def run(
    split: Annotated[SplitName, typer.Option(help="Half of the questions.")] = SplitName.dev,
    systems: Annotated[
        str, typer.Option(help=f"Systems, comma-separated, or `all`: {', '.join(SYSTEMS)}.")
    ] = PLANQA,
    questions: Annotated[
        list[Path] | None,
        typer.Option(help="Question file instead of the bundled and your own; may repeat."),
    ] = None,
    generator: Annotated[
        str | None,
        typer.Option(help="What writes planqa's answers, as the setting `generator.model` has it."),
    ] = None,
    out: Out = RUNS,
) -> None:
    """Ask the systems the questions, save every answer, and write the report."""
    names = checked(SYSTEMS if systems == "all" else [one.strip() for one in systems.split(",")])
    settings = _writing_with(generator)
    asked = load_questions(split.value, questions or [], settings)
    with Bar(console=Console(stderr=True)) as bar:
        show = _shown_on(bar)
        assistant = open_assistant(settings, show)
        parts = (assistant.index, assistant.embedder, settings)
        folder = run_systems(names, asked, split.value, parts, out, show, assistant.generator)
    page = write_report(folder)
    _print_summary({name: estimates(one) for name, one in score_run(folder).items()})
    typer.echo(f"{page}")


@app.command("calibrate")
def calibrate_command() -> None:
    """Learn from questions whose answers are known what planqa decides by: rag/*.toml, *.json."""
    settings = Settings()
    with Bar(console=Console(stderr=True)) as bar:
        show = _shown_on(bar)
        assistant = open_assistant(settings, show)
        learned_from = courses(assistant, settings, show)
    write_alignment(alignment_of(learned_from))
    found = calibrate(learned_from)
    for name, purpose in PURPOSES.items():
        weights = getattr(found.models, name)
        content = as_toml(weights, purpose, "planqa eval calibrate")
        model_file(name).write_text(content, encoding="utf-8")
    typer.echo(
        f"cross-validated by pair: {found.answered:.3f} of the answerable answered,"
        f" {found.false_answers:.3f} of the others, AUROC {found.auroc:.3f}"
    )


@app.command()
def report(
    folder: RunPath = None,
    failures: Annotated[
        SplitName, typer.Option(help="Split whose failing items are shown.")
    ] = SplitName.dev,
    out: Out = RUNS,
) -> None:
    """Score a saved run anew and write its report: one HTML page, to be opened in a browser."""
    everything: frozenset[Split] = frozenset({"dev", "test"})
    shown_splits = frozenset(one for one in everything if failures in (SplitName.all, one))
    typer.echo(f"{write_report(_run(folder, out), shown_splits)}")


@app.command()
def compare(
    a: Annotated[str, typer.Argument(help="RUN, RUN:SYSTEM, or a SYSTEM of the latest run.")],
    b: Annotated[str, typer.Argument(help="The same; it is taken away from A.")],
    split: Annotated[SplitName, typer.Option(help="Half of the questions.")] = SplitName.all,
    out: Out = RUNS,
) -> None:
    """Compare two systems on the questions both were asked, with paired 95 % intervals."""
    first, second = (_of_split(_scores(one, out), split.value) for one in (a, b))
    differences = difference(first, second)
    if not differences:
        raise PlanqaError("nothing_shared", f"`{a}` and `{b}` share no question.", 422)
    shared = {one.item.id for one in first} & {one.item.id for one in second}
    ours = estimates([one for one in first if one.item.id in shared])
    theirs = estimates([one for one in second if one.item.id in shared])
    table = Table("Metric", a, b, "A less B", "95 % interval", "")
    for key in KEYS:
        one = differences[key]
        table.add_row(
            BY_KEY[key].label, shown(key, ours[key].value), shown(key, theirs[key].value),
            signed(key, one.value), f"{signed(key, one.low)} … {signed(key, one.high)}",
            "*" if one.excludes_zero else "",
        )  # fmt: skip
    Console().print(table)
    typer.echo(f"{len(shared)} questions; * the interval excludes zero.")


@app.command()
def add(file: Annotated[Path, typer.Argument(help="A JSONL question file of your own.")]) -> None:
    """Check your question file against the indexed documents, and keep a copy for later runs."""
    settings = Settings()
    with Bar(console=Console(stderr=True)) as bar:
        index = open_assistant(settings, _shown_on(bar)).index
    sources = library(saved_documents(index))
    others = [*bundled_files(), *sorted(own_folder(settings).glob("*.jsonl"))]
    taken = read_files([one for one in others if one.stem != file.stem])
    wrong = faults(file, [pair.pair for pairs in taken.values() for pair in pairs], sources)
    if wrong:
        for line in wrong:
            typer.echo(line, err=True)
        raise typer.Exit(2)
    copy, count = add_file(file, own_folder(settings))
    typer.echo(f"{count} pairs kept in {copy}; `planqa eval run` asks them too.")


@app.command()
def floors(
    folder: RunPath = None,
    raise_: Annotated[
        bool, typer.Option("--raise", help="Move the floors up to this run.")
    ] = False,
    file: Annotated[Path, typer.Option(help="The file of floors.")] = floor_file.FLOORS,
    out: Out = RUNS,
) -> None:
    """Fail with exit code 1 where planqa falls below the floors on the bundled questions."""
    saved = _run(folder, out)
    bounds, bundled = floor_file.read_floors(file), set(saved.config().bundled)
    scores = [one for one in score_run(saved, [PLANQA])[PLANQA] if one.item.origin in bundled]
    broken = False
    for split, sides in bounds.items():
        found = estimates(_of_split(scores, split))
        if not found:
            continue
        for breach in floor_file.breaches(found, sides):
            typer.echo(f"{split}: {breach}", err=True)
            broken = True
        if raise_:
            bounds[split] = floor_file.raised(found, sides)
    if raise_:
        floor_file.write_floors(bounds, file)
    if broken:
        raise typer.Exit(1)
    typer.echo(f"{saved.path.name}: every floor is kept.")


def _writing_with(generator: str | None) -> Settings:
    """The settings, with another generator where one is given."""
    settings = Settings()
    if generator is None:
        return settings
    changed = settings.generator.model_copy(update={"model": generator})
    return settings.model_copy(update={"generator": changed})


def _shown_on(bar: Bar) -> Progress:
    """A line on the bar for each name that progress is told of."""
    lines: dict[str, TaskID] = {}

    def show(name: str, done: int, total: int) -> None:
        if name not in lines:
            lines[name] = bar.add_task(name, total=total)
        bar.update(lines[name], completed=done, total=total)

    return show


def _run(folder: Path | None, out: Path) -> RunFolder:
    return RunFolder(folder) if folder else latest_run(out)


def _scores(name: str, out: Path) -> list[Score]:
    """Scores of `RUN`, `RUN:SYSTEM` or `SYSTEM`."""
    path, _, system = name.rpartition(":")
    if name in SYSTEMS:
        return score_run(latest_run(out), [name])[name]
    if path and Path(path).is_dir():
        return score_run(RunFolder(Path(path)), [system])[system]
    run_folder = RunFolder(Path(name))
    main = run_folder.systems()[0]
    return score_run(run_folder, [main])[main]


def _of_split(scores: list[Score], split: str) -> list[Score]:
    return [one for one in scores if split in ("all", one.item.split)]


def _print_summary(found: dict[str, Estimates]) -> None:
    # Beside many systems the intervals have no room; the page shows them.
    cell = _interval if len(found) <= 3 else lambda key, one: shown(key, one.value)
    table = Table("Metric", *found)
    for key in HEADLINE:
        table.add_row(BY_KEY[key].label, *(cell(key, one[key]) for one in found.values()))
    Console().print(table)


def _interval(key: str, one: Estimate) -> str:
    return f"{shown(key, one.value)} [{shown(key, one.low)}, {shown(key, one.high)}]"
