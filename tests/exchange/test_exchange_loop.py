"""The whole loop through nbgrader's exchange, with its own commands: from the épreuve released to the page that a candidate reads."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.exchange.default import ExchangeCollect

from epreuves_kit.exam.exchange import exchange_step, start
from epreuves_kit.grading.course import MarkingCourse
from tests import programs
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD, encoded, written
from tests.groups.trial import INVERSE, REX, Cours

COURSE = "copies-d-essai"
#: What may lie in a candidate's feedback folder beside pages.
RECEIPT = {"timestamp.txt", "submission_secret.txt"}


class Exchange:
    """A course, an exchange folder, and candidates who each have a home of their own."""

    def __init__(self, course: Path, base: Path) -> None:
        self.course, self.base = course, base
        self.exchange = base / "echange"
        self.exchange.mkdir(mode=0o777)
        config = course / "nbgrader_config.py"
        config.write_text(
            config.read_text("utf-8")
            + f'\nc.Exchange.root = "{self.exchange}"\nc.ExchangeCollect.check_owner = False\n',
            "utf-8",
        )
        nbgrader(course, "generate_assignment", ASSIGNMENT, "--force")
        nbgrader(course, "release_assignment", ASSIGNMENT)

    def home(self, student: str) -> Path:
        place = self.base / student
        place.mkdir(exist_ok=True)
        return place

    def as_candidate(self, student: str, command: str) -> None:
        """Run one of nbgrader's commands as a candidate does, in their own home."""
        home = self.home(student)
        done = programs.run(
            [
                "nbgrader",
                command,
                ASSIGNMENT,
                "--course",
                COURSE,
                "--student",
                student,
                f"--Exchange.root={self.exchange}",
            ],
            home,
            timeout=120,
            environment=os.environ | {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / ".jupyter")},
        )
        assert done.returncode == 0, done.stderr

    def fetch_and_submit(self, student: str, **notebooks: dict[str, str]) -> None:
        """Fetch the épreuve, answer in its notebooks (« e98… », « rex »), and submit it."""
        self.as_candidate(student, "fetch_assignment")
        for name, answers in notebooks.items():
            path = self.home(student) / ASSIGNMENT / f"{name}.ipynb"
            path.write_bytes(encoded(written(json.loads(path.read_bytes()), answers)))
        self.as_candidate(student, "submit")

    def fetched(self, student: str) -> dict[str, str]:
        """Fetch the feedback, and give the pages that the candidate has then, by notebook."""
        place = self.home(student) / ASSIGNMENT / "feedback"
        shutil.rmtree(place, ignore_errors=True)
        self.as_candidate(student, "fetch_feedback")
        return {p.stem: p.read_text("utf-8") for p in place.rglob("*") if p.is_file()}

    def feedback_files(self, student: str) -> set[str]:
        place = self.course / "feedback" / student / ASSIGNMENT
        return {p.relative_to(place).as_posix() for p in place.rglob("*")}


def shown(page: str) -> str:
    """Whose page it is, by what it says."""
    return re.search(r"Restitution à <strong>([^<]+)</strong>", page)[1]


@pytest.fixture
def course(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "cours"))


