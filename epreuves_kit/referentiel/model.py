"""The référentiel as frozen values: activities, compétences, criteria groups, criteria, épreuves; and the modality of an épreuve in words."""

import difflib
import functools
import hashlib
from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from typing import Annotated, Literal, TypeVar

import msgspec

from epreuves.answers.allowed import Allowed
from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves_kit.referentiel.codes import COMPETENCE, CRITERE, MalformedCode, UnknownCode, prefix

T = TypeVar("T")
COMPETENCE_LENGTH = 320
CRITERE_LENGTH = 200

# The pattern asks for one character at least that is not a blank.
Label = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=COMPETENCE_LENGTH)]
CritereLabel = Annotated[str, msgspec.Meta(pattern=r"\S", max_length=CRITERE_LENGTH)]
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]


class OralPart(Enum):
    """A part of an épreuve that a candidate hands over or presents."""

    WRITTEN = "ecrit"
    ORAL = "oral"
    REX = "rex"


class WorkMode(Enum):
    """The persons who do the written part."""

    INDIVIDUAL = "individuel"
    GROUP = "groupe"


class Context(Enum):
    """The case's origin: the candidate's own working life, or a case that is given."""

    LIVED = "vecu"
    FICTIONAL = "fictif"


class Oral(Enum):
    """The oral that goes with an épreuve; the grand oral is that of the whole rapport de compétences."""

    NONE_OFFERED = "aucun"
    COLLECTIVE = "collectif"
    INDIVIDUAL = "individuel"
    GRAND_ORAL = "grand_oral"


class ReportPart(Enum):
    """An épreuve's part in the rapport de compétences."""

    SHEET = "fiche"
    PROJECT = "projet"


class Strict(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={
        "activities": "activites",
        "activity": "activite",
        "allowed": "permis",
        "answers": "reponses",
        "certifier": "certificateur",
        "context": "contexte",
        "criteria": "criteres",
        "deliverables": "livrables",
        "draw": "tirage",
        "framework": "cadre",
        "group": "groupe",
        "instruction": "consigne",
        "label": "libelle",
        "level": "niveau",
        "lost_label": "libelle_perdu",
        "other_sujets": "autres_sujets",
        "part_titles": "parties",
        "professionals": "professionnels",
        "register_code": "rncp",
        "report_part": "part_du_rapport",
        "specialty": "nsf",
        "tasks": "taches",
        "title": "titre",
        "trials": "essais",
        "work": "travail",
        "written": "ecrit",
    },
):
    """Base of every value here: immutable, closed to fields that the model does not know, written with French names."""


class Certification(Strict, frozen=True):
    """The certification that the référentiel belongs to.

    level: the French framework's (1–8). register_code, specialty: its codes in the national register and in the nomenclature of
    specialities. decision: the one that registers it, in words. framework: the code under which other programs know the référentiel.
    note: what those who take it are to know of its labels.
    What a school has not written is empty.
    """

    title: Text
    level: Annotated[int, msgspec.Meta(ge=1, le=8)]
    certifier: Text
    register_code: str = ""
    specialty: str = ""
    decision: str = ""
    framework: str = ""
    note: str = ""

    @property
    def named(self) -> str:
        """As documents call it: « Assistant·e de gestion (RNCP00000, NSF 324t, niveau 5) »."""
        codes = (self.register_code, f"NSF {self.specialty}" if self.specialty else "", f"niveau {self.level}")
        return f"{self.title} ({', '.join(filter(None, codes))})"

    @property
    def registered(self) -> str:
        """The same, with the decision that registers it."""
        return ", ".join(filter(None, (self.named, self.decision)))


class Critere(Strict, frozen=True):
    """One criterion, judged in one rubric cell; id « U6.3-k2 », in the official order."""

    id: CriterionCode
    label: CritereLabel
    note: str = ""


class CritereGroup(Strict, frozen=True):
    """The criteria of one compétence, under their title."""

    title: Label
    criteres: tuple[Critere, ...]


class Competence(Strict, frozen=True):
    """One compétence, « U6.3 », and its only criteria group.

    `libelle_perdu`: the official document has lost its wording; the label comes from the group's title.
    """

    code: str
    label: Label
    group: CritereGroup
    lost_label: bool = False
    note: str = ""

    @property
    def criteres(self) -> tuple[Critere, ...]:
        return self.group.criteres


