"""The jury's rules as data (blocs, thresholds, weights, compensation, absences, make-ups), and `jury.yaml` read strictly, every fault told at once.

At the course's root, `jury.yaml`; where there is none, and for what it does not say, `defaults.yaml` of this package.
Numbers are kept as written, as fractions: a threshold of 33.3 % is 333/1000, not the nearest binary number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.referentiel import referentiel
from epreuves.wording import strict_yaml
from epreuves.wording.errors import Faults
from epreuves.wording.french import either

FILE = "jury.yaml"
_DEFAULTS = Path(__file__).parent / "defaults.yaml"

Effect = Literal["rattrapage", "zéro"]
Retained = Literal["remplace", "meilleure"]


class Bloc(msgspec.Struct, frozen=True):
    """A bloc of the certification, and the codes of its compétences in the référentiel's order."""

    code: str
    title: str
    competences: tuple[str, ...]


class Weights(msgspec.Struct, frozen=True):
    """What each part weighs within a compétence (≥ 0); parts that an épreuve does not have weigh nothing."""

    machine: Fraction
    grille: Fraction
    oral: Fraction


class Thresholds(msgspec.Struct, frozen=True):
    """Shares from 0 to 1, reached included; niveau_minimal: the least level of each criterion and oral, 0 to 3."""

    competence: Fraction
    epreuve: Fraction
    bloc: Fraction
    lowest_level: int


class Compensation(msgspec.Struct, frozen=True):
    """Whether the other compétences of an épreuve, of a bloc, make up for one below its threshold; `plancher`: share
    below which nothing does."""

    epreuve: bool
    bloc: bool
    floor: Fraction


class Absences(msgspec.Struct, frozen=True):
    """What an absence does, with and without a good reason."""

    justified: Effect
    unjustified: Effect


class Juror(msgspec.Struct, frozen=True):
    """A member of the jury, and in what capacity."""

    name: str
    capacity: str


class JuryRules(msgspec.Struct, frozen=True):
    """All the rules of a session; `source` says where they were read."""

    blocs: tuple[Bloc, ...]
    weights: Weights
    thresholds: Thresholds
    compensation: Compensation
    absence: Absences
    make_up: Retained
    composition: tuple[Juror, ...]
    source: str = ""

    def bloc(self, code: str) -> Bloc | None:
        """A bloc by its code, whatever its case; None where there is none."""
        return next((bloc for bloc in self.blocs if bloc.code.casefold() == code.casefold()), None)


def read(root: Path) -> JuryRules:
    """The rules of the course at `root`. Raises Faults with all that is wrong in its `jury.yaml`."""

    path = root / FILE
    if not path.exists():
        return faults()
    try:
        data_bytes = path.read_bytes()
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    return read_rules(data_bytes, FILE, _default_bytes())


@lru_cache(1)
def faults() -> JuryRules:
    """The rules of a course that says none: those of `defaults.yaml`."""

    return msgspec.structs.replace(read_rules(_default_bytes(), _DEFAULTS.name, _default_bytes()), source="")


def text_of_defaults() -> str:
    """The file of the defaults, to be copied and changed."""
    return _default_bytes().decode("utf-8")


def _default_bytes() -> bytes:
    return _DEFAULTS.read_bytes()


_BLOC = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,15}")


class _Fault(ValueError):
    """What is wrong in one value, in French."""


