"""The sitting itself, as the jury's secretary writes it: `deliberation.yaml`, at the course's root.

    numero: 2026-06-A
    date: 2026-06-30
    lieu: Paris
    debut: 14:00
    fin: 17:30
    absents: [Nadia Roux]
    quorum: 2
    notification: 2026-07-03
    delai: 2 mois

Everything may be left out. It is apart from `jury.yaml`, which is announced before the épreuves and changes no more: this is known on the day.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import yaml

from epreuves.answers.keys import fold
from epreuves.machine import replace
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import listed, short_day
from epreuves_kit.jury.deadlines import Delay, delay, last_day
from epreuves_kit.jury.record import MinutesAct
from epreuves_kit.rules.jury_rules import Juror
from epreuves_kit.wording import strict_yaml

FILE = "deliberation.yaml"
#: What may be written in it, in the order in which it is, and what people read of each.
TITLES = {
    "numero": "Numéro",
    "date": "Date",
    "lieu": "Lieu",
    "debut": "Début",
    "fin": "Fin",
    "absents": "Absents",
    "quorum": "Quorum",
    "notification": "Date à laquelle les candidats sont prévenus",
    "delai": "Délai",
}
_HOUR = re.compile(r"([01]?\d|2[0-3])\s*[:hH]\s*([0-5]\d)?", re.ASCII)
#: Letters of a number, which also names a file.
_NUMBER = re.compile(r"[\w./ -]{1,40}")

Text = Annotated[str, msgspec.Meta(max_length=200)]


class _WrittenSitting(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "number": "numero",
        "day": "date",
        "place": "lieu",
        "start": "debut",
        "end": "fin",
        "absent": "absents",
        "notified": "notification",
        "delay": "delai",
    },
):
    number: str | int = ""
    day: datetime.date | None = None
    place: Text = ""
    start: str | int = ""
    end: str | int = ""
    absent: tuple[Text, ...] = ()
    quorum: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    notified: datetime.date | None = None
    delay: Text = ""


class JurySitting(msgspec.Struct, frozen=True):
    """A sitting of the jury. number: empty while there is only a draft. start, end: « 14 h 00 », or empty. absent: jurors, as the
    composition names them. notified: when candidates were told; delay: how long they may appeal from then on."""

    number: str = ""
    day: datetime.date | None = None
    place: str = ""
    start: str = ""
    end: str = ""
    absent: tuple[str, ...] = ()
    quorum: int | None = None
    notified: datetime.date | None = None
    delay: Delay | None = None

    @property
    def deadline(self) -> datetime.date | None:
        """The last day to appeal; None where the school does not say from when, or for how long."""
        return last_day(self.notified, self.delay) if self.notified and self.delay else None

    def present(self, composition: Sequence[Juror]) -> tuple[Juror, ...]:
        """The jurors who sat, the one who presides first."""
        return tuple(juror for juror in composition if juror.name not in self.absent)

    def has_quorum(self, composition: Sequence[Juror]) -> bool:
        """True if enough jurors sat, or the school asks for no number."""
        return self.quorum is None or len(self.present(composition)) >= self.quorum


def read(root: Path, composition: Sequence[Juror]) -> JurySitting:
    """The sitting of the course at `root`; an empty one where nothing is written. Raises KitError, Faults with all that is wrong."""
    path = root / FILE
    if not path.exists():
        return JurySitting()
    written = strict_yaml.read_file(path, _WrittenSitting, "")
    faults: list[str] = []

    def wrong(field: str, sentence: str) -> None:
        faults.append(f"{FILE}, « {TITLES[field]} » : {sentence}")

    number = str(written.number).strip()
    if number and not _NUMBER.fullmatch(number):
        wrong("numero", "de 1 à 40 lettres, chiffres, tirets, points ou barres sont attendus.")
    hours = []
    for field, value in (("debut", written.start), ("fin", written.end)):
        try:
            hours.append(_hour(value))
        except ValueError:
            wrong(field, f"« {str(value)[:20]} » n'est pas une heure : écrivez-la comme 14:05.")
    start, end = hours if len(hours) == 2 else ("", "")
    if start and end and end <= start:
        wrong("fin", "la séance finirait avant d'avoir commencé.")
    jurors, absent = {fold(juror.name): juror.name for juror in composition}, []
    for name in written.absent:
        if fold(name) in jurors:
            absent.append(jurors[fold(name)])
        else:
            members = listed(jurors.values()) or "personne n'y est nommé"
            wrong("absents", f"« {name} » n'est pas membre du jury ({members}).")
    due = None
    try:
        due = delay(written.delay) if written.delay.strip() else None
    except KitError as error:
        wrong("delai", str(error))
    if written.day and written.notified and written.notified < written.day:
        wrong("notification", "elle précède la délibération.")
    if faults:
        raise Faults(*faults)
    return JurySitting(
        number,
        written.day,
        written.place.strip(),
        _told(start),
        _told(end),
        tuple(absent),
        written.quorum,
        written.notified,
        due,
    )


def write(root: Path, composition: Sequence[Juror], values: Mapping[str, str]) -> JurySitting:
    """Write what is said of the sitting, by field, over what was; a field said empty is left out, one that is not said stays.

    absents: names, between commas. Gives the sitting. Raises KitError, and Faults with all that is wrong: nothing is then written.
    """
    path = root / FILE
    read(root, composition)  # a file that is wrong is somebody's to mend, not to be written over
    now = yaml.safe_load(path.read_text("utf-8")) or {} if path.exists() else {}
    for name, value in values.items():
        text = value.strip()
        now[name] = [part.strip() for part in text.split(",") if part.strip()] if name == "absents" else text
    kept = {name: _as_yaml(name, now[name]) for name in TITLES if now.get(name) not in (None, "", [])}
    content = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False).encode()
    with tempfile.TemporaryDirectory(prefix="epreuves-") as apart:
        (Path(apart) / FILE).write_bytes(content)
        try:
            sitting = read(Path(apart), composition)
        except Faults as wrong:  # of what was just typed, and not of a file that somebody opened
            raise Faults(*(fault.removeprefix(f"{FILE}, ") for fault in wrong.faults)) from None
    try:
        replace(path, content)
    except OSError as error:
        raise KitError(f"« {FILE} » ne s'écrit pas ({error.strerror or error}).") from None
    return sitting


def written(root: Path) -> dict[str, str]:
    """The values that the file holds, by field, as a person types them; none where there is no file. Raises KitError, Faults."""
    path = root / FILE
    if not path.exists():
        return {}
    values = msgspec.to_builtins(strict_yaml.read_file(path, _WrittenSitting, ""))
    hours = {name: _hour(values[name]) for name in ("debut", "fin") if values.get(name)}
    texts = {name: str(value) for name, value in values.items() if value not in (None, "", [], ())}
    return texts | hours | {"absents": ", ".join(values.get("absents", ()))}


def appeals_until(sitting: JurySitting, minutes: Iterable[MinutesAct]) -> datetime.date | None:
    """The last day to appeal, by the sitting and by each procès-verbal, which a later sitting cannot shorten; None where nothing says it."""
    days = [sitting.deadline, *(act.deadline for act in minutes)]
    return max((day for day in days if day is not None), default=None)


def told(sitting: JurySitting, minutes: Iterable[MinutesAct] = ()) -> str:
    """The sentence that confirms a sitting once it is written. minutes: those that are signed, whose last day to appeal stands."""
    parts = [f"Séance n° {sitting.number} du jury" if sitting.number else "Séance du jury, encore sans numéro"]
    if sitting.day:
        parts.append(f"le {short_day(sitting.day)}")
    if until := appeals_until(sitting, minutes):
        parts.append(f"recours jusqu'au {short_day(until)}")
    return f"{', '.join(parts)} : c'est écrit."


def _as_yaml(name: str, value: object) -> object:
    """A value as YAML is to read it again: a day as a day, a number of persons as a number, and a number of a sitting as a text."""
    if isinstance(value, str) and name in ("date", "notification"):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, str) and name == "quorum" and value.isdecimal():
        return int(value)
    return value


def _hour(value: str | int) -> str:
    """« 14:05 », or empty; ValueError. YAML reads 14:05 as so many minutes."""
    if isinstance(value, int):
        if not 60 <= value < 24 * 60:
            raise ValueError(value)
        return f"{value // 60:02d}:{value % 60:02d}"
    if not value.strip():
        return ""
    match = _HOUR.fullmatch(value.strip())
    if match is None:
        raise ValueError(value)
    return f"{int(match[1]):02d}:{match[2] or '00'}"


def _told(hour: str) -> str:
    """« 14 h 05 »."""
    return f"{int(hour[:2])}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{hour[3:]}" if hour else ""
