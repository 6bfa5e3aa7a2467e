"""One plan of a made-up municipality, as the parts that every format can show.

`PLAN` is a list of parts; `as_text`, `as_markdown` and `as_html` write it here, `as_docx` and
`as_pdf` with the libraries that people's programs use.
"""

from __future__ import annotations

import html
import io
from dataclasses import dataclass

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    LongTable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    TableStyle,
)

TITLE = "Ozolupes novada attīstības programma 2025.–2031. gadam"
FONT, BOLD = "Plan", "Plan-Bold"
_FOLDER = "/usr/share/fonts/truetype/dejavu"


@dataclass(frozen=True)
class Part:
    """`kind` is heading (with its number and level), label (number, name, value), item, text."""

    kind: str
    text: str
    number: str = ""
    level: int = 0
    value: str = ""


@dataclass(frozen=True)
class Grid:
    """A table; the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]


def _heading(number: str, text: str) -> Part:
    return Part("heading", text, number, number.count(".") + 1)


def _label(number: int, name: str, value: str = "") -> Part:
    return Part("label", name, str(number), value=value)


def _items(*texts: str) -> list[Part]:
    return [Part("item", text, "abcdefgh"[i]) for i, text in enumerate(texts)]


PLAN: list[Part | Grid] = [
    _heading("1", "Ievads un pašreizējā situācija"),
    Part("text", "Ozolupes novads atrodas upes krastā, un tajā dzīvo 8214 iedzīvotāji. Pašvaldība "
         "programmu izstrādāja kopā ar iedzīvotājiem, uzņēmējiem un biedrībām."),
    Part("text", "Novadā ir trīs skolas, divi bērnudārzi un viena slimnīca, bet autobusu satiksme "
         "starp ciemiem ir reta."),
    _heading("2", "Prioritātes"),
    _heading("2.1", "Prioritāte: Ērta un droša pārvietošanās"),
    _heading("2.1.1", "Veloceliņi starp ciemiem"),
    _label(1, "Mērķis", "drošs ceļš uz skolu un darbu bez automašīnas."),
    _label(2, "Apakšprioritātes pamatojums"),
    Part("text", "Pēdējos piecos gados uz novada ceļiem notikuši 46 ceļu satiksmes negadījumi ar "
         "velosipēdistiem."),
    _label(3, "Līdz šim paveiktais"),
    Part("text", "2023. gadā izbūvēts 2,4 km garš veloceliņš gar Upes ielu."),
    _label(4, "Ieviesēji"),
    *_items("Ozolupes novada pašvaldība", "valsts SIA „Ceļu darbi”"),
    _label(5, "Sadarbības partneri"),
    *_items("biedrība „Velo Ozolupe”", "kaimiņu novadu pašvaldības"),
    _label(6, "Ieguvumi"),
    Part("text", "Mazāk negadījumu un veselīgāki iedzīvotāji visos novada ciemos."),
    _label(7, "Telpiskā piesaiste", "Ozolupe, Liepkalne un Bērzciems."),
    _label(8, "Uzdevumi"),
    *_items("Izbūvēt 14 km veloceliņu no Ozolupes līdz Liepkalnei;",
            "Ierīkot 120 velonovietnes pie skolām un autobusu pieturām;",
            "Uzlabot apgaismojumu gājēju pārejās."),
    _label(9, "Finansējuma avoti"),
    *_items("Eiropas Reģionālās attīstības fonds;", "pašvaldības budžets."),
    _label(10, "Novērtēšanas rādītāji"),
    *_items("Izbūvēto veloceliņu garums: 14 km;", "Negadījumu skaits gadā: ne vairāk kā 4."),
    _heading("2.1.2", "Autobusi pēc pieprasījuma"),
    _label(1, "Mērķis", "autobuss no katra ciema vismaz četras reizes dienā."),
    _label(4, "Ieviesēji"),
    *_items("Sabiedriskā transporta nodaļa"),
    _label(8, "Uzdevumi"),
    *_items("Ieviest autobusu pēc pieprasījuma piecos ciemos;",
            "Izveidot vienotu biļeti vilcienam un autobusam."),
    _label(9, "Finansējuma avoti"),
    *_items("valsts budžeta dotācija;", "pasažieru maksa par braucieniem."),
    _heading("2.2", "Prioritāte: Silti un taupīgi nami"),
    _heading("2.2.1", "Ēku siltināšana"),
    _label(1, "Mērķis", "par trešdaļu mazāks siltuma patēriņš pašvaldības ēkās."),
    _label(4, "Ieviesēji"),
    *_items("Pašvaldības īpašumu pārvalde"),
    _label(8, "Uzdevumi"),
    *_items("Nosiltināt 18 daudzdzīvokļu namus;", "Uzstādīt saules paneļus uz trim skolām."),
    _label(9, "Finansējuma avoti"),
    *_items("valsts aizdevums ēku atjaunošanai."),
    _heading("3", "Pasākumu plāns"),
    Part("text", "Pasākumus pašvaldība pārskata reizi gadā."),
    Grid((
        ("Nr.", "Pasākums", "Atbildīgais", "Termiņš", "Finansējums"),
        ("P1.1", "Tilta pār Upi atjaunošana", "Būvniecības nodaļa", "2026. gads", "420 000 EUR"),
        ("P1.2", "Ielu apgaismojuma nomaiņa", "Komunālā saimniecība", "2027. gads", "95 000 EUR"),
        ("P2.1", "Bibliotēkas jumta remonts", "Kultūras pārvalde", "2025. gads", "60 000 EUR"),
    )),
]  # fmt: skip


def as_text() -> bytes:
    lines = [TITLE, ""]
    for part in PLAN:
        if isinstance(part, Grid):
            lines += ["", *("\t".join(row) for row in part.rows), ""]
        elif part.kind == "heading":
            lines += ["", f"{part.number}. {part.text}", ""]
        elif part.kind == "label":
            lines += ["", f"{part.number}. {part.text}: {part.value}".strip(), ""]
        elif part.kind == "item":
            lines.append(f"{part.number}. {part.text}")
        else:
            lines += [part.text, ""]
    return "\n".join(lines).encode()


def as_markdown() -> bytes:
    lines = [f"# {TITLE}", ""]
    for part in PLAN:
        if isinstance(part, Grid):
            rows = ["| " + " | ".join(row) + " |" for row in part.rows]
            lines += ["", rows[0], "|" + "---|" * len(part.rows[0]), *rows[1:], ""]
        elif part.kind == "heading":
            lines += ["", f"{'#' * (part.level + 1)} {part.number}. {part.text}", ""]
        elif part.kind == "label":
            lines += ["", f"**{part.number}. {part.text}:** {part.value}".strip(), ""]
        elif part.kind == "item":
            lines.append(f"- {part.text}")
        else:
            lines += [part.text, ""]
    return "\n".join(lines).encode()


def as_html() -> bytes:
    body: list[str] = []
    listing = False
    for part in PLAN:
        if listing and not (isinstance(part, Part) and part.kind == "item"):
            body.append("</ol>")
            listing = False
        if isinstance(part, Grid):
            body.append(_html_table(part))
            continue
        text = html.escape(part.text)
        if part.kind == "heading":
            body.append(f"<h{part.level + 1}>{part.number}. {text}</h{part.level + 1}>")
        elif part.kind == "label":
            value = html.escape(part.value)
            body.append(f"<p><strong>{part.number}. {text}:</strong> {value}</p>")
        elif part.kind == "item":
            body.append("" if listing else '<ol type="a">')
            body.append(f"<li>{text}</li>")
            listing = True
        else:
            body.append(f"<p>{text}</p>")
    page = f"""<!doctype html><html lang="lv"><head><meta charset="utf-8"><title>Novads</title>
