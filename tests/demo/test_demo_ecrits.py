"""Fictional candidates hand in prose of their own: for every cell, at every level, on every variant."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from epreuves.authoring.construction import ensure_variants
from epreuves.demo import chiffres, ecrits, parcours, profils
from epreuves.demo.cohorte import COHORTE
from epreuves.demo.copie import Copie
from epreuves.gradebook import batch
from epreuves.gradebook.doctor import role
from epreuves.marking import compute
from epreuves.variantes import LETTRES

EPREUVE = "e17_impact_digital"
ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(p for p in (ROOT / "source").glob("*/*.ipynb"))
CELLS = [
    (notebook, cell.id)
    for notebook in NOTEBOOKS
    for cell in nbformat.read(notebook, as_version=4).cells
    if "nbgrader" in cell.metadata and role(cell) == "manual"
]
LEVELS = ("solide", "moyen", "faible")
OF_THE_AUTHOR = re.compile(r"[\[\]{}…]|Repères|pour le jury|BEGIN SOLUTION", re.I)


def test_the_manual_cells_are_those_of_every_sujet():
    written = {
        (sujet.parent.name, id)
        for sujet in (ROOT / "sujets").glob("*/*.py")
        for id in re.findall(r'role="manual" id="([^"]+)"', sujet.read_text("utf-8"))
    }
    assert {(n.parent.name, id) for n, id in CELLS} == written
    assert len(written) == 12


@pytest.mark.parametrize("epreuve", sorted({n.parent.name for n in NOTEBOOKS}))
def test_prose_is_written_for_the_manual_cells_of_an_epreuve_and_for_no_other(epreuve):
    assert set(ecrits.texts(epreuve)) == {id for n, id in CELLS if n.parent.name == epreuve}


@pytest.mark.parametrize(("notebook", "id"), CELLS, ids=[id for _, id in CELLS])
def test_levels_differ_shorten_and_repeat_nothing_of_the_author_s(notebook, id):
    prose = ecrits.texts(notebook.parent.name)[id]
    solid, average, weak = (len(getattr(prose, level).split()) for level in LEVELS)
    assert solid > 1.3 * average
    assert average > 1.3 * weak
    assert weak >= 20
    model = next(c.source for c in nbformat.read(notebook, as_version=4).cells if c.id == id)
    lines = {line.strip() for line in model.splitlines() if len(line.strip()) > 45}
    assert not [
        line for level in LEVELS for line in getattr(prose, level).splitlines() if line.strip() in lines
    ]


@pytest.mark.parametrize(("notebook", "id"), CELLS, ids=[id for _, id in CELLS])
def test_only_a_solid_text_quotes_figures(notebook, id):
    # Those who write less well also answer wrong: right figures would contradict their own answers.
    prose = ecrits.texts(notebook.parent.name)[id]
    assert "{" not in prose.moyen + prose.faible


@pytest.mark.xdist_group("variantes")
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[n.stem for n in NOTEBOOKS])
def test_on_twelve_variants_every_text_is_whole_and_sounds_like_nobody_s_template(notebook):
    ensure_variants(ROOT, notebook.parent.name)
    cells = {id: ecrits.texts(notebook.parent.name)[id] for n, id in CELLS if n == notebook}
    for letter in LETTRES:
        expected = {q.id: q.expected for q in compute(notebook, letter).questions}
        figures = chiffres.quoted(notebook.parent.name, notebook.stem, expected)
        for prose in cells.values():
            for level in LEVELS:
                text = ecrits.written(prose, level, lambda figures=figures: figures)
                assert OF_THE_AUTHOR.findall(text) == []
                assert not re.search(r"\bnan\b|None|\d\.\d", text)


def test_the_note_and_the_message_keep_to_the_length_that_is_asked_for():
    texts = ecrits.texts("e17_impact_digital")
    assert len(texts["C15_3-note"].solide.split()) <= 350
    assert len(texts["C15_3-message"].solide.split()) <= 150


def test_a_share_is_a_level_and_none_leaves_the_cell_blank():
    assert [ecrits.level(share) for share in (1, 0.7, 0.6, 0.3, 0)] == [
        "solide",
        "solide",
        "moyen",
        "faible",
        None,
    ]


def test_figures_are_written_the_french_way():
    values = {
        "C6_2-leads_revus": 1290,
        "C6_2-hausse": {"valeur": 29.0, "signe": False},
        "C6_2-ventes_revues": 26,
    }
    assert chiffres.quoted("e06_objectifs", "rex", values) == {
        "leads_revus": "1\u202f290",
        "leads_groupe": "1\u202f000",
        "hausse": "29\u00a0%",
        "ventes_revues": "26",
    }


@pytest.mark.xdist_group("variantes")
def test_two_epreuves_may_both_have_a_rex_each_with_figures_of_its_own(trial_of_groups):
    ensure_variants(ROOT, "e06_objectifs")
    quoted = {}
    for root, epreuve in ((ROOT, "e06_objectifs"), (trial_of_groups, "e98_publicite")):
        scheme = compute(root / "source" / epreuve / "rex.ipynb", "A")
        quoted[epreuve] = chiffres.quoted(epreuve, "rex", {q.id: q.expected for q in scheme.questions})
    assert set(quoted["e06_objectifs"]) == {"leads_revus", "leads_groupe", "hausse", "ventes_revues"}
    # Nothing that its candidates write quotes a figure.
    assert quoted["e98_publicite"] == {}


@pytest.mark.xdist_group("variantes")
def test_who_follows_a_mistake_quotes_the_figures_that_follow_from_it():
    ensure_variants(ROOT, EPREUVE)
    copie = Copie(ROOT, "e17_impact_digital", "fictif-chloe-garnier")
    profils.perfect(copie)
    right = copie.cell("C15_1-choix_kpi").source
    profils.followed(copie)
    wrong = copie.cell("C15_1-choix_kpi").source
    assert wrong != right
    assert OF_THE_AUTHOR.findall(wrong) == []


def test_prose_outlives_marking(tmp_path):
    for name in ("sujets", "source", "release", "datasets"):
        shutil.copytree(ROOT / name / EPREUVE, tmp_path / name / EPREUVE)
    for name in ("nbgrader_config.py", "seance.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    course, short = batch.Course(tmp_path), next(c for c in COHORTE if c.write is profils.short_texts)
    parcours.release(course, EPREUVE)
    parcours.submit(course, EPREUVE, [short])
    assert [r.status for r in parcours.autograde(course, EPREUVE, [short])] == ["marked"]
    marked = nbformat.read(tmp_path / "autograded" / short.id / EPREUVE / f"{EPREUVE}.ipynb", as_version=4)
    found = {c.metadata.nbgrader.grade_id: c.source for c in marked.cells if "nbgrader" in c.metadata}
    for id, prose in ecrits.texts(EPREUVE).items():
        assert found[id] == prose.faible.strip()
