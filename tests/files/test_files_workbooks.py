"""What a workbook says: values that a spreadsheet saved, live formulas, formats, labels as people write them; and what each fault costs."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

import epreuves
from epreuves.answers.checking import message
from epreuves.answers.coercion import Invalid, Valid, coerce
from epreuves.answers.files.answer import with_mistake
from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.portable import portable
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking.comparison import compare
from epreuves_kit.proof.workbooks import workbook
from tests.course import reference as reference_of
from tests.course import turn
from tests.files import hostile

FORM = epreuves.classeur(
    "suivi",
    cellules={
        "coût total": epreuves.nombre("€"),
        "ROI": epreuves.pourcentage(minimum=-100, maximum=1000),
        "fin": epreuves.date(),
    },
    tableau=epreuves.tableau(cle="semaine", colonnes={"prévu": epreuves.nombre(), "écart": epreuves.nombre()}),
    formules=("coût total", "écart"),
    mise_en_forme=("écart",),
    feuilles=("Suivi",),
    figer=True,
)
RIGHT = {
    "coût total": 600.0,
    "ROI": 0.25,
    "fin": "2026-05-12",
    "lignes": {
        "prévu": {"S1": 100.0, "S2": 200.0, "S3": 300.0},
        "écart": {"S1": -5.0, "S2": 10.0, "S3": 0.5},
    },
}
#: Cells, two columns, two formulas, a format, a sheet, the header: what the whole is counted in.
ELEMENTS = 3 + 2 + 2 + 1 + 1 + 1


def reference() -> Valid:
    found = coerce(FORM, CheckedTree(portable(RIGHT)))
    assert isinstance(found, Valid)
    assert not found.doubt
    return found


def right() -> bytes:
    return workbook(FORM, reference().value)


def spreadsheet(tmp_path: Path, change: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    """The right workbook as a person makes it, with labels of their own, worked out and saved by LibreOffice."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "suivi"
    rows: list[tuple[Any, ...]] = [
        ("Mon suivi de campagne",),
        (),
        ("Semaine", "PREVU (€)", "Réel", "Ecart"),
        ("S2", 200, 210, "=C4-B4"),
        ("S1", 100, 95, "=C5-B5"),
        ("S3", 300, 300.5, "=C6-B6"),
        ("Total", "=SUM(B4:B6)", None, None),
        (),
        ("Coût total :", None, "=SUM(B4:B6)"),
        ("ROI (%)", 0.25),
    ]
    for row in rows:
        sheet.append(row)
    import datetime

    sheet["G1"] = datetime.date(2026, 5, 12)
    book.defined_names["fin"] = DefinedName("fin", attr_text="suivi!$G$1")
    sheet.freeze_panes = "A4"
    red = PatternFill("solid", bgColor="FFC7CE")
    sheet.conditional_formatting.add("D4:D6", CellIsRule(operator="lessThan", formula=["0"], fill=red))
    change(book, sheet)
    (tmp_path / "brut").mkdir()
    book.save(tmp_path / "brut" / "suivi.xlsx")
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice Calc works out the formulas of these tests (Debian: libreoffice-calc)"
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    words = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "brut/suivi.xlsx"),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return (tmp_path / "suivi.xlsx").read_bytes()


def read(content: bytes) -> Valid:
    found = coerce(FORM, CheckedTree(workbook_tree(FORM, "suivi.xlsx", content)))
    assert isinstance(found, Valid), found
    return found


def share(content: bytes) -> tuple[float, str]:
    """The share of the points that a workbook earns, and what is said of it."""
    found = compare(FORM, reference().value, read(content), 0.01, 0.0)
    return found.share, " ".join(found.remarks)


def changed(change: Callable[[Any], None]) -> bytes:
    """The right workbook with its formulas' values kept, changed by its XML's own cells."""
    value = reference().value
    change(value)
    return workbook(FORM, value)


def test_the_right_workbook_earns_everything_as_a_program_writes_it() -> None:
    assert share(right()) == (1.0, "")


def test_the_right_workbook_earns_everything_as_people_and_libreoffice_write_it(tmp_path: Path) -> None:
    content = spreadsheet(tmp_path)
    assert not read(content).doubt
    assert share(content) == (1.0, "")


#: Labels on the row of headers, near the table's right and far from it; right under the table, and a row apart.
PLACES = {"à droite": (0, 14), "loin à droite": (0, 17), "dessous": (4, 0), "une ligne plus bas": (5, 0)}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_labels_are_found_wherever_people_put_them(place: tuple[int, int]) -> None:
    content = workbook(FORM, reference().value, place)
    assert not read(content).doubt
    assert share(content) == (1.0, "")


