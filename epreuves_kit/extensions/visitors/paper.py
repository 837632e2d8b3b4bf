"""The page that is given with a link: who it is for, what it opens and when, and the link as a QR code."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from epreuves.wording.french import week_day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead, logo
from epreuves_kit.exam import papers
from epreuves_kit.exam.papers.heading import heading
from epreuves_kit.extensions.visitors import passes
from epreuves_kit.extensions.visitors.passes import VisitorPass
from epreuves_kit.jury.pdf import compile_pdf

_TEMPLATE = Path(__file__).parent / "templates" / "pass.typ"
_CODE, _HEADING = "code.svg", "heading.typ"


def composed(course: Course, letterhead: Letterhead, held: VisitorPass, link: str, at: datetime.date) -> bytes:
    """The PDF of a link. at: the day that it is made. Raises KitError."""
    given = held.given
    trial = given.kind == "essai"
    data = heading(course, letterhead, at) | {
        "qui": given.holder,
        "quoi": passes.title(course, given.epreuve),
        "jury": given.panel,
        "jour": week_day(given.day),
        "lien": link,
        "code": _CODE,
        "essais": trial,
    }
    files = {_CODE: drawn(link), _HEADING: (Path(papers.__file__).parent / "templates" / _HEADING).read_bytes()}
    if picture := logo(course.root, letterhead):
        files[letterhead.logo] = picture
    return compile_pdf(_TEMPLATE, data, at, files)


def drawn(link: str) -> bytes:
    """A link as a QR code, in SVG."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue()
