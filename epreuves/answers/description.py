"""Forms in words: what a candidate reads of what is expected."""

from epreuves.answers.forms import (
    KINDS,
    BooleanForm,
    ChartForm,
    ChoiceForm,
    Date,
    Form,
    IntegerForm,
    ListForm,
    NumberForm,
    PercentageForm,
    SeriesForm,
    TableForm,
    TextForm,
)
from epreuves.wording.french import either, listed, plural, significant


def describe(form: Form) -> str:
    """A form in French: « une série : un nombre en € par canal »."""
    match form:
        case ListForm(de=of, order=ordered):
            order = " (l'ordre compte)" if ordered else ""
            return f"une liste{order} dont chaque élément est {describe(of)}"
        case SeriesForm(key=keys, values=of):
            return f"une série : {describe(of)} par {listed(keys)}"
        case TableForm(key=keys, columns=columns):
            parts = ", ".join(f"« {name} » ({describe(of)})" for name, of in columns.items())
            return f"un tableau : une ligne par {listed(keys)}, {plural(len(columns), 'colonne')} {parts}"
        case ChartForm():
            return _chart(form)
        case ChoiceForm(options=options, several=several):
            amount = "une ou plusieurs réponses" if several else "une réponse"
            return f"{amount} parmi {', '.join(f'« {option} »' for option in options)}"
        case TextForm(maximum=maximum):
            return f"un texte de {maximum} caractères au plus"
        case BooleanForm():
            return "vrai ou faux (True ou False)"
        case Date():
            return "une date (JJ/MM/AAAA)"
        case PercentageForm():
            return "un pourcentage" + _places(form.decimals)
        case IntegerForm(unite=unit):
            return "un nombre entier" + _unit(unit) + _bounds(form)
        case NumberForm(unite=unit):
            return "un nombre" + _unit(unit) + _places(form.decimals) + _bounds(form)
    raise TypeError(f"forme inconnue : {type(form).__name__}")


def _unit(unit: str) -> str:
    return f" en {unit}" if unit else ""


def _places(places: int | None) -> str:
    if places is None:
        return ""
    return " arrondi à l'unité" if places == 0 else f" arrondi à {places} {plural(places, 'décimale')}"


def _bounds(form: NumberForm | IntegerForm) -> str:
    low, high = form.minimum, form.maximum
    if low is not None and high is not None:
        return f" entre {_write(low)} et {_write(high)}"
    if low is not None:
        return " positif ou nul" if low == 0 else f" d'au moins {_write(low)}"
    return "" if high is None else f" d'au plus {_write(high)}"


def _write(bound: float) -> str:
    return significant(bound, 12)


def _chart(form: ChartForm) -> str:
    genres = either(KINDS[kind] for kind in form.kind)
    axes = f" : {form.y}{f' ({form.unite_y})' if form.unite_y else ''}" if form.y else ""
    if form.x:
        axes += f"{' selon' if form.y else ' :'} {form.x}{f' ({form.unite_x})' if form.unite_x else ''}"
    names = f", séries {', '.join(f'« {name} »' for name in form.series)}" if form.series else ""
    return f"un graphique {genres}{axes}{names}"
