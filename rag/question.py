"""Question analysis: from the words of a question to what it asks for.

In: a request. Out: a `Question`: language, kind, the roles it asks for, the topic that remains,
the sections and documents it names. Cue words are listed in `cues.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from corpus.letters import bare_fold
from index.analysis import stem
from index.thesaurus import Match, Thesaurus, thesaurus, words_of
from rag.answer import AskRequest, Kind, Language
from rag.answer_type import TYPES
from rag.language import language_of, stopwords

_SECTION = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2}){1,4})(?![\d%])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DEFINITION = re.compile(
    r"^(?:un\s+|and\s+)?(?:kas\s+(?:ir|tas)\s+(?:tas\s+)?|what\s+(?:is|are)\s+(?:an?\s+|the\s+)?)"
    r"(?P<term>[^\s?]+(?:\s+[^\s?]+)?)\s*\?*$",
    re.IGNORECASE,
)
_LATVIAN_LOWER = "a-zāčēģīķļņšūž"
_ABBREVIATION = re.compile(
    rf"(?<![\w-])[^\W\d_{_LATVIAN_LOWER}]\w*[^\W\d_{_LATVIAN_LOWER}]\w*"
    rf"(?:-[^\W_{_LATVIAN_LOWER}]+(?!\w))*|[A-Z]{{2,}}\d*"
)
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,60})[\"“”„«»]")
_DOUBLED = re.compile(
    r"\b(kas|ko|no ka|ka|cik|kuri|kadi|kadas|kuras)\b.+"
    r"\b(?:un|bet|,)\s*(?:kas|ko|no ka|cik|kuri|kadi)\b"
    r"|\b(who|what|how)\b.+\band (?:who|what|how)\b"
)
_WEAK_ROLES = frozenset({"tasks", "territory", "done", "goal"})  # their cues are everyday words
_COUNTED_WORDS = 3
_FOLLOW_UP_WORDS = 7  # longer questions rarely lean on the turn before


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks for.

    `asked` is the question as understood: a follow-up with the topic of the turn before put in
    front. `roles` are in the order they are asked for. `concepts` are the topic's concepts of
    the thesaurus (the generic ones only where there are no others), `inner` those that stand
    inside a longer one ("cycling" in "cycling infrastructure"), `words` the stems of topic
    words that no concept covers, `names` those of them written with a capital. `unit_kinds`
    says what a list is to list, `numbers` the sections named by number, `terms` what is to be
    defined, `quoted` what stands in quotation marks. `answer_types` are the forms the answer
    has (`rag.answer_type`). `counted` are the words behind "how many", which say what a number
    must count. `new` are the concepts of a follow-up that the turn before did not name.
    `doubled` says that the question asks twice ("who …, and who …"), as comparisons do.
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
    new: frozenset[str] = frozenset()


@cache
def cues() -> Thesaurus:
    """The cue words, looked up as the thesaurus looks up concepts."""
    table = tomllib.loads(files("rag").joinpath("cues.toml").read_text(encoding="utf-8"))
    entries = [
        {"field": cue["id"].split(".")[0], "label_lv": "", "label_en": "", **cue}
        for cue in table["cue"]
    ]
    return Thesaurus(entries)


def analyse(request: AskRequest) -> Question:
    """Read a request; the language it asks for is the answer's, a question is read in its own."""
    text = " ".join(request.question.split())
    before = request.history[-1].question if request.history else None
    here = _read(text, text, language_of(text))
    if before is not None and _leans(here, text):
        here = _inherit(here, _read(before, before, language_of(before)), before)
    return replace(here, language=request.language or here.language)


def _leans(question: Question, text: str) -> bool:
    """Whether a question says too little to stand on its own."""
    folded = bare_fold(text)
    opens = re.match(r"(un|bet|and|but|what about|how about|ka ar|o)\b", folded) is not None
    points = re.search(
        r"\b(to|tas|tam|tai|ta|tos|tajos|tur|it|its|they|them|their|that|those|there|sis|so|sie"
        r"|sai|sim|saja|tie|tiem|vins|vini|vina|same|latter|former)\b",
        folded,
    )
    bare_topic = not question.concepts and not question.names and not question.numbers
    if bare_topic:
        return True
    thin = len(question.words) + len(question.concepts) <= 2
    return (opens or points is not None) and thin and len(words_of(text)) <= 2 * _FOLLOW_UP_WORDS


