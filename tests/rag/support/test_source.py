"""What is cited, as it is compared."""

from __future__ import annotations

from rag.support.source import Sources, sentences
from tests.rag.support.shelf import Plan, passage


def test_a_passage_is_cut_into_sentences_and_short_ones_join_the_next() -> None:
    text = (
        "Jā. Skolu atjaunos nākamgad. Tiltu par 1.5 milj. eiro būvēs 2024. gadā; Ceļu lāpīs vēlāk."
    )
    assert sentences(text) == (
        "Jā. Skolu atjaunos nākamgad.",
        "Tiltu par 1.5 milj. eiro būvēs 2024. gadā;",
        "Ceļu lāpīs vēlāk.",
    )


def test_every_word_is_in_a_sentence() -> None:
    text = "a. b. c; d? e! “Vārds.” Vēl viens teikums ir te. Īss."
    assert " ".join(sentences(text)).split() == text.split()


def test_titles_frame_and_are_not_what_is_said() -> None:
    one = passage("Atjaunos skolu.", breadcrumb=("Plāns", "3.1 Izglītība Ludzā"))
    source = Sources(Plan(one, title="Rēzeknes plāns")).of([one])
    assert "ludza" in source.named
    assert "rezekne" in source.named
    assert "ludza" not in source.concepts


def test_the_number_of_a_heading_is_no_number_of_its_list() -> None:
    one = passage("Atjaunos skolu.", context="4. Uzdevumi:")
    assert "4" not in Sources(Plan(one)).of([one]).own


def test_abbreviations_are_spelt_out_by_the_document_s_list() -> None:
    one = passage("Ieviesējs: DU.")
    listed = passage("DU – Daugavpils Universitāte", kind="definition")
    assert "Daugavpils Universitāte" in Sources(Plan(one, listed)).of([one]).own


def test_several_passages_are_one_source() -> None:
    one, other = passage("Atjaunos skolu Ludzā."), passage("Uzbūvēs tiltu Balvos.")
    source = Sources(Plan(one, other)).of([one, other])
    assert {"ludza", "balvi"} <= source.concepts
    assert len(source.sentences) == 2
