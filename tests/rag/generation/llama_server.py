"""A llama.cpp server of its own process: `python llama_server.py MODEL.gguf` prints its address."""

from __future__ import annotations

import sys
import threading

import xllamacpp

_CONTEXT = 4096  # tokens


def main(model: str) -> None:
    settings = xllamacpp.CommonParams()
    settings.model.path = model
    settings.n_ctx = _CONTEXT
    settings.port = 0
    # llama.cpp's threads wait for one another by spinning: on busy cores one alone is faster.
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
