"""The épreuves that a sheet names: their numbers, titles and identifiers, and how each is done, in its own words."""

from __future__ import annotations

import re

import msgspec

from epreuves.answers.keys import fold
from epreuves_kit.build.spreadsheet import words
from epreuves_kit.referentiel.codes import EPREUVE
from epreuves_kit.referentiel.model import Context, GroupSize, Oral, WorkMode

_NUMBERED = re.compile(
    r"(?:[ée]preuve|[ée]pr\.?|e|u)?\s*(?:n°|n)?\s*(\d{1,2})(?![\d]|[.,]\d)(?:\s*[.:)–—-]\s*|\s+|$)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_SEVERAL = re.compile(r"\s*(?:[;/+]|\bet\b|,)\s*")
_GROUP = re.compile(r"\b(groupes?|collecti(?:f|ve)s?|equipes?|binomes?|trinomes?)\b")
_ALONE = re.compile(r"\b(individuel(?:le)?s?|seule?s?)\b")
_ORAL = re.compile(r"\b(orale?s?|soutenances?|entretiens?)\b")
_YES = re.compile(r"^(oui|o|yes|x|1)$|\b(oui|avec)\b|\d+ ?(min|h)")
_LETTERED = re.compile(r"\s*[ÉEée]\s?\d{1,2}\s*")
_SIZES = re.compile(r"\b(\d{1,2})\s*(?:a|ou|-)\s*(\d{1,2})\b")
_SIZE = re.compile(r"\b(?:de|a)\s*(\d{1,2})\b")
#: The usual sizes of a group of which nobody says how many they are.
_USUAL = GroupSize(2, 3)


class NamedEpreuve(msgspec.Struct, frozen=True):
    """An épreuve as a cell names it. number: 0 where it has none; id: where the cell has it whole."""

    number: int
    title: str
    id: str = ""


def named(cell: str, code: str = "") -> tuple[NamedEpreuve, ...]:
    """The épreuves of a cell, one a line, or « E4, E5 »; code: of the column of codes, where there is one."""
    codes, titles = _pieces(code), _pieces(cell)
    if codes and titles and len(codes) != len(titles):
        titles = [" ".join(cell.split())] if len(codes) == 1 else []
    if not codes:
        return tuple(map(_named, titles))
    both = zip(map(_named, codes), titles or [""] * len(codes), strict=True)
    return tuple(
        NamedEpreuve(own.number, _title(text) if own.number or own.id else own.title or text, own.id)
        for own, text in both
    )


def mode(text: str) -> tuple[WorkMode, GroupSize | None] | None:
    """Alone or in a group, with its sizes, as a text says it; None where it says nothing of it."""
    bare = fold(text)
    group = _GROUP.search(bare)
    if group is None:
        return (WorkMode.INDIVIDUAL, None) if _ALONE.search(bare) else None
    if group[1].startswith("binome"):
        return WorkMode.GROUP, GroupSize(2, 2)
    if group[1].startswith("trinome"):
        return WorkMode.GROUP, GroupSize(3, 3)
    sizes = _SIZES.search(bare) or _SIZE.search(bare)
    bounds = [int(figure) for figure in sizes.groups()] if sizes else []
    if not bounds or min(bounds) < 2:
        return WorkMode.GROUP, _USUAL
    return WorkMode.GROUP, GroupSize(min(bounds), max(bounds))


def mixed(cell: str) -> bool:
    """True if a cell has the title of an épreuve, then the number of another: « E4 – Titre, E5 »."""
    return any(
        len(parts) > 1 and not all(map(_bare_number, parts)) and any(_LETTERED.fullmatch(part) for part in parts[1:])
        for parts in (list(filter(None, _SEVERAL.split(item))) for item in words.items(cell))
    )


def oral(cell: str, modality: str) -> Oral | None:
    """The oral that goes with an épreuve, by its own column or else by the words of its modality; None where its column says neither."""
    if cell:
        bare = fold(cell)
        if re.match(r"(non|sans|aucun|pas|0|-)\b|-$", bare):
            return Oral.NONE_OFFERED
        if _GROUP.search(bare):
            return Oral.COLLECTIVE
        return Oral.INDIVIDUAL if _YES.search(bare) or _ORAL.search(bare) or _ALONE.search(bare) else None
    return Oral.INDIVIDUAL if _ORAL.search(fold(modality)) else Oral.NONE_OFFERED


def context(cell: str) -> Context:
    """The origin of the case: the candidate's own where a cell says that they lived it."""
    return Context.LIVED if re.search(r"\b(vecu|reel|entreprise|propre)", fold(cell)) else Context.FICTIONAL


def _pieces(cell: str) -> list[str]:
    pieces: list[str] = []
    for item in words.items(cell):
        parts = [part for part in _SEVERAL.split(item) if part]
        pieces += parts if len(parts) > 1 and all(map(_bare_number, parts)) else item.split(" ; ")
    return [piece.strip() for piece in pieces if piece.strip()]


def _bare_number(text: str) -> bool:
    match = _NUMBERED.fullmatch(text)
    return match is not None and not match[2]


def _named(text: str) -> NamedEpreuve:
    if EPREUVE.fullmatch(text):
        return NamedEpreuve(int(text[1:3]), "", text)
    match = _NUMBERED.fullmatch(text)
    if match is None or int(match[1]) == 0:
        return NamedEpreuve(0, " ".join(text.split()))
    return NamedEpreuve(int(match[1]), " ".join(match[2].split()).strip(" .:–—-"))


def _title(text: str) -> str:
    own = _named(text)
    return own.title or ("" if own.number else " ".join(text.split()))
