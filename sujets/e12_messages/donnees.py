"""The draw of épreuve 12: messages, claims, digital campaigns, pages and sales kits of Thymarelle, a fictional maker of refillable cosmetics.

Orders of magnitude of a small French brand in 2026-2027, net of VAT: a click on a social network at 0.32-0.95 €, on a search advertisement at
0.30-1.10 € (dearer without the brand's name); 0.8-2 orders out of a hundred clicks on a feed, 2-4 on a search; hence a new customer at 25 to 105 €. A bottle at 17-19 € with VAT leaves some 9.30 € net to its maker once the pharmacist has taken his margin. The click
rate by rank, the factor of CO2e and the thresholds of messages and pages are conventions of the case: the statement says so.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

# --- drafts of messages ---

#: Channel, most characters.
CHANNELS = {"Courriel": 420, "Instagram": 300, "Publicité": 170, "Présentoir": 220}
WORDS = 14
VERDICTS = ("bon", "trop long", "phrases", "appels")
OPENINGS = (
    "Le flacon reste, la recharge arrive.",
    "Un beau flacon ne se jette pas.",
    "Votre salle de bains change un seul geste.",
    "On garde le verre, on verse la suite.",
    "À Uzès, un flacon a plusieurs vies.",
    "Videz, gardez, versez, recommencez.",
    "Ce flacon-là, vous allez le garder.",
    "Ce flacon attend sa deuxième vie.",
)
BODIES = (
    "Le verre vient de bouteilles recyclées.",
    "La poche contient un demi-litre.",
    "La recharge se verse en trente secondes.",
    "La pompe se démonte et se rince à l'eau.",
    "Le lait corps sent l'amande et le thym.",
    "Le shampooing mousse doucement.",
    "La recharge coûte moins cher que le flacon.",
    "Quatre produits composent la gamme.",
    "Nos conseillères répondent le jour même.",
    "Le gel douche se fait à Uzès.",
    "Le flacon tient bien dans une main mouillée.",
    "Le nom du produit se lit aussi du bout des doigts.",
    "Le savon mains convient à toute la famille.",
    "Votre pharmacie montre comment faire.",
)
CLOSINGS = (
    "La recharge vous attend en boutique.",
    "Mai sera le mois de la recharge.",
    "À bientôt, à Uzès ou à Nîmes.",
    "Le reste tient dans une poche.",
)
LONGS = (
    "Parce que le plus beau des flacons est celui que l'on remplit encore, nous l'avons voulu en verre épais et sans étiquette qui se décolle.",
    "Quand le gel douche touche à sa fin, vous gardez la pompe, vous ouvrez la recharge et vous versez tranquillement jusqu'au trait.",
    "Nous avons demandé à nos clientes du Gard et de l'Hérault ce qu'elles jetaient le plus, puis nous avons changé notre façon d'emballer.",
    "La poche que vous versez dans la bouteille de verre, sans entonnoir ni goutte perdue, tient pliée dans le tiroir de la salle de bains.",
    "Depuis que notre grand-mère remplissait sa fiole chez le pharmacien d'Uzès, nous savons qu'un flacon se garde bien plus longtemps qu'une saison.",
)
CALLS = (
    "Voir la gamme",
    "Trouver ma pharmacie",
    "Commander ma recharge",
    "Lire notre histoire",
    "Essayer le geste",
)

# --- claims ---

RULES = ("permise", "conformité", "preuves", "équité", "environnement", "carbone")
#: By subject: (rule that settles it, medium, text, what the file holds).
CLAIMS = {
    "verre": (
        ("permise", "étui", "Flacon : {haut} % de verre recyclé", "attestation du verrier : {haut} % de verre recyclé"),
        ("preuves", "étui", "Flacon : {haut} % de verre recyclé", "attestation du verrier : {bas} % de verre recyclé"),
    ),
    "hydratation": (
        ("permise", "page du lait corps", "Hydrate la peau pendant {long} heures", "mesure sur 24 volontaires : effet constaté à {long} heures"),
        ("preuves", "page du lait corps", "Hydrate la peau pendant {long} heures", "mesure sur 24 volontaires : effet constaté à 8 heures, plus rien ensuite"),
    ),
    "autorité": (
        ("conformité", "courriel", "Un gel douche approuvé par l'Agence nationale de sécurité du médicament", "notification du produit au portail européen"),
        ("permise", "courriel", "Toléré par la peau de {panel} volontaires, sous contrôle dermatologique", "rapport d'essai : {panel} volontaires suivis par une dermatologue, aucune réaction"),
    ),
    "animaux": (
        ("conformité", "affiche", "Notre différence : un savon jamais testé sur les animaux", "attestation du laboratoire : aucun essai sur l'animal"),
        ("permise", "affiche", "Un savon mains essayé par {panel} familles du Gard", "carnets d'essai signés de {panel} familles du Gard"),
    ),
    "autres": (
        ("équité", "publicité", "Les autres gels douche vous mettent du poison sur la peau", "liste des conservateurs autorisés que d'autres marques emploient"),
        ("permise", "publicité", "Un gel douche au thym des garrigues du Gard", "bons de livraison du thym, récolté dans les garrigues du Gard"),
    ),
    "conservateurs": (
        ("équité", "Instagram", "Fuyez le phénoxyéthanol : nous, nous l'avons banni", "formule déposée sans ce conservateur, que la loi autorise"),
        ("preuves", "Instagram", "Le thym du shampooing fortifie le cheveu", "thym présent à {trace} % ; aucun essai, ni sur l'ingrédient ni sur le produit"),
    ),
    "poche": (
        ("environnement", "recharge (imprimé)", "Poche biodégradable", "note du fabricant de la poche"),
        ("permise", "recharge (imprimé)", "{plast} % de plastique de moins qu'un flacon neuf de 500 mL", "pesée des deux emballages : {plast} % de plastique de moins"),
    ),
    "planète": (
        ("environnement", "flacon (gravé)", "Un flacon respectueux de l'environnement", "attestation du verrier ; calcul du plastique évité"),
        ("environnement", "étui", "Bon pour la planète", "calcul du plastique évité, relu par un tiers"),
        ("preuves", "étui", "Une pompe qui tient {vingt} remplissages", "essai d'usure : la pompe cède à {douze} remplissages"),
    ),
    "climat": (
        ("carbone", "publicité", "La recharge neutre en carbone", "facture d'arbres plantés ; aucun bilan des émissions publié"),
        ("carbone", "publicité", "Second Flacon : zéro carbone", "bilan des émissions commandé, pas encore rendu"),
        ("permise", "publicité", "Une recharge faite à Uzès", "bons de fabrication de l'atelier d'Uzès"),
    ),
    "origine": (
        ("permise", "page de la gamme", "{nat} % d'ingrédients d'origine naturelle, selon la norme ISO 16128", "calcul selon la norme : {nat} %"),
        ("preuves", "page de la gamme", "{nat} % d'ingrédients d'origine naturelle, selon la norme ISO 16128", "calcul selon la norme : {moins} %, parfum compris"),
    ),
}  # fmt: skip

# --- paid levers ---

LEVERS = ("Instagram, vidéos", "Instagram, carrousels", "Recherche, marque", "Recherche, produits")
#: (cost of a click, orders of a click, share of new customers among buyers, spent in a week): least and most.
PAID = (
    ((0.32, 0.75), (0.008, 0.02), (0.62, 0.84), (480, 860)),
    ((0.40, 0.95), (0.008, 0.02), (0.6, 0.82), (420, 740)),
    ((0.30, 0.60), (0.02, 0.04), (0.22, 0.4), (150, 340)),
    ((0.65, 1.10), (0.02, 0.04), (0.58, 0.8), (440, 800)),
)
DECISIONS = ("renforcer", "garder", "réduire")
#: The cost of a new customer, by what is decided of the lever: 40 € at most, 65 € at most, beyond.
BANDS = {"renforcer": (25, 37), "garder": (44, 61), "réduire": (70, 105)}
MONDAYS = ("2027-03-08", "2027-03-15", "2027-03-22", "2027-03-29", "2027-04-05", "2027-04-12", "2027-04-19")

# --- search ---

FAMILIES = ("gel douche", "shampooing", "lait corps", "savon mains")
SUFFIXES = (
    "rechargeable",
    "recharge 500 ml",
    "naturel",
    "flacon verre",
    "à pompe",
    "éco recharge",
    "fabriqué en france",
    "pharmacie",
    "uzès",
    "zéro déchet",
)
#: Searches in a month, for the most asked of the family's queries.
SEARCHES = {"gel douche": 3600, "shampooing": 4400, "lait corps": 1900, "savon mains": 1500}
CURVE = (28.0, 15.0, 10.0, 7.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5)

# --- pages ---

PAGES = (
    "Accueil de la gamme",
    "Gel douche",
    "Shampooing",
    "Trouver une pharmacie",
)
#: Megabytes of a page once it is remade, by what is decided of it: kept under 1.2, 2 at most, beyond.
WEIGHTS = {"tenu": (0.5, 1.15), "à alléger": (1.26, 1.93), "à refaire": (2.08, 3.1)}

# --- pharmacies ---

DEPARTMENTS = (("Gard", 62), ("Hérault", 54), ("Bouches-du-Rhône", 36), ("Vaucluse", 28))
USES = ("installé", "reçu, non installé", "non reçu")
OFFERS = ("Flacon", "Duo flacon et recharge", "Recharge")


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `canaux`, `messages`, `allegations`, `annonces`, `courbe`, `requetes`, `pages`, `offres`, `pharmacies`.

    Amounts in euros net of VAT, dates as timestamps at midnight. KitError after 3,000 vain draws of a table.
    """
    # A stream a table: what one refuses does not move the others.
    streams = [np.random.RandomState(seed) for seed in rng.randint(2**31 - 1, size=7)]
    decisions = _spread(streams[2])
    moves = streams[3].permutation([0.9, 1.6, 2.4, 3.4])
    fourth = str(streams[4].choice(list(WEIGHTS)))
    classes = streams[4].permutation(["tenu", "à alléger", "à refaire", fourth])
    offers, pharmacies = tirer_jusqu_a(_pharmacies, _pharmacy_checks, streams[5])
    return {
        "canaux": pd.DataFrame(
            {
                "canal": list(CHANNELS),
                "caracteres": list(CHANNELS.values()),
                "mots_par_phrase": WORDS,
                "appels": 1,
            }
        ),
        "messages": tirer_jusqu_a(_messages, _message_checks, streams[0]),
        "allegations": tirer_jusqu_a(_claims, _claim_checks, streams[1]),
        "annonces": tirer_jusqu_a(lambda r: _ads(r, decisions), lambda t: _ad_checks(t, decisions), streams[2]),
        "courbe": pd.DataFrame({"position": np.arange(1, 11), "taux": CURVE}),
        "requetes": tirer_jusqu_a(lambda r: _queries(r, moves), _query_checks, streams[3]),
        "pages": tirer_jusqu_a(lambda r: _pages(r, classes), _page_checks, streams[4]),
        "offres": offers,
        "pharmacies": pharmacies,
    }


