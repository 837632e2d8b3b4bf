"""Extensions stand apart: without their folder nothing of theirs is offered, and the rest is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import epreuves_kit
from epreuves_kit.exam.extending import Calls, manager
from epreuves_kit.operations import every
from tests.course import ROOT

PACKAGE = Path(str(epreuves_kit.__file__)).parent
#: Run by a Python that finds a kit without some extensions first.
LEFT = """
import sys
from typer.testing import CliRunner
import epreuves_kit
assert str(epreuves_kit.__file__).startswith(sys.argv[1]), epreuves_kit.__file__
from epreuves_kit.cli import application
from epreuves_kit.operations import every
every.every()
for words in (["--help"], ["export", "--help"], ["statut"], ["autograde", "e17", "--scheduler", "tcp://127.0.0.1:1"]):
    done = CliRunner().invoke(application(), words)
    print(words[0], done.exit_code, " ".join(done.output.split()))
"""


def without(place: Path, *names: str) -> str:
    """What the commands of a kit without these extensions say."""
    kit = shutil.copytree(PACKAGE, place / "epreuves_kit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in names:
        shutil.rmtree(kit / "extensions" / name)
    shutil.copytree(ROOT / "referentiel", place / "cours" / "referentiel")
    shutil.copy(ROOT / "nbgrader_config.py", place / "cours")
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(place)!r})\n{LEFT}", str(place)]
    return subprocess.run(command, cwd=place / "cours", capture_output=True, text=True, check=True).stdout


def test_a_kit_without_any_extension_has_all_other_commands_and_says_what_it_lacks(tmp_path):
    names = [path.name for path in (PACKAGE / "extensions").iterdir() if (path / "__init__.py").is_file()]
    said = without(tmp_path, *names)
    told = dict(line.split(" ", 1) for line in said.splitlines())
    for name in ("--help", "export", "statut"):
        assert told[name].startswith("0 "), said
    assert "rapports" in told["--help"]
    assert not any(word in told["--help"].split() for word in ("tableau", "site"))
    assert "csv" in told["export"].split()
    assert "cdc" not in told["export"].split()
    assert told["autograde"].startswith("2 ")
    assert "l'extension « cluster », qui n'est pas là" in told["autograde"]


def test_a_kit_without_one_keeps_the_others(tmp_path):
    said = without(tmp_path, "dashboard")
    assert "site" in said.splitlines()[0].split()
    assert "tableau" not in said.splitlines()[0].split()


@pytest.mark.parametrize("name", [name for name, _ in manager().list_name_plugin()])
def test_an_extension_answers_calls_that_are_made_and_no_other(name):
    answered = {call.name for call in manager().get_hookcallers(manager().get_plugin(name)) or []}
    assert answered
    assert answered <= set(vars(Calls))


def test_operations_of_extensions_are_declared_where_they_say():
    assert {name: every.find(name).name for name in ("export cdc", "site", "tableau")} == {
        name: name for name in ("export cdc", "site", "tableau")
    }
