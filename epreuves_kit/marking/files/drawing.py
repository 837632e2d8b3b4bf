"""Still pages and tables of a file, for people who judge it: made within the walls, so that nobody's browser opens the file."""

from __future__ import annotations

import contextlib
import datetime
import html
import io
import statistics
from collections.abc import Iterator
from typing import Any

import msgspec

from epreuves.answers.files.kinds import RefusedFile, kind_of
from epreuves.answers.files.workbook import opened
from epreuves.wording.french import hour, number, short_day
from epreuves.wording.inert import inert
from epreuves_kit.marking.files.conditions import error_said
from epreuves_kit.marking.files.mechanics import mechanics

#: Pages that are drawn, their width in pixels, bytes from which a page is kept as JPEG, bytes of all pages.
PAGES, WIDTH, HEAVY, BYTES = 12, 1_100, 300_000, 6_000_000
#: Sheets, rows and columns that a table shows, and characters of a cell.
SHEETS, ROWS, COLUMNS, CHARACTERS = 6, 60, 16, 120
#: Height of the letters of a workbook's pages, in pixels, where there is room for it.
LETTERS = 12
#: Sides of a page, in points, beyond which it is no page.
_SIDE = 15_000


class StillPages(msgspec.Struct, frozen=True):
    """The view of a file: pages as PNG or JPEG, sheets as tables of values and formulas (inert HTML), and how many pages are not shown.

    mechanics: of a workbook, its WorkbookMechanics in msgpack, read apart: what is wrong with it loses nothing of the rest.
    """

    pages: list[bytes] = []
    tables: list[str] = []
    more: int = 0
    mechanics: bytes = b""


def payload(content: bytes, pdf: bytes) -> bytes:
    """The bytes that `draw` takes: a file, and its pages as a PDF if something drew them."""
    return msgspec.msgpack.encode((content, pdf))


def draw(data: bytes) -> bytes:
    """The entry called within the walls: msgpack of a file to msgpack of a StillPages."""
    content, pdf = msgspec.msgpack.decode(data)
    try:
        kind = kind_of(content).kind
    except RefusedFile:
        return msgspec.msgpack.encode(StillPages())
    tables, built = _sheets(content) if kind == "xlsx" else ([], b"")
    if kind in ("png", "jpg"):
        return msgspec.msgpack.encode(StillPages([_picture(content)]))
    pages, more = _pages(content if kind == "pdf" else pdf, kind in ("xlsx", "ods"))
    return msgspec.msgpack.encode(StillPages(pages, tables, more, built))


def _picture(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((WIDTH, 2 * WIDTH))
        plain = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        plain.paste(layer, mask=layer)
        return _encoded(plain)


def _encoded(plain: Any) -> bytes:
    """An opaque picture encoded anew: nothing that its file hid beside its pixels is left."""
    content = io.BytesIO()
    # Optimised, a page takes six times as long and is hardly lighter.
    plain.save(content, "PNG")
    if len(content.getvalue()) > HEAVY:
        content = io.BytesIO()
        plain.save(content, "JPEG", quality=80)
    return content.getvalue()


def _pages(pdf: bytes, sheets: bool) -> tuple[list[bytes], int]:
    """Pages drawn, and how many are not; sheets: of a workbook, at one scale and without the white below what they hold."""
    import pypdfium2

    if not pdf:
        return [], 0
    pages: list[bytes] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for rank in range(min(PAGES, len(document))):
            page = document[rank]
            width, height = page.get_size()
            if not (1 <= width <= _SIDE and 1 <= height <= _SIDE):
                continue
            scale = min(WIDTH / width, 2 * WIDTH / height)
            if sheets:
                scale = min(scale, LETTERS / (_letters(page) or 1))
            drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
            picture = _encoded(_trimmed(drawn) if sheets else drawn)
            if sum(map(len, pages)) + len(picture) > BYTES:
                break
            pages.append(picture)
        return pages, len(document) - len(pages)


def _letters(page: Any) -> float:
    """The height of most letters of a page, in points; zero where it has none."""
    text = page.get_textpage()
    boxes = [text.get_charbox(at, loose=True) for at in range(min(text.count_chars(), 2_000))]
    return statistics.median([top - bottom for _, bottom, _, top in boxes if top > bottom] or [0])


def _trimmed(plain: Any) -> Any:
    """The part of a sheet's page that holds anything, as wide as any other: pages laid to one width are then at one scale."""
    from PIL import Image, ImageChops

    box = ImageChops.invert(plain.convert("RGB")).getbbox()
    if box is None:
        return plain
    left, top, right, bottom = box
    width, height = min(WIDTH, right - left), bottom - top
    page = Image.new("RGB", (WIDTH, height + 40), "white")
    page.paste(plain.crop((left, top, left + width, bottom)), (min(20, WIDTH - width), 20))
    return page


def _sheets(content: bytes) -> tuple[list[str], bytes]:
    """The tables of a workbook, and its mechanics: nothing of either where it does not open, and its pages are shown all the same."""
    tables: list[str] = []
    built = b""
    with contextlib.suppress(Exception):  # whatever openpyxl stumbles on
        book, saved = opened(content)
        # Before the tables, which lay empty cells between those of the file.
        with contextlib.suppress(Exception):
            built = msgspec.msgpack.encode(mechanics(content, book, saved))
        tables += _tables(book, saved)
    return tables, built


def _tables(book: Any, saved: Any) -> Iterator[str]:
    for sheet in book.worksheets[:SHEETS]:
        if table := _table(sheet, saved[sheet.title]):
            yield table


def _table(sheet: Any, saved: Any) -> str:
    from openpyxl.utils import get_column_letter

    rows, columns = min(sheet.max_row, ROWS), min(sheet.max_column, COLUMNS)
    lines = []
    for row in range(1, rows + 1):
        cells = [_cell(sheet.cell(row, column), saved.cell(row, column)) for column in range(1, columns + 1)]
        lines.append(f'<tr><th scope="row">{row}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
    if not any("<td></td>" not in line or line.count("<td>") > line.count("<td></td>") for line in lines):
        return ""
    heads = "".join(f'<th scope="col">{get_column_letter(column)}</th>' for column in range(1, columns + 1))
    left = sheet.max_row - rows
    more = f", {left} lignes de plus" if left > 0 else ""
    title = f"<caption>Feuille «\u00a0{html.escape(inert(sheet.title))}\u00a0»{more}</caption>"
    return f'<table>{title}<thead><tr><th scope="col">Ligne</th>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _cell(cell: Any, saved: Any) -> str:
    value = error_said(str(saved.value)) if saved.data_type == "e" else saved.value
    shown = _shown(value, str(saved.number_format))
    if cell.data_type != "f":
        return shown
    text = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", "") or ""
    # A formula that gives the empty text has a type, and openpyxl reads no value of it.
    empty = "(vide)" if saved.value == "" or saved.data_type == "str" else "(sans valeur)"
    return f"{shown or empty}<br><code>{_text(text)}</code>"


def _shown(value: Any, style: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "vrai" if value else "faux"
    if isinstance(value, int | float):
        return f"{number(100 * value, 2)} %" if "%" in style else number(value, 4)
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return f"{short_day(value)} {hour(value)}"
    if isinstance(value, datetime.date):
        return short_day(value)
    return _text(value)


def _text(value: Any) -> str:
    text = str(value)
    return html.escape(inert(text[:CHARACTERS])) + (" …" if len(text) > CHARACTERS else "")
