"""The page of an épreuve written: as HTML that needs nothing else, and as PDF/UA; the same bytes of the same facts."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec

from epreuves_kit.course import files
from epreuves_kit.extensions.quality import told
from epreuves_kit.extensions.quality.facts import QualityFacts
from epreuves_kit.extensions.quality.told import QualityPage
from epreuves_kit.feedback.page import environment
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.reports.pages import TEMPLATES, digest

_TEMPLATES = Path(__file__).parent / "templates"
#: Where pages are written, from the course's root.
FOLDER = "rapports/qualite"
#: What typst is told the day is: the document bears none, since a page says the same whenever it is written.
_ANY_DAY = datetime.date(2000, 1, 1)


def write(root: Path, facts: QualityFacts) -> tuple[str, str]:
    """Write the two pages of an épreuve; gives their paths, from the course's root. Raises KitError."""
    made = told.page(facts)
    paths = (f"{FOLDER}/{facts.epreuve}.html", f"{FOLDER}/{facts.epreuve}.pdf")
    for path, content in zip(paths, (html(made), pdf(made)), strict=True):
        files.put(root / path, content)
    return paths


def html(page: QualityPage) -> bytes:
    """The page as HTML, in UTF-8."""
    made = (
        environment(_TEMPLATES, TEMPLATES)
        .get_template("quality.html.j2")
        .render(page=page, digest=digest(msgspec.to_builtins(page)))
    )
    return made.encode("utf-8", "replace")


def pdf(page: QualityPage) -> bytes:
    """The page as PDF/UA."""
    return compile_pdf(_TEMPLATES / "quality.typ", msgspec.to_builtins(page), _ANY_DAY)
