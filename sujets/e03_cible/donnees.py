"""The draw of épreuve 3: a survey of 900 buyers, forty notes of sales visits and a factory sheet, before the launch of a plant-based drink.

A draw gives each of five segments a role (the one to retain, two that tempt, two others), draws the respondents, then what
the factory can make and what the launch costs, so that each variant leads to its own decision.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Tables = dict[str, pd.DataFrame]
Conditions = Iterator[tuple[str, bool]]

NBSP = "\N{NO-BREAK SPACE}"
PEOPLE = 900
VAT = 1.055
LEAST_FAVOURABLE, LEAST_SIZE = 0.40, 0.15
DAY = pd.Timestamp("2026-10-06")

SEGMENTS = (
    "Digestion sensible",
    "Gourmands curieux",
    "Engagés pour le climat",
    "Familles pressées",
    "Sportifs",
)
#: Median age to start from, and how old the youngest is.
AGES = {
    "Digestion sensible": (54, 22),
    "Gourmands curieux": (47, 21),
    "Engagés pour le climat": (36, 18),
    "Familles pressées": (39, 24),
    "Sportifs": (32, 18),
}
#: What the name of a segment promises: the expectations it puts above the others', and when it drinks.
ANCHORS = {
    "Digestion sensible": (("composition",), "Petit-déjeuner"),
    "Gourmands curieux": (("gout",), "Dans le café"),
    "Engagés pour le climat": (("origine", "emballage"), "Petit-déjeuner"),
    "Familles pressées": (("prix",), "Au goûter"),
    "Sportifs": (("nutrition",), "Après l'effort"),
}
RETAINED, MANY, KEEN, SECOND, COLD = "retained", "many", "keen", "second", "cold"
#: By role: size (of 900), share of favourable answers, mean litres a month.
ROLES = {
    RETAINED: ((165, 215), (0.46, 0.58), (1.08, 1.30)),
    MANY: ((225, 275), (0.24, 0.34), (1.18, 1.40)),
    KEEN: ((92, 118), (0.61, 0.71), (2.30, 2.80)),
    SECOND: ((150, 185), (0.44, 0.55), (0.80, 0.98)),
    COLD: (None, (0.24, 0.35), (0.60, 0.80)),
}
ATTITUDES = (
    "tout à fait favorable",
    "plutôt favorable",
    "ni favorable ni réticent",
    "plutôt réticent",
    "tout à fait réticent",
)
CIRCUITS = (
    "Grande surface",
    "Magasin bio",
    "Drive et livraison",
    "Enseigne à prix bas",
    "Épicerie et marché",
)
#: By circuit: the usual price of a litre, in €, and the share of sales made where Orgelune is sold, in %.
USUAL_PRICES, USUAL_PRESENCE = np.array([2.05, 2.65, 2.1, 1.45, 2.95]), np.array([46, 74, 38, 0, 22])
HABITATS = ("Métropole", "Ville moyenne", "Bourg ou village")
WORKING = (
    "Cadres",
    "Professions intermédiaires",
    "Employés",
    "Ouvriers",
    "Artisans et commerçants",
    "Agriculteurs",
)
RETIRED, IDLE = "Retraités", "Étudiants et autres inactifs"
MEDIA = (
    "Télévision",
    "Radio",
    "Presse régionale",
    "Magazines",
    "Instagram",
    "Facebook",
    "YouTube",
    "TikTok",
    "Podcasts",
    "Infolettres",
)
MOMENTS = ("Petit-déjeuner", "Dans le café", "En cuisine", "Au goûter", "Après l'effort")
BRANDS = (
    "Fidèle à une marque",
    "Compare les prix",
    "Essaie les nouveautés",
    "Choisit la marque du magasin",
    "Cherche un label",
)
NEEDS = ("vue", "audition", "gestes", "compréhension")
EXPECTATIONS = ("gout", "prix", "origine", "composition", "emballage", "nutrition")
REPS = ("Océane Vidal", "Thibaut Sarrazin", "Mehdi Kaci")


def tirer(rng: np.random.RandomState) -> Tables:
    """The eight tables, drawn until each question has one clear answer. Prices in €, to the cent; dates at midnight."""
    # Before the loop: those draws that are refused would otherwise choose.
    plan = _plan(rng)
    survey = tirer_jusqu_a(lambda r: _survey(r, plan), _well_surveyed, rng)
    market = tirer_jusqu_a(lambda r: _market(r, plan), lambda t: _well_marketed(t, survey), rng)
    known = {**survey, **market}
    factory = tirer_jusqu_a(lambda r: _factory(r, plan, known), lambda t: _well_made(t, known, plan), rng)
    notes = tirer_jusqu_a(_notes, _well_noted, rng)
    tables = {**known, **factory, **notes, "sources": _sources(rng)}
    names = ("sources", "enquete", "reperes", "circuits", "prix_testes", "notes", "couts", "usine")
    return {name: tables[name] for name in names}


@dataclass(frozen=True)
class Plan:
    """What a variant leads to: the role of each segment, the rank of the best price, the bottleneck, the decision."""

    role: dict[str, str]
    lowest_price: float
    best: int
    bottleneck: str
    decision: str


def _plan(rng: np.random.RandomState) -> Plan:
    roles = [RETAINED, MANY, KEEN, SECOND, COLD]
    rng.shuffle(roles)
    return Plan(
        dict(zip(SEGMENTS, roles, strict=True)),
        round(rng.choice([1.7, 1.8, 1.9, 2.0]), 2),
        int(rng.choice([2, 3, 4, 5, 6])),
        str(rng.choice(["ligne", "noisettes", "emballages"])),
        str(rng.choice(["lancer", "limiter", "revoir"])),
    )


# --- The survey


def _survey(rng: np.random.RandomState, plan: Plan) -> Tables:
    """Nine hundred good questionnaires among those that were opened, and the prices that are tested."""
    sizes = {name: rng.randint(*ROLES[role][0]) for name, role in plan.role.items() if role != COLD}
    (cold,) = (name for name, role in plan.role.items() if role == COLD)
    sizes[cold] = PEOPLE - sum(sizes.values())
    tested = np.round(plan.lowest_price + 0.2 * np.arange(9), 2)
    prices = pd.DataFrame({"palier": [f"P{rank}" for rank in range(1, 10)], "prix_ttc": tested})
    parts = []
    for name, size in sizes.items():
        for _ in range(400):
            people = _respondents(rng, name, int(size), plan, tested[plan.best])
            if plan.role[name] != RETAINED or all(fine for _, fine in _portrayed(people, prices)):
                break
        parts.append(people)
        parts.append(_spoilt(rng, name, plan, tested[plan.best]))
    table = pd.concat(parts).sample(frac=1, random_state=rng).reset_index(drop=True)
    days = np.sort(rng.choice(19, len(table), p=_fading(19)))
    table["date"] = pd.to_datetime("2026-09-07") + pd.to_timedelta(days, unit="D")
    table.insert(0, "repondant", [f"R{rank:04d}" for rank in range(1, len(table) + 1)])
    columns = "repondant date statut duree_min segment age csp habitat circuit litres_mois moment marques attitude media_1 media_2 media_3 besoin_acces"
    columns = [*columns.split(), "prix_plancher", "prix_plafond", *EXPECTATIONS]
    return {"enquete": table[columns], "prix_testes": prices}


def _fading(days: int) -> np.ndarray:
    """Most people answer in the first days, and again after the reminder."""
    weights = np.exp(-np.arange(days) / 5.0)
    weights[9:] += 0.6 * np.exp(-np.arange(days - 9) / 3.0)
    return weights / weights.sum()


def _respondents(rng: np.random.RandomState, name: str, size: int, plan: Plan, centre: float) -> pd.DataFrame:
    """The good questionnaires of a segment."""
    role = plan.role[name]
    _, favourable, litres = ROLES[role]
    share, drunk = rng.uniform(*favourable), rng.uniform(*litres)
    strong = rng.uniform(0.25, 0.42)
    reluctant = (1 - share) * rng.uniform(0.38, 0.6)
    attitudes = [
        share * strong,
        share * (1 - strong),
        1 - share - reluctant,
        0.68 * reluctant,
        0.32 * reluctant,
    ]
    median_age, youngest = AGES[name]
    start = median_age + rng.randint(-4, 5)
    old = max(0.0, (start - 30) / 30)
    age = start + rng.choice([-1, 1]) * (rng.gamma(1.3, 9.0, size) - 9) + rng.normal(0, 2.5, size)
    age = np.clip(age, youngest, 79).astype(int)
    working = rng.choice(WORKING, size, p=_weights(rng, [0.2, 0.23, 0.24, 0.18, 0.11, 0.04], 0.6))
    retired = (age >= 64) | ((age >= 61) & (rng.uniform(size=size) < 0.5))
    idle = ((age < 24) & (rng.uniform(size=size) < 0.6)) | (rng.uniform(size=size) < 0.06)
    media = np.array([1.05, 0.95, 0.7 + 0.4 * old, 0.65, 1.3 - 0.7 * old, 0.9, 1.05, 0.9 - 0.5 * old, 0.8, 0.65])
    media = np.clip(media, 0.15, None) * rng.lognormal(0, 0.7, len(MEDIA))
    # Three different media a person, the likeliest first.
    order = np.argsort(-(np.log(media) + rng.gumbel(size=(size, len(MEDIA)))), axis=1)
    cited = np.array(MEDIA)[order[:, :3]]
    needing = rng.uniform(size=size) < rng.uniform(0.10, 0.22) + 0.09 * old
    floor, ceiling = _two_prices(rng, centre + (0.0 if role == RETAINED else rng.choice([-0.2, 0.2])), size)
    silent = rng.uniform(size=size) < 0.05
    dear, usual_moment = ANCHORS[name]
    drift = np.maximum(rng.normal(0, 0.65, 6), -1.1)
    for expectation in dear:
        drift[EXPECTATIONS.index(expectation)] = 0.8 + 0.3 * abs(rng.normal())
    if name == "Engagés pour le climat":
        drift[EXPECTATIONS.index("composition")] = abs(drift[EXPECTATIONS.index("composition")])
    marks = np.clip(np.array([7.6, 6.8, 6.3, 6.5, 6.0, 6.1]) + drift, 3.6, 8.9)
    moments = np.array([0.34, 0.24, 0.18, 0.14, 0.1])
    place = MOMENTS.index(usual_moment)
    moments[place] = max(2 * moments[place], 0.3)
    marks = np.clip(np.round(marks + rng.normal(0, 1.7, (size, 6))), 1, 10).astype(int)
    minutes = np.clip(rng.lognormal(2.15, 0.3, size), 4, 31).astype(int)
    drinking = _litres(rng, drunk, size)
    # Who buys little has little to say.
    drinking = np.where(minutes == 4, np.maximum(0.25, np.floor(drinking) / 2), drinking)
    return pd.DataFrame(
        {
            "statut": "complet",
            "duree_min": minutes,
            "segment": name,
            "age": age,
            "csp": np.where(retired, RETIRED, np.where(idle, IDLE, working)),
            "habitat": rng.choice(HABITATS, size, p=_weights(rng, [0.34, 0.33, 0.33], 0.45)),
            "circuit": rng.choice(CIRCUITS, size, p=_weights(rng, [0.23, 0.23, 0.23, 0.16, 0.15], 0.75)),
            "litres_mois": drinking,
            "moment": rng.choice(MOMENTS, size, p=_weights(rng, list(moments), 0.25)),
            "marques": rng.choice(BRANDS, size, p=_weights(rng, [0.22, 0.26, 0.2, 0.16, 0.16], 0.5)),
            "attitude": rng.choice(ATTITUDES, size, p=attitudes),
            **{f"media_{rank}": cited[:, rank - 1] for rank in (1, 2, 3)},
            "besoin_acces": np.where(needing, rng.choice(NEEDS, size, p=[0.4, 0.16, 0.28, 0.16]), "aucun"),
            "prix_plancher": np.where(silent & (rng.uniform(size=size) < 0.6), np.nan, floor),
            "prix_plafond": np.where(silent, np.nan, ceiling),
            **dict(zip(EXPECTATIONS, marks.T, strict=True)),
        }
    )


def _weights(rng: np.random.RandomState, usual: list[float], spread: float) -> np.ndarray:
    weights = np.array(usual) * rng.lognormal(0, spread, len(usual))
    return weights / weights.sum()


def _litres(rng: np.random.RandomState, mean: float, size: int) -> np.ndarray:
    """Litres bought in a month: halves, many small figures and a few large ones."""
    usual = np.maximum(0.5, np.round(2 * rng.gamma(1.7, mean / 1.7, size)) / 2)
    return np.where(rng.uniform(size=size) < 0.9, usual, 0.25)


def _two_prices(rng: np.random.RandomState, centre: float, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Below the first, one doubts of the quality; above the second, it is too dear. Round prices, as people say them."""
    floor = np.round((centre + 0.22 - rng.gamma(1.9, 0.23, size)) * 10) / 10
    ceiling = np.round((centre - 0.2 + rng.gamma(1.9, 0.25, size)) * 10) / 10
    floor = np.maximum(0.9, floor) - 0.01 * (rng.uniform(size=size) < 0.15)
    ceiling = np.maximum(ceiling, floor + 0.1) - 0.01 * (rng.uniform(size=size) < 0.15)
    return np.round(floor, 2), np.round(ceiling, 2)


