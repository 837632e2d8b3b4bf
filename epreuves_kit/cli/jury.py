"""Of the jury's rules, what a `jury.yaml` may say."""

from __future__ import annotations

from pathlib import Path


def rules() -> None:
    """Montrer les règles de la certification, telles qu'un jury.yaml les écrit : epreuves jury regles > jury.yaml."""
    from epreuves_kit.course.folders import course_root
    from epreuves_kit.rules.jury_rules import text_of_defaults

    print(text_of_defaults(course_root(Path.cwd())), end="")
