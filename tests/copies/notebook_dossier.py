"""In the place of the notebook lies a folder of its name."""

STATUS = ("missing", "unreadable")
DUE = "missing"


def raw(notebook):
    return None


def folder(path, course):
    (path / "e98_publicite.ipynb").mkdir()
