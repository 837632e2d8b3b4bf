"""A grader's place among copies and criteria, what comes next, and what their panel shows.

All of it is worked out from what the record said; nothing here reads or writes.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed, number, of, plural
from epreuves_kit.course import checklist
from epreuves_kit.gradebook.passages import Passage
from epreuves_kit.rubric import duties as charges
from epreuves_kit.rubric.agreement import Calibration
from epreuves_kit.rubric.appreciation import Copy, Criterion, Flag, Judgement, Settled, code
from epreuves_kit.rubric.duties import Duties

Mode = Literal["copie", "critere"]
#: Reusable comments of a criterion that a page has, to be proposed as one types.
REUSED = 40


class Position(msgspec.Struct, frozen=True):
    """The place that a grader looks at: a copy and a criterion of it, in one of the two orders."""

    mode: Mode
    copy: str
    grade_id: str


class Work:
    """An épreuve's copies and criteria as one grader goes through them; fixed while the panel is open.

    In the order by copy, copies come by number; by criterion, in an order that differs from one criterion to the next, so that
    no copy is always judged first. It depends on keys alone: the same at each opening, whatever copies come in.
    Where copies or criteria are shared out, those of calibration come first, then this grader's own, then the others.
    """

    def __init__(self, copies: tuple[Copy, ...], criteria: tuple[Criterion, ...], duties: Duties, grader: str) -> None:
        self.copies = {c.key: c for c in copies}
        self.criteria = {c.grade_id: c for c in criteria}
        self.duties = duties
        self.grader = grader
        self._ranks: dict[str, int] = {}
        self._paths: dict[Mode, list[tuple[str, str]]] = {}
        self._criteria: dict[str, list[str]] = {}
        for criterion in criteria:
            self._criteria.setdefault(criterion.notebook, []).append(criterion.grade_id)
        self._by_number: dict[str, list[str]] = {}
        for copy in sorted(copies, key=lambda c: (self.rank(c.key), c.number)):
            self._by_number.setdefault(copy.notebook, []).append(copy.key)
        ranked = sorted(copies, key=lambda c: (self.rank(c.key), c.number))
        self._keys = [c.key for c in ranked if self._criteria.get(c.notebook)]
        self._orders: dict[str, list[str]] = {}

    @property
    def empty(self) -> bool:
        """True if there is nothing to judge."""
        return not self._keys

    def of(self, copy: str) -> list[str]:
        """The criteria by which a copy is judged, in order."""
        return self._criteria.get(self.copies[copy].notebook, [])

    def order(self, grade_id: str) -> list[str]:
        """The copies judged by a criterion, in the order of that criterion."""
        if grade_id not in self._orders:
            keys = self._by_number.get(self.criteria[grade_id].notebook, [])
            self._orders[grade_id] = sorted(
                keys, key=lambda k: (self.rank(k), hashlib.blake2b(f"{grade_id}\0{k}".encode(), digest_size=8).digest())
            )
        return self._orders[grade_id]

    def doubled(self, copy: str) -> bool:
        """True if several graders judge a copy without seeing each other's levels."""
        return bool(self.duties.blind(copy))

    def closed(self, copy: str, grade_id: str) -> bool:
        """True if a criterion of a copy is others' to judge."""
        return self.duties.closed(self.grader, copy, grade_id)

    def own(self, copy: str) -> list[str]:
        """The criteria of a copy that this grader is expected to judge."""
        return [id for id in self.of(copy) if self.duties.owes(self.grader, copy, id)]

    def rank(self, copy: str) -> int:
        """The rank of a copy: 0 of calibration, 1 this grader's, 2 another's; the same for all where nothing is shared out."""
        if self.duties.allotment is None:
            return 1
        if copy not in self._ranks:
            self._ranks[copy] = 2 if not self.own(copy) else 0 if copy in self.duties.calibration else 1
        return self._ranks[copy]

    @functools.cached_property
    def mine(self) -> frozenset[str]:
        """The copies that are this grader's to judge, in part at least."""
        return frozenset(k for k in self._keys if self.own(k))

    def path(self, mode: Mode) -> list[tuple[str, str]]:
        """All that there is to judge, copy and criterion, in an order: what this grader owes first, where it is shared out."""
        if mode not in self._paths:
            self._paths[mode] = self._path(mode)
        return self._paths[mode]

    def _path(self, mode: Mode) -> list[tuple[str, str]]:
        if mode == "copie":
            cells = [(copy, grade_id) for copy in self._keys for grade_id in self.of(copy)]
        else:
            cells = [(copy, grade_id) for grade_id in self.criteria for copy in self.order(grade_id)]
        if self.duties.allotment is None:
            return cells
        return sorted(cells, key=lambda cell: self.rank(cell[0]) if self.duties.owes(self.grader, *cell) else 2)

    def row(self, at: Position) -> list[str]:
        """The copies among which « previous » and « next » move."""
        return self._keys if at.mode == "copie" else self.order(at.grade_id)

    def neighbour(self, at: Position, by: int) -> Position:
        """The copy before or after; of another notebook, its first criterion. At an end, the place itself."""
        row = self.row(at)
        place = row.index(at.copy) + by
        return at if not 0 <= place < len(row) else self.opened(at, row[place])

    def opened(self, at: Position, copy: str) -> Position:
        """A copy, at the criterion that is looked at where it has it."""
        own = self.of(copy)
        return Position(at.mode, copy, at.grade_id if at.grade_id in own else own[0])

    def criterion(self, at: Position, by: int) -> Position:
        """The criterion before or after, in the same copy."""
        own = self.of(at.copy)
        return Position(at.mode, at.copy, own[max(0, min(len(own) - 1, own.index(at.grade_id) + by))])

    def step(self, at: Position, by: int) -> Position:
        """The place before or after in the order; at an end, the place itself."""
        path = self.path(at.mode)
        place = path.index((at.copy, at.grade_id)) + by
        return at if not 0 <= place < len(path) else Position(at.mode, *path[place])


