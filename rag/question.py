"""Question analysis: from the words of a question to what it asks for.

In: a request. Out: a `Question`: language, kind, the roles it asks for, the topic that remains,
the sections and documents it names. Cue words are listed in `cues.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.letters import bare_fold
from index.dates import Date
from index.thesaurus import Match, thesaurus, words_of
from rag.amounts import Amount
from rag.answer import AskRequest, Kind, Language, Turn
from rag.asker import core
from rag.language import language_of
from rag.question_amounts import read_amounts
from rag.question_cues import (
    asking_words,
    read_counted,
    read_cues,
    read_quoted,
    read_roles,
    read_sources,
    without_amounts,
)
from rag.question_definition import read_terms
from rag.question_forms import read_forms
from rag.question_kind import Asked
from rag.question_pattern import tokens_of
from rag.question_topic import read_topic

_CAPITALS = "A-ZĀČĒĢĪĶĻŅŠŪŽ"
_SECTION = re.compile(
    rf"(?<![\d.])((?:(?<!\w)[{_CAPITALS}]{{1,4}})?\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?![\d%])"
)
_CODE = rf"[{_CAPITALS}]{{1,4}}(?:-[{_CAPITALS}]{{1,3}})?-?\d{{1,2}}(?![\w%]|\.\d)"
_GROUPED = re.compile(rf"(?<![\w-])[{_CAPITALS}]{{1,4}}-[{_CAPITALS}]{{1,3}}-\d{{1,2}}(?![\w%])")
_CODES = re.compile(
    r"\b(?:ricib|pasakum|uzdevum|projekt|darbib|aktivitat|action|measure|project|polic|task|scheme"
    r"|merk|virzien|prioritat|objective|goal|direction|priorit"
    rf")\w*\s+(?P<codes>{_CODE}(?:(?:\s*,\s*|\s+(?:un|vai|ar|and|or|with|to)\s+){_CODE})*)",
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GOAL = re.compile(r"sdg-\d+")
_DOUBLED = re.compile(
    r"\b(kas|ko|no ka|ka|cik|kuri|kads|kada|kadi|kadas|kadus|kuras|kuru|kurus)\b.+"
    r"(?:\b(?:un|bet|,)\s*|\bun (?:par|ar|pec|uz) )"
    r"(?:kas|ko|no ka|cik|kuri|kurus|kads|kada|kadi|kadas|kadus)\b"
    r"|\b(?:kas|kur[sai])\b.+\bun kad\b"
    r"|\b(who|what|how)\b.+\band (?:who|what|how|when)\b"
)
_ONE_FOR_ANOTHER = frozenset({"government", "places", "universities", "regions-associations"})
_TURNS = 6  # earlier turns that are read
_FOLLOW_UP_WORDS = 7  # longer questions rarely lean on the turn before


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks for.

    `asked` is the question as understood: a follow-up with the topic of the turn before put in
    front. `roles` are in the order they are asked for. `concepts` are the topic's concepts of the
    thesaurus (the generic ones only where there are no others), `inner` those that stand inside a
    longer one ("cycling" in "cycling infrastructure"), `everyday` concepts that hardly tell items
    apart, `words` the stems of topic words that no concept covers, `names` those of words written
    with a capital. `unit_kinds` says what a list is to list, `numbers` the sections named by
    number, `terms` what is to be defined, `quoted` what stands in quotation marks. `answer_types`
    are the forms the answer has (`rag.answer_type`). `counted` are the words behind "how many",
    which say what a number must count. `new` are the concepts of a follow-up that the turn before
    did not name. `cues` are what its words were read as (`rag.question_cues`). `narrows` says
    that a list is to be taken from what was found before ("which of them"). `doubled` says that
    the question asks twice ("who …, and who …"), as comparisons do. `called` are the units, by
    document and key, that it calls as their document counts them (`rag.counted`).
    """

    text: str
    asked: str
    language: Language
    kind: Kind
    roles: tuple[str, ...]
    concepts: tuple[str, ...]
    inner: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    everyday: tuple[str, ...]
    unit_kinds: tuple[str, ...]
    numbers: tuple[str, ...]
    terms: tuple[str, ...]
    years: tuple[str, ...]
    quoted: tuple[str, ...]
    answer_types: tuple[str, ...]
    counted: str
    counts: bool
    doubled: bool
    follows_up: bool
    narrows: bool = False
    new: frozenset[str] = frozenset()
    cues: tuple[Match, ...] = ()
    amounts: tuple[Amount, ...] = ()
    called: tuple[tuple[str, str], ...] = ()

    @property
    def named_years(self) -> tuple[str, ...]:
        """The years that it names, and not only as bounds."""
        bounds = [one.value.year for one in self.amounts if isinstance(one.value, Date)]
        return tuple(year for year in self.years if int(year) not in bounds)

    @property
    def written_out(self) -> str | None:
        """A follow-up as it was understood; None where the question stands on its own."""
        return self.asked if self.follows_up else None


