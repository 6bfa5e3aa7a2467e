"""Whoever is signed in adds documents in the chat, and asks them at once; nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from rag.settings import ApiSettings
from tests.e2e.browsing import Visit
from tests.e2e.made_server import serving
from tests.index.made_home import PLAN, PLANS
from tests.ui.clients import key_of
from ui.access.key_store import KeyStore

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def url(home: Path) -> Iterator[str]:
    with serving(home, [PLANS / "lv-tasks-as-units.txt"]) as at:
        yield at


def sign_in(page: Page, key: str) -> None:
    page.locator("#pq-upload > summary").click()
    page.locator("#pq-sign-in a").click()
    page.locator("input[name=key]").fill(key)
    page.keyboard.press("Enter")
    expect(page.locator("#pq-upload")).to_be_visible()
    page.locator("#pq-upload > summary").click()


@pytest.mark.parametrize(
    ("locale", "added", "done", "wrong"),
    [
        ("en-GB", "Added: en-numbered", "Done.", "<img src=x onerror=alert(1)>.txt"),
        ("lv-LV", "Pievienots: en-numbered", "Gatavs.", "skices.txt"),
    ],
)
def test_a_document_is_added_with_its_report_and_answers_at_once(
    visiting: Callable[..., Visit], url: str, home: Path, tmp_path: Path,
    locale: str, added: str, done: str, wrong: str,
) -> None:  # fmt: skip
    good, bad = PLANS / PLAN, tmp_path / wrong
    bad.write_bytes(b"\x00\x01" * 99)
    visit = visiting(url, locale, viewport=_DESKTOP)
    page = visit.page
    sign_in(page, key_of(home, "read", "write"))
    expect(page.locator("#pq-signed-name")).to_have_text("the tests")
    visit.check_access()
    page.locator("#pq-upload-form input[type=file]").set_input_files([good, bad])
    page.locator("#pq-upload-form button").click()
    expect(page.locator("#pq-upload-report")).to_contain_text(added, use_inner_text=True)
    expect(page.locator("#pq-upload-said")).to_contain_text(done, use_inner_text=True)
    expect(page.locator("#pq-upload-report .pq-failed")).to_contain_text(wrong)
    expect(page.locator("#pq-upload-report img")).to_have_count(0)
    expect(page.locator("#pq-library input[value=en-numbered]")).to_be_attached()
    visit.shoot(f"upload-{locale}")
    visit.check_access()
    page.keyboard.press("Escape")
    answer = visit.ask("Which actions concern cycling?")
    expect(answer).to_contain_text("build a cycle path")


def test_nobody_adds_documents_without_a_key_that_may(
    visiting: Callable[..., Visit], url: str, home: Path
) -> None:
    visit = visiting(url, "en-GB", viewport=_DESKTOP)
    page = visit.page
    page.locator("#pq-upload > summary").click()
    expect(page.locator("#pq-sign-in")).to_be_visible()
    expect(page.locator("#pq-upload-form")).to_be_hidden()
    visit.check_access()
    page.locator("#pq-upload > summary").click()
    sign_in(page, key_of(home, "read"))
    expect(page.locator("#pq-may-not")).to_be_visible()
    expect(page.locator("#pq-upload-form")).to_be_hidden()
    page.locator("#pq-sign-out").click()
    expect(page.locator("#pq-sign-in")).to_be_visible()
    assert page.context.cookies() == []


def test_where_reading_needs_a_key_the_chat_opens_after_signing_in_and_closes_with_the_key(
    chrome: Browser, home: Path
) -> None:
    closed = ApiSettings(anonymous=False)
    with serving(home, [PLANS / PLAN], api=closed) as url:
        key = key_of(home, "read")
        assert httpx.get(f"{url}/config").status_code == 401
        page = chrome.new_context(locale="en-GB").new_page()
        page.goto(f"{url}/?language=en")
        expect(page.get_by_role("heading")).to_have_text("Sign in")
        visit = Visit(page, url)
        visit.check_access()
        page.get_by_label("Key").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        visit.check_access()
        visit.shoot("sign-in")
        visit.watch()
        page.get_by_label("Key").fill(key)
        page.keyboard.press("Enter")
        expect(page.locator("#pq-question textarea")).to_be_visible()
        visit.ask("Which actions concern cycling?")
        # Before the page is left: what it still listens to ends with it, and it may say so.
        assert visit.faults == []
        store = KeyStore(home)
        store.revoke(store.all()[0].id)
        page.goto(url)
        expect(page.get_by_role("heading")).to_have_text("Sign in")
        page.context.close()
