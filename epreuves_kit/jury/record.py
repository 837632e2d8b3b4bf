"""The jury's record of a course: what is done at orals and in the session, as acts that are only added, and what they amount to.

Each act is a frozen value and one row, written once and never changed. It takes the place of the earlier ones on the same thing;
nothing is ever taken away, so that all can be told again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Annotated, Literal, Self, TypeVar

import msgspec
from sqlalchemy import Connection, func, select, text

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.inert import visible_text
from epreuves_kit.course.folders import Course
from epreuves_kit.jury.evidence import Absence, Changed, MakeUp, Status
from epreuves_kit.rubric.database import ACTS, Database

#: Characters that a reason or a remark may have, and a name.
LONGEST, LONGEST_NAME = 4_000, 60

Text = Annotated[str, msgspec.Meta(max_length=LONGEST)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
EpreuveName = Annotated[EpreuveId, msgspec.Meta(min_length=1, max_length=128)]
Note = Annotated[int, msgspec.Meta(ge=1, le=5)]
OralField = Literal["niveau", "posée", "question", "remarque", "début", "fin", "jurés"]


class _Act(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"candidate": "candidat", "status": "statut", "alone": "seul"},
):
    pass


class OralAct(_Act, frozen=True, tag="oral", omit_defaults=True):
    """One gesture on a candidate's sheet of an oral.

    field: « niveau » (key: the compétence; level: 0…3, None to take it back), « posée » (key: a question's number, level: 1 or 0),
    « remarque » (key: a compétence, or empty for the whole), « question » (asked besides those of the sheet), « début » and
    « fin » (text: HH:MM), « jurés » (text: their names). alone: True of a level, a remark or questions that are a juror's own, given on a page of
    theirs and not on the sheet that the jury shares.
    """

    epreuve: EpreuveName
    candidate: Name
    field: OralField
    key: Annotated[str, msgspec.Meta(max_length=32)] = ""
    level: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    text: Text = ""
    alone: bool = False


class AbsenceAct(_Act, frozen=True, tag="absence"):
    """A candidate was not there; « présent » takes it back."""

    epreuve: EpreuveName
    candidate: Name
    where: Literal["épreuve", "oral"]
    state: Literal["justifiée", "non justifiée", "présent"]
    reason: Text = ""


class MakeUpAct(_Act, frozen=True, tag="rattrapage"):
    """A make-up of a compétence: points out of a maximum as written (« 12,5 » is "12.5"), a level of 3, or none for an absence.

    cancelled: there was no make-up after all. epreuve: which one's part it makes up for, of a compétence that several assess; empty
    for the whole of it.
    """

    candidate: Name
    competence: Name
    points: str | None
    maximum: str | None
    reason: Text = ""
    cancelled: bool = False
    epreuve: Annotated[str, msgspec.Meta(max_length=128)] = ""


class DecisionAct(_Act, frozen=True, tag="decision"):
    """The jury's own decision on a code (compétence, épreuve, bloc, « certification »); statut None goes back to the rules."""

    candidate: Name
    code: Name
    status: Literal["validé", "non validé", "rattrapage"] | None
    reason: Text


class DrawAct(_Act, frozen=True, tag="tirage"):
    """The themes drawn for a group: who has which, from which session, and the fingerprint that tells whether it is redone alike."""

    epreuve: EpreuveName
    group: Name
    session: str
    members: tuple[str, ...]
    themes: tuple[str, ...]
    fingerprint: str


class MinutesAct(_Act, frozen=True, tag="pv"):
    """A procès-verbal was written: its number, its day, and what it says.

    corrects: the number of the first, of one that corrects it. file: its name; fingerprint: digest of its bytes. decided: by candidate and
    code, the status and the share, « 3/5 », empty where there is none. deadline: the last day to appeal that it tells, None where it tells none.
    """

    number: Name
    day: datetime.date
    corrects: str
    file: str
    fingerprint: str
    decided: dict[str, dict[str, tuple[str, str]]]
    deadline: datetime.date | None = None


class DeadlineAct(_Act, frozen=True, tag="pv-delai"):
    """The last day to appeal a procès-verbal, whose own act tells none: as its sitting told it, or who keeps the record. The last of them counts."""

    number: Name
    deadline: datetime.date


class AppealAct(_Act, frozen=True, tag="recours"):
    """A candidate's appeal was received. number: from 1, in the order in which they came. code: what it is about, as in a decision.

    deadline: the last day to appeal, as it was known then; None where nobody had said.
    """

    number: int
    candidate: Name
    code: Name
    received: datetime.date
    ground: Text
    deadline: datetime.date | None = None


class SecondRoundAct(_Act, frozen=True, tag="recours-tour"):
    """An appeal's copies were given to two others than those who had judged them. copies: their keys, by épreuve."""

    number: int
    graders: tuple[str, str]
    copies: dict[EpreuveId, tuple[str, ...]]


class SecondLevel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The level that one of the two gives for a criterion of a copy."""

    copy: Name
    grade_id: Name
    level: Annotated[int, msgspec.Meta(ge=0, le=3)]
    comment: Text = ""


class SecondLevelsAct(_Act, frozen=True, tag="recours-niveaux"):
    """The levels that one of the two gave, of an épreuve; they take the place of those that they gave before."""

    number: int
    epreuve: EpreuveName
    grader: Name
    levels: tuple[SecondLevel, ...]


class AppealAnswerAct(_Act, frozen=True, tag="recours-reponse"):
    """The jury's answer to an appeal, and its reason."""

    number: int
    candidate: Name
    code: Name
    day: datetime.date
    outcome: Literal["admis", "admis en partie", "rejeté"]
    reason: Text


class AppealWithdrawalAct(_Act, frozen=True, tag="recours-retrait"):
    """An appeal is withdrawn before its answer, and why: its candidate gave it up, or it was written by mistake."""

    number: int
    candidate: Name
    day: datetime.date
    reason: Text


class TimedTask(msgspec.Struct, frozen=True):
    """A task done with a production against the clock: the seconds that the answer took, None where it was not found; True if it was understood."""

    seconds: Annotated[int, msgspec.Meta(ge=1, le=3600)] | None
    understood: bool


#: In place of a file's digest, for marks given on a page.
PAGE = "page"


class TrialAct(_Act, frozen=True, tag="essai"):
    """A professional's marks (1 to 5) of one production, by criterion, their remark, and the tasks that they did.

    sheet: digest of the file that they were read from; `PAGE` of a page of the professional's own, on which marks and tasks (None) may still lack.
    """

    epreuve: EpreuveName
    group: Name
    candidate: Name
    theme: str
    professional: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    marks: dict[str, Note]
    remark: Text
    sheet: str
    tasks: tuple[TimedTask | None, ...] = ()


class AwardStatement(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "holder": "titulaire",
        "birth": "naissance",
        "title": "intitule",
        "level": "niveau",
        "specialty": "nsf",
        "register_code": "rncp",
        "certifier": "certificateur",
        "jury_day": "jury",
        "minutes": "pv",
        "day": "jour",
        "place": "lieu",
        "signatory": "signataire",
    },
):
    """All that a parchemin says, as it was said when it was delivered.

    birth: « née le 3 mars 2001 à Lyon », empty where nobody wrote it. bloc: its code and title; empty for the whole certification. level: 1 to 8,
    alike in the French and in the European framework. minutes: the procès-verbal's number.
    """

    holder: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    birth: str
    title: str
    bloc: str
    level: int
    specialty: str
    register_code: str
    decision: str
    certifier: str
    jury_day: datetime.date
    minutes: str
    day: datetime.date
    place: str
    signatory: str


