"""The draw of épreuve 9: channels, materials and events of Thymarelle, a fictional maker of natural cosmetics, before it launches a refillable range.

Orders of magnitude, net of VAT, of a small brand in two départements in 2026-2027. Gard and Hérault: some 1.97 million inhabitants (INSEE, 2022), 1.6
to 1.7 million of them 15 or more; that one in ten is 28 to 45 and buys natural cosmetics is the case's convention, and so are audiences. Costs: some
hundred and fifty poster faces in two towns for a week 10,500-18,000 €, four regional press inserts
5,500-11,000 €, social advertising at 6-9 € a thousand impressions, a click on a search advertisement at 0.8-1.2 €, a press officer for two months
3,000-7,600 €, a counter display of cardboard at 30-67 € delivered, times 180.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

TODAY = np.datetime64("2026-12-14")
START = np.datetime64("2027-03-01")
LEFT = int((START - TODAY).astype(int))  # 77 days
BASE = "Publicité sur les réseaux"
COLUMN = {
    "Publicité sur les réseaux": "publicite_reseaux",
    "Affichage": "affichage",
    "Presse régionale": "presse",
}
EXTRA = ("Affichage", "Presse régionale")
LEAST_AFFINITY = 100
MOST_NEW = 600
LATE, OFF, KEPT, SHORT = "trop tard", "hors cible", "retenu", "hors moyens"

#: channel: kind, what it is, audience (of people of 15 or more), affinity, cost, lead time in days, staff days. The three of the panel have a share of the
#: target in place of an audience.
CHANNELS = {
    "Courriel": ("possédé", "trois lettres aux clients inscrits, avec un nouvel outil d'envoi", (13_000, 19_000), (230, 400), (900, 3600), (30, 92), (4, 12)),
    "Compte Instagram": ("possédé", "trente publications, photographies comprises", (20_000, 32_000), (220, 360), (1400, 4200), (25, 84), (8, 20)),
    "Présentoirs": ("possédé", "cent quatre-vingts présentoirs de comptoir, un par pharmacie", (130_000, 230_000), (88, 165), (5500, 12_000), (45, 90), (6, 14)),
    "Relations presse": ("gagné", "dossier, envois, relances pendant deux mois", (110_000, 190_000), (84, 140), (3000, 7600), (40, 92), (5, 14)),
    "Publicité sur les réseaux": ("payé", "annonces payées, seize semaines", (0.34, 0.48), (150, 235), (11_000, 22_000), (14, 35), (8, 16)),
    "Liens sponsorisés": ("payé", "annonces sur les moteurs de recherche", (55_000, 115_000), (200, 320), (4600, 10_500), (10, 25), (5, 10)),
    "Affichage": ("payé", "cent cinquante faces à Nîmes et Montpellier, une semaine", (0.26, 0.42), (86, 138), (10_500, 18_000), (45, 92), (3, 6)),
    "Presse régionale": ("payé", "quatre encarts dans un quotidien", (0.11, 0.24), (80, 128), (5500, 11_000), (21, 60), (2, 5)),
}  # fmt: skip
#: Those whose lead time may pass the first of March.
SLOW = (
    "Courriel",
    "Compte Instagram",
    "Présentoirs",
    "Relations presse",
    "Affichage",
)

KINDS = (
    "Vente en pharmacie",
    "Boutiques",
    "Site et réseaux",
    "Vie de l'équipe",
    "Recrutement",
)
#: sub-category: (what, what it shows: l logo, a address of the shop in Nîmes, p prices, g the range), then contacts a year.
MATERIALS = {
    "Vente en pharmacie": (
        ("Fiche produit des soins du corps", "lg", (3000, 9000)),
        ("Affichette de vitrine", "l", (40_000, 90_000)),
        ("Argumentaire de vente", "lpg", (200, 800)),
        ("Bon de commande", "lp", (300, 900)),
        ("Carte d'échantillon", "lg", (9000, 24_000)),
        ("Notice de tri du flacon", "l", (2000, 8000)),
        ("Réglette de prix", "lp", (30_000, 70_000)),
    ),
    "Boutiques": (
        ("Catalogue des soins", "lapg", (6000, 16_000)),
        ("Carte de fidélité", "la", (4000, 11_000)),
        ("Sac en papier", "la", (9000, 21_000)),
        ("Ardoise des prix", "p", (14_000, 30_000)),
        ("Panneau de nos engagements", "lg", (14_000, 30_000)),
        ("Bon cadeau", "lap", (900, 2600)),
        ("Marque-page des ingrédients", "l", (2000, 6000)),
    ),
    "Site et réseaux": (
        ("Page d'accueil", "lg", (60_000, 140_000)),
        ("Page des boutiques", "la", (9000, 26_000)),
        ("Modèle de lettre aux clients", "lapg", (30_000, 70_000)),
        ("Questions fréquentes", "pg", (6000, 18_000)),
        ("Vidéo de l'atelier", "l", (5000, 19_000)),
        ("Signature de courriel", "la", (20_000, 50_000)),
        ("Bandeau des réseaux", "l", (20_000, 50_000)),
    ),
    "Vie de l'équipe": (
        ("Livret d'accueil", "la", (10, 30)),
        ("Journal interne", "lg", (200, 420)),
        ("Trame de réunion", "l", (40, 160)),
        ("Panneau des règles de vente", "lp", (34, 60)),
        ("Guide des gammes pour l'équipe", "lpg", (30, 90)),
        ("Tarif réservé à l'équipe", "p", (34, 80)),
    ),
    "Recrutement": (
        ("Page « Travailler chez nous »", "lg", (3000, 9000)),
        ("Modèle d'annonce", "la", (2000, 7000)),
        ("Panneau de salon", "l", (600, 2000)),
        ("Film des métiers", "l", (1500, 5000)),
        ("Fiche des avantages", "lp", (150, 600)),
        ("Page du réseau professionnel", "lag", (4000, 12_000)),
    ),
}  # fmt: skip
#: Seen every day, as long as they are there.
LIVE = (
    "Page d'accueil",
    "Page des boutiques",
    "Questions fréquentes",
    "Signature de courriel",
    "Bandeau des réseaux",
    "Modèle de lettre aux clients",
    "Page « Travailler chez nous »",
    "Page du réseau professionnel",
)
#: Those that may have been left in a drawer for a year.
IDLE = (
    "Carte d'échantillon",
    "Notice de tri du flacon",
    "Argumentaire de vente",
    "Affichette de vitrine",
    "Bon cadeau",
    "Marque-page des ingrédients",
    "Panneau de nos engagements",
    "Vidéo de l'atelier",
    "Trame de réunion",
    "Guide des gammes pour l'équipe",
    "Panneau de salon",
    "Film des métiers",
    "Fiche des avantages",
)
SHOWN = {"l": "logo", "a": "adresse", "p": "prix", "g": "gamme"}
CHANGES = {
    "logo": ("Nouveau logo", "2025-02-03", 200),
    "adresse": ("Déménagement de la boutique de Nîmes", "2025-07-07", 220),
    "prix": ("Nouveaux prix", "2026-01-12", 200),
}

#: event: whom it is for, day, invited, presence, fixed cost, cost a person, people that each tells, staff days.
EVENTS = {
    "Soirée en boutique": ("externe", "2027-03-18", (120, 160, 200), (40, 50, 60), (1500, 2900), (12, 22), (3, 9), (5, 17)),
    "Semaine en pharmacie": ("externe", "2027-04-12", (1600, 2000, 2400), (20, 25, 30, 35), (4200, 8200), (2, 5), (1, 2), (7, 18)),
    "Webinaire des pharmaciens": ("externe", "2027-03-09", (160, 180, 200), (25, 30, 35, 40), (1100, 2300), (9, 17), (2, 9), (6, 18)),
    "Séminaire d'équipe": ("interne", "2027-02-25", (20, 30), (60, 70, 80, 90, 100), (300, 900), (16, 38), (3, 9), (5, 16)),
    "Défi sans flacon jeté": ("interne", "2027-03-01", (20, 30), (60, 70, 80, 90, 100), (200, 700), (12, 30), (2, 8), (5, 17)),
}  # fmt: skip
MOST_DAYS = 12
MOST_CONTACT = 6
VERDICTS = ("trop tard", "trop lourd", "trop cher", "faisable")


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `cadre`, `canaux`, `panel`, `changements`, `supports`, `evenements`; amounts in euros net of VAT, dates as timestamps at midnight.

    KitError after 3,000 vain draws of a part.
    """
    # A stream a part: what one refuses does not move the others.
    media, materials, events = (np.random.RandomState(seed) for seed in rng.randint(2**31 - 1, size=3))
    frame, channels, counts = tirer_jusqu_a(_media, _media_checks, media)
    panel = tirer_jusqu_a(lambda r: _panel(r, *counts), lambda drawn: _panel_checks(drawn, frame, channels), media)
    changes, inventory = tirer_jusqu_a(_materials, _material_checks, materials)
    return {
        "cadre": frame,
        "canaux": channels,
        "panel": panel,
        "changements": changes,
        "supports": inventory,
        "evenements": tirer_jusqu_a(_events, _event_checks, events),
    }


