"""The colours and line styles that Matplotlib takes by itself, so that a chart drawn without setting any can be read.

Each colour has a contrast of 3 at least on white (WCAG 2.2, criterion 1.4.11), the first two have luminances 3:1 apart, so that two sets
of bars differ without their hue, and lines change style with colour.
"""

import importlib.abc
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from epreuves.answers.charts.drawing import COLOURS, STYLES

_CYCLE = "axes.prop_cycle"


def lay_palette() -> None:
    """Have Matplotlib draw with these where nobody chose others: at once if it is loaded, else when it comes, for it is slow to load."""
    loaded = sys.modules.get("matplotlib")
    if loaded is not None:
        _set(loaded)
    elif not any(isinstance(finder, _Awaited) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Awaited())


def _set(library: Any) -> None:
    settings = library.rcParams
    if settings[_CYCLE] == library.rcParamsDefault[_CYCLE]:
        styles = STYLES * (len(COLOURS) // len(STYLES))
        settings[_CYCLE] = library.cycler(color=COLOURS, linestyle=styles)


class _Awaited(importlib.abc.MetaPathFinder):
    """Finds nothing: sees the first module of Matplotlib's that draws being looked for, once the package itself is there, and goes."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Always None: the module is found as it would have been."""
        if name in ("matplotlib.pyplot", "matplotlib.figure"):
            sys.meta_path.remove(self)
            _set(sys.modules["matplotlib"])
        return None
