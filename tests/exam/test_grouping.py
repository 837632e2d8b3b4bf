"""Groups formed by lot and composed by hand: their sizes, their campus, the file that they are kept in, what is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.variants.attribution import GROUPS_FILE
from epreuves.wording.errors import KitError
from epreuves_kit.exam import grouping
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.jury.registrations import CAMPUS
from epreuves_kit.page.drawn import do
from epreuves_kit.variants import groups
from epreuves_kit.variants.groups import Size
from tests.exam.session_application import screen
from tests.jury.cours import E06, E17, NotebookFile, lay

KEY = "une clé de séance"
PEOPLE = {
    "lea.fontaine": ("Léa", "FONTAINE", "Lille"),
    "karim.benali": ("Karim", "BENALI", "Lille"),
    "hugo.lefort": ("Hugo", "LEFORT", "Lyon"),
    "ines.marchand": ("Inès", "MARCHAND", "Lyon"),
    "chloe.garnier": ("Chloé", "GARNIER", "Lille"),
    "samir.haddad": ("Samir", "HADDAD", "Lyon"),
    "zoe.petit": ("Zoé", "PETIT", "Lyon"),
}


def lay_people(root: Path) -> Path:
    """A course of one épreuve that two or three do together, and seven people on two campuses."""
    lay(root)
    (root / "source" / E06).mkdir(parents=True)
    with NotebookFile(root) as book:
        for id, (first, last, _) in PEOPLE.items():
            book.student(id, first, last)
    where = "".join(f"{id};{place}\n" for id, (_, _, place) in PEOPLE.items())
    (root / CAMPUS).write_text(f"candidat;campus\n{where}", "utf-8")
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = lay_people(tmp_path / "cours")
    (root / "source" / E17).mkdir()
    return root


def ask(root: Path, action: str, sure: bool = False, epreuve: str = E06, **values: str) -> str:
    """What the page's form answers, in one text."""
    return "\n".join(do(root, Asked(action, epreuve, values, sure), lambda what, done, of: None).said)


def kept(root: Path) -> dict[str, tuple[str, ...]]:
    """The members of each group of épreuve 6, as the file has them."""
    return {group.name: tuple(m.candidate for m in group.members) for group in groups.read(root, E06) or ()}


def crowd(campuses: list[int]) -> list[EnrolledCandidate]:
    return [EnrolledCandidate(f"c{rank}", campus=f"campus {where}") for rank, where in enumerate(campuses)]


@given(
    st.lists(st.integers(0, 4), max_size=40),
    st.integers(2, 5).flatmap(lambda least: st.tuples(st.just(least), st.integers(least, 6))),
    st.booleans(),
    st.data(),
)
def test_each_is_in_one_group_of_a_size_that_is_allowed(
    campuses: list[int], bounds: tuple[int, int], by_campus: bool, data: st.DataObject
) -> None:
    size, people = Size(*bounds), crowd(campuses)
    wanted = data.draw(st.integers(*bounds))
    made, left = grouping.formed(people, size, wanted, by_campus, KEY, E06)
    assert Counter(id for group in [*made, left] for id in group) == Counter(person.id for person in people)
    assert all(size.minimum <= len(group) <= size.maximum for group in made)
    assert len(left) < size.minimum or all(len(group) == size.maximum for group in made)
    if not by_campus and made:
        assert max(map(len, made)) - min(map(len, made)) <= 1
    assert grouping.formed(people[::-1], size, wanted, by_campus, KEY, E06) == (made, left)


def test_a_campus_that_makes_whole_groups_is_with_nobody_else() -> None:
    people = crowd([0] * 6 + [1] * 4 + [2])
    made, left = grouping.formed(people, Size(2, 3), 3, True, KEY, E06)
    where = {person.id: person.campus for person in people}
    mixed = [group for group in made if len({where[id] for id in group}) > 1]
    assert (len(mixed), left) == (1, [])
    assert {where[id] for id in mixed[0]} >= {"campus 2"}


def test_groups_are_formed_written_and_completed_by_who_comes_later(course: Path) -> None:
    assert "C'est écrit : 3 groupes, 7 personnes." in ask(course, "former-groupes", size="2")
    first = kept(course)
    assert sorted(map(len, first.values())) == [2, 2, 3]
    with pytest.raises(KitError, match="Chacun est déjà dans un groupe"):
        ask(course, "former-groupes", size="2")
    with NotebookFile(course) as book:
        book.student("noe.blanc", "Noé", "BLANC")
        book.student("lou.brun", "Lou", "BRUN")
    ask(course, "former-groupes", size="2")
    assert kept(course) == first | {"G4": kept(course)["G4"]}
    assert set(kept(course)["G4"]) == {"noe.blanc", "lou.brun"}


def test_an_epreuve_of_groups_is_not_given_without_them_unless_that_is_accepted(course: Path) -> None:
    with pytest.raises(Unconfirmed, match="et aucun groupe n'est formé"):
        ask(course, "distribuer")
    ask(course, "former-groupes", size="2")
    with NotebookFile(course) as book:
        book.student("noe.blanc", "Noé", "BLANC")
    with pytest.raises(Unconfirmed, match="Sans groupe : Noé BLANC"):
        ask(course, "distribuer")


