"""Orals, the serious game, the jury's session: evidence, decisions by stated rules, the record of the session.

`from epreuves_kit.jury import oral, grand_oral` opens the sheets of an oral, or of the grand oral, in JupyterLab.
"""

from __future__ import annotations

__all__ = ["grand_oral", "oral"]


def oral(epreuve: str, jure: str = "", dossier: str = ".") -> None:
    """Show the sheets of an épreuve's oral, in JupyterLab: one candidate after the other, each gesture kept at once.

    epreuve: its id or « e06 ». jure: the name of who writes; by default the account's, or the one that is asked for where the account is shared.
    dossier: a place within the course. What cannot be opened is said in a sentence.
    """
    from pathlib import Path

    from IPython.display import display

    from epreuves_kit.course.folders import course_root
    from epreuves_kit.jury.oral_sheet import OralPanel, Sheets
    from epreuves_kit.rubric.panel.who import account, seated
    from epreuves_kit.rules import jury_rules

    def show(name: str) -> None:
        display(OralPanel(Sheets(course_root(Path(dossier)), epreuve, name)).box)

    def jurors() -> list[str]:
        return [juror.name for juror in jury_rules.of_jury(course_root(Path(dossier))).composition]

    # The session's page writes the account's own name.
    seated("" if jure == account() else jure, "Qui tient la fiche de l'oral ?", jurors, show)


def grand_oral(jure: str, dossier: str = ".") -> None:
    """Show the sheet of the grand oral, in JupyterLab: one candidate after the other, over all the parts that they sit.

    jure: the name of who writes. dossier: a place within the course. Raises KitError.
    """
    from pathlib import Path

    from IPython.display import display

    from epreuves_kit.course.folders import course_root
    from epreuves_kit.jury.grand_oral import GrandOral, GrandOralPanel

    display(GrandOralPanel(GrandOral(course_root(Path(dossier)), jure)).box)
