"""The rapport de compétences: the fiches and the parts of the projet that a candidate has handed in, assembled; what is not there is said."""

from __future__ import annotations

import functools

import msgspec

from epreuves.gradebook.feedback.course import Places
from epreuves.gradebook.feedback.notebook import NotebookIllisible
from epreuves.referentiel import Epreuve, PartDuRapport, referentiel
from epreuves.reports.assessment import Assessed, assessments
from epreuves.reports.copies import copy_paths, read_copy
from epreuves.reports.document import Document, document

#: What each part is called, in the order in which they are assembled.
PARTS = {
    PartDuRapport.FICHE: "Fiches de compétences",
    PartDuRapport.PROJET: "Projet de communication",
}


class Chapter(msgspec.Struct, frozen=True):
    """An épreuve's chapter: its documents, the self-assessment of its compétences; `absent` says why there is no document."""

    id: str
    number: str
    title: str
    documents: tuple[Document, ...]
    assessed: tuple[Assessed, ...]
    absent: str = ""


class Portfolio(msgspec.Struct, frozen=True):
    """A candidate's whole report: its parts, each a title and its chapters."""

    candidat: str
    name: str
    session: str
    certification: str
    parts: tuple[tuple[str, tuple[Chapter, ...]], ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters, one after the other."""
        return tuple(chapter for _, chapters in self.parts for chapter in chapters)

    @property
    def assessed(self) -> tuple[Assessed, ...]:
        """The self-assessments to be read: of what is there, and of what was said all the same."""
        return tuple(
            a for c in self.chapters for a in c.assessed if not c.absent or a.level is not None or a.words
        )

    @property
    def unassessed(self) -> tuple[str, ...]:
        """The codes of the other compétences."""
        said = {a.code for a in self.assessed}
        return tuple(a.code for c in self.chapters for a in c.assessed if a.code not in said)

    @property
    def there(self) -> int:
        """How many chapters hold a document."""
        return sum(not chapter.absent for chapter in self.chapters)


@functools.cache
def epreuves() -> tuple[Epreuve, ...]:
    """The épreuves that make the rapport de compétences, part after part, in the référentiel's order."""
    return tuple(e for part in PARTS for e in referentiel().epreuves if e.part_du_rapport is part)


def portfolio(places: Places, candidat: str, name: str, session: str) -> Portfolio:
    """Assemble a candidate's report from the copies that are marked."""
    made = {e.id: chapter(places, candidat, e) for e in epreuves()}
    parts = tuple(
        (title, tuple(made[e.id] for e in epreuves() if e.part_du_rapport is part))
        for part, title in PARTS.items()
    )
    certification = referentiel().certification
    return Portfolio(candidat, name, session, f"{certification.titre} (niveau {certification.niveau})", parts)


def chapter(places: Places, candidat: str, epreuve: Epreuve) -> Chapter:
    """An épreuve's chapter."""
    documents, record, absent = [], None, ""
    for path in copy_paths(places, candidat, epreuve.id):
        try:
            copy = read_copy(path)
        except NotebookIllisible as error:
            absent = str(error)
            continue
        documents.append(document(copy.cells, copy.record))
        if record is None or (copy.record is not None and copy.record.autoevaluation):
            record = copy.record
    if documents and not any(one.parts for one in documents):
        absent = "La copie est là, mais elle est vierge."
    elif not documents and not absent:
        absent = _absent(places, candidat, epreuve.id)
    number, title = str(int(epreuve.id[1:3])), epreuve.titre
    return Chapter(
        epreuve.id, number, title, () if absent else tuple(documents), assessments(epreuve.competences, record), absent
    )  # fmt: skip


def _absent(places: Places, candidat: str, epreuve: str) -> str:
    if places.folder(places.submitted_directory, candidat, epreuve).is_dir():
        return "La copie est remise, et n'est pas encore corrigée."
    if not places.folder(places.source_directory, ".", epreuve).is_dir():
        return "Cette épreuve n'est pas encore dans le cours."
    return "Aucune copie n'est remise."
