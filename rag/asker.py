"""What a question says of its asker, and greetings: no part of what is asked.

In: "Labdien! Esmu skolas direktore. Kuras sadaļas …?" Out: the part that asks.
"""

from __future__ import annotations

import itertools
import re

from corpus.letters import bare_fold

_SPLIT = re.compile(r"(?<=[.!?;])\s+(?=\S)|\s+[–—-]\s+|(?<=:)\s+")
_GREETING = re.compile(
    r"(?:labdien|labrit|labvakar|sveiki|sveicinati|cien\w+|ludzu|paldies|jautajums"
    r"|hello|hi|hey|dear|good (?:morning|afternoon|evening|day)|thanks?|thank you|quick question)\b"
)
_FIRST_PERSON = re.compile(
    r"(?:(?:es|mes)\s+)?(?:esmu|esam|parstav\w+|stradaju|stradajam|dzivoju|dzivojam|vadu|vadam"
    r"|rakstu|gatavoju|planoju|musu|mans|mana|man|mums|musejie|musejiem|ka \w+tajs|ka \w+taja)\b"
    r"|(?:i|we)(?:'m|'re| am| are| work| run| represent| live| manage| teach| own| lead| write"
    r"| chair| head| have| can't| cannot)\b|my\b|our\b|half our\b|as an? \w+"
)
_ASKER = re.compile(r"[^?]*\b(?:jauta|jautajam|asks|wants to know):$")

_WONDERS = re.compile(
    r"^[^,?]{0,40}\b(?:grib|vēlas|vēlētos|gribētu) (?:saprast|zināt|uzzināt|noskaidrot), (?=\w)",
    re.IGNORECASE,
)


def core(text: str) -> str:
    """`text` without greetings and sentences about the asker; whole where nothing else is left."""
    starts = [0, *(match.end() for match in _SPLIT.finditer(text)), len(text)]
    parts = [text[start:end] for start, end in itertools.pairwise(starts)]
    kept = "".join(part for part in parts if not _beside(part)).strip()
    return _WONDERS.sub("", kept or text)


def _beside(part: str) -> bool:
    """Whether a sentence or clause is a greeting or about the asker."""
    folded = bare_fold(part).strip().rstrip("–—- ")
    if _GREETING.match(folded):
        return "?" not in part
    return "?" not in part and bool(_FIRST_PERSON.match(folded) or _ASKER.match(folded))
