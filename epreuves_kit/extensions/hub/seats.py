"""The room as the hub's service sees it: for each candidate's account, when their page was last there, and what of each épreuve is saved.

Written beside the journal of arrivals, in `salle/`, a folder an account: `etat.json`, what the page says of itself, and the notebooks and typed
answers as they are saved, for their answers to be counted by who may not open a home. Nothing is counted here: this runs as root, on folders in
which candidates write. Hours are those of the file system's own clock (ctime), which nobody sets.
"""

from __future__ import annotations

import contextlib
import datetime
import grp
import os
import pwd
import shutil
import stat
from pathlib import Path
from typing import NamedTuple

import msgspec

from epreuves.answers.typed import FILE as TYPED
from epreuves.machine import replace
from epreuves_kit.exam.plain_copy import FOLDER, copy_file
from epreuves_kit.extensions.hub.page_state import MOST
from epreuves_kit.extensions.hub.page_state import STATE as PAGE

#: In the folder of arrivals, the room; in an account's folder, its state and what its page says.
ROOM, SEAT, PAGE_COPY = "salle", "etat.json", "page.json"
#: Bytes of a notebook that is looked at, and names of a folder that are counted.
MOST_NOTEBOOK, _MOST_NAMES = 20_000_000, 500
#: What the kit itself lays beside a notebook: typed answers, who it is, what they say of themselves.
_KEPT_BESIDE = frozenset({TYPED, "candidat.txt", "autoevaluation.json"})
_MIB = 1 << 20


class SavedWork(msgspec.Struct, frozen=True, rename={"saved": "enregistre", "files": "fichiers"}):
    """A candidate's work at an épreuve: when a file of it last changed (UTC), and the files that the épreuve did not give."""

    saved: datetime.datetime
    files: int


class RoomSeat(msgspec.Struct, frozen=True, rename={"works": "epreuves", "free": "libre"}):
    """An account's seat: when its page was last there (UTC; None for never), its works by épreuve, and the MiB that are free where it saves."""

    page: datetime.datetime | None = None
    works: dict[str, SavedWork] = {}
    free: int = 0


class GivenOut(NamedTuple):
    """An épreuve as it was given out: its notebooks, and the names at its root."""

    notebooks: tuple[str, ...]
    names: frozenset[str]


class RoomWatch:
    """The room of a hub, looked at again and again. outbound: what was given out; group: of candidates; folder: of arrivals."""

    def __init__(self, outbound: Path, group: str, folder: Path) -> None:
        self._outbound, self._group, self._room = outbound, group, folder / ROOM
        shutil.rmtree(self._room, ignore_errors=True)
        self._seen: dict[Path, tuple[int, int]] = {}
        self._seats: dict[str, RoomSeat] = {}

    def accounts(self) -> list[pwd.struct_passwd]:
        """The candidates' accounts."""
        try:
            names = set(grp.getgrnam(self._group).gr_mem)
        except KeyError:
            return []
        return [account for account in pwd.getpwall() if account.pw_name in names]

    def look(self) -> None:
        """One look at every seat; what cannot be looked at is left as it was."""
        given = self.given()
        for account in self.accounts():
            with contextlib.suppress(OSError):
                self._look_at(account, given)

    def given(self) -> dict[str, GivenOut]:
        """The épreuves that were given out, by name."""
        given = {}
        with contextlib.suppress(OSError):
            for folder in sorted(self._outbound.iterdir()):
                names = frozenset(os.listdir(folder)) if folder.is_dir() else frozenset[str]()
                given[folder.name] = GivenOut(tuple(sorted(n for n in names if n.endswith(".ipynb"))), names)
        return given

    def _look_at(self, account: pwd.struct_passwd, given: dict[str, GivenOut]) -> None:
        place = self._room / account.pw_name
        place.mkdir(parents=True, exist_ok=True)
        home = os.open(account.pw_dir, FOLDER)
        try:
            page = self._page(home, account.pw_uid, place)
            works = {}
            for epreuve, paper in given.items():
                with contextlib.suppress(OSError):  # most have not fetched it
                    works[epreuve] = self._work(home, account.pw_uid, epreuve, paper, place / epreuve)
            about = os.fstatvfs(home)
        finally:
            os.close(home)
        seat = RoomSeat(page, works, about.f_bavail * about.f_frsize // _MIB)
        if self._seats.get(account.pw_name) != seat:
            replace(place / SEAT, msgspec.json.encode(seat), 0o640)
            self._seats[account.pw_name] = seat

    def _page(self, home: int, uid: int, place: Path) -> datetime.datetime | None:
        try:
            folder = os.open(PAGE.parent.name, FOLDER, dir_fd=home)
        except OSError:
            return None
        try:
            return self._kept(PAGE.name, folder, uid, place / PAGE_COPY, MOST)
        finally:
            os.close(folder)

    def _work(self, home: int, uid: int, epreuve: str, paper: GivenOut, place: Path) -> SavedWork:
        folder = os.open(epreuve, FOLDER, dir_fd=home)
        try:
            names = os.listdir(folder)
            own = [name for name in names if name not in paper.names | _KEPT_BESIDE and not name.startswith(".")]
            saved = [
                moment
                for name in (*paper.notebooks, TYPED)
                if (moment := self._kept(name, folder, uid, place / name, MOST_NOTEBOOK)) is not None
            ]
            files = [moment for name in own[:_MOST_NAMES] if (moment := _changed(name, folder)) is not None]
            if not (moments := saved + files):
                raise FileNotFoundError(epreuve)
            return SavedWork(max(moments), len(files))
        finally:
            os.close(folder)

    def _kept(self, name: str, folder: int, uid: int, place: Path, room: int) -> datetime.datetime | None:
        """Copy a file where it has changed since; gives when it last did, None where it is none of the account's plain files."""
        try:
            about = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError:
            return None
        state = about.st_ctime_ns, about.st_size
        if self._seen.get(place) != state:
            making = place.with_name(f".{place.name}")
            copied, _ = copy_file(name, folder, uid, making, room)
            if copied is None:
                making.unlink(missing_ok=True)
                return None
            making.chmod(0o640)
            making.replace(place)
            self._seen[place] = state
        return _moment(about)


def _changed(name: str, folder: int) -> datetime.datetime | None:
    """The moment at which a plain file last changed; None for what is none."""
    try:
        about = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return None
    return _moment(about) if stat.S_ISREG(about.st_mode) else None


def _moment(about: os.stat_result) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(about.st_ctime_ns / 1e9, datetime.UTC)
