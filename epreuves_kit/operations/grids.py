"""Outside JupyterLab: the copies to be read, the grid in a spreadsheet, and what was judged in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import EXPORTS, Outcome
from epreuves_kit.operations.declared import REPLACE, Doing, Epreuve, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

_GRADER = "Qui juge : le nom sous lequel ses niveaux sont conservés."


class ReadingParameters(Parameters, frozen=True):
    """The épreuve, the grader, and the form of the pages."""

    epreuve: Epreuve
    file: Annotated[
        Path | None, Parameter("Archive à écrire ; exports/lecture-ID.zip par défaut.", metavar="FICHIER")
    ] = None
    grader: Annotated[
        str,
        Parameter(
            "Qui lira : l'archive ne contient alors que ses copies, où elles sont réparties.",
            "Nom de qui lira, pour ses seules copies (facultatif)",
            flag="--correcteur",
            metavar="NOM",
        ),
    ] = ""
    pdf: Annotated[
        bool,
        Parameter(
            "Un PDF par copie, à imprimer, au lieu d'une page.", "En PDF, à imprimer : un par copie", flag="--pdf"
        ),
    ] = False


@operation(
    "lecture", label="Écrire les copies à lire", title="Copies à lire", accept="Remplacer l'archive", sure=REPLACE
)
def reading(doing: Doing, asked: ReadingParameters) -> Outcome:
    """Écrire les copies d'une épreuve à lire dans un navigateur ou sur papier, sans noms, pour qui juge dans le tableur : une page par copie, et un sommaire.

    Code de sortie : 0 si l'archive est écrite, 2 sinon, ou si elle est déjà là et que personne n'a dit de la remplacer.
    """
    from epreuves_kit.exam import reading as readings

    doing.progress("Copies à lire", 0, 0)
    path = asked.file or Path(EXPORTS, readings.default_name(asked.epreuve, asked.grader, asked.pdf))
    readings.check(path)
    place = _from(doing, asked.file is not None).place(path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        made = readings.write(
            doing.course,
            asked.epreuve,
            place,
            asked.grader,
            lambda done, total: doing.progress("Copies à lire", done, total),
            asked.pdf,
        )
    except OSError as error:
        raise _unwritten(path, error) from None
    how = "imprime les PDF, ou ouvre index.html" if asked.pdf else "ouvre index.html"
    sentences = (
        f"{counted(made.copies, 'copie')} de {called(asked.epreuve)} à lire, sans noms.",
        f"Qui lit décompresse l'archive, puis {how}. Les numéros sont ceux de la grille.",
    )
    return Outcome(sentences, tuple(filter(None, (made.note, _unread(made.unread)))), (path.as_posix(),))


def _unread(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    fails = "ne se lit pas" if len(numbers) == 1 else "ne se lisent pas"
    return f"{counted(len(numbers), 'copie')} {fails} : n° {', '.join(map(str, numbers))}."


def _from(doing: Doing, path_given: bool) -> Doing:
    """The same, paths being told from the course where nobody told one."""
    return doing if path_given else msgspec.structs.replace(doing, here=doing.course.root)


def _unwritten(path: Path, error: OSError) -> KitError:
    return KitError(f"« {path} » ne s'écrit pas : {error.strerror or error}.")


class GridParameters(Parameters, frozen=True):
    """The épreuve, the file, and the grader."""

    epreuve: Epreuve
    file: Annotated[
        Path | None, Parameter("Classeur à écrire ; par défaut, un nouveau dans exports/.", metavar="FICHIER")
    ] = None
    grader: Annotated[
        str,
        Parameter(
            f"{_GRADER} La grille contient alors ce qu'il a déjà jugé.",
            "Nom de qui la remplira (facultatif)",
            flag="--correcteur",
            metavar="NOM",
        ),
    ] = ""


@operation(
    "grille export",
    label="Écrire une grille de tableur",
    title="Grille de tableur",
    accept="Remplacer le fichier",
    sure=REPLACE,
)
def grid(doing: Doing, asked: GridParameters) -> Outcome:
    """Écrire la grille d'une épreuve dans un classeur xlsx : une feuille par notebook, une ligne par copie, sans noms.

    Sans nom de fichier, la grille en a un à elle, dans exports/ : celle que quelqu'un a peut-être remplie reste là.
    Code de sortie : 0 si le classeur est écrit, 2 sinon, ou s'il est déjà là et que personne n'a dit de le remplacer.
    """
    from epreuves_kit.rubric.register import Register
    from epreuves_kit.rubric.workbook import grid_of, write

    doing.progress("Écriture de la grille", 0, 0)
    root = doing.course.root
    path = asked.file or _free(root, asked.epreuve, asked.grader)
    if path.suffix.lower() != ".xlsx":
        raise KitError(f"« {path} » : le nom du classeur finit par « .xlsx ».")
    place = _from(doing, asked.file is not None).place(path)
    try:
        with Register(root) as register:
            sheet = grid_of(register, root, asked.epreuve, asked.grader)
            if asked.file is None:
                place.parent.mkdir(exist_ok=True)
            copies = write(sheet, place)
    except OSError as error:
        raise _unwritten(path, error) from None
    back = remedy("grille import", "FICHIER.xlsx", "--correcteur NOM")
    sentences = (
        f"La grille de {called(asked.epreuve)} est écrite, {counted(copies, 'copie')} : donnez-la à qui corrige.",
        f"Remplie, elle se reprend : {back}.",
    )
    return Outcome(sentences, (sheet.note,) if sheet.note else (), (path.as_posix(),))


def _free(root: Path, epreuve: EpreuveId, grader: str) -> Path:
    """The first name of a grid that no file has."""
    from epreuves_kit.exam.school_list import bare

    own = bare(grader).replace(" ", "-")
    stem = f"grille-{epreuve}{f'-{own}' if own else ''}"
    names = (Path(EXPORTS, f"{stem}{f'-{rank}' if rank > 1 else ''}.xlsx") for rank in range(1, 10_000))
    return next(path for path in names if not (root / path).exists())


class TakeGridParameters(Parameters, frozen=True):
    """The file, the grader, and True if it prevails."""

    file: Annotated[
        Path,
        Parameter(
            "Classeur rempli, au format xlsx.",
            "Le fichier rempli (.xlsx)",
            metavar="FICHIER",
            kind="file",
            accept=(".xlsx",),
            refusal="n'est pas une grille : choisissez un classeur .xlsx.",
        ),
    ]
    grader: Annotated[
        str, Parameter(_GRADER, "Nom du correcteur ou de la correctrice", flag="--correcteur", metavar="NOM")
    ]
    replace: Annotated[
        bool,
        Parameter(
            "Le fichier l'emporte sur ce qui a été jugé ailleurs depuis l'export.",
            "Le fichier l'emporte sur ce qui a été jugé ailleurs depuis qu'il a été écrit",
            flag="--remplacer",
        ),
    ] = False


@operation(
    "grille import", label="Reprendre une grille remplie", title="Reprise d'une grille", lines="classeur", sealed=True
)
def take(doing: Doing, asked: TakeGridParameters) -> Outcome:
    """Reprendre ce qui a été jugé dans un classeur : tout, ou rien s'il y a une case à revoir ; toutes sont nommées.

    Code de sortie : 0 si le classeur est repris, 2 sinon.
    """
    from epreuves_kit.rubric import workbook_read
    from epreuves_kit.rubric.register import Register

    doing.progress("Lecture de la grille", 0, 0)
    nothing = f"Rien de « {asked.file.name} » n'a été pris en compte."
    try:
        with Register(doing.course.root) as register:
            taken = workbook_read.take(
                register, doing.course.root, doing.here / asked.file, asked.grader, asked.replace
            )
    except Faults as error:
        raise Faults(*error.faults, nothing) from None
    except KitError as error:
        raise KitError(f"{error.sentence} {nothing}") from None
    many = f"{counted(taken.changes, 'critère')} repris dans {counted(taken.copies, 'copie')}"
    many = many if taken.changes else "rien n'y a changé depuis qu'elle a été écrite"
    left = f"il reste {counted(taken.waiting, 'niveau')} à donner" if taken.waiting else "tout est jugé"
    sentence = f"{called(taken.assignment)}, {taken.grader} : {many} ; {left}."
    return Outcome((sentence,), taken.doubts, objects=(taken,))
