"""Who may change the documents over HTTP: whoever sends the key that the settings name.

In: the settings. Out: a dependency for FastAPI that refuses a request before its body is read.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import Header

from corpus.errors import PlanqaError
from rag.settings import Settings

_SCHEME = "bearer "


def key_required(settings: Settings) -> Callable[[str | None], None]:
    """A dependency that wants `Authorization: Bearer KEY`.

    Raises:
        PlanqaError: from the dependency: `changes_disabled` (403) when the settings name no key,
            `key_missing` or `key_wrong` (401).
    """
    key = settings.api.key

    def check(
        authorization: Annotated[str | None, Header(description="`Bearer` and the key.")] = None,
    ) -> None:
        if key is None:
            raise PlanqaError(
                "changes_disabled",
                "this server takes no changes over HTTP: set api.key (PLANQA_API__KEY) to a key "
                "of 16 characters or more and start it again, or use planqa ingest",
                403,
            )
        if authorization is None or not authorization.lower().startswith(_SCHEME):
            raise PlanqaError(
                "key_missing", "send the key in a header, Authorization: Bearer KEY", 401
            )
        given = authorization[len(_SCHEME) :].strip()
        # Digests have one length, so that comparing them tells nothing of the key's.
        if not hmac.compare_digest(_digest(given), _digest(key.get_secret_value())):
            raise PlanqaError("key_wrong", "the key is not the one in the setting api.key", 401)

    return check


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
