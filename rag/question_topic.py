"""The topic of a question: what is left when cue words and function words are gone.

In: the words of a question, and those of them that ask. Out: concepts of the thesaurus, those
inside a longer one, the stems of other words, and names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import stem
from index.thesaurus import Match, thesaurus
from rag.answer import Language
from rag.language import is_function_word

# Fields whose concepts are names: a part of a name does not stand for the whole.
NAMES = frozenset(
    {"government", "regions-associations", "universities", "international", "funding", "places"}
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Concepts of the thesaurus, those inside a longer one, the stems of other words, names, and
    the `everyday` concepts, which hardly tell items apart, beside more telling ones."""

    concepts: tuple[str, ...]
    inner: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    everyday: tuple[str, ...]


def read_topic(
    text: str,
    words: list[str],
    language: Language,
    asking: frozenset[int],
    meant: Sequence[Match] = (),
) -> Topic:
    """What cue and function words leave; `meant` are concepts that only the context gives away."""
    known = thesaurus().concepts
    named = thesaurus().matches(text, (language,))
    matches = [m for m in named if not any(one.covers(m) for one in meant)] + list(meant)
    cased = not text.isupper()
    silent = asking | {i for i, word in enumerate(words) if _says_nothing(word, cased=cased)}
    matches = [m for m in matches if m in meant or not set(range(m.first, m.last + 1)) <= silent]
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
        if i in covered or i in asking or i in silent or len(word) < 2:
            continue
        if i > 0 and word[0].isupper() and i not in generic:
            names.append(stem(word, "lv"))
        elif i not in generic and not word.isdigit():
            rest.append(stem(word, language))
    everyday = [m for m in matches if telling and not set(range(m.first, m.last + 1)) & covered]
    return Topic(
        concepts=_once(m.concept for m in chosen if m not in inner),
        inner=_once(m.concept for m in heads),
        words=_once(rest),
        names=_once(names),
        everyday=_once(m.concept for m in everyday),
    )


def _says_nothing(word: str, *, cased: bool) -> bool:
    """Whether a word is a function word, and not an abbreviation that looks like one: VARAM is a
    ministry, "varam" is "we can"."""
    return is_function_word(word) and not (cased and word.isupper() and len(word) > 2)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _rest_is_generic(inner: Match, matches: list[Match], chosen: list[Match]) -> bool:
    """Whether a compound says no more than `inner`: "cycling infrastructure" is about cycling,
    but "Ministry of Transport" is not about transport."""
    known = thesaurus().concepts
    generic = {i for m in matches if known[m.concept].generic for i in range(m.first, m.last + 1)}
    for outer in chosen:
        named = known[outer.concept].field in NAMES
        if outer.covers(inner) and len(outer) > len(inner) and not named:
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
