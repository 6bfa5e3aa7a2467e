"""The id of a request: in its answer's headers, in problem documents, and in the log.

In: what the client calls the request, if anything. Out: that, or an id made here.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

HEADER = "X-Request-ID"
_FIT = re.compile(r"[A-Za-z0-9._:-]{1,64}")
# Each request is served in a context of its own, which its threads inherit.
current: ContextVar[str | None] = ContextVar("planqa_request_id", default=None)


def begin(given: str | None) -> str:
    """The id of the request that begins; a name that does not fit into a log is not taken."""
    identity = given if given and _FIT.fullmatch(given) else secrets.token_hex(8)
    current.set(identity)
    return identity
