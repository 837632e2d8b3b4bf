"""Forms: what authors can build, what travels, how it reads."""

import msgspec
import pytest

from epreuves import booleen, choix, date, entier, graphique, liste, nombre, pourcentage, serie, tableau, texte
from epreuves.answers.forms import Form, InvalidForm, describe

EVERY_FORM = [
    nombre("€", 0, 10, 2, 0.01),
    entier("jours", 1, 30),
    pourcentage(-100, None, 1, echelle="ratio"),
    texte(50),
    booleen(),
    date(),
    choix("Oui", "Non"),
    choix("SEO", "SEA", "E-mail", plusieurs=True),
    liste(nombre(), ordre=False),
    serie("canal", nombre("€")),
    serie(("canal", "mois"), pourcentage()),
    tableau(("canal", "mois"), {"ctr": pourcentage(), "coût": nombre("€"), "retenu": booleen()}),
    graphique(("barres", "courbes"), x="mois", y="chiffre d'affaires", unite_y="€", series=["SEO", "SEA"]),
]


@pytest.mark.parametrize("form", EVERY_FORM, ids=describe)
def test_a_form_survives_its_trip_through_json(form):
    assert msgspec.json.decode(msgspec.json.encode(form), type=Form) == form


def test_what_is_no_form_is_refused_when_decoded():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"forme": "pickle"}', type=Form)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (serie("canal", nombre("€")), "un nombre en € par canal"),
        (nombre(minimum=0), "un nombre positif ou nul"),
        (entier("jours", 1, 30), "un nombre entier en jours entre 1 et 30"),
        (pourcentage(decimales=1), "un pourcentage à 1 décimale, ou plus précis"),
        (nombre(decimales=2, minimum=0, maximum=50), "un nombre à 2 décimales, ou plus précis, entre 0 et 50"),
        # A bound that no value comes near says nothing.
        (nombre("€", 0, 1e12), "un nombre en € positif ou nul"),
        (nombre(minimum=-1e12, maximum=1e12), "un nombre"),
        (choix(*"abcdefghijklm"), "une réponse parmi les 13 que donne la question"),
        (
            serie("levier", nombre(), cles=("Vidéos, Instagram", "Recherche")),
            "un nombre par levier (Vidéos, Instagram ; Recherche)",
        ),
        (choix("a", "b"), "une réponse parmi « a », « b »"),
        (liste(date()), "une liste (l'ordre compte) dont chaque élément est une date (JJ/MM/AAAA)"),
        (
            tableau(("canal", "mois"), {"ctr": pourcentage()}),
            "un tableau : une ligne par canal et mois, colonne « ctr » (un pourcentage)",
        ),
        (
            graphique("barres", x="mois", y="CA", unite_y="€"),
            "un graphique en barres : CA (€) selon mois",
        ),
    ],
)
def test_a_form_is_described_in_french(form, words):
    assert describe(form) == words


@pytest.mark.parametrize(
    ("build", "argument"),
    [
        (lambda: nombre(unite=3), "unite"),
        (lambda: nombre(minimum="0"), "minimum"),
        (lambda: nombre(minimum=2, maximum=1), "minimum"),
        (lambda: nombre(maximum=float("nan")), "maximum"),
        (lambda: nombre(decimales=-1), "decimales"),
        (lambda: nombre(tolerance=5), "tolerance"),
        (lambda: entier(minimum=0.5), "minimum"),
        (lambda: pourcentage(echelle="percent"), "echelle"),
        (lambda: texte(0), "maximum"),
        (lambda: choix("seule"), "options"),
        (lambda: choix("Été", "ete"), "options"),
        (lambda: choix("a", "b", plusieurs="oui"), "plusieurs"),
        (lambda: liste(serie("a", nombre())), "de"),
        (lambda: serie("", nombre()), "cle"),
        (lambda: serie("canal", tableau("a", {"b": nombre()})), "valeurs"),
        (lambda: tableau("canal", {}), "colonnes"),
        (lambda: tableau("canal", {"Canal": nombre()}), "colonnes"),
        (lambda: graphique("camembert"), "genre"),
    ],
)
def test_an_author_s_slip_is_told_by_the_name_of_the_argument(build, argument):
    with pytest.raises(InvalidForm, match=f"« {argument}"):
        build()
