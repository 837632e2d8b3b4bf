"""A second certification, of another trade, built, marked, judged and exported by the same commands: nothing of the first is in what they write."""

import csv
import json
import re
import shutil
from pathlib import Path

import pypdf
import pytest
from openpyxl import load_workbook

from epreuves.answers.forms import FORMS
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.rubric.register import Register
from tests.conftest import epreuves, nbgrader
from tests.course import ROOT
from tests.repository.test_certification_is_data import CODES, NAMED

#: One worker makes the course that all these tests read.
pytestmark = pytest.mark.xdist_group("rh")

EXAMPLE = ROOT / "examples" / "rh"
EPREUVE = "e01_dossier_social"
NAME, CERTIFIER = "Assistant·e RH", "Institut Vauclère des métiers de la gestion"
#: The levels of the six criteria; a copy that answers half gets nothing of the second compétence.
LEVELS = {"entiere": (3, 3, 2, 3, 2, 3), "moitie": (2, 2, 2, 1, 0, 0), "blanche": (0, 0, 0, 0, 0, 0)}
TEXTS = (".csv", ".html", ".ipynb", ".json", ".txt", ".yaml")


def run(course, *words, code=0):
    done = epreuves(course, *words)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def hand_in(course, who, answered, prose):
    copy = FictionalCopy(course, EPREUVE, who)
    for question in copy.scheme.questions:
        if question.id.startswith(answered):
            copy.solve(copy.answer_cell(question))
    if "U2_1" in answered:
        copy.hand_in_workbooks()
    for cell in copy.cells("manual") if prose else ():
        cell.source = prose
    copy.submit(course / "submitted" / who / EPREUVE)
    return copy


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The example, on two variants, whose three copies are marked, judged and told; what marking said is in `notes.jsonl`."""
    root = tmp_path_factory.mktemp("rh") / "cours"
    shutil.copytree(EXAMPLE, root)
    session = (root / "seance.yaml").read_text("utf-8")
    (root / "seance.yaml").write_text(re.sub(r"variantes: \d+", "variantes: 2", session), "utf-8")
    run(root, "build", "--sans-preuve")  # `check` proves it, below
    nbgrader(root, "generate_assignment", EPREUVE, "--force")
    hand_in(root, "entiere", ("U1_1", "U2_1"), "Une note qui traite les trois points. " * 20)
    hand_in(root, "moitie", ("U1_1",), "Une note courte. " * 20)
    hand_in(root, "blanche", (), "")
    # 3: a copy that gives the example's table for its own is to be looked at
    (root / "notes.jsonl").write_text(run(root, "autograde", EPREUVE, "--json", code=3), "utf-8")
    run(root, "grille", "export", EPREUVE, "grille.xlsx", "--correcteur", "Hélène")
    judge(root)
    run(root, "grille", "import", "grille.xlsx", "--correcteur", "Hélène")
    run(root, "feedback", EPREUVE)
    run(root, "releve", "--candidat", "moitie")
    run(root, "jury", "pv", "proces-verbal.pdf")
    run(root, "export", "csv")
    run(root, "export", "case")
    return root


def judge(root):
    """Fill the grid as somebody does in a spreadsheet."""
    with Register(root) as register:
        who = {copy.key: copy.students[0] for copy in register.copies(EPREUVE)}
    book = load_workbook(root / "grille.xlsx")
    for key, *cells in book[EPREUVE].iter_rows(min_row=3, min_col=2):
        for cell, level in zip(cells[::2], LEVELS[who[key.value]], strict=True):
            cell.value = level
    book.save(root / "grille.xlsx")


def text(path):
    """What a file says: of a page or a PDF, the words that somebody reads."""
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    written = path.read_text("utf-8")
    return re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", "", written) if path.suffix == ".html" else written


def table(course, name):
    with (course / "exports" / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def test_its_epreuve_asks_for_each_form_of_answer_there_is(course):
    copy = FictionalCopy(course, EPREUVE, "entiere")
    asked = {type(question.form) for question in copy.scheme.questions}
    within = {type(one) for q in copy.scheme.questions if (one := getattr(q.form, "values", None)) is not None}
    assert set(FORMS) - asked - within == set()


def test_nothing_is_left_to_say_of_it(course):
    assert "1 épreuve vérifiée, rien à signaler." in run(course, "check")


def test_each_copy_has_the_points_of_what_it_answered(course):
    notes = map(json.loads, (course / "notes.jsonl").read_text("utf-8").splitlines())
    assert {note["student"]: (note["score"], note["max_score"]) for note in notes} == {
        "entiere": (36, 36),
        "moitie": (18, 36),
        "blanche": (0, 36),
    }
    pages = {who: text(course / "feedback" / who / EPREUVE / f"{EPREUVE}.html") for who in LEVELS}
    said = {who: re.sub(r"<[^>]+>|\s", "", page) for who, page in pages.items()}
    assert [
        who for who, points in (("entiere", 68), ("moitie", 32), ("blanche", 0)) if f"{points}/72" not in said[who]
    ] == []


def test_a_competence_is_acquired_by_its_own_rules_and_the_other_is_not(course):
    found = {(row["Candidat"], row["Compétence"]): row for row in table(course, "competences-detail.csv")}
    decided = {key: row["Décision"] for key, row in found.items()}
    assert {code for (who, code), said in decided.items() if who == "entiere" and said == "validé"} == {"U1.1", "U2.1"}
    assert (decided["moitie", "U1.1"], decided["moitie", "U2.1"]) == ("validé", "non validé")
    assert decided["blanche", "U1.1"] == "non validé"
    assert found["moitie", "U1.1"]["Résultat (%)"] == "83,33"  # 18 and 12 points of 36
    (blocs,) = [row for row in table(course, "synthese.csv") if row["Candidat"] == "moitie"]
    assert (blocs["Bloc BC01"], blocs["Bloc BC02"], blocs["Certification"]) == ("validé", "non validé", "non validé")


def test_the_minutes_are_those_of_the_certification(course):
    said = text(course / "proces-verbal.pdf")
    assert f"Certification : {NAME} (niveau 5)" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert CERTIFIER in said
    assert "BC02 — Suivre les indicateurs sociaux et les compétences" in said
    assert "étude de situation" in said


def test_what_the_certification_has_none_of_is_in_no_paper_of_its_candidates(course):
    transcript = text(course / "feedback" / "moitie" / "releve.pdf")
    assert "U1.1 Dossiers des salariés" in transcript
    assert not re.search(r"\boral\b", transcript, re.IGNORECASE)
    refused = epreuves(course, "rapport", "--all")
    assert refused.returncode == 2
    assert "n'a pas de rapport de compétences" in refused.stderr


def test_the_referentiel_goes_out_as_its_own(course):
    package = json.loads((course / "exports" / "referentiel-case.json").read_text("utf-8"))
    assert package["CFDocument"]["creator"] == CERTIFIER
    assert "notes" not in package["CFDocument"]
    codes = [item["humanCodingScheme"] for item in package["CFItems"]]
    assert codes == ["U1", "U1.1", "U1.1-k1", "U1.1-k2", "U1.1-k3", "U2", "U2.1", "U2.1-k1", "U2.1-k2", "U2.1-k3"]


def test_nothing_that_is_written_speaks_of_the_other_certification(course):
    files = [path for path in sorted(course.rglob("*")) if path.suffix in (*TEXTS, ".pdf")]
    written = {path: text(path) for path in files if Path(".epreuves") not in path.relative_to(course).parents}
    assert len(written) > 20
    others = CODES.__class__ if False else CODES
    said = [
        f"{path.relative_to(course)} : {found}"
        for path, words in written.items()
        for found in [
            *(code for code in others.findall(words) if EPREUVE[:5] not in code),
            *(n for n in NAMED if n in words),
        ]
    ]
    assert said == []
