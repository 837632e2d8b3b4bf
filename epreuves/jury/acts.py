"""What is done at orals and in the jury, as frozen values: each is one row of the record, written once and never changed.

An act takes the place of the earlier ones on the same thing; nothing is ever taken away, so that all can be told again.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.inert import visible_text

#: Characters that a reason or a remark may have, and a name.
LONGEST, LONGEST_NAME = 4_000, 60

Text = Annotated[str, msgspec.Meta(max_length=LONGEST)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Note = Annotated[int, msgspec.Meta(ge=1, le=5)]
OralField = Literal["niveau", "posée", "question", "remarque", "début", "fin", "jurés"]


class OralAct(
    msgspec.Struct, frozen=True, tag="oral", forbid_unknown_fields=True, rename={"candidate": "candidat"}
):
    """One gesture on a candidate's sheet of an oral.

    field: « niveau » (key: the compétence; level: 0…3, None to take it back), « posée » (key: a question's number, level: 1 or 0),
    « remarque » (key: a compétence, or empty for the whole), « question » (asked besides those of the sheet), « début » and
    « fin » (text: HH:MM), « jurés » (text: their names).
    """

    epreuve: Name
    candidate: Name
    field: OralField
    key: Annotated[str, msgspec.Meta(max_length=32)] = ""
    level: Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    text: Text = ""


class AbsenceAct(
    msgspec.Struct, frozen=True, tag="absence", forbid_unknown_fields=True, rename={"candidate": "candidat"}
):
    """A candidate was not there; « présent » takes it back."""

    epreuve: Name
    candidate: Name
    where: Literal["épreuve", "oral"]
    state: Literal["justifiée", "non justifiée", "présent"]
    reason: Text = ""


class MakeUpAct(
    msgspec.Struct,
    frozen=True,
    tag="rattrapage",
    forbid_unknown_fields=True,
    rename={"candidate": "candidat"},
):
    """A make-up of a compétence: points out of a maximum as written (« 12,5 » is "12.5"), a level of 3, or none for an absence.

    cancelled: there was no make-up after all.
    """

    candidate: Name
    competence: Name
    points: str | None
    maximum: str | None
    reason: Text = ""
    cancelled: bool = False


class DecisionAct(
    msgspec.Struct,
    frozen=True,
    tag="decision",
    forbid_unknown_fields=True,
    rename={"candidate": "candidat", "status": "statut"},
):
    """The jury's own decision on a code (compétence, épreuve, bloc, « certification »); statut None goes back to the rules."""

    candidate: Name
    code: Name
    status: Literal["validé", "non validé", "rattrapage"] | None
    reason: Text


class DrawAct(msgspec.Struct, frozen=True, tag="tirage", forbid_unknown_fields=True):
    """The themes drawn for a group: who has which, from which session, and the fingerprint that tells whether it is redone alike."""

    epreuve: Name
    group: Name
    session: str
    members: tuple[str, ...]
    themes: tuple[str, ...]
    fingerprint: str


class TrialAct(
    msgspec.Struct, frozen=True, tag="essai", forbid_unknown_fields=True, rename={"candidate": "candidat"}
):
    """A professional's marks (1 to 5) of one production, by criterion, and their remark; sheet: digest of the file."""

    epreuve: Name
    group: Name
    candidate: Name
    theme: str
    professional: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    marks: dict[str, Note]
    remark: Text
    sheet: str


Act = OralAct | AbsenceAct | MakeUpAct | DecisionAct | DrawAct | TrialAct


class JuryEntry(msgspec.Struct, frozen=True):
    """One row of the record: its rank from 1, what was done, who did it, and when (UTC, aware)."""

    rank: int
    act: Act
    author: str
    at: datetime.datetime


def author(name: str) -> str:
    """A name as it is kept; KitError where it is not one."""
    clean = name.strip()
    if not 1 <= len(clean) <= LONGEST_NAME or not clean.isprintable():
        raise KitError(
            f"Le nom de qui écrit a de 1 à {LONGEST_NAME} caractères, sans retour à la ligne ni caractère invisible."
        )
    return clean


def text(said: str, what: str, required: bool = False) -> str:
    """A text as it is kept: without invisible characters, one kind of end of line; KitError where it is too long, or not there."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    clean = visible_text(said).strip()
    if required and not clean:
        raise KitError(f"Il manque {what} : écrivez-le en une phrase.")
    if len(clean) > LONGEST:
        raise KitError(f"{what.capitalize()} dépasse {LONGEST} caractères : abrégez.")
    return clean