def _spoilt(rng: np.random.RandomState, name: str, plan: Plan, centre: float) -> pd.DataFrame:
    """Questionnaires to set aside: left before the prices, or answered too fast, with the same mark all along."""
    left = _respondents(rng, name, rng.randint(4, 9), plan, centre)
    left = left.assign(statut="abandonné", prix_plancher=np.nan, prix_plafond=np.nan)
    # A questionnaire on a screen loses those whom the screen hinders, and those who buy little.
    hindered = rng.uniform(size=len(left)) < 0.5
    left["litres_mois"] = np.maximum(0.25, np.floor(left["litres_mois"]) / 2)
    left["besoin_acces"] = np.where(
        hindered, rng.choice(NEEDS, len(left), p=[0.5, 0.05, 0.25, 0.2]), left["besoin_acces"]
    )
    hasty = _respondents(rng, name, rng.randint(4, 8), plan, centre)
    hasty = hasty.assign(
        duree_min=rng.randint(1, 4, len(hasty)),
        attitude=ATTITUDES[0],
        litres_mois=hasty["litres_mois"] + 1.5,
        **dict.fromkeys(EXPECTATIONS, rng.choice([5, 8, 10], len(hasty))),
    )
    return pd.concat([left, hasty])


def _good(survey: pd.DataFrame) -> pd.DataFrame:
    return survey[(survey["statut"] == "complet") & (survey["duree_min"] >= 4)]


