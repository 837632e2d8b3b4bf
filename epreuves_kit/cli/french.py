"""The furniture of commands in French: the words of typer and click themselves, in help and in refusals of what was typed.

By subclasses, as both provide for, and by the names in capitals under which `typer.rich_utils` keeps the titles of its panels. None
of their private names is used; an exception is known by its base, which is `typer.BadParameter`'s own. No catalogue does it: since typer
has a click of its own, nothing that this refuses goes through gettext.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from epreuves.wording.errors import KitError
from epreuves.wording.french import either
from epreuves_kit.cli.console import plain, refused

#: What click raises for what was typed, and what it raises at all: the bases of an exception that typer gives a name.
_Usage: type[Exception] = typer.BadParameter.__bases__[0]
_Click: type[Exception] = _Usage.__bases__[0]

OPTIONS, COMMANDS = "[OPTIONS]", "COMMANDE [ARGUMENTS]…"
#: Titles and marks of the help, by the name that typer gives them.
PANELS = {
    "DEPRECATED_STRING": "(abandonnée) ",
    "DEFAULT_STRING": "[par défaut : {}]",
    "ENVVAR_STRING": "[variable : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commandes",
    "ERRORS_PANEL_TITLE": "Erreur",
    "ABORTED_TEXT": "Interrompu.",
}
for _name, _said in PANELS.items():
    setattr(rich_utils, _name, _said)

#: Kinds of values, as typer names them in help.
_KINDS = {
    "bool": "",
    "boolean": "",
    "str": "TEXTE",
    "text": "TEXTE",
    "int": "NOMBRE",
    "integer": "NOMBRE",
    "float": "NOMBRE",
    "path": "CHEMIN",
    "file": "FICHIER",
    "directory": "DOSSIER",
    "list[str]": "TEXTE",
    "list[path]": "CHEMIN",
    "list[int]": "NOMBRE",
}
#: What typer and click say of what was typed, and what is said instead.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        r"(?:Input should be a valid integer|.* is not a valid int(?:eger)?\b).*",
        "un nombre entier est attendu",
    ),
    (r"(?:Input should be a valid (?:number|decimal)|.* is not a valid float\b).*", "un nombre est attendu"),
    (r"(?:Input should be a valid boolean|.* is not a valid boolean\b).*", "vrai ou faux est attendu"),
    (r"Input should be greater than or equal to (.+)", r"\1 au moins est attendu"),
    (r"Input should be less than or equal to (.+)", r"\1 au plus est attendu"),
    (r"Input should be greater than (.+)", r"plus de \1 est attendu"),
    (r"Input should be less than (.+)", r"moins de \1 est attendu"),
    (r"(.+) is not in the range (.+?)\.?", "\\1 est hors de ce qui est admis : \\2"),
    (r"(?:Input should be|.+ is not one of) ((?:'.*').*?)\.?", "une de ces valeurs est attendue : \\1"),
    (r"\w+ '(.+)' does not exist\.", "« \\1 » n'existe pas"),
    (r"\w+ '(.+)' is a file\.", "« \\1 » est un fichier, et non un dossier"),
    (r"\w+ '(.+)' is a directory\.", "« \\1 » est un dossier, et non un fichier"),
    (r"\w+ '(.+)' is not readable\.", "« \\1 » ne peut pas être lu ; vérifiez vos droits"),
    (r"\w+ '(.+)' is not writable\.", "« \\1 » ne peut pas être écrit ; vérifiez vos droits"),
    (r"No such option:? '?(--?[^' ]+)'?\.?.*", "l'option « \\1 » n'existe pas"),
    (r"No such command '(.*?)'\..*", "la commande « \\1 » n'existe pas"),
    (r"Missing command\.", "il manque une commande"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*?)\)\.?", "« \\1 » est en trop"),
    (r"Option '(.+)' requires .*", "l'option « \\1 » demande une valeur"),
    (r"Option '(.+)' does not take a value\.", "l'option « \\1 » ne prend pas de valeur"),
)


def sentence(error: Exception) -> str:
    """The fault of what was typed, in French; the kit's own sentences are left as they are."""
    message = str(getattr(error, "message", "") or "").strip()
    param, hint = getattr(error, "param", None), getattr(error, "param_hint", None)
    name = " / ".join(hint) if isinstance(hint, list | tuple) else hint
    if not name and param is not None:
        asked = getattr(param, "param_type_name", "") == "argument"
        name = (param.metavar or param.name) if asked else " / ".join(param.opts)
    if param is not None and not message:
        what = "l'argument" if getattr(param, "param_type_name", "") == "argument" else "l'option"
        return f"{what} « {name} » manque"
    french_sentence = message
    for pattern, french in _SENTENCES:
        if re.fullmatch(pattern, message, re.DOTALL):
            french_sentence = re.sub(pattern, french, message, count=1, flags=re.DOTALL)
            french_sentence = re.sub(r"'([^' ]*)'", "« \\1 »", french_sentence.replace(" or ", " ou "))
            break
    near = sorted(getattr(error, "possibilities", None) or re.findall(r"(?<=mean )'(.+?)'", message))
    if near:
        french_sentence += f" ; vouliez-vous dire {either(f'« {word} »' for word in near)} ?"
    if isinstance(error, typer.BadParameter) and name:
        return f"« {name} » : {french_sentence}"
    return french_sentence


