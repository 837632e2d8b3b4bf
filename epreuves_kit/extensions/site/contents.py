"""Contents of a course that go on the site: each épreuve's folder as it is handed out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import PUBLISHED_FILE, VARIANTS_FOLDER, read_published
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves.wording.remedies import remedy
from epreuves_kit.course.after_oral import has_rex, held_back, rex_files
from epreuves_kit.course.folders import Course

#: nbgrader's buttons, which are in no browser without a server.
_BUTTONS = re.compile(r"\b(?:Validate|Submit|Assignment List)\b")


class SiteContents(msgspec.Struct, frozen=True):
    """The files of one épreuve by path, from its own folder on, when the newest was built (seconds), and what whoever makes the site has
    to look at.
    """

    epreuve: EpreuveId
    files: dict[str, bytes]
    newest: int
    remarks: tuple[str, ...] = ()


def contents(course: Course, epreuve: EpreuveId) -> SiteContents:
    """The files that candidates are handed out of an épreuve: notebooks, session, variants, and nothing else that lies there.

    Raises KitError, with what to do, where the épreuve is not ready to be handed out.
    """
    folder = course.root / "release" / epreuve
    step = remedy("build", epreuve.partition("_")[0])
    held = held_back(course.root, epreuve)
    notebooks = sorted(path for path in folder.glob("*.ipynb") if not path.is_symlink() and path.name not in held)
    if not notebooks:
        raise KitError(f"{epreuve} n'est pas construite : rien n'est dans release/{epreuve}/. Construisez-la : {step}.")
    try:
        published = (folder / PUBLISHED_FILE).read_bytes()
        letters = read_published(published).letters
        variants = {
            f"{VARIANTS_FOLDER}/{letter}.zip": (folder / VARIANTS_FOLDER / f"{letter}.zip").read_bytes()
            for letter in letters
        }
    except OSError as error:
        lacking = Path(error.filename or "").relative_to(course.root).as_posix()
        raise KitError(
            f"{epreuve} n'est pas prête à être distribuée : il manque {lacking}. Construisez-la : {step}."
        ) from None
    content = {PUBLISHED_FILE: published, **variants}
    remarks: list[str] = []
    if not held:
        content |= {path.name: path.read_bytes() for path in rex_files(course.root, epreuve) if path.suffix == ".json"}
    for path in notebooks:
        content[path.name] = path.read_bytes()
        remarks += lost_buttons(content[path.name], path.name)
    if held and has_rex(course.root, epreuve):
        remarks.append(
            f"Le REX de {epreuve}, qui contient ce que le jury dit à l'oral, n'est pas sur le site : après l'oral, {remedy('rex', epreuve)}, puis refaites le site."
        )
    kept = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
    if left := sorted(kept - held - {name.partition("/")[0] for name in content}):
        remarks.append(f"release/{epreuve}/ contient aussi {listed(left)}, qui ne va pas sur le site.")
    newest = max(int((folder / name).stat().st_mtime) for name in content)
    return SiteContents(epreuve, content, newest, tuple(remarks))


def lost_buttons(raw: bytes, name: str) -> Iterator[str]:
    """Sentences on the texts of a notebook that speak of buttons which are not there in a browser."""
    for cell in json.loads(raw)["cells"]:
        if cell["cell_type"] == "markdown" and _BUTTONS.search(source := _source(cell)):
            yield f"{name} parle de boutons qui ne sont pas dans le navigateur (Validate, Submit) : « {source.strip().splitlines()[0]} »."


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def outside_images(raw: bytes) -> Iterator[str]:
    """Addresses of other sites that a notebook's texts would have a browser load: images, and whatever HTML loads by itself."""
    for cell in json.loads(raw)["cells"]:
        if cell["cell_type"] == "markdown":
            yield from (match[1] for match in _LOADED.finditer(_source(cell)))


#: In Markdown or HTML: an image, or an attribute that loads.
_LOADED = re.compile(
    r"""(?:!\[[^\]]*\]\(\s*<?|\b(?:src|data|poster|srcset)\s*=\s*["']?|url\(\s*["']?)((?:https?:)?//[^\s"')>]+)""",
    re.IGNORECASE,
)
