"""What graders ask for: `epreuves double`, `accord` and `regler`, two of them on the same copies; `grille`, their grid as a spreadsheet;
`sauvegarde` and `restauration`, the whole gradebook in a file, and back.
"""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import agreed, here, plain, say, stop, unasked, warn
from epreuves.course.folders import course_root
from epreuves.rubric.appreciation import code
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed, moment, of, out_of

if TYPE_CHECKING:
    from epreuves.rubric.agreement import Apart

#: Characters of a comment, and disagreements, that are shown.
_SHOWN, _MOST = 60, 20


def list_apart(found: tuple[Apart, ...]) -> RenderableType:
    """All that waits for a decision, of a double marking and of a calibration."""
    if not found:
        return Text("Rien à régler.")
    built = Table(title=Text(f"À régler : {len(found)}"), title_justify="left")
    for name in ("Copie", "Critère", "Niveaux"):
        built.add_column(name, overflow="fold")
    for one in found:
        words = Text("\n").join(Text(f"{plain(who)} : ") + _word(one, at) for at, who in enumerate(one.graders))
        built.add_row(str(one.number), code(one.grade_id), words)
    return built


def _word(pair: Apart, place: int) -> Text:
    comment = " ".join(pair.comments[place].split())
    cut = comment if len(comment) <= _SHOWN else f"{comment[:_SHOWN]}…"
    return Text(f"{pair.levels[place]}{f' — {plain(cut)}' if cut else ''}")


_ID = Argument(metavar="ID", help="Épreuve, par son identifiant ou son numéro (e17).")


def double(
    epreuve: Annotated[str, _ID],
    graders: Annotated[
        tuple[str, str], Option("--correcteurs", metavar="A B", help="Les deux personnes, chacune sans voir l'autre.")
    ],
    share: Annotated[
        float, Option("--part", min=0, max=1, help="Part des copies à corriger deux fois ; 1 pour toutes.")
    ] = 0.2,
    seed: Annotated[
        int | None, Option("--graine", help="Graine du tirage : la même tire les mêmes copies ; au hasard sinon.")
    ] = None,
    author: Annotated[
        str, Option("--auteur", help="Qui décide de la double correction ; le compte de la machine par défaut.")
    ] = "",
    yes: Annotated[
        bool, Option("--oui", help="Tirer sans demander, même si des niveaux déjà donnés cessent de compter.")
    ] = False,
) -> None:
    """Confier à deux personnes une part des copies, tirée au sort, jugées deux fois sans que l'une voie l'autre.

    Code de sortie : 0 si le tirage est fait, 2 sinon.
    """
    import secrets

    from epreuves.rubric.appreciation import CountedLevels, LevelsApart
    from epreuves.rubric.register import Register

    console, errors = Console(), Console(stderr=True)
    root, assignment = here(epreuve)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    with Register(root) as register:
        before = register.plan(assignment)
        drawing = (assignment, graders, share, seed, author or own_account())
        try:
            plan = register.plan_double(*drawing, CountedLevels.SUSPENDED if yes else CountedLevels.KEPT)
        except LevelsApart as warning:
            warn(errors, str(warning))
            if not agreed(errors, "Tirer quand même ?"):
                stop(errors, "Rien n'est tiré. Pour tirer quand même : la même commande, avec --oui.", 2)
            plan = register.plan_double(*drawing)
        copies = register.copies(assignment)
    drawn = [copy for copy in copies if copy.key in plan.copies]
    first, second = map(plain, plan.graders)
    say(
        console,
        f"{assignment} : {len(drawn)} des {len(copies)} copies sont confiées à {first} et à {second} (graine {plan.seed}).",
    )
    for notebook in dict.fromkeys(copy.notebook for copy in drawn):
        numbers = ", ".join(str(copy.number) for copy in drawn if copy.notebook == notebook)
        say(console, f"{notebook}, copies n° {numbers}")
    if before is not None:
        say(console, f"Ce tirage remplace celui {listed(of(plain(g)) for g in before.graders)} (graine {before.seed}).")
    say(
        console,
        "Chacun juge dans le panneau ou dans sa grille (epreuves grille export) ; un niveau ne compte que donné par les deux.",
    )