@pytest.mark.parametrize("epreuve", ["e05_plan_actions", "e10_plan_media", "e14_plannings"])
def test_labels_of_the_course_s_own_workbooks_are_found_wherever_people_put_them(epreuve: str) -> None:
    letter = turn(epreuve)
    (asked,) = (
        q for q in reference_of(epreuve, epreuve, letter).own(letter).questions if isinstance(q.form, WorkbookForm)
    )
    under = len(asked.expected["lignes"]) + 1
    for place in ((0, 14), (0, 17), (under, 0), (under + 2, 0)):
        tree = workbook_tree(asked.form, "a.xlsx", workbook(asked.form, asked.expected, place))
        found = coerce(asked.form, CheckedTree(tree))
        assert isinstance(found, Valid)
        assert compare(asked.form, asked.expected, found).share == 1, place


def test_the_header_of_another_column_is_no_label_where_the_label_stands_elsewhere(tmp_path: Path) -> None:
    def more_columns(book: Any, sheet: Any) -> None:
        # A column of the candidate's own, called as a cell that is asked for, beside one of years.
        sheet["E3"], sheet["F3"] = "ROI", 2026

    assert share(spreadsheet(tmp_path, more_columns)) == (1.0, "")


def _typed_gap(book: Any, sheet: Any) -> None:
    sheet["D5"] = -5


def _constant(book: Any, sheet: Any) -> None:
    sheet["C9"] = "=590+10"


def _unfrozen(book: Any, sheet: Any) -> None:
    sheet.freeze_panes = None


def _title_frozen(book: Any, sheet: Any) -> None:
    sheet.freeze_panes = "A2"


def _text_in_a_sum(book: Any, sheet: Any) -> None:
    sheet["B4"] = "deux cents"


def _unnamed(book: Any, sheet: Any) -> None:
    del book.defined_names["fin"]


def _renamed(book: Any, sheet: Any) -> None:
    sheet.title = "Feuille1"
    book.defined_names["fin"] = DefinedName("fin", attr_text="Feuille1!$G$1")


def _divided(book: Any, sheet: Any) -> None:
    sheet["B10"] = "=1/0"


def _plain_format(book: Any, sheet: Any) -> None:
    sheet.conditional_formatting = type(sheet.conditional_formatting)()


def _twice(book: Any, sheet: Any) -> None:
    sheet["A12"], sheet["B12"] = "ROI", 0.5


@pytest.mark.parametrize(
    ("change", "lost", "said"),
    [
        (
            _typed_gap,
            1,
            "Feuille « suivi », colonne « écart », ligne 5 : une valeur y est tapée, une formule est demandée.",
        ),
        (_constant, 1, "cellule C9 (« coût total ») : une valeur y est tapée"),
        (_unfrozen, 1, "n'est pas figée"),
        (_title_frozen, 1, "n'est pas figée"),
        # A table that does not read is none; the room says so while it can be mended.
        (
            _text_in_a_sum,
            8,
            "ligne 4, colonne « écart » : la formule donne #VALUE! : une cellule dont elle part contient du texte",
        ),
        (_unnamed, 1, "la cellule « fin » n'est pas trouvée"),
        (_renamed, 1, "Il n'y a pas de feuille « Suivi »."),
        (_divided, 1, "la formule donne #DIV/0! : elle divise par zéro, ou par une cellule vide"),
        (_plain_format, 1, "Aucune mise en forme conditionnelle ne porte sur « écart »."),
        (_twice, 1, "est écrit à plusieurs endroits, avec des valeurs différentes"),
    ],
)
def test_a_fault_costs_its_element_and_is_said_by_its_place(
    change: Callable[[Any, Any], None], lost: int, said: str, tmp_path: Path
) -> None:
    content = spreadsheet(tmp_path, change)
    earned, told = share(content)
    assert earned == pytest.approx(1 - lost / ELEMENTS)
    assert said.casefold() in told.casefold()
    text, valid = message(FORM, read(content))
    assert not valid
    assert said.rstrip(".").casefold() in text.casefold()


def test_a_formula_that_no_spreadsheet_worked_out_is_told_and_how_to_mend_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(right()))
    content = io.BytesIO()
    book.save(content)  # openpyxl keeps formulas and drops their values
    assert "ouvrez le classeur dans LibreOffice ou Excel et enregistrez-le" in read(content.getvalue()).doubt


def test_one_formula_that_fills_a_column_is_live_in_each_of_its_cells(tmp_path: Path) -> None:
    def spilled(book: Any, sheet: Any) -> None:
        sheet["D4"] = ArrayFormula("D4:D6", "=C4:C6-B4:B6")

    assert share(spreadsheet(tmp_path, spilled)) == (1.0, "")


