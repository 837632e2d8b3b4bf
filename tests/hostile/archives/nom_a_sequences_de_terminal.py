"""A name that would clear the terminal on which it is shown."""

SAID = "n'est pas un nom que l'on puisse écrire"


def sent(notebook, named):
    return {named: notebook, "a\x1b[2Jb.txt": b"x"}