class AwardAct(_Act, frozen=True, tag="parchemin"):
    """A parchemin, or a bloc's attestation, was delivered. code: « certification » or the bloc's. signature: of what it says, by the course's key."""

    number: Name
    candidate: Name
    code: Name
    statement: AwardStatement
    signature: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class AwardCopyAct(_Act, frozen=True, tag="parchemin-duplicata"):
    """A parchemin was written again for who lost it."""

    number: Name
    candidate: Name
    day: datetime.date


class AwardCancelAct(_Act, frozen=True, tag="parchemin-annulation"):
    """A parchemin is worth nothing any more, and why."""

    number: Name
    candidate: Name
    day: datetime.date
    reason: Text


class PassAct(
    _Act,
    frozen=True,
    tag="acces",
    rename={
        "number": "numero",
        "holder": "nom",
        "day": "jour",
        "kind": "sorte",
        "panel": "jury",
        "digest": "empreinte",
        "address": "adresse",
    },
):
    """A page was opened to somebody without an account, for a day. number: from 1; holder: whose name goes with what they give.

    epreuve: of whose oral or trials; panel: the jury that they sit in, empty for whoever is heard. digest: of what their code makes, never the code.
    address: where the page is. The day is by the session's clocks.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    holder: Name
    day: datetime.date
    epreuve: EpreuveName
    kind: Literal["oral", "essai"]
    panel: Annotated[str, msgspec.Meta(max_length=200)]
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    address: Annotated[str, msgspec.Meta(max_length=500)] = ""


class PassWithdrawalAct(_Act, frozen=True, tag="acces-retrait", rename={"number": "numero"}):
    """That page is closed, before its day is over."""

    number: int


class PassUseAct(
    _Act, frozen=True, tag="acces-geste", rename={"number": "numero", "gesture": "geste", "digest": "empreinte"}
):
    """That page was opened or, with a gesture's own name and the digest of what it says, that gesture was taken: it is taken once."""

    number: int
    gesture: Annotated[str, msgspec.Meta(max_length=64)] = ""
    digest: Annotated[str, msgspec.Meta(max_length=64)] = ""


