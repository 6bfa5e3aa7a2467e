"""What every `Format` must do. An implementation's test class inherits and gives `format`.

`sample` is a file of the format, `others` are files that it must leave alone.
"""

from __future__ import annotations

import pytest

from corpus.block import Source
from corpus.errors import PlanqaError
from corpus.formats.protocol import Format
from corpus.model import ARTEFACT_KINDS, PASSAGE_KINDS
from corpus.reader import assemble
from tests.corpus.accounting import unaccounted
from tests.corpus.strategies import DESCRIPTION


class FormatConformance:
    """Inherit, and define the fixtures `format`, `sample` and `others`."""

    @pytest.fixture
    def format(self) -> Format:
        raise NotImplementedError("give the format under test")

    @pytest.fixture
    def sample(self) -> bytes:
        raise NotImplementedError("give a file of the format")

    @pytest.fixture
    def others(self) -> list[bytes]:
        raise NotImplementedError("give files of other formats")

    @pytest.fixture
    def source(self, format: Format, sample: bytes) -> Source:  # noqa: A002 (the fixture's name)
        return format.read(sample)

    def test_it_has_a_name(self, format: Format) -> None:  # noqa: A002
        assert format.name

    def test_it_knows_its_files_and_no_others(
        self,
        format: Format,  # noqa: A002
        sample: bytes,
        others: list[bytes],
    ) -> None:
        assert format.recognises(sample)
        assert [format.recognises(other) for other in others] == [False] * len(others)

    def test_it_keeps_no_state(self, format: Format, sample: bytes, source: Source) -> None:  # noqa: A002
        assert format.read(sample) == source

    def test_blocks_have_pieces_in_order_and_known_kinds(self, source: Source) -> None:
        assert source.blocks
        for block in source.blocks:
            assert list(block.pieces) == sorted(block.pieces)
        assert {block.kind for block in source.blocks} <= {"heading", *PASSAGE_KINDS}
        assert {artefact.kind for artefact in source.artefacts} <= set(ARTEFACT_KINDS)

    def test_a_body_is_text_that_its_block_owns(self, source: Source) -> None:
        for block in source.blocks:
            assert block.body.quote(source.text)
            row = block.kind == "heading" and block.place  # its title is a passage
            assert row or any(piece.overlaps(block.body) for piece in block.pieces)
            assert block.body.end <= len(source.text)

    def test_pages_follow_one_another(self, source: Source) -> None:
        for before, after in zip(source.pages, source.pages[1:], strict=False):
            assert before.end <= after.start

    def test_nothing_is_lost(self, source: Source) -> None:
        assert unaccounted(assemble(source, DESCRIPTION)) == []

    def test_an_empty_file_is_refused_or_not_its_own(self, format: Format) -> None:  # noqa: A002
        for empty in (b"", b" \n\t\n"):
            with pytest.raises(PlanqaError) as caught:
                format.read(empty)
            assert caught.value.code == "document_empty"
