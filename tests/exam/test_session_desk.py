"""What the session's page may send: nothing of it reaches a path, is believed without being looked at, or is answered by an exception."""

from __future__ import annotations

import base64
import datetime
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from epreuves_kit.cli import application
from epreuves_kit.exam.asking import Asked, Unconfirmed
from epreuves_kit.grading.groups import handed_at
from epreuves_kit.page.desk import SessionDesk, SessionPanel
from tests.corpus import ASSIGNMENT
from tests.exam.session_application import REPOSITORY, act, ended, refused
from tests.jury.cours import E17

NOTEBOOK = f"{ASSIGNMENT}.ipynb"


@pytest.fixture
def course(model: Path, tmp_path: Path) -> Path:
    """The trial course, built, with two who are enrolled."""
    root = Path(shutil.copytree(model, tmp_path / "cours"))
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.update_or_create_student("lea", first_name="Léa", last_name="Fontaine")
        book.update_or_create_student("karim")
    return root


@pytest.fixture
def desk(course: Path) -> SessionDesk:
    return SessionDesk(course, "C. Aubert")


def sent(desk: SessionDesk, kind: str, **words: Any) -> dict[str, Any]:
    """What is answered to a gesture."""
    [answer] = desk.handle({"kind": kind, "n": 1, "client": "page", **words})
    assert (answer["n"], answer["client"]) == (1, "page")
    return answer


