"""`epreuves export`: results and référentiel as files for other programs; `epreuves referentiel`: the référentiel itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from typer import Option

from epreuves.cli.certified import certified_persons
from epreuves.cli.console import Candidates, jury_record, say
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.exports.making import Export, Format


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


app = typer.Typer(
    help="Écrire les résultats, le référentiel ou les personnes certifiées dans des fichiers que d'autres logiciels prennent.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
)

Folder = Annotated[Path, Option("--sortie", metavar="DOSSIER", help="Où écrire les fichiers.")]
Force = Annotated[bool, Option("--force", "-f", help="Remplacer les fichiers d'un export précédent.")]
Date = Annotated[
    str,
    Option(
        "--date",
        metavar="AAAA-MM-JJ",
        show_default=False,
        help="La date que portent ces fichiers ; aujourd'hui par défaut.",
    ),
]
Address = Annotated[
    str,
    Option(
        "--adresse",
        metavar="URL",
        show_default=False,
        help="L'adresse où l'école publie le référentiel et les badges ; sans elle, ils n'ont que leurs identifiants.",
    ),
]
_EXPORTS = Path("exports")


@app.command("csv")
def csv(folder: Folder = _EXPORTS, candidate: Candidates = None, force: Force = False) -> None:
    """Écrire les résultats en tables CSV : le détail, par élément, les compétences, la synthèse.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    _of_cohort("csv", folder, force, candidate)


@app.command("xlsx")
def xlsx(folder: Folder = _EXPORTS, candidate: Candidates = None, force: Force = False) -> None:
    """Écrire les résultats dans un classeur : les mêmes tables, une feuille chacune, et une notice.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    _of_cohort("xlsx", folder, force, candidate)


@app.command("moodle")
def moodle(folder: Folder = _EXPORTS, candidate: Candidates = None, force: Force = False) -> None:
    """Écrire pour Moodle les notes et leurs commentaires, et les compétences en objectifs.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    _of_cohort("moodle", folder, force, candidate)


@app.command("moodle-referentiel")
def moodle_referentiel(folder: Folder = _EXPORTS, force: Force = False) -> None:
    """Écrire le référentiel que Moodle importe : activités, compétences et critères, les uns dans les autres, et l'échelle des niveaux.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves.exports import making

    _written(making.moodle_framework(), folder, force)


@app.command("case")
def case(folder: Folder = _EXPORTS, date: Date = "", address: Address = "", force: Force = False) -> None:
    """Écrire le référentiel au format 1EdTech CASE.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves.exports import making
    from epreuves.jury import minutes

    _written(making.framework(making.ExportAsked((), minutes.date(date), address)), folder, force)


@app.command("badges")
def badges(
    folder: Folder = _EXPORTS,
    candidate: Candidates = None,
    date: Date = "",
    address: Address = "",
    force: Force = False,
) -> None:
    """Écrire un badge, à signer, pour chaque compétence validée, et la liste de qui reçoit lequel.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    _of_cohort("badges", folder, force, candidate, date, address)


app.command("cdc")(certified_persons)


def _of_cohort(
    format: Format, folder: Path, force: bool, candidates: list[str] | None, date: str = "", address: str = ""
) -> None:
    from epreuves.course.folders import course_root
    from epreuves.exports import making
    from epreuves.jury import minutes

    asked = making.ExportAsked(tuple(candidates or ()), minutes.date(date), address)
    making.check_folder(folder, course_root(Path.cwd()))
    with jury_record() as (record, rules):
        made = making.of_cohort(format, record, rules, asked)
    _written(made, folder, force)


def _written(made: Export, folder: Path, force: bool) -> None:
    """Write the files of an export, and say what they are."""
    from epreuves.exports import making

    errors, console = Console(stderr=True), Console()
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
