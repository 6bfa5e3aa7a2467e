"""Who sends a request: the holder of a key or of a session, or nobody known.

In: a request's headers. Out: a `Caller` with its scopes.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers

from corpus.errors import PlanqaError
from rag.settings import ApiSettings
from ui.access.key_store import SCOPES, ApiKey, KeyStore, Scope, digest

COOKIE = "planqa_session"
_SCHEME = "bearer "
ANONYMOUS = "anonymous"  # for clients that must send a key even where none is needed
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """`key` is the id of a key, `settings` for the one of the settings, None for nobody known."""

    key: str | None
    name: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Whether the caller has `scope`; `admin` stands for every scope."""
        return scope in self.scopes or "admin" in self.scopes


class Callers:
    """Tells who calls, by the key of the settings and the keys of the home."""

    def __init__(self, settings: ApiSettings, store: KeyStore) -> None:
        self.store = store
        self.nobody = Caller(None, "", frozenset(["read"] if settings.anonymous else []))
        self._own = digest(settings.key.get_secret_value()) if settings.key else None

    def known(self, headers: Headers, method: str) -> Caller:
        """Who sends a request with these headers.

        Raises:
            PlanqaError: `key_wrong` (401) when the request carries a key that is none.
        """
        key = bearer(headers)
        if key is not None:
            return self.holder(key)
        token = session_token(headers)
        if token is not None and (method in _SAFE or same_site(headers)):
            return self._in_session(token) or self.nobody
        return self.nobody

    def holder(self, key: str) -> Caller:
        """Who holds a key.

        Raises:
            PlanqaError: `key_wrong` (401).
        """
        # Both are looked at in any case, so that the time taken says nothing of which failed.
        own = self._own is not None and hmac.compare_digest(self._own, digest(key))
        found = self.store.find(key)
        if own:
            return _own_caller()
        if found is None:
            raise PlanqaError("key_wrong", "there is no such key, or it has been revoked", 401)
        return _caller(found)

    def begin_session(self, caller: Caller) -> str:
        """A token for the caller's browser."""
        assert caller.key is not None
        return self.store.begin_session(self._lasting(caller.key))

    def _in_session(self, token: str) -> Caller | None:
        key = self.store.session_key(token)
        if key is None:
            return None
        if self._own is not None and key == self._lasting("settings"):
            return _own_caller()
        found = self.store.by_id(key)
        return None if found is None else _caller(found)

    def _lasting(self, key: str) -> str:
        """What a session keeps of a key: another key in the settings ends sessions of the old."""
        return f"settings {self._own}" if key == "settings" else key


def needs(scope: Scope) -> Callable[[Request], None]:
    """A dependency for FastAPI that lets pass who has `scope`.

    Raises:
        PlanqaError: from the dependency: `key_missing` (401), `scope_missing` (403).
    """

    def check(request: Request) -> None:
        caller: Caller = request.state.caller
        check_scope(caller, scope)

    return check


def check_scope(caller: Caller, scope: Scope) -> None:
    """Refuse a caller without `scope`; errors as for `needs`."""
    if caller.may(scope):
        return
    if caller.key is None:
        raise PlanqaError(
            "key_missing",
            "send a key in a header, Authorization: Bearer KEY (planqa keys make gives one)",
            401,
        )
    raise PlanqaError(
        "scope_missing", f"the key {caller.name!a} has no scope {scope}: use one that has", 403
    )


def bearer(headers: Headers) -> str | None:
    """The key that the headers carry; an empty one, and `anonymous`, are none."""
    given = headers.get("authorization", "")
    if not given.lower().startswith(_SCHEME):
        return None
    key = given[len(_SCHEME) :].strip()
    return key if key not in ("", ANONYMOUS) else None


def session_token(headers: Headers) -> str | None:
    """The session's token among the cookies."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie else None


def same_site(headers: Headers) -> bool:
    """Whether a page of this server sent the request; another site's may not use the session."""
    told = headers.get("sec-fetch-site")
    if told is not None:
        return told == "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


def _own_caller() -> Caller:
    return Caller("settings", "api.key", frozenset(SCOPES))


def _caller(key: ApiKey) -> Caller:
    return Caller(key.id, key.name, key.scopes)
