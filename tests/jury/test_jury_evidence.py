"""What is read from nbgrader's gradebook and from the record: points, what lacks, absences, make-ups, names, groups, registrations."""

import datetime
import threading
from fractions import Fraction

import pytest

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.jury import sources
from epreuves_kit.jury.evidence import Absence, MakeUp, Status
from epreuves_kit.jury.record import AbsenceAct, DecisionAct, JuryRecord, MakeUpAct, OralAct
from epreuves_kit.rubric import backup
from epreuves_kit.rules.jury_rules import defaults
from epreuves_kit.rules.result import EvidencePart
from tests.course import ROOT
from tests.jury.cours import E01, E06, E17, NotebookFile


def facts(root, candidate="lea", *acts):
    with JuryRecord(root) as record:
        if acts:
            record.add("C. Aubert", *acts)
        (found,) = sources.gather(record, defaults(ROOT), [candidate])
    return found


def of(found, code):
    return next(fact for own in found.epreuves.values() for fact in own if fact.code == code)


def test_points_and_levels_are_those_of_the_gradebook_exactly(course):
    found = of(facts(course), "C15.1")
    assert found.machine == EvidencePart(Fraction(7), Fraction(10))
    assert found.grille == EvidencePart(
        Fraction(4), Fraction(8)
    )  # 8/3 and 4/3, which nbgrader has as 2.6667 and 1.3333
    assert found.levels == (1, 2)
    assert not found.oral_due
    assert found.lacking == ()


def test_a_compétence_of_two_notebooks_is_the_sum_of_both(course):
    found = facts(course)
    assert of(found, "C6.1").machine == EvidencePart(Fraction(10), Fraction(20))
    assert of(found, "C6.2").machine == EvidencePart(Fraction(5), Fraction(10))
    assert of(found, "C6.1").oral_due


def test_a_criterion_that_nobody_judged_lacks_and_is_not_a_zero(course):
    found = of(facts(course, "karim"), "C15.1")
    assert found.lacking == ("1 critère à juger",)
    assert found.levels == (2,)
    with JuryRecord(course) as record:
        (decided,) = sources.decisions(record, defaults(ROOT), ["karim"])
    assert decided.find("C15.1").status is Status.TO_COMPLETE
    assert decided.find("C15.1").why == "C15.1 : il manque 1 critère à juger."


def test_a_question_that_the_machine_did_not_mark_lacks(course):
    with NotebookFile(course) as book:
        book.mark("karim", E17, machine=None, levels=(0, 0))
    assert of(facts(course, "karim"), "C15.1").lacking == ("1 question à corriger",)


def test_who_has_no_copy_lacks_it_wherever_the_épreuve_is(course):
    found = facts(course, "karim")
    assert {fact.lacking for fact in found.epreuves[E06]} == {("la copie",)}
    assert {fact.lacking for fact in found.epreuves[E01]} == {("la copie",)}
    assert of(found, "C6.1").machine is None


def test_one_notebook_that_is_not_handed_in_counts_zero_and_the_jury_is_told(course):
    with NotebookFile(course) as book:
        book.student("ines")
        book.mark("ines", E06, machine=10, levels=(3, 3), only=E06)
        book.not_handed_in("ines", E06, "rex")
    found = facts(course, "ines")
    assert of(found, "C6.1").machine == EvidencePart(Fraction(10), Fraction(20))
    assert of(found, "C6.3").machine == EvidencePart(Fraction(0), Fraction(10))
    assert of(found, "C6.3").lacking == ()
    assert found.remarks == ("e06_objectifs : rex non rendu, compté zéro.",)


def test_who_handed_in_nothing_lacks_the_copy_even_where_the_gradebook_has_zeros(course):
    with NotebookFile(course) as book:
        book.student("ines")
        for notebook in (E06, "rex"):
            book.not_handed_in("ines", E06, notebook)
    found = facts(course, "ines")
    assert of(found, "C6.1").lacking == ("la copie",)
    assert of(found, "C6.1").machine is None
    assert found.remarks == ()


def test_a_blank_copy_that_was_handed_in_is_a_zero(course):
    with NotebookFile(course) as book:
        book.student("ines")
        book.mark("ines", E17, machine=0, levels=(0, 0))
    assert of(facts(course, "ines"), "C15.1").machine == EvidencePart(Fraction(0), Fraction(10))
    assert of(facts(course, "ines"), "C15.1").lacking == ()