<style>p {{ margin: 0 }}</style><script>var sekot = 1;</script></head><body>
<div class="cookie-banner"><p>Šī vietne izmanto sīkdatnes.</p><button>Piekrītu</button></div>
<header><nav><ul><li><a href="/">Sākums</a></li></ul></nav></header>
<main><h1>{html.escape(TITLE)}</h1>{"".join(body)}</main>
<footer><p>© Ozolupes novads</p></footer></body></html>"""
    return page.encode()


def _html_table(grid: Grid) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in grid.rows[0])
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in grid.rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def as_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    for part in PLAN:
        if isinstance(part, Grid):
            table = document.add_table(rows=0, cols=len(part.rows[0]), style="Table Grid")
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif part.kind == "heading":
            document.add_heading(f"{part.number}. {part.text}", level=part.level)
        elif part.kind == "label":
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{part.number}. {part.text}:").bold = True
            if part.value:
                paragraph.add_run(f" {part.value}")
        elif part.kind == "item":
            document.add_paragraph(f"{part.number}) {part.text}")
        else:
            document.add_paragraph(part.text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def register_fonts() -> None:
    """A font with Latvian letters, in two weights."""
    pdfmetrics.registerFont(TTFont(FONT, f"{_FOLDER}/DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, f"{_FOLDER}/DejaVuSans-Bold.ttf"))


def as_pdf() -> bytes:
    register_fonts()
    body = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=13, spaceAfter=7)
    item = ParagraphStyle("item", body, leftIndent=14, spaceAfter=2)
    label = ParagraphStyle("label", body, fontName=BOLD, spaceBefore=4)
    title = ParagraphStyle("title", body, fontName=BOLD, fontSize=20, leading=25, spaceAfter=20)
    story: list[Flowable] = [Paragraph(TITLE, title)]
    for part in PLAN:
        if isinstance(part, Grid):
            cells = [[Paragraph(html.escape(cell), body) for cell in row] for row in part.rows]
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
            story.append(LongTable(cells, colWidths=[40, 150, 110, 80, 90], style=grid))
        elif part.kind == "heading":
            size = 18 - 2 * part.level
            style = ParagraphStyle(
                f"h{part.level}", body, fontName=BOLD, fontSize=size, leading=1.25 * size,
                spaceBefore=10,
            )  # fmt: skip
            story.append(Paragraph(html.escape(f"{part.number}. {part.text}"), style))
        elif part.kind == "label":
            text = f"{part.number}. {part.text}:"
            value = f' <font name="{FONT}">{html.escape(part.value)}</font>' if part.value else ""
            story.append(Paragraph(text + value, label))
        elif part.kind == "item":
            story.append(Paragraph(html.escape(f"{part.number}. {part.text}"), item))
        else:
            story.append(Paragraph(html.escape(part.text), body))
            if part.text.startswith("Novadā"):
                story.append(PageBreak())
    stream = io.BytesIO()

    def running(canvas: object, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)  # type: ignore[attr-defined]
        canvas.drawString(60, 800, "Ozolupes novads | Attīstības programma")  # type: ignore[attr-defined]
        canvas.drawCentredString(300, 30, str(document.page))  # type: ignore[attr-defined]

    template = SimpleDocTemplate(stream, pagesize=A4, title="Programma", topMargin=80)
    template.build(story, onFirstPage=running, onLaterPages=running)
    return stream.getvalue()


WRITERS = {
    "txt": as_text, "md": as_markdown, "html": as_html, "docx": as_docx, "pdf": as_pdf,
}  # fmt: skip
