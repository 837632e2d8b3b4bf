"""Copies or criteria shared out among graders, copies of calibration drawn for all of them, and the progress of each grader."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.rubric.appreciation import Allotment, Copy, Criterion, Judgement, Settled
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.journal import CellKey
from epreuves_kit.rubric.known import KnownAssignment, checked_grader

#: Graders among whom an épreuve is shared out, at most.
MOST = 40
By = Literal["copies", "criteres"]


class AskedAllotment(msgspec.Struct, frozen=True):
    """An allotment asked for.

    graders: at least one, in the order in which they are told. by, seed: those of the last allotment where None. calibration: the number of
    copies of each notebook drawn for everybody, or the keys of those that are, or None for those of the last allotment.
    calibration_first: True if these are to be judged before any other; None where that stays as it is.
    """

    graders: tuple[str, ...] = ()
    by: By | None = None
    seed: int | None = None
    calibration: int | frozenset[str] | None = None
    calibration_first: bool | None = None

    def checked(self) -> AskedAllotment:
        """The same with the names as they are kept; raises KitError where it cannot be."""
        graders = tuple(map(checked_grader, self.graders))
        twice = [name for name, times in Counter(name.casefold() for name in graders).items() if times > 1]
        if twice:
            raise KitError(
                f"« {next(n for n in graders if n.casefold() == twice[0])} » est nommé deux fois : nommez chaque personne une fois."
            )
        if len(graders) > MOST:
            raise KitError(f"{len(graders)} personnes sont nommées ; {MOST} au plus se partagent une épreuve.")
        if self.seed is not None and not (isinstance(self.seed, int) and abs(self.seed) < 2**63):
            raise KitError(f"Le numéro du tirage est un nombre entier ; reçu « {self.seed} ».")
        return msgspec.structs.replace(self, graders=graders)


#: The level that each grader gave of a criterion in a copy, None for a comment alone.
_Given = Mapping[CellKey, Mapping[str, int | None]]


def allot(
    epreuve: KnownAssignment,
    asked: AskedAllotment,
    duties: Duties,
    given: _Given,
    counting: Collection[CellKey],
    author: str,
) -> Allotment:
    """The allotment that answers a question. given: what is said now; counting: where a level counts. Raises KitError."""
    last = duties.allotment
    graders = asked.graders or (last.graders if last is not None else ())
    if not graders:
        raise KitError("Dites entre qui répartir : nommez au moins une personne qui corrige.")
    by: By = asked.by or (last.by if last is not None else "copies")
    seed = asked.seed if asked.seed is not None else last.seed if last is not None else 0
    judged = {copy for (copy, _), levels in given.items() if any(level is not None for level in levels.values())}
    calibration = _calibration(epreuve, asked, duties, graders, judged, seed)
    if asked.calibration_first and not calibration:
        raise KitError("Un étalonnage obligatoire a des copies : dites combien chacun en juge d'abord.")
    before = last.owners if last is not None and last.by == by else {}
    taken = calibration | (duties.plan.copies if duties.plan is not None else frozenset())
    if by == "copies":
        whole = set(epreuve.copies) - {copy for copy, grade_id in epreuve.cells() if (copy, grade_id) not in counting}
        kept = _judges(given, 0, graders)
        # A copy that somebody else has judged to the end is nobody's to judge again.
        pieces = [
            (copy.notebook, key)
            for key, copy in sorted(epreuve.copies.items(), key=lambda keyed: _place(seed, keyed[0]))
            if key not in taken and (key in kept or key not in whole)
        ]
    else:
        # Where several judge a copy, each judges all of its criteria: that makes none of them theirs.
        several = taken | duties.calibration
        kept = _judges({key: levels for key, levels in given.items() if key[0] not in several}, 1, graders)
        pieces = list(epreuve.criteria)
    owners = shared_out(pieces, graders, kept, before)
    return Allotment(graders, by, owners, calibration, seed, author, datetime.datetime.now(datetime.UTC))


def _place(seed: int, key: str) -> bytes:
    """The digest that gives a copy its place when they are dealt: no generator's stream is relied on."""
    return hashlib.blake2b(f"repartition\0{seed}\0{key}".encode()).digest()


def _calibration(
    epreuve: KnownAssignment,
    asked: AskedAllotment,
    duties: Duties,
    graders: Sequence[str],
    judged: Collection[str],
    seed: int,
) -> frozenset[str]:
    if isinstance(asked.calibration, frozenset):
        drawn = asked.calibration
        for key in drawn:
            epreuve.check_copy(key)
    elif asked.calibration is None:
        drawn = frozenset(duties.calibration & set(epreuve.copies))
    else:
        free = set(epreuve.copies) - set(judged) - (duties.plan.copies if duties.plan is not None else set())
        chosen: list[str] = []
        for notebook in dict.fromkeys(notebook for notebook, _ in epreuve.criteria):
            # Those drawn before stay; then those of which nothing is judged.
            of_it = [
                c.key
                for c in epreuve.copies.values()
                if c.notebook == notebook and (c.key in free or c.key in duties.calibration)
            ]
            of_it.sort(key=lambda key: (key not in duties.calibration, _place(seed, key)))
            if len(of_it) < asked.calibration:
                raise KitError(
                    f"Il y a {counted(len(of_it), 'copie')} de {notebook} dont rien n'est jugé : demandez-en moins pour l'étalonnage."
                )
            chosen += of_it[: asked.calibration]
        drawn = frozenset(chosen)
    if drawn and len(graders) < 2:
        raise KitError("Un étalonnage se fait à deux au moins : nommez plusieurs personnes qui corrigent.")
    return drawn


