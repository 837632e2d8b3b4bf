"""The application's words: an épreuve has the name that people give it."""

from __future__ import annotations

import pytest

from epreuves_kit.page import words


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "e17_impact_digital : une personne inscrite n'a rien rendu : jgarcia.",
            "E17 : une personne inscrite n'a rien rendu : jgarcia.",
        ),
        (
            "Voyez submitted/lea/e17_impact_digital/ et exports/lecture-e17_impact_digital.zip.",
            "Voyez submitted/lea/e17_impact_digital/ et exports/lecture-e17_impact_digital.zip.",
        ),
        ("Le dossier e17_impact_digital.zip manque à e03_cible.", "Le dossier e17_impact_digital.zip manque à E03."),
    ],
)
def test_an_épreuve_is_named_as_people_name_it_and_a_file_keeps_its_name(sentence, said):
    assert words.shown(sentence) == said