class Activity(Strict, frozen=True):
    """One activity, « A6 », and its compétences in order."""

    code: str
    label: Label
    competences: tuple[Competence, ...]
    note: str = ""


class UsualPoints(Strict, frozen=True):
    """The usual points of the notebooks of a nature's épreuves; None where nobody says."""

    sujet: float | None = None
    rex: float | None = None
    production: float | None = None


class PartTitles(Strict, frozen=True, rename={"sheet": "fiche", "project": "projet"}):
    """The names of the two parts of a rapport de compétences; empty where nobody says."""

    sheet: str = ""
    project: str = ""

    def of(self, part: ReportPart) -> str:
        """The name of a part."""
        return self.sheet if part is ReportPart.SHEET else self.project


class Nature(Strict, frozen=True):
    """One of the natures an épreuve can have.

    answers: how many it usually asks for, at least and at most; None where nobody says. part_titles: of the rapport de compétences,
    where its épreuves make one. allowed: at its épreuves, where the session says nothing else.
    """

    id: str
    title: Text
    description: Text
    points: UsualPoints = UsualPoints()
    answers: tuple[int, int] | None = None
    part_titles: PartTitles = PartTitles()
    allowed: Allowed = Allowed()


class GroupSize(Strict, frozen=True):
    """The number of candidates who work together, both bounds included."""

    minimum: Annotated[int, msgspec.Meta(ge=2)]
    maximum: Annotated[int, msgspec.Meta(ge=2)]


class ThemeDraw(Strict, frozen=True):
    """Themes among which each member of the group draws one."""

    themes: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2)]


class Trials(Strict, frozen=True):
    """Trial of the productions before a panel.

    professionals: the least number of its members. criteria: those that they mark, all of the épreuve's where none is named; tasks: how many
    they do against the clock with each production.
    """

    professionals: Annotated[int, msgspec.Meta(ge=1)]
    criteria: tuple[CriterionCode, ...] = ()
    tasks: Annotated[int, msgspec.Meta(ge=0, le=9)] = 0


class Deliverables(Strict, frozen=True):
    """The deliverables that the official text asks for, part by part; an empty part does not exist."""

    written: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    oral: tuple[Text, ...] = ()
    rex: tuple[Text, ...] = ()

    def __iter__(self) -> Iterator[tuple[OralPart, str]]:
        """Go through the deliverables, each with its part, in reading order."""
        for part in OralPart:
            for deliverable in getattr(self, part.name.lower()):
                yield part, deliverable


class Epreuve(Strict, frozen=True):
    """One épreuve: the compétences it assesses and its modality.

    other_sujets: of an épreuve that has several cases, those beside the one that bears its id; each is an assignment of its own.
    """

    id: EpreuveId
    title: Text
    nature: str
    competences: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    work: WorkMode
    context: Context
    oral: Oral
    instruction: Text
    deliverables: Deliverables
    group: GroupSize | None = None
    report_part: ReportPart | None = None
    draw: ThemeDraw | None = None
    trials: Trials | None = None
    other_sujets: tuple[EpreuveId, ...] = ()
    note: str = ""

    @property
    def sujets(self) -> tuple[EpreuveId, ...]:
        """Its assignments, of which each candidate sits one."""
        return (self.id, *self.other_sujets)

    @property
    def label(self) -> str:
        """Its name as people call it: « E06 · Objectifs »."""
        return f"{called(self.id)} · {self.title}"

    @property
    def heading(self) -> str:
        """Its name as documents call it: « Épreuve 6 — Objectifs »."""
        return f"Épreuve {numbered(self.id)} — {self.title}"

    @property
    def kind(self) -> str:
        """Its kind: its nature or, in the rapport de compétences, « fiche » or « projet »."""
        return self.nature if self.report_part is None else self.report_part.value

    @property
    def parts(self) -> tuple[OralPart, ...]:
        return tuple(part for part in OralPart if getattr(self.deliverables, part.name.lower()))

    @property
    def own_notebook(self) -> Literal["rex", "production"] | None:
        """The notebook that each member of a group fills alone: their REX, or what they make of the theme that they drew."""
        if OralPart.REX in self.parts:
            return "rex"
        return "production" if self.draw is not None else None


