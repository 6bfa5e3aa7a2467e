"""The cues of a question: words by which it says what part of a plan and what answer it wants.

In: a question. Out: its cues (`cues.toml`), and what they say: roles, terms to be defined, forms
of the answer, and the kind of answer.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from corpus.letters import bare_fold
from index.thesaurus import Match, Thesaurus, words_of
from rag.answer import Kind
from rag.answer_type import TYPES
from rag.language import is_function_word

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
_WEAK_ROLES = frozenset({"tasks", "territory", "done", "goal"})  # their cues are everyday words
_COUNTED_WORDS = 3
# "Cik ātri", "cik liels" ask for a measure, and count nothing.
_MEASURE = re.compile(r"(liel|maz|atr|len|gar|is|ilg|biez|plas|taln|talu|augst|zem|dzil|sen|spec)")


@cache
def cues() -> Thesaurus:
    """The cue words, looked up as the thesaurus looks up concepts."""
    table = tomllib.loads(files("rag").joinpath("cues.toml").read_text(encoding="utf-8"))
    entries = [
        {"field": cue["id"].split(".")[0], "label_lv": "", "label_en": "", **cue}
        for cue in table["cue"]
    ]
    return Thesaurus(entries)


def read_roles(found: list[Match]) -> tuple[str, ...]:
    """Roles by their cues; a cue of several words outweighs the single words inside it, and a
    role whose cues are everyday words counts only where no other role is asked for."""
    cued = [match for match in found if match.concept.startswith("role.")]
    kept = [m for m in cued if not any(o.covers(m) and len(o) > len(m) for o in cued)]
    roles = tuple(dict.fromkeys(match.concept[5:] for match in kept))
    if any(match.concept == "role.territory" and len(match) > 1 for match in kept):
        return ("territory",)  # "where will it be implemented" is not about who implements
    strong = tuple(role for role in roles if role not in _WEAK_ROLES)
    return strong or roles


def read_terms(text: str, named: set[str]) -> tuple[str, ...]:
    """What a question may want defined, the likeliest first: a quoted term, what "what is" asks,
    an abbreviation, the words that are left."""
    plain = _DEFINITION.match(text)
    if "kind.definition" not in named and not plain:
        return ()
    quoted = read_quoted(text)
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
        if i not in cued and w not in spelled and not is_function_word(w)
    ]
    return tuple(dict.fromkeys([*capitals, " ".join(rest)] if rest else capitals))


def read_answer_types(named: set[str]) -> tuple[str, ...]:
    """The forms asked for; "how many" alone asks for any number."""
    found = tuple(kind for kind in TYPES if f"type.{kind}" in named)
    return tuple(kind for kind in found if kind != "number") or found


def read_counted(words: list[str], found: list[Match]) -> str:
    """The telling words right behind "how many"."""
    asked = next((m for m in found if m.concept == "kind.count"), None)
    if asked is None:
        return ""
    if words[asked.last + 1 : asked.last + 2] and _MEASURE.match(bare_fold(words[asked.last + 1])):
        return ""
    behind = words[asked.last + 1 : asked.last + 1 + _COUNTED_WORDS]
    return " ".join(word for word in behind if not is_function_word(word) and not word.isdigit())


def read_quoted(text: str) -> tuple[str, ...]:
    """What stands in quotation marks."""
    return tuple(dict.fromkeys(found.strip() for found in _QUOTED.findall(text)))


def read_kind(
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
    counts_things = "kind.count" in named and set(unit_kinds) <= {"passage", "municipality"}
    if unit_kinds and not numbers and not counts_things and _asks_for_units(found):
        return "list"
    of_a_unit = bool(roles) or any(m.concept == "unit.goal" for m in found)
    return "attribute" if of_a_unit and "kind.count" not in named else "fact"


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
