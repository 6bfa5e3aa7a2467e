"""`planqa ask`: one question, or a file of them, answered on the terminal, as JSON or as CSV.

In: a question, or a file with one in each line. Out: the answers on stdout, and whether each was
answered. A file whose lines cannot all be asked is refused before any is.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from corpus.errors import PlanqaError
from rag.answer import Answer, AskRequest
from ui.answer_text import answer_text, plain
from ui.commands import open_from, read_settings
from ui.export.as_csv import inert
from ui.question_check import check_question
from ui.texts import Language

Form = Literal["text", "json", "csv"]
_COLUMNS = (
    "question", "status", "kind", "confidence", "answer", "section", "title", "role", "value",
    "document", "first_line", "last_line", "page", "quote", "url",
)  # fmt: skip
_STDIN = "-"


@dataclass(frozen=True)
class Scope:
    """In which language labels are, and which documents are asked."""

    language: Language | None
    documents: list[str] | None


def ask_all(question: str | None, file: Path | None, scope: Scope, form: Form) -> bool:
    """Print the answers; False when one question or more was not answered.

    Raises:
        PlanqaError: `question_missing` when there is no question or two sources of them, and for
            a question that cannot be asked, which names its line.
    """
    if (question is None) == (file is None):
        raise PlanqaError(
            "question_missing", "give one question, or a file of them with --file: not both"
        )
    asked = [question] if question is not None else _read(file or Path(_STDIN))
    for line, one in enumerate(asked, 1):
        _check(one, None if question is not None else line)
    assistant = open_from(read_settings())
    show = _shower(form, several=question is None)
    answered = True
    for one in asked:
        request = AskRequest(question=one, language=scope.language, documents=scope.documents)
        answer = assistant.ask(request)
        show(answer)
        answered &= not answer.silent
    return answered


def _read(file: Path) -> list[str]:
    """The questions of a file: its lines, or `question` of each object where they are JSON.

    Raises:
        PlanqaError: `file_unreadable`, `questions_missing`.
    """
    try:
        data = sys.stdin.buffer.read() if str(file) == _STDIN else file.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise PlanqaError("file_unreadable", f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise PlanqaError(
            "file_unreadable", f"{file} is not UTF-8 at byte {error.start}: save it as UTF-8"
        ) from None
    lines = [line.strip() for line in text.splitlines()]
    questions = [_question(line) for line in lines if line]
    if not questions:
        raise PlanqaError("questions_missing", f"{file} holds no question: write one in each line")
    return questions


def _question(line: str) -> str:
    if not line.startswith("{"):
        return line
    try:
        read = json.loads(line)
    except json.JSONDecodeError:
        return line
    asked = read.get("question")
    return asked if isinstance(asked, str) else ""


def _check(question: str, line: int | None) -> None:
    try:
        check_question(question)
    except PlanqaError as error:
        where = "" if line is None else f"question {line}: "
        raise PlanqaError(error.code, f"{where}{error.message}", error.status) from None


def _shower(form: Form, *, several: bool) -> Callable[[Answer], None]:
    """What prints one answer, at once."""
    if form == "json":
        indent = None if several else 2
        return lambda answer: print(answer.model_dump_json(indent=indent), flush=True)
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(_COLUMNS)
        return lambda answer: writer.writerows(rows(answer))
    console = Console(highlight=False)

    def show(answer: Answer) -> None:
        if several:
            console.print(Rule(Text(plain(answer.question), "bold"), align="left"))
        console.print(answer_text(answer))
        if several:
            console.print()

    return show


def rows(answer: Answer) -> list[list[str]]:
    """An answer as rows: one for each value of a unit, else for each citation, at least one."""
    cited = {citation.number: citation for citation in answer.citations}
    start: Sequence[object] = (
        answer.question, answer.status, answer.kind, answer.confidence, answer.answer,
    )  # fmt: skip
    values = [
        (item.section, item.title, role, value.text, value.citation)
        for item in answer.items
        for role, found in item.fields.items()
        for value in found
    ]
    values = values or [("", "", c.role or "", "", c.number) for c in answer.citations]
    made = []
    for section, title, role, text, number in values:
        c = cited[number]
        place = (c.document, *c.lines, "" if c.page is None else c.page, c.quote, c.url)
        made.append([*start, section, title, role, text, *place])
    made = made or [[*start, *[""] * (len(_COLUMNS) - len(start))]]
    return [[inert(str(cell)) for cell in row] for row in made]
