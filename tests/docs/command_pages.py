"""The `--help` texts in `docs/commandes.md`: `python -m tests.docs.command_pages` writes them anew.

Help is laid out plainly, without rich's frames, so that it depends on the commands alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer
import typer.main

from epreuves_kit.cli import application

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commandes.md"
REFRESH = "python -m tests.docs.command_pages"
_BLOCK = re.compile(r"(<!-- aide : (?P<command>[^>]+?) -->\n\n```text\n)(?P<text>.*?)(```\n)", re.DOTALL)


@functools.cache
def commands() -> dict[str, Any]:
    """Each command of `epreuves` by what is typed to reach it, the application itself first."""
    found: dict[str, Any] = {}

    def reach(typed: str, command: Any) -> None:
        found[typed] = command
        for name, below in getattr(command, "commands", {}).items():
            reach(f"{typed} {name}", below)

    reach("epreuves", typer.main.get_command(application()))
    return found


def named(words: Iterable[str]) -> str:
    """What is typed to reach the command that a line is of: « epreuves grille export » of « grille export e17 »."""
    known, typed = commands(), "epreuves"
    for word in words:
        if f"{typed} {word}" not in known:
            break
        typed = f"{typed} {word}"
    return typed


def options(command: Any) -> Iterator[str]:
    """The options of a command, as typed; `--help` is everybody's."""
    for parameter in command.params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("-") and option != "--help":
                yield option


def help_text(command: str) -> str:
    """What a command says of itself: usage, purpose, arguments, options with their defaults."""
    found = commands()[command]
    arguments = [p for p in found.params if p.param_type_name == "argument"]
    asked = [p for p in found.params if p.param_type_name == "option" and "--help" not in p.opts]
    below = getattr(found, "commands", {})
    usage = [command, *(["[OPTIONS]"] if asked else []), *map(_argument, arguments)]
    if below:
        usage = [command, *(["[OPTIONS]"] if asked else []), "COMMANDE", "…"]
    lines = [" ".join(usage), "", *(" ".join(p.split()) for p in (found.help or "").split("\n\n"))]
    lines += _listed("Arguments", [(_argument(p), p.help or "") for p in arguments])
    lines += _listed("Options", [(_option(p), _said(p)) for p in asked])
    if below:
        lines += _listed("Commandes", [(name, _first_line(c)) for name, c in below.items()])
    return "\n".join(lines) + "\n"


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name).strip("[]{}.").upper()
    return (name if parameter.required else f"[{name}]") + ("…" if parameter.nargs == -1 else "")


def _option(parameter: Any) -> str:
    names = ", ".join(sorted(parameter.opts, key=len)) + "".join(f" / {o}" for o in parameter.secondary_opts)
    value = "" if parameter.is_flag else f" {(parameter.metavar or max(parameter.opts, key=len).lstrip('-')).upper()}"
    return names + value


def _said(parameter: Any) -> str:
    default = parameter.default
    shown = f" [défaut : {default}]" if default not in (None, False, True, "", [], ()) and not parameter.is_flag else ""
    return f"{parameter.help}{shown}"


def _first_line(command: Any) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())


def _listed(title: str, rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(left) for left, _ in rows), default=0)
    return ["", f"{title} :", *(f"  {left:<{width}}  {right}".rstrip() for left, right in rows)] if rows else []


def blocks(text: str) -> dict[str, str]:
    """The help texts that a page holds, by command."""
    return {match["command"]: match["text"] for match in _BLOCK.finditer(text)}


def without_help(text: str) -> str:
    """A page without the help texts that are written into it."""
    return _BLOCK.sub("", text)


def refreshed(text: str) -> str:
    """The page with each help text as it is now; commands that it has no block for are not added."""
    return _BLOCK.sub(lambda match: match[1] + help_text(match["command"]) + match[4], text)


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text("utf-8")), "utf-8")
