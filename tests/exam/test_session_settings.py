"""A session written by its forms: what each writes in `seance.yaml`, what it leaves there, what it refuses."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variants.published import PUBLISHED_FILE, publish
from epreuves.wording.errors import KitError
from epreuves_kit.course import session_file
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.exam.enrol import candidates
from epreuves_kit.page.drawn import do
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.session import (
    DEMONSTRATION_KEY,
    FILE,
    WrittenSession,
    WrittenSitting,
    read,
    read_written,
    written,
)
from tests.exam.session_application import screen
from tests.exam.test_papers import plain, run
from tests.jury.cours import E01, E06, E17, NotebookFile, lay

SESSION = f"""\
# Gardez la clé pour vous.
nom: Session d'essai  # elle sera nommée
cle: {DEMONSTRATION_KEY}
variantes: 4
dates:
  e06: {{debut: 2027-06-10 09:00, fin: 2027-06-10 13:00, lieu: Salle 204}}  # la seule qui soit sûre
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = lay(tmp_path / "cours")
    for id in (E01, E06, E17):
        (root / "source" / id).mkdir(parents=True)
    (root / FILE).write_text(SESSION, "utf-8")
    return root


def ask(root: Path, action: str, epreuve: str = "", sure: bool = False, **values: str) -> tuple[str, ...]:
    """What the page's form answers, in sentences."""
    return do(root, Asked(action, epreuve, values, sure), lambda what, done, of: None).said


def session(root: Path) -> WrittenSession:
    pair = written(root)
    assert pair is not None
    return pair[0]


TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=40).filter(str.strip)


@given(name=TEXTS, appeal=st.lists(TEXTS, min_size=1, max_size=3), place=TEXTS)
def test_whatever_is_typed_is_read_back_as_it_was_typed(name, appeal, place):
    appeal = "\n".join(line.strip() for line in appeal)
    fields = {
        ("nom",): name,
        ("recours",): appeal,
        ("dates", "e06", "lieu"): place,
        ("conservation",): datetime.date(2028, 1, 1),
    }
    now, _ = read_written(session_file.changed(SESSION.encode(), fields))
    assert (now.name, now.appeal.rstrip("\n"), now.dates["e06"].place) == (name, appeal, place)
    assert (now.key, now.variants, now.conservation) == (DEMONSTRATION_KEY, 4, datetime.date(2028, 1, 1))


@pytest.mark.parametrize(
    "name", ["oui", "no", "12:30", "1e3", "~", "2027-06-10", "- tirets", "a: b", "# dièse", "«\xa0nom\xa0»", "'"]
)
def test_a_name_that_yaml_would_take_for_something_else_stays_a_name(name, course):
    ask(course, "session reglages", sure=True, name=name)
    assert session(course).name == name


def test_what_nobody_asks_to_change_stays_with_its_comments(course):
    ask(course, "session date", E17, day="2027-06-11", begins="14:00", ends="18:00", place="Salle 12")
    lines = (course / FILE).read_text("utf-8").splitlines()
    assert lines[: len(SESSION.splitlines())] == SESSION.splitlines()
    assert lines[-1] == f'  {E17}: {{debut: 2027-06-11 14:00, fin: 2027-06-11 18:00, lieu: "Salle 12"}}'
    ask(course, "session date --sans-date", E17, sure=True)
    assert (course / FILE).read_text("utf-8") == SESSION


def test_a_session_that_is_named_gets_a_key_that_nobody_knows_and_keeps_it(course):
    with pytest.raises(Unconfirmed) as asked:
        ask(course, "session reglages", name="Session de juin 2027")
    assert asked.value.look == ("Nom : « Session d'essai » devient « Session de juin 2027 »",)
    assert session(course).key == DEMONSTRATION_KEY
    said = ask(course, "session reglages", sure=True, name="Session de juin 2027")
    key = session(course).key
    assert any("a maintenant sa clé" in sentence for sentence in said)
    assert key != DEMONSTRATION_KEY
    assert len(key) > 30
    assert not any(key in sentence for sentence in said)
    ask(course, "session reglages", sure=True, name="Session de juillet 2027")
    assert session(course).key == key
    ask(course, "session reglages --nouvelle-cle", sure=True)
    assert session(course).key not in (key, DEMONSTRATION_KEY)


