"""A rule of a conditional format, or of what may be typed in a cell, in French: when it acts and what it does."""

from __future__ import annotations

import colorsys
import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from epreuves.wording.french import FIXED, counted, listed, plural, short_day, significant
from epreuves.wording.inert import inert

#: Characters of a formula or of a text that are shown, and number from which the others are no more counted.
CHARACTERS, MANY = 140, 500
_PLACE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")
_COMPARED = {
    "greaterThan": "dépasse {0}",
    "greaterThanOrEqual": "vaut au moins {0}",
    "lessThan": "est inférieure à {0}",
    "lessThanOrEqual": "vaut au plus {0}",
    "equal": "vaut {0}",
    "notEqual": "n'est pas {0}",
    "between": "est comprise entre {0} et {1}",
    "notBetween": "n'est pas comprise entre {0} et {1}",
}
_TYPED = {
    "greaterThan": "au-dessus de {0}",
    "greaterThanOrEqual": "à partir de {0}",
    "lessThan": "en dessous de {0}",
    "lessThanOrEqual": "jusqu'à {0}",
    "equal": "de {0}",
    "notEqual": "autre que {0}",
    "between": "entre {0} et {1}",
    "notBetween": "hors de {0} à {1}",
}
_TEXTS = {
    "containsText": "contient",
    "notContainsText": "ne contient pas",
    "beginsWith": "commence par",
    "endsWith": "finit par",
}
_CELLS = {
    "containsBlanks": "si la cellule est vide",
    "notContainsBlanks": "si la cellule est remplie",
    "containsErrors": "si la cellule est en erreur",
    "notContainsErrors": "si la cellule n'est pas en erreur",
    "duplicateValues": "si la valeur est en double",
    "uniqueValues": "si la valeur n'est là qu'une fois",
}
_PERIODS = {
    "today": "d'aujourd'hui",
    "yesterday": "d'hier",
    "tomorrow": "de demain",
    "last7Days": "des sept derniers jours",
    "thisWeek": "de cette semaine",
    "lastWeek": "de la semaine dernière",
    "nextWeek": "de la semaine prochaine",
    "thisMonth": "de ce mois",
    "lastMonth": "du mois dernier",
    "nextMonth": "du mois prochain",
}
_SCALES = {
    "colorScale": "couleurs en dégradé selon la valeur",
    "dataBar": "barre de longueur selon la valeur",
    "iconSet": "icônes selon la valeur",
}
_KINDS = {
    "whole": "nombre entier",
    "decimal": "nombre",
    "date": "date",
    "time": "heure",
    "textLength": "longueur du texte",
}
_ERRORS = {"#VALUE!": "#VALEUR!", "#NAME?": "#NOM?", "#NUM!": "#NOMBRE!", "#NULL!": "#NUL!"}
#: Hue in degrees under which a colour has its name.
_HUES = ((18, "rouge"), (45, "orange"), (70, "jaune"), (170, "vert"), (255, "bleu"), (290, "violet"), (342, "rose"))
#: Places of a workbook's own colours in the list that cells name.
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
_THEME_BYTES = 200_000
_THEME_COLOUR = re.compile(rb'<a:(dk[12]|lt[12]|accent[1-6])>\s*<a:\w+ [^>]*?(?:lastClr|val)="([0-9A-Fa-f]{6})"')


def quoted(text: str) -> str:
    """A text of the workbook's between French quotation marks, inert and of a bearable length."""
    return f"«{FIXED}{cut(text)}{FIXED}»"


def cut(text: str) -> str:
    """A text of the workbook's, inert and of a bearable length."""
    shown = inert(text[: 4 * CHARACTERS])
    return shown if len(shown) <= CHARACTERS else f"{shown[:CHARACTERS]}…"


def formula(text: str) -> str:
    """A formula as the file holds it, with its sign."""
    return cut(text if text.startswith("=") else f"={text}")


def error_said(code: str) -> str:
    """An error as a French spreadsheet shows it: « #VALEUR! »."""
    return _ERRORS.get(code, cut(code))


def rule_said(rule: Any, own_colours: Mapping[str, str]) -> str:
    """« fond rouge si la valeur dépasse 0 », of a rule as openpyxl reads it. own_colours: the workbook's `palette`."""
    if rule.type in _SCALES:
        return _SCALES[rule.type]
    return f"{_look(rule.dxf, own_colours)} {_condition(rule)}"


def typed_said(validation: Any) -> str:
    """« nombre entier entre 0 et 100 », of what may be typed in a cell, lists aside."""
    formulas = [text for text in (validation.formula1, validation.formula2) if text]
    kind = _KINDS.get(validation.type)
    if kind is None:
        return f"ce que dit {formula(formulas[0])}" if formulas else "un message"
    bound = _TYPED[validation.operator or "between"]
    if len(formulas) < bound.count("{"):
        return kind
    return f"{kind} {bound.format(*(_day(text) if validation.type == 'date' else _operand(text) for text in formulas))}"


