"""`planqa eval faults`: what the verification of statements catches, by kind of fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval.faults.learn import learn
from eval.faults.measure import Share, as_json, judge, table
from eval.faults.planting import cases
from eval.faults.statements import HALVES, bases, plans
from eval.fitting import as_toml, model_file
from rag.opening import open_embedder_of
from rag.settings import Settings
from rag.support import StatementChecker
from rag.support.meaning import NAME

FOLDER = Path("reports/faults")
PURPOSE = "How likely a source says what a statement says (rag/support/meaning.py)."


def faults_command(
    learn_: Annotated[
        bool, typer.Option("--learn", help="Learn rag/support.toml from the calibration half.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder of the saved verdicts.")] = FOLDER,
) -> None:
    """Check true statements and planted faults; print what is caught by kind, save the verdicts."""
    settings = Settings()
    checker = StatementChecker(open_embedder_of(settings), settings, plans())
    planted = cases(bases())
    if learn_:
        weights = learn(checker, planted)
        content = as_toml(weights, PURPOSE, "planqa eval faults --learn")
        model_file(NAME).write_text(content, encoding="utf-8")
        checker = checker.with_weights(weights)
    verdicts = judge(checker, planted)
    shown = Table("Kind", *HALVES)
    for row in table(verdicts):
        shown.add_row(row.name, *(_cell(row.shares[half]) for half in HALVES))
    Console().print(shown)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}.json"
    path.write_text(json.dumps(as_json(verdicts), ensure_ascii=False, indent=1), "utf-8")
    typer.echo("The share that is refused: the more of the faults and the fewer true, the better.")
    typer.echo(f"{path}")


def _cell(one: Share) -> str:
    return f"{one.value:.3f} ({one.rejected}/{one.n})"
