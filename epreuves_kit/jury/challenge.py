"""The serious game: themes drawn for each group, the professionals' sheets written and read back, and what they say.

A draw is a pure function of the session's key and the groups, which anyone can redo: each theme's place in a group is that of its
SHA-256 with the key; no machine's random numbers are in it. So is the incident that a candidate settles at the oral with the production
of somebody else of the group. A sheet is a CSV for a French spreadsheet: a line for each task and criterion of each production, a column for
each professional, whose title is their name and trade. Marks go from 1 to 5.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves.variants.attribution import candidate_id, group_id, normalise
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed, number
from epreuves.wording.inert import visible_text
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.authoring.oral import OralQuestion
from epreuves_kit.jury.record import PAGE, DrawAct, JuryRecord, TimedTask, TrialAct
from epreuves_kit.referentiel.model import Referentiel, called
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants import groups
from epreuves_kit.variants import session as sessions
from epreuves_kit.variants.identity import Candidates


def draw(
    key: str, session: str, epreuve: EpreuveId, group: str, members: Sequence[str], themes: Sequence[str]
) -> DrawAct:
    """Draw a theme for each member, without repetition until every theme is out.

    It depends on the group's name, its members in alphabetical order, and the key; not on the order of the file, in which members
    and their themes are given. Its fingerprint is sixteen hexadecimal digits of all the rest: two draws alike have the same.
    """
    order = sorted(members, key=candidate_id)
    drawn: list[str] = []
    for turn in range(-(-len(order) // len(themes))):
        drawn += sorted(themes, key=lambda theme: _digest(key, session, epreuve, group_id(group), str(turn), theme))
    by = dict(zip(order, drawn, strict=False))
    drawn = [by[member] for member in members]
    payload = {"epreuve": epreuve, "group": group, "session": session, "members": members, "themes": drawn}
    fingerprint = hashlib.sha256(msgspec.json.encode(payload)).hexdigest()[:16]
    return DrawAct(epreuve, group, session, tuple(members), tuple(drawn), fingerprint)


class Incident(msgspec.Struct, frozen=True):
    """The incident that a candidate draws: its number among the oral's questions, from 1, and whose production settles it."""

    number: int
    author: str
    theme: str


def incident(key: str, draw: DrawAct, candidate: str, questions: Sequence[OralQuestion]) -> Incident | None:
    """Draw a candidate's incident, among those that the production of somebody else of the group settles, on another theme than theirs.

    None where no question is such an incident.
    """
    by_theme = {theme: member for member, theme in zip(draw.members, draw.themes, strict=True) if member != candidate}
    by_theme.pop(draw.themes[draw.members.index(candidate)], None)
    possible = [
        Incident(number, by_theme[question.theme], question.theme)
        for number, question in enumerate(questions, 1)
        if question.theme in by_theme
    ]
    own = (draw.session, draw.epreuve, group_id(draw.group), candidate_id(candidate))
    return min(possible, key=lambda i: _digest(key, "incident", *own, str(i.number)), default=None)


def _digest(key: str, *parts: str) -> bytes:
    # Each part's length goes with it, so that no two draws hash the same text.
    text = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in (key, "tirage", *parts))
    return hashlib.sha256(text).digest()


def draws(root: Path, epreuve: EpreuveId) -> tuple[DrawAct, ...]:
    """The draw of each group of an épreuve of the course at `root`; nothing is written. Raises KitError."""
    official = referentiel(root)
    asked = official.epreuve(epreuve).draw
    if asked is None:
        others = listed(called(other.id) for other in official.epreuves if other.draw is not None)
        have = f" ; en ont : {others}" if others else ""
        raise KitError(f"« {epreuve} » n'a pas de thèmes à tirer au sort{have}.")
    course_groups, session = groups.read(root, epreuve), sessions.held(root, epreuve)
    if not course_groups:
        raise KitError(
            f"Aucun groupe à {called(epreuve)} : composez les groupes avant de tirer ({remedy('composer-groupes')})."
        )
    members = {group.name: [m.candidate for m in group.members if m.state != "parti"] for group in course_groups}
    return tuple(draw(session.key, session.name, epreuve, name, own, asked.themes) for name, own in members.items())


