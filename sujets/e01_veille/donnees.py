"""The draw of épreuve 1: what Clairenoue, a fictional maker of refillable household products, watches.

How many items, announcements and answers there are of each kind is drawn first, and the rows are made from it: little is drawn in vain.
"""

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

BRANDS = ("Clairenoue", "Écumine", "Bulle & Bois", "Galet Blanc", "Netterive")
#: Sources, and their families; in each of the two groups, who is how reliable is drawn.
TRADE = {
    "Droguerie Hebdo": "presse spécialisée",
    "Le Carnet du Rayon": "presse spécialisée",
    "La Lettre du Réemploi": "presse spécialisée",
    "Guetteur de Brevets": "normes et brevets",
    "Alerte Textes Emballages": "normes et brevets",
}
CROWD = {
    "Sentinelle du Web": "plateforme de veille",
    "Fil Rouge Veille": "plateforme de veille",
    "Écoute sociale Papote": "réseaux et forums",
    "Forum Maison Sobre": "réseaux et forums",
}
SOURCES = TRADE | CROWD
RELIABILITY = {"trade": (5, 5, 4, 4, 3), "crowd": (3, 3, 2, 1)}
TRUSTED = 3

#: The words that « ET NON » might take away, and how many items outside the search hold one.
WORDS = ("borne", "emploi", "mobile", "voiture", "jardin", "gare")
SEARCHES = (
    "recharge OU vrac OU consigne",
    "(recharge OU vrac OU consigne) ET (lessive OU vaisselle OU nettoyant OU entretien)",
    "recharge ET lessive",
)

