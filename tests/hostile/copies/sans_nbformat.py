"""Everything is right; the file says neither its format nor its language."""


def cells(notebook):
    del notebook["nbformat"], notebook["nbformat_minor"], notebook["metadata"]
