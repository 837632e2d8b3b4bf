"""Handed in as it was received."""

ANSWERS = {}
DUE = "missing"