# --- channels, and the panel that three of them are measured with ---


def _media(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame, tuple[int, dict[str, int]]]:
    """The frame, the channels, and for the panel: how many are of the target, how many of them each of the three channels reaches."""
    population = 10_000 * rng.randint(160, 170)
    target = 1000 * rng.randint(148, 188)
    frame = pd.DataFrame(
        [["Gard et Hérault", population, target, 500 * rng.randint(44, 66), rng.randint(24, 36)]],
        columns=["zone", "population", "cible", "budget", "jours"],
    )
    size = rng.randint(415, 485)
    reached, costs = _of_the_panel(rng, size, target)
    edge = rng.choice(SLOW)
    rows = []
    for name, (kind, what, audience, affinity, _, lead, days) in CHANNELS.items():
        index = _away(rng, *affinity) / 100
        if name in reached:
            useful = reached[name] / size * target
            people = useful / (index * target / population)
        else:
            people = rng.uniform(*audience)
            useful = people * index * target / population
        rows.append(
            (
                name,
                kind,
                what,
                int(100 * round(people / 100)),
                int(10 * round(useful / 10)),
                costs.get(name) or _cost(rng, name),
                LEFT if name == edge else rng.randint(lead[0], lead[1] + 1),
                rng.randint(days[0], days[1] + 1),
            )
        )
    columns = ["canal", "famille", "contenu", "audience", "audience_utile", "cout", "delai", "jours"]
    return frame, pd.DataFrame(rows, columns=columns), (size, reached)


