"""How a workbook is built, as graders are told it: filters, lists, conditional formats, what is frozen, charts, errors; from each spreadsheet."""

from __future__ import annotations

import datetime
import html
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from epreuves.answers.files.kinds import RefusedFile, kind_of
from epreuves.answers.files.workbook import opened
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, for_graders
from epreuves_kit.grading.handed_files import still_pages, still_tables
from epreuves_kit.marking.files import drawing
from epreuves_kit.marking.files.mechanics import WorkbookMechanics, mechanics
from epreuves_kit.marking.files.mechanics_table import mechanics_table
from epreuves_kit.reports.document import document
from epreuves_kit.runner.sandbox import shared
from tests.files import hostile

MONDAY = datetime.date(2026, 3, 2)
RED, ORANGE = PatternFill("solid", bgColor="FFFFC7CE"), PatternFill("solid", bgColor="FFFFA500")


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def built(content: bytes) -> WorkbookMechanics:
    """What is read of a workbook, by the call that goes within the walls."""
    drawn = msgspec.msgpack.decode(drawing.draw(drawing.payload(content, b"")), type=drawing.StillPages)
    return msgspec.msgpack.decode(drawn.mechanics, type=WorkbookMechanics)


def lines(parts: Any) -> list[str]:
    """Each thing on a line, its spaces plain."""
    return [" ".join(f"{part.sheet} : {part.said}".split()) for part in parts]


def shown(content: bytes) -> dict[str, str]:
    """The lines of the table, by what they are called, tags taken out and spaces plain."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', mechanics_table(built(content)))
    return {label: " ".join(html.unescape(re.sub(r"<[^>]+>", " ", held)).split()) for label, held in rows}


def listing(area: str, formula: str) -> DataValidation:
    validation = DataValidation(type="list", formula1=formula)
    validation.add(area)
    return validation


def editorial() -> bytes:
    """A planning that uses its spreadsheet: what e10 asks for, and a sheet that hides its lists."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Éditorial"
    sheet.append(("Date", "Réseau", "Titre", "Statut", "Silence"))
    for n in range(2, 12):
        network = ("Instagram", "TikTok")[n % 2]
        day = MONDAY + datetime.timedelta(3 * n)
        sheet.append((day, network, f"Publication {n}", "prévu", f"=A{n}-A{n - 1}" if n > 2 else 0))
    sheet["A9"], sheet["G1"], sheet["H1"], sheet["H2"] = "15/04/2026", "=1/0", "12,5 €", "=4*5"
    sheet.auto_filter.ref = "A1:E11"
    sheet.auto_filter.add_filter_column(1, ["Instagram"])
    for n in range(3, 12, 2):
        sheet.row_dimensions[n].hidden = True
    sheet.row_dimensions[20].hidden = sheet.column_dimensions["J"].hidden = True
    sheet.add_data_validation(listing("B2:B11", "Listes!$A$2:$A$4"))
    sheet.add_data_validation(listing("D2:D11", '"prévu,validé,publié"'))
    whole = DataValidation(type="whole", operator="between", formula1="0", formula2="60")
    whole.add("E2:E11")
    sheet.add_data_validation(whole)
    sheet.conditional_formatting.add("E2:E11", CellIsRule(operator="greaterThan", formula=["7"], fill=RED))
    sheet.conditional_formatting.add("A2:D11", FormulaRule(formula=["$E2>14"], fill=ORANGE, font=Font(bold=True)))
    sheet.freeze_panes = "B2"
    sheet["C3"].comment = Comment("Visuel à demander", "Inès")
    chart = BarChart()
    chart.title = "Instagram d'abord"
    chart.add_data(Reference(sheet, min_col=5, min_row=1, max_row=11), titles_from_data=True)
    sheet.add_chart(chart, "L2")
    lists = book.create_sheet("Listes")
    for text in ("Réseaux", "Instagram", "TikTok", "YouTube"):
        lists.append((text,))
    lists.sheet_state = "hidden"
    lists.merge_cells("C1:D1")
    lists.protection.sheet = True
    lists["A9"].protection = Protection(locked=False)
    book.defined_names["réseaux"] = DefinedName("réseaux", attr_text="Listes!$A$2:$A$4")
    return saved(book)


