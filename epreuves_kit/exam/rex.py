"""The REX given to candidates once the oral is over."""

from __future__ import annotations

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.course import files
from epreuves_kit.course.after_oral import give, has_rex, held_back, rex_files
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import EXPORTS, Unconfirmed
from epreuves_kit.exam.exchange import exchange_step, start
from epreuves_kit.gradebook.transactions import of_disk
from epreuves_kit.referentiel.model import called


def give_rex(course: Course, id: EpreuveId, sure: bool) -> tuple[tuple[str, ...], str]:
    """Give candidates an épreuve's REX; gives the sentences to tell, and the archive for those who have the épreuve already.

    Raises Unconfirmed where levels of the oral are still due and `sure` is false; KitError where there is no REX, or the épreuve is not
    distributed.
    """
    from epreuves.variants.archive import packed
    from epreuves_kit.exam.status import status
    from epreuves_kit.grading.course import MarkingCourse

    if not has_rex(course.root, id):
        raise KitError(f"{called(id)} n'a pas de REX à distribuer.")
    (state,) = status(course, (id,)).epreuves
    if state.stage in ("à construire", "à inscrire"):
        raise KitError(f"Distribuez d'abord {called(id)} : le REX vient après l'oral.")
    left = state.oral_due - state.oral_levels
    if not sure and held_back(course.root, id) and (left or not state.oral_due):
        why = (
            f"il reste {counted(left, 'niveau')} d'oral à donner"
            if left
            else "aucun niveau d'oral n'est attendu encore"
        )
        raise Unconfirmed(
            f"Le REX de {called(id)} contient ce que le jury dit à l'oral, et {why} : qui l'aurait maintenant le lirait avant d'être entendu."
        )
    try:
        give(course.root, id)
        if course.has_exchange:
            start(exchange_step(MarkingCourse(course.root), id, "ReleaseAssignment"), force=True)
        archive = f"{EXPORTS}/{id}-rex.zip"
        files.put(
            course.root / archive,
            packed({f"{id}/{path.name}": path.read_bytes() for path in rex_files(course.root, id)}),
        )
    except OSError as error:
        raise KitError(of_disk(error)) from None
    return (
        f"Le REX de {called(id)} est prêt : remettez cette archive à chaque candidat.",
        "Les deux fichiers qu'elle contient se placent dans le dossier de l'épreuve, à côté du notebook du groupe : décompressés, ils se "
        "glissent dans la liste des fichiers de JupyterLab.",
        *(
            ("Qui ouvrira l'épreuve pour la première fois à partir de maintenant les aura avec elle.",)
            if course.has_exchange
            else ()
        ),
    ), archive
