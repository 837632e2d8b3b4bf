"""The school's letterhead, as its papers bear it: `entete.yaml` and a logo, at the course's root.

    nom: École Sainte-Ursule
    adresse: |
      12 rue des Lices
      49100 Angers
    contact: certification@ecole.example, 02 00 00 00 00
    signataire: Jeanne Morin, responsable des certifications
    apporter: une pièce d'identité et votre ordinateur
    logo: logo.png

Everything may be left out; without a name, papers bear the certifier's.
"""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import Annotated

import msgspec
import yaml

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import either
from epreuves_kit.course import files
from epreuves_kit.wording import strict_yaml

FILE = "entete.yaml"
#: The logo's name at the root, by the end of the name of the file that was given.
LOGOS = {".png": "logo.png", ".svg": "logo.svg"}
#: Bytes of a logo, and pixels of its longer side: a letterhead of two centimetres shows no more.
MOST_BYTES, MOST_PIXELS = 2_000_000, 6_000
_BRING = "une pièce d'identité et cette convocation"

Line = Annotated[str, msgspec.Meta(max_length=200)]


class Letterhead(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={
        "name": "nom",
        "address": "adresse",
        "signatory": "signataire",
        "bring": "apporter",
    },
):
    """The letterhead. address: on several lines. signatory: who signs, with their function. bring: what candidates bring, as a
    sentence goes on; logo: the file's name, empty for none.
    """

    name: Line = ""
    address: Annotated[str, msgspec.Meta(max_length=600)] = ""
    contact: Line = ""
    signatory: Line = ""
    bring: Annotated[str, msgspec.Meta(max_length=400)] = ""
    logo: str = ""

    @property
    def brought(self) -> str:
        """The things that candidates bring, the usual ones where nobody says; after « Apportez », which some type too."""
        return re.sub(r"\A\s*apportez\s+(?::\s*)?", "", self.bring, flags=re.IGNORECASE).strip() or _BRING

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the address."""
        return tuple(line.strip() for line in self.address.splitlines() if line.strip())


def read(root: Path) -> Letterhead:
    """The letterhead of the course at `root`; an empty one where nothing is written. Raises KitError, Faults."""
    path = root / FILE
    if not path.exists():
        return Letterhead()
    letterhead = strict_yaml.read_file(path, Letterhead, "")
    if letterhead.logo and letterhead.logo not in LOGOS.values():
        raise Faults(f"{FILE}, champ « logo » : attendu {either(LOGOS.values())}, à côté de {FILE}.")
    return letterhead


def checked(letterhead: Letterhead) -> Letterhead:
    """The same letterhead; raises KitError where a text is too long, and names it."""
    try:
        return msgspec.convert(msgspec.to_builtins(letterhead), Letterhead)
    except msgspec.ValidationError as error:
        field = str(error).rpartition("$.")[2].strip("`")
        raise KitError(f"Le champ « {field} » de l'en-tête est trop long : abrégez-le.") from None


def logo(root: Path, letterhead: Letterhead) -> bytes:
    """The bytes of the logo; none where there is none. Raises KitError where it cannot be read, or is no picture."""
    if not letterhead.logo:
        return b""
    try:
        content = (root / letterhead.logo).read_bytes()
    except OSError as error:
        raise KitError(
            f"Le logo « {letterhead.logo} », que nomme {FILE}, ne s'ouvre pas ({error.strerror or error}) : donnez-le de nouveau."
        ) from None
    return checked_logo(content, Path(letterhead.logo).suffix)


def given_logo(path: Path) -> tuple[str, bytes]:
    """The name of a logo that is given, as the course keeps it, and its bytes. Raises KitError where it cannot be read, or is no picture."""
    kind = path.suffix.casefold()
    if kind not in LOGOS:
        raise KitError(f"« {path.name} » n'est pas un logo : choisissez une image .png ou .svg.")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KitError(f"« {path.name} » ne s'ouvre pas ({error.strerror or error}).") from None
    return LOGOS[kind], checked_logo(content, kind)


def checked_logo(content: bytes, kind: str) -> bytes:
    """The same bytes, of a logo that can be printed. kind: the end of its name. Raises KitError."""
    if len(content) > MOST_BYTES:
        raise KitError(f"Le logo dépasse {MOST_BYTES // 1_000_000} Mo : réduisez l'image.")
    if kind.casefold() == ".svg":
        _check_svg(content)
        return content
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=["PNG"])
            width, height = picture.size
            if max(width, height) <= MOST_PIXELS:
                picture.load()
    except Exception:  # a file that lies of what it is can make anything come out
        raise KitError("Le logo n'est pas une image PNG que l'on puisse lire : enregistrez-le de nouveau.") from None
    if max(width, height) > MOST_PIXELS:
        raise KitError(
            f"Le logo fait {width} × {height} pixels ; {MOST_PIXELS} au plus de côté sont attendus : réduisez l'image."
        )
    return content


def _check_svg(content: bytes) -> None:
    """Raise KitError where a drawing is none, or asks for a file of the machine or of a network."""
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        drawing = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        raise KitError("Le logo n'est pas un dessin SVG que l'on puisse lire : enregistrez-le de nouveau.") from None
    if drawing.tag.rpartition("}")[2] != "svg":
        raise KitError("Le logo n'est pas un dessin SVG que l'on puisse lire : enregistrez-le de nouveau.")
    for element in drawing.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == "href" and not value.startswith(("#", "data:image/")):
                raise KitError(
                    "Le logo montre une image qui n'est pas dans son fichier : enregistrez-le en y incorporant l'image."
                )


def write(root: Path, letterhead: Letterhead, picture: bytes = b"") -> None:
    """Write the letterhead, and its logo where one is given; the logo that it had under another name goes. Raises KitError."""
    if picture:
        files.put(root / letterhead.logo, picture)
    text = yaml.safe_dump(msgspec.to_builtins(letterhead), allow_unicode=True, sort_keys=False, width=10_000)
    files.put(root / FILE, text.encode())
    for name in LOGOS.values():
        if name != letterhead.logo:
            (root / name).unlink(missing_ok=True)
