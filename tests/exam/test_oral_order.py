"""The order of an oral: nobody in two places, nor heard by who taught them, a group together; or why no order holds."""

from __future__ import annotations

import datetime
import itertools
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.answers.keys import fold
from epreuves.wording.errors import KitError
from epreuves_kit.course import oral_hours
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Unconfirmed
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.papers import oral_order
from epreuves_kit.exam.papers.oral_order import Heard, HearingPanel
from epreuves_kit.operations import orals
from tests.accessible_pdf import faults
from tests.exam.session_application import act, refused
from tests.exam.test_papers import pages
from tests.jury.cours import E01, E06, E17, NotebookFile, lay

PARIS = ZoneInfo("Europe/Paris")
DAY = datetime.date(2027, 6, 14)


def at(hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(DAY, datetime.time(hour, minute), PARIS)


def somebody(rank: int) -> EnrolledCandidate:
    return EnrolledCandidate(f"c{rank:03d}", f"NOM{rank:03d}", "Prénom")


def test_passages_begin_again_at_the_end_of_a_pause_and_end_in_time() -> None:
    times = oral_order.slots(at(9), at(12), 30, 5, oral_order.pauses("10h30-10h45"))
    assert [begins.time().isoformat("minutes") for begins, _ in times] == ["09:00", "09:35", "10:45", "11:20"]
    assert all(ends <= at(12) for _, ends in times)


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    together=st.booleans(),
    apart=st.dictionaries(st.integers(0, 7), st.sampled_from(["Nadia Roux", "Idriss Koné"]), max_size=4),
    busy=st.dictionaries(st.integers(0, 7), st.integers(9, 15), max_size=4),
)
def test_an_order_keeps_all_that_is_asked_or_is_refused(sizes, together, apart, busy) -> None:
    numbers = itertools.count()
    heard = [
        Heard(tuple(somebody(next(numbers)) for _ in range(size)), f"g{rank}", together)
        for rank, size in enumerate(sizes)
    ]
    juries = [HearingPanel("A", "12", ("Nadia Roux",)), HearingPanel("B", "14", ("Idriss Koné", "Ève Lang"))]
    times = oral_order.slots(at(9), at(17, 30), 30, 5, oral_order.pauses("12:30-13:30"))
    kept = {f"c{rank:03d}": {fold(name)} for rank, name in apart.items()}
    away = {f"c{rank:03d}": [(at(hour), at(hour + 2))] for rank, hour in busy.items()}
    try:
        passages = oral_order.order(heard, juries, times, kept, away)
    except KitError:
        return
    heard_of = [person.id for passage in passages for person in passage.people]
    assert sorted(heard_of) == sorted(person.id for group in heard for person in group.people)
    assert len({(passage.panel.name, passage.begins) for passage in passages}) == len(passages)
    for passage in passages:
        for person in passage.people:
            assert not kept.get(person.id, set()) & {fold(juror) for juror in passage.panel.jurors}
            assert all(passage.ends <= since or passage.begins >= until for since, until in away.get(person.id, ()))
    for group in heard:
        own = [p for p in passages if set(p.people) <= set(group.people)]
        assert len({p.panel.name for p in own}) == 1
        assert all(
            after.begins - before.ends == datetime.timedelta(minutes=5) for before, after in itertools.pairwise(own)
        )
    assert passages == oral_order.order(heard, juries, times, kept, away)


def test_who_is_granted_time_passes_longer_and_the_panel_waits() -> None:
    times = oral_order.slots(at(9), at(12), 30, 5, ())
    third = {"c000": Fraction(1, 3)}
    heard = [Heard((somebody(rank),), granted=third) for rank in range(3)]
    passages = oral_order.order(heard, [HearingPanel("A")], times, {}, {"c000": [(at(9, 40), at(12))]})
    assert [(p.people[0].id, p.begins, p.ends) for p in passages] == [
        ("c000", at(9), at(9, 40)),
        ("c001", at(10, 10), at(10, 40)),
        ("c002", at(10, 45), at(11, 15)),
    ]
    # Together, a group has the time of who has most; and nobody is elsewhere in its last minutes.
    together = Heard((somebody(0), somebody(1)), "g1", True, third)
    busy = {"c001": [(at(9, 35), at(10))]}
    [passage] = oral_order.order([together], [HearingPanel("A")], times, {}, busy)
    assert (passage.begins, passage.ends) == (at(10, 10), at(10, 50))