def _refused(error: Any) -> None:
    context = getattr(error, "ctx", None)
    lines = []
    if context is not None:
        lines = [context.get_usage(), f"Pour l'aide : {context.command_path} --help"]
    fault = sentence(error)
    typer.echo(
        "\n".join([*lines, f"✗ {plain(fault[:1].upper() + fault[1:])}{'' if fault[-1:] in '.?!' else '.'}"]),
        err=True,
    )


def _run(main: Callable[..., Any], args: Any, rest: dict[str, Any]) -> Any:
    """Run a command as typer does, and say in French what was wrong with what was typed."""
    try:
        returned = main(args, standalone_mode=False, **rest)
    except _Usage as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help, which is no refusal
            typer.echo(error.format_message(), err=True)  # type: ignore[attr-defined]
        else:
            _refused(error)
        sys.exit(error.exit_code)  # type: ignore[attr-defined]
    except _Click as error:
        _refused(error)
        sys.exit(error.exit_code)  # type: ignore[attr-defined]
    except typer.Abort:
        typer.echo("Interrompu.", err=True)
        sys.exit(1)
    sys.exit(returned if isinstance(returned, int) else 0)


def _kind(param: Any, ctx: Any) -> str | None:
    """The kind of value that an option takes, in French; None where it is written as its own values are."""
    shown: Any = getattr(param, "display_type", None) or getattr(param, "make_metavar", None)
    try:
        kind = shown(ctx) if shown else ""
    except TypeError:  # before click 8.2
        kind = shown()
    plain = str(kind or "").strip("<>").lower()
    return "NOMBRE" if " range" in plain else _KINDS.get(plain)


class _French:
    """The common part of commands and groups; the kit's refusals are said here, for all of them."""

    def invoke(self, ctx: Any) -> Any:
        """Run what was asked; an error of the kit's ends it with a sentence."""
        try:
            return super().invoke(ctx)  # type: ignore[misc]
        except KitError as error:
            refused(error)

    def get_usage(self, ctx: Any) -> str:
        """The line of usage, with a French colon."""
        return super().get_usage(ctx).replace("Usage:", "Usage :", 1)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, told in French."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Montrer cette aide."
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help; the kind of value that an option takes is said in French."""
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            kind = _kind(param, ctx)
            if param.default == "":
                # Nothing is what it has where it is not given: there is nothing to tell.
                param.show_default = False
            if param.param_type_name == "argument":
                # Its name says it; recent typers write the kind as well.
                param.display_type_rich = lambda ctx: None
            elif param.metavar is None and kind is not None:
                param.metavar = kind
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def main(self, args: Any = None, standalone_mode: bool = True, **rest: Any) -> Any:
        """Run as `epreuves` does; within another program, leave what is raised to it."""
        run = super().main  # type: ignore[misc]
        return _run(run, args, rest) if standalone_mode else run(args, standalone_mode=False, **rest)


class Command(_French, TyperCommand):  # type: ignore[misc]  # its main hands on what it is given
    """A command whose furniture is in French."""


class FrenchGroup(_French, TyperGroup):  # type: ignore[misc]  # its main hands on what it is given
    """A group of commands whose furniture is in French."""


def in_french(app: typer.Typer) -> None:
    """Give an application's commands, and those below them, their French classes."""
    for command in app.registered_commands:
        command.cls = Command
    for below in app.registered_groups:
        below.cls, below.subcommand_metavar = FrenchGroup, COMMANDS
        if below.typer_instance is not None:
            in_french(below.typer_instance)
