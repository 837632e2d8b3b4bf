"""The jury's rules as data (blocs, caps, thresholds, compensation, absences, make-ups), read strictly, every fault told at once.

The certification's own are in `referentiel/regles.yaml`; `jury.yaml`, at the course's root, says what a session has otherwise.
Numbers are kept as written, as fractions: a threshold of 33.3 % is 333/1000, not the nearest binary number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.wording.errors import Faults
from epreuves.wording.french import either
from epreuves_kit.course.folders import meant
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.referentiel.reading import FOLDER, certification, referentiel
from epreuves_kit.rules.result import ResultRule
from epreuves_kit.wording import strict_yaml

FILE = "jury.yaml"
#: The certification's own rules, in the folder of the référentiel.
OF_CERTIFICATION = "regles.yaml"
_BLOC = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,15}")

Effect = Literal["rattrapage", "zéro"]
Retained = Literal["remplace", "meilleure"]


class Bloc(msgspec.Struct, frozen=True):
    """A bloc of the certification, and the codes of its compétences in the référentiel's order."""

    code: str
    title: str
    competences: tuple[str, ...]


class Thresholds(
    msgspec.Struct,
    frozen=True,
    rename={"criteria": "criteres", "own": "individuel", "lowest_level": "niveau_minimal"},
):
    """Shares from 0 to 1, reached included; of a compétence: the whole, the criteria alone, a group member's own criteria alone.

    lowest_level: the least level of each criterion and oral, 0 to 3.
    """

    competence: Fraction
    criteria: Fraction
    own: Fraction
    epreuve: Fraction
    bloc: Fraction
    lowest_level: int


class Compensation(msgspec.Struct, frozen=True, rename={"floor": "plancher"}):
    """The places where other compétences make up for one below its threshold: its épreuve, its bloc; floor: share below which nothing does."""

    epreuve: bool
    bloc: bool
    floor: Fraction


class Absences(msgspec.Struct, frozen=True, rename={"justified": "justifiee", "unjustified": "injustifiee"}):
    """The effect of an absence, with and without a good reason."""

    justified: Effect
    unjustified: Effect


class Juror(msgspec.Struct, frozen=True):
    """A member of the jury, and in what capacity."""

    name: str
    capacity: str


class JuryRules(msgspec.Struct, frozen=True):
    """All the rules of a session, and the référentiel that they are of; `source` says where they were read.

    caps: the most that questions weigh beside criteria, 0 to 1, by the kind of épreuve that the référentiel knows (« fiche ») or, before
    that, by épreuve (its id). oral: what an oral weighs in a compétence, 0 to less than 1.
    """

    blocs: tuple[Bloc, ...]
    caps: dict[str, Fraction]
    oral: Fraction
    thresholds: Thresholds
    compensation: Compensation
    absence: Absences
    make_up: Retained
    composition: tuple[Juror, ...]
    referentiel: Referentiel
    source: str = ""

    def bloc(self, code: str) -> Bloc | None:
        """A bloc by its code, whatever its case; None where there is none."""
        return next((bloc for bloc in self.blocs if bloc.code.casefold() == code.casefold()), None)

    def of(self, id: str) -> ResultRule:
        """The rule of an épreuve, for each of its compétences. Raises as the référentiel does where it has no épreuve of that id."""
        epreuve = self.referentiel.epreuve(id)
        cap = self.caps.get(epreuve.id, self.caps[epreuve.kind])
        return msgspec.structs.replace(self.common, cap=cap)

    @property
    def common(self) -> ResultRule:
        """The rule that all épreuves have in common; its cap is none's."""
        due = self.thresholds
        return ResultRule(Fraction(0), self.oral, due.competence, due.criteria, due.own, due.lowest_level)


def read(root: Path) -> JuryRules:
    """The rules of the course at `root`. Raises Faults with all that is wrong in its files."""
    path = root / FILE
    return read_rules(root, _bytes(path)) if path.exists() else defaults(root)


def of_jury(root: Path) -> JuryRules:
    """The same for what a jury alone does. Raises KitError besides, where the course has no référentiel."""
    certification(root)
    return read(root)


def defaults(root: Path) -> JuryRules:
    """The certification's own rules, which hold where a course's `jury.yaml` says nothing."""
    return msgspec.structs.replace(read_rules(root), source="")


