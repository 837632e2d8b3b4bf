"""The draw of épreuve 16: what the launch of Thymarelle's refillable range brought, from 1 March to 30 June 2027; all of it is fictional.

Orders of magnitude of a French maker of natural cosmetics of 4.6 million euros of sales: a first order of a pharmacy of 120-280 € net of VAT and
reorders of 60-190 €; a click of a social advertisement at 0.35-0.75 €, a client gained on the site for 20-80 €; a gross margin of 62-70 % of
direct sales and of 42-48 % of sales to pharmacies; an hour of a loaded wage at 34 €; an emailing opened by 25-35 % of clients; six to seven of
ten who registered for a free professional live session come, three to five for a public one.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

AREAS = {"Gard": 52, "Hérault": 58, "Vaucluse": 34, "Bouches-du-Rhône": 36}
#: Where an order of the site is delivered; elsewhere is « ailleurs ».
NEAR = "Gard ou Hérault"
STEPS = ("À contacter", "Contactée", "Rendez-vous", "Refus")
FIRST = np.datetime64("2027-03-16")
LAST = np.datetime64("2027-06-30")
HALFWAY = np.datetime64("2027-05-02")
WEEKS = np.arange(np.datetime64("2027-03-15"), np.datetime64("2027-06-29"), 7)
HOUR = 34
#: What the campaign was to reach by 30 June.
TARGETS = {"flacons": 6000, "recharge": 40, "pharmacies": 120, "clients": 1500}

SHOPS = (
    "du Pont", "de la Fontaine", "des Arènes", "du Marché", "de la Gare", "Centrale", "du Cours", "des Platanes", "du Canal", "de l'Horloge",
    "des Oliviers", "du Rempart", "de la Poste", "du Soleil", "Saint-Roch", "Sainte-Anne", "du Viaduc", "de la Placette", "des Halles",
    "du Château", "de la Mairie", "des Cigales", "du Lavoir", "de la Tour", "des Mûriers", "Saint-Jean", "du Théâtre", "de la Plaine",
    "des Garrigues", "du Mas", "de l'Esplanade", "du Moulin", "des Lauriers", "de la Source", "du Stade", "Saint-Pierre", "du Clos",
    "de l'Église", "des Tilleuls", "du Parc", "de la République", "Principale", "du Port", "des Vignes", "de l'Avenue", "du Lycée",
    "Notre-Dame", "de la Cigale", "du Rond-Point", "des Remparts", "du Pont-Neuf", "des Carmes", "du Temple", "de l'Aqueduc", "des Amandiers", "du Romarin", "des Augustins", "du Marronnier",
    "de la Calade",
)  # fmt: skip

#: Action: sales, gross margin %, spending, hours. Sales to pharmacies have the margin of a wholesale price.
ACTIONS = {
    "Courriels": ((22_000, 40_000), (64, 69), (2_600, 4_400), (95, 150)),
    "Réseaux sociaux": ((30_000, 60_000), (63, 68), (14_500, 18_500), (80, 130)),
    "Liens sponsorisés": ((22_000, 46_000), (63, 68), (8_600, 12_000), (45, 75)),
    "Présentoirs": ((52_000, 84_000), (42, 47), (12_000, 16_000), (190, 270)),
    "Soirée": ((13_000, 32_000), (64, 69), (5_800, 8_200), (95, 150)),
}  # fmt: skip

#: Code of a segment: share of the new clients, of the former ones; spending for a client gained; margin of the first two years.
SEGMENTS = {
    "coeur": (0.36, 0.40, (28, 52), (50, 68)),
    "voisins": (0.22, 0.34, (24, 60), (46, 64)),
    "ailleurs": (0.27, 0.12, (30, 72), (42, 58)),
    "autres": (0.15, 0.14, (26, 76), (40, 56)),
}

LIVE = {
    "Soirée": ("Lancement de la gamme, retransmis de la boutique d'Uzès", "2027-03-16", (360, 520), (0.38, 0.52), 60),
    "Formation": ("Conseiller la recharge, pour les équipes des pharmacies", "2027-05-11", (120, 190), (0.55, 0.74), 45),
}  # fmt: skip


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `pharmacies`, `pieces`, `clients`, `segments`, `ventes`, `objectifs`, `actions`, `evenements`, `audience`, `connexions`.

    Amounts in euros net of VAT, dates as timestamps at midnight. KitError after 3,000 vain draws of a table.
    """
    # A stream by subject: what one refuses does not move the others.
    streams = [np.random.RandomState(rng.randint(2**31 - 1)) for _ in range(5)]
    pharmacies, pieces = tirer_jusqu_a(_shops, _shop_checks, streams[0])
    clients, segments = tirer_jusqu_a(_clients, _client_checks, streams[1])
    known = (
        _customers(pieces, HALFWAY),
        int((clients["premier_achat"].between("2027-03-01", str(HALFWAY))).sum()),
    )
    sales, targets = tirer_jusqu_a(
        lambda r: _sales(r, known), lambda drawn: _sales_checks(*drawn, len(clients)), streams[2]
    )
    events, audience, connections = tirer_jusqu_a(_live, _live_checks, streams[4])
    return {
        "pharmacies": pharmacies,
        "pieces": pieces,
        "clients": clients,
        "segments": segments,
        "ventes": sales,
        "objectifs": targets,
        "actions": tirer_jusqu_a(_actions, _action_checks, streams[3]),
        "evenements": events,
        "audience": audience,
        "connexions": connections,
    }


