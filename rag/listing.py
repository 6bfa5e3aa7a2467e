"""Listing: whether a question wants a list, which its words alone often leave open.

"Where are young people mentioned" and "who uses cross-border money" ask for every unit that
qualifies; "where is the office" and "who builds the road" do not. In: what the question was read
as, and what it names in the documents. Out: a probability, by logistic regression with the weights
in `listing.toml`, which `planqa eval calibrate` learns from questions whose kind is known.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from rag.answer import Kind
from rag.compose.attribute import names_unit
from rag.compose.context import Context
from rag.question import Question
from rag.question_cues import cue_names
from rag.relevance import ROLES

NAME = "listing"
EVEN = 0.5  # the probability from which on a list is given
_LONG = 20  # words
_BEST = 2  # units whose scores are compared
_DOCUMENTS = 3
_FILLERS = frozenset({"implementers", "partners", "funding"})
_ASKS = (
    "kas", "ko", "kam", "kur", "kad", "cik", "kapec", "kuri", "kuras", "kurus", "kuros", "kuriem",
    "kuram", "kura", "kurs", "kurai", "kuru", "kadi", "kadas", "kads", "kada", "kadu", "kadus",
    "kados", "vai", "who", "whom", "whose", "what", "which", "where", "when", "why", "how", "list",
    "name", "anything", "everything", "all", "any", "is", "are", "does", "do", "visi", "viss",
    "visas", "visus", "nosauc", "uzskaiti",
)  # fmt: skip
_ASKING = re.compile(rf"\b(?:{'|'.join(_ASKS)})\b")


def listing_signals(context: Context) -> dict[str, float]:
    """The signals: cues and interrogatives of the question, how it was read, and whether it names
    a unit, or a thing that stands in the role it asks for. Each is about 0 to 1."""
    question = context.question
    asking = _ASKING.findall(bare_fold(question.text))
    cues = {match.concept for match in question.cues}
    return {
        **{_cue(name): float(name in cues) for name in cue_names()},
        **{f"first_{word}": float(asking[:1] == [word]) for word in _ASKS},
        **{f"asks_{word}": float(word in asking) for word in _ASKS},
        **{f"wants_{role}": float(role in question.roles) for role in ROLES},
        **_read(question),
        **_found(context),
    }


def _cue(name: str) -> str:
    return "cue_" + name.replace(".", "_")


def _read(question: Question) -> dict[str, float]:
    kinds: tuple[Kind, ...] = ("list", "attribute", "comparison", "definition")
    return {
        **{f"read_{kind}": float(question.kind == kind) for kind in kinds},
        "counts": float(question.counts),
        "roles": min(len(question.roles), 2) / 2,
        "numbers": float(bool(question.numbers)),
        "years": float(bool(question.years)),
        "quoted": float(bool(question.quoted)),
        "follows_up": float(question.follows_up),
        "question_mark": float(question.text.rstrip().endswith("?")),
        "length": len(question.text.split()) / _LONG,
        "latvian": float(question.language == "lv"),
    }


def _found(context: Context) -> dict[str, float]:
    """What the question names in the documents."""
    best = context.best_units[:_BEST]
    passages = context.ranking.passages
    in_role = _in_role(context)
    return {
        "names_unit": float(names_unit(context)),
        "title": best[0].title if best else 0.0,
        "ahead": best[0].score - best[1].score if len(best) == _BEST else 0.0,
        "documents": min(len(context.ranking.documents), _DOCUMENTS) / _DOCUMENTS,
        "best": passages[0].score if passages else 0.0,
        "in_role": float(in_role),
        "filled": float(not in_role and bool(_FILLERS & set(context.question.roles))),
    }


def _in_role(context: Context) -> bool:
    """Whether a thing that the question names stands in the role that it asks for: then that is
    what units are told by; otherwise the role is what is to be said of one."""
    roles = set(context.question.roles) - {"tasks"}
    firm = [group for group in context.ranking.groups if not group.plain]
    return bool(roles) and any(context.units.naming(group, roles) for group in firm)
