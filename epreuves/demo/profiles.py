"""What fictional candidates do with a notebook: right answers, frequent mistakes, a spreadsheet's figures, accidents, fraud."""

from __future__ import annotations

import copy
from collections.abc import Callable

import nbformat

from epreuves.answers.forms import ChartForm
from epreuves.demo import copies
from epreuves.demo.copies import LATE, FictionalCopy, candidate_code
from epreuves.marking import Question, compute
from epreuves.variants.attribution import LETTERS


def _typed(question: Question) -> bool:
    return not isinstance(question.form, ChartForm)


def perfect(submission: FictionalCopy) -> None:
    for cell in submission.cells("solution"):
        submission.solve(cell)
    submission.write_texts(1)


def blank(submission: FictionalCopy) -> None:
    """Nothing is touched."""


def mistakes(rank: int) -> Callable[[FictionalCopy], None]:
    """Every question that has so many mistakes is answered by that one, the others rightly."""

    def write(submission: FictionalCopy) -> None:
        perfect(submission)
        for question in submission.scheme.questions:
            if _typed(question) and len(question.mistakes) > rank:
                submission.type_in(question, copies.python(question.form, question.mistakes[rank].value))
        submission.write_texts(0.6)

    return write


def followed(submission: FictionalCopy) -> None:
    """One mistake, in the answer that most others build on; all the rest worked out from it."""
    perfect(submission)
    questions = [q for q in submission.scheme.questions if _typed(q) and q.mistakes]
    if not questions:
        submission.write_texts(0.8)
        return
    first = max(questions, key=lambda q: sum(q.id in other.depends for other in submission.scheme.questions))
    submission.type_in(first, copies.python(first.form, first.mistakes[0].value))
    # A REX says what went wrong: its best prose would tell of the very mistake that its figures make.
    submission.write_texts(0.6 if submission.name == "rex" else 0.8, {first.id: first.mistakes[0].value})


def spreadsheet(submission: FictionalCopy) -> None:
    """Every figure typed in; only the charts are drawn here, from the tables."""
    charts = {id(submission.answer_cell(q)) for q in submission.scheme.questions if not _typed(q)}
    done: list[str] = []
    for cell in submission.cells("solution"):
        done.append(candidate_code(submission.solved[cell.id]))
        cell.source = "\n\n".join(done) if id(cell) in charts else "# Calculé dans le tableur, recopié ici."
    for question in submission.scheme.questions:
        if _typed(question):
            cell = submission.answer_cell(question)
            cell.source += f"\n{question.variable} = {copies.spreadsheet(question.form, question.expected)}"
            if "pd." in cell.source:
                cell.source = "import pandas as pd\n" + cell.source
    submission.write_texts(0.8)


def neighbour(submission: FictionalCopy) -> None:
    """The figures of another variant, typed in."""
    other = LETTERS[(LETTERS.index(submission.letter) + 5) % len(LETTERS)]
    for question in compute(submission.source, other).questions:
        if _typed(question):
            submission.type_in(question, copies.python(question.form, question.expected))
    submission.write_texts(0.5)


def bad_forms(submission: FictionalCopy) -> None:
    """Right on the first third, then answers that are not of the form asked for."""
    perfect(submission)
    questions = [q for q in submission.scheme.questions if _typed(q)]
    wrong = ('"environ 3"', "float('nan')", "print", "[1, 2, 3]", '"1.234"')
    for i, question in enumerate(questions[len(questions) // 3 :]):
        submission.type_in(question, wrong[i % len(wrong)])
    submission.write_texts(0.4)


def unfinished(submission: FictionalCopy) -> None:
    """Out of time half-way."""
    cells = list(submission.cells("solution"))
    for cell in cells[: len(cells) // 2]:
        submission.solve(cell)
    submission.write_texts(0.3)


def truncated(submission: FictionalCopy) -> None:
    perfect(submission)
    submission.raw = lambda raw: raw[: len(raw) // 3]


def damaged(submission: FictionalCopy) -> None:
    """Cells pasted twice, erased, turned into text: the doctor's daily work."""
    perfect(submission)
    cells = submission.notebook.cells
    tests = list(submission.cells("tests"))
    if len(tests) < 3:
        return
    pasted = copy.deepcopy(tests[0])
    pasted["id"] = "colle"  # JupyterLab gives a pasted cell an id of its own, and keeps its metadata
    cells.insert(cells.index(tests[0]), pasted)
    cells.remove(tests[-1])
    tests[1].cell_type = "raw"
    for key in ("outputs", "execution_count"):
        tests[1].pop(key, None)


def hostile(submission: FictionalCopy) -> None:
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
    submission.notebook.cells.insert(2, attack)
    for cell in submission.cells("tests"):
        cell.metadata["tags"] = ["skip-execution"]
        cell.metadata.nbgrader["points"] = 1000
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1000.0"})]
    for question in submission.scheme.questions:
        submission.answer_cell(question).source += f"\n{question.variable} = Toujours()"
    for cell in submission.cells("manual"):
        cell.source = "<script>alert('copie')</script> [corrigé](javascript:alert(1)) ![](piege.svg)"


def endless(submission: FictionalCopy) -> None:
    """Right until a loop that never ends, in the middle."""
    perfect(submission)
    if cells := list(submission.cells("solution")):
        cells[len(cells) // 2].source += "\nwhile True:\n    pass"
    submission.write_texts(0.7)


def late(write: Callable[[FictionalCopy], None]) -> Callable[[FictionalCopy], None]:
    """The same, handed in after the hour."""

    def written(submission: FictionalCopy) -> None:
        write(submission)
        submission.files["timestamp.txt"] = LATE

    return written


def some_mistakes(every: int) -> Callable[[FictionalCopy], None]:
    """One question out of so many is answered by its most frequent mistake, worked out elsewhere and typed in."""

    def write(submission: FictionalCopy) -> None:
        spreadsheet(submission)
        questions = [q for q in submission.scheme.questions if _typed(q) and q.mistakes]
        for question in questions[::every]:
            submission.type_in(question, copies.python(question.form, question.mistakes[0].value))
        # Prose that quotes no figure: the right ones would contradict the answers above it.
        submission.write_texts(0.6)

    return write


def without_charts(submission: FictionalCopy) -> None:
    """A spreadsheet's figures, and no chart: it was drawn there, and never here."""
    spreadsheet(submission)
    for question in submission.scheme.questions:
        if not _typed(question):
            submission.answer_cell(question).source = f"{question.variable} = None  # voir le tableur"


def begun(submission: FictionalCopy) -> None:
    """The first answers only."""
    for cell in list(submission.cells("solution"))[:2]:
        submission.solve(cell)


def short_texts(submission: FictionalCopy) -> None:
    """Every figure right, hardly a word."""
    perfect(submission)
    submission.write_texts(0.2)


def pruned(submission: FictionalCopy) -> None:
    """Right, but for tests cells deleted along the way, which the doctor puts back."""
    perfect(submission)
    for cell in list(submission.cells("tests"))[::3]:
        submission.notebook.cells.remove(cell)
    submission.write_texts(0.7)
