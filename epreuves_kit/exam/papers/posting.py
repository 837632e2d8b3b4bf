"""Messages sent by the school's server, one connection for all; each is written down as soon as the server has taken it."""

from __future__ import annotations

import contextlib
import hashlib
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from email.headerregistry import Address
from email.utils import formatdate, make_msgid
from pathlib import Path

import msgspec

from epreuves.wording import strict_csv
from epreuves.wording.errors import KitError
from epreuves_kit.course import files
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.course.mail_server import MailServer
from epreuves_kit.exam.asking import EXPORTS
from epreuves_kit.exam.papers.messages import CandidateMessage, draft
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable
from epreuves_kit.variants import session

#: What messages carry, as the list of those that went is named.
MESSAGES = ("convocations", "remises")
#: The states of a message: taken by the server, or not.
GONE, REFUSED = "parti", "refusé"
_COLUMNS = (
    "Candidat",
    "Nom",
    "Prénom",
    "Courriel",
    "Objet",
    "Fichier joint",
    "SHA-256",
    "État",
    "Quand",
    "Réponse du serveur",
)
#: Seconds that a server may take, and waits between tries where it asks for patience.
_TIMEOUT, _WAITS = 30.0, (2.0, 10.0)


def posted_file(what: str) -> str:
    """The list of what went, by what it carried, from the course's root."""
    return f"{EXPORTS}/envois-{what}.csv"


class Posted(msgspec.Struct, frozen=True):
    """A message as the list of what went has it; the fields are its columns."""

    candidate: str
    surname: str
    first_name: str
    email: str
    subject: str
    file: str
    digest: str
    state: str
    at: str
    answer: str


class PostedList:
    """The list of what went, a file that is written whole after each message."""

    def __init__(self, root: Path, path: Path) -> None:
        """path: of the file, in the course at `root`. Raises KitError where the file is not that list."""
        self._root, self._path, self.posted = root, root / path, list[Posted]()
        path = self._path
        if not path.exists():
            return
        try:
            rows = [cells for _, cells in strict_csv.cells(path.read_bytes()) if any(cells)]
        except (OSError, strict_csv.CsvRefused) as error:
            raise KitError(
                f"« {path.name} » ne se lit pas ({error}) : déplacez ce fichier, puis recommencez."
            ) from None
        if not rows or tuple(rows[0]) != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
            raise KitError(
                f"« {path.name} » n'est plus la liste de ce qui est parti : remettez-la telle qu'elle était, ou déplacez-la."
            )
        self.posted = [Posted(*map(strict_csv.read_text, row)) for row in rows[1:]]

    def has(self, message: CandidateMessage) -> bool:
        """True if the same file went to the same address already."""
        return any(
            entry.state == GONE and entry.email == message.candidate.email and entry.digest == digest(message)
            for entry in self.posted
            if entry.candidate == message.candidate.id
        )

    def wrote_to(self, candidate: str) -> bool:
        """True if anything went to a candidate."""
        return any(entry.state == GONE and entry.candidate == candidate for entry in self.posted)

    def add(self, message: CandidateMessage, state: str, answer: str) -> None:
        """Write down what became of a message."""
        who = message.candidate
        now = session.now(self._root).replace(tzinfo=None).isoformat(" ", "seconds")
        head = (who.id, who.surname, who.first_name, who.email, message.subject, message.file_name, digest(message))
        self.posted.append(Posted(*head, state, now, " ".join(answer.split())[:200]))
        rows = tuple(msgspec.structs.astuple(entry) for entry in self.posted)
        content = csv_content(ExportTable("envois", "Envois", "", tuple(map(ExportColumn, _COLUMNS)), rows))
        self._path.parent.mkdir(exist_ok=True)
        files.put(self._path, content)


def digest(message: CandidateMessage) -> str:
    """The SHA-256 of the file that a message carries."""
    return hashlib.sha256(message.content).hexdigest()


