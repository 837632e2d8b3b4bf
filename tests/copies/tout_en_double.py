"""Everything is right, and every cell is there twice in a row, metadata included."""


def cells(notebook):
    notebook["cells"] = [c for cell in notebook["cells"] for c in (cell, dict(cell))]
