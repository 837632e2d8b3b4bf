"""Everything is right; the cell of one answer lost all that names it, and stands beside a draft: it is run, and somebody is to look."""

from tests.corpus import cell_of, code

DUE = "right"
REASON = "La cellule de la réponse « moyen » manque"


def cells(notebook):
    answer = cell_of(notebook, "moyen")
    notebook["cells"].insert(notebook["cells"].index(answer), code("brouillon = 3"))
    answer.update(id="perdue", metadata={})
