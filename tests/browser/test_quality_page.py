"""The public page of an épreuve in a real browser: no violation by axe, nothing wider than a telephone, nothing asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.extensions.quality import facts, measuring, told, writing
from epreuves_kit.extensions.quality.measuring import GuiseCount, KindCount, MachineMeasures
from tests.course import ROOT

#: As they are measured, of an épreuve whose page has everything.
MEASURES = MachineMeasures(
    12,
    (GuiseCount("calcul", 144, 144), GuiseCount("valeurs", 144, 144), GuiseCount("arrondi", 96, 95)),
    (
        KindCount("nombre", 2, 6, 0.5, 0.75),
        KindCount("tableau", 9, 26, 0.34, 0.8),
        KindCount("graphique", 1, 0, None, None),
    ),
    132,
    (0.001, 0.08),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of épreuve 17."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measuring, "measure", lambda evidence: MEASURES)
        own = facts.gather(ROOT, EpreuveId("e17_impact_digital"), lambda what: None)
    path = tmp_path_factory.mktemp("qualite") / "e17.html"
    path.write_bytes(writing.html(told.page(own)))
    return path


@pytest.mark.parametrize("width", [390, 1400])
def test_the_page_of_an_epreuve_can_be_read_by_everybody_at_any_width(
    browser: Browser, written: Path, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written.as_uri())
    seen = Axe().run(page)
    assert seen.violations_count == 0, seen.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert asked == [written.as_uri()]
    assert "1 n'ont pas leurs points entiers" not in page.inner_text("main")
    context.close()
