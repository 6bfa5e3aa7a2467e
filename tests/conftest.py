"""Which tests share a process where two run them, as in `make test`.

Those of a folder do, since they share indexes and models; of tests/e2e those of a file. All that
ask the one shared server are together, and come first: it fills its home before it answers.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# That an example takes longer on a busy machine is no fault of what is tested.
settings.register_profile("planqa", deadline=None)
settings.load_profile("planqa")

_ROOT = Path(__file__).parents[1]
_SERVED = re.compile(r"\b(?:server: Server|open_chat: Open)\b")


@cache
def _group(file: str) -> str:
    if _SERVED.search((_ROOT / file).read_text("utf-8")):
        return "served"
    path = Path(file)
    return str(path if path.parent.name == "e2e" else path.parent)


def _file(node_id: str) -> str:
    return node_id.partition("::")[0]


class _ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # untyped in pytest-xdist
    """Hands out whole groups. (Those of `--dist loadgroup` are lost with pytest 9.2:
    pytest-dev/pytest-xdist#1386.)"""

    def _split_scope(self, nodeid: str) -> str:
        return _group(_file(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    config.option.loadscopereorder = False  # groups go out in the order of the tests
    return _ByGroup(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _group(_file(item.nodeid)) != "served")
