"""Contents of the session's page, in words: each épreuve, each candidate, what can be done and what it asks to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import candidate_id
from epreuves.wording.french import counted, listed, of
from epreuves_kit.course.after_oral import held_back
from epreuves_kit.course.folders import Course, Layout
from epreuves_kit.exam import expected
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.exam.enrol import EnrolledCandidate, Enrolment
from epreuves_kit.exam.expected import due
from epreuves_kit.exam.laying import replaced
from epreuves_kit.exam.school_list import SchoolList
from epreuves_kit.exam.status import EpreuveStatus, SessionStatus, Stage
from epreuves_kit.gradebook.rows import NotebookFile, People, made, not_handed_in
from epreuves_kit.jury.evidence import Absence
from epreuves_kit.operations import candidates as listing
from epreuves_kit.operations import orals, standing
from epreuves_kit.page import drawn, grouping
from epreuves_kit.page.showing import PageButton, PageCandidate, PagePreview, PageRow, PageStep
from epreuves_kit.page.words import LIST, ORAL, PANEL, SETTLE, all_shown
from epreuves_kit.referentiel.model import Oral, called
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.sharing import told
from epreuves_kit.variants.identity import ByCandidate, Candidates

_STAGES = get_args(Stage)


def rows(session: SessionStatus) -> tuple[PageRow, ...]:
    """The épreuves' lines."""
    return tuple(_row(state, session.people) for state in session.epreuves)


def _row(state: EpreuveStatus, people: People) -> PageRow:
    begun = state.stage not in ("à construire", "à inscrire")
    cells = (
        _of(state.received, state.expected or state.received), _of(state.marked, state.received), _of(state.judged, state.to_judge),
        _of(state.oral_levels, state.oral_due), _of(state.returned, state.marked),
    )  # fmt: skip
    lacking = [*standing.lacking(state, people)]
    if state.unclaimed:
        lacking.append(f"{counted(state.unclaimed, 'copie')} sans correcteur : répartissez de nouveau.")
    lacking += [f"copie n° {flag.copy}, signalée par {flag.grader} : {flag.text}" for flag in state.flags]
    lacking = all_shown([*lacking, *standing.after(state, people)])
    return PageRow(state.epreuve, state.title, state.stage, cells if begun else ("—",) * len(cells), tuple(lacking))


def people(session: SessionStatus) -> str:
    """The number of people enrolled, in a few words; of a session that is erased, that it is."""
    if session.erased or session.erasing:
        return "données effacées" if session.erased else "effacement à finir"
    return counted(session.enrolled, "candidat inscrit") if session.enrolled else "personne n'est encore inscrit"


def told_next(session: SessionStatus) -> str:
    """The next step of the session, in a sentence that names the épreuve as people do."""
    state = _first(session)
    if not session.enrolled or state is None or session.erased or session.erasing:
        return session.next
    return f"{called(state.epreuve)} · {state.title} — {state.next}"


def _first(session: SessionStatus) -> EpreuveStatus | None:
    """The épreuve of which there is something to do: one that only waits for candidates comes after the others."""
    left = [state for state in session.epreuves if state.stage != "finie"]
    return next((state for state in left if state.stage != "à rendre"), left[0] if left else None)


def following(course: Course, session: SessionStatus, after: Afterwards, exchange: bool) -> PageButton | None:
    """The button of the session's next step; None where only people can do it."""
    if session.erasing:
        return PageButton("look", "end:donnees", "Aller aux données personnelles")
    if session.erased:
        return None
    if session.unnamed:
        return PageButton("look", "end:seance", "Aller à la séance")
    if not session.enrolled:
        return PageButton("list", "candidats import", LIST)
    first = _first(session)
    if first is not None:
        return _next(course, first, exchange, session.people)
    match session.after:
        case "à décider":
            return (
                drawn.button(course, "jury pv", values=NUMBERED)
                if after.numbered
                else PageButton("look", "end:jury", "Aller au jury")
            )
        case "recours":
            return PageButton("look", "end:recours", "Voir les recours")
        case "à rectifier":
            return (
                drawn.button(course, "jury pv --rectificatif", values=NUMBERED)
                if after.numbered
                else PageButton("look", "end:jury", "Aller au jury")
            )
        case "à transmettre":
            return PageButton("look", f"end:{after.owed[0].part}", after.owed[0].label)
        case "à clore":
            return PageButton("look", "end:cloture", "Aller à la clôture")
        case "close" if after.waiting:
            return PageButton("look", "end:recours", "Voir les recours")
        case "close" if after.differs:
            return PageButton("look", "end:cloture", "Aller à la clôture")
    return None