def kept(record: JuryRecord, epreuve: EpreuveId) -> dict[str, tuple[DrawAct, str, str]]:
    """The last draw kept of each group: the draw, who kept it, and when (ISO 8601, UTC)."""
    return {
        act.group: (act, entry.author, entry.at.isoformat(timespec="seconds"))
        for entry in record.entries(DrawAct)
        if isinstance(act := entry.act, DrawAct) and act.epreuve == epreuve
    }


def keep(record: JuryRecord, author: str, drawn: Sequence[DrawAct], again: bool = False) -> list[DrawAct]:
    """Keep the draws that are not kept yet, and give them. Raises KitError where one differs from what is kept: a draw is not
    done again, unless `again` says so (a group has changed)."""
    kept_draws = kept(record, drawn[0].epreuve) if drawn else {}
    before = {group: act.fingerprint for group, (act, _, _) in kept_draws.items()}
    differing = [act for act in drawn if before.get(act.group, act.fingerprint) != act.fingerprint]
    if differing and not again:
        names = ", ".join(f"« {act.group} »" for act in differing)
        raise KitError(
            f"Le tirage de {names} est déjà au registre et n'est pas celui-ci : les membres, la clé ou le nom de la séance ont changé. "
            f"Rétablissez-les, ou ajoutez {parameter('tirage-themes', '--refaire')} pour garder le nouveau tirage à la suite de l'ancien."
        )
    new = [act for act in drawn if act.group not in before or act in differing]
    if new:
        record.add(author, *new)
    return new


#: Bytes of a sheet: some fifty lines.
_LARGEST = 400_000
_FIXED = ["epreuve", "groupe", "candidat", "theme", "critere", "libelle"]
_REMARK = "remarque"
_TIME, _UNDERSTOOD = "temps", "comprise"
_NOT_FOUND = "non trouvée"
_YES_NO = {"oui": True, "non": False}
_BLANK = re.compile(r"professionnel \d+ \(nom, métier\)")


def criteria(official: Referentiel, epreuve: EpreuveId) -> dict[CriterionCode, str]:
    """The criteria that professionals mark, by code: those that the référentiel names for them, or all of the épreuve's compétences."""
    every = {c.id: c.label for code in official.epreuve(epreuve).competences for c in official.criteres_of(code)}
    trials = official.epreuve(epreuve).trials
    named = trials.criteria if trials is not None else ()
    return {code: every[code] for code in named or every}


def _ranks(official: Referentiel, epreuve: EpreuveId) -> range:
    """The numbers, from 1, of the tasks that professionals do against the clock."""
    trials = official.epreuve(epreuve).trials
    return range(1, (trials.tasks if trials is not None else 0) + 1)


def _tasks(official: Referentiel, epreuve: EpreuveId) -> dict[str, str]:
    """The lines of these tasks, by name: how long each took, and whether its answer was understood."""
    lines: dict[str, str] = {}
    for rank in _ranks(official, epreuve):
        lines[f"{_TIME} {rank}"] = f"Tâche {rank} : secondes jusqu'à la réponse, ou « {_NOT_FOUND} »"
        lines[f"{_UNDERSTOOD} {rank}"] = f"Tâche {rank} : la réponse est-elle comprise ? (oui ou non)"
    return lines


def least(official: Referentiel, epreuve: EpreuveId) -> int:
    """The number of professionals who try each production, at least."""
    trials = official.epreuve(epreuve).trials
    return trials.professionals if trials is not None else 3