def _cost(rng: np.random.RandomState, name: str) -> int:
    return int(50 * round(rng.uniform(*CHANNELS[name][4]) / 50))


def _away(rng: np.random.RandomState, low: float, high: float) -> float:
    """An index of affinity that no rounding takes over the threshold."""
    index = rng.uniform(low, high)
    while abs(index - LEAST_AFFINITY) < 2:
        index = rng.uniform(low, high)
    return index


def _of_the_panel(rng: np.random.RandomState, size: int, target: int) -> tuple[dict[str, int], dict[str, int]]:
    """How many each channel of the panel reaches, what those that are added cost: by chance alone, one is worth it, one is not; either may be."""
    worth = rng.randint(len(EXTRA))
    for _ in range(1000):
        reached = {name: int(size * rng.uniform(*CHANNELS[name][2])) for name in (BASE, *EXTRA)}
        costs = {name: _cost(rng, name) for name in EXTRA}
        new = [1000 * costs[name] / (reached[name] / size * (1 - reached[BASE] / size) * target) for name in EXTRA]
        if new[worth] < 0.95 * MOST_NEW and new[1 - worth] > 1.05 * MOST_NEW:
            break
    return reached, costs


def _media_checks(drawn: tuple[pd.DataFrame, pd.DataFrame, tuple[int, dict[str, int]]]) -> Conditions:
    frame, channels, (size, reached) = drawn
    population, target, *means = frame.iloc[0, 1:].tolist()
    table = channels.set_index("canal")
    thousand = 1000 * table["cout"] / table["audience_utile"]
    affinity = 100 * table["audience_utile"] / table["audience"] / (target / population)
    yield "une affinité loin du seuil", bool((abs(affinity - LEAST_AFFINITY) > 1.5).all())
    yield "une affinité la plus forte", np.diff(np.sort(affinity))[-1] > 3
    order = np.sort(thousand)
    yield "des coûts distincts", bool((np.diff(order) > 0.008 * order[:-1]).all())
    # Eight names are read on one chart.
    x, y = ((values / np.ptp(values)).to_numpy() for values in (affinity, thousand))
    far = np.maximum(abs(x[:, None] - x) / 0.10, abs(y[:, None] - y) / 0.045) + 2 * np.eye(len(x))
    yield "des points que l'on distingue", bool(far.min() > 1)
    # By chance alone, what a new person would cost: one is worth it, one is not.
    share = {name: count / size for name, count in reached.items()}
    new = [1000 * table["cout"][name] / (share[name] * (1 - share[BASE]) * target) for name in EXTRA]
    yield "un canal à ajouter, un à laisser", min(new) < 0.95 * MOST_NEW and max(new) > 1.05 * MOST_NEW
    money, days = means
    fates = _fates(table, thousand, affinity, (money, days))
    found = fates.value_counts().reindex([LATE, OFF, KEPT, SHORT], fill_value=0)
    yield "de tout un peu", bool(found.between([1, 1, 2, 1], [3, 2, 4, 3]).all())
    others = {
        "le délai": _fates(table.assign(delai=0), thousand, affinity, (money, days)),
        "le seuil d'affinité": _fates(table, thousand, affinity + 1000, (money, days)),
        "les jours": _fates(table, thousand, affinity, (money, 1000)),
        "le budget": _fates(table, thousand, affinity, (1e9, days)),
        "passer au suivant": _fates(table, thousand, affinity, (money, days), stop=True),
        "l'audience utile": _fates(table, table["cout"] / table["audience"], affinity, (money, days)),
    }
    dear = [name for name, each in zip(EXTRA, new, strict=True) if each > 0.95 * MOST_NEW]
    yield "ce qui est à laisser n'est pas retenu", all(fates[name] != KEPT for name in dear)
    for what, other in others.items():
        yield f"{what} compte", not other.equals(fates)
    by_cost = _fates(table, table["cout"], affinity, (money, days))
    as_given = _fates(table, pd.Series(range(len(table)), table.index), affinity, (money, days))
    yield "trier par le coût n'est pas laisser l'ordre de la table", not by_cost.equals(as_given)


