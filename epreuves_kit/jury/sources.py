"""The evidence, read: nbgrader's gradebook in a few queries an épreuve, the jury's record, groups, registrations.

Only the épreuves of the référentiel count. A criterion not judged is told as lacking; a notebook not handed in, where others of the
épreuve were, is what the gradebook says it is, zero, and the jury is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import CandidateId, candidate_id
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import NotebookFile, Rows, not_handed_in
from epreuves_kit.jury import carried, registrations
from epreuves_kit.jury.decision import Decision, decide
from epreuves_kit.jury.evidence import (
    CandidateFacts,
    CompetenceFacts,
    Status,
)
from epreuves_kit.jury.record import JuryRecord, Standing, stand
from epreuves_kit.jury.sujets import Sujets
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.referentiel.model import Epreuve, Oral, Referentiel
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.rules.result import Tally, tallies
from epreuves_kit.variants.groups import Group
from epreuves_kit.variants.identity import ByCandidate, Candidates

#: What lacks where nothing was handed in.
NO_COPY = "la copie"
#: What lacks where the session does not hold the épreuve, and nothing of it is there.
ELSEWHERE = "l'épreuve, qui est d'une autre session"
#: What lacks where somebody comes by the VAE, until the jury decides.
BY_JURY = "la décision du jury, sur dossier et entretien (VAE)"
#: What lacks where a group's table has somebody as not there, and the jury said nothing of it.
UNDECLARED = "la déclaration de son absence (son groupe ne le dit pas présent)"


def decisions(record: JuryRecord, rules: JuryRules, candidates: Iterable[str] = ()) -> list[Decision]:
    """The decision of the rules on each candidate, by alphabetical order of identifiers; all of them where none is named."""
    return [decide(facts, rules) for facts in gather(record, rules, candidates)]


def held(official: Referentiel, every: Iterable[Decision]) -> list[EpreuveId]:
    """The épreuves of which somebody has handed something in, or that are decided, in the référentiel's order."""
    every = list(every)
    decided = {
        v.code for decision in every for v in decision.epreuves if v.status is not Status.TO_COMPLETE or v.changed
    }
    handed = set[str]()
    for verdict in (verdict for decision in every if not decision.vae for verdict in decision.competences):
        # Of several épreuves, each part says its own; else the compétence is the one épreuve's that has it.
        handed |= {part.epreuve for part in verdict.parts if not {NO_COPY, ELSEWHERE}.intersection(part.lacking)}
        if not verdict.parts and not {NO_COPY, ELSEWHERE}.intersection(verdict.lacking):
            handed.add(verdict.code)
    return [e.id for e in official.epreuves if e.id in decided | handed or handed.intersection(e.competences)]


def lacking_here(verdict: Verdict) -> tuple[str, ...]:
    """The things that lack for a verdict, but the épreuves that the session does not hold."""
    return tuple(what for what in verdict.lacking if not what.startswith(ELSEWHERE))


def elsewhere(verdict: Verdict) -> bool:
    """True if all that lacks for a compétence is épreuves that the session does not hold."""
    return bool(verdict.lacking) and not lacking_here(verdict)


def waits_here(decision: Decision) -> bool:
    """True if something lacks for a candidate's blocs or certification, beyond épreuves that the session does not hold."""
    whole = (*decision.blocs, *([decision.certification] if decision.certification else []))
    if not any(verdict.status is Status.TO_COMPLETE for verdict in whole):
        return False
    return any(map(lacking_here, decision.competences)) or not any(map(elsewhere, decision.competences))


def lacks_here(decision: Decision) -> str:
    """The number of things that lack for a candidate at this session; « rien » where what is to be completed is so elsewhere, empty where nothing is."""
    many = sum(len(lacking_here(verdict)) for verdict in decision.competences)
    waits = decision.certification is not None and decision.certification.status is Status.TO_COMPLETE
    return str(many) if many else "rien" if waits else ""


def gather(record: JuryRecord, rules: JuryRules, candidates: Iterable[str] = ()) -> list[CandidateFacts]:
    """The evidence on each candidate. Raises KitError, also where one is not known, and Faults."""
    places, standing = record.places, stand(record.entries())
    asked = registrations.read(places.root, rules)
    brought = carried.read(places.root, rules.referentiel)
    away = _away(places)
    with NotebookFile(places.db_url, places.root) as gradebook:
        names = gradebook.students()
        everybody = _known(places, names, asked, standing.candidates)
        chosen = _chosen(everybody, candidates)
        marked = gradebook.assignments()
        copies = {
            sujet: _by_student(gradebook.copies(sujet, chosen)) if sujet in marked else {}
            for epreuve in rules.referentiel.epreuves
            for sujet in epreuve.sujets
        }
        shared = set(rules.referentiel.shared)
        blanks = {
            sujet: tallies(rules.referentiel, gradebook.blank(sujet))
            for epreuve in rules.referentiel.epreuves
            for sujet in epreuve.sujets
            if sujet in marked and shared.intersection(epreuve.competences)
        }
    session = Candidates(places.held())
    sujets = {epreuve.id: Sujets.read(places, epreuve) for epreuve in rules.referentiel.epreuves}
    evidence = []
    for candidate in chosen:
        remarks: list[str] = []
        registration = registrations.of(asked, candidate)
        epreuves: dict[EpreuveId, tuple[CompetenceFacts, ...]] = {}
        for epreuve in rules.referentiel.epreuves:
            if registration.vae:
                epreuves[epreuve.id] = _by_jury(epreuve, candidate, standing)
                continue
            sujet = sujets[epreuve.id].sat(candidate)
            remarks += sujets[epreuve.id].remarks(candidate)
            epreuves[epreuve.id] = _epreuve(
                rules.referentiel,
                epreuve,
                sujet,
                candidate,
                copies[sujet].get(candidate, {}),
                places,
                standing,
                (sujet, candidate_id(candidate)) in away,
                blanks.get(sujet, {}),
                remarks,
                not session or any(own in session for own in epreuve.sujets),
            )
        changes = {code: change for (whose, code), change in standing.changes.items() if whose == candidate}
        evidence.append(
            CandidateFacts(
                candidate,
                names.get(candidate, candidate),
                epreuves,
                registration,
                changes,
                tuple(remarks),
                brought.get(candidate, {}),
            )
        )
    return evidence


