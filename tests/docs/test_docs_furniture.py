"""What the library of commands says of itself is in French: in every help, and of whatever is mistyped."""

import re
import subprocess

import pytest
import typer
from typer.testing import CliRunner

from epreuves_kit.cli import application, french
from tests.conftest import EPREUVES, epreuves
from tests.docs import command_pages

ENGLISH = re.compile(
    r"\b(?:Usage:|Commands?|Try|Error|Missing|Invalid|Show this|default|required\]|such|value|Got|Did you|Choose|COMMAND|ARGS|<\w+>|exit\.)(?!\w)"
)
#: Said by the kit, in French, with a word that English has too; values that are typed.
OURS = re.compile(r"\bcommande|--\S+|<auto\|required\|none>|valeurs?")


@pytest.mark.parametrize("command", command_pages.commands())
def test_no_help_has_a_word_of_english(command):
    shown = CliRunner().invoke(application(), [*command.split()[1:], "--help"])
    assert shown.exit_code == 0
    assert "Usage\u00a0:" in shown.output
    assert "Montrer cette aide." in shown.output
    assert ENGLISH.findall(OURS.sub("", shown.output)) == []


MISTYPED = {
    "nope": "La commande «\u00a0nope\u00a0» n'existe pas.",
    "jury nope": "La commande «\u00a0nope\u00a0» n'existe pas.",
    "autogrde": "vouliez-vous dire «\u00a0autograde\u00a0»\u00a0?",
    "autograde --nope": "L'option «\u00a0--nope\u00a0» n'existe pas",
    "autograde --jobs x": "un nombre entier est attendu.",
    "autograde --jobs 0": "est",
    "autograde --sandbox x": "auto",
    "autograde --jobs": "L'option «\u00a0--jobs\u00a0» demande une valeur.",
    "autograde --json=oui": "L'option «\u00a0--json\u00a0» ne prend pas de valeur.",
    "autograde a b c": "«\u00a0b c\u00a0» est en trop.",
    "restauration": "L'argument «\u00a0FICHIER\u00a0» manque.",
    "double": "L'argument",
}


@pytest.mark.parametrize("words", MISTYPED)
def test_what_is_mistyped_is_told_in_french(words, tmp_path):
    done = epreuves(tmp_path, *words.split(), timeout=120)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("✗") == 1
    assert MISTYPED[words] in done.stderr
    assert "Pour l'aide\u00a0: epreuves" in done.stderr or words in (
        "autograde --jobs",
        "autograde --json=oui",
    )
    assert ENGLISH.findall(OURS.sub("", done.stderr)) == []


def test_without_a_command_the_help_is_shown():
    done = subprocess.run([*EPREUVES], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "Commandes" in done.stdout + done.stderr


def test_the_names_of_typer_that_are_changed_are_there():
    for name, said in french.PANELS.items():
        assert getattr(typer.rich_utils, name) == said
    assert typer.BadParameter.__mro__[1].__name__ == "UsageError"
    assert typer.BadParameter.__mro__[2].__name__ == "ClickException"


def test_what_the_kit_says_of_a_value_itself_is_left_as_it_is():
    assert (
        french.sentence(typer.BadParameter("donnez un nom", param_hint="--nom"))
        == "«\u00a0--nom\u00a0»\u00a0: donnez un nom"
    )


def test_a_command_ends_with_the_code_that_it_gives():
    app = typer.Typer(cls=french.FrenchGroup)

    @app.command()
    def three() -> None:
        raise typer.Exit(3)

    @app.command()
    def stopped() -> None:
        raise typer.Abort

    french.in_french(app)
    assert CliRunner().invoke(app, ["three"]).exit_code == 3
    ended = CliRunner().invoke(app, ["stopped"])
    assert (ended.exit_code, ended.output) == (1, "Interrompu.\n")
