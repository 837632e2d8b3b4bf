"""Place of a parcel: its candidate, the épreuve of its notebooks, and what of it is the copy; then put there, whole.

The name that the sender's account or folder bears tells whose it is, and nothing that the candidate types in it. The notebooks tell the épreuve:
by their names, else by the marked cells that they hold.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import CandidateId, candidate_id
from epreuves.variants.candidate import FILE as WORKED_AS
from epreuves.variants.candidate import written
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.inert import inert
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.enrol import EnrolledCandidate, candidates
from epreuves_kit.exam.incoming.parcels import Parcel, RefusedParcel, Room, unpacked
from epreuves_kit.exam.laying import RefusedName, lay, refuse_closed
from epreuves_kit.exam.school_list import bare
from epreuves_kit.feedback import receipt
from epreuves_kit.grading.groups import hour_written
from epreuves_kit.grading.submitted import MAXIMUM_BYTES, MAXIMUM_NODES
from epreuves_kit.referentiel.model import called
from epreuves_kit.rules import jury_rules
from epreuves_kit.runner.frames import count_values

State = Literal["rangée", "inchangée", "refusée"]
#: What a notebook makes beside itself again.
_LEFT_OUT = ("donnees", "variantes", ".ipynb_checkpoints")
#: The share of a notebook's marked cells that tells of which épreuve it is, where its name does not.
_MOST_CELLS = 0.5
#: Characters of a path, and bytes of each of its names, that any disk takes.
_LONGEST_PATH, _LONGEST_NAME = 400, 255


class PlacedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a parcel: where it was found, the candidate and the épreuve (empty where they are not known), why it is refused or
    what is to be looked at, and the files that were put.
    """

    where: str
    state: State
    candidate: str = ""
    epreuve: str = ""
    said: str = ""
    files: tuple[str, ...] = ()


class _Known(msgspec.Struct, frozen=True):
    """The course that parcels are held against: those who are enrolled, and the marked cells of each released notebook, by épreuve and name."""

    people: dict[str, list[EnrolledCandidate]]
    notebooks: dict[tuple[str, str], frozenset[str]]


def receivable(course: Course, asked: Sequence[EpreuveId] = ()) -> tuple[list[EnrolledCandidate], list[EpreuveId]]:
    """The candidates enrolled, and the épreuves that may be handed in: of those asked for, or of the session's, those that are released.

    Raises KitError where there is nobody, or none, or where the session is closed.
    """
    refuse_closed(course)
    ids = course.released(asked)
    if not ids:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a pas de copie à recevoir.")
    people = candidates(course, jury_rules.read(course.root))
    if not people:
        raise KitError(f"Personne n'est inscrit : prenez d'abord la liste de l'école ({remedy('candidats import')}).")
    return people, ids


