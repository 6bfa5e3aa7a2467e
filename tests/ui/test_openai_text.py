"""An answer as Markdown of its own: what a document says is shown and nothing else."""

from __future__ import annotations

from markdown_it import MarkdownIt

from tests.rag.asking import Asker
from ui.openai_text import sourced_text

_HOSTILE = "**x** [a](http://evil.example) <script>alert(1)</script> ![i](http://evil.example/p)"


def test_what_a_document_says_makes_no_link_and_no_markup(asker: Asker) -> None:
    answer = asker.ask("Which actions concern cycling?")
    cited = [
        citation.model_copy(update={"quote": _HOSTILE, "title": _HOSTILE})
        for citation in answer.citations
    ]
    shown = sourced_text(answer.model_copy(update={"citations": cited}), "http://plans.example")
    tokens = [
        inline
        for block in MarkdownIt("commonmark").parse(shown)
        for inline in block.children or [block]
    ]
    links = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    assert links
    assert all(link.startswith("http://plans.example/documents/") for link in links)
    assert not [t for t in tokens if t.type in ("html_inline", "html_block", "image")]
