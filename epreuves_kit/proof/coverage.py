"""The coverage of the référentiel by a course: for each criterion, where its work is asked and on what it is judged; for each compétence, what
the machine asks. One page, in Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves.wording.french import counted, listed
from epreuves_kit.authoring import grille
from epreuves_kit.authoring.deliverables import files_asked
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.statements import headings, statements, writings
from epreuves_kit.authoring.text import Sujet, texts
from epreuves_kit.course.folders import Layout, epreuves
from epreuves_kit.proof import readings
from epreuves_kit.proof.readings import Readings
from epreuves_kit.proof.structure_rules import writings_named
from epreuves_kit.referentiel.model import Epreuve, Referentiel, parts, who

#: What a notebook that is not the épreuve's first is called before what it asks.
_NOTEBOOKS = {"sujet": "", "rex": "REX, ", "production": "carnet de production, "}
_NOT_WRITTEN = "L'épreuve {} n'est pas écrite."


class CriterionCoverage(msgspec.Struct, frozen=True):
    """One criterion as its rubric cell has it: the writings in which its work is asked, what it is judged on, its points."""

    code: CriterionCode
    label: str
    asked: tuple[str, ...]
    judged: str
    points: float


class CompetenceCoverage(msgspec.Struct, frozen=True):
    """One compétence in a sujet of one of its épreuves: questions that the machine marks, with their points, files handed in, criteria in order.

    `written` is False where the course does not hold that sujet.
    """

    code: str
    label: str
    epreuve: Epreuve
    sujet: EpreuveId
    written: bool
    machine: tuple[tuple[str, float], ...] = ()
    files: tuple[str, ...] = ()
    criteria: tuple[CriterionCoverage, ...] = ()


class Coverage(msgspec.Struct, frozen=True):
    """The référentiel as a course covers it, and what is wrong with that, a sentence each."""

    referentiel: Referentiel
    competences: tuple[CompetenceCoverage, ...]
    faults: tuple[str, ...]
    readings: Mapping[EpreuveId, Readings] = msgspec.field(default_factory=dict)


def cover(root: Path, referentiel: Referentiel) -> Coverage:
    """Read a course's texts and grilles beside the référentiel. Raises KitError where one cannot be read."""
    layouts = {id: Layout(root, id) for id in epreuves(root)}
    sujets = {id: {s.notebook: s for s in texts(layout).values()} for id, layout in layouts.items()}
    grilles = {id: grille.read(layout.sujet / "grille.yaml") for id, layout in layouts.items()}
    covered = []
    for competence in referentiel.competences:
        for epreuve in referentiel.epreuves_of(competence.code):
            for id in epreuve.sujets:
                part = CompetenceCoverage(competence.code, competence.label, epreuve, id, id in layouts)
                if part.written:
                    part = _filled(referentiel, part, sujets[id], grilles[id])
                covered.append(part)
    read = {id: readings.read(layout.sujet, grilles[id]) for id, layout in layouts.items()}
    apart = {id: own for id, own in read.items() if own is not None}
    return Coverage(referentiel, tuple(covered), tuple(_faults(referentiel, covered, grilles)), apart)


def _filled(
    official: Referentiel, competence: CompetenceCoverage, texts: Mapping[str, Sujet], the_grille: Grille
) -> CompetenceCoverage:
    slug = competence.code.replace(".", "_")
    return msgspec.structs.replace(
        competence,
        machine=tuple(question for sujet in texts.values() for question in _questions(sujet, slug)),
        files=tuple(
            file.name
            for sujet in texts.values()
            for cell in sujet.cells
            if cell.kind == "code"
            for file in files_asked(cell.source)
            if file.id.partition("-")[0] == slug
        ),
        criteria=tuple(
            CriterionCoverage(
                code,
                grille.label(official, code),
                tuple(_asked(texts[criterion.notebook], competence.code, criterion.instruction)),
                " ".join(criterion.instruction.split()),
                criterion.points,
            )
            for code, criterion in the_grille.criteres.items()
            if code.partition("-")[0] == competence.code and criterion.notebook in texts
        ),
    )


