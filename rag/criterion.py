"""The criterion of a list: what a unit must name, must not name, and where.

In: a question and the things it names. Out: conditions, each on one role of a unit: "which
measures with tourism tasks are paid from the state budget" has two. What a question leaves out
("apart from the municipalities") and what it confines a list to ("within the skills direction")
is told apart from what it asks for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.letters import bare_fold
from index.thesaurus import Match, thesaurus, words_of
from rag.located import located
from rag.question import Question
from rag.question_topic import NAMES
from rag.topic import Group

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"[,;:()?!]|\.(?=\s|$)|(?<=\s)[-–—](?=\s)|[–—]")
_TURN = re.compile(
    r"(?:bet|but|while|whereas|nevis|turpreti|though|tomer)\b"
    r"|(?:un|and) (?:nav|ne|not|no|without|bez)\b"
)
_OF_ROLES = ("role", "hint", "word")
# A role that is asked for in passing, by a word of its own, and not by the sense of a sentence.
_NAMED = frozenset({"implementers", "partners", "funding", "indicators", "tasks"})
_FILLED = ("implementers", "partners", "funding", "territory")
_BODIES = frozenset({"government", "regions-associations", "universities", "international"})
# Who helps and who is involved may be anybody: only these words say that a thing is an implementer
# or a partner, and not what a task is about.
BY_WORD = {
    "implementers": re.compile(
        r"\b(?:ievie|isteno|istenot|izpild|realize|atbild|vada\b|vadis|implement|deliver|carr(?:y|ied)"
        r"|responsib|lead|led\b|run\b|runs\b|in charge|owns?\b|owned by)"
    ),
    "partners": re.compile(r"\b(?:partner|sadarb|kopa ar|cooperat|collaborat|together with)"),
}
_INDICATOR = re.compile(r"\b(?:raditaj|indikator|indicator)")
_OF_TASKS = re.compile(r"\b(?:uzdevum|aktivit|task|activit)")
_ONLY = 3  # words behind "only" that it is said of
_NEAR = 1  # words between a place in the outline and the word for its kind
_BEFORE = 3  # words before it that may name it
_DOERS = re.compile(r"pasvaldibas|municipalities|councils|local")
_PLACED = re.compile(r"\b(?:(?:of|in|for|within)(?: the| all)?|kuras)$")
_WHICH = frozenset({"kuras", "kuri", "kuros", "kuriem", "kuram", "which", "what"})
DIVISION = re.compile(r"virzien|direction|sadal|nodal|chapter|section|prioritat|priorit|pillar")


DENYING = ("but.except", "but.not", "but.without")
"""The cues that leave things out, or ask for what lacks a thing."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What the passages of a role must name: all of the groups that matter, the telling first.

    No roles: any. `negative`: nothing there may name it. `only`: everything there must.
    """

    groups: tuple[Group, ...]
    roles: tuple[str, ...]
    negative: bool = False
    only: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """Conditions that all must hold, and what the outline is narrowed to.

    `within` are things that the title of a division above a unit names. `without` are things
    that the title of a unit left out names; `places`: those that stand for a municipality are
    left out. `kinds` are the kinds of unit that are to be listed.
    """

    conditions: tuple[Condition, ...]
    kinds: tuple[str, ...]
    within: tuple[Group, ...] = ()
    without: tuple[Group, ...] = ()
    places: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words `first` to `last` of a question, the cues and the things that stand in them.

    `turns`: it begins with a "but", and goes on asking what the clause before it asks.
    """

    first: int
    last: int
    cues: tuple[Match, ...]
    groups: tuple[tuple[Group, int], ...]
    turns: bool = False

    def has(self, cue: str) -> bool:
        return any(match.concept == cue for match in self.cues)

    def at(self, cue: str) -> int:
        """The last word of the first such cue; the clause's end if there is none."""
        return next((m.last for m in self.cues if m.concept == cue), self.last)

    def named(self) -> list[int]:
        """The words that name a role by a noun of its own."""
        return [
            match.first
            for match in self.cues
            if match.concept.startswith(("word.", "hint.")) and match.concept[5:] in _NAMED
        ]

    def roles(self) -> dict[str, int]:
        """The roles that the clause names, and at which word."""
        found: dict[str, int] = {}
        for match in self.cues:
            kind, _, role = match.concept.partition(".")
            if kind in _OF_ROLES and (kind != "word" or role in _NAMED):
                found.setdefault(role, match.first)
        return found


