"""The draw of épreuve 17: six months of advertising, visits, orders and monthly e-mails of an organic tea e-shop.

A draw sets the channels' strengths, then day by day what they bring, then the orders and the customers
behind them. The true sessions of the day without measurement never leave this file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

DAYS = pd.date_range("2025-12-01", "2026-05-31", freq="D")
VAT = 1.055
MARGIN = 0.48
LIFETIME = 1.5  # years
FEES = 4_200  # €, agency and tools over the six months
#: Two weeks before the new page and two weeks after, with no e-mail in either.
BEFORE = ("2026-02-16", "2026-03-01")
AFTER = ("2026-03-02", "2026-03-15")
#: The monthly e-mail leaves on a Thursday; what it sells, it sells within three days.
SENDINGS = pd.to_datetime(["2025-12-11", "2026-01-15", "2026-02-12", "2026-03-19", "2026-04-16", "2026-05-21"])
SUBJECTS = (
    "Nos coffrets de Noël partent avant le 18",
    "Après les fêtes\N{NO-BREAK SPACE}: les infusions légères",
    "Le rooibos vanille est de retour",
    "Six thés verts de printemps",
    "Votre thé glacé en trois gestes",
    "Fête des Mères\N{NO-BREAK SPACE}: les coffrets à offrir",
)
WINDOW = 3  # days
ATTRIBUTION_MONTH = 5
BASE_CUSTOMERS = 760
CANCELLED = 0.076  # share of the orders


@dataclass(frozen=True)
class Channel:
    """A channel on an average day: rates as ratios, `opening` its weight as a first contact, `cpc` in €."""

    name: str
    visits: float
    conversion: float
    newcomers: float
    opening: float
    ctr: float = 0.0
    cpc: float = 0.0

    @property
    def paid(self) -> bool:
        return self.cpc > 0


CHANNELS = (
    Channel("Recherche payante", 60, 0.033, 0.50, 0.9, ctr=0.046, cpc=0.42),
    Channel("Shopping", 66, 0.0265, 0.55, 1.1, ctr=0.012, cpc=0.34),
    Channel("Réseaux sociaux", 76, 0.0225, 0.66, 2.8, ctr=0.013, cpc=0.35),
    Channel("Reciblage", 30, 0.027, 0.30, 0.0, ctr=0.0062, cpc=0.37),
    Channel("Comparateurs", 27, 0.0235, 0.52, 0.8, ctr=0.021, cpc=0.36),
    Channel("E-mail", 31, 0.035, 0.06, 0.1),
    Channel("Référencement naturel", 185, 0.025, 0.50, 1.95),
    Channel("Accès direct", 98, 0.029, 0.28, 0.6),
)
#: What the firm may want to know: on each variant, the first two and four others, in an order of its own.
AIMS = (
    "Un canal gagne-t-il de l'argent, une fois payées la marchandise et la publicité\N{NO-BREAK SPACE}?",
    "Combien faut-il dépenser pour obtenir un client qui n'avait jamais acheté\N{NO-BREAK SPACE}?",
    "Combien coûte chaque visiteur qu'une annonce amène sur le site\N{NO-BREAK SPACE}?",
    "Combien de publicité faut-il pour obtenir une vente, à un ancien client comme à un nouveau\N{NO-BREAK SPACE}?",
    "Combien d'euros de ventes accompagnent chaque euro versé à une régie\N{NO-BREAK SPACE}?",
    "L'annonce donne-t-elle envie de cliquer à ceux qui la voient\N{NO-BREAK SPACE}?",
    "La fiche produit transforme-t-elle davantage de visites en commandes\N{NO-BREAK SPACE}?",
    "Les clients recrutés un mois donné commandent-ils de nouveau les mois suivants\N{NO-BREAK SPACE}?",
    "Jusqu'à quelle somme peut-on payer un nouveau client sans perdre d'argent\N{NO-BREAK SPACE}?",
)
#: What the test concludes: the new page sells more, sells less, or nothing is shown.
RISE, FALL, NOTHING = "hausse", "baisse", "rien de démontré"
EMAIL = "E-mail"
PAID = tuple(channel.name for channel in CHANNELS if channel.paid)


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `publicite`, `visites`, `commandes`, `envois`, `parcours`, `budgets`, `objectifs`, drawn until all is well posed.

    Amounts in € rounded to the cent, dates as timestamps at midnight. KitError after 400 vain draws.
    """
    # Before the draws: those that are refused would otherwise choose the conclusion.
    outcome = str(rng.choice([RISE, FALL, NOTHING]))
    drawn = tirer_jusqu_a(lambda r: _draw(r, outcome), _conditions, rng, essais=400)
    return {
        **drawn.tables,
        "parcours": _paths(drawn),
        "budgets": _budgets(drawn),
        "envois": _sendings(rng),
        "objectifs": _aims(rng),
    }


