"""The forms an answer can take, built by authors with French words, carried as JSON, and told to candidates.

A form says what an answer looks like (kind, unit, bounds, keys, columns), never what is right.
Builders raise `InvalidForm`, in French and naming the argument: only authors ever see it.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, assert_never, get_args

import msgspec

from epreuves.answers.keys import fold, fold_column
from epreuves.wording.french import counted, either, listed, plural, significant

KINDS = {
    "barres": "en barres",
    "courbes": "en courbes",
    "nuage": "en nuage de points",
    "secteurs": "en secteurs",
    "carte_chaleur": "en carte de chaleur",
    "histogramme": "en histogramme",
}


#: How the bars of several series may be asked for.
DISPOSITIONS = ("côte à côte", "empilées")


#: Name of a file to hand in, without its extension.
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class InvalidForm(ValueError):
    """A form was built with an argument that cannot be meant; the message names the argument."""


class _Form(
    msgspec.Struct,
    frozen=True,
    tag_field="forme",
    rename={
        "decimals": "decimales",
        "scale": "echelle",
        "several": "plusieurs",
        "order": "ordre",
        "key": "cle",
        "values": "valeurs",
        "columns": "colonnes",
        "kind": "genre",
        "keys": "cles",
        "rows": "lignes",
        "varied": "varie",
        "seen": "vues",
        "file": "fichier",
        "cells": "cellules",
        "table": "tableau",
        "formulas": "formules",
        "formats": "mise_en_forme",
        "sheets": "feuilles",
        "frozen": "figer",
        "start": "depart",
    },
):
    """Base of all forms: how they are written in JSON, the field "forme" telling their kind."""


class NumberForm(_Form, frozen=True, tag="nombre"):
    """A real number in `unite`, within [minimum, maximum], rounded or not to `decimales` places."""

    unite: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    tolerance: float | None = None


class IntegerForm(_Form, frozen=True, tag="entier"):
    """A whole number in `unite`, compared exactly."""

    unite: str = ""
    minimum: int | None = None
    maximum: int | None = None


class PercentageForm(_Form, frozen=True, tag="pourcentage"):
    """A share; bounds and `decimales` are in percent, an answer may be in percent or a ratio.

    `echelle` says which of the two the reference computes: "ratio", "pourcent", or None to let it be guessed.
    """

    minimum: float | None = 0.0
    maximum: float | None = 100.0
    decimals: int | None = None
    tolerance: float | None = None
    scale: Literal["ratio", "pourcent"] | None = None


class TextForm(_Form, frozen=True, tag="texte"):
    """A non-empty text of at most `maximum` characters."""

    maximum: int = 200


class BooleanForm(_Form, frozen=True, tag="booleen"):
    """True or False."""


class Date(_Form, frozen=True, tag="date"):
    """A calendar day."""


class ChoiceForm(_Form, frozen=True, tag="choix"):
    """One of the options, or a set of them when `plusieurs`."""

    options: tuple[str, ...]
    several: bool = False


Scalar = NumberForm | IntegerForm | PercentageForm | TextForm | BooleanForm | Date | ChoiceForm
#: A row's key as text; one text a level where it is composite.
Key = str | tuple[str, ...]


class ListForm(_Form, frozen=True, tag="liste"):
    """Several values of one scalar form, whose order counts or not."""

    de: Scalar
    order: bool = True


class SeriesForm(_Form, frozen=True, tag="serie"):
    """One value for each key; several names in `cle` mean composite keys. keys: those that the statement gives, empty where it gives none."""

    key: tuple[str, ...]
    values: Scalar
    keys: tuple[Key, ...] = ()


class TableForm(_Form, frozen=True, tag="tableau"):
    """Rows told apart by the columns of `cle`, each with one value for each of `colonnes`. keys: as in a series."""

    key: tuple[str, ...]
    columns: dict[str, Scalar]
    keys: tuple[Key, ...] = ()


class OwnTableForm(TableForm, frozen=True, tag="vos_donnees"):
    """A table of the candidate's own, of `rows` (least, most) rows, in which the columns of `varied` are not trivial.

    seen: tables that the candidate was given, row by row as the texts of their cells: theirs is none of these.
    """

    rows: tuple[int, int] = (6, 200)
    varied: tuple[str, ...] = ()
    seen: tuple[tuple[tuple[str, ...], ...], ...] = ()


class ChartForm(_Form, frozen=True, tag="graphique"):
    """A chart of one of the accepted genres; `series` are names that a reader must find on it, `disposition` how its bars stand, one of
    DISPOSITIONS, or None where either will do; `start` what its bars begin at, where it is not nothing.
    """

    kind: tuple[str, ...]
    x: str = ""
    y: str = ""
    unite_y: str = ""
    unite_x: str = ""
    series: tuple[str, ...] | None = None
    disposition: str | None = None
    start: str = ""


class WorkbookForm(_Form, frozen=True, tag="classeur"):
    """A workbook beside the notebook, `file` without extension: named cells, one table, and which of these names are formulas or bear a
    conditional format; sheets that are to be there, and whether headers stay in sight.
    """

    file: str
    cells: dict[str, Scalar] = msgspec.field(default_factory=dict)
    table: TableForm | None = None
    formulas: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    frozen: bool = False


Form = Scalar | ListForm | SeriesForm | TableForm | OwnTableForm | ChartForm | WorkbookForm
FORMS, SCALARS = get_args(Form), get_args(Scalar)
#: Forms whose values are figures.
NUMERIC = (NumberForm, IntegerForm, PercentageForm)


def nombre(
    unite: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    decimales: int | None = None,
    tolerance: float | None = None,
) -> NumberForm:
    """A number; `decimales` also widens the tolerance to half a unit of the last place."""
    low, high = _bounds(minimum, maximum)
    return NumberForm(_text("unite", unite), low, high, _places(decimales), _tolerance(tolerance))


def entier(unite: str = "", minimum: int | None = None, maximum: int | None = None) -> IntegerForm:
    """A whole number."""
    bounds = []
    for name, bound in zip(("minimum", "maximum"), _bounds(minimum, maximum), strict=True):
        if bound is not None and bound != int(bound):
            raise InvalidForm(f"« {name} » : un entier est attendu, reçu {significant(bound, 6)}")
        bounds.append(None if bound is None else int(bound))
    return IntegerForm(_text("unite", unite), *bounds)


def pourcentage(
    minimum: float | None = 0,
    maximum: float | None = 100,
    decimales: int | None = None,
    tolerance: float | None = None,
    echelle: Literal["ratio", "pourcent"] | None = None,
) -> PercentageForm:
    """A percentage; an answer as a ratio (0.034) or in percent (3.4, « 3,4 % ») is accepted.

    Bounds, `decimales` and verifier's `ecart` are in percent. Give `echelle` where the reference computes
    percents that may all be under 1 (« 0,4 % »): nothing else tells them from ratios.
    """
    if echelle not in (None, "ratio", "pourcent"):
        raise InvalidForm(f'« echelle » : "ratio", "pourcent" ou None est attendu, reçu {echelle!r}')
    low, high = _bounds(minimum, maximum)
    return PercentageForm(low, high, _places(decimales), _tolerance(tolerance), echelle)


def texte(maximum: int = 200) -> TextForm:
    """A short text of at most `maximum` characters."""
    if type(maximum) is not int or not 1 <= maximum <= 20_000:
        raise InvalidForm("« maximum » : un nombre de caractères de 1 à 20 000 est attendu")
    return TextForm(maximum)


def booleen() -> BooleanForm:
    """True or False."""
    return BooleanForm()


def date() -> Date:
    """A calendar day."""
    return Date()


def choix(*options: str, plusieurs: bool = False) -> ChoiceForm:
    """One option among several; with `plusieurs`, any number of them."""
    if len(options) == 1 and isinstance(options[0], list | tuple):
        options = tuple(options[0])
    if len(options) < 2:
        raise InvalidForm("« options » : au moins deux options sont attendues")
    for option in options:
        _name("options", option)
    if len({fold(option) for option in options}) < len(options):
        raise InvalidForm("« options » : deux options ne diffèrent que par la casse ou les accents")
    return ChoiceForm(tuple(options), _flag("plusieurs", plusieurs))


def liste(de: Scalar, ordre: bool = True) -> ListForm:
    """Several values of the scalar form `de`."""
    return ListForm(_scalar("de", de), _flag("ordre", ordre))


def serie(cle: str | tuple[str, ...], valeurs: Scalar, cles: Iterable[Any] | None = None) -> SeriesForm:
    """One value for each `cle`; `cles` are the keys that the statement gives: a misspelt one is then told while the candidate works."""
    names = _names("cle", cle)
    return SeriesForm(names, _scalar("valeurs", valeurs), _keys(cles, len(names)))


def tableau(cle: str | tuple[str, ...], colonnes: Mapping[str, Scalar], cles: Iterable[Any] | None = None) -> TableForm:
    """A table with one row for each `cle` and the given columns; `cles`: as in a series."""
    names = _names("cle", cle)
    if not isinstance(colonnes, Mapping) or not colonnes:
        raise InvalidForm('« colonnes » : un dictionnaire nom → forme est attendu, ex. {"ctr": pourcentage()}')
    columns = {_name("colonnes", name): _scalar(f"colonnes[{name!r}]", of) for name, of in colonnes.items()}
    if len({fold_column(name) for name in (*names, *columns)}) < len(names) + len(columns):
        raise InvalidForm("« colonnes » : deux colonnes (ou une colonne et la clé) ont le même nom")
    return TableForm(names, columns, _keys(cles, len(names)))


def graphique(
    genre: str | tuple[str, ...],
    x: str = "",
    y: str = "",
    unite_y: str = "",
    unite_x: str = "",
    series: Iterable[str] | None = None,
    disposition: str | None = None,
    depart: str = "",
) -> ChartForm:
    """A chart: accepted genre or genres, what is on each axis, units, names of series to be told apart, how bars stand to one another; `depart` is what
    bars begin at in a planning, which is drawn in code.
    """
    genres = _names("genre", genre)
    for kind in genres:
        if kind not in KINDS:
            raise InvalidForm(f"« genre » : {kind!r} n'existe pas ; au choix : {', '.join(KINDS)}")
    written = {"x": x, "y": y, "unite_y": unite_y, "unite_x": unite_x}
    texts = {name: _text(name, text) for name, text in written.items()}
    if disposition is not None and (disposition not in DISPOSITIONS or "barres" not in genres):
        choices = either(f'"{choice}"' for choice in DISPOSITIONS)
        raise InvalidForm(f"« disposition » : {choices} est attendu, et pour des barres, reçu {disposition!r}")
    names = None if series is None else _names("series", series)
    return ChartForm(genres, **texts, series=names, disposition=disposition, start=_text("depart", depart))


def classeur(
    fichier: str,
    cellules: Mapping[str, Scalar] | None = None,
    tableau: TableForm | None = None,
    formules: Iterable[str] = (),
    mise_en_forme: Iterable[str] = (),
    feuilles: Iterable[str] = (),
    figer: bool = False,
) -> WorkbookForm:
    """A workbook `fichier`.xlsx beside the notebook: its cells, by name or label, and one table, by its headers.

    `formules` and `mise_en_forme` name cells or columns that are worked out from others, or bear a conditional format; `figer` asks
    that the headers stay in sight.
    """
    if type(fichier) is not str or not FILE_NAME.fullmatch(fichier):
        raise InvalidForm(
            "« fichier » : un nom sans extension est attendu, en lettres sans accent, chiffres, « _ » et « - »"
        )
    cells = {_name("cellules", name): _scalar("cellules", form) for name, form in (cellules or {}).items()}
    if tableau is not None and type(tableau) is not TableForm:
        raise InvalidForm(f"« tableau » : tableau(…) est attendu, reçu {type(tableau).__name__}")
    names = [*cells, *(tableau.columns if tableau is not None else ())]
    if not names:
        raise InvalidForm("« cellules », « tableau » : rien n'est demandé au classeur")
    if len({fold_column(name) for name in names}) < len(names):
        raise InvalidForm("« cellules » : deux noms ne diffèrent que par la casse ou les accents")
    asked = {}
    for argument, given in (("formules", formules), ("mise_en_forme", mise_en_forme), ("feuilles", feuilles)):
        if isinstance(given, str):
            raise InvalidForm(f"« {argument} » : plusieurs noms sont attendus, reçu {given!r}")
        asked[argument] = tuple(_name(argument, name) for name in given)
        unknown = [name for name in asked[argument] if argument != "feuilles" and name not in names]
        if unknown:
            raise InvalidForm(f"« {argument} » : {unknown[0]!r} n'est ni une cellule ni une colonne demandée")
    return WorkbookForm(
        fichier,
        cells,
        tableau,
        asked["formules"],
        asked["mise_en_forme"],
        asked["feuilles"],
        _flag("figer", figer),
    )


def _bounds(minimum: Any, maximum: Any) -> tuple[float | None, float | None]:
    bounds = []
    for name, bound in (("minimum", minimum), ("maximum", maximum)):
        if bound is not None and (type(bound) not in (int, float) or not math.isfinite(bound)):
            raise InvalidForm(f"« {name} » : un nombre fini ou None est attendu, reçu {bound!r}")
        bounds.append(None if bound is None else float(bound))
    low, high = bounds
    if low is not None and high is not None and low > high:
        raise InvalidForm(f"« minimum » ({significant(low, 6)}) dépasse « maximum » ({significant(high, 6)})")
    return low, high


def _places(decimals: Any) -> int | None:
    if decimals is not None and (type(decimals) is not int or not 0 <= decimals <= 12):
        raise InvalidForm(f"« decimales » : un entier de 0 à 12 ou None est attendu, reçu {decimals!r}")
    return decimals


def _tolerance(tolerance: Any) -> float | None:
    if tolerance is not None and (type(tolerance) not in (int, float) or not 0 <= tolerance < 1):
        raise InvalidForm(f"« tolerance » : un nombre de 0 à 1 est attendu (0.01 = 1 %), reçu {tolerance!r}")
    return None if tolerance is None else float(tolerance)


def _text(argument: str, value: Any) -> str:
    if type(value) is not str:
        raise InvalidForm(f"« {argument} » : un texte est attendu, reçu {value!r}")
    return value.strip()


def _name(argument: str, value: Any) -> str:
    if not _text(argument, value):
        raise InvalidForm(f"« {argument} » : un texte non vide est attendu")
    return value.strip()


def _names(argument: str, value: Any) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    if not names or len(set(names)) < len(names):
        raise InvalidForm(f"« {argument} » : un nom ou plusieurs noms différents sont attendus")
    return tuple(_name(argument, name) for name in names)


def _keys(keys: Iterable[Any] | None, levels: int) -> tuple[Key, ...]:
    """The keys of a statement, numbers and days written as text; all of them different, accents and case apart."""
    if isinstance(keys, str):
        raise InvalidForm(f"« cles » : plusieurs clés sont attendues, reçu {keys!r}")
    read_keys: list[Key] = []
    for key in () if keys is None else keys:
        parts = (key,) if levels == 1 else tuple(key)
        texts = tuple(_name("cles", part if isinstance(part, str) else str(part)) for part in parts)
        if len(texts) != levels:
            raise InvalidForm(f"« cles » : {levels} éléments par clé sont attendus, reçu {key!r}")
        read_keys.append(texts[0] if levels == 1 else texts)
    if keys is not None and len(read_keys) < 2:
        raise InvalidForm("« cles » : deux clés au moins sont attendues")
    if len({fold(" ".join(k) if isinstance(k, tuple) else k) for k in read_keys}) < len(read_keys):
        raise InvalidForm("« cles » : deux clés ne diffèrent que par la casse ou les accents")
    return tuple(read_keys)


def _flag(argument: str, value: Any) -> bool:
    if type(value) is not bool:
        raise InvalidForm(f"« {argument} » : True ou False est attendu, reçu {value!r}")
    return value


def _scalar(argument: str, form: Any) -> Any:
    if type(form) not in SCALARS:
        raise InvalidForm(
            f"« {argument} » : une forme simple est attendue (nombre(), choix(…)…), reçu {type(form).__name__}"
        )
    return form


def describe(form: Form) -> str:
    """A form in French: « un nombre en € par canal »."""
    match form:
        case ListForm(de=of, order=ordered):
            order = " (l'ordre compte)" if ordered else ""
            return f"une liste{order} dont chaque élément est {describe(of)}"
        case SeriesForm(key=key, values=of, keys=keys):
            return f"{describe(of)} par {listed(key)}{_among(keys)}"
        case OwnTableForm(key=key, columns=columns, rows=(least, most)):
            return f"vos données, de {least} à {most} lignes, dans {describe(TableForm(key, columns))}"
        case TableForm(key=key, columns=columns, keys=keys):
            parts = ", ".join(f"« {name} » ({describe(of)})" for name, of in columns.items())
            return f"un tableau : une ligne par {listed(key)}{_among(keys)}, {plural(len(columns), 'colonne')} {parts}"
        case ChartForm():
            return _chart(form)
        case WorkbookForm():
            return _workbook(form)
        case ChoiceForm(options=options, several=several):
            amount = "une ou plusieurs réponses" if several else "une réponse"
            if len(options) > _NAMED:
                return f"{amount} parmi les {len(options)} que donne la question"
            return f"{amount} parmi {', '.join(f'« {option} »' for option in options)}"
        case TextForm(maximum=maximum):
            return f"un texte de {maximum} caractères au plus"
        case BooleanForm():
            return "vrai ou faux (True ou False)"
        case Date():
            return "une date (JJ/MM/AAAA)"
        case PercentageForm():
            return "un pourcentage" + _rounding(form.decimals)
        case IntegerForm(unite=unit):
            return "un nombre entier" + (f" en {unit}" if unit else "") + _between(form)
        case NumberForm(unite=unit):
            rounding, bounds = _rounding(form.decimals), _between(form)
            return (
                "un nombre"
                + (f" en {unit}" if unit else "")
                + ("," if rounding and bounds else "").join((rounding, bounds))
            )
        case _:
            assert_never(form)


#: Keys, or answers to choose from, that a form's description names at most.
_NAMED = 12
#: A bound past which a form's description does not tell it.
_FAR = 1_000_000


def _among(keys: tuple[Key, ...]) -> str:
    if not keys or len(keys) > _NAMED:
        return ""
    names = [", ".join(key) if isinstance(key, tuple) else key for key in keys]
    return f" ({(' ; ' if any(',' in name for name in names) else ', ').join(names)})"


def _rounding(places: int | None) -> str:
    if places is None:
        return ""
    return " à l'unité, ou plus précis" if places == 0 else f" à {counted(places, 'décimale')}, ou plus précis"


def _between(form: NumberForm | IntegerForm) -> str:
    """The bounds that say something to a reader: those far beyond any value only keep out what is no number of the question."""
    bounds = (bound if bound is None or abs(bound) <= _FAR else None for bound in (form.minimum, form.maximum))
    low, high = (None if bound is None else significant(bound, 12) for bound in bounds)
    if low and high:
        return f" entre {low} et {high}"
    if low:
        return " positif ou nul" if form.minimum == 0 else f" d'au moins {low}"
    return f" d'au plus {high}" if high else ""


def _chart(form: ChartForm) -> str:
    beside = f" {form.disposition}" if form.disposition else ""
    genres = either(KINDS[kind] + (beside if kind == "barres" else "") for kind in form.kind)
    axes = f" : {form.y}{f' ({form.unite_y})' if form.unite_y else ''}" if form.y else ""
    if form.x:
        axes += f"{' selon' if form.y else ' :'} {form.x}{f' ({form.unite_x})' if form.unite_x else ''}"
    names = f", séries {', '.join(f'« {name} »' for name in form.series)}" if form.series else ""
    return f"un graphique {genres}{axes}{names}"


def _workbook(form: WorkbookForm) -> str:
    parts = [f"« {name} » ({describe(of)})" for name, of in form.cells.items()]
    sentence = f"les cellules {', '.join(parts)}" if len(parts) > 1 else "".join(f"la cellule {cell}" for cell in parts)
    if form.table is not None:
        sentence = " ; ".join(filter(None, (sentence, describe(form.table))))
    if form.formulas:
        sentence += f" ; des formules pour {listed(f'« {name} »' for name in form.formulas)}"
    if form.formats:
        sentence += f" ; une mise en forme conditionnelle sur {listed(f'« {name} »' for name in form.formats)}"
    if form.sheets:
        sentence += f" ; {plural(len(form.sheets), 'feuille')} {listed(f'« {name} »' for name in form.sheets)}"
    if form.frozen:
        sentence += " ; la ligne d'en-tête figée"
    return f"le classeur « {form.file}.xlsx », à côté du notebook : {sentence}"
