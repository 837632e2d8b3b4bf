"""The notebook doctor: a copy laid on the released notebook, so that every cell due is there once, in its own state.

Of a copy only the text of the candidate's cells is kept. All metadata is the release's: tags, points, grade ids, types
and checksums that a copy claims are never read, but for telling which cell is which.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from epreuves.gradebook.copie import Cell, Copie, CopieIllisible, read
from epreuves.gradebook.neutral import neutral_markdown

Status = Literal["readable", "unreadable", "foreign"]
_ROLES = {"tests": "cellule de vérification", "solution": "cellule de réponse", "manual": "réponse rédigée",
          "task": "critère", "readonly": "cellule de l'énoncé"}  # fmt: skip


class Mended(msgspec.Struct, frozen=True):
    """A copy ready to be run: notebook (nbformat 4.5 dictionary), whether it could be read, why not, and each mend."""

    notebook: dict[str, Any]
    status: Status
    reason: str
    mends: tuple[str, ...]
    #: Outputs as submitted, by cell: read for the self-assessment alone, never shown.
    outputs: tuple[list[dict[str, Any]], ...] = ()


def mend(raw: bytes, release: dict[str, Any]) -> Mended:
    """Lay a submitted file on the released notebook.

    raw: bytes of the submitted file. release: the released notebook, nbformat 4.5, trusted.
    Never raises for anything in `raw`: what cannot be read becomes the blank release with a reason.
    """
    try:
        submitted = read(raw)
    except CopieIllisible as error:
        return Mended(_notebook(release, _copied(release["cells"])), "unreadable", str(error), ())
    mends = list(submitted.mends)
    if submitted.kernel not in ("python3", ""):
        mends.append(f"Noyau « {submitted.kernel[:40]} » : remplacé par Python 3.")
    due = {role_id(c): c for c in release["cells"] if role_id(c)}
    placed = _match(submitted, due, mends)
    if not any(id for id, _ in placed) and due:
        reason = "Aucune cellule de l'épreuve n'a été reconnue : la copie n'a pas été faite dans le notebook distribué."
        status: Status = "foreign"
    else:
        reason, status = "", "readable"
    _put_back(placed, due, mends)
    _tests_after_answers(placed, due, mends)
    cells = [
        built for number, (id, cell) in enumerate(placed) for built in _rebuilt(id, cell, due, number, mends)
    ]
    return Mended(_notebook(release, cells), status, reason, tuple(mends), tuple(submitted.outputs))


def role_id(cell: dict[str, Any]) -> str | None:
    """The grade id of a released cell, or None for a plain cell."""
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")


def role(cell: dict[str, Any]) -> str:
    """nbgrader's role of a released cell: tests, solution, manual, task or readonly."""
    meta = cell["metadata"]["nbgrader"]
    if meta.get("task"):
        return "task"
    if meta.get("grade"):
        return "manual" if meta.get("solution") else "tests"
    return "solution" if meta.get("solution") else "readonly"


Placed = list[tuple[str | None, Cell | None]]


def _match(submitted: Copie, due: dict[str, dict[str, Any]], mends: list[str]) -> Placed:
    """Tell which submitted cell is which released one: by grade id, else by cell id, else by an identical text."""
    texts = {_source(c): id for id, c in due.items() if _locked(c)}
    candidates: dict[str, list[int]] = {}
    claims: dict[int, int] = {}
    for index, cell in enumerate(submitted.cells):
        claimed = cell.metadata.get("nbgrader")
        claimed = claimed.get("grade_id") if isinstance(claimed, dict) else None
        for rank, id in enumerate((claimed, cell.id, texts.get(cell.source))):
            if isinstance(id, str) and id in due:
                candidates.setdefault(id, []).append(index)
                claims[index] = rank
                break
    chosen: dict[int, str] = {}
    for id, indices in candidates.items():
        # A cell pasted twice: the last one that was worked in stands, the others stay as plain cells, and are run.
        worked = [
            i for i in indices if submitted.cells[i].source.strip() not in ("", _source(due[id]).strip())
        ]
        chosen[(worked or indices)[-1] if not _locked(due[id]) else min(indices, key=claims.__getitem__)] = id
        if len(indices) > 1:
            mends.append(f"{_name(id, due)} : présente {len(indices)} fois, une seule est retenue.")
    order = list(due)
    places = [order.index(chosen[i]) for i in sorted(chosen)]
    if places != sorted(places):
        mends.append("Des cellules ont été déplacées.")
    # Plain cells of the release (no grade id) come back as the candidate has them, like any cell added.
    return [(chosen.get(i), cell) for i, cell in enumerate(submitted.cells)]


