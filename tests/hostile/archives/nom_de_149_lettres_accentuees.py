"""A file whose name is short in letters and too long in bytes."""

SAID = "nom trop long"


def sent(notebook, named):
    return {named: notebook, "é" * 149 + ".txt": b"x"}
