"""A zip archive of the whole folder under the notebook's name."""

import io
import zipfile

from tests.corpus import encoded

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../e98_publicite.ipynb", encoded(notebook))
        archive.writestr("e98_publicite.ipynb", encoded(notebook))
    return out.getvalue()
