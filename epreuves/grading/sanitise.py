"""The sanitising of a copy before it is run, and its outputs cut to what a grader can read, as nbgrader's own steps do both."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from epreuves.gradebook.marked_rows import (  # fmt: skip
    InvalidCell,
    SourceCell,
    SourceNotebook,
    checksum,
    grade_id,
    is_grade,
    is_locked,
    is_solution,
    meta_of,
    points,
)


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
                    output["traceback"] = [
                        *output["traceback"][:start],
                        "... Traceback truncated ...",
                        *output["traceback"][-end:],
                    ]


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
            raise InvalidCell(
                f"Les métadonnées nbgrader de la cellule « {name} » sont invalides : {error}"
            ) from None
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
        raise InvalidCell(
            f"Le type de la cellule « {id} » a été changé ; sans nom, elle ne peut pas être rétablie."
        )
    cell["cell_type"] = cell_type
    if cell_type == "code":
        if "attachments" in cell:
            raise InvalidCell(f"La cellule de code « {id} » contient des pièces jointes.")
        cell["outputs"], cell["execution_count"] = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
