"""The page of an épreuve as it is told to candidates, employers and inspectors: sentences and tables, each with how its figures were measured."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from epreuves.referentiel.spelling import CriterionCode
from epreuves.wording.french import FIXED, counted, day, listed, number, percent
from epreuves.wording.typography import spaced
from epreuves_kit.extensions.quality.facts import CriterionFacts, ProofFacts, QualityCompetence, QualityFacts
from epreuves_kit.extensions.quality.measuring import KindCount, MachineMeasures
from epreuves_kit.proof.readings import Readings
from epreuves_kit.proof.value_rules import OF_A_QUESTION, OF_THE_EPREUVE, QuestionValues, blind
from epreuves_kit.referentiel.model import Epreuve, OralPart, WorkMode, parts, who
from epreuves_kit.rubric.statistics import pooled, reading

_RANKS = ("", "deuxième sujet", "troisième sujet", "quatrième sujet", "cinquième sujet")
#: The least level at which a criterion is met.
_MET = 2
_KINDS = {
    "nombre": "un nombre",
    "liste": "une liste ou une suite de valeurs",
    "tableau": "un tableau",
    "choix": "un choix, un mot ou une date",
    "graphique": "un graphique",
    "classeur": "un classeur",
    "propre": "un tableau que le candidat fait de ses propres données",
}
_GUISES = {
    "calcul": "le résultat d'un calcul, tel qu'un programme le donne",
    "valeurs": "les mêmes valeurs, écrites une à une",
    "arrondi": "les mêmes, à trois chiffres significatifs, là où aucun nombre de décimales n'est demandé",
}
_NOTEBOOKS = {"sujet": "", "rex": " du retour d'expérience", "production": " de la production personnelle"}
_DELIVERABLES = {OralPart.WRITTEN: "À l'écrit", OralPart.ORAL: "À l'oral", OralPart.REX: "Dans le retour d'expérience"}
_NOT_PROVEN = "Non établi : l'épreuve n'a pas été vérifiée sur toutes ses variantes, ou la vérification n'est pas gardée dans ce cours."
_NOT_MEASURED = "Non établi : les variantes n'ont pas pu être rejouées sur cette machine."
_NO_QUESTION = "Aucune question de cette épreuve n'est corrigée par la machine : il n'y a rien à mesurer ici."


class QualityTable(msgspec.Struct, frozen=True):
    """A table: its caption, its headings, its lines; numbers: the places of the columns that are set as figures."""

    caption: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


class QualitySection(msgspec.Struct, frozen=True):
    """A part of the page. method: how its figures were measured, in a sentence; empty where there is none."""

    key: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[QualityTable, ...] = ()
    method: str = ""


class QualityPage(msgspec.Struct, frozen=True):
    """The page: its title, what identifies it (name and value), and its parts."""

    title: str
    certification: str
    certifier: str
    identity: tuple[tuple[str, str], ...]
    sections: tuple[QualitySection, ...]


def page(facts: QualityFacts) -> QualityPage:
    """The page that says these facts."""
    official = facts.certification.certification
    title = facts.certification.heading(facts.epreuve)
    if facts.rank:
        title += f" ({_RANKS[min(facts.rank, len(_RANKS) - 1)]})"
    proof = facts.proof
    identity = (
        ("Certification", official.named),
        ("Certificateur", official.certifier),
        ("Version de l'épreuve", f"{facts.fingerprint[:4]}-{facts.fingerprint[4:8]} (empreinte de ses textes)"),
        ("Version du kit d'épreuves", importlib.metadata.version("epreuves")),
        ("Dernière vérification", _proven_on(proof)),
    )
    sections = (
        _asked(facts),
        _values(facts.measures, proof),
        _mistakes(facts.measures, proof),
        _fairness(facts.measures, proof),
        _invention(facts.measures, proof),
        *_readings(facts.readings),
        _durations(facts),
        _changes(facts),
    )
    return _spaced(QualityPage(title, official.named, official.certifier, identity, sections))


def _spaced(made: QualityPage) -> QualityPage:
    """The same with the no-break spaces of French."""

    def each(value: Any) -> Any:
        if isinstance(value, str):
            return spaced(value)
        if isinstance(value, dict):
            return {key: each(item) for key, item in value.items()}
        return [each(item) for item in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(each(msgspec.to_builtins(made)), QualityPage)


def _proven_on(proof: ProofFacts | None) -> str:
    if proof is None:
        return "aucune n'est gardée"
    return day(proof.day) if proof.day is not None else "sa date n'est pas gardée"


def _asked(facts: QualityFacts) -> QualitySection:
    sentences = []
    if (official := facts.official) is not None:
        sentences.append(official.instruction)
        modality = listed(parts(official)).replace("REX", "retour d'expérience")
        sentences.append(f"Modalité : {who(official)} ; {modality}.")
        sentences += list(_deliverables(official))
    points = sum(own.points for own in facts.competences)
    judged = sum(criterion.points for own in facts.competences for criterion in own.criteria)
    questions = sum(own.questions for own in facts.competences)
    criteria = sum(len(own.criteria) for own in facts.competences)
    sentences.append(
        f"{counted(questions, 'question')} que la machine corrige, {counted(points, 'point')} ; "
        f"{counted(criteria, 'critère')} que le jury juge, {counted(judged, 'point')}."
    )
    sentences.append(
        "Ce qui est dit ici d'un critère ne raconte pas le cas : ce que chaque énoncé attend est donné aux candidats pendant l'épreuve."
    )
    return QualitySection(
        "demande",
        "Ce qui est demandé, critère par critère",
        tuple(sentences),
        tuple(_competence(own) for own in facts.competences),
        "Lu dans le référentiel, dans l'énoncé et dans la grille du jury ; un niveau va de 0 à 3.",
    )


def _deliverables(official: Epreuve) -> Iterator[str]:
    by_part: dict[OralPart, list[str]] = {}
    for part, deliverable in official.deliverables:
        by_part.setdefault(part, []).append(deliverable)
    for part, asked in by_part.items():
        yield f"{_DELIVERABLES[part]} : {' ; '.join(text[:1].lower() + text[1:] for text in asked)}."


def _competence(own: QualityCompetence) -> QualityTable:
    machine = (
        f"{counted(own.questions, 'question')} à la machine, {counted(own.points, 'point')}"
        if own.questions
        else "rien à la machine"
    )
    lines = tuple(
        (f"{criterion.code} : {criterion.label}", _judged_on(criterion), _scale(criterion), number(criterion.points))
        for criterion in own.criteria
    )
    label = f"{own.code} : {own.label}" if own.label else own.code
    return QualityTable(f"{label} ({machine})", ("Critère", "Jugé sur", "Niveau donné par", "Points"), lines, (3,))


def _judged_on(criterion: CriterionFacts) -> str:
    judged = f"{counted(criterion.writings, 'écrit')}{_NOTEBOOKS[criterion.notebook]}"
    return f"{judged} et {counted(criterion.files, 'fichier remis')}" if criterion.files else judged


def _scale(criterion: CriterionFacts) -> str:
    return (
        f"une liste de {counted(criterion.expected, 'attendu')}"
        if criterion.expected
        else "la description de chaque niveau"
    )


def _values(measures: MachineMeasures | None, proof: ProofFacts | None) -> QualitySection:
    title = "Des données différentes d'un candidat à l'autre"
    if proof is None:
        return QualitySection("valeurs", title, (_NOT_PROVEN,))
    variants, asked = len(proof.letters), proof.values
    sentences = [
        f"L'épreuve existe en {counted(variants, 'variante')} : les énoncés sont les mêmes, les données changent."
    ]
    # What nobody guesses, a chart or what follows from a candidate's own data, is told apart by the run alone.
    values = [
        question
        for question in asked
        if (question.guess is not None if measures is None else question.id not in measures.own)
    ]
    if not asked:
        sentences.append(_NO_QUESTION)
    elif values:
        sentences.append(_apart(values, variants))
    if aside := len(asked) - len(values):
        on = (
            "un graphique ou sur ses propres données"
            if measures is None
            else "ce que le candidat donne comme ses propres données"
        )
        sentences.append(
            f"{counted(aside, 'question')} {'porte' if aside == 1 else 'portent'} sur {on} : rien n'y est à comparer."
        )
    return QualitySection(
        "valeurs",
        title,
        tuple(sentences),
        (),
        "Le corrigé est exécuté sur chaque variante, et ses réponses sont comparées ; ni les données ni les réponses ne sont publiées.",
    )


def _apart(values: Sequence[QuestionValues], variants: int) -> str:
    """The sentence on how far right answers differ."""
    apart = sum(question.distinct == variants for question in values)
    if apart == len(values):
        return f"À chacune des questions ({apart}), la réponse juste diffère d'une variante à toute autre."
    least, often = min(question.distinct for question in values), max(question.commonest for question in values)
    return (
        f"À {counted(apart, 'question')} sur {len(values)}, la réponse juste diffère d'une variante à toute autre ; "
        f"la question qui varie le moins a {counted(least, 'réponse juste')} d'une variante à l'autre, "
        f"et une même réponse n'est juste que dans {percent(often)} des variantes au plus."
    )


def _mistakes(measures: MachineMeasures | None, proof: ProofFacts | None) -> QualitySection:
    title = "Les erreurs reconnues"
    if measures is None:
        return QualitySection("erreurs", title, (_lacking(proof),))
    total = sum(kind.mistakes for kind in measures.kinds)
    sentence = (
        f"{counted(total, 'erreur fréquente')} {'est reconnue' if total == 1 else 'sont reconnues'}, "
        f"sur {counted(measures.questions, 'question')} : qui la commet peut garder une part des points, et la suite de son travail est jugée d'après "
        "ce qu'il a trouvé."
        if total
        else f"Aucune erreur fréquente n'est reconnue sur les {counted(measures.questions, 'question')}."
    )
    table = QualityTable(
        "Erreurs reconnues, par sorte de réponse",
        ("Ce qui est répondu", "Questions", "Erreurs reconnues", "Part des points gardée"),
        tuple((_KINDS[kind.kind], str(kind.questions), str(kind.mistakes), _kept(kind)) for kind in measures.kinds),
        (1, 2, 3),
    )
    return QualitySection(
        "erreurs",
        title,
        (sentence,),
        (table,),
        "Ces erreurs sont calculées par l'auteur sur chaque variante ; elles sont comptées, et ne sont pas dites, pour que l'épreuve puisse resservir.",
    )


def _kept(kind: KindCount) -> str:
    if kind.least is None or kind.most is None:
        return "—"
    return percent(kind.least) if kind.least == kind.most else f"de {percent(kind.least)} à {percent(kind.most)}"


def _fairness(measures: MachineMeasures | None, proof: ProofFacts | None) -> QualitySection:
    title = "Une réponse juste est payée, quelle que soit la façon de la donner"
    if measures is None or proof is None:
        return QualitySection("equite", title, (_lacking(proof),))
    tried, paid = (sum(getattr(guise, field) for guise in measures.guises) for field in ("tried", "paid"))
    sentence = (
        f"{counted(tried, 'réponse')} justes essayées, sur {counted(len(proof.letters), 'variante')} et de {len(measures.guises)} façons : "
        + (
            "toutes ont leurs points entiers."
            if paid == tried
            else f"il en est {tried - paid} qui n'{'a' if tried - paid == 1 else 'ont'} pas tous ses points."
        )
    )
    order = (
        "Un désordre des lignes dans les données, ou un arrondi fait en chemin, change une réponse attendue : c'est à reprendre."
        if "secousses" in proof.found_by
        else "Les lignes des données mises dans un autre ordre, ou les résultats précédents arrondis, ne changent aucune réponse attendue."
    )
    empty = (
        "Une copie laissée vide a pourtant des points : c'est à reprendre."
        if "copie_vide" in proof.found_by
        else "Une copie laissée vide n'a aucun point."
    )
    table = QualityTable(
        "Réponses justes essayées, et payées en entier",
        ("Façon de donner la réponse", "Essayées", "Payées"),
        tuple((_GUISES[guise.name], str(guise.tried), str(guise.paid)) for guise in measures.guises),
        (1, 2),
    )
    return QualitySection(
        "equite",
        title,
        (sentence, order, empty),
        (table,),
        "Chaque réponse du corrigé est donnée à la correction elle-même, variante par variante ; d'autres façons de l'écrire (unités, virgules, "
        "formulaires) sont éprouvées avec le kit, et leur nombre n'est pas gardé avec l'épreuve.",
    )


def _invention(measures: MachineMeasures | None, proof: ProofFacts | None) -> QualitySection:
    title = "Ce que rapporte une réponse inventée ou copiée"
    if proof is None:
        return QualitySection("invention", title, (_NOT_PROVEN,))
    if not proof.values:
        return QualitySection("invention", title, (_NO_QUESTION,))
    sentences = [*_blind(proof.values)]
    if measures is None:
        sentences.append(f"Les chiffres d'un voisin. {_NOT_MEASURED}")
    elif measures.neighbours is None:
        sentences.append("Les chiffres d'un voisin. Non établi : il n'y a qu'une variante.")
    else:
        mean, most = measures.neighbours
        sentences.append(
            f"Qui rendrait les réponses justes d'une autre variante gagnerait {percent(mean, 1)} des points des questions en moyenne, "
            f"et {percent(most, 1)} au plus, sur {counted(measures.pairs, 'échange essayé')}."
        )
    return QualitySection(
        "invention",
        title,
        tuple(sentences),
        (),
        "Les mêmes réponses, les meilleures que l'on puisse donner sans rien lire, puis celles de chaque autre variante, sont données à la correction ; "
        "sans rien lire, un graphique ou un calcul d'après ses propres données compte pour rien gagné.",
    )


def _blind(values: Sequence[QuestionValues]) -> Iterator[str]:
    share = blind(values)
    against = (
        "au-dessous du seuil que se fixe le kit" if share <= OF_THE_EPREUVE else "au-dessus du seuil que se fixe le kit"
    )
    yield (
        f"Qui répondrait la même chose à tout hasard, sans lire les données, gagnerait au mieux {percent(share, 1)} des points des questions, "
        f"{against} ({percent(OF_THE_EPREUVE)})."
    )
    over = sum(question.guess is not None and question.guess > OF_A_QUESTION for question in values)
    if over:
        yield f"{counted(over, 'question')} {'passe' if over == 1 else 'passent'} à ce jeu le seuil de {percent(OF_A_QUESTION)} de leurs points."
    else:
        yield f"Aucune question n'y passe le seuil de {percent(OF_A_QUESTION)} de ses points."


def _lacking(proof: ProofFacts | None) -> str:
    if proof is None:
        return _NOT_PROVEN
    return _NOT_MEASURED if proof.values else _NO_QUESTION


def _readings(own: Readings | None) -> Iterator[QualitySection]:
    agreed, verdicts = "L'accord de deux lectures", "Ce que les lecteurs ont donné"
    if own is None or not own.pairs():
        lacking = "Non établi : aucune copie n'a encore été lue deux fois, à part, avec la grille de cette épreuve."
        yield QualitySection("accord", agreed, (lacking,))
        yield QualitySection("lectures", verdicts, (lacking,))
        return
    pairs = own.pairs()
    same, near = sum(a == b for a, b in pairs), sum(abs(a - b) <= 1 for a, b in pairs)
    undecided = sum(map(len, own.undecided.values()))
    beyond = pooled([(copy, *pair) for copy, levels in own.copies.items() for pair in levels.values()])
    kappa = (
        f"Accord au-delà du hasard (kappa pondéré) : {number(beyond.value)}, {reading(beyond)}."
        if beyond.value is not None
        else f"Accord au-delà du hasard (kappa pondéré) : non établi, {beyond.reason}."
    )
    yield QualitySection(
        "accord",
        agreed,
        (
            f"{counted(len(own.copies), 'copie')} lues deux fois, par une lecture indulgente et par une lecture sévère : {counted(len(pairs), 'niveau')} en double.",
            f"Le même niveau {percent(same / len(pairs))} du temps, à un niveau près {percent(near / len(pairs))} du temps.",
            f"La grille ne tranche pas, de l'avis d'une lecture au moins, {percent(undecided / len(pairs))} du temps.",
            kappa,
            "Ces copies ont été écrites pour éprouver la grille : aucune n'est celle d'un candidat, et l'accord des jurés d'une session n'est pas mesuré ici.",
        ),
        tuple(_open_criteria(own)),
        "Les deux lectures se font à part, avec la grille seule, sur des copies écrites sans elle, toutes de la même variante.",
    )
    yield QualitySection(
        "lectures",
        verdicts,
        (_spread(own),),
        (
            QualityTable(
                "Niveaux donnés, copie par copie",
                ("Copie", "Moyenne indulgente, sur 3", "Moyenne sévère, sur 3", "Critères atteints, par les deux"),
                tuple(_verdict(copy, levels) for copy, levels in own.copies.items()),
                (1, 2, 3),
            ),
        ),
        f"La moyenne est celle des niveaux de tous les critères, de 0 à 3 ; un critère est atteint au niveau {_MET}.",
    )


def _open_criteria(own: Readings) -> Iterator[QualityTable]:
    """The criteria on which readings differ, or which either said the grille did not decide."""
    codes = dict.fromkeys(code for levels in own.copies.values() for code in levels)
    lines = []
    for code in codes:
        both = [levels[code] for levels in own.copies.values() if code in levels]
        same = sum(a == b for a, b in both)
        left = sum(code in undecided for undecided in own.undecided.values())
        if left or same < len(both):
            lines.append((code, f"{same} sur {len(both)}", str(left)))
    if lines:
        yield QualityTable(
            "Critères à discuter : deux niveaux différents, ou une grille qui ne tranche pas",
            ("Critère", "Copies au même niveau", "Copies non tranchées"),
            tuple(lines),
            (1, 2),
        )


def _spread(own: Readings) -> str:
    """The copy that was judged best, and the one that was judged worst."""
    ranked = sorted(own.copies, key=own.mean)
    best, worst = ranked[-1], ranked[0]
    return (
        f"De la copie la mieux jugée (« {best} », {number(own.mean(best), 1)} sur 3) à la moins bien jugée (« {worst} », {number(own.mean(worst), 1)}) : "
        "chacune porte le nom de ce qu'elle a de particulier."
    )


def _verdict(copy: str, levels: Mapping[CriterionCode, tuple[int, int]]) -> tuple[str, ...]:
    kind, severe = ([pair[rank] for pair in levels.values()] for rank in (0, 1))
    met = sum(min(pair) >= _MET for pair in levels.values())
    means = (number(sum(own) / len(own), 1, fixed=True) if own else "—" for own in (kind, severe))
    return (copy, *means, f"{met} sur {len(levels)}")


def _durations(facts: QualityFacts) -> QualitySection:
    sentences = []
    minutes, total = facts.durations, sum(part.minutes for part in facts.durations)
    official, announced = facts.official, facts.announced
    shared = ", à partager dans le groupe" if official is not None and official.work is WorkMode.GROUP else ""
    if announced is None:
        sentences.append("Durée annoncée aux candidats : l'énoncé n'en donne pas.")
    else:
        sentences.append(f"Durée annoncée aux candidats : {_hours(announced)}.")
    if facts.proof is not None and announced is not None:
        sentences.append(
            "Le travail demandé, compté en réponses à donner et en mots à lire et à écrire, ne s'accorde pas avec elle."
            if "charge" in facts.proof.found_by
            else "Le travail demandé, compté en réponses à donner et en mots à lire et à écrire, s'accorde avec elle."
        )
    if minutes:
        other = "" if announced in (None, total) else " Ce n'est pas la durée annoncée."
        sentences.append(f"Durées conseillées, partie par partie : {_hours(total)} en tout{shared}.{other}")
    if facts.oral is not None:
        sentences.append(
            f"À l'oral : {counted(facts.oral.presentation_minutes, 'minute')} pour présenter, puis {counted(facts.oral.discussion_minutes, 'minute')} d'échange."
        )
    sentences.append(
        "Durée mesurée : non mesurée. Aucun relevé de personnes qui auraient passé l'épreuve sans la connaître n'est gardé avec elle."
    )
    table = QualityTable(
        "Minutes, partie par partie",
        ("Partie", "Conseillées", "Mesurées"),
        tuple((part.name, str(part.minutes), "non mesurée") for part in minutes),
        (1, 2),
    )
    return QualitySection(
        "durees",
        "Les durées",
        tuple(sentences),
        (table,) if minutes else (),
        "Les minutes conseillées sont celles de l'énoncé ; le travail est compté à l'allure d'une personne qui connaît le métier.",
    )


def _hours(minutes: int) -> str:
    """« 4 h 30 », « 3 h », « 45 minutes »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return counted(rest, "minute")
    return f"{hours} h {rest:02}".replace(" ", FIXED) if rest else f"{hours}{FIXED}h"


