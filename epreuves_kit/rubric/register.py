"""The graders' record of a course: each judgement of a criterion in a copy, with its grader, and the level that counts.

Levels, graders, times and changes lie in tables of ours, to which rows are only added, beside nbgrader's in the same database.
The level that counts becomes nbgrader's manual score and comment, so that formgrader, its exports and feedback say the same;
what is typed in formgrader is taken in as a change of the level that counts. `settling` has the rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook import passages
from epreuves_kit.gradebook.passages import Passage
from epreuves_kit.rubric import duties as charges
from epreuves_kit.rubric import examples, flags, journal, jury_words, settling, sharing
from epreuves_kit.rubric.appreciation import (
    CHOSEN,
    Allotment,
    Copy,
    CountedLevels,
    Criterion,
    Flag,
    JournalEntry,
    Judgement,
    LevelsApart,
    Origin,
    Plan,
    Settled,
)
from epreuves_kit.rubric.database import Database
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.examples import LevelExample
from epreuves_kit.rubric.journal import CellKey
from epreuves_kit.rubric.jury_words import JuryWords
from epreuves_kit.rubric.known import (
    KnownAssignment,
    checked_comment,
    checked_grader,
    checked_level,
    read_known,
    two_graders,
)
from epreuves_kit.rubric.pages import Pages, level_verdict
from epreuves_kit.rubric.passages import AskedPassage
from epreuves_kit.rubric.sharing import AskedAllotment
from epreuves_kit.variants.session import FILE, read


class Register:
    """The record of the course at `root`; a context manager. Each method is one transaction: it is all done, or nothing is.

    patience: seconds to wait for whoever else writes in the gradebook. Raises KitError, like all its methods, where
    the gradebook cannot be opened, and KitError where the course's configuration fails.
    """

    def __init__(self, root: Path, *, patience: float = 60) -> None:
        self._places = Course(root)
        self._database = Database(self._places.db_url, self._places.root, patience)
        self._known: dict[str, KnownAssignment] = {}

    def __enter__(self) -> Register:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    @property
    def places(self) -> Course:
        """The course."""
        return self._places

    @property
    def root(self) -> Path:
        """The folder of the course."""
        return self._places.root

    def copies(self, assignment: EpreuveId) -> tuple[Copy, ...]:
        """The copies to judge, in the order of their numbers; empty where none is marked yet. No notebook is opened."""
        return tuple(self._read_known(assignment).copies.values())

    def criteria(self, assignment: EpreuveId) -> tuple[Criterion, ...]:
        """The criteria to judge, notebook by notebook, in the order of the source."""
        return tuple(self._read_known(assignment).criteria.values())

    def jury_words(self, assignment: EpreuveId) -> JuryWords:
        """The jury's remarks at the oral of an épreuve, and the themes drawn for its candidates."""
        return self._database.read(lambda db: jury_words.read(db, assignment))

    def judge(
        self, assignment: EpreuveId, copy: str, grade_id: str, grader: str, level: int | None, comment: str = ""
    ) -> Judgement:
        """Take a grader's judgement of a criterion in a copy; it is kept when this returns, and settled where the rule says so.

        level: 0…3, None for a comment alone. comment: up to 5,000 characters.
        """
        judgements = [(copy, grade_id, level, comment)]
        return self._judge(assignment, grader, judgements, "alone")[0]

    def judge_copy(self, assignment: EpreuveId, copy: str, grader: str, levels: Mapping[str, int]) -> None:
        """Take a grader's levels of several criteria of a copy, by grade id, all or none; each is a gesture of its own, to be undone."""
        self._judge(assignment, grader, [(copy, id, level, "") for id, level in levels.items()], "alone")

    def judge_many(
        self, assignment: EpreuveId, grader: str, judgements: Sequence[tuple[str, str, int | None, str]]
    ) -> None:
        """Take a whole spreadsheet of judgements (copy, grade_id, level, comment), or nothing of it; what the grader said
        already is not written again.
        """
        self._judge(assignment, grader, judgements, "sheet")

    def remark(self, assignment: EpreuveId, copy: str, passage: AskedPassage, grader: str) -> Passage:
        """Hang a grader's remark on a passage of a copy; it is kept when this returns. No level depends on it."""
        grader, passage = checked_grader(grader), passage.checked()
        epreuve = self._at_hand(assignment, [(copy, passage.grade_id)] if passage.grade_id else ())
        epreuve.check_copy(copy)
        judged = epreuve.copies[copy]
        every = [(copy, id) for notebook, id in epreuve.criteria if notebook == judged.notebook]
        asked = [(copy, passage.grade_id)] if passage.grade_id else every
        epreuve.check(asked)

        def work(db: Connection) -> Passage:
            pages = self._pages(db, epreuve, asked)
            duties = pages.drawing.duties
            refusals = [duties.refusal(grader, judged.number, copy, grade_id) for _, grade_id in asked]
            if all(refusals):
                raise KitError(refusals[0])
            pages.admit(grader, [key for key, refusal in zip(asked, refusals, strict=True) if not refusal])
            kept = passage.made(copy, judged, grader, pages.rank)
            return passages.add(db, assignment, kept)

        return self._database.write(assignment, work)

    def remove_remark(self, assignment: EpreuveId, rank: int, grader: str) -> Passage:
        """Take back a remark of one's own; raises KitError where there is none of that rank, or it is another's."""
        grader = checked_grader(grader)

        def work(db: Connection) -> Passage:
            standing = next((p for p in passages.read(db, assignment) if p.rank == rank), None)
            if standing is None:
                raise KitError("Cette remarque n'est plus là : elle a déjà été ôtée.")
            if standing.who != grader:
                raise KitError(f"Cette remarque est de {standing.who} : qui l'a écrite peut l'ôter.")
            return passages.add(db, assignment, standing, removes=rank)

        return self._database.write(assignment, work)

    def passages(self, assignment: EpreuveId, copy: str | None = None) -> tuple[Passage, ...]:
        """The remarks on passages that stand, of all copies or of one, in the order in which they were made."""
        return self._database.read(lambda db: passages.read(db, assignment, None if copy is None else [copy]))

    def examples(self, assignment: EpreuveId) -> tuple[LevelExample, ...]:
        """The examples of levels of an épreuve: the course's, then those that graders fixed in this session. Raises KitError."""
        fixed = self._database.read(lambda db: examples.read(db, assignment))
        return (*examples.of_course(self._places, assignment), *fixed)

    def fix_example(self, assignment: EpreuveId, example: LevelExample) -> LevelExample:
        """Fix a writing as an example of a level, without the names of candidates."""
        checked_grader(example.who)
        return self._database.write(assignment, lambda db: examples.fix(db, assignment, example))

    def remove_example(self, assignment: EpreuveId, rank: int) -> LevelExample:
        """Take back an example that was fixed in this session; raises KitError where there is none of that rank."""
        return self._database.write(assignment, lambda db: examples.remove(db, assignment, rank))

    def undo(self, assignment: EpreuveId, grader: str) -> Judgement | Passage | None:
        """Go back to what a grader said before their last gesture, a level or a remark; again, and it goes back one further.

        Nothing is erased: the return is a row of its own. None where there is nothing to undo, or a spreadsheet came last.
        """
        grader, epreuve = checked_grader(grader), self._at_hand(assignment, ())

        def work(db: Connection) -> Judgement | Passage | None:
            gesture = journal.last_gesture(db, assignment, grader)
            own = [p for p in passages.read(db, assignment) if p.who == grader]
            if own and (gesture is None or own[-1].journal >= gesture[0].entry.rank):
                passages.add(db, assignment, own[-1], removes=own[-1].rank)
                return own[-1]
            if gesture is None:
                return None
            key = (gesture[0].entry.copy, gesture[0].entry.grade_id)
            epreuve.check([key])
            pages = self._pages(db, epreuve, [key])
            pages.typed([key])
            word = pages.take_back(*gesture)
            pages.close()
            return word

        return self._database.write(assignment, work)

    def judgements(
        self, assignment: EpreuveId, grader: str | None = None, copy: str | None = None
    ) -> dict[tuple[str, str, str], Judgement]:
        """Present words of graders, or of one of them, on all copies or one, by (copy, grade_id, grader)."""
        named = None if copy is None else [copy]
        rows = self._database.read(lambda db: journal.read(db, assignment, named, kinds=("judgement", "undo")))
        return {
            (*key, who): given.judgement
            for key, cell in journal.cells(rows).items()
            for who, given in cell.given.items()
            if grader is None or who == grader
        }

    def settled(self, assignment: EpreuveId, copy: str | None = None) -> dict[tuple[str, str], Settled]:
        """The levels that count, of all copies or of one, by (copy, grade_id); without those of which nothing was ever settled."""
        named = None if copy is None else [copy]
        rows = self._database.read(lambda db: journal.read(db, assignment, named, kinds=("settled",)))
        return {(r.entry.copy, r.entry.grade_id): journal.settled(r.entry) for r in rows}

    def last_settled(self) -> datetime.datetime | None:
        """The time of the last level settled, of all épreuves; None without any."""
        return self._database.read(journal.last_settled)

    def settle(
        self, assignment: EpreuveId, copy: str, grade_id: str, level: int, comment: str, author: str, reason: str
    ) -> Settled:
        """Decide the level that counts; reason: why, in words, which the record keeps and candidates do not read."""
        author, comment, reason = checked_grader(author), checked_comment(comment), checked_comment(reason)
        given = checked_level(level)
        if not reason:
            raise KitError("Une décision se motive : écrivez en une phrase pourquoi ce niveau.")
        if given is None:
            raise KitError("Une décision donne un niveau : 0, 1, 2 ou 3.")
        key, epreuve = (copy, grade_id), self._at_hand(assignment, [(copy, grade_id)])
        epreuve.check([key])
        maximum = epreuve.criterion(key).points

        def work(db: Connection) -> Settled:
            pages = self._pages(db, epreuve, [key])
            pages.typed([key])
            settled = pages.settle(key, level_verdict(given, maximum, comment, author, reason))
            pages.close()
            return settled

        return self._database.write(assignment, work)

    def withdraw(self, assignment: EpreuveId, copies: Collection[str], author: str, reason: str) -> None:
        """Let nothing count of what graders said of some copies, which are taken out: levels, comments and remarks on passages. reason: why."""
        author, reason = checked_grader(author), checked_comment(reason)
        epreuve = self._read_known(assignment)
        keys = [key for key in epreuve.cells() if key[0] in copies]

        def work(db: Connection) -> None:
            pages = self._pages(db, epreuve, keys)
            pages.typed(keys)
            for key in keys:
                pages.withdraw(key, author, reason)
            for passage in passages.read(db, assignment, copies):
                passages.add(db, assignment, passage, removes=passage.rank)
            pages.close()

        self._database.write(assignment, work)

    def history(
        self, assignment: EpreuveId, copy: str | None = None, grade_id: str | None = None
    ) -> list[JournalEntry]:
        """Every row of the record, of an épreuve, a copy, a criterion, or a criterion in a copy; the oldest first."""
        copies, ids = ([name] if name is not None else None for name in (copy, grade_id))
        return [row.entry for row in self._database.read(lambda db: journal.read(db, assignment, copies, ids))]

    def plan(self, assignment: EpreuveId) -> Plan | None:
        """The double marking of an épreuve, None where each copy is judged once."""
        return self.duties(assignment).plan

    def duties(self, assignment: EpreuveId) -> Duties:
        """The duties of the graders of an épreuve."""
        return self._database.read(lambda db: settling.read(db, assignment)).duties

    def plan_double(
        self,
        assignment: EpreuveId,
        graders: tuple[str, str],
        share: float,
        seed: int,
        author: str,
        levels: CountedLevels = CountedLevels.SUSPENDED,
    ) -> Plan:
        """Have two graders judge a share of the copies, each blind to the other; the last plan made is the one that counts.

        share: in ]0, 1], of the copies there are now, rounded up. seed: the same draws the same copies, and of copies that came
        since most of them. levels: the fate of what one grader alone settled in the copies drawn, until the other has judged too; KEPT,
        nothing is drawn where there is some.
        """
        if not (isinstance(share, int | float) and 0 < share <= 1):
            raise KitError(
                f"La part des copies à corriger deux fois est plus grande que 0, et 1 au plus ; reçu {share}."
            )
        if not (isinstance(seed, int) and abs(seed) < 2**63):
            raise KitError(f"Le numéro du tirage est un nombre entier ; reçu « {seed} ».")

        def draw(copies: Collection[str]) -> frozenset[str]:
            return settling.draw(copies, share, seed)

        return self._plan(assignment, graders, draw, seed, author, levels, float(share))

    def plan_chosen(
        self,
        assignment: EpreuveId,
        graders: tuple[str, str],
        chosen: Collection[str],
        author: str,
        levels: CountedLevels = CountedLevels.SUSPENDED,
    ) -> Plan:
        """The same of copies named by their keys, of which those that are gone are left out."""
        return self._plan(assignment, graders, frozenset(chosen).intersection, CHOSEN, author, levels)

    def _plan(
        self,
        assignment: EpreuveId,
        graders: tuple[str, str],
        choose: Callable[[Collection[str]], frozenset[str]],
        seed: int,
        author: str,
        levels: CountedLevels,
        share: float | None = None,
    ) -> Plan:
        first, second = two_graders(graders)
        author = checked_grader(author)
        epreuve = self._read_known(assignment)
        drawn = choose(epreuve.copies)
        if not drawn:
            raise KitError(f"« {assignment} » n'a pas encore de copie corrigée à tirer.")
        part = len(drawn) / len(epreuve.copies) if share is None else share

        def work(db: Connection) -> Plan:
            pages = self._pages(db, epreuve)
            keys = epreuve.cells()
            pages.typed(keys)
            made = Plan((first, second), drawn, part, seed, author, datetime.datetime.now(datetime.UTC))
            settling.add(db, assignment, made, pages.rank)
            _charge(pages, keys, pages.drawing.duties.with_(made), author, levels)
            return made

        return self._database.write(assignment, work)

    def allot(
        self,
        assignment: EpreuveId,
        asked: AskedAllotment,
        author: str,
        levels: CountedLevels = CountedLevels.SUSPENDED,
    ) -> Allotment:
        """Have each copy, or each criterion, judged by one of several graders; the last allotment made is the one that counts.

        What somebody has judged already stays theirs, and so does as much of the last allotment as an even one leaves; what a double
        marking has drawn stays its two graders'. The same question on the same course gets the same answer. levels: as for
        `plan_double`, of the copies of calibration, until everybody has judged.
        """
        asked, author = asked.checked(), checked_grader(author)
        epreuve = self._read_known(assignment)
        if not epreuve.copies:
            raise KitError(f"« {assignment} » n'a pas encore de copie corrigée à répartir.")

        def work(db: Connection) -> Allotment:
            pages = self._pages(db, epreuve)
            keys = epreuve.cells()
            pages.typed(keys)
            given = {key: {who: g.judgement.level for who, g in pages.cell(key).given.items()} for key in keys}
            counting = {key for key in keys if pages.counts(key)}
            made = sharing.allot(epreuve, asked, pages.drawing.duties, given, counting, author)
            charges.add(db, assignment, made, pages.rank)
            if asked.calibration_first is not None:
                charges.rule(db, assignment, "", asked.calibration_first, author)
            _charge(pages, keys, pages.drawing.duties.with_(made), author, levels)
            return made

        return self._database.write(assignment, work)

    def free(self, assignment: EpreuveId, author: str, grader: str = "") -> None:
        """Ask no more that the calibration be judged before the rest, of a grader or of everybody; an allotment may ask it again."""
        author, grader = checked_grader(author), checked_grader(grader) if grader else ""

        def work(db: Connection) -> None:
            duties = settling.read(db, assignment).duties
            if not duties.calibration_first:
                raise KitError(f"Dans « {assignment} », l'étalonnage n'est pas obligatoire : il n'y a rien à lever.")
            graders = () if duties.allotment is None else duties.allotment.graders
            if grader and grader not in graders:
                raise KitError(
                    f"Rien de « {assignment} » n'est confié à {grader} : nommez l'une de ces personnes, {listed(graders)}."
                )
            charges.rule(db, assignment, grader, False, author)

        self._database.write(assignment, work)

    def uncalibrated(self, assignment: EpreuveId, grader: str) -> int:
        """The number of copies of calibration that a grader has to judge before they get the others; 0 where nothing holds them back."""
        duties = self.duties(assignment)
        if not duties.calibrates_first(grader):
            return 0
        judgements = self.judgements(assignment, grader)
        [own] = sharing.progress(duties, self.copies(assignment), self.criteria(assignment), judgements, {}, [grader])
        return own.calibration - own.calibrated

    def flag(self, assignment: EpreuveId, copy: str, grader: str, text: str) -> Flag:
        """Tell the instructor something of a copy, in a sentence; no level depends on it."""
        grader, text = checked_grader(grader), flags.checked(text)
        epreuve = self._known.get(assignment)
        if epreuve is None or copy not in epreuve.copies:
            epreuve = self._read_known(assignment)
        epreuve.check_copy(copy)
        return self._database.write(assignment, lambda db: flags.add(db, assignment, copy, grader, text))

    def answer_flag(self, assignment: EpreuveId, rank: int, author: str, answer: str) -> Flag:
        """Close a grader's flag with an answer in words; raises KitError where there is no such flag, or it is closed."""
        author, answer = checked_grader(author), flags.checked(answer)
        return self._database.write(assignment, lambda db: flags.close(db, assignment, rank, author, answer))

    def flags(self, assignment: EpreuveId, copy: str | None = None) -> tuple[Flag, ...]:
        """Flags of all copies, or of one, in order, with the answers."""
        every = self._database.read(lambda db: flags.read(db, assignment))
        return tuple(flag for flag in every if copy is None or flag.copy == copy)

    def sync(self, assignment: EpreuveId) -> list[Settled]:
        """Make the record and nbgrader's tables agree; gives the changes found there, which count from now on.

        A score or a comment that somebody typed in formgrader is kept, and reaches all the members of a group. A level settled
        before a member came reaches them; what the record wrote for who has no copy any more is withdrawn.
        """
        epreuve = self._read_known(assignment)

        def work(db: Connection) -> list[Settled]:
            pages = self._pages(db, epreuve)
            changes = pages.typed(epreuve.cells())
            pages.close_all()
            return changes

        return self._database.write(assignment, work)

    def _judge(
        self, assignment: EpreuveId, grader: str, judgements: Sequence[tuple[str, str, int | None, str]], origin: Origin
    ) -> list[Judgement]:
        grader = checked_grader(grader)
        judgements = [
            (copy, id, checked_level(level), checked_comment(comment)) for copy, id, level, comment in judgements
        ]
        keys = list(dict.fromkeys((copy, grade_id) for copy, grade_id, *_ in judgements))
        epreuve = self._at_hand(assignment, keys)
        epreuve.check(keys)

        def work(db: Connection) -> list[Judgement]:
            pages = self._pages(db, epreuve, keys)
            pages.admit(grader, keys, {(copy, id) for copy, id, level, _ in judgements if level is not None})
            pages.typed(keys)
            words = []
            for copy, grade_id, level, comment in judgements:
                given = pages.cell((copy, grade_id)).given.get(grader)
                now = (given.judgement.level, given.judgement.comment) if given else (None, "")
                if origin == "sheet" and now == (level, comment):
                    continue
                words.append(pages.give((copy, grade_id), grader, level, comment, origin))
            pages.close()
            return words

        return self._database.write(assignment, work)

    def _pages(self, db: Connection, epreuve: KnownAssignment, keys: Iterable[CellKey] | None = None) -> Pages:
        return Pages(db, epreuve, settling.read(db, epreuve.assignment), keys)

    def _read_known(self, assignment: EpreuveId) -> KnownAssignment:
        """Copies and criteria to judge now, read again."""
        key = self._database.key(lambda: self._session_key(assignment))
        epreuve = self._database.read(lambda db: read_known(db, self._places, assignment, key))
        self._known[assignment] = epreuve
        return epreuve

    def _at_hand(self, assignment: EpreuveId, keys: Iterable[CellKey]) -> KnownAssignment:
        """Copies and criteria to judge as they were last read, unless they lack one that is asked for; `sync` mends what changed."""
        epreuve = self._known.get(assignment)
        if epreuve is None or not all(epreuve.has(key) for key in keys):
            epreuve = self._read_known(assignment)
        return epreuve

    def _session_key(self, assignment: EpreuveId) -> str:
        if not (self._places.root / FILE).exists():
            return ""
        return read(self._places.root, assignment).key


def _charge(pages: Pages, keys: list[CellKey], duties: Duties, author: str, levels: CountedLevels) -> None:
    """Put new duties in the place of the old ones, and settle what follows. Raises LevelsApart where levels are to be kept, and one would not."""
    before = {key for key in keys if pages.counts(key)}
    pages.drawing = pages.drawing.changed(duties, pages.rank)
    for key in keys:
        pages.follow(key, author)
    lost = [key for key in keys if key in before and not pages.counts(key)]
    if lost and levels is CountedLevels.KEPT:
        others = max(len(duties.blind(copy)) for copy, _ in lost) - 1
        raise LevelsApart(len(lost), len({copy for copy, _ in lost}), others)
    pages.close()
