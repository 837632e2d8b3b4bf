"""The decision due to each case: on the threshold, just below, absent, bloc alone, compensation, floor, make-up, jury's word."""

import datetime
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.referentiel.levels import nearest
from epreuves_kit.jury.competence import competence
from epreuves_kit.jury.decision import decide
from epreuves_kit.jury.evidence import (
    Absence,
    CompetenceFacts,
    MakeUp,
    Status,
)
from epreuves_kit.rules.result import EvidencePart, criterion_points, exact, result
from epreuves_kit.rules.sentences import percent
from tests.jury.facts import candidate, changed, fact, rules

ON = {"compensation_epreuve": True, "compensation_bloc": True}
EXCUSED, UNEXCUSED = Absence("épreuve", True), Absence("épreuve", False)
NO_ORAL_EXCUSED, NO_ORAL = Absence("oral", True), Absence("oral", False)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def thirds(points, maximum):
    """A grille whose points are levels, as nbgrader rounds them."""
    return EvidencePart(
        sum(criterion_points(p, m) for p, m in zip(points, maximum, strict=True)), Fraction(sum(maximum))
    )


CRITERIA = {"thresholds_criteria": HALF}
OWN = CompetenceFacts(
    "C15.1",
    EvidencePart(Fraction(5), Fraction(5)),
    EvidencePart(Fraction(10), Fraction(12)),
    EvidencePart(Fraction(1), Fraction(3)),
    levels=(1, 3, 3, 3),
)


