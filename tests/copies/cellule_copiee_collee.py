"""Everything is right; an answer cell and its verification were pasted once more at the end."""

from tests.corpus import cell_of


def cells(notebook):
    notebook["cells"] += [dict(cell_of(notebook, "moyen")), dict(cell_of(notebook, "C15_2-moyen"))]
