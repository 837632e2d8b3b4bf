"""The flow itself: certified persons in the XML of the namespace `urn:cdc:cpf:pc5:schema:1.0.0`.

Element names, their order and their bounds are those of flows that certifiers publish; the published schema is not part of the kit.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

import msgspec

from epreuves.variants.attribution import candidate_id
from epreuves.wording.errors import KitError
from epreuves_kit.extensions.cdc.depositor import Depositor
from epreuves_kit.extensions.cdc.holders import Holder

NAMESPACE = "urn:cdc:cpf:pc5:schema:1.0.0"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
PARIS = ZoneInfo("Europe/Paris")
_NATURES = {"certificateur": "CERTIFICATEUR", "tiers de confiance": "TIERS_CONFIANCE"}


class Transmitted(msgspec.Struct, frozen=True):
    """One person in a flow: under which identifier, and who they are."""

    id: str
    holder: Holder


def technical_id(key: str, certification: str, candidate: str) -> str:
    """The identifier of a candidate's certification, always the same, in which nothing of the candidate is read. key: the session's."""
    return _opaque(key, "passage", certification, candidate_id(candidate))


def flow_id(key: str, certification: str, number: int, passages: Iterable[str]) -> str:
    """The identifier of the nth flow, from what it transmits."""
    return _opaque(key, "flux", certification, str(number), *passages)


def fingerprint(key: str, holder: Holder) -> str:
    """The digest that tells whether a person is still told as they were, whatever their line and their identifier, and nothing of them."""
    text = msgspec.json.encode(msgspec.structs.replace(holder, line=0, candidate="")).decode()
    return _opaque(key, "titulaire", text)


def _opaque(key: str, *parts: str) -> str:
    # Keyed: without the session's key, nobody finds out whose it is by trying names.
    hashed = hashlib.blake2b("\0".join(parts).encode(), key=hashlib.blake2b(key.encode()).digest(), digest_size=16)
    return str(uuid.UUID(bytes=hashed.digest(), version=5))


def stamp(written: str) -> str:
    """A moment as a flow says it, by the clock of Paris with its offset: « 2026-07-02T10:00:00+02:00 »; now where nothing is written.

    Raises KitError.
    """
    try:
        at = datetime.datetime.fromisoformat(written) if written else datetime.datetime.now(datetime.UTC)
    except ValueError:
        raise KitError(
            f"« {written} » n'est pas un horodatage : écrivez-le comme 2026-07-02T10:00:00, à l'heure de Paris."
        ) from None
    at = at.replace(tzinfo=PARIS) if at.tzinfo is None else at.astimezone(PARIS)
    if not 1900 <= at.year <= 2099:
        raise KitError(f"« {written} » : une année de 1900 à 2099 est attendue.")
    return at.isoformat(timespec="seconds")


def content(depositor: Depositor, id: str, at: str, day: datetime.date, passages: Iterable[Transmitted]) -> bytes:
    """The bytes of a flow. at: as `stamp` gives it; day: of the jury's decision, from which the certification holds, for ever."""
    root = Element("cpf:flux", {"xmlns:cpf": NAMESPACE, "xmlns:xsi": _INSTANCE})
    _text(root, "idFlux", id)
    _text(root, "horodatage", at)
    if depositor.schema != "1.1.2":
        _text(root, "action", "CREATION")
    sender = _under(root, "emetteur")
    _text(sender, "idClient", depositor.sender or depositor.client)
    certifier = _under(sender, "certificateurs", "certificateur")
    _text(certifier, "idClient", depositor.client)
    _text(certifier, "idContrat", depositor.contract)
    certification = _under(certifier, "certifications", "certification")
    _text(certification, "type", "RNCP")
    _text(certification, "code", depositor.certification)
    _text(certification, "natureDeposant", _NATURES[depositor.nature])
    every = _under(certification, "passageCertifications")
    for passage in passages:
        _passage(every, passage, day)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "utf-8", xml_declaration=False) + b"\n"


def _passage(every: Element, passage: Transmitted, day: datetime.date) -> None:
    element = _under(every, "passageCertification")
    _text(element, "idTechnique", passage.id)
    # A jury admits; a score alone certifies nobody here.
    _text(element, "obtentionCertification", "PAR_ADMISSION")
    _text(element, "donneeCertifiee", "true")
    _text(element, "dateDebutValidite", day.isoformat())
    _text(element, "dateFinValidite", "")
    _text(element, "presenceNiveauLangueEuro", "false")
    _text(element, "presenceNiveauNumeriqueEuro", "false")
    _text(element, "scoring", "")
    _text(element, "mentionValidee", "")
    _text(_under(element, "modalitesInscription"), "modaliteAcces", passage.holder.access)
    _holder(_under(element, "identificationTitulaire", "titulaire"), passage.holder)


def _holder(element: Element, holder: Holder) -> None:
    _text(element, "nomNaissance", holder.birth_name)
    _text(element, "nomUsage", holder.usual_name)
    for rank, name in enumerate(holder.first_names, 1):
        _text(element, f"prenom{rank}", name)
    _text(element, "anneeNaissance", str(holder.year))
    _text(element, "moisNaissance", f"{holder.month:02}" if holder.month else "")
    _text(element, "jourNaissance", f"{holder.day:02}" if holder.day else "")
    _text(element, "sexe", holder.sex)
    where = _under(element, "codeCommuneNaissance")
    if holder.town_code:
        _text(_under(where, "codeInseeNaissance"), "codeInsee", holder.town_code)
    else:
        _text(_under(where, "codePostalNaissance"), "codePostal", holder.postcode)
    for name, value in (
        ("libelleCommuneNaissance", holder.town),
        ("codePaysNaissance", holder.country_code),
        ("libellePaysNaissance", holder.country),
    ):
        if value:
            _text(element, name, value)


def _under(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, f"cpf:{name}")
    return parent


def _text(parent: Element, name: str, text: str) -> None:
    """An element that holds a text, or that says that it holds none."""
    SubElement(parent, f"cpf:{name}", {} if text else {"xsi:nil": "true"}).text = text or None
