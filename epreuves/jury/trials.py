"""The professionals' marks of a serious game's productions: a sheet a group to fill in, read back strictly, and what it says.

A sheet is a CSV for a French spreadsheet: a line for each criterion of each production, a column for each professional, whose
title is their name and trade. Marks go from 1 to 5.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from epreuves.jury.acts import DrawAct, TrialAct
from epreuves.referentiel import referentiel
from epreuves.variants.attribution import normalise
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults
from epreuves.wording.french import counted
from epreuves.wording.inert import visible_text

#: Bytes of a sheet: some fifty lines.
_LARGEST = 400_000
_FIXED = ["epreuve", "groupe", "candidat", "theme", "critere", "libelle"]
_REMARK = "remarque"
_BLANK = re.compile(r"professionnel \d+ \(nom, métier\)")


def criteria(epreuve: str) -> dict[str, str]:
    """What professionals mark: the criteria of the épreuve's compétences, by code."""
    known = referentiel()
    return {c.id: c.label for code in known.epreuve(epreuve).competences for c in known.criteres_of(code)}


def least(epreuve: str) -> int:
    """How many professionals try each production at least."""
    trials = referentiel().epreuve(epreuve).trials
    return trials.professionals if trials is not None else 3


def sheet(draw: DrawAct) -> str:
    """A group's sheet, ready to fill in, by the themes that its members drew."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    professionals = [f"Professionnel {rank} (nom, métier)" for rank in range(1, least(draw.epreuve) + 1)]
    writer.writerow([*_FIXED, *professionals])
    blank = [""] * len(professionals)
    for member, theme in zip(draw.members, draw.themes, strict=True):
        for code, label in criteria(draw.epreuve).items():
            writer.writerow([draw.epreuve, draw.group, member, theme, code, f"{label} (1 à 5)", *blank])
        writer.writerow(
            [draw.epreuve, draw.group, member, theme, _REMARK, "Remarque, en une phrase (facultatif)", *blank]
        )
    return out.getvalue()


def read(data_bytes: bytes, name: str, draws: Mapping[str, DrawAct]) -> tuple[TrialAct, ...]:
    """The marks that a filled sheet holds, one act a professional and production; draws: by group.

    Raises Faults with every fault, by line and field; nothing of the sheet is then taken.
    """
    if len(data_bytes) > _LARGEST:
        raise Faults(f"{name} : le fichier est trop grand pour une fiche d'essais.")
    others = "puis une colonne par professionnel ; repartez de la fiche écrite par « epreuves essais »"
    titles, rows = strict_csv.table(data_bytes, name, _FIXED, more=others)
    reading = _Reading(name, titles, draws)
    for number, values in rows:
        reading.row(number, values)
    reading.whole()
    if reading.faults:
        raise Faults(*(said for _, said in sorted(reading.faults, key=lambda fault: fault[0])))
    digest = hashlib.sha256(data_bytes).hexdigest()[:16]
    return tuple(
        TrialAct(
            draw.epreuve, draw.group, member, theme, who, marks=dict(reading.marks[member, who]),
            remark=reading.remarks.get((member, who), ""), sheet=digest,
        )
        for draw in reading.draws
        for member, theme in zip(draw.members, draw.themes, strict=True)
        for who in reading.professionals
    )  # fmt: skip


class _Reading:
    """A sheet being read: the marks by member and professional, and the faults found so far."""

    def __init__(self, name: str, titles: list[str], draws: Mapping[str, DrawAct]) -> None:
        self.name, self._draws = name, {normalise(group): draw for group, draw in draws.items()}
        self.faults: list[tuple[int, str]] = []
        self.draws: list[DrawAct] = []
        self.marks: dict[tuple[str, str], dict[str, int]] = {}
        self.remarks: dict[tuple[str, str], str] = {}
        self._lines: dict[tuple[str, str, str], int] = {}
        self._untrusted = False
        self.professionals = [title.strip() for title in titles[len(_FIXED) :]]
        self._columns()

    def _columns(self) -> None:
        seen: set[str] = set()
        for who in self.professionals:
            if not who or _BLANK.fullmatch(normalise(who)):
                self._fault(
                    1,
                    who or "…",
                    "écrivez le nom et le métier du professionnel en titre de la colonne, ou ôtez-la.",
                )
            elif normalise(who) in seen:
                self._fault(1, who, "ce professionnel a déjà une colonne ; gardez-en une seule.")
            elif len(who) > 120 or not who.isprintable():
                self._fault(
                    1, who[:20], "un nom de 120 caractères au plus est attendu, sans retour à la ligne."
                )
            seen.add(normalise(who))

    def row(self, number: int, values: list[str]) -> None:
        """Read a line."""
        titles = [*_FIXED, *self.professionals]
        if len(values) != len(titles):
            self.faults.append((number, strict_csv.uneven(self.name, number, titles, len(values))))
            self._untrusted = True
            return
        fields = dict(zip(_FIXED, values, strict=False))
        draw = self._draws.get(normalise(fields["groupe"]))
        if draw is None or fields["epreuve"] != draw.epreuve:
            self._untrusted = True
            return self._fault(
                number,
                "groupe",
                f"« {fields['groupe']} » n'a pas de tirage au registre pour cette épreuve ; tirez d'abord les thèmes.",
            )
        if draw not in self.draws:
            self.draws.append(draw)
        theme = dict(zip(map(normalise, draw.members), draw.themes, strict=True)).get(
            normalise(fields["candidat"])
        )
        if theme is None:
            self._untrusted = True
            return self._fault(
                number, "candidat", f"« {fields['candidat']} » n'est pas du groupe « {draw.group} »."
            )
        if fields["theme"] != theme:
            self._fault(
                number, "theme", f"« {fields['candidat']} » a tiré « {theme} », reçu « {fields['theme']} »."
            )
        known = (*criteria(draw.epreuve), _REMARK)
        if fields["critere"] not in known:
            self._untrusted = True
            return self._fault(
                number,
                "critere",
                f"« {fields['critere']} » n'est pas un critère de la fiche ({', '.join(known)}).",
            )
        member = next(m for m in draw.members if normalise(m) == normalise(fields["candidat"]))
        key = (draw.group, member, fields["critere"])
        if self._lines.setdefault(key, number) != number:
            return self._fault(
                number,
                "critere",
                f"ce critère de « {member} » est déjà ligne {self._lines[key]} ; gardez une seule ligne.",
            )
        for who, value in zip(self.professionals, values[len(_FIXED) :], strict=True):
            self._value(number, member, fields["critere"], who, value)
        return None

    def _value(self, number: int, member: str, criterion: str, who: str, value: str) -> None:
        if criterion == _REMARK:
            clean = visible_text(value, kept="")
            if len(clean) > 1000:
                self._fault(number, who, "la remarque dépasse 1000 caractères ; abrégez-la.")
            elif clean:
                self.remarks[member, who] = clean
            return
        if not re.fullmatch(r"[1-5](?:[.,]0+)?", value, re.ASCII):
            got = f"reçu « {value[:30]} »" if value else "rien n'est écrit"
            return self._fault(number, who, f"une note entière de 1 à 5 est attendue, {got}.")
        self.marks.setdefault((member, who), {})[criterion] = int(value[0])
        return None

    def whole(self) -> None:
        """Check that there are enough professionals, and every line."""
        epreuve = (
            self.draws[0].epreuve
            if self.draws
            else next(iter(self._draws.values())).epreuve
            if self._draws
            else ""
        )
        due = least(epreuve) if epreuve else 3
        if len(self.professionals) < due:
            got = len(self.professionals)
            self.faults.append(
                (
                    1,
                    f"{self.name}, ligne 1 : {due} professionnels au moins sont attendus, {counted(got, 'colonne reçue')}.",
                )
            )
        if self._untrusted:
            return  # what a faulty line holds would be told as lacking as well
        if not self.draws:
            self.faults.append((2, f"{self.name} : aucune ligne de notes sous l'en-tête."))
        for draw in self.draws:
            for member in draw.members:
                lost = [
                    code for code in criteria(draw.epreuve) if (draw.group, member, code) not in self._lines
                ]
                if lost:
                    self.faults.append(
                        (9999, f"{self.name} : il manque les lignes {', '.join(lost)} de « {member} ».")
                    )

    def _fault(self, number: int, field: str, said: str) -> None:
        self.faults.append((number, strict_csv.at(self.name, number, field, said)))


class Summary(msgspec.Struct, frozen=True):
    """What professionals say of one production: how many, the mean and the spread of each criterion's marks (1 to 5), remarks.

    spread: the difference of the highest and the lowest mark. below: the criteria whose mean is under 3.
    """

    candidate: str
    theme: str
    professionals: tuple[str, ...]
    means: dict[str, Fraction]
    spreads: dict[str, int]
    below: tuple[str, ...]
    remarks: tuple[str, ...]


def summarise(trials: Iterable[TrialAct]) -> list[Summary]:
    """What the last sheet of each group says, production by production, in the order of the sheets."""
    last: dict[str, str] = {}
    every = list(trials)
    for trial in every:
        last[trial.group] = trial.sheet
    by: dict[tuple[str, str], list[TrialAct]] = {}
    for trial in every:
        if trial.sheet == last[trial.group]:
            own = by.setdefault((trial.candidate, trial.theme), [])
            if trial not in own:  # the same sheet taken twice
                own.append(trial)
    return [_summary(candidate, theme, own) for (candidate, theme), own in by.items()]


def _summary(candidate: str, theme: str, own: Sequence[TrialAct]) -> Summary:
    marks = {code: [trial.marks[code] for trial in own] for code in own[0].marks}
    means = {code: Fraction(sum(given), len(given)) for code, given in marks.items()}
    return Summary(
        candidate, theme, tuple(trial.professional for trial in own), means, {code: max(g) - min(g) for code, g in marks.items()},
        tuple(code for code, mean in means.items() if mean < 3), tuple(f"{t.professional} : {t.remark}" for t in own if t.remark),
    )  # fmt: skip
