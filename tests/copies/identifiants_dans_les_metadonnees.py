"""Everything is right; another editor wrote an older format: nbgrader's metadata are lost, ids are among the cells' metadata."""

DUE = "right"


def cells(notebook):
    notebook["metadata"], notebook["nbformat_minor"] = {}, 0
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}
