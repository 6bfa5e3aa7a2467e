"""PDF: reading order, page furniture, headings, tables, scans, locks, pictures of pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import PlanqaError
from corpus.formats.pdf import PdfFormat, named_title
from corpus.formats.protocol import Format
from corpus.model import Document
from corpus.pdf import ocr
from corpus.pdf.picture import page_png, pages_under, quoted_page, span_boxes
from corpus.reader import read_document
from corpus.span import Span
from tests.corpus.accounting import unaccounted
from tests.corpus.format_conformance import FormatConformance
from tests.corpus.one_plan import FONT, WRITERS
from tests.corpus.pdf_pages import (
    OTHER,
    SENTENCES,
    Draw,
    broken_letters,
    lines,
    locked,
    pdf,
    photographed,
    scan,
    table,
    together,
    two_columns,
    two_pages_on_a_sheet,
    with_cover,
)  # fmt: skip

needs_ocr = pytest.mark.skipif(not ocr.has_ocr(), reason="tesseract is not installed")


def read(data: bytes, password: str | None = None) -> Document:
    document = read_document(data, "plan.pdf", password=password)
    assert unaccounted(document) == []
    return document


def texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


class TestPdfFormat(FormatConformance):
    @pytest.fixture
    def format(self) -> Format:
        return PdfFormat()

    @pytest.fixture(params=["plan", "columns", "sheet"])
    def sample(self, request: pytest.FixtureRequest) -> bytes:
        made = {"plan": WRITERS["pdf"], "columns": two_columns, "sheet": two_pages_on_a_sheet}
        return made[str(request.param)]()

    @pytest.fixture
    def others(self) -> list[bytes]:
        return [WRITERS[name]() for name in ("txt", "md", "html", "docx")]


def test_two_columns_are_read_one_after_the_other() -> None:
    document = read(two_columns())
    assert texts(document) == [" ".join(SENTENCES), " ".join(OTHER)]
    assert [s.title for s in document.sections] == ["Ceļi un darbs"]


def test_columns_begin_anew_below_a_short_title_that_stands_over_both() -> None:
    draws = [
        draw
        for title, said, top in (("Ceļi", SENTENCES, 780), ("Darbs", OTHER, 690))
        for draw in (
            lines([title], y=top, size=16, bold=True),
            lines(said[:4], x=60, y=top - 25, size=9),
            lines(said[4:], x=310, y=top - 25, size=9),
        )
    ]
    document = read(pdf(together(*draws)))
    assert " ".join(texts(document)) == " ".join((*SENTENCES, *OTHER))
    assert [s.title for s in document.sections] == ["Ceļi", "Darbs"]


def test_two_pages_on_one_sheet_are_read_one_after_the_other_without_their_numbers() -> None:
    document = read(two_pages_on_a_sheet())
    assert texts(document) == [" ".join(SENTENCES), " ".join(OTHER)]
    numbers = [a.span.of(document.text) for a in document.artefacts if a.kind == "page_number"]
    assert numbers == ["4", "5"]


def test_names_and_values_side_by_side_are_read_line_by_line() -> None:
    names = lines([f"Rādītājs {n}" for n in range(8)])
    values = lines([f"{n * 17} km gadā" for n in range(8)], x=330)
    document = read(pdf(together(names, values)))
    assert "Rādītājs 3  51 km gadā" in document.text


def test_a_word_that_a_line_end_divides_is_joined_in_the_passage_and_kept_in_the_text() -> None:
    parts = ["Pašvaldība 2026. gadā pabeigs visu galveno ielu apgais-", "mojuma nomaiņu pilsētā."]
    document = read(pdf(lines(parts)))
    assert "apgais-\nmojuma" in document.text
    assert texts(document) == [
        "Pašvaldība 2026. gadā pabeigs visu galveno ielu apgaismojuma nomaiņu pilsētā."
    ]


def running(number: int, texts: list[str]) -> Draw:
    return together(
        lines(["Liepkalnes novads"], y=820, size=8),
        lines(texts, y=780),
        lines([f"{number} no 5"], x=500, y=25, size=8),
    )


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    pages = [
        running(n, [f"Lapas {n} pirmais teikums ir par ceļiem un tiltiem."]) for n in (1, 2, 3)
    ]
    pages += [
        running(4, ["Novads 2027. gadā kopā ar kaimiņiem izbūvēs jaunu ceļu, kas"]),
        running(5, ["savienos abus ciemus un pilsētu."]),
    ]
    document = read(pdf(*pages))
    last = document.passages[-1]
    assert last.text.endswith("izbūvēs jaunu ceļu, kas savienos abus ciemus un pilsētu.")
    assert last.page == 4
    kinds = {a.span.of(document.text): a.kind for a in document.artefacts}
    assert kinds["Liepkalnes novads"] == "header"
    assert kinds["4 no 5"] == "page_number"


def test_larger_and_bold_type_make_headings_of_their_levels() -> None:
    page = together(
        lines(["Enerģētikas plāns"], size=18, bold=True),
        lines(["Apkure"], y=740, size=14, bold=True),
        lines(SENTENCES, y=710),
        lines(["Katlumājas"], y=590, bold=True),
        lines(OTHER, y=570),
        lines(["Transports"], y=440, size=14, bold=True),
        lines(SENTENCES[:4], y=410),
    )
    document = read(pdf(page))
    assert [(s.level, s.title, s.parent) for s in document.sections] == [
        (1, "Enerģētikas plāns", None),
        (2, "Apkure", "energetikas-plans"),
        (3, "Katlumājas", "energetikas-plans/apkure"),
        (2, "Transports", "energetikas-plans"),
    ]
    assert document.description.title == "Enerģētikas plāns"


def test_bookmarks_make_headings_in_the_type_of_the_text() -> None:
    def marked(canvas: Canvas) -> None:
        lines(["Mājokļi", *SENTENCES, "Ūdens", *OTHER])(canvas)
        for level, title in enumerate(["Mājokļi", "Ūdens"]):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level=level)

    document = read(pdf(marked))
    assert [(s.level, s.title) for s in document.sections] == [(1, "Mājokļi"), (2, "Ūdens")]


def test_a_table_is_read_by_rows_under_the_names_of_its_columns() -> None:
    rows = [["Gads", "Garums, km", "Piezīmes"], ["2024", "12", "grants\nceļi"], ["2025", "7", ""]]
    document = read(pdf(together(lines(SENTENCES), table(rows, 600, [80, 100, 120]))))
    found = [(p.kind, p.text, p.context) for p in document.passages if p.kind != "paragraph"]
    names = "Gads | Garums, km | Piezīmes"
    assert found == [
        ("caption", "Gads Garums, km Piezīmes", None),
        ("row", "2024 12 grants ceļi", names),
        ("row", "2025 7", names),
    ]


def test_a_table_goes_on_over_the_end_of_a_page() -> None:
    head = ["Nr.", "Pasākums", "Atbildīgais", "Termiņš"]
    first = [head, ["1.1.", "Jumta remonts", "Būvvalde", "2026"]]
    second = [["1.2.", "Tilta remonts", "Ceļu nodaļa", "2027"], ["1.3.", "Parks", "Dome", "2028"]]
    widths = [40, 150, 120, 80]
    document = read(
        pdf(together(lines(SENTENCES), table(first, 100, widths)), table(second, 780, widths))
    )
    assert [s.key for s in document.sections if s.unit] == ["1.1", "1.2", "1.3"]
    roles = {p.text: (p.unit, p.role, p.page) for p in document.passages}
    assert roles["Ceļu nodaļa"] == ("1.2", "implementers", 2)


def test_footnotes_in_small_type_are_passages_of_their_own() -> None:
    page = together(lines(SENTENCES), lines(["1 Ceļu pārskats, 2024."], y=80, size=7))
    notes = [(p.kind, p.item, p.text) for p in read(pdf(page)).passages]
    assert notes[-1] == ("footnote", "1", "Ceļu pārskats, 2024.")


def test_a_file_that_only_its_owner_may_change_opens() -> None:
    assert texts(read(locked("", "noslēpums"))) == [" ".join(SENTENCES)]


def test_a_locked_file_asks_for_its_password() -> None:
    data = locked("atslēga", "cita")
    with pytest.raises(PlanqaError, match="--password") as caught:
        read(data)
    assert caught.value.code == "password_needed"
    with pytest.raises(PlanqaError, match="does not open") as caught:
        read(data, password="nav")
    assert caught.value.code == "password_wrong"
    assert texts(read(data, password="atslēga")) == [" ".join(SENTENCES)]


def test_a_table_whose_names_stand_alone_at_the_end_of_a_page_goes_on_overleaf() -> None:
    names = [["Posms", "Plāns", "Izpilde"]]
    rows = [["Iesniegšana", "2024. gads", "2025. gads"], ["Apspriede", "2025. gads", "-"]]
    widths = [180, 120, 120]
    document = read(
        pdf(
            together(lines(SENTENCES), table(names, 90, widths), lines(["1"], x=300, y=30)),
            together(table(rows, 780, widths), lines(SENTENCES, y=600), lines(["2"], x=300, y=30)),
        )
    )
    found = [(p.page, p.context) for p in document.passages if p.kind == "row"]
    assert found == [(2, "Posms | Plāns | Izpilde")] * 2


def test_a_thick_border_with_gaps_at_its_corners_makes_one_table() -> None:
    rows = [
        ["Priekšrocības", "Trūkumi"],
        ["Tuvu ir skola un veikals.", "Vajadzīga jauna zeme ārpus ciema."],
        ["Autobuss brauc katru stundu.", "Ceļš uz turieni ir šaurs."],
    ]

    def bordered(canvas: Canvas) -> None:  # with gaps at the corners, as thick borders have
        canvas.setFont(FONT, 9)
        for number in range(4):
            for left in (60, 300):
                canvas.line(left + 4.5, 700 - 30 * number, left + 235.5, 700 - 30 * number)
        for left in (60, 300, 540):
            for number in range(3):
                canvas.line(left, 695.5 - 30 * number, left, 674.5 - 30 * number)
        for number, row in enumerate(rows):
            for left, cell in zip((63, 303), row, strict=True):
                canvas.drawString(left + 3, 684 - 30 * number, cell)

    document = read(pdf(together(lines(["Ceļi"], size=16, bold=True), bordered)))
    assert [(p.context, p.text) for p in document.passages if p.kind == "paragraph"] == [
        (name, cell) for row in rows[1:] for name, cell in zip(rows[0], row, strict=True)
    ]


def test_a_table_of_contents_in_small_type_is_no_footnote() -> None:
    entries = [f"{n}. Nodaļa par ceļiem {'.' * 60} {n + 3}" for n in range(1, 9)]
    contents = together(lines(["Saturs"], size=16, bold=True), lines(entries, y=300, size=7))
    document = read(pdf(contents, lines(SENTENCES), lines(OTHER)))
    assert not [p for p in document.passages if p.kind == "footnote"]
    assert {a.kind for a in document.artefacts} >= {"toc"}


FIGURES = [
    ("Rādītājs", "2023. gads", "2027. gads", "2031. gads"),
    ("Iedzīvotāju skaits", "8 214", "8 100", "8 000"),
    ("Veloceliņi, km", "2,4", "9", "16,4"),
    ("Autobusa reisi dienā", "2", "4", "6"),
    ("Siltinātas ēkas", "-", "9", "18"),
]


def aligned(rows: Sequence[tuple[str, ...]], y: float) -> Draw:
    """Cells below one another, without a line between them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        for number, row in enumerate(rows):
            canvas.drawString(60, y - 15 * number, row[0])
            for column, cell in enumerate(row[1:]):
                canvas.drawRightString(280 + 90 * column, y - 15 * number, cell)

    return draw


