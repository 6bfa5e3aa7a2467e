"""How fast documents are indexed, beside encoding the same texts and nothing else.

In: the bundled plans, in a new home for each round. Out: characters of stored text a second for
ingesting and for bare encoding in turn, their ratio, and the seconds of a run in which nothing has
changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measure import report, spread, timed

from corpus.catalog import bundled_plans
from corpus.reader import read_bytes, read_document
from index.embedder import Embedder
from index.ingestion import ingest
from rag.opening import open_embedder_of
from rag.settings import Settings

_ROUNDS = 2


def main(rounds: int = _ROUNDS) -> None:
    """Encode and ingest in turn, `rounds` times each."""
    embedder = open_embedder_of(Settings())
    documents = [read_document(read_bytes(path), path.name) for path in bundled_plans()]
    texts = list(dict.fromkeys(p.searchable for d in documents for p in d.passages))
    characters = sum(len(document.text) for document in documents)
    embedder.encode_passages(texts[:32])
    bare, whole, again = [], [], []
    for _ in range(rounds):
        bare.append(timed(lambda: embedder.encode_passages(texts))[1])
        first, second = _ingested(embedder, len(texts))
        whole.append(first)
        again.append(second)
    report(
        "ingestion",
        "Indexing the bundled plans",
        {
            "bare encoding, characters/s": spread([characters / seconds for seconds in bare]),
            "ingesting, characters/s": spread([characters / seconds for seconds in whole]),
            "ingesting / bare, time": spread([w / b for w, b in zip(whole, bare, strict=True)]),
            "nothing changed, seconds": spread(again),
        },
        characters=characters,
        texts=len(texts),
    )


def _ingested(embedder: Embedder, texts: int) -> tuple[float, float]:
    """Seconds of ingesting into a new home, and of doing it again; the second embeds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        first, seconds = timed(lambda: ingest(bundled_plans(), home, embedder))
        second, less = timed(lambda: ingest(bundled_plans(), home, embedder))
    if (first.embedded, second.embedded) != (texts, 0):
        raise SystemExit(
            f"embedded {first.embedded} and {second.embedded} texts, not {texts} and 0"
        )
    return seconds, less


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
