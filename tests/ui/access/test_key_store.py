"""Keys are kept hashed, found by their text alone, and gone once they are revoked."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import PlanqaError
from ui.access import key_store
from ui.access.key_store import FILE, KeyStore


def test_a_key_is_found_by_its_text_and_by_no_other(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    key, text = store.make("portal", ["read", "write"])
    other, _ = store.make("other", ["read"])
    assert store.find(text) == key
    assert key.scopes == {"read", "write"}
    swapped = text.replace(key.id, other.id)
    for wrong in (
        "",
        "pq",
        text[:-1],
        text + "x",
        text.upper(),
        swapped,
        f"xx{text[2:]}",
        "\udcff",
    ):
        assert store.find(wrong) is None
    assert KeyStore(tmp_path).find(text) == key  # another process


def test_the_file_holds_no_secret_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    _, text = store.make("portal", ["read"])
    token = store.begin_session("x")
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert text.split("_", 2)[2].encode() not in kept
    assert token.encode() not in kept
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_revoked_key_and_its_sessions_are_over_for_a_store_that_is_open(tmp_path: Path) -> None:
    serving = KeyStore(tmp_path)
    assert serving.find("pq_x_y") is None
    assert serving.all() == []
    assert not (tmp_path / FILE).exists()
    key, text = KeyStore(tmp_path).make("portal", ["read"])
    token = serving.begin_session(key.id)
    assert serving.session_key(token) == key.id
    KeyStore(tmp_path).revoke(key.id)
    assert serving.find(text) is None
    assert serving.by_id(key.id) is None
    assert serving.session_key(token) is None
    (listed,) = serving.all()
    assert listed.revoked_at is not None
    with pytest.raises(PlanqaError, match=key.id):
        serving.revoke(key.id)


def test_a_session_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore(tmp_path)
    token = store.begin_session("x")
    later = datetime.now(UTC) + timedelta(hours=key_store.SESSION_HOURS, seconds=1)
    monkeypatch.setattr(key_store, "_now", lambda: later)
    assert store.session_key(token) is None


@pytest.mark.parametrize(
    ("name", "scopes"),
    [("", ["read"]), (" ", ["read"]), ("a" * 81, ["read"]), ("a\nb", ["read"]), ("a", [])],
)
def test_a_key_needs_a_name_and_a_scope(tmp_path: Path, name: str, scopes: list[str]) -> None:
    with pytest.raises(PlanqaError) as refused:
        KeyStore(tmp_path).make(name, scopes)  # type: ignore[arg-type]
    assert refused.value.code == "key_invalid"


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 99)
    with pytest.raises(PlanqaError) as refused:
        KeyStore(tmp_path).find("pq_x_y")
    assert (refused.value.code, refused.value.status) == ("keys_unusable", 503)
