"""A compétence that two épreuves assess, one criterion in both and one in the second alone, played from the build to the appeal."""

import csv
import datetime
import html
import re
import shutil
from fractions import Fraction
from pathlib import Path

import pypdf
import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.jury import appeals, session
from epreuves_kit.jury.oral_sheet import Sheets
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.sources import decisions
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.panel.copy_view import _counted
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from tests.conftest import epreuves, nbgrader

#: One worker makes the course that all these tests read.
pytestmark = pytest.mark.xdist_group("deux_epreuves")

FIRST, SECOND = "e01_premiere", "e02_seconde"
NBSP = "\N{NO-BREAK SPACE}"
#: Candidates, and the levels of their criteria in each épreuve that they sat; ben is away from the second without a reason, dan with
#: one, eve too, who is made up for; cy's copy is awaited.
LEVELS = {
    "ada": {FIRST: {"A1_1-k1": 2, "A1_2-k1": 2}, SECOND: {"A1_1-k1": 1, "A1_1-k2": 2}},
    "ben": {FIRST: {"A1_1-k1": 2, "A1_2-k1": 2}},
    "cy": {FIRST: {"A1_1-k1": 2, "A1_2-k1": 2}},
    "dan": {FIRST: {"A1_1-k1": 2, "A1_2-k1": 2}},
    "eve": {FIRST: {"A1_1-k1": 2, "A1_2-k1": 2}},
}
DAY = datetime.date(2026, 6, 30)


def run(course, *words, code=0):
    done = epreuves(course, *words)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def edit(path, *pairs):
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert re.search(before, text), (path, before)
        text = re.sub(before, after, text)
    path.write_text(text, "utf-8")


def describe(course):
    """Two compétences, of which the first is in both épreuves; the second has an oral."""
    folder = course / "referentiel"
    more = (
        '\n      A1.1-k2: "Le second critère"\n\n  A1.2:\n    libelle: "Une autre compétence"\n    groupe: "Une autre"\n'
        '    criteres:\n      A1.2-k1: "Son critère"\n'
    )
    path = folder / "activites" / "A1.yaml"
    path.write_text(path.read_text("utf-8").rstrip() + more, "utf-8")
    path = folder / "epreuves.yaml"
    text = path.read_text("utf-8").rstrip() + "\n"
    second = text[text.index(f"{FIRST}:") :].replace(FIRST, SECOND).replace("oral: aucun", "oral: individuel")
    path.write_text(
        text.replace("[A1.1]", "[A1.1, A1.2]") + second + '    oral:\n      - "Une présentation"\n', "utf-8"
    )
    edit(folder / "regles.yaml", ("part_oral: 0", "part_oral: 20"))
    edit(course / "seance.yaml", (r"variantes: \d+", "variantes: 2"))


def hand_in(course, who, epreuve):
    copy = FictionalCopy(course, epreuve, who)
    for question in copy.scheme.questions:
        copy.solve(copy.answer_cell(question))
    for cell in copy.cells("manual"):
        cell.source = "Une note qui traite les trois points. " * 20
    copy.submit(course / "submitted" / who / epreuve)


def judge(course):
    with Register(course) as register:
        for epreuve in (FIRST, SECOND):
            for copy in register.copies(epreuve):
                register.judge_copy(epreuve, copy.key, "Alice", LEVELS[copy.students[0]][epreuve])


def deliberate(course):
    """The oral of who sat it, and what is written of who did not."""
    sheets = Sheets(course, SECOND, "Camille Aubert")
    sheets.level("ada", "A1.1", 2)
    sheets.close()
    rules = jury_rules.of_jury(course)
    with JuryRecord(course) as record:
        for who, excused in (("ben", False), ("dan", True), ("eve", True)):
            session.absent(record, rules, "Secrétariat", who, "e02", excused, False, False, "")
    run(course, "jury", "rattrapage", "eve", "A1.1", "--epreuve", "e02", "--note", "12/20", "--auteur", "Secrétariat")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deux")
    run(folder, "nouveau", "cours")
    root = folder / "cours"
    shutil.rmtree(root / "sujets" / FIRST)
    describe(root)
    for epreuve in (FIRST, SECOND):
        run(root, "new", epreuve)
    edit(root / "sujets" / FIRST / "grille.yaml", (r"(?s)  A1.1-k2:.*?(?=  # A1.2 )", ""))
    edit(root / "sujets" / SECOND / "oral.yaml", (r"(duree_\w+): 0", r"\1: 10"))
    run(root, "build", "--sans-preuve")
    for epreuve in (FIRST, SECOND):
        nbgrader(root, "generate_assignment", epreuve, "--force")
    for who, sat in LEVELS.items():
        for epreuve in sat:
            hand_in(root, who, epreuve)
    run(root, "autograde", FIRST)
    run(root, "autograde", SECOND, code=3)  # those who have not handed it in are to be looked at
    judge(root)
    deliberate(root)
    run(root, "feedback", FIRST)
    run(root, "releve", "--candidat", "ada", "--candidat", "cy")
    run(root, "jury", "pv", "proces-verbal.pdf")
    run(root, "export", "csv")
    run(root, "export", "moodle")
    return root


