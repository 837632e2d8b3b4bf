"""What the machine lends to this process; imports nothing of the kit."""

from __future__ import annotations

import contextlib
import os


def cores() -> int:
    """How many cores this process may use."""
    with contextlib.suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
