"""The session's actions: done by a process of their own, on courses that were really built and marked; what is lost by none of them."""

from __future__ import annotations

import io
import os
import shutil
import signal
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from openpyxl import Workbook, load_workbook

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import GIVEN, Asked, Unconfirmed
from epreuves_kit.exam.exchange import NbgraderRefusal
from epreuves_kit.exam.status import status
from epreuves_kit.gradebook.rows import People
from epreuves_kit.page import work
from epreuves_kit.page.drawn import do
from epreuves_kit.page.situation import steps
from epreuves_kit.rubric.register import Register
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.exam.session_application import act, ended, refused, screen
from tests.workbook.trial import edit

MARK_AGAIN = Asked("autograde --force", ASSIGNMENT, sure=True)


def told(what: str, done: int, total: int) -> None:
    """Nobody listens."""


@pytest.fixture
def groups(marked_groups: Path, tmp_path: Path) -> Path:
    """Groups whose copies are marked, and not judged."""
    return Path(shutil.copytree(marked_groups, tmp_path / "cours"))


@pytest.fixture
def exchanged(model: Path, tmp_path: Path) -> Path:
    """The trial course, built, with an exchange of its own."""
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    (tmp_path / "echange").mkdir()
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(tmp_path / 'echange')!r}\n")
    return root


def test_marking_again_is_confirmed_first_can_be_interrupted_and_loses_nothing(groups):
    before = status(Course(groups)).epreuves[0]
    work.begin(groups, msgspec.structs.replace(MARK_AGAIN, sure=False))
    asked = ended(groups)
    assert asked.state == "à confirmer"
    assert "seront exécutées et notées de nouveau" in asked.said[0]

    work.begin(groups, MARK_AGAIN)
    with pytest.raises(KitError, match="Une action est déjà en cours"):
        work.begin(groups, Asked("feedback", ASSIGNMENT))
    work.stop(groups)
    assert (ended(groups).state, ended(groups).said) == ("interrompue", (work.STOPPED,))

    work.begin(groups, MARK_AGAIN)
    done = ended(groups)
    assert done.state == "finie", done.said
    after = status(Course(groups)).epreuves[0]
    assert (after.marked, after.waiting, after.received) == (before.marked, (), before.received)


def test_a_work_that_was_killed_is_not_waited_for(groups):
    started = work.begin(groups, MARK_AGAIN)
    os.kill(started.pid, signal.SIGKILL)
    assert (ended(groups).state, ended(groups).said) == ("interrompue", (work.LOST,))
    work.begin(groups, Asked("grille export", ASSIGNMENT))
    assert ended(groups).files == (f"exports/grille-{ASSIGNMENT}.xlsx",)
    work.forget(groups)
    assert work.current(groups) is None


def test_what_nobody_expected_is_a_plain_sentence_and_its_detail_a_file(model, tmp_path, monkeypatch):
    root = Path(shutil.copytree(model, tmp_path / "cours"))

    def broken(*asked):
        raise ZeroDivisionError("division de l'auteur")

    monkeypatch.setattr("epreuves_kit.build.build.build", broken)
    monkeypatch.chdir(root)
    sent = io.BytesIO(msgspec.json.encode(Asked("build", ASSIGNMENT)))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=sent))
    kept = signal.getsignal(signal.SIGINT)
    try:
        work.main()
    finally:
        signal.signal(signal.SIGINT, kept)
    found = work.current(root)
    assert (found.state, found.said) == ("incident", (work.UNEXPECTED,))
    assert "ZeroDivisionError" not in found.said[0]
    assert work.INCIDENT in found.said[0]
    assert "ZeroDivisionError: division de l'auteur" in (root / work.INCIDENT).read_text("utf-8")


def test_a_grid_that_somebody_may_have_filled_is_not_written_over(groups):
    names = [do(groups, Asked("grille export", ASSIGNMENT, {"grader": "Zoé Aubert"}), told).files[0] for _ in range(2)]
    assert names == [f"exports/grille-{ASSIGNMENT}-zoe-aubert.xlsx", f"exports/grille-{ASSIGNMENT}-zoe-aubert-2.xlsx"]