#: what is the case, rules, C15.1's facts, then the decision due to C15.1, to its épreuve, to its bloc B2
CASES = [
    ("exactly on the threshold", {}, fact("C15.1", 50), "validé", "validé", "validé"),
    ("just below it", {}, fact("C15.1", Fraction(49_999, 1000)), "non validé", "non validé", "non validé"),
    ("on a threshold that binary numbers cannot write", {"thresholds_competence": Fraction(333, 1000), "thresholds_epreuve": 0, "thresholds_bloc": 0}, fact("C15.1", "33.3"), "validé", "validé", "validé"),
    ("on a threshold of levels rounded by nbgrader", {"thresholds_competence": THIRD, "thresholds_epreuve": 0, "thresholds_bloc": 0},
     CompetenceFacts("C15.1", grille=thirds([1.3333, 1.6667, 2.0], [4, 5, 6]), levels=(1, 1, 1)), "validé", "validé", "validé"),
    ("two thirds of a third, and an oral that weighs a third", {}, fact("C15.1", 30, grille=EvidencePart(Fraction(4), Fraction(10)), oral_due=True, oral=3), "validé", "validé", "validé"),
    ("a part that the épreuve does not have weighs nothing", {}, fact("C15.1", 50, oral_due=False), "validé", "validé", "validé"),
    ("a criterion that is not judged", {}, fact("C15.1", 80, lacking=("1 critère à juger",)), "à compléter", "à compléter", "à compléter"),
    ("an oral not yet given", {}, fact("C15.1", 80, oral_due=True), "à compléter", "à compléter", "à compléter"),
    ("an oral that has no weight", {"oral": Fraction(0)}, fact("C15.1", 50, oral_due=True), "validé", "validé", "validé"),
    ("nothing at all", {}, CompetenceFacts("C15.1"), "à compléter", "à compléter", "à compléter"),
    ("all zeros, which is a mark", {}, fact("C15.1", 0), "non validé", "non validé", "non validé"),
    ("a criterion under the least level", {"thresholds_lowest_level": 1}, fact("C15.1", 90, levels=(3, 0, 3)), "non validé", "non validé", "non validé"),
    ("a criterion at the least level", {"thresholds_lowest_level": 1}, fact("C15.1", 90, levels=(3, 1, 3)), "validé", "validé", "validé"),
    ("right figures, and level 1 of each criterion", CRITERIA, fact("C15.1", 100, grille=EvidencePart(Fraction(3), Fraction(9)), levels=(1, 1, 1)), "non validé", "non validé", "non validé"),
    ("criteria alone exactly on their threshold", CRITERIA, fact("C15.1", 100, grille=EvidencePart(HALF * 9, Fraction(9)), levels=(1, 2)), "validé", "validé", "validé"),
    ("criteria alone a hair under it", CRITERIA, fact("C15.1", 100, grille=EvidencePart(HALF * 9 - Fraction(1, 999), Fraction(9)), levels=(1, 2)), "non validé", "non validé", "non validé"),
    ("no criterion at all", CRITERIA, fact("C15.1", 60), "validé", "validé", "validé"),
    ("the group's criteria all had, one's own at level 1", {"thresholds_own": HALF}, OWN, "non validé", "non validé", "non validé"),
    ("the same, where nothing is asked of one's own", CRITERIA, OWN, "validé", "validé", "validé"),
    ("criteria alone under their threshold: nothing compensates", ON | CRITERIA, fact("C15.1", 100, grille=EvidencePart(Fraction(3), Fraction(9)), levels=(1, 1, 1)), "non validé", "non validé", "non validé"),
    ("a make-up redeems criteria under their threshold", CRITERIA, fact("C15.1", 100, grille=EvidencePart(Fraction(3), Fraction(9)), levels=(1, 1, 1), makeup=MakeUp(HALF)), "validé", "validé", "validé"),
    ("an oral under the least level", {"thresholds_lowest_level": 2}, fact("C15.1", 90, oral_due=True, oral=1), "non validé", "non validé", "non validé"),
    ("absent with a good reason", {}, fact("C15.1", None, absence=EXCUSED), "rattrapage", "rattrapage", "rattrapage"),
    ("absent without", {}, fact("C15.1", None, absence=UNEXCUSED), "absent", "non validé", "non validé"),
    ("absent without, where make-up is due to all", {"absence_unjustified": "rattrapage"}, fact("C15.1", None, absence=UNEXCUSED), "rattrapage", "rattrapage", "rattrapage"),
    ("absent with a good reason, where it counts zero", {"absence_justified": "zéro"}, fact("C15.1", None, absence=EXCUSED), "absent", "non validé", "non validé"),
    ("an absence goes before what lacks", {}, fact("C15.1", None, absence=EXCUSED, lacking=("la copie",)), "rattrapage", "rattrapage", "rattrapage"),
    ("away from an oral of half the whole, zero there: 75 and 0", {"oral": HALF}, fact("C15.1", 75, oral_due=True, absence=NO_ORAL), "non validé", "non validé", "non validé"),
    ("away from an oral of half the whole, zero there: 100 and 0", {"oral": HALF}, fact("C15.1", 100, oral_due=True, absence=NO_ORAL), "validé", "validé", "validé"),
    ("away from the oral, zero there, which is under the least level", {"thresholds_lowest_level": 1}, fact("C15.1", 100, oral_due=True, absence=NO_ORAL), "non validé", "non validé", "non validé"),
    ("capped questions, all right, and criteria at nothing: on the threshold", {"cap": HALF}, fact("C15.1", 100, grille=EvidencePart(Fraction(0), Fraction(9)), levels=(0, 0, 0)), "validé", "validé", "validé"),
    ("the same, where each criterion has a least level", {"cap": HALF, "thresholds_lowest_level": 1}, fact("C15.1", 100, grille=EvidencePart(Fraction(0), Fraction(9)), levels=(0, 0, 0)), "non validé", "non validé", "non validé"),
    ("excused from the oral", {}, fact("C15.1", 100, oral_due=True, absence=NO_ORAL_EXCUSED), "rattrapage", "rattrapage", "rattrapage"),
    ("away from an oral that there is not", {}, fact("C15.1", 60, absence=NO_ORAL_EXCUSED), "validé", "validé", "validé"),
    ("compensated: 40 and 60", ON, fact("C15.1", 40), "non validé", "validé", "validé"),
    ("the same without compensation", {}, fact("C15.1", 40), "non validé", "non validé", "non validé"),
    ("compensated in the épreuve only, held in the bloc", {"compensation_epreuve": True}, fact("C15.1", 40), "non validé", "validé", "validé"),
    ("compensated in the bloc only", {"compensation_bloc": True}, fact("C15.1", 40), "non validé", "non validé", "validé"),
    ("on the floor, but the mean is short", ON, fact("C15.1", 35), "non validé", "non validé", "non validé"),
    ("on the floor, mean just reached", ON | {"thresholds_epreuve": Fraction(475, 1000), "thresholds_bloc": Fraction(475, 1000)}, fact("C15.1", 35), "non validé", "validé", "validé"),
    ("just under the floor", ON | {"thresholds_epreuve": 0, "thresholds_bloc": 0}, fact("C15.1", Fraction(34_999, 1000)), "non validé", "non validé", "non validé"),
    ("under the least level: nothing compensates", ON | {"thresholds_lowest_level": 1}, fact("C15.1", 90, levels=(0,)), "non validé", "non validé", "non validé"),
    ("an absence is not compensated", ON | {"thresholds_epreuve": 0, "thresholds_bloc": 0}, fact("C15.1", None, absence=UNEXCUSED), "absent", "non validé", "non validé"),
    ("a make-up that is better", {}, fact("C15.1", 20, makeup=MakeUp(HALF)), "validé", "validé", "validé"),
    ("a make-up that is worse", {}, fact("C15.1", 60, makeup=MakeUp(THIRD)), "validé", "validé", "validé"),
    ("a make-up that is worse, and replaces", {"make_up": "remplace"}, fact("C15.1", 60, makeup=MakeUp(THIRD)), "non validé", "non validé", "non validé"),
    ("a make-up after an absence", {}, fact("C15.1", None, absence=EXCUSED, makeup=MakeUp(HALF)), "validé", "validé", "validé"),
    ("a make-up below the threshold after an absence", {}, fact("C15.1", None, absence=EXCUSED, makeup=MakeUp(THIRD)), "non validé", "non validé", "non validé"),
    ("absent again at the make-up", {}, fact("C15.1", None, absence=EXCUSED, makeup=MakeUp(None)), "absent", "non validé", "non validé"),
    ("did not come to the make-up: the first mark stays", {"make_up": "remplace"}, fact("C15.1", 60, makeup=MakeUp(None)), "validé", "validé", "validé"),
    ("a make-up does away with what lacked", {}, fact("C15.1", None, lacking=("la copie",), makeup=MakeUp(HALF)), "validé", "validé", "validé"),
    ("a make-up redeems a criterion under the least level", {"thresholds_lowest_level": 1}, fact("C15.1", 80, levels=(0,), makeup=MakeUp(HALF)), "validé", "validé", "validé"),
    ("validated by the jury", {}, fact("C15.1", 10, changed=changed("validé")), "validé", "validé", "validé"),
    ("refused by the jury", ON, fact("C15.1", 90, changed=changed("non validé")), "non validé", "non validé", "non validé"),
    ("the jury does not wait for what lacks", {}, fact("C15.1", None, lacking=("la copie",), changed=changed("validé")), "validé", "validé", "validé"),
    ("sent to a make-up by the jury", {}, fact("C15.1", 45, changed=changed("rattrapage")), "rattrapage", "rattrapage", "rattrapage"),
    ("sent to a make-up by the jury, which is over", {}, fact("C15.1", 45, changed=changed("rattrapage"), makeup=MakeUp(HALF)), "validé", "validé", "validé"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "given_", "first", "second", "third"),
    [c[1:2] + c[2:] for c in CASES],
    ids=[c[0] for c in CASES],
)
def test_the_decision_due_to_each_case(asked, given_, first, second, third):
    decided = decide(candidate(given_), rules(**asked))
    found = [decided.find(code).status.value for code in ("C15.1", "e17_impact_digital", "B2")]
    assert found == [first, second, third]


