"""The rapport de compétences: the fiches and the parts of the project that there are, and what the candidate says of themselves."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from epreuves.referentiel.levels import Level
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.marked_notebook import MarkingRecord, UnreadableMarkedNotebook, self_assessed
from epreuves_kit.gradebook.rows import full_name, identities, told_apart
from epreuves_kit.referentiel.model import Epreuve, Referentiel, ReportPart
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports.document import Document, copy_paths, document
from epreuves_kit.rubric.panel.copy_view import with_pages


class Assessed(msgspec.Struct, frozen=True):
    """A compétence and the level that its candidate gives to it (None: none), with their words."""

    code: str
    title: str
    level: Level | None
    words: str


def assessments(official: Referentiel, codes: Iterable[str], record: MarkingRecord | None) -> tuple[Assessed, ...]:
    """The self-assessment of these compétences; what cannot be read in it counts as not said."""
    assessed = self_assessed(record)
    titles = {code: official.competence(code).group.title for code in codes}
    return tuple(Assessed(code, title, *assessed.get(code, (None, ""))) for code, title in titles.items())


#: What is said of an épreuve of which nothing was handed in, for want of a copy or of the épreuve itself.
_NOT_HANDED_IN, _NOT_GIVEN = "Aucune copie n'est remise.", "Cette épreuve n'est pas encore dans le cours."
#: What each part is called where the certification does not say, in the order in which they are assembled.
_PARTS = {ReportPart.SHEET: "Fiches", ReportPart.PROJECT: "Projet"}


class Chapter(msgspec.Struct, frozen=True):
    """An épreuve's chapter: its documents, the self-assessment of its compétences; `absent` says why there is no document."""

    id: str
    number: str
    title: str
    documents: tuple[Document, ...]
    assessed: tuple[Assessed, ...]
    absent: str = ""


class Portfolio(msgspec.Struct, frozen=True):
    """A candidate's whole report: its parts, each a title and its chapters. homonym: whether somebody else bears this name."""

    candidate: str
    name: str
    session: str
    certification: str
    parts: tuple[tuple[str, tuple[Chapter, ...]], ...]
    homonym: bool = False

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters, one after the other."""
        return tuple(chapter for _, chapters in self.parts for chapter in chapters)

    @property
    def assessed(self) -> tuple[Assessed, ...]:
        """The self-assessments to be read: of what is there, and of what was said all the same."""
        return tuple(a for c in self.chapters for a in c.assessed if not c.absent or a.level is not None or a.words)

    @property
    def unassessed(self) -> tuple[str, ...]:
        """The codes of the other compétences."""
        assessed = {a.code for a in self.assessed}
        return tuple(dict.fromkeys(a.code for c in self.chapters for a in c.assessed if a.code not in assessed))

    @property
    def standing(self) -> str:
        """The extent of what is there, in a sentence or two."""
        if self.blank:
            return "Aucune copie n'a été remise."
        if not self.there:
            return f"Aucune des {len(self.chapters)} parties n'est encore là."
        verb = "sont" if self.there > 1 else "est"
        more = " Le sommaire dit ce qui manque encore." if self.there < len(self.chapters) else ""
        return f"{counted(self.there, 'partie')} sur {len(self.chapters)} {verb} là.{more}"

    @property
    def blank(self) -> bool:
        """True if the candidate handed in nothing, of which a cover says it all."""
        return all(chapter.absent in (_NOT_HANDED_IN, _NOT_GIVEN) for chapter in self.chapters)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The things that the candidate has yet to add, a sentence each."""
        absent = [f"{c.title} : {c.absent[:1].lower()}{c.absent[1:]}" for c in self.chapters if c.absent]
        untreated = [
            f"{c.title} : pas encore traité, {' ; '.join(d.lacking)}."
            for c in self.chapters
            for d in c.documents
            if d.lacking
        ]
        return (*untreated, *absent)

    @property
    def there(self) -> int:
        """The number of chapters that hold a document."""
        return sum(not chapter.absent for chapter in self.chapters)


def portfolio(places: Course, candidate: str, name: str, session: str) -> Portfolio:
    """Assemble a candidate's report from the copies that are marked."""
    official = referentiel(places.root)
    parts = tuple(
        (
            next(filter(None, (nature.part_titles.of(part) for nature in official.natures)), title),
            tuple(chapter(places, official, candidate, e) for e in official.report_parts if e.report_part is part),
        )
        for part, title in _PARTS.items()
    )
    certification = official.certification
    names = {id: full_name(id, *names) for id, *names, _ in identities(places.db_url)}
    homonym = told_apart(names).get(candidate, name) != names.get(candidate, name)
    return Portfolio(candidate, name, session, certification.named, parts, homonym)


def chapter(places: Course, official: Referentiel, candidate: str, epreuve: Epreuve) -> Chapter:
    """An épreuve's chapter."""
    documents, record, absent = [], None, ""
    for path in copy_paths(places, candidate, epreuve.id):
        try:
            cells, own = with_pages(places, path)
        except UnreadableMarkedNotebook as error:
            absent = str(error)
            continue
        # The case is an exercise: the report holds what was lived.
        documents.append(document(cells, own, case=False))
        if record is None or (own is not None and own.self_assessment):
            record = own
    if documents and not any(made.parts for made in documents):
        absent = "La copie est là, mais elle est vierge."
    elif not documents and not absent:
        absent = _absent(places, candidate, epreuve.id)
    number, title = str(int(epreuve.id[1:3])), epreuve.title
    return Chapter(
        epreuve.id,
        number,
        title,
        () if absent else tuple(documents),
        assessments(official, epreuve.competences, record),
        absent,
    )


def _absent(places: Course, candidate: str, epreuve: EpreuveId) -> str:
    if places.folder("submitted", candidate, epreuve).is_dir():
        return "La copie est remise, et n'est pas encore corrigée."
    if not places.folder("source", ".", epreuve).is_dir():
        return _NOT_GIVEN
    return _NOT_HANDED_IN
