"""Messages that carry a paper to each candidate: drafts that any mail program opens, with the address, the subject, the text and the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import msgspec

from epreuves.variants.archive import packed
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable

#: What went to whom, in the archive.
LIST = "envois.csv"
_COLUMNS = tuple(map(ExportColumn, ("Candidat", "Nom", "Prénom", "Courriel", "Objet", "Fichier joint", "SHA-256")))
_KINDS = {".pdf": ("application", "pdf"), ".zip": ("application", "zip")}


class CandidateMessage(msgspec.Struct, frozen=True):
    """A message to a candidate: its subject, its text without greeting or signature, the file that it carries."""

    candidate: EnrolledCandidate
    subject: str
    text: str
    file_name: str
    content: bytes


def archive(messages: Sequence[CandidateMessage], letterhead: Letterhead) -> tuple[bytes, list[EnrolledCandidate]]:
    """The zip of the drafts of those who have an address, with the list of what goes; and those who have none that can be written to."""
    made: dict[str, bytes] = {}
    rows: list[tuple[Any, ...]] = []
    without: list[EnrolledCandidate] = []
    for message in messages:
        candidate = message.candidate
        written = draft(message, letterhead, candidate.email)
        if written is None:
            without.append(candidate)
            continue
        made[f"{candidate.id}.eml"] = written.as_bytes()
        named = (candidate.id, candidate.surname, candidate.first_name, candidate.email)
        rows.append((*named, message.subject, message.file_name, hashlib.sha256(message.content).hexdigest()))
    made[LIST] = csv_content(ExportTable("envois", "Envois", "", _COLUMNS, tuple(rows)))
    return packed(made), without


def draft(message: CandidateMessage, letterhead: Letterhead, to: str) -> EmailMessage | None:
    """The message as it is sent to an address; None where no message can bear that address."""
    written = EmailMessage(policy=SMTP)
    try:
        written["To"] = Address(message.candidate.name, addr_spec=to)
        written["Subject"] = message.subject
    except Exception:  # the parser of addresses lets out more than it says
        return None
    # Thunderbird and Outlook open it to be sent.
    written["X-Unsent"] = "1"
    written.set_content("\n".join(_lines(message, letterhead)), cte="quoted-printable")
    kind, subtype = _KINDS[message.file_name[-4:]]
    written.add_attachment(message.content, maintype=kind, subtype=subtype, filename=message.file_name)
    # The same message is the same file.
    written.set_boundary(f"epreuves-{hashlib.sha256(message.content).hexdigest()[:32]}")
    return written


def _lines(message: CandidateMessage, letterhead: Letterhead) -> Iterable[str]:
    yield f"Bonjour {message.candidate.name},"
    yield ""
    yield message.text
    yield ""
    yield from filter(None, (letterhead.signatory, letterhead.name, letterhead.contact))
