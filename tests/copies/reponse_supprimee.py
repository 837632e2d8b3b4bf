"""The answer cell of a question that others build on was deleted: the question is unanswered, and so are those."""

from tests.corpus import grade_id

DUE = {"*": "missing", "C15_2-jour": "right"}


def cells(notebook):
    notebook["cells"] = [c for c in notebook["cells"] if grade_id(c) != "roas"]
