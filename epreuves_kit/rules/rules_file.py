"""`jury.yaml` changed field by field: what a session has otherwise than the certification's own rules, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from epreuves_kit.course import files
from epreuves_kit.course.folders import Course
from epreuves_kit.course.session_file import FieldPath, FieldValue, changed, content
from epreuves_kit.rules.jury_rules import FILE, Juror, JuryRules, defaults, read_rules

RuleValue = str | int | Fraction | bool
#: Where a rule stands in the file, by the name that an operation gives it.
PATHS: dict[str, FieldPath] = {
    "competence": ("seuils", "competence"),
    "criteria": ("seuils", "criteres"),
    "own": ("seuils", "individuel"),
    "of_epreuve": ("seuils", "epreuve"),
    "of_bloc": ("seuils", "bloc"),
    "lowest_level": ("seuils", "niveau_minimal"),
    "oral": ("part_oral",),
    "by_epreuve": ("compensation", "epreuve"),
    "by_bloc": ("compensation", "bloc"),
    "floor": ("compensation", "plancher"),
    "justified": ("absence", "justifiee"),
    "unjustified": ("absence", "injustifiee"),
    "make_up": ("rattrapage",),
}


def values(rules: JuryRules) -> dict[str, RuleValue]:
    """The rules by name, shares as fractions of one."""
    due, makes_up, away = rules.thresholds, rules.compensation, rules.absence
    return {
        "competence": due.competence,
        "criteria": due.criteria,
        "own": due.own,
        "of_epreuve": due.epreuve,
        "of_bloc": due.bloc,
        "lowest_level": due.lowest_level,
        "oral": rules.oral,
        "by_epreuve": makes_up.epreuve,
        "by_bloc": makes_up.bloc,
        "floor": makes_up.floor,
        "justified": away.justified,
        "unjustified": away.unjustified,
        "make_up": rules.make_up,
    }


def with_rules(course: Course, asked: Mapping[str, RuleValue], caps: Mapping[str, Fraction]) -> bytes:
    """The file with these rules; one that the certification has already is left out. caps: by kind of épreuve."""
    usual = defaults(course.root)
    own = values(usual)
    fields: dict[FieldPath, FieldValue] = {
        PATHS[name]: None if value == own[name] else _written(value) for name, value in asked.items()
    }
    fields |= {
        ("plafond_machine", kind): None if share == usual.caps.get(kind) else _written(share)
        for kind, share in caps.items()
    }
    return changed(content(course.root / FILE), fields, FILE)


def with_jury(course: Course, members: tuple[Juror, ...]) -> bytes:
    """The file with these members of the jury, the one who presides first."""
    entries = [{"nom": member.name, "qualite": member.capacity} for member in members]
    return changed(content(course.root / FILE), {("composition",): entries}, FILE)


def put(course: Course, content: bytes) -> JuryRules:
    """Write the file, once it has been read as rules; raises Faults with all that is wrong, and nothing is then written."""
    rules = read_rules(course.root, content)
    files.put(course.root / FILE, content)
    return rules


def _written(value: RuleValue) -> FieldValue:
    """A rule as the file has it: a share in percent, « oui » or « non »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Fraction):
        return float(value * 100)
    return value
