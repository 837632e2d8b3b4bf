"""What the dashboard reads of a course: right, whole, and naming nobody who is not to be named."""

import msgspec
import numpy as np
import pandas as pd
import pytest

from epreuves.machine import replace
from epreuves.wording.errors import KitError
from epreuves_kit.extensions.dashboard import cohort
from epreuves_kit.extensions.dashboard.gather import gather
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.registrations import CAMPUS, campus
from epreuves_kit.jury.sources import decisions
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules.jury_rules import defaults
from epreuves_kit.rules.sentences import percent
from tests.corpus import ASSIGNMENT
from tests.course import ROOT
from tests.dashboard.conftest import CANDIDATES, NAMES, SENTENCE, book
from tests.jury.cours import E06, E17


@pytest.fixture(scope="module")
def found(marked_cohort):
    return gather(marked_cohort)


def epreuve(found, id):
    return next(e for e in found.epreuves if e.id == id)


def test_totals_are_those_of_nbgrader(marked_cohort):
    named = gather(marked_cohort, named=True)
    names = {c.name: c.number for c in named.candidates}
    shares = cohort.totals(epreuve(named, E17))
    with book(marked_cohort) as gradebook:
        for id in ("c07", "c12", "c21"):
            submission = gradebook.find_submission(E17, id)
            assert shares[names[id]].value == pytest.approx(submission.score / submission.max_score)


def test_who_handed_in_nothing_is_not_counted_as_zero(found):
    assert len(epreuve(found, E17).candidates()) == 23


def test_a_criterion_that_waits_is_left_out_and_the_total_is_said_to_be_provisional(marked_cohort):
    named = gather(marked_cohort, named=True)
    (number,) = [c.number for c in named.candidates if c.name == "c05"]
    share = cohort.totals(epreuve(named, E17))[number]
    assert not share.whole
    # Three questions of ten points, three criteria of four that were judged: level 1.
    assert share.value == pytest.approx((3 * 5 + 3 * 4 / 3) / (30 + 12), abs=1e-4)


def test_a_groups_notebook_is_one_copy_of_all_its_members(found):
    collective, rex = epreuve(found, E06).notebooks
    assert [len(c.candidates) for c in collective.copies] == [3, 3]
    assert [c.group for c in collective.copies] == sorted(
        {"G1", "G2"}, key=lambda g: [c.group for c in collective.copies].index(g)
    )
    assert len(rex.copies) == 6


def test_members_of_a_group_whose_marks_differ_are_copies_of_their_own(root):
    with book(root) as gradebook:
        gradebook.find_grade("C6_1-q", E06, E06, "c01").manual_score = 9
        gradebook.db.commit()
    collective = epreuve(gather(root), E06).notebooks[0]
    assert sorted(len(c.candidates) for c in collective.copies) == [1, 2, 3]


def test_who_is_late_is_counted_once_an_epreuve(root):
    with book(root) as gradebook:
        for notebook in gradebook.find_submission(E06, "c02").notebooks:
            notebook.late_submission_penalty = 2
        gradebook.db.commit()
    assert [(e.id, e.late) for e in gather(root).epreuves] == [(E06, 1), (E17, 0)]


def test_variants_mistakes_and_sentences_come_from_the_records(found):
    (notebook,) = epreuve(found, E17).notebooks
    assert pd.Series([c.variant for c in notebook.copies]).value_counts().to_dict() == {"A": 6, "B": 6, "C": 5, "D": 6}
    place = [e.id for e in notebook.elements].index("C15_1-q")
    assert sum(c.mistakes[place] == "annee_entiere" for c in notebook.copies) == 8
    assert notebook.sentences == {"C15_1-q annee_entiere": SENTENCE}
    assert sum(not c.read for c in notebook.copies) == 1


def test_nobody_is_named_unless_names_are_asked_for(marked_cohort):
    hidden = msgspec.json.encode(gather(marked_cohort)).decode()
    shown = msgspec.json.encode(gather(marked_cohort, named=True)).decode()
    for first, last in NAMES.values():
        for name in filter(None, (first, last)):
            escaped = name.replace('"', '\\"')
            assert escaped not in hidden
            assert escaped in shown
    assert not any(f'"{id}"' in hidden for id in CANDIDATES)


def test_numbers_follow_the_key_and_not_the_alphabet(root, found):
    by_name = {c.name: c.number for c in gather(root, named=True).candidates}
    numbers = [by_name[id] for id in CANDIDATES if id in by_name]
    assert numbers != sorted(numbers)
    again = {c.name: c.number for c in gather(root, named=True).candidates}
    assert by_name == again
    (root / "seance.yaml").write_text("nom: Une autre\ncle: une tout autre phrase\n", encoding="utf-8")
    assert {c.name: c.number for c in gather(root, named=True).candidates} != by_name