def test_figures_that_stand_below_one_another_are_rows_with_their_columns_names() -> None:
    document = read(pdf(together(lines(SENTENCES), aligned(FIGURES, 560), lines(OTHER, y=440))))
    rows = [(p.text, p.context) for p in document.passages if p.kind == "row"]
    names = " | ".join(FIGURES[0])
    assert rows == [(" ".join(row), names) for row in FIGURES[1:]]
    quoted = next(p for p in document.passages if p.text.startswith("Autobusa"))
    assert quoted.body.quote(document.text) == "Autobusa reisi dienā | 2 | 4 | 6"


def test_columns_of_text_and_entries_of_contents_are_no_table() -> None:
    contents = [(f"{n}.", f"Nodaļa par {'ceļiem' * (n % 3 + 1)}", str(3 * n)) for n in range(1, 9)]
    document = read(pdf(aligned(contents, 700), lines(SENTENCES), lines(OTHER)))
    assert not [p for p in document.passages if p.kind == "row"]
    assert not [p for p in read(two_columns()).passages if p.kind == "row"]


def noted(canvas: Canvas) -> None:
    """A page with footnote marks, an exponent, and a footnote."""
    lines([*SENTENCES, "Zaļā zona aizņem 12 m, un tajā", "ir trīs parki.", "Beigas."])(canvas)
    canvas.setFont(FONT, 6)
    canvas.drawString(60 + canvas.stringWidth(SENTENCES[1][:-1], FONT, 10), 770.5, "1")
    canvas.drawString(60 + canvas.stringWidth("Zaļā zona aizņem 12 m", FONT, 10), 679.5, "2")
    canvas.drawString(60 + canvas.stringWidth("Beigas.", FONT, 10) + 0.5, 653.5, "1")
    canvas.setFont(FONT, 7)
    canvas.drawString(60, 90, "1 Ceļu likuma 4. pants.")


