"""A session's personal data erased, on the day that the school set: copies, marks, annotations, records, names, wherever the kit lays them.

What is to go is told first, whole: `plan`. Then `erase` does it in an order that can be stopped anywhere and begun again: the decisions
are laid first, files go next, the gradebook last of what says names, then the seal (its paths tell identifiers and names of files).
Other files of the course that name somebody are looked for; they are not the kit's, and go only where that is asked.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import msgspec

from epreuves.machine import PARTIAL, replace
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.variants.published import FOLDER as DATA_FOLDER
from epreuves.variants.published import PUBLISHED_FILE, publish, read_published
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, day, listed
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course import arrangements, files, given_minutes, oral_hours
from epreuves_kit.course.closing import ARCHIVE, FOLDER, OWN_DATA, SEAL, STATEMENT, folder
from epreuves_kit.course.folders import Course
from epreuves_kit.course.kept import OWN
from epreuves_kit.exam.closing import emptying, erasures, naming, sealing
from epreuves_kit.exam.closing.chain import NOTHING
from epreuves_kit.exam.closing.erasures import Erasure, ErasureHead, KeptDecision
from epreuves_kit.exam.closing.inventory import named, place
from epreuves_kit.exam.extending import ask
from epreuves_kit.gradebook.rows import made
from epreuves_kit.gradebook.transactions import of_disk
from epreuves_kit.jury import births, carried, deliberation, second_round
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.registrations import BLOCS, CAMPUS
from epreuves_kit.jury.sources import decisions
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants import session as sessions
from epreuves_kit.variants.identity import ByCandidate
from epreuves_kit.variants.session import SEATS_FILE

#: Folders that the kit fills with what is personal, besides those of nbgrader's steps.
_FOLDERS = (
    "accuses",
    "remises",
    "rapports",
    "ressemblances",
    "exports",
    "sauvegardes",
    second_round.FOLDER,
    OWN_DATA,
    OWN,
)
_STEPS = ("submitted", "autograded", "feedback")
_AT_ROOT = (
    GROUPS_FILE,
    SEATS_FILE,
    given_minutes.FILE,
    BLOCS,
    CAMPUS,
    births.FILE,
    arrangements.FILE,
    oral_hours.FILE,
    carried.FILE,
    deliberation.FILE,
    "horaires*.csv",
    "horaires*.xlsx",
    "proces-verbal*.pdf",
    "essais-*.csv",
    ".nbgrader.log",
    "nbgrader.log",
)
#: Beside a notebook of the course: what somebody who tries it leaves.
_TRIALS = ("candidat.txt", "autoevaluation.json")
#: What is beyond the kit's reach, said once all is erased.
BEYOND = "Reste à faire hors du cours : l'échange de nbgrader, les sauvegardes, les envois, les postes des correcteurs."
#: Said where what was shown is no longer what would go.
CHANGED = "Le cours a changé depuis ce qui vous a été montré : rien n'est effacé."
#: Files that are named in a sentence.
_TOLD = 12
#: What the authors wrote, where a name is a character's, and not a candidate's.
_WRITTEN = ("sujets", "source", "release", "datasets", ".git", ".venv")
#: Folders that hold no work of the kit's.
_BESIDE = frozenset({".git", ".venv"})
_KEPT = ".gitkeep"


class ErasurePlan(msgspec.Struct, frozen=True):
    """The files that would go: a line a place (what, how many files, their bytes), the files, those that are not the kit's and name somebody,
    those that could not be looked into, and what somebody should know first. begun: True if it was begun, and stopped.
    """

    erasure: Erasure
    places: tuple[tuple[str, int, int], ...]
    paths: tuple[Path, ...]
    others: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    begun: bool = False


def plan(course: Course, today: datetime.date, at: datetime.date | None = None) -> ErasurePlan:
    """The plan of an erasure; nothing is changed. at: the day until which all is kept, where the session does not say it.

    Raises KitError where that day is not come, or is said nowhere, or twice otherwise, and where the course cannot be read.
    """
    before = erasures.read(course.root)
    if before is None:
        due = _due(course.root, today, at)
        seal = sealing.read(course.root)
        name = sessions.read(course.root).name
        head = ErasureHead(name, due, today, NOTHING if seal is None else seal.root)
        erasure = Erasure(head, tuple(_decided(course, seal)), False)
    else:
        seal, erasure = None, before
    held: dict[str, tuple[Path, ...]] = {}
    gone: set[Path] = set()
    for what, paths in _places(course):
        if new := tuple(path for path in paths if path not in gone):
            held[what] = new
            gone.update(new)
    if before is not None and before.done:
        # What marking keeps to go faster comes back with the next command, and names nobody where there is nobody.
        gone.difference_update(held.pop(f"{OWN}/", ()))
    others, unread = naming.files_that_name(course, gone | emptying.own_files(course), _WRITTEN)
    places = tuple((what, len(paths), sum(path.lstat().st_size for path in paths)) for what, paths in held.items())
    warnings = () if before is not None else tuple(_warnings(course, seal))
    return ErasurePlan(
        erasure, places, tuple(sorted(gone)), others, unread, warnings, before is not None and not before.done
    )


def _due(root: Path, today: datetime.date, at: datetime.date | None) -> datetime.date:
    written = sessions.conservation(root)
    due = written or at
    if due is None:
        raise KitError(
            f"La date n'est dite nulle part : écrivez « conservation: 2027-06-30 » dans {sessions.FILE}, ou donnez {parameter('session effacer', '--au')}."
        )
    if written and at and written != at:
        raise KitError(
            f"{sessions.FILE} garde les données jusqu'au {day(written)}, et {parameter('session effacer', '--au')} dit le {day(at)} : mettez-les d'accord."
        )
    if refusal := too_early(due, today):
        raise KitError(refusal)
    return due


def too_early(due: datetime.date, today: datetime.date) -> str:
    """The reason to erase nothing on a day, where what is personal is kept until another; empty where it may be erased."""
    return f"Les données de la session se gardent jusqu'au {day(due)} : rien n'est effacé avant." if today < due else ""


def digest(course: Course, asked: ErasurePlan) -> str:
    """The digest that tells one plan from another, so that what was shown and accepted is what goes, or nothing does.

    Two plans are the same where they have the same files, unchanged since, and keep the same decisions. What the kit works out again by
    itself and the journals of commands come and go with anything that is looked at, and do not count.
    """
    own = course.root / OWN
    shown = [path for path in (*asked.paths, *asked.others) if own not in path.parents and path.suffix != ".log"]
    states = [(named(course, path), (held := path.lstat()).st_size, held.st_mtime_ns) for path in shown]
    head = asked.erasure.head
    compared = (head.session, head.due, head.seal, asked.erasure.people, asked.erasure.done, states)
    return hashlib.blake2b(msgspec.json.encode(compared), digest_size=16).hexdigest()


def look(course: Course, asked: ErasurePlan, others: bool = False) -> tuple[str, ...]:
    """Sentences for who is about to follow a plan. others: True if the files that are not the kit's are to go."""
    then = "il s'en va aussi." if others else f"{parameter('session effacer', '--tout')} l'efface aussi."
    sentences = [f"{named(course, path)} : nomme quelqu'un et n'est pas du kit ; {then}" for path in asked.others]
    if asked.unread:
        few = listed(named(course, path) for path in asked.unread[:_TOLD])
        sentences.append(f"À regarder vous-même, le kit ne sait pas lire : {few}.")
    return (*sentences, *asked.warnings)


