"""Archives in the copy's archive, each of which a copy could have, and all together no copy has."""

import io
import zipfile

SAID = "dépasse 200 Mo une fois ouverte"


def sent(notebook, named):
    return {named: notebook} | {f"b{n}.zip": bomb(60_000_000) for n in range(40)}


def bomb(size):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros.bin", bytes(size))
    return made.getvalue()
