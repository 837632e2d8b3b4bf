"""The dossier that an inspection asks for, of one candidate or of the session."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.exam.asking import EXPORTS, Outcome
from epreuves_kit.operations.declared import REPLACE, Doing, Parameter, Parameters, operation
from epreuves_kit.operations.jury import jury_record, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.inspection.tracing import DecisionTrace
    from epreuves_kit.jury.record import MinutesAct

#: After the name of an archive that names nobody, so that no other is sent for it.
_MASKED = "-noms-masques"


class DossierParameters(Parameters, frozen=True):
    """The candidate, all where nobody is named; True to mask names."""

    candidate: Annotated[
        str,
        Parameter(
            "Le candidat, par son identifiant ; toute la session sans lui.",
            "De qui (vide : toute la session)",
            metavar="[CANDIDAT]",
            kind="choice",
            options=people,
            optional=True,
        ),
    ] = ""
    masked: Annotated[
        bool,
        Parameter("Remplacer les noms par des numéros.", "Remplacer les noms par des numéros", flag="--masquer"),
    ] = False


@operation(
    "dossier",
    label="Écrire le dossier d'inspection",
    title="Dossier d'inspection",
    accept="Remplacer le fichier",
    sure=REPLACE,
)
def dossier(doing: Doing, asked: DossierParameters) -> Outcome:
    """Réunir ce qui a mené aux décisions : critère, consigne, extrait, niveau, évaluateur, accord, décision, procès-verbal, sceau.

    Une archive : un PDF accessible à lire, et des tables qui disent tout ; de toute la session, un dossier par candidat avec elles. Rien
    n'y est décidé. Code de sortie : 0 si le dossier est écrit, 2 si quelque chose ne se lit pas.
    """
    from epreuves_kit.exam.closing import sealing
    from epreuves_kit.exam.inspection import dossier as papers
    from epreuves_kit.exam.inspection import tracing
    from epreuves_kit.exports import making
    from epreuves_kit.gradebook.rows import NotebookFile
    from epreuves_kit.jury.sources import identifier
    from epreuves_kit.rubric.register import Register

    course, at = doing.course, datetime.date.today()
    doing.progress("Lecture des décisions", 0, 0)
    with (
        jury_record(course) as (record, rules),
        Register(course.root) as register,
        NotebookFile(course.db_url, course.root) as gradebook,
    ):
        every = tracing.everyone(record, rules)
        if not every:
            raise KitError("Aucun candidat n'est inscrit : prenez d'abord la liste de l'école.")
        ids = [decision.candidate for decision in every]
        chosen = [identifier(ids, asked.candidate)] if asked.candidate else ids
        graders = tracing.graders(course, rules.referentiel, register, gradebook)
        names = tracing.DossierNames(course, every, graders, asked.masked)
        minutes = record.minutes()
        seal = sealing.read(course.root)
        whose = "session"
        if asked.candidate:
            whose = names.candidate(chosen[0], chosen[0]).replace("·", "").replace(" ", "-")
        path = Path(EXPORTS, f"dossier-{whose}{_MASKED if asked.masked else ''}.zip")
        place = doing.place(path)
        traces: list[DecisionTrace] = []
        files: dict[str, bytes] = {}
        # They name everybody: they go with the dossier of everybody, under everybody's names.
        pieces = {} if asked.candidate or asked.masked else _pieces(course, minutes)
        for decision in every:
            if decision.candidate not in chosen:
                continue
            doing.progress("Dossiers", len(traces), len(chosen))
            traces.append(tracing.trace(course, rules, decision, names, register, gradebook, minutes, seal))
            own = papers.of_candidate(course, rules, decision, traces[-1], minutes, asked.masked, at)
            folder = "" if asked.candidate else f"candidats/{traces[-1].candidate}/"
            files |= {f"{folder}{name}": content for name, content in own.items()}
        if not asked.candidate:
            files |= papers.of_session(
                course, rules, register, gradebook, every, traces, minutes, seal, asked.masked, at
            )
            files |= pieces
    making.write({place.name: papers.archive(files)}, place.parent)
    what = "de la session, et un par candidat" if not asked.candidate else f"de {traces[0].name}"
    levels = sum(len(competence.criteria) for trace in traces for competence in trace.competences)
    named = "avec les noms des candidats" if not asked.candidate else "avec son nom"
    look = []
    if asked.masked:
        look.append("Les procès-verbaux nomment les candidats : ils ne sont pas dans un dossier aux noms masqués.")
    elif asked.candidate and minutes:
        look.append(papers.LINES_ALONE)
    return Outcome(
        (
            f"Dossier {what}, {'aux noms masqués' if asked.masked else named} : {counted(levels, 'niveau')}, un par critère et par copie, chacun depuis sa consigne.",
            "Dans l'archive, un PDF à lire, et des tables qui disent tout.",
        ),
        tuple(look),
        (path.as_posix(),),
    )


def _pieces(course: Course, minutes: Sequence[MinutesAct]) -> dict[str, bytes]:
    """The procès-verbaux that are still as they were written, by their names in the dossier."""
    import hashlib

    kept = {}
    for act in minutes:
        for path in (course.root / act.file, course.root / "rapports" / Path(act.file).name):
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == act.fingerprint:
                kept[f"proces-verbaux/{path.name}"] = path.read_bytes()
                break
    return kept
