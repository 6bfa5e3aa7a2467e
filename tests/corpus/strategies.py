"""Hypothesis strategies: spans, and texts that look like plans or like nothing in particular."""

from __future__ import annotations

from hypothesis import strategies as st

from corpus.model import Description
from corpus.span import Span

DESCRIPTION = Description("made", "Made plan", None, None, "lv", "0" * 64, "made.txt")

_WORDS = st.sampled_from(
    [
        "ceļi",
        "un",
        "ūdens",
        "attīstība",
        "Latgales",
        "pašvaldība",
        "Roads",
        "for",
        "the",
        "plans",
        "to",
        "build",
        "km",
        "2021.",
        "2014.-2020.",
        "12,5",
        "e-pakalpojumi",
        "t.sk.",
        "(skaits)",
        "„skola”",
        "–",
        "-",
        "62",
        "%",
    ]
)
_SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(_WORDS, min_size=1, max_size=16),
    st.sampled_from(["", ".", ";", ":", ",", " -"]),
)
_NUMBER = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(
    lambda parts: ".".join(map(str, parts))
)
_LETTER = st.sampled_from(
    ["a", "b", "c", "d", "e", "h", "i", "v", "x", "z", "aa", "bb", "ii", "iv", "ā"]
)
_ROLE = st.sampled_from(
    ["Mērķis", "Uzdevumi", "Ieviesēji", "Funding", "Indicators", "Maßnahmen", "Zadania", "Tikslas"]
)
_HEADING = st.one_of(
    st.builds("{}. {}".format, _NUMBER, _SENTENCE),
    st.builds("{}  {}.".format, _SENTENCE, _NUMBER),
    st.builds("Priority {}: {}".format, _NUMBER, _SENTENCE),
    st.builds("{}. {}: {}".format, _NUMBER, _ROLE, _SENTENCE),
    st.builds("{}:".format, _ROLE),
    _ROLE,
    st.sampled_from(["Saīsinājumu saraksts", "Kopsavilkums", "Contents"]),
)
_ITEM = st.one_of(
    st.builds("{}{} {}".format, _LETTER, st.sampled_from([".", ")"]), _SENTENCE),
    st.builds("{}. ".format, _LETTER),
    st.builds("({}) {}".format, st.integers(1, 7), _SENTENCE),
    st.builds("{} {}".format, st.sampled_from("-–•➢*o"), _SENTENCE),
    st.builds("{}) {}".format, st.integers(1, 9), _SENTENCE),
)
_PAGE = st.one_of(
    st.integers(1, 99).map(str),
    st.builds("Local plan 2021.-2027.gadam. Strategy  {}".format, st.integers(1, 99)),
    st.sampled_from(["https://planqa.invalid/a?b=c", "www.planqa.invalid/x"]),
    st.builds("{} ............ {}".format, _SENTENCE, st.integers(1, 99)),
    st.builds("{}. tabula. {}".format, st.integers(1, 9), _SENTENCE),
    st.builds("10:0{} - 11:30 {}".format, st.integers(0, 9), _SENTENCE),
    st.sampled_from(["15. maijs, Brisele", "RIS3 – Research and Innovation", "IKP - kopprodukts"]),
)
_MARKUP = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###"]), _SENTENCE),
    st.builds("**{}**".format, _SENTENCE),
    st.builds("**{}:** {}".format, _ROLE, _SENTENCE),
    st.builds("- **{}:** {}".format, _ROLE, _SENTENCE),
    st.builds("| {} | {} |".format, _SENTENCE, _SENTENCE),
    st.builds("<p><b>{}. {}</b></p>\t<ul><li>• {}</li></ul>\t".format, _NUMBER, _WORDS, _SENTENCE),
    st.builds("<p>{}<br/>&amp; {}</p>\t<p>{}</p>".format, _WORDS, _WORDS, _SENTENCE),
    st.sampled_from(["|---|---|", "---", "===", "```", "> ", "> - x", "    code", "<div>", "\t"]),
)
_RANDOM = st.text(max_size=40)
_INDENT = st.sampled_from(["", "", "", " ", "  ", "\t", "    "])
_BREAK = st.sampled_from(["\n", "\n", "\n\n", "\n \n", "\n\n\n", "\r\n", "\r", "\f", "\n\f"])


def spans(longest: int = 200) -> st.SearchStrategy[Span]:
    """Spans that end at `longest` or before."""
    return st.integers(0, longest - 1).flatmap(
        lambda start: st.integers(start + 1, longest).map(lambda end: Span(start, end))
    )


def plan_texts() -> st.SearchStrategy[str]:
    """Texts of lines that a plan may have, in any order and with any white space."""
    return _texts(st.one_of(_SENTENCE, _HEADING, _ITEM, _PAGE))


def markdown_texts() -> st.SearchStrategy[str]:
    """The same with Markdown and HTML, well formed or not."""
    return _texts(st.one_of(_MARKUP, _MARKUP, _SENTENCE, _ITEM, _HEADING))


def any_texts() -> st.SearchStrategy[str]:
    """Any text with something in it, lines of plans among what makes no sense."""
    lines = st.one_of(_RANDOM, _RANDOM, _SENTENCE, _ITEM, _PAGE, _HEADING, _MARKUP)
    return _texts(lines)


def _texts(lines: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    whole = st.builds("{}{}{}".format, _INDENT, lines, _BREAK)
    return st.lists(whole, min_size=1, max_size=30).map("".join).filter(str.strip)
