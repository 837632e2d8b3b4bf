"""The French sentence that explains each decision; a share is never shown rounded up to a threshold it does not reach."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from epreuves.referentiel.spelling import CODE, EpreuveId
from epreuves.wording import french
from epreuves.wording.french import counted, day
from epreuves_kit.jury.carried import Carried
from epreuves_kit.jury.evidence import Changed, CompetenceFacts, Status
from epreuves_kit.referentiel.model import numbered
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import EpreuveResult, SharedResult
from epreuves_kit.rules.sentences import conclusion, made_of, of_competences, percent

if TYPE_CHECKING:
    from epreuves_kit.jury.verdict import Verdict


#: A compétence or an épreuve; any other code is a bloc's.
_OF_THE_REFERENTIEL = re.compile(rf"{CODE}|e[0-9]{{2}}(_\w+)?")


_EPREUVE = "l'épreuve"


def listed(names: Sequence[str], most: int = 6) -> str:
    """« U1.1, U1.2 et U1.3 »; past `most`, how many more."""
    names = list(dict.fromkeys(names))
    more = [counted(len(names) - most, "autre")] if len(names) > most else []
    return french.listed([*names[:most], *more])


def lacking(verdicts: Iterable[Verdict]) -> list[str]:
    """The things that lack, a line each, with the compétences that wait for it."""
    return [f"Il manque {what} : {', '.join(codes)}." for what, codes in by_lack(verdicts).items()]


def by_lack(verdicts: Iterable[Verdict]) -> dict[str, list[str]]:
    """The codes that wait for each thing that lacks."""
    by: dict[str, list[str]] = {}
    for verdict in verdicts:
        for what in verdict.lacking:
            by.setdefault(what, []).append(verdict.code)
    return by


def competence(code: str, own: EpreuveResult) -> str:
    """The reason of a compétence's verdict, by its result in its one épreuve."""
    return f"{code} : {percent(own.share)} ({made_of(own)}), {conclusion(own)}."


def shared(code: str, whole: SharedResult, parts: Iterable[str]) -> str:
    """The reason of the verdict on a compétence of several épreuves. parts: what each gives, as `part` says it."""
    return f"{code} : {percent(whole.share)} ({' ; '.join(parts)}), {conclusion(whole)}."


def part(epreuve: EpreuveId, share: Fraction, weight: Fraction, words: str) -> str:
    """An épreuve's part of a compétence: « épreuve 2, 60 % au poids de 20 points : calculs 3 / 5 ». weight: in points."""
    return f"épreuve {numbered(epreuve)}, {percent(share)} au poids de {counted(weight, 'point')} : {words}"


def in_epreuve(what: str, epreuve: EpreuveId) -> str:
    """A thing that lacks in one of a compétence's épreuves: « la copie (épreuve 2) »."""
    return f"{what} (épreuve {numbered(epreuve)})"


def repeats_parts(code: str, absences: Sequence[str]) -> str:
    """The make-ups that a compétence of several épreuves is due. absences: as `absence` says them."""
    return f"{code} : {french.listed(absences)}, {'un rattrapage est dû' if len(absences) == 1 else 'des rattrapages sont dus'}."


def never_in_parts(code: str, absences: Sequence[str]) -> str:
    """An absence at each of a compétence's épreuves."""
    return f"{code} : {french.listed(absences)}."


def taken(code: str, share: Fraction, how: str, threshold: Fraction) -> str:
    """The reason of a compétence's verdict where a make-up counts."""
    reached = f"le seuil de {percent(threshold)} est atteint"
    return f"{code} : {percent(share)} ({how}), {reached if share >= threshold else f'sous le seuil de {percent(threshold)}'}."


def makeup(share: Fraction, first: Fraction | None, rules: JuryRules) -> str:
    """The origin of a share where there was a make-up."""
    if first is None:
        return "note du rattrapage"
    rule = "elle remplace la première" if rules.make_up == "remplace" else "la meilleure des deux compte"
    return f"rattrapage {percent(share)}, première note {percent(first)} : {rule}"


def absent(fact: CompetenceFacts, status: Status) -> str:
    """The effect of an absence."""
    return f"{fact.code} : {absence(fact)}{', un rattrapage est dû' if status is Status.MAKE_UP else ''}."


