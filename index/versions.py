"""What made a stored document: the versions of reading and analysis."""

from __future__ import annotations

from corpus.reader import READER_VERSION
from index.analysis import ANALYSIS_VERSION

MADE_BY = f"reader {READER_VERSION}, analysis {ANALYSIS_VERSION}"
