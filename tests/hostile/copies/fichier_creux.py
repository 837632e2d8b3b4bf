"""Everything is right; beside the notebook lies a file of a terabyte that holds nothing."""

import os


def folder(path, course):
    with open(path / "grand.csv", "wb") as file:
        os.truncate(file.fileno(), 1 << 40)