class Referentiel(Strict, frozen=True, dict=True):
    """The whole référentiel; a lookup raises UnknownCode or MalformedCode, with the nearest codes."""

    certification: Certification
    activities: tuple[Activity, ...]
    natures: tuple[Nature, ...]
    epreuves: tuple[Epreuve, ...]

    @property
    def competences(self) -> tuple[Competence, ...]:
        return tuple(self._competences.values())

    @property
    def groups(self) -> tuple[CritereGroup, ...]:
        return tuple(competence.group for competence in self.competences)

    @property
    def criteres(self) -> tuple[Critere, ...]:
        return tuple(self._criteres.values())

    @property
    def report_parts(self) -> tuple[Epreuve, ...]:
        """The épreuves that make the rapport de compétences: fiches, then parts of the projet."""
        return tuple(e for part in ReportPart for e in self.epreuves if e.report_part is part)

    @functools.cached_property
    def _competences(self) -> dict[str, Competence]:
        return {competence.code: competence for activity in self.activities for competence in activity.competences}

    @functools.cached_property
    def _criteres(self) -> dict[CriterionCode, Critere]:
        return {critere.id: critere for competence in self.competences for critere in competence.criteres}

    @functools.cached_property
    def digest(self) -> str:
        """Of all that it says: what shows it is stale where this is another."""
        return hashlib.blake2b(msgspec.json.encode(self), digest_size=16).hexdigest()

    def order(self, code: str) -> int:
        """The place of a compétence among all; past the last for what is none."""
        return next((rank for rank, other in enumerate(self._competences) if other == code), len(self._competences))

    def competence_of(self, grade_id: str) -> str:
        """The compétence that a cell belongs to; empty where the référentiel has none such, as in an ordinary notebook."""
        code = prefix(grade_id)
        return code if code in self._competences else ""

    def criterion_of(self, grade_id: str) -> CriterionCode | None:
        """The criterion that a cell judges, « U6.3-k2 »; None where the référentiel has none such."""
        code = CriterionCode(grade_id.replace("_", "."))
        return code if code in self._criteres else None

    def activity(self, code: str) -> Activity:
        """An activity by its code, « A6 »."""
        return _found("L'activité", code, {activity.code: activity for activity in self.activities})

    def competence(self, code: str) -> Competence:
        """A compétence by its code, « U6.1 »."""
        if COMPETENCE.fullmatch(code) is None:
            raise MalformedCode(f"« {code} » n'est pas le code d'une compétence{_such_as(self._competences)}.")
        return _found("La compétence", code, self._competences)

    def critere(self, identifier: str) -> Critere:
        """A criterion by its id, « U6.3-k2 »."""
        match = CRITERE.fullmatch(identifier)
        if match is None:
            raise MalformedCode(f"« {identifier} » n'est pas un code de critère{_such_as(self._criteres)}.")
        return _found("Le critère", identifier, {critere.id: critere for critere in self.criteres_of(match[1])})

    def nature(self, identifier: str) -> Nature:
        """A nature by its id, « etude_de_cas »."""
        return _found("La nature", identifier, {nature.id: nature for nature in self.natures})

    def epreuve(self, identifier: str) -> Epreuve:
        """An épreuve by its id, or by that of another of its sujets."""
        return _found("L'épreuve", identifier, self._by_sujet)

    def known(self, identifier: str) -> Epreuve | None:
        """The same; None for one of a school's own."""
        return self._by_sujet.get(identifier)

    def heading(self, sujet: EpreuveId) -> str:
        """The name of an assignment in a document: its épreuve's, or its id where it is one of a school's own."""
        epreuve = self.known(sujet)
        return sujet if epreuve is None else epreuve.heading

    def held(self, sujets: Collection[EpreuveId]) -> tuple[Epreuve, ...]:
        """The épreuves of which a session holds some sujet, in order."""
        return tuple(epreuve for epreuve in self.epreuves if any(id in sujets for id in epreuve.sujets))

    def usual(self, sujets: Iterable[EpreuveId]) -> Iterator[EpreuveId]:
        """Of some assignments, those that a session holds where it names none: of an épreuve that has several sujets, the one that bears its id."""
        return (id for id in sujets if (epreuve := self.known(id)) is None or epreuve.id == id)

    @functools.cached_property
    def _by_sujet(self) -> dict[str, Epreuve]:
        return {id: epreuve for epreuve in self.epreuves for id in epreuve.sujets}

    def epreuves_of(self, code: str) -> tuple[Epreuve, ...]:
        """The épreuves that assess a compétence, in order: one at least."""
        competence = self.competence(code)
        return tuple(epreuve for epreuve in self.epreuves if competence.code in epreuve.competences)

    @functools.cached_property
    def shared(self) -> tuple[str, ...]:
        """The compétences that several épreuves assess, in order."""
        return tuple(code for code in self._competences if len(self.epreuves_of(code)) > 1)

    def others_of(self, code: str, epreuve: EpreuveId) -> tuple[Epreuve, ...]:
        """The épreuves that assess a compétence beside one of them."""
        return tuple(other for other in self.epreuves_of(code) if epreuve not in other.sujets)

    def criteres_of(self, code: str) -> tuple[Critere, ...]:
        """The criteria of a compétence, in the official order."""
        return self.competence(code).criteres