# --- drafts of messages ---


def _messages(rng: np.random.RandomState) -> pd.DataFrame:
    verdicts = [*VERDICTS, *(str(x) for x in rng.choice(VERDICTS, 2, replace=False))]
    rng.shuffle(verdicts)
    rows = []
    for rank, channel in enumerate([*CHANNELS, *(str(x) for x in rng.choice(list(CHANNELS), 2, replace=False))]):
        text, calls = _draft(rng, channel, verdicts[rank])
        rows.append((channel, text, calls))
    rows = [rows[i] for i in rng.permutation(len(rows))]
    table = pd.DataFrame(rows, columns=["canal", "texte", "appels"])
    table.insert(0, "message", [f"M{rank}" for rank in range(1, len(table) + 1)])
    return table


def _draft(rng: np.random.RandomState, channel: str, verdict: str) -> tuple[str, str]:
    """A draft that has this fault, and no other, far from each threshold."""
    limit = CHANNELS[channel]
    while True:
        # A long sentence alone is too short for an e-mail: it takes two.
        longs = 0
        if verdict == "phrases":
            longs = int(rng.randint(1, 3)) if limit > 250 else 1
        elif rng.uniform() < 0.3 and limit > 250:
            longs = 1
        bodies = int(rng.randint(0, 9))
        sentences = [str(rng.choice(OPENINGS))]
        middle = [str(x) for x in rng.choice(LONGS, longs, replace=False)]
        middle += [str(x) for x in rng.choice(BODIES, bodies, replace=False)]
        sentences += [middle[i] for i in rng.permutation(len(middle))]
        if rng.uniform() < 0.6:
            sentences.append(str(rng.choice(CLOSINGS)))
        text = " ".join(sentences)
        words = (text.count(" ") + 1) / text.count(".")
        # Neither too near to the limit, nor so far that one sees it without counting.
        long = len(text) - limit
        near = 4 <= long <= 0.12 * limit if verdict == "trop long" else -0.35 * limit <= long <= -4
        wordy = words >= WORDS + 0.6 if verdict == "phrases" else words <= WORDS - 0.6
        if near and wordy:
            break
    many = (0, 2)[int(rng.uniform() < 0.75)] if verdict == "appels" else 1
    return text, " / ".join(rng.choice(CALLS, many, replace=False)) or "aucun"


