"""The form under each question: `drawn` says what it is made of, `notice` what is told of what was typed, `widget` shows it in JupyterLab.

Nothing is decided here of an answer: `answers.typed` keeps the text as it was typed, and the coercion that reads code's answers reads it.
"""

from __future__ import annotations

import contextlib
import datetime

from epreuves.answers.forms import Form, describe
from epreuves.wording.typography import spaced

#: Said where a form does not come: by a page without widgets, or an installation older than forms.
UNSEEN = (
    "Ici, le formulaire ne s'affiche pas : donnez votre réponse par du code, dans la cellule qui suit. Attendu : {}."
)


def unseen(form: Form) -> str:
    """The sentence that stands for a form which is not shown."""
    return spaced(UNSEEN.format(describe(form)))


def show(question: str, form: Form, titre: str = "") -> None:
    """Show a question's form, or the sentence that stands for it."""
    try:
        from epreuves.entry import widget
    except ImportError:  # installed before there were forms
        print(unseen(form))
        return
    widget.show(question, form, titre)


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