def test_a_key_that_epreuves_are_built_with_is_changed_once_that_is_read(course):
    (course / "source" / E06 / PUBLISHED_FILE).write_bytes(publish(read(course, E06)))
    with pytest.raises(Unconfirmed) as asked:
        ask(course, "session reglages", name="Session de juin 2027", appeal="Par lettre.")
    assert [look.partition(" : ")[0] for look in asked.value.look] == ["Nom", "1 épreuve", "Recours"]
    assert (course / FILE).read_text("utf-8") == SESSION


def test_a_key_that_copies_hang_on_is_not_changed(course):
    (course / "submitted" / "lea" / E06).mkdir(parents=True)
    with pytest.raises(KitError, match=r"Des copies de E06 sont rendues : avec une autre clé"):
        ask(course, "session reglages --nouvelle-cle", sure=True)
    assert session(course).key == DEMONSTRATION_KEY


def test_the_epreuves_held_are_ticked_and_one_that_has_copies_stays(course):
    ask(course, "session reglages", sure=True, held=f"{E06},{E17}")
    assert session(course).epreuves == (E06, E17)
    (course / "submitted" / "lea" / E06).mkdir(parents=True)
    with pytest.raises(KitError, match="gardez cette épreuve"):
        ask(course, "session reglages", sure=True, held=E17)
    ask(course, "session reglages", sure=True, held="")
    assert session(course).epreuves == ()


def test_a_date_is_changed_once_that_is_accepted_and_what_is_left_out_stays(course):
    with pytest.raises(Unconfirmed) as asked:
        ask(course, "session date", E06, day="2027-06-12", begins="9:00", ends="13:00")
    assert asked.value.look == (
        "Début : 10/06/2027 à 09:00 devient 12/06/2027 à 09:00",
        "Fin : 10/06/2027 à 13:00 devient 12/06/2027 à 13:00",
    )
    said = ask(course, "session date", E06, sure=True, day="2027-06-12", begins="9:00", ends="13:00")
    assert said == ("E06 : le 12 juin 2027, de 09:00 à 13:00, Salle 204.",)
    assert session(course).dates["e06"] == WrittenSitting("2027-06-12 09:00", "2027-06-12 13:00", "Salle 204")


