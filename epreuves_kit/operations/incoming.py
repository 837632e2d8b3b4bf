"""Copies that came by another way than the exchange, put where they go; one that was replaced; and a receipt for each copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, moment, of
from epreuves_kit.exam.asking import TOLD, Outcome, OutcomeTable
from epreuves_kit.exam.extending import NO_JOURNAL, ask
from epreuves_kit.operations.declared import SURE, Doing, Epreuve, Parameter, Parameters, operation
from epreuves_kit.referentiel.model import called

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.incoming.placing import PlacedCopy
    from epreuves_kit.exam.receipts import Receipt
    from epreuves_kit.exam.withdrawing import WithdrawnCopy
    from epreuves_kit.gradebook.rows import People

#: Who takes a copy out, where nobody has said their name.
_SECRETARY = "Secrétariat"
_HEAVY = "Au-delà de 7 Mo, posez l'archive dans la liste des fichiers, à gauche, à côté de nbgrader_config.py, puis actualisez cette page : elle y est proposée."


def waiting_archives(root: Path) -> tuple[str, ...]:
    """The names of the archives that lie beside the course's configuration, where one too heavy for the page is put."""
    return tuple(sorted(path.name for path in root.glob("*.zip") if path.is_file() and not path.is_symlink()))


def _waiting(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in waiting_archives(course.root)]


class ReceiveParameters(Parameters, frozen=True):
    """Copies received, and what is known of them."""

    sources: Annotated[
        tuple[Path, ...],
        Parameter(
            "Ce qui est reçu : l'archive que Moodle fait télécharger, un dossier d'archives, ou l'archive d'une copie.",
            "L'archive reçue (.zip)",
            metavar="ARCHIVE",
            kind="file",
            accept=(".zip",),
            refusal="n'est pas une archive : choisissez un fichier .zip.",
            note=_HEAVY,
            optional=True,
        ),
    ]
    there: Annotated[
        str, Parameter(label="Ou une archive qui est dans le dossier du cours", kind="choice", options=_waiting)
    ] = ""
    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter(
            "Ne prendre que cette épreuve (option répétable) ; toutes celles qui sont distribuées par défaut.",
            flag="--epreuve",
            metavar="ID",
        ),
    ] = ()
    at: Annotated[
        str,
        Parameter(
            "L'heure de remise à noter pour toutes ces copies, « 2026-06-12 12:00 » ; aucune par défaut.",
            flag="--heure",
            metavar="HEURE",
        ),
    ] = ""
    day: Annotated[str, Parameter(label="Jour de la remise, si vous le savez (facultatif)", kind="date")] = ""
    hour: Annotated[
        str,
        Parameter(
            label="Heure de la remise (facultatif)",
            kind="time",
            note="Notée pour toutes ces copies : les retards se comptent d'après elle.",
        ),
    ] = ""
    replace: Annotated[
        bool,
        Parameter(
            "Prendre la copie reçue là où une autre est déjà ; l'ancienne est mise de côté.",
            "Remplacer les copies déjà là ; elles sont mises de côté",
            flag="--remplacer",
        ),
    ] = False
    simulated: Annotated[bool, Parameter("Dire ce qui serait rangé, sans rien écrire.", flag="--simuler")] = False


@operation(
    "recevoir",
    label="Ranger des copies reçues",
    title="Rangement des copies reçues",
    accept="Ranger ces copies",
    lines="copie",
)
def receive(doing: Doing, asked: ReceiveParameters) -> Outcome:
    """Ranger dans submitted/ les copies reçues hors de l'échange : par Moodle, par courriel, sur une clé.

    Le nom du dossier, tel que Moodle l'écrit, ou l'identifiant du candidat dit à qui est la copie ; le notebook dit de quelle épreuve elle
    est. Ce qui ne se range pas est dit, avec ce qu'il faut faire, et rien n'en est écrit. Code de sortie : 0 si tout est rangé, 1 si une
    copie est à voir, 2 si l'archive ou le cours ne se lit pas.
    """
    from epreuves_kit.course import timetable
    from epreuves_kit.exam.incoming import placing
    from epreuves_kit.exam.incoming.parcels import parcels
    from epreuves_kit.gradebook.rows import known_people

    course = doing.course
    sources = _sources(doing, asked)
    if bool(asked.day) != bool(asked.hour):
        raise KitError("Donnez le jour et l'heure de la remise, ou ni l'un ni l'autre.")
    written = asked.at or (f"{asked.day} {asked.hour}" if asked.day else "")
    at = timetable.hour_of(course, written) if written else None
    enrolled, ids = placing.receivable(course, asked.epreuves)
    every = [parcel for source in sources for parcel in parcels(source, placing.enrolled(enrolled))]
    people = known_people(course.db_url)

    def put(simulated: bool) -> list[PlacedCopy]:
        what = "Lecture de ce qui est reçu" if simulated else "Rangement des copies"
        return placing.receive(
            course,
            enrolled,
            ids,
            every,
            at,
            asked.replace,
            simulated,
            lambda done, total: doing.progress(what, done, total),
        )

    if asked.simulated or not doing.sure:
        placed = put(simulated=True)
        if not asked.simulated and any(copy.state == "rangée" for copy in placed):
            doing.confirm("\n".join(_planned(course, placed, people)))
    else:
        placed = put(simulated=False)
    sentences = [placing.summary(placed)]
    if asked.simulated:
        sentences.append("Rien n'est écrit : c'était une simulation.")
    elif at is None and any(copy.state == "rangée" for copy in placed):
        sentences.append("Aucune heure de remise n'est notée, et personne n'est en retard.")
    refused = any(copy.state == "refusée" for copy in placed)
    return Outcome(tuple(sentences), tables=(_placed(placed, people),), objects=tuple(placed), code=int(refused))


