"""What becomes of an answer: its link, its files, an opinion on it, the panel that led to it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from corpus.span import fold
from tests.e2e.browsing import Open
from tests.e2e.conftest import Server
from ui.chat_record import ChatRecord
from ui.feedback_questions import question_line
from ui.texts import texts

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_DESKTOP = {"width": 1440, "height": 900}


def _downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    assert waiting.value.suggested_filename.startswith("planqa-kuras-prioritates-finanse")
    return Path(waiting.value.path()).read_bytes()


def test_an_answer_is_exported_as_csv_xlsx_and_docx(open_chat: Open, server: Server) -> None:
    visit = open_chat(locale="lv-LV", viewport=_DESKTOP)
    question = "Kuras prioritātes finansē velo infrastruktūru?"
    visit.ask(question)
    cited = server.ask(question)["citations"]
    table = _downloaded(visit.page, "CSV").decode("utf-8-sig")
    assert [line[:7] for line in table.split("\r\n") if re.match(r"3\.2\.", line)] == [
        "3.2.2.2", "3.2.4.2", "3.2.4.3",
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(_downloaded(visit.page, "Excel")))
    assert [len(list(page.rows)) for page in book.worksheets[1:]] == [4, 1 + len(cited)]
    memo = docx.Document(io.BytesIO(_downloaded(visit.page, "Word")))
    said = [paragraph.text for paragraph in memo.paragraphs]
    assert f"Jautājums: {question}" in said
    for citation in cited:
        assert f"[{citation['number']}] “{citation['quote']}”" in said
    address = next(line for line in said if server.url in line).split()[-1]
    visit.page.goto(address)
    marked = "\n".join(visit.page.locator("mark").all_inner_texts())
    assert fold(marked) == cited[0]["quote"]


def test_a_shared_answer_and_a_shared_passage_open_for_someone_else(open_chat: Open) -> None:
    visit = open_chat(locale="lv-LV", viewport=_DESKTOP)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = visit.ask("Kas ievieš 3.2.1.2 Dzelzceļš?")
    answer.get_by_role("link", name=texts("lv")("tools.link")).click()
    expect(answer.locator(".pq-said")).to_have_text(texts("lv")("tools.copied"))
    link = visit.page.evaluate("navigator.clipboard.readText()")
    answer.locator("a.pq-cite").first.click()
    source = visit.page.frame_locator("#planqa-source")
    expect(source.locator("#cited")).to_be_in_viewport()
    marked = source.locator("mark").first.inner_text()
    visit.page.locator("#pq-copy").click()
    expect(visit.page.locator("#pq-copied")).to_be_visible()
    passage = visit.page.evaluate("navigator.clipboard.readText()")
    assert "/?passage=" in passage

    other = open_chat(locale="en-GB", path=link.removeprefix(visit.url))
    again = other.answered(1)
    assert again.locator(".pq-text").inner_text() == answer.locator(".pq-text").inner_text()
    expect(other.page.locator(".pq-question")).to_have_text("Kas ievieš 3.2.1.2 Dzelzceļš?")
    followed = other.ask("Un no kā to finansē?")
    expect(followed.locator(".pq-status")).to_have_text(texts("lv")("status.answered"))
    other.open(passage.removeprefix(visit.url), "en")
    shown = other.page.frame_locator("#planqa-source")
    expect(shown.locator("#cited")).to_be_in_viewport()
    expect(shown.locator("mark").first).to_have_text(marked)
    other.open("/?answer=none", "en")
    expect(other.page.locator(".pq-notice")).to_have_text(texts("en")("chat.gone"))


def test_an_opinion_and_a_comment_are_kept_and_become_a_question(
    open_chat: Open, server: Server
) -> None:
    visit = open_chat(locale="en-GB")
    question = "How is 3.2.1.2 Dzelzceļš funded?"
    visit.ask(question)
    answer = visit.page.locator(".pq-answer").first
    down, up = (answer.get_by_role("button", name=name, exact=True)
                for name in ("Does not help", "Helps"))  # fmt: skip
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(down).to_have_attribute("aria-pressed", "false")
    answer.get_by_label(texts("en")("tools.comment_label")).fill("Exactly this.")
    answer.get_by_role("button", name="Send").click()
    expect(answer.locator(".pq-said")).to_have_text(texts("en")("tools.thanks"))
    visit.ask("How is 3.2.2.2 funded?")
    expect(up).to_have_attribute("aria-pressed", "true")

    record = ChatRecord(server.home)
    kept = [one for one in record.feedback() if one.answer.question == question][-1]
    record.close()
    assert (kept.rating, kept.comment) == ("up", "Exactly this.")
    asked = server.ask(question)
    assert [c.passage for c in kept.answer.citations] == [c["passage"] for c in asked["citations"]]
    assert kept.answer.index == asked["index"]
    assert '"answerable": true' in question_line(kept)


def test_the_panel_filters_documents_and_narrows_what_is_asked(open_chat: Open) -> None:
    visit = open_chat(locale="lv-LV", viewport=_DESKTOP)
    page = visit.page
    documents = page.locator(".pq-documents > li")
    expect(documents).to_have_count(5)
    page.get_by_label("Izdevējs").select_option("Latvijas Pašvaldību savienība")
    expect(documents.locator("visible=true").locator("label")).to_have_count(2)
    page.get_by_label("Gads").select_option("2024")
    expect(page.locator(".pq-seen").locator("visible=true")).to_have_text("1")
    expect(page.get_by_label("Valoda").locator("option").nth(1)).to_have_text("latviešu")
    documents.locator("visible=true").locator("input").check()
    expect(page.locator(".pq-scope")).to_contain_text("Jautā 1 no 5")
    page.get_by_label("Izdevējs").select_option("")
    page.get_by_label("Gads").select_option("")
    visit.shoot("panel")
    answer = visit.ask("Kuras prioritātes finansē velo infrastruktūru?")
    expect(answer.locator(".pq-status")).not_to_have_text(texts("lv")("status.answered"))
    expect(answer.locator(".pq-why dl")).to_contain_text(", 1 dokumenti")
    page.get_by_role("button", name="Jautāt visiem").click()
    answer = visit.ask("Kuras prioritātes finansē velo infrastruktūru?")
    expect(answer.locator(".pq-status")).to_have_text(texts("lv")("status.answered"))


def test_the_outline_opens_its_places_and_asks_what_its_units_answer(open_chat: Open) -> None:
    visit = open_chat(locale="en-GB", viewport=_DESKTOP)
    page = visit.page
    plan = page.locator(".pq-documents > li").filter(has_text="Latgales plānošanas reģiona Att")
    plan.locator("details > summary").first.click()
    for heading in ("3 Stratēģiskie", "3.2 Strat", "3.2.1 ", "3.2.1.2 "):
        plan.locator(".pq-tree summary", has_text=heading).first.click()
    unit = plan.locator(".pq-tree details[open]").filter(has_text="3.2.1.2 ").last
    unit.locator("a.pq-cite").first.click()
    source = page.frame_locator("#planqa-source")
    expect(source.locator("mark").first).to_contain_text("3.2.1.2")
    expect(source.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#pq-library")).to_be_visible()
    visit.shoot("outline")
    unit.get_by_role("button", name=texts("en").role("funding")).click()
    answer = visit.answered(1)
    expect(page.locator(".pq-question")).to_have_text("How is 3.2.1.2 Dzelzceļš funded?")
    expect(answer.locator(".pq-status")).to_have_text(texts("en")("status.answered"))
