"""Room: how much a model may say before the quotes slip out of a reader's sight.

In: an answer in quotes, and sentences of a model that are to stand above the quotes that stay.
Out: whether these show as much as before of what a reader takes in.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.draft import Draft, Statement

SIGHT = 1_200  # characters of an answer that a reader takes in, quotes and sentences alike
_BULLET, _LINE, _PARAGRAPH = len("- "), len("\n"), len("\n\n")


def in_sight(draft: Draft, sentences: Sequence[Statement], staying: Sequence[int]) -> bool:
    """Whether the quotes that stay show as much of themselves in the first `SIGHT` characters.

    Args:
        draft: the answer in quotes.
        sentences: what is to stand above them.
        staying: places of the draft's statements that stay, in their order.
    """
    above = sum(map(_length, sentences)) + (_LINE if sentences else 0)
    before = _shown(draft.lead, draft.statements, 0)
    after = _shown(draft.lead, [draft.statements[place] for place in staying], above)
    return all(shown >= before[place] for place, shown in zip(staying, after, strict=True))


def _shown(lead: str, statements: Sequence[Statement], at: int) -> list[int]:
    """How many characters of each statement's text are in sight; `at` is where the lead begins."""
    at += len(lead) + _PARAGRAPH if lead else 0
    shown = []
    for one in statements:
        shown.append(max(0, min(len(one.text), SIGHT - at - _BULLET)))
        at += _length(one)
    return shown


def _length(statement: Statement) -> int:
    """Of its line, without the marks of citations."""
    return _BULLET + len(statement.text) + _LINE
