"""A real PostgreSQL server in a temporary folder, which nobody else can reach: no port, a socket in a private folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

MISSING = "PostgreSQL is missing: apt-get install postgresql. Without it nothing is known of a gradebook on a server."


def programs() -> Path | None:
    """The folder of the newest server's programs, Debian's or the one on PATH; None without a server."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda p: int(p.parent.parent.name),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def running() -> Iterator[str]:
    """Start a server and give its URL, with `{}` for the database's name; stop it at the end."""
    where = programs()
    if where is None:
        raise AssertionError(MISSING)
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    run_as: dict[str, Any] = {"cwd": place, "check": True, "stdout": subprocess.DEVNULL}
    if os.geteuid() == 0:  # which PostgreSQL refuses to run as
        user = _user()
        os.chown(place, user.pw_uid, user.pw_gid)
        run_as |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = place / "donnees"
    control = [where / "pg_ctl", "-D", data, "-w"]
    try:
        subprocess.run(
            [where / "initdb", "-D", data, "-U", "carnet", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            **run_as,
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{place}' -c fsync=off"
        subprocess.run([*control, "-l", place / "journal", "-o", options, "start"], **run_as)
        try:
            yield f"postgresql+psycopg://carnet@/{{}}?host={place}"
        finally:
            with suppress(subprocess.CalledProcessError):
                subprocess.run([*control, "-m", "immediate", "stop"], **run_as)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise AssertionError("PostgreSQL does not run as root, and there is no user « postgres » nor « nobody » to run it.")
