"""The pipeline people write first, behind FastAPI: what `bench/concurrency.py` compares with.

In: the bundled plans in chunks of LangChain's splitter, a flat FAISS index, planqa's embedder. Out:
a server with `POST /ask`, whose address it prints.
"""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from corpus.catalog import bundled_plans
from corpus.reader import read_bytes, read_document
from eval.chunks import ChunkPipeline
from rag.answer import Answer, AskRequest
from rag.opening import open_embedder_of
from rag.settings import Settings


def main() -> None:
    """Serve until stopped."""
    documents = [read_document(read_bytes(path), path.name) for path in bundled_plans()]
    pipeline = ChunkPipeline(documents, open_embedder_of(Settings()))
    app = FastAPI()

    @app.post("/ask")
    def ask(request: AskRequest) -> Answer:
        return pipeline.answer(request)

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    print(f"serves at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
