"""Cells of tables, by the names of their columns."""

from __future__ import annotations

from corpus.reader import read_document
from rag.blocks import blocks
from rag.cells import Cell, caption, cells

TABLE = """# Ostmere Works 2024

## 1 Works

Table 1 lists what is planned in the years to come, in the order of the council's decision.

| Ref | Where | Length, km | Note | Year |
|---|---|---|---|---|
| W1 | Harbour Street | 1.2 |  | 2025 |
| W2 | Kiln Lane | 0.4 | to be resurfaced | 2027 |
"""
PAGE = """<html><body><h1>Ostmere Works 2024</h1><h2>1 Works</h2>
<p>What is planned in the years to come, in the order of the council's decision.</p>
<table><caption>Table 2. Bridges of the district</caption>
<tr><th>Bridge</th><th>Owner</th></tr>
<tr><td>Mill bridge</td><td>Ostmere Town Council</td></tr>
<tr><td>Weir bridge</td><td>Larkham Parish Council</td></tr></table></body></html>
"""


def rows(name: str, text: str) -> tuple[list[tuple[Cell, ...]], str]:
    document = read_document(text.encode(), name)
    (table,) = blocks(document.passages)
    above = caption(table.entries[0][0])
    return [cells(entry, document.text) for entry in table.entries], above


def test_an_empty_cell_does_not_shift_those_behind_it() -> None:
    (first, second), _ = rows("works.md", TABLE)
    assert {cell.name: cell.text for cell in first}["Year"] == "2025"
    assert "Note" not in {cell.name for cell in first}
    assert {cell.name: cell.text for cell in second}["Note"] == "to be resurfaced"


def test_a_code_and_the_title_behind_it_name_the_row() -> None:
    (first, _), _ = rows("works.md", TABLE)
    assert [cell.text for cell in first if cell.titles] == ["W1", "Harbour Street"]


def test_a_caption_is_no_column() -> None:
    (first, _), above = rows("bridges.html", PAGE)
    assert [(cell.name, cell.text) for cell in first] == [
        ("Bridge", "Mill bridge"),
        ("Owner", "Ostmere Town Council"),
    ]
    assert above == "Table 2. Bridges of the district"
