"""Numbers and days as people type them in French, read or refused with a sentence.

Decisions: a comma is decimal (« 1,234 » is 1.234) unless it clearly groups thousands (« 1,234,567 »,
« 1,234.5 »); « 1.234 » alone could be either and is refused; k, M and Md multiply only where the form's
unit is money or none; an approximate value (« ≈ 12 », « env. 12 ») is refused; years have four digits.
"""

import datetime
import math
import re

import msgspec

from epreuves.answers.keys import MONTH_OF_NAME, fold


class Refusal(Exception):
    """An answer that cannot be read for certain; `code` is stable, the sentence is for the candidate. Caught by `coerce`."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class ReadNumber(msgspec.Struct, frozen=True):
    """A number read in a text; `signe` says whether a percent sign (or « points ») followed it."""

    value: float
    signed: bool = False


_SPACES = re.compile(r"[\s\u00a0\u202f\u2000-\u200b\u2060\ufeff]+")
_GROUPED = r"[0-9]{1,3}(?:[ '][0-9]{3})+"
_SHAPE = re.compile(
    r"(?P<sign>[+-]?) ?(?P<prefix>[€$£]?) ?(?P<inner>[+-]?) ?"
    r"(?P<number>[0-9]+(?:[ '.,][0-9]+)*|[.,][0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]{1,3})? ?(?P<unit>.*)"
)
_PERCENT = frozenset({"%", "pour cent", "pourcent", "pct", "percent"})
_POINTS = frozenset({"pt", "pts", "point", "points", "points de pourcentage", "point de pourcentage"})
_SYNONYMS = {
    "€": ("€", "euro", "euros", "eur"),
    "jour": ("j", "jr", "jrs", "jour", "jours", "day", "days", "j.", "jours ouvres", "jour ouvre"),
    "heure": ("h", "heure", "heures"),
    "minute": ("min", "mn", "minute", "minutes"),
    "seconde": ("s", "sec", "seconde", "secondes"),
    "mois": ("mois",),
    "semaine": ("sem", "sem.", "semaine", "semaines"),
    "an": ("an", "ans", "annee", "annees"),
    "point": tuple(_POINTS),
    "%": tuple(_PERCENT),
    "litre": ("l", "litre", "litres"),
    "kgco2e": (
        "kgco2e",
        "kg co2e",
        "kg de co2e",
        "kgco2",
        "kg co2",
        "kg de co2",
        "kg eq co2",
        "kg eq. co2",
        "kg co2 eq",
    ),
    "personne": ("personne", "personnes", "pers", "pers."),
}
_UNIT_OF_WORD = {word: unit for unit, words in _SYNONYMS.items() for word in words}
_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "md": 1e9,
    "mille": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "milliard": 1e9,
    "milliards": 1e9,
    "milliers": 1e3,
}
_MONEY = re.compile(r"(?P<scale>k|m|md|mille|milliers?|millions?|milliards?)? ?(?:d'|de |d' )?(?P<unit>€|euros?|eur)")
#: An operation between two numbers, or a spreadsheet's formula.
_SUM = re.compile(r"^=|\d\)? ?[+*/×÷] ?\(?-?\d")
_APPROX = re.compile(r"^(≈|~|∼|≃|env\.?\b|environ\b|a peu pres|presque|plus de|moins de|<|>|≤|≥)", re.IGNORECASE)


def read_number(text: str, unite: str = "", percent: bool = False, most: float = math.inf) -> ReadNumber:
    """The number typed in `text`, in the form's `unite`; raises `Refusal`.

    With `percent`, a percent sign is welcome and reported; without, it must be the form's unit. most: what no value of the form passes:
    « 49.925 » is not 49,925 where 10,000 is the most.
    """
    clean = _tidy(text)
    if not clean:
        raise Refusal("vide", "le texte est vide : un nombre est attendu")
    if _APPROX.match(clean):
        raise Refusal(
            "approximatif",
            f"« {shown(text)} » est approximatif : donnez la valeur, sans « environ » ni « ≈ »",
        )
    if fold(clean) in ("nan", "inf", "-inf", "infini", "n/a", "na", "nd", "-"):
        raise Refusal("nan", f"« {shown(text)} » n'est pas une valeur : un nombre est attendu")
    if _SUM.search(clean):
        raise Refusal("calcul", f"« {shown(text)} » est un calcul : donnez son résultat")
    match = _SHAPE.fullmatch(clean)
    if match is None:
        raise Refusal(
            "pas_un_nombre",
            f"« {shown(text)} » ne se lit pas comme un nombre ; écrivez par exemple « 1 234,5 »",
        )
    # Nobody writes percentages by thousands: a point is decimal there.
    plain = bool(match["power"]) or percent or int(re.sub(r"\D", "", match["number"])) > most
    value = float(_digits(match["number"], plain, text) + (match["power"] or ""))
    if match["sign"] and match["inner"]:
        raise _unreadable(text)
    if "-" in (match["sign"], match["inner"]):
        value = -value
    factor, sign = _unit(match["unit"].strip(), match["prefix"], unite, percent, text)
    return ReadNumber(value * factor, sign)


def shown(text: str) -> str:
    """A candidate's text as a sentence quotes it: one line, at most 40 characters."""
    line = _SPACES.sub(" ", text).strip()
    return line if len(line) <= 40 else line[:39] + "…"


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    return text.translate({0x2212: "-", 0x2013: "-", 0x2011: "-", 0x2019: "'", 0x02BC: "'", 0xFF0C: ","})


