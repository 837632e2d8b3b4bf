"""The documentation as a site: all of it is there, short, reached by role, found by a search, and nothing comes from elsewhere."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.docs import pages

#: A table that is looked up, and the list of what changed.
_TABLES = {"auteur/eprouver-epreuves-check/les-constats.md", "changelog/0-19-0-unreleased.md"}


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_site", pages.ROOT / "docs" / "site" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_guide_is_laid_out_in_pages_that_are_short_and_lead_to_one_another(maker, tmp_path):
    laid = maker.lay_out(tmp_path / "pages")
    assert len({page.place for page in laid}) == len(laid)
    lengths = {page.place: len((tmp_path / "pages" / page.place).read_text("utf-8").split()) for page in laid}
    assert {place for place, length in lengths.items() if length > maker.LONG} <= _TABLES
    # Nothing is lost: each heading of each guide is on one of its pages.
    for guide in sorted({page.source for page in laid} - {maker.HOME}):
        shown = [anchor for page in laid if page.source == guide for anchor in page.anchors()]
        assert set(shown) == set(maker.Page(guide, "", guide.read_text("utf-8").splitlines()).anchors())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("[x](absent.md)", "leads nowhere"), ("[x](candidat.md#absent)", "leads nowhere")],
)
def test_a_link_that_leads_nowhere_stops_it(maker, tmp_path, line, sentence):
    page = maker.Page(maker.DOCS / "jury.md", "jury.md", ["# Le jury", line])
    with pytest.raises(SystemExit, match=sentence):
        list(maker._led(page, {(maker.DOCS / "candidat.md", "rendre"): "candidat/rendre.md"}))


def test_a_guide_that_no_role_has_stops_it(maker, tmp_path, monkeypatch):
    home = tmp_path / "index.md"
    home.write_text("# Par rôle\n\n## Jury\n\nVous jugez.\n\n- [Le jury](jury.md)\n", "utf-8")
    monkeypatch.setattr(maker, "HOME", home)
    with pytest.raises(SystemExit, match=r"does not lead to .*candidat\.md"):
        maker.lay_out(tmp_path / "pages")


@pytest.mark.slow
@pytest.mark.navigateur
def test_it_is_read_searched_and_navigated_without_anything_from_elsewhere(maker, tmp_path: Path, page: Page):
    # In a process of its own: libraries warn of one another there, and nothing here can mend it.
    subprocess.run([sys.executable, maker.__file__, tmp_path], check=True, capture_output=True)
    own = tmp_path / maker.version()
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        elsewhere: list[str] = []
        page.on(
            "request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None
        )
        page.goto(address)
        page.wait_for_url(f"{address}{own.name}/index.html")
        page.locator("article").get_by_role("link", name="Formateur").click()
        page.locator("article").get_by_role("link", name="construisez").click()
        assert page.locator("h1").inner_text().startswith("Construire")
        assert Axe().run(page).response["violations"] == []
        page.goto(f"{address}{own.name}/search.html?q=procès-verbal")
        page.locator("#search-results li").first.wait_for()
        assert "Le procès-verbal" in page.locator("#search-results").inner_text()
        assert elsewhere == []
        server.shutdown()
