"""What is done around the room: where people work, who sits when and with whom, before it; who was late, and copies that came by another way
than the exchange, after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from epreuves.course.folders import Course
from epreuves.exam.asking import EXPORTS, TOLD, ActionOutcome, ActionProgress, Asked, Unconfirmed, given
from epreuves.gradebook.rows import People, known_people
from epreuves.referentiel.model import called
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, lasting, listed, number, of

if TYPE_CHECKING:
    from epreuves.exam.incoming.placing import PlacedCopy
    from epreuves.grading.groups import GroupState, MemberState

#: What a group's notebook, and each member's own ones, are called.
_COLLECTIVE, _OWN = "collectif", {"rex": "REX", "production": "production"}


def timetable(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Write who sits where and when, at one épreuve or at all those that have a date, as a workbook."""
    from epreuves.exam import hours
    from epreuves.exports import making, spreadsheets

    progress("Lecture des dates et des aménagements", 0, 0)
    every, posted = bool(asked.value("every")), bool(asked.value("posted"))
    lists = hours.lists(course, () if every else (asked.epreuve,))
    if not any(people for _, people in lists):
        raise KitError("Aucun candidat n'est attendu : prenez d'abord la liste de l'école.")
    stem = "" if every else f"-{asked.epreuve.partition('_')[0]}"
    name = f"horaires{stem}{'-affichage' if posted else ''}.xlsx"
    if (course.root / EXPORTS / name).exists() and not asked.sure:
        raise Unconfirmed(f"« {EXPORTS}/{name} » existe déjà : l'écrire de nouveau le remplace.")
    made = [hours.table(sitting, people, posted) for sitting, people in lists]
    making.write({name: spreadsheets.xlsx_content(made)}, course.root / EXPORTS, replace=True)
    said = [f"{called(sitting.epreuve)} : {counted(len(people), 'candidat')}." for sitting, people in lists]
    what = (
        "Les heures de fin, les pauses et les assistants n'y sont pas : cette liste peut être affichée."
        if posted
        else "Cette liste est pour qui surveille : elle montre qui a un aménagement."
    )
    return ActionOutcome((*said, what), files=(f"{EXPORTS}/{name}",))


#: What candidates install, and the site where they work, by folder of the course.
INSTALLATION, SITE = "installation", "site"


