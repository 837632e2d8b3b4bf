"""Who judges what, and what graders tell: `epreuves correcteurs repartir`, `lever`, `voir`, `signaler`, `signalements`, `repondre`; and
`epreuves lecture`, the copies to be read outside JupyterLab.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import agreed, here, json_lines, plain, say, stop, unasked, warn
from epreuves.cli.console import progress as progress_bar
from epreuves.cli.graders import own_account
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, moment, plural

if TYPE_CHECKING:
    from epreuves.rubric.appreciation import Allotment, Copy, Flag
    from epreuves.rubric.register import Register
    from epreuves.rubric.sharing import AskedAllotment, GraderProgress

app = typer.Typer(
    help="Qui corrige quoi : répartir les copies ou les critères, suivre chacun, répondre à ce que les correcteurs signalent.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_ID = Argument(metavar="ID", help="Épreuve, par son identifiant ou son numéro (e17).")
_IDS = Argument(metavar="[ID]…", help="Seulement ces épreuves ; toutes celles de la session par défaut.")


class ShareBy(StrEnum):
    """What is shared out."""

    copies = "copies"
    criteres = "criteres"


@app.command("repartir")
def allot(
    epreuves: Annotated[
        list[str], Argument(metavar="ID…", help="Épreuves, par leur identifiant ou leur numéro (e06 e17).")
    ],
    graders: Annotated[
        list[str] | None,
        Option(
            "--correcteur",
            metavar="NOM",
            help="Qui corrige (option répétable) ; sans elle, les mêmes personnes que la fois d'avant.",
        ),
    ] = None,
    by: Annotated[
        ShareBy | None,
        Option("--par", help="Ce qui est réparti : les copies, ou les critères ; les copies la première fois."),
    ] = None,
    calibration: Annotated[
        int | None,
        Option(
            "--etalonnage",
            min=0,
            max=20,
            help="Copies que chacun juge d'abord, tirées au sort dans chaque notebook ; 0 pour aucune.",
        ),
    ] = None,
    chosen: Annotated[
        list[int] | None,
        Option(
            "--etalon",
            metavar="NUMERO",
            help="Copie que chacun juge d'abord, par son numéro (option répétable) ; une seule épreuve à la fois.",
        ),
    ] = None,
    first: Annotated[
        bool,
        Option(
            "--etalonnage-obligatoire",
            help="Faire attendre les autres copies : chacun ne les reçoit qu'une fois l'étalonnage jugé.",
        ),
    ] = False,
    seed: Annotated[
        int | None,
        Option("--graine", help="Graine du tirage : la même répartit de la même façon ; 0 la première fois."),
    ] = None,
    author: Annotated[str, Option("--auteur", help="Qui décide ; le compte de la machine par défaut.")] = "",
    yes: Annotated[
        bool, Option("--oui", help="Répartir sans demander, même si des niveaux déjà donnés cessent de compter.")
    ] = False,
) -> None:
    """Répartir les copies, ou les critères, entre ceux qui corrigent : également, et toujours de la même façon.

    Refaite quand des copies arrivent, ou quand quelqu'un se joint aux autres, la répartition ne déplace rien de ce qui est déjà jugé, et
    le moins possible du reste. Code de sortie : 0 si tout est réparti, 2 sinon.
    """
    from epreuves.rubric.register import Register
    from epreuves.rubric.sharing import AskedAllotment

    console, errors = Console(), Console(stderr=True)
    if chosen and (calibration is not None or len(epreuves) > 1):
        stop(errors, "--etalon nomme les copies d'une seule épreuve, et ne va pas avec --etalonnage.", 2)
    failed = False
    for name in epreuves:
        try:
            root, assignment = here(name)
            with Register(root) as register:
                keys = frozenset(_copy(register, assignment, str(n)).key for n in chosen or ())
                asked = AskedAllotment(
                    tuple(graders or ()),
                    by.value if by is not None else None,
                    seed,
                    keys or calibration,
                    True if first else None,
                )
                made = _allotted(errors, register, assignment, asked, author or own_account(), yes)
                _say_allotment(console, register, assignment, made)
        except KitError as error:
            failed = True
            say(errors, f"✗ {name} : {error}", style="bold red")
    if failed:
        raise typer.Exit(2)


def _allotted(
    errors: Console, register: Register, assignment: str, asked: AskedAllotment, author: str, yes: bool
) -> Allotment:
    from epreuves.rubric.appreciation import CountedLevels, LevelsApart

    register.sync(assignment)
    try:
        return register.allot(assignment, asked, author, CountedLevels.SUSPENDED if yes else CountedLevels.KEPT)
    except LevelsApart as warning:
        warn(errors, str(warning))
        if not agreed(errors, "Répartir quand même ?"):
            raise KitError("rien n'est réparti. Pour répartir quand même : la même commande, avec --oui.") from None
        return register.allot(assignment, asked, author)


def _say_allotment(console: Console, register: Register, assignment: str, made: Allotment) -> None:
    copies, criteria = register.copies(assignment), register.criteria(assignment)
    what = "copies" if made.by == "copies" else "critères"
    say(console, f"{assignment}, {what} (graine {made.seed}) :")
    if made.calibration:
        say(
            console,
            f"  à tous d'abord, pour l'étalonnage : {_numbers(c for c in copies if c.key in made.calibration)}",
        )
        if register.duties(assignment).calibration_first:
            say(
                console,
                f"  les autres copies attendent que chacun l'ait jugé ; « epreuves correcteurs lever {assignment} » lève cette règle",
            )
    for grader in made.graders:
        if made.by == "copies":
            own = [c for c in copies if made.owners.get(c.key) == grader]
            told = f"{len(own)} {_numbers(own)}" if own else "aucune copie"
        else:
            from epreuves.rubric.appreciation import code

            told = (
                ", ".join(code(c.grade_id) for c in criteria if made.owners.get(c.grade_id) == grader)
                or "aucun critère"
            )
        say(console, f"  {grader} : {told}")
    plan = register.plan(assignment)
    if plan is not None and (double := [c for c in copies if c.key in plan.copies and c.key not in made.calibration]):
        say(console, f"  en double correction, à {listed(plan.graders)} : {_numbers(double)}")
    if made.by == "copies":
        known = {*made.owners, *made.calibration, *(plan.copies if plan is not None else ())}
        if left := [c for c in copies if c.key not in known]:
            say(console, f"  déjà jugées par d'autres, confiées à personne : {_numbers(left)}")


def _numbers(copies: Iterable[Copy]) -> str:
    numbers = [str(copy.number) for copy in copies]
    return f"{plural(len(numbers), 'copie')} n° {', '.join(numbers)}"


@app.command("lever")
def free(
    epreuve: Annotated[str, _ID],
    grader: Annotated[
        str, Option("--correcteur", metavar="NOM", help="Seulement pour cette personne ; pour toutes par défaut.")
    ] = "",
    author: Annotated[str, Option("--auteur", help="Qui décide ; le compte de la machine par défaut.")] = "",
) -> None:
    """Lever l'étalonnage obligatoire : les autres copies n'attendent plus qu'il soit jugé.

    Les copies d'étalonnage restent à juger par tous. Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves.rubric.register import Register

    root, assignment = here(epreuve)
    with Register(root) as register:
        register.free(assignment, author or own_account(), grader)
    whose = f" pour {grader}" if grader else ""
    say(Console(), f"{assignment} : l'étalonnage n'est plus obligatoire{whose}.")