def _day(text: str) -> str:
    """The bound of a day, which the file holds as a number."""
    from openpyxl.utils.datetime import from_excel

    with contextlib.suppress(ValueError, ArithmeticError, TypeError, AttributeError):
        return short_day(from_excel(float(text)).date())
    return _operand(text)


def palette(theme: bytes | None) -> dict[str, str]:
    """A workbook's own colours, by the names of its theme."""
    return {name.decode(): value.decode() for name, value in _THEME_COLOUR.findall((theme or b"")[:_THEME_BYTES])}


def colour_said(colour: Any, own_colours: Mapping[str, str]) -> str:
    """The French name of a colour as openpyxl reads it; empty where it has none."""
    value = ""
    with contextlib.suppress(AttributeError, IndexError, TypeError):
        if colour.type == "rgb":
            value = colour.rgb
        elif colour.type == "theme":
            value = own_colours.get(_THEME[colour.theme], "")
        elif colour.type == "indexed":
            from openpyxl.styles.colors import COLOR_INDEX

            value = COLOR_INDEX[colour.indexed]
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", value) or value == "00000000":
        return ""
    red, green, blue = (int(value[place : place + 2], 16) / 255 for place in range(len(value) - 6, len(value), 2))
    hue, light, pure = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.97 or light < 0.08 or pure < 0.12:
        return "blanc" if light > 0.95 else "noir" if light < 0.2 else "gris"
    name = next((name for bound, name in _HUES if 360 * hue < bound), "rouge")
    return f"{name} clair" if light > 0.8 else name


def _look(style: Any, own_colours: Mapping[str, str]) -> str:
    """The look that a rule gives to a cell: « fond rouge et gras »."""
    fill, font = getattr(style, "fill", None), getattr(style, "font", None)
    ground = next((c for c in (_of(fill, "bgColor", own_colours), _of(fill, "fgColor", own_colours)) if c), "")
    ink = _of(font, "color", own_colours)
    looks = [f"fond {ground}" if ground else "", f"texte {ink}" if ink else ""]
    looks += [
        word for word, flag in (("gras", "b"), ("italique", "i"), ("barré", "strike")) if getattr(font, flag, None)
    ]
    return listed(filter(None, looks)) or "mise en forme"


def _of(style: Any, name: str, own_colours: Mapping[str, str]) -> str:
    return colour_said(getattr(style, name, None), own_colours)


def _condition(rule: Any) -> str:
    formulas = [str(text) for text in (rule.formula or ()) if text][:2]
    if rule.type == "cellIs" and (compared := _compared(rule.operator, formulas)):
        return f"si la valeur {compared}"
    if rule.type in _TEXTS and rule.text:
        return f"si le texte {_TEXTS[rule.type]} {quoted(rule.text)}"
    if rule.type in _CELLS:
        return _CELLS[rule.type]
    if rule.type == "timePeriod" and rule.timePeriod in _PERIODS:
        return f"si la date est celle {_PERIODS[rule.timePeriod]}"
    if rule.type == "aboveAverage":
        return f"si la valeur est {'au-dessous' if rule.aboveAverage is False else 'au-dessus'} de la moyenne"
    if rule.type == "top10":
        end = plural(rule.rank or 10, "basse" if rule.bottom else "haute")
        count = f"{rule.rank or 10}{FIXED}% les plus " if rule.percent else f"{rule.rank or 10} plus "
        return f"si la valeur est parmi les {count}{end}"
    return f"si la formule {formula(formulas[0])} est vraie" if formulas else "selon la cellule"


def _compared(operator: str | None, formulas: Sequence[str]) -> str:
    """« dépasse 0 »; empty where an operand lacks."""
    pattern = _COMPARED.get(operator or "", "")
    if not pattern or len(formulas) < pattern.count("{"):
        return ""
    return pattern.format(*map(_operand, formulas))


def _operand(text: str) -> str:
    text = text.strip().removeprefix("=")
    with contextlib.suppress(ValueError, ArithmeticError):
        return significant(float(text), 10)
    if len(text) > 1 and text[0] == text[-1] == '"':
        return quoted(text[1:-1].replace('""', '"')) if len(text) > 2 else "vide"
    return text.replace("$", "") if _PLACE.fullmatch(text) else formula(text)


def some(items: Sequence[str], noun: str, most: int) -> str:
    """« a, b et 3 autres plages »: the first of many, and how many are left."""
    left = others(len(items) - most, noun)
    return listed([*items[:most], *([left] if left else [])])


def others(count: int, noun: str = "") -> str:
    """« 3 autres plages »; beyond what is looked at, that there are more; empty where there is none."""
    shown = counted(min(count, MANY), f"autre {noun}".rstrip())
    return "" if count <= 0 else f"plus de {shown}" if count > MANY else shown