def _numbers(text: str) -> tuple[str, ...]:
    """The sections named by number: "3.2.1", "U1.2", and behind a word for a measure "A4"."""
    folded = "".join(c if c.isupper() else bare_fold(c)[:1] or c for c in text)
    coded = [code for m in _CODES.finditer(folded) for code in re.findall(_CODE, m["codes"])]
    return tuple(dict.fromkeys([*_SECTION.findall(text), *coded, *_GROUPED.findall(text)]))


def analyse(request: AskRequest) -> Question:
    """Read a request; the language it asks for is the answer's, a question is read in its own."""
    return readings(request)[0]


def readings(request: AskRequest) -> tuple[Question, ...]:
    """A request as it can be read: where it is open whether a question leans on the one before,
    first by itself and then with what that one was about."""
    text = core(" ".join(request.question.split()))
    there = _before(request.history or ())
    here = _read(text, text, language_of(text))
    found: tuple[Question, ...] = (here,)
    if there is not None and not _stands_alone(here, text):
        leaning = _inherit(here, there)
        found = (leaning,) if _leans(here, text) else (here, leaning)
    return tuple(replace(one, language=request.language or one.language) for one in found)


def _before(history: Sequence[Turn]) -> Question | None:
    """What the turns before speak of. One that leans on its own forerunner hands on the topic it
    took over: "who implements X?", "and what funds it?", "how is it measured?"."""
    there: Question | None = None
    for turn in history[-_TURNS:]:
        text = " ".join(turn.question.split())
        here = _read(text, text, language_of(text))
        written_out = there is not None and text.startswith(there.text)
        if there and not written_out and not _stands_alone(here, text) and _leans(here, text):
            leaning = _inherit(here, there)
            own_topic = here.concepts or here.names or here.numbers
            here = leaning if own_topic else replace(leaning, asked=there.asked)
        there = here
    return there


def _leans(question: Question, text: str) -> bool:
    """Whether a question says too little to stand on its own."""
    if question.narrows:
        return True
    bare_topic = not question.concepts and not question.names and not question.numbers
    if bare_topic:
        return True
    thin = len(question.words) + len(question.concepts) <= 2
    goes_on = _opens(text) or _points(text)
    return goes_on and thin and len(words_of(text)) <= 2 * _FOLLOW_UP_WORDS


def _stands_alone(question: Question, text: str) -> bool:
    """Whether a question says by a name or number what it is about, and points to nothing."""
    said = question.names or question.numbers or question.quoted
    return bool(said) and not _opens(text) and not _points(text)


def _opens(text: str) -> bool:
    """Whether a question begins as one that goes on from another."""
    opening = r"(un|bet|and|but|what about|how about|ka ar|o)\b"
    return re.match(opening, bare_fold(text)) is not None


def _points(text: str) -> bool:
    """Whether a question has words that point to what was said."""
    pointing = (
        r"\b(to|tas|tam|tai|ta|tos|tajos|tur|it|its|they|them|their|that|those|there|sis|so|sie"
        r"|sai|sim|saja|tie|tiem|vins|vini|vina|tadu|tadi|tadas|sadu|such|same|latter|former)\b"
    )
    return re.search(pointing, bare_fold(text)) is not None


def _inherit(here: Question, there: Question) -> Question:
    """The question with what it leaves out taken from the turn before it.

    "And who implements it?" takes over the topic; "What about 3.4.1?" takes over what was asked
    and has a topic of its own.
    """
    # "When did it take place?" asks for something else than the turn before.
    listed = there.kind == "list"
    asks_nothing = not here.roles and here.kind == "fact" and not here.answer_types
    asks_again = asks_nothing and (bool(there.roles) or listed)
    own_topic = bool(here.numbers or here.concepts or here.names)
    if asks_again and own_topic and len(here.words) <= 1:
        return replace(
            here,
            kind=there.kind,
            roles=there.roles,
            unit_kinds=there.unit_kinds if listed else here.unit_kinds,
            concepts=(*(_places(there) if listed and not _places(here) else ()), *here.concepts),
            follows_up=True,
        )
    kept = _kept(here, there)
    return replace(
        here,
        asked=f"{there.asked} {here.text}",
        kind=_kind_after(here, there),
        concepts=tuple(dict.fromkeys((*kept, *here.concepts))),
        inner=tuple(dict.fromkeys((*there.inner, *here.inner))),
        words=tuple(dict.fromkeys((*there.words, *here.words))),
        names=tuple(dict.fromkeys((*there.names, *here.names))),
        everyday=tuple(dict.fromkeys((*there.everyday, *here.everyday))),
        numbers=here.numbers or there.numbers,
        quoted=here.quoted or there.quoted,
        unit_kinds=here.unit_kinds or there.unit_kinds,
        amounts=(*_carried(there), *here.amounts) if here.narrows else here.amounts,
        follows_up=True,
        new=frozenset(here.concepts) - frozenset(there.concepts),
    )


