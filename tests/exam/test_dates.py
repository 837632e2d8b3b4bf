"""The session's dates: each one's own end, what lateness costs, and a course really marked in which nbgrader's own numbers say the same."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from openpyxl import load_workbook
from typer.testing import CliRunner

from epreuves.variants.published import publish
from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.course import arrangements, timetable
from epreuves_kit.course.arrangements import Arrangement, share
from epreuves_kit.course.folders import Course
from epreuves_kit.course.sitting import with_sitting
from epreuves_kit.course.timetable import LateRule, Sitting, Timetable, own_end, points
from epreuves_kit.exam.status import LateCopy, status
from epreuves_kit.grading.lateness import timetable_of
from epreuves_kit.rubric.register import Register
from epreuves_kit.variants import session
from epreuves_kit.variants.identity import ByCandidate, Candidates
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, COPIES, hand_in, read
from tests.exam.session_application import act
from tests.jury.cours import E06, E17, NotebookFile, lay, url

PARIS = ZoneInfo("Europe/Paris")
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
DATES = """\
dates:
  e98: {debut: 2026-06-10 09:00, fin: 2026-06-10 12:20, lieu: Salle 204}
retard: {tolerance: 10, par_heure: 2, refus: 24}
"""


def utc(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(datetime.UTC)


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    """Sittings of a minute to three days, many of them around the nights when the clocks of Paris change."""
    around = draw(st.sampled_from(["2026-03-29", "2026-10-25", "2026-06-10"]))
    start = datetime.datetime.fromisoformat(f"{around}T00:00").replace(tzinfo=datetime.UTC)
    begins = start + draw(st.integers(-1440, 1440)) * MINUTE
    ends = begins + draw(st.integers(1, 4320)) * MINUTE
    return Sitting("e17", begins.astimezone(PARIS), ends.astimezone(PARIS))


granted = st.builds(
    Arrangement,
    time=st.fractions(0, 1, max_denominator=12),
    pauses=st.integers(0, arrangements.MOST_PAUSES),
    assistant=st.booleans(),
)


@given(sittings(), granted)
def test_one_s_own_end_is_the_beginning_the_longer_duration_and_the_pauses(sitting, one):
    duration = (utc(sitting.ends) - utc(sitting.begins)) // MINUTE
    due = duration * (1 + one.time) + one.pauses
    took = (utc(own_end(sitting, one)) - utc(sitting.begins)) / MINUTE
    # To the next whole minute, in the candidate's favour.
    assert due <= took < due + 1
    assert took == int(took)


@given(sittings(), granted, st.integers(-5000, 10_000))
def test_lateness_is_what_passes_after_one_s_own_end_whatever_the_clocks_do(sitting, one, minutes):
    known = Timetable({"e17": sitting}, ByCandidate({"Léa": one}))
    at = utc(own_end(sitting, one)) + minutes * MINUTE
    assert known.lateness("e17", "léa", at) == max(minutes, 0) * MINUTE
    # The same for whoever compares with nbgrader's numbers, which are in UTC.
    extension = known.extension("e17", "LÉA") or datetime.timedelta()
    assert utc(sitting.ends) + extension + minutes * MINUTE == at
    assert known.extension("e17", "karim") is None


@given(st.floats(0, 100), st.integers(0, 100_000), st.integers(0, 60), st.floats(0, 10), st.none() | st.integers(2, 48))
def test_a_penalty_begins_after_the_tolerance_grows_by_the_hour_and_never_takes_more_than_there_is(
    score, seconds, tolerance, per_hour, refusal
):
    rule, late = LateRule(tolerance, per_hour, refusal), datetime.timedelta(seconds=seconds)
    lost = points(rule, score, late) or 0
    assert 0 <= lost <= score
    if late <= tolerance * MINUTE:
        assert lost == 0
    elif refusal is not None and late >= refusal * HOUR:
        assert lost == score
    else:
        assert lost == min(score, per_hour * -(-seconds // 3600))
    assert (points(rule, score, late + HOUR) or 0) >= lost


def test_the_members_of_a_group_end_together_with_the_one_who_ends_last():
    sitting = Sitting(
        "e17", datetime.datetime(2026, 6, 10, 9, tzinfo=PARIS), datetime.datetime(2026, 6, 10, 12, tzinfo=PARIS)
    )
    granted, pair = ByCandidate({"lea": Arrangement(Fraction(1, 3), 20)}), Candidates(["lea", "karim"])
    known = Timetable({"e17": sitting}, granted, together={"e17": (pair,)})
    assert [known.end("e17", who).strftime("%H:%M") for who in ("lea", "Karim", "zoe")] == ["13:20", "13:20", "12:00"]


@given(st.fractions(0, 1, max_denominator=60), st.integers(0, 240), st.booleans())
def test_what_is_written_of_arrangements_is_read_again(time, pauses, assistant):
    one = Arrangement(time, pauses, assistant)
    read = arrangements.parse(arrangements.content([("léa; « a »", one)]))
    assert [(a.time, a.pauses, a.assistant) for a in read.values()] == [(time, pauses, assistant)] * one.something


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_arrangements_or_are_refused(content):
    for whole in (content, b"candidat;temps;pauses;assistant\n" + content):
        try:
            found = arrangements.parse(whole)
        except KitError:
            continue
        assert all(0 <= one.time <= 1 and 0 <= one.pauses <= arrangements.MOST_PAUSES for one in found.values())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1/3", "1/3"),
        ("33 %", "1/3"),
        ("33,3%", "1/3"),
        ("0.3333333333", "1/3"),
        ("67 %", "2/3"),
        ("34 %", "17/50"),
        ("50 %", "1/2"),
        ("100 %", "1"),
        ("0", "0"),
        ("un tiers", "1/3"),
        ("Tiers", "1/3"),
        ("La moitié", "1/2"),
        ("deux tiers", "2/3"),
    ],
)
def test_a_share_of_time_is_read_as_people_and_spreadsheets_write_it(written, read):
    assert share(written) == Fraction(read)


@pytest.mark.parametrize(
    "written", ["300 %", "1", "2", "1/0", "4/3", "un tiers ou rien", "trois tiers", "01/03/2026", "-1/3", "1e-1", ""]
)
def test_what_is_no_share_of_time_is_none(written):
    assert share(written) is None


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two épreuves and three who are enrolled, of whom nobody has handed anything in; not to be written in."""
    root = lay(tmp_path_factory.mktemp("inscrits") / "cours")
    with NotebookFile(root) as book:
        for id, first, last in (
            ("lea", "Léa", "FONTAINE"),
            ("karim", "Karim", "BENALI"),
            ("zoe", "Zoé", "ÂNE"),
        ):
            book.student(id, first, last)
        book.release(E17)
    for id in (E06, E17):
        (root / "source" / id).mkdir(parents=True)
    return root


