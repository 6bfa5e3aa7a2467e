"""Names: whether a source has the organisations, places and titles that a statement names.

In: a statement and its source. Out: the names that the source lacks. A name of the thesaurus is
there when its concept is, under whatever name and in either language; any other word in capitals
when the source has it in some inflection or spelling, or, where it is also an ordinary word, in
either language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.letters import bare_fold
from index.analysis import is_ordinary
from index.dates import date_terms
from index.thesaurus import Match, thesaurus
from rag.language import is_function_word
from rag.quantities import is_unit
from rag.support.bodies import missing_bodies
from rag.support.forms import meanings
from rag.support.source import Source
from rag.support.words import looks_alike

# Fields of the thesaurus whose concepts are names, where they are written in capitals.
_NAMED_FIELDS = frozenset(
    ("countries", "places", "government", "international", "regions-associations", "universities")
)
_NAMED_CONCEPTS = frozenset(("latgale", "kurzeme", "vidzeme", "zemgale", "selija"))
_NAMED_FUNDING = re.compile(r"fund|programme|mechanism|esf|erdf|altum|react", re.IGNORECASE)
_SHORTEST = 3  # letters of a name, besides abbreviations
_ENDING = 3  # letters at the end of a name that inflection may change
_MOSTLY = 0.5  # share of the ordinary words of a name that must be there
_TOKEN = re.compile(r"[^\W_]+")
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|[.!?]\s*[\"”“„»«]\s*)[\"“„«(]*$")
Expansion = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the statement; `first` in its sentence, where anything has a capital."""

    written: str
    first: bool

    @property
    def capital(self) -> bool:
        return self.written[0].isupper()

    @property
    def abbreviation(self) -> bool:
        return sum(character.isupper() for character in self.written) >= 2


def missing_names(
    statement: str, language: str, source: Source, expansion: Expansion = lambda _: None
) -> list[str]:
    """The names in `statement` that `source` lacks, in their order.

    Args:
        statement: what is said.
        language: of the statement.
        source: what is cited.
        expansion: what an abbreviation stands for in the source's documents, None if unknown.
    """
    tokens = [
        _Token(found[0], bool(_STARTS.search(statement[: found.start()])))
        for found in _TOKEN.finditer(statement)
    ]
    lacking: list[str] = []
    matches = thesaurus().matches(statement)
    lacking += [
        " ".join(token.written for token in tokens[match.first : match.last + 1])
        for match in matches
        if _is_whole(match, tokens) and not _has_whole(match, source)
    ]
    settled = {
        place
        for match in matches
        if thesaurus().narrower(match.concept) & source.named
        for place in range(match.first, match.last + 1)
    }
    for match in _names(matches, tokens):
        places = range(match.first, match.last + 1)
        written = [tokens[i].written for i in places]
        if not (_has_concept(match, source) or _has_phrase(written, source)):
            lacking.append(" ".join(written))
        settled |= set(places)
    for run in _runs(tokens, settled):
        lacking += _lacking([tokens[i] for i in run], language, source, expansion)
    if not lacking and language == source.language == "lv":
        lacking += missing_bodies(statement, source)
    return lacking


def _names(matches: Sequence[Match], tokens: Sequence[_Token]) -> list[Match]:
    """The names of the thesaurus, longer ones first; none that lies in another."""
    found = [
        match
        for match in matches
        if _is_name(match.concept)
        and any(tokens[i].capital for i in range(match.first, match.last + 1))
    ]
    longest = [
        one
        for one in found
        if not any(other.covers(one) and len(other) > len(one) for other in found)
    ]
    return sorted(longest, key=len, reverse=True)


def _is_name(concept: str) -> bool:
    known = thesaurus().concepts[concept]
    if known.generic:
        return False
    funding = known.field == "funding" and _NAMED_FUNDING.search(concept)
    return known.field in _NAMED_FIELDS or concept in _NAMED_CONCEPTS or bool(funding)


