"""Workbooks that are refused, a sentence each; nothing of them is taken."""

import io
import re
import time
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from epreuves.wording.errors import Faults
from epreuves_kit.rubric import workbook_open
from epreuves_kit.rubric.workbook import GivenCell, write
from tests.workbook.trial import edit, grid, read

SHEET = "e06_objectifs"


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "grille.xlsx"
    write(grid(), made)
    return made


def faults(path, now=None):
    with pytest.raises(Faults) as refused:
        read(path, now or grid())
    return refused.value.faults


def put(path, cells, sheet=SHEET):
    return edit(path, lambda book: [book[sheet].__setitem__(where, value) for where, value in cells.items()])


def rewritten(path, change=None, more=None, **zip_options):
    """The same archive with the bytes of its parts changed, and others added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {name: (change or (lambda name, text: text))(name, text) for name, text in parts.items()} | (more or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **zip_options) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


BAD_CELLS = {
    "a level out of the scale": (4, "« 4 » reçu, attendu un niveau de 0 à 3, ou son nom"),
    "half a level": (1.5, "« 1.5 » reçu, attendu un niveau de 0 à 3"),
    "a word that is no level": ("bien", "« bien » reçu, attendu un niveau de 0 à 3"),
    "a figure and the word of another": ("2 — maîtrisé", "« 2 — maîtrisé » reçu"),
    "a formula": ("=1+1", "une formule reçue (=1+1), attendu un niveau"),
    "true": (True, "VRAI reçu, attendu un niveau"),
    "an error": ("#N/A", "l'erreur #N/A reçue, attendu un niveau"),
    "a negative level": (-1, "« -1 » reçu"),
}


@pytest.mark.parametrize(("value", "said"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_a_cell_that_is_no_level_is_named_with_what_was_read_and_what_is_expected(path, value, said):
    (fault,) = faults(put(path, {"E4": value}))
    assert fault.startswith(f"Feuille « {SHEET} », cellule E4 : {said}")


def test_a_date_that_a_spreadsheet_made_of_a_fraction_is_told_as_one(path):
    import datetime

    (fault,) = faults(put(path, {"C3": datetime.datetime(2026, 3, 1)}))
    assert "cellule C3 : une date ou une heure reçue (2026-03-01 00:00:00), attendu un niveau" in fault


def test_a_formula_in_a_comment_is_refused(path):
    (fault,) = faults(put(path, {"D3": '=HYPERLINK("http://x")'}))
    assert "cellule D3 : une formule reçue" in fault
    assert "attendu un texte" in fault


def test_a_comment_beyond_what_the_record_keeps_is_refused(path):
    (fault,) = faults(put(path, {"D3": "x" * 5001}))
    assert "cellule D3 : 5001 caractères reçus, attendu 5000 au plus" in fault


def test_all_that_is_wrong_is_told_at_once_and_good_cells_of_the_file_are_not_taken(path):
    found = faults(put(put(path, {"C3": 9, "C4": 2, "F5": "=A1"}), {"C3": "très bien"}, "rex"))
    assert [re.search(r"Feuille « (\w+) », cellule (\w+)", fault).groups() for fault in found] == [
        (SHEET, "C3"),
        (SHEET, "F5"),
        ("rex", "C3"),
    ]


def test_of_very_many_faults_the_first_are_told_and_the_others_counted(tmp_path):
    path = tmp_path / "grille.xlsx"
    write(grid(copies=100), path)
    found = faults(put(path, {f"C{row}": 7 for row in range(3, 103)}), grid(copies=100))
    assert len(found) == 61
    assert found[-1] == "… et 40 autres cases à revoir."


def test_a_file_of_another_epreuve_session_or_grader_is_refused(path):
    (fault,) = faults(path, grid(assignment="e17_impact_digital"))
    assert fault.startswith("Ce classeur est celui de l'épreuve « e06_objectifs », et non de « e17_impact_digital »")
    (fault,) = faults(path, grid(mark="001122334455", session="Session de septembre"))
    assert "vient d'une autre session (« Session de juin »" in fault
    assert "« Session de septembre »" in fault
    write(grid(grader="Alice"), path)
    (fault,) = faults(path, grid(grader="Bruno"))
    assert fault.startswith("Ce classeur a été exporté pour « Alice », et non pour « Bruno »")


@pytest.mark.parametrize(
    ("sheet", "where"),
    [(SHEET, "C1"), (SHEET, "D2"), (SHEET, "A3"), ("Descripteurs", "F2"), ("Lisez-moi", "A2")],
)
def test_a_locked_text_that_was_changed_is_refused(path, sheet, where):
    (fault,) = faults(put(path, {where: "autre chose"}, sheet))
    assert f"Feuille « {sheet} », cellule" in fault
    assert "le texte verrouillé a été changé" in fault


def test_an_unknown_key_and_a_copy_written_twice_are_refused(path):
    (fault,) = faults(put(path, {"B3": "inconnue"}))
    assert "cellule B3 : la clé « inconnue » n'est celle d'aucune copie" in fault
    (fault,) = faults(put(path, {"A3": 2, "B3": "cle002"}))
    assert "cellule B4 : la copie n° 2 est déjà à la ligne 3" in fault


def test_rows_columns_and_sheets_that_were_added_are_refused(path):
    (fault,) = faults(put(path, {"Z3": "mes notes"}))
    assert "cellule Z3 : rien n'est attendu à cet endroit (« mes notes » lu)" in fault
    put(path, {"Z3": None})
    (fault,) = faults(put(path, {"C40": 2}))
    assert "cellule C40 : rien n'est attendu" in fault


def test_a_sheet_added_or_taken_away_is_refused(path):
    (fault,) = faults(edit(path, lambda book: book.create_sheet("Brouillon")))
    assert fault == "La feuille « Brouillon » n'est pas de la grille : supprimez-la."
    (fault,) = faults(edit(path, lambda book: (book.remove(book["rex"]), book.remove(book["Brouillon"]))))
    assert fault.startswith("La feuille « rex » manque")


def test_a_workbook_that_is_no_grid_is_refused(tmp_path):
    path = tmp_path / "autre.xlsx"
    Workbook().save(path)
    (fault,) = faults(path)
    assert fault.startswith("Ce classeur n'est pas une grille exportée par le kit")


def test_a_cell_at_the_far_corner_is_told_without_going_through_all_that_lies_before(path):
    (fault,) = faults(put(path, {"XFD1048576": "loin"}))
    assert "cellule XFD1048576 : rien n'est attendu" in fault


NO_WORKBOOK = {
    "nothing": (b"", "n'est pas un classeur xlsx, ou il est abîmé"),
    "text": (b"copie;niveau\n1;2\n", "n'est pas un classeur xlsx, ou il est abîmé"),
    "an old or encrypted workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "est un ancien classeur (.xls) ou est protégé",
    ),
}


@pytest.mark.parametrize(("content", "said"), NO_WORKBOOK.values(), ids=NO_WORKBOOK)
def test_a_file_that_is_no_workbook_is_refused(tmp_path, content, said):
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    (fault,) = faults(path)
    assert fault.startswith(f"« f.xlsx » {said}")


def test_a_file_that_is_not_there_or_was_cut_is_refused(path, tmp_path):
    (fault,) = faults(tmp_path / "absent.xlsx")
    assert "ne se lit pas" in fault
    path.write_bytes(path.read_bytes()[:3000])
    (fault,) = faults(path)
    assert "abîmé" in fault


def test_a_workbook_of_libreoffice_s_own_format_says_to_save_it_as_xlsx(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    (fault,) = faults(path)
    assert "est au format de LibreOffice (.ods) : enregistrez-le au format xlsx" in fault


ACTIVE = {
    "xl/vbaProject.bin": "contient des macros",
    "xl/macrosheets/sheet1.xml": "contient des macros",
    "xl/externalLinks/externalLink1.xml": "contient des liens vers d'autres fichiers",
    "xl/connections.xml": "contient des connexions à des données",
    "xl/activeX/activeX1.xml": "contient des objets actifs",
    "xl/embeddings/oleObject1.bin": "contient des fichiers incorporés",
}


@pytest.mark.parametrize(("part", "said"), ACTIVE.items())
def test_macros_and_whatever_reaches_out_of_the_file_are_refused(path, part, said):
    (fault,) = faults(rewritten(path, more={part: "<x/>"}))
    assert said in fault


def test_a_link_to_another_file_in_a_part_is_refused(path):
    link = b'<Relationships><Relationship Id="r" Type="x/oleObject" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    (fault,) = faults(rewritten(path, more={"xl/worksheets/_rels/sheet1.xml.rels": link}))
    assert "contient des liens vers d'autres fichiers" in fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding_and_never_expanded(path, encoding):
    bomb = '<?xml version="1.0" encoding="{}"?><!DOCTYPE x [<!ENTITY a "{}"><!ENTITY b "{}">]><x>&b;</x>'
    text = bomb.format(encoding, "ha" * 1000, "&a;" * 1000).encode(encoding)
    (fault,) = faults(rewritten(path, lambda name, was: text if name.endswith("/sheet1.xml") else was))
    assert "déclare des entités XML" in fault


def test_a_bomb_of_compressed_zeros_is_refused_before_it_is_unpacked(path, monkeypatch):
    rewritten(path, more={"xl/media/image1.png": bytes(workbook_open.LARGEST_UNPACKED)})
    assert path.stat().st_size < 200_000
    monkeypatch.setattr(
        zipfile.ZipFile, "read", lambda *_: pytest.fail("a part was unpacked before sizes were added up")
    )
    (fault,) = faults(path)
    assert "dépasse 60 Mio une fois décompressé" in fault


def test_a_file_that_is_too_heavy_is_refused(path):
    with path.open("r+b") as file:
        file.truncate(workbook_open.LARGEST_FILE + 1)
    (fault,) = faults(path)
    assert "dépasse 20 Mio : ce n'est pas une grille exportée" in fault


def test_millions_of_cells_in_a_few_bytes_are_refused(path):
    cells = b"<worksheet><sheetData><row>" + b"<c/>" * 1_600_000 + b"</row></sheetData></worksheet>"
    (fault,) = faults(rewritten(path, lambda name, was: cells if name.endswith("/sheet1.xml") else was))
    assert "contient bien plus de cases qu'une grille" in fault


def test_a_merged_range_as_wide_as_the_sheet_is_refused(path):
    def widened(name, was):
        return was.replace(b'ref="C1:D1"', b'ref="C1:XFD1048576"') if name.endswith("/sheet1.xml") else was

    (fault,) = faults(rewritten(path, widened))
    assert "contient bien plus de cases qu'une grille" in fault


def moved(path, change):
    """The first sheet's part under another name, with what names it changed as well, and its text."""

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {
        name.replace("sheet1.xml", "sheet1.dat"): text.replace(b"sheet1.xml", b"sheet1.dat")
        for name, text in parts.items()
    }
    parts["xl/worksheets/sheet1.dat"] = change(parts["xl/worksheets/sheet1.dat"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'ref="C1:D1"', b'ref="C1:XFD1048576"'),
        lambda text: b"<worksheet><sheetData><row>" + b"<c/>" * 1_600_000 + b"</row></sheetData></worksheet>",
        lambda text: text,
        lambda text: text.decode().encode("utf-32"),
    ],
    ids=["merged", "cells", "as it was", "an encoding that the scan does not read"],
)
def test_a_sheet_under_another_name_is_scanned_and_refused(path, change):
    started = time.monotonic()
    assert faults(moved(path, change))
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("xl/media/image1.png", b"<worksheet>" + b"<c/>" * 1_600_000),
        ("xl/media/image1.png", b'<w><mergeCell ref="A1:XFD1048576"/>'),
        ("xl/printerSettings/printerSettings1.bin", b'<w><mergeCell ref="A1:XFD1048576"/></w>'),
    ],
    ids=["cells", "merged", "merged, closed"],
)
def test_every_part_is_counted_whatever_its_name(path, part, text):
    (fault,) = faults(rewritten(path, more={part: text}))
    assert "contient bien plus de cases qu'une grille" in fault


