"""One of the kit's functions called without walls, in a fresh process: `python -P -m epreuves_kit.runner.plain_call module:name`, bytes to bytes."""

from __future__ import annotations

import importlib
import os
import sys

from epreuves.machine import unbound_memory


def environment() -> dict[str, str]:
    """The environment of such a process: all of this one's but what the kit and nbgrader are told there."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NBGRADER_", "EPREUVES_"))}
    return kept | {"PYTHONIOENCODING": "utf-8"}


def main() -> None:
    unbound_memory()
    module, _, name = sys.argv[1].partition(":")
    payload = sys.stdin.buffer.read()
    # What the function prints is not its answer.
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.path.insert(0, "")
    channel.write(getattr(importlib.import_module(module), name)(payload))
    channel.flush()


if __name__ == "__main__":
    main()
