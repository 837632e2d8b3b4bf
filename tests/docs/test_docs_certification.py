"""« Une certification en une heure » is played as it is written, from the spreadsheet to a draft of the procès-verbal."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from openpyxl import load_workbook

from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from tests.docs import pages

#: One worker plays the page that all these tests read.
pytestmark = pytest.mark.xdist_group("page_certification")

PAGE = pages.ROOT / "docs" / "certification.md"
EXAMPLE = pages.ROOT / "examples" / "rh"
EPREUVE = "e01_dossier_social"
#: Commands that end otherwise than by 0, as the page says.
CODES = {"epreuves check e01 --variantes -": 1, "epreuves autograde e01": 3}
#: What the page shows of a spreadsheet that is not its own.
_ELSEWHERE = "✗ referentiel.xlsx"


def fill(grid):
    """Give 2 everywhere, as somebody does in a spreadsheet."""
    book = load_workbook(grid)
    for key, *cells in book[EPREUVE].iter_rows(min_row=3, min_col=2):
        for cell in cells[::2] if key.value else ():
            cell.value = 2
    book.save(grid)


def play(line, folder):
    """Run a line as a terminal does; gives its output and the folder where it leaves."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": programs, "DEPOT": str(pages.ROOT), "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
    script = f"{line}\ncode=$?\npwd > {folder.parent / 'ou'} 2>/dev/null\nexit $code"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == CODES.get(line, 0), f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr, Path((folder.parent / "ou").read_text("utf-8").strip())


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder where the page leads, and what each of its blocks of commands said, by the line where it starts."""
    folder = tmp_path_factory.mktemp("certification") / "ici"
    folder.mkdir()
    for name, content in pages.files(PAGE).items():
        (folder / name).write_text(content, "utf-8")
    outputs = {}
    for block in pages.blocks(PAGE, "sh"):
        outputs[block.line] = ""
        for line in block.text.splitlines():
            if line.startswith("epreuves grille import"):
                fill(folder / "grille.xlsx")
            text, folder = play(line, folder)
            outputs[block.line] += text
    return folder, outputs


def test_each_line_that_the_page_shows_is_said_by_the_commands_above_it(played):
    _, outputs = played
    shown = [block for block in pages.blocks(PAGE, "text") if not block.text.startswith(_ELSEWHERE)]
    assert len(shown) >= 5
    for block in shown:
        said = " ".join(outputs[max(line for line in outputs if line < block.line)].split())
        assert [line for line in block.text.splitlines() if " ".join(line.split()) not in said] == []


def test_its_spreadsheet_makes_the_référentiel_of_the_example(played):
    course, _ = played
    made, example = referentiel(course), referentiel(EXAMPLE)
    assert made.activities == example.activities
    assert [(e.id, e.nature, e.competences, e.deliverables) for e in made.epreuves] == [
        (e.id, e.nature, e.competences, e.deliverables) for e in example.epreuves
    ]
    same = ("title", "level", "certifier")
    assert [getattr(made.certification, of) for of in same] == [getattr(example.certification, of) for of in same]


def test_a_copy_is_marked_and_judged_and_the_minutes_name_the_certification(played):
    course, _ = played
    with Register(course) as register:
        (copy,) = register.copies(EPREUVE)
        assert copy.students == ("lea.fontaine",)
    page = (course / "feedback" / "lea.fontaine" / EPREUVE / f"{EPREUVE}.html").read_text("utf-8")
    assert "provisoire" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    minutes = " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(course / "proces-verbal.pdf").pages).split())
    for name in ("Assistant·e RH", "Institut Vauclère", "BC02", "Administrer le personnel", "Camille Aubert"):
        assert name in minutes


def test_the_faults_that_the_page_shows_are_in_the_words_of_the_reader(tmp_path):
    rows = ["Bloc;Code activité;Activité;Code compétence;Compétence;Critère;Épreuve"]
    rows += ["B1;U1;Un;U1.1;Tenir;Tenu;E1 Dossier", ";;;U1.1;Autre;Fait;", ";;;U1.2;Rien;;"]
    (tmp_path / "referentiel.csv").write_text("\n".join(rows), "utf-8")
    (shown,) = (block for block in pages.blocks(PAGE, "text") if block.text.startswith(_ELSEWHERE))
    CODES[line := "epreuves nouveau cours --referentiel referentiel.csv"] = 2
    said, _ = play(line, tmp_path)
    bare = [re.sub(r"ligne \d+|[A-Z]\d\.\d|\.(?:csv|xlsx)", "…", text) for text in (said, shown.text)]
    assert sorted(bare[0].splitlines()) == sorted(bare[1].splitlines())
