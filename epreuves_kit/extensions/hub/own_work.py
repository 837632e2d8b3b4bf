"""A candidate's work at an épreuve, in their own folder: how much of it is filled in, until when, and what of it was handed in since changed."""

from __future__ import annotations

import datetime
import filecmp
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from epreuves.answers.typed import FILE as TYPED
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.candidate import kept
from epreuves.variants.identifying import Identified, known
from epreuves.variants.published import FOLDER, PUBLISHED_FILE, read_published
from epreuves.variants.sitting import in_words, own_hours
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, hour, lasting, moment
from epreuves.wording.time_left import SittingHours
from epreuves_kit.exam.received import progress
from epreuves_kit.grading.submitted import UnreadableNotebook, read
from epreuves_kit.referentiel.model import called

#: In a candidate's folder of an épreuve, what comes back of it.
BACK = "feedback"
#: Names that nbgrader adds to a copy.
_ADDED = frozenset({"timestamp.txt", "submission_secret.txt"})
#: Bytes of a file that is read whole.
_MOST = 20_000_000


class EpreuvePaper(msgspec.Struct, frozen=True):
    """A notebook of an épreuve: its name, its title, and its path in JupyterLab, as an address writes it."""

    name: str
    title: str
    path: str


class CandidateWork:
    """A candidate's work at an épreuve. home: the folder in which they work; who: their account; released: the épreuve as it was given out, gone where it is no more."""

    def __init__(self, home: Path, who: str, id: EpreuveId, released: Path) -> None:
        self.id, self.folder, self._home, self._released = id, home / id, home, released
        self._hours, self._identified = self._sat_by(who)

    @property
    def begun(self) -> bool:
        """True if a notebook of it is in the candidate's folder."""
        return any(self.folder.glob("*.ipynb"))

    @property
    def papers(self) -> tuple[EpreuvePaper, ...]:
        """Its notebooks that were given out, its own first; those of the folder where it is given out no more."""
        place = self._released if self._released.is_dir() else self.folder
        paths = sorted(place.glob("*.ipynb"), key=lambda path: (path.stem != self.id, path.name))
        return tuple(
            EpreuvePaper(path.stem, _heading(path), address(self._home, self.folder / path.name)) for path in paths
        )

    @property
    def title(self) -> str:
        """« Épreuve 3 — Définir la cible d'un lancement », « E98 · La boutique »."""
        own = next((paper.title for paper in self.papers), self.id)
        return own if own.startswith("Épreuve") else f"{called(self.id)} · {own}"

    @property
    def filled(self) -> str:
        """« 8 réponses sur 11, 320 mots ; enregistré à 10:32:05. »"""
        paths = sorted(self._released.glob("*.ipynb"))
        given = {path.stem: _notebook(path, path.stat().st_mtime_ns) for path in paths}
        answered, asked, words = progress(given, self.id, lambda name: _bytes(self.folder / name))
        changed = [
            path.stat().st_mtime for path in (*self.folder.glob("*.ipynb"), self.folder / TYPED) if path.is_file()
        ]
        saved = self.by_its_clocks(datetime.datetime.fromtimestamp(max(changed, default=0), datetime.UTC))
        today = saved.date() == datetime.datetime.now(saved.tzinfo).date()
        at = f"à {hour(saved, seconds=True)}" if today else f"le {moment(saved)}"
        return f"{counted(answered, 'réponse')} sur {asked}, {counted(words, 'mot')} ; enregistré {at}."

    def time(self, handed: bool) -> list[str]:
        """Until when, in sentences; none where nothing says, or once it is handed in and over."""
        now = datetime.datetime.now(datetime.UTC)
        over = self._hours is not None and now >= self._hours.ends
        return [] if handed and over else in_words(self._hours, self._identified, self.id, now)

    def replacing(self, before: datetime.datetime | None) -> list[str]:
        """The consequences of handing in now, in sentences. before: the moment of the last one, None for none."""
        now, hours, sentences = datetime.datetime.now(datetime.UTC), self._hours, []
        late = hours is not None and now > hours.ends
        if hours is not None and late:
            sentences.append(f"L'heure de fin ({hour(hours.ends)}) est passée depuis {lasting(now - hours.ends)}.")
        if before is not None:
            at = moment(self.by_its_clocks(before))
            sentences.append(f"Une copie est déjà rendue, le {at} : celle-ci comptera à sa place.")
            if hours is not None and late and before <= hours.ends:
                sentences.append("La copie rendue à l'heure serait remplacée par une copie en retard.")
        return sentences

    def own_files(self, place: Path) -> dict[str, Path]:
        """The files of a copy, or of the folder itself, that are the candidate's, by their path in it: notebooks, answers and what they made, and nothing that
        the épreuve gave with its notebooks."""
        return dict(self._own_files(place))

    def _own_files(self, place: Path) -> Iterator[tuple[str, Path]]:
        for path in sorted(place.rglob("*")):
            inside = path.relative_to(place)
            hidden = inside.suffix == ".pyc" or any(part.startswith((".", "__")) for part in inside.parts)
            beside = hidden or inside.parts[0] in (FOLDER, BACK)
            given = inside.suffix != ".ipynb" and (self._released / inside).exists()
            if path.is_file() and not beside and not given and inside.name not in _ADDED:
                yield inside.as_posix(), path

    def left_out(self, most: int) -> tuple[str, ...]:
        """The candidate's files that have more than so many bytes."""
        return tuple(name for name, path in self.own_files(self.folder).items() if path.stat().st_size > most)

    def changed_since(self, copy: Path, most: int) -> bool:
        """True if what a copy holds is not what the folder does. most: bytes of a file that is taken.

        A notebook that is opened again is run again, and saved: what its cells hold is compared, and not what they show.
        """
        then = self.own_files(copy)
        now = {name: path for name, path in self.own_files(self.folder).items() if path.stat().st_size <= most}
        return then.keys() != now.keys() or any(not _alike(path, now[name]) for name, path in then.items())

    def by_its_clocks(self, at: datetime.datetime) -> datetime.datetime:
        """A moment by the school's clocks, where the épreuve has hours that tell them; else by this machine's."""
        return at.astimezone(self._hours.ends.tzinfo if self._hours is not None else None)

    def _sat_by(self, who: str) -> tuple[SittingHours | None, Identified | None]:
        """The candidate's own hours, and who their code tells that they are."""
        path = self._released / PUBLISHED_FILE
        try:
            session = read_published(_bytes(path if path.exists() else self.folder / PUBLISHED_FILE) or b"")
        except KitError:
            return None, None
        identified = known(session, who, kept(self.folder).code)
        return own_hours(session.sitting, identified, self.id), identified


