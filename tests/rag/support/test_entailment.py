"""A cross-encoder for inference, built here: two layers of eight numbers, with random weights."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from corpus.errors import PlanqaError
from rag.settings import Settings, VerificationSettings
from rag.support import StatementChecker
from rag.support.entailment import Entailment
from tests.index.hash_embedder import HashEmbedder
from tests.rag.support.shelf import Plan, passage

CLASSES = ("contradiction", "entailment", "neutral")
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "skolu", "atjaunos", "ludza", ".")
TEXT = "Skolu atjaunos Ludzā."


def built(folder: Path, classes: tuple[str, ...], favoured: int) -> Path:
    """A model in `folder` that gives its favoured class to everything."""
    folder.mkdir()
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(WORDS), "utf-8")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=8, id2label=dict(enumerate(classes)),
        label2id={name: place for place, name in enumerate(classes)},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.eye(len(classes))[favoured] * 5)
    model.save_pretrained(folder)
    BertTokenizer(str(vocabulary)).save_pretrained(folder)
    CrossEncoder(str(folder)).save_pretrained(str(folder))
    return folder


def checker(model: Path | None, entailed: float = 0.5) -> StatementChecker:
    verification = VerificationSettings(entailment=str(model) if model else None, entailed=entailed)
    settings = Settings(verification=verification)
    return StatementChecker(HashEmbedder(), settings, Plan(passage(TEXT)))


def test_classes_are_found_by_their_names(tmp_path: Path) -> None:
    (found,) = Entailment(str(built(tmp_path / "m", CLASSES, 1))).infer([TEXT], TEXT)
    assert found.entails > 0.9
    assert found.contradicts < 0.1
    turned = ("entailment", "neutral", "contradiction")
    (found,) = Entailment(str(built(tmp_path / "t", turned, 2))).infer([TEXT], TEXT)
    assert found.contradicts > 0.9
    assert found.entails < 0.1


def test_a_statement_must_be_entailed_where_a_model_is_set(tmp_path: Path) -> None:
    cited = [passage(TEXT)]
    assert checker(None).check(TEXT, cited).supported
    assert checker(built(tmp_path / "yes", CLASSES, 1)).check(TEXT, cited).supported
    no = built(tmp_path / "no", CLASSES, 2)
    assert checker(no).check(TEXT, cited).faults == ("meaning",)
    assert checker(no, entailed=0.0).check(TEXT, cited).supported


def test_a_model_of_other_classes_is_refused(tmp_path: Path) -> None:
    model = built(tmp_path / "m", ("good", "bad"), 0)
    with pytest.raises(PlanqaError, match="good, bad") as refused:
        Entailment(str(model))
    assert refused.value.code == "entailment_invalid"


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"verification\.entailment") as refused:
        Entailment(str(tmp_path))
    assert refused.value.code == "entailment_invalid"


def test_a_folder_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"verification\.entailment") as refused:
        Entailment(str(tmp_path / "none"))
    assert refused.value.code == "entailment_unavailable"


def test_a_model_is_opened_once_for_all_checkers(tmp_path: Path) -> None:
    folder = built(tmp_path / "m", CLASSES, 2)
    checker(folder)
    shutil.rmtree(folder)
    assert checker(folder).check(TEXT, [passage(TEXT)]).faults == ("meaning",)
