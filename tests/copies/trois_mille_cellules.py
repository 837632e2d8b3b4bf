"""Everything is right, followed by three thousand text cells."""

from tests.corpus import text


def cells(notebook):
    notebook["cells"] += [text(f"Note {n}") for n in range(3000)]