def test_provisional_pages_stay_out_of_what_is_handed_back_unless_it_is_asked(groups):
    def archives() -> int:
        return len(list((groups / "remises").glob("*.zip")))

    kept = do(groups, Asked("remettre"), told)
    assert any("provisoire" in said for said in kept.look)
    some = archives()
    do(groups, Asked("remettre", values={"provisional": "oui"}), told)
    assert archives() > some


def test_the_exchange_distributes_collects_and_says_whose_copy_is_odd(exchanged):
    assert Course(exchanged).has_exchange
    # The gradebook knows the épreuve: who asks is told what distributing again does.
    with pytest.raises(Unconfirmed, match="déjà distribuée"):
        do(exchanged, Asked("distribuer", ASSIGNMENT), told)
    with pytest.raises(NbgraderRefusal, match="distribuez d'abord une épreuve"):
        do(exchanged, Asked("ramasser", ASSIGNMENT), told)
    for _ in range(2):
        do(exchanged, Asked("distribuer", ASSIGNMENT, sure=True), told)
    course = exchanged.parent / "echange" / "copies-d-essai"
    assert (course / "outbound" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    copy = course / "inbound" / f"lea+{ASSIGNMENT}+2026-06-01 10:00:00.000000 UTC+1"
    shutil.copytree(exchanged / "release" / ASSIGNMENT, copy)
    found = do(exchanged, Asked("ramasser", ASSIGNMENT), told)
    assert (exchanged / "submitted" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    assert len(found.look) == 1
    assert found.look[0].startswith("La copie de lea a été rendue sous le compte ")


def test_without_an_exchange_candidates_get_an_archive_without_the_answers(model, tmp_path):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    assert not Course(root).has_exchange
    [path] = do(root, Asked("distribuer", ASSIGNMENT, sure=True), told).files
    first = (root / path).read_bytes()
    with zipfile.ZipFile(root / path) as archive:
        release = root / "release" / ASSIGNMENT
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {
        f"{ASSIGNMENT}/{p.relative_to(release).as_posix()}": p.read_bytes() for p in release.rglob("*") if p.is_file()
    }
    do(root, Asked("distribuer", ASSIGNMENT, sure=True), told)
    assert (root / path).read_bytes() == first
    with pytest.raises(KitError, match="n'a pas d'échange"):
        do(root, Asked("ramasser", ASSIGNMENT), told)


def test_copies_are_shared_out_read_and_what_is_told_of_one_is_answered(groups):
    done = do(
        groups,
        Asked(
            "correcteurs repartir", ASSIGNMENT, {"graders": "Alice et Bruno ,", "calibration": "1", "author": "Chef"}
        ),
        told,
    )
    assert done.said[0] == "E98 est répartie entre Alice et Bruno."
    assert [(line[0], line[1]) for line in done.tables[0].lines] == [("Alice", "1"), ("Bruno", "1")]
    (one,) = status(Course(groups)).epreuves
    assert [(g.grader, g.copies, g.calibration) for g in one.graders] == [("Alice", 1, 1), ("Bruno", 1, 1)]
    said = act(groups, "correcteurs voir", ASSIGNMENT)
    assert "niveaux à donner" in said
    assert "Alice | 0/1 | 0/1 | " in said
    with pytest.raises(KitError, match="entier est attendu, de 0 à 20"):
        do(groups, Asked("correcteurs repartir", ASSIGNMENT, {"graders": "Alice", "calibration": "deux"}), told)
    (archive,) = do(groups, Asked("lecture", ASSIGNMENT, {"grader": "Alice"}), told).files
    assert archive == f"exports/lecture-{ASSIGNMENT}-alice.zip"
    with zipfile.ZipFile(groups / archive) as pages:
        assert len(pages.namelist()) == 3
    with Register(groups) as register:
        for copy in register.copies(ASSIGNMENT):
            duties, criteria = register.duties(ASSIGNMENT), register.criteria(ASSIGNMENT)
            for c in (c for c in criteria if c.notebook == copy.notebook):
                for grader in duties.judges(copy.key, c.grade_id):
                    register.judge(ASSIGNMENT, copy.key, c.grade_id, grader, 2)
    act(groups, "correcteurs signaler", ASSIGNMENT, copy=str(copy.number), text="Rien ne s'ouvre.", grader="Alice")
    said = act(groups, "correcteurs signalements", ASSIGNMENT)
    assert "1 signalement attend une réponse : « Répondre au signalement »." in said
    assert " | Alice | " in said
    assert " | Rien ne s'ouvre. | —" in said
    (one,) = status(Course(groups)).epreuves
    assert (one.stage, one.command, [f.text for f in one.flags]) == (
        "à régler",
        f"epreuves correcteurs signalements {ASSIGNMENT}",
        ["Rien ne s'ouvre."],
    )
    (button,) = [
        b
        for step in steps(Course(groups), one, False, People())
        for b in step.buttons
        if b.what == "correcteurs repondre"
    ]
    do(groups, Asked("correcteurs repondre", ASSIGNMENT, {**button.values, "answer": "Vu.", "author": "Chef"}), told)
    (one,) = status(Course(groups)).epreuves
    assert (one.stage, one.flags) == ("à restituer", ())
    assert "Vu. (Chef, le " in act(groups, "correcteurs signalements", ASSIGNMENT, every="oui")


def filled(book: Workbook) -> None:
    """A level for the first criterion of the first copy, in a sheet that a grader works in."""
    sheet = next(one for one in book.worksheets if one.title not in ("Descripteurs", "Lisez-moi", "_export"))
    sheet.cell(3, 3).value = 2


def test_a_grid_filled_in_is_taken_and_what_is_left_is_said(groups):
    [path] = do(groups, Asked("grille export", ASSIGNMENT, {"grader": "Zoé Aubert"}), told).files
    there = groups / GIVEN / "grille.xlsx"
    there.parent.mkdir(parents=True, exist_ok=True)
    edit(Path(shutil.copy(groups / path, there)), filled)
    asked = Asked("grille import", values={"file": "grille.xlsx", "grader": "Zoé Aubert"})
    left = status(Course(groups)).epreuves[0].to_judge - 1
    assert do(groups, asked, told).said == (
        f"E98, Zoé Aubert : 1 critère repris dans 1 copie ; il reste {left} niveaux à donner.",
    )
    assert status(Course(groups)).epreuves[0].judged == 1
    with pytest.raises(KitError, match="Le fichier n'est plus là"):
        do(groups, asked, told)


def test_copies_go_to_two_graders_and_levels_that_would_count_no_more_are_asked_about_first(groups):
    values = {"graders": "Zoé Aubert, Karim Sy", "percent": "100", "author": "Secrétariat"}
    with pytest.raises(KitError, match="entier est attendu, de 1 à 100"):
        do(groups, Asked("double", ASSIGNMENT, values | {"percent": "un quart"}), told)
    with Register(groups) as register:
        copy, criterion = register.copies(ASSIGNMENT)[0], register.criteria(ASSIGNMENT)[0]
        register.judge(ASSIGNMENT, copy.key, criterion.grade_id, "Zoé Aubert", 2)
    with pytest.raises(Unconfirmed, match="Un niveau déjà donné") as question:
        do(groups, Asked("double", ASSIGNMENT, values), told)
    with Register(groups) as register:
        assert register.plan(ASSIGNMENT) is None
    said = do(groups, Asked("double", ASSIGNMENT, values | question.value.values, sure=True), told).said
    assert f"(tirage n° {question.value.values['seed']})" in said[0]
    assert "sont confiées à Zoé Aubert et à Karim Sy, sans que l'un voie l'autre (tirage n° " in said[0]
    with Register(groups) as register:
        assert register.plan(ASSIGNMENT) is not None


def button(root: Path, what: str) -> dict[str, Any]:
    """A button of the épreuve that is looked at, or of what ends the session, as the page shows it."""
    shown = screen(root)
    return next(one for part in (*shown["steps"], *shown["parts"]) for one in part["buttons"] if one["what"] == what)


def test_hours_are_written_for_who_watches_and_without_arrangements_for_a_door(model, tmp_path):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    assert "Cette épreuve n'a pas de date" in button(root, "horaires")["closed"]
    with (root / "seance.yaml").open("a", encoding="utf-8") as session:
        session.write(f"dates:\n  {ASSIGNMENT}: {{debut: 2026-06-10 09:00, fin: 2026-06-10 12:00, lieu: Salle 204}}\n")
    assert (
        refused(root, "horaires", epreuve=ASSIGNMENT)
        == "Aucun candidat n'est attendu : prenez d'abord la liste de l'école."
    )
    nbgrader(root, "db", "student", "add", "lea", "--first-name", "Léa", "--last-name", "Fontaine")
    (root / "amenagements.csv").write_text("candidat;temps;pauses;assistant\nlea;1/3;20;oui\n", "utf-8")
    assert button(root, "horaires")["closed"] == ""

    said = act(root, "horaires", ASSIGNMENT)
    assert said.startswith("E98 : le 10 juin 2026, de 09:00 à 12:00, Salle 204. 1 candidat.")
    assert rows(root / "exports" / "horaires-e98.xlsx")[1:] == [
        ("Fontaine", "Léa", "lea", "Salle 204", "10/06/2026 à 09:00", "10/06/2026 à 13:20", 20, "oui")
    ]
    with pytest.raises(Unconfirmed, match="l'écrire de nouveau le remplace"):
        act(root, "horaires", ASSIGNMENT)
    act(root, "horaires", ASSIGNMENT, sure=True)
    act(root, "horaires", ASSIGNMENT, posted="oui", every="oui")
    posted = rows(root / "exports" / "horaires-affichage.xlsx")
    assert posted == [
        ("Nom", "Prénom", "Identifiant", "Lieu", "Début"),
        ("Fontaine", "Léa", "lea", "Salle 204", "10/06/2026 à 09:00"),
    ]


def rows(path: Path) -> list[tuple[Any, ...]]:
    """The lines of a workbook's sheet."""
    return list(load_workbook(path)[ASSIGNMENT].iter_rows(values_only=True))


def test_groups_are_told_with_what_each_handed_in_and_all_their_faults_at_once(groups):
    assert button(groups, "groupes")["closed"] == ""
    nbgrader(groups, "db", "student", "add", "lea", "--first-name", "Léa", "--last-name", "Fontaine")
    said = act(groups, "groupes", ASSIGNMENT)
    print(said)
    assert said.startswith("2 groupes, 5 candidats.")
    assert " | Léa Fontaine (lea) | présent · dépose | rendu | rendu" in said
    assert "copie collective rendue par Léa Fontaine (lea)" in said
    lines = (groups / "groupes.csv").read_text("utf-8")
    (groups / "groupes.csv").write_text(lines.replace("présent", "présnt"), "utf-8")
    assert "groupes.csv, ligne 2, champ « etat »" in refused(groups, "groupes", epreuve=ASSIGNMENT)
    (groups / "groupes.csv").unlink()
    assert refused(groups, "groupes", epreuve=ASSIGNMENT).startswith("Aucun groupe n'est composé")


def test_graders_who_judge_the_same_copies_are_compared_and_their_figures_written(groups):
    assert "« Confier des copies à deux correcteurs »" in refused(groups, "accord", epreuve=ASSIGNMENT)
    act(groups, "double", ASSIGNMENT, graders="Alice, Bruno", percent="100")
    with Register(groups) as register:
        for grader, level in (("Alice", 3), ("Bruno", 2)):
            register.judge_many(
                ASSIGNMENT,
                grader,
                [
                    (copy.key, one.grade_id, level, "")
                    for copy in register.copies(ASSIGNMENT)
                    for one in register.criteria(ASSIGNMENT)
                    if one.notebook == copy.notebook
                ],
            )
    said = act(groups, "accord", ASSIGNMENT)
    assert "Double correction : 3 copies sur 3, par Alice et Bruno (tirage n° " in said
    assert "27 désaccords à régler : « Régler un désaccord »." in said
    lines = list(load_workbook(groups / "exports" / "accord-e98.xlsx")["Double correction"].iter_rows(values_only=True))
    assert lines[0][:4] == ("Critère", "Libellé", "Paires", "Égaux")
    assert lines[0][4:] == ("À un niveau près", "Attendu sur 100", "Sévérité", "κ", "Lecture du κ")
    assert lines[-1][:4] == ("Tous", "Tous les critères", "27", "0\N{NO-BREAK SPACE}%")


def test_transcripts_rapports_and_the_dashboard_are_written_and_say_what_lacks(groups):
    nbgrader(groups, "db", "student", "add", "lea", "--first-name", "Léa", "--last-name", "Fontaine")
    many = len(Course(groups).students(ASSIGNMENT))
    for noun in ("releve", "rapport"):
        assert button(groups, noun)["closed"] == ""
        work.begin(groups, Asked(noun))
        done = ended(groups)
        assert done.state == "finie", done.said
        assert done.files == (f"exports/{noun}s.zip",)
        assert (done.done, done.total) == (many, many)
        with zipfile.ZipFile(groups / "exports" / f"{noun}s.zip") as archive:
            assert len(archive.namelist()) == many
            assert archive.read(f"{noun}-lea.pdf") == (groups / "feedback" / "lea" / f"{noun}.pdf").read_bytes()
    assert (
        done.look[0]
        == "Fiche de compétences « Veille » : cette épreuve n'est pas encore dans le cours — tous les candidats."
    )
    assert f"dont {many} sans changement" in act(groups, "releve")

    said = act(groups, "tableau")
    assert "Personne n'y est nommé." in said
    results = groups / "rapports" / "donnees" / "cohorte.json"
    assert "Léa Fontaine" not in results.read_text("utf-8")
    act(groups, "tableau", named="oui")
    assert "Léa Fontaine" in results.read_text("utf-8")


def test_a_copy_is_written_without_its_code_for_who_commissioned_the_work(groups):
    nbgrader(groups, "db", "student", "add", "lea", "--first-name", "Léa", "--last-name", "Fontaine")
    (whose,) = button(groups, "livrable")["fields"]
    assert ("lea", "Léa Fontaine (lea)") in whose["options"]
    assert refused(groups, "livrable", epreuve=ASSIGNMENT) == "Il manque « La copie de »."
    work.begin(groups, Asked("livrable", ASSIGNMENT, {"candidate": "lea"}))
    done = ended(groups)
    assert done.said == (
        "Le livrable de Léa Fontaine (lea) pour E98 est écrit : textes, tableaux et figures, sans le code.",
    )
    (path,) = done.files
    page = (groups / path).read_text("utf-8")
    assert "Léa Fontaine" in page
    assert "import pandas" not in page


def test_what_candidates_install_and_the_site_where_they_work_are_made_for_who_works_elsewhere(model, tmp_path):
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    said = act(root, "installation")
    assert "LISEZMOI.txt leur dit quoi faire" in said
    (wheel,) = (root / "installation").glob("*.whl")
    assert wheel.name in (root / "installation" / "LISEZMOI.txt").read_text("utf-8-sig")

    assert button(root, "site")["closed"] == ""
    work.begin(root, Asked("site"))
    done = ended(root)
    assert done.state == "finie", done.said
    assert done.said[0].startswith("E98 : le site est dans le dossier site/")
    assert (root / "site" / "index.html").is_file()
    shutil.rmtree(root / "release")
    assert "il n'y a rien à mettre sur un site" in refused(root, "site")
