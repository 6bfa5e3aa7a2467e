"""An answer as Markdown that stands alone: its text, then each source with its place and a link.

In: an answer, and the server's address. Out: Markdown for a client that knows nothing of planqa.
"""

from __future__ import annotations

import re

from rag.answer import Answer
from ui.answer_text import plain
from ui.source_list import NEAREST
from ui.texts import texts

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|!])")


def sourced_text(answer: Answer, base: str) -> str:
    """The text; what documents say is escaped, so that it is shown and nothing else."""
    words = texts(answer.language)
    parts = [plain(answer.answer) or words(f"advice.{answer.status}")]
    parts += [f"_{_inert(note)}_" for note in answer.notes]
    if answer.citations:
        parts.append(f"**{words('sources.title', count=len(answer.citations))}**")
        parts += [
            f"[{c.number}] [{_inert(c.title)}, {words.lines(*c.lines)}]({base}{c.url}): "
            f"“{_inert(c.quote)}”"
            for c in answer.citations
        ]
    elif answer.status == "not_found" and answer.passages:
        nearest = answer.passages[:NEAREST]
        parts.append(f"**{words('sources.nearest', count=len(nearest))}**")
        parts += [
            f"- {_inert(p.document)}, {words.lines(*p.lines)}: “{_inert(' '.join(p.text.split()))}”"
            for p in nearest
        ]
    return "\n\n".join(parts)


def _inert(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain(text))