def sheet(official: Referentiel, draw: DrawAct) -> str:
    """A group's sheet, ready to fill in, by the themes that its members drew."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    professionals = [f"Professionnel {rank} (nom, métier)" for rank in range(1, least(official, draw.epreuve) + 1)]
    writer.writerow([*_FIXED, *professionals])
    blank = [""] * len(professionals)
    group = strict_csv.neutral(draw.group)
    for member, theme in zip(map(strict_csv.neutral, draw.members), draw.themes, strict=True):
        for name, label in _tasks(official, draw.epreuve).items():
            writer.writerow([draw.epreuve, group, member, theme, name, label, *blank])
        for code, label in criteria(official, draw.epreuve).items():
            writer.writerow([draw.epreuve, group, member, theme, code, f"{label} (1 à 5)", *blank])
        writer.writerow([draw.epreuve, group, member, theme, _REMARK, "Remarque, en une phrase (facultatif)", *blank])
    return out.getvalue()


def read(official: Referentiel, data_bytes: bytes, name: str, draws: Mapping[str, DrawAct]) -> tuple[TrialAct, ...]:
    """The marks that a filled sheet holds, one act a professional and production; draws: by group.

    Raises Faults with every fault, by line and field; nothing of the sheet is then taken.
    """
    if len(data_bytes) > _LARGEST:
        raise Faults(f"{name} : le fichier est trop grand pour une fiche d'essais.")
    others = f"puis une colonne par professionnel ; repartez de la fiche écrite par {remedy('essais')}"
    titles, rows = strict_csv.table(data_bytes, name, _FIXED, more=others)
    reading = _Reading(official, name, titles, draws)
    for line, values in rows:
        reading.row(line, values)
    reading.whole()
    if reading.faults:
        raise Faults(*(sentence for _, sentence in sorted(reading.faults, key=lambda fault: fault[0])))
    digest = hashlib.sha256(data_bytes).hexdigest()[:16]
    return tuple(
        TrialAct(
            draw.epreuve,
            draw.group,
            member,
            theme,
            who,
            marks=dict(reading.marks[member, who]),
            remark=reading.remarks.get((member, who), ""),
            sheet=digest,
            tasks=reading.tasks(draw.epreuve, member, who),
        )
        for draw in reading.draws
        for member, theme in zip(draw.members, draw.themes, strict=True)
        for who in reading.professionals
    )


class _Reading:
    """A sheet being read: the marks by member and professional, and the faults found so far."""

    def __init__(self, official: Referentiel, name: str, titles: list[str], draws: Mapping[str, DrawAct]) -> None:
        self._referentiel = official
        self.name, self._draws = name, {group_id(group): draw for group, draw in draws.items()}
        self.faults: list[tuple[int, str]] = []
        self.draws: list[DrawAct] = []
        self.marks: dict[tuple[str, str], dict[str, int]] = {}
        self.remarks: dict[tuple[str, str], str] = {}
        self._times: dict[tuple[str, str, str], int | None] = {}
        self._understood: dict[tuple[str, str, str], bool] = {}
        self._lines: dict[tuple[str, str, str], int] = {}
        self._untrusted = False
        self.professionals = [title.strip() for title in titles[len(_FIXED) :]]
        seen: set[str] = set()
        for who in self.professionals:
            if not who or _BLANK.fullmatch(normalise(who)):
                sentence = "écrivez le nom et le métier du professionnel en titre de la colonne, ou ôtez-la."
                self._fault(1, who or "…", sentence)
            elif normalise(who) in seen:
                self._fault(1, who, "ce professionnel a déjà une colonne ; gardez-en une seule.")
            elif len(who) > 120 or not who.isprintable():
                sentence = "un nom de 120 caractères au plus est attendu, sans retour à la ligne."
                self._fault(1, who[:20], sentence)
            seen.add(normalise(who))

    def row(self, line: int, values: list[str]) -> None:
        """Read a line."""
        titles = [*_FIXED, *self.professionals]
        if len(values) != len(titles):
            self.faults.append((line, strict_csv.uneven(self.name, line, titles, len(values))))
            self._untrusted = True
            return
        epreuve, group, candidate, written, criterion = values[:5]
        draw = self._draws.get(group_id(group))
        if draw is None or epreuve != draw.epreuve:
            sentence = f"« {group} » n'a pas de tirage au registre pour cette épreuve ; tirez d'abord les thèmes."
            return self._distrust(line, "groupe", sentence)
        if draw not in self.draws:
            self.draws.append(draw)
        member = Candidates(draw.members).spelled(candidate)
        if member is None:
            return self._distrust(line, "candidat", f"« {candidate} » n'est pas du groupe « {draw.group} ».")
        theme = draw.themes[draw.members.index(member)]
        if written != theme:
            self._fault(line, "theme", f"« {candidate} » a tiré « {theme} », reçu « {written} ».")
        codes = (*_tasks(self._referentiel, draw.epreuve), *criteria(self._referentiel, draw.epreuve), _REMARK)
        if criterion not in codes:
            sentence = f"« {criterion} » n'est pas un critère de la fiche ({', '.join(codes)})."
            return self._distrust(line, "critere", sentence)
        first = self._lines.setdefault((draw.group, member, criterion), line)
        if first != line:
            sentence = f"ce critère de « {member} » est déjà ligne {first} ; gardez une seule ligne."
            return self._fault(line, "critere", sentence)
        for who, value in zip(self.professionals, values[len(_FIXED) :], strict=True):
            self._value(line, member, criterion, who, value)
        return None

    def _value(self, line: int, member: str, criterion: str, who: str, value: str) -> None:
        if criterion == _REMARK:
            clean = visible_text(value, kept="")
            if len(clean) > 1000:
                self._fault(line, who, "la remarque dépasse 1000 caractères ; abrégez-la.")
            elif clean:
                self.remarks[member, who] = clean
        elif criterion.startswith(_TIME):
            seconds = re.fullmatch(r"([1-9]\d{0,3})(?:[.,]\d+)? ?s?", value, re.ASCII)
            if seconds and int(seconds[1]) <= 3600:
                self._times[member, who, criterion] = int(seconds[1])
            elif fold(value) == fold(_NOT_FOUND):
                self._times[member, who, criterion] = None
            else:
                self._fault(line, who, f"un nombre de secondes, ou « {_NOT_FOUND} », est attendu, {_got(value)}.")
        elif criterion.startswith(_UNDERSTOOD):
            if (answer := _YES_NO.get(normalise(value))) is not None:
                self._understood[member, who, criterion] = answer
            else:
                self._fault(line, who, f"« oui » ou « non » est attendu, {_got(value)}.")
        elif re.fullmatch(r"[1-5](?:[.,]0+)?", value, re.ASCII):
            self.marks.setdefault((member, who), {})[criterion] = int(value[0])
        else:
            self._fault(line, who, f"une note entière de 1 à 5 est attendue, {_got(value)}.")

    def tasks(self, epreuve: EpreuveId, member: str, who: str) -> tuple[TimedTask, ...]:
        """The tasks that a professional did with a member's production, once the sheet is read whole."""
        return tuple(
            TimedTask(
                self._times[member, who, f"{_TIME} {rank}"], self._understood[member, who, f"{_UNDERSTOOD} {rank}"]
            )
            for rank in _ranks(self._referentiel, epreuve)
        )

    def whole(self) -> None:
        """Check that there are enough professionals, and every line."""
        first_draw = next(iter([*self.draws, *self._draws.values()]), None)
        due, got = least(self._referentiel, first_draw.epreuve) if first_draw else 3, len(self.professionals)
        if got < due:
            sentence = f"{due} professionnels au moins sont attendus, {counted(got, 'colonne reçue')}."
            self.faults.append((1, f"{self.name}, ligne 1 : {sentence}"))
        if self._untrusted:
            return  # what a faulty line holds would be told as lacking as well
        if not self.draws:
            self.faults.append((2, f"{self.name} : aucune ligne de notes sous l'en-tête."))
        for draw in self.draws:
            for member in draw.members:
                due_lines = (*_tasks(self._referentiel, draw.epreuve), *criteria(self._referentiel, draw.epreuve))
                lost = [name for name in due_lines if (draw.group, member, name) not in self._lines]
                if lost:
                    sentence = f"il manque les lignes {', '.join(lost)} de « {member} »."
                    self.faults.append((9999, f"{self.name} : {sentence}"))

    def _fault(self, line: int, field: str, sentence: str) -> None:
        self.faults.append((line, strict_csv.at(self.name, line, field, sentence)))

    def _distrust(self, line: int, field: str, sentence: str) -> None:
        """Note a fault of a line of which nothing more can be read."""
        self._untrusted = True
        self._fault(line, field, sentence)


