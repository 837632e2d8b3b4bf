"""Everything is right; the date when it was handed in is a file of three gigabytes that holds nothing, as are its other small files."""

import os


def folder(path, course):
    for name in ("timestamp.txt", "autoevaluation.json", "candidat.txt"):
        with open(path / name, "wb") as file:
            os.truncate(file.fileno(), 3 << 30)
