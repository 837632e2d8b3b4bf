"""What the lint says of the demonstration's files: prose for every written cell and no other, and every figure that it names."""

import pytest

from epreuves_kit.proof.checking import check_epreuve
from tests.authoring.trial_course import ID, remplacer, sujet

CELL = "C15_1-synthese"
PROSE = f"""\
{CELL}:
  solide: La recherche coûte {{cout}} en tout.
  moyen: La recherche coûte moins.
  faible: Il faut dépenser plus.
"""
FIGURES = """\
from epreuves_kit.authoring.demonstration import euros


def sujet(reponses):
    return {"cout": euros(reponses["C15_1-cout"])}
"""


@pytest.fixture
def course(course):
    """The smallest course, with its demonstration."""
    sujet(course, "demo.yaml").write_text(PROSE, "utf-8")
    sujet(course, "demo.py").write_text(FIGURES, "utf-8")
    return course


def findings(root, letters=()):
    return [(c.rule, c.cell, c.message) for c in check_epreuve(root, ID, letters)]


def test_a_sound_demonstration_has_nothing_to_say(course):
    assert findings(course, ("A",)) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "cell", "said"),
    [
        ("demo.yaml", f"{CELL}:", "C15_1-autre:", CELL, "rien n'est écrit pour cette cellule"),
        ("demo.yaml", f"{CELL}:", "C15_1-autre:", "C15_1-autre", "aucune cellule manual n'a cet id"),
        ("demo.yaml", "Il faut dépenser plus.", "' '", CELL, "niveau faible : le texte est vide"),
        ("demo.yaml", "{cout}", "{cout", CELL, "niveau solide : une accolade ne se lit pas"),
        ("demo.yaml", "{cout}", "{cout:.2f}", CELL, "niveau solide : une accolade ne se lit pas"),
        ("demo.yaml", "{cout}", "{cout.real}", CELL, "niveau solide : une accolade ne se lit pas"),
        ("demo.py", "def sujet", "def sujets", CELL, "demo.py n'a pas de fonction sujet(reponses)"),
    ],
)  # fmt: skip
def test_each_defect_is_found_at_its_cell_before_any_variant_is_drawn(course, name, before, after, cell, said):
    remplacer(sujet(course, name), before, after)
    found = [(c, m) for rule, c, m in findings(course) if rule == "demo"]
    assert [m for c, m in found if c == cell and said in m], found


def test_a_level_that_is_missing_is_one_finding_with_its_line_and_field_and_the_rest_is_still_checked(course):
    remplacer(sujet(course, "demo.yaml"), "  faible: Il faut dépenser plus.\n", "")
    remplacer(sujet(course), 'id="C15_1-cout" points=2', 'id="C15_1-cout" points=0')
    (read,) = [message for rule, _, message in findings(course) if rule == "lecture"]
    assert f"demo.yaml, ligne 1, champ {CELL}.faible : il manque" in read
    assert "points" in [rule for rule, *_ in findings(course)]


@pytest.mark.parametrize(
    ("before", "after", "cell", "said"),
    [
        (
            'euros(reponses["C15_1-cout"])',
            '"12.5"',
            CELL,
            "niveau solide : le chiffre « cout » vaut « 12.5 » ; personne ne l'écrirait ainsi",
        ),
        ('{"cout":', '{"couts":', CELL, "niveau solide : le chiffre « cout » n'est pas donné par sujet(reponses)"),
        ('reponses["C15_1-cout"]', 'reponses["C15_1-prix"]', "", "demo.py, ligne 5 : KeyError"),
    ],
)
def test_figures_are_worked_out_on_the_variants_that_are_checked(course, before, after, cell, said):
    remplacer(sujet(course, "demo.py"), before, after)
    assert findings(course) == []
    ((rule, where, message),) = findings(course, ("A",))
    assert (rule, where) == ("demo", cell)
    assert said in message


def test_figures_without_prose_are_a_finding_and_neither_is_none(course):
    sujet(course, "demo.yaml").unlink()
    assert findings(course) == [("demo", "", "demo.py est là, et demo.yaml manque : écrivez-le, ou ôtez demo.py")]
    sujet(course, "demo.py").unlink()
    assert findings(course) == []
