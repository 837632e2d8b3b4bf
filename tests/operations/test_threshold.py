"""Copies near the threshold: listed by the command, given by the page to two graders, refused in a sentence where there is nothing to do."""

import re
import shutil
from fractions import Fraction

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.jury.near_copies import near_copies
from epreuves_kit.operations.threshold import chance_in_words
from epreuves_kit.page.drawn import do
from epreuves_kit.rubric.register import Register
from tests.exam.session_application import act, refused, screen, told
from tests.jury.cours import E06, E17
from tests.operations.threshold_course import PEOPLE, grade, judge, lay_course, lay_groups

BUTTON = "double --au-seuil"


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    """The course, with its levels; not to be written in."""
    root = lay_course(tmp_path_factory.mktemp("seuil") / "cours")
    judge(root)
    return root


@pytest.fixture
def root(laid, tmp_path):
    """A copy of it, to be written in."""
    return shutil.copytree(laid, tmp_path / "cours")


def near(root, id=E17):
    with Register(root) as register:
        return near_copies(Course(root), register, id)


def copies(seen):
    return list(dict.fromkeys(row.copy.number for row in seen.rows))


def test_copies_are_listed_with_what_would_change_their_decision_and_nobody_is_named(root):
    said = act(root, BUTTON, E17)
    assert "E17 : 4 copies sur 8 sont près du seuil." in said
    assert re.search(r"^3 \| C15.1 \| non acquise \| C15.1-k1 de 0 à 1 \| 1 sur 2$", said, re.MULTILINE)
    assert "La part d'accord entre correcteurs n'est pas encore mesurée" in said
    assert "Jugées une fois : n° 1 et 3 par Alice ; n° 2 et 4 par Bruno." in said
    assert not any(name in said.casefold() for name in PEOPLE)
    with Register(root) as register:
        assert register.plan(E17) is None


def test_where_graders_are_measured_chances_are_told_and_come_first(root):
    with Register(root) as register:
        register.plan_double(E17, ("Alice", "Bruno"), 1, 7, "Chef")
        for number in (5, 6, 7, 8):
            grade(register, number, "Alice" if number % 2 == 0 else "Bruno", more=-1)
        # What counts again in the others is what was judged once.
        kept = [copy.key for copy in register.copies(E17) if copy.number > 4]
        register.plan_chosen(E17, ("Alice", "Bruno"), kept, "Chef")
    seen = near(root)
    assert (seen.measured.pairs, seen.measured.copies, seen.in_epreuve) == (24, 4, 4)
    chances = [row.near.chance for row in seen.rows]
    assert chances == sorted(chances, reverse=True)
    said = act(root, BUTTON, E17)
    assert "estimée d'après 24 niveaux donnés deux fois, dans 4 copies. C'est peu" in said
    assert "environ 1 fois sur" in said
    assert (
        "Des décisions manquent encore, et ne se comparent pas au seuil : n° 5, 6, 7 et 8 (1 critère à juger)." in said
    )


def test_the_likeliest_copies_go_to_two_graders_once_confirmed(root):
    values = {"pair": "Alice, Zoé", "most": "100", "author": "Chef"}
    with pytest.raises(Unconfirmed) as question:
        do(root, Asked(BUTTON, E17, values), told)
    assert "12 niveaux déjà donnés (2 copies confiées) ne compteraient plus" in question.value.sentence
    assert "Copies à confier : n° 1 et 3." in question.value.sentence
    said = do(root, Asked(BUTTON, E17, values | question.value.values, sure=True), told).said
    assert (
        "2 copies près du seuil, sur 8, sont confiées à Alice et à Zoé, sans que l'un voie l'autre : n° 1 et 3."
        in said[0]
    )
    assert "Laissées, car jugées par Bruno : n° 2 et 4." in said
    with Register(root) as register:
        plan, every = register.plan(E17), register.copies(E17)
        assert {copy.number for copy in every if copy.key in plan.copies} == {1, 3}
        assert plan.drawing == "(copies choisies)"
        first = next(copy for copy in every if copy.number == 1)
        assert register.duties(E17).blind(first.key) == ("Alice", "Zoé")
        # The first grader's levels wait for the second's, and count where they are the same.
        assert register.settled(E17, first.key)[first.key, "C15_1-k1"].level is None
        grade(register, 1, "Zoé")
        assert register.settled(E17, first.key)[first.key, "C15_1-k1"].level == 2
    assert "Déjà confiées à plusieurs : n° 1." in act(root, BUTTON, E17)
    assert "par Alice et Zoé (copies choisies)" in act(root, "accord", E17)


