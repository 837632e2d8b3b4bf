"""The name of who sits at a panel: the account's name, or the one that is asked for where the machine's account is nobody's."""

from __future__ import annotations

import getpass
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
    """Show what a person works with, under their name: the one given or the account's; asked for where the account is shared.

    what: « Qui corrige ? ». names: those who worked there already, offered as one types. show: displays the panel of a name; a KitError that it
    raises is a sentence.
    """
    from IPython.display import display

    if name or not is_shared():
        _shown(show, name or account())
        return
    import ipywidgets as widgets

    try:
        offered = [name for name in names() if name.casefold() not in SHARED]
    except KitError as error:
        print(f"✗ {error}")
        return
    why = f"Plusieurs personnes se servent de ce compte (« {account()} ») : ce que vous faites ici portera votre nom."
    field = widgets.Combobox(options=offered, placeholder="Prénom et nom", description="Votre nom", ensure_option=False)
    begin = widgets.Button(description="Commencer", button_style="primary")
    refusal, panel = widgets.HTML(), widgets.Output()
    form = widgets.VBox([widgets.HTML(f"<h2>{what}</h2><p>{why}</p>"), widgets.HBox([field, begin]), refusal])

    def start(_: Any) -> None:
        typed = " ".join(field.value.split())
        if not typed or typed.casefold() in SHARED:
            refusal.value = '<p role="alert">Écrivez votre nom, puis « Commencer ».</p>'
            return
        form.layout.display = "none"
        with panel:
            _shown(show, typed)

    begin.on_click(start)
    display(widgets.VBox([form, panel]))


def _shown(show: Callable[[str], Any], name: str) -> None:
    try:
        show(name)
    except KitError as error:
        print(f"✗ {error}")
