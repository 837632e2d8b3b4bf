"""A figure drawn once is the picture that IPython and Matplotlib give when they draw it three times, and is left as they leave it."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from IPython.core import pylabtools
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from mpl_toolkits.axes_grid1 import make_axes_locatable
from mpl_toolkits.axes_grid1.inset_locator import inset_axes
from PIL import Image

from epreuves_kit.runner import figures, warm
from epreuves_kit.runner.run import Limits


def bars(figure: Figure) -> None:
    axes = figure.subplots()
    axes.bar(["Réseaux", "Courriel", "Affichage"], [3, 1, 2])
    axes.grid(axis="y", alpha=0.3)
    axes.set_title("Dépense (k€)", loc="left", fontweight="bold")


def two(figure: Figure) -> None:
    left, right = figure.subplots(1, 2, sharey=True)
    left.plot(range(12), marker="o", label="chiffre d'affaires")
    left.tick_params(axis="x", rotation=45, labelsize=7, colors="tab:red")
    left.legend()
    right.twinx().plot([5, 4, 9], linestyle="--")
    right.minorticks_on()
    right.grid(which="minor", linestyle=":")
    figure.suptitle("Deux vues", wrap=True)


def log(figure: Figure) -> None:
    axes = figure.subplots()
    axes.loglog([1, 10, 1000], [2, 30, 4])
    axes.yaxis.tick_right()
    axes.tick_params(top=True, labeltop=True, direction="in", pad=9)


def days(figure: Figure) -> None:
    axes = figure.subplots()
    axes.plot([datetime.date(2026, month, 1) for month in range(1, 9)], range(8))
    axes.get_xticklabels()[1].set_color("tab:green")
    figure.autofmt_xdate()


def square(figure: Figure) -> None:
    axes = figure.subplots()
    image = axes.imshow([[1, 2], [3, 4]])
    figure.colorbar(image, ax=axes)


def beside(figure: Figure) -> None:
    axes = figure.subplots()
    image = axes.imshow([[1, 2], [3, 4]])
    figure.colorbar(image, cax=make_axes_locatable(axes).append_axes("right", size="5%", pad=0.1))


def inset(figure: Figure) -> None:
    axes = figure.subplots()
    axes.plot([1, 3, 2])
    axes.inset_axes((0.1, 0.6, 0.3, 0.3)).plot([2, 1])


def anchored(figure: Figure) -> None:
    axes = figure.subplots()
    axes.plot([1, 3, 2])
    inset_axes(axes, width="30%", height=0.6, loc="upper right").plot([2, 1])


def polar(figure: Figure) -> None:
    figure.add_subplot(projection="polar").plot([0, 1, 2], [1, 2, 3])


def seen_through(figure: Figure) -> None:
    figure.set_facecolor("none")
    bars(figure)


CHARTS = (bars, two, log, days, square, beside, inset, anchored, polar, seen_through)
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {
        "xtick.direction": "in",
        "axes.grid": True,
        "font.size": 13,
        "savefig.pad_inches": 0.3,
        "savefig.facecolor": "tab:blue",
    },
)


class Counted(Artist):
    """An artist without a look, that counts how often it is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = 0
        self.set_in_layout(False)

    def draw(self, renderer: Any) -> None:
        self.drawn += 1


def made(draw: Callable[[Figure], None], layout: str | None) -> tuple[Figure, Counted]:
    figure, counted = Figure(figsize=(5, 3), dpi=100, layout=layout), Counted()
    FigureCanvasAgg(figure)
    draw(figure)
    figure.add_artist(counted)
    return figure, counted


def pixels(picture: bytes) -> tuple[np.ndarray, float]:
    image = Image.open(io.BytesIO(picture))
    return np.asarray(image.convert("RGBA")), image.info["dpi"][0]


#: Kinds of axes that are drawn as a kernel draws them.
NOT_ORDINARY = (anchored, polar)
LAYOUTS: tuple[tuple[str | None, str], ...] = (
    (None, "png"),
    (None, "retina"),
    ("tight", "png"),
    ("constrained", "png"),
    ("compressed", "retina"),
)


