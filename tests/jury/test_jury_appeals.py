"""An appeal from its receipt to the corrected procès-verbal: judged again by two others, who see nothing; no level goes down."""

import datetime
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.jury import appeals
from epreuves_kit.jury.record import AppealAnswerAct, DecisionAct, JuryRecord, SecondLevelsAct
from epreuves_kit.rubric.appreciation import code
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.jury_rules import defaults
from tests.accessible_pdf import faults
from tests.course import EPREUVES, ROOT
from tests.jury.cours import E17, NotebookFile

REPOSITORY = Path(__file__).parents[2]
SITTING = "numero: 2026-06-A\ndate: 2026-06-30\nlieu: Paris\nnotification: 2026-07-03\ndelai: 2 mois\n"
TWO = ("Omar Sy", "Eve Lang")


@pytest.fixture
def judged(course):
    """e17 with the criteria of its own source, whose levels Alice gave: karim's are 1 everywhere."""
    shutil.copytree(REPOSITORY / "source" / E17, course / "source" / E17, dirs_exist_ok=True)
    (course / "deliberation.yaml").write_text(SITTING, encoding="utf-8")
    (course / "jury.yaml").write_text("composition:\n- {nom: Camille Aubert, qualite: présidente}\n", encoding="utf-8")
    with Register(course) as register:
        for copy in register.copies(E17):
            for criterion in register.criteria(E17):
                level = 1 if "karim" in copy.students else 2
                register.judge(E17, copy.key, criterion.grade_id, "Alice", level, "Vu.")
    return course


@pytest.fixture
def run(judged, monkeypatch):
    monkeypatch.chdir(judged)

    def run(*words, code=0, command="recours"):
        done = CliRunner().invoke(application([command]), [command, *words], env={"COLUMNS": "200"})
        assert done.exit_code == code, done.output
        return done.output

    return run


def receive(run, date="2026-08-20", about="C15.1", **more):
    return run(
        "recevoir",
        "karim",
        about,
        "--date",
        date,
        "--motif",
        "Mon tableau n'a pas été lu.",
        "--auteur",
        "Secrétariat",
        **more,
    )


def entrust(run, *graders, **more):
    return run("confier", "1", "--correcteurs", *(graders or TWO), "--auteur", "Secrétariat", **more)


def sheet(rank):
    """The name of the sheet of one of the two."""
    return f"recours-1-{E17}-correcteur-{rank}.xlsx"


def fill(path, *levels):
    """Give levels, criterion after criterion, the last one again for those that remain."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title not in ("Descripteurs", "Lisez-moi", "_export"):
            for rank, column in enumerate(range(3, sheet.max_column + 1, 2)):
                sheet.cell(3, column).value = levels[min(rank, len(levels) - 1)]
    book.save(path)


def hand_back(run, judged, *levels):
    """Both give levels: of the first, those; of the second, 2 everywhere."""
    for rank, (grader, given) in enumerate(zip(TWO, (levels, (2,)), strict=True), 1):
        path = judged / "recours" / "1" / f"correcteur-{rank}" / sheet(rank)
        fill(path, *given)
        run("lire", "1", str(path), "--correcteur", grader)


def answer(run, outcome, *more, **code):
    words = ("--motif", "Le tableau répond au critère.", "--auteur", "Camille Aubert", "--date", "2026-09-10")
    return run("repondre", "1", "--decision", outcome, *words, *more, "--oui", **code)


def settled(root, student):
    """The levels that count in a student's copy."""
    with Register(root) as register:
        (copy,) = [copy for copy in register.copies(E17) if student in copy.students]
        return {id: found.level for (_, id), found in register.settled(E17, copy.key).items()}


def of(levels, competence):
    return {id: level for id, level in levels.items() if id.startswith(competence.replace(".", "_"))}


def read(path):
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()).replace("\N{NO-BREAK SPACE}", " ")


