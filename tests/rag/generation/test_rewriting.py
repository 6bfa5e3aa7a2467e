"""What a rewriting must keep of a follow-up: its names and its numbers."""

from __future__ import annotations

from rag.generation.rewriting import holds_names, names, numbers


def test_names_are_known_in_other_cases() -> None:
    assert holds_names(names("darbus vada Kultūras pārvalde un LIAA"), "LIAA un Kultūras pārvaldi")
    assert not holds_names(names("darbus vada Kultūras pārvalde"), "Darbus vada dome")


def test_digits_in_groups_are_one_number() -> None:
    assert numbers("18 400 cilvēku 2022. gadā, 35 %") == {"18400", "2022", "35"}
