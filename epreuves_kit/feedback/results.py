"""The results of compétences, as a page tells them: those of the rules that every document follows, as far as the copies alone give them.

An oral and a make-up are the transcript's to tell. An absence takes all meaning from a page, which says it; it says too where the jury decided
otherwise, or answered an appeal.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from epreuves.answers.allowed import Allowed
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, day, hour, lasting, listed, moment
from epreuves.wording.typography import spaced
from epreuves_kit.course import timetable
from epreuves_kit.course.folders import Course
from epreuves_kit.course.sitting import permissions
from epreuves_kit.course.timetable import Timetable
from epreuves_kit.gradebook.acts import JuryWord
from epreuves_kit.gradebook.rows import NotebookFile, Rows, made, not_handed_in
from epreuves_kit.referentiel.model import Epreuve, Oral
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import EpreuveResult, ResultRule, Tally, result, tallies
from epreuves_kit.rules.sentences import conclusion, due, made_of, others_in_words, own_criteria, percent, too_low
from epreuves_kit.variants import session

#: Said at the head of a copy whose candidate is written absent.
_ABSENT = "Une absence est écrite à cette épreuve : ces résultats ne comptent pas."
#: Said beside the jury's decision on an épreuve, once there is a procès-verbal.
_ELSEWHERE = (
    "Ce que le jury a décidé des blocs et de la certification est dans votre relevé de compétences, remis à part."
)
#: Points under which nothing is left of a score.
_NOTHING = 1e-6


class ResultLine(msgspec.Struct, frozen=True):
    """A compétence's result in words: its share (empty while something of it is awaited), what it is made of, what comes of it.

    held: whether the rules give the compétence; None where an oral, or a grader, may still tell.
    """

    share: str
    made_of: str
    conclusion: str
    held: bool | None = None

    @property
    def said(self) -> str:
        """The whole in one sentence."""
        whole = f"{self.share} ({self.made_of})" if self.share else self.made_of
        return ", ".join(filter(None, (whole, self.conclusion))) + "."


class CopyResults(msgspec.Struct, frozen=True):
    """The results of a candidate at an épreuve: what they are called, the rule in sentences, a line for each compétence, how to appeal, if
    the school says it, and what help was allowed, in sentences. held: the session and the day, empty where nobody says. absence: a sentence on
    the absence that is written there, empty where none is. decision: sentences on what the jury decided of the épreuve, and answered to appeals; jury: on
    what it decided itself of compétences.
    """

    name: str
    rule: tuple[str, ...]
    lines: dict[str, ResultLine]
    appeal: str = ""
    allowed: tuple[str, ...] = ()
    held: str = ""
    absence: str = ""
    decision: tuple[str, ...] = ()
    jury: tuple[str, ...] = ()


class SchoolRules(msgspec.Struct, frozen=True):
    """A school's settings of the results that its pages tell: the jury's rules, how to appeal (empty where it does not say), when each one's
    time is over, the help allowed, by épreuve, and the session's name. absent: the folders of the marked copies of those who are written absent.
    decided: by folder of a marked copy, the jury's words on its épreuve and, where it decided itself or answered an appeal, on its compétences, by code.
    """

    jury: JuryRules
    appeal: str = ""
    timetable: Timetable = Timetable()
    allowed: dict[EpreuveId, Allowed] = {}
    session: str = ""
    absent: frozenset[Path] = frozenset()
    decided: dict[Path, dict[str, JuryWord]] = {}

    @classmethod
    def read(cls, course: Course) -> SchoolRules:
        """Those of a course; raises KitError where a file does not read."""
        root, allowed = course.root, permissions(course)
        pair = session.written(root)
        name = "" if pair is None or session.unnamed(root) else pair[0].name
        rules = jury_rules.read(root)
        absences: frozenset[tuple[str, str]] = frozenset()
        words: dict[tuple[str, str], JuryWord] = {}
        if made(course.db_url, root):
            with NotebookFile(course.db_url, root) as gradebook:
                absences, words = gradebook.absences(), gradebook.jury_words()
        absent = frozenset(
            course.folder("autograded", candidate, sujet).resolve()
            for epreuve, candidate in absences
            if (official := rules.referentiel.known(epreuve)) is not None
            for sujet in official.sujets
        )
        decided: dict[Path, dict[str, JuryWord]] = {}
        for (candidate, code), word in words.items():
            for official in rules.referentiel.epreuves:
                if code == official.id or (code in official.competences and (word.status or word.outcome)):
                    for sujet in official.sujets:
                        decided.setdefault(course.folder("autograded", candidate, sujet).resolve(), {})[code] = word
        return cls(rules, session.appeal(root), timetable.read(course), allowed, name, absent, decided)

    def held(self, epreuve: EpreuveId) -> str:
        """« Session de juin 2026, épreuve du 10 juin 2026 », what is known of it."""
        sitting = self.timetable.sittings.get(epreuve)
        return ", ".join(filter(None, (self.session, f"épreuve du {day(sitting.begins)}" if sitting else "")))


def results(school: SchoolRules, epreuve: EpreuveId, notebooks: Mapping[str, Rows], marked: Path) -> CopyResults | None:
    """The results of a candidate's notebooks at an épreuve, by name; None where the référentiel does not have it.

    marked: the folder of the marked copy.
    """
    rules = school.jury
    official = rules.referentiel.known(epreuve)
    if official is None:
        return None
    oral = official.oral is not Oral.NONE_OFFERED and bool(rules.oral)
    by = tallies(rules.referentiel, {name: rows.grades for name, rows in notebooks.items()})
    rule = rules.of(epreuve)
    shared = {code: rules.referentiel.others_of(code, epreuve) for code in official.competences}
    alone = next((words for name, (_, words) in _ALONE.items() if name in notebooks), "")
    lines = {
        code: _line(rule, by[code], oral, bool(shared[code]), alone) for code in official.competences if code in by
    }
    name = "Résultat à l'écrit" if oral else "Résultat"
    missing = [notebook for notebook in notebooks if not_handed_in(notebooks[notebook], marked / f"{notebook}.ipynb")]
    sentences = _rule(official, rule, oral, notebooks)
    sentences += tuple(
        f"{code} est aussi évaluée par {others_in_words(others)} : cette page n'en donne qu'une part, et votre relevé de compétences donne le tout."
        for code, others in shared.items()
        if others and code in by
    )
    if missing:
        sentences += (f"Ce qui n'est pas rendu compte zéro : {_parts(official, missing)}.",)
    allowed = school.allowed.get(epreuve, Allowed()).sentences
    absence, words = "", school.decided.get(marked.resolve(), {})
    if marked.resolve() in school.absent:
        absence = spaced(_ABSENT)
        lines = {code: msgspec.structs.replace(line, held=None) for code, line in lines.items()}
    return CopyResults(
        name,
        (*sentences, "La décision appartient au jury."),
        lines,
        school.appeal,
        allowed,
        school.held(epreuve),
        absence,
        tuple(_decision(official, words, lines)),
        tuple(sentence for code in official.competences if (sentence := _own_word(official, code, words, lines))),
    )


def _decision(epreuve: Epreuve, words: Mapping[str, JuryWord], lines: Mapping[str, ResultLine]) -> Iterable[str]:
    """The sentences that are said first: what the jury decided of the épreuve, and what it answered to appeals on it and its compétences."""
    own = words.get(epreuve.id, JuryWord())
    if own.day is not None and not (own.newer and own.status not in ("", own.signed)):
        minutes = f"procès-verbal n° {own.number} du {day(own.day)}"
        yield spaced(f"Décision du jury sur l'épreuve : {_feminine(own.signed)} ({minutes}).")
    elif sentence := _own_word(epreuve, epreuve.id, words, lines):
        yield sentence
    for code in (epreuve.id, *epreuve.competences):
        if (word := words.get(code)) is not None and word.answered is not None:
            answer = f"{word.outcome}, le {day(word.answered)}{_effect(word)}"
            yield spaced(f"Réponse du jury à votre recours sur {_what(epreuve, code)} : {answer}.")
    if own.signed:
        yield _ELSEWHERE


def _effect(word: JuryWord) -> str:
    """The effect of the answer to an appeal on what was decided, to end a sentence; empty while no procès-verbal says it."""
    if word.before and word.after and word.before != word.after:
        return f" ; la décision devient « {_feminine(word.after)} », au lieu de « {_feminine(word.before)} »"
    return " ; la décision ne change pas" if word.after or word.outcome == "rejeté" else ""


def _own_word(epreuve: Epreuve, code: str, words: Mapping[str, JuryWord], lines: Mapping[str, ResultLine]) -> str:
    """The sentence on a decision of the jury's own, where it is not what the rules give or follows an appeal; empty elsewhere."""
    word = words.get(code)
    if word is None or word.decided is None:
        return ""
    own = [line.held for id, line in lines.items() if code in (id, epreuve.id)]
    alike = bool(own) and (all(own) if word.status == "validé" else word.status == "non validé" and False in own)
    after = word.answered is not None and word.decided >= word.answered
    if alike and not after:
        return ""
    decision = f"{_feminine(word.status)}, le {day(word.decided)}{', après recours' if after else ''}"
    return spaced(f"Décision du jury sur {_what(epreuve, code)} : {decision}.")


