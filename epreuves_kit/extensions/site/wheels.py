"""Libraries in pure Python that are installed here, packed again as wheels, so that a browser asks no registry for them."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable
from pathlib import Path, PurePath

from epreuves.variants.archive import packed
from epreuves.wording.errors import KitError
from epreuves_kit.build.candidate_wheel import PURE, record

#: What Pyodide's distribution lacks: the first for the kernel itself, then the self-assessment's panel, then forms, then reading workbooks.
NAMES = ("comm", "ipywidgets", "anywidget", "psygnal", "typing_extensions", "openpyxl", "et_xmlfile")


def pack(name: str, folder: Path) -> Path:
    """Write the wheel of an installed library in a folder, and return its path; the same bytes for the same version.

    Of one that mypyc has compiled, which runs without that, the sources alone are packed.
    Raises KitError where it is not installed, or is not in pure Python.
    """
    try:
        library = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        raise KitError(
            f"La bibliothèque « {name} », dont le site a besoin, n'est pas installée : pip install {name}"
        ) from None
    files = library.files or []
    pure, compiled = "Root-Is-Purelib: true" in (library.read_text("WHEEL") or ""), set(filter(_is_compiled, files))
    if not pure and not (compiled and all(_has_source(path, files) for path in compiled)):
        raise KitError(f"La bibliothèque « {name} » n'est pas en Python pur : un navigateur ne peut pas l'exécuter.")
    content = {
        path.as_posix(): Path(str(library.locate_file(path))).read_bytes()
        for path in files
        if ".." not in path.parts and path.suffix != ".pyc" and path.name not in _OWN and path not in compiled
    }
    about = next(path.rpartition("/")[0] for path in content if path.endswith(".dist-info/METADATA"))
    if not pure:
        content[f"{about}/WHEEL"] = PURE.encode()
    content[f"{about}/RECORD"] = record(content, f"{about}/RECORD")
    label = re.sub(r"[-_.]+", "_", library.metadata["Name"]).lower()
    wheel = folder / f"{label}-{library.version}-py3-none-any.whl"
    wheel.write_bytes(packed(content))
    return wheel


#: What an installer writes beside what a wheel holds.
_OWN = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


def _is_compiled(path: PurePath) -> bool:
    return path.suffix in (".so", ".pyd")


def _has_source(compiled: PurePath, files: Iterable[PurePath]) -> bool:
    """True if a compiled module is another file's, or the one that mypyc has them share."""
    module = compiled.name.partition(".")[0]
    return module.endswith("__mypyc") or compiled.with_name(f"{module}.py") in files