def _got(value: str) -> str:
    return f"reçu « {value[:30]} »" if value else "rien n'est écrit"


class Summary(msgspec.Struct, frozen=True):
    """The professionals' word on one production: who they are, the median and the spread of each criterion's marks (1 to 5), remarks.

    spread: the difference of the highest and the lowest mark. below: the criteria whose median is under 3. tasks: a sentence on each.
    """

    candidate: str
    theme: str
    professionals: tuple[str, ...]
    medians: dict[str, Fraction]
    spreads: dict[str, int]
    below: tuple[str, ...]
    remarks: tuple[str, ...]
    tasks: tuple[str, ...] = ()


def summarise(trials: Iterable[TrialAct]) -> list[Summary]:
    """The summary of the last sheet of each group and of what professionals gave on pages of their own, production by production, in their order.

    A professional counts once a production, by their last word.
    """
    every = list(trials)
    last = {trial.group: trial.sheet for trial in every if trial.sheet != PAGE}
    by: dict[tuple[str, str], dict[str, TrialAct]] = {}
    for trial in every:
        if trial.sheet in (PAGE, last.get(trial.group)):
            by.setdefault((trial.candidate, trial.theme), {})[normalise(trial.professional)] = trial
    return [_summary(candidate, theme, list(own.values())) for (candidate, theme), own in by.items()]


