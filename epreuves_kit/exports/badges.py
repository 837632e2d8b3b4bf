"""An Open Badges 3.0 credential for each compétence that the jury granted: the specification's fields, and how the kit fills them.

Source: « Open Badges Specification 3.0 », AchievementCredential. A credential here has no proof: whoever signs it adds one.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from epreuves_kit.exports import case
from epreuves_kit.exports.case import Json
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Referentiel

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
UNSIGNED = (
    "NON SIGNÉ. Projet d'attestation, à signer par l'école : sans preuve, il n'atteste rien. "
    "À la signature, ce texte est à remplacer."
)
#: How the file of an unsigned credential ends.
SUFFIX = ".non-signe.json"


class Issue(msgspec.Struct, frozen=True):
    """The values that credentials share: session's name and key, day of the decision, school's address (or empty)."""

    session: str
    key: str
    day: datetime.date
    address: str = ""


class Badge(msgspec.Struct, frozen=True):
    """A credential, whose it is, and the file that it goes to: a folder a candidate."""

    candidate: str
    name: str
    code: str
    file: str
    credential: Json


def badges(
    official: Referentiel, decisions: Iterable[Decision], emails: dict[str, str], issue: Issue
) -> tuple[Badge, ...]:
    """The credentials of all compétences that are validated; emails: by candidate, who is else told by their identifier."""
    decided = tuple(decisions)
    folders = folders_of(decision.candidate for decision in decided)
    return tuple(
        Badge(
            decision.candidate,
            decision.name,
            verdict.code,
            f"{folders[decision.candidate]}/{verdict.code}{SUFFIX}",
            credential(official, verdict, decision.candidate, emails.get(decision.candidate, ""), issue),
        )
        for decision in decided
        for verdict in decision.competences
        if verdict.status is Status.VALIDATED
    )


def credential(official: Referentiel, verdict: Verdict, candidate: str, email: str, issue: Issue) -> Json:
    """The AchievementCredential of a compétence that is validated."""
    certification, competence = official.certification, official.competence(verdict.code)
    who = identity(email or candidate, bool(email), verdict.code, issue)
    at = f"{issue.day.isoformat()}T00:00:00Z"
    title = f"{competence.code} {competence.group.title}"
    issuer = {
        "id": issue.address or f"urn:uuid:{case.identifier('emetteur', certification.certifier)}",
        "type": ["Profile"],
        "name": certification.certifier,
    }
    attested = {
        "type": ["Alignment"],
        "targetName": competence.label,
        "targetUrl": case.item_uri(competence.code, issue.address),
        "targetCode": competence.code,
        "targetFramework": certification.title,
        "targetType": "CFItem",
    }
    achievement = {
        "id": case.uri(issue.address, "competences", case.identifier("attestation", competence.code)),
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": title,
        "description": competence.label,
        "criteria": {"narrative": "\n".join(f"- {critere.label}" for critere in competence.criteres)},
        "humanCode": competence.code,
        "inLanguage": "fr",
        "alignment": [attested],
    }
    return {
        "@context": CONTEXTS,
        "id": f"urn:uuid:{case.identifier('badge', issue.session, who['identityHash'], competence.code)}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "description": UNSIGNED,
        "issuer": issuer | ({"url": issue.address} if issue.address else {}),
        "validFrom": at,
        "awardedDate": at,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [who],
            "achievement": achievement,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def identity(who: str, is_email: bool, code: str, issue: Issue) -> Json:
    """A person as a credential tells them: a salted hash, « sha256$ » and the digest of the identity followed by the salt, in UTF-8.

    The salt is another one for each credential, so that a person's credentials are not told to be one's; it comes from the
    session's key, so that the same export gives the same files.
    """
    named = f"{issue.session}\0{who}\0{code}".encode()
    salt = hmac.new(issue.key.encode(), named, hashlib.sha256).hexdigest()[:32]
    digest = hashlib.sha256(f"{who}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress" if is_email else "userName",
        "salt": salt,
    }


def folders_of(candidates: Iterable[str]) -> dict[str, str]:
    """A folder's name for each candidate, that any system takes: two candidates never share one."""
    folders: dict[str, str] = {}
    taken: set[str] = set()
    for candidate in candidates:
        base = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", candidate)).strip(".-")[:60] or "candidat"
        name, rank = base, 1
        while name.casefold() in taken:
            rank += 1
            name = f"{base}-{rank}"
        taken.add(name.casefold())
        folders[candidate] = name
    return folders
