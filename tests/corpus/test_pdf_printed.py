"""PDF files as browsers and word processors print them: few lines, drawn bullets, full lines."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.one_plan import BOLD, FONT
from tests.corpus.pdf_pages import OTHER, SENTENCES, Draw, lines, pdf, together

SIZE, LEADING, PADDING = 9.0, 11.0, 4.0
NAMES = ("Nr.", "Rīcība", "Izpildītājs", "Termiņš")
ROWS = (
    ("R1", "Atjaunot tiltu\npār Ūdri un\ntā pieejas", "Būvvalde", "2026"),
    ("R2", "Iegādāties autobusu", "Sociālais\ndienests", "2027. gada\n1. jūnijs"),
    ("R3", "Izbūvēt gājēju ceļu\nuz skolu", "Izglītības pārvalde", "2028"),
)
LEFTS = (60.0, 100.0, 250.0, 380.0, 480.0)


def read(data: bytes) -> Document:
    return read_document(data, "plāns.pdf")


def printed_table(
    rows: Sequence[Sequence[str]],
    y: float,
    *,
    rules: str = "",
    bold: bool = True,
    lefts: Sequence[float] = LEFTS,
    below: bool = True,
) -> Draw:
    """A table without upright lines; cells stand in the middle of their row.

    `rules` may be "names" (above and below the names, and below the last row unless not `below`)
    or "rows" (below each row as well). The first row has the names, in `bold` type.
    """

    def draw(canvas: Canvas) -> None:
        top = y
        for number, row in enumerate(rows):
            height = max(cell.count("\n") + 1 for cell in row) * LEADING + PADDING
            canvas.setFont(BOLD if bold and number == 0 else FONT, SIZE)
            for left, cell in zip(lefts, row, strict=False):
                texts = cell.split("\n")
                first = top - (height - len(texts) * LEADING) / 2 - SIZE
                for at, text in enumerate(texts):
                    canvas.drawString(left + 2, first - LEADING * at, text)
            if rules and (number < 2 or rules == "rows"):
                canvas.line(lefts[0], top, lefts[-1], top)
            top -= height
        if rules and below:
            canvas.line(lefts[0], top, lefts[-1], top)

    return draw


def cells(document: Document) -> list[list[str]]:
    """The cells of each row, by the bars between them in the stored text."""
    spans = sorted({p.lines for p in document.passages if p.kind == "row"})
    first, last = spans[0][0], spans[-1][1]
    said = "\n".join(document.text.split("\n")[first - 1 : last])
    return [[" ".join(c.split()) for c in row.split(" | ")] for row in said.split("\n\n")]


EXPECTED = [[" ".join(cell.split("\n")) for cell in row] for row in ROWS]


def test_a_table_with_lines_around_its_names_alone_is_read_by_rows_and_columns() -> None:
    page = together(lines(SENTENCES), printed_table([NAMES, *ROWS], 600, rules="names"))
    document = read(pdf(together(page, lines(OTHER, y=420))))
    assert cells(document) == EXPECTED
    assert {p.unit is not None for p in document.passages if p.kind == "row"} == {True}
    assert {p.kind for p in document.passages if "Pieprasījums" in p.text} == {"paragraph"}


def test_a_line_below_each_row_parts_the_rows_where_cells_stand_close() -> None:
    page = printed_table([NAMES, *ROWS], 600, rules="rows", bold=False)
    assert cells(read(pdf(together(lines(SENTENCES), page)))) == EXPECTED


def test_a_table_that_the_page_cuts_needs_no_line_at_its_end() -> None:
    page = printed_table([NAMES, *ROWS], 180, rules="names", below=False)
    assert cells(read(pdf(together(lines(SENTENCES), page)))) == EXPECTED


def test_names_in_bold_type_make_a_table_without_any_line() -> None:
    page = together(lines(SENTENCES), printed_table([NAMES, *ROWS], 600), lines(OTHER, y=420))
    document = read(pdf(page))
    assert cells(document) == EXPECTED
    assert not [p for p in document.passages if p.kind == "row" and "Pieprasījums" in p.text]


def test_a_title_across_the_columns_stands_in_a_row_of_its_own() -> None:
    group = ("Pirmā prioritāte: droša kustība un pieejami pakalpojumi visiem", "", "", "")
    rows = [NAMES, ROWS[0], group, *ROWS[1:]]
    document = read(pdf(together(lines(SENTENCES), printed_table(rows, 600, rules="names"))))
    found = [p.text for p in document.passages if p.kind == "row"]
    assert not any("Pirmā prioritāte" in text and "R2" in text for text in found)
    assert "Iegādāties autobusu" in " ".join(found)


def test_two_columns_of_text_under_bold_titles_are_no_table() -> None:
    page = together(
        lines(["Ceļi"], y=780, bold=True), lines(["Darbs"], x=310, y=780, bold=True),
        lines(SENTENCES, y=760, size=9), lines(OTHER, x=310, y=760, size=9),
    )  # fmt: skip
    assert not [p for p in read(pdf(page)).passages if p.kind == "row"]


def test_a_running_head_between_two_lines_names_no_columns() -> None:
    def ruled(canvas: Canvas) -> None:
        canvas.line(60, 800, 480, 800)
        canvas.line(60, 784, 480, 784)

    head = together(ruled, lines(["Dzirnupes novads"], y=788), lines(["2024"], x=440, y=788))
    document = read(pdf(together(head, lines(SENTENCES, y=760), lines(OTHER, y=600))))
    assert not [p for p in document.passages if p.kind == "row"]


def bulleted(texts: Sequence[str], y: float, x: float = 80) -> Draw:
    """Lines with a drawn dot in front of each, as browsers print lists."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for number, text in enumerate(texts):
            base = y - 13 * number
            canvas.drawString(x, base, text)
            canvas.circle(x - 9, base + 3.5, 1.9, stroke=0, fill=1)

    return draw


