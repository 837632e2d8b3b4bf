"""A school's list as LibreOffice saves it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from epreuves_kit.exam import school_list


def test_an_ods_is_read_as_the_csv_that_it_comes_from(tmp_path: Path):
    text = "Promotion 2027;;\n;;\nNom;Prénom;Courriel\nLE GOFF;Zoé;zoe@ecole.fr\n07;Éloïse;\n"
    (tmp_path / "liste.csv").write_text(text, encoding="utf-8")
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--infilter=CSV:59,34,76",
            "--convert-to",
            "ods",
            "liste.csv",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=300,
    )
    found = school_list.read(tmp_path / "liste.ods")
    assert [(one.line, one.name, one.email) for one in found.people] == [
        (4, "Zoé LE GOFF", "zoe@ecole.fr"),
        (5, "Éloïse 7", ""),
    ]
