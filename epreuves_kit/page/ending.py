"""The parts of the page on the whole session: settings, papers, what is handed back, the jury, appeals, what the certifier is owed, the closing."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, day, moment, short_day
from epreuves_kit.course.folders import Course
from epreuves_kit.exam import enrol, expected, handing_back
from epreuves_kit.exam.afterwards import Afterwards
from epreuves_kit.exam.closing import erasing, erasures
from epreuves_kit.exam.closing.erasures import Erasure
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.extending import ask
from epreuves_kit.exam.status import SessionStatus
from epreuves_kit.jury import appeals, deliberation
from epreuves_kit.jury.appeal_letter import about
from epreuves_kit.jury.appeals import Appeal
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.evidence import Status
from epreuves_kit.jury.minutes_text import word
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.jury.sources import decisions as decided
from epreuves_kit.jury.sources import held, lacks_here
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.operations.appeals import LEVEL
from epreuves_kit.operations.jury import SITTING
from epreuves_kit.operations.returning import HANDED_BACK
from epreuves_kit.page import awarding, drawn, preparing, ruling, words
from epreuves_kit.page.showing import PageButton, PageField, PageLine, PagePart, PageSign
from epreuves_kit.page.situation import NUMBERED
from epreuves_kit.referentiel.model import Referentiel, called
from epreuves_kit.rubric.backup import kept_backups
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants.identity import ByCandidate
from epreuves_kit.variants.session import conservation


def parts(
    course: Course,
    session: SessionStatus,
    after: Afterwards,
    enrolled: Iterable[EnrolledCandidate],
    decisions: Sequence[Decision] | None,
    today: datetime.date,
) -> tuple[PagePart, ...]:
    """All that is done for the whole session, in order. decisions: None where nobody asked to see them.

    Of a session that is erased, or half so, personal data alone is left to speak of.
    """
    erased = erasures.read(course.root)
    if erased is not None:
        return (_personal(course, erased, today),)
    rules = jury_rules.read(course.root)
    marked = any(state.marked for state in session.epreuves)
    closed = "" if marked else "Aucune copie n'est corrigée."
    nobody = "" if session.enrolled else "Aucun candidat n'est inscrit."
    given = drawn.button(course, "remettre", hint="une archive par candidat, et la liste des envois", closed=closed)
    mailed = drawn.button(
        course,
        "messages",
        hint="un brouillon par candidat, avec son archive ; rien ne part",
        values={"what": "remises"},
        label="Préparer les messages des remises",
        closed=closed,
    )
    sent = drawn.button(
        course,
        "envoyer",
        hint="par le serveur de l'école ; qui a déjà reçu la sienne n'en reçoit pas d'autre",
        values={"what": "remises"},
        label="Envoyer les remises",
        closed=closed or preparing.no_server(course),
    )
    enrolled = list(enrolled)
    people = tuple((id, candidate.name) for id, candidate in enrol.told_apart(enrolled).items())
    ids = [state.epreuve for state in session.epreuves]
    return (
        *preparing.parts(course, session, nobody),
        *((ruling.part(course, rules),) if rules.referentiel.competences else ()),
        _results(course, rules.referentiel, nobody or closed),
        PagePart("remise", "Remettre à chacun", _handed_back(course), (given, mailed, sent)),
        _jury(course, after, rules, decisions, ids, nobody, today),
        _appeals(course, after, rules, people, ids, nobody, today),
        *((awarding.part(course, rules, after, today),) if rules.referentiel.competences else ()),
        *ask().page_part(course=course, after=after, today=today),
        _exports(course, closed, nobody),
        _gradebook(course),
        _closing(course, after, today),
        _personal(course, None, today),
    )


def _results(course: Course, official: Referentiel, closed: str) -> PagePart:
    """Results written of each candidate, and of all of them."""
    assembled = {"rapport": "fiches et projet assemblés, pour le grand oral ; dit ce qui y manque"}
    hints = {
        "releve": "points, niveaux, décisions ; à écrire de nouveau si une décision change",
        **(assembled if official.report_parts else {}),
        "tableau": "la cohorte en une page : répartition, questions, correcteurs",
        "rapports": "tout cela et les restitutions, en une fois",
    }
    buttons = (
        drawn.button(course, name, hint=hint, closed=closed) for name, hint in hints.items() if drawn.known(name)
    )
    return PagePart("resultats", "Les résultats", (), tuple(buttons))


def _handed_back(course: Course) -> tuple[str, ...]:
    """The archives that are ready, since when, and whether levels were given since."""
    folder = course.root / HANDED_BACK
    count, since = len(handing_back.archives(folder)), handing_back.oldest(folder)
    if since is None:
        return ()
    with Register(course.root) as register:
        last = register.last_settled()
    ready = f"{counted(count, 'archive')} {'est prête' if count == 1 else 'sont prêtes'} depuis le {moment(since.astimezone())}."
    if last is None or last <= since:
        return (ready,)
    return (
        ready,
        f"Des niveaux ont été donnés depuis, le {moment(last.astimezone())} : les archives ne les disent pas. "
        f"« {drawn.label('remettre')} » de nouveau, avant d'envoyer.",
    )


def _exports(course: Course, closed: str, nobody: str) -> PagePart:
    """Results and référentiel, as other programs take them."""
    hints = {
        "export xlsx": "le détail, les compétences, la synthèse : une feuille chacun",
        "export csv": "les mêmes tables, une par fichier",
        "export moodle": "notes, commentaires, et compétences en objectifs",
        "export badges": "un par compétence validée, à signer, et la liste de qui reçoit lequel",
    }
    of_all = {
        "export moodle-referentiel": "les compétences et l'échelle des niveaux, à importer avant les notes",
        "export case": "pour un logiciel qui prend le format 1EdTech CASE",
    }
    buttons = [drawn.button(course, name, hint=hint, closed=closed) for name, hint in hints.items()]
    buttons += [drawn.button(course, name, hint=hint) for name, hint in of_all.items()]
    people = drawn.button(
        course, "candidats export", hint="dans un tableur ; complétée, elle se reprend", closed=nobody
    )
    return PagePart("exports", "Pour d'autres logiciels", (), (people, *buttons))


def _gradebook(course: Course) -> PagePart:
    """The gradebook kept in a file, and put back."""
    nothing = "" if kept_backups(course.root) else "Aucune sauvegarde n'est encore faite."
    return PagePart(
        "carnet",
        "Le carnet de notes",
        (),
        (
            drawn.button(
                course, "sauvegarde", hint="notes, niveaux et toute leur histoire, dans un fichier à garder en lieu sûr"
            ),
            drawn.button(course, "restauration", hint="ce qui s'y trouve est d'abord mis de côté", closed=nothing),
        ),
    )


def decisions(course: Course) -> list[Decision]:
    """The decisions on each candidate."""
    with JuryRecord(course.root) as record:
        return decided(record, jury_rules.read(course.root))


def _jury(
    course: Course,
    after: Afterwards,
    rules: JuryRules,
    decisions: Sequence[Decision] | None,
    ids: Sequence[EpreuveId],
    nobody: str,
    today: datetime.date,
) -> PagePart:
    sitting, last = after.sitting, after.minutes
    sentences = []
    if last is not None:
        sentences.append(f"Le procès-verbal n° {last.number} du {day(last.day)} est écrit.")
        if after.changed:
            sentences.append(
                f"Depuis, les décisions ont changé pour {counted(after.changed, 'candidat')} : un rectificatif est à écrire."
            )
    elif sitting.number:
        sentences.append(f"La séance porte le n° {sitting.number} ; son procès-verbal n'est pas encore écrit.")
    else:
        sentences.append("La séance n'a pas encore de numéro : le procès-verbal ne serait qu'un projet.")
    again = "Un procès-verbal ne se remplace pas : un rectificatif peut le suivre." if last is not None else ""
    other = (
        "" if after.numbered else "Dites d'abord la nouvelle séance du jury, avec un autre numéro et une autre date."
    )
    corrects = "Aucun procès-verbal numéroté n'est encore écrit." if last is None else other
    written = dict(deliberation.written(course.root))
    initial = {name: written.get(field, "") for name, field in SITTING.items()}
    draft = {"date": (sitting.day or today).isoformat(), "place": sitting.place}
    buttons = (
        PageButton(
            "decisions",
            "decisions",
            drawn.label("jury"),
            hint="ce que les règles donnent à chacun, et ce que le jury change",
            closed=nobody,
        ),
        drawn.button(
            course,
            "jury seance",
            hint="son numéro, sa date, qui était là, jusqu'à quand on peut contester",
            # Asked where what was signed no longer says it.
            values={} if last is not None and after.until is None else {"until": ""},
            initial=initial,
        ),
        drawn.button(
            course,
            "jury pv",
            hint="un PDF à imprimer et à signer",
            closed=nobody or again,
            values=NUMBERED if sitting.number else {},
            initial=draft,
        ),
        drawn.button(course, "jury pv --rectificatif", hint="ce qui a changé depuis le précédent", closed=corrects),
        drawn.button(
            course,
            "acquis",
            hint="un fichier signé, qu'une session suivante prend",
            closed="" if last is not None else corrects,
        ),
    )
    if decisions is None:
        return PagePart("jury", "Le jury", tuple(sentences), buttons)
    shown = held(rules.referentiel, decisions)
    blocs = list(dict.fromkeys(verdict.code for decision in decisions for verdict in decision.blocs))
    head = ("Candidat·e", *map(called, shown), *blocs, "Certification", "Manque ici", "À la main")
    names = Counter(decision.name for decision in decisions)
    # What may be chosen is the same for all.
    asked = ("jury decider", "jury rattrapage", _TAKE_BACK)
    own = tuple(drawn.button(course, name, values={"candidate": ""}) for name in asked)
    own += (drawn.button(course, "jury", values={"candidates": ""}),)
    shared = {button.what: button.fields for button in own if button.what != _TAKE_BACK}
    made_up = ByCandidate[dict[str, None]]()
    for candidate, competence, _ in expected.standing(course.root).makeups:
        made_up.setdefault(candidate, {})[competence] = None
    lines = tuple(
        _decision(
            _of_one(own, made_up.get(decision.candidate, {})), decision, names[decision.name] > 1, (*shown, *blocs)
        )
        for decision in decisions
    )
    signs = " · ".join(f"{status.sign} {status.value}" for status in Status)
    sentences.append(f"{signs} · * par décision du jury.")
    return PagePart("jury", "Le jury", tuple(sentences), buttons, head, lines, "Certification", shared)


_TAKE_BACK = "jury rattrapage --annuler"
#: The labels of the buttons of a decision, before a name and alone.
_OF_DECISION = {
    "jury decider": ("Décider pour", "Décider"),
    "jury rattrapage": ("Rattrapage de", "Rattrapage"),
    _TAKE_BACK: ("Retirer un rattrapage de", "Retirer un rattrapage"),
    "jury": ("Détail de", "Détail"),
}


def _of_one(own: Sequence[PageButton], made_up: Collection[str]) -> Iterator[PageButton]:
    """The buttons of a candidate, whose fields are everybody's; of make-ups, by their compétences, only one's own is taken back."""
    for button in own:
        fields = [field for field in button.fields if field.name == "competence"]
        options = [option for field in fields for option in field.options if option[0] in made_up]
        if button.what != _TAKE_BACK:
            yield msgspec.structs.replace(button, fields=(), like=button.what)
        elif options:
            yield drawn.choosing(button, "competence", options)


def _decision(own: Iterable[PageButton], decision: Decision, homonym: bool, codes: Sequence[str]) -> PageLine:
    by: dict[str, Verdict] = {verdict.code: verdict for verdict in (*decision.epreuves, *decision.blocs)}
    name = f"{decision.name} ({decision.candidate})" if homonym else decision.name
    cells = (name, *(_status(by.get(name)) for name in codes), _status(decision.certification), lacks_here(decision))
    buttons = tuple(
        msgspec.structs.replace(
            button,
            # The parameter that names the candidate, which the button holds empty.
            values=button.values
            | {key: decision.candidate for key in ("candidate", "candidates") if key in button.values},
            label=f"{_OF_DECISION[button.what][0]} {name}",
            short=_OF_DECISION[button.what][1],
        )
        for button in own
    )
    kind = "" if decision.certification is None else word(decision.certification)
    return PageLine(cells, buttons, kind or "certains blocs seulement")


def _status(verdict: Verdict | None) -> str | PageSign:
    if verdict is None:
        return ""
    # What the jury decided is seen among what the rules give.
    sign = f"{verdict.status.sign}{'*' if verdict.changed else ''}"
    return PageSign(sign, word(verdict))


def _appeals(
    course: Course,
    after: Afterwards,
    rules: JuryRules,
    people: tuple[tuple[str, str], ...],
    ids: Sequence[EpreuveId],
    nobody: str,
    today: datetime.date,
) -> PagePart:
    sentences = (
        [f"Les candidats peuvent contester jusqu'au {day(after.until)}."]
        if after.until
        else ["La séance du jury ne dit pas jusqu'à quand on peut contester."]
    )
    receive = drawn.button(
        course,
        "recours recevoir",
        hint="ce qu'un candidat conteste, et pourquoi",
        closed=nobody,
        initial={"date": today.isoformat()},
    )
    if not after.appeals:
        return PagePart("recours", "Les recours", (*sentences, "Aucun recours n'est reçu."), (receive,))
    names = dict(people)
    with Register(course.root) as register:
        lines = tuple(
            _appeal(course, register, rules, appeal, names, appeal.number in after.letters, today)
            for appeal in after.appeals.values()
        )
    head = ("N°", "Candidat·e", "Objet", "Reçu le", "Délai", "État", "À la main")
    return PagePart("recours", "Les recours", tuple(sentences), (receive,), head, lines)


def _appeal(
    course: Course,
    register: Register,
    rules: JuryRules,
    appeal: Appeal,
    names: Mapping[str, str],
    again: bool,
    today: datetime.date,
) -> PageLine:
    """An appeal's line. again: True if its letter no longer says what is decided."""
    act = appeal.received
    time = "inconnu" if act.deadline is None else "dépassé" if appeal.late else "tenu"
    who = names.get(act.candidate, act.candidate)
    state = f"{appeal.standing} ; lettre à écrire de nouveau" if again else appeal.standing
    cells = (str(appeal.number), who, about(rules.referentiel, appeal), short_day(act.received), time, state)
    own, of = {"number": str(appeal.number)}, f"le recours n° {appeal.number}"
    if appeal.withdrawn is not None:
        return PageLine(cells)
    if appeal.answer is not None:
        label = f"Écrire de nouveau la lettre du recours n° {appeal.number}"
        return PageLine(cells, (drawn.button(course, "recours lettre", label=label, short="Lettre", values=own),))
    buttons = []
    if not appeal.given:
        entrust = drawn.button(course, "recours confier", label=f"Confier {of}", short="Confier", values=own)
        buttons.append(drawn.suggesting(entrust, "graders", appeals.others(register, rules, appeal)))
    if appeal.round is not None and appeal.waiting:
        short, graders = "Reprendre une grille", dict.fromkeys(grader for _, grader in appeal.waiting)
        take = drawn.button(course, "recours lire", label=f"{short} pour {of}", short=short, values=own)
        buttons.append(drawn.choosing(take, "grader", ((grader, grader) for grader in graders)))
        typed = drawn.button(
            course,
            "recours niveaux",
            label=f"Saisir les niveaux pour {of}",
            short="Saisir les niveaux",
            values=own,
        )
        typed = drawn.choosing(typed, "grader", ((grader, grader) for grader in graders))
        buttons.append(
            msgspec.structs.replace(typed, fields=(*typed.fields, *_levels_to_give(register, rules, appeal)))
        )
    else:
        at = {"date": today.isoformat()}
        answer = drawn.button(
            course,
            "recours repondre",
            label=f"Répondre au recours n° {appeal.number}",
            short="Répondre",
            values=own,
            initial=at,
        )
        levels = (*answer.fields, *_levels(register, rules, appeal))
        buttons.append(msgspec.structs.replace(answer, fields=levels))
    buttons.append(drawn.button(course, "recours retirer", label=f"Retirer {of}", short="Retirer", values=own))
    return PageLine(cells, tuple(buttons))


