"""What fictional candidates do with a notebook: right answers, frequent mistakes, a spreadsheet's figures, accidents, fraud."""

from __future__ import annotations

import copy
from collections.abc import Callable

import nbformat

from epreuves.answers.formes import Graphique
from epreuves.demo import litteraux
from epreuves.demo.copie import LATE, Copie, candidate_code
from epreuves.marking import Question, compute
from epreuves.variantes import LETTRES


def _typed(question: Question) -> bool:
    return not isinstance(question.form, Graphique)


def perfect(copie: Copie) -> None:
    for cell in copie.cells("solution"):
        copie.solve(cell)
    copie.write_texts(1)


def blank(copie: Copie) -> None:
    """Nothing is touched."""


def mistakes(rank: int) -> Callable[[Copie], None]:
    """Every question that has so many mistakes is answered by that one, the others rightly."""

    def write(copie: Copie) -> None:
        perfect(copie)
        for question in copie.bareme.questions:
            if _typed(question) and len(question.mistakes) > rank:
                copie.type_in(question, litteraux.python(question.form, question.mistakes[rank].value))
        copie.write_texts(0.6)

    return write


def followed(copie: Copie) -> None:
    """One mistake, in the answer that most others build on; all the rest worked out from it."""
    perfect(copie)
    questions = [q for q in copie.bareme.questions if _typed(q) and q.mistakes]
    if not questions:
        copie.write_texts(0.8)
        return
    first = max(questions, key=lambda q: sum(q.id in other.depends for other in copie.bareme.questions))
    copie.type_in(first, litteraux.python(first.form, first.mistakes[0].value))
    # A REX says what went wrong: its best prose would tell of the very mistake that its figures make.
    copie.write_texts(0.6 if copie.name == "rex" else 0.8, {first.id: first.mistakes[0].value})


def spreadsheet(copie: Copie) -> None:
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


def neighbour(copie: Copie) -> None:
    """The figures of another variant, typed in."""
    other = LETTRES[(LETTRES.index(copie.letter) + 5) % len(LETTRES)]
    for question in compute(copie.source, other).questions:
        if _typed(question):
            copie.type_in(question, litteraux.python(question.form, question.expected))
    copie.write_texts(0.5)


def bad_forms(copie: Copie) -> None:
    """Right on the first third, then answers that are not of the form asked for."""
    perfect(copie)
    questions = [q for q in copie.bareme.questions if _typed(q)]
    wrong = ('"environ 3"', "float('nan')", "print", "[1, 2, 3]", '"1.234"')
    for i, question in enumerate(questions[len(questions) // 3 :]):
        copie.type_in(question, wrong[i % len(wrong)])
    copie.write_texts(0.4)


def unfinished(copie: Copie) -> None:
    """Out of time half-way."""
    cells = list(copie.cells("solution"))
    for cell in cells[: len(cells) // 2]:
        copie.solve(cell)
    copie.write_texts(0.3)


def truncated(copie: Copie) -> None:
    perfect(copie)
    copie.raw = lambda raw: raw[: len(raw) // 3]


def damaged(copie: Copie) -> None:
    """Cells pasted twice, erased, turned into text: the doctor's daily work."""
    perfect(copie)
    cells = copie.notebook.cells
    tests = list(copie.cells("tests"))
    if len(tests) < 3:
        return
    pasted = copy.deepcopy(tests[0])
    pasted["id"] = "colle"  # JupyterLab gives a pasted cell an id of its own, and keeps its metadata
    cells.insert(cells.index(tests[0]), pasted)
    cells.remove(tests[-1])
    tests[1].cell_type = "raw"
    for key in ("outputs", "execution_count"):
        tests[1].pop(key, None)


def hostile(copie: Copie) -> None:
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


def endless(copie: Copie) -> None:
    """Right until a loop that never ends, in the middle."""
    perfect(copie)
    if cells := list(copie.cells("solution")):
        cells[len(cells) // 2].source += "\nwhile True:\n    pass"
    copie.write_texts(0.7)


def late(write: Callable[[Copie], None]) -> Callable[[Copie], None]:
    """The same, handed in after the hour."""

    def written(copie: Copie) -> None:
        write(copie)
        copie.files["timestamp.txt"] = LATE

    return written


def some_mistakes(every: int) -> Callable[[Copie], None]:
    """One question out of so many is answered by its most frequent mistake, worked out elsewhere and typed in."""

    def write(copie: Copie) -> None:
        spreadsheet(copie)
        questions = [q for q in copie.bareme.questions if _typed(q) and q.mistakes]
        for question in questions[::every]:
            copie.type_in(question, litteraux.python(question.form, question.mistakes[0].value))
        # Prose that quotes no figure: the right ones would contradict the answers above it.
        copie.write_texts(0.6)

    return write


def without_charts(copie: Copie) -> None:
    """A spreadsheet's figures, and no chart: it was drawn there, and never here."""
    spreadsheet(copie)
    for question in copie.bareme.questions:
        if not _typed(question):
            copie.answer_cell(question).source = f"{question.variable} = None  # voir le tableur"


def begun(copie: Copie) -> None:
    """The first answers only."""
    for cell in list(copie.cells("solution"))[:2]:
        copie.solve(cell)


def short_texts(copie: Copie) -> None:
    """Every figure right, hardly a word."""
    perfect(copie)
    copie.write_texts(0.2)


def pruned(copie: Copie) -> None:
    """Right, but for tests cells deleted along the way, which the doctor puts back."""
    perfect(copie)
    for cell in list(copie.cells("tests"))[::3]:
        copie.notebook.cells.remove(cell)
    copie.write_texts(0.7)
