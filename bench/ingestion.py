"""How fast documents are indexed, beside the pipeline people write first with the same model.

In: bundled plans, the four small ones or (`all`) all five, in a new home for each round. Out:
characters of stored text a second, for the LangChain pipeline (its splitter at 1000/150,
sentence-transformers with its defaults, a flat FAISS index in memory) and for planqa in both
precisions, in turn; the same by characters encoded, since planqa encodes each passage with the
titles above it; and the seconds of a run in which nothing has changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import cast

import faiss
from measure import report, spread, timed
from start import model_folder

from corpus.catalog import bundled_plans
from corpus.reader import read_bytes, read_document
from eval.chunks import split
from index.embedder import Embedder, open_embedder
from index.ingestion import ingest
from index.sentence_embedder import Precision
from rag.settings import Settings

_ROUNDS = 3
_SMALL = 100_000  # bytes
_PRECISIONS: tuple[Precision, ...] = ("float32", "bfloat16")


def main(rounds: int = _ROUNDS, which: str = "small") -> None:
    """Index by each in turn, `rounds` times."""
    paths = [p for p in bundled_plans() if which == "all" or p.stat().st_size < _SMALL]
    documents = [read_document(read_bytes(path), path.name) for path in paths]
    texts = list(dict.fromkeys(p.searchable for d in documents for p in d.passages))
    chunks = [chunk.text for document in documents for chunk in split(document)]
    characters = sum(len(document.text) for document in documents)
    settings = Settings()
    model = _sentence_transformer(settings)
    chosen = settings.embedding
    embedders = {
        precision: open_embedder(
            chosen.model, settings.cache, chosen.batch_size, precision=precision
        )
        for precision in _PRECISIONS
    }
    _chunked(paths[-1:], model)
    for embedder in embedders.values():
        embedder.encode_passages(texts[:8])
    peer: list[float] = []
    own: dict[str, list[float]] = {precision: [] for precision in embedders}
    again: list[float] = []
    for _ in range(rounds):
        peer.append(timed(lambda: _chunked(paths, model))[1])
        for precision, embedder in embedders.items():
            first, second = _ingested(paths, embedder, len(texts))
            own[precision].append(first)
            again.append(second)
    rows = {"LangChain, characters/s": spread([characters / seconds for seconds in peer])}
    for precision, times in own.items():
        rows[f"planqa {precision}, characters/s"] = spread([characters / one for one in times])
        rows[f"planqa {precision} / LangChain"] = spread(
            [p / o for p, o in zip(peer, times, strict=True)]
        )
    encoded = sum(map(len, texts)) / sum(map(len, chunks))
    for precision, times in own.items():
        rows[f"planqa {precision} / LangChain, by characters encoded"] = spread(
            [encoded * p / o for p, o in zip(peer, times, strict=True)]
        )
    rows["nothing changed, seconds"] = spread(again)
    report(
        "ingestion", "Indexing the bundled plans", rows,
        characters=characters, passages=len(texts), chunks=len(chunks),
        characters_encoded=sum(map(len, texts)), characters_encoded_LangChain=sum(map(len, chunks)),
        cosine_of_bfloat16=_cosines(embedders, texts),
    )  # fmt: skip


def _cosines(embedders: dict[Precision, Embedder], texts: list[str]) -> str:
    """How near the vectors of the two precisions are, over a sample."""
    sample = texts[:: max(1, len(texts) // 100)]
    one, other = (embedder.encode_passages(sample) for embedder in embedders.values())
    cosines = (one * other).sum(axis=1)
    return f"least {cosines.min():.6f}, mean {cosines.mean():.6f} (n={len(sample)})"


def _sentence_transformer(settings: Settings) -> object:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    return SentenceTransformer(model_folder(settings), device="cpu")


def _chunked(paths: list[Path], model: object) -> None:
    """Read, split, encode and index as the tutorials do."""
    from sentence_transformers import SentenceTransformer

    encoder = cast(SentenceTransformer, model)
    documents = [read_document(read_bytes(path), path.name) for path in paths]
    texts = [f"passage: {chunk.text}" for document in documents for chunk in split(document)]
    vectors = encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)


def _ingested(paths: list[Path], embedder: Embedder, texts: int) -> tuple[float, float]:
    """Seconds of ingesting into a new home, and of doing it again; the second embeds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        first, seconds = timed(lambda: ingest(paths, home, embedder))
        second, less = timed(lambda: ingest(paths, home, embedder))
    if (first.embedded, second.embedded) != (texts, 0):
        raise SystemExit(
            f"embedded {first.embedded} and {second.embedded} texts, not {texts} and 0"
        )
    return seconds, less


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:3])
