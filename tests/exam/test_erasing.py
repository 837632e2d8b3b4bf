"""A session's personal data erased on its date: told first, whole, begun again where it stopped, the decision kept and nothing more."""

from __future__ import annotations

import csv
import datetime
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner

from epreuves.variants.attribution import seat_digest
from epreuves.variants.published import publish, read_published
from epreuves.wording.errors import Faults, KitError
from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing import emptying, erasing, erasures, sealing
from epreuves_kit.exam.enrol import candidates
from epreuves_kit.exam.status import status
from epreuves_kit.jury import session as jury_session
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants import session as sessions
from tests.conftest import EPREUVES, once
from tests.corpus import ASSIGNMENT
from tests.exam.test_own_data import told_of_people
from tests.ledger.tables import dump

DUE = datetime.date(2027, 6, 30)
#: What nothing of the course may hold after: names, addresses, an answer, what a grader and the jury wrote.
SECRETS = (
    "Fontaine",
    "Benali",
    "Nuñez",
    "@ecole.fr",
    "Nous avons commencé trop tard",
    "a tout rédigé",
    "Certificat transmis",
    "Le motif d",
)


@pytest.fixture(scope="session")
def in_use(marked_groups: Path, shared: Path) -> Path:
    """Groups whose copies are marked, named, handed back, listed: a course in use, one of whom is certified; not to be written in."""
    root = shared / "cours-en-usage"
    with once(shared, "cours-en-usage") as first, pytest.MonkeyPatch.context() as patch:
        if first:
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(marked_groups, root)
            patch.chdir(root)
            told_of_people(root)
            for words in (
                ("feedback", ASSIGNMENT),
                ("remettre", "--provisoire"),
                ("session", "donnees", "karim"),
                ("sauvegarde",),
            ):
                assert run(*words)[1] == 0
            (root / "campus.csv").write_text("candidat;campus\nlea;Lyon\n", "utf-8")
            (root / "places.csv").write_text(f"candidat;epreuve;variante\nseul;{ASSIGNMENT};B\n", "utf-8")
            (root / "release" / ASSIGNMENT / "candidat.txt").write_text("lea\n")
            shutil.copy(root / "gradebook.db", root / "gradebook.db.2026-01-01")
            with JuryRecord(root) as record:
                rules = jury_rules.read(root)
                jury_session.decide(record, rules, "P. Sorel", "lea", "certification", "validé", "Le motif du jury.")
                jury_session.decide(
                    record, rules, "P. Sorel", "lea", rules.blocs[0].code, "validé", "Le motif du bloc."
                )
    return root


@pytest.fixture
def course(in_use: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That course, to be written in."""
    root = Path(shutil.copytree(in_use, tmp_path / "cours"))
    monkeypatch.chdir(root)
    return root


def run(*words: str) -> tuple[str, int]:
    """What a command said, on both outputs, and its exit code."""
    result = CliRunner().invoke(application([words[0]]), list(words))
    return " ".join((result.stdout + result.stderr).split()), result.exit_code


def close(root: Path) -> str:
    """Close the session, and give its root."""
    said, code = run("session", "clore", "--malgre", "--date", "2026-06-30")
    assert code == 0, said
    seal = sealing.read(root)
    assert seal is not None
    return seal.root


def kept_until(root: Path, day: str) -> None:
    with (root / "seance.yaml").open("a", encoding="utf-8") as opened:
        opened.write(f"\nconservation: {day}\n")


def everything(root: Path) -> dict[str, bytes]:
    """All the files of a course, by path; the gradebook's own may be written by who reads it."""
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in root.rglob("*")
        if p.is_file() and p.name != "gradebook.db"
    }


def holders(root: Path) -> set[tuple[str, str]]:
    """Which files hold what nothing may hold, as UTF-8 or as Windows writes it, in their bytes and their names."""
    return {
        (path.relative_to(root).as_posix(), secret)
        for path in root.rglob("*")
        for secret in SECRETS
        if secret.encode() in str(path).encode()
        or (path.is_file() and any(secret.encode(coding) in path.read_bytes() for coding in ("utf-8", "cp1252")))
    }


def erase(root: Path, today: datetime.date = DUE, others: bool = False) -> str:
    course = Course(root)
    return erasing.erase(course, erasing.plan(course, today, None), others)


