"""The outer wall: the bubblewrap command in which the warm parent starts, with nothing of the course in sight."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import epreuves
import epreuves_kit

#: Of the system, what programs and libraries need; `/etc` only as far as libraries and the clock ask for it.
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin")
_ETC = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/mime.types")
_KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
#: Where what lies under /tmp is seen as well, since each fork has a /tmp of its own; and the variable that says what it is.
KEPT, UNDER_TMP = "/garde", "EPREUVES_SOUS_TMP"
#: Names that the copy's code finds for itself, so that nothing asks the machine's.
UID = 1000
HOME = "/tmp/maison"
PASSWD = f"candidat:x:{UID}:{UID}:candidat:{HOME}:/bin/false\n".encode()


def program() -> str | None:
    """Path of bubblewrap, or None where it is not installed."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def visible() -> list[Path]:
    """Folders of this Python and of the packages, which a walled run can read beside the system's."""
    folders = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).parent]
    packages = [Path(str(package.__file__)).parent for package in (epreuves, epreuves_kit)]
    # An editable install has the whole repository on sys.path: of that, only the packages are shown.
    folders += [p for p in map(Path, sys.path) if p.name in ("site-packages", "dist-packages")]
    kept: list[Path] = []
    for path in [*folders, *packages]:
        path = path.resolve() if path != Path(sys.prefix) else path
        if path.is_dir() and not any(path.is_relative_to(k) for k in (*map(Path, _SYSTEM), *kept)):
            kept.append(path)
    return kept


def shows(folder: Path) -> bool:
    """True if a folder lies in what walled runs can read."""
    return any(folder.resolve().is_relative_to(k) for k in (*map(Path, _SYSTEM), *visible()))


def read_only(etc: Iterable[str]) -> list[str]:
    """The words that show the system's programs and these files of `/etc`, those that there are, to be read only."""
    words = []
    for name in _SYSTEM:
        path = Path(name)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            words += ["--ro-bind", name, name]
    for name in etc:
        if Path(name).exists():
            words += ["--ro-bind", str(Path(name).resolve()), name]
    return words


def command(inner: list[str], passwd: int) -> list[str]:
    """The bubblewrap command line around a command; `passwd` is a descriptor that gives PASSWD."""
    words = [
        program() or "bwrap",
        "--unshare-all",
        "--new-session",
        "--cap-add",
        "CAP_SYS_ADMIN",
        "--uid",
        str(UID),
        "--gid",
        str(UID),
        "--hostname",
        "copie",
        "--clearenv",
    ]
    if threading.current_thread() is threading.main_thread():
        # The system means the thread that started it; from another, the closing of the control socket is what ends the parent.
        words.append("--die-with-parent")
    for name, value in environment().items():
        words += ["--setenv", name, value]
    words += read_only(_ETC)
    # Before the binds: where Python or the kit lie under /tmp, they stand on it.
    words += ["--tmpfs", "/tmp"]
    for path in font_lists():
        words += ["--ro-bind", str(path), f"{HOME}/{path.name}"]
    for number, path in enumerate(visible()):
        words += ["--ro-bind", str(path), str(path)]
        if path.is_relative_to("/tmp"):
            words += ["--ro-bind", str(path), f"{KEPT}/{number}"]
    under = [f"{number}={path}" for number, path in enumerate(visible()) if path.is_relative_to("/tmp")]
    words += [
        "--setenv",
        UNDER_TMP,
        "\n".join(under),
        "--ro-bind-data",
        str(passwd),
        "/etc/passwd",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--chdir",
        "/tmp",
    ]
    # The root and /dev are memory that all the forks share: nobody is to leave anything there.
    words += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return [*words, "--", *inner]


def font_lists() -> list[Path]:
    """The lists that Matplotlib has made of this machine's fonts for this account: it takes a third of a second to look at them again."""
    with contextlib.suppress(OSError, RuntimeError):  # an account without a home
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = Path(os.environ.get("MPLCONFIGDIR") or caches / "matplotlib")
        return sorted(p for p in folder.glob("fontlist-v*.json") if p.is_file() and os.access(p, os.R_OK))
    return []


def environment() -> dict[str, str]:
    """The environment that the code of copies sees: the language, the clock, and places of its own."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # Threads of the linear algebra would multiply by the number of copies in memory and change nothing in a mark.
    return (
        {"LANG": "C.UTF-8"}
        | kept
        | {
            "PATH": "/usr/bin:/bin",
            "HOME": HOME,
            "USER": "candidat",
            "LOGNAME": "candidat",
            "IPYTHONDIR": HOME,
            "JUPYTER_CONFIG_DIR": HOME,
            "JUPYTER_RUNTIME_DIR": HOME,
            "MPLCONFIGDIR": HOME,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": "0",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
    )