def _message_checks(messages: pd.DataFrame) -> Conditions:
    yield "six textes différents", messages["texte"].is_unique
    yield "six ouvertures, ou presque", messages["texte"].str.split(".").str[0].nunique() >= 4
    lengths = messages["texte"].str.len()
    stripped = messages["texte"].str.replace(" ", "").str.len()
    limits = messages["canal"].map(CHANNELS)
    yield "les blancs changent un verdict", bool(((lengths > limits) & (stripped <= limits)).any())


# --- claims ---


def _claims(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for subject in rng.permutation(list(CLAIMS))[:7]:
        versions = CLAIMS[str(subject)]
        rule, medium, text, proof = versions[rng.randint(len(versions))]
        high, low = rng.randint(78, 93), rng.randint(52, 70)
        figures = {
            "haut": high,
            "bas": low,
            "long": rng.choice([12, 24, 48]),
            "panel": rng.randint(22, 46),
            "trace": f"0,0{rng.randint(2, 9)}",
            "plast": rng.randint(68, 82),
            "vingt": rng.choice([20, 25, 30]),
            "douze": rng.randint(11, 17),
            "nat": f"9{rng.randint(7, 9)},{rng.randint(1, 9)}",
            "moins": f"9{rng.randint(2, 5)},{rng.randint(1, 9)}",
        }
        rows.append((medium, text.format(**figures), proof.format(**figures), rule))
    table = pd.DataFrame(rows, columns=["support", "allegation", "dossier", "regle"])
    table.insert(0, "code", [f"A{rank}" for rank in range(1, len(table) + 1)])
    return table


def _claim_checks(claims: pd.DataFrame) -> Conditions:
    # The rule itself is not given: it is read in the words. It is taken off once it has been checked.
    counts = claims.pop("regle").value_counts().reindex(list(RULES), fill_value=0)
    yield "chaque règle sert, aucune ne domine", bool(counts.between(1, 2).all())


# --- paid levers ---


def _spread(rng: np.random.RandomState) -> list[str]:
    """The decision of each lever: each of the three at least once."""
    while True:
        drawn = [str(x) for x in rng.choice(DECISIONS, len(LEVERS))]
        if len(set(drawn)) == len(DECISIONS):
            return drawn


def _ads(rng: np.random.RandomState, decisions: list[str]) -> pd.DataFrame:
    rows = []
    for lever, (cost, conversion, share, spent), decision in zip(LEVERS, PAID, decisions, strict=True):
        while True:
            # The cost of a customer follows from what a click costs and from what it brings.
            cpc, conv, new = (rng.uniform(*bounds) for bounds in (cost, conversion, share))
            if BANDS[decision][0] <= cpc / (conv * new) <= BANDS[decision][1]:
                break
        base = rng.uniform(*spent)
        # A lever gains or tires over the six weeks; more is spent when the launch is near.
        drift = rng.uniform(-0.09, 0.09)
        for week, monday in enumerate(MONDAYS):
            test = week == 0
            money = round(base * (0.3 if test else rng.uniform(0.8, 1.1) * (1.35 - 0.1 * week)), 2)
            wear = 1 + drift * (week - 3.5) / 2.5
            price = cpc * rng.uniform(0.92, 1.08) * (1 + 0.03 * (week - 3.5))
            clicks = max(1, round(money / price))
            bought = max(1, round(clicks * conv * rng.uniform(0.85, 1.15) * wear / (2.2 if test else 1)))
            acquired = min(bought, max(1, round(bought * new * rng.uniform(0.92, 1.08))))
            rows.append((monday, lever, clicks, bought, acquired, money))
    table = pd.DataFrame(
        rows,
        columns=["semaine", "levier", "clics", "commandes", "nouveaux_clients", "depense"],
    )
    table["semaine"] = pd.to_datetime(table["semaine"])
    return table.sort_values(["semaine", "levier"], ignore_index=True)


def _ad_checks(ads: pd.DataFrame, decisions: list[str]) -> Conditions:
    real = ads[ads["semaine"] > MONDAYS[0]]
    sums = real.groupby("levier").sum(numeric_only=True)
    cpa = sums["depense"] / sums["nouveaux_clients"]
    wanted = dict(zip(LEVERS, decisions, strict=True))
    bounds = {"renforcer": (0, 38.8), "garder": (41.5, 63), "réduire": (67, 115)}
    yield "les décisions voulues", all(bounds[wanted[x]][0] < cpa[x] < bounds[wanted[x]][1] for x in LEVERS)
    everything = ads.groupby("levier").sum(numeric_only=True)
    other = everything["depense"] / everything["nouveaux_clients"]
    yield "l'essai change le coût", bool((abs(other / cpa - 1) > 0.011).all())
    means = (real["depense"] / real["nouveaux_clients"]).groupby(real["levier"]).mean()
    yield "la moyenne des rapports diffère", bool((abs(means / cpa - 1) > 0.0055).sum() >= 2)
    ranked = np.sort(cpa.to_numpy())
    yield "un levier coûte le moins", ranked[1] > 1.08 * ranked[0]


# --- search ---


def _queries(rng: np.random.RandomState, moves: np.ndarray) -> pd.DataFrame:
    rows = []
    for family, move in zip(FAMILIES, moves, strict=True):
        sizes = np.sort(rng.lognormal(0, 0.85, len(SUFFIXES)))[::-1]
        sizes = SEARCHES[family] * sizes / sizes[0]
        # What is asked most is not always what sells: the words are shuffled, but for the towns and the shops.
        # « naturel », the widest of them, comes first.
        words = [str(x) for x in rng.permutation([x for x in SUFFIXES if x != "naturel"])]
        for suffix, size in zip(["naturel", *words], sizes, strict=True):
            before = rng.choice([*range(2, 25)])
            after = max(1, round(before - rng.normal(move, 2.6)))
            volume = max(20, int(round(size * {"naturel": 1, "uzès": 0.25}.get(suffix, 0.7) / 10) * 10))
            rows.append((f"{family} {suffix}", family, volume, before, after))
    table = pd.DataFrame(rows, columns=["requete", "famille", "volume", "position_avant", "position_apres"])
    for column in ("position_avant", "position_apres"):
        table[column] = table[column].where(table[column] <= 20).astype("Int64")
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True)


