"""From the bytes of a text file to its characters.

In: bytes. Out: text. UTF-8 and UTF-16 show themselves; of the eight-bit encodings of the Baltic
and of Western Europe the one wins in which the text's letters make the likeliest words.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from corpus.errors import PlanqaError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Which letters of which languages they hold; the first of equals wins.
_EIGHT_BIT = ("cp1257", "cp1252", "iso8859_13", "iso8859_4", "cp1250", "iso8859_2", "cp775")
_LETTERS = frozenset("āčēģīķļņšūžāčēģīķļņōŗąčęėįšųūžõäöüßćłńóśźżéèàçâêîôûëïñåøæ")
_SIGNS = frozenset("–—„“”‘’«»…€§°²³·•©®±½ ")
_LEAST_PRINTABLE = 0.95
_SOUND = 10  # letters in sound UTF-8 for each damaged byte
_SAMPLE = 200_000  # bytes
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes) -> str:
    """The text of `data`.

    Raises:
        PlanqaError: `text_unreadable` when the bytes are no text, `document_empty` when blank.
    """
    text = _decoded(data)
    if not text.strip():
        raise PlanqaError("document_empty", "the file holds no text; give one that does", 422)
    printable = sum(c.isprintable() or c.isspace() for c in text) / len(text)
    if printable < _LEAST_PRINTABLE or "\x00" in text or text.count("�") > len(text) * 0.01:
        raise PlanqaError(
            "text_unreadable",
            "the file is not text in an encoding that planqa knows; convert it to UTF-8",
            422,
        )
    return text


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    encoding = encoding or _wide(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        if sum(ord(c) > 127 for c in text) > _SOUND * broken:
            return text  # UTF-8 with a few bytes damaged
        return data.decode(_eight_bit(data), errors="replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin letters is zero or small."""
    sample = data[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    if low > 0.4 * len(sample) / 2 and high == 0:
        return "utf-16-le"
    return "utf-16-be" if high > 0.4 * len(sample) / 2 and low == 0 else None


def _eight_bit(data: bytes) -> str:
    """The encoding in which the bytes above 127 are letters of words, and signs between them."""
    sample = data[:_SAMPLE]
    scores = {name: _likelihood(sample, name) for name in _EIGHT_BIT}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0:
        return best
    guessed = from_bytes(sample[:20_000]).best()
    return guessed.encoding if guessed else "cp1257"


def _likelihood(data: bytes, encoding: str) -> float:
    """How well decoded text reads, by the letter beyond ASCII: from -1 to 1."""
    text = data.decode(encoding, errors="replace")
    special = [i for i, c in enumerate(text) if ord(c) > 127]
    if not special:
        return 0.0
    score = 0.0
    for i in special:
        character = text[i]
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if character in _SIGNS:
            score += 0.4 if not (before.isalpha() and after.isalpha()) else -1
        elif character.lower() in _LETTERS:
            inside = before.isalpha() or after.isalpha()
            shouts = character.isupper() and before.islower()
            score += (1.0 if inside else 0.0) - (2.0 if shouts else 0.0)
        else:
            score -= 1
    words = [word.lower() for word in _WORD.findall(text) if any(ord(c) > 127 for c in word)]
    return score / len(special) + _one_language(words)


def _one_language(words: list[str]) -> float:
    """Up to half a point where the letters beyond ASCII are those of one language."""
    held = {c for word in words for c in word if ord(c) > 127}
    return max((len(held & own) / max(1, len(held)) for own in _ALPHABETS), default=0.0) / 2


_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "āčēģīķļņšūžōŗ", "ąčęėįšųūž", "õäöüšž", "äöüß", "ąćęłńóśźż", "éèàçâêîôûëïœ",
    )
)  # fmt: skip
