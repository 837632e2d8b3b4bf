"""Every kind of report in a real browser: no violation by axe, nothing wider than a telephone, nothing missing in print."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from typer.testing import CliRunner

from epreuves_kit.cli import application
from tests.jury.cours import E17
from tests.reports.conftest import reported  # noqa: F401 - a fixture

ZOE = "zoe"
PAGES = {
    "restitution": f"{E17}/{E17}.html",
    "relevé": "releve.html",
    "rapport": "rapport.html",
    "livrable": f"livrable-{E17}.html",
}


@pytest.fixture(scope="module")
def written(reported, tmp_path_factory):  # noqa: F811
    """The folder of a candidate's reports."""
    root = Path(shutil.copytree(reported, tmp_path_factory.mktemp("rapports") / "cours"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for words in (("rapports", "--candidat", ZOE), ("livrable", ZOE, "e17")):
            assert CliRunner().invoke(application(), words).exit_code == 0
    return root / "feedback" / ZOE


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("kind", PAGES)
def test_a_report_can_be_read_by_everybody_at_any_width(browser, written, kind, width):
    # axe is put into the page, which lets no script in: the page's own policy is looked at elsewhere.
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    page.goto((written / PAGES[kind]).as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()


@pytest.mark.parametrize("kind", PAGES)
def test_a_report_asks_for_nothing_and_runs_nothing(browser, written, kind):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    asked, alerts = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto((written / PAGES[kind]).as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert alerts == []
    context.close()
