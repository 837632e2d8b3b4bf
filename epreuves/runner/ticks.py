"""An axis's ticks made once and copied, where Matplotlib makes each anew and then gives it the first one's looks: the same ticks.

A tick is five artists of some thirty settings each; a chart has twenty, and making them is a quarter of what the chart costs.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

#: Looks of which a tick is kept, for each kind of axis.
_MODELS = 8


def copy_ticks() -> None:
    """Have the ticks that an axis lacks made from the first of them that Matplotlib makes."""
    from matplotlib.axis import Axis, XAxis, YAxis

    one_by_one, anew = Axis.get_major_ticks, Axis._get_tick
    models: dict[tuple[type, bool], list[_Model]] = {}

    def get_tick(self: Any, major: bool) -> Any:
        if type(self) not in (XAxis, YAxis):
            return anew(self, major)
        looks = self._major_tick_kw if major else self._minor_tick_kw
        known = models.setdefault((type(self), major), [])
        for model in known:
            if model.suits(looks):
                return model.tick_of(self.axes)
        tick, read = _settings_read(lambda: anew(self, major))
        if _plain(tick):
            known.insert(0, _Model(tick, looks, read))
            del known[_MODELS:]
        return tick

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

    Axis.get_major_ticks, Axis._get_tick = get_major_ticks, get_tick


class _Model:
    """A tick of no axis, the looks that were asked for, and the settings that were read to make it."""

    def __init__(self, tick: Any, looks: dict[str, Any], read: dict[str, Any]) -> None:
        self._tick, self._looks, self._read = _copied(tick), dict(looks), read
        for part in _parts(self._tick):
            part.__dict__.update(_axes=None, _parent_figure=None)

    def suits(self, looks: dict[str, Any]) -> bool:
        """Whether Matplotlib would make the same tick now."""
        from matplotlib import rcParams

        return self._looks == looks and all(
            rcParams._get(name) == value for name, value in self._read.items()
        )

    def tick_of(self, axes: Any) -> Any:
        """The tick, on axes of a figure."""
        from matplotlib.axis import XTick

        tick, figure = _copied(self._tick), axes.get_figure(root=False)
        for part in _parts(tick):
            part.__dict__["_parent_figure"] = figure
        tick.__dict__["_axes"] = axes
        transform = axes.get_xaxis_transform if type(tick) is XTick else axes.get_yaxis_transform
        for line, which in ((tick.tick1line, "tick1"), (tick.tick2line, "tick2"), (tick.gridline, "grid")):
            line.__dict__["_transform"] = transform(which)
        for label, (place, vertical, horizontal) in (
            (tick.label1, tick._get_text1_transform()), (tick.label2, tick._get_text2_transform()),
        ):  # fmt: skip
            label.__dict__.update(
                _transform=place, _verticalalignment=vertical, _horizontalalignment=horizontal
            )
        tick.stale = True
        return tick


def _settings_read(make: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """What a function gives, and Matplotlib's settings that it read, copied."""
    from matplotlib import RcParams, rcParams

    read: dict[str, Any] = {}
    get, get_raw = RcParams.__getitem__, RcParams._get

    def noted(settings: Any, name: str) -> Any:
        value = get_raw(settings, name)
        if settings is rcParams:
            read[name] = copy.copy(value)
        return value

    RcParams.__getitem__ = RcParams._get = noted
    try:
        return make(), read
    finally:
        RcParams.__getitem__, RcParams._get = get, get_raw


def _parts(tick: Any) -> tuple[Any, ...]:
    return tick, tick.tick1line, tick.tick2line, tick.gridline, tick.label1, tick.label2


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