def absence(fact: CompetenceFacts, epreuve: str = "") -> str:
    """An absence, « absence justifiée à l'épreuve »; of the épreuve named, where a compétence has several."""
    away = fact.absence
    assert away is not None
    kind = "justifiée" if away.excused else "non justifiée"
    named = f"l'épreuve {numbered(epreuve)}" if epreuve else ""
    oral = f"à l'oral de {named}" if named else "à l'oral"
    where = oral if away.where == "oral" else f"à {named or _EPREUVE}"
    return f"absence {kind} {where}{', puis au rattrapage' if fact.makeup is not None else ''}"


def lacks(code: str, lacking: Sequence[str]) -> str:
    """The things that a compétence waits for."""
    return f"{code} : il manque {listed(lacking)}."


def waits(code: str, names: Sequence[str]) -> str:
    """The compétences that an épreuve or a bloc waits for."""
    return f"{_named(code)} : {listed(names)} {'est' if len(names) == 1 else 'sont'} à compléter."


def acquired(code: str, at: datetime.date) -> str:
    """A bloc that an earlier jury granted."""
    return f"{_named(code)} : acquis par décision du {day(at)}."


def carried_over(own: Carried) -> str:
    """A compétence that the jury of an earlier session granted."""
    result = "" if own.share is None else f"{percent(own.share)}, "
    return f"{own.code} : {result}acquise à la session « {own.session} » (procès-verbal n° {own.minutes} du {day(own.day)})."


def given_with(code: str, bloc: str) -> str:
    """A compétence of a bloc that the jury granted whole."""
    return f"{code} : acquise avec le bloc {bloc}, par décision du jury."


def repeats(code: str, names: Sequence[str], lost: Sequence[str] = ()) -> str:
    """The make-ups that an épreuve or a bloc waits for. lost: what is not held, and that no make-up changes."""
    verb = "ne sont pas acquises" if len(lost) > 1 else "n'est pas acquise"
    rest = f", qui ne suffira pas : {listed(lost)} {verb}, sans rattrapage" if lost else ""
    return f"{_named(code)} : rattrapage dû pour {listed(names)}{rest}."


def never_there(code: str) -> str:
    """An absence everywhere."""
    return f"{_named(code)} : absence à toutes les compétences."


class Word(msgspec.Struct, frozen=True):
    """Compétences that count otherwise than the rules say of them alone: held or refused by the jury, held by compensation in their
    épreuve; others: whether there are more."""

    given: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    compensated: tuple[str, ...] = ()
    others: bool = True


def whole(
    code: str,
    mean: Fraction,
    threshold: Fraction,
    missed: Sequence[str],
    lost: Sequence[str],
    status: Status,
    floor: Fraction | None,
    word: Word = Word(),
) -> str:
    """The reason of the verdict on an épreuve or a bloc; word: what is not the rules' doing in it."""
    why = [_whole(code, mean, threshold, missed, lost, status, floor, word)]
    if word.given:
        why.append(f"{listed(word.given)} {_are(word.given, 'acquise')} par décision du jury.")
    if word.refused:
        verb = "ne sont pas acquises" if len(word.refused) > 1 else "n'est pas acquise"
        why.append(f"{listed(word.refused)} {verb}, par décision du jury.")
    if word.compensated and status is Status.VALIDATED:
        why.append(f"{listed(word.compensated)} {_are(word.compensated, 'acquise')} par compensation dans l'épreuve.")
    return " ".join(why)


def _whole(
    code: str,
    mean: Fraction,
    threshold: Fraction,
    missed: Sequence[str],
    lost: Sequence[str],
    status: Status,
    floor: Fraction | None,
    word: Word,
) -> str:
    start = f"{_named(code)} : moyenne {percent(mean)}"
    if status is Status.VALIDATED and not missed:
        if not word.given and not word.compensated:
            return f"{start}, toutes les compétences sont acquises."
        return f"{start}, les autres compétences sont acquises." if word.others else f"{start}."
    if status is Status.VALIDATED:
        return f"{start}, {listed(missed)} {_are(missed, 'compensée')} par les autres (seuil {percent(threshold)}, plancher {percent(floor or Fraction(0))})."
    if mean < threshold:
        missing = f", {listed(missed)} {_are(missed, 'non acquise')}" if missed else ""
        return f"{start}, sous le seuil de {percent(threshold)}{missing}."
    if floor is None:
        return f"{start}, mais {listed(lost)} {_are(lost, 'non acquise')} et rien ne compense."
    return f"{start}, mais {listed(lost)} ne peut être compensée (plancher {percent(floor)}, niveau minimal, seuil des critères, absence ou décision du jury)."