def test_nothing_holds_a_name_an_address_or_an_answer_after_it(course):
    root = close(course)
    kept_until(course, "2027-06-30")
    assert {secret for _, secret in holders(course)} == set(SECRETS)
    assert {path for path, _ in holders(course)} >= {"gradebook.db", "gradebook.db.2026-01-01"}
    erase(course)
    assert holders(course) == set()
    left = {p.relative_to(course).parts[0] for p in course.rglob("*") if p.is_file()}
    assert left == {
        "cloture",
        "referentiel",
        "gradebook.db",
        "nbgrader_config.py",
        "seance.yaml",
        "sujets",
        "source",
        "release",
        "datasets",
    }
    assert sorted(p.name for p in (course / "cloture").iterdir()) == ["effacements.csv", "effacements.jsonl"]
    rows = dump(f"sqlite:///{course / 'gradebook.db'}")
    assert {name for name, held in rows.items() if held} == {
        "alembic_version",
        "course",
        "assignment",
        "notebook",
        "base_cell",
        "grade_cells",
        "solution_cells",
        "task_cells",
        "source_cell",
    }
    record = erasures.read(course)
    assert record is not None
    assert record.head.seal == root


def test_the_record_keeps_the_decision_and_no_more(course):
    close(course)
    kept_until(course, "2027-06-30")
    erase(course)
    record = erasures.read(course)
    lea, karim = record.of("Lea"), record.of("karim")
    bloc = jury_rules.read(course).blocs[0].code
    assert (lea.certification, lea.blocs, lea.day) == ("validé", (bloc,), "2026-06-30")
    assert (karim.certification, karim.blocs) == ("à compléter", ())
    with (course / "cloture" / "effacements.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = {row["Candidat"]: row for row in csv.DictReader(opened, delimiter=";")}
    assert set(rows) == {"lea", "karim", "hugo", "ines", "chloe", "seul"}
    assert rows["lea"] == {
        "Candidat": "lea",
        "Certification": "validé",
        "Blocs acquis": bloc,
        "Délibération": "30 juin 2026",
        "Numéro": "",
        "Effacé le": "30 juin 2027",
    }


def test_before_the_date_without_one_or_with_two_it_is_refused(course):
    before = everything(course)
    for given, today, said in (
        (None, DUE, "La date n'est dite nulle part"),
        (DUE, DUE - datetime.timedelta(1), "se gardent jusqu'au 30 juin 2027"),
    ):
        with pytest.raises(KitError, match=said):
            erasing.plan(Course(course), today, given)
    kept_until(course, "2027-06-30")
    with pytest.raises(KitError, match="mettez-les d'accord"):
        erasing.plan(Course(course), DUE, DUE + datetime.timedelta(1))
    with pytest.raises(KitError, match="se gardent jusqu'au"):
        erasing.plan(Course(course), DUE - datetime.timedelta(1), None)
    assert erasing.plan(Course(course), DUE, DUE).erasure.head.due == DUE
    after = everything(course)
    del after["seance.yaml"], before["seance.yaml"]
    assert after == before


@pytest.mark.parametrize("written", ["2027-13-45", "bientôt", "12", "[2027-06-30]"])
def test_a_date_that_is_none_is_refused_with_its_field(tmp_path, written):
    (tmp_path / "seance.yaml").write_text("nom: Session\ncle: une clé\n", "utf-8")
    assert sessions.conservation(tmp_path) is None
    kept_until(tmp_path, written)
    with pytest.raises(KitError, match=r"seance\.yaml, ligne 4"):
        sessions.conservation(tmp_path)


def test_a_simulation_and_an_answer_that_is_not_yes_erase_nothing(course):
    before = everything(course)
    said, code = run("session", "effacer", "--au", "2026-01-01", "--simuler")
    assert code == 0
    for place in (
        "submitted/",
        "autograded/",
        "feedback/",
        "remises/",
        "sauvegardes/",
        "donnees-personnelles/",
        "groupes.csv",
        "places.csv",
        "campus.csv",
        "minutes.csv",
        "6 personnes",
    ):
        assert place in said
    assert "n'a pas été close" in said
    said, code = run("session", "effacer", "--au", "2026-01-01")
    assert (code, "--oui" in said) == (2, True)
    assert everything(course) == before


def test_what_came_while_the_question_waited_is_shown_and_nothing_goes(course):
    kept_until(course, "2020-06-30")
    before, late = everything(course), course / "submitted" / "lea" / ASSIGNMENT / "annexe.csv"

    def answered(*answers: str, meanwhile: str = "") -> tuple[str, int]:
        """What the command says at a terminal where somebody answers, and its exit code; meanwhile: what a file that comes before the first answer
        has in it.
        """
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            ["timeout", "60", *EPREUVES, "session", "effacer"],
            cwd=course,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as asked:
            said = b""
            for answer in answers:
                while (sign := asked.stdout.read(1)) and not (said := said + sign).endswith(b"[o/N] "):
                    pass
                if meanwhile:
                    late.write_text(meanwhile, "utf-8")
                os.write(ours, f"{answer}\n".encode())
            said += asked.stdout.read()
        return " ".join(said.decode().split()), asked.returncode

    said, code = answered("oui", "non", meanwhile="une;annexe\n")
    assert (code, "Le cours a changé depuis ce qui vous a été montré : rien n'est effacé." in said) == (2, True)
    assert re.findall(r"submitted/ : (\d+) fichiers", said) == ["13", "14"]
    assert everything(course) == before | {late.relative_to(course).as_posix(): b"une;annexe\n"}
    said, code = answered("oui")
    assert (code, late.exists()) == (0, False), said


def test_other_files_that_name_somebody_are_told_and_go_only_where_that_is_asked(course):
    from openpyxl import Workbook

    kept_until(course, "2027-06-30")
    book = Workbook()
    book.active.append(["Nom", "Prénom"])
    book.active.append(["NUNEZ", "Ines"])
    book.save(course / "liste.xlsx")
    (course / "notes.txt").write_bytes("Vu avec léa fontaine.".encode("cp1252"))
    (course / "plan.pdf").write_bytes(b"%PDF-1.4")
    (course / "sans.txt").write_text("Un mot sur la fontaine de la cour, et sur Léa.", "utf-8")
    found = erasing.plan(Course(course), DUE)
    assert [path.name for path in found.others] == ["liste.xlsx", "notes.txt"]
    assert [path.name for path in found.unread] == ["plan.pdf"]
    before = everything(course)
    with pytest.raises(Faults, match=r"« liste\.xlsx » et « notes\.txt »"):
        erase(course)
    assert everything(course) == before
    erase(course, others=True)
    assert not (course / "liste.xlsx").exists()
    assert not (course / "notes.txt").exists()
    assert (course / "plan.pdf").exists()
    assert (course / "sans.txt").exists()


@pytest.mark.parametrize("after", [0, 9, 30, 55, 1000])
def test_stopped_anywhere_it_finishes_and_says_the_same(course, tmp_path, monkeypatch, after):
    close(course)
    kept_until(course, "2027-06-30")
    whole = Path(shutil.copytree(course, tmp_path / "entier"))
    erase(whole)
    stopped_after(monkeypatch, after)
    with pytest.raises(KeyboardInterrupt):
        erase(course)
    monkeypatch.undo()
    monkeypatch.chdir(course)
    assert "interrompu" in status(Course(course)).next
    assert not (course / "cloture" / "effacements.jsonl").exists()
    said, code = run("session", "effacer", "--au", "2027-06-30")
    assert code == 0, said
    assert holders(course) == set()
    assert everything(course) == everything(whole)
    assert dump(f"sqlite:///{course / 'gradebook.db'}") == dump(f"sqlite:///{whole / 'gradebook.db'}")


#: A command killed, as by a machine that goes out, at the first call of a function for a file of a given name.
_KILLED = """
import os, signal, sys
from pathlib import Path
from epreuves_kit.cli import main
from epreuves_kit.exam.closing import archive

owner, name, last = sys.argv.pop(1).split(":")
owner = {"archive": archive, "path": Path}[owner]
act = getattr(owner, name)

def killed(*given):
    if Path(given[-1] if name == "replace" else given[0]).name.endswith(last):
        os.kill(os.getpid(), signal.SIGKILL)
    return act(*given)

setattr(owner, name, killed)
main()
"""


@pytest.mark.parametrize(
    "at",
    [
        "archive:_copy:.ipynb",
        "archive:check:.partiel",
        "path:replace:cloture.pdf",
        "path:replace:sceau.jsonl",
    ],
    ids=[
        "as a copy is archived",
        "as the archive is read back",
        "as the paper is laid",
        "as the seal is laid",
    ],
)
def test_a_closing_that_was_killed_is_erased_with_the_rest(course, at):
    words = ("session", "clore", "--malgre", "--date", "2026-06-30")
    place = course.parent / "machine"
    place.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, at, *words], cwd=course, env=os.environ | {"TMPDIR": str(place)}, timeout=120
    )
    assert done.returncode == -9
    assert [path for path in (course / "cloture").iterdir() if path.name.startswith(".")]
    assert list(place.iterdir()) == []
    # Whoever tries somewhere who sat where, and is killed too.
    (course / "release" / ASSIGNMENT / ".k3.partiel").write_text("Fontaine")
    kept_until(course, "2026-06-30")
    said, code = run("session", "effacer", "--oui")
    assert code == 0, said
    assert holders(course) == set()
    assert sorted(p.name for p in (course / "cloture").iterdir()) == ["effacements.csv", "effacements.jsonl"]
    assert list(course.rglob(".*.partiel")) == []


