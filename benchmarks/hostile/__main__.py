"""What stock nbgrader, otter and the kit each let through of the hostile copies, as a Markdown table.

    python -m benchmarks.hostile [--otter PATH] [--only REGEX] [--seconds S] [--json]

Each copy goes through each tool in a course of its own, with a right copy marked before it and one to be marked after, within a bubblewrap
that shares nothing with the machine but read-only files. nbgrader and otter have the trial épreuve as an ordinary assignment, made from the
kit's reference values (`ordinary.py`); otter is run copy by copy (`otter run`, its way without containers). `--otter` is the path of its
program in an environment of its own. The fork bomb is for the kit alone: nothing outside it would bound the bomb.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.hostile import ordinary
from epreuves_kit.build.build import build
from tests.corpus import ASSIGNMENT, COPIES, encoded, read
from tests.hostile.world import NEIGHBOUR

ROOT = Path(__file__).parents[2]
HOSTILES = ROOT / "tests" / "hostile" / "copies"
#: Of the older corpus, the copies that mean harm or are broken; the others are honest.
OLDER = [
    "boucle_qui_avale_les_interruptions",
    "boucle_sans_fin",
    "boucle_sourde_aux_signaux",
    "cellule_copiee_collee",
    "crochet_qui_publie",
    "descendants_qui_survivent",
    "dossier_de_correction_forge",
    "ecriture_dans_le_cours",
    "etiquettes_skip_execution",
    "faux_nombres",
    "fichier_binaire",
    "fichier_tronque",
    "fichier_vide",
    "json_profond",
    "lecture_de_la_source",
    "liens_dans_le_dossier",
    "metadonnees_forgees",
    "metadonnees_effacees",
    "nbformat_3",
    "notebook_lien_vers_la_source",
    "objet_qui_ment_sur_sa_classe",
    "objet_toujours_egal",
    "sortie_enorme",
    "sortie_forcee",
    "sorties_forgees",
    "transformateur_ast",
    "transformateur_d_entree",
    "tube_dans_le_dossier",
    "tue_son_surveillant",
    "verification_supprimee",
]
UNBOUNDED = {"bombe_a_processus"}
KIT = (sys.executable, "-c", "from epreuves_kit.cli import main; main()")
NBGRADER = (sys.executable, "-m", "nbgrader")
COLUMNS = {
    "undeserved": "points non dus",
    "lost": "points dus perdus",
    "unmarked": "copie sans note",
    "read": "lu au dehors",
    "written": "écrit au dehors",
    "heard": "joint par le réseau",
    "others": "autre copie touchée",
    "aborted": "lot arrêté",
    "hung": "lot bloqué",
    "left": "processus restants",
    "failed": "essai manqué",
}


def nbgrader(course: Path, *words: str) -> None:
    """Run nbgrader in a course; it must succeed."""
    subprocess.run([*NBGRADER, *words], cwd=course, check=True, capture_output=True)


def courses(place: Path, otter: Path | None) -> dict[str, Path]:
    """A course for each tool, with the right copy of a neighbour marked in it."""
    kit, plain = place / "kit", place / "nbgrader"
    shutil.copytree(COPIES / "cours", kit)
    build(kit)
    (kit / "submitted").mkdir()
    nbgrader(kit, "generate_assignment", ASSIGNMENT, "--force")
    ordinary.nbgrader_course(kit, plain, nbgrader)
    made = {"nbgrader": plain, "kit": kit}
    if otter is not None:
        made["otter"] = place / "otter"
        ordinary.otter_course(kit, made["otter"], otter)
    for tool, course in made.items():
        copy = course / "submitted" / NEIGHBOUR / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(encoded(ordinary.right_copy(course)))
        for words in commands(tool, otter, (NEIGHBOUR,)):
            subprocess.run(words, cwd=course, check=True, capture_output=True)
    return made


def commands(tool: str, otter: Path | None, students: tuple[str, ...] = ("h_copie", "zz_temoin")) -> list[list[str]]:
    """What marks copies with a tool, run in its course: one command for a batch, or one a copy where there is no batch."""
    if tool == "kit":
        return [[*KIT, "autograde", ASSIGNMENT, "--json", "--sandbox", "required"]]
    if tool == "nbgrader":
        return [[*NBGRADER, "autograde", ASSIGNMENT]]
    return [
        [
            str(otter),
            "run",
            "--no-logo",
            "-a",
            "autograder.zip",
            "-o",
            f"autograded/{s}",
            f"submitted/{s}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb",
        ]
        for s in students
    ]


def one(tool: str, course: Path, copy: Path, seconds: float, otter: Path | None) -> dict[str, Any]:
    """What a tool lets through of a copy."""
    # The warm parent inside mounts a /proc of its own, which the kernel grants only under one that nothing covers.
    wall = [
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--uid",
        "0",
        "--gid",
        "0",
        "--cap-add",
        "ALL",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--bind",
        "/proc",
        "/proc",
        "--size",
        str(3 << 30),
        "--tmpfs",
        "/tmp",
        "--ro-bind",
        str(course),
        "/tmp/prepare",
        "--chdir",
        str(ROOT),
    ]
    if str(ROOT).startswith("/tmp/"):
        wall += ["--ro-bind", str(ROOT), str(ROOT)]
    if otter is not None:
        wall += ["--ro-bind", str(otter.parents[1]), str(otter.parents[1])]
    words = [
        *wall,
        "--",
        "sh",
        "-c",
        'mount -t proc proc /proc && exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "benchmarks.hostile.inside",
    ]
    request = {
        "tool": tool,
        "copy": str(copy),
        "course": "/tmp/prepare",
        "deadline": seconds,
        "commands": commands(tool, otter),
    }
    try:
        done = subprocess.run(
            words, input=json.dumps(request), capture_output=True, text=True, timeout=4 * seconds + 60
        )
    except subprocess.TimeoutExpired:
        return {"hung": True}
    if done.returncode or not done.stdout:
        if "Traceback" in done.stderr:
            return {"failed": True, "why": done.stderr[-1000:]}
        # Whoever watched was killed, and nobody but the copy was there to do it: what became of the marks is not seen.
        return {"aborted": True}
    found = json.loads(done.stdout)
    found["others"] = not _whole(found["neighbour"]) or not _whole(found["later"])
    found["aborted"] = not found["later"] and not found["hung"]
    # What hung was still there when its time was up: it is told once.
    found["left"] = [] if found["hung"] else found["left"]
    return found


def _whole(marks: dict[str, float] | None) -> bool:
    return bool(marks) and len(marks) == 5 and all(marks.values())


def table(found: dict[str, dict[str, dict[str, Any]]]) -> str:
    """Copies let through by tool and kind, then the names."""
    tools = list(found)
    lines = [
        "| | " + " | ".join(tools) + " |",
        "| --- |" + " ---: |" * len(tools),
        "| copies | " + " | ".join(str(len(found[t])) for t in tools) + " |",
    ]
    for key, label in COLUMNS.items():
        lines.append(
            f"| {label} | " + " | ".join(str(sum(bool(r.get(key)) for r in found[t].values())) for t in tools) + " |"
        )
    lines.append("")
    for tool in tools:
        for key, label in COLUMNS.items():
            if names := [n for n, r in found[tool].items() if r.get(key)]:
                lines.append(f"- {tool}, {label} : {', '.join(names)}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--otter", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--tools", default="nbgrader,otter,kit")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    otter = asked.otter.absolute() if asked.otter else None
    paths = [
        p
        for p in (*sorted(HOSTILES.glob("*.py")), *(COPIES / f"{n}.py" for n in OLDER))
        if re.search(asked.only, p.stem)
    ]
    # A copy that is worked out of the kit's own variants means nothing to the others.
    paths = [p for p in paths if not callable(read(p).made.get("ANSWERS"))]
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(asked.jobs) as pool:
        for tool, course in courses(Path(place), otter).items():
            if tool not in asked.tools.split(","):
                continue
            run = [p for p in paths if tool == "kit" or p.stem not in UNBOUNDED]
            results = pool.map(lambda p, t=tool, c=course: one(t, c, p, asked.seconds, otter), run)
            found[tool] = {p.stem: r for p, r in zip(run, results, strict=True)}
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    print(table(found))
    if otter is None:
        print("\notter : pas installé (--otter CHEMIN), donc pas essayé.")


if __name__ == "__main__":
    main()
