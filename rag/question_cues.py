"""The cues of a question: words by which it says what part of a plan and what answer it wants.

In: a question. Out: its cues (`cues.toml`), and what they say: roles, terms to be defined, forms
of the answer, and what is counted. `rag.question_kind` reads the kind of answer from them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.letters import bare_fold
from index.analysis import verbal
from index.thesaurus import Match
from rag.amounts import Amount
from rag.answer import Language
from rag.answer_type import TYPES
from rag.language import is_function_word
from rag.question_pattern import QUOTED, Patterns, Tokens

_COUNTED_WORDS = 3
# Forms that one word may ask for: what a longer cue says of them goes before.
_ALIKE = ({"form.length", "form.duration"}, {"form.date", "form.time"})
# "Cik ātri", "cik liels" ask for a measure, and count nothing.
_MEASURE = re.compile(
    r"(?:liel|maz|atr|len|gar|is|ilg|biez|plas|taln|tal|augst|zem|dzil|sen|specig)"
    r"(?:s|a|i|u|as|us|am|ai|ie|os|em|ak\w*|aj\w*|stos\w*)?"
)
_PARTICIPLE = re.compile(r"(?:ed|usi|usas|usies)$")
# What gives way to what, where both are named in one breath: "partners in implementing".
_YIELDS = {
    "implementers": {"partners", "territory", "indicators", "benefits", "rationale", "done"},
    "tasks": {"implementers", "partners", "funding", "indicators", "territory", "benefits",
              "rationale", "done", "goal"},
    "goal": {"indicators", "rationale", "benefits", "funding", "partners", "implementers",
             "territory", "done"},
    "benefits": {"done", "indicators", "rationale"},
    "indicators": {"done", "rationale"},
    "territory": {"partners", "funding", "rationale", "done", "indicators", "benefits"},
    "funding": {"rationale", "indicators"},
    "done": {"partners", "funding"},
}  # fmt: skip
_HINTS = ("partners", "indicators", "funding", "implementers", "rationale", "done", "benefits",
          "territory", "tasks", "goal")  # fmt: skip
_BOUNDING = ("kind.compar", "but.")
# "No" and "both" are function words as they stand, and what they stand before is topic.
_OPERATORS = frozenset({"but.except", "but.not", "but.only", "but.beyond"})


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("rag").joinpath("cues.toml").read_text(encoding="utf-8"))


@cache
def cue_names() -> tuple[str, ...]:
    """The ids of all cues."""
    return tuple(cue["id"] for cue in _table()["cue"])


@cache
def _patterns(language: Language) -> Patterns:
    # Compiling those of a language takes some 0.25 s: who asks in one does not wait for the other.
    table = _table()
    cues = [(cue["id"], cue[language]) for cue in table["cue"]]
    return Patterns(cues, table["class"][language])


def read_cues(tokens: Tokens, language: Language) -> list[Match]:
    """The cues of a question, in the order of its words."""
    return _patterns(language).matches(tokens)


def without_amounts(found: list[Match], amounts: Sequence[Amount]) -> list[Match]:
    """The cues without those of comparing and denying that only a bound gives rise to: "more than
    two million", "no later than 2026". A superlative compares, too."""
    said = frozenset[int]().union(*(one.words for one in amounts if not one.greatest))
    return [
        match
        for match in found
        if not match.concept.startswith(_BOUNDING) or said.isdisjoint(_words(match))
    ]


def _words(match: Match) -> range:
    return range(match.first, match.last + 1)


def read_roles(found: list[Match], tokens: Tokens) -> tuple[str, ...]:
    """The roles asked for, in the order of the question."""
    found = _without_named_goals(found)
    named = {match.concept for match in found}
    if _asks_only_when(found):
        return ()
    clear = [m for m in found if m.concept.startswith("role.")]
    if "ask.source" in named or ("list.where" in named and not named & {"list.units", "one.unit"}):
        # "Where is it planned" asks in which part of the plan.
        clear = [m for m in clear if m.concept != "role.territory"]
    if not clear:
        hinted = {m.concept[5:] for m in found if m.concept.startswith("hint.")}
        if not hinted and "list.units" in named and "ask.mention" not in named:
            return ("tasks",)  # which divisions do a thing is a matter of what they are to do
        return tuple(role for role in _HINTS if role in hinted)[:1]
    starts = tokens.clauses()
    clauses = [sum(start <= match.first for start in starts) for match in clear]
    kept = []
    for match, clause in zip(clear, clauses, strict=True):
        beside = {
            other.concept[5:]
            for other, its in zip(clear, clauses, strict=True)
            if its == clause and not _joined(match, other, tokens)
        }
        if not _YIELDS.get(match.concept[5:], set()) & beside:
            kept.append(match.concept[5:])
    return tuple(dict.fromkeys(kept))


def _without_named_goals(found: list[Match]) -> list[Match]:
    """The cues without those that are but the name of a goal: "the challenge under goal 7"."""
    names = [match for match in found if match.concept == "named.goal"]
    return [
        m
        for m in found
        if m.concept not in ("role.goal", "hint.goal") or not any(n.covers(m) for n in names)
    ]