class Known(msgspec.Struct):
    """The record as the panel last heard it: judgements by copy, criterion and grader, the levels that count, and remarks on passages by copy."""

    judgements: dict[tuple[str, str, str], Judgement]
    settled: dict[tuple[str, str], Settled]
    passages: dict[str, tuple[Passage, ...]] = {}


class Seen(msgspec.Struct, frozen=True):
    """A criterion of a copy as a grader sees it. author: who gave the level; settled: what counts, where it may be told."""

    level: int | None = None
    comment: str = ""
    author: str = ""
    settled: Settled | None = None


def seen(work: Work, record: Known, copy: str, grade_id: str) -> Seen:
    """One's own word on a copy judged by two; the level that counts elsewhere, whoever gave it.

    Of a copy judged by two, what counts shows once it is decided for good: before that it would tell the other's level.
    """
    own = record.judgements.get((copy, grade_id, work.grader))
    counts = record.settled.get((copy, grade_id))
    if work.doubled(copy):
        if own is None or work.closed(copy, grade_id):
            return Seen()
        return Seen(own.level, own.comment, work.grader, counts if own.level is not None else None)
    if counts is not None and counts.points is not None:
        return Seen(counts.level, counts.comment, counts.author, counts)
    return Seen(None, own.comment, own.grader) if own is not None else Seen()


def judged(work: Work, record: Known, copy: str, grade_id: str) -> bool:
    """True if a criterion has the level that this grader owes, or that counts already where anybody's does."""
    # As `seen` has it, without what is shown of it: asked of every criterion of every copy each time that a list is drawn.
    if work.doubled(copy):
        own = record.judgements.get((copy, grade_id, work.grader))
        return own is not None and own.level is not None and not work.closed(copy, grade_id)
    counts = record.settled.get((copy, grade_id))
    return counts is not None and counts.points is not None and counts.level is not None


def untouched(work: Work, record: Known, copy: str) -> bool:
    """True if no criterion that this grader owes in a copy has a level yet, as they see it."""
    return not any(judged(work, record, copy, grade_id) for grade_id in work.own(copy))


def waiting(work: Work, record: Known, at: Position) -> Position | None:
    """The next that this grader has to judge, from where they are on and around; None where nothing is left."""
    path = work.path(at.mode)
    start = path.index((at.copy, at.grade_id)) + 1
    for copy, grade_id in path[start:] + path[:start]:
        if work.duties.owes(work.grader, copy, grade_id) and not judged(work, record, copy, grade_id):
            return Position(at.mode, copy, grade_id)
    return None


def first(work: Work, record: Known, mode: Mode) -> Position:
    """The place where a grader begins, or goes on: the first that waits, else the very first. There must be something to judge."""
    path = work.path(mode)
    left = (p for p in path if work.duties.owes(work.grader, *p) and not judged(work, record, *p))
    return Position(mode, *next(left, path[0]))


