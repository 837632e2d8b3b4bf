"""The code that a rule hangs on: its own file and the kit's files that this one imports, followed to their end."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from epreuves.course import kept

_KIT = Path(__file__).parents[1]
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
    found: set[Path] = set()
    asked = [Path(str(module.__file__)) for module in modules]
    while asked:
        path = asked.pop()
        if path not in found:
            found.add(path)
            asked += _imported(path)
    return sorted(found)


@functools.cache
def digest_of(*modules: ModuleType) -> str:
    """Digest of the code that these modules hang on."""
    return kept.digest(*(part for path in code_read(*modules) for part in (_name(path), path.read_bytes())))


def _name(path: Path) -> bytes:
    return path.relative_to(_KIT).as_posix().encode()


@functools.cache
def _imported(path: Path) -> tuple[Path, ...]:
    """The kit's files that a file imports, wherever the statement stands in it."""
    places = (_KIT.joinpath(*name.split(".")[1:]) for name in _names(path))
    files = (file for place in places for file in (place.with_suffix(".py"), place / "__init__.py"))
    return tuple(sorted({file for file in files if file.is_file() and file != _KIT / "__init__.py"}))


def _names(path: Path) -> Iterator[str]:
    """The kit's modules that a file names in its imports; a name taken from a module is tried as one."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found = [module, *(f"{module}.{alias.name}" for alias in names)]
            case _:
                continue
        for name in found:
            head, _, rest = name.partition(".")
            if head == _KIT.name and rest and rest.split(".")[0] not in _NOT_FOLLOWED:
                yield name
