"""The twelve fictional candidates: what each does with an épreuve, written as a submitted folder."""

from __future__ import annotations

import ast
import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import nbformat

from epreuves.answers.formes import Graphique
from epreuves.demo import litteraux
from epreuves.gradebook.doctor import role
from epreuves.marking import Bareme, Question, compute
from epreuves.variantes import LETTRES, variante
from epreuves.variantes.seance import FICHIER_PUBLIE, lire_publiee

#: What stands before every fictional candidate's name, so that none is taken for a real one.
PREFIX = "fictif-"


class Candidat(msgspec.Struct, frozen=True):
    """A fictional candidate: identifier, what they do, the levels (0 to 3) that the fictional jury gives around."""

    id: str
    profile: str
    level: int
    self_level: int | None
    write: Callable[[Copie], None]


class Copie:
    """A copy being written: the released notebook, the reference's answers and code, the folder to submit."""

    def __init__(self, root: Path, epreuve: str, candidat: str) -> None:
        self.source = root / "source" / epreuve / f"{epreuve}.ipynb"
        self.notebook = nbformat.read(root / "release" / epreuve / f"{epreuve}.ipynb", as_version=4)
        self.solved = {c.id: c.source for c in nbformat.read(self.source, as_version=4).cells}
        self.released = {c.id: c.source for c in self.notebook.cells}
        self.seance = lire_publiee((self.source.parent / FICHIER_PUBLIE).read_bytes())
        self.epreuve = epreuve
        self.letter = variante(self.seance, epreuve, candidat)
        self.raw: Callable[[bytes], bytes] = lambda raw: raw
        self.files: dict[str, str] = {}

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

    def write_texts(self, keep: float) -> None:
        """Fill the written answers with a share of the model answer's paragraphs, or leave them blank at 0."""
        for cell in self.cells("manual"):
            lines = [
                line
                for line in self.solved[cell.id].splitlines()
                if "BEGIN SOLUTION" not in line and "END SOLUTION" not in line
            ]
            paragraphs = [p for p in "\n".join(lines).split("\n\n") if p.strip()]
            if keep:
                cell.source = "\n\n".join(paragraphs[: max(1, round(keep * len(paragraphs)))])

    def assess(self, level: int | None) -> None:
        """Write the self-assessment that the notebook's panel would have saved."""
        competences = sorted({q.id.split("-")[0].replace("_", ".") for q in self.bareme.questions} | {
            c.metadata.nbgrader.grade_id.split("-")[0].replace("_", ".") for c in self.cells("task")})  # fmt: skip
        if level is not None:
            told = {
                c: {"niveau": min(3, max(0, level + (i % 2))), "pourquoi": ""}
                for i, c in enumerate(competences)
            }
            self.files["autoevaluation.json"] = json.dumps({"v": 1, "competences": told}, ensure_ascii=False)

    def submit(self, folder: Path) -> None:
        """Write the folder that nbgrader would collect, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        notebook = nbformat.writes(self.notebook).encode()
        (folder / f"{self.epreuve}.ipynb").write_bytes(self.raw(notebook))
        (folder / "timestamp.txt").write_text("2026-06-12 11:58:00 UTC", "utf-8")
        for name, text in self.files.items():
            (folder / name).write_text(text, "utf-8")


def candidate_code(source: str) -> str:
    """A solution's code as a candidate would have written it: no markers, no `erreur_type`, no comment of the author's."""
    tree = ast.parse(source)
    tree.body = [n for n in tree.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)
                                              and getattr(n.value.func, "id", "") == "erreur_type")]  # fmt: skip
    return ast.unparse(tree)


def _typed(question: Question) -> bool:
    return not isinstance(question.form, Graphique)


def _perfect(copie: Copie) -> None:
    for cell in copie.cells("solution"):
        copie.solve(cell)
    copie.write_texts(1)


def _blank(copie: Copie) -> None:
    """Nothing is touched."""


def _mistakes(rank: int) -> Callable[[Copie], None]:
    """Every question that has so many mistakes is answered by that one, the others rightly."""

    def write(copie: Copie) -> None:
        _perfect(copie)
        for question in copie.bareme.questions:
            if _typed(question) and len(question.mistakes) > rank:
                copie.type_in(question, litteraux.python(question.form, question.mistakes[rank].value))
        copie.write_texts(0.6)

    return write


def _followed(copie: Copie) -> None:
    """One mistake, in the answer that most others build on; all the rest worked out from it."""
    _perfect(copie)
    questions = [q for q in copie.bareme.questions if _typed(q) and q.mistakes]
    first = max(questions, key=lambda q: sum(q.id in other.depends for other in copie.bareme.questions))
    copie.type_in(first, litteraux.python(first.form, first.mistakes[0].value))
    copie.write_texts(0.8)


def _spreadsheet(copie: Copie) -> None:
    """Every figure typed in; only the charts are drawn here, from the tables."""
    charts = {id(copie.answer_cell(q)) for q in copie.bareme.questions if not _typed(q)}
    done: list[str] = []
    for cell in copie.cells("solution"):
        done.append(candidate_code(copie.solved[cell.id]))
        cell.source = "\n\n".join(done) if id(cell) in charts else "# Calculé dans le tableur, recopié ici."
    for question in copie.bareme.questions:
        if _typed(question):
            cell = copie.answer_cell(question)
            cell.source += (
                f"\n{question.variable} = {litteraux.spreadsheet(question.form, question.expected)}"
            )
            if "pd." in cell.source:
                cell.source = "import pandas as pd\n" + cell.source
    copie.write_texts(0.8)


def _neighbour(copie: Copie) -> None:
    """The figures of another variant, typed in."""
    other = LETTRES[(LETTRES.index(copie.letter) + 5) % len(LETTRES)]
    for question in compute(copie.source, other).questions:
        if _typed(question):
            copie.type_in(question, litteraux.python(question.form, question.expected))
    copie.write_texts(0.5)


def _bad_forms(copie: Copie) -> None:
    """Right on the first third, then answers that are not of the form asked for."""
    _perfect(copie)
    questions = [q for q in copie.bareme.questions if _typed(q)]
    wrong = ('"environ 3"', "float('nan')", "print", "[1, 2, 3]", '"1.234"')
    for i, question in enumerate(questions[len(questions) // 3 :]):
        copie.type_in(question, wrong[i % len(wrong)])
    copie.write_texts(0.4)


def _unfinished(copie: Copie) -> None:
    """Out of time half-way."""
    cells = list(copie.cells("solution"))
    for cell in cells[: len(cells) // 2]:
        copie.solve(cell)
    copie.write_texts(0.3)


def _truncated(copie: Copie) -> None:
    _perfect(copie)
    copie.raw = lambda raw: raw[: len(raw) // 3]


def _damaged(copie: Copie) -> None:
    """Cells pasted twice, erased, turned into text: the doctor's daily work."""
    _perfect(copie)
    cells = copie.notebook.cells
    tests = [c for c in copie.cells("tests")]
    pasted = copy.deepcopy(tests[0])
    pasted["id"] = "colle"  # JupyterLab gives a pasted cell an id of its own, and keeps its metadata
    cells.insert(cells.index(tests[0]), pasted)
    cells.remove(tests[-1])
    tests[1].cell_type = "raw"
    for key in ("outputs", "execution_count"):
        tests[1].pop(key, None)


