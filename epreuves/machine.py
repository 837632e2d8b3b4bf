"""The resources that the machine lends to this process, and a file put in its place whole; imports nothing of the kit."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

#: How the name of a file ends that is being written beside its place; it begins with a point.
PARTIAL = ".partiel"
#: Where a container's own bound of memory is read: control groups, version 2 then 1.
_GROUPS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def cores() -> int:
    """The number of cores that this process may use."""
    with contextlib.suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_mib() -> int:
    """MiB of memory that are free for more work: the machine's, or the container's where that is less."""
    import psutil  # compiled, and not on every candidate's machine

    free = psutil.virtual_memory().available
    for most, used in _GROUPS:
        with contextlib.suppress(OSError, ValueError):  # not there, or « max »
            free = min(free, int(Path(most).read_text()) - int(Path(used).read_text()))
    return max(0, free >> 20)


def bound_memory(mib: int) -> None:
    """Let this process take so many MiB more than it has mapped now, where the system can bound it: past that, MemoryError."""
    try:
        import resource

        import psutil
    except ImportError:  # Windows
        return
    mapped = psutil.Process().memory_info().vms
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = mapped + (mib << 20)
    with contextlib.suppress(OSError, ValueError):  # macOS has the limit, and refuses most values of it
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def unbound_memory() -> None:
    """Be free of a bound that the process which started this one has put on itself."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


@contextlib.contextmanager
def beside(path: Path, mode: int = 0o644) -> Iterator[Path]:
    """A new file beside its place, in a folder that is made, moved there at the end of the block; what fails leaves nothing behind.

    mode: its permissions; a temporary file's own would keep graders and servers out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PARTIAL)
    os.close(descriptor)
    made = Path(name)
    try:
        yield made
        made.chmod(mode)
        made.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink()
        raise


def replace(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all, as `beside` does."""
    with beside(path, mode) as made:
        made.write_bytes(content)


def replace_all(contents: Mapping[Path, bytes], mode: int = 0o644) -> None:
    """Write several files: none is moved to its place before all are written."""
    with contextlib.ExitStack() as stack:
        for path, content in contents.items():
            stack.enter_context(beside(path, mode)).write_bytes(content)
