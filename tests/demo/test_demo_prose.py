"""Fictional candidates hand in prose of their own: for every cell, at every level, on every variant."""

import functools
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from epreuves.answers.forms import entier, graphique, liste, pourcentage, serie, tableau, texte
from epreuves.wording.errors import KitError
from epreuves.wording.french import words
from epreuves_kit.authoring import demonstration
from epreuves_kit.authoring.demonstration import LEVELS, ecrit, enumere, euros, jour, pourcent
from epreuves_kit.authoring.text import texts
from epreuves_kit.course.folders import Layout
from epreuves_kit.demo import cohort as profiles
from epreuves_kit.demo import journey
from epreuves_kit.demo.cohort import COHORT
from epreuves_kit.demo.copies import FictionalCopy, level_of
from epreuves_kit.grading import batch
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.doctor import role
from epreuves_kit.proof.demonstration_rules import demo_rules
from tests.course import (
    EPREUVES,
    NOTEBOOKS,
    PLAYED,
    ROOT,
    by_epreuve,
    fictional,
    lay,
    lay_session,
    reference,
    turn,
)

#: One épreuve that the demonstration plays: what holds of the engine is tried on it.
EPREUVE = PLAYED[-1]
OF_THE_AUTHOR = re.compile(r"[\[\]{}…]|\*\*Repères|pour le jury|BEGIN SOLUTION", re.I)


def path_of(epreuve, name):
    return ROOT / "source" / epreuve / f"{name}.ipynb"


@functools.cache
def cells_of(epreuve, name):
    return nbformat.read(path_of(epreuve, name), as_version=4).cells


@functools.cache  # reading one takes a second, and each cell asks for it
def written_of(epreuve):
    return demonstration.read(ROOT / "sujets" / epreuve)


CELLS = [
    (epreuve, name, cell.id)
    for epreuve, name in NOTEBOOKS
    if epreuve in PLAYED
    for cell in cells_of(epreuve, name)
    if "nbgrader" in cell.metadata and role(cell) == "manual"
]
by_cell = pytest.mark.parametrize(("epreuve", "name", "id"), CELLS, ids=[id for *_, id in CELLS])


def test_the_demonstration_plays_every_epreuve_of_the_course_in_the_order_of_their_numbers():
    assert PLAYED == EPREUVES == sorted(EPREUVES)


def test_an_epreuve_without_prose_is_not_played(tmp_path):
    for id in ("e02_a", "e01_b", "e18_c"):
        (tmp_path / "sujets" / id).mkdir(parents=True)
        (tmp_path / "sujets" / id / "sujet.py").touch()
    for id in ("e18_c", "e01_b"):
        (tmp_path / "sujets" / id / "demo.yaml").touch()
    assert demonstration.played(tmp_path) == ["e01_b", "e18_c"]


@by_cell
def test_levels_differ_shorten_and_repeat_nothing_of_the_author_s(epreuve, name, id):
    prose = written_of(epreuve).prose[id]
    solid, average, weak = (len(words(prose.at(level))) for level in LEVELS)
    assert solid > 1.3 * average
    assert average > 1.3 * weak
    assert weak >= 20
    source = next(c.source for c in cells_of(epreuve, name) if c.id == id)
    # What stands before the marks, a table to fill, is given to all.
    model = source.partition("### BEGIN SOLUTION")[2]
    assert model
    lines = {line.strip() for line in model.splitlines() if len(line.strip()) > 45}
    assert not [line for level in LEVELS for line in prose.at(level).splitlines() if line.strip() in lines]


@by_cell
def test_only_a_solid_text_quotes_figures(epreuve, name, id):
    # Those who write less well also answer wrong: right figures would contradict their own answers.
    prose = written_of(epreuve).prose[id]
    assert "{" not in prose.average + prose.weak


@by_cell
def test_a_text_keeps_to_the_length_that_is_asked_for(epreuve, name, id):
    cells = cells_of(epreuve, name)
    rank = next(i for i, cell in enumerate(cells) if cell.id == id)
    asked = re.search(r"(\d+)\s+mots(\s+au plus)?", cells[rank - 1].source)
    if asked:
        most = int(asked[1]) * (1 if asked[2] else 1.2)
        assert len(words(written_of(epreuve).prose[id].solid)) <= most


