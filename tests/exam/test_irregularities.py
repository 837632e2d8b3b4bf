"""Twelve irregularities of a session: each is said, in a sentence that tells what to do, by the application that runs it; and nothing is lost."""

from __future__ import annotations

import dataclasses
import datetime
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Unconfirmed
from epreuves_kit.exam.closing import erasing
from epreuves_kit.exam.status import status
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.exam.session_application import act, decided_session, refused, screen
from tests.jury.cours import E17

DATES = """dates:
  e98: {debut: 2026-06-10 09:00, fin: 2026-06-10 12:20}
retard: {tolerance: 10, par_heure: 2, refus: 24}
"""
#: Who is enrolled, and when each handed in: lea in time, the others after the end.
PEOPLE = {
    "lea": ("Léa", "FONTAINE"), "karim": ("Karim", "BENALI"), "zoe": ("Zoé", "LE GOFF"), "omar": ("Omar", "SY"), "noa": ("Noa", "KLEIN"),
    "ines": ("Inès", "D'ARC"), "tim": ("Tim", "ROY"), "hugo": ("Hugo", "MOREL"),
}  # fmt: skip
IN_TIME, LATE = "2026-06-10 10:15:00 UTC", "2026-06-10 11:20:00 UTC"
TIMES = {"karim": LATE, "zoe": LATE, "omar": "2026-06-10 12:40:00 UTC"}


def lines(root: Path) -> dict[str, dict[str, Any]]:
    """The candidates' lines."""
    return {one["id"]: one for one in screen(root)["candidates"]}


def handed(root: Path) -> dict[str, bytes]:
    """All that was handed in."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "submitted").rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def odd(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """A course in which nearly every copy is odd, marked once; what the marking said, and what the application shows. Not to be written in."""
    root = Path(shutil.copytree(model, tmp_path_factory.mktemp("irregulier") / "cours"))
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for id, (first, last) in PEOPLE.items():
            book.update_or_create_student(id, first_name=first, last_name=last)
    with (root / "seance.yaml").open("a", encoding="utf-8") as session:
        session.write(DATES)
    (root / "amenagements.csv").write_text("candidat;temps;pauses;assistant\nzoe;1/3;;\nomar;1/3;;\n", "utf-8")
    copies = {"ines": "notebook_renomme", "noa": "tout_le_notebook_d_une_autre_epreuve"}
    for who in (*PEOPLE, "Tim", "inconnue"):
        if who != "hugo":
            one = read(COPIES / f"{copies.get(who, 'parfaite')}.py")
            hand_in(dataclasses.replace(one, name=who), root, lambda _: (None, None))
            (root / "submitted" / who / ASSIGNMENT / "timestamp.txt").write_text(TIMES.get(who, IN_TIME))
    before = handed(root)
    said = act(root, "autograde", ASSIGNMENT)
    yield root, said, json.dumps(screen(root), ensure_ascii=False, default=str)
    # Whatever is odd, nothing of what was handed in is touched.
    assert handed(root) == before


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("marking", "submitted/inconnue : cet identifiant n'est pas inscrit au carnet de notes ; la copie est corrigée, vérifiez-le."),
        ("screen", "a une copie et aucun nom au carnet de notes, vérifiez qui c'est : inconnue."),
        ("marking", "submitted/ : « Tim » et « tim » sont le même identifiant, écrit de plusieurs façons ; gardez le dossier qui compte, puis recommencez."),
        ("screen", "en retard : Karim BENALI (karim, 1 heure) et Omar SY (omar, 1 heure et 13 minutes, aménagement compris)."),
        ("screen", "après 12:20, dans leur temps : Zoé LE GOFF (zoe)."),
        ("marking", "Noa KLEIN (noa), copie étrangère : Aucune cellule"),
        ("marking", "une personne inscrite n'a rien rendu : Hugo MOREL (hugo)."),
        ("screen", "n'a rien rendu : Hugo MOREL (hugo)."),
    ],
    ids=["an unknown copy", "an unknown copy, shown", "two copies of one candidate", "late", "late within a longer time", "the wrong épreuve", "an absence", "an absence, shown"],
)  # fmt: skip
def test_what_is_odd_about_copies_is_said(odd, where, sentence):
    _, marking, shown = odd
    said = marking if where == "marking" else shown
    assert sentence in said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "epreuves " not in marking.replace("Les epreuves", "")


def test_a_renamed_notebook_is_marked_like_another(odd):
    root, marking, _ = odd
    assert "ines, copie absente" not in marking
    assert lines(root)["ines"]["marked"] == "corrigée"


def test_an_absence_that_is_written_is_no_longer_missing_and_can_be_taken_back(odd, tmp_path):
    root = Path(shutil.copytree(odd[0], tmp_path / "cours"))
    assert (lines(root)["hugo"]["copy"], lines(root)["hugo"]["missing"]) == ("manque", True)
    assert (
        refused(root, "jury absence", epreuve=ASSIGNMENT, candidate="hugo")
        == "Il manque « L'absence est-elle justifiée ? »."
    )


def test_a_group_with_one_missing_says_who_and_keeps_the_others_copy(marked_groups, tmp_path):
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    shutil.rmtree(root / "submitted" / "ines" / ASSIGNMENT)
    before = handed(root)
    said = act(root, "autograde --force", ASSIGNMENT, sure=True)
    assert "ines" in said
    assert lines(root)["lea"]["marked"] == "corrigée"
    assert handed(root) == before


def test_a_changed_name_keeps_the_copy_and_is_shown_before_it_is_written(odd, tmp_path):
    root = Path(shutil.copytree(odd[0], tmp_path / "cours"))
    import base64

    content = base64.b64encode("Identifiant;Nom;Prénom\nlea;FONTAINE-ROUX;Léa\n".encode()).decode()
    preview = screen(root, kind="list", name="liste.csv", content=content)["preview"]
    assert preview["lines"] == (("Léa FONTAINE-ROUX", "lea", "changé", "Nom : « FONTAINE » devient « FONTAINE-ROUX »"),)
    act(root, "candidats import", file=preview["name"], digest=preview["digest"])
    assert (lines(root)["lea"]["name"], lines(root)["lea"]["marked"]) == ("Léa FONTAINE-ROUX", "corrigée")


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose two candidates have all their levels and their pages, with its procès-verbal; not to be written in."""
    return decided_session(tmp_path_factory.mktemp("decidee") / "cours")


