"""A session closed: nothing provisional unseen, all that results hang on under a seal, an archive that is whole or is not."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.exam.closing import kinds, sealing
from epreuves_kit.rubric.register import Register
from tests.accessible_pdf import faults
from tests.corpus import ASSIGNMENT
from tests.ledger.tables import dump
from tests.rubric.trial import copy_of

SIGNED = "2026-06-30"


@pytest.fixture
def course(marked_groups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Groups whose copies are marked, and not judged."""
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    monkeypatch.chdir(root)
    return root


def session(*words: str) -> tuple[str, int]:
    """What the command said, on both outputs, and its exit code."""
    result = CliRunner().invoke(application(["session"]), ["session", *words])
    return " ".join((result.stdout + result.stderr).split()), result.exit_code


def differences(*words: str) -> tuple[set[tuple[str, str]], int]:
    result = CliRunner().invoke(application(["session"]), ["session", "verifier", "--json", *words])
    return {(one["etat"], one["quoi"]) for one in map(json.loads, result.stdout.splitlines())}, result.exit_code


def closed(root: Path) -> str:
    """Close, whatever lacks; gives the root."""
    said, code = session("clore", "--malgre", "--date", SIGNED)
    assert code == 0, said
    found = re.search(r"Numéro de contrôle : ((?:[0-9a-f]{4} ?){16})", said)
    return found[1].strip()


def test_what_is_provisional_is_not_closed_unless_asked_and_the_seal_says_so(course):
    said, code = session("clore")
    assert code == 2
    assert "27 niveaux à donner, un par critère et par copie" in said
    assert not (course / "cloture").exists()
    said, code = session("clore", "--simuler", "--malgre")
    assert (code, "simulation" in said) == (0, True)
    assert not (course / "cloture").exists()
    closed(course)
    (left,) = sealing.read(course).head.lacking
    assert "27 niveaux" in left
    assert "27 niveaux" in paper(course)


def test_what_is_finished_is_asked_about_once_and_feedback_is_under_the_seal(course):
    with Register(course) as register:
        for copy in register.copies(ASSIGNMENT):
            for criterion in register.criteria(ASSIGNMENT):
                if criterion.notebook == copy.notebook:
                    register.judge(ASSIGNMENT, copy.key, criterion.grade_id, "C. Aubert", 2)
    assert CliRunner().invoke(application(["feedback"]), ["feedback", ASSIGNMENT]).exit_code == 0
    said, code = session("clore", "--date", SIGNED)
    assert (code, "Une session ne se clôt qu'une fois" in said, "pas finie" in said) == (2, True, False)
    said, code = session("clore", "--oui", "--date", SIGNED)
    assert code == 0, said
    assert sealing.read(course).head.lacking == ()
    page = next((course / "feedback" / "lea").rglob("*.html"))
    page.write_bytes(page.read_bytes() + b" ")
    assert differences() == ({("changé", page.relative_to(course).as_posix())}, 1)


def paper(root: Path) -> str:
    assert faults((root / "cloture" / "cloture.pdf").read_bytes()) == []
    document = pypdfium2.PdfDocument(root / "cloture" / "cloture.pdf")
    assert len(document) == 1
    return document[0].get_textpage().get_text_range()


def test_the_paper_has_the_root_that_the_command_says_and_that_is_checked_from_it(course):
    root = closed(course)
    assert root in " ".join(paper(course).split())
    assert session("verifier", "--empreinte", root)[1] == 0
    said, code = session("verifier", "--empreinte", root[:-1] + ("0" if root[-1] != "0" else "1"))
    assert (code, "leurs numéros de contrôle diffèrent" in said) == (2, True)


def test_each_file_that_changes_appears_or_vanishes_is_named(course):
    closed(course)
    assert differences() == (set(), 0)
    lea, ines = (course / "submitted" / who / ASSIGNMENT for who in ("lea", "ines"))
    (lea / "rex.ipynb").write_bytes((lea / "rex.ipynb").read_bytes() + b" ")
    (ines / "rex.ipynb").unlink()
    (ines / "autre.txt").write_text("x")
    (course / "seance.yaml").write_text("nom: une autre\ncle: une autre clé\n")
    # What no result hangs on is nobody's business.
    (course / "sujets" / "note.txt").write_text("x")
    (course / "remises").mkdir()
    found, code = differences()
    assert code == 1
    assert found == {
        ("changé", f"submitted/lea/{ASSIGNMENT}/rex.ipynb"),
        ("disparu", f"submitted/ines/{ASSIGNMENT}/rex.ipynb"),
        ("apparu", f"submitted/ines/{ASSIGNMENT}/autre.txt"),
        ("changé", "seance.yaml"),
    }


def test_a_level_given_after_the_closing_is_seen_and_a_compacted_gradebook_is_not(course):
    closed(course)
    with sqlite3.connect(course / "gradebook.db", isolation_level=None) as db:
        db.execute("VACUUM")
    db.close()
    assert differences() == (set(), 0)
    with Register(course) as register:
        register.judge(ASSIGNMENT, copy_of(register, "lea").key, "C15_1-k1", "C. Aubert", 3)
    found, code = differences()
    assert code == 1
    assert {state for state, _ in found} == {"apparu", "changé"}
    assert {what.rpartition(" ")[2] for _, what in found} >= {"grade", "epreuves_journal"}


def test_a_seal_that_was_touched_is_no_seal(course):
    closed(course)
    path = course / "cloture" / "sceau.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"lien":false', b'"lien":true', 1))
    said, code = session("verifier")
    assert code == 2
    assert "Le sceau lui-même a changé" in said


