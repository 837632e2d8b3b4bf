"""The grading workbook decided: its sheets, headers, rows and cells to fill, and what a grader typed in one read back; nothing of the file format."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.rubric.appreciation import Copy, Criterion
from epreuves.rubric.known import LONGEST, checked_comment
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number, significant
from epreuves.wording.inert import composed

#: What a sheet has above its copies: a line of criteria, a line that says « Level » or « Commentaire ».
HEADER_ROWS = 2
#: Columns before the first to fill: the copy's number, its key.
FIXED_COLUMNS = ("Copie", "Clé")
DESCRIPTORS, NOTICE, BASELINE = "Descripteurs", "Lisez-moi", "_export"
#: A grade id that begins with its compétence. Letters that a spreadsheet refuses in a sheet's name, and its longest name.
_CODE = re.compile(r"\A(C\d+)_(\d+)(?=-|\Z)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\']"), 31


class GivenCell(msgspec.Struct, frozen=True):
    """What a grader says of a criterion in a copy: a level from 0 to 3 or none, a comment or an empty text."""

    level: int | None = None
    comment: str = ""


class Grid(msgspec.Struct, frozen=True):
    """All that a workbook shows of an épreuve; `given` holds that grader's own judgements, by (copy, grade_id)."""

    assignment: str
    session: str  # its name
    mark: str  # see `session_mark`
    grader: str  # empty: for whoever fills it
    copies: tuple[Copy, ...]
    criteria: tuple[Criterion, ...]
    given: Mapping[tuple[str, str], GivenCell] = {}


class GridColumn(msgspec.Struct, frozen=True):
    """A column to fill."""

    grade_id: str
    kind: Literal["level", "comment"]


