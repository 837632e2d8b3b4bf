"""Another notebook, in which no cell of the épreuve can be told."""

from tests.corpus import code, text

STATUS, REASON = "foreign", "Aucune cellule"
DUE = "missing"


def cells(notebook):
    notebook["cells"] = [text("# Mon notebook"), code("print('bonjour')")]