class PersonOutAct(_Act, frozen=True, tag="retrait"):
    """A person who was enrolled by mistake is taken out, and why: of what was said of them before, nothing counts."""

    candidate: Name
    reason: Text = ""


Act = (
    OralAct
    | AbsenceAct
    | MakeUpAct
    | DecisionAct
    | DrawAct
    | TrialAct
    | MinutesAct
    | DeadlineAct
    | AppealAct
    | SecondRoundAct
    | SecondLevelsAct
    | AppealAnswerAct
    | AppealWithdrawalAct
    | AwardAct
    | AwardCopyAct
    | AwardCancelAct
    | PassAct
    | PassWithdrawalAct
    | PassUseAct
    | PersonOutAct
)


class JuryEntry(msgspec.Struct, frozen=True):
    """One row of the record: its rank from 1, what was done, who did it, and when (UTC, aware)."""

    rank: int
    act: Act
    author: str
    at: datetime.datetime


def checked_author(name: str) -> str:
    """A name as it is kept; KitError where it is not one."""
    clean = name.strip()
    if not 1 <= len(clean) <= LONGEST_NAME or not clean.isprintable():
        raise KitError(
            f"Le nom de qui écrit a de 1 à {LONGEST_NAME} caractères, sans retour à la ligne ni caractère invisible."
        )
    return clean


def required_text(written: str, what: str) -> str:
    """A text as `checked_text` keeps it; KitError also where there is none."""
    clean = checked_text(written, what)
    if not clean:
        raise KitError(f"Il manque {what} : écrivez-le en une phrase.")
    return clean


def checked_text(written: str, what: str) -> str:
    """A text as it is kept: without invisible characters, one kind of end of line; KitError where it is too long."""
    written = written.replace("\r\n", "\n").replace("\r", "\n")
    clean = visible_text(written).strip()
    if len(clean) > LONGEST:
        raise KitError(f"{what.capitalize()} dépasse {LONGEST} caractères : abrégez.")
    return clean


K = TypeVar("K")
V = TypeVar("V")


