"""The only private names of other people's libraries that the kit uses, each behind a function with its reason.

A library may change them without a word: each has a test in `tests/repository/test_third_party.py`, which also finds any that is used elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Names that begin as private ones do, but that a library's documentation asks a subclass to set: the library and the name.
DOCUMENTED = frozenset({("anywidget", "_esm"), ("anywidget", "_css")})


def cells_of(sheet: Any) -> list[Any]:
    """The cells that a worksheet's file holds, by row and column, and not those between: a cell at the far corner is one cell.

    `openpyxl`'s public ways go through every place of the rectangle, which a file can make of seventeen thousand million places.
    """
    return [sheet._cells[where] for where in sorted(sheet._cells)]


def store_errors_as(shell: Any, stored: Callable[[BaseException], dict[str, Any]]) -> None:
    """Have an IPython shell keep, for `%notebook`, what a function says of a cell's error.

    IPython writes the whole traceback a second time for it, which costs a copy 20 ms or more for each cell that fails, and gives no way
    to do without.
    """
    shell._format_exception_for_storage = lambda exception, *_, **__: stored(exception)
