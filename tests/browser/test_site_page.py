"""The site in a browser, from a plain web server: French, the épreuve's files, « Rendre », and nothing asked of another site.

Without Pyodide's distribution no Python starts: what follows runs where EPREUVES_PYODIDE names one, of the version that the kernel asks for.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT, french, own_tables
from tests.site.conftest import built, make

__all__ = ["built"]
PYODIDE = os.environ.get("EPREUVES_PYODIDE", "")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a web server that knows nothing but files."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def opened(page: Page, address: str) -> set[str]:
    """Open the épreuve's notebook from the list of files; the addresses of other sites that are asked for, as they come."""
    outside: set[str] = set()
    page.context.on(
        "request",
        lambda one: None if one.url.startswith((address, "blob:", "data:")) else outside.add(one.url),
    )
    page.goto(address)
    page.locator(".jp-DirListing-item", has_text=ASSIGNMENT).dblclick()
    page.locator(".jp-DirListing-item", has_text=f"{ASSIGNMENT}.ipynb").dblclick()
    page.locator(".jp-NotebookPanel .jp-MarkdownOutput").first.wait_for()
    return outside


def test_the_épreuve_opens_in_french_with_its_button_and_only_python_is_asked_for_elsewhere(built, page):
    with served(built) as address:
        outside = opened(page, address)
        # Python cannot be had here: the page says so before anybody waits for a cell.
        missing = page.locator(".jp-Dialog", has_text="Python n'est pas arrivé dans cette page")
        missing.wait_for(timeout=10_000)
        page.get_by_role("button", name="Compris").click()
        missing.wait_for(state="detached")
        menus = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
        assert {"Fichier", "Noyau", "Exécution"} <= {menu.strip() for menu in menus}
        assert page.title().startswith("Épreuves") or page.evaluate("document.documentElement.lang").startswith("fr")
        # Nor can anything be handed in: the page says what to do, and nothing is downloaded.
        page.get_by_role("button", name="Rendre", exact=True).click()
        page.locator(".jp-Dialog").wait_for()
        said = page.locator(".jp-Dialog").inner_text()
        assert "menu Fichier, « Télécharger »" in said
        found = Axe().run(page, context=".jp-Dialog", options={"rules": {"region": {"enabled": False}}})
        assert [one["id"] for one in found.response["violations"]] == []
        settings = json.loads((built / "jupyter-lite.json").read_bytes())["jupyter-config-data"]["litePluginSettings"]
        (kernel,) = settings.values()
        assert outside <= {kernel["pyodideUrl"]}


WITH_PYTHON = pytest.mark.skipif(
    not PYODIDE,
    reason="EPREUVES_PYODIDE names no distribution of Pyodide: Python in the browser was not tried",
)
WHO = "lea.fontaine"


def handed_in(page: Page, button: Locator, place: Path) -> Path:
    """The archive that the browser downloads at a press of « Rendre »."""
    with page.expect_download(timeout=150_000) as download:
        button.click()
    archive = place / download.value.suggested_filename
    download.value.save_as(archive)
    return archive


