"""Loading of a référentiel from the YAML files that people write: each entry, then what no entry can check alone; every fault is told at once."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from epreuves.wording.french import counted
from epreuves_kit.referentiel.codes import ACTIVITY, COMPETENCE, CRITERE, EPREUVE, OTHER_SUJET, InvalidData, Problem
from epreuves_kit.referentiel.model import (
    Activity,
    Certification,
    Competence,
    Critere,
    CritereGroup,
    Epreuve,
    Label,
    Nature,
    Oral,
    OralPart,
    Referentiel,
    Strict,
    Text,
    WorkMode,
)
from epreuves_kit.wording import strict_yaml
from epreuves_kit.wording.strict_yaml import Step, YamlDocument, YamlRefused

T = TypeVar("T")
_EPREUVES = "epreuves.yaml"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def following(
    keys: Collection[Any], prefix: str, form: re.Pattern[str], file: str, entry: str, field: str
) -> Iterator[Problem]:
    """Check that the keys are prefixe+1, prefixe+2… in order; only the first break of the order is told."""
    if not keys:
        yield Problem(file, entry, field, f"la liste est vide ; attendu au moins {prefix}1.")
    for rank, key in enumerate(keys, start=1):
        expected = f"{prefix}{rank}"
        if key == expected:
            continue
        if not isinstance(key, str) or form.fullmatch(key) is None:
            reason = f"« {key} » n'est pas un code bien formé ; attendu {expected}."
        else:
            order = "les codes se suivent sans trou, dans l'ordre officiel"
            reason = f"{key} arrive où {expected} est attendu ; {order}."
        yield Problem(file, entry, field, reason)
        return


def check_epreuves(
    epreuves: Sequence[Epreuve], natures: Iterable[Nature], activities: Iterable[Activity]
) -> Iterator[Problem]:
    """Check épreuves against natures and compétences: each compétence is assessed by one épreuve at least."""
    codes = [competence.code for activity in activities for competence in activity.competences]
    known_natures = [nature.id for nature in natures]
    numbers: dict[str, str] = {}
    for epreuve in epreuves:
        yield from _identifier(epreuve.id, numbers)
        if epreuve.nature not in known_natures:
            reason = f"« {epreuve.nature} » n'est pas une nature ; attendu {', '.join(known_natures)}."
            yield Problem(_EPREUVES, epreuve.id, "nature", reason)
        yield from _other_sujets(epreuve)
        yield from _coherence(epreuve)
    yield from _report_parts(epreuves)
    yield from _coverage(epreuves, codes)
    yield from _trials(epreuves, activities)


def _identifier(identifier: str, numbers: dict[str, str]) -> Iterator[Problem]:
    """Check an épreuve's id, and that its number is no other's. numbers: the épreuves before it, by their number."""
    number = identifier.partition("_")[0]
    if EPREUVE.fullmatch(identifier) is None:
        reason = "identifiant mal formé ; attendu e, deux chiffres, _ puis un nom en minuscules sans accent."
        yield Problem(_EPREUVES, identifier, "id", reason)
    elif number in numbers:
        reason = f"le numéro {number} est déjà celui de {numbers[number]} ; donnez-en un autre."
        yield Problem(_EPREUVES, identifier, "id", reason)
    numbers.setdefault(number, identifier)


def _other_sujets(epreuve: Epreuve) -> Iterator[Problem]:
    """Check that the other sujets of an épreuve bear its number and a letter, each its own."""
    number = epreuve.id.partition("_")[0]
    letters: dict[str, str] = {}
    for rank, id in enumerate(epreuve.other_sujets, start=1):
        match, short = OTHER_SUJET.fullmatch(id), id.partition("_")[0]
        if match is None or match[1] != number:
            reason = f"« {id} » n'est pas un autre sujet de {epreuve.id} ; attendu {number}, une lettre, _ puis un nom en minuscules sans accent ({number}b_autre_cas)."
            yield Problem(_EPREUVES, epreuve.id, f"autres_sujets[{rank}]", reason)
        elif short in letters:
            reason = f"{short} est déjà {letters[short]} ; donnez une autre lettre."
            yield Problem(_EPREUVES, epreuve.id, f"autres_sujets[{rank}]", reason)
        letters.setdefault(short, id)


def _coherence(epreuve: Epreuve) -> Iterator[Problem]:
    """Check that the fields of one épreuve agree with one another."""

    def fault(field: str, reason: str) -> Problem:
        return Problem(_EPREUVES, epreuve.id, field, reason)

    in_group = epreuve.work is WorkMode.GROUP
    if in_group and epreuve.group is None:
        yield fault("groupe", "le travail est en groupe : donnez sa taille, {minimum: 2, maximum: 3} par ex.")
    if not in_group and epreuve.group is not None:
        yield fault("groupe", "le travail est individuel : retirez la taille du groupe.")
    if epreuve.group is not None and epreuve.group.minimum > epreuve.group.maximum:
        sizes = f"{epreuve.group.minimum} > {epreuve.group.maximum}"
        yield fault("groupe", f"le minimum dépasse le maximum ({sizes}) ; échangez-les.")
    if (epreuve.oral is not Oral.NONE_OFFERED) != (OralPart.ORAL in epreuve.parts):
        number = len(epreuve.deliverables.oral)
        reason = f"l'oral est « {epreuve.oral.value} » mais il a {counted(number, 'livrable')} ; accordez-les."
        yield fault("livrables.oral", reason)
    if OralPart.REX in epreuve.parts and not in_group:
        yield fault("livrables.rex", "le REX suit un travail de groupe ; ici le travail est individuel.")


def _report_parts(epreuves: Sequence[Epreuve]) -> Iterator[Problem]:
    """Check that all the épreuves of a nature are parts of the rapport de compétences, or none is."""
    own = {epreuve.nature for epreuve in epreuves if epreuve.report_part is not None}
    for epreuve in epreuves:
        if epreuve.nature in own and epreuve.report_part is None:
            reason = f"attendu « fiche » ou « projet », comme les autres épreuves de nature {epreuve.nature}."
            yield Problem(_EPREUVES, epreuve.id, "part_du_rapport", reason)


def _coverage(epreuves: Sequence[Epreuve], codes: list[str]) -> Iterator[Problem]:
    """Check that épreuves name compétences that there are, none twice in one of them, and that none is forgotten."""
    for epreuve in epreuves:
        for rank, code in enumerate(epreuve.competences):
            if code not in codes:
                neighbours = [c for c in codes if c.partition(".")[0] == code.partition(".")[0]] or codes
                due = f"attendu un code de {neighbours[0]} à {neighbours[-1]}"
                yield Problem(_EPREUVES, epreuve.id, "competences", f"{code} n'existe pas ; {due}.")
            elif code in epreuve.competences[:rank]:
                twice = f"{code} y est deux fois ; gardez-la une fois."
                yield Problem(_EPREUVES, epreuve.id, "competences", twice)
    assessed = {code for epreuve in epreuves for code in epreuve.competences}
    for code in codes:
        if code not in assessed:
            unseen = "aucune épreuve ne l'évalue ; ajoutez-la à l'une d'elles."
            yield Problem(_EPREUVES, code, "competences", unseen)


def _trials(epreuves: Sequence[Epreuve], activities: Iterable[Activity]) -> Iterator[Problem]:
    """Check that professionals mark criteria of the épreuve's own compétences."""
    own = {c.code: [k.id for k in c.criteres] for activity in activities for c in activity.competences}
    for epreuve in epreuves:
        if epreuve.trials is None:
            continue
        possible = [id for code in epreuve.competences for id in own.get(code, ())]
        for id in epreuve.trials.criteria:
            if id not in possible:
                reason = f"{id} n'est pas de cette épreuve ; attendu parmi {', '.join(possible)}."
                yield Problem(_EPREUVES, epreuve.id, "essais.criteres", reason)


