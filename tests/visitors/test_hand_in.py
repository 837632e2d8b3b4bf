"""A copy handed in from a laptop on the real server: by name and code, whole, through a cut; what is nobody's or no copy is refused."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import http.client
import io
import json
import os
import shutil
import subprocess
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from epreuves.variants.codes import code_of
from epreuves_kit.course import closing
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.codes import codes
from epreuves_kit.extensions.visitors import handing
from epreuves_kit.grading.groups import handed_at
from epreuves_kit.variants import session
from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT, GOOD, encoded, written
from tests.visitors import counter
from tests.visitors.counter import Served
from tests.visitors.test_visitors_pages import RULES

NOTEBOOK = f"{ASSIGNMENT}.ipynb"
PEOPLE = "Identifiant;Nom;Prénom\nlea;Fontaine;Léa\nkarim;Benali;Karim\nkarim2;Benali;Karim\n"


@pytest.fixture(scope="module")
def listed(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trial course with three enrolled, two of one name, and a code for each; not to be written in."""
    root = Path(shutil.copytree(model, tmp_path_factory.mktemp("remises") / "cours"))
    (root.parent / "ecole.csv").write_text(PEOPLE, "utf-8")
    subprocess.run(
        [*EPREUVES, "candidats", "import", "--oui", str(root.parent / "ecole.csv")],
        cwd=root,
        check=True,
        capture_output=True,
    )
    path = root / "seance.yaml"
    path.write_text(path.read_text("utf-8") + "\ncodes: oui\n", "utf-8")
    return root


@pytest.fixture
def room(listed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(listed, tmp_path / "cours"))


@pytest.fixture
def served(room: Path) -> Iterator[Served]:
    with counter.serving(room) as found:
        yield found


def code(root: Path, who: str) -> str:
    return codes(Course(root))[who]


def copy(root: Path, answers: dict[str, str] = GOOD) -> bytes:
    released = json.loads((root / "release" / ASSIGNMENT / NOTEBOOK).read_bytes())
    return encoded(written(released, answers))


def enter(served: Served, who: str = "Léa Fontaine", own: str = "lea") -> str:
    """The cookie of a deposit."""
    status, headers, body = served.ask("POST", "/rendre/entrer", {"who": who, "code": code(served.root, own)})
    assert status == 200, body
    assert "HttpOnly" in headers["set-cookie"]
    return headers["set-cookie"].partition("remise=")[2].partition(";")[0]


def ask(served: Served, path: str, body: bytes, cookie: str, **headers: str) -> tuple[int, dict]:
    status, _, answer = served.ask("POST", path, None, "", body, Cookie=f"remise={cookie}", **headers)
    return status, json.loads(answer)


def put(served: Served, cookie: str, path: str, content: bytes, **headers: str) -> tuple[int, dict]:
    where = f"/rendre/fichier?chemin={urllib.parse.quote(path, safe='')}"
    return ask(served, where, content, cookie, **({"Content_Type": "application/octet-stream"} | headers))


def finish(served: Served, cookie: str, *paths: str, sure: bool = False) -> tuple[int, dict]:
    return ask(served, "/rendre/fini", json.dumps({"files": paths, "sure": sure}).encode(), cookie)


def submitted(root: Path, who: str = "lea") -> Path:
    return root / "submitted" / who / ASSIGNMENT


