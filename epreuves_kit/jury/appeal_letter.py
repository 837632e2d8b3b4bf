"""The jury's answer to an appeal, as a letter to the candidate: laid out by typst, like the procès-verbal, and as silent on what made it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.machine import replace
from epreuves.wording.errors import KitError
from epreuves.wording.french import day
from epreuves_kit.course import letterhead as letterheads
from epreuves_kit.jury import deliberation, pdf
from epreuves_kit.jury.appeals import Appeal
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.minutes_text import decided_of, of_code, plain, word
from epreuves_kit.jury.record import JuryRecord, MinutesAct
from epreuves_kit.jury.second_round import folder
from epreuves_kit.jury.sources import decisions
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Referentiel, numbered
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.sentences import percent
from epreuves_kit.variants import session as sessions

NAME = "reponse.pdf"
#: Before the digest of what a letter says is decided, among the keywords of its PDF.
_STAMP = "decision-"


def write(record: JuryRecord, rules: JuryRules, appeal: Appeal) -> Path:
    """Write the letter of an answered appeal; gives its path. Raises KitError where there is no answer yet, or it cannot be written."""
    if appeal.answer is None:
        raise KitError(f"Le recours n° {appeal.number} attend encore sa réponse.")
    (decision,) = decisions(record, rules, [appeal.received.candidate])
    letterhead = letterheads.read(record.places.root)
    picture = letterheads.logo(record.places.root, letterhead)
    head = {
        "ecole": letterhead.name,
        "adresse": [*letterhead.lines, letterhead.contact],
        "logo": letterhead.logo if picture else "",
    }
    says = told(record, rules, appeal, decision)
    content = pdf.compile_pdf(
        "appeal.typ",
        says | head | {"empreinte": _stamp(says)},
        appeal.answer.day,
        {letterhead.logo: picture} if picture else {},
    )
    path = folder(record.places.root, appeal.number) / NAME
    try:
        replace(path, content)
    except OSError as error:
        raise KitError(f"{path} ne peut pas être écrit ({error.strerror or error}).") from None
    return path


def outdated(record: JuryRecord, rules: JuryRules, appeal: Appeal, decision: Decision) -> bool:
    """True if the letter of an answered appeal is not there, or no longer says what is decided; False of one that bears no stamp."""
    path = folder(record.places.root, appeal.number) / NAME
    try:
        content = path.read_bytes()
    except OSError:
        return True
    stamp = _stamp(told(record, rules, appeal, decision))
    return _STAMP.encode() in content and stamp.encode() not in content


def _stamp(says: Mapping[str, Any]) -> str:
    """The digest of the decision, the reason and the results that a letter says; not of who signs and where, which a later sitting changes."""
    decided = [says[name] for name in ("decision", "motif", "resultats", "suite")]
    return f"{_STAMP}{hashlib.sha256(msgspec.json.encode(decided)).hexdigest()[:32]}"


def told(record: JuryRecord, rules: JuryRules, appeal: Appeal, decision: Decision) -> dict[str, Any]:
    """All that the template shows, in words."""
    assert appeal.answer is not None
    root, certification = record.places.root, rules.referentiel.certification
    sitting = deliberation.read(root, rules.composition)
    sat = sitting.present(rules.composition)
    written = record.minutes()
    return {
        "titre": f"Réponse au recours n° {appeal.number}",
        "certification": certification.registered,
        "certificateur": certification.certifier,
        "session": sessions.read(root).name,
        "nom": decision.name,
        "date": _placed(sitting.place, appeal.answer.day),
        "objet": f"votre recours n° {appeal.number}, {about(rules.referentiel, appeal)}",
        "recu": _received(rules.referentiel, appeal, written[0] if written else None),
        "motif_candidat": appeal.received.ground,
        "second_tour": _second_round(appeal),
        "decision": f"Le jury a décidé : recours {appeal.answer.outcome}.",
        "motif": appeal.answer.reason,
        "resultats": [
            [_named(v.code, rules), "—" if v.share is None else percent(v.share), word(v)]
            for v in _touched(appeal, decision, rules)
        ],
        "raisons": [
            plain(v.why)
            for v in _touched(appeal, decision, rules)
            if v in decision.competences and v.status is not Status.VALIDATED
        ],
        "suite": "Un procès-verbal rectificatif constate ce que cette décision change."
        if appeal.answer.outcome != "rejeté" and _changed(decision, written)
        else "",
        "signature": [sat[0].name, sat[0].capacity] if sat else ["", ""],
    }


def about(official: Referentiel, appeal: Appeal) -> str:
    """« sur l'épreuve 17 », « sur la compétence U5.1 », « sur le bloc B2 », « sur la certification »."""
    code = appeal.received.code
    if code in (competence.code for competence in official.competences):
        return f"sur la compétence {code}"
    if official.known(code) is not None:
        return f"sur l'épreuve {numbered(code)}"
    return "sur la certification" if code == "certification" else f"sur le bloc {code}"


