"""The arrangements that a school grants a candidate on every épreuve: a share of time, minutes of pauses, an assistant; never why.

At the course's root, `amenagements.csv`, one line a candidate who has something; an empty value is nothing:

    candidat;temps;pauses;assistant
    lea.fontaine;33 %;20;oui

A third is written « 1/3 » or « 33 % »: a spreadsheet makes a date of the first.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults
from epreuves.wording.french import percent
from epreuves_kit.variants.identity import ByCandidate

FILE = "amenagements.csv"
COLUMNS = ["candidat", "temps", "pauses", "assistant"]
#: Minutes of pauses at most.
MOST_PAUSES = 240
#: What is due in each column, in words.
DUE = {
    "temps": "une part de la durée est attendue, jusqu'à 100 % : « 33 % » ou « 1/3 » pour un tiers, « 50 % » pour la moitié",
    "pauses": f"un nombre entier de minutes est attendu, de 0 à {MOST_PAUSES}",
    "assistant": "« oui » ou « non » est attendu",
}
_THIRDS = (Fraction(1, 3), Fraction(2, 3))
#: A share that is nothing but words, without its article.
_WORDS = {"quart": Fraction(1, 4), "tiers": Fraction(1, 3), "moitie": Fraction(1, 2), "deux tiers": Fraction(2, 3)}
_ARTICLE = re.compile(r"^(?:un|une|le|la|1) ")
_RATIO = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
_SHARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,20}))?\s*(%?)")
_OF_TIME = r"(?:de |du )?temps\b"
#: What says a share among other words: of a ratio alone, nobody knows whether it is a day.
_SAID = re.compile(
    rf"(?P<third>\btiers {_OF_TIME}|\btemps (?:\w+ )?d'un tiers\b)"
    rf"|(?P<ratio>(?<![\d/])\d{{1,2}} ?/ ?\d{{1,2}}) {_OF_TIME}"
    r"|(?P<percent>(?<![\d.,])\d{1,3}(?:[.,]\d{1,20})? ?%)"
)
#: Words, or their beginnings, that may take back or narrow what they stand beside, or whose percentage is not one of time.
_DOUBT = re.compile(
    r"\?|\b(?:(?:pas|non|ne|n|ni|sans|aucune?|plus|fin|si|ou|avant|sauf|hors|oral|oraux|ipp)\b"
    r"|(?:refus|rejet|annul|retir|suspen|demand|sollicit|attent|attend|instruct|confirm|verif|cours|renouvel|expir|echu|termin|jusqu"
    r"|ancien|precedent|except|seul|unique|ecrit|eventuel|possib|peut|taux|incapac|invalid|handicap|rqth|mdph))"
)
_ANSWERS = {"": False, "non": False, "oui": True}


class Arrangement(msgspec.Struct, frozen=True):
    """An arrangement that a candidate is granted. time: the share of the duration that is added, from 0 to 1; pauses: in minutes."""

    time: Fraction = Fraction(0)
    pauses: int = 0
    assistant: bool = False
    line: int = 0

    @property
    def something(self) -> bool:
        """True if there is anything in it."""
        return bool(self.time or self.pauses or self.assistant)

    @property
    def longer(self) -> bool:
        """True if it moves the end of an épreuve."""
        return bool(self.time or self.pauses)


def share(written: str) -> Fraction | None:
    """The share of time that a text says, « 1/3 », « 33 % », « 0,5 », « un tiers »; None for none between 0 and 1. What is a third, cut or rounded, is one."""
    text = written.strip()
    if match := _RATIO.fullmatch(text):
        below = int(match[2])
        read = Fraction(int(match[1]), below) if below else None
    elif match := _SHARE.fullmatch(text):
        places = len(match[2] or "") + 2 * bool(match[3])
        figures, scale = int(match[1] + (match[2] or "")), 10**places
        if figures and not places:  # « 1 »: of what, nobody knows
            return None
        read = Fraction(figures, scale)
        if places >= 2:
            read = next((t for t in _THIRDS if figures in (math.floor(t * scale), round(t * scale))), read)
    else:
        read = _WORDS.get(_ARTICLE.sub("", fold(text)))
    return read if read is not None and 0 <= read <= 1 else None


def share_within(written: str) -> Fraction | None:
    """The one share of time that words say, « Tiers-temps (PAP signé le 12/09) », « PAP : 33 % »; None for none, for several, and
    where a word or a question mark may take it back.
    """
    text = fold(written).replace("-", " ")
    if _DOUBT.search(text):
        return None
    shares = {
        Fraction(1, 3) if match["third"] else share(match["ratio"] or match["percent"])
        for match in _SAID.finditer(text)
    }
    return shares.pop() if len(shares) == 1 else None


def minutes(written: str) -> int | None:
    """The minutes of pauses that a text says; None where it says none between 0 and MOST_PAUSES."""
    text = written.strip().removesuffix("min").strip()
    if not re.fullmatch(r"[0-9]{1,3}", text):
        return None
    return int(text) if int(text) <= MOST_PAUSES else None


def yes(written: str) -> bool | None:
    """True if a text says « oui »; nothing is « non », and None is for anything else."""
    return _ANSWERS.get(written.strip().casefold())


def read(root: Path) -> ByCandidate[Arrangement]:
    """The arrangements of the course at `root`; empty where it has no file. Faults has every fault, with its line
    and field.
    """
    path = root / FILE
    if not path.exists():
        return ByCandidate()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    return parse(content)


def parse(content: bytes, name: str = FILE) -> ByCandidate[Arrangement]:
    """The arrangements that the bytes of a file hold. Raises Faults."""
    titles, rows = strict_csv.table(content, name, COLUMNS)
    faults: list[str] = []
    arrangements, lines = ByCandidate[Arrangement](), ByCandidate[int]()
    for line, values in rows:
        if len(values) != len(titles):
            faults.append(strict_csv.uneven(name, line, titles, len(values)))
            continue
        candidate, *texts = values
        if not candidate:
            faults.append(strict_csv.missing(name, line, "candidat"))
        elif candidate in lines:
            faults.append(strict_csv.doubled(name, line, "candidat", candidate, lines[candidate]))
        lines.setdefault(candidate, line)
        time, pauses, assistant = share(texts[0] or "0"), minutes(texts[1] or "0"), yes(texts[2])
        for field, written, value in zip(titles[1:], texts, (time, pauses, assistant), strict=True):
            if value is None:
                faults.append(strict_csv.at(name, line, field, f"{DUE[field]}, reçu « {written[:40]} »."))
        arrangements[candidate] = Arrangement(time or Fraction(0), pauses or 0, bool(assistant), line)
    if faults:
        raise Faults(*faults)
    return arrangements


def content(granted: Iterable[tuple[str, Arrangement]]) -> bytes:
    """The bytes of the file, of candidates and what they are granted, in their order; those who are granted nothing are left out."""
    out = io.StringIO()
    rows = (
        [
            strict_csv.neutral(who),
            told(arrangement.time),
            str(arrangement.pauses or ""),
            "oui" if arrangement.assistant else "",
        ]
        for who, arrangement in granted
        if arrangement.something
    )
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue().encode()


def told(time: Fraction) -> str:
    """A share as it is written: « 33,33 % », or « 1/7 » where a percentage would not say it; empty for none."""
    if not time:
        return ""
    written = percent(time, 2)
    return written if share(written) == time else f"{time.numerator}/{time.denominator}"