def complete(official: Referentiel, trial: TrialAct) -> bool:
    """True if nothing lacks in what a professional gave on a page of their own: every criterion and task of the épreuve."""
    whole = set[str](criteria(official, trial.epreuve)) == set(trial.marks)
    return whole and None not in trial.tasks and len(trial.tasks) == asked_tasks(official, trial.epreuve)


def asked_tasks(official: Referentiel, epreuve: EpreuveId) -> int:
    """The number of tasks that professionals do against the clock."""
    return len(_ranks(official, epreuve))


def _summary(candidate: str, theme: str, own: Sequence[TrialAct]) -> Summary:
    codes = [code for code in own[0].marks if all(code in trial.marks for trial in own)]
    marks = {code: [trial.marks[code] for trial in own] for code in codes}
    medians = {code: statistics.median(map(Fraction, given)) for code, given in marks.items()}
    return Summary(
        candidate,
        theme,
        tuple(trial.professional for trial in own),
        medians,
        {code: max(g) - min(g) for code, g in marks.items()},
        tuple(code for code, median in medians.items() if median < 3),
        tuple(f"{t.professional} : {t.remark}" for t in own if t.remark),
        tuple(_task(rank, tasks) for rank, tasks in enumerate(zip(*(t.tasks for t in own), strict=False), 1)),
    )


def _task(rank: int, done: Iterable[TimedTask | None]) -> str:
    """A task's sentence: how many found the answer, in how many seconds (the median of theirs), and how many understood it."""
    tasks = [task for task in done if task is not None]
    seconds = [task.seconds for task in tasks if task.seconds is not None]
    spread = f" (de {min(seconds)} à {max(seconds)})" if len(seconds) > 1 else ""
    within = f" en {number(statistics.median(seconds))} s{spread}" if seconds else ""
    understood = sum(task.understood for task in tasks)
    return f"Tâche {rank} : réponse trouvée par {len(seconds)} sur {len(tasks)}{within}, comprise par {understood}."


_RELEASED = ("source", "release", "datasets", "submitted", "autograded", "feedback")