# Items by what they are to the searches: (title, text). What they hold of the words above is by design, and so are their traps.
CORE = (
    ("{marque} lance une recharge de lessive à {prix} €", "La poche d'un litre remplace le bidon de {n} lavages chez {ens}."),
    ("{ens} agrandit son rayon vrac à {ville}", "Lessive, liquide vaisselle et savon noir y seront servis au litre dès {mois}."),
    ("Nettoyant concentré : {marque} mise sur la recharge en {mois}", "Une dose à diluer, {n} % de flacons en moins."),
    ("{ville} teste la consigne du flacon en verre", "Entretien de la maison : les clients rapportent {n} flacons sur cent."),
    ("Pourquoi {n} foyers sur cent abandonnent la recharge", "Goutte à goutte, étiquette illisible : des acheteurs de lessive reviennent au bidon à {ville}."),
    ("Prix au litre : {n} produits relevés à {ville}", "Liquide vaisselle : la poche de recharge coûte en moyenne {prix} € le litre."),
    ("{marque} dépose un bouchon doseur à {n} positions", "Le brevet vise les recharges de nettoyant ; mise en vente attendue en {mois}."),
    ("Hygiène des fontaines : {ens} réclame une règle avant {mois}", "La lessive en vrac se développe plus vite que les textes."),
    ("Consigne à {ville} : {n} magasins remboursent le flacon", "{marque} et d'autres marques d'entretien s'y associent."),
)  # fmt: skip
#: Relevant, and yet taken away by the word.
KEPT_OUT = {
    "borne": (("{ens} installe une borne de remplissage à {ville}", "La recharge de lessive y est servie au litre, à {prix} €."),
              ("Borne ou poche ? {n} clients de {ville} comparent", "Liquide vaisselle en recharge : la machine plaît, sa file d'attente moins.")),
    "emploi": (("Réemploi : {ville} lave {n} 000 flacons par mois", "La station accueille des flacons de nettoyant rendus contre une consigne."),
               ("Le mode d'emploi rebute {n} acheteurs sur cent à {ville}", "Dosage de la recharge de lessive : ils demandent un repère sur le flacon.")),
    "mobile": (("Une application mobile pour les flacons de {ville}", "{marque} y suit la consigne de ses lessives ; {n} magasins la proposent."),
               ("{marque} : le service mobile de remplissage passe à {ville}", "Le camion sert lessive et savon noir en vrac, {n} litres le premier jour.")),
    "voiture": (("À {ville}, le retrait en voiture s'ouvre au vrac", "{ens} y remet la lessive au litre, sans file d'attente."),
                ("Coffre de voiture plein : {n} clients de {ville} racontent", "Ils rapportent leurs flacons de nettoyant une fois par mois pour la consigne.")),
    "jardin": (("Savon noir, maison et jardin : {ens} l'offre en vrac à {ville}", "L'entretien des sols tire la vente, {prix} € le litre."),
               ("{marque} quitte le rayon jardin de {ville}", "Sa recharge de nettoyant pour terrasses ne trouvait que {n} acheteurs par mois.")),
    "gare": (("{marque} ouvre une boutique de recharge en gare de {ville}", "Lessive et vaisselle au litre, {n} clients par jour."),
             ("En gare de {ville}, {n} flacons rendus par jour", "La consigne des produits d'entretien s'installe sur le trajet du travail.")),
}  # fmt: skip
#: Noise that the word takes away: in the search, then outside it.
TAKEN = {
    "borne": (("Bornes de recharge : {n} nouvelles places à {ville}", "La mairie promet un entretien chaque semaine."),
              ("{ville} : une borne sur {n} est en panne", "La recharge attend l'entretien du réseau jusqu'en {mois}.")),
    "emploi": (("Un emploi dans le vrac : {ens} recrute à {ville}", "{n} postes, de la caisse à l'entretien du magasin."),
               ("Offre d'emploi : {n} chefs de rayon vrac à {ville}", "Le poste couvre l'épicerie, la lessive et la caisse.")),
    "mobile": (("Mobile : la recharge sans fil arrive à {ville}", "L'entretien de la batterie demande {n} minutes par mois."),
               ("Recharge mobile à {prix} € : le test de {mois}", "Livrée avec un chiffon d'entretien pour l'écran, {n} gigaoctets compris.")),
    "voiture": (("Voiture électrique : {n} minutes de recharge à {ville}", "Le constructeur réduit le coût d'entretien de {p} %."),
                ("Louer sa voiture à {ville} : comptez {prix} € l'heure", "Recharge et entretien sont compris jusqu'en {mois}.")),
    "jardin": (("Jardin : {n} sacs de terreau en vrac à {ville}", "Le calendrier d'entretien de {mois} est offert."),
               ("{ens} vend le paillis en vrac, {prix} € le sac", "Tout pour l'entretien du jardin en {mois}.")),
    "gare": (("Gare de {ville} : la consigne à bagages rouvre", "L'entretien des {n} casiers est achevé."),
             ("Consigne en gare de {ville} : {prix} € la journée", "Un agent d'entretien veille sur {n} casiers.")),
}  # fmt: skip
OUTSIDE = {
    "borne": ("Bornes de recharge : le kilowattheure à {prix} centimes à {ville}", "La ville prévoit {n} points pour {mois}."),
    "emploi": ("Forum de l'emploi à {ville} : {n} entreprises", "Entrée libre en {mois}."),
    "mobile": ("Recharge mobile : le forfait à {prix} € jusqu'en {mois}", "L'opérateur offre {n} gigaoctets."),
    "voiture": ("Voiture électrique : {n} modèles à la recharge à {ville}", "L'essai dure jusqu'en {mois}."),
    "jardin": ("Jardin partagé : {ville} ouvre {n} parcelles", "Le compost y est livré en vrac en {mois}."),
    "gare": ("Gare de {ville} : {n} places à la consigne des vélos", "Comptez {prix} € la semaine."),
}  # fmt: skip
NOISE_IN = (
    ("Lessive et café : {n} coupons à imprimer en {mois}", "La recharge de capsules descend à {prix} € chez {ens}."),
    ("Pressing : {n} boutiques de {ville} passent à la lessive douce", "Leurs caisses acceptent la recharge de cartes dès {mois}."),
    ("Lave-vaisselle : {n} modèles comparés en {mois}", "Le plus sobre économise l'eau ; la recharge de sel coûte {prix} €."),
    ("Vaisselle en grès : {n} potiers exposent à {ville}", "Pièces vendues en vrac au poids, {prix} € le kilo."),
    ("Piscine de {ville} : la consigne des vestiaires change", "L'entretien du bassin durera {n} jours."),
    ("Imprimante : l'entretien coûte {prix} € par mois", "Et la recharge d'encre ? {n} modèles comparés à {ville}."),
)  # fmt: skip
MISSED = (
    ("La poche souple gagne {n} salles de bains sur cent à {ville}", "{marque} étend la recharge au savon pour les mains, {prix} € le demi-litre."),
    ("{n} magasins de vrac annoncés autour de {ville}", "Après deux années de fermetures, {ens} reprend ses projets."),
    ("{marque} mise sur la pastille à dissoudre en {mois}", "Un flacon gardé à vie et une pastille à {prix} €."),
    ("Flacons réutilisables : {n} % des foyers de {ville} en ont un", "La moitié seulement le remplit encore au bout d'un an."),
    ("Plastique à usage unique : {n} bidons visés dès {mois}", "La profession du détergent demande un délai, dit {marque}."),
)  # fmt: skip
NOISE_OUT = (
    ("Céréales et fruits secs : {n} références de vrac à {ville}", "{ens} vend les flocons {prix} € le kilo."),
    ("Orages à {ville} : les consignes de la préfecture", "S'abriter, couper le gaz : {n} communes sont concernées."),
    ("{ens} publie ses ventes de {mois}", "Le chiffre d'affaires recule de {p} % ; le textile résiste à {ville}."),
    ("Une crème à {prix} € démentie par son laboratoire", "Elle ne tient pas ses promesses, selon {n} utilisatrices de {ville}."),
    ("Bons plans de {mois} : {n} coupons pour le café", "La recharge de capsules descend à {prix} € chez {ens}."),
    ("Pressing : {ville} perd {n} boutiques", "La lessive à façon ne nourrit plus ses exploitants."),
)  # fmt: skip
SHOPS = ("Gros Panier", "Marché Clair", "Panorama", "La Halle aux Flacons", "Coop des Vallées")
TOWNS = (
    "Grenoble", "Nantes", "Lille", "Valence", "Rennes", "Toulouse", "Dijon", "Orléans", "Metz", "Rouen", "Tours", "Brest", "Nancy",
    "Limoges", "Annecy", "Pau", "Troyes", "Colmar", "Niort", "Vannes", "Albi", "Chartres", "Beauvais", "Nevers", "Roanne", "Castres",
)  # fmt: skip
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip

