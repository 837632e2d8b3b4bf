"""Everything is right; verifications stand before their answers, the last questions before the first."""

from tests.corpus import cell_of


def cells(notebook):
    for id in ("C15_2-jour", "jour"):
        cell = cell_of(notebook, id)
        notebook["cells"].remove(cell)
        notebook["cells"].insert(2, cell)
    cell = cell_of(notebook, "C15_2-moyen")
    notebook["cells"].remove(cell)
    notebook["cells"].insert(1, cell)