@pytest.fixture
def course(enrolled: Path, tmp_path: Path) -> Path:
    """That course, to be written in."""
    return Path(shutil.copytree(enrolled, tmp_path / "cours"))


def dated(root: Path, more: str, granted: str = "") -> Course:
    """A course with more in its `seance.yaml`, and lines of arrangements."""
    path = root / "seance.yaml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    if granted:
        (root / "amenagements.csv").write_text(f"candidat;temps;pauses;assistant\n{granted}", "utf-8")
    return Course(root)


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[str, int]:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(application(), list(words), env={"COLUMNS": "160"})
    return " ".join((result.stdout + result.stderr).replace("\xa0", " ").split()), result.exit_code


def e17(begins: str, ends: str = "2026-06-10 13:00") -> str:
    return f"dates:\n  e17: {{debut: {begins}, fin: {ends}}}\n"


NINE = "2026-06-10 09:00"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (e17(NINE, NINE), "ligne 4, champ « dates.e17.fin » : la fin ne vient pas après le début"),
        (e17(NINE, "2062-06-10 13:00"), "champ « dates.e17.fin » : plus d'un an sépare"),
        (e17("2026-06-10"), "ligne 4, champ « dates.e17.debut » : l'heure manque ; « 2026-06-10 09:00 » est attendu"),
        (e17("9:00"), "champ « dates.e17.debut » : le jour manque ; « 2026-06-10 09:00 » est attendu (année-mois-jour, puis heure:minutes), reçu « 9:00 »"),
        (e17("09h00"), "le jour manque"),
        (e17("10/06/2026 09:00"), "« 2026-06-10 09:00 » est attendu (année-mois-jour, puis heure:minutes), reçu « 10/06/2026 09:00 »"),
        (e17("2026-06-10 09:00:00"), "reçu « 2026-06-10 09:00:00 »"),
        (e17("2026-06-31 09:00"), "ce jour ou cette heure n'existe pas"),
        (e17("2026-06-10 24:00"), "ce jour ou cette heure n'existe pas"),
        (e17("2026-03-29 02:30"), "champ « dates.e17.debut » : cette nuit-là, les horloges changent, et cette heure n'existe pas"),
        (e17("2026-03-29 02:30", "2026-10-25 02:30"), "champ « dates.e17.fin » : cette nuit-là, les horloges changent, et cette heure existe deux fois"),
        (e17("true"), "reçu « True »"),
        ("dates:\n  e99: {debut: 2026-06-10 09:00, fin: 2026-06-10 13:00}\n", "ligne 4, champ « dates.e99 » : « e99 » n'est pas une épreuve du cours. Épreuves : e06_objectifs, e17_impact_digital"),
        (e17(NINE) + "  e17_impact_digital: {debut: 2026-06-10 09:00, fin: 2026-06-10 13:00}\n", "ligne 5, champ « dates.e17_impact_digital » : c'est e17_impact_digital, comme « e17 »"),
        (e17(NINE) + "  e17: {debut: 2026-06-10 09:00, fin: 2026-06-10 13:00}\n", "« e17 » est déjà écrit à la ligne 4"),
        ("dates:\n  e17: {debut: 2026-06-10 09:00}\n", "ligne 4, champ dates.e17.fin : il manque"),
        (e17(NINE) + "retard: {tolerance: -1}\n", "ligne 5, champ retard.tolerance : le nombre est trop petit"),
        (e17(NINE) + "retard: {par_heure: .nan}\n", "retard.par_heure"),
        (e17(NINE) + "retard: {tolerance: 90, refus: 1}\n", "champ « retard.refus » : 1 h finissent avant la tolérance de 90 minutes"),
        (e17(NINE) + "retard: {motif: x}\n", "champ inconnu"),
        (e17(NINE) + "fuseau: Europe/Lyon\n", "ligne 5, champ « fuseau » : « Europe/Lyon » n'est pas un fuseau horaire"),
        (e17(NINE) + "fuseau: ../../etc/passwd\n", "n'est pas un fuseau horaire"),
        ("retard: {tolerance: 10}\n", "ligne 3, champ « retard » : un retard se compte à partir d'une heure de fin"),
        ("amenagements: {lea: 1/3}\n", "champ inconnu"),
    ],
)  # fmt: skip
def test_dates_at_fault_are_refused_with_their_line_and_field(course, more, said):
    with pytest.raises(KitError) as caught:
        timetable.read(dated(course, more))
    assert "seance.yaml" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("granted", "said"),
    [
        ("lea;300 %;;\n", "amenagements.csv, ligne 2, champ « temps » : une part de la durée est attendue, jusqu'à 100 %"),
        ("lea;33 %;dix;\n", "ligne 2, champ « pauses » : un nombre entier de minutes est attendu, de 0 à 240, reçu « dix »"),
        ("lea;33 %;20;souvent\n", "ligne 2, champ « assistant » : « oui » ou « non » est attendu, reçu « souvent »"),
        ("lea;33 %;20;oui\nLEA;;20;\n", "ligne 3, champ « candidat » : « LEA » est déjà ligne 2"),
        ("lea;33 %\n", "ligne 2 : 4 valeurs attendues, 2 reçues"),
        ("lea.fontaine;33 %;;\n", "amenagements.csv, ligne 2, champ « candidat » : « lea.fontaine » n'est pas inscrit"),
    ],
)  # fmt: skip
def test_arrangements_at_fault_are_refused_with_their_line_and_field(course, granted, said):
    with pytest.raises(KitError) as caught:
        timetable_of(dated(course, e17(NINE), granted))
    assert said in str(caught.value)


