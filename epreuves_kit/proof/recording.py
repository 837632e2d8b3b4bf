"""The answers of a source notebook, right and wrong, as a candidate's own would be sent, and how it behaved; its code is the author's,
hence trusted.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd

from epreuves.answers.charts.reading import find_figure
from epreuves.answers.checking import recording
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.forms import ChartForm
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves.variants.preparation import IMPOSED_VARIANT
from epreuves_kit.marking.dependencies import changed_in_place, dependencies, needed_cells, question_call
from epreuves_kit.marking.reference_process import quiet
from epreuves_kit.runner.files import read_folder
from epreuves_kit.runner.frames import Closed, TooLong
from epreuves_kit.runner.run import Limits
from epreuves_kit.runner.sandbox import shared

#: What one variant of an épreuve may take.
SECONDS = 600


class ChartLook(msgspec.Struct, frozen=True):
    """A figure as a reader sees it: inches, the smallest text in points, and whether an axis of bars starts elsewhere than at 0."""

    width: float
    height: float
    smallest: float
    cut: bool


class Broken(msgspec.Struct, frozen=True):
    """A named mistake put in the place of the answer, on which a later cell of the reference fails, and its error."""

    question: str
    code: str
    cell: str
    error: str


class Recording(msgspec.Struct, frozen=True):
    """The recording of one run of a source: portable trees by question, and by question and mistake's code.

    failure: why the run stopped, empty where it went to its end. charts: figures, by question. seconds: what each cell took.
    altered: answers that were changed after they were given, each with the cell that may have done it. broken: see `Broken`.
    sound: whether every value, right or wrong, has the form that is asked for. ties: cells where the largest or the smallest value of
    a Series, whose place was asked for, was there more than once.
    """

    answers: dict[str, object] = {}
    errors: dict[str, dict[str, object]] = {}
    failure: str = ""
    charts: dict[str, ChartLook] = {}
    seconds: dict[str, float] = {}
    altered: dict[str, str] = {}
    broken: tuple[Broken, ...] = ()
    sound: bool = True
    ties: tuple[str, ...] = ()


def record(
    folder: Path, notebook: str, letter: str, others: Mapping[str, bytes] | None = None, whole: bool = False
) -> Recording:
    """Run the notebook of a folder on a variant, in a process of its own.

    others: files that take the place of those of the folder, by path. whole: run what follows from each named mistake, too.
    """
    cells = [
        (cell["id"], "".join(cell["source"]))
        for cell in json.loads((folder / notebook).read_bytes())["cells"]
        if cell["cell_type"] == "code"
    ]
    entry, limits = "epreuves_kit.proof.recording:execute", Limits(total_seconds=SECONDS)
    payload, environment = json.dumps([letter, cells, whole]).encode(), {"MPLBACKEND": "Agg"}
    files = [(path, (others or {}).get(path, content)) for path, content in read_folder(folder)]
    try:
        reply = shared("auto").call(entry, payload, files, limits, environment)
    except TimeoutError:
        return Recording(failure=f"la source n'a pas fini en {SECONDS} s")
    except (Closed, TooLong) as error:
        return Recording(failure=f"la source s'est arrêtée sans réponse ({error})")
    return msgspec.json.decode(reply, type=Recording)


class _Recorder:
    """Keeps, as trees, the values that `verifier` and `erreur_type` are given, as they are when they are given; and the values themselves."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.errors: dict[str, dict[str, Any]] = {}
        self.charts: dict[str, ChartLook] = {}
        self.given: dict[str, Any] = {}
        self.wrong: dict[str, dict[str, Any]] = {}
        self.forms: dict[str, Any] = {}

    @property
    def sound(self) -> bool:
        """True if every value has its form."""
        trees = [(id, tree) for id, tree in self.answers.items()]
        trees += [(id, tree) for id, wrong in self.errors.items() if id in self.forms for tree in wrong.values()]
        return all(isinstance(coerce(self.forms[id], CheckedTree(tree)), Valid) for id, tree in trees)

    def question(self, question: str, value: Any, form: Any, tolerance: float, gap: float) -> None:
        self.answers[question] = portable(value)
        self.forms[question] = form
        if isinstance(form, ChartForm):
            figure = find_figure(value)
            if figure is not None:
                self.charts[question] = _look(figure)
        else:
            self.given[question] = value

    def error(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        self.errors.setdefault(question, {})[code] = portable(value)
        self.wrong.setdefault(question, {})[code] = value


def _look(figure: Any) -> ChartLook:
    texts: list[Any] = []
    cut = False
    for axes in figure.axes:
        texts += [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.texts]
        texts += [*axes.get_xticklabels(), *axes.get_yticklabels()]
        legend = axes.get_legend()
        texts += legend.get_texts() if legend is not None else []
        for bars in axes.containers:
            along_x = getattr(bars, "orientation", "") == "horizontal"
            if getattr(bars, "patches", None):
                low, high = sorted(axes.get_xlim() if along_x else axes.get_ylim())
                cut = cut or not low <= 0 <= high
    sizes = [text.get_fontsize() for text in texts if text.get_visible() and text.get_text().strip()]
    width, height = figure.get_size_inches()
    return ChartLook(float(width), float(height), float(min(sizes, default=10.0)), cut)


def execute(payload: bytes) -> bytes:
    """Run the cells (id, source) on the letter of a request, JSON to a Recording's JSON."""
    letter, cells, whole = json.loads(payload)
    os.environ[IMPOSED_VARIANT] = letter
    recorder = _Recorder()
    namespace: dict[str, Any] = {"__name__": "__main__"}
    after: list[dict[str, Any]] = []
    seconds: dict[str, float] = {}
    ties: list[tuple[str, int]] = []
    with quiet(), _telling_ties(ties):
        for id, source in cells:
            start = time.perf_counter()
            try:
                with recording(recorder):
                    exec(compile(source, f"<{id}>", "exec"), namespace)
            except Exception as error:
                failure = f"cellule {id} : {type(error).__name__} : {error}"
                return msgspec.json.encode(Recording(failure=failure))
            seconds[id] = time.perf_counter() - start
            after.append(dict(namespace))
        altered = _altered(cells, recorder)
        broken = _broken(cells, recorder, namespace, after) if whole else ()
    result = Recording(
        recorder.answers,
        recorder.errors,
        charts=recorder.charts,
        seconds=seconds,
        altered=altered,
        broken=tuple(broken),
        sound=recorder.sound,
        ties=tuple(_unsettled(cells, ties)),
    )
    return msgspec.json.encode(result)


@contextlib.contextmanager
def _telling_ties(ties: list[tuple[str, int]]) -> Iterator[None]:
    """Within the block, add (cell, line) wherever a cell asks for the place of an extreme value that is there more than once."""
    kept = {name: getattr(pd.Series, name) for name in ("idxmax", "idxmin", "argmax", "argmin")}

    def telling(name: str) -> Callable[..., Any]:
        def place(series: pd.Series, *args: Any, **options: Any) -> Any:
            frame = sys._getframe(1)
            # What cannot be compared is refused by the method itself, in its own words.
            with contextlib.suppress(Exception):
                extreme = series.max() if name.endswith("max") else series.min()
                if int((series == extreme).sum()) > 1:
                    ties.append((frame.f_code.co_filename.strip("<>"), frame.f_lineno))
            return kept[name](series, *args, **options)

        return place

    try:
        for name in kept:
            setattr(pd.Series, name, telling(name))
        yield
    finally:
        for name, method in kept.items():
            setattr(pd.Series, name, method)


def _unsettled(cells: Sequence[tuple[str, str]], ties: Sequence[tuple[str, int]]) -> list[str]:
    """The cells where a tie decides of an answer: what is worked out for a named mistake alone may be settled anyhow."""
    sources = dict(cells)
    unsettled = []
    for cell, line in ties:
        tree = ast.parse(sources.get(cell, ""))
        mistakes = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "erreur_type"]
        if cell in sources and not any(n.lineno <= line <= (n.end_lineno or n.lineno) for n in mistakes):
            unsettled.append(cell)
    return list(dict.fromkeys(unsettled))


