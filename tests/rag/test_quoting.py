"""Which span of a passage is quoted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.span import Span
from rag.quoting import WHOLE, unbroken
from rag.sentences import sentence_spans
from tests.rag.asking import Asker, opened, span_of

PARAGRAPHS = """Ferry plan 2030

1. Introduction

1.1. Harbour

The harbour was built by the merchants of the town and has served the islands for a long time, with
some breaks during storms. A cycle path of 6 km leads from the station to the quay and is lit in
winter. The warehouses along the shore are used by a museum and by fishermen, who mend their nets
there. The town keeps a register of the trees that stand in the park around the lighthouse. Visitors
come mainly in summer, when the ferries run more often than in the other months of the year. In
autumn the quay is closed for repairs, and the small boats are taken out of the water by the crane
that the harbour office keeps beside the customs house.

1.2. Park

The park has old oaks.
"""


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.txt").write_text(PARAGRAPHS, encoding="utf-8")
    return opened(folder / "home", [folder / "ferry.txt"])


@pytest.mark.parametrize(
    "sentences",
    [
        ["Atbalstīt ceļus, t.sk. Latgales tiltus.", "Attīstīt ielas."],
        ["Plāns pieņemts 2021. gada maijā.", "Tas ir spēkā."],
        ["To dara skolas u.c. Latgales iestādes.", "Citu nav."],
        ["Ceļi, tilti u.tml. Valsts maksā.", "Labi."],
        ["Apstiprināja J. Bērziņš un A. Kalniņa.", "Pēc tam slēdza."],
        ["Lielākās pilsētas ir, piem., Rēzekne.", "Vai arī Ludza?", "Jā!"],
        ["Lasi 3. Pielikumu.", "Nākamais."],
        ["Trees, e.g. Oaks, grow there.", "Others do not."],
        ["Tas maksā 3,5 milj. eiro 2024.gadā.", "“Labi”, viņš teica."],
    ],
)
def test_abbreviations_ordinals_and_initials_end_no_sentence(sentences: list[str]) -> None:
    text = " ".join(sentences)
    spans = sentence_spans(text, Span(0, len(text)))
    assert [span.of(text) for span in spans] == sentences


def test_a_sentence_may_run_over_lines_and_only_the_span_is_read() -> None:
    text = "Before. One\n  two. Three\nfour. After."
    spans = sentence_spans(text, Span(8, 30))
    assert [span.quote(text) for span in spans] == ["One two.", "Three four."]


def test_sentences_of_the_bundled_plans_leave_out_only_space_and_closing_marks(
    bundled: Asker,
) -> None:
    for description in bundled.index.documents():
        text = bundled.index.document(description.id).text
        for passage in bundled.index.passages(description.id):
            cursor = passage.body.start
            for span in sentence_spans(text, passage.body):
                assert not text[cursor : span.start].strip(' \n\t"”“’)')
                cursor = span.end
            assert cursor == passage.body.end


def test_the_parts_of_a_passage_hold_all_of_it_and_little_else(bundled: Asker) -> None:
    cut = 0
    for description in bundled.index.documents():
        for passage in bundled.index.passages(description.id):
            parts = unbroken(passage, passage.body)
            cut += len(parts) > 1
            assert parts == sorted(parts)
            assert parts[0].start == passage.body.start
            assert parts[-1].end == passage.body.end
            assert all(any(part.covers(piece) for part in parts) for piece in passage.pieces[1:])
            own = sum(map(len, passage.pieces))
            assert sum(map(len, parts)) <= own + 8 * len(passage.pieces)
    assert cut


def test_a_sentence_that_links_cut_is_quoted_in_parts_without_them(bundled: Asker) -> None:
    passage = bundled.passage("Mūzikas un mākslas video, kura veidošanā piedalījušies")
    text = bundled.index.document(passage.document).text
    quotes = [part.quote(text) for part in unbroken(passage, passage.body)]
    assert len(quotes) == 2
    assert "http" in passage.body.of(text)
    assert not any("http" in quote for quote in quotes)


def test_a_footnote_mark_does_not_part_a_sentence_but_a_footer_does(bundled: Asker) -> None:
    passage = bundled.passage("Mūzikas un mākslas video, kura veidošanā piedalījušies")
    start = passage.body.start
    near = replace(passage, pieces=(Span(start, start + 10), Span(start + 13, start + 20)))
    far = replace(passage, pieces=(Span(start, start + 10), Span(start + 60, start + 70)))
    whole = Span(start, start + 70)
    assert unbroken(near, whole) == [Span(start, start + 20)]
    assert unbroken(far, whole) == [Span(start, start + 10), Span(start + 60, start + 70)]


def test_only_what_overlaps_the_span_is_a_part(bundled: Asker) -> None:
    passage = bundled.passage("Mūzikas un mākslas video, kura veidošanā piedalījušies")
    first, second = unbroken(passage, passage.body)
    assert unbroken(passage, second) == [second]
    inside = Span(first.start + 5, first.end - 5)
    assert unbroken(passage, inside) == [inside]


def test_the_telling_sentence_of_a_long_passage_is_quoted(ferry: Asker) -> None:
    passage = ferry.passage("cycle path of 6 km")
    assert len(passage.body) > WHOLE
    for question, part in [
        ("How long is the cycle path?", "A cycle path of 6 km leads from the station"),
        ("Which trees does the register hold?", "keeps a register of the trees"),
    ]:
        evidence = ferry.context(question).telling(passage)
        quote = evidence.span.quote(PARAGRAPHS)
        assert part in quote
        assert len(quote) < 0.9 * len(passage.text)
        assert quote[0].isupper()
        assert quote.endswith(".")


def test_of_a_passage_that_a_page_s_end_cuts_the_telling_part_is_quoted(ferry: Asker) -> None:
    found = ferry.passage("cycle path of 6 km")
    body = found.body
    end, start = (PARAGRAPHS.index(words) for words in (" The warehouses", "by fishermen, who"))
    cut = replace(found, pieces=(Span(body.start, end), Span(start, body.end)))
    for question, part in [
        ("How long is the cycle path?", "A cycle path of 6 km leads from the station"),
        ("Which trees does the register hold?", "keeps a register of the trees"),
    ]:
        evidence = ferry.context(question).telling(cut)
        assert part in evidence.span.quote(PARAGRAPHS)
        assert not (evidence.span.start < end and evidence.span.end > start)


def test_a_short_passage_is_quoted_whole(ferry: Asker) -> None:
    passage = ferry.passage("old oaks")
    evidence = ferry.context("Which trees grow in the park?").telling(passage)
    assert evidence.span == span_of(PARAGRAPHS, "The park has old oaks.")
