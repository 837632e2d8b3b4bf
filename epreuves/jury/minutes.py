"""What the record of the jury's session (the procès-verbal) says: gathered first, then laid out by typst as PDF/UA-1.

Every word goes to the template as data, so that a candidate's name is never read as markup.
"""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.keys import fold
from epreuves.gradebook.rows import identities
from epreuves.jury import pdf
from epreuves.jury.decision import Decision, Verdict
from epreuves.jury.evidence import Status
from epreuves.jury.record import AbsenceAct, JuryEntry, JuryRecord, MakeUpAct
from epreuves.jury.sentences import decided, lacking, of_rules
from epreuves.jury.sources import decisions
from epreuves.referentiel import referentiel
from epreuves.rules.jury_rules import JuryRules
from epreuves.rules.sentences import percent
from epreuves.variants import session as sessions
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, number, short_day


class Minutes(msgspec.Struct, frozen=True):
    """A session of the jury: when, where, by which rules, who was decided of, and the absences and make-ups that were written."""

    session: str
    day: datetime.date
    place: str
    rules: JuryRules
    decisions: tuple[Decision, ...]
    acts: tuple[JuryEntry, ...]


def gather(record: JuryRecord, rules: JuryRules, candidates: Iterable[str], day: str, place: str) -> Minutes:
    """What there is to say; day: « 2026-06-30 », empty for today. Raises KitError, and as `sources.decisions` does."""
    told = date(day)
    session = sessions.read(record.places.root, "").name
    found = _by_surname(record, decisions(record, rules, candidates))
    if not found:
        raise KitError("Aucun candidat : le procès-verbal serait vide.")
    return Minutes(session, told, place.strip(), rules, found, tuple(record.entries(AbsenceAct, MakeUpAct)))


