"""Every command and option is documented, and every command line quoted exists."""

import functools
import re

import pytest
from nbgrader.apps.nbgraderapp import NbGraderApp

from tests.docs import command_pages, pages

COMMANDS = command_pages.commands()
QUOTED = sorted(
    {(pages.name(page), program, tuple(words)) for page in pages.PAGES for program, words in pages.command_lines(page)}
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help_in_the_docs_as_it_is_now(command):
    written = command_pages.blocks(pages.text(command_pages.PAGE))
    assert command in written, (
        f"docs/commandes.md n'a pas de bloc pour « {command} » : ajoutez-le, puis {command_pages.REFRESH}"
    )
    assert written[command] == command_pages.help_text(command), (
        f"docs/commandes.md est périmé : lancez {command_pages.REFRESH}"
    )


def test_no_help_is_documented_of_a_command_that_is_gone():
    assert set(command_pages.blocks(pages.text(command_pages.PAGE))) <= set(COMMANDS)


@functools.cache
def prose():
    """All that the French pages say beside the help texts."""
    return "\n".join(command_pages.without_help(pages.text(page)) for page in pages.FRENCH)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "epreuves"])
def test_every_command_and_option_is_used_or_explained_outside_of_the_generated_help(command):
    assert f"`{command}" in prose() or f"\n{command}" in prose()
    missing = [
        name
        for name in command_pages.options(COMMANDS[command])
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", prose())
    ]
    assert not missing, f"options sans un mot dans docs/ : {', '.join(missing)}"


def test_the_docs_quote_command_lines_of_every_program():
    assert {program for _, program, _ in QUOTED} == {"epreuves", "nbgrader", "make"}


@pytest.mark.parametrize(("page", "words"), [(p, w) for p, program, w in QUOTED if program == "epreuves"])
def test_an_epreuves_line_that_is_quoted_is_understood(page, words):
    if words[:1] in ((), ("COMMANDE",)):
        return
    assert f"epreuves {words[0]}" in COMMANDS, f"{page} : la commande « {words[0]} » n'existe pas"
    command = COMMANDS[command_pages.named(words)]
    after = words[len(command_pages.named(words).split()) - 1 :]
    assert not getattr(command, "commands", {}) or not after or after[0].startswith("-"), (
        f"{page} : « {after[0]} » n'est pas une commande"
    )
    known = {*command_pages.options(command), "--help"}
    given = [word.partition("=")[0] for word in words[1:] if re.match(r"--?\w", word)]
    assert set(given) <= known, f"{page} : {' '.join(words)}"


@pytest.mark.parametrize(("page", "words"), [(p, w) for p, program, w in QUOTED if program == "nbgrader"])
def test_an_nbgrader_line_that_is_quoted_is_understood(page, words):
    assert words[0] in NbGraderApp.subcommands, f"{page} : « nbgrader {words[0]} » n'existe pas"
    app = NbGraderApp.subcommands[words[0]][0]
    assert "DEPRECATED" not in (NbGraderApp.subcommands[words[0]][1] or "")
    known = {*app().aliases, *app().flags}
    for word in words[1:]:
        if word.startswith("--"):
            assert word[2:].partition("=")[0] in known, f"{page} : nbgrader {' '.join(words)}"


@pytest.mark.parametrize(("page", "words"), [(p, w) for p, program, w in QUOTED if program == "make"])
def test_a_make_line_that_is_quoted_is_a_target(page, words):
    targets = set(re.findall(r"^([a-z-]+):", (pages.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {w for w in words if "=" not in w} <= targets, f"{page} : make {' '.join(words)}"


def test_every_make_target_is_documented():
    targets = set(re.findall(r"^([a-z]+):.*##", (pages.ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    quoted = {w for _, program, words in QUOTED if program == "make" for w in words}
    assert targets <= quoted
