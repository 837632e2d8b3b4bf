"""Everything is right; null characters stand in a text, in an answer's comment and in a name."""

from tests.corpus import GOOD, text

ANSWERS = GOOD | {"C15_3-synthese": "avant\x00apres"}


def cells(notebook):
    notebook["cells"].append(text("a\x00b"))
    notebook["metadata"]["a\x00b"] = "\x00"
