"""What a question wants defined.

In: a question, its cues. Out: the terms it may want defined, the likeliest first; none where it
asks for no definition.
"""

from __future__ import annotations

import re

from corpus.letters import bare_fold
from index.thesaurus import Match, words_of
from rag.language import is_function_word
from rag.question_cues import read_quoted

# "What is X" defines X where X is a bare name of a thing, and says neither of what nor which one.
_LATVIAN = re.compile(
    r"(?:^|[,.–—:-]\s*|\b(?:zināt|saprast|paskaidrot|pateikt)\s+)(?:un\s+|bet\s+)?"
    r"kas\s+(?:īsti\s+|tieši\s+|vispār\s+|tad\s+)?(?:ir|tas)\s+"
    r"(?:tas\s+|ir\s+|tāds\s+|tāda\s+|šis\s+|šī\s+)?(?P<term>[^,;:?!–—]+?)"
    r"(?:\s+(?:pēc|saskaņā|šajā|šīs|šā|programmā|plānā|dokumentā|stratēģijā)\b[^?]*)?\s*[?!.]*$",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:^(?:and\s+|so\s+|but\s+)?|(?<!,\sand),\s*|\b(?:explain|know|me)\s+)"
    r"what(?:\s+(?:is|are)|['’]s)\s+"
    r"(?P<article>an?\s+|the\s+)?(?P<term>[^,;:?!–—]+?)"
    r"(?:\s*,?\s+(?:according\s+to|under|in)\s+the\b[^?]*)?(?:\s+here)?\s*[?!.]*$",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"\b(?:explain|know|me)\s+what\s+an?\s+(?P<term>[^,;:?!]+?)\s+is\b", re.I)
_LATVIAN_LOWER = "a-zāčēģīķļņšūž"
_ABBREVIATION = re.compile(
    rf"(?<![\w-])[^\W\d_{_LATVIAN_LOWER}]\w*[^\W\d_{_LATVIAN_LOWER}]\w*"
    rf"(?:-[^\W_{_LATVIAN_LOWER}]+(?!\w))*|[A-Z]{{2,}}\d*"
)
_SINGULAR = re.compile(r"(?:[^s]s|e|ing)$")
_OWNED = re.compile(r"['’]s ")
_COMPOUND = 2
_LONGEST = 4  # words of a term that "what is" alone asks to define
# A superlative, an office or a verb: the words do not name a kind of thing.
_ONE_OF_A_KIND = re.compile(
    r"\b(?:vis\w+|\w+ak(?:ais|a|ie|as)|galven\w*|\w+taj[sai]\w*|vaditaj\w*|priekssedetaj\w*|mers"
    r"|planots|paredzets|noticis|jau|par|ar|no|vai|kas|ja\w{4,}|bija|domat\w*|saprot\w*|vairak"
    r"|of|for|from|with|to|by|being|been|going|planned|done|it|its|that|this|there|these|those"
    r"|actually|really|doing|your|our|their|per|on|at|meant|called|due|behind|about|wrong|new"
    r"|current|total|average"
    r"|(?!(?:inv|inter|requ|for|harv|cont|prot|man)est\b)\w{3,}est|best|main|most|status|name|role|deadline|expected|between|under|in|highest)\b"
)


def read_terms(text: str, found: list[Match]) -> tuple[str, ...]:
    """What a question may want defined: a quoted term, what "what is" asks, an abbreviation, the
    words that are left."""
    cued = any(match.concept == "kind.definition" for match in found)
    plain = _plain(text, found)
    if not cued and not plain:
        return ()
    if quoted := read_quoted(text):
        return quoted
    if plain:
        return (plain,)
    capitals = [m[0] for m in _ABBREVIATION.finditer(text)]
    words = words_of(text)
    asks = {i for m in found if m.concept.startswith(("word.any", "unit."))
            for i in range(m.first, m.last + 1)}  # fmt: skip
    spelled = {word for term in capitals for word in words_of(term)}
    rest = [
        w
        for i, w in enumerate(words)
        if i not in asks and w not in spelled and not is_function_word(w)
    ]
    return tuple(dict.fromkeys([*capitals, " ".join(rest)] if rest else capitals))


def _plain(text: str, found: list[Match]) -> str:
    """The term of a bare "what is X"."""
    match = _LATVIAN.search(text) or _INVERTED.search(text) or _ENGLISH.search(text)
    if match is None:
        return ""
    term = match["term"].strip(' "“”„«»')
    count = len(words_of(term))
    if _ABBREVIATION.fullmatch(term):
        return term
    if not 0 < count <= _LONGEST or _ONE_OF_A_KIND.search(bare_fold(term)) or _OWNED.search(term):
        return ""
    article = (match.groupdict().get("article") or "").strip().lower()
    if article in ("a", "an"):
        return term
    asks = [m for m in found if m.concept.startswith(("role.", "form.", "ask.ones"))]
    if any(m.concept == "form.person" for m in asks):
        return ""
    # "Kas ir līdzdalības budžets" asks what a thing is, though its name is that of a role.
    named = not asks or (count == _COMPOUND and _SINGULAR.search(bare_fold(term)) is not None)
    # "The climate finance instrument" is an instrument: what stands before it asks for nothing.
    last = len(words_of(text[: match.end("term")])) - 1
    within = bool(asks) and all(last - count < m.last < last for m in asks)
    short = article != "the" or count <= _COMPOUND + ("-" in term) or within
    return term if (named or within) and short else ""
