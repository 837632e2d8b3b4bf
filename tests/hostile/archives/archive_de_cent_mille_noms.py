"""An archive that lists a hundred thousand files, each of them empty."""

import io
import zipfile

SAID = "a plus de 50 000 fichiers"


def sent(notebook, named):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number}", b"")
    return {named: notebook, "travail.zip": made.getvalue()}
