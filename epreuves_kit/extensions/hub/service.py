"""The hub's service: stamps each copy as it arrives in nbgrader's exchange, keeps its first bytes, and takes the folder from its candidate.

With nbgrader alone a submitted folder stays its candidate's, who can change the copy and its hour until it is collected; and it is open to
whoever knows its path. Here a folder that is complete is copied out, told in the journal, then replaced by what was kept, which belongs
to the instructor. What is no copy (a link, a name that nbgrader cannot read, at which `collect` would stop) is put aside.

It holds the room too: what each candidate has saved is looked at (`seats.py`), and what the instructor asks is done (`requests.py`): a message is
announced, work that nobody handed in is taken as it is saved.

It runs as root, on folders in which candidates write: everything is opened by descriptor, no link is followed, and nothing is read but a
candidate's own plain files, within bounds. POSIX alone. A pass a second looks at names; nothing but new folders is read.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import fcntl
import grp
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import sys
import time
from pathlib import Path

import msgspec

from epreuves.machine import beside
from epreuves.wording.errors import KitError
from epreuves_kit.exam.closing import chain
from epreuves_kit.exam.plain_copy import ASIDE, FOLDER, KeptFile, handed_in, kept
from epreuves_kit.extensions.hub import journal, requests
from epreuves_kit.extensions.hub.journal import (
    ALIVE,
    COPIES,
    JOURNAL,
    Arrival,
    ArrivedFile,
    PutAside,
    PutBack,
    ServiceStarted,
    StampedCopy,
)
from epreuves_kit.extensions.hub.requests import Announce, Announced, RoomAnswer, RoomRequest
from epreuves_kit.extensions.hub.seats import RoomWatch

#: Seconds between two passes; seconds for which a folder that does not look complete may stay as it is, or go on changing.
_PASS, _QUIET, _PATIENCE = 1.0, 10.0, 120.0
#: What nbgrader writes last in a folder, and what it then opens it by.
_LAST_FILE, _OPEN = "submission_secret.txt", stat.S_IWOTH
#: Names in the exchange that nbgrader does not see.
_SEALING, _REPLACED = ".scelle-", ".remplace-"
#: Where a copy says when it was handed in.
_HOUR = "timestamp.txt"
#: Passes between two looks at the room.
_ROOM_PACE = 4
#: Announcements that a page is given at most: the last ones.
_MOST_ANNOUNCED = 20


class ArrivalsService:
    """The exchange's incoming folder watched, and the journal of what arrives in it. Raises KitError where another one is at work.

    inbound: where candidates' folders arrive; folder: of the journal; uid, gid: to whom stamped folders are given.
    """

    def __init__(self, inbound: Path, folder: Path, uid: int, gid: int) -> None:
        self._inbound, self._folder, self._uid, self._gid = inbound, folder, uid, gid
        self._waited: dict[str, tuple[datetime.datetime, float, float, object]] = {}
        self._troubles: dict[str, str] = {}
        (folder / COPIES).mkdir(parents=True, exist_ok=True)
        self._lock = os.open(folder / ".verrou", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise KitError(f"Un autre service reçoit déjà les copies dans « {folder} ».") from None
        for left in (folder / COPIES).glob(".*"):
            shutil.rmtree(left, ignore_errors=True)
        resumed = self._resumed()
        self._root, self._number = resumed.root, len(resumed.copies)
        self._stamped = {copy.arrival.folder: copy for copy in resumed.copies}
        alive = folder / ALIVE
        since = datetime.datetime.fromtimestamp(alive.stat().st_mtime, datetime.UTC) if alive.exists() else None
        self._waiting = {name for name in self._names() if name not in self._stamped}
        self._write(ServiceStarted(_now(), since))

    def take(self, account: pwd.struct_passwd, epreuve: str) -> None:
        """Stamp the work of an account at an épreuve as it is saved in its home, and lay it where `collect` finds it, by the hour of its last change.

        Raises KitError where there is none.
        """
        home = os.open(account.pw_dir, FOLDER)
        try:
            source = os.open(epreuve, FOLDER, dir_fd=home)
        except OSError:
            raise KitError("rien n'est enregistré à cette épreuve.") from None
        finally:
            os.close(home)
        try:
            changed = _last_change(source, account.pw_uid)
            if changed is None:
                raise KitError("rien n'est enregistré à cette épreuve.")
            name = f"{account.pw_name}+{epreuve}+{_hour_written(changed)}+{secrets.token_hex(8)}"
            self._stamp(name, account.pw_name, epreuve, _now(), source, as_is=changed)
        finally:
            os.close(source)

    def close(self) -> None:
        """Let another one begin."""
        os.close(self._lock)

    def look(self) -> None:
        """One pass over what lies in the exchange; what goes wrong with one folder is told and tried again at the next pass."""
        names = self._names()
        for name in names:
            try:
                self._look_at(name)
                self._troubles.pop(name, None)
            except FileNotFoundError:  # its candidate took it back, or the instructor did
                continue
            except OSError as error:
                self._tell(name, f"{error.strerror or error} ({error.filename or name})")
        self._waited = {name: seen for name, seen in self._waited.items() if name in names}
        (self._folder / ALIVE).touch()

    def _resumed(self) -> journal.ArrivalsJournal:
        """The journal as it was left, cut after its last whole arrival; one that is broken is kept beside, and another begun."""
        path = self._folder / JOURNAL
        with contextlib.suppress(FileNotFoundError):
            try:
                whole = journal.parsed(path.read_bytes())
                os.truncate(path, whole.length)
                return whole
            except chain.BrokenChain as error:
                beside = path.with_name(f"{journal.BROKEN}-{_now():%Y%m%d-%H%M%S}.jsonl")
                path.rename(beside)
                (self._folder / COPIES).rename(beside.with_suffix(".copies"))
                (self._folder / COPIES).mkdir()
                self._tell(
                    JOURNAL,
                    f"le journal a changé ({error}) ; il est gardé sous « {beside.name} », et un autre commence.",
                )
        return journal.parsed(b"")

    def _names(self) -> list[str]:
        try:
            with os.scandir(self._inbound) as entries:
                names = [entry.name for entry in entries]
        except FileNotFoundError:
            return []
        for name in names:
            if name.startswith(_REPLACED):  # a candidate's own, which may have been written in while it was removed
                shutil.rmtree(self._inbound / name, ignore_errors=True)
        return sorted(name for name in names if not name.startswith("."))

    def _look_at(self, name: str) -> None:
        about = os.stat(self._inbound / name, follow_symlinks=False)
        stamped = self._stamped.get(name)
        if stamped is not None:
            if not stat.S_ISDIR(about.st_mode) or about.st_uid != self._uid:
                self._seal(name, stamped.arrival.number)
                self._write(PutBack(stamped.arrival.number, _now()))
            return
        if about.st_uid == self._uid:  # the instructor's own doing
            return
        who = handed_in(name)
        if who is None or not stat.S_ISDIR(about.st_mode):
            self._put_aside(name, about.st_uid)
            return
        descriptor = os.open(self._inbound / name, FOLDER)
        try:
            since = self._complete(name, descriptor)
            if since is not None:
                self._stamp(name, *who, since, descriptor)
        finally:
            os.close(descriptor)

    def _complete(self, name: str, descriptor: int) -> datetime.datetime | None:
        """The moment at which a folder was first seen, once nothing more is to come in it; None while something may."""
        about, names, now = os.fstat(descriptor), set(os.listdir(descriptor)), time.monotonic()
        state = (about.st_mtime_ns, about.st_mode, len(names))
        first, began, quiet, before = self._waited.get(name, (_now(), now, now, state))
        if state != before:
            quiet = now
        self._waited[name] = first, began, quiet, state
        if _LAST_FILE in names and about.st_mode & _OPEN:
            return first
        return first if now - quiet >= _QUIET or now - began >= _PATIENCE else None

    def _stamp(
        self,
        name: str,
        candidate: str,
        epreuve: str,
        at: datetime.datetime,
        source: int,
        as_is: datetime.datetime | None = None,
    ) -> None:
        """Keep the files of a folder, tell it in the journal, then give the folder to the instructor. as_is: the last change of work that was not
        handed in."""
        number = self._number + 1
        place = self._folder / COPIES / str(number)
        making = place.with_name(f".{number}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        uid = os.fstat(source).st_uid
        files, left = kept(source, making, uid)
        if as_is is not None:
            files = [*(file for file in files if file.path != _HOUR), _hour_of(making, as_is)]
        making.rename(place)
        arrival = Arrival(
            number, at, candidate, epreuve, name, _account(uid), name in self._waiting, len(files), tuple(left), as_is
        )
        self._write(arrival, *(ArrivedFile(*file) for file in files))
        self._number = number
        self._stamped[name] = StampedCopy(arrival, {file.path: file.sha256 for file in files})
        print(f"Copie {number} : {name} ({arrival.account})", flush=True)
        self._seal(name, number)

    def _seal(self, name: str, number: int) -> None:
        """Put in a folder's place the files kept of it, as the instructor's, and remove those that were there."""
        made = self._inbound / f"{_SEALING}{secrets.token_hex(8)}"
        made.mkdir(mode=0o700)
        shutil.copytree(self._folder / COPIES / str(number), made, dirs_exist_ok=True)
        for inner, _, names, parent in os.fwalk(made):
            for file in names:
                os.chown(file, self._uid, self._gid, dir_fd=parent)
                os.chmod(file, 0o640, dir_fd=parent)
            if inner != str(made):
                os.chown(parent, self._uid, self._gid)
                os.chmod(parent, 0o750)
        replaced = self._inbound / f"{_REPLACED}{secrets.token_hex(8)}"
        with contextlib.suppress(FileNotFoundError):  # work that was not handed in lay in no folder here
            (self._inbound / name).rename(replaced)
        os.chmod(made, 0o750)
        os.chown(made, self._uid, self._gid)
        made.rename(self._inbound / name)
        if not os.path.lexists(replaced):
            return
        if replaced.is_symlink() or not replaced.is_dir():
            replaced.unlink()
        else:
            shutil.rmtree(replaced, ignore_errors=True)

    def _put_aside(self, name: str, uid: int) -> None:
        """Hide from nbgrader something that is no copy; it is kept, and is no longer its owner's to move."""
        hidden = self._inbound / f"{ASIDE}{secrets.token_hex(8)}"
        (self._inbound / name).rename(hidden)
        os.chown(hidden, 0, 0, follow_symlinks=False)
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        self._write(PutAside(_now(), shown, _account(uid)))
        print(f"Écarté : {shown} ({_account(uid)}), gardé sous « {hidden.name} »", flush=True)

    def _write(self, *lines: journal.JournalLine) -> None:
        """Put lines at the journal's end, all of them or none, on the disk before anything else is done."""
        content, root = chain.grown(lines, self._root)
        descriptor = os.open(self._folder / JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
        try:
            before = os.fstat(descriptor).st_size
            try:
                if os.write(descriptor, content) != len(content):
                    raise OSError(f"« {JOURNAL} » n'a pas pu être écrit en entier")
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, before)
                raise
        finally:
            os.close(descriptor)
        self._root = root

    def _tell(self, name: str, trouble: str) -> None:
        """Tell what goes wrong, once for each thing."""
        if self._troubles.get(name) != trouble:
            self._troubles[name] = trouble
            print(f"« {name} » : {trouble}", file=sys.stderr, flush=True)


