"""Everything is right; beside the notebook lies a named pipe that blocks whoever reads it."""

import os


def folder(path, course):
    os.mkfifo(path / "tube.csv")
    os.mkfifo(path / "autoevaluation.json")