@dataclass(frozen=True)
class Drawn:
    """Three tables, what the test is to conclude, and the numbers drawn for two other tables, which most draws are refused without."""

    outcome: str
    tables: dict[str, pd.DataFrame]
    contacts: "Contacts"
    room: np.ndarray
    ceiling: float

    @property
    def valid(self) -> pd.DataFrame:
        """The orders that were not cancelled."""
        orders = self.tables["commandes"]
        return orders[orders["statut"] == "validée"]


@dataclass(frozen=True)
class Contacts:
    """For each valid order of the month of attribution: how many contacts, the channels, the days between them."""

    lengths: np.ndarray
    first: np.ndarray
    middle: np.ndarray
    days_between: np.ndarray


def _draw(rng: np.random.RandomState, outcome: str) -> Drawn:
    outage, maintenance, pause = _incidents(rng)
    demand, appetite = _season(rng)
    # Counting orders is quick, inventing them is not: what they will make of the test is sought first.
    for _ in range(60):
        advertising, visits, counts = _traffic(rng, outcome, maintenance, pause, demand, appetite)
        if _promising(visits, counts, outcome):
            break
    orders = _orders(rng, counts, demand)
    publicite = pd.concat(advertising).sort_values(["date", "canal"], ignore_index=True)
    visites = pd.concat(visits).sort_values(["date", "canal"], ignore_index=True)
    tables = {
        "publicite": publicite[publicite["date"] != pause].reset_index(drop=True),
        "visites": visites[visites["date"] != outage].reset_index(drop=True),
        "commandes": orders,
    }
    contacts = _contacts(rng, len(_attributed(orders)))
    return Drawn(
        outcome,
        tables,
        contacts,
        rng.uniform(1.15, 1.7, len(PAID)),
        rng.choice([0.3, 0.35, 0.4, 0.6, 0.65, 0.7]),
    )


def _traffic(
    rng: np.random.RandomState,
    outcome: str,
    maintenance: pd.Timestamp,
    pause: pd.Timestamp,
    demand: np.ndarray,
    appetite: np.ndarray,
) -> tuple[list[pd.DataFrame], list[pd.DataFrame], dict[str, np.ndarray]]:
    """Advertising and visits, a table a channel, and how many orders each channel gets day by day."""
    uplift = _uplift(rng, outcome)
    advertising, visits, counts = [], [], {}
    for channel in CHANNELS:
        level = demand**1.1 if channel.paid else demand
        level = level * channel.visits * rng.lognormal(0, 0.06) * rng.lognormal(0, 0.10, len(DAYS))
        if channel.name == EMAIL:
            level = level * _after_sendings(rng)
        level[maintenance == DAYS] *= 0.05
        clicks = rng.poisson(level)
        if channel.paid:
            clicks[pause == DAYS] = 0
            advertising.append(_advertising(rng, channel, clicks, demand))
            sessions = np.round(clicks * rng.uniform(0.86, 0.93, len(DAYS))).astype(int)
        else:
            sessions = clicks
        sessions[(pause == DAYS) & channel.paid] = rng.randint(1, 4)
        baskets = rng.binomial(sessions, np.clip(0.085 * appetite**0.5, 0, 0.3))
        table = {"date": DAYS, "canal": channel.name, "sessions": sessions, "paniers": baskets}
        visits.append(pd.DataFrame(table))
        strength = channel.conversion * (rng.lognormal(0, 0.24) if channel.paid else rng.lognormal(0, 0.05))
        rate = strength * appetite * np.where(AFTER[0] <= DAYS, 1 + uplift, 1.0) / (1 + uplift / 2)
        counts[channel.name] = rng.poisson(np.maximum(clicks, sessions) * rate)
        counts[channel.name][maintenance == DAYS] = 0
    return advertising, visits, counts


