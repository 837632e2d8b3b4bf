"""An action of the session under way, in a process of its own: it outlives the page and the kernel, and says where it stands in a file.

The course has one at a time. `travail.json`, in the folder where a page's files wait, is what is known of the last one: written whole at each
step by the process that does it, read by any page. The process holds a lock as long as it lives, where the system has locks.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Literal, NoReturn

import msgspec
import psutil

from epreuves.machine import replace
from epreuves.wording.errors import Faults, KitError
from epreuves_kit.exam.asking import GIVEN, JOURNAL, LOCK, STATE, Asked, Outcome, OutcomeTable, Unconfirmed
from epreuves_kit.exam.exchange import NbgraderRefusal
from epreuves_kit.page.drawn import do

#: Where the detail of what nobody expected is kept, for who looks after the machine.
INCIDENT = "rapports/incident-session.txt"
#: Seconds between two writings of where a work stands.
_OFTEN = 0.2
#: Seconds that a process may take to end once it has said how its work ended.
_ENDING = 10.0
BUSY = "Une action est déjà en cours dans ce cours : attendez qu'elle finisse, ou interrompez-la."
OTHERS = "Dans ce cours, les actions se font sous le compte de qui tient la session : demandez-les-lui."
LOST = "L'action s'est arrêtée sans finir. Rien n'est perdu : recommencez-la, elle reprend ce qui manque."
STOPPED = "Interrompue. Rien n'est perdu : recommencez-la, elle reprend ce qui manque."
UNEXPECTED = f"L'action a rencontré un incident que le kit ne prévoit pas. Rien de ce qui était fait n'est perdu. Le détail est dans « {INCIDENT} » : donnez ce fichier à qui s'occupe de la machine."
_MAIN = "from epreuves_kit.page.work import main; main()"

WorkState = Literal["en cours", "finie", "à confirmer", "refusée", "interrompue", "incident"]


class SessionWork(msgspec.Struct, frozen=True):
    """The state of a work. pid, born: the process that does it, and when it began; done, total: 0 where that is not known.

    said: sentences, once it has ended; look: those that ask for somebody's eye; files: what it made, by path from the course; tables: what is read beside the sentences.
    """

    asked: Asked
    pid: int
    born: float
    state: WorkState = "en cours"
    doing: str = ""
    done: int = 0
    total: int = 0
    said: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    tables: tuple[OutcomeTable, ...] = ()

    @property
    def running(self) -> bool:
        """True if it has not ended."""
        return self.state == "en cours"


def current(root: Path) -> SessionWork | None:
    """The last work of a course, under way or ended; None where there was none, or what is kept of it cannot be read."""
    try:
        last = msgspec.json.decode((root / STATE).read_bytes(), type=SessionWork)
    except (OSError, msgspec.MsgspecError):
        return None
    if last.running and not _alive(last):
        return msgspec.structs.replace(last, state="interrompue", said=(LOST,))
    return last


def begin(root: Path, asked: Asked) -> SessionWork:
    """Have an action done by a process of its own, and give its state. Raises KitError where one is under way."""
    folder = root / GIVEN
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = _held(root)
    except PermissionError:
        raise KitError(OTHERS) from None
    except OSError as error:
        raise KitError(f"« {folder} » ne s'écrit pas ({error.strerror or error}).") from None
    try:
        with (root / JOURNAL).open("wb") as journal, _uninterrupted():
            process = subprocess.Popen(
                # -P: nothing of the course's folder is taken for a library.
                [sys.executable, "-P", "-c", _MAIN],
                cwd=root,
                stdin=subprocess.PIPE,
                stdout=journal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=held,
            )
        started = SessionWork(asked.plain, process.pid, psutil.Process(process.pid).create_time())
        replace(root / STATE, msgspec.json.encode(started), 0o600)
        assert process.stdin is not None
        with process.stdin as sent:
            sent.write(msgspec.json.encode(asked))
    finally:
        for descriptor in held:
            os.close(descriptor)
    # So that the system forgets it once it has ended, whether a page still looks at it or not.
    threading.Thread(target=process.wait, daemon=True).start()
    return started


def stop(root: Path) -> None:
    """Interrupt the work under way, as a person does at a terminal; it ends by itself, with what it had done."""
    last = current(root)
    if last is None or not last.running:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(last.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)


def forget(root: Path) -> None:
    """Say nothing more of a work that has ended."""
    last = current(root)
    if last is not None and not last.running:
        (root / STATE).unlink(missing_ok=True)


def _alive(work: SessionWork) -> bool:
    try:
        process = psutil.Process(work.pid)
        return abs(process.create_time() - work.born) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _held(root: Path) -> tuple[int, ...]:
    """The lock of a course's work, which the process that it is passed to holds in its turn; none where the system has no locks."""
    deadline = time.monotonic() + _ENDING
    while True:
        now = current(root)
        if now is not None and now.running:
            raise KitError(BUSY)
        if sys.platform == "win32":
            return ()
        import fcntl

        descriptor = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            if time.monotonic() > deadline:
                raise KitError(BUSY) from None
            time.sleep(0.05)
        else:
            return (descriptor,)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process begun meanwhile is interrupted only once it is ready to say so, where the system has it wait."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Telling:
    """The state of a work, written now and then as it goes, and at its end."""

    def __init__(self, root: Path, asked: Asked) -> None:
        me = psutil.Process()
        self._path, self._last = root / STATE, 0.0
        self._work = SessionWork(asked.plain, me.pid, me.create_time())

    def progress(self, doing: str, done: int, total: int) -> None:
        """Say what is being done."""
        now = time.monotonic()
        self._work = msgspec.structs.replace(self._work, doing=doing, done=done, total=total)
        if now - self._last >= _OFTEN:
            self._last = now
            self._write()

    def end(self, state: WorkState, outcome: Outcome) -> None:
        """Say how it ended."""
        self._work = msgspec.structs.replace(
            self._work, state=state, said=outcome.said, look=outcome.look, files=outcome.files, tables=outcome.tables
        )
        self._write()

    def ask(self, question: Unconfirmed) -> None:
        """Say what is to be confirmed, and keep what the confirmation is to bring back."""
        asked = msgspec.structs.replace(self._work.asked, values={**self._work.asked.values, **question.values})
        self._work = msgspec.structs.replace(self._work, asked=asked)
        self.end("à confirmer", Outcome((question.sentence,), question.look, tables=question.tables))

    def _write(self) -> None:
        replace(self._path, msgspec.json.encode(self._work), 0o600)


def main() -> None:
    """Do the action that is asked for on the standard input, in the course that is the current folder."""
    signal.signal(signal.SIGINT, _interrupted)
    root = Path.cwd()
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    telling = _Telling(root, asked)
    try:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        telling.end("finie", do(root, asked, telling.progress))
    except KeyboardInterrupt:
        telling.end("interrompue", Outcome((STOPPED,)))
    except Unconfirmed as question:
        telling.ask(question)
    except NbgraderRefusal as error:
        more = (f"Le détail est dans « {INCIDENT} ».",) if error.detail else ()
        if error.detail:
            _keep(root, error.detail)
        telling.end("refusée", Outcome((error.sentence, *more)))
    except KitError as error:
        telling.end("refusée", Outcome(error.faults if isinstance(error, Faults) else (error.sentence,)))
    except Exception:  # whatever breaks, somebody waits for a sentence
        _keep(root, traceback.format_exc())
        telling.end("incident", Outcome((UNEXPECTED,)))


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _keep(root: Path, detail: str) -> None:
    path = root / INCIDENT
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        replace(path, detail.encode("utf-8", "backslashreplace"))
