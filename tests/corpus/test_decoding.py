"""From bytes to characters."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given

from corpus.decoding import decode
from corpus.errors import PlanqaError
from tests.corpus.strategies import plan_texts

TEXT = "Pašvaldības ceļi un ūdensvadi – „skola”, 12 €.\n" * 3


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1257"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "windows-1257"],
)
def test_the_encodings_of_office_files_are_read(data: bytes) -> None:
    assert decode(data) == TEXT


@given(plan_texts())
def test_text_in_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize("data", [b"", b"  \n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\0"])
def test_a_blank_file_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(PlanqaError) as caught:
        decode(data)
    assert (caught.value.code, caught.value.status) == ("document_empty", 422)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n" + bytes([7, 3, 200, 1, 0, 155]) * 40,
        b"text with a zero\x00byte",
        b"\xff\xfe\x00\xd8\x00\xd8a",
    ],
    ids=["all bytes", "image", "zero byte", "broken utf-16"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(PlanqaError, match="convert it to UTF-8") as caught:
        decode(data)
    assert caught.value.code == "text_unreadable"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Īstenošana: līdz 2027. gadam ieviest ēku siltināšanu.\n", "iso8859_13"),
        ("Īstenošana: līdz 2027. gadam ieviest ēku siltināšanu.\n", "iso8859_4"),
        ("PAŠVALDĪBAS RĪCĪBAS PLĀNS ĢIMENĒM UN ŪDENS KVALITĀTEI\n", "cp1257"),
        ("PAŠVALDĪBAS RĪCĪBAS PLĀNS ĢIMENĒM UN ŪDENS KVALITĀTEI\n", "cp775"),
        ("The council’s policy – “homes for all” – costs £12 million; café.\n", "cp1252"),
        ("Die Maßnahme für Radwege: Straßen, Übergänge und Größe der Höfe.\n", "cp1252"),
        ("Savivaldybės plėtros planas: ąžuolų gatvė, žemėlapis ir šaltinis.\n", "cp1257"),
        ("Działania gminy: ścieżki rowerowe, źródła finansowania, łąki.\n", "cp1250"),
        ("Działania gminy: ścieżki rowerowe, źródła finansowania, łąki.\n", "iso8859_2"),
        ("Õpilaste jõukohane töö, šokolaad ja žanr; üldine mõõtühik.\n", "cp1257"),
        ("Pašvaldības ceļi\n", "utf-16-le"),
        ("Pašvaldības ceļi\n", "utf-16-be"),
        ("Pašvaldības ceļi\n", "utf-32"),
    ],
)
def test_encodings_without_a_mark_are_told_by_the_words_they_make(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_damaged_byte_does_not_change_the_encoding_of_the_rest() -> None:
    data = bytearray((TEXT * 20).encode())
    data[100] = 0xFF
    text = decode(bytes(data))
    assert text.count("\ufffd") <= 2
    assert text.endswith(TEXT)
