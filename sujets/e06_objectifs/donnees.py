"""The draw of épreuve 6: the means and needs of a plan, last campaign's funnel, prospects, an RGAA audit.

The campaign is drawn first: the envelopes of the plan are then set around what the funnel will ask for.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from epreuves.authoring.draw import VainDraw, tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

CAMPAIGNS = 5  # tried, one after another
TARGET = 36  # sales
BASKET, MARGIN = 7_200, 0.52  # € HT, share of it
CHARGES, YEAR, QUARTER = 0.42, 215, 64  # employer's charges, days worked a year, working days of the plan
WEEKS = pd.date_range("2026-01-05", periods=26, freq="7D")
FAIR = pd.to_datetime(["2026-03-16", "2026-03-23"])  # weeks under the influence of a trade fair
SEND, CONSENT_FROM, CONTACT_FROM = (pd.Timestamp(d) for d in ("2026-10-01", "2024-10-01", "2023-10-01"))
EXPORT = pd.Timestamp("2026-09-14")
STEPS = ("leads", "rendez_vous", "propositions", "ventes")
MEDIA, CONTENT, TOOLS, HELP = (
    "Achat d'espace",
    "Création et contenus",
    "Outils et abonnements",
    "Renfort externe",
)


@dataclass(frozen=True)
class Person:
    """An internal resource: share of a full time given to the plan, gross salary (€ a year), outside rate (€ a day)."""

    name: str
    share: float
    salary: int
    rate: int


TEAM = (
    Person("Responsable marketing", 0.30, 52_000, 620),
    Person("Chargée de marketing digital", 0.80, 34_000, 420),
    Person("Rédacteur", 0.50, 32_000, 380),
    Person("Graphiste", 0.40, 33_000, 400),
    Person("Développeuse web", 0.30, 41_000, 480),
    Person("Chargé de prospection", 0.70, 35_000, 390),
)
# Visits a week, cost of a visit in €, then the four rates.
CHANNELS = {
    "Recherche payante": (205, 2.80, 0.052, 0.290, 0.60, 0.36),
    "Réseau professionnel": (250, 3.90, 0.034, 0.215, 0.53, 0.30),
    "Webinaires": (105, 1.60, 0.072, 0.300, 0.64, 0.40),
    "Lettres de partenaires": (150, 1.95, 0.041, 0.195, 0.50, 0.27),
}
WORK = (
    ("Livre blanc", "Cadrer le sujet et les témoignages", 0, 1.0),
    ("Livre blanc", "Relire et valider", 0, 0.8),
    ("Livre blanc", "Rédiger les vingt-quatre pages", 2, 3.2),
    ("Livre blanc", "Rédiger la version accessible du PDF", 2, 0.8),
    ("Livre blanc", "Mettre en pages", 3, 2.2),
    ("Livre blanc", "Suivre les téléchargements", 1, 1.0),
    ("Pages d'atterrissage", "Récrire les textes des quatre pages", 2, 1.4),
    ("Pages d'atterrissage", "Refaire les visuels des quatre pages", 3, 1.8),
    ("Pages d'atterrissage", "Intégrer ces changements dans les quatre pages", 4, 2.6),
    ("Pages d'atterrissage", "Corriger les défauts d'accessibilité", 4, 2.2),
    ("Pages d'atterrissage", "Raccourcir les formulaires", 4, 0.9),
    ("Pages d'atterrissage", "Comparer deux versions", 1, 1.6),
    ("Pages d'atterrissage", "Traduire les pages en anglais", 2, 0.7),
    ("Pages d'atterrissage", "Ajouter un simulateur de budget", 4, 0.8),
    ("Webinaires", "Choisir les thèmes et les intervenants", 0, 0.9),
    ("Webinaires", "Préparer les trois scénarios", 2, 1.3),
    ("Webinaires", "Créer les visuels d'invitation", 3, 1.1),
    ("Webinaires", "Animer et enregistrer", 1, 1.8),
    ("Webinaires", "Relire et publier les sous-titres", 1, 0.8),
    ("Webinaires", "Rappeler les participants", 5, 2.2),
    ("Webinaires", "Monter des extraits vidéo", 3, 0.9),
    ("Publicité ciblée", "Négocier avec les régies", 0, 0.7),
    ("Publicité ciblée", "Régler et suivre les annonces", 1, 3.4),
    ("Publicité ciblée", "Écrire les annonces", 2, 0.9),
    ("Publicité ciblée", "Décliner les visuels", 3, 1.5),
    ("Publicité ciblée", "Poser les mesures d'audience", 4, 1.0),
    ("Publicité ciblée", "Tester un affichage local", 1, 0.7),
    ("Prospection et relances", "Définir les leads à transmettre", 0, 0.6),
    ("Prospection et relances", "Nettoyer la base de prospects", 1, 1.5),
    ("Prospection et relances", "Écrire les cinq e-mails de relance", 2, 1.2),
    ("Prospection et relances", "Programmer les relances", 1, 1.4),
    ("Prospection et relances", "Relier les formulaires au logiciel commercial", 4, 1.4),
    ("Prospection et relances", "Appeler les leads sous 48 heures", 5, 4.2),
    ("Prospection et relances", "Préparer les rendez-vous", 5, 2.4),
    ("Prospection et relances", "Relancer les propositions", 5, 1.6),
    ("Prospection et relances", "Rendre compte à la direction commerciale", 0, 0.9),
    ("Prospection et relances", "Visiter les anciens clients", 5, 1.1),
)
OPTIONAL = (
    "Comparer deux versions",
    "Traduire les pages en anglais",
    "Ajouter un simulateur de budget",
    "Monter des extraits vidéo",
    "Tester un affichage local",
    "Visiter les anciens clients",
)
PURCHASES = (
    ("Livre blanc", "Photographies et droits", CONTENT, 1_400),
    ("Livre blanc", "Relecture par une consultante en accessibilité", CONTENT, 1_250),
    ("Pages d'atterrissage", "Audit RGAA de contrôle en novembre", CONTENT, 2_600),
    ("Pages d'atterrissage", "Outil de mesure d'audience des pages, trois mois", TOOLS, 870),
    ("Webinaires", "Plateforme de webinaires, trois mois", TOOLS, 1_150),
    ("Webinaires", "Sous-titrage professionnel", CONTENT, 1_300),
    ("Publicité ciblée", "Création de vidéos courtes", CONTENT, 2_900),
    ("Publicité ciblée", "Outil de suivi des annonces, trois mois", TOOLS, 690),
    ("Prospection et relances", "Logiciel d'envoi d'e-mails, trois mois", TOOLS, 980),
    ("Prospection et relances", "Licences du logiciel commercial, trois mois", TOOLS, 1_620),
)
# Theme → criteria of RGAA 4.1, share applicable, share of these that a page misses.
THEMES = {
    "Images": (9, 0.62, 0.16),
    "Cadres": (2, 0.45, 0.12),
    "Couleurs": (3, 0.95, 0.34),
    "Multimédia": (13, 0.30, 0.30),
    "Tableaux": (8, 0.20, 0.10),
    "Liens": (2, 0.98, 0.22),
    "Scripts": (5, 0.80, 0.20),
    "Éléments obligatoires": (10, 0.85, 0.09),
    "Structuration": (4, 0.90, 0.20),
    "Présentation": (14, 0.80, 0.13),
    "Formulaires": (13, 0.78, 0.24),
    "Navigation": (11, 0.60, 0.13),
    "Consultation": (12, 0.42, 0.08),
}
PAGES = {"Livre blanc": 0.75, "Webinaire": 1.25, "Diagnostic": 1.6, "Rendez-vous": 1.0}
GOALS = (
    ("Lucie Morvan", "le nombre mensuel de téléchargements de livres blancs", 60, 1.4, ""),
    ("Lucie Morvan", "le nombre d'inscrits à chaque webinaire", 45, 1.5, ""),
    ("Karim Belhadj", "la part des leads rappelés sous 48 heures", 54, 1.45, " %"),
    ("Lucie Morvan", "le taux de clic des e-mails de relance", 2.1, 1.4, " %"),
    ("Élodie Tran", "la part des demandes d'opposition (RGPD) traitées sous 48 heures", 60, 1.55, " %"),
    (
        "Bruno Salaün",
        "la part des propositions envoyées dans les cinq jours qui suivent le rendez-vous",
        50,
        1.5,
        " %",
    ),
    ("Karim Belhadj", "le nombre hebdomadaire de diagnostics en ligne remplis", 14, 1.5, ""),
    ("Karim Belhadj", "le nombre mensuel de leads recommandés par un client", 9, 1.6, ""),
    ("Paul Guérin", "le nombre de vidéos sous-titrées des pages d'atterrissage", 8, 1.5, ""),
    ("Bruno Salaün", "la part des rendez-vous tenus à la date convenue", 58, 1.4, " %"),
)
ELSEWHERE = (
    ("Hélène Caradec", "la note de confort des salles de formation, sur 20,", 13, 1.2, ""),
    ("Sofia Marques", "le nombre d'abonnés à la lettre interne des salariés", 18, 1.3, ""),
    ("Paul Guérin", "le nombre de photographies archivées des anciennes promotions", 300, 1.5, ""),
)
VAGUE = (
    "Faire 20 % de mieux sur le digital, au plus tard le 30 novembre 2026.",
    "Progresser de 15 % en notoriété et en efficacité, au plus tard le 15 décembre 2026.",
    "Améliorer les résultats de 25 %, au plus tard le 30 novembre 2026.",
)
DEADLINES = ("30 octobre 2026", "16 novembre 2026", "30 novembre 2026", "15 décembre 2026")


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables besoins, moyens, objectifs, campagne, leviers, contacts, oppositions, audit_rgaa, until all is well posed.

    Amounts in € without VAT, dates as timestamps at midnight. KitError after 3,000 vain draws of one part (of the plan, on five campaigns in turn).
    """
    campaign, needs, means, levers = _campaign_and_plan(rng)
    contacts, oppositions = tirer_jusqu_a(_contacts, _contact_checks, rng)
    return {
        "besoins": needs,
        "moyens": means,
        "objectifs": _goals(rng),
        "campagne": campaign,
        "leviers": levers,
        "contacts": contacts,
        "oppositions": oppositions,
        "audit_rgaa": tirer_jusqu_a(_audit, _audit_checks, rng),
    }