def receive(
    course: Course,
    people: Sequence[EnrolledCandidate],
    epreuves: Sequence[EpreuveId],
    parcels: Iterable[Parcel],
    at: datetime.datetime | None = None,
    replace: bool = False,
    simulated: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[PlacedCopy]:
    """Put each parcel in `submitted/`, and give the outcome of each, in the order given.

    epreuves: those that may be handed in. at: when they were handed in, where that is known, with its zone. replace: True if a copy that is there and
    differs goes aside. Two parcels of one candidate for one épreuve are both refused. Raises KitError where the disk refuses.
    """
    reference = _Known(by_name(people), {key: cells for id in epreuves for key, cells in _released(course, id)})
    every = list(parcels)
    # What a parcel holds is read twice, first to see whose it is and then to be put: one alone is in memory at a time.
    room, sorted_parcels = Room(), list[PlacedCopy]()
    for rank, parcel in enumerate(every):
        sorted_parcels.append(_read(reference, parcel, room)[0])
        progress(rank + 1, 2 * len(every))
    owners: dict[tuple[CandidateId, str], list[str]] = {}
    for placed in sorted_parcels:
        if placed.state == "rangée":
            owners.setdefault((candidate_id(placed.candidate), placed.epreuve), []).append(placed.where)
    outcomes, room = list[PlacedCopy](), Room()
    for rank, (placed, parcel) in enumerate(zip(sorted_parcels, every, strict=True)):
        same = owners.get((candidate_id(placed.candidate), placed.epreuve), [])
        if placed.state == "rangée" and len(same) > 1:
            others = listed(f"« {inert(where)} »" for where in same if where != placed.where)
            refusal = f"{placed.candidate} a rendu aussi {others} : gardez celle qui compte, et recommencez."
            outcomes.append(msgspec.structs.replace(placed, state="refusée", said=refusal, files=()))
        elif placed.state == "rangée":
            outcomes.append(_put(course, *_read(reference, parcel, room), at, replace, simulated))
        else:
            outcomes.append(placed)
        progress(len(every) + rank + 1, 2 * len(every))
    return outcomes


def enrolled(people: Iterable[EnrolledCandidate]) -> Callable[[str], bool]:
    """A predicate, True of a name, of an archive or of a folder, that is one of these people's."""
    names = by_name(people)
    return lambda name: bool(names.get(bare(name)) or names.get(_sender(name)))


def summary(outcomes: Sequence[PlacedCopy]) -> str:
    """The number of copies in place, and of those that are not, in a sentence."""
    states = [placed.state for placed in outcomes]
    parts = [counted(states.count("rangée"), "copie rangée")]
    if same := states.count("inchangée"):
        parts.append(f"{same} déjà là")
    if refused := states.count("refusée"):
        parts.append(f"{counted(refused, 'copie')} à voir")
    return f"{listed(parts)}."


def by_name(people: Iterable[EnrolledCandidate]) -> dict[str, list[EnrolledCandidate]]:
    """Those who are enrolled, by each way in which an account or a folder may name them."""
    named: dict[str, list[EnrolledCandidate]] = {}
    for candidate in people:
        names = (
            candidate.id,
            candidate.email,
            f"{candidate.first_name} {candidate.surname}",
            f"{candidate.surname} {candidate.first_name}",
        )
        for name in dict.fromkeys(bare(name) for name in names):
            if name:
                named.setdefault(name, []).append(candidate)
    return named


def _released(course: Course, id: EpreuveId) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
    for path in sorted((course.root / "release" / id).glob("*.ipynb")):
        yield (id, path.stem), _marked_cells(path.read_bytes())


class _GradedCell(msgspec.Struct):
    grade_id: str = ""


class _CellAbout(msgspec.Struct):
    nbgrader: _GradedCell | None = None


class _ReceivedCell(msgspec.Struct):
    metadata: _CellAbout | None = None


class _ReceivedSheet(msgspec.Struct):
    cells: list[_ReceivedCell] = []


class _ReceivedNotebook(_ReceivedSheet):
    worksheets: list[_ReceivedSheet] = []


def _marked_cells(content: bytes) -> frozenset[str]:
    """The identifiers of a notebook's marked cells; none where it cannot be read as one. Nothing else of it is decoded."""
    if len(content) > MAXIMUM_BYTES or count_values(content, MAXIMUM_NODES) > MAXIMUM_NODES:
        return frozenset()
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            content = content.decode("utf-16").encode()
        notebook = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_ReceivedNotebook)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return frozenset()
    cells = [*notebook.cells, *(cell for sheet in notebook.worksheets for cell in sheet.cells)]
    metas = [cell.metadata.nbgrader for cell in cells if cell.metadata and cell.metadata.nbgrader]
    return frozenset(meta.grade_id for meta in metas if meta.grade_id)


def _read(reference: _Known, parcel: Parcel, room: Room) -> tuple[PlacedCopy, dict[str, bytes]]:
    """The place where a parcel would go, and the files of the copy by name."""

    def refused(reason: str) -> tuple[PlacedCopy, dict[str, bytes]]:
        return PlacedCopy(where=parcel.where, state="refusée", said=reason), {}

    if parcel.said:
        return refused(parcel.said)
    try:
        given = unpacked(parcel, room)
    except RefusedParcel as error:
        return refused(str(error))
    people = reference.people.get(bare(parcel.name)) or reference.people.get(_sender(parcel.name), [])
    if len(people) > 1:
        ids = listed(person.id for person in people)
        return refused(
            f"Deux personnes s'appellent ainsi ({ids}) : donnez à son dossier l'identifiant de celle qui l'a rendue."
        )
    if not people:
        typed = next((c for path, c in given.items() if PurePosixPath(path).name == WORKED_AS), b"")
        hint = inert(written(typed).name[:200])
        also = (
            f" Le notebook a été rempli sous « {hint} » : si c'est bien sa copie, donnez ce nom à son dossier."
            if hint
            else ""
        )
        return refused(f"« {inert(parcel.name)} » n'est le nom de personne d'inscrit.{also}")
    return _sorted(reference, parcel.where, given, people[0].id)