def criterion(
    question: Question,
    groups: Sequence[Group],
    names: Callable[[str, Group], bool],
    divides: Callable[[Group], bool],
    fills: Callable[[str], bool],
) -> Criterion:
    """Read the criterion of a list.

    Args:
        question: what is asked.
        groups: the things that it names, the most telling first.
        names: whether any unit's passages of a role name a thing.
        divides: whether the title of a division above the units names a thing.
        fills: whether any unit says anything in a role.
    """
    clauses, anywhere = _clauses(question, groups)
    positive = [(group, _carried_roles(group, question, names), False) for group in anywhere]
    negative: list[Condition] = []
    within: list[Group] = []
    without: list[Group] = []
    places = False
    said = bare_fold(question.text)
    divisions = divisions_of(question)
    for clause in clauses:
        if clause.has("but.beyond"):
            end = clause.at("but.beyond")
            kept = [(group, at) for group, at in clause.groups if at < end]
            positive += [
                (g, _roles(g, at, clause, question, names, fills), False) for g, at in kept
            ]
            continue
        if clause.has("but.except"):
            places = (
                places or clause.has("unit.municipality") or _speaks_of_places(question, clause)
            )
            without += [group for group, _ in clause.groups]
            continue
        for group, at in clause.groups:
            roles = _roles(group, at, clause, question, names, fills)
            if _denied(clause, group, at):
                denied = roles or (("tasks",) if _OF_TASKS.search(said) else ())
                negative.append(Condition((group,), denied, negative=True))
            elif divides(group) and any(abs(at - i) <= 1 + _NEAR for i in divisions):
                within.append(group)
            else:
                behind = at - clause.at("but.only")
                alone = clause.has("but.only") and (behind == -1 or 0 < behind <= _ONLY)
                positive.append((group, roles, alone))
    if within:
        # "In the transport and IT direction (Connections)": the same said in other words.
        told = {
            g.name
            for c in clauses
            for g, at in c.groups
            if any(0 < i - at <= _BEFORE for i in divisions)
        }
        positive = [one for one in positive if one[0].name not in told]
    negative += _other_roles(clauses, [group for group, _, _ in positive])
    kinds = [m.concept for c in clauses if not c.has("but.except") for m in _of_kinds(c, question)]
    return Criterion(
        (*_together(positive, apart=_has(question, "but.both") or question.narrows), *negative),
        tuple(dict.fromkeys(k.removeprefix("unit.") for k in kinds if k.startswith("unit.")))
        or (question.unit_kinds if question.narrows else ()),
        tuple(within), tuple(without), places,
    )  # fmt: skip


def _of_kinds(clause: _Clause, question: Question) -> list[Match]:
    """The cues of a clause that say what is to be listed."""
    doing = municipalities_do(question)
    return [m for m in clause.cues if m.concept != "unit.municipality" or not doing]


def municipalities_do(question: Question) -> bool:
    """Whether municipalities are those who do or pay, and not what is to be listed: "which
    sub-priorities are implemented by municipalities alone"."""
    said = bare_fold(question.text)
    if "funding" not in question.roles and not BY_WORD["implementers"].search(said):
        return False
    words = [bare_fold(word) for word in words_of(question.text)]
    ranked = [m.last for m in question.cues if m.concept in ("unit.priority", "unit.subpriority")]
    return any(
        m.concept == "unit.municipality"
        and 0 <= max(ranked, default=m.first) < m.first
        and _DOERS.fullmatch(words[m.first])
        and not _PLACED.search(" ".join(words[: m.first]))
        for m in question.cues
    )


def excepts(question: Question) -> bool:
    """Whether a question leaves anything out: "apart from the municipalities"."""
    return _has(question, "but.except")


def denies(question: Question) -> bool:
    """Whether a question leaves anything out, or asks for what lacks a thing."""
    return any(_has(question, cue) for cue in DENYING)


def _has(question: Question, cue: str) -> bool:
    return any(match.concept == cue for match in question.cues)


