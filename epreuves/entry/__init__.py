"""The form under each question: `drawn` says what it is made of, `notice` what is told of what was typed, `widget` shows it in JupyterLab.

Nothing is decided here of an answer: `answers.typed` keeps the text as it was typed, and the coercion that reads code's answers reads it.
"""

from __future__ import annotations

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
