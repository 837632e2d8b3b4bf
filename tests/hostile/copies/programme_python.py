"""The notebook was exported as a program, under the notebook's name."""

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return "\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code").encode()
