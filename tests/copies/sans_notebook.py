"""A folder without any notebook."""

STATUS = "missing"
DUE = "missing"


def raw(notebook):
    return None


def folder(path, course):
    (path / "lisez-moi.txt").write_text("J'ai oublié.", encoding="utf-8")
