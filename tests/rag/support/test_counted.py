"""A number that the source has of something else."""

from __future__ import annotations

from rag.support.counted import broken_ranges, miscounted

SOURCE = "Plāns definē četrus stratēģiskos mērķus, tiem pakārtojot sešas prioritātes."


def test_numbers_of_the_right_things_are_left_alone() -> None:
    assert miscounted("The plan has four goals and six priorities.", "en", SOURCE, "lv") == []
    assert miscounted("Plānam ir sešas prioritātes.", "lv", SOURCE, "lv") == []


def test_numbers_that_changed_places_are_found() -> None:
    found = miscounted("The plan has six goals and four priorities.", "en", SOURCE, "lv")
    assert [number.written for number in found] == ["six", "four"]


def test_a_number_of_nothing_named_is_left_alone() -> None:
    assert miscounted("There are six of them.", "en", SOURCE, "lv") == []


def test_a_year_that_belongs_to_something_else_is_found() -> None:
    source = "Ilgtspējīgas attīstības stratēģija ir spēkā līdz 2030. gadam, tilta būve 2027. gadā."
    right = "The bridge is built in 2027."
    assert miscounted(right, "en", source, "lv") == []
    assert miscounted("Tilta būve notiks 2030. gadā.", "lv", source, "lv")


def test_a_range_has_both_its_ends() -> None:
    source = "Plāns 2021.-2027. gadam, apspriede 14:30 – 16:00, no 20. līdz 29. septembrim."
    assert broken_ranges("from 2021 to 2027, 14:30–16:00, from 20 to 29 September", source) == []
    assert broken_ranges("Plāns 2021.–2022. gadam", source)
    assert broken_ranges("from 16:00 to 16:00", source)
    assert broken_ranges("no 29. līdz 29. septembrim", source)


def test_a_range_that_the_source_puts_otherwise_is_left_to_its_numbers() -> None:
    assert broken_ranges("from 37 to 60 percent", "37 % tagad, 60 % vēlāk") == []