def _panel(rng: np.random.RandomState, size: int, reached: dict[str, int]) -> pd.DataFrame:
    """Nine hundred people, half of them of the target; who sees one channel sees another more often than chance has it, or less."""
    total = 900
    inside = rng.permutation(total) < size
    # Of the others, some have the age, some buy, some neither.
    other = rng.choice(3, total, p=(0.25, 0.35, 0.4))
    aged = inside | (other == 0)
    young = rng.uniform(size=total) < 0.22
    outside_age = np.where(young, rng.randint(15, 28, total), rng.randint(46, 80, total))
    table = pd.DataFrame(
        {
            "personne": [f"P{rank:03d}" for rank in range(1, total + 1)],
            "age": np.where(aged, rng.randint(28, 46, total), outside_age),
            "achete_naturel": np.where(inside | (other == 1), "oui", "non"),
        }
    )
    shared = rng.normal(size=total)
    for name, ratio in zip((BASE, *EXTRA), (0.55, 0.9, 1.45), strict=True):
        link = 0.75 if name == BASE else rng.uniform(-0.8, 0.8)
        drive = link * shared + np.sqrt(1 - link**2) * rng.normal(size=total)
        seen = np.zeros(total, dtype=bool)
        for group, count in (
            (inside, reached[name]),
            (~inside, int(reached[name] / size * ratio * (total - size))),
        ):
            rows = np.flatnonzero(group)
            seen[rows[np.argsort(-drive[rows])[:count]]] = True
        table[COLUMN[name]] = np.where(seen, "oui", "non")
    return table


