"""Loading of the référentiel from its YAML files: each entry, then what no entry can check alone; every fault is told at once."""

import functools
import re
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from epreuves.referentiel.codes import COMPETENCE, CRITERE, EPREUVE, InvalidData, Problem
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
from epreuves.wording import strict_yaml
from epreuves.wording.french import counted
from epreuves.wording.strict_yaml import YamlRefused

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
    epreuves: Iterable[Epreuve], natures: Iterable[Nature], activities: Iterable[Activity]
) -> Iterator[Problem]:
    """Check épreuves against natures and compétences: each compétence is assessed once, in order."""
    epreuves = tuple(epreuves)
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
        reason = (
            f"l'oral est « {epreuve.oral.value} » mais il a {counted(number, 'livrable')} ; accordez-les."
        )
        yield fault("livrables.oral", reason)
    if OralPart.REX in epreuve.parts and not in_group:
        yield fault("livrables.rex", "le REX suit un travail de groupe ; ici le travail est individuel.")
    if (epreuve.nature == _REPORT) != (epreuve.report_part is not None):
        reason = f"attendu « fiche » ou « projet » si, et seulement si, la nature est {_REPORT}."
        yield fault("part_du_rapport", reason)


def _coverage(epreuves: tuple[Epreuve, ...], known: list[str]) -> Iterator[Problem]:
    """Check that the épreuves go through the known compétences once each, in order."""
    assessed_by: dict[str, str] = {}
    faults = []
    for epreuve in epreuves:
        for code in epreuve.competences:
            if code not in known:
                neighbours = [c for c in known if c.partition(".")[0] == code.partition(".")[0]]
                bounds = neighbours or known
                reason = f"{code} n'existe pas ; attendu un code de {bounds[0]} à {bounds[-1]}."
                faults.append(Problem(_EPREUVES, epreuve.id, "competences", reason))
            elif code in assessed_by:
                already = f"{code} est déjà évaluée par {assessed_by[code]}"
                reason = f"{already} ; une compétence relève d'une seule épreuve."
                faults.append(Problem(_EPREUVES, epreuve.id, "competences", reason))
            else:
                assessed_by[code] = epreuve.id
    for code in known:
        if code not in assessed_by:
            reason = "aucune épreuve ne l'évalue ; ajoutez-la à l'une d'elles."
            faults.append(Problem(_EPREUVES, code, "competences", reason))
    yield from faults
    if faults:
        return
    expected = iter(known)
    for epreuve in epreuves:
        for code, wanted in zip(epreuve.competences, expected, strict=False):
            if code != wanted:
                reason = f"{code} arrive où {wanted} est attendue ; suivez l'ordre officiel."
                yield Problem(_EPREUVES, epreuve.id, "competences", reason)
                return


_ACTIVITY_NAME = re.compile(r"A(\d\d)\.yaml")


class _WrittenActivity(Strict, frozen=True, rename={"activity": "activite", "label": "libelle"}):
    """An activity as its file writes it."""

    activity: Text
    label: Label
    competences: dict[str, Any]
    note: str = ""


class _WrittenCompetence(
    Strict, frozen=True, rename={"label": "libelle", "group": "groupe", "lost_label": "libelle_perdu"}
):
    """A compétence as its activity's file writes it."""

    label: Label
    group: Label
    criteres: dict[str, Any]
    lost_label: bool = False
    note: str = ""


@functools.cache
def referentiel() -> Referentiel:
    """Give the référentiel of the package, loaded once; raises InvalidData when its data are broken."""
    return load(files("epreuves.referentiel") / "data")


def load(folder: Traversable) -> Referentiel:
    """Load and check a folder of data: certification.yaml, natures.yaml, epreuves.yaml, activites/A01.yaml…

    Raises InvalidData, whose `problemes` name the file, the entry and the field of each fault.
    """
    problems: list[Problem] = []
    certification = _certification(folder, problems)
    natures = _entries(folder, "natures.yaml", Nature, problems)
    activities = _activities(folder, problems)
    epreuves = _entries(folder, "epreuves.yaml", Epreuve, problems)
    if not problems:
        # A compétence lost to a fault of its own would be reported again by each épreuve that names it.
        problems.extend(check_epreuves(epreuves, natures, activities))
    if problems or certification is None:
        raise InvalidData(tuple(problems))
    return Referentiel(certification, activities, natures, epreuves)