def test_forming_all_again_is_confirmed_and_the_same_lot_is_drawn(course: Path) -> None:
    ask(course, "former-groupes", by_campus="oui")
    first = kept(course)
    where = {id: place for id, (_, _, place) in PEOPLE.items()}
    assert all(len({where[id] for id in members}) == 1 for members in first.values())
    with pytest.raises(Unconfirmed, match="a déjà 3 groupes"):
        ask(course, "former-groupes", by_campus="oui", afresh="oui")
    ask(course, "former-groupes", sure=True, by_campus="oui", afresh="oui")
    assert kept(course) == first


def test_composing_keeps_other_epreuves_and_what_is_said_of_who_stays(course: Path) -> None:
    (course / GROUPS_FILE).write_text(
        "epreuve;groupe;candidat;etat;depot\n"
        f"{E06};G1;lea.fontaine;absent;\n{E06};G1;karim.benali;;x\n{E06};G1;hugo.lefort;;\n"
        "e02_analyse_projet;Les Bleus;lea.fontaine;;\ne02_analyse_projet;Les Bleus;zoe.petit;;\n",
        "utf-8",
    )
    said = ask(
        course, "composer-groupes", composition="G1=lea.fontaine,hugo.lefort;Équipe B=Karim.Benali,ines.marchand"
    )
    assert said.startswith("C'est écrit : 2 groupes, 4 personnes.")
    assert (course / GROUPS_FILE).read_text("utf-8").splitlines() == [
        "epreuve;groupe;candidat;etat;depot",
        "e02_analyse_projet;Les Bleus;lea.fontaine;présent;",
        "e02_analyse_projet;Les Bleus;zoe.petit;présent;",
        f"{E06};G1;lea.fontaine;absent;",
        f"{E06};G1;hugo.lefort;présent;",
        f"{E06};Équipe B;Karim.Benali;présent;",
        f"{E06};Équipe B;ines.marchand;présent;",
    ]


@pytest.mark.parametrize(
    ("composition", "sentence"),
    [
        ("G1=lea.fontaine", "« G1 » a 1 membre"),
        ("G1=lea.fontaine,karim.benali,hugo.lefort,zoe.petit", "demande 2 à 3 personnes"),
        (
            "G1=lea.fontaine,karim.benali;G2=lea.fontaine,zoe.petit",
            "« lea.fontaine » est deux fois dans les groupes : G1, puis G2",
        ),
        ("G1=lea.fontaine,personne.inconnue", "« personne.inconnue » n'est pas attendu"),
        ("lea.fontaine", "n'est pas un groupe"),
    ],
)
def test_groups_that_cannot_be_are_refused_and_nothing_changes(course: Path, composition: str, sentence: str) -> None:
    ask(course, "composer-groupes", composition="G1=hugo.lefort,ines.marchand")
    before = (course / GROUPS_FILE).read_bytes()
    with pytest.raises(KitError) as refusal:
        ask(course, "composer-groupes", composition=composition)
    assert sentence in str(refusal.value)
    assert "ligne" not in str(refusal.value)
    assert (course / GROUPS_FILE).read_bytes() == before


def test_who_changes_group_after_handing_in_is_named_first(course: Path) -> None:
    ask(course, "composer-groupes", composition="G1=hugo.lefort,ines.marchand,zoe.petit")
    (course / "submitted" / "zoe.petit" / E06).mkdir(parents=True)
    moving = {"composition": "G1=hugo.lefort,ines.marchand;G2=zoe.petit,lea.fontaine"}
    with pytest.raises(Unconfirmed, match="Zoé PETIT"):
        ask(course, "composer-groupes", **moving)
    ask(course, "composer-groupes", sure=True, **moving)
    assert kept(course)["G2"] == ("zoe.petit", "lea.fontaine")


def test_an_epreuve_done_alone_has_no_groups(course: Path) -> None:
    with pytest.raises(KitError, match="est une épreuve individuelle"):
        ask(course, "former-groupes", epreuve=E17)


def test_the_form_opens_on_the_groups_as_they_are_and_closes_on_names_that_it_cannot_write(course: Path) -> None:
    ask(course, "composer-groupes", composition="G1=hugo.lefort,ines.marchand")
    button = composing(course)
    [field] = button["fields"]
    assert (field["value"], field["minimum"], field["maximum"]) == ("G1=hugo.lefort,ines.marchand", 2, 3)
    assert ["zoe.petit", "Zoé PETIT · Lyon"] in [list(option) for option in field["options"]]
    # Two people of one name are told apart.
    with NotebookFile(course) as book:
        book.student("zoe.petit2", "Zoé", "PETIT")
    [field] = composing(course)["fields"]
    homonyms = [text for _, text in field["options"] if text.startswith("Zoé PETIT")]
    assert homonyms == ["Zoé PETIT · Lyon · zoe.petit", "Zoé PETIT · zoe.petit2"]
    (course / GROUPS_FILE).write_text(
        f'epreuve;groupe;candidat\n{E06};"A;B";zoe.petit\n{E06};"A;B";lea.fontaine\n', "utf-8"
    )
    assert "« A;B » : pour composer les groupes ici" in composing(course)["closed"]


def composing(root: Path) -> dict[str, Any]:
    """The button that composes the groups of épreuve 6, as the page is sent it."""
    shown = screen(root, kind="look", epreuve=E06)
    return next(each for step in shown["steps"] for each in step["buttons"] if each["what"] == "composer-groupes")


@given(st.lists(st.text("abcé .-", min_size=1, max_size=6), max_size=6))
def test_names_of_new_groups_are_free(taken: list[str]) -> None:
    own = grouping.names([*taken, "g2"], 3)
    assert len(set(own)) == 3
    assert not {name.casefold() for name in own} & {"g2"}