def _placed(place: str, at: datetime.date) -> str:
    return f"{place}, le {day(at)}" if place else f"Le {day(at)}"


def _received(official: Referentiel, appeal: Appeal, first: MinutesAct | None) -> str:
    act = appeal.received
    against = f" contre une décision du procès-verbal n° {first.number} du {day(first.day)}" if first else ""
    sentence = f"Vous avez formé un recours {about(official, appeal)}{against}. Il a été reçu le {day(act.received)}"
    if act.deadline is None:
        return f"{sentence}."
    return f"{sentence}, {'après' if appeal.late else 'dans'} le délai, qui courait jusqu'au {day(act.deadline)}."


def _second_round(appeal: Appeal) -> str:
    if appeal.round is None or appeal.waiting:
        return ""
    return (
        "Votre travail a été jugé de nouveau par deux personnes qui n'avaient pas pris part au premier jugement. Elles l'ont lu sans votre nom, "
        "et sans connaître ni les premiers niveaux, ni ceux que donnait l'autre."
    )


def _touched(appeal: Appeal, decision: Decision, rules: JuryRules) -> list[Verdict]:
    """The verdicts on what the appeal is about, then on what depends on it."""
    code = appeal.received.code
    official = rules.referentiel
    codes = [code, *_competences(official, code)]
    if any(verdict.code == code for verdict in decision.competences):
        codes += [epreuve.id for epreuve in official.epreuves_of(code)]
    own = {code} if rules.bloc(code) else set(_competences(official, code))
    codes += [bloc.code for bloc in rules.blocs if bloc.code in own or own & set(bloc.competences)]
    codes.append("certification")
    return [verdict for name in dict.fromkeys(codes) if (verdict := decision.find(name)) is not None]


def _changed(decision: Decision, written: Sequence[MinutesAct]) -> bool:
    """True if what is decided of a candidate is not what the first procès-verbal tells."""
    if not written:
        return False
    before, now = written[0].decided.get(decision.candidate, {}), decided_of([decision])[decision.candidate]
    return any(tuple(before.get(code, ())) != verdict for code, verdict in now.items())


def _named(code: str, rules: JuryRules) -> str:
    """An object as the letter names it: with its title, or its wording."""
    official, bloc = rules.referentiel, rules.bloc(code)
    if bloc is not None:
        return f"Bloc {bloc.code} — {bloc.title}"
    if (epreuve := official.known(code)) is not None:
        return f"{of_code(code)} — {epreuve.title}"
    competences = {competence.code: competence.label for competence in official.competences}
    return f"{code} — {competences[code]}" if code in competences else of_code(code)


def _competences(official: Referentiel, code: str) -> tuple[str, ...]:
    epreuve = official.known(code)
    return (code,) if epreuve is None else epreuve.competences
