"""The name of who sits at a panel: the account's name, or the one that is asked for where the machine's account is nobody's."""

from __future__ import annotations

import difflib
import getpass
import html
import os
from collections.abc import Callable, Sequence
from typing import Any

from epreuves.wording.errors import KitError

#: Accounts that several people use: what they do under such a name would be nobody's.
SHARED = frozenset(
    [
        "root",
        "admin",
        "administrateur",
        "administrator",
        "jovyan",
        "jupyter",
        "user",
        "utilisateur",
        "ubuntu",
        "debian",
        "pc",
        "poste",
        "salle",
        "formation",
        "formateur",
        "examen",
        "invite",
        "guest",
    ]
)


def account() -> str:
    """The name of the account that the notebook runs under: JupyterHub's, else the system's."""
    return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()


def is_shared() -> bool:
    """True if the account that the notebook runs under is no one person's."""
    return account().casefold() in SHARED


def seated(name: str | None, what: str, names: Callable[[], Sequence[str]], show: Callable[[str], Any]) -> None:
    """Show what a person works with, under their name: the one given, which stays; or the account's, asked for where the account is shared.

    Who is not the one that is named takes their own place by a button. what: « Qui corrige ? ». names: those who worked there already, offered
    as one types. show: displays the panel of a name; a KitError that it raises is a sentence.
    """
    from IPython.display import display

    if name:
        _shown(show, name)
        return
    try:
        offered = [name for name in names() if name.casefold() not in SHARED]
    except KitError as error:
        print(f"✗ {error}")
        return
    seat = _Seat(what, offered, show)
    display(seat.box)
    if not is_shared():
        seat.take(account())


class _Seat:
    """A form that asks for a name, and the panel of who gave it, under a line that says whose it is and lets another take the place."""

    def __init__(self, what: str, offered: Sequence[str], show: Callable[[str], Any]) -> None:
        import ipywidgets as widgets

        self._show, self._offered, self._doubted = show, offered, ""
        self._field = widgets.Combobox(
            options=offered, placeholder="Prénom et nom", description="Votre nom", ensure_option=False
        )
        begin = widgets.Button(description="Commencer", button_style="primary")
        self._refusal, self._panel = widgets.HTML(), widgets.Output()
        why = f"Plusieurs personnes se servent de ce compte (« {account()} ») : ce" if is_shared() else "Ce"
        asked = widgets.HTML(f"<h2>{what}</h2><p>{why} que vous faites ici portera votre nom.</p>")
        self._form = widgets.VBox([asked, widgets.HBox([self._field, begin]), self._refusal])
        self._named, change = (
            widgets.HTML(),
            widgets.Button(description="Changer de personne", layout=widgets.Layout(width="auto", flex="0 0 auto")),
        )
        self._line = widgets.HBox([self._named, change])
        self._line.layout.display = "none"
        begin.on_click(lambda _: self._begin())
        change.on_click(lambda _: self._leave())
        self.box = widgets.VBox([self._form, self._line, self._panel])

    def _begin(self) -> None:
        typed = " ".join(self._field.value.split())
        if not typed or typed.casefold() in SHARED:
            self._refusal.value = '<p role="alert">Écrivez votre nom, puis « Commencer ».</p>'
            return
        near = [] if typed in self._offered else difflib.get_close_matches(typed, self._offered, 1)
        if near and typed != self._doubted:
            self._doubted = typed
            self._refusal.value = f"<p role=\"alert\">« {html.escape(typed)} » : est-ce {html.escape(near[0])} ? Corrigez le nom, ou pressez de nouveau « Commencer » si c'est quelqu'un d'autre.</p>"
            return
        self.take(typed)

    def take(self, name: str) -> None:
        """Show the panel of a name."""
        self._refusal.value = ""
        self._named.value = f"Vous travaillez sous le nom de <b>{html.escape(name)}</b>."
        self._form.layout.display, self._line.layout.display = "none", ""
        with self._panel:
            _shown(self._show, name)

    def _leave(self) -> None:
        """Ask for a name again; what the one before did is kept, and their panel is closed."""
        self._panel.clear_output()
        self._field.value = ""
        self._form.layout.display, self._line.layout.display = "", "none"


def _shown(show: Callable[[str], Any], name: str) -> None:
    try:
        show(name)
    except KitError as error:
        print(f"✗ {error}")
