"""Data laid out by a typst template of this package, as PDF/UA-1: tagged, in French, its fonts in it."""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import day as named_day
from epreuves.wording.inert import composed

_TEMPLATES = Path(__file__).parent / "templates"
_MONTHS = "|".join(named_day(datetime.date(2000, month, 2), year=False).split()[1] for month in range(1, 13))
#: The spaces at which a line is not cut: before signs, within guillemets, before a number's figures, between a day and its month.
_HELD = re.compile(rf" (?=[?!:;»%])|(?<=[«°]) |(?:(?<=[0-9])|(?<=1er)) (?=(?:{_MONTHS})\b)")


def compile_pdf(
    template: str | Path, data: dict[str, Any], day: datetime.date, files: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of a template of this package, or of the one at a path; data: texts, numbers and lists of them, passed as they are. The same data makes the same bytes.

    files: images that the template shows and templates that it imports, by name: whole, of a kind that typst knows.
    Characters of which no font of the machine has a drawing are written by their code, ⟨U+1F389⟩. Raises KitError.
    """
    import typst

    def compiled(value: Any) -> bytes:
        return typst.compile(
            str(main),
            font_paths=[str(place)],
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"donnees": msgspec.json.encode(value).decode()},
            timestamp=datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC),
        )

    clean = _each(data, _readable)
    with tempfile.TemporaryDirectory(prefix="epreuves-") as folder:
        place = Path(folder)
        main = place / "main.typ"
        shutil.copy(_TEMPLATES / template, main)
        shutil.copy(_TEMPLATES / "school.typ", place)
        for name, content in (files or {}).items():
            (place / name).write_bytes(content)
        # Not Matplotlib's whole folder: one of its fonts has a box for every character there is.
        for font in _fonts().glob("DejaVuSans*.ttf"):
            shutil.copy(font, place)
        try:
            return compiled(clean)
        except typst.TypstError:
            pass  # a character without a drawing, which PDF/UA refuses; the second try says it if it is something else
        try:
            return compiled(_each(clean, _drawn))
        except typst.TypstError as error:
            raise KitError(f"Le PDF ne peut pas être composé : {error.message}.") from None


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_each(item, change) for item in value]
    return {key: _each(item, change) for key, item in value.items()} if isinstance(value, dict) else value


def _readable(text: str) -> str:
    """A text whose lines are cut where French cuts them, without characters that nobody sees (a reversal of what is read, a null)."""
    text = composed(text)
    kept = "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " if c.isspace() else "" for c in text)
    return _HELD.sub("\N{NO-BREAK SPACE}", kept)


def _drawn(text: str) -> str:
    return "".join(c if ord(c) in _known() else f"⟨U+{ord(c):04X}⟩" for c in text)


@lru_cache(1)
def _known() -> frozenset[int]:
    """The characters that the text's second font has."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(_fonts() / "DejaVuSans.ttf")).get_charmap())


def _fonts() -> Path:
    """Matplotlib's fonts, which the kit has anyway: DejaVu has the letters that typst's own do not."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
