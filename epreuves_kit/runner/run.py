"""A run: its limits, and what came back of it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from epreuves.answers.tree import CheckedTree

#: The mimetype on which `verifier` hands an answer to the grader.
ANSWER_MIMETYPE = "application/vnd.epreuves.reponse+json"

#: Descriptors that a run may hold open: each can be a socket, whose buffer is memory that no limit of a process counts.
DESCRIPTORS = 256
#: MiB of a run's shared memory files; of buffers, 208 KiB a descriptor at most, and as many descriptors again on their way through
#: sockets, or 64 MiB of pipes; and of the parent whose memory a run starts from.
SHARED_MIB, BUFFERS_MIB, PARENT_MIB = 64, 176, 640
#: Bytes of output allowed for each value in it: an answer of a hundred thousand figures has as many values, and ten times the bytes.
VALUE_BYTES = 20

#: How deep an output may be nested: answers stay far below, and what is deeper stops the tools that copy notebooks.
DEPTH = 60

FLOOD = "Les sorties dépassent la taille permise : les cellules suivantes n'ont pas été exécutées."
DEADLINE = "Le temps total ({:.0f} s) a été dépassé : les cellules suivantes n'ont pas été exécutées."
BLOCKED = "Une cellule ne s'est pas laissé interrompre : les cellules suivantes n'ont pas été exécutées."
DEAD = "Python s'est arrêté pendant l'exécution (sortie forcée, mémoire épuisée, ou trop de tâches à la fois) : les cellules suivantes n'ont pas été exécutées."
FORGED = "La copie a imité ce que seul le correcteur écrit : rien de ce qu'elle a envoyé n'est cru."
DONE = "Toutes les cellules ont été exécutées."
CUT = "\n[Sortie trop longue : la suite a été coupée.]\n"

EndKind = Literal["done", "deadline", "blocked", "dead", "flood", "no_start", "failed", "forged"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of a run: seconds a cell and in all, MiB of memory and of files, number of files, bytes of output a cell and in all."""

    cell_seconds: float = 30.0
    total_seconds: float = 300.0
    memory_mib: int = 2048
    disk_mib: int = 256
    files: int = 20_000
    cell_bytes: int = 4_000_000
    total_bytes: int = 40_000_000

    @property
    def worst_mib(self) -> int:
        """MiB of the machine's memory that a walled run can take, whatever it does."""
        return self.memory_mib + PARENT_MIB + self.disk_mib + SHARED_MIB + BUFFERS_MIB

    @property
    def cell_values(self) -> int:
        """Values, nested ones and names included, that a message about a cell may hold."""
        return max(10_000, self.cell_bytes // VALUE_BYTES)

    @property
    def total_values(self) -> int:
        """The same for a whole run."""
        return max(10_000, self.total_bytes // VALUE_BYTES)


class End(msgspec.Struct, frozen=True):
    """The end of a run: a kind that code can test, a French sentence that a grader can read."""

    kind: EndKind
    sentence: str

    @property
    def complete(self) -> bool:
        """True if every cell was run to its end."""
        return self.kind == "done"


class CellRun(msgspec.Struct, frozen=True):
    """Outputs of one cell, as nbformat output dictionaries, its number, and whether it went past its deadline.

    failed: whether the cell raised, as whoever ran it knows: its outputs may not show it. cut: whether it showed more than is kept.
    """

    outputs: list[dict[str, Any]]
    execution_count: int | None = None
    interrupted: bool = False
    failed: bool = False
    cut: bool = False


class Run(msgspec.Struct, frozen=True):
    """A notebook once run: outputs by cell index, answers by question, and how it ended."""

    cells: dict[int, CellRun]
    answers: dict[str, CheckedTree]
    end: End


def code_of(cells: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """The code cells in which there is something to run, by index."""
    return [(i, c["source"]) for i, c in enumerate(cells) if c["cell_type"] == "code" and c["source"].strip()]


def stopped_after(seconds: float) -> dict[str, Any]:
    """The error that stands for a cell that was stopped past its time."""
    words = f"arrêtée après {seconds:.0f} s"
    shown = {"evalue": f"cellule {words}", "traceback": [f"Cellule {words}."]}
    return {"output_type": "error", "ename": "TempsDepasse"} | shown


def answers_of(cells: list[dict[str, Any]], runs: dict[int, CellRun]) -> dict[str, CheckedTree]:
    """Read the answers that a run sent, each from the outputs of the cell that bears its question's id.

    An answer sent from any other cell, or under another question's id, is not an answer: whoever calls
    `verifier` elsewhere answers nothing. Where a cell sent several, the last one stands. Each is checked
    here, once: what a copy makes up goes no further.
    """
    answers = {}
    for index, run in runs.items():
        question = cells[index].get("metadata", {}).get("nbgrader", {}).get("grade_id")
        for output in run.outputs:
            data = output.get("data")
            sent = data.get(ANSWER_MIMETYPE) if isinstance(data, dict) else None
            if isinstance(sent, dict) and question is not None and sent.get("question") == question:
                answers[question] = CheckedTree(sent.get("reponse"))
    return answers


def depth(tree: Any) -> int:
    """The depth to which lists and dictionaries are nested in a JSON value."""
    levels, level = 0, [tree]
    while level := _inside(level):
        levels += 1
    return levels


def characters(tree: Any) -> int:
    """Characters of the texts in a JSON value, names of fields included."""
    count, level = 0, [tree]
    while level:
        count += sum(len(node) for node in level if isinstance(node, str))
        level = _inside(level)
    return count


def _inside(nodes: list[Any]) -> list[Any]:
    return [
        inner
        for node in nodes
        if isinstance(node, dict | list)
        for inner in ((*node, *node.values()) if isinstance(node, dict) else node)
    ]
