"""Two notebooks in one file, one after the other."""

from tests.corpus import encoded

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return encoded(notebook) + b"\n" + encoded(notebook)
