"""Walls that are due and do not stand stop the marking, whatever makes them lack; to do without is somebody's choice."""

import json
import os
import shutil
import subprocess
from contextlib import closing

import pytest

from epreuves_kit.runner import warm
from epreuves_kit.runner.sandbox import VARIABLE, Runner, chosen
from epreuves_kit.runner.warm import NoWalls, missing
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.grading import a_batch

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

#: Runs a command where the system refuses new user namespaces.
NO_NAMESPACES = ["unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"', "sh"]


def run(course, *words, prefix=(), **variables):
    command = [*prefix, *a_batch.command("--json", "--student", "candidat-000", *words)]
    kept = {k: v for k, v in os.environ.items() if k != VARIABLE}
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300, env=kept | variables)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def without_bubblewrap(place):
    """A PATH on which bubblewrap is not found, as on a machine where it is not installed."""
    place.mkdir()
    for name in ("sh", "env", "alembic"):
        if found := shutil.which(name):
            (place / name).symlink_to(found)
    return {"PATH": str(place)}


@pytest.mark.parametrize(
    "words", [(), pytest.param(("--sandbox", "auto"), marks=pytest.mark.slow), ("--sandbox", "required")]
)
def test_where_the_system_refuses_namespaces_nothing_is_marked_and_the_cause_is_said(words, course):
    done, told = run(course, *words, prefix=NO_NAMESPACES)
    assert (done.returncode, told) == (2, [])
    assert "le bac à sable n'a pas démarré" in done.stderr
    assert "unshare" in done.stderr
    assert "--sandbox none" in done.stderr
    assert not list((course / "autograded").iterdir())


def test_without_walls_is_a_choice_said_on_the_command_line(course):
    done, told = run(course, "--sandbox", "none", prefix=NO_NAMESPACES)
    assert (done.returncode, [line["status"] for line in told]) == (0, ["marked"])
    assert "Copies exécutées sans bac à sable" in done.stderr


@pytest.mark.slow
def test_or_in_the_course_s_configuration(course):
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.ExecuteAndMark.sandbox = 'none'\n")
    done, told = run(course, prefix=NO_NAMESPACES)
    assert (done.returncode, [line["status"] for line in told]) == (0, ["marked"])
    assert "Copies exécutées sans bac à sable" in done.stderr
    # The command line has the last word.
    done, told = run(course, "--sandbox", "required", "--force", prefix=NO_NAMESPACES)
    assert (done.returncode, told) == (2, [])


@pytest.mark.parametrize(
    ("words", "status"),
    [((), 2), pytest.param(("--sandbox", "required"), 2, marks=pytest.mark.slow), (("--sandbox", "auto"), 0)],
)
def test_a_real_session_asks_for_walls_and_auto_does_without_on_a_machine_that_has_none(
    words, status, course, tmp_path
):
    done, told = run(course, *words, **without_bubblewrap(tmp_path / "bin"))
    assert done.returncode == status, done.stderr
    assert len(told) == (status == 0)
    assert "bubblewrap n'est pas installé" in done.stderr


def test_nbgrader_s_own_command_stops_as_well(course):
    command = [*NO_NAMESPACES, "nbgrader", "autograde", ASSIGNMENT, "--student", "candidat-000"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300)
    assert done.returncode != 0
    assert "Bac à sable exigé : le bac à sable n'a pas démarré" in done.stderr
    assert not list((course / "autograded").glob("candidat-000/*/*.ipynb"))
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.ExecuteAndMark.sandbox = 'none'\n")
    nbgrader(course, "autograde", ASSIGNMENT, "--student", "candidat-000")
    assert list((course / "autograded").glob("candidat-000/*/*.ipynb"))


@pytest.mark.parametrize("mode", ["auto", "required"])
def test_a_library_that_fails_as_it_is_loaded_is_an_error_with_its_cause(mode):
    runner = Runner(mode, ("epreuves.module_absent",))
    with pytest.raises(NoWalls, match=r"No module named 'epreuves\.module_absent'"):
        runner.ready()
    runner.close()


def test_a_choice_that_is_none_is_refused_and_not_taken_for_another(monkeypatch, course):
    monkeypatch.setenv(VARIABLE, "oui")
    with pytest.raises(NoWalls, match="EPREUVES_SANDBOX vaut « oui »"):
        chosen()
    assert chosen(("--sandbox", "none")) == "none"
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.ExecuteAndMark.sandbox = 'non'\n")
    done, told = run(course)
    assert (done.returncode, told) == (2, [])
    assert "c.ExecuteAndMark.sandbox vaut « non »" in done.stderr


def test_walls_that_are_late_say_so_and_those_that_fall_say_why(monkeypatch):
    with closing(Runner("required")) as slow, monkeypatch.context() as hurried:
        hurried.setattr(warm, "LOADING", 0.001)
        with pytest.raises(NoWalls, match="n'est pas prêt après 0 s : la machine est trop chargée"):
            slow.ready()
    with (
        closing(Runner("required", ("epreuves.no_such_module",))) as fallen,
        pytest.raises(NoWalls, match=r"n'a pas démarré \(ModuleNotFoundError: .*no_such_module"),
    ):
        fallen.ready()
