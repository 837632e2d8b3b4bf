"""The commands of double marking and of the spreadsheet, on a real course whose gradebook formgrader reads."""

import json
import os
import pty
import subprocess

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import AskedAllotment
from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT, GOOD
from tests.groups.trial import Cours
from tests.rubric.trial import K1, K2, copy_of

APPLICATION = application(["correcteurs", "grille", "double", "accord", "regler", "statut"])


@pytest.fixture
def epreuves(root, monkeypatch):
    """Run a command in the course; (exit code, standard output, errors)."""
    monkeypatch.chdir(root)

    def run(*words):
        done = CliRunner().invoke(APPLICATION, list(map(str, words)), env={"COLUMNS": "200"})
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    return run


def cells(path, change, sheet=ASSIGNMENT):
    book = load_workbook(path)
    for where, value in change.items():
        book[sheet][where] = value
    book.save(path)


def row_of(path, copy):
    sheet = load_workbook(path)[copy.notebook]
    return next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 2).value == copy.key)


def judge_all(root, grader, level_of):
    with Register(root) as register:
        criteria = register.criteria(ASSIGNMENT)
        for copy in register.copies(ASSIGNMENT):
            for criterion in criteria:
                if criterion.notebook == copy.notebook:
                    register.judge(ASSIGNMENT, copy.key, criterion.grade_id, grader, level_of(copy, criterion))


def test_a_grid_goes_out_is_filled_and_reaches_formgrader(epreuves, root, register, formgrader):
    code, said, _ = epreuves("grille", "export", "e98", "g.xlsx", "--correcteur", "Alice")
    assert code == 0
    assert f"La grille de E98 est écrite, {len(register.copies(ASSIGNMENT))} copies : donnez-la à qui corrige." in said
    assert said.endswith("Écrit : g.xlsx\n")
    group = copy_of(register, "lea")
    row = row_of(root / "g.xlsx", group)
    cells(root / "g.xlsx", {f"C{row}": "acquis", f"D{row}": "Bien vu.", f"E{row}": 3})
    code, said, _ = epreuves("grille", "import", "g.xlsx", "--correcteur", "Alice")
    assert code == 0
    assert "Alice : 2 critères repris dans 1 copie ; il reste" in said
    for student in group.students:  # a group's copy is judged once, for its members
        assert formgrader.shows(student, K1) == (2.0, False, "Bien vu.")
        assert formgrader.shows(student, K2) == (3.0, False, None)


def test_a_level_above_0_of_a_writing_left_as_it_was_given_out_is_taken_and_said(epreuves, root, register):
    course = Cours(root)
    course.hand_in("seul", GOOD | {"C15_3-synthese": "*Votre réponse ici.*"})
    course.mark()
    blank, written = copy_of(register, "seul"), copy_of(register, "lea")
    epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--correcteur", "Alice")
    change = {f"{column}{row_of(root / 'g.xlsx', blank)}": level for column, level in (("C", 3), ("E", 0))}
    change[f"C{row_of(root / 'g.xlsx', written)}"] = 3
    cells(root / "g.xlsx", change)
    code, said, told = epreuves("grille", "import", "g.xlsx", "--correcteur", "Alice")
    assert code == 0
    assert "3 critères repris dans 2 copies" in said
    assert told.replace("\N{NO-BREAK SPACE}", " ") == (
        f"⚠ Copie n° {blank.number}, écrit resté tel qu'il a été distribué : C15.1-k1 (niveau 3 : « Question 6 — Synthèse »). À revoir.\n"
    )
    assert register.settled(ASSIGNMENT)[blank.key, K1].level == 3


def test_the_same_file_again_adds_nothing_to_the_record(epreuves, root, register):
    epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--correcteur", "Alice")
    row = row_of(root / "g.xlsx", copy_of(register, "lea"))
    cells(root / "g.xlsx", {f"C{row}": 1})
    assert json.loads(epreuves("grille", "import", "g.xlsx", "--correcteur", "Alice", "--json")[1])["changes"] == 1
    before = register.history(ASSIGNMENT)
    assert json.loads(epreuves("grille", "import", "g.xlsx", "--correcteur", "Alice", "--json")[1])["changes"] == 0
    assert register.history(ASSIGNMENT) == before


def test_nothing_of_a_file_with_a_bad_cell_is_applied_and_the_cell_is_named(epreuves, root, register):
    epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--correcteur", "Alice")
    row = row_of(root / "g.xlsx", copy_of(register, "lea"))
    cells(root / "g.xlsx", {f"C{row}": 2, f"E{row}": "quatre"})
    code, said, told = epreuves("grille", "import", "g.xlsx", "--correcteur", "Alice")
    assert (code, said) == (2, "")
    assert f"✗ Feuille « {ASSIGNMENT} », cellule E{row} : « quatre » reçu, attendu un niveau de 0 à 3" in told
    assert "✗ Rien de « g.xlsx » n'a été pris en compte." in told
    assert register.history(ASSIGNMENT) == []


