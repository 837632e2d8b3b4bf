"""A grader's panel open in JupyterLab, looked at and driven by keyboard."""

from __future__ import annotations

from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_jupyterlab import Lab


class Bureau:
    """A notebook whose one cell shows the panel of an épreuve to a grader, run as a person does."""

    def __init__(
        self,
        page: Page,
        server: str,
        course: Path,
        epreuve: str,
        grader: str,
        ready: str = ".ep-copy h3",
        before: str = "",
    ) -> None:
        self.page = page
        path = course / f"correction-{grader}.ipynb"
        source = f'{before}from epreuves_kit.rubric import corriger\n\ncorriger("{epreuve}", correcteur="{grader}")'
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="corriger")])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
        nbformat.write(notebook, path)
        self.lab = Lab(page, server, path, course)
        self.run(ready)

    def run(self, ready: str = ".ep-copy h3") -> None:
        """Run the cell, and wait for a copy to be shown."""
        self.lab.run("corriger")
        self.panel.locator(ready).first.wait_for()

    @property
    def panel(self) -> Locator:
        """The panel."""
        return self.page.locator(".ep-panel")

    @property
    def copy(self) -> Locator:
        """The part that shows the copy."""
        return self.panel.get_by_role("tabpanel")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, without a pause."""
        for key in keys:
            self.page.keyboard.press(key)

    def title(self, text: str) -> None:
        """Wait for the copy that a title names."""
        expect(self.panel.get_by_role("heading", level=2)).to_have_text(text)

    def saved(self, what: str) -> None:
        """Wait until the panel says that something is saved."""
        expect(self.panel.get_by_role("status")).to_contain_text(what)

    def level(self) -> str | None:
        """The name of the level that is pressed."""
        pressed = self.panel.locator(".ep-level[aria-pressed=true]")
        return pressed.locator("strong").inner_text().lower() if pressed.count() else None
