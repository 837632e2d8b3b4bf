"""Minutes given back after an incident: kept with their reason, counted by every end and lateness, taken back, told in both faces."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import Faults, KitError
from epreuves_kit.course import given_minutes, timetable
from epreuves_kit.course.arrangements import Arrangement
from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import Sitting, Timetable, own_end
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.page.drawn import do
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import ByCandidate, Candidates
from tests.exam.test_dates import dated, enrolled, sittings  # noqa: F401
from tests.jury.cours import E06, E17

PARIS = ZoneInfo("Europe/Paris")
MINUTE = datetime.timedelta(minutes=1)
AT = datetime.datetime(2026, 6, 10, 10, 42, tzinfo=PARIS)
DATES = "dates:\n  e17: {debut: 2026-06-10 09:00, fin: 2026-06-10 12:00}\n"


@pytest.fixture
def course(enrolled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:  # noqa: F811
    """Three enrolled, one with a third more time, at 10:42 of an épreuve's day."""
    root = Path(shutil.copytree(enrolled, tmp_path / "cours"))
    monkeypatch.setattr(session, "now", lambda _: AT)
    return dated(root, DATES, "karim;1/3;;\n")


def act(course: Course, name: str = "minutes", sure: bool = False, **values: str) -> str:
    given_values = {"minutes": "10", "reason": "coupure du réseau", "author": "Camille"} | values
    outcome = do(course.root, Asked(name, E17, given_values, sure), lambda *_: None)
    return "\n".join([*outcome.said, *(" | ".join(line) for table in outcome.tables for line in table.lines)])


def ends(course: Course) -> dict[str, str]:
    known = timetable.read(course)
    return {who: f"{known.end(E17, who):%H:%M}" for who in ("lea", "karim", "zoe")}


def test_minutes_given_to_all_come_after_one_s_own_time_and_add_up(course):
    assert ends(course) == {"lea": "12:00", "karim": "13:00", "zoe": "12:00"}
    told = act(course)
    assert told.splitlines()[0] == "10 minutes rendues à 3 candidats (coupure du réseau)."
    assert "aménagement compris et 10 minutes rendues comprises" in told.replace("\N{NO-BREAK SPACE}", " ")
    act(course, candidates="Zoé".replace("é", "e").lower(), minutes="5", reason="alarme")
    assert ends(course) == {"lea": "12:10", "karim": "13:10", "zoe": "12:15"}
    # Who comes back after the end as it was is not late.
    late = timetable.read(course).lateness
    assert late(E17, "ZOE", AT.replace(hour=12, minute=15)) == datetime.timedelta()
    assert late(E17, "lea", AT.replace(hour=12, minute=15)) == 5 * MINUTE
    assert [
        (line.candidate, line.minutes, line.reason, line.at, line.author) for line in given_minutes.read(course.root)
    ][-1] == ("zoe", 5, "alarme", "2026-06-10 10:42", "Camille")


def test_what_was_given_by_mistake_is_taken_back_and_no_more(course):
    act(course, candidates="lea")
    with pytest.raises(KitError, match=r"n'a que 10 minutes rendues"):
        act(course, "minutes --reprendre", candidates="lea", minutes="20")
    act(course, "minutes --reprendre", candidates="lea", reason="erreur")
    assert ends(course)["lea"] == "12:00"
    # Both stay written.
    assert [line.minutes for line in given_minutes.read(course.root)] == [10, -10]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"candidates": "personne"}, "« personne » n'est pas attendu"),
        ({"reason": "  "}, "Il manque"),
        ({"minutes": "0"}, "un nombre entier est attendu"),
        ({"minutes": "10000"}, "un nombre entier est attendu"),
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_is_written(course, values, sentence):
    with pytest.raises(KitError, match=sentence):
        act(course, **values)
    assert not (course.root / given_minutes.FILE).exists()


def test_an_epreuve_without_a_date_has_no_minutes_to_give_back(course):
    with pytest.raises(KitError, match="n'a pas de date"):
        do(course.root, Asked("minutes", E06, {"minutes": "10", "reason": "alarme"}, False), lambda *_: None)


def test_the_day_after_it_is_asked_first(course, monkeypatch):
    monkeypatch.setattr(session, "now", lambda _: AT + datetime.timedelta(days=1))
    with pytest.raises(Unconfirmed, match="change les retards déjà comptés"):
        act(course)
    act(course, sure=True)
    assert ends(course)["lea"] == "12:10"


@given(sittings(), st.fractions(0, 1, max_denominator=12), st.integers(0, 600))
def test_minutes_move_the_end_by_as_much_whatever_the_clocks_do(sitting, time, minutes):
    one = Arrangement(time)
    assert own_end(sitting, one, minutes) - own_end(sitting, one) in (
        minutes * MINUTE,
        # Two hours of one zone are compared by their clocks, which change on such a night.
        minutes * MINUTE + datetime.timedelta(hours=1),
        minutes * MINUTE - datetime.timedelta(hours=1),
    )
    utc = datetime.UTC
    assert own_end(sitting, one, minutes).astimezone(utc) - own_end(sitting, one).astimezone(utc) == minutes * MINUTE


def test_a_group_ends_with_the_member_who_was_given_most():
    sitting = Sitting("e17", AT.replace(hour=9, minute=0), AT.replace(hour=12, minute=0))
    pair = Candidates(["lea", "karim"])
    known = Timetable({"e17": sitting}, given={"e17": ByCandidate({"lea": 15})}, together={"e17": (pair,)})
    assert [f"{known.end('e17', who):%H:%M}" for who in ("lea", "Karim", "zoe")] == ["12:15", "12:15", "12:00"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("lea;e17;dix;alarme;;", "ligne 2, champ « minutes »"),
        ("lea;e17;999;alarme;;", "ligne 2, champ « minutes »"),
        (";e17;10;alarme;;", "ligne 2, champ « candidat »"),
        ("lea;e17;10", "6 valeurs attendues"),
    ],
)
def test_a_file_that_somebody_wrote_wrong_is_told_with_its_line(course, line, fault):
    (course.root / given_minutes.FILE).write_text(f"{';'.join(given_minutes.COLUMNS)}\n{line}\n", "utf-8")
    with pytest.raises(Faults, match=fault):
        timetable.read(course)
