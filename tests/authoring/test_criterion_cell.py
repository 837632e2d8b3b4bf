"""A criterion written as a task cell and read back is the same; so is what an instructor's own task says, as far as it says it."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from epreuves.wording.typography import spaced
from epreuves_kit.course.criterion_cell import CriterionText, read, write

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=60)
#: One line, without the marks that have a meaning in a cell.
WORDS = LINES.map(lambda text: " ".join(text.replace("`", "").replace("#", "").replace("<", "").split())).filter(bool)


def as_printed(criterion):
    return replace(
        criterion, label=spaced(criterion.label), look=spaced(criterion.look), official=spaced(criterion.official)
    )


@given(
    st.builds(
        CriterionText, WORDS, st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join), st.tuples(*[WORDS] * 4), WORDS
    ),
    st.sampled_from([1, 2.5, 4, 10]),
)
def test_a_criterion_is_read_as_it_was_written(said, points):
    assert read(write(said, "U5.1-k1", points)) == as_printed(said)


@given(st.builds(CriterionText, WORDS, WORDS, st.tuples(*[WORDS] * 4)))
def test_one_without_the_certifier_s_wording_too(said):
    assert read(write(said, "U5.1-k1", 4)) == as_printed(said)


def test_the_line_that_tells_candidates_on_what_they_are_judged():
    said = CriterionText("Les causes", "À la question 3.\n\nJugé sur votre note. Jamais sur sa longueur.")
    assert read(write(said, "U5.1-k1", 4)).judged_on == "Jugé sur votre note. Jamais sur sa longueur."


def test_an_instructor_s_own_task_has_a_label_and_no_level():
    said = read("### Clarté du propos (3 points)\n\nUne page au plus.")
    assert said == CriterionText("Clarté du propos", "Une page au plus.")
