"""The outline tree holds every section once, below its parent."""

from __future__ import annotations

from itertools import pairwise

from corpus.model import Document
from ui.documents import OutlineNode, detail, entry, heading_of, outline, sections_above


def _walk(nodes: list[OutlineNode]) -> list[OutlineNode]:
    return [found for node in nodes for found in (node, *_walk(node.children))]


def test_the_tree_holds_every_section_once_in_order(plans: dict[str, Document]) -> None:
    for document in plans.values():
        walked = [node.key for node in _walk(outline(document.sections))]
        assert walked == [s.key for s in sorted(document.sections, key=lambda s: s.ordinal)]


def test_children_stand_below_their_parent(plans: dict[str, Document]) -> None:
    for document in plans.values():
        parents = {section.key: section.parent for section in document.sections}
        for node in _walk(outline(document.sections)):
            assert all(parents[child.key] == node.key for child in node.children)


def test_the_detail_adds_text_and_outline_to_the_entry(longest: Document) -> None:
    count = len(longest.passages)
    whole = detail(longest, count)
    assert whole.model_dump(exclude={"text", "outline"}) == entry(longest, count).model_dump()
    assert whole.text == longest.text
    assert whole.outline


def test_sections_above_a_passage_end_with_its_own_section(longest: Document) -> None:
    by_key = {section.key: section for section in longest.sections}
    checked = 0
    for passage in longest.passages[:: max(1, len(longest.passages) // 100)]:
        if passage.section is None:
            continue
        path = sections_above(longest, passage.body.start)
        assert by_key[passage.section] in path
        assert all(a.key == b.parent for a, b in pairwise(path))
        checked += 1
    assert checked > 50


def test_nothing_stands_above_the_first_character_of_a_plain_text(
    plans: dict[str, Document],
) -> None:
    for document in plans.values():
        first = min((s.span.start for s in document.sections), default=len(document.text))
        if first > 0:
            assert sections_above(document, 0) == []


def test_a_heading_is_number_and_title(longest: Document) -> None:
    numbered = next(s for s in longest.sections if s.number and s.unit)
    assert heading_of(numbered) == f"{numbered.number} {numbered.title}"