def test_a_copy_is_laid_whole_with_its_hour_and_its_digest(served):
    content, cookie = copy(served.root), enter(served)
    assert put(served, cookie, NOTEBOOK, content)[1]["sha256"] == hashlib.sha256(content).hexdigest()
    assert put(served, cookie, "maquette.png", b"\x89PNG")[0] == 200
    assert not submitted(served.root).exists()
    status, told = finish(served, cookie, NOTEBOOK, "maquette.png")
    assert status == 200, told
    receipt = told["receipt"]
    assert receipt["name"] == "Léa Fontaine"
    assert receipt["counted"] == [f"{NOTEBOOK} : 5 réponses sur 5, 12 mots"]
    assert {file["name"]: file["sha256"] for file in receipt["files"]}[NOTEBOOK] == hashlib.sha256(content).hexdigest()
    folder = submitted(served.root)
    assert (folder / NOTEBOOK).read_bytes() == content
    assert (folder / "maquette.png").read_bytes() == b"\x89PNG"
    at = handed_at(folder).replace(tzinfo=datetime.UTC)
    assert abs(at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
    # What waited is gone.
    assert not any((served.root / handing.FOLDER).rglob("*.*"))


def test_an_archive_is_opened_and_the_code_tells_homonyms_apart(served):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(f"karim2-e98/{NOTEBOOK}", copy(served.root))
        made.writestr("karim2-e98/notes.txt", "à part")
    cookie = enter(served, "Karim Benali", "karim2")
    assert put(served, cookie, "karim2-e98.zip", archive.getvalue())[0] == 200
    assert finish(served, cookie, "karim2-e98.zip")[0] == 200
    assert (submitted(served.root, "karim2") / NOTEBOOK).is_file()
    assert not submitted(served.root, "karim").exists()


def test_a_second_copy_is_asked_about_and_the_first_goes_aside(served):
    for answers, sure in ((GOOD, False), ({}, True)):
        cookie = enter(served)
        put(served, cookie, NOTEBOOK, copy(served.root, answers))
        if sure:
            assert "celle-ci la remplacera" in finish(served, cookie, NOTEBOOK)[1]["ask"]
        assert "receipt" in finish(served, cookie, NOTEBOOK, sure=sure)[1]
    assert (submitted(served.root) / NOTEBOOK).read_bytes() == copy(served.root, {})
    kept = [path for path in served.root.rglob(NOTEBOOK) if ASSIGNMENT + "-lea" in str(path)]
    assert [path.read_bytes() for path in kept] == [copy(served.root)]


def test_a_late_copy_that_would_replace_one_in_time_says_so(served):
    now = session.now(served.root)
    begins, ends = now - datetime.timedelta(hours=1), now + datetime.timedelta(minutes=5)
    path = served.root / "seance.yaml"
    dates = f"dates:\n  {ASSIGNMENT}: {{debut: {begins:%Y-%m-%d %H:%M}, fin: {ends:%Y-%m-%d %H:%M}}}\n"
    path.write_text(path.read_text("utf-8") + dates, "utf-8")
    cookie = enter(served)
    put(served, cookie, NOTEBOOK, copy(served.root))
    assert "receipt" in finish(served, cookie, NOTEBOOK)[1]
    served.clock.days = 1
    cookie = enter(served)
    put(served, cookie, NOTEBOOK, copy(served.root, {}))
    assert "remplacée par une copie en retard" in finish(served, cookie, NOTEBOOK)[1]["ask"]
    assert (submitted(served.root) / NOTEBOOK).read_bytes() == copy(served.root)


#: Each try, by what it does: the status of the answer, which is a refusal.
TRIES: dict[str, Callable[[Served, str], int]] = {
    "no deposit": lambda s, c: put(s, "", NOTEBOOK, b"x")[0],
    "a deposit that is none": lambda s, c: put(s, "x" * 32, NOTEBOOK, b"x")[0],
    "a path above": lambda s, c: put(s, c, f"../{NOTEBOOK}", b"x")[0],
    "a path from the root": lambda s, c: put(s, c, f"/etc/{NOTEBOOK}", b"x")[0],
    "a path within, above": lambda s, c: put(s, c, f"a/../../{NOTEBOOK}", b"x")[0],
    "no path": lambda s, c: put(s, c, "", b"x")[0],
    "a path of a thousand signs": lambda s, c: put(s, c, "a" * 1000, b"x")[0],
    "a path that breaks lines": lambda s, c: put(s, c, "a\nb.ipynb", b"x")[0],
    "another page's": lambda s, c: put(s, c, NOTEBOOK, b"x", Origin="https://ailleurs.example")[0],
    "another site's, by its header": lambda s, c: put(s, c, NOTEBOOK, b"x", Sec_Fetch_Site="cross-site")[0],
    "a form's": lambda s, c: put(s, c, NOTEBOOK, b"x", Content_Type="multipart/form-data")[0],
    "files that did not come": lambda s, c: finish(s, c, NOTEBOOK)[0],
    "nothing at all": lambda s, c: finish(s, c)[0],
    "a finish that is no JSON": lambda s, c: ask(s, "/rendre/fini", b"{", c)[0],
    "a finish with more": lambda s, c: ask(s, "/rendre/fini", b'{"files": [], "who": "karim"}', c)[0],
    "a finish without a deposit": lambda s, c: finish(s, "", NOTEBOOK)[0],
    "a wrong code": lambda s, c: s.ask("POST", "/rendre/entrer", {"who": "lea", "code": "AAAA-AAAA"})[0],
    "another's code": lambda s, c: s.ask("POST", "/rendre/entrer", {"who": "lea", "code": code(s.root, "karim")})[0],
    "another session's code": lambda s, c: s.ask("POST", "/rendre/entrer", {"who": "lea", "code": code_of("x", "lea")})[
        0
    ],
    "nobody": lambda s, c: s.ask("POST", "/rendre/entrer", {"who": "personne", "code": code(s.root, "lea")})[0],
    "no name, no code": lambda s, c: s.ask("POST", "/rendre/entrer", {"who": "", "code": ""})[0],
    "a jury's page with it": lambda s, c: s.ask("GET", "/acces/1/etat", None, c)[0],
}


@pytest.mark.parametrize("name", TRIES)
def test_what_is_not_one_s_own_or_no_copy_is_refused_and_nothing_is_laid(served, name):
    assert TRIES[name](served, enter(served)) in range(400, 500)
    assert not any((served.root / "submitted").iterdir())


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("lisez.pdf", b"%PDF", "Aucun document d'épreuve"),
        (
            "autre.ipynb",
            b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
            "n'est le notebook d'aucune",
        ),
        ("copie.zip", b"PK\x03\x04 coupe", "n'est pas une archive lisible"),
    ],
)
def test_what_is_no_copy_is_said(served, name, content, why):
    cookie = enter(served)
    assert put(served, cookie, name, content)[0] == 200
    status, told = finish(served, cookie, name)
    assert status == 403
    assert why in told["said"]
    assert not any((served.root / "submitted").iterdir())