def test_pictures_and_printer_s_settings_are_no_fault(path):
    settings = {
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "xl/printerSettings/printerSettings1.bin": bytes(900),
    }
    read(rewritten(path, more=settings), grid())


def test_a_rule_on_thousands_of_ranges_is_refused(path):
    rule = b'<dataValidations><dataValidation sqref="' + b"A1 " * 400_000 + b'"/></dataValidations></worksheet>'
    started = time.monotonic()
    (fault,) = faults(
        rewritten(
            path,
            lambda name, was: was.replace(b"</worksheet>", rule) if name.endswith("/sheet1.xml") else was,
        )
    )
    assert "contient bien plus de cases qu'une grille" in fault
    assert time.monotonic() - started < 30


def test_comments_of_piled_accents_are_read_in_a_bounded_time(path):
    piled = "e" + "\u0301\u0323" * 16_000
    put(path, {f"{column}{row}": piled for column in "DF" for row in (3, 4, 5)})
    started = time.monotonic()
    read(path, grid())
    assert time.monotonic() - started < 10


def test_elements_nested_without_end_or_a_part_that_is_no_xml_are_refused(path):
    deep = b"<x>" * 5000 + b"</x>" * 5000
    (fault,) = faults(rewritten(path, more={"docProps/custom.xml": deep}))
    assert "contient une partie illisible (XML)" in fault
    (fault,) = faults(rewritten(path, more={"docProps/custom.xml": b"<x>"}))
    assert "contient une partie illisible (XML)" in fault


def test_a_workbook_with_a_broken_structure_is_refused_with_a_sentence(path):
    (fault,) = faults(rewritten(path, lambda name, was: b"<x/>" if name.endswith("/styles.xml") else was))
    assert "n'a pas la structure d'un classeur" in fault


def test_a_part_written_twice_is_refused(path):
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<x/>")
    path.write_bytes(content.getvalue())
    (fault,) = faults(path)
    assert "n'est pas un classeur de tableur ordinaire" in fault


def test_a_chart_sheet_is_refused(path):
    (fault,) = faults(edit(path, lambda book: book.create_chartsheet("Graphique").add_chart(BarChart())))
    assert "contient une feuille de graphique (« Graphique »)" in fault


def test_what_was_judged_stays_when_a_file_is_refused(path):
    # Nothing but the value returned can be applied, and there is none.
    put(path, {"C3": 1, "C4": 99})
    with pytest.raises(Faults):
        read(path, grid(given={("cle003", "C6_1-k1"): GivenCell(2, "")}))
