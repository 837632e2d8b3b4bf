"""Two readings of an épreuve's copies with the grille alone: read, refused where they are not of that grille, told in a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from epreuves.answers.keys import fold
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import grille
from epreuves_kit.proof import readings
from epreuves_kit.referentiel.model import Context
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rules.jury_rules import defaults
from tests.authoring.trial_course import ID, sujet
from tests.course import ROOT

WRITTEN = f"""\
epreuve: {ID}
copies:
  juste: {{C15.1-k1: [3, 3], C15.1-k2: [3, 2]}}
  creuse: {{C15.1-k1: [1, 0], C15.1-k2: [1, 0]}}
indecis:
  juste: [C15.1-k2]
"""


def read(course: Path, text: str) -> readings.Readings:
    folder = sujet(course, "")
    (folder / readings.NAME).write_text(text, encoding="utf-8")
    own = readings.read(folder, grille.read(folder / "grille.yaml"))
    assert own is not None
    return own


def test_a_table_says_how_often_two_readings_agree_and_where_each_copy_stands(course: Path) -> None:
    assert list(readings.table({ID: read(course, WRITTEN)})) == [
        ("épreuve", "niveaux", "le même", "non tranchés", "juste", "creuse"),
        (ID, "4", "25\N{NO-BREAK SPACE}%", "25\N{NO-BREAK SPACE}%", "2,8", "0,5"),
    ]


def test_an_epreuve_without_readings_has_none(course: Path) -> None:
    folder = sujet(course, "")
    assert readings.read(folder, grille.read(folder / "grille.yaml")) is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("C15.1-k1: [3, 3]", "C15.1-k9: [3, 3]", "le critère C15.1-k9 n'est pas de cette grille"),
        ("[1, 0]", "[4, 0]", "copie « creuse », C15.1-k1 : un niveau va de 0 à 3"),
    ],
)
def test_readings_of_another_grille_are_refused(course: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(KitError, match=message.replace("(", r"\(")):
        read(course, WRITTEN.replace(old, new))


READ = [path.parent.name for path in sorted((ROOT / "sujets").glob("*/lecteurs.yaml"))]


@pytest.mark.parametrize("epreuve", READ)
def test_two_readings_of_an_epreuve_s_copies_give_the_same_level_and_no_hollow_copy_passes(epreuve: str) -> None:
    folder = ROOT / "sujets" / epreuve
    the_grille = grille.read(folder / "grille.yaml")
    own = readings.read(folder, the_grille)
    assert own is not None
    texts = ROOT / "tests" / "readings" / epreuve
    assert {fold(copy) for copy in own.copies} == {path.stem for path in texts.glob("*.md")}
    # A REX comes after the oral, and no copy has one.
    written = [code for code, criterion in the_grille.criteres.items() if criterion.notebook != "rex"]
    assert [list(levels) for levels in own.copies.values()] == [written] * 6
    pairs = own.pairs()
    alike = sum(a == b for a, b in pairs) / len(pairs)
    assert alike >= 0.95
    assert own.mean("contradictoire") <= 2
    assert max(own.mean("creuse"), own.mean("générique")) < 1.2


@pytest.mark.parametrize("epreuve", [id for id in READ if referentiel(ROOT).epreuve(id).context is Context.FICTIONAL])
def test_a_hollow_or_generic_text_has_no_competence_of_a_case_that_is_given(epreuve: str) -> None:
    the_grille = grille.read(ROOT / "sujets" / epreuve / "grille.yaml")
    own = readings.read(ROOT / "sujets" / epreuve, the_grille)
    assert own is not None
    due = defaults(ROOT).of(epreuve).criteria
    for copy in ("creuse", "générique"):
        for competence in the_grille.competences():
            levels = {code: own.copies[copy][code] for code in the_grille.de(competence, "sujet")}
            whole = sum(the_grille.criteres[code].points for code in levels)
            for reading in (0, 1):
                points = sum(the_grille.criteres[code].points * pair[reading] / 3 for code, pair in levels.items())
                assert points < float(due) * whole or not levels, (copy, competence, reading)