def identifier(candidates: Iterable[str], written: str) -> str:
    """The candidate that a name written means; KitError where there is none."""
    if (candidate := Candidates(candidates).spelled(written)) is not None:
        return candidate
    raise KitError(
        f"« {written} » n'est pas un candidat connu : ni la liste des inscrits, ni les groupes, ni le registre du jury ne le nomment ; "
        "vérifiez l'identifiant."
    )


def known_candidates(record: JuryRecord, rules: JuryRules) -> list[str]:
    """The identifiers of all candidates, from the gradebook, `groupes.csv`, `inscriptions.csv` and the record."""
    with NotebookFile(record.places.db_url, record.places.root) as gradebook:
        names = gradebook.students()
    asked = registrations.read(record.places.root, rules)
    return _known(record.places, names, asked, stand(record.entries()).candidates)


def _known(places: Course, *named: Iterable[str]) -> list[str]:
    """All who are named, or are in a group, each once, but those whom the course leaves out."""
    excluded = {"", *places.student_id_exclude.split(",")}
    members = (m.candidate for g in _groups(places) for m in g.members if m.state != "parti")
    spelled = ByCandidate[str]()
    for name in (*(name for names in named for name in names), *members):
        spelled.setdefault(name, name)
    return sorted((name for name in spelled if name not in excluded), key=candidate_id)


def _chosen(everybody: list[str], candidates: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(identifier(everybody, name) for name in candidates)) or everybody


def _away(places: Course) -> set[tuple[str, CandidateId]]:
    """Épreuves and members of their groups who, by `groupes.csv`, were not there."""
    return {(g.epreuve, m.key) for g in _groups(places) for m in g.members if not m.present}


def _groups(places: Course) -> tuple[Group, ...]:
    return places.groups() or ()


def _by_student(copies: Mapping[tuple[str, str], Rows]) -> dict[str, dict[str, Rows]]:
    by_student: dict[str, dict[str, Rows]] = {}
    for (student, notebook), rows in copies.items():
        by_student.setdefault(student, {})[notebook] = rows
    return by_student


def _epreuve(
    official: Referentiel,
    epreuve: Epreuve,
    sujet: EpreuveId,
    candidate: str,
    notebooks: Mapping[str, Rows],
    places: Course,
    standing: Standing,
    away: bool,
    blanks: Mapping[str, Tally],
    remarks: list[str],
    is_held: bool,
) -> tuple[CompetenceFacts, ...]:
    """The evidence on an épreuve's compétences; what no rule counts is added to `remarks`.

    sujet: the one that the candidate sat. is_held: whether the session holds the épreuve. blanks: of the compétences that other épreuves assess too, a copy of this one that has earned nothing.
    """
    folder = places.folder("autograded", candidate, sujet)
    missing = {name for name, rows in notebooks.items() if not_handed_in(rows, folder / f"{name}.ipynb")}
    handed = [name for name in notebooks if name not in missing]
    absence = standing.absences.get((epreuve.id, candidate))
    lacking: tuple[str, ...] = ()
    if away and absence is None:
        lacking = (UNDECLARED,)
    elif not handed:
        lacking = (NO_COPY if is_held else ELSEWHERE,)
    elif missing:
        remarks.append(f"{sujet} : {', '.join(sorted(missing))} non rendu, compté zéro.")
    for name in sorted(handed):
        if penalty := notebooks[name].penalty:
            what = "copie rendue" if name == sujet else f"{name} rendu"
            remarks.append(
                f"{sujet} : {what} en retard : pénalité de {counted(penalty, 'point')} sur la note, sans effet sur les compétences ni sur les décisions."
            )
    by = tallies(official, {name: rows.grades for name, rows in notebooks.items()}) if handed else {}
    return tuple(
        _facts(
            code,
            by.get(code, Tally()),
            lacking,
            oral_due=epreuve.oral is not Oral.NONE_OFFERED and lacking != (ELSEWHERE,),
            oral=standing.orals.get((sujet, candidate, code)),
            to_settle=(sujet, candidate, code) in standing.to_settle,
            absence=absence,
            makeup=standing.makeup(candidate, code, epreuve.id),
            changed=standing.changes.get((candidate, code)),
            blank=blanks.get(code, Tally()) if code in official.shared else Tally(),
        )
        for code in epreuve.competences
    )


def _by_jury(epreuve: Epreuve, candidate: str, standing: Standing) -> tuple[CompetenceFacts, ...]:
    """The evidence on an épreuve's compétences where no épreuve is sat: all waits for the jury alone."""
    changed = standing.changes
    return tuple(
        CompetenceFacts(code, lacking=(BY_JURY,), changed=changed.get((candidate, code)))
        for code in epreuve.competences
    )


def _facts(code: str, tally: Tally, lacking: tuple[str, ...], **more: object) -> CompetenceFacts:
    """The evidence on a compétence; what waits for a grader is told as lacking."""
    facts = CompetenceFacts(
        code, tally.machine, tally.grille, tally.own, levels=tally.levels, lacking=lacking + tally.awaited
    )
    return msgspec.structs.replace(facts, **more)
