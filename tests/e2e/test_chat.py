"""Asking in the chat: both languages, citations that open their place, tables, no leaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from corpus.span import fold
from tests.e2e.browsing import Open, Visit
from tests.e2e.conftest import Server
from ui.texts import Language, texts

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_LOCALES: dict[Language, str] = {"lv": "lv-LV", "en": "en-GB"}
_SOURCE_HOLDS = (
    "part => document.getElementById('planqa-source').contentDocument.location.href.includes(part)"
)
QUESTIONS: dict[Language, str] = {
    "lv": "Kuras prioritātes finansē velo infrastruktūru?",
    "en": "Which priorities fund cycling infrastructure?",
}


@pytest.mark.parametrize("language", ["lv", "en"])
def test_a_list_is_asked_for_and_its_citations_opened_beside_it(
    open_chat: Open, server: Server, language: Language
) -> None:
    visit = open_chat(locale=_LOCALES[language], viewport={"width": 1440, "height": 900})
    page, words = visit.page, texts(language)
    expect(page.locator("h1")).to_have_text(words("app.title"), use_inner_text=True)
    expect(page.locator("html")).to_have_attribute("lang", language)
    answer = visit.ask(QUESTIONS[language])
    expect(answer.locator(".pq-status")).to_have_text(words("status.answered"))
    assert answer.locator(".pq-table tbody th").all_inner_texts() == [
        "3.2.2.2", "3.2.4.2", "3.2.4.3",
    ]  # fmt: skip
    visit.shoot(f"list-{language}")

    cited = server.ask(QUESTIONS[language])["citations"]
    source = page.frame_locator("#planqa-source")
    for citation in (cited[0], cited[-1]):
        mark = answer.locator("td > ul a.pq-cite", has_text=f"[{citation['number']}]")
        mark.first.click()
        page.wait_for_function(_SOURCE_HOLDS, arg=f"start={citation['start']}&")
        expect(source.locator("#cited")).to_be_in_viewport()
        assert fold("\n".join(source.locator("mark").all_inner_texts())) == citation["quote"]
        expect(source.locator("html")).to_have_attribute("lang", language)
        expect(source.locator(".here ol")).to_contain_text(citation["section"])
        expect(source.locator(".here")).to_contain_text(words.lines(*citation["lines"]))
    visit.shoot(f"source-{language}")
    shown = source.locator("mark").first.inner_text()
    visit.follow(source.locator("a[rel=prev]"))
    expect(source.locator("mark").first).not_to_have_text(shown)
    expect(source.locator("#cited")).to_be_in_viewport()
    visit.follow(source.locator("a[rel=next]"))
    expect(source.locator("mark").first).to_have_text(shown)
    expect(source.locator("#cited")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#pq-source")).to_be_hidden()


def test_an_answer_streams_in_with_its_status_and_an_empty_question_is_told(
    open_chat: Open,
) -> None:
    visit = open_chat(locale="lv-LV")
    visit.page.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver(() => {
            const all = document.querySelectorAll("#pq-messages .pq-answer");
            const last = all[all.length - 1];
            if (!last) return;
            const busy = last.hasAttribute("aria-busy");
            window.seen.push([busy, last.querySelector(".pq-status")?.textContent ?? "",
                              last.querySelectorAll("li").length]);
          }).observe(document.querySelector("#pq-messages"),
                     {subtree: true, childList: true, characterData: true, attributes: true});
        }"""
    )
    box = visit.page.locator("#pq-question textarea")
    box.fill("   ")
    box.press("Enter")
    words = texts("lv")
    expect(visit.page.locator(".pq-notice")).to_have_text(words("errors.question_empty"))
    visit.ask("Kas ievieš 3.2.1.2 Dzelzceļš?")
    seen: list[tuple[bool, str, int]] = visit.page.evaluate("window.seen")
    busy = [status for waiting, status, _ in seen if waiting]
    assert words("chat.working", documents=5) in busy
    assert words("status.answered") in busy
    assert seen[-1][0] is False
    assert seen[-1][2] > 0


def test_a_table_sorts_and_shows_quotes_on_demand_and_sources_open_in_a_tab(
    open_chat: Open, server: Server
) -> None:
    visit = open_chat(locale="lv-LV", viewport={"width": 1440, "height": 900})
    answer = visit.ask(QUESTIONS["lv"])
    numbers = answer.locator(".pq-table tbody th")
    head = answer.locator(".pq-table thead th").first
    button = head.locator("button")
    button.focus()
    for order in ("ascending", "descending"):
        visit.page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", order)
        wanted = ["3.2.2.2", "3.2.4.2", "3.2.4.3"]
        assert numbers.all_inner_texts() == (wanted if order == "ascending" else wanted[::-1])
    titles = answer.locator(".pq-table thead th").nth(1)
    titles.locator("button").click()
    expect(titles).to_have_attribute("aria-sort", "ascending")
    expect(head).to_have_attribute("aria-sort", "none")
    assert numbers.first.inner_text() == "3.2.2.2"  # Attīstības … before Gudrā …, Publiskā …
    quotes = answer.locator(".pq-quotes").first
    cited = server.ask(QUESTIONS["lv"])["citations"][0]
    quote = cited["quote"]
    expect(quotes.get_by_text(quote)).to_be_hidden()
    quotes.locator("summary").click()
    expect(quotes.get_by_text(quote)).to_be_visible()

    sources = answer.locator(".pq-sources")
    sources.locator("summary").click()
    first = sources.locator("li").first
    expect(first.locator("cite")).to_have_text(cited["title"])
    expect(first.locator("blockquote")).to_have_text(cited["quote"])
    expect(first.locator(".pq-path")).to_contain_text("3.2.2.2")
    expect(first.locator(".pq-place")).to_contain_text(str(cited["lines"][0]))
    with visit.page.context.expect_page() as opened:
        first.get_by_role("link", name=texts("lv")("sources.open")).click()
    expect(opened.value.locator("#cited")).to_be_in_viewport()