def _inherit(here: Question, there: Question, before: str) -> Question:
    """The question with what it leaves out taken from the turn before it.

    "And who implements it?" takes over the topic; "What about 3.4.1?" takes over what was asked
    and has a topic of its own.
    """
    asks_again = not here.roles and here.kind == "fact" and bool(there.roles)
    own_topic = bool(here.numbers or here.concepts or here.names)
    if asks_again and own_topic and len(here.words) <= 1:
        return replace(here, kind=there.kind, roles=there.roles, follows_up=True)
    return replace(
        here,
        asked=f"{before} {here.text}",
        kind=here.kind if here.roles or here.kind != "fact" else _kind_after(here, there),
        concepts=tuple(dict.fromkeys((*there.concepts, *here.concepts))),
        inner=tuple(dict.fromkeys((*there.inner, *here.inner))),
        words=tuple(dict.fromkeys((*there.words, *here.words))),
        names=tuple(dict.fromkeys((*there.names, *here.names))),
        numbers=here.numbers or there.numbers,
        quoted=here.quoted or there.quoted,
        unit_kinds=here.unit_kinds or there.unit_kinds,
        follows_up=True,
        new=frozenset(here.concepts) - frozenset(there.concepts),
    )


def _kind_after(here: Question, there: Question) -> Kind:
    return "list" if there.kind == "list" and not here.roles else here.kind


def _read(text: str, asked: str, language: Language) -> Question:
    words = words_of(text)
    found = cues().matches(text, (language,))
    named = {match.concept for match in found}
    roles = _roles(found)
    if any(m.concept == "unit.goal" for m in found):
        roles = tuple(role for role in roles if role != "goal")
    terms = _terms(text, named)
    numbers = tuple(dict.fromkeys(_SECTION.findall(text)))
    unit_kinds = tuple(dict.fromkeys(m.concept[5:] for m in found if m.concept.startswith("unit.")))
    forms = _answer_types(named)
    kind = _kind(named, found, roles, terms, unit_kinds, numbers, forms)
    concepts, inner, rest, names = _topic(text, words, language, found)
    return Question(
        text=text,
        asked=asked,
        language=language,
        kind=kind,
        roles=roles,
        concepts=concepts,
        inner=inner,
        words=rest,
        names=names,
        unit_kinds=unit_kinds,
        numbers=numbers,
        terms=terms if kind == "definition" else (),
        years=tuple(_YEAR.findall(text)),
        quoted=_quoted(text),
        answer_types=forms,
        counted=_counted(words, found),
        counts="kind.count" in named,
        doubled=_DOUBLED.search(bare_fold(text)) is not None,
        follows_up=False,
    )


def _roles(found: list[Match]) -> tuple[str, ...]:
    """Roles by their cues; a cue of several words outweighs the single words inside it, and a
    role whose cues are everyday words counts only where no other role is asked for."""
    cued = [match for match in found if match.concept.startswith("role.")]
    kept = [m for m in cued if not any(o.covers(m) and len(o) > len(m) for o in cued)]
    roles = tuple(dict.fromkeys(match.concept[5:] for match in kept))
    if any(match.concept == "role.territory" and len(match) > 1 for match in kept):
        return ("territory",)  # "where will it be implemented" is not about who implements
    strong = tuple(role for role in roles if role not in _WEAK_ROLES)
    return strong or roles


def _terms(text: str, named: set[str]) -> tuple[str, ...]:
    """What a question may want defined, the likeliest first: a quoted term, what "what is" asks,
    an abbreviation, the words that are left."""
    plain = _DEFINITION.match(text)
    if "kind.definition" not in named and not plain:
        return ()
    quoted = _quoted(text)
    if quoted:
        return quoted
    capitals = [m[0] for m in _ABBREVIATION.finditer(text)]
    if plain:
        return (plain["term"],)
    words = words_of(text)
    cued = {i for m in cues().matches(text) for i in range(m.first, m.last + 1)}
    spelled = {word for term in capitals for word in words_of(term)}
    rest = [
        w
        for i, w in enumerate(words)
        if i not in cued and w not in spelled and not _is_function_word(w)
    ]
    return tuple(dict.fromkeys([*capitals, " ".join(rest)] if rest else capitals))


def _answer_types(named: set[str]) -> tuple[str, ...]:
    """The forms asked for; "how many" alone asks for any number."""
    found = tuple(kind for kind in TYPES if f"type.{kind}" in named)
    return tuple(kind for kind in found if kind != "number") or found