def test_a_part_bounds_the_copies_and_those_of_the_same_two_stay(root):
    said = act(root, BUTTON, E17, sure=True, pair="Alice, Bruno")
    assert "2 copies près du seuil, sur 8" in said
    assert "Laissées, car moins incertaines : " in said
    with Register(root) as register:
        before = register.plan(E17).copies
    said = act(root, BUTTON, E17, sure=True, pair="Bruno, Alice", most="50")
    assert "Ce qui était déjà en double correction entre Bruno et Alice le reste : 2 copies." in said
    with Register(root) as register:
        assert register.plan(E17).copies > before


def test_a_double_marking_by_others_ends_only_once_that_is_confirmed(root):
    with Register(root) as register:
        register.plan_double(E17, ("Alice", "Bruno"), 1, 7, "Chef")
        grade(register, 5, "Bruno", more=-1)
        apart = [copy.key for copy in register.copies(E17) if copy.number == 5]
        plan = register.plan_chosen(E17, ("Alice", "Bruno"), apart, "Chef")
    with pytest.raises(Unconfirmed) as question:
        act(root, BUTTON, E17, pair="Alice, Zoé")
    assert "entre Alice et Bruno (1 copie) : elle prendrait fin" in question.value.sentence
    assert "3 désaccords ne sont pas réglés : le dernier niveau donné y compterait." in question.value.sentence
    with Register(root) as register:
        assert register.plan(E17) == plan


def test_it_is_refused_in_a_sentence_where_there_is_nothing_to_give(root, tmp_path):
    assert "deux personnes différentes" in refused(root, BUTTON, epreuve=E17, pair="Alice, Alice")
    assert "deux personnes différentes" in refused(root, BUTTON, epreuve=E17, pair="Alice")
    why = refused(root, BUTTON, epreuve=E17, pair="Claire, Zoé")
    assert "sont jugées par Alice et Bruno, et aucune par Claire ou Zoé ; nommez Alice ou Bruno" in why
    act(root, BUTTON, E17, sure=True, pair="Alice, Bruno", most="100")
    assert "aucune décision n'est encore connue" not in act(root, BUTTON, E17)
    assert "rien à confier" in refused(root, BUTTON, epreuve=E17, pair="Alice, Bruno")
    unjudged = lay_course(tmp_path / "rien")
    why = refused(unjudged, BUTTON, epreuve=E17)
    assert "E17 : aucune décision n'est encore connue (n° 1, 2, 3, 4, 5, 6, 7 et 8 (2 critères à juger))." in why


def test_a_draw_and_the_threshold_are_not_mixed_and_a_draw_needs_two_names(root):
    with pytest.raises(KitError, match="ne sont pas tirées au sort"):
        act(root, BUTTON, E17, pair="Alice, Bruno", seed="7")
    with pytest.raises(KitError, match="Il manque « Les deux personnes"):
        act(root, "double", E17, percent="50")


def test_the_page_has_a_button_of_its_own_for_them(root):
    (root / "submitted" / PEOPLE[0] / E17).mkdir(parents=True)
    shown = [button for step in screen(root)["steps"] for button in step["buttons"] if button["what"] == BUTTON]
    assert [button["label"] for button in shown] == ["Copies près du seuil"]
    assert [(field["name"], field["optional"]) for field in shown[0]["fields"]] == [("pair", True), ("most", True)]


def test_members_of_a_group_share_a_copy_and_each_has_their_own_decision(tmp_path):
    root = lay_groups(tmp_path / "cours")
    seen = near(root, E06)
    members = [row.members for row in seen.rows if (row.copy.notebook, row.near.code) == (E06, "C6.2")]
    apart = [row.members for row in seen.rows if (row.copy.notebook, row.near.code) == (E06, "C6.1")]
    assert (members, apart) == ([2], [1, 1])
    assert re.search(r"^\d \(2 membres sur 2\) \| C6.2 ", act(root, BUTTON, E06), re.MULTILINE)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        ("0.2", "environ 1 fois sur 5"),
        ("0.9", "environ 9 fois sur 10"),
        ("0.5", "environ 1 fois sur 2"),
        ("0.001", "moins d'1 fois sur 50"),
    ],
)
def test_a_chance_is_told_as_people_say_it(chance, words):
    assert chance_in_words(Fraction(chance)) == words