def test_switching_the_language_changes_every_label_and_keeps_the_conversation(
    open_chat: Open,
) -> None:
    visit = open_chat(locale="lv-LV")
    page = visit.page
    visit.ask(QUESTIONS["lv"]).locator("td > ul a.pq-cite").first.click()
    page.locator("#pq-question textarea").fill("Pusuzrakstīts")
    for language in ("en", "lv"):
        words = texts("en" if language == "en" else "lv")
        page.get_by_label({"en": "English", "lv": "Latviešu"}[language]).check()
        expect(page.locator("html")).to_have_attribute("lang", language)
        for place, key in (
            ("h1", "app.title"), ("#pq-new", "chat.new"), ("#pq-source-title", "panel.title"),
            ("#pq-library-toggle", "library.toggle"), ("#pq-copy", "panel.copy"),
        ):  # fmt: skip
            expect(page.locator(place)).to_have_text(words(key), use_inner_text=True)
        expect(page.locator("#pq-question")).to_contain_text(words("chat.question"))
        expect(page.locator("#pq-question textarea")).to_have_value("Pusuzrakstīts")
        expect(page.locator(".pq-answer")).to_have_count(1)
        expect(page.frame_locator("#planqa-source").locator("#cited")).to_be_visible()


def test_what_is_not_in_the_documents_is_said_plainly_with_leads(open_chat: Open) -> None:
    visit = open_chat(locale="en-GB")
    answer = visit.ask("What is the mayor's salary in Rēzekne?")
    expect(answer.locator(".pq-status")).to_have_text(texts("en")("status.not_found"))
    expect(answer.locator(".pq-table")).to_have_count(0)
    visit.shoot("not-found")
    lead = answer.locator(".pq-sources li").first
    quoted = lead.locator("blockquote").inner_text()
    lead.locator("a.pq-cite").click()
    marks = visit.page.frame_locator("#planqa-source").locator("mark")
    expect(marks.first).to_be_in_viewport()
    letters = [
        "".join(c for c in text if c.isalnum())
        for text in ("".join(marks.all_inner_texts()), quoted)
    ]
    assert letters[0].startswith(letters[1][:40])


def test_follow_ups_keep_their_topic_and_say_what_was_understood(open_chat: Open) -> None:
    visit = open_chat(locale="lv-LV")
    page = visit.page
    visit.ask("Kas ievieš 3.2.1.2 Dzelzceļš?")
    expect(page.locator(".pq-asked")).to_have_count(0)
    for question in ("Un no kā to finansē?", "Un kādi ir rādītāji?"):
        answer = visit.ask(question)
        expect(answer.locator(".pq-status")).to_have_text(texts("lv")("status.answered"))
        expect(answer.locator(".pq-asked")).to_contain_text(
            "Jautāts: Kas ievieš 3.2.1.2 Dzelzceļš? Un no kā to finansē?"
        )
        expect(answer.locator(".pq-asked")).to_contain_text(question)
        expect(answer.locator(".pq-sources .pq-path").first).to_contain_text("3.2.1.2")
    answer.locator(".pq-why summary").click()
    expect(answer.locator(".pq-why dl")).to_contain_text("3.2.1.2")
    expect(answer.locator(".pq-scores tbody tr")).to_have_count(8)
    expect(answer.locator(".pq-scores")).to_contain_text("jā")
    visit.shoot("follow-up")
    page.locator("#pq-new").click()
    expect(page.locator(".pq-answer")).to_have_count(0)


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_example_is_answered_and_one_click_asks_it(
    open_chat: Open, server: Server, language: Language
) -> None:
    visit = open_chat(locale=_LOCALES[language])
    examples = visit.page.locator("#pq-messages button").filter(has_text="?")
    first = {"lv": "Kas ievieš", "en": "Who implements"}[language]
    # The label of the page changes before its examples do.
    expect(examples.first).to_contain_text(first)
    questions = [text.strip() for text in examples.all_inner_texts()]
    assert len(questions) == 6
    assert {question: server.ask(question)["status"] for question in questions} == dict.fromkeys(
        questions, "answered"
    )
    visit.shoot(f"start-{language}")
    examples.first.click()
    answer = visit.answered(1)
    expect(visit.page.locator(".pq-question")).to_have_text(questions[0])
    expect(answer.locator("a.pq-cite").first).to_be_visible()


def test_the_source_page_works_without_scripts(chrome: Browser, server: Server) -> None:
    citation = server.ask(QUESTIONS["lv"])["citations"][0]
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + citation["url"])
    expect(page.locator("#cited")).to_be_in_viewport()
    context.close()


def test_the_reference_page_asks_nobody_else(chrome: Browser, server: Server) -> None:
    visit = Visit(chrome.new_context().new_page(), server.url)
    visit.watch()
    visit.page.goto(server.url + "/docs")
    expect(visit.page.locator("h1")).to_have_text("planqa API")
    visit.page.context.close()
    assert visit.faults == []
