"""The attacks of the hostile corpus, let loose in blank copies of an épreuve of the course: none earns a point, each copy ends as a result."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from epreuves_kit.demo import journey
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.grading import batch
from tests import course
from tests.conftest import epreuves
from tests.corpus import GOOD, all_copies
from tests.course import NOTEBOOKS, ROOT, lay
from tests.hostile.conftest import HOSTILES, JOBS

#: Of those with a single notebook, the first: each attack is run once in each notebook.
ALONE = min(course.EPREUVES, key=[epreuve for epreuve, _ in NOTEBOOKS].count)
#: Short, as no answer is due whatever an attack had the time to do.
LIMITS = (
    "\nc.ExecuteAndMark.cell_seconds = 1.0\nc.ExecuteAndMark.total_seconds = 3.0\nc.ExecuteAndMark.memory_mib = 1024\n"
)


def attacks() -> dict[str, str]:
    """What each copy of the corpus runs beside its answers, by its name."""
    found = {}
    for copy in all_copies(HOSTILES):
        answers = copy.made.get("ANSWERS", {})
        sources = [] if callable(answers) else [s for id, s in answers.items() if s != GOOD.get(id)]
        sources += [*copy.made.get("BEFORE", {}).values(), *copy.made.get("AFTER", {}).values()]
        if sources:
            found[copy.name] = re.sub("@[A-Z]+@", "ailleurs", "\n".join(sources))
    return found


@pytest.mark.slow
@pytest.mark.xdist_group(ALONE)
def test_no_attack_earns_a_point_in_a_blank_copy(tmp_path: Path) -> None:
    epreuve = ALONE
    lay(epreuve, tmp_path)
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    with (tmp_path / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LIMITS)
    journey.release(batch.MarkingCourse(tmp_path), epreuve)
    names = sorted(p.stem for p in (tmp_path / "release" / epreuve).glob("*.ipynb"))
    sources = attacks()
    assert len(sources) > 60
    for student, source in sources.items():
        folder = tmp_path / "submitted" / student / epreuve
        folder.mkdir(parents=True)
        for name in names:
            submission = FictionalCopy(tmp_path, epreuve, student, name)
            next(submission.cells("solution")).source += f"\n{source}"
            nbformat.write(submission.notebook, folder / f"{name}.ipynb")
    done = epreuves(tmp_path, "autograde", epreuve, "--jobs", JOBS, "--json", "--sandbox", "required", timeout=500)
    told = {line["student"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(told) == set(sources)
    assert {
        s: (r["status"], r["reason"]) for s, r in told.items() if r["status"] not in ("marked", "interrupted")
    } == {}
    assert {s: r["questions"] for s, r in told.items() if r["score"]} == {}
    assert all(sum(m["max"] for m in r["questions"].values()) == r["max_score"] > 0 for r in told.values())
