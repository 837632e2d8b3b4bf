"""The differences between what was sealed and what stands, as people know them: a line a kind, what weighs most in a decision first, with whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import sqlalchemy as sa

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import some
from epreuves_kit.exam.closing import kinds
from epreuves_kit.exam.closing.inventory import InventoryChange
from epreuves_kit.exam.closing.kinds import SealedDocument
from epreuves_kit.exam.closing.sealing import Seal
from epreuves_kit.exam.enrol import candidates, told_apart
from epreuves_kit.gradebook.rows import made
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.referentiel.model import called
from epreuves_kit.rubric.database import ACTS, CARRIED, JOURNAL, Database
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from epreuves_kit.variants.identity import ByCandidate

#: Seconds to wait for whoever writes in the gradebook.
_PATIENCE = 60.0
_MORE, _FEWER, _OTHER = "de plus", "de moins", "un autre contenu"


class SealDifference(msgspec.Struct, frozen=True):
    """A difference: its kind, how many more, fewer or changed since the closing, and whose they are, where that can be telling."""

    kind: str
    since: str
    whose: str = ""


def differences(course: Course, seal: Seal, changed: Sequence[InventoryChange]) -> list[SealDifference]:
    """Differences from a seal, in order. changed: as `sealing.compare` gives it. Raises KitError where the gradebook cannot be read."""
    telling = _ClosingWords(course)
    lines = [*_documents(telling, seal, [change for change in changed if not change.table])]
    by_kind: dict[str, list[InventoryChange]] = {}
    for change in changed:
        if change.table:
            by_kind.setdefault(kinds.of_table(change.table), []).append(change)
    lines += [_table(telling, kind, own) for kind, own in by_kind.items()]
    return sorted(lines, key=lambda line: kinds.rank(line.kind))


def _documents(telling: _ClosingWords, seal: Seal, changed: Sequence[InventoryChange]) -> Iterator[SealDifference]:
    sealed = {file.path for file in seal.files}
    before = {kinds.document(path) for path in sealed}
    present = sealed - {change.what for change in changed if change.state == "disparu"}
    now = {
        kinds.document(path) for path in (*present, *(change.what for change in changed if change.state == "apparu"))
    }
    alike: dict[tuple[str, str], list[SealedDocument]] = {}
    for document in dict.fromkeys(kinds.document(change.what) for change in changed):
        since = _MORE if document not in before else _OTHER if document in now else _FEWER
        alike.setdefault((document.kind, since), []).append(document)
    for (kind, since), documents in alike.items():
        alone = documents == [SealedDocument(kind)]
        yield SealDifference(kind, since if alone else _counted(len(documents), since), telling.whose(documents))


def _counted(many: int, since: str) -> str:
    return f"{many} avec {since}" if since == _OTHER else f"{many} {since}"


def _table(telling: _ClosingWords, kind: str, changed: Sequence[InventoryChange]) -> SealDifference:
    """A line on the gradebook's rows; of the jury's acts and of levels, which are only added to, whose those that were added are."""
    more = {change.table: change.more for change in changed}
    if kind == kinds.LEVELS:
        many, copies = telling.levels(more.get(JOURNAL.name, 0), more.get(CARRIED.name, 0))
        if many:
            return SealDifference(
                kind, f"{many} {'donné ou changé' if many == 1 else 'donnés ou changés'}", telling.whose(copies)
            )
    most = max(more.values(), key=abs)
    since = _counted(abs(most), _MORE if most > 0 else _FEWER) if most else _OTHER
    whose = telling.acts(more[ACTS.name]) if more.get(ACTS.name, 0) > 0 else ""
    return SealDifference(kind, since, whose)


class _ClosingWords:
    """The persons, épreuves and procès-verbaux of a course, as its differences name them."""

    def __init__(self, course: Course) -> None:
        self._course = course
        try:
            every = told_apart(candidates(course, jury_rules.read(course.root)))
        except KitError:  # what differs may be what this is read from
            every = {}
        self._names = ByCandidate((id, candidate.name) for id, candidate in every.items())
        self._minutes: dict[str, str] = {}
        if made(course.db_url, course.root):
            with JuryRecord(course.root) as record:
                self._minutes = {act.file: f"n° {act.number}" for act in record.minutes()}

    def whose(self, documents: Iterable[SealedDocument]) -> str:
        """« E17 : Léa FONTAINE ; E03 : Karim BENALI », or persons, épreuves, procès-verbaux alone."""
        of: dict[str, dict[str, None]] = {}
        for document in documents:
            own = of.setdefault(document.epreuve, {})
            if document.whose or document.kind == kinds.MINUTES:
                own[
                    self._names.get(document.whose, document.whose) or self._minutes.get(document.name, document.name)
                ] = None
        if not any(of.values()):
            return listed(called(epreuve) for epreuve in of if epreuve)
        return " ; ".join(f"{called(epreuve)} : {some(own)}" if epreuve else some(own) for epreuve, own in of.items())

    def acts(self, many: int) -> str:
        """Those of whom the jury's last acts are, and the procès-verbaux among them."""
        with JuryRecord(self._course.root) as record:
            added = [entry.act for entry in record.entries()[-many:]]
        names = dict.fromkeys(self._names.get(who, who) for act in added if (who := getattr(act, "candidate", "")))
        written = [f"procès-verbal n° {act.number}" for act in added if isinstance(act, MinutesAct)]
        return some((*names, *written))

    def levels(self, given: int, carried: int) -> tuple[int, list[SealedDocument]]:
        """The number of levels that came last, and the copies that they are of. given: rows of the journal; carried: of what was carried to the gradebook."""
        if given < 1:
            cells = self._last(CARRIED, "student", carried)
            return len(cells), [SealedDocument(kinds.LEVELS, whose, epreuve) for epreuve, whose, _ in cells]
        cells = self._last(JOURNAL, "copy", given)
        with Register(self._course.root) as register:
            students = {
                (epreuve, copy.key): copy.students
                for epreuve in {epreuve for epreuve, *_ in cells}
                for copy in register.copies(EpreuveId(epreuve))
            }
        return len(cells), [
            SealedDocument(kinds.LEVELS, whose, epreuve)
            for epreuve, copy, _ in cells
            for whose in students.get((epreuve, copy), ())
        ]

    def _last(self, table: sa.Table, whose: str, many: int) -> list[tuple[str, str, str]]:
        """The criteria in the copies that the last rows of a table are on: épreuve, copy or candidate, criterion."""
        if many < 1:
            return []
        columns = (table.c.assignment, table.c[whose], table.c.grade_id)
        newest = sa.select(*columns).order_by(table.c.at.desc(), table.c.rank.desc()).limit(many)
        database = Database(self._course.db_url, self._course.root, _PATIENCE)
        try:
            rows = database.read(lambda db: db.execute(newest).all())
        finally:
            database.close()
        return list(dict.fromkeys((epreuve, key, grade_id) for epreuve, key, grade_id in reversed(rows)))
