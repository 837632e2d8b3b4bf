"""The world that hostile copies are let loose in: a course, a home and a folder outside with secrets, listeners, and what is seen of them.

Everything that must not be read holds a secret of its own; everything that must not be written is fingerprinted before and after.
"""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

import epreuves
import epreuves_kit
from tests.corpus import ASSIGNMENT

#: The secrets' names; each one's text is « SECRET_ », its name, and a part drawn anew.
SECRETS = ("source", "carnet", "voisin", "environnement", "maison", "dehors", "reseau")
#: Variables of the marking account that hold a secret.
VARIABLES = ("MOT_DE_PASSE_DU_CARNET", "JUPYTERHUB_API_TOKEN", "PGPASSWORD", "SSH_AUTH_SOCK")
#: Written by a course's instructor: what marking has no business to change.
KEPT = ("source", "release", "sujets", "datasets", "submitted", "nbgrader_config.py", "seance.yaml")
NEIGHBOUR = "a_temoin"


class World:
    """A course with secrets around it, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.course, self.home, self.outside = folder / "cours", folder / "maison", folder / "dehors"
        self.token = "jeton" + uuid.uuid4().hex[:12]
        self.secrets = {name: f"SECRET_{name}_{uuid.uuid4().hex}" for name in SECRETS}

    def plant(self, gradebook: bool = True) -> None:
        """Lay the secrets; the course and its neighbour's copy are there already, its gradebook where it has one."""
        (self.folder / "jeton").write_text(self.token, "utf-8")
        for path, name in (
            (self.home / ".netrc", "maison"),
            (self.home / ".ssh" / "id_rsa", "maison"),
            (self.outside / "secret.txt", "dehors"),
            (self.course / "source" / "secret.txt", "source"),
            (self.course / "submitted" / NEIGHBOUR / ASSIGNMENT / "brouillon.txt", "voisin"),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.secrets[name] + "\n", "utf-8")
        if gradebook:
            with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as opened:
                opened.add_student("temoin-du-carnet", last_name=self.secrets["carnet"])

    def environment(self) -> dict[str, str]:
        """What the marking command is given: this process's variables, and the account's own."""
        return os.environ | self.variables()

    def variables(self) -> dict[str, str]:
        """The account's own variables: those that hold secrets, and its home."""
        return {"HOME": str(self.home), **dict.fromkeys(VARIABLES, self.secrets["environnement"])}

    def fingerprints(self) -> dict[str, str]:
        """Content of all that nobody may change, by path; what is no plain file by its kind."""
        found = {}
        for top in [
            self.home / ".netrc",
            self.home / ".ssh",
            self.outside,
            *(self.course / name for name in KEPT),
        ]:
            for path in [top, *(sorted(top.rglob("*")) if top.is_dir() else ())]:
                if not os.path.lexists(path):
                    continue  # somebody took it away, which its absence tells
                if path.is_file() and not path.is_symlink() and path.stat().st_size < 100_000_000:
                    found[str(path)] = hashlib.blake2b(path.read_bytes()).hexdigest()
                else:
                    found[str(path)] = oct(path.lstat().st_mode)
        return found

    def traces(self) -> list[str]:
        """Paths outside the copies' own folders whose name bears the token that every copy writes into what it leaves."""
        shallow = [
            Path(p)
            for p in (
                "/",
                "/tmp",
                "/var/tmp",
                "/dev/shm",
                "/dev",
                "/dev/mqueue",
                "/run",
                "/run/lock",
                "/etc",
                "/mnt",
                "/opt",
                "/srv",
                "/home",
                "/root",
                "/usr/local/lib",
                "/var/spool/cron",
                Path.home(),
                tempfile.gettempdir(),
            )
        ]
        found = [str(p) for top in shallow if top.is_dir() for p in top.iterdir() if self.token in p.name]
        for top in (
            self.course,
            self.home,
            self.outside,
            *(Path(str(package.__file__)).parent for package in (epreuves, epreuves_kit)),
            Path(sys.prefix),
        ):
            for here, folders, files in os.walk(top):
                found += [f"{here}/{name}" for name in (*folders, *files) if self.token in name]
        # Temporary folders that marking made and did not take away. Those of other tests come and go meanwhile: os.walk passes over what is gone.
        for folder in os.listdir(tempfile.gettempdir()):
            for here, folders, files in os.walk(Path(tempfile.gettempdir(), folder)):
                found += [f"{here}/{name}" for name in (*folders, *files) if self.token in name]
                folders.clear()
        return sorted(set(found))


def machine_secrets() -> list[str]:
    """Lines of this machine's own files that no copy may show: its accounts, their passwords, its identity."""
    lines = []
    for path in ("/etc/passwd", "/etc/shadow", "/etc/machine-id"):
        if os.access(path, os.R_OK):
            lines += [line for line in Path(path).read_text("utf-8").splitlines() if len(line) > 12]
    return [line for line in lines if not line.startswith("nobody:")]


class Listeners:
    """A TCP, a UDP and two Unix listeners that tell a secret to whoever calls, and keep what they hear."""

    def __init__(self, folder: Path, token: str, secret: str) -> None:
        self.path, self.abstract = str(folder / "s"), f"ecoute-{token}"
        self.heard: list[str] = []
        self._secret = secret.encode()
        self._sockets: list[socket.socket] = []

    def start(self) -> None:
        """Open them all, on one port where they have one."""
        tcp = self._open(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.port = tcp.getsockname()[1]
        self._open(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port))
        if socket.has_ipv6:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                self._open(socket.AF_INET6, kind, ("::1", self.port), missing_ok=True)
        self._open(socket.AF_UNIX, socket.SOCK_STREAM, self.path)
        self._open(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.abstract}")

    def _open(self, family: int, kind: int, address: Any, missing_ok: bool = False) -> socket.socket | None:
        listener = socket.socket(family, kind)
        try:
            listener.bind(address)
        except OSError:
            listener.close()
            if missing_ok:  # a machine without IPv6
                return None
            raise
        if kind == socket.SOCK_STREAM:
            listener.listen()
        self._sockets.append(listener)
        threading.Thread(target=self._hear, args=(listener, kind), daemon=True).start()
        return listener

    def _hear(self, listener: socket.socket, kind: int) -> None:
        while True:
            try:
                if kind == socket.SOCK_STREAM:
                    caller, _ = listener.accept()
                    with caller:
                        self.heard.append(self._answer(caller))
                else:
                    said, caller = listener.recvfrom(200)
                    self.heard.append(said.decode("latin-1"))
                    listener.sendto(self._secret, caller)
            except OSError:
                if listener.fileno() < 0:
                    return

    def _answer(self, caller: socket.socket) -> str:
        """Tell the secret to a caller; what it said, or that it called."""
        try:
            caller.settimeout(1)
            caller.sendall(self._secret)
            return caller.recv(200).decode("latin-1") or "appel"
        except OSError:  # a caller that says nothing, or is gone, has called all the same
            return "appel"

    def stop(self) -> None:
        """Close them all."""
        for listener in self._sockets:
            if listener.type == socket.SOCK_STREAM:
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@contextmanager
def listening(folder: Path, token: str, secret: str) -> Iterator[Listeners]:
    """Listeners for the time of the block."""
    listeners = Listeners(folder, token, secret)
    listeners.start()
    try:
        yield listeners
    finally:
        listeners.stop()