def test_the_raised_figure_of_a_footnote_is_no_part_of_the_passage() -> None:
    document = read(pdf(noted, lines(OTHER)))
    (note,) = [p for p in document.passages if p.kind == "footnote"]
    assert (note.item, note.text) == ("1", "Ceļu likuma 4. pants.")
    joined = " ".join(texts(document))
    assert "darbā un skolā. Ceļu" in joined
    assert joined.count("Beigas.") == 1
    assert "Beigas. 1" not in joined
    assert re.search(r"12 m\W{0,2}2", joined)  # the exponent has no footnote
    marks = [a.span.of(document.text) for a in document.artefacts if a.kind == "footnote_mark"]
    assert marks == ["1", "1"]


def test_a_damaged_file_is_named_as_such() -> None:
    for data in (b"%PDF-1.7\nnothing of use", two_columns()[:700]):
        with pytest.raises(PlanqaError, match="damaged") as caught:
            read(data)
        assert caught.value.code == "pdf_unreadable"


@pytest.mark.parametrize("make", [scan, broken_letters])
def test_without_ocr_a_page_that_cannot_be_read_says_what_to_install(
    make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert callable(make)
    with pytest.raises(PlanqaError, match=r"page 1 .*planqa\[ocr\].*tesseract-ocr-lav") as caught:
        read(make())
    assert caught.value.code == "ocr_missing"


@needs_ocr
@pytest.mark.parametrize("make", [scan, broken_letters])
def test_with_ocr_such_a_page_is_read_and_its_passages_say_so(make: object) -> None:
    assert callable(make)
    document = read(make())
    joined = " ".join(texts(document))
    found = [word for word in " ".join(SENTENCES).split() if word in joined]
    assert len(found) >= 0.9 * len(" ".join(SENTENCES).split())
    assert all(p.ocr and p.page == 1 for p in document.passages)


COVER = together(
    lines(["KALNCIEMA NOVADA", "ATTĪSTĪBAS PROGRAMMA", "2025–2031"], y=560, size=26, bold=True),
    lines(["* ~ 7 |="], y=300, size=30),
    lines(["Dome 2025", *SENTENCES], y=250, size=9),
)


@needs_ocr
def test_a_scanned_cover_adds_no_headings() -> None:
    chapters = pdf(
        together(lines(["1. Ievads"], size=16, bold=True), lines(SENTENCES, y=740)),
        together(lines(["2. Ceļi"], size=16, bold=True), lines(OTHER, y=740)),
        lines(SENTENCES[::-1]),
    )
    document = read(with_cover(photographed(pdf(COVER)), chapters))
    assert [(s.number, s.title) for s in document.sections] == [("1", "Ievads"), ("2", "Ceļi")]
    assert re.fullmatch(r"ATTĪSTĪBAS PROGRAMMA 2025.2031", document.description.title)
    assert {p.ocr for p in document.passages if p.page == 1} == {True}


@needs_ocr
def test_large_signs_of_a_scan_that_are_no_words_are_no_headings() -> None:
    document = read(photographed(pdf(COVER, lines(SENTENCES, size=12))))
    assert all(re.search(r"[^\W\d_]{4}", s.title) for s in document.sections)
    assert "PROGRAMMA" in document.description.title


def test_a_page_with_text_is_not_read_by_ocr() -> None:
    assert not any(p.ocr for p in read(two_columns()).passages)


def test_the_place_of_a_quote_is_boxed_on_the_picture_of_its_page() -> None:
    data = two_columns()
    document = read(data)
    start = document.text.index("kopstrādes telpas")
    span = Span(start, start + len("kopstrādes telpas"))
    boxes = span_boxes(data, pages_under(document, span), span)
    assert [box.page for box in boxes] == [1]
    assert 300 < boxes[0].x0 < boxes[0].x1 < 560
    assert 700 < boxes[0].y0 < boxes[0].y1 < 740
    plain = Image.open(io.BytesIO(page_png(data, 1)))
    boxed = Image.open(io.BytesIO(page_png(data, 1, boxes)))
    scale = plain.width / 595.27
    x = round((boxes[0].x0 + boxes[0].x1) / 2 * scale)
    y = round(plain.height - boxes[0].y1 * scale + 2)
    assert plain.getpixel((x, y)) == (255, 255, 255)
    assert boxed.getpixel((x, y)) != (255, 255, 255)
    assert plain.getpixel((20, 20)) == boxed.getpixel((20, 20))


def test_a_quote_over_two_lines_has_two_boxes() -> None:
    data = two_columns()
    document = read(data)
    start = document.text.index("ceļus,")
    end = document.text.index("droši nokļūtu") + 5
    span = Span(start, end)
    assert len(span_boxes(data, pages_under(document, span), span)) == 2


@needs_ocr
def test_a_quote_on_a_scanned_page_is_boxed_too() -> None:
    data = scan()
    document = read(data)
    passage = document.passages[0]
    pages = pages_under(document, passage.body)
    assert span_boxes(data, pages, passage.body)
    assert quoted_page(data, pages[0], passage.body) != quoted_page(data, pages[0])


def test_a_page_that_is_not_there_has_no_picture() -> None:
    with pytest.raises(PlanqaError, match="there is no page 2; the PDF has 1") as caught:
        page_png(two_columns(), 2)
    assert (caught.value.code, caught.value.status) == ("page_unknown", 404)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Attīstības programma 2027", "Attīstības programma 2027"),
        ("Microsoft Word - programma.docx", None),
        ("programma gala.pdf", None),
        ("Untitled document", None),
        ("", None),
    ],
)
def test_a_file_name_is_no_title(title: str, expected: str | None) -> None:
    assert named_title(title) == expected


