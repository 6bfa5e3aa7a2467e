"""Does an index in Milvus give the answers of the local one, and how long do its searches take?

In: the bundled dev questions in both languages (or as many as the argument says, from all over),
the index of the settings' home, and a Milvus: milvus-lite in a new file, or the server that
`--uri` names. Out: how many answers are the same in status, text and citations, those that are
not, and milliseconds of the two searches and of an answer, each beside the local index's.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from measure import report, spread, timed

from eval.generate import request_of
from eval.questions import bundled_files
from eval.runner import load_questions
from index.analysis import grams, stems
from index.milvus import MilvusIndex
from index.milvus_publishing import publish
from index.milvus_store import MilvusStore
from index.protocol import LexicalQuery
from rag.answer import Answer
from rag.assistant import Assistant
from rag.opening import open_assistant
from rag.settings import Settings

_FOUND = 200  # what retrieval asks of each search


def main(count: int | None, uri: str | None) -> None:
    """Ask each question of both, one after the other."""
    settings = Settings()
    local = open_assistant(settings)
    items = load_questions("dev", bundled_files(), settings).items
    items = items[:: max(1, len(items) // count)] if count else items
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        store = MilvusStore(uri or str(Path(folder) / "milvus.db"))
        stack.callback(store.close)
        _, published = timed(lambda: publish(settings.home, store))
        index, opened = timed(lambda: MilvusIndex.open(store, local.embedder))
        remote = Assistant(index, local.embedder, settings)
        times: dict[str, list[float]] = {}
        different = []
        for item in items:
            request = request_of(item)
            answers = []
            for name, assistant in (("local", local), ("Milvus", remote)):
                answer, seconds = timed(partial(assistant.ask, request))
                answers.append(answer)
                times.setdefault(f"answer, {name}, ms", []).append(seconds * 1000)
                for search, took in _searches(assistant, request.question).items():
                    times.setdefault(f"{search}, {name}, ms", []).append(took)
            if _said(answers[0]) != _said(answers[1]):
                different.append(f"{item.id}: {answers[0].status} / {answers[1].status}")
    report(
        "milvus",
        "An index in Milvus beside the local one",
        {name: spread(values) for name, values in sorted(times.items())},
        questions=len(items),
        same_answers=len(items) - len(different),
        different=different,
        passages=sum(index.passage_count(d.id) for d in index.documents()),
        seconds_to_publish=round(published, 1),
        seconds_to_open=round(opened, 2),
    )


def _searches(assistant: Assistant, question: str) -> dict[str, float]:
    """Milliseconds of the two searches."""
    vector = assistant.embedder.encode_questions([question])[0]
    query = LexicalQuery(
        tuple(dict.fromkeys(stems(question, "lv") + stems(question, "en"))), tuple(grams(question))
    )
    dense = timed(partial(assistant.index.dense, vector, _FOUND))[1]
    lexical = timed(partial(assistant.index.lexical, query, _FOUND))[1]
    return {"dense": dense * 1000, "lexical": lexical * 1000}


def _said(answer: Answer) -> tuple[object, ...]:
    """What must be the same: everything but how long it took."""
    cited = [(c.passage, c.quote) for c in answer.citations]
    return answer.status, answer.kind, answer.answer, cited, answer.items


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", nargs="?", type=int)
    options.add_argument("--uri")
    given = options.parse_args()
    main(given.count, given.uri)
