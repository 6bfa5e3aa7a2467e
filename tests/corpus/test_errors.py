"""What the errors that several places raise say."""

from __future__ import annotations

from corpus.errors import unknown_document


def test_unknown_documents_are_named_and_those_there_are() -> None:
    error = unknown_document(["nope", "a\udfff"], ["vision", "budget-2024"])
    assert (error.code, error.status) == ("unknown_document", 404)
    assert error.message == (
        "there is no document 'nope', 'a\\udfff'; known are: budget-2024, vision"
    )
    assert unknown_document(["nope"], []).message.endswith("known are: none")


def test_only_a_few_unknown_documents_are_named() -> None:
    assert unknown_document([f"no-{n}" for n in range(1000)], []).message.count("no-") == 5