def test_an_appeal_goes_from_its_receipt_to_the_corrected_procès_verbal(run, judged):
    (judged / "entete.yaml").write_text("nom: École Sainte-Ursule\nadresse: 12 rue des Lices\n", encoding="utf-8")
    run("pv", "--oui", "--partielle", command="jury")
    assert "Dans le délai : jusqu'au 03/09/2026, reçu le 20/08/2026." in receive(run)
    assert "À remettre à Omar Sy : recours-1-correcteur-1.zip" in entrust(run).replace("\N{NO-BREAK SPACE}", " ")
    before = settled(judged, "karim")
    hand_back(run, judged, 2)
    assert settled(judged, "karim") == before
    assert "à répondre" in run(code=1)
    assert "le niveau monte" in answer(run, "admis")
    after = settled(judged, "karim")
    assert set(of(after, "C15.1").values()) == {2}
    assert {id: level for id, level in after.items() if id not in of(after, "C15.1")} == {
        id: level for id, level in before.items() if id not in of(after, "C15.1")
    }
    assert settled(judged, "lea") == dict.fromkeys(settled(judged, "lea"), 2)
    letter = read(judged / "recours" / "1" / "reponse.pdf")
    for said in (
        "Réponse au recours n° 1",
        "contre une décision du procès-verbal n° 2026-06-A du 30 juin 2026",
        "Mon tableau n'a pas été lu.",
        "deux personnes qui n'avaient pas pris part au premier jugement",
        "Le jury a décidé : recours admis. Le tableau répond au critère.",
        "Camille Aubert",
    ):
        assert said in letter
    assert "epreuves" not in letter
    assert "École Sainte-Ursule 12 rue des Lices" in letter
    assert f"C15.1 — {defaults(ROOT).referentiel.competence('C15.1').label}" in letter
    assert "Un procès-verbal rectificatif constate" in letter
    assert "salutations distinguées. Pour le jury, Camille Aubert" in letter
    assert faults((judged / "recours" / "1" / "reponse.pdf").read_bytes()) == []
    text = SITTING.replace("06-A", "06-A-R1").replace("2026-06-30", "2026-09-10").replace("07-03", "09-14")
    (judged / "deliberation.yaml").write_text(text, encoding="utf-8")
    run("pv", "--rectificatif", "--oui", "--partielle", command="jury")
    corrected = read(judged / "proces-verbal-2026-06-A-R1.pdf")
    assert "Il rectifie le procès-verbal n° 2026-06-A du 30 juin 2026" in corrected
    assert "n° 1 karim C15.1 admis Le tableau répond au critère." in corrected
    # Seven points of ten in figures, for half; two criteria at level 1 of 3, then at 2, for the other half.
    # Right figures had the threshold on the whole; the criteria alone did not have theirs before the appeal.
    assert "karim C15.1 non validée (51,66 %) validée (68,33 %)" in corrected
    assert "Aucun n'attend de réponse." in run()


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2026-09-03", "Dans le délai"),
        ("2026-09-04", "Hors délai : jusqu'au 03/09/2026, reçu le 04/09/2026."),
    ],
)
def test_the_last_day_is_in_time_and_the_next_is_not(run, date, said):
    assert said in receive(run, date)


def test_without_a_notification_nothing_says_whether_it_is_in_time(run, judged):
    (judged / "deliberation.yaml").unlink()
    assert "rien ne dit si ce recours vient à temps" in receive(run)


def test_who_judged_does_not_judge_again_and_two_are_two(run):
    receive(run)
    assert "Alice a déjà jugé la copie" in entrust(run, "Omar Sy", "alice", code=2)
    assert "nommez deux personnes différentes" in entrust(run, "Omar Sy", "omar sy", code=2)