def plain() -> bytes:
    """A workbook that uses nothing of its spreadsheet."""
    book = openpyxl.Workbook()
    book.active.append(("Réseau", "Budget"))
    book.active.append(("Instagram", 1200))
    return saved(book)


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Both workbooks once LibreOffice has opened them and saved them again, and one of its own format."""
    folder, made = tmp_path_factory.mktemp("classeurs"), tmp_path_factory.mktemp("enregistrés")
    (folder / "editorial.xlsx").write_bytes(editorial())
    (folder / "nu.xlsx").write_bytes(plain())
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice Calc saves the workbooks of these tests (Debian: libreoffice-calc)"
    words = [soffice, f"-env:UserInstallation={(made / 'profil').as_uri()}", "--headless", "--convert-to"]
    for kind in ("xlsx:Calc MS Excel 2007 XML", "ods"):
        asked = [*words, kind, "--outdir", made, *sorted(folder.iterdir())]
        subprocess.run(asked, check=True, capture_output=True, timeout=300)
    return {path.name: path.read_bytes() for path in made.iterdir() if path.is_file()}


EDITORIAL = {
    "Contenu": "Éditorial : 11 formules, 1 nombre tapé, 9 dates tapées et 37 textes "
    "(dont 2 formules de nombres seuls et 1 date et 1 nombre en texte) Listes : 4 textes",
    "Filtre": "Éditorial : A1:E11, 5 lignes masquées",
    "Listes déroulantes": "Éditorial : B2:B11 : « Instagram », « TikTok » ou « YouTube » (d'après Listes, A2:A4) "
    "Éditorial : D2:D11 : « prévu », « validé » ou « publié »",
    "Saisies contrôlées": "Éditorial : E2:E11 : nombre entier entre 0 et 60",
    "Mises en forme conditionnelles": "Éditorial : E2:E11 : fond rouge clair si la valeur dépasse 7 "
    "Éditorial : A2:D11 : fond orange et gras si la formule =$E2>14 est vraie",
    "Lignes ou colonnes figées": "Éditorial : la première ligne et la première colonne",
    "Graphiques": "Éditorial : barres « Instagram d'abord », 1 série",
    "Cellules et tableaux nommés": "« réseaux » (Listes!A2:A4)",
    "Masqué": "Éditorial : colonne J et 1 ligne Listes : la feuille",
    "Protégé": "Listes : la feuille, sauf 1 cellule",
    "Commentaires": "Éditorial : C3 « Visuel à demander »",
    "Cellules fusionnées": "Listes : 1 groupe de cellules",
}
ABSENT = (
    "Aucun filtre, aucune liste déroulante, aucune mise en forme conditionnelle, aucune ligne ni colonne figée, aucun graphique, "
    "aucune cellule nommée, aucune cellule en erreur et rien de masqué."
)


def test_a_workbook_that_uses_its_spreadsheet_is_told_line_by_line() -> None:
    unknown = "non relevées, car le fichier ne garde aucune valeur de ses formules"
    assert shown(editorial()) == EDITORIAL | {"Cellules en erreur": unknown}


def test_the_same_workbook_saved_by_libreoffice_is_told_the_same_with_its_errors(by_libreoffice) -> None:
    seen = shown(by_libreoffice["editorial.xlsx"])
    assert seen == EDITORIAL | {"Cellules en erreur": "Éditorial : #DIV/0! en G1 Éditorial : #VALEUR! en E9 et E10"}


@pytest.mark.parametrize("office", [False, True])
def test_what_is_absent_is_said_once(office, by_libreoffice) -> None:
    seen = shown(by_libreoffice["nu.xlsx"] if office else plain())
    assert seen.pop("Contenu").endswith(" : 1 nombre tapé et 3 textes")
    assert seen == {"Absent": ABSENT}


X14 = (
    b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)


def apart(held: bytes) -> Callable[[bytes], bytes]:
    """A sheet with what Excel keeps apart from the rest, after all else."""
    after = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        + X14
        + b">"
        + held
        + b"</ext></extLst></worksheet>"
    )
    return lambda text: text.replace(b"</worksheet>", after)


def test_a_list_and_a_format_that_excel_keeps_apart_are_told_as_the_others() -> None:
    """Excel writes there a list whose values are on another sheet, and openpyxl reads nothing of it."""
    held = (
        b'<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="cellIs" priority="1" operator="lessThan" id="{1}">'
        b'<xm:f>Listes!$B$1</xm:f><x14:dxf><fill><patternFill><bgColor rgb="FFC6EFCE"/></patternFill></fill></x14:dxf></x14:cfRule>'
        b"<xm:sqref>C2:C5</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        b'<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Listes!$A$2:$A$4</xm:f>'
        b"</x14:formula1><xm:sqref>B2:B11 D2:D11</xm:sqref></x14:dataValidation></x14:dataValidations>"
    )
    book = openpyxl.Workbook()
    book.active.title = "Suivi"
    for text in ("Réseaux", "Instagram", "TikTok", "YouTube"):
        book.create_sheet("Listes") if "Listes" not in book else None
        book["Listes"].append((text,))
    seen = built(hostile.changed(saved(book), {"xl/worksheets/sheet1.xml": apart(held)}))
    assert lines(seen.lists) == [
        "Suivi : B2:B11 et D2:D11 : « Instagram », « TikTok » ou « YouTube » (d'après Listes, A2:A4)"
    ]
    assert lines(seen.rules) == ["Suivi : C2:C5 : fond vert clair si la valeur est inférieure à =Listes!$B$1"]
    assert seen.unread == ()


def test_each_rule_of_a_conditional_format_is_a_french_sentence() -> None:
    look = DifferentialStyle(font=Font(color="FFFF0000"))
    rules = [
        (CellIsRule(operator="between", formula=["0.5", "$B$1"], fill=RED), "fond rouge clair si la valeur est comprise entre 0,5 et B1"),
        (CellIsRule(operator="equal", formula=['"en retard"'], fill=RED), "fond rouge clair si la valeur vaut « en retard »"),
        (Rule(type="containsText", operator="containsText", text="retard", formula=["1"], dxf=look), "texte rouge si le texte contient « retard »"),
        (Rule(type="duplicateValues", dxf=look), "texte rouge si la valeur est en double"),
        (Rule(type="timePeriod", timePeriod="lastWeek", dxf=look), "texte rouge si la date est celle de la semaine dernière"),
        (Rule(type="top10", rank=3, dxf=look), "texte rouge si la valeur est parmi les 3 plus hautes"),
        (Rule(type="aboveAverage", aboveAverage=False, dxf=look), "texte rouge si la valeur est au-dessous de la moyenne"),
        (Rule(type="containsBlanks", formula=["1"]), "mise en forme si la cellule est vide"),
        (ColorScaleRule(start_type="min", start_color="FFFF0000", end_type="max", end_color="FF00FF00"), "couleurs en dégradé selon la valeur"),
    ]  # fmt: skip
    book = openpyxl.Workbook()
    for place, (rule, _) in enumerate(rules):
        book.active.conditional_formatting.add(f"A{place + 1}:A{place + 2}", rule)
    sentences = [line.split(" : ")[2] for line in lines(built(saved(book)).rules)]
    assert sentences == [sentence for _, sentence in rules]


def test_a_list_says_where_its_values_come_from() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Suivi"
    for n in range(1, 31):
        sheet.cell(n, 9, f"v{n}")
    book.defined_names["statuts"] = DefinedName("statuts", attr_text="Suivi!$I$1:$I$2")
    for area, formula in (
        ("A1:A1048576", "statuts"),
        ("B2", "INDIRECT($A2)"),
        ("C2", "$I$1:$I$30"),
        ("D2", "Ailleurs!$A$1"),
    ):
        sheet.add_data_validation(listing(area, formula))
    assert lines(built(saved(book)).lists) == [
        "Suivi : colonne A : « v1 » ou « v2 » (d'après nom « statuts », I1:I2)",
        "Suivi : B2 : d'après =INDIRECT($A2)",
        "Suivi : C2 : « v1 », « v2 », « v3 », « v4 », « v5 », « v6 », « v7 », « v8 » ou 22 autres valeurs (d'après I1:I30)",
        "Suivi : D2 : vide (d'après Ailleurs, A1)",
    ]


def test_tables_and_charts_are_told_by_sheet_and_a_split_that_is_not_frozen_is_none() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Suivi"
    for row in (("canal", "clics", "ventes"), ("Search", 5, 2), ("Display", 3, 1)):
        sheet.append(row)
    sheet.add_table(Table(displayName="Canaux", ref="A1:C3"))
    sheet.freeze_panes = "A2"
    sheet.sheet_view.pane.state = "split"
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=3), titles_from_data=True)
    book.create_sheet("Vue").add_chart(chart, "A1")
    seen = built(saved(book))
    assert lines(seen.charts) == ["Vue : courbes, sans titre, 2 séries"]
    assert lines(seen.names) == ["Suivi : tableau « Canaux » (A1:C3)"]
    assert lines(seen.filters) == ["Suivi : A1:C3 (tableau « Canaux »), aucune ligne masquée"]
    assert seen.frozen == ()


def test_an_array_formula_fills_its_cells_and_none_of_them_is_typed() -> None:
    rows = (
        b'<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f t="array" ref="B1:B3">A1:A3*2</f><v>4</v></c></row>'
        b'<row r="2"><c r="B2"><v>6</v></c></row><row r="3"><c r="B3"><v>8</v></c></row>'
    )
    seen = built(hostile.changed(hostile.plain(), {"xl/worksheets/sheet1.xml": hostile.sheet(rows)}))
    assert lines(seen.contents) == ["Suivi : 3 formules et 1 nombre tapé"]


SCRIPT = "<img src=x onerror=alert(1)>"


def odd() -> bytes:
    """Names, formulas and titles that are markup, that turn the direction of writing, or that never end."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "<b>'été & "
    sheet["A1"], sheet["A2"] = f'="{SCRIPT}"', "\u202eretourné"
    sheet["A1"].comment = Comment(SCRIPT * 500, SCRIPT)
    sheet.add_data_validation(listing("A1:A3", f'"{SCRIPT},\u202eb,{"x" * 100}"'))
    sheet.conditional_formatting.add("A1", FormulaRule(formula=[f'"{SCRIPT}"="{"y" * 8000}"'], fill=RED))
    sheet.conditional_formatting.add("A2", Rule(type="beginsWith", operator="beginsWith", text=SCRIPT, formula=["1"]))
    chart = BarChart()
    chart.title = SCRIPT + "z" * 32_000
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "D1")
    for name in ("n" * 32_000, "_" + "é" * 300):
        book.defined_names[name] = DefinedName(name, attr_text='"' + SCRIPT + "w" * 32_000 + '"')
    return saved(book)