def install(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Write the folder that is given to candidates who work on their own computers."""
    from epreuves.authoring.candidate_wheel import write_installation

    progress("Écriture de ce que l'on installe", 0, 0)
    written = write_installation(course.root / INSTALLATION)
    return ActionOutcome(
        (
            f"Le dossier {INSTALLATION}/ est à donner tel quel aux candidats, quelques jours avant : LISEZMOI.txt leur dit quoi faire.",
            "Il ne contient aucun sujet, aucune réponse, aucune correction.",
        ),
        files=tuple(f"{INSTALLATION}/{path.name}" for path in written),
    )


def build_site(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Make a static site of the épreuves that are distributed."""
    from epreuves.exam.site.building import build

    chosen = course.released()
    if not chosen:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a rien à mettre sur un site.")
    progress("Préparation du site", 0, 0)
    built = build(course, chosen, course.root / SITE, None, lambda doing: progress(doing, 0, 0))
    said = [
        f"{listed(map(called, chosen))} : le site est dans le dossier {SITE}/ ({counted(built.files, 'fichier')}, {number(built.size / 1e6, 0)} Mo).",
        "Qui tient le serveur web de l'école y pose ce dossier, en https ; ce que les candidats rendent se range par « epreuves recevoir ».",
    ]
    if built.pyodide:
        said.append(
            "Pendant l'épreuve, chaque navigateur demande Python à son adresse officielle : il faut un accès à internet."
        )
    return ActionOutcome(tuple(said), built.remarks[:TOLD])


def late(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Enter the session's dates in the gradebook, and tell who handed in after their own end, by how much, and what it costs."""
    from epreuves.exam import hours
    from epreuves.grading.lateness import settle, timetable_of

    progress("Lecture des heures de remise", 0, 0)
    id, found = asked.epreuve, timetable_of(course)
    hours.sittings(found, (id,))  # raises where the session does not say when it is held
    lost = settle(course, found, [id]).get(id, {})
    handed, people = hours.handed_in(course, id), known_people(course.db_url)
    after = {who: by for who, at in handed.items() if (by := found.lateness(id, who, at))}
    if not after:
        return ActionOutcome((f"Personne n'est en retard, sur {counted(len(handed), 'copie datée')}.",))
    said = [
        f"{counted(len(after), 'copie')} en retard, sur {counted(len(handed), 'copie datée')} ; les aménagements sont comptés."
    ]
    for who in people.in_order(after):
        points = f" ; il en coûte {counted(lost[who], 'point')}" if lost.get(who) else ""
        said.append(f"{people.named(who)} : {lasting(after[who])} après son heure de fin{points}.")
    return ActionOutcome(tuple(said))


def check_groups(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Check groupes.csv whole, and tell of an épreuve's groups: who is in them, what each has handed in, which copy counts."""
    from epreuves.grading.groups import roster

    progress("Lecture des groupes", 0, 0)
    found = roster(course)
    own = [group for group in found.groups if group.epreuve == asked.epreuve]
    if not own:
        raise KitError(f"groupes.csv ne donne aucun groupe à {asked.epreuve} : écrivez-y une ligne par membre.")
    people = known_people(course.db_url)
    begun = any(_handed(member) for group in own for member in group.members)
    many = sum(len(group.members) for group in own)
    said = [f"{counted(len(own), 'groupe')}, {counted(many, 'candidat')} : le fichier des groupes n'a pas de faute."]
    for group in own:
        said.append(_group(group, people, begun))
        said += [_named(sentence, group, people) for sentence in group.sentences]
    return ActionOutcome(tuple(said), found.warnings[:TOLD])


def take_collective(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Take, for a group, the collective copy that came after the one that was marked, once what it changes has been shown."""
    from epreuves.grading.groups import take_later

    progress("Lecture des copies du groupe", 0, 0)
    told = take_later(course, asked.epreuve, asked.value("group"), asked.sure)
    if not asked.sure:
        raise Unconfirmed(told)
    return ActionOutcome((told,))


def _handed(member: MemberState) -> bool:
    return member.collective != "absent" or any(one != "absent" for one in member.own.values())


def _group(group: GroupState, people: People, begun: bool) -> str:
    variant = f", variante {group.variant}" if group.variant else ""
    return f"Groupe {group.group}{variant} : {' ; '.join(_member(one, people, begun) for one in group.members)}."


def _named(sentence: str, group: GroupState, people: People) -> str:
    """What is said of a group, with its members called as people call them."""
    ids = "|".join(re.escape(one.candidate) for one in group.members)
    return re.sub(rf"(?<![\w.-])(?:{ids})(?![\w-])", lambda found: people.named(found[0]), sentence)


def _member(one: MemberState, people: People, begun: bool) -> str:
    """A member, where it is not all as usual; begun: whether somebody has handed something in."""
    name = people.named(one.candidate)
    if one.state != "présent":
        return f"{name}, {one.state}·e"
    if not begun:
        return name
    own = {_COLLECTIVE: one.collective, **{_OWN.get(n, n): handed for n, handed in one.own.items()}}
    words = {"written": "rendu", "blank": "vierge", "unreadable": "illisible"}
    told = [f"{what} {words[handed]}" for what, handed in own.items() if handed != "absent"]
    return f"{name}, {listed(told) if told else 'rien rendu'}"


def waiting_archives(root: Path) -> tuple[str, ...]:
    """The names of the archives that lie beside the course's configuration, where one too heavy for the page is put."""
    return tuple(sorted(path.name for path in root.glob("*.zip") if path.is_file() and not path.is_symlink()))


def receive(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Put copies received as an archive where they go, once what would become of each has been shown."""
    from epreuves.course import timetable
    from epreuves.exam.incoming import placing
    from epreuves.exam.incoming.parcels import parcels

    path = _archive(course, asked)
    day, hour = asked.value("day"), asked.value("hour")
    if bool(day) != bool(hour):
        raise KitError("Donnez le jour et l'heure de la remise, ou ni l'un ni l'autre.")
    at = timetable.hour_of(course, f"{day} {hour}") if day else None
    known, ids = placing.receivable(course)
    every, replace = list(parcels(path, placing.enrolled(known))), bool(asked.value("replace"))
    people = known_people(course.db_url)

    def put(simulated: bool) -> list[PlacedCopy]:
        what = "Lecture de ce qui est reçu" if simulated else "Rangement des copies"
        return placing.receive(
            course, known, ids, every, at, replace, simulated, lambda done, total: progress(what, done, total)
        )

    found = put(simulated=True)
    if not asked.sure and any(one.state == "rangée" for one in found):
        raise Unconfirmed("\n".join(_planned(course, found, people)))
    if asked.sure:
        found = put(simulated=False)
    if not asked.value("there"):
        path.unlink(missing_ok=True)
    said = [placing.summary(found), *_by_epreuve(found, people)]
    if at is None and any(one.state == "rangée" for one in found):
        said.append("Aucune heure de remise n'est notée, et personne n'est en retard.")
    return ActionOutcome(tuple(said), tuple(_refused(found, people)))


def put_back(course: Course, asked: Asked, progress: ActionProgress) -> ActionOutcome:
    """Put back the copy that another took the place of, once that is confirmed."""
    from epreuves.exam import laying
    from epreuves.exam.enrol import candidates, chosen
    from epreuves.rules import jury_rules

    (one,) = chosen(candidates(course, jury_rules.read(course.root)), [asked.value("candidate")])
    laying.refuse_closed(course)
    if not asked.sure and laying.replaced(course, one.id, asked.epreuve) is not None:
        raise Unconfirmed(
            f"La copie {of(one.name)} pour {asked.epreuve} est mise de côté, et celle qu'elle a remplacée reprend sa place, à corriger."
        )
    progress("Remise de la copie", 0, 0)
    laying.put_back(course, one.id, asked.epreuve)
    return ActionOutcome(
        (f"La copie d'avant {of(one.name)} pour {asked.epreuve} est de nouveau à sa place : corrigez-la.",)
    )


def _archive(course: Course, asked: Asked) -> Path:
    """The archive that is meant: one that the page gave, or one that lies in the course. Raises KitError."""
    there = asked.value("there")
    if bool(there) == bool(asked.value("list")):
        raise KitError("Choisissez l'archive reçue, sur votre ordinateur ou parmi celles du cours, et une seule.")
    if not there:
        return given(course.root, asked.value("list"))
    if there not in waiting_archives(course.root):
        raise KitError("Cette archive n'est plus dans le dossier du cours : choisissez-la de nouveau.")
    return course.root / there


def _planned(course: Course, found: Sequence[PlacedCopy], people: People) -> Iterator[str]:
    """What would become of all that was received, line by line."""
    new = [one for one in found if one.state == "rangée"]
    yield f"Rien n'est encore rangé. {counted(len(new), 'copie')} à ranger :"
    yield from _by_epreuve(found, people)
    over = [one for one in new if course.folder("submitted", one.candidate, one.epreuve).exists()]
    if over:
        who = _cut([people.named(one.candidate) for one in over])
        yield f"Une copie déjà là est remplacée, et mise de côté, pour {listed(who)}."
    if same := sum(one.state == "inchangée" for one in found):
        yield f"{counted(same, 'copie')} déjà là, à l'identique."
    if left := _refused(found, people):
        yield "À voir, et qui ne sera pas rangé :"
        yield from left


def _by_epreuve(found: Iterable[PlacedCopy], people: People) -> Iterator[str]:
    """Whose copies are put, épreuve by épreuve."""
    new = [one for one in found if one.state == "rangée"]
    for id in sorted({one.epreuve for one in new}):
        names = _cut([people.named(one.candidate) for one in new if one.epreuve == id])
        yield f"{called(id)} : {listed(names)}."
    yield from (f"{people.named(one.candidate)} : {one.said}" for one in new if one.said)


def _refused(found: Iterable[PlacedCopy], people: People) -> list[str]:
    """What is not put, and why."""
    told = []
    for one in found:
        if one.state == "refusée":
            whose = f" ({people.named(one.candidate)})" if one.candidate else ""
            told.append(f"« {one.where} »{whose} : {one.said}")
    more = len(told) - TOLD
    return [*told[:TOLD], *([f"… et {counted(more, 'autre')}."] if more > 0 else [])]


def _cut(names: list[str]) -> list[str]:
    more = len(names) - TOLD
    return [*names[:TOLD], *([f"{more} de plus"] if more > 0 else [])]