def test_a_date_that_meets_another_says_so_by_the_hours_then_by_the_people(course):
    def look(begins: str) -> tuple[str, ...]:
        values = {"day": "2027-06-10", "begins": begins, "ends": "17:00"}
        return do(course, Asked("session date", E17, values, True), lambda *_: None).look

    assert look("12:30") == ("E17 et E06 ont lieu en même temps : qui passe les deux ne peut être aux deux.",)
    with NotebookFile(course) as book:
        book.student("lea", "Léa", "Fontaine")
        book.student("karim", "Karim", "Benali")
    (course / "amenagements.csv").write_text("candidat;temps;pauses;assistant\nkarim;33%;;\n", "utf-8")
    [both] = look("12:30")
    assert "E06 et E17 ont lieu en même temps pour Karim Benali et Léa Fontaine" in both
    # A third of time more makes one of them late for the next.
    [both] = look("14:00")
    assert "E06 et E17 ont lieu en même temps pour Karim Benali" in both
    [close] = look("14:25")
    assert "E17 commence moins de 15 minutes après la fin de E06 pour Karim Benali, temps en plus compris." in close
    assert look("14:35") == ()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"day": "2027-06-12", "begins": "13:00", "ends": "09:00"}, "finirait avant"),
        ({"day": "2027-03-28", "begins": "02:30", "ends": "09:00"}, "les horloges changent"),
        ({"day": "2027-06-12", "begins": "25:00", "ends": "09:00"}, "« 25:00 » n'est pas une heure"),
        ({"day": "2027-06-12", "begins": "midi", "ends": "13:00"}, "« midi » n'est pas une heure"),
        ({"day": "2027-06-12", "begins": "09:00"}, "Il manque « Fin »"),
        ({"day": "2027-06-12", "begins": "09:00", "ends": "12:00", "place": "x" * 201}, "trop long"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_nothing_is_written(values, why, course):
    with pytest.raises(KitError, match=why):
        ask(course, "session date", E17, sure=True, **values)
    assert (course / FILE).read_text("utf-8") == SESSION


def test_a_form_that_says_nothing_of_codes_changes_nothing_of_them(course):
    ask(course, "session reglages", codes="", appeal="Par lettre.")
    assert (session(course).codes, session(course).appeal.strip()) == ("non", "Par lettre.")


def test_what_lateness_costs_waits_for_a_date_and_is_taken_away(course):
    with pytest.raises(Unconfirmed) as asked:
        ask(course, "session reglages", name="Session de mai 2027", tolerance="10", per_hour="0,5", refusal="24")
    # What is asked shows all that would be written, and not what is replaced alone.
    assert asked.value.look[1:] == (
        "Retard sans effet (minutes) : 10",
        "Points ôtés par heure de retard : 0,5",
        "Copie refusée après (heures) : 24",
    )
    ask(course, "session reglages", tolerance="10", per_hour="0,5", refusal="24")
    late = session(course).late
    assert late is not None
    assert (late.tolerance, late.per_hour, late.refusal) == (10, 0.5, 24)
    with pytest.raises(KitError, match="ôtez ce champ"):
        ask(course, "session date --sans-date", E06, sure=True)
    ask(course, "session reglages", sure=True, on_time="oui")
    assert session(course).late is None
    ask(course, "session date --sans-date", E06, sure=True)
    with pytest.raises(KitError, match="donnez d'abord la date"):
        ask(course, "session reglages", tolerance="10")


def test_a_fault_that_was_there_does_not_keep_another_field_from_being_written(course):
    (course / FILE).write_text(SESSION.replace("13:00", "08:00"), "utf-8")
    ask(course, "session date", E17, day="2027-06-11", begins="14:00", ends="18:00")
    assert session(course).dates[E17].begins == "2027-06-11 14:00"


def test_what_is_permitted_is_said_kind_by_kind_and_goes_back_to_what_is_usual(course):
    said = ask(course, "session permis", E17, internet="non", ai="declarer", documents="")
    assert "Interdit : internet et l'aide d'une autre personne." in plain(" ".join(said))
    assert session(course).allowed[E17].ai == "declarer"
    ask(course, "session permis", E17, internet="", ai="")
    assert session(course).allowed == {}


def test_a_file_that_is_no_yaml_is_said_to_be_and_left_alone(course, monkeypatch):
    (course / FILE).write_text("nom: [", "utf-8")
    told, code = run(course, monkeypatch, "session", "reglages", "--nom", "Juin")
    assert (code, "seance.yaml" in told) == (2, True)
    assert (course / FILE).read_text("utf-8") == "nom: ["


def test_without_a_session_a_name_makes_one_with_its_key(course):
    (course / FILE).unlink()
    with pytest.raises(KitError, match="n'a pas encore de nom"):
        ask(course, "session date", E17, day="2027-06-11", begins="14:00", ends="18:00")
    ask(course, "session reglages", name="Session de juin 2027")
    assert (session(course).name, len(session(course).key) > 30) == ("Session de juin 2027", True)


def test_the_page_shows_the_session_as_it_is_written_and_its_forms_open_on_it(course):
    with NotebookFile(course) as book:
        book.student("lea", "Léa", "Fontaine")
    part = next(part for part in screen(course)["parts"] if part["key"] == "seance")
    assert "connue de tous" in " ".join(part["said"])
    lines = {line["cells"][0][:3]: line for line in part["lines"]}
    assert [*map(plain, lines["E06"]["cells"][1:3])] == ["le 10 juin 2027, de 09:00 à 13:00", "Salle 204"]
    date = next(button for button in lines["E06"]["buttons"] if button["what"] == "session date")
    assert {field["name"]: field["value"] for field in date["fields"]} == {
        "day": "2027-06-10", "begins": "09:00", "ends": "13:00", "last": "", "place": "Salle 204",
    }  # fmt: skip


def test_one_person_is_enrolled_and_corrected_by_a_form_as_a_list_would(course):
    said = ask(
        course,
        "candidats inscrire",
        surname="Fontaine",
        first_name="Léa",
        email="lea@ecole.example",
        time="un tiers",
        campus="Lyon",
    )
    assert said == ("Inscription faite : Léa Fontaine (lea.fontaine).",)
    assert "lea.fontaine;33,33\xa0%;;" in (course / "amenagements.csv").read_text("utf-8")
    assert "lea.fontaine;Lyon" in (course / "campus.csv").read_text("utf-8")
    # What is left out stays; what is given alone changes.
    said = ask(course, "candidats inscrire", surname="FONTAINE", first_name="Léa", time="non")
    assert said[0] == "C'est corrigé : Léa FONTAINE (lea.fontaine)."
    assert any("Temps majoré : aucun" in sentence for sentence in said)
    assert [(one.id, one.email, one.campus) for one in candidates(Course(course), jury_rules.read(course))] == [
        ("lea.fontaine", "lea@ecole.example", "Lyon")
    ]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"surname": " ", "first_name": "Léa"}, "Il manque « Nom »"),
        ({"surname": "Fontaine", "first_name": "Léa", "email": "pas une"}, "« pas une » n'est pas une adresse"),
        ({"surname": "Fontaine", "first_name": "Léa", "time": "beaucoup"}, "L'aménagement n'est pas compris"),
        ({"surname": "Fontaine", "first_name": "Léa", "id": "a/b"}, "Cette personne, colonne « Identifiant »"),
    ],
)
def test_a_person_at_fault_is_not_enrolled(values, why, course):
    with pytest.raises(KitError, match=why):
        ask(course, "candidats inscrire", sure=True, **values)
    assert candidates(Course(course), jury_rules.read(course)) == []


