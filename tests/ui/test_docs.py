"""The documentation of the API names every address and every error code."""

from __future__ import annotations

import re
from pathlib import Path

from ui.error_codes import ERROR_CODES

_API = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_every_error_code_is_documented_with_its_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", _API.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == {code: str(status) for code, (status, _) in ERROR_CODES.items()}