@pytest.mark.parametrize(("asked", "given_"), [c[1:3] for c in CASES], ids=[c[0] for c in CASES])
def test_every_decision_is_explained_in_one_sentence_that_names_what_it_is_about(asked, given_):
    decided = decide(candidate(given_), rules(**asked))
    for verdict in (*decided.competences, *decided.epreuves, *decided.blocs, decided.certification):
        assert verdict.why.endswith((".", "!", "?"))
        assert "\n" not in verdict.why
        named = "Certification" if verdict.code == "certification" else verdict.code
        assert named in verdict.why.partition(" : ")[0]


@pytest.mark.parametrize(
    ("blocs", "b1", "b2", "certification"),
    [
        ((), "validé", "non validé", "non validé"),
        (("B1",), "validé", None, None),
        (("B2",), None, "non validé", None),
        (("B1", "B2"), "validé", "non validé", "non validé"),
    ],
)
def test_a_bloc_alone_is_decided_without_the_others(blocs, b1, b2, certification):
    decided = decide(candidate(fact("C15.1", 10), blocs=blocs), rules())
    found = {verdict.code: verdict.status.value for verdict in decided.blocs}
    assert (found.get("B1"), found.get("B2")) == (b1, b2)
    assert (decided.certification.status.value if decided.certification else None) == certification
    assert ("C14.1" in [v.code for v in decided.competences]) == (b1 is not None)


