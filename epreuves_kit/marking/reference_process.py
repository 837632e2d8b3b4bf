"""The process that runs a source notebook: `prepare`, then `follow` in forks of it; JSON in, JSON out.

`reference` asks, by `Runner.grow` and `Runner.call`; the process is the reference's own, and no copy ever runs in it or in a fork of it.

- `read`: `{"notebook": …}`; gives `{}`, and what the cells say is ready for all variants.
- `prepare`: `{"notebook": …, "epreuve": name, "variant": letter}`; gives `{"bareme": Scheme}`, or `{"error": sentence}` where the
  author has something to mend.
- `follow`: `{"answers": {question: portable tree}, "wanted": [question], "near": [question], "whole"?: true}`; gives
  `{"bareme": Scheme}` of the questions wanted that an answer stands behind. Once a process.

Its code is the author's, hence trusted; the answers that follow-through puts into it are data, checked again as they come in. Time,
memory and files are a run's (`reference.SECONDS`); where there are walls, it stands behind them. Expected values go to whoever marks.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import traceback
import types
import warnings
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from epreuves.answers.checking import recording
from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.files.answer import with_mistake
from epreuves.answers.forms import Form, OwnTableForm, SeriesForm, TableForm, WorkbookForm
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves.variants.preparation import IMPOSED_VARIANT
from epreuves_kit.marking.dependencies import (
    Flow,
    calls_verifier,
    changed_in_place,
    dependencies,
    names,
    needed_cells,
    question_call,
    titles,
)
from epreuves_kit.marking.following import Opening, opening
from epreuves_kit.marking.marks import Mistake, Question, Scheme
from epreuves_kit.marking.substitution import Refused, own_table, readable, stand_in

_NO_ANSWER = CheckedTree(None)


class _AuthorError(Exception):
    """A fault that the author has to mend, as a sentence."""


class _Asked(NamedTuple):
    """The arguments of a `verifier` call."""

    value: Any
    form: Form
    tolerance: float
    gap: float


class _MistakeRecorder:
    """Keeps what the source's `verifier` and `erreur_type` calls say."""

    def __init__(self) -> None:
        self.questions: dict[str, _Asked] = {}
        self.mistakes: dict[str, list[tuple[str, Any, str, float]]] = {}
        self.calls: list[tuple[Any, ...]] = []

    def question(self, question: str, value: Any, form: Form, tolerance: float, gap: float) -> None:
        self.calls.append(("question", question, value, form, tolerance, gap))
        self.questions[question] = _Asked(value, form, tolerance, gap)

    def error(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        self.calls.append(("error", question, code, value, sentence, part))
        self.mistakes.setdefault(question, []).append((code, value, sentence, part))

    def repeat(self, calls: Iterable[tuple[Any, ...]]) -> None:
        """Take calls that another recorder kept."""
        for method, *given in calls:
            getattr(self, method)(*given)


class _Pass:
    """One run of the source's code cells, from top to bottom, in one namespace."""

    def __init__(self, cells: list[dict[str, Any]], variant: str, namespace: dict[str, Any] | None = None) -> None:
        self.cells = [c for c in cells if c["cell_type"] == "code"]
        self.variant = variant
        self.namespace: dict[str, Any] = {} if namespace is None else namespace
        self.namespace["__name__"] = "__main__"
        self.recorder = _MistakeRecorder()
        #: Namespace after each cell, and what it recorded: what a follow-through takes of a cell that it need not run, or cannot.
        self.after: list[dict[str, Any]] = []
        self.said: list[list[tuple[Any, ...]]] = []

    def execute(self, cell: dict[str, Any]) -> None:
        with recording(self.recorder):
            exec(_compiled(cell["source"], _id(cell)), self.namespace)

    def follow(
        self,
        first: _Pass,
        own: Mapping[str, Question],
        answers: Mapping[str, CheckedTree],
        near: Set[str],
        needed: set[int],
        unsteady: Set[str],
    ) -> dict[str, _Upstream]:
        """Run on with the candidate's answers in place of the reference's, where they open what follows; what stands before each question.

        first: the reference's own pass, whole; own: the questions as it asks them. near: see `following.opening`. needed: indices of
        the cells that count; the others change nothing that is looked at. Of these, a cell runs where something that it reads has
        become other than the reference's, or where it makes an object that a cell changes in place (unsteady: names of such); what the
        rest give is there already.
        """
        opened, closed = Flow(), Flow()
        tables = {id for id, question in own.items() if isinstance(question.form, OwnTableForm)}
        upstream: dict[str, _Upstream] = {}
        before: dict[str, Any] = {}
        other: set[str] = set()
        stuck: set[str] = set()
        for index, (cell, after) in enumerate(zip(self.cells, first.after, strict=True)):
            source = cell["source"]
            call = question_call(source)
            if call is None:
                opened.run(source)
                closed.run(source)
            if index not in needed:
                before = after
                continue
            read, bound = names(source)
            touched = read | bound | changed_in_place(source)
            if touched & (other | unsteady):
                try:
                    self.execute(cell)
                    failed = bool(read & stuck)
                except Exception:
                    # The candidate's figures do not go through the reference: from here on, its own stand in.
                    self.namespace.update({k: v for k, v in after.items() if before.get(k) is not v})
                    failed = True
                if call is None:
                    other |= bound
                    stuck = stuck | bound if failed else stuck - bound
            else:
                self.namespace.update({k: after[k] for k in bound if k in after})
                self.recorder.repeat(first.said[index])
            before = after
            if call is None or call[0] not in self.recorder.questions:
                continue
            question, variable = call
            upstream[question] = _Upstream(opened.behind(variable), closed.behind(variable), variable in stuck)
            try:
                received = readable(own[question].form, answers.get(question, _NO_ANSWER))
            except Refused:
                continue
            whole = True
            try:
                if received.value != own[question].expected or variable in other | unsteady:
                    value = first.recorder.questions[question].value
                    of_own = not tables.isdisjoint(own[question].depends)
                    self.namespace[variable], whole = self._taken_up(
                        cell, own[question], value, received, question in near, variable in other, of_own
                    )
                    (other.discard if received.value == own[question].expected else other.add)(variable)
            except Refused:
                closed.answered(variable, {question} | closed.behind(variable))
            else:
                opened.answered(variable, {question})
                closed.answered(variable, () if whole else {question} | closed.behind(variable))
                stuck.discard(variable)
        return upstream

    def _taken_up(
        self, cell: dict[str, Any], own: Question, value: Any, received: Valid, near: bool, changed: bool, of_own: bool
    ) -> tuple[Any, bool]:
        """The object that takes the place of the reference's answer, and whether it is the candidate's whole; raises Refused where nothing
        follows from theirs.

        value: what the reference answers on the data; changed: whether the answers before it have changed what it answers; of_own:
        whether it is worked out from a table of the candidate's own, so that what the author's own gives is nothing to go by.
        """
        if isinstance(own.form, OwnTableForm):
            return own_table(own.form, received.value, value), True
        behind = _question(cell, self.recorder, own.title, (), own.variable, strict=False) if changed else own
        if changed and of_own:
            if behind is None:
                raise Refused("ce tableau ne donne pas de réponse")
            own, value = behind, self.recorder.questions[own.id].value
        opened = Opening(own, own.expected)
        if received.value != own.expected:
            opened = opening(own, behind or own, received, near)
        like = value if opened.question is own else self.recorder.questions[own.id].value
        try:
            made = stand_in(own.form, received.value, opened.question.expected, like, opened.measure, opened.closed)
            return made, not opened.closed
        except Refused:
            # What an author names is followed even where rows are missing: as the author's own object.
            for _, named, _, _ in self.recorder.mistakes.get(own.id, ()):
                wrong = coerce(own.form, CheckedTree(portable(named)))
                same = isinstance(wrong, Valid) and wrong.value == opened.measure != opened.question.expected
                if same and type(named) is type(like):
                    return named, True
            raise


class _Upstream(NamedTuple):
    """The answers before a question in a follow-through: those that were taken up, those that were not, and whether the reference
    stopped on the former."""

    opened: Set[str]
    closed: Set[str]
    stuck: bool


@functools.cache
def _compiled(source: str, id: str) -> Any:
    """An author's cell as code: `prepare` compiles it, every `follow` runs it."""
    return compile(source, f"<{id}>", "exec")


def _id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", "?")


def _question(
    cell: dict[str, Any],
    recorder: _MistakeRecorder,
    title: str,
    depends: tuple[str, ...],
    variable: str,
    strict: bool,
) -> Question | None:
    """The question of a tests cell, its values made canonical; None where a follow-through gives no usable value."""
    id = _id(cell)
    asked = recorder.questions[id]
    expected = coerce(asked.form, CheckedTree(portable(asked.value)))
    if not isinstance(expected, Valid):
        if strict:
            reason = f"la référence elle-même n'a pas la forme demandée. {expected.sentence}"
            raise _AuthorError(f"cellule {id} : {reason}")
        return None
    if strict and isinstance(asked.form, OwnTableForm):
        try:
            own_table(asked.form, expected.value, asked.value)
        except Refused as refused:
            raise _AuthorError(f"cellule {id} : {refused}") from None
    if strict and isinstance(asked.form, WorkbookForm) and expected.doubt:
        raise _AuthorError(f"cellule {id} : {expected.doubt} au corrigé du classeur.")
    if strict and isinstance(asked.form, SeriesForm | TableForm) and expected.doubt:
        # The room would tell a right candidate so.
        raise _AuthorError(f"cellule {id} : les lignes du corrigé ne sont pas celles de « cles » : {expected.doubt}.")
    mistakes = []
    for code, value, sentence, part in recorder.mistakes.get(id, ()):
        wrong = coerce(asked.form, CheckedTree(portable(value)))
        if isinstance(wrong, Valid):
            whole = wrong.value
            if isinstance(asked.form, WorkbookForm):
                whole = with_mistake(expected.value, whole)
            mistakes.append(Mistake(code, whole, sentence, part))
        elif strict:
            reason = f"sa valeur n'a pas la forme demandée. {wrong.sentence}"
            raise _AuthorError(f"cellule {id}, erreur « {code} » : {reason}")
    return Question(
        id=id,
        title=title,
        points=float(cell["metadata"]["nbgrader"]["points"]),
        variable=variable,
        form=asked.form,
        tolerance=asked.tolerance,
        gap=asked.gap,
        expected=expected.value,
        mistakes=tuple(mistakes),
        depends=depends,
    )


def scheme(request: dict[str, Any], variant: str) -> tuple[Scheme, _Pass]:
    """Run the source and make its scheme."""
    run = _Pass(request["notebook"]["cells"], variant)
    for cell in run.cells:
        before = len(run.recorder.calls)
        try:
            run.execute(cell)
        except Exception as error:
            steps = traceback.extract_tb(error.__traceback__)
            lines = [step.lineno for step in steps if step.filename == f"<{_id(cell)}>"]
            where = f"cellule {_id(cell)}, ligne {lines[-1] if lines else None}"
            raise _AuthorError(f"{where} : {type(error).__name__} : {error}") from error
        run.after.append(dict(run.namespace))
        run.said.append(run.recorder.calls[before:])
    questions = _questions(request, run)
    _all_judged(run, {q.id for q in questions})
    return Scheme(request["epreuve"], variant, tuple(questions)), run


def _questions(request: dict[str, Any], run: _Pass) -> list[Question]:
    """The questions that the reference's own pass recorded."""
    depends = dependencies(c["source"] for c in run.cells)
    named = titles(request["notebook"]["cells"])
    questions = []
    for cell in run.cells:
        id, variable = question_call(cell["source"]) or ("", "")
        if id not in run.recorder.questions:
            continue
        if id != _id(cell):
            reason = f"elle vérifie la question « {id} » ; les deux identifiants doivent être les mêmes."
            raise _AuthorError(f"cellule {_id(cell)} : {reason}")
        question = _question(cell, run.recorder, named.get(id, id), depends[id], variable, strict=True)
        assert question is not None  # strict
        questions.append(question)
    return questions


def _followed(
    run: _Pass, own: Mapping[str, Question], upstream: Mapping[str, _Upstream], wanted: set[str]
) -> list[Question]:
    """The questions wanted that an answer stands behind, taken up or not, as a follow-through recorded them."""
    questions = []
    for cell in run.cells:
        before = upstream.get(_id(cell))
        if before is None or _id(cell) not in wanted or not before.opened | before.closed:
            continue
        asked = own[_id(cell)]
        question = _question(cell, run.recorder, asked.title, (), asked.variable, strict=False)
        # Where what it gives is no answer (a division by zero, say), it has stopped as well.
        question = replace(question or asked, stuck=before.stuck or question is None)
        order = [id for id in own if id in before.opened], [id for id in own if id in before.closed]
        questions.append(replace(question, depends=tuple(order[0]), closed=tuple(order[1])))
    return questions


def _all_judged(run: _Pass, ids: set[str]) -> None:
    """Raise where a cell calls `verifier` otherwise than it can be read, or where no such call was made: it would give full points."""
    for cell in run.cells:
        meta = cell["metadata"].get("nbgrader", {})
        if calls_verifier(cell["source"]) and meta.get("grade") and _id(cell) not in ids:
            call = f'verifier("{_id(cell)}", variable, forme…)'
            raise _AuthorError(
                f"cellule {_id(cell)} : écrivez-y un seul appel, {call}, où la valeur est un simple nom."
            )
    for id in run.recorder.questions:
        if id not in ids:
            raise _AuthorError(f"la question « {id} » n'est pas vérifiée dans la cellule de tests de ce nom.")


class _Kept:
    """The part that `prepare` leaves for the forks that `follow`: the reference's own pass, and the state from which the first answer is due."""

    request: dict[str, Any]
    variant: str
    first: _Pass
    questions: dict[str, Question]
    #: Namespace before the first answer, as no later cell has touched it, and how many cells it took.
    start: dict[str, Any]
    lead: int
    #: Names of objects that a later cell changes in place.
    unsteady: frozenset[str]


def read(payload: bytes) -> bytes:
    """Read a source notebook, once for all its variants: what is found in its cells is kept for processes grown from this one."""
    cells = [c for c in json.loads(payload)["notebook"]["cells"] if c["cell_type"] == "code"]
    for cell in cells:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            _compiled(cell["source"], _id(cell))
        calls_verifier(cell["source"])
        changed_in_place(cell["source"])
    dependencies(c["source"] for c in cells)
    needed_cells([c["source"] for c in cells], set())
    return b"{}"


def prepare(payload: bytes) -> bytes:
    """Work out the scheme that a request asks for, JSON to JSON, an error of the author's as « error »; ready to `follow`."""
    with quiet():
        request = json.loads(payload)
        variant = _Kept.variant = request["variant"]
        os.environ[IMPOSED_VARIANT] = variant
        try:
            made, first = scheme(request, variant)
        except _AuthorError as error:
            return json.dumps({"error": f"variante {variant} : {error}"}).encode()
        _Kept.request, _Kept.first = request, first
        _Kept.questions = {q.id: q for q in made.questions}
        lead = _Kept.lead = next((i for i, c in enumerate(first.cells) if _answers(c)), len(first.cells))
        later = set().union(*(changed_in_place(c["source"]) for c in first.cells[lead:]))
        ends = first.after[-1] if first.after else {}
        _Kept.unsteady = frozenset(n for n in later if not isinstance(ends.get(n), types.ModuleType))
        start = first.after[lead - 1] if lead else {"__name__": "__main__"}
        if _Kept.unsteady.intersection(start):
            # Its own functions look for their names where they were defined: the same namespace, made anew.
            first.namespace.clear()
            again = _Pass(request["notebook"]["cells"], variant, first.namespace)
            for cell in again.cells[:lead]:
                again.execute(cell)
            start = dict(first.namespace)
        _Kept.start = start
        return json.dumps({"bareme": msgspec.to_builtins(made)}).encode()


def follow(payload: bytes) -> bytes:
    """After `prepare`, the follow-through scheme of a candidate's answers, for the questions wanted; JSON to JSON.

    Spends the state that `prepare` left: once a process. With « whole », every cell is run: the same, more slowly.
    """
    with quiet():
        asked = json.loads(payload)
        first, start = _Kept.first, _Kept.start
        first.namespace.clear()
        first.namespace.update(start)
        run = _Pass(_Kept.request["notebook"]["cells"], _Kept.variant, first.namespace)
        sources = [c["source"] for c in run.cells]
        needed = needed_cells(sources, set(asked["wanted"]), _Kept.lead)
        unsteady: Set[str] = _Kept.unsteady
        if asked.get("whole"):
            first.namespace.clear()
            run.namespace["__name__"] = "__main__"
            for cell in run.cells[: _Kept.lead]:
                run.execute(cell)
            needed = set(range(_Kept.lead, len(sources)))
            unsteady = set().union(*(names(source)[1] for source in sources))
        answers = {question: CheckedTree(tree) for question, tree in asked["answers"].items()}
        upstream = run.follow(first, _Kept.questions, answers, set(asked["near"]), needed, unsteady)
        questions = _followed(run, _Kept.questions, upstream, set(asked["wanted"]))
        made = Scheme(_Kept.request["epreuve"], _Kept.variant, tuple(questions))
        return json.dumps({"bareme": msgspec.to_builtins(made)}).encode()


def prepare_and_follow(payload: bytes) -> bytes:
    """`prepare`, then `follow`, where no process can be kept between the two."""
    prepared = prepare(payload)
    return prepared if "error" in json.loads(prepared) else follow(payload)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nobody looks at the reference's figures and prints."""
    import matplotlib

    matplotlib.use("Agg", force=True)
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield


def _answers(cell: dict[str, Any]) -> bool:
    meta = cell["metadata"].get("nbgrader", {})
    return bool(meta.get("solution") or meta.get("grade"))
