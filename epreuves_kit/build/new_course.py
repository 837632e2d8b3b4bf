"""A course made in an empty folder, `epreuves nouveau`: the certification's files, each field explained, and its first épreuve."""

from __future__ import annotations

import re
import secrets
import unicodedata
from pathlib import Path

from epreuves.wording.errors import KitError
from epreuves_kit.build import skeleton
from epreuves_kit.referentiel.reading import referentiel

_TEMPLATES = Path(__file__).parent / "templates" / "cours"
#: A file whose name begins with a dot is none of a package's.
_HIDDEN = {"gitignore": ".gitignore"}


def create(folder: Path) -> list[Path]:
    """Make a course, which builds at once; returns the files written, the certification's first.

    Raises KitError where the folder holds anything, or cannot be written in.
    """
    import jinja2  # only this command pays for its import

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise KitError(
                f"« {folder} » n'est pas vide : un cours se fait dans un dossier neuf ou vide. Rien n'y a été touché."
            )
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
        )
        values = {"cours": _course_id(folder), "cle": secrets.token_hex(16)}
        written = []
        for template in sorted(
            environment.list_templates(), key=lambda name: (not name.startswith("referentiel/"), name)
        ):
            name = template.removesuffix(".j2")
            path = folder / _HIDDEN.get(name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(environment.get_template(template).render(values), encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        raise KitError(f"« {folder} » ne peut pas être écrit ({error.strerror or error}).") from None
    (epreuve,) = referentiel(folder).epreuves
    return [*written, *skeleton.create(folder, epreuve.id)]


def _course_id(folder: Path) -> str:
    """The course's name for nbgrader's exchange: the folder's, in plain letters."""
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "cours"
