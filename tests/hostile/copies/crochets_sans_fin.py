"""Everything is right; a text and an added cell are a hundred and twenty thousand brackets, each of which could begin a link."""

from tests.corpus import GOOD, text

ANSWERS = GOOD | {"C15_3-synthese": "](" * 60_000}


def cells(notebook):
    notebook["cells"] += [text("![x](attachment:" * 7_000), text("](   " * 24_000), text("[" * 120_000)]