def test_a_name_that_resembles_another_is_asked_about_first(course):
    ask(course, "candidats inscrire", surname="Fontaine", first_name="Léa")
    with pytest.raises(Unconfirmed) as asked:
        ask(course, "candidats inscrire", surname="Fontane", first_name="Léa")
    assert "ont presque le même nom" in asked.value.look[0]
    # An accent may make somebody else of her.
    with pytest.raises(Unconfirmed, match="est-ce la même personne"):
        ask(course, "candidats inscrire", surname="Fontaine", first_name="Lea")
    assert len(candidates(Course(course), jury_rules.read(course))) == 1


def test_a_new_course_says_first_to_name_its_session(course, monkeypatch):
    text = SESSION.replace("Session d'essai", '"À ÉCRIRE : le nom de la session"')
    (course / FILE).write_text(text, "utf-8")
    shown = screen(course)
    assert shown["next"].startswith("Donnez son nom à la session")
    assert shown["following"]["what"] == "end:seance"
    told, _ = run(course, monkeypatch, "statut")
    assert "epreuves session reglages --nom" in told
    ask(course, "session reglages", sure=True, name="Session de juin 2027")
    assert screen(course)["next"].startswith("Inscrivez les candidats")


def test_the_number_of_variants_and_the_zone_are_written_where_they_change_and_nowhere_else(course):
    before = (course / FILE).read_text("utf-8")
    ask(course, "session reglages", variants="4", zone="Europe/Paris")
    assert (course / FILE).read_text("utf-8") == before
    with pytest.raises(Unconfirmed) as asked:
        ask(course, "session reglages", variants="8", zone="Indian/Reunion")
    assert asked.value.look == (
        "Jeux de données de chaque épreuve : 4 devient 8",
        "Fuseau horaire : « Europe/Paris » devient « Indian/Reunion »",
    )
    said = ask(course, "session reglages", sure=True, variants="8", zone="Indian/Reunion")
    assert "Heures : heure de La Réunion" in said
    assert (session(course).variants, session(course).zone) == (8, "Indian/Reunion")
    with pytest.raises(KitError, match="n'est pas un fuseau horaire"):
        ask(course, "session reglages", sure=True, zone="Terre/Milieu")
    with pytest.raises(KitError, match="de 2 à 26"):
        ask(course, "session reglages", sure=True, variants="27")


def test_variants_are_not_drawn_again_under_copies_that_are_handed_in(course):
    (course / "submitted" / "lea" / E06).mkdir(parents=True)
    with pytest.raises(KitError, match=r"Des copies de E06 sont rendues : avec un autre nombre de jeux de données"):
        ask(course, "session reglages", sure=True, variants="8")
    assert session(course).variants == 4


def test_the_form_offers_the_zone_that_is_written(course):
    (course / FILE).write_text(SESSION.replace("variantes: 4", "variantes: 4\nfuseau: America/Toronto"), "utf-8")
    [settings] = [
        button
        for part in screen(course)["parts"]
        if part["key"] == "seance"
        for button in part["buttons"]
        if button["what"] == "session reglages"
    ]
    fields = {field["name"]: field for field in settings["fields"]}
    assert fields["zone"]["value"] == "America/Toronto"
    assert "America/Toronto" in [value for value, _ in fields["zone"]["options"]]
    assert fields["variants"]["value"] == "4"