class GridPage(msgspec.Struct, frozen=True):
    """One sheet to fill: a notebook's copies, a pair of columns a criterion."""

    title: str
    notebook: str
    copies: tuple[Copy, ...]
    criteria: tuple[Criterion, ...]

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """Columns to fill, in order; the first stands after `FIXED_COLUMNS`."""
        return tuple(GridColumn(c.grade_id, kind) for c in self.criteria for kind in ("level", "comment"))

    @property
    def header(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Texts of the two header rows; a criterion's stands in its first column, and covers both."""
        above = [*FIXED_COLUMNS] + [text for c in self.criteria for text in (heading(c), "")]
        below = ["", ""] + ["Niveau", "Commentaire"] * len(self.criteria)
        return tuple(above), tuple(below)


def heading(criterion: Criterion) -> str:
    """A criterion as its columns are headed: code, points, label."""
    return clean(f"{code(criterion.grade_id)} · {counted(criterion.points, 'point')}\n{criterion.label}")


def code(grade_id: str) -> str:
    """A grade id in the référentiel's writing, « C15.1-k1 »; one of an instructor's own as it is."""
    return _CODE.sub(r"\1.\2", grade_id)


def pages(grid: Grid) -> tuple[GridPage, ...]:
    """The sheets to fill, in the order of the criteria's notebooks; a notebook without criterion or copy has none."""
    titles: list[str] = [DESCRIPTORS, NOTICE, BASELINE]
    found = []
    for notebook in dict.fromkeys(c.notebook for c in grid.criteria):
        copies = tuple(c for c in grid.copies if c.notebook == notebook)
        criteria = tuple(c for c in grid.criteria if c.notebook == notebook)
        if copies:
            titles.append(_title(notebook, titles))
            found.append(GridPage(titles[-1], notebook, copies, criteria))
    return tuple(found)


def _title(notebook: str, taken: list[str]) -> str:
    known = {name.casefold() for name in taken}
    base = _FORBIDDEN.sub("-", clean(notebook))[:_LONGEST] or "notebook"
    number, title = 1, base
    while title.casefold() in known:
        number += 1
        title = f"{base[: _LONGEST - 3]}-{number}"
    return title


def descriptors(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """The sheet of descriptors: a heading row, then a row a criterion."""
    levels = tuple(f"{int(n)} — {n.label}" for n in LEVELS)
    rows = [("Feuille", "Critère", "Points", "Ce qui est jugé", "Où regarder", *levels)]
    titles = {page.notebook: page.title for page in pages(grid)}
    for c in grid.criteria:
        row = (
            titles.get(c.notebook, c.notebook),
            code(c.grade_id),
            number(c.points),
            c.label,
            c.look,
            *c.descriptors,
        )
        rows.append(tuple(map(clean, row)))
    return tuple(rows)


def identity(grid: Grid) -> tuple[tuple[str, str], ...]:
    """What tells this workbook from that of another épreuve, session or grader: (name, value)."""
    return (
        ("Épreuve", grid.assignment),
        ("Session", clean(grid.session)),
        ("Empreinte de la session", grid.mark),
        ("Correcteur", clean(grid.grader)),
    )


def session_mark(key: str, assignment: str) -> str:
    """Twelve letters that differ from a session to another and give nothing of its key."""
    return hashlib.blake2b(f"classeur\0{assignment}\0{key}".encode(), digest_size=6).hexdigest()


def clean(text: str) -> str:
    """A text as a cell can hold it: composed letters, « \\n » as the end of a line, no control character."""
    lines = composed(text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).strip()


def kept(comment: str) -> str:
    """A comment as a cell holds it once the record has kept it: the same text on both sides is then the same."""
    return clean(checked_comment(clean(comment)))


_EXPECTED = "un niveau de 0 à 3, ou son nom (" + ", ".join(n.label for n in LEVELS) + ")"
_RANKED = re.compile(r"([0-3])(?:\s*[-—–·:.]\s*(.+))?")
_SHOWN = 60
_LONGEST_LEVEL = 100


class RefusedCell(KitError):
    """What was read and what is expected: the end of a sentence that names the cell."""


def level(cell: Any) -> int | None:
    """A level from 0 to 3, or None for an empty cell."""
    value = _plain(cell, _EXPECTED)
    if value is None:
        return None
    if isinstance(value, int | float) and value in (0, 1, 2, 3):
        return int(value)
    if isinstance(value, str):
        said = _folded(value)
        if not said:
            return None
        if said in _NAMES:
            return _NAMES[said]
        found = _RANKED.fullmatch(said)
        if found and (found[2] is None or _NAMES.get(found[2]) == int(found[1])):
            return int(found[1])
    raise RefusedCell(f"« {shown(value)} » reçu, attendu {_EXPECTED}")


def comment(cell: Any) -> str:
    """A comment, empty for an empty cell; a number typed is the text that was typed."""
    value = _plain(cell, "un texte")
    if value is None:
        return ""
    if not isinstance(value, str):
        value = significant(value, 6, grouped=False)
    said = clean(value)
    if len(said) > LONGEST:
        raise RefusedCell(f"{len(said)} caractères reçus, attendu {LONGEST} au plus")
    return kept(said)


def text(cell: Any) -> str:
    """The text of a cell that nobody should have changed."""
    value = cell.value
    return clean("" if value is None else str(value))


def _plain(cell: Any, expected: str) -> str | int | float | None:
    """A text or a number; formulas, errors, dates and true-or-false are none."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "f":
        formula = value if isinstance(value, str) else getattr(value, "text", "") or "=…"
        raise RefusedCell(f"une formule reçue ({shown(formula)}), attendu {expected} : tapez la valeur")
    if kind == "e":
        raise RefusedCell(f"l'erreur {shown(value)} reçue, attendu {expected}")
    if kind == "b" or isinstance(value, bool):
        raise RefusedCell(f"{'VRAI' if value else 'FAUX'} reçu, attendu {expected}")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise RefusedCell(f"une date ou une heure reçue ({shown(value)}), attendu {expected}")
    return value


def _folded(said: str) -> str:
    """A text without case, accents or typographic apostrophes."""
    # No level has so many characters; what is longer is only told apart from them.
    brief = " ".join(said.split())[:_LONGEST_LEVEL]
    bare = unicodedata.normalize("NFD", brief.replace("’", "'").casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))


_NAMES = {_folded(n.label): int(n) for n in LEVELS} | {
    "en cours": 1, "acquise": 2, "maitrisee": 3, "non acquise": 0,
}  # fmt: skip


def shown(value: object) -> str:
    """A value on one line, cut where it is long."""
    said = " ".join(str(value).split())
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
