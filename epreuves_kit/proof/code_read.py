"""The code that a rule hangs on: its own file and the kit's files that this one imports, followed to their end."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import epreuves
import epreuves_kit
from epreuves_kit.course import kept

#: The folders of the two packages, by name.
_PACKAGES = {package.__name__: Path(str(package.__file__)).parent for package in (epreuves, epreuves_kit)}
#: Where imports are not followed: how a notebook is run and files are written, which other tests guard, says nothing of what is right.
_NOT_FOLLOWED = (
    "course",
    "machine",
    "runner",
    "spread",
    "third_party",
    "threads",
)


def code_read(*modules: ModuleType) -> list[Path]:
    """The files of these modules and of all that they import, in order."""
    paths: set[Path] = set()
    asked = [Path(str(module.__file__)) for module in modules]
    while asked:
        path = asked.pop()
        if path not in paths:
            paths.add(path)
            asked += _imported(path)
    return sorted(paths)


@functools.cache
def digest_of(*modules: ModuleType) -> str:
    """Digest of the code that these modules hang on."""
    return kept.digest(
        *(part for path in code_read(*modules) for part in (kept.name_in_packages(path).encode(), path.read_bytes()))
    )


@functools.cache
def _imported(path: Path) -> tuple[Path, ...]:
    """The kit's files that a file imports, wherever the statement stands in it."""
    named = (name.split(".") for name in _names(path))
    places = (_PACKAGES[first].joinpath(*rest) for first, *rest in named if rest)
    files = (file for place in places for file in (place.with_suffix(".py"), place / "__init__.py"))
    return tuple(sorted({file for file in files if file.is_file()}))


def _names(path: Path) -> Iterator[str]:
    """The kit's modules that a file names in its imports; a name taken from a module is tried as one."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), names=names, level=0):
                modules = [module, *(f"{module}.{alias.name}" for alias in names)]
            case _:
                continue
        for name in modules:
            head, _, rest = name.partition(".")
            if head in _PACKAGES and rest and rest.split(".")[0] not in _NOT_FOLLOWED:
                yield name
