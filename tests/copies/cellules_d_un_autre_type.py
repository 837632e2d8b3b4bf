"""Everything is right; code and text cells were exchanged for one another, and one is raw."""


def cells(notebook):
    for number, cell in enumerate(notebook["cells"]):
        kind = cell["cell_type"]
        cell["cell_type"] = "raw" if number % 5 == 0 else "markdown" if kind == "code" else "code"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
