"""`epreuves groupes`: validates, and shows who handed in what, and by which rule it counts."""

import json

from tests.corpus import GOOD
from tests.groups.trial import INVERSE


def test_it_shows_each_group_its_letter_its_copy_and_the_rule(course):
    course.groups("G1;lea", "G1;karim;;x", "G2;zoe;absent", "G2;noe", "G3;ali", "G3;eva")
    course.hand_in("lea", INVERSE)
    course.hand_in("karim", GOOD, {})
    course.hand_in("zoe", None)
    course.hand_in("ali", GOOD, None)
    course.hand_in("seul", GOOD)
    done = course.run("groupes", "--json")
    assert done.returncode == 0, done.stderr
    told = {group["groupe"]: group for group in map(json.loads, done.stdout.splitlines())}
    assert [told[g]["regles"] for g in ("G1", "G2", "G3")] == [[2], [3, 4], [1, 5]]
    assert all(len(group["variante"]) == 1 for group in told.values())
    members = {m["candidat"]: m for group in told.values() for m in group["membres"]}
    assert {who: (m["collectif"], m["propres"]["rex"]) for who, m in members.items()} == {
        "lea": ("written", "written"),
        "karim": ("written", "blank"),
        "zoe": ("absent", "written"),
        "noe": ("absent", "absent"),
        "ali": ("written", "absent"),
        "eva": ("absent", "absent"),
    }
    assert any("désignée comme celle qui compte" in said for said in told["G1"]["phrases"])
    assert any("zoe est absent·e" in said for said in told["G2"]["phrases"])
    assert "ligne 5, champ « candidat » : « noe » n'est pas au carnet de notes et n'a rien rendu" in done.stderr
    assert "ligne 7, champ « candidat » : « eva »" in done.stderr
    assert "« zoe » n'est pas" not in done.stderr
    assert "seul n'est dans aucun groupe" in done.stderr


def test_on_a_terminal_it_is_a_table_and_sentences(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", GOOD)
    done = course.run("groupes")
    assert done.returncode == 0, done.stderr
    assert "E98 : 1 groupe" in done.stdout
    for word in ("lea", "karim", "Collectif", "REX", "rendu", "copie collective rendue par lea"):
        assert word in done.stdout


def test_a_course_without_the_file_is_told_how_to_write_it(course):
    done = course.run("groupes")
    assert done.returncode == 2
    assert "Aucun groupe n'est composé" in done.stderr


def test_a_candidate_whom_the_gradebook_knows_is_not_unknown(course):
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student("karim")
    course.groups("G1;lea", "G1;karim")
    done = course.run("groupes")
    assert "« lea » n'est pas au carnet" in done.stderr
    assert "« karim »" not in done.stderr


def test_an_epreuve_that_is_not_released_is_shown_without_copies(course):
    with (course.root / "groupes.csv").open("w", encoding="utf-8") as file:
        file.write("epreuve;groupe;candidat\ne06_objectifs;G1;lea\ne06_objectifs;G1;karim\n")
    done = course.run("groupes")
    assert done.returncode == 0, done.stderr
    assert "L'épreuve n'est pas publiée" in done.stdout