def _after_sendings(rng: np.random.RandomState) -> np.ndarray:
    """Daily factors of the visits that come from e-mails: high on the day of a sending, less so on the next two."""
    factors = np.ones(len(DAYS))
    strength = rng.lognormal(0, 0.15)
    for sending in SENDINGS:
        own = strength * rng.lognormal(0, 0.2)
        for later, factor in enumerate((6.5, 3.2, 1.6)):
            factors[sending + pd.Timedelta(days=later) == DAYS] += own * factor
    return factors


def _sendings(rng: np.random.RandomState) -> pd.DataFrame:
    """The monthly e-mails: whom they reached, how many opened and how many left the list."""
    reached = 2_150 + np.cumsum(rng.randint(60, 190, len(SENDINGS)))
    return pd.DataFrame(
        {
            "date": SENDINGS,
            "objet": SUBJECTS,
            "destinataires": reached,
            "ouvertures": np.round(reached * rng.uniform(0.27, 0.41, len(SENDINGS))).astype(int),
            "desinscriptions": rng.binomial(reached, 0.004),
        }
    )


def _promising(visits: list[pd.DataFrame], counts: dict[str, np.ndarray], outcome: str) -> bool:
    """Whether the test would conclude what was drawn, were as many orders cancelled before as after."""
    sessions = sum(table["sessions"].to_numpy() for table in visits)
    orders = sum(counts.values())
    spans = [(first <= DAYS) & (last >= DAYS) for first, last in (BEFORE, AFTER)]
    (n1, x1), (n2, x2) = ((sessions[span].sum(), (1 - CANCELLED) * orders[span].sum()) for span in spans)
    p = _pooled(n1, x1, n2, x2)
    if outcome == NOTHING:
        return 0.09 < p < 0.19
    return (x2 / n2 > x1 / n1) == (outcome == RISE) and 0.001 < p < 0.025


def _pooled(n1: float, x1: float, n2: float, x2: float) -> float:
    """The p-value of two proportions compared, both sides, with the variance of the rate that they share."""
    p1, p2, pool = x1 / n1, x2 / n2, (x1 + x2) / (n1 + n2)
    return 2 * norm.sf(abs(p2 - p1) / np.sqrt(pool * (1 - pool) * (1 / n1 + 1 / n2)))


def _uplift(rng: np.random.RandomState, outcome: str) -> float:
    """What the new page changes to the rate of conversion, as a share of it."""
    if outcome == NOTHING:
        return rng.choice([-1, 1]) * rng.uniform(0.08, 0.16)
    return (1 if outcome == RISE else -1) * rng.uniform(0.2, 0.32)


def _incidents(rng: np.random.RandomState) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]:
    """Days without measurement, with the site down, without ads; none in the weeks of the test."""
    windows = (("2025-12-05", "2025-12-17"), ("2026-01-09", "2026-01-27"), ("2026-04-07", "2026-04-27"))
    outage = pd.Timestamp(rng.choice(pd.date_range(*windows[rng.randint(3)])))
    maintenance = pd.Timestamp(rng.choice(pd.date_range("2026-03-23", "2026-03-30")))
    pause = pd.Timestamp(rng.choice(pd.date_range("2026-05-04", "2026-05-12")))
    return outage, maintenance, pause


