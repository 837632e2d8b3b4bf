"""The lines of a référentiel's sheet, each whole: what a merged cell says of the lines below it is carried down to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from epreuves.answers.keys import fold
from epreuves_kit.build.spreadsheet import words
from epreuves_kit.build.spreadsheet.headings import SheetColumns, SheetTable

#: A code, empty where there is none, and a label.
Coded = tuple[str, str]
_NOTHING: Coded = ("", "")
_READERS = {"bloc": words.bloc, "activity": words.activity, "competence": words.coded}
#: Fields that a merged cell says of several épreuves; the others are of the épreuve of their line alone.
_CARRIED = ("epreuve", "epreuve_code", "nature", "work", "oral", "context")
_OWN = ("short", "instruction", "deliverables")


class SheetLine(msgspec.Struct, frozen=True):
    """A line of the sheet, with its number. bloc, activity, competence: codes and labels; criteria: those that this line adds.

    values: the texts of the other fields, by field; own: fields that this very line writes. crowded: codes of compétences that one of its
    cells holds together.
    """

    line: int
    bloc: Coded
    activity: Coded
    competence: Coded
    criteria: tuple[Coded, ...]
    values: dict[str, str]
    own: frozenset[str]
    crowded: tuple[str, ...] = ()


def lines(table: SheetTable) -> Iterator[SheetLine]:
    """The lines that say something, in order; the headings again, as at the top of a page, say nothing."""
    ranks = table.columns.ranks
    heads = {fold(title) for title in table.columns.titles.values()}
    places = {
        field: min(ranks[name] for name in (field, f"{field}_code") if name in ranks)
        for field in ("bloc", "activity")
        if table.columns.has(field)
    }
    nested = [*sorted(places, key=places.__getitem__), "competence"]
    at: dict[str, Coded] = {}
    carried: dict[str, str] = {}
    for line, row in table.rows:
        cells = {field: row[rank] for field, rank in ranks.items() if rank < len(row) and row[rank]}
        if (title := _section(row)) and "bloc" not in cells:
            cells = {"bloc": title}
        if not cells or all(fold(" ".join(cell.split())) in heads for cell in cells.values()):
            continue
        _descend(at, nested, cells)
        if "bloc" in cells and "bloc" not in nested:
            at["bloc"] = words.bloc(cells["bloc"])
        _carry(carried, cells)
        yield SheetLine(
            line,
            at.get("bloc", _NOTHING),
            at.get("activity", _NOTHING),
            at.get("competence", _NOTHING),
            tuple(_criteria(cells)),
            carried | {field: cells[field] for field in _OWN if field in cells},
            frozenset(cells),
            tuple(filter(None, (words.coded(item)[0] for item in words.items(cells.get("competence", ""))))),
        )


def place(columns: SheetColumns, line: int, field: str) -> str:
    """A cell as a message calls it."""
    return f"ligne {line}, colonne « {columns.title(field)} »"


def _section(row: list[str]) -> str:
    """The title of a bloc that a line holds alone, as a banner over the lines below."""
    filled = [cell for cell in row if cell]
    return filled[0] if len(filled) == 1 and re.match(r"bloc\b|(rncp\d+)?bc ?\d", fold(filled[0])) else ""


def _descend(at: dict[str, Coded], nested: list[str], cells: dict[str, str]) -> None:
    """Take in the levels that a line writes: one that changes leaves behind those within it."""
    for rank, field in enumerate(nested):
        code, text = cells.get(f"{field}_code", ""), cells.get(field, "")
        if not code and not text:
            continue
        before, label = _READERS[field](text) if text else _NOTHING
        # A code in its own column is the code; the label's own beginning then is a label's.
        written = (
            (" ".join(code.split()), label if before and fold(before) == fold(code) else " ".join(text.split()))
            if code
            else (before, label)
        )
        if written != at.get(field):
            at[field] = written
            for inner in nested[rank + 1 :]:
                at.pop(inner, None)


def _carry(carried: dict[str, str], cells: dict[str, str]) -> None:
    if "epreuve" in cells or "epreuve_code" in cells:
        for field in ("epreuve", "epreuve_code"):
            carried.pop(field, None)
    carried |= {field: cells[field] for field in _CARRIED if field in cells}


def _criteria(cells: dict[str, str]) -> Iterator[Coded]:
    labels = words.items(cells.get("critere", ""))
    codes = words.items(cells.get("critere_code", ""))
    for rank, text in enumerate(labels):
        own = codes[rank] if len(codes) == len(labels) else codes[0] if codes and len(labels) == 1 else ""
        before, label = words.coded(text)
        yield (own, text) if own and fold(before) != fold(own) else (own or before, label)
