"""The certifier that transmits, and the certification: `certificateur.yaml`, at the course's root.

    client: 04ABC123
    contrat: MCFCER000000
    certification: RNCP00000

as the Caisse des Dépôts' own space for certifiers gives them. It stands apart from `seance.yaml`, which speaks of one session and goes to
candidates in part: this stays from one session to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.course import files, session_file
from epreuves_kit.wording import strict_yaml
from epreuves_kit.wording.strict_yaml import YamlRefused

FILE = "certificateur.yaml"
_CODE = re.compile(r"RNCP\d{1,6}")
_CLIENT = re.compile(r"[0-9A-Z]{8}")
_CONTRACT = re.compile(r"[0-9A-Za-z_.-]{1,20}")


class Depositor(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"contract": "contrat", "sender": "emetteur", "nature": "deposant"},
):
    """The content of `certificateur.yaml`.

    client, contract: the certifier's, of 8 and of 1 to 20 signs. certification: « RNCP00000 ». sender: the client who sends, where it is
    another. nature: in whose name. schema: which version of the published schema the flow is for.
    """

    client: str
    contract: str
    certification: str
    sender: str = ""
    nature: Literal["certificateur", "tiers de confiance"] = "certificateur"
    schema: Literal["1.1.5", "1.1.2"] = "1.1.5"


def read(root: Path) -> Depositor:
    """The certifier of the course at `root`. Raises KitError, and Faults with every value that cannot be meant."""
    path = root / FILE
    missing = f"le fichier manque ; dites d'abord qui transmet ({remedy('export cdc', '--client')})."
    return _right(f"{path}, champ", strict_yaml.read_file(path, Depositor, missing))


def change(root: Path, fields: Mapping[str, str]) -> Depositor:
    """Write fields, comments and the others kept. Raises KitError, Faults where what is written could not be read; nothing is written then."""
    path = root / FILE
    after = session_file.changed(session_file.content(path), {(name,): value for name, value in fields.items()}, FILE)
    try:
        depositor = _right("Champ", strict_yaml.read(after, Depositor))
    except YamlRefused as refused:
        raise KitError(f"{FILE}, {refused}.") from None
    files.put(path, after)
    return depositor


def _right(where: str, depositor: Depositor) -> Depositor:
    """A certifier each of whose values can be meant. Raises Faults, each with where it is, then its field."""
    if faults := [f"{where} « {field} » : {sentence}" for field, sentence in _wrong(depositor)]:
        raise Faults(*faults)
    return depositor


def _wrong(depositor: Depositor) -> Iterator[tuple[str, str]]:
    clients = {"client": depositor.client} | ({"emetteur": depositor.sender} if depositor.sender else {})
    for field, value in clients.items():
        if not _CLIENT.fullmatch(value):
            yield field, f"« {value} » n'a pas 8 signes, chiffres et capitales, comme « 04ABC123 »."
    if not _CONTRACT.fullmatch(depositor.contract):
        yield "contrat", f"« {depositor.contract} » n'est pas un numéro de contrat, comme « MCFCER000000 »."
    if not _CODE.fullmatch(depositor.certification):
        yield "certification", f"« {depositor.certification} » n'est pas un code comme « RNCP00000 »."
