"""Receipts, as they come back for a flow: who was taken, who was not and why.

Facts of the format: a root « rapport » (`urn:cdc:cpf:pc5:rapport:schema`) with nomFichier, idFlux, idTraitement, PassagesKO (a passage:
idTechnique, messageErreur) and PassagesOK (idTechnique, in a passage or not). The case of names and the namespace are not relied upon.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.inert import inert
from epreuves_kit.wording import strict_xml

#: Letters of a reason, and of an identifier.
_LONGEST, _LONGEST_ID = 500, 255
_UNSAID = "aucun motif n'est donné"


class ProcessingReceipt(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "flow": "flux",
        "digest": "empreinte",
        "treatment": "traitement",
        "accepted": "acceptes",
        "refused": "refuses",
    },
):
    """A receipt: of which flow, digest of its bytes, its own number, the identifiers accepted, and those refused with why."""

    flow: str
    digest: str
    treatment: str
    accepted: tuple[str, ...]
    refused: dict[str, str]


def read(path: Path) -> ProcessingReceipt:
    """A receipt, from its file. Raises KitError."""
    return parse(strict_xml.read_file(path), path.name)


def parse(raw: bytes, name: str) -> ProcessingReceipt:
    """A receipt, from its text. Raises KitError where it is none, Faults with all that contradicts itself in it."""
    root = strict_xml.parse(raw, name)
    flow = _said(root, "idflux")
    accepted = [
        _identifier(element) for group in _named(root, "passagesok") for element in _named(group, "idtechnique")
    ]
    refused = [pair for group in _named(root, "passagesko") for pair in _refusals(group)]
    if not flow or not (accepted or refused):
        raise KitError(
            f"{name} n'est pas un compte rendu de traitement : il faut un « idFlux », et des « passagesOK » ou des « passagesKO »."
        )
    ids = [*accepted, *(id for id, _ in refused)]
    faults = []
    if not all(ids):
        faults.append(f"{name} : un passage n'a pas d'« idTechnique ».")
    faults += [
        f"{name} : le passage « {id} » y est plusieurs fois." for id, times in Counter(ids).items() if id and times > 1
    ]
    if faults:
        raise Faults(*faults)
    digest = hashlib.blake2b(raw, digest_size=16).hexdigest()
    return ProcessingReceipt(flow, digest, _said(root, "idtraitement"), tuple(accepted), dict(refused))


def _refusals(group: Element) -> Iterator[tuple[str, str]]:
    """Each passage refused, with why. A reason is that of the passage where both stand together, else of the identifier before it."""
    id, reasons = "", list[str]()
    for element in group.iter():
        match strict_xml.local(element).casefold():
            case "idtechnique":
                if id or reasons:
                    yield id, _reason(reasons)
                id, reasons = _identifier(element), []
            case "messageerreur":
                reasons.append(_inert(element, _LONGEST))
    if id or reasons:
        yield id, _reason(reasons)


def _reason(reasons: list[str]) -> str:
    return " ; ".join(filter(None, reasons))[:_LONGEST] or _UNSAID


def _named(parent: Element, name: str) -> list[Element]:
    return [element for element in parent.iter() if strict_xml.local(element).casefold() == name]


def _said(root: Element, name: str) -> str:
    return next((_identifier(element) for element in _named(root, name)), "")


def _identifier(element: Element) -> str:
    return _inert(element, _LONGEST_ID)


def _inert(element: Element, longest: int) -> str:
    return " ".join(inert("".join(element.itertext())).split())[:longest]