def read_rules(data_bytes: bytes, name: str, faults: bytes) -> JuryRules:
    """The rules that the bytes of a file hold, completed by those of `faults`; Faults has every error."""
    reading = _RulesReading(data_bytes, name)
    base = reading if data_bytes == faults else _RulesReading(faults, "defaults.yaml")

    def part(field: str, read: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
        writings = reading.fields((field,), read)
        return base.fields((field,), read) | writings if base is not reading else writings

    reading.known_names((), _SECTIONS)
    sections = {field: part(field, read) for field, read in _FIELDS.items()}
    blocs = (reading if reading.a("blocs") else base).blocs()
    make_up = (reading if reading.a("rattrapage") else base).value(
        ("rattrapage",), _among("remplace", "meilleure")
    )
    composition = (reading if reading.a("composition") else base).composition()
    reading.is_shared(sections)
    if reading.faults:
        raise Faults(*(sentence for _, sentence in sorted(reading.faults, key=lambda fault: fault[0])))
    return JuryRules(
        blocs=blocs, weights=Weights(**sections["poids"]), thresholds=_thresholds(sections["seuils"]),
        compensation=_compensation(sections["compensation"]), absence=_absences(sections["absence"]),
        make_up=make_up, composition=composition, source=name,
    )  # fmt: skip


def _thresholds(read: dict[str, Any]) -> Thresholds:
    return Thresholds(
        competence=read["competence"], epreuve=read["epreuve"], bloc=read["bloc"], lowest_level=read["niveau_minimal"]
    )  # fmt: skip


def _compensation(read: dict[str, Any]) -> Compensation:
    return Compensation(epreuve=read["epreuve"], bloc=read["bloc"], floor=read["plancher"])


def _absences(read: dict[str, Any]) -> Absences:
    return Absences(justified=read["justifiee"], unjustified=read["injustifiee"])


class _RulesReading:
    """One file: its values, the line of each, and the faults found so far."""

    def __init__(self, data_bytes: bytes, name: str) -> None:
        self.name = name
        self.faults: list[tuple[int, str]] = []
        try:
            self._document = strict_yaml.parse(data_bytes)
        except strict_yaml.YamlRefused as refusal:
            raise Faults(f"{name}, {refusal}.") from None
        content = self._document.value
        self._content = {} if content is None else content
        if not isinstance(self._content, dict):
            raise Faults(
                f"{name}, ligne 1 : des champs sont attendus (« seuils: », « blocs: »…), reçu autre chose."
            )

    def a(self, field: str) -> bool:
        """Whether the file says anything of a section."""
        return field in self._content

    def fault(self, path: tuple[str | int, ...], what: str) -> None:
        """Note a fault where a path leads."""
        line = self._document.line(path)
        field = strict_yaml.field_name(path)
        self.faults.append((line, f"{self.name}, ligne {line}, champ {field} : {what}"))

    def known_names(self, path: tuple[str | int, ...], known_names: tuple[str, ...]) -> None:
        """Note each field that is not one of those."""
        for field in self._a(path) or ():
            if field not in known_names:
                self.fault((*path, str(field)), f"champ inconnu ; les champs sont {', '.join(known_names)}.")

    def fields(self, path: tuple[str, ...], read: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
        """The fields of a section that are written and can be read."""
        content = self._a(path)
        if content is None and not self.a(path[0]):
            return {}
        if not isinstance(content, dict):
            self.fault(path, f"des champs sont attendus ({', '.join(read)}).")
            return {}
        self.known_names(path, tuple(read))
        values = {field: self.value((*path, field), read[field]) for field in read if field in content}
        return {field: value for field, value in values.items() if value is not None}

    def value(self, path: tuple[str | int, ...], read: Callable[[Any], Any]) -> Any:
        """One value read; None, and a fault, where it cannot be."""
        try:
            return read(self._a(path))
        except _Fault as fault:
            self.fault(path, str(fault))
            return None

    def entries(self, field: str, read: dict[str, Callable[[Any], Any]]) -> list[tuple[int, dict[str, Any]]]:
        """The entries of a list of which every field is there and can be read, each with its place."""
        content, found = self._a((field,)), []
        if not isinstance(content, list):
            self.fault((field,), f"une liste est attendue (« - {next(iter(read))}: … »).")
            return []
        for rank, entry in enumerate(content):
            if not isinstance(entry, dict):
                self.fault((field, rank), f"des champs sont attendus ({', '.join(read)}).")
                continue
            self.known_names((field, rank), tuple(read))
            for absent in (name for name in read if name not in entry):
                self.fault((field, rank, absent), "il manque.")
            values = {name: self.value((field, rank, name), read[name]) for name in read if name in entry}
            if None not in values.values() and len(values) == len(read):
                found.append((rank, values))
        return found

    def blocs(self) -> tuple[Bloc, ...]:
        """The blocs; faults where a compétence is in none, or in two."""
        order = [competence.code for competence in referentiel().competences]
        places: dict[str, str] = {}
        codes: dict[str, str] = {}
        blocs: list[Bloc] = []
        before = len(self.faults)
        entries = self.entries("blocs", {"code": _code, "titre": _text, "competences": _list})
        # Where an entry cannot be read, what it would have held is not told as lacking as well.
        entier = len(self.faults) == before
        for rank, reading in entries:
            code = reading["code"]
            if codes.setdefault(code.casefold(), code) != code or code in [bloc.code for bloc in blocs]:
                self.fault(
                    ("blocs", rank, "code"), f"« {code} » est déjà le code d'un bloc ; donnez-en un autre."
                )
            own = []
            for place, written in enumerate(reading["competences"]):
                where = ("blocs", rank, "competences", place)
                found = _competences(written)
                if not found:
                    entier = False
                    self.fault(
                        where,
                        f"« {written} » n'est ni une activité (A1) ni une compétence (C1.1) du référentiel.",
                    )
                for competence in found:
                    other = places.setdefault(competence, code)
                    if other != code or competence in own:
                        self.fault(
                            where,
                            f"{competence} est déjà dans le bloc {other} ; une compétence n'est que dans un bloc.",
                        )
                    else:
                        own.append(competence)
            blocs.append(Bloc(code, reading["titre"], tuple(sorted(own, key=order.index))))
        orphans = [code for code in order if code not in places]
        if orphans and entier:
            self.fault(
                ("blocs",),
                f"{', '.join(orphans)} : dans aucun bloc ; chaque compétence doit être dans un bloc.",
            )
        return tuple(blocs)

    def composition(self) -> tuple[Juror, ...]:
        """The members of the jury."""
        return tuple(
            Juror(reading["nom"], reading["qualite"])
            for _, reading in self.entries("composition", {"nom": _text, "qualite": _text})
        )

    def is_shared(self, sections: dict[str, dict[str, Any]]) -> None:
        """What one value must be to another."""
        weight, thresholds, compensation = (sections[name] for name in ("poids", "seuils", "compensation"))
        if not weight["machine"] and not weight["grille"]:
            self.fault(
                ("poids",), "la machine et la grille ne pèsent rien : donnez un poids à l'une au moins."
            )
        if compensation["plancher"] > thresholds["competence"]:
            self.fault(
                ("compensation", "plancher"),
                "le plancher dépasse seuils.competence : plus rien ne pourrait être compensé ; abaissez-le.",
            )

    def _a(self, path: tuple[str | int, ...]) -> Any:
        value: Any = self._content
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
            else:
                return None
        return value


def _number(value: Any) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Fraction(str(value))


def _percentage(value: Any) -> Fraction:
    reading = _number(value)
    if reading is None or not 0 <= reading <= 100:
        raise _Fault(f"un pourcentage de 0 à 100 est attendu, écrit sans signe, reçu {_dit(value)}.")
    return reading / 100


def _weight(value: Any) -> Fraction:
    reading = _number(value)
    if reading is None or not 0 <= reading <= 1000:
        raise _Fault(f"un poids de 0 à 1000 est attendu, reçu {_dit(value)}.")
    return reading


def _level(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3:
        raise _Fault(f"un niveau de 0 à 3 est attendu, reçu {_dit(value)}.")
    return value


def _yes(value: Any) -> bool:
    # « oui » and « non » are words to YAML, as « true » is not.
    reading = {"oui": True, "non": False}.get(value, value) if isinstance(value, str) else value
    if not isinstance(reading, bool):
        raise _Fault(f"« oui » ou « non » est attendu, reçu {_dit(value)}.")
    return reading


def _among(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise _Fault(f"{either(f'« {single} »' for single in allowed)} est attendu, reçu {_dit(value)}.")
        return value

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise _Fault(f"un texte de 1 à 200 caractères est attendu, reçu {_dit(value)}.")
    return value.strip()


def _code(value: Any) -> str:
    if not isinstance(value, str) or not _BLOC.fullmatch(value):
        raise _Fault(
            f"un code court est attendu (lettres sans accent et chiffres, « B1 »), reçu {_dit(value)}."
        )
    return value


def _list(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise _Fault(
            f"une liste d'activités ou de compétences est attendue (« [A1, C2.1] »), reçu {_dit(value)}."
        )
    return [str(entry) for entry in value]


def _competences(written: str) -> list[str]:
    """The compétences that an activity's or a compétence's code means; none where it means nothing."""
    for activity in referentiel().activities:
        own = [competence.code for competence in activity.competences]
        if written == activity.code:
            return own
        if written in own:
            return [written]
    return []


def _dit(value: Any) -> str:
    if value is None:
        return "rien"
    if isinstance(value, dict | list):
        return "autre chose"
    return f"« {str(value)[:40]} »"


_EFFECT = _among("rattrapage", "zéro")
_FIELDS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "poids": {"machine": _weight, "grille": _weight, "oral": _weight},
    "seuils": {"competence": _percentage, "epreuve": _percentage, "bloc": _percentage, "niveau_minimal": _level},
    "compensation": {"epreuve": _yes, "bloc": _yes, "plancher": _percentage},
    "absence": {"justifiee": _EFFECT, "injustifiee": _EFFECT},
}  # fmt: skip
_SECTIONS = ("blocs", *_FIELDS, "rattrapage", "composition")
