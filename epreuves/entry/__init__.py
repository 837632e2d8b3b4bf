"""The form under each question: `drawn` says what it is made of, `notice` what is told of what was typed, `widget` shows it in JupyterLab.
A file to hand in has one of its own, `file_widget`: `laying` puts the file in its place, `recognised` says what it is.

Nothing is decided here of an answer: `answers.typed` keeps the text as it was typed, and the coercion that reads code's answers reads it.
"""

from __future__ import annotations

import contextlib
import datetime

from epreuves.answers.files.deliverable import FileAsked
from epreuves.answers.forms import Form, WorkbookForm, describe
from epreuves.wording.typography import spaced

#: Said where a form does not come: by a page without widgets, or an installation older than forms.
UNSEEN = (
    "Ici, le formulaire ne s'affiche pas : donnez votre réponse par du code, dans la cellule qui suit. Attendu : {}."
)

UNSEEN_FILE = "Ici, le formulaire ne s'affiche pas : posez le fichier vous-même dans le dossier. Attendu : {}."


def unseen(form: Form) -> str:
    """The sentence that stands for a form which is not shown."""
    if isinstance(form, WorkbookForm):
        return spaced(UNSEEN_FILE.format(describe(form)))
    return spaced(UNSEEN.format(describe(form)))


def show(question: str, form: Form, titre: str = "") -> None:
    """Show a question's form, or the sentence that stands for it."""
    try:
        from epreuves.entry import file_widget, widget
    except ImportError:  # installed before there were forms
        print(unseen(form))
        return
    if isinstance(form, WorkbookForm):
        file_widget.show(question, form, titre)
    else:
        widget.show(question, form, titre)


def show_file(wanted: FileAsked) -> bool:
    """Show the form of a file that people judge; False where no form can be shown."""
    try:
        from epreuves.entry import file_widget
    except ImportError:  # installed before there were forms
        return False
    file_widget.show_file(wanted)
    return True


def refresh_forms() -> None:
    """Have every form show what the file of answers holds."""
    with contextlib.suppress(ImportError):  # installed before there were forms
        from epreuves.entry import widget

        widget.refresh_all()


def keep_history() -> None:
    """Keep earlier states of the current folder from now on."""
    with contextlib.suppress(ImportError):
        from epreuves.answers.typed import home
        from epreuves.entry.history import keep_from_now_on

        keep_from_now_on(home())


def offer_history() -> None:
    """Show the earlier states of the work in the current folder, and the button that takes one back; keep this one."""
    with contextlib.suppress(ImportError):  # installed before there were forms
        from epreuves.answers.typed import home
        from epreuves.entry import history, widget

        folder = home()
        history.keep_state(folder, datetime.datetime.now())
        history.offer(folder, widget.refresh_all)
