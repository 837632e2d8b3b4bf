"""The jury's members and rules, changed by form; of rules, what they would do to the decisions there are is said first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.levels import LEVELS
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, plural
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import Outcome
from epreuves_kit.operations.declared import SURE, Doing, Parameter, Parameters, Variation, among, operation
from epreuves_kit.referentiel.model import called
from epreuves_kit.rules.sentences import percent

if TYPE_CHECKING:
    from pathlib import Path

    from epreuves_kit.course.folders import Course
    from epreuves_kit.jury.decision import Decision
    from epreuves_kit.rules.jury_rules import Juror, JuryRules
    from epreuves_kit.rules.rules_file import RuleValue

#: How the fields begin that give a kind of épreuve its cap, on the page.
CAP = "cap:"
#: Candidates whose decisions are told one by one, and things told of each.
_TOLD, _EACH = 12, 4
_YES_OR_NO = among(("oui", "oui"), ("non", "non"))
_ABSENCE = among(("rattrapage", "le candidat repasse : rien n'est compté"), ("zéro", "compte zéro"))
_MAKE_UP = among(("meilleure", "la meilleure des deux compte"), ("remplace", "elle remplace la première"))
_LEVELS = tuple((str(int(level)), f"{int(level)}, {level.label.lower()}") for level in LEVELS)


class MemberParameters(Parameters, frozen=True):
    """A member of the jury, and in what capacity."""

    name: Annotated[str, Parameter("Le membre du jury : prénom et nom.", "Prénom et nom", metavar="NOM")]
    capacity: Annotated[
        str | None,
        Parameter(
            "Sa qualité, que dit le procès-verbal : directrice marketing, formateur…",
            "Qualité",
            flag="--qualite",
            metavar="TEXTE",
            note="Que dit le procès-verbal : « directrice marketing chez Norel », « formateur ».",
            needed=True,
        ),
    ] = None
    presides: Annotated[
        bool, Parameter("Ce membre préside le jury.", "Préside le jury, à la place de qui le préside", flag="--preside")
    ] = False
    away: Annotated[bool, Parameter("Ôter ce membre du jury.", flag="--retirer")] = False
    spelled: Annotated[
        str,
        Parameter(
            "Son nom, tel qu'il doit être écrit.",
            "Prénom et nom, tels qu'ils doivent être écrits",
            flag="--renommer",
            metavar="NOM",
            needed=True,
        ),
    ] = ""


@operation(
    "jury membre",
    sealed=True,
    label="Ajouter un membre du jury",
    title="Membre du jury",
    accept="Écrire ce changement",
    sure=SURE,
    variations=(
        Variation("--renommer", "Corriger le nom", "Nom d'un membre du jury", ("spelled",)),
        Variation("--retirer", "Retirer du jury", "Membre retiré du jury", (), {"away": "oui"}),
    ),
)
def member(doing: Doing, asked: MemberParameters) -> Outcome:
    """Ajouter un membre du jury, changer sa qualité ou son nom, le faire présider, ou l'ôter ; le premier membre nommé préside.

    Écrit dans jury.yaml, dont le reste ne change pas. Code de sortie : 2 si le changement ne peut pas être écrit.
    """
    from epreuves_kit.jury import deliberation
    from epreuves_kit.rules import jury_rules, rules_file
    from epreuves_kit.rules.jury_rules import Juror

    doing.progress("Lecture du jury", 0, 0)
    root = doing.course.root
    before = jury_rules.of_jury(root).composition
    name = " ".join(asked.name.split())
    now = next((juror for juror in before if fold(juror.name) == fold(name)), None)
    others = tuple(juror for juror in before if juror is not now)
    if asked.away:
        if now is None:
            raise KitError(f"« {name} » n'est pas du jury ; il a {listed(j.name for j in before) or 'personne'}.")
        if now.name in deliberation.read(root, before).absent:
            raise KitError(
                f"La séance du jury dit {now.name} absent·e : ôtez d'abord son nom des absents ({remedy('jury seance', '--absent')})."
            )
        after = others
    elif asked.spelled:
        after = _spelled(root, before, now, name, " ".join(asked.spelled.split()))
    else:
        capacity = " ".join((asked.capacity or "").split()) or (now.capacity if now else "")
        if not capacity:
            raise KitError(
                f"En quelle qualité {name} est du jury ? Le procès-verbal la dit ({parameter('jury membre', '--qualite')})."
            )
        own = Juror(now.name if now else name, capacity)
        if now is not None and now.capacity != capacity:
            doing.confirm(f"{now.name} est déjà du jury, « {now.capacity} ». Écrire à la place « {capacity} » ?")
        if asked.presides:
            after = (own, *others)
        else:
            after = tuple(own if juror is now else juror for juror in before) if now else (*before, own)
    rules_file.put(doing.course, rules_file.with_jury(doing.course, after))
    sentences = [composed(after)]
    if len(after) == 1:
        sentences.append("Une seule personne n'est pas un jury : ajoutez les autres membres.")
    return Outcome(tuple(sentences))


def _spelled(root: Path, before: tuple[Juror, ...], now: Juror | None, name: str, spelled: str) -> tuple[Juror, ...]:
    """The jury once a member's name is written otherwise. Raises KitError."""
    from epreuves_kit.jury import deliberation

    if now is None:
        raise KitError(f"« {name} » n'est pas du jury ; il a {listed(j.name for j in before) or 'personne'}.")
    if any(juror is not now and fold(juror.name) == fold(spelled) for juror in before):
        raise KitError(f"{spelled} est déjà du jury.")
    if now.name in deliberation.read(root, before).absent:
        raise KitError(
            f"La séance du jury dit {now.name} absent·e : ôtez d'abord son nom des absents ({remedy('jury seance', '--absent')})."
        )
    return tuple(msgspec.structs.replace(juror, name=spelled) if juror is now else juror for juror in before)


