"""What happened to a question that has no answer is told to it, and to no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.corpus import GOOD
from tests.groups.trial import Cours

ROAS, BEST, DAY = "C15_1-roas", "C15_2-meilleur", "C15_2-jour"


@pytest.fixture
def course(model: Path, tmp_path: Path) -> Cours:
    return Cours(Path(shutil.copytree(model, tmp_path / "cours")))


def sentences(course: Cours, answers: dict[str, str], **more: dict[str, str]) -> dict[str, str]:
    """What is told of each question of a copy."""
    course.hand_in("lea", answers, rex=None, **more)
    return {question: told["sentence"] for question, told in course.mark()["lea"]["questions"].items()}


def test_a_crash_is_told_to_the_question_that_crashed_and_never_to_the_next(course):
    blank = sentences(course, {})
    told = sentences(course, {"roas": "roas = 1 / 0"})
    assert told[ROAS] == (
        "Sans réponse : la cellule de réponse s'est arrêtée sur une erreur (ZeroDivisionError : division by zero)."
    )
    assert {q: s for q, s in told.items() if q != ROAS} == {q: s for q, s in blank.items() if q != ROAS}


def test_a_cell_of_ones_own_that_crashed_is_told_as_such(course):
    told = sentences(course, GOOD | {"jour": "meilleur_jour = None"}, after={"e98_publicite": {"jour": "int('deux')"}})
    assert told[DAY].startswith(
        "Sans réponse : une cellule placée avant la question s'est arrêtée sur une erreur (ValueError"
    )
    assert [q for q, sentence in told.items() if "ValueError" in sentence] == [DAY]


def test_a_name_that_was_changed_is_told_as_such(course):
    told = sentences(course, GOOD | {"jour": 'le_jour = jours.set_index("jour")["recette"].idxmax()'})
    assert "« meilleur_jour » n'existe pas" in told[DAY]
    assert told[BEST] == "Juste."