def _digits(number: str, plain: bool, text: str) -> str:
    """The digits of `number` as Python writes them, groups of thousands taken out; plain: one point can only be decimal."""
    if " " in number or "'" in number:
        whole, _, rest = number.partition(",") if "," in number else number.partition(".")
        if not re.fullmatch(_GROUPED, whole) or len(set(whole) & {" ", "'"}) > 1 or not re.fullmatch("[0-9]*", rest):
            raise Refusal(
                "groupes",
                f"« {shown(text)} » : les groupes de chiffres ne sont pas des milliers ; écrivez « 1 234,5 »",
            )
        return re.sub("[ ']", "", whole) + "." + (rest or "0")
    commas, dots = number.count(","), number.count(".")
    if commas and dots:
        decimal, group = (",", ".") if number.rindex(",") > number.rindex(".") else (".", ",")
        whole, rest = number.rsplit(decimal, 1)
        if decimal in whole or not _grouped_by(whole, group):
            raise _unreadable(text)
        return whole.replace(group, "") + "." + rest
    if commas > 1 or dots > 1:
        group = "," if commas else "."
        if not _grouped_by(number, group):
            raise _unreadable(text)
        return number.replace(group, "")
    if dots and not plain and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", number):
        joined = number.replace(".", "")
        raise Refusal(
            "ambigu",
            f"« {shown(text)} » se lit de deux façons : {number.replace('.', ',')} ou "
            f"{joined[:-3]} {joined[-3:]} ; "
            f"écrivez « {number.replace('.', ',')} » ou « {joined} »",
        )
    return number.replace(",", ".")


def _grouped_by(whole: str, group: str) -> bool:
    return re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole) is not None


def _unreadable(text: str) -> Refusal:
    return Refusal(
        "pas_un_nombre",
        f"« {shown(text)} » : virgules et points se contredisent ; écrivez par exemple « 1 234,5 »",
    )


def canonical_unit(unit: str) -> str:
    """The unit itself whatever its spelling: « euros » is €, « jours » is jour."""
    folded = fold(unit)
    return _UNIT_OF_WORD.get(folded, _UNIT_OF_WORD.get(folded.rstrip("s"), folded.rstrip("s")))


def money_scale(unit: str) -> float | None:
    """Euros in one of `unit`: 1 for €, 1,000 for k€ or « milliers d'euros »; None if it is no money."""
    match = _MONEY.fullmatch(fold(unit).removesuffix(_tax(unit)).strip())
    if match is None:
        return None
    return _SCALES.get(match["scale"] or "", 1.0) if match["scale"] else 1.0


