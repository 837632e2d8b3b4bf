"""The draw of épreuve 1: what Clairenoue, a fictional maker of refillable household products, watches.

A draw sets the sources' costs, six months of monitored items, a year of reviews exported as they come (twice
the same, half filled, in every format) and a survey of five brands; then the order of the searches to try and of the
statements to judge.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import t as student

from epreuves.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

# name, nature, family, cost in €, what it is paid by, reliability, refresh, share of the monitored items
SOURCES = (
    ("Droguerie Hebdo", "externe", "presse spécialisée", 38, "mensuel", 4, "hebdomadaire", 9),
    ("Le Carnet du Rayon", "externe", "presse spécialisée", 440, "annuel", 4, "mensuelle", 8),
    ("La Lettre du Réemploi", "externe", "presse spécialisée", 21, "mensuel", 5, "hebdomadaire", 8),
    ("Sentinelle du Web", "externe", "plateforme de veille", 240, "mensuel", 3, "quotidienne", 24),
    ("Fil Rouge Veille", "externe", "plateforme de veille", 1950, "annuel", 4, "quotidienne", 14),
    ("Alertes du moteur de recherche", "externe", "plateforme de veille", 0, "gratuit", 2, "quotidienne", 13),
    ("Panel Foyers Témoins", "externe", "études et panels", 2450, "trimestriel", 5, "trimestrielle", 0),
    ("Baromètre du Zéro Déchet", "externe", "études et panels", 1900, "annuel", 4, "annuelle", 0),
    ("Étude d'image des marques", "externe", "études et panels", 7400, "annuel", 5, "annuelle", 0),
    ("Écoute sociale Papote", "externe", "réseaux et forums", 125, "mensuel", 3, "quotidienne", 12),
    ("Forum Maison Sobre", "externe", "réseaux et forums", 0, "gratuit", 2, "quotidienne", 5),
    ("Groupe Vivre en Vrac", "externe", "réseaux et forums", 0, "gratuit", 2, "quotidienne", 4),
    ("Alerte Textes Emballages", "externe", "normes et brevets", 65, "mensuel", 5, "hebdomadaire", 7),
    ("Guetteur de Brevets", "externe", "normes et brevets", 240, "trimestriel", 5, "mensuelle", 6),
    ("Bulletin des Normes d'Entretien", "externe", "normes et brevets", 210, "annuel", 5, "mensuelle", 0),
    ("Base clients de la boutique", "interne", "données internes", 0, "gratuit", 4, "quotidienne", 0),
    ("Collecte des avis en ligne", "interne", "données internes", 89, "mensuel", 3, "quotidienne", 0),
    ("Réclamations du service clients", "interne", "données internes", 0, "gratuit", 4, "quotidienne", 0),
    ("Remontées des commerciaux", "interne", "données internes", 0, "gratuit", 3, "hebdomadaire", 0),
    (
        "Sorties de caisse par enseigne",
        "interne",
        "données internes",
        390,
        "trimestriel",
        5,
        "hebdomadaire",
        0,
    ),
    ("Comptes rendus de salons", "interne", "données internes", 1250, "annuel", 3, "trimestrielle", 0),
)
TIMES = {"mensuel": 12, "trimestriel": 4, "annuel": 1, "gratuit": 0}
FEEDS = tuple(source[0] for source in SOURCES if source[7])
PAID = tuple(source[0] for source in SOURCES if source[7] and source[3])
#: The part of what the poor source carries that is relevant, and its largest share of the items.
POOR, POOR_SHARE = 0.14, 12.0

BRANDS = ("Clairenoue", "Écumine", "Bulle & Bois", "Galet Blanc", "Netterive")
ATTRIBUTES = (
    "efficacite", "naturalite", "parfum", "praticite", "design", "innovation", "prix_percu", "notoriete"
)  # fmt: skip
PROFILES = {
    "Clairenoue": (7.2, 7.9, 6.9, 6.2, 7.1, 6.6, 6.6, 44),
    "Écumine": (7.7, 4.9, 6.5, 7.9, 5.4, 5.2, 4.6, 82),
    "Bulle & Bois": (6.4, 8.3, 6.2, 5.5, 6.7, 5.6, 7.1, 29),
    "Galet Blanc": (6.5, 7.1, 5.4, 7.3, 7.8, 8.2, 6.1, 36),
    "Netterive": (7.4, 6.0, 7.3, 6.9, 5.7, 6.1, 5.2, 55),
}
#: Whose profile may be the nearest to Clairenoue's in the survey, and how far Clairenoue then leans that way. Which brand has
#: which of the four other profiles is drawn.
NEAR = {"Bulle & Bois": 0.0, "Galet Blanc": 0.42, "Netterive": 0.3}
USE, CHARACTER = ("efficacite", "parfum", "praticite"), ("naturalite", "design", "innovation")

WIDE = ("recharge", "vrac", "consigne")
HOME = ("lessive", "vaisselle", "nettoyant", "entretien")
WITHOUT = ("borne", "emploi", "mobile")
#: The searches to try, told by code in `searches`; the statement's codes, R1 to R4, are drawn.
SEARCHES = {
    "wide": "recharge OU vrac OU consigne",
    "home": "(recharge OU vrac OU consigne) ET (lessive OU vaisselle OU nettoyant OU entretien)",
    "without": "(recharge OU vrac OU consigne) ET (lessive OU vaisselle OU nettoyant OU entretien) ET NON (borne OU emploi OU mobile)",
    "narrow": "recharge ET lessive",
}

STATEMENTS = (
    "La recherche qui écarte « borne », « emploi » et « mobile » laisse échapper plus d'un article utile sur trois.",
    "Dans l'export d'avis, il a fallu ôter plus d'une ligne sur douze (question 3).",
    "La satisfaction et le lieu d'achat sont liés, au seuil de 5 %.",
    "Améliorer l'attribut le plus corrélé à l'intention d'achat fera monter les ventes : l'enquête le prouve.",
    "Un prix perçu plus élevé va, significativement, avec une intention d'achat plus faible.",
    "Sur la carte à deux axes (distance à vol d'oiseau), la marque la plus proche de Clairenoue est la même que sur les huit attributs.",
)

# The specialised sources carry what is of their trade (letters of `ITEMS`); the three platforms carry everything.
TRADES = {
    "Droguerie Hebdo": "p",
    "Le Carnet du Rayon": "p",
    "La Lettre du Réemploi": "l",
    "Écoute sociale Papote": "r",
    "Forum Maison Sobre": "r",
    "Groupe Vivre en Vrac": "r",
    "Alerte Textes Emballages": "t",
    "Guetteur de Brevets": "b",
}

# weight, relevant, trades, title, text; the words of the searches are in them by design, and so are their traps
ITEMS = (
    (9, True, "plr", "{marque} lance une recharge de lessive en poche souple", "La poche d'un litre, vendue {prix} € dans {ens}, remplace le bidon de {n} lavages."),
    (8, True, "plr", "{ens} : le rayon vrac liquide s'agrandit", "Lessive, liquide vaisselle et savon noir y seront servis au litre dès {mois} ; {n} magasins suivront."),
    (8, True, "plb", "Recharges de nettoyant : le concentré gagne du terrain", "Une dose à diluer pour {dose} € : {marque} annonce {n} % de flacons en moins dès {mois}."),
    (7, True, "plrt", "Entretien de la maison : la consigne du flacon en verre testée à {ville}", "Les clients rapportent {n} flacons sur cent ; {marque} étudie la suite pour {mois}."),
    (6, True, "plr", "Avis de consommateurs : pourquoi ils abandonnent la recharge", "Goutte à goutte, étiquette illisible : {n} acheteurs de lessive sur cent reviennent au bidon."),
    (6, True, "plr", "Prix au litre : la recharge moins chère que le bidon ?", "Sur {n} produits vaisselle relevés à {ville}, la poche coûte en moyenne {prix} € le litre."),
    (5, True, "plb", "{marque} dépose un bouchon doseur pour sa recharge", "Le brevet vise les nettoyants multi-usages ; la mise en vente est attendue en {mois}."),
    (5, True, "plt", "Lessive en vrac : ce que demandent les exploitants de magasins", "Hygiène des fontaines et traçabilité : {ens} réclame une règle commune avant {mois}."),
    (4, True, "plr", "Une marque d'entretien invite à rapporter ses flacons", "La consigne, {dep} € par flacon, est rendue en caisse dans {n} magasins de {ville}."),
    # Relevant, but kept out by « emploi » (réemploi, mode d'emploi) or « borne ».
    (5, True, "plt", "Réemploi des emballages : le texte qui concerne les lessives", "Le projet fixe une part de recharges en rayon ; les fabricants ont jusqu'en {mois} pour répondre."),
    (4, True, "plrt", "Réemploi : {ville} lave {n} 000 flacons par mois", "La station accueille des flacons de nettoyant rapportés contre une consigne de {dep} €."),
    (4, True, "plrb", "{ens} installe une borne de remplissage pour la lessive", "La machine sert la recharge au litre, à {prix} €, dans {n} magasins pilotes."),
    (3, True, "plr", "Dosage de la recharge : un mode d'emploi qui rebute", "Les acheteurs de liquide vaisselle interrogés à {ville} demandent un repère sur le flacon."),
    # Relevant, missed by the household words or by the wide ones.
    (3, True, "plr", "La recharge gagne les salles de bains", "{marque} étend la poche souple au savon pour les mains, {prix} € le demi-litre."),
    (2, True, "plr", "Magasins de vrac : {n} ouvertures annoncées", "Après deux années de fermetures, {ens} reprend ses projets à {ville} et ailleurs."),
    (3, True, "plrb", "{marque} mise sur la pastille à dissoudre", "Un flacon gardé à vie et une pastille à {dose} € : le lancement est prévu en {mois}."),
    (3, True, "plr", "Flacons réutilisables : les Français disent oui, achètent peu", "{n} % des foyers en possèdent un ; la moitié seulement le remplit encore au bout d'un an."),
    (2, True, "plt", "Plastique à usage unique : la liste s'allonge", "Les bidons de détergent seraient visés à partir de {mois} ; la profession demande un délai."),
    (2, True, "plb", "Galet, feuille, poudre : la lessive sans eau", "{marque} et deux concurrents présentent leurs formats solides au salon de {ville}."),
    # Noise.
    (14, False, "rt", "Bornes de recharge : {n} nouvelles places à {ville}", "Le tarif passe à {kwh} € le kilowattheure ; la mairie promet un entretien chaque semaine."),
    (11, False, "rb", "Voiture électrique : une recharge en {n} minutes", "Le constructeur annonce une batterie pour {mois} ; en station, comptez {kwh} € le kilowattheure."),
    (10, False, "r", "Recharge mobile : le forfait à {prix} €", "L'opérateur offre {n} gigaoctets jusqu'en {mois}, sans engagement."),
    (10, False, "plr", "Céréales et fruits secs : le vrac alimentaire à {ville}", "{ens} propose {n} références en silo ; comptez {prix} € le kilo de flocons."),
    (9, False, "rt", "Orages : les consignes de la préfecture", "S'abriter, couper le gaz, prendre des nouvelles de ses voisins : {n} communes sont concernées."),
    (8, False, "pr", "Lave-vaisselle : notre comparatif", "{n} modèles essayés ; le plus sobre économise {n} litres d'eau par semaine. La recharge de sel est en sus."),
    (7, False, "plr", "Un emploi dans le vrac : {ens} recrute", "{n} postes à {ville}, de la tenue de caisse à l'entretien du magasin."),
    (6, False, "p", "Offre d'emploi : chef de secteur lessive", "Un groupe de détergents cherche {n} personnes autour de {ville} ; voiture et téléphone fournis."),
    (6, False, "pb", "Nettoyant automobile : ce qu'en disent les garages", "Vendu en vrac aux ateliers, il coûte {prix} € le litre ; {n} garages l'ont essayé."),
    (6, False, "pr", "Arts de la table : la vaisselle en grès revient", "À {ville}, {n} potiers exposent en {mois} ; l'entrée coûte {prix} €."),
    (5, False, "r", "Entretien du jardin : le calendrier du mois", "Tailler, pailler, arroser : {n} gestes, avec du paillis en vrac à {prix} € le sac."),
    (5, False, "rt", "Gare de {ville} : la consigne à bagages rouvre", "Comptez {prix} € la journée ; l'entretien des {n} casiers est achevé."),
    (3, False, "r", "Bons plans : lessive, couches et café à prix cassés", "{n} coupons à imprimer avant fin {mois} ; la recharge de café descend à {prix} €."),
    (4, False, "p", "Pressing : {ville} perd encore une boutique", "La lessive à façon ne nourrit plus ; {n} fermetures dans la région en cinq ans."),
    (8, False, "p", "{ens} publie ses ventes du trimestre", "Le chiffre d'affaires recule de {p} % ; le textile résiste, l'électroménager souffre."),
    (7, False, "pr", "Cosmétique : une crème démentie par son laboratoire", "Le pot à {prix} € ne tient pas ses promesses, selon {n} utilisatrices."),
)  # fmt: skip
SHOPS = ("Gros Panier", "Marché Clair", "Panorama", "La Halle aux Flacons", "Coop des Vallées")
TOWNS = ("Grenoble", "Nantes", "Lille", "Valence", "Rennes", "Toulouse", "Dijon", "Orléans", "Metz")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip

CHANNELS = ("Site de la marque", "Grande surface", "Épicerie vrac")
PRODUCTS = (
    "Lessive liquide, recharge 1 L", "Lessive liquide, recharge 3 L", "Liquide vaisselle, recharge 1 L",
    "Nettoyant multi-usages, dose à diluer", "Spray salle de bains, dose à diluer", "Savon noir, recharge 1 L",
    "Pastilles lave-vaisselle, boîte à remplir", "Coffret découverte, flacon en verre",
)  # fmt: skip
FIRST_NAMES = (
    "Amélie", "Benoît", "Chloé", "David", "Élodie", "Fabien", "Gaëlle", "Hélène", "Inès", "Jérôme", "Karine",
    "Léa", "Mélanie", "Nadège", "Olivier", "Pénélope", "Quentin", "Rémi", "Sébastien", "Thérèse", "Valérie", "Zoé",
)  # fmt: skip
OPENINGS = {
    "bas": ("Emballage abîmé, une partie du produit perdue", "Parfum décevant, trop présent", "Peu efficace, il faut doubler la dose", "Difficile à doser, j'en ai mis à côté", "Déjà entamé à l'ouverture", "Laisse des traces dès la première fois"),
    "moyen": ("Correct, sans plus", "Efficace mais le prix reste élevé", "Bonne idée, étiquette peu lisible", "Très bien un jour, décevant le lendemain", "Pratique, mais trop souvent épuisé", "Odeur agréable, emballage fragile"),
    "haut": ("Très efficace, je ne reviendrai pas au jetable", "Parfait, moins de déchets à la maison", "Efficace et odeur légère", "Facile à doser, rien à côté", "Enfin un produit qui ne pique pas le nez", "Rien à redire, emballage très soigné"),
}  # fmt: skip
ENDINGS = (
    "je l'utilise depuis {n} mois", "{n} utilisations et il en reste", "acheté pour une famille de {f}", "testé {n} fois",
    "mon {n}e achat", "conseillé par une amie, déjà {n} achats", "après {n} semaines à la maison",
)  # fmt: skip
START, DAYS = pd.Timestamp("2025-10-01"), 365


@dataclass(frozen=True)
class Turns:
    """What a variant turns on, drawn before the loops: refusals would all but settle it.

    dear: the source whose useful items cost most; silent: whether « ET NON emploi » loses more than a third of what is relevant;
    copied: whether more than one review in twelve is a copy; linked: whether channel and mark are; priced: whether price weighs;
    agreed: whether map and distances name the same brand; near: the profile nearest to Clairenoue's; rivals: the brands that have
    the profiles of `BRANDS[1:]`, in that order.
    """

    dear: str
    silent: bool
    copied: bool
    linked: bool
    priced: bool
    agreed: bool
    near: str
    rivals: tuple[str, ...]

    @property
    def nearest(self) -> str:
        """The brand that has the profile nearest to Clairenoue's."""
        return self.rivals[BRANDS.index(self.near) - 1]


