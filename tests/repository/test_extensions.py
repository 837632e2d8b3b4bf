"""Extensions stand apart: without their folder nothing of theirs is offered, and the rest is."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import epreuves_kit
from epreuves_kit.cli import COMMANDS
from epreuves_kit.exam.extending import Calls, manager
from epreuves_kit.operations import every
from tests.course import ROOT

PACKAGE = Path(str(epreuves_kit.__file__)).parent
#: Run by a Python that finds a kit without some extensions first.
LEFT = """
import json, sys
import typer.main
from typer.testing import CliRunner
import epreuves_kit
assert str(epreuves_kit.__file__).startswith(sys.argv[1]), epreuves_kit.__file__
from epreuves_kit.cli import application
from epreuves_kit.operations import every
every.every()
commands = typer.main.get_command(application()).commands
done = CliRunner().invoke(application(), ["autograde", "e17", "--scheduler", "tcp://127.0.0.1:1"])
print(json.dumps([list(commands), list(commands["export"].commands), done.exit_code, done.output]))
"""


def without(place: Path, *names: str) -> Any:
    """A kit without these extensions: its commands, those of `export`, the exit code and the words of a marking on a cluster."""
    kit = shutil.copytree(PACKAGE, place / "epreuves_kit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in names:
        shutil.rmtree(kit / "extensions" / name)
    course = place / "cours"
    shutil.copytree(ROOT / "referentiel", course / "referentiel")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(place)!r})\n{LEFT}", str(place)]
    return json.loads(subprocess.run(command, cwd=course, capture_output=True, text=True, check=True).stdout)


def test_a_kit_without_any_extension_has_all_other_commands_and_says_what_it_lacks(tmp_path):
    names = [path.name for path in (PACKAGE / "extensions").iterdir() if (path / "__init__.py").is_file()]
    commands, exports, code, said = without(tmp_path, *names)
    assert set(COMMANDS) - set(commands) == {"guichet", "qualite", "site", "tableau"}
    assert "csv" in exports
    assert "cdc" not in exports
    assert code == 2
    assert "--scheduler demande l'extension « cluster », qui n'est pas là." in " ".join(said.split())


def test_a_kit_without_one_keeps_the_others(tmp_path):
    commands, exports, *_ = without(tmp_path, "dashboard")
    assert set(COMMANDS) - set(commands) == {"tableau"}
    assert "cdc" in exports


@pytest.mark.parametrize("name", [name for name, _ in manager().list_name_plugin()])
def test_an_extension_answers_calls_that_are_made_and_no_other(name):
    answered = {call.name for call in manager().get_hookcallers(manager().get_plugin(name)) or []}
    assert answered
    assert answered <= set(vars(Calls))


def test_operations_of_extensions_are_declared_where_they_say():
    assert {name: every.find(name).name for name in ("export cdc", "site", "tableau")} == {
        name: name for name in ("export cdc", "site", "tableau")
    }