def _panel_checks(panel: pd.DataFrame, frame: pd.DataFrame, channels: pd.DataFrame) -> Conditions:
    inside = panel[panel["age"].between(28, 45) & (panel["achete_naturel"] == "oui")]
    cost = channels.set_index("canal")["cout"]
    seen = {name: inside[COLUMN[name]] == "oui" for name in (BASE, *EXTRA)}
    everyone = {name: panel[COLUMN[name]] == "oui" for name in (BASE, *EXTRA)}
    population, target, *means = frame.iloc[0, 1:].tolist()
    table = channels.set_index("canal")
    affinity = 100 * table["audience_utile"] / table["audience"] / (target / population)
    fates = _fates(table, 1000 * table["cout"] / table["audience_utile"], affinity, tuple(means))
    verdicts = []
    for name in EXTRA:
        net = (seen[BASE] | seen[name]).mean()
        new = 1000 * cost[name] / ((net - seen[BASE].mean()) * frame["cible"].iloc[0])
        verdicts.append(new <= MOST_NEW)
        yield f"{name} : retenu, et à ajouter", fates[name] != KEPT or new <= MOST_NEW
        yield f"{name} : un coût loin du seuil", abs(new / MOST_NEW - 1) > 0.02
        both = (seen[BASE] & seen[name]).mean()
        yield f"{name} : le hasard se trompe", abs(both / (seen[BASE].mean() * seen[name].mean()) - 1) > 0.04
        wide = (everyone[BASE] | everyone[name]).mean()
        yield f"{name} : tout le panel se trompe", abs(wide / net - 1) > 0.02
    yield "un avis n'est pas partout le même", sum(verdicts) == 1


def _fates(
    table: pd.DataFrame,
    thousand: pd.Series,
    affinity: pd.Series,
    means: tuple[float, float],
    stop: bool = False,
) -> pd.Series:
    """What becomes of each channel, taken from the least cost a thousand useful contacts to the greatest."""
    money, days = means
    fates, closed = {}, False
    columns = zip(table.index, table["delai"], table["cout"], table["jours"], affinity, thousand, strict=True)
    for name, delay, cost, work, index, _ in sorted(columns, key=lambda row: row[-1]):
        if delay > LEFT:
            fates[name] = LATE
        elif index < LEAST_AFFINITY:
            fates[name] = OFF
        elif not closed and cost <= money and work <= days:
            fates[name], money, days = KEPT, money - cost, days - work
        else:
            fates[name], closed = SHORT, closed or stop
    return pd.Series(fates).reindex(table.index)


# --- what the firm already has ---


