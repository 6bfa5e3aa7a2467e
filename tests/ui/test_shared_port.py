"""Several processes can serve at one address when all of them say so."""

from __future__ import annotations

import pytest

from corpus.errors import PlanqaError
from ui.server import listen


def test_a_shared_port_is_bound_twice() -> None:
    with listen("127.0.0.1", 0, shared=True) as first:
        port = first.getsockname()[1]
        with listen("127.0.0.1", port, shared=True) as second:
            assert second.getsockname() == first.getsockname()


@pytest.mark.parametrize("shared", [(True, False), (False, True)])
def test_one_that_does_not_share_keeps_its_port_to_itself(shared: tuple[bool, bool]) -> None:
    with listen("127.0.0.1", 0, shared=shared[0]) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(PlanqaError, match=str(port)) as caught:
            listen("127.0.0.1", port, shared=shared[1])
        assert caught.value.code == "address_unavailable"