def marked(course: Path, archive: Path) -> dict[str, Any]:
    """What marking says of an archive that the course receives."""
    (course / "liste.csv").write_text(f"Identifiant;Nom;Prénom\n{WHO};Fontaine;Léa\n", "utf-8")
    for words in (
        ("candidats", "import", "liste.csv"),
        ("recevoir", str(archive)),
        ("autograde", ASSIGNMENT, "--json"),
    ):
        ran = subprocess.run([*EPREUVES, *words], cwd=course, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


@WITH_PYTHON
def test_an_épreuve_is_sat_in_the_browser_handed_in_received_and_marked(model, tmp_path, page):
    course = Path(shutil.copytree(model, tmp_path / "cours"))
    # What a candidate would type, typed: the reference's own answers.
    given = json.loads((course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())
    reference = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in json.loads((course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    for cell in given["cells"]:
        if (id := cell["metadata"].get("nbgrader", {}).get("grade_id")) in reference:
            cell["source"] = reference[id]
    done = make(course, tmp_path / "site", "--pyodide", PYODIDE)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "site" / "files" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(given), "utf-8")
    with served(tmp_path / "site") as address:
        outside = opened(page, address)
        page.get_by_text("Exécution", exact=True).click()
        page.locator(".lm-Menu-item", has_text="Exécuter toutes les cellules").first.click()
        page.locator(".jp-Stdin-input").fill(WHO, timeout=300_000)
        page.keyboard.press("Enter")
        button = page.locator(".jp-OutputArea button", has_text="Rendre")
        button.wait_for(timeout=300_000)
        archive = handed_in(page, button, tmp_path)
        assert outside == set()
    with zipfile.ZipFile(archive) as files:
        cells = json.loads(files.read(f"{ASSIGNMENT}.ipynb"))["cells"]
    texts = ["".join(one.get("text", "")) for cell in cells for one in cell.get("outputs", [])]
    assert [text for text in texts if "✗" in text] == []
    result = marked(course, archive)
    assert (result["student"], result["mends"]) == (WHO, [])
    assert result["score"] == result["max_score"] > 0


@WITH_PYTHON
def test_by_form_an_épreuve_is_sat_in_the_browser_found_again_when_it_is_reloaded_handed_in_and_paid_in_full(
    model, tmp_path, page
):
    course = Path(shutil.copytree(model, tmp_path / "cours"))
    done = make(course, tmp_path / "site", "--pyodide", PYODIDE)
    assert done.returncode == 0, done.stdout + done.stderr
    channels, days = own_tables(course, WHO)
    roas = {name: revenue / cost for name, (cost, revenue) in channels.items()}
    best = max(roas, key=lambda name: roas[name])
    mean = sum(revenue for _, revenue in channels.values()) / sum(cost for cost, _ in channels.values())
    day = "/".join(reversed(max(days, key=lambda name: days[name]).split("-")))
    with served(tmp_path / "site") as address:
        outside = opened(page, address)
        page.get_by_role("button", name="Commencer l'épreuve").click()
        page.locator(".jp-Stdin-input").fill(WHO, timeout=300_000)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Aller à la première question").wait_for(timeout=300_000)
        series, choice, number, date, chart = page.locator(".en-form").all()

        def kept(form: Locator, sentence: str = "Enregistré à") -> None:
            expect(form.locator(".en-notice")).to_contain_text(re.compile(sentence, re.IGNORECASE), timeout=60_000)

        for row, (name, value) in enumerate(roas.items(), 1):
            if not series.get_by_label(f"Ligne {row}, canal").count():
                series.get_by_role("button", name="Ajouter une ligne").click()
            series.get_by_label(f"Ligne {row}, canal").fill(name)
            series.get_by_label(f"{name}, valeur").fill(french(value))
        kept(series, "✓")
        choice.get_by_label(best, exact=True).check()
        kept(choice)
        number.get_by_role("textbox").fill(french(mean))
        kept(number)
        date.get_by_role("textbox").fill(day)
        kept(date)
        chart.get_by_label("Reprendre une de vos réponses").select_option(index=1)
        chart.get_by_role("button", name="Reprendre").click()
        chart.get_by_label("Titre", exact=True).fill("La recherche rapporte-t-elle plus que les autres canaux ?")
        chart.get_by_label("Nom de l'axe horizontal").fill("Canal")
        chart.get_by_label("Nom de l'axe vertical").fill("ROAS")
        kept(chart)
        chart.locator("img").wait_for(timeout=60_000)
        # Python has read the notebook for the earlier states of the work: the page may still save it, and asks nothing.
        page.keyboard.press("Control+S")
        expect(page.locator("#jp-main-dock-panel .jp-mod-dirty")).to_have_count(0)
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        page.reload()
        page.locator(".en-form").nth(4).wait_for(state="attached", timeout=300_000)
        expect(number.get_by_role("textbox")).to_have_value(french(mean))
        expect(choice.get_by_label(best, exact=True)).to_be_checked()
        expect(date.get_by_role("textbox")).to_have_value(day)
        archive = handed_in(page, page.get_by_role("button", name="Rendre", exact=True), tmp_path)
        assert outside == set()
    with zipfile.ZipFile(archive) as files:
        assert set(files.namelist()) == {f"{ASSIGNMENT}.ipynb", "candidat.txt", "remise.txt", "reponses.json"}
    result = marked(course, archive)
    assert (result["student"], result["mends"]) == (WHO, [])
    assert result["score"] == result["max_score"] > 0