def _altered(cells: Sequence[tuple[str, str]], recorder: _Recorder) -> dict[str, str]:
    """Answers that are no longer what they were when they were given, each with the later cell that changes its name in place."""
    changed = {id for id, value in recorder.given.items() if portable(value) != recorder.answers[id]}
    changed_by: dict[str, str] = {}
    variables: dict[str, str] = {}
    for id, source in cells:
        call = question_call(source)
        if call is not None:
            variables[call[0]] = call[1]
        for question in changed & variables.keys() - changed_by.keys():
            if variables[question] in changed_in_place(source):
                changed_by[question] = id
    return {question: changed_by.get(question, "") for question in sorted(changed)}


def _broken(
    cells: Sequence[tuple[str, str]],
    recorder: _Recorder,
    namespace: dict[str, Any],
    after: Sequence[Mapping[str, Any]],
) -> list[Broken]:
    """Each mistake put where the answer was, as a candidate would have given it, and the reference run on from there."""
    sources = [source for _, source in cells]
    depends = dependencies(sources)
    failures = []
    mistakes = {question: dict(wrong) for question, wrong in recorder.wrong.items()}
    for rank, source in enumerate(sources):
        question, variable = question_call(source) or ("", "")
        later = {id for id, behind in depends.items() if question in behind and id not in recorder.charts}
        if not later:
            continue
        needed = sorted(needed_cells(sources, later, rank + 1))
        for code, value in mistakes.get(question, {}).items():
            if not _alike(value, recorder.given.get(question)):
                continue
            # The functions of the notebook look for their names there.
            namespace.clear()
            namespace.update(after[rank])
            namespace[variable] = value
            for index in needed:
                try:
                    with recording(_Recorder()):
                        exec(compile(sources[index], f"<{cells[index][0]}>", "exec"), namespace)
                except Exception as error:
                    failures.append(Broken(question, code, cells[index][0], f"{type(error).__name__} : {error}"))
                    break
    return failures


def _alike(value: Any, reference: Any) -> bool:
    """True if a wrong value comes in the reference's own container, so that what follows may take it as it is."""
    if isinstance(value, pd.DataFrame) and isinstance(reference, pd.DataFrame):
        return set(reference.columns) <= set(value.columns)
    if isinstance(value, pd.Series | dict | list | str) or isinstance(reference, pd.Series | dict | list | str):
        return type(value) is type(reference)
    return not isinstance(reference, pd.DataFrame)