def _judges(given: _Given, place: int, graders: Sequence[str]) -> dict[str, str]:
    """The grader, of those named, who gave the most levels of each copy (place 0) or of each criterion (place 1); of two alike, the first named."""
    counts: dict[str, Counter[str]] = {}
    for key, levels in given.items():
        for grader, level in levels.items():
            if level is not None and grader in graders:
                counts.setdefault(key[place], Counter())[grader] += 1
    return {piece: min(given_by, key=lambda g: (-given_by[g], graders.index(g))) for piece, given_by in counts.items()}


def shared_out(
    pieces: Sequence[tuple[str, str]], graders: Sequence[str], kept: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, str]:
    """The owner of each piece, the pieces of each notebook as evenly as what is kept allows.

    pieces: (notebook, piece), in the order in which they are dealt. kept: pieces that stay whose they are. before: whose they were;
    as many stay as an even split leaves.
    """
    owners: dict[str, str] = {}
    overall: Counter[str] = Counter()
    for notebook in dict.fromkeys(notebook for notebook, _ in pieces):
        own = [piece for of, piece in pieces if of == notebook]
        loads = Counter(kept[piece] for piece in own if piece in kept)
        free = [piece for piece in own if piece not in kept]
        had = Counter(before.get(piece, "") for piece in free)
        room: Counter[str] = Counter()
        for _ in free:
            least = min(
                graders,
                key=lambda g: (loads[g] + room[g], had[g] <= room[g], overall[g] + room[g], graders.index(g)),
            )
            room[least] += 1
        owners |= {piece: kept[piece] for piece in own if piece in kept}
        left = []
        for piece in free:
            whose = before.get(piece, "")
            if room[whose] > 0:
                owners[piece] = whose
                room[whose] -= 1
            else:
                left.append(piece)
        whose_next = (grader for grader in graders for _ in range(room[grader]))
        owners |= dict(zip(left, whose_next, strict=True))
        overall.update(owners[piece] for piece in own)
    return owners


def judged(
    duties: Duties,
    judgements: Mapping[tuple[str, str, str], Judgement],
    settled: Mapping[CellKey, Settled],
    grader: str,
    key: CellKey,
) -> bool:
    """True if a criterion of a copy has the level that a grader owes: their own where several judge blindly, else the one that counts."""
    if duties.blind(key[0]):
        own = judgements.get((*key, grader))
        return own is not None and own.level is not None
    counts = settled.get(key)
    return counts is not None and counts.points is not None


class GraderProgress(msgspec.Struct, frozen=True):
    """A grader's progress: copies of theirs that they judged to the end, of how many; the same of the calibration; levels left to give."""

    grader: str
    done: int
    copies: int
    calibrated: int
    calibration: int
    left: int


def told(row: GraderProgress) -> str:
    """A grader's progress in words: « Alice : 7 copies sur 12, étalonnage 2 sur 3 »."""
    parts = [f"{counted(row.done, 'copie')} sur {row.copies}"] if row.copies or not row.calibration else []
    parts += [f"étalonnage {row.calibrated} sur {row.calibration}"] if row.calibration else []
    return f"{row.grader} : {', '.join(parts)}"


def progress(
    duties: Duties,
    copies: Iterable[Copy],
    criteria: Sequence[Criterion],
    judgements: Mapping[tuple[str, str, str], Judgement],
    settled: Mapping[CellKey, Settled],
    graders: Iterable[str] = (),
) -> tuple[GraderProgress, ...]:
    """The progress of each grader, in the order in which they are named: those of the duties unless others are; empty where nothing is shared out."""
    named = [
        *(duties.allotment.graders if duties.allotment is not None else ()),
        *(duties.plan.graders if duties.plan is not None else ()),
    ]
    every = list(copies)
    rows = []
    for grader in tuple(graders) or dict.fromkeys(named):
        done, whole, left = [0, 0], [0, 0], 0
        for copy in every:
            own = [
                c.grade_id
                for c in criteria
                if c.notebook == copy.notebook and _named(duties, grader, copy.key, c.grade_id)
            ]
            if not own:
                continue
            waits = sum(not judged(duties, judgements, settled, grader, (copy.key, id)) for id in own)
            first = copy.key in duties.calibration
            whole[first] += 1
            done[first] += not waits
            left += waits
        rows.append(GraderProgress(grader, done[0], whole[0], done[1], whole[1], left))
    return tuple(rows)


def _named(duties: Duties, grader: str, copy: str, grade_id: str) -> bool:
    return grader in duties.judges(copy, grade_id)


def unclaimed(
    duties: Duties, copies: Iterable[Copy], criteria: Sequence[Criterion], settled: Mapping[CellKey, Settled]
) -> tuple[Copy, ...]:
    """Copies of an allotment that are nobody's and have something left to judge: they came since."""
    if duties.allotment is None:
        return ()
    return tuple(
        copy
        for copy in copies
        if any(
            not duties.judges(copy.key, c.grade_id)
            and not ((s := settled.get((copy.key, c.grade_id))) and s.points is not None)
            for c in criteria
            if c.notebook == copy.notebook
        )
    )
