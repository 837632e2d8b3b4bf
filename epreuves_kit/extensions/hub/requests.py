"""The instructor's requests to the hub's service, and its answers: files, for one has no right over candidates' homes and the other has no page.

A request is a JSON file that the instructor writes in `demandes/`, in the folder of arrivals; the service does what it says within a second or two,
removes it, and leaves its answer under the same name in `reponses/`. Only the instructor's account may write there.
"""

from __future__ import annotations

import datetime
import os
import secrets
import time
from pathlib import Path

import msgspec

from epreuves.machine import replace
from epreuves.wording.errors import KitError

REQUESTS, ANSWERS = "demandes", "reponses"
#: Bytes of a request at most, signs of a message.
MOST_BYTES, MOST_SIGNS = 2_000_000, 500
#: Seconds for which an answer is waited for, and kept.
_PATIENCE, KEPT = 60.0, 3600.0


class _RoomRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="demande"):
    pass


class NewHours(msgspec.Struct, frozen=True, rename={"begins": "debut", "ends": "fin"}):
    """A candidate's hours at an épreuve, aware."""

    begins: datetime.datetime
    ends: datetime.datetime


class Announce(
    _RoomRequest,
    frozen=True,
    tag="annonce",
    rename={"accounts": "comptes", "at": "le", "text": "texte", "hours": "heures"},
):
    """A message is to be shown to some accounts. at: by the session's clocks; hours: their new hours at the épreuve, by account, where they changed."""

    accounts: tuple[str, ...]
    at: datetime.datetime
    text: str
    epreuve: str = ""
    hours: dict[str, NewHours] = {}


class CollectAsIs(_RoomRequest, frozen=True, tag="tel-quel", rename={"accounts": "comptes"}):
    """The work of some accounts at an épreuve is to be taken as it is saved."""

    accounts: tuple[str, ...]
    epreuve: str


RoomRequest = Announce | CollectAsIs


class RoomAnswer(msgspec.Struct, frozen=True, rename={"done": "faits", "refused": "refuses"}):
    """The outcome of a request: the accounts for which it was done, and a sentence for each other one."""

    done: tuple[str, ...] = ()
    refused: dict[str, str] = {}


class Announced(msgspec.Struct, frozen=True, rename={"at": "le", "text": "texte", "hours": "heures"}):
    """A message as the candidate's page gets it."""

    id: str
    at: datetime.datetime
    text: str
    epreuve: str = ""
    hours: NewHours | None = None


def send(folder: Path, request: RoomRequest) -> RoomAnswer:
    """Have a request done by the service; folder: of arrivals. Raises KitError where it is not at work, or this account is not the instructor's."""
    name = f"{secrets.token_hex(8)}.json"
    place, answer = folder / REQUESTS / name, folder / ANSWERS / name
    try:
        replace(place, msgspec.json.encode(request), 0o600)
    except OSError as error:
        raise KitError(
            f"Cette demande ne peut pas être faite d'ici ({error.strerror or error}) : c'est au compte du formateur de la faire, sur le hub."
        ) from None
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            return msgspec.json.decode(answer.read_bytes(), type=RoomAnswer)
        except FileNotFoundError:
            time.sleep(0.1)
        except (OSError, msgspec.MsgspecError) as error:
            raise KitError(f"La réponse du hub ne se lit pas ({error}) : recommencez.") from None
    place.unlink(missing_ok=True)
    raise KitError(
        "Le service du hub qui tient la salle ne répond pas : rien n'est fait. Voyez avec la personne qui s'occupe de la machine."
    )


def waiting(folder: Path, uid: int) -> list[tuple[str, RoomRequest | None]]:
    """The requests that wait, by file name; None for one that is not to be read. uid: of the account that may ask. They are removed."""
    try:
        descriptor = os.open(folder / REQUESTS, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return []
    asked: list[tuple[str, RoomRequest | None]] = []
    try:
        for name in sorted(os.listdir(descriptor)):
            if name.startswith(".") or not name.endswith(".json") or not name.removesuffix(".json").isalnum():
                continue
            asked.append((name, _read(name, descriptor, uid)))
            os.unlink(name, dir_fd=descriptor)
    finally:
        os.close(descriptor)
    return asked


def _read(name: str, parent: int, uid: int) -> RoomRequest | None:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(name, flags, dir_fd=parent), "rb") as file:
            if os.fstat(file.fileno()).st_uid != uid:
                return None
            return msgspec.json.decode(file.read(MOST_BYTES), type=RoomRequest)
    except (OSError, msgspec.MsgspecError):
        return None


def answered(folder: Path, name: str, answer: RoomAnswer) -> None:
    """Leave the answer to a request, and clear those that nobody waits for any more."""
    place = folder / ANSWERS
    place.mkdir(mode=0o750, exist_ok=True)
    for old in place.iterdir():
        if time.time() - old.stat().st_mtime > KEPT:
            old.unlink(missing_ok=True)
    replace(place / name, msgspec.json.encode(answer), 0o640)