def test_what_is_written_is_what_is_read(found, tmp_path):
    replace(tmp_path / "donnees" / "cohorte.json", msgspec.json.encode(found))
    assert cohort.read(tmp_path / "donnees" / "cohorte.json") == found


def test_a_campus_or_a_group_alone(found):
    lyon = found.only(campus="Lyon")
    assert len(lyon.candidates) == 12
    assert len(epreuve(lyon, E17).candidates()) == 12
    group = found.only(group="G2")
    assert [e.id for e in group.epreuves] == [E06]
    assert len(group.candidates) == 3


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"campus": "Brest"}, ["« Brest »", "Lille, Lyon"]),
        ({"group": "G9"}, ["Aucune copie ne répond"]),
        ({"epreuves": ["e01"]}, ["« e01 »", E17]),
    ],
)
def test_a_choice_that_leaves_nothing_is_said(found, asked, words):
    with pytest.raises(KitError) as error:
        found.only(**asked)
    assert all(word in str(error.value) for word in words)


def test_an_epreuve_that_is_not_known_is_named(marked_cohort):
    with pytest.raises(KitError, match="ne connaît pas l'épreuve « e99 »"):
        gather(marked_cohort, ["e99"])


def test_a_course_without_a_gradebook_says_so(root):
    (root / "gradebook.db").unlink()
    with pytest.raises(KitError, match="Il n'y a pas de carnet de notes"):
        gather(root)


def test_a_file_that_is_no_cohort_is_refused(tmp_path):
    (tmp_path / "cohorte.json").write_text('{"session": 3}', encoding="utf-8")
    with pytest.raises(KitError, match="n'est pas ce qu'écrit"):
        cohort.read(tmp_path / "cohorte.json")
    with pytest.raises(KitError, match="ne s'ouvre pas"):
        cohort.read(tmp_path / "autre.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("candidat;ville\nlea;Lyon\n", ["ligne 1", "candidat;campus"]),
        ("candidat;campus\nlea\n", ["ligne 2", "2 valeurs attendues"]),
        ("candidat;campus\nlea;\n", ["ligne 2", "champ « campus »"]),
        ("candidat;campus\nlea;Lyon\nLEA;Lille\n", ["ligne 3", "déjà ligne 2"]),
        ("", ["ligne 1", "un fichier vide"]),
    ],
)
def test_a_campus_file_that_is_wrong_is_refused_with_its_line(tmp_path, text, words):
    (tmp_path / CAMPUS).write_text(text, encoding="utf-8")
    with pytest.raises(KitError) as error:
        campus(tmp_path)
    assert all(word in str(error.value) for word in words)


def test_levels_come_from_the_register_with_their_times_and_graders_are_letters(marked_groups, tmp_path):
    import shutil

    root = shutil.copytree(marked_groups, tmp_path / "cours")
    with Register(root) as register:
        first, second = register.copies(ASSIGNMENT)[:2]
        criteria = [c.grade_id for c in register.criteria(ASSIGNMENT) if c.notebook == first.notebook]
        register.judge(ASSIGNMENT, first.key, criteria[0], "Alice Martin", 2)
        register.judge(ASSIGNMENT, first.key, criteria[1], "Alice Martin", 3)
        register.judge(ASSIGNMENT, first.key, criteria[1], "Alice Martin", 1)
        register.judge(ASSIGNMENT, second.key, criteria[0], "Bruno", 0)
        register.undo(ASSIGNMENT, "Bruno")
        register.judge_many(ASSIGNMENT, "Chloé", [(second.key, criteria[0], 1, "")])
    judged = gather(root).judged
    assert sorted((j.level, j.sheet) for j in judged) == [(1, False), (1, True), (2, False)]
    assert len({j.grader for j in judged}) == 2
    assert {j.grader for j in judged} <= {"correcteur·rice A", "correcteur·rice B"}
    assert {j.grader for j in gather(root, named=True).judged} == {"Alice Martin", "Chloé"}
    assert len({j.copy for j in judged}) == 2
    assert np.isfinite([j.at for j in judged]).all()


def test_results_are_those_that_the_jurys_rules_decide_and_no_others(marked_cohort):
    named = gather(marked_cohort, named=True)
    numbers = {c.name: c.number for c in named.candidates}
    shown = {(r.candidate, r.competence): (r.status, r.told) for r in named.results}
    with JuryRecord(marked_cohort) as record:
        decided = {one.candidate: one for one in decisions(record, defaults(ROOT))}
    for id in ("c04", "c07", "c21"):
        for code in ("C15.1", "C15.2", "C15.3"):
            verdict = decided[id].find(code)
            assert shown[numbers[id], code] == (verdict.status.value, percent(verdict.share)), (id, code)
    assert shown[numbers["c05"], "C15.1"] == ("à compléter", "en attente")
    assert shown[numbers["c07"], "C6.1"] == ("à compléter", "non rendu")
    assert {r.epreuve for r in named.only([E17]).results} == {E17}