class RoomService:
    """The room of a hub: looked at, and what the instructor asks of it done. announced: where announcements to accounts are laid."""

    def __init__(self, arrivals: ArrivalsService, watch: RoomWatch, folder: Path, announced: Path, uid: int) -> None:
        self._arrivals, self._watch, self._folder, self._announced, self._uid = arrivals, watch, folder, announced, uid

    def serve(self) -> None:
        """Do what was asked since, and answer."""
        for name, request in requests.waiting(self._folder, self._uid):
            if request is None:
                continue
            accounts = {account.pw_name: account for account in self._watch.accounts()}
            done, refused = list[str](), dict[str, str]()
            for who in request.accounts:
                try:
                    if who not in accounts:
                        raise KitError("n'a pas de compte de candidat sur ce hub.")
                    self._do(request, accounts[who])
                    done.append(who)
                except KitError as error:
                    refused[who] = error.sentence
                except OSError as error:
                    refused[who] = f"{error.strerror or error}."
            requests.answered(self._folder, name, RoomAnswer(tuple(done), refused))

    def look(self) -> None:
        """One look at the room."""
        self._watch.look()

    def _do(self, request: RoomRequest, account: pwd.struct_passwd) -> None:
        if isinstance(request, Announce):
            self._announce(request, account)
        elif request.epreuve not in self._watch.given():
            raise KitError("cette épreuve n'est pas distribuée.")
        else:
            self._arrivals.take(account, request.epreuve)

    def _announce(self, request: Announce, account: pwd.struct_passwd) -> None:
        """Add a message to those that an account's page gets; it is root's, and read by that account alone."""
        path = self._announced / f"{account.pw_name}.json"
        try:
            before = msgspec.json.decode(path.read_bytes(), type=tuple[Announced, ...])
        except (FileNotFoundError, msgspec.MsgspecError):
            before = ()
        text = request.text[: requests.MOST_SIGNS]
        hours = request.hours.get(account.pw_name)
        message = Announced(secrets.token_hex(8), request.at, text, request.epreuve, hours)
        if text and hours:
            # An end that counts no more is not left to be read.
            before = tuple(old for old in before if not (old.hours and old.epreuve == request.epreuve))
        with beside(path, 0o640) as made:
            made.write_bytes(msgspec.json.encode((*before, message)[-_MOST_ANNOUNCED:]))
            os.chown(made, 0, account.pw_gid)


