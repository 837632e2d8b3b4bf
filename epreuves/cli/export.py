"""`epreuves export`: results and référentiel as files for other programs."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from epreuves.cli.console import plain
from epreuves.wording.french import counted

if TYPE_CHECKING:
    from epreuves.exports.making import Export, ExportAsked


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
        typer.Argument(
            metavar="FORMAT",
            help="csv, xlsx (résultats), moodle (notes et objectifs), case (référentiel) ou badges (compétences validées).",
        ),
    ],
    folder: Annotated[
        Path, typer.Option("--sortie", metavar="DOSSIER", help="Où écrire les fichiers.")
    ] = Path("exports"),
    candidate: Annotated[
        list[str] | None,
        typer.Option("--candidat", metavar="ID", help="Seulement ce candidat (option répétable)."),
    ] = None,
    date: Annotated[
        str,
        typer.Option(
            "--date", metavar="AAAA-MM-JJ", show_default=False,
            help="La date que portent le référentiel ou les badges ; aujourd'hui par défaut.",
        ),
    ] = "",
    address: Annotated[
        str,
        typer.Option(
            "--adresse", metavar="URL", show_default=False,
            help="L'adresse où l'école publie le référentiel et les badges ; sans elle, ils n'ont que leurs identifiants.",
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Remplacer les fichiers d'un export précédent.")
    ] = False,
) -> None:  # fmt: skip
    """Écrire les résultats ou le référentiel dans des fichiers que d'autres logiciels prennent.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    from epreuves.exports import making
    from epreuves.jury import minutes

    errors, console = Console(stderr=True), Console()
    asked = making.ExportAsked(tuple(candidate or ()), minutes.date(date), address)
    made = making.framework(asked) if format is Format.CASE else _of_cohort(format.value, asked, folder)
    written = making.write(made.files, folder, force)
    badges_of = [path for path in written if path.relative_to(folder).as_posix() not in made.told]
    for path in written:
        if said := made.told.get(path.relative_to(folder).as_posix()):
            _say(console, f"{path} — {said}.")
    if badges_of:
        _say(
            console,
            f"{folder / 'badges'} — {counted(len(badges_of), 'fichier')}, un dossier par candidat.",
        )
    for said in (*made.warnings, *_stale(made, folder, written)):
        _say(errors, f"⚠ {said}")


def _of_cohort(format: str, asked: ExportAsked, folder: Path) -> Export:
    """An export of the course around; what goes wrong there is an KitError."""
    from epreuves.course.folders import course_root
    from epreuves.exports import making
    from epreuves.jury import rules
    from epreuves.jury.record import JuryRecord

    root = course_root(Path.cwd())
    making.check_folder(folder, root)
    with JuryRecord(root) as record:
        return making.of_cohort(format, record, rules.read(root), asked)  # type: ignore[arg-type]


def _stale(made: Export, folder: Path, written: list[Path]) -> list[str]:
    """Files of an earlier export that this one would not write any more: a badge that is no longer due."""
    left = sorted({path for pattern in made.stale for path in folder.glob(pattern)} - set(written))
    return [f"« {path} » vient d'un export précédent et n'est plus dû : effacez-le." for path in left]


def _say(console: Console, said: str) -> None:
    console.print(plain(said), highlight=False, markup=False, soft_wrap=True)
