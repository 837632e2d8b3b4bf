"""The professionals' sheets as files: written for each group that drew its themes, taken back, told."""

from __future__ import annotations

import re
from pathlib import Path

from epreuves.jury import themes, trials
from epreuves.jury.acts import DrawAct, TrialAct
from epreuves.jury.record import JuryRecord
from epreuves.wording.errors import KitError
from epreuves.wording.french import number

_RELEASED = ("source", "release", "datasets", "submitted", "autograded", "feedback")


def write(record: JuryRecord, epreuve: str, folder: Path) -> list[Path]:
    """Write the sheet of each group in a folder; gives their paths. Raises KitError, also where a sheet is already there."""
    draws = _draws(record, epreuve)
    whole = folder.resolve()
    if any(whole.is_relative_to((record.places.root / name).resolve()) for name in _RELEASED):
        raise KitError(f"{folder} : ce dossier peut être distribué ; choisissez un autre endroit.")
    paths = [folder / f"essais-{epreuve}-{_file(group)}.csv" for group in draws]
    if len(set(paths)) < len(paths):
        raise KitError("Deux groupes donneraient le même nom de fichier ; renommez-en un dans groupes.csv.")
    if there := [path for path in paths if path.exists()]:
        raise KitError(
            f"{there[0]} existe déjà, et peut être rempli : déplacez-le, ou choisissez un autre dossier."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, draw in zip(paths, draws.values(), strict=True):
            path.write_text(trials.sheet(draw), encoding="utf-8-sig", newline="\n")
    except OSError as error:
        raise KitError(f"{folder} : les fiches ne peuvent pas y être écrites ({error.strerror}).") from None
    return paths


def take(record: JuryRecord, epreuve: str, author: str, path: Path) -> int:
    """Keep the marks of a filled sheet, all or nothing; gives how many productions were marked. Raises KitError."""
    if not author:
        raise KitError("Dites qui remet la fiche : --auteur NOM.")
    try:
        data_bytes = path.read_bytes()
    except OSError as error:
        raise KitError(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    found = trials.read(data_bytes, path.name, _draws(record, epreuve))
    record.add(author, *found)
    return len({trial.candidate for trial in found})


def told(record: JuryRecord, epreuve: str) -> list[str]:
    """What the professionals said, a few lines a production."""
    lines = []
    said = (
        act
        for entry in record.entries(TrialAct)
        if isinstance(act := entry.act, TrialAct) and act.epreuve == epreuve
    )
    for one in trials.summarise(said):
        means = ", ".join(
            f"{code} {number(mean)} (écart {one.spreads[code]})" for code, mean in one.means.items()
        )
        lines.append(f"{one.candidate} · {one.theme} · {len(one.professionals)} professionnels : {means}")
        if one.below:
            lines.append(f"  ⚠ sous 3 sur 5 : {', '.join(one.below)}")
        lines += [f"  {remark}" for remark in one.remarks]
    return lines


def _draws(record: JuryRecord, epreuve: str) -> dict[str, DrawAct]:
    found = {group: act for group, (act, _, _) in themes.kept(record, epreuve).items()}
    if not found:
        raise KitError(
            f"Aucun tirage de {epreuve} au registre : lancez d'abord « epreuves tirage-themes --auteur NOM »."
        )
    return found


def _file(group: str) -> str:
    return re.sub(r"[^\w-]+", "-", group).strip("-") or "groupe"