def by_hand(
    course: Course, candidate: str, epreuve: EpreuveId, given: Mapping[str, bytes]
) -> tuple[dict[str, bytes], str]:
    """The files, by name, of a copy that somebody lays for a candidate on an épreuve, and what is to be asked first, empty for nothing.

    Raises KitError where they are another épreuve's, or none's. What tells the hour is left out: a candidate can write it.
    """
    ids = dict.fromkeys((*course.released(), epreuve))
    reference = _Known({}, {key: cells for id in ids for key, cells in _released(course, id)})
    placed, content = _sorted(reference, candidate, given, candidate)
    if placed.state == "refusée":
        own = listed(f"« {name}.ipynb »" for id, name in reference.notebooks if id == epreuve)
        called_so = f" Si c'est bien cette copie, donnez au fichier le nom {own}." if own and not placed.epreuve else ""
        raise KitError(f"{placed.said}{called_so}")
    if placed.epreuve != epreuve:
        its = listed(f"« {inert(name)} »" for name in sorted(given) if _is_notebook(name))
        raise KitError(
            f"{its} est le notebook de {called(placed.epreuve)}, et non de {called(epreuve)} : rien n'est déposé. Choisissez le notebook "
            f"de {called(epreuve)}, ou déposez celui-ci sur la ligne du candidat, dans {called(placed.epreuve)}."
        )
    if sum(map(_is_notebook, given)) > sum(map(_is_notebook, content)):
        raise KitError(
            f"{placed.said} Choisissez les seuls fichiers de la copie de {called(epreuve)}, et déposez-les de nouveau."
        )
    if other := _same_copy(course, candidate, epreuve, content):
        return (
            content,
            f"Ce notebook est, au signe près, celui de la copie de « {other} » : vérifiez que c'est la bonne personne.",
        )
    typed = inert(written(given.get(WORKED_AS, b"")).name[:200])
    if typed and candidate_id(typed) != candidate_id(candidate):
        return (
            content,
            f"Ces fichiers ont été remplis sous « {typed} », et non sous « {candidate} » : vérifiez que c'est la bonne personne.",
        )
    return content, ""


def _same_copy(course: Course, candidate: str, epreuve: EpreuveId, content: Mapping[str, bytes]) -> str:
    """Somebody else whose copy of an épreuve has the very notebook that is laid, empty for nobody; one that is as it was given out is anybody's."""
    for name, own in content.items():
        if not _is_notebook(name) or _is_file(course.root / "release" / epreuve / name, own):
            continue
        for who in course.submitters(epreuve):
            if candidate_id(who) != candidate_id(candidate) and _is_file(
                course.folder("submitted", who, epreuve) / name, own
            ):
                return who
    return ""