def _acceptance(asked: pd.DataFrame, prices: pd.DataFrame) -> pd.Series:
    """The share, in %, of those who gave both prices for whom each tested price is neither too dear nor doubtful."""
    both = asked.dropna(subset=["prix_plancher", "prix_plafond"])
    tested = prices.set_index("palier")["prix_ttc"]
    return tested.map(lambda price: 100 * ((both["prix_plancher"] <= price) & (both["prix_plafond"] >= price)).mean())


def _cited(asked: pd.DataFrame) -> pd.Series:
    return pd.concat([asked[f"media_{rank}"] for rank in (1, 2, 3)]).value_counts()


def _well_surveyed(tables: Tables) -> Conditions:
    survey = tables["enquete"]
    good = _good(survey)
    yield "neuf cents questionnaires exploitables", len(good) == PEOPLE
    favourable = good["attitude"].isin(ATTITUDES[:2]).groupby(good["segment"]).mean()
    size = good["segment"].value_counts(normalize=True)
    litres = good.groupby("segment")["litres_mois"].sum()
    passed = litres[(favourable >= LEAST_FAVOURABLE) & (size >= LEAST_SIZE)].sort_values(ascending=False)
    yield "deux segments remplissent les critères", len(passed) == 2
    name = passed.index[0]
    yield "le segment retenu se détache", passed.iloc[0] >= 1.1 * passed.iloc[1]
    ranked = litres.sort_values().to_numpy()
    yield "aucun segment n'achète autant qu'un autre", (ranked[1:] >= 1.015 * ranked[:-1]).all()
    yield "aucun segment près du seuil d'opinion", (abs(favourable - LEAST_FAVOURABLE) > 0.03).all()
    yield "aucun segment près du seuil de taille", (abs(size - LEAST_SIZE) > 0.008).all()
    most, keen = litres.idxmax(), litres[favourable >= LEAST_FAVOURABLE].idxmax()
    yield "le plus gros acheteur est réticent", favourable[most] < LEAST_FAVOURABLE
    yield "le plus favorable est trop petit", keen == favourable.idxmax() and size[keen] < LEAST_SIZE
    own = good[good["segment"] == name]
    ages = own["age"]
    everyone = good["age"].median()
    yield (
        "l'âge du segment est le sien",
        abs(everyone - ages.median()) > 1 and abs(ages.mean() - everyone) > 0.3,
    )
    yield from _portrayed(own, tables["prix_testes"])
    overall, cited = _cited(good), _cited(own)
    yield "l'ensemble n'a pas les mêmes médias", list(overall.index[:3]) != list(cited.index[:3])
    yield (
        "les médias de l'ensemble se départagent",
        all(overall.iloc[i] > overall.iloc[i + 1] for i in range(3)),
    )
    traits = ("csp", "habitat", "circuit")
    both = [[table[trait].value_counts().index[0] for trait in traits] for table in (good, own)]
    yield "le segment n'est pas l'ensemble", both[0] != both[1]
    yield from _filtered(survey, name)
    usual = own["litres_mois"] * own["circuit"].map(
        dict(zip(CIRCUITS, USUAL_PRICES * USUAL_PRESENCE / 100, strict=True))
    )
    # What can be reached of the segment in a year, before the market is drawn: an aim of 4 to 7 % of it must be one that a small firm can serve.
    yield "un segment que l'on peut servir", 1.75e6 < 12 * 2_850_000 * 0.38 / PEOPLE * usual.sum() < 4.6e6
    needs, all_needs = ((table["besoin_acces"] != "aucun").mean() for table in (own, good))
    yield "le besoin d'accessibilité est le sien", abs(needs - all_needs) > 0.012
    marks = good.groupby(good["segment"] == name)[list(EXPECTATIONS)].mean()
    yield (
        "le profil du segment diffère",
        (abs(marks.loc[True] - marks.loc[False]).sort_values().iloc[-2:] > 0.6).all(),
    )


