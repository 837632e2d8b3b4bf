"""A fictional candidate's copy of one notebook: the released one, filled with answers as they would be typed, in Python or out of a spreadsheet."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

from epreuves.answers import typed as typed_file
from epreuves.answers.charts.description import read_chart
from epreuves.answers.forms import (
    ChartForm,
    Form,
    ListForm,
    PercentageForm,
    Scalar,
    SeriesForm,
    TableForm,
    WorkbookForm,
)
from epreuves.answers.handing_in import plan_of
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed import TypedAnswer
from epreuves.answers.typed_values import TypedChart
from epreuves.entry.drawn import as_typed, drawn
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import variant
from epreuves.variants.published import PUBLISHED_FILE, read_published
from epreuves.wording import french
from epreuves_kit.authoring import demonstration
from epreuves_kit.course.folders import Layout
from epreuves_kit.grading.doctor import role
from epreuves_kit.marking import Question, Scheme
from epreuves_kit.marking.reference import References, of_process
from epreuves_kit.proof.trees import as_given
from epreuves_kit.proof.workbooks import workbook


def python(form: Form, value: Any) -> str:
    """A Python expression of the value, in the containers that pandas gives (Series, DataFrame)."""
    match form:
        case SeriesForm():
            return f"pd.Series({_dict(form.values, value, _plain, form.key)})"
        case TableForm():
            columns = ", ".join(
                f"{name!r}: {_dict(of, [[key, row[name]] for key, row in value], _plain, form.key)}"
                for name, of in form.columns.items()
            )
            frame = f"pd.DataFrame({{{columns}}})"
            return frame if len(form.key) == 1 else f"{frame}.rename_axis({list(form.key)!r})"
        case ListForm():
            return "[" + ", ".join(_plain(form.de, v) for v in value) + "]"
    assert not isinstance(form, ChartForm | WorkbookForm)  # drawn or saved, not written
    return _plain(form, value)


def _dict(form: Scalar, pairs: list[Any], write: Any, names: tuple[str, ...]) -> str:
    return "{" + ", ".join(f"{_key(key, names)}: {write(form, v)}" for key, v in pairs) + "}"


def _key(key: Any, names: tuple[str, ...]) -> str:
    return repr(key) if len(names) == 1 else repr((key,) if isinstance(key, str) else tuple(key))


def _plain(form: Scalar, value: Any) -> str:
    return repr(value["valeur"]) if isinstance(form, PercentageForm) else repr(value)


def _cell(number: float | None) -> str:
    # With a plain space between thousands and the minus of a keyboard.
    return " ".join(french.number(number or 0.0, 6).split()).replace("\N{MINUS SIGN}", "-")


def typed_chart(form: ChartForm, expected: Any) -> TypedChart:
    """The chart of a form's reference as somebody types its cells, and gives it a title and axes that say what they measure."""
    (axes,) = (axes for axes in read_chart(expected).axes if axes.series)
    shown = drawn("q", "", form)
    kind: Any = shown.kinds[0][0]
    rows: list[tuple[str, ...]]
    if kind == "nuage":
        (trace,) = axes.series
        names = [key for (key,) in shown.keys] or [f"Marque {place}" for place in range(len(trace.x))]
        rows = [
            (name, x if isinstance(x, str) else _cell(x), _cell(y))
            for name, x, y in zip(names, trace.x, trace.y, strict=True)
        ]
    elif kind == "carte_chaleur":
        width = len(shown.columns)
        lines = [("", *map(str, axes.series[0].x)), *((t.label, *map(_cell, t.y)) for t in axes.series)]
        rows = [(*line, *("" for _ in range(width - len(line)))) for line in lines]
    elif shown.starts:
        (trace,) = axes.series
        rows = [(str(x), _cell(base), _cell(y)) for x, base, y in zip(trace.x, trace.bases, trace.y, strict=True)]
    else:
        by_name = {trace.label or shown.columns[1].name: trace for trace in axes.series}
        traces = [by_name[column.name] for column in shown.columns[1:]]
        rows = [(str(x), *(_cell(trace.y[place]) for trace in traces)) for place, x in enumerate(traces[0].x)]
    units = tuple(column.unit for column in shown.columns)
    labels = [f"{name} ({unit})" if unit else name for name, unit in ((form.x, form.unite_x), (form.y, form.unite_y))]
    # Bars that have starts lie flat.
    labels = labels[::-1] if shown.starts else labels
    return TypedChart(
        kind,
        tuple(column.name for column in shown.columns),
        tuple(rows),
        units,
        title=read_chart(expected).title or axes.title,
        x_label=labels[0],
        y_label=labels[1],
        scale_label="combien",
        starts=shown.starts,
    )


#: When answers were typed; when a copy is handed in, and when it is handed in late: nine minutes before the hour, twenty-five minutes after.
TYPED = "2026-06-12T13:40:00+02:00"
ON_TIME, LATE = "2026-06-12 11:51:00 UTC", "2026-06-12 12:25:00 UTC"
DUE = "2026-06-12 12:00:00 UTC"

#: The least share of a full text at which each level of prose begins, best first.
SHARES: tuple[tuple[float, demonstration.Level], ...] = ((0.7, "solide"), (0.5, "moyen"), (0.0, "faible"))