#: What is not asked of a procès-verbal that has a number: the jury's sitting says it.
NUMBERED = {"date": "", "place": ""}


def _next(course: Course, state: EpreuveStatus, exchange: bool, people: People) -> PageButton | None:
    id = state.epreuve
    match state.stage:
        case "à construire":
            return drawn.button(course, "build", id)
        case "à inscrire":
            return drawn.button(course, "distribuer", id)
        case "à rendre" if exchange:
            return drawn.button(course, "ramasser", id)
        case "à rendre":
            return PageButton("look", "candidates", "Déposer les copies", id)
        case "à corriger":
            return drawn.button(course, "autograde", id)
        case "à juger":
            return PageButton("open", "panel", PANEL, id)
        case "à régler" if state.to_settle:
            return PageButton("open", "settle", SETTLE, id)
        case "à régler":
            return _answers(course, state, people)[0]
        case "à l'oral":
            return PageButton("open", "oral", ORAL, id)
        case "à restituer":
            return drawn.button(course, "feedback", id)
        case "à pointer":
            return PageButton("look", "candidates", "Voir qui manque", id)
    return None


def _answers(course: Course, state: EpreuveStatus, people: People) -> tuple[PageButton, ...]:
    """A button for each thing that graders told, to be answered."""
    return tuple(
        drawn.button(
            course,
            "correcteurs repondre",
            state.epreuve,
            f"copie n° {flag.copy} ({listed(map(people.named, flag.students))}), {flag.grader} : {flag.text}",
            values={"rank": str(flag.rank)},
            label=f"Répondre au signalement n° {flag.rank}",
        )
        for flag in state.flags
    )


_NO_DATE = "Cette épreuve n'a pas de date : donnez-la dans « La séance »."


