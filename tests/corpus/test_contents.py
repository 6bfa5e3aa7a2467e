"""Lists of headings, which say nothing themselves, and chapters that are no units."""

from __future__ import annotations

from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted

PLAN = """# Oldwick Strategy 2024

## Contents

- Introduction
- Measures
- 3 Money .... 14

## 1 Introduction

Why the strategy was written and by whom.

## 2 Measures

### 2.1 Paths

Paths are laid by 2027.

### 2.2 Bridges

Bridges are mended by 2028.

## 3 Money

The money comes from the county.

- Introduction
- of new fares
"""


def read(text: str = PLAN) -> Document:
    return read_document(text.encode(), "oldwick.md")


def test_a_list_of_the_headings_is_an_artefact() -> None:
    document = read()
    contents = [a.span.of(document.text) for a in document.artefacts if a.kind == "toc"]
    assert [one.strip("- \n") for one in contents] == [
        "Introduction",
        "Measures",
        "3 Money .... 14",
    ]
    assert not unaccounted(document)


def test_a_list_that_shares_a_word_with_a_heading_is_kept() -> None:
    texts = [p.text for p in read().passages]
    assert "Introduction" in texts
    assert "of new fares" in texts


def test_a_document_whose_measures_are_chapters_is_no_unit() -> None:
    text = PLAN.replace("## 3 Money", "## 3 Funding").replace("## 2 Measures", "## 2 Tasks")
    document = read(text)
    assert {s.role for s in document.sections} >= {"tasks", "funding"}
    assert not [s.title for s in document.sections if s.unit]


def test_one_with_plain_sections_for_roles_is() -> None:
    text = "# Paths\n\n## Tasks\n\nPaths are laid.\n\n## Funding\n\nThe county pays.\n"
    (unit,) = [s for s in read(text).sections if s.unit]
    assert unit.title == "Paths"


def test_a_list_that_a_sentence_introduces_is_kept_though_chapters_are_named_so() -> None:
    towns = ["Ashford", "Brimley", "Corwen"]
    chapters = "".join(f"## {town}\n\nAll about {town}.\n\n" for town in towns)
    items = "".join(f"- {town}\n" for town in towns)
    document = read(f"# Bus plan\n\nThese towns take part:\n\n{items}\n{chapters}")
    assert [p.text for p in document.passages if p.kind == "item"] == towns
    after = read(f"# Bus plan\n\n{chapters}## Fares\n\nAs before.\n\n{items}")
    assert [p.text for p in after.passages if p.kind == "item"] == towns
    more = read(f"# Bus plan\n\n{items}- Delford\n\n{chapters}")
    assert [p.text for p in more.passages if p.kind == "item"] == [*towns, "Delford"]