def file(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


def lay(desk: SessionDesk, *files: dict[str, str], candidate: str = "lea", **more: Any) -> dict[str, Any]:
    return sent(desk, "lay", candidate=candidate, epreuve=ASSIGNMENT, files=list(files), **more)


def everything(root: Path) -> set[str]:
    """All the files around, but the gradebook's own."""
    return {p.relative_to(root.parent).as_posix() for p in root.parent.rglob("*") if "gradebook.db" not in p.name}


def test_a_candidate_s_line_says_what_there_is_of_them(desk, course):
    shown = {one["id"]: one for one in sent(desk, "hello")["candidates"]}
    assert (shown["lea"]["name"], shown["lea"]["copy"], shown["lea"]["missing"]) == ("Léa Fontaine", "manque", True)
    shown = {one["id"]: one for one in lay(desk, file(NOTEBOOK, b"{}"))["candidates"]}
    assert (shown["lea"]["copy"], shown["lea"]["marked"], shown["karim"]["copy"]) == ("rendue", "à corriger", "manque")


def test_on_an_account_that_several_use_what_is_kept_under_a_name_asks_for_it(course, desk, monkeypatch):
    begun: list[Asked] = []
    monkeypatch.setattr("epreuves_kit.page.work.begin", lambda root, asked: begun.append(asked))
    shared = SessionDesk(course, "root")
    assert sent(desk, "hello")["signed"] == []
    assert "jury decider" in sent(shared, "hello")["signed"]
    away = {"action": "jury absence", "epreuve": ASSIGNMENT, "values": {"candidate": "lea", "justified": "oui"}}
    for name in ("", " root "):
        answer = sent(shared, "begin", **away | {"values": away["values"] | {"author": name}})
        assert "Dites votre nom" in answer["sentences"][0]
    sent(shared, "begin", **away | {"values": away["values"] | {"author": "Claire  Vasseur"}})
    # Where the account is one person's, nobody writes under another name.
    sent(desk, "begin", **away | {"values": away["values"] | {"author": "Claire Vasseur"}})
    assert [asked.author for asked in begun] == ["Claire Vasseur", "C. Aubert"]


def test_the_screen_that_follows_an_action_shows_what_it_changed_however_soon_it_ended(course, desk):
    lay(desk, file(NOTEBOOK, b"{}"))
    asked = {"action": "retirer", "epreuve": ASSIGNMENT, "values": {"candidate": "lea"}, "sure": True}
    begun = sent(desk, "begin", **asked)
    assert begun["work"]["state"] == "en cours"
    assert ended(course).state == "finie"
    # Whatever is asked next, not only how the action goes.
    shown = sent(desk, "look", epreuve=ASSIGNMENT)
    assert shown["work"]["state"] == "finie"
    assert [one["copy"] for one in shown["candidates"] if one["id"] == "lea"] == ["manque"]


@pytest.mark.parametrize(
    "name",
    ["../x.ipynb", "a/b.ipynb", "..\\x.ipynb", ".cache.ipynb", "x\0.ipynb", "a\u202e.ipynb", "", "x" * 200 + ".ipynb"],
)
def test_a_file_s_name_goes_nowhere_else(desk, course, name):
    before = everything(course)
    said = lay(desk, file(NOTEBOOK, b"{}"), file(name, b"{}"))
    assert said["kind"] == "failed"
    assert everything(course) == before


@pytest.mark.parametrize("candidate", ["personne", "../lea", "", "lea/../karim"])
def test_a_copy_is_laid_for_who_is_enrolled_alone(desk, course, candidate):
    before = everything(course)
    assert "n'est pas inscrit" in lay(desk, file(NOTEBOOK, b"{}"), candidate=candidate)["sentences"][0]
    assert everything(course) == before


def test_a_copy_that_takes_the_place_of_another_is_asked_about_and_the_other_kept(desk, course):
    place = course / "submitted" / "lea" / ASSIGNMENT
    assert lay(desk, file(NOTEBOOK, b"premier"), file("plan.xlsx", b"x"))["kind"] == "screen"
    asked = lay(desk, file(NOTEBOOK, b"second"))
    assert asked["kind"] == "ask"
    assert "Léa Fontaine" in asked["sentence"]
    assert (place / NOTEBOOK).read_bytes() == b"premier"
    assert lay(desk, file(NOTEBOOK, b"second"), sure=True)["kind"] == "screen"
    assert {p.name: p.read_bytes() for p in place.iterdir()} == {NOTEBOOK: b"second"}
    [kept] = (course / ".epreuves").rglob("plan.xlsx")
    assert (kept.parent / NOTEBOOK).read_bytes() == b"premier"


def test_a_copy_laid_by_hand_is_told_and_has_the_hour_that_is_typed_by_the_session_s_clocks(desk, course):
    seance = course / "seance.yaml"
    seance.write_text(
        (seance.read_text("utf-8") if seance.exists() else "nom: Juin\ncle: une clé bien longue\n")
        + "fuseau: Indian/Reunion\n",
        "utf-8",
    )
    told = lay(desk, file(NOTEBOOK, b"{}"), at="2026-06-10T12:30")["told"]
    assert "La copie de Léa Fontaine pour" in told
    assert "rendue le 10/06/2026 à 12:30" in told
    assert handed_at(course / "submitted" / "lea" / ASSIGNMENT) == datetime.datetime(2026, 6, 10, 8, 30)
    for at, said in (("2126-06-10T12:30", "n'est pas encore passé"), ("hier", "n'est pas un moment")):
        before = everything(course)
        assert said in lay(desk, file(NOTEBOOK, b"{}"), candidate="karim", at=at)["sentences"][0]
        assert everything(course) == before
    assert "rendue le" not in lay(desk, file(NOTEBOOK, b'{"cells": []}'), candidate="karim")["told"]
    assert handed_at(course / "submitted" / "karim" / ASSIGNMENT) is None


def test_the_notebook_of_somebody_else_is_asked_about_and_one_as_it_was_given_out_is_not(desk, course):
    given_out = (course / "release" / ASSIGNMENT / NOTEBOOK).read_bytes()
    for who in ("lea", "karim"):
        assert "est déposée" in lay(desk, file(NOTEBOOK, given_out), candidate=who)["told"]
    lay(desk, file(NOTEBOOK, b"de Lea"), sure=True)
    asked = lay(desk, file(NOTEBOOK, b"de Lea"), candidate="karim")
    assert (asked["kind"], "celui de la copie de « lea »" in asked["sentence"]) == ("ask", True)
    assert (course / "submitted" / "karim" / ASSIGNMENT / NOTEBOOK).read_bytes() == given_out
    assert "est déposée" in lay(desk, file(NOTEBOOK, b"de Lea"), candidate="karim", sure=True)["told"]


def can_be_put_back(desk):
    """Those on whose line a copy can be put back."""
    known = sent(desk, "hello")["candidates"]
    return [one["id"] for one in known if any(button["what"] == "retablir" for button in one["buttons"])]


def test_a_copy_that_was_replaced_is_put_back_by_the_page_or_the_command_and_that_is_undone_too(
    desk, course, monkeypatch
):
    place = course / "submitted" / "lea" / ASSIGNMENT / NOTEBOOK
    lay(desk, file(NOTEBOOK, b"premier"))
    assert can_be_put_back(desk) == []
    assert refused(course, "retablir", epreuve=ASSIGNMENT, candidate="lea").endswith("il n'y a rien à remettre.")
    lay(desk, file(NOTEBOOK, b"second"), sure=True)
    assert can_be_put_back(desk) == ["lea"]
    with pytest.raises(Unconfirmed, match="Léa Fontaine"):
        act(course, "retablir", epreuve=ASSIGNMENT, candidate="lea")
    assert place.read_bytes() == b"second"
    assert "de Léa Fontaine" in act(course, "retablir", epreuve=ASSIGNMENT, candidate="lea", sure=True)
    assert place.read_bytes() == b"premier"
    monkeypatch.chdir(course)
    commands = application(["retablir", "recevoir"])
    assert CliRunner().invoke(commands, ["retablir", "e98", "lea"]).exit_code == 2
    assert place.read_bytes() == b"premier"
    assert CliRunner().invoke(commands, ["retablir", "e98", "lea", "--oui"]).exit_code == 0
    assert place.read_bytes() == b"second"
    assert "n'est pas inscrit" in refused(course, "retablir", epreuve=ASSIGNMENT, candidate="../lea", sure=True)


def test_a_notebook_of_another_epreuve_or_of_none_is_refused_and_says_which_it_is(desk, course):
    (course / "source" / E17).mkdir()
    shutil.copytree(REPOSITORY / "release" / E17, course / "release" / E17)
    other = (course / "release" / E17 / f"{E17}.ipynb").read_bytes()
    before = everything(course)
    for name in (NOTEBOOK, f"{E17}.ipynb", "copie.ipynb"):
        said = lay(desk, file(name, other))["sentences"][0]
        assert said.startswith(f"« {name} » est le notebook de E17, et non de E98 : rien n'est déposé.")
    assert "n'est le notebook d'aucune épreuve distribuée" in lay(desk, file("copie.ipynb", b"{}"))["sentences"][0]
    both = lay(desk, file(NOTEBOOK, b"{}"), file("brouillon.ipynb", b"{}"))["sentences"][0]
    assert both.startswith("« brouillon.ipynb » n'est pas de cette épreuve")
    assert everything(course) == before
    # Its own under another name is known by its cells, and put under its name.
    own = (course / "release" / ASSIGNMENT / NOTEBOOK).read_bytes()
    assert lay(desk, file("Léa (1).ipynb", own))["kind"] == "screen"
    assert (course / "submitted" / "lea" / ASSIGNMENT / NOTEBOOK).read_bytes() == own


def test_an_hour_that_the_candidate_wrote_is_not_taken_and_another_s_name_is_asked_about(desk, course):
    place = course / "submitted" / "lea" / ASSIGNMENT
    hour = file("Timestamp.TXT", b"2026-06-12 09:00:00 UTC")
    assert lay(desk, file(NOTEBOOK, b"{}"), file("timestamp.txt", b"2026-06-12 09:00:00 UTC"), hour)["kind"] == "screen"
    assert [path.name for path in place.iterdir()] == [NOTEBOOK]
    shutil.rmtree(place)
    typed = file("candidat.txt", b"karim\n")
    asked = lay(desk, file(NOTEBOOK, b"{}"), typed)
    assert (asked["kind"], "remplis sous « karim »" in asked["sentence"], place.exists()) == (
        "ask",
        True,
        False,
    )
    assert lay(desk, file(NOTEBOOK, b"{}"), typed, sure=True)["kind"] == "screen"


def test_no_copy_is_laid_nor_put_back_nor_received_once_the_session_is_closed(desk, course):
    lay(desk, file(NOTEBOOK, b"premier"))
    lay(desk, file(NOTEBOOK, b"second"), sure=True)
    (course / "cloture").mkdir()
    (course / "cloture" / "sceau.jsonl").write_text("{}\n")
    before = everything(course)
    closed = "La session est close"
    assert lay(desk, file(NOTEBOOK, b"autre"), sure=True)["sentences"][0].startswith(closed)
    assert refused(course, "retablir", epreuve=ASSIGNMENT, candidate="lea", sure=True).startswith(closed)
    (course / "copies.zip").write_bytes(b"")
    assert refused(course, "recevoir", there="copies.zip").startswith(closed)
    assert everything(course) - {"cours/copies.zip"} == before
    assert (course / "submitted" / "lea" / ASSIGNMENT / NOTEBOOK).read_bytes() == b"second"


def test_a_copy_without_a_notebook_or_cut_on_its_way_is_refused(desk):
    assert "finit par « .ipynb »" in lay(desk, file("plan.xlsx", b"x"))["sentences"][0]
    assert "donnez-la à « Ranger des copies reçues »" in lay(desk, file("copie.zip", b"PK"))["sentences"][0]
    assert "n'est pas arrivé entier" in lay(desk, {"name": "c.ipynb", "content": "é"})["sentences"][0]


def test_all_that_is_wrong_in_a_list_is_told_and_what_was_not_shown_is_not_enrolled(desk, course):
    wrong = "Nom;Prénom;Courriel\nA;B;pas une adresse\n;C;c@x.fr\n".encode()
    said = sent(desk, "list", **file("../liste.csv", wrong))
    assert (said["kind"], len(said["sentences"])) == ("failed", 2)
    assert not list((course / ".epreuves" / "session").glob("*.csv"))
    assert "n'est pas un tableau" in sent(desk, "list", **file("liste.exe", b"MZ"))["sentences"][0]


def test_a_list_with_a_third_of_time_is_shown_then_enrolled_and_what_is_not_understood_in_it_is_told(desk, course):
    text = "Nom;Prénom;Aménagement\nPerrin;Zoé;Tiers-temps (PAP signé le 12/09)\nDiallo;Amina;voir le dossier\n"
    shown = sent(desk, "list", **file("liste.csv", text.encode()))["preview"]
    assert [line[0] for line in shown["lines"] if "33,33" in line[3]] == ["Zoé Perrin"]
    assert shown["look"][0].startswith("Ligne 3, Amina Diallo, colonne « Aménagement »")
    said = act(course, "candidats import", file="liste.csv", digest=shown["digest"])
    assert said.splitlines() == ["2 nouveaux candidats.", "C'est inscrit.", shown["look"][0]]
    kept = (course / "amenagements.csv").read_text("utf-8").replace("\xa0", " ")
    assert kept == "candidat;temps;pauses;assistant\nzoe.perrin;33,33 %;;\n"


def test_only_what_the_last_work_made_is_given(desk, course):
    for path in ("nbgrader_config.py", "../cours/seance.yaml", "/etc/passwd"):
        assert "n'est plus proposé" in sent(desk, "fetch", path=path)["sentences"][0]


def test_a_panel_s_notebook_is_written_once_and_names_its_epreuve(desk, course):
    name = sent(desk, "open", what="panel", epreuve=ASSIGNMENT)["name"]
    [cell] = nbformat.read(course / name, as_version=4).cells
    assert f'corriger("{ASSIGNMENT}")' in cell.source
    (course / name).write_text("le mien")
    assert sent(desk, "open", what="panel", epreuve=ASSIGNMENT)["name"] == name
    assert (course / name).read_text() == "le mien"
    assert sent(desk, "open", what="panel", epreuve="../x")["kind"] == "failed"


def test_no_name_is_saved_with_the_notebook(desk):
    sent(desk, "hello")
    assert "Fontaine" not in str(SessionPanel(desk).get_state())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KINDS = ("look", "list", "begin", "stop", "forget", "open", "lay", "fetch", "autre")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(("epreuve", "name", "content", "action", "values", "what", "candidate", "files", "path")),
        JSON,
    ),
)
def test_whatever_is_sent_is_answered_by_a_sentence_or_not_at_all(desk, course, kind, words):
    for answer in desk.handle({"kind": kind, "n": 1, "client": "page", **words}):
        assert answer["kind"] in ("failed", "screen"), answer
        assert "n'a pas abouti" not in str(answer.get("sentences", ""))