def test_each_sealed_file_is_told_as_the_document_that_it_is():
    told = {
        path: kinds.document(path).kind
        for path in (
            "proces-verbal.pdf",
            "proces-verbal-2026-06-A.pdf",
            f"submitted/.collectif/lea/{ASSIGNMENT}/x.ipynb",
        )
    }
    assert list(told.values()) == [
        "projet de procès-verbal",
        "procès-verbaux du jury",
        "copies de groupe, comme elles ont été corrigées d'abord",
    ]


def test_a_session_is_closed_once(course):
    assert session("verifier")[1] == 2
    closed(course)
    before = {path: path.read_bytes() for path in (course / "cloture").iterdir()}
    said, code = session("clore", "--malgre")
    assert (code, "déjà close" in said) == (2, True)
    assert {path: path.read_bytes() for path in (course / "cloture").iterdir()} == before


def test_the_same_session_closes_to_the_same_bytes_and_the_archive_holds_it_all(course, tmp_path):
    other = Path(shutil.copytree(course, tmp_path / "ailleurs" / "cours"))
    first = closed(course)
    whole = {path.name: path.read_bytes() for path in (course / "cloture").iterdir()}
    assert set(whole) == {"sceau.jsonl", "cloture.pdf", "archive.zip"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(other)
        assert closed(other) == first
    assert {path.name: path.read_bytes() for path in (other / "cloture").iterdir()} == whole
    with zipfile.ZipFile(io.BytesIO(whole["archive.zip"])) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside.pop("sceau.jsonl") == whole["sceau.jsonl"]
    assert inside.pop("cloture.pdf") == whole["cloture.pdf"]
    (tmp_path / "carnet.zip").write_bytes(inside.pop("carnet.zip"))
    assert all((course / name.removeprefix("cours/")).read_bytes() == content for name, content in inside.items())
    assert {
        f"cours/{p.relative_to(course).as_posix()}"
        for step in ("submitted", "autograded", "release", "source")
        for p in (course / step).rglob("*")
        if p.is_file()
    } <= set(inside)
    assert {"cours/seance.yaml", "cours/groupes.csv"} <= set(inside)
    # The gradebook goes back by the usual command.
    before = dump(f"sqlite:///{course / 'gradebook.db'}")
    (course / "gradebook.db").unlink()
    result = CliRunner().invoke(application(["restauration"]), ["restauration", str(tmp_path / "carnet.zip")])
    assert result.exit_code == 0, result.output
    assert dump(f"sqlite:///{course / 'gradebook.db'}") == before
    assert differences() == (set(), 0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cours/seance.yaml", "« seance.yaml » n'est pas ce que dit le sceau"),
        ("carnet.zip", "n'est pas une sauvegarde"),
        ("sceau.jsonl", "sceau"),
        ("autre", "« autre »"),
    ],
)
def test_an_archive_is_checked_by_itself_far_from_the_course(course, tmp_path, monkeypatch, name, said):
    closed(course)
    path = Path(shutil.move(course / "cloture" / "archive.zip", tmp_path / "archive.zip"))
    monkeypatch.chdir(tmp_path)
    told, code = session("verifier", "--archive", "archive.zip")
    assert (code, "l'archive est entière" in told) == (0, True)
    with zipfile.ZipFile(path) as archive:
        inside = {one: archive.read(one) for one in archive.namelist()}
    inside[name] = b"?" + inside.get(name, b"")[1:]
    with zipfile.ZipFile(path, "w") as archive:
        for one, content in inside.items():
            archive.writestr(one, content)
    told, code = session("verifier", "--archive", "archive.zip")
    assert code == 2
    assert said in told.replace("\xa0", " ")


def test_links_and_names_that_are_no_text_are_sealed_and_not_followed(course, tmp_path):
    (tmp_path / "secret.txt").write_text("rien qui soit d'une copie")
    folder = course / "submitted" / "lea" / ASSIGNMENT
    (folder / "lien").symlink_to(tmp_path / "secret.txt")
    Path(bytes(folder).decode() + "/\udcff.txt").write_text("x")
    closed(course)
    with zipfile.ZipFile(course / "cloture" / "archive.zip") as archive:
        assert not any("lien" in name for name in archive.namelist())
        assert f"cours/submitted/lea/{ASSIGNMENT}/\\xff.txt" in archive.namelist()
    assert differences() == (set(), 0)
    (folder / "lien").unlink()
    (folder / "lien").symlink_to("/etc")
    assert differences()[0] == {("changé", f"submitted/lea/{ASSIGNMENT}/lien")}


_FULL = """
import resource, sys
from epreuves_kit.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
main()
"""


@pytest.mark.parametrize("limit", [2_500_000, 500_000], ids=["in the archive", "while the paper is laid out"])
def test_a_disk_that_is_full_leaves_nothing_half_done(course, limit):
    (course / "submitted" / "lea" / ASSIGNMENT / "film.bin").write_bytes(random.Random(17).randbytes(3_000_000))

    def all_but_the_gradebook() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in course.rglob("*") if path.is_file() and path.suffix != ".db"}

    session("clore", "--simuler")  # which makes the kit's tables, where nothing has yet
    before = all_but_the_gradebook()
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(limit), "session", "clore", "--malgre", "--date", SIGNED],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2, done.stderr
    assert "Rien n'est clos, et rien n'est resté à moitié." in done.stderr
    assert not (course / "cloture").exists()
    assert all_but_the_gradebook() == before
    closed(course)
