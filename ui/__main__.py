"""`python -m ui …`: the `planqa` command where the package is not installed."""

from __future__ import annotations

from ui.cli import main

if __name__ == "__main__":
    main()
