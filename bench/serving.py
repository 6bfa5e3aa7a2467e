"""A server in a process of its own, for what asks it over HTTP.

In: a command that serves and prints its address. Out: the address and the process, which is stopped
in the end.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
_OWN = {"PLANQA_API__REQUESTS_PER_ADDRESS": "0", "PYTHONPATH": str(_CHECKOUT)}
PLANQA = (sys.executable, "-m", "ui", "serve", "--port")


@contextmanager
def served(
    command: Sequence[str], environment: Mapping[str, str], log: Path | None = None
) -> Iterator[tuple[str, int]]:
    """The address of a server, and the number of its process.

    Args:
        command: what serves; the first line it prints holds the address.
        environment: variables besides those of this process; no address is limited in its requests.
        log: where its standard error goes; nowhere unless told.

    Raises:
        SystemExit: it does not serve.
    """
    with (log or Path(os.devnull)).open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **_OWN, **environment},
            text=True,
        )
    assert process.stdout is not None
    try:
        said = re.search(r"http://\S+", process.stdout.readline())
        if said is None:
            why = f": {log.read_text()[-2000:]}" if log else ""
            raise SystemExit(f"{' '.join(command[1:])} does not serve{why}")
        yield said.group(), process.pid
    finally:
        process.terminate()
        process.wait(60)
