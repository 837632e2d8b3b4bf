"""The record of the jury's session (the procès-verbal): what it says is gathered first, then laid out by typst as PDF/UA-1.

Without a number it is a draft, as many as one likes. With one it is *the* procès-verbal, which is told in the jury's record and is never
written again: only one that corrects it may follow. `minutes_text` has its words.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.machine import replace
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, day, listed
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.course import letterhead as letterheads
from epreuves_kit.gradebook.rows import identities
from epreuves_kit.jury import deliberation, minutes_text, pdf
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.deliberation import JurySitting
from epreuves_kit.jury.minutes_text import Minutes, told
from epreuves_kit.jury.record import AbsenceAct, AppealAnswerAct, JuryEntry, JuryRecord, MakeUpAct, MinutesAct
from epreuves_kit.jury.sources import decisions
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session as sessions
from epreuves_kit.variants.identity import ByCandidate

__all__ = ["Minutes", "by_surname", "date", "gather", "keep", "told", "write"]


def gather(
    record: JuryRecord,
    rules: JuryRules,
    candidates: Iterable[str],
    day: str,
    place: str,
    births: Mapping[str, str] = {},
    corrects: bool = False,
) -> Minutes:
    """Gather what there is to say. Raises KitError, and as `sources.decisions` and `deliberation.read` do.

    day: « 2026-06-30 »; empty for what `deliberation.yaml` says and, of a draft, for today. births: by candidate, « née le 3 mars
    2001 à Lyon ». corrects: whether it corrects the procès-verbal that there is.
    """
    root = record.places.root
    sitting = deliberation.read(root, rules.composition)
    written = record.entries(MinutesAct)
    earlier = tuple(entry.act for entry in written if isinstance(entry.act, MinutesAct))
    if sitting.number or corrects:
        _may_be_written(sitting, rules, earlier, corrects, bool(day))
    at = date(day) if day or sitting.day is None else sitting.day
    decided = by_surname(record, decisions(record, rules, candidates))
    if not decided:
        raise KitError("Aucun candidat : le procès-verbal serait vide.")
    letterhead = letterheads.read(root)
    minutes = Minutes(
        sessions.read(root).name,
        at,
        place.strip() or sitting.place,
        rules,
        decided,
        tuple(record.entries(AbsenceAct, MakeUpAct)),
        sitting,
        ByCandidate(births),
        sessions.appeal(root),
        earlier if corrects else (),
        _answered(record, written) if corrects else (),
        letterhead,
        letterheads.logo(root, letterhead),
    )
    if corrects and not minutes_text.corrections(minutes):
        raise KitError(f"Rien n'a changé depuis le procès-verbal n° {earlier[-1].number} : il n'y a rien à rectifier.")
    return minutes


def _may_be_written(
    sitting: JurySitting, rules: JuryRules, earlier: tuple[MinutesAct, ...], corrects: bool, dated: bool
) -> None:
    """Raise KitError where a procès-verbal with this number must not be."""
    if not sitting.number:
        raise KitError(
            f"La séance du jury n'a pas de numéro : un procès-verbal rectificatif a le sien, 2026-06-A-R1 par exemple ({remedy('jury seance')})."
        )
    if corrects and not earlier:
        raise KitError("Aucun procès-verbal n'est encore écrit : il n'y a rien à rectifier.")
    if any(fold(act.number) == fold(sitting.number) for act in earlier):
        raise KitError(
            f"{_named(earlier[-1])} est déjà écrit et ne se remplace pas. Si des décisions ont changé, donnez un autre numéro et une autre date "
            f"à la séance du jury ({remedy('jury seance')}), puis : {remedy('jury pv', '--rectificatif')}."
        )
    if earlier and not corrects:
        raise KitError(
            f"{_named(earlier[-1])} est déjà écrit : un autre ne peut que le rectifier ({remedy('jury pv', '--rectificatif')})."
        )
    if sitting.day is None and not dated:
        raise KitError(
            f"La séance du jury n'a pas de date : donnez-la ({remedy('jury seance')}), ou dites {parameter('jury pv', '--date')}."
        )
    if not sitting.has_quorum(rules.composition):
        present = counted(len(sitting.present(rules.composition)), "juré présent")
        raise KitError(
            f"Le quorum n'est pas atteint ({present}, {sitting.quorum} attendus) : le jury n'a pas pu délibérer. Si ce n'est pas ce qui s'est passé, corrigez la séance ({remedy('jury seance')})."
        )


def _named(act: MinutesAct) -> str:
    return f"Le procès-verbal n° {act.number} du {day(act.day)} ({act.file})"


def _answered(record: JuryRecord, written: list[JuryEntry]) -> tuple[JuryEntry, ...]:
    """The answers to appeals since the last procès-verbal."""
    last = max((entry.rank for entry in written), default=0)
    return tuple(entry for entry in record.entries(AppealAnswerAct) if entry.rank > last)


def by_surname(record: JuryRecord, unsorted: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions as a record lists them: « FONTAINE Léa », in the order of surnames; who has no surname by their identifier."""
    people = {id: (surname, first_name) for id, first_name, surname, _ in identities(record.places.db_url)}
    named = []
    for decision in unsorted:
        surname, first_name = people.get(decision.candidate, ("", ""))
        name = f"{surname.upper()} {first_name}".strip() if surname else decision.name
        named.append(
            (fold(surname or name), fold(first_name), decision.candidate, msgspec.structs.replace(decision, name=name))
        )
    # Homonyms are told apart by their identifiers.
    bearers = Counter(fold(decision.name) for *_, decision in named)
    named = [
        (
            first,
            then,
            id,
            msgspec.structs.replace(own, name=f"{own.name} ({id})") if bearers[fold(own.name)] > 1 else own,
        )
        for first, then, id, own in named
    ]
    return tuple(decision for *_, decision in sorted(named, key=lambda entry: entry[:3]))