@pytest.mark.slow
def test_each_candidate_reads_their_own_page_whichever_commands_mark_and_tell(course, tmp_path):
    exchange, course_folder = Exchange(course, tmp_path), Cours(course)
    exchange.fetch_and_submit("lea", **{ASSIGNMENT: GOOD})
    exchange.fetch_and_submit("karim", **{ASSIGNMENT: INVERSE})
    # Handed over by hand, with files of nbgrader's names that nbgrader did not write, and one of the candidate's own.
    byhand = course / "submitted" / "ines" / ASSIGNMENT
    byhand.mkdir(parents=True)
    shutil.copy(course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", byhand)
    (byhand / "submission_secret.txt").write_bytes(b"")
    (byhand / "notes.txt").write_text("à moi", "utf-8")
    nbgrader(course, "collect", ASSIGNMENT)

    course_folder.mark()
    assert course_folder.run("feedback", ASSIGNMENT).returncode == 0
    _each_reads_their_own(exchange)

    with Gradebook(course_folder.db_url) as gradebook:
        gradebook.find_grade("C15_1-k1", ASSIGNMENT, ASSIGNMENT, "lea").manual_score = 2.0
        gradebook.db.commit()
    before = exchange.fetched("lea")
    assert course_folder.run("feedback", ASSIGNMENT).returncode == 0
    nbgrader(course, "release_feedback", ASSIGNMENT)
    assert exchange.fetched("lea") != before

    for place in (course / "autograded", course / "feedback", exchange.exchange / COURSE / "feedback"):
        shutil.rmtree(place)
    nbgrader(course, "autograde", ASSIGNMENT)
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    _each_reads_their_own(exchange)


def _each_reads_their_own(exchange: Exchange) -> None:
    for student in ("lea", "karim", "ines"):
        assert exchange.feedback_files(student) == {f"{ASSIGNMENT}.html"} | RECEIPT
    nbgrader(exchange.course, "release_feedback", ASSIGNMENT)
    for student in ("lea", "karim"):
        pages = exchange.fetched(student)
        assert pages.keys() == {ASSIGNMENT}
        assert shown(pages[ASSIGNMENT]) == student


def test_each_member_of_a_group_reads_their_own_pages_and_nobody_elses(trial_of_groups, tmp_path):
    course_folder = Cours(Path(shutil.copytree(trial_of_groups, tmp_path / "cours")))
    course_folder.groups("G1;lea", "G1;karim", "G1;zoe")
    exchange = Exchange(course_folder.root, tmp_path)
    assert course_folder.run("rex", ASSIGNMENT, "--oui").returncode == 0
    exchange.fetch_and_submit("lea", **{ASSIGNMENT: GOOD, "rex": REX})
    exchange.fetch_and_submit("karim", rex=REX)
    nbgrader(course_folder.root, "collect", ASSIGNMENT)
    course_folder.mark()
    assert course_folder.run("feedback", ASSIGNMENT).returncode == 0
    secrets = {
        s: (course_folder.root / "submitted" / s / ASSIGNMENT / "submission_secret.txt").read_text()
        for s in ("lea", "karim")
    }
    for student, secret in secrets.items():
        given = course_folder.root / "feedback" / student / ASSIGNMENT / "submission_secret.txt"
        assert given.read_text() == secret
    assert exchange.feedback_files("karim") == {f"{ASSIGNMENT}.html", "rex.html"} | RECEIPT
    # Zoé handed nothing in: she has a page, and no submission by which to fetch it.
    assert exchange.feedback_files("zoe") == {f"{ASSIGNMENT}.html"} | RECEIPT
    nbgrader(course_folder.root, "release_feedback", ASSIGNMENT)
    for student in secrets:
        pages = exchange.fetched(student)
        assert pages.keys() == {ASSIGNMENT, "rex"}
        assert {shown(page) for page in pages.values()} == {student}


def arrived(exchange: Exchange, student: str) -> Path:
    """The folder of a candidate's copy where copies arrive."""
    (found,) = (exchange.exchange / COURSE / "inbound").glob(f"{student}+*")
    return found


def test_what_is_no_plain_file_of_a_copy_is_not_collected_and_stops_nobody(course, tmp_path):
    exchange = Exchange(course, tmp_path)
    for student in ("lea", "karim", "zoe"):
        exchange.fetch_and_submit(student, **{ASSIGNMENT: GOOD})
    # The answers of the épreuve, and somebody's copy, in place of one's own.
    theirs = arrived(exchange, "karim")
    for name, elsewhere in (
        (f"{ASSIGNMENT}.ipynb", course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"),
        ("notes.txt", course / "nbgrader_config.py"),
        ("tout", course / "source"),
    ):
        (theirs / name).unlink(missing_ok=True)
        (theirs / name).symlink_to(elsewhere)
    os.mkfifo(theirs / "tube.csv")
    os.link(course / "seance.yaml", theirs / "seance.txt")
    (theirs / "lourd.csv").write_bytes(b"x" * 200)
    os.truncate(theirs / "lourd.csv", 300_000_000)
    inbound = exchange.exchange / COURSE / "inbound"
    (inbound / f"ines+{ASSIGNMENT}+2026-11-02 10:00:00 UTC+abc").symlink_to(arrived(exchange, "lea"))
    (inbound / f"hugo+{ASSIGNMENT}+hier+abc").mkdir()

    nbgrader(course, "collect", ASSIGNMENT)
    assert {p.name for p in (course / "submitted").iterdir()} >= {"lea", "karim", "zoe"}
    assert not {"ines", "hugo"} & {p.name for p in (course / "submitted").iterdir()}
    collected = {
        p.relative_to(course / "submitted" / "karim" / ASSIGNMENT).as_posix()
        for p in (course / "submitted" / "karim").rglob("*")
        if p.is_file()
    }
    assert collected >= {"timestamp.txt", "submission_secret.txt"}
    assert not collected & {f"{ASSIGNMENT}.ipynb", "notes.txt", "seance.txt", "tube.csv", "lourd.csv"}
    assert not [name for name in collected if name.startswith("tout")]
    whole = course / "submitted" / "lea" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert whole.read_bytes() == (arrived(exchange, "lea") / whole.name).read_bytes()


def test_what_is_left_of_a_copy_is_told_to_who_collects(course, tmp_path):
    exchange = Exchange(course, tmp_path)
    exchange.fetch_and_submit("lea", **{ASSIGNMENT: GOOD})
    (arrived(exchange, "lea") / "notes.txt").symlink_to(course / "nbgrader_config.py")
    (exchange.exchange / COURSE / "inbound" / f"hugo+{ASSIGNMENT}+hier+abc").mkdir()
    assert MarkingCourse(course).has_exchange
    told = start(exchange_step(MarkingCourse(course), ASSIGNMENT, "Collect"), update=True)
    aside, left, *_ = told
    assert aside == f"Dans l'échange, « hugo+{ASSIGNMENT}+hier+abc » n'était pas une copie : il a été écarté."
    assert left == "Copie de lea : « notes.txt » : lien ou fichier spécial, laissé de côté."


def test_an_exchange_of_the_schools_own_collects_as_it_does(course):
    config = course / "nbgrader_config.py"
    written = config.read_text("utf-8")
    for before in (True, False):
        own = 'c.ExchangeFactory.collect = "nbgrader.exchange.default.ExchangeCollect"\n'
        config.write_text(
            written.replace("configure(c)", f"{own}configure(c)" if before else f"configure(c)\n{own}"),
            "utf-8",
        )
        assert type(exchange_step(MarkingCourse(course), ASSIGNMENT, "Collect")) is ExchangeCollect
