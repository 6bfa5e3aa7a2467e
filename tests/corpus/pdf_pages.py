"""PDF files for the tests, drawn with reportlab: columns, sheets, tables, scans, locks."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.one_plan import BOLD, FONT, register_fonts

Draw = Callable[[Canvas], None]
SENTENCES = (
    "Pašvaldība katru gadu atjauno ielas un ceļus,",
    "lai iedzīvotāji droši nokļūtu darbā un skolā.",
    "Ceļu uzturēšanai ziemā noslēgti līgumi ar trim",
    "uzņēmumiem, kas tīra arī ietves un pieturas.",
    "Nākamajos gados jāsakārto grants ceļi, pa kuriem",
    "kursē skolēnu autobusi un piena vedēji.",
    "Tiltu pārbaudes notiek reizi divos gados, un to",
    "rezultāti ir publiski pieejami visiem.",
)
OTHER = (
    "Jaunieši vēlas strādāt tuvāk mājām, tāpēc novads",
    "veido kopstrādes telpas bijušajās skolās.",
    "Bibliotēkās ierīkotas vietas attālinātam darbam",
    "un apmācībām, kuras vada vietējie uzņēmēji.",
    "Pieprasījums pēc darba vietām laukos pieaug, bet",
    "interneta ātrums vairākos ciemos ir nepietiekams.",
    "Tīkla paplašināšanu plānots pabeigt divu gadu",
    "laikā kopā ar valsts programmu.",
)


def pdf(
    *pages: Draw, size: tuple[float, float] = A4, lock: StandardEncryption | None = None
) -> bytes:
    """A PDF of pages, each drawn by its function."""
    register_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, encrypt=lock, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines(
    texts: Sequence[str], x: float = 60, y: float = 780, size: float = 10, *, bold: bool = False
) -> Draw:
    """Lines of text from a point downwards."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(BOLD if bold else FONT, size)
        for number, text in enumerate(texts):
            canvas.drawString(x, y - 1.3 * size * number, text)

    return draw


def together(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def table(rows: Sequence[Sequence[str]], y: float, widths: Sequence[float], x: float = 60) -> Draw:
    """A table with drawn lines; a row is 30 points high and a cell holds lines at "\\n"."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        edges = [x + sum(widths[:n]) for n in range(len(widths) + 1)]
        for number in range(len(rows) + 1):
            canvas.line(edges[0], y - 30 * number, edges[-1], y - 30 * number)
        for edge in edges:
            canvas.line(edge, y, edge, y - 30 * len(rows))
        for number, row in enumerate(rows):
            for left, cell in zip(edges, row, strict=False):
                for at, line in enumerate(cell.split("\n")):
                    canvas.drawString(left + 3, y - 30 * number - 12 - 11 * at, line)

    return draw


def two_columns() -> bytes:
    return pdf(
        together(
            lines(["Ceļi un darbs"], size=16, bold=True),
            lines(SENTENCES, x=60, y=740, size=9),
            lines(OTHER, x=310, y=735, size=9),
        )
    )


def two_pages_on_a_sheet() -> bytes:
    return pdf(
        together(
            lines(SENTENCES, x=50, y=540, size=10), lines(["4"], x=200, y=20),
            lines(OTHER, x=470, y=540, size=10), lines(["5"], x=620, y=20),
        ),
        size=landscape(A4),
    )  # fmt: skip


def locked(user: str, owner: str) -> bytes:
    return pdf(lines(SENTENCES), lock=StandardEncryption(user, ownerPassword=owner, canPrint=0))


def scan(texts: Sequence[str] = SENTENCES, layer: Sequence[str] = ()) -> bytes:
    """A PDF whose only page is a picture of text; `layer` lies on it unseen."""
    source = pypdfium2.PdfDocument(pdf(lines(texts, size=12)))
    picture = source[0].render(scale=200 / 72, grayscale=True).to_pil()
    source.close()
    width, height = A4

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        unseen = canvas.beginText(60, 780)
        unseen.setFont(FONT, 12)
        unseen.setTextRenderMode(3)
        unseen.textLines("\n".join(layer))
        canvas.drawText(unseen)

    return pdf(draw)


def broken_letters() -> bytes:
    """A PDF that shows text, and whose text layer says other letters."""
    return scan(layer=[text.translate(_SHIFT) for text in SENTENCES])


def photographed(data: bytes) -> bytes:
    """The same pages as pictures."""
    source = pypdfium2.PdfDocument(data)
    shots = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in source]
    source.close()

    def drawn(shot: object) -> Draw:
        return lambda canvas: canvas.drawImage(ImageReader(shot), 0, 0, *A4)

    return pdf(*(drawn(shot) for shot in shots))


def with_cover(cover: bytes, rest: bytes) -> bytes:
    """The first page of one file before the pages of another."""
    whole = pypdfium2.PdfDocument(rest)
    whole.import_pages(pypdfium2.PdfDocument(cover), pages=[0], index=0)
    stream = io.BytesIO()
    whole.save(stream)
    return stream.getvalue()


_SHIFT = {ord(c): ord(c) - 29 for c in "abcdefghijklmnopqrstuvwxyz"}
