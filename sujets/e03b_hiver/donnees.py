"""The draw of épreuve 3, second case: a weighted survey of 1,200 households, what the institute sums up of it, call notes and the calendar of three campsites, before a winter offer.

A draw gives each of six segments a role (the one to retain, two that tempt, three others), draws the five others, then the
retained one against them, then what the campsites can rent and what opening costs, so that each variant leads to its own decision.
The price that leaves most of those who accept it is also the best once places are counted, whatever the number of campsites: each has
its own requests, and holds nearly all of those that this price leaves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Tables = dict[str, pd.DataFrame]
Conditions = Iterator[tuple[str, bool]]
#: By origin and department, how many households an answer stands for.
Weights = dict[tuple[str, str], float]
#: What the target must show, beside all who would come outside school holidays.
Portrait = Callable[[pd.DataFrame, pd.DataFrame, "Plan", pd.DataFrame], Conditions]

PEOPLE = 1200
VAT = 1.10
FARTHEST, MOST_CLIENTS, LEAST_SHARE = 180, 40, 15
#: What a trait that is called distinctive must be: its index (1: as everybody), and how many of the target have both the age and the trade.
LEAST_INDEX, LEAST_TOGETHER = 1.04, 0.1
DAY = pd.Timestamp("2026-05-19")
CAMPSITES = ("Lac", "Forêt", "Plateau")
MONTHS = ("novembre", "décembre", "janvier", "février", "mars")
#: Nights outside school holidays (zone A), from Friday 6 November 2026 to Sunday 28 March 2027.
CALENDAR = (25, 18, 28, 12, 28)
OFF, HOLIDAYS = "hors vacances", "vacances scolaires"
DELAYS = (7, 14, 30, 60, 90)

SEGMENTS = (
    "Grands-parents et petits-enfants",
    "Couples au calme",
    "Parents et jeunes enfants",
    "Tribus d'amis",
    "Télétravail au vert",
    "Marcheurs et raquettes",
)
#: What the name of a segment promises: weights of the four ages, of the numbers of people, and what it expects first.
AGES = ("18 à 34 ans", "35 à 49 ans", "50 à 64 ans", "65 ans et plus")
PARTIES = (1, 2, 3, 4, 5, 6)
EXPECTED = (
    "Silence et nature",
    "Chaleur du poêle",
    "Bain chaud",
    "Neige au pied du cottage",
    "Jeux et ateliers",
    "Bonne table",
    "Connexion sûre",
)
PROMISES = {
    SEGMENTS[0]: ((0, 0, 0.45, 0.55), (0, 0.05, 0.4, 0.35, 0.15, 0.05), 4),
    SEGMENTS[1]: ((0.28, 0.27, 0.27, 0.18), (0, 0.88, 0.12, 0, 0, 0), 0),
    SEGMENTS[2]: ((0.45, 0.5, 0.05, 0), (0, 0.08, 0.4, 0.36, 0.12, 0.04), 4),
    SEGMENTS[3]: ((0.42, 0.34, 0.18, 0.06), (0, 0, 0.1, 0.34, 0.28, 0.28), 2),
    SEGMENTS[4]: ((0.4, 0.36, 0.24, 0), (0.46, 0.4, 0.1, 0.04, 0, 0), 6),
    SEGMENTS[5]: ((0.2, 0.28, 0.32, 0.2), (0.16, 0.44, 0.18, 0.16, 0.04, 0.02), 3),
}  # fmt: skip
RETAINED, LOYAL, FULL, SECOND, MODEST, COLD = "retained", "loyal", "full", "second", "modest", "cold"


@dataclass(frozen=True)
class Role:
    """What a segment is to the offer: answers of clients and of others, how warm these are, nights, share of those in school holidays."""

    clients: tuple[int, int]
    others: tuple[int, int]
    warm: tuple[float, float]
    warm_clients: float
    nights: tuple[float, float]
    holidays: tuple[float, float]


ROLES = {
    RETAINED: Role((55, 76), (150, 180), (0.108, 0.145), 0.27, (2.3, 3.1), (0.1, 0.22)),
    LOYAL: Role((152, 178), (46, 60), (0.04, 0.06), 0.39, (4.2, 4.8), (0.05, 0.11)),
    FULL: Role((60, 80), (150, 176), (0.12, 0.145), 0.27, (4.3, 4.9), (0.68, 0.76)),
    SECOND: Role((44, 62), (112, 134), (0.085, 0.105), 0.26, (2.2, 2.7), (0.14, 0.26)),
    MODEST: Role((30, 44), (96, 116), (0.055, 0.08), 0.22, (2.0, 2.9), (0.16, 0.3)),
    COLD: Role((24, 36), (0, 0), (0.02, 0.045), 0.16, (1.9, 2.6), (0.2, 0.34)),
}
INTENTIONS = ("certainement", "probablement", "peut-être", "non")
#: Of those who answer so, how many book before the spring, in %: clients, then others.
CONVERSION = ((30, 10.5, 2.7, 0), (1.47, 0.4, 0.09, 0))
CLIENT, OTHER = "client d'été", "non-client"
#: Households of the area that pay for a stay, by department, in thousands; minutes by road.
DEPARTMENTS = {
    "Rhône": (640, (100, 180)),
    "Ain": (205, (50, 125)),
    "Côte-d'Or": (190, (75, 140)),
    "Doubs": (185, (50, 135)),
    "Saône-et-Loire": (180, (45, 130)),
    "Jura": (85, (10, 70)),
}
ELSEWHERE = "Autre département"
TRADES = ("Cadres", "Professions intermédiaires", "Employés", "Ouvriers", "Indépendants", "Retraités")
#: Weights of the first four trades, and those of a target that works from its cottage: hardly a factory hand does.
USUAL_TRADES, REMOTE_TRADES = (0.27, 0.29, 0.28, 0.16), (0.36, 0.36, 0.26, 0.02)
CHANNELS = (
    "Site du camping",
    "Téléphone",
    "Plateforme de réservation",
    "Comité social et économique",
    "Office de tourisme",
)
COMMISSIONS = (2, 0, 17, 9, 6)
MEDIA = (
    "Radio locale",
    "Quotidien régional",
    "Magazine de voyage",
    "Groupe Facebook",
    "Compte Instagram",
    "Chaîne YouTube",
    "Podcast",
    "Affichage en ville",
)
TRUST = (
    "Revient là où il a été bien",
    "Compare les annonces",
    "Suit l'avis d'un proche",
    "Cherche un label",
    "Guette les offres",
)
NEEDS = ("motricité", "vue", "audition", "compréhension")
TRAITS = ("tranche_age", "csp", "departement", "canal")
CHECKED = "parfois"


def tirer(rng: np.random.RandomState) -> Tables:
    """The twelve tables, drawn until each question has one clear answer. Prices in €, nights of a cottage."""
    # Before the loop: those draws that are refused would otherwise choose.
    plan = _plan(rng)
    survey = tirer_jusqu_a(lambda r: _survey(r, plan), lambda t: _well_surveyed(t, plan), rng)
    asked = _asked(survey, plan)
    offer = tirer_jusqu_a(lambda r: _offer(r, plan, asked), lambda t: _well_offered(t, asked, plan), rng)
    notes = tirer_jusqu_a(_notes, _well_noted, rng)
    tables = {**survey, **offer, **notes, "sources": _sources(rng)}
    # What the institute has summed up is not asked again of each answer.
    tables["enquete"] = survey["enquete"].drop(columns=["attente_1", "attente_2", "enseignes"])
    names = "sources enquete conversion ensemble gouts reperes canaux prix_testes fiches couts ouverture travaux"
    return {name: tables[name] for name in names.split()}


@dataclass(frozen=True)
class Plan:
    """What a variant leads to: roles, prices, the first need, how many campsites to open (0: none)."""

    role: dict[str, str]
    lowest_price: int
    best: int
    trial: int
    need: str
    opened: int

    def of(self, role: str) -> str:
        return next(name for name, played in self.role.items() if played == role)


def _plan(rng: np.random.RandomState) -> Plan:
    opened = int(rng.choice([0, 1, 2, 3, 3, 2, 1]))
    roles = [RETAINED, LOYAL, FULL, SECOND, MODEST, COLD]
    while True:
        rng.shuffle(roles)
        role = dict(zip(SEGMENTS, roles, strict=True))
        # A segment that travels at school holidays is one with children, or one of people who take leave together.
        if FULL in (role[SEGMENTS[0]], role[SEGMENTS[2]], role[SEGMENTS[3]]):
            break
    best = int(rng.choice([2, 3, 4, 5]))
    trial = int(rng.choice([rank for rank in (1, 2, 3, 4, 5) if rank - best in (-1, 1, 2)]))
    return Plan(role, int(rng.choice([75, 80, 85, 90])), best, trial, str(rng.choice(NEEDS)), opened)


# --- The survey


def _survey(rng: np.random.RandomState, plan: Plan) -> Tables:
    """Twelve hundred good answers among those that came, what they weigh, and the tested prices."""
    sizes = {
        role: (int(rng.randint(*played.clients)), int(rng.randint(*played.others)) if played.others[1] else 0)
        for role, played in ROLES.items()
    }
    sizes[COLD] = (sizes[COLD][0], PEOPLE - sum(map(sum, sizes.values())))
    conversion = pd.DataFrame({"intention": INTENTIONS})
    for column, rates, digits in (("taux_client", CONVERSION[0], 1), ("taux_non_client", CONVERSION[1], 3)):
        conversion[column] = np.round(np.array(rates) * rng.uniform(0.88, 1.12, 4), digits)
    tested = plan.lowest_price + 10 * np.arange(8)
    prices = pd.DataFrame({"palier": [f"P{rank}" for rank in range(1, 9)], "prix_ttc": tested})
    weights = _weights_by_stratum(rng)
    parts = [_spoilt(rng, plan, tested, weights)]
    # Each segment, until its nights are those of its role; the retained one last.
    for role in sorted(ROLES, key=lambda role: role == RETAINED):
        segment, _ = _until(
            80,
            lambda role=role: _answers(rng, plan, role, sizes[role], tested, weights),
            lambda table, role=role: _sized(_weighed(table, conversion), role),
        )
        parts.append(segment)
    others, own = pd.concat(parts[:-1]), parts[-1]
    rest = _good(_weighed(others[others["periode"] == OFF], conversion))
    # One trait at a time: the columns of a person do not hang on each other, but for age and trade, home and road.
    for columns, conditions in PORTRAIT:

        def redrawn(columns: tuple[str, ...] = columns, own: pd.DataFrame = own) -> pd.DataFrame:
            fresh = _answers(rng, plan, RETAINED, sizes[RETAINED], tested, weights)
            return own.assign(**{column: fresh[column] for column in columns})

        def judged(table: pd.DataFrame, conditions: Portrait = conditions, rest: pd.DataFrame = rest) -> Conditions:
            mine = _weighed(table[table["periode"] == OFF], conversion)
            return conditions(pd.concat([rest, mine]), mine, plan, prices)

        own, fine = _until(120, redrawn, judged)
        if not fine:
            break  # the outer draw refuses it
    everyone = pd.concat([others, own])
    table = everyone.sample(frac=1, random_state=rng).reset_index(drop=True)
    table["date"] = pd.to_datetime("2026-04-13") + pd.to_timedelta(np.sort(rng.randint(0, 19, len(table))), unit="D")
    table.insert(0, "repondant", [f"R{rank:04d}" for rank in range(1, len(table) + 1)])
    columns = "repondant date origine controle trajet_min foyers segment intention mois periode nuits personnes venue tranche_age csp departement"
    columns += " canal delai_jours attente_1 attente_2 enseignes media_1 media_2 besoin prix_max"
    tables = {"enquete": table[columns.split()], "conversion": conversion, "prix_testes": prices}
    return tables | _summed_up(_good(_weighed(tables["enquete"], conversion)))


def _summed_up(good: pd.DataFrame) -> Tables:
    """Of those who book outside school holidays, in %: what all six segments are; what each segment hopes for and trusts."""
    everyone = good[good["periode"] == OFF]
    rows = []
    for trait in (*TRAITS, "media"):
        rows += [(trait, value, round(share, 1)) for value, share in _shares(everyone, trait).items() if share > 0]
    for days in DELAYS:
        rows.append(
            ("delai_jours", f"{days} au moins", round(100 * _mean(everyone, everyone["delai_jours"] >= days), 1))
        )
    tastes = []
    for name in SEGMENTS:
        own = everyone[everyone["segment"] == name]
        hoped = _shares(own, "attentes").sort_values(ascending=False, kind="stable").round(1)
        trust = _shares(own, "enseignes").sort_values(ascending=False, kind="stable").round(1)
        tastes.append(
            (name, hoped.index[0], hoped.iloc[0], hoped.index[1], hoped.iloc[1], trust.index[0], trust.iloc[0])
        )
    columns = "segment attente_1 part_attente_1 attente_2 part_attente_2 enseignes part_enseignes"
    return {
        "ensemble": pd.DataFrame(rows, columns=["caractere", "valeur", "part"]),
        "gouts": pd.DataFrame(tastes, columns=columns.split()),
    }


def _weights_by_stratum(rng: np.random.RandomState) -> Weights:
    """By origin and department, how many households an answer stands for."""
    weights = {}
    for name, (thousands, _) in DEPARTMENTS.items():
        # Two answers in three are of those who never came; a department has as many of these as its share, more or less.
        shared = 760 * thousands / 1485 * rng.uniform(0.85, 1.15)
        weights[OTHER, name] = round(1000 * thousands / shared, 1)
        weights[CLIENT, name] = round(rng.uniform(23, 39), 1)
    weights[OTHER, ELSEWHERE] = round(1950 * rng.uniform(0.9, 1.1), 1)
    weights[CLIENT, ELSEWHERE] = round(31 * rng.uniform(0.9, 1.1), 1)
    return weights


def _answers(
    rng: np.random.RandomState, plan: Plan, role: str, sizes: tuple[int, int], tested: np.ndarray, weights: Weights
) -> pd.DataFrame:
    """The good answers of the segment that plays this role."""
    played, name = ROLES[role], plan.of(role)
    size = sum(sizes)
    client = np.arange(size) < sizes[0]
    warm, warm_clients = rng.uniform(*played.warm), played.warm_clients * rng.uniform(0.9, 1.1)
    cold = _intentions(rng, warm, size)
    intention = np.where(client, _intentions(rng, warm_clients, size), cold)
    ages, parties, first = PROMISES[name]
    age = rng.choice(AGES, size, p=_spread(rng, ages, 0.25))
    # A trade of few people stands out in the retained segment: an index of affinity is not enough.
    few = rng.uniform(0.105, 0.135) if role == RETAINED else rng.uniform(0.05, 0.08)
    usual = REMOTE_TRADES if (role, name) == (RETAINED, SEGMENTS[4]) else USUAL_TRADES
    trade = rng.choice(TRADES[:5], size, p=[*((1 - few) * _spread(rng, usual, 0.3)), few])
    retired = (age == AGES[3]) | ((age == AGES[2]) & (rng.uniform(size=size) < 0.22))
    if name == SEGMENTS[4]:
        retired[:] = False
    homes = np.array([thousands for thousands, _ in DEPARTMENTS.values()], float) ** 0.8
    department = rng.choice(list(DEPARTMENTS), size, p=_spread(rng, homes / homes.sum(), 0.45))
    off = rng.uniform(size=size) > rng.uniform(*played.holidays)
    month = np.where(
        off,
        rng.choice(MONTHS, size, p=_spread(rng, [0.18, 0.13, 0.22, 0.14, 0.33], 0.3)),
        rng.choice(["décembre", "février"], size, p=[0.38, 0.62]),
    )
    nights = _nights(rng, rng.uniform(*played.nights), size)
    media = np.argsort(
        -(np.log(_spread(rng, [1, 0.95, 0.75, 1, 1.05, 0.95, 0.7, 0.6], 0.5)) + rng.gumbel(size=(size, 8))), axis=1
    )
    cited = np.array(MEDIA)[media[:, :2]]
    likes = np.ones(len(EXPECTED))
    likes[first] = 3.4
    if name not in (SEGMENTS[0], SEGMENTS[2]):
        likes[4] = 0.4
    if name != SEGMENTS[4]:
        likes[6] = 0.35
    wanted = np.argsort(-(np.log(likes * rng.lognormal(0, 0.25, 7)) + rng.gumbel(size=(size, 7))), axis=1)
    hoped = np.array(EXPECTED)[wanted[:, :2]]
    needing = rng.uniform(size=size) < rng.uniform(0.16, 0.3)
    leading = [0.5 if need == (plan.need if role == RETAINED else "motricité") else 1 / 6 for need in NEEDS]
    centre = tested[plan.best] * rng.uniform(1.04, 1.2) if role == RETAINED else tested[3] * rng.uniform(0.85, 1.25)
    most = np.round(centre * rng.lognormal(0, rng.uniform(0.17, 0.25), size) / 5) * 5
    silent = rng.uniform(size=size) < 0.06
    late = rng.choice([11, 16, 24, 36, 48]) if role == RETAINED else rng.choice([14, 20, 28, 38])
    delay = np.clip(np.round(late * rng.lognormal(0, 0.95, size)), 0, 210).astype(int)
    origin = np.where(client, CLIENT, OTHER)
    return pd.DataFrame(
        {
            "origine": origin,
            "controle": CHECKED,
            "trajet_min": _minutes(rng, department),
            "foyers": [weights[one, place] for one, place in zip(origin, department, strict=True)],
            "segment": name,
            "intention": intention,
            "mois": month,
            "periode": np.where(off, OFF, HOLIDAYS),
            "nuits": nights,
            "personnes": rng.choice(PARTIES, size, p=_spread(rng, parties, 0.15)),
            "venue": rng.choice(
                ["voiture", "train et navette", "covoiturage"], size, p=_spread(rng, [0.78, 0.14, 0.08], 0.4)
            ),
            "tranche_age": age,
            "csp": np.where(retired, TRADES[5], trade),
            "departement": department,
            "canal": rng.choice(CHANNELS, size, p=_spread(rng, [0.26, 0.18, 0.24, 0.16, 0.16], 0.42)),
            "delai_jours": delay,
            "attente_1": hoped[:, 0],
            "attente_2": hoped[:, 1],
            "enseignes": rng.choice(TRUST, size, p=_spread(rng, [0.22, 0.24, 0.22, 0.14, 0.18], 0.45)),
            "media_1": cited[:, 0],
            "media_2": cited[:, 1],
            "besoin": np.where(needing, rng.choice(NEEDS, size, p=leading), "aucun"),
            "prix_max": np.where(silent, np.nan, np.clip(most, 50, 220)),
        }
    )


def _spread(rng: np.random.RandomState, usual: Sequence[float], spread: float) -> np.ndarray:
    weights = np.array(usual, float) * rng.lognormal(0, spread, len(usual))
    return weights / weights.sum()


def _intentions(rng: np.random.RandomState, warm: float, size: int) -> np.ndarray:
    """The share « certainement » says the others: the warmer, the fewer refuse."""
    likely = min(0.36, 1.7 * warm + 0.02)
    maybe = min(0.28, 0.92 - warm - likely)
    return rng.choice(INTENTIONS, size, p=[warm, likely, maybe, 1 - warm - likely - maybe])


def _nights(rng: np.random.RandomState, mean: float, size: int) -> np.ndarray:
    """Nights wanted in the winter: two or three, now and then a week."""
    return np.clip(np.round(rng.gamma(3.2, mean / 3.2, size)), 1, 10).astype(int)


def _minutes(rng: np.random.RandomState, department: np.ndarray) -> np.ndarray:
    """Minutes by road, by fives, as the mapping service gives them; those of Lyon's south are at three hours."""
    minutes = []
    for name in department:
        low, high = DEPARTMENTS[name][1]
        minutes.append(5 * round(rng.uniform(low, high) / 5))
    minutes = np.array(minutes)
    return np.where((department == "Rhône") & (rng.uniform(size=len(minutes)) < 0.14), FARTHEST, minutes)


