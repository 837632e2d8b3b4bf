"""The cells of a workbook whose formula has no value: a reader of values gives them as empty, and nobody would see what lacks."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<c\b([^>]*)>((?:(?!</c>).)*)</c>", re.DOTALL)
_PLACE, _ERROR, _OTHER = re.compile(rb'\br="([A-Z]+[0-9]+)"'), re.compile(rb'\bt="e"'), re.compile(rb'\bt="(?!n")')
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
#: Bytes of a sheet that are looked at, and cells that are told.
_MOST_BYTES, _MOST = 50_000_000, 8


def without_value(raw: bytes) -> list[str]:
    """Sentences on such cells of an .xlsx, of the first few; none for a file of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            names = [name for name in book.namelist() if _SHEET.fullmatch(name)]
            sheets = [book.open(name).read(_MOST_BYTES) for name in sorted(names)]
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return []
    return [
        sentence for _, sentence in zip(range(_MOST), (s for sheet in sheets for s in _sentences(sheet)), strict=False)
    ]


def _sentences(sheet: bytes) -> Iterator[str]:
    for attributes, content in _CELL.findall(sheet):
        place, value = _PLACE.search(attributes), _VALUE.search(content)
        where = f"case {place[1].decode()}" if place else "une case"
        if _ERROR.search(attributes):
            yield f"{where} : la formule est en erreur ({value[1].decode() if value else '?'}) ; corrigez-la."
        elif b"<f" in content and value is None and not _OTHER.search(attributes):
            yield (
                f"{where} : la formule n'a pas de valeur ; ouvrez le classeur dans le tableur et enregistrez-le, ou écrivez la valeur à sa place."
            )