def test_a_command_tells_the_faults_and_ends_with_2(course, monkeypatch):
    dated(course, e17("9:00"))
    told, code = run(course, monkeypatch, "horaires")
    assert (code, "le jour manque" in told) == (2, True)
    assert run(course, monkeypatch, "statut")[1] == 2


def test_all_that_is_wrong_is_told_at_once(course):
    dated(course, e17("9:00", "2026-06-10") + "retard: {tolerance: 90, refus: 1}\n", "lea;x;y;z\n")
    with pytest.raises(KitError) as caught:
        timetable.read(Course(course))
    assert len(str(caught.value).splitlines()) == 6


def test_a_course_without_dates_has_an_empty_timetable(course, monkeypatch):
    assert timetable.read(Course(course)) == Timetable()
    told, code = run(course, monkeypatch, "horaires")
    assert (code, "aucune date" in told) == (2, True)


def test_another_zone_has_other_clocks(course):
    known = timetable.read(dated(course, e17(NINE) + "fuseau: Indian/Reunion\n"))
    assert utc(known.sittings[E17].begins) == datetime.datetime(2026, 6, 10, 5, tzinfo=datetime.UTC)


def test_hours_are_listed_by_surname_for_the_room_and_nothing_of_arrangements_is_posted(course, monkeypatch):
    (course / "campus.csv").write_text("candidat;campus\nlea;Lyon\n", "utf-8")
    dated(
        course, "dates:\n  e17: {debut: 2026-06-10 09:00, fin: 2026-06-10 12:20, lieu: Salle 204}\n", "lea;1/3;20;oui\n"
    )
    told, code = run(course, monkeypatch, "horaires", "e17")
    assert code == 0
    assert "E17 : le 10 juin 2026, de 09:00 à 12:20, Salle 204. 3 candidats." in told
    assert "FONTAINE │ Léa │ lea │ Lyon, Salle 204 │ 09:00 │ 13:47 │ 20 min │ oui" in told
    assert told.index("ÂNE") < told.index("BENALI") < told.index("FONTAINE")
    assert run(course, monkeypatch, "horaires", "--sortie", "horaires.csv")[1] == 0
    rows = (course / "horaires.csv").read_text("utf-8-sig").splitlines()
    assert rows[0] == "Nom;Prénom;Identifiant;Lieu;Début;Fin;Pauses (minutes);Assistant"
    assert rows[2:] == [
        "BENALI;Karim;karim;Salle 204;10/06/2026 à 09:00;10/06/2026 à 12:20;;",
        "FONTAINE;Léa;lea;Lyon, Salle 204;10/06/2026 à 09:00;10/06/2026 à 13:47;20;oui",
    ]
    assert run(course, monkeypatch, "horaires", "--sortie", "horaires.csv")[1] == 2
    posted, _ = run(course, monkeypatch, "horaires", "--affichage")
    assert "FONTAINE" in posted
    assert not any(word in posted for word in ("13:47", "12:20", "20 min", "Assistant", "oui"))
    run(course, monkeypatch, "horaires", "--affichage", "--sortie", "porte.xlsx")
    sheet = load_workbook(course / "porte.xlsx")[E17[:31]]
    shown = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "FONTAINE" in shown
    assert not any(word in shown for word in ("13:47", "12:20", "Pauses", "Assistant"))


