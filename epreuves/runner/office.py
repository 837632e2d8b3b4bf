"""Pages of an office document as a PDF, by LibreOffice within walls of its own: no network, nothing of the course, bounded."""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path

from epreuves.runner import bubble

#: Seconds, KiB of memory and 512-byte blocks of files that one document may take; bytes of the PDF that are read.
_SECONDS, _MEMORY, _BLOCKS, _BYTES = 60, 4_000_000, 200_000, 40_000_000
_ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/libreoffice", "/etc/alternatives")
_DRAW = (
    "ulimit -t {seconds} -v {memory} -f {blocks}; cat > /tmp/in.{kind} && "
    "soffice -env:UserInstallation=file:///tmp/profil --headless --norestore --convert-to pdf --outdir /tmp /tmp/in.{kind} "
    ">/dev/null 2>&1 && head -c {bytes} /tmp/in.pdf"
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
    """What is not installed and would draw a kind of document; empty where it is."""
    program = PROGRAMS[kind]
    found = shutil.which("soffice")
    if found is None or bubble.program() is None:
        return "LibreOffice" if found is None else "bubblewrap"
    registry = Path(found).resolve().parents[1] / "share" / "registry" / f"{program.lower()}.xcd"
    # Elsewhere than in Debian's folders nothing tells: it is tried.
    known = registry.parent.is_dir()
    return f"LibreOffice {program}" if known and not registry.exists() else ""


def walls(inner: list[str]) -> list[str]:
    """The bubblewrap command around a command: programs and fonts to read, a folder of its own to write in, no network."""
    words = [bubble.program() or "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in (("PATH", "/usr/bin:/bin"), ("HOME", "/tmp"), ("LANG", "fr_FR.UTF-8")):
        words += ["--setenv", name, value]
    words += bubble.read_only(_ETC)
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp"]
    return [*words, "--", *inner]


def pdf(kind: str, content: bytes) -> bytes:
    """The pages of a document as a PDF; empty where LibreOffice does not draw it. kind: one of PROGRAMS."""
    if lacking(kind):
        return b""
    script = _DRAW.format(seconds=_SECONDS, memory=_MEMORY, blocks=_BLOCKS, bytes=_BYTES, kind=kind)
    try:
        done = subprocess.run(
            walls(["/bin/sh", "-c", script]), input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=2 * _SECONDS,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return b""
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"%PDF-") else b""
