"""The whole gradebook kept in a file, and put back from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, moment
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from epreuves_kit.course.folders import Course


class BackupParameters(Parameters, frozen=True):
    """The file in which the gradebook is kept."""

    file: Annotated[
        Path | None, Parameter("Fichier à écrire ; par défaut, un nouveau dans sauvegardes/.", metavar="FICHIER")
    ] = None


@operation("sauvegarde", label="Sauvegarder le carnet de notes", title="Sauvegarde")
def backup(doing: Doing, asked: BackupParameters) -> Outcome:
    """Sauvegarder le carnet de notes dans un fichier : notes, niveaux, et toute leur histoire.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves_kit.rubric.backup import save_course

    doing.progress("Sauvegarde du carnet de notes", 0, 0)
    saved = save_course(doing.course.root, asked.file)
    return Outcome(
        (
            f"Carnet de notes sauvegardé : {counted(saved.manifest.rows, 'ligne')}.",
            "Ce fichier contient des noms et des notes : gardez-le en lieu sûr, hors du dépôt.",
        ),
        files=(doing.named(saved.file),),
    )


def _kept(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    from epreuves_kit.rubric.backup import kept_backups

    return [(path.name, path.name) for path in kept_backups(course.root)]


class RestoreParameters(Parameters, frozen=True):
    """The file that the gradebook is put back from: one that is given, or one of those that the course keeps, by its name."""

    file: Annotated[
        Path | None, Parameter("Fichier écrit par « epreuves sauvegarde ».", metavar="FICHIER", optional=True)
    ]
    kept: Annotated[str, Parameter(label="La sauvegarde", kind="choice", options=_kept)] = ""


@operation(
    "restauration",
    label="Remettre une sauvegarde du carnet de notes",
    title="Restauration",
    accept="Remettre cette sauvegarde",
    sealed=True,
)
def restore(doing: Doing, asked: RestoreParameters) -> Outcome:
    """Remettre le carnet de notes tel qu'un fichier de sauvegarde l'a gardé ; ce qui s'y trouvait est mis de côté.

    Code de sortie : 0 si le carnet est remis, 2 sinon ; rien n'est alors changé.
    """
    from epreuves_kit.rubric.backup import kept_backups, restore_course

    root = doing.course.root
    file = asked.file or next((path for path in kept_backups(root) if path.name == asked.kept), None)
    if file is None:
        raise KitError(f"Donnez le fichier d'une sauvegarde ; {remedy('sauvegarde')} en écrit une.")
    doing.confirm(
        "Les notes, les niveaux et leur histoire redeviennent ceux de ce fichier ; ce qui est au carnet maintenant est mis de côté."
    )
    doing.progress("Restauration du carnet de notes", 0, 0)
    done = restore_course(root, file)
    rows = counted(done.manifest.rows, "ligne")
    aside = () if done.aside is None else (f"Ce qui s'y trouvait est gardé dans : {done.aside}",)
    return Outcome((f"Carnet de notes remis tel qu'il était le {moment(done.manifest.at)} UTC ({rows}).", *aside))