def of_gradebook(asked: ErasurePlan) -> str:
    """The rows of the gradebook that go, and those that stay, in a sentence."""
    many = counted(len(asked.erasure.people), "personne")
    return f"Carnet de notes : toutes les lignes de {many} ; leurs décisions restent dans {FOLDER}/{erasures.LIST}."


def _decided(course: Course, seal: sealing.Seal | None) -> Iterator[KeptDecision]:
    """The decisions that the certifier keeps, of each person whom the course knows."""
    if not made(course.db_url, course.root):
        return
    sent = ByCandidate(pair for answer in ask().transmitted(course=course) for pair in answer.items())
    with JuryRecord(course.root) as record:
        for decision in decisions(record, jury_rules.read(course.root)):
            day_sent, number = sent.get(decision.candidate, ("", ""))
            blocs = tuple(verdict.code for verdict in decision.blocs if verdict.status is Status.VALIDATED)
            certification = "" if decision.certification is None else decision.certification.status.value
            yield KeptDecision(
                decision.candidate,
                certification,
                blocs,
                day_sent or (seal.head.day.isoformat() if seal else ""),
                number,
            )


def _places(course: Course) -> Iterator[tuple[str, list[Path]]]:
    """Each place that has personal data, and its files."""
    for step in _STEPS:
        yield f"{named(course, place(course, step))}/", _inside(place(course, step))
    answered = ask()
    for name in (*_FOLDERS, *itertools.chain(*answered.personal_folders())):
        yield f"{name}/", _inside(course.root / name)
    for pattern in (*_AT_ROOT, *itertools.chain(*answered.personal_lists())):
        yield pattern, [path for path in course.root.glob(pattern) if path.is_file() or path.is_symlink()]
    yield "essais de notebooks", list(_trials(course))
    yield "anciens carnets de notes", emptying.old_files(course)
    closed = folder(course.root)
    papers = (ARCHIVE, STATEMENT, SEAL)
    yield (
        f"{FOLDER}/ (archive, sceau, procès-verbal de clôture)",
        [closed / name for name in papers if (closed / name).is_file()],
    )
    yield "restes de commandes interrompues", list(_partial(course))