# --- boxes ----------------------------------------------------------------------------------


def framed(x0: float, top: float, x1: float, bottom: float) -> Draw:
    return lambda canvas: canvas.rect(x0, bottom, x1 - x0, top - bottom)


def boxed_aim() -> Draw:
    """A heading, a box with a heading of its own and what it says, and text below the box."""
    return together(
        lines(["Upes un krasti"], y=800, size=16, bold=True),
        framed(55, 770, 400, 690),
        lines(["Uzdevums Nr. 1"], y=755, bold=True),
        lines(["Attīrīt notekūdeņus visos ciemos.", "Stādīt krastos kokus un krūmus.",
               "Izveidot peldvietas pie tiltiem."], y=735),
        lines(SENTENCES, y=660),
    )  # fmt: skip


def test_a_section_that_begins_in_a_box_ends_with_it() -> None:
    document = read(pdf(boxed_aim()))
    said = {p.text[:15]: p.breadcrumb for p in document.passages}
    assert said["Attīrīt notekūd"] == ("Upes un krasti", "Uzdevums Nr. 1")
    assert said["Pašvaldība katr"] == ("Upes un krasti",)


def test_a_box_around_a_heading_alone_does_not_end_its_section() -> None:
    band = together(
        framed(55, 775, 400, 745),
        lines(["Upes un krasti"], y=756, size=16, bold=True),
        lines(SENTENCES, y=720),
    )
    document = read(pdf(band))
    assert [p.breadcrumb[-1] for p in document.passages] == ["Upes un krasti"]


