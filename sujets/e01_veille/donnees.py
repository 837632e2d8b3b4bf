"""The draw of épreuve 1: what Clairenoue, a fictional maker of refillable household products, watches.

A draw sets the sources' costs, six months of monitored items, a year of reviews exported as they come (twice
the same, half filled, in every format) and a survey of five brands.
"""

import unicodedata
from collections.abc import Iterator
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
    ("Fil Rouge Veille", "externe", "plateforme de veille", 2450, "annuel", 4, "quotidienne", 14),
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
#: Who may be the nearest to Clairenoue in the survey, and how far Clairenoue then leans that way.
NEAR = {"Bulle & Bois": 0.0, "Galet Blanc": 0.35, "Netterive": 0.2}
USE, CHARACTER = ("efficacite", "parfum", "praticite"), ("naturalite", "design", "innovation")

WIDE = ("recharge", "vrac", "consigne")
HOME = ("lessive", "vaisselle", "nettoyant", "entretien")
WITHOUT = ("borne", "emploi", "mobile")

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


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `sources`, `flux`, `avis`, `image_marques`; each is drawn until it is well posed.

    KitError after 3,000 vain draws of one of them.
    """
    # Drawn before the loops: rejections would all but settle which search is the one to keep, which brand the nearest.
    harmless, near = rng.uniform() < 0.5, str(rng.choice(list(NEAR)))
    sources, flux = tirer_jusqu_a(lambda r: _watch(r, harmless), lambda pair: _watch_checks(*pair), rng)
    return {
        "sources": sources,
        "flux": flux,
        "avis": tirer_jusqu_a(_reviews, _review_checks, rng),
        "image_marques": tirer_jusqu_a(
            lambda r: _survey(r, near), lambda survey: _survey_checks(survey, near), rng
        ),
    }


def _watch(rng: np.random.RandomState, harmless: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sources and six months of items; one paid source is poorer than the others, never the same.

    harmless: whether « ET NON emploi » leaves most of what is relevant.
    """
    names = ["source", "nature", "famille", "cout", "periodicite", "fiabilite", "actualisation"]
    sources = pd.DataFrame([source[:7] for source in SOURCES], columns=names)
    step = np.where(sources["cout"] >= 1000, 50, np.where(sources["cout"] >= 100, 5, 1))
    drawn = sources["cout"] * rng.lognormal(0, 0.12, len(sources))
    sources["cout"] = (np.round(drawn / step) * step).astype(int)
    weights = np.array([item[0] for item in ITEMS], float) * rng.lognormal(0, 0.12, len(ITEMS))
    weights[9:13] *= 0.35 if harmless else 1.3
    share = np.array([source[7] for source in SOURCES if source[7]], float)
    paid = [i for i, name in enumerate(FEEDS) if sources.set_index("source")["cout"][name] > 0]
    poor = rng.choice(paid)
    share[poor] *= 0.8
    dates = np.sort(rng.randint(0, 183, 800))
    relevant = np.array([item[1] for item in ITEMS])
    fits = [np.array([TRADES.get(feed, "") in item[2] for item in ITEMS]) for feed in FEEDS]
    noise = np.array([1.0 if feed in TRADES else 1.9 for feed in FEEDS])
    rows = []
    for day in dates:
        feed = rng.choice(len(FEEDS), p=share / share.sum())
        lean = np.where(relevant, 0.30 if feed == poor else 1.0, noise[feed]) * weights * fits[feed]
        item = ITEMS[rng.choice(len(ITEMS), p=lean / lean.sum())]
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
    return sources, flux


def _reviews(rng: np.random.RandomState) -> pd.DataFrame:
    """About 1,200 lines: reviews as written, then the copies slipped in by two exports put end to end."""
    linked = rng.uniform() < 0.65
    lean = np.array([0.38, 0.0, -0.42]) * (rng.uniform(0.7, 1.2) if linked else 0.12)
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
    for i in rng.choice(size, rng.randint(70, 130), replace=False):
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


def _survey(rng: np.random.RandomState, near: str) -> pd.DataFrame:
    """150 buyers, five brands each: marks from 1 to 10, a price in € a litre, a familiarity out of 100.

    near: the brand towards which Clairenoue leans.
    """
    people = 150
    taste = rng.normal(0, 0.35, (people, 8))
    pulls = rng.permutation([0.62, 0.33, 0.27, 0.24, 0.03, 0.0, -0.03])
    weights = np.array([*pulls[:6], -rng.uniform(0.26, 0.36), pulls[6]])
    tables = []
    for brand in BRANDS:
        usual = np.array(PROFILES[brand])
        if brand == BRANDS[0]:
            usual = usual + NEAR[near] * (np.array(PROFILES[near]) - usual)
        centre = usual + rng.normal(0, [0.35] * 6 + [0.3, 6])
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
        own = rng.uniform(0.4, 1.0, 8) if brand != BRANDS[0] else np.ones(8)
        wish = 5.4 + 0.25 * (centre[0] - 7) + 2.0 * (standard @ (weights * own) + rng.normal(0, 0.62, people))
        table = pd.DataFrame(values, columns=list(ATTRIBUTES))
        table.insert(0, "repondant", [f"R{i:03d}" for i in range(1, people + 1)])
        table.insert(1, "marque", brand)
        table["intention"] = np.clip(np.round(wish), 0, 10).astype(int)
        tables.append(table)
    whole = pd.concat(tables).sort_values(["repondant", "marque"], ignore_index=True)
    marks = [*ATTRIBUTES[:6], "notoriete"]
    return whole.assign(**{name: whole[name].astype(int) for name in marks})


# --- what makes a draw well posed ---


