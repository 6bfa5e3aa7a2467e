"""The cues of a question: words by which it says what part of a plan and what answer it wants.

In: a question. Out: its cues (`cues.toml`), and what they say: roles, and what is counted.
`rag.question_forms` reads the forms of the answer from them, `rag.question_kind` its kind.
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
from rag.language import is_function_word
from rag.question_pattern import QUOTED, Patterns, Tokens

_COUNTED_WORDS = 3
_SUCH_WITHIN = 2  # words behind "how many"
# "Cik ātri", "cik liels" ask for a measure, and count nothing.
_MEASURE = re.compile(
    r"(?:liel|maz|atr|len|gar|is|ilg|biez|plas|taln|tal|augst|zem|dzil|sen|specig)"
    r"(?:s|a|i|u|as|us|am|ai|ie|os|em|ak\w*|aj\w*|stos\w*)?"
)
_PARTICIPLE = re.compile(r"(?:ed|usi|usas|usies)$")
_SUCH = re.compile(r"(?:t|s)ad(?:u|i|as)$|such$")  # what these are, the turn before said
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
_FREE = re.compile(r"\b(?:bez maksas|free of charge|at no cost) ")
# "What was bought with EU money" asks what was bought.
_MEANS = re.compile(
    r"\b(?:par|ar|with|using|through|from) (?:the )?(?:es|eiropas(?: savienibas)?|valsts|eu"
    r"|european(?: union)?|state|government) (?:naud\w*|lidzek\w*|fond\w*|finans\w*|atbalst\w*"
    r"|money|funds?|funding|cash|grants?|support|aid) "
)
_WHAT = re.compile(r"(?:\^ )?(?:ko|kas|what)\b")
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
    found = _without_names(_without_named_goals(found), tokens)
    named = {match.concept for match in found}
    if _asks_only_when(found):
        return ()
    clear = [m for m in found if m.concept.startswith("role.")]
    if named.issuperset({"hint.benefits", "word.benefits"}) and "hint.tasks" not in named:
        # "What results are planned" asks for results.
        clear = [m for m in clear if m.concept != "role.tasks"]
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
    told = {c for match, c in zip(clear, clauses, strict=True) if _asks_goal(match, found)}
    for match, clause in zip(clear, clauses, strict=True):
        if clause in told:
            kept += ["goal"] if match.concept == "role.goal" else []
            continue
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


def _without_names(found: list[Match], tokens: Tokens) -> list[Match]:
    """The cues without those of a role that are but a part of a name, "the Investment Team", where
    the question names another role, and those of "free of charge" and of what a thing is done
    with."""
    beside = [*_FREE.finditer(tokens.line)]
    if _WHAT.match(tokens.line):
        beside += _MEANS.finditer(tokens.line)
    free = frozenset[int]().union(*(range(*_through(tokens, m)) for m in beside))
    asked = [m for m in found if not m.concept.startswith(("role.", "hint."))]
    roles = [m for m in found if m not in asked and not free.issuperset(_words(m))]
    plain = [m for m in roles if not tokens.names.issuperset(_words(m))]
    if not any(m.concept.startswith("role.") for m in plain):
        plain = [m for m in roles if m.concept.startswith("role.") or m in plain]
    return [m for m in found if m in asked or m in plain]


def _through(tokens: Tokens, match: re.Match[str]) -> tuple[int, int]:
    first, last = tokens.span(match.start(), match.end())
    return first, last + 1


def _asks_only_when(found: list[Match]) -> bool:
    """Whether a date is all that is asked for: "the project the EU funds: when did it start"."""
    dates = [match for match in found if match.concept == "form.date"]
    asks = [match for match in found if match.concept == "ask.word"]
    reasons = any(m.concept in ("role.rationale", "role.indicators") for m in found)
    return bool(asks) and not reasons and all(any(d.covers(a) for d in dates) for a in asks)


def _asks_goal(match: Match, found: list[Match]) -> bool:
    """Whether a cue is the very words "what goal": what is named behind them has the goal."""
    asks = any(m.concept == "ask.word" and m.first == m.last == match.first for m in found)
    return match.concept == "role.goal" and asks and match.last == match.first + 1


def _joined(one: Match, other: Match, tokens: Tokens) -> bool:
    """Whether two cues are the parts of a pair: "implementers and partners"."""
    first, second = sorted((one, other), key=lambda match: match.first)
    return second.first == first.last + 2 and tokens.joins(first.last + 1)


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
    such = any(_SUCH.match(bare_fold(word)) for word in behind[:_SUCH_WITHIN])
    if such or True not in telling[: _COUNTED_WORDS + 1]:
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
