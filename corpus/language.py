"""In which language a text is written.

In: text. Out: one of the six language codes that planqa knows. py3langid's n-gram model judges it:
it loads in under a second, where the dictionaries of six languages take many.
"""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("lv", "en", "et", "lt", "de", "pl")
_READ = 20_000  # characters, from the beginning


def detect_language(text: str) -> str:
    """The most likely language of `text`, one of `LANGUAGES`; the first of them without letters."""
    sample = text[:_READ]
    if not any(c.isalpha() for c in sample):
        return LANGUAGES[0]
    language: str = _identifier().classify(sample)[0]
    return language


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
