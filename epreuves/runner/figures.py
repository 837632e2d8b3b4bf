"""Inline figures drawn once, where IPython and Matplotlib draw each three times to the same picture.

A kernel draws a figure when its cell ends, draws it again without output to learn its tight box, and a third time inside that box.
"""

from __future__ import annotations

import contextlib
import inspect
import io
from base64 import b64encode
from typing import Any

import numpy as np
from IPython.core import pylabtools
from PIL import Image

#: zlib's level: higher ones take longer than they save.
_LEVEL = 3
#: Texts whose measures are kept.
_TEXTS = 4096
_draw_thrice = pylabtools.print_figure


def install(shell: Any) -> None:
    """Have figures of this process's shell drawn once."""
    import matplotlib.pyplot as plt
    from matplotlib_inline.config import InlineBackend

    pylabtools.print_figure = print_figure
    settings = InlineBackend.instance(parent=shell)
    pylabtools.select_figure_formats(shell, settings.figure_formats, **settings.print_figure_kwargs)
    _measure_texts_once()
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


def _measure_texts_once() -> None:
    """Have a text's measures, which hang on its font and size alone, kept from one renderer to the next.

    Matplotlib keeps them for one renderer, a new one for each size of picture, and reads a font's height off the font, text by text.
    Nothing is done with a Matplotlib whose texts are not laid out so.
    """
    from matplotlib import font_manager, text
    from matplotlib.backends.backend_agg import RendererAgg

    layout = inspect.getsource(text.Text._get_layout)
    if "_get_font_height_metrics" not in layout or hasattr(RendererAgg, "_get_font_height_metrics"):
        return
    heights: dict[tuple[Any, ...], tuple[float, float, float] | None] = {}
    sizes: dict[tuple[Any, ...], tuple[float, float, float]] = {}
    by_renderer = text._get_text_metrics_with_cache

    def units(properties: Any) -> tuple[float, float, float] | None:
        font = font_manager.get_font(font_manager.fontManager._find_fonts_by_props(properties))
        for table, gap, ascent, descent in (
            ("OS/2", "sTypoLineGap", "sTypoAscender", "sTypoDescender"),
            ("hhea", "lineGap", "ascent", "descent"),
        ):
            if (found := font.get_sfnt_table(table)) is not None:
                per_em = 1 / font.get_sfnt_table("head")["unitsPerEm"]
                return found[ascent] * per_em, -found[descent] * per_em, found[gap] * per_em
        return None

    def height(self: Any, properties: Any) -> tuple[float | None, float | None, float | None]:
        key = hash(properties), *_settings()
        if key not in heights:
            heights[key] = units(properties)
        if (found := heights[key]) is None:
            return None, None, None
        scale = properties.get_size_in_points() * self.dpi / 72
        return found[0] * scale, found[1] * scale, found[2] * scale

    def size(renderer: Any, string: str, properties: Any, ismath: Any, dpi: float) -> Any:
        if type(renderer) is not RendererAgg or ismath:
            return by_renderer(renderer, string, properties, ismath, dpi)
        key = string, hash(properties), dpi, *_settings()
        if key not in sizes:
            if len(sizes) >= _TEXTS:
                sizes.clear()
            sizes[key] = renderer.get_text_width_height_descent(string, properties, ismath)
        return sizes[key]

    RendererAgg._get_font_height_metrics = height
    text._get_text_metrics_with_cache = size


def _settings() -> tuple[Any, ...]:
    """What of Matplotlib's settings changes the measures of a text."""
    import matplotlib as mpl

    got = mpl.rcParams._get
    return (*got("font.family"), *got("font.sans-serif")[:2], got("text.hinting"), got("text.hinting_factor"))


class _Elsewhere(Exception):
    """The figure is not one that this module knows how to draw."""


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
        renderer = fig.canvas.get_renderer()
        for axes in fig.axes:
            locator = axes.get_axes_locator()
            axes.apply_aspect(locator(axes, renderer) if locator else None)
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
    opaque = pixels[..., 3].min() == 255
    image = Image.fromarray(np.ascontiguousarray(pixels[..., :3] if opaque else pixels))
    file = io.BytesIO()
    image.save(file, format="png", dpi=(dpi, dpi), compress_level=_LEVEL)
    return file.getvalue()
