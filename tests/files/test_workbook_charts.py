"""Charts drawn in a spreadsheet, as LibreOffice writes them, taken up by the form of a chart."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, LineChart, PieChart, Reference, ScatterChart, Series

from epreuves import graphique
from epreuves.answers.files.workbook_chart import WorkbookChart, workbook_charts
from epreuves.entry.borrowing import TakenChart, taken
from epreuves.entry.drawn import drawn

CHANNELS = (("canal", "clics", "ventes"), ("Shopping", 12.5, 3), ("Search", 6, 5), ("Display", None, 1))
LOTS = (("lot", "début", "longueur"), ("Travaux", 0, 35), ("Recrutement", 12, 20))
MONTHS = (
    ("mois", "coût", "plafond"),
    *((datetime.date(2026, month, 1), cost, 12) for month, cost in ((1, 10), (2, 14), (3, 1234.5))),
)
BRANDS = (("marque", "design", "innovation"), ("Aru", 0.62, 0.4), ("Bel", 0.315, 0.7))
SHARES = (("poste", "part"), ("Média", 0.5), ("Production", 0.3), ("Hors média", 0.2))


def written(rows: Any, formats: str = "") -> Any:
    """A sheet that holds these rows; formats: of all cells but the names."""
    sheet = openpyxl.Workbook().active
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = formats or "General"
    return sheet


def titled(chart: Any, title: str, across: str, upright: str) -> Any:
    """A chart with its titles."""
    chart.title, chart.x_axis.title, chart.y_axis.title = title, across, upright
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart


def filled(chart: Any, sheet: Any, first: int = 2, last: int = 0) -> Any:
    """A chart of the columns of a sheet, from the first to the last."""
    chart.add_data(Reference(sheet, min_col=first, max_col=last or sheet.max_column, min_row=1, max_row=sheet.max_row), titles_from_data=True)  # fmt: skip
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    return chart


def books() -> Iterator[tuple[str, Any]]:
    """Each workbook with its chart, by name."""
    sheet = written(CHANNELS)
    sheet.add_chart(filled(titled(BarChart(), "Shopping d'abord", "canal", "milliers (k€)"), sheet), "F2")
    yield "barres", sheet
    sheet = written(LOTS)
    chart = titled(BarChart(), "Tout se joue aux travaux", "lot", "jours écoulés (jours)")
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    filled(chart, sheet).series[0].graphicalProperties.noFill = True
    sheet.add_chart(chart, "F2")
    yield "planning", sheet
    sheet = written(MONTHS)
    for cell in sheet["A"][1:]:
        cell.number_format = "dd/mm/yyyy"
    chart = filled(titled(BarChart(), "Au-dessus du plafond", "mois", "coût (€)"), sheet, 2, 2)
    line = LineChart()
    line.add_data(Reference(sheet, min_col=3, min_row=1, max_row=4), titles_from_data=True)
    chart += line
    sheet.add_chart(chart, "F2")
    yield "plafond", sheet
    sheet = written(BRANDS, "0%")
    chart = titled(ScatterChart(), "Bel innove", "design (%)", "innovation (%)")
    for row in (2, 3):
        x, y = (Reference(sheet, min_col=column, min_row=row) for column in (2, 3))
        chart.series.append(Series(y, x, title=sheet.cell(row, 1).value))
    sheet.add_chart(chart, "F2")
    yield "nuage", sheet
    sheet = written(SHARES, "0.0%")
    chart = filled(PieChart(), sheet)
    chart.title = "Le média, la moitié"
    sheet.add_chart(chart, "F2")
    yield "secteurs", sheet


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, WorkbookChart]:
    """The chart of each workbook, once LibreOffice has opened it and saved it again."""
    folder, saved = tmp_path_factory.mktemp("classeurs"), tmp_path_factory.mktemp("enregistrés")
    for name, sheet in books():
        sheet.parent.save(folder / f"{name}.xlsx")
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice Calc saves the workbooks of these tests (Debian: libreoffice-calc)"
    profile = f"-env:UserInstallation={(saved / 'profil').as_uri()}"
    files = sorted(folder.iterdir())
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    found = {}
    for name, _ in books():
        (found[name],) = workbook_charts(Path(saved / f"{name}.xlsx").read_bytes())
    return found


def on(chart: WorkbookChart, *args: Any, **asked: Any) -> TakenChart:
    """What the form of a chart takes, its spaces plain."""
    found = taken(chart, drawn("q", "", graphique(*args, **asked)))
    rows = tuple(tuple(" ".join(cell.split()) for cell in row) for row in found.rows)
    return TakenChart(found.settings, rows, found.remarks)


def test_bars_are_taken_by_their_names_with_their_titles(charts: dict[str, WorkbookChart]) -> None:
    found = on(charts["barres"], ("courbes", "barres"), x="canal", series=("Ventes", "clics"))
    assert found.rows == (("Shopping", "3", "12,5"), ("Search", "5", "6"), ("Display", "1", ""))
    assert found.settings == {
        "title": "Shopping d'abord",
        "x_label": "canal",
        "y_label": "milliers (k€)",
        "kind": "barres",
        "stacked": False,
        "line": "",
        "line_label": "",
    }
    assert found.remarks == ()


def test_bars_of_a_planning_keep_where_they_begin(charts: dict[str, WorkbookChart]) -> None:
    found = on(charts["planning"], "barres", x="lot", y="jours écoulés", unite_y="jours", depart="début")
    assert found.rows == (("Travaux", "0", "35"), ("Recrutement", "12", "20"))
    # They lie flat here: what is read along them is the horizontal axis.
    assert (found.settings["x_label"], found.settings["y_label"]) == ("jours écoulés (jours)", "lot")


def test_a_line_at_one_height_is_the_mark_of_the_bars_beside_it(charts: dict[str, WorkbookChart]) -> None:
    found = on(charts["plafond"], "barres", x="mois", y="coût", unite_y="€")
    assert found.rows == (("01/01/2026", "10"), ("01/02/2026", "14"), ("01/03/2026", "1 234,5"))
    assert (found.settings["line"], found.settings["line_label"]) == ("12", "plafond")
    assert found.remarks == ()


def test_points_have_the_names_of_their_series_and_their_percent_signs(charts: dict[str, WorkbookChart]) -> None:
    found = on(charts["nuage"], "nuage", x="design", y="innovation", unite_x="%", unite_y="%", series=("bel", "Cim"))
    assert found.rows == (("bel", "31,5 %", "70 %"), ("Cim", "", ""))
    assert found.remarks == ("sans valeur dans ce graphique : « Cim »", "la question ne connaît pas « Aru »")


def test_shares_of_a_disc(charts: dict[str, WorkbookChart]) -> None:
    found = on(charts["secteurs"], "secteurs", x="poste", y="part", unite_y="%")
    assert found.rows == (("Média", "50 %"), ("Production", "30 %"), ("Hors média", "20 %"))
    assert found.settings["title"] == "Le média, la moitié"