def _filtered(survey: pd.DataFrame, name: str) -> Conditions:
    """Each questionnaire kept or set aside by mistake shows, in what the segment buys and needs as in what all do."""
    complete, long = survey["statut"] == "complet", survey["duree_min"] >= 4
    kept = [survey[complete & long], survey, survey[complete], survey[complete & (survey["duree_min"] > 4)]]
    bought = [np.array([table["litres_mois"].mean(), _per_head(table, name)]) for table in kept]
    needs = []
    for table in kept:
        own = table[table["segment"] == name]
        needs.append(np.array([(own["besoin_acces"] != "aucun").mean(), own["litres_mois"].mean()]))
    for said, rows in (("les achats", bought), ("les besoins", needs)):
        gaps = [abs(one / other - 1).max() for i, one in enumerate(rows) for other in rows[:i]]
        yield f"un filtre oublié se voit : {said}", min(gaps) > 0.007


def _per_head(table: pd.DataFrame, name: str) -> float:
    """Litres a month of the segment, over all who answered."""
    return float(table.loc[table["segment"] == name, "litres_mois"].sum() / len(table))


def _portrayed(own: pd.DataFrame, prices: pd.DataFrame) -> Conditions:
    """What the retained segment alone must show: traits that stand out, media that part, a price that is preferred."""
    ages = own["age"]
    yield "l'âge moyen n'est pas l'âge médian", abs(ages.mean() - ages.median()) > 1.2
    for trait in ("csp", "habitat", "circuit"):
        counts = own[trait].value_counts()
        yield f"le premier trait se détache : {trait}", counts.iloc[0] >= 1.12 * counts.iloc[1]
    cited = _cited(own)
    yield "les médias se départagent", all(cited.iloc[i] >= 1.03 * cited.iloc[i + 1] + 1 for i in range(3))
    alone = own["media_1"].value_counts()
    yield "le premier média cité ne dit pas tout", list(alone.index[:3]) != list(cited.index[:3])
    yield "ses trois premiers se départagent aussi", all(alone.iloc[i] > alone.iloc[i + 1] for i in range(3))
    needs = (own["besoin_acces"] != "aucun").mean()
    yield "le besoin d'accessibilité est crédible", 0.12 < needs < 0.36
    curve = _acceptance(own, prices).sort_values(ascending=False)
    yield "un prix psychologique se détache", curve.iloc[0] - curve.iloc[1] >= 1.5 and 40 < curve.iloc[0] < 93
    yield "ce n'est pas un bout de la liste", curve.index[0] not in ("P1", "P2", "P8", "P9")


# --- The market


def _market(rng: np.random.RandomState, plan: Plan) -> Tables:
    prices = USUAL_PRICES + rng.choice([-0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15], 5)
    presence = rng.choice([-6, -4, -2, 0, 2, 4, 6], 5) + USUAL_PRESENCE
    presence[3] = rng.choice([0, 4, 8])
    circuits = pd.DataFrame({"circuit": CIRCUITS, "prix_litre": np.round(prices, 2), "presence": presence})
    marks = pd.DataFrame(
        [
            ("Habitants d'Occitanie", 6_150_000, "personnes"),
            ("Ménages d'Occitanie", 2_850_000, "ménages"),
            ("Ménages acheteurs de boissons végétales", int(rng.randint(33, 43)), "% des ménages"),
            ("Part visée des achats du segment, première année", int(rng.choice([4, 5, 6, 7])), "%"),
            (
                "Taux de marque du distributeur",
                int(rng.choice([28, 29, 30, 31, 32, 33, 34])),
                "% du prix public HT",
            ),
        ],
        columns=["repere", "valeur", "unite"],
    )
    return {"circuits": circuits, "reperes": marks}