def text_of_defaults(root: Path) -> str:
    """The file of the certification's own rules, to be copied and changed. Raises KitError where the course has none."""
    certification(root)
    return _bytes(root / FOLDER / OF_CERTIFICATION).decode("utf-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Faults(f"{path} : le fichier manque ; remettez les règles de la certification.") from None
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None


class _Fault(ValueError):
    """A fault of one value, in French."""


def read_rules(root: Path, data_bytes: bytes | None = None) -> JuryRules:
    """The rules of the course at `root`, whose `jury.yaml` holds these bytes; Faults has every error of the file that has some."""
    official = referentiel(root)
    if not official.competences:
        return _without_referentiel(official)
    base = _RulesReading(_bytes(root / FOLDER / OF_CERTIFICATION), f"{FOLDER}/{OF_CERTIFICATION}", official)
    base.complete()
    rules = _rules(base, base)
    return rules if data_bytes is None else _rules(base, _RulesReading(data_bytes, FILE, official))


def _rules(base: _RulesReading, reading: _RulesReading) -> JuryRules:
    """The rules of a file, completed by another's. Raises Faults."""
    if reading.says("poids"):
        reading.fault(("poids",), _NO_WEIGHTS)
    reading.known_names((), _NAMES)
    sections = {field: base.fields(field, read) | reading.fields(field, read) for field, read in _FIELDS.items()}
    caps = base.caps() | reading.caps()
    oral = (reading if reading.says("part_oral") else base).value(("part_oral",), _oral)
    blocs = (reading if reading.says("blocs") else base).blocs()
    make_up = (reading if reading.says("rattrapage") else base).value(("rattrapage",), _among("remplace", "meilleure"))
    composition = (reading if reading.says("composition") else base).composition()
    # Values are compared once each can be read.
    reading.refuse()
    reading.compare(sections)
    reading.refuse()
    return JuryRules(
        blocs=blocs,
        caps=caps,
        oral=oral,
        thresholds=msgspec.convert(sections["seuils"], Thresholds),
        compensation=msgspec.convert(sections["compensation"], Compensation),
        absence=msgspec.convert(sections["absence"], Absences),
        make_up=make_up,
        composition=composition,
        referentiel=reading.referentiel,
        source=reading.name,
    )


def _without_referentiel(official: Referentiel) -> JuryRules:
    """The rules of a course that has no référentiel, of which no jury decides anything."""
    half, none = Fraction(1, 2), Fraction(0)
    return JuryRules(
        blocs=(),
        caps={},
        oral=none,
        thresholds=Thresholds(half, none, none, half, half, 0),
        compensation=Compensation(False, False, none),
        absence=Absences("rattrapage", "rattrapage"),
        make_up="meilleure",
        composition=(),
        referentiel=official,
    )


class _RulesReading:
    """One file: its values, the line of each, and the faults found so far."""

    def __init__(self, data_bytes: bytes, name: str, official: Referentiel) -> None:
        self.name, self.referentiel = name, official
        self.faults: list[tuple[int, str]] = []
        try:
            self._document = strict_yaml.parse(data_bytes)
        except strict_yaml.YamlRefused as refusal:
            raise Faults(f"{name}, {refusal}.") from None
        content = self._document.value
        self._content = {} if content is None else content
        if not isinstance(self._content, dict):
            raise Faults(f"{name}, ligne 1 : des champs sont attendus (« seuils: », « blocs: »…), reçu autre chose.")

    def refuse(self) -> None:
        """Raise Faults with all that was found, in the order of the file."""
        if self.faults:
            raise Faults(*(sentence for _, sentence in sorted(self.faults, key=lambda fault: fault[0])))

    def complete(self) -> None:
        """Raise Faults where something that a certification's own rules say is not there."""
        for section in _NAMES:
            content = self._content.get(section)
            if content is None:
                self.fault((section,), "il manque.")
            elif isinstance(content, dict):
                kinds = dict.fromkeys(epreuve.kind for epreuve in self.referentiel.epreuves)
                due = kinds if section == "plafond_machine" else _FIELDS.get(section, {})
                for field in due:
                    if field not in content:
                        self.fault((section, field), "il manque.")
        self.refuse()

    def says(self, field: str) -> bool:
        """True if the file says anything of a section."""
        return field in self._content

    def fault(self, path: tuple[str | int, ...], what: str) -> None:
        """Note a fault where a path leads."""
        line = self._document.line(path)
        self.faults.append((line, f"{self.name}, ligne {line}, champ {strict_yaml.field_name(path)} : {what}"))

    def known_names(self, path: tuple[str | int, ...], names: Collection[str]) -> None:
        """Note each field that is not one of those."""
        for field in self._at(path) or ():
            if field not in names and (*path, field) != ("poids",):
                self.fault((*path, str(field)), f"champ inconnu ; les champs sont {', '.join(names)}.")

    def fields(self, section: str, read: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
        """The fields of a section that are written and can be read."""
        if not self.says(section):
            return {}
        content = self._content[section]
        if not isinstance(content, dict):
            self.fault((section,), f"des champs sont attendus ({', '.join(read)}).")
            return {}
        self.known_names((section,), read)
        values = {field: self.value((section, field), read[field]) for field in read if field in content}
        return {field: value for field, value in values.items() if value is not None}

    def caps(self) -> dict[str, Fraction]:
        """The caps that the file gives, by kind of épreuve or by the épreuve's id."""
        kinds = list(dict.fromkeys(epreuve.kind for epreuve in self.referentiel.epreuves))
        ids = [epreuve.id for epreuve in self.referentiel.epreuves]
        content = self._content.get("plafond_machine", {})
        if not isinstance(content, dict):
            self.fault(("plafond_machine",), f"des champs sont attendus ({', '.join(kinds)}).")
            return {}
        caps: dict[str, Fraction] = {}
        for field in content:
            path = ("plafond_machine", field)
            name = field if field in kinds else next(iter(meant(str(field), ids)), "")
            value = self.value(path, _percentage)
            if not name:
                self.fault(
                    path,
                    f"ce n'est ni une nature d'épreuve ({', '.join(kinds)}) ni une épreuve du référentiel (e17).",
                )
            elif name in caps:
                self.fault(path, f"{name} a déjà un plafond ; n'en gardez qu'un.")
            elif value is not None:
                caps[name] = value
        return caps

    def value(self, path: tuple[str | int, ...], read: Callable[[Any], Any]) -> Any:
        """One value read; None, and a fault, where it cannot be."""
        try:
            return read(self._at(path))
        except _Fault as fault:
            self.fault(path, str(fault))
            return None

    def entries(self, field: str, read: dict[str, Callable[[Any], Any]]) -> list[tuple[int, dict[str, Any]]]:
        """The entries of a list of which every field is there and can be read, each with its place."""
        content, entries = self._at((field,)), []
        if not isinstance(content, list):
            self.fault((field,), f"une liste est attendue (« - {next(iter(read))}: … »).")
            return []
        for rank, entry in enumerate(content):
            if not isinstance(entry, dict):
                self.fault((field, rank), f"des champs sont attendus ({', '.join(read)}).")
                continue
            self.known_names((field, rank), read)
            for absent in (name for name in read if name not in entry):
                self.fault((field, rank, absent), "il manque.")
            values = {name: self.value((field, rank, name), read[name]) for name in read if name in entry}
            if None not in values.values() and len(values) == len(read):
                entries.append((rank, values))
        return entries

    def blocs(self) -> tuple[Bloc, ...]:
        """The blocs; faults where a compétence is in none, or in two."""
        order = [competence.code for competence in self.referentiel.competences]
        places: dict[str, str] = {}
        blocs: list[Bloc] = []
        before = len(self.faults)
        entries = self.entries("blocs", {"code": _code, "titre": _text, "competences": _list})
        # Where an entry cannot be read, what it would have held is not told as lacking as well.
        whole = len(self.faults) == before
        for rank, entry in entries:
            code, own = entry["code"], list[str]()
            if code.casefold() in [bloc.code.casefold() for bloc in blocs]:
                self.fault(("blocs", rank, "code"), f"« {code} » est déjà le code d'un bloc ; donnez-en un autre.")
            for place, written in enumerate(entry["competences"]):
                where = ("blocs", rank, "competences", place)
                meant_codes = self._competences(written)
                if not meant_codes:
                    whole = False
                    self.fault(
                        where,
                        f"« {written} » n'est ni une activité ni une compétence du référentiel.",
                    )
                for competence in meant_codes:
                    other = places.setdefault(competence, code)
                    if other != code or competence in own:
                        self.fault(
                            where,
                            f"{competence} est déjà dans le bloc {other} ; une compétence n'est que dans un bloc.",
                        )
                    else:
                        own.append(competence)
            blocs.append(Bloc(code, entry["titre"], tuple(sorted(own, key=order.index))))
        orphans = [code for code in order if code not in places]
        if orphans and whole:
            self.fault(
                ("blocs",),
                f"{', '.join(orphans)} : dans aucun bloc ; chaque compétence doit être dans un bloc.",
            )
        return tuple(blocs)

    def _competences(self, written: str) -> list[str]:
        """The compétences that an activity's or a compétence's code means; none where it means nothing."""
        for activity in self.referentiel.activities:
            own = [competence.code for competence in activity.competences]
            if written == activity.code:
                return own
            if written in own:
                return [written]
        return []

    def composition(self) -> tuple[Juror, ...]:
        """The members of the jury."""
        return tuple(
            Juror(entry["nom"], entry["qualite"])
            for _, entry in self.entries("composition", {"nom": _text, "qualite": _text})
        )

    def compare(self, sections: dict[str, dict[str, Any]]) -> None:
        """Note the faults of one value beside another."""
        thresholds, compensation = (sections[name] for name in ("seuils", "compensation"))
        if compensation["plancher"] > thresholds["competence"]:
            self.fault(
                ("compensation", "plancher"),
                "le plancher dépasse seuils.competence : plus rien ne pourrait être compensé ; abaissez-le.",
            )

    def _at(self, path: tuple[str | int, ...]) -> Any:
        value: Any = self._content
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
            else:
                return None
        return value


def _from_zero(most: int, what: str) -> Callable[[Any], Fraction]:
    """A reader of numbers from 0 to `most`; what: what is expected, in French."""

    def read(value: Any) -> Fraction:
        # An infinite number is out of bounds, and one that is none is within nothing.
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise _Fault(f"{what}, reçu {_shown(value)}.")
        return Fraction(str(value))

    return read


def _percentage(value: Any) -> Fraction:
    return _from_zero(100, "un pourcentage de 0 à 100 est attendu, écrit sans signe")(value) / 100


def _oral(value: Any) -> Fraction:
    share = _percentage(value)
    if share == 1:
        raise _Fault("à 100, l'écrit ne compterait plus : donnez moins.")
    return share


def _level(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3:
        raise _Fault(f"un niveau de 0 à 3 est attendu, reçu {_shown(value)}.")
    return value


def _yes(value: Any) -> bool:
    # « oui » and « non » are words to YAML, as « true » is not.
    answer = {"oui": True, "non": False}.get(value, value) if isinstance(value, str) else value
    if not isinstance(answer, bool):
        raise _Fault(f"« oui » ou « non » est attendu, reçu {_shown(value)}.")
    return answer


def _among(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise _Fault(f"{either(f'« {single} »' for single in allowed)} est attendu, reçu {_shown(value)}.")
        return value

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise _Fault(f"un texte de 1 à 200 caractères est attendu, reçu {_shown(value)}.")
    return value.strip()


def _code(value: Any) -> str:
    if not isinstance(value, str) or not _BLOC.fullmatch(value):
        raise _Fault(f"un code court est attendu (lettres sans accent et chiffres, « B1 »), reçu {_shown(value)}.")
    return value


def _list(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise _Fault(
            f"une liste d'activités ou de compétences est attendue (leurs codes, entre crochets), reçu {_shown(value)}."
        )
    return [str(entry) for entry in value]


def _shown(value: Any) -> str:
    if value is None:
        return "rien"
    if isinstance(value, dict | list):
        return "autre chose"
    return f"« {str(value)[:40]} »"


#: What is said to who still has the weights of before.
_NO_WEIGHTS = (
    "ce champ n'existe plus : les points des questions et des critères s'ajoutent comme le sujet les annonce. « plafond_machine » dit ce que les "
    "questions pèsent au plus, selon la nature de l'épreuve, et « part_oral » ce que pèse l'oral ; ôtez « poids »."
)
_EFFECT = _among("rattrapage", "zéro")
_FIELDS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "seuils": {
        "competence": _percentage,
        "criteres": _percentage,
        "individuel": _percentage,
        "epreuve": _percentage,
        "bloc": _percentage,
        "niveau_minimal": _level,
    },
    "compensation": {"epreuve": _yes, "bloc": _yes, "plancher": _percentage},
    "absence": {"justifiee": _EFFECT, "injustifiee": _EFFECT},
}
_NAMES = ("blocs", *_FIELDS, "plafond_machine", "part_oral", "rattrapage", "composition")