def _inside(place: Path) -> list[Path]:
    if place.is_symlink():
        return [place]
    return [path for path in files.files(place) if path.name != _KEPT]


def _trials(course: Course) -> Iterator[Path]:
    for step in ("source", "release"):
        for id in course.sources():
            own = course.folder(step, ".", id)
            yield from (own / name for name in _TRIALS if (own / name).is_file())
            yield from _inside(own / DATA_FOLDER)
            yield from _inside(own / ".ipynb_checkpoints")


def _partial(course: Course) -> Iterator[Path]:
    """Files that commands that were killed had begun to write beside their place, wherever that is: a gradebook, copies, who sat where."""
    for directory, folders, names in os.walk(course.root):
        folders[:] = sorted(set(folders) - _BESIDE)
        yield from (Path(directory, name) for name in sorted(names) if name.startswith(".") and name.endswith(PARTIAL))


def _warnings(course: Course, seal: sealing.Seal | None) -> Iterator[str]:
    if seal is None:
        yield f"La session n'a pas été close : les décisions gardées ne seront rattachées à aucun sceau. Scellez-la d'abord ({remedy('session clore')}), si vous le pouvez."
    yield from itertools.chain(*ask().lost_by_erasing(course=course))
    waiting = [path.name for path in course.root.glob("proces-verbal*.pdf")]
    if waiting:
        yield f"À effacer aussi, {listed(waiting)} : ayez l'exemplaire signé hors du cours."


def erase(
    course: Course,
    asked: ErasurePlan,
    others: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> str:
    """Erase what a plan says; gives what the gradebook's database keeps beyond the kit's reach, in a sentence, or nothing.

    others: with the files that are not the kit's and name somebody. Raises Faults where there are some and nobody asked for it, and
    KitError where something cannot be written or removed: what was erased stays so, and the same command goes on from there.
    """
    if asked.others and not others:
        refuse_others(course, asked)
    closed = folder(course.root)
    erasure = asked.erasure
    papers = {closed / name for name in (ARCHIVE, STATEMENT, SEAL)}
    try:
        if not erasure.done:
            closed.mkdir(mode=0o700, exist_ok=True)
            replace(closed / erasures.PENDING, erasure.content, 0o600)
        _remove(course, asked.others if others else ())
        first = [path for path in asked.paths if path not in papers]
        for rank, path in enumerate(first, 1):
            _remove(course, (path,))
            progress(rank, len(first))
        _remove_empty_folders(course)
        _forget_seats(course)
        sentence = emptying.empty(course)
        _remove(course, (path for path in papers if path.is_file()))
        files.write(closed / erasures.LIST, erasures.table(erasure))
        if not erasure.done:
            os.replace(closed / erasures.PENDING, closed / erasures.RECORD)
    except OSError as error:
        raise KitError(
            f"{of_disk(error)} L'effacement n'est pas fini : recommencez, il reprendra où il en était."
        ) from None
    return sentence


def refuse_others(course: Course, asked: ErasurePlan) -> NoReturn:
    """Raise Faults: files that are not the kit's name somebody, and nobody asked that they go."""
    names = listed(f"« {named(course, path)} »" for path in asked.others[:_TOLD])
    raise Faults(
        f"Ces fichiers du cours nomment quelqu'un et ne sont pas du kit : {names}.",
        f"Rien n'est effacé. Mettez-les hors du cours s'ils doivent rester, ou recommencez avec {parameter('session effacer', '--tout')} pour les effacer aussi.",
    )


def _remove(course: Course, paths: Iterable[Path]) -> None:
    """Remove files, and the folders that this leaves empty, up to the course's root."""
    for path in paths:
        path.unlink(missing_ok=True)
        for above in path.parents:
            if above == course.root or not above.is_relative_to(course.root) or any(above.iterdir()):
                break
            above.rmdir()


def _remove_empty_folders(course: Course) -> None:
    """Remove the folders without a file where copies and pages lie: they are named after people."""
    for step in _STEPS:
        folders = [path for path in place(course, step).rglob("*") if path.is_dir() and not path.is_symlink()]
        for path in sorted(folders, reverse=True):
            if not any(path.iterdir()):
                path.rmdir()


def _forget_seats(course: Course) -> None:
    """Take from what was released who sat where, and the codes: who knows an épreuve's key can try names on it."""
    for step in ("source", "release"):
        for id in course.sources():
            path = course.folder(step, ".", id) / PUBLISHED_FILE
            if path.is_file():
                session = read_published(path.read_bytes())
                if session.places or session.sitting.codes:
                    rules = msgspec.structs.replace(session.sitting, codes={})
                    replace(path, publish(msgspec.structs.replace(session, places={}, sitting=rules)))
