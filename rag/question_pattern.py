"""Patterns over the words of a question, and what they say of it.

In: `cues.toml`, and a question. Out: matches: what a pattern says, and the words it stands on.

A pattern is written as words with a blank between them. A word stands for itself, `word*` for
any word that begins so, `~ending` for one that ends so, `a|b*` for one of several (each a single
word), `<class>` for a word, or words, of a class of the same file. A `?` behind any of them makes
it optional, a `!` before it forbids it as the next word. `..` stands for up to three words, `...`
for up to nine words and marks. `#` is a number, `"` what stands in quotation marks, `,` any mark
inside a sentence, `^` the beginning and `$` the end of a sentence. Letters are compared folded:
neither case nor diacritics count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.letters import bare_fold
from index.thesaurus import Match

QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,60})[\"“”„«»]")
_TOKEN = re.compile(
    rf"(?P<quote>{QUOTED.pattern})|(?P<number>\d+(?:[.,]\d+)*\.?(?=\s|$|\W)|[A-Z]{{1,3}}-?\d+\b)"
    r"|(?P<word>[^\W_]+)|(?P<end>[.?!](?=\s|$))|(?P<mark>[,;:()]|(?<=\s)[-–—](?=\s)|[–—])"
    r"|(?P<percent>%)"
)
_WORD = re.compile(r"[^\W_]+")
_FUND = re.compile(r"F[uo]nd")
_DIACRITICS = re.compile(r"[āčēģīķļņšūž]", re.IGNORECASE)
_ASKS = (
    r"(?:no |ar |par |pie |uz |pec )?(?:kas|ko|ka|kurs|kura|kuri|kuras|kads|kada|kadi|kadas|kadu"
    r"|cik|kur|kad|kapec|kadel|who|what|how|where|which|why|when|by|with)\b"
)
_ANEW = re.compile(rf"(?<!\S)(?:un|and|bet|but|\^) (?={_ASKS})")
_JOINING = re.compile(r"(?:un|and|or|vai) ")
_GAPS = {"..": r"(?:[^\s,.$]+ ){0,3}", "...": r"(?:[^\s.$]+ ){0,9}"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A question as patterns see it: its tokens in a row, the words that each stands on, and the
    words written with a capital inside a sentence, which are parts of names."""

    line: str
    starts: tuple[int, ...]
    words: tuple[tuple[int, int], ...]
    names: frozenset[int] = frozenset()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First and last word of the characters `start` to `end` of the line."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 2)) - 1
        return self.words[first][0], max(self.words[first][0], self.words[last][1])

    def clauses(self) -> list[int]:
        """The words that begin a clause which asks anew: "…, and who …"."""
        return [self.span(m.start(), m.end())[0] for m in _ANEW.finditer(self.line)]

    def joins(self, word: int) -> bool:
        """Whether a word is an "and" or an "or"."""
        at = next((i for i, (first, last) in enumerate(self.words) if first == word == last), None)
        return at is not None and _JOINING.match(self.line, self.starts[at]) is not None


def tokens_of(text: str) -> Tokens:
    """The tokens of `text`; what stands in quotation marks is one, and so is a number."""
    written = _DIACRITICS.search(text) is not None
    shown, starts, words, at, word = [], [], [], 0, 0
    found = [(str(m.lastgroup), m[0]) for m in _TOKEN.finditer(text.rstrip(" .?!"))]
    for kind, said in [("edge", "^"), *found, ("edge", "$")]:
        count = len(_WORD.findall(said))
        for piece in _shown(kind, said, written).split():
            shown.append(piece)
            starts.append(at)
            words.append((word, word + count - 1))
            at += len(piece) + 1
        word += count
    return Tokens(" ".join(shown) + " ", tuple(starts), tuple(words), _names(found))


def _names(found: list[tuple[str, str]]) -> frozenset[int]:
    """The words with a capital inside a sentence; none where most words have one. A fund is money
    by its name, too."""
    names, small, word, opens = set[int](), 0, 0, True
    for kind, said in found:
        if kind == "word" and not opens:
            capital = said[0].isupper() and said[1:].islower() and not _FUND.match(said)
            names |= {word} if capital else set()
            small += said.islower()
        opens = kind == "end"
        word += len(_WORD.findall(said))
    return frozenset(names) if small >= len(names) else frozenset()


_SHOWN = {"quote": '"', "number": "#", "end": "$ ^", "mark": ","}


def _shown(kind: str, said: str, written: bool) -> str:
    """What stands in the line for a token; `written`: the question has Latvian diacritics."""
    if kind != "word":
        return _SHOWN.get(kind, said)
    # Where diacritics are written, "ka" is "that", and not "kā", which asks how.
    if written and said.lower() == "ka":
        return "that"
    # "termiņš" (a deadline) and "termins" (a term) are one when folded.
    return "deadline" if said.lower().startswith("termiņ") else bare_fold(said)


class Patterns:
    """Patterns of one language, ready to be looked for."""

    def __init__(self, cues: Iterable[tuple[str, list[str]]], classes: dict[str, list[str]]):
        self._classes = classes
        self._compiled = [
            (says, re.compile(rf"(?<!\S)(?:{'|'.join(map(self._pattern, patterns))})"))
            for says, patterns in cues
            if patterns
        ]

    def matches(self, tokens: Tokens) -> list[Match]:
        """What the patterns say, in the order of the words."""
        found = [
            Match(says, *tokens.span(m.start(), m.end()))
            for says, pattern in self._compiled
            for m in pattern.finditer(tokens.line)
        ]
        return sorted(set(found), key=lambda match: (match.first, -match.last, match.concept))

    def _pattern(self, written: str) -> str:
        return "".join(map(self._part, written.split()))

    def _part(self, part: str) -> str:
        if part in _GAPS:
            return _GAPS[part]
        if part.startswith("!"):
            return f"(?!{'|'.join(self._choice(c) for c in part[1:].split('|'))})"
        optional = "?" if len(part) > 1 and part.endswith("?") else ""
        choices = [self._choice(c) for c in part.removesuffix("?").split("|")]
        return f"(?:{'|'.join(choices)}){optional}"

    def _choice(self, written: str) -> str:
        if written.startswith("<"):
            inner = [self._pattern(w) for w in self._classes[written.strip("<>")]]
            return f"(?:{'|'.join(inner)})"
        if written in ("^", "$", "#", '"', ",", "%"):
            return re.escape(written) + " "
        if written.startswith("~"):
            return rf"\w+{bare_fold(written[1:])} "
        pieces = re.findall(r"[^\W_]+\*?", written)
        return "".join(
            re.escape(bare_fold(p.rstrip("*"))) + (r"\w* " if p.endswith("*") else " ")
            for p in pieces
        )