def done(work: Work, record: Known) -> dict[str, tuple[int, int]]:
    """By criterion, the number of copies that this grader has judged, and of those that are theirs."""
    counts = {}
    for grade_id in work.criteria:
        keys = [k for k in work.order(grade_id) if work.duties.owes(work.grader, k, grade_id)]
        counts[grade_id] = (sum(judged(work, record, k, grade_id) for k in keys), len(keys))
    return counts


def reused(work: Work, record: Known, at: Position) -> list[tuple[str, int]]:
    """The comments written on a criterion in other copies, as comments or on passages, the most frequent first; none of the other grader's on copies
    judged by two.
    """
    comments: Counter[str] = Counter(
        j.comment.strip()
        for (copy, grade_id, grader), j in record.judgements.items()
        if grade_id == at.grade_id
        and copy != at.copy
        and j.comment.strip()
        and (grader == work.grader or not work.doubled(copy))
    )
    comments.update(
        passage.text
        for copy in record.passages
        if copy != at.copy and copy in work.copies
        for passage in _seen_passages(work, record, copy)
        if passage.grade_id == at.grade_id
    )
    return sorted(comments.items(), key=lambda item: (-item[1], item[0]))[:REUSED]


def screen(
    assignment: EpreuveId,
    work: Work,
    record: Known,
    at: Position,
    undoable: bool,
    outcome: str = "",
    listing: bool = False,
    flags: Sequence[Flag] = (),
    agreed: str = "",
    unwritten: str = "",
) -> dict[str, Any]:
    """The panel's content for a grader, as plain data for the browser.

    outcome: what became of the gesture. listing: True if the list of copies to choose from is told (`copies`, else None). flags: those of
    the copy. agreed: what the calibration says of this grader, once they have judged it. unwritten: the writings on
    which the criterion is judged, where all were left as they were given out.
    """
    copy, criterion = work.copies[at.copy], work.criteria[at.grade_id]
    sight = seen(work, record, at.copy, at.grade_id)
    counts = done(work, record)
    row = work.row(at)
    given, total = sum(n for n, _ in counts.values()), sum(of for _, of in counts.values())
    return {
        "assignment": assignment,
        "grader": work.grader,
        "mode": at.mode,
        "copy": {"key": copy.key, "number": copy.number, "part": _part(work, assignment, copy.notebook)},
        "choice": _choice(work, record, assignment, at.copy),
        "place": f"{row.index(at.copy) + 1} / {len(row)}",
        "criteria": [_line(work, record, at, grade_id, counts[grade_id]) for grade_id in work.of(at.copy)],
        "criterion": {
            "grade_id": criterion.grade_id, "code": code(criterion.grade_id), "competence": criterion.competence,
            "label": criterion.label, "official": criterion.official, "look": criterion.look,
            **_list(criterion),
        },
        "level": sight.level,
        "comment": sight.comment,
        "given": _given(work, sight, at, criterion.points),
        "unwritten": _unwritten(sight.level, unwritten),
"passages": [_passage(work, passage) for passage in _seen_passages(work, record, at.copy)],
            "closed": work.closed(at.copy, at.grade_id),
        "used": reused(work, record, at),
        "done": given,
        "total": total,
        "progress": _progress(work, record) or f"{given} / {total} jugés",
        "calibration": _calibrating(work, record, at.copy) or agreed,
        "flags": [_flag(flag) for flag in flags if not work.doubled(at.copy) or flag.grader == work.grader],
        "undoable": undoable,
        "said": outcome,
        "copies": [(k, _choice(work, record, assignment, k), _GROUPS[work.rank(k)] if work.duties.allotment else "") for k in row] if listing else None,
    }  # fmt: skip


def _list(criterion: Criterion) -> dict[str, Any]:
    """The levels of a criterion, with their descriptors; of one that is judged by a list, what it holds, and a level by how many lack."""
    expected = checklist.read(criterion.descriptors)
    of = len(expected)
    short = (*criterion.descriptors[:3], f"Les {of} attendus y sont.") if expected else criterion.descriptors
    return {
        "levels": [[n.label, counted(n.points(criterion.points), "point"), short[int(n)]] for n in LEVELS],
        "expected": expected,
        "lacking": [int(checklist.level(lacking, of)) for lacking in range(of + 1)] if expected else [],
    }


