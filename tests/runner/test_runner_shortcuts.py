"""What the warm runner does quicker than a kernel, it does to the same result."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from epreuves.runner import figures, texts
from epreuves.runner.png import png
from epreuves.runner.shell import _NOT_PYTHON

LINES = (
    "x = 1", "taux = part % total", "texte = 'en % ?'", "if x != 2:", "    y = f'{x!r}'", "print('quoi ?')", "# est-ce juste ?", "z = (a",
    "  % b)", "%matplotlib inline", "!ls", "a = !ls", "b = %pwd", "len?", "?len", "x.y??", ">>> x", "... y", "In [1]: x", "/f x", ",f x", ";f x",
    "", "%%time", "  !ls", "t = '''", "%d'''", "c = \\", "    %pwd", "x ; %pwd", "def f(): return 1 ?", "=", "d == %pwd", "é = 'à !'", "x = 1 # %",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=6))
@settings(max_examples=400)
def test_a_cell_that_is_taken_for_python_at_once_is_python_to_ipython(lines: list[str]):
    cell = "\n".join(lines)
    if _NOT_PYTHON.search(cell) is None:
        assert TransformerManager().transform_cell(cell) == (cell if cell.endswith("\n") else cell + "\n")


def test_a_cell_with_a_percent_sign_in_its_texts_is_taken_for_python_at_once():
    assert _NOT_PYTHON.search("titre = 'Part (%)'\nprint('vu !', 100 * a % b)") is None


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([3, 4]), st.integers(0, 2**32 - 1))
def test_a_picture_reads_back_pixel_by_pixel(height: int, width: int, channels: int, seed: int):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
    image = Image.open(io.BytesIO(png(pixels, 100)))
    image.verify()
    image = Image.open(io.BytesIO(png(pixels, 100)))
    assert image.mode == {3: "RGB", 4: "RGBA"}[channels]
    assert (np.asarray(image) == pixels).all()
    assert image.info["dpi"] == pytest.approx((100, 100), abs=0.02)


@pytest.mark.parametrize("pixels", [np.zeros((2, 2), np.uint8), np.zeros((2, 2, 2), np.uint8), np.zeros((2, 2, 3)), np.zeros((0, 2, 3), np.uint8)])  # fmt: skip
def test_what_is_no_picture_is_refused(pixels: np.ndarray):
    with pytest.raises(ValueError, match="not a picture"):
        png(pixels, 100)


@pytest.fixture
def matplotlib_as_it_is() -> Iterator[None]:
    """Puts back what the shortcuts change in Matplotlib."""
    from matplotlib import text

    names = ("draw_text", "_draw_text_glyphs_and_boxes")
    before, metrics = {n: getattr(RendererAgg, n) for n in names}, text._get_text_metrics_with_cache
    yield
    text._get_text_metrics_with_cache = metrics
    for name, function in before.items():
        setattr(RendererAgg, name, function)
    if hasattr(RendererAgg, "_get_font_height_metrics"):
        del RendererAgg._get_font_height_metrics


def drawn(angle: float, smooth: bool) -> np.ndarray:
    """The pixels of a figure with the texts that charts have."""
    with rc_context({"text.antialiased": smooth}):
        figure = Figure(figsize=(4, 3), dpi=100)
        figure.text(0.1, 0.5, "Coût été (%) — Œuvre", rotation=angle, fontsize=11.5)
        figure.text(0.3, 0.2, r"$\frac{a}{\sqrt{b}}$ et gras", rotation=angle, weight="bold")
        figure.text(0.3, 0.8, "deux lignes\nfinales, e\u0301crites", rotation=angle, ha="center")
        axes = figure.add_axes((0.2, 0.3, 0.7, 0.5))
        axes.bar(["janv.", "févr."], [1250.5, 18])
        axes.set_title("Dépense (k€)")
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return np.array(canvas.buffer_rgba())


@pytest.mark.usefixtures("matplotlib_as_it_is")
@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("angle", [0, 90, 37])
def test_texts_measured_and_set_up_once_have_the_same_pixels(angle: float, smooth: bool):
    expected = drawn(angle, smooth)
    texts.measure_once()
    texts.set_glyphs_once()
    assert RendererAgg._draw_text_glyphs_and_boxes.__module__ == texts.__name__
    assert (drawn(angle, smooth) == expected).all()
    assert (drawn(angle, not smooth) != expected).any()


CHARACTERS = st.characters(codec="utf-8", max_codepoint=0x2300, exclude_categories=("Cs", "Cc"))


@given(
    st.text(CHARACTERS, min_size=1, max_size=12) | st.text("AVATo. fil1 2,é€(%)", min_size=1, max_size=16),
    st.sampled_from([6, 8.5, 10, 14.4]), st.sampled_from(["normal", "bold"]), st.sampled_from(["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"]),
    st.sampled_from([72, 100, 143.3]),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_a_line_measures_what_matplotlib_measures(
    string: str, size: float, weight: str, family: str, dpi: float
):
    lines, renderer = texts._Lines(), RendererAgg(10, 10, dpi)
    properties = FontProperties(size=size, weight=weight, family=family)
    found = lines.size(renderer, string, properties)
    if found is not None:
        assert found == pytest.approx(
            renderer.get_text_width_height_descent(string, properties, False), abs=1e-9
        )


def test_a_line_of_french_is_measured_by_its_letters():
    assert texts._Lines().size(RendererAgg(10, 10, 100), "Coût par visite (€)", FontProperties()) is not None


def test_a_marker_made_from_another_draws_the_same_and_turning_it_leaves_the_other(
    monkeypatch: pytest.MonkeyPatch,
):
    from matplotlib.markers import MarkerStyle

    def turned(style: str) -> list[np.ndarray]:
        first = MarkerStyle(MarkerStyle(style))
        second = MarkerStyle(first.rotated(deg=30)).rotated(deg=15)
        return [m.get_transform().transform(m.get_path().vertices) for m in (first, second, first)]

    monkeypatch.setattr(MarkerStyle, "_set_marker", MarkerStyle._set_marker)  # put back at the end
    expected = {style: turned(style) for style in ("o", "^", "s", "*")}
    figures._copy_markers_lightly()
    for style, before in expected.items():
        for one, other in zip(before, turned(style), strict=True):
            assert np.array_equal(one, other)