def _questions(sujet: Sujet, slug: str) -> Iterator[tuple[str, float]]:
    """The questions of one text that are a compétence's, the parts of one question together."""
    titles = {heading.number: heading.line.text for heading in headings(sujet) if not heading.part}
    points: dict[int, float] = {}
    for statement in statements(sujet):
        if statement.cell.id.partition("-")[0] == slug:
            points[statement.number] = points.get(statement.number, 0) + (statement.cell.points or 0)
    for asked, worth in points.items():
        yield _NOTEBOOKS[sujet.notebook] + _title(titles.get(asked, f"Question {asked}")), worth


def _asked(sujet: Sujet, competence: str, instruction: str) -> Iterator[str]:
    """The titles of the writings that a criterion is judged on: those that its rubric cell names, or the last above the rubric."""
    titles = {heading.part: heading for heading in writings(sujet)}
    rubric = next((c.line for c in sujet.cells if c.role == "grille" and c.competence == competence), 0)
    above = [letter for letter, heading in titles.items() if heading.line.number < rubric]
    for letter in sorted(set(writings_named(instruction) or above[-1:])):
        if letter in titles:
            yield _NOTEBOOKS[sujet.notebook] + _title(titles[letter].line.text)


def _title(heading: str) -> str:
    """« ## Question 4 — Les taux » as it stands within a sentence."""
    words = heading.lstrip("# ").strip()
    return words[:1].lower() + words[1:]


def _faults(
    referentiel: Referentiel, covered: Sequence[CompetenceCoverage], grilles: Mapping[EpreuveId, Grille]
) -> Iterator[str]:
    for epreuve in referentiel.epreuves:
        yield from (_NOT_WRITTEN.format(id) for id in epreuve.sujets if id not in grilles)
    for competence in covered:
        yield from (
            f"{criterion.code} : sa grille ne dit pas dans quel écrit son travail est demandé."
            for criterion in competence.criteria
            if not criterion.asked
        )
    # By code and not by épreuve: what two grilles judge is judged twice. A candidate sits one sujet of an épreuve: each has its whole grille.
    usual = set(referentiel.usual(grilles))
    judged = [code for id in usual for code in grilles[id].criteres]
    for epreuve in referentiel.epreuves:
        if (first := grilles.get(epreuve.id)) is not None:
            yield from (
                f"{code} : la grille de {epreuve.id} le juge, celle de {id} non ; les deux sujets jugent les mêmes critères."
                for id in epreuve.other_sujets
                if id in grilles
                for code in first.criteres
                if code not in grilles[id].criteres
            )
    for criterion in referentiel.criteres:
        times, own = judged.count(criterion.id), referentiel.epreuves_of(criterion.id.partition("-")[0])
        if times > len(own) or (not times and all(epreuve.id in grilles for epreuve in own)):
            due = "une fois" if len(own) == 1 else f"une fois au moins, dans l'une de ses {len(own)} épreuves"
            yield f"{criterion.id} : jugé {times} fois ; chaque critère l'est {due}."
    codes = {criterion.id for criterion in referentiel.criteres}
    for id, the_grille in grilles.items():
        for code in the_grille.criteres:
            if code not in codes:
                yield f"{code} : la grille de {id} le juge ; le référentiel ne l'a pas."


def summary(coverage: Coverage) -> str:
    """One sentence: criteria judged, compétences on which the machine asks something, épreuves written."""
    official = coverage.referentiel
    judged = [
        criterion.code
        for competence in coverage.competences
        if competence.sujet == competence.epreuve.id
        for criterion in competence.criteria
    ]
    most = {critere.id: len(official.epreuves_of(c.code)) for c in official.competences for critere in c.criteres}
    return (
        f"Critères demandés et jugés une fois{' au moins' if official.shared else ''} : "
        f"{sum(1 <= judged.count(code) <= times for code, times in most.items())} sur {len(most)} ; "
        f"compétences sur lesquelles la machine interroge : {len({c.code for c in coverage.competences if c.machine})} "
        f"sur {len(official.competences)} ; épreuves écrites : {len({c.epreuve.id for c in coverage.competences if c.written})} "
        f"sur {len(official.epreuves)}."
    )