def _season(rng: np.random.RandomState) -> tuple[np.ndarray, np.ndarray]:
    """Daily factors of visits and conversion: Christmas, January's lull, the fête des mères (31 May 2026)."""
    month = {12: 1.42, 1: 0.72, 2: 0.84, 3: 0.87, 4: 0.85, 5: 1.0}
    wish = {12: 1.32, 1: 0.76, 2: 0.90, 3: 0.92, 4: 0.90, 5: 1.08}
    weekday = np.array([1.08, 1.0, 1.02, 0.98, 0.93, 0.88, 1.11])  # Sunday evenings sell, Saturdays do not
    demand = np.array([month[d.month] for d in DAYS]) * weekday[DAYS.day_of_week]
    appetite = np.array([wish[d.month] for d in DAYS])
    for first, last, visits, buying in (
        ("2025-12-06", "2025-12-18", 1.45, 1.22),  # last parcels before Christmas leave on the 18th
        ("2025-12-22", "2025-12-31", 0.48, 0.72),
        ("2026-02-07", "2026-02-11", 1.15, 1.08),
        ("2026-05-18", "2026-05-28", 1.38, 1.18),
    ):
        days = (first <= DAYS) & (last >= DAYS)
        demand[days] *= visits
        appetite[days] *= buying
    return demand * rng.lognormal(0, 0.07, len(DAYS)), appetite


def _advertising(rng: np.random.RandomState, channel: Channel, clicks: np.ndarray, demand: np.ndarray) -> pd.DataFrame:
    """Clicks cost more and impressions yield less when everyone advertises."""
    ctr = channel.ctr * rng.lognormal(0, 0.08) * demand**-0.28 * rng.lognormal(0, 0.08, len(DAYS))
    cpc = max(channel.cpc * rng.lognormal(0, 0.07), 0.31) * demand**0.34 * rng.lognormal(0, 0.05, len(DAYS))
    idle = rng.poisson(20, len(DAYS))
    return pd.DataFrame(
        {
            "date": DAYS,
            "canal": channel.name,
            "impressions": np.round(clicks / ctr).astype(int) + idle,
            "clics": clicks,
            "cout_ht": np.round(clicks * cpc, 2),
        }
    )


def _orders(rng: np.random.RandomState, counts: dict[str, np.ndarray], demand: np.ndarray) -> pd.DataFrame:
    """One line an order; a customer is picked among known ones or recruited, by channel."""
    total = int(sum(c.sum() for c in counts.values()))
    recruiting = rng.lognormal(0, 0.13)
    affinity = rng.gamma(0.9, 1.0, BASE_CUSTOMERS + total)
    joined = np.full(BASE_CUSTOMERS + total, -60.0)
    known = BASE_CUSTOMERS
    rows = []
    for day, date in enumerate(DAYS):
        drawn = [channel for channel in CHANNELS for _ in range(counts[channel.name][day])]
        rng.shuffle(drawn)
        # Whoever has just bought is more likely to come back soon than an old customer.
        weights = np.cumsum(affinity[:known] * (0.45 + 1.6 * np.exp(-(day - joined[:known]) / 45)))
        season = 1.1 if date.month == 12 or (date.month == 5 and date.day >= 18) else 1.0
        for channel in drawn:
            if rng.uniform() < channel.newcomers * recruiting:
                customer, joined[known] = known, day
                known += 1
            else:
                customer = int(weights.searchsorted(rng.uniform() * weights[-1]))
            basket = 35.2 * season * (1.07 if customer < BASE_CUSTOMERS else 1.0) * rng.lognormal(-0.08, 0.4)
            rows.append((date, customer, channel.name, basket, rng.uniform() < CANCELLED))
    orders = pd.DataFrame(rows, columns=["date", "client", "canal", "montant_ttc", "cancelled"])
    orders["numero_commande"] = np.arange(len(orders)) + 48_211
    names = rng.permutation(BASE_CUSTOMERS + total) + 10_000
    orders["id_client"] = [f"C{names[c]}" for c in orders["client"]]
    orders["montant_ttc"] = np.maximum(np.round(orders["montant_ttc"] * 20) / 20, 9.9)
    orders["montant_ht"] = (orders["montant_ttc"] / VAT).round(2)
    orders["montant_ttc"] = orders["montant_ttc"].round(2)
    orders["statut"] = np.where(orders["cancelled"], "annulée", "validée")
    recruited = orders[~orders["cancelled"] & (orders["client"] >= BASE_CUSTOMERS)]
    orders["nouveau_client"] = "non"
    orders.loc[recruited.drop_duplicates("client").index, "nouveau_client"] = "oui"
    columns = "numero_commande date id_client canal nouveau_client montant_ht montant_ttc statut"
    return orders[columns.split()]


