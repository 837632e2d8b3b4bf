"""Copies received outside the exchange: each goes where it belongs, or is said and written nowhere; nothing is lost."""

from __future__ import annotations

import contextlib
import datetime
import errno
import io
import json
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from epreuves.variants.hand_in import RECEIPT, hand_in
from epreuves_kit.cli import application
from epreuves_kit.exam.asking import GIVEN, Unconfirmed
from epreuves_kit.exam.incoming import parcels
from tests.conftest import epreuves
from tests.corpus import ASSIGNMENT
from tests.exam.session_application import act, refused, screen

PEOPLE = (
    ("lea.fontaine", "Fontaine", "Léa"), ("zoe.le-goff", "Le Goff", "Zoé"), ("paul.n-guyen", "N’Guyen", "Paul"), ("karim.benali", "Benali", "Karim"),
    ("lea-marie.de-la-tour", "de la Tour", "Léa-Marie"), ("ines.nunez", "Nuñez", "Inès"), ("tom.obrien", "O'Brien", "Tom"), ("anne.roux", "Roux", "Anne"),
    ("anne.roux2", "Roux", "Anne"), ("chloe.garnier", "Garnier", "Chloé"), ("hugo.lefort", "Lefort", "Hugo"),
)  # fmt: skip


@pytest.fixture
def course(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with an épreuve released, and eleven people enrolled, two of the same name."""
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    monkeypatch.chdir(root)
    lines = "\n".join(f"{id};{surname};{first}" for id, surname, first in PEOPLE)
    (root / "liste.csv").write_text(f"Identifiant;Nom;Prénom\n{lines}\n", encoding="utf-8")
    done = CliRunner().invoke(application(["candidats"]), ["candidats", "import", "liste.csv", "--oui"])
    assert done.exit_code == 0, done.output
    return root


def receive(*words: str | Path) -> tuple[dict[str, dict[str, Any]], int, str]:
    """What became of each parcel, by where it was found; the exit code, and what was said beside."""
    done = CliRunner().invoke(application(["recevoir"]), ["recevoir", *map(str, words), "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return (
        {one["where"]: one for one in map(json.loads, done.stdout.splitlines())},
        done.exit_code,
        done.stderr,
    )


def released(course: Path) -> bytes:
    return (course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def moodle(course: Path) -> Path:
    """Twelve hand-ins as Moodle's « Télécharger tous les devoirs » has them: eight that are sound, four that are not."""
    notebook = released(course)
    named = f"{ASSIGNMENT}.ipynb"
    inside = zipped(
        {
            f"{ASSIGNMENT}/{named}": notebook,
            f"{ASSIGNMENT}/budget.xlsx": b"classeur",
            f"{ASSIGNMENT}/donnees/table.csv": b"a",
            "__MACOSX/._x": b"x",
        }
    )
    hand_ins = {
        "Léa Fontaine_11_assignsubmission_file": {named: notebook},
        "Zoé Le Goff_12_assignsubmission_file": {"travail.zip": inside},
        "Paul N'Guyen_13_assignsubmission_file": {f"{ASSIGNMENT} (1).ipynb": notebook},
        "Karim BENALI_14_assignsubmission_file": {named: notebook, "note.pdf": b"%PDF-"},
        "Léa-Marie de la Tour_15_assignsubmission_file": {"dossier/" + named: notebook, "dossier/annexes/a.png": b"png"},
        "Nuñez Inès_16_assignsubmission_file": {named: notebook},
        "Tom O'Brien_17_assignsubmission_file": {"copie finale.ipynb": notebook},
        "Hugo Lefort_18_assignsubmission_file": {named: notebook, "timestamp.txt": b"2020-01-01 00:00:00 UTC"},
        # Two of the same name, nobody of that name, a PDF in place of the notebook, an archive cut short.
        "Anne Roux_19_assignsubmission_file": {named: notebook},
        "Participant 4242_20_assignsubmission_file": {named: notebook, "candidat.txt": b"lea.fontaine\n"},
        "Chloé Garnier_21_assignsubmission_file": {"copie.pdf": b"%PDF-1.7"},
        "Anne Durand_22_assignsubmission_file": {"travail.zip": inside[: len(inside) // 2]},
    }  # fmt: skip
    files = {f"{top}_/{name}": content for top, own in hand_ins.items() for name, content in own.items()}
    path = course.parent / "BTS-Épreuve 98-1234.zip"
    path.write_bytes(
        zipped(files | {"Léa Fontaine_11_assignsubmission_onlinetext_/onlinetext.html": b"<script>alert(1)</script>"})
    )
    return path


def submitted(course: Path) -> dict[str, dict[str, bytes]]:
    """The files of each candidate's copy."""
    found: dict[str, dict[str, bytes]] = {}
    for path in sorted((course / "submitted").glob(f"*/{ASSIGNMENT}/**/*")):
        if path.is_file():
            folder = course / "submitted" / path.relative_to(course / "submitted").parts[0] / ASSIGNMENT
            found.setdefault(folder.parent.name, {})[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def test_of_twelve_hand_ins_of_moodle_eight_are_placed_and_four_are_said(course):
    found, code, _ = receive(moodle(course))
    assert (len(found), code) == (12, 1)
    placed = {one["candidate"] for one in found.values() if one["state"] == "rangée"}
    assert placed == {id for id, *_ in PEOPLE if not id.startswith(("anne", "chloe"))}
    notebook = f"{ASSIGNMENT}.ipynb"
    there = submitted(course)
    assert set(there) == placed
    assert all(own[notebook] == released(course) for own in there.values())
    assert set(there["zoe.le-goff"]) == {notebook, "budget.xlsx"}
    assert set(there["lea-marie.de-la-tour"]) == {notebook, "annexes/a.png"}
    assert set(there["hugo.lefort"]) == {notebook}
    said = {where.partition("_")[0]: one["said"] for where, one in found.items()}
    assert "est le notebook e98_publicite : il est rangé sous ce nom" in said["Tom O'Brien"]
    assert "Deux personnes s'appellent ainsi (anne.roux et anne.roux2)" in said["Anne Roux"]
    assert (
        "« Participant 4242 » n'est le nom de personne d'inscrit. Le notebook a été rempli sous « lea.fontaine »"
        in said["Participant 4242"]
    )
    assert "Aucun notebook n'y est (« copie.pdf »)" in said["Chloé Garnier"]
    assert "« travail.zip » n'est pas une archive lisible" in said["Anne Durand"]


def test_the_application_shows_what_it_recognised_then_lays_it_at_the_hour_given(course):
    path = moodle(course)
    (course / GIVEN).mkdir(parents=True, exist_ok=True)
    shutil.copy(path, course / GIVEN / path.name)
    asked = {"file": path.name, "day": "2026-06-12", "hour": "12:00"}
    with pytest.raises(Unconfirmed) as shown:
        act(course, "recevoir", **asked)
    lines = str(shown.value).splitlines()
    assert lines[0] == "Rien n'est encore rangé. 8 copies à ranger :"
    assert "Léa Fontaine (lea.fontaine)" in lines[1]
    assert lines[1].startswith("E98 : ")
    assert any("« Anne Roux_19_assignsubmission_file_ » : Deux personnes" in line for line in lines)
    assert not submitted(course)

    said = act(course, "recevoir", sure=True, **asked)
    assert said.startswith("8 copies rangées et 4 copies à voir.")
    assert len(submitted(course)) == 8
    assert submitted(course)["lea.fontaine"]["timestamp.txt"].startswith(b"2026-06-12 10:00:00")
    assert not list((course / GIVEN).glob("*.zip"))


def test_in_the_application_a_copy_that_is_there_stays_unless_the_box_is_ticked(course):
    # Too heavy for the page, an archive is put in the course, and chosen there.
    first = screen(course)["steps"][2]["buttons"]
    [fields] = [one["fields"] for one in first if one["what"] == "recevoir"]
    assert "there" not in [one["name"] for one in fields]
    heavy = course / "reçues.zip"
    heavy.write_bytes(zipped({f"lea.fontaine/{ASSIGNMENT}.ipynb": released(course)}))
    [there] = [
        f
        for b in screen(course)["steps"][2]["buttons"]
        if b["what"] == "recevoir"
        for f in b["fields"]
        if f["name"] == "there"
    ]
    assert there["options"] == (("reçues.zip", "reçues.zip"),)
    act(course, "recevoir", sure=True, there="reçues.zip")
    assert heavy.exists()
    assert act(course, "recevoir", there="reçues.zip").startswith("0 copie rangée et 1 déjà là.")
    kept = submitted(course)
    heavy.write_bytes(zipped({f"lea.fontaine/{ASSIGNMENT}.ipynb": released(course) + b"\n"}))
    said = act(course, "recevoir", there="reçues.zip")
    assert "« Remplacer les copies déjà là » la met de côté et prend celle-ci." in said
    assert submitted(course) == kept
    with pytest.raises(Unconfirmed, match="Une copie déjà là est remplacée, et mise de côté, pour Léa Fontaine"):
        act(course, "recevoir", there="reçues.zip", replace="oui")
    act(course, "recevoir", sure=True, there="reçues.zip", replace="oui")
    assert submitted(course) != kept
    for name in ("../cours/reçues.zip", "seance.yaml", "/etc/passwd"):
        assert refused(course, "recevoir", there=name).startswith("Cette archive n'est plus dans le dossier du cours")
    assert refused(course, "recevoir").startswith("Choisissez l'archive reçue")
    assert refused(course, "recevoir", there="reçues.zip", day="2026-06-12").startswith("Donnez le jour et l'heure")


def test_what_was_placed_is_marked_and_done_again_nothing_changes(course):
    path = moodle(course)
    receive(path)
    before = submitted(course)
    again, _, _ = receive(path)
    assert {one["state"] for one in again.values()} == {"inchangée", "refusée"}
    assert submitted(course) == before
    done = epreuves(course, "autograde", ASSIGNMENT, "--student", "zoe.le-goff", "--json")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert line["status"] == "marked"


def test_another_copy_that_is_there_stays_unless_it_is_asked_for_and_then_goes_aside(course):
    path = moodle(course)
    receive(path)
    own = course / "submitted" / "lea.fontaine" / ASSIGNMENT
    (own / f"{ASSIGNMENT}.ipynb").write_bytes(released(course) + b"\n")
    found, _, _ = receive(path)
    lea = next(one for one in found.values() if one["candidate"] == "lea.fontaine")
    assert (lea["state"], "--remplacer" in lea["said"]) == ("refusée", True)
    assert (own / f"{ASSIGNMENT}.ipynb").read_bytes() == released(course) + b"\n"
    receive(path, "--remplacer")
    assert (own / f"{ASSIGNMENT}.ipynb").read_bytes() == released(course)
    aside = list((course / ".epreuves").rglob(f"*lea.fontaine/*/{ASSIGNMENT}.ipynb"))
    assert [one.read_bytes() for one in aside] == [released(course) + b"\n"]


def test_a_candidate_s_two_archives_are_both_left_and_a_simulation_writes_nothing(course):
    folder = course.parent / "reçus"
    folder.mkdir()
    own = zipped({f"{ASSIGNMENT}.ipynb": released(course)})
    for name in ("lea.fontaine.zip", "Fontaine Léa.zip", "karim.benali.zip"):
        (folder / name).write_bytes(own)
    found, code, _ = receive(folder, "--simuler")
    assert (code, submitted(course)) == (1, {})
    states = {where: one["state"] for where, one in found.items()}
    assert states == {
        "lea.fontaine.zip": "refusée",
        "Fontaine Léa.zip": "refusée",
        "karim.benali.zip": "rangée",
    }
    assert "« Fontaine Léa.zip »" in found["lea.fontaine.zip"]["said"]


def test_an_hour_is_noted_by_the_session_s_clocks_and_only_if_it_is_said(course):
    folder = course.parent / "reçus"
    (folder / "lea.fontaine").mkdir(parents=True)
    (folder / "lea.fontaine" / f"{ASSIGNMENT}.ipynb").write_bytes(released(course))
    _, code, said = receive(folder, "--heure", "12 juin")
    assert (code, "« 2026-06-10 09:00 » est attendu" in said) == (2, True)
    receive(folder, "--heure", "2026-06-12 12:00")
    noted = course / "submitted" / "lea.fontaine" / ASSIGNMENT / "timestamp.txt"
    assert noted.read_text() == "2026-06-12 10:00:00.000000 UTC"


@pytest.mark.parametrize(
    "name",
    ["../../gradebook.db", "/etc/passwd", "..\\..\\x.ipynb", ".ssh/id", "a/../../../b"],
)
def test_no_name_in_an_archive_leads_out_of_the_copy(course, name):
    folder = course.parent / "reçus"
    folder.mkdir()
    (folder / "lea.fontaine.zip").write_bytes(
        zipped({f"x/{ASSIGNMENT}.ipynb": released(course), name: b"pris", f"x/{name}": b"pris"})
    )
    before = {path for path in course.parent.rglob("*") if "submitted" not in path.parts}
    receive(folder)
    assert {path for path in course.parent.rglob("*") if "submitted" not in path.parts} == before
    assert not any(".." in one or one.startswith("/") for own in submitted(course).values() for one in own)


HOSTILE = sorted((Path(__file__).parents[1] / "hostile" / "archives").glob("*.py"))
#: The command, which tells at its end the most memory that it took, in KiB.
_WEIGHED = """
import re, sys
from pathlib import Path
from epreuves_kit.cli import main
try:
    main()
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


@pytest.mark.parametrize("attack", HOSTILE, ids=[path.stem for path in HOSTILE])
def test_a_hostile_archive_loses_its_own_copy_alone_and_takes_little_memory(course, attack):
    made = runpy.run_path(str(attack))
    named = f"{ASSIGNMENT}.ipynb"
    path = course.parent / "reçu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for who in ("hugo.lefort", "zoe.le-goff"):
            archive.writestr(f"{who}/{named}", released(course))
        for name, content in made["sent"](released(course), named).items():
            archive.writestr(f"karim.benali/{name}", content)
    assert path.stat().st_size < 25_000_000
    done = subprocess.run(
        [sys.executable, "-c", _WEIGHED, "recevoir", str(path), "--json"],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = {one["candidate"] or one["where"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1, done.stderr
    (lost,) = [one for one in found.values() if one["state"] == "refusée"]
    assert lost["where"] == "karim.benali"
    assert made["SAID"].replace(" ", "\u202f") in lost["said"].replace(" ", "\u202f").replace("\xa0", "\u202f")
    assert set(submitted(course)) == {"hugo.lefort", "zoe.le-goff"}
    assert int(done.stderr.split()[-1]) < 512 * 1024
    assert not any(word in lost["said"] for word in ("Error", "ZipInfo", "codec", "File "))


def test_a_name_that_only_this_disk_refuses_loses_its_copy_alone(course, monkeypatch):
    folder = course.parent / "reçus"
    folder.mkdir()
    for who in ("hugo.lefort", "karim.benali"):
        more = {"annexe.txt": b"x"} if who == "karim.benali" else {}
        (folder / f"{who}.zip").write_bytes(zipped({f"{ASSIGNMENT}.ipynb": released(course), **more}))
    write = Path.write_bytes

    def refusing(path, content):
        if path.name == "annexe.txt":
            raise OSError(errno.ENAMETOOLONG, "File name too long")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", refusing)
    found, code, _ = receive(folder)
    assert code == 1
    assert "« annexe.txt » n'est pas un nom que ce disque puisse écrire" in found["karim.benali.zip"]["said"]
    assert found["hugo.lefort.zip"]["state"] == "rangée"
    assert set(submitted(course)) == {"hugo.lefort"}
    assert not list((course / "submitted").rglob("*.partiel"))


def test_a_notebook_alone_among_archives_is_refused_alone(course):
    folder = course.parent / "reçus"
    folder.mkdir()
    (folder / "hugo.lefort.zip").write_bytes(zipped({f"{ASSIGNMENT}.ipynb": released(course)}))
    (folder / f"{ASSIGNMENT}.ipynb").write_bytes(released(course))
    found, code, _ = receive(folder)
    assert (code, set(submitted(course))) == (1, {"hugo.lefort"})
    assert "n'est le nom de personne d'inscrit" in found[f"{ASSIGNMENT}.ipynb"]["said"]


@pytest.mark.parametrize(
    "files", [{}, {"Léa Fontaine_1_assignsubmission_onlinetext_/t.html": b"x"}, {"__MACOSX/._x": b"x"}]
)
def test_an_archive_with_nothing_to_take_is_told_and_is_no_success(course, files):
    (course / "vide.zip").write_bytes(zipped(files))
    found, code, _ = receive("vide.zip")
    assert code == 1
    assert found["vide.zip"]["state"] == "refusée"
    assert "Il n'y a rien à ranger" in found["vide.zip"]["said"]


def test_a_copy_s_own_archive_is_whole_whatever_folders_are_in_it(course):
    (course / "hugo.lefort.zip").write_bytes(
        zipped({f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb": released(course), f"{ASSIGNMENT}/a.txt": b"x"})
    )
    _, code, _ = receive("hugo.lefort.zip")
    assert (code, set(submitted(course)["hugo.lefort"])) == (0, {f"{ASSIGNMENT}.ipynb", "a.txt"})


def test_what_all_copies_hold_together_is_bounded(course, monkeypatch):
    monkeypatch.setattr(parcels.Room.__init__, "__defaults__", (len(released(course)) + 10,))
    (course / "tout.zip").write_bytes(
        zipped({f"{who}/{ASSIGNMENT}.ipynb": released(course) for who in ("hugo.lefort", "zoe.le-goff")})
    )
    found, code, _ = receive("tout.zip")
    assert (code, set(submitted(course))) == (1, {"hugo.lefort"})
    assert "L'envoi entier dépasse" in found["zoe.le-goff"]["said"]


def test_what_is_no_archive_is_said(course):
    (course / "liste.zip").write_bytes(b"pas une archive")
    for source, due in (
        ("liste.zip", "n'est ni un dossier ni une archive"),
        ("absent.zip", "ne s'ouvre pas"),
    ):
        _, code, said = receive(source)
        assert (code, due in said) == (2, True)


def test_archives_that_rendre_made_are_placed_as_they_are(course, tmp_path):
    """Two candidates' archives, one downloaded twice, in one folder: no name to change."""
    at = datetime.datetime(2026, 6, 11, 11, 58, tzinfo=datetime.UTC)
    received = tmp_path / "reçu"
    received.mkdir()
    for who, renamed in (("lea.fontaine", "{}"), ("Karim Benali", "{} (1)")):
        place = Path(shutil.copytree(course / "release" / ASSIGNMENT, tmp_path / who / ASSIGNMENT))
        (place / "candidat.txt").write_text(f"{who}\n", "utf-8")
        (place / "suivi.xlsx").write_bytes(b"classeur")
        made = hand_in(place, at)
        (received / f"{renamed.format(made.name.removesuffix('.zip'))}.zip").write_bytes(made.archive)
    found, code, said = receive(received)
    assert code == 0, (found, said)
    there = submitted(course)
    assert set(there) == {"lea.fontaine", "karim.benali"}
    for files in there.values():
        assert set(files) == {f"{ASSIGNMENT}.ipynb", "suivi.xlsx", "candidat.txt", RECEIPT}
        assert files[f"{ASSIGNMENT}.ipynb"] == released(course)


@given(st.dictionaries(st.text(min_size=1, max_size=30), st.binary(max_size=40), max_size=6))
def test_any_archive_is_parted_or_refused(entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in entries.items():
            try:
                archive.writestr(name, content)
            except (ValueError, UnicodeEncodeError, IndexError):  # what cannot even be written
                continue
    with zipfile.ZipFile(io.BytesIO(made.getvalue())) as archive:
        for one in parcels._parted(parcels._of_archive(archive), "tout", lambda name: False):
            with contextlib.suppress(parcels.RefusedParcel):
                assert parcels.unpacked(one, parcels.Room())
