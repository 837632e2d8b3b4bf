"""A candidate's épreuves on a hub, as their own page shows them: what was given out, how much of it is filled in, what was handed in, what came back.

Runs in the candidate's own server, under their account: nbgrader's exchange moves every file, and nothing of the course is in reach.
"""

from __future__ import annotations

import copy
import datetime
import filecmp
import functools
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.utils import parse_utc
from traitlets.config import Config

from epreuves.answers.typed import FILE as TYPED
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.candidate import HUB, Candidate, kept
from epreuves.variants.identifying import Identified, known
from epreuves.variants.published import FOLDER, PUBLISHED_FILE, read_published
from epreuves.variants.sitting import in_words, own_hours
from epreuves.wording.disk import hindrance
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, hour, lasting, moment
from epreuves.wording.time_left import SittingHours
from epreuves_kit.exam.received import progress
from epreuves_kit.referentiel.model import called

#: Names that nbgrader adds to a copy, and the folder in which it lays what comes back.
_ADDED, _BACK = frozenset({"timestamp.txt", "submission_secret.txt"}), "feedback"
#: Bytes of a file that is read whole.
_MOST = 20_000_000
_TELL = "Prévenez la personne qui surveille."


class EpreuvePaper(msgspec.Struct, frozen=True):
    """A notebook of an épreuve: its title, and its path in JupyterLab, as an address writes it."""

    title: str
    path: str


class SentFile(msgspec.Struct, frozen=True):
    """A file as it was handed in: its path in the copy, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


class SentCopy(msgspec.Struct, frozen=True):
    """A copy that was handed in: when, in words; True once the hub has sealed it, None where nothing tells any more; the files in it that are
    the candidate's; those that stayed behind."""

    at: str
    sealed: bool | None
    files: tuple[SentFile, ...]
    left_out: tuple[str, ...] = ()


class ListedEpreuve(msgspec.Struct, frozen=True):
    """An épreuve on the page. said: how it stands, in sentences; begun: True if its folder is there; copy: the last one that was handed in; back: True if something
    of it has come back to be read.
    """

    id: str
    title: str
    said: tuple[str, ...]
    begun: bool
    papers: tuple[EpreuvePaper, ...]
    copy: SentCopy | None
    back: bool