def _together(found: list[tuple[Group, tuple[str, ...], bool]], *, apart: bool) -> list[Condition]:
    """Things of one role as one condition; each by itself where a question says "both"."""
    by_role: dict[tuple[str, ...], list[tuple[Group, bool]]] = {}
    seen: set[str] = set()
    for group, roles, only in found:
        if group.name not in seen:
            by_role.setdefault(roles, []).append((group, only))
        seen.add(group.name)
    conditions: list[Condition] = []
    for roles, members in by_role.items():
        groups = sorted((group for group, _ in members), key=lambda group: -group.weight)
        only = any(alone for _, alone in members) and bool(set(roles) & set(_FILLED))
        firm = [group for group in groups if not group.plain]
        if apart and len(firm) > 1:
            conditions += [Condition((group,), roles) for group in firm]
        else:
            conditions.append(Condition(tuple(groups), roles, only=only))
    return conditions


def _roles(
    group: Group,
    at: int,
    clause: _Clause,
    question: Question,
    names: Callable[[str, Group], bool],
    fills: Callable[[str], bool],
) -> tuple[str, ...]:
    """The roles in which a thing is to be sought: those asked for that name it in some unit, the
    nearest alone unless the clause names several for one thing; none where that is left open."""
    near = sorted(clause.roles().items(), key=lambda item: abs(item[1] - at))
    asked = [*(role for role, _ in near if role in question.roles), *question.roles]
    asked += [role for role, _ in near if role in _FILLED]
    if group.name in _sources(question):
        asked = ["funding", *asked]
    said = bare_fold(question.text)
    # "Under which goals" asks for goals, not for what a goal is said to be.
    listed = {"tasks", *listed_as_goals(question)}
    found = [
        role
        for role in dict.fromkeys(asked)
        if role not in listed
        and (role not in BY_WORD or BY_WORD[role].search(said))
        and names(role, group)
    ]
    if not found and _is_body(group, question):
        # Who is nowhere an implementer implements nothing, whatever else it is named as.
        said_so = (role for role in asked if role in BY_WORD and BY_WORD[role].search(said))
        return tuple(role for role in said_so if fills(role))[:1]
    if not found and "indicators" in asked and _INDICATOR.search(said) and fills("indicators"):
        return ("indicators",)  # what no indicator counts is none, whatever else is said of it
    alike = [role for role in found if role in clause.roles()]
    alone = sum(not one.plain for one, _ in clause.groups) == 1
    return tuple(alike if alone and len(alike) > 1 else found[:1])


def _is_body(group: Group, question: Question) -> bool:
    """Whether a thing is one that does or helps; a country may be a partner."""
    known = thesaurus().concepts.get(group.name)
    if known is not None and known.field == "countries":
        return "partners" in question.roles
    return known is not None and known.field in _BODIES


def _carried_roles(
    group: Group, question: Question, names: Callable[[str, Group], bool]
) -> tuple[str, ...]:
    """The role in which a thing of the turn before is asked for now: "where is it a partner?" """
    known = thesaurus().concepts.get(group.name)
    named = group.name in question.names or (known is not None and known.field in NAMES)
    if not question.follows_up or not named or question.narrows:
        return ()
    asked = (role for role in question.roles if role in _FILLED and names(role, group))
    return tuple(asked)[:1]


def listed_as_goals(question: Question) -> set[str]:
    """The role that is no role where goals themselves are to be listed."""
    kinds = set(question.unit_kinds)
    others = kinds & {"any", "priority", "subpriority", "direction"}
    return {"goal"} if "goal" in kinds and not others else set()


def _sources(question: Question) -> set[str]:
    return {m.concept.removeprefix("source.") for m in question.cues if "source." in m.concept}


def _denied(clause: _Clause, group: Group, at: int) -> bool:
    """Whether a thing is said to be absent from a unit: anywhere beside "not" in a clause that
    asks; behind "without" only where the clause says of what role, or money is meant, since people
    without cars are a topic."""
    asks = (
        clause.turns
        or bool(clause.roles())
        or any(
            m.concept in ("ask.word", "ask.mention") or m.concept.startswith("unit.")
            for m in clause.cues
        )
    )
    if asks and clause.has("but.not"):
        return True
    concept = thesaurus().concepts.get(group.name)
    money = concept is not None and concept.field == "funding"
    return any(
        m.concept == "but.without"
        and m.last < at
        and (clause.turns or money or any(at > m.last for at in clause.named()))
        for m in clause.cues
    )


