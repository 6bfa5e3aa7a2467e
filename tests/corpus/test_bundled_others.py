"""Facts of the four shorter bundled documents that reading must bring out."""

from __future__ import annotations

import pytest

from corpus.model import Document
from tests.corpus.conftest import Bundled


class TestLiepaja:
    """A Markdown file whose table has one SDG per row, HTML inside tab-separated cells."""

    @pytest.fixture
    def liepaja(self, bundled: Bundled) -> Document:
        return bundled("liepaja-iam-2022")

    def test_the_rows_are_sixteen_goals_as_numbered(self, liepaja: Document) -> None:
        units = [section for section in liepaja.sections if section.unit]
        assert [unit.number for unit in units] == ["1", *map(str, range(3, 17)), "18"]
        assert {unit.kind for unit in units} == {"goal"}
        titles = {unit.number: unit.title for unit in units}
        assert titles["1"] == "Novērsta nabadzība"
        assert titles["18"] == "Sadarbība"

    @pytest.mark.parametrize(
        ("number", "title", "lines"),
        [
            ("7", "Pieejama un atjaunojama enerģija", (12, 14)),
            ("11", "Ilgtspējīgas pilsētas un kopienas", (18, 20)),
            ("15", "Dzīvība uz zemes", (24, 26)),
        ],
    )
    def test_a_row_split_in_two_is_one(
        self, liepaja: Document, number: str, title: str, lines: tuple[int, int]
    ) -> None:
        unit = next(section for section in liepaja.sections if section.key == number)
        assert unit.title == title
        starts = [p.lines[0] for p in liepaja.passages if p.unit == number]
        assert (min(starts), max(starts)) <= lines
        assert max(starts) > lines[0], "nothing of the second part came along"

    def test_a_bullet_inside_an_item_is_not_quoted(self, liepaja: Document) -> None:
        assert "•" in liepaja.text
        items = [p for p in liepaja.passages if p.kind == "item"]
        assert items
        assert not any("•" in p.body.quote(liepaja.text)[:2] for p in items)

    def test_no_quote_begins_or_ends_with_a_tag(self, liepaja: Document) -> None:
        for passage in liepaja.passages:
            quote = passage.body.quote(liepaja.text)
            assert not quote.startswith("<"), quote
            assert not quote.endswith(">"), quote
            assert "<" not in passage.text

    def test_every_goal_says_what_it_means_and_what_was_done(self, liepaja: Document) -> None:
        for unit in (section for section in liepaja.sections if section.unit):
            inside = [p for p in liepaja.passages if p.unit == unit.key]
            assert any(p.role == "goal" for p in inside), unit.key
            assert any(p.role != "goal" for p in inside), unit.key


class TestLetter:
    """A letter with dated bullets, and a sentence that six URLs split."""

    @pytest.fixture
    def letter(self, bundled: Bundled) -> Document:
        return bundled("lps-vestule-iam-2022")

    def test_the_dated_bullets_are_items(self, letter: Document) -> None:
        dates = [p.text.split(" ")[0] for p in letter.passages if p.kind == "item"]
        assert dates == [
            "05.06.2019.", "25.09.2019.", "26.08.2020.", "14.", "15.04.2021.", "12.05.2021.",
            "1.06.2021.", "3.11.2021.",
        ]  # fmt: skip

    def test_the_urls_are_six_links(self, letter: Document) -> None:
        links = [p for p in letter.passages if p.kind == "link"]
        assert len(links) == 6
        assert all(p.text.startswith("https://www.youtube.com/") for p in links)

    def test_the_sentence_around_them_is_one_passage_in_two_pieces(self, letter: Document) -> None:
        video = next(p for p in letter.passages if p.text.startswith("1.06.2021."))
        assert video.lines == (144, 158)
        assert len(video.pieces) == 2
        assert "kura veidošanā piedalījušies bērni un jaunieši" in video.text
        assert "http" not in video.text

    def test_the_subject_is_a_heading(self, letter: Document) -> None:
        assert any(
            section.title
            == "Par Latvijas Ziņojumu par ANO Ilgtspējīgas attīstības mērķu īstenošanu"
            for section in letter.sections
        )


class TestVisit:
    """A report with a tab-indented agenda."""

    @pytest.fixture
    def visit(self, bundled: Bundled) -> Document:
        return bundled("lps-vizite-brisele-2024")

    def test_the_days_are_headings_of_the_agenda(self, visit: Document) -> None:
        days = [s.title for s in visit.sections if s.parent == "darba-kartiba"]
        assert days == ["15. maijs, Brisele", "16. maijs, Flandrija", "17. maijs"]

    def test_an_entry_of_the_agenda_begins_with_its_times(self, visit: Document) -> None:
        entries = [p for p in visit.passages if p.kind == "entry"]
        assert [p.item for p in entries] == [
            "07:30 - 08:55", "10:30 – 11:00", "11:00 – 11:30", "11:30 – 12:30", "12:30 – 13:30",
            "14:00 – 15:00", "10:00 - 12:00", "12:30 – 13:30", "14:30 – 16:00", "09:40 – 13:05",
        ]  # fmt: skip
        assert all(p.item and p.text.startswith(p.item) for p in entries)
        assert "Eiropas Reģionu komiteja" in entries[1].text
        assert entries[1].section == "darba-kartiba/15-maijs-brisele"
        assert entries[-1].section == "darba-kartiba/17-maijs"


class TestDaugavpils:
    """Three numbered questions, each with its answer below."""

    @pytest.fixture
    def daugavpils(self, bundled: Bundled) -> Document:
        return bundled("daugavpils-iam-2022")

    def test_the_questions_are_headings(self, daugavpils: Document) -> None:
        assert [(s.number, s.lines[0]) for s in daugavpils.sections] == [
            ("1", 2), ("2", 154), ("3", 208),
        ]  # fmt: skip
        assert all(
            s.title.startswith(("Pašvaldības ieguldījumi", "Pašvaldības viedoklis"))
            for s in daugavpils.sections
        )

    def test_the_bullets_below_are_items(self, daugavpils: Document) -> None:
        bullets = [p for p in daugavpils.passages if p.item == "➢"]
        assert [p.lines[0] for p in bullets] == [58, 80, 102, 130, 162, 182, 198]
        assert [p.section for p in bullets] == ["1"] * 4 + ["2"] * 3
        assert all("➢" not in p.body.of(daugavpils.text) for p in bullets)

    def test_the_strategic_goals_are_a_list_of_four(self, daugavpils: Document) -> None:
        goals = [p for p in daugavpils.passages if p.kind == "item" and p.item in set("1234")]
        assert [p.item for p in goals] == list("1234")
        assert all("četrus stratēģiskos mērķus" in (p.context or "") for p in goals)
