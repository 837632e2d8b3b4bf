"""The cells of a copy as nbgrader reads them, without nbgrader and its four seconds of imports: put back before they are run in the state
in which the gradebook knows them, cut to what a grader can read, and told to the gradebook as plain values.

Cells are dictionaries of nbformat 4 (NotebookNodes are), their source one string.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Annotated, Any, Literal

import msgspec

from epreuves.wording.errors import KitError
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, get


class InvalidCell(KitError):
    """A cell that nbgrader itself would refuse, and the whole copy with it; a French sentence says which and why."""


class SourceCell(msgspec.Struct, frozen=True):
    """A cell as released: type, text, checksum, whether candidates may write in it, points where a machine or grader gives any."""

    cell_type: str
    locked: bool
    source: str
    checksum: str | None
    points: float | None


class SourceNotebook(msgspec.Struct, frozen=True):
    """A notebook as released: kernel (empty where unknown) and cells by grade id."""

    kernelspec: dict[str, Any]
    cells: dict[str, SourceCell]


def meta_of(cell: dict[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata of a cell, the very dictionary that lies in it; an empty one for a plain cell."""
    meta = cell["metadata"].get("nbgrader", {})
    if not isinstance(meta, dict):
        raise InvalidCell("Les métadonnées nbgrader d'une cellule ne sont pas un dictionnaire.")
    return meta


def is_grade(cell: dict[str, Any]) -> Any:
    """True if points are given on a cell: its own flag, as nbgrader reads it."""
    return meta_of(cell).get("grade", False)


def is_solution(cell: dict[str, Any]) -> Any:
    """True if a candidate writes in a cell: its own flag, as nbgrader reads it."""
    return meta_of(cell).get("solution", False)


def is_task(cell: dict[str, Any]) -> Any:
    """True if a cell bears points for what is done elsewhere (a criterion): its own flag, as nbgrader reads it."""
    return meta_of(cell).get("task", False)


def is_locked(cell: dict[str, Any]) -> Any:
    """True if a cell's text is the author's, to be put back."""
    if is_solution(cell):
        return False
    return True if is_grade(cell) else meta_of(cell).get("locked", False)


def grade_id(cell: dict[str, Any]) -> str:
    """A cell's grade id; raises InvalidCell where it has none."""
    try:
        return meta_of(cell)["grade_id"]
    except KeyError:
        raise InvalidCell("Une cellule notée, de réponse ou verrouillée n'a pas d'identifiant.") from None


def points(cell: dict[str, Any]) -> float:
    """Points that a graded cell says it is worth; raises InvalidCell where it does not say."""
    try:
        return float(meta_of(cell)["points"])
    except (KeyError, TypeError, ValueError):
        raise InvalidCell(f"La cellule « {grade_id(cell)} » est notée, mais ses points manquent.") from None