def _levels_to_give(register: Register, rules: JuryRules, appeal: Appeal) -> Iterable[PageField]:
    """The fields of the levels that one of the two gives, one a criterion; nothing of what is given already."""
    for again in appeals.to_judge(register, rules, appeal):
        yield PageField(f"{LEVEL}{again.name}", again.words, "choice", options=_levels_in_words())


def _levels_in_words() -> tuple[tuple[str, str], ...]:
    return tuple((str(int(level)), f"{int(level)}, {level.label.lower()}") for level in LEVELS)


def _levels(register: Register, rules: JuryRules, appeal: Appeal) -> Iterable[PageField]:
    """The fields of an answer, one a criterion: the level kept, with those of the second round beside the one that counts."""
    levels = _levels_in_words()
    for look in appeals.compared(register, rules, appeal):
        before = "rien" if look.first is None else str(look.first)
        label = f"{look.words} : compte {before} ; second tour, {look.second[0]} et {look.second[1]}. Niveau retenu"
        needed = " (à choisir si le recours est admis)" if look.agreed is None else " (facultatif)"
        yield PageField(f"{LEVEL}{look.name}", label + needed, "choice", optional=True, options=levels)


def _closing(course: Course, after: Afterwards, today: datetime.date) -> PagePart:
    once = "La session est déjà close." if after.closed else ""
    open_ = "" if after.closed else "La session n'est pas close."
    at = {"date": today.isoformat()}
    sentence = "La session est close." if after.closed else open_
    if after.differs:
        sentence = "La session est close, et ce qui s'y trouve n'est plus ce qui a été clos."
    what = "ce qui serait scellé et ce qui manque, sans rien écrire"
    how = "une fois, et sans retour : scelle, archive, écrit le procès-verbal de clôture"
    buttons = (
        drawn.button(course, "session clore --simuler", hint=what, closed=once, initial=at),
        drawn.button(course, "session clore", hint=how, closed=once, initial=at),
        drawn.button(course, "session verifier", hint="ce qui a changé depuis", closed=open_),
        drawn.button(course, "dossier", hint="pour une inspection : du critère au sceau, d'une personne ou de toutes"),
    )
    return PagePart("cloture", "Clore la session", (sentence,), buttons)


def _personal(course: Course, erased: Erasure | None, today: datetime.date) -> PagePart:
    """The data that the course holds of each, to be given to them; then erased, on its day."""
    kept = conservation(course.root)
    if erased is not None:
        sentence, early = "", ""  # what the page says first says it
    elif kept is not None:
        sentence, early = f"Les données de la session se gardent jusqu'au {day(kept)}.", erasing.too_early(kept, today)
    else:
        sentence, early = "La session ne dit pas jusqu'à quel jour ses données se gardent.", ""
    until = {"until": ""} if kept is not None or erased is not None else {}
    own = drawn.button(course, "session donnees", hint="tout ce que le cours garde d'elle, à lui donner")
    nobody = "" if own.fields[0].options else "Aucun candidat n'est inscrit."
    how = "sans retour : il ne reste que la décision du jury, par identifiant"
    buttons = (
        msgspec.structs.replace(own, closed=nobody),
        drawn.button(
            course, "session effacer --simuler", hint="ce qui s'en irait, sans rien effacer", closed=early, values=until
        ),
        drawn.button(course, "session effacer", hint=how, closed=early, values=until),
    )
    return PagePart("donnees", "Les données personnelles", tuple(filter(None, (words.shown(sentence),))), buttons)
