"""The draw of themes for a serious game: a pure function of the session's key and the groups, which anyone can redo.

Each theme's place in a group is that of its SHA-256 with the session's key; no machine's random numbers are in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from epreuves.jury.acts import DrawAct
from epreuves.jury.record import JuryRecord
from epreuves.referentiel import referentiel
from epreuves.variants import groups
from epreuves.variants import session as sessions
from epreuves.variants.attribution import normalise
from epreuves.variants.groups import Group
from epreuves.wording.errors import KitError


class Draw(msgspec.Struct, frozen=True):
    """The themes of one group's members, in the order of `groupes.csv`."""

    epreuve: str
    group: str
    session: str
    members: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of all that the draw says: two draws alike have the same."""
        said = msgspec.json.encode(self, order="deterministic")
        return hashlib.sha256(said).hexdigest()[:16]

    def act(self) -> DrawAct:
        """The draw as it is kept in the record."""
        return DrawAct(self.epreuve, self.group, self.session, self.members, self.themes, self.fingerprint)


def draw(
    key: str, session: str, epreuve: str, group: str, members: Sequence[str], themes: Sequence[str]
) -> Draw:
    """Draw a theme for each member, without repetition until every theme is out.

    It depends on the group's name, its members in alphabetical order, and the key; not on the order of the file.
    """
    order = sorted(members, key=normalise)
    drawn: list[str] = []
    for turn in range(-(-len(order) // len(themes))):
        drawn += sorted(
            themes, key=lambda theme: _digest(key, session, epreuve, normalise(group), str(turn), theme)
        )
    by = dict(zip(order, drawn, strict=False))
    return Draw(epreuve, group, session, tuple(members), tuple(by[member] for member in members))


def _digest(key: str, *parts: str) -> bytes:
    # Each part's length goes with it, so that no two draws hash the same text.
    said = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in (key, "tirage", *parts))
    return hashlib.sha256(said).digest()


def draws(root: Path, epreuve: str) -> tuple[Draw, ...]:
    """The draw of each group of an épreuve of the course at `root`; nothing is written. Raises KitError."""
    draw = referentiel().epreuve(epreuve).draw
    if draw is None:
        raise KitError(
            f"« {epreuve} » n'a pas de thèmes à tirer au sort ; seule l'épreuve e11_challenge en a."
        )
    found, session = groups.read(root, epreuve), sessions.held(root, epreuve)
    if not found:
        raise KitError(f"Aucun groupe de {epreuve} dans groupes.csv : écrivez-y les groupes avant de tirer.")
    return tuple(_of(session, epreuve, group, draw.themes) for group in found)


def _of(session: sessions.ExamSession, epreuve: str, group: Group, themes: Sequence[str]) -> Draw:
    members = [member.candidate for member in group.members if member.state != "parti"]
    return draw(session.key, session.name, epreuve, group.name, members, themes)


def kept(record: JuryRecord, epreuve: str) -> dict[str, tuple[DrawAct, str, str]]:
    """The last draw kept of each group: the draw, who kept it, and when (ISO 8601, UTC)."""
    return {
        act.group: (act, entry.author, entry.at.isoformat(timespec="seconds"))
        for entry in record.entries(DrawAct)
        if isinstance(act := entry.act, DrawAct) and act.epreuve == epreuve
    }


def keep(record: JuryRecord, author: str, drawn: Sequence[Draw], again: bool = False) -> list[Draw]:
    """Keep the draws that are not kept yet, and give them. Raises KitError where one differs from what is kept: a draw is not
    done again, unless `again` says so (a group has changed)."""
    before = {group: act for group, (act, _, _) in kept(record, drawn[0].epreuve).items()} if drawn else {}
    differing = [
        one for one in drawn if one.group in before and before[one.group].fingerprint != one.fingerprint
    ]
    if differing and not again:
        names = ", ".join(f"« {one.group} »" for one in differing)
        raise KitError(
            f"Le tirage de {names} est déjà au registre et n'est pas celui-ci : les membres, la clé ou le nom de la séance ont changé. "
            "Rétablissez-les, ou ajoutez --refaire pour garder le nouveau tirage à la suite de l'ancien."
        )
    new = [one for one in drawn if one.group not in before or one in differing]
    if new:
        record.add(author, *(one.act() for one in new))
    return new
