"""How French is written: elision before a name, « autre » or « autres », names in a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def of(name: str) -> str:
    """« d'Alice », « de Bruno », « d'Hélène », « d'Yves », « de Yasmine »."""
    start = unicodedata.normalize("NFD", name.strip().casefold()[:4])
    letters = "".join(c for c in start if not unicodedata.combining(c))
    first, second = letters[:1], letters[1:2]
    # An h that begins a first name is mute as a rule; a y is a vowel before a consonant.
    elided = (
        first in tuple("aeiouœæ")
        or (first == "h" and second in tuple("eiouy"))
        or (first == "y" and second not in tuple("aeiou"))
    )
    return f"d'{name}" if elided else f"de {name}"


def others(count: int) -> str:
    """« 1 autre », « 2 autres »."""
    return f"{count} autre{'s' * (count > 1)}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: « a », « a et b », « a, b et c »; nothing for none."""
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