def test_a_drawn_bullet_makes_an_item() -> None:
    wanted = ["atjaunot tiltu pār Ūdri", "iegādāties autobusu", "izbūvēt ceļu uz skolu"]
    page = together(lines(SENTENCES), lines(["Novads plāno:"], y=650), bulleted(wanted, 637))
    document = read(pdf(page))
    items = [p for p in document.passages if p.kind == "item"]
    assert [p.text for p in items] == wanted
    assert {p.context for p in items} == {"Novads plāno:"}


def test_dots_beside_no_text_are_a_drawing() -> None:
    def chart(canvas: Canvas) -> None:
        for number in range(6):
            canvas.circle(300 + 20 * number, 500 + 9 * number, 2, stroke=0, fill=1)

    document = read(pdf(together(lines(SENTENCES), chart)))
    assert not [p for p in document.passages if p.kind == "item"]


def flowed(text: str, y: float, width: float = 330, size: float = 10) -> Draw:
    """A paragraph whose lines are filled as far as words go."""
    rows, row = [], ""
    for word in text.split():
        longer = f"{row} {word}".strip()
        if row and stringWidth(longer, FONT, size) > width:
            rows.append(row)
            row = word
        else:
            row = longer
    return lines([*rows, row], y=y, size=size)


def test_a_line_that_carries_on_a_full_one_is_no_heading_and_no_label() -> None:
    first = (
        "1.1. Stratēģiju pašvaldība apstiprināja pēc sabiedriskās apspriešanas"
        " Salaskrogā, Vecsilos un Dzirnupē, un tā ir spēkā septiņus gadus."
    )
    second = (
        "1.2. Darbību vada Attīstības nodaļa kopā ar trim kapitālsabiedrībām un skolām."
        " Partneri: Vidzemes plānošanas reģions un biedrība. Finansējums ir pašvaldības."
    )
    page = together(
        lines(["1. Ievads"], size=16, bold=True),
        flowed(first, 740), flowed(second, 690), flowed(" ".join(OTHER), 630),
    )  # fmt: skip
    register = read(pdf(page))
    assert [section.title for section in register.sections if section.title] == ["Ievads"]
    assert " ".join(first.split()) in [p.text for p in register.passages]
    assert not [p for p in register.passages if p.role]


