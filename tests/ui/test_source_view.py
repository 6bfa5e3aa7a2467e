"""The source page shows the whole text with the span marked, and nothing of it as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import PlanqaError
from corpus.formats.text import PlainFormat
from corpus.lines import LineFinder
from corpus.model import Description, Document
from corpus.reader import assemble
from corpus.span import Span, fold
from ui.citing import view_url
from ui.source_view import checked_span, source_page

_LINE = re.compile(r'<div class="l" id="L(\d+)" data-n="\d+"><span>(.*?)</span></div>', re.DOTALL)


def _page(document: Document, span: Span | None = None, language: str = "lv") -> str:
    return bytes(source_page(document, span, "en" if language == "en" else "lv").body).decode()


def _marked(page: str) -> str:
    return "\n".join(unescape(m) for m in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL))


def _unmarked(line: str) -> str:
    return unescape(re.sub(r"</?mark[^>]*>", "", line))


def test_every_passage_of_every_plan_is_marked_as_it_is_quoted(
    plans: dict[str, Document],
) -> None:
    for document in plans.values():
        finder = LineFinder(document.text)
        step = max(1, len(document.passages) // 25)
        for passage in document.passages[::step]:
            page = _page(document, passage.body)
            assert fold(_marked(page)) == passage.body.quote(document.text)
            assert page.count('id="cited"') == 1
            lines = [int(n) for n, body in _LINE.findall(page) if "<mark" in body]
            assert (lines[0], lines[-1]) == finder.lines(passage.body)


def test_the_page_holds_the_whole_text_under_the_lines_of_the_file(longest: Document) -> None:
    stored = longest.text.split("\n")
    shown = {int(n): _unmarked(body) for n, body in _LINE.findall(_page(longest))}
    assert shown == {n: line for n, line in enumerate(stored, start=1) if line.strip()}


def test_nothing_of_a_document_becomes_markup(hostile: Document) -> None:
    page = _page(hostile, Span(3, 20))
    tags: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.add(tag)
            assert not [name for name, _ in attrs if name.startswith("on")]

    Tags().feed(page)
    assert not tags & {"script", "img", "b", "i"}
    assert "&lt;script&gt;" in page


def test_the_page_asks_for_no_other_resource(longest: Document) -> None:
    response = source_page(longest, Span(10, 40), "en")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    page = bytes(response.body).decode()
    assert "<script" not in page
    assert not re.search(r"<(?:link|img|iframe)\b|@import|url\(", page)


def test_labels_come_in_the_language_asked_for_and_the_text_says_its_own(
    longest: Document,
) -> None:
    latvian, english = _page(longest, Span(10, 40)), _page(longest, Span(10, 40), "en")
    assert '<html lang="lv">' in latvian
    assert '<html lang="en">' in english
    assert "Uz citētajiem vārdiem" in latvian
    assert "Go to the quoted words" in english
    assert f'<main lang="{longest.description.language}"' in english


def test_the_breadcrumb_names_every_heading_above_the_span(longest: Document) -> None:
    passage = max(longest.passages, key=lambda p: len(p.breadcrumb))
    page = _page(longest, passage.body)
    nav = unescape(page[page.index("<nav") : page.index("</nav>")])
    section = next(s for s in longest.sections if s.key == passage.section)
    assert section.title in nav
    assert section.number is None or section.number in nav


def test_a_passage_leads_to_those_around_it_and_has_a_link_to_share(longest: Document) -> None:
    before, here, after = longest.passages[200:203]
    page = unescape(_page(longest, here.body, "en"))
    for passage, rel in ((before, "prev"), (after, "next")):
        url = view_url(longest.id, passage.body.start, passage.body.end, "en")
        assert f'rel="{rel}" href="{url}"' in page
    assert f'href="/?passage={quote(here.id)}"' in page
    first, last = longest.passages[0], longest.passages[-1]
    assert 'rel="prev"' not in _page(longest, first.body)
    assert 'rel="next"' not in _page(longest, last.body)
    assert 'class="here"' not in _page(longest)


def test_the_page_of_a_quote_is_named_where_the_document_has_pages(longest: Document) -> None:
    passage = longest.passages[200]
    half = passage.body.start - 10
    paged = replace(longest, pages=(Span(0, half), Span(half, len(longest.text))))
    assert "page 2" in _page(paged, passage.body, "en")
    assert "page 2" not in _page(longest, passage.body, "en")


@pytest.mark.parametrize(
    ("start", "end"), [(None, 5), (5, None), (5, 5), (9, 3), (-1, 4), (0, 10**9), (10**9, 10**10)]
)
def test_a_span_outside_the_text_is_refused(
    longest: Document, start: int | None, end: int | None
) -> None:
    with pytest.raises(PlanqaError) as refused:
        checked_span(longest, start, end)
    assert refused.value.code == "span_invalid"
    assert refused.value.status == 422


def test_a_span_of_white_space_is_refused(longest: Document) -> None:
    position = longest.text.index("\n\n")
    with pytest.raises(PlanqaError, match="white space"):
        checked_span(longest, position, position + 2)


@given(data=st.data())
def test_any_span_of_any_text_is_marked_exactly(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab<>&\"' \t\r\n\fē", min_size=1).filter(str.strip))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    known = Description("x", "x", None, None, "lv", "", "x.txt")
    document = assemble(PlainFormat().read(text.encode()), known)
    try:
        span = checked_span(document, start, min(end, len(document.text)))
    except PlanqaError:
        return
    assert span is not None
    page = _page(document, span)
    assert "".join(_marked(page).split()) == "".join(span.of(document.text).split())
    assert page.count('id="cited"') == 1