def composed(members: Sequence[Juror]) -> str:
    """The sentence on who is of a jury."""
    if not members:
        return "Personne n'est encore du jury."
    first, *others = [f"{juror.name}, {juror.capacity}" for juror in members]
    return f"Le jury a {counted(len(members), 'membre')} : {' ; '.join((f'{first}, qui préside', *others))}."


def _share(help: str, label: str, flag: str, note: str = "") -> Parameter:
    return Parameter(help, label, flag=flag, metavar="POURCENT", minimum=0, maximum=100, note=note, optional=True)


def _choice(
    help: str, label: str, flag: str, options: Callable[[Course, str], Iterable[tuple[str, str]]], metavar: str
) -> Parameter:
    return Parameter(help, label, flag=flag, metavar=metavar, kind="choice", options=options, optional=True)


class RulesParameters(Parameters, frozen=True):
    """The rules of a session; what is left out stays as it is."""

    competence: Annotated[
        float | None,
        _share("Résultat qui acquiert une compétence.", "Compétence acquise à partir de (%)", "--competence"),
    ] = None
    criteria: Annotated[
        float | None,
        _share(
            "Part des points des critères, pris seuls, qu'il faut pour l'acquérir.",
            "… avec au moins, des points des critères seuls (%)",
            "--criteres",
            "À 0, rien n'est exigé.",
        ),
    ] = None
    own: Annotated[
        float | None,
        _share(
            "La même des critères que chaque membre d'un groupe travaille seul.",
            "… et des critères de la partie individuelle (%)",
            "--individuel",
            "Là où un groupe travaille. À 0, rien n'est exigé.",
        ),
    ] = None
    lowest_level: Annotated[
        int | None,
        Parameter(
            "Niveau sous lequel aucun critère, ni l'oral, ne peut être : de 0 à 3.",
            "Aucun critère ni oral sous le niveau",
            flag="--niveau-minimal",
            metavar="NIVEAU",
            kind="choice",
            options=among(*_LEVELS),
            minimum=0,
            maximum=3,
            optional=True,
        ),
    ] = None
    oral: Annotated[
        float | None, _share("Part de l'oral dans le résultat d'une compétence.", "L'oral pèse (%)", "--oral")
    ] = None
    of_epreuve: Annotated[
        float | None, _share("Moyenne qui valide une épreuve.", "Épreuve validée à partir de (%)", "--moyenne-epreuve")
    ] = None
    of_bloc: Annotated[
        float | None, _share("Moyenne qui valide un bloc.", "Bloc validé à partir de (%)", "--moyenne-bloc")
    ] = None
    by_epreuve: Annotated[
        str | None,
        _choice(
            "Une compétence peut être rachetée par les autres de son épreuve : oui ou non.",
            "Une compétence se rachète par les autres de son épreuve",
            "--compensation-epreuve",
            _YES_OR_NO,
            "OUI|NON",
        ),
    ] = None
    by_bloc: Annotated[
        str | None,
        _choice(
            "La même, par les autres de son bloc : oui ou non.",
            "… et par les autres de son bloc",
            "--compensation-bloc",
            _YES_OR_NO,
            "OUI|NON",
        ),
    ] = None
    floor: Annotated[
        float | None,
        _share("Résultat sous lequel rien ne rachète une compétence.", "… mais jamais sous (%)", "--plancher"),
    ] = None
    justified: Annotated[
        str | None,
        _choice(
            "Effet d'une absence justifiée : rattrapage ou zéro.", "Absence justifiée", "--justifiee", _ABSENCE, "EFFET"
        ),
    ] = None
    unjustified: Annotated[
        str | None,
        _choice(
            "Effet d'une absence qui ne l'est pas : rattrapage ou zéro.",
            "Absence non justifiée",
            "--non-justifiee",
            _ABSENCE,
            "EFFET",
        ),
    ] = None
    make_up: Annotated[
        str | None,
        _choice(
            "Note d'un rattrapage : meilleure (des deux) ou remplace (la première).",
            "Note d'un rattrapage",
            "--rattrapage",
            _MAKE_UP,
            "EFFET",
        ),
    ] = None
    caps: Annotated[
        tuple[str, ...],
        Parameter(
            "Ce que les questions pèsent au plus dans une nature d'épreuve (option répétable), comme regles.yaml la nomme : fiche=14.",
            flag="--plafond",
            metavar="NATURE=POURCENT",
        ),
    ] = ()


