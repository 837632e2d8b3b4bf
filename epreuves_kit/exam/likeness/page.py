"""The page on which people read, side by side, the writings of an épreuve that resemble one another; and the same told line by line.

A candidate's text is shown as it was typed, escaped, without what would turn or hide it; nothing of it is markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed, percent
from epreuves.wording.inert import clean_text, inert
from epreuves.wording.remedies import as_commands
from epreuves.wording.typography import spaced
from epreuves_kit.exam.likeness import measure
from epreuves_kit.exam.likeness.finding import EpreuveLikeness, Placed, Resemblance, label
from epreuves_kit.exam.likeness.gathering import ComparedCopy
from epreuves_kit.exam.likeness.measure import TextCouple
from epreuves_kit.reports import pages

#: Where pages are written, from the course's root.
FOLDER = "ressemblances"
#: Characters of candidates' texts on a page: beyond, couples are listed without their texts.
MAXIMUM_SHOWN = 4_000_000
#: Characters of a passage that a line tells.
_PASSAGE = 300
#: What a trace is called.
_TRACES = {"fichier": "Le même fichier", "tableau": "Le même tableau de données"}


class LikenessSide(msgspec.Struct, frozen=True):
    """One of the two copies of a line: its label, number, notebook, session where it is an earlier one, candidates unless they are
    not to be named, and the writing's title.
    """

    copy: str
    number: int
    notebook: str
    session: str
    candidates: tuple[str, ...]
    writing: str = ""


class LikenessLine(msgspec.Struct, frozen=True):
    """A couple, or copies that hold the same thing, as a program reads it. kind: « écrit », « fichier » or « tableau ».

    share: in [0, 1], of the shorter writing; words: of it, in common; passage: the longest one.
    """

    epreuve: EpreuveId
    kind: str
    copies: tuple[LikenessSide, ...]
    name: str = ""
    share: float | None = None
    words: int | None = None
    passage_words: int | None = None
    passage: str = ""


def lines(likeness: EpreuveLikeness, anonymous: bool) -> Iterator[LikenessLine]:
    """The resemblances of an épreuve, in the order of the page."""
    for resemblance in likeness.found:
        sides = tuple(
            _side(likeness, placed.copy, anonymous, placed.writing.title)
            for placed in (resemblance.first, resemblance.second)
        )
        couple = resemblance.couple
        passage = _passage(couple)
        yield LikenessLine(
            likeness.epreuve, "écrit", sides, "", round(couple.share, 4), couple.words, couple.passage_words, passage
        )
    for same in likeness.same:
        yield LikenessLine(
            likeness.epreuve, same.kind, tuple(_side(likeness, c, anonymous) for c in same.copies), same.name
        )


def _side(likeness: EpreuveLikeness, copy: ComparedCopy, anonymous: bool, writing: str = "") -> LikenessSide:
    who = () if anonymous else copy.students
    named = _label(likeness, copy, anonymous)
    return LikenessSide(named, copy.number, copy.notebook, copy.session, who, writing)


def _label(likeness: EpreuveLikeness, copy: ComparedCopy, anonymous: bool) -> str:
    return inert(label(copy, None if anonymous else likeness.names))


def page(likeness: EpreuveLikeness, anonymous: bool) -> bytes:
    """The page of an épreuve, as UTF-8: the same bytes for the same copies."""
    context: dict[str, Any] = {
        "title": likeness.title,
        "compared": _compared(likeness),
        "rules": [spaced(rule) for rule in _rules(likeness)],
        "anonymous": anonymous,
        "couples": [_told(likeness, resemblance, anonymous, shown) for resemblance, shown in _shown(likeness.found)],
        "beyond": counted(likeness.beyond, "autre ressemblance") if likeness.beyond else "",
        "same": [
            (_TRACES[s.kind], inert(s.name), listed(_label(likeness, c, anonymous) for c in s.copies))
            for s in likeness.same
        ],
        "aside": [inert(clean_text(as_commands(sentence))) for sentence in likeness.aside],
    }
    return pages.compose("likeness.html.j2", digest=pages.digest(context), **context)


def _compared(likeness: EpreuveLikeness) -> str:
    with_others = f", et à {counted(likeness.earlier, 'copie')} de sessions précédentes" if likeness.earlier else ""
    return f"{counted(likeness.copies, 'copie')}, comparées deux à deux{with_others}."


def _rules(likeness: EpreuveLikeness) -> list[str]:
    return [
        f"Deux écrits sont rapprochés par leurs suites de {measure.RUN} mots, sans égard aux majuscules, aux accents ni à la ponctuation.",
        "Ne comptent pas : ce que dit l'énoncé, ce que disent les données de toutes les variantes, et les expressions du cours, que l'on "
        f"trouve dans plus d'un tiers des copies, et dans {measure.COMMON_COPIES} au moins.",
        "La part dite est celle de l'écrit le plus court que l'on retrouve dans l'autre. Un écrit de moins de quarante mots à lui n'est pas comparé.",
        f"Sont montrés les écrits qui ont en commun {percent(likeness.share)} du plus court, ou une suite de {measure.LONG_PASSAGE} mots.",
        "Un groupe n'a qu'une copie collective, et ses membres peuvent la citer dans leur propre notebook. Un candidat n'est pas comparé à lui-même.",
        "Un texte reformulé ou traduit n'est pas reconnu : l'absence de ressemblance ne prouve rien non plus.",
    ]


def _shown(resemblances: Sequence[Resemblance]) -> Iterator[tuple[Resemblance, bool]]:
    """Each couple, and True if there is still room for its texts."""
    room = MAXIMUM_SHOWN
    for resemblance in resemblances:
        room -= len(resemblance.first.shown) + len(resemblance.second.shown)
        yield resemblance, room >= 0


def _told(likeness: EpreuveLikeness, resemblance: Resemblance, anonymous: bool, shown: bool) -> dict[str, Any]:
    couple = resemblance.couple
    sides = [
        {
            "whose": _label(likeness, placed.copy, anonymous),
            "writing": placed.writing.title,
            "pieces": _pieces(placed, spans) if shown else (),
        }
        for placed, spans in zip((resemblance.first, resemblance.second), couple.spans, strict=True)
    ]
    return {
        "sides": sides, "share": percent(couple.share), "words": counted(couple.words, "mot"),
        "passage": _passage(couple), "passage_words": counted(couple.passage_words, "mot"), "shown": shown,
    }  # fmt: skip


def _passage(couple: TextCouple) -> str:
    """The longest passage in common on one line, or its beginning."""
    text = inert(couple.passage)
    return text if len(text) <= _PASSAGE else f"{text[:_PASSAGE].rstrip()} …"


def _pieces(placed: Placed, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text in pieces, each with True if it is in common."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(placed.shown[at:start], False), (placed.shown[start:end], True)]
        at = end
    pieces.append((placed.shown[at:], False))
    return [(text, common) for text, common in pieces if text]
