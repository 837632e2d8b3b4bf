"""What ends a session: the persons certified told to the Caisse des Dépôts, then all of it sealed, archived, looked at again, and erased."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuves.course.folders import Course
from epreuves.exam.asking import (
    ASIDE,
    JOURNAL,
    LOCK,
    STATE,
    TOLD,
    ActionOutcome,
    ActionProgress,
    Asked,
    Unconfirmed,
    given,
)
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, of

if TYPE_CHECKING:
    from epreuves.exam.closing.erasing import ErasurePlan
    from epreuves.exam.closing.sealing import Seal
    from epreuves.exports.certified.transmissions import Transmissions
    from epreuves.exports.certified.transmitting import Certified
    from epreuves.jury.record import JuryRecord
    from epreuves.rules.jury_rules import JuryRules


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


#: What says that a session is to be closed though appeals are open.
_CONTESTED = "contested"


def try_closing(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Say what would be sealed, and what lacks; nothing is written."""
    from epreuves.exam.closing import sealing

    seal, left = _prepared(course, asked, progress)
    ready = (
        "La session peut être close."
        if not left
        else "Close maintenant, la session le serait avec ce qui manque, et son sceau le dirait."
    )
    return ActionOutcome(("Rien n'est écrit : c'était une simulation.", ready, *_held(sealing.told(seal))), left[:TOLD])


