"""A parchemin on paper, one a page, with the code that proves it; and the page that verifies a code, whole in one file."""

from __future__ import annotations

import base64
import datetime
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import jinja2
from cryptography.hazmat.primitives.asymmetric import ec

from epreuves.answers.keys import fold
from epreuves.wording.french import day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead, logo
from epreuves_kit.exam.awards import signing
from epreuves_kit.exam.awards.register import Award
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.jury.record import AwardStatement

_TEMPLATES = Path(__file__).parent / "templates"
PAGE = "verifier-un-parchemin.html"


def composed(course: Course, letterhead: Letterhead, awards: Sequence[Award], at: datetime.date) -> bytes:
    """The PDF of some parchemins, a page each. at: the day that it is made. Raises KitError.

    The logo is there where the letterhead is the certifier's own: a parchemin names nobody else as who delivers it.
    """
    own = all(fold(letterhead.name) in ("", fold(award.statement.certifier)) for award in awards)
    picture = logo(course.root, letterhead) if own else b""
    files = {f"code-{rank}.svg": code(award) for rank, award in enumerate(awards)}
    data = {
        "logo": letterhead.logo if picture else "",
        "parchemins": [_told(award, f"code-{rank}.svg") for rank, award in enumerate(awards)],
    }
    return compile_pdf(_TEMPLATES / "award.typ", data, at, files | ({letterhead.logo: picture} if picture else {}))


def code(award: Award) -> bytes:
    """The QR code of what a parchemin says, signed, as SVG."""
    import segno

    out = io.BytesIO()
    segno.make("\n".join(award.lines), encoding="utf-8", error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, svgns=True
    )
    return out.getvalue()


def _told(award: Award, file: str) -> dict[str, Any]:
    statement = award.statement
    return {
        "numero": award.number,
        "quoi": "Attestation de bloc de compétences" if statement.bloc else "Certification professionnelle",
        "titre": statement.title,
        "bloc": statement.bloc,
        "mentions": _mentions(statement),
        "titulaire": statement.holder,
        "naissance": statement.birth,
        "jury": f"Jury du {day(statement.jury_day)}, procès-verbal n° {statement.minutes}.",
        "fait": f"Délivré à {statement.place}, le {day(statement.day)}.",
        "certificateur": statement.certifier,
        "signataire": statement.signatory,
        "duplicata": f"Duplicata du {day(award.copies[-1])}" if award.copies else "",
        "code": file,
        "dit": "Code du parchemin : " + " ; ".join(award.lines[:-1]),
    }


def _mentions(statement: AwardStatement) -> list[str]:
    """The mentions of the certification that France compétences asks of a parchemin (answer « Qu'est-ce qu'un parchemin ? » of its site, read in December 2026)."""
    return [
        f"Niveau {statement.level} du cadre national des certifications professionnelles, niveau {statement.level} du cadre européen des certifications (CEC)",
        f"Spécialité de formation : NSF {statement.specialty}",
        f"Enregistrée au répertoire national des certifications professionnelles sous le n° {statement.register_code}, {statement.decision}",
    ]


def page(own: ec.EllipticCurvePrivateKey, awards: Iterable[Award], certifier: str, at: datetime.date) -> bytes:
    """The page that verifies a code, to be opened from a disk or laid on a site: the public key is in it, and the numbers that are cancelled."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    cancelled = {award.number: day(award.cancelled) for award in awards if award.cancelled is not None}
    return (
        environment.get_template("verify.html.j2")
        .render(
            certifier=certifier,
            key=base64.b64encode(signing.public(own)).decode(),
            fingerprint=signing.fingerprint(own),
            cancelled=cancelled,
            day=day(at),
            signed=signing.SIGNED,
        )
        .encode()
    )
