"""Things that a question names side by side."""

from __future__ import annotations

from rag.coordination import coordinated


def test_a_comma_and_or_join_alternatives() -> None:
    names = frozenset({"rail", "bus", "tourism"})
    found = coordinated("Which units plan railways, buses or tourism?", "en", names)
    assert found == [names]


def test_words_in_between_part_two_things() -> None:
    names = frozenset({"tourism", "export"})
    assert coordinated("Does tourism lead to more export?", "en", names) == []


def test_the_latvian_joints_are_known() -> None:
    names = frozenset({"tourism", "export"})
    assert coordinated("Kas atbalsta tūrismu vai eksportu?", "lv", names) == [names]


def test_a_long_row_of_commas_is_read_at_once() -> None:
    commas = " ,".join([""] * 400)
    text = f"Which units plan railways{commas} ; tourism?"
    assert coordinated(text, "en", frozenset({"rail", "tourism"})) == []
