"""Abstention: how likely it is that the documents answer a question.

In: signals of retrieval and of the draft. Out: a probability, by logistic regression with the
weights in `abstention.toml`; below its threshold the answer is `not_found`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage
from index.glossary import glossary
from rag.answer import Kind
from rag.answer_type import counts, held_in
from rag.criterion import denies
from rag.draft import Draft
from rag.focus import focus
from rag.gaps import Gap
from rag.logistic import log_odds
from rag.passage_terms import PassageTerms
from rag.question import Question
from rag.retrieval import Ranking
from rag.topic import Group, coverage_of

_UNTRANSLATED = 0.3  # what is counted has no name in the documents' language
_FORMS_MATTER = ("fact", "attribute", "comparison")  # a list's number is its count
# Forms that questions differ by in how often they are answered.
_FORMS = ("percent", "date", "number")
_SELDOM = ("money", "person")  # plans hardly say what things cost, and if so, name the thing
_STRICT = ("definition", "list")  # kinds that a passage rarely answers
_OF_TABLES = ("missing", "unnamed_firm")  # a list of what nothing names is no answer
_MOST_CITED = 12  # passages of an answer that are looked at
_MANY = 4  # things of a topic that an answer leaves out, from which on more do not matter
NAME = "abstention"
_TABLES: tuple[Kind, ...] = ("list", "comparison")


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of an answer before it is given: the question, its ranking, the draft, and
    what is asked for that the draft does not hold."""

    question: Question
    kind: Kind
    ranking: Ranking
    draft: Draft
    gap: Gap | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to answer with."""
        return self.draft.empty or self.gap is not None


def signals(found: Found, terms: PassageTerms) -> dict[str, float]:
    """The signals of one answer: those of any answer, its kind, and what weighs more in a table."""
    own = _of_answer(found, terms)
    table = found.kind in _TABLES
    kinds = ("list", "attribute", "definition", "comparison")
    return {
        **own,
        **{f"kind_{kind}": float(found.kind == kind) for kind in kinds},
        **{f"table_{name}": own[name] if table else 0.0 for name in _OF_TABLES},
    }


def _of_answer(found: Found, terms: PassageTerms) -> dict[str, float]:
    """The signals, each about 0 to 1 but for the two log-odds.

    `covered`: share of the topic's concepts and names that one cited passage has, titles
    counted. `missing`: share of them that occur in no document. `unnamed`: the share of the
    topic that the weightiest thing has which nothing cited names; `unnamed_firm` its weight if
    it is a concept or name, `left_out` how many such things there are. `unknown`: the share of
    the topic, plain words too, that no document names. `plain`: how many plain words there are,
    `translated` the share of them that the glossary knows. `focus_missing`: nothing cited names
    what the question's interrogative asks for. `best_odds`: log-odds of the most relevant
    passage, `cited_odds`: of the most relevant one cited. `standout`: how far the nearest
    passage lies above the mean cosine. `strength`: the best fused score. `form`: share of the
    forms asked for that what is cited holds, `form_first`: that the passage cited first holds,
    since a number further down is seldom the one asked for; `asks_…`: that a form is asked for;
    `…_left_out`: `left_out` where a form is asked for that is seldom there.
    `denies`: what is asked for is to lack a thing, which nothing cited names then.
    `years`: whether the years named stand in what is cited or its titles. `block`: the
    answer is a list of a document, `block_odds` how likely it is the one. `fell_back`: passages
    are quoted since the answer of the kind asked for has nothing to say. `numbered`: the unit
    is named by its number.
    """
    question, ranking = found.question, found.ranking
    cited = found.draft.passages()[:_MOST_CITED]
    named = [terms.of[p.id].own | terms.of[p.id].above for p in cited]
    union = frozenset[str]().union(*named)
    groups = [group for group in ranking.groups if group.name not in question.everyday]
    plain = [group for group in groups if group.plain]
    # Plain words are left out: a paraphrase has words of its own, and they prove nothing.
    firm = [group for group in groups if not group.plain]
    open_groups = [group for group in groups if not group.named_in(union)]
    forms = question.answer_types if found.kind in _FORMS_MATTER else ()
    said = " ".join(" ".join((*p.breadcrumb, p.context or "", p.text)) for p in cited)
    left_out = min(len(open_groups), _MANY) / _MANY
    odds = {s.passage.id: s.score for s in ranking.passages if s.signals}
    return {
        "covered": max((coverage_of(firm, one) for one in named), default=0.0),
        "missing": _share([g for g in firm if not any(map(terms.known, g.terms))], firm),
        "unnamed": _share(open_groups[:1], groups),
        "unnamed_firm": max((g.weight for g in open_groups if not g.plain), default=0.0) / 10,
        "left_out": left_out,
        "things": min(len(groups), 2 * _MANY) / (2 * _MANY),
        "no_firm": float(not firm),
        "plain": min(len(plain), 2 * _MANY) / (2 * _MANY),
        "translated": sum(group.translated for group in plain) / (len(plain) or 1),
        "unknown": _unknown(groups, terms),
        **_focus(found, groups, union),
        "best_odds": log_odds(max(odds.values(), default=0.0)) / 10,
        "cited_odds": log_odds(max((odds.get(p.id, 0.0) for p in cited), default=0.0)) / 10,
        "standout": ranking.standout,
        "strength": max((s.fused for s in ranking.passages), default=0.0),
        "form": _held(forms, cited) * _counted(found, cited, terms),
        "form_first": _held(forms, cited[:1]) * _counted(found, cited[:1], terms),
        **{f"asks_{form}": float(form in question.answer_types) for form in _FORMS},
        **{f"{form}_left_out": left_out * (form in question.answer_types) for form in _SELDOM},
        "denies": float(denies(question)),
        "years": float(all(year in said for year in question.named_years)),
        "roles": float(bool(question.roles)),
        "numbers": float(bool(question.numbers)),
        "follows_up": float(question.follows_up),
        "numbered": float(found.kind == "attribute" and bool(question.numbers or question.called)),
        "block": float(found.draft.block is not None),
        "block_odds": log_odds(found.draft.block) / 10 if found.draft.block is not None else 0.0,
        "fell_back": float(question.kind in _STRICT and found.kind == "fact"),
    }


def _unknown(groups: Sequence[Group], terms: PassageTerms) -> float:
    """Share of the things of a topic, plain words too, that no document names; 1 of nothing."""
    if not groups:
        return 1.0
    return sum(not any(map(terms.known, group.terms)) for group in groups) / len(groups)


def _share(some: Sequence[Group], every: Sequence[Group]) -> float:
    total = sum(group.weight for group in every)
    return sum(group.weight for group in some) / total if total else 0.0


def _focus(found: Found, groups: Sequence[Group], union: frozenset[str]) -> dict[str, float]:
    question = found.question
    # Where a form is asked for ("what time", "cik kilometru"), `form` says whether it is there.
    names = frozenset() if question.answer_types else focus(question.text, question.language)
    asked = [group for group in groups if group.name in names]
    missing = bool(asked) and not any(group.named_in(union) for group in asked)
    return {
        "focus_asked": float(bool(asked)),
        "focus_missing": float(missing),
        "focus_missing_fact": float(missing and found.kind == "fact"),
    }


def _held(forms: tuple[str, ...], cited: Sequence[Passage]) -> float:
    """Share of the forms asked for that the passages hold; 1 when none is asked for."""
    if not forms:
        return 1.0
    return sum(any(held_in(form, passage) for passage in cited) for form in forms) / len(forms)


def _counted(found: Found, cited: Sequence[Passage], terms: PassageTerms) -> float:
    """1 unless the question asks "how many" of something that no number cited counts."""
    question = found.question
    asks = question.counted and "number" in question.answer_types
    if not asks or found.kind not in _FORMS_MATTER:
        return 1.0
    wanted = terms.terms(question.counted, question.language)
    wanted = wanted.union(*(glossary().synonyms(one, question.language) for one in wanted))
    language = terms.language_of[cited[0].document] if cited else ""
    if not any(map(terms.known, wanted)):
        return 0.0 if language == question.language else _UNTRANSLATED
    near = any(
        counts(p.text, lambda around: bool(wanted & terms.terms(around, language)))
        or _column_counts(p, wanted, terms)
        for p in cited
    )
    return float(near)


def _column_counts(passage: Passage, wanted: frozenset[str], terms: PassageTerms) -> bool:
    """Whether the figures of a table's row count it by the names of their columns."""
    if passage.kind != "row" or not any(c.isdigit() for c in passage.text):
        return False
    language = terms.language_of[passage.document]
    return bool(wanted & terms.terms(passage.context or "", language))


def certain(found: Found) -> bool:
    """Whether the answer is read off the outline, as in "how many priorities are there"."""
    return bool(found.draft.rows) and not found.draft.passages()
