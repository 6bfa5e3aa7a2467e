"""Verification: what is not in the sources does not leave.

In: a draft. Out: the draft without statements and values that fail: a quote must stand in the
stored text, and every number of a statement in the spans it cites.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.span import fold
from index.protocol import PassageIndex
from rag.draft import Draft, Evidence, Row, Statement

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"“(.+)”", re.DOTALL)


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
    if not statement.evidence:
        return False
    sources = " ".join(_source(evidence, index) for evidence in statement.evidence)
    said = statement.text
    parts = said.split("… “")
    quoted = [m[1] for part in parts if (m := _QUOTED.search(part if part is parts[0] else f"“{part}"))]
    if any(fold(part) not in sources for part in quoted):
        return False
    body = " ".join(quoted) or said
    return set(_NUMBER.findall(body)) <= set(_NUMBER.findall(sources))


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