def _attributed(orders: pd.DataFrame) -> pd.DataFrame:
    """The valid orders of the month of attribution."""
    return orders[(orders["date"].dt.month == ATTRIBUTION_MONTH) & (orders["statut"] == "validée")]


def _contacts(rng: np.random.RandomState, orders: int) -> Contacts:
    names = [channel.name for channel in CHANNELS]
    opening = np.array([channel.opening for channel in CHANNELS]) * rng.lognormal(0, 0.15, len(CHANNELS))
    helping = np.array([0.8, 0.7, 1.2, 1.6, 0.6, 1.2, 1.2, 0.9])
    return Contacts(
        lengths=1 + rng.choice(5, size=orders, p=[0.34, 0.30, 0.20, 0.11, 0.05]),
        first=rng.choice(names, size=orders, p=opening / opening.sum()),
        middle=rng.choice(names, size=(orders, 3), p=helping / helping.sum()),
        days_between=rng.geometric(0.28, size=(orders, 5)) - 1,
    )


def _paths(drawn: Drawn) -> pd.DataFrame:
    """Contacts before each valid order of May, the latest first as the tool exports them."""
    sold, contacts = _attributed(drawn.tables["commandes"]), drawn.contacts
    rows = []
    for i, (number, date, last) in enumerate(zip(sold["numero_commande"], sold["date"], sold["canal"], strict=True)):
        length = contacts.lengths[i]
        channels = [contacts.first[i], *contacts.middle[i][: length - 2], last] if length > 1 else [last]
        moment = date
        for rank in range(length, 0, -1):
            rows.append((number, rank, moment, channels[rank - 1]))
            moment = moment - pd.Timedelta(days=int(contacts.days_between[i][rank - 1]))
    paths = pd.DataFrame(rows, columns=["numero_commande", "rang", "date_contact", "canal"])
    order = ["date_contact", "numero_commande", "rang"]
    return paths.sort_values(order, ascending=False, ignore_index=True)


def _budgets(drawn: Drawn) -> pd.DataFrame:
    """Next budgets, in hundreds of €, and ceilings: the best channel cannot take all that is moved."""
    cost = drawn.tables["publicite"].groupby("canal")["cout_ht"].sum()
    roas = drawn.valid.groupby("canal")["montant_ht"].sum().reindex(cost.index) / cost
    budgets = (cost / 100).round().mul(100).astype(int)
    moved = 0.5 * budgets[roas.idxmin()]
    room = pd.Series((drawn.room * moved / 10).round() * 10, index=budgets.index)
    room[roas.idxmax()] = round(drawn.ceiling * moved / 10) * 10
    table = pd.DataFrame({"budget": budgets, "plafond": (budgets + room).astype(int)})
    return table.loc[list(PAID)].rename_axis("canal").reset_index()


def _aims(rng: np.random.RandomState) -> pd.DataFrame:
    """Six aims in another order: which indicator goes with « O1 » cannot be learnt from a neighbour."""
    asked = rng.permutation([*AIMS[:2], *rng.choice(AIMS[2:], 4, replace=False)])
    return pd.DataFrame({"objectif": [f"O{rank}" for rank in range(1, 7)], "question": asked})


def _conditions(drawn: Drawn) -> Conditions:
    """What makes a draw well posed, the cheapest first."""
    tables, valid = drawn.tables, drawn.valid
    yield "nombre de commandes", 2300 <= len(valid) <= 3700
    yield "nombre de contacts", 1000 <= drawn.contacts.lengths.sum() <= 2200
    yield from _test(tables["visites"], tables["commandes"], drawn.outcome)
    yield from _outage(tables["visites"], tables["commandes"])
    yield from _customers(tables["publicite"], valid)
    yield from _attribution(drawn)
    yield from _sold_by_email(tables["commandes"])
    yield from _channels(tables["publicite"], valid)


def _opening_and_closing(drawn: Drawn) -> tuple[pd.Series, pd.Series]:
    """How many paths of the month of attribution each channel opens, and how many it closes."""
    closing, contacts = _attributed(drawn.tables["commandes"])["canal"], drawn.contacts
    # An order of one contact opens with the channel that closes it.
    first = pd.Series(np.where(contacts.lengths > 1, contacts.first, closing)).value_counts()
    return first, closing.value_counts()