class OwnDesk:
    """A candidate's épreuves. config: their server's, which says where the exchange is; home: the folder in which they work; who: their account."""

    def __init__(self, config: Config, home: Path, who: str) -> None:
        self._config, self._home, self.who = config, home, who
        #: By the copy that the candidate keeps, the folder that it was handed in as.
        self._arriving: dict[Path, Path] = {}

    def epreuves(self) -> tuple[ListedEpreuve, ...]:
        """All that were given out, in order. Raises KitError."""
        sent = {each["assignment_id"]: each["submissions"] for each in self._listed(cached=True)}
        given = sorted({each["assignment_id"] for each in self._listed()} | sent.keys())
        return tuple(self._line(EpreuveId(name), sent.get(name, [])) for name in given)

    def receive(self, epreuve: str) -> ListedEpreuve:
        """Lay an épreuve in the candidate's folder, or what lacks of it; nothing that is there is replaced. Raises KitError."""
        self._known(epreuve)
        try:
            self._exchange("FetchAssignment", epreuve, replace_missing_files=True).start()
        except (ExchangeError, RuntimeError, OSError) as error:
            raise KitError(f"{called(EpreuveId(epreuve))} ne s'ouvre pas : {_reason(error)} {_TELL}") from error
        return self._one(epreuve)

    def question(self, epreuve: str) -> tuple[str, ...]:
        """All that is to be known before a copy is handed in, in sentences. Raises KitError."""
        id = self._known(epreuve)
        folder = self._home / id
        if not any(folder.glob("*.ipynb")):
            raise KitError(
                f"Aucun document de {called(id)} n'est dans votre dossier : ouvrez d'abord l'épreuve. Si vous l'aviez commencée, {_TELL.lower()}"
            )
        sentences = [self._filled(id)]
        before = [parse_utc(each["timestamp"]).replace(tzinfo=datetime.UTC) for each in self._submissions(id)]
        hours, _ = self._hours(id)
        now = datetime.datetime.now(datetime.UTC)
        if before:
            then = max(before)
            sentences.append(
                f"Une copie est déjà rendue, le {moment(_by(hours, then))} : celle-ci comptera à sa place."
            )
            if hours is not None and then <= hours.ends < now:
                sentences.append("La copie rendue à l'heure serait remplacée par une copie en retard.")
        if hours is not None and now > hours.ends:
            sentences.append(f"L'heure de fin ({hour(hours.ends)}) est passée depuis {lasting(now - hours.ends)}.")
        return tuple(sentences)

    def hand_in(self, epreuve: str) -> ListedEpreuve:
        """Hand in the copy as it is saved. Raises KitError."""
        id = self._known(epreuve)
        try:
            exchange = self._exchange("Submit", id)
            exchange.start()
        except (ExchangeError, RuntimeError, OSError) as error:
            raise KitError(f"{called(id)} n'est pas rendue : {_reason(error)} {_TELL}") from error
        name = exchange.assignment_filename
        kept_as = Path(exchange.cache_path, name.rsplit("+", 1)[0] if exchange.add_random_string else name)
        self._arriving[kept_as] = Path(exchange.inbound_path, name)
        return self._one(id)

    def back(self, epreuve: str) -> tuple[EpreuvePaper, ...]:
        """Take what has come back of the last copy, to be read; the paths are those of pages. Raises KitError."""
        id = self._known(epreuve)
        try:
            self._exchange("FetchFeedback", id).start()
        except (ExchangeError, RuntimeError, OSError) as error:
            raise KitError(f"La restitution de {called(id)} ne s'ouvre pas : {_reason(error)} {_TELL}") from error
        place = self._home / id / _BACK
        stamps = sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []
        pages = sorted(stamps[-1].glob("*.html")) if stamps else []
        return tuple(EpreuvePaper(path.stem, self._address(path)) for path in pages)

    def _one(self, epreuve: str) -> ListedEpreuve:
        return self._line(EpreuveId(epreuve), self._submissions(epreuve))

    def _known(self, epreuve: str) -> EpreuveId:
        """An épreuve that was given out or handed in; raises KitError for any other name."""
        if all(each["assignment_id"] != epreuve for each in [*self._listed(), *self._listed(cached=True)]):
            raise KitError(
                "Cette épreuve n'est plus dans la liste : rechargez la page, et demandez à la personne qui surveille."
            )
        return EpreuveId(epreuve)

    def _submissions(self, epreuve: str) -> list[dict[str, Any]]:
        own = (each["submissions"] for each in self._listed(cached=True) if each["assignment_id"] == epreuve)
        return next(own, [])

    def _listed(self, **settings: bool) -> list[dict[str, Any]]:
        try:
            return list(self._exchange("List", "", **settings).start())
        except (ExchangeError, OSError) as error:
            raise KitError(f"Les épreuves ne se lisent pas : {_reason(error)} {_TELL}") from error

    def _exchange(self, kind: str, epreuve: str, **settings: Any) -> Any:
        """nbgrader's own exchange, whatever it is made of, on an épreuve."""
        config = copy.deepcopy(self._config)
        course = CourseDirectory(config=config)
        course.assignment_id = epreuve
        made = getattr(ExchangeFactory(config=config), kind)
        return made(
            coursedir=course,
            authenticator=Authenticator(config=config),
            config=config,
            assignment_dir=str(self._home),
            **settings,
        )

    def _line(self, id: EpreuveId, submissions: Sequence[Mapping[str, Any]]) -> ListedEpreuve:
        folder = self._home / id
        begun = any(folder.glob("*.ipynb"))
        papers = self._papers(id)
        hours, identified = self._hours(id)
        now = datetime.datetime.now(datetime.UTC)
        last = max(submissions, key=lambda each: each["timestamp"], default=None)
        sentences = []
        if last is None or (hours is not None and now < hours.ends):
            sentences += in_words(hours, identified, now)
        if begun:
            sentences.append(self._filled(id))
        if last is not None and begun and self._changed(folder, Path(last["path"])):
            sentences.append("Ce que vous avez changé depuis n'est pas rendu.")
        return ListedEpreuve(
            id,
            _title(id, papers),
            tuple(sentences),
            begun,
            papers,
            None if last is None else self._sent(last, hours, folder),
            last is not None and bool(last["has_exchange_feedback"] or last["has_local_feedback"]),
        )

    def _papers(self, id: EpreuveId) -> tuple[EpreuvePaper, ...]:
        # The names are those that were given out; a candidate's own notebooks are not the épreuve's.
        paths = sorted(self._released(id).glob("*.ipynb"), key=lambda path: (path.stem != id, path.name))
        return tuple(
            EpreuvePaper(_heading(path, path.stat().st_mtime_ns), self._address(self._home / id / path.name))
            for path in paths
        )

    def _released(self, id: EpreuveId) -> Path:
        """The folder of an épreuve as it was given out; the candidate's own where it is no more."""
        exchange = self._exchange("List", id)
        place = Path(exchange.root, exchange.coursedir.course_id, "outbound", id)
        return place if place.is_dir() else self._home / id

    def _filled(self, id: EpreuveId) -> str:
        """« 8 réponses sur 11, 320 mots ; enregistrée à 10:32. »"""
        folder, released = self._home / id, self._released(id)
        given = {path.stem: _notebook(path, path.stat().st_mtime_ns) for path in sorted(released.glob("*.ipynb"))}
        answered, asked, words = progress(given, id, lambda name: _bytes(folder / name))
        changed = [path.stat().st_mtime for path in (*folder.glob("*.ipynb"), folder / TYPED) if path.is_file()]
        saved = datetime.datetime.fromtimestamp(max(changed, default=0), datetime.UTC)
        hours, _ = self._hours(id)
        parts = f"{counted(answered, 'réponse')} sur {asked}, {counted(words, 'mot')}"
        return f"{parts} ; enregistré à {hour(_by(hours, saved), seconds=True)}."

    def _hours(self, id: EpreuveId) -> tuple[SittingHours | None, Identified | None]:
        """The candidate's own hours, and who they are told to be."""
        try:
            session = read_published(_bytes(self._released(id) / PUBLISHED_FILE) or b"")
        except KitError:
            return None, None
        who = Candidate(self.who, HUB)
        identified = known(session, who.name, kept(self._home / id).code)
        return own_hours(session.sitting, identified, id), identified

    def _sent(self, submission: Mapping[str, Any], hours: SittingHours | None, folder: Path) -> SentCopy:
        place = Path(submission["path"])
        arriving = self._arriving.get(place)
        own = self._own_files(place, folder.name)
        files = tuple(_sent_file(path, path.relative_to(place).as_posix(), path.stat().st_mtime_ns) for path in own)
        at = _by(hours, parse_utc(submission["timestamp"]).replace(tzinfo=datetime.UTC))
        sealed = None if arriving is None else _another_s(arriving)
        return SentCopy(moment(at, seconds=True), sealed, files, self._left_out(folder))

    def _left_out(self, folder: Path) -> tuple[str, ...]:
        """The files of an épreuve that nbgrader does not take, for their size."""
        most = CourseDirectory(config=self._config).max_file_size * 1000
        own = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size > most)
        return tuple(path.relative_to(folder).as_posix() for path in own)

    def _own_files(self, place: Path, epreuve: str) -> list[Path]:
        """The files of a copy that are the candidate's: notebooks, answers, and what they made; not what the épreuve gave with its notebooks."""
        released = self._released(EpreuveId(epreuve))
        paths = ((path, path.relative_to(place)) for path in sorted(place.rglob("*")) if path.is_file())
        return [
            path
            for path, inside in paths
            if inside.name not in _ADDED
            and inside.parts[0] != FOLDER
            and (inside.suffix == ".ipynb" or not (released / inside).exists())
        ]

    def _changed(self, folder: Path, copy: Path) -> bool:
        """True if a file that was handed in is not any more as it was."""
        own = self._own_files(copy, folder.name)
        beside = [folder / path.relative_to(copy) for path in own]
        return any(not now.is_file() or not filecmp.cmp(now, then) for now, then in zip(beside, own, strict=True))

    def _address(self, path: Path) -> str:
        return quote(path.relative_to(self._home).as_posix())