HELD = (("B2", datetime.date(2025, 6, 30)),)


def test_a_bloc_held_already_counts_and_nothing_of_it_is_decided_again():
    decided = decide(candidate(fact("C15.1", None), acquired=HELD), rules())
    bloc = decided.find("B2")
    assert (bloc.status, bloc.earlier, bloc.why) == (
        Status.VALIDATED,
        True,
        "Bloc B2 : acquis par décision du 30 juin 2025.",
    )
    assert {verdict.code for verdict in decided.competences} == {"C14.1", "C14.2"}
    assert decided.certification.status is Status.VALIDATED


def test_a_bloc_asked_for_beside_one_held_decides_of_the_certification():
    assert (
        decide(candidate(fact("C14.1", 10), blocs=("B1",), acquired=HELD), rules()).certification.status
        is Status.NOT_VALIDATED
    )
    assert decide(candidate(blocs=("B1",)), rules()).certification is None


def test_by_the_vae_the_jury_decides_and_no_épreuve_is_sat():
    waiting = {
        code: CompetenceFacts(code, lacking=("la décision du jury",)) for code in ("C14.1", "C14.2", "C15.1", "C15.2")
    }
    decided = decide(candidate(*waiting.values(), vae=True), rules())
    assert decided.epreuves == ()
    assert decided.certification.status is Status.TO_COMPLETE
    decided = decide(candidate(*waiting.values(), vae=True, B1=Status.VALIDATED), rules())
    own = {verdict.code: verdict.status for verdict in decided.competences}
    assert own == {
        "C14.1": Status.VALIDATED,
        "C14.2": Status.VALIDATED,
        "C15.1": Status.TO_COMPLETE,
        "C15.2": Status.TO_COMPLETE,
    }
    assert decided.find("C14.1").why == "C14.1 : acquise avec le bloc B1, par décision du jury."
    both = decide(candidate(*waiting.values(), vae=True, B1=Status.VALIDATED, B2=Status.VALIDATED), rules())
    assert both.certification.status is Status.VALIDATED


def test_by_the_vae_a_bloc_that_the_jury_refuses_says_nothing_of_its_compétences():
    refused = candidate(CompetenceFacts("C14.1", lacking=("la décision du jury",)), vae=True, B1=Status.NOT_VALIDATED)
    decided = decide(refused, rules())
    assert decided.find("B1").status is Status.NOT_VALIDATED
    assert decided.find("C14.1").status is Status.TO_COMPLETE


def test_the_certification_is_had_where_every_bloc_is():
    assert decide(candidate(), rules()).certification.status is Status.VALIDATED


def test_a_bloc_of_which_no_épreuve_is_known_is_to_complete_and_says_so():
    facts = msgspec.structs.replace(candidate(), epreuves={"e16_performance": candidate().epreuves["e16_performance"]})
    decided = decide(facts, rules())
    assert decided.find("B2").status is Status.TO_COMPLETE
    assert decided.find("B2").lacking == ("C15.1 : aucune épreuve", "C15.2 : aucune épreuve")
    assert decided.certification.status is Status.TO_COMPLETE


@pytest.mark.parametrize(
    ("what", "changes", "b2", "certification"),
    [
        ("the épreuve is had by the jury's word", {"e17_impact_digital": "validé"}, "validé", "validé"),
        ("the bloc is", {"B2": "validé"}, "validé", "validé"),
        ("the certification is", {"certification": "validé"}, "non validé", "validé"),
    ],
)
def test_the_jurys_word_counts_above_and_leaves_what_is_below(what, changes, b2, certification):
    decided = decide(candidate(fact("C15.1", 10), **changes), rules())
    assert decided.find("C15.1").status is Status.NOT_VALIDATED
    assert decided.find("B2").status.value == b2
    assert decided.certification.status.value == certification
    (code,) = changes
    assert decided.find(code).proposed is Status.NOT_VALIDATED
    assert decided.find(code).why.endswith("Motif : Écrits repris en jury.")


