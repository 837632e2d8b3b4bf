"""An épreuve whose themes are drawn by lot and whose productions professionals try: the draw, and the sheets of the trial."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.remedies import parameter
from epreuves_kit.exam.asking import EXPORTS, Outcome, OutcomeTable
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, ask_once_closed, operation

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course

_Drawn = Annotated[
    str,
    Parameter(
        "L'épreuve, par son identifiant ou son numéro ; celle dont les thèmes sont tirés au sort par défaut.",
        metavar="EPREUVE",
        as_typed=True,
    ),
]


def _of_draw(course: Course, named: str) -> EpreuveId:
    """The épreuve that is meant; the one whose themes are drawn where none is named. Raises KitError."""
    from epreuves_kit.jury.session import epreuve_id
    from epreuves_kit.referentiel.reading import referentiel

    official = referentiel(course.root)
    if named:
        return epreuve_id(official, named)
    drawn = [epreuve.id for epreuve in official.epreuves if epreuve.draw is not None]
    if len(drawn) != 1:
        raise KitError("Dites de quelle épreuve : plusieurs tirent leurs thèmes au sort, ou aucune.")
    return drawn[0]


class DrawParameters(Parameters, frozen=True):
    """The épreuve; who draws, where the draw is kept, which a page always says; True to keep it again."""

    epreuve: _Drawn = ""
    author: Annotated[
        str,
        Parameter(
            "Qui tire ; garde le tirage au registre. Sans lui, rien n'est écrit.", flag="--auteur", metavar="NOM"
        ),
    ] = ""
    again: Annotated[
        bool, Parameter("Garder un tirage qui diffère de celui du registre, à sa suite.", flag="--refaire")
    ] = False


@operation(
    "tirage-themes",
    label="Tirer les thèmes au sort",
    title="Tirage des thèmes",
    lines="groupe",
)
def draw_themes(doing: Doing, asked: DrawParameters) -> Outcome:
    """Tirer au sort les thèmes de chaque groupe, d'après la clé de la séance : refait, le tirage est le même.

    Sans --auteur, la commande vérifie : elle refait le tirage et le compare au registre. Code de sortie : 1 s'il en diffère, 2 s'il ne
    peut pas être fait.
    """
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.jury import challenge
    from epreuves_kit.jury.record import JuryRecord

    course = doing.course
    doing.progress("Tirage des thèmes", 0, 0)
    drawn = challenge.draws(course.root, _of_draw(course, asked.epreuve))
    with JuryRecord(course.root) as record:
        if asked.author:
            ask_once_closed(doing)
            challenge.keep(record, asked.author, drawn, asked.again)
        kept = challenge.kept(record, drawn[0].epreuve)
    people = known_people(course.db_url)
    sentences, objects, lines, differs = [], [], [], False
    for draw in drawn:
        act, drawn_by, at = kept.get(draw.group, (None, "", ""))
        same = act is not None and act.fingerprint == draw.fingerprint
        differs |= act is not None and not same
        state = {"au_registre": act is not None, "conforme": same, "auteur": drawn_by, "date": at}
        objects.append({name: value for name, value in msgspec.to_builtins(draw).items() if name != "type"} | state)
        by = (
            f"tiré par {drawn_by} le {at}"
            if act
            else f"pas encore au registre ({parameter('tirage-themes', '--auteur', 'NOM')})"
        )
        other = "" if same or not act else " · ✗ DIFFÈRE du registre"
        sentences.append(f"{draw.group} · empreinte {draw.fingerprint} · {by}{other}")
        lines += [(draw.group, people.named(who), theme) for who, theme in zip(draw.members, draw.themes, strict=True)]
    return Outcome(
        tuple(sentences),
        tables=(OutcomeTable(("Groupe", "Candidat·e", "Thème"), tuple(lines)),),
        objects=tuple(objects),
        code=1 if differs else 0,
    )


class TrialsParameters(Parameters, frozen=True):
    """The épreuve, the folder of its sheets, the filled ones that are taken. laid: as the page asks for them, in its own folder."""

    epreuve: _Drawn = ""
    folder: Annotated[
        Path | None,
        Parameter("Écrire la fiche de chaque groupe dans ce dossier.", flag="--fiches", metavar="DOSSIER"),
    ] = None
    sheets: Annotated[
        tuple[Path, ...],
        Parameter(
            "Prendre les notes d'une fiche remplie (option répétable).",
            "Une fiche d'essai remplie",
            flag="--lire",
            metavar="FICHIER",
            kind="file",
            accept=(".csv",),
            refusal="n'est pas une fiche d'essai : choisissez le .csv qui a été rempli.",
            optional=True,
        ),
    ] = ()
    author: Annotated[
        str,
        Parameter("Qui remet les fiches ; demandé avec --lire.", flag="--auteur", metavar="NOM"),
    ] = ""
    laid: Annotated[bool, Parameter(label="Écrire d'abord la fiche vierge de chaque groupe")] = False


@operation(
    "essais",
    label="Prendre les fiches d'essai",
    title="Fiches d'essai",
)
def trials(doing: Doing, asked: TrialsParameters) -> Outcome:
    """Écrire les fiches d'essai des professionnels, reprendre celles qui sont remplies, montrer ce qu'elles disent.

    Une fiche fautive n'est pas prise : toutes ses fautes sont dites, ligne et champ. Code de sortie : 2 si rien n'a pu être fait.
    """
    from epreuves_kit.jury import challenge
    from epreuves_kit.jury.record import JuryRecord

    root, id = doing.course.root, _of_draw(doing.course, asked.epreuve)
    folder = asked.folder or (Path(EXPORTS) if asked.laid else None)
    sentences, files = list[str](), list[str]()
    doing.progress("Fiches d'essai", 0, 0)
    with JuryRecord(root) as record:
        for path in challenge.write(record, id, doing.here / folder) if folder else ():
            files.append(doing.named(path))
        if asked.sheets:
            ask_once_closed(doing)
        for path in asked.sheets:
            noted = challenge.take(record, id, asked.author, doing.here / path)
            sentences.append(f"{path.name} : {counted(noted, 'production notée')}, au registre.")
        sentences += challenge.told(record, id)
    if not sentences and not files:
        sentences.append("Aucune fiche n'est encore reprise.")
    return Outcome(tuple(sentences), files=tuple(files))
