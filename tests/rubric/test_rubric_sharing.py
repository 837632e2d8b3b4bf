"""Copies and criteria shared out among graders: even, the same each time, and nothing that is judged changes hands."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import KitError
from epreuves_kit.rubric.appreciation import Allotment, Copy, Criterion, Judgement, Plan, Settled
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.sharing import AskedAllotment, GraderProgress, progress, shared_out, unclaimed
from epreuves_kit.rubric.workbook import grid_of
from tests.corpus import ASSIGNMENT
from tests.rubric.trial import K1, K2, copy_of

THREE = ("Anne", "Benoît", "Claire")
AT = datetime.datetime(2026, 6, 12, 9, tzinfo=datetime.UTC)


@given(
    st.integers(1, 40),
    st.integers(1, 6),
    st.integers(0, 12),
    st.data(),
)
def test_a_split_is_even_and_done_again_with_more_copies_moves_as_few_as_it_can(copies, people, more, data):
    graders = tuple(f"G{n}" for n in range(people))
    pieces = [("n", f"c{n}") for n in range(copies)]
    first = shared_out(pieces, graders, {}, {})
    assert shared_out(pieces, graders, {}, {}) == first
    assert set(first) == {key for _, key in pieces}
    assert (
        max(Counter(first.values()).values()) - min(Counter({g: 0 for g in graders} | Counter(first.values())).values())
        <= 1
    )
    # Some are judged, others arrive: what is judged stays, and so does the rest as long as loads stay even.
    judged = {key: first[key] for key in data.draw(st.sets(st.sampled_from(sorted(first))))}
    late = [*pieces, *(("n", f"late{n}") for n in range(more))]
    again = shared_out(late, graders, judged, first)
    assert all(again[key] == who for key, who in judged.items())
    loads = Counter({g: 0 for g in graders} | Counter(again.values()))
    assert max(loads.values()) - min(loads.values()) <= 1
    assert [key for key in first if again[key] != first[key]] == []


def test_a_grader_who_joins_takes_from_the_others_no_more_than_their_share():
    pieces = [("n", f"c{n}") for n in range(12)]
    first = shared_out(pieces, THREE[:2], {}, {})
    again = shared_out(pieces, THREE, {}, first)
    assert Counter(again.values()) == dict.fromkeys(THREE, 4)
    assert {key for key in first if again[key] != first[key]} == {key for key, who in again.items() if who == "Claire"}


def test_what_is_nobody_s_share_any_more_is_dealt_among_those_who_stay():
    pieces = [("n", f"c{n}") for n in range(6)]
    first = shared_out(pieces, THREE, {}, {})
    again = shared_out(pieces, THREE[:2], {}, first)
    assert Counter(again.values()) == {"Anne": 3, "Benoît": 3}
    assert all(again[key] == who for key, who in first.items() if who != "Claire")


def test_a_copy_is_one_s_to_judge_and_the_others_are_told_whose(register, formgrader):
    made = register.allot(ASSIGNMENT, AskedAllotment(THREE), "Chef")
    assert register.duties(ASSIGNMENT).allotment == made
    assert sorted(Counter(made.owners.values()).items()) == [(name, 1) for name in THREE]
    copy = copy_of(register, "lea")
    owner = made.owners[copy.key]
    other = next(name for name in THREE if name != owner)
    with pytest.raises(KitError, match=rf"est confiée à {owner}, et non à {other}"):
        register.judge(ASSIGNMENT, copy.key, K1, other, 2)
    register.judge(ASSIGNMENT, copy.key, K1, owner, 2)
    assert formgrader.shows("karim", K1)[0] == 2.0


def test_a_copy_that_somebody_has_begun_stays_theirs_and_one_judged_by_another_is_nobody_s(register):
    mine, done = copy_of(register, "lea"), copy_of(register, "seul")
    register.judge(ASSIGNMENT, mine.key, K2, "Benoît", 2)
    every = [c.grade_id for c in register.criteria(ASSIGNMENT) if c.notebook == done.notebook]
    for criterion in every:
        register.judge(ASSIGNMENT, done.key, criterion, "Zoé", 1)
    made = register.allot(ASSIGNMENT, AskedAllotment(("Anne", "Benoît")), "Chef")
    assert made.owners[mine.key] == "Benoît"
    assert done.key not in made.owners
    assert made.owners[copy_of(register, "ines").key] == "Anne"
    duties, copies, criteria = (
        register.duties(ASSIGNMENT),
        register.copies(ASSIGNMENT),
        register.criteria(ASSIGNMENT),
    )
    said, settled = register.judgements(ASSIGNMENT), register.settled(ASSIGNMENT)
    assert progress(duties, copies, criteria, said, settled) == (
        GraderProgress("Anne", 0, 1, 0, 0, len(every)),
        GraderProgress("Benoît", 0, 1, 0, 0, len(every) - 1),
    )
    assert unclaimed(duties, copies, criteria, settled) == ()


def test_criteria_are_shared_out_in_the_order_of_the_grille_and_stay_with_who_judged_them(register):
    made = register.allot(ASSIGNMENT, AskedAllotment(("Anne", "Benoît"), "criteres"), "Chef")
    criteria = [c.grade_id for c in register.criteria(ASSIGNMENT)]
    half = -(-len(criteria) // 2)
    assert [made.owners[k] for k in criteria] == ["Anne"] * half + ["Benoît"] * (len(criteria) - half)
    copy = copy_of(register, "lea").key
    with pytest.raises(KitError, match=r"Le critère C15\.1-k1 est confié à Anne"):
        register.judge(ASSIGNMENT, copy, K1, "Benoît", 2)
    register.judge(ASSIGNMENT, copy, criteria[-1], "Benoît", 2)
    again = register.allot(ASSIGNMENT, AskedAllotment(("Zoé", "Benoît")), "Chef")
    assert (again.by, again.owners[criteria[-1]]) == ("criteres", "Benoît")
    assert set(again.owners.values()) == {"Zoé", "Benoît"}


def test_a_calibration_copy_is_judged_by_all_blindly_before_anything_counts(register, formgrader):
    made = register.allot(ASSIGNMENT, AskedAllotment(THREE, calibration=1), "Chef")
    (key,) = made.calibration
    assert key not in made.owners
    student = next(c.students[0] for c in register.copies(ASSIGNMENT) if c.key == key)
    for name in THREE[:2]:
        register.judge(ASSIGNMENT, key, K1, name, 2)
    assert formgrader.shows(student, K1)[0] is None
    register.judge(ASSIGNMENT, key, K1, "Claire", 2)
    assert formgrader.shows(student, K1)[0] == 2.0
    assert register.settled(ASSIGNMENT)[key, K1].origin == "agreement"
    register.judge(ASSIGNMENT, key, K1, "Claire", 3)
    assert formgrader.shows(student, K1)[0] is None
    register.settle(ASSIGNMENT, key, K1, 3, "", "Chef", "Vu ensemble.")
    assert formgrader.shows(student, K1)[0] == 3.0
    with pytest.raises(KitError, match="sert à l'étalonnage"):
        register.judge(ASSIGNMENT, key, K2, "Zoé", 1)
    # Said again without its copies, it keeps them; none, and they are dealt with the others.
    assert register.allot(ASSIGNMENT, AskedAllotment(), "Chef").calibration == {key}
    assert register.allot(ASSIGNMENT, AskedAllotment(calibration=0), "Chef").owners.keys() >= {key}


def test_criteria_judged_in_the_calibration_are_nobody_s_for_that(register):
    made = register.allot(ASSIGNMENT, AskedAllotment(THREE[:2], "criteres", calibration=1), "Chef")
    (key,) = made.calibration
    for grade_id in made.owners:
        register.judge(ASSIGNMENT, key, grade_id, "Anne", 2)
    assert register.allot(ASSIGNMENT, AskedAllotment(), "Chef").owners == made.owners


def test_a_doubled_copy_stays_its_two_graders(register):
    plan = register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 0.3, 5, "Chef")
    (double,) = plan.copies
    made = register.allot(ASSIGNMENT, AskedAllotment(("Claire", "Denis")), "Chef")
    assert double not in made.owners
    assert sorted(made.owners.values()) == ["Claire", "Denis"]
    register.judge(ASSIGNMENT, double, K1, "Anne", 2)
    with pytest.raises(KitError, match="double correction, confiée à Anne et Benoît"):
        register.judge(ASSIGNMENT, double, K1, "Claire", 2)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (AskedAllotment(), "nommez au moins une personne"),
        (AskedAllotment(("Anne", "anne ")), "nommé deux fois"),
        (AskedAllotment(("Anne", "")), "Le nom de qui corrige"),
        (AskedAllotment(("Anne",), calibration=1), "à deux au moins"),
        (AskedAllotment(("Anne", "Benoît"), calibration=9), "Il y a 3 copies"),
        (AskedAllotment(("Anne", "Benoît"), calibration=frozenset({"x"})), "n'est plus là"),
    ],
)
def test_an_allotment_that_cannot_be_is_refused_and_nothing_changes(register, asked, said):
    with pytest.raises(KitError, match=said):
        register.allot(ASSIGNMENT, asked, "Chef")
    assert register.duties(ASSIGNMENT) == Duties()


def test_progress_counts_a_grader_s_own_levels_where_nobody_sees_the_other_s():
    copies = [Copy(f"c{n}", n, "e01", (f"s{n}",), "") for n in (1, 2, 3)]
    criteria = [Criterion("e01", id, "C1.1", "", "", ("", "", "", ""), 3.0) for id in ("k1", "k2")]
    allotment = Allotment(("A", "B"), "copies", {"c2": "A"}, frozenset({"c1"}), 0, "Chef", AT)
    duties = Duties(Plan(("A", "B"), frozenset({"c9"}), 1, 0, "Chef", AT), allotment)
    said = {
        (c, k, who): Judgement(c, k, who, 2, "", AT)
        for c, k, who in (("c1", "k1", "A"), ("c1", "k2", "A"), ("c1", "k1", "B"))
    }
    settled = {("c2", "k1"): Settled("c2", "k1", 2, 2.0, "", "A", "", "alone", AT)}
    assert progress(duties, copies, criteria, said, settled) == (
        GraderProgress("A", 0, 1, 1, 1, 1),
        GraderProgress("B", 0, 0, 0, 1, 1),
    )
    assert [c.key for c in unclaimed(duties, copies, criteria, settled)] == ["c3"]


def test_a_calibration_that_comes_first_holds_the_other_copies_back_until_it_is_judged_or_lifted(register):
    asked = AskedAllotment(THREE, calibration=1, calibration_first=True)
    made = register.allot(ASSIGNMENT, asked, "Chef")
    (key,) = made.calibration
    notebook = next(c.notebook for c in register.copies(ASSIGNMENT) if c.key == key)
    criteria = [c.grade_id for c in register.criteria(ASSIGNMENT) if c.notebook == notebook]
    mine = {who: copy for copy, who in made.owners.items()}
    anne = next(who for who in THREE if who in mine)
    other = next(who for who in THREE if who in mine and who != anne)
    own = next(
        c.grade_id
        for c in register.criteria(ASSIGNMENT)
        if c.notebook == next(o.notebook for o in register.copies(ASSIGNMENT) if o.key == mine[anne])
    )
    said = f"il reste à {anne} 1 copie d'étalonnage à juger avant les autres"
    with pytest.raises(KitError, match=said):
        register.judge(ASSIGNMENT, mine[anne], own, anne, 2)
    # Neither a spreadsheet nor another division goes round it.
    register.allot(ASSIGNMENT, AskedAllotment(), "Chef")
    with pytest.raises(KitError, match=said):
        register.judge_many(ASSIGNMENT, anne, [(mine[anne], own, 2, "")])
    grid = grid_of(register, register.root, ASSIGNMENT, anne)
    assert [c.key for c in grid.copies] == [key]
    assert (
        grid.note
        == f"Seules les copies d'étalonnage y sont : il en reste 1 à juger à {anne} avant de recevoir les autres."
    )
    for grade_id in criteria:
        register.judge(ASSIGNMENT, key, grade_id, anne, 2)
    assert register.uncalibrated(ASSIGNMENT, anne) == 0
    register.judge(ASSIGNMENT, mine[anne], own, anne, 2)
    assert len(grid_of(register, register.root, ASSIGNMENT, anne).copies) > 1

    # Lifted for one, the others still wait; lifted for all, nobody does.
    assert register.uncalibrated(ASSIGNMENT, other) == 1
    register.free(ASSIGNMENT, "Chef", other)
    assert register.uncalibrated(ASSIGNMENT, other) == 0
    left = next(who for who in THREE if who not in (anne, other))
    assert register.uncalibrated(ASSIGNMENT, left) == 1
    with pytest.raises(KitError, match="n'est confié à Zoé"):
        register.free(ASSIGNMENT, "Chef", "Zoé")
    register.free(ASSIGNMENT, "Chef")
    assert register.uncalibrated(ASSIGNMENT, left) == 0
    with pytest.raises(KitError, match="il n'y a rien à lever"):
        register.free(ASSIGNMENT, "Chef")
    with pytest.raises(KitError, match="dites combien chacun en juge d'abord"):
        register.allot(ASSIGNMENT, AskedAllotment(calibration=0, calibration_first=True), "Chef")


def test_a_calibration_that_is_asked_again_holds_back_whoever_was_freed_of_it_before(register):
    asked, freed = AskedAllotment(THREE, calibration=1, calibration_first=True), THREE[0]
    register.allot(ASSIGNMENT, asked, "Chef")
    register.free(ASSIGNMENT, "Chef", freed)
    assert register.uncalibrated(ASSIGNMENT, freed) == 0
    register.allot(ASSIGNMENT, asked, "Chef")
    assert register.uncalibrated(ASSIGNMENT, freed) == 1


def test_a_sheet_that_judges_the_calibration_and_the_rest_at_once_is_taken(register):
    made = register.allot(ASSIGNMENT, AskedAllotment(THREE, calibration=1, calibration_first=True), "Chef")
    (key,) = made.calibration
    grader, own = next((who, copy) for copy, who in made.owners.items())
    notebooks = {copy.key: copy.notebook for copy in register.copies(ASSIGNMENT)}
    sheet = [
        (copy, criterion.grade_id, 2, "")
        for copy in (own, key)
        for criterion in register.criteria(ASSIGNMENT)
        if criterion.notebook == notebooks[copy]
    ]
    with pytest.raises(KitError, match="à juger avant les autres"):
        register.judge_many(ASSIGNMENT, grader, [line for line in sheet if line[0] == own])
    register.judge_many(ASSIGNMENT, grader, sheet)
    assert len(register.judgements(ASSIGNMENT, grader)) == len(sheet)