def _what(epreuve: Epreuve, code: str) -> str:
    return "l'épreuve" if code == epreuve.id else f"la compétence {code}"


def _feminine(status: str) -> str:
    """« validée », « non validée »; another status as it is."""
    return status + "e" * status.endswith("validé")


def lateness(school: SchoolRules, epreuve: EpreuveId, student: str, rows: Rows) -> str:
    """One sentence on a copy that came after its own end: when, by how much, and what it loses; empty where the session has no dates,
    the copy came in time, or nobody said what lateness costs.
    """
    dates, at = school.timetable, rows.handed_in
    if at is None or epreuve not in dates.sittings:
        return ""
    late, rule = dates.lateness(epreuve, student, at), dates.late
    if not late or (not rows.penalty and (rule is None or late > datetime.timedelta(minutes=rule.tolerance))):
        return ""
    ends = dates.end(epreuve, student)
    handed = at.astimezone(ends.tzinfo)
    same = handed.date() == ends.date()
    when, due = (f"à {hour(handed)}", hour(ends)) if same else (f"le {moment(handed)}", f"le {moment(ends)}")
    granted = f", {counting}" if (counting := dates.counting(epreuve, student)) else ""
    sentence = f"Remise {when}, {lasting(late)} après votre heure de fin ({due}{granted})"
    if not rows.penalty:
        return spaced(f"{sentence} : dans la tolérance, sans effet.")
    # Levels given since the penalty was counted leave something: the page then says what the gradebook takes, and no more.
    left = sum(grade.score for grade in rows.grades.values()) - rows.penalty
    if rule is not None and timetable.refused(rule, late) and left < _NOTHING:
        return spaced(f"{sentence} : après {counted(rule.refusal or 0, 'heure')}, une copie compte zéro.")
    return spaced(f"{sentence} : pénalité de {counted(rows.penalty, 'point')}, déduite du total.")


