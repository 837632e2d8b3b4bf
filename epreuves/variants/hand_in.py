"""`rendre`, behind the button of that name: one archive of what a candidate hands in, with a receipt, where there is no server to take it.

In a browser nothing receives a copy: the archive is downloaded; where JupyterLab has no nbgrader, it is written beside the folder. It is
handed in as the school says, and `epreuves recevoir` places it as it is.
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import hashlib
import importlib.util
import json
import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from epreuves.answers.handing_in import MAX_BYTES, NotebookPlan, SavedNotebook, plan_of, saved
from epreuves.machine import replace
from epreuves.variants.archive import packed
from epreuves.variants.candidate import FILE as WORKED_AS
from epreuves.variants.candidate import resolve
from epreuves.variants.published import FOLDER, PUBLISHED_FILE, REX_FILE, VARIANTS_FOLDER, read_published
from epreuves.wording import announcements
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, moment

MIMETYPE = "application/vnd.epreuves.remise+json"
RECEIPT = "remise.txt"
#: What lies in the folder and is no part of a copy: what is handed out, and what running the notebook makes again.
_LEFT_OUT = (FOLDER, VARIANTS_FOLDER, PUBLISHED_FILE, REX_FILE, RECEIPT)
#: The kernel's name in a browser, which a saved notebook bears, and the kernel that it was handed out with.
_IN_BROWSER, _KERNEL = (
    "python",
    {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
)
#: Files and bytes of a copy; `epreuves recevoir` takes no more.
_MOST_FILES, _MOST_BYTES = 500, 300_000_000


class HandIn(NamedTuple):
    """An archive to hand in: its name, its bytes, and what the candidate is told."""

    name: str
    archive: bytes
    said: str


def rendre() -> None:
    """Make the archive of the notebook's folder, and show it to the page, which downloads it; or the sentence for which there is none."""
    from IPython.display import display

    try:
        made = hand_in(Path.cwd(), datetime.datetime.now().astimezone())
        answer = {"name": made.name, "archive": base64.b64encode(made.archive).decode(), "said": made.said}
    except KitError as error:
        answer = {"name": "", "archive": "", "said": str(error)}
    display({MIMETYPE: answer, "text/plain": answer["said"]}, raw=True)


def offer() -> None:
    """Show « Rendre », or how nbgrader takes a copy where it is; nothing where the kit's own page has its button."""
    if sys.platform == "emscripten" or announcements.are_made():
        return
    if importlib.util.find_spec("nbgrader") is not None:
        print(_BY_NBGRADER)
        return
    import ipywidgets as widgets
    from IPython.display import display

    label = widgets.HTML(f"<p>{escape(_TO_HAND_IN)}</p>")
    button = widgets.Button(description="Rendre", button_style="primary")
    result = widgets.HTML()

    def pressed(_: Any) -> None:
        result.value = f"<p>{escape(keep(Path.cwd(), datetime.datetime.now().astimezone()))}</p>".replace("\n", "<br>")

    button.on_click(pressed)
    display(widgets.VBox([label, button, result]))


def keep(folder: Path, at: datetime.datetime) -> str:
    """Write the archive of a notebook's folder beside that folder, in place of the one before; what the candidate is told. Never raises."""
    try:
        made = hand_in(folder, at, folder.parent)
        replace(folder.parent / made.name, made.archive)
    except KitError as error:
        return str(error)
    except OSError as error:
        return f"L'archive ne s'écrit pas dans «\N{NO-BREAK SPACE}{folder.parent.name}\N{NO-BREAK SPACE}» ({error.strerror or error})\N{NO-BREAK SPACE}: déplacez le dossier de l'épreuve, puis recommencez."
    return made.said


_BY_NBGRADER = "Pour rendre, si l'école ne vous a rien dit d'autre\N{NO-BREAK SPACE}: menu Nbgrader, Assignment List, puis Submit en face de l'épreuve."
_TO_HAND_IN = (
    "Pour rendre : enregistrez (Ctrl + S), puis cliquez sur « Rendre ». Une archive est faite de ce qui est enregistré, "
    "et c'est elle que vous remettez, comme l'école vous l'a dit."
)


