"""The courses that models are learned from: the bundled plans, and documents of other kinds.

In: settings and an assistant over the bundled plans. Out: the dev split, the questions on the same
plans in `calibration/`, and those on the documents in `calibration/elsewhere/`, which were written
for this: plans, strategies and rules of places that do not exist, in Latvian and English.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.examples import Course
from eval.languages import learned_alignment
from eval.questions import bundled_files, read_files
from eval.runner import load_questions
from eval.source import library, saved_documents
from eval.split import items_of
from index.embedder import Embedder
from index.ingestion import Progress, ingest
from index.protocol import PassageIndex
from index.remembering import RememberingEmbedder
from rag.alignment import Alignment
from rag.assistant import Assistant
from rag.opening import open_index
from rag.settings import Settings

# What a question on those documents counts for silence: their unanswerable ones are nearer misses
# than people ask, and with full weight plain questions that a document answers are refused.
_NEAR_MISSES = 0.35
_SAMPLE = 400  # passages of a language whose mean is taken


def courses(
    assistant: Assistant, settings: Settings, progress: Progress | None = None
) -> list[Course]:
    """All courses; the documents from elsewhere are indexed in the cache.

    Args:
        assistant: over the bundled plans.
        settings: of the assistant.
        progress: called while documents are indexed.
    """
    folder = Path(str(files("eval").joinpath("calibration")))
    home = settings.cache / "calibration"
    # Learning asks the same questions again and again.
    embedder = RememberingEmbedder(assistant.embedder)
    assistant = assistant.through(assistant.index, embedder)
    ingest([folder / "elsewhere" / "documents"], home, embedder, progress)
    elsewhere = settings.model_copy(update={"home": home})
    there = Assistant(open_index(elsewhere, embedder), embedder, elsewhere)
    here = library(saved_documents(assistant.index))
    dev = load_questions("dev", bundled_files(), settings).items
    return [
        Course(assistant, dev, here, dev=True),
        Course(assistant, items_of(read_files(sorted(folder.glob("*.jsonl")))), here),
        Course(
            there,
            items_of(read_files(sorted((folder / "elsewhere").glob("*.jsonl")))),
            library(saved_documents(there.index)),
            weight=_NEAR_MISSES,
        ),
    ]


def alignment_of(found: list[Course]) -> Alignment:
    """What the model's vectors say of language, learned from the questions and passages."""
    embedder = found[0].assistant.embedder
    pairs = {item.pair.pair: item.pair for course in found for item in course.items}
    asked = [(pair.lv.question, pair.en.question) for pair in pairs.values() if pair.lv and pair.en]
    questions = {
        language: embedder.encode_questions(list(wordings))
        for language, wordings in zip(("lv", "en"), zip(*asked, strict=True), strict=True)
    }
    texts: dict[str, list[str]] = {}
    for index in {id(course.assistant.index): course.assistant.index for course in found}.values():
        for language, own in _texts(index).items():
            texts.setdefault(language, []).extend(own)
    return learned_alignment(
        embedder.fingerprint,
        questions,
        {one: _sampled(own, embedder) for one, own in texts.items()},
    )


def _texts(index: PassageIndex) -> dict[str, list[str]]:
    """What is encoded of the passages, by language."""
    found: dict[str, list[str]] = {}
    for document in index.documents():
        said = [passage.searchable for passage in index.passages(document.id)]
        found.setdefault(document.language, []).extend(said)
    return found


def _sampled(texts: list[str], embedder: Embedder) -> NDArray[np.float32]:
    step = max(1, len(texts) // _SAMPLE)
    return embedder.encode_passages(texts[::step])