def test_a_file_that_is_too_heavy_is_refused_before_it_is_read(served, monkeypatch):
    monkeypatch.setattr(handing, "MOST_OF_ONE", 1000)
    cookie = enter(served)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    headers = {
        "Origin": f"http://127.0.0.1:{served.port}",
        "Content-Type": "application/octet-stream",
        "Cookie": f"remise={cookie}",
    }
    connection.request("POST", "/rendre/fichier?chemin=a.ipynb", b"x" * 5000, headers)
    with contextlib.suppress(http.client.HTTPException, OSError):  # refused before the body is read, it may just close
        assert connection.getresponse().status in (400, 403, 413)
    connection.close()
    assert finish(served, cookie, "a.ipynb")[0] == 403
    assert not any((served.root / "submitted").iterdir())


def test_a_session_without_codes_or_that_is_closed_takes_none(served):
    (served.root / closing.FOLDER).mkdir()
    (served.root / closing.FOLDER / closing.SEAL).touch()
    status, _, body = served.ask("POST", "/rendre/entrer", {"who": "lea", "code": code(served.root, "lea")})
    assert (status, "close" in body.decode()) == (422, True)
    (served.root / closing.FOLDER / closing.SEAL).unlink()
    path = served.root / "seance.yaml"
    path.write_text(path.read_text("utf-8").replace("codes: oui", "codes: non"), "utf-8")
    assert "ne donne pas de code" in served.ask("GET", "/rendre/")[2].decode()
    assert served.ask("POST", "/rendre/entrer", {"who": "lea", "code": ""})[0] == 403


@pytest.mark.navigateur
@pytest.mark.xdist_group("vu")
def test_it_is_handed_in_from_a_browser_through_a_cut_of_the_network(served, browser: Browser, tmp_path):
    folder = tmp_path / ASSIGNMENT
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / ".ipynb_checkpoints" / NOTEBOOK).write_text("{}")
    (folder / NOTEBOOK).write_bytes(copy(served.root))
    (folder / "maquette.png").write_bytes(b"\x89PNG" * 1000)
    context = browser.new_context(viewport={"width": 1024, "height": 800}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{served.address}rendre/")
    page.get_by_label("Prénom et nom").fill("fontaine léa")
    page.get_by_label("Code").fill("mauvais")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    page.get_by_label("Code").fill(code(served.root, "lea").lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Léa Fontaine")).to_be_visible()
    page.get_by_label("Le dossier de l'épreuve").set_input_files(folder)
    expect(page.get_by_text("2 fichiers à rendre.")).to_be_visible()
    pictures = Path(os.environ.get("EPREUVES_IMAGES") or tmp_path)
    page.screenshot(path=pictures / "remise-fichiers.png", full_page=True)
    context.set_offline(True)
    page.get_by_role("button", name="Rendre cette copie").click()
    expect(page.locator("#state")).to_contain_text("rien n'est perdu")
    assert not submitted(served.root).exists()
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Copie rendue le")).to_be_visible()
    expect(page.get_by_text("5 réponses sur 5")).to_be_visible()
    expect(page.get_by_text(hashlib.sha256((folder / NOTEBOOK).read_bytes()).hexdigest())).to_be_visible()
    found = Axe().run(page, options=RULES)
    assert found.response["violations"] == [], found.generate_report()
    page.screenshot(path=pictures / "remise-recue.png", full_page=True)
    assert (submitted(served.root) / NOTEBOOK).read_bytes() == (folder / NOTEBOOK).read_bytes()
    assert not (submitted(served.root) / ".ipynb_checkpoints").exists()
    context.close()