@pytest.mark.parametrize(("epreuve", "name"), by_epreuve(n for n in NOTEBOOKS if n[0] in PLAYED))
def test_every_text_is_whole_and_sounds_like_nobody_s_template(epreuve, name):
    """On one variant: that the figures are there and readable on all of them is proven by the épreuve's check."""
    letter = turn(epreuve)
    scheme = reference(epreuve, name, letter).get(letter)
    given = {q.id: (q.form, q.expected) for q in scheme.questions}
    for id in (id for e, n, id in CELLS if (e, n) == (epreuve, name)):
        for level in LEVELS:
            text = written_of(epreuve).written(name, id, level, lambda: given)
            assert OF_THE_AUTHOR.findall(text) == []


def test_a_share_is_a_level_and_none_leaves_the_cell_blank():
    assert [level_of(share) for share in (1, 0.7, 0.6, 0.3, 0)] == [
        "solide",
        "solide",
        "moyen",
        "faible",
        None,
    ]


def test_figures_are_written_the_french_way():
    assert ecrit(-1290.456, 1) == "\u22121\u202f290,5"
    assert ecrit(3, signe=True) == "+3"
    assert euros(1290) == "1\u202f290\u00a0€"
    assert pourcent(29.04, 1) == "29,0\u00a0%"
    assert [jour("2026-03-01"), jour("2026-08-12")] == ["1er mars", "12 août"]
    assert [enumere(given) for given in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "aucun",
        "a",
        "a et b",
        "a, b et c",
    ]


@pytest.fixture
def folder(tmp_path):
    """An épreuve's folder whose prose quotes one figure, in a sujet and in a REX."""
    (tmp_path / "demo.yaml").write_text(
        "un: {solide: 'Un {chiffre}.', moyen: Assez., faible: Peu.}\ndeux: {solide: 'Deux {chiffre}.', moyen: Assez., faible: Peu.}\n",
        "utf-8",
    )
    (tmp_path / "demo.py").write_text(
        "def sujet(reponses):\n    return {'chiffre': repr(reponses)}\n\n\ndef rex(reponses):\n    return {'chiffre': 'du REX'}\n",
        "utf-8",
    )
    return tmp_path


