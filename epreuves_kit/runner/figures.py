"""Inline figures drawn once, where IPython and Matplotlib draw each three times to the same picture, and written as PNG files."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from IPython.core import pylabtools
from PIL import Image

# What writes a picture is loaded with this module, and not in the walls, a copy at a time.
Image.preinit()


def png(pixels: np.ndarray, dpi: float) -> bytes:
    """The PNG file of a picture.

    pixels: height × width × 3 (RGB) or 4 (RGBA), uint8; dpi: > 0, dots an inch.
    """
    content = io.BytesIO()
    # Runs of equal pixels are nearly all that there is in a chart: other searches take longer than they save.
    Image.fromarray(pixels).save(content, "PNG", compress_level=1, compress_type=zlib.Z_RLE, dpi=(dpi, dpi))
    return content.getvalue()


_draw_thrice: Callable[..., Any] = pylabtools.print_figure


def install(shell: Any) -> None:
    """Have figures of this process's shell drawn once, with the fonts that can be read from here."""
    import matplotlib.pyplot as plt
    from matplotlib.font_manager import fontManager
    from matplotlib_inline.config import InlineBackend

    pylabtools.print_figure = print_figure
    settings = InlineBackend.instance(parent=shell)
    pylabtools.select_figure_formats(shell, settings.figure_formats, **settings.print_figure_kwargs)
    # The list is the account's: fonts of its own lie out of these walls.
    fontManager.ttflist = [font for font in fontManager.ttflist if os.path.exists(font.fname)]
    shell.events.register("pre_execute", _FigureCell.begin)
    shell.events.register("post_execute", _FigureCell.end)
    # Loading the backend asks again for a drawing at the end of each cell. That drawing is not shown: the figure is drawn when it is
    # displayed, at the end of the same cell.
    plt.switch_backend(os.environ["MPLBACKEND"])
    plt.uninstall_repl_displayhook()


class _FigureCell:
    """A mark of the end of the cell: a figure displayed then is one that a kernel has already drawn for itself."""

    ended = True

    @classmethod
    def begin(cls) -> None:
        cls.ended = False

    @classmethod
    def end(cls) -> None:
        cls.ended = True


def print_figure(fig: Any, fmt: str = "png", bbox_inches: Any = "tight", base64: bool = False, **kwargs: Any) -> Any:
    """A figure's picture, as IPython's function of that name; what is not a plain PNG in its tight box is left to it."""
    if fmt in ("png", "retina") and bbox_inches == "tight" and not kwargs and _plain(fig):
        raw = _drawn_once(fig, 2 if fmt == "retina" else 1)
        return b64encode(raw).decode("ascii") if base64 else raw
    return _draw_thrice(fig, fmt, bbox_inches, base64, **kwargs)


def _plain(fig: Any) -> bool:
    """True if this module knows the tight box of a figure without drawing it."""
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    return (
        type(fig.canvas) is FigureCanvasAgg
        and mpl.rcParams["savefig.pad_inches"] != "layout"
        and bool(fig.axes)
        and all(type(axes) is Axes for axes in fig.axes)
        and not fig.subfigs
    )


@functools.lru_cache(maxsize=8)
def _measurer(dpi: float) -> Any:
    """A renderer that measures texts: nothing is drawn with it, and its size is no matter."""
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, dpi)


def _drawn_once(fig: Any, scale: int) -> bytes:
    """A figure's PNG, drawn where a kernel draws it for the third time.

    The two drawings before only tell the layout engine and the tight box what they need to know of texts and axes.
    """
    import matplotlib as mpl

    before = fig.dpi
    dpi = before * scale
    try:
        # A layout moves a little each time that it is made: once for each of the drawings left out.
        engine = fig.get_layout_engine()
        if engine is not None and _FigureCell.ended:
            engine.execute(fig)
        fig.dpi = dpi
        if engine is not None:
            engine.execute(fig)
        renderer = _measurer(dpi)
        with _laid_out(fig, renderer):
            box = fig.get_tightbbox(renderer).padded(mpl.rcParams["savefig.pad_inches"])
            fig.canvas.print_figure(
                io.BytesIO(),
                format="raw",
                dpi=dpi,
                bbox_inches=box,
                facecolor=fig.get_facecolor(),
                edgecolor=fig.get_edgecolor(),
            )
        pixels = np.asarray(fig.canvas.renderer.buffer_rgba())
    finally:
        if scale != 1:
            fig.dpi = before
    # Without its alpha a picture that has no use for it is the same, a quarter lighter.
    return png(pixels[..., :3] if pixels[..., 3].min() == 255 else pixels, dpi)


@contextlib.contextmanager
def _laid_out(fig: Any, renderer: Any) -> Iterator[None]:
    """Put axes where they are to be drawn, and meanwhile have no layout engine look for it again.

    Axes placed by a locator are asked for with no renderer where a box is given; some locators need one.
    """
    import matplotlib as mpl

    engine = fig.get_layout_engine()
    locators = [(axes, axes.get_axes_locator()) for axes in fig.axes]
    for axes, locator in locators:
        axes.apply_aspect(locator(axes, renderer) if locator else None)
        if locator:
            axes.set_axes_locator(_with_renderer(locator, renderer))
    try:
        if engine is not None:
            with mpl.rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
                fig.set_layout_engine(None)
        yield
    finally:
        for axes, locator in locators:
            if locator:
                axes.set_axes_locator(locator)
        if engine is not None:
            fig.set_layout_engine(engine)


def _with_renderer(locator: Any, renderer: Any) -> Any:
    return lambda axes, given: locator(axes, renderer if given is None else given)
