"""What two small tables at the course's root say of candidates: the blocs that they ask for, and their campus.

`inscriptions.csv` has those who do not ask for the whole certification; `campus.csv`, everybody, where there are several places.

candidat;blocs            candidat;campus
lea.fontaine;B1           lea.fontaine;Lyon
karim.benali;B1,B3        karim.benali;Lille
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from epreuves.rules.jury_rules import JuryRules
from epreuves.variants.attribution import normalise
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults

BLOCS, CAMPUS = "inscriptions.csv", "campus.csv"


def blocs(root: Path, rules: JuryRules) -> dict[str, tuple[str, ...]]:
    """The blocs that each candidate named asks for, in the rules' order; empty where there is no file. Raises Faults."""

    def wrong(written: str) -> Iterable[str]:
        if not written:
            yield "la valeur manque ; écrivez les blocs demandés, ou ôtez la ligne pour toute la certification."
            return
        known = ", ".join(bloc.code for bloc in rules.blocs)
        for code in written.split(","):
            if rules.bloc(code.strip()) is None:
                yield f"« {code.strip()} » n'est pas un bloc ; les blocs sont {known}."

    def asked(written: str) -> tuple[str, ...]:
        codes = {code.strip().casefold() for code in written.split(",")}
        return tuple(bloc.code for bloc in rules.blocs if bloc.code.casefold() in codes)

    found = _table(root / BLOCS, "blocs", wrong, "séparez les blocs par des virgules")
    return {candidate: asked(written) for candidate, written in found.items()}


def competences(root: Path, rules: JuryRules, candidate: str) -> frozenset[str]:
    """The compétences of the blocs that a candidate asks for; all where no line names them. Raises Faults."""
    asked = {normalise(who): codes for who, codes in blocs(root, rules).items()}.get(normalise(candidate))
    return frozenset(
        code for bloc in rules.blocs if asked is None or bloc.code in asked for code in bloc.competences
    )


def campus(root: Path) -> dict[str, str]:
    """The campus of each candidate named, by normalised identifier; empty where there is no file. Raises Faults."""

    def wrong(written: str) -> Iterable[str]:
        if not written:
            yield "la valeur manque ; écrivez-la, ou ôtez la ligne."

    return {normalise(candidate): name for candidate, name in _table(root / CAMPUS, "campus", wrong).items()}


def _table(
    path: Path, column: str, wrong: Callable[[str], Iterable[str]], uneven: str = ""
) -> dict[str, str]:
    """The column's value for each candidate of a file; Faults has every fault, with its line and field.

    wrong: what is wrong in a value, in French. uneven: what else to do about a line that has not two values.
    """
    if not path.exists():
        return {}
    try:
        titles, rows = strict_csv.table(path.read_bytes(), path.name, ["candidat", column])
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    faults: list[str] = []
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, values in rows:
        if len(values) != len(titles):
            said = strict_csv.uneven(path.name, line, titles, len(values))
            faults.append(f"{said[:-1]} ; {uneven}." if uneven else said)
            continue
        candidate, written = values
        key = normalise(candidate)
        if not candidate:
            faults.append(strict_csv.missing(path.name, line, "candidat"))
        elif key in lines:
            faults.append(strict_csv.doubled(path.name, line, "candidat", candidate, lines[key]))
        lines.setdefault(key, line)
        faults += (strict_csv.at(path.name, line, column, said) for said in wrong(written))
        found[candidate] = written
    if faults:
        raise Faults(*faults)
    return found
