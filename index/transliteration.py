"""Transliteration: a name as another language writes it, "Bakingemšīra" for Buckinghamshire.

Latvian writes foreign names as they sound and inflects them. Vowels are lost on the way, and the
letters of sibilants change; the other consonants stay in their order. So names are looked up by
these, and compared letter by letter afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.letters import bare_fold

# In their order: what several letters stand for comes before the single letters.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^wr|^w(?=[aeiouyh])", "v"),
        (r"stl(?=e)", "sl"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"tch|sch|dzh|[szc]h|dz|dge|c(?=[eiy])|[zs]", "S"),
        (r"ck|q|c", "k"),
        (r"[aeiouyhwj]", ""),
        (r"(.)\1+", r"\1"),
    )
)
_SHORTEST = 3  # consonants of a name that can be told by them
# Share of the letters that have to agree, in order, by how many consonants do.
_ALIKE = {3: 0.65, 4: 0.5}
_ENOUGH = 0.35  # with more consonants
_SIBILANTS = str.maketrans({"č": "ch", "š": "sh", "ž": "zh"})


@lru_cache(maxsize=50_000)
def consonants(word: str) -> str:
    """What remains of a name however it is spelt: `Tewkesbury` and `Tjūksberij` → `tkSbr`."""
    folded = bare_fold(word.lower().translate(_SIBILANTS))
    for pattern, sound in _SOUNDS:
        folded = pattern.sub(sound, folded)
    return folded


class Names:
    """Names by how they sound, each with the stem that it is looked up by."""

    def __init__(self) -> None:
        self._heard: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)

    def add(self, word: str, stemmed: str, language: str) -> None:
        """Take in a name of a text in `language`."""
        sound = consonants(word)
        if len(sound) >= _SHORTEST:
            self._heard[language, sound].setdefault(bare_fold(word), stemmed)

    def like(self, word: str, stemmed: str, languages: Set[str]) -> frozenset[str]:
        """Stems of the names in texts of `languages` that `word`, with this stem, may be."""
        sound = consonants(word[: len(stemmed)])
        if len(sound) < _SHORTEST:
            return frozenset()
        least = _ALIKE.get(len(sound), _ENOUGH)
        heard = [self._heard.get((language, sound), {}) for language in sorted(languages)]
        return frozenset(
            own
            for names in heard
            for name, own in names.items()
            if SequenceMatcher(None, stemmed, name).ratio() >= least
        )
