"""Reading an answer: from a portable tree to the canonical value of a form, or why not.

Lenient on the container, strict on the meaning. Canonical values are plain JSON:

- nombre: float; entier: int; pourcentage: {"valeur": float, "signe": bool} (as given: the scale is settled
  by the comparison); texte, choix, date (ISO): str; several choices: list of options in the form's order;
  booleen: bool;
- liste: list; serie: list of [key, value]; tableau: list of [key, {column: value}];
  a key is a str, or a list of str when the form names several keys;
- graphique: the chart's description.
"""

from typing import Any

import msgspec

from epreuves.answers.containers import read_list, read_series, read_table
from epreuves.answers.forms import ChartForm, Form, ListForm, SeriesForm, TableForm
from epreuves.answers.scalars import Refusal, is_missing, read_scalar, refuse_unreadable, unwrap


class Valid(msgspec.Struct, frozen=True, tag_field="issue", tag="valide"):
    """The answer has the form; `value` is canonical, `note` says what was left aside, if anything."""

    value: Any
    note: str = ""


class Invalid(msgspec.Struct, frozen=True, tag_field="issue", tag="invalide"):
    """The answer does not have the form: `code` is stable, `sentence` is for the candidate."""

    code: str
    sentence: str


class Missing(msgspec.Struct, frozen=True, tag_field="issue", tag="manquante"):
    """There is no answer."""

    sentence: str


Reading = Valid | Invalid | Missing


def coerce(form: Form, tree: Any) -> Reading:
    """Read a portable tree as an answer of `form`; never raises on a checked tree."""
    if is_missing(tree):
        return Missing("aucune réponse : la variable n'a pas encore reçu de valeur")
    try:
        refuse_unreadable(tree)
        if isinstance(form, ListForm):
            return Valid(read_list(form, tree))
        if isinstance(form, SeriesForm):
            return Valid(*read_series(form, tree))
        if isinstance(form, TableForm):
            return Valid(*read_table(form, tree))
        if isinstance(form, ChartForm):
            return _read_chart(tree)
        return Valid(read_scalar(form, tree if _several(form) else unwrap(tree)))
    except Refusal as refusal:
        return Invalid(refusal.code, refusal.sentence)


def _several(form: Form) -> bool:
    return getattr(form, "several", False)


def _read_chart(tree: Any) -> Reading:
    if type(tree) is dict and tree["$"] == "graphique":
        return Valid(tree)
    return Invalid(
        "type",
        "ce n'est pas un graphique : donnez la figure ou les axes, ex. fig, ax = plt.subplots() puis ax",
    )
