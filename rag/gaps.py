"""Gaps: what a question asks for that the passages of its answer do not hold.

In: a question and the draft of its answer. Out: the first thing that is not there, or None. How
likely an answer is right is learned (`rag.abstention`); this is what can be told for certain: a
year that nothing quoted is of, a figure by another measure, a term that is used and not defined.
The answer says what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lexicon import role_names
from corpus.model import Passage
from index.thesaurus import Concept, thesaurus
from rag.answer import Kind
from rag.draft import Draft
from rag.gap_words import (
    asks_name,
    asks_to_define,
    asks_which_more,
    asks_who,
    bodies,
    has_abbreviation,
    measures,
    most_in_a_row,
    named_one_by_one,
    names_person,
    numbers_named,
    unnamed,
)
from rag.passage_terms import PassageTerms
from rag.phrases import role_title
from rag.question import Question
from rag.units import Units

_SPAN = re.compile(r"\b((?:19|20)\d\d)\.?\s?(?:gada\s?)?[–-]\s?((?:19|20)\d\d)\b")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_DEFINES = re.compile(r"^(?:\d[\d.]*\s)?[*“\"„]*[^.;:–]{2,90}?[*”\"“]*\s[–-]\s")
_EXPLAINS = re.compile(
    r"(?<!by )\bmeans?\b|\brefers? to\b|\bdefined as\b|\bnozīmē\b|\bapzīmē\b|\bsaprot\w*|\btas ir\b"
)
_HELPS = re.compile(
    r"\b(?:partner|sadarb|kopā|kopīg|iesaist|līdzdal|palīdz|atbalst|together|with\b|cooperat|collaborat"
    r"|involv|support|join|alongside)",
    re.IGNORECASE,
)
_DOERS = frozenset({"implementers", "partners", "funding"})
_FILLED = _DOERS | {"indicators", "schedule"}  # roles that a cell or section is filled in for
_FIGURES = frozenset({"money", "percent", "number"})
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: `name` is that of its sentence in `texts.toml`, `value` stands in it."""

    name: str
    value: str = ""


def gap_in(
    question: Question, kind: Kind, draft: Draft, terms: PassageTerms, units: Units
) -> Gap | None:
    """The first thing asked for that no passage of the draft holds.

    Args:
        question: what is asked.
        kind: of the draft.
        draft: with the passages that it quotes; one that quotes none lacks nothing.
        terms: those of the passages.
        units: of the documents.
    """
    cited = draft.passages()
    if not cited or draft.told:
        return None
    found = _year(question, cited, terms) or _unit(question, terms, units)
    if found is None and kind in ("fact", "list"):
        found = _names(question, draft)
    if found is None and kind in ("fact", "attribute"):
        found = _figure(question, cited) or _role(question, cited) or _trade(question, cited)
    if found is None and kind == "comparison":
        found = _side(question, cited, terms) or _more(question, draft)
    if found is None and kind == "fact":
        found = _definition(question, cited) or _number(question, cited)
        found = found or _doer(question, cited, terms) or _partners(question, cited, terms)
    if found is None and kind in ("fact", "attribute"):
        found = _aspect(question, cited)
    return found


def _said(cited: Sequence[Passage]) -> str:
    """The passages with what stands above them, but for the titles of their documents."""
    said = " ".join(" ".join((*p.breadcrumb[1:], p.context or "", p.text)) for p in cited)
    return _ADDRESS.sub(" ", said)


def _year(question: Question, cited: Sequence[Passage], terms: PassageTerms) -> Gap | None:
    """A year that no passage names, nor a heading, nor a span of years there; nor the title, whose
    span of years counts where no figure is asked for: a plan until 2027 has measures until 2027,
    but not for everything a figure for 2027."""
    titles = " ".join(p.breadcrumb[0] for p in cited if p.breadcrumb)
    if len(question.years) > 1 and all(year in titles for year in question.years):
        return None
    # A programme of two days says the year once, and not where it says what is when.
    own = {terms.year_of[p.document] for p in cited} if not _SPAN.search(titles) else set()
    titles = _SPAN.sub(" ", titles) if question.answer_types else titles
    said = f"{_said(cited)} {titles}"
    spans = [(int(first), int(last)) for first, last in _SPAN.findall(said)]
    for year in map(int, question.named_years):
        within = any(first <= year <= last for first, last in spans)
        if str(year) not in said and not within and year not in own:
            return Gap("gap_year", str(year))
    return None


def _unit(question: Question, terms: PassageTerms, units: Units) -> Gap | None:
    """A place whose unit is asked about, where units of that kind are of places and none is of
    this one."""
    if question.kind not in ("attribute", "comparison") or not question.unit_kinds:
        return None
    concepts = thesaurus().concepts
    places = [concept for concept in question.concepts if concepts[concept].field == "places"]
    missing = [
        place
        for place in places
        if not any(terms.titled(f"#{one}") for one in thesaurus().narrower(place))
    ]
    if not missing:
        return None
    titles = (
        terms.section_terms(unit) for unit in units.all.values() if unit.kind in question.unit_kinds
    )
    every = frozenset(f"#{one.id}" for one in concepts.values() if one.field == "places")
    if all(every.isdisjoint(title) for title in titles):
        return None
    return Gap("gap_unit", concepts[missing[0]].labels[question.language])


def _names(question: Question, draft: Draft) -> Gap | None:
    """So many things to be named, where the text only says how many they are. Of a list of units
    these are the things, of passages whatever stands in a row there."""
    wanted = named_one_by_one(question.text)
    cited = draft.passages()
    named = len(draft.rows) or len(cited)
    if not draft.rows or any(row.section is None for row in draft.rows):
        named = max(named, len(cited), most_in_a_row([p.text for p in cited]) - 1)
    return None if named >= wanted - 1 else Gap("gap_names", str(wanted))


