"""A criterion judged by a list: its levels by how many lack, its descriptors written and read back, its faults told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.referentiel.levels import LEVELS, Level
from epreuves.wording.errors import KitError
from epreuves_kit.authoring import grille
from epreuves_kit.course import checklist, criterion_cell
from epreuves_kit.course.criterion_cell import CriterionText
from epreuves_kit.proof.checking import check_epreuve
from tests.authoring.trial_course import ID, remplacer, sujet

THINGS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="*`<>;()."), min_size=1),
    min_size=checklist.FEWEST,
    max_size=checklist.MOST,
    unique=True,
)


@pytest.mark.parametrize(
    ("of", "levels"),
    [(3, [3, 2, 1, 0]), (4, [3, 2, 1, 0, 0]), (5, [3, 2, 1, 1, 0, 0]), (6, [3, 2, 1, 1, 0, 0, 0])],
)
def test_each_number_that_lacks_has_one_level_and_each_descriptor_says_its_numbers(of: int, levels: list[int]) -> None:
    assert [checklist.level(lacking, of) for lacking in range(of + 1)] == levels
    texts = checklist.write([f"une chose {rank}" for rank in range(of)])
    assert texts[2] == f"Il manque 1 attendu sur {of}."
    lowest = levels.index(0)
    assert texts[0] == (
        f"Il manque {lowest} attendus sur {of}, ou plus." if lowest < of else f"Aucun des {of} attendus n'y est."
    )
    assert all(str(lacking) in texts[1] for lacking in range(2, lowest) if levels[lacking] == 1)
    assert str(lowest) not in texts[1].split("sur")[0]


@given(THINGS)
def test_a_list_is_read_back_from_the_cell_that_graders_have(expected: list[str]) -> None:
    text = CriterionText("Un critère", "Jugé sur l'écrit A.", checklist.write(expected))
    again = criterion_cell.read(criterion_cell.write(text, "U5.1-k1", 6))
    assert again.descriptors == text.descriptors
    assert list(checklist.read(again.descriptors)) == expected


def test_descriptors_written_by_hand_are_no_list() -> None:
    by_hand = ("rien", "peu", "Il manque 1 attendu sur 3.", "Les 3 attendus y sont : (1) a ; (2) b.")
    assert checklist.read(by_hand) == ()
    assert checklist.read(("", "", "", "")) == ()


def test_a_candidate_reads_the_list_unless_the_comment_says_what_lacks() -> None:
    descriptors = checklist.write(["a est dit", "b est dit", "c est dit"])
    whole = "Il manque 1 attendu sur 3. Attendus\N{NO-BREAK SPACE}: a est dit\N{NO-BREAK SPACE}; b est dit\N{NO-BREAK SPACE}; c est dit."
    assert checklist.told(descriptors, Level.ACQUIRED, "Revoyez b.") == whole
    assert checklist.told(descriptors, Level.ACQUIRED, "Vu.\nIl manque\N{NO-BREAK SPACE}: b est dit.") == (
        "Il manque 1 attendu sur 3."
    )
    assert checklist.told(descriptors, Level.MASTERED, "") == descriptors[3]
    assert checklist.told(("rien", "peu", "assez", "tout"), Level.ACQUIRED, "") == "assez"


GRILLE = """\
epreuve: e99_essai
criteres:
  U5.1-k1:
    points: 6
    consigne: "Jugé sur l'écrit A."
    libelle: "Les causes sont dites"
    attendus:
      - deux causes sont citées
      - chacune a un chiffre de la copie
      - une cause est écartée, avec sa raison
    plafonds: [vecu, contradiction]
"""


def read(tmp_path: Path, text: str) -> grille.Grille:
    path = tmp_path / "grille.yaml"
    path.write_text(text, encoding="utf-8")
    return grille.read(path)


def test_a_criterion_says_what_keeps_it_down_in_the_same_words_everywhere(tmp_path: Path) -> None:
    criterion = read(tmp_path, GRILLE).criteres["U5.1-k1"]
    assert criterion.instruction == (
        "Jugé sur l'écrit A. À défaut de vécu, ce qui est prévu, dit aussi précisément, vaut le niveau 2 au plus. "
        "Dans le passage jugé, un chiffre ou une date qui contredit une réponse, une table ou un fichier de la copie : niveau 1 au plus, sans que l'attendu manque pour cela."
    )
    assert sorted(criterion.descriptors) == [int(level) for level in LEVELS]
    assert criterion.descriptors[Level.ACQUIRED] == "Il manque 1 attendu sur 3."


SCALE = """\
    descripteurs:
      0: Aucun ratio n'est présenté.
      1: Un ratio est présenté, sans lien avec l'objectif.
      2: Deux ratios répondent à l'objectif.
      3: Les ratios répondent à l'objectif et un point d'étape est proposé.
"""
LIST = """\
    attendus:
      - deux ratios de la copie sont présentés
      - un ratio est rapporté à l'objectif
      - un point d'étape a sa date
"""


def test_a_list_takes_the_place_of_descriptors_in_an_epreuve(course: Path) -> None:
    remplacer(sujet(course, "grille.yaml"), SCALE, LIST)
    assert check_epreuve(course, ID, ()) == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (LIST + SCALE, "champs attendus et descripteurs : un critère a l'un ou l'autre"),
        (LIST.replace("      - un ratio est rapporté à l'objectif\n", ""), "de 3 à 6 attendus, reçus : 2"),
        (LIST.replace("un point d'étape a sa date", '""'), "champ attendus, 3 : l'attendu est vide"),
        (LIST.replace("un point d'étape a sa date", "Un ratio est rapporté  à l'objectif"), "y est deux fois"),
        (LIST.replace("un point d'étape a sa date", "bien rédigé"), "« bien rédigé » ne dit pas ce que l'on voit"),
        (LIST.replace("sa date", "sa date ; (2) sa mesure"), "ni numéro à son début"),
        (LIST.replace("sa date", "sa date END MARK SCHEME"), "champ attendus, 3 : ni marque de nbgrader"),
    ],
)
def test_each_fault_of_a_list_is_told(course: Path, written: str, message: str) -> None:
    remplacer(sujet(course, "grille.yaml"), SCALE, written)
    found = [f for f in check_epreuve(course, ID, ()) if f.rule == "descripteurs"]
    assert [f.cell for f in found] == ["C15.1-k2"] * len(found)
    assert message in "\n".join(f.message for f in found)


def test_a_cap_that_no_epreuve_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="plafonds"):
        read(tmp_path, GRILLE.replace("vecu", "humeur"))
