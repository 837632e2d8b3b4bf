"""Reading of a file that should be plain text, with a French sentence for each way in which it is not."""

from pathlib import Path

from epreuves.wording.errors import KitError

TAILLE_MAXIMALE = 5_000_000
"""Largest file read, in bytes: a hundred times the official document's text."""

_SIGNATURES = {
    b"%PDF": "un PDF",
    b"PK\x03\x04": "un fichier de traitement de texte (docx, odt) ou une archive",
    b"\xd0\xcf\x11\xe0": "un ancien fichier Word (doc)",
    b"{\\rtf": "un fichier RTF",
}
_CONSEIL = (
    "convertissez-le en texte (UTF-8, une rangée du tableau par ligne, cellules séparées par des tabulations)"
)


def lire_texte(chemin: Path) -> str:
    """Read a text file: UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252.

    Raises KitError where it is not there, is empty, is no text, or is too large.
    """
    octets = _octets(chemin)
    for debut, genre in _SIGNATURES.items():
        if octets.startswith(debut):
            raise KitError(f"{chemin} est {genre}, non du texte ; {_CONSEIL}.")
    texte = _decoder(octets)
    if texte is None or any(ord(signe) < 32 and signe not in "\t\n\r\f\v" for signe in texte):
        raise KitError(f"{chemin} n'est pas un fichier de texte ; {_CONSEIL}.")
    if not texte.strip():
        raise KitError(f"{chemin} est vide ; attendu le texte du référentiel officiel.")
    return texte


def _octets(chemin: Path) -> bytes:
    try:
        if chemin.is_dir():
            raise KitError(f"{chemin} est un dossier ; donnez le fichier du référentiel officiel.")
        if not chemin.is_file() and chemin.exists():
            raise KitError(f"{chemin} n'est pas un fichier ordinaire ; donnez le référentiel officiel.")
        with chemin.open("rb") as fichier:
            octets = fichier.read(TAILLE_MAXIMALE + 1)
    except FileNotFoundError:
        raise KitError(f"{chemin} n'existe pas ; vérifiez le chemin du référentiel officiel.") from None
    except (OSError, ValueError):  # ValueError: a null character in the path
        raise KitError(f"{chemin} ne peut pas être lu ; vérifiez le chemin et vos droits.") from None
    if len(octets) > TAILLE_MAXIMALE:
        raise KitError(
            f"{chemin} dépasse {TAILLE_MAXIMALE // 1_000_000} Mo ; le texte du référentiel pèse moins d'un."
        )
    return octets


def _decoder(octets: bytes) -> str | None:
    utf_16 = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    codages = ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252")
    for codage in codages:
        try:
            return octets.decode(codage)
        except UnicodeDecodeError:
            continue
    return None