def _asks_only_when(found: list[Match]) -> bool:
    """Whether a date is all that is asked for: "the project the EU funds: when did it start"."""
    dates = [match for match in found if match.concept == "form.date"]
    asks = [match for match in found if match.concept == "ask.word"]
    reasons = any(m.concept in ("role.rationale", "role.indicators") for m in found)
    return bool(asks) and not reasons and all(any(d.covers(a) for d in dates) for a in asks)


def _joined(one: Match, other: Match, tokens: Tokens) -> bool:
    """Whether two cues are the parts of a pair: "implementers and partners"."""
    first, second = sorted((one, other), key=lambda match: match.first)
    return second.first == first.last + 2 and tokens.joins(first.last + 1)


def read_forms(found: list[Match], tokens: Tokens) -> tuple[str, ...]:
    """The forms asked for; "how many" alone asks for any number."""
    named = {
        match.concept
        for match in found
        if not _opens_clause(match, found, tokens) and not _said_more_fully(match, found)
    }
    forms = tuple(kind for kind in TYPES if f"form.{kind}" in named)
    return tuple(kind for kind in forms if kind != "number") or forms


def _opens_clause(match: Match, found: list[Match], tokens: Tokens) -> bool:
    """Whether a "when" only opens a clause: "how many people are left when the plan ends"."""
    asks = [other for other in found if other.concept == "ask.word"]
    alone = match.concept == "form.date" and any(
        match.first == match.last == ask.first == ask.last for ask in asks
    )
    before = any(ask.last < match.first for ask in asks)
    asked_too = any(tokens.joins(match.first - back) for back in (1, 2, 3))  # "and as of when"
    return alone and before and not asked_too


def _said_more_fully(match: Match, found: list[Match]) -> bool:
    """Whether a longer cue says what a word is about that may ask for two forms: "how long is the
    path", "length of time", "by what time"."""
    alike = next((forms for forms in _ALIKE if match.concept in forms), set[str]())
    return any(
        other.concept in alike - {match.concept}
        and other.first <= match.last
        and match.first <= other.last
        and other.last - other.first > match.last - match.first
        for other in found
    )


def read_counted(words: list[str], found: list[Match]) -> str:
    """The telling words right behind "how many", up to the next word that only joins: of "how
    many days after building starts" it is days that are counted, of "how many of Ardvallen's
    lamps" it is lamps, and of "how many have been lost" nothing that a text would name."""
    asked = next((m for m in found if m.concept == "kind.count"), None)
    if asked is None:
        return ""
    if words[asked.last + 1 : asked.last + 2] and _MEASURE.fullmatch(
        bare_fold(words[asked.last + 1])
    ):
        return ""
    behind = _without_owners(words[asked.last + 1 :])
    telling = [not is_function_word(word) and not word.isdigit() for word in behind]
    if True not in telling[: _COUNTED_WORDS + 1]:
        return ""
    first = telling.index(True)
    counted: list[str] = []
    for word, tells in zip(behind[first:], telling[first:], strict=True):
        if not tells or _says_what_happens(word) or len(counted) == _COUNTED_WORDS:
            break
        counted.append(word)
    return " ".join(counted)


def _without_owners(words: list[str]) -> list[str]:
    """Words without those that stand in an English possessive: "Ardvallen s lamps" is lamps."""
    owners = {i for i, word in enumerate(words) if word == "s"}
    return [word for i, word in enumerate(words) if not {i, i + 1} & owners]


def _says_what_happens(word: str) -> bool:
    """Whether a word is a verb, or a form of one: `palikuši`, `expected`."""
    return _PARTICIPLE.search(bare_fold(word)) is not None or verbal(word)


def read_sources(found: list[Match], roles: tuple[str, ...]) -> list[Match]:
    """Sources of money that only the context tells apart, as concepts: "the state" pays."""
    if "funding" not in roles:
        return []
    return [
        Match(m.concept.removeprefix("source."), m.first, m.last)
        for m in found
        if m.concept.startswith("source.")
    ]


def read_quoted(text: str) -> tuple[str, ...]:
    """What stands in quotation marks."""
    return tuple(dict.fromkeys(found.strip() for found in QUOTED.findall(text)))


def asking_words(found: list[Match], roles: tuple[str, ...]) -> frozenset[int]:
    """The words that ask, by their indices: they are no topic. The words of a role ask only
    where that role is asked for: "when was the funded project begun" is about funding."""
    clear = {match.concept[5:] for match in found if match.concept.startswith("role.")}
    asks = {"word.any", *(f"word.{role}" for role in clear.union(roles) if roles)}
    units = {match.concept for match in found if match.concept.startswith("unit.")}
    if not any(match.concept.startswith(("list.", "one.")) for match in found):
        units -= {"unit.municipality"}  # "the advantages of new towns" lists no towns
    # "For which goals is a challenge named" lists goals, and a challenge is what they must name.
    listed = units - {"unit.passage"} or units
    return frozenset(
        i
        for match in found
        if match.concept in asks or match.concept in listed or match.concept in _OPERATORS
        for i in range(match.first, match.last + 1)
    )
