"""A path of two hundred folders."""

SAID = "nom trop long"


def sent(notebook, named):
    return {named: notebook, "dossier/" * 200 + "fin.txt": b"x"}