def address(home: Path, path: Path) -> str:
    """A file's path in the candidate's JupyterLab, as an address writes it."""
    return quote(path.relative_to(home).as_posix())


@functools.lru_cache(maxsize=64)
def _notebook(path: Path, changed: int) -> dict[str, Any]:
    """A notebook as it was given out. changed: its file's state."""
    notebook: dict[str, Any] = json.loads(path.read_bytes())
    return notebook


def _heading(path: Path) -> str:
    """The first heading of a notebook; its name where it has none, or does not read."""
    for kind, source, _ in _cells(path, path.stat().st_mtime_ns) or ():
        if kind == "markdown" and (
            heading := next((line for line in source.splitlines() if line.startswith("# ")), "")
        ):
            return heading.removeprefix("# ").strip()
    return path.stem


@functools.lru_cache(maxsize=256)
def _cells(path: Path, changed: int) -> tuple[tuple[str, str, bytes], ...] | None:
    """The kind, the text and the attachments of each cell of a notebook that somebody wrote; None where it does not read. changed: its file's state."""
    try:
        cells = read(path.read_bytes()).cells
        return tuple((cell.cell_type, cell.source, msgspec.json.encode(cell.attachments)) for cell in cells)
    except UnreadableNotebook:
        return None


def _alike(then: Path, now: Path) -> bool:
    if then.suffix == ".ipynb":
        cells = [_cells(path, path.stat().st_mtime_ns) for path in (then, now)]
        if None not in cells:
            return cells[0] == cells[1]
    return filecmp.cmp(then, now)


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        return None
