"""The things that a candidate handed in: a file read as a notebook, whatever it holds, and the files that lie beside."""

from __future__ import annotations

import base64
import binascii
import contextlib
import fnmatch
import hashlib
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, number
from epreuves.wording.inert import inert
from epreuves_kit.grading.own_settings import OwnRules
from epreuves_kit.runner.files import Files, plain, walk
from epreuves_kit.runner.frames import count_values

#: A notebook larger than this holds something else than an exam: nbgrader's own limit is far above.
MAXIMUM_BYTES = 50_000_000
MAXIMUM_SOURCE = 400_000
MAXIMUM_CELLS = 2_000
#: Values of all kinds in the file, a number of a list or a field's name as well as a cell, and outputs of one cell that are looked at, the last ones.
MAXIMUM_NODES, MAXIMUM_OUTPUTS = 3_000_000, 10_000
#: Characters of an attachment's name, percent-encoded: what is longer is named by nobody.
LONGEST_NAME = 1_000
#: Pixels of an image: a page that holds one is decoded whole, whatever the file weighs.
MAXIMUM_PIXELS = 50_000_000
#: Bytes of a file, and of all, that are read to tell whether a submission has changed.
MAXIMUM_FILE, MAXIMUM_FOLDER = 100_000_000, 200_000_000
#: Files beside a notebook past which they are left out.
MAXIMUM_FILES = 5_000
_BLANKS = dict.fromkeys(map(ord, " \t\n\r\f\v"))
_IMAGES = ("image/png", "image/jpeg", "image/gif")


class UnreadableNotebook(KitError):
    """The submitted file cannot be read as a notebook; the message is a French sentence."""


class NotebookCell(msgspec.Struct):
    """A cell of a copy once read: its kind, text, id and metadata, of which nothing is trusted yet."""

    cell_type: str
    source: str
    id: str
    metadata: dict[str, Any]
    attachments: dict[str, dict[str, str]]


class SubmittedNotebook(msgspec.Struct):
    """Cells of a copy, the kernel that it names, and what had to be done to read it."""

    cells: list[NotebookCell]
    kernel: str
    mends: list[str]
    outputs: list[list[dict[str, Any]]]


def read(raw: bytes) -> SubmittedNotebook:
    """Read a submitted file's bytes; raises UnreadableNotebook where no notebook is in them."""
    if not raw.strip():
        raise UnreadableNotebook("Le fichier rendu est vide.")
    if len(raw) > MAXIMUM_BYTES:
        raise UnreadableNotebook(
            f"Le fichier rendu pèse {len(raw) // 1_000_000} Mo : c'est trop pour une copie (50 Mo au plus)."
        )
    mends: list[str] = []
    try:
        text = _text(raw)
        if count_values(text.encode("utf-8", "surrogatepass"), MAXIMUM_NODES) > MAXIMUM_NODES:
            raise UnreadableNotebook(
                f"Le fichier rendu contient plus de {number(MAXIMUM_NODES)} éléments : c'est trop pour une copie. Ouvrez-le, effacez toutes les sorties, enregistrez, puis recommencez."
            )
        tree = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableNotebook(
            "Le fichier rendu est tronqué ou abîmé : ce n'est plus un notebook lisible. Si une autre copie de ce travail existe, c'est elle qu'il faut rendre."
        ) from None
    if not isinstance(tree, dict):
        raise UnreadableNotebook("Le fichier rendu n'est pas un notebook.")
    cells = tree.get("cells")
    if not isinstance(cells, list) and isinstance(tree.get("worksheets"), list):
        cells = [c for sheet in tree["worksheets"] if isinstance(sheet, dict) for c in _list(sheet.get("cells"))]
        mends.append("Notebook dans un ancien format (nbformat 3) : converti.")
    if not isinstance(cells, list):
        raise UnreadableNotebook("Le fichier rendu n'est pas un notebook : il n'a pas de cellules.")
    if len(cells) > MAXIMUM_CELLS:
        mends.append(f"{len(cells)} cellules : seules les {MAXIMUM_CELLS} premières sont lues, et celles de l'épreuve.")
        cells = cells[:MAXIMUM_CELLS] + [c for c in cells[MAXIMUM_CELLS:] if _distributed(c)][:MAXIMUM_CELLS]
    kept = [c for c in cells if isinstance(c, dict)]
    if len(kept) < len(cells):
        mends.append(f"{counted(len(cells) - len(kept), 'cellule illisible laissée')} de côté.")
    kernel = _dict(_dict(tree.get("metadata")).get("kernelspec")).get("name", "")
    return SubmittedNotebook(
        [_cell(c, mends) for c in kept],
        whole(kernel) if isinstance(kernel, str) else "",
        mends,
        [[o for o in _list(c.get("outputs"))[-MAXIMUM_OUTPUTS:] if isinstance(o, dict)] for c in kept],
    )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            raise
        return raw.decode("utf-16")


def _distributed(cell: Any) -> bool:
    """True if a cell says that it is one of those that were given out."""
    return isinstance(_dict(_dict(_dict(cell).get("metadata")).get("nbgrader")).get("grade_id"), str)


def _cell(cell: dict[str, Any], mends: list[str]) -> NotebookCell:
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(s for s in source if isinstance(s, str))
    if not isinstance(source, str):
        source = ""
    if len(source) > MAXIMUM_SOURCE:
        source = source[:MAXIMUM_SOURCE]
        mends.append("Une cellule trop longue a été coupée.")
    identifier = cell.get("id")
    return NotebookCell(
        cell_type=kind if kind in ("code", "markdown", "raw") else "markdown",
        source=whole(source),
        id=identifier if isinstance(identifier, str) else "",
        metadata=_dict(cell.get("metadata")),
        attachments=_attachments(cell.get("attachments")),
    )


