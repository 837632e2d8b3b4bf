"""The hostile corpus marked once a session by `epreuves autograde --sandbox required`, and what was seen around it.

A file of `copies/` is a copy as `tests/corpus.py` says, with some more names, all of which may be left out:

- sources may name places of the trial world: @COURS@, @MAISON@, @DEHORS@ (folders that hold secrets), @PORT@, @SOCKET@, @ABSTRAIT@
  (listeners), @JETON@ (to be put into the name of whatever a copy leaves behind), @COPIE@ (its own name);
- `attaque(...)` makes a cell that tells each try that goes through; REACHED: the attack must come to its end;
- PEOPLE: the copy's page must act on nobody who reads it; HIDES: what that page may not hold as markup;
- DUE has « any », with the most points due where that is known: ("any", 0) earns nothing whatever the outcome.

What is forbidden is so to every copy: to show any secret, to reach a listener, to change or leave anything outside, to touch another's mark.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from epreuves.machine import cores
from tests.conftest import EPREUVES, once
from tests.corpus import ASSIGNMENT, COPIES, Copy, all_copies, hand_in, read
from tests.hostile import watching
from tests.hostile.world import Listeners, World, listening

HOSTILES = Path(__file__).parent / "copies"
#: Seconds within which the batch must end, whatever its copies do.
DEADLINE = 420
#: Most of these copies wait for a bound to end them.
JOBS = str(2 * cores())
#: Between hostile copies, in the order of marking: right copies, whose marks must be whole.
WITNESSES = ("a_temoin", "d_temoin", "f_temoin", "m_temoin", "r_temoin", "zz_temoin")
MARK = [*EPREUVES, "autograde", ASSIGNMENT, "--jobs", JOBS, "--sandbox", "required"]
LIMITS = """
c.ExecuteAndMark.cell_seconds = 4.0
c.ExecuteAndMark.total_seconds = 12.0
c.ExecuteAndMark.memory_mib = 1024
"""


def hostile_copies() -> list[Copy]:
    """The copies of this folder and the witnesses between them."""
    right = read(COPIES / "parfaite.py")
    return [*all_copies(HOSTILES), *(dataclasses.replace(right, name=name) for name in WITNESSES)]


@pytest.fixture(scope="session")
def seen(model: Path, shared: Path, schemes) -> dict[str, Any]:
    """What was seen of the batch: see `_let_loose`; paths of the course and of its outputs."""
    place = shared / "hostiles"
    with once(shared, "hostiles") as first:
        if first:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            (place / "vu.json").write_text(json.dumps(_let_loose(place, model, schemes)), "utf-8")
    return json.loads((place / "vu.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def shown(seen: dict[str, Any], course: Path) -> dict[str, Any]:
    """The same copies marked once more, for people: what was seen of it, and `screen`, all that the terminal shows."""
    out, err = course.parent / "ecran.txt", course.parent / "ecran-erreurs.txt"
    watched = _watched([*MARK, "--force"], course, os.environ | seen["environment"], out, err)
    return watched | {"screen": out.read_text("utf-8") + err.read_text("utf-8")}


@pytest.fixture(scope="session")
def told(seen: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What `epreuves autograde --json` wrote of each copy, by name."""
    lines = map(json.loads, Path(seen["out"]).read_text("utf-8").splitlines())
    return {line["student"]: line for line in lines}


@pytest.fixture(scope="session")
def course(seen: dict[str, Any]) -> Path:
    """The course that the hostile copies were marked in."""
    return Path(seen["course"])


def _let_loose(place: Path, model: Path, schemes) -> dict[str, Any]:
    world = World(place)
    shutil.copytree(model, world.course)
    with (world.course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LIMITS)
    (world.folder / "jeton").write_text(world.token, "utf-8")
    with listening(place, world.token, world.secrets["reseau"]) as listeners:
        places = {
            "COURS": str(world.course),
            "MAISON": str(world.home),
            "DEHORS": str(world.outside),
            "JETON": world.token,
            "PORT": str(listeners.port),
            "SOCKET": listeners.path,
            "ABSTRAIT": listeners.abstract,
        }
        for copy in hostile_copies():
            hand_in(copy, world.course, schemes, places | {"COPIE": copy.name})
        world.plant()
        traps = _tried(listeners, world)
        before = world.fingerprints()
        # A copy's own files bear the token too, as some have it in their names when they are handed in.
        traces = world.traces()
        out, err = place / "resultats.jsonl", place / "erreurs.txt"
        batch = _watched([*MARK, "--json"], world.course, world.environment(), out, err)
        after = world.fingerprints()
        return {
            "course": str(world.course), "out": str(out), "err": str(err),
            "traps": traps, "heard": listeners.heard, "secrets": world.secrets, "token": world.token, "batch": batch, "environment": world.variables(),
            "changed": sorted(k for k in before if after.get(k) != before[k]), "new": sorted(set(after) - set(before)),
            "traces": sorted(set(world.traces()) - set(traces)),
        }  # fmt: skip


def _watched(command: list[str], course: Path, environment: dict[str, str], out: Path, err: Path) -> dict[str, Any]:
    request = {
        "command": command,
        "folder": str(course),
        "environment": environment,
        "deadline": DEADLINE,
        "out": str(out),
        "err": str(err),
    }
    done = subprocess.run(
        [sys.executable, watching.__file__],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=DEADLINE + 120,
    )
    if done.returncode:
        raise AssertionError(done.stderr[-4000:])
    return json.loads(done.stdout)


def _tried(listeners: Listeners, world: World) -> dict[str, bool]:
    """Whether each trap works on somebody without walls: a trap that catches nobody would prove nothing."""
    caught = {}
    for name, family, kind, address in (
        ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", listeners.port)),
        ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", listeners.port)),
        ("unix", socket.AF_UNIX, socket.SOCK_STREAM, listeners.path),
        ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{listeners.abstract}"),
    ):
        with socket.socket(family, kind) as caller:
            caller.settimeout(5)
            caller.connect(address)
            caller.send(b"essai")
            caught[name] = caller.recv(200).decode() == world.secrets["reseau"]
    before = world.fingerprints()
    trace = world.outside / f"{world.token}_essai"
    trace.touch()
    caught["traces"] = str(trace) in world.traces()
    trace.unlink()
    canary = world.outside / "secret.txt"
    text = canary.read_text("utf-8")
    canary.write_text("autre", "utf-8")
    caught["canaries"] = world.fingerprints() != before
    canary.write_text(text, "utf-8")
    # Each listener notes what it heard once it has answered.
    deadline = time.monotonic() + 10
    while len(listeners.heard) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    caught["heard"] = len(listeners.heard) == 4 and set(listeners.heard) == {"essai"}
    listeners.heard.clear()
    return caught
