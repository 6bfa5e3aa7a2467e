"""The text of an answer without what its table repeats."""

from __future__ import annotations

from corpus.model import Document
from tests.ui.answers import table
from ui.lead import lead


def test_the_entries_of_a_comparison_are_left_to_the_table(longest: Document) -> None:
    answer = table(longest, "3.2.2.2", "3.2.4.3")
    lines = []
    for item in answer.items:
        values = [value for found in item.fields.values() for value in found]
        said = "; ".join(f"“{value.text}” [{value.citation}]" for value in values)
        lines.append(f"- **{item.section}** {item.title}: {said}")
    text = "\n".join(["Comparison:", "", *lines])
    assert lead(answer.model_copy(update={"answer": text})) == "Comparison:"


def test_what_a_model_says_of_an_entry_stays(longest: Document) -> None:
    answer = table(longest, "3.2.2.2")
    (item,) = answer.items
    text = f"One:\n\n- **{item.section}** {item.title}: It is paid by a “loan” of the town. [1]"
    assert lead(answer.model_copy(update={"answer": text})) == text
