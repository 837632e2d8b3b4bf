"""`verifier` and `erreur_type`: one name in the notebook, three places where it runs.

In JupyterLab the form is checked and nothing is kept; in the sandbox (EPREUVES_CANAL=1) the answer leaves
as data; in the trusted reference run a recorder, set for the time of the run, receives everything.
"""

import contextlib
import contextvars
import math
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from epreuves.answers.coercion import Invalid, Missing, Reading, coerce
from epreuves.answers.equality import COARSE_REMARK, coarse
from epreuves.answers.files.finding import beside
from epreuves.answers.files.workbook import refused, workbook_tree
from epreuves.answers.forms import FORMS, ChartForm, Form, OwnTableForm, WorkbookForm, describe
from epreuves.answers.handing_in import unwritten
from epreuves.answers.own_table import UNFIT
from epreuves.answers.tree import CheckedTree
from epreuves.answers.typed import chosen, home
from epreuves.answers.typed_values import TypedChart
from epreuves.wording.french import counted

MIMETYPE = "application/vnd.epreuves.reponse+json"
CHANNEL = "EPREUVES_CANAL"
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


class Recorder(Protocol):
    """A listener for `recording`: the trusted reference run tells it what is right and what is usual error."""

    def question(self, question: str, value: Any, form: Form, tolerance: float, gap: float) -> None:
        """A question's right value, as the reference computes it."""

    def error(self, question: str, code: str, value: Any, sentence: str, part: float) -> None:
        """A wrong way's value, its stable code, its sentence, and the share of points it keeps."""


#: Told of the value that the notebook gives for a question, where its form is shown.
_shown: dict[str, Callable[[Any], None]] = {}
_recorder: contextvars.ContextVar[Recorder | None] = contextvars.ContextVar("epreuves_recorder", default=None)


@contextlib.contextmanager
def recording(recorder: Recorder) -> Iterator[Recorder]:
    """Within the block, `verifier` and `erreur_type` tell `recorder` instead of checking or sending."""
    token = _recorder.set(recorder)
    try:
        yield recorder
    finally:
        _recorder.reset(token)


def recorded() -> bool:
    """True if this is the trusted reference run, at which nobody looks."""
    return _recorder.get() is not None


def at_work() -> bool:
    """True if a candidate works in the notebook, rather than somebody who marks, checks or validates it."""
    return not (recorded() or os.environ.get(CHANNEL) or os.environ.get("NBGRADER_EXECUTION"))


def verifier(question: str, value: Any, form: Form, tolerance: float = 0.005, ecart: float = 0.0) -> None:
    """Check the form of an answer, or hand it over to whoever marks.

    `tolerance` is relative (0.01 = 1 %), `ecart` absolute, in the form's unit. Raises ValueError or
    TypeError when the call itself is wrong (an author's mistake), never because of `value`.
    """
    _check_call(question, form, tolerance, ecart)
    recorder = _recorder.get()
    if recorder is not None:
        recorder.question(question, value, form, float(tolerance), float(ecart))
    elif os.environ.get(CHANNEL):
        hand_over(question, value)
    elif os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise RuntimeError(
            "verifier : cette copie est corrigée hors du kit, la valeur ne peut pas être jugée. "
            "Lancez « epreuves autograde », ou « nbgrader autograde » avec le nbgrader_config.py du cours."
        )
    else:
        _tell(question, form, value)
        if os.environ.get("NBGRADER_EXECUTION") == "validate" and (lacking := unwritten(Path.cwd(), question)):
            print(lacking, file=sys.stderr)


def erreur_type(question: str, code: str, value: Any, sentence: str, part: float = 0.0) -> None:
    """Name a usual mistake of a question by the value that it leads to.

    `code` is a stable slug (« moyenne_des_ratios »), `sentence` helps whoever made the mistake, `part`
    is the share of the points that it keeps, from 0 to 1. Only the reference run takes note of it.
    """
    _check_id(question)
    if type(code) is not str or not _CODE.fullmatch(code):
        raise ValueError(f"erreur_type : « code » s'écrit en minuscules sans accent ni espace, reçu {code!r}")
    if type(sentence) is not str or not sentence.strip():
        raise ValueError("erreur_type : « sentence » est une phrase pour le candidat, non vide")
    if type(part) not in (int, float) or not 0 <= part <= 1:
        raise ValueError(f"erreur_type : « part » est une part des points, de 0 à 1, reçu {part!r}")
    recorder = _recorder.get()
    if recorder is not None:
        recorder.error(question, code, value, sentence.strip(), float(part))


def show_in(question: str, listener: Callable[[Any], None]) -> None:
    """Have a question's form told of each value that the notebook gives."""
    _shown[question] = listener


def reading_of(question: str, form: Form, value: Any) -> tuple[Reading, bool]:
    """(the reading of an answer where the candidate works, whether it was typed in its form): of the value, of what was typed or, for a
    workbook, of the file beside the notebook.
    """
    if isinstance(form, WorkbookForm):
        return coerce(form, CheckedTree(_workbook_beside(form))), False
    tree, typed = chosen(question, value)
    return coerce(form, CheckedTree(tree)), typed is not None