class Standing(msgspec.Struct, frozen=True):
    """The state of the record.

    orals: levels by épreuve, candidate and compétence; to_settle: those on which the jurors who gave one alone differ. absences: by épreuve and candidate; one at the whole épreuve covers its
    oral. makeups: by candidate, compétence and épreuve, empty for the whole compétence. changes: the jury's own decisions by candidate
    and code. candidates: all named.
    """

    orals: dict[tuple[EpreuveId, str, str], int]
    absences: dict[tuple[EpreuveId, str], Absence]
    makeups: dict[tuple[str, str, str], MakeUp]
    changes: dict[tuple[str, str], Changed]
    candidates: frozenset[str]
    to_settle: frozenset[tuple[EpreuveId, str, str]] = frozenset()

    def makeup(self, candidate: str, competence: str, epreuve: str) -> MakeUp | None:
        """The make-up of a compétence that counts in an épreuve: its own, else that of the whole compétence."""
        whole = self.makeups.get((candidate, competence, ""))
        return self.makeups.get((candidate, competence, epreuve), whole)


class GivenLevels(msgspec.Struct):
    """The levels given of a compétence at an oral: the one of the sheet that the jury shares, and those of jurors alone, by name."""

    shared: int | None = None
    alone: dict[str, int] = {}

    def take(self, author: str, act: OralAct) -> None:
        """Take a gesture on the level into account."""
        if act.alone:
            _put(self.alone, author, act.level)
        else:
            self.shared = act.level

    @property
    def level(self) -> int | None:
        """The level that stands: the shared one, else the one on which all who gave theirs agree."""
        own = set(self.alone.values())
        return self.shared if self.shared is not None else own.pop() if len(own) == 1 else None

    @property
    def to_settle(self) -> bool:
        """True if those who gave theirs differ, and nothing was given together."""
        return self.shared is None and len(set(self.alone.values())) > 1


def oral_levels(entries: Iterable[JuryEntry]) -> dict[tuple[EpreuveId, str, str], GivenLevels]:
    """The levels given at orals, by épreuve, candidate and compétence, in rows of the record, oldest first."""
    levels: dict[tuple[EpreuveId, str, str], GivenLevels] = {}
    for entry in entries:
        act = entry.act
        if isinstance(act, PersonOutAct):
            levels = {key: own for key, own in levels.items() if key[1] != act.candidate}
        if isinstance(act, OralAct) and act.field == "niveau":
            levels.setdefault((act.epreuve, act.candidate, act.key), GivenLevels()).take(entry.author, act)
    return levels


def stand(entries: Iterable[JuryEntry]) -> Standing:
    """The state that rows of the record, oldest first, lead to."""
    entries = list(entries)
    given = oral_levels(entries)
    away: dict[tuple[EpreuveId, str, str], Absence] = {}
    makeups: dict[tuple[str, str, str], MakeUp] = {}
    changes: dict[tuple[str, str], Changed] = {}
    candidates = set()
    for entry in entries:
        match entry.act:
            case AbsenceAct(epreuve, candidate, where, state, reason):
                absence = None if state == "présent" else Absence(where, state == "justifiée", reason)
                _put(away, (epreuve, candidate, where), absence)
            case MakeUpAct(candidate=candidate, competence=competence, cancelled=cancelled, epreuve=epreuve) as act:
                _put(makeups, (candidate, competence, epreuve), None if cancelled else MakeUp(_share(act)))
            case DecisionAct(candidate, code, status, reason):
                own = None if status is None else Changed(Status(status), reason, entry.author, entry.at)
                _put(changes, (candidate, code), own)
            case PersonOutAct(out):
                away = {key: absence for key, absence in away.items() if key[1] != out}
                makeups = {key: made for key, made in makeups.items() if key[0] != out}
                changes = {key: own for key, own in changes.items() if key[0] != out}
                candidates.discard(out)
                continue
        if named := getattr(entry.act, "candidate", None):
            candidates.add(named)
    # The whole épreuve after its oral, so that it is the one that stays.
    ordered = sorted(away.items(), key=lambda item: item[0][2] != "oral")
    absences = {(epreuve, candidate): absence for (epreuve, candidate, _), absence in ordered}
    orals = {key: own.level for key, own in given.items() if own.level is not None}
    differing = frozenset(key for key, own in given.items() if own.to_settle)
    return Standing(orals, absences, makeups, changes, frozenset(candidates), differing)