def test_a_file_is_not_written_over_another_unless_asked_and_its_name_says_what_it_is(epreuves, root):
    for name in (f"grille-{ASSIGNMENT}.xlsx", f"grille-{ASSIGNMENT}-2.xlsx"):
        assert epreuves("grille", "export", "e98")[0] == 0
        assert (root / "exports" / name).is_file()
    assert epreuves("grille", "export", "e98", "g.xlsx")[0] == 0
    code, _, told = epreuves("grille", "export", "e98", "g.xlsx")
    assert (code, told.split("\n")[0]) == (2, "« g.xlsx » est déjà écrit : l'écrire de nouveau le remplace.")
    assert "Rien n'est fait" in told
    assert epreuves("grille", "export", "e98", "g.xlsx", "--force")[0] == 0
    assert "finit par « .xlsx »" in epreuves("grille", "export", "e98", "g.csv")[2]


def test_a_session_that_changed_refuses_the_file(epreuves, root, register):
    epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--correcteur", "Alice")
    (root / "seance.yaml").write_text("nom: Session de septembre\ncle: une autre phrase\n", "utf-8")
    code, _, told = epreuves("grille", "import", "g.xlsx", "--correcteur", "Alice")
    assert code == 2
    assert "vient d'une autre session" in told
    assert "« Session de septembre »" in told