def test_what_is_handed_out_names_neither_the_candidate_nor_a_level(run, judged):
    receive(run)
    entrust(run)
    for rank in (1, 2):
        own = judged / "recours" / "1" / f"correcteur-{rank}"
        (page,) = own.glob("*.html")
        with zipfile.ZipFile(own.with_name(f"recours-1-correcteur-{rank}.zip")) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {
                path.name: path.read_bytes() for path in own.iterdir()
            }
        assert "karim" not in page.read_text("utf-8").casefold()
        assert "default-src 'none'" in page.read_text("utf-8")
        cells = [
            str(cell.value)
            for tab in openpyxl.load_workbook(own / sheet(rank)).worksheets
            for row in tab.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        assert not any("karim" in cell.casefold() or cell in ("Vu.", "Alice") for cell in cells)
        with Register(judged) as register:
            asked = [c for c in register.criteria(E17) if c.competence == "C15.1"]
        assert [cell for cell in cells if cell.startswith("C15.2")] == []
        assert all(any(cell.startswith(c.grade_id.replace("_", ".")) for cell in cells) for c in asked)


def test_their_sheet_is_refused_where_graders_sheets_are_taken(run, judged):
    receive(run)
    entrust(run)
    path = judged / "recours" / "1" / "correcteur-1" / sheet(1)
    fill(path, 3)
    before = settled(judged, "karim")
    said = run("import", str(path), "--correcteur", "Omar Sy", command="grille", code=2)
    assert "autre session (« Session de juin 2026, recours n° 1 »" in said
    assert settled(judged, "karim") == before


def test_a_sheet_is_taken_whole_from_who_was_asked_and_neither_sees_the_other(run, judged):
    receive(run)
    entrust(run)
    path = judged / "recours" / "1" / "correcteur-1" / sheet(1)
    assert "Il manque un niveau pour C15.1-k1" in run("lire", "1", str(path), "--correcteur", "Omar Sy", code=2)
    fill(path, 3)
    assert "celle d'Omar Sy, et non d'Alice" in run("lire", "1", str(path), "--correcteur", "Alice", code=2)
    assert "Attendus encore : Eve Lang" in run("lire", "1", str(path), "--correcteur", "Omar Sy")
    shown = run("--numero", "1", code=1)
    assert "quand le second est fini" in shown
    assert "C15.1-k1" not in shown
    assert "sont attendus : Eve Lang" in answer(run, "admis", code=2)
    assert "le second tour est commencé" in entrust(run, "Un", "Autre", code=2)


def test_levels_are_given_whole_without_a_sheet_and_a_sheet_may_give_the_others(run, judged):
    receive(run)
    entrust(run)
    with Register(judged) as register:
        keys = [code(c.grade_id) for c in register.criteria(E17) if c.competence == "C15.1"]
    given = [word for key in keys for word in ("--niveau", f"{key}=3")]
    said = run("niveaux", "1", *given[2:], "--correcteur", "Omar Sy", code=2)
    assert f"Il manque un niveau pour {keys[0]} : rien n'est pris." in said
    said = run("niveaux", "1", *given, "--niveau", "C15.2-k1=3", "--correcteur", "Omar Sy", code=2)
    assert "ne demande pas de niveau pour C15.2-k1" in said
    assert "et non à Alice" in run("niveaux", "1", *given, "--correcteur", "Alice", code=2)
    assert "n'est pas un niveau" in run("niveaux", "1", "--niveau", "C15.1-k1=4", "--correcteur", "Omar Sy", code=2)
    assert "Attendus encore : Eve Lang" in run("niveaux", "1", *given, "--correcteur", "Omar Sy")
    assert "C15.1-k1" not in run("--numero", "1", code=1)
    path = judged / "recours" / "1" / "correcteur-2" / sheet(2)
    fill(path, 3)
    assert "le jury peut répondre" in run("lire", "1", str(path), "--correcteur", "Eve Lang")
    answer(run, "admis")
    assert set(of(settled(judged, "karim"), "C15.1").values()) == {3}
    assert "n'est pas validée" not in read(judged / "recours" / "1" / "reponse.pdf")


def test_where_the_two_differ_the_jury_says_and_no_level_goes_down(run, judged):
    receive(run)
    entrust(run)
    hand_back(run, judged, 3, 0, 2)
    shown = run("--numero", "1", code=1)
    assert "Omar Sy" in shown
    before = settled(judged, "karim")
    with Register(judged) as register:
        label = next(c.label for c in register.criteria(E17) if c.grade_id == "C15_1-k1")
    assert f"diffèrent sur C15.1-k1 — {label} (3 et 2)" in answer(run, "admis", code=2)
    assert settled(judged, "karim") == before
    answer(run, "admis", "--niveau", "C15.1-k1=3", "--niveau", "C15.1-k2=0")
    after = settled(judged, "karim")
    assert (after["C15_1-k1"], after["C15_1-k2"]) == (3, 1)


@pytest.mark.parametrize(
    ("outcome", "levels", "raised"), [("rejeté", (), {}), ("admis en partie", ("C15.1-k2=3",), {"C15_1-k2": 3})]
)
def test_only_what_is_granted_changes(run, judged, outcome, levels, raised):
    receive(run)
    entrust(run)
    hand_back(run, judged, 2)
    before = settled(judged, "karim")
    answer(run, outcome, *(word for level in levels for word in ("--niveau", level)))
    assert settled(judged, "karim") == before | raised
    letter = read(judged / "recours" / "1" / "reponse.pdf")
    assert f"recours {outcome}." in letter
    assert "rectificatif" not in letter  # no procès-verbal is written yet
    assert "a déjà sa réponse" in answer(run, "admis", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("recevoir", "personne", "e17", "--motif", "x", "--auteur", "S"), "n'est pas un candidat connu"),
        (("recevoir", "karim", "e99", "--motif", "x", "--auteur", "S"), "L'épreuve e99 n'existe pas"),
        (("recevoir", "karim", "e17", "--motif", " ", "--auteur", "S"), "Il manque le motif"),
        (("recevoir", "karim", "e17", "--motif", "x", "--auteur", "S", "--date", "hier"), "« hier » n'est pas une date"),
        (("confier", "3", "--correcteurs", "A", "B", "--auteur", "S"), "Il n'y a pas de recours n° 3"),
        (("lettre", "1"), "attend encore sa réponse"),
        (("repondre", "1", "--decision", "peut-être", "--motif", "x", "--auteur", "J"), "n'est pas une réponse"),
        (("repondre", "1", "--decision", "admis", "--motif", "x", "--auteur", "J", "--niveau", "C15.1-k1"), "n'est pas un niveau"),
        (("repondre", "1", "--decision", "admis", "--motif", "x", "--auteur", "J", "--niveau", "C15.1-k1=2"), "aucun niveau n'est à donner là"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_and_nothing_is_kept(run, judged, words, said):
    receive(run)
    assert said in run(*words, code=2)
    with JuryRecord(judged) as record:
        assert len(record.entries()) == 1


def test_the_same_appeal_is_not_received_twice_before_its_answer(run):
    receive(run)
    assert "attend une réponse" in receive(run, code=2)
    answer(run, "rejeté")
    assert "Recours n° 2 reçu" in receive(run)


def test_what_is_validated_already_is_received_and_told(run):
    assert "déjà validé" not in receive(run)
    assert "Ce qui est contesté est déjà validé" in run(
        "recevoir", "lea", "C15.1", "--date", "2026-08-20", "--motif", "Barème.", "--auteur", "S."
    )


def test_an_answer_does_not_come_before_its_appeal(run, judged):
    receive(run)
    said = answer(run, "rejeté", "--date", "2026-08-19", code=2)
    assert "a été reçu le 20/08/2026 : sa réponse ne peut pas être du 19/08/2026" in said
    with JuryRecord(judged) as record:
        assert not record.entries(AppealAnswerAct)


def withdraw(run, number="1", *sure, **more):
    words = ("retirer", number, "--motif", "Reçu le 19, et non le 20.", "--auteur", "Secrétariat")
    return run(*words, *sure, **more)


def test_an_appeal_is_withdrawn_once_confirmed_stays_listed_and_can_be_received_again(run, judged):
    receive(run)
    assert "Retirer le recours n° 1 de karim, sur la compétence C15.1" in withdraw(run, code=2)
    assert "à confier, ou à répondre" in run(code=1)
    assert "retirez-le d'abord" in receive(run, code=2)
    assert "est retiré" in withdraw(run, "1", "--oui")
    assert "retiré, le" in run()
    assert "Reçu le 19, et non le 20." in run("--numero", "1")
    assert "est retiré" in entrust(run, code=2)
    assert "Recours n° 2 reçu" in receive(run, "2026-08-19")
    with JuryRecord(judged) as record:
        assert [appeal.open for appeal in appeals.appeals(record).values()] == [False, True]


def test_an_answered_appeal_is_not_withdrawn_the_jury_decides_anew(run):
    receive(run)
    answer(run, "rejeté")
    assert "c'est par une décision nouvelle" in withdraw(run, "1", "--oui", code=2)
    assert "rejeté, le" in run()


def test_a_second_round_is_proposed_to_the_jury_and_to_graders_but_to_none_who_judged(run, judged):
    receive(run)
    with Register(judged) as register, JuryRecord(judged) as record:
        (other,) = [copy for copy in register.copies(E17) if "karim" not in copy.students]
        register.judge(E17, other.key, register.criteria(E17)[0].grade_id, "Nadia Roux", 2, "")
        rules = jury_rules.of_jury(judged)
        assert appeals.others(register, rules, appeals.appeal(record, 1)) == ["Camille Aubert", "Nadia Roux"]


def test_an_appeal_on_what_no_one_judged_is_answered_at_once(run, judged):
    receive(run, about="e01")
    assert "répondez-y directement" in entrust(run, code=2)
    assert "Aucun niveau ne change" in answer(run, "admis")


def test_an_appeal_on_a_bloc_or_the_certification_is_about_all_that_they_hold(judged):
    (bloc,) = [bloc for bloc in defaults(ROOT).blocs if "C15.1" in bloc.competences]
    found = appeals.concerned(defaults(ROOT), bloc.code)
    assert {code for own in found.values() for code in own} == set(bloc.competences)
    assert set(appeals.concerned(defaults(ROOT), "certification")) == set(EPREUVES)


def test_a_second_round_leaves_the_jury_s_other_acts_as_they_are(run, judged):
    with JuryRecord(judged) as record:
        record.add("C. Aubert", DecisionAct("karim", "C15.2", "validé", "Repris."))
    receive(run)
    entrust(run)
    hand_back(run, judged, 2)
    answer(run, "admis")
    with JuryRecord(judged) as record:
        kinds = [type(entry.act) for entry in record.entries()]
        assert kinds.count(SecondLevelsAct) == 2
        assert isinstance(record.entries()[-1].act, AppealAnswerAct)
        with Register(judged) as register, pytest.raises(KitError, match="a déjà sa réponse"):
            appeals.answer(record, register, defaults(ROOT), 1, "rejeté", "x", "J", datetime.date(2026, 9, 11))


def test_a_student_s_name_in_the_gradebook_is_in_the_letter(run, judged):
    with NotebookFile(judged) as book:
        book.student("karim", "Karim", "#strong[Benali]")
    receive(run)
    answer(run, "rejeté")
    assert "Karim #strong[Benali]" in read(judged / "recours" / "1" / "reponse.pdf")