def whole(text: str) -> str:
    """A text without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _attachments(tree: Any) -> dict[str, dict[str, str]]:
    """Only images that decode as such pass; SVG is a document that can hold a script, so it does not."""
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in _dict(tree).items():
        if len(name) > LONGEST_NAME or len(attachment_name(name)) > LONGEST_NAME:
            continue
        for mimetype, data in _dict(bundle).items():
            if mimetype in _IMAGES and isinstance(data, str) and is_image(data):
                kept.setdefault(attachment_name(str(name)), {})[mimetype] = data
    return kept


def attachment_name(name: str) -> str:
    """An attachment's name with blanks, accents and signs percent-encoded: as nbconvert looks for it, and as any file can hold."""
    return quote(name, safe="", errors="replace")


def compact(data: str) -> str:
    """A base64 text without the ends of lines that may stand in it; one of millions of short lines is never split into them."""
    return data.translate(_BLANKS)


def is_image(data: str) -> bool:
    """True if a base64 text is a PNG, JPEG or GIF, by its first bytes, of no more pixels than a browser bears."""
    try:
        raw = base64.b64decode(compact(data), validate=True)
    except (binascii.Error, ValueError):
        return False
    width, height = _size(raw)
    return 0 < width * height <= MAXIMUM_PIXELS


def _size(raw: bytes) -> tuple[int, int]:
    """Width and height that an image's header tells; zeros where it is none."""
    if raw.startswith(b"\x89PNG\r\n\x1a\n") and raw[12:16] == b"IHDR" and len(raw) >= 24:
        return int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])
    if raw.startswith((b"GIF87a", b"GIF89a")) and len(raw) >= 10:
        return int.from_bytes(raw[6:8], "little"), int.from_bytes(raw[8:10], "little")
    if raw.startswith(b"\xff\xd8\xff"):
        place = 2
        while place + 9 < len(raw) and raw[place] == 0xFF:
            marker = raw[place + 1]
            # Start of frame, whatever its coding; C4, C8 and CC are other segments.
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                return int.from_bytes(raw[place + 7 : place + 9]), int.from_bytes(raw[place + 5 : place + 7])
            place += 2 + int.from_bytes(raw[place + 2 : place + 4])
    return 0, 0


def _dict(tree: Any) -> dict[str, Any]:
    return tree if isinstance(tree, dict) else {}


def _list(tree: Any) -> list[Any]:
    return tree if isinstance(tree, list) else []


class File(msgspec.Struct, frozen=True):
    """A submitted notebook: the file's name, its bytes, whether it is a link, of which no byte is read, and whether it was
    handed in by another member of the group.
    """

    name: str
    content: bytes
    link: bool = False
    lent: bool = False


def hand(path: Path, lent: bool = False) -> File:
    """A submitted file's bytes, as many as are needed to tell that they are too many; none for what is not a plain file."""
    if path.is_symlink() or not path.is_file():
        return File(whole(path.name), b"", path.is_symlink(), lent)
    with path.open("rb") as file:
        return File(whole(path.name), file.read(MAXIMUM_BYTES + 1), False, lent)


def folder_files(folder: Path, rules: OwnRules | None = None) -> tuple[Files, list[str]]:
    """A folder's regular files but notebooks, as (relative path, content), and a French sentence for each left out.

    Links are not followed; what is hidden, ignored by the course or not a plain file is left out, and what is too large or too deep,
    which is said.
    """
    rules = rules or OwnRules()
    files: Files = []
    left_out: list[str] = []
    weight = 0

    def left(name: str) -> None:
        left_out.append(f"Dossier « {_shown(name)} » : trop profond, trop plein ou illisible, laissé de côté.")

    for path, name in walk(folder, lambda name: not name.startswith(".") and not _ignored(name, rules), left):
        if path.suffix == ".ipynb" or _ignored(path.name, rules) or not plain(path):
            continue
        size = path.stat().st_size
        if size > rules.file_bytes or weight + size > rules.folder_bytes or len(files) >= MAXIMUM_FILES:
            left_out.append(f"Fichier « {_shown(name)} » : trop lourd ou de trop, laissé de côté.")
            continue
        if whole(name) != name:
            left_out.append(f"Fichier « {_shown(name)} » : nom illisible, laissé de côté.")
            continue
        try:
            content = path.read_bytes()
        except OSError:
            left_out.append(f"Fichier « {_shown(name)} » : illisible, laissé de côté.")
            continue
        weight += size
        files.append((name, content))
    return files, left_out[:20]


def submission_digest(folder: Path) -> str:
    """Digest of all that a candidate handed in: names and contents of the folder's plain files, notebooks and time included.

    Of what is not read when a copy is marked (too deep, too heavy, of too many), no more than that it is there.
    """
    digest, weight = hashlib.blake2b(digest_size=16), {True: 0, False: 0}
    for path, name in walk(folder, left=lambda name: digest.update(os.fsencode(name) + b"\0plus\0")):
        relative = os.fsencode(name)
        try:
            size = path.stat().st_size if plain(path) else None
        except OSError:
            size = None
        if size is None:
            digest.update(relative + b"\0non\0")
            continue
        digest.update(relative + b"\0" + str(size).encode() + b"\0")
        # Notebooks apart: however much lies beside them, a change in one of them is seen.
        notebook = path.suffix == ".ipynb"
        if size <= MAXIMUM_FILE and weight[notebook] + size <= MAXIMUM_FOLDER:
            weight[notebook] += size
            with contextlib.suppress(OSError):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _ignored(name: str, rules: OwnRules) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in rules.ignored)


def _shown(name: str) -> str:
    return inert(whole(name))[:80]