def _materials(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    changes = pd.DataFrame(
        [
            (shown, what, pd.Timestamp(first) + pd.Timedelta(days=int(rng.randint(span))))
            for shown, (what, first, span) in CHANGES.items()
        ],
        columns=["information", "changement", "date"],
    )
    rows = []
    for kind, lines in MATERIALS.items():
        for what, shows, contacts in lines:
            version = TODAY - int(rng.choice((rng.randint(30, 330), rng.randint(330, 700), rng.randint(700, 1500)), p=(0.42, 0.33, 0.25)))  # fmt: skip
            idle = what in IDLE and rng.uniform() < 0.5
            last = TODAY - int(rng.randint(374, 640) if idle else rng.randint(3, 20 if what in LIVE else 120))
            last = max(last, version + 10)
            # Taken out of use within the year, most often: it would be corrected if it still served.
            state = "retiré" if what not in LIVE and rng.uniform() < 0.18 else "en service"
            marks = ["oui" if letter in shows else "non" for letter in SHOWN]
            step = 10 ** max(0, len(str(contacts[1])) - 3)
            many = step * int(rng.randint(contacts[0] // step, contacts[1] // step + 1))
            public = "interne" if kind == "Vie de l'équipe" else "externe"
            rows.append((kind, what, public, version, last, state, *marks, many))
    table = pd.DataFrame(
        rows,
        columns=["sous_categorie", "support", "public", "version", "dernier_usage", "etat", *SHOWN.values(), "contacts"],
    )  # fmt: skip
    table["version"], table["dernier_usage"] = (
        pd.to_datetime(table["version"]),
        pd.to_datetime(table["dernier_usage"]),
    )
    table = table.iloc[rng.permutation(len(table))].reset_index(drop=True)
    table.insert(0, "code", [f"S{rank:02d}" for rank in range(1, len(table) + 1)])
    return changes, table


def _material_checks(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> Conditions:
    changes, table = drawn
    kinds = table["sous_categorie"]
    live = table["etat"] == "en service"
    idle = table["dernier_usage"] < pd.Timestamp("2025-12-14")
    dates = changes.set_index("information")["date"]
    old = pd.DataFrame({name: (table[name] == "oui") & (table["version"] < day) for name, day in dates.items()})
    stale = live & ~idle & old.any(axis=1)
    rich = live & ~idle & ~stale & (table["gamme"] == "oui")
    yield "des dates en ordre", bool((table["version"] < table["dernier_usage"]).all())
    yield "des supports retirés", 3 <= (~live).sum() <= 6
    yield "de plusieurs sortes", kinds[~live].nunique() >= 3
    yield "à retirer", 3 <= (live & idle).sum() <= 8
    yield "à corriger partout", bool((stale.groupby(kinds).sum() >= 1).all())
    yield "à enrichir", 4 <= rich.sum() <= 9
    yield "rien à faire, parfois", (live & ~idle & ~stale & ~rich).sum() >= 4
    yield "le logo ne suffit pas", (stale & ~old["logo"]).sum() >= 4
    by_date = table["version"] < dates.max()
    yield "voir ce qu'il montre compte", (live & ~idle & by_date & ~stale).sum() >= 3
    yield "l'ordre compte", (live & idle & old.any(axis=1)).sum() >= 2
    yield "un support ne se range qu'une fois", (stale & (table["gamme"] == "oui")).sum() >= 4
    yield "l'état compte", (~live & ~idle & old.any(axis=1)).sum() >= 2


# --- events ---


def _events(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for name, (public, day, invited, presence, fixed, each, told, days) in EVENTS.items():
        left = int((np.datetime64(day) - TODAY).astype(int))
        delay = left + rng.randint(1, 25) if rng.uniform() < 0.24 else left - rng.randint(0, 45)
        rows.append(
            (
                name,
                public,
                pd.Timestamp(day),
                int(rng.choice(invited)),
                int(rng.choice(presence)),
                int(20 * round(rng.uniform(*fixed) / 20)),
                float(round(rng.uniform(*each), 1)),
                rng.randint(told[0], told[1] + 1),
                delay,
                rng.randint(days[0], days[1] + 1),
            )
        )
    columns = ["evenement", "public", "date", "invites", "presence", "fixe", "par_personne", "relais", "delai", "jours"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _event_checks(events: pd.DataFrame) -> Conditions:
    came = events["invites"] * events["presence"] / 100
    contact = (events["fixe"] + came * events["par_personne"]) / (came * (1 + events["relais"]))
    yield "un coût loin du seuil", bool((abs(contact / MOST_CONTACT - 1) > 0.04).all())
    left = (events["date"] - pd.Timestamp(TODAY)).dt.days
    late, heavy, dear = events["delai"] > left, events["jours"] > MOST_DAYS, contact > MOST_CONTACT
    sort = np.select([late, heavy, dear], [0, 1, 2], 3)
    found = np.bincount(sort, minlength=4)
    yield "un ou deux faisables", 1 <= found[3] <= 2
    yield "chaque motif de refus compte", bool((found[:3] > 0).all())
    yield "l'ordre compte", bool((((late | heavy) & dear) | (late & heavy)).any())
    by_cost, unloaded = np.select([dear, heavy, late], [2, 1, 0], 3), np.select([late, dear], [0, 2], 3)
    yield "regarder le coût d'abord n'est pas oublier la charge", bool((by_cost != unloaded).any())
    timeless = np.select([heavy, dear], [1, 2], 3)
    yield "regarder le coût d'abord n'est pas oublier le délai", bool((by_cost != timeless).any())
    yield "douze jours, à temps", bool((~late & (events["jours"] == MOST_DAYS)).any())
    outside = (events["public"] == "externe").to_numpy()
    yield "un externe est faisable", bool((sort[outside] == 3).any())