def _shares(positions: pd.Series) -> np.ndarray:
    rates = dict(enumerate(CURVE, start=1))
    return np.array([0.0 if pd.isna(p) else rates.get(int(p), 0.0) for p in positions])


def _query_checks(queries: pd.DataFrame) -> Conditions:
    missing = queries.groupby("famille")[["position_avant", "position_apres"]].agg(lambda p: p.isna().sum())
    yield "des absentes avant", bool((missing["position_avant"] >= 1).all())
    before, after = (_shares(queries[f"position_{moment}"]) for moment in ("avant", "apres"))
    weights = queries["volume"]
    index = {}
    for moment, shares in (("avant", before), ("apres", after)):
        index[moment] = (shares * weights).groupby(queries["famille"]).sum() / weights.groupby(queries["famille"]).sum()
        simple = pd.Series(shares).groupby(queries["famille"]).mean()
        yield f"le volume compte, {moment}", bool((abs(simple / index[moment] - 1) > 0.03).all())
    yield "des indices vraisemblables", bool((index["avant"] > 1.2).all() and (index["apres"] < 17).all())
    gains = index["apres"] - index["avant"]
    yield "des gains nets", bool((abs(gains) > 0.25).all())
    yield "la gamme a gagné", gains.mean() > 0.7
    yield "un gain plus grand que les autres", float(np.diff(np.sort(gains))[-1]) > 0.2
    # To drop a query from both months, for one position that it lacks, is not to drop it from the month that lacks it.
    for last in (len(CURVE), 20):
        placed = [queries[f"position_{moment}"].le(last).fillna(False).astype(bool) for moment in ("avant", "apres")]
        both = placed[0] & placed[1]
        apart = 0
        for kept, shares in zip(placed, (before, after), strict=True):
            alone, paired = (
                (shares * weights * rows).groupby(queries["famille"]).sum()
                / (weights * rows).groupby(queries["famille"]).sum()
                for rows in (kept, both)
            )
            apart += int((abs(alone.fillna(0) - paired.fillna(0)) > 0.3).sum())
        yield f"ôter d'un mois n'est pas ôter des deux, à la position {last}", apart >= 2