def _hostile(copie: Copie) -> None:
    """Tries what stock nbgrader lets through; then writes HTML for whoever opens the copy."""
    attack = nbformat.v4.new_code_cell(
        "import ast, builtins, epreuves\n"
        "class Toujours:\n    def __eq__(self, autre): return True\n    def __float__(self): return 1.0\n"
        "class SansAssert(ast.NodeTransformer):\n    def visit_Assert(self, n): return None\n"
        "get_ipython().ast_transformers.append(SansAssert())\n"
        "verifier = epreuves.verifier = builtins.verifier = lambda *a, **k: 100.0\n"
        "try:\n    open('../../../source/secret').read()\nexcept OSError: pass\n"
    )
    attack.metadata["tags"] = ["skip-execution"]
    copie.notebook.cells.insert(2, attack)
    for cell in copie.cells("tests"):
        cell.metadata["tags"] = ["skip-execution"]
        cell.metadata.nbgrader["points"] = 1000
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1000.0"})]
    for question in copie.bareme.questions:
        copie.answer_cell(question).source += f"\n{question.variable} = Toujours()"
    for cell in copie.cells("manual"):
        cell.source = "<script>alert('copie')</script> [corrigé](javascript:alert(1)) ![](piege.svg)"


def _endless(copie: Copie) -> None:
    """Right until a loop that never ends, in the middle."""
    _perfect(copie)
    cells = list(copie.cells("solution"))
    cells[len(cells) // 2].source += "\nwhile True:\n    pass"
    copie.write_texts(0.7)


COHORTE: tuple[Candidat, ...] = (
    Candidat(PREFIX + "ines-marchand", "tout juste", 3, 2, _perfect),
    Candidat(PREFIX + "hugo-lefort", "copie vierge", 0, None, _blank),
    Candidat(PREFIX + "lea-fontaine", "erreurs fréquentes", 1, 2, _mistakes(0)),
    Candidat(PREFIX + "karim-benali", "autres erreurs fréquentes", 2, 1, _mistakes(1)),
    Candidat(PREFIX + "chloe-garnier", "une erreur, puis juste à partir d'elle", 2, 2, _followed),
    Candidat(PREFIX + "thomas-roussel", "travail au tableur, chiffres recopiés", 3, 3, _spreadsheet),
    Candidat(PREFIX + "manon-leclerc", "chiffres d'une voisine", 1, 3, _neighbour),
    Candidat(PREFIX + "yanis-moreau", "réponses non valables", 1, 1, _bad_forms),
    Candidat(PREFIX + "sarah-petit", "inachevée", 1, 0, _unfinished),
    Candidat(PREFIX + "paul-girard", "fichier tronqué", 0, None, _truncated),
    Candidat(PREFIX + "amina-diallo", "notebook abîmé par mégarde", 2, 2, _damaged),
    Candidat(PREFIX + "zoe-vidal", "tentatives de fraude", 0, 3, _hostile),
)