def _put(where: dict[K, V], key: K, value: V | None) -> None:
    """Set a value, or take it away where it is None."""
    if value is None:
        where.pop(key, None)
    else:
        where[key] = value


def _share(act: MakeUpAct) -> Fraction | None:
    if act.points is None or act.maximum is None:
        return None
    return Fraction(act.points) / Fraction(act.maximum)


#: PostgreSQL: what those who write here wait for, one after the other; any number that nothing else uses.
_TURN = 0x6A757279


class JuryRecord:
    """The record of the course at `root`; a context manager. What `add` is given is kept when it returns, or none of it is.

    patience: seconds to wait for whoever else writes in the gradebook. Raises KitError, like all its methods, where the
    gradebook cannot be read or written, and KitError where the course's configuration fails.
    """

    def __init__(self, root: Path, *, patience: float = 60) -> None:
        self.places = Course(root)
        self._database = Database(self.places.db_url, self.places.root, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def add(self, author: str, *done: Act) -> tuple[JuryEntry, ...]:
        """Keep what an author did, in order; KitError where the name or a value cannot be meant."""
        name = checked_author(author)
        try:
            content = [msgspec.json.encode(msgspec.convert(msgspec.to_builtins(act), Act)).decode() for act in done]
        except msgspec.ValidationError as refused:
            raise KitError(f"Rien n'est enregistré : une valeur ne convient pas ({refused}).") from None
        at = datetime.datetime.now(datetime.UTC)

        def work(db: Connection) -> tuple[JuryEntry, ...]:
            if db.dialect.name == "postgresql":
                db.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            first = 1 + (db.scalar(select(func.max(ACTS.c.rank))) or 0)
            same = {"author": name, "at": at.replace(tzinfo=None)}
            rows = [
                {"rank": rank, "kind": _tag(type(act)), "content": encoded} | same
                for rank, (act, encoded) in enumerate(zip(done, content, strict=True), first)
            ]
            if rows:
                db.execute(ACTS.insert(), rows)
            return tuple(JuryEntry(rank, act, name, at) for rank, act in enumerate(done, first))

        return self._database.write("", work)

    def entries(self, *kinds: type[Act]) -> list[JuryEntry]:
        """Every row of those kinds, oldest first; of all kinds where none is named."""
        query = select(ACTS.c.rank, ACTS.c.content, ACTS.c.author, ACTS.c.at).order_by(ACTS.c.rank)
        if kinds:
            query = query.where(ACTS.c.kind.in_([_tag(kind) for kind in kinds]))
        rows = self._database.read(lambda db: db.execute(query).all())
        return [
            JuryEntry(rank, _decoded(rank, content), author, at.replace(tzinfo=datetime.UTC))
            for rank, content, author, at in rows
        ]

    def minutes(self) -> tuple[MinutesAct, ...]:
        """Every procès-verbal that has a number, oldest first, with the last day to appeal that the record tells of it.

        Where its own act tells none, a later act does, or else an appeal, which was received with the day known then.
        """
        acts: dict[str, MinutesAct] = {}
        later, lodged = dict[str, datetime.date](), dict[str, datetime.date]()
        for entry in self.entries(MinutesAct, DeadlineAct, AppealAct):
            match entry.act:
                case MinutesAct() as act:
                    acts[act.number] = act
                case DeadlineAct(number, deadline):
                    later[number] = deadline
                case AppealAct(deadline=deadline) if deadline is not None and acts:
                    lodged.setdefault(next(reversed(acts)), deadline)
        return tuple(
            act
            if act.deadline is not None
            else msgspec.structs.replace(act, deadline=later.get(number, lodged.get(number)))
            for number, act in acts.items()
        )


def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _decoded(rank: int, content: str) -> Act:
    try:
        return msgspec.json.decode(content, type=Act)
    except msgspec.MsgspecError as refused:
        raise KitError(
            f"Le registre du jury a une ligne illisible (n° {rank} : {refused}) ; elle n'a pas été écrite par cette version du kit."
        ) from None
