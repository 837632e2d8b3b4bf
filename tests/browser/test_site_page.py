"""The site in a browser, from a plain web server: French, the épreuve's files, « Rendre », and nothing asked of another site.

Without Pyodide's distribution no Python starts: what follows runs where EPREUVES_PYODIDE names one, of the version that the kernel asks for.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.conftest import EPREUVES
from tests.corpus import ASSIGNMENT
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
        page.get_by_role("button", name="Rendre").click()
        page.locator(".jp-Dialog").wait_for()
        said = page.locator(".jp-Dialog").inner_text()
        assert "menu Fichier, « Télécharger »" in said
        found = Axe().run(page, context=".jp-Dialog", options={"rules": {"region": {"enabled": False}}})
        assert [one["id"] for one in found.response["violations"]] == []
        settings = json.loads((built / "jupyter-lite.json").read_bytes())["jupyter-config-data"]["litePluginSettings"]
        (kernel,) = settings.values()
        assert outside <= {kernel["pyodideUrl"]}


@pytest.mark.skipif(
    not PYODIDE,
    reason="EPREUVES_PYODIDE names no distribution of Pyodide: Python in the browser was not tried",
)
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
        page.locator(".jp-Stdin-input").fill("lea.fontaine", timeout=300_000)
        page.keyboard.press("Enter")
        button = page.locator(".jp-OutputArea button", has_text="Rendre")
        button.wait_for(timeout=300_000)
        with page.expect_download() as download:
            button.click()
        archive = tmp_path / download.value.suggested_filename
        download.value.save_as(archive)
        assert outside == set()
    with zipfile.ZipFile(archive) as files:
        cells = json.loads(files.read(f"{ASSIGNMENT}.ipynb"))["cells"]
    texts = ["".join(one.get("text", "")) for cell in cells for one in cell.get("outputs", [])]
    assert [text for text in texts if "✗" in text] == []
    (course / "liste.csv").write_text("Identifiant;Nom;Prénom\nlea.fontaine;Fontaine;Léa\n", "utf-8")
    for words in (
        ("candidats", "import", "liste.csv"),
        ("recevoir", str(archive)),
        ("autograde", ASSIGNMENT, "--json"),
    ):
        ran = subprocess.run([*EPREUVES, *words], cwd=course, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    marked = json.loads(ran.stdout)
    assert (marked["student"], marked["mends"]) == ("lea.fontaine", [])
    assert marked["score"] == marked["max_score"] > 0