def test_what_a_workbook_says_is_text_of_a_bearable_length_and_nothing_else() -> None:
    content = odd()
    seen = built(content)
    assert seen.unread == ()
    assert seen.rules
    assert seen.names
    table = mechanics_table(seen)
    assert "<img" not in table
    assert "\u202e" not in table
    assert len(table) < 8_000
    output = next(still_tables(content, shared("required")))
    assert for_graders(output)
    assert "<img" not in output["data"]["text/html"]


def test_many_rules_and_lists_are_counted_and_the_first_are_told() -> None:
    book = openpyxl.Workbook()
    for n in range(1, 701):
        book.active.add_data_validation(listing(f"A{n}", f'"v{n}"'))
        book.active.conditional_formatting.add(f"B{n}", CellIsRule(operator="equal", formula=[str(n)], fill=RED))
        book.active.add_data_validation(listing(f"D{n}", '"oui,non"'))
    seen = built(saved(book))
    assert len(seen.lists) == len(seen.rules) == 13
    assert seen.lists[-1].said == seen.rules[-1].said == "et plus de 500 autres"
    assert "D1, D2, D3, D4 et plus de 500 autres plages" in lines(seen.lists)[1]


@pytest.mark.parametrize(
    ("part", "text", "unread"),
    [
        ("xl/charts/chart1.xml", b"<c:chart", ("charts",)),
        ("xl/worksheets/_rels/sheet1.xml.rels", b"<Relationships", ("charts", "pivots")),
    ],
)
def test_what_cannot_be_read_is_told_and_loses_nothing_of_the_rest(part: str, text: bytes, unread: tuple[str]) -> None:
    content = hostile.changed(editorial(), {part: text})
    book, values = opened(editorial())
    seen = mechanics(content, book, values)
    assert seen.unread == unread
    assert lines(seen.filters) == ["Éditorial : A1:E11, 5 lignes masquées"]
    table = mechanics_table(seen)
    assert "aucun graphique" not in table
    assert "graphiques" in table.partition("Non lu")[2]