def _is_file(path: Path, content: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and _is(path, content)


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")


def _sorted(
    reference: _Known, where: str, given: Mapping[str, bytes], candidate: str
) -> tuple[PlacedCopy, dict[str, bytes]]:
    """The épreuve that the files of a candidate's are of, and those of the copy by name; where: the place they were found."""

    def refused(reason: str, epreuve: str = "") -> tuple[PlacedCopy, dict[str, bytes]]:
        return PlacedCopy(where=where, state="refusée", candidate=candidate, epreuve=epreuve, said=reason), {}

    notebooks = {path: content for path, content in given.items() if _is_notebook(path) and not _aside(path)}
    if not notebooks:
        names = listed(f"« {inert(PurePosixPath(path).name)} »" for path in sorted(given)[:4])
        return refused(f"Aucun notebook n'y est ({names or 'rien'}) : demandez le fichier en .ipynb.")
    named: dict[tuple[str, str], str] = {}
    unknown = []
    for path in sorted(notebooks):
        which = _which(reference, PurePosixPath(path).stem, notebooks[path])
        if which is None:
            unknown.append(path)
        elif which in named:
            both = listed(f"« {inert(p)} »" for p in (named[which], path))
            return refused(f"{both} sont deux fois le même notebook ({which[1]}) : gardez celui qui compte.", which[0])
        else:
            named[which] = path
    epreuves = {epreuve for epreuve, _ in named}
    if not epreuves:
        return refused(f"« {inert(unknown[0])} » n'est le notebook d'aucune épreuve distribuée.")
    if len(epreuves) > 1:
        return refused(f"Elle mêle {listed(sorted(epreuves))} : rendez-les séparément.")
    (epreuve,) = epreuves
    content, remark = _content(given, {path: name for (_, name), path in named.items()}, unknown)
    if wrong := _wrong_names(content):
        return refused(wrong, epreuve)
    files = tuple(sorted(content))
    return PlacedCopy(
        where=where, state="rangée", candidate=candidate, epreuve=epreuve, said=remark, files=files
    ), content


def _sender(name: str) -> str:
    """The candidate whom an archive that « Rendre » made is named after: « lea.fontaine-e17 (1) » is lea.fontaine's."""
    return re.sub(r" e\d\d[a-z]?( \d+)?$", "", bare(name))


def _aside(path: str) -> bool:
    return any(part in _LEFT_OUT for part in PurePosixPath(path).parts)


def _which(reference: _Known, stem: str, content: bytes) -> tuple[str, str] | None:
    """The épreuve and the name of a released notebook that a file is, by its marked cells, else by its name; None for none."""
    cells = _marked_cells(content)
    if cells:
        shares = {key: len(cells & own) / len(own) for key, own in reference.notebooks.items() if own}
        best = max(shares, key=lambda key: (shares[key], key), default=None)
        if best is not None and shares[best] >= _MOST_CELLS:
            return best
    same = [key for key in reference.notebooks if key[1] == stem]
    return same[0] if len(same) == 1 else None


def _content(
    given: Mapping[str, bytes], notebooks: Mapping[str, str], unknown: Sequence[str]
) -> tuple[dict[str, bytes], str]:
    """The files of a copy, by name: notebooks under their own, and what lies beside the first of them; and what is to be looked at."""
    root = PurePosixPath(min(notebooks)).parent
    content: dict[str, bytes] = {}
    remarks = []
    for path, name in notebooks.items():
        content[f"{name}.ipynb"] = given[path]
        if PurePosixPath(path).name != f"{name}.ipynb":
            remarks.append(f"« {inert(PurePosixPath(path).name)} » est le notebook {name} : il est rangé sous ce nom.")
    for path, data in given.items():
        inner = PurePosixPath(path)
        if path in notebooks or path in unknown or _aside(path) or not inner.is_relative_to(root):
            continue
        name = inner.relative_to(root).as_posix()
        if name.casefold() not in receipt.NAMES:
            content.setdefault(name, data)
    if unknown:
        remarks.append(
            f"{listed(f'« {inert(path)} »' for path in unknown)} n'est pas de cette épreuve, et n'est pas rangé."
        )
    return content, " ".join(remarks)


def _wrong_names(names: Iterable[str]) -> str:
    """The fault that keeps files of these names from being written together, in a sentence; empty for nothing."""
    files = set(names)
    for name in sorted(files):
        parts = name.split("/")
        short = inert(name) if len(name) <= 60 else f"{inert(name[:60])}…"
        if len(name) > _LONGEST_PATH or any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in parts):
            return f"« {short} » est un nom trop long pour être écrit : raccourcissez-le dans ce qui est reçu, et recommencez."
        if ".." in parts or not name.isprintable():
            return f"« {short} » n'est pas un nom que l'on puisse écrire : changez-le dans ce qui est reçu, et recommencez."
        if above := next((a for n in range(1, len(parts)) if (a := "/".join(parts[:n])) in files), ""):
            return f"« {inert(above)} » y est à la fois un fichier et un dossier : renommez l'un des deux dans ce qui est reçu, et recommencez."
    return ""


def _put(
    course: Course,
    placed: PlacedCopy,
    content: Mapping[str, bytes],
    at: datetime.datetime | None,
    replace: bool,
    simulated: bool,
) -> PlacedCopy:
    folder = course.folder("submitted", placed.candidate, placed.epreuve)
    if at is not None:
        content = {**content, receipt.TIMESTAMP: hour_written(at)}
    if folder.exists():
        if _holds(folder, content):
            return msgspec.structs.replace(placed, state="inchangée")
        if not replace:
            refusal = f"Une autre copie est déjà là : {parameter('recevoir', '--remplacer')} la met de côté et prend celle-ci."
            return msgspec.structs.replace(placed, state="refusée", said=refusal, files=())
    if not simulated:
        try:
            lay(course, placed.candidate, placed.epreuve, content)
        except RefusedName as error:
            return msgspec.structs.replace(placed, state="refusée", said=str(error), files=())
    return placed


def _holds(folder: Path, content: Mapping[str, bytes]) -> bool:
    """True if a folder holds these files and no other."""
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    return present.keys() == content.keys() and all(_is(path, content[name]) for name, path in present.items())


def _is(path: Path, content: bytes) -> bool:
    with path.open("rb") as opened:
        return (
            path.stat().st_size == len(content)
            and hashlib.file_digest(opened, "blake2b").digest() == hashlib.blake2b(content).digest()
        )
