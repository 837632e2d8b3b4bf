"""The demonstration's table says of each fictional candidate what became of that candidate's copy."""

import io
import itertools
import shutil

import pytest
from rich.console import Console
from typer.testing import CliRunner

from epreuves.variants.attribution import LEAST, MOST, letters
from epreuves_kit.build import build, release
from epreuves_kit.cli import application
from epreuves_kit.cli.demo import _table
from epreuves_kit.course.folders import Layout
from epreuves_kit.demo.cohort import COHORT, FEW, WRITERS, another, cohort, lay_groups
from epreuves_kit.grading.copies import CopyResult
from epreuves_kit.variants import groups
from tests.course import PLAYED, ROOT, lay_referentiel

#: Those of the course that are done in groups.
TOGETHER = [epreuve for epreuve in PLAYED if groups.size(ROOT, epreuve)]


@pytest.mark.parametrize("epreuve", PLAYED)
def test_each_line_is_one_candidate_s_whatever_the_order_in_which_copies_were_marked(epreuve):
    points = {c.id: float(number) for number, c in enumerate(COHORT)}
    results = [
        CopyResult(student=c.id, assignment=epreuve, status="marked", score=points[c.id], max_score=64.0)
        for c in reversed(COHORT)
    ]
    output = io.StringIO()
    shown = Console(file=output, width=160)
    shown.print(_table(results, epreuve, {COHORT[3].id: 25}, cohort(epreuve), {}))
    lines = output.getvalue().splitlines()
    for candidate in cohort(epreuve):
        (line,) = [line for line in lines if candidate.id in line]
        assert candidate.profile in line
        assert f" {points[candidate.id]:.0f} / 64 " in line
        assert ("+25 min" in line) == (candidate.id == COHORT[3].id)


@pytest.fixture(autouse=True)
def _certification(tmp_path):
    """Each course has its référentiel."""
    lay_referentiel(tmp_path)


def test_the_groups_of_the_demonstration_are_its_own_candidates_and_one_of_them_is_in_none(tmp_path):
    assert TOGETHER
    assert lay_groups(tmp_path, PLAYED)
    assert {g.epreuve for g in groups.read(tmp_path)} == set(TOGETHER)
    for epreuve in TOGETHER:
        found = [m for g in groups.read(tmp_path, epreuve) for m in g.members]
        members = [m.candidate for m in found]
        # Where a group is of three and no fewer, nobody leaves one, and none is left out.
        fixed = groups.size(ROOT, epreuve) == groups.Size(3, 3)
        away = {"fictif-lucas-perrin": "absent"} | ({} if fixed else {"fictif-tom-guerin": "parti"})
        assert {m.candidate: m.state for m in found if not m.present} == away
        assert [m.candidate for m in found if m.deposit] == ["fictif-nolan-faure"]
        assert sorted([*members, *([] if fixed else ["fictif-lina-masson"])]) == sorted(c.id for c in COHORT)
    assert len({c.id for c in COHORT}) == 24
    assert {c.id for c in COHORT} >= WRITERS


def test_several_epreuves_have_groups_each_of_the_size_that_it_asks_for_one_s_own_with_a_rex_too(tmp_path):
    (tmp_path / "sujets" / "e18_lettre").mkdir(parents=True)
    (tmp_path / "sujets" / "e18_lettre" / "rex.py").touch()
    assert lay_groups(tmp_path, ["e02_analyse_projet", "e11_challenge", "e17_impact_digital", "e18_lettre"])
    sizes = {}
    for group in groups.read(tmp_path):  # it refuses a group that is too small or too large
        sizes.setdefault(group.epreuve, []).append(len(group.members))
    assert sizes == {
        "e02_analyse_projet": [3] * 7 + [2],
        "e11_challenge": [3] * 8,
        "e18_lettre": [3] * 7 + [2],
    }


def test_an_epreuve_that_comes_later_has_its_groups_added_to_those_of_the_demonstration(tmp_path):
    assert lay_groups(tmp_path, ["e02_analyse_projet"])
    before = (tmp_path / "groupes.csv").read_bytes()
    assert not lay_groups(tmp_path, ["e02_analyse_projet"])
    assert (tmp_path / "groupes.csv").read_bytes() == before
    assert lay_groups(tmp_path, ["e02_analyse_projet", "e04_axes"])
    assert (tmp_path / "groupes.csv").read_bytes().startswith(before)
    assert {g.epreuve for g in groups.read(tmp_path)} == {"e02_analyse_projet", "e04_axes"}


