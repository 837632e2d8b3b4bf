"""A compétence that two épreuves assess: the mean of their parts by points, what lacks in one, absence, make-up, compensation, the jury's word."""

from fractions import Fraction
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves_kit.jury.competence import competence
from epreuves_kit.jury.decision import decide
from epreuves_kit.jury.evidence import Absence, CandidateFacts, CompetenceFacts, MakeUp, Status
from epreuves_kit.jury.registrations import Registration
from epreuves_kit.jury.sources import NO_COPY
from epreuves_kit.rules.result import EpreuveShare, EvidencePart, ResultRule, Tally, result, together
from tests.jury.facts import changed, fact, rules

NBSP = "\N{NO-BREAK SPACE}"
E16, E17 = "e16_performance", "e17_impact_digital"
HALF = Fraction(1, 2)
VALIDATED, NONE = Status.VALIDATED, MappingProxyType({})
#: A copy of twenty points that has earned nothing.
BLANK = Tally(machine=EvidencePart(Fraction(0), Fraction(20)))
ON = {"compensation_epreuve": True, "compensation_bloc": True}

PARTS = st.builds(
    lambda most, share: EvidencePart(share * most, most),
    st.fractions(Fraction(1, 2), 60, max_denominator=4),
    st.fractions(0, 1, max_denominator=12),
)
RULES = st.builds(
    ResultRule,
    st.fractions(0, 1, max_denominator=20),
    st.fractions(0, Fraction(9, 10), max_denominator=10),
    st.fractions(0, 1, max_denominator=20),
    st.fractions(0, 1, max_denominator=10),
    st.just(Fraction(0)),
    st.integers(0, 3),
)


@st.composite
def shares(draw, rule):
    """What an épreuve gives, with its own cap."""
    own = msgspec.structs.replace(rule, cap=draw(st.fractions(0, 1, max_denominator=20)))
    machine, grille = draw(st.tuples(PARTS, st.none() | PARTS))
    levels = draw(st.lists(st.integers(0, 3), max_size=4)) if grille is not None else []
    found = result(own, machine, grille, levels, oral=draw(st.none() | st.integers(0, 3)))
    most = (machine.maximum, Fraction(0) if grille is None else grille.maximum)
    return EpreuveShare(found.share, own.points(*most), found)


def parts(least=1, most=4):
    return RULES.flatmap(lambda rule: st.tuples(st.just(rule), st.lists(shares(rule), min_size=least, max_size=most)))


@given(parts(1, 1))
def test_one_part_alone_is_the_result_of_its_épreuve(case):
    rule, (own,) = case
    whole = together(rule, [own])
    assert (whole.share, whole.low, whole.grille, whole.passes) == (
        own.share,
        own.result.low,
        own.result.grille,
        own.result.passes,
    )


@given(parts(2), st.randoms(use_true_random=False))
def test_the_order_of_parts_changes_nothing(case, chance):
    rule, own = case
    mixed = list(own)
    chance.shuffle(mixed)
    first, second = together(rule, own), together(rule, mixed)
    assert (first.share, first.low, first.passes) == (second.share, second.low, second.passes)


@given(parts(2))
def test_no_part_raises_what_others_lack(case):
    rule, own = case
    whole = together(rule, own)
    assert min(part.share for part in own) <= whole.share <= max(part.share for part in own)
    if any(part.result.low.criteria or part.result.low.oral for part in own):
        assert not whole.passes


@given(st.fractions(0, 1, max_denominator=20), PARTS, PARTS)
def test_the_points_of_an_épreuve_are_those_it_announces_but_for_what_its_cap_takes(cap, machine, grille):
    rule = ResultRule(cap, HALF, HALF, HALF, HALF, 0)
    points, weight = rule.points(machine.maximum, grille.maximum), rule.weight(machine.maximum, grille.maximum)
    assert points * (1 - weight) == grille.maximum
    assert points <= machine.maximum + grille.maximum
    assert rule.points(machine.maximum, Fraction(0)) == machine.maximum


def test_a_part_without_points_weighs_as_the_mean_of_the_others():
    rule = ResultRule(HALF, HALF, HALF, Fraction(0), Fraction(0), 0)
    own = [EpreuveShare(Fraction(1), Fraction(0)), *(EpreuveShare(Fraction(0), Fraction(n)) for n in (10, 20))]
    assert together(rule, own).weights == (15, 10, 20)
    assert together(rule, [own[0], own[0]]).share == 1


def of(percent, maximum=20, **more):
    """C15.1 in one of its two épreuves."""
    more = {"blank": BLANK} | more
    if percent is None:
        return CompetenceFacts("C15.1", **more)
    points = Fraction(percent) * maximum / 100
    return CompetenceFacts("C15.1", machine=EvidencePart(points, Fraction(maximum)), **more)


