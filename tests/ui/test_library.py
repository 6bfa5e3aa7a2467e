"""The panel of documents shows what is loaded, as text, and asks only what can be answered."""

from __future__ import annotations

import re
from html import unescape

from corpus.model import Document
from ui.documents import heading_of
from ui.examples import unit_questions
from ui.library import library_html, outline_html
from ui.texts import texts


def test_every_document_can_be_ticked_and_filtered(plans: dict[str, Document]) -> None:
    html = library_html([document.description for document in plans.values()])
    assert re.findall(r'<input type="checkbox" value="([^"]+)"', html) == list(plans)
    for document in plans.values():
        known = document.description
        assert f'data-year="{known.year}"' in html
        assert f'<option value="{known.publisher}">' in html
        assert known.title in unescape(html)


def test_the_outline_holds_every_division_and_leaves_the_roles_out(longest: Document) -> None:
    html = unescape(outline_html(longest))
    for section in longest.sections:
        if section.role is None:
            assert heading_of(section) in html
            assert f"start={section.heading.start}&" in html


def test_each_unit_offers_the_questions_that_its_sections_answer(longest: Document) -> None:
    html = unescape(outline_html(longest))
    units = [section for section in longest.sections if section.unit]
    asked = 0
    for unit in units:
        for language in ("lv", "en"):
            words = texts("lv" if language == "lv" else "en")
            questions = unit_questions(longest, unit.key, words)
            for role, question in questions.items():
                assert f'data-{language}="{question}"' in html
                assert any(s.role == role and unit.span.covers(s.span) for s in longest.sections)
                asked += 1
    assert asked == html.count("pq-suggested") * 2 > 100


def test_nothing_of_a_document_becomes_markup(hostile: Document) -> None:
    html = library_html([hostile.description]) + outline_html(hostile)
    assert not re.search(r"<(?:script|img|b>Plan|i>Body)", html)
    assert "&lt;b&gt;Plan&lt;/b&gt;" in html


def test_an_empty_index_gives_an_empty_list() -> None:
    assert "<li" not in library_html([])