def test_a_grader_who_has_no_part_in_a_double_marking_is_refused_as_a_whole(epreuves, root, register):
    epreuves("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 1, "--graine", 3)
    epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--correcteur", "Claire")
    cells(root / "g.xlsx", {"C3": 2})
    code, _, told = epreuves("grille", "import", "g.xlsx", "--correcteur", "Claire")
    assert code == 2
    assert "confiée à Alice et Bruno" in told
    assert "n'a été pris en compte" in told


def test_an_export_shows_a_grader_nothing_of_the_other(epreuves, root, register):
    epreuves("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 1)
    copy = copy_of(register, "lea")
    register.judge(ASSIGNMENT, copy.key, K1, "Alice", 3, "Le mot d'Alice.")
    for words in (("--correcteur", "Bruno"), ()):
        epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--force", *words)
        values = [c.value for s in load_workbook(root / "g.xlsx").worksheets for r in s.iter_rows() for c in r]
        assert "Le mot d'Alice." not in values
    epreuves("grille", "export", ASSIGNMENT, "g.xlsx", "--force", "--correcteur", "Alice")
    sheet = load_workbook(root / "g.xlsx")[ASSIGNMENT]
    row = row_of(root / "g.xlsx", copy)
    assert (sheet.cell(row, 3).value, sheet.cell(row, 4).value) == (3, "Le mot d'Alice.")


def test_a_draw_says_who_and_what_and_the_same_seed_draws_the_same(epreuves, register):
    code, first, _ = epreuves("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 0.5, "--graine", 7)
    drawn = register.plan(ASSIGNMENT).copies
    assert code == 0
    assert "confiées à Alice et à Bruno, sans que l'un voie l'autre (tirage n° 7)." in first
    numbers = sorted(c.number for c in register.copies(ASSIGNMENT) if c.key in drawn)
    assert all(str(number) in first for number in numbers)
    _, again, _ = epreuves("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 0.5, "--graine", 7)
    assert register.plan(ASSIGNMENT).copies == drawn
    assert "Ce tirage remplace celui d'Alice et de Bruno (tirage n° 7)." in again


WARNED = (
    "2 niveaux déjà donnés (1 copie confiée) ne compteraient plus dans le carnet de notes, ni leurs points, tant que l'autre "
    "personne n'a pas jugé aussi."
)


def test_a_draw_that_takes_levels_out_of_count_warns_and_draws_nothing_unasked(epreuves, register, formgrader):
    copy = copy_of(register, "lea")
    for criterion in (K1, K2):
        register.judge(ASSIGNMENT, copy.key, criterion, "Alice", 2, "Bien.")
    words = ("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 1)
    code, _, told = epreuves(*words)
    assert code == 2
    assert WARNED in told
    assert "Rien n'est fait. Pour le faire sans question : la même commande, avec --oui." in told
    assert register.plan(ASSIGNMENT) is None
    assert formgrader.shows("lea", K1) == (2.0, False, "Bien.")
    assert epreuves(*words, "--oui")[0] == 0
    assert formgrader.shows("lea", K1) == (None, True, None)
    # Nothing counts in that copy any more: the same two may be drawn again without a word.
    assert epreuves(*words)[0] == 0


@pytest.mark.parametrize(("answer", "code"), [("o\n", 0), ("\n", 2), ("n\n", 2)])
def test_who_sits_at_a_terminal_is_asked(root, register, answer, code):
    copy = copy_of(register, "lea")
    register.judge(ASSIGNMENT, copy.key, K1, "Alice", 2)
    ours, theirs = pty.openpty()
    words = ["double", "e98", "--correcteurs", "Alice", "Bruno", "--part", "1"]
    with subprocess.Popen(
        [*EPREUVES, *words], cwd=root, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asked:
        os.write(ours, answer.encode())
        said, _ = asked.communicate(timeout=60)
    assert "Confier quand même ? [o/N]" in said
    assert asked.returncode == code
    assert (register.plan(ASSIGNMENT) is not None) == (code == 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Alice", "Alice"), "deux personnes différentes"),
        (("A" * 61, "Bruno"), "de 1 à 60 caractères"),
        (("", "Bruno"), "de deux personnes"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_with_a_sentence(epreuves, register, words, said):
    code, _, told = epreuves("double", "e98", "--correcteurs", *words)
    assert code == 2
    assert said in told
    assert register.plan(ASSIGNMENT) is None


def test_without_a_double_marking_there_is_no_agreement_and_it_says_what_to_do(epreuves):
    code, _, told = epreuves("accord", "e98")
    assert code == 2
    assert f"« epreuves double {ASSIGNMENT} --correcteurs A B » tire des copies à juger deux fois" in told


def test_a_disagreement_is_listed_settled_with_its_reason_and_then_reaches_formgrader(
    epreuves, root, register, formgrader
):
    epreuves("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 1, "--graine", 7)
    group = copy_of(register, "lea")
    judge_all(root, "Alice", lambda copy, criterion: 2)
    judge_all(root, "Bruno", lambda copy, criterion: 3 if (copy.key, criterion.grade_id) == (group.key, K1) else 2)
    assert formgrader.shows("lea", K1)[:2] == (None, True)
    assert formgrader.shows("lea", K2)[:2] == (2.0, False)

    code, said, _ = epreuves("accord", "e98", "--json")
    found = json.loads(said)
    assert code == 1
    assert [(p["copy"], p["grade_id"], p["levels"]) for p in found["to_settle"]] == [(group.key, K1, [2, 3])]
    assert "1 désaccord à régler : « epreuves regler" in epreuves("accord", "e98")[2].replace("\N{NO-BREAK SPACE}", " ")
    assert str(group.number) in epreuves("regler", "e98")[1]

    decision = (
        "regler",
        "e98",
        group.number,
        "C15.1-k1",
        "--niveau",
        3,
        "--motif",
        "Le seuil est justifié.",
        "--auteur",
        "Chef",
    )
    code, said, _ = epreuves(*decision)
    assert (code, said) == (
        0,
        f"Copie n° {group.number}, C15.1-k1 : niveau 3 (3 points sur 3), décidé par Chef.\n",
    )
    for student in group.students:
        assert formgrader.shows(student, K1)[:2] == (3.0, False)
    code, said, _ = epreuves("accord", "e98")
    assert code == 0
    assert "Déjà réglés par une décision : 1." in said
    assert register.settled(ASSIGNMENT)[group.key, K1].reason == "Le seuil est justifié."
    assert epreuves("regler", "e98")[1] == "Rien à régler.\n"


def test_a_decision_without_its_reason_or_its_place_is_refused(epreuves, register):
    epreuves("double", "e98", "--correcteurs", "Alice", "Bruno", "--part", 1)
    before = register.history(ASSIGNMENT)
    for words, said in (
        ((1, "C15.1-k1", "--niveau", 2, "--auteur", "Chef"), "son motif"),
        ((1, "C15.1-k1", "--niveau", 2, "--motif", "  ", "--auteur", "Chef"), "son motif"),
        ((99, "C15.1-k1", "--niveau", 2, "--motif", "m", "--auteur", "Chef"), "n'a pas de copie n° 99"),
        ((1, "C9.9-k1", "--niveau", 2, "--motif", "m", "--auteur", "Chef"), "« C9.9-k1 » ne se juge pas"),
    ):
        code, _, told = epreuves("regler", "e98", *words)
        assert code == 2
        assert said in told
    assert register.history(ASSIGNMENT) == before


def test_copies_are_shared_out_by_command_and_each_grid_has_its_own(epreuves, root, register):
    code, said, _ = epreuves(
        "correcteurs", "repartir", "e98", "--correcteur", "Alice", "--correcteur", "Bruno", "--auteur", "Chef"
    )
    assert code == 0
    assert "E98" in said
    assert "E98 est répartie entre Alice et Bruno." in said
    made = register.duties(ASSIGNMENT).allotment
    for name in ("Alice", "Bruno"):
        code, said, _ = epreuves("grille", "export", "e98", f"{name}.xlsx", "--correcteur", name)
        own = list(made.owners.values()).count(name)
        assert f"est écrite, {own} copie{'s' * (own > 1)} : donnez-la" in said
    copy = next(c for c in register.copies(ASSIGNMENT) if made.owners[c.key] == "Alice")
    cells(root / "Alice.xlsx", {f"C{row_of(root / 'Alice.xlsx', copy)}": 2})
    code, said, _ = epreuves("grille", "import", "Alice.xlsx", "--correcteur", "Alice")
    assert (code, register.settled(ASSIGNMENT)[copy.key, K1].level) == (0, 2)
    code, said, _ = epreuves("correcteurs", "voir", "--json")
    (found,) = map(json.loads, said.splitlines())
    assert (code, [g["grader"] for g in found["graders"]], found["unclaimed"]) == (1, ["Alice", "Bruno"], 0)
    # One is nobody's any more to take in: a grid filled by who has lost it is refused in one sentence.
    cells(root / "Alice.xlsx", {f"E{row_of(root / 'Alice.xlsx', copy)}": 3})
    register.allot(ASSIGNMENT, AskedAllotment(("Zoé",)), "Chef")
    code, _, said = epreuves("grille", "import", "Alice.xlsx", "--correcteur", "Alice")
    assert code == 2
    assert "est confiée à Zoé, et non à Alice" in said


def test_a_calibration_is_compared_and_settled_by_command(epreuves, root, register):
    code, _, _ = epreuves(
        "correcteurs",
        "repartir",
        "e98",
        "--correcteur",
        "Alice",
        "--correcteur",
        "Bruno",
        "--correcteur",
        "Zoé",
        "--etalon",
        1,
    )
    first = register.copies(ASSIGNMENT)[0]
    assert (code, register.duties(ASSIGNMENT).calibration) == (0, {first.key})
    for name, level in (("Alice", 1), ("Bruno", 3), ("Zoé", 3)):
        register.judge(ASSIGNMENT, first.key, K1, name, level, f"Dit par {name}.")
    code, said, _ = epreuves("accord", "e98")
    assert code == 1
    assert (
        "À discuter d'abord, par leur écart entre le plus haut et le plus bas niveau : C15.1-k1 (2,00)"
        in said.replace("\n", " ")
    )
    assert "Alice et Bruno" in said
    told = json.loads(epreuves("accord", "e98", "--json")[1])
    assert [(p["graders"], p["judged"], p["same"], p["gap"]) for p in told["pairs"]][:2] == [
        (["Alice", "Bruno"], 1, 0, -2.0),
        (["Alice", "Zoé"], 1, 0, -2.0),
    ]
    assert "Bruno : 3 — Dit par Bruno." in epreuves("regler", "e98")[1]
    code, said, _ = epreuves(
        "regler", "e98", 1, "C15.1-k1", "--niveau", 3, "--motif", "Vu ensemble.", "--auteur", "Chef"
    )
    assert code == 0
    assert register.settled(ASSIGNMENT)[first.key, K1].comment == "Dit par Bruno.\n\nDit par Zoé."


def test_a_copy_is_told_of_and_answered_by_command(epreuves, register):
    assert epreuves("correcteurs", "signaler", "e98", 2, "Le fichier ne s'ouvre pas.", "--correcteur", "Alice")[0] == 0
    copy = register.copies(ASSIGNMENT)[1]
    code, said, _ = epreuves("correcteurs", "signalements")
    assert code == 1
    assert f"n° 2, {copy.students[0]}" in said
    code, said, _ = epreuves("statut", "e98")
    assert (code, "signalement n° 1, copie n° 2, par Alice : Le fichier ne s'ouvre pas." in said) == (1, True)
    assert epreuves("correcteurs", "repondre", "e98", 1, "Ramassé de nouveau.", "--auteur", "Chef")[0] == 0
    assert epreuves("correcteurs", "signalements")[:2] == (0, "Aucun signalement n'attend de réponse.\n")
    assert "Ramassé de nouveau. (Chef, le " in epreuves("correcteurs", "signalements", "--tous")[1].replace(
        "\N{NO-BREAK SPACE}", " "
    )
    code, _, said = epreuves("correcteurs", "signaler", "e98", 99, "Vu.", "--correcteur", "Alice")
    assert (code, "n'a pas de copie n° 99 : les numéros vont de 1 à 3" in said) == (2, True)
