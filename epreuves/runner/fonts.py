"""Fonts read into memory once, for forks to draw with: Matplotlib opens its own again in each, as they would share a place in the file.

Opening them and running their programs is a twentieth of what a copy with two charts costs.
"""

from __future__ import annotations

import functools
import inspect
import io
import os
import types
from typing import Any


def hold() -> None:
    """Have pictures drawn with fonts that stay open from this process to its forks.

    Only where pixels are drawn: what writes fonts into a file asks for theirs. Nothing is done with a Matplotlib that opens them otherwise.
    """
    from matplotlib import font_manager
    from matplotlib.backends import backend_agg

    # The account's own fonts lie out of these walls.
    fonts = font_manager.fontManager
    fonts.ttflist = [entry for entry in fonts.ttflist if os.path.exists(entry.fname)]
    find, make = inspect.unwrap(font_manager.get_font), inspect.unwrap(font_manager._get_font)
    if "ft2font" not in make.__code__.co_names or "_get_font" not in find.__code__.co_names:
        return
    held = functools.lru_cache(64)(_with(make, ft2font=types.SimpleNamespace(FT2Font=_read)))
    backend_agg.get_font = _with(find, _get_font=held)


def find_once() -> None:
    """Have the fonts of a text found once for the same properties and settings; Matplotlib reads eleven settings each time to know.

    Nothing is done with a Matplotlib that prepares a font otherwise.
    """
    from matplotlib import font_manager, rcParams
    from matplotlib.backends import backend_agg
    from matplotlib.backends.backend_agg import RendererAgg

    names = RendererAgg._prepare_font.__code__.co_names
    if not {"_find_fonts_by_props", "clear", "get_size_in_points", "set_size"} <= {*names}:
        return
    fonts, setting = font_manager.fontManager, rcParams._get
    found: dict[tuple[Any, ...], Any] = {}

    def prepare(self: Any, font_prop: Any) -> Any:
        settings = [tuple(value) if type(value) is list else value for value in map(setting, _SETTINGS)]
        key = hash(font_prop), len(fonts.ttflist), *settings
        if key not in found:
            found[key] = fonts._find_fonts_by_props(font_prop)
        font = backend_agg.get_font(found[key])
        font.clear()
        font.set_size(font_prop.get_size_in_points(), self.dpi)
        return font

    RendererAgg._prepare_font = prepare


#: Settings on which the fonts found hang.
_SETTINGS = ("font.family", "font.style", "font.variant", "font.weight", "font.stretch", "font.size", "font.serif", "font.sans-serif",
             "font.cursive", "font.fantasy", "font.monospace")  # fmt: skip


def _with(function: types.FunctionType, **names: Any) -> types.FunctionType:
    """A function to which some names of its module mean something else."""
    other = types.FunctionType(
        function.__code__,
        function.__globals__ | names,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    other.__kwdefaults__ = function.__kwdefaults__
    return other


def _read(path: Any, **settings: Any) -> Any:
    from matplotlib.ft2font import FT2Font

    with open(path, "rb") as file:
        return FT2Font(io.BytesIO(file.read()), **settings)
