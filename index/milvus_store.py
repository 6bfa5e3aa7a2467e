"""The collections of an index in Milvus, and the one entity that says which of it is valid.

In: the address of a Milvus server, or a file for milvus-lite. Out: a `MilvusStore`.

Everything that is put in belongs to a *version*, a number that only grows. The state names the
newest version that counts and those that have died since; it is written last and in one piece, so
a generation is there whole or not at all, and a reader of an older one goes on reading it until
the versions that died are purged.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.errors import PlanqaError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

LAYOUT = 1
_STATE = "state"
_PIECE = 60_000  # bytes of a text field; Milvus takes 65,535
_AT_ONCE = 32  # pieces asked for at a time
_LISTED = 1000  # entities asked for at a time where all are wanted


@dataclass(frozen=True, slots=True)
class State:
    """Which of what lies in Milvus is the index.

    `newest` is the highest version that counts, `dead` those below it that do not, each with the
    time it died (seconds since 1970). `words` is the version of the terms' frequencies, and
    `passages` how many passages they were counted over.
    """

    generation: int
    fingerprint: str
    model: str
    newest: int
    words: int
    passages: int
    dead: tuple[tuple[int, float], ...] = field(default=())

    def valid(self) -> str:
        """The filter for what belongs to this state."""
        said = f"version <= {self.newest}"
        if self.dead:
            said += f" and version not in {[version for version, _ in self.dead]}"
        return said


class MilvusStore:
    """Two collections: `PREFIX_passages` is searched, `PREFIX_files` holds all the rest."""

    def __init__(self, uri: str, prefix: str = "planqa", token: str = "") -> None:
        """Connect.

        Args:
            uri: `http://HOST:19530`, or the path of a file for milvus-lite.
            prefix: begin of the collections' names; indexes of different prefixes share a server.
            token: `USER:PASSWORD` or an API key, where the server asks for one.

        Raises:
            PlanqaError: `extra_missing` without pymilvus, `milvus_unreachable`.
        """
        self.uri = uri
        self.passages, self.files = f"{prefix}_passages", f"{prefix}_files"
        self.client = _connected(uri, token)

    def close(self) -> None:
        self.client.close()

    def state(self) -> State | None:
        """The state; None when nothing was ever published.

        Raises:
            PlanqaError: `index_outdated` when another version of planqa wrote it.
        """
        with reached(self.uri):
            if not self.client.has_collection(self.files):
                return None
            found = self.client.get(self.files, ids=[_STATE], output_fields=["body"])
        if not found:
            return None
        said = json.loads(found[0]["body"])
        if said.pop("layout") != LAYOUT:
            raise PlanqaError(
                "index_outdated",
                f"the index at {self.uri} was published by another version of planqa; publish it "
                "again under another prefix",
                503,
            )
        dead = json.loads(_unpacked(said["dead"]))
        return State(**{**said, "dead": tuple((v, when) for v, when in dead)})

    def put_state(self, state: State) -> None:
        """Make `state` the one that readers open from now on."""
        dead = _packed(json.dumps(state.dead).encode())
        body = json.dumps({"layout": LAYOUT, **asdict(state), "dead": dead})
        with reached(self.uri):
            self.client.upsert(self.files, [_file(_STATE, 0, "", _STATE, body)])
            self.client.flush(self.files)

    def create(self, dimension: int, structure: str) -> None:
        """Make the collections, where they are not there.

        Args:
            structure: Milvus's index type for vectors, such as `FLAT`, `HNSW` or `IVF_SQ8`.
        """
        from pymilvus import DataType

        text = {"datatype": DataType.VARCHAR}
        own: list[tuple[str, dict[str, Any]]] = [
            ("id", {**text, "max_length": 256}), ("ordinal", {"datatype": DataType.INT64}),
            ("vector", {"datatype": DataType.FLOAT_VECTOR, "dim": dimension}),
            ("words", {"datatype": DataType.SPARSE_FLOAT_VECTOR}),
        ]  # fmt: skip
        # Milvus takes no collection without a vector.
        other: list[tuple[str, dict[str, Any]]] = [
            ("kind", {**text, "max_length": 32}), ("body", {**text, "max_length": 65_535}),
            ("nothing", {"datatype": DataType.FLOAT_VECTOR, "dim": 2}),
        ]  # fmt: skip
        with reached(self.uri):
            self._collection(self.passages, own, {"vector": structure, "words": _SPARSE})
            self._collection(self.files, other, {"nothing": "FLAT"})

    def _collection(
        self, name: str, fields: list[tuple[str, dict[str, Any]]], indexes: dict[str, str]
    ) -> None:
        from pymilvus import DataType

        if self.client.has_collection(name):
            return
        schema = self.client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=300)
        schema.add_field("version", DataType.INT64)
        schema.add_field("document", DataType.VARCHAR, max_length=256)
        for field_name, parameters in fields:
            schema.add_field(field_name, **parameters)
        made = self.client.prepare_index_params()
        for field_name, kind in indexes.items():
            made.add_index(field_name, index_type=kind, metric_type="IP")
        self.client.create_collection(
            name, schema=schema, index_params=made, consistency_level="Strong"
        )

    def put_file(self, version: int, document: str, kind: str, content: bytes) -> None:
        """Put bytes of any length."""
        packed = _packed(content)
        pieces = [packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE)]
        rows = [
            _file(_piece_key(version, kind, n), version, document, kind if n == 0 else "piece",
                  f"{len(pieces)} {piece}" if n == 0 else piece)
            for n, piece in enumerate(pieces)
        ]  # fmt: skip
        with reached(self.uri):
            for at in range(0, len(rows), _AT_ONCE):
                self.client.upsert(self.files, rows[at : at + _AT_ONCE])

    def file(self, version: int, kind: str) -> bytes | None:
        """The bytes that were put; None when there are none."""
        first = self._bodies([_piece_key(version, kind, 0)])
        if not first:
            return None
        count, _, packed = first[0].partition(" ")
        for at in range(1, int(count), _AT_ONCE):
            last = min(at + _AT_ONCE, int(count))
            keys = [_piece_key(version, kind, n) for n in range(at, last)]
            found = self._bodies(keys)
            if len(found) != len(keys):
                raise PlanqaError(
                    "index_damaged",
                    f"a part of the index at {self.uri} is gone; publish it again",
                    503,
                )
            packed += "".join(found)
        return _unpacked(packed)

    def _bodies(self, keys: Sequence[str]) -> list[str]:
        with reached(self.uri):
            found = self.client.get(self.files, ids=list(keys), output_fields=["key", "body"])
        bodies = {row["key"]: row["body"] for row in found}
        return [bodies[key] for key in keys if key in bodies]

    def files_of(self, state: State, kind: str) -> Iterator[tuple[int, bytes]]:
        """Version and contents of each valid file of a kind that fits in one piece."""
        with reached(self.uri):
            pages = self.client.query_iterator(
                self.files,
                batch_size=_LISTED,
                filter=f'kind == "{kind}" and {state.valid()}',
                output_fields=["version", "body"],
            )
            try:
                while page := pages.next():
                    for row in page:
                        packed = row["body"].partition(" ")[2]
                        yield row["version"], _unpacked(packed)
            finally:
                pages.close()


_SPARSE = "SPARSE_INVERTED_INDEX"


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


def _unpacked(packed: str) -> bytes:
    return zlib.decompress(base64.b64decode(packed))


def _piece_key(version: int, kind: str, number: int) -> str:
    return f"{version}/{kind}/{number}"


def _file(key: str, version: int, document: str, kind: str, body: str) -> dict[str, Any]:
    return {
        "key": key, "version": version, "document": document, "kind": kind, "body": body,
        "nothing": [0.0, 0.0],
    }  # fmt: skip


def _connected(uri: str, token: str) -> MilvusClient:
    try:
        from pymilvus import MilvusClient
    except ModuleNotFoundError:
        raise PlanqaError(
            "extra_missing", "an index in Milvus needs pymilvus: pip install 'planqa[milvus]'"
        ) from None
    with reached(uri):
        return MilvusClient(uri, token=token)


@contextmanager
def reached(uri: str) -> Iterator[None]:
    """Turn what pymilvus raises into `milvus_unreachable`, in words."""
    from pymilvus import MilvusException

    try:
        yield
    except MilvusException as error:
        raise PlanqaError(
            "milvus_unreachable",
            f"Milvus at {uri} does not do what it is asked to ({error.message}); see whether it "
            "runs, and whether the address and token are right",
            503,
        ) from error
