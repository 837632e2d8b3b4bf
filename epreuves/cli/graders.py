"""The whole gradebook in a file, and back: `epreuves sauvegarde` and `restauration`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rich.console import Console
from typer import Argument

from epreuves.cli.console import say
from epreuves.course.folders import course_root
from epreuves.wording.french import counted, moment


def backup(
    file: Annotated[
        Path | None,
        Argument(metavar="FICHIER", help="Fichier à écrire ; par défaut, un nouveau dans sauvegardes/."),
    ] = None,
) -> None:
    """Sauvegarder le carnet de notes dans un fichier : notes, niveaux, et toute leur histoire.

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves.rubric.backup import save_course

    saved = save_course(course_root(Path.cwd()), file)
    console = Console()
    say(console, f"Carnet de notes sauvegardé ({counted(saved.manifest.rows, 'ligne')}) :", f"  {saved.file}")
    say(console, "Ce fichier contient des noms et des notes : gardez-le en lieu sûr, hors du dépôt.")


def restore(
    file: Annotated[Path, Argument(metavar="FICHIER", help="Fichier écrit par « epreuves sauvegarde ».")],
) -> None:
    """Remettre le carnet de notes tel qu'un fichier de sauvegarde l'a gardé ; ce qui s'y trouvait est mis de côté.

    Code de sortie : 0 si le carnet est remis, 2 sinon ; rien n'est alors changé.
    """
    from epreuves.rubric.backup import restore_course

    done = restore_course(course_root(Path.cwd()), file)
    console = Console()
    say(
        console,
        f"Carnet de notes remis tel qu'il était le {moment(done.manifest.at)} UTC ({counted(done.manifest.rows, 'ligne')}).",
    )
    if done.aside is not None:
        say(console, "Ce qui s'y trouvait est gardé dans :", f"  {done.aside}")
