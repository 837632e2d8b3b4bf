"""Where a parcel goes: whose it is, of which épreuve its notebooks are, and what of it is the copy; then put there, whole.

Whose it is, the name that the sender's account or folder bears tells, and nothing that the candidate types in it. Which épreuve, the
notebooks tell: by their names, else by the marked cells that they hold.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from epreuves.variants.attribution import normalise
from epreuves.variants.candidate import FILE as WORKED_AS
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
    """What became of a parcel: where it was found, the candidate and the épreuve (empty where they are not known), why it is refused or
    what is to be looked at, and the files that were put.
    """

    where: str
    state: State
    candidate: str = ""
    epreuve: str = ""
    said: str = ""
    files: tuple[str, ...] = ()


class _Known(msgspec.Struct, frozen=True):
    """What parcels are held against: who is enrolled, and the marked cells of each released notebook, by épreuve and name."""

    people: dict[str, list[EnrolledCandidate]]
    notebooks: dict[tuple[str, str], frozenset[str]]


def receivable(course: Course, asked: Sequence[str] = ()) -> tuple[list[EnrolledCandidate], list[str]]:
    """Who is enrolled, and the épreuves that may be handed in: of those asked for, or of the session's, those that are released.

    Raises KitError where there is nobody, or none, or where the session is closed.
    """
    refuse_closed(course)
    ids = course.released(asked)
    if not ids:
        raise KitError("Aucune épreuve n'est distribuée : il n'y a pas de copie à recevoir.")
    known = candidates(course, jury_rules.read(course.root))
    if not known:
        raise KitError(f"Personne n'est inscrit : prenez d'abord la liste de l'école ({remedy('candidats import')}).")
    return known, ids


def receive(
    course: Course,
    people: Sequence[EnrolledCandidate],
    epreuves: Sequence[str],
    parcels: Iterable[Parcel],
    at: datetime.datetime | None = None,
    replace: bool = False,
    simulated: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[PlacedCopy]:
    """Put each parcel in `submitted/`, and say what became of it, in the order given.

    epreuves: those that may be handed in. at: when they were handed in, where that is known, with its zone. replace: whether a copy that is there and
    differs goes aside. Two parcels of one candidate for one épreuve are both refused. Raises KitError where the disk refuses.
    """
    known = _Known(_by_name(people), {key: cells for id in epreuves for key, cells in _released(course, id)})
    every = list(parcels)
    # What a parcel holds is read twice, first to see whose it is and then to be put: one alone is in memory at a time.
    room, found = Room(), list[PlacedCopy]()
    for rank, parcel in enumerate(every):
        found.append(_read(known, parcel, room)[0])
        progress(rank + 1, 2 * len(every))
    owners: dict[tuple[str, str], list[str]] = {}
    for placed in found:
        if placed.state == "rangée":
            owners.setdefault((normalise(placed.candidate), placed.epreuve), []).append(placed.where)
    told, room = list[PlacedCopy](), Room()
    for rank, (placed, parcel) in enumerate(zip(found, every, strict=True)):
        same = owners.get((normalise(placed.candidate), placed.epreuve), [])
        if placed.state == "rangée" and len(same) > 1:
            others = listed(f"« {inert(where)} »" for where in same if where != placed.where)
            said = f"{placed.candidate} a rendu aussi {others} : gardez celle qui compte, et recommencez."
            told.append(msgspec.structs.replace(placed, state="refusée", said=said, files=()))
        elif placed.state == "rangée":
            told.append(_put(course, *_read(known, parcel, room), at, replace, simulated))
        else:
            told.append(placed)
        progress(len(every) + rank + 1, 2 * len(every))
    return told


def enrolled(people: Iterable[EnrolledCandidate]) -> Callable[[str], bool]:
    """Whether a name, of an archive or of a folder, is that of one of these people."""
    names = _by_name(people)
    return lambda name: bool(names.get(bare(name)) or names.get(_sender(name)))


def summary(found: Sequence[PlacedCopy]) -> str:
    """How many are in place, and how many are not, in a sentence."""
    states = [one.state for one in found]
    said = [counted(states.count("rangée"), "copie rangée")]
    if same := states.count("inchangée"):
        said.append(f"{same} déjà là")
    if refused := states.count("refusée"):
        said.append(f"{counted(refused, 'copie')} à voir")
    return f"{listed(said)}."


def _by_name(people: Iterable[EnrolledCandidate]) -> dict[str, list[EnrolledCandidate]]:
    """Those who are enrolled, by each way in which an account or a folder may name them."""
    found: dict[str, list[EnrolledCandidate]] = {}
    for one in people:
        names = (one.id, one.email, f"{one.first_name} {one.surname}", f"{one.surname} {one.first_name}")
        for name in dict.fromkeys(bare(name) for name in names):
            if name:
                found.setdefault(name, []).append(one)
    return found


def _released(course: Course, id: str) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
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
        found = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_ReceivedNotebook)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return frozenset()
    cells = [*found.cells, *(cell for sheet in found.worksheets for cell in sheet.cells)]
    metas = [cell.metadata.nbgrader for cell in cells if cell.metadata and cell.metadata.nbgrader]
    return frozenset(meta.grade_id for meta in metas if meta.grade_id)


def _read(known: _Known, parcel: Parcel, room: Room) -> tuple[PlacedCopy, dict[str, bytes]]:
    """Where a parcel would go, and the files of the copy by name."""

    def refused(said: str) -> tuple[PlacedCopy, dict[str, bytes]]:
        return PlacedCopy(where=parcel.where, state="refusée", said=said), {}

    if parcel.said:
        return refused(parcel.said)
    try:
        given = unpacked(parcel, room)
    except RefusedParcel as error:
        return refused(str(error))
    people = known.people.get(bare(parcel.name)) or known.people.get(_sender(parcel.name), [])
    if len(people) > 1:
        ids = listed(one.id for one in people)
        return refused(
            f"Deux personnes s'appellent ainsi ({ids}) : donnez à son dossier l'identifiant de celle qui l'a rendue."
        )
    if not people:
        typed = next((c for path, c in given.items() if PurePosixPath(path).name == WORKED_AS), b"")
        hint = inert(typed[:200].decode("utf-8", "replace")).strip()
        also = (
            f" Le notebook a été rempli sous « {hint} » : si c'est bien sa copie, donnez ce nom à son dossier."
            if hint
            else ""
        )
        return refused(f"« {inert(parcel.name)} » n'est le nom de personne d'inscrit.{also}")
    return _sorted(known, parcel.where, given, people[0].id)


def by_hand(course: Course, candidate: str, epreuve: str, given: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The files, by name, of a copy that somebody lays for a candidate on an épreuve, and what is to be asked first, empty for nothing.

    Raises KitError where they are another épreuve's, or none's. What tells the hour is left out: a candidate can write it.
    """
    ids = dict.fromkeys((*course.released(), epreuve))
    known = _Known({}, {key: cells for id in ids for key, cells in _released(course, id)})
    placed, content = _sorted(known, candidate, given, candidate)
    if placed.state == "refusée":
        own = listed(f"« {name}.ipynb »" for id, name in known.notebooks if id == epreuve)
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
    typed = inert(given.get(WORKED_AS, b"")[:200].decode("utf-8", "replace")).strip()
    if typed and normalise(typed) != normalise(candidate):
        return (
            content,
            f"Ces fichiers ont été remplis sous « {typed} », et non sous « {candidate} » : vérifiez que c'est la bonne personne.",
        )
    return content, ""


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")


