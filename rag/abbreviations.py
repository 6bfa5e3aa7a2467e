"""What a document itself says that its abbreviations stand for.

In: a text: an entry of a list of abbreviations, a sentence with "(APP)" or "(turpmāk – Aģentūra)"
behind a name. Out: each short name with the words of the full one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.letters import bare_fold
from index.thesaurus import words_of
from rag.language import is_function_word

_CAPITALS = "A-ZĀČĒĢĪĶĻŅŠŪŽ"
_SHORT = rf"[{_CAPITALS}]{{2,8}}\+?"
# "**APN** – the department", "VVD – Valsts vides dienests; SPRK – …"
_LISTED = re.compile(
    rf"(?:^|[;:(]\s|[-*•]\s)[*_]*({_SHORT})[*_]*\s?(?:[–—:-]|\|)\s+([^;|(]{{4,90}}?)(?=[;|(,.]|$)"
)
_BEHIND = re.compile(
    rf"\((?:(?:turpmāk|hereafter|hereinafter)\b[^()\w]*)?[\"“„']?({_SHORT}|[{_CAPITALS}]\w{{4,}})"
    r"[\"”“']?\)"
)
_HEREAFTER = re.compile(r"\((?:turpmāk|hereafter|hereinafter)\b")
_QUOTED = re.compile(r"[\"“„”«]([^\"“„”«»]{3,80})[\"”“»]\s*$")
_MOST = 8  # words of a name
_LEAST = 2


def abbreviations(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The short names that a text explains, each with the words of what it stands for."""
    for match in _LISTED.finditer(text):
        quoted = _QUOTED.search(match[2])
        words = words_of(quoted[1] if quoted else match[2])
        if _LEAST <= len(words) <= _MOST and (quoted or _initials(match[1], words)):
            yield match[1], tuple(words)
    for match in _BEHIND.finditer(text):
        name = _before(text[: match.start()], match[1], bool(_HEREAFTER.match(match[0])))
        if name:
            yield match[1], name


def _before(text: str, short: str, hereafter: bool) -> tuple[str, ...]:
    """The words right before a short name whose initials it is; the name in quotation marks where
    it says what a thing is called from here on."""
    quoted = _QUOTED.search(text)
    if quoted and hereafter and len(words_of(quoted[1])) >= _LEAST:
        return tuple(words_of(quoted[1]))
    words = words_of(text[-120:])
    for count in range(_LEAST, min(_MOST, len(words)) + 1):
        if _initials(short, words[-count:]):
            return tuple(words[-count:])
    return ()


def _initials(short: str, words: list[str]) -> bool:
    """Whether the capitals of a short name are the first letters of words, small words aside."""
    telling = "".join(bare_fold(word)[:1] for word in words if not is_function_word(word))
    every = "".join(bare_fold(word)[:1] for word in words)
    return bare_fold(short.rstrip("+")) in (telling, every) and not is_function_word(words[0])
