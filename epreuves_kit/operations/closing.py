"""The end of a session: sealed and archived, looked at again, each person's data given to them, all of it erased on its day."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed, of
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import JOURNAL, LOCK, STATE, TOLD, Outcome, OutcomeTable, Unconfirmed
from epreuves_kit.operations.declared import SURE, Doing, Parameter, Parameters, Variation, operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.closing.erasing import ErasurePlan
    from epreuves_kit.exam.closing.sealing import Seal

#: What is erased, for who does not know its folders and files; the rest has its own name.
_CALLED = {
    "submitted/": "Copies rendues, dans submitted/",
    "autograded/": "Copies corrigées, dans autograded/",
    "feedback/": "Restitutions, dans feedback/",
    "exports/": "Ce qui a été écrit pour être donné, dans exports/",
    "remises/": "Archives remises, dans remises/",
    "accuses/": "Accusés de réception, dans accuses/",
    "cdc/": "Flux pour la Caisse des Dépôts, dans cdc/",
    "donnees-personnelles/": "Données réunies pour quelqu'un, dans donnees-personnelles/",
    ".epreuves/": "Ce que le kit garde de son travail, dans .epreuves/",
    "deliberation.yaml": "Séance du jury, dans deliberation.yaml",
    "proces-verbal*.pdf": "Procès-verbaux du jury",
    "essais-*.csv": "Fiches d'essai",
}
#: What a confirmation brings back: that a session is closed though appeals are open; the digest of what would be erased.
_CONTESTED, _DIGEST = "contested", "digest"
#: The option of what only says what would be done.
_SIMULATED = "--simuler"


class CloseParameters(Parameters, frozen=True):
    """The day, and True if nothing is to be written."""

    date: Annotated[
        datetime.date | None,
        Parameter("Le jour de la clôture ; aujourd'hui par défaut.", "Date de la clôture", flag="--date"),
    ] = None
    simulated: Annotated[
        bool, Parameter("Dire ce qui serait scellé, et ce qui manque, sans rien écrire.", flag=_SIMULATED)
    ] = False


@operation(
    "session clore",
    label="Clore la session",
    title="Clôture",
    accept="Clore la session",
    sure=("--malgre", *SURE),
    variations=(Variation(_SIMULATED, "Voir ce qui serait clos", "Clôture simulée", ("date",), {"simulated": "oui"}),),
)
def close(doing: Doing, asked: CloseParameters) -> Outcome:
    """Sceller tout ce dont les résultats dépendent, l'archiver, et écrire le procès-verbal de clôture, à signer.

    Dans cloture/ : sceau.jsonl (chaque fichier, chaque table du carnet, leur taille et leur empreinte), archive.zip et cloture.pdf. Une
    session ne se clôt qu'une fois : la commande demande, et dit ce qui est encore provisoire, un recours sans réponse par exemple.
    Code de sortie : 0 si elle est close, 1 si ce n'est qu'une simulation et que quelque chose manque, 2 si personne n'a confirmé, si elle est
    déjà close ou ne se lit pas ; rien n'est alors écrit.
    """
    from epreuves_kit.course.closing import ARCHIVE, FOLDER, STATEMENT
    from epreuves_kit.exam.closing import archive, chain, erasures, provisional, sealing

    course, at = doing.course, asked.date or datetime.date.today()
    if (erased := erasures.read(course.root)) is not None:
        raise KitError(erasures.sentence(erased))
    sealing.refuse_sealed(course.root)
    provisional.refuse_early(course, at)
    left = provisional.lacking(course, at)
    if not asked.simulated:
        _confirm_closing(doing, at, left)
    seal = sealing.prepare(course, at, left, lambda done, total: doing.progress("Numéro de contrôle", done, total))
    if asked.simulated:
        ready = (
            "La session peut être close."
            if not left
            else "Close maintenant, la session le serait avec ce qui manque, et son sceau le dirait."
        )
        sentences = ("Rien n'est écrit : c'était une simulation.", ready)
        return Outcome(sentences, left[:TOLD], tables=(_sealed(course, seal),), code=int(bool(left) and not doing.sure))
    archive.close(course, seal, lambda done, total: doing.progress("Archive, relue", done, total))
    return Outcome(
        (
            f"La session est close. Numéro de contrôle : {chain.shown(seal.root)}",
            f"Imprimez et signez « {FOLDER}/{STATEMENT} », qui le porte, et gardez-le hors du cours.",
            f"Gardez une copie de {FOLDER}/{ARCHIVE} en lieu sûr : elle contient des noms, des travaux, des notes.",
        ),
        left[:TOLD],
        (f"{FOLDER}/{STATEMENT}", f"{FOLDER}/{ARCHIVE}"),
        (_sealed(course, seal),),
    )


def _confirm_closing(doing: Doing, at: datetime.date, left: Iterable[str]) -> None:
    """Ask for the confirmation that a session is closed: it is once, and what lacks is sealed as lacking; then once more where appeals are open."""
    from epreuves_kit.exam import afterwards

    once = "Une session ne se clôt qu'une fois : ce qui changera ensuite se verra comme un changement."
    lacking = (
        "La session n'est pas finie :",
        *left,
        "Close quand même, elle le serait avec ce qui manque, et son sceau le dirait.",
    )
    doing.confirm("\n".join((*(lacking if left else ()), once)))
    after = afterwards.read(doing.course)
    open_ = afterwards.contestable(after, at)
    waiting = [f"n° {number}" for number in after.waiting]
    if doing.brought.get(_CONTESTED) or not (open_ or waiting):
        return
    sentences = [f"{counted(len(waiting), 'recours')} sans réponse : {listed(waiting)}."] if waiting else []
    sentences += [f"{sentence[:1].upper()}{sentence[1:]}" for sentence in open_]
    last = "Close maintenant, la session ne pourrait plus donner suite à un recours sans que son sceau montre un changement."
    raise Unconfirmed("\n".join((*sentences, last)), {_CONTESTED: "oui"})


def _sealed(course: Course, seal: Seal) -> OutcomeTable:
    from epreuves_kit.exam.closing import sealing
    from epreuves_kit.exam.closing.acts import acts
    from epreuves_kit.referentiel.reading import referentiel

    rows = sealing.told(referentiel(course.root).certification, seal)["contenu"]
    assert isinstance(rows, list)
    lines = [tuple(map(str, row)) for row in rows]
    lines += [(f"dont {what[:1].lower()}{what[1:]}", which, "—") for what, which in acts(course)]
    return OutcomeTable(("Quoi", "Combien", "Taille"), tuple(lines), numbers=(1, 2))


class CheckParameters(Parameters, frozen=True):
    """The fingerprint on the signed paper, and the archive to check."""

    fingerprint: Annotated[
        str,
        Parameter(
            "Le numéro de contrôle du papier, avec ou sans espaces : le sceau doit avoir le même.",
            "Le numéro de contrôle du papier signé (facultatif)",
            flag="--empreinte",
            metavar="TEXTE",
        ),
    ] = ""
    path: Annotated[
        Path | None, Parameter("Vérifier cette archive, et non le cours.", flag="--archive", metavar="FICHIER")
    ] = None


@operation("session verifier", label="Vérifier la clôture", title="Vérification de la clôture", lines="différence")
def check(doing: Doing, asked: CheckParameters) -> Outcome:
    """Dire ce qui a changé, est apparu ou a disparu depuis la clôture : une ligne par sorte de document, avec les noms ; fichier par fichier avec --json.

    Code de sortie : 0 si rien n'a changé, 1 si quelque chose a changé, 2 si la session n'est pas close, ou si le sceau n'est plus celui
    qui a été écrit.
    """
    from epreuves_kit.exam.closing import archive, chain, differing, erasures, sealing

    written = chain.typed(asked.fingerprint) if asked.fingerprint else ""

    def progress(done: int, total: int) -> None:
        doing.progress("Numéro de contrôle", done, total)

    if asked.path is not None:
        seal, differences = archive.check(doing.here / asked.path, progress), []
    elif (erased := erasures.read(doing.course.root)) is not None:
        sealing.same(written, erased.head.seal)
        gone = (
            f"Le sceau est parti avec elles ; son numéro de contrôle était : {chain.shown(erased.head.seal)}"
            if erased.head.seal != chain.NOTHING
            else "La session n'avait pas été close."
        )
        return Outcome((erasures.sentence(erased), gone))
    else:
        read = sealing.read(doing.course.root)
        if read is None:
            raise KitError(f"La session n'est pas close : {remedy('session clore')} la scelle.")
        sealing.same(written, read.root)
        seal, differences = read, sealing.compare(doing.course, read, progress)
    sealing.same(written, seal.root)
    whole = (
        "rien n'a changé depuis la clôture" if asked.path is None else "l'archive est entière, et ce que dit son sceau"
    )
    kinds = differing.differences(doing.course, seal, differences) if differences else []
    outcome = f"{counted(len(kinds), 'différence')} depuis la clôture" if kinds else whole
    sentences = [
        f"Session « {seal.head.session} », close le {day(seal.head.day)} : {outcome}.",
        *([*_decisions_now(doing.course), sealing.REMEDY] if kinds else []),
        f"Numéro de contrôle : {chain.shown(seal.root)}",
        "C'est celui du papier signé."
        if written
        else "Comparez-le à celui du papier signé : refait par quelqu'un, le sceau en aurait un autre.",
    ]
    lines = tuple((line.kind, line.since, line.whose) for line in kinds)
    tables = (OutcomeTable(("Quoi", "Depuis la clôture", "De qui, de quoi"), lines),) if lines else ()
    return Outcome(tuple(sentences), tables=tables, objects=tuple(differences), code=int(bool(differences)))


def _decisions_now(course: Course) -> list[str]:
    """The sentence on decisions where something differs from what was sealed: an act may be added and taken back, and change none of them."""
    from epreuves_kit.exam import afterwards

    try:
        after = afterwards.read(course)
    except KitError:  # what differs may be what decisions are read from
        return []
    if after.minutes is None:
        return []
    minutes = f"procès-verbal n° {after.minutes.number}"
    if after.changed:
        return [f"Les décisions ont changé pour {counted(after.changed, 'candidat')} depuis le {minutes}."]
    return [f"Les décisions sont celles du {minutes} : ce qui diffère n'en change aucune."]


def _people(course: Course, epreuve: EpreuveId) -> Iterable[tuple[str, str]]:
    """Those whose data there are; once they are erased, those of whom something is left."""
    from epreuves_kit.exam import enrol
    from epreuves_kit.exam.closing import erasures
    from epreuves_kit.rules import jury_rules

    if (erased := erasures.read(course.root)) is not None:
        return [(person.candidate, person.candidate) for person in erased.people]
    every = enrol.told_apart(enrol.candidates(course, jury_rules.read(course.root)))
    return [(id, candidate.name) for id, candidate in every.items()]


class OwnDataParameters(Parameters, frozen=True):
    """The person, the names that are given, and the folder of the archive."""

    candidate: Annotated[
        str,
        Parameter(
            "La personne, par son identifiant.", "Candidat·e", metavar="CANDIDAT", kind="choice", options=_people
        ),
    ]
    folder: Annotated[Path, Parameter("Où écrire l'archive.", flag="--sortie", metavar="DOSSIER")] = Path(
        "donnees-personnelles"
    )
    named: Annotated[
        bool,
        Parameter(
            "Donner les noms des correcteurs et du jury, au lieu de « correcteur 1 ».",
            "Donner les noms des correcteurs et du jury",
            flag="--noms-des-correcteurs",
        ),
    ] = False


@operation("session donnees", label="Réunir les données d'une personne", title="Données d'une personne")
def own_data(doing: Doing, asked: OwnDataParameters) -> Outcome:
    """Réunir en une archive tout ce que le cours garde d'une personne, pour le lui donner : copies, notes, annotations, oraux, décisions.

    Rien n'y est d'une autre personne : dans la copie d'un groupe, les noms des autres sont ôtés. Code de sortie : 0 si l'archive est
    écrite, ou si la session est effacée et que c'est dit, 2 sinon.
    """
    from epreuves_kit.exam.closing import erasures
    from epreuves_kit.exam.closing import own_data as gathering
    from epreuves_kit.exports import making
    from epreuves_kit.gradebook.rows import known_people
    from epreuves_kit.rules import jury_rules

    course = doing.course
    doing.progress("Recherche de ce que le cours garde de la personne", 0, 0)
    erased = erasures.read(course.root)
    if erased is not None and (kept := erased.of(asked.candidate)) is not None:
        return Outcome((erasures.sentence(erased), f"De {kept.candidate}, il reste : {erasures.in_words(kept)}."))
    out = course.root / asked.folder
    making.check_folder(out, course.root)
    candidate = gathering.find(course, asked.candidate)
    gathered = gathering.gather(course, jury_rules.read(course.root), candidate, asked.named)
    path = (asked.folder / gathering.write(gathered, out).name).as_posix()
    whose = of(known_people(course.db_url).named(candidate))
    sentence = (
        f"Les données {whose} sont dans {path} : {counted(len(gathered.files), 'fichier')}, dont {gathering.GUIDE}."
    )
    return Outcome((sentence, gathering.SEND), (gathered.look,) if gathered.look else (), (path,))


class EraseParameters(Parameters, frozen=True):
    """The day until which data are kept, the other files that go, and True if nothing is to be erased."""

    until: Annotated[
        datetime.date | None,
        Parameter(
            "Le jour jusqu'auquel les données se gardent, si seance.yaml ne le dit pas.",
            "Jour jusqu'auquel les données se gardent",
            flag="--au",
            needed=True,
        ),
    ] = None
    others: Annotated[
        bool,
        Parameter(
            "Effacer aussi les fichiers du cours qui nomment quelqu'un et ne sont pas du kit.",
            "Effacer aussi les fichiers du cours qui nomment quelqu'un et ne sont pas du kit",
            flag="--tout",
        ),
    ] = False
    simulated: Annotated[bool, Parameter("Dire tout ce qui serait effacé, sans rien effacer.", flag=_SIMULATED)] = False


@operation(
    "session effacer",
    label="Effacer les données de la session",
    title="Effacement",
    accept="Effacer tout cela",
    sure=SURE,
    variations=(
        Variation(_SIMULATED, "Voir ce qui serait effacé", "Effacement simulé", ("until",), {"simulated": "oui"}),
    ),
)
def erase(doing: Doing, asked: EraseParameters) -> Outcome:
    """Effacer les données personnelles de la session, à la date fixée par « conservation » dans seance.yaml ; avant, c'est refusé.

    Copies, notes, annotations, registres, restitutions, archive de clôture et noms s'en vont ; cloture/effacements.csv garde, par
    identifiant, la décision du jury, et rien d'autre. Interrompue, la commande se relance et finit. Ce qui est effacé est ce qui a été
    montré : si le cours change pendant la question, ce qui le serait maintenant est montré. Code de sortie : 0 si tout est effacé, 2 si
    personne n'a confirmé ou si ce n'est pas possible.
    """
    from epreuves_kit.course.closing import FOLDER
    from epreuves_kit.exam.closing import erasing, erasures

    course = doing.course
    doing.progress("Recherche de ce qui est à effacer", 0, 0)
    plan = erasing.plan(course, datetime.date.today(), asked.until)
    own = {course.root / name for name in (STATE, JOURNAL, LOCK)}
    plan = msgspec.structs.replace(plan, paths=tuple(path for path in plan.paths if path not in own))
    if not _left(plan):
        return Outcome((erasures.sentence(plan.erasure),))
    look = _look(course, plan, asked.others)
    if asked.simulated:
        return Outcome(("Rien n'est effacé : c'était une simulation.", *_going(plan)), look)
    if plan.others and not asked.others:
        erasing.refuse_others(course, plan)
    now = erasing.digest(course, plan)
    if not plan.begun and not (doing.sure and doing.brought.get(_DIGEST) == now):
        shown = doing.sure and _DIGEST in doing.brought
        head = (
            (erasing.CHANGED, "Ceci serait effacé maintenant :")
            if shown
            else ("Ceci serait effacé, sans retour possible :",)
        )
        raise Unconfirmed("\n".join((*head, *_going(plan))), {_DIGEST: now}, look)
    beyond = erasing.erase(course, plan, asked.others, lambda done, total: doing.progress("Effacement", done, total))
    many = counted(len(plan.erasure.people), "personne")
    resumed = ("Un effacement avait été interrompu : il a repris où il en était.",) if plan.begun else ()
    if plan.erasure.done:
        resumed = ("Des fichiers sont revenus depuis : ils sont effacés à leur tour.",)
    files = (f"{FOLDER}/{erasures.LIST}",)
    return Outcome((*resumed, f"C'est effacé : {many}.", erasing.BEYOND), (beyond,) if beyond else (), files)


def _look(course: Course, plan: ErasurePlan, others: bool) -> tuple[str, ...]:
    """Sentences to be known first, and the number of those that cannot be shown."""
    from epreuves_kit.exam.closing import erasing

    sentences = erasing.look(course, plan, others)
    return (*sentences[:TOLD], f"… et {len(sentences) - TOLD} de plus.") if len(sentences) > TOLD else tuple(sentences)


def _left(plan: ErasurePlan) -> bool:
    return bool(not plan.erasure.done or plan.paths or plan.others)


def _going(plan: ErasurePlan) -> tuple[str, ...]:
    """Sentences on what goes, one a place."""
    from epreuves_kit.exam.closing import erasing, erasures
    from epreuves_kit.exam.closing.sealing import size

    back = (erasures.sentence(plan.erasure), "Des fichiers sont revenus depuis :") if plan.erasure.done else ()
    gone = (
        f"{_CALLED.get(what, what)} : {counted(many, 'fichier')}, {size(octets)}." for what, many, octets in plan.places
    )
    total = counted(sum(many for _, many, _ in plan.places), "fichier")
    return (*back, *gone, f"En tout : {total}.", erasing.of_gradebook(plan))