class FictionalCopy:
    """A copy being written: the released notebook, the reference's answers and code, the folder to submit.

    name: of the notebook, where it is not the épreuve's own (« rex », « production »). references: where its answers are looked up,
    by default among those that this process keeps.
    """

    def __init__(
        self, root: Path, epreuve: EpreuveId, candidate: str, name: str = "", references: References | None = None
    ) -> None:
        self.name = name or epreuve
        self.source = root / "source" / epreuve / f"{self.name}.ipynb"
        self.references = references or of_process(self.source)
        self.notebook = nbformat.read(root / "release" / epreuve / f"{self.name}.ipynb", as_version=4)
        self.solved = {c.id: c.source for c in nbformat.read(self.source, as_version=4).cells}
        self.released = {c.id: c.source for c in self.notebook.cells}
        self.folder = Layout(root, epreuve).sujet
        self.exam_session = read_published((self.source.parent / PUBLISHED_FILE).read_bytes())
        self.letter = variant(self.exam_session, epreuve, candidate)
        self.raw: Callable[[bytes], bytes] = lambda raw: raw
        self.files: dict[str, str | bytes] = {"timestamp.txt": ON_TIME}
        self.typed: dict[str, TypedAnswer] = {}

    @property
    def scheme(self) -> Scheme:
        """The scheme on this candidate's own variant."""
        return self.references.get(self.letter)

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

    def fill(self, question: Question, value: Any) -> None:
        """Type a question's answer in its form, or draw it there."""
        form = question.form
        if isinstance(form, ChartForm):
            self.typed[question.id] = TypedAnswer(typed_chart(form, value), TYPED)
        elif not isinstance(form, WorkbookForm):
            self.typed[question.id] = TypedAnswer(as_typed(form, value), TYPED)

    def write_texts(self, keep: float, answers: Mapping[str, Any] | None = None) -> None:
        """Fill the written answers with a candidate's prose, the better the more is kept, or leave them blank at 0; the documents go with it.

        answers: wrong ones that the candidate gave, by question, from which the figures that they quote follow.
        """
        level, cells = level_of(keep), list(self.cells("manual"))
        if level is None or not cells:
            return
        self.hand_in_documents(level)
        demo = demonstration.read(self.folder)
        for cell in cells:
            cell.source = demo.written(self.name, cell.id, level, lambda: self._given(answers))

    def _given(self, answers: Mapping[str, Any] | None) -> demonstration.Given:
        """The answers that this candidate may quote figures from: those of their own variant, or what follows from their wrong ones."""
        questions = self.scheme.questions
        expected = {q.id: q.expected for q in questions}
        if answers:
            given = {q.id: CheckedTree(as_given(q.form, answers[q.id])) for q in questions if q.id in answers}
            followed = self.references.follow(self.letter, given).questions
            expected.update({q.id: q.expected for q in followed})
            expected.update(answers)
        return {q.id: (q.form, expected[q.id]) for q in questions}

    @property
    def competences(self) -> set[str]:
        """The compétences that this notebook marks."""
        tasks = (c.metadata.nbgrader.grade_id for c in self.cells("task"))
        return {id.split("-")[0].replace("_", ".") for id in (*tasks, *(q.id for q in self.scheme.questions))}

    def assess(self, level: int | None, competences: Sequence[str] = ()) -> None:
        """Write the self-assessment that the notebook's panel would have saved; by default on its own compétences."""
        if level is not None:
            levels = {
                c: {"niveau": min(3, max(0, level + (i % 2))), "pourquoi": ""}
                for i, c in enumerate(competences or sorted(self.competences))
            }
            self.files["autoevaluation.json"] = json.dumps({"v": 1, "competences": levels}, ensure_ascii=False)

    def submit(self, folder: Path) -> None:
        """Write the folder that nbgrader would collect, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        self.add(folder)

    def hand_in_workbooks(self, values: Mapping[str, Any] | None = None) -> None:
        """Lay beside the notebook the workbooks that its questions ask for, with these values by question, else the right ones."""
        for question in self.scheme.questions:
            if isinstance(question.form, WorkbookForm):
                value = (values or {}).get(question.id, question.expected)
                self.files[f"{question.form.file}.xlsx"] = workbook(question.form, value)

    def hand_in_documents(self, level: demonstration.Level) -> None:
        """Lay beside the notebook the documents that it asks for, as a candidate of that level made them; a workbook already there stays."""
        plan = plan_of(self.notebook)
        for planned in plan.files if plan is not None else ():
            path = demonstration.document(self.folder, planned.asked.name, level)
            if path is not None:
                self.files.setdefault(f"{planned.asked.name}{path.suffix}", path.read_bytes())

    def add(self, folder: Path) -> None:
        """Write this notebook and what lies beside it into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.writes(self.notebook).encode()
        (folder / f"{self.name}.ipynb").write_bytes(self.raw(notebook))
        for name, content in self.files.items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        if self.typed:
            typed_file.write(folder, typed_file.TypedAnswers(self.exam_session.epreuve, self.typed))


def level_of(keep: float) -> demonstration.Level | None:
    """The level of a text of which such a share is written; None where nothing is."""
    return next((level for share, level in SHARES if keep >= share), None) if keep else None


def candidate_code(source: str) -> str:
    """A solution's code as a candidate would have written it: no markers, no `erreur_type`, no comment of the author's."""
    tree = ast.parse(source)
    tree.body = [
        n
        for n in tree.body
        if not (
            isinstance(n, ast.Expr)
            and isinstance(n.value, ast.Call)
            and getattr(n.value.func, "id", "") == "erreur_type"
        )
    ]
    return ast.unparse(tree)
