"""The ledger leaves in the gradebook what `nbgrader autograde` leaves there, row by row, table by table."""

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.gradebook.marked_rows import CopyRows, GradeRow
from tests.corpus import ASSIGNMENT
from tests.ledger.conftest import KIT_AGAIN, sqlite
from tests.ledger.ordinary_rows import COPIES, PS1, described, ledger
from tests.ledger.tables import dump, grades

STEPS = [(0, 1), (2, 3)]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_an_ordinary_assignment_is_recorded_as_nbgrader_does(ordinary, copied, before, after):
    place, url = ordinary / f"corrige-{after}", copied(ordinary / f"{before}.db")
    due = dump(sqlite(ordinary / f"{after}.db"))
    assert dump(url) != due
    with ledger(place, url) as book:
        for copy in described(place, PS1):
            book.save(PS1, copy.student, copy.notebooks, copy.timestamp, copy.renamed)
    assert dump(url) == due


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_an_epreuve_is_recorded_as_nbgrader_does(epreuve, copied, before, after):
    place, url = epreuve / f"corrige-{after}", copied(epreuve / f"{before}.db")
    due = dump(sqlite(epreuve / f"{after}.db"))
    assert dump(url) != due
    with ledger(place, url) as book:
        copies = [c for c in described(place, ASSIGNMENT) if after == 1 or c.student in KIT_AGAIN]
        assert book.save_many(ASSIGNMENT, copies) == {}
    assert dump(url) == due


def test_the_steps_compared_hold_what_they_are_meant_to(ordinary):
    url, again = sqlite(ordinary / "1.db"), sqlite(ordinary / "3.db")
    first, second = dump(url), dump(again)
    assert all(any(f"'{student}'" in row for row in first["student"]) for student in COPIES)
    # Half a point an hour, no more than the score: nothing from answers that nobody has read yet. Then an extension is
    # granted, and a copy has become late.
    assert penalties(first) == ["0.0", "0.5", "1.0"] + ["None"] * 7
    assert penalties(second) != penalties(first)
    assert any("No response." in row for row in first["comment"])
    assert grades(url, "a_day_late")["correct_squares"] == (1.0, None, False)
    assert grades(url, "a_day_late")["squares_invalid_input"] == (
        0.0,
        None,
        False,
    )  # by its hidden tests alone
    assert grades(url, "half_of_it")["correct_squares"] == (0.0, None, False)
    assert grades(again, "complete")["sum_of_squares_equation"] == (None, 0.75, True)
    assert any("Très bien." in row for row in second["comment"])


def penalties(dumped):
    """Penalties of all notebooks, in order."""
    return sorted(row.split("'late_submission_penalty', ")[1].split(")")[0] for row in dumped["submitted_notebook"])


def test_saving_twice_is_saving_once(ordinary, copied):
    place, url = ordinary / "corrige-1", copied(ordinary / "0.db")
    copies = described(place, PS1)
    with ledger(place, url) as book:
        assert book.save_many(PS1, copies) == {}
        assert book.save_many(PS1, copies) == {}
    assert dump(url) == dump(sqlite(ordinary / "1.db"))


def test_an_unknown_student_is_refused_where_the_course_wants_it(ordinary, copied):
    place, url = ordinary / "corrige-1", copied(ordinary / "0.db")
    before, copy = dump(url), described(place, PS1)[0]
    with ledger(place, url, create_student=False) as book, pytest.raises(KitError, match=copy.student):
        book.save(PS1, copy.student, copy.notebooks)
    assert dump(url) == before


@pytest.mark.parametrize(
    ("notebooks", "reason"),
    [
        ({"problem1": [GradeRow("inconnue", "score", 1.0)]}, "inconnue"),
        ({"autre": []}, "Aucun notebook"),
    ],
)
def test_a_copy_that_the_gradebook_does_not_know_is_refused_and_the_others_are_written(
    ordinary, copied, notebooks, reason
):
    place, url = ordinary / "corrige-1", copied(ordinary / "0.db")
    with ledger(place, url) as book:
        refused = book.save_many(PS1, [CopyRows("personne", notebooks), *described(place, PS1)])
    assert list(refused) == ["personne"]
    assert reason in str(refused["personne"])
    assert dump(url) == dump(sqlite(ordinary / "1.db"))


def test_an_unknown_assignment_is_refused(ordinary, copied):
    with ledger(ordinary / "corrige-1", copied(ordinary / "0.db")) as book:
        for asked in (
            lambda: book.save("ps9", "complete", {"problem1": []}),
            lambda: book.source_cells("ps9"),
        ):
            with pytest.raises(KitError, match="ps9"):
                asked()


def test_a_new_gradebook_is_made_where_there_is_none(ordinary, tmp_path):
    url = sqlite(tmp_path / "neuf.db")
    ledger(ordinary / "corrige-1", url).close()
    assert dump(url)["course"] == ["[('id', 'ordinaire')]"]
    assert dump(url)["submitted_assignment"] == []


def test_two_copies_of_one_student_are_not_written_at_once(ordinary, copied):
    place, url = ordinary / "corrige-1", copied(ordinary / "0.db")
    copy = described(place, PS1)[0]
    with ledger(place, url) as book:
        book.save(PS1, copy.student, copy.notebooks, copy.timestamp)
        before = dump(url)
        assert book.save_many(PS1, [copy, copy]) == {}  # one after the other
    assert dump(url) == before