def _seen_passages(work: Work, record: Known, copy: str) -> list[Passage]:
    """The remarks on passages of a copy that a grader may see: one's own alone where two judge it apart."""
    every = record.passages.get(copy, ())
    return [passage for passage in every if not work.doubled(copy) or passage.who == work.grader]


def _passage(work: Work, passage: Passage) -> dict[str, Any]:
    return {
        "rank": passage.rank,
        "cell": passage.cell,
        "quote": passage.quote,
        "before": passage.before,
        "after": passage.after,
        "text": passage.text,
        "about": " · ".join(filter(None, (code(passage.grade_id) if passage.grade_id else "", passage.who))),
        "own": passage.who == work.grader,
    }


def _unwritten(level: int | None, which: str) -> str:
    """The sentence on writings left as they were given out, and more where a level above 0 is given all the same."""
    if not which:
        return ""
    sentence = f"Resté tel qu'il a été distribué : {which}."
    return f"{sentence} Le niveau {level} est à revoir." if level else sentence


def _line(work: Work, record: Known, at: Position, grade_id: str, count: tuple[int, int]) -> dict[str, Any]:
    criterion = work.criteria[grade_id]
    level = seen(work, record, at.copy, grade_id).level
    return {
        "grade_id": grade_id,
        "code": code(grade_id),
        "label": criterion.label,
        "level": level,
        "progress": f"{count[0]} / {count[1]} copies",
    }


def _choice(work: Work, record: Known, assignment: EpreuveId, copy: str) -> str:
    own = work.own(copy) or work.of(copy)
    given = sum(judged(work, record, copy, grade_id) for grade_id in own)
    left = f"{given} / {len(own)}" if given < len(own) else "jugée"
    part = _part(work, assignment, work.copies[copy].notebook)
    return f"n° {work.copies[copy].number}{f' ({part})' if part else ''} — {left}"


#: How the copies are told apart in the list to choose from, by rank.
_GROUPS = ("Étalonnage", "Vos copies", "Les autres copies")


def _copies_judged(work: Work, record: Known, rank: int) -> tuple[int, int]:
    """The number of copies of a rank that this grader has judged to the end, and the number of all."""
    keys = [k for k in work.mine if work.rank(k) == rank]
    return sum(all(judged(work, record, k, id) for id in work.own(k)) for k in keys), len(keys)


def _progress(work: Work, record: Known) -> str:
    """A grader's progress among what is theirs, in words; empty where nothing is shared out."""
    allotment = work.duties.allotment
    if allotment is None:
        return ""
    given, total = _copies_judged(work, record, 1)
    if not total:
        return "Rien ne vous est confié"
    if allotment.by == "copies":
        return f"Vos copies : {given} sur {total} {plural(total, 'jugée')}"
    return f"Vos critères : {counted(given, 'copie')} sur {total}"


def _calibrating(work: Work, record: Known, copy: str) -> str:
    """The rest of the calibration for this grader, in a sentence; empty once they have judged it, or where there is none."""
    allotment = work.duties.allotment
    if allotment is None:
        return ""
    if not work.mine:
        near = difflib.get_close_matches(work.grader, allotment.graders, 1)
        doubt = f" Est-ce {near[0]} ?" if near else ""
        return f"Rien n'est confié à {work.grader}.{doubt} Cette épreuve est répartie entre {listed(allotment.graders)}. Si vous êtes l'une de ces personnes, prenez sa place (« Changer de personne », au-dessus)."
    given, total = _copies_judged(work, record, 0)
    if given == total:
        return ""
    sentence = f"Étalonnage : {given} sur {counted(total, 'copie jugée')}."
    if copy in work.duties.calibration:
        then = (
            "vos copies attendent qu'il soit fini"
            if work.duties.calibrates_first(work.grader)
            else "vos copies viennent ensuite"
        )
        return f"{sentence} Chacun juge celle-ci, sans voir ce que disent les autres ; {then}."
    return f"{sentence} Jugez d'abord ces copies, les premières de la liste (N y mène)."


def held_back(work: Work, record: Known, copy: str) -> str:
    """The reason not to give this grader a copy yet, in a sentence; empty where they get it."""
    if not work.duties.held(work.grader, copy):
        return ""
    given, total = _copies_judged(work, record, 0)
    return charges.held_back(work.grader, total - given) if given < total else ""


