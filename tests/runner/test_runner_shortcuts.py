"""What the warm runner does quicker than a kernel, it does to the same result."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from PIL import Image

from epreuves_kit.runner.cells import _NOT_PYTHON
from epreuves_kit.runner.figures import png

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
