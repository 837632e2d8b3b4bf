"""`epreuves export`: results and référentiel as files for other programs; `epreuves referentiel`: the référentiel itself."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from typer import Argument, Option

from epreuves.cli.console import Candidates, jury_record, say
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.exports.making import Export


def referentiel(
    json: Annotated[bool, Option("--json", help="Écrire un objet JSON au lieu d'un texte.")] = False,
    official: Annotated[
        Path | None,
        Option(
            "--officiel",
            metavar="FICHIER",
            help="Texte du document officiel, à mettre en regard des libellés du projet.",
        ),
    ] = None,
    lay: Annotated[
        bool,
        Option(
            "--poser",
            help="Écrire aussi officiel.yaml à la racine du cours : les notebooks, le panneau et les restitutions montrent alors le texte "
            "officiel de chaque critère.",
        ),
    ] = False,
) -> None:
    """Afficher le référentiel : activités, compétences, critères et épreuves.

    Code de sortie : 0 si tout est là, 1 si des codes sont introuvables dans le document officiel, 2 si un
    fichier est illisible.
    """
    from epreuves import referentiel as framework
    from epreuves.course import files
    from epreuves.course.folders import course_root
    from epreuves.referentiel import certifier
    from epreuves.referentiel.display import as_json, comparison, comparison_as_json, page
    from epreuves.referentiel.official import compare, read_document

    if lay and official is None:
        raise KitError("« --poser » demande le document du certificateur : ajoutez « --officiel FICHIER ».")
    our = framework.referentiel()
    beside = compare(our, read_document(official)) if official is not None else None
    if json:
        value = as_json(our) if beside is None else comparison_as_json(beside)
        typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
    else:
        Console(highlight=False).print(page(our) if beside is None else comparison(beside))
    if lay and beside is not None:
        text, count = certifier.content(beside)
        path = course_root(Path.cwd()) / certifier.FILE
        changed = files.write(path, text.encode("utf-8"))
        told = f"{path} {'écrit' if changed else 'était à jour'} : {counted(count, 'critère')}. Lancez « epreuves build », puis publiez de nouveau."
        say(Console(stderr=True), told)
    if beside is not None and beside.not_found:
        raise typer.Exit(1)


class Format(Enum):
    """What to export to."""

    CSV = "csv"
    XLSX = "xlsx"
    MOODLE = "moodle"
    CASE = "case"
    BADGES = "badges"


def export(
    format: Annotated[
        Format,
        Argument(
            metavar="FORMAT",
            help="csv, xlsx (résultats), moodle (notes et objectifs), case (référentiel) ou badges (compétences validées).",
        ),
    ],
    folder: Annotated[
        Path, Option("--sortie", metavar="DOSSIER", help="Où écrire les fichiers.")
    ] = Path("exports"),
    candidate: Candidates = None,
    date: Annotated[
        str,
        Option(
            "--date", metavar="AAAA-MM-JJ", show_default=False,
            help="La date que portent le référentiel ou les badges ; aujourd'hui par défaut.",
        ),
    ] = "",
    address: Annotated[
        str,
        Option(
            "--adresse", metavar="URL", show_default=False,
            help="L'adresse où l'école publie le référentiel et les badges ; sans elle, ils n'ont que leurs identifiants.",
        ),
    ] = "",
    force: Annotated[
        bool, Option("--force", "-f", help="Remplacer les fichiers d'un export précédent.")
    ] = False,
) -> None:  # fmt: skip
    """Écrire les résultats ou le référentiel dans des fichiers que d'autres logiciels prennent.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    from epreuves.course.folders import course_root
    from epreuves.exports import making
    from epreuves.jury import minutes

    errors, console = Console(stderr=True), Console()
    asked = making.ExportAsked(tuple(candidate or ()), minutes.date(date), address)
    if format is Format.CASE:
        made = making.framework(asked)
    else:
        making.check_folder(folder, course_root(Path.cwd()))
        with jury_record() as (record, rules):
            made = making.of_cohort(format.value, record, rules, asked)
    written = making.write(made.files, folder, force)
    badges_of = [path for path in written if path.relative_to(folder).as_posix() not in made.told]
    for path in written:
        if said := made.told.get(path.relative_to(folder).as_posix()):
            say(console, f"{path} — {said}.")
    if badges_of:
        say(console, f"{folder / 'badges'} — {counted(len(badges_of), 'fichier')}, un dossier par candidat.")
    for said in (*made.warnings, *_stale(made, folder, written)):
        say(errors, f"⚠ {said}")


def _stale(made: Export, folder: Path, written: list[Path]) -> list[str]:
    """Files of an earlier export that this one would not write any more: a badge that is no longer due."""
    left = sorted({path for pattern in made.stale for path in folder.glob(pattern)} - set(written))
    return [f"« {path} » vient d'un export précédent et n'est plus dû : effacez-le." for path in left]
