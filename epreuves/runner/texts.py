"""Texts of figures, measured once a process and drawn with less ado: the same measures, the same pixels.

Matplotlib measures a text anew for each size of picture, and sets font, size and rotation up again for each letter.
Nothing is done with a Matplotlib whose texts are not laid out so.
"""

from __future__ import annotations

import functools
import inspect
import math
import re
from typing import Any

import numpy as np

#: Texts whose measures are kept.
_TEXTS = 4096
#: Characters that are one letter each: Latin and Greek letters, digits, signs and spaces.
_ONE_AFTER_THE_OTHER = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u017f\u0391-\u03c9\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u22ff]+"
)
#: Characters whose letters are placed by themselves and by pairs: those of French and of English, digits, signs of figures and of money.
_BY_ITSELF = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u00ff\u0152\u0153\u0178\u2009\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f\u2039\u203a\u20ac\u2190\u2192\u2212\u2248\u2264\u2265]+"
)
#: What these fonts write as one letter, and the character of that letter, where it is one.
_JOINED = re.compile("ffi|ffl|ff|fi|fl")
_LETTERS = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03", "ffl": "\ufb04"}
#: A line in which advances or pairs would show that they do not make the places.
_SAMPLE = "AVATAR To, Té-Y. 1 250,75 %"


