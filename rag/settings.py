"""Every setting of planqa, in one nested class.

Read from `planqa.toml`, then `PLANQA_…` environment variables (`PLANQA_SERVER__PORT=8080`), then
what the caller passes, in that order of growing precedence.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

EXTRACTIVE = "extractive"  # generator.model that quotes, and opens no model


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(_Section):
    model: str = Field(
        "default",
        description="`default`, a folder of a sentence-transformers model, or a hub model's name.",
    )
    batch_size: int = Field(32, ge=1, le=1024, description="Passages encoded at once.")
    precision: Literal["float32", "bfloat16"] = Field(
        "float32", description="What passages are multiplied in when they are encoded."
    )


class RetrievalSettings(_Section):
    candidates: int = Field(
        200, ge=10, le=5000, description="Passages that each of the two searches returns."
    )
    dense_weight: float = Field(1.0, ge=0, description="Weight of the dense ranking in fusion.")
    lexical_weight: float = Field(0.6, ge=0, description="Weight of the lexical ranking.")
    topic_weight: float = Field(
        1.0, ge=0, description="Weight of the share of the topic that a passage names."
    )
    role_weight: float = Field(
        0.3, ge=0, description="Added where a passage has a role that the question asks for."
    )
    document_weight: float = Field(
        0.5, ge=0, description="Added where a passage lies in a document the question names."
    )
    topic_groups: int = Field(
        4, ge=1, le=20, description="Most telling things of a topic that are looked up in full."
    )
    reranked: int = Field(
        60,
        ge=0,
        le=500,
        description="First passages that are ordered anew by their relevance; 0: none.",
    )
    reranker: str | None = Field(
        None,
        description="A cross-encoder that orders the first passages anew: a folder, or a name on"
        " the hub such as `BAAI/bge-reranker-v2-m3`.",
    )
    reranker_passages: int = Field(
        20, ge=2, le=500, description="Passages that the cross-encoder reads for a question."
    )
    aligned: bool = Field(
        True, description="Compare vectors without what they say of a text's language."
    )
    thesaurus: bool = Field(True, description="Carry the topic across languages by concepts.")
    glossary: bool = Field(True, description="Take plain words for their synonyms too.")
    unit_rollup: bool = Field(True, description="Find the unit first, then the role inside it.")


class GeneratorSettings(_Section):
    model: str = Field(
        EXTRACTIVE,
        description="What writes the answer: `extractive` quotes the documents,"
        " `transformers:MODEL` runs a folder, a GGUF file or a model of the hub here, and"
        " `openai:MODEL` asks a server that speaks OpenAI's API.",
    )
    base_url: str = Field(
        "http://127.0.0.1:8000/v1", description="Address of that server's API, up to `/v1`."
    )
    api_key: SecretStr | None = Field(
        None,
        description="The server's key; only from the environment (`PLANQA_GENERATOR__API_KEY`).",
    )
    seconds: float = Field(
        30.0,
        gt=0,
        le=3600,
        description="Longest that the model may take for an answer, retries included, in seconds;"
        " then the documents are quoted.",
    )
    connect_seconds: float = Field(
        3.0, gt=0, le=600, description="Longest that connecting to the server may take, in seconds."
    )
    retries: int = Field(
        2, ge=0, le=10, description="How often a request that failed in passing is tried again."
    )
    tokens: int = Field(400, ge=16, le=8192, description="Most tokens that an answer may have.")
    passages: int = Field(
        8, ge=1, le=50, description="Most passages, or rows of a list, that the model is given."
    )
    structured: Literal["auto", "never"] = Field(
        "auto",
        description="Hold the server to a JSON schema: `auto` where it takes one, or `never`.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where `transformers:` models run; `auto` takes a GPU if there is one."
    )
    rewrite: bool = Field(
        True, description="Let the model write follow-up questions out, checked, before the search."
    )


class VerificationSettings(_Section):
    entailment: str | None = Field(
        None,
        description="Folder or hub name of a cross-encoder for natural language inference, which"
        " each statement of a language model must satisfy too.",
    )
    entailed: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Least probability, by that cross-encoder, that the cited passages entail a"
        " statement.",
    )


class ServerSettings(_Section):
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(7860, ge=0, le=65535, description="Port; 0 takes a free one.")
    max_body_bytes: int = Field(1_000_000, ge=1000, description="Largest request body accepted.")
    body_seconds: int = Field(
        60, ge=1, description="Longest that a request's body may take to arrive, in seconds."
    )
    answers_at_once: int = Field(
        16, ge=1, le=64, description="Questions over HTTP that are answered at the same time."
    )
    encoded_at_once: int = Field(
        32,
        ge=1,
        le=256,
        description="Most questions over HTTP that are encoded together; 1 encodes one by one.",
    )
    traced: bool = Field(
        True,
        description="Whether the embedding model is traced, so that it runs in one call, which"
        " other questions do not come between; a model that cannot be traced runs as it is.",
    )
    answers_waiting: int = Field(
        64, ge=0, description="Most questions over HTTP that wait for their turn."
    )
    answer_seconds: int = Field(
        60, ge=1, description="Longest that a question over HTTP may take, in seconds."
    )
    finish_seconds: int = Field(
        30, ge=0, description="How long a stopped server finishes what it has begun, in seconds."
    )
    shared_port: bool = Field(
        False,
        description="Let several processes serve at one address; each new connection goes to one"
        " of them.",
    )
    proxies: str | None = Field(
        None,
        description="Addresses of reverse proxies, separated by commas, whose word on a client's"
        " address and scheme is believed.",
    )
    logs: Literal["text", "json"] = Field("text", description="Form of the lines of the log.")
    log_questions: bool = Field(False, description="Write the text of questions into the log.")


class ChatSettings(_Section):
    keep_answers: bool = Field(
        True, description="Keep the chat's answers in the home, so that their links open again."
    )
    keep_days: int = Field(
        365, ge=1, le=36_500, description="Days after which a kept answer is deleted."
    )


class LimitSettings(_Section):
    file_bytes: int = Field(
        200_000_000, ge=1000, description="Largest file that is read, in bytes; also of an upload."
    )
    pages: int = Field(5000, ge=1, description="Most pages of a document.")
    seconds: int = Field(
        600, ge=1, le=86_400, description="Longest that reading one file may take, in seconds."
    )
    memory_bytes: int = Field(
        4_000_000_000,
        ge=200_000_000,
        description="Most memory (address space) of the process that reads files, in bytes.",
    )
    output_bytes: int = Field(
        250_000_000, ge=1000, description="Most bytes that may come out of reading one file."
    )


class ApiSettings(_Section):
    key: SecretStr | None = Field(
        None,
        min_length=16,
        description="A key that may do everything, besides those of `planqa keys`.",
    )
    anonymous: bool = Field(True, description="Let those read and ask who send no key.")
    requests_per_key: int = Field(
        6000, ge=0, description="Requests a minute with one key; 0 sets no limit."
    )
    requests_per_address: int = Field(
        6000, ge=0, description="Requests a minute without a key from one address; 0 for no limit."
    )
    origins: list[str] = Field(
        [],
        description="Web sites whose pages may call the API from a browser, such as"
        " `https://example.org`.",
    )


class MilvusSettings(_Section):
    uri: str | None = Field(
        None,
        description="Address of a Milvus server, or a file for milvus-lite, whose index is asked"
        " instead of the one in the home.",
    )
    prefix: str = Field(
        "planqa",
        pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$",
        description="Begin of the names of the index's collections.",
    )
    token: SecretStr | None = Field(
        None, description="`USER:PASSWORD` or a key, where the Milvus server asks for one."
    )


class _File(TomlConfigSettingsSource):
    """`planqa.toml`, which people copy and commit: the key of a model's server stays out of it."""

    def __call__(self) -> dict[str, Any]:
        found = super().__call__()
        if "api_key" in (found.get("generator") or {}):
            raise SettingsError(
                "generator.api_key does not belong in a file: set PLANQA_GENERATOR__API_KEY"
            )
        return found


