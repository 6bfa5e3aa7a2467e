"""The documents that say something of a thing, where a question asks which do.

In: "Which documents mention Ukraine?", and the things that a passage must name. Out: a row for each
document, with what it says first of all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.letters import bare_fold
from corpus.model import Passage
from rag.compose.context import Context, says_something, values
from rag.compose.passage_list import relaxed, said_in
from rag.draft import Row
from rag.topic import Group

_ASKS = re.compile(
    r"(?:un |and )?(?:(?:in|no) )?(?:cik|kur\w+|which|what|how many)\b"
    r"(?: (?:of|no|the|these|this|our|visiem|siem|planosanas|planning|policy))*"
    r" (?:dokument\w*|documents?|plan(?:i|os|us|iem|s)|programmas|strategijas|reports)\b"
)
_SAY = re.compile(
    r"\b(?:min|piemin|minet\w*|piemin\w*|runa\w*|saka|teikt\w*|rakst\w*|atsauc\w*|parad\w*|figure"
    r"|kaut kas|atrodam\w*|skar|mention\w*|talk\w*|sa(?:y|ys|id)|speak\w*|discuss\w*|refer\w*"
    r"|address\w*|deal|cover\w*|appear\w*|contain\w*|touch\w*|name)\b"
)
_MOST = 5  # passages of a document
_SEVERAL = 2  # documents


def asks_documents(context: Context) -> bool:
    """Whether it is asked which of the documents speak of a thing, of several in scope."""
    said = bare_fold(context.question.text)
    asks = _ASKS.match(said) is not None and _SAY.search(said) is not None
    return asks and len(context.documents()) >= _SEVERAL


def document_rows(context: Context, documents: Sequence[str], groups: Sequence[Group]) -> list[Row]:
    """The documents with a passage that names the groups, each a row with the passages that are
    likeliest meant, in their order."""
    place = {scored.passage.id: i for i, scored in enumerate(context.ranking.passages)}
    for required in relaxed(list(groups)) if groups else []:
        rows = []
        for document in documents:
            found = [
                passage
                for passage in context.passages(document)
                if says_something(passage)
                and all(group.named_in(said_in(context, passage)) for group in required)
            ]
            found.sort(key=lambda passage: place.get(passage.id, len(place)))
            if found:
                rows.append(_row(context, document, found[:_MOST]))
        if rows:
            return rows
    return []


def _row(context: Context, document: str, found: list[Passage]) -> Row:
    found.sort(key=lambda passage: passage.ordinal)
    return Row(
        section=None,
        label="",
        title=context.index.document(document).description.title,
        path=(),
        document=document,
        fields={"text": values(context, found)},
    )
