"""The jury's own writing during its session: decisions, absences, make-ups, each checked against what there is, then kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import either, listed
from epreuves.wording.remedies import parameter
from epreuves_kit.course.folders import meant
from epreuves_kit.jury.decision import CERTIFICATION, Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.record import AbsenceAct, DecisionAct, JuryRecord, MakeUpAct, checked_text, required_text, stand
from epreuves_kit.jury.sentences import lacking
from epreuves_kit.jury.sources import decisions, identifier, known_candidates
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Oral, Referentiel
from epreuves_kit.rules.jury_rules import JuryRules

_RULES = "règles"
_DECISIONS: dict[str, Literal["validé", "non validé", "rattrapage"] | None] = {
    "validé": "validé",
    "valide": "validé",
    "non validé": "non validé",
    "non valide": "non validé",
    "rattrapage": "rattrapage",
    _RULES: None,
    "regles": None,
}
_NOTE = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*/\s*(\d{1,4}(?:[.,]\d{1,4})?)")


def decide(
    record: JuryRecord,
    rules: JuryRules,
    author: str,
    candidate: str,
    code: str,
    decision: str,
    reason: str,
    confirm: Callable[[DecisionAct], None] = lambda act: None,
) -> DecisionAct:
    """Keep the jury's own decision on a code. Raises KitError; the reason is required. confirm: called before anything is kept; may raise."""
    whom = identifier(known_candidates(record, rules), candidate)
    what = subject(rules, code)
    word = decision.strip().casefold()
    if word not in _DECISIONS:
        raise KitError(
            f"« {decision} » n'est pas une décision : écrivez « validé », « non validé », « rattrapage » ou « {_RULES} »."
        )
    act = DecisionAct(whom, what, _DECISIONS[word], required_text(reason, "le motif"))
    if act.status is None and (whom, what) not in stand(record.entries()).changes:
        raise KitError(
            f"Le jury n'a rien décidé lui-même là ({what}) : ce sont déjà les règles qui s'appliquent, et rien n'est à changer."
        )
    confirm(act)
    record.add(author, act)
    return act


def against_results(record: JuryRecord, rules: JuryRules, act: DecisionAct) -> tuple[str, list[str]]:
    """The surprise of a decision, in one sentence, and what it goes against, in several; both empty where there is none.

    It grants an épreuve, a bloc or the certification of which something lacks, the certification without each of its blocs, or takes
    what is validated. By the VAE, the jury alone decides, and nothing lacks.
    """
    (now,) = decisions(record, rules, [act.candidate])
    verdict = now.find(act.code)
    if now.vae or verdict is None or act.status is None:
        return "", []
    if act.status == "validé":
        if act.code == CERTIFICATION and verdict.status in (Status.NOT_VALIDATED, Status.MAKE_UP):
            left = [bloc.why for bloc in now.blocs if bloc.status is not Status.VALIDATED]
            return "le jury délivrerait la certification sans tous ses blocs.", left
        left = _before_time(now, rules, act, verdict)
        return ("le jury validerait avant que tout soit là.", left) if left else ("", [])
    if verdict.status is not Status.VALIDATED:
        return "", []
    taken = "refuserait ce" if act.status == "non validé" else "demanderait un rattrapage de ce"
    return f"le jury {taken} qui est validé.", [verdict.why]


def _before_time(now: Decision, rules: JuryRules, act: DecisionAct, verdict: Verdict) -> list[str]:
    """The things that lack of an épreuve, a bloc or the certification that a decision grants, in sentences."""
    of_one = any(each.code == act.code for each in now.competences)
    if of_one or verdict.status is not Status.TO_COMPLETE:
        return []
    within = next((bloc.competences for bloc in rules.blocs if bloc.code == act.code), None)
    if (epreuve := rules.referentiel.known(act.code)) is not None:
        within = epreuve.competences
    own = [competence for competence in now.competences if within is None or competence.code in within]
    return lacking(own) or [verdict.why]


def absent(
    record: JuryRecord,
    rules: JuryRules,
    author: str,
    candidate: str,
    epreuve: EpreuveId,
    excused: bool | None,
    oral: bool,
    present: bool,
    reason: str,
    confirm: Callable[[str, Sequence[EpreuveId]], None] = lambda who, sujets: None,
) -> str:
    """Keep an absence, or that there was none; gives the candidate's identifier. Raises KitError. confirm: called with the candidate and the
    épreuve's sujets before anything is kept; may raise.
    """
    if (excused is None) != present:
        raise KitError(
            f"Dites si l'absence est justifiée : {parameter('jury absence', '--justifiee')}, {parameter('jury absence', '--non-justifiee')}, "
            f"ou {parameter('jury absence', '--present')} pour revenir dessus."
        )
    whom = identifier(known_candidates(record, rules), candidate)
    id = epreuve_id(rules.referentiel, epreuve)
    if oral and rules.referentiel.epreuve(id).oral is Oral.NONE_OFFERED:
        raise KitError(f"{id} n'a pas d'oral : ôtez {parameter('jury absence', '--oral')}.")
    state: Literal["justifiée", "non justifiée", "présent"]
    state = "présent" if present else "justifiée" if excused else "non justifiée"
    confirm(whom, rules.referentiel.epreuve(id).sujets)
    record.add(author, AbsenceAct(id, whom, "oral" if oral else "épreuve", state, checked_text(reason, "le motif")))
    return whom