PRODUCTS = (
    "pastille pour lave-vaisselle à remplir", "recharge de lessive en poudre", "nettoyant en dose soluble",
    "flacon de verre teinté", "liquide vaisselle en galet", "spray salle de bains à diluer", "lessive en feuilles",
    "savon noir en poche", "fontaine de remplissage pour lessive", "bouchon doseur à ressort",
)  # fmt: skip
LEARNT_FROM = (
    "un client", "un client", "un commercial", "un distributeur", "un salon", "une publicité", "un fournisseur",
)  # fmt: skip
#: What a source says of a launch before it is on sale, and after.
SAID_BEFORE = (
    "{marque} préparerait un lancement : {quoi}", "{marque} : {quoi}, les premières images", "Bientôt chez {marque} : {quoi}",
    "On en parle chez {marque} : {quoi}",
)  # fmt: skip
SAID_AFTER = (
    "{marque} : {quoi}, les premiers retours", "Nouveau chez {marque} : {quoi}", "Vu en rayon, chez {marque} : {quoi}",
    "{marque} élargit sa gamme : {quoi}",
)  # fmt: skip

CHANNELS = ("Site de la marque", "Grande surface", "Épicerie vrac")
ITEMS_SOLD = (
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

PEOPLE = 400
CROSSED = {
    "age": ("18-34 ans", "35-54 ans", "55 ans et plus"),
    "lieu_achat": ("grande surface", "magasin bio ou vrac", "internet"),
    "foyer": ("une personne", "deux personnes", "trois personnes et plus"),
}
#: By strength of link: what it adds to the wish to buy, and the bounds of the statistic, away from 5.99 and 9.21, and under 4 × 5.99.
PULLS = (0.0, 0.085, 0.14)
BOUNDS = ((0.6, 4.6), (6.5, 8.5), (10.5, 23.0))
#: Share that cites the brand, share that knows it from a list, then of those who know it: design, innovation. The last four are drawn
#: among the rivals.
PROFILES = np.array(
    [
        (0.09, 0.38, 0.55, 0.42),
        (0.34, 0.82, 0.30, 0.24),
        (0.05, 0.26, 0.44, 0.62),
        (0.13, 0.47, 0.68, 0.58),
        (0.20, 0.61, 0.40, 0.36),
    ]
)


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `sources`, `flux`, `requetes`, `lancements`, `annonces`, `avis`, `enquete`, `marques`.

    Dates as timestamps at midnight. KitError after 3,000 vain draws of one of the last three.
    """
    sources = _sources(rng)
    launches, announcements = _launches(rng, sources)
    # How strong each link is, 0, 1 or 2, is drawn before the loop: refusals would settle it.
    links = rng.permutation([0, rng.randint(3), rng.randint(1, 3)])
    return {
        "sources": sources,
        "flux": _items(rng),
        "requetes": pd.DataFrame({"recherche": ["R1", "R2", "R3"], "requete": rng.permutation(SEARCHES)}),
        "lancements": launches,
        "annonces": announcements,
        "avis": tirer_jusqu_a(_reviews, _review_checks, rng),
        "enquete": _people(rng, links),
        "marques": tirer_jusqu_a(_brands, _brand_checks, rng),
    }


def _sources(rng: np.random.RandomState) -> pd.DataFrame:
    grades = [*rng.permutation(RELIABILITY["trade"]), *rng.permutation(RELIABILITY["crowd"])]
    return pd.DataFrame({"source": list(SOURCES), "famille": list(SOURCES.values()), "fiabilite": grades})


# --- six months of items ---


def _items(rng: np.random.RandomState) -> pd.DataFrame:
    """About 350 items, no two with the same title; each of `WORDS` takes away much noise or too much of what is useful."""
    chosen: list[tuple[tuple[str, str], str]] = []

    def some(texts: tuple[tuple[str, str], ...], count: int, relevant: str) -> None:
        chosen.extend((texts[rng.randint(len(texts))], relevant) for _ in range(count))

    some(CORE, rng.randint(58, 80), "oui")
    some(MISSED, rng.randint(20, 34), "oui")
    some(NOISE_IN, rng.randint(20, 34), "non")
    some(NOISE_OUT, rng.randint(45, 70), "non")
    good = set(rng.choice(WORDS, 2, replace=False))
    misleading = rng.choice(sorted(set(WORDS) - good))
    for word in WORDS:
        useful, useless = (
            (rng.randint(0, 3), rng.randint(11, 17)) if word in good else (rng.randint(4, 8), rng.randint(4, 9))
        )
        outside = rng.randint(1, 3)
        if word == misleading:  # counted on all items, this word would seem to take away noise above all
            outside = 3 * useful - useless + rng.randint(4, 8)
        some(KEPT_OUT[word], useful, "oui")
        some(TAKEN[word], useless, "non")
        some((OUTSIDE[word],), outside, "non")
    seen: set[str] = set()
    rows = []
    for rank in rng.permutation(len(chosen)):
        (title, text), relevant = chosen[rank]
        day = rng.randint(0, 183)
        while True:
            slots = _slots(rng, day)
            if (told := title.format(**slots)) not in seen:
                break
        seen.add(told)
        date = pd.Timestamp("2026-04-01") + pd.Timedelta(days=int(day))
        rows.append((date, rng.choice(list(SOURCES)), _elided(told), _elided(text.format(**slots)), relevant))
    table = pd.DataFrame(rows, columns=["date", "source", "titre", "texte", "pertinent"])
    table = table.sort_values(["date", "titre"], ignore_index=True)
    table.insert(0, "numero", np.arange(1, len(table) + 1))
    return table


def _elided(text: str) -> str:
    """« d'Annecy », « d'avril »: no template knows which town or month it will be given."""
    return re.sub(r"\bde (?=[AO]|avril|août|octobre)", "d'", text)


def _slots(rng: np.random.RandomState, day: int) -> dict[str, object]:
    return {
        "marque": rng.choice(BRANDS[1:]),
        "ens": rng.choice(SHOPS),
        "ville": rng.choice(TOWNS),
        "mois": MONTHS[(3 + day // 31 + rng.randint(1, 5)) % 12],
        "n": rng.randint(12, 60),
        "p": rng.randint(2, 9),
        "prix": f"{rng.randint(20, 99) / 10:.2f}".replace(".", ","),
    }


# --- launches, and who announced them ---


def _launches(rng: np.random.RandomState, sources: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six launches that Clairenoue learnt late, and what each source had said of them.

    Of four launches a source of little reliability speaks first; of each, one reliable source speaks before the other reliable ones.
    """
    trusted = sources.loc[sources["fiabilite"] >= TRUSTED, "source"].to_numpy()
    doubtful = sources.loc[sources["fiabilite"] < TRUSTED, "source"].to_numpy()
    rumoured = rng.permutation([True] * 4 + [False] * 2)
    brands = rng.permutation([*BRANDS[1:], *rng.choice(BRANDS[1:], 2, replace=False)])
    launches, said = [], []
    for rank, (brand, product) in enumerate(zip(brands, rng.permutation(PRODUCTS)[:6], strict=True)):
        code = f"L{rank + 1}"
        first = pd.Timestamp("2025-11-03") + pd.Timedelta(days=int(45 * rank + rng.randint(0, 30)))
        learnt = first + pd.Timedelta(days=int(rng.randint(6, 75)))
        sold = learnt + pd.Timedelta(days=int(rng.choice([-1, 1]) * rng.randint(3, 5)))
        launches.append((code, brand, product, sold, learnt, rng.choice(LEARNT_FROM)))
        told = rng.permutation(trusted)[: rng.randint(3, 6)]
        days = [0, *rng.randint(2, 40, len(told) - 1)]
        said += [(first + pd.Timedelta(days=int(day)), source, code) for day, source in zip(days, told, strict=True)]
        said.append(
            (first + pd.Timedelta(days=int(rng.randint(41, 60))), told[0], code)
        )  # the first one comes back to it
        for source in rng.permutation(doubtful)[: rng.randint(1, 3)]:
            early = rumoured[rank] and not any(who in doubtful and what == code for _, who, what in said)
            day = -rng.randint(2, 20) if early else rng.randint(3, 40)
            said.append((first + pd.Timedelta(days=int(day)), source, code))
    table = pd.DataFrame(
        launches, columns=["lancement", "marque", "produit", "mise_en_vente", "appris_le", "appris_par"]
    )
    announced = pd.DataFrame(said, columns=["date", "source", "lancement"]).sort_values(
        ["date", "source"], ignore_index=True
    )
    what = table.set_index("lancement")
    announced["titre"] = [
        str(rng.choice(SAID_BEFORE if date < what.loc[code, "mise_en_vente"] else SAID_AFTER)).format(
            marque=what.loc[code, "marque"], quoi=what.loc[code, "produit"]
        )
        for date, code in zip(announced["date"], announced["lancement"], strict=True)
    ]
    announced.insert(0, "numero", np.arange(1, len(announced) + 1))
    return table, announced


# --- reviews, exported as they come ---


def _reviews(rng: np.random.RandomState) -> pd.DataFrame:
    """About 340 lines: reviews as written, then the copies slipped in by two exports put end to end."""
    lean = rng.permutation([0.4, 0.0, -0.4])
    size, seen, rows = rng.randint(285, 315), set(), []
    while len(rows) < size:
        channel = rng.choice(3, p=(0.42, 0.34, 0.24))
        mark = float(np.clip(np.round(4.0 + lean[channel] + rng.normal(0, 1.05)), 1, 5))
        mood = "bas" if mark < 3 else "moyen" if mark < 4 else "haut"
        client = f"{rng.choice(FIRST_NAMES)} {rng.choice(list('ABCDEFGHLMPRST'))}."
        ending = str(rng.choice(ENDINGS)).format(n=rng.randint(2, 10), f=rng.randint(3, 7))
        row = [
            client,
            rng.choice(ITEMS_SOLD),
            CHANNELS[channel],
            mark,
            f"{rng.choice(OPENINGS[mood])}, {ending}.",
        ]
        key = tuple(_plain(row[field]) for field in (0, 1, 4))
        if key not in seen:
            seen.add(key)
            rows.append(row)
    written = [_written(rng, row) for row in rows]
    for rank, i in enumerate(rng.choice(size, rng.randint(36, 52), replace=False)):
        copy = list(written[i]) if rank % 3 == 0 else _again(rng, written[i])
        written.append(copy)
    avis = pd.DataFrame(written, columns=["client", "produit", "canal", "note", "commentaire"])
    avis = avis.iloc[rng.permutation(len(avis))].reset_index(drop=True)
    avis.insert(0, "numero", np.arange(1, len(avis) + 1))
    return avis


def _written(rng: np.random.RandomState, row: list) -> list:
    """One review as exports write it: marks of several looks, cells left empty."""
    client, product, channel, mark, comment = row
    note = f"{mark:.0f}" + rng.choice(["", "/5", ",0"], p=(0.5, 0.3, 0.2))
    draw = rng.uniform()
    if draw < 0.06:
        note = str(rng.choice(["7", "8", "9", "10", "45"]))
    elif draw < 0.1:
        note = None if draw < 0.08 else "n/c"
    return [client, product, None if rng.uniform() < 0.05 else channel, note, comment]


def _again(rng: np.random.RandomState, row: list) -> list:
    """The same review from the other export: some of what identifies it in capitals, without accents, or with blanks too many."""
    copy = list(row)
    for field in rng.choice([0, 1, 4], rng.randint(1, 3), replace=False):
        copy[field] = _spoilt(rng, row[field])
    return copy


def _spoilt(rng: np.random.RandomState, text: str) -> str:
    ways = (str.upper, str.lower, lambda t: "  " + t, lambda t: t + " ", lambda t: t.replace(" ", "  ", 1))
    while True:
        changed = ways[rng.randint(len(ways))](_bare(text) if rng.uniform() < 0.3 else text)
        if changed != text:
            return changed


#: Accents, as NFKD sets them apart from their letters.
ACCENTS = dict.fromkeys(c for c in range(0x300, 0x370) if unicodedata.combining(chr(c)))


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKD", text).translate(ACCENTS)


def _plain(text: str) -> str:
    return " ".join(_bare(text).lower().split())


def _review_checks(avis: pd.DataFrame) -> Conditions:
    note = pd.to_numeric(avis["note"].str.replace("/5", "").str.replace(",", "."), errors="coerce")
    key = avis[["client", "produit", "commentaire"]].map(_plain).agg("|".join, axis=1)
    exact = ~avis.duplicated(["client", "produit", "commentaire"])
    sound = note.between(1, 5)

    def counts(kept: pd.Series) -> pd.DataFrame:
        return pd.DataFrame({"n": kept, "s": kept & (note >= 4)}).groupby(avis["canal"]).sum()

    right = counts(~key.duplicated() & sound)
    for said, wrong in (
        ("écrits autrement", counts(exact & sound)),
        ("hors échelle", counts(~key.duplicated() & note.notna())),
    ):
        yield f"les avis {said} comptent partout", bool((wrong["n"] > right["n"] + 1).all())
        gap = abs(wrong["s"] / wrong["n"] - right["s"] / right["n"])
        yield f"les avis {said} changent les parts", bool((gap > 0.006).sum() >= 2)
    yield "des parts qui se distinguent", float(np.diff(np.sort(right["s"] / right["n"])).min()) > 0.03


# --- a survey of 400 buyers ---


def _people(rng: np.random.RandomState, links: np.ndarray) -> pd.DataFrame:
    """Who was asked, and whether they will buy Clairenoue; links: how strongly age, place and household pull."""
    # Plain arrays while drawing: many are refused.
    codes, wish = tirer_jusqu_a(lambda r: _wishes(r, links), lambda drawn: _wish_checks(*drawn, links), rng)
    answers = {name: np.array(said)[code] for (name, said), code in zip(CROSSED.items(), codes, strict=True)}
    return pd.DataFrame({"repondant": [f"P{i:03d}" for i in range(1, PEOPLE + 1)], **answers, "intention": _yes(wish)})


def _wishes(rng: np.random.RandomState, links: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    codes = [rng.choice(3, PEOPLE, p=p) for p in ((0.3, 0.38, 0.32), (0.5, 0.3, 0.2), (0.3, 0.36, 0.34))]
    odds = 0.36 + sum(PULLS[link] * rng.permutation([-1, 0, 1])[code] for link, code in zip(links, codes, strict=True))
    return codes, rng.uniform(size=PEOPLE) < odds


def _wish_checks(codes: list[np.ndarray], wish: np.ndarray, links: np.ndarray) -> Conditions:
    for name, code, link in zip(CROSSED, codes, links, strict=True):
        seen = np.bincount(2 * code + wish, minlength=6).reshape(3, 2)
        due = seen.sum(1)[:, None] * seen.sum(0) / PEOPLE
        low, high = BOUNDS[link]
        yield f"{name} lié comme voulu", bool(low < ((seen - due) ** 2 / due).sum() < high)


def _brands(rng: np.random.RandomState) -> pd.DataFrame:
    """What the same 400 say of five brands: image is asked of those who know the brand only, the list of what they did not cite."""
    rates = PROFILES[[0, *rng.permutation([1, 2, 3, 4])]] + rng.normal(0, [0.012, 0.03, 0.04, 0.04], (5, 4))
    tables = []
    for brand, (cited, known, *image) in zip(BRANDS, rates, strict=True):
        cites = rng.uniform(size=PEOPLE) < cited
        knows = cites | (rng.uniform(size=PEOPLE) < (known - cited) / (1 - cited))
        table = pd.DataFrame({"repondant": [f"P{i:03d}" for i in range(1, PEOPLE + 1)], "marque": brand})
        table["citee"] = _yes(cites)
        table["reconnue"] = np.where(cites, None, _yes(knows))
        for name, share in zip(("design", "innovation"), image, strict=True):
            table[name] = np.where(knows, _yes(rng.uniform(size=PEOPLE) < share), None)
        tables.append(table)
    return pd.concat(tables).sort_values(["repondant", "marque"], ignore_index=True)


def _yes(answers: np.ndarray) -> np.ndarray:
    return np.where(answers, "oui", "non").astype(object)


def _brand_checks(brands: pd.DataFrame) -> Conditions:
    known = (brands["citee"] == "oui") | (brands["reconnue"] == "oui")
    image = (brands[known][["design", "innovation"]] == "oui").groupby(brands["marque"]).mean().to_numpy()
    gaps = [np.hypot(*(a - b)) for i, a in enumerate(image) for b in image[:i]]
    yield "carte lisible", min(gaps) > 0.06
    near = np.sort([np.hypot(*(one - image[list(sorted(BRANDS)).index(BRANDS[0])])) for one in image])[1:]
    yield "une marque la plus proche", near[1] > 1.15 * near[0]