def calibrated(work: Work, record: Known) -> bool:
    """True if this grader has judged the calibration to the end."""
    given, total = _copies_judged(work, record, 0)
    return total > 0 and given == total


def agreement_told(together: Calibration, grader: str) -> str:
    """The calibration as it concerns a grader: how often each of the others who have finished gave the same level, and who is higher."""
    waiting = dict(zip(together.graders, together.waiting, strict=True))
    others = []
    for pair in together.pairs:
        if grader not in pair.graders or any(waiting[name] for name in pair.graders) or pair.gap is None:
            continue
        other = next(name for name in pair.graders if name != grader)
        gap = pair.gap if pair.graders[0] == grader else -pair.gap
        tenths = round(abs(gap), 1)
        way = (
            f" (vous êtes en moyenne {number(tenths, 1)} niveau {'au-dessus' if gap > 0 else 'au-dessous'})"
            if tenths
            else ""
        )
        near = f", {pair.within} à un niveau près" if pair.within > pair.same else ""
        others.append(f"{other}, {pair.same} fois sur {pair.judged}{near}{way}")
    left = [name for name, levels in waiting.items() if levels and name != grader]
    late = f" {listed(left)} {'n’ont' if len(left) > 1 else 'n’a'} pas fini." if left else ""
    if not others:
        return f"Étalonnage jugé.{late}"
    return f"Étalonnage jugé. Même niveau que vous : {' ; '.join(others)}.{late}"


def _flag(flag: Flag) -> dict[str, Any]:
    """A flag as the panel shows it."""
    answered = f"Réponse {of(flag.answered_by)} : {flag.answer}" if not flag.open else "En attente de réponse."
    return {"said": f"Signalé par {flag.grader} : {flag.text}", "answer": answered, "open": flag.open}


def _given(work: Work, sight: Seen, at: Position, maximum: float) -> str:
    """In a sentence: the points, who gave them where it was not this grader, and what counts where that is something else."""
    copy, duties = at.copy, work.duties
    if work.closed(copy, at.grade_id):
        names = listed(duties.judges(copy, at.grade_id))
        if work.doubled(copy):
            how = "pour l'étalonnage" if copy in duties.calibration else "en double"
            return f"Cette copie est jugée {how} par {names} : elle n'est pas à juger ici."
        level = "" if sight.level is None else f" {LEVELS[sight.level].label.capitalize()}, par {sight.author}."
        what = (
            "Cette copie est confiée"
            if duties.allotment and duties.allotment.by == "copies"
            else "Ce critère est confié"
        )
        return (
            f"{what} à {names} : vous pouvez la lire.{level}"
            if what.startswith("Cette")
            else f"{what} à {names}.{level}"
        )
    counts = sight.settled
    if counts is not None and counts.origin == "formgrader" and counts.points is not None:
        return f"{number(counts.points)} / {number(maximum)}, saisis dans Formgrader."
    if sight.level is None:
        return "Pas encore jugé." if not work.doubled(copy) else f"Pas encore jugé. {_blind(work, copy)}"
    sentence = (
        f"{LEVELS[sight.level].label.capitalize()} : {number(LEVELS[sight.level].points(maximum))} / {number(maximum)}"
    )
    if work.doubled(copy):
        return f"{sentence}. {_double(work, copy, counts)}"
    return f"{sentence}, niveau donné par {sight.author}." if sight.author != work.grader else f"{sentence}."


def _blind(work: Work, copy: str) -> str:
    if copy in work.duties.calibration:
        return "Copie d'étalonnage, jugée par tous, sans se voir."
    return "Copie jugée par deux correcteurs, sans se voir."


def _double(work: Work, copy: str, counts: Settled | None) -> str:
    if counts is None or counts.level is None or counts.origin not in ("agreement", "decision"):
        return _blind(work, copy)
    if counts.origin == "agreement":
        return (
            "Tous les correcteurs sont d'accord."
            if copy in work.duties.calibration
            else "Les deux correcteurs sont d'accord."
        )
    return f"Niveau arrêté par {counts.author} : {LEVELS[counts.level].label} ({counts.reason})."


def _part(work: Work, assignment: EpreuveId, notebook: str) -> str:
    """The name of a copy's notebook, where an épreuve has several; empty where it has one."""
    if len({c.notebook for c in work.copies.values()}) == 1:
        return ""
    return "carnet collectif" if notebook == assignment else "REX" if notebook == "rex" else notebook
