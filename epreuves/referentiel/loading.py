"""Loading of the référentiel from the YAML files that people write: each entry, then what no entry can check alone; every fault is told at once.

After a change of these files, `python -m epreuves.referentiel.loading` makes anew the file that everybody reads.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from epreuves.referentiel.codes import (
    COMPETENCE,
    CRITERE,
    EPREUVE,
    InvalidData,
    Problem,
)
from epreuves.referentiel.model import (
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
from epreuves.referentiel.reading import FILE
from epreuves.wording import strict_yaml
from epreuves.wording.french import counted
from epreuves.wording.strict_yaml import YamlRefused

T = TypeVar("T")
_EPREUVES = "epreuves.yaml"
_REPORT = "rapport_de_competences"


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
    """Check épreuves against natures and compétences: each compétence is assessed once, in order."""
    known = [competence.code for activity in activities for competence in activity.competences]
    known_natures = [nature.id for nature in natures]
    for rank, epreuve in enumerate(epreuves, start=1):
        yield from _identifier(epreuve.id, rank)
        if epreuve.nature not in known_natures:
            reason = f"« {epreuve.nature} » n'est pas une nature ; attendu {', '.join(known_natures)}."
            yield Problem(_EPREUVES, epreuve.id, "nature", reason)
        yield from _coherence(epreuve)
    yield from _coverage(epreuves, known)


def _identifier(identifier: str, rank: int) -> Iterator[Problem]:
    if EPREUVE.fullmatch(identifier) is None:
        reason = f"identifiant mal formé ; attendu e{rank:02d}_ puis un nom en minuscules sans accent."
        yield Problem(_EPREUVES, identifier, "id", reason)
    elif not identifier.startswith(f"e{rank:02d}_"):
        reason = f"numéro {identifier[1:3]} où {rank:02d} est attendu ; les épreuves se suivent sans trou."
        yield Problem(_EPREUVES, identifier, "id", reason)


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
    if (epreuve.nature == _REPORT) != (epreuve.report_part is not None):
        reason = f"attendu « fiche » ou « projet » si, et seulement si, la nature est {_REPORT}."
        yield fault("part_du_rapport", reason)


def _coverage(epreuves: Sequence[Epreuve], known: list[str]) -> Iterator[Problem]:
    """Check that the épreuves go through the known compétences once each, in order."""
    assessed_by: dict[str, str] = {}
    faults = []
    for epreuve in epreuves:
        for code in epreuve.competences:
            if code not in known:
                neighbours = [c for c in known if c.partition(".")[0] == code.partition(".")[0]]
                bounds = neighbours or known
                due = f"attendu un code de {bounds[0]} à {bounds[-1]}"
                faults.append((epreuve.id, f"{code} n'existe pas ; {due}."))
            elif code in assessed_by:
                already = f"{code} est déjà évaluée par {assessed_by[code]}"
                faults.append((epreuve.id, f"{already} ; une compétence relève d'une seule épreuve."))
            assessed_by.setdefault(code, epreuve.id)
    unseen = "aucune épreuve ne l'évalue ; ajoutez-la à l'une d'elles."
    faults += [(code, unseen) for code in known if code not in assessed_by]
    if not faults:
        given = [(epreuve.id, code) for epreuve in epreuves for code in epreuve.competences]
        for (id, code), wanted in zip(given, known, strict=True):
            if code != wanted:
                faults.append((id, f"{code} arrive où {wanted} est attendue ; suivez l'ordre officiel."))
                break
    for entry, reason in faults:
        yield Problem(_EPREUVES, entry, "competences", reason)


_ACTIVITY_NAME = re.compile(r"A(\d\d)\.yaml")


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


def load(folder: Traversable) -> Referentiel:
    """Load and check a folder of data: certification.yaml, natures.yaml, epreuves.yaml, activites/A01.yaml…

    Raises InvalidData, whose `problems` name the file, the entry and the field of each fault.
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
        raise InvalidData(tuple(loader.problems))
    return Referentiel(certification, activities, natures, epreuves)


class _Loader:
    """Reads the files of a folder; what cannot be read is left out, and told in `problems`, in reading order."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def fault(self, file: str, entry: str, field: str, reason: str) -> None:
        self.problems.append(Problem(file, entry, field, reason))

    def read(self, name: str) -> dict[str, Any]:
        """The entries of a file, by its path in the folder; none where it has a fault."""
        try:
            content = strict_yaml.read(self.folder.joinpath(name).read_bytes(), dict[str, Any])
        except FileNotFoundError:
            reason = "le fichier manque ; remettez-le dans le dossier des données du référentiel."
        except OSError:
            reason = "le fichier ne peut pas être lu ; vérifiez vos droits."
        except YamlRefused as refusal:
            reason = f"{refusal}."
        else:
            if content:
                return content
            reason = "attendu des champs « nom: valeur » ; le fichier est vide."
        self.fault(name, "", "", reason)
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
        return self.convert(raw, Certification, "certification.yaml", "certification") if raw else None

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
        place = self.folder / "activites"
        names = sorted(file.name for file in place.iterdir()) if place.is_dir() else []
        names = [name for name in names if name.endswith(".yaml")]
        if not names:
            self.fault("activites", "A1", "activite", "aucun fichier ; attendu A01.yaml, A02.yaml…")
        found = []
        for rank, name in enumerate(names, start=1):
            if name != f"A{rank:02d}.yaml":
                reason = f"attendu A{rank:02d}.yaml ; les fichiers d'activité se suivent sans trou."
                self.fault(f"activites/{name}", f"A{rank}", "activite", reason)
            if _ACTIVITY_NAME.fullmatch(name) is not None:
                found.append(self.activity(f"activites/{name}"))
        return tuple(activity for activity in found if activity is not None)

    def activity(self, name: str) -> Activity | None:
        raw, expected = self.read(name), f"A{int(name[-7:-5])}"
        written = self.convert(raw, _WrittenActivity, name, expected) if raw else None
        if written is None:
            return None
        if written.activity != expected:
            reason = f"reçu « {written.activity} », attendu {expected} d'après le nom du fichier."
            self.fault(name, expected, "activite", reason)
        codes = written.competences
        self.problems += following(codes, f"C{expected[1:]}.", COMPETENCE, name, expected, "competences")
        found = [self.competence(code, fields, name) for code, fields in codes.items()]
        competences = tuple(competence for competence in found if competence is not None)
        return Activity(expected, written.label, competences, written.note)

    def competence(self, code: str, raw: Any, name: str) -> Competence | None:
        written = self.convert(raw, _WrittenCompetence, name, code)
        if written is None:
            return None
        self.problems += following(written.criteres, f"{code}-k", CRITERE, name, code, "criteres")
        # A criterion is its label, or a mapping when it carries a note.
        own = {k: raw if isinstance(raw, dict) else {"libelle": raw} for k, raw in written.criteres.items()}
        group = CritereGroup(written.group, self.under_keys(own, Critere, name))
        return Competence(code, written.label, group, written.lost_label, written.note)


def content(folder: Traversable) -> bytes:
    """What `referentiel.json` is to hold: what the files of a folder say. Raises InvalidData."""
    return msgspec.json.format(msgspec.json.encode(load(folder)), indent=1) + b"\n"


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / FILE).write_bytes(content(here / "data"))
