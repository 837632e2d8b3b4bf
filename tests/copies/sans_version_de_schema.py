"""Everything is right; the schema version is absent, old or new: no honest copy should stop for that."""

from tests.corpus import grade_id


def cells(notebook):
    for number, cell in enumerate(c for c in notebook["cells"] if grade_id(c)):
        cell["metadata"]["nbgrader"].pop("schema_version")
        if number % 3:
            cell["metadata"]["nbgrader"]["schema_version"] = (1, 7)[number % 3 - 1]
