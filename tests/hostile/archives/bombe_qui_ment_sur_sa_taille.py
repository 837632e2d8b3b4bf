"""An archive that says one kilobyte of a file of a hundred megabytes."""

import io
import struct
import zipfile

SAID = "l'archive est abîmée ou incomplète"


def sent(notebook, named):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros.bin", bytes(100_000_000))
    lying = made.getvalue().replace(struct.pack("<L", 100_000_000), struct.pack("<L", 1000))
    return {named: notebook, "travail.zip": lying}
