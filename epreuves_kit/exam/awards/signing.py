"""The lines that a parchemin's code says, and their signature by the course's own key.

ECDSA on P-256 with SHA-256: what browsers have verified for ten years, so that a page proves a code without a network. The private key stays in
the course; the seal of the closing holds its file, and the closing's paper its fingerprint.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from epreuves.machine import replace_all
from epreuves.wording.errors import KitError
from epreuves.wording.french import day
from epreuves_kit.jury.record import AwardStatement

#: At the course's root, hidden from who browses it; and where it was before, and stays in a course that has it there.
FILE, EARLIER_FILE = ".parchemins.pem", "parchemins.pem"
#: Before the signature, on the last line.
SIGNED = "Signature : "
_HALF = 32


def lines(number: str, statement: AwardStatement) -> tuple[str, ...]:
    """The lines that are signed, as people read them, with plain spaces."""
    what = "Attestation de bloc" if statement.bloc else "Parchemin"
    codes = (
        statement.title,
        f"niveau {statement.level} (CEC {statement.level})",
        f"NSF {statement.specialty}",
        statement.register_code,
    )
    mentions = (
        f"{what} n° {number}",
        f"Certification : {', '.join(codes)}",
        f"Bloc : {statement.bloc}" if statement.bloc else "",
        f"Titulaire : {', '.join(filter(None, (statement.holder, statement.birth)))}",
        f"Jury du {day(statement.jury_day)}, procès-verbal n° {statement.minutes}",
        f"Délivré à {statement.place}, le {day(statement.day)}, par {statement.certifier}",
    )
    return tuple(plain(line) for line in mentions if line)


def plain(line: str) -> str:
    """A line as it is signed: composed letters, one plain space between words."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", line)).strip()


def key(root: Path) -> ec.EllipticCurvePrivateKey | None:
    """The course's key; None where it has none yet. Raises KitError where its file cannot be read."""
    name = next((name for name in (FILE, EARLIER_FILE) if (root / name).exists()), "")
    if not name:
        return None
    try:
        content = (root / name).read_bytes()
    except OSError as error:
        raise KitError(f"« {name} » ne s'ouvre pas ({error.strerror or error}).") from None
    try:
        own = load_pem_private_key(content, None)
    except (ValueError, TypeError):
        own = None
    if not isinstance(own, ec.EllipticCurvePrivateKey) or not isinstance(own.curve, ec.SECP256R1):
        raise KitError(
            f"« {name} » n'est pas la clé que le kit a faite : reprenez-la d'une sauvegarde. Sans elle, aucun parchemin ne peut être signé."
        )
    return own


def kept_key(root: Path) -> ec.EllipticCurvePrivateKey:
    """The key of a course that has delivered parchemins. Raises KitError where it is not there: another would disown them."""
    own = key(root)
    if own is None:
        raise KitError(
            f"« {FILE} » manque, et des parchemins sont délivrés : reprenez-le d'une sauvegarde, ou de l'archive de clôture. Une autre clé les ferait "
            "passer pour des faux."
        )
    return own


def made_key(root: Path) -> ec.EllipticCurvePrivateKey:
    """The course's key, made where there is none. Raises KitError."""
    own = key(root)
    if own is None:
        own = ec.generate_private_key(ec.SECP256R1())
        content = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            replace_all({root / FILE: content}, 0o600)
        except OSError as error:
            raise KitError(f"« {FILE} » ne peut pas être écrit ({error.strerror or error}).") from None
    return own


def sign(own: ec.EllipticCurvePrivateKey, mentions: Sequence[str]) -> str:
    """The signature of some lines: its two halves, in base 64 as addresses have it."""
    first, second = decode_dss_signature(own.sign("\n".join(mentions).encode(), ec.ECDSA(SHA256())))
    halves = first.to_bytes(_HALF, "big") + second.to_bytes(_HALF, "big")
    return base64.urlsafe_b64encode(halves).decode().rstrip("=")


def signed_by(own: ec.EllipticCurvePrivateKey, mentions: Sequence[str], signature: str) -> bool:
    """True if some lines bear the signature of a key."""
    return verified(own.public_key(), mentions, signature)


def verified(key: ec.EllipticCurvePublicKey, mentions: Sequence[str], signature: str) -> bool:
    """The same, by its public half."""
    try:
        halves = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return False
    if len(halves) != 2 * _HALF:
        return False
    pair = encode_dss_signature(int.from_bytes(halves[:_HALF], "big"), int.from_bytes(halves[_HALF:], "big"))
    try:
        key.verify(pair, "\n".join(mentions).encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def public(own: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key, as a browser imports it (SubjectPublicKeyInfo)."""
    return _encoded(own.public_key())


def _encoded(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(own: ec.EllipticCurvePrivateKey) -> str:
    """The fingerprint of a key, in eight groups of four signs, as the closing's paper and the page that verifies show it."""
    return print_of(own.public_key())


def print_of(key: ec.EllipticCurvePublicKey) -> str:
    """The same, by its public half."""
    digest = hashlib.sha256(_encoded(key)).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