def test_what_is_released_says_the_hours_of_all_and_nothing_of_arrangements(course):
    dated(course, e17(NINE) + "retard: {par_heure: 2}\n")
    before = publish(with_sitting(Course(course), session.read(course, E17)))
    assert b"2026-06-10T13:00:00+02:00" in before
    dated(course, "", "lea;1/3;20;oui\n")
    assert publish(with_sitting(Course(course), session.read(course, E17))) == before


def test_a_group_ends_together_in_the_gradebook_and_its_rex_loses_nothing_unless_it_is_refused(
    marked_groups, tmp_path, monkeypatch
):
    root = Path(shutil.copytree(marked_groups, tmp_path / "cours"))
    groups = Course(root).groups(ASSIGNMENT) or ()
    first, *others = [[m.candidate for m in g.members if m.present] for g in groups]
    assert len(first) > 1
    dated(root, DATES, f"{first[0]};1/3;;\n")
    for days, refused in ((10, False), (12, True)):
        with Gradebook(url(root)) as book:
            for submission in book.assignment_submissions(ASSIGNMENT):
                submission.timestamp = datetime.datetime(2026, 6, days, 11, 45)
            book.db.commit()
        told, code = run(root, monkeypatch, "retards")
        assert code == 0, told
        with Gradebook(url(root)) as book:
            found = {s.student.id: s for s in book.assignment_submissions(ASSIGNMENT)}
            assert {found[who].extension for who in first} == {67 * MINUTE}
            assert {found[who].extension for group in others for who in group if who in found} == {None}
            for who, submission in found.items():
                own, rex = (
                    (submission.notebooks[0], submission.notebooks[1])
                    if submission.notebooks[0].name == ASSIGNMENT
                    else submission.notebooks[::-1]
                )
                hours = 1 if who in first else 2
                assert (own.late_submission_penalty or 0) == (own.score if refused else min(own.score, 2 * hours))
                assert (rex.late_submission_penalty or 0) == (rex.score if refused else 0)
            assert any(own.score > 0 for s in found.values() for own in s.notebooks)


