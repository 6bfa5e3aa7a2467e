"""How many requests a key, or an address without one, may send in a minute.

In: who calls from where. Out: where they stand, as the headers of the IETF's draft
"RateLimit header fields for HTTP" say it.
"""

from __future__ import annotations

import ipaddress
import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from rag.settings import ApiSettings
from ui.access.caller import Caller

_IPV6_NETWORK = 64  # bits; one customer of a provider has that many addresses to choose from


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands: `left` requests in the `seconds` until the count is lower."""

    policy: str
    quota: int
    left: int
    seconds: int
    allowed: bool

    def headers(self) -> dict[str, str]:
        """`RateLimit-Policy`, `RateLimit`, and `Retry-After` where nothing is left."""
        said = {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w=60',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.seconds}',
        }
        return said if self.allowed else {**said, "Retry-After": str(self.seconds)}


class Rates:
    """Counts requests in memory, in a sliding window of a minute. Safe to call from threads."""

    def __init__(self, settings: ApiSettings) -> None:
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._quotas = {
            "key": settings.requests_per_key, "address": settings.requests_per_address,
        }  # fmt: skip

    def count(self, caller: Caller, address: str) -> Standing | None:
        """Count a request; None where there is no limit."""
        policy = "address" if caller.key is None else "key"
        quota = self._quotas[policy]
        if not quota:
            return None
        who = network(address) if caller.key is None else caller.key
        limit = RateLimitItemPerMinute(quota)
        allowed = self._counter.hit(limit, policy, who)
        reset, left = self._counter.get_window_stats(limit, policy, who)
        seconds = max(1, math.ceil(reset - time.time()))
        return Standing(policy, quota, max(0, int(left)), seconds, allowed)


def network(address: str) -> str:
    """What stands for one client: an IPv4 address, or the first half of an IPv6 address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address  # a Unix socket, or a test's client
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, _IPV6_NETWORK), strict=False))
