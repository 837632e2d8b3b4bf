"""Flows transmitted and receipts that came back: `cdc/suivi.json`, beside the course, from which it is worked out who is to be sent, and who no more.

The file is only added to: flows as they were written, receipts as they came. Where a passage stands follows from them. It is accepted
for ever once a receipt has said so; refused where the last flow that has it was answered so; sent where no answer has come yet.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.machine import replace
from epreuves.wording.errors import Faults, KitError
from epreuves_kit.extensions.cdc.receipts import ProcessingReceipt
from epreuves_kit.variants.identity import ByCandidate

#: The folder at the course's root, what it keeps, and for people what that amounts to.
FOLDER, FILE, LIST = "cdc", "suivi.json", "suivi.csv"


class SentPassage(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"candidate": "candidat", "fingerprint": "empreinte"},
):
    """A certification that was sent: its candidate, its identifier, and the fingerprint of who they were said to be."""

    candidate: str
    id: str
    fingerprint: str


class SentFlow(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"number": "numero", "at": "horodatage", "day": "deliberation", "abandoned": "abandonne"},
):
    """A flow that was written; abandoned: the school says that it was never taken in."""

    number: int
    id: str
    at: str
    day: str
    passages: tuple[SentPassage, ...]
    abandoned: bool = False

    @property
    def file(self) -> str:
        """Its name in the folder."""
        return f"flux-{self.number:03}.xml"


class Transmissions(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"flows": "flux", "receipts": "retours"}
):
    """All that was written and all that came back, oldest first."""

    version: Literal[1] = 1
    flows: tuple[SentFlow, ...] = ()
    receipts: tuple[ProcessingReceipt, ...] = ()


class PassageState(Enum):
    """The standing of a candidate's certification."""

    NEW = "à envoyer"
    SENT = "envoyé"
    ACCEPTED = "accepté"
    REFUSED = "refusé, à renvoyer"


class PassageStanding(msgspec.Struct, frozen=True):
    """A candidate's standing. id: empty where none was ever sent; flow: the last file that has it; times: how often it was sent; reason: of
    the last refusal; fingerprint: of who they were said to be then.
    """

    state: PassageState = PassageState.NEW
    id: str = ""
    flow: str = ""
    times: int = 0
    reason: str = ""
    fingerprint: str = ""


def standing(kept: Transmissions) -> ByCandidate[PassageStanding]:
    """The standing of everybody who was ever in a flow."""
    accepted = {id for receipt in kept.receipts for id in receipt.accepted}
    answered = {receipt.flow for receipt in kept.receipts}
    refused: dict[tuple[str, str], str] = {}
    for receipt in kept.receipts:
        refused |= {(receipt.flow, id): reason for id, reason in receipt.refused.items()}
    standings = ByCandidate[PassageStanding]()
    for flow in kept.flows:
        if flow.abandoned and flow.id not in answered:
            for passage in flow.passages:
                # Its identifier stays, whatever becomes of the flow.
                standings.setdefault(passage.candidate, PassageStanding(id=passage.id))
            continue
        for passage in flow.passages:
            who = passage.candidate
            reason = refused.get((flow.id, passage.id))
            state = PassageState.SENT if reason is None else PassageState.REFUSED
            if passage.id in accepted:
                state = PassageState.ACCEPTED
            times = 1 + (standings[who].times if who in standings else 0)
            why = "" if state is PassageState.ACCEPTED else reason or ""
            standings[who] = PassageStanding(state, passage.id, flow.file, times, why, passage.fingerprint)
    return standings


