"""The demonstration's table says of each fictional candidate what became of that candidate's copy."""

import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from epreuves.authoring.construction import produire
from epreuves.authoring.cours import Lieux
from epreuves.cli.demo import EPREUVES, _table
from epreuves.demo.cohorte import COHORTE, WRITERS, cohort, lay_groups
from epreuves.gradebook.results import Result
from epreuves.variantes import groupes

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("epreuve", EPREUVES)
def test_each_line_is_one_candidate_s_whatever_the_order_in_which_copies_were_marked(epreuve):
    points = {c.id: float(number) for number, c in enumerate(COHORTE)}
    results = [
        Result(student=c.id, assignment=epreuve, status="marked", score=points[c.id], max_score=64.0)
        for c in reversed(COHORTE)
    ]
    shown = Console(file=io.StringIO(), width=160)
    shown.print(_table(results, epreuve, {COHORTE[3].id: 25}))
    lines = shown.file.getvalue().splitlines()
    for candidat in cohort(epreuve):
        (line,) = [line for line in lines if candidat.id in line]
        assert candidat.profile in line
        assert f" {points[candidat.id]:.0f} / 64 " in line
        assert ("+25 min" in line) == (candidat.id == COHORTE[3].id)


def test_the_groups_of_the_demonstration_are_its_own_candidates_and_one_of_them_is_in_none(tmp_path):
    assert lay_groups(tmp_path)
    found = [m for g in groupes.lire(tmp_path, "e06_objectifs") for m in g.membres]
    members = [m.candidat for m in found]
    assert {m.candidat: m.etat for m in found if not m.present} == {
        "fictif-lucas-perrin": "absent",
        "fictif-tom-guerin": "parti",
    }
    assert [m.candidat for m in found if m.depot] == ["fictif-nolan-faure"]
    assert len({c.id for c in COHORTE}) == 24
    assert sorted([*members, "fictif-lina-masson"]) == sorted(c.id for c in COHORTE)
    assert {c.id for c in COHORTE} >= WRITERS


def test_the_demonstration_leaves_the_groups_that_an_instructor_wrote(tmp_path):
    written = tmp_path / "groupes.csv"
    written.write_text("epreuve;groupe;candidat\ne06_objectifs;G1;lea\ne06_objectifs;G1;karim\n", "utf-8")
    before = written.read_bytes()
    assert not lay_groups(tmp_path)
    assert written.read_bytes() == before


def test_the_repository_would_not_take_the_names_of_a_real_session():
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/groupes.csv", "/places.csv"} <= set(ignored)


def test_of_what_is_built_only_files_that_the_repository_ignores_change_with_the_groups(tmp_path):
    shutil.copytree(ROOT / "sujets", tmp_path / "sujets")
    shutil.copy(ROOT / "seance.yaml", tmp_path)
    lieux = Lieux(tmp_path, "e06_objectifs")
    before = produire(lieux)
    lay_groups(tmp_path)
    after = produire(lieux)
    changed = {
        f"/{folder}/*/{name}"
        for folder in ("source", "release", "datasets")
        for name, content in getattr(after, folder).items()
        if getattr(before, folder).get(name) != content
    }
    assert changed == {"/source/*/seance.json", "/release/*/seance.json"}
    assert changed <= set((ROOT / ".gitignore").read_text("utf-8").splitlines())
