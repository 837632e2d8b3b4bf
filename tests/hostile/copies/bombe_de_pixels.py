"""Everything is right; shows and attaches images of four thousand million pixels in a few kilobytes, which stop the reader's browser."""

from tests.corpus import GOOD, text
from tests.hostile.images import png_bomb

ANSWERS = GOOD | {"C15_3-synthese": "Le meilleur canal. ![b](attachment:b.png)"}
PEOPLE = True
AFTER = {
    "preparation": f"""
from IPython.display import publish_display_data
publish_display_data({{"image/png": {png_bomb(65_000, 65_000)!r}, "text/plain": "image"}})
publish_display_data({{"image/png": {png_bomb(2**31 - 1, 2**31 - 1)!r}, "text/plain": "image"}})
"""
}


def cells(notebook):
    attached = {"b.png": {"image/png": png_bomb(65_000, 65_000)}}
    next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "C15_3-synthese")[
        "attachments"
    ] = attached
    notebook["cells"].append(text("![b](attachment:b.png)", attachments=attached))