def hand_in(folder: Path, at: datetime.datetime, place: Path | None = None) -> HandIn:
    """The archive of what lies in a notebook's folder, as it is saved. at: now, with its zone; place: the folder that it goes to, None
    where a browser downloads it.

    Raises KitError where no notebook of the kit's is there, nobody is named, or the whole is too heavy.
    """
    notebooks = _notebooks(folder)
    who = resolve(folder)
    if who is None:
        raise KitError(
            "Rien ne dit qui vous êtes : exécutez la première cellule du notebook, qui vous le demande, puis cliquez de nouveau sur « Rendre »."
        )
    content = notebooks | {WORKED_AS: f"{who.name}\n".encode()}
    for path, name in _beside(folder):
        content.setdefault(name, path.read_bytes())
        if len(content) > _MOST_FILES or sum(map(len, content.values())) > _MOST_BYTES:
            raise KitError(
                f"Le dossier contient trop de fichiers pour être rendu (plus de {_MOST_FILES}, ou de {_MOST_BYTES // 1_000_000} Mo) : ôtez ceux que l'énoncé ne demande pas."
            )
    written = _receipt(who.name, content, at)
    archive = packed(content | {RECEIPT: written.encode()})
    name = f"{_plain(who.name)}-{_epreuve(folder, next(iter(notebooks)))}.zip"
    named = listed(f"«\N{NO-BREAK SPACE}{file}\N{NO-BREAK SPACE}»" for file in sorted(set(content) - {WORKED_AS}))
    done, where = (
        (
            "Votre travail est enregistré, et l'archive «\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}» est téléchargée.",
            "Il est dans vos téléchargements.",
        )
        if place is None
        else (
            "L'archive «\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}» est faite.",
            f"Il est à côté du dossier de l'épreuve, dans «\N{NO-BREAK SPACE}{place.name}\N{NO-BREAK SPACE}».",
        )
    )
    sentence = (
        f"{done.format(name)}\n"
        f"Elle contient {named}, et un reçu ({RECEIPT}).\n\n"
        f"Rendre n'est pas fini\N{NO-BREAK SPACE}: remettez ce fichier comme l'école vous l'a dit. {where}\n\n"
        f"Au nom de «\N{NO-BREAK SPACE}{who.name}\N{NO-BREAK SPACE}», le {moment(at, seconds=True)} ({_zone(at)}), {counted(len(archive), 'octet')}.\n"
        f"Empreinte (SHA-256)\N{NO-BREAK SPACE}: {hashlib.sha256(archive).hexdigest()}"
    )
    return HandIn(name, archive, sentence)


def _notebooks(folder: Path) -> dict[str, bytes]:
    """The folder's notebooks of the kit's, under the names that they were given; of two of the same épreuve, the one saved last."""
    plans = (_plan(path) for path in sorted(folder.glob("*.ipynb")))
    names = dict.fromkeys(plan.notebook for plan in plans if plan is not None)
    saved_notebooks = {name: notebook for name in names if isinstance(notebook := saved(folder, name), SavedNotebook)}
    if not saved_notebooks:
        raise KitError(
            f"Aucun notebook d'épreuve n'est enregistré dans «\N{NO-BREAK SPACE}{folder.name}\N{NO-BREAK SPACE}» : il n'y a rien à rendre d'ici."
        )
    return {
        f"{name}.ipynb": as_given((folder / notebook.name).read_bytes()) for name, notebook in saved_notebooks.items()
    }


def _plan(path: Path) -> NotebookPlan | None:
    try:
        return plan_of(json.loads(path.read_bytes())) if path.stat().st_size <= MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None


def as_given(raw: bytes) -> bytes:
    """A notebook whose kernel is again the one that it was handed out with; its bytes as they are where it was not changed."""
    document = json.loads(raw)
    kernel = document.get("metadata", {}).get("kernelspec")
    if not isinstance(kernel, dict) or kernel.get("name") != _IN_BROWSER:
        return raw
    document["metadata"]["kernelspec"] = dict(_KERNEL)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _beside(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a folder that are handed in with its notebooks, and their names from it; no link is followed."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in inner.parts)
        if hidden or inner.parts[0] in _LEFT_OUT or path.suffix == ".ipynb" or path.is_symlink() or not path.is_file():
            continue
        yield path, inner.as_posix()


def _epreuve(folder: Path, notebook: str) -> str:
    """The number of the épreuve that a folder is of (« e17 »), as what was handed out says; else its notebook's name."""
    name = notebook.removesuffix(".ipynb")
    with contextlib.suppress(OSError, KitError):
        name = read_published((folder / PUBLISHED_FILE).read_bytes()).epreuve or name
    return name.partition("_")[0]


def _receipt(who: str, content: Mapping[str, bytes], at: datetime.datetime) -> str:
    lines = [
        "Reçu de remise",
        "",
        f"Candidat·e : {who}",
        f"Archive faite le {moment(at, seconds=True)}, {_zone(at)}, d'après l'horloge de l'ordinateur.",
        f"Elle contient {counted(len(content), 'fichier')}, et ce reçu.",
        "",
        *(
            f"{hashlib.sha256(content[name]).hexdigest()}  {name}  ({counted(len(content[name]), 'octet')})"
            for name in sorted(content)
        ),
        "",
        "La première colonne est l'empreinte de chaque fichier (SHA-256) : elle change si un seul de ses octets change.",
        "Ce reçu dit ce qui a été préparé, et non que quelqu'un l'a reçu.",
    ]
    return "\n".join(lines) + "\n"


def _zone(at: datetime.datetime) -> str:
    """« heure UTC+02:00 »."""
    zone = f"{at:%z}"
    return f"heure UTC{zone[:3]}:{zone[3:5]}"


def _plain(name: str) -> str:
    """A candidate's name as a file may bear it on any system."""
    return re.sub(r"[^\w.@-]+", "-", name).strip(".-") or "copie"