AWAY, EXCUSED = of(None, absence=Absence("épreuve", False)), of(None, absence=Absence("épreuve", True))
CASES = [
    ("both alike", {}, of(60), of(40), "validé", HALF),
    ("the one of more points weighs more", {}, of(60, 10), of(40, 30), "non validé", Fraction(45, 100)),
    ("one not handed in", {}, of(90), of(None, lacking=(NO_COPY,)), "à compléter", None),
    ("one not wholly judged", {}, of(90, lacking=("1 critère à juger",)), of(90), "à compléter", None),
    ("excused from one: a make-up is due", {}, of(90), EXCUSED, "rattrapage", None),
    ("excused from one, the other not handed in", {}, of(None, lacking=(NO_COPY,)), EXCUSED, "à compléter", None),
    ("away from one, which counts zero for its points", {}, of(90), AWAY, "non validé", Fraction(45, 100)),
    ("away from a small one, all had in the other", {}, of(100, 40), AWAY, "validé", Fraction(2, 3)),
    ("away from both", {}, AWAY, AWAY, "absent", None),
    ("made up for, in one", {}, of(60), msgspec.structs.replace(EXCUSED, makeup=MakeUp(HALF)), "validé", Fraction(55, 100)),
    ("did not come to the make-up", {}, of(90), msgspec.structs.replace(EXCUSED, makeup=MakeUp(None)), "non validé", Fraction(45, 100)),
    ("a make-up that is worse leaves the part as it was", {}, of(60), of(80, makeup=MakeUp(HALF)), "validé", Fraction(70, 100)),
    ("a make-up that replaces takes the part alone", {"make_up": "remplace"}, of(60), of(80, makeup=MakeUp(Fraction(0))), "non validé", Fraction(30, 100)),
    ("a level under the least, in either", {"thresholds_lowest_level": 1}, of(90, levels=(3,)), of(90, levels=(0,)), "non validé", Fraction(90, 100)),
    ("criteria together over their threshold", {"thresholds_criteria": HALF}, of(90, grille=EvidencePart(Fraction(2), Fraction(9))), of(90, grille=EvidencePart(Fraction(8), Fraction(9))), "validé", None),
    ("criteria together under it", {"thresholds_criteria": HALF}, of(90, grille=EvidencePart(Fraction(2), Fraction(9))), of(90, grille=EvidencePart(Fraction(6), Fraction(9))), "non validé", None),
]  # fmt: skip


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned"])
@pytest.mark.parametrize(
    ("asked", "first", "second", "status", "share"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_the_verdict_due_to_each_case(asked, first, second, status, share, turned):
    own = {E16: second, E17: first} if turned else {E16: first, E17: second}
    found = competence(own, rules(**asked))
    assert found.status.value == status, found.why
    assert share is None or found.share == share
    assert found.why.startswith("C15.1 : ")
    assert [part.epreuve for part in found.parts] == [E16, E17]


def test_the_sentence_says_what_each_épreuve_gives_and_what_it_weighs():
    assert competence({E16: of(60), E17: AWAY}, rules()).why == (
        f"C15.1 : 30{NBSP}% (épreuve 16, 60{NBSP}% au poids de 20 points : calculs 12 / 20 ; "
        f"épreuve 17, 0{NBSP}% au poids de 20 points : absence non justifiée à l'épreuve 17), sous le seuil de 50{NBSP}%."
    )
    assert competence({E16: of(60), E17: EXCUSED}, rules()).why == (
        "C15.1 : absence justifiée à l'épreuve 17, un rattrapage est dû."
    )
    assert competence({E16: of(None, lacking=(NO_COPY,)), E17: EXCUSED}, rules()).why == (
        "C15.1 : il manque la copie (épreuve 16) et le rattrapage (épreuve 17)."
    )


def sitting(first, second, vae=False, changes=NONE):
    """Léa, whose C15.1 is in both épreuves; her other compétences are at 60 %."""
    told = {E16: (fact("C14.1", 60), fact("C14.2", 60), first), E17: (second, fact("C15.2", 60))}
    words = {code: changed(status) for code, status in changes.items()}
    return CandidateFacts("lea", "Léa Fontaine", told, Registration(vae=vae), words)


def statuses(facts, asked):
    found = decide(facts, rules(**asked))
    return [found.find(code).status.value for code in ("C15.1", E16, E17, "B1", "B2")]


def test_each_of_its_épreuves_waits_for_it_and_its_bloc_alone():
    waits = ["à compléter", "à compléter", "à compléter", "validé", "à compléter"]
    assert statuses(sitting(of(60), of(None, lacking=(NO_COPY,))), {}) == waits


def test_the_others_of_any_of_its_épreuves_make_up_for_it():
    # 40 % among three at 60, 60 and 40: their mean is 53 %; among two at 40 and 60, 50 %.
    low = sitting(of(40), of(40))
    assert statuses(low, ON) == ["non validé", "validé", "validé", "validé", "validé"]
    assert statuses(low, {"compensation_epreuve": True, "thresholds_epreuve": Fraction(52, 100)}) == [
        "non validé", "validé", "non validé", "validé", "validé",
    ]  # fmt: skip
    assert statuses(low, {}) == ["non validé", "non validé", "non validé", "validé", "non validé"]


def test_the_jurys_word_on_one_of_its_épreuves_takes_it_and_gives_it_only_with_the_others():
    low, high = (of(40), of(40)), (of(60), of(60))
    one, both, no = {E16: VALIDATED}, {E16: VALIDATED, E17: VALIDATED}, {E16: Status.NOT_VALIDATED}
    assert statuses(sitting(*low, changes=one), {})[3:] == ["validé", "non validé"]
    assert statuses(sitting(*low, changes=both), {})[3:] == ["validé", "validé"]
    assert statuses(sitting(*high, changes=no), {})[3:] == ["non validé", "non validé"]


def test_by_the_vae_it_waits_for_the_jury_once():
    found = decide(
        sitting(of(None, lacking=("la décision du jury",)), of(None, lacking=("la décision du jury",)), vae=True),
        rules(),
    )
    assert found.find("C15.1").lacking == ("la décision du jury",)


def test_a_make_up_in_one_épreuve_does_not_end_one_that_the_jury_decided_in_the_other():
    facts = sitting(of(60), msgspec.structs.replace(EXCUSED, makeup=MakeUp(HALF)), changes={E16: Status.MAKE_UP})
    assert statuses(facts, {})[1] == "rattrapage"