def _campaign_and_plan(rng: np.random.RandomState) -> tuple[pd.DataFrame, ...]:
    """A campaign, and needs, means and levers that go with it; a campaign that leaves no plan well posed is drawn again."""
    # Before the draws: those that are refused would otherwise choose what the plan comes to.
    aims = Aims(bool(rng.uniform() < 0.5), bool(rng.uniform() < 0.5), _enough(rng))
    vain: VainDraw | None = None
    for _ in range(CAMPAIGNS):
        campaign = tirer_jusqu_a(_campaign, _campaign_checks, rng)
        need = media_need(funnel(rates(campaign)), cost_of_visit(campaign))
        try:
            return campaign, *tirer_jusqu_a(
                lambda r, campaign=campaign, need=need: _plan(r, campaign, need, aims),
                lambda t, campaign=campaign, need=need: _resource_checks(campaign, need, aims, *t),
                rng,
            )
        except VainDraw as error:
            vain = error
    raise vain


@dataclass(frozen=True)
class Aims:
    """What a plan is to come to: the media budget pays for the target, outside help can be paid, the levers that are enough alone."""

    funded: bool
    roomy: bool
    enough: frozenset[str]


def _enough(rng: np.random.RandomState) -> frozenset[str]:
    """None to three levers, among those that points taken for percentages would change."""
    size = rng.choice(4, p=[0.1, 0.25, 0.4, 0.25])
    while True:
        drawn = frozenset(str(lever) for lever in rng.choice(list("ABCDE"), size, replace=False))
        # D is misread as too strong: where it is enough, A or C has to be there, which are misread as too weak.
        if drawn & set("AC") or "D" not in drawn:
            return drawn


