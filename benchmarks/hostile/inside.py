"""One hostile copy through one tool, within the outer wall: `python -m benchmarks.hostile.inside` with a request on standard input.

Request: tool, copy (path of its file), course (a prepared one, of which a copy is made), deadline, commands. Answer: one JSON object.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from benchmarks.hostile.ordinary import NAMES
from tests.corpus import ASSIGNMENT, COPIES, QUESTIONS, Copy, hand_in, read
from tests.hostile import watching
from tests.hostile.attack import PASSED
from tests.hostile.world import NEIGHBOUR, World, listening

LATER = "zz_temoin"
#: What attacks write what they found into, beside their outputs: otter keeps none.
JOURNAL = Path("/tmp/journal")
_MEMORY, _FILE = 4 << 30, 512 << 20


def main() -> None:
    request = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    world = World(Path("/tmp/monde"))
    world.folder.mkdir()
    shutil.copytree(request["course"], world.course, symlinks=True)
    (world.folder / "jeton").write_text(world.token, "utf-8")
    copy = dataclasses.replace(read(Path(request["copy"])), name="h_copie")
    right = dataclasses.replace(read(COPIES / "parfaite.py"), name=LATER)
    JOURNAL.touch()
    with listening(world.folder, world.token, world.secrets["reseau"]) as listeners:
        places = {
            "COURS": str(world.course),
            "MAISON": str(world.home),
            "DEHORS": str(world.outside),
            "JETON": world.token,
            "PORT": str(listeners.port),
            "SOCKET": listeners.path,
            "ABSTRAIT": listeners.abstract,
            "COPIE": copy.name,
            "JOURNAL": str(JOURNAL),
        }
        for made in (copy, right):
            hand_in(made, world.course, _no_schemes, places)
        if request["tool"] == "otter":
            (world.course / "gradebook.db").touch()
        world.plant(gradebook=request["tool"] != "otter")
        before, traces = world.fingerprints(), world.traces()
        watched = [_watched(words, world, request["deadline"]) for words in request["commands"]]
        after = world.fingerprints()
        told = _scores(request["tool"], world)
        outside = (
            sorted(k for k in before if after.get(k) != before[k])
            + sorted(set(after) - set(before))
            + sorted(set(world.traces()) - set(traces))
        )
        json.dump({
            "undeserved": _undeserved(copy, told.get(copy.name, {})), "lost": _lost(copy, told.get(copy.name, {})),
            "unmarked": not told.get(copy.name), "neighbour": told.get(NEIGHBOUR), "later": told.get(LATER),
            "read": _read(world), "heard": bool(listeners.heard), "written": outside[:5], "hung": any(w["code"] is None for w in watched),
            "left": [x for w in watched for x in w["left"]][:5], "codes": [w["code"] for w in watched],
        }, sys.stdout)  # fmt: skip


def _watched(words: list[str], world: World, deadline: float) -> dict[str, Any]:
    request = {
        "command": words,
        "folder": str(world.course),
        "environment": world.environment(),
        "deadline": deadline,
        "out": "/tmp/out",
        "err": "/tmp/err",
        "memory": _MEMORY,
    }
    done = subprocess.run(
        [sys.executable, watching.__file__], input=json.dumps(request), capture_output=True, text=True
    )
    return json.loads(done.stdout) if done.returncode == 0 else {"code": -1, "left": []}


def _scores(tool: str, world: World) -> dict[str, dict[str, float]]:
    """Points by candidate and question, as the tool holds them after all; none for a copy without a mark."""
    found: dict[str, dict[str, float]] = {}
    if tool == "otter":
        for name in (NEIGHBOUR, "h_copie", LATER):
            path = world.course / "autograded" / name / "results.json"
            if path.is_file():
                tests = {
                    t["name"].split(" - ")[0]: t.get("score") or 0.0
                    for t in json.loads(path.read_text("utf-8"))["tests"]
                }
                found[name] = {q: tests[n] for q, n in NAMES.items() if n in tests}
        return found
    try:
        with Gradebook(f"sqlite:///{world.course / 'gradebook.db'}") as gradebook:
            for submission in gradebook.assignment_submissions(ASSIGNMENT):
                if (world.course / "autograded" / submission.student.id / ASSIGNMENT).is_dir():
                    found[submission.student.id] = {
                        g.name: g.score for g in submission.notebooks[0].grades if g.name in QUESTIONS
                    }
    except Exception:  # a gradebook that a copy destroyed holds nobody's marks
        return {}
    return found


def _undeserved(copy: Copy, told: dict[str, float]) -> float:
    """Points given where none was due."""
    none = ("missing", "invalid", "wrong")
    return sum(p for q, p in told.items() if copy.due[q][0] in none or copy.due[q] == ("any", 0))


def _lost(copy: Copy, told: dict[str, float]) -> bool:
    """Whether an honest answer of the copy earned nothing."""
    return any(copy.due[q][0] == "right" and not told.get(q) for q in QUESTIONS)


def _read(world: World) -> bool:
    folder = world.course / "autograded" / "h_copie"
    text = JOURNAL.read_text("utf-8", "replace") + "".join(
        p.read_text("utf-8", "replace") for p in folder.rglob("*.ipynb") if p.is_file()
    )
    return any(s in text for s in world.secrets.values()) or any(line.startswith(PASSED) for line in text.splitlines())


def _no_schemes(student: str) -> tuple[None, None]:
    return None, None


if __name__ == "__main__":
    main()
