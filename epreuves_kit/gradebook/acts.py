"""The jury's acts, beside nbgrader's rows: the table, which its record writes, and the absences, which a candidate's feedback reads too."""

from __future__ import annotations

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
