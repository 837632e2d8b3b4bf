"""`referentiel/certification.yaml` changed field by field: the registration of the certification, which its papers must say."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from epreuves.wording.errors import KitError
from epreuves.wording.french import day
from epreuves_kit.course import files, session_file
from epreuves_kit.referentiel.model import Certification
from epreuves_kit.referentiel.reading import FOLDER
from epreuves_kit.wording import strict_yaml

FILE = f"{FOLDER}/certification.yaml"
_CODE = re.compile(r"(?:RNCP\s*)?(\d{2,6})", re.I | re.ASCII)
_SPECIALTY = re.compile(r"\d{3}[a-z]?", re.ASCII)


def register_code(text: str) -> str:
    """« RNCP00000 », of a number in the national register as people type it. Raises KitError."""
    code = _CODE.fullmatch(text.strip())
    if code is None:
        raise KitError(f"« {text} » n'est pas un numéro du RNCP : écrivez RNCP et ses chiffres, comme RNCP00000.")
    return f"RNCP{code[1]}"


def specialty(text: str) -> str:
    """« 312, 320t », of codes of the nomenclature of specialities. Raises KitError."""
    codes = [code for part in re.split(r"[,;\s]+", text.casefold()) if (code := part.strip())]
    if not codes or not all(map(_SPECIALTY.fullmatch, codes)):
        raise KitError(
            f"« {text} » n'est pas un code NSF : trois chiffres, avec une lettre au besoin, comme 312 ou 320t."
        )
    return ", ".join(codes)


def decision(at: datetime.date) -> str:
    """The decision that registers the certification, as papers say it: its author, its day. Raises KitError where that day is to come."""
    if at > datetime.date.today():
        raise KitError(f"La décision d'enregistrement serait du {day(at)}, qui est à venir : vérifiez sa date.")
    return f"par la décision du directeur général de France compétences en date du {day(at)}"


def change(root: Path, fields: dict[str, str]) -> None:
    """Write fields of the certification, comments and order kept. Raises KitError where it could not be read any more; nothing is written then."""
    path = root / FILE
    try:
        before = path.read_bytes()
    except OSError as error:
        raise KitError(f"« {FILE} » ne s'ouvre pas ({error.strerror or error}).") from None
    after = session_file.changed(before, {(name,): value for name, value in fields.items()}, FILE)
    strict_yaml.read(after, Certification)
    files.put(path, after)
