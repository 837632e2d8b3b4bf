"""Forms in words: what a candidate reads of what is expected."""

from epreuves.answers.formes import (
    GENRES,
    Booleen,
    Choix,
    Date,
    Entier,
    Forme,
    Graphique,
    Liste,
    Nombre,
    Pourcentage,
    Serie,
    Tableau,
    Texte,
)
from epreuves.wording.french import either, listed, plural, significant


def describe(form: Forme) -> str:
    """A form in French: « une série : un nombre en € par canal »."""
    match form:
        case Liste(de=of, ordre=ordered):
            order = " (l'ordre compte)" if ordered else ""
            return f"une liste{order} dont chaque élément est {describe(of)}"
        case Serie(cle=keys, valeurs=of):
            return f"une série : {describe(of)} par {listed(keys)}"
        case Tableau(cle=keys, colonnes=columns):
            parts = ", ".join(f"« {name} » ({describe(of)})" for name, of in columns.items())
            return f"un tableau : une ligne par {listed(keys)}, {plural(len(columns), 'colonne')} {parts}"
        case Graphique():
            return _chart(form)
        case Choix(options=options, plusieurs=several):
            amount = "une ou plusieurs réponses" if several else "une réponse"
            return f"{amount} parmi {', '.join(f'« {option} »' for option in options)}"
        case Texte(maximum=maximum):
            return f"un texte de {maximum} caractères au plus"
        case Booleen():
            return "vrai ou faux (True ou False)"
        case Date():
            return "une date (JJ/MM/AAAA)"
        case Pourcentage():
            return "un pourcentage" + _places(form.decimales)
        case Entier(unite=unit):
            return "un nombre entier" + _unit(unit) + _bounds(form)
        case Nombre(unite=unit):
            return "un nombre" + _unit(unit) + _places(form.decimales) + _bounds(form)
    raise TypeError(f"forme inconnue : {type(form).__name__}")


def _unit(unit: str) -> str:
    return f" en {unit}" if unit else ""


def _places(places: int | None) -> str:
    if places is None:
        return ""
    return " arrondi à l'unité" if places == 0 else f" arrondi à {places} {plural(places, 'décimale')}"


def _bounds(form: Nombre | Entier) -> str:
    low, high = form.minimum, form.maximum
    if low is not None and high is not None:
        return f" entre {_write(low)} et {_write(high)}"
    if low is not None:
        return " positif ou nul" if low == 0 else f" d'au moins {_write(low)}"
    return "" if high is None else f" d'au plus {_write(high)}"


def _write(bound: float) -> str:
    return significant(bound, 12)


def _chart(form: Graphique) -> str:
    genres = either(GENRES[genre] for genre in form.genre)
    axes = f" : {form.y}{f' ({form.unite_y})' if form.unite_y else ''}" if form.y else ""
    if form.x:
        axes += f"{' selon' if form.y else ' :'} {form.x}{f' ({form.unite_x})' if form.unite_x else ''}"
    names = f", séries {', '.join(f'« {name} »' for name in form.series)}" if form.series else ""
    return f"un graphique {genres}{axes}{names}"