def steps(
    course: Course,
    state: EpreuveStatus,
    exchange: bool,
    people: People,
    grouped: bool = False,
) -> tuple[PageStep, ...]:
    """The steps of an épreuve in order, each with what can be done now.

    grouped: True if candidates do it together.
    """
    id, at = state.epreuve, _STAGES.index(state.stage)
    not_built = "Construisez d'abord l'épreuve." if at < 1 else ""
    not_given = not_built or ("Distribuez d'abord l'épreuve." if at < 2 else "")
    nothing = not_given or ("" if state.received else "Aucune copie n'est là.")
    not_marked = not_given or ("" if state.marked else "Aucune copie n'est corrigée.")
    give = "chacun la trouve en se connectant" if exchange else "une archive à remettre"
    collect = (drawn.button(course, "ramasser", id, "prend ce que chacun a rendu", not_given),)
    mark = [drawn.button(course, "autograde", id, "exécute et note ce qui ne l'est pas encore", nothing)]
    if state.marked:
        mark.append(drawn.button(course, "autograde --force", id))
    settle = (PageButton("open", "settle", SETTLE, id, "décide là où deux correcteurs diffèrent"),)
    oral = (PageButton("open", "oral", ORAL, id),)
    waits = "après l'oral ; jusque-là, il n'est dans rien de ce que les candidats reçoivent"
    rex_hint = waits if held_back(course.root, id) else "il est distribué"
    rex = (drawn.button(course, "rex", id, rex_hint, not_given),)
    back = (
        drawn.button(course, "restituer", id, closed="" if state.returned else "Écrivez d'abord les restitutions."),
    )
    timetable = drawn.button(
        course, "horaires", id, "qui est où, de quand à quand ; aménagements compris", "" if state.begins else _NO_DATE
    )
    elsewhere: tuple[PageButton, ...] = (
        drawn.button(
            course, "installation", hint="un fichier et une page, à donner à qui travaille sur son propre ordinateur"
        ),
    )
    if drawn.known("site"):
        hint = "toutes les épreuves distribuées, à poser sur un serveur web : rien à installer"
        elsewhere += (drawn.button(course, "site", hint=hint, closed=not_given),)
    groups: tuple[PageButton, ...] = ()
    if grouped:
        groups += (
            *grouping.buttons(course, id),
            drawn.button(
                course, "groupes", id, "qui est avec qui, ce que chacun a rendu, quelle copie collective compte"
            ),
        )
    if state.later:
        what = "à la place de celle qui a été corrigée ; ce que cela change est montré d'abord"
        groups += (drawn.button(course, "groupes --prendre", id, what),)
    received = drawn.button(
        course,
        "recevoir",
        "",
        "l'archive de Moodle, ou celle d'une clé ; ce qui y est reconnu est montré d'abord",
        not_given,
    )
    free = drawn.button(course, "correcteurs lever", id, "qui n'a pas jugé l'étalonnage reçoit les autres copies")
    whose = (("", "Tous"), *((grader.grader, grader.grader) for grader in state.graders))
    shared = "" if state.graders else "Rien n'est réparti."
    judged = (
        f"{counted(state.judged, 'critère jugé')} sur {state.to_judge}" if state.to_judge else "aucun critère à juger"
    )
    if state.graders:
        judged += f" ; {' ; '.join(told(grader) for grader in state.graders)}"
    names = ", ".join(grader.grader for grader in state.graders)
    rebuilt, drawn_by_lot, paper = _rarer(course, id, not_given)
    return (
        PageStep("Construire", "pas encore construite" if not_built else "construite", at == 0, (
            drawn.button(course, "build", id, "quelques minutes la première fois ; ne change pas les variantes déjà distribuées"),
            *rebuilt,
        )),
        PageStep("Distribuer", "pas encore distribuée" if at < 2 else "distribuée", at == 1, (
            *(groups if at < 2 else ()), timetable, drawn.button(course, "distribuer", id, give, not_built), *elsewhere, *drawn_by_lot,
        )),
        PageStep("Ramasser", f"{counted(state.received, 'copie')} sur {state.expected}" if at >= 2 else "rien encore", at == 2, (
            *(collect if exchange else ()),
            PageButton("look", "candidates", "Déposer des copies à la main", id, "ligne par ligne, dans le tableau des candidats", not_given),
            received, *(groups if at >= 2 else ()),
            drawn.button(course, "accuses", id, "ce qui est arrivé de chacun, et quand ; dit une copie illisible ou vide", nothing),
            *((drawn.button(course, "minutes", id, "après un incident : l'heure de fin de chacun en est plus tardive"), drawn.button(course, "minutes --reprendre", id)) if state.begins and not not_given else ()),
            drawn.button(course, "retards", id, "après son heure de fin, aménagements compris ; ce que cela coûte", nothing or ("" if state.begins else _NO_DATE)),
        )),
        PageStep("Corriger par la machine", f"{counted(state.marked, 'copie corrigée')} sur {state.received}", at == 3, tuple(mark)),
        PageStep("Faire juger", judged, at in (4, 5, 6), (
            PageButton("open", "panel", PANEL, id, "dans JupyterLab, une copie après l'autre", not_marked),
            drawn.button(course, "correcteurs repartir", id, "également ; ce qui est jugé ne change pas de mains", not_marked, initial={"graders": names}),
            drawn.button(course, "correcteurs voir", id, "copies jugées, niveaux à donner, ce qui n'est confié à personne", not_marked or shared),
            *((drawn.choosing(free, "grader", whose),) if state.calibration_first else ()),
            drawn.button(course, "lecture", id, "sans noms, pour qui juge dans le tableur", not_marked),
            drawn.button(course, "grille export", id, "à donner à qui préfère un tableur", not_marked),
            drawn.button(course, "grille import", id, "ce qui y a été jugé entre au carnet", not_marked),
            drawn.button(course, "double", id, "tirées au sort, sans que l'un voie l'autre", not_marked, initial={"percent": "20"}),
            drawn.button(course, "double --au-seuil", id, "celles dont un niveau changerait la décision, à faire juger une seconde fois", not_marked),
            drawn.button(course, "correcteurs signaler", id, "un soupçon, un fichier qui ne s'ouvre pas ; aucune note n'en dépend", not_marked),
            drawn.button(course, "correcteurs signalements", id, "ce que les correcteurs ont vu, et ce qui leur est répondu", not_marked),
            drawn.button(course, "ressemblances", id, "les écrits qui se ressemblent, à lire côte à côte ; aucune note n'en dépend", not_marked),
            drawn.button(course, "accord", id, "accord, sévérité, dérive : là où les mêmes copies ont plusieurs correcteurs", not_marked),
            *_answers(course, state, people), *(settle if state.to_settle else ()),
            drawn.button(course, "regler", id, "montre ce qui reste à régler, ou donne le niveau qui compte", not_marked),
            *(oral if state.oral_due else ()), *paper, *(rex if state.rex else ()),
        )),
        PageStep("Restituer", f"{counted(state.returned, 'restitution')} sur {state.marked}", at == 7, (
            drawn.button(course, "feedback", id, "la page que chaque candidat recevra", not_marked),
            drawn.button(course, "livrable", id, "textes, tableaux et figures, sans le code : ce que l'on remet à un commanditaire", not_marked),
            *(back if exchange else ()),
        )),
    )  # fmt: skip


