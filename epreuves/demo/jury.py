"""The end of the demonstration: fictional orals, then what the school keeps of the session, the dashboard and the jury's record."""

from __future__ import annotations

from pathlib import Path

from epreuves.demo.cohorte import cohort
from epreuves.demo.parcours import LABEL, level
from epreuves.gradebook import batch
from epreuves.jury import minutes, rules
from epreuves.jury.acts import OralAct
from epreuves.jury.record import Record
from epreuves.referentiel import Oral, referentiel
from epreuves.reports import tableau

AUTHOR = "démonstration"
#: Where the school's own documents go; the course does not commit it.
FOLDER = "rapports"


def orals(course: batch.Course, epreuve: str) -> int:
    """Give fictional levels, labelled as such, to those who handed a copy in, where the épreuve has an oral; gives how many were new."""
    known = next((e for e in referentiel().epreuves if e.id == epreuve), None)
    if known is None or known.oral is Oral.AUCUN:
        return 0
    with Record(course.root) as record:
        given = {
            (act.epreuve, act.candidat, act.key)
            for entry in record.entries(OralAct)
            if isinstance(act := entry.act, OralAct)
        }
        acts = [
            act
            for candidat in cohort(epreuve)
            if (course.root / "autograded" / candidat.id / epreuve).is_dir()
            for code in known.competences
            if (epreuve, candidat.id, code) not in given
            for act in (
                OralAct(epreuve, candidat.id, "niveau", code, int(level(candidat, f"oral/{code}"))),
                OralAct(epreuve, candidat.id, "remarque", code, text=LABEL),
            )
        ]
        record.add(AUTHOR, *acts)
    return len(acts) // 2


def conclude(course: batch.Course) -> list[Path]:
    """Write the dashboard and the procès-verbal; gives their paths."""
    folder = course.root / FOLDER
    page = tableau.ecrire(course.root, folder)
    record_file = folder / "proces-verbal.pdf"
    with Record(course.root) as record:
        minutes.write(minutes.gather(record, rules.lire(course.root), (), "", ""), record_file)
    return [page, record_file]
