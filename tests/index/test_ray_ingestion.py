"""Ingestion by a Ray cluster of two nodes on this machine gives what ingestion alone gives."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import PlanqaError
from index.document_reader import DirectReader
from index.embedder import DelegatingEmbedder, Embedder, Progress, open_embedder
from index.ingestion import ingest
from index.local import LocalIndex
from index.opening import open_record
from index.ray_ingestion import ingest_on_cluster
from tests.index.hash_embedder import HashEmbedder
from tests.index.made_home import some_plans

pytestmark = pytest.mark.long
ray = pytest.importorskip("ray")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def _cluster() -> Iterator[None]:
    from ray.cluster_utils import Cluster

    size = {"num_cpus": 2, "object_store_memory": 150_000_000}
    cluster: Any = Cluster(initialize_head=True, head_node_args=size)
    cluster.add_node(**size)
    cluster.wait_for_nodes()
    environment = {"env_vars": {"PYTHONPATH": str(ROOT), "RAY_DATA_DISABLE_PROGRESS_BARS": "1"}}
    ray.init(address=cluster.address, log_to_driver=False, runtime_env=environment)
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    yield
    ray.shutdown()
    cluster.shutdown()


class DyingOnce(DelegatingEmbedder):
    """An embedder whose process is killed the first time it encodes, by whoever gets there first;
    never in the process `driver`."""

    def __init__(self, inner: Embedder, mark: Path, driver: int) -> None:
        super().__init__(inner)
        self._mark = mark
        self._driver = driver

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        assert os.getpid() != self._driver, "the cluster encodes, not who asks it to"
        try:
            self._mark.open("x").close()
        except FileExistsError:
            return super().encode_passages(texts, progress)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("dead")


def dying_once(make: Callable[[], Embedder], mark: Path, driver: int) -> Embedder:
    return DyingOnce(make(), mark, driver)


def contents(home: Path) -> dict[str, object]:
    """All that a record holds of its documents, and the passages in the order of their rows."""
    connection = sqlite3.connect(home / "record.sqlite")
    tables: dict[str, object] = {
        name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
        for name in ("documents", "sections", "passages", "words")
    }
    connection.close()
    return tables


def vectors(home: Path, model: str) -> NDArray[np.float32]:
    record = open_record(home)
    try:
        return record.vectors(model)[1]
    finally:
        record.close()


def same_index(one: Path, other: Path, embedder: Embedder) -> None:
    first, second = LocalIndex.open(one, embedder), LocalIndex.open(other, embedder)
    assert first.fingerprint == second.fingerprint
    assert first.generation == second.generation
    first.close()
    second.close()
    assert contents(one) == contents(other)
    model = embedder.fingerprint
    assert vectors(one, model) == pytest.approx(vectors(other, model), abs=1e-5)


@pytest.mark.usefixtures("_cluster")
def test_with_the_real_model_it_is_the_same_index_also_when_a_worker_is_killed(
    tmp_path: Path,
) -> None:
    plans = some_plans(tmp_path / "plans")[:3]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "planqa"
    make = partial(open_embedder, "default", cache, 8)
    alone = ingest(plans, tmp_path / "alone", make())
    mark = tmp_path / "killed"
    dying = partial(dying_once, make, mark, os.getpid())
    found = ingest_on_cluster(plans, tmp_path / "cluster", dying, DirectReader())
    assert mark.exists()
    assert found == alone
    same_index(tmp_path / "alone", tmp_path / "cluster", make())


@pytest.mark.usefixtures("_cluster")
def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    plans, home = some_plans(tmp_path / "plans"), tmp_path / "home"

    class Stopped(BaseException):
        pass

    def stop(_: str, done: int, files: int) -> None:
        if (done, files) == (2, len(plans)):
            raise Stopped

    with pytest.raises(Stopped):
        ingest_on_cluster(plans, home, HashEmbedder, DirectReader(), stop)
    record = open_record(home)
    there = [one.description.id for one in record.stored()]
    record.close()
    assert len(there) == 2
    found = ingest_on_cluster(plans, home, HashEmbedder, DirectReader())
    assert (len(found.created), sorted(found.skipped)) == (2, there)
    ingest(plans, tmp_path / "alone", HashEmbedder())
    same_index(tmp_path / "alone", home, HashEmbedder())
    again = ingest_on_cluster(plans, home, HashEmbedder, DirectReader())
    assert (len(again.skipped), again.embedded) == (4, 0)


@pytest.mark.usefixtures("_cluster")
def test_what_no_worker_could_give_is_read_or_fails_as_it_does_alone(tmp_path: Path) -> None:
    plans = some_plans(tmp_path / "plans")[:3]
    for year, plan in zip(("2021", "2022"), plans[1:], strict=True):
        (tmp_path / year).mkdir()
        plan.rename(tmp_path / year / "plan.txt")
    plans[1:] = [tmp_path / "2021" / "plan.txt", tmp_path / "2022" / "plan.txt"]
    empty = tmp_path / "plans" / "empty.txt"
    empty.write_bytes(b"")
    paths = [empty, *plans, tmp_path / "nowhere.txt"]
    alone = ingest(paths, tmp_path / "alone", HashEmbedder())
    found = ingest_on_cluster(paths, tmp_path / "home", HashEmbedder, DirectReader())
    assert found == alone
    assert (len(found.created), len(found.failed)) == (3, 2)
    same_index(tmp_path / "alone", tmp_path / "home", HashEmbedder())


def test_without_ray_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(PlanqaError, match=r"planqa\[ray\]") as caught:
        ingest_on_cluster([], tmp_path, HashEmbedder, DirectReader())
    assert caught.value.code == "extra_missing"
