"""The workbook that is written: what is locked, what is asked, what a spreadsheet must not compute; and read back, what changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from epreuves.wording.errors import Faults
from epreuves_kit.rubric.workbook import GivenCell, kept, write
from epreuves_kit.rubric.workbook_read import WorkbookChange
from tests.workbook.trial import edit, grid, read

SHEET = "e06_objectifs"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "grille.xlsx"


def put(path, cells, sheet=SHEET):
    return edit(path, lambda book: [book[sheet].__setitem__(where, value) for where, value in cells.items()])


def test_it_has_a_sheet_a_notebook_then_the_descriptors_and_how_to_fill_it(path):
    assert write(grid(), path) == 8
    book = load_workbook(path)
    assert book.sheetnames == ["e06_objectifs", "rex", "Descripteurs", "Lisez-moi", "_export"]
    assert book["_export"].sheet_state == "hidden"
    assert book[SHEET]["C1"].value == "C6.1-k1 · 3 points\nDes objectifs mesurables"
    assert [cell.value for cell in book["rex"][3]][:2] == [5, "rex-cle001"]
    assert book["Descripteurs"]["I2"].value == "un lien et sa raison"


def test_only_levels_and_comments_can_be_changed_and_no_password_is_asked(path):
    write(grid(), path)
    book = load_workbook(path)
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
        to_fill = {f"{c}{r}" for c in "CDEF"[: 4 if sheet.title == SHEET else 2] for r in range(3, 7)}
        assert unlocked == (to_fill if sheet.title in (SHEET, "rex") else set())
    assert book.security.lockStructure


def test_levels_are_chosen_in_a_list_and_headings_stay_in_sight(path):
    write(grid(), path)
    sheet = load_workbook(path)[SHEET]
    (asked,) = sheet.data_validations.dataValidation
    assert (asked.type, asked.formula1, str(asked.sqref)) == ("list", '"0,1,2,3"', "C3:C6 E3:E6")
    assert sheet.freeze_panes == "C3"


def test_no_cell_is_a_formula_whatever_its_text_begins_with(path):
    said = {
        ("cle001", "C6_1-k1"): GivenCell(2, "=1+1"),
        ("cle002", "C6_1-k1"): GivenCell(None, "@SUM(A1)"),
        ("cle003", "C6_1-k1"): GivenCell(0, "-2 fautes"),
        ("cle004", "C6_1-k2"): GivenCell(1, "+33 6"),
    }
    now = grid(given=said)
    write(now, path)
    book = load_workbook(path)
    kinds = {c.data_type for sheet in book.worksheets for row in sheet.iter_rows() for c in row}
    assert "f" not in kinds
    assert (book[SHEET]["D3"].value, book[SHEET]["D3"].quotePrefix) == ("=1+1", True)
    assert book[SHEET]["E1"].value.endswith("=SOMME(A1) n'est pas une formule")
    assert read(path, now) == ()


def test_nothing_in_it_names_a_candidate(path):
    write(grid(), path)
    book = load_workbook(path)
    said = " ".join(str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None)
    assert "lea" not in said.split()
    assert "karim" not in said


def test_levels_are_read_as_figures_texts_or_words(path):
    write(grid(copies=9), path)
    typed = [
        "2",
        3,
        0.0,
        "acquis",
        "Maîtrisé",
        "EN COURS D’ACQUISITION",
        "non acquis",
        "1 — en cours d'acquisition",
        "maitrise",
    ]
    put(path, {f"C{row}": value for row, value in enumerate(typed, start=3)})
    found = read(path, grid(copies=9))
    assert [change.given.level for change in found] == [2, 3, 0, 2, 3, 1, 0, 1, 3]
    assert {change.grade_id for change in found} == {"C6_1-k1"}
    assert [change.copy for change in found] == [f"cle{n:03}" for n in range(1, 10)]


def test_a_comment_alone_and_a_number_typed_as_a_comment_are_kept(path):
    write(grid(), path)
    put(path, {"D3": "  À revoir\r\nensemble ", "D4": 12, "F3": 1.5})
    assert read(path, grid()) == (
        WorkbookChange("cle001", "C6_1-k1", GivenCell(None, "À revoir\nensemble")),
        WorkbookChange("cle001", "C6_1-k2", GivenCell(None, "1,5")),
        WorkbookChange("cle002", "C6_1-k1", GivenCell(None, "12")),
    )


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t=+-@'\"<>&"),
    max_size=80,
)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.none() | st.integers(0, 3), LINES), min_size=4, max_size=4))
def test_whatever_was_judged_comes_back_as_it_was_and_changes_nothing(tmp_path_factory, judged):
    path = tmp_path_factory.mktemp("grille") / "g.xlsx"
    now = grid(
        given={
            (f"cle{n:03}", "C6_1-k1"): GivenCell(level, kept(said)) for n, (level, said) in enumerate(judged, start=1)
        }
    )
    write(now, path)
    assert read(path, now) == ()
    # Against a record without any of it, each cell that says something is a change, as it was said.
    bare = read(edit(path, lambda book: book["_export"].delete_rows(1, 99) or _rows_of(book)), grid())
    assert {(c.copy, c.given.level) for c in bare} == {
        (f"cle{n:03}", level) for n, (level, said) in enumerate(judged, start=1) if level is not None or kept(said)
    }


def _rows_of(book):
    """The hidden sheet of a file exported before anything was judged."""
    rows = [
        (sheet.cell(r, 2).value, str(sheet.cell(r, 1).value))
        for sheet in (book[SHEET], book["rex"])
        for r in range(3, 7)
    ]
    for row in rows:
        book["_export"].append(row)


def test_a_level_taken_away_is_a_change_and_what_was_not_touched_is_none(path):
    said = {("cle001", "C6_1-k1"): GivenCell(2, "bien"), ("cle002", "C6_1-k1"): GivenCell(1, "")}
    write(grid(given=said), path)
    put(path, {"C3": None})
    assert read(path, grid(given=said)) == (WorkbookChange("cle001", "C6_1-k1", GivenCell(None, "bien")),)


def test_what_was_judged_elsewhere_since_the_export_is_not_undone_by_untouched_cells(path):
    write(grid(), path)
    put(path, {"C4": 1})
    since = grid(given={("cle001", "C6_1-k1"): GivenCell(3, "dans le panneau")})
    assert read(path, since) == (WorkbookChange("cle002", "C6_1-k1", GivenCell(1, "")),)


def test_a_cell_filled_differently_on_both_sides_is_told_and_wins_only_when_asked(path):
    write(grid(), path)
    put(path, {"C3": 1})
    since = grid(given={("cle001", "C6_1-k1"): GivenCell(3, "")})
    with pytest.raises(Faults, match=r"cellule C3 : C6\.1-k1 a été jugé depuis l'export \(niveau 3\)"):
        read(path, since)
    assert read(path, since, replace=True) == (WorkbookChange("cle001", "C6_1-k1", GivenCell(1, "")),)


def test_the_same_cell_filled_alike_on_both_sides_is_no_change(path):
    write(grid(), path)
    put(path, {"C3": 1})
    assert read(path, grid(given={("cle001", "C6_1-k1"): GivenCell(1, "")})) == ()


def test_numbers_that_changed_because_a_copy_came_in_do_not_refuse_the_file(path):
    write(grid(copies=3), path)
    put(path, {"C3": 2})
    assert read(path, grid(copies=4)) == (WorkbookChange("cle001", "C6_1-k1", GivenCell(2, "")),)
    assert grid(copies=3).copies[3].number != grid(copies=4).copies[4].number


def test_a_row_taken_out_of_the_file_leaves_its_copy_as_it_was(path):
    write(grid(), path)
    edit(path, lambda book: book[SHEET].delete_rows(4))
    assert read(path, grid()) == ()


def test_an_address_typed_in_a_comment_which_a_spreadsheet_makes_a_link_is_a_text(path):
    write(grid(), path)

    def typed(book):
        book[SHEET]["D3"] = "https://exemple.fr"
        book[SHEET]["D3"].hyperlink = "https://exemple.fr"

    edit(path, typed)
    assert read(path, grid()) == (WorkbookChange("cle001", "C6_1-k1", GivenCell(None, "https://exemple.fr")),)