def certification(status: Status, by: Mapping[Status, Sequence[str]], given: Sequence[str] = ()) -> str:
    """The reason of the verdict on the certification; given: the blocs that the jury validated itself."""
    if status is Status.VALIDATED:
        jury = f", {listed(given)} par décision du jury" if given else ""
        return f"Certification : tous les blocs sont validés{jury}."
    if status is Status.ABSENT:
        return "Certification : absence à tous les blocs."
    names = by[status] or by[Status.ABSENT]
    if status is Status.NOT_VALIDATED:
        names = [*by[Status.NOT_VALIDATED], *by[Status.ABSENT]]
        return f"Certification : {listed(names)} {_are(names, 'non validé')}."
    state = "à compléter" if status is Status.TO_COMPLETE else "en rattrapage"
    lost = [*by[Status.NOT_VALIDATED], *by[Status.ABSENT]]
    then, alone = (", ce qui ne suffira pas :", ", sans rattrapage") if status is Status.MAKE_UP else (" ;", "")
    rest = f"{then} {listed(lost)} {_are(lost, 'non validé')}{alone}" if lost else ""
    return f"Certification : {listed(names)} {state}{rest}."


def changed(code: str, change: Changed, proposed: Status) -> str:
    """A decision that the jury took itself."""
    return f"{_named(code)} : {decided(code, change.status)} par décision du jury (proposition : {decided(code, proposed)}). Motif : {change.reason}"


def decided(code: str, status: Status, compensated: bool = False) -> str:
    """A status in words, agreed with what it is said of: a bloc is masculine; a compétence, an épreuve and the certification are not."""
    e = "e" if code == "certification" or _OF_THE_REFERENTIEL.fullmatch(code) else ""
    word = "absence" if status is Status.ABSENT else status.value
    if status in (Status.VALIDATED, Status.NOT_VALIDATED):
        word += e
    return f"{word} (compensé{e})" if compensated else word


def _are(names: Sequence[str], word: str) -> str:
    return f"sont {word}s" if len(names) > 1 else f"est {word}"


def _named(code: str) -> str:
    if code == "certification":
        return "Certification"
    return code if _OF_THE_REFERENTIEL.fullmatch(code) else f"Bloc {code}"


def of_rules(rules: JuryRules, signed: bool = False) -> list[str]:
    """The rules in words, one sentence each; signed: as the procès-verbal states them, without the file that they were read in."""
    thresholds, compensation = rules.thresholds, rules.compensation
    lines = [
        *of_competences(rules, signed),
        f"Une épreuve est validée quand ses compétences sont acquises et que leur moyenne atteint {percent(thresholds.epreuve)} ; "
        f"un bloc, de même, à {percent(thresholds.bloc)} ; la certification, quand tous les blocs sont validés.",
        _compensation(rules),
        f"Absence justifiée : {_effect(rules.absence.justified)} ; absence non justifiée : {_effect(rules.absence.unjustified)}.",
        "Après un rattrapage, "
        + ("sa note remplace la première." if rules.make_up == "remplace" else "la meilleure des deux notes compte."),
        "Ce qui manque n'est jamais compté zéro."
        + (
            ""
            if signed
            else " Ces règles sont celles que le jury de cette session a annoncées."
            if rules.source
            else " Ces règles sont celles de la certification."
        ),
    ]
    if not compensation.epreuve and not compensation.bloc:
        lines[-4] = "Rien ne se compense : chaque compétence doit être acquise."
    return lines


def _compensation(rules: JuryRules) -> str:
    kinds = (("d'une épreuve", rules.compensation.epreuve), ("d'un bloc", rules.compensation.bloc))
    where = [name for name, on in kinds if on]
    return f"Les compétences {french.listed(where)} se compensent, sauf sous le plancher de {percent(rules.compensation.floor)}."


def _effect(effect: str) -> str:
    return "rattrapage, rien n'est compté" if effect == "rattrapage" else "zéro"