@pytest.mark.parametrize(
    ("formula", "live"), [("Calculs!A4+1", True), ("[1]Feuil1!A1", False), ("[1]Feuil1!A1+Calculs!A4", True)]
)
def test_a_formula_that_only_fetches_a_value_from_another_workbook_is_a_typed_value(formula: str, live: bool) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(right())) as before, zipfile.ZipFile(content, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert text.count(b"<f>Calculs!A4</f>") == 1
                text = text.replace(b"<f>Calculs!A4</f>", f"<f>{formula}</f>".encode())
            after.writestr(name, text)
    earned, told = share(content.getvalue())
    assert earned == pytest.approx(1.0 if live else 1 - 1 / ELEMENTS)
    assert ("(« coût total ») : une valeur y est tapée" in told) is not live


def test_the_column_that_bears_the_name_itself_comes_before_one_that_begins_by_it(tmp_path: Path) -> None:
    assert share(spreadsheet(tmp_path, lambda book, sheet: sheet.__setitem__("C3", "Écart (rang)"))) == (
        1.0,
        "",
    )


def test_an_empty_mould_earns_nothing() -> None:
    def other(value: Any) -> None:
        value["cellules"] |= {"coût total": 1.0, "ROI": {"valeur": 0.9, "signe": False}, "fin": "2026-01-01"}
        value["lignes"] = [[key, {name: 7.0 for name in row}] for key, row in value["lignes"]]

    assert share(changed(other))[0] == 0


def test_a_wrong_value_is_not_paid_for_being_a_formula() -> None:
    def other(value: Any) -> None:
        value["cellules"]["coût total"] = 700.0

    assert share(changed(other))[0] == pytest.approx(1 - 2 / ELEMENTS)


def test_rows_count_one_by_one_and_half_of_a_workbook_is_worth_about_half() -> None:
    def other(value: Any) -> None:
        value["lignes"][0][1]["écart"] = 99.0

    # One of six figures of a table that weighs two.
    assert share(changed(other))[0] == pytest.approx(1 - 2 / 6 / ELEMENTS)


def test_a_named_mistake_is_recognised_where_the_rest_is_right_and_nowhere_else() -> None:
    wrong = coerce(FORM, CheckedTree(portable({"coût total": 550.0})))
    assert isinstance(wrong, Valid)

    def other(value: Any) -> None:
        value["cellules"]["coût total"] = 550.0

    mistake = with_mistake(reference().value, wrong.value)
    assert compare(FORM, mistake, read(changed(other)), 0.01, 0.0).share == 1
    assert compare(FORM, mistake, read(right()), 0.01, 0.0).share < 1

    def alone(value: Any) -> None:
        other(value)
        value["lignes"] = None

    # The mistake by itself is no workbook that is right but for it.
    assert compare(FORM, mistake, read(changed(alone)), 0.01, 0.0).share < 1


@given(st.binary(max_size=4_000), st.integers(0, 5_000), st.integers(0, 255))
def test_whatever_the_bytes_a_tree_comes_that_reads_or_is_refused(noise: bytes, at: int, byte: int) -> None:
    whole = bytearray(hostile.plain())
    whole[at % len(whole)] = byte
    for content in (noise, b"PK\x03\x04" + noise, bytes(whole)):
        tree = CheckedTree(workbook_tree(FORM, "suivi.xlsx", content))
        assert not tree.unreadable
        assert isinstance(coerce(FORM, tree), Valid | Invalid)


def test_a_value_of_each_form_is_read_as_a_spreadsheet_saves_it() -> None:
    form = epreuves.classeur(
        "bilan",
        cellules={
            "effectif": epreuves.entier(minimum=0),
            "à revoir": epreuves.booleen(),
            "canal": epreuves.choix("recherche", "affichage"),
            "canaux": epreuves.choix("recherche", "affichage", "social", plusieurs=True),
            "titre": epreuves.texte(),
            "part": epreuves.pourcentage(echelle="pourcent"),
        },
        tableau=epreuves.tableau(
            cle=("mois", "canal"), colonnes={"fin": epreuves.date(), "taux": epreuves.pourcentage()}
        ),
    )
    rows = {("2026-01", "recherche"): ("2026-01-31", 0.2), ("2026-02", "affichage"): ("2026-02-28", 0.35)}
    given = {
        "effectif": 12,
        "à revoir": True,
        "canal": "affichage",
        "canaux": ["recherche", "social"],
        "titre": "Bilan d'été",
        "part": 12.5,
        "lignes": [{"mois": m, "canal": c, "fin": fin, "taux": taux} for (m, c), (fin, taux) in rows.items()],
    }
    expected = coerce(form, CheckedTree(portable(given)))
    assert isinstance(expected, Valid), expected
    saved = coerce(form, CheckedTree(workbook_tree(form, "bilan.xlsx", workbook(form, expected.value))))
    assert isinstance(saved, Valid), saved
    assert compare(form, expected.value, saved, 0.01, 0.0).remarks == ()
