"""Which of the two languages a question is asked in.

In: a question. Out: `lv` or `en`, by Latvian letters, function words, and word endings.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from corpus.letters import bare_fold, tokens
from rag.answer import Language

_LATVIAN_LETTERS = re.compile(r"[āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ]")
_ENDINGS = re.compile(r"(am|iem|jam|us|as|os|es|aja|ajam|sana|sanas|ibas|ibu|iba|umu|ums|ts|js)$")
# Spellings that Latvian has in few words but those it borrows.
_ENGLISH = re.compile(r"[wqxy]|th|ck|oo|ee|ough|tion|ea|(?:[bcdfghlnpr]|ment)$")
_LETTER_WEIGHT, _ENDING_WEIGHT, _SPELLING_WEIGHT = 0.7, 0.2, 0.35


@cache
def stopwords() -> dict[str, frozenset[str]]:
    """Function words by language, folded."""
    table = tomllib.loads(files("rag").joinpath("stopwords.toml").read_text(encoding="utf-8"))
    return {language: frozenset(map(bare_fold, words.split())) for language, words in table.items()}


def language_of(question: str) -> Language:
    """The language of `question`; Latvian in doubt, as the documents are."""
    score = 0.0
    for word in tokens(question):
        folded = bare_fold(word)
        score += folded in stopwords()["lv"]
        score -= folded in stopwords()["en"]
        if _LATVIAN_LETTERS.search(word):
            score += _LETTER_WEIGHT
        elif word.islower() and _ENDINGS.search(folded):
            score += _ENDING_WEIGHT
        if word.islower() and _ENGLISH.search(word) and folded not in stopwords()["lv"]:
            score -= _SPELLING_WEIGHT
    return "en" if score < 0 else "lv"


def is_function_word(word: str) -> bool:
    """Whether a word carries no topic, in either language."""
    folded = bare_fold(word)
    return any(folded in words for words in stopwords().values())
