"""An archive whose files are marked as encrypted."""

import io
import zipfile

SAID = "un mot de passe la protège"


def sent(notebook, named):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(named, notebook)
    content = bytearray(made.getvalue())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return {"travail.zip": bytes(content)}