def _changes(facts: QualityFacts) -> QualitySection:
    sentences = []
    if (proof := facts.proof) is None:
        sentences.append(_NOT_PROVEN)
    else:
        findings = (
            "sans rien à signaler"
            if not proof.errors + proof.warnings
            else f"avec {counted(proof.errors, 'erreur')} et {counted(proof.warnings, 'avertissement')}"
        )
        sentences.append(
            f"{counted(proof.rules, 'vérification')} faites sur {counted(len(proof.letters), 'variante')}, {findings}."
        )
        sentences.append(
            f"Depuis, {counted(proof.stale, 'vérification')} {'porte' if proof.stale == 1 else 'portent'} sur un état qui a changé : c'est à refaire."
            if proof.stale
            else "Rien n'a changé depuis dans ce qu'elles ont lu : elles valent pour l'épreuve telle qu'elle est."
        )
    changes = facts.changes
    if changes is None:
        sentences.append("Aucun journal des versions n'est tenu dans ce cours.")
    elif not changes:
        sentences.append("Le journal des versions ne nomme pas cette épreuve.")
    else:
        sentences.append(f"Le journal des versions nomme cette épreuve dans {counted(len(changes), 'version')} du kit.")
    table = QualityTable(
        "Versions du kit dont le journal nomme l'épreuve",
        ("Version", "Date"),
        tuple(
            (change.version, day(change.day) if change.day is not None else "en préparation")
            for change in changes or ()
        ),
    )
    return QualitySection(
        "changements",
        "Vérifications et changements",
        tuple(sentences),
        (table,) if changes else (),
        "Chaque vérification garde l'empreinte de ce qu'elle a lu, comparée à celle des textes d'aujourd'hui ; les versions sont lues dans le journal du cours.",
    )
