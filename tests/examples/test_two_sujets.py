"""An épreuve that has two sujets, of which each candidate sits one: held by a session, given by campus, seat or the key, and decided of together."""

import re
import shutil

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.course import timetable
from epreuves_kit.course.folders import Course
from epreuves_kit.demo.copies import FictionalCopy
from epreuves_kit.exam.expected import due
from epreuves_kit.exam.status import status
from epreuves_kit.jury import session
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.sources import decisions
from epreuves_kit.jury.sujets import Sujets
from epreuves_kit.proof.coverage import cover
from epreuves_kit.referentiel.codes import InvalidData
from epreuves_kit.referentiel.loading import load
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from tests.conftest import epreuves, nbgrader

#: One worker makes the course that all these tests read.
pytestmark = pytest.mark.xdist_group("deux_sujets")

OWN, OTHER = "e01_premiere", "e01b_seconde"
#: By candidate: the campus, the sujet handed in, the level of its criterion; dan hands in the one that was not his, eve both, fay none.
PEOPLE = {
    "ada": ("Lyon", OWN, 3),
    "ben": ("Lille", OTHER, 2),
    "cy": ("Lille", OTHER, 0),
    "dan": ("Lyon", OTHER, 2),
    "eve": ("Lyon", OWN, 2),
    "fay": ("Lille", "", 0),
}


def run(course, *words, code=0):
    done = epreuves(course, *words)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def edit(path, before, after):
    text = path.read_text("utf-8")
    assert re.search(before, text), (path, before)
    path.write_text(re.sub(before, after, text), "utf-8")


def hand_in(course, who, epreuve):
    copy = FictionalCopy(course, epreuve, who)
    for question in copy.scheme.questions:
        copy.solve(copy.answer_cell(question))
    for cell in copy.cells("manual"):
        cell.source = "Une note qui traite les trois points. " * 20
    copy.submit(course / "submitted" / who / epreuve)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deux_sujets")
    run(folder, "nouveau", "cours")
    root = folder / "cours"
    edit(root / "referentiel" / "epreuves.yaml", rf"({OWN}:\n)", rf"\1  autres_sujets: [{OTHER}]\n")
    run(root, "new", "e01b")
    edit(root / "seance.yaml", r"variantes: \d+", "variantes: 2")
    with (root / "seance.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "epreuves: [e01, e01b]\ndates:\n  e01: {debut: 2026-06-10 09:00, fin: 2026-06-10 12:00, lieu: Salle 1, campus: [Lyon]}\n"
            "  e01b: {debut: 2026-06-10 09:00, fin: 2026-06-10 12:00, lieu: Salle 2, campus: [Lille]}\n"
        )
    rows = "".join(f"{who.capitalize()};{who};{campus};{who}\n" for who, (campus, _, _) in PEOPLE.items())
    (root / "liste.csv").write_text(f"Nom;Prénom;Campus;Identifiant\n{rows}", "utf-8")
    run(root, "candidats", "import", "liste.csv", "--oui")
    run(root, "build", "--sans-preuve")
    for epreuve in (OWN, OTHER):
        nbgrader(root, "generate_assignment", epreuve, "--force")
    for who, (_, epreuve, _) in PEOPLE.items():
        if epreuve:
            hand_in(root, who, epreuve)
    hand_in(root, "eve", OTHER)
    run(root, "autograde", OWN)
    run(root, "autograde", OTHER, code=3)  # fay is to be looked at
    with Register(root) as register:
        for epreuve in (OWN, OTHER):
            for copy in register.copies(epreuve):
                (criterion,) = register.criteria(epreuve)
                register.judge_copy(epreuve, copy.key, "Alice", {criterion.grade_id: PEOPLE[copy.students[0]][2]})
    return root


@pytest.fixture
def decided(course):
    with JuryRecord(course) as record:
        return {decision.candidate: decision for decision in decisions(record, jury_rules.of_jury(course))}


def test_a_candidate_is_decided_of_by_the_sujet_that_they_sat(decided):
    statuses = {who: decision.epreuves[0].status for who, decision in decided.items()}
    assert statuses == {
        "ada": Status.VALIDATED,
        "ben": Status.VALIDATED,
        "cy": Status.NOT_VALIDATED,
        "dan": Status.VALIDATED,
        "eve": Status.VALIDATED,
        "fay": Status.TO_COMPLETE,
    }
    # One épreuve, whatever its sujet.
    assert {verdict.code for decision in decided.values() for verdict in decision.epreuves} == {OWN}
    assert {len(decision.competences) for decision in decided.values()} == {1}


def test_the_jury_is_told_of_another_sujet_than_one_s_own(decided):
    assert decided["dan"].remarks == (f"{OTHER} : rendue à la place de {OWN}, qui lui revenait ; elle compte.",)
    assert decided["eve"].remarks == (f"{OTHER} : rendue aussi, alors que {OWN} lui revenait ; elle ne compte pas.",)
    assert decided["ada"].remarks == decided["ben"].remarks == ()


def test_each_is_expected_at_their_own_sujet_and_nobody_twice(course):
    expected = {id: {who for who in PEOPLE if due(course, id)(who)} for id in (OWN, OTHER)}
    assert expected == {OWN: {"ada", "eve"}, OTHER: {"ben", "cy", "dan", "fay"}}
    by_id = {state.epreuve: state for state in status(Course(course)).epreuves}
    assert by_id[OWN].missing == ()
    assert by_id[OTHER].missing == ("fay",)
    sheets = run(course, "horaires")
    assert "Salle 1" in sheets
    assert "Salle 2" in sheets


