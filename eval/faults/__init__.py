"""Planted faults: how much of what a passage does not say the verification of statements finds."""
