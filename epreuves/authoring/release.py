"""The release of an épreuve, made by nbgrader itself in a course of its own, so that it is a pure product of
its source.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path

from epreuves.authoring.amorces import CODE_STUB, TEXT_STUB
from epreuves.wording.errors import KitError


def generer(epreuve: str, source: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of `release/<épreuve>/`, path → bytes, from those of `source/<épreuve>/`.

    Runs nbgrader's GenerateAssignment with its own preprocessors but SaveCells, which only writes to a
    gradebook: no gradebook is read or made. `nbgrader generate_assignment` in the course folder gives the
    same bytes. Raises KitError with nbgrader's own words where it refuses.
    """
    # nbgrader takes seconds to import: only a build pays for it.
    from nbgrader.converters.base import NbGraderException
    from nbgrader.converters.generate_assignment import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="epreuves-") as provisoire:
        racine = Path(provisoire).resolve()
        for nom, contenu in source.items():
            chemin = racine / "source" / epreuve / nom
            chemin.parent.mkdir(parents=True, exist_ok=True)
            chemin.write_bytes(contenu)
        reglages = Config()
        reglages.CourseDirectory.root = str(racine)
        reglages.CourseDirectory.assignment_id = epreuve
        reglages.ClearSolutions.code_stub = dict(CODE_STUB)
        reglages.ClearSolutions.text_stub = TEXT_STUB
        cours = CourseDirectory(config=reglages)
        convertisseur = GenerateAssignment(coursedir=cours, config=reglages, no_database=True)
        convertisseur.preprocessors = [pas for pas in convertisseur.preprocessors if pas is not SaveCells]
        convertisseur.log, journal = _journal(epreuve)
        try:
            convertisseur.start()
        except (NbGraderException, SystemExit) as erreur:
            dit = " ".join(journal.lignes) or str(erreur)
            raise KitError(f"{epreuve} : nbgrader refuse de faire la version à distribuer — {dit}") from None
        produit = racine / "release" / epreuve
        return {
            chemin.relative_to(produit).as_posix(): chemin.read_bytes()
            for chemin in sorted(produit.rglob("*"))
            if chemin.is_file()
        }


class _Journal(logging.Handler):
    """Keeps what nbgrader says of errors: last lines first, tracebacks cut to their last line."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lignes: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().strip()
        if message:
            self.lignes.append(message.splitlines()[-1])


def _journal(epreuve: str) -> tuple[logging.Logger, _Journal]:
    # A logger outside of logging's tree: nbgrader's remarks on a temporary folder are noise to an author.
    journal = _Journal()
    logger = logging.Logger(f"epreuves.release.{epreuve}")
    logger.addHandler(journal)
    return logger, journal
