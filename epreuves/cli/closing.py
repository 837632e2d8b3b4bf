"""`epreuves session`: what ends a session — closed under a seal, looked at again, given to each person, erased on its date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import agreed, json_lines, plain, progress, say, stop, warn
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, number

if TYPE_CHECKING:
    from epreuves.course.folders import Course
    from epreuves.exam.closing.erasing import ErasurePlan

app = typer.Typer(
    help="Clore la session : la sceller et l'archiver, donner à chacun ses données, effacer à la date fixée.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
Day = Annotated[
    str,
    Option(
        "--date",
        metavar="AAAA-MM-JJ",
        show_default=False,
        help="Le jour de la clôture ; aujourd'hui par défaut.",
    ),
]


@app.command("clore")
def close(
    simulated: Annotated[
        bool, Option("--simuler", help="Dire ce qui serait scellé, et ce qui manque, sans rien écrire.")
    ] = False,
    anyway: Annotated[
        bool, Option("--malgre", help="Clore sans question, bien que quelque chose manque ; le sceau dit quoi.")
    ] = False,
    date: Day = "",
) -> None:
    """Sceller tout ce dont les résultats dépendent, l'archiver, et écrire le procès-verbal de clôture, à signer.

    Dans cloture/ : sceau.jsonl (chaque fichier, chaque table du carnet, leur taille et leur empreinte), archive.zip et cloture.pdf. Une
    session ne se clôt qu'une fois. Si quelque chose est encore provisoire, un recours sans réponse par exemple, la commande demande.
    Code de sortie : 0 si elle est close, 1 si personne n'a confirmé, 2 si elle est déjà close ou ne se lit pas ; rien n'est alors écrit.
    """
    from epreuves.exam.closing import archive, chain, erasures, places, sealing
    from epreuves.jury.minutes import date as read_date

    console, errors = Console(), Console(stderr=True)
    course = _course()
    if (erased := erasures.read(course.root)) is not None:
        raise KitError(erasures.sentence(erased))
    with progress(errors, False) as bar:
        task = bar.add_task("Empreintes", total=None)
        sealing.refuse_sealed(course.root)
        at = read_date(date)
        left = sealing.lacking(course, at)
        if left and not anyway and not simulated:
            bar.stop()
            for one in left:
                warn(errors, one)
            if not agreed(
                console, "Clore quand même ? Une session ne se clôt qu'une fois, et le sceau dira ce qui manque."
            ):
                stop(
                    errors,
                    "La session n'est pas finie : finissez-la, ou scellez-la quand même par --malgre ; le sceau le dira.",
                    1,
                )
            bar.start()
        seal = sealing.prepare(course, at, left, lambda done, total: bar.update(task, completed=done, total=total))
        if not simulated:
            task = bar.add_task("Archive, relue", total=None)
            archive.close(course, seal, lambda done, total: bar.update(task, completed=done, total=total))
    console.print(_sealed(sealing.told(seal)["contenu"]))
    if anyway or simulated:
        for one in left:
            warn(errors, one)
    if simulated:
        ready = "--malgre serait nécessaire." if left else "la session peut être close."
        say(console, f"Rien n'est écrit : c'était une simulation ; {ready}")
        if left and not anyway:
            raise typer.Exit(1)
        return
    say(console, f"La session est close. Empreinte : {chain.shown(seal.root)}")
    say(
        console,
        f"Imprimez et signez {places.FOLDER}/{places.STATEMENT}, qui la porte, et gardez-le hors du cours.",
    )
    say(
        console,
        f"Gardez une copie de {places.FOLDER}/{places.ARCHIVE} en lieu sûr : des noms, des travaux, des notes.",
    )


@app.command("verifier")
def check(
    root: Annotated[
        str,
        Option(
            "--empreinte",
            metavar="TEXTE",
            show_default=False,
            help="L'empreinte du papier, avec ou sans espaces : le sceau doit avoir la même.",
        ),
    ] = "",
    path: Annotated[
        Path | None, Option("--archive", metavar="FICHIER", help="Vérifier cette archive, et non le cours.")
    ] = None,
    as_json: Annotated[bool, json_lines("différence")] = False,
) -> None:
    """Dire, fichier par fichier, ce qui a changé, est apparu ou a disparu depuis la clôture.

    Code de sortie : 0 si rien n'a changé, 1 si quelque chose a changé, 2 si la session n'est pas close, ou si le sceau n'est plus celui
    qui a été écrit.
    """
    from epreuves.exam.closing import archive, chain, erasures, sealing

    console, errors = Console(), Console(stderr=True)
    asked = chain.typed(root) if root else ""
    course = None if path else _course()
    if course is not None and (done := erasures.read(course.root)) is not None:
        sealing.same(asked, done.head.seal)
        say(console, erasures.sentence(done))
        say(
            console,
            f"Le sceau est parti avec elles ; son empreinte était : {chain.shown(done.head.seal)}"
            if done.head.seal != chain.NOTHING
            else "La session n'avait pas été close.",
        )
        return
    with progress(errors, as_json) as bar:
        task = bar.add_task("Empreintes", total=None)

        def shown(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        if path is not None:
            seal, found = archive.check(path, shown), []
        else:
            assert course is not None
            read = sealing.read(course.root)
            if read is None:
                raise KitError("La session n'est pas close : « epreuves session clore » la scelle.")
            sealing.same(asked, read.root)
            seal, found = read, sealing.compare(course, read, shown)
    sealing.same(asked, seal.root)
    if as_json:
        for one in found:
            print(msgspec.json.encode(one).decode(), flush=True)
    else:
        for one in found:
            say(console, f"{one.state} : {one.what}")
        whole = (
            "rien n'a changé depuis la clôture" if path is None else "l'archive est entière, et ce que dit son sceau"
        )
        said = f"{counted(len(found), 'différence')} depuis la clôture" if found else whole
        say(console, f"Session « {seal.head.session} », close le {day(seal.head.day)} : {said}.")
        say(console, f"Empreinte : {chain.shown(seal.root)}")
        if not asked:
            say(
                console,
                "Comparez-la à celle du papier signé : refait par quelqu'un, le sceau en aurait une autre.",
            )
    if found:
        raise typer.Exit(1)


@app.command("donnees")
def own_data(
    candidate: Annotated[str, Argument(metavar="CANDIDAT", help="La personne, par son identifiant.")],
    folder: Annotated[Path, Option("--sortie", metavar="DOSSIER", help="Où écrire l'archive.")] = Path(
        "donnees-personnelles"
    ),
    named: Annotated[
        bool,
        Option(
            "--noms-des-correcteurs", help="Donner les noms des correcteurs et du jury, au lieu de « correcteur 1 »."
        ),
    ] = False,
) -> None:
    """Réunir en une archive tout ce que le cours garde d'une personne, pour le lui donner : copies, notes, annotations, oraux, décisions.

    Rien n'y est d'une autre personne : dans la copie d'un groupe, les noms des autres sont ôtés. Code de sortie : 0 si l'archive est
    écrite, ou si la session est effacée et que c'est dit, 2 sinon.
    """
    from epreuves.exam.closing import erasures
    from epreuves.exam.closing import own_data as gathering
    from epreuves.exports import making
    from epreuves.rules import jury_rules

    console, errors = Console(), Console(stderr=True)
    course = _course()
    erased = erasures.read(course.root)
    if erased is not None and (kept := erased.of(candidate)) is not None:
        say(console, erasures.sentence(erased), f"De {candidate}, il reste : {erasures.in_words(kept)}.")
        return
    out = course.root / folder
    making.check_folder(out, course.root)
    found = gathering.gather(course, jury_rules.read(course.root), gathering.find(course, candidate), named)
    path = gathering.write(found, out)
    say(console, f"{folder / path.name} : {counted(len(found.files), 'fichier')}, dont {gathering.GUIDE}.")
    if found.look:
        warn(errors, found.look)
    say(console, gathering.SEND)


@app.command("effacer")
def erase(
    simulated: Annotated[bool, Option("--simuler", help="Dire tout ce qui serait effacé, sans rien effacer.")] = False,
    at: Annotated[
        str,
        Option(
            "--au",
            metavar="AAAA-MM-JJ",
            show_default=False,
            help="Le jour jusqu'auquel les données se gardent, si seance.yaml ne le dit pas.",
        ),
    ] = "",
    others: Annotated[
        bool, Option("--tout", help="Effacer aussi les fichiers du cours qui nomment quelqu'un et ne sont pas du kit.")
    ] = False,
    yes: Annotated[bool, Option("--oui", "-o", help="Effacer sans poser de question.")] = False,
) -> None:
    """Effacer les données personnelles de la session, à la date fixée par « conservation » dans seance.yaml ; avant, c'est refusé.

    Copies, notes, annotations, registres, restitutions, archive de clôture et noms s'en vont ; cloture/effacements.csv garde, par
    identifiant, la décision du jury, et rien d'autre. Interrompue, la commande se relance et finit. Code de sortie : 0 si tout est effacé,
    1 si personne n'a confirmé ou si le cours a changé pendant la question, 2 si ce n'est pas possible.
    """
    import datetime

    from epreuves.exam.closing import erasing, erasures
    from epreuves.jury.minutes import date as read_date

    console, errors = Console(), Console(stderr=True)
    course, due = _course(), read_date(at) if at else None
    found = erasing.plan(course, datetime.date.today(), due)
    shown = erasing.digest(course, found)
    if found.erasure.done and not found.paths and not found.others:
        say(console, erasures.sentence(found.erasure))
        return
    if found.begun:
        say(console, "Un effacement a été interrompu : il reprend où il en était.")
    elif found.erasure.done:
        say(console, erasures.sentence(found.erasure), "Des fichiers sont revenus depuis :")
    _show_erasure(console, errors, course, found, others)
    if simulated:
        say(console, "Rien n'est effacé : c'était une simulation.")
        return
    if not yes and not found.begun and not agreed(console, "Effacer tout cela, sans retour possible ?"):
        stop(errors, "Rien n'est effacé. Relancez avec --oui pour effacer sans question.", 1)
    if not yes and not found.begun:
        # While the question waited, a copy may have come, which nobody was shown.
        found = erasing.plan(course, datetime.date.today(), due)
        if erasing.digest(course, found) != shown:
            _show_erasure(console, errors, course, found, others)
            stop(
                errors,
                f"{erasing.CHANGED} Lisez ce qui le serait maintenant, ci-dessus, et relancez la commande.",
                1,
            )
    with progress(errors, False) as bar:
        task = bar.add_task("Effacement", total=None)
        beyond = erasing.erase(course, found, others, lambda done, total: bar.update(task, completed=done, total=total))
    warn(errors, beyond)
    say(console, f"C'est effacé : {counted(len(found.erasure.people), 'personne')}.")
    say(console, erasing.BEYOND)


def _show_erasure(console: Console, errors: Console, course: Course, found: ErasurePlan, others: bool) -> None:
    from epreuves.exam.closing import erasing

    if found.places:
        console.print(_gone(found.places))
    for said in erasing.look(course, found, others):
        warn(errors, said)
    say(console, erasing.of_gradebook(found))


def _gone(places: tuple[tuple[str, int, int], ...]) -> Table:
    from epreuves.exam.closing.sealing import size

    built = Table()
    for title in ("Où", "Fichiers", "Taille"):
        built.add_column(title, justify="left" if title == "Où" else "right")
    for what, many, octets in places:
        built.add_row(Text(plain(what)), number(many), size(octets))
    return built


def _course() -> Course:
    from epreuves.course.folders import Course, course_root

    return Course(course_root(Path.cwd()))


def _sealed(rows: object) -> Table:
    built = Table()
    for title, justify in (("Où", "left"), ("Combien", "right"), ("Taille", "right")):
        built.add_column(title, justify=justify)  # type: ignore[arg-type]
    for row in rows:  # type: ignore[attr-defined]
        built.add_row(*(Text(plain(cell)) for cell in row))
    return built