def searches(flux: pd.DataFrame, text: pd.Series) -> pd.DataFrame:
    """What each of the four searches keeps of `text`: items kept, precision and recall in percent."""

    def holds(words):
        return text.str.lower().apply(lambda t: any(word in t for word in words))

    kept = {
        "R1": holds(WIDE),
        "R2": holds(WIDE) & holds(HOME),
        "R3": holds(WIDE) & holds(HOME) & ~holds(WITHOUT),
        "R4": holds(["recharge"]) & holds(["lessive"]),
    }
    good = flux["pertinent"] == "oui"
    rows = {
        name: (k.sum(), 100 * (k & good).sum() / k.sum(), 100 * (k & good).sum() / good.sum())
        for name, k in kept.items()
    }
    return pd.DataFrame(rows, index=["retenus", "precision", "rappel"]).T


def _watch_checks(sources: pd.DataFrame, flux: pd.DataFrame) -> Conditions:
    relevant = flux[flux["pertinent"] == "oui"]
    yield "part des articles pertinents", 0.33 < len(relevant) / len(flux) < 0.5
    good = relevant.groupby("source").size()
    yield "chaque flux apporte quelque chose", len(good) == len(FEEDS)
    year = (sources["cout"] * sources["periodicite"].map(TIMES)).set_axis(sources["source"])
    every = flux.groupby("source").size()
    paid = [name for name in FEEDS if year[name] > 0]
    unit = (year[paid] / 2 / good[paid]).sort_values()
    yield "une source nettement la plus chère", unit.iloc[-1] > 1.08 * unit.iloc[-2] and unit.iloc[0] > 1
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
    yield "R1 trouve le plus, R4 est la plus sûre", recall.idxmax() == "R1" and precision.idxmax() == "R4"
    yield "R2 trouve assez, R4 non", recall["R2"] > 70 > recall["R4"]
    yield (
        "précisions bien séparées",
        bool((np.diff(np.sort(precision)) > 1.5).all()) and precision["R3"] > precision["R2"],
    )
    yield "la précision n'est pas le rappel", bool((abs(precision - recall) > 2).all())
    yield "silence de R3 loin d'un tiers", abs(recall["R3"] - 200 / 3) > 1.5


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


def _review_checks(avis: pd.DataFrame) -> Conditions:
    yield "environ 1 200 lignes", 1160 <= len(avis) <= 1250
    exactly = ~avis.duplicated(["client", "produit", "commentaire"])
    read = _clean(avis)
    one, exact = read[~read["key"].duplicated()], read[exactly]
    left, removed = len(avis) - len(exact), len(avis) - len(one)
    yield "des copies sont exactes, d'autres non", 15 < left < 0.6 * removed
    yield "doublons loin d'un avis sur douze", abs(removed / len(avis) - 1 / 12) > 0.004
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
    yield "khi-deux loin de 9,49", 12.5 < chi2 < 60 or 1.5 < chi2 < 7.5
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


def _survey_checks(survey: pd.DataFrame, near: str) -> Conditions:
    own = survey[survey["marque"] == BRANDS[0]]
    r = own[list(ATTRIBUTES)].corrwith(own["intention"])
    p = 2 * student.sf(abs(r) * np.sqrt((len(own) - 2) / (1 - r**2)), len(own) - 2)
    linked = p < 0.05
    yield "p loin de 5 %", bool(((p < 0.03) | (p > 0.09)).all())
    yield "liens des deux sortes", 4 <= linked.sum() <= 6 and r["prix_percu"] < 0 and linked[6]
    yield (
        "un lien fort, d'autres faibles",
        1 <= (abs(r) >= 0.5).sum() <= 2 and bool((abs(abs(r) - 0.5) > 0.02).all()),
    )
    yield "un lien le plus fort", np.sort(abs(r))[-1] > np.sort(abs(r))[-2] + 0.03
    weakest = abs(r[linked]).min() if linked.any() else 0.3
    yield "un lien faible et significatif", abs(weakest - 0.3) > 0.01
    means = survey.groupby("marque")[list(ATTRIBUTES)].mean().loc[list(BRANDS)]
    z = (means - means.mean()) / means.std(ddof=0)
    far = _distances(z).sort_values()
    yield "une marque la plus proche", far.index[0] == near and far.iloc[1] > 1.06 * far.iloc[0]
    yield "sans réduire, une autre est la plus proche", _distances(means).idxmin() in far.index[1:3]
    axes = pd.DataFrame({"use": z[list(USE)].mean(axis=1), "character": z[list(CHARACTER)].mean(axis=1)})
    on_map = _distances(axes).sort_values()
    yield "une marque la plus proche sur la carte", on_map.iloc[1] > 1.1 * on_map.iloc[0]
    yield "carte lisible", bool((abs(axes) > 0.12).all(axis=None)) and _apart(axes) > 0.35
    yield "des scores à lire", bool((abs(z.loc[BRANDS[0]]) > 0.05).all())
    rows = survey[list(ATTRIBUTES)]
    by_person = _distances((means - rows.mean()) / rows.std(ddof=0))
    yield "réduire compte", bool((abs(by_person[far.index] / far - 1) > 0.03).any())
    pooled = rows.corrwith(survey["intention"])
    yield "toutes marques ensemble, les liens changent", (abs(pooled - r) > 0.02).sum() >= 4


def _distances(table: pd.DataFrame) -> pd.Series:
    """Euclidean distance from the first brand to each of the others."""
    return np.sqrt(((table.iloc[1:] - table.iloc[0]) ** 2).sum(axis=1))


def _apart(axes: pd.DataFrame) -> float:
    points = axes.to_numpy()
    return min(float(np.hypot(*(a - b))) for a, b in combinations(points, 2))
