"""Texts made harmless to read: what UTF-8 can carry and people can see, and what is quoted of a copy."""

from __future__ import annotations

import re
import unicodedata


def clean_text(text: str) -> str:
    """A real str, whatever the subclass; lone surrogates become « ? »."""
    return str.__str__(text).encode("utf-8", "replace").decode("utf-8")


def composed(text: str) -> str:
    """A text with its accents in their letters (NFC); of the accents piled on a letter, those that Unicode's own bound for streams
    allows: putting thousands of them in order would take the square of their number.
    """
    if text.isascii():
        return text
    kept, piled = [], 0
    for c in text:
        piled = piled + 1 if unicodedata.combining(c) else 0
        if piled <= _PILED:
            kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept))


def visible_text(text: str, kept: str = "\n\t") -> str:
    """A text without what nobody sees: controls, marks that turn the direction of writing, unassigned characters.

    Spaces of all kinds stay (French puts no-break ones before its signs), and the joiners that make one sign of several.
    kept: controls that stay.
    """
    return "".join(c for c in text if c.isprintable() or c in kept or c in _JOINERS or unicodedata.category(c) == "Zs")


#: Accents on one letter (UAX 15, « Stream-Safe Text Format »).
_PILED = 30
#: Zero-width non-joiner and joiner.
_JOINERS = "\u200c\u200d"


#: Controls, marks of direction, invisible tags: a terminal obeys some of them, and others let a text show other than what it says.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


def inert(text: str) -> str:
    """A sentence on one line, without characters that act."""
    return _ACTING.sub("", _BREAKS.sub(" ", text))