def _by(hours: SittingHours | None, at: datetime.datetime) -> datetime.datetime:
    """A moment by the school's clocks, where the épreuve has hours that tell them; else by this machine's."""
    return at.astimezone(hours.ends.tzinfo if hours is not None else None)


def _title(id: EpreuveId, papers: Sequence[EpreuvePaper]) -> str:
    own = papers[0].title if papers else ""
    return own if own.startswith("Épreuve") else f"{called(id)} · {own}" if own else called(id)


@functools.lru_cache(maxsize=64)
def _notebook(path: Path, changed: int) -> dict[str, Any]:
    """A notebook as it was given out. changed: its file's state."""
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def _heading(path: Path, changed: int) -> str:
    """The first heading of a notebook; its name where it has none."""
    for cell in _notebook(path, changed)["cells"]:
        for line in "".join(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line.removeprefix("# ").strip()
    return path.stem


@functools.lru_cache(maxsize=1024)
def _sent_file(path: Path, name: str, changed: int) -> SentFile:
    with path.open("rb") as file:
        return SentFile(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        return None


def _another_s(folder: Path) -> bool:
    """True if a folder belongs to somebody else: the hub's service has taken it."""
    try:
        return folder.stat().st_uid != os.getuid()
    except OSError:
        return False


def _reason(error: Exception) -> str:
    return (
        f"{hindrance(error)}." if isinstance(error, OSError) else "l'échange de fichiers de la machine ne répond pas."
    )