def units(unite: str) -> list[str]:
    """The units that a form takes: « € ou % » is that of a series whose rows are prices and rates."""
    return re.split(r"\s+ou\s+", unite.strip())


def only_unit(unite: str) -> str:
    """The unit of a form that takes a single one; empty for several, as nobody knows which of them a value is in."""
    return unite if len(units(unite)) == 1 else ""


def _tax(unit: str) -> str:
    """« ht », « ttc » or nothing, at the end of a unit of money."""
    last = fold(unit).rpartition(" ")[2]
    return last if last in ("ht", "ttc") else ""


def _unit(unit: str, prefix: str, unite: str, percent: bool, text: str) -> tuple[float, bool]:
    """(factor to the form's unit, whether a percent sign was typed)."""
    unit = unit or prefix
    folded = fold(unit)
    if not folded:
        return 1.0, False
    if len(several := units(unite)) > 1:
        for single in several:
            try:
                return _unit(unit, "", single, percent, text)
            except Refusal:
                continue
        raise _other_unit(unit, unite, text)
    if percent:
        if folded in _PERCENT or folded in _POINTS:
            return 1.0, True
        raise _other_unit(unit, "%", text)
    typed_tax, wanted_tax = _tax(unit), _tax(unite)
    if typed_tax and wanted_tax and typed_tax != wanted_tax:
        raise _other_unit(unit, unite, text)
    typed, wanted = money_scale(unit), money_scale(unite)
    if wanted is not None:
        if typed is None and folded in _SCALES:
            typed = _SCALES[folded]
        if typed is not None:
            return typed / wanted, False
    elif not unite and folded in _SCALES:
        return _SCALES[folded], False
    if unite and canonical_unit(unit) == canonical_unit(unite):
        return 1.0, False
    raise _other_unit(unit, unite, text)


def _other_unit(unit: str, unite: str, text: str) -> Refusal:
    wanted = f"en {unite}" if unite else "sans unité"
    return Refusal(
        "unite",
        f"« {shown(text)} » : l'unité « {shown(unit)} » n'est pas celle attendue ; donnez un nombre {wanted}",
    )


_NUMERIC_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?", re.ASCII)
#: A day of this century as a spreadsheet counts it, where its cell has no format.
_SERIAL = re.compile(r"[45]\d{4}", re.ASCII)
_NAMED_DAY = re.compile(r"(?:[a-z]+ ){0,2}(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})", re.ASCII)


def read_date(text: str) -> datetime.date:
    """The day typed in `text`, day first unless ISO; raises `Refusal`."""
    clean = fold(_tidy(text)).upper() if "T" in text else fold(_tidy(text))
    clean = clean.rstrip(" .;,")
    if match := _ISO_DAY.fullmatch(clean):
        year, month, day = map(int, match.groups())
    elif match := _NUMERIC_DAY.fullmatch(clean):
        day, month, year = map(int, match.groups())
    elif (match := _NAMED_DAY.fullmatch(clean.casefold())) and match[2] in MONTH_OF_NAME:
        day, month, year = int(match[1]), MONTH_OF_NAME[match[2]], int(match[3])
    elif re.fullmatch(r"\d{1,2}[/. -]\d{1,2}(?:[/. -]\d{2})?", clean):
        raise Refusal(
            "date",
            f"« {shown(text)} » : l'année manque ou n'a que deux chiffres ; écrivez JJ/MM/AAAA, ex. 12/05/2026",
        )
    elif _SERIAL.fullmatch(clean):
        raise Refusal(
            "date",
            f"« {shown(text)} » est le numéro d'un jour : donnez à la cellule le format Date dans le tableur, ou écrivez JJ/MM/AAAA, ex. 12/05/2026",
        )
    else:
        raise Refusal("date", f"« {shown(text)} » ne se lit pas comme une date ; écrivez JJ/MM/AAAA, ex. 12/05/2026")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        read = "" if _ISO_DAY.fullmatch(clean) else " (lu jour/mois/année)"
        sentence = f"« {shown(text)} » n'existe pas au calendrier{read} ; écrivez JJ/MM/AAAA, ou AAAA-MM-JJ"
        raise Refusal("date", sentence) from None
