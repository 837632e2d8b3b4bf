"""What happened to the questions that sent no answer, as far as a run's outputs tell: a French sentence each."""

from __future__ import annotations

from typing import Any

from epreuves.gradebook.assignment import is_kit
from epreuves.gradebook.neutral import neutral_text
from epreuves.gradebook.record import Record
from epreuves.marking.dependances import question_call
from epreuves.runner.run import CellRun, Run


def incidents_of(cells: list[dict[str, Any]], done: Run, record: Record) -> dict[str, str]:
    """For each question that sent nothing, or nothing but None, what happened to it."""
    said, stopped = {}, ""
    for index, cell in enumerate(cells):
        stopped = _stopped(cell, done.cells.get(index)) or stopped
        asked = is_kit(cell)
        if asked is None:
            continue
        if asked in done.answers:
            if stopped and done.answers[asked] is None:
                said[asked] = (
                    f"Sans réponse : la cellule de réponse s'est arrêtée sur une erreur ({stopped})."
                )
            stopped = ""
            continue
        said[asked] = _nothing_sent(cell, done.cells.get(index), done, record)
    return said


def _nothing_sent(cell: dict[str, Any], shown: CellRun | None, done: Run, record: Record) -> str:
    _, variable = question_call(cell["source"]) or ("", "")
    if record.status == "unreadable":
        return f"Aucune réponse n'a pu être lue. {record.reason}"
    if shown is None:
        return f"Cette question n'a pas pu être vérifiée. {done.end.sentence}"
    if shown.interrupted:
        return "La vérification a dépassé le temps permis : aucune réponse n'a été reçue."
    if any(o.get("output_type") == "error" and o.get("ename") == "NameError" for o in shown.outputs):
        return f"La variable « {variable} » n'existe pas quand la question est vérifiée : l'avez-vous renommée ou effacée ?"
    return "La vérification n'a envoyé aucune réponse : ses fonctions ont sans doute été remplacées dans la copie."


def _stopped(cell: dict[str, Any], shown: CellRun | None) -> str:
    """The error on which an answer's cell stopped, in a few words; empty where it did not."""
    if shown is None or cell["cell_type"] != "code" or is_kit(cell):
        return ""
    errors = [o for o in shown.outputs if o.get("output_type") == "error"]
    return neutral_text(f"{errors[-1].get('ename')} : {errors[-1].get('evalue')}")[:200] if errors else ""
