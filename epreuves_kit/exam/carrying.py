"""The results of a session as a file that a later one takes: what each numbered procès-verbal granted, signed by the course's key."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterable, Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from epreuves.wording.errors import KitError
from epreuves_kit.exam.awards import signing
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.jury.carried import Carried, share
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import MinutesAct
from epreuves_kit.referentiel.model import Referentiel

_VERSION = 1
#: Bytes of a file that is taken: ten thousand people have less.
MOST = 30_000_000
_UNREADABLE = (
    "Ce fichier n'est pas celui des acquis d'une session, ou il a été modifié : demandez-le de nouveau à qui l'a écrit."
)


class Granted(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"share": "resultat", "minutes": "proces-verbal", "day": "date"},
):
    """A compétence of somebody: its code, its share as a fraction, the session, number and day of the procès-verbal."""

    competence: str
    share: str
    session: str
    minutes: str
    day: datetime.date


class CarriedResults(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"id": "candidat", "surname": "nom", "first_name": "prenom", "email": "courriel", "granted": "acquis"},
):
    """Somebody, and what was granted to them."""

    id: str
    surname: str
    first_name: str
    email: str
    granted: tuple[Granted, ...]


class SessionResults(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"certifier": "certificateur", "holders": "titulaires"},
):
    """The results of a session. session, certification, certifier: their names."""

    session: str
    certification: str
    certifier: str
    holders: tuple[CarriedResults, ...]
    version: int = _VERSION


class _Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"content": "contenu", "key": "cle"}):
    """The file: what is signed, as a text that is read as it is signed; the key, and the signature."""

    content: str
    key: str
    signature: str


def granted(
    official: Referentiel,
    session: str,
    minutes: Sequence[MinutesAct],
    people: Iterable[EnrolledCandidate],
    earlier: dict[str, dict[str, Carried]],
) -> SessionResults:
    """The compétences that the procès-verbaux of a session granted, by the last word of each. earlier: those that candidates had brought, which keep their session."""
    codes = {competence.code for competence in official.competences}
    holders = []
    for person in people:
        own: dict[str, Granted] = {}
        for act in minutes:
            for code, (status, result) in act.decided.get(person.id, {}).items():
                if code not in codes:
                    continue
                own.pop(code, None)
                if status == Status.VALIDATED.value:
                    own[code] = Granted(code, result, session, act.number, act.day)
        for code, carried in earlier.get(person.id, {}).items():
            shown = "" if carried.share is None else str(carried.share)
            own[code] = Granted(code, shown, carried.session, carried.minutes, carried.day)
        if own:
            holders.append(
                CarriedResults(person.id, person.surname, person.first_name, person.email, tuple(own.values()))
            )
    return SessionResults(session, official.certification.title, official.certification.certifier, tuple(holders))


def signed(key: ec.EllipticCurvePrivateKey, results: SessionResults) -> bytes:
    """The file of some results."""
    text = msgspec.json.encode(results).decode()
    public = base64.b64encode(signing.public(key)).decode()
    return msgspec.json.format(msgspec.json.encode(_Signed(text, public, signing.sign(key, (text,)))))


def taken(data: bytes, official: Referentiel) -> tuple[SessionResults, str]:
    """The results that a file holds, and the fingerprint of the key that signed them. Raises KitError where it is not whole, or is another certification's."""
    try:
        file = msgspec.json.decode(data, type=_Signed)
        key = load_der_public_key(base64.b64decode(file.key, validate=True))
    except (ValueError, TypeError, msgspec.MsgspecError):
        raise KitError(_UNREADABLE) from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not signing.verified(key, (file.content,), file.signature):
        raise KitError(_UNREADABLE)
    try:
        results = msgspec.json.decode(file.content, type=SessionResults)
        for holder in results.holders:
            for own in holder.granted:
                share(own.share)
    except (ValueError, msgspec.MsgspecError):
        raise KitError(_UNREADABLE) from None
    if results.version != _VERSION or results.certification != official.certification.title:
        raise KitError(
            f"Ces acquis sont ceux de « {results.certification} », et cette session est de « {official.certification.title} »."
        )
    return results, signing.print_of(key)
