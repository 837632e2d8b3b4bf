"""The épreuves of the repository's own course, found where they are written: no test names them one by one."""

from __future__ import annotations

import datetime
import functools
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from epreuves.variants.attribution import letters, variant
from epreuves.variants.candidate import FILE
from epreuves.variants.published import PUBLISHED_FILE, read_published
from epreuves_kit.authoring import demonstration
from epreuves_kit.build.build import ensure_variants
from epreuves_kit.course import folders as layout
from epreuves_kit.course.folders import Layout
from epreuves_kit.course.kept import OWN
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.marking.reference import References
from epreuves_kit.proof import locks
from epreuves_kit.proof.evidence import Evidence
from epreuves_kit.proof.rule_list import RULES
from epreuves_kit.referentiel.reading import FOLDER
from epreuves_kit.variants.groups import OWN_NOTEBOOKS

ROOT = Path(__file__).parents[1]
EPREUVES = layout.epreuves(ROOT)
#: Épreuve and notebook, for each notebook that is built of its texts.
NOTEBOOKS = [
    (epreuve, name)
    for epreuve in EPREUVES
    for name, text in ((epreuve, "sujet.py"), *((own, f"{own}.py") for own in OWN_NOTEBOOKS))
    if (ROOT / "sujets" / epreuve / text).exists()
]
#: The one on which properties of the engine are proven beside the trial course: of those with the most notebooks, the first.
ONE = max(EPREUVES, key=[epreuve for epreuve, _ in NOTEBOOKS].count)
#: Those that the demonstration plays.
PLAYED = demonstration.played(ROOT)


def lay(epreuve: str, course: Path) -> None:
    """Put an épreuve's folders and the certification in a course as a fresh clone has them: without the session and variants of a
    demonstration played here."""
    lay_referentiel(course)
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(
            ROOT / name / epreuve,
            course / name / epreuve,
            ignore=shutil.ignore_patterns("seance.json", "variantes"),
            dirs_exist_ok=True,
        )


def lay_referentiel(course: Path) -> Path:
    """Put the certification in a course."""
    return Path(shutil.copytree(ROOT / FOLDER, course / FOLDER, dirs_exist_ok=True))


def lay_session(course: Path) -> None:
    """Put the course's configuration and session in a course, with two variants: more of them would be drawn for nothing."""
    shutil.copy(ROOT / "nbgrader_config.py", course)
    session = (ROOT / "seance.yaml").read_text("utf-8")
    assert "variantes: 12" in session
    (course / "seance.yaml").write_text(session.replace("variantes: 12", "variantes: 2"), "utf-8")


def fictional(epreuve: str, candidate: str, name: str = "") -> FictionalCopy:
    """A copy of an épreuve of the course that is being written, whose own variant alone is drawn."""
    ensure_variants(ROOT, epreuve, letters="A")
    copy = FictionalCopy(ROOT, epreuve, candidate, name)
    ensure_variants(ROOT, epreuve, letters=copy.letter)
    return copy


def sat_by(epreuve: str, candidate: str, parent: Path) -> Path:
    """The folder of an épreuve as that candidate has it, their identifier typed, their variant's data beside."""
    ensure_variants(ROOT, epreuve, letters="A")
    source, folder = ROOT / "source" / epreuve, parent / epreuve
    letter = variant(read_published((source / PUBLISHED_FILE).read_bytes()), epreuve, candidate)
    ensure_variants(ROOT, epreuve, letters=letter)
    shutil.copytree(ROOT / "release" / epreuve, folder, ignore=shutil.ignore_patterns("variantes", "donnees"))
    for given in source.glob("*.json"):
        shutil.copy(given, folder)  # the session's key, the facts of a REX
    (folder / "variantes").mkdir()
    for archive in (source / "variantes").glob(f"{letter}.*"):
        shutil.copy(archive, folder / "variantes")
    (folder / FILE).write_text(candidate, encoding="utf-8")
    return folder


def by_epreuve(cases: Iterable[str | tuple[str, ...]]) -> list[Any]:
    """Cases that begin with an épreuve, as parameters; all those of an épreuve go to one worker, which makes ready once what they share."""
    told = [(case,) if isinstance(case, str) else case for case in cases]
    return [pytest.param(*case, marks=pytest.mark.xdist_group(case[0])) for case in told]


# What has not changed since it was proven is proven again by turns, by the day; the workers of a run have that of the run.
os.environ.setdefault("EPREUVES_JOUR", datetime.date.today().isoformat())
DAY = datetime.date.fromisoformat(os.environ["EPREUVES_JOUR"])


def turn(epreuve: str) -> str:
    """The variant on which an épreuve is proven again today."""
    return letters()[(DAY.toordinal() + EPREUVES.index(epreuve)) % len(letters())]


@functools.cache
def changed(epreuve: str) -> bool:
    """Whether an épreuve's references or the marking are other than those that its lock was written for."""
    rule = next(rule for rule in RULES if rule.name == "bareme")
    place = Layout(ROOT, epreuve)
    with Evidence(place, letters()) as evidence:
        return not locks.read(place).holds(rule, locks.digest(rule, evidence))


def whole(config: pytest.Config) -> list[str]:
    """The épreuves that are put to the test on all their variants: those that have changed, and one by turns; all of them where all is."""
    if config.getoption("--all-variants"):
        return list(EPREUVES)
    return [e for e in EPREUVES if changed(e) or e == EPREUVES[DAY.toordinal() % len(EPREUVES)]]


def reference(epreuve: str, name: str, variants: str) -> References:
    """The references of a notebook of the course, whose schemes all tests share, with the data of these variants."""
    ensure_variants(ROOT, epreuve, letters=variants)
    return References(ROOT / "source" / epreuve / f"{name}.ipynb", store=ROOT / OWN / "references")
