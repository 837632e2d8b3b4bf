"""The dashboard's charts: small enough to be read on a telephone, drawn so that nothing is told by colour alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any

import msgspec
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from epreuves.wording.french import counted, number, percent
from epreuves_kit.extensions.dashboard.comparisons import Fairness
from epreuves_kit.extensions.dashboard.items import Item

#: Inches: at 96 points an inch, a chart fits a telephone at three quarters of its size.
_WIDTH = 4.6
INK, SOFT, ACCENT, WARN = "#1d2430", "#55606f", "#1f4e79", "#a32020"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "epreuves",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "white",
    "legend.frameon": False,
    "legend.fontsize": 9,
}


class Picture(msgspec.Struct, frozen=True):
    """A chart drawn: as SVG (UTF-8, its texts being texts) and as PNG, with the sentence that stands for it where it is not seen."""

    svg: str
    png: bytes
    told: str


def histogram(title: str, shares: Sequence[float], caption: str, what: str = "part des points") -> Picture:
    """The spread of candidates, by tenths; what: what shares are of; shares from 0 to 1 (more where a grader gave more), at least one."""
    from statistics import median

    with _styled():
        figure, axes = _figure(2.9)
        edges = [tenth * 10 for tenth in range(11)]
        percents = [min(100.0, max(0.0, 100 * share)) for share in shares]
        counts, _, bars = axes.hist(percents, bins=edges, color="#9db8d2", edgecolor=ACCENT)
        assert isinstance(bars, BarContainer)  # one series of bars
        middle = median(percents)
        axes.axvline(middle, color=WARN, linestyle="--", linewidth=1.6)
        labels = axes.bar_label(
            bars, labels=[f"{int(n)}" if n else "" for n in counts], padding=2, fontsize=9, color=INK
        )
        for label in labels:  # the median's line may go through one
            label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
        axes.set(
            title=f"{title}\nmédiane {percent(Fraction(middle) / 100)} (tirets)",
            xlabel=f"{what} (%)",
            ylabel="candidats",
            xlim=(0, 100),
        )
        axes.set_xticks(range(0, 101, 20))
        _whole(axes, int(max(counts)) + 1)
        return _drawn(figure, caption)


def items(title: str, analysed: Sequence[Item], criteria: Sequence[bool], caption: str) -> Picture:
    """Items by difficulty and discrimination, numbered from 1 as in the table; a criterion is a square, an item to look at full."""
    with _styled():
        figure, axes = _figure(3.4)
        axes.axhspan(-1, 0.2, color="#eef0f3", zorder=0)
        axes.axhline(0.2, color=SOFT, linewidth=1, linestyle=":")
        lowest = 0.0
        for rank, (item, criterion) in enumerate(zip(analysed, criteria, strict=True), 1):
            if item.difficulty is None or item.correlation is None:
                continue
            lowest = min(lowest, item.correlation)
            axes.plot(
                100 * item.difficulty,
                item.correlation,
                "s" if criterion else "o",
                markersize=7,
                markeredgecolor=WARN if item.flags else ACCENT,
                markerfacecolor=WARN if item.flags else "white",
            )
            if item.flags:
                axes.annotate(
                    f"{rank}",
                    (100 * item.difficulty, item.correlation),
                    (6, 4),
                    textcoords="offset points",
                    fontsize=9,
                    color=WARN,
                )
        axes.yaxis.set_major_locator(MultipleLocator(0.2))
        axes.yaxis.set_major_formatter(lambda value, _: number(value, 1, fixed=True))
        handles = [
            axes.plot([], [], mark, color=edge, markerfacecolor=fill, linestyle="none", label=label)[0]
            for mark, edge, fill, label in (
                ("o", ACCENT, "white", "question"),
                ("s", ACCENT, "white", "critère"),
                ("o", WARN, WARN, "à revoir (plein)"),
            )
        ]
        axes.set(
            title=title,
            xlabel="part moyenne des points (%)",
            ylabel="corrélation avec le reste",
            xlim=(0, 103),
            ylim=(lowest - 0.1, 1.02),
        )
        figure.legend(
            handles=handles,
            loc="outside lower center",
            ncols=3,
            columnspacing=1,
            handletextpad=0.2,
            frameon=False,
        )
        return _drawn(figure, caption)


def groups(title: str, fairness: Fairness, caption: str) -> Picture:
    """Means of groups, with their intervals where they have one; the number of copies stands with each name."""
    with _styled():
        figure, axes = _figure(0.9 + 0.26 * len(fairness.groups))
        names = [f"{g.name} ({counted(g.copies, 'copie')})" for g in reversed(fairness.groups)]
        for place, group in enumerate(reversed(fairness.groups)):
            if group.low is not None and group.high is not None:
                axes.plot(
                    [100 * max(0.0, group.low), 100 * min(1.0, group.high)], [place, place], color=ACCENT, linewidth=2
                )
            full = group.low is not None
            axes.plot(
                100 * group.mean,
                place,
                "o",
                markersize=7,
                markeredgecolor=ACCENT,
                markerfacecolor=ACCENT if full else "white",
            )
        axes.set(
            title=title,
            xlabel="part moyenne des points de la machine (%)",
            xlim=(-3, 103),
            ylim=(-0.6, len(names) - 0.4),
        )
        axes.set_yticks(range(len(names)), names)
        axes.grid(axis="x", color="#dfe3e9")
        return _drawn(figure, caption)


def cloud(title: str, across: Sequence[float], up: Sequence[float], caption: str) -> Picture:
    """Copies by what the machine marked and what graders judged; the line is where both are equal."""
    with _styled():
        figure, axes = _figure(3.2)
        axes.plot([0, 100], [0, 100], color=SOFT, linestyle=":", linewidth=1.2, label="parts égales")
        axes.plot(
            [100 * x for x in across],
            [100 * y for y in up],
            "o",
            markersize=7,
            markeredgecolor=ACCENT,
            markerfacecolor="#9db8d2",
            alpha=0.75,
        )
        axes.set(
            title=title,
            xlabel="part des points de la machine (%)",
            ylabel="part des points du jury (%)",
            xlim=(-3, 103),
            ylim=(-3, 103),
        )
        axes.legend(loc="upper left")
        return _drawn(figure, caption)


def _figure(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def _styled() -> AbstractContextManager[None]:
    import matplotlib as mpl

    return mpl.rc_context(_STYLE)


def _whole(axes: Axes, top: int) -> None:
    """A vertical axis in whole numbers."""
    step = max(1, round(top / 5))
    axes.set_yticks(range(0, top + step, step))
    axes.set_ylim(0, top + 0.4)


def _drawn(figure: Figure, caption: str) -> Picture:
    svg, png = io.StringIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    figure.savefig(png, format="png", dpi=110)
    return Picture(svg.getvalue(), png.getvalue(), caption)
