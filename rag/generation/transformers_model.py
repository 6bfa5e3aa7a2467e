"""A language model in this process, run by transformers.

In: a model's folder and a device. Out: a `Generator`. One answer is written at a time; who waits
for his turn past his deadline goes without.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import PlanqaError
from rag.generation.protocol import Deadline, GenerationFailed, Prompt
from rag.generation.timed_text import Emit, timed_text

if TYPE_CHECKING:
    import torch

_ROOM = 1_000_000  # what tokenizers say who know of no limit is far above this


class TransformersModel:
    """A `Generator` over a causal language model.

    Args:
        folder: weights and tokenizer, as `save_pretrained` writes them.
        name: the setting that opened it.
        device: `auto`, `cpu` or `cuda`.

    Raises:
        PlanqaError: `generator_invalid` when the folder is not such a model, or there is no GPU.
    """

    def __init__(self, folder: Path, name: str, device: str = "auto") -> None:
        self.name = name
        self._device = _device(device)
        self._tokenizer, self._model = _load(folder, self._device)
        self._room = min(
            int(getattr(self._model.config, "max_position_embeddings", None) or _ROOM),
            int(self._tokenizer.model_max_length),
        )
        self._turn = threading.Lock()

    def write(self, prompt: Prompt, deadline: Deadline) -> Iterator[str]:
        """The text in pieces; see `Generator`."""

        def produce(emit: Emit, unread: threading.Event) -> None:
            if not self._turn.acquire(timeout=deadline.left):
                raise GenerationFailed("busy", "the model is writing other answers")
            try:
                self._generate(prompt, emit, unread)
            finally:
                self._turn.release()

        return timed_text(produce, deadline)

    def close(self) -> None:
        """Nothing to let go of but memory, which goes with the object."""

    def _generate(self, prompt: Prompt, emit: Emit, unread: threading.Event) -> None:
        from transformers import StoppingCriteriaList

        encoded = self._encoded(prompt)
        chats = self._tokenizer.chat_template is not None
        stop = threading.Event()
        length = encoded["input_ids"].shape[1]
        if length + prompt.tokens > self._room:
            raise GenerationFailed("too_long", f"{length} tokens do not fit into {self._room}")
        self._model.generate(
            **encoded,
            max_new_tokens=prompt.tokens,
            do_sample=False,
            pad_token_id=self._padding(),
            streamer=_streamer(self._tokenizer, emit if chats else _first_line(emit, stop)),
            stopping_criteria=StoppingCriteriaList([_stop((unread, stop), self._device)]),
        )

    def _encoded(self, prompt: Prompt) -> dict[str, torch.Tensor]:
        if self._tokenizer.chat_template is None:
            encoded = self._tokenizer(self._inert(prompt.plain), return_tensors="pt")
        else:
            # The template writes the model's own control tokens, so none are added to them.
            chat = self._chat(prompt.messages())
            encoded = self._tokenizer(chat, return_tensors="pt", add_special_tokens=False)
        wanted = ("input_ids", "attention_mask")
        return {key: encoded[key].to(self._device) for key in wanted}

    def _chat(self, messages: list[dict[str, str]]) -> str:
        """The prompt in the model's template; some templates know no system message."""
        from jinja2.exceptions import TemplateError

        inert = [{**one, "content": self._inert(one["content"])} for one in messages]
        system, first, *rest = inert
        together = {"role": "user", "content": f"{system['content']}\n\n{first['content']}"}
        try:
            return self._templated(inert)
        except TemplateError:
            return self._templated([together, *rest])

    def _templated(self, messages: list[dict[str, str]]) -> str:
        made = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
        return str(made)

    def _inert(self, text: str) -> str:
        """The text without the model's control tokens, however they got into it."""
        for token in self._tokenizer.all_special_tokens:
            text = text.replace(token, " ")
        return text

    def _padding(self) -> int | None:
        known: list[int | None] = [self._tokenizer.pad_token_id, self._tokenizer.eos_token_id]
        return next((token for token in known if token is not None), None)


def _device(wanted: str) -> str:
    import torch

    there = torch.cuda.is_available()
    if wanted == "cuda" and not there:
        raise PlanqaError(
            "generator_invalid",
            "generator.device is `cuda`, and PyTorch finds no GPU: set it to `cpu` or `auto`",
            503,
        )
    return "cuda" if there and wanted != "cpu" else "cpu"


def _load(folder: Path, device: str) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped in transformers
    # Half the memory on a GPU; CPUs without bfloat16 of their own are slower with it.
    number = torch.bfloat16 if device == "cuda" else torch.float32
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model: Any = AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, dtype=number
        )
        model.to(device)
    except Exception as error:
        reason = str(error).strip().partition("\n")[0]
        raise PlanqaError(
            "generator_invalid",
            f"{folder} is not a language model that transformers can open ({reason})",
            503,
        ) from error
    model.eval()
    return tokenizer, model


def _first_line(emit: Emit, stop: threading.Event) -> Emit:
    """Hands on one line: a model that only goes on with a text invents the next question too."""

    def handed(text: str) -> None:
        line, end, _ = text.partition("\n")
        if not stop.is_set() and line:
            emit(line)
        if end:
            stop.set()

    return handed


def _streamer(tokenizer: Any, emit: Emit) -> Any:
    from transformers import TextStreamer

    class Emitting(TextStreamer):
        """Hands words on instead of printing them."""

        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:  # noqa: ARG002
            if text:
                emit(text)

    return Emitting(tokenizer, skip_prompt=True, skip_special_tokens=True)


def _stop(events: Sequence[threading.Event], device: str) -> Any:
    import torch
    from transformers import StoppingCriteria

    class Stopped(StoppingCriteria):
        """Ends the text when it is done, or nobody reads it any more."""

        def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:  # noqa: ARG002
            stopped = any(event.is_set() for event in events)
            return torch.full((input_ids.shape[0],), stopped, device=device)

    return Stopped()
