"""A mark is a pure function of answers and scheme, whole for the reference, bounded, and follow-through is only ever a favour."""

import copy
import itertools
import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epreuves.answers.forms import ChartForm, Date, SeriesForm, nombre, serie
from epreuves.answers.tree import CheckedTree
from epreuves_kit.marking import Mistake, Question, Scheme, marks, reference
from epreuves_kit.marking.marks import Copied, without_kept
from epreuves_kit.marking.neighbours import Origins
from tests.corpus import CANAUX, QUESTIONS

slow = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def checked(answers):
    """Answers as they come out of a candidate's process."""
    return {id: CheckedTree(tree) for id, tree in answers.items()}


def mark(scheme, answers, *more):
    return marks.mark(scheme, checked(answers), *more)


def followable(scheme, given_, answers):
    return marks.followable(scheme, given_, checked(answers))


def copied(scheme, schemes, answers, given_):
    return Origins(scheme, schemes, checked(answers), given_).copied()


def compute(source, variant, answers=None, near=()):
    return reference.compute(source, variant, None if answers is None else checked(answers), near)


def tree(question, value):
    """A canonical value as `verifier` sends it."""
    if isinstance(question.form, SeriesForm):
        return {"$": "dict", "paires": [[k, v] for k, v in value]}
    if isinstance(question.form, Date):
        return {"$": "date", "v": value}
    return value


def right_answers(scheme):
    """What the reference would send."""
    return {q.id: tree(q, q.expected) for q in scheme.questions}


@pytest.fixture(scope="session")
def scheme(source):
    """The trial épreuve's scheme on variant C."""
    return compute(source, "C")


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(CANAUX)
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.fixed_dictionaries(
            {
                "$": st.just("dict"),
                "paires": st.lists(st.tuples(st.sampled_from(CANAUX), inner).map(list), max_size=6),
            }
        )
        | st.fixed_dictionaries(
            {
                "$": st.sampled_from(["serie", "entier", "date", "graphique", "objet", "pickle", "manquant"]),
                "v": inner,
            }
        )
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@st.composite
def answers_to(draw, scheme):
    """Answers right, usual mistakes, near misses, absent, and of any other kind."""
    sent = {}
    for q in scheme.questions:
        kinds = [tree(q, q.expected), *(tree(q, m.value) for m in q.mistakes), None]
        if isinstance(q.form, SeriesForm):
            factor = draw(st.sampled_from([1.002, 1.2, 0.5, 40.0, 500.0, 0.0]))
            kinds.append(tree(q, [[k, v * factor] for k, v in q.expected]))
        choice = draw(st.integers(0, len(kinds) + 1))
        if choice < len(kinds):
            sent[q.id] = kinds[choice]
        elif choice == len(kinds):
            sent[q.id] = draw(TREES)
    return sent


@slow
@given(st.data())
def test_marks_are_bounded_whole_in_number_and_explained(scheme, data):
    given_ = mark(scheme, data.draw(answers_to(scheme)))
    assert [m.question for m in given_] == list(QUESTIONS)
    for m, q in zip(given_, scheme.questions, strict=True):
        assert 0 <= m.points <= m.maximum == q.points
        assert m.sentence.strip().endswith((".", "!", "?", "%", "points."))
        assert (m.points == m.maximum) == (m.outcome in ("right", "follow_through"))


@slow
@given(st.data())
def test_a_mark_depends_neither_on_the_order_of_answers_nor_on_what_was_marked_before(scheme, data):
    answers = data.draw(answers_to(scheme))
    before = copy.deepcopy(answers)
    first = mark(scheme, answers)
    shuffled = list(answers.items())
    random.Random(1).shuffle(shuffled)
    assert mark(scheme, dict(shuffled)) == first
    assert answers == before
    assert msgspec.json.decode(msgspec.json.encode(scheme), type=Scheme) == scheme
    assert mark(msgspec.json.decode(msgspec.json.encode(scheme), type=Scheme), answers) == first