def _sorted(
    known: _Known, where: str, given: Mapping[str, bytes], candidate: str
) -> tuple[PlacedCopy, dict[str, bytes]]:
    """Of which épreuve the files of a candidate's are, and those of the copy by name; where: where they were found."""

    def refused(said: str, epreuve: str = "") -> tuple[PlacedCopy, dict[str, bytes]]:
        return PlacedCopy(where=where, state="refusée", candidate=candidate, epreuve=epreuve, said=said), {}

    notebooks = {path: content for path, content in given.items() if _is_notebook(path) and not _aside(path)}
    if not notebooks:
        there = listed(f"« {inert(PurePosixPath(path).name)} »" for path in sorted(given)[:4])
        return refused(f"Aucun notebook n'y est ({there or 'rien'}) : demandez le fichier en .ipynb.")
    named: dict[tuple[str, str], str] = {}
    unknown = []
    for path in sorted(notebooks):
        which = _which(known, PurePosixPath(path).stem, notebooks[path])
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
    content, said = _content(given, {path: name for (_, name), path in named.items()}, unknown)
    if wrong := _wrong_names(content):
        return refused(wrong, epreuve)
    files = tuple(sorted(content))
    return PlacedCopy(
        where=where, state="rangée", candidate=candidate, epreuve=epreuve, said=said, files=files
    ), content