class _WrittenActivity(Strict, frozen=True):
    """An activity as its file writes it."""

    activity: Text
    label: Label
    competences: dict[str, Any]
    note: str = ""


class _WrittenCompetence(Strict, frozen=True):
    """A compétence as its activity's file writes it."""

    label: Label
    group: Label
    criteres: dict[str, Any]
    lost_label: bool = False
    note: str = ""


def load(folder: Path) -> Referentiel:
    """Load and check a folder of data: certification.yaml, natures.yaml, epreuves.yaml, and a file an activity in activites/.

    Raises InvalidData, whose `problems` name the file, the line, the entry and the field of each fault.
    """
    loader = _Loader(folder)
    certification = loader.certification()
    natures = loader.entries("natures.yaml", Nature)
    activities = loader.activities()
    epreuves = loader.entries(_EPREUVES, Epreuve)
    if not loader.problems:
        # A compétence lost to a fault of its own would be reported again by each épreuve that names it.
        loader.problems.extend(check_epreuves(epreuves, natures, activities))
    if loader.problems or certification is None:
        raise InvalidData(tuple(map(loader.located, loader.problems)))
    return Referentiel(certification, activities, natures, epreuves)


class _Loader:
    """The files of a folder being read; what cannot be read is left out, and told in `problems`, in reading order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._documents: dict[str, YamlDocument] = {}
        self._codes: dict[str, str] = {}

    def fault(self, file: str, entry: str, field: str, reason: str, line: int = 0) -> None:
        self.problems.append(Problem(file, entry, field, reason, line))

    def located(self, problem: Problem) -> Problem:
        """A fault with the path of its file in the course and, where it has an entry, the line of what is to blame."""
        document, line = self._documents.get(problem.file), problem.line
        if document is not None and not line:
            steps = self._entry(document.value, problem.entry)
            steps += [name or int(place) - 1 for name, place in _STEP.findall(problem.field)]
            line = document.line(steps)
        return msgspec.structs.replace(problem, file=f"{self.folder.name}/{problem.file}", line=line)

    def _entry(self, value: Any, entry: str) -> list[Step]:
        """The place of an entry in its file: at the root, among an activity's compétences, or among a compétence's criteria."""
        if not entry:
            return []
        competences = value.get("competences")
        if entry in value or not isinstance(competences, dict):
            return [entry]
        if entry in competences:
            return ["competences", entry]
        match = CRITERE.fullmatch(entry)
        return ["competences", match[1], "criteres", entry] if match else []

    def read(self, name: str) -> dict[str, Any]:
        """The entries of a file, by its path in the folder; none where it has a fault."""
        line = 0
        try:
            document = strict_yaml.parse((self.folder / name).read_bytes())
            content = strict_yaml.convert(document.value, dict[str, Any], document)
        except FileNotFoundError:
            reason = "le fichier manque ; remettez-le dans le dossier du référentiel."
        except OSError:
            reason = "le fichier ne peut pas être lu ; vérifiez vos droits."
        except YamlRefused as refusal:
            reason, line = f"{refusal.reason}.", refusal.line
        else:
            if content:
                self._documents[name] = document
                return content
            reason = "attendu des champs « nom: valeur » ; le fichier est vide."
        self.fault(name, "", "", reason, line)
        return {}

    def convert(self, raw: Any, model: type[T], file: str, entry: str) -> T | None:
        """A plain value as a model's, strictly."""
        try:
            return strict_yaml.convert(raw, model)
        except YamlRefused as refusal:
            self.fault(file, entry, refusal.field, f"{refusal.reason}.")
            return None

    def certification(self) -> Certification | None:
        raw = self.read("certification.yaml")
        return self.convert(raw, Certification, "certification.yaml", "") if raw else None

    def entries(self, name: str, model: type[T]) -> tuple[T, ...]:
        """A file whose keys are ids and whose values are `model`'s other fields."""
        return self.under_keys(self.read(name), model, name)

    def under_keys(self, raw: dict[str, Any], model: type[T], name: str) -> tuple[T, ...]:
        """Entries whose ids are their keys; an id of its own inside would contradict the key in silence."""
        values = []
        for key, fields in raw.items():
            if isinstance(fields, dict) and "id" in fields:
                self.fault(name, key, "id", "l'identifiant est déjà la clé ; retirez ce champ.")
                continue
            own = {**fields, "id": key} if isinstance(fields, dict) else fields
            values.append(self.convert(own, model, name, key))
        return tuple(value for value in values if value is not None)

    def activities(self) -> tuple[Activity, ...]:
        names = sorted(path.name for path in (self.folder / "activites").glob("*.yaml"))
        if not names:
            self.fault("activites", "", "", "aucun fichier ; attendu un fichier par activité.")
        activities = [self.activity(f"activites/{name}") for name in names]
        return tuple(activity for activity in activities if activity is not None)

    def activity(self, name: str) -> Activity | None:
        raw = self.read(name)
        written = self.convert(raw, _WrittenActivity, name, "") if raw else None
        if written is None:
            return None
        self.code(ACTIVITY, written.activity, name, "", "activite")
        if not written.competences:
            self.fault(name, "", "competences", "la liste est vide ; attendu au moins une compétence.")
        read = [self.competence(code, fields, name) for code, fields in written.competences.items()]
        competences = tuple(competence for competence in read if competence is not None)
        return Activity(written.activity, written.label, competences, written.note)

    def code(self, form: re.Pattern[str], code: str, file: str, entry: str, field: str) -> None:
        """Check a code of a school's own, and that it is no other's in any file."""
        if form.fullmatch(code) is None:
            dot = ", avec un point au moins" if form is COMPETENCE else ""
            reason = f"« {code} » n'est pas un code : une majuscule, puis des lettres sans accent, des chiffres et des points{dot}."
            self.fault(file, entry, field, reason)
        elif code in self._codes:
            self.fault(file, entry, field, f"{code} est déjà dans {self._codes[code]} ; gardez l'un des deux.")
        self._codes.setdefault(code, file)

    def competence(self, code: str, raw: Any, name: str) -> Competence | None:
        self.code(COMPETENCE, code, name, code, "")
        written = self.convert(raw, _WrittenCompetence, name, code)
        if written is None:
            return None
        self.problems += following(written.criteres, f"{code}-k", CRITERE, name, code, "criteres")
        # A criterion is its label, or a mapping when it carries a note.
        own = {k: raw if isinstance(raw, dict) else {"libelle": raw} for k, raw in written.criteres.items()}
        group = CritereGroup(written.group, self.under_keys(own, Critere, name))
        return Competence(code, written.label, group, written.lost_label, written.note)
