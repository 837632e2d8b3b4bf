"""A référentiel as LibreOffice saves it, its merged cells and its lines within a cell included."""

from __future__ import annotations

import subprocess
from pathlib import Path

import xlsxwriter

from epreuves_kit.build.spreadsheet import assembling
from epreuves_kit.exam import list_file


def test_an_ods_makes_the_certification_of_the_workbook_that_it_comes_from(tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "r.xlsx")
    sheet = book.add_worksheet("Référentiel")
    sheet.merge_range(0, 0, 0, 4, "Vendeur conseil")
    sheet.write_row(2, 0, ["Bloc", "Activité", "Compétence", "Critère", "Épreuve"])
    for rank, value in ((0, "BC01 – Vendre"), (1, "A1. Accueillir"), (4, "E1 Accueil")):
        sheet.merge_range(3, rank, 5, rank, value)
    sheet.merge_range(3, 2, 4, 2, "A1.1 Recevoir")
    sheet.write_column(3, 3, ["• Un\n• Deux", "Trois"])
    sheet.write_row(5, 2, ["A1.2 Conclure", "Quatre"])
    book.close()
    office = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--convert-to",
        "ods",
        "r.xlsx",
    ]
    subprocess.run(office, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    kind = list_file.ListKind("un référentiel", "ses lignes", breaks=True, whole=True)
    read = [assembling.read("r", list_file.sheets(tmp_path / f"r.{form}", kind)) for form in ("ods", "xlsx")]
    assert read[0] == read[1]
    draft, above = read[0]
    assert above == "Vendeur conseil"
    assert [critere.label for critere in draft.referentiel.criteres] == ["Un", "Deux", "Trois", "Quatre"]