def page(coverage: Coverage) -> str:
    """The page, in Markdown: what is covered, the épreuves, then each compétence with its criteria."""
    lines = [
        "# Ce que couvrent les épreuves",
        "",
        "Cette page est écrite par `epreuves couverture`, d'après les textes et les grilles de `sujets/`.",
        "Pour chaque compétence, elle dit ce que la machine demande et, critère par critère, dans quel écrit le travail est demandé et sur quoi le jury le juge.",
        "Les critères sont nommés par les libellés du projet ; `epreuves referentiel --officiel` met le texte officiel en regard.",
        "",
        summary(coverage),
        "",
        *(f"- {fault}" for fault in coverage.faults),
        *([""] if coverage.faults else []),
        "## Les épreuves",
        "",
        *_epreuves(coverage),
        *_readings(coverage),
    ]
    for activity in coverage.referentiel.activities:
        lines += ["", f"## {activity.code} — {activity.label}"]
        for competence in activity.competences:
            lines += ["", f"### {competence.code} — {competence.label}"]
            for part in coverage.competences:
                if part.code == competence.code:
                    lines += ["", *_section(part)]
    return "\n".join(lines) + "\n"


def _epreuves(coverage: Coverage) -> Iterator[str]:
    yield _row("épreuve", "compétences", "modalité", "machine", "jury")
    yield _row("---", "---", "---", "---", "---")
    every = [(epreuve, sujet) for epreuve in coverage.referentiel.epreuves for sujet in epreuve.sujets]
    for epreuve, sujet in every:
        own = [c for c in coverage.competences if c.sujet == sujet]
        machine, criteria = [q for c in own for q in c.machine], [k for c in own for k in c.criteria]
        points = sum(worth for _, worth in machine)
        yield _row(
            f"{sujet} — {epreuve.title}",
            " à ".join(dict.fromkeys((epreuve.competences[0], epreuve.competences[-1]))),
            f"{who(epreuve)} ; {', '.join(parts(epreuve))}",
            f"{counted(len(machine), 'question')}, {counted(points, 'point')}" if machine else "—",
            f"{counted(len(criteria), 'critère')}, {counted(sum(k.points for k in criteria), 'point')}"
            if criteria
            else "—",
        )


def _readings(coverage: Coverage) -> Iterator[str]:
    if not coverage.readings:
        return
    yield from ("", "## Deux lectures, la grille seule", "")
    yield "Des copies d'une même variante, écrites sans la grille, sont jugées deux fois à part, par une lecture indulgente et par une lecture sévère."
    yield "« Le même » : les deux donnent le même niveau ; « non tranchés » : l'une au moins dit que la grille ne décide pas ; puis, copie par copie, la moyenne des niveaux."
    yield ""
    heading, *rows = readings.table(coverage.readings)
    yield from (_row(*heading), _row(*("---" for _ in heading)), *(_row(*row) for row in rows))


def _section(competence: CompetenceCoverage) -> Iterator[str]:
    if not competence.written:
        yield _NOT_WRITTEN.format(competence.sujet)
        return
    yield f"Épreuve `{competence.sujet}`."
    if competence.machine:
        yield "Noté par la machine :"
        yield ""
        yield from (f"- {asked} ({counted(worth, 'point')})" for asked, worth in competence.machine)
    else:
        yield "La machine n'y demande rien : tout y est écrit, et jugé."
    yield ""
    if competence.files:
        yield f"À remettre en fichier : {listed(f'`{name}`' for name in competence.files)}."
        yield ""
    yield _row("critère", "demandé", "jugé")
    yield _row("---", "---", "---")
    for criterion in competence.criteria:
        yield _row(
            f"{criterion.code} : {criterion.label}",
            " ; ".join(criterion.asked) or "—",
            f"{criterion.judged} ({counted(criterion.points, 'point')})",
        )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', ' ') for cell in cells)} |"
