"""The notebook's ending is in capitals: it is told as absent, never as a zero."""

from tests.corpus import encoded

KEPT = []

STATUS = "missing"
DUE = "missing"


def raw(notebook):
    KEPT[:] = [encoded(notebook)]
    return None


def folder(path, course):
    (path / "E98_Publicite.IPYNB").write_bytes(KEPT[0])