def test_labels_on_short_lines_stay_labels() -> None:
    card = ["Ieviesējs: Būvvalde", "Partneri: Sociālais dienests", "Finansējums: valsts budžets"]
    document = read(pdf(together(lines(SENTENCES), lines(card, y=640))))
    roles = {p.role for p in document.passages if p.role}
    assert {"implementers", "partners", "funding"} <= roles


TITLES = (("Ceļi", 40.0), ("Darbs", 300.0), ("Skolas", 560.0))
COLUMNS = (SENTENCES, OTHER, SENTENCES[::-1])
FLAT = (
    ("R1", "Atjaunot tiltu", "Būvvalde", "2026"),
    ("R2", "Iegādāties autobusu", "Sociālais dienests", "2027"),
    ("R3", "Izbūvēt ceļu", "Izglītības pārvalde", "2028"),
    ("R4", "Sakopt parku", "Labiekārtošanas nodaļa", "2029"),
)


def test_three_columns_of_text_under_bold_titles_are_no_table() -> None:
    page = together(
        *(lines([title], x=x, y=560, size=9, bold=True) for title, x in TITLES),
        *(lines(said, x=x, y=545, size=9) for said, (_, x) in zip(COLUMNS, TITLES, strict=True)),
    )
    document = read(pdf(page, size=landscape(A4)))
    assert not [p for p in document.passages if p.kind == "row"]
    assert "droši nokļūtu darbā un skolā" in " ".join(p.text for p in document.passages)


def test_a_wider_gap_between_rows_that_stand_close_joins_none_of_them() -> None:
    def close(canvas: Canvas) -> None:
        for number, row in enumerate((NAMES, *FLAT)):
            canvas.setFont(FONT if number else BOLD, 10)
            for left, cell in zip(LEFTS, row, strict=False):
                canvas.drawString(left, 600 - 13 * number - 6 * (number > 3), cell)

    document = read(pdf(together(lines(SENTENCES), close)))
    assert cells(document) == [list(row) for row in FLAT]


def test_bold_headings_around_a_table_named_in_bold_stay_headings() -> None:
    page = together(
        lines(SENTENCES), lines(["2. Pārskats"], y=624, size=12, bold=True),
        printed_table([NAMES, *ROWS], 600), lines(["3. Uzraudzība"], y=490, size=12, bold=True),
        lines(OTHER, y=470),
    )  # fmt: skip
    document = read(pdf(page))
    assert cells(document) == EXPECTED
    titles = [s.title for s in document.sections if s.number in ("2", "3")]
    assert titles == ["Pārskats", "Uzraudzība"]


def test_the_labels_of_a_card_alone_on_its_page_stay_labels() -> None:
    card = ["Ieviesēji: Būvvalde un Attīstības nodaļa", "Partneri: biedrība", "Finansējums: ERAF"]
    roles = {p.role for p in read(pdf(lines(card))).passages}
    assert {"implementers", "partners", "funding"} <= roles


def test_a_title_in_large_type_goes_on_in_the_next_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(BOLD, 22)
        canvas.drawString(60, 780, "Chapter 9 Climate Action, Water and")
        canvas.drawString(60, 780 - 22 * 1.4, "Environment")

    text = lines([*SENTENCES, *OTHER], y=700)
    document = read(pdf(together(draw, text), lines(SENTENCES)))
    titles = [section.title for section in document.sections]
    assert titles == ["Chapter 9 Climate Action, Water and Environment"]
