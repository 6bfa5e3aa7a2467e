"""Whether an answer is about another place or name than the one asked about.

In: a question, its topic, and a draft. Out: whether the question names a place, or something by
its own name, that neither what is quoted nor a title above it names: "when did Liepāja join the
covenant" is not answered by the year in which Daugavpils did. And the passages that do name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Passage
from index.thesaurus import thesaurus
from rag.compose.comparison import SIDES, document_sides
from rag.compose.context import Context, once
from rag.coordination import coordinated
from rag.draft import Draft
from rag.topic import Group


def tells_of_elsewhere(context: Context, draft: Draft, *, first: bool = False) -> bool:
    """Whether nothing that a draft cites names a place or name of the question, or what it cites
    `first` does not though something else does."""
    if draft.empty or not _asked_about(context):
        return False
    cited = draft.passages()
    if first:
        return not _named(context, cited[:1]) and any(_named(context, [one]) for one in cited)
    return not _named(context, cited)


def there(context: Context) -> Context:
    """The context with those passages alone that name the places and names of the question."""
    ranking = context.ranking
    kept = tuple(scored for scored in ranking.passages if _named(context, [scored.passage]))
    return replace(context, ranking=replace(ranking, passages=kept))


def _named(context: Context, passages: Sequence[Passage]) -> bool:
    """Whether passages, or the titles above them, name all places and names of the question."""
    terms = [context.terms.of[one.id] for one in passages]
    said = frozenset[str]().union(*(one.own | one.above for one in terms))
    own = {context.terms.language_of[one.document] for one in passages}
    languages = own <= {context.question.language}
    return all(
        group.named_in(said)
        for group in _asked_about(context)
        if languages or group.name in thesaurus().concepts
    )


@once
def _asked_about(context: Context) -> tuple[Group, ...]:
    """The places and names that an answer must name. What a follow-up takes over goes without
    saying, and of things or documents set side by side one may be named."""
    question = context.question
    if question.follows_up or question.doubled or question.kind == "comparison":
        return ()
    wanted = [group for group in context.ranking.groups if _is_name(context, group)]
    if not wanted or len(document_sides(context)) >= SIDES:
        return ()
    beside = coordinated(question.text, question.language, frozenset(one.name for one in wanted))
    return tuple(one for one in wanted if not any(one.name in names for names in beside))


def _is_name(context: Context, group: Group) -> bool:
    """Whether a thing is a place, or a name that the documents know. A name counts only where it
    is in the language of what is cited: one in another language may be its translation."""
    known = thesaurus().concepts
    if group.name in known:
        return not group.plain and known[group.name].field == "places"
    return group.name in context.question.names and any(map(context.terms.known, group.terms))