def _spoilt(rng: np.random.RandomState, plan: Plan, tested: np.ndarray, weights: Weights) -> pd.DataFrame:
    """Answers to set aside: the attention question failed, or too far a home."""
    parts = []
    for role in ROLES:
        hasty = _answers(rng, plan, role, (int(rng.randint(3, 6)), int(rng.randint(3, 6))), tested, weights)
        hasty["controle"] = rng.choice(["jamais", "rarement", "souvent", "toujours"], len(hasty))
        hasty["intention"] = rng.choice(INTENTIONS[:2], len(hasty), p=[0.65, 0.35])
        far = _answers(rng, plan, role, (int(rng.randint(2, 5)), int(rng.randint(8, 13))), tested, weights)
        far["departement"] = ELSEWHERE
        far["trajet_min"] = 5 * rng.randint(FARTHEST // 5 + 1, 58, len(far))
        far["foyers"] = far["origine"].map({one: weights[one, ELSEWHERE] for one in (CLIENT, OTHER)})
        far["intention"] = np.where(rng.uniform(size=len(far)) < 0.35, "probablement", far["intention"])
        parts += [hasty, far]
    both = parts[0].iloc[:2].assign(departement=ELSEWHERE, trajet_min=205)
    both["foyers"] = both["origine"].map({one: weights[one, ELSEWHERE] for one in (CLIENT, OTHER)})
    return pd.concat([*parts, both])


def _weighed(survey: pd.DataFrame, conversion: pd.DataFrame) -> pd.DataFrame:
    """Each answer with the households that it makes book."""
    rates = conversion.set_index("intention")
    client = survey["origine"] == CLIENT
    rate = (
        survey["intention"].map(rates["taux_client"]).where(client, survey["intention"].map(rates["taux_non_client"]))
    )
    return survey.assign(reservants=survey["foyers"] * rate / 100)


def _good(survey: pd.DataFrame) -> pd.DataFrame:
    return survey[(survey["controle"] == CHECKED) & (survey["trajet_min"] <= FARTHEST)]


def _mean(table: pd.DataFrame, values: pd.Series) -> float:
    return float((table["reservants"] * values).sum() / table["reservants"].sum())


def _shares(table: pd.DataFrame, trait: str) -> pd.Series:
    """Of those who book, the share of each value, in %; of the media and of what is hoped for, that of who names each."""
    columns = {"media": ["media_1", "media_2"], "attentes": ["attente_1", "attente_2"]}.get(trait, [trait])
    summed = sum(
        table.groupby(column)["reservants"].sum().reindex(sorted(set(table[columns].stack())), fill_value=0)
        for column in columns
    )
    return 100 * summed / table["reservants"].sum()


def _acceptance(own: pd.DataFrame, prices: pd.DataFrame) -> pd.Series:
    """The share, in %, of those who book and said a price that would still take each tested price."""
    told = own.dropna(subset=["prix_max"])
    return prices.set_index("palier")["prix_ttc"].map(lambda price: 100 * _mean(told, told["prix_max"] >= price))


def _sellable(good: pd.DataFrame, *, off: bool = True) -> pd.Series:
    kept = good[good["periode"] == OFF] if off else good
    return (kept["reservants"] * kept["nuits"]).groupby(kept["segment"]).sum()


def _until(
    tries: int, draw: Callable[[], pd.DataFrame], conditions: Callable[[pd.DataFrame], Conditions]
) -> tuple[pd.DataFrame, bool]:
    """What is drawn, again while a condition does not hold, and whether all do at last."""
    for _ in range(tries):
        table = draw()
        if all(fine for _, fine in conditions(table)):
            return table, True
    return table, False


def _sized(weighed: pd.DataFrame, role: str) -> Conditions:
    """The nights of a segment, outside school holidays and in all, are those of its role."""
    off = weighed[weighed["periode"] == OFF]
    nights, everything = (float((table["reservants"] * table["nuits"]).sum()) for table in (off, weighed))
    (low, high), least = NIGHTS[role]
    yield "les nuits de son rôle", low < nights < high and everything >= least
    if role != FULL:
        yield "moins que ceux des vacances", everything < 4800
    if role == RETAINED and len(off) < len(weighed):
        mean = _mean(off, off["nuits"])
        yield "les vacances changent les nuits", abs(mean / _mean(weighed, weighed["nuits"]) - 1) > 0.006
        yield "peser change les nuits", abs(off["nuits"].mean() / mean - 1) > 0.02
        months = (off["reservants"] * off["nuits"]).groupby(off["mois"]).sum()
        yield "chaque mois compte", len(months) == 5 and months.min() > 0.06 * months.sum()


#: By role: nights outside school holidays, and the least of all nights.
NIGHTS = {
    RETAINED: ((2700, 3550), 0),
    LOYAL: ((3740, 4550), 0),
    FULL: ((900, 2250), 5200),
    SECOND: ((1350, 2250), 0),
    MODEST: ((500, 1350), 0),
    COLD: ((300, 1350), 0),
}


def _told_by(*traits: str) -> Portrait:
    """The index of affinity of the values of each trait, and their frequency, have a clear first (the media, two)."""

    def conditions(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
        for trait in traits:
            kept, index, wide, frequent = _ranked(everyone, own, trait)
            yield (
                f"les indices se départagent : {trait}",
                len(wide) > kept and all(wide.iloc[i] >= 1.05 * wide.iloc[i + 1] for i in range(kept)),
            )
            near = index[(frequent[index.index] - LEAST_SHARE).abs() < 0.8]
            yield f"rien près du seuil de 15 % : {trait}", (near < 0.97 * wide.iloc[kept - 1]).all()
            yield (
                f"les plus fréquents se départagent : {trait}",
                all(frequent.iloc[i] > 1.01 * frequent.iloc[i + 1] for i in range(kept)),
            )
            if trait == "departement":
                yield "le département le plus peuplé n'est pas le plus attaché", frequent.index[0] != wide.index[0]
                yield from _sized(own, RETAINED)
            # Of grandparents, most are retired, and stand out by it.
            if trait == ("departement" if plan.of(RETAINED) == SEGMENTS[0] else "csp"):
                yield "ce qui est rare a l'indice le plus fort", index.index[0] != wide.index[0]
            if trait == "canal":
                commission = _mean(own, own["canal"].map(dict(zip(CHANNELS, COMMISSIONS, strict=True))))
                yield (
                    "ses canaux ne coûtent pas la moyenne",
                    abs(commission - sum(COMMISSIONS) / 5) > 1.2 and 4 < commission < 12,
                )

    return conditions


def _ranked(everyone: pd.DataFrame, own: pd.DataFrame, trait: str) -> tuple[int, pd.Series, pd.Series, pd.Series]:
    """How many values are asked; all by index of affinity; those of 15 % at least, by index; all by frequency."""
    own_shares, shares = _shares(own, trait), _shares(everyone, trait)
    index = (own_shares / shares.reindex(own_shares.index)).sort_values(ascending=False)
    wide = index[own_shares[index.index] >= LEAST_SHARE]
    return 2 if trait == "media" else 1, index, wide, own_shares.sort_values(ascending=False)


def _other_than_all(column: str) -> Portrait:
    def conditions(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
        yield (
            f"la cible n'est pas l'ensemble : {column}",
            abs(_mean(own, own[column]) / _mean(everyone, everyone[column]) - 1) > 0.02,
        )

    return conditions


def _without_car(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
    share = _mean(own, own["venue"] != "voiture")
    yield (
        "de quoi venir sans voiture",
        0.1 < share < 0.42 and abs(share - _mean(everyone, everyone["venue"] != "voiture")) > 0.01,
    )


def _timed(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
    gaps = [
        _mean(own, own["delai_jours"] >= days) - _mean(everyone, everyone["delai_jours"] >= days) for days in DELAYS
    ]
    yield "la cible ne réserve pas au même moment", max(map(abs, gaps)) > 0.09


def _needy(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
    needs = _shares(own, "besoin").drop("aucun", errors="ignore").sort_values(ascending=False)
    yield (
        "le besoin principal est celui qui est tiré",
        needs.index[0] == plan.need and needs.iloc[0] >= 1.3 * needs.iloc[1],
    )
    yield "des besoins crédibles", 14 < needs.sum() < 34 and 7 < needs.iloc[0] < 22
    yield (
        "des besoins qui ne sont pas ceux de tous",
        abs(needs.sum() - 100 * _mean(everyone, everyone["besoin"] != "aucun")) > 1,
    )
    nights = (own["reservants"] * own["nuits"]).groupby(own["besoin"]).sum().drop("aucun").sort_values(ascending=False)
    yield "il l'est aussi en nuits", nights.index[0] == plan.need and nights.iloc[0] >= 1.2 * nights.iloc[1]
    share = nights.iloc[0] / float(own["reservants"] @ own["nuits"])
    yield "assez pour adapter des cottages", 0.125 < share < 0.25
    yield "des foyers ne sont pas des nuits", abs(needs.iloc[0] / (100 * share) - 1) > 0.05
    yield "les autres besoins comptent aussi", nights.sum() > 1.5 * nights.iloc[0]


def _valued(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
    curve = _acceptance(own, prices)
    yield "les prix se départagent", (-curve.diff().dropna() >= 0.4).all() and curve.iloc[-1] > 1
    yield "un prix que l'on accepte encore", 35 < curve.iloc[plan.best] < 88
    for cost in (44, 54):
        usual = _returns(curve, prices, cost * (prices["prix_ttc"][plan.best]) / 115)
        ranked = usual.sort_values()
        yield (
            "le prix visé est le meilleur",
            ranked.index[-1] == f"P{plan.best + 1}" and ranked.iloc[-1] >= 1.02 * ranked.iloc[-2],
        )
    takings = curve * prices.set_index("palier")["prix_ttc"]
    yield "les recettes mènent ailleurs", takings.idxmax() not in ("P1", f"P{plan.best + 1}")
    yield "l'essai n'est pas le prix retenu", abs(curve.iloc[plan.best] / curve.iloc[plan.trial] - 1) > 0.07
    yield "une demande que l'on peut servir", 0.7 < curve.iloc[plan.best] / curve.iloc[plan.trial] < 1.6


def _by_month(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
    nights = (own["reservants"] * own["nuits"]).groupby(own["mois"]).sum()
    yield "chaque mois compte", len(nights) == 5 and nights.min() > 0.06 * nights.sum()


PORTRAIT = (
    (("departement", "trajet_min", "foyers"), _told_by("departement")),
    (("tranche_age", "csp"), _told_by("tranche_age", "csp")),
    (("canal",), _told_by("canal")),
    (("media_1", "media_2"), _told_by("media")),
    (("personnes",), _other_than_all("personnes")),
    (("venue",), _without_car),
    (("delai_jours",), _timed),
    (("besoin",), _needy),
    (("prix_max",), _valued),
)


def _portrayed(everyone: pd.DataFrame, own: pd.DataFrame, plan: Plan, prices: pd.DataFrame) -> Conditions:
    """What the retained segment must show beside all the others."""
    for _, conditions in PORTRAIT:
        yield from conditions(everyone, own, plan, prices)
    yield from _other_than_all("nuits")(everyone, own, plan, prices)
    yield from _by_month(everyone, own, plan, prices)
    modal = loose = 0
    told = {}
    for trait in (*TRAITS, "media"):
        kept, index, wide, frequent = _ranked(everyone, own, trait)
        told[trait] = wide.index[0]
        yield f"le trait retenu distingue : {trait}", wide.iloc[kept - 1] >= LEAST_INDEX
        modal += sum(wide.index[i] != frequent.index[i] for i in range(kept))
        loose += sum(wide.index[i] != index.index[i] for i in range(kept))
    both = _mean(own, (own["tranche_age"] == told["tranche_age"]) & (own["csp"] == told["csp"]))
    yield "son âge et son métier sont ceux d'une même personne", both >= LEAST_TOGETHER
    yield "l'affinité n'est pas la fréquence", modal >= 2
    yield "le seuil de 15 % compte", loose >= 1


def _returns(curve: pd.Series, prices: pd.DataFrame, cost: float = 50, commission: float = 8) -> pd.Series:
    """By tested price, what a household to which it is proposed leaves, in €."""
    tested = prices.set_index("palier")["prix_ttc"]
    return curve / 100 * (tested / VAT * (1 - commission / 100) - cost)


def _well_surveyed(tables: Tables, plan: Plan) -> Conditions:
    survey, prices = _weighed(tables["enquete"], tables["conversion"]), tables["prix_testes"]
    good = _good(survey)
    yield "mille deux cents réponses exploitables", len(good) == PEOPLE
    booked = good.groupby("segment")["reservants"].sum()
    clients = 100 * good[good["origine"] == CLIENT].groupby("segment")["reservants"].sum() / booked
    yield "aucun segment près du seuil des clients", (abs(clients - MOST_CLIENTS) > 1.5).all()
    loyal, full, name = plan.of(LOYAL), plan.of(FULL), plan.of(RETAINED)
    yield "un seul segment est fait de clients", clients[loyal] > MOST_CLIENTS > clients.drop(loyal).max()
    nights, everything = _sellable(good), _sellable(good, off=False)
    yield (
        "les vacances trompent",
        everything.drop(loyal).idxmax() == full and everything[full] >= 1.06 * everything.drop(full).max(),
    )
    yield "le retenu est le bon", nights[clients <= MOST_CLIENTS].idxmax() == name
    ranked = nights.sort_values().to_numpy()
    yield "aucun ex aequo", (ranked[1:] >= 1.004 * ranked[:-1]).all()
    yield "la cible se détache", nights[name] >= 1.13 * nights.drop([name, loyal]).max()
    yield "les fidèles dormiraient davantage", nights[loyal] >= 1.05 * nights[name]
    everyone = good[good["periode"] == OFF]
    own = everyone[everyone["segment"] == name]
    yield from _portrayed(everyone, own, plan, prices)
    told = tables["ensemble"].set_index(["caractere", "valeur"])["part"]
    for trait in (*TRAITS, "media"):
        count, index, wide, _ = _ranked(everyone, own, trait)
        shares = _shares(own, trait)
        rounded = (shares / told[trait].reindex(shares.index)).sort_values(ascending=False)
        yield (
            f"l'arrondi de l'ensemble ne change rien : {trait}",
            list(rounded.index[:count]) == list(index.index[:count])
            and list(rounded[shares[rounded.index] >= LEAST_SHARE].index[:count]) == list(wide.index[:count]),
        )
    yield from _told_apart(survey, name)
    kept = good[good["segment"] == name]
    yield "les nuits de la cible, hors vacances", abs(_mean(own, own["nuits"]) / _mean(kept, kept["nuits"]) - 1) > 0.006
    yield "peser change les nuits", abs(own["nuits"].mean() / _mean(own, own["nuits"]) - 1) > 0.02


def _told_apart(survey: pd.DataFrame, name: str) -> Conditions:
    """Each answer kept or set aside by mistake shows in what books."""
    checked, minutes = survey["controle"] == CHECKED, survey["trajet_min"]
    near, closer = minutes <= FARTHEST, minutes < FARTHEST
    kept = [survey[checked & near], survey, survey[checked], survey[near], survey[checked & closer]]
    rows = []
    for table in kept:
        own = table[(table["segment"] == name) & (table["periode"] == OFF)]
        rows.append(np.array([own["reservants"].sum(), (own["reservants"] * own["nuits"]).sum()]))
    gaps = [abs(one / other - 1).max() for i, one in enumerate(rows) for other in rows[:i]]
    yield "un filtre oublié se voit", min(gaps) > 0.007


# --- What the campsites can rent, and what it costs


def _offer(rng: np.random.RandomState, plan: Plan, target: dict[str, Any]) -> Tables:
    own = target["own"]
    people = float((own["reservants"] * own["nuits"] * own["personnes"]).sum())
    share = rng.uniform(3.2, 8.4) / 100
    market = int(round(people / share, -3))
    year = int(round(market * rng.uniform(14, 19), -4))
    winter = int(round(market * rng.uniform(1.8, 2.4), -3))
    reperes = pd.DataFrame(
        [
            ("Nuitées vendues en un an", year, "nuitées"),
            ("Nuitées vendues de novembre à mars", winter, "nuitées"),
            ("Nuitées vendues de novembre à mars, hors vacances scolaires", market, "nuitées"),
            ("Prix d'essai, hiver 2025-2026", plan.lowest_price + 10 * plan.trial, "€ TTC la nuit"),
        ],
        columns=["repere", "valeur", "unite"],
    )
    canaux = pd.DataFrame({"canal": CHANNELS, "commission": np.array(COMMISSIONS) + rng.choice([-1, 0, 1], 5)})
    canaux["commission"] = canaux["commission"].clip(lower=0).where(canaux["canal"] != "Téléphone", 0)
    nights, mates = _mean(own, own["nuits"]), _mean(own, own["personnes"])
    plain = 15.9 + 3.4 * mates + (39.5 + 8.2 * mates) / nights
    scale = (plan.lowest_price + 10 * plan.best) * rng.uniform(0.385, 0.46) / plain
    usual = (
        ("Chauffage du cottage", "par nuit", 9.4),
        ("Eau chaude et électricité", "par nuit", 3.6),
        ("Entretien et petites pièces", "par nuit", 2.9),
        ("Linge de lit et de toilette", "par personne et par séjour", 8.2),
        ("Panier du matin", "par personne et par nuit", 3.4),
        ("Ménage de fin de séjour", "par séjour", 31.0),
        ("Accueil et dossier", "par séjour", 8.5),
    )
    costs = [(post, base, round(amount * scale * rng.uniform(0.95, 1.05), 1)) for post, base, amount in usual]
    closed = rng.choice([0, 1, 2, 3, 4], (3, 5))
    ouverture = pd.DataFrame({"camping": CAMPSITES, "cottages": 0})
    for rank, month in enumerate(MONTHS):
        ouverture[month] = CALENDAR[rank] - (closed[:, rank] if rank != 3 else closed[:, rank] // 2)
    costed = pd.DataFrame(costs, columns=["poste", "base", "montant_ht"])
    tables = {"reperes": reperes, "canaux": canaux, "couts": costed}
    asked = _priced(tables, target)
    # Who asks for a campsite goes to no other. Each holds what the retained price makes ask there, but in its busiest month or two:
    # no other price would leave more. None is near a whole number of cottages to adapt.
    shares = np.round(100 * rng.dirichlet([40, 36, 32])).astype(int)
    shares[2] = 100 - shares[:2].sum()
    ouverture.insert(2, "demandes", shares)
    busiest = (asked["wanted"].to_numpy() / ouverture[list(MONTHS)]).max(axis=1).to_numpy()
    aims = busiest * shares / 100 * rng.uniform(0.88, 1.06, 3)
    fit = [size for size in range(7, 31) if 0.08 < asked["share"] * size % 1 < 0.92]
    # In one, to count households and not nights is to adapt another number; in another, to round to the nearest is to adapt one too few.
    apart = [size for size in fit if np.ceil(asked["households"] * size) != np.ceil(asked["share"] * size)] or fit
    under = [size for size in fit if asked["share"] * size % 1 < 0.45 and size not in apart] or fit
    first = int(rng.randint(3))
    second = (first + 1) % 3
    ouverture["cottages"] = [
        min({first: under, second: apart}.get(rank, fit), key=lambda size: abs(size - aim))
        for rank, aim in enumerate(aims)
    ]
    exact = np.ceil(asked["share"] * ouverture["cottages"].to_numpy()).astype(int)
    works = {
        "motricité": ("Rampe, porte de 90 cm, douche sans rebord", 5200),
        "vue": ("Allée éclairée, contrastes, commandes à gros repères", 2900),
        "audition": ("Flash lumineux, réveil vibrant, boucle magnétique portative", 2300),
        "compréhension": ("Pictogrammes, chauffage à un bouton, livret facile à lire", 1900),
    }
    rows = []
    for need, (what, price) in works.items():
        done = rng.choice([0, 1], 3) if need != plan.need else np.minimum(exact - 1, rng.choice([0, 1, 1, 2], 3))
        rows.append((need, what, float(round(price * rng.uniform(0.85, 1.15), -1)), *map(int, done)))
    travaux = pd.DataFrame(
        rows,
        columns=["besoin", "amenagement", "cout_cottage", *(f"faits_{name}" for name in ("lac", "foret", "plateau"))],
    )
    tables |= {"ouverture": ouverture, "travaux": travaux}
    worked = asked | _opened(tables, asked)
    steps = np.diff([0, *worked["kept"]])
    fees = []
    for rank, step in enumerate(steps):
        ratio = rng.uniform(0.4, 0.66) if rank < max(plan.opened, 1) else rng.uniform(1.18, 1.5)
        fees.append(max(500, round((ratio * step - worked["works"][rank]) / 100) * 100))
    net = np.cumsum(steps - np.array(worked["works"]) - fees)
    reached = net[plan.opened - 1] if plan.opened else net.max()
    common = reached * (rng.uniform(0.35, 0.62) if plan.opened else rng.uniform(1.2, 1.45))
    costs += [
        (f"Réseaux hors gel, déneigement et renfort d'accueil : {name}", f"hiver, {name}", float(fee))
        for name, fee in zip(CAMPSITES, fees, strict=True)
    ]
    campaign = round(common * rng.uniform(0.6, 0.7) / 100) * 100
    costs += [
        ("Campagne d'hiver", "hiver, commun", float(campaign)),
        ("Moteur de réservation et assurance", "hiver, commun", float(round((common - campaign) / 100) * 100)),
    ]
    return {**tables, "couts": pd.DataFrame(costs, columns=["poste", "base", "montant_ht"])}


def _asked(survey: Tables, plan: Plan) -> dict[str, Any]:
    """What the target asks for, of the survey alone: prices that it takes, nights by month, needs."""
    good = _good(_weighed(survey["enquete"], survey["conversion"]))
    own = good[(good["segment"] == plan.of(RETAINED)) & (good["periode"] == OFF)]
    tested = survey["prix_testes"].set_index("palier")["prix_ttc"]
    slept = own["reservants"] * own["nuits"]
    need = _shares(own, "besoin").drop("aucun").idxmax()
    return {
        "own": own,
        "tested": tested,
        "curve": _acceptance(own, survey["prix_testes"]),
        "slept": slept.groupby(own["mois"]).sum().reindex(MONTHS),
        "nights": _mean(own, own["nuits"]),
        "people": _mean(own, own["personnes"]),
        "need": need,
        "share": slept[own["besoin"] == need].sum() / slept.sum(),
        "households": _shares(own, "besoin")[need] / 100,
        "any_need": slept[own["besoin"] != "aucun"].sum() / slept.sum(),
    }


def _priced(tables: Tables, target: dict[str, Any]) -> dict[str, Any]:
    """From the figures of the target to what a night leaves, and the nights that it asks for at the best price."""
    own, tested, curve, people = (target[name] for name in ("own", "tested", "curve", "people"))
    by = tables["couts"].groupby("base")["montant_ht"].sum()
    stay = by["par séjour"] + people * by["par personne et par séjour"]
    cost = by["par nuit"] + people * by["par personne et par nuit"] + stay / target["nights"]
    commission = _mean(own, own["canal"].map(tables["canaux"].set_index("canal")["commission"]))
    margins = tested / VAT * (1 - commission / 100) - cost
    returns = curve / 100 * margins
    best = returns.idxmax()
    trial = tested.index[tested == tables["reperes"]["valeur"][3]][0]
    return target | {
        "commission": commission,
        "plain_commission": float(tables["canaux"]["commission"].mean()),
        "returns": returns,
        "best": best,
        "trial": trial,
        "margin": margins[best],
        "margins": margins,
        "wanted": target["slept"] * curve[best] / curve[trial],
    }


def _opened(tables: Tables, asked: dict[str, Any]) -> dict[str, Any]:
    """What each number of open campsites sells and keeps, at the best price and at each tested one, and the works in each."""
    opened = tables["ouverture"].set_index("camping")
    room = opened[list(MONTHS)].mul(opened["cottages"], axis=0)
    asking = pd.DataFrame(np.outer(opened["demandes"] / 100, asked["wanted"]), room.index, room.columns)
    sold = room.clip(upper=asking).sum(axis=1).cumsum()
    curve, best = asked["curve"], asked["best"]
    left = pd.DataFrame(
        {
            price: margin * room.clip(upper=asking * curve[price] / curve[best]).sum(axis=1).cumsum()
            for price, margin in asked["margins"].items()
        }
    )
    line = tables["travaux"].set_index("besoin").loc[asked["need"]]
    exact = asked["share"] * opened["cottages"].to_numpy()
    done = line[["faits_lac", "faits_foret", "faits_plateau"]].to_numpy(int)
    lacking = np.maximum(0, np.ceil(exact).astype(int) - done)
    return {
        "room": room,
        "asking": asking,
        "sold": sold,
        "left": left,
        "kept": list(sold * asked["margin"]),
        "exact": exact,
        "done": done,
        "lacking": lacking,
        "works": list(lacking * line["cout_cottage"]),
    }


def _well_offered(offer: Tables, target: dict[str, Any], plan: Plan) -> Conditions:
    found = _priced(offer, target)
    found |= _opened(offer, found)
    returns = found["returns"].sort_values()
    yield (
        "le prix retenu se détache",
        returns.index[-1] == f"P{plan.best + 1}" and returns.iloc[-1] >= 1.012 * returns.iloc[-2],
    )
    price = found["tested"][found["best"]] / VAT
    yield "une marge crédible", 0.3 < found["margin"] / price < 0.56
    yield "la commission n'est pas la moyenne des canaux", abs(found["commission"] - found["plain_commission"]) > 0.5
    yield (
        "l'essai n'est pas le prix retenu",
        abs(found["curve"][found["best"]] / found["curve"][found["trial"]] - 1) > 0.06,
    )
    exact = found["exact"]
    yield "loin d'un cottage entier", ((exact % 1 > 0.06) & (exact % 1 < 0.94)).all()
    yield "des travaux dans chaque camping", (found["lacking"] > 0).all()
    yield "l'arrondi compte", (np.round(exact).astype(int) != np.ceil(exact).astype(int)).any()
    every, households = (found[share] / found["share"] * exact for share in ("any_need", "households"))
    adapted = [
        np.ceil(exact) - found["done"],
        np.round(exact) - found["done"],
        np.ceil(exact),
        np.ceil(every) - found["done"],
        np.ceil(households) - found["done"],
    ]
    told = [tuple(np.maximum(0, cottages).astype(int)) for cottages in adapted]
    yield "aucune erreur sur les cottages n'en vaut une autre", len(set(told)) == len(told)
    yield "des cottages sont déjà faits", found["done"].any() and not found["done"].all()
    # At whatever number of campsites; so no price saves a winter that this one does not.
    left = found["left"].drop(columns=found["best"]).max(axis=1)
    yield (
        "le prix retenu est le meilleur aussi quand les places sont comptées",
        (found["left"][found["best"]] >= 1.004 * left + 60).all(),
    )
    sold, room, asking = found["sold"], found["room"], found["asking"]
    near = np.abs(room.to_numpy() / asking.to_numpy() - 1) < 0.004
    yield "aucun mois juste plein", not near.any()
    yield "des mois pleins et des nuits vides", (asking > room).any().any() and (asking < room).sum().sum() >= 6
    steps = np.diff([0, *found["kept"]])
    yield "chaque camping garde quelque chose", (steps > 3000).all()
    yield "chaque camping a ses demandes", (offer["ouverture"]["demandes"] >= 18).all()
    costs = offer["couts"].set_index("base")["montant_ht"]
    fees = np.array([costs[f"hiver, {name}"] for name in CAMPSITES])
    yield "des frais d'ouverture crédibles", (fees >= 2500).all() and fees.max() <= min(80_000, 5 * fees.min())
    common = costs["hiver, commun"]
    yield "des frais communs crédibles", (common >= 1800).all() and common.sum() < 90_000
    net = np.cumsum(steps - np.array(found["works"]) - fees) - common.sum()
    best = int(np.argmax(net)) + 1 if net.max() > 0 else 0
    yield "la décision est celle qui est tirée", best == plan.opened
    ranked = np.sort(net)
    yield "la décision se détache", abs(net.max()) > 2500 and ranked[-1] - ranked[-2] > 1500
    whole = np.minimum(room.sum(axis=1), asking.sum(axis=1)).cumsum()
    yield "compter l'hiver d'un bloc trompe", (whole / sold > 1.008).any()
    echo = found["curve"][found["best"]] / found["curve"][found["trial"]]
    kept = found["margin"] * sold.to_numpy()
    mistaken = [
        kept,
        found["margin"] * whole.to_numpy(),
        found["margin"] * room.clip(upper=asking / echo).sum(axis=1).cumsum().to_numpy(),
        found["margin"] * room.cumsum().clip(upper=found["wanted"], axis=1).sum(axis=1).to_numpy(),
        kept + common.sum(),
        kept + np.cumsum(found["works"]),
    ]
    gaps = [np.abs(one - other).max() for i, one in enumerate(mistaken) for other in mistaken[:i]]
    yield "aucune erreur n'en vaut une autre", min(gaps) > 700


# --- What callers say at reception

#: By cause, what makes a caller give up. Each is told in one way only; none is of two causes.
CAUSES = {
    "froid": (
        "craint d'avoir froid la nuit dans un camping",
        "garde le souvenir d'un mobil-home glacé et ne croit pas à nos murs",
        "voyage avec un bébé et doute que l'on tienne dix-neuf degrés",
        "voulait voir un relevé de température, nous n'en avons pas",
        "pense que les canalisations vont geler",
    ),
    "accès": (
        "a un père qui ne monte plus les trois marches du perron",
        "a une fille en fauteuil, que la porte ne laisse pas passer",
        "cherche une douche sans rebord, la nôtre en a un",
        "a une mère qui n'entendrait pas l'alarme la nuit",
        "ne voit pas assez pour suivre une allée sans éclairage",
    ),
    "dates": (
        "ne voulait qu'une nuit, nous en imposons deux",
        "devait arriver le mercredi, nous n'ouvrons l'accueil que le vendredi",
        "ne peut venir que du samedi au samedi, nous faisons arriver le vendredi",
        "souhaitait repartir le dimanche soir, nous libérons à dix heures",
        "finit le travail tard et arriverait après la fermeture de l'accueil",
    ),
    "route": (
        "n'a pas de pneus neige et redoute le col",
        "vient en train et n'a rien trouvé depuis la gare",
        "a peur de la dernière côte quand elle est verglacée",
        "demandait une navette, il n'y en a pas",
    ),
    "loisirs": (
        "ne voit pas que faire de ses journées sans piscine",
        "trouve que rien n'est ouvert au village en semaine",
        "espérait un sauna, et renonce sans cela",
        "ne skie pas et nous demande à quoi s'occuper",
    ),
    "annulation": (
        "voulait un remboursement si la neige ne vient pas",
        "refuse des arrhes que l'on garde quoi qu'il arrive",
        "a un enfant souvent malade et ne s'engage pas sans report possible",
        "juge que notre assurance ne couvre rien",
    ),
}  # fmt: skip
KIND = (
    "A aimé le cottage vu en photo.",
    "Connaît le camping l'été et en parle bien.",
    "La route ne lui fait pas peur.",
    "Les dates proposées lui allaient.",
    "Le poêle a levé ses craintes de froid.",
    "Nos loisirs lui plaisent, les raquettes surtout.",
    "L'annulation ne l'inquiète pas.",
    "Dit que l'accès est facile pour les siens.",
)
ABOUT = {
    "route": "route",
    "dates": "dates",
    "froid": "froid",
    "loisirs": "loisirs",
    "annulation": "annulation",
    "accès": "accès",
}
OPENINGS = (
    "Appel du matin.",
    "Rappelle après notre courriel.",
    "Demande reçue par le site.",
    "Long échange.",
    "Appel bref.",
    "Vu au salon, rappelle.",
    "Message sur le répondeur, rappelé.",
)
WHO = ("La personne", "L'appelante", "L'appelant", "Le client", "La cliente")
BOOKED, LOST, PENDING = "réservé", "sans suite", "à rappeler"
AGENTS = ("Solveig Perrod", "Nolwenn Jaillet", "Amadou Sarr")


def _notes(rng: np.random.RandomState) -> Tables:
    """Thirty notes, of some twenty-four files: a few called twice, and changed their minds."""
    again = int(rng.randint(5, 8))
    files = 30 - again
    causes, weights = list(CAUSES), rng.dirichlet(np.full(6, 3.0))
    twice = set(rng.choice(files, again, replace=False))
    rows = []
    for number in range(files):
        day = pd.Timestamp("2026-01-12") + pd.Timedelta(days=int(rng.choice(_WORKED)))
        nights = int(rng.choice([1, 2, 2, 2, 3, 3, 4, 5, 7]))
        cause = str(rng.choice(causes, p=weights))
        who = str(rng.choice(WHO))
        last = str(rng.choice([LOST, BOOKED, PENDING], p=[0.76, 0.16, 0.08]))
        if number in twice:
            # First a refusal or a doubt; then another number of nights, and the last word.
            first = str(rng.choice([LOST, PENDING], p=[0.7, 0.3]))
            last = BOOKED if first == LOST and rng.uniform() < 0.6 else LOST
            rows.append(_note(rng, number, day, first, nights, cause, who))
            day += pd.Timedelta(days=int(rng.choice([7, 14])))
            nights = max(1, nights + int(rng.choice([-1, 1, 2])))
            cause = cause if rng.uniform() < 0.5 else str(rng.choice(causes))
        # Out of the holidays, one night is not let.
        rows.append(_note(rng, number, day, last, max(2, nights) if last == BOOKED else nights, cause, who))
    table = _agreed(pd.DataFrame(rows))
    mixed = rng.permutation(files)
    table["dossier"] = [f"D{mixed[number] + 201:03d}" for number in table["dossier"]]
    table = table.sort_values(["date", "dossier"], kind="stable", ignore_index=True)
    table.insert(0, "fiche", [f"F{rank:02d}" for rank in range(1, 31)])
    return {"fiches": table}


def _agreed(notes: pd.DataFrame) -> pd.DataFrame:
    """The notes, without a compliment that another note of the same file denies."""
    plain = [kind for kind in KIND if not any(about in kind.casefold() for about in ABOUT.values())]
    texts = notes["texte"].copy()
    for _, own in notes.groupby("dossier"):
        denied = [ABOUT[cause] for cause in map(_cause, own["texte"]) if cause]
        for at, text in own["texte"].items():
            kind = next((one for one in KIND if one in text), None)
            if kind and any(about in kind.casefold() for about in denied):
                fresh = [one for one in plain if not own["texte"].str.contains(one, regex=False).any()]
                texts[at] = text.replace(kind, (fresh or plain)[0])
    return notes.assign(texte=texts)


#: Days after Monday 12 January 2026 on which reception takes calls: no Sunday, nor Monday.
_WORKED = [day for day in range(75) if day % 7 not in (0, 6)]


def _note(
    rng: np.random.RandomState, number: int, day: pd.Timestamp, outcome: str, nights: int, cause: str, who: str
) -> dict[str, object]:
    text = str(rng.choice(OPENINGS))
    # Who asks for one night is the only one whom two nights put off; a week from Saturday is one of seven.
    told = [
        one
        for one in CAUSES[cause]
        if ("qu'une nuit" not in one or nights == 1) and ("du samedi" not in one or nights == 7)
    ]
    reason = f" {who} {rng.choice(told)}."
    free = [kind for kind in KIND if ABOUT[cause] not in kind.casefold()]
    if outcome == BOOKED:
        text += (
            f" {rng.choice(KIND)} Arrhes reçues."
            if rng.uniform() < 0.6
            else " Hésitait, a fini par prendre. Arrhes reçues."
        )
    elif outcome == PENDING:
        text += f"{reason} Réfléchit."
    else:
        text += f" {rng.choice(free)}" if rng.uniform() < 0.4 else ""
        text += reason
    return {
        "date": day,
        "dossier": number,
        "agent": str(rng.choice(AGENTS)),
        "nuits": nights,
        "issue": outcome,
        "texte": text,
    }


def _cause(text: str) -> str | None:
    return next((cause for cause, told in CAUSES.items() if any(one in text for one in told)), None)


def _nights_lost(notes: pd.DataFrame) -> pd.Series:
    lost = notes[notes["issue"] == LOST]
    return lost["nuits"].groupby(lost["texte"].map(_cause)).sum().reindex(list(CAUSES), fill_value=0)


def _well_noted(tables: Tables) -> Conditions:
    notes = tables["fiches"]
    last = notes.drop_duplicates("dossier", keep="last")
    nights = _nights_lost(last)
    ranked = nights.sort_values(ascending=False)
    yield "chaque motif perd des nuits", (nights >= 3).all()
    yield "le premier motif se détache", ranked.iloc[0] >= 1.15 * ranked.iloc[1]
    yield "les rappels comptent", (_nights_lost(notes) != nights).sum() >= 3
    lost = last[last["issue"] == LOST]
    files = lost["texte"].map(_cause).value_counts().reindex(list(CAUSES), fill_value=0)
    yield (
        "le plus cité n'est pas celui qui coûte le plus",
        files.idxmax() != ranked.index[0] and files.sort_values().iloc[-1] > files.sort_values().iloc[-2],
    )
    yield "assez de dossiers perdus", 13 <= len(lost) <= 20
    first = notes.drop_duplicates("dossier", keep="first")
    yield "la première fiche trompe", (_nights_lost(first) != nights).sum() >= 3
    yield "deux fiches d'un dossier, deux jours", not notes.duplicated(["dossier", "date"]).any()


# --- The sources

#: By need: two sources that speak of it (title, what it tells, nature, origin, unit of its base, usual base).
SOURCES = {
    "nuitées": (
        ("Enquête de fréquentation des campings", "nuitées vendues, par mois et par type d'emplacement", "quantitative", "externe", "campings", 260),
        ("Registre des séjours de Combelauze", "nuitées de chaque séjour, par cottage", "quantitative", "interne", "séjours", 3400),
    ),
    "tarifs": (
        ("Relevé des annonces en ligne", "prix affiché d'une nuit en cottage ou en gîte", "quantitative", "interne", "annonces", 310),
        ("Observatoire des loueurs", "prix encaissé pour une nuit, par type de logement", "quantitative", "externe", "loueurs", 420),
    ),
    "freins": (
        ("Entretiens avec des voyageurs", "ce qui retient de partir, avec leurs mots", "qualitative", "externe", "personnes", 24),
        ("Réponses au courriel « Et si vous reveniez ? »", "ce qui empêche de revenir, mot pour mot", "qualitative", "interne", "personnes", 96),
    ),
    "loisirs": (
        ("Carnets de séjour", "récit de chaque journée, activité par activité", "qualitative", "interne", "personnes", 31),
        ("Baromètre des loisirs de plein air", "activités faites pendant un séjour, choisies dans une liste", "quantitative", "externe", "réponses", 1620),
    ),
    "réservation": (
        ("Journal du moteur de réservation", "jour de la commande, jour d'arrivée, canal", "quantitative", "interne", "commandes", 2150),
        ("Panel de voyageurs", "où et combien de temps avant le départ l'on réserve", "quantitative", "externe", "réponses", 1040),
    ),
    "accueil": (
        ("Entretiens avec des personnes handicapées et leurs proches", "gestes et obstacles d'un séjour, de la réservation au départ", "qualitative", "externe", "personnes", 18),
        ("Remarques laissées à l'accueil", "ce que des clients ont eu du mal à franchir, lire, entendre ou comprendre", "qualitative", "interne", "personnes", 74),
    ),
}  # fmt: skip
IN_AREA, OUT_OF_AREA = (
    ("Bourgogne-Franche-Comté", "Auvergne-Rhône-Alpes", "France"),
    ("Bretagne", "Vendée", "Tyrol autrichien"),
)
WINTER, SUMMER = ("novembre à mars", "toute l'année, mois par mois"), ("juillet et août", "avril à septembre")
SEASON, AREA, BASE, OLD = "saison", "territoire", "base", "date"


def _sources(rng: np.random.RandomState) -> pd.DataFrame:
    """Twelve sources in an order of their own: a need has one that serves it or two, and one need or two have none."""
    needs = list(SOURCES)
    while True:
        rng.shuffle(needs)
        without = int(rng.choice([1, 2]))
        faults = {}
        kinds = [SEASON, AREA, BASE]
        rng.shuffle(kinds)
        for rank, need in enumerate(needs):
            pair = ["", ""]
            if rank < without:
                pair = [OLD, str(rng.choice([SEASON, AREA, BASE]))]
            elif rank < 5:
                pair = ["", kinds[(rank - without) % 3]]
            faults[need] = pair if rng.uniform() < 0.5 else pair[::-1]
        told = [(source, fault) for need in needs for source, fault in zip(SOURCES[need], faults[need], strict=True)]
        served = [source for source, fault in told if not fault]
        # Combelauze gathers at home; what serves is of figures and of words, of others and its own.
        if any(fault == AREA and source[3] == "interne" for source, fault in told):
            continue
        if len({source[2] for source in served}) == len({source[3] for source in served}) == 2:
            break
    rows = []
    for need in needs:
        days = sorted(rng.choice(np.arange(40, 700, 7), 2, replace=False))
        newest = SOURCES[need][int(rng.randint(2))]
        # What tempts is the most recent: a fault hides behind the date.
        for source, fault in zip(SOURCES[need], faults[need], strict=True):
            title, tells, nature, origin, unit, usual = source
            recent = fault not in ("", OLD) if any(faults[need]) else source is newest
            late = int(rng.randint(760, 1500)) if fault == OLD else int(days[0] if recent else days[1])
            seasons = (
                WINTER[1]
                if (nature, origin) == ("quantitative", "interne")
                else WINTER[0]
                if nature == "qualitative"
                else str(rng.choice(WINTER))
            )
            least = 200 if nature == "quantitative" else 8
            size = (
                int(rng.randint(int(least * 0.2), int(least * 0.8)))
                if fault == BASE
                else int(max(usual * rng.uniform(0.85, 1.2), 1.1 * least))
            )
            rows.append(
                {
                    "intitule": title,
                    "contenu": tells,
                    "besoin": need,
                    "nature": nature,
                    "origine": origin,
                    "saison": str(rng.choice(SUMMER)) if fault == SEASON else seasons,
                    "territoire": "Jura"
                    if origin == "interne"
                    else str(rng.choice(OUT_OF_AREA if fault == AREA else IN_AREA)),
                    "fin_du_recueil": DAY - pd.Timedelta(days=late),
                    "base": max(size, 3),
                    "unite_base": unit,
                }
            )
    table = pd.DataFrame(rows).sample(frac=1, random_state=rng).reset_index(drop=True)
    table.insert(0, "source", [f"S{rank:02d}" for rank in range(1, 13)])
    return table