def _put_back(placed: Placed, due: dict[str, dict[str, Any]], mends: list[str]) -> None:
    """Insert each released cell that is missing, after the released cell that comes before it."""
    present = {id for id, _ in placed if id}
    previous: str | None = None
    for id in due:
        if id not in present:
            place = next((i for i, (p, _) in enumerate(placed) if p == previous), -1) + 1 if previous else 0
            placed.insert(place, (id, None))
            mends.append(f"{_name(id, due)} : absente de la copie, remise.")
        previous = id


def _tests_after_answers(placed: Placed, due: dict[str, dict[str, Any]], mends: list[str]) -> None:
    """Move a tests cell that comes before its own answer cells to just after them."""
    answers: list[str] = []
    for id, cell in due.items():
        kind = role(cell)
        if kind == "solution":
            answers.append(id)
        elif kind == "tests":
            where = {p: i for i, (p, _) in enumerate(placed) if p}
            last = max((where[a] for a in answers), default=-1)
            if last > where[id]:
                placed.insert(last, placed.pop(where[id]))
                mends.append(f"{_name(id, due)} : placée avant sa réponse, remise après.")
            answers = []


def _rebuilt(
    id: str | None, cell: Cell | None, due: dict[str, dict[str, Any]], number: int, mends: list[str]
) -> list[dict[str, Any]]:
    """A placed cell in its own state; beside a locked one, what the candidate wrote in it, as a cell that was added."""
    if id is None:
        return [_plain(cell, number)]
    released = _copied(due[id])
    if cell is None:
        return [released]
    kind = released["cell_type"]
    if cell.cell_type != kind:
        mends.append(f"{_name(id, due)} : type changé ({cell.cell_type}), rétabli ({kind}).")
    if cell.metadata.get("tags"):
        mends.append(f"{_name(id, due)} : étiquettes retirées.")
    if _locked(released):
        if cell.source.strip() in ("", _source(released).strip()):
            if not cell.source.strip():
                mends.append(f"{_name(id, due)} : texte effacé, rétabli.")
            return [released]
        mends.append(f"{_name(id, due)} : texte modifié, rétabli ; celui de la copie est gardé à côté.")
        kept = _plain(cell, number)
        # Before a verification, so that an answer written in it is seen by it; after the rest, so that it can use it.
        return [kept, released] if role(released) == "tests" else [released, kept]
    released["source"] = cell.source if kind == "code" else neutral_markdown(cell.source, cell.attachments)
    if kind == "markdown" and cell.attachments:
        released["attachments"] = cell.attachments
    return [released]


def _plain(cell: Cell, number: int) -> dict[str, Any]:
    """A cell that the candidate added, stripped of all but its text; a raw cell becomes text that nothing interprets."""
    built: dict[str, Any] = {
        "cell_type": "code" if cell.cell_type == "code" else "markdown",
        "id": f"ajout-{number}",
        "metadata": {},
    }
    if cell.cell_type == "code":
        return built | {"source": cell.source, "outputs": [], "execution_count": None}
    built["source"] = neutral_markdown(
        cell.source if cell.cell_type == "markdown" else _fenced(cell.source), cell.attachments
    )
    if cell.attachments:
        built["attachments"] = cell.attachments
    return built


def _fenced(text: str) -> str:
    return "~~~text\n" + text.replace("~~~", "~ ~ ~") + "\n~~~"


def _notebook(release: dict[str, Any], cells: list[dict[str, Any]]) -> dict[str, Any]:
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    kept = {k: _copied(v) for k, v in release["metadata"].items() if k in ("kernelspec", "language_info")}
    return {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 5}


def _copied(tree: Any) -> Any:
    """A tree of plain data, copied whole; four times as fast as `copy.deepcopy`."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(tree))


def _locked(cell: dict[str, Any]) -> bool:
    return role(cell) in ("tests", "task", "readonly")


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _name(id: str, due: dict[str, dict[str, Any]]) -> str:
    return f"{_ROLES[role(due[id])].capitalize()} « {id} »"
