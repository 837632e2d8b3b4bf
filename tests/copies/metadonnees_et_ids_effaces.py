"""Everything is right; another editor dropped metadata and cell ids: only texts tell the cells, and answers stand between them."""

DUE = "right"


def cells(notebook):
    notebook["metadata"], notebook["nbformat_minor"] = {}, 4
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id")