def test_an_order_that_holds_in_one_way_alone_is_found() -> None:
    times = [(at(9), at(9, 30)), (at(9, 35), at(10, 5))]
    heard = [Heard((somebody(rank),)) for rank in range(4)]
    juries = [HearingPanel("A", "", ("Nadia Roux",)), HearingPanel("B", "", ("Idriss Koné",))]
    apart = {"c000": {"nadia roux"}, "c001": {"nadia roux"}}
    busy = {"c001": [(at(9), at(9, 30))], "c003": [(at(9, 30), at(11))]}
    found = {p.people[0].id: (p.panel.name, p.begins) for p in oral_order.order(heard, juries, times, apart, busy)}
    assert found == {"c000": ("B", at(9)), "c001": ("B", at(9, 35)), "c003": ("A", at(9)), "c002": ("A", at(9, 35))}


def test_a_hundred_people_before_four_panels_are_put_in_order() -> None:
    times = oral_order.slots(at(8), at(18), 20, 0, oral_order.pauses("12:00-13:00"))
    heard = [Heard((somebody(rank),)) for rank in range(100)]
    passages = oral_order.order(heard, [HearingPanel(name) for name in "ABCD"], times, {}, {})
    assert len(passages) == 100
    # The list's order is the day's, as far as it can be.
    assert max(p.begins for p in passages if p.people[0].id < "c004") == at(8)


