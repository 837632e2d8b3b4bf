"""A file « a » beside a file « a/b »."""

SAID = "« a » y est à la fois un fichier et un dossier"


def sent(notebook, named):
    return {named: notebook, "a": b"x", "a/b": b"x"}
