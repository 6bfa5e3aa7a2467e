"""Glosses: what a title or a short item is called in the asker's language.

In: a text in the document's language. Out: its translation, when it is the name of one concept of
the thesaurus; nothing is put together from parts, so that a gloss is never a guess.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold, tokens
from index.analysis import stems
from index.thesaurus import thesaurus
from rag.answer import Language
from rag.phrases import phrase

_LONGEST = 6  # words of an item that can carry a gloss


def gloss(text: str, language: str, asker: Language) -> str | None:
    """The text's translation into `asker`, or None; `language` is the text's own.

    The text must be the concept's own label in its language, in any inflection, or the
    abbreviation that the label gives; a synonym may mean a little more or less.
    """
    if language == asker or not text or len(tokens(text)) > _LONGEST:
        return None
    said = stems(text, language)
    for match in thesaurus().matches(text, (language,)):
        labels = thesaurus().concepts[match.concept].labels
        if asker in labels and any(stems(n, language) == said for n in _names(labels[language])):
            return labels[asker]
    return None


def _names(label: str) -> list[str]:
    """What a label calls its concept: "Finanšu ministrija (FM)" gives both names."""
    short = re.findall(r"\(([^()]+)\)", label)
    return [re.sub(r"\s*\([^()]*\)", "", label), *short]


def glossed(text: str, language: str, asker: Language) -> str:
    """The text with its translation behind it, marked as such, where it has one."""
    translation = gloss(text, language, asker)
    if translation is None or bare_fold(translation) == bare_fold(text):
        return text
    return f"{text} ({phrase('translation', asker)}: {translation})"