def settle(
    epreuve: Annotated[str, _ID],
    copy: Annotated[str | None, Argument(metavar="COPIE", help="Numéro de la copie, ou sa clé.")] = None,
    criterion: Annotated[
        str | None, Argument(metavar="CRITERE", help="Le code du critère, -k et son rang compris.")
    ] = None,
    level: Annotated[int | None, Option("--niveau", min=0, max=3, help="Niveau retenu, de 0 à 3.")] = None,
    reason: Annotated[str, Option("--motif", help="Pourquoi ce niveau ; conservé, non montré au candidat.")] = "",
    author: Annotated[str, Option("--auteur", help="Qui décide.")] = "",
    comment: Annotated[
        str | None,
        Option(
            "--commentaire",
            help="Ce que lira le candidat ; par défaut, le commentaire de qui avait donné ce niveau, ou les deux.",
        ),
    ] = None,
) -> None:
    """Régler un désaccord : donner le niveau qui compte, avec son motif ; sans copie ni critère, montrer ce qui reste à régler.

    Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves.rubric.agreement import agreements, find, proposed_comment
    from epreuves.rubric.register import Register

    console, errors = Console(), Console(stderr=True)
    root, assignment = here(epreuve)
    if copy is None:
        console.print(list_apart(agreements(root, assignment)[2]))
        return
    missing = [
        name
        for name, given in (
            ("CRITERE", criterion),
            ("--niveau", level is not None),
            ("--motif", reason.strip()),
            ("--auteur", author.strip()),
        )
        if not given
    ]
    if missing:
        stop(
            errors,
            f"Il manque {', '.join(missing)} : une décision dit le critère, le niveau, son motif et son auteur.",
            2,
        )
    assert level is not None  # else it is missing
    with Register(root) as register:
        place = find(register, assignment, copy, criterion or "")
        if comment is None:
            comment = proposed_comment(place.apart, level) if place.apart is not None else ""
        done = register.settle(assignment, place.copy.key, place.criterion.grade_id, level, comment, author, reason)
    assert done.points is not None  # a level that counts has its points
    say(
        console,
        f"Copie n° {place.copy.number}, {place.code} : niveau {done.level} ({out_of(done.points, place.criterion.points)}), décidé par {plain(done.author)}.",
    )
    if place.settled is not None and place.settled.points is not None:
        before = f"niveau {place.settled.level}, {plain(place.settled.author)}"
        say(console, f"Ce niveau remplace le précédent ({before}).")


def own_account() -> str:
    """The name of the account of the machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "compte inconnu"


grille = typer.Typer(
    help="La grille d'une épreuve dans un tableur : l'écrire, puis reprendre ce qui y a été jugé.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_GRADER = "Qui juge : le nom sous lequel ses niveaux sont conservés."


@grille.command("export")
def export(
    epreuve: Annotated[str, Argument(metavar="ID", help="Épreuve, par son identifiant ou son numéro (e17).")],
    file: Annotated[
        Path | None, Argument(metavar="FICHIER", help="Classeur à écrire ; grille-ID.xlsx par défaut.")
    ] = None,
    grader: Annotated[
        str, Option("--correcteur", help=f"{_GRADER} La grille contient alors ce qu'il a déjà jugé.")
    ] = "",
    force: Annotated[bool, Option("--force", "-f", help="Remplacer le fichier s'il existe.")] = False,
) -> None:
    """Écrire la grille d'une épreuve dans un classeur xlsx : une feuille par notebook, une ligne par copie, sans noms.

    Code de sortie : 0 si le classeur est écrit, 2 sinon.
    """
    from epreuves.rubric.register import Register
    from epreuves.rubric.workbook import grid_of, write

    errors = Console(stderr=True)
    root, assignment = here(epreuve)
    path = file or Path(f"grille-{assignment}.xlsx")
    if path.suffix.lower() != ".xlsx":
        stop(errors, f"« {plain(str(path))} » : le nom du classeur finit par « .xlsx ».", 2)
    unasked(errors, [path], force)
    try:
        with Register(root) as register:
            grid = grid_of(register, root, assignment, grader)
            copies = write(grid, path)
    except OSError as error:
        stop(errors, f"« {plain(str(path))} » ne s'écrit pas : {error.strerror or error}.", 2)
    say(Console(), f"{plain(str(path))} : {counted(copies, 'copie')} de {assignment}.")
    if grid.note:
        warn(errors, grid.note)


@grille.command("import")
def import_(
    file: Annotated[Path, Argument(metavar="FICHIER", help="Classeur rempli, au format xlsx.")],
    grader: Annotated[str, Option("--correcteur", help=_GRADER)],
    replace: Annotated[
        bool, Option("--remplacer", help="Le fichier l'emporte sur ce qui a été jugé ailleurs depuis l'export.")
    ] = False,
    as_json: Annotated[bool, Option("--json", help="Un objet JSON sur la sortie standard.")] = False,
) -> None:
    """Reprendre ce qui a été jugé dans un classeur : tout, ou rien s'il y a une case à revoir ; toutes sont nommées.

    Code de sortie : 0 si le classeur est repris, 2 sinon.
    """
    from epreuves.rubric.register import Register
    from epreuves.rubric.workbook_read import take

    root, _ = here()
    try:
        with Register(root) as register:
            taken = take(register, root, file, grader, replace)
    except Faults as error:
        raise Faults(*error.faults, f"Rien de « {file.name} » n'a été pris en compte.") from None
    except KitError as error:
        raise KitError(f"{error} Rien de « {file.name} » n'a été pris en compte.") from None
    if as_json:
        print(json.dumps({name: getattr(taken, name) for name in taken.__struct_fields__}, ensure_ascii=False))
        return
    many = f"{counted(taken.changes, 'critère')} repris dans {counted(taken.copies, 'copie')}"
    many = many if taken.changes else "rien n'y a changé depuis l'export"
    left = f"il reste {counted(taken.waiting, 'niveau')} à donner" if taken.waiting else "tout est jugé"
    say(Console(), f"{taken.assignment}, {plain(taken.grader)} : {many} ; {left}.")
    for doubt in taken.doubts:
        warn(Console(stderr=True), plain(doubt))


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
