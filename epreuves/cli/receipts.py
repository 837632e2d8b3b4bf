"""`epreuves accuses`: a receipt for each copy that came in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.cli.console import Candidates, json_lines, plain, progress, say, warn
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, moment

if TYPE_CHECKING:
    from epreuves.exam.arrivals.settling import SettledCopy
    from epreuves.exam.receipts import Receipt


def receipts(
    epreuve: Annotated[
        list[str] | None,
        Argument(metavar="ID", help="Seulement ces épreuves ; toutes celles de la session par défaut."),
    ] = None,
    candidate: Candidates = None,
    folder: Annotated[Path, Option("--sortie", metavar="DOSSIER", help="Où écrire les accusés.")] = Path("accuses"),
    verify: Annotated[
        bool,
        Option(
            "--verifier",
            help="Sur un hub, comparer d'abord les copies ramassées au journal des arrivées : une copie qui n'est pas celle qui est arrivée est dite, et la première remise en place.",
        ),
    ] = False,
    as_json: Annotated[bool, json_lines("copie")] = False,
) -> None:
    """Écrire un accusé de réception par copie ramassée : l'heure, ce qui est rempli, les fichiers, leurs empreintes ; et leur liste.

    Rien n'est corrigé ni exécuté. À lancer quand les copies sont ramassées : une copie illisible ou vide se voit le jour même.
    Code de sortie : 0 si chaque copie reçue se lit et n'est pas vide, 1 si une copie est à voir ou si le journal des arrivées dit quelque chose, 2 si le cours n'est pas prêt.
    """
    from epreuves.course.folders import course_root
    from epreuves.exam import receipts as made
    from epreuves.exam.arrivals.settling import settle
    from epreuves.exam.closing.chain import shown
    from epreuves.exam.enrol import candidates, chosen
    from epreuves.exports import making
    from epreuves.grading.course import MarkingCourse
    from epreuves.rules import jury_rules
    from epreuves.variants.attribution import normalise

    course = MarkingCourse(course_root(Path.cwd()))
    out = course.root / folder
    making.check_folder(out, course.root)
    known = candidates(course, jury_rules.read(course.root))
    asked = chosen(known, candidate)
    ids = [id for id in course.meant(epreuve or ()) or course.held() if (course.root / "release" / id).is_dir()]
    if not ids:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a pas de copie à recevoir.")
    found: list[Receipt] = []
    said: list[str] = []
    root, differs = "", False
    errors = Console(stderr=True)
    with progress(errors, as_json) as bar:
        task = bar.add_task("Accusés", total=len(ids))
        for id in ids:
            arrived: dict[str, SettledCopy] = {}
            if verify:
                settled = settle(course, id, collected=False)
                arrived = {normalise(one.candidate): one for one in settled.copies}
                said += settled.said
                root = settled.root
            for receipt in made.receipts(course, id, asked):
                if (one := arrived.pop(normalise(receipt.candidate), None)) is not None:
                    differs = differs or bool(one.said)
                    receipt = msgspec.structs.replace(receipt, said=(*receipt.said, *map(_sentence, one.said)))
                found.append(receipt)
                if as_json:
                    print(json.dumps(msgspec.to_builtins(receipt), ensure_ascii=False), flush=True)
            said += [f"{one.candidate} : {what}" for one in arrived.values() for what in one.said]
            bar.advance(task)
    written = made.lay(found, known, out)
    if not as_json:
        console = Console()
        console.print(_table(found))
        say(
            console,
            f"{counted(len(found), 'copie reçue')}, {counted(len(written), 'accusé')} écrit ou changé dans {folder}.",
        )
        say(console, f"La liste, avec les courriels : {folder / made.LIST}")
        if root:
            say(
                console,
                f"Journal des arrivées, empreinte de sa dernière ligne : {shown(root)}. Notez-la : rien de ce qui est avant ne peut plus changer sans être vu.",
            )
    for line in dict.fromkeys(said):
        warn(errors, line)
    if said or differs or any(one.state != "reçue" for one in found):
        raise typer.Exit(1)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _table(found: list[Receipt]) -> Table:
    built = Table()
    for title in ("Candidat·e", "Épreuve", "Reçue le", "État", "À voir"):
        built.add_column(title, overflow="fold")
    for one in found:
        at = moment(one.at) if one.at is not None else "—"
        cells = (one.candidate, one.epreuve.partition("_")[0], at, one.state, " ".join(one.said))
        built.add_row(*(Text(plain(cell)) for cell in cells))
    return built
