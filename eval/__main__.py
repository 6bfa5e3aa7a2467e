"""`python -m eval …`: the evaluation commands without the rest of planqa's."""

from __future__ import annotations

import sys

from corpus.errors import PlanqaError
from eval.cli import app

if __name__ == "__main__":
    try:
        app()
    except PlanqaError as error:
        print(f"planqa: {error.message}", file=sys.stderr)
        sys.exit(2)
