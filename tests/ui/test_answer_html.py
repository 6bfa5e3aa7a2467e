"""What the chat shows of an answer: links that open the source, a table of units, clean HTML."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from corpus.model import Document
from rag.answer import Answer, FieldValue, Item
from tests.ui.answers import citation, fact, nothing, table
from tests.ui.kept import asked, locator_of
from ui.answer_html import answer_parts, notice_html, question_html
from ui.answer_tools import answer_tools
from ui.citing import Place, view_url
from ui.clean_html import cleaned
from ui.why import why


class _Tags(HTMLParser):
    """Collects every tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def _place(document: str, position: int) -> Place:
    return Place(document, "lv", (f"<i>at {position}</i>",))


def answer_html(answer: Answer) -> str:
    """The whole message."""
    return list(answer_parts(answer, _place))[-1]


def test_each_mark_opens_the_quoted_span(longest: Document) -> None:
    first, second = longest.passages[100], longest.passages[200]
    html = answer_html(fact(longest, "One [1], two [2], none [7].", first, second))
    links = [a for a in _Tags(html).named("a") if a.get("class") == "pq-cite"]
    wanted = view_url(longest.id, first.body.start, first.body.end, "en")
    assert links[0]["href"] == wanted
    assert links[0]["target"] == "planqa-source"
    assert links[0]["aria-label"] == "Show source 1 in the document"
    assert wanted.endswith("language=en#cited")
    assert "[7]" in html
    assert "Show source 7" not in html


def test_sources_are_listed_with_document_headings_lines_and_quote(longest: Document) -> None:
    passage = longest.passages[300]
    seen = _Tags(answer_html(fact(longest, "So [1].", passage)))
    assert longest.id in seen.text
    assert f"<i>at {passage.body.start}</i>" in seen.text
    assert passage.body.quote(longest.text) in seen.text
    quotes = seen.named("blockquote")
    assert [a["lang"] for a in quotes] == ["lv"]
    assert re.search(rf"lines? {passage.lines[0]}\b", seen.text)


def test_a_list_is_a_table_with_one_row_for_each_unit(longest: Document) -> None:
    units = [s.key for s in longest.sections if s.unit][:3]
    answer = table(longest, *units)
    html = answer_html(answer)
    seen = _Tags(html)
    assert len(seen.named("table")) == 1
    assert [a.get("scope") for a in seen.named("th")].count("row") == 3
    columns = {name for name, a in seen.tags if name == "th" and a.get("scope") == "col"}
    assert columns
    roles = {role for item in answer.items for role in item.fields}
    labels = {a["data-label"] for a in seen.named("td")}
    assert len(labels) == 1 + len(roles)
    for item in answer.items:
        assert item.section in seen.text
        for values in item.fields.values():
            for value in values:
                assert value.text in unescape(seen.text)
                assert f">[{value.citation}]<" in html


def test_the_table_does_not_repeat_what_the_text_lists(longest: Document) -> None:
    units = [s.key for s in longest.sections if s.unit][:2]
    answer = table(longest, *units)
    text = "2 units:\n\n" + "\n".join(f"- **{i.section}** {i.title} [1]" for i in answer.items)
    html = answer_html(answer.model_copy(update={"answer": text}))
    assert "2 units:" in html
    assert "<strong>" not in html


def test_listed_passages_are_told_once_and_numbered_in_their_order(longest: Document) -> None:
    passages = [p for p in longest.passages if p.kind == "paragraph" and len(p.text) > 80][:2]
    answer = table(longest, *[s.key for s in longest.sections if s.unit][:1])
    cited = [citation(n, longest, p) for n, p in enumerate(passages, 1)]
    items = [
        Item(
            section="plan-of-the-town", title=f"{p.text[:60]}…", path=["above"],
            document=longest.description.id, citations=[n],
            fields={"text": [FieldValue(text=p.text, citation=n)]},
        )
        for n, p in enumerate(passages, 1)
    ]  # fmt: skip
    text = "2 entries:\n\n" + "\n".join(f"- {i.title} {i.citations}" for i in items)
    told = answer.model_copy(update={"answer": text, "items": items, "citations": cited})
    seen = _Tags(answer_html(told))
    rows = seen.text.split("table", 1)[-1]
    for item in items:
        assert item.title not in unescape(rows)
        assert item.fields["text"][0].text in unescape(rows)
    assert "plan-of-the-town" not in seen.text
    assert len({a["data-label"] for a in seen.named("td")}) == 1


def test_what_was_not_found_says_so_and_shows_the_nearest_as_such(longest: Document) -> None:
    passages = longest.passages[50:60]
    seen = _Tags(answer_html(nothing(longest, *passages)))
    assert "Not in the documents" in seen.text
    assert "as leads; they are not an answer (3)" in seen.text
    assert [a for a in seen.named("details") if "open" in a]
    assert passages[0].text in seen.text
    assert passages[3].text not in seen.text