def _attribution(drawn: Drawn) -> Conditions:
    first, last = _opening_and_closing(drawn)
    yield "chaque canal ouvre et conclut des parcours", len(first) == len(last) == len(CHANNELS)
    yield "les réseaux sociaux ouvrent surtout", first["Réseaux sociaux"] > 1.3 * last["Réseaux sociaux"]


def _test(visites: pd.DataFrame, orders: pd.DataFrame, outcome: str) -> Conditions:
    valid = orders[orders["statut"] == "validée"]
    (n1, x1), (n2, x2) = (
        (visites["sessions"][visites["date"].between(*span)].sum(), valid["date"].between(*span).sum())
        for span in (BEFORE, AFTER)
    )
    p1, p2, pooled = x1 / n1, x2 / n2, _pooled(n1, x1, n2, x2)
    if outcome == NOTHING:
        yield "p loin au-dessus de 5 %", 0.06 < pooled < 0.28
    else:
        yield "le taux de conversion va dans le sens tiré", (p2 > p1) == (outcome == RISE)
        yield "p loin au-dessous de 5 %", 0.0005 < pooled < 0.035
    first, last = (orders["date"].between(*span).sum() for span in (BEFORE, AFTER))
    cancelled_too = _pooled(n1, first, n2, last)
    yield "les commandes annulées changent le test", abs(np.log(cancelled_too / pooled)) > 0.05
    yield "elles ne le réduisent pas à un côté", abs(2 * cancelled_too / pooled - 1) > 0.05


def _outage(visites: pd.DataFrame, orders: pd.DataFrame) -> Conditions:
    sessions = visites.groupby("date")["sessions"].sum()
    (outage,) = DAYS.difference(sessions.index)
    lowest = sessions.sort_values().to_numpy()
    yield "un seul jour est le plus calme", lowest[1] > 1.5 * lowest[0]
    month = orders[orders["date"].dt.month == outage.month]
    valid = month["statut"] == "validée"
    that_day = month["date"] == outage
    right, with_outage, cancelled = (valid & ~that_day).sum(), valid.sum(), (~that_day).sum()
    yield "le jour sans mesure compte", with_outage > 1.018 * right
    yield (
        "les commandes annulées comptent",
        cancelled > 1.018 * right and abs(cancelled / with_outage - 1) > 0.012,
    )
    sales = orders.loc[orders["statut"] == "validée", "montant_ht"].sum()
    yield "les ventes annulées ne valent pas la TVA", orders["montant_ht"].sum() > (VAT + 0.01) * sales


def _recruited(valid: pd.DataFrame) -> pd.Series:
    """The month in which each new customer came, by customer."""
    return valid[valid["nouveau_client"] == "oui"].set_index("id_client")["date"].dt.month


def _worth(publicite: pd.DataFrame, valid: pd.DataFrame) -> float:
    """What a customer brings over what one costs to recruit through the paid channels."""
    frequency = 2 * len(valid) / valid["id_client"].nunique()
    value = valid["montant_ht"].mean() * frequency * LIFETIME * MARGIN
    recruited = ((valid["nouveau_client"] == "oui") & valid["canal"].isin(PAID)).sum()
    return value * recruited / (publicite["cout_ht"].sum() + FEES)


def _customers(publicite: pd.DataFrame, valid: pd.DataFrame) -> Conditions:
    worth = _worth(publicite, valid)
    yield "un client rapporte près de trois fois ce qu'il coûte", 1.8 < worth < 4.5
    recruited = _recruited(valid)
    # Divided by the month before, as some will do, a retention stays a percentage that may be typed in (at most 300 %).
    active = _active(valid, recruited % 12)
    yield "aucune cohorte ne triple d'un mois à l'autre", (active[:, 1:] < 2.8 * active[:, :-1]).all()


def _active(valid: pd.DataFrame, arrival: pd.Series) -> np.ndarray:
    """How many customers of each of the first three cohorts order 0, 1, 2, 3 months after they came; months count from December."""
    joined = valid["id_client"].map(arrival)
    after = valid["date"].dt.month % 12 - joined
    counts = valid.groupby([joined, after])["id_client"].nunique().unstack(fill_value=0)
    return counts.reindex(index=range(3), columns=range(4), fill_value=0).to_numpy()


