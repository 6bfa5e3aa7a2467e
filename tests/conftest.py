"""The order of the tests: those in a browser come last.

Playwright's synchronous API keeps an event loop running in the main thread until the session ends,
and `asyncio.run` refuses to start another there.
"""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