def _sources(doing: Doing, asked: ReceiveParameters) -> list[Path]:
    """The archives that are meant: those given, or one that lies in the course. Raises KitError."""
    if bool(asked.there) == bool(asked.sources):
        raise KitError("Choisissez l'archive reçue, sur votre ordinateur ou parmi celles du cours, et une seule.")
    if not asked.there:
        return [doing.here / source for source in asked.sources]
    if asked.there not in waiting_archives(doing.course.root):
        raise KitError("Cette archive n'est plus dans le dossier du cours : choisissez-la de nouveau.")
    return [doing.course.root / asked.there]


def _planned(course: Course, placed: Sequence[PlacedCopy], people: People) -> Iterator[str]:
    """The plan for all that was received, line by line."""
    new = [copy for copy in placed if copy.state == "rangée"]
    yield f"Rien n'est encore rangé. {counted(len(new), 'copie')} à ranger :"
    yield from _by_epreuve(placed, people)
    over = [copy for copy in new if course.folder("submitted", copy.candidate, copy.epreuve).exists()]
    if over:
        who = _cut([people.named(copy.candidate) for copy in over])
        yield f"Une copie déjà là est remplacée, et mise de côté, pour {listed(who)}."
    if same := sum(copy.state == "inchangée" for copy in placed):
        yield f"{counted(same, 'copie')} déjà là, à l'identique."
    if left := _refused(placed, people):
        yield "À voir, et qui ne sera pas rangé :"
        yield from left


def _by_epreuve(placed: Iterable[PlacedCopy], people: People) -> Iterator[str]:
    """The candidates whose copies are put, épreuve by épreuve."""
    new = [copy for copy in placed if copy.state == "rangée"]
    for id in sorted({copy.epreuve for copy in new}):
        names = _cut([people.named(copy.candidate) for copy in new if copy.epreuve == id])
        yield f"{called(id)} : {listed(names)}."
    yield from (f"{people.named(copy.candidate)} : {copy.said}" for copy in new if copy.said)


def _refused(placed: Iterable[PlacedCopy], people: People) -> list[str]:
    """The parcels that are not put, each with its reason."""
    sentences = []
    for copy in placed:
        if copy.state == "refusée":
            whose = f" ({people.named(copy.candidate)})" if copy.candidate else ""
            sentences.append(f"« {copy.where} »{whose} : {copy.said}")
    more = len(sentences) - TOLD
    return [*sentences[:TOLD], *([f"… et {counted(more, 'autre')}."] if more > 0 else [])]


def _cut(names: list[str]) -> list[str]:
    more = len(names) - TOLD
    return [*names[:TOLD], *([f"{more} de plus"] if more > 0 else [])]


def _placed(placed: Iterable[PlacedCopy], people: People) -> OutcomeTable:
    lines = tuple(
        (
            copy.where,
            people.named(copy.candidate) if copy.candidate else "—",
            called(copy.epreuve) if copy.epreuve else "—",
            copy.state,
            copy.said,
        )
        for copy in placed
    )
    return OutcomeTable(("Reçu", "Candidat·e", "Épreuve", "État", "À voir"), lines)


class PutBackParameters(Parameters, frozen=True):
    """The candidate's copy, and the épreuve."""

    epreuve: Epreuve
    candidate: Annotated[str, Parameter("La personne, par son identifiant.", metavar="CANDIDAT")]