def _spent(tables: Tables) -> dict[str, float]:
    """The regional market, what is reached, what the segment buys of it and what is aimed at, in €."""
    good = _good(tables["enquete"])
    circuits = tables["circuits"].set_index("circuit")
    mark = tables["reperes"]["valeur"]
    homes = mark[1] * mark[2] / 100
    spending = 12 * good["litres_mois"] * good["circuit"].map(circuits["prix_litre"])
    reached = spending * good["circuit"].map(circuits["presence"]) / 100
    own = good["segment"] == _retained(good)
    regional, reachable, segment = (homes / PEOPLE * x.sum() for x in (spending, reached, reached[own]))
    return {"regional": regional, "reached": reachable, "segment": segment, "aim": segment * mark[3] / 100}


def _reached(asked: pd.DataFrame, market: Tables, name: str) -> np.ndarray:
    """By questionnaire kept: what is spent, what of it is reached, what of that is the segment's."""
    circuits = market["circuits"].set_index("circuit")
    spending = asked["litres_mois"] * asked["circuit"].map(circuits["prix_litre"])
    reached = spending * asked["circuit"].map(circuits["presence"])
    return np.array([part.sum() for part in (spending, reached, reached[asked["segment"] == name])]) / len(asked)


def _retained(good: pd.DataFrame) -> str:
    favourable = good["attitude"].isin(ATTITUDES[:2]).groupby(good["segment"]).mean()
    size = good["segment"].value_counts(normalize=True)
    litres = good.groupby("segment")["litres_mois"].sum()
    return str(litres[(favourable >= LEAST_FAVOURABLE) & (size >= LEAST_SIZE)].idxmax())


def _well_marketed(market: Tables, survey: Tables) -> Conditions:
    spent = _spent({**survey, **market})
    yield "un marché régional crédible", 19e6 < spent["regional"] < 42e6
    yield "un objectif crédible", 95_000 < spent["aim"] < 270_000
    good = _good(survey["enquete"])
    mates = (good["segment"] == _retained(good)).mean()
    yield (
        "les membres du segment ne dépensent pas comme les autres",
        abs(spent["segment"] / (mates * spent["reached"]) - 1) > 0.03,
    )
    everyone = survey["enquete"]
    complete, minutes = everyone["statut"] == "complet", everyone["duree_min"]
    kept = [good, everyone, everyone[complete], everyone[complete & (minutes > 4)]]
    reached = [_reached(table, market, _retained(good)) for table in kept]
    gaps = [abs(one / other - 1).max() for i, one in enumerate(reached) for other in reached[:i]]
    yield "un filtre oublié se voit : les dépenses", min(gaps) > 0.006
    presence = market["circuits"]["presence"].mean() / 100
    yield (
        "la présence moyenne n'est pas la bonne",
        abs(presence * spent["regional"] / spent["reached"] - 1) > 0.03,
    )


# --- The factory


def _factory(rng: np.random.RandomState, plan: Plan, known: Tables) -> Tables:
    good = _good(known["enquete"])
    own = good[good["segment"] == _retained(good)]
    prices = known["prix_testes"].set_index("palier")["prix_ttc"]
    public = prices[_acceptance(own, known["prix_testes"]).idxmax()]
    tariff = public / VAT * (1 - known["reperes"]["valeur"][4] / 100)
    target = _spent(known)["aim"] / public
    batch = int(rng.choice([700, 800, 900, 1000, 1100]))
    waste = float(rng.choice([2.5, 3.0, 3.5, 4.0, 4.5]))
    sold = batch * (1 - waste / 100)
    # A dear drink is made of dearer oats and nuts. About 20 g of organic hazelnut paste a litre, at 15 to 18 € a kilo.
    scale = float(np.clip(tariff / 1.65, 0.82, 1.3)) * rng.uniform(0.93, 1.04)
    piece = {
        "Avoine biologique": 0.115,
        "Pâte de noisettes": 0.315,
        "Eau, enzymes, sel": 0.04,
        "Brique et bouchon": 0.165,
        "Carton de regroupement": 0.04,
        "Énergie": 0.07,
        "Éco-contribution emballages": 0.015,
        "Transport vers les plateformes": 0.095,
    }
    costs = [(name, "par brique", round(cost * scale * rng.uniform(0.94, 1.06), 3)) for name, cost in piece.items()]
    lots = {"Main-d'œuvre du lot": 125, "Nettoyage entre allergènes": 60, "Analyses de laboratoire": 48}
    lots = {name: round(cost * batch / 1000 * rng.uniform(0.9, 1.1)) for name, cost in lots.items()}
    costs += [(name, "par lot", float(cost)) for name, cost in lots.items()]
    unit = sum(cost for _, base, cost in costs if base == "par brique") + sum(lots.values()) / sold
    tight = {
        "lancer": rng.uniform(1.1, 1.5),
        "limiter": rng.uniform(0.62, 0.92),
        "revoir": rng.choice([0.84, 1.22]),
    }
    capacity = tight[plan.decision] * target
    lacking = {"ligne": "hours", "noisettes": "nuts", "emballages": "packs"}[plan.bottleneck]
    loose = {name: capacity * (1 if name == lacking else rng.uniform(1.15, 1.6)) for name in ("hours", "nuts", "packs")}
    weeks, hours = int(rng.choice([44, 45, 46])), float(rng.choice([2.5, 3.0, 3.5, 4.0]))
    per_week = max(1, round(loose["hours"] / sold / weeks))
    nuts = float(round(batch * rng.choice([0.018, 0.02, 0.022])))
    usine = [
        ("Briques remplies par lot", float(batch), "briques"),
        ("Rebut au remplissage", waste, "%"),
        ("Heures de ligne par lot, nettoyage compris", hours, "heures"),
        (
            "Heures de ligne libres par semaine",
            round(2 * hours * (per_week + rng.uniform(0.25, 0.8))) / 2,
            "heures",
        ),
        ("Semaines de production par an", float(weeks), "semaines"),
        ("Pâte de noisettes par lot", nuts, "kg"),
        (
            "Pâte de noisettes réservée pour l'année",
            float(round(loose["nuts"] / sold * nuts / 10) * 10),
            "kg",
        ),
        (
            "Briques vides réservées pour l'année",
            float(round(loose["packs"] / sold * batch / 1000) * 1000),
            "briques",
        ),
    ]
    usine = pd.DataFrame(usine, columns=["parametre", "valeur", "unite"])
    made = min(_capacity(usine).values())
    ratio = {
        "lancer": rng.uniform(0.62, 0.85),
        "limiter": rng.uniform(0.62, 0.85),
        "revoir": rng.uniform(1.12, 1.3),
    }
    fixed = (tariff - unit) * ratio[plan.decision] * min(made, target)
    shares = {
        "Référencement en magasin": 0.3,
        "Campagne de lancement": 0.36,
        "Animations et dégustations": 0.24,
    }
    yearly = {
        name: max(100, round(fixed * share * rng.uniform(0.9, 1.1) / 100) * 100) for name, share in shares.items()
    }
    yearly["Certification et essais"] = max(100, round((fixed - sum(yearly.values())) / 100) * 100)
    costs += [(name, "par an", float(cost)) for name, cost in yearly.items()]
    return {"couts": pd.DataFrame(costs, columns=["poste", "base", "montant_ht"]), "usine": usine}


