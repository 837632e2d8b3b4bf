"""What a sentence proposes is a remedy: each face names it, it exists, and no sentence of the package names a command by itself."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import epreuves
import epreuves_kit
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.remedies import SIGNS, as_commands, parameter, remedy
from epreuves_kit.cli.console import write_object
from epreuves_kit.operations.every import BUTTONS
from epreuves_kit.page import words
from tests.docs.command_pages import commands, options

PACKAGES = [Path(str(package.__file__)).parent for package in (epreuves, epreuves_kit)]
#: Where a command is named as it is typed: the file, what it says of it, and why.
AS_TYPED = {
    ("answers/checking.py", "epreuves autograde"): "said in the notebook of a copy that nbgrader alone runs",
    ("answers/checking.py", "nbgrader autograde"): "the same sentence",
    ("proof/coverage.py", "epreuves couverture"): "a page for authors, in Markdown",
    ("proof/coverage.py", "epreuves referentiel"): "the same page",
    (
        "proof/style_rules.py",
        "epreuves check",
    ): "a finding, kept in preuve.json, for who writes an épreuve at a terminal",
    ("proof/value_rules.py", "epreuves check"): "a finding too",
    ("cli/demo.py", "epreuves jury"): "lines to be typed, with the path of the program",
    ("cli/demo.py", "epreuves demo"): "the same lines",
    ("referentiel/reading.py", "epreuves nouveau"): "a course is made at a terminal, by who looks after the machine",
    ("referentiel/certifier.py", "epreuves build"): "the head of a file of the course",
    ("referentiel/certifier.py", "epreuves referentiel"): "the same head",
}
#: What is no sentence of the kit's: other programs' options; the command line's own, which its commands speak of to who typed them.
OPTIONS_OF = (
    "runner/",
    "cli/",
    "extensions/site/building.py",
    "proof/style_rules.py",
    "proof/value_rules.py",
    "referentiel/certifier.py",
)
OTHERS_SETTINGS = {
    ("grading/own_settings.py", "--no-execute"),
    ("proof/coverage.py", "--officiel"),
}
DECLARED = {"Parameter", "Option", "Argument", "Typer", "Variation", "operation"}
MADE = {"remedy", "parameter", "command"}
COMMAND = re.compile(
    r"\bepreuves (?:"
    + "|".join(sorted({typed.split()[1] for typed in commands() if " " in typed}))
    + r")\b|\bnbgrader (?:generate_assignment|collect|autograde|db|release_\w+|fetch_\w+)\b"
)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@functools.cache
def parsed() -> dict[str, ast.Module]:
    """The package's modules, by path."""
    return {
        path.relative_to(package).as_posix(): ast.parse(path.read_text("utf-8"))
        for package in PACKAGES
        for path in package.rglob("*.py")
        if package == PACKAGES[1]
        or not (PACKAGES[1] / path.relative_to(package)).exists()  # an old name has no sentence
    }


def calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    """The calls of functions of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def texts(tree: ast.Module) -> Iterator[str]:
    """What a module may say: its texts, without docstrings, what declares a command, and what makes a remedy."""
    left_out = {id(part) for call in calls(tree, DECLARED | MADE) for part in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and isinstance(
            node.body[0], ast.Expr
        ):
            left_out.add(id(node.body[0].value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


def test_no_sentence_names_a_command_as_it_is_typed() -> None:
    found = {
        (name, said[0])
        for name, tree in parsed().items()
        for text in texts(tree)
        for said in COMMAND.finditer(text)
        if not text[: said.start()].endswith("from ")
    }
    assert found == set(AS_TYPED)


def test_no_sentence_names_an_option_as_it_is_typed() -> None:
    found = {
        (name, said[0])
        for name, tree in parsed().items()
        if not name.startswith(OPTIONS_OF)
        for text in texts(tree)
        if " " in text.strip() and text not in BUTTONS  # a name is no sentence
        for said in OPTION.finditer(text)
    }
    assert found == OTHERS_SETTINGS


def proposed() -> Iterator[tuple[str, str, list[str]]]:
    """What the package proposes, where its source says it: the module, the name, the options."""
    for module, tree in parsed().items():
        for call in calls(tree, MADE):
            given = [arg.value if isinstance(arg, ast.Constant) else "" for arg in call.args]
            if module.startswith("wording/") or not given or not given[0]:
                continue
            yield module, str(given[0]), [word for one in given for word in OPTION.findall(str(one))]


def test_what_is_proposed_exists_with_its_options() -> None:
    found = [one for one in proposed() if not one[1].startswith("nbgrader ")]
    assert len(found) > 80
    for module, name, flags in found:
        known = commands()[f"epreuves {name}"]
        assert {*flags} <= {*options(known)}, (module, name, flags)


@pytest.mark.parametrize(
    ("sentence", "typed", "shown"),
    [
        (f"Lancez d'abord {remedy('autograde', 'e17')}.", "Lancez d'abord « epreuves autograde e17 ».", "Lancez d'abord « Corriger les copies »."),
        (f"corrigez-la de nouveau ({remedy('autograde', '--force')})", "corrigez-la de nouveau (« epreuves autograde --force »)", "corrigez-la de nouveau (« Corriger de nouveau toutes les copies »)"),
        (f"à rectifier ({remedy('jury pv', '--rectificatif')})", "à rectifier (« epreuves jury pv --rectificatif »)", "à rectifier (« Écrire un procès-verbal rectificatif »)"),
        (f"à personne : {remedy('recours confier', '1', '--correcteurs A B')}.", "à personne : « epreuves recours confier 1 --correcteurs A B ».", "à personne : « Confier »."),
        (f"Corrigez le sujet ({remedy('check', 'e17')}), puis recommencez.", "Corrigez le sujet (« epreuves check e17 »), puis recommencez.", "Corrigez le sujet (« epreuves check e17 », par qui s'occupe de la machine), puis recommencez."),
        (f"{remedy('check', 'e17', '--espaces')} le fait.", "« epreuves check e17 --espaces » le fait.", "« epreuves check e17 --espaces » (par qui s'occupe de la machine) le fait."),
        (f"{remedy('build', 'e17', '--nouvelle-seance')} tire de nouveau.", "« epreuves build e17 --nouvelle-seance » tire de nouveau.", "« Construire pour une nouvelle séance » tire de nouveau."),
        (f"lancez {remedy('nbgrader db upgrade')}.", "lancez « nbgrader db upgrade ».", "lancez « nbgrader db upgrade » (par qui s'occupe de la machine)."),
        (f"donnez {parameter('jury pv', '--date')}.", "donnez --date.", "donnez « Date de la délibération »."),
        (f"donnez {parameter('recours repondre', '--niveau', 'U5.1-k1=2')}.", "donnez --niveau U5.1-k1=2.", "donnez le niveau retenu."),
        (f"prenez le retour ({parameter('export cdc', '--retour')}).", "prenez le retour (--retour).", "prenez le retour (« Prendre une réponse »)."),
        (f"laissez-la de côté ({parameter('export cdc', '--sans', 'ID')}).", "laissez-la de côté (--sans ID).", "laissez-la de côté (« À laisser de côté »)."),
        (f"recommencez avec {parameter('jury pv', '--oui')}.", "recommencez avec --oui.", "recommencez avec la confirmation."),
        (f"un dossier à part ({parameter('site', '--dans')})", "un dossier à part (--dans)", "un dossier à part (« epreuves site --dans », par qui s'occupe de la machine)"),
        ("Copiez le document : grand-mère, 2026-06-30.", "Copiez le document : grand-mère, 2026-06-30.", "Copiez le document : grand-mère, 2026-06-30."),
    ],
)  # fmt: skip
def test_each_face_names_a_step_its_own_way(sentence: str, typed: str, shown: str) -> None:
    assert as_commands(sentence) == typed
    assert words.shown(sentence) == shown


def test_an_error_read_as_a_text_names_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    step = remedy("build", "e17")
    for error in (KitError(f"Lancez {step}."), Faults(f"Lancez {step}.")):
        assert str(error) == f"{error}" == "Lancez « epreuves build e17 »."
        assert error._render_traceback_() == ["⚠ Lancez « epreuves build e17 »."]
        assert step in error.sentence
    write_object(f'{{"reason":"Lancez {step}."}}')
    assert capsys.readouterr().out == '{"reason":"Lancez « epreuves build e17 »."}\n'


def test_the_signs_around_a_step_stand_in_no_other_text() -> None:
    signs = set(SIGNS)
    for module, tree in parsed().items():
        if module != "wording/remedies.py":
            assert not any(signs & set(text) for text in texts(tree)), module
