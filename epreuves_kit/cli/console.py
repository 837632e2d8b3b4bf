"""Parts that the commands share: the course around, progress, a last sentence, names that a terminal does not obey."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer import Option

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import FIXED, NARROW
from epreuves.wording.remedies import as_commands


def json_lines(of: str) -> Any:
    """The option « --json » of a command that writes an object for each of something."""
    return Option("--json", help=f"Un objet JSON par ligne et par {of}, sur la sortie standard.")


def plain(text: str) -> str:
    """A text as a terminal shows it: its steps as commands, and no character that it would obey."""
    # Python does not call a no-break space printable.
    return "".join(c if c.isprintable() or c in (FIXED, NARROW) else ascii(c)[1:-1] for c in as_commands(text))


def say(console: Console, *lines: str, style: str | None = None) -> None:
    """Write lines as they are, however long, without what a terminal would obey."""
    console.print(
        "\n".join(plain(line) for line in lines),
        style=style,
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def write_object(content: str) -> None:
    """Write an object of JSON on a line of the standard output, its steps as commands."""
    print(as_commands(content), flush=True)


def warn(console: Console, sentence: str) -> None:
    """Write a sentence that asks for somebody's eye, where there is one."""
    if sentence:
        say(console, f"⚠ {sentence}", style="yellow")


def progress(console: Console, hidden: bool, still: bool = False) -> Progress:
    """A progress bar with the time left, shown on a terminal only. still: it is redrawn when it is told something, without a thread of its own,
    which no fork should meet.
    """
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("· reste"),
        TimeRemainingColumn(),
    )
    return Progress(
        *columns, console=console, disable=hidden or not console.is_terminal, transient=True, auto_refresh=not still
    )


def agreed(console: Console, question: str) -> bool:
    """True if who sits at the terminal says yes to a question; nobody does where there is no terminal."""
    if not sys.stdin.isatty():
        return False
    console.print(f"{question} [o/N] ", end="", highlight=False, markup=False, soft_wrap=True)
    return sys.stdin.readline().strip().casefold() in ("o", "oui")


def asked(console: Console, question: str, default: str) -> str:
    """The answer to a question of who sits at the terminal; the default where they only press Enter, and where there is no terminal."""
    if not sys.stdin.isatty():
        return default
    console.print(f"{question} [{default}] ", end="", highlight=False, markup=False, soft_wrap=True)
    return " ".join(sys.stdin.readline().split()) or default


def refused(error: KitError) -> NoReturn:
    """Say why a command stops, a line for each fault, and end it with 2."""
    sentences = error.faults if isinstance(error, Faults) else (str(error),)
    stop(Console(stderr=True), "\n✗ ".join(sentences), 2)


def stop(console: Console, sentence: str, code: int) -> NoReturn:
    """Say why the command ends here, and end it with that exit code."""
    say(console, *f"✗ {sentence}".split("\n"), style="bold red")
    raise typer.Exit(code) from None
