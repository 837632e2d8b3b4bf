"""A candidate's épreuves on a hub, as their own page shows them: received, handed in, and read once they come back.

Runs in the candidate's own server, under their account: nbgrader's exchange moves every file, and nothing of the course is in reach.
"""

from __future__ import annotations

import copy
import datetime
import functools
import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.utils import parse_utc
from traitlets.config import Config

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.disk import hindrance
from epreuves.wording.errors import KitError
from epreuves.wording.french import moment
from epreuves_kit.extensions.hub.own_work import BACK, CandidateWork, EpreuvePaper, address
from epreuves_kit.referentiel.model import called

_SILENT = "l'échange de fichiers de la machine ne répond pas"
_TELL = "Prévenez la personne qui surveille."


class SentFile(msgspec.Struct, frozen=True):
    """A file as it was handed in: its path in the copy, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


class SentCopy(msgspec.Struct, frozen=True):
    """A copy that was handed in: when, in words; True once the hub has sealed it, None where nothing tells any more; the files in it that are
    the candidate's; those of the folder that are too large to be taken."""

    at: str
    sealed: bool | None
    files: tuple[SentFile, ...]
    left_out: tuple[str, ...]


class ListedEpreuve(msgspec.Struct, frozen=True):
    """An épreuve on the page. said: how it stands, in sentences; begun: True if it is in the candidate's folder; copy: the last one that was handed in; back: True
    if something of it has come back to be read.
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
        #: Bytes of a file past which nbgrader leaves it out of a copy.
        self._most = 1000 * CourseDirectory(config=config).max_file_size
        #: By the copy that the candidate keeps, the folder that it was handed in as.
        self._arriving: dict[Path, Path] = {}

    def epreuves(self) -> tuple[ListedEpreuve, ...]:
        """All that were given out or handed in, in order. Raises KitError."""
        sent = self._sent()
        return tuple(self._line(self._work(id), sent.get(id, ())) for id in sorted({*self._given(), *sent}))

    def receive(self, epreuve: str) -> ListedEpreuve:
        """Lay an épreuve in the candidate's folder, or what lacks of it; nothing that is there is replaced. Raises KitError."""
        work, _ = self._known(epreuve)
        if epreuve in self._given():
            fetching = self._exchange("FetchAssignment", epreuve, replace_missing_files=True)
            _done(fetching, f"{called(work.id)} ne s'ouvre pas")
        return self._one(epreuve)

    def question(self, epreuve: str) -> tuple[str, ...]:
        """All that is to be known before a copy is handed in, in sentences. Raises KitError."""
        work, sent = self._known(epreuve)
        if not work.begun:
            raise KitError(
                f"Aucun document de {called(work.id)} n'est dans votre dossier : ouvrez d'abord l'épreuve. Si vous l'aviez commencée, {_TELL.lower()}"
            )
        return (work.filled, *work.replacing(max(map(_moment, sent), default=None)))

    def hand_in(self, epreuve: str) -> ListedEpreuve:
        """Hand in the copy as it is saved. Raises KitError."""
        work, _ = self._known(epreuve)
        exchange = self._exchange("Submit", epreuve)
        _done(exchange, f"{called(work.id)} n'est pas rendue")
        name = exchange.assignment_filename
        kept_as = Path(exchange.cache_path, name.rsplit("+", 1)[0] if exchange.add_random_string else name)
        self._arriving[kept_as] = Path(exchange.inbound_path, name)
        return self._one(epreuve)

    def back(self, epreuve: str) -> tuple[EpreuvePaper, ...]:
        """Take what has come back of the last copy that something came back of; its pages, under the titles of the notebooks that they are about. Raises KitError."""
        work, _ = self._known(epreuve)
        _done(self._exchange("FetchFeedback", epreuve), f"La restitution de {called(work.id)} ne s'ouvre pas")
        titles = {paper.name: paper.title for paper in work.papers}
        stamps = sorted((work.folder / BACK).glob("*/"))
        pages = sorted(stamps[-1].glob("*.html"), key=lambda page: (page.stem != epreuve, page.name)) if stamps else []
        return tuple(
            EpreuvePaper(page.stem, titles.get(page.stem, page.stem), address(self._home, page)) for page in pages
        )

    def _one(self, epreuve: str) -> ListedEpreuve:
        return self._line(*self._known(epreuve))

    def _known(self, epreuve: str) -> tuple[CandidateWork, Sequence[Mapping[str, Any]]]:
        """The work at an épreuve that was given out or handed in, and its copies; raises KitError for any other name."""
        sent = self._sent()
        if epreuve not in self._given() and epreuve not in sent:
            raise KitError(
                "Cette épreuve n'est plus dans la liste : rechargez la page, et demandez à la personne qui surveille."
            )
        return self._work(EpreuveId(epreuve)), sent.get(epreuve, ())

    def _given(self) -> set[str]:
        """The épreuves that are given out."""
        listed = _done(self._exchange("List", ""), "Les épreuves ne se lisent pas")
        return {each["assignment_id"] for each in listed}

    def _sent(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The copies that were handed in, by épreuve, as nbgrader tells of them."""
        listed = _done(self._exchange("List", "", cached=True), "Les copies rendues ne se lisent pas")
        return {each["assignment_id"]: each["submissions"] for each in listed}

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

    @functools.cached_property
    def _outbound(self) -> Path:
        """The folder of what is given out."""
        exchange = self._exchange("List", "")
        return Path(exchange.root, exchange.coursedir.course_id, "outbound")

    def _work(self, epreuve: str) -> CandidateWork:
        return CandidateWork(self._home, self.who, EpreuveId(epreuve), self._outbound / epreuve)

    def _line(self, work: CandidateWork, sent: Sequence[Mapping[str, Any]]) -> ListedEpreuve:
        last = max(sent, key=_moment, default=None)
        sentences = work.time(last is not None)
        if work.begun:
            sentences.append(work.filled)
        if last is not None and work.begun and work.changed_since(Path(last["path"]), self._most):
            sentences.append("Ce que vous avez changé depuis n'est pas rendu.")
        return ListedEpreuve(
            work.id,
            work.title,
            tuple(sentences),
            work.begun,
            work.papers,
            None if last is None else self._copy(work, last),
            any(each["has_exchange_feedback"] or each["has_local_feedback"] for each in sent),
        )

    def _copy(self, work: CandidateWork, sent: Mapping[str, Any]) -> SentCopy:
        place = Path(sent["path"])
        arriving = self._arriving.get(place)
        return SentCopy(
            moment(work.by_its_clocks(_moment(sent)), seconds=True),
            None if arriving is None else _another_s(arriving),
            tuple(_file(path, name, path.stat().st_mtime_ns) for name, path in work.own_files(place).items()),
            work.left_out(self._most),
        )


def _moment(sent: Mapping[str, Any]) -> datetime.datetime:
    """The moment at which a copy was handed in, aware."""
    at: datetime.datetime = parse_utc(sent["timestamp"])
    return at.replace(tzinfo=datetime.UTC)


@functools.lru_cache(maxsize=1024)
def _file(path: Path, name: str, changed: int) -> SentFile:
    """A file of a copy. changed: its state."""
    with path.open("rb") as file:
        return SentFile(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _another_s(folder: Path) -> bool:
    """True if a folder belongs to somebody else: the hub's service has taken it."""
    try:
        return folder.stat().st_uid != os.getuid()
    except OSError:
        return False


def _done(exchange: Any, otherwise: str) -> Any:
    """Have an exchange do what it is for, and give what it gives; raises KitError, which begins with `otherwise`."""
    try:
        return exchange.start()
    except OSError as error:
        # An error about many files has no number, and holds their paths.
        why = hindrance(error) if error.errno is not None else _SILENT
        raise KitError(f"{otherwise} : {why}. {_TELL}") from error
    except (ExchangeError, RuntimeError) as error:
        raise KitError(f"{otherwise} : {_SILENT}. {_TELL}") from error
