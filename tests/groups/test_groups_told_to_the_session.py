"""What who runs a session is told of groups: people by their names, a copy to mark where what it is marked on has changed, a variant that is another's."""

import json

import pytest
from nbgrader.api import Gradebook

from epreuves import preparer
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Unconfirmed
from epreuves_kit.exam.status import status
from epreuves_kit.gradebook.rows import People
from epreuves_kit.grading.assignment import Assignment
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD
from tests.exam.session_application import act, screen
from tests.groups.trial import INVERSE, REX


@pytest.fixture
def enrolled(course):
    """A course with a group of three, of whom the gradebook names two."""
    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")
    with Gradebook(course.db_url) as book:
        for id, first, last in (("lea.fontaine", "Léa", "Fontaine"), ("ali", "Ali", "Sy"), ("zoe", None, None)):
            book.update_or_create_student(id, first_name=first, last_name=last)
    course.groups("G1;lea.fontaine", "G1;ali", "G1;zoe")
    return course


def stage(course):
    """Where the épreuve stands, and whose copies are to be marked."""
    (one,) = status(Course(course.root)).epreuves
    return one.stage, one.waiting


def lacking(course):
    """What the application says of the épreuve, on its line."""
    (one,) = screen(course.root)["epreuves"]
    return " ".join(one["lacking"])


def test_people_are_called_by_their_names_and_by_their_identifiers_where_there_is_none(enrolled):
    enrolled.hand_in("lea.fontaine", INVERSE, None)
    said = act(enrolled.root, "groupes", ASSIGNMENT)
    assert "Groupe G1 : copie collective rendue par Léa Fontaine (lea.fontaine)." in said
    assert "Ali Sy (ali) n'a rendu aucun dossier." in said
    assert "zoe n'a rendu aucun dossier." in said
    assert "rendue par Léa Fontaine (lea.fontaine)." in " ".join(enrolled.run("groupes").stdout.split())
    act(enrolled.root, "autograde", ASSIGNMENT)
    enrolled.hand_in("ali", GOOD, None)
    said = (
        "la copie collective de Léa Fontaine (lea.fontaine), déjà corrigée, reste celle du groupe ; "
        "une autre est arrivée depuis, rendue par Ali Sy (ali), qui en diffère par : Question 1."
    )
    assert said in lacking(enrolled)
    assert said in " ".join(enrolled.run("statut").stdout.split())
    assert said in act(enrolled.root, "autograde", ASSIGNMENT)
    with pytest.raises(
        Unconfirmed, match=r"copie collective d'Ali Sy \(ali\) .* celle de Léa Fontaine \(lea.fontaine\)"
    ):
        act(enrolled.root, "groupes --prendre", ASSIGNMENT, take="G1")


def test_no_member_reads_on_their_page_who_handed_the_group_s_copy_in(enrolled):
    enrolled.hand_in("lea.fontaine", INVERSE, None)
    enrolled.mark()
    assert enrolled.run("feedback", ASSIGNMENT).returncode == 0
    page = (enrolled.root / "feedback" / "zoe" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "Restitution à" in page
    assert not [name for name in ("lea.fontaine", "Fontaine", "Ali Sy") if name in page]


def test_a_copy_that_lacks_its_rex_alone_is_called_incomplete(enrolled):
    enrolled.hand_in("lea.fontaine", INVERSE, None)
    assert act(enrolled.root, "autograde", ASSIGNMENT).startswith("3 copies corrigées.")
    assert enrolled.run("rex", ASSIGNMENT, "--oui").returncode == 0
    said = act(enrolled.root, "autograde --force", ASSIGNMENT, sure=True)
    assert said.startswith("3 copies incomplètes.")
    assert (
        "Léa Fontaine (lea.fontaine), copie incomplète : Groupe G1 : copie collective rendue par Léa Fontaine (lea.fontaine). "
        "Le notebook « rex » n'est pas rendu."
    ) in said


def test_members_are_to_be_marked_again_once_a_copy_is_taken_or_a_rex_is_handed_in(enrolled):
    enrolled.hand_in("lea.fontaine", INVERSE, None)
    assert stage(enrolled) == ("à corriger", ("ali", "lea.fontaine", "zoe"))
    enrolled.mark()
    assert stage(enrolled) == ("à juger", ())
    enrolled.hand_in("ali", GOOD, None)
    enrolled.mark_odd()
    assert stage(enrolled) == ("à juger", ())
    act(enrolled.root, "groupes --prendre", ASSIGNMENT, take="G1", sure=True)
    assert stage(enrolled) == ("à corriger", ("ali", "lea.fontaine", "zoe"))
    enrolled.mark()
    assert stage(enrolled) == ("à juger", ())
    assert enrolled.run("rex", ASSIGNMENT, "--oui").returncode == 0
    enrolled.hand_in("zoe", None, REX)
    assert stage(enrolled) == ("à corriger", ("zoe",))


def test_a_collective_copy_worked_on_another_variant_than_its_group_s_is_told_once_before_it_is_marked(
    enrolled, tmp_path, monkeypatch, capsys
):
    enrolled.hand_in("lea.fontaine", INVERSE, None)
    assignment = Assignment.of(Course(enrolled.root), ASSIGNMENT)
    own = assignment.variant("zoe")
    account = next(f"compte{n}" for n in range(99) if assignment.variant(f"compte{n}") != own)
    monkeypatch.chdir(enrolled.root / "release" / ASSIGNMENT)
    preparer(ASSIGNMENT, candidat=account)
    path = enrolled.folder("lea.fontaine") / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_bytes())
    cell = next(c for c in notebook["cells"] if "preparer(" in "".join(c["source"]) and c["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": capsys.readouterr().out}]
    path.write_text(json.dumps(notebook))
    said = (
        f"la copie collective du groupe G1, rendue par Léa Fontaine (lea.fontaine), est faite sur la variante {assignment.variant(account)}, "
        f"et sera corrigée sur la variante {own}, celle du groupe."
    )
    assert lacking(enrolled).count(said) == 1
    assert said in " ".join(enrolled.run("statut").stdout.split())
    with pytest.raises(Unconfirmed) as asked:
        act(enrolled.root, "autograde", ASSIGNMENT)
    assert "\n".join(asked.value.look).count(said) == 1
    assert not list((enrolled.root / "autograded").iterdir())
    assert said in " ".join(enrolled.run("autograde", ASSIGNMENT).stderr.split())
    assert said not in lacking(enrolled)


def test_an_identifier_is_found_whole_wherever_it_stands_in_a_sentence():
    people = People.of([("lea", "Léa", "Roy", ""), ("lea.fontaine", "Léa", "Fontaine", ""), ("4", "Quatre", "Sy", "")])
    assert (
        people.naming(
            "par lea.fontaine, puis lea. Voir lea-1, x@lea et groupes.csv, ligne 4.", ["lea", "lea.fontaine", "4"]
        )
        == "par Léa Fontaine (lea.fontaine), puis Léa Roy (lea). Voir lea-1, x@lea et groupes.csv, ligne 4."
    )
