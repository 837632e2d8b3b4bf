"""Who asks for which blocs: `inscriptions.csv` at the course's root, for those who do not ask for the whole certification.

candidat;blocs
lea.fontaine;B1
karim.benali;B1,B3
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from epreuves.jury.rules import JuryRules
from epreuves.variants.attribution import normalise
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults

FILE = "inscriptions.csv"
_COLUMNS = ["candidat", "blocs"]


def read(root: Path, rules: JuryRules) -> dict[str, tuple[str, ...]]:
    """The blocs that each candidate named asks for, in the rules' order; empty where there is no file. Raises Faults."""
    path = root / FILE
    if not path.exists():
        return {}
    try:
        return read_registrations(path.read_bytes(), rules)
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None


def read_registrations(data_bytes: bytes, rules: JuryRules, name: str = FILE) -> dict[str, tuple[str, ...]]:
    """What the bytes of a file hold; Faults has every fault, with its line and field."""
    faults: list[str] = []
    found: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    titles, rows = strict_csv.table(data_bytes, name, _COLUMNS)
    for number, values in rows:
        if len(values) != len(titles):
            said = strict_csv.uneven(name, number, titles, len(values))
            faults.append(f"{said[:-1]} ; séparez les blocs par des virgules.")
            continue
        candidate, written = values
        if not candidate:
            faults.append(strict_csv.missing(name, number, "candidat"))
        elif normalise(candidate) in lines:
            faults.append(
                strict_csv.doubled(name, number, "candidat", candidate, lines[normalise(candidate)])
            )
        lines.setdefault(normalise(candidate), number)
        faults += (strict_csv.at(name, number, "blocs", fault) for fault in _faults(written, rules))
        codes = {code.strip().casefold() for code in written.split(",")}
        found[candidate] = tuple(bloc.code for bloc in rules.blocs if bloc.code.casefold() in codes)
    if faults:
        raise Faults(*faults)
    return found


def _faults(written: str, rules: JuryRules) -> Iterable[str]:
    if not written:
        yield "la valeur manque ; écrivez les blocs demandés, ou ôtez la ligne pour toute la certification."
        return
    known = ", ".join(bloc.code for bloc in rules.blocs)
    for code in written.split(","):
        if rules.bloc(code.strip()) is None:
            yield f"« {code.strip()} » n'est pas un bloc ; les blocs sont {known}."
