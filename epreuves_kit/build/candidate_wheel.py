"""The installation on a candidate's own computer: the wheel of `epreuves-candidat`, written from what is installed, and how it is done."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
from pathlib import Path

import epreuves
from epreuves.variants.archive import packed
from epreuves.wording.errors import KitError
from epreuves_kit.course.files import put

DISTRIBUTION = "epreuves-candidat"
#: What pip lays where JupyterLab looks for it: its settings, and how a candidate's notebook is shown.
_SHARED = {
    "epreuves/jupyter/overrides.json": "lab/settings/overrides.d/epreuves-candidat.json",
    "epreuves/jupyter/labextensions/": "labextensions/",
}
#: What a wheel in pure Python says of itself.
PURE = "Wheel-Version: 1.0\nGenerator: epreuves\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write(folder: Path) -> Path:
    """Write the wheel in a folder, which is made; the same bytes each time. Raises KitError where it is not installed, or cannot be written."""
    try:
        distribution = importlib.metadata.distribution(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        raise KitError(f"« {DISTRIBUTION} » n'est pas installé : réinstallez le kit.") from None
    name = f"epreuves_candidat-{distribution.version}"
    path = folder / f"{name}-py3-none-any.whl"
    put(path, _archive(f"{name}.dist-info", distribution.read_text("METADATA") or "", _files(distribution)))
    return path


def write_installation(folder: Path) -> list[Path]:
    """Write what a school gives to candidates who work on their own computer: the wheel, and a page that says what to do. Raises KitError."""
    wheel = write(folder)
    page = folder / "LISEZMOI.txt"
    put(page, _HOW.format(wheel=wheel.name).encode("utf-8-sig"))
    return [wheel, page]


_HOW = """Installer les épreuves sur son ordinateur
==========================================

Il faut Python 3.11 ou plus récent (https://www.python.org/downloads/), une connexion, et une dizaine de minutes.
Faites-le quelques jours avant l'épreuve.

1. Mettez ce dossier où vous le retrouverez, dans vos documents par exemple, décompressé, et ne le déplacez plus.

2. Ouvrez un terminal dans ce dossier.
   Windows : clic droit dans le dossier, « Ouvrir dans le terminal ».
   macOS : clic droit sur le dossier, « Nouveau terminal au dossier ».

3. Collez-y ces trois lignes, l'une après l'autre, chacune suivie de la touche Entrée.
   La deuxième dure quelques minutes.

   Windows :

     py -m venv python
     python\\Scripts\\python -m pip install ".\\{wheel}[jupyterlab]"
     python\\Scripts\\python -m jupyter lab

   macOS et Linux :

     python3 -m venv python
     python/bin/python -m pip install "./{wheel}[jupyterlab]"
     python/bin/python -m jupyter lab

   Si la première répond « ensurepip is not available » (Debian, Ubuntu), faites d'abord : sudo apt install python3-venv

4. JupyterLab s'ouvre dans le navigateur, en français.
   Il montre ce dossier, et rien d'autre : ce qui est ailleurs, dans vos téléchargements par exemple, ne s'y ouvre pas.

Le jour de l'épreuve
--------------------

1. Mettez dans ce dossier, à côté de LISEZMOI.txt, le dossier de l'épreuve que l'école vous a remis, entier et décompressé.
   Sous Windows : clic droit sur l'archive, « Extraire tout ».

2. Ouvrez un terminal dans ce dossier, comme la première fois, et collez-y la troisième ligne seulement.

   Windows :

     python\\Scripts\\python -m jupyter lab

   macOS et Linux :

     python/bin/python -m jupyter lab

3. À gauche, ouvrez le dossier de l'épreuve par un double clic, puis son notebook de même.
   La première cellule demande votre identifiant : celui que l'école vous a donné.

Laissez le terminal ouvert tant que vous travaillez : le fermer arrête JupyterLab.
"""


def _files(distribution: importlib.metadata.Distribution) -> dict[str, bytes]:
    """The files of the distribution, by their path in it."""
    own = [f for f in distribution.files or () if f.parts[0] == "epreuves" and f.suffix != ".pyc"]
    if own:
        return {str(f): Path(str(f.locate())).read_bytes() for f in own}
    # An editable install: the repository's own.
    package = Path(str(epreuves.__file__)).parent
    inside = (path for path in sorted(package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package.parent).as_posix(): path.read_bytes() for path in inside}


def _archive(about: str, metadata: str, files: dict[str, bytes]) -> bytes:
    data = f"{about.removesuffix('.dist-info')}.data/data/share/jupyter"
    shared = {
        f"{data}/{place}{path.removeprefix(origin)}": content
        for origin, place in _SHARED.items()
        for path, content in files.items()
        if path.startswith(origin)
    }
    content = {
        **files,
        **shared,
        f"{about}/METADATA": metadata.encode(),
        f"{about}/WHEEL": PURE.encode(),
    }
    return packed({**content, f"{about}/RECORD": record(content, f"{about}/RECORD")})


def record(content: dict[str, bytes], own: str) -> bytes:
    """A wheel's list of what it holds, by path; own: that of the list itself."""
    lines = []
    for path in sorted(content):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content[path]).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content[path])}")
    return "".join(f"{line}\n" for line in [*lines, f"{own},,"]).encode()
