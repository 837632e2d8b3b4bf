"""The server that the school's messages leave by: `courriel.yaml`, at the course's root. Its password is written nowhere.

serveur: smtp.ecole.example
port: 587
securite: starttls
compte: certification@ecole.example
expediteur: certification@ecole.example
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import yaml

from epreuves_kit.course import files
from epreuves_kit.wording import strict_yaml

FILE = "courriel.yaml"
Line = Annotated[str, msgspec.Meta(max_length=200)]
#: How the server is spoken to, and the port that it then usually listens on.
PORTS = {"starttls": 587, "tls": 465, "aucune": 25}


class MailServer(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"host": "serveur", "security": "securite", "account": "compte", "sender": "expediteur"},
):
    """A server. port: the usual one of its security where it is 0. account: empty where it asks for none. sender: the address that messages come from."""

    host: Line = ""
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    security: Literal["starttls", "tls", "aucune"] = "starttls"
    account: Line = ""
    sender: Line = ""

    @property
    def door(self) -> int:
        """The port that it is reached at."""
        return self.port or PORTS[self.security]

    @property
    def address(self) -> str:
        """The address that messages come from; the account's where nobody says."""
        return self.sender or self.account


def read(root: Path) -> MailServer:
    """The server of the course at `root`; one without a name where nothing is written. Raises KitError, Faults."""
    path = root / FILE
    return strict_yaml.read_file(path, MailServer, "") if path.exists() else MailServer()


def write(root: Path, server: MailServer) -> None:
    """Write the server."""
    content = yaml.safe_dump(msgspec.to_builtins(server), allow_unicode=True, sort_keys=False)
    files.put(root / FILE, content.encode())