def test_the_narrowest_word_of_the_jury_wins():
    decided = decide(candidate(fact("C15.1", 90, changed=changed("non validé")), e17_impact_digital="validé"), rules())
    assert decided.find("e17_impact_digital").status is Status.VALIDATED
    assert decided.find("B2").status is Status.NOT_VALIDATED


def test_a_share_is_never_shown_as_the_threshold_that_it_does_not_reach():
    assert percent(Fraction(49_999_999, 100_000_000)) == "49,99\N{NO-BREAK SPACE}%"
    assert percent(HALF) == "50\N{NO-BREAK SPACE}%"
    assert percent(Fraction(505, 1000)) == "50,5\N{NO-BREAK SPACE}%"
    decided = decide(candidate(fact("C15.1", Fraction(4_999_999, 100_000))), rules())
    assert (
        decided.find("C15.1").why
        == "C15.1 : 49,99\N{NO-BREAK SPACE}% (calculs 10 / 20), sous le seuil de 50\N{NO-BREAK SPACE}%."
    )


def test_a_level_rounded_by_nbgrader_is_the_level_and_a_typed_score_is_what_was_typed():
    assert criterion_points(1.3333, 4) == Fraction(4, 3)
    assert criterion_points(1.3, 4) == Fraction(13, 10)
    assert exact(0.1) == Fraction(1, 10)
    assert nearest(Fraction(13, 10), Fraction(4)) == 1


PERCENTS = st.fractions(0, 100, max_denominator=60)
LEVELS = st.lists(st.integers(0, 3), max_size=3).map(tuple)
RULES = st.builds(
    lambda epreuve, bloc, floor, least, taken, threshold, criteria: rules(
        compensation_epreuve=epreuve,
        compensation_bloc=bloc,
        compensation_floor=min(floor, threshold),
        thresholds_lowest_level=least,
        make_up=taken,
        thresholds_competence=threshold,
        thresholds_criteria=criteria,
    ),
    st.booleans(),
    st.booleans(),
    st.fractions(0, 1, max_denominator=20),
    st.integers(0, 3),
    st.sampled_from(["remplace", "meilleure"]),
    st.fractions(0, 1, max_denominator=20),
    st.fractions(0, 1, max_denominator=20),
)


@st.composite
def cases(draw):
    """A candidate, and the same with more points, levels or oral, or a better make-up, in C15.1."""
    percent_, more = sorted((draw(PERCENTS), draw(PERCENTS)))
    levels = draw(LEVELS)
    raised = tuple(draw(st.integers(level, 3)) for level in levels)
    oral, better = sorted((draw(st.integers(0, 3)), draw(st.integers(0, 3))))
    due = draw(st.booleans())
    again = sorted((draw(PERCENTS) / 100, draw(PERCENTS) / 100)) if draw(st.booleans()) else None
    others = [fact(code, draw(PERCENTS)) for code in ("C14.1", "C14.2", "C15.2")]

    def of(share, own, spoken, retaken):
        grille = EvidencePart(Fraction(sum(own), 3), Fraction(len(own))) if own else None
        makeup = MakeUp(retaken) if retaken is not None else None
        return candidate(
            fact("C15.1", share, levels=own, grille=grille, oral_due=due, oral=spoken, makeup=makeup), *others
        )

    low, high = again or (None, None)
    return of(percent_, levels, oral, low), of(more, raised, better, high)


@given(cases(), RULES)
def test_more_never_makes_a_decision_worse(pair, asked):
    before, after = (decide(one, asked) for one in pair)
    for verdict in (*before.competences, *before.epreuves, *before.blocs, before.certification):
        if verdict.status is Status.VALIDATED:
            assert after.find(verdict.code).status is Status.VALIDATED, (
                verdict.why,
                after.find(verdict.code).why,
            )


