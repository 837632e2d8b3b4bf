"""An axis's ticks made once and copied, where Matplotlib makes each anew and then gives it the first one's looks: the same ticks.

A tick is five artists of some thirty settings each; a chart has twenty, and making them is a fifth of what the chart costs.
"""

from __future__ import annotations

import copy
from typing import Any


def copy_ticks() -> None:
    """Have the ticks that an axis lacks made from the first of them that Matplotlib makes."""
    from matplotlib.axis import Axis, XAxis, YAxis

    one_by_one = Axis.get_major_ticks

    def get_major_ticks(self: Any, numticks: int | None = None) -> list[Any]:
        if type(self) not in (XAxis, YAxis):
            return one_by_one(self, numticks)
        if numticks is None:
            numticks = len(self.get_majorticklocs())
        ticks = self.majorTicks
        if numticks - len(ticks) > 1:
            # It has the settings of the moment and the looks of the axis's first tick, as each of the others would.
            model = one_by_one(self, len(ticks) + 1)[-1]
            if _plain(model):
                ticks.extend([_copied(model) for _ in range(numticks - len(ticks))])
        return one_by_one(self, numticks)

    Axis.get_major_ticks = get_major_ticks


def _plain(tick: Any) -> bool:
    """Whether a tick is of Matplotlib's own making, with nothing that two of them could not share."""
    from matplotlib.axis import XTick, YTick
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    lines, labels = (tick.tick1line, tick.tick2line, tick.gridline), (tick.label1, tick.label2)
    return (
        type(tick) in (XTick, YTick)
        and all(type(line) is Line2D and line._invalidx and line._invalidy for line in lines)
        and all(type(label) is Text and label._bbox_patch is None for label in labels)
        and all(
            part._sticky_edges is None and not part._callbacks.callbacks for part in (tick, *lines, *labels)
        )
    )


def _copied(tick: Any) -> Any:
    from matplotlib.markers import MarkerStyle

    made = _twin(tick)
    for name in ("tick1line", "tick2line", "gridline"):
        line = _twin(getattr(tick, name))
        settings = line.__dict__
        settings["_marker"] = MarkerStyle(settings["_marker"])
        settings["_xorig"], settings["_yorig"] = copy.copy(settings["_xorig"]), copy.copy(settings["_yorig"])
        made.__dict__[name] = line
    for name in ("label1", "label2"):
        label = _twin(getattr(tick, name))
        label.__dict__["_fontproperties"] = label.__dict__["_fontproperties"].copy()
        made.__dict__[name] = label
    return made


def _twin(artist: Any) -> Any:
    """An artist with the same settings, of which nobody has asked to be told."""
    from matplotlib.cbook import CallbackRegistry

    twin = object.__new__(type(artist))
    twin.__dict__.update(artist.__dict__)
    twin.__dict__["_callbacks"] = CallbackRegistry(signals=["pchanged"])
    return twin
