"""A fictional candidate's copy of one notebook: the released one, filled with the reference's answers or others."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from epreuves.answers.formes import Tableau
from epreuves.answers.portable import portable
from epreuves.authoring import demonstration
from epreuves.authoring.cours import Lieux
from epreuves.gradebook.doctor import role
from epreuves.marking import Bareme, Question, compute
from epreuves.variantes import variante
from epreuves.variantes.seance import FICHIER_PUBLIE, lire_publiee

#: When a copy is handed in, and when it is handed in late: nine minutes before the hour, twenty-five minutes after.
ON_TIME, LATE = "2026-06-12 11:51:00 UTC", "2026-06-12 12:25:00 UTC"
DUE = "2026-06-12 12:00:00 UTC"

#: The least share of a full text at which each level of prose begins, best first.
SHARES: tuple[tuple[float, demonstration.Level], ...] = ((0.7, "solide"), (0.5, "moyen"), (0.0, "faible"))


class Copie:
    """A copy being written: the released notebook, the reference's answers and code, the folder to submit.

    name: of the notebook, where it is not the épreuve's own (« rex »).
    """

    def __init__(self, root: Path, epreuve: str, candidat: str, name: str = "") -> None:
        self.name = name or epreuve
        self.source = root / "source" / epreuve / f"{self.name}.ipynb"
        self.notebook = nbformat.read(root / "release" / epreuve / f"{self.name}.ipynb", as_version=4)
        self.solved = {c.id: c.source for c in nbformat.read(self.source, as_version=4).cells}
        self.released = {c.id: c.source for c in self.notebook.cells}
        self.folder = Lieux(root, epreuve).sujet
        self.seance = lire_publiee((self.source.parent / FICHIER_PUBLIE).read_bytes())
        self.letter = variante(self.seance, epreuve, candidat)
        self.raw: Callable[[bytes], bytes] = lambda raw: raw
        self.files: dict[str, str] = {"timestamp.txt": ON_TIME}

    @property
    def bareme(self) -> Bareme:
        """The scheme on this candidate's own variant."""
        return compute(self.source, self.letter)

    def cells(self, *roles: str) -> Iterator[nbformat.NotebookNode]:
        """The released cells of those nbgrader roles."""
        for cell in self.notebook.cells:
            if "nbgrader" in cell.metadata and role(cell) in roles:
                yield cell

    def cell(self, id: str) -> nbformat.NotebookNode:
        """The cell of that id."""
        return next(c for c in self.notebook.cells if c.id == id)

    def answer_cell(self, question: Question) -> nbformat.NotebookNode:
        """The solution cell in which a question's variable is set to None for the candidate to replace."""
        wanted = f"\n{question.variable} = None"
        return next(c for c in self.cells("solution") if wanted in "\n" + self.released[c.id])

    def solve(self, cell: nbformat.NotebookNode) -> None:
        """Write the reference's own code into a solution cell, without its mistakes and markers."""
        cell.source = candidate_code(self.solved[cell.id])

    def type_in(self, question: Question, expression: str) -> None:
        """Set a question's answer to an expression at the end of its cell, as somebody does who worked it out elsewhere."""
        cell = self.answer_cell(question)
        imported = "import pandas as pd\n" if "pd." in expression else ""
        cell.source = cell.source.rstrip() + f"\n{imported}{question.variable} = {expression}"

    def write_texts(self, keep: float, answers: Mapping[str, Any] | None = None) -> None:
        """Fill the written answers with a candidate's prose, the better the more is kept, or leave them blank at 0.

        answers: wrong ones that the candidate gave, by question, from which the figures that they quote follow.
        """
        level, cells = level_of(keep), list(self.cells("manual"))
        if level is None or not cells:
            return
        demo = demonstration.read(self.folder)
        for cell in cells:
            cell.source = demo.written(self.name, cell.id, level, lambda: self._given(answers))

    def _given(self, answers: Mapping[str, Any] | None) -> demonstration.Given:
        """What this candidate may quote figures from: the answers of their own variant, or what follows from their wrong ones."""
        questions = self.bareme.questions
        expected = {q.id: q.expected for q in questions}
        if answers:
            given = {q.id: _as_given(q, answers[q.id]) for q in questions if q.id in answers}
            followed = compute(self.source, self.letter, given).questions
            expected.update({q.id: q.expected for q in followed})
            expected.update(answers)
        return {q.id: (q.form, expected[q.id]) for q in questions}

    @property
    def competences(self) -> set[str]:
        """The compétences that this notebook marks."""
        tasks = (c.metadata.nbgrader.grade_id for c in self.cells("task"))
        return {id.split("-")[0].replace("_", ".") for id in (*tasks, *(q.id for q in self.bareme.questions))}

    def assess(self, level: int | None, competences: Sequence[str] = ()) -> None:
        """Write the self-assessment that the notebook's panel would have saved; by default on its own compétences."""
        if level is not None:
            told = {
                c: {"niveau": min(3, max(0, level + (i % 2))), "pourquoi": ""}
                for i, c in enumerate(competences or sorted(self.competences))
            }
            self.files["autoevaluation.json"] = json.dumps({"v": 1, "competences": told}, ensure_ascii=False)

    def submit(self, folder: Path) -> None:
        """Write the folder that nbgrader would collect, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        self.add(folder)

    def add(self, folder: Path) -> None:
        """Write this notebook and what lies beside it into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.writes(self.notebook).encode()
        (folder / f"{self.name}.ipynb").write_bytes(self.raw(notebook))
        for name, text in self.files.items():
            (folder / name).write_text(text, "utf-8")


def level_of(keep: float) -> demonstration.Level | None:
    """The level of a text of which such a share is written; None where nothing is."""
    return next((level for share, level in SHARES if keep >= share), None) if keep else None


def _as_given(question: Question, value: Any) -> Any:
    """A scheme's value as the portable tree of a candidate's answer: tables are told as data frames."""
    if not isinstance(question.form, Tableau):
        return value
    rows = [
        {question.form.cle[0]: key} | {k: v["valeur"] if isinstance(v, dict) else v for k, v in row.items()}
        for key, row in value
    ]
    return portable(pd.DataFrame(rows))


def candidate_code(source: str) -> str:
    """A solution's code as a candidate would have written it: no markers, no `erreur_type`, no comment of the author's."""
    tree = ast.parse(source)
    tree.body = [n for n in tree.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)
                                              and getattr(n.value.func, "id", "") == "erreur_type")]  # fmt: skip
    return ast.unparse(tree)