@pytest.mark.parametrize("letter", "AFL")
def test_the_reference_earns_all_the_blank_nothing(source, letter):
    scheme = compute(source, letter)
    assert all(m.outcome == "right" and m.points == m.maximum for m in mark(scheme, right_answers(scheme)))
    for nothing in ({}, {q.id: None for q in scheme.questions}):
        assert all(m.outcome == "missing" and m.points == 0 for m in mark(scheme, nothing))


@pytest.mark.parametrize("letter", "CK")
def test_a_mistake_s_value_earns_exactly_its_part_with_its_sentence(source, letter):
    scheme = compute(source, letter)
    for q in scheme.questions:
        for mistake in q.mistakes:
            given_ = mark(scheme, right_answers(scheme) | {q.id: tree(q, mistake.value)})
            m = next(m for m in given_ if m.question == q.id)
            assert (m.outcome, m.mistake, m.points) == (
                "mistake",
                mistake.code,
                round(mistake.part * q.points, 2),
            )
            assert m.sentence.startswith(mistake.sentence)
            assert ("Vous gardez" in m.sentence) == (mistake.part > 0)
            assert "gardez" not in without_kept(m.sentence)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.25, " Vous gardez 0,75 point sur 3."),
        (5 / 6, " Vous gardez 2,5 points sur 3."),
        (0.999, " Vous gardez 3 points sur 3."),
        (0.001, ""),
    ],
)
def test_the_points_that_a_mistake_keeps_are_told_as_they_are_given(source, part, said):
    # The mean is one number: nothing of a wrong one is right beside it.
    question = compute(source, "C").question("C15_2-moyen")
    assert question is not None
    first = msgspec.structs.replace(question.mistakes[0], part=part)
    named = msgspec.structs.replace(question, mistakes=(first,))
    [told] = mark(Scheme("e", "C", (named,)), {named.id: tree(named, first.value)})
    assert said in told.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert "gardez" not in without_kept(told.sentence)


def test_nothing_is_counted_as_right_where_all_is_too_rounded():
    expected = [["a", 14.73], ["b", 0.1822]]
    question = Question(
        id="q",
        title="",
        points=4,
        variable="x",
        form=serie("canal", nombre()),
        tolerance=0.005,
        gap=0.0,
        expected=expected,
    )
    [told] = mark(Scheme("e", "C", (question,)), {"q": tree(question, [["a", 15], ["b", 0.18]])})
    assert (told.outcome, told.points) == ("partial", 2)
    assert told.sentence.startswith("Trop arrondi pour « a », « b »")
    [told] = mark(Scheme("e", "C", (question,)), {"q": tree(question, [["a", 14.73], ["b", 0.18]])})
    assert told.sentence.startswith("En partie juste : 1 sur 2.")


def test_points_that_do_not_round_are_given_whole():
    q = Question(
        id="C1_1-q",
        title="Q",
        points=4 / 3,
        variable="q",
        form=nombre(),
        tolerance=0.01,
        gap=0,
        expected=10.0,
    )
    assert mark(Scheme("e", "A", (q,)), {"C1_1-q": 10.0})[0].points == 4 / 3


def canned(expected, mistakes=(), part_values=None):
    return Question(
        id="C1_1-b",
        title="B",
        points=4,
        variable="b",
        form=serie(cle="canal", valeurs=nombre()),
        tolerance=0.01,
        gap=0,
        expected=expected,
        mistakes=mistakes,
        depends=("C1_1-a",),
    )


A = Question(id="C1_1-a", title="A", points=2, variable="a", form=nombre(), tolerance=0.01, gap=0, expected=1.0)


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0]), min_size=3, max_size=3),
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0]), min_size=3, max_size=3),
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0]), min_size=3, max_size=3),
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0]), min_size=3, max_size=3),
    st.sampled_from([0.0, 0.25, 0.5]),
    st.sampled_from([0.0, 0.5, 0.9]),
)
def test_follow_through_never_lowers_a_mark(expected, followed, wrong, received, part, part_followed):
    pairs = lambda values: [[k, v] for k, v in zip("xyz", values, strict=True)]  # noqa: E731
    plain = Scheme("e", "A", (A, canned(pairs(expected), (Mistake("m", pairs(wrong), "Erreur.", part),))))
    follow = Scheme(
        "e", "A", (canned(pairs(followed), (Mistake("m", pairs(followed[::-1]), "Erreur.", part_followed),)),)
    )
    answers = {"C1_1-a": 5.0, "C1_1-b": {"$": "dict", "paires": pairs(received)}}
    without, with_ = mark(plain, answers), mark(plain, answers, follow)
    assert with_[0] == without[0]
    assert with_[1].points >= without[1].points