@operation(
    "retablir",
    label="Remettre la copie d'avant",
    title="Remise de la copie d'avant",
    accept="Remettre cette copie",
    sure=SURE,
)
def put_back(doing: Doing, asked: PutBackParameters) -> Outcome:
    """Remettre à sa place la copie qu'une autre a remplacée ; celle qui est là est mise de côté à son tour.

    Relancée, la commande défait ce qu'elle a fait. Code de sortie : 0 si la copie est remise, 2 si personne n'a confirmé, si aucune n'a
    été remplacée ou si la session est close.
    """
    from epreuves_kit.exam import laying
    from epreuves_kit.exam.enrol import candidates, chosen
    from epreuves_kit.rules import jury_rules

    course, epreuve = doing.course, called(asked.epreuve)
    (candidate,) = chosen(candidates(course, jury_rules.read(course.root)), [asked.candidate])
    laying.refuse_closed(course)
    if laying.replaced(course, candidate.id, asked.epreuve) is not None:
        doing.confirm(
            f"La copie {of(candidate.name)} pour {epreuve} est mise de côté, et celle qu'elle a remplacée reprend sa place, à corriger."
        )
    doing.progress("Remise de la copie", 0, 0)
    laying.put_back(course, candidate.id, asked.epreuve)
    return Outcome((f"La copie d'avant {of(candidate.name)} pour {epreuve} est de nouveau à sa place : corrigez-la.",))


class TakeOutParameters(Parameters, frozen=True):
    """The candidate's copy, the épreuve, and why it goes."""

    epreuve: Epreuve
    candidate: Annotated[str, Parameter("La personne, par son identifiant.", metavar="CANDIDAT")]
    reason: Annotated[
        str,
        Parameter(
            "Pourquoi, en une phrase.",
            "Pourquoi (gardé avec les niveaux, s'il y en a)",
            flag="--motif",
        ),
    ] = "Copie déposée par erreur."


@operation(
    "retirer",
    label="Retirer la copie",
    title="Retrait de la copie",
    accept="Retirer cette copie",
    sure=SURE,
    author="Qui retire la copie.",
)
def take_out(doing: Doing, asked: TakeOutParameters) -> Outcome:
    """Retirer une copie déposée par erreur, pour une autre personne par exemple ; ses fichiers sont mis de côté, et peuvent être remis.

    Si elle est corrigée, sa correction est ôtée du carnet ; les niveaux donnés restent au journal des correcteurs, et ne comptent plus. Une copie arrivée par le hub, sous le compte
    de la personne, ne se retire pas. Code de sortie : 0 si elle est retirée, 2 si personne n'a confirmé, s'il n'y en a pas ou si la session est close.
    """
    from epreuves_kit.exam import withdrawing
    from epreuves_kit.exam.enrol import candidates, chosen, told_apart
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.rules import jury_rules

    course, epreuve = doing.course, called(asked.epreuve)
    enrolled = candidates(course, jury_rules.read(course.root))
    candidate = asked.candidate
    name = candidate
    if candidate in course.students(EpreuveId(asked.epreuve)):
        name = known_people(course.db_url).named(candidate)
    else:
        (person,) = chosen(enrolled, [candidate])
        candidate, name = person.id, told_apart(enrolled)[person.id].name
    copy = withdrawing.look(course, candidate, asked.epreuve)
    _refuse_arrived(course, candidate, asked.epreuve)
    doing.confirm("\n".join(_lost(copy, name, known_people(course.db_url))))
    doing.progress("Retrait de la copie", 0, 0)
    withdrawing.take_out(course, copy, doing.author or _SECRETARY, asked.reason)
    again = ""
    if copy.group:
        again = f" Les copies des autres membres de « {copy.group} » sont à corriger de nouveau."
    return Outcome(
        (f"La copie {of(name)} pour {epreuve} est retirée.{again} « {put_back.label} » la remettrait, à corriger.",)
    )


def _refuse_arrived(course: Course, candidate: str, epreuve: str) -> None:
    """Raise KitError where a journal of arrivals says that a candidate handed the copy in themselves."""
    if course.arrivals is None:
        return
    settled = ask().settled(course=course, epreuve=epreuve, collected=False)
    if settled is not None and any(candidate_id(copy.candidate) == candidate_id(candidate) for copy in settled.copies):
        raise KitError(
            f"Cette copie de {called(epreuve)} est arrivée par le hub, sous le compte de la personne : elle ne se retire pas."
        )


def _lost(copy: WithdrawnCopy, name: str, people: People) -> Iterator[str]:
    """The sentences on a copy about to be taken out."""
    yield f"La copie {of(name)} pour {called(copy.epreuve)} sera mise de côté : la personne n'aura plus rien rendu."
    if copy.levels:
        whose = listed(copy.graders)
        yield f"{counted(copy.levels, 'niveau donné')} par {whose} ne compteront plus ; ils restent au journal des correcteurs."
    if others := [people.named(who) for who in copy.marked if who != copy.candidate and copy.group]:
        yield f"C'est la copie qui compte pour le groupe « {copy.group} » : {listed(others)} n'en auront plus la note, et leurs copies seront à corriger de nouveau."


