"""What an Open Badges 3.0 credential is made of: the fields that the kit writes, with the specification's names and fixed values.

Source: « Open Badges Specification 3.0 », AchievementCredential. A credential here has no proof: whoever signs it adds one.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from epreuves.reports.exports.case_values import DateTime, Texte, Uri

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


class _Strict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Profile(_Strict, frozen=True):
    """Who issues."""

    id: Uri
    type: tuple[Literal["Profile"]]
    name: Texte
    url: Uri | None = None


class IdentityObject(_Strict, frozen=True):
    """Who has earned it, told by a salted hash: « sha256$ » and the digest of the identity followed by the salt, in UTF-8."""

    type: Literal["IdentityObject"]
    hashed: Literal[True]
    identityHash: Texte
    identityType: Literal["emailAddress", "userName"]
    salt: Texte


class Criteria(_Strict, frozen=True):
    """What earns it, in Markdown."""

    narrative: Texte


class Alignment(_Strict, frozen=True):
    """The item of the CASE framework that it attests."""

    type: tuple[Literal["Alignment"]]
    targetName: Texte
    targetUrl: Uri
    targetCode: Texte
    targetFramework: Texte
    targetType: Literal["CFItem"]


class Achievement(_Strict, frozen=True):
    """A compétence that can be attested."""

    id: Uri
    type: tuple[Literal["Achievement"]]
    achievementType: Literal["Competency"]
    name: Texte
    description: Texte
    criteria: Criteria
    humanCode: Texte
    inLanguage: Literal["fr"]
    alignment: tuple[Alignment, ...]


class AchievementSubject(_Strict, frozen=True):
    """Who has earned what."""

    type: tuple[Literal["AchievementSubject"]]
    identifier: tuple[IdentityObject]
    achievement: Achievement


class CredentialSchema(_Strict, frozen=True):
    """The schema that it follows."""

    id: Uri
    type: Literal["1EdTechJsonSchemaValidator2019"]


class Credential(_Strict, frozen=True):
    """An AchievementCredential without a proof."""

    context: tuple[Uri, Uri] = msgspec.field(name="@context")
    id: Uri
    type: tuple[Literal["VerifiableCredential"], Literal["OpenBadgeCredential"]]
    name: Texte
    description: Texte
    issuer: Profile
    validFrom: DateTime
    awardedDate: DateTime
    credentialSubject: AchievementSubject
    credentialSchema: tuple[CredentialSchema]
