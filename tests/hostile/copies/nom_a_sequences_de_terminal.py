"""Everything is right; the notebook's only name holds terminal sequences, marks of direction and a spreadsheet formula."""

from tests.corpus import encoded

KEPT = []


def raw(notebook):
    KEPT[:] = [encoded(notebook)]
    return None


def folder(path, course):
    (path / "=1+1\x1b]0;titre\x07\x1b[2J\u202ebnypi.\n.ipynb").write_bytes(KEPT[0])
