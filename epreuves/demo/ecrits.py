"""The prose that fictional candidates hand in, by épreuve, cell and level; it is data, beside this module."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Literal

import msgspec

from epreuves.wording import strict_yaml

Level = Literal["solide", "moyen", "faible"]

#: The least share of a full text at which each level begins, best first.
SHARES: tuple[tuple[float, Level], ...] = ((0.7, "solide"), (0.5, "moyen"), (0.0, "faible"))


class Prose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written in one cell at each level; `{names}` are figures of the candidate's own variant."""

    solide: str
    moyen: str
    faible: str


def level(keep: float) -> Level | None:
    """The level of a text of which such a share is written; None where nothing is."""
    return next((level for share, level in SHARES if keep >= share), None) if keep else None


@functools.cache
def texts(epreuve: str) -> Mapping[str, Prose]:
    """All the prose of an épreuve, by the id of its cell."""
    file = resources.files(__package__) / "textes" / f"{epreuve}.yaml"
    return strict_yaml.read(file.read_bytes(), dict[str, Prose])


def written(prose: Prose, level: Level, figures: Callable[[], Mapping[str, str]]) -> str:
    """The text of a level; the figures are asked for only where it quotes some, as they run the reference."""
    text: str = getattr(prose, level)
    return (text.format_map(figures()) if "{" in text else text).strip()