def makeup(
    record: JuryRecord,
    rules: JuryRules,
    author: str,
    candidate: str,
    competence: str,
    note: str | None,
    level: int | None,
    absent: bool,
    cancelled: bool,
    reason: str,
    epreuve: str = "",
    confirm: Callable[[], None] = lambda: None,
) -> str:
    """Keep the result of a make-up; gives the candidate's identifier. Raises KitError. confirm: called before anything is kept; may raise.

    epreuve: which one's part it makes up for, due where several assess the compétence, and nowhere else.
    """
    if [note is not None, level is not None, absent, cancelled].count(True) != 1:
        raise KitError("Donnez le résultat, et un seul : la note, comme 12,5/20, ou que le candidat n'est pas venu.")
    whom = identifier(known_candidates(record, rules), candidate)
    code = competence_code(rules.referentiel, competence)
    points, maximum = _points(note) if note is not None else (str(level), "3") if level is not None else (None, None)
    why, where = checked_text(reason, "le motif"), _part(rules.referentiel, code, epreuve)
    if cancelled and (whom, code, where) not in stand(record.entries()).makeups:
        raise KitError(f"Aucun rattrapage n'est écrit pour ce candidat en {code} : il n'y a rien à retirer.")
    confirm()
    record.add(author, MakeUpAct(whom, code, points, maximum, why, cancelled, where))
    return whom


def _part(official: Referentiel, code: str, written: str) -> str:
    """The épreuve whose part of a compétence is made up for; empty where one alone assesses it. Raises KitError."""
    own = [epreuve.id for epreuve in official.epreuves_of(code)]
    chosen = epreuve_id(official, written) if written.strip() else ""
    if chosen and chosen not in own:
        raise KitError(f"{chosen} n'évalue pas {code} : c'est {either(own)}.")
    if len(own) == 1:
        return ""
    if not chosen:
        asked = parameter("jury rattrapage", "--epreuve", own[0].partition("_")[0])
        raise KitError(f"{code} est évaluée par {listed(own)} : dites à laquelle est ce rattrapage ({asked}).")
    return chosen


def subject(rules: JuryRules, code: str) -> str:
    """The subject of a decision: a compétence, an épreuve, a bloc or the certification. Raises KitError."""
    written = code.strip()
    if written.casefold() == CERTIFICATION:
        return CERTIFICATION
    if (bloc := rules.bloc(written)) is not None:
        return bloc.code
    official = rules.referentiel
    if code := _competence(official, written):
        return code
    if re.match(r"[Ee]\d", written):
        return epreuve_id(official, written)
    if "." in written:  # told which are the nearest
        return competence_code(official, written)
    blocs, first = (
        ", ".join(bloc.code for bloc in rules.blocs),
        next((competence.code for competence in official.competences), ""),
    )
    raise KitError(
        f"« {written} » n'est ni une compétence ({first}), ni une épreuve (par son numéro, e01), ni un bloc ({blocs}), ni « {CERTIFICATION} »."
    )


def competence_code(official: Referentiel, written: str) -> str:
    """A compétence's code, whatever its case; KitError where the référentiel has none such."""
    return _competence(official, written) or official.competence(written.strip().upper().replace("_", ".")).code


def _competence(official: Referentiel, written: str) -> str:
    folded = written.strip().replace("_", ".").casefold()
    return next((c.code for c in official.competences if c.code.casefold() == folded), "")


def epreuve_id(official: Referentiel, written: str) -> EpreuveId:
    """An épreuve of the référentiel by the identifier or the number (« e17 ») of one of its sujets; KitError where there is none."""
    name = written.strip().casefold()
    ids = meant(name, (sujet for epreuve in official.epreuves for sujet in epreuve.sujets))
    return official.epreuve(ids[0] if ids else name).id


def _points(note: str) -> tuple[str, str]:
    match = _NOTE.fullmatch(note.strip())
    points, maximum = (part.replace(",", ".") for part in match.groups()) if match else ("0", "0")
    if not Fraction(maximum) or Fraction(points) > Fraction(maximum):
        raise KitError(f"« {note} » n'est pas une note sur son maximum : écrivez par exemple 12,5/20.")
    return points, maximum
