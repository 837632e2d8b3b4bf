"""The small words of a sentence agree with what follows."""

import pytest

from epreuves.gradebook.marks import out_of
from epreuves.jury.sentences import listed
from epreuves.wording.french import of, others


@pytest.mark.parametrize(
    ("name", "said"),
    [("Alice", "d'Alice"), ("Bruno", "de Bruno"), ("Élodie", "d'Élodie"), ("Hélène", "d'Hélène"), ("Hugo", "d'Hugo"), ("Yves", "d'Yves"),
     ("Yasmine", "de Yasmine"), ("Œdipe", "d'Œdipe"), ("Haddad", "de Haddad"), ("", "de "), ("candidat-1", "de candidat-1"), ("Noé", "de Noé")],
)  # fmt: skip
def test_a_name_is_elided_where_french_elides(name, said):
    assert of(name) == said


def test_one_other_is_singular():
    assert (others(1), others(2)) == ("1 autre", "2 autres")
    assert listed([f"C1.{n}" for n in range(1, 8)]).endswith(" et 1 autre")
    assert listed([f"C1.{n}" for n in range(1, 9)]).endswith(" et 2 autres")


def test_points_are_said_in_words():
    assert [out_of(p, 3) for p in (0, 1, 1.999, 2)] == [
        "0 point sur 3",
        "1 point sur 3",
        "2 points sur 3",
        "2 points sur 3",
    ]
    assert out_of(2 / 3, 2) == "0,67 point sur 2"