# --- pages ---


def _pages(rng: np.random.RandomState, classes: np.ndarray) -> pd.DataFrame:
    rows = []
    heavier = rng.choice(np.flatnonzero(classes == "à refaire"))
    for rank, page in enumerate(PAGES):
        after = rng.uniform(*WEIGHTS[str(classes[rank])])
        before = after / rng.uniform(1.06, 1.3) if rank == heavier else after / rng.uniform(0.34, 0.72)
        visits = int(rng.uniform(900, 3200) * (2.6 if rank == 0 else 1))
        for version, weight, share in (("avant", before, rng.uniform(0.45, 0.8)), ("après", after, 1.0)):
            # The tool writes small files in kilobytes, the others in megabytes.
            small = weight < 1.6 and rng.uniform() < 0.75
            rows.append(
                (
                    page,
                    version,
                    round(weight * 1000) if small else round(weight, 2),
                    "ko" if small else "Mo",
                    round(visits * share),
                )
            )
    table = pd.DataFrame(rows, columns=["page", "version", "poids", "unite", "visites"])
    table["poids"] = table["poids"].astype(float)
    return table


def _weights(pages: pd.DataFrame) -> pd.DataFrame:
    megabytes = pages["poids"].where(pages["unite"] == "Mo", pages["poids"] / 1000)
    return megabytes.groupby([pages["page"], pages["version"]]).sum().unstack()