# A course really marked: four copies of the same work, handed in when their names say.
HANDED = {
    "a_temps": "2026-06-10 10:19:00 UTC",
    "tolere": "2026-06-10 10:29:00 UTC",
    "en_retard": "2026-06-10 11:34:00 UTC",
    "dans_son_temps": "2026-06-10 11:34:00 UTC",
    "au_dela": "2026-06-10 11:48:30 UTC",
    "refuse": "2026-06-11 10:20:00 UTC",
}
GRANTED = "dans_son_temps;1/3;20;oui\nau_dela;33 %;;\n"
#: Points that the machine gives of the work.
FULL = 13.0


@pytest.fixture(scope="module")
def marked_by_dates(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, its copies marked by the kit; not to be written in."""
    root = Path(shutil.copytree(model, tmp_path_factory.mktemp("dates") / "cours"))
    perfect = read(COPIES / "parfaite.py")
    for name, at in HANDED.items():
        hand_in(dataclasses.replace(perfect, name=name), root, lambda _: (None, None))
        (root / "submitted" / name / ASSIGNMENT / "timestamp.txt").write_text(at)
    dated(root, DATES, GRANTED)
    with pytest.MonkeyPatch.context() as patch:
        told, code = run(root, patch, "autograde", ASSIGNMENT)
    assert code in (0, 3), told
    return root


def numbers(root: Path) -> dict[str, tuple[float, float]]:
    """What nbgrader itself, and so Formgrader, has of each copy: seconds late, and the penalty."""
    with Gradebook(url(root)) as book:
        assert book.find_assignment(ASSIGNMENT).duedate == datetime.datetime(2026, 6, 10, 10, 20)
        return {
            s.student.id: (s.total_seconds_late, s.late_submission_penalty)
            for s in book.assignment_submissions(ASSIGNMENT)
        }


LATE = {"a_temps": 0, "tolere": 540, "en_retard": 4440, "dans_son_temps": 0, "au_dela": 1290, "refuse": 86400}
LOST = {"a_temps": 0, "tolere": 0, "en_retard": 4, "dans_son_temps": 0, "au_dela": 2, "refuse": FULL}


def test_nbgrader_s_own_numbers_follow_the_session(marked_by_dates):
    assert numbers(marked_by_dates) == {who: (LATE[who], LOST[who]) for who in HANDED}


def test_nbgrader_s_own_command_gives_the_same_numbers(model, marked_by_dates, tmp_path):
    root = Path(shutil.copytree(marked_by_dates, tmp_path / "cours", ignore=shutil.ignore_patterns("autograded")))
    shutil.copy(model / "gradebook.db", root)
    asked = ("dans_son_temps", "en_retard")
    for other in HANDED.keys() - set(asked):
        shutil.rmtree(root / "submitted" / other)
    nbgrader(root, "autograde", ASSIGNMENT)
    assert numbers(root) == {who: (LATE[who], LOST[who]) for who in asked}


def test_a_penalty_follows_the_levels_given_since_and_the_page_tells_it(marked_by_dates, tmp_path, monkeypatch):
    root = Path(shutil.copytree(marked_by_dates, tmp_path / "cours"))
    with Register(root) as register:
        for copy in register.copies(ASSIGNMENT):
            for criterion in register.criteria(ASSIGNMENT):
                register.judge(ASSIGNMENT, copy.key, criterion.grade_id, "C. Aubert", 3)
    told, code = run(root, monkeypatch, "feedback", ASSIGNMENT)
    assert code == 0, told
    with Gradebook(url(root)) as book:
        refused = book.find_submission(ASSIGNMENT, "refuse")
        assert refused.late_submission_penalty == sum(n.score for n in refused.notebooks) > FULL
    pages = {
        who: (root / "feedback" / who / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8").replace("\xa0", " ")
        for who in HANDED
    }
    said = {
        "tolere": "Remise à 12:29, 9 minutes après votre heure de fin (12:20) : dans la tolérance, sans effet.",
        "en_retard": "Remise à 13:34, 1 heure et 14 minutes après votre heure de fin (12:20) : pénalité de 4 points, déduite du total.",
        "au_dela": "Remise à 13:48, 21 minutes après votre heure de fin (13:27, aménagement compris) : pénalité de 2 points, déduite du total.",
        "refuse": "Remise le 11/06/2026 à 12:20, 1 jour après votre heure de fin (le 10/06/2026 à 12:20) : après 24 heures, une copie compte zéro.",
    }
    for who, page in pages.items():
        assert ("votre heure de fin" in page) == (who in said)
        assert said.get(who, "") in page
    # Nothing has changed: not a byte is written again.
    told, _ = run(root, monkeypatch, "feedback", ASSIGNMENT, "--json")
    assert {json.loads(line)["status"] for line in told.replace("} {", "}\n{").splitlines()} == {"skipped"}


def test_the_status_says_who_is_late_with_and_without_an_arrangement(marked_by_dates, tmp_path, monkeypatch):
    [found] = status(Course(marked_by_dates), [ASSIGNMENT]).epreuves
    assert (found.begins, found.ends, found.granted) == (
        "2026-06-10T09:00+02:00",
        "2026-06-10T12:20+02:00",
        2,
    )
    assert found.after == (
        LateCopy("au_dela", 21, True, True),
        LateCopy("dans_son_temps", 0, True, False),
        LateCopy("en_retard", 74, False, True),
        LateCopy("refuse", 1440, False, True),
        LateCopy("tolere", 9, False, True),
    )
    told, code = run(marked_by_dates, monkeypatch, "statut", ASSIGNMENT)
    assert code == 1
    assert f"{ASSIGNMENT} : le 10 juin 2026, de 09:00 à 12:20 ; 2 aménagements." in told
    assert (
        "en retard : au_dela (21 minutes, aménagement compris), en_retard (1 heure et 14 minutes), refuse (1 jour) et tolere (9 minutes)."
        in told
    )
    assert "après 12:20, dans leur temps : dans_son_temps." in told


def test_the_application_says_who_is_late_and_what_it_costs(marked_by_dates, tmp_path):
    root = Path(shutil.copytree(marked_by_dates, tmp_path / "cours"))
    said, *late = act(root, "retards", ASSIGNMENT).splitlines()
    assert said == "E98 : 4 copies en retard, sur 6 copies datées ; les aménagements sont comptés."
    told = [line.split(" | ") for line in late]
    assert [(who, by, points) for who, _, _, by, points in told if by != "dans son temps"] == [
        ("au_dela", "21 minutes", "− 2"),
        ("en_retard", "1 heure et 14 minutes", "− 4"),
        ("refuse", "1 jour", f"− {FULL:g}"),
        ("tolere", "9 minutes", ""),
    ]
    with (root / "amenagements.csv").open("a") as file:
        file.write("en_retard;50 %;;\n")
    assert "| dans son temps |" in act(root, "retards", ASSIGNMENT)
    assert numbers(root)["en_retard"] == (0, 0)


def test_what_changes_afterwards_is_entered_by_a_command_that_can_be_tried_first(
    marked_by_dates, tmp_path, monkeypatch
):
    root = Path(shutil.copytree(marked_by_dates, tmp_path / "cours"))
    with (root / "amenagements.csv").open("a") as file:
        file.write("en_retard;50 %;;\n")
    before = numbers(root)
    told, code = run(root, monkeypatch, "retards", "--simuler")
    assert (code, numbers(root)) == (0, before)
    assert "│ en_retard │ 10/06/2026 à 13:34 │ 10/06/2026 à 14:00 (aménagement compris) │ dans son temps │ │" in told
    assert "E98 : 3 copies en retard, sur 6 copies datées ; les aménagements sont comptés." in told
    assert "│ − 13 │" in told
    assert run(root, monkeypatch, "retards")[1] == 0
    assert numbers(root) == before | {"en_retard": (0, 0)}
    # A course that no longer gives dates leaves its gradebook as it is.
    (root / "seance.yaml").write_text((root / "seance.yaml").read_text("utf-8").split("dates:")[0], "utf-8")
    assert run(root, monkeypatch, "retards")[1] == 2


def test_an_arrangement_that_names_nobody_stops_the_marking_before_anything(marked_by_dates, tmp_path, monkeypatch):
    root = Path(shutil.copytree(marked_by_dates, tmp_path / "cours"))
    with Gradebook(url(root)) as book:
        book.update_or_create_student("a_temps", last_name="FONTAINE")
    (root / "amenagements.csv").write_text("candidat;temps;pauses;assistant\nau-dela;33 %;;\n", "utf-8")
    told, code = run(root, monkeypatch, "autograde", ASSIGNMENT, "--force")
    assert code == 2
    assert "« au-dela » n'est pas inscrit" in told


def test_a_place_that_names_a_town_stands_alone_whatever_a_candidate_s_campus(course, monkeypatch):
    (course / "campus.csv").write_text("candidat;campus\nlea;Lyon\nkarim;Paris\n", "utf-8")
    place = "Salle 204, 12 rue des Halles, 69002 Lyon"
    dated(course, f'dates:\n  e17: {{debut: 2026-06-10 09:00, fin: 2026-06-10 12:20, lieu: "{place}"}}\n', "")
    run(course, monkeypatch, "horaires", "--sortie", "horaires.csv")
    rows = (course / "horaires.csv").read_text("utf-8-sig").splitlines()
    assert {row.split(";")[3] for row in rows[1:]} == {place}