def _rarer(course: Course, id: EpreuveId, not_given: str) -> tuple[tuple[PageButton, ...], ...]:
    """The buttons of an épreuve that few use: how else it is built, what is drawn by lot and tried, the paper sheets of its oral."""
    official = referentiel(course.root).known(id)
    written = Layout(course.root, id).sujet.is_dir()
    rebuilt = (
        drawn.button(course, "build --nouvelle-seance", id, "si la clé, le nom ou les places de la session ont changé"),
        drawn.button(
            course,
            "build --force",
            id,
            "si le notebook de l'épreuve a été changé dans JupyterLab sans être reporté dans le sujet",
        ),
    )
    lots: tuple[PageButton, ...] = ()
    if official is not None and official.draw is not None:
        lots = (
            drawn.button(
                course, "tirage-themes", id, "toujours le même pour une même clé ; gardé au registre", not_given
            ),
            drawn.button(
                course,
                "essais",
                id,
                "les fiches que des professionnels remplissent, puis ce qu'elles disent",
                not_given,
            ),
        )
    sheet: tuple[PageButton, ...] = ()
    if official is not None and official.oral is not Oral.NONE_OFFERED and written:
        from epreuves_kit.authoring.oral import GRAND_ORAL

        asked = GRAND_ORAL if official.oral is Oral.GRAND_ORAL else id
        hint = "une page pour le jury, à ne pas distribuer ; une par candidat nommé"
        sheet = (drawn.button(course, "oral", id, hint, values={"sheet": asked}),)
    if official is not None and official.oral is not Oral.NONE_OFFERED:
        sheet += (
            drawn.button(
                course,
                "oraux",
                id,
                "une heure et un jury à chacun, un groupe ensemble ; une page par jury, et un agenda",
                initial=(kept := orals.filled(course, id)),
            ),
            *((drawn.button(course, "oraux --annuler", id),) if "day" in kept else ()),
        )
    return rebuilt if written else (), lots, sheet


def lines(
    course: Course, id: EpreuveId, candidates: Iterable[EnrolledCandidate], begun: bool
) -> tuple[PageCandidate, ...]:
    """Each candidate on one épreuve, by surname, then those who have a copy and are not enrolled. begun: True if it is distributed."""
    enrolled = ByCandidate((candidate.id, candidate) for candidate in candidates)
    handed = Candidates(course.to_mark(id) if begun else ())
    is_due = due(course.root, id)
    judged, graders = _judged(course, id, handed)
    page_candidates = []
    of_absence = official.id if (official := referentiel(course.root).known(id)) is not None else id
    away = ByCandidate(
        (who, absence)
        for (of, who), absence in expected.standing(course.root).absences.items()
        if (of, absence.where) == (of_absence, "épreuve")
    )
    everyone = [*enrolled, *sorted(handed - enrolled.keys(), key=candidate_id)]
    for who in everyone:
        candidate = enrolled.get(who)
        student = handed.spelled(who)
        missing = student is None and candidate is not None and is_due(candidate.id) and begun
        copy = (
            "rendue" if student else "manque" if missing else "pas encore distribuée" if not begun else "non attendue"
        )
        given, total, marked = judged.get(who, (0, 0, False))
        names = listed(sorted(graders.get(who, ())))
        progress = f"{given} sur {total}{f' ({names})' if names else ''}" if marked and total else "—"
        pages = student and any(course.folder("feedback", student, id).glob("*.html"))
        page_candidates.append(
            PageCandidate(
                candidate.id if candidate else student or who,
                candidate.name if candidate else student or who,
                copy,
                "corrigée" if marked else "à corriger" if student else "—",
                progress,
                "écrite" if pages else "—",
                missing,
                candidate is None,
                ()
                if candidate is None or not begun
                else tuple(_of_candidate(course, id, candidate, missing, student is not None, away.get(candidate.id))),
            )
        )
    return tuple(page_candidates)