def _other_roles(clauses: Sequence[_Clause], groups: Sequence[Group]) -> list[Condition]:
    """ "LVC is a partner and not an implementer": a clause that denies a role alone."""
    found = []
    for clause in clauses:
        if clause.groups or not clause.has("but.not") or clause.has("but.beyond"):
            continue
        for role in clause.roles():
            if role in _FILLED:
                found += [Condition((g,), (role,), negative=True) for g in groups if not g.plain]
    return found


def _speaks_of_places(question: Question, clause: _Clause) -> bool:
    words = words_of(question.text)[clause.first : clause.last + 1]
    folded = " ".join(bare_fold(word) for word in words)
    return (
        re.search(r"\b(pilset|novad|pasvaldib|municipal|town|cit(?:y|ies)|local auth)", folded)
        is not None
    )


def divisions_of(question: Question) -> list[int]:
    """The words for a division of the plan that a list is confined to, by number: "within the
    skills direction", and not "which directions"."""
    words = [bare_fold(word) for word in words_of(question.text)]
    return [
        i
        for i, word in enumerate(words)
        if DIVISION.match(word) and not _WHICH.intersection(words[max(0, i - 2) : i])
    ]


def _clauses(question: Question, groups: Sequence[Group]) -> tuple[list[_Clause], list[Group]]:
    """The clauses of a question with their things, and the things that stand in none."""
    text = question.text
    spans = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    if not spans:
        return [], list(groups)
    starts, last = {0}, len(spans) - 1
    for i in range(1, len(spans)):
        between = text[spans[i - 1][1] : spans[i][0]]
        if _MARK.search(between) or _turns(text[spans[i][0] : spans[min(i + 1, last)][1]]):
            starts.add(i)
    starts |= {m.first for m in question.cues if m.concept == "but.except"}
    edges = [*sorted(starts), len(spans)]
    by_name = {group.name: group for group in groups}
    places = located(text, question.language, by_name)
    places += [
        Match(name, m.first, m.last)
        for m in question.cues
        if m.concept.startswith("source.")
        and (name := m.concept.removeprefix("source.")) in by_name
    ]
    places.sort(key=lambda match: match.first)
    places += [
        Match(phrase, at, at)
        for phrase in question.quoted
        if phrase in by_name and (at := _word_at(spans, text.find(phrase))) is not None
    ]
    found = [
        _Clause(
            first,
            after - 1,
            tuple(m for m in question.cues if first <= m.first < after),
            tuple(
                (by_name[m.concept], m.first)
                for m in _firsts([m for m in places if first <= m.first < after])
            ),
            _turns(text[spans[first][0] : spans[min(first + 1, last)][1]]),
        )
        for first, after in itertools.pairwise(edges)
    ]
    named = {match.concept for match in places}
    return _rejoined(found), [group for group in groups if group.name not in named]


def _turns(words: str) -> bool:
    """Whether a clause begins with these two words."""
    return _TURN.match(bare_fold(words)) is not None


def _firsts(places: Sequence[Match]) -> list[Match]:
    """Each thing where it is named first."""
    found: dict[str, Match] = {}
    for match in places:
        found.setdefault(match.concept, match)
    return list(found.values())


def _rejoined(clauses: list[_Clause]) -> list[_Clause]:
    """Clauses; one that only goes on with the row of things left out, or that only says in which
    roles ("…, whether as implementer or as partner"), belongs to the one before it."""
    joined: list[_Clause] = []
    for clause in clauses:
        if joined and not any(match.concept.startswith("but.") for match in clause.cues):
            before = joined[-1]
            row = before.has("but.except") and clause.last - clause.first <= 1
            things = any(not group.plain for group, _ in clause.groups)
            in_roles = bool(before.groups) and not things and bool(clause.roles())
            if (row and not clause.roles()) or in_roles:
                joined[-1] = _Clause(
                    before.first, clause.last, (*before.cues, *clause.cues),
                    (*before.groups, *clause.groups), before.turns,
                )  # fmt: skip
                continue
        joined.append(clause)
    return joined


def _word_at(spans: Sequence[tuple[int, int]], position: int) -> int | None:
    return next((i for i, (start, end) in enumerate(spans) if start <= position < end), None)