def _sold_by_email(orders: pd.DataFrame) -> Conditions:
    """What a sending adds is seen, and is neither all that the e-mail sells in its three days nor what all the channels gain."""
    valid = orders[orders["statut"] == "validée"]
    own = valid[valid["canal"] == EMAIL]
    week = pd.Timedelta(days=7)
    sold, before = (sum(_in_window(own, sending - gap) for sending in SENDINGS) for gap in (0 * week, week))
    everywhere = sum(_in_window(valid, sending) - _in_window(valid, sending - week) for sending in SENDINGS)
    added = sold - before
    yield "un envoi fait vendre", 18 <= added <= 150
    yield "ce que le courriel vend sans envoi compte", before >= 0.12 * added
    all_sold, all_before = (
        sum(_in_window(orders[orders["canal"] == EMAIL], sending - gap) for sending in SENDINGS)
        for gap in (0 * week, week)
    )
    yield "les commandes annulées changent l'effet du courriel", abs(all_sold - all_before - added) >= 2
    yield "elles ne le changent pas comme la semaine d'avant", abs(all_sold - all_before - sold) >= 2
    yield "les autres canaux ne suivent pas", abs(everywhere - added) >= 6 and abs(everywhere - sold) >= 3


def _in_window(orders: pd.DataFrame, first: pd.Timestamp) -> int:
    return int(orders["date"].between(first, first + pd.Timedelta(days=WINDOW - 1)).sum())


def _channels(publicite: pd.DataFrame, valid: pd.DataFrame) -> Conditions:
    sold = valid[valid["canal"].isin(PAID)]
    by_month = [publicite["date"].dt.month, "canal"]
    months = publicite.groupby(by_month)[["impressions", "clics", "cout_ht"]].sum()
    by_month = [sold["date"].dt.month, "canal"]
    months[["commandes", "ca"]] = sold.groupby(by_month)["montant_ht"].agg(["size", "sum"])
    ratios = _ratios(months.groupby("canal").sum())
    roas = ratios["roas"]
    # The fees follow the spending: each euro of advertising costs a little more than a euro.
    spent = publicite["cout_ht"].sum()
    gain = roas * MARGIN * spent / (spent + FEES)
    ranked = roas.sort_values().to_numpy()
    yield (
        "premier, deuxième et dernier canaux bien séparés",
        (ranked[[1, -2, -1]] > 1.03 * ranked[[0, -3, -2]]).all(),
    )
    yield (
        "le meilleur canal gagne, le pire perd",
        gain.max() > 1.1 > 0.88 > gain.min(),
    )
    yield "les deux canaux qui recevraient gagnent", gain.sort_values().iloc[-2] > 1.03
    yield "aucun canal près de l'équilibre", (abs(gain - 1) > 0.025).all()
    yield (
        "les honoraires retournent le verdict d'un canal au plus",
        ((roas * MARGIN > 1) != (gain > 1)).sum() <= 1,
    )
    yield "taux de conversion crédible", ratios["conversion"].between(0.01, 0.045).all()
    yield "coût du clic crédible", ratios["cpc"].between(0.3, 1.5).all()
    sales = sold.groupby("canal")["montant_ht"].sum()
    yield (
        "les ventes ne rangent pas comme le ROAS",
        (sales.idxmin(), sales.idxmax()) != (roas.idxmin(), roas.idxmax()),
    )
    yield (
        "chaque canal vend chaque mois",
        months.notna().all(axis=None) and len(months) == 6 * len(PAID),
    )
    elsewhere = abs(_ratios(months).groupby("canal").mean() / ratios - 1) > 0.008
    yield "la moyenne des ratios est ailleurs", elsewhere.all(axis=None)


def _ratios(sums: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ctr": sums["clics"] / sums["impressions"],
            "cpc": sums["cout_ht"] / sums["clics"],
            "conversion": sums["commandes"] / sums["clics"],
            "cpa": sums["cout_ht"] / sums["commandes"],
            "roas": sums["ca"] / sums["cout_ht"],
        }
    )