def test_nothing_follows_from_an_answer_that_was_right():
    pairs = [["x", 1.0], ["y", 2.0], ["z", 3.0]]
    plain = Scheme("e", "A", (A, canned(pairs)))
    follow = Scheme("e", "A", (canned([[k, v + 1] for k, v in pairs]),))
    answers = {"C1_1-a": 1.0, "C1_1-b": {"$": "dict", "paires": [[k, v + 1] for k, v in pairs]}}
    assert mark(plain, answers, follow) == mark(plain, answers)


def test_what_is_right_given_a_rounded_answer_is_right():
    """Rates typed to four digits size a funnel to other whole numbers than the reference's: the candidate is not wrong."""
    pairs = [["x", 16234.0], ["y", 705.0]]
    typed = [["x", 16190.0], ["y", 704.0]]
    exact = msgspec.structs.replace(canned(pairs), tolerance=0.0)
    plain, follow = (
        Scheme("e", "A", (A, exact)),
        Scheme("e", "A", (msgspec.structs.replace(exact, expected=typed),)),
    )
    rounded = {"C1_1-a": 1.004, "C1_1-b": {"$": "dict", "paires": typed}}
    assert followable(plain, mark(plain, rounded), rounded) == {"C1_1-b"}
    given_ = mark(plain, rounded, follow)[1]
    assert (given_.outcome, given_.points) == ("follow_through", 4)
    assert given_.sentence == "Juste compte tenu de votre réponse à « A », aux arrondis près."
    own = rounded | {"C1_1-a": 1.0}
    assert followable(plain, mark(plain, own), own) == set()
    assert mark(plain, own, follow)[1].points == 0


@slow
@given(st.data())
def test_where_no_scheme_could_follow_none_changes_a_mark(scheme, data):
    answers = data.draw(answers_to(scheme))
    given_ = mark(scheme, answers)
    if not followable(scheme, given_, answers):
        assert mark(scheme, answers, scheme) == given_


def by_id(marks):
    return {m.question: m for m in marks}


def wrong_series(scheme, change):
    """Right answers to all, but another series of ROAS, and what is right given that."""
    q = scheme.question("C15_1-roas")
    return right_answers(scheme) | {"C15_1-roas": tree(q, [[k, change(i, v)] for i, (k, v) in enumerate(q.expected)])}


def near_enough(i, v):
    """Another series, which may be worked on with: no figure of it is right, all are near."""
    return v * (1.2 + 0.1 * i)


def test_what_is_right_given_a_plausible_mistake_is_credited_and_said(source, scheme):
    answers = wrong_series(scheme, near_enough)
    follow = compute(source, scheme.variant, answers, near={"C15_1-roas"})
    for id in ("C15_2-meilleur", "C15_2-moyen"):
        answers[id] = tree(follow.question(id), follow.question(id).expected)
    told = by_id(mark(scheme, answers, follow))
    assert told["C15_1-roas"].outcome == "wrong"
    assert told["C15_2-moyen"].outcome == "follow_through"
    assert "« Question 1 — ROAS par canal »" in told["C15_2-moyen"].sentence
    assert follow.question("C15_2-jour") is None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("zéros", lambda i, v: 0.0),
        ("la même valeur partout", lambda i, v: 2.0),
        ("presque la même valeur partout", lambda i, v: 2.0 + i / 100),
        ("hors de proportion", lambda i, v: v * 1000),
        ("quatre fois trop", lambda i, v: v * 4),
        ("minuscule", lambda i, v: 5e-324),
        ("géante", lambda i, v: 1e308),
        ("un seul zéro", lambda i, v: near_enough(i, v) if i else 0.0),
        ("négligeables", lambda i, v: v / 1000),
    ],
)
def test_nothing_follows_from_an_implausible_answer_and_the_candidate_is_told(source, scheme, name, change):
    answers = wrong_series(scheme, change)
    follow = compute(source, scheme.variant, answers, near={"C15_1-roas"})
    assert {q.id for q in follow.questions if q.depends} == set()
    answers["C15_2-moyen"] = 3.0
    told = by_id(mark(scheme, answers, follow))["C15_2-moyen"]
    assert told.points == 0
    assert told.sentence.endswith(
        "Nous n'avons pas retrouvé, d'après vos données, le calcul de votre réponse à « Question 1 — ROAS par canal » : cette question est jugée sans."
    )


