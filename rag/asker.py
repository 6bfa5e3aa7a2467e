"""What a question says of its asker, and greetings: no part of what is asked.

In: "Labdien! Esmu skolas direktore. Kuras sadaļas …?" Out: the part that asks.
"""

from __future__ import annotations

import itertools
import re

from corpus.letters import bare_fold
from index.thesaurus import thesaurus

_SPLIT = re.compile(r"(?<=[.!?;])\s+(?=\S)|\s+[–—-]\s+|(?<=:)\s+")
_GREETING = re.compile(
    r"(?:labdien|labrit|labvakar|sveiki|sveicinati|paldies"
    r"|hello|hi|hey|good (?:morning|afternoon|evening|day)|thanks?|thank you)\b[\s,.!:–—-]*"
)
_LONGEST_COURTESY = 3  # words that may follow a greeting and still ask nothing
_IDENTITY = re.compile(
    r"(?:(?:es|mes)\s+)?(?:esmu|esam|parstavu|parstavam|stradaju|stradajam|dzivoju|dzivojam|vadu)\b"
    r"|(?:i|we)(?:'m|'re| am| are| work| run| represent| live| manage| teach| lead)\b|as an? \w+"
)
_CONCERN = re.compile(
    r"(?:musu|mans|mana|man|mums|musejie|musejiem|my|our|half our"
    r"|(?:i|we) (?:have|can't|cannot))\b"
)
_ASKER = re.compile(r"[^?]*\b(?:jauta|jautajam|asks|wants to know):$")

_WONDERS = re.compile(
    r"^[^,?]{0,40}\b(?:grib|vēlas|vēlētos|gribētu) (?:saprast|zināt|uzzināt|noskaidrot), (?=\w)",
    re.IGNORECASE,
)
# What asks about something that only the sentence before names.
_EMPTY = re.compile(
    r"(?:what (?:is|does|do|are) (?:that|this|it|they|these|those)(?: mean)?|what.s (?:that|it)"
    r"|ko tas (?:nozime|izsaka)|kas tas (?:ir|butu)|ka to saprast)\s*\?*",
)


def core(text: str) -> str:
    """`text` without greetings and sentences about the asker; whole where nothing else is left."""
    starts = [0, *(match.end() for match in _SPLIT.finditer(text)), len(text)]
    parts = [text[start:end] for start, end in itertools.pairwise(starts)]
    kept = "".join(part for part in parts if not _beside(part)).strip()
    if _EMPTY.fullmatch(bare_fold(kept)):
        kept = text
    return _WONDERS.sub("", kept or text)


def _beside(part: str) -> bool:
    """Whether a sentence or clause asks nothing: a greeting, who the asker is, what moves them.

    What moves the asker stays where it names a place: the question may be about that place.
    """
    if "?" in part:
        return False
    folded = bare_fold(part).strip().rstrip("–—- ")
    greeting = _GREETING.match(folded)
    rest = folded[greeting.end() :] if greeting else folded
    if greeting and len(rest.split()) <= _LONGEST_COURTESY:
        return True
    if _IDENTITY.match(rest) or _ASKER.match(rest):
        return True
    return bool(_CONCERN.match(rest)) and not _names_a_place(part)


def _names_a_place(part: str) -> bool:
    known = thesaurus().concepts
    return any(known[match.concept].field == "places" for match in thesaurus().matches(part))
