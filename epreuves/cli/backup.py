"""`epreuves sauvegarde` and `epreuves restauration`: the whole gradebook in a file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from epreuves.course.folders import course_root
from epreuves.wording.french import counted, moment


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FICHIER", help="Fichier à écrire ; par défaut, un nouveau dans sauvegardes/."
        ),
    ] = None,
) -> None:
    """Sauvegarder le carnet de notes dans un fichier : notes, niveaux, et toute leur histoire.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves.rubric.backup import save_course

    Console(stderr=True)
    saved = save_course(course_root(Path.cwd()), file)
    _say(f"Carnet de notes sauvegardé ({counted(saved.manifest.rows, 'ligne')}) :\n  {saved.file}")
    _say("Ce fichier contient des noms et des notes : gardez-le en lieu sûr, hors du dépôt.")


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Fichier écrit par « epreuves sauvegarde ».")
    ],
) -> None:
    """Remettre le carnet de notes tel qu'un fichier de sauvegarde l'a gardé ; ce qui s'y trouvait est mis de côté.

    Code de sortie : 0 si le carnet est remis, 2 sinon ; rien n'est alors changé.
    """
    from epreuves.rubric.backup import restore_course

    Console(stderr=True)
    done = restore_course(course_root(Path.cwd()), file)
    _say(
        f"Carnet de notes remis tel qu'il était le {moment(done.manifest.at)} UTC ({counted(done.manifest.rows, 'ligne')})."
    )
    if done.aside is not None:
        _say(f"Ce qui s'y trouvait est gardé dans :\n  {done.aside}")


def _say(text: str) -> None:
    Console().print(text, highlight=False, markup=False, soft_wrap=True)
