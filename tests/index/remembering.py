"""The default embedding model as tests share it: opened once, and no text is encoded twice.

Opening it takes seconds, and so does encoding a plan; several tests index the same ones.
"""

from __future__ import annotations

from functools import cache

from index.embedder import Embedder
from index.remembering import RememberingEmbedder
from rag.opening import open_embedder_of
from rag.settings import Settings


@cache
def default_embedder() -> Embedder:
    """The model that the settings name, for all tests of this process."""
    return RememberingEmbedder(open_embedder_of(Settings()))