def _by_surname(record: JuryRecord, found: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions as a record lists them: « FONTAINE Léa », in the order of surnames; who has no surname by their identifier."""
    known = {id: (surname, first_name) for id, first_name, surname, _ in identities(record.places.db_url)}
    named = []
    for one in found:
        surname, first_name = known.get(one.candidate, ("", ""))
        name = f"{surname.upper()} {first_name}".strip() if surname else one.name
        named.append(
            (fold(surname or name), fold(first_name), one.candidate, msgspec.structs.replace(one, name=name))
        )
    return tuple(one for *_, one in sorted(named, key=lambda entry: entry[:3]))


def date(written: str) -> datetime.date:
    """« 2026-06-30 » as a date, today where nothing is written; KitError."""
    try:
        return datetime.date.fromisoformat(written) if written else datetime.date.today()
    except ValueError:
        raise KitError(f"« {written} » n'est pas une date : écrivez-la comme 2026-06-30.") from None


def write(minutes: Minutes, file: Path) -> None:
    """Lay the record out and write it, all or nothing; KitError says what stands in the way."""
    content = pdf.compile_pdf("minutes.typ", told(minutes), minutes.day)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=".pv-", suffix=".tmp")
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        os.chmod(name, 0o644)
        os.replace(name, file)
    except OSError as error:
        with suppress(OSError):
            os.unlink(name)
        raise KitError(f"{file} : le procès-verbal ne peut pas y être écrit ({error.strerror}).") from None


def told(minutes: Minutes) -> dict[str, Any]:
    """All that the template shows, in words."""
    rules, certification = minutes.rules, referentiel().certification
    names = {one.candidate: one.name for one in minutes.decisions}
    blocs = [bloc for bloc in rules.blocs if any(one.find(bloc.code) for one in minutes.decisions)]
    return {
        "titre": "Procès-verbal de délibération du jury",
        "session": minutes.session,
        "sujet": f"Décisions du jury, {certification.title}",
        "certification": f"{certification.title} (niveau {certification.level})",
        "certificateur": certification.certifier,
        "date": day(minutes.day),
        "seance": ", ".join(filter(None, (day(minutes.day), minutes.place))),
        "etabli": f"d'après le carnet de notes et le registre du jury, {counted(len(minutes.decisions), 'candidat')}",
        "composition": [[juror.name, juror.capacity] for juror in rules.composition],
        "signatures": [[juror.name, juror.capacity, ""] for juror in rules.composition] or [["", "", ""] for _ in range(3)],
        "regles": of_rules(rules),
        "colonnes": ["Candidat·e", *(bloc.code for bloc in blocs), "Certification"],
        "decisions": [
            [one.name, *(_word(one.find(bloc.code)) for bloc in blocs), _word(one.certification)] for one in minutes.decisions
        ],
        "legende": " ; ".join(f"{bloc.code} : {bloc.title}" for bloc in blocs) + ". « — » : non demandé. « jury » : décision changée par le jury.",
        "changements": [row for one in minutes.decisions for row in _changes(one)],
        "absences": [row for entry in minutes.acts for row in _away(entry, names)],
        "candidats": [_candidate(one, rules) for one in minutes.decisions],
    }  # fmt: skip


def _candidate(one: Decision, rules: JuryRules) -> dict[str, Any]:
    title = one.name if one.name == one.candidate else f"{one.name} ({one.candidate})"
    by = {verdict.code: verdict for verdict in one.competences}
    blocs = []
    for bloc in rules.blocs:
        verdict = one.find(bloc.code)
        if verdict is None:
            continue
        own = [by[code] for code in bloc.competences if code in by]
        rows = [_row(v) for v in own if v.status is not Status.TO_COMPLETE]
        blocs.append(
            {
                "titre": f"{bloc.code} — {bloc.title} : {_word(verdict)}",
                "pourquoi": verdict.why,
                "competences": rows,
                "raisons": [v.why for v in own if v.status not in (Status.VALIDATED, Status.TO_COMPLETE)]
                + lacking(own),
            }
        )
    said = [one.certification.why] if one.certification else []
    return {"nom": title, "blocs": blocs, "phrases": [*said, *one.remarks]}


def _row(verdict: Verdict) -> list[str]:
    title = referentiel().competence(verdict.code).group.title
    return [verdict.code, title, "—" if verdict.share is None else percent(verdict.share), _word(verdict)]


def _changes(one: Decision) -> list[list[str]]:
    every = (*one.competences, *one.epreuves, *one.blocs, *([one.certification] if one.certification else []))
    return [
        [one.name, v.code, decided(v.code, v.status), decided(v.code, v.proposed), v.changed.reason, f"{v.changed.author}, {_when(v.changed.at)}"]
        for v in every
        if v.changed is not None
    ]  # fmt: skip


def _away(entry: JuryEntry, names: Mapping[str, str]) -> list[list[str]]:
    act = entry.act
    name = names.get(getattr(act, "candidate", ""))
    if name is None:
        return []
    if isinstance(act, AbsenceAct):
        said = "présent·e : absence retirée" if act.state == "présent" else f"absence {act.state}"
        where = f"{act.epreuve}, oral" if act.where == "oral" else act.epreuve
    elif isinstance(act, MakeUpAct):
        if act.cancelled:
            said = "rattrapage annulé"
        elif act.points is None or act.maximum is None:
            said = "absent·e au rattrapage"
        else:
            said = f"rattrapage {number(Fraction(act.points), 6)} / {number(Fraction(act.maximum), 6)}"
        where = act.competence
    else:
        return []
    return [[name, where, f"{said} ({entry.author}, {_when(entry.at)})", act.reason or "—"]]


def _word(verdict: Verdict | None) -> str:
    if verdict is None:
        return "—"
    return (
        f"{decided(verdict.code, verdict.status, verdict.compensated)}{' (jury)' if verdict.changed else ''}"
    )


def _when(at: datetime.datetime) -> str:
    return short_day(at.astimezone())