def test_an_absence_is_the_epreuve_s_by_the_name_of_either_sujet(course):
    rules = jury_rules.of_jury(course)
    with JuryRecord(course) as record:
        session.absent(record, rules, "Secrétariat", "fay", "e01b", True, False, False, "")
        assert not due(course, OTHER)("fay")
        assert not due(course, OWN)("fay")
        session.absent(record, rules, "Secrétariat", "fay", OWN, None, False, True, "")
    assert due(course, OTHER)("fay")


def held(course, folder, sitting):
    """The sujets of a session that holds both, of which nobody has handed anything in."""
    for name in ("referentiel", "sujets"):
        shutil.copytree(course / name, folder / name)
    for name in ("seance.yaml", "campus.csv", "nbgrader_config.py"):
        shutil.copy(course / name, folder)
    edit(folder / "seance.yaml", r"(?s)epreuves:.*", sitting)
    return Sujets.read(Course(folder), referentiel(folder).epreuve("e01_premiere"))


def test_a_session_that_names_none_holds_the_one_that_bears_the_epreuve_s_id(course, tmp_path):
    sujets = held(course, tmp_path, "")
    assert Course(tmp_path).held() == (OWN,)
    assert {sujets.given(who) for who in PEOPLE} == {OWN}


def test_a_session_may_hold_the_other_alone(course, tmp_path):
    assert held(course, tmp_path, "epreuves: [e01b]\n").given("ada") == OTHER


def test_without_campus_the_key_draws_and_a_seat_decides(course, tmp_path):
    sujets = held(course, tmp_path, "epreuves: [e01, e01b]\n")
    crowd = [f"c{number}" for number in range(200)]
    drawn = [sujets.given(who) for who in crowd]
    assert drawn == [Sujets.read(Course(tmp_path), sujets.epreuve).given(who.upper()) for who in crowd]
    assert 60 < drawn.count(OTHER) < 140
    other_way = next(id for id in (OWN, OTHER) if id != sujets.given("ada"))
    (tmp_path / "places.csv").write_text(f"candidat;epreuve;variante\nada;{other_way};A\n", "utf-8")
    seated = Sujets.read(Course(tmp_path), sujets.epreuve)
    assert seated.given("ada") == other_way
    assert [seated.given(who) for who in crowd] == drawn


def test_a_campus_has_one_sujet(course, tmp_path):
    dates = "".join(
        f"  {id}: {{debut: 2026-06-10 09:00, fin: 2026-06-10 12:00, campus: [Lyon]}}\n" for id in (OWN, OTHER)
    )
    with pytest.raises(KitError, match=r"seance\.yaml, champ « dates\.e01b_seconde\.campus » : « Lyon » est déjà"):
        held(course, tmp_path, f"epreuves: [e01, e01b]\ndates:\n{dates}")


def test_a_campus_that_is_nobody_s_is_told(course, tmp_path):
    dates = f"dates:\n  {OTHER}: {{debut: 2026-06-10 09:00, fin: 2026-06-10 12:00, campus: [Lile]}}\n"
    with pytest.raises(
        KitError, match=r"« Lile » n'est le campus d'aucun candidat ; ceux de la liste sont Lille et Lyon"
    ):
        held(course, tmp_path, f"epreuves: [e01, e01b]\n{dates}")
    with pytest.raises(KitError, match="aucun candidat"):
        due(tmp_path, OWN)


def test_a_campus_shares_candidates_between_sujets_or_is_refused(course, tmp_path):
    dates = f"dates:\n  {OWN}: {{debut: 2026-06-10 09:00, fin: 2026-06-10 12:00, campus: [Lyon]}}\n"
    held(course, tmp_path, f"epreuves: [e01]\n{dates}")
    with pytest.raises(KitError, match=rf"champ « dates\.{OWN}\.campus » : .*n'en tient qu'un"):
        timetable.read(Course(tmp_path))


def test_both_sujets_judge_the_same_criteria(course, tmp_path):
    assert cover(course, referentiel(course)).faults == ()
    held(course, tmp_path, "")
    edit(tmp_path / "referentiel" / "activites" / "A1.yaml", r"\Z", '      A1.1-k2: "Un autre"\n')
    edit(tmp_path / "sujets" / OTHER / "grille.yaml", r"A1\.1-k1", "A1.1-k2")
    assert (
        f"A1.1-k1 : la grille de {OWN} le juge, celle de {OTHER} non ; les deux sujets jugent les mêmes critères."
        in (cover(tmp_path, referentiel(tmp_path)).faults)
    )


@pytest.mark.parametrize("written", ["e02b_autre", "e01_autre", "E01B", "e01bc_autre"])
def test_another_sujet_bears_the_epreuve_s_number_and_a_letter(course, tmp_path, written):
    shutil.copytree(course / "referentiel", tmp_path / "referentiel")
    edit(tmp_path / "referentiel" / "epreuves.yaml", OTHER, written)
    with pytest.raises(InvalidData, match=rf"« {written} » n'est pas un autre sujet de {OWN}"):
        load(tmp_path / "referentiel")