def measure_once() -> None:
    """Have a text's measures, which hang on its font and size alone, kept from one renderer to the next.

    Matplotlib keeps them for one renderer, a new one for each size of picture, and reads a font's height off the font, text by text.
    Nothing is done with a Matplotlib whose texts are not laid out so.
    """
    from matplotlib import font_manager, text
    from matplotlib.backends.backend_agg import RendererAgg

    layout = inspect.getsource(text.Text._get_layout)
    if "_get_font_height_metrics" not in layout or hasattr(RendererAgg, "_get_font_height_metrics"):
        return
    lines = _Lines()
    heights: dict[tuple[Any, ...], tuple[float, float, float] | None] = {}
    sizes: dict[tuple[Any, ...], tuple[float, float, float]] = {}
    by_renderer = text._get_text_metrics_with_cache

    def units(properties: Any) -> tuple[float, float, float] | None:
        font = font_manager.get_font(font_manager.fontManager._find_fonts_by_props(properties))
        for table, gap, ascent, descent in (
            ("OS/2", "sTypoLineGap", "sTypoAscender", "sTypoDescender"),
            ("hhea", "lineGap", "ascent", "descent"),
        ):
            if (found := font.get_sfnt_table(table)) is not None:
                per_em = 1 / font.get_sfnt_table("head")["unitsPerEm"]
                return found[ascent] * per_em, -found[descent] * per_em, found[gap] * per_em
        return None

    def height(self: Any, properties: Any) -> tuple[float | None, float | None, float | None]:
        key = hash(properties), *_settings()
        if key not in heights:
            heights[key] = units(properties)
        if (found := heights[key]) is None:
            return None, None, None
        scale = properties.get_size_in_points() * self.dpi / 72
        return found[0] * scale, found[1] * scale, found[2] * scale

    def size(renderer: Any, string: str, properties: Any, ismath: Any, dpi: float) -> Any:
        if type(renderer) is not RendererAgg or ismath:
            return by_renderer(renderer, string, properties, ismath, dpi)
        key = string, hash(properties), dpi, *_settings()
        if key not in sizes:
            if len(sizes) >= _TEXTS:
                sizes.clear()
            sizes[key] = lines.size(renderer, string, properties) or renderer.get_text_width_height_descent(
                string, properties, ismath
            )
        return sizes[key]

    draw_text = RendererAgg.draw_text

    def draw(
        self: Any,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        plain = not ismath and (mtext is None or not (mtext.get_fontfeatures() or mtext.get_language()))
        letters = lines.laid(self, s, prop) if plain else None
        if letters is None:
            return draw_text(self, gc, x, y, s, prop, angle, ismath, mtext)
        font, size = self._prepare_font(prop), prop.get_size_in_points()
        glyphs = ((font, size, glyph, 0, 1, place, 0) for glyph, place in letters)
        self._draw_text_glyphs_and_boxes(gc, x, y, angle, glyphs, [])

    RendererAgg._get_font_height_metrics = height
    text._get_text_metrics_with_cache = size
    if lines.possible:
        RendererAgg.draw_text = draw


class _Face:
    """What is known of a font at a size: letters by character, each its number, advance, bottom and top, and how pairs are drawn together.

    In 64ths of a pixel. Numbers alone: a font is closed where a process forks.
    """

    def __init__(self, paired: bool, joined: bool) -> None:
        self.paired, self.joined = paired, joined
        self.letters: dict[str, tuple[int, int, int, int] | None] = {}
        self.pairs: dict[tuple[int, int], int] = {}
        self.boxes: dict[int, tuple[int, int, int]] = {}
        self.placed: dict[str, list[tuple[int, float]]] = {}


class _Lines:
    """Lines of text whose letters were placed once, for their measures, and are drawn from there.

    Only of letters that stand one after the other: an accent written apart, or a script that joins or turns, is left to Matplotlib.
    """

    def __init__(self) -> None:
        from matplotlib.backends import backend_agg
        from matplotlib.ft2font import FT2Font, Kerning

        #: Whether this Matplotlib places letters before it draws them.
        self.possible = all(hasattr(FT2Font, name) for name in ("_layout", "_render_glyph", "_set_transform"))
        self._flags, self._unfitted = backend_agg.get_hinting_flag, Kerning.UNFITTED
        self._faces: dict[tuple[Any, ...], _Face] = {}

    def laid(self, renderer: Any, string: str, properties: Any) -> list[tuple[int, float]] | None:
        """The letters of a line that was measured, by their numbers in the font, each with its place; None where it was not."""
        face = self._faces.get((hash(properties), renderer.dpi, *_settings()))
        return face.placed.get(string) if face is not None else None

    def size(self, renderer: Any, string: str, properties: Any) -> tuple[float, float, float] | None:
        """Width, height and descent of a line in pixels; None where this is not the way to know.

        As `FT2Font.set_text` has it: the pen's way, and the box around what the letters cover above and below.
        """
        if not self.possible or not _ONE_AFTER_THE_OTHER.fullmatch(string):
            return None
        key = hash(properties), renderer.dpi, *_settings()
        font, flags = renderer._prepare_font(properties), self._flags()
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = _Face(
                self._is_paired(font, flags, properties), font.family_name == "DejaVu Sans"
            )
        known = self._paired(face, font, flags, string) or self._placed(face, font, flags, string)
        if known is None:
            return None
        placed, low, high, width = known
        if len(face.placed) >= _TEXTS:
            face.placed.clear()
        face.placed[string] = placed
        return width / 64, (high - low) / 64, -low / 64

    def _paired(self, face: _Face, font: Any, flags: Any, string: str) -> _Placed | None:
        """A line whose letters stand each its advance after the other, but for what its pairs are drawn together."""
        if not face.paired or _BY_ITSELF.fullmatch(string) is None:
            return None
        if "f" in string:
            if not face.joined and _JOINED.search(string):
                return None
            string = _JOINED.sub(lambda match: _LETTERS[match[0]], string)
        placed, pen, before, lows, highs = [], 0, None, [], []
        letters, pairs = face.letters, face.pairs
        for character in string:
            if character not in letters:
                letters[character] = _letter(font, flags, character)
            letter = letters[character]
            if letter is None:
                return None
            glyph, advance, low, high = letter
            if before is not None:
                if (before, glyph) not in pairs:
                    pairs[before, glyph] = font.get_kerning(before, glyph, self._unfitted)
                pen += pairs[before, glyph]
            placed.append((glyph, pen / 64))
            lows.append(low)
            highs.append(high)
            pen += advance
            before = glyph
        return placed, min(lows), max(highs), pen

    @staticmethod
    def _placed(face: _Face, font: Any, flags: Any, string: str) -> _Placed | None:
        """A line whose letters Matplotlib has placed."""
        letters = font._layout(string, flags=flags)
        if len(letters) != len(string) or any(i.ft_object is not font or i.y for i in letters):
            return None
        boxes = []
        for letter in letters:
            if letter.glyph_index not in face.boxes:
                found = font.load_glyph(letter.glyph_index, flags)
                face.boxes[letter.glyph_index] = found.bbox[1], found.bbox[3], found.horiAdvance
            boxes.append(face.boxes[letter.glyph_index])
        low, high = min(b[0] for b in boxes), max(b[1] for b in boxes)
        width = round(letters[-1].x * 64) + boxes[-1][2]
        return [(i.glyph_index, i.x) for i in letters], low, high, width

    def _is_paired(self, font: Any, flags: Any, properties: Any) -> bool:
        """Whether a font's letters are placed by advances and pairs alone: those that come with Matplotlib, where it still lays them so."""
        import matplotlib as mpl
        from matplotlib.font_manager import fontManager

        first = fontManager._find_fonts_by_props(properties)[0]
        if not getattr(first, "path", first).startswith(
            mpl.get_data_path()
        ) or not font.family_name.startswith("DejaVu"):
            return False
        pen, before = 0, None
        for letter, character in zip(font._layout(_SAMPLE, flags=flags), _SAMPLE, strict=False):
            known = _letter(font, flags, character)
            if known is None or known[0] != letter.glyph_index:
                return False
            pen += font.get_kerning(before, known[0], self._unfitted) if before is not None else 0
            if pen != letter.x * 64:
                return False
            pen, before = pen + known[1], known[0]
        return True


#: Letters with their places in pixels; bottom, top and width in 64ths.
_Placed = tuple[list[tuple[int, float]], int, int, int]


def _letter(font: Any, flags: Any, character: str) -> tuple[int, int, int, int] | None:
    """Number, advance, bottom and top of a character's letter; None where the font has none."""
    glyph = font.get_char_index(ord(character))
    if not glyph:
        return None
    found = font.load_glyph(glyph, flags)
    return glyph, found.horiAdvance, found.bbox[1], found.bbox[3]


def set_glyphs_once() -> None:
    """Have font, size and rotation set once for the letters of a text that share them."""
    from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
    from matplotlib.ft2font import RenderMode

    one_by_one = getattr(RendererAgg, "_draw_text_glyphs_and_boxes", None)
    if one_by_one is None or not all(
        w in inspect.getsource(one_by_one) for w in ("_set_transform", "_render_glyph", "slant")
    ):
        return

    #: Letters as pixels, with their place from the pixel that the pen is in: the same for the same part of a pixel.
    bitmaps: dict[tuple[Any, ...], tuple[Any, int, int]] = {}

    def draw(self: Any, gc: Any, x: float, y: float, angle: float, glyphs: Any, boxes: Any) -> None:
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        smooth, flags, height = gc.get_antialiased(), get_hinting_flag(), int(self.height)
        mode = RenderMode.NORMAL if smooth else RenderMode.MONO
        blit, dpi = self._renderer.draw_text_image, self.dpi
        sized = shaped = matrix = None
        for font, size, glyph, slant, extend, dx, dy in glyphs:
            if shaped != (slant, extend):
                shaped = slant, extend
                matrix = _matrix(cos, sin, slant, extend)
            across, part_across = divmod(round(0x40 * (x + dx * cos - dy * sin)), 0x40)
            up, part_up = divmod(round(0x40 * (self.height - y + dx * sin + dy * cos)), 0x40)
            key = font, size, dpi, glyph, flags, smooth, angle, shaped, part_across, part_up
            if key not in bitmaps:
                if sized is None or sized[0] is not font or sized[1] != size:
                    sized = font, size
                    font.set_size(size, dpi)
                font._set_transform(matrix, [part_across, part_up])
                bitmap = font._render_glyph(glyph, flags, mode)
                pixels = bitmap.buffer
                if not smooth:
                    pixels *= 0xFF
                if len(bitmaps) >= _TEXTS:
                    bitmaps.clear()
                bitmaps[key] = pixels, bitmap.left, pixels.shape[0] - bitmap.top
            pixels, left, below = bitmaps[key]
            blit(pixels, across + left, height - up + below, 0, gc)
        if boxes:
            one_by_one(self, gc, x, y, angle, (), boxes)

    RendererAgg._draw_text_glyphs_and_boxes = draw


@functools.lru_cache(maxsize=64)
def _matrix(cos: float, sin: float, slant: float, extend: float) -> list[list[int]]:
    """How a letter is turned, slanted and stretched, in 65536ths."""
    turned = 0x10000 * np.array([[cos, -sin], [sin, cos]]) @ [[extend, extend * slant], [0, 1]]
    return turned.round().astype(int).tolist()


def _settings() -> tuple[Any, ...]:
    """What of Matplotlib's settings changes the measures of a text."""
    import matplotlib as mpl

    got = mpl.rcParams._get
    return (
        *got("font.family"), *got("font.sans-serif")[:2],
        got("text.hinting"), got("text.hinting_factor"), got("text.kerning_factor"),
    )  # fmt: skip
