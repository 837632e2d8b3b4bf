"""Two small tables at the course's root on candidates: what they ask for and hold already, and their campus.

`inscriptions.csv` has those who do not ask for the whole certification, hold a part of it already, or come by the VAE; its last two
columns may be left out. `campus.csv` has everybody, where there are several places.

candidat;blocs;acquis;voie               candidat;campus
lea.fontaine;B1;;                        lea.fontaine;Lyon
karim.benali;;B1 2025-06-30;             karim.benali;Lille
ines.nunez;;;VAE
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.answers.numbers import Refusal, read_date
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults
from epreuves.wording.french import listed
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants.identity import ByCandidate

BLOCS, CAMPUS = "inscriptions.csv", "campus.csv"
#: The way in where a jury decides from a file and an interview, and no épreuve is sat.
VAE = "VAE"
_VAE = ("vae", "validation des acquis de l experience")


class Registration(msgspec.Struct, frozen=True):
    """A candidate's request: blocs, none for all that they do not hold; those held already, with the day of the jury that granted
    them; vae: True if they come by the VAE. Codes are in the rules' order.
    """

    blocs: tuple[str, ...] = ()
    acquired: tuple[tuple[str, datetime.date], ...] = ()
    vae: bool = False

    def asks(self, code: str) -> bool:
        """True if a bloc is to be decided of."""
        return code not in dict(self.acquired) and (not self.blocs or code in self.blocs)


def read(root: Path, rules: JuryRules) -> ByCandidate[Registration]:
    """The registration of each candidate named; empty where there is no file. Raises Faults."""
    by_candidate = ByCandidate[Registration]()
    faults: list[str] = []
    for line, candidate, values in table_lines(root / BLOCS, ["blocs"], ["acquis", "voie"], faults):
        blocs, wrong = blocs_of(values["blocs"], rules)
        faults += (strict_csv.at(BLOCS, line, "blocs", sentence) for sentence in wrong)
        acquired, wrong = acquired_of(values.get("acquis", ""), rules)
        faults += (strict_csv.at(BLOCS, line, "acquis", sentence) for sentence in wrong)
        both = [code for code, _ in acquired if code in blocs]
        if both:
            sentence = f"« {both[0]} » est aussi parmi les blocs demandés ; ôtez-le d'un des deux."
            faults.append(strict_csv.at(BLOCS, line, "acquis", sentence))
        way = values.get("voie", "")
        if way and not is_vae(way):
            faults.append(strict_csv.at(BLOCS, line, "voie", f"« {way} » n'est pas comprise ; écrivez VAE, ou rien."))
        if not (values["blocs"] or values.get("acquis") or way):
            sentence = "la valeur manque ; écrivez les blocs demandés, ou ôtez la ligne pour toute la certification."
            faults.append(strict_csv.at(BLOCS, line, "blocs", sentence))
        by_candidate[candidate] = Registration(blocs, acquired, is_vae(way))
    if faults:
        raise Faults(*faults)
    return by_candidate


def of(registrations: ByCandidate[Registration], candidate: str) -> Registration:
    """A candidate's registration; the whole certification where no line names them."""
    return registrations.get(candidate, Registration())


