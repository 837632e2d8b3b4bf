"""The head that the papers of a session have in common: the school and its logo, the certification, the session."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from epreuves.wording.french import day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead, logo
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants import session

_TEMPLATES = Path(__file__).parent / "templates"


def heading(course: Course, letterhead: Letterhead, at: datetime.date) -> dict[str, Any]:
    """The head as the templates show it. at: the day that the paper is made. Raises KitError."""
    whole = referentiel(course.root)
    certification = whole.certification if whole.competences else None
    certifier = certification.certifier if certification else ""
    return {
        "ecole": letterhead.name or certifier,
        "adresse": list(letterhead.lines),
        "contact": letterhead.contact,
        "logo": letterhead.logo,
        "certification": certification.named if certification else "",
        "certificateur": certifier if letterhead.name else "",
        "session": session.read(course.root).name,
        "date": day(at),
    }


def compiled(course: Course, letterhead: Letterhead, template: str, data: dict[str, Any], at: datetime.date) -> bytes:
    """The PDF of a paper. Raises KitError, also where the logo cannot be shown."""
    pictures = {letterhead.logo: content} if (content := logo(course.root, letterhead)) else {}
    return compile_pdf(
        _TEMPLATES / template, data, at, {**pictures, "heading.typ": (_TEMPLATES / "heading.typ").read_bytes()}
    )