def _read(file: Traversable, name: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The entries of a file, `name` in messages; with a fault, none and the fault."""
    try:
        content = strict_yaml.read(file.read_bytes(), dict[str, Any])
    except FileNotFoundError:
        reason = "le fichier manque ; remettez-le dans le dossier des données du référentiel."
    except OSError:
        reason = "le fichier ne peut pas être lu ; vérifiez vos droits."
    except YamlRefused as refusal:
        reason = f"{refusal}."
    else:
        if content:
            return content, ()
        reason = "attendu des champs « nom: valeur » ; le fichier est vide."
    return {}, (Problem(name, "", "", reason),)


def _convert(raw: Any, model: Any, file: str, entry: str) -> tuple[Any | None, tuple[Problem, ...]]:
    """Turn a plain value into a model's, strictly; with a fault, None and the fault."""
    try:
        return strict_yaml.convert(raw, model), ()
    except YamlRefused as refusal:
        return None, (Problem(file, entry, refusal.field, f"{refusal.reason}."),)


def _certification(folder: Traversable, problems: list[Problem]) -> Certification | None:
    name = "certification.yaml"
    raw, faults = _read(folder / name, name)
    problems.extend(faults)
    if faults:
        return None
    certification, faults = _convert(raw, Certification, name, "certification")
    problems.extend(faults)
    return certification


def _entries(folder: Traversable, name: str, model: type[Any], problems: list[Problem]) -> tuple[Any, ...]:
    """Read a file whose keys are ids and whose values are `model`'s other fields."""
    raw, faults = _read(folder / name, name)
    problems.extend(faults)
    values = (_under_key(key, fields, model, name, problems) for key, fields in raw.items())
    return tuple(value for value in values if value is not None)


def _under_key(key: str, raw: Any, model: type[Any], name: str, problems: list[Problem]) -> Any | None:
    """Convert an entry whose id is its key; an id of its own inside would contradict the key in silence."""
    if isinstance(raw, dict):
        if "id" in raw:
            problems.append(Problem(name, key, "id", "l'identifiant est déjà la clé ; retirez ce champ."))
            return None
        raw = {**raw, "id": key}
    value, faults = _convert(raw, model, name, key)
    problems.extend(faults)
    return value


def _activities(folder: Traversable, problems: list[Problem]) -> tuple[Activity, ...]:
    place = folder / "activites"
    names = sorted(file.name for file in place.iterdir()) if place.is_dir() else []
    names = [name for name in names if name.endswith(".yaml")]
    if not names:
        reason = "aucun fichier ; attendu A01.yaml, A02.yaml…"
        problems.append(Problem("activites", "A1", "activite", reason))
    activities = []
    for rank, name in enumerate(names, start=1):
        shown = f"activites/{name}"
        if name != f"A{rank:02d}.yaml":
            reason = f"attendu A{rank:02d}.yaml ; les fichiers d'activité se suivent sans trou."
            problems.append(Problem(shown, f"A{rank}", "activite", reason))
            if _ACTIVITY_NAME.fullmatch(name) is None:
                continue
        activity = _activity(place / name, shown, problems)
        if activity is not None:
            activities.append(activity)
    return tuple(activities)


def _activity(file: Traversable, name: str, problems: list[Problem]) -> Activity | None:
    raw, faults = _read(file, name)
    problems.extend(faults)
    if faults:
        return None
    expected = f"A{int(name[-7:-5])}"
    as_written, faults = _convert(raw, _WrittenActivity, name, expected)
    problems.extend(faults)
    if as_written is None:
        return None
    if as_written.activity != expected:
        reason = f"reçu « {as_written.activity} », attendu {expected} d'après le nom du fichier."
        problems.append(Problem(name, expected, "activite", reason))
    problems.extend(
        following(as_written.competences, f"C{expected[1:]}.", COMPETENCE, name, expected, "competences")
    )
    entries = (_competence(code, fields, name, problems) for code, fields in as_written.competences.items())
    competences = tuple(competence for competence in entries if competence is not None)
    return Activity(code=expected, label=as_written.label, competences=competences, note=as_written.note)


def _competence(code: str, raw: Any, name: str, problems: list[Problem]) -> Competence | None:
    as_written, faults = _convert(raw, _WrittenCompetence, name, code)
    problems.extend(faults)
    if as_written is None:
        return None
    problems.extend(following(as_written.criteres, f"{code}-k", CRITERE, name, code, "criteres"))
    entries = (
        # A criterion is its label, or a mapping when it carries a note.
        _under_key(key, raw if isinstance(raw, dict) else {"libelle": raw}, Critere, name, problems)
        for key, raw in as_written.criteres.items()
    )
    criteres = tuple(critere for critere in entries if critere is not None)
    return Competence(
        code=code,
        label=as_written.label,
        group=CritereGroup(title=as_written.group, criteres=criteres),
        lost_label=as_written.lost_label,
        note=as_written.note,
    )
