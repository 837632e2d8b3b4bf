"""A link is given, opened, used and taken back; what is given by it enters the record; two jurors are compared."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import msgspec
import psutil
import pypdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import create_engine, text

from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Asked
from epreuves_kit.extensions.visitors import passes
from epreuves_kit.extensions.visitors.page import part
from epreuves_kit.jury import challenge
from epreuves_kit.jury.oral_sheet import OralPanel, Sheets
from epreuves_kit.jury.record import AbsenceAct, JuryRecord, OralAct, PassUseAct, TrialAct, stand
from epreuves_kit.jury.sources import decisions
from epreuves_kit.page.drawn import do
from epreuves_kit.rules import jury_rules
from tests.accessible_pdf import faults
from tests.conftest import EPREUVES
from tests.exam.session_application import decided_session, screen
from tests.jury.cours import E01, E06, E11
from tests.visitors import counter
from tests.visitors.counter import E07, ELSA, IDRISS, NADIA, Served, acts, gesture, given


def told(what: str, done: int, total: int) -> None:
    """Nobody listens."""


def ask(root: Path, action: str, **values: str) -> Any:
    return do(root, Asked(action, "", {"author": "Secrétariat", **values}, True), told)


def codes(pdf: bytes) -> list[str]:
    """What the codes of a document say."""
    pages = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [read.text for page in pages for read in zxingcpp.read_barcodes(page)]


def today(root: Path) -> str:
    return counter.now(root).date().isoformat()


def sent(served: Served, path: str, cookie: str, **more: Any) -> dict[str, Any]:
    """What the page shows after a gesture."""
    status, _, body = served.ask("POST", f"{path}geste", gesture(**more), cookie)
    assert status == 200, body
    return dict(json.loads(body))


def test_a_link_is_given_by_a_button_on_paper_and_seen_and_taken_back(course: Path) -> None:
    outcome = ask(course, "acces donner", holder="nadia roux", about=E06, day=today(course), panel="jury a")
    [link] = re.findall(r"http://127\.0\.0\.1:8899/#\S+", " ".join(outcome.said))
    assert "Nadia Roux" in outcome.said[0]
    assert "Jury A" in outcome.said[0]
    pdf = (course / outcome.files[0]).read_bytes()
    assert faults(pdf) == []
    # As a telephone reads it, and who types it.
    assert codes(pdf) == [link]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert link in text.replace("\n", "")
    assert "Ce lien ouvre, sans compte ni mot de passe, les fiches des personnes" in " ".join(text.split())
    assert not {"if", "else", "["} & set(text.split())
    shown = ask(course, "acces").tables[0].lines
    assert [line[1] for line in shown] == [NADIA]
    assert shown[0][5:] == ("jamais", "ouvert")
    assert link.partition("#")[2] not in str(shown)
    ask(course, "acces retirer", number="1")
    assert ask(course, "acces").tables[0].lines[0][-1] == "retiré"
    with pytest.raises(KitError, match="déjà retiré"):
        ask(course, "acces retirer", number="1")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"holder": "Paul Petit"}, "n'est pas du jury"),
        ({"panel": "Jury Z"}, "n'entend personne"),
        ({"panel": ""}, "plusieurs jurys"),
        ({"day": "2020-01-01"}, "est passé"),
        ({"day": "2099-01-01"}, "Personne n'est entendu"),
        ({"about": "e17"}, "n'a pas d'oral|Personne|Aucun ordre"),
        ({"address": "javascript:alert(1)"}, "n'est pas l'adresse"),
        ({"address": "https://ecole.example/?x=1"}, "n'est pas l'adresse"),
        ({"kind": "essai"}, "Aucun tirage|métier"),
    ],
)
def test_a_link_that_would_open_nothing_is_not_given(course: Path, values: dict[str, str], why: str) -> None:
    usual = {"holder": NADIA, "about": E06, "day": today(course), "panel": "Jury A"}
    with pytest.raises(KitError, match=why):
        ask(course, "acces donner", **usual | values)
    assert not acts(course)


def test_a_link_given_again_takes_the_place_of_the_first(course: Path) -> None:
    _, first = given(course, NADIA, panel="Jury A")
    _, second = given(course, NADIA, panel="Jury A")
    with counter.serving(course) as served:
        assert served.ask("POST", "/entrer", {"code": first})[0] == 403
        served.enter(second)


def test_a_page_shows_those_of_its_panel_and_day_and_nobody_else(served: Served, course: Path) -> None:
    for holder, panel, days, names in (
        (NADIA, "Jury A", 0, {"Léa Fontaine", "Karim Benali"}),
        (ELSA, "Jury B", 0, {"Sam <b>Roy</b>"}),
        (NADIA, "Jury A", 1, {"Inès Nuñez"}),
    ):
        _, code = given(course, holder, panel=panel, days=days)
        served.clock.days = days
        path, cookie = served.enter(code)
        _, _, body = served.ask("GET", f"{path}etat", cookie=cookie)
        shown = json.loads(body)
        assert {candidate["name"] for candidate in shown["candidates"].values()} == names
        others = {f"{first} {last}" for first, last in counter.PEOPLE.values()} - names
        assert not any(name in body.decode() for name in others)


def test_without_an_order_of_orals_all_who_are_heard_are_shown_group_by_group(served: Served, course: Path) -> None:
    (course / "oraux.csv").unlink()
    _, code = given(course, NADIA)
    path, cookie = served.enter(code)
    shown = json.loads(served.ask("GET", f"{path}etat", cookie=cookie)[2])
    assert shown["passages"][0]["candidates"] == ["lea", "karim"]
    assert set(shown["candidates"]) == set(counter.PEOPLE)


def test_all_that_a_juror_gives_enters_the_record_under_their_name_and_the_shared_sheet_shows_it(
    served: Served, course: Path
) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    path, cookie = served.enter(code)
    for more in (
        {"field": "début", "part": "", "key": "", "level": None, "text": "09:02"},
        {"level": 2},
        {"field": "posée", "key": "1", "level": 1},
        {"field": "remarque", "level": None, "text": "Chiffres cités."},
        {"field": "remarque", "part": "", "key": "", "level": None, "text": "Clair."},
        {"field": "question", "part": "", "key": "", "level": None, "text": "Et en janvier ?"},
        {"field": "fin", "part": "", "key": "", "level": None, "text": "09:41"},
        {"candidate": "karim", "field": "présence", "part": "", "key": "", "level": None, "text": "justifiée"},
    ):
        shown = sent(served, path, cookie, **more)
    lea = shown["candidates"]["lea"]
    assert (lea["start"], lea["end"], lea["jurors"]) == ("09:02", "09:41", NADIA)
    assert lea["parts"][E06]["asked"] == [1]
    authors = {entry.author for entry in acts(course) if isinstance(entry.act, OralAct | AbsenceAct)}
    assert authors == {NADIA}
    sheets = Sheets(course, E06, "Camille Aubert")
    try:
        sheet = sheets.sheet("lea")
        other = sheets.sheet("karim")
    finally:
        sheets.close()
    assert (sheet.levels, sheet.start, sheet.end) == ({"C6.1": 2}, "09:02", "09:41")
    assert sheet.own[NADIA] == {"C6.1": "Chiffres cités.", "": "Clair."}
    assert sheet.own_questions == {NADIA: "Et en janvier ?"}
    # What holds of the oral is on the sheet of who was heard with her.
    assert (other.start, other.presence, other.jurors) == ("09:02", "justifiée", NADIA)


def test_the_candidates_own_words_come_after_the_jurors_level_and_go_with_it(served: Served, course: Path) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    path, cookie = served.enter(code)
    before = served.ask("GET", f"{path}etat", cookie=cookie)[2].decode()
    assert "J'ai relu" not in before
    level = sent(served, path, cookie, level=3)["candidates"]["lea"]["parts"][E06]["levels"]
    assert "J'ai relu" in level["C6.1"]["said"]
    assert not level["C6.2"]["said"]
    taken = sent(served, path, cookie, level=None)["candidates"]["lea"]["parts"][E06]["levels"]
    assert not taken["C6.1"]["said"]


def test_another_jurors_level_is_seen_once_ones_own_is_given_and_none_stands_until_they_agree(
    served: Served, course: Path
) -> None:
    pages = [served.enter(given(course, name, panel="Jury A")[1]) for name in (NADIA, IDRISS)]
    sent(served, *pages[0], level=2)

    def levels(rank: int) -> dict[str, Any]:
        path, cookie = pages[rank]
        shown = json.loads(served.ask("GET", f"{path}etat", cookie=cookie)[2])
        return dict(shown["candidates"]["lea"]["parts"][E06]["levels"]["C6.1"])

    def standing() -> tuple[int | None, bool]:
        state = stand(acts(course))
        key = (E06, "lea", "C6.1")
        return state.orals.get(key), key in state.to_settle

    assert levels(1)["others"] == {}
    assert not levels(1)["to_settle"]
    assert standing() == (2, False)
    sent(served, *pages[1], level=3)
    assert levels(1)["others"] == {NADIA: 2}
    assert levels(0)["others"] == {IDRISS: 3}
    assert standing() == (None, True)
    with JuryRecord(course) as record:
        [decided] = decisions(record, jury_rules.read(course), ["lea"])
    verdict = decided.find("C6.1")
    assert "l'accord sur les niveaux de l'oral" in verdict.lacking
    # One of them comes round to it.
    sent(served, *pages[0], level=3)
    assert standing() == (3, False)
    sent(served, *pages[1], level=1)
    # The jury's own sheet has the last word, whatever a page says after it.
    sheets = Sheets(course, E06, "Camille Aubert")
    try:
        sheets.level("lea", "C6.1", 2)
        assert sheets.sheet("lea").given["C6.1"].alone == {NADIA: 3, IDRISS: 1}
    finally:
        sheets.close()
    assert standing() == (2, False)
    sent(served, *pages[1], level=0)
    assert standing() == (2, False)
    assert levels(0)["shared"] == 2


def test_a_record_of_before_is_read_as_it_was(course: Path) -> None:
    with JuryRecord(course) as record:
        record.add("C. Aubert", OralAct(E06, "lea", "niveau", "C6.1", 1), OralAct(E06, "lea", "niveau", "C6.2", 3))
    old = {"type": "oral", "epreuve": E06, "candidat": "lea", "field": "niveau", "key": "C6.1", "level": 2, "text": ""}
    engine = create_engine(f"sqlite:///{course / 'gradebook.db'}")
    with engine.begin() as db:
        db.execute(text("UPDATE epreuves_jury SET content = :old WHERE rank = 1"), {"old": json.dumps(old)})
    engine.dispose()
    assert stand(acts(course)).orals == {(E06, "lea", "C6.1"): 2, (E06, "lea", "C6.2"): 3}


def test_a_server_that_starts_again_knows_pages_and_gestures(course: Path) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    own = gesture()
    with counter.serving(course) as served:
        path, cookie = served.enter(code)
        assert served.ask("POST", f"{path}geste", own, cookie)[0] == 200
    before = acts(course)
    with counter.serving(course) as served:
        assert served.ask("POST", f"{path}geste", own, cookie)[0] == 200
        assert acts(course) == before
        assert served.ask("POST", f"{path}geste", own | {"level": 0}, cookie)[0] == 403


def test_a_page_is_closed_as_soon_as_its_pass_is_withdrawn_or_its_day_is_over(served: Served, course: Path) -> None:
    number, code = given(course, NADIA, panel="Jury A")
    path, cookie = served.enter(code)
    served.clock.days = 1
    assert served.ask("GET", f"{path}etat", cookie=cookie)[0] == 401
    served.clock.days = 0
    assert served.ask("GET", f"{path}etat", cookie=cookie)[0] == 200
    with JuryRecord(course) as record:
        passes.withdraw(record, "Secrétariat", number)
    assert served.ask("POST", f"{path}geste", gesture(), cookie)[0] == 401


def test_nothing_is_given_in_a_session_that_is_closed_or_erased(served: Served, course: Path) -> None:
    _, code = given(course, NADIA, panel="Jury A")
    path, cookie = served.enter(code)
    (course / "cloture").mkdir()
    (course / "cloture" / "sceau.jsonl").write_text("", "utf-8")
    before = acts(course)
    status, _, said = served.ask("POST", f"{path}geste", gesture(), cookie)
    assert (status, "close" in said.decode()) == (403, True)
    assert served.ask("POST", "/entrer", {"code": code})[0] == 403
    with pytest.raises(KitError, match="La session est close"):
        given(course, IDRISS, panel="Jury A")
    assert acts(course) == before


def test_a_gradebook_that_is_busy_is_to_be_tried_again(
    served: Served, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("epreuves_kit.extensions.visitors.gestures.PATIENCE", 0.2)
    _, code = given(course, NADIA, panel="Jury A")
    path, cookie = served.enter(code)
    own, before = gesture(), acts(course)
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        assert served.ask("POST", f"{path}geste", own, cookie)[0] == 503
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert acts(course) == before
    assert served.ask("POST", f"{path}geste", own, cookie)[0] == 200


def test_a_grand_oral_is_held_part_by_part_two_questions_each(served: Served, course: Path) -> None:
    _, code = given(course, NADIA, E01)
    path, cookie = served.enter(code)
    shown = json.loads(served.ask("GET", f"{path}etat", cookie=cookie)[2])
    assert (shown["title"], [part["epreuve"] for part in shown["parts"]]) == ("Grand oral", [E01, E07])
    for key in ("1", "2"):
        sent(served, path, cookie, part=E01, field="posée", key=key, level=1)
    status, _, said = served.ask("POST", f"{path}geste", gesture(part=E01, field="posée", key="3", level=1), cookie)
    assert (status, "Deux questions au plus par partie" in json.loads(said)["said"]) == (422, True)
    sent(served, path, cookie, part="", key="", field="présence", level=None, text="justifiée")
    away = [entry.act for entry in acts(course) if isinstance(entry.act, AbsenceAct)]
    assert {(act.epreuve, act.candidate, act.state) for act in away} == {(id, "lea", "justifiée") for id in (E01, E07)}


def test_a_professionals_page_gives_what_the_sheet_would(served: Served, course: Path) -> None:
    counter.drawn(course)
    people = ("Léo Paul, acheteur", "Ana Costa, cheffe de projet", "Rémi Blanc, imprimeur")
    views = []
    for rank, holder in enumerate(people):
        path, cookie = served.enter(given(course, holder, E11, trial=True)[1])
        view = json.loads(served.ask("GET", f"{path}etat", cookie=cookie)[2])
        marks = {code: 2 + rank for code, _ in view["criteria"]}
        whole = {"candidate": "lea", "marks": marks, "tasks": [{"seconds": 10 * (rank + 1), "understood": True}, None]}
        for tasks in (whole["tasks"], [*whole["tasks"][:1], {"seconds": None, "understood": False}]):
            body = {"id": gesture()["id"], "remark": "Net." if rank == 0 else "", **whole, "tasks": tasks}
            assert served.ask("POST", f"{path}geste", body, cookie)[0] == 200
        with JuryRecord(course) as record:
            views.append(challenge.told(record, E11))
    # What is whole counts, and it is said that there are too few of them yet.
    assert "1 professionnel (il en faut 3)" in views[0][0]
    assert "3 professionnels, notes médianes" in views[2][0]
    assert "C11.1-k2 3 (écart 2)" in views[2][0]
    assert "Tâche 1 : réponse trouvée par 3 sur 3 en 20 s (de 10 à 30), comprise par 3." in " ".join(views[2])
    assert "Léo Paul, acheteur : Net." in " ".join(views[2])
    assert {entry.author for entry in acts(course) if isinstance(entry.act, TrialAct)} == set(people)


def test_the_same_marks_by_a_page_and_by_a_sheet_make_the_same_summary(course: Path) -> None:
    counter.drawn(course)
    official = jury_rules.read(course).referentiel
    with JuryRecord(course) as record:
        [draw] = [act for act, _, _ in challenge.kept(record, E11).values()]
    rows = challenge.sheet(official, draw).splitlines()
    head = [name if not name.startswith("Professionnel") else f"P{name[14]}, métier" for name in rows[0].split(";")]
    filled = [";".join(head)]
    for row in rows[1:]:
        cells = row.split(";")
        value = (
            "12"
            if cells[4].startswith("temps")
            else "oui"
            if cells[4].startswith("comprise")
            else ""
            if cells[4] == "remarque"
            else "4"
        )
        filled.append(";".join([*cells[:6], value, value, value]))
    read = challenge.read(official, "\n".join(filled).encode(), "fiche.csv", {draw.group: draw})
    paged = [msgspec.structs.replace(act, sheet="page") for act in read]
    assert challenge.summarise(paged) == challenge.summarise(read)


def test_the_command_answers_on_this_machine_alone_and_ends_when_it_is_asked_to(course: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*EPREUVES, "guichet", "--port", str(port)]
    environment = os.environ | {"JUPYTERHUB_SERVICE_PREFIX": "/services/guichet/", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert f"http://127.0.0.1:{port}/services/guichet/" in process.stdout.readline()
        served = Served(port, counter.Clock(course), None, course, "/services/guichet/")
        assert served.ask("GET", "/services/guichet/")[0] == 200
        assert served.ask("GET", "/")[0] == 404
        path, cookie = served.enter(given(course, NADIA, panel="Jury A")[1])
        assert path.startswith("/services/guichet/acces/")
        assert served.ask("POST", f"{path}geste", gesture(), cookie)[0] == 200
        listening = [one.laddr.ip for one in psutil.Process(process.pid).net_connections() if one.status == "LISTEN"]
        assert listening == ["127.0.0.1"]
        again = subprocess.run(command, cwd=course, capture_output=True, text=True)
        assert again.returncode == 2
        assert "donnez-en un autre" in again.stderr
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said


def test_links_are_given_and_taken_back_on_the_page_of_the_session(course: Path, tmp_path: Path) -> None:
    for folder in (course / "sujets").iterdir():
        (folder / "sujet.py").touch()
    (made,) = part(Course(course), counter.now(course).date()).buttons
    fields = {field.name: field for field in made.fields}
    assert (made.label, fields["holder"].options[0][0]) == ("Donner un accès", NADIA)
    assert [value for value, _ in fields["about"].options] == [E06, E11, "grand-oral"]
    # A session without an oral shows nothing of it, but for what was given.
    root = decided_session(tmp_path / "autre")
    assert "acces" not in [shown["key"] for shown in screen(root, kind="decisions")["parts"]]

    def shown() -> dict[str, Any]:
        [own] = [one for one in screen(root, kind="decisions")["parts"] if one["key"] == "acces"]
        return dict(own)

    given(root, "Camille Aubert")
    [line] = shown()["lines"]
    assert [button["short"] for button in line["buttons"]] == ["Retirer"]
    ask(root, "acces retirer", **line["buttons"][0]["values"])
    [line] = shown()["lines"]
    assert (line["cells"][-1], line["buttons"]) == ("retiré", ())


def test_use_is_told_by_the_clocks_of_the_session(served: Served, course: Path) -> None:
    served.enter(given(course, NADIA, panel="Jury A")[1])
    [use] = [entry for entry in acts(course) if isinstance(entry.act, PassUseAct)]
    at = use.at.astimezone(counter.now(course).tzinfo)
    assert f"{at:%H:%M}" in ask(course, "acces").tables[0].lines[0][5]


def test_the_sheet_that_the_jury_shares_shows_each_jurors_level_and_settles(course: Path) -> None:
    with JuryRecord(course) as record:
        for name, given_level in ((NADIA, 2), (IDRISS, 3)):
            record.add(
                name,
                OralAct(E06, "lea", "niveau", "C6.1", given_level, alone=True),
                OralAct(E06, "lea", "remarque", "C6.1", text=f"Vu par <b>{name}</b>.", alone=True),
            )
    sheets = Sheets(course, E06, "Camille Aubert")
    try:
        panel = OralPanel(sheets)
        [choice] = [widget for widget in panel.box.children if getattr(widget, "description", "") == "Candidat·e"]
        choice.value = "lea"

        def shown() -> tuple[Any, str]:
            fields = panel.box.children[-1].children
            [level] = [widget for widget in fields if getattr(widget, "description", "") == "Niveau, C6.1"]
            return level, " ".join(widget.value for widget in fields if isinstance(widget, widgets.HTML))

        level, words = shown()
        assert level.value is None
        assert "Nadia Roux : 2, Idriss Koné : 3 — <b>à accorder</b>" in words
        assert "Vu par &lt;b&gt;Idriss Koné&lt;/b&gt;." in words
        # Nor are the candidate's own words there yet.
        assert "J'ai relu" not in words
        level.value = 2
        _, words = shown()
        assert "Nadia Roux : 2, Idriss Koné : 3." in words
        assert "J&#x27;ai relu" in words
    finally:
        sheets.close()
    assert stand(acts(course)).orals == {(E06, "lea", "C6.1"): 2}
