"""A candidate's notebook in Notebook 7, which some schools open: the same page as in JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from epreuves.answers import typed
from tests.browser.test_candidate_page import Paper, paper

__all__ = ["paper"]


@pytest.mark.slow
def test_in_notebook_7_one_press_shows_the_forms_and_what_is_typed_is_kept_and_found_again(
    page: Page, paper: Paper
) -> None:
    paper.address = paper.address.replace("/lab/tree/", "/notebooks/")
    forms = page.locator(".en-form")
    paper.open(reset=False)
    paper.begin()
    expect(forms).to_have_count(len(paper.forms))
    box = forms.locator("input:not([type]), input[type=text]").first
    box.fill("12/05/2026")
    expect(forms.filter(has=page.locator("[data-state=kept]"))).to_have_count(1)
    assert len(typed.read(paper.path.parent).answers) == 1
    page.reload()
    expect(forms).to_have_count(len(paper.forms), timeout=90_000)
    expect(box).to_have_value("12/05/2026")
