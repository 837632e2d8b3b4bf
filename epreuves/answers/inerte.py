"""A text quoted from a copy, made such that whoever reads the sentence around it sees what it holds, and nothing acts on it."""

from __future__ import annotations

import re

#: Controls, marks of direction, invisible tags: a terminal obeys some of them, and others let a text show other than what it says.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


def inert(text: str) -> str:
    """A sentence on one line, without characters that act."""
    return _ACTING.sub("", _BREAKS.sub(" ", text))