def test_what_an_older_version_left_is_found_and_erased_once_all_was(course):
    kept_until(course, "2026-06-30")
    erase(course)
    left = course / "cloture" / ".ab12.partiel"
    left.write_text("Fontaine")
    said, code = run("session", "effacer", "--oui")
    assert code == 0, said
    assert "Des fichiers sont revenus depuis" in said
    assert not left.exists()


def stopped_after(patch: pytest.MonkeyPatch, count: int) -> None:
    """Stop at the nth file that is removed, or before the gradebook is compacted where there are fewer."""
    unlink, left = Path.unlink, iter(range(count))

    def stopping(path: Path, missing_ok: bool = False) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        unlink(path, missing_ok)

    def compacting(file: Path) -> None:
        raise KeyboardInterrupt

    patch.setattr(Path, "unlink", stopping)
    patch.setattr(emptying, "_compact", compacting)


def test_a_gradebook_that_somebody_else_holds_is_told_and_what_was_begun_goes_on(course):
    kept_until(course, "2027-06-30")
    config = course / "nbgrader_config.py"
    config.write_text(
        f"{config.read_text()}\nc.CourseDirectory.db_url = 'sqlite:///{course / 'gradebook.db'}?timeout=0.1'\n"
    )
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    found = erasing.plan(Course(course), DUE)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(KitError, match="occupé par un autre programme"):
        erasing.erase(Course(course), found)
    other.execute("COMMIT")
    other.close()
    erase(course)
    assert holders(course) == set()


