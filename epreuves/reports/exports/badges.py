"""An Open Badges 3.0 credential for each compétence that the jury's rules, or the jury, validate: unsigned, for the school to sign."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from epreuves.jury.decision import Decision, Verdict
from epreuves.jury.evidence import Statut
from epreuves.referentiel import Referentiel
from epreuves.reports.exports import identifiers
from epreuves.reports.exports.badge_values import (
    CONTEXTS,
    SCHEMA,
    Achievement,
    AchievementSubject,
    Alignment,
    Credential,
    CredentialSchema,
    Criteria,
    IdentityObject,
    Profile,
)
from epreuves.reports.exports.case import item_uri

UNSIGNED = (
    "NON SIGNÉ. Projet d'attestation, à signer par l'école : sans preuve, il n'atteste rien. "
    "À la signature, ce texte est à remplacer."
)
#: How the file of an unsigned credential ends.
SUFFIX = ".non-signe.json"


class Issue(msgspec.Struct, frozen=True):
    """What credentials have in common: session's name and key, day of the decision, school's address (or empty)."""

    session: str
    key: str
    day: datetime.date
    address: str = ""


class Badge(msgspec.Struct, frozen=True):
    """A credential, whose it is, and the file that it goes to: a folder a candidate."""

    candidat: str
    name: str
    code: str
    file: str
    credential: Credential


def badges(
    known: Referentiel, decisions: Iterable[Decision], emails: dict[str, str], issue: Issue
) -> tuple[Badge, ...]:
    """The credentials of all compétences that are validated; emails: by candidate, who is else told by their identifier."""
    decided = tuple(decisions)
    folders = folders_of(one.candidat for one in decided)
    return tuple(
        Badge(
            one.candidat, one.name, verdict.code, f"{folders[one.candidat]}/{verdict.code}{SUFFIX}",
            credential(known, verdict, one.candidat, emails.get(one.candidat, ""), issue),
        )
        for one in decided
        for verdict in one.competences
        if verdict.statut is Statut.VALIDE
    )  # fmt: skip


def credential(known: Referentiel, verdict: Verdict, candidat: str, email: str, issue: Issue) -> Credential:
    """The credential of a compétence that is validated."""
    certification, competence = known.certification, known.competence(verdict.code)
    who = identity(email or candidat, bool(email), verdict.code, issue)
    at = f"{issue.day.isoformat()}T00:00:00Z"
    title = f"{competence.code} {competence.groupe.titre}"
    school = issue.address or f"urn:uuid:{identifiers.identifier('emetteur', certification.certificateur)}"
    return Credential(
        context=CONTEXTS,
        id=f"urn:uuid:{identifiers.identifier('badge', issue.session, who.identityHash, competence.code)}",
        type=("VerifiableCredential", "OpenBadgeCredential"), name=title, description=UNSIGNED,
        issuer=Profile(id=school, type=("Profile",), name=certification.certificateur, url=issue.address or None),
        validFrom=at, awardedDate=at,
        credentialSubject=AchievementSubject(
            type=("AchievementSubject",), identifier=(who,),
            achievement=Achievement(
                id=identifiers.uri(issue.address, "competences", identifiers.identifier("attestation", competence.code)),
                type=("Achievement",), achievementType="Competency", name=title, description=competence.libelle,
                criteria=Criteria(narrative="\n".join(f"- {critere.libelle}" for critere in competence.criteres)),
                humanCode=competence.code, inLanguage="fr",
                alignment=(
                    Alignment(
                        type=("Alignment",), targetName=competence.libelle, targetCode=competence.code, targetType="CFItem",
                        targetUrl=item_uri(competence.code, issue.address), targetFramework=certification.titre,
                    ),
                ),
            ),
        ),
        credentialSchema=(CredentialSchema(id=SCHEMA, type="1EdTechJsonSchemaValidator2019"),),
    )  # fmt: skip


def identity(who: str, is_email: bool, code: str, issue: Issue) -> IdentityObject:
    """A person as a credential tells them.

    The salt is another one for each credential, so that a person's credentials are not told to be one's; it comes from the
    session's key, so that the same export gives the same files.
    """
    named = f"{issue.session}\0{who}\0{code}".encode()
    salt = hmac.new(issue.key.encode(), named, hashlib.sha256).hexdigest()[:32]
    digest = hashlib.sha256(f"{who}{salt}".encode()).hexdigest()
    return IdentityObject(
        type="IdentityObject", hashed=True, identityHash=f"sha256${digest}",
        identityType="emailAddress" if is_email else "userName", salt=salt,
    )  # fmt: skip


def folders_of(candidates: Iterable[str]) -> dict[str, str]:
    """A folder's name for each candidate, that any system takes: two candidates never share one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for candidat in candidates:
        base = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", candidat)).strip(".-")[:60] or "candidat"
        name, rank = base, 1
        while name.casefold() in taken:
            rank += 1
            name = f"{base}-{rank}"
        taken.add(name.casefold())
        found[candidat] = name
    return found


def content(credential: Credential) -> bytes:
    """The bytes of a credential's file."""
    return msgspec.json.format(msgspec.json.encode(credential), indent=2) + b"\n"