@app.command("voir")
def progress(
    epreuves: Annotated[list[str] | None, _IDS] = None,
    as_json: Annotated[bool, json_lines("épreuve")] = False,
) -> None:
    """Dire où en est chacun, épreuve par épreuve, et ce qui n'est confié à personne.

    Code de sortie : 0 si chacun a fini, 1 sinon, 2 si le cours ne se lit pas.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.exam.status import status

    course = Course(course_root(Path.cwd()))
    found = [one for one in status(course, course.meant(epreuves or ())).epreuves if one.graders or one.unclaimed]
    console = Console()
    if as_json:
        for one in found:
            kept = {"epreuve": one.epreuve, "graders": one.graders, "unclaimed": one.unclaimed}
            print(msgspec.json.encode(kept).decode(), flush=True)
    elif not found:
        say(
            console,
            "Rien n'est réparti : « epreuves correcteurs repartir ID --correcteur NOM » confie les copies à chacun.",
        )
    else:
        for one in found:
            console.print(_table(one.epreuve, one.graders))
            if one.unclaimed:
                say(
                    console,
                    f"{counted(one.unclaimed, 'copie')} sans personne : « epreuves correcteurs repartir {one.epreuve} » les confie.",
                )
    if any(one.unclaimed or any(grader.left for grader in one.graders) for one in found):
        raise typer.Exit(1)


def _table(title: str, graders: tuple[GraderProgress, ...]) -> Table:
    built = Table(title=Text(plain(title)), title_justify="left")
    built.add_column("Correcteur·rice")
    for name in ("Étalonnage", "Copies jugées", "Niveaux à donner"):
        built.add_column(name, justify="right", no_wrap=True)
    for one in graders:
        first = f"{one.calibrated}/{one.calibration}" if one.calibration else "—"
        built.add_row(Text(plain(one.grader)), first, f"{one.done}/{one.copies}" if one.copies else "—", str(one.left))
    return built


@app.command("signaler")
def flag(
    epreuve: Annotated[str, _ID],
    copy: Annotated[
        str, Argument(metavar="COPIE", help="Numéro de la copie, tel que la grille ou le panneau le donne.")
    ],
    text: Annotated[str, Argument(metavar="PHRASE", help="Ce que vous avez vu, en une phrase.")],
    grader: Annotated[str, Option("--correcteur", metavar="NOM", help="Qui le signale.")],
) -> None:
    """Signaler une copie à qui conduit la session : un soupçon, un fichier qui ne s'ouvre pas, la copie d'une autre épreuve. Jamais une note.

    Code de sortie : 0 si c'est signalé, 2 sinon.
    """
    from epreuves.rubric.register import Register

    root, assignment = here(epreuve)
    with Register(root) as register:
        found = _copy(register, assignment, copy)
        told = register.flag(assignment, found.key, grader, text)
    say(
        Console(),
        f"Signalement n° {told.rank} : {assignment}, copie n° {found.number}. Aucune note n'en dépend.",
    )


@app.command("signalements")
def list_flags(
    epreuves: Annotated[list[str] | None, _IDS] = None,
    every: Annotated[bool, Option("--tous", help="Montrer aussi ceux qui ont leur réponse.")] = False,
    as_json: Annotated[bool, json_lines("signalement")] = False,
) -> None:
    """Montrer ce que les correcteurs ont signalé et qui attend une réponse, avec la copie et le candidat.

    Code de sortie : 0 si rien n'attend, 1 sinon, 2 si le cours ne se lit pas.
    """
    from epreuves.course.folders import Course, course_root
    from epreuves.gradebook.rows import NotebookFile, made
    from epreuves.rubric.register import Register

    course, console = Course(course_root(Path.cwd())), Console()
    chosen = tuple(course.meant(epreuves or ())) or course.held()
    waiting = 0
    if made(course.db_url, course.root):
        with NotebookFile(course.db_url, course.root) as gradebook:
            known = gradebook.assignments()
        with Register(course.root) as register:
            for id in (one for one in chosen if one in known):
                every_flag = register.flags(id)
                copies = {copy.key: copy for copy in register.copies(id)} if every_flag else {}
                for one in every_flag:
                    waiting += one.open
                    if one.open or every:
                        _say_flag(console, id, one, copies.get(one.copy), as_json)
    if not waiting and not as_json:
        say(console, "Aucun signalement n'attend de réponse.")
    if waiting:
        raise typer.Exit(1)


def _say_flag(console: Console, id: str, one: Flag, copy: Copy | None, as_json: bool) -> None:
    if as_json:
        who = {
            "epreuve": id,
            "number": copy.number if copy else None,
            "students": copy.students if copy else (),
        }
        print(msgspec.json.encode({**who, **msgspec.to_builtins(one)}).decode(), flush=True)
        return
    where = f"copie n° {copy.number} ({listed(copy.students)})" if copy else "une copie qui n'est plus là"
    say(
        console,
        f"{id}, signalement n° {one.rank} : {where}, par {one.grader}, le {moment(one.at)} (UTC)",
        f"    {one.text}",
    )
    if one.answered_at is not None:
        say(console, f"    Réponse de {one.answered_by}, le {moment(one.answered_at)} (UTC) : {one.answer}")
    else:
        say(console, f'    epreuves correcteurs repondre {id} {one.rank} "…"')


@app.command("repondre")
def answer_flag(
    epreuve: Annotated[str, _ID],
    rank: Annotated[int, Argument(metavar="NUMERO", help="Numéro du signalement.")],
    answer: Annotated[str, Argument(metavar="REPONSE", help="Ce que vous avez vu ou décidé, en une phrase.")],
    author: Annotated[str, Option("--auteur", help="Qui répond ; le compte de la machine par défaut.")] = "",
) -> None:
    """Répondre à un signalement, ce qui le ferme ; la réponse est conservée, et montrée aux correcteurs de la copie.

    Code de sortie : 0 si c'est fait, 2 sinon.
    """
    from epreuves.rubric.register import Register

    root, assignment = here(epreuve)
    with Register(root) as register:
        done = register.answer_flag(assignment, rank, author or own_account(), answer)
    say(Console(), f"Signalement n° {done.rank} de {assignment} : fermé par {done.answered_by}.")


def reading(
    epreuve: Annotated[str, _ID],
    file: Annotated[
        Path | None, Argument(metavar="FICHIER", help="Archive à écrire ; exports/lecture-ID.zip par défaut.")
    ] = None,
    grader: Annotated[
        str,
        Option(
            "--correcteur",
            metavar="NOM",
            help="Qui lira : l'archive ne contient alors que ses copies, où elles sont réparties.",
        ),
    ] = "",
    pdf: Annotated[bool, Option("--pdf", help="Un PDF par copie, à imprimer, au lieu d'une page.")] = False,
    force: Annotated[bool, Option("--force", "-f", help="Remplacer l'archive si elle existe.")] = False,
) -> None:
    """Écrire les copies d'une épreuve à lire dans un navigateur ou sur papier, sans noms, pour qui juge dans le tableur : une page par copie, et un sommaire.

    Code de sortie : 0 si l'archive est écrite, 2 sinon.
    """
    from epreuves.course.folders import Course
    from epreuves.exam import reading as readings

    console, errors = Console(), Console(stderr=True)
    root, assignment = here(epreuve)
    path = file or root / "exports" / readings.default_name(assignment, grader, pdf)
    readings.check(path)
    unasked(errors, [path], force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with progress_bar(errors, hidden=False) as bar:
            task = bar.add_task("Copies à lire", total=None)
            made = readings.write(
                Course(root),
                assignment,
                path,
                grader,
                lambda done, total: bar.update(task, completed=done, total=total),
                pdf,
            )
    except OSError as error:
        stop(errors, f"« {plain(str(path))} » ne s'écrit pas : {error.strerror or error}.", 2)
    say(console, f"{plain(str(path))} : {counted(made.copies, 'copie')} de {assignment}, sans noms.")
    how = "imprime les PDF, ou ouvre index.html" if pdf else "ouvre index.html"
    say(console, f"Qui lit décompresse l'archive, puis {how}. Les numéros sont ceux de la grille.")
    if made.note:
        warn(errors, made.note)
    if made.unread:
        warn(
            errors,
            f"{counted(len(made.unread), 'copie')} ne se lit pas : n° {', '.join(map(str, made.unread))}."
            if len(made.unread) == 1
            else f"{len(made.unread)} copies ne se lisent pas : n° {', '.join(map(str, made.unread))}.",
        )


def _copy(register: Register, assignment: str, number: str) -> Copy:
    from epreuves.rubric.agreement import copy_named

    return copy_named(register, assignment, number)
