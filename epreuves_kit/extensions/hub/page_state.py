"""The state of a candidate's page, as it says it to the hub's room."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

#: Where it is kept, from the candidate's home; its bytes at most.
STATE, MOST = Path(".epreuves", "salle.json"), 2_000


class PageState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state of a page. epreuve: the folder of the notebook that is shown, empty for none; python: its kernel, empty where none is due; saves: True
    unless what was written last could not be saved.
    """

    epreuve: str = ""
    python: Literal["", "ok", "mort", "loin"] = ""
    saves: bool = True
