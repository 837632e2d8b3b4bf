"""The end of the demonstration: fictional orals, then what the school keeps of the session, the dashboard and the jury's record."""

from __future__ import annotations

from pathlib import Path

from epreuves.demo.cohort import cohort
from epreuves.demo.journey import LABEL, level
from epreuves.grading import batch
from epreuves.jury import minutes, rules
from epreuves.jury.acts import OralAct
from epreuves.jury.record import JuryRecord
from epreuves.referentiel import Oral, referentiel
from epreuves.reports.dashboard import making

AUTHOR = "démonstration"
#: Where the school's own documents go; the course does not commit it.
FOLDER = "rapports"


def orals(course: batch.MarkingCourse, epreuve: str) -> int:
    """Give fictional levels, labelled as such, to those who handed a copy in, where the épreuve has an oral; gives how many were new."""
    known = next((e for e in referentiel().epreuves if e.id == epreuve), None)
    if known is None or known.oral is Oral.NONE_OFFERED:
        return 0
    with JuryRecord(course.root) as record:
        given = {
            (act.epreuve, act.candidate, act.key)
            for entry in record.entries(OralAct)
            if isinstance(act := entry.act, OralAct)
        }
        acts = [
            act
            for candidate in cohort(epreuve)
            if (course.root / "autograded" / candidate.id / epreuve).is_dir()
            for code in known.competences
            if (epreuve, candidate.id, code) not in given
            for act in (
                OralAct(epreuve, candidate.id, "niveau", code, int(level(candidate, f"oral/{code}"))),
                OralAct(epreuve, candidate.id, "remarque", code, text=LABEL),
            )
        ]
        record.add(AUTHOR, *acts)
    return len(acts) // 2


def conclude(course: batch.MarkingCourse) -> list[Path]:
    """Write the dashboard and the procès-verbal; gives their paths."""
    folder = course.root / FOLDER
    page = making.write(course.root, folder)
    record_file = folder / "proces-verbal.pdf"
    with JuryRecord(course.root) as record:
        minutes.write(minutes.gather(record, rules.read(course.root), (), "", ""), record_file)
    return [page, record_file]
