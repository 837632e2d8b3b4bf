"""Copies of an épreuve near a threshold, read from the gradebook and the records of the graders and of the jury; nobody is named.

A collective copy is one for the members of its group: their decisions may differ, by what each makes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import NotebookFile, Rows
from epreuves_kit.jury.decision import parts_of
from epreuves_kit.jury.evidence import CandidateFacts
from epreuves_kit.jury.near_threshold import Near, Stake, decisions, judged_criterion, near, passes
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.sources import gather
from epreuves_kit.rubric.appreciation import Copy, Judgement
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.transitions import BothGave, Transitions, both_gave, transitions
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants.groups import OWN_NOTEBOOKS
from epreuves_kit.variants.identity import ByCandidate

#: With fewer copies judged twice in an épreuve, those of the other épreuves of the session say besides how far graders are apart.
FEWEST_COPIES = 10


class NearCopy(msgspec.Struct, frozen=True):
    """A copy and a compétence of it near its threshold, for so many of its members; graders: all who gave it a level."""

    copy: Copy
    near: Near
    members: int
    graders: tuple[str, ...]


class Undecided(msgspec.Struct, frozen=True):
    """A compétence that is not decided yet for a copy, and what lacks, in French."""

    number: int
    code: str
    lacking: tuple[str, ...]


class NearThreshold(msgspec.Struct, frozen=True):
    """The copies of an épreuve near a threshold, the likeliest to be decided otherwise first.

    copies: of the épreuve. decided: those of which a compétence is decided. measured: the agreement between graders, None where nothing was
    judged twice; in_epreuve: the copies judged twice that are of this épreuve. shared: the keys of copies that several judge already.
    """

    copies: int
    decided: int
    rows: tuple[NearCopy, ...]
    undecided: tuple[Undecided, ...]
    measured: Transitions | None
    in_epreuve: int
    shared: frozenset[str]


def near_copies(course: Course, register: Register, id: EpreuveId) -> NearThreshold:
    """The copies of an épreuve near a threshold. Raises KitError where it has no copy, or is not one that compétences are decided of."""
    rules = jury_rules.of_jury(course.root)
    if (epreuve := rules.referentiel.known(id)) is None:
        raise KitError(f"« {id} » n'est pas une épreuve du référentiel : aucune compétence ne s'y décide.")
    register.sync(id)
    copies, duties, judgements = register.copies(id), register.duties(id), register.judgements(id)
    if not copies:
        raise KitError(f"« {id} » n'a pas encore de copie corrigée.")
    with JuryRecord(course.root) as record:
        facts = ByCandidate((facts.candidate, facts) for facts in gather(record, rules))
    with NotebookFile(course.db_url, course.root) as gradebook:
        rows = gradebook.copies(id, {student for copy in copies for student in copy.students})
    own = both_gave(duties, copies, register.criteria(id), judgements)
    in_epreuve = len({pair.copy for pair in own})
    others = _elsewhere(course, register, id) if in_epreuve < FEWEST_COPIES else []
    measured = transitions(own, others)
    found_rows: list[NearCopy] = []
    undecided: list[Undecided] = []
    decided = 0
    for copy in copies:
        members = [facts[student] for student in copy.students if student in facts]
        stakes = [stake for member in members for stake in _stakes(copy, member, epreuve.id, rules, rows)]
        unknown = [stake for stake in stakes if not passes(stake, rules)]
        decided += len(unknown) < len(stakes)
        undecided += _undecided(copy, unknown, rules)
        found_rows += _rows(copy, stakes, rules, measured, _graders(copy, judgements))
    found_rows.sort(key=lambda row: (*row.near.rank, row.copy.number, row.near.code))
    return NearThreshold(
        len(copies), decided, tuple(found_rows), tuple(undecided), measured, in_epreuve, duties.several
    )


def _stakes(
    copy: Copy, facts: CandidateFacts, id: EpreuveId, rules: JuryRules, rows: Mapping[tuple[str, str], Rows]
) -> Iterator[Stake]:
    """A member's compétences that a copy has criteria of, and that épreuves decide."""
    own_rows = {student: notebook_rows for (student, name), notebook_rows in rows.items() if name == copy.notebook}
    cells = ByCandidate(own_rows)
    if facts.registration.vae or facts.candidate not in cells:
        return
    criteria: dict[str, list[str]] = {}
    for grade_id, cell in cells[facts.candidate].grades.items():
        if rules.referentiel.criterion_of(grade_id) and cell.maximum:
            criteria.setdefault(rules.referentiel.competence_of(grade_id), []).append(grade_id)
    for code, parts in parts_of(facts, rules).items():
        if id in parts and code in criteria:
            judged = tuple(
                judged_criterion(grade_id, cell, copy.notebook in OWN_NOTEBOOKS)
                for grade_id in criteria[code]
                if not (cell := cells[facts.candidate].grades[grade_id]).pending
            )
            yield Stake(code, parts, id, judged)


def _rows(
    copy: Copy, stakes: Iterable[Stake], rules: JuryRules, measured: Transitions | None, graders: tuple[str, ...]
) -> Iterator[NearCopy]:
    """A copy's compétences near their threshold: members who are decided of in the same way, by the same levels, share a row."""
    alike: dict[tuple[object, ...], list[Near]] = {}
    for stake in stakes:
        if (each := near(stake, rules, measured)) is not None:
            alike.setdefault((each.code, each.passes, each.changes), []).append(each)
    for same in alike.values():
        yield NearCopy(copy, min(same, key=lambda each: each.rank), len(same), graders)


def _undecided(copy: Copy, stakes: Iterable[Stake], rules: JuryRules) -> list[Undecided]:
    lacks = {(stake.code, verdict.lacking): None for stake in stakes if (verdict := decisions(stake, rules)[0]).lacking}
    return [Undecided(copy.number, code, lacking) for code, lacking in lacks]


def _graders(copy: Copy, judgements: Mapping[tuple[str, str, str], Judgement]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(who for (key, _, who), word in judgements.items() if key == copy.key and word.level is not None)
    )


def _elsewhere(course: Course, register: Register, id: EpreuveId) -> list[BothGave]:
    """Levels given twice in the other épreuves of the session."""
    pairs: list[BothGave] = []
    for other in course.assignments():
        if other != id and (duties := _several(register, other)) is not None:
            pairs += both_gave(duties, register.copies(other), register.criteria(other), register.judgements(other))
    return pairs


def _several(register: Register, id: EpreuveId) -> Duties | None:
    duties = register.duties(id)
    return duties if duties.several else None


def numbers(rows: Sequence[NearCopy]) -> list[int]:
    """The numbers of the copies of some rows, in order."""
    return sorted({row.copy.number for row in rows})
