"""Nothing of a document is lost, none of it is said twice, and no quote is made up."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from corpus.catalog import bundled_plans
from corpus.formats.markdown import read_markdown
from corpus.formats.plain import read_plain
from corpus.model import ARTEFACT_KINDS, PASSAGE_KINDS, Document
from corpus.reader import assemble
from tests.corpus.accounting import unaccounted
from tests.corpus.conftest import Bundled
from tests.corpus.strategies import DESCRIPTION, any_texts, markdown_texts, plan_texts

IDS = [path.stem for path in bundled_plans()]


def assert_sound(document: Document) -> None:
    assert unaccounted(document) == []
    keys = [section.key for section in document.sections]
    assert len(set(keys)) == len(keys)
    assert len({passage.id for passage in document.passages}) == len(document.passages)
    lines = document.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").count("\n")
    for passage in document.passages:
        assert passage.kind in PASSAGE_KINDS
        assert passage.body.quote(document.text)
        assert passage.pieces[-1].end == passage.body.end
        assert list(passage.pieces) == sorted(passage.pieces)
        assert passage.section is None or passage.section in keys
        assert passage.unit is None or passage.unit in keys
        assert 1 <= passage.lines[0] <= passage.lines[1] <= lines + 1
    for section in document.sections:
        assert section.parent is None or section.parent in keys
        assert section.span.covers(section.heading)
    assert {artefact.kind for artefact in document.artefacts} <= set(ARTEFACT_KINDS)


@pytest.mark.parametrize("document", IDS)
def test_a_bundled_document_is_accounted_for(bundled: Bundled, document: str) -> None:
    assert_sound(bundled(document))


def test_the_accounting_finds_what_is_missing_and_what_is_double(bundled: Bundled) -> None:
    from dataclasses import replace

    whole = bundled("lps-vestule-iam-2022")
    first = whole.passages[0]
    without = replace(whole, passages=whole.passages[1:])
    twice = replace(whole, passages=(*whole.passages, first))
    assert {places for _, _, places in unaccounted(without)} == {0}
    assert {places for _, _, places in unaccounted(twice)} == {2}
    assert len(unaccounted(without)) == len(unaccounted(twice)) > 0


@given(plan_texts())
def test_any_plan_in_plain_text_is_accounted_for(text: str) -> None:
    assert_sound(assemble(read_plain(text), DESCRIPTION))


@given(any_texts())
@example("1\x0b2\n\x85x\u2028y")
def test_any_text_at_all_is_accounted_for(text: str) -> None:
    assert_sound(assemble(read_plain(text), DESCRIPTION))


@given(markdown_texts())
@example("|---|\n|---|\n")
def test_any_markdown_is_accounted_for(text: str) -> None:
    assert_sound(assemble(read_markdown(text), DESCRIPTION))


@given(any_texts())
@example("<p>a</p>\t<!-- b -->\n<p>c</p>\t<!DOCTYPE x>\n")
@example("<p>a\t&lt b &#38 <b\n<p x='>'>y</p>\t</ p >z\n")
def test_any_text_read_as_markdown_is_accounted_for(text: str) -> None:
    assert_sound(assemble(read_markdown(text), DESCRIPTION))


@given(plan_texts())
def test_reading_twice_gives_the_same(text: str) -> None:
    first = assemble(read_plain(text), DESCRIPTION)
    assert assemble(read_plain(text), DESCRIPTION) == first
