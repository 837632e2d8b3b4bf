"""Contents of a course that go on the site: each épreuve's folder as it is handed out, its notebook speaking of the buttons that are there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.handing_in import KEY
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.hand_in import GIVEN
from epreuves.variants.published import PUBLISHED_FILE, VARIANTS_FOLDER, read_published
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves.wording.remedies import remedy
from epreuves_kit.course.after_oral import has_rex, held_back, rex_files
from epreuves_kit.course.folders import Course

#: nbgrader's buttons, which are in no browser without a server.
_BUTTONS = re.compile(r"\*\*(?:Validate|Submit|Assignment List)\*\*")
_WORDS = re.compile(r"\b(?:Validate|Submit|Assignment List)\b")
#: A notebook that is handed out after the oral alone.
#: An item of a numbered list, with the lines that go on below it.
_ITEM = re.compile(r"^\d+\. .*(?:\n(?:   ?|\t).*\S.*)*", re.MULTILINE)
_CHECKED = "Exécutez la toute dernière cellule : elle dit ce qui manque encore. Une question laissée sans réponse ne bloque rien : elle vaut zéro."
_HANDED = (
    "Cliquez sur **Rendre**, en haut du notebook : votre travail est enregistré, et le navigateur télécharge un fichier `.zip`. "
    "C'est ce fichier que vous remettez, comme l'école vous l'a dit{who}. Vous pouvez recommencer : le dernier fichier remis compte."
)
_ONE_FOR_ALL, _EACH = (
    " ; **un seul** membre du groupe le remet, pour tous",
    " ; **chaque** membre remet le sien",
)


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
    content, remarks = {PUBLISHED_FILE: published, **variants}, []
    if not held:
        content |= {path.name: path.read_bytes() for path in rex_files(course.root, epreuve) if path.suffix == ".json"}
    for path in notebooks:
        content[path.name], still = in_browser(path.read_bytes(), path.name)
        remarks += still
    if held and has_rex(course.root, epreuve):
        remarks.append(
            f"Le REX de {epreuve}, qui contient ce que le jury dit à l'oral, n'est pas sur le site : après l'oral, {remedy('rex', epreuve)}, puis refaites le site."
        )
    kept = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
    if left := sorted(kept - held - {name.partition("/")[0] for name in content}):
        remarks.append(f"release/{epreuve}/ contient aussi {listed(left)}, qui ne va pas sur le site.")
    newest = max(int((folder / name).stat().st_mtime) for name in content)
    return SiteContents(epreuve, content, newest, tuple(remarks))


def in_browser(raw: bytes, name: str) -> tuple[bytes, list[str]]:
    """A notebook whose instructions speak of « Rendre » where they spoke of nbgrader's buttons, and the sentences on those that still do.

    The text that was handed out stays in the cell's metadata: « Rendre » puts it back, so that nothing is changed in what is marked.
    """
    document = json.loads(raw)
    remarks = []
    for cell in document["cells"]:
        source = _source(cell)
        if cell["cell_type"] != "markdown" or not _WORDS.search(source):
            continue
        replaced = _ITEM.sub(_replaced, source)
        if replaced != source:
            cell["metadata"][KEY] = {**(cell["metadata"].get(KEY) or {}), GIVEN: source}
            cell["source"] = replaced.splitlines(keepends=True)
        if _WORDS.search(replaced):
            remarks.append(
                f"{name} parle encore de boutons qui ne sont pas dans le navigateur (Validate, Submit) : « {replaced.strip().splitlines()[0]} »."
            )
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), remarks


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _replaced(item: re.Match[str]) -> str:
    """An item of the instructions as it is on the site."""
    text, number = item[0], item[0].partition(".")[0]
    if not _BUTTONS.search(text):
        return text
    sentences = []
    if "**Validate**" in text:
        sentences.append(_CHECKED)
    if "**Submit**" in text or "**Assignment List**" in text:
        who = _ONE_FOR_ALL if "**un seul**" in text else _EACH if re.search(r"\*\*[Cc]ha(?:que|cun)\*\*", text) else ""
        sentences.append(_HANDED.format(who=who))
    return f"{number}. {' '.join(sentences)}"


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