@contextlib.contextmanager
def connected(server: MailServer, password: str) -> Iterator[smtplib.SMTP]:
    """A connection to a server, secured and identified as it asks. Raises KitError, in a sentence, where it cannot be had."""
    where = f"{server.host}, port {server.door}"
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.door, timeout=_TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.door, timeout=_TIMEOUT)
        try:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.account:
                connection.login(server.account, password)
        except BaseException:
            connection.close()
            raise
    except smtplib.SMTPAuthenticationError:
        raise KitError(
            f"Le serveur ({where}) refuse le compte « {server.account} » ou son mot de passe : vérifiez-les. Certains services demandent un mot de "
            "passe d'application."
        ) from None
    except ssl.SSLError as error:
        raise KitError(
            f"La connexion à {where} n'est pas sûre ({error.reason or error}) : vérifiez la sécurité et le port auprès de qui s'occupe du courriel."
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise KitError(
            f"Le serveur ({where}) ne connaît pas cette sécurité, ou aucun compte : choisissez-en une autre."
        ) from None
    except (smtplib.SMTPException, OSError, socket.gaierror) as error:
        raise KitError(
            f"Le serveur ({where}) ne répond pas comme attendu ({_said(error)}) : vérifiez son nom et son port."
        ) from None
    with connection:
        yield connection


def post(
    connection: smtplib.SMTP, server: MailServer, letterhead: Letterhead, message: CandidateMessage, to: str
) -> tuple[str, str]:
    """Send one message; gives its state, and what the server answered. to: the address that it goes to. Raises OSError where the server is gone, KitError where it takes nothing from that sender."""
    written = draft(message, letterhead, to)
    if written is None:
        return REFUSED, "l'adresse n'en est pas une"
    del written["X-Unsent"]
    written["From"] = Address(letterhead.name, addr_spec=server.address)
    written["Date"] = formatdate(localtime=True)
    written["Message-ID"] = make_msgid(domain=server.address.rpartition("@")[2] or None)
    for wait in (*_WAITS, None):
        try:
            connection.send_message(written, server.address, [to])
        except smtplib.SMTPSenderRefused as error:
            raise KitError(
                f"Le serveur n'envoie rien de la part de {server.address} ({_code(error)[1]}) : écrivez l'adresse du compte."
            ) from None
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            code, answer = _code(error)
            # What begins with 4 is « not now ».
            if 400 <= code < 500 and wait is not None:
                time.sleep(wait)
                continue
            return REFUSED, answer
        return GONE, ""
    raise AssertionError("the last try has returned")


def post_all(
    server: MailServer,
    password: str,
    letterhead: Letterhead,
    messages: Sequence[CandidateMessage],
    listed: PostedList,
    progress: Callable[[int], None],
) -> None:
    """Send messages, each written down at once; one that the server's end interrupts is tried once more. Raises KitError."""
    waiting, again = list(messages), True
    while waiting:
        with connected(server, password) as connection:
            while waiting:
                progress(len(messages) - len(waiting))
                try:
                    state, answer = post(connection, server, letterhead, waiting[0], waiting[0].candidate.email)
                except OSError:  # those of smtplib are such
                    break
                listed.add(waiting.pop(0), state, answer)
                again = True
        if waiting:
            if not again:
                raise KitError(
                    "Le serveur coupe la connexion avant d'avoir tout pris : attendez, puis recommencez ; ce qui est parti ne repart pas."
                )
            again = False


def _code(error: smtplib.SMTPException) -> tuple[int, str]:
    """The code and the words of a server's refusal."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error  # type: ignore[attr-defined]
    return code, f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"


def _said(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "ce nom est inconnu"
    if isinstance(error, ConnectionRefusedError):
        return "rien n'écoute là"
    if isinstance(error, TimeoutError):
        return "le temps est passé"
    return " ".join(str(error).split())[:120] or type(error).__name__