def _plan(
    rng: np.random.RandomState, campaign: pd.DataFrame, need: float, aims: Aims
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Needs, means, and levers as strong as what is left for media asks for."""
    needs, means = _resources(rng, need, aims)
    return needs, means, _levers(rng, rates(campaign), _for_levers(means) / need, aims.enough)


def _for_levers(means: pd.DataFrame) -> float:
    """What is free for media, less the reserve, in €."""
    media = means.set_index("ressource").loc[MEDIA]
    return media["budget_vote"] - media["budget_engage"] - media["reserve"]


def _campaign(rng: np.random.RandomState) -> pd.DataFrame:
    """26 weeks × 4 channels: each line follows the visitors who came that week as far as a sale."""
    rows = []
    general = rng.lognormal(0, 0.05, 5)
    for channel, (visits, price, *path) in CHANNELS.items():
        own = rng.lognormal(0, 0.05, 5)
        price = price * rng.lognormal(0, 0.05)
        for week in WEEKS:
            fair = week in FAIR
            # May: bridges and holidays; the fair brings visitors who are more ready to meet.
            season = 0.72 if "2026-05-04" <= str(week.date()) <= "2026-05-18" else 1.5 if fair else 1.0
            counts = [rng.poisson(visits * season * own[0] * general[0])]
            for step, rate in enumerate(path, start=1):
                push = (1.0, 1.15, 1.55, 1.15, 1.35)[step] if fair else 1.0
                counts.append(rng.binomial(counts[-1], min(rate * own[step] * general[step] * push, 0.95)))
            rows.append((week, channel, *counts, round(counts[0] * price * rng.lognormal(0, 0.05), 2)))
    columns = ["semaine", "canal", "visites", *STEPS, "depense_ht"]
    return pd.DataFrame(rows, columns=columns).sort_values(["semaine", "canal"], ignore_index=True)


def rates(campaign: pd.DataFrame) -> list[float]:
    """The four rates, from visits to sales, as ratios of sums."""
    sums = campaign[["visites", *STEPS]].sum().to_numpy()
    return list(sums[1:] / sums[:-1])


def cost_of_visit(campaign: pd.DataFrame) -> float:
    return campaign["depense_ht"].sum() / campaign["visites"].sum()


def funnel(path: list[float], sales: int = TARGET, up=math.ceil) -> list[int]:
    """Proposals, meetings, leads, visits needed for `sales`, rounded at each step."""
    needed = [sales]
    for rate in reversed(path):
        needed.append(up(needed[-1] / rate))
    return needed[1:]


def forward(path: list[float], visits: float, down=math.floor) -> list[int]:
    """Visits, leads, meetings, proposals, sales that come of `visits`, rounded at each step."""
    got = [down(visits)]
    for rate in path:
        got.append(down(got[-1] * rate))
    return got


def media_need(needed: list[int], price: float) -> float:
    return needed[-1] * price


def _clear(values: list[float]) -> bool:
    """No value so near an integer that the noise of floats, or a rounding of the seventh figure, moves its ceiling."""
    return all(abs(value - round(value)) > 0.004 for value in values)


def _told_apart(one: list[int], other: list[int]) -> bool:
    """Some step differs by more than the marking of the funnel lets pass, one in a thousand."""
    return any(abs(a - b) > 0.0012 * max(a, b) for a, b in zip(one, other, strict=True))


def _exact_needs(path: list[float], sales: int = TARGET) -> list[float]:
    needed, exact = sales, []
    for rate in reversed(path):
        exact.append(needed / rate)
        needed = math.ceil(exact[-1])
    return exact


def _exact_gains(path: list[float], visits: float) -> list[float]:
    exact = [visits]
    for rate in path:
        exact.append(math.floor(exact[-1]) * rate)
    return exact


def _product_needs(path: list[float]) -> list[int]:
    """One product of rates for each step, rounded once."""
    return [math.ceil(TARGET / math.prod(path[-n:])) for n in (1, 2, 3, 4)]


def _campaign_checks(campaign: pd.DataFrame) -> Conditions:
    path, price = rates(campaign), cost_of_visit(campaign)
    right = funnel(path)
    yield (
        "taux crédibles",
        0.035 < path[0] < 0.058 and 0.2 < path[1] < 0.31 and 0.48 < path[2] < 0.66 and 0.26 < path[3] < 0.42,
    )
    yield "coût d'une visite crédible", 2.2 < price < 3.3 and 34_000 < media_need(right, price) < 55_000
    once, nearest = _product_needs(path), funnel(path, up=round)
    differ = [sum(a != b for a, b in zip(right, other, strict=True)) for other in (once, nearest)]
    apart = all(_told_apart(a, b) for a, b in ((right, once), (right, nearest), (once, nearest)))
    yield (
        "arrondir à chaque étape compte",
        apart and min(differ) >= 2 and once[-2:] != right[-2:] and once[2] != right[2],
    )
    calm = rates(campaign[~campaign["semaine"].isin(FAIR)])
    yield "arrondis au-dessus sans hésitation", _clear(_exact_needs(path)) and _clear(_exact_needs(calm))
    revised = funnel(calm)
    yield "le salon compte", 1.05 < revised[2] / right[2] < 1.2
    yield "arrondir compte encore sans le salon", _product_needs(calm)[2] != revised[2]
    channels = campaign.groupby("canal")[["visites", *STEPS, "depense_ht"]].sum()
    means = [(channels[b] / channels[a]).mean() for a, b in zip(("visites", *STEPS), STEPS, strict=False)]
    yield (
        "la moyenne des canaux est ailleurs",
        all(abs(m / r - 1) > 0.012 for m, r in zip(means, path, strict=True)),
    )
    mean_price = (channels["depense_ht"] / channels["visites"]).mean()
    yield "le coût moyen des canaux est ailleurs", abs(mean_price / price - 1) > 0.015


def _resources(rng: np.random.RandomState, need: float, aims: Aims) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Needs (days, €) and means, the envelopes set around what is needed."""
    people = []
    short = rng.choice(len(TEAM), rng.randint(2, 4), replace=False)
    given_up = rng.choice(OPTIONAL, rng.randint(4, 6), replace=False)
    kept = np.array([label not in given_up for _, label, *_ in WORK])
    weights = np.array([weight for *_, weight in WORK]) * rng.uniform(0.85, 1.15, len(WORK))
    days = np.zeros(len(WORK))
    for rank, person in enumerate(TEAM):
        share = round(person.share + rng.choice([-0.05, 0.0, 0.05]), 2)
        away = rng.randint(2, 8)
        load = rng.uniform(1.09, 1.3) if rank in short else rng.uniform(0.8, 0.95)
        mine = np.array([who == rank for _, _, who, _ in WORK])
        target = load * share * (QUARTER - away)
        days[mine] = np.maximum(np.round(2 * weights[mine] * target / weights[mine & kept].sum()) / 2, 0.5)
        salary = int(round(person.salary * rng.uniform(0.95, 1.05), -2))
        rate = int(round(person.rate * rng.uniform(0.93, 1.07), -1))
        people.append((person.name, "Humaine", "interne", share, away, salary, rate, *[np.nan] * 3))
    rows = [
        (action, label, TEAM[who].name, quantity, "jour", "retenue" if keep else "abandonnée")
        for (action, label, who, _), quantity, keep in zip(WORK, days, kept, strict=True)
    ]
    dropped = rng.choice([0, 3, 6, 7], 2, replace=False)
    prices = [int(round(price * rng.uniform(0.9, 1.12), -1)) for *_, price in PURCHASES]
    rows += [
        (action, label, what, float(price), "€ HT", "abandonnée" if i in dropped else "retenue")
        for i, ((action, label, what, _), price) in enumerate(zip(PURCHASES, prices, strict=True))
    ]
    needs = pd.DataFrame(rows, columns=["action", "libelle", "ressource", "quantite", "unite", "statut"])
    needs = needs.sort_values("action", kind="stable", ignore_index=True)
    needs.insert(0, "tache", [f"T{i:02d}" for i in range(1, len(needs) + 1)])
    columns = "ressource categorie origine etp_alloue absences salaire_brut tarif_externe budget_vote budget_engage reserve"
    means = pd.DataFrame(people, columns=columns.split())
    gap = balance(needs, means)
    help_cost = (np.maximum(-gap["ecart"], 0) * gap["tarif_externe"]).sum()
    bought = (
        needs[(needs["unite"] == "€ HT") & (needs["statut"] == "retenue")]
        .groupby("ressource")["quantite"]
        .sum()
    )
    free = {
        MEDIA: need * (rng.uniform(1.045, 1.13) if aims.funded else rng.uniform(0.87, 0.975)),
        CONTENT: bought[CONTENT] * rng.uniform(0.86, 1.2),
        TOOLS: bought[TOOLS] * rng.uniform(0.86, 1.2),
        HELP: help_cost * (rng.uniform(1.2, 1.6) if aims.roomy else rng.uniform(0.6, 0.85)),
    }
    # Where the budget holds, the reserve is what leaves the levers something to do.
    kept_back = rng.uniform(0.03, 0.07) * free[MEDIA]
    if aims.funded:
        kept_back = free[MEDIA] - need * rng.uniform(0.87, 0.945)
    reserves = {MEDIA: int(round(kept_back, -2))}
    envelopes = []
    for name, amount in free.items():
        engaged = int(round(amount * rng.uniform(0.06, 0.14), -1))
        kind = "Technologique" if name == TOOLS else "Financière"
        voted = int(round(amount, -2)) + engaged
        row = (name, kind, "externe", *[np.nan] * 4, voted, engaged, reserves.get(name, np.nan))
        envelopes.append(row)
    means = pd.concat([means, pd.DataFrame(envelopes, columns=columns.split())], ignore_index=True)
    return needs, means


def balance(needs: pd.DataFrame, means: pd.DataFrame, everything: bool = False) -> pd.DataFrame:
    """Per internal resource: days needed and at hand, the gap, the daily cost with charges."""
    kept = needs[(needs["unite"] == "jour") & ((needs["statut"] == "retenue") | everything)]
    table = means[means["categorie"] == "Humaine"].set_index("ressource")
    table = table.assign(besoin=kept.groupby("ressource")["quantite"].sum())
    table["moyens"] = table["etp_alloue"] * (QUARTER - table["absences"])
    table["ecart"] = table["moyens"] - table["besoin"]
    table["cout_jour"] = table["salaire_brut"] * (1 + CHARGES) / YEAR
    return table


def _levers(
    rng: np.random.RandomState, path: list[float], due: float, enough: frozenset[str]
) -> pd.DataFrame:
    """Five levers; those of `enough` alone bring the need down to the share `due` of what it is, the others stop short of it."""
    factors = {
        lever: due * (1 - rng.uniform(0.02, 0.06)) if lever in enough else due * (1 + rng.uniform(0.02, 0.05))
        for lever in "ABCDE"
    }
    lead, _, _, sale = path
    moves = {
        "A": 100 * lead * (1 / factors["A"] - 1),
        "B": 100 * (1 - factors["B"]),
        "C": 100 * sale * (1 / factors["C"] - 1),
        "D": 100 * (1 / factors["D"] - 1),
        "E": TARGET * (1 - factors["E"]),
    }
    # As a firm would write them, away from the limit.
    steps = {"A": 0.1, "B": 1.0, "C": 0.5, "D": 1.0, "E": 1.0}
    for lever, step in steps.items():
        away = math.ceil if lever in enough else math.floor
        moves[lever] = round(step * max(away(moves[lever] / step), 1), 1)
    rows = [
        ("A", "Raccourcir les formulaires", "taux visite vers lead", moves["A"], "points"),
        ("B", "Renégocier avec les régies", "coût par visite", -moves["B"], "%"),
        ("C", "Former aux fins de négociation", "taux proposition vers vente", moves["C"], "points"),
        ("D", "Mieux préparer les rendez-vous", "taux rendez-vous vers proposition", moves["D"], "%"),
        ("E", "Réduire l'objectif", "ventes visées", -moves["E"], "ventes"),
    ]
    return pd.DataFrame(rows, columns=["levier", "libelle", "grandeur", "variation", "unite"])


def needs_with(levers: pd.DataFrame, path: list[float], price: float, swapped: bool = False) -> pd.Series:
    """The media budget needed with each lever alone; `swapped` reads a gain in points as a percentage, and the reverse."""
    move = levers.set_index("levier")["variation"]

    def plus(rate: float, gain: float, points: bool) -> float:
        return rate + gain / 100 if points else rate * (1 + gain / 100)

    a, b, c, d = path
    return pd.Series(
        {
            "A": media_need(funnel([plus(a, move["A"], not swapped), b, c, d]), price),
            "B": media_need(funnel(path), price * (1 + move["B"] / 100)),
            "C": media_need(funnel([a, b, c, plus(d, move["C"], not swapped)]), price),
            "D": media_need(funnel([a, b, plus(c, move["D"], swapped), d]), price),
            "E": media_need(funnel(path, TARGET + int(move["E"])), price),
        }
    )


def _resource_checks(campaign, need, aims, needs, means, levers) -> Conditions:
    envelopes = means.set_index("ressource")
    free = envelopes["budget_vote"] - envelopes["budget_engage"]
    media = free[MEDIA]
    low, high = (1.04, 1.14) if aims.funded else (0.86, 0.98)
    yield "l'achat d'espace suffit, ou non, nettement", low < media / need < high
    yield "les sommes engagées comptent", (envelopes["budget_engage"].dropna() > 60).all()
    path, price = rates(campaign), cost_of_visit(campaign)
    limit = _for_levers(means)
    after = needs_with(levers, path, price)
    yield (
        "les leviers tirés suffisent, et eux seuls",
        set(after.index[after <= limit]) == aims.enough and bool((abs(after / limit - 1) > 0.012).all()),
    )
    misread = needs_with(levers, path, price, swapped=True)
    yield (
        "points et pour cent se distinguent",
        set(misread.index[misread <= limit]) != aims.enough
        and bool((abs(misread / limit - 1) > 0.005).all()),
    )
    yield "la réserve compte", set(after.index[after <= media]) != aims.enough
    a, b, c, d = path
    levers_path = [
        ([a + levers["variation"][0] / 100, b, c, d], TARGET),
        ([a, b, c, d + levers["variation"][2] / 100], TARGET),
        ([a, b, c * (1 + levers["variation"][3] / 100), d], TARGET),
        (path, TARGET + int(levers["variation"][4])),
    ]
    yield "arrondis des leviers sans hésitation", all(_clear(_exact_needs(p, s)) for p, s in levers_path)
    sales = forward(path, media / price)
    yield (
        "ventes à portée",
        (sales[-1] >= TARGET) == aims.funded and _clear(_exact_gains(path, media / price)),
    )
    upwards = forward(path, media / price, math.ceil)[-1]
    yield "arrondir au-dessous compte", upwards != sales[-1]
    voted = forward(path, envelopes["budget_vote"][MEDIA] / price)[-1]
    yield "ôter les sommes engagées compte", voted not in (sales[-1], upwards)
    calm = campaign[~campaign["semaine"].isin(FAIR)]
    cut, whole, before = (
        forward(rates(part), budget / cost_of_visit(part))
        for part, budget in ((calm, 0.9 * media), (calm, media), (campaign, 0.9 * media))
    )
    yield "la coupe compte", len({cut[-1], whole[-1], before[-1]}) == 3
    yield (
        "arrondis de la coupe sans hésitation",
        _clear(_exact_gains(rates(calm), 0.9 * media / cost_of_visit(calm))),
    )
    gap = balance(needs, means)
    yield "écarts nets", (abs(gap["ecart"]) > 1).all() and 2 <= (gap["ecart"] < 0).sum() <= 3
    yield "personne d'oisif, rien d'absurde", gap["besoin"].between(8, 75).all()
    bought = (
        needs[(needs["unite"] == "€ HT") & (needs["statut"] == "retenue")]
        .groupby("ressource")["quantite"]
        .sum()
    )
    yield (
        "enveloppes nettement suffisantes ou non",
        all(abs(free[e] - bought[e]) > 100 for e in (CONTENT, TOOLS)),
    )
    lacking = np.maximum(-gap["ecart"], 0)
    outside, inside = (lacking * gap["tarif_externe"]).sum(), (lacking * gap["cout_jour"]).sum()
    yield (
        "renfort nettement payable ou non",
        not 0.9 < outside / free[HELP] < 1.1 and abs(free[HELP] - outside) > 250,
    )
    netted = -(gap["ecart"] * gap["tarif_externe"]).sum()
    yield (
        "le renfort ne se compense pas",
        min(abs(outside - netted), abs(outside - inside), abs(netted - inside)) > 60,
    )
    spent = (gap["besoin"] * gap["cout_jour"]).sum() + bought.sum()
    even = (need + spent) / (funnel(path)[-1] * BASKET * MARGIN * math.prod(path[1:]))
    yield "seuil de rentabilité", 0.6 < even / path[0] < 0.92
    wide = balance(needs, means, everything=True)
    yield (
        "les tâches abandonnées touchent trois personnes",
        (wide["besoin"] > 1.012 * gap["besoin"]).sum() >= 3,
    )


def _goals(rng: np.random.RandomState) -> pd.DataFrame:
    """Ten objectives: three complete, and two without M, two without A, one without S, R or T each."""
    order = rng.permutation(len(GOALS))
    ambitious = [i for i in order if GOALS[i][4] == "" and i not in (8,)][:2]
    plain = [i for i in order if i not in ambitious]
    texts = [_goal(rng, GOALS[i], "A") for i in ambitious]
    texts += [
        _goal(rng, GOALS[i], trait) for i, trait in zip(plain, ("M", "M", "T", "", "", ""), strict=False)
    ]
    texts += [_goal(rng, ELSEWHERE[rng.randint(len(ELSEWHERE))], ""), str(rng.choice(VAGUE))]
    texts = [texts[i] for i in rng.permutation(len(texts))]
    return pd.DataFrame({"objectif": [f"O{i:02d}" for i in range(1, 11)], "libelle": texts})


def _goal(rng: np.random.RandomState, goal: tuple, trait: str) -> str:
    """One written objective, complete but for `trait`."""
    who, what, start, growth, unit = goal
    start = round(start * rng.uniform(0.93, 1.07), 1) if start < 5 else round(start * rng.uniform(0.93, 1.07))
    end = start * (rng.uniform(4.2, 6.0) if trait == "A" else growth)
    end = round(end, 1) if start < 5 else round(end)
    first, last = (f"{value}".replace(".", ",") + unit for value in (start, end))
    aim = f"augmenter nettement {what}" if trait == "M" else f"faire passer {what} de {first} à {last}"
    when = "dès que possible" if trait == "T" else f"au plus tard le {rng.choice(DEADLINES)}"
    return f"{who} : {aim}, {when}."


FIRST = [
    "Anne",
    "Bruno",
    "Camille",
    "David",
    "Emma",
    "Farid",
    "Gilles",
    "Inès",
    "Jean",
    "Karine",
    "Louis",
    "Marie",
    "Nadia",
    "Olivier",
    "Paul",
    "Rachid",
    "Sophie",
    "Théo",
    "Valérie",
    "Yann",
]
LAST = [
    "Allain",
    "Bernier",
    "Chauvin",
    "Delmas",
    "Evrard",
    "Fabre",
    "Gautier",
    "Hamon",
    "Imbert",
    "Jolivet",
    "Kerveno",
    "Leroux",
    "Marchand",
    "Nicolas",
    "Ollivier",
    "Prigent",
    "Renaud",
    "Sorel",
    "Tessier",
    "Vidal",
]
FIRMS = [
    "alzon",
    "brevane",
    "cordelis",
    "domarin",
    "estuaire-pro",
    "fonderie-lys",
    "granvelle",
    "halles-ouest",
    "ivoline",
    "jardel",
    "kermat",
    "lunaire-sante",
    "mairie-valbrun",
    "novelec",
    "orcival",
    "pontivel",
    "quartz-info",
    "rivaline",
    "soleval",
    "tramontis",
]
ORIGINS = {"Webinaire": 0.30, "Téléchargement": 0.30, "Salon": 0.20, "Fichier acheté": 0.20}


def _plain(text: str) -> str:
    return text.lower().translate(str.maketrans("éèï", "eei"))


def _contacts(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    """1,600 prospects and the addresses that asked for no more e-mails, typed in by hand."""
    size = 1_600
    kinds = rng.choice(["professionnelle", "personnelle", "générique"], size, p=[0.70, 0.20, 0.10])
    origins = rng.choice(list(ORIGINS), size, p=list(ORIGINS.values()))
    emails, seen = [], set()
    for kind in kinds:
        while True:
            first, last, firm = (_plain(str(rng.choice(names))) for names in (FIRST, LAST, FIRMS))
            number = rng.randint(1, 99)
            mail = {
                "professionnelle": f"{first}.{last}@{firm}.example",
                "personnelle": f"{first}{last}{number}@courriel.example",
                "générique": f"contact@{firm}-{number}.example",
            }[kind]
            if mail not in seen:
                break
        seen.add(mail)
        emails.append(mail)
    collected = EXPORT - pd.to_timedelta((rng.beta(1.1, 1.4, size) * 1_980 + 5).astype(int), unit="D")
    later = rng.beta(0.7, 1.6, size) * (EXPORT - collected).days
    last = collected + pd.to_timedelta(later.astype(int), unit="D")
    asked = rng.uniform(size=size) < np.where(kinds == "personnelle", 0.72, 0.38)
    asked &= kinds != "générique"
    told = asked | (rng.uniform(size=size) < np.where(origins == "Fichier acheté", 0.25, 0.90))
    given = collected + pd.to_timedelta((rng.uniform(0, 0.3, size) * later).astype(int), unit="D")
    contacts = pd.DataFrame(
        {
            "id_contact": [f"P{n}" for n in rng.permutation(size) + 2_001],
            "email": emails,
            "type_adresse": kinds,
            "origine": origins,
            "date_collecte": collected,
            "information": np.where(told, "oui", "non"),
            "consentement": np.where(asked, "oui", "non"),
            "date_consentement": pd.Series(given).where(asked),
            "dernier_contact": last,
        }
    )
    # Five days around each limit stay empty: no answer hangs on « before » or « from … on ».
    dates = contacts["dernier_contact"]
    near = (abs(dates - CONTACT_FROM).dt.days < 3) | (
        abs(contacts["date_consentement"] - CONSENT_FROM).dt.days < 3
    )
    contacts = contacts[~near].reset_index(drop=True)
    opposed = contacts.sample(130, random_state=rng)["email"].tolist()
    written = [_typed(rng, mail) for mail in opposed]
    written += [f"{_plain(str(rng.choice(LAST)))}@{rng.choice(FIRMS)}-groupe.example" for _ in range(14)]
    dates = EXPORT - pd.to_timedelta(rng.randint(4, 900, len(written)), unit="D")
    oppositions = pd.DataFrame({"email": written, "date_opposition": dates})
    oppositions = oppositions.drop_duplicates("email").sort_values(
        "date_opposition", kind="stable", ignore_index=True
    )
    return contacts, oppositions


def _typed(rng: np.random.RandomState, mail: str) -> str:
    """An address as somebody typed it: capitals here and there."""
    chance = rng.uniform()
    if chance < 0.20:
        return mail.upper()
    return mail.capitalize() if chance < 0.35 else mail


def _contact_checks(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> Conditions:
    contacts, oppositions = drawn
    kind, consent = contacts["type_adresse"], contacts["consentement"] == "oui"
    fresh = consent & (contacts["date_consentement"] >= CONSENT_FROM)
    kept = contacts["dernier_contact"] >= CONTACT_FROM
    opposed = contacts["email"].isin(oppositions["email"].str.lower())
    exactly = contacts["email"].isin(oppositions["email"])
    allowed = (
        ((kind == "professionnelle") & (contacts["information"] == "oui"))
        | ((kind == "personnelle") & fresh)
        | (kind == "générique")
    )
    counts = [
        (allowed & kept & ~opposed).sum(),
        consent.sum(),
        (fresh & kept & ~opposed).sum(),
        (allowed & kept & ~exactly).sum(),
    ]
    yield "nombre de contacts", len(contacts) > 1_500 and 450 < counts[0] < 1_000
    yield "les effectifs se distinguent", len(set(counts)) == len(counts)

    def ending(dates: pd.Series, years: int) -> list[int]:
        month = (dates + pd.DateOffset(years=years)).dt.to_period("M")
        return [(month == f"2026-{m}").sum() for m in (10, 11, 12)]

    months = ending(contacts["dernier_contact"], 3)
    yield "des contacts à effacer chaque mois", min(months) >= 8 and len(set(months)) == 3
    others = ending(contacts["date_collecte"], 3)
    yield "compter depuis la collecte change tout", all(a != b for a, b in zip(months, others, strict=True))
    twos = ending(contacts["dernier_contact"], 2)
    yield "compter deux ans change tout", all(a != b for a, b in zip(months, twos, strict=True))


def _audit(rng: np.random.RandomState) -> pd.DataFrame:
    """4 pages × the 106 criteria of RGAA 4.1."""
    rows = []
    for number, (theme, (count, applies, fails)) in enumerate(THEMES.items(), start=1):
        for rank in range(1, count + 1):
            # A template is shared: what is missed on one page is often missed on the others.
            present, shared = rng.uniform() < applies, rng.uniform() < 0.45 * fails
            for page, weight in PAGES.items():
                if rng.uniform() > (0.94 if present else 0.10):
                    status = "non applicable"
                else:
                    missed = (shared and rng.uniform() < 0.85) or rng.uniform() < 0.42 * fails * weight
                    status = "non conforme" if missed else "conforme"
                rows.append((page, f"RGAA {number}.{rank}", theme, status))
    audit = pd.DataFrame(rows, columns=["page", "critere", "theme", "statut"])
    audit["page"] = pd.Categorical(audit["page"], list(PAGES))
    audit = audit.sort_values("page", kind="stable", ignore_index=True)
    return audit.astype({"page": str})


def _audit_checks(audit: pd.DataFrame) -> Conditions:
    good, bad = audit["statut"] == "conforme", audit["statut"] == "non conforme"
    ever, failed = (good | bad).groupby(audit["critere"]).any(), bad.groupby(audit["critere"]).any()
    yield "des critères ne s'appliquent jamais", ever.sum() < 100
    page = good.groupby(audit["page"]).sum() / (good | bad).groupby(audit["page"]).sum()
    overall = (ever & ~failed).sum() / ever.sum()
    yield "taux de conformité crédibles", page.between(0.6, 0.92).all() and 0.53 < overall < 0.75
    ranked = page.sort_values().to_numpy()
    yield "une page nettement la moins conforme", ranked[1] > 1.03 * ranked[0]
    yield "la moyenne des pages est ailleurs", page.mean() > 1.06 * overall
