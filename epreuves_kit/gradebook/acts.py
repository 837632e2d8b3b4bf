"""The jury's acts, beside nbgrader's rows: the table, which its record writes, and what a candidate's feedback reads too: absences, decisions,
answers to appeals, procès-verbaux.
"""

from __future__ import annotations

import datetime

import msgspec
import sqlalchemy as sa

from epreuves.wording.errors import KitError

#: What the jury and jurors did, at orals and in session: see `epreuves_kit.jury.record`. kind: the act's; content: the act as JSON; at: UTC.
ACTS = sa.Table(
    "epreuves_jury",
    sa.MetaData(),
    sa.Column("rank", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("author", sa.String(60), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)


class _Absence(msgspec.Struct, frozen=True):
    """An absence, as far as feedback reads it."""

    epreuve: str
    candidat: str
    where: str
    state: str


class _Decision(msgspec.Struct, frozen=True, rename={"status": "statut"}):
    """A decision of the jury's own, as far as feedback reads it."""

    candidat: str
    code: str
    status: str | None


class _Answer(msgspec.Struct, frozen=True):
    """An answer to an appeal, as far as feedback reads it."""

    candidat: str
    code: str
    day: datetime.date
    outcome: str


class _Minutes(msgspec.Struct, frozen=True):
    """A procès-verbal, as far as feedback reads it."""

    number: str
    day: datetime.date
    decided: dict[str, dict[str, tuple[str, str]]]


class JuryWord(msgspec.Struct, frozen=True):
    """The jury's word on a compétence, an épreuve, a bloc or the certification of a candidate.

    status: of its own decision that stands, « validé », and its day; empty where there is none; newer: True if it came after the last procès-verbal. outcome: of the last appeal that was answered, « admis »,
    and its day; empty where there is none. signed: the status in the last procès-verbal, with its number and its day; empty where none says it. before,
    after: the status in the procès-verbal before that answer, and in the last one since; empty where there is none.
    """

    status: str = ""
    decided: datetime.date | None = None
    newer: bool = False
    outcome: str = ""
    answered: datetime.date | None = None
    signed: str = ""
    number: str = ""
    day: datetime.date | None = None
    before: str = ""
    after: str = ""


def jury_words(connection: sa.Connection) -> dict[tuple[str, str], JuryWord]:
    """The jury's words that stand, by candidate and code. Raises KitError."""
    kinds = {"decision": _Decision, "recours-reponse": _Answer, "pv": _Minutes}
    query = sa.select(ACTS.c.kind, ACTS.c.content, ACTS.c.at).where(ACTS.c.kind.in_(kinds)).order_by(ACTS.c.rank)
    words: dict[tuple[str, str], JuryWord] = {}
    try:
        for kind, content, at in connection.execute(query):
            act = msgspec.json.decode(content, type=kinds[kind])
            if isinstance(act, _Minutes):
                _sign(words, act)
                continue
            before = words.get((act.candidat, act.code), JuryWord())
            if isinstance(act, _Answer):
                word = msgspec.structs.replace(
                    before, outcome=act.outcome, answered=act.day, before=before.signed, after=""
                )
            else:
                decided = at.replace(tzinfo=datetime.UTC).astimezone().date() if act.status else None
                word = msgspec.structs.replace(before, status=act.status or "", decided=decided, newer=True)
            words[act.candidat, act.code] = word
    except msgspec.MsgspecError:
        raise KitError(
            "Une décision du registre du jury ne se lit pas : reprenez une sauvegarde du carnet de notes."
        ) from None
    return {key: word for key, word in words.items() if word.status or word.outcome or word.signed}


def _sign(words: dict[tuple[str, str], JuryWord], minutes: _Minutes) -> None:
    """Add what a procès-verbal decides of everybody."""
    for candidate, decided in minutes.decided.items():
        for code, (status, _) in decided.items():
            word = words.get((candidate, code), JuryWord())
            words[candidate, code] = msgspec.structs.replace(
                word,
                newer=False,
                signed=status,
                number=minutes.number,
                day=minutes.day,
                after=status if word.outcome else "",
            )


def absences(connection: sa.Connection) -> frozenset[tuple[str, str]]:
    """The absences from a whole épreuve that stand, as épreuve and candidate. Raises KitError."""
    query = sa.select(ACTS.c.content).where(ACTS.c.kind == "absence").order_by(ACTS.c.rank)
    try:
        acts = [msgspec.json.decode(content, type=_Absence) for content in connection.scalars(query)]
    except msgspec.MsgspecError:
        raise KitError(
            "Une absence du registre du jury ne se lit pas : reprenez une sauvegarde du carnet de notes."
        ) from None
    # The last word on each.
    stands = {(act.epreuve, act.candidat): act.state != "présent" for act in acts if act.where == "épreuve"}
    return frozenset(away for away, held in stands.items() if held)