def test_mechanics_that_fail_lose_neither_sheets_nor_pages(monkeypatch: Any) -> None:
    monkeypatch.setattr(drawing, "mechanics", lambda *given: 1 / 0)
    drawn = msgspec.msgpack.decode(drawing.draw(drawing.payload(editorial(), b"")), type=drawing.StillPages)
    assert drawn.mechanics == b""
    assert len(drawn.tables) == 2


def test_a_workbook_that_does_not_open_keeps_the_pages_that_were_drawn(monkeypatch: Any) -> None:
    monkeypatch.setattr(drawing, "opened", lambda content: 1 / 0)
    monkeypatch.setattr(drawing, "_pages", lambda pdf, trimmed: ([b"page"], 0))
    drawn = msgspec.msgpack.decode(drawing.draw(drawing.payload(editorial(), b"")), type=drawing.StillPages)
    assert (drawn.pages, drawn.tables, drawn.mechanics) == ([b"page"], [], b"")


def validations(count: int) -> bytes:
    """A sheet with so many drop-down lists, each of its own values."""
    each = (
        b'<dataValidation type="list" sqref="A%d"><formula1>"%d,b"</formula1></dataValidation>' % (n, n)
        for n in range(1, count + 1)
    )
    after = b"<dataValidations>" + b"".join(each) + b"</dataValidations></worksheet>"
    return hostile.changed(
        hostile.plain(), {"xl/worksheets/sheet1.xml": hostile.sheet(b"").replace(b"</worksheet>", after)}
    )