def close(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Seal the session, archive it, and write the closing's paper; what lacks has been confirmed."""
    from epreuves.exam.closing import archive, chain
    from epreuves.exam.closing.places import ARCHIVE, FOLDER, STATEMENT

    _refuse_contested(course, asked)
    seal, left = _prepared(course, asked, progress)
    archive.close(course, seal, lambda done, total: progress("Archive, relue", done, total))
    return ActionOutcome(
        (
            f"La session est close. Empreinte : {chain.shown(seal.root)}",
            f"Imprimez et signez « {STATEMENT} », qui la porte, et gardez-le hors du cours.",
            f"Gardez une copie de {FOLDER}/{ARCHIVE} en lieu sûr : elle contient des noms, des travaux, des notes.",
        ),
        left[:TOLD],
        (f"{FOLDER}/{STATEMENT}", f"{FOLDER}/{ARCHIVE}"),
    )


def once(course: Course, asked: Asked) -> str:
    """What is to be confirmed before a session is closed: it is once, and what lacks is sealed as lacking."""
    from epreuves.exam.closing import sealing
    from epreuves.jury.minutes import date

    sealing.refuse_sealed(course.root)
    said = "Une session ne se clôt qu'une fois : ce qui changera ensuite se verra comme un changement."
    if not (left := sealing.lacking(course, date(asked.value("date")))):
        return said
    return "\n".join(
        (
            "La session n'est pas finie :",
            *left,
            "Close quand même, elle le serait avec ce qui manque, et son sceau le dirait.",
            said,
        )
    )


def _refuse_contested(course: Course, asked: Asked) -> None:
    """Raise Unconfirmed, once more than for anything else, where an appeal waits or may still come."""
    from epreuves.exam import afterwards
    from epreuves.jury.minutes import date

    found = afterwards.read(course)
    open_ = afterwards.contestable(found, date(asked.value("date")))
    waiting = [f"n° {number}" for number in found.waiting]
    if asked.value(_CONTESTED) or not (open_ or waiting):
        return
    said = [f"{counted(len(waiting), 'recours')} sans réponse : {listed(waiting)}."] if waiting else []
    said += [f"{one[:1].upper()}{one[1:]}" for one in open_]
    last = "Close maintenant, la session ne pourrait plus donner suite à un recours sans que son sceau montre un changement."
    raise Unconfirmed("\n".join((*said, last)), {_CONTESTED: "oui"})


def check_closing(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Say what changed since the session was sealed, against the signed paper's fingerprint where it is given."""
    from epreuves.exam.closing import chain, sealing
    from epreuves.wording.french import day

    written = chain.typed(asked.value("fingerprint")) if asked.value("fingerprint") else ""
    seal = sealing.read(course.root)
    if seal is None:
        raise KitError("La session n'est pas close : « epreuves session clore » la scelle.")
    sealing.same(written, seal.root)
    found = sealing.compare(course, seal, lambda done, total: progress("Empreintes", done, total))
    said = f"{counted(len(found), 'différence')} depuis la clôture" if found else "rien n'a changé depuis la clôture"
    told = [
        f"Session « {seal.head.session} », close le {day(seal.head.day)} : {said}.",
        f"Empreinte : {chain.shown(seal.root)}",
    ]
    if written:
        told.append("C'est celle du papier signé.")
    more = [f"… et {counted(len(found) - TOLD, 'autre différence')}."] if len(found) > TOLD else []
    return ActionOutcome(tuple(told), (*(f"{one.state} : {one.what}" for one in found[:TOLD]), *more))


def _prepared(course: Course, asked: Asked, progress: ActionProgress) -> tuple[Seal, tuple[str, ...]]:
    from epreuves.exam.closing import erasures, sealing
    from epreuves.jury.minutes import date

    if (erased := erasures.read(course.root)) is not None:
        raise KitError(erasures.sentence(erased))
    sealing.refuse_sealed(course.root)
    at = date(asked.value("date"))
    left = sealing.lacking(course, at)
    return sealing.prepare(course, at, left, lambda done, total: progress("Empreintes", done, total)), left


def _held(told: dict[str, object]) -> list[str]:
    """What a seal holds, a sentence a place."""
    rows = told["contenu"]
    assert isinstance(rows, list)
    return [f"{what[:1].upper()}{what[1:]} : {many}, {size}." for what, many, size in rows]


def give_own_data(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Bring together all that the course holds of a person, in an archive to be given to them."""
    from epreuves.exam.closing import erasures, own_data
    from epreuves.exam.closing.places import OWN_DATA
    from epreuves.gradebook.rows import known_people
    from epreuves.rules import jury_rules

    progress("Recherche de ce que le cours garde de la personne", 0, 0)
    who = asked.value("candidate")
    erased = erasures.read(course.root)
    if erased is not None and (kept := erased.of(who)) is not None:
        return ActionOutcome((erasures.sentence(erased), f"De {kept.candidate}, il reste : {erasures.in_words(kept)}."))
    candidate = own_data.find(course, who)
    found = own_data.gather(course, jury_rules.read(course.root), candidate, bool(asked.value("named")))
    path = own_data.write(found, course.root / OWN_DATA)
    said = f"Les données {of(known_people(course.db_url).named(candidate))} sont dans {OWN_DATA}/{path.name} : {counted(len(found.files), 'fichier')}, dont {own_data.GUIDE}."
    return ActionOutcome((said, own_data.SEND), (found.look,) if found.look else (), (f"{OWN_DATA}/{path.name}",))


def try_erasing(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Say what would be erased; nothing is."""
    found = _erasure(course, asked, progress)
    if not _left(found):
        return ActionOutcome(_going(found))
    return ActionOutcome(("Rien n'est effacé : c'était une simulation.", *_going(found)), _look(course, found))


def erase(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Erase the session's personal data, once what would go has been shown and confirmed; one that was stopped goes on.

    What is confirmed is what was shown: where the course has changed since, nothing goes, and what would go now is shown.
    """
    from epreuves.exam.closing import erasing, erasures
    from epreuves.exam.closing.places import FOLDER

    found, others = _erasure(course, asked, progress), bool(asked.value("others"))
    if not _left(found):
        return ActionOutcome(_going(found))
    if found.others and not others:
        erasing.refuse_others(course, found)
    now = erasing.digest(course, found)
    if not found.begun and not (asked.sure and asked.value("digest") == now):
        head = (
            (erasing.CHANGED, "Ceci serait effacé maintenant :")
            if asked.sure
            else ("Ceci serait effacé, sans retour possible :",)
        )
        raise Unconfirmed("\n".join((*head, *_going(found))), {"digest": now}, _look(course, found, others))
    beyond = erasing.erase(course, found, others, lambda done, total: progress("Effacement", done, total))
    many = counted(len(found.erasure.people), "personne")
    return ActionOutcome(
        (f"C'est effacé : {many}.", erasing.BEYOND), (beyond,) if beyond else (), (f"{FOLDER}/{erasures.LIST}",)
    )


def _erasure(course: Course, asked: Asked, progress: ActionProgress) -> ErasurePlan:
    """What there is to erase, but what this action itself is at."""
    import datetime

    import msgspec

    from epreuves.exam.closing import erasing
    from epreuves.jury.minutes import date

    progress("Recherche de ce qui est à effacer", 0, 0)
    until = asked.value("until")
    found = erasing.plan(course, datetime.date.today(), date(until) if until else None)
    own = {course.root / name for name in (STATE, JOURNAL, LOCK)}
    return msgspec.structs.replace(found, paths=tuple(path for path in found.paths if path not in own))


def _look(course: Course, found: ErasurePlan, others: bool = False) -> tuple[str, ...]:
    """What somebody should know first, and how much more of it there is than can be shown."""
    from epreuves.exam.closing import erasing

    told = erasing.look(course, found, others)
    return (*told[:TOLD], f"… et {len(told) - TOLD} de plus.") if len(told) > TOLD else told


def _left(found: ErasurePlan) -> bool:
    return bool(not found.erasure.done or found.paths or found.others)


def _going(found: ErasurePlan) -> tuple[str, ...]:
    """What goes, a sentence a place."""
    from epreuves.exam.closing import erasing, erasures
    from epreuves.exam.closing.sealing import size

    if not _left(found):
        return (erasures.sentence(found.erasure),)
    back = (erasures.sentence(found.erasure), "Des fichiers sont revenus depuis :") if found.erasure.done else ()
    gone = (
        f"{_CALLED.get(what, what)} : {counted(many, 'fichier')}, {size(octets)}."
        for what, many, octets in found.places
    )
    total = counted(sum(many for _, many, _ in found.places), "fichier")
    return (*back, *gone, f"En tout : {total}.", erasing.of_gradebook(found))


def lay_holders_model(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Write the list of persons to transmit, or the lines that it lacks, to be filled."""
    from epreuves.exports.certified import holders, transmitting

    progress("Liste des titulaires", 0, 0)
    with _transmissions(course) as (record, _, _, known, waiting):
        path, added = transmitting.lay_model(record, known)
    said = f"{counted(added, 'ligne')} de plus, à remplir d'après l'état civil." if added else "il n'y manque personne."
    return ActionOutcome((f"La liste des titulaires, {holders.FILE} : {said}",), _undecided(waiting), (path.name,))


def take_holders(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Put the filled list of persons in its place, once it is read whole; the one that was there goes aside."""
    from epreuves.exports.certified import holders, transmissions

    progress("Lecture de la liste", 0, 0)
    path, place = given(course.root, asked.value("list")), course.root / holders.FILE
    with transmissions.alone(course.root):
        content = path.read_bytes()
        lines = holders.parse(content)
        if place.exists() and place.read_bytes() != content:
            aside = course.root / ASIDE
            aside.mkdir(parents=True, exist_ok=True)
            names = (aside / f"{place.stem}-{rank}{place.suffix}" for rank in range(1, 100_000))
            place.rename(next(one for one in names if not one.exists()))
        transmissions.put(place, content)
    path.unlink(missing_ok=True)
    return ActionOutcome((f"{counted(len(lines), 'titulaire')} dans la liste.",))


def transmit(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Write the flow of those certified who are still to be transmitted."""
    from epreuves.exports.certified import flow, transmitting
    from epreuves.jury import minutes

    progress("Écriture du flux", 0, 0)
    if not asked.value("date"):
        raise KitError("Donnez la date de la délibération, d'où la certification vaut.")
    with _transmissions(course) as (record, rules, kept, known, waiting):
        without = [one.strip() for one in asked.value("without").split(",") if one.strip()]
        made = transmitting.prepare(record, kept, known, minutes.date(asked.value("date")), flow.stamp(""), (), without)
        path, kept = transmitting.keep(course.root, kept, made)
        transmitting.lay_list(course.root, transmitting.certified(record, rules, kept)[0])
    many = counted(len(made.holders), "personne")
    return ActionOutcome(
        (
            f"{many} dans ce flux, à déposer dans l'espace des certificateurs de la Caisse des Dépôts.",
            "Sa réponse se prend ici, avec « Prendre une réponse ».",
        ),
        (*made.warnings, *_undecided(waiting))[:TOLD],
        (path.relative_to(course.root).as_posix(),),
    )


def take_receipt(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Take what the Caisse des Dépôts answers."""
    from epreuves.exports.certified import transmissions, transmitting

    progress("Lecture de la réponse", 0, 0)
    path = given(course.root, asked.value("list"))
    with _transmissions(course) as (record, rules, kept, _, _):
        kept = transmitting.take(course.root, kept, [path])
        transmissions.write(course.root, kept)
        known, _ = transmitting.certified(record, rules, kept)
        written = transmitting.lay_list(course.root, known)
    path.unlink(missing_ok=True)
    state = transmissions.PassageState
    refused = [f"{one.name} : refusé ({one.standing.reason})." for one in known if one.standing.state is state.REFUSED]
    accepted = sum(one.standing.state is state.ACCEPTED for one in known)
    said = [counted(accepted, "passage accepté"), *([counted(len(refused), "passage refusé")] if refused else [])]
    return ActionOutcome((f"{listed(said)}.",), tuple(refused[:TOLD]), (written.relative_to(course.root).as_posix(),))


@contextlib.contextmanager
def _transmissions(course: Course) -> Iterator[tuple[JuryRecord, JuryRules, Transmissions, list[Certified], int]]:
    """The jury's record and rules, what was transmitted, who is certified, and how many the jury has not decided of; for one at a time."""
    from epreuves.exports.certified import transmissions, transmitting
    from epreuves.jury.record import JuryRecord
    from epreuves.rules import jury_rules

    rules = jury_rules.read(course.root)
    with JuryRecord(course.root) as record, transmissions.alone(course.root):
        kept = transmissions.read(course.root)
        yield record, rules, kept, *transmitting.certified(record, rules, kept)


def _undecided(waiting: int) -> tuple[str, ...]:
    many = counted(waiting, "candidat")
    return (f"{many} à compléter : le jury n'en a pas décidé, rien n'en est transmis.",) if waiting else ()
