"""The cells are a dictionary, by number."""

STATUS = "unreadable"
REASON = "pas de cellules"
DUE = "missing"


def cells(notebook):
    notebook["cells"] = {str(n): c for n, c in enumerate(notebook["cells"])}