def content(registrations: Mapping[str, Registration]) -> bytes:
    """`inscriptions.csv` with these lines, and no column that nobody needs."""
    titles = ["candidat", "blocs"]
    titles += ["acquis"] * any(registration.acquired for registration in registrations.values())
    titles += ["voie"] * any(registration.vae for registration in registrations.values())
    out = io.StringIO()
    writer = csv.DictWriter(out, titles, delimiter=";", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for candidate, registration in registrations.items():
        cells = {
            "blocs": ",".join(registration.blocs),
            "acquis": acquired_text(registration.acquired),
            "voie": VAE * registration.vae,
        }
        writer.writerow({"candidat": strict_csv.neutral(candidate), **cells})
    return out.getvalue().encode()


def blocs_of(written: str, rules: JuryRules) -> tuple[tuple[str, ...], list[str]]:
    """The blocs that a cell names, in the rules' order, and what is wrong in it: « B1,B3 »."""
    codes = [code.casefold() for code in re.findall(r"[^\s,;+]+", written)]
    all_codes = [bloc.code for bloc in rules.blocs]
    wrong = [_unknown(code.upper(), all_codes) for code in codes if rules.bloc(code) is None]
    return tuple(code for code in all_codes if code.casefold() in codes), wrong


def acquired_of(written: str, rules: JuryRules) -> tuple[tuple[tuple[str, datetime.date], ...], list[str]]:
    """The blocs that a cell says are held already, with their days, and what is wrong in it: « B1 2025-06-30, B3 (28/06/2024) »."""
    days: dict[str, datetime.date] = {}
    codes = [bloc.code for bloc in rules.blocs]
    wrong: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", written))):
        code, _, day = part.partition(" ")
        bloc = rules.bloc(code)
        if bloc is None:
            wrong.append(_unknown(code, codes))
        elif not day.strip(" ()"):
            wrong.append(f"« {code} » est sans date ; écrivez celle du jury qui l'a accordé : {bloc.code} 2025-06-30.")
        else:
            try:
                days[bloc.code] = read_date(day.strip(" ()"))
            except Refusal as refusal:
                wrong.append(f"{refusal}.")
    return tuple((code, days[code]) for code in codes if code in days), wrong


def acquired_text(acquired: Iterable[tuple[str, datetime.date]]) -> str:
    """Blocs held already, as a cell says them."""
    return ", ".join(f"{code} {day.isoformat()}" for code, day in acquired)


def is_vae(written: str) -> bool:
    """True if a cell says that the candidate comes by the VAE."""
    return " ".join(re.findall(r"[a-z]+", fold(written))) in _VAE


def _unknown(code: str, codes: Iterable[str]) -> str:
    return f"« {code} » n'est pas un bloc ; les blocs sont {listed(codes)}."


def competences(root: Path, rules: JuryRules, candidate: str) -> frozenset[str]:
    """The compétences of the blocs that a candidate asks for; all where no line names them. Raises Faults."""
    own = of(read(root, rules), candidate)
    return frozenset(code for bloc in rules.blocs if own.asks(bloc.code) for code in bloc.competences)


def campus(root: Path) -> ByCandidate[str]:
    """The campus of each candidate named; empty where there is no file. Raises Faults."""
    faults: list[str] = []
    campuses = ByCandidate[str]()
    for line, candidate, values in table_lines(root / CAMPUS, ["campus"], (), faults):
        if not values["campus"]:
            sentence = "la valeur manque ; écrivez-la, ou ôtez la ligne."
            faults.append(strict_csv.at(CAMPUS, line, "campus", sentence))
        campuses[candidate] = values["campus"]
    if faults:
        raise Faults(*faults)
    return campuses


def table_lines(
    path: Path, columns: list[str], optional: Iterable[str], faults: list[str]
) -> Iterable[tuple[int, str, dict[str, str]]]:
    """The lines of a file: number, candidate, values by title; what is wrong with lines and candidates is added to `faults`."""
    if not path.exists():
        return
    try:
        titles, rows = strict_csv.table(path.read_bytes(), path.name, ["candidat", *columns], tuple(optional))
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    lines = ByCandidate[int]()
    for line, values in rows:
        if len(values) != len(titles):
            sentence = strict_csv.uneven(path.name, line, titles, len(values))
            several = "blocs" in columns and len(values) > len(titles)
            faults.append(f"{sentence[:-1]} ; séparez les blocs par des virgules." if several else sentence)
            continue
        candidate = values[0]
        if not candidate:
            faults.append(strict_csv.missing(path.name, line, "candidat"))
        elif candidate in lines:
            faults.append(strict_csv.doubled(path.name, line, "candidat", candidate, lines[candidate]))
        lines.setdefault(candidate, line)
        yield line, candidate, dict(zip(titles[1:], values[1:], strict=True))