#: The part that a member of a group does alone, and how a result says that it counts it.
_ALONE = {"rex": ("votre REX", "REX compris"), "production": ("votre production", "production comprise")}


def _parts(epreuve: Epreuve, notebooks: Iterable[str]) -> str:
    """Parts of an épreuve in words, the group's first: « la copie du groupe et votre REX »."""
    names = sorted(notebooks, key=lambda name: (name not in epreuve.sujets, name))
    shared = "la copie du groupe" if epreuve.own_notebook else "la copie"
    return listed(shared if name in epreuve.sujets else _ALONE.get(name, (f"« {name} »",))[0] for name in names)


def _line(rule: ResultRule, tally: Tally, oral: bool, shared: bool, alone: str = "") -> ResultLine:
    """A compétence's line. shared: whether other épreuves assess it too. alone: said where criteria of what a member of a group does alone count."""
    awaited = tally.awaited
    own = result(rule, tally.machine, tally.grille, tally.levels, own=tally.own)
    if awaited or own is None:
        return ResultLine("", "en attente", listed(awaited))
    if shared:
        # The criteria of the other épreuves count with these: a level alone, under the least, is nobody's to make up for.
        own = msgspec.structs.replace(own, low=msgspec.structs.replace(own.low, together=False, own=False))
    to_come = oral or shared
    held = own.passes if not to_come else False if own.low.any else None
    parts = f"{made_of(own)}, {alone}" if alone and tally.own is not None else made_of(own)
    return ResultLine(percent(own.share), parts, _conclusion(own, to_come), held)


def _conclusion(own: EpreuveResult, to_come: bool) -> str:
    """With an oral or another épreuve to come, only what nothing makes up for is known already."""
    if not to_come:
        return conclusion(own)
    low = too_low(own)
    return f"mais {low}" if low else ""


def _rule(epreuve: Epreuve, rule: ResultRule, oral: bool, notebooks: Collection[str]) -> tuple[str, ...]:
    sentences = [
        "Les points sont ceux de cette copie.",
        f"Dans le résultat d'une compétence, ils s'ajoutent, les calculs pour {percent(rule.cap)} au plus ; elle s'acquiert avec {due(rule, oral, own_criteria(notebooks))}.",
    ]
    if len(notebooks) > 1:
        sentences.append(
            f"Le résultat réunit {'les deux' if len(notebooks) == 2 else 'toutes les'} parties de l'épreuve : {_parts(epreuve, notebooks)}."
        )
    if oral:
        name = "le grand oral" if epreuve.oral is Oral.GRAND_ORAL else "l'oral"
        sentences.append(
            f"Ici, il est celui de l'écrit, qui en fait {percent(1 - rule.oral)}, et {name}, {percent(rule.oral)} ; votre relevé de compétences donne le tout."
        )
    return tuple(sentences)
