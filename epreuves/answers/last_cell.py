"""`avant_de_rendre`, the call of every notebook's last cell: what is still missing, told to the candidate; nothing where copies are marked."""

from __future__ import annotations

import ast
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from epreuves.answers import self_assessment
from epreuves.answers.checking import CHANNEL, fault, reading_of, recorded, recording
from epreuves.answers.forms import Form, WorkbookForm
from epreuves.answers.handing_in import (
    NOT_RUN,
    AskedItem,
    SavedNotebook,
    declaration,
    estimations,
    files,
    html,
    other_parts,
    saved,
    text,
    versions,
    writings,
)
from epreuves.answers.published_words import allowed_in

_CHANGED = "la cellule de vérification a été changée ou ôtée ; elle sera remise en état à la correction"
_NOT_SAVED = (
    "le texte enregistré n'est pas celui qui a été exécuté ; exécutez la cellule de réponse, "
    "puis enregistrez (Ctrl + S)"
)


#: Where no server takes a copy, the page's own « Rendre »: `jupyter/site` gives it, JupyterLab follows the attribute.
_BUTTON = (
    '<p><button class="jp-mod-styled jp-mod-accept" data-commandlinker-command="epreuves:rendre" data-commandlinker-args="{}">Rendre</button></p>'
    "<p>« Rendre » enregistre le notebook et télécharge une archive : c'est elle que vous remettez, comme l'école vous l'a dit.</p>"
)


def in_browser() -> bool:
    """True if Python runs in the candidate's browser, which has none of nbgrader's buttons."""
    return sys.platform == "emscripten"


def avant_de_rendre(notebook: str = "", refresh: Callable[[], None] = lambda: None) -> bool:
    """Say what the notebook beside, as it is saved, still lacks: answers, writings, self-assessment; False where copies are marked.

    notebook: its name, the épreuve's own or « rex »; any of the kit's where it is empty. Answers are those in memory, read as the
    verification cells read them. refresh: has forms show what was joined. Never raises: a sentence says why nothing can be told.
    """
    if recorded() or os.environ.get(CHANNEL) or os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return False
    try:
        _tell(notebook, refresh)
    except Exception as error:
        # A courtesy: whatever a notebook holds, this stops nobody.
        print(f"Ce qui manque ne peut pas être dit ici ({type(error).__name__}).")
    return True


def _tell(notebook: str, refresh: Callable[[], None]) -> None:
    from IPython import get_ipython
    from IPython.display import display

    folder = Path.cwd()
    saved_notebook = saved(folder, notebook)
    shell = get_ipython()
    if isinstance(saved_notebook, str) or shell is None:
        print(saved_notebook if isinstance(saved_notebook, str) else "Ce qui manque se dit dans un notebook.")
        return
    assessment = self_assessment.read(folder)
    levels = [code for code, estimation in assessment.competences.items() if estimation.level is not None]
    items = [
        *_answers(saved_notebook, shell),
        *writings(saved_notebook),
        *versions(saved_notebook),
        *files(saved_notebook, folder),
        *estimations(saved_notebook.plan.competences, levels),
        *declaration(saved_notebook.plan.competences, allowed_in(folder).declared, assessment.help),
        *other_parts(saved_notebook, folder),
    ]
    page = html(saved_notebook, items) + (_BUTTON if in_browser() else "")
    display({"text/html": page, "text/plain": text(saved_notebook, items)}, raw=True)
    if saved_notebook.plan.collective:
        from epreuves.answers.joining import offer

        offer(folder, saved_notebook, refresh)
    lacking = [item for item in items if item.state in ("lacking", "short")]
    if os.environ.get("NBGRADER_EXECUTION") and lacking:
        print(text(saved_notebook, lacking), file=sys.stderr)


class _Listener:
    """Hears a question as the reference's recorder does, and keeps what is to be mended in its answer."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.typed = False

    def question(self, question: str, value: Any, form: Form, tolerance: float, gap: float) -> None:
        """Read the answer as the verification cell does."""
        reading, typed = reading_of(question, form, value)
        # A workbook is read beside the notebook, whatever its cell holds.
        self.typed = typed or isinstance(form, WorkbookForm)
        self.faults.append(fault(form, reading))

    def error(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        """A candidate's notebook names no mistakes."""


def _answers(notebook: SavedNotebook, shell: Any) -> Iterator[AskedItem]:
    run = [source.strip() for source in shell.history_manager.input_hist_raw]
    kept = {notebook.source(id).strip() for id in notebook.cells}
    for question in notebook.plan.questions:
        source = notebook.source(question.id)
        variable = _variable(source)
        reason, typed = _fault(source, variable, shell, notebook) if variable else (_CHANGED, False)
        # Either text may be the newer; the same two gestures mend both.
        if not reason and not typed and _last(run, variable) not in kept:
            reason = _NOT_SAVED
        state: Literal["lacking", "done"] = "lacking" if reason else "done"
        yield AskedItem("réponse", question.title, reason or "forme correcte", state)


def _untouched(notebook: SavedNotebook, variable: str) -> bool:
    """True if the notebook's cells give a variable nothing but the None that waits for a value."""
    sources = [source for id in notebook.cells if variable in (source := notebook.source(id))]
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        nodes = [node for source in sources if variable in _given(source) for node in ast.walk(ast.parse(source))]
        given = [node.value for node in nodes if isinstance(node, ast.Assign) and _names(node.targets, variable)]
        others = [n for n in nodes if isinstance(n, ast.Name) and n.id == variable and isinstance(n.ctx, ast.Store)]
        return len(given) == len(others) and all(isinstance(v, ast.Constant) and v.value is None for v in given)
    return False


def _names(targets: list[ast.expr], variable: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == variable for target in targets)


def _last(run: list[str], variable: str) -> str:
    """The cell run last, of those that give the variable a value; empty where none does."""
    return next((source for source in reversed(run) if variable in source and variable in _given(source)), "")


def _given(source: str) -> set[str]:
    """The names that a cell gives a value; none where it is no plain Python."""
    try:
        nodes = ast.walk(ast.parse(source))
        return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    except (SyntaxError, ValueError, RecursionError):
        return set()


def _fault(source: str, variable: str, shell: Any, notebook: SavedNotebook) -> tuple[str, bool]:
    """(the fault to be mended in an answer, read by its verification cell, whether it is elsewhere than in a cell); no fault is empty."""
    listener = _Listener()
    try:
        with recording(listener):
            # Where the answer's own cell was not run, what was typed in its form is the answer.
            exec(source, {variable: None, **shell.user_ns})
    except NameError:
        return NOT_RUN, False
    except Exception:
        return "la vérification s'arrête sur une erreur ; exécutez-la pour la lire", False
    if not listener.faults:
        return "la vérification ne reçoit pas la réponse", False
    if variable not in shell.user_ns and not listener.typed and not _untouched(notebook, variable):
        return NOT_RUN, False
    return listener.faults[-1], listener.typed


def _variable(source: str) -> str:
    """The variable that a cell verifies, where it is one call of `verifier` and nothing else, which can be run again; else empty."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return ""
    match body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="verifier"), args=[_, ast.Name(id=name), *_]))]:
            return name
    return ""
