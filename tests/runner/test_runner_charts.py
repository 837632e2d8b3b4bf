"""What a chart is made of in the warm runner is what Matplotlib makes, tick by tick and pixel by pixel."""

from __future__ import annotations

import datetime
import io
import itertools
import os
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_context
from matplotlib.axis import Axis
from matplotlib.backends import backend_agg
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox, BboxBase, Transform, TransformedPath

from epreuves.runner import boxes, fonts, texts, ticks


@pytest.fixture
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts back what the shortcuts change in Matplotlib."""
    for owner, names in (
        (Axis, ("get_major_ticks", "_get_tick")), (RendererAgg, ("_prepare_font",)), (backend_agg, ("get_font",)),
        (BboxBase, ("xmin", "xmax", "ymin", "ymax")),
    ):  # fmt: skip
        for name in names:
            monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(BboxBase, "union", staticmethod(BboxBase.union))


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


def log(figure: Figure) -> None:
    axes = figure.subplots()
    axes.loglog([1, 10, 1000], [2, 30, 4])
    axes.yaxis.tick_right()
    axes.tick_params(top=True, labeltop=True, direction="in", pad=9)


def days(figure: Figure) -> None:
    axes = figure.subplots()
    axes.plot([datetime.date(2026, month, 1) for month in range(1, 9)], range(8))
    axes.set_xticks(axes.get_xticks()[::2])
    axes.get_xticklabels()[1].set_color("tab:green")
    figure.autofmt_xdate()


def polar(figure: Figure) -> None:
    figure.add_subplot(projection="polar").plot([0, 1, 2], [1, 2, 3])


CHARTS = (bars, two, log, days, polar)
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"xtick.direction": "in", "grid.color": "tab:blue", "axes.grid": True, "font.size": 13},
)


def pixels(draw: Callable[[Figure], None]) -> np.ndarray:
    figure = Figure(figsize=(5, 3), dpi=100)
    canvas = FigureCanvasAgg(figure)
    draw(figure)
    canvas.draw()
    return np.array(canvas.buffer_rgba())


def told(artist: Any) -> dict[str, Any]:
    """What an artist is made of, in values that compare."""
    found = {}
    for name, value in vars(artist).items():
        if name in (
            "_callbacks",
            "_axes",
            "_parent_figure",
            "_path",
            "_transformed_path",
            "_renderer",
            "stale_callback",
            "clipbox",
        ):
            continue
        if name in ("tick1line", "tick2line", "gridline", "label1", "label2"):
            found |= {f"{name}.{k}": v for k, v in told(value).items()}
        elif name == "_transform":
            found[name] = None if value is None else str(value.transform([(0.25, 0.5), (1.0, 2.0)]))
        elif name == "_marker":
            found[name] = value.get_marker(), value.get_fillstyle()
        elif isinstance(value, FontProperties):
            found[name] = hash(value)
        elif isinstance(value, np.ndarray):
            found[name] = value.tolist()
        elif isinstance(value, Transform | TransformedPath):
            found[name] = type(value)
        else:
            found[name] = repr(value)
    return found


def all_ticks(figure: Figure) -> list[Any]:
    """The ticks of all the axes, as many as are shown."""
    return [
        tick
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
    ]


@pytest.mark.usefixtures("as_it_is")
@pytest.mark.parametrize("draw", CHARTS)
def test_ticks_made_from_another_are_those_that_matplotlib_makes(draw: Callable[[Figure], None]):
    def made() -> list[dict[str, Any]]:
        figure = Figure(figsize=(5, 3), dpi=100)
        FigureCanvasAgg(figure)
        draw(figure)
        return [told(tick) for tick in all_ticks(figure)]

    expected = []
    for settings in SETTINGS:
        with rc_context(settings):
            expected.append(made())
    ticks.copy_ticks()
    # Twice: the second time nothing is made anew. One setting after the other: what was kept under the first is of no use.
    for _ in range(2):
        for settings, before in zip(SETTINGS, expected, strict=True):
            with rc_context(settings):
                found = made()
                assert len(found) == len(before) > 4
                for one, other in zip(before, found, strict=True):
                    assert other == one


@pytest.mark.usefixtures("as_it_is")
@pytest.mark.parametrize("draw", CHARTS)
def test_charts_have_the_same_pixels(draw: Callable[[Figure], None]):
    expected = []
    for settings in SETTINGS:
        with rc_context(settings):
            expected.append(pixels(draw))
    fonts.hold()
    fonts.find_once()
    boxes.compare_edges()
    ticks.copy_ticks()
    for _ in range(2):
        for settings, before in zip(SETTINGS, expected, strict=True):
            with rc_context(settings):
                assert np.array_equal(pixels(draw), before)
    assert not np.array_equal(expected[0], expected[1])


@pytest.mark.usefixtures("as_it_is")
def test_a_tick_that_is_changed_leaves_the_others_as_they_are():
    ticks.copy_ticks()
    figure = Figure()
    axes = figure.subplots()
    axes.set_xlim(0, 10)
    first, *others = axes.xaxis.get_major_ticks()
    before = [told(tick) for tick in others]
    first.label1.set(fontsize=30, color="red", rotation=20, text="autre")
    first.tick1line.set(markersize=12, color="red", marker="o")
    first.gridline.set(linestyle=":", visible=True)
    first.label1.get_fontproperties().set_weight("bold")
    seen: list[Any] = []
    first.label1.add_callback(seen.append)
    others[0].label1.set_visible(False)
    others[0].label1.set_visible(True)
    assert [told(tick) for tick in others] == before
    assert seen == []
    first.label1.set_visible(False)
    assert seen == [first.label1]


ALPHABET = [c for c in map(chr, range(0x20, 0x2300)) if texts._BY_ITSELF.fullmatch(c)]


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize(
    ("family", "size"),
    [("DejaVu Sans", 10), ("DejaVu Sans", 8.3), ("DejaVu Serif", 12), ("DejaVu Sans Mono", 10)],
)
def test_letters_placed_by_advances_and_pairs_stand_where_matplotlib_lays_them(
    family: str, size: float, weight: str
):
    """All the pairs of the letters that are placed so."""
    renderer, flags = RendererAgg(1, 1, 100), get_hinting_flag()
    properties = FontProperties(family=family, size=size, weight=weight)
    font = renderer._prepare_font(properties)
    lines = texts._Lines()
    assert lines.size(renderer, "Té", properties) is not None
    (face,) = lines._faces.values()
    assert face.paired
    placed = 0
    for first in ALPHABET:
        string = "".join(first + second for second in ALPHABET)
        if (found := lines._paired(face, font, flags, string)) is None:
            continue
        laid = font._layout(string, flags=flags)
        assert found[0] == [(letter.glyph_index, letter.x) for letter in laid]
        placed += 1
    # The others hold an « fi » that these fonts write as they like.
    assert placed > (0 if family == "DejaVu Serif" else len(ALPHABET) // 2)


@pytest.mark.parametrize("word", ["Affiliation", "chiffre", "profil", "fffi", "affleure", "off", "fjord"])
def test_letters_written_as_one_are_placed_as_one(word: str):
    renderer, properties = RendererAgg(1, 1, 100), FontProperties()
    found = texts._Lines().size(renderer, word, properties)
    assert found == renderer.get_text_width_height_descent(word, properties, False)


NUMBERS = st.floats(width=32) | st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan])


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5))
def test_edges_compared_as_numbers_are_those_that_numpy_finds(
    corners: list[tuple[float, float, float, float]],
):
    all_boxes = [Bbox([[a, b], [c, d]]) for a, b, c, d in corners]
    names = ("xmin", "ymin", "xmax", "ymax")
    kept = {name: BboxBase.__dict__[name] for name in (*names, "union")}
    expected = (
        [[getattr(box, name) for name in names] for box in all_boxes],
        Bbox.union(all_boxes).get_points(),
    )
    boxes.compare_edges()
    try:
        found = (
            [[getattr(box, name) for name in names] for box in all_boxes],
            Bbox.union(all_boxes).get_points(),
        )
        with pytest.raises(ValueError, match="empty"):
            Bbox.union([])
    finally:
        for name, before in kept.items():
            setattr(BboxBase, name, before)
    for one, other in zip(expected, found, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.usefixtures("as_it_is")
def test_a_font_is_found_anew_where_settings_change_even_in_place():
    def family() -> str:
        return RendererAgg(1, 1, 100)._prepare_font(FontProperties()).family_name

    def seen() -> list[str]:
        found = []
        with rc_context():
            mpl.rcParams["font.sans-serif"] = ["DejaVu Sans"]
            found.append(family())
            mpl.rcParams["font.sans-serif"].insert(0, "DejaVu Sans Mono")
            found.append(family())
            mpl.rcParams["font.family"] = "serif"
            mpl.rcParams["font.serif"] = ["DejaVu Serif"]
            found.append(family())
        return found

    expected = seen()
    fonts.hold()
    fonts.find_once()
    assert seen() == expected == ["DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif"]


@pytest.mark.usefixtures("as_it_is")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are what fonts are held for")
def test_forks_that_draw_at_once_with_the_fonts_of_their_parent_do_not_disturb_each_other():
    expected = pixels(two)
    fonts.hold()
    assert np.array_equal(pixels(two), expected)
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            same = False
            try:
                same = all(np.array_equal(pixels(two), expected) for _ in range(5))
            finally:
                os._exit(0 if same else 1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4


@pytest.mark.usefixtures("as_it_is")
def test_a_chart_is_still_saved_in_formats_that_hold_their_fonts():
    fonts.hold()
    fonts.find_once()
    for kind, start in (("pdf", b"%PDF"), ("svg", b"<?xml")):
        figure = Figure()
        bars(figure)
        file = io.BytesIO()
        figure.savefig(file, format=kind)
        assert file.getvalue().startswith(start)


@pytest.mark.parametrize(("angle", "smooth"), [*itertools.product([0, 90], [True, False])])
def test_a_letter_drawn_again_elsewhere_on_a_pixel_is_drawn_anew(
    angle: float, smooth: bool, monkeypatch: pytest.MonkeyPatch
):
    def drawn() -> np.ndarray:
        with rc_context({"text.antialiased": smooth}):
            figure = Figure(figsize=(3, 3), dpi=100)
            canvas = FigureCanvasAgg(figure)
            for step in range(9):
                figure.text(
                    0.1 + step / 90, 0.1 + 0.0957 * step, "aa il 00", rotation=angle, fontsize=9 + step % 2
                )
            canvas.draw()
            return np.array(canvas.buffer_rgba())

    expected = drawn()
    monkeypatch.setattr(RendererAgg, "_draw_text_glyphs_and_boxes", RendererAgg._draw_text_glyphs_and_boxes)
    texts.set_glyphs_once()
    for _ in range(2):
        assert np.array_equal(drawn(), expected)


@pytest.mark.filterwarnings("ignore::matplotlib.MatplotlibDeprecationWarning")
@pytest.mark.parametrize("factor", [0, 6])
def test_a_line_measured_under_other_settings_is_measured_anew(factor: int):
    lines, renderer, properties = texts._Lines(), RendererAgg(1, 1, 100), FontProperties()
    before = lines.size(renderer, "AVATAR To", properties)
    with rc_context():
        mpl.rcParams._set("text.kerning_factor", factor)
        mpl.rcParams._set("text.hinting", "none")
        found = lines.size(renderer, "AVATAR To", properties)
        assert found == renderer.get_text_width_height_descent("AVATAR To", properties, False)
    assert found != before