def _turns(rng: np.random.RandomState) -> Turns:
    # Two or three of the five statements that may be true are, each as often as not.
    count = 2 + rng.randint(2)
    true = [bool(rank < count) for rank in rng.permutation(5)]
    return Turns(
        str(rng.choice(PAID)),
        *true,
        near=str(rng.choice(list(NEAR))),
        rivals=tuple(str(brand) for brand in rng.permutation(BRANDS[1:])),
    )


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `sources`, `flux`, `requetes`, `avis`, `image_marques`, `affirmations`; those of figures are drawn until well posed.

    KitError after 3,000 vain draws of one of them.
    """
    turns = _turns(rng)
    sources, flux = tirer_jusqu_a(lambda r: _watch(r, turns), lambda pair: _watch_checks(*pair, turns), rng)
    return {
        "sources": sources,
        "flux": flux,
        "requetes": _in_any_order(
            "recherche", [f"R{rank}" for rank in range(1, 5)], "requete", tuple(SEARCHES.values()), rng
        ),
        "avis": tirer_jusqu_a(lambda r: _reviews(r, turns), lambda avis: _review_checks(avis, turns), rng),
        "image_marques": tirer_jusqu_a(
            lambda r: _survey(r, turns), lambda survey: _survey_checks(survey, turns), rng
        ),
        "affirmations": _in_any_order("lettre", list("ABCDEF"), "affirmation", STATEMENTS, rng),
    }


def _in_any_order(
    key: str, codes: list[str], column: str, texts: Sequence[str], rng: np.random.RandomState
) -> pd.DataFrame:
    """The texts in another order: what a code stands for cannot be learnt from a neighbour."""
    return pd.DataFrame({key: codes, column: rng.permutation(texts)})


def _watch(rng: np.random.RandomState, turns: Turns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sources and six months of items; one paid source is poorer than the others, and priced so that its useful items cost most."""
    names = ["source", "nature", "famille", "cout", "periodicite", "fiabilite", "actualisation"]
    sources = pd.DataFrame([source[:7] for source in SOURCES], columns=names)
    step = np.where(sources["cout"] >= 1000, 50, np.where(sources["cout"] >= 100, 5, 1))
    drawn = sources["cout"] * rng.lognormal(0, 0.12, len(sources))
    sources["cout"] = (np.round(drawn / step) * step).astype(int)
    weights = np.array([item[0] for item in ITEMS], float) * rng.lognormal(0, 0.12, len(ITEMS))
    weights[9:13] *= 1.3 if turns.silent else 0.35
    share = np.array([source[7] for source in SOURCES if source[7]], float)
    poor = FEEDS.index(turns.dear)
    share[poor] = min(share[poor], POOR_SHARE)
    dates = np.sort(rng.randint(0, 183, 800))
    relevant = np.array([item[1] for item in ITEMS])
    fits = [np.array([TRADES.get(feed, "") in item[2] for item in ITEMS]) for feed in FEEDS]
    noise = [1.0 if feed in TRADES else 1.9 for feed in FEEDS]
    leans = [np.where(relevant, 1.0, more) * weights * fit for more, fit in zip(noise, fits, strict=True)]
    useful, useless = leans[poor][relevant].sum(), leans[poor][~relevant].sum()
    leans[poor][relevant] *= POOR / (1 - POOR) * useless / useful
    odds = [lean / lean.sum() for lean in leans]
    rows = []
    for day in dates:
        feed = rng.choice(len(FEEDS), p=share / share.sum())
        item = ITEMS[rng.choice(len(ITEMS), p=odds[feed])]
        slots = {
            "marque": rng.choice(BRANDS[1:]),
            "ens": rng.choice(SHOPS),
            "ville": rng.choice(TOWNS),
            "mois": MONTHS[(3 + day // 31 + rng.randint(1, 5)) % 12],
            "n": rng.randint(12, 60),
            "p": rng.randint(2, 9),
            "kwh": f"0,{rng.randint(25, 60)}",
            "dep": f"0,{5 * rng.randint(4, 20):02d}",
            "dose": f"{rng.randint(15, 40) / 10:.2f}".replace(".", ","),
            "prix": f"{rng.randint(20, 99) / 10:.2f}".replace(".", ","),
        }
        date = pd.Timestamp("2026-04-01") + pd.Timedelta(days=int(day))
        verdict = "oui" if item[1] else "non"
        rows.append((date, FEEDS[feed], item[3].format(**slots), item[4].format(**slots), verdict))
    flux = pd.DataFrame(rows, columns=["date", "source", "titre", "texte", "pertinent"])
    flux.insert(0, "numero", np.arange(1, len(flux) + 1))
    return _with_a_dear_one(rng, sources, flux, turns.dear), flux


def _with_a_dear_one(
    rng: np.random.RandomState, sources: pd.DataFrame, flux: pd.DataFrame, dear: str
) -> pd.DataFrame:
    """The sources, `dear` at a price between what makes its useful items the dearest and what would make it the dearest otherwise.

    Unchanged where no price does: the conditions then refuse it.
    """
    year = (sources["cout"] * sources["periodicite"].map(TIMES)).set_axis(sources["source"])
    every = flux.groupby("source").size()
    good = flux[flux["pertinent"] == "oui"].groupby("source").size().reindex(FEEDS, fill_value=0)
    others = [name for name in PAID if name != dear]
    if good[[dear, *others]].min() == 0:
        return sources
    low = 1.15 * (year[others] / good[others]).max() * good[dear]
    high = 0.95 * min((year[others] / every[others]).max() * every[dear], year[others].max())
    times = TIMES[sources.set_index("source")["periodicite"][dear]]
    price = rng.uniform(low, min(1.5 * low, high)) / times
    step = 50 if price >= 1000 else 5 if price >= 100 else 1
    fixed = sources["cout"].mask(sources["source"] == dear, round(price / step) * step)
    return sources.assign(cout=fixed) if low < high else sources


def _reviews(rng: np.random.RandomState, turns: Turns) -> pd.DataFrame:
    """About 1,200 lines: reviews as written, then the copies slipped in by two exports put end to end."""
    lean = np.array([0.38, 0.0, -0.42]) * (rng.uniform(0.7, 1.2) if turns.linked else 0.12)
    rng.shuffle(lean)
    size, seen, rows = rng.randint(1090, 1125), set(), []
    while len(rows) < size:
        channel = rng.choice(3, p=(0.46, 0.34, 0.20))
        mark = np.clip(np.round(2 * (4.0 + lean[channel] + rng.normal(0, 1.05))) / 2, 1, 5)
        if mark % 1 and rng.uniform() < 0.6:
            mark = np.floor(mark)
        mood = "bas" if mark < 3 else "moyen" if mark < 4 else "haut"
        client = f"{rng.choice(FIRST_NAMES)} {rng.choice(list('ABCDEFGHLMPRST'))}."
        ending = str(rng.choice(ENDINGS)).format(n=rng.randint(3, 20), f=rng.randint(3, 7))
        comment = f"{rng.choice(OPENINGS[mood])}, {ending}."
        product = rng.choice(PRODUCTS)
        key = tuple(_plain(text) for text in (client, product, comment))
        if key in seen:
            continue
        seen.add(key)
        basket = np.round(rng.lognormal(3.22, 0.36) * 20) / 20
        day = START + pd.Timedelta(days=int(rng.triangular(0, 200, DAYS)))
        rows.append([day, client, product, CHANNELS[channel], mark, max(basket, 6.5), comment])
    written = [_written(rng, row) for row in rows]
    copies = rng.randint(106, 132) if turns.copied else rng.randint(70, 97)
    for i in rng.choice(size, copies, replace=False):
        copy = _written(rng, rows[i])
        if rng.uniform() < 0.62:
            spoil = [1, 2, 6] if rng.uniform() < 0.4 else [rng.choice([1, 2, 6])]
            for field in spoil:
                copy[field] = _spoilt(rng, rows[i][field])
        written.insert(rng.randint(i + 1, len(written) + 1), copy)
    columns = ["date", "client", "produit", "canal", "note", "montant", "commentaire"]
    avis = pd.DataFrame(written, columns=columns)
    avis.insert(0, "numero", np.arange(1, len(avis) + 1))
    return avis


def _written(rng: np.random.RandomState, row: list) -> list:
    """One review as exports write it: formats of every kind, cells left empty or filled with nothing."""
    day, client, product, channel, mark, basket, comment = row
    date = day.strftime(rng.choice(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], p=(0.45, 0.40, 0.15)))
    if rng.uniform() < 0.13:
        channel = _spoilt(rng, channel)
    figure = f"{mark:.1f}".removesuffix(".0").replace(".", rng.choice([",", "."]))
    note = figure + ("/5" if rng.uniform() < 0.3 else "")
    if rng.uniform() < 0.022:
        note = str(rng.choice(["0", "7", "8", "9", "10", "45"]))
    amount = f"{basket:.2f}".replace(".", "," if rng.uniform() < 0.8 else ".")
    draw = rng.uniform()
    if draw < 0.012:
        amount = f"{basket * 100:.0f}"  # the comma was lost
    elif draw < 0.15:
        amount += " €"
    cells = [date, client, product, channel, note, amount, comment]
    for field, lost, nothing in ((0, 0.012, 0.008), (3, 0.03, 0.02), (4, 0.025, 0.02), (5, 0.05, 0.02)):
        draw = rng.uniform()
        if draw < lost:
            cells[field] = None
        elif draw < lost + nothing:
            cells[field] = str(rng.choice(["n/c", "-"]))
    return cells


def _spoilt(rng: np.random.RandomState, text: str) -> str:
    """The same text with other capitals, without its accents, or with blanks too many; never the same."""
    ways = (
        str.upper,
        str.lower,
        _bare,
        lambda t: "  " + t,
        lambda t: t + " ",
        lambda t: t.replace(" ", "  ", 1),
    )
    while True:
        for way in rng.choice(len(ways), rng.randint(1, 3), replace=False):
            changed = ways[way](text)
            if changed != text:
                return changed


#: Accents, as NFKD sets them apart from their letters.
ACCENTS = dict.fromkeys(c for c in range(0x300, 0x370) if unicodedata.combining(chr(c)))


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKD", text).translate(ACCENTS)


def _plain(text: str) -> str:
    return " ".join(_bare(text).lower().split())


def _survey(rng: np.random.RandomState, turns: Turns) -> pd.DataFrame:
    """150 buyers, five brands each: marks from 1 to 10, a price in € a litre, a familiarity out of 100.

    What brands are, then what buyers of Clairenoue answer, is drawn first: refused early, for few figures.
    """
    people = 150
    centres = tirer_jusqu_a(lambda r: _centres(r, turns), lambda means: _place_checks(means, turns), rng)
    taste = rng.normal(0, 0.35, (people, 8))
    # Four of the eight attributes weigh, price among them or not; a price that weighs does so against the brand.
    price = -rng.uniform(0.26, 0.36) if turns.priced else 0.0
    pulls = rng.permutation([0.62, 0.33, 0.27, 0.0 if turns.priced else 0.26, 0.03, 0.0, -0.03])
    weights = np.array([*pulls[:6], price, pulls[6]])
    own = tirer_jusqu_a(
        lambda r: _answers(r, BRANDS[0], centres, taste, weights),
        lambda table: _link_checks(table, turns),
        rng,
    )
    others = [
        _answers(rng, brand, centres, taste, weights * rng.uniform(0.4, 1.0, 8)) for brand in BRANDS[1:]
    ]
    whole = pd.concat([own, *others]).sort_values(["repondant", "marque"], ignore_index=True)
    marks = [*ATTRIBUTES[:6], "notoriete"]
    return whole.assign(**{name: whole[name].astype(int) for name in marks})


def _centres(rng: np.random.RandomState, turns: Turns) -> pd.DataFrame:
    """What each brand is usually given, brand × attribute."""
    usual = np.array([PROFILES[profile] for profile in BRANDS], float)
    usual[0] += NEAR[turns.near] * (usual[BRANDS.index(turns.near)] - usual[0])
    drawn = usual + rng.normal(0, [0.35] * 6 + [0.3, 6], usual.shape)
    return pd.DataFrame(drawn, index=[BRANDS[0], *turns.rivals], columns=list(ATTRIBUTES)).loc[list(BRANDS)]


def _answers(
    rng: np.random.RandomState, brand: str, centres: pd.DataFrame, taste: np.ndarray, weights: np.ndarray
) -> pd.DataFrame:
    """What the buyers answer of a brand; weights: what each attribute adds to the wish to buy."""
    centre, people = centres.loc[brand].to_numpy(), len(taste)
    spread = np.array([1.35] * 6 + [0.9, 17])
    values = centre + (taste + rng.normal(0, 0.94, (people, 8))) * spread
    values = np.column_stack(
        [
            np.clip(np.round(values[:, :6]), 1, 10),
            np.clip(np.round(values[:, 6], 1), 2.5, 12),
            np.clip(np.round(values[:, 7]), 0, 100),
        ]
    )
    standard = (values - values.mean(0)) / values.std(0)
    wish = 5.4 + 0.25 * (centre[0] - 7) + 2.0 * (standard @ weights + rng.normal(0, 0.62, people))
    table = pd.DataFrame(values, columns=list(ATTRIBUTES))
    table.insert(0, "repondant", [f"R{i:03d}" for i in range(1, people + 1)])
    table.insert(1, "marque", brand)
    table["intention"] = np.clip(np.round(wish), 0, 10).astype(int)
    return table


# --- what makes a draw well posed ---


def searches(flux: pd.DataFrame, text: pd.Series) -> pd.DataFrame:
    """What each of `SEARCHES` keeps of `text`: items kept, precision and recall in percent."""

    def holds(words):
        return text.str.lower().apply(lambda t: any(word in t for word in words))

    kept = {
        "wide": holds(WIDE),
        "home": holds(WIDE) & holds(HOME),
        "without": holds(WIDE) & holds(HOME) & ~holds(WITHOUT),
        "narrow": holds(["recharge"]) & holds(["lessive"]),
    }
    good = flux["pertinent"] == "oui"
    rows = {
        name: (k.sum(), 100 * (k & good).sum() / k.sum(), 100 * (k & good).sum() / good.sum())
        for name, k in kept.items()
    }
    return pd.DataFrame(rows, index=["retenus", "precision", "rappel"]).T


def _watch_checks(sources: pd.DataFrame, flux: pd.DataFrame, turns: Turns) -> Conditions:
    relevant = flux[flux["pertinent"] == "oui"]
    yield "part des articles pertinents", 0.33 < len(relevant) / len(flux) < 0.5
    good = relevant.groupby("source").size()
    yield "chaque flux apporte quelque chose", len(good) == len(FEEDS)
    year = (sources["cout"] * sources["periodicite"].map(TIMES)).set_axis(sources["source"])
    every = flux.groupby("source").size()
    paid = list(PAID)
    unit = (year[paid] / 2 / good[paid]).sort_values()
    yield (
        "une source nettement la plus chère",
        (unit.index[-1] == turns.dear and unit.iloc[-1] > 1.08 * unit.iloc[-2] and unit.iloc[0] > 1),
    )
    yield "coût d'un article crédible", unit.iloc[-1] < 160 and good.min() >= 3
    dearest = year[paid].sort_values()
    yield "un seul abonnement le plus cher de l'année", dearest.iloc[-1] > 1.01 * dearest.iloc[-2]
    per_item = (year[paid] / every[paid]).idxmax()
    yield (
        "la plus chère l'est par article pertinent seulement",
        len({unit.index[-1], per_item, dearest.index[-1]}) == 3,
    )
    costs = year.groupby(sources.set_index("source")["famille"]).sum()
    raw = sources.groupby("famille")["cout"].sum()
    yield "ramener les coûts à l'année compte", bool((raw < 0.97 * costs).any()) and bool((costs > 0).all())
    found = searches(flux, flux["titre"] + " " + flux["texte"])
    precision, recall = found["precision"], found["rappel"]
    yield "rappels loin de 70 %", bool((abs(recall - 70) > 2).all())
    yield (
        "la plus large trouve le plus, la plus étroite est la plus sûre",
        recall.idxmax() == "wide" and precision.idxmax() == "narrow",
    )
    yield (
        "les mots de l'entretien trouvent assez, recharge et lessive non",
        recall["home"] > 70 > recall["narrow"],
    )
    yield (
        "précisions bien séparées",
        bool((np.diff(np.sort(precision)) > 1.5).all()) and precision["without"] > precision["home"],
    )
    yield "la précision n'est pas le rappel", bool((abs(precision - recall) > 2).all())
    silence = 100 - recall["without"]
    yield "silence des exclusions loin d'un tiers", abs(silence - 100 / 3) > 1.5
    yield "silence des exclusions tel qu'il est voulu", bool(silence > 100 / 3) == turns.silent


def _clean(avis: pd.DataFrame) -> pd.DataFrame:
    """Reviews with their values read, duplicates still there; `key` is what tells two reviews apart."""
    number = {
        name: pd.to_numeric(
            avis[name].str.replace("/5", "").str.replace(" €", "").str.replace(",", "."), errors="coerce"
        )
        for name in ("note", "montant")
    }
    key = avis[["client", "produit", "commentaire"]].map(_plain).agg("|".join, axis=1)
    channel = avis["canal"].map(_plain, na_action="ignore")
    return avis.assign(key=key, note=number["note"], montant=number["montant"], canal=channel)


def _review_checks(avis: pd.DataFrame, turns: Turns) -> Conditions:
    yield "environ 1 200 lignes", 1160 <= len(avis) <= 1250
    exactly = ~avis.duplicated(["client", "produit", "commentaire"])
    read = _clean(avis)
    one, exact = read[~read["key"].duplicated()], read[exactly]
    left, removed = len(avis) - len(exact), len(avis) - len(one)
    yield "des copies sont exactes, d'autres non", 15 < left < 0.6 * removed
    yield "doublons loin d'un avis sur douze", abs(removed / len(avis) - 1 / 12) > 0.004
    yield "doublons tels qu'ils sont voulus", bool(removed / len(avis) > 1 / 12) == turns.copied
    first, third = one["montant"].quantile([0.25, 0.75])
    low, high = first - 1.5 * (third - first), third + 1.5 * (third - first)
    yield (
        "aucun montant sur une borne",
        not ((abs(one["montant"] - high) < 0.06) | (abs(one["montant"] - low) < 0.06)).any(),
    )
    odd = (one["montant"] < low) | (one["montant"] > high)
    sigma = abs(one["montant"] - one["montant"].mean()) > 2 * one["montant"].std()
    yield "quelques montants aberrants", 15 <= odd.sum() <= 60 and abs(odd.sum() - sigma.sum()) > 3
    first, third = exact["montant"].quantile([0.25, 0.75])
    gap = 1.5 * (third - first)
    odd_exact = (~exact["montant"].dropna().between(first - gap, third + gap)).sum()
    yield "des doublons sont aberrants", odd.sum() != odd_exact
    counts, chi2 = _crossing(one)
    yield "khi-deux loin de 9,49", 12.5 < chi2 < 60 if turns.linked else 1.5 < chi2 < 7.5
    yield "effectifs attendus de 8", (counts.sum(1)[:, None] * counts.sum(0) / counts.sum()).min() > 8
    shares = 100 * counts / counts.sum(axis=1, keepdims=True)
    equal = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
    values = [chi2, equal, _statistic(shares), _crossing(exact)[1]]
    yield (
        "les erreurs sur le khi-deux se distinguent",
        all(abs(a / b - 1) > 0.025 for a, b in combinations(values, 2)),
    )


def _crossing(reviews: pd.DataFrame) -> tuple[np.ndarray, float]:
    kept = reviews[reviews["note"].between(1, 5)].dropna(subset=["canal"])
    kept = kept[~kept["canal"].isin(["n/c", "-"])]
    level = pd.cut(kept["note"], [0, 3, 4, 6], right=False, labels=["bas", "moyen", "haut"])
    counts = pd.crosstab(kept["canal"], level).to_numpy().astype(float)
    return counts, _statistic(counts)


def _statistic(counts: np.ndarray) -> float:
    expected = counts.sum(1)[:, None] * counts.sum(0) / counts.sum()
    return float(((counts - expected) ** 2 / expected).sum())


def _survey_checks(survey: pd.DataFrame, turns: Turns) -> Conditions:
    means = survey.groupby("marque")[list(ATTRIBUTES)].mean().loc[list(BRANDS)]
    yield from _place_checks(means, turns)
    own = survey[survey["marque"] == BRANDS[0]]
    r = own[list(ATTRIBUTES)].corrwith(own["intention"])
    far = _from_first(((means - means.mean()) / means.std(ddof=0)).to_numpy())
    rows = survey[list(ATTRIBUTES)]
    by_person = _from_first(((means - rows.mean()) / rows.std(ddof=0)).to_numpy())
    yield "réduire compte", bool((abs(by_person / far - 1) > 0.03).any())
    pooled = rows.corrwith(survey["intention"])
    yield "toutes marques ensemble, les liens changent", (abs(pooled - r) > 0.02).sum() >= 4


def _link_checks(own: pd.DataFrame, turns: Turns) -> Conditions:
    """What Clairenoue's buyers must answer."""
    r = own[list(ATTRIBUTES)].corrwith(own["intention"])
    p = 2 * student.sf(abs(r) * np.sqrt((len(own) - 2) / (1 - r**2)), len(own) - 2)
    linked = p < 0.05
    yield "p loin de 5 %", bool(((p < 0.03) | (p > 0.09)).all())
    yield "liens des deux sortes", 3 <= linked.sum() <= 5
    yield (
        "le prix pèse s'il le doit, et contre la marque",
        bool(linked[6]) == turns.priced and (r["prix_percu"] < 0 or not turns.priced),
    )
    yield (
        "un lien fort, d'autres faibles",
        1 <= (abs(r) >= 0.5).sum() <= 2 and bool((abs(abs(r) - 0.5) > 0.02).all()),
    )
    yield "un lien le plus fort", np.sort(abs(r))[-1] > np.sort(abs(r))[-2] + 0.03
    weakest = abs(r[linked]).min() if linked.any() else 0.3
    yield "un lien faible et significatif", abs(weakest - 0.3) > 0.01


def _place_checks(means: pd.DataFrame, turns: Turns) -> Conditions:
    """Where the brands must be, from the mean of each on each attribute; arrays, for the thousands of draws that are refused here."""
    raw = means.to_numpy()
    z = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    near, far = BRANDS.index(turns.nearest) - 1, _from_first(z)
    order = np.argsort(far)
    yield "une marque la plus proche", bool(order[0] == near and far[order[1]] > 1.06 * far[near])
    yield "sans réduire, une autre est la plus proche", bool(_from_first(raw).argmin() in order[1:3])
    axes = np.column_stack(
        [z[:, [ATTRIBUTES.index(a) for a in axis]].mean(axis=1) for axis in (USE, CHARACTER)]
    )
    on_map = _from_first(axes)
    nearest, second = np.sort(on_map)[:2]
    yield "une marque la plus proche sur la carte", bool(second > 1.1 * nearest)
    yield (
        "la carte d'accord avec les distances si elle le doit",
        bool(on_map.argmin() == near) == turns.agreed,
    )
    yield "carte lisible", bool((abs(axes) > 0.12).all()) and _apart(axes) > 0.35
    yield "des scores à lire", bool((abs(z[0]) > 0.05).all())


def _from_first(points: np.ndarray) -> np.ndarray:
    """Euclidean distance from the first row to each of the others."""
    return np.sqrt(((points[1:] - points[0]) ** 2).sum(axis=1))


def _apart(points: np.ndarray) -> float:
    return min(float(np.hypot(*(a - b))) for a, b in combinations(points, 2))