def _capacity(usine: pd.DataFrame) -> dict[str, float]:
    """Bricks fit for sale that each constraint allows in a year, in whole batches."""
    batch, waste, hours, free, weeks, nuts, stock, packs = usine["valeur"]
    sold = batch * (1 - waste / 100)
    return {
        "ligne": math.floor(free / hours) * weeks * sold,
        "noisettes": math.floor(stock / nuts) * sold,
        "emballages": math.floor(packs / batch) * sold,
    }


def _well_made(factory: Tables, known: Tables, plan: Plan) -> Conditions:
    usine, costs = factory["usine"]["valeur"], factory["couts"]
    for name, share in (
        ("ligne", usine[3] / usine[2]),
        ("noisettes", usine[6] / usine[5]),
        ("emballages", usine[7] / usine[0]),
    ):
        yield f"loin d'un lot entier : {name}", 0.06 < share % 1 < 0.94
    capacity = _capacity(factory["usine"])
    ranked = sorted(capacity.values())
    yield (
        "le goulot est celui qui est tiré",
        min(capacity, key=lambda name: capacity[name]) == plan.bottleneck,
    )
    yield "le goulot se détache", ranked[1] > 1.05 * ranked[0] and ranked[2] < 2.2 * ranked[0]
    yield "la capacité moyenne n'est pas la seconde", abs(sum(ranked) / 3 / ranked[0] - 1) > 0.05
    good = _good(known["enquete"])
    own = good[good["segment"] == _retained(good)]
    prices = known["prix_testes"].set_index("palier")["prix_ttc"]
    public = prices[_acceptance(own, known["prix_testes"]).idxmax()]
    tariff = public / VAT * (1 - known["reperes"]["valeur"][4] / 100)
    sold = usine[0] * (1 - usine[1] / 100)
    by = costs.groupby("base")["montant_ht"].sum()
    unit = by["par brique"] + by["par lot"] / sold
    margin = tariff - unit
    yield "une marge crédible", 0.22 < margin / tariff < 0.42
    yield "le coût des lots compte", by["par lot"] / sold > 0.1
    fixed, target = by["par an"], _spent(known)["aim"] / public
    yield "des frais de lancement crédibles", 9_000 < fixed < 70_000 and (costs["montant_ht"] > 0).all()
    lightest = costs[costs["base"] == "par an"]["montant_ht"].min()
    yield "aucun frais dérisoire", lightest >= 0.04 * fixed
    even, made = fixed / margin, ranked[0]
    yield "l'objectif loin de la capacité", abs(target / made - 1) > 0.06
    yield "le seuil loin du volume", abs(even / min(target, made) - 1) > 0.08
    decision = "revoir" if even > min(target, made) else "lancer" if target <= made else "limiter"
    yield "la décision est celle qui est tirée", decision == plan.decision
    yield "le seuil n'est pas le volume", abs(even / target - 1) > 0.05 and abs(even / made - 1) > 0.05


# --- The notes of the sales force

