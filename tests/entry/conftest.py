"""Forms in a real browser, on a page of their own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.entry.bench import Bench


@pytest.fixture
def bench(page: Page) -> Bench:
    """A page for forms, 1280 × 720, whose errors fail a test."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.set_default_timeout(10_000)
    return Bench(page)