def test_a_penalty_for_lateness_is_told_and_taken_from_no_compétence(course):
    with NotebookFile(course) as book:
        book.mark("lea", E17, machine=7, levels=(2, 1), penalty=1.5)
    found = facts(course)
    assert of(found, "C15.1").machine == EvidencePart(Fraction(7), Fraction(10))
    assert "pénalité de 1,5 point sur la note, sans effet sur les compétences ni sur les décisions" in found.remarks[0]


def test_a_member_who_was_absent_by_the_groups_file_must_be_declared_absent(course):
    (course / "groupes.csv").write_text(
        f"epreuve;groupe;candidat;etat\n{E06};G1;Lea;absent\n{E06};G1;karim;présent\n", encoding="utf-8"
    )
    assert of(facts(course), "C6.1").lacking[0].startswith("la déclaration de son absence")
    declared = facts(course, "lea", AbsenceAct(E06, "lea", "épreuve", "justifiée", "Certificat reçu."))
    assert of(declared, "C6.1").absence == Absence("épreuve", True, "Certificat reçu.")
    assert of(declared, "C6.1").lacking == ()


def test_who_is_only_in_a_group_and_handed_in_nothing_is_a_candidate_still(course):
    (course / "groupes.csv").write_text(
        f"epreuve;groupe;candidat;etat\n{E06};G1;lea;\n{E06};G1;tom;absent\n{E06};G1;sam;parti\n{E06};G1;LEO;\n",
        encoding="utf-8",
    )
    with JuryRecord(course) as record:
        assert sources.known_candidates(record, defaults(ROOT)) == ["karim", "lea", "LEO", "tom"]
    assert of(facts(course, "tom"), "C6.1").lacking[0].startswith("la déclaration de son absence")


def test_names_are_those_of_the_gradebook_and_identifiers_where_it_has_none(course):
    with JuryRecord(course) as record:
        found = sources.gather(record, defaults(ROOT))
    assert [(one.candidate, one.name) for one in found] == [("karim", "karim"), ("lea", "Léa Fontaine")]


def test_the_last_act_on_each_thing_counts_and_none_is_lost(course):
    acts = (
        OralAct(E06, "lea", "niveau", "C6.1", 1), OralAct(E06, "lea", "niveau", "C6.1", 3), OralAct(E06, "lea", "niveau", "C6.2", 2),
        OralAct(E06, "lea", "niveau", "C6.2", None),
        MakeUpAct("lea", "C15.1", "9", "20"), MakeUpAct("lea", "C15.1", "12.5", "20"),
        DecisionAct("lea", "C15.2", "validé", "Écrit repris."), DecisionAct("lea", "B1", "validé", "Équivalence."),
        DecisionAct("lea", "B1", None, "Erreur de candidat."),
    )  # fmt: skip
    found = facts(course, "lea", *acts)
    assert of(found, "C6.1").oral == 3
    assert of(found, "C6.2").oral is None
    assert of(found, "C15.1").makeup == MakeUp(Fraction(5, 8))
    assert of(found, "C15.2").changed.status is Status.VALIDATED
    assert of(found, "C15.2").changed.author == "C. Aubert"
    assert "B1" not in found.changes
    with JuryRecord(course) as record:
        assert [entry.act for entry in record.entries()] == list(acts)


def test_an_absence_at_the_épreuve_covers_its_oral_and_can_be_taken_back(course):
    oral, whole = (AbsenceAct(E06, "lea", where, "non justifiée") for where in ("oral", "épreuve"))
    assert of(facts(course, "lea", whole, oral), "C6.1").absence.where == "épreuve"
    back = AbsenceAct(E06, "lea", "épreuve", "présent")
    assert of(facts(course, "lea", back), "C6.1").absence.where == "oral"


def test_a_candidate_of_the_registrations_alone_is_there_with_their_blocs(course):
    (course / "inscriptions.csv").write_text("candidat;blocs\nZoé;b4, B1\n", encoding="utf-8")
    found = facts(course, "zoé")
    assert found.candidate == "Zoé"
    assert found.registration.blocs == ("B1", "B4")


