"""The inner walls: what a fork of the warm parent puts around itself before any line of a copy runs.

Own user, mount, network, ipc namespaces (its pid namespace is made by the parent, see `parent`), a memory file system of its own as
only writable place, an empty `/proc`, limits, no capability, and a filter of system calls. See namespaces(7), user_namespaces(7).
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct

from epreuves_kit.runner import seccomp
from epreuves_kit.runner.bubble import KEPT, UID, UNDER_TMP
from epreuves_kit.runner.run import DESCRIPTORS, SHARED_MIB, Limits

NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC = 1, 2, 4, 8
_REC, _PRIVATE, _BIND = 0x4000, 1 << 18, 0x1000
_CAP_VERSION_3 = 0x20080522
_PR_CAPBSET_DROP = 24
_CAPABILITIES = 64

#: Threads that a copy may have at once.
PROCESSES = 256
#: Where a copy's files are laid.
WORK = "/tmp/copie"
#: Seconds of processor past the deadline at which the kernel itself ends a run that nobody stopped.
_CPU_MARGIN = 30

#: Parts of Python or of the kit that lie under /tmp, put back on each fork's own; the copies need not know.
_UNDER_TMP = [line.split("=", 1) for line in os.environ.pop(UNDER_TMP, "").splitlines()]

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    """Raise OSError with the system's reason where a call of the C library failed."""
    if result:
        code = ctypes.get_errno()
        raise OSError(code, f"{what} : {os.strerror(code)}")


def own_identity() -> None:
    """Be user UID, and nobody else, in the user namespace just made."""
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{UID} {UID} 1"),
        ("gid_map", f"{UID} {UID} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(content)


def enclose(limits: Limits, filter: bytes) -> None:
    """Put up the inner walls, for good.

    Raises OSError, before anything of the copy has run, where one of the walls is not to be had.
    """
    check(libc.unshare(NEWUSER | NEWNS | NEWIPC), "unshare")
    own_identity()
    _limit(limits)
    own_files(limits)
    # No process, not even its own, is to be read about; pseudo-terminals would be shared with the other copies.
    for place in ("/dev/pts", "/proc"):
        _tmpfs(place, _NOSUID | _NODEV | _NOEXEC | _RDONLY, "size=4k,nr_inodes=2")
    for capability in range(_CAPABILITIES):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails past the last one that the kernel knows
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAP_VERSION_3, 0))
    check(libc.capset(header, ctypes.create_string_buffer(24)), "capset")
    seccomp.put_on(libc, filter)


def own_files(limits: Limits) -> None:
    """Give this mount namespace memory file systems of its own, bounded, as only writable places."""
    disk = limits.disk_mib
    check(libc.mount(None, b"/", None, _REC | _PRIVATE, None), "mount /")
    options = f"size={disk}m,nr_inodes={limits.files},mode=700,uid={UID},gid={UID}"
    _tmpfs("/tmp", _NOSUID | _NODEV, options)
    for number, path in _UNDER_TMP:
        os.makedirs(path, exist_ok=True)
        check(libc.mount(f"{KEPT}/{number}".encode(), path.encode(), None, _BIND | _REC, None), f"mount {path}")
    shared = min(disk, SHARED_MIB)
    _tmpfs("/dev/shm", _NOSUID | _NODEV | _NOEXEC, f"size={shared}m,nr_inodes=200,mode=700,uid={UID},gid={UID}")


def _tmpfs(place: str, flags: int, options: str) -> None:
    check(libc.mount(b"tmpfs", place.encode(), b"tmpfs", flags, options.encode()), f"mount {place}")


def _limit(limits: Limits) -> None:
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[0])
    # What the warm parent has mapped is not the copy's.
    memory = pages * resource.getpagesize() + (limits.memory_mib << 20)
    seconds = int(limits.total_seconds) + _CPU_MARGIN
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.disk_mib << 20),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_MEMLOCK, 1 << 16),
        (resource.RLIMIT_MSGQUEUE, 1 << 16),
        (resource.RLIMIT_CPU, seconds),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
