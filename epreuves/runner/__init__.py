"""Run a notebook in a folder of its own and bring back what it showed and answered; nothing here knows what is right."""

from epreuves.runner.portable import run
from epreuves.runner.run import CellRun, End, Limits, Run

__all__ = ["CellRun", "End", "Limits", "Run", "run"]
