"""`planqa feedback export`: what people thought of answers, as questions for the evaluation.

In: the chat's record in `PLANQA_HOME`. Out: JSON lines (`ui/feedback_questions.py`), on stdout or
in a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from corpus.errors import PlanqaError

feedback_app = typer.Typer(help="What people thought of the chat's answers.", no_args_is_help=True)


@feedback_app.callback()
def _group() -> None:
    """What people thought of the chat's answers."""


@feedback_app.command()
def export(
    out: Annotated[Path | None, typer.Option(help="File to write; stdout by default.")] = None,
    rating: Annotated[
        Literal["up", "down"],
        typer.Option(help="`up`: helpful answers; `down`: the others, without evidence."),
    ] = "up",
) -> None:
    """Write feedback as lines of a question file, which `planqa eval add` takes."""
    from ui.chat_record import FILE, ChatRecord
    from ui.commands import read_settings
    from ui.feedback_questions import question_line

    home = read_settings().home
    if not (home / FILE).is_file():
        raise PlanqaError(
            "no_feedback", f"no feedback is kept in {home}: nobody has given any", 404
        )
    record = ChatRecord(home)
    try:
        given = [one for one in record.feedback() if one.rating == rating]
    finally:
        record.close()
    if not given:
        raise PlanqaError("no_feedback", f"{home} holds no feedback with the rating {rating}", 404)
    text = "".join(f"{question_line(one)}\n" for one in given)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PlanqaError("file_unwritable", f"{out} cannot be written: {error}") from None
    typer.echo(f"{len(given)} questions written to {out}")


def add_feedback(app: typer.Typer) -> None:
    """Make `planqa feedback …` a command of `app`."""

    @app.command(
        name="feedback",
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def feedback(context: typer.Context) -> None:
        """Export what people thought of answers."""
        feedback_app(
            args=context.args or ["--help"], prog_name="planqa feedback", standalone_mode=False
        )
