"""Where a grader stands among copies and criteria: orders, what is judged, what waits, what a second grader may see."""

from __future__ import annotations

import datetime

import pytest

from epreuves_kit.rubric.appreciation import Copy, Criterion, Judgement, Plan, Settled
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.panel.situation import Known, Position, Work, done, first, judged, reused, seen, waiting

AT = datetime.datetime(2026, 6, 12, 9, tzinfo=datetime.UTC)
CRITERIA = ("C1_1-k1", "C1_1-k2", "C1_2-k1")


def copy(number: int, notebook: str = "e01") -> Copy:
    return Copy(f"cle-{number}", number, notebook, (f"candidat-{number}",), "rien")


def criterion(grade_id: str, notebook: str = "e01") -> Criterion:
    return Criterion(notebook, grade_id, "C1.1", "Un critère", "Dans l'écrit", ("a", "b", "c", "d"), 3.0)


def work(grader: str = "claire", doubled: tuple[str, ...] = (), copies: int = 8) -> Work:
    plan = Plan(("claire", "denis"), frozenset(doubled), 1.0, 7, "jury", AT) if doubled else None
    return Work(tuple(copy(n) for n in range(1, copies + 1)), tuple(map(criterion, CRITERIA)), Duties(plan), grader)


def said(copy: str, grade_id: str, grader: str, level: int | None, comment: str = "") -> Judgement:
    return Judgement(copy, grade_id, grader, level, comment, AT)


def known(*words: Judgement, settled: tuple[Settled, ...] = ()) -> Known:
    return Known({(w.copy, w.grade_id, w.grader): w for w in words}, {(s.copy, s.grade_id): s for s in settled})


def settled(copy: str, grade_id: str, level: int, author: str, origin: str = "alone") -> Settled:
    return Settled(copy, grade_id, level, float(level), "", author, "", origin, AT)


def test_copies_come_in_another_order_for_each_criterion_and_the_same_each_time():
    orders = [work().order(grade_id) for grade_id in CRITERIA]
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert len({tuple(order) for order in orders}) == len(CRITERIA)
    assert [work().order(grade_id) for grade_id in CRITERIA] == orders


def test_a_copy_that_comes_in_later_moves_no_other():
    before, after = work(copies=8).order("C1_1-k1"), work(copies=9).order("C1_1-k1")
    assert [key for key in after if key != "cle-9"] == before


@pytest.mark.parametrize("mode", ["copie", "critere"])
def test_step_by_step_all_is_seen_once_and_back_again(mode):
    there = work()
    at = Position(mode, *there.path(mode)[0])
    met = [at]
    while (following := there.step(met[-1], 1)) != met[-1]:
        met.append(following)
    assert len({(p.copy, p.grade_id) for p in met}) == len(met) == 8 * 3
    assert there.step(met[5], -1) == met[4]
    assert there.step(met[0], -1) == met[0]


def test_the_next_copy_keeps_the_criterion_unless_it_is_of_another_notebook():
    there = Work(
        (copy(1), copy(2), copy(3, "rex")), (*map(criterion, CRITERIA), criterion("C1_2-k2", "rex")), Duties(), "claire"
    )
    at = there.neighbour(Position("copie", "cle-1", "C1_1-k2"), 1)
    assert at == Position("copie", "cle-2", "C1_1-k2")
    assert there.neighbour(at, 1) == Position("copie", "cle-3", "C1_2-k2")


def test_what_waits_is_found_from_where_one_is_and_around():
    there = work(copies=2)
    every = [(k, id) for k, id in there.path("copie") if (k, id) != ("cle-1", "C1_1-k2")]
    told = known(settled=tuple(settled(k, id, 2, "claire") for k, id in every))
    assert waiting(there, told, Position("copie", "cle-2", "C1_1-k1")) == Position("copie", "cle-1", "C1_1-k2")
    assert first(there, told, "copie") == Position("copie", "cle-1", "C1_1-k2")
    told.settled["cle-1", "C1_1-k2"] = settled("cle-1", "C1_1-k2", 0, "denis")
    assert waiting(there, told, Position("copie", "cle-2", "C1_1-k1")) is None
    assert done(there, told) == dict.fromkeys(CRITERIA, (2, 2))


def test_a_level_that_another_gave_shows_and_counts_where_anybody_judges():
    told = known(said("cle-1", "C1_1-k1", "denis", 2), settled=(settled("cle-1", "C1_1-k1", 2, "denis"),))
    found = seen(work(), told, "cle-1", "C1_1-k1")
    assert (found.level, found.author) == (2, "denis")
    assert judged(work(), told, "cle-1", "C1_1-k1")


def test_a_second_grader_sees_neither_level_nor_comment_of_the_first():
    told = known(said("cle-1", "C1_1-k1", "denis", 2, "Secret."), settled=(settled("cle-1", "C1_1-k1", 2, "denis"),))
    there = work("claire", doubled=("cle-1",))
    found = seen(there, told, "cle-1", "C1_1-k1")
    assert (found.level, found.comment, found.settled) == (None, "", None)
    assert not judged(there, told, "cle-1", "C1_1-k1")
    assert reused(there, told, Position("copie", "cle-2", "C1_1-k1")) == []


def test_what_counts_in_a_doubled_copy_shows_once_one_has_judged():
    decision = settled("cle-1", "C1_1-k1", 2, "jury", "decision")
    told = known(said("cle-1", "C1_1-k1", "claire", 1), settled=(decision,))
    found = seen(work("claire", doubled=("cle-1",)), told, "cle-1", "C1_1-k1")
    assert (found.level, found.settled) == (1, decision)


def test_copies_of_two_others_are_not_owed():
    there = work("emma", doubled=("cle-1", "cle-2"))
    assert there.closed("cle-1", "C1_1-k1")
    assert not there.closed("cle-3", "C1_1-k1")
    assert done(there, known())["C1_1-k1"] == (0, 6)
    assert first(there, known(), "copie").copy == "cle-3"


def test_comments_used_again_come_by_frequency_without_those_of_the_copy_itself():
    told = known(
        said("cle-1", "C1_1-k1", "claire", 1, "Rare."),
        said("cle-2", "C1_1-k1", "claire", 1, "Fréquent."),
        said("cle-3", "C1_1-k1", "denis", 1, "Fréquent. "),
        said("cle-4", "C1_1-k1", "claire", 1, "D'ici."),
        said("cle-5", "C1_1-k2", "claire", 1, "D'un autre critère."),
    )
    assert reused(work(), told, Position("copie", "cle-4", "C1_1-k1")) == [("Fréquent.", 2), ("Rare.", 1)]
