"""Numbered questions that become headings, and lists that stay lists."""

from __future__ import annotations

from corpus.model import Document
from corpus.reader import read_document

ANSWER = (
    "Pašvaldība ir izstrādājusi plānu, kurā noteikti darbi trim gadiem un to izpildītāji.\n\n"
    "Katru gadu dome vērtē paveikto un nosaka, kas darāms tālāk, un par to ziņo iedzīvotājiem.\n\n"
    "Iedzīvotāji savukārt var ierosināt jaunus darbus, un dome tos izskata mēneša laikā.\n\n"
    "Par plāna izpildi atbild attīstības nodaļa, kurā strādā pieci cilvēki.\n\n"
) * 3


def read(text: str) -> Document:
    return read_document(text.encode(), "answers.txt")


def questions(last: int = 3, style: str = ")") -> str:
    return "".join(
        f"{n}{style} Kā pašvaldība iesaistās {n}. jautājumā?\n\n{ANSWER}"
        for n in range(1, last + 1)
    )


def test_questions_with_long_answers_are_headings() -> None:
    document = read(questions())
    assert [(s.number, s.title) for s in document.sections] == [
        (str(n), f"Kā pašvaldība iesaistās {n}. jautājumā?") for n in (1, 2, 3)
    ]
    assert {p.section for p in document.passages} == {"1", "2", "3"}


def test_a_short_list_stays_a_list() -> None:
    document = read("Darbi ir šādi:\n1) remontēt skolu;\n2) tīrīt dīķi;\n3) stādīt kokus.\n")
    assert document.sections == ()
    assert [p.item for p in document.passages if p.kind == "item"] == ["1", "2", "3"]


def test_a_single_question_and_gaps_in_the_numbers_stay_as_they_are() -> None:
    assert read(questions(1)).sections == ()
    gap = questions(1) + questions(1).replace("1)", "3)", 1)
    assert read(gap).sections == ()


def test_a_text_with_numbered_headings_keeps_its_lists() -> None:
    document = read("1. Ievads\n\n1.1. Mērķi\n\n" + questions() + "2. Beigas\n\nTeksts.\n")
    assert [s.number for s in document.sections] == ["1", "1.1", "2"]