def read(path):
    """The words of a page or a PDF, with plain spaces."""
    if path.suffix == ".pdf":
        said = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        said = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>|<[^>]+>", " ", path.read_text("utf-8"))
    return " ".join(html.unescape(said).split()).replace(NBSP, " ")


def table(course, name):
    with (course / "exports" / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def test_its_référentiel_tells_both_épreuves(course):
    known = referentiel(course)
    assert [epreuve.id for epreuve in known.epreuves_of("A1.1")] == [FIRST, SECOND]
    assert known.shared == ("A1.1",)
    assert f'"epreuve": "{FIRST}, {SECOND}"' in run(course, "referentiel", "--json")


def test_each_épreuve_judges_its_own_criteria_and_the_course_has_them_all(course, tmp_path):
    said = run(course, "check", "--variantes", "-", code=1)
    # What is to be written yet, the points of the criterion taken away among it.
    assert {*re.findall(r"\[(\w+)\]$", said, re.MULTILINE)} == {"a_ecrire", "descripteurs", "points_annonces"}
    assert "jugés une fois au moins : 3 sur 3" in run(course, "couverture", "--sortie", str(tmp_path / "page.md"))
    page = (tmp_path / "page.md").read_text("utf-8")
    assert page.count("### A1.1 — ") == 1
    assert page.count("| A1.1-k1 : ") == 2
    grille = course / "sujets" / SECOND / "grille.yaml"
    before = grille.read_text("utf-8")
    try:
        grille.write_text(before[: before.index("  A1.1-k2:")], "utf-8")
        said = run(course, "check", SECOND, "--variantes", "-", code=1)
        assert f"le critère A1.1-k2 n'est jugé ni ici, ni dans {FIRST}" in said
        out = run(course, "couverture", "--sortie", str(tmp_path / "page.md"), code=1)
        assert "A1.1-k2 : jugé 0 fois ; chaque critère l'est une fois au moins, dans l'une de ses 2 épreuves." in out
    finally:
        grille.write_text(before, "utf-8")


def test_who_reads_the_notebook_or_judges_it_is_told_of_the_other_épreuve(course):
    cells = (course / "release" / FIRST / f"{FIRST}.ipynb").read_text("utf-8")
    assert f"**A1.1 est aussi évaluée par l'épreuve{NBSP}2.**" in cells
    assert "A1.2 est aussi" not in cells
    told = _counted(course, FIRST, FIRST)
    assert f"elle est aussi évaluée par l'épreuve{NBSP}2" in told["A1.1"]
    assert "aussi évaluée" not in told["A1.2"]


def test_a_page_of_one_épreuve_tells_its_part_and_acquires_nothing_by_it(course):
    page = read(course / "feedback" / "ada" / FIRST / f"{FIRST}.html")
    assert "A1.1 est aussi évaluée par l'épreuve 2 : cette page n'en donne qu'une part" in page
    assert "80 % (calculs 2 / 2 et critères 2 / 3, soit 4 points sur 5)." in page
    assert page.count("le seuil de 50 % est atteint") == 1  # A1.2's alone


def test_each_candidate_has_the_decision_due(course):
    found = {(row["Candidat"], row["Compétence"]): row for row in table(course, "competences-detail.csv")}
    assert {who: found[who, "A1.1"]["Décision"] for who in LEVELS} == {
        "ada": "validé",
        "ben": "non validé",
        "cy": "à compléter",
        "dan": "rattrapage",
        "eve": "validé",
    }
    # 80 % of five points; and of eleven capped beside six, twelve: 73.33 % with the oral, nothing, 60 % by the make-up.
    assert {who: found[who, "A1.1"]["Résultat (%)"] for who in LEVELS} == {
        "ada": "75,29",
        "ben": "23,52",
        "cy": "",
        "dan": "",
        "eve": "65,88",
    }
    ada = found["ada", "A1.1"]
    assert ada["Épreuve"] == f"{FIRST}, {SECOND}"
    assert (ada["Questions, points obtenus"], ada["Questions, points possibles"]) == ("13", "13")
    assert (ada["Critères, points obtenus"], ada["Critères, points possibles"]) == ("5", "9")
    assert (ada["Oral, niveau (0 à 3)"], found["cy", "A1.1"]["Ce qui manque"]) == (
        "2",
        "la copie (épreuve 2) ; le niveau de l'oral (épreuve 2)",
    )
    assert {row["Candidat"]: row["Certification"] for row in table(course, "synthese.csv")} == {
        who: found[who, "A1.1"]["Décision"] for who in LEVELS
    }


def test_papers_say_what_each_épreuve_gives(course):
    transcript = read(course / "feedback" / "ada" / "releve.pdf")
    assert "2 / 2 ; 11 / 11" in transcript
    assert "(épreuves 1 et 2)" in transcript
    assert "75,29 % (épreuve 1, 80 % au poids de 5 points : calculs 2 / 2 et critères 2 / 3" in transcript
    assert "épreuve 2, 73,33 % au poids de 12 points : écrit 75 %" in transcript
    assert "La copie (épreuve 2) : A1.1." in read(course / "feedback" / "cy" / "releve.pdf")
    minutes = read(course / "proces-verbal.pdf")
    assert "Une compétence de plusieurs épreuves est la moyenne" in minutes
    assert "A1.1, épreuve 2" in minutes  # where eve's make-up was
    assert "validées : A1.1 75,29 %" in minutes
    notes = (course / "exports" / "moodle-notes.csv").read_text("utf-8")
    assert "A1.1 (sur 100)" in notes
    assert "75.29" in notes


def test_a_make_up_says_at_which_épreuve_it_is(course):
    rules = jury_rules.of_jury(course)
    with JuryRecord(course) as record:
        make_up = (record, rules, "Secrétariat", "dan")
        with pytest.raises(KitError, match=f"A1.1 est évaluée par {FIRST} et {SECOND} : dites à laquelle"):
            session.makeup(*make_up, "A1.1", "12/20", None, False, False, "")
        with pytest.raises(KitError, match=f"{SECOND} n'évalue pas A1.2"):
            session.makeup(*make_up, "A1.2", "12/20", None, False, False, "", "e02")


def test_the_oral_sheet_is_of_the_épreuve_that_has_it(course):
    run(course, "oral", "e02", "--candidat", "ada")
    assert any("A1.1" in read(path) for path in Path(course).rglob("oral*.html"))


def test_an_appeal_on_it_has_both_copies_read_again_and_names_a_criterion_by_its_épreuve(course):
    rules = jury_rules.of_jury(course)
    with JuryRecord(course) as record, Register(course) as register:
        one = appeals.receive(record, rules, "Secrétariat", "ada", "A1.1", DAY, "Relisez-moi.")
        two = ("Omar Sy", "Eve Lang")
        appeals.entrust(record, register, rules, one.number, two, "Secrétariat")
        for grader, level in zip(two, (2, 3), strict=True):
            for epreuve, copies in appeals.places(register, rules, one).items():
                levels = {(copy.key, c.grade_id): (level, "") for copy, own in copies for c in own}
                appeals.given(record, register, rules, one.number, epreuve, grader, levels)
        looks = appeals.compared(register, rules, appeals.appeal(record, one.number))
        assert [look.name for look in looks] == ["E01:A1.1-k1", "E02:A1.1-k1", "A1.1-k2"]
        chosen = {"E01:A1.1-k1": 2, "E02:A1.1-k1": 3, "A1.1-k2": 2}
        words = (record, register, rules, one.number, "admis", "Vu.", "Camille Aubert", DAY)
        _, raised = appeals.answer(*words, chosen)
        assert [look.name for look in raised] == ["E02:A1.1-k1"]
        (ada,) = decisions(record, rules, ["ada"])
    # Of the second épreuve, five points of six.
    second = Fraction(4, 5) * (Fraction(1, 2) + Fraction(1, 2) * Fraction(5, 6)) + Fraction(1, 5) * Fraction(2, 3)
    assert ada.find("A1.1").share == (4 + 12 * second) / 17