@pytest.mark.filterwarnings("ignore:This figure includes Axes that are not compatible with tight_layout")
@pytest.mark.filterwarnings("ignore:This figure was using a layout engine that is incompatible")
@pytest.mark.parametrize(("layout", "fmt"), LAYOUTS)
@pytest.mark.parametrize("draw", CHARTS)
def test_a_figure_drawn_once_has_the_pixels_of_one_drawn_thrice(
    draw: Callable[[Figure], None], layout: str | None, fmt: str
):
    with rc_context(SETTINGS[LAYOUTS.index((layout, fmt)) % 2]):
        stock, _ = made(draw, layout)
        if draw not in NOT_ORDINARY:
            stock.canvas.draw()
        expected, dots = pixels(pylabtools.print_figure(stock, fmt))
        ours, counted = made(draw, layout)
        found, same_dots = pixels(figures.print_figure(ours, fmt))
    assert counted.drawn == (2 if draw in NOT_ORDINARY else 1)
    assert np.array_equal(found, expected)
    assert same_dots == pytest.approx(dots, abs=0.02)


@pytest.mark.filterwarnings("ignore:This figure was using a layout engine that is incompatible")
@pytest.mark.parametrize("layout", ["tight", "constrained"])
def test_a_figure_displayed_before_its_cell_ends_is_laid_out_as_often_as_in_a_kernel(
    layout: str, monkeypatch: pytest.MonkeyPatch
):
    stock, ours = made(days, layout)[0], made(days, layout)[0]
    monkeypatch.setattr(figures._FigureCell, "ended", False)
    found, _ = pixels(figures.print_figure(ours))
    expected, _ = pixels(pylabtools.print_figure(stock))
    assert np.array_equal(found, expected)
    stock.canvas.draw()
    assert not np.array_equal(pixels(pylabtools.print_figure(stock))[0], expected)


@pytest.mark.parametrize("layout", [None, "constrained"])
def test_a_figure_drawn_once_keeps_its_settings(layout: str | None):
    figure, _ = made(beside, layout)
    locators = [axes.get_axes_locator() for axes in figure.axes]
    engine, settings = figure.get_layout_engine(), dict(mpl.rcParams)
    figures.print_figure(figure, "retina")
    assert figure.dpi == 100
    assert tuple(figure.get_size_inches()) == (5, 3)
    assert figure.get_layout_engine() is engine
    assert [axes.get_axes_locator() for axes in figure.axes] == locators
    assert dict(mpl.rcParams) == settings


@pytest.fixture
def with_a_font_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account whose list of fonts has one that lies in its own folder, out of the walls."""
    from matplotlib import font_manager

    listed = Path(mpl.get_cachedir()) / f"fontlist-v{font_manager.FontManager.__version__}.json"
    content = json.loads(listed.read_text("utf-8"))
    plain = next(font for font in content["ttflist"] if font["name"] == "DejaVu Sans")
    own = tmp_path / "Maison.ttf"
    own.write_bytes(Path(font_manager.findfont("DejaVu Sans")).read_bytes())
    content["ttflist"].append(plain | {"name": "Maison", "fname": str(own)})
    (tmp_path / listed.name).write_text(json.dumps(content), "utf-8")
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))


@pytest.mark.skipif(bool(warm.missing()), reason=warm.missing())
@pytest.mark.usefixtures("with_a_font_of_their_own")
def test_behind_the_walls_figures_are_drawn_once_with_fonts_that_are_there():
    drawn = (
        "import matplotlib.pyplot as plt\nfrom matplotlib.artist import Artist\n"
        "class Counted(Artist):\n    drawn = 0\n    def draw(self, renderer):\n        Counted.drawn += 1\n"
        "figure, axes = plt.subplots()\naxes.plot([1, 2])\nfigure.add_artist(Counted());"
    )
    listed = "from matplotlib import font_manager\nprint(sorted({f.name for f in font_manager.fontManager.ttflist} & {'Maison', 'DejaVu Sans'}))"
    sources = (drawn, "print(Counted.drawn)", listed)
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    parent = warm.Parent()
    try:
        done = parent.run(
            {"cells": cells}, Path(__file__).parent / "carnets", Limits(cell_seconds=60, total_seconds=300)
        )
    finally:
        parent.close()
    assert "image/png" in done.cells[0].outputs[-1]["data"]
    assert [done.cells[i].outputs[0]["text"] for i in (1, 2)] == ["1\n", "['DejaVu Sans']\n"]
