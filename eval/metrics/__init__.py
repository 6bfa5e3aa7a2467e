"""Metrics as pure functions: a saved answer, its gold and the documents in, a number out.

Undefined is NaN, never 0: the precision of no citations is unknown, not bad.
"""
