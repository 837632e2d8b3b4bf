"""Pyodide's distribution, as a folder gives it: what a candidate's notebook needs of it, whole, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed

_LOCK = "pyodide-lock.json"
#: Pyodide itself, by name; those that a version does not have are not asked for.
_CORE, _CORE_TOO = (
    ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip"),
    ("pyodide.asm.mjs", "pyodide.asm.js", "pyodide.js"),
)
#: Libraries beside those of the notebooks: what the kernel is made of, and what a candidate may import.
_ALSO = ("micropip", "ipython", "jedi", "scipy")
_DOWNLOAD = "téléchargez la distribution entière (pyodide-….tar.bz2, sur la page de ses versions), et donnez le dossier où vous l'avez décompressée"


class Distribution(msgspec.Struct, frozen=True):
    """A folder's distribution: the files to lay, by name, and its list of libraries cut down to them."""

    folder: Path
    files: tuple[str, ...]
    lock: dict[str, Any]


def read(folder: Path, loaded: Sequence[str], python: str, version: str) -> Distribution:
    """The distribution of a folder, cut down to the site. loaded: libraries that notebooks need from their first cell; python: the version of Python that the
    page's kernel is made for, « 3.14 »; version: Pyodide's that has it.

    Raises KitError where the folder holds no distribution, or another Python's, or lacks one of the libraries, or where a file is not the
    one that the list names.
    """
    try:
        lock = json.loads((folder / _LOCK).read_bytes())
        own = str(lock["info"]["python"])
        packages: dict[str, Any] = {_plain(name): package for name, package in lock["packages"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise KitError(
            f"« {folder} » n'est pas une distribution de Pyodide ({_LOCK} ne s'y lit pas) : {_DOWNLOAD}."
        ) from None
    if not f"{own}.".startswith(f"{python}."):
        raise KitError(
            f"« {folder} » est une distribution de Pyodide pour Python {own}, et la page demande Python {python} : prenez Pyodide {version}."
        )
    core = [name for name in (*_CORE, *_CORE_TOO) if (folder / name).is_file()]
    if lacking := [name for name in _CORE if name not in core]:
        raise KitError(
            f"« {folder} » n'est pas une distribution de Pyodide que ce site sache lire : il manque {listed(lacking)} ; {_DOWNLOAD}."
        )
    wanted = _with_dependencies([*loaded, *(name for name in _ALSO if name in packages)], packages)
    absent = [name for name in wanted if name not in packages or not (folder / packages[name]["file_name"]).is_file()]
    if absent:
        raise KitError(
            f"« {folder} » n'a pas tout ce qu'il faut : il y manque {counted(len(absent), 'bibliothèque')}, dont {listed(absent[:4])} ; {_DOWNLOAD}."
        )
    for name in wanted:
        file = folder / packages[name]["file_name"]
        if hashlib.sha256(file.read_bytes()).hexdigest() != packages[name].get("sha256"):
            raise KitError(
                f"« {file} » n'est pas celui que {_LOCK} annonce : il est abîmé, ou vient d'une autre version ; {_DOWNLOAD}."
            )
    kept = {name: package for name, package in lock["packages"].items() if _plain(name) in wanted}
    return Distribution(
        folder, (*core, *(package["file_name"] for package in kept.values())), lock | {"packages": kept}
    )


def lay(distribution: Distribution, place: Path) -> None:
    """Copy it into a folder of the site."""
    place.mkdir(parents=True, exist_ok=True)
    for name in distribution.files:
        shutil.copyfile(distribution.folder / name, place / name)
    (place / _LOCK).write_text(
        json.dumps(distribution.lock, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n"
    )


def _with_dependencies(names: Sequence[str], packages: dict[str, Any]) -> list[str]:
    closure: dict[str, None] = {}
    left = [_plain(name) for name in names]
    while left:
        name = left.pop(0)
        if name not in closure:
            closure[name] = None
            left += [_plain(dependency) for dependency in packages.get(name, {}).get("depends", ())]
    return list(closure)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
