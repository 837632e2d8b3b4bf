"""The only private names of other people's libraries that the kit uses, each behind a function with its reason.

A library may change them without a word: each has a test in `tests/depot/test_third_party.py`, which also finds any that is used elsewhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
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


@contextlib.contextmanager
def laid_out_once() -> Iterator[None]:
    """While one figure is measured and drawn, have each of its axes find its ticks once, each text laid out once, and the boxes of
    ticks' labels measured once for each renderer.

    Matplotlib does so five times and more, though nothing has moved but the whole: without this a figure costs three times as much, and
    most of what drawing it once saves is lost. It has no public place to keep them. Only ordinary axes and texts are looked at.
    """
    from matplotlib.axis import Axis, XAxis, YAxis
    from matplotlib.text import Annotation, Text

    find, measure, lay = Axis._update_ticks, Axis._get_ticklabel_bboxes, Text._get_layout
    known_ticks: dict[Axis, list[Any]] = {}
    boxes: dict[Axis, tuple[list[Any], Any, Any]] = {}
    laid: dict[Text, tuple[tuple[Any, ...], Any]] = {}

    def found(axis: Axis) -> list[Any]:
        if type(axis) not in (XAxis, YAxis):
            return find(axis)
        if axis not in known_ticks:
            known_ticks[axis] = find(axis)
        return known_ticks[axis]

    def measured(axis: Axis, of: list[Any], renderer: Any = None) -> Any:
        known = boxes.get(axis)
        if known is not None and known[0] is of and known[1] is renderer:
            return known[2]
        given = measure(axis, of, renderer)
        boxes[axis] = of, renderer, given
        return given

    def layout(text: Text, renderer: Any) -> Any:
        if type(text) not in (Text, Annotation) or text.get_wrap():
            return lay(text, renderer)
        asked = (
            text.get_text(), text.get_ha(), text.get_va(), text.get_rotation(), text.get_fontproperties(),
            text.figure.dpi,
        )  # fmt: skip
        if text not in laid or laid[text][0] != asked:
            laid[text] = asked, lay(text, renderer)
        return laid[text][1]

    Axis._update_ticks, Axis._get_ticklabel_bboxes, Text._get_layout = found, measured, layout
    try:
        yield
    finally:
        Axis._update_ticks, Axis._get_ticklabel_bboxes, Text._get_layout = find, measure, lay
