"""What runs a source notebook, in a process of its own: `prepare`, then `follow` in forks of it; JSON in, JSON out.

Its code is the author's, hence trusted; the answers that follow-through puts into it are data.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import traceback
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.formes import Forme
from epreuves.answers.portable import portable
from epreuves.answers.verification import recording
from epreuves.marking.bareme import Bareme, Mistake, Question
from epreuves.marking.dependances import calls_verifier, dependencies, needed_cells, question_call
from epreuves.marking.substitution import Refused, substitute
from epreuves.marking.titles import titles
from epreuves.variantes.preparation import VARIANTE_IMPOSEE


class _AuthorError(Exception):
    """What the author has to mend, as a sentence."""


class _Recorder:
    """Keeps what the source's `verifier` and `erreur_type` calls say."""

    def __init__(self) -> None:
        self.questions: dict[str, dict[str, Any]] = {}
        self.mistakes: dict[str, list[tuple[str, Any, str, float]]] = {}

    def question(self, question: str, value: Any, form: Forme, tolerance: float, ecart: float) -> None:
        self.questions[question] = {"value": value, "form": form, "tolerance": tolerance, "ecart": ecart}

    def erreur(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        self.mistakes.setdefault(question, []).append((code, value, sentence, part))


class _Pass:
    """One run of the source's code cells, from top to bottom, in a namespace of its own."""

    def __init__(self, cells: list[dict[str, Any]], variant: str) -> None:
        self.cells = [c for c in cells if c["cell_type"] == "code"]
        self.variant = variant
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.recorder = _Recorder()
        #: Namespace after each cell: what a follow-through falls back on where a candidate's answer breaks the reference.
        self.after: list[dict[str, Any]] = []

    def execute(self, cell: dict[str, Any]) -> None:
        with recording(self.recorder):
            exec(_compiled(cell["source"], _id(cell)), self.namespace)

    def follow(self, first: _Pass, answers: Mapping[str, Any], needed: set[int]) -> dict[str, set[str]]:
        """Run on with the candidate's answers in place of the reference's; returns the questions substituted, by question.

        first: the reference's own pass, whole. needed: indices of the cells to run; the others change nothing that is looked at.
        """
        substituted: set[str] = set()
        seen: dict[str, set[str]] = {}
        before: dict[str, Any] = {}
        for index, (cell, after) in enumerate(zip(self.cells, first.after, strict=True)):
            if index not in needed:
                before = after
                continue
            call = question_call(cell["source"])
            try:
                self.execute(cell)
            except Exception:
                # The candidate's figures do not go through the reference: from here on, its own stand in.
                self.namespace.update({k: v for k, v in after.items() if before.get(k) is not v})
            before = after
            if call is None or call[0] not in self.recorder.questions:
                continue
            question, variable = call
            seen[question] = set(substituted)
            record = self.recorder.questions[question]
            replaced = substitute(
                record["form"], answers.get(question), first.recorder.questions[question]["value"]
            )
            if not isinstance(replaced, Refused):
                self.namespace[variable] = replaced
                substituted.add(question)
        return seen


@functools.cache
def _compiled(source: str, id: str) -> Any:
    """An author's cell as code: `prepare` compiles it, every `follow` runs it."""
    return compile(source, f"<{id}>", "exec")


def _id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", "?")


def _question(
    cell: dict[str, Any],
    recorder: _Recorder,
    title: str,
    depends: tuple[str, ...],
    variable: str,
    strict: bool,
) -> Question | None:
    """The question of a tests cell, its values made canonical; None where a follow-through gives no usable value."""
    id = _id(cell)
    record = recorder.questions[id]
    expected = coerce(record["form"], _tree(portable(record["value"])))
    if not isinstance(expected, Valid):
        if strict:
            raise _AuthorError(
                f"cellule {id} : la référence elle-même n'a pas la forme demandée. {expected.sentence}"
            )
        return None
    mistakes = []
    for code, value, sentence, part in recorder.mistakes.get(id, ()):
        wrong = coerce(record["form"], _tree(portable(value)))
        if isinstance(wrong, Valid):
            mistakes.append(Mistake(code, wrong.value, sentence, part))
        elif strict:
            raise _AuthorError(
                f"cellule {id}, erreur « {code} » : sa valeur n'a pas la forme demandée. {wrong.sentence}"
            )
    return Question(
        id=id, title=title, points=float(cell["metadata"]["nbgrader"]["points"]), variable=variable, form=record["form"], tolerance=record["tolerance"],
        ecart=record["ecart"], expected=expected.value, mistakes=tuple(mistakes), depends=depends,
    )  # fmt: skip


def _tree(tree: Any) -> Any:
    """As the tree comes out of JSON, so that a reference and an answer are read alike."""
    return json.loads(json.dumps(tree))


def bareme(request: dict[str, Any], variant: str) -> tuple[Bareme, _Pass]:
    """Run the source and make its scheme."""
    run = _Pass(request["notebook"]["cells"], variant)
    for cell in run.cells:
        try:
            run.execute(cell)
        except Exception as error:
            line = next(
                (
                    f.lineno
                    for f in reversed(traceback.extract_tb(error.__traceback__))
                    if f.filename == f"<{_id(cell)}>"
                ),
                None,
            )
            raise _AuthorError(
                f"cellule {_id(cell)}, ligne {line} : {type(error).__name__} : {error}"
            ) from error
        run.after.append(dict(run.namespace))
    questions = _questions(request, run, None, None)
    _all_judged(run, {q.id for q in questions})
    return Bareme(request["epreuve"], variant, tuple(questions)), run


def _questions(
    request: dict[str, Any], run: _Pass, seen: dict[str, set[str]] | None, wanted: set[str] | None
) -> list[Question]:
    """The questions that a pass recorded; of a follow-through, those wanted that something substituted stands behind."""
    depends = dependencies(c["source"] for c in run.cells)
    named = titles(request["notebook"]["cells"])
    questions = []
    for cell in run.cells:
        call = question_call(cell["source"])
        if (
            call is None
            or call[0] not in run.recorder.questions
            or (wanted is not None and call[0] not in wanted)
        ):
            continue
        id, variable = call
        if id != _id(cell):
            raise _AuthorError(
                f"cellule {_id(cell)} : elle vérifie la question « {id} » ; les deux identifiants doivent être les mêmes."
            )
        behind = depends[id] if seen is None else tuple(q for q in depends[id] if q in seen.get(id, ()))
        if seen is not None and not behind:
            continue
        question = _question(cell, run.recorder, named.get(id, id), behind, variable, strict=seen is None)
        if question is not None:
            questions.append(question)
    return questions


def _all_judged(run: _Pass, known: set[str]) -> None:
    """Raise where a cell calls `verifier` otherwise than it can be read, or where no such call was made: it would give full points."""
    for cell in run.cells:
        meta = cell["metadata"].get("nbgrader", {})
        if calls_verifier(cell["source"]) and meta.get("grade") and _id(cell) not in known:
            raise _AuthorError(
                f'cellule {_id(cell)} : écrivez-y un seul appel, verifier("{_id(cell)}", variable, forme…), où la valeur est un simple nom.'
            )
    for id in run.recorder.questions:
        if id not in known:
            raise _AuthorError(f"la question « {id} » n'est pas vérifiée dans la cellule de tests de ce nom.")


class _Kept:
    """What `prepare` leaves for the forks that `follow`: the reference's own pass, and the state from which the first answer is due."""

    request: dict[str, Any]
    variant: str
    first: _Pass
    #: Namespace before the first answer, which no later cell has touched, and how many cells it took.
    start: dict[str, Any]
    lead: int


def prepare(payload: bytes) -> bytes:
    """Work out the scheme that a request asks for, JSON to JSON, an error of the author's as « error »; ready to `follow`."""
    with _quiet():
        request = json.loads(payload)
        variant = _Kept.variant = request["variant"]
        os.environ[VARIANTE_IMPOSEE] = variant
        try:
            found, _Kept.first = bareme(request, variant)
        except _AuthorError as error:
            return json.dumps({"error": f"variante {variant} : {error}"}).encode()
        _Kept.request = request
        again = _Pass(request["notebook"]["cells"], variant)
        _Kept.lead = next((i for i, c in enumerate(again.cells) if _answers(c)), len(again.cells))
        for cell in again.cells[: _Kept.lead]:
            again.execute(cell)
        _Kept.start = again.namespace
        # What every `follow` reads in the cells is read here, once for all of them.
        needed_cells([c["source"] for c in again.cells], set(), _Kept.lead)
        return json.dumps({"bareme": msgspec.to_builtins(found)}).encode()


def follow(payload: bytes) -> bytes:
    """After `prepare`, the follow-through scheme of a candidate's answers, for the questions wanted; JSON to JSON.

    Spends the state that `prepare` left: once a process.
    """
    with _quiet():
        asked = json.loads(payload)
        run = _Pass(_Kept.request["notebook"]["cells"], _Kept.variant)
        run.namespace = _Kept.start
        needed = needed_cells([c["source"] for c in run.cells], set(asked["wanted"]), _Kept.lead)
        seen = run.follow(_Kept.first, asked["answers"], needed)
        questions = _questions(_Kept.request, run, seen, set(asked["wanted"]))
        found = Bareme(_Kept.request["epreuve"], _Kept.variant, tuple(questions))
        return json.dumps({"bareme": msgspec.to_builtins(found)}).encode()


def prepare_and_follow(payload: bytes) -> bytes:
    """`prepare`, then `follow`, where no process can be kept between the two."""
    prepared = prepare(payload)
    return prepared if "error" in json.loads(prepared) else follow(payload)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
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