def test_what_is_held_already_and_the_vae_are_read_and_await_no_copy(course):
    (course / "inscriptions.csv").write_text(
        "candidat;blocs;acquis;voie\nZoé;;b1 2025-06-30, B3 (28/06/2024);\nlea;;;Validation des acquis de l’expérience\n",
        encoding="utf-8",
    )
    assert facts(course, "zoé").registration.acquired == (
        ("B1", datetime.date(2025, 6, 30)),
        ("B3", datetime.date(2024, 6, 28)),
    )
    # There are copies of hers in the gradebook: they count no more.
    lea = facts(course, "lea")
    assert lea.registration.vae
    assert {fact.lacking for own in lea.epreuves.values() for fact in own} == {(sources.BY_JURY,)}
    assert {fact.machine for own in lea.epreuves.values() for fact in own} == {None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("candidat,blocs\n", "ligne 1 : en-tête attendu « candidat;blocs;acquis;voie »"),
        ("candidat;blocs\nlea;B1;B2\n", "ligne 2 : 2 valeurs attendues"),
        ("candidat;blocs\n;B1\n", "ligne 2, champ « candidat » : la valeur manque"),
        ("candidat;blocs\nlea;\n", "ligne 2, champ « blocs » : la valeur manque"),
        ("candidat;blocs\nlea;B1,B9\n", "ligne 2, champ « blocs » : « B9 » n'est pas un bloc ; les blocs sont B1, B2, B3 et B4."),
        ("candidat;blocs;acquis\nlea;;B1\n", "ligne 2, champ « acquis » : « B1 » est sans date ; écrivez celle du jury qui l'a accordé : B1 2025-06-30."),
        ("candidat;blocs;acquis\nlea;;B1 30/06/25\n", "ligne 2, champ « acquis » : « 30/06/25 » : l'année manque"),
        ("candidat;blocs;acquis\nlea;B1;B1 2025-06-30\n", "ligne 2, champ « acquis » : « B1 » est aussi parmi les blocs demandés"),
        ("candidat;blocs;voie\nlea;B1;initiale\n", "ligne 2, champ « voie » : « initiale » n'est pas comprise ; écrivez VAE, ou rien."),
        ("candidat;blocs\nlea;B1\nLEA;B2\n", "ligne 3, champ « candidat » : « LEA » est déjà ligne 2"),
        ('candidat;blocs\nlea;"B1\n', "ce n'est pas un CSV lisible"),
        ("", "ligne 1 : en-tête attendu"),
    ],
)  # fmt: skip
def test_each_fault_of_the_registrations_is_named_by_line_and_field(course, text, said):
    (course / "inscriptions.csv").write_text(text, encoding="utf-8")
    with JuryRecord(course) as record, pytest.raises(Faults) as refused:
        sources.gather(record, defaults(ROOT))
    assert said in str(refused.value)


def test_a_candidate_whom_nobody_knows_is_said(course):
    with JuryRecord(course) as record, pytest.raises(KitError, match="« leo » n'est pas un candidat connu"):
        sources.gather(record, defaults(ROOT), ["leo"])


def test_a_compétence_is_decided_from_points_and_levels_and_one_of_an_oral_waits_for_it(course):
    with JuryRecord(course) as record:
        (decided,) = sources.decisions(record, defaults(ROOT), ["lea"])
    assert decided.find("C15.1").share == (2 * Fraction(7, 10) + 2 * Fraction(1, 2)) / 4
    assert decided.find("C15.1").status is Status.VALIDATED
    assert decided.find("C6.1").lacking == ("le niveau de l'oral",)


@pytest.mark.parametrize("lost", ["what came after", "the whole gradebook"])
def test_a_backup_holds_the_jurys_record_and_a_restore_gives_it_back(course, lost):
    decided = DecisionAct("lea", "C15.2", "validé", "Écrit repris.")
    with JuryRecord(course) as record:
        record.add("C. Aubert", decided)
    saved = backup.save_course(course)
    with JuryRecord(course) as record:
        record.add("C. Aubert", DecisionAct("lea", "C15.2", None, "Autre."))
    if lost == "the whole gradebook":
        (course / "gradebook.db").unlink()
    backup.restore_course(course, saved.file)
    with JuryRecord(course) as record:
        assert [(entry.act, entry.author) for entry in record.entries()] == [(decided, "C. Aubert")]


def test_several_who_write_at_once_lose_nothing(course):
    def write(name):
        with JuryRecord(course) as record:
            for rank in range(8):
                record.add(name, OralAct(E06, "lea", "remarque", "", text=f"{name} {rank}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with JuryRecord(course) as record:
        found = record.entries()
    assert [entry.rank for entry in found] == list(range(1, 25))
    for name in "abc":
        assert [e.act.text for e in found if e.author == name] == [f"{name} {rank}" for rank in range(8)]


def test_the_record_refuses_what_is_no_value_of_it_and_writes_nothing(course):
    with JuryRecord(course) as record:
        with pytest.raises(KitError, match="Rien n'est enregistré : une valeur ne convient pas"):
            record.add("A", OralAct(E06, "lea", "niveau", "C6.1", 2), OralAct(E06, "lea", "niveau", "C6.1", 7))
        assert record.entries() == []
