"""Who has no language model loads nothing of what one needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_CODE = """
import sys
from rag.opening import open_generator_of, open_reranker_of
from rag.settings import Settings
assert open_generator_of(Settings()) is None
assert open_reranker_of(Settings()) is None
print(sorted(m for m in sys.modules if m.startswith(("rag.generation", "rag.support", "tenacity",
      "rag.reranking", "accelerate", "gguf"))))
"""


def test_the_default_imports_nothing_of_generation(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE], cwd=tmp_path, env={"PYTHONPATH": str(_ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
