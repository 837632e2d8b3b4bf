"""The small words of a sentence agree with what follows."""

from epreuves.wording.french import out_of
from epreuves_kit.jury.sentences import listed


def test_what_is_not_named_is_counted():
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
