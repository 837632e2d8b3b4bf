"""The workbook, read back by openpyxl: texts are texts, numbers numbers, and nothing is computed."""

import datetime
import io
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from epreuves_kit.exports.spreadsheets import NOTICE, xlsx_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable, plain, tables
from tests.exports.csv_names import COMMENT, FORMULA, NAMES


@pytest.fixture(scope="module")
def book(results):
    return load_workbook(io.BytesIO(xlsx_content(tables(results))))


def rows_of(sheet):
    titles, *rows = sheet.iter_rows()
    return [{title.value: cell for title, cell in zip(titles, row, strict=True)} for row in rows]


def test_the_workbook_has_a_sheet_a_table_and_a_notice(book, results):
    assert book.sheetnames == [NOTICE, *(table.title for table in tables(results))]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_nothing_in_the_workbook_is_a_formula_or_a_link(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_names_and_comments_are_the_texts_that_they_are(book):
    found = rows_of(book["Résultats, détail"])
    (row,) = [r for r in found if r["Candidat"].value == FORMULA and r["Élément"].value == "C15.1-k1"]
    assert row["Candidat"].quotePrefix
    assert row["Commentaire"].value == COMMENT.replace("\r\n", "\n")
    assert {r["Candidat"].value: r["Nom"].value for r in rows_of(book["Synthèse"])} == {
        id: " ".join(n for n in names if n) or id for id, names in NAMES.items()
    }


def test_numbers_shares_and_dates_are_typed(book):
    found = rows_of(book["Résultats, détail"])
    (row,) = [r for r in found if r["Candidat"].value == "zoe" and r["Élément"].value == "C15_1-q"]
    assert (row["Points obtenus"].value, row["Réussite (%)"].value) == (10, 1)
    assert row["Réussite (%)"].number_format == r"0.00\ %"
    assert isinstance(row["Remis le"].value, datetime.datetime)


@settings(max_examples=40)
@given(
    st.lists(
        st.text(min_size=1, max_size=30) | st.sampled_from(["=1+1", "+1", "@x", "-2", "_x0041_", "'=x"]),
        min_size=1,
    )
)
def test_any_text_is_read_back_as_it_was_but_for_what_no_cell_can_hold(texts):
    table = ExportTable(
        "x",
        "Essai",
        "",
        (ExportColumn("Texte"), ExportColumn("Rang (points)", "points")),
        tuple((t, Fraction(1, 2)) for t in texts),
    )
    sheet = load_workbook(io.BytesIO(xlsx_content([table])))["Essai"]
    # openpyxl leaves to its caller the codes that spreadsheets read as characters.
    read = ["" if cell.value is None else cell.value.replace("_x005F_", "_") for cell in sheet["A"][1:]]
    assert read == [plain(text) for text in texts]
    assert not [
        cell.value
        for cell in sheet["A"]
        if re.search("_x(?!005F_)[0-9A-Fa-f]{4}_", (cell.value or "").replace("_x005F_x", ""))
    ]
    assert {cell.data_type for cell in sheet["A"][1:] if cell.value is not None} <= {"s"}