@given(st.integers(1, 400), st.integers(1, 400), st.fractions(0, 1, max_denominator=50))
def test_whoever_is_exactly_on_a_threshold_passes_and_the_least_below_does_not(a, b, cap):
    machine, grille = EvidencePart(Fraction(a), Fraction(401)), EvidencePart(Fraction(b), Fraction(403))
    asked = rules(cap=cap)
    share = result(asked.of("e17_impact_digital"), machine, grille).share
    exactly = msgspec.structs.replace(asked, thresholds=msgspec.structs.replace(asked.thresholds, competence=share))
    above = msgspec.structs.replace(
        asked, thresholds=msgspec.structs.replace(asked.thresholds, competence=share + Fraction(1, 10**12))
    )
    facts = {"e17_impact_digital": CompetenceFacts("C15.1", machine=machine, grille=grille)}
    assert competence(facts, exactly).status is Status.VALIDATED
    assert competence(facts, above).status is Status.NOT_VALIDATED


def whys(*facts_, asked=None, **changes):
    decided = decide(candidate(*facts_, **changes), rules(**(asked or {})))
    return {code: decided.find(code).why for code in ("e17_impact_digital", "B2", "certification")}


def test_a_make_up_that_cannot_be_enough_is_due_all_the_same_and_said_not_to_be():
    said = whys(fact("C15.1", None, absence=EXCUSED), fact("C15.2", 10), fact("C14.1", 10))
    due = "rattrapage dû pour C15.1, qui ne suffira pas : C15.2 n'est pas acquise, sans rattrapage."
    assert said["B2"] == f"Bloc B2 : {due}"
    assert said["e17_impact_digital"] == f"e17_impact_digital : {due}"
    assert (
        said["certification"]
        == "Certification : B2 en rattrapage, ce qui ne suffira pas : B1 est non validé, sans rattrapage."
    )
    # Where nothing else lacks, or the others make up for it, it can be.
    assert whys(fact("C15.1", None, absence=EXCUSED))["B2"] == "Bloc B2 : rattrapage dû pour C15.1."
    low = (fact("C15.1", None, absence=EXCUSED), fact("C15.2", 45))
    assert whys(*low, asked=ON)["B2"] == "Bloc B2 : rattrapage dû pour C15.1."


def test_no_sentence_says_that_all_is_had_beside_what_the_jury_alone_gave():
    said = whys(fact("C15.1", 10, changed=changed("validé")))
    due = "moyenne 55\N{NO-BREAK SPACE}%, les autres compétences sont acquises. C15.1 est acquise par décision du jury."
    assert said["e17_impact_digital"] == f"e17_impact_digital : {due}"
    assert said["B2"] == f"Bloc B2 : {due}"

    said = whys(fact("C15.1", 10), e17_impact_digital="validé")
    assert said["e17_impact_digital"].startswith("e17_impact_digital : validée par décision du jury")
    assert said["B2"] == f"Bloc B2 : {due}"

    said = whys(fact("C15.1", 10), fact("C15.2", 20), e17_impact_digital="validé")
    assert said["B2"] == "Bloc B2 : moyenne 50\N{NO-BREAK SPACE}%. C15.1 et C15.2 sont acquises par décision du jury."

    said = whys(fact("C15.1", 10), fact("C15.2", 20), B2="validé")
    assert said["certification"] == "Certification : tous les blocs sont validés, B2 par décision du jury."


def test_what_the_jury_refuses_is_said_to_be_its_refusal():
    said = whys(fact("C15.1", 90), e17_impact_digital="non validé")
    assert said["B2"].endswith(" C15.1 et C15.2 ne sont pas acquises, par décision du jury.")


def test_a_bloc_says_what_was_compensated_in_the_epreuve():
    said = whys(fact("C15.1", 40), asked={"compensation_epreuve": True})
    assert said["B2"] == (
        "Bloc B2 : moyenne 50\N{NO-BREAK SPACE}%, les autres compétences sont acquises. C15.1 est acquise par compensation dans l'épreuve."
    )


def test_what_the_jury_gives_again_as_the_rules_do_is_all_had():
    said = whys(fact("C15.1", 60, changed=changed("validé")))
    assert said["B2"] == "Bloc B2 : moyenne 60\N{NO-BREAK SPACE}%, toutes les compétences sont acquises."