def taken(kept: Transmissions, receipt: ProcessingReceipt, name: str) -> Transmissions:
    """The transmissions with a receipt more; the same where it was taken already. name: of its file. Raises KitError and Faults where it cannot be of a flow
    of ours, or says another thing than one before it.
    """
    if any(earlier.digest == receipt.digest for earlier in kept.receipts):
        return kept
    flow = next((sent for sent in kept.flows if sent.id == receipt.flow), None)
    if flow is None:
        raise KitError(f"{name} répond au flux « {receipt.flow} », qui n'a pas été écrit dans ce cours.")
    ours = {passage.id for passage in flow.passages}
    accepted = {id for earlier in kept.receipts for id in earlier.accepted}
    faults = [
        f"{name} : le passage « {id} » n'est pas dans {flow.file}."
        for id in (*receipt.accepted, *receipt.refused)
        if id not in ours
    ]
    faults += [
        f"{name} : le passage « {id} » y est refusé, alors qu'un retour l'a déjà dit accepté ; demandez à la Caisse des Dépôts ce qu'il en est."
        for id in receipt.refused
        if id in accepted
    ]
    if faults:
        raise Faults(*faults)
    return msgspec.structs.replace(kept, receipts=(*kept.receipts, receipt))


def unanswered(kept: Transmissions) -> tuple[SentFlow, ...]:
    """The flows that nothing has come back of yet, and that were not given up."""
    answered = {receipt.flow for receipt in kept.receipts}
    return tuple(flow for flow in kept.flows if flow.id not in answered and not flow.abandoned)


def abandoned(kept: Transmissions, written: str) -> tuple[Transmissions, SentFlow]:
    """The transmissions with a flow given up that was never taken in, and that flow; written: its number, its file or its identifier. Raises KitError."""
    name = written.strip().rpartition("/")[2]
    number = int(name) if name.isdecimal() else 0
    flow = next((sent for sent in kept.flows if name in (sent.id, sent.file) or number == sent.number), None)
    if flow is None:
        files = ", ".join(sent.file for sent in kept.flows) or "aucun"
        raise KitError(f"« {written} » n'est pas un flux de ce cours ; flux écrits : {files}.")
    if any(receipt.flow == flow.id for receipt in kept.receipts):
        raise KitError(f"{flow.file} a eu une réponse : il a donc été déposé, et n'est pas à abandonner.")
    if flow.abandoned:
        raise KitError(f"{flow.file} est déjà abandonné.")
    flows = tuple(msgspec.structs.replace(sent, abandoned=sent is flow or sent.abandoned) for sent in kept.flows)
    return msgspec.structs.replace(kept, flows=flows), flow


def read(root: Path) -> Transmissions:
    """The transmissions of the course at `root` so far. Raises KitError where they cannot be known."""
    path = root / FOLDER / FILE
    written = sorted(file.name for file in (root / FOLDER).glob("flux-*.xml"))
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=Transmissions)
    except FileNotFoundError:
        kept = Transmissions()
        if written:
            raise KitError(
                f"{FOLDER}/ contient {written[-1]}, et {FILE} n'y est plus : on ne sait plus qui a été transmis. Remettez-le d'après une sauvegarde."
            ) from None
    except (OSError, msgspec.MsgspecError):
        raise KitError(
            f"{FOLDER}/{FILE} ne se lit pas : remettez-le d'après une sauvegarde, il dit qui a été transmis."
        ) from None
    # A command that was interrupted leaves one flow more than is known, which the next one writes again; never two.
    expected = {flow.file for flow in kept.flows} | {f"flux-{len(kept.flows) + 1:03}.xml"}
    if unknown := [name for name in written if name not in expected]:
        raise KitError(
            f"{FOLDER}/{FILE} ne connaît pas {unknown[0]} : c'est une version plus ancienne. Remettez la dernière, il dit qui a été transmis."
        )
    return kept


def write(root: Path, kept: Transmissions) -> None:
    """Keep it, whole or not at all. Raises KitError."""
    content = msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n"
    put(root / FOLDER / FILE, content)


def put(path: Path, content: bytes) -> None:
    """A file that its owner alone reads, unless it is there and others may already. Raises KitError."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        replace(path, content, path.stat().st_mode & 0o666 if path.exists() else 0o600)
    except OSError as error:
        raise KitError(f"« {path} » ne peut pas être écrit ({error.strerror or error}).") from None


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold what was sent for one command at a time. Raises KitError where another has it."""
    folder = root / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder / ".verrou", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise KitError(
                    "Une autre commande écrit un flux dans ce cours : attendez qu'elle finisse, puis recommencez."
                ) from None
        yield
    finally:
        os.close(descriptor)
