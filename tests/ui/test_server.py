"""Starting the server: addresses, and what is said when one cannot be had."""

from __future__ import annotations

import asyncio
import re
import socket

import pytest

from corpus.errors import PlanqaError
from rag.settings import ServerSettings, Settings
from ui.chat_parts import head, panel_html, theme
from ui.server import address_of, listen, serve


def test_port_zero_takes_a_free_port() -> None:
    with listen("127.0.0.1", 0) as one, listen("127.0.0.1", 0) as other:
        assert address_of(one) != address_of(other)
        assert address_of(one).startswith("http://127.0.0.1:")


def test_what_is_written_to_a_connection_is_sent_at_once() -> None:
    """Else the second part of each answer waits until the first is acknowledged."""
    delays: list[int] = []

    async def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        own: socket.socket = writer.get_extra_info("socket")
        delays.append(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def connect(listener: socket.socket) -> None:
        async with await asyncio.start_server(connected, sock=listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname()[:2])
            await reader.read()
            writer.close()

    with listen("127.0.0.1", 0) as listener:
        asyncio.run(connect(listener))
    assert delays == [1]


def test_a_port_in_use_is_told_before_anything_is_opened() -> None:
    def never() -> None:
        pytest.fail("the index was opened")

    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        settings = Settings(server=ServerSettings(host="127.0.0.1", port=port))
        with pytest.raises(PlanqaError) as refused:
            serve(settings, never, print)  # type: ignore[arg-type]
    assert refused.value.code == "address_unavailable"
    assert str(port) in refused.value.message
    assert "--port" in refused.value.message


@pytest.mark.parametrize("host", ["203.0.113.1", "no such host", "\udcff"])
def test_an_address_that_is_not_this_machine_s_is_told(host: str) -> None:
    with pytest.raises(PlanqaError, match="--host"):
        listen(host, 0)


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_ipv6_address_is_shown_in_brackets() -> None:
    try:
        listener = listen("::1", 0)
    except PlanqaError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener:
        assert address_of(listener).startswith("http://[::1]:")


def test_the_page_is_made_of_nothing_from_another_host() -> None:
    made = head() + panel_html() + theme()._get_theme_css()  # type: ignore[no-untyped-call]
    # An SVG's name space is a name, not an address that anything is fetched from.
    addresses = set(re.findall(r"https?://[^\s'\")]+", made))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert "@import" not in made
    assert not theme()._stylesheets
