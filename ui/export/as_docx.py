"""An answer as a memo for Word: the question, the answer, a table of units, numbered sources.

The numbers in the text are those of the list of sources; each source ends in the address that
opens its place in the document.
"""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.chat_record import Kept
from ui.citing import Locate
from ui.export.sheet import Sheet, sources_sheet, units_sheet, written
from ui.lead import lead
from ui.texts import Texts, texts

_LOCALES = {"lv": "lv-LV", "en": "en-GB"}


def as_docx(kept: Kept, locate: Locate, base: str) -> bytes:
    """The file's bytes; `base` is the server's address, which links begin with."""
    answer = kept.asked.answer
    words = texts(answer.language)
    memo = _blank(_LOCALES[answer.language], words("export.memo"))
    memo.add_heading(words("export.memo"), level=0)
    _question(memo, kept, words)
    memo.add_heading(words("export.answer"), level=1)
    _markdown(memo, written(lead(answer) or words(f"advice.{answer.status}")))
    if answer.items:
        sheet = units_sheet(answer, locate)
        memo.add_heading(sheet.title, level=1)
        _table(memo, sheet)
    sources = sources_sheet(answer, locate, base)
    if sources.rows:
        memo.add_heading(sources.title, level=1)
        for row in sources.rows:
            _source(memo, row)
    made = words("export.made")
    _small(memo.add_paragraph(), f"{made} {words('export.index')}: {answer.index}")
    stored = io.BytesIO()
    memo.save(stored)
    return stored.getvalue()


def _blank(locale: str, title: str) -> Document:
    """An empty memo that a spelling checker reads in its own language."""
    memo = docx.Document()
    properties = memo.core_properties
    properties.title, properties.author, properties.language = title, "planqa", locale
    properties.comments = ""
    normal = memo.styles["Normal"].element.get_or_add_rPr()
    for old in normal.findall(qn("w:lang")):
        normal.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    normal.append(language)
    return memo


def _question(memo: Document, kept: Kept, words: Texts) -> None:
    answer, understanding = kept.asked.answer, kept.asked.understanding
    rows = [(words("export.question"), answer.question)]
    if understanding.leans:
        rows.append((words("export.asked"), understanding.asked))
    rows.append((words("export.date"), kept.kept_at.strftime("%Y-%m-%d")))
    rows.append((words("export.status"), words(f"status.{answer.status}")))
    for name, value in rows:
        line = memo.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(written(value))


def _markdown(memo: Document, text: str) -> None:
    """Paragraphs and bullets, with what the answer sets in bold."""
    parser = MarkdownIt("commonmark", {"html": False})
    parser.disable(["link", "image", "autolink", "code", "heading", "lheading"])
    bullets = 0
    for token in parser.parse(text):
        if token.type in ("bullet_list_open", "bullet_list_close"):
            bullets += token.nesting
        elif token.type == "inline":
            style = "List Bullet" if bullets else None
            _runs(memo.add_paragraph(style=style), token.children or [])


def _runs(line: Paragraph, tokens: list[Token]) -> None:
    bold = 0
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("softbreak", "hardbreak"):
            line.add_run("\n")
        elif token.content:
            line.add_run(token.content).bold = bool(bold)


def _table(memo: Document, sheet: Sheet) -> None:
    table = memo.add_table(rows=1, cols=len(sheet.columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, sheet.columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in sheet.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _small(cell.paragraphs[0], value)


def _source(memo: Document, row: tuple[str, ...]) -> None:
    """`[3]` with the quote, and below it where it stands."""
    number, quote, title, publisher, year, place, lines, page, address = row
    line = memo.add_paragraph()
    line.add_run(f"[{number}] " if number else "").bold = True
    line.add_run(f"“{quote}”")
    about = ", ".join(part for part in (title, publisher, year) if part)
    where = ", ".join(part for part in (place, lines, page) if part)
    _small(memo.add_paragraph(), f"{about}. {where}. {address}")


def _small(line: Paragraph, text: str) -> None:
    run = line.add_run(text)
    run.font.size = Pt(9)