def _tell(question: str, form: Form, value: Any) -> None:
    reading, typed = reading_of(question, form, value)
    if question in _shown:
        _shown[question](value)
        if typed or isinstance(reading, Missing):
            return  # its form says it
    if typed:
        print("Réponse donnée dans le formulaire :")
    say(form, reading)


def _workbook_beside(form: WorkbookForm) -> Any:
    name, content = beside(home(), form.file, ("xlsx",))
    if content is None:
        return refused(name, "lien") if name else None
    return workbook_tree(form, name, content)


def say(form: Form, reading: Reading) -> None:
    """Tell the candidate what was read: on stdout if the form is right, else on stderr.

    nbgrader's Validate counts a cell that writes on stderr as failed, and « Tout exécuter » goes on.
    """
    text, valid = message(form, reading)
    print(text, file=sys.stdout if valid else sys.stderr)


def message(form: Form, reading: Reading) -> tuple[str, bool]:
    """(sentence for the candidate, whether the form is right); it stands under its question, and need not name it."""
    wanted = describe(form)
    defect = fault(form, reading)
    if isinstance(reading, Invalid) and reading.code in UNFIT:
        return f"✗ {_begun(defect)}.", False
    if defect or isinstance(reading, Missing | Invalid):
        sentence, apart = defect, " "
        if isinstance(form, WorkbookForm):
            # Of a workbook there may be much to mend: one line for each.
            sentence, apart = defect.replace(" ; ", " ;\n  – ").replace("à revoir : ", "à revoir :\n  – ", 1), "\n"
        return f"✗ {_begun(sentence)}{'' if defect.endswith('.') else '.'}{apart}Attendu : {wanted}.", False
    notes = [reading.note] if reading.note else []
    if isinstance(form, OwnTableForm):
        many = ", ".join([counted(len(reading.value), "ligne"), *notes])
        follows = "La suite se calcule d'après lui ; ce que dit ce tableau sera jugé par vos correcteurs."
        return f"✓ Votre tableau est recevable : {many}. {follows}", True
    if coarse(form, reading.value):
        notes.append(COARSE_REMARK)
    note = f" ({' ; '.join(notes)})" if notes else ""
    return f"✓ Forme correcte : {wanted}{note}. La valeur sera jugée à la correction.", True


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def fault(form: Form, reading: Reading) -> str:
    """The fault to be mended in an answer, as the end of a sentence; empty where its form is right."""
    if isinstance(reading, Missing):
        return reading.sentence if isinstance(form, WorkbookForm) else "pas encore de réponse"
    if isinstance(reading, Invalid):
        return f"{'' if reading.code in UNFIT else 'forme '}à revoir : {reading.sentence}"
    if isinstance(form, ChartForm):
        from epreuves.answers.charts.judgement import visible_defects

        if defects := visible_defects(form, reading.value):
            return f"graphique à revoir : {' '.join(defects)}"
    return f"à revoir : {reading.doubt}" if reading.doubt else ""


def hand_over(question: str, value: Any) -> None:
    """Hand an answer over to whoever marks, the variable's or what was typed in the form, and the chart that was drawn there: what a tests cell
    becomes in the sandbox.

    The form is not read there, so a candidate who named a variable `date` or `liste` is judged like the
    others.
    """
    tree, typed = chosen(question, value)
    _send(question, tree)
    if isinstance(typed, TypedChart):
        from IPython.display import Image, display

        from epreuves.answers.charts.drawing import image

        # For people: what its candidate saw.
        display(Image(image(typed)))


def _send(question: str, tree: Any) -> None:
    from IPython.display import publish_display_data

    answer = {"v": 1, "question": question, "reponse": tree}
    publish_display_data({MIMETYPE: answer, "text/plain": f"Réponse à {question} transmise."})


def _check_call(question: Any, form: Any, tolerance: Any, gap: Any) -> None:
    _check_id(question)
    if type(form) not in FORMS:
        raise TypeError(
            f"verifier({question!r}) : le 3e argument est une forme (nombre(), serie(…)…), reçu {type(form).__name__}"
        )
    for name, given in (("tolerance", tolerance), ("ecart", gap)):
        if type(given) not in (int, float) or not math.isfinite(given) or given < 0:
            raise ValueError(f"verifier({question!r}) : « {name} » est un nombre positif ou nul, reçu {given!r}")
    if tolerance >= 1:
        raise ValueError(f"verifier({question!r}) : « tolerance » est relative, 0.01 = 1 % ; reçu {tolerance!r}")


def _check_id(question: Any) -> None:
    if type(question) is not str or not _ID.fullmatch(question):
        raise ValueError(f"identifiant de question attendu (lettres, chiffres, « _ » et « - »), reçu {question!r}")
