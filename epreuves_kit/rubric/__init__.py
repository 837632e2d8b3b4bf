"""Grilles d'évaluation : levels, grading panel, double marking.

Importing this package costs little: the levels are also read in a candidate's notebook.
"""

from typing import Any


def corriger(*args: Any, **kwargs: Any) -> None:
    """Show the graders' panel in JupyterLab: `corriger("e17")`; see `panel.desk.corriger`."""
    from epreuves_kit.rubric.panel.desk import corriger as show

    show(*args, **kwargs)


def accorder(*args: Any, **kwargs: Any) -> None:
    """Show what two graders gave differently, to be settled: `accorder("e17")`; see `panel.settling.accorder`."""
    from epreuves_kit.rubric.panel.settling import accorder as show

    show(*args, **kwargs)
