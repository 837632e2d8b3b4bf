"""What the commands show alike: progress, a last sentence, names that a terminal does not obey."""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def plain(text: str) -> str:
    """A text whose characters a terminal shows and does not obey."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def progress(console: Console, hidden: bool) -> Progress:
    """A progress bar with the time left, shown on a terminal only."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("· reste"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, disable=hidden or not console.is_terminal, transient=True)


def stop(console: Console, sentence: str, code: int) -> NoReturn:
    """Say why the command ends here, and end it with that exit code."""
    console.print(f"✗ {sentence}", style="bold red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(code) from None