def test_nothing_follows_from_what_nothing_shows_to_come_from_the_data(source, scheme):
    follow = compute(source, scheme.variant, wrong_series(scheme, near_enough))
    assert {q.id for q in follow.questions if q.depends} == set()


def test_a_named_mistake_is_always_followed(source, scheme):
    for mistake in scheme.question("C15_1-roas").mistakes:
        sent = right_answers(scheme) | {"C15_1-roas": tree(scheme.question("C15_1-roas"), mistake.value)}
        follow = compute(source, scheme.variant, sent)
        assert follow.question("C15_2-moyen").depends == ("C15_1-roas",)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        True,
        "texte",
        {"$": "illisible"},
        [1, [2, [3]]],
        {"$": "entier", "v": "9" * 250},
        1e308,
        {"$": "dict", "paires": [["Recherche", {"$": "entier", "v": "9" * 250}]]},
    ],
)
def test_no_answer_stops_the_reference_that_follows_it(source, scheme, sent):
    compute(source, scheme.variant, dict.fromkeys(QUESTIONS, sent))


def test_a_neighbour_s_series_is_told_and_only_false_answers_count_as_copied(source, scheme):
    other = next(
        s
        for s in (compute(source, letter) for letter in "ABDE")
        if s.question("C15_2-meilleur").expected != scheme.question("C15_2-meilleur").expected
    )
    answers = right_answers(scheme) | {id: right_answers(other)[id] for id in ("C15_1-roas", "C15_2-meilleur")}
    found = copied(scheme, [scheme, compute(source, "L"), other], answers, mark(scheme, answers))
    taken = Copied(other.variant, exact=True)
    assert found == {"C15_1-roas": taken, "C15_2-meilleur": taken}
    told = by_id(mark(scheme, answers, None, None, found))
    assert (told["C15_1-roas"].points, told["C15_2-meilleur"].points, told["C15_2-moyen"].outcome) == (
        0,
        0,
        "right",
    )
    assert f"variante {other.variant}" in told["C15_1-roas"].sentence


def test_a_single_figure_or_choice_that_is_a_neighbour_s_is_chance(source, scheme):
    other = next(
        s
        for s in (compute(source, letter) for letter in "ABDE")
        if s.question("C15_2-meilleur").expected != scheme.question("C15_2-meilleur").expected
    )
    answers = right_answers(scheme) | {
        id: right_answers(other)[id] for id in ("C15_2-meilleur", "C15_2-moyen", "C15_2-jour")
    }
    assert copied(scheme, [other], answers, mark(scheme, answers)) == {}


def test_an_honest_named_mistake_is_never_a_neighbour_s(source):
    for letter, other in itertools.permutations("ABCD", 2):
        own = compute(source, letter)
        for q in own.questions:
            for m in q.mistakes:
                answers = right_answers(own) | {q.id: tree(q, m.value)}
                assert copied(own, [compute(source, other)], answers, mark(own, answers)) == {}


def test_a_chart_is_judged_on_its_data(scheme):
    q = scheme.question("C15_3-graphe")
    assert isinstance(q.form, ChartForm)
    drawn = copy.deepcopy(q.expected)
    for axes in drawn["axes"]:
        for trace in axes["series"]:
            trace["y"] = [v * 3 for v in trace["y"]]
    m = by_id(mark(scheme, right_answers(scheme) | {q.id: drawn}))[q.id]
    assert 0 <= m.points < m.maximum
