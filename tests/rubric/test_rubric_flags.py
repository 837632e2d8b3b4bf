"""What graders tell of a copy: kept with who and when, closed by an answer, never a mark."""

from __future__ import annotations

import pytest

from epreuves.wording.errors import KitError
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import copy_of


def test_a_flag_is_kept_with_who_and_closed_by_an_answer(register, formgrader):
    before = formgrader.all()
    key = copy_of(register, "lea").key
    told = register.flag(ASSIGNMENT, key, "Anne", "Le fichier ne s'ouvre pas,\n\x00 ni chez moi ni ailleurs.")
    assert (told.rank, told.open, told.text) == (
        1,
        True,
        "Le fichier ne s'ouvre pas, ni chez moi ni ailleurs.",
    )
    second = register.flag(ASSIGNMENT, key, "Benoît", "Deux paragraphes déjà lus ailleurs.")
    closed = register.answer_flag(ASSIGNMENT, 1, "Chef", "Copie ramassée de nouveau.")
    assert register.flags(ASSIGNMENT) == (closed, second)
    assert (closed.open, closed.answered_by, closed.answer) == (False, "Chef", "Copie ramassée de nouveau.")
    assert register.flags(ASSIGNMENT, copy_of(register, "seul").key) == ()
    assert formgrader.all() == before
    with pytest.raises(KitError, match="a déjà sa réponse, donnée par Chef"):
        register.answer_flag(ASSIGNMENT, 1, "Chef", "Encore.")
    with pytest.raises(KitError, match=r"pas de signalement n° 7 ; ceux qui attendent une réponse : 3|2"):
        register.answer_flag(ASSIGNMENT, 7, "Chef", "Lequel ?")


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        ("Anne", " \n ", "Écrivez une phrase"),
        ("", "Vu.", "Le nom de qui corrige"),
        ("Anne", "x" * 501, "501 caractères"),
    ],
)
def test_a_flag_that_says_nothing_is_refused(register, who, text, said):
    with pytest.raises(KitError, match=said):
        register.flag(ASSIGNMENT, copy_of(register, "lea").key, who, text)
    assert register.flags(ASSIGNMENT) == ()