def test_each_notebook_has_figures_of_its_own_and_they_are_read_as_plain_values(folder):
    percent = {"valeur": 12.5, "signe": True}
    given: dict[str, Any] = {
        "n": (entier(), 3),
        "s": (serie(cle="canal", valeurs=pourcentage()), [["Web", percent]]),
        "t": (tableau(cle=["canal", "mois"], colonnes={"taux": pourcentage(), "nom": texte()}), [[["Web", "mai"], {"taux": percent, "nom": "x"}]]),
        "l": (liste(pourcentage()), [percent]),
        "g": (graphique("barres"), {}),
    }  # fmt: skip
    demo = demonstration.read(folder)
    told = {"n": 3, "s": {"Web": 12.5}, "t": {("Web", "mai"): {"taux": 12.5, "nom": "x"}}, "l": [12.5]}
    assert demo.written("e98_publicite", "un", "solide", lambda: given) == f"Un {told!r}."
    assert demo.written("rex", "deux", "solide", lambda: given) == "Deux du REX."
    # The reference is not run for a text that quotes nothing.
    assert demo.written("rex", "deux", "moyen", lambda: {"n": 1 // 0}) == "Assez."


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("demo.yaml", "moyen: Assez., ", "", "demo.yaml, ligne 1, champ un.moyen : il manque"),
        ("demo.yaml", "un:", "une:", "demo.yaml : rien n'est écrit pour la cellule « un »"),
        ("demo.yaml", "{chiffre}", "{chiffres}", "niveau solide : le chiffre « chiffres » n'est pas donné par sujet(reponses)"),
        ("demo.yaml", "{chiffre}", "{chiffre", "cellule « un », niveau solide : une accolade ne se lit pas"),
        ("demo.py", "repr(reponses)", "reponses['x']", "demo.py, ligne 2 : KeyError"),
        ("demo.py", "repr(reponses)", "3", "demo.py : sujet(reponses) doit rendre un dict nom → texte"),
        ("demo.py", "def sujet", "import nulle_part\ndef sujet", "demo.py, ligne 1 : ModuleNotFoundError"),
        ("demo.py", "def sujet", "def sujets", "le chiffre « chiffre » n'est pas donné par sujet(reponses)"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_author_s_files_is_one_sentence(folder, name, before, after, said):
    text = (folder / name).read_text("utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), "utf-8")
    with pytest.raises(KitError) as refused:
        demonstration.read(folder).written("e98_publicite", "un", "solide", dict)
    assert said in str(refused.value)


def test_a_folder_without_prose_says_what_to_write(tmp_path):
    with pytest.raises(KitError, match=r"demo\.yaml : ce que les candidats fictifs écrivent manque"):
        demonstration.read(tmp_path)


@pytest.mark.xdist_group(EPREUVE)
def test_who_follows_a_mistake_quotes_the_figures_that_follow_from_it():
    submission = fictional(EPREUVE, "fictif-chloe-garnier")
    profiles.perfect(submission)
    right = {c.id: c.source for c in submission.cells("manual")}
    profiles.followed(submission)
    wrong = {c.id: c.source for c in submission.cells("manual")}
    assert wrong != right
    assert OF_THE_AUTHOR.findall("\n".join(wrong.values())) == []


def test_prose_outlives_marking(tmp_path):
    lay(EPREUVE, tmp_path)
    lay_session(tmp_path)
    course, short = batch.MarkingCourse(tmp_path), next(c for c in COHORT if c.write is profiles.short_texts)
    journey.release(course, EPREUVE)
    journey.submit(course, EPREUVE, [short])
    assert [r.status for r in journey.autograde(course, EPREUVE, [short])] == ["marked"]
    marked = nbformat.read(tmp_path / "autograded" / short.id / EPREUVE / f"{EPREUVE}.ipynb", as_version=4)
    found = {c.metadata.nbgrader.grade_id: c.source for c in marked.cells if "nbgrader" in c.metadata}
    for id, prose in written_of(EPREUVE).prose.items():
        assert found[id] == prose.weak.strip()


def test_every_candidate_can_write_a_rex_with_hardly_a_question(trial_of_groups, tmp_path):
    course = shutil.copytree(trial_of_groups, tmp_path / "cours")
    prose = "".join(f"  {level}: Texte {level}.\n" for level in LEVELS)
    (course / "sujets" / "e98_publicite" / "demo.yaml").write_text(f"C15_3-rex_analyse:\n{prose}", "utf-8")
    texts = set()
    for candidate in COHORT:
        submission = FictionalCopy(course, "e98_publicite", candidate.id, "rex")
        candidate.write(submission)
        submission.add(tmp_path / "rendu")
        texts.add(submission.cell("C15_3-rex_analyse").source)
    assert texts > {"Texte solide.", "Texte moyen.", "Texte faible."}


GAME = "e11_challenge"


@pytest.mark.parametrize(("share", "level"), [(1, "solide"), (0.5, "moyen"), (0.1, "faible"), (0, None)])
def test_a_fictional_candidate_hands_in_the_document_of_their_level(share, level):
    copy = fictional(GAME, "lea", "production")
    copy.write_texts(share)
    given = {name: content for name, content in copy.files.items() if name.startswith("production")}
    folder = ROOT / "sujets" / GAME / "demo"
    assert given == ({"production.pdf": (folder / f"production-{level}.pdf").read_bytes()} if level else {})


def test_a_document_that_nothing_asks_for_is_found(tmp_path):
    layout = Layout(tmp_path, GAME)
    shutil.copytree(ROOT / "sujets" / GAME, layout.sujet)
    (layout.sujet / "demo" / "affiche-solide.pdf").touch()
    (layout.sujet / "demo" / "production-excellent.pdf").touch()
    found = [f for f in demo_rules(layout, texts(layout)) if "livrable" in f.message]
    assert [f.file.rsplit("/", 1)[1] for f in found] == ["affiche-solide.pdf", "production-excellent.pdf"]


def test_fictional_members_of_a_group_are_given_their_rex_as_after_the_oral(trial_of_groups, tmp_path):
    course = Path(shutil.copytree(trial_of_groups, tmp_path / "cours"))
    opened = batch.MarkingCourse(course)
    assert set(Assignment.of(opened, "e98_publicite").notebooks) == {"e98_publicite"}
    journey.publish(opened, "e98_publicite")
    assert set(Assignment.of(opened, "e98_publicite").notebooks) == {"e98_publicite", "rex"}
