"""The `epreuves` command: each command is a few lines around a function that does the work.

Only the command asked for is loaded: some need a second to load what others never use.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from epreuves_kit.cli.french import COMMANDS as COMMANDS_TYPED
from epreuves_kit.cli.french import FrenchGroup, in_french

# jsonschema, which nbformat imports, would build this module's grammar of web addresses at each start: two seconds, for a format
# that no notebook has. It does without what it cannot import.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

#: Said of a command that is drawn from the operation of its name.
OPERATION = ""
#: Said of one that an extension has, where it is there.
EXTENSION = "?"
#: Where each command is, in the order of the help.
COMMANDS = {
    "referentiel": "certification:referentiel", "nouveau": "authoring:new_course_command", "new": "authoring:new", "build": OPERATION,
    "import": "authoring:import_", "check": "authoring:check", "essai": "rehearsal:rehearse_command", "oral": OPERATION,
    "couverture": "authoring:coverage_command", "qualite": OPERATION, "candidats": OPERATION, "horaires": OPERATION, "statut": OPERATION, "certification": OPERATION, "entete": OPERATION, "convocations": OPERATION, "emargement": OPERATION, "etiquettes": OPERATION, "oraux": OPERATION, "acces": OPERATION, "guichet": EXTENSION, "messages": OPERATION, "courriel": OPERATION, "envoyer": OPERATION, "distribuer": OPERATION, "ramasser": OPERATION,
    "site": OPERATION, "recevoir": OPERATION, "retablir": OPERATION, "retirer": OPERATION, "accuses": OPERATION, "salle": OPERATION, "minutes": OPERATION, "retards": OPERATION, "remettre": OPERATION, "restituer": OPERATION,
    "installation": OPERATION, "former-groupes": OPERATION, "composer-groupes": OPERATION, "groupes": OPERATION, "rex": OPERATION, "autograde": OPERATION,
    "correcteurs": OPERATION, "lecture": OPERATION, "grille": OPERATION, "double": OPERATION, "accord": OPERATION,
    "regler": OPERATION, "ressemblances": OPERATION,
    "feedback": OPERATION, "releve": OPERATION, "rapport": OPERATION, "livrable": OPERATION,
    "rapports": OPERATION, "tableau": OPERATION,
    "session": OPERATION, "jury": OPERATION, "recours": OPERATION, "parchemins": OPERATION, "dossier": OPERATION, "acquis": OPERATION, "tirage-themes": OPERATION, "essais": OPERATION,
    "export": OPERATION, "sauvegarde": OPERATION, "restauration": OPERATION, "demo": "demo:demo",
}  # fmt: skip

#: Of a command that has commands of its own, its help.
GROUPS = {
    "acces": "Qui peut ouvrir une page sans compte : donner un lien à un juré ou à un professionnel pour un jour, les voir tous, en retirer un.",
    "candidats": "Inscrire les candidats d'après la liste de l'école, la montrer, la rendre à un tableur.",
    "correcteurs": "Qui corrige quoi : répartir les copies ou les critères, suivre chacun, répondre à ce que les correcteurs signalent.",
    "grille": "La grille d'une épreuve dans un tableur : l'écrire, puis reprendre ce qui y a été jugé.",
    "recours": "Tenir les recours : les recevoir, les faire juger de nouveau par deux autres personnes, y répondre.",
    "acquis": "Ce que la session accorde, dans un fichier signé ; ce qu'une session précédente a accordé, pris dans celle-ci.",
    "parchemins": "Les parchemins et les attestations de bloc : les délivrer, en écrire un duplicata, en annuler un, dire le registre.",
    "jury": "Tenir la session du jury : ce que chacun a, ce qui manque, les décisions, les absences, le procès-verbal.",
    "salle": "Montrer la salle d'une épreuve en cours sur un hub, lui écrire, prendre ce qui n'est pas rendu.",
    "session": "Régler la session : nom, épreuves, dates, ce qui est permis ; la clore : la sceller et l'archiver, donner à chacun ses données, effacer à la date fixée.",
    "export": "Écrire les résultats, le référentiel ou les personnes certifiées dans des fichiers que d'autres logiciels prennent.",
}
#: Commands of such a group that no operation is, yet.
_MORE = {"jury regles": "certification:rules"}


def application(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The application with the commands named."""
    app = typer.Typer(
        help="Kit d'épreuves d'une certification professionnelle : du sujet au jury.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        cls=FrenchGroup,
        subcommand_metavar=COMMANDS_TYPED,
    )
    from epreuves_kit.cli import drawn

    app.callback()(_erased)  # with one command alone, its name would not be asked for
    for name in names:
        if COMMANDS[name] == OPERATION:
            drawn.add(
                app,
                name,
                GROUPS.get(name, ""),
                {more: _loaded(of) for more, of in _MORE.items() if more.startswith(f"{name} ")},
            )
            continue
        place = _of_extensions().get(name) if COMMANDS[name] == EXTENSION else COMMANDS[name]
        if place is None:
            continue
        loaded = _loaded(place)
        if isinstance(loaded, typer.Typer):  # a command with commands of its own
            app.add_typer(loaded, name=name)
        else:
            app.command(name)(loaded)
    in_french(app)
    return app


def _loaded(place: str) -> Any:
    module, _, function = place.partition(":")
    return getattr(importlib.import_module(module if "." in module else f"epreuves_kit.cli.{module}"), function)


def _of_extensions() -> dict[str, str]:
    """The commands of extensions that no operation is."""
    from epreuves_kit.exam.extending import ask

    return {name: place for commands in ask().commands() for name, place in commands.items()}


def _erased(context: typer.Context) -> None:
    """Say before any command, in a course whose session is erased, that it is: who is not found there is no mistake."""
    if context.invoked_subcommand in (None, "session"):  # which says it itself
        return
    from epreuves_kit.course.folders import above

    root = above(Path.cwd(), "nbgrader_config.py")
    if root is None or not any((root / "cloture").glob("*effacement*.jsonl")):
        return
    from rich.console import Console

    from epreuves.wording.errors import KitError
    from epreuves_kit.cli.console import warn
    from epreuves_kit.exam.closing import erasures

    try:
        erasure = erasures.read(root)
        warn(Console(stderr=True), "" if erasure is None else erasures.sentence(erasure))
    except KitError as error:
        warn(Console(stderr=True), str(error))


def main() -> None:
    """Entry point of the `epreuves` script."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    application([asked] if asked in COMMANDS else COMMANDS)(prog_name="epreuves")