def test_a_box_that_goes_on_overleaf_holds_its_section_together() -> None:
    first = together(
        lines(["Upes un krasti"], y=800, size=16, bold=True),
        framed(55, 770, 400, 40),
        lines(["Uzdevums Nr. 1"], y=755, bold=True),
        lines(SENTENCES, y=735),
    )
    second = together(framed(55, 790, 400, 690), lines(OTHER[:5], y=770), lines(SENTENCES, y=650))
    document = read(pdf(first, second))
    home = {p.text[:15]: p.breadcrumb[-1] for p in document.passages}
    assert home["Jaunieši vēlas "] == "Uzdevums Nr. 1"
    last = [p for p in document.passages if p.page == 2][-1]
    assert last.breadcrumb[-1] == "Upes un krasti"


def test_a_caption_introduces_the_rows_of_the_table_below_it() -> None:
    drawn = together(
        lines(SENTENCES, y=780),
        lines(["Tabula 1. Apdzīvoto vietu iedalījums"], y=640),
        table([["Vieta", "Skaits"], ["Pilsēta", "2"], ["Ciems", "14"]], 620, (120, 80)),
    )
    rows = [p for p in read(pdf(drawn)).passages if p.kind == "row"]
    assert [p.text for p in rows] == ["Pilsēta 2", "Ciems 14"]
    assert all((p.context or "").startswith("Tabula 1. Apdzīvoto vietu") for p in rows)