def _counted(words: list[str], found: list[Match]) -> str:
    """The telling words right behind "how many"."""
    asked = next((m for m in found if m.concept == "kind.count"), None)
    if asked is None:
        return ""
    behind = words[asked.last + 1 : asked.last + 1 + _COUNTED_WORDS]
    return " ".join(word for word in behind if not _is_function_word(word) and not word.isdigit())


def _quoted(text: str) -> tuple[str, ...]:
    """What stands in quotation marks."""
    return tuple(dict.fromkeys(found.strip() for found in _QUOTED.findall(text)))


def _is_function_word(word: str) -> bool:
    folded = bare_fold(word)
    return any(folded in words for words in stopwords().values())


def _kind(
    named: set[str],
    found: list[Match],
    roles: tuple[str, ...],
    terms: tuple[str, ...],
    unit_kinds: tuple[str, ...],
    numbers: tuple[str, ...],
    forms: tuple[str, ...],
) -> Kind:
    if "kind.comparison" in named:
        return "comparison"
    if terms:
        return "definition"
    if set(forms) - {"number"}:
        return "attribute" if roles else "fact"
    if not numbers and named & {"ask.where", "ask.ones"}:
        return "list"
    counts_things = "kind.count" in named and set(unit_kinds) <= {"passage"}
    if unit_kinds and not numbers and not counts_things and _asks_for_units(found):
        return "list"
    named_goal = any(m.concept == "unit.goal" for m in found)
    return "attribute" if roles or named_goal else "fact"


def _asks_for_units(found: list[Match]) -> bool:
    """Whether "which", "list" or "how many" stands right before the word for a unit."""
    units = [m for m in found if m.concept.startswith("unit.")]
    asks = [m for m in found if m.concept in ("ask.which", "ask.list", "kind.count")]
    near = 3  # words between: "which of the plan's sub-priorities"
    before = any(0 < unit.first - ask.last <= near + 1 for ask in asks for unit in units)
    # "Are there sections where …? Which?" asks after it has named the unit.
    last = max((ask.first for ask in asks if ask.concept == "ask.which"), default=-1)
    after = any(last > unit.last for unit in units)
    return before or (after and any(u.concept != "unit.passage" for u in units))


def _topic(
    text: str, words: list[str], language: Language, found: list[Match]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Concepts, those inside them, other stems and names: what cue and function words leave."""
    known = thesaurus().concepts
    cue_words = {i for match in found for i in range(match.first, match.last + 1)}
    matches = thesaurus().matches(text, (language,))
    matches = [m for m in matches if not set(range(m.first, m.last + 1)) <= cue_words]
    telling = [m for m in matches if not known[m.concept].generic]
    chosen = telling or matches
    inner = [m for m in chosen if any(o.covers(m) and len(o) > len(m) for o in chosen)]
    inner += [m for m in chosen if m not in inner and _less_exact(m, chosen)]
    heads = [m for m in inner if _rest_is_generic(m, matches, chosen)]
    covered = {i for m in telling for i in range(m.first, m.last + 1)}
    generic = {i for m in matches for i in range(m.first, m.last + 1)}
    rest: list[str] = []
    names: list[str] = []
    for i, word in enumerate(words):
        if i in covered or i in cue_words or _is_function_word(word) or len(word) < 2:
            continue
        stemmed = stem(word, "lv" if language == "lv" else language)
        if i > 0 and word[0].isupper() and i not in generic:
            names.append(stem(word, "lv"))
        if i not in generic and not word.isdigit():
            rest.append(stemmed)
    return (
        tuple(dict.fromkeys(m.concept for m in chosen if m not in inner)),
        tuple(dict.fromkeys(m.concept for m in heads)),
        tuple(dict.fromkeys(rest)),
        tuple(dict.fromkeys(names)),
    )


def _rest_is_generic(inner: Match, matches: list[Match], chosen: list[Match]) -> bool:
    """Whether a compound says no more than `inner`: "cycling infrastructure" is about cycling,
    but "Ministry of Transport" is not about transport."""
    known = thesaurus().concepts
    generic = {i for m in matches if known[m.concept].generic for i in range(m.first, m.last + 1)}
    for outer in chosen:
        if outer.covers(inner) and len(outer) > len(inner):
            rest = set(range(outer.first, outer.last + 1)) - set(range(inner.first, inner.last + 1))
            if rest <= generic:
                return True
    return False


def _less_exact(match: Match, chosen: list[Match]) -> bool:
    """Whether the same words name a narrower concept too, which is then what is meant."""
    narrower = thesaurus().narrower(match.concept) - {match.concept}
    return any(
        (o.first, o.last) == (match.first, match.last) and o.concept in narrower for o in chosen
    )
