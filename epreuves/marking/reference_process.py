"""What runs a source notebook, in a process of its own: `answer`, JSON in, JSON out.

Its code is the author's, hence trusted; the answers that follow-through puts into it are data.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import traceback
import warnings
from collections.abc import Mapping
from typing import Any

import msgspec

from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.formes import Forme
from epreuves.answers.portable import portable
from epreuves.answers.verification import recording
from epreuves.marking.bareme import Bareme, Mistake, Question
from epreuves.marking.dependances import calls_verifier, dependencies, question_call
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

    def run(self) -> None:
        for cell in self.cells:
            self.execute(cell)
            self.after.append(dict(self.namespace))

    def execute(self, cell: dict[str, Any]) -> None:
        with recording(self.recorder):
            exec(compile(cell["source"], f"<{_id(cell)}>", "exec"), self.namespace)

    def follow(self, answers: Mapping[str, Any]) -> dict[str, set[str]]:
        """Run again with the candidate's answers in place of the reference's; returns the questions substituted, by question."""
        first = _Pass(self.cells, self.variant)
        first.run()
        substituted: set[str] = set()
        seen: dict[str, set[str]] = {}
        before: dict[str, Any] = {}
        for cell, after in zip(self.cells, first.after, strict=True):
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


def bareme(request: dict[str, Any], variant: str) -> Bareme:
    """Run the source and make its scheme, or its follow-through scheme where answers are given."""
    cells = request["notebook"]["cells"]
    run = _Pass(cells, variant)
    answers = request["answers"]
    seen: dict[str, set[str]] | None = None
    if answers is None:
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
    else:
        seen = run.follow(answers)
    depends = dependencies(c["source"] for c in run.cells)
    named = titles(cells)
    questions = []
    for cell in run.cells:
        call = question_call(cell["source"])
        if call is None or call[0] not in run.recorder.questions:
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
    if seen is None:
        _all_judged(run, {q.id for q in questions})
    return Bareme(request["epreuve"], variant, tuple(questions))


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


def answer(payload: bytes) -> bytes:
    """Work out the schemes that a request asks for: JSON to JSON, an error of the author's as « error »."""
    import matplotlib

    request = json.loads(payload)
    matplotlib.use("Agg", force=True)  # nobody looks at the reference's figures
    reply: dict[str, Any] = {"baremes": {}}
    variant = ""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        try:
            for variant in request["variants"]:
                os.environ[VARIANTE_IMPOSEE] = variant
                reply["baremes"][variant] = msgspec.to_builtins(bareme(request, variant))
        except _AuthorError as error:
            reply = {"error": f"variante {variant} : {error}"}
    return json.dumps(reply).encode()
