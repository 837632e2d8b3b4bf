"""Two gibibytes in an archive of the copy's archive."""

import io
import zipfile

SAID = "dépasse 200 Mo une fois ouverte"


def sent(notebook, named):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(22):
            archive.writestr(f"{number}.bin", bytes(100_000_000))
    return {named: notebook, "travail.zip": made.getvalue()}