def _sender(name: str) -> str:
    """Who an archive that « Rendre » made is named after: « lea.fontaine-e17 (1) » is lea.fontaine's."""
    return re.sub(r" e\d\d( \d+)?$", "", bare(name))


def _aside(path: str) -> bool:
    return any(part in _LEFT_OUT for part in PurePosixPath(path).parts)


def _which(known: _Known, stem: str, content: bytes) -> tuple[str, str] | None:
    """The épreuve and the name of a released notebook that a file is, by its marked cells, else by its name; None for none."""
    cells = _marked_cells(content)
    if cells:
        shares = {key: len(cells & own) / len(own) for key, own in known.notebooks.items() if own}
        best = max(shares, key=lambda key: (shares[key], key), default=None)
        if best is not None and shares[best] >= _MOST_CELLS:
            return best
    same = [key for key in known.notebooks if key[1] == stem]
    return same[0] if len(same) == 1 else None


def _content(
    given: Mapping[str, bytes], notebooks: Mapping[str, str], unknown: Sequence[str]
) -> tuple[dict[str, bytes], str]:
    """The files of a copy, by name: notebooks under their own, and what lies beside the first of them; and what is to be looked at."""
    root = PurePosixPath(min(notebooks)).parent
    content: dict[str, bytes] = {}
    said = []
    for path, name in notebooks.items():
        content[f"{name}.ipynb"] = given[path]
        if PurePosixPath(path).name != f"{name}.ipynb":
            said.append(f"« {inert(PurePosixPath(path).name)} » est le notebook {name} : il est rangé sous ce nom.")
    for path, one in given.items():
        inner = PurePosixPath(path)
        if path in notebooks or path in unknown or _aside(path) or not inner.is_relative_to(root):
            continue
        name = inner.relative_to(root).as_posix()
        if name.casefold() not in receipt.NAMES:
            content.setdefault(name, one)
    if unknown:
        said.append(
            f"{listed(f'« {inert(path)} »' for path in unknown)} n'est pas de cette épreuve, et n'est pas rangé."
        )
    return content, " ".join(said)


def _wrong_names(names: Iterable[str]) -> str:
    """What keeps files of these names from being written together, in a sentence; empty for nothing."""
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
            said = f"Une autre copie est déjà là : {parameter('recevoir', '--remplacer')} la met de côté et prend celle-ci."
            return msgspec.structs.replace(placed, state="refusée", said=said, files=())
    if not simulated:
        try:
            lay(course, placed.candidate, placed.epreuve, content)
        except RefusedName as error:
            return msgspec.structs.replace(placed, state="refusée", said=str(error), files=())
    return placed


def _holds(folder: Path, content: Mapping[str, bytes]) -> bool:
    """Whether a folder holds these files and no other."""
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    return there.keys() == content.keys() and all(_is(path, content[name]) for name, path in there.items())


def _is(path: Path, content: bytes) -> bool:
    with path.open("rb") as opened:
        return (
            path.stat().st_size == len(content)
            and hashlib.file_digest(opened, "blake2b").digest() == hashlib.blake2b(content).digest()
        )