def test_a_million_lists_are_refused_before_any_is_read_and_some_thousands_are_told() -> None:
    with pytest.raises(RefusedFile, match="démesurée"):
        kind_of(validations(1_000_000))
    seen = built(validations(3_000))
    assert seen.lists[-1].said == "et plus de 500 autres"


class Lying:
    """Walls from behind which a hostile file speaks for itself."""

    walled = True

    def __init__(self, told: bytes) -> None:
        self.told = told

    def call(self, entry: str, *given: Any) -> bytes:
        return msgspec.msgpack.encode(drawing.StillPages(tables=["<table></table>"], mechanics=self.told))


def test_mechanics_beyond_their_bounds_are_not_told_and_markup_from_behind_the_walls_is_text() -> None:
    long = msgspec.msgpack.encode({"filters": [{"sheet": "a", "said": "b" * 5_000}]})
    assert len(list(still_tables(b"PK", Lying(long)))) == 1
    forged = msgspec.msgpack.encode({"filters": [{"sheet": "<b>a", "said": SCRIPT}], "unread": ["<b>"]})
    table, _ = still_tables(b"PK", Lying(forged))
    assert "<img" not in table["data"]["text/html"]
    assert "<b>" not in table["data"]["text/html"]


def test_a_workbook_of_libreoffice_s_own_format_says_what_is_not_told(by_libreoffice) -> None:
    outputs = list(still_pages("ods", by_libreoffice["editorial.ods"], shared("required")))
    assert "ne sont pas relevés ici" in outputs[0]["data"]["text/plain"]
    assert not any(map(for_graders, outputs))


def test_a_document_of_the_candidate_s_holds_nothing_of_how_the_workbook_is_built() -> None:
    outputs = list(still_tables(editorial(), shared("required")))
    cell = {"cell_type": "code", "id": "a", "source": "", "metadata": {}, "attachments": {}, "outputs": outputs}
    (part,) = document([cell], MarkingRecord(status="marked")).parts
    assert len(part.blocks) == 2
    assert "Comment le classeur est construit" not in str(part)


def test_the_workbook_is_opened_once_for_its_sheets_and_its_mechanics(monkeypatch: Any) -> None:
    opened.cache_clear()
    asked: list[bool] = []
    load = openpyxl.load_workbook
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *given, **how: asked.append(True) or load(*given, **how))
    built(editorial())
    # With its formulas, and with its saved values.
    assert len(asked) == 2
