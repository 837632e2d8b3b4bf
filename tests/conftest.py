"""Shared by all tests: a trial course built once, and the corpus of copies marked once, in it.

With pytest-xdist each worker would build and mark again: the first to come works, the others wait for it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, settings

from epreuves.variants.attribution import letters, variant
from epreuves.variants.published import read_published
from epreuves_kit.build.build import build
from epreuves_kit.marking import Scheme
from epreuves_kit.marking.reference import compute
from epreuves_kit.runner.sandbox import VARIABLE
from epreuves_kit.runner.warm import missing
from tests import course as repository
from tests import programs
from tests.corpus import ASSIGNMENT, COPIES, QUESTIONS, all_copies, hand_in

#: What is seen: the browser and its JupyterLab.
pytest_plugins = ("tests.seen",)

EPREUVES = (sys.executable, "-c", "from epreuves_kit.cli import main; main()")
NBGRADER = (sys.executable, "-m", "nbgrader")


# A machine at work is no reason to fail: no test of this suite judges a duration.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

if missing():
    # Walls are due by default: where this machine cannot have any, the tests that are left do without.
    os.environ.setdefault(VARIABLE, "auto")

programs.ask_alembic_once()

#: Fixtures that start a PostgreSQL server: `make test` leaves out, and says so, the tests that ask for one where there is none.
_SERVERS = {"server", "on_a_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-variants",
        action="store_true",
        help="prove again on all variants what has not changed, not on one by turns",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # In tests/browser, a server is JupyterLab's.
        if _SERVERS.intersection(getattr(item, "fixturenames", ())) and "browser" not in item.path.parts:
            item.add_marker("serveur")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--all-variants"):
        told = ", ".join(f"{epreuve[:3]} {repository.turn(epreuve)}" for epreuve in repository.EPREUVES)
        terminalreporter.write_line(f"Proven again by turns (EPREUVES_JOUR={repository.DAY}): {told}.")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that lasts as long as the session, the same for all workers."""
    base = tmp_path_factory.getbasetemp()
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    folder = base.parent / f"partage-{run}" if run else base / "partage"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def once(folder: Path, name: str) -> Iterator[bool]:
    """Give True to the first that comes, and make the others wait until it is done; a failure is not taken for done."""
    with (folder / f"{name}.verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.fait"
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def model(shared: Path) -> Path:
    """A course whose one épreuve is built and released; not to be written in."""
    return trial_course(shared, "modele")


def trial_course(shared: Path, name: str, texts: Sequence[Path] = ()) -> Path:
    """The trial course built and released once, with texts added to its épreuve's sujet."""
    course = shared / name
    with once(shared, name) as first:
        if first:
            shutil.rmtree(course, ignore_errors=True)
            shutil.copytree(COPIES / "cours", course)
            for text in texts:
                shutil.copy(text, course / "sujets" / ASSIGNMENT)
            build(course)
            for folder in ("submitted", "autograded", "feedback"):
                (course / folder).mkdir()
            nbgrader(course, "generate_assignment", ASSIGNMENT, "--force")
    return course


@pytest.fixture(scope="session")
def trial_of_groups(shared: Path) -> Path:
    """The trial course with a REX beside its épreuve, which is done in groups then; not to be written in."""
    return trial_course(shared, "modele-groupes", [Path(__file__).parent / "groups" / "rex.py"])


def nbgrader(course: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a real nbgrader command in a course folder."""
    done = programs.run(["nbgrader", *words], course)
    if check and done.returncode:
        raise AssertionError(f"nbgrader {' '.join(words)}:\n{done.stderr[-4000:]}")
    return done


def epreuves(course: Path, *words: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run one of the kit's commands in a course folder."""
    return programs.run(["epreuves", *words], course, timeout)


@pytest.fixture(scope="session")
def source(model: Path) -> Path:
    """The trial épreuve's source notebook."""
    return model / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


@pytest.fixture(scope="session")
def released(model: Path) -> dict[str, Any]:
    """The trial épreuve's released notebook."""
    return Notebook(
        json.loads(json.dumps(nbformat.read(model / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)))
    )


class Notebook(dict):
    """A notebook that does not fill a failure's report with its cells."""

    def __repr__(self) -> str:
        return f"<notebook of {len(self['cells'])} cells>"


@pytest.fixture(scope="session")
def schemes(source: Path) -> Callable[[str], tuple[Scheme, Scheme]]:
    """For a candidate's name, the scheme of its variant, and that of a neighbour whose every answer differs."""
    exam_session = read_published((source.parent / "seance.json").read_bytes())

    def of(student: str) -> tuple[Scheme, Scheme]:
        known = {letter: compute(source, letter) for letter in letters()}
        own = known[variant(exam_session, ASSIGNMENT, student)]
        return own, next(
            o for o in known.values() if all(o.question(q).expected != own.question(q).expected for q in QUESTIONS)
        )

    return of


@pytest.fixture(scope="session")
def marked(model: Path, shared: Path, schemes: Callable[[str], tuple[Scheme, Scheme]]) -> Path:
    """Two courses, `marked/0` and `marked/1`, which share the corpus, marked by `epreuves autograde`; see `results`."""
    place = shared / "corrige"
    with once(shared, "corrige") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            for half in (0, 1):
                shutil.copytree(model, place / str(half))
            for number, copy in enumerate(all_copies()):
                hand_in(copy, place / str(number % 2), schemes)
            runs = []
            for half in (0, 1):
                with (place / f"{half}.jsonl").open("wb") as out, (place / f"{half}.err").open("wb") as err:
                    runs.append(
                        subprocess.Popen(
                            [*EPREUVES, "autograde", ASSIGNMENT, "--json"],
                            cwd=place / str(half),
                            stdout=out,
                            stderr=err,
                        )
                    )
            for half, run in enumerate(runs):
                # 1: a copy ended in an error, which its own test tells; 3: another looks like a neighbour's
                if run.wait(timeout=1200) not in (0, 1, 3):
                    raise AssertionError((place / f"{half}.err").read_text(encoding="utf-8"))
    return place


@pytest.fixture(scope="session")
def results(marked: Path) -> dict[str, dict[str, Any]]:
    """What `epreuves autograde --json` wrote of each copy of the corpus, by name."""
    lines = [line for half in (0, 1) for line in (marked / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    return {found["student"]: found for found in map(json.loads, lines)}