def date(written: str) -> datetime.date:
    """« 2026-06-30 » as a date, today where nothing is written; KitError."""
    try:
        return datetime.date.fromisoformat(written) if written else datetime.date.today()
    except ValueError:
        raise KitError(f"« {written} » n'est pas une date : écrivez-la comme 2026-06-30.") from None


def write(minutes: Minutes, file: Path) -> str:
    """Lay the record out and write it, all or nothing; gives its digest. KitError says what stands in the way."""
    if not file.parent.is_dir():
        raise _unwritten(file, "ce dossier n'existe pas")
    pictures = {minutes.letterhead.logo: minutes.logo} if minutes.logo else {}
    content = pdf.compile_pdf("minutes.typ", told(minutes), minutes.day, pictures)
    try:
        replace(file, content)
    except OSError as error:
        raise _unwritten(file, error.strerror) from None
    return hashlib.sha256(content).hexdigest()


def write_new(minutes: Minutes, file: Path) -> str:
    """The same as `write`, in the place of no other file."""
    if file.exists():
        raise _unwritten(file, "un fichier de ce nom existe")
    return write(minutes, file)


def _unwritten(file: Path, why: str | None) -> KitError:
    return KitError(f"{file} : le procès-verbal ne peut pas y être écrit ({why}).")


def file_name(number: str) -> str:
    """The name of a procès-verbal's file, by its number; a draft's where the number is empty."""
    return f"proces-verbal{'-' + re.sub(r'[^A-Za-z0-9-]+', '-', number) if number else ''}.pdf"


def refuse_partial(minutes: Minutes) -> None:
    """Raise KitError where a procès-verbal with a number would be that of a part of a session only."""
    if minutes.sitting.number and minutes.partial:
        raise KitError(
            f"Le procès-verbal n° {minutes.sitting.number} n'est pas écrit : {listed(minutes.partial)}. Complétez d'abord ; si le jury "
            f"n'a siégé que pour une partie de la session, dites-le par {parameter('jury pv', '--partielle')}."
        )


def issue(
    record: JuryRecord,
    rules: JuryRules,
    minutes: Minutes,
    file: Path,
    author: str = "",
    partial: bool = False,
) -> None:
    """Write a procès-verbal: one with a number is kept in the jury's record and takes the place of no file, a draft is a file alone.

    author: who writes it; who presided where it is empty. partial: whether it may be of a part of a session. Raises KitError.
    """
    if not minutes.sitting.number:
        write(minutes, file)
        return
    if not partial:
        refuse_partial(minutes)
    sat = minutes.sitting.present(rules.composition)
    if not (author or sat):
        raise KitError(
            f"Dites qui écrit ce procès-verbal : {parameter('jury pv', '--auteur', 'NOM')}, ou la composition du jury dans jury.yaml."
        )
    keep(record, author or sat[0].name[:60], minutes, file)


def keep(record: JuryRecord, author: str, minutes: Minutes, file: Path) -> None:
    """Write a procès-verbal that has a number, and tell it in the jury's record; where that fails, the file is not there. Raises KitError."""
    fingerprint = write_new(minutes, file)
    first = minutes.earlier[0].number if minutes.earlier else ""
    act = MinutesAct(
        minutes.sitting.number,
        minutes.day,
        first,
        file.name,
        fingerprint,
        minutes_text.decided_of(minutes.decisions),
        minutes.sitting.deadline,
    )
    try:
        record.add(author, act)
    except KitError:
        file.unlink()
        raise
