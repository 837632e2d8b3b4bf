"""A name that leads out of the copy."""

SAID = "n'est pas un nom que l'on puisse écrire"


def sent(notebook, named):
    return {named: notebook, "a/../../../gradebook.db": b"x"}
