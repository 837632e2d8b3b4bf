"""An answer as people read it: French figures, tables of a bounded size, nothing where nothing can be read."""

import pytest

from epreuves.answers.in_words import ROWS, answer, number
from epreuves.answers.portable import portable


@pytest.mark.parametrize(
    ("value", "written"),
    [(111704.07, "111\u202f704,07"), (0.018296010, "0,018296"), (3, "3"), (2.5, "2,5"), (-1234567, "\N{MINUS SIGN}1\u202f234\u202f567")],
)  # fmt: skip
def test_a_number_is_written_as_in_french(value, written):
    assert number(value) == written


def test_an_answer_is_told_as_a_table_of_bounded_size():
    found = answer(portable({f"canal {n}": n / 2 for n in range(ROWS + 5)}))
    assert found.rows[1] == ("canal 1", "0,5")
    assert (len(found.rows), found.more) == (ROWS, 5)


def test_an_answer_that_is_no_tree_is_not_shown():
    assert answer({"$": "inconnu"}) is None
    assert answer(None) is None
