"""The grading workbook decided: which sheets, which header and rows, what each cell to fill is; nothing of the file format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from epreuves.answers.texte_propre import composed
from epreuves.rubric.appreciation import Copy, Criterion
from epreuves.rubric.known import checked_comment
from epreuves.rubric.niveaux import NIVEAUX
from epreuves.wording.french import counted, number

#: What a sheet has above its copies: a line of criteria, a line that says « Niveau » or « Commentaire ».
HEADER_ROWS = 2
#: Columns before the first to fill: the copy's number, its key.
FIXED_COLUMNS = ("Copie", "Clé")
DESCRIPTORS, NOTICE, BASELINE = "Descripteurs", "Lisez-moi", "_export"
#: A grade id that begins with its compétence. Letters that a spreadsheet refuses in a sheet's name, and its longest name.
_CODE = re.compile(r"\A(C\d+)_(\d+)(?=-|\Z)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\']"), 31


class Given(msgspec.Struct, frozen=True):
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
    given: Mapping[tuple[str, str], Given] = {}


class Column(msgspec.Struct, frozen=True):
    """A column to fill."""

    grade_id: str
    kind: Literal["level", "comment"]


class Page(msgspec.Struct, frozen=True):
    """One sheet to fill: a notebook's copies, a pair of columns a criterion."""

    title: str
    notebook: str
    copies: tuple[Copy, ...]
    criteria: tuple[Criterion, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns to fill, in order; the first stands after `FIXED_COLUMNS`."""
        return tuple(Column(c.grade_id, kind) for c in self.criteria for kind in ("level", "comment"))

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


def pages(grid: Grid) -> tuple[Page, ...]:
    """The sheets to fill, in the order of the criteria's notebooks; a notebook without criterion or copy has none."""
    titles: list[str] = [DESCRIPTORS, NOTICE, BASELINE]
    found = []
    for notebook in dict.fromkeys(c.notebook for c in grid.criteria):
        copies = tuple(c for c in grid.copies if c.notebook == notebook)
        criteria = tuple(c for c in grid.criteria if c.notebook == notebook)
        if copies:
            titles.append(_title(notebook, titles))
            found.append(Page(titles[-1], notebook, copies, criteria))
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
    levels = tuple(f"{int(n)} — {n.libelle}" for n in NIVEAUX)
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