def _figure(question: Question, cited: Sequence[Passage]) -> Gap | None:
    """A figure by a measure, or a kind of sum, that nothing quoted names."""
    if not _FIGURES.intersection(question.answer_types):
        return None
    said = _said(cited)
    rate = unnamed("rate", question.text, said, question.language)
    if rate:
        return Gap("gap_rate", rate)
    money = unnamed("sum", question.text, said, question.language)
    return Gap("gap_sum", money) if money else None


def _role(question: Question, cited: Sequence[Passage]) -> Gap | None:
    """A role asked for, where all that is quoted is filled in for other roles of the unit."""
    asked = [role for role in question.roles if role in _FILLED]
    roles = {p.role for p in cited}
    if not asked or question.answer_types or roles.intersection(asked) or not roles <= _FILLED:
        return None
    return Gap("gap_role", role_title(asked[0], question.language))


def _aspect(question: Question, cited: Sequence[Passage]) -> Gap | None:
    """Something besides that is asked of a thing, as who owns it, which nothing quoted tells; a
    role tells what it is of."""
    said = " ".join((_said(cited), *(p.role for p in cited if p.role)))
    aspect = unnamed("aspect", question.text, said, question.language)
    return Gap("gap_aspect", aspect) if aspect else None


def _side(question: Question, cited: Sequence[Passage], terms: PassageTerms) -> Gap | None:
    """One of the places compared that nothing quoted names, nor what stands above it."""
    concepts = thesaurus().concepts
    places = [one for one in question.concepts if _is_place(concepts[one])]
    found = [
        terms.of[p.id].own | terms.of[p.id].above | terms.of_document[p.document] for p in cited
    ]
    union = frozenset[str]().union(*found)
    for place in places if len(places) >= _SIDES else ():
        if all(f"#{one}" not in union for one in thesaurus().narrower(place)):
            return Gap("gap_unit", concepts[place].labels[question.language])
    return None


def _is_place(concept: Concept) -> bool:
    """Whether a concept is a place or a region by its name: "Kurzeme", but not "rural areas"."""
    regional = concept.field == "territory" and concept.labels["lv"][0].isupper()
    return regional or concept.field == "places"


def _more(question: Question, draft: Draft) -> Gap | None:
    """Which of two has more, or does it sooner, where fewer than two are told with figures or
    dates."""
    measure = asks_which_more(question.text)
    if not measure:
        return None
    sides = draft.sides()
    told = [side for side in sides if measures(side, measure)]
    return Gap("gap_more") if len(told) < _SIDES <= len(sides) else None


def _trade(question: Question, cited: Sequence[Passage]) -> Gap | None:
    """A contractor or an architect, where nothing quoted speaks of one: the office that a project
    is entrusted to builds nothing itself."""
    trade = unnamed("trade", question.text, _said(cited), question.language)
    return Gap("gap_doer") if trade else None


def _definition(question: Question, cited: Sequence[Passage]) -> Gap | None:
    """A definition asked for in so many words, where the text only uses the term."""
    if question.follows_up or not asks_to_define(question.text):
        return None
    defines = any(
        p.kind == "definition" or _DEFINES.match(p.text) or _EXPLAINS.search(p.text) for p in cited
    )
    return None if defines else Gap("gap_definition")


def _number(question: Question, cited: Sequence[Passage]) -> Gap | None:
    """A number that tells a thing from others like it, "Route 3", and stands nowhere."""
    titles = " ".join(p.breadcrumb[0] for p in cited if p.breadcrumb)
    said = f"{titles} {_said(cited)}"
    for number in numbers_named(question.text):
        if not re.search(rf"(?<!\d){number}(?!\d)", said):
            return Gap("gap_number", number)
    return None


def _doer(question: Question, cited: Sequence[Passage], terms: PassageTerms) -> Gap | None:
    """Who does a thing, where no passage names anybody; a person's name that none has."""
    if question.follows_up:
        return None
    named = any(names_person(p.text) for p in cited)
    if "person" in question.answer_types:
        return Gap("gap_person") if asks_name(question.text) and not named else None
    if not asks_who(question.text, question.language):
        return None
    return None if named or any(_names_doer(p, terms) for p in cited) else Gap("gap_doer")


def _partners(question: Question, cited: Sequence[Passage], terms: PassageTerms) -> Gap | None:
    """Partners asked for by that word alone, where nothing quoted names a body or speaks of any."""
    named = re.search(r"\bpartner", question.text, re.IGNORECASE) is not None
    if question.roles != ("partners",) or not named or _HELPS.search(_said(cited)):
        return None
    if any(_names_doer(p, terms) or names_person(p.text) for p in cited):
        return None
    return Gap("gap_role", role_title("partners", question.language))


def _names_doer(passage: Passage, terms: PassageTerms) -> bool:
    """Whether a passage may name who does something; a unit that stands for a body does what its
    section says."""
    if passage.role in _DOERS or has_abbreviation(passage.text):
        return True
    columns = (passage.context or "").split(" | ") if passage.kind == "row" else []
    if any(role_names().role_of(column) in _DOERS for column in columns):
        return True  # a table of risks names the owner of each
    language = terms.language_of[passage.document]
    titles = [terms.terms(title, language) for title in passage.breadcrumb[1:]]
    return any(not bodies().isdisjoint(own) for own in (terms.of[passage.id].own, *titles))
