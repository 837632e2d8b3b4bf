"""Everything is right, but a verification cell was deleted: it comes back."""

from tests.corpus import grade_id


def cells(notebook):
    notebook["cells"] = [c for c in notebook["cells"] if grade_id(c) not in ("C15_2-moyen", "C15_2-jour")]
