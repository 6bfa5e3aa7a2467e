"""Verification: what is not in the sources does not leave.

In: a draft. Out: the draft without statements and values that fail: a quote must be what the
stored text says, and every number of a row's value must stand in the span it cites.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.protocol import PassageIndex
from rag.draft import Draft, Evidence, Row, Statement

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def verified(draft: Draft, index: PassageIndex) -> Draft:
    """The draft with only what its sources say."""
    statements = tuple(s for s in draft.statements if _holds(s, index))
    rows = tuple(
        row
        for row in (_sound_row(row, index) for row in draft.rows)
        if row.fields or row.section is not None
    )
    return replace(draft, statements=statements, rows=rows)


def _holds(statement: Statement, index: PassageIndex) -> bool:
    """Whether every quote is what its span says, letter for letter once white space is folded."""
    return bool(statement.quotes) and all(
        quote.text == _source(quote.evidence, index) for quote in statement.quotes
    )


def _sound_row(row: Row, index: PassageIndex) -> Row:
    fields = {}
    for role, found in row.fields.items():
        kept = tuple((t, e) for t, e in found if _numbers_stand(t, _source(e, index)))
        if kept:
            fields[role] = kept
    return replace(row, fields=fields)


def _numbers_stand(text: str, source: str) -> bool:
    joined = re.sub(r"\s+", "", source)
    return all(number in source or number in joined for number in _NUMBER.findall(text))


def _source(evidence: Evidence, index: PassageIndex) -> str:
    return evidence.span.quote(index.document(evidence.passage.document).text)
