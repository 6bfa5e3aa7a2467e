"""Composition: from a ranking to a draft, one module for each kind of answer."""