OBJECTIONS = {
    "prix": (
        "trouve la brique trop chère pour sa clientèle",
        "dit qu'au-dessus de deux euros et demi personne n'en voudra",
        "nous compare à la marque du distributeur, bien moins coûteuse",
        "craint que le tarif fasse fuir les familles",
        "demande une remise avant toute discussion, notre tarif lui paraît élevé",
    ),
    "rayon": (
        "n'a plus un centimètre libre dans son linéaire",
        "devrait sortir une autre référence pour nous faire entrer",
        "attend la réimplantation du printemps pour bouger ses étagères",
        "refuse d'ouvrir un emplacement de plus au rayon des boissons",
        "dit que le rayon est plein à craquer",
    ),
    "notoriété": (
        "n'avait jamais entendu parler d'Orgelune",
        "pense que ses clients iront vers les marques qu'ils voient à la télévision",
        "demande qui nous connaît en dehors du Gers",
        "veut une campagne avant de prendre un nom inconnu",
        "a peur que le produit reste sur l'étagère faute de publicité",
    ),
    "commande": (
        "ne peut pas prendre une palette entière d'un coup",
        "juge le minimum de commande trop haut pour sa surface",
        "ne veut que des cartons, une palette lui ferait six mois",
        "commande toutes les deux semaines, notre franco est hors de sa portée",
        "n'a pas de réserve pour stocker le volume que nous imposons",
    ),
    "goût": (
        "a trouvé la noisette écœurante à la dégustation",
        "dit que l'arrière-goût d'avoine va déplaire",
        "a fait goûter à son équipe, qui juge la boisson trop sucrée en bouche",
        "a regretté la recette d'essai du printemps, plus légère en bouche",
    ),
    "emballage": (
        "reproche au bouchon de résister aux mains fatiguées",
        "a des clients âgés qui n'arrivent pas à lire la composition, écrite trop petit",
        "attend une brique sans plastique, le bouchon le gêne",
        "dit que la languette d'ouverture casse une fois sur deux",
    ),
}
HOPES = (
    "Apprécie que l'avoine vienne du Gers.",
    "Le prix lui convient tout à fait.",
    "Le goût plaît à toute l'équipe, dégustation réussie.",
    "Nous verrait bien à côté des produits du pays, le rayon s'y prête.",
    "Connaît Orgelune depuis longtemps et nous suit.",
    "La commande d'essai part lundi.",
    "Trouve l'emballage plus soigné que celui des concurrents.",
    "Rien à redire, à rappeler dans un mois.",
    "Demande des fiches recettes pour ses clients.",
    "Très bon accueil, souhaite une animation le samedi.",
)
OPENINGS = (
    "Vu le responsable du rayon.",
    "Passage rapide en fin de matinée.",
    "Rendez-vous tenu.",
    "Appel de dix minutes.",
    "Reçu entre deux livraisons.",
    "Deuxième visite.",
    "Rencontre au comptoir.",
    "Visite avec échantillons.",
)
CALLERS = ("L'acheteur", "La gérante", "Le chef de rayon", "L'adjointe", "La responsable")


def _notes(rng: np.random.RandomState) -> Tables:
    """Thirty-five to thirty-seven visits in forty lines: some were sent twice."""
    twice = int(rng.randint(3, 6))
    weights = rng.dirichlet(np.full(6, 3.5))
    names = list(OBJECTIONS)
    rows = []
    for visit in range(40 - twice):
        many = rng.choice(3, p=[0.15, 0.42, 0.43])
        said = list(rng.choice(names, many, replace=False, p=weights))
        parts = [str(rng.choice(OBJECTIONS[name])) for name in said]
        text = str(rng.choice(OPENINGS))
        if parts:
            text += f" {rng.choice(CALLERS)} " + ", et ".join(parts) + "."
        if not parts or rng.uniform() < 0.35:
            free = [hope for hope in HOPES if not (parts and hope.startswith("Rien"))]
            text += f" {_other(rng, free, said)}"
        rows.append(
            {
                "date": pd.Timestamp("2026-06-01") + pd.Timedelta(days=int(rng.choice(_WORKED))),
                "commercial": str(rng.choice(REPS)),
                "client": f"C{visit + 112:03d}",
                "circuit": str(rng.choice([CIRCUITS[0], CIRCUITS[1], CIRCUITS[4]], p=[0.45, 0.37, 0.18])),
                "texte": text,
            }
        )
    rows += [dict(rows[i]) for i in rng.choice(len(rows), twice, replace=False)]
    table = pd.DataFrame(rows)
    mixed = rng.permutation(40 - twice)
    table["client"] = [f"C{mixed[int(client[1:]) - 112] + 112:03d}" for client in table["client"]]
    table = table.sample(frac=1, random_state=rng).sort_values("date", kind="stable", ignore_index=True)
    table.insert(0, "note", [f"N{rank:02d}" for rank in range(1, 41)])
    return {"notes": table}


#: Days after 1 June 2026, a Monday, on which the sales force was on the road: no week-end, 14 July nor August.
_WORKED = [day for day in range(120) if day % 7 < 5 and day != 43 and not 61 <= day < 92]


def _other(rng: np.random.RandomState, hopes: list[str], said: list[str]) -> str:
    """A kind word on something else than what was objected."""
    about = {
        "prix": "prix",
        "rayon": "rayon",
        "notoriété": "connaît",
        "commande": "commande",
        "goût": "goût",
        "emballage": "emballage",
    }
    free = [hope for hope in hopes if not any(about[name] in hope.casefold() for name in said)]
    return str(rng.choice(free))


def _objected(notes: pd.DataFrame) -> pd.Series:
    single = notes.drop_duplicates(["date", "client"])
    return pd.Series(
        {
            name: sum(any(part in text for part in parts) for text in single["texte"])
            for name, parts in OBJECTIONS.items()
        }
    )


def _well_noted(tables: Tables) -> Conditions:
    notes = tables["notes"]
    counts = _objected(notes)
    ranked = counts.sort_values(ascending=False)
    yield "chaque objection est citée, peu le sont rarement", (counts >= 3).all() and (counts <= 4).sum() <= 2
    yield "la première se détache", ranked.iloc[0] >= ranked.iloc[1] + 2
    single = notes.drop_duplicates(["date", "client"])
    yield "pas deux visites d'un client", single["client"].is_unique
    doubled = pd.Series(
        {
            name: sum(any(part in text for part in parts) for text in notes["texte"])
            for name, parts in OBJECTIONS.items()
        }
    )
    yield "les doubles comptent", (doubled != counts).sum() >= 3 and (doubled - counts).abs().max() <= 3


# --- The sources

