"""Points, checksums, flags and schema versions rewritten in the metadata of every cell of a blank copy."""

from tests.corpus import grade_id

ANSWERS = {}
DUE = "missing"


def cells(notebook):
    for number, cell in enumerate(c for c in notebook["cells"] if grade_id(c)):
        cell["metadata"]["nbgrader"] |= {
            "points": 1000,
            "checksum": "0" * 32,
            "solution": False,
            "task": False,
            "grade": number % 2 == 0,
            "locked": False,
            "schema_version": (0, 2, 99, "x", None)[number % 5],
        }
        cell["metadata"] |= {"deletable": True, "editable": True, "collapsed": "oui", "execution": []}