def test_groups_are_those_of_the_candidates_who_play_each_with_somebody_who_writes(tmp_path):
    assert lay_groups(tmp_path, TOGETHER, FEW)
    for epreuve in TOGETHER:
        found = groups.read(tmp_path, epreuve)
        named = {m.candidate for g in found for m in g.members}
        assert named <= {c.id for c in FEW}
        assert all(WRITERS.intersection(m.candidate for m in g.members if m.present) for g in found)
    assert lay_groups(tmp_path, TOGETHER, COHORT)
    for epreuve in TOGETHER:
        names = [m.candidate for g in groups.read(tmp_path, epreuve) for m in g.members]
        assert len(names) == len(set(names)) > len(FEW)
    assert not lay_groups(tmp_path, TOGETHER, COHORT)


@pytest.mark.parametrize("lines", ["", "e06_objectifs;G1;lea\ne06_objectifs;G1;karim\n"])
def test_the_demonstration_leaves_the_groups_that_an_instructor_wrote(tmp_path, lines):
    written = tmp_path / "groupes.csv"
    written.write_text(f"epreuve;groupe;candidat\n{lines}", "utf-8")
    before = written.read_bytes()
    assert not lay_groups(tmp_path, ["e02_analyse_projet", "e06_objectifs"])
    assert written.read_bytes() == before


@pytest.mark.parametrize("among", [COHORT, FEW])
def test_nobody_does_the_same_in_every_epreuve_and_each_candidate_keeps_a_line_of_their_own(among):
    done = [[c.profile for c in cohort(f"e{number:02}_x", among)] for number in range(1, 18)]
    loop, instead = "boucle sans fin", "cellules effacées"
    # A copy that never ends makes everybody wait: the whole cohort plays it in three épreuves, and in each that has no number; the few, in none.
    looping = [number for number, one in enumerate(done, 1) if loop in one]
    assert looping == ([] if among is FEW else [5, 11, 17])
    assert (loop in [c.profile for c in cohort("mesures", among)]) is (among is COHORT)
    assert all(sorted(instead if of == loop else of for of in one) == sorted(done[0]) for one in done)
    assert all(len(set(of_one)) > 3 for of_one in zip(*done, strict=True))
    assert all(one != other for one, other in itertools.pairwise(done))


def test_some_candidates_are_right_from_end_to_end_so_that_the_jury_certifies_somebody():
    right = {
        "tout juste",
        "tout juste au formulaire, en retard",
        "travail au tableur, collé dans les formulaires",
        "notebook abîmé par mégarde",
    }
    always = set.intersection(*({c.id for c in cohort(f"e{n:02}_x", FEW) if c.profile in right} for n in range(1, 18)))
    assert len(always) == 4
    # In épreuves of groups their marks are those of what their group wrote.
    assert len(always & WRITERS) >= 2


def test_the_repository_would_not_take_the_names_of_a_real_session():
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/groupes.csv", "/places.csv"} <= set(ignored)


def built(layout):
    source = build.sources(layout)
    return {"source": source, "release": release.generate(layout.epreuve, source)}


@pytest.mark.parametrize("epreuve", TOGETHER)
def test_of_what_is_built_only_files_that_the_repository_ignores_change_with_the_groups(epreuve, tmp_path):
    shutil.copytree(ROOT / "sujets", tmp_path / "sujets")
    shutil.copy(ROOT / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    layout = Layout(tmp_path, epreuve)
    before = built(layout)
    lay_groups(tmp_path, [epreuve])
    after = built(layout)
    changed = {
        f"/{folder}/*/{name}"
        for folder in ("source", "release")
        for name, content in after[folder].items()
        if before[folder].get(name) != content
    }
    assert changed == {"/source/*/seance.json", "/release/*/seance.json"}
    assert changed <= set((ROOT / ".gitignore").read_text("utf-8").splitlines())


def test_a_course_in_which_nothing_can_be_played_is_told_what_to_write(tmp_path, monkeypatch):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "sujets" / "e18_lettre").mkdir(parents=True)
    (tmp_path / "sujets" / "e18_lettre" / "sujet.py").touch()
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(application(), ["demo", "--serve"])
    assert told.exit_code == 2
    assert "aucune épreuve n'a de demo.yaml" in " ".join(told.output.split())
    assert [p.name for p in tmp_path.iterdir() if p.name not in ("nbgrader_config.py", "referentiel", "sujets")] == []


@pytest.mark.parametrize("count", range(LEAST, MOST + 1))
def test_a_neighbours_variant_is_another_however_many_there_are(count):
    known = letters(count)
    found = [another(known, letter) for letter in known]
    assert sorted(found) == list(known)
    assert all(a != b for a, b in zip(found, known, strict=True))
