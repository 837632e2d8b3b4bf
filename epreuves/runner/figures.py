"""Inline figures drawn once, where IPython and Matplotlib draw each three times to the same picture.

A kernel draws a figure when its cell ends, draws it again without output to learn its tight box, and a third time inside that box.
"""

from __future__ import annotations

import contextlib
import functools
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import numpy as np
from IPython.core import pylabtools

from epreuves.runner import boxes, fonts, texts, ticks
from epreuves.runner.png import png

_draw_thrice = pylabtools.print_figure


def install(shell: Any) -> None:
    """Have figures of this process's shell drawn once."""
    import matplotlib.pyplot as plt
    from matplotlib_inline.config import InlineBackend

    pylabtools.print_figure = print_figure
    settings = InlineBackend.instance(parent=shell)
    pylabtools.select_figure_formats(shell, settings.figure_formats, **settings.print_figure_kwargs)
    fonts.hold()
    fonts.find_once()
    boxes.compare_edges()
    texts.measure_once()
    texts.set_glyphs_once()
    _copy_markers_lightly()
    ticks.copy_ticks()
    # What it draws is not shown; the figure is drawn when it is displayed, at the end of the same cell.
    with contextlib.suppress(AttributeError, ValueError):
        shell.events.unregister("post_execute", plt._draw_all_if_interactive)
        # `plt.ioff()` unregisters it in its turn.
        plt._draw_all_if_interactive = _nothing
        shell.events.register("post_execute", _nothing)


def print_figure(
    fig: Any, fmt: str = "png", bbox_inches: Any = "tight", base64: bool = False, **kwargs: Any
) -> Any:
    """A figure's picture, as IPython's function of that name; what is not a plain PNG in its tight box is left to it."""
    if fmt in ("png", "retina") and bbox_inches == "tight" and not kwargs and (fig.axes or fig.lines):
        with contextlib.suppress(_Elsewhere):
            raw = _drawn_once(fig, 2 if fmt == "retina" else 1)
            return b64encode(raw).decode("ascii") if base64 else raw
    return _draw_thrice(fig, fmt, bbox_inches, base64, **kwargs)


def _nothing() -> None:
    """What is left to do before a figure is displayed."""


def _copy_markers_lightly() -> None:
    """Have a marker made from another share its parts, which nothing changes in place, where Matplotlib copies them deeply.

    Each tick is made of six markers. One with a transform of its own, which can be changed, is left to Matplotlib.
    """
    from matplotlib.markers import MarkerStyle

    deeply = MarkerStyle._set_marker

    def set_marker(self: Any, marker: Any) -> None:
        if type(marker) is MarkerStyle and vars(marker).get("_user_transform", self) is None:
            self.__dict__ = vars(marker).copy()
        else:
            deeply(self, marker)

    MarkerStyle._set_marker = set_marker


class _Elsewhere(Exception):
    """The figure is not one that this module knows how to draw."""


@contextlib.contextmanager
def _laid_out_once() -> Iterator[None]:
    """While one figure is drawn, have each axis find its ticks once, each text laid out once, and the boxes of ticks' labels measured
    once for each renderer: Matplotlib asks five times and more, and between two of these nothing has moved but the whole.

    Only ordinary axes and texts are looked at: what others do is theirs to say.
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

    def measured(axis: Axis, of: list[Any], renderer: Any) -> Any:
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
            text.get_text(), text.get_ha(), text.get_va(), text.get_rotation(), text._fontproperties,
            text.get_figure(root=True).dpi,
        )  # fmt: skip
        if text not in laid or laid[text][0] != asked:
            laid[text] = asked, lay(text, renderer)
        return laid[text][1]

    Axis._update_ticks, Axis._get_ticklabel_bboxes, Text._get_layout = found, measured, layout
    try:
        yield
    finally:
        Axis._update_ticks, Axis._get_ticklabel_bboxes, Text._get_layout = find, measure, lay


@functools.lru_cache(maxsize=8)
def _measurer(dpi: float) -> Any:
    """What measures texts: nothing is drawn with it, and its size is no matter."""
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, dpi)


def _drawn_once(fig: Any, scale: int) -> bytes:
    """A figure's PNG, drawn where a kernel draws it for the third time.

    The two drawings before only tell the layout engine and the tight box what they need to know of texts and axes.
    """
    import matplotlib as mpl
    from matplotlib._tight_bbox import adjust_bbox
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    plain = all(type(axes) is Axes for axes in fig.axes) and not fig.subfigs
    if type(fig.canvas) is not FigureCanvasAgg or mpl.rcParams["savefig.pad_inches"] == "layout" or not plain:
        raise _Elsewhere
    before = fig.dpi
    fig.dpi *= scale
    try:
        if (engine := fig.get_layout_engine()) is not None:
            engine.execute(fig)
        renderer = _measurer(fig.dpi)
        for axes in fig.axes:
            locator = axes.get_axes_locator()
            axes.apply_aspect(locator(axes, renderer) if locator else None)
        with _laid_out_once():
            box = fig.get_tightbbox(renderer).padded(mpl.rcParams["savefig.pad_inches"])
            restore = adjust_bbox(fig, box, renderer)
            try:
                with fig._cm_set(layout_engine="none"):
                    fig.canvas.draw()
                pixels = np.asarray(fig.canvas.buffer_rgba())
            finally:
                restore()
        dpi = fig.dpi
    finally:
        if scale != 1:
            fig.dpi = before
    # Without its alpha a picture that has no use for it is the same, a quarter lighter.
    return png(pixels[..., :3] if pixels[..., 3].min() == 255 else pixels, dpi)