@operation(
    "jury regler",
    label="Changer les règles du jury",
    title="Règles du jury",
    accept="Écrire ces règles",
    sure=SURE,
    sealed=True,
)
def rules(doing: Doing, asked: RulesParameters) -> Outcome:
    """Changer les règles de la session : seuils, niveau minimal, poids de l'oral et des questions, compensation, absences, rattrapage.

    Dit d'abord ce que cela changerait aux décisions qui sont là, puis l'écrit dans jury.yaml. Code de sortie : 0 si les règles sont
    écrites ou déjà celles-là, 2 si l'une ne va pas, ou si personne ne confirme.
    """
    from epreuves_kit.rules import jury_rules, rules_file

    doing.progress("Lecture des règles", 0, 0)
    course = doing.course
    before = jury_rules.of_jury(course.root)
    held = rules_file.values(before)
    values = {name: value for name, value in _values(asked).items() if value != held[name]}
    caps = {
        kind: share for kind, share in _caps(before, asked.caps, doing.brought).items() if share != before.caps[kind]
    }
    if not values and not caps:
        return Outcome(("Ces règles sont celles de la session : rien ne change.", *told(before)))
    content = rules_file.with_rules(course, values, caps)
    after = jury_rules.read_rules(course.root, content)
    doing.progress("Comparaison des décisions", 0, 0)
    doing.confirm(
        "Cela change les règles de la session, que les énoncés annoncent aux candidats.",
        [*_changes(before, after), *_announced(course), *_effects(course, before, after)],
    )
    rules_file.put(course, content)
    return Outcome(("Les règles de la session sont écrites.", *told(after)))


def _values(asked: RulesParameters) -> dict[str, RuleValue]:
    """The rules that are given, as `rules_file` has them. Raises KitError."""
    given: dict[str, RuleValue] = {}
    for name in ("competence", "criteria", "own", "of_epreuve", "of_bloc", "floor", "oral"):
        if (number := getattr(asked, name)) is not None:
            given[name] = _fraction(number)
    if asked.lowest_level is not None:
        given["lowest_level"] = asked.lowest_level
    for name, allowed in (
        ("by_epreuve", ("oui", "non")),
        ("by_bloc", ("oui", "non")),
        ("justified", ("rattrapage", "zéro")),
        ("unjustified", ("rattrapage", "zéro")),
        ("make_up", ("meilleure", "remplace")),
    ):
        text = getattr(asked, name)
        if not text:
            continue
        word = next((word for word in allowed if fold(word) == fold(text)), None)
        if word is None:
            raise KitError(f"« {text} » : répondez {allowed[0]} ou {allowed[1]}.")
        given[name] = word == "oui" if name.startswith("by_") else word
    return given


def _fraction(number: float) -> Fraction:
    """A percentage as a share, exact to what was typed."""
    return Fraction(str(number)) / 100


