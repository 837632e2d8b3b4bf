"""Everything is right; files whose names differ by capitals, by the form of accents or by a blank lie beside the notebook."""

import unicodedata


def folder(path, course):
    for name in (
        "E98_PUBLICITE.ipynb",
        "e98_publicite.IPYNB",
        "e98_publicite .ipynb",
        "é.csv",
        unicodedata.normalize("NFD", "é.csv"),
        "Donnees/pub.csv",
        "DONNEES/pub.csv",
        "con.txt",
        "a:b.csv",
        "a\\b.csv",
        "-rf",
        "*",
        "$(touch x)",
        "x\n.csv",
    ):
        place = path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"{}")