def _places(question: Question) -> tuple[str, ...]:
    """The places that a question names, by which it may mean a document."""
    known = thesaurus().concepts
    return tuple(c for c in question.concepts if known[c].field == "places")


def _carried(there: Question) -> tuple[Amount, ...]:
    """What the turn before bounded, without the words that said so there."""
    return tuple(replace(one, words=frozenset(), counted=()) for one in there.amounts)


def _kept(here: Question, there: Question) -> tuple[str, ...]:
    """The concepts of the turn before that are still meant: "but LIAA?" takes the place of the
    organisation asked about before, "and goal 7?" that of goal 9, "which of them" narrows what
    was found."""
    if here.narrows:
        return there.concepts
    known = thesaurus().concepts
    replaced = {known[c].field for c in here.concepts} & _ONE_FOR_ANOTHER
    if here.kind == "list" and "municipality" in here.unit_kinds:
        replaced = replaced | {"places"}  # which of all the places, not the one spoken of
    other_goal = any(map(_GOAL.fullmatch, here.concepts))
    return tuple(
        c
        for c in there.concepts
        if known[c].field not in replaced and not (other_goal and _GOAL.fullmatch(c))
    )


def _kind_after(here: Question, there: Question) -> Kind:
    """The kind of a follow-up: what is asked of a list found before is asked of each unit."""
    own_topic = bool(here.numbers or here.concepts or here.names or here.answer_types)
    if there.kind == "list" and here.kind in ("fact", "attribute") and not own_topic:
        return "list"
    if there.kind == "comparison" and here.kind in ("fact", "attribute") and not own_topic:
        return "comparison"
    # "How many such are there" counts what was spoken of, and no divisions of a plan.
    counted = here.kind == "list" and here.counts and not here.unit_kinds
    return "fact" if counted and there.kind in ("fact", "definition") else here.kind


def _one_goal(match: Match, words: Sequence[str]) -> bool:
    """Whether a goal is but named by its number: "events on SDG 5"."""
    behind = words[match.last + 1 : match.last + 2]
    return match.concept == "unit.goal" and bool(behind) and behind[0].isdigit()


def _without_towns(found: list[Match], words: list[str], language: Language) -> list[Match]:
    """The cues without the "municipality" of a place that the question names: "what has Rēzekne
    municipality set up" lists no municipalities."""
    towns = [m for m in found if m.concept == "unit.municipality"]
    if not towns:
        return found
    known = thesaurus().concepts
    named = [m for m in thesaurus().among(words, (language,)) if known[m.concept].field == "places"]
    within = [m for m in towns if any(one.covers(m) and len(one) > len(m) for one in named)]
    return [match for match in found if match not in within]


def _read(text: str, asked: str, language: Language) -> Question:
    words = words_of(text)
    tokens = tokens_of(text)
    amounts = read_amounts(text)
    said = frozenset[int]().union(*(amount.words for amount in amounts))
    cues = without_amounts(read_cues(tokens, language), amounts)
    found = [match for match in cues if not _one_goal(match, words)]
    found = _without_towns(found, words, language)
    roles = read_roles(found, tokens)
    numbers = _numbers(text)
    unit_kinds = tuple(dict.fromkeys(m.concept[5:] for m in found if m.concept.startswith("unit.")))
    forms = read_forms(found, tokens)
    terms = read_terms(text, found)
    asked_for = Asked(
        line=tokens.line,
        cues=frozenset(match.concept for match in found),
        times=sum(match.concept == "ask.word" for match in found),
        roles=roles,
        terms=terms,
        unit_kinds=unit_kinds,
        numbers=numbers,
        forms=forms,
    )
    kind = asked_for.kind
    topic = read_topic(
        text, words, language, asking_words(found, roles) | said, read_sources(found, roles)
    )
    return Question(
        text=text,
        asked=asked,
        language=language,
        kind=kind,
        roles=roles,
        concepts=topic.concepts,
        inner=topic.inner,
        words=topic.words,
        names=topic.names,
        everyday=topic.everyday,
        unit_kinds=unit_kinds,
        numbers=numbers,
        terms=terms if kind == "definition" else (),
        years=tuple(_YEAR.findall(text)),
        quoted=read_quoted(text),
        answer_types=forms,
        counted=read_counted(words, found),
        counts=any(m.concept == "kind.count" for m in found),
        doubled=_DOUBLED.search(bare_fold(text)) is not None,
        follows_up=False,
        narrows=any(m.concept == "ask.ones" for m in found),
        cues=tuple(found),
        amounts=amounts,
    )