def _is_whole(match: Match, tokens: Sequence[_Token]) -> bool:
    """Whether a concept that single words name too, such as Europe and the European Union, is
    named by several, all in capitals: that is an organisation."""
    known = thesaurus().concepts[match.concept]
    several = known.generic and known.field in _NAMED_FIELDS and len(match) > 1
    return several and all(token.capital for token in tokens[match.first : match.last + 1])


def _has_whole(match: Match, source: Source) -> bool:
    """Whether the source names the concept by several words too, or by an abbreviation."""
    said = f"{source.own}\n{source.frame}"
    words = [_Token(word, first=False) for word in _TOKEN.findall(said)]
    return any(
        len(other) > 1 or words[other.first].abbreviation
        for other in thesaurus().matches(said, (source.language, "en"))
        if other.concept in thesaurus().narrower(match.concept)
    )


def _has_concept(match: Match, source: Source) -> bool:
    return bool(thesaurus().narrower(match.concept) & source.named)


def _has_phrase(written: Sequence[str], source: Source) -> bool:
    """Whether the words stand together in the source, in some inflection."""
    said = [bare_fold(word) for word in _TOKEN.findall(f"{source.own}\n{source.frame}")]
    wanted = [bare_fold(word) for word in written]
    return any(
        all(_inflects(one, other) for one, other in zip(wanted, said[start:], strict=False))
        for start in range(len(said) - len(wanted) + 1)
    )


def _runs(tokens: Sequence[_Token], settled: set[int]) -> Iterator[list[int]]:
    """Words in capitals that stand together, function words between them left out."""
    run: list[int] = []
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if place in settled or not _may_be_name(token, following):
            if not (run and is_function_word(token.written)):
                if run:
                    yield run
                run = []
            continue
        run.append(place)
    if run:
        yield run


def _may_be_name(token: _Token, following: _Token | None) -> bool:
    if is_unit(token.written):
        return False
    if token.abbreviation:
        return True
    if not token.capital or len(token.written) < _SHORTEST or is_function_word(token.written):
        return False
    if date_terms(f"1. {token.written}"):
        return False
    # Anything may begin a sentence; a name that the thesaurus lacks is told by a further capital.
    return not token.first or bool(
        following and following.capital and not is_ordinary(token.written)
    )


def _lacking(
    run: Sequence[_Token], language: str, source: Source, expansion: Expansion
) -> list[str]:
    """What a run of capitals names that the source lacks."""
    lacking = []
    ordinary: list[bool] = []
    for token in run:
        if _has_word(token.written, source):
            ordinary.append(True)
        elif token.abbreviation:
            if not _has_expansion(expansion(token.written), source):
                lacking.append(token.written)
        elif not is_ordinary(token.written):
            if not looks_alike(bare_fold(token.written), source.words):
                lacking.append(token.written)
        else:
            meant = meanings(token.written, language)
            known = meant & source.stems or any(looks_alike(m, source.words) for m in meant)
            # A word of which the glossary knows no other name may be there under one.
            if known or len(meant) > 2:
                ordinary.append(bool(known))
    if ordinary and sum(ordinary) <= _MOSTLY * len(ordinary) and not all(ordinary):
        lacking.append(" ".join(token.written for token in run))
    return lacking


def _has_word(word: str, source: Source) -> bool:
    """Whether the source has the word, in some inflection."""
    folded = bare_fold(word)
    if folded in source.words:
        return True
    return any(_inflects(folded, other) for other in source.words)


def _inflects(one: str, other: str) -> bool:
    """Whether two folded words may be the same in other cases."""
    if one == other or len(one) <= _SHORTEST:
        return one == other
    stem = one[: max(_SHORTEST, len(one) - _ENDING)]
    return other.startswith(stem) and abs(len(other) - len(one)) <= _ENDING


def _has_expansion(expanded: str | None, source: Source) -> bool:
    if expanded is None:
        return False
    words = [word for word in _TOKEN.findall(expanded) if len(word) > _SHORTEST]
    return bool(words) and all(_has_word(word, source) for word in words)