@pytest.mark.parametrize(
    ("text", "why"),
    [("12:30", "n'est pas une pause"), ("13:30-12:30", "n'est pas une pause"), ("25:00-26:00", "n'est pas une pause")],
)
def test_a_pause_that_is_none_is_refused(text: str, why: str) -> None:
    with pytest.raises(KitError, match=why):
        oral_order.pauses(text)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Five people, three of whom are a group at E06, which has a collective oral; E17 is sat that morning, and has none."""
    root = lay(tmp_path / "cours")
    names = {"lea": "Fontaine", "karim": "Benali", "zoe": "Le Goff", "theo": "Martin", "ines": "Nuñez"}
    with NotebookFile(root) as book:
        for id, name in names.items():
            book.student(id, id.capitalize(), name)
    for id in (E01, E06, E17):
        (root / "source" / id).mkdir(parents=True)
    (root / "groupes.csv").write_text(
        f"epreuve;groupe;candidat;etat;depot\n{E06};g1;lea;;\n{E06};g1;karim;;\n{E06};g2;zoe;;\n{E06};g2;theo;;\n",
        "utf-8",
    )
    path = root / "seance.yaml"
    path.write_text(
        path.read_text("utf-8") + "dates:\n  e17: {debut: 2027-06-14 09:00, fin: 2027-06-14 11:00}\n", "utf-8"
    )
    return root


ASKED = {
    "day": "2027-06-14",
    "minutes": "30",
    "panels": "Jury A, salle 12 : Nadia Roux\nJury B, salle 14 : Idriss Koné",
}


def test_the_paper_says_who_passes_where_and_the_calendar_says_the_same(course: Path) -> None:
    said = act(course, "oraux", epreuve=E06, **ASKED, apart="lea : Nadia Roux")
    assert "3 passages le lundi 14 juin 2027" in said.replace("\xa0", " ")
    content = (course / "exports" / "oraux-e06-2027-06-14.pdf").read_bytes()
    assert faults(content) == []
    first, second = pages(content)
    # E17 is sat until eleven by all; the group of which one is kept from a juror goes to the other.
    assert "Jury A · salle 12" in first
    assert "Jury B · salle 14" in second
    assert "Karim Benali et Lea Fontaine (groupe g1)" in second
    assert "11:20 – 11:50" in first
    events = icalendar.Calendar.from_ical((course / "exports" / "oraux-e06-2027-06-14.ics").read_bytes()).walk("VEVENT")
    assert len(events) == 3
    assert all(event["dtstart"].dt >= at(11) for event in events)
    assert {str(event["location"]) for event in events} == {"salle 12", "salle 14"}


def test_what_cannot_be_put_in_order_is_said_with_what_to_do(course: Path) -> None:
    assert "n'a pas d'oral" in refused(course, "oraux", epreuve=E17, **ASKED)
    assert "ajoutez un jury" in refused(course, "oraux", epreuve=E06, **ASKED | {"panels": "A", "ends": "09:40"})
    assert "Aucun passage ne convient à" in refused(course, "oraux", epreuve=E06, **ASKED | {"ends": "10:55"})
    assert "combien dure l'oral" in refused(course, "oraux", epreuve=E06, day="2027-06-14")
    assert "n'est pas de ceux qui passent" in refused(course, "oraux", epreuve=E06, **ASKED, apart="personne : X")
    assert "écrivez le nom du candidat, deux-points" in refused(course, "oraux", epreuve=E06, **ASKED, apart="Léa")
    (course / "jury.yaml").write_text(
        "composition:\n- {nom: Nadia Roux, qualite: formatrice}\n- {nom: Camille Aubert, qualite: directrice}\n",
        "utf-8",
    )
    mistaken = act(course, "oraux", epreuve=E06, sure=True, **ASKED | {"panels": "Camille Aubert, Nadia Roux"})
    assert "« Camille Aubert » est pris pour un jury, et « Nadia Roux » pour son lieu" in mistaken.replace("\xa0", " ")
    strange = act(
        course, "oraux", epreuve=E06, sure=True, **ASKED | {"panels": "Jury A, 12 : Jean Inconnu, Nadia Roux"}
    )
    assert "Jean Inconnu n'est pas du jury de la session" in strange
    assert "Deux jurys ont le même nom" in refused(course, "oraux", epreuve=E06, **ASKED | {"panels": "A\na"})


def test_a_candidate_is_kept_from_a_juror_by_name_and_homonyms_by_identifier() -> None:
    lea, karim, other = (
        EnrolledCandidate(id, surname, name)
        for id, surname, name in (("lea", "FONTAINE", "Léa"), ("karim", "Benali", "Karim"), ("k2", "BENALI", "Karim"))
    )
    assert oral_order.tutors("lea fontaine : Nadia Roux\nk2: Idriss Koné", [lea, karim, other]) == {
        "lea": {"nadia roux"},
        "k2": {"idriss kone"},
    }
    with pytest.raises(KitError, match="Plusieurs personnes s'appellent Karim Benali : écrivez karim ou k2"):
        oral_order.tutors("Karim Benali : Nadia Roux", [lea, karim, other])


def test_a_homonym_is_asked_for_by_identifier_however_papers_tell_them_apart(course: Path) -> None:
    with NotebookFile(course) as book:
        book.student("lea2", "Lea", "Fontaine")
    why = refused(course, "oraux", epreuve=E06, **ASKED, apart="Léa Fontaine : Nadia Roux")
    assert "Plusieurs personnes s'appellent Léa Fontaine : écrivez lea ou lea2" in why
    act(course, "oraux", epreuve=E06, **ASKED, apart="lea2 : Nadia Roux")
    [page] = [page for page in pages((course / "exports" / "oraux-e06-2027-06-14.pdf").read_bytes()) if "lea2" in page]
    assert "Jury B" in page


def test_a_juror_hears_one_oral_at_a_time() -> None:
    times, heard = oral_order.slots(at(9), at(12), 30, 5, ()), [Heard((somebody(rank),)) for rank in range(2)]
    juries = [HearingPanel("A", "12", ("Nadia Roux",)), HearingPanel("B", "14", ("Idriss Koné",))]
    hearing = {fold("Nadia Roux"): [(at(9), at(12))], fold("Idriss Koné"): [(at(9), at(10))]}
    passages = oral_order.order(heard, juries, times, {}, {}, hearing)
    assert [(p.panel.name, p.begins) for p in passages] == [("B", at(10, 10)), ("B", at(10, 45))]
    with pytest.raises(KitError) as refusal:
        oral_order.order(
            heard, juries, times, {}, {}, {fold(j): [(at(8), at(18))] for j in ("Nadia Roux", "Idriss Koné")}
        )
    assert "les autres oraux des jurés" in refusal.value.sentence
    # The same name twice in one panel is one person; in two panels, it is refused.
    twice = [HearingPanel("A", "", ("Nadia Roux", "nadia roux"))]
    assert len(oral_order.order(heard, twice, times, {}, {})) == 2
    both = [HearingPanel("A", "", ("Nadia Roux", "Ève Lang")), HearingPanel("B", "", ("Idriss Koné", "nadia roux"))]
    with pytest.raises(KitError) as refusal:
        oral_order.order(heard, both, times, {}, {})
    assert "plusieurs jurys ont ici Nadia Roux" in refusal.value.sentence


def test_an_order_is_asked_again_from_the_one_that_is_kept_and_its_jurors_are_expected(course: Path) -> None:
    (course / "jury.yaml").write_text("composition: [{nom: Nadia Roux, qualite: formatrice}]\n", "utf-8")
    assert orals.filled(Course(course), E06) == {"panels": "Jury : Nadia Roux"}
    with pytest.raises(Unconfirmed) as asked:
        act(course, "oraux", epreuve=E06, **ASKED)
    assert "Idriss Koné n'est pas du jury de la session" in asked.value.look[0]
    assert not (course / oral_hours.FILE).exists()
    act(course, "oraux", epreuve=E06, sure=True, **ASKED)
    kept = {hour.candidate: hour for hour in oral_hours.read(course, "Europe/Paris")}
    assert {kept["lea"].jurors, kept["zoe"].jurors} == {("Nadia Roux",), ("Idriss Koné",)}
    assert orals.filled(Course(course), E06) == {
        "day": "2027-06-14",
        "begins": "11:20",
        "minutes": "30",
        "panels": ASKED["panels"],
    }


def test_hours_are_kept_said_in_convocations_and_free_of_other_orals(course: Path) -> None:
    act(course, "oraux", epreuve=E06, **ASKED, apart="lea : Nadia Roux")
    kept = {hour.candidate: hour for hour in oral_hours.read(course, "Europe/Paris")}
    assert kept.keys() == {"lea", "karim", "zoe", "theo", "ines"}
    assert (kept["lea"].begins, kept["lea"].panel, kept["lea"].place) == (kept["karim"].begins, "Jury B", "salle 14")
    act(course, "convocations", each="")
    letters = pages((course / "exports" / "convocations.pdf").read_bytes())
    [own] = [page for page in letters if "Lea FONTAINE" in page]
    hours = f"{kept['lea'].begins:%H:%M}\xa0–\xa0{kept['lea'].ends:%H:%M}".replace("\xa0", " ")
    assert hours in own
    assert "Jury B, salle 14" in own
    # The grand oral, the same day, leaves each the hour of this one.
    act(course, "oraux", epreuve=E01, **ASKED)
    both = oral_hours.read(course, "Europe/Paris")
    assert {hour.epreuve for hour in both} == {E06, E01}
    for hour in both:
        others = [other for other in both if other.candidate == hour.candidate and other.epreuve != hour.epreuve]
        # A juror hears one of the two at a time.
        others += [o for o in both if o.epreuve != hour.epreuve and set(o.jurors) & set(hour.jurors)]
        assert all(other.ends <= hour.begins or hour.ends <= other.begins for other in others)
    # Asked again, an oral's hours take the place of those that it had.
    act(course, "oraux", epreuve=E06, **ASKED, sure=True, begins="13:30")
    again = [hour for hour in oral_hours.read(course, "Europe/Paris") if hour.epreuve == E06]
    assert len(again) == 5
    assert all(hour.begins >= at(13, 30) for hour in again)


def test_hours_that_cannot_be_read_are_said_with_their_line(course: Path) -> None:
    (course / oral_hours.FILE).write_text(
        f"epreuve;candidat;debut;fin;jury;lieu\n{E06};lea;12/06/2027;2027-06-12 10:00;A;\n", "utf-8"
    )
    assert "oraux.csv, ligne 2, champ « debut »" in refused(course, "convocations").replace("\xa0", " ")
