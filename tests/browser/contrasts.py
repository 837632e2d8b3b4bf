"""The contrast of what a panel shows, measured outside of JupyterLab: there axe takes what lies in its panels for hidden, and looks at none of it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator

#: Texts that a panel shows at the very least: fewer, and nothing was measured.
FEWEST = 5


def measured(panel: Locator, css: str) -> None:
    """No text of a panel, with the styles that it has in JupyterLab, is too pale for its background."""
    apart = panel.page.context.new_page()
    try:
        apart.set_content(f"<style>{css}</style><main>{panel.evaluate('one => one.outerHTML')}</main>")
        found = Axe().run(apart, options={"runOnly": ["color-contrast"]})
        assert found.violations_count == 0, found.generate_report()
        assert sum(len(one["nodes"]) for one in found.response["passes"]) >= FEWEST
    finally:
        apart.close()
