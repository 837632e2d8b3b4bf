"""A criterion in a copy, as a person names it, with what was said of it: what a decision needs."""

from __future__ import annotations

import msgspec

from epreuves.rubric.agreement import Pair, pair_of
from epreuves.rubric.appreciation import Copy, Criterion, Settled
from epreuves.rubric.register import Register
from epreuves.rubric.workbook_layout import code
from epreuves.wording.errors import KitError


class CriterePlace(msgspec.Struct, frozen=True):
    """pair: both graders' levels, None unless both gave one. settled: the level that counts now, if any."""

    copy: Copy
    criterion: Criterion
    pair: Pair | None
    settled: Settled | None

    @property
    def code(self) -> str:
        """The criterion in the référentiel's writing."""
        return code(self.criterion.grade_id)


def find(register: Register, assignment: str, copy: str, criterion: str) -> CriterePlace:
    """The place that a copy's number or key and a criterion's code name; KitError where there is none."""
    copies = register.copies(assignment)
    found = next((c for c in copies if c.key == copy), None) or next((c for c in copies if str(c.number) == copy), None)  # fmt: skip
    if found is None:
        raise KitError(
            f"« {assignment} » n'a pas de copie n° {copy} : les numéros vont de 1 à {len(copies)}."
        )
    known = [c for c in register.criteria(assignment) if c.notebook == found.notebook]
    asked = next((c for c in known if criterion in (c.grade_id, code(c.grade_id))), None)
    if asked is None:
        names = ", ".join(code(c.grade_id) for c in known)
        raise KitError(
            f"Le critère « {criterion} » ne se juge pas dans la copie n° {found.number} ({found.notebook}) ; on y juge {names}."
        )
    plan = register.plan(assignment)
    said = register.judgements(assignment)
    pair = None if plan is None else pair_of(found, asked.grade_id, plan.graders, said)
    return CriterePlace(found, asked, pair, register.settled(assignment).get((found.key, asked.grade_id)))
