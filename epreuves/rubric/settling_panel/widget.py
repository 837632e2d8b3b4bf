"""The list to settle in JupyterLab: an anywidget that carries messages between a page and its desk, and holds nothing else."""

from __future__ import annotations

from pathlib import Path

from epreuves.gradebook.feedback.course import course_root, places
from epreuves.gradebook.feedback.rows import Carnet
from epreuves.rubric.panel.widget import PATIENCE, Panel, account
from epreuves.rubric.register import Register
from epreuves.rubric.settling_panel.desk import SettlingDesk
from epreuves.wording.errors import KitError

_OWN, _PANEL = Path(__file__).parent, Path(__file__).parents[1] / "panel"


class SettlingPanel(Panel):
    """The page of who settles. No candidate's word is in its state, which JupyterLab may save with the notebook."""

    _esm = "\n".join(
        path.read_text("utf-8") for path in (_PANEL / "inert.js", _PANEL / "skeleton.js", _OWN / "settle.js")
    )
    _css = (_PANEL / "panel.css").read_text("utf-8") + (_OWN / "settle.css").read_text("utf-8")


def accorder(epreuve: str, auteur: str | None = None, cours: str | Path | None = None) -> None:
    """Show what two graders gave differently, to be settled; what cannot be opened is said in a sentence.

    epreuve: its id, or its number (« e17 »). auteur: who decides; by default the account's name. cours: the course folder; by
    default the one that the notebook lies in.
    """
    from IPython.display import display

    try:
        root = course_root(Path(cours) if cours is not None else Path.cwd())
        where = places(root)
        register, carnet = Register(root, patience=PATIENCE), Carnet(where.db_url, root)
        panel = SettlingPanel(SettlingDesk(register, carnet, where.resolve(epreuve), auteur or account()))
    except KitError as error:
        print(f"✗ {error}")
        return
    display(panel)