def _caps(before: JuryRules, typed: Iterable[str], brought: Mapping[str, str]) -> dict[str, Fraction]:
    """The caps that are given by kind of épreuve: by the command's option, by the page's own fields. Raises KitError."""
    pairs = [part.partition("=")[::2] for part in typed]
    pairs += [(name.removeprefix(CAP), text) for name, text in brought.items() if name.startswith(CAP) and text.strip()]
    given = {}
    for kind, text in pairs:
        if kind not in before.caps:
            raise KitError(f"« {kind} » n'est pas une nature d'épreuve : il y a {listed(before.caps)}.")
        try:
            share = _fraction(float(text.strip().replace(",", ".")))
        except ValueError:
            share = Fraction(-1)
        if not 0 <= share <= 1:
            raise KitError(
                f"Plafond des questions, {spelled(kind)} : un nombre est attendu, de 0 à 100, reçu « {text} »."
            )
        given[kind] = share
    return given


def spelled(kind: str) -> str:
    """The name of a kind of épreuve, as people say it."""
    return called(kind) if kind[-1:].isdigit() else kind.replace("_", " ")


def _changes(before: JuryRules, after: JuryRules) -> Iterable[str]:
    """A line for each rule that is another."""
    for old, new in zip(told(before), told(after), strict=True):
        if old != new:
            yield f"Avant : {old} Après : {new}"


def told(rules: JuryRules) -> tuple[str, ...]:
    """The rules in sentences, always as many."""
    due, makes_up = rules.thresholds, rules.compensation
    ways = [word for word, does in (("de son épreuve", makes_up.epreuve), ("de son bloc", makes_up.bloc)) if does]
    bought = f"par les autres {listed(ways)}, jamais sous {percent(makes_up.floor)}" if ways else "non"
    effects = {"rattrapage": "le candidat repasse", "zéro": "compte zéro"}
    again = {"meilleure": "la meilleure des deux compte", "remplace": "elle remplace la première"}
    return (
        f"Compétence acquise à {percent(due.competence)} ; des critères seuls, {percent(due.criteria)} ; de la partie individuelle, {percent(due.own)}.",
        f"Aucun critère ni oral sous le niveau {due.lowest_level}.",
        f"Épreuve validée à {percent(due.epreuve)}, bloc à {percent(due.bloc)}.",
        f"L'oral pèse {percent(rules.oral)}.",
        f"Les questions pèsent au plus : {' ; '.join(f'{spelled(kind)}, {percent(share)}' for kind, share in rules.caps.items())}.",
        f"Compétence rachetée : {bought}.",
        f"Absence justifiée : {effects[rules.absence.justified]} ; non justifiée : {effects[rules.absence.unjustified]}.",
        f"Note d'un rattrapage : {again[rules.make_up]}.",
    )


def _announced(course: Course) -> Iterable[str]:
    """Sentences on the épreuves that announce the rules of before."""
    if handed := [id for id in course.sources() if course.students(id)]:
        yield (
            f"Des copies de {listed(map(called, handed))} sont rendues : les candidats ont composé sous les règles d'avant, que leur énoncé annonce. "
            "Changer une règle après coup se conteste."
        )
    if built := [id for id in course.sources() if id not in handed]:
        yield (
            f"{counted(len(built), 'épreuve')} déjà {plural(len(built), 'construite')} {'annonce' if len(built) == 1 else 'annoncent'} les règles d'avant : "
            f"construisez de nouveau avant de distribuer ({remedy('build')})."
        )


def _effects(course: Course, before: JuryRules, after: JuryRules) -> Iterable[str]:
    """Sentences on the decisions that would be others."""
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.jury.sources import decisions

    with JuryRecord(course.root) as record:
        pairs = list(zip(decisions(record, before), decisions(record, after), strict=True))
    others = [(old, changes) for old, new in pairs if (changes := list(_other(old, new)))]
    if not pairs:
        return
    if not others:
        yield "Aucune décision n'en serait changée."
        return
    yield f"{counted(len(others), 'candidat')} sur {len(pairs)} {'aurait' if len(others) == 1 else 'auraient'} d'autres décisions :"
    for decision, changes in others[:_TOLD]:
        more = [f"{len(changes) - _EACH} de plus"] if len(changes) > _EACH else []
        yield f"{decision.name} : {listed([*changes[:_EACH], *more])}."
    if len(others) > _TOLD:
        yield f"… et {counted(len(others) - _TOLD, 'autre candidat')}."


def _other(old: Decision, new: Decision) -> Iterable[str]:
    """The changes of a candidate's decisions, the widest first."""
    for title, before, after in (
        ("certification", (old.certification,), (new.certification,)),
        ("", old.blocs, new.blocs),
        ("", old.epreuves, new.epreuves),
        ("", old.competences, new.competences),
    ):
        for was, now in zip(before, after, strict=True):
            if was is not None and now is not None and was.status is not now.status:
                yield f"{title or called(was.code)}, {was.status.value} → {now.status.value}"