@pytest.fixture
def course(decided: Path, tmp_path: Path) -> Path:
    """That course, to be written in."""
    return Path(shutil.copytree(decided, tmp_path / "cours"))


def written(root: Path) -> list[str]:
    """The numbers of the procès-verbaux that the jury's record keeps."""
    with JuryRecord(root) as record:
        return [entry.act.number for entry in record.entries(MinutesAct) if isinstance(entry.act, MinutesAct)]


def test_a_second_proces_verbal_is_refused_until_the_jury_sits_again_and_something_has_changed(course):
    before = (course / "proces-verbal-2026-06-A.pdf").read_bytes()
    said = refused(course, "jury pv")
    assert said.startswith(
        "Le procès-verbal n° 2026-06-A du 30 juin 2026 (proces-verbal-2026-06-A.pdf) est déjà écrit et ne se remplace pas."
    )
    assert said.endswith("puis : « Écrire un procès-verbal rectificatif ».")
    act(course, "jury seance", number="2026-06-B", date="2026-07-10")
    assert refused(course, "jury pv").endswith(
        "un autre ne peut que le rectifier (« Écrire un procès-verbal rectificatif »)."
    )
    assert (
        refused(course, "jury pv --rectificatif")
        == "Rien n'a changé depuis le procès-verbal n° 2026-06-A : il n'y a rien à rectifier."
    )
    act(course, "jury decider", sure=True, candidate="lea", about="B1", decision="validé", reason="Par équivalence.")
    with pytest.raises(
        Unconfirmed, match="Écrire le procès-verbal rectificatif n° 2026-06-B du 10 juillet 2026"
    ) as asked:
        act(course, "jury pv --rectificatif")
    # What waits for épreuves that this session does not hold is no lack of it.
    assert "partielle" not in asked.value.sentence
    assert written(course) == ["2026-06-A"]
    assert "rectificatif n° 2026-06-B" in act(course, "jury pv --rectificatif", sure=True)
    assert (written(course), (course / "proces-verbal-2026-06-A.pdf").read_bytes()) == (
        ["2026-06-A", "2026-06-B"],
        before,
    )


def test_a_session_that_is_reopened_says_what_changed_since_it_was_closed(course):
    act(course, "session clore", sure=True, date="2026-10-01")
    assert "rien n'a changé depuis la clôture" in act(course, "session verifier")
    act(course, "jury decider", sure=True, candidate="lea", about="B1", decision="validé", reason="Trop tard.")
    assert "actes et décisions du jury | 1 de plus | Léa FONTAINE" in act(course, "session verifier")
    assert refused(course, "session clore", date="2026-10-02").endswith(
        "« Vérifier la clôture » dit ce qui a changé depuis."
    )


def test_who_is_erased_is_told_and_gets_no_copy_by_mistake(course):
    with (course / "seance.yaml").open("a", encoding="utf-8") as session:
        session.write("conservation: 2026-09-01\n")
    opened = Course(course)
    erasing.erase(opened, erasing.plan(opened, datetime.date(2026, 10, 1), None), True)
    shown = screen(course)
    assert shown["next"].startswith(
        "Les données de la session « Session de juin 2026 » sont effacées depuis le 1 octobre 2026".replace(
            "le 1 ", "le 1er "
        )
    )
    assert shown["following"] is None
    said = screen(course, kind="lay", candidate="lea", epreuve=E17, files=[{"name": "c.ipynb", "content": ""}])
    assert said["sentences"] == [shown["next"]]
    assert not [path for path in (course / "submitted").rglob("*") if path.name != ".gitkeep"]


_FULL = """
import resource, sys
from pathlib import Path
from epreuves_kit.page.drawn import do
from epreuves_kit.exam.asking import Asked
resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, resource.RLIM_INFINITY))
do(Path.cwd(), Asked("session clore", "", {"date": "2026-10-01"}, True), lambda *_: None)
"""


def test_a_full_disk_closes_nothing_and_the_session_can_be_closed_afterwards(course):
    (course / "submitted" / "lea" / E17 / "film.bin").write_bytes(random.Random(17).randbytes(3_000_000))
    status(Course(course))
    done = subprocess.run([sys.executable, "-c", _FULL], cwd=course, capture_output=True, text=True, timeout=120)
    assert "Rien n'est clos, et rien n'est resté à moitié." in done.stderr
    assert not (course / "cloture").exists()
    assert "La session est close." in act(course, "session clore", sure=True, date="2026-10-01")
