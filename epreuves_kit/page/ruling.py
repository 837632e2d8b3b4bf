"""The jury's members and the rules of the session, as the page prepares them."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from epreuves.wording.french import number
from epreuves_kit.course.folders import Course
from epreuves_kit.operations.ruling import CAP, composed, spelled, told
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageField, PageLine, PagePart
from epreuves_kit.rules import rules_file
from epreuves_kit.rules.jury_rules import Juror, JuryRules


def part(course: Course, rules: JuryRules) -> PagePart:
    """The rules in sentences, and a line for each member of the jury."""
    add = drawn.button(course, "jury membre", hint="son nom et sa qualité, que dit le procès-verbal")
    change = drawn.button(
        course, "jury regler", hint="avant de distribuer : les énoncés les annoncent", initial=_initial(rules)
    )
    caps = tuple(
        PageField(f"{CAP}{kind}", f"Les questions pèsent au plus, {spelled(kind)} (%)", "text", _percent(share), True)
        for kind, share in rules.caps.items()
    )
    change = msgspec.structs.replace(change, fields=(*change.fields, *caps))
    lines = tuple(_line(course, juror, first=place == 0) for place, juror in enumerate(rules.composition))
    head = ("Membre du jury", "Qualité", "Préside", "À la main") if lines else ()
    sentences = told(rules) if lines else (composed(()), *told(rules))
    return PagePart("membres", "Les membres du jury et ses règles", sentences, (add, change), head, lines)


def _line(course: Course, juror: Juror, first: bool) -> PageLine:
    own = {"name": juror.name}
    change = drawn.button(
        course,
        "jury membre",
        values=own,
        initial={"capacity": juror.capacity},
        label=f"Changer la qualité : {juror.name}",
        short="Changer la qualité" if first else "Changer la qualité, ou faire présider",
    )
    spelled = drawn.button(
        course,
        "jury membre --renommer",
        values=own,
        initial={"spelled": juror.name},
        label=f"Corriger le nom : {juror.name}",
        short="Corriger le nom",
    )
    if first:
        fields = tuple(field for field in change.fields if field.name != "presides")
        change = msgspec.structs.replace(change, fields=fields)
    away = drawn.button(
        course, "jury membre --retirer", values=own, label=f"Retirer du jury : {juror.name}", short="Retirer"
    )
    return PageLine((juror.name, juror.capacity, "oui" if first else ""), (change, spelled, away))


def _initial(rules: JuryRules) -> dict[str, str]:
    """The rules as their form opens on them."""
    values = {}
    for name, value in rules_file.values(rules).items():
        if isinstance(value, bool):
            values[name] = "oui" if value else "non"
        else:
            values[name] = _percent(value) if isinstance(value, Fraction) else str(value)
    return values


def _percent(share: Fraction) -> str:
    return number(share * 100, 4, grouped=False)