def test_nothing_of_a_document_becomes_markup(hostile: Document) -> None:
    text = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](http://example.test/y) [1]"
    html = answer_html(fact(hostile, text, *hostile.passages[:1]))
    seen = _Tags(html)
    assert not {name for name, _ in seen.tags} & {"script", "img", "iframe", "style", "i", "b"}
    assert all((a["href"] or "").startswith("/documents/") for a in seen.named("a") if "href" in a)
    assert not [n for _, attributes in seen.tags for n in attributes if n.startswith("on")]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", '<a href="javascript:alert(1)">x</a>',
        '<a href="//example.test/x">x</a>', '<a href="http://example.test">x</a>',
        "<svg onload=alert(1)>", '<p style="position:fixed">x</p>', '<p onclick="x()">x</p>',
        "<iframe src=/></iframe>", '<form action="/x"><input></form>', "<base href=/x>",
        '<a href="/?language=en">x</a>', '<a href="/file=/etc/passwd">x</a>',
    ],
)  # fmt: skip
def test_cleaning_takes_out_what_the_chat_never_writes(html: str) -> None:
    seen = _Tags(cleaned(html))
    assert all(name in ("a", "p") for name, _ in seen.tags)
    for _, attributes in seen.tags:
        assert set(attributes) <= {"rel"}


def test_an_answer_grows_part_by_part_and_is_busy_until_it_is_whole(longest: Document) -> None:
    units = [s.key for s in longest.sections if s.unit][:2]
    listed = table(longest, *units)
    told = fact(longest, "All:\n\n- one [1]\n- two [1]\n- three [1]", longest.passages[9])
    for answer in (listed, told):
        parts = list(answer_parts(answer, _place, after='<p class="pq-last">x</p>'))
        assert len(parts) >= 3
        assert all('aria-busy="true"' in part for part in parts[:-1])
        assert "aria-busy" not in parts[-1]
        assert ["pq-last" in part for part in parts] == [False] * (len(parts) - 1) + [True]
        assert all("pq-answered" in part for part in parts)
        grown = [len(_Tags(part).text) for part in parts]
        assert grown == sorted(grown)
    assert parts[-1].count("<li>") >= 3


def test_an_answer_of_many_statements_grows_in_few_steps(longest: Document) -> None:
    text = "All:\n\n" + "\n".join(f"- number {n}" for n in range(300))
    assert len(list(answer_parts(fact(longest, text), _place))) < 20


def test_a_table_s_columns_sort_and_its_rows_unfold_their_quotes(longest: Document) -> None:
    units = [s.key for s in longest.sections if s.unit][:2]
    answer = table(longest, *units)
    items = [item.model_copy(update={"citations": [1]}) for item in answer.items]
    html = answer_html(answer.model_copy(update={"items": items}))
    seen = _Tags(html)
    columns = [a for a in seen.named("th") if a.get("scope") == "col"]
    assert all(a["aria-sort"] == "none" for a in columns)
    assert [a["data-column"] for a in seen.named("button")] == [
        str(number) for number in range(len(columns))
    ]
    quotes = re.findall(r'<details class="pq-quotes">.*?</details>', html)
    assert len(quotes) == 2
    assert all(answer.citations[0].quote in unescape(_Tags(one).text) for one in quotes)


def test_why_names_what_was_searched_and_how_passages_scored(longest: Document) -> None:
    passages = longest.passages[50:60]
    answer = nothing(longest, *passages)
    html = cleaned(why(asked(answer), locator_of(longest)))
    seen = _Tags(html)
    for told in ("roads", "9 passages in 1 documents", "50%", "60%", "Funding"):
        assert told in seen.text
    assert len(seen.named("meter")) == 8
    assert all(a["aria-label"] for a in seen.named("meter"))
    assert "every unit" not in seen.text
    cites = [a["href"] for a in seen.named("a")]
    assert view_url(longest.id, passages[0].body.start, passages[0].body.end, "en") in cites


def test_why_says_which_of_the_passages_the_answer_cites(longest: Document) -> None:
    first, second = longest.passages[50], longest.passages[60]
    answer = fact(longest, "So [1].", second)
    answer = answer.model_copy(update={"passages": nothing(longest, first, second).passages})
    cells = re.findall(r"<td>(yes|no)</td>", why(asked(answer), locator_of(longest)))
    assert cells == ["no", "yes"]


def test_the_tools_link_to_the_answer_and_its_files(longest: Document) -> None:
    answer = fact(longest, "So [1].", longest.passages[9])
    html = cleaned(answer_tools(answer, "abc", linked=True))
    hrefs = [a["href"] for a in _Tags(html).named("a")]
    assert hrefs == ["/?answer=abc", *(f"/answers/abc.{kind}" for kind in ("csv", "xlsx", "docx"))]
    unlinked = _Tags(cleaned(answer_tools(answer, "abc", linked=False)))
    assert "/?answer=abc" not in [a["href"] for a in unlinked.named("a")]
    assert [a["data-rating"] for a in _Tags(html).named("button") if "data-rating" in a] == [
        "up", "down",
    ]  # fmt: skip


def test_a_message_is_one_line_so_that_markdown_leaves_it_alone(longest: Document) -> None:
    html = answer_html(fact(longest, "One\n\nTwo\n\n- a\n- b [1]", longest.passages[9]))
    assert "\n" not in html
    assert html.startswith("<article")


def test_a_question_is_shown_as_typed_and_no_more() -> None:
    seen = _Tags(question_html("  <b>Kas</b>\n\n**ir** IAM?  "))
    assert [name for name, _ in seen.tags] == ["div", "br"]
    assert seen.text == "<b>Kas</b>**ir** IAM?"


def test_a_notice_carries_its_language() -> None:
    assert 'lang="lv"' in notice_html("Vispirms uzrakstiet jautājumu.", "lv")