def _page_checks(pages: pd.DataFrame) -> Conditions:
    weights = _weights(pages)
    yield "une page et une seule a grossi", (weights["après"] > weights["avant"]).sum() == 1
    yield "des kilo-octets", bool(((pages["unite"] == "ko") & (pages["version"] == "après")).sum() >= 2)


# --- pharmacies ---


def _pharmacies(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    offers = pd.DataFrame(
        {
            "offre": OFFERS,
            "prix_cession": np.round([rng.uniform(8.9, 9.8), rng.uniform(14.2, 15.6), rng.uniform(6.3, 7.2)], 2),
            "remise": rng.choice([5, 8, 10, 12, 15], 3, replace=False),
            "cout_revient": np.round([rng.uniform(4.4, 5.3), rng.uniform(6.7, 7.8), rng.uniform(2.4, 3.1)], 2),
        }
    )
    rates = {
        "installé": rng.uniform(0.85, 1.5) * np.array([9.5, 4.5, 3.5]),
        "reçu, non installé": rng.uniform(0.7, 1.3) * np.array([5.5, 2.4, 2.6]),
        "non reçu": rng.uniform(0.6, 1.35) * np.array([4.8, 1.8, 2.4]),
    }
    mix = rng.dirichlet([9, 7, 6])
    listed = rng.uniform(0.48, 0.62)
    rows = []
    for department, count in DEPARTMENTS:
        near = 1.2 if department in ("Gard", "Hérault") else 0.8
        for _ in range(count):
            listing = rng.uniform() < listed * near
            use = str(rng.choice(USES, p=mix if listing else (0, 0.18, 0.82)))
            size = rng.lognormal(0, 0.3)
            sold = [int(rng.poisson(size * near * rate)) for rate in rates[use]] if listing else [None] * 3
            rows.append((department, "oui" if listing else "non", use, *sold))
    columns = ["departement", "referencee", "kit", "flacon", "duo", "recharge"]
    table = pd.DataFrame([rows[i] for i in rng.permutation(len(rows))], columns=columns)
    for column in columns[3:]:
        table[column] = table[column].astype("Int64")
    table.insert(0, "pharmacie", [f"PH{rank:03d}" for rank in range(1, len(table) + 1)])
    return offers, table


def _pharmacy_checks(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> Conditions:
    offers, pharmacies = drawn
    listed = pharmacies[pharmacies["referencee"] == "oui"]
    yield "moins que l'objectif, pas trop", 84 <= len(listed) <= 112
    counts = listed["kit"].value_counts().reindex(list(USES))
    yield "quinze pharmacies au moins", bool((counts >= 15).all())
    everyone = pharmacies["kit"].value_counts().reindex(list(USES))
    yield "des kits chez qui ne vend pas", everyone["reçu, non installé"] - counts["reçu, non installé"] >= 4
    margin = offers["prix_cession"] * (1 - offers["remise"] / 100) - offers["cout_revient"]
    yield "des marges", bool((margin > 1).all())
