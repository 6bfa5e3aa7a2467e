"""The `planqa` command: one function for each of its commands.

In: the arguments of the command line. Out: results on stdout, progress and errors on stderr. An
error that the user can mend is one line and exit code 2. Each command imports what it needs when
it runs, so that `planqa --help` is quick.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.errors import PlanqaError
from ui.access.commands import add_keys
from ui.feedback_commands import add_feedback
from ui.texts import Language

app = typer.Typer(
    name="planqa",
    help="Answers questions from planning documents, with citations that anyone can check.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

BAD_INPUT = 2
SOME_FAILED = 1
NO_ANSWER = 3


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or patterns to index.")],
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and follow changes until stopped.")
    ] = False,
    password: Annotated[str | None, typer.Option(help="Opens PDF files that are locked.")] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Address of a Ray cluster that reads and encodes.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Workers of the cluster that encode; as many read.")
    ] = 2,
) -> None:
    """Index documents; what has not changed is skipped, what has gone from a folder is deleted."""
    from ui.document_commands import Cluster, ingest_paths

    on = Cluster(cluster, workers) if cluster is not None else None
    ok = ingest_paths(paths, watch=watch, password=password, cluster=on)
    raise typer.Exit(0 if ok else SOME_FAILED)


@app.command()
def publish() -> None:
    """Put the index of the home into the Milvus that the settings name."""
    from ui.document_commands import publish_index

    publish_index()


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of documents.")],
) -> None:
    """Delete documents from the index; their files stay."""
    from ui.document_commands import remove_documents

    remove_documents(ids)


@app.command()
def verify(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is wrong.")] = False,
) -> None:
    """Check every file of the index and mend what can be mended; exit code 1 when not all was."""
    from ui.document_commands import verify_index

    raise typer.Exit(0 if verify_index(mend=not dry_run) else SOME_FAILED)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to; there must be no such file.")],
) -> None:
    """Write the index and the original files to one file; others may read and write meanwhile."""
    from ui.document_commands import back_up

    back_up(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What planqa backup wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the index that is there.")
    ] = False,
) -> None:
    """Put the index from a backup into the home."""
    from ui.document_commands import restore_backup

    restore_backup(file, replace=replace)


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question, in Latvian or English.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Ask each line of this file; `-` reads from stdin."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON; for a file, one line for each answer.")
    ] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, one row for each cited value.")
    ] = False,
    language: Annotated[
        Language | None, typer.Option(help="Language of the answer's labels.")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="Ask this document only; repeat for several.")
    ] = None,
) -> None:
    """Answer questions; exit code 0 when all were answered, 3 when one was not, 2 for bad input."""
    from ui.ask_commands import Form, Scope, ask_all

    if as_json and as_csv:
        raise PlanqaError("form_invalid", "choose one of --json and --csv")
    form: Form = "json" if as_json else "csv" if as_csv else "text"
    answered = ask_all(question, file, Scope(language, document), form)
    raise typer.Exit(0 if answered else NO_ANSWER)


@app.command()
def mcp() -> None:
    """Serve the Model Context Protocol on stdin and stdout, for assistants and editors."""
    from ui.commands import serve_mcp

    serve_mcp()


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
) -> None:
    """Serve the chat and the API on one port."""
    from ui.commands import serve_chat

    serve_chat(host, port)


@app.command()
def documents(
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the indexed documents."""
    from ui.commands import list_documents

    list_documents(as_json=as_json)


@app.command()
def show(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="The document's id.")],
    outline: Annotated[bool, typer.Option("--outline", help="Print the outline.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the stored text.")] = False,
) -> None:
    """Show a document, its outline or its text."""
    from ui.commands import show_document

    show_document(document_id, outline=outline, text=text)


@app.command(
    name="eval",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure the answers on questions with known evidence."""
    from eval.cli import app as evaluation

    code = evaluation(
        args=context.args or ["--help"], prog_name="planqa eval", standalone_mode=False
    )
    raise typer.Exit(code if isinstance(code, int) else 0)


add_feedback(app)
add_keys(app)


def main() -> None:
    """Run the command line; every error that the user can mend becomes one line."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run `planqa` with `arguments` and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What the terminal cannot show is escaped; printing must not fail.
        _forgiving(stream)
    try:
        result = app(args=arguments or ["--help"], prog_name="planqa", standalone_mode=False)
    except PlanqaError as error:
        return _said(error.message)
    except typer.TyperException as error:
        return _said(error.format_message())
    except typer.Abort:
        return _said("stopped")
    return result if isinstance(result, int) else 0


def _said(message: str) -> int:
    line = " ".join(message.split())
    print(f"planqa: {line}", file=sys.stderr)
    return BAD_INPUT


def _forgiving(stream: Any) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
