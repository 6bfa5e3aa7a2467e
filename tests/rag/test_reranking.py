"""A cross-encoder orders the first passages; a tiny one is made here, which likes one word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PlanqaError
from rag.assistant import Assistant
from rag.opening import open_reranker_of
from rag.reranking import Reranker
from rag.settings import RetrievalSettings, Settings
from tests.rag.asking import Asker

_WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "cycle")


def _cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder whose score is high where the passage has the word "cycle"."""
    import torch
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(_WORDS)}, "[UNK]"))
    made: Any = normalizers.Lowercase()
    tokenizer.normalizer = made
    split: Any = pre_tokenizers.Whitespace()
    tokenizer.pre_tokenizer = split
    joined: Any = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    tokenizer.post_processor = joined
    kind: Any = PreTrainedTokenizerFast
    fast = kind(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=256,
    )  # fmt: skip
    config: Any = BertConfig
    sizes = config(
        vocab_size=len(_WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, max_position_embeddings=256, num_labels=labels,
    )  # fmt: skip
    torch.manual_seed(0)
    model: Any = BertForSequenceClassification(sizes)
    with torch.no_grad():
        for weight in model.parameters():
            weight.zero_()
        # Attention spreads evenly, so what the first token takes in is the share of the word.
        model.bert.embeddings.word_embeddings.weight[4, 0] = 4.0
        for norm in model.modules():
            if isinstance(norm, torch.nn.LayerNorm):
                norm.weight.fill_(1.0)
        layer = model.bert.encoder.layer[0]
        layer.attention.self.value.weight.copy_(torch.eye(8))
        layer.attention.output.dense.weight.copy_(torch.eye(8))
        model.bert.pooler.dense.weight.copy_(torch.eye(8))
        model.classifier.weight[0, 0] = 3.0
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    CrossEncoder(str(folder)).save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


def _opened(model: str | None) -> Reranker | None:
    return open_reranker_of(Settings(retrieval=RetrievalSettings(reranker=model)))


def test_passages_that_the_model_prefers_come_first(made: Asker, folder: Path) -> None:
    ranking = made.context("What will the council build?").ranking
    found = Reranker(str(folder), 20).reranked("What will the council build?", ranking)
    has = ["cycle" in one.passage.searchable.lower().split() for one in found.passages[:20]]
    assert any(has)
    assert not all(has)
    assert has == sorted(has, reverse=True)


def test_no_passage_comes_or_goes_and_scores_stay_with_the_ranks(made: Asker, folder: Path) -> None:
    ranking = made.context("What will the council build?").ranking
    found = Reranker(str(folder), 5).reranked("What will the council build?", ranking)
    assert {s.passage.id for s in found.passages} == {s.passage.id for s in ranking.passages}
    assert found.passages[5:] == ranking.passages[5:]
    before = sorted((one.score for one in ranking.passages[:5]), reverse=True)
    assert [one.score for one in found.passages[:5]] == before


def test_the_assistant_searches_in_the_models_order(made: Asker, folder: Path) -> None:
    reranker = _opened(str(folder))
    assistant = Assistant(
        made.index, made.assistant.embedder, made.assistant.settings, reranker=reranker
    )
    (first,) = assistant.search("What will the council build?", 1)
    assert "cycle" in first.text.lower() or "cycling" in first.text.lower()


def test_without_the_setting_nothing_is_opened() -> None:
    assert _opened(None) is None


def test_a_model_that_does_not_score_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError) as refused:
        Reranker(str(_cross_encoder(tmp_path, labels=3)), 5)
    assert refused.value.code == "reranker_invalid"


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError) as refused:
        _opened(str(tmp_path / "none"))
    assert refused.value.code == "reranker_unavailable"
    assert "retrieval.reranker" in refused.value.message


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanqaError, match=r"retrieval\.reranker") as refused:
        _opened(str(tmp_path))
    assert refused.value.code == "reranker_invalid"
