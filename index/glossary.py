"""The glossary: plain words of Latvian and English that mean the same.

In: a word's stem. Out: the stems, in both languages, of the words that may stand for it. Lines of
`glossary.tsv` are synonym sets: Latvian words, a tab, English words. Unlike the thesaurus it knows
no concepts, no phrases and no hierarchy; it only keeps a paraphrase from hiding a passage.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from index.analysis import stem

LANGUAGES = ("lv", "en")


class Glossary:
    """Synonym sets, looked up by stem."""

    def __init__(self, lines: list[str]) -> None:
        self._sets: dict[str, dict[str, set[str]]] = {language: {} for language in LANGUAGES}
        for line in lines:
            columns = zip(LANGUAGES, line.split("\t"), strict=True)
            sides = {
                language: {stem(word.strip(), language) for word in words.split(",")}
                for language, words in columns
            }
            every = set().union(*sides.values())
            for language, found in sides.items():
                for one in found:
                    self._sets[language].setdefault(one, set()).update(every)

    def synonyms(self, stem: str, language: str) -> frozenset[str]:
        """Stems that may stand for `stem` of `language`, itself among them; none if unknown."""
        return frozenset(self._sets.get(language, {}).get(stem, ()))


@cache
def glossary() -> Glossary:
    """The glossary that comes with planqa."""
    source = files("index").joinpath("glossary.tsv").read_text(encoding="utf-8")
    return Glossary(source.splitlines())
