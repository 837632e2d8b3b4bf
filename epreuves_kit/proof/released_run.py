"""The released notebook as a candidate who does nothing hands it in: it runs from top to bottom, and is worth nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.tree import CheckedTree
from epreuves.wording.french import counted
from epreuves_kit.marking.marks import Scheme, mark
from epreuves_kit.proof.findings import Finding
from epreuves_kit.runner.files import read_folder
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import shared


class ReleasedRun(msgspec.Struct, frozen=True):
    """The outcome of the run: why it stopped, empty where it did not; what read-only cells show; the cells that failed; the answers sent."""

    stopped: str = ""
    shown: dict[str, str] = {}
    failed: tuple[tuple[str, str], ...] = ()
    answers: dict[str, object] = {}


def run_released(release: bytes, folder: Path, letter: str) -> ReleasedRun:
    """Run a released notebook on a variant, with the files of a folder."""
    notebook = json.loads(release)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    environment = {
        "NBGRADER_EXECUTION": "autograde",
        "EPREUVES_CANAL": "1",
        "EPREUVES_VARIANTE": letter,
    }
    execution = shared("auto").run(notebook, read_folder(folder), Limits(), environment)
    shown, failed = {}, []
    for rank, ran in execution.cells.items():
        cell = notebook["cells"][rank]
        id, data = cell["id"], cell["metadata"].get("nbgrader", {})
        if data and not data["solution"] and not data["grade"]:
            shown[id] = "\n".join(_said(output) for output in ran.outputs)
        for output in ran.outputs:
            if output.get("output_type") == "error":
                failed.append((id, f"{output.get('ename')} : {output.get('evalue')}"))
    answers = {id: tree.node for id, tree in execution.answers.items()}
    return ReleasedRun("" if execution.end.complete else execution.end.sentence, shown, tuple(failed), answers)


def _said(output: Mapping[str, Any]) -> str:
    """The text of an output."""
    text = output.get("text", output.get("data", {}).get("text/plain", ""))
    return "".join(text) if isinstance(text, list) else str(text)


def released_rules(scheme: Scheme, where: str, ran: ReleasedRun) -> Iterator[Finding]:
    """Findings on a released notebook, `where` in the course, that was run on the variant of a scheme."""

    def finding(rule: str, message: str, cell: str = "") -> Finding:
        return Finding(rule, scheme.epreuve, message, "erreur", where, cell)

    if ran.stopped:
        yield finding("execution", f"le notebook ne va pas au bout : {ran.stopped}")
    for id, reason in ran.failed:
        yield finding("execution", f"distribuée, la cellule échoue ({reason})", id)
    for note in mark(scheme, {id: CheckedTree(tree) for id, tree in ran.answers.items()}):
        if note.points:
            yield finding("vide", f"sans rien faire, on gagne {counted(note.points, 'point')}", note.question)