def write(record: JuryRecord, epreuve: EpreuveId, folder: Path) -> list[Path]:
    """Write the sheet of each group in a folder; gives their paths. Raises KitError, also where a sheet is already there."""
    draws, official = _draws(record, epreuve), referentiel(record.places.root)
    whole = folder.resolve()
    if any(whole.is_relative_to((record.places.root / name).resolve()) for name in _RELEASED):
        raise KitError(f"{folder} : ce dossier peut être distribué ; choisissez un autre endroit.")
    paths = [folder / f"essais-{epreuve}-{_file(group)}.csv" for group in draws]
    if len(set(paths)) < len(paths):
        raise KitError("Deux groupes donneraient le même nom de fichier ; renommez-en un.")
    if existing := [path for path in paths if path.exists()]:
        raise KitError(f"{existing[0]} existe déjà, et peut être rempli : déplacez-le, ou choisissez un autre dossier.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, draw in zip(paths, draws.values(), strict=True):
            path.write_text(sheet(official, draw), encoding="utf-8-sig", newline="\n")
    except OSError as error:
        raise KitError(f"{folder} : les fiches ne peuvent pas y être écrites ({error.strerror}).") from None
    return paths


def take(record: JuryRecord, epreuve: EpreuveId, author: str, path: Path) -> int:
    """Keep the marks of a filled sheet, all or nothing; gives the number of productions marked. Raises KitError."""
    if not author:
        raise KitError(f"Dites qui remet la fiche : {parameter('essais', '--auteur', 'NOM')}.")
    try:
        data_bytes = path.read_bytes()
    except OSError as error:
        raise KitError(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    trials = read(referentiel(record.places.root), data_bytes, path.name, _draws(record, epreuve))
    record.add(author, *trials)
    return len({trial.candidate for trial in trials})


def told(record: JuryRecord, epreuve: EpreuveId) -> list[str]:
    """The professionals' word, a few lines a production."""
    lines = []
    for summary in _summaries(record, epreuve):
        professionals = f"{counted(len(summary.professionals), 'professionnel')}{_too_few(record, epreuve, summary)}"
        lines.append(f"{summary.candidate} · {summary.theme} · {professionals}, notes médianes : {_medians(summary)}")
        if summary.below:
            lines.append(f"  ⚠ sous 3 sur 5 : {', '.join(summary.below)}")
        lines += [f"  {sentence}" for sentence in (*summary.tasks, *summary.remarks)]
    return lines


def told_of(
    record: JuryRecord, epreuve: EpreuveId, candidate: str, questions: Sequence[OralQuestion] = ()
) -> list[str]:
    """The lines that a juror reads before a candidate's oral: the theme and the incident that they drew, and the professionals' word on their
    production.

    questions: the oral's. Empty where the épreuve has no themes to draw.
    """
    root = record.places.root
    if referentiel(root).epreuve(epreuve).draw is None:
        return []
    drawn = [act for act, _, _ in kept(record, epreuve).values() if candidate in act.members]
    if not drawn:
        return [f"Thème : le tirage n'est pas au registre ({remedy('tirage-themes')})."]
    lines = [f"Thème tiré au sort : {drawn[0].themes[drawn[0].members.index(candidate)]}."]
    if any(question.theme for question in questions):
        event = incident_of(record, epreuve, candidate, questions)
        lines.append(
            f"Incident tiré au sort, à régler avec la production de {event.author} ({event.theme}) : {questions[event.number - 1].question}"
            if event
            else "Incident : personne d'autre du groupe n'a de production qui en règle un."
        )
    summary = next((summary for summary in _summaries(record, epreuve) if summary.candidate == candidate), None)
    if summary is None:
        return [*lines, f"Essais : aucune fiche de professionnels n'est reprise ({remedy('essais')})."]
    few = _too_few(record, epreuve, summary)
    lines.append(f"Essais par {listed(summary.professionals)}{few} ; notes médianes sur 5 : {_medians(summary)}.")
    lines += [f"Sous 3 sur 5 : {', '.join(summary.below)}."] if summary.below else []
    return [*lines, *summary.tasks, *summary.remarks]


def incident_of(
    record: JuryRecord, epreuve: EpreuveId, candidate: str, questions: Sequence[OralQuestion]
) -> Incident | None:
    """The incident that a candidate draws; None where no theme of theirs is in the record, or nobody else's production settles one."""
    drawn = next((act for act, _, _ in kept(record, epreuve).values() if candidate in act.members), None)
    if drawn is None:
        return None
    return incident(sessions.held(record.places.root, epreuve).key, drawn, candidate, questions)


def _summaries(record: JuryRecord, epreuve: EpreuveId) -> list[Summary]:
    official = referentiel(record.places.root)
    trials = (entry.act for entry in record.entries(TrialAct))
    own = (act for act in trials if isinstance(act, TrialAct) and act.epreuve == epreuve)
    return summarise(act for act in own if act.sheet != PAGE or complete(official, act))


def _too_few(record: JuryRecord, epreuve: EpreuveId, summary: Summary) -> str:
    """A few words where fewer professionals than are due have tried a production."""
    due = least(referentiel(record.places.root), epreuve)
    return f" (il en faut {due})" if len(summary.professionals) < due else ""


def _medians(summary: Summary) -> str:
    return ", ".join(f"{code} {number(m)} (écart {summary.spreads[code]})" for code, m in summary.medians.items())


def _draws(record: JuryRecord, epreuve: EpreuveId) -> dict[str, DrawAct]:
    by_group = {group: act for group, (act, _, _) in kept(record, epreuve).items()}
    if not by_group:
        raise KitError(
            f"Aucun tirage de {epreuve} au registre : lancez d'abord {remedy('tirage-themes', '--auteur NOM')}."
        )
    return by_group


def _file(group: str) -> str:
    return re.sub(r"[^\w-]+", "-", group).strip("-") or "groupe"