class Settings(BaseSettings):
    """All settings; see docs/settings.md for the list with their meaning."""

    model_config = SettingsConfigDict(
        env_prefix="PLANQA_",
        env_nested_delimiter="__",
        toml_file="planqa.toml",
        extra="forbid",
        frozen=True,
    )

    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("planqa"),
        description="Folder of the index and its record (`PLANQA_HOME`).",
    )
    cache: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("planqa"),
        description="Folder of the unpacked embedding model (`PLANQA_CACHE`).",
    )
    embedding: EmbeddingSettings = EmbeddingSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    generator: GeneratorSettings = GeneratorSettings()
    verification: VerificationSettings = VerificationSettings()
    server: ServerSettings = ServerSettings()
    chat: ChatSettings = ChatSettings()
    limits: LimitSettings = LimitSettings()
    api: ApiSettings = ApiSettings()
    milvus: MilvusSettings = MilvusSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (pydantic passes it by name)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (as above)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _File(settings_cls)

    def fingerprint(self) -> str:
        """SHA-256 of what shapes an answer: embedding, retrieval and generator settings."""
        shaping = self.model_dump_json(
            include={
                "embedding": True,
                "retrieval": True,
                "generator": {"model", "tokens"},
                "verification": True,
            }
        )
        return hashlib.sha256(shaping.encode()).hexdigest()[:16]
