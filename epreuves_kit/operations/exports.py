"""Results and référentiel as files that other programs take."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.french import counted
from epreuves_kit.exam.asking import EXPORTS, Outcome
from epreuves_kit.operations.declared import REPLACE, Doing, Parameter, Parameters, operation

if TYPE_CHECKING:
    from epreuves_kit.exports.making import Export, Format

_REPLACED = "Remplacer les fichiers"
_FOLDER = Parameter("Où écrire les fichiers.", flag="--sortie", metavar="DOSSIER")
_CANDIDATES = Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID")
_DATE = Parameter(
    "La date que portent ces fichiers ; aujourd'hui par défaut.", "Date que portent ces fichiers", flag="--date"
)
_ADDRESS = Parameter(
    "L'adresse où l'école publie le référentiel et les badges ; sans elle, ils n'ont que leurs identifiants.",
    "Adresse où l'école publie le référentiel et les badges (facultatif)",
    flag="--adresse",
    metavar="URL",
)


class FrameworkParameters(Parameters, frozen=True):
    """The folder of the files."""

    folder: Annotated[Path, _FOLDER] = Path(EXPORTS)


class CaseParameters(FrameworkParameters, frozen=True):
    """The day and the address that the files bear too."""

    date: Annotated[datetime.date | None, _DATE] = None
    address: Annotated[str, _ADDRESS] = ""


class ExportParameters(FrameworkParameters, frozen=True):
    """The candidates, too."""

    candidates: Annotated[tuple[str, ...], _CANDIDATES] = ()


class BadgesParameters(CaseParameters, frozen=True):
    """The candidates whose badges are written, too."""

    candidates: Annotated[tuple[str, ...], _CANDIDATES] = ()


@operation("export csv", label="Écrire les résultats en CSV", title="Résultats en CSV", accept=_REPLACED, sure=REPLACE)
def csv(doing: Doing, asked: ExportParameters) -> Outcome:
    """Écrire les résultats en tables CSV : le détail, par élément, les compétences, la synthèse.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    return _of_cohort(doing, "csv", asked.folder, asked.candidates)


@operation(
    "export xlsx",
    label="Écrire les résultats dans un classeur",
    title="Classeur des résultats",
    accept=_REPLACED,
    sure=REPLACE,
)
def xlsx(doing: Doing, asked: ExportParameters) -> Outcome:
    """Écrire les résultats dans un classeur : les mêmes tables, une feuille chacune, et une notice.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    return _of_cohort(doing, "xlsx", asked.folder, asked.candidates)


@operation(
    "export moodle", label="Écrire les notes pour Moodle", title="Notes pour Moodle", accept=_REPLACED, sure=REPLACE
)
def moodle(doing: Doing, asked: ExportParameters) -> Outcome:
    """Écrire pour Moodle les notes et leurs commentaires, et les compétences en objectifs.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    return _of_cohort(doing, "moodle", asked.folder, asked.candidates)


@operation(
    "export moodle-referentiel",
    label="Écrire le référentiel pour Moodle",
    title="Référentiel pour Moodle",
    accept=_REPLACED,
    sure=REPLACE,
)
def moodle_framework(doing: Doing, asked: FrameworkParameters) -> Outcome:
    """Écrire le référentiel que Moodle importe : activités, compétences et critères, les uns dans les autres, et l'échelle des niveaux.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves_kit.course.folders import referentiel_root
    from epreuves_kit.exports import making
    from epreuves_kit.referentiel.reading import certification

    made = making.moodle_framework(certification(referentiel_root(doing.here)))
    return _written(doing, made, asked.folder)


@operation(
    "export case",
    label="Écrire le référentiel au format CASE",
    title="Référentiel au format CASE",
    accept=_REPLACED,
    sure=REPLACE,
)
def case(doing: Doing, asked: CaseParameters) -> Outcome:
    """Écrire le référentiel au format 1EdTech CASE.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves_kit.course.folders import referentiel_root
    from epreuves_kit.exports import making
    from epreuves_kit.referentiel.reading import certification

    certified = certification(referentiel_root(doing.here))
    made = making.framework(certified, making.ExportAsked((), _day(asked.date), asked.address))
    return _written(doing, made, asked.folder)


@operation("export badges", label="Écrire les badges", title="Badges", accept=_REPLACED, sure=REPLACE)
def badges(doing: Doing, asked: BadgesParameters) -> Outcome:
    """Écrire un badge, à signer, pour chaque compétence validée, et la liste de qui reçoit lequel.

    Code de sortie : 0 si les fichiers sont écrits, 2 sinon ; rien n'est alors écrit.
    """
    return _of_cohort(doing, "badges", asked.folder, asked.candidates, asked.date, asked.address)


def _day(date: datetime.date | None) -> datetime.date:
    return date or datetime.date.today()


def _of_cohort(
    doing: Doing,
    format: Format,
    folder: Path,
    candidates: tuple[str, ...],
    date: datetime.date | None = None,
    address: str = "",
) -> Outcome:
    from epreuves_kit.exports import making
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules import jury_rules

    doing.progress("Lecture des résultats", 0, 0)
    doing.folder(folder)
    # The points of each element are worth a table in any course, the rest speaks of compétences.
    rules = (jury_rules.read if format in ("csv", "xlsx") else jury_rules.of_jury)(doing.course.root)
    with JuryRecord(doing.course.root) as record:
        made = making.of_cohort(format, record, rules, making.ExportAsked(candidates, _day(date), address))
    return _written(doing, made, folder)


def _written(doing: Doing, made: Export, folder: Path) -> Outcome:
    """Write the files of an export, and say what they are."""
    from epreuves_kit.exports import making

    doing.progress("Écriture des fichiers", 0, 0)
    place = doing.folder(folder)
    if present := [name for name in made.files if (place / name).exists()]:
        doing.confirm(f"« {folder / present[0]} » existe déjà : l'écrire de nouveau le remplace.")
    written = [path.relative_to(place).as_posix() for path in making.write(made.files, place)]
    sentences = [f"{name} : {made.told[name]}." for name in written if name in made.told]
    if others := [name for name in written if name not in made.told]:
        sentences.append(f"badges/ : {counted(len(others), 'fichier')}, un dossier par candidat.")
    left = sorted({path for pattern in made.stale for path in place.glob(pattern)} - {place / name for name in written})
    stale = [
        f"« {folder / path.relative_to(place)} » vient d'un export précédent et n'est plus dû : effacez-le."
        for path in left
    ]
    files = tuple((folder / name).as_posix() for name in written if name in made.told)
    return Outcome((f"Dans le dossier {folder}/ :", *sentences), (*made.warnings, *stale), files)
