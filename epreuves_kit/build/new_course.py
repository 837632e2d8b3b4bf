"""A course made in an empty folder, `epreuves nouveau`: the certification's files, each field explained, and its first épreuve."""

from __future__ import annotations

import json
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from epreuves.wording.errors import KitError
from epreuves_kit.build import skeleton
from epreuves_kit.build.certification import CertificationDraft, example
from epreuves_kit.referentiel import certifier, loading
from epreuves_kit.referentiel.model import Oral
from epreuves_kit.referentiel.reading import FOLDER
from epreuves_kit.rules.jury_rules import defaults

_TEMPLATES = Path(__file__).parent / "templates" / "cours"
#: A file whose name begins with a dot is none of a package's.
_HIDDEN = {"gitignore": ".gitignore"}
#: The template of an activity, of which each has a file.
_ACTIVITY = f"{FOLDER}/activite.yaml.j2"
_WORDINGS = """\
# Le texte entier des critères dont le libellé est abrégé : les notebooks, le panneau et les restitutions le montrent ; il se corrige à la main.
"""


def create(folder: Path, draft: CertificationDraft | None = None) -> list[Path]:
    """Make a course, which builds at once; returns the files written, the certification's first.

    draft: its certification; one to be written where none is given. Raises KitError where the folder holds anything, or cannot be written
    in; nothing is written of a certification that is at fault.
    """
    draft = draft or example()
    texts = dict(_texts(folder, draft))
    _try(texts)
    check_place(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, texts)
    except OSError as error:
        raise KitError(f"« {folder} » ne peut pas être écrit ({error.strerror or error}).") from None
    return [*(folder / name for name in texts), *skeleton.create(folder, draft.referentiel.epreuves[0].id)]


def check_place(folder: Path) -> None:
    """Raise KitError where a folder holds anything, or is none."""
    try:
        full = folder.exists() and any(folder.iterdir())
    except OSError as error:
        raise KitError(f"« {folder} » ne peut pas être lu ({error.strerror or error}).") from None
    if full:
        raise KitError(
            f"« {folder} » n'est pas vide : un cours se fait dans un dossier neuf ou vide. Rien n'y a été touché."
        )


def _texts(folder: Path, draft: CertificationDraft) -> Iterator[tuple[str, str]]:
    """The files of a course by their names, the certification's first."""
    import jinja2  # only this command pays for its import

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["texte"] = lambda text: json.dumps(text, ensure_ascii=False)  # JSON's texts are YAML's too
    official = draft.referentiel
    values: dict[str, Any] = {
        "cours": _course_id(folder),
        "cle": secrets.token_hex(16),
        "certification": official.certification,
        "natures": official.natures,
        "epreuves": official.epreuves,
        "blocs": draft.blocs,
        "abreges": bool(draft.wordings),
        "oral": any(epreuve.oral is not Oral.NONE_OFFERED for epreuve in official.epreuves),
    }
    for activity in official.activities:
        text = environment.get_template(_ACTIVITY).render(values, activite=activity)
        yield f"{FOLDER}/activites/{activity.code}.yaml", text
    names = (name for name in environment.list_templates() if name != _ACTIVITY)
    for template in sorted(names, key=lambda name: (not name.startswith(f"{FOLDER}/"), name)):
        name = template.removesuffix(".j2")
        yield _HIDDEN.get(name, name), environment.get_template(template).render(values)
    if draft.wordings:
        listed = yaml.safe_dump({"criteres": draft.wordings}, allow_unicode=True, sort_keys=False, width=10_000)
        yield certifier.FILE, _WORDINGS + listed


def _try(texts: dict[str, str]) -> None:
    """Read a certification as a course reads its own. Raises InvalidData with all that is wrong of it."""
    with tempfile.TemporaryDirectory(prefix="cours-") as place:
        _write(Path(place), {name: text for name, text in texts.items() if name.startswith(f"{FOLDER}/")})
        loading.load(Path(place) / FOLDER)
        defaults(Path(place))


def _write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _course_id(folder: Path) -> str:
    """The course's name for nbgrader's exchange: the folder's, in plain letters."""
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "cours"
