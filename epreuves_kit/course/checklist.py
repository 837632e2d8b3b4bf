"""A criterion judged by a list: so many things that the statement asks for, and a level by how many lack.

One rule for every list, so that no copy falls between two levels and two graders who see the same things give the same one:

| level | lacking, of n |
| --- | --- |
| 3 | none |
| 2 | one |
| 1 | up to half of them, rounded up |
| 0 | more, or nothing is written |

In a criterion's cell the list is its descriptors, and is read back from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from epreuves.referentiel.levels import Level
from epreuves.wording.french import FIXED, counted, plural

#: How many things a list holds: fewer would leave a level empty, more are not held in mind.
FEWEST, MOST = 3, 6
#: The beginning of a comment's line that says what lacks: as `rubric/panel/checklist.js` writes it.
LACKS = f"Il manque{FIXED}: "
#: The rule, as a candidate reads it.
RULE = "s'il n'en manque aucun, niveau 3 ; un, niveau 2 ; plus d'un, jusqu'à la moitié arrondie au-dessus, niveau 1 ; davantage, niveau 0"
_ALL = re.compile(r"Les \d attendus y sont : (.+)\.\Z", re.DOTALL)
_ITEM = re.compile(r"(?:\A| ; )\((\d)\) ")


def level(lacking: int, of: int) -> Level:
    """The level of a copy that lacks so many of so many things."""
    if lacking <= 1:
        return Level.ACQUIRED if lacking else Level.MASTERED
    return Level.IN_PROGRESS if lacking <= _half(of) else Level.NOT_ACQUIRED


def write(expected: Sequence[str]) -> tuple[str, str, str, str]:
    """The descriptors of the four levels, from 0 to 3, of a list."""
    of = len(expected)
    listed = " ; ".join(f"({rank}) {' '.join(text.split()).rstrip('.')}" for rank, text in enumerate(expected, start=1))
    some = "2" if _half(of) == 2 else f"2 ou {_half(of)}"
    more = _half(of) + 1
    none = (
        f"Aucun des {of} attendus n'y est."
        if more == of
        else f"Il manque {more} {plural(more, 'attendu')} sur {of}, ou plus."
    )
    return (
        none,
        f"Il manque {some} attendus sur {of}.",
        f"Il manque {counted(1, 'attendu')} sur {of}.",
        f"Les {of} attendus y sont : {listed}.",
    )


def read(descriptors: Sequence[str]) -> tuple[str, ...]:
    """The list that four descriptors were written from; empty where they were written otherwise."""
    every = _ALL.match(descriptors[Level.MASTERED])
    if not every:
        return ()
    # The text before the first mark is empty; then a rank, and its text.
    _, *pieces = _ITEM.split(every[1])
    expected = tuple(pieces[1::2])
    return expected if write(expected) == tuple(descriptors) else ()


def told(descriptors: Sequence[str], level: Level, comment: str) -> str:
    """The descriptor of a level as its candidate reads it: with the list, unless the grader's comment says what lacks of it."""
    expected = read(descriptors)
    if not expected or level is Level.MASTERED or any(line.startswith(LACKS) for line in comment.splitlines()):
        return descriptors[level]
    return f"{descriptors[level].removesuffix('.')}. Attendus{FIXED}: {f'{FIXED}; '.join(expected)}."


def _half(of: int) -> int:
    return (of + 1) // 2