def _such_as(by_code: Iterable[str]) -> str:
    first = next(iter(by_code), "")
    return f" : attendu par exemple {first}" if first else ""


def _found(what: str, code: str, by_code: dict[str, T]) -> T:
    if code in by_code:
        return by_code[code]
    close = difflib.get_close_matches(code, by_code, n=3, cutoff=0.5) or list(by_code)[:3]
    nearest = f" ; les plus proches : {', '.join(close)}" if close else ""
    raise UnknownCode(f"{what} {code} n'existe pas dans le référentiel{nearest}.")


def called(id: str) -> str:
    """An épreuve as people call it, by its id, of the référentiel's or a school's own: « E17 »."""
    return id.partition("_")[0].upper()


def numbered(id: str) -> str:
    """An épreuve of the référentiel as papers number it, by its id: « 17 »."""
    return str(int(id[1:3]))


def who(epreuve: Epreuve) -> str:
    """The persons who do the written part: « individuel », « groupe de 2 à 3 », « groupe de 3 »."""
    if epreuve.work is WorkMode.INDIVIDUAL or epreuve.group is None:
        return "individuel"
    if epreuve.group.minimum == epreuve.group.maximum:
        return f"groupe de {epreuve.group.minimum}"
    return f"groupe de {epreuve.group.minimum} à {epreuve.group.maximum}"


def context(epreuve: Epreuve) -> str:
    """The origin of the case: « vécu » or « fictif »."""
    return {Context.LIVED: "vécu", Context.FICTIONAL: "fictif"}[epreuve.context]


def parts(epreuve: Epreuve) -> list[str]:
    """The parts of an épreuve in order: « écrit », « oral collectif », « REX individuel »…"""
    orals = {
        Oral.NONE_OFFERED: "sans oral",
        Oral.COLLECTIVE: "oral collectif",
        Oral.INDIVIDUAL: "oral individuel",
        Oral.GRAND_ORAL: "grand oral",
    }
    names = {OralPart.WRITTEN: "écrit", OralPart.ORAL: orals[epreuve.oral], OralPart.REX: "REX individuel"}
    return [names[part] for part in epreuve.parts]


def modality(epreuve: Epreuve) -> str:
    """The whole modality, one thing a line: title, who and how, task, themes, trial, deliverables."""
    lines = [
        epreuve.title,
        f"Travail {who(epreuve)}, contexte {context(epreuve)} : {', '.join(parts(epreuve))}",
        epreuve.instruction,
    ]
    if epreuve.draw is not None:
        lines.append(f"Thèmes tirés au sort : {', '.join(epreuve.draw.themes)}")
    if epreuve.trials is not None:
        lines.append(f"Essai auprès de {epreuve.trials.professionals} professionnels au moins")
    titles = {OralPart.WRITTEN: "À l'écrit", OralPart.ORAL: "À l'oral", OralPart.REX: "Dans le REX"}
    lines += [f"{titles[part]} : {deliverable}" for part, deliverable in epreuve.deliverables]
    return "\n".join(lines)