def checksum(cell: dict[str, Any]) -> str:
    """nbgrader's checksum of a cell: 32 hexadecimal digits of text, type, flags, id and points."""
    parts = [
        cell["source"],
        cell["cell_type"],
        str(is_grade(cell)),
        str(is_solution(cell)),
        str(is_locked(cell)),
        grade_id(cell),
    ]
    if is_grade(cell):
        parts.append(str(points(cell)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


#: nbgrader's own words, which formgrader and feedback show.
NO_RESPONSE = "No response."


class GradeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to write of one cell; a written answer, graded and commented, gives two, in this order.

    kind: "score", a score given by the machine, None where a grader gives it, after which a score given by hand is to be
    looked at again, and `waits` asks for a grader all the same; "settled", a score that waits for no grader; "task", a criterion, which always waits for one;
    "comment", the machine's comment.
    """

    grade_id: str
    kind: Literal["score", "settled", "task", "comment"]
    auto_score: float | None = None
    auto_comment: str | None = None
    waits: bool = False


class CopyRows(msgspec.Struct, frozen=True):
    """The rows to be written of one copy.

    notebooks: rows by notebook's name; an assignment's notebook that is not there counts as not handed in, each of its cells
    at zero, and so are all where none is there. timestamp: when it was handed in, UTC without time zone, None where `timestamp.txt` is missing: the one known
    stays. renamed: those of `notebooks` that were read under another file's name, which nbgrader first settles at zero.
    """

    student: str
    notebooks: dict[str, list[GradeRow]]
    timestamp: datetime.datetime | None = None
    renamed: tuple[str, ...] = ()


def rows_of(notebook: dict[str, Any]) -> list[GradeRow]:
    """The rows that nbgrader's `SaveAutoGrades`, as the kit's `SaveMarks` corrects it, would record of an autograded notebook.

    notebook: nbformat 4, marks or ordinary outputs in its tests cells. Raises InvalidCell where nbgrader refuses a mark.
    """
    record, rows = get(notebook) or MarkingRecord(status="marked"), []
    for cell in notebook["cells"]:
        unsure = is_grade(cell) and grade_id(cell) in record.unsure
        if is_grade(cell):
            score = auto_score(cell)
            if settled(cell, record):
                rows.append(GradeRow(grade_id(cell), "settled", 0.0))
            elif unsure and is_solution(cell):
                rows.append(GradeRow(grade_id(cell), "score"))
            else:
                rows.append(GradeRow(grade_id(cell), "score", score, waits=unsure))
        if is_solution(cell) or is_task(cell):
            untouched = not is_task(cell) and meta_of(cell).get("checksum") == checksum(cell)
            untouched = untouched and grade_id(cell) not in record.unsure
            rows.append(GradeRow(grade_id(cell), "comment", auto_comment=NO_RESPONSE if untouched else None))
        if is_task(cell):
            rows.append(GradeRow(grade_id(cell), "task"))
    return rows


def settled(cell: dict[str, Any], record: MarkingRecord) -> bool:
    """True if a cell to be read by a grader waits for none: a written answer of an épreuve is worth 0, and judged by its criteria."""
    return bool(is_solution(cell) and not meta_of(cell).get("points") and not record.ordinary)


def scores_of(notebook: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Points and maximum of each cell that the machine marks, as nbgrader reads them."""
    scores = {}
    for cell in notebook["cells"]:
        if is_grade(cell) and not is_solution(cell) and (score := auto_score(cell)) is not None:
            scores[grade_id(cell)] = score, points(cell)
    return scores


def auto_score(cell: dict[str, Any]) -> float | None:
    """The score that nbgrader reads in a graded cell: None for a grader to give, 0 for an answer left as released or an error,
    the number of its first result, else all its points."""
    maximum = points(cell)
    if is_solution(cell):
        return 0.0 if meta_of(cell).get("checksum") == checksum(cell) and "checksum" in meta_of(cell) else None
    if cell["cell_type"] != "code":
        return None
    for output in cell["outputs"]:
        kind = output["output_type"]
        if kind == "error" or (kind == "stream" and output["name"] == "stderr"):
            return 0.0
        if kind == "execute_result":
            return _partial(output, maximum, cell)
    return maximum


def _partial(output: dict[str, Any], maximum: float, cell: dict[str, Any]) -> float:
    """A partial credit: what is not a number counts as no mark, thus as all the points, as nbgrader has it."""
    given = output["data"].get("text/plain")
    if not given:
        raise InvalidCell(f"Le résultat de la cellule « {grade_id(cell)} » n'a pas de texte.")
    if isinstance(given, list):
        if len(given) > 1:
            return maximum
        given = given[0]
    try:
        score = float(given)
    except ValueError:
        return maximum
    if score > maximum:
        raise InvalidCell(f"La cellule « {grade_id(cell)} » donne {score} points ; elle en vaut {maximum} au plus.")
    return score if score >= 0.0 else maximum


def limit_outputs(notebook: dict[str, Any], max_lines: int, max_traceback: int) -> None:
    """Cut a notebook's outputs in place: lines of text a cell, lines of a traceback; -1 for no limit, as nbgrader has it."""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        if max_lines != -1:
            cell["outputs"] = _lines(cell["outputs"], max_lines)
        if max_traceback != -1:
            for output in cell["outputs"]:
                if output["output_type"] == "error" and len(output["traceback"]) > max_traceback:
                    start = max_traceback // 2
                    end = max_traceback - start - 1
                    lines = output["traceback"]
                    output["traceback"] = [*lines[:start], "... Traceback truncated ...", *lines[-end:]]


def _lines(outputs: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    length, kept = 0, []
    for output in outputs:
        if output["output_type"] == "stream":
            if length == most:
                continue
            text = output["text"].split("\n")
            if len(text) + length > most:
                text = [*text[: most - length - 1], "... Output truncated ..."]
            length += len(text)
            output["text"] = "\n".join(text)
        kept.append(output)
    return kept


#: Metadata that tells how a cell's output was shown: it goes with the output.
_OF_OUTPUT = ("collapsed", "scrolled")


class _Meta(msgspec.Struct, forbid_unknown_fields=True):
    """nbgrader's metadata of a cell, version 3 of its schema."""

    schema_version: Literal[3]
    grade: bool
    locked: bool
    solution: bool
    task: bool = False
    grade_id: Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9_\-]*$")] | msgspec.UnsetType = msgspec.UNSET
    points: Annotated[float, msgspec.Meta(ge=0)] | msgspec.UnsetType = msgspec.UNSET
    checksum: Annotated[str, msgspec.Meta(min_length=32, max_length=32)] | msgspec.UnsetType = msgspec.UNSET
    cell_type: Literal["raw", "code", "markdown"] | msgspec.UnsetType = msgspec.UNSET


def overwrite(notebook: dict[str, Any], source: SourceNotebook) -> dict[str, Any]:
    """Put a copy back in the state in which it may be run: outputs cleared, and kernel, types, points, checksums and locked
    cells those of the gradebook, hidden tests included.

    notebook: nbformat 4, changed in place and given back. source: what `Ledger.source_cells` gives of that notebook.
    Raises InvalidCell where nbgrader would refuse the copy.
    """
    for cell in notebook["cells"]:
        if isinstance(cell["source"], list):
            cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            for field in _OF_OUTPUT:
                cell["metadata"].pop(field, None)
    _drop_repeated(notebook["cells"])
    if source.kernelspec:
        notebook["metadata"]["kernelspec"] = dict(source.kernelspec)
    for cell in notebook["cells"]:
        id = meta_of(cell).get("grade_id")
        if id is None:
            continue
        if id in source.cells:
            _put_back(cell, id, source.cells[id])
        else:
            del cell["metadata"]["nbgrader"]["grade_id"]
    check(notebook)
    return notebook


def check(notebook: dict[str, Any]) -> None:
    """Raise InvalidCell for a notebook that nbgrader's `CheckCellMetadata` refuses: metadata against its schema, ids twice."""
    seen: set[str] = set()
    for cell in notebook["cells"]:
        if "nbgrader" not in cell["metadata"]:
            continue
        try:
            meta = msgspec.convert(dict(meta_of(cell)), _Meta)
        except msgspec.ValidationError as error:
            name = meta_of(cell).get("grade_id", "sans identifiant")
            raise InvalidCell(f"Les métadonnées nbgrader de la cellule « {name} » sont invalides : {error}") from None
        graded = meta.grade or meta.solution or meta.locked
        if graded and not meta.grade_id:
            raise InvalidCell("Une cellule notée, de réponse ou verrouillée n'a pas d'identifiant.")
        if meta.grade and meta.points is msgspec.UNSET:
            raise InvalidCell(f"La cellule « {meta.grade_id} » est notée, mais ses points manquent.")
        if meta.task and cell["cell_type"] != "markdown":
            raise InvalidCell(f"Le critère « {meta.grade_id} » n'est pas une cellule de texte.")
        if not meta.task and cell["cell_type"] == "markdown" and meta.grade != meta.solution:
            raise InvalidCell(
                f"La cellule de texte « {meta.grade_id} » doit être à la fois notée et de réponse, ou ni l'un ni l'autre."
            )
        if graded and meta.grade_id in seen:
            raise InvalidCell(f"L'identifiant « {meta.grade_id} » est celui de deux cellules.")
        if graded and meta.grade_id:
            seen.add(meta.grade_id)


def _drop_repeated(cells: list[dict[str, Any]]) -> None:
    """Take nbgrader's metadata from all but the last of the cells that bear the same id."""
    seen: set[str] = set()
    for cell in reversed(cells):
        if is_grade(cell) or is_solution(cell) or is_locked(cell):
            id = grade_id(cell)
            if id in seen:
                cell["metadata"]["nbgrader"] = {}
            seen.add(id)


def _put_back(cell: dict[str, Any], id: str, source: SourceCell) -> None:
    """Give a cell the type, lock, points, checksum and, where it is locked, the text that are its own."""
    meta = meta_of(cell)
    if cell["cell_type"] != source.cell_type:
        _retype(cell, id, source.cell_type)
    if is_locked(cell) != source.locked:
        meta["locked"] = source.locked
    if is_grade(cell):
        if source.points is None:
            raise InvalidCell(f"La cellule « {id} » se dit notée ; le carnet de notes ne la note pas.")
        if points(cell) != source.points:
            meta["points"] = source.points
    meta["checksum"] = source.checksum
    if source.locked and checksum(cell) != source.checksum:
        cell["source"] = source.source
        if checksum(cell) != source.checksum:
            raise InvalidCell(f"La cellule « {id} » ne peut pas être rétablie : son rôle a été changé.")


def _retype(cell: dict[str, Any], id: str, cell_type: str) -> None:
    if "id" not in cell:  # before nbformat 4.5; nbgrader refuses them as well
        raise InvalidCell(f"Le type de la cellule « {id} » a été changé ; sans nom, elle ne peut pas être rétablie.")
    cell["cell_type"] = cell_type
    if cell_type == "code":
        if "attachments" in cell:
            raise InvalidCell(f"La cellule de code « {id} » contient des pièces jointes.")
        cell["outputs"], cell["execution_count"] = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
