"""A grid made for the tests of the workbook: two notebooks, texts that a spreadsheet would take for formulas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from openpyxl import Workbook, load_workbook

from epreuves_kit.rubric import workbook_read
from epreuves_kit.rubric.appreciation import Copy, Criterion
from epreuves_kit.rubric.workbook import GivenCell, Grid
from epreuves_kit.rubric.workbook_open import opened

SEEN = ("rien n'est dit", "une liste sans lien", "un lien par action", "un lien et sa raison")


def grid(
    copies: int = 4,
    given: dict[tuple[str, str], GivenCell] | None = None,
    **changed: str | tuple[object, ...],
) -> Grid:
    """An épreuve of that many copies, two criteria in its notebook and one in its REX."""
    numbered = [(f"cle{n:03}", n) for n in range(1, copies + 1)]
    own = [Copy(key, n, "e06_objectifs", ("lea", "karim"), "/tmp/x.ipynb") for key, n in numbered]
    rex = [Copy(f"rex-{key}", n + copies, "rex", ("lea",), "/tmp/y.ipynb") for key, n in numbered]
    criteria = (
        Criterion("e06_objectifs", "C6_1-k1", "C6.1", "Des objectifs mesurables", "À la question 2", SEEN, 3.0),
        Criterion("e06_objectifs", "C6_1-k2", "C6.1", "=SOMME(A1) n'est pas une formule", "-> écrit B", SEEN, 1.5),
        Criterion("rex", "C6_2-k1", "C6.2", "Son propre rôle", "Tout le REX", SEEN, 4.0),
    )
    made = Grid("e06_objectifs", "Session de juin", "aabbccddeeff", "", (*own, *rex), criteria, given or {})
    return msgspec.structs.replace(made, **changed)


def edit(path: Path, change: Callable[[Workbook], object]) -> Path:
    """Do with the workbook what a grader would do in a spreadsheet, and save it where it was."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def read(path: Path, now: Grid, replace: bool = False) -> tuple[workbook_read.WorkbookChange, ...]:
    """The changes of a file, opened as the command opens it."""
    return workbook_read.read(opened(path), now, replace)