def _last_change(source: int, uid: int) -> datetime.datetime | None:
    """The moment at which one of an account's plain files in a folder last changed, by the file system's own clock; None where there is none."""
    latest = 0
    for _, _, names, parent in os.fwalk(".", dir_fd=source, follow_symlinks=False):
        for name in names:
            about = os.stat(name, dir_fd=parent, follow_symlinks=False)
            if stat.S_ISREG(about.st_mode) and about.st_uid == uid:
                latest = max(latest, about.st_ctime_ns)
    return datetime.datetime.fromtimestamp(latest / 1e9, datetime.UTC) if latest else None


def _hour_of(place: Path, at: datetime.datetime) -> KeptFile:
    """Write in a copy the hour that it has."""
    content = _hour_written(at).encode()
    (place / _HOUR).write_bytes(content)
    return KeptFile(_HOUR, len(content), hashlib.sha256(content).hexdigest())


def _hour_written(at: datetime.datetime) -> str:
    # What reads notebooks is loaded where somebody asks for it, and not with the service.
    from epreuves_kit.grading.groups import hour_written

    return hour_written(at).decode()


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"n° {uid}"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def main() -> None:
    """Watch the exchange as long as the hub lives."""
    words = argparse.ArgumentParser(
        prog="arrivees", description="Le service du hub qui scelle les copies à leur arrivée."
    )
    for name in ("echange", "cours", "arrivees", "annonces", "formateur", "groupe", "candidats"):
        words.add_argument(f"--{name}", required=True)
    asked = words.parse_args()
    if os.geteuid() != 0:
        sys.exit("Ce service prend les copies à leurs candidats : il ne peut le faire qu'en root.")
    os.umask(0o027)
    own, folder = Path(asked.echange) / asked.cours, Path(asked.arrivees)
    inbound = own / "inbound"
    try:
        uid = pwd.getpwnam(asked.formateur).pw_uid
        service = ArrivalsService(inbound, folder, uid, grp.getgrnam(asked.groupe).gr_gid)
        watch = RoomWatch(own / "outbound", asked.candidats, folder)
        room = RoomService(service, watch, folder, Path(asked.annonces), uid)
    except (KitError, OSError) as error:
        sys.exit(str(error))
    print(f"Les copies qui arrivent dans « {inbound} » sont scellées.", flush=True)
    hub = os.getppid()
    passes = 0
    while os.getppid() == hub:  # a hub that is begun again has a service of its own
        service.look()
        room.serve()
        if passes % _ROOM_PACE == 0:
            room.look()
        passes += 1
        time.sleep(_PASS)


if __name__ == "__main__":
    main()
