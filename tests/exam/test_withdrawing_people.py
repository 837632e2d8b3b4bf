"""A person enrolled by mistake, taken out of the session; what has to be undone first is told, and nothing is done then."""

from __future__ import annotations

from pathlib import Path

import pytest

from epreuves_kit.course import oral_hours
from epreuves_kit.exam.asking import Unconfirmed
from epreuves_kit.jury.record import JuryRecord, OralAct
from tests.exam.session_application import act, decided_session, refused
from tests.jury.cours import E17


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A session that is decided, and somebody enrolled by mistake."""
    root = decided_session(tmp_path / "cours")
    act(
        root, "candidats inscrire", surname="ERREUR", first_name="Kévin", birth="02/03/2001", campus="Lyon", time="un tiers",
        blocs="B1", email="kevin@ecole.example",
    )  # fmt: skip
    return root


def people(root: Path) -> str:
    return act(root, "candidats")


def test_a_person_enrolled_by_mistake_goes_with_all_that_is_said_of_them_and_nobody_else_does(root: Path) -> None:
    before = {path.name: path.read_text("utf-8") for path in root.glob("*.csv")}
    assert any("kevin.erreur" in text for text in before.values())
    act(root, "jury absence", epreuve=E17, candidate="kevin.erreur", justified="non")
    with pytest.raises(Unconfirmed) as asked:
        act(root, "candidats retirer", candidate="kevin.erreur")
    assert "1 absence" in asked.value.sentence
    assert "Kévin" in people(root)
    assert "n'est plus de la session" in act(root, "candidats retirer", sure=True, candidate="kevin.erreur")
    assert "Kévin" not in people(root)
    assert "Léa" in people(root)
    for path in root.glob("*.csv"):
        text = path.read_text("utf-8")
        assert "kevin" not in text
        assert [line for line in before[path.name].splitlines() if "kevin" not in line] == text.splitlines()
    assert "kevin" not in act(root, "jury")
    assert "n'est pas inscrit" in refused(root, "candidats retirer", sure=True, candidate="kevin.erreur")


def test_who_is_enrolled_again_begins_anew(root: Path) -> None:
    with JuryRecord(root) as record:
        record.add("Nadia Roux", OralAct(E17, "kevin.erreur", "niveau", "C9.1", 3))
    act(root, "jury absence", epreuve=E17, candidate="kevin.erreur", justified="non")
    act(root, "candidats retirer", sure=True, candidate="kevin.erreur")
    act(root, "candidats inscrire", surname="ERREUR", first_name="Kévin")
    with pytest.raises(Unconfirmed) as asked:
        act(root, "candidats retirer", candidate="kevin.erreur")
    assert "Ne compteront plus" not in asked.value.sentence


def test_a_person_who_has_a_copy_is_not_taken_out_until_it_is(root: Path) -> None:
    assert "retirez-la d'abord" in refused(root, "candidats retirer", sure=True, candidate="lea")
    assert "est retirée" in act(root, "retirer", epreuve=E17, sure=True, candidate="lea")
    with pytest.raises(Unconfirmed) as asked:
        act(root, "candidats retirer", candidate="lea")
    assert "Le procès-verbal n° 2026-06-A nomme cette personne" in asked.value.sentence.replace("\u00a0", " ")
    act(root, "candidats retirer", sure=True, candidate="lea")
    act(root, "jury seance", sure=True, number="2026-07-B", date="2026-07-02", place="Paris")
    act(root, "jury pv --rectificatif", sure=True, partial="oui")
    with JuryRecord(root) as record:
        first, second = record.minutes()
    assert "lea" in first.decided
    assert "lea" not in second.decided
    assert "karim" in second.decided


def test_a_member_of_a_group_is_taken_out_of_it_first(root: Path) -> None:
    (root / "groupes.csv").write_text(
        "epreuve;groupe;candidat\ne11_challenge;G1;kevin.erreur\ne11_challenge;G1;lea\ne11_challenge;G1;karim\n",
        "utf-8",
    )
    assert "« G1 »" in refused(root, "candidats retirer", sure=True, candidate="kevin.erreur").replace("\u00a0", " ")
    assert "Kévin" in people(root)


def test_the_order_of_an_oral_is_taken_back(root: Path) -> None:
    hours = "epreuve;candidat;debut;fin;jury;lieu\n" + "".join(
        f"{id};{who};2026-06-12 09:00;2026-06-12 09:40;Jury A;salle 12\n"
        for id in (E17, "e11_challenge")
        for who in ("lea", "karim")
    )
    (root / oral_hours.FILE).write_text(hours, "utf-8")
    with pytest.raises(Unconfirmed) as asked:
        act(root, "oraux --annuler", epreuve=E17, undo="oui")
    assert "2 personnes" in asked.value.sentence.replace("\u00a0", " ")
    act(root, "oraux --annuler", epreuve=E17, undo="oui", sure=True)
    assert {kept.epreuve for kept in oral_hours.read(root, "Europe/Paris")} == {"e11_challenge"}
    assert "Aucun ordre" in refused(root, "oraux --annuler", epreuve=E17, undo="oui", sure=True)