def test_who_was_erased_is_told_and_is_no_error(course):
    close(course)
    kept_until(course, "2027-06-30")
    erase(course)
    for words in (
        ("statut",),
        ("autograde", ASSIGNMENT),
        ("jury",),
        ("candidats",),
        ("session", "verifier"),
        ("session", "donnees", "lea"),
        ("session", "effacer"),
    ):
        said, code = run(*words)
        assert code == 0, (words, said)
        assert "sont effacées depuis le 30 juin 2027 : 6 personnes" in said.replace("\xa0", " "), words
    assert candidates(Course(course), jury_rules.read(course)) == []
    said, _ = run("session", "donnees", "lea")
    assert "certification, validé" in said
    assert "Traceback" not in run("feedback", ASSIGNMENT)[0]
    assert run("session", "clore", "--malgre")[1] == 2
    # A copy that is collected again is told, and goes as the others did.
    folder = course / "submitted" / "lea" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "rex.ipynb").write_text("{}")
    said, code = run("statut")
    assert (code, "Des copies sont revenues depuis." in said) == (1, True)
    assert run("session", "effacer", "--oui")[1] == 0
    assert not folder.exists()
    assert run("statut")[1] == 0


def test_seats_are_forgotten_and_the_variants_stay_what_they_were(course):
    kept_until(course, "2027-06-30")
    paths = [course / step / ASSIGNMENT / "seance.json" for step in ("source", "release")]
    before = [read_published(path.read_bytes()) for path in paths]
    for path, one in zip(paths, before, strict=True):
        path.write_bytes(publish(msgspec.structs.replace(one, places={seat_digest(one.key, ASSIGNMENT, "seul"): "B"})))
    erase(course)
    after = [read_published(path.read_bytes()) for path in paths]
    assert not any(one.places for one in after)
    assert [(one.key, one.name, one.variants) for one in after] == [(one.key, one.name, one.variants) for one in before]


def test_a_record_that_was_touched_is_told(course):
    kept_until(course, "2027-06-30")
    erase(course)
    path = course / "cloture" / "effacements.jsonl"
    path.write_bytes(path.read_bytes().replace(b"lea", b"leo", 1))
    said, code = run("session", "verifier")
    assert code == 2
    assert "Le registre des effacements a changé" in said


def test_a_gradebook_on_a_server_is_emptied_and_what_is_beyond_reach_is_told(on_a_server):
    root, formgrader = on_a_server
    kept_until(root, "2027-06-30")
    said = erase(root)
    assert "ses journaux et ses sauvegardes ne sont pas à la portée du kit" in said
    engine = create_engine(formgrader.url)
    with engine.connect() as db:
        for table in (
            "student",
            "submitted_assignment",
            "grade",
            "comment",
            "epreuves_journal",
            "epreuves_jury",
        ):
            assert db.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        assert db.exec_driver_sql("SELECT count(*) FROM assignment").scalar() == 1
    engine.dispose()
    assert run_in(root, "statut")[1] == 0


def run_in(root: Path, *words: str) -> tuple[str, int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return run(*words)