VOLUMES, PRICES, REASONS, USES = "volumes", "prix", "raisons", "usages"
#: A source: what it is, figures or words, whose, its base; then what it may tell, by the need that this serves.
SOURCES = (
    ("Panel de ménages", "quantitative", "externe", "4 200 ménages", {
        VOLUMES: "litres achetés par ménage et par mois",
        PRICES: "prix payé pour un litre, marque par marque",
        USES: "carnet de la semaine : quand et avec quoi on en boit",
    }),
    ("Relevé des caisses des magasins du panel", "quantitative", "externe", "310 magasins", {
        VOLUMES: "litres vendus par magasin et par semaine",
        PRICES: "prix payé en caisse, promotions comprises",
    }),
    ("Baromètre des habitudes alimentaires", "quantitative", "externe", "2 015 personnes, quotas", {
        VOLUMES: "part des ménages qui en achètent, par département",
        USES: "moment de la journée où l'on en boit",
        REASONS: "raisons d'en acheter ou d'y renoncer, choisies dans une liste",
    }),
    ("Étude d'opinion sur le petit-déjeuner", "quantitative", "externe", "1 004 personnes, quotas", {
        REASONS: "ce qui ferait passer d'une boisson à une autre, en premier et en second",
        PRICES: "somme que l'on mettrait dans un litre",
        USES: "moment où la brique sort, et ce que l'on y ajoute",
    }),
    ("Réunions de consommateurs filmées", "qualitative", "externe", "4 groupes de 8 personnes", {
        REASONS: "ce que les participants disent aimer, craindre ou rejeter",
        PRICES: "réactions à cinq étiquettes, de la moins chère à la plus chère : quel prix fait douter",
        USES: "gestes devant un rayon reconstitué",
    }),
    ("Entretiens au domicile de nouveaux acheteurs", "qualitative", "externe", "22 entretiens", {
        REASONS: "récit du premier achat : pourquoi, et pourquoi pas plus tôt",
        USES: "visite de la cuisine : où la brique se range, quand elle sert",
    }),
    ("Avis déposés en ligne par les clients", "qualitative", "externe", "640 avis", {
        REASONS: "compliments et reproches, mot pour mot",
        USES: "recettes et occasions que racontent les clients",
        PRICES: "prix d'un litre que citent les clients : celui qu'ils paient, celui qu'ils refusent",
    }),
    ("Relevé en magasin", "quantitative", "interne", "48 magasins", {
        PRICES: "prix affiché de chaque brique, la nôtre et les autres",
        VOLUMES: "litres en rayon le lundi et le samedi, donc litres partis",
    }),
    ("Fichier des ventes d'Orgelune", "quantitative", "interne", "386 points de vente", {
        VOLUMES: "briques facturées à chaque point de vente, par circuit",
        PRICES: "tarif facturé à chaque point de vente, remises déduites",
    }),
    ("Messages reçus par le service clients", "qualitative", "interne", "173 messages", {
        REASONS: "motifs de mécontentement, mot pour mot",
        USES: "questions sur la façon de s'en servir : mousse, cuisson, conservation",
    }),
    ("Observation des acheteurs en magasin", "qualitative", "interne", "9 demi-journées", {
        USES: "gestes devant le rayon : ce que l'on prend, lit, repose",
        REASONS: "réponses à « pourquoi celle-ci ? », notées sur place",
    }),
    ("Enquête d'un réseau de diététiciens", "quantitative", "externe", "118 réponses", {
        REASONS: "motifs pour lesquels leurs patients y viennent, ou l'arrêtent",
        VOLUMES: "litres par semaine que déclarent leurs patients",
        USES: "moment où leurs patients en prennent",
    }),
)  # fmt: skip
IN_SCOPE = ("Occitanie, boissons végétales", "France, boissons végétales")
#: What shows that a source tells nothing of today's market, and what would be absurd: the sales of what Orgelune does not make.
ELSEWHERE = {
    "autre territoire": ("Allemagne, boissons végétales", "Île-de-France, boissons végétales"),
    "autre produit": ("France, jus de fruits", "Occitanie, lait de vache"),
}
OLD = "périmée"


def _sensible(needs: list[str], faults: list[str]) -> bool:
    """Orgelune gathers in Occitanie about its own drinks; each need has two sources or three; those that serve are internal and external, figures and words."""
    named = list(zip(SOURCES, needs, faults, strict=True))
    if any(fault in ELSEWHERE and source[2] == "interne" for source, _, fault in named):
        return False
    useful = [need for need, fault in zip(needs, faults, strict=True) if not fault]
    if {useful.count(need) for need in (VOLUMES, PRICES, REASONS, USES)} - {2, 3}:
        return False
    kept = [source for source, _, fault in named if not fault]
    return len({source[1] for source in kept}) == len({source[2] for source in kept}) == 2


def _sources(rng: np.random.RandomState) -> pd.DataFrame:
    """Twelve sources in an order of their own: nine or eight serve a need, the others have one fault each."""
    faults = [OLD, *ELSEWHERE] + ([str(rng.choice([OLD, *ELSEWHERE]))] if rng.uniform() < 0.5 else [])
    faults += [""] * (len(SOURCES) - len(faults))
    while True:
        rng.shuffle(faults)
        needs = [str(rng.choice(list(source[4]))) for source in SOURCES]
        if _sensible(needs, faults):
            break
    rows = []
    for place in rng.permutation(len(SOURCES)):
        title, nature, origin, base, tells = SOURCES[place]
        fault = faults[place]
        late = int(rng.randint(790, 1500)) if fault == OLD else int(rng.randint(60, 640))
        scopes = [scope for scope in ELSEWHERE.get(fault, IN_SCOPE) if origin == "externe" or "Occitanie" in scope]
        rows.append(
            {
                "intitule": title,
                "contenu": tells[needs[place]],
                "nature": nature,
                "origine": origin,
                "fin_du_recueil": DAY - pd.Timedelta(days=late),
                "champ": str(rng.choice(scopes)),
                "base": base,
            }
        )
    table = pd.DataFrame(rows)
    table.insert(0, "source", [f"S{rank:02d}" for rank in range(1, 13)])
    return table
