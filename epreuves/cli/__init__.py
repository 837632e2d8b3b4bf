"""The `epreuves` command: each command is a few lines around a function that does the work."""

from __future__ import annotations

import typer

from epreuves.cli.authoring import build, check, import_
from epreuves.cli.autograde import autograde
from epreuves.cli.demo import demo
from epreuves.cli.feedback import feedback
from epreuves.cli.referentiel import referentiel

app = typer.Typer(
    help="Kit d'épreuves pour la certification « Chargé·e de marketing et communication » (RNCP niveau 6).",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich",
)  # fmt: skip
app.command("referentiel")(referentiel)
app.command("build")(build)
app.command("import")(import_)
app.command("check")(check)
app.command("autograde")(autograde)
app.command("feedback")(feedback)
app.command("demo")(demo)


def main() -> None:
    """Entry point of the `epreuves` script."""
    app()
