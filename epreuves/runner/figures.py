"""Inline figures drawn once, where IPython and Matplotlib draw each three times to the same picture.

A kernel draws a figure when its cell ends, draws it again without output to learn its tight box, and a third time inside that box.
The picture is the first drawing cropped to the box, but for the fraction of a pixel by which the box is shifted.
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
_draw_thrice = pylabtools.print_figure


def install(shell: Any) -> None:
    """Have figures of this process's shell drawn once."""
    import matplotlib.pyplot as plt
    from matplotlib_inline.config import InlineBackend

    pylabtools.print_figure = print_figure
    settings = InlineBackend.instance(parent=shell)
    pylabtools.select_figure_formats(shell, settings.figure_formats, **settings.print_figure_kwargs)
    _measure_fonts_once()
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


def _measure_fonts_once() -> None:
    """Give Agg's renderer the place in which Matplotlib looks for a font's height before it reads it off the font, text by text.

    Nothing is done with a Matplotlib whose texts are not laid out so.
    """
    from matplotlib import font_manager, text
    from matplotlib.backends.backend_agg import RendererAgg

    layout = inspect.getsource(text.Text._get_layout)
    if "_get_font_height_metrics" not in layout or hasattr(RendererAgg, "_get_font_height_metrics"):
        return
    known: dict[tuple[Any, ...], tuple[float, float, float] | None] = {}

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

    def metrics(self: Any, properties: Any) -> tuple[float | None, float | None, float | None]:
        key = hash(properties), mpl_families()
        if key not in known:
            known[key] = units(properties)
        if (found := known[key]) is None:
            return None, None, None
        scale = properties.get_size_in_points() * self.dpi / 72
        return found[0] * scale, found[1] * scale, found[2] * scale

    def mpl_families() -> tuple[str, ...]:
        import matplotlib as mpl

        return tuple(mpl.rcParams["font.family"]) + tuple(mpl.rcParams["font.sans-serif"][:2])

    RendererAgg._get_font_height_metrics = metrics


class _Elsewhere(Exception):
    """The figure is not one that this module knows how to draw."""


def _drawn_once(fig: Any, scale: int) -> bytes:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import to_rgba

    if type(fig.canvas) is not FigureCanvasAgg or mpl.rcParams["savefig.pad_inches"] == "layout":
        raise _Elsewhere
    dpi, before = fig.dpi * scale, fig.dpi
    if scale != 1:
        fig.dpi = dpi
    try:
        fig.canvas.draw()
        renderer = fig.canvas.get_renderer()
        box = fig.get_tightbbox(renderer)
        width, height = fig.bbox.size
        pixels = np.asarray(fig.canvas.buffer_rgba())
    finally:
        if scale != 1:
            fig.dpi = before
    whole = box.x0 >= 0 and box.y0 >= 0 and box.x1 * dpi <= width and box.y1 * dpi <= height
    box = box.padded(mpl.rcParams["savefig.pad_inches"])
    if not whole:
        # Something lies outside of the figure: it is drawn again, in a place that holds it.
        file = io.BytesIO()
        fig.canvas.print_figure(file, format="png", dpi=dpi, bbox_inches=box, facecolor=fig.get_facecolor(), edgecolor=fig.get_edgecolor(),
                                pil_kwargs={"compress_level": _LEVEL})  # fmt: skip
        return file.getvalue()
    columns, rows = int(box.width * dpi), int(box.height * dpi)
    left, top = round(box.x0 * dpi), round(height - box.y1 * dpi)
    # The margin may reach past the figure: there it has the figure's own colour.
    picture = np.empty((rows, columns, 4), np.uint8)
    picture[:] = np.round(np.array(to_rgba(fig.get_facecolor())) * 255)
    y0, y1, x0, x1 = (
        max(top, 0),
        min(top + rows, pixels.shape[0]),
        max(left, 0),
        min(left + columns, pixels.shape[1]),
    )
    picture[y0 - top : y1 - top, x0 - left : x1 - left] = pixels[y0:y1, x0:x1]
    file = io.BytesIO()
    image = Image.fromarray(picture)
    if picture[..., 3].min() == 255:
        image = image.convert("RGB")  # the same picture, a quarter lighter
    image.save(file, format="png", dpi=(dpi, dpi), compress_level=_LEVEL)
    return file.getvalue()
