"""Support: whether the passages that a statement cites say what it says.

In: a statement and its cited passages. Out: `Support`, with the kinds of what they do not hold.
"""

from rag.support.checker import StatementChecker, Support

__all__ = ["StatementChecker", "Support"]
