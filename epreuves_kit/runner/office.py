"""Pages of an office document as a PDF, by LibreOffice within walls of its own: no network, nothing of the course, bounded."""

from __future__ import annotations

import contextlib
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

from epreuves_kit.runner import bubble

#: Seconds, KiB of memory and 512-byte blocks of files that one document may take; bytes of the PDF that are read.
_SECONDS, _MEMORY, _BLOCKS, _BYTES = 60, 4_000_000, 200_000, 40_000_000
#: Without its cache, fontconfig reads every font again for each document: a third of the time of drawing it.
_FOLDERS = (
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/var/cache/fontconfig",
    "/etc/libreoffice",
    "/etc/alternatives",
)
#: One bound a command: Debian's shell takes no second one, and would go on without any.
BOUNDS = f"ulimit -t {_SECONDS} && ulimit -v {_MEMORY} && ulimit -f {_BLOCKS}"
_QUIETLY = ("nice", "-n", "15")
_OFFICE = "soffice -env:UserInstallation=file:///tmp/profil --headless --norestore"
#: A document that is not there: LibreOffice makes the whole of its profile before it looks for it.
_START = (
    f"{BOUNDS} && {{ {_OFFICE} --convert-to pdf --outdir /tmp /tmp/aucun.csv >/dev/null 2>&1; tar -c -C /tmp profil; }}"
)
_DRAW = (
    BOUNDS
    + " && tar -x -C /tmp -f /profil.tar && cat > /tmp/in.{kind} && "
    + _OFFICE
    + " --convert-to pdf --outdir /tmp /tmp/in.{kind} >/dev/null 2>&1 && head -c {bytes} /tmp/in.pdf"
)
#: LibreOffice's own programs by kind of document: Debian packages them apart.
PROGRAMS = {
    "xlsx": "Calc",
    "ods": "Calc",
    "docx": "Writer",
    "odt": "Writer",
    "pptx": "Impress",
    "odp": "Impress",
}


@functools.cache
def lacking(kind: str) -> str:
    """The program that would draw a kind of document and is not installed; empty where it is."""
    program = PROGRAMS[kind]
    binary = shutil.which("soffice")
    if binary is None or bubble.program() is None:
        return "LibreOffice" if binary is None else "bubblewrap"
    registry = Path(binary).resolve().parents[1] / "share" / "registry" / f"{program.lower()}.xcd"
    # Elsewhere than in Debian's folders nothing tells: it is tried.
    tells = registry.parent.is_dir()
    return f"LibreOffice {program}" if tells and not registry.exists() else ""


def walls(inner: list[str], profile: int | None = None) -> list[str]:
    """The bubblewrap command around a command: programs and fonts to read, a folder of its own to write in, no network.

    profile: a descriptor that gives `ready_profile()`, to be read at `/profil.tar`.
    """
    words = [bubble.program() or "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in (("PATH", "/usr/bin:/bin"), ("HOME", "/tmp"), ("LANG", "fr_FR.UTF-8")):
        words += ["--setenv", name, value]
    words += bubble.read_only(_FOLDERS)
    if profile is not None:
        words += ["--ro-bind-data", str(profile), "/profil.tar"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp"]
    return [*words, "--", *inner]


@functools.cache
def ready_profile() -> bytes:
    """A LibreOffice profile that has started once, as an archive.

    LibreOffice makes and reads its profile anew at its first start, which takes twice the time of drawing a document. Made within
    the walls, from no document; each document is drawn with a copy of its own. Raises OSError or TimeoutExpired where it cannot be made,
    and is then tried again at the next document.
    """
    done = subprocess.run(
        walls(["/bin/sh", "-c", _START]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=2 * _SECONDS,
    )
    if done.returncode or not done.stdout:
        raise OSError("LibreOffice does not start within its walls")
    return done.stdout


def prepare() -> None:
    """Make the profile, where it can be, before processes that draw documents are forked: they share it."""
    if shutil.which("soffice") and bubble.program():
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):
            ready_profile()


def pdf(kind: str, content: bytes, seconds: float = 2 * _SECONDS, quietly: bool = False) -> bytes:
    """The pages of a document as a PDF; empty where LibreOffice does not draw it in so many seconds. kind: one of PROGRAMS. quietly: below
    all that the machine does.
    """
    if lacking(kind):
        return b""
    script = _DRAW.format(kind=kind, bytes=_BYTES)
    try:
        profile = ready_profile()
        with tempfile.TemporaryFile() as laid:
            laid.write(profile)
            laid.seek(0)
            done = subprocess.run(
                [*(_QUIETLY if quietly else ()), *walls(["/bin/sh", "-c", script], laid.fileno())],
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=min(2 * _SECONDS, seconds),
                pass_fds=(laid.fileno(),),
            )
    except (subprocess.TimeoutExpired, OSError):
        return b""
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF-") else b""