class ReceiptsParameters(Parameters, frozen=True):
    """The épreuves and the candidates, and the folder to write in."""

    epreuves: Annotated[
        tuple[EpreuveId, ...],
        Parameter("Seulement ces épreuves ; toutes celles de la session par défaut.", metavar="ID"),
    ] = ()
    candidates: Annotated[
        tuple[str, ...],
        Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID"),
    ] = ()
    folder: Annotated[Path, Parameter("Où écrire les accusés.", flag="--sortie", metavar="DOSSIER")] = Path("accuses")
    verify: Annotated[
        bool,
        Parameter(
            "Sur un hub, comparer d'abord les copies ramassées au journal des arrivées : une copie qui n'est pas celle qui est arrivée est dite, et la première remise en place.",
            flag="--verifier",
        ),
    ] = False


@operation("accuses", label="Écrire les accusés de réception", title="Accusés de réception", lines="copie")
def receipts(doing: Doing, asked: ReceiptsParameters) -> Outcome:
    """Écrire un accusé de réception par copie ramassée : l'heure, ce qui est rempli, les fichiers, leurs empreintes ; et leur liste.

    Rien n'est corrigé ni exécuté. À lancer quand les copies sont ramassées : une copie illisible ou vide se voit le jour même.
    Code de sortie : 0 si chaque copie reçue se lit et n'est pas vide, 1 si une copie est à voir ou si le journal des arrivées dit quelque chose, 2 si le cours n'est pas prêt.
    """
    from epreuves_kit.exam import receipts as made
    from epreuves_kit.exam.enrol import candidates, chosen
    from epreuves_kit.exports import making
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.grading.course import MarkingCourse
    from epreuves_kit.rules import jury_rules
    from epreuves_kit.variants.identity import ByCandidate, Candidates

    course = MarkingCourse(doing.course.root)
    out = course.root / asked.folder
    making.check_folder(out, course.root)
    enrolled = candidates(course, jury_rules.read(course.root))
    ids = [id for id in asked.epreuves or course.held() if (course.root / "release" / id).is_dir()]
    if not ids:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a pas de copie à recevoir.")
    batch: list[Receipt] = []
    look: list[str] = []
    sealed, differs = "", False
    people = known_people(course.db_url)
    for rank, id in enumerate(ids):
        doing.progress("Accusés", rank, len(ids))
        arrived = ByCandidate[Any]()
        if asked.verify or course.arrivals is not None:
            settled = ask().settled(course=course, epreuve=id, collected=False)
            if settled is None:
                raise KitError(NO_JOURNAL)
            arrived, sealed = ByCandidate((copy.candidate, copy) for copy in settled.copies), settled.root
            look += settled.said
        for receipt in made.receipts(course, id, chosen(enrolled, asked.candidates)):
            if (copy := arrived.get(receipt.candidate)) is not None:
                differs = differs or bool(copy.said)
                receipt = msgspec.structs.replace(receipt, said=(*receipt.said, *map(_sentence, copy.said)))
            batch.append(receipt)
        named = Candidates(receipt.candidate for receipt in batch)
        look += [
            f"{people.named(copy.candidate)} : {sentence}"
            for who, copy in arrived.items()
            if who not in named
            for sentence in copy.said
        ]
    written = made.lay(batch, enrolled, out)
    sentences = [
        f"{counted(len(batch), 'copie reçue')}, {counted(len(written), 'accusé')} écrit ou changé dans le dossier {asked.folder}/, avec leur liste."
    ]
    if sealed:
        from epreuves_kit.exam.closing.chain import shown

        sentences.append(
            f"Journal des arrivées, empreinte de sa dernière ligne : {shown(sealed)}. Notez-la : rien de ce qui est avant ne peut plus changer sans être vu."
        )
    odd = differs or any(receipt.state != "reçue" for receipt in batch)
    return Outcome(
        tuple(sentences),
        tuple(dict.fromkeys(look)),
        ((asked.folder / made.LIST).as_posix(),),
        (_received(batch, people),),
        tuple(batch),
        int(odd or bool(look)),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _received(batch: Iterable[Receipt], people: People) -> OutcomeTable:
    lines = tuple(
        (
            people.named(receipt.candidate),
            called(receipt.epreuve),
            moment(receipt.at) if receipt.at is not None else "—",
            receipt.state,
            " ".join(receipt.said),
        )
        for receipt in batch
    )
    return OutcomeTable(("Candidat·e", "Épreuve", "Reçue le", "État", "À voir"), lines)