def _of_candidate(
    course: Course, id: EpreuveId, candidate: EnrolledCandidate, missing: bool, handed_in: bool, away: Absence | None
) -> Iterator[PageButton]:
    """Buttons on a candidate's copy, beside laying one: take it out, put back the one before; or say that they were not there, or take that back."""
    who = {"candidate": candidate.id}
    if away is not None:
        name = f"Corriger l'absence {of(candidate.name)}"
        held = {"justified": "oui" if away.excused else "non", "reason": away.reason}
        yield drawn.button(course, "jury absence", id, values=who, label=name, short="Corriger l'absence", initial=held)
        name = f"Retirer l'absence {of(candidate.name)}"
        yield drawn.button(course, "jury absence --present", id, values=who, label=name, short="Retirer l'absence")
    if missing:
        name = f"Écrire l'absence {of(candidate.name)}"
        yield drawn.button(course, "jury absence", id, values=who, label=name, short="Absence")
    elif handed_in:
        name = f"Retirer la copie {of(candidate.name)}"
        yield drawn.button(course, "retirer", id, values=who, label=name, short=drawn.label("retirer"))
    if replaced(course, candidate.id, id) is not None:
        name = f"Remettre la copie d'avant {of(candidate.name)}"
        yield drawn.button(course, "retablir", id, values=who, label=name, short=drawn.label("retablir"))


def _judged(
    course: Course, id: EpreuveId, students: Iterable[str]
) -> tuple[ByCandidate[tuple[int, int, bool]], ByCandidate[set[str]]]:
    """By candidate: criteria judged, all of them, True if the copy is marked; and the graders who gave a level."""
    students = list(students)
    if not students or not made(course.db_url, course.root):
        return ByCandidate(), ByCandidate()
    with NotebookFile(course.db_url, course.root) as gradebook:
        copies = gradebook.copies(id, students)
    counts, graders = ByCandidate[tuple[int, int, bool]](), ByCandidate[set[str]]()
    with Register(course.root) as register:
        asked = {(c.notebook, c.grade_id) for c in register.criteria(id)}
        for (student, notebook), grades in copies.items():
            if not_handed_in(grades, course.folder("autograded", student, id) / f"{notebook}.ipynb"):
                continue
            own = [grade for name, grade in grades.grades.items() if (notebook, name) in asked]
            given, total, _ = counts.get(student, (0, 0, True))
            done = given + sum(not grade.pending for grade in own)
            counts[student] = (done, total + len(own), True)
        owners = {copy.key: copy.students for copy in register.copies(id)}
        for (key, _, grader), judgement in register.judgements(id).items():
            for student in owners.get(key, ()) if judgement.level is not None else ():
                graders.setdefault(student, set()).add(grader)
    return counts, graders


def preview(given: SchoolList, planned: Enrolment, name: str, digest: str) -> PagePreview:
    """The preview of a list, before it is taken."""
    first, *more = listing.told(given, planned)
    look = [*(cell.said for cell in given.unclear), *planned.warnings, *more]
    people = tuple(_person(planned))
    changes = planned.count("inchangé") < len(planned.lines)
    return PagePreview(name, digest, first, people, tuple(look), changes)


def _person(planned: Enrolment) -> Iterator[tuple[str, str, str, str]]:
    for line in planned.lines:
        yield line.candidate.name, line.candidate.id, line.state, " ; ".join(line.changes)


def _of(count: int, total: int) -> str:
    return f"{count} / {total}" if total else "—"