# --- pharmacies: what the sales team wrote, what was invoiced ---


def _shops(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes = [f"PH{n}" for n in rng.choice(np.arange(102, 990), sum(AREAS.values()), replace=False)]
    rows, bills = [], []
    for area, number in AREAS.items():
        names = rng.permutation(SHOPS)[:number]
        buying, noted, stale = rng.uniform(0.5, 0.78), rng.uniform(0.42, 0.95), rng.uniform(0.08, 0.5)
        for name in names:
            code = codes[len(rows)]
            buys = rng.uniform() < buying
            cancelled = not buys and rng.uniform() < 0.14
            # Some customers wait for the team to write them down; some are written down that never ordered, or gave all back.
            listed = rng.uniform() < (noted if buys else 0.62 if cancelled else stale)
            step = "Référencée" if listed else str(rng.choice(STEPS, p=(0.12, 0.32, 0.38, 0.18)))
            rows.append((code, f"Pharmacie {name}", area, step))
            bills += _bills(rng, code, buys, cancelled)
    pharmacies = pd.DataFrame(rows, columns=["code", "pharmacie", "departement", "etape"])
    pharmacies = pharmacies.sort_values("code", ignore_index=True)
    pieces = pd.DataFrame(bills, columns=["date", "compte", "nature", "montant"]).sort_values(
        ["date", "compte", "nature"], ascending=[True, True, False], ignore_index=True
    )
    pieces.insert(0, "piece", _numbers(pieces["nature"]))
    return pharmacies, pieces


def _numbers(kinds: pd.Series) -> list[str]:
    rank = {"facture": 310, "avoir": 20}
    numbers = []
    for kind in kinds:
        rank[kind] += 1
        numbers.append(f"{'F' if kind == 'facture' else 'A'}27-{rank[kind]:04d}")
    return numbers


def _bills(rng: np.random.RandomState, code: str, buys: bool, cancelled: bool) -> list[tuple]:
    """What an order, its reorders and their credit notes are in the accounts."""
    if not (buys or cancelled):
        return []
    day = FIRST + min(int(rng.exponential(30)), 96)
    first = round(float(rng.uniform(120, 280)), 2)
    rows = [(day, "facture", first)]
    if cancelled:
        rows.append((min(day + rng.randint(4, 12), LAST), "avoir", first))
    else:
        for _ in range(rng.randint(0, 4)):
            day = day + rng.randint(12, 36)
            if day <= LAST:
                rows.append((day, "facture", round(float(rng.uniform(60, 190)), 2)))
        if rng.uniform() < 0.17:
            bought, _, amount = rows[rng.randint(len(rows))]
            rows.append((min(bought + rng.randint(3, 15), LAST), "avoir", round(amount * rng.uniform(0.15, 0.7), 2)))
    return [(pd.Timestamp(day), _typed(rng, code), kind, amount) for day, kind, amount in rows]


def _typed(rng: np.random.RandomState, code: str) -> str:
    """A code, as accounts type it."""
    ways = (code, code.lower(), f"PH-{code[2:]}", f"ph {code[2:]}", f"{code} ", f"Ph-{code[2:]}")
    return str(ways[rng.choice(len(ways), p=(0.34, 0.2, 0.2, 0.12, 0.08, 0.06))])


def _net(pieces: pd.DataFrame) -> pd.Series:
    signed = pieces["montant"].where(pieces["nature"] == "facture", -pieces["montant"])
    return signed.groupby(_code(pieces["compte"])).sum().round(2)


def _code(written: pd.Series) -> pd.Series:
    return written.str.upper().str.replace("[^A-Z0-9]", "", regex=True)


def _customers(pieces: pd.DataFrame, until: np.datetime64) -> int:
    return int((_net(pieces[pieces["date"] <= pd.Timestamp(until)]) > 0).sum())


def _shop_checks(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> Conditions:
    pharmacies, pieces = drawn
    net = pharmacies["code"].map(_net(pieces)).fillna(0)
    buys, listed = net > 0, pharmacies["etape"] == "Référencée"
    yield "des pharmacies clientes, autour de l'objectif", 96 <= int(buys.sum()) <= 136
    for name, group in (("corriger", buys & ~listed), ("relancer", ~buys & listed)):
        counts = group.groupby(pharmacies["departement"]).sum()
        yield f"à {name} dans chaque département", bool((counts >= 2).all() and counts.max() <= 24)
    area = buys.groupby(pharmacies["departement"]).sum()
    yield "des départements distincts", area.is_unique
    raw = pharmacies["code"].map(_net(pieces[pieces["compte"].isin(pharmacies["code"])])).fillna(0)
    yield (
        "les codes mal tapés comptent",
        bool(((raw > 0).groupby(pharmacies["departement"]).sum() < area - 2).all()),
    )


# --- clients of the site ---


def _segment(clients: pd.DataFrame) -> pd.Series:
    near, young = clients["livraison"] == NEAR, clients["age"].between(28, 45)
    return pd.Series(
        np.select([near & young, near, young], ["coeur", "voisins", "ailleurs"], "autres"),
        index=clients.index,
    )


def _clients(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes = list(SEGMENTS)
    weight = np.array([[SEGMENTS[c][k] * rng.uniform(0.8, 1.25) for c in codes] for k in (0, 1)])
    gained, former = rng.randint(1120, 1800), rng.randint(240, 420)
    rows = []
    for number, shares, new in ((gained, weight[0], True), (former, weight[1], False)):
        for code in rng.choice(codes, number, p=shares / shares.sum()):
            near, young = code in ("coeur", "voisins"), code in ("coeur", "ailleurs")
            age = (
                rng.randint(28, 46)
                if young
                else int(rng.choice([rng.randint(19, 28), rng.randint(46, 76)], p=(0.2, 0.8)))
            )
            where = NEAR if near else "ailleurs"
            if new:
                # Three peaks: the launch, the week of the refill in May, the end of the campaign.
                ahead = rng.uniform() < 0.05  # came in the first two weeks of the campaign, for another range
                day = (
                    np.datetime64("2027-03-01") + rng.randint(0, 15)
                    if ahead
                    else FIRST
                    + min(
                        int(
                            rng.choice(
                                [rng.exponential(9), rng.uniform(0, 106), 62 + rng.exponential(7)],
                                p=(0.36, 0.42, 0.22),
                            )
                        ),
                        106,
                    )
                )
            else:
                day = np.datetime64("2027-02-26") - int(rng.exponential(260)) - rng.randint(0, 8)
            rows.append((day, age, where))
    rows = [rows[i] for i in rng.permutation(len(rows))]
    clients = pd.DataFrame(rows, columns=["premier_achat", "age", "livraison"])
    clients["premier_achat"] = pd.to_datetime(clients["premier_achat"])
    numbers = np.sort(rng.choice(np.arange(20_400, 29_900), len(clients), replace=False))
    clients.insert(0, "client", numbers)
    new = _segment(clients)[clients["premier_achat"] >= "2027-03-01"].value_counts()
    segments = []
    for code, (_, _, cost, margin) in SEGMENTS.items():
        margin = round(float(rng.uniform(*margin)), 2)
        # The three decisions, as often: the cost of a client under half of the margin, under it, above it.
        low, high = [(0.34, 0.46), (0.56, 0.92), (1.08, 1.5)][rng.randint(3)]
        paid = float(np.clip(margin * rng.uniform(low, high), 16, 1.2 * cost[1]))
        segments.append((code, round(paid * new[code] / 10) * 10, margin))
    return clients, pd.DataFrame(segments, columns=["segment", "depense", "marge"])


def _decision(ratio: pd.Series) -> np.ndarray:
    return np.select([ratio <= 0.5, ratio <= 1], ["renforcer", "garder"], "réduire")


def _client_checks(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> Conditions:
    clients, segments = drawn
    new = clients["premier_achat"] >= "2027-03-01"
    counts = _segment(clients)[new].value_counts()
    table = segments.set_index("segment")
    ratio = table["depense"] / counts / table["marge"]
    right = _decision(ratio)
    yield "deux décisions au moins", len(set(right)) >= 2
    everyone = _decision(table["depense"] / _segment(clients).value_counts() / table["marge"])
    yield "les anciens clients changent une décision", bool((everyone != right).any())
    # Offered discounts and postage included, gaining the site's clients does not cost as much as the whole campaign.
    yield "une dépense que la campagne peut porter", table["depense"].sum() <= 72_000
    yield "loin des seuils", bool(((ratio - 0.5).abs() > 0.02).all() and ((ratio - 1).abs() > 0.02).all())


# --- sales and targets ---


def _sales(rng: np.random.RandomState, known: tuple[int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    level = rng.uniform(0.82, 1.22)
    taste = rng.uniform(0.75, 1.25)
    rows = []
    for rank, week in enumerate(WEEKS):
        part = 3 / 7 if rank == len(WEEKS) - 1 else 6 / 7 if rank == 0 else 1
        peak = 1 + 1.1 * np.exp(-rank / 2.2) + (0.45 if rank in (9, 10) else 0)
        for channel, mean, first in (("boutiques", 68, 0.08), ("site", 142, 0.05), ("pharmacies", 122, 0.02)):
            bottles = rng.poisson(level * mean * peak * part * rng.uniform(0.88, 1.12))
            # A bottle lasts six weeks or so: refills come later.
            share = taste * (
                first + (0.085 if channel != "pharmacies" else 0.062) * max(rank - 2, 0) * rng.uniform(0.85, 1.15)
            )
            rows.append((week, channel, bottles, rng.poisson(share * level * mean * part)))
    sales = pd.DataFrame(rows, columns=["semaine", "canal", "flacons", "recharges"])
    sales["semaine"] = pd.to_datetime(sales["semaine"])
    targets = pd.DataFrame(
        [
            ("flacons", "flacons", 3600, TARGETS["flacons"], None),
            ("recharge", "%", 20, TARGETS["recharge"], None),
            ("pharmacies", "pharmacies", 80, TARGETS["pharmacies"], known[0]),
            ("clients", "clients", 900, TARGETS["clients"], known[1]),
        ],
        columns=["indicateur", "unite", "jalon", "cible", "releve_2_mai"],
    )  # fmt: skip
    targets["releve_2_mai"] = targets["releve_2_mai"].astype("Int64")
    return sales, targets


def _sales_checks(sales: pd.DataFrame, targets: pd.DataFrame, clients: int) -> Conditions:
    total = sales[["flacons", "recharges"]].sum()
    got = np.array([total["flacons"], 100 * total["recharges"] / total["flacons"]])
    yield "des flacons vraisemblables", 4900 < total["flacons"] < 7300
    on_site = sales.loc[sales["canal"] == "site", "flacons"].sum()
    yield "plus de flacons que de clients, sur le site", clients < 0.94 * on_site
    yield "un taux de recharge vraisemblable", 28 < got[1] < 50
    weekly = (sales["recharges"] / sales["flacons"]).mean() * 100
    yield "la moyenne des taux n'est pas le taux", abs(weekly / got[1] - 1) > 0.04


# --- actions ---


def _actions(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for name, (sales, margin, spent, hours) in ACTIONS.items():
        sold, rate = 10 * rng.randint(sales[0] // 10, sales[1] // 10), rng.randint(margin[0], margin[1] + 1)
        paid, time = 10 * rng.randint(spent[0] // 10, spent[1] // 10), rng.randint(*hours)
        gain = sold * rate / 100 - paid - HOUR * time
        roi, roti = 100 * gain / (paid + HOUR * time), gain / (HOUR * time)
        # Each of the two expectations is met or missed, apart from the other; together they tell the time that was planned.
        above = np.where(rng.randint(2, size=2), 1, -1)
        for _ in range(60):
            # Nobody plans to lose money: what is expected is above nothing.
            to_come = (
                max(roi - above[0] * rng.uniform(8, 34), 5.0),
                max(roti - above[1] * rng.uniform(0.12, 0.9), 0.1),
            )
            expected = round(to_come[0] / 5) * 5.0, round(to_come[1], 1)
            if _planned(paid, time, *expected):
                break
        rows.append((name, sold, rate, paid, time, *expected))
    columns = ["action", "ventes", "taux_marge", "depenses", "heures", "roi_attendu", "roti_attendu"]
    return pd.DataFrame(rows, columns=columns)


def _planned(paid: float, time: float, roi: float, roti: float) -> bool:
    """Whether a ROI and a ROTI expected together suppose about as much time, in the cost, as was spent."""
    real = HOUR * time / (paid + HOUR * time)
    return 0.55 * real <= roi / 100 / roti <= min(1.5 * real, 0.9)


def _verdicts(actions: pd.DataFrame, roi: pd.Series, roti: pd.Series) -> list[str]:
    a, b = roi >= actions["roi_attendu"], roti >= actions["roti_attendu"]
    return list(np.select([a & b, a, b], ["les deux", "ROI seul", "ROTI seul"], "aucun"))


def _action_checks(actions: pd.DataFrame) -> Conditions:
    margin, time = actions["ventes"] * actions["taux_marge"] / 100, HOUR * actions["heures"]
    gain = margin - actions["depenses"] - time
    roi, roti = 100 * gain / (actions["depenses"] + time), gain / time
    yield "une action ne rapporte pas", bool((gain < -400).sum() in (0, 1, 2))
    asked = actions[["depenses", "heures", "roi_attendu", "roti_attendu"]].to_numpy()
    yield "un temps prévu vraisemblable", all(_planned(*row) for row in asked)
    yield "la campagne rapporte", 0.05 < gain.sum() / (actions["depenses"] + time).sum() < 1.1
    yield (
        "loin de l'attendu",
        bool(
            ((roi - actions["roi_attendu"]).abs() > 2).all() and ((roti - actions["roti_attendu"]).abs() > 0.04).all()
        ),
    )
    right = _verdicts(actions, roi, roti)
    yield "trois verdicts au moins", len(set(right)) >= 3 and max(right.count(v) for v in set(right)) <= 2
    gross = 100 * (margin - actions["depenses"]) / actions["depenses"]
    yield "le temps compte", _verdicts(actions, gross, roti) != right
    yield "des ROI distincts", bool(np.diff(np.sort(roi)).min() > 1)
    order = (roi - actions["roi_attendu"]).sort_values()
    yield (
        "une action s'écarte le plus",
        abs(order.iloc[0]) > 1.1 * order.iloc[-1] or order.iloc[-1] > 1.1 * abs(order.iloc[0]),
    )


# --- live sessions ---


def _live(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    events, minutes, rows = [], [], []
    for name, (what, day, registered, rate, length) in LIVE.items():
        number = rng.randint(*registered)
        came = rng.choice(number, round(number * rng.uniform(*rate)), replace=False)
        count = np.zeros(length + 1, dtype=int)
        faithful, patience = rng.uniform(0.12, 0.8), rng.uniform(9, 26)
        for who in came:
            start = 1 + min(int(rng.exponential(4)), length - 12)
            end = length if rng.uniform() < faithful else min(start + 5 + int(rng.exponential(patience)), length)
            spans = [(start, end)]
            if end - start > 14 and rng.uniform() < 0.24:
                cut = rng.randint(start + 4, end - 6)
                spans = [(start, cut), (cut + rng.randint(2, 5), end)]
            for a, b in spans:
                rows.append((name, f"{name[0]}{who + 1:03d}", a, b))
                count[a : b + 1] += 1
        events.append((name, what, pd.Timestamp(day), number, length))
        minutes += [(name, minute, int(count[minute])) for minute in range(1, length + 1)]
    connections = pd.DataFrame(rows, columns=["evenement", "inscrit", "debut", "fin"])
    connections = connections.sort_values(
        ["evenement", "debut", "inscrit"], ascending=[False, True, True], ignore_index=True
    )
    connections.insert(0, "connexion", np.arange(1, len(connections) + 1))
    return (
        pd.DataFrame(events, columns=["evenement", "sujet", "date", "inscrits", "duree"]),
        pd.DataFrame(minutes, columns=["evenement", "minute", "connectes"]),
        connections,
    )


def _live_checks(drawn: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]) -> Conditions:
    events, _, connections = drawn
    groups = connections.groupby("evenement")["inscrit"]
    yield "des reconnexions", bool((groups.size() > 1.07 * groups.nunique()).all())
    yield (
        "moins de connexions que d'inscrits",
        bool((groups.size().sub(events.set_index("evenement")["inscrits"]) < 0).all()),
    )
