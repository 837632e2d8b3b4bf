"""Results carried from a session to the next: what a procès-verbal granted and no more, signed, for who is the same person; the jury then decides of what lacks."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Unconfirmed
from epreuves_kit.exam.carrying import taken
from epreuves_kit.exam.expected import due
from epreuves_kit.jury import carried
from epreuves_kit.jury.carried import Carried
from epreuves_kit.jury.decision import decide
from epreuves_kit.jury.evidence import Changed, Status
from epreuves_kit.operations.carrying import TakeResultsParameters, take
from epreuves_kit.operations.declared import Doing
from epreuves_kit.page import ending
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.exam.session_application import act, decided_session, told
from tests.jury.cours import E17, NotebookFile, lay
from tests.jury.facts import AT, candidate, fact, rules

DAY = datetime.date(2026, 6, 30)
E10 = "e10_plan_media"
OWN = Carried("C15.1", Fraction(5, 8), "Juin", "2026-06-A", DAY)


def with_earlier(*facts, own=OWN, **changes):
    return msgspec.structs.replace(candidate(*facts), carried={own.code: own}, changes=changes.get("changes", {}))


@pytest.mark.parametrize(
    ("facts", "status", "share"),
    [
        ((fact("C15.1", None, lacking=("la copie",)),), Status.VALIDATED, Fraction(5, 8)),
        ((fact("C15.1", 20),), Status.VALIDATED, Fraction(5, 8)),
        ((fact("C15.1", 90),), Status.VALIDATED, Fraction(9, 10)),
        ((fact("C15.1", 55),), Status.VALIDATED, Fraction(5, 8)),
    ],
)
def test_what_is_granted_stays_and_the_better_counts(facts, status, share):
    verdict = decide(with_earlier(*facts), rules()).find("C15.1")
    assert (verdict.status, verdict.share) == (status, share)


def test_a_bloc_is_decided_with_what_was_granted_and_with_what_is_sat():
    decision = decide(with_earlier(fact("C15.1", None, lacking=("la copie",)), fact("C15.2", 60)), rules())
    assert [decision.find(code).status for code in ("C15.2", E17, "B2")] == [Status.VALIDATED] * 3
    assert decision.find("B2").share == (Fraction(5, 8) + Fraction(3, 5)) / 2
    assert "acquise à la session « Juin » (procès-verbal n° 2026-06-A du 30 juin 2026)" in decision.find(
        "C15.1"
    ).why.replace("\xa0", " ")
    waits = decide(
        with_earlier(fact("C15.1", None, lacking=("la copie",)), fact("C15.2", None, lacking=("la copie",))), rules()
    )
    assert waits.find("B2").status is Status.TO_COMPLETE
    assert waits.find("B2").lacking == ("C15.2 : la copie",)


def test_the_jury_s_own_word_of_this_session_is_the_last():
    refused = fact("C15.1", 20, changed=Changed(Status.NOT_VALIDATED, "Fraude établie.", "P. Sorel", AT))
    assert decide(with_earlier(refused), rules()).find("C15.1").status is Status.NOT_VALIDATED


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session whose procès-verbal grants the compétences of an épreuve to two people, and its file."""
    root = decided_session(tmp_path_factory.mktemp("juin") / "cours")
    assert "6 compétences accordées, de 2 candidats" in act(root, "acquis").replace("\xa0", " ")
    return root


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The next session: Léa is there under another identifier and case, a Karim who is somebody else, and a newcomer."""
    root = lay(tmp_path / "decembre", "Session de décembre 2026")
    for id in (E10, E17):
        (root / "source" / id).mkdir(parents=True)
    with NotebookFile(root) as book:
        book.student("LEA", "Léa", "Fontaine")
        book.student("karim", "Karim", "Alaoui")
        book.student("nadia", "Nadia", "Roux")
        book.release(E10)
        book.mark("LEA", E10)
    return root


def took(root: Path, file: Path, sure: bool = True) -> str:
    doing = Doing(lambda: Course(root), told, file.parent, "Secrétariat", sure)
    outcome = take.run(doing, TakeResultsParameters(Path(file.name)))
    return " ".join((*outcome.said, *outcome.look)).replace("\xa0", " ")


def test_who_comes_again_sits_what_lacks_and_has_the_rest(first, second):
    file = first / "exports" / "acquis.json"
    with pytest.raises(Unconfirmed) as question:
        took(second, file, sure=False)
    assert any("Empreinte de la clé" in line for line in question.value.look)
    assert not (second / carried.FILE).exists()
    said = took(second, file)
    assert "Les acquis de 1 candidat sont pris" in said
    # Another person of that identifier is given nothing.
    assert "1 titulaire n'est pas inscrit ici, et laissé de côté : Karim BENALI" in said
    assert "Qui a toutes les compétences d'une épreuve n'y est plus attendu : E17." in said
    assert [due(second, E17)(who) for who in ("LEA", "lea", "karim", "nadia")] == [False, False, True, True]
    assert due(second, E10)("LEA")
    by = {decision.candidate: decision for decision in ending.decisions(Course(second))}
    own = [by["LEA"].find(code) for code in ("C15.1", "C15.2", "C15.3", E17)]
    assert [verdict.status for verdict in own] == [Status.VALIDATED] * 4
    assert "Session de juin 2026" in own[0].why
    assert by["karim"].find("C15.1").status is Status.TO_COMPLETE
    # Taken again it says the same.
    before = (second / carried.FILE).read_bytes()
    took(second, file)
    assert (second / carried.FILE).read_bytes() == before


def test_a_session_does_not_take_its_own_results(first):
    with pytest.raises(KitError, match="est celui des acquis de cette session"):
        took(first, first / "exports" / "acquis.json")
    assert not (first / carried.FILE).exists()


def test_results_keep_the_session_that_granted_them_from_one_to_the_next(first, second):
    took(second, first / "exports" / "acquis.json")
    act(second, "jury seance", number="2026-12-A", date="2026-12-15", place="Paris")
    act(second, "jury pv", sure=True, partial="oui")
    act(second, "acquis")
    results, _ = taken((second / "exports" / "acquis.json").read_bytes(), referentiel(ROOT))
    (lea,) = [holder for holder in results.holders if holder.id == "LEA"]
    assert {own.competence: own.session for own in lea.granted} == {
        **dict.fromkeys(("C15.1", "C15.2", "C15.3"), "Session de juin 2026"),
        **dict.fromkeys(("C10.1", "C10.2", "C10.3"), "Session de décembre 2026"),
    }


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("C15.1", "C14.1"),
        lambda text: text.replace("FONTAINE", "AUTRE"),
        lambda text: text[:-40],
        lambda text: "{}",
        lambda text: json.dumps(json.loads(text) | {"cle": "AAAA"}),
        lambda text: json.dumps(json.loads(text) | {"signature": ""}),
    ],
)
def test_a_file_that_somebody_changed_is_refused(spoil, first, second, tmp_path):
    file = tmp_path / "acquis.json"
    file.write_text(spoil((first / "exports" / "acquis.json").read_text("utf-8")), "utf-8")
    with pytest.raises(KitError, match="a été modifié"):
        took(second, file)
    assert not (second / carried.FILE).exists()


def test_nothing_is_written_without_a_record_nor_taken_where_nobody_is_enrolled(first, second):
    with pytest.raises(KitError, match="Aucun procès-verbal numéroté"):
        act(second, "acquis")
    with NotebookFile(second) as book:
        book.student("LEA", "Léa", "Autre")
    with pytest.raises(KitError, match="n'est inscrit ici"):
        took(second, first / "exports" / "acquis.json")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("lea;C99.1;1/2;Juin;A;2026-06-30", "champ « competence »"),
        ("lea;C15.1;3/2;Juin;A;2026-06-30", "champ « resultat »"),
        ("lea;C15.1;1/2;Juin;A;hier", "champ « resultat »"),
        (";C15.1;1/2;Juin;A;2026-06-30", "champ « candidat »"),
        ("lea;C15.1", "6 valeurs attendues"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(line, fault, tmp_path):
    (tmp_path / carried.FILE).write_text(f"candidat;competence;resultat;session;proces-verbal;date\n{line}\n", "utf-8")
    with pytest.raises(Faults, match=fault):
        carried.read(tmp_path, referentiel(ROOT))


@given(
    st.dictionaries(
        st.sampled_from([competence.code for competence in referentiel(ROOT).competences]),
        st.tuples(
            st.none() | st.fractions(0, 1, max_denominator=9999), st.text("abc é=+-@;\"'", max_size=12), st.dates()
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_as_it_was(tmp_path_factory, owned):
    root = tmp_path_factory.mktemp("acquis")
    own = {code: Carried(code, share, session.strip(), "A", day) for code, (share, session, day) in owned.items()}
    (root / carried.FILE).write_bytes(carried.content([("zoé", each) for each in own.values()]))
    assert dict(carried.read(root, referentiel(ROOT)).get("zoé", {})) == own
