"""The draw of épreuve 10: a year of a regional sports retailer, from its commercial actions to its editorial calendar.

The public calendar is real and the same on all variants: public holidays (Code du travail, L3133-1), school holidays of 2026-2027
by zone, sales by the rule of the arrêté of 27 May 2019. The firm, its actions, prices and delays are invented.

Orders of magnitude, 2026: a local target of 410,000 people makes a GRP 4,100 contacts; at usual local costs per thousand (posters and radio
5 to 7 €, social networks 5 €, online video 10 €, regional press 20 €, cinema 40 €) a GRP costs 20 to 165 € net.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]
#: The titles that may be published, by heading and day.
Titles = dict[tuple[str, pd.Timestamp], list[str]]
NBSP = "\N{NO-BREAK SPACE}"

FIRST, LAST = pd.Timestamp("2026-09-07"), pd.Timestamp("2027-09-05")
WEEKS = pd.date_range(FIRST, periods=52, freq="7D")
TODAY, VOTE = pd.Timestamp("2026-06-15"), pd.Timestamp("2026-06-22")
AUTUMN = 16  # weeks of the editorial calendar, from the first

HOLIDAYS = (
    ("2026-07-14", "Fête nationale"),
    ("2026-08-15", "Assomption"),
    ("2026-11-01", "Toussaint"),
    ("2026-11-11", "Victoire de 1918"),
    ("2026-12-25", "Jour de Noël"),
    ("2027-01-01", "Jour de l'an"),
    ("2027-03-29", "Lundi de Pâques"),
    ("2027-05-01", "Fête du Travail"),
    ("2027-05-06", "Ascension"),
    ("2027-05-08", "Victoire de 1945"),
    ("2027-05-17", "Lundi de Pentecôte"),
    ("2027-07-14", "Fête nationale"),
    ("2027-08-15", "Assomption"),
)
DAYS_OFF = np.array([day for day, _ in HOLIDAYS], dtype="datetime64[D]")

SCHOOL = "calendrier scolaire national 2026-2027 (code de l'éducation, L. 521-1)"
SALES = "code de commerce, L. 310-3, et arrêté du 27 mai 2019"
USE = "usage du commerce"
PUBLIC = (
    (
        "2026-09-16",
        "2026-09-22",
        "Semaine européenne de la mobilité",
        "marronnier",
        "toutes",
        "date fixe, chaque année",
    ),
    ("2026-10-17", "2026-11-01", "Vacances de la Toussaint", "vacances scolaires", "toutes", SCHOOL),
    (
        "2026-10-25",
        "2026-10-25",
        "Passage à l'heure d'hiver",
        "marronnier",
        "toutes",
        "dernier dimanche d'octobre",
    ),
    (
        "2026-11-27",
        "2026-11-27",
        "Black Friday",
        "marronnier",
        "toutes",
        "lendemain du quatrième jeudi de novembre",
    ),
    ("2026-12-19", "2027-01-03", "Vacances de Noël", "vacances scolaires", "toutes", SCHOOL),
    ("2026-12-25", "2026-12-25", "Noël", "marronnier", "toutes", "date fixe, chaque année"),
    ("2027-01-02", "2027-01-17", "Bonnes résolutions", "marronnier", "toutes", USE),
    ("2027-01-06", "2027-02-02", "Soldes d'hiver", "soldes", "toutes", SALES),
    ("2027-02-06", "2027-02-21", "Vacances d'hiver", "vacances scolaires", "C", SCHOOL),
    ("2027-02-13", "2027-02-28", "Vacances d'hiver", "vacances scolaires", "A", SCHOOL),
    ("2027-02-20", "2027-03-07", "Vacances d'hiver", "vacances scolaires", "B", SCHOOL),
    (
        "2027-03-08",
        "2027-03-08",
        "Journée internationale des droits des femmes",
        "marronnier",
        "toutes",
        "date fixe, chaque année",
    ),
    (
        "2027-03-28",
        "2027-03-28",
        "Passage à l'heure d'été",
        "marronnier",
        "toutes",
        "dernier dimanche de mars",
    ),
    ("2027-04-03", "2027-04-18", "Vacances de printemps", "vacances scolaires", "C", SCHOOL),
    ("2027-04-10", "2027-04-25", "Vacances de printemps", "vacances scolaires", "A", SCHOOL),
    ("2027-04-17", "2027-05-02", "Vacances de printemps", "vacances scolaires", "B", SCHOOL),
    ("2027-05-30", "2027-05-30", "Fête des Mères", "marronnier", "toutes", "dernier dimanche de mai"),
    ("2027-06-20", "2027-06-20", "Fête des Pères", "marronnier", "toutes", "troisième dimanche de juin"),
    ("2027-06-23", "2027-07-20", "Soldes d'été", "soldes", "toutes", SALES),
    (
        "2027-07-03",
        "2027-08-31",
        "Vacances d'été",
        "vacances scolaires",
        "toutes",
        SCHOOL + "\N{NO-BREAK SPACE}; fin\N{NO-BREAK SPACE}: convention du cas",
    ),
)
SKI = {zone: (start, end) for start, end, name, _, zone, _ in PUBLIC if name == "Vacances d'hiver"}
OPENINGS = {"Cahors": "C", "Aurillac": "A", "Châteauroux": "B"}
PHASES = ("Rentrée", "Fêtes", "Glisse", "Plein air", "Été")
MOMENTS = ("Rentrée des clubs", "Fêtes", "Soldes d'hiver", "Vacances d'hiver", "Ouverture", "Soldes d'été")


@dataclass(frozen=True)
class Medium:
    """A channel of the plan: what an insertion of one week reaches, and what a GRP costs, net, in €."""

    name: str
    reach: tuple[float, float]
    frequency: tuple[float, float]
    grp: float
    rebate: tuple[int, int]


MEDIA = (
    Medium("Affichage urbain", (34, 48), (3.4, 5.2), 26, (25, 45)),
    Medium("Radio locale", (21, 33), (3.8, 6.6), 23, (15, 30)),
    Medium("Presse régionale", (9, 14), (1.1, 1.7), 82, (10, 25)),
    Medium("Cinéma", (2.1, 4.2), (1.1, 1.6), 150, (10, 20)),
    Medium("Vidéo en ligne", (12, 21), (2.0, 3.3), 43, (0, 8)),
    Medium("Réseaux sociaux", (23, 38), (2.4, 4.4), 20, (0, 0)),
)
#: The channel on which the space of a support is bought; the other two supports need none.
BOUGHT = {"Affichage": "Affichage urbain", "Radio": "Radio locale", "Vidéo": "Vidéo en ligne"}
#: What share of the turnover of the year each moment is likely to make, in %.
TURNOVER = {
    "Rentrée des clubs": (7, 14),
    "Fêtes": (13, 21),
    "Soldes d'hiver": (6.5, 12.5),
    "Vacances d'hiver": (5, 10.5),
    "Ouverture": (5, 10),
    "Soldes d'été": (6.5, 13.5),
}
#: Steps of each support: who does it, its name, its usual working days.
CHAINS = {
    "Affichage": (
        ("équipe marketing", "Cahier des charges de l'affiche", 2),
        ("agence", "Création de l'affiche", 8),
        ("équipe marketing", "Validation de l'affiche", 3),
        ("agence", "Fichiers d'impression", 3),
        ("imprimeur", "Impression des affiches", 7),
        ("afficheur", "Livraison et pose", 5),
    ),
    "Radio": (
        ("équipe marketing", "Cahier des charges du message", 2),
        ("agence", "Écriture du message", 5),
        ("équipe marketing", "Validation du texte", 2),
        ("station de radio", "Enregistrement", 3),
        ("station de radio", "Programmation des passages", 4),
    ),
    "Dépliants": (
        ("équipe marketing", "Sélection des produits et des prix", 3),
        ("agence", "Mise en page", 6),
        ("équipe marketing", "Bon à tirer", 2),
        ("imprimeur", "Impression des dépliants", 8),
        ("logistique", "Expédition aux magasins", 4),
    ),
    "Vidéo": (
        ("agence", "Scénario", 4),
        ("studio vidéo", "Tournage", 3),
        ("studio vidéo", "Montage", 6),
        ("équipe marketing", "Validation du film", 2),
        ("équipe marketing", "Paramétrage de la campagne", 2),
    ),
    "Créateurs": (
        ("équipe marketing", "Sélection des créateurs", 6),
        ("équipe marketing", "Contrats signés", 5),
        ("logistique", "Envoi des produits", 4),
        ("créateurs", "Tournage par les créateurs", 8),
        ("équipe marketing", "Relecture avant publication", 3),
    ),
}
PARTIES = ("agence", "imprimeur", "afficheur", "station de radio", "studio vidéo", "logistique", "créateurs")
CLOSED = {
    "agence": "séminaire annuel",
    "imprimeur": "révision des presses",
    "afficheur": "inventaire du réseau",
    "station de radio": "grille spéciale, aucune production locale",
    "studio vidéo": "tournage au long cours, équipe absente",
    "logistique": "inventaire de l'entrepôt",
    "créateurs": "événement sportif, aucun tournage",
}


@dataclass(frozen=True)
class Network:
    """An editorial channel: what the charter asks, and how many publications keep to it or not, over sixteen weeks."""

    name: str
    weekly: float
    silence: int
    enough: tuple[int, int]
    few: tuple[int, int]
    gap: tuple[int, int]


NETWORKS = (
    Network("Instagram", 3, 5, (51, 57), (36, 44), (7, 12)),
    Network("Facebook", 2, 7, (34, 40), (23, 29), (9, 14)),
    Network("TikTok", 2, 7, (34, 40), (23, 29), (9, 14)),
    Network("YouTube", 0.5, 26, (9, 12), (5, 6), (29, 38)),
    Network("Blog", 1, 14, (18, 23), (10, 13), (16, 24)),
    Network("Lettre d'information", 0.5, 26, (9, 12), (5, 6), (29, 38)),
)
BLACK_FRIDAY, CHRISTMAS = pd.Timestamp("2026-11-27"), pd.Timestamp("2026-12-25")
#: From the equinox to the eve of the solstice.
AUTUMN_DAYS = (pd.Timestamp("2026-09-23"), pd.Timestamp("2026-12-20"))
KEPT, RARE, SILENT, BOTH = "tient", "fréquence", "silence", "les deux"
TITLES = {
    "conseil": (
        "Bien choisir sa première paire de running",
        "Laver une veste imperméable sans l'abîmer",
        "Régler la selle de son vélo en trois minutes",
        "Sac de randonnée\N{NO-BREAK SPACE}: quel volume pour deux jours\N{NO-BREAK SPACE}?",
        "Cinq étirements après l'entraînement",
        "Rester visible à vélo l'hiver",
        "Quelle taille de raquettes\N{NO-BREAK SPACE}?",
        "S'échauffer par temps froid",
        "Entretenir ses chaussures de foot",
        "Farter ses skis chez soi",
        "Courir quand la nuit tombe tôt",
        "Monter un pneu sans démonte-pneu",
        "Choisir un casque d'enfant",
        "Reprendre le sport après un arrêt",
        "Plier un duvet sans l'abîmer",
        "Lire une carte au 1/25\N{NO-BREAK SPACE}000",
        "Le solde de vos points de fidélité expire en janvier",
        "Le solde de votre cagnotte est dans l'application",
    ),
    "produit": (
        "Essai\N{NO-BREAK SPACE}: trois lampes frontales",
        "La veste de trail testée sous la pluie",
        "Vélo d'occasion\N{NO-BREAK SPACE}: ce que nous vérifions",
        "Nos gants tactiles comparés",
        "Haltères réglables\N{NO-BREAK SPACE}: l'essai de Malo",
        "Trois tapis de yoga, trois usages",
        "La nouvelle gamme de raquettes",
        "Casques de ski\N{NO-BREAK SPACE}: le guide",
        "Le sac de sport qui tient dans un casier",
        "Chaussures de salle, du parquet au gymnase",
        "Gourdes isolantes\N{NO-BREAK SPACE}: laquelle garde le chaud\N{NO-BREAK SPACE}?",
        "Le vélo pliant au quotidien",
    ),
    "clubs": (
        "Portrait\N{NO-BREAK SPACE}: le club de handball de Brive",
        "Dimanche, départ du trail des Gorges",
        "Une section handisport ouvre au judo-club",
        "Ils préparent leur premier semi-marathon",
        "Vos inscriptions en club avec le Pass'Sport",
        "Bénévoles\N{NO-BREAK SPACE}: une journée avec les ramasseuses de balles",
        "Le club d'escalade recrute des initiateurs",
        "Les minimes du basket montent en régionale",
        "Une sortie avec le club de cyclotourisme",
        "Le calendrier des matchs du week-end",
    ),
    "coulisses": (
        "Une matinée à l'atelier cycles",
        "Comment nous recyclons vos ballons",
        "Nawel photographie la collection d'hiver",
        "Dans l'entrepôt avant les fêtes",
        "Quatre métiers du magasin",
        "Nos trajets de livraison raccourcis",
        "La réparation d'une raquette, pas à pas",
        "Le vendeur du mois court un marathon",
        "Ce que deviennent vos anciens vélos",
        "Un lundi à la logistique",
    ),
    "promotion": (
        "−20\N{NO-BREAK SPACE}% sur les chaussures de salle",
        "Deux paires de chaussettes achetées, la troisième offerte",
        "Reprise de vos anciens skis en bon d'achat",
        "Vente privée réservée aux porteurs de la carte",
        "Black Friday\N{NO-BREAK SPACE}: les vélos d'appartement",
        "Coffret de Noël pour jeunes grimpeurs",
        "−15\N{NO-BREAK SPACE}% sur le textile de pluie",
        "Pack rentrée des clubs\N{NO-BREAK SPACE}: −15\N{NO-BREAK SPACE}% avec la licence",
        "Révision du vélo à 39\N{NO-BREAK SPACE}€",
        "Frais de livraison offerts ce week-end",
        "Deuxième accessoire de forme à −50\N{NO-BREAK SPACE}%",
        "Bon d'achat contre votre ancien vélo",
        "Carte cadeau bonifiée de 10\N{NO-BREAK SPACE}%",
        "Une gourde offerte pour deux paires de running",
        "−10\N{NO-BREAK SPACE}% sur les casques d'enfant",
    ),
}
#: Promotions that take up an action of the plan: published while it lasts, and then only.
TAKEN_UP = {
    "Pack rentrée": "Rentrée des clubs",
    "Révision du vélo": "Révision des vélos",
    "Reprise de vos anciens skis": "Reprise des équipements",
    "ancien vélo": "Reprise des équipements",
    "Black Friday": "Black Friday",
    "Coffret de Noël": "Coffrets de Noël",
    "Carte cadeau": "Coffrets de Noël",
    "accessoire de forme": "Forme à domicile",
}
#: The heading under which the titles are kept that a sale alone may have.
SALES_WORD = "soldes"
FORBIDDEN = (
    "Avant-première\N{NO-BREAK SPACE}: les soldes de la glisse",
    "Soldes privés pour les porteurs de la carte",
    "Nos soldes d'automne sur le cycle",
    "Les soldes avant les soldes\N{NO-BREAK SPACE}: textile de ski",
    "Soldes flash sur les ballons",
    "Pré-soldes\N{NO-BREAK SPACE}: chaussures de trail",
)
WRITER = {
    "Instagram": "Nawel",
    "Facebook": "Malo",
    "TikTok": "Malo",
    "YouTube": "Nawel",
    "Blog": "Maud",
    "Lettre d'information": "Maud",
}


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """All tables, each drawn until it is well posed. Amounts in € before VAT, dates at midnight."""
    phases, moments, actions, _city, _zone, opening = tirer_jusqu_a(_year, _year_conditions, rng, essais=600)
    # Never the holidays: their gap in points is the widest, which the lowest ratio must not be.
    weakest = str(rng.choice([name for name in MOMENTS if name != "Fêtes"]))
    supports = _supports(rng)
    plan, moments = tirer_jusqu_a(
        lambda r: _plan(r, moments, weakest, supports),
        lambda drawn: _plan_conditions(drawn, phases, weakest, supports),
        rng,
        essais=1500,
    )
    steps, campaigns, closures = tirer_jusqu_a(
        lambda r: _backward(r, moments, opening, supports), _backward_conditions, rng, essais=1500
    )
    verdicts, titles = _verdicts(rng), _titles(actions)
    posts = tirer_jusqu_a(
        lambda r: _posts(r, verdicts, titles), lambda drawn: _post_conditions(drawn, verdicts), rng, essais=1500
    )
    return {
        "actions": actions,
        "phases": phases,
        "calendrier": _table(PUBLIC, ["debut", "fin", "evenement", "genre", "zone", "source"], ["debut", "fin"]),
        "jours_feries": _table(
            [(*row, "code du travail, L. 3133-1") for row in HOLIDAYS], ["date", "nom", "texte"], ["date"]
        ),
        "temps_forts": moments,
        "plan": plan,
        "campagnes": campaigns,
        "etapes": steps,
        "ouverture": _to_date(steps, campaigns),
        "fermetures": closures,
        "charte": pd.DataFrame(
            [(n.name, n.weekly, n.silence) for n in NETWORKS],
            columns=["reseau", "minimum_par_semaine", "silence_maximal"],
        ),
        "publications": posts,
    }


def _table(rows, columns: list[str], dates: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=columns)
    for name in dates:
        table[name] = pd.to_datetime(table[name])
    return table


def working(day: pd.Timestamp, offset: int) -> pd.Timestamp:
    """What SERIE.JOUR.OUVRE gives: `offset` working days from a day, which is not counted."""
    rolled = "forward" if offset < 0 else "backward"
    return pd.Timestamp(np.busday_offset(np.datetime64(day, "D"), offset, roll=rolled, holidays=DAYS_OFF))


def _of(city: str) -> str:
    return f"d'{city}" if city[0] in "AEIOU" else f"de {city}"


def _days(span: int) -> pd.Timedelta:
    return pd.Timedelta(days=span)


# The commercial year -------------------------------------------------------------------------------------------------


def _year(rng: np.random.RandomState):
    # The committee's phases are the same for everybody; the actions that straddle them are drawn.
    starts = [FIRST, *pd.to_datetime(["2026-11-02", "2027-01-04", "2027-03-15", "2027-06-21"])]
    ends = [day - _days(1) for day in starts[1:]] + [LAST]
    phases = pd.DataFrame({"phase": PHASES, "debut": starts, "fin": ends})
    city = str(rng.choice(list(OPENINGS)))
    zone = OPENINGS[city]
    # A shop opens from Wednesday to Saturday, never on a public holiday.
    possible = [
        d
        for d in pd.date_range("2027-03-24", "2027-05-29")
        if 2 <= d.weekday() <= 5 and d.to_datetime64() not in DAYS_OFF
    ]
    opening = pd.Timestamp(rng.choice(possible))
    monday = opening - _days(opening.weekday())
    ski = str(rng.choice(["A", "B", "C"]))
    fetes = pd.Timestamp(str(rng.choice(["2026-11-16", "2026-11-23"])))
    # The sales begin on a Wednesday: their space is bought by the week, from the Monday before.
    moments = pd.DataFrame(
        {
            "temps_fort": MOMENTS,
            "precision": [
                "inscriptions en club",
                "de l'avant-Black Friday à Noël",
                "autour des soldes",
                f"location de skis, zone {ski}",
                f"magasin {_of(city)}, zone {zone}",
                "autour des soldes",
            ],
            "debut": [
                FIRST,
                fetes,
                pd.Timestamp("2027-01-04"),
                pd.Timestamp(SKI[ski][0]) - _days(5),
                monday,
                pd.Timestamp("2027-06-21"),
            ],
            "fin": [
                FIRST + _days(7 * int(rng.randint(3, 5)) - 1),
                pd.Timestamp("2026-12-24"),
                pd.Timestamp("2027-01-31"),
                pd.Timestamp(SKI[ski][1]),
                monday + _days(7 * int(rng.randint(3, 5)) - 1),
                pd.Timestamp("2027-07-20"),
            ],
        }
    )
    over = moments.loc[moments["temps_fort"] == "Ouverture", "fin"].iloc[0]
    actions = _actions(rng, phases, city, zone, ski, opening, over)
    return phases, moments, actions, city, zone, opening


def _actions(rng, phases, city: str, zone: str, ski: str, opening: pd.Timestamp, over: pd.Timestamp) -> pd.DataFrame:
    start = dict(zip(PHASES, phases["debut"], strict=True))

    def across(phase: str, before: tuple[int, int], after: tuple[int, int]) -> tuple[pd.Timestamp, pd.Timestamp]:
        return start[phase] - _days(int(rng.randint(*before))), start[phase] + _days(int(rng.randint(*after)))

    rows = [
        (
            "Rentrée des clubs",
            FIRST,
            FIRST + _days(int(rng.randint(19, 27))),
            "sports collectifs",
            "pack licence et équipement, −15 %",
            "toutes",
            "conquérir",
        ),
        (
            "Reprise des équipements",
            *across("Fêtes", (8, 26), (8, 26)),
            "tous rayons",
            "bon d'achat contre un ancien équipement",
            "toutes",
            "fidéliser",
        ),
        (
            "Black Friday",
            pd.Timestamp("2026-11-23"),
            pd.Timestamp("2026-11-30"),
            "forme et cycle",
            "jusqu'à −30 % sur une sélection",
            "toutes",
            "vendre",
        ),
        (
            "Coffrets de Noël",
            pd.Timestamp("2026-12-01"),
            pd.Timestamp("2026-12-24"),
            "cadeaux",
            "coffret et carte cadeau bonifiée de 10 %",
            "toutes",
            "vendre",
        ),
        (
            "Forme à domicile",
            *across("Glisse", (5, 17), (6, 22)),
            "forme",
            "deuxième accessoire à −50 %",
            "toutes",
            "conquérir",
        ),
        (
            "Soldes d'hiver",
            pd.Timestamp("2027-01-06"),
            pd.Timestamp("2027-02-02"),
            "textile et glisse",
            "soldes, démarques successives",
            "toutes",
            "écouler",
        ),
        (
            f"Location de skis, zone {ski}",
            pd.Timestamp(SKI[ski][0]),
            pd.Timestamp(SKI[ski][1]),
            "glisse",
            "casque enfant offert avec la location",
            ski,
            "vendre",
        ),
        (
            "Randonnée et trail",
            *across("Plein air", (10, 25), (10, 25)),
            "plein air",
            "−20 % dès deux articles",
            "toutes",
            "vendre",
        ),
        (
            "Révision des vélos",
            FIRST + _days(int(rng.randint(2, 9))),
            FIRST + _days(int(rng.randint(20, 34))),
            "cycle",
            "révision à 39 €",
            "toutes",
            "fidéliser",
        ),
        (
            "Ouverture " + _of(city),
            opening,
            min(opening + _days(int(rng.randint(13, 22))), over),
            "tous rayons",
            "bon de 10 € dès 50 € d'achat",
            zone,
            "conquérir",
        ),
        (
            "Camping et baignade",
            *across("Été", (9, 24), (9, 24)),
            "plein air et eau",
            "lots famille, −15 %",
            "toutes",
            "vendre",
        ),
        (
            "Soldes d'été",
            pd.Timestamp("2027-06-23"),
            pd.Timestamp("2027-07-20"),
            "textile et cycle",
            "soldes, démarques successives",
            "toutes",
            "écouler",
        ),
    ]
    order = rng.permutation(len(rows))
    table = pd.DataFrame(
        [rows[at] for at in order], columns=["nom", "debut", "fin", "rayon", "mecanique", "zone", "objectif"]
    )
    for name in ("nom", "mecanique"):
        table[name] = table[name].str.replace(" %", NBSP + "%").str.replace(" €", NBSP + "€")
    table.insert(0, "action", [f"A{rank:02d}" for rank in range(1, len(rows) + 1)])
    return table


def shared_days(actions: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Days of each action in each phase, both ends counted."""
    spans = {}
    for phase in phases.itertuples():
        last = actions["fin"].clip(upper=phase.fin)
        first = actions["debut"].clip(lower=phase.debut)
        spans[phase.phase] = ((last - first).dt.days + 1).clip(lower=0)
    return pd.DataFrame(spans).set_axis(actions["action"])


def _year_conditions(drawn) -> Conditions:
    phases, moments, actions, *_ = drawn
    days = shared_days(actions, phases)
    ranked = np.sort(days.to_numpy(), axis=1)
    yield "aucune action à cheval ex aequo", (ranked[:, -1] - ranked[:, -2] >= 3).all()
    most = days.idxmax(axis=1).to_numpy()
    begun = np.array(
        [phases.loc[(phases["debut"] <= day) & (day <= phases["fin"]), "phase"].iloc[0] for day in actions["debut"]]
    )
    ended = np.array(
        [phases.loc[(phases["debut"] <= day) & (day <= phases["fin"]), "phase"].iloc[0] for day in actions["fin"]]
    )
    yield "deux actions au moins commencent dans une autre phase", (most != begun).sum() >= 2
    yield "deux actions au moins finissent dans une autre phase", (most != ended).sum() >= 2
    spans = moments.sort_values("debut")
    yield (
        "les temps forts ne se recouvrent pas",
        (spans["debut"].to_numpy()[1:] > spans["fin"].to_numpy()[:-1]).all(),
    )


# The media plan --------------------------------------------------------------------------------------------------------


def _supports(rng) -> dict[str, list[str]]:
    """The supports of each campaign: all five for the opening, two to four for the others."""
    every = list(CHAINS)
    return {
        name: every
        if name == "Ouverture"
        else [every[at] for at in sorted(rng.choice(len(every), int(rng.randint(2, 5)), replace=False))]
        for name in MOMENTS
    }


def _plan(
    rng, moments: pd.DataFrame, weakest: str, supports: dict[str, list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    ratio = {name: rng.uniform(0.55, 0.66) if name == weakest else rng.uniform(0.88, 1.42) for name in MOMENTS} | {
        "Fêtes": rng.uniform(0.74, 0.82)
    }
    usual = {
        "Rentrée des clubs": 10.5,
        "Fêtes": 17,
        "Soldes d'hiver": 9,
        "Vacances d'hiver": 7.5,
        "Ouverture": 7,
        "Soldes d'été": 10,
    }
    wish = {name: usual[name] * rng.uniform(0.9, 1.1) * ratio[name] / 100 for name in MOMENTS}
    budget, full_week = 315_000, 14_200
    usual_cost = {m.name: sum(m.reach) / 2 * sum(m.frequency) / 2 * m.grp for m in MEDIA}
    rows, due = [], []
    for week in WEEKS:
        bought: list[str] = []
        inside = moments[(moments["debut"] <= week) & (week <= moments["fin"])]
        if len(inside):
            name = inside["temps_fort"].iloc[0]
            weeks = ((moments.loc[inside.index[0], "fin"] - moments.loc[inside.index[0], "debut"]).days + 1) / 7
            opens = [BOUGHT[support] for support in supports[name] if support in BOUGHT]
            spent = sum(usual_cost[channel] for channel in opens)
            chance = np.clip((wish[name] * budget - spent) / (weeks * full_week - spent), 0.03, 0.97)
            # What a campaign makes is on the air from its first week.
            bought = opens if week == moments.loc[inside.index[0], "debut"] else []
        else:
            chance = 0.0 if week.month == 8 and rng.uniform() < 0.5 else 0.26
        for medium in MEDIA:
            drawn = rng.uniform() < chance * (0.8 if medium.name == "Cinéma" else 1.05)
            if drawn or medium.name in bought:
                rows.append(_insertion(rng, week, medium))
                due.append(medium.name in bought)
    plan = pd.DataFrame(rows, columns=["semaine", "canal", "couverture", "repetition", "brut_ht", "remise"])
    plan["statut"] = rng.choice(["ferme", "option", "annulée"], len(plan), p=[0.66, 0.25, 0.09])
    plan.loc[np.array(due) & (plan["statut"] == "annulée"), "statut"] = "ferme"
    plan.insert(0, "ligne", [f"M{rank:03d}" for rank in range(1, len(plan) + 1)])
    kept = plan[plan["statut"] != "annulée"]
    parts = _parts(kept, moments)
    sold = [_turnover(rng, name, 100 * parts[name], name == weakest) for name in moments["temps_fort"]]
    return plan, moments.assign(part_ca=sold)


def _turnover(rng, name: str, part: float, weak: bool) -> float:
    """A share of the turnover that is likely for this moment, and makes its budget short or not; 0 when there is none."""
    low, high = TURNOVER[name]
    lean, rich = (0.52, 0.65) if weak else (0.74, 0.82) if name == "Fêtes" else (0.87, 1.5)
    least, most = part / rich, part / lean
    low, high = max(low, least), min(high, most)
    return round(rng.uniform(low, high), 1) if low < high else 0.0


def _insertion(rng, week, medium: Medium) -> tuple:
    reach, frequency = round(rng.uniform(*medium.reach), 1), round(rng.uniform(*medium.frequency), 1)
    net = reach * frequency * medium.grp * rng.lognormal(0, 0.13)
    rebate = 5 * rng.randint(medium.rebate[0] // 5, medium.rebate[1] // 5 + 1)
    return week, medium.name, reach, frequency, 10 * round(net / (1 - rebate / 100) / 10), rebate


def _net(plan: pd.DataFrame) -> pd.Series:
    return plan["brut_ht"] * (1 - plan["remise"] / 100)


def _parts(kept: pd.DataFrame, moments: pd.DataFrame) -> dict[str, float]:
    net = _net(kept)
    return {m.temps_fort: net[kept["semaine"].between(m.debut, m.fin)].sum() / net.sum() for m in moments.itertuples()}


def _plan_conditions(drawn, phases: pd.DataFrame, weakest: str, supports: dict[str, list[str]]) -> Conditions:
    plan, moments = drawn
    kept = plan[plan["statut"] != "annulée"]
    on_air = set(zip(kept["semaine"], kept["canal"], strict=True))
    yield (
        "ce qu'une campagne fabrique est acheté dès la première semaine de son temps fort",
        all(
            (moment.debut, BOUGHT[support]) in on_air
            for moment in moments.itertuples()
            for support in supports[moment.temps_fort]
            if support in BOUGHT
        ),
    )
    yield "entre 105 et 190 insertions", 105 <= len(plan) <= 190
    sold = moments.set_index("temps_fort")["part_ca"]
    yield "parts de chiffre d'affaires crédibles", (sold > 0).all()
    yield "les fêtes vendent le plus", sold.idxmax() == "Fêtes"
    parts = pd.Series(_parts(kept, moments)) * 100
    ratio = (parts / sold).sort_values()
    yield (
        "le temps fort à renforcer se détache",
        ratio.index[0] == weakest and ratio.iloc[1] > 1.12 * ratio.iloc[0],
    )
    gap = (sold - parts).sort_values()
    yield "le plus grand écart est ailleurs", gap.index[-1] != weakest and gap.iloc[-1] > 1.06 * gap[weakest]
    yield "le temps fort le mieux doté se détache", ratio.iloc[-1] > 1.012 * ratio.iloc[-2]
    gross = 100 * pd.Series(
        {
            m.temps_fort: kept["brut_ht"][kept["semaine"].between(m.debut, m.fin)].sum() / kept["brut_ht"].sum()
            for m in moments.itertuples()
        }
    )
    yield "le brut change les parts", (abs(gross / parts - 1) > 0.012).sum() >= 4
    yield "le brut ne change pas le temps fort", (gross / sold).idxmin() == weakest
    yield "le budget annuel reste crédible", 230_000 < _net(kept).sum() < 380_000
    phase = pd.cut(kept["semaine"], [*phases["debut"], LAST + _days(2)], right=False, labels=list(PHASES))
    grid = kept.assign(grp=kept["couverture"] * kept["repetition"]).pivot_table(
        index="canal", columns=phase, values="grp", aggfunc="sum", observed=False
    )
    yield (
        "chaque canal dans quatre phases au moins",
        ((grid.fillna(0) > 0).sum(axis=1) >= 4).all() and len(grid) == len(MEDIA),
    )
    pressure = grid.sum()
    yield "chaque phase a sa pression", (pressure > 500).all()
    cost = (
        _net(kept).groupby(kept["canal"]).sum() / (kept["couverture"] * kept["repetition"]).groupby(kept["canal"]).sum()
    )
    each = (_net(kept) / (kept["couverture"] * kept["repetition"])).groupby(kept["canal"]).mean()
    yield "la moyenne des coûts du GRP est ailleurs", (abs(each / cost - 1) > 0.006).sum() >= 3
    ranked = cost.sort_values()
    yield (
        "les coûts du GRP se rangent sans ex aequo",
        (ranked.to_numpy()[1:] > 1.015 * ranked.to_numpy()[:-1]).all(),
    )
    cancelled = plan[plan["statut"] == "annulée"]
    yield "des lignes annulées", 6 <= len(cancelled) <= 24
    yield (
        "elles touchent plusieurs phases",
        pd.cut(cancelled["semaine"], [*phases["debut"], LAST + _days(2)], right=False).nunique() >= 4,
    )


# Backward planning -----------------------------------------------------------------------------------------------------


def _backward(rng, moments: pd.DataFrame, opening: pd.Timestamp, supports: dict[str, list[str]]):
    rows = []
    for support, chain in CHAINS.items():
        for rank, (who, name, usual) in enumerate(chain, start=1):
            days = max(1, usual + int(rng.choice([-1, 0, 1, 2, 3])))
            rows.append((support, rank, name, who, days))
    steps = pd.DataFrame(rows, columns=["support", "rang", "libelle", "intervenant", "jours"])
    steps.insert(0, "etape", [f"E{rank:02d}" for rank in range(1, len(steps) + 1)])
    campaigns = []
    for moment in moments.itertuples():
        launch = moment.debut
        name = moment.temps_fort
        if name == "Soldes d'hiver":
            launch = pd.Timestamp("2027-01-06")
        if name == "Soldes d'été":
            launch = pd.Timestamp("2027-06-23")
        if name == "Ouverture":
            launch = opening
        for support in supports[name]:
            ahead = {"Affichage": 5, "Radio": 3, "Dépliants": 0, "Vidéo": 8, "Créateurs": 11}[support]
            campaigns.append((name, support, launch - _days(ahead if name != "Rentrée des clubs" else min(ahead, 3))))
    campaigns = pd.DataFrame(campaigns, columns=["campagne", "support", "diffusion"])
    spans = timetable(steps, campaigns[campaigns["campagne"] == "Ouverture"])
    closures = _closures(rng, steps, spans)
    return steps, campaigns, closures


def _to_date(steps: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    """The steps of the opening in their order, the launch of each support on its last: the workbook's table, which is still to be dated."""
    launch = campaigns[campaigns["campagne"] == "Ouverture"].set_index("support")["diffusion"]
    last = ~steps["support"].duplicated(keep="last")
    return steps.assign(diffusion=steps["support"].map(launch).where(last))


def timetable(steps: pd.DataFrame, launches: pd.DataFrame) -> pd.DataFrame:
    """First and last working day of each step, counted back from the launch of its support."""
    launch = launches.set_index("support")["diffusion"]
    rows = []
    for support, chain in steps.groupby("support", sort=False):
        after = chain["jours"][::-1].cumsum()[::-1]
        for step, total in zip(chain.itertuples(), after, strict=True):
            rows.append(
                (
                    step.etape,
                    working(launch[support], -int(total)),
                    working(launch[support], -int(total - step.jours) - 1),
                )
            )
    return pd.DataFrame(rows, columns=["etape", "debut", "fin"]).set_index("etape")


def _closures(rng, steps: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Two yearly closures of most parties, then one a party around the opening: some meet a step, others come just before or after."""
    rows = [
        ("agence", "2026-08-10", "2026-08-16", "congés d'été"),
        ("imprimeur", "2026-08-10", "2026-08-16", "congés d'été"),
        ("studio vidéo", "2026-08-10", "2026-08-23", "congés d'été"),
        ("imprimeur", "2026-12-21", "2027-01-03", "fermeture de fin d'année"),
        ("agence", "2026-12-24", "2027-01-03", "fermeture de fin d'année"),
    ]
    for who in PARTIES:
        own = steps.loc[steps["intervenant"] == who, "etape"]
        target = spans.loc[own.iloc[rng.randint(len(own))]]
        first, last = _closure(rng, target["debut"], target["fin"])
        while not _may_work(first, last):
            first, last = _closure(rng, target["debut"], target["fin"])
        rows.append((who, first, last, CLOSED[who]))
    table = _table(rows, ["intervenant", "debut", "fin", "motif"], ["debut", "fin"])
    return table.sort_values(["debut", "intervenant"], ignore_index=True)


def _closure(rng, begun: pd.Timestamp, ended: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a closure that meets a step, or comes just after it."""
    length = int(rng.randint(2, 6))
    if rng.uniform() >= 0.58:
        first = ended + _days(int(rng.randint(1, 4)))
    elif rng.uniform() < 0.6:  # across the last days of the step
        first = ended - _days(int(rng.randint(0, 3)))
    else:  # across its first ones
        first = begun - _days(length - 1 - int(rng.randint(0, 2)))
    return first, first + _days(length - 1)


def _may_work(first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Whether a seminar or a stock-taking may last from one day to another: on a working day at least, on no public holiday."""
    span = np.arange(first, last + _days(1), dtype="datetime64[D]")
    return bool(np.is_busday(span).any()) and not np.isin(span, DAYS_OFF).any()


def recalled(steps: pd.DataFrame, launches: pd.DataFrame, closures: pd.DataFrame) -> pd.Timestamp:
    """The first day of a campaign whose steps also skip the closures of whoever does them."""
    launch = launches.set_index("support")["diffusion"]
    shut = {
        who: np.concatenate(
            [
                DAYS_OFF,
                *(np.arange(c.debut, c.fin + _days(1), dtype="datetime64[D]") for c in own.itertuples()),
            ]
        )
        for who, own in closures.groupby("intervenant")
    }
    firsts = []
    for support, day in launch.items():
        at = np.datetime64(day, "D")
        for step in steps[steps["support"] == support][::-1].itertuples():
            off = shut.get(step.intervenant, DAYS_OFF)
            at = np.busday_offset(at, -int(step.jours), roll="forward", holidays=off)
        firsts.append(pd.Timestamp(at))
    return min(firsts)


def clashes(steps: pd.DataFrame, spans: pd.DataFrame, closures: pd.DataFrame) -> list[str]:
    """Steps of which a day at least falls in a closure of whoever does them."""
    found = []
    for step in steps.itertuples():
        own = closures[closures["intervenant"] == step.intervenant]
        if ((own["debut"] <= spans.loc[step.etape, "fin"]) & (own["fin"] >= spans.loc[step.etape, "debut"])).any():
            found.append(step.etape)
    return found


def _backward_conditions(drawn) -> Conditions:
    steps, campaigns, closures = drawn
    opening = timetable(steps, campaigns[campaigns["campagne"] == "Ouverture"])
    found = clashes(steps, opening, closures)
    yield "de trois à six étapes en conflit", 3 <= len(found) <= 6
    begun = [
        step.etape
        for step in steps.itertuples()
        if (
            (closures["intervenant"] == step.intervenant)
            & (closures["debut"] <= opening.loc[step.etape, "debut"])
            & (opening.loc[step.etape, "debut"] <= closures["fin"])
        ).any()
    ]
    yield (
        "certaines étapes commencent avant la fermeture",
        len(begun) >= 1 and len(found) - len(begun) >= 1 and set(begun) != set(found),
    )
    anyone = [
        etape
        for etape, span in opening.iterrows()
        if ((closures["debut"] <= span["fin"]) & (closures["fin"] >= span["debut"])).any()
    ]
    yield "la fermeture d'un autre ne gêne pas", len(anyone) > len(found)
    starts = {}
    for name, own in campaigns.groupby("campagne", sort=False):
        table = timetable(steps[steps["support"].isin(own["support"])], own)
        starts[name] = table["debut"].min()
        totals = steps[steps["support"].isin(own["support"])].groupby("support")["jours"].sum()
        by_support = {s: working(d, -int(totals[s])) for s, d in zip(own["support"], own["diffusion"], strict=True)}
        ranked = sorted(by_support.values())
        if len(ranked) > 1:
            yield "un support commande chaque campagne", ranked[1] > ranked[0]
    ordered = sorted(starts.values())
    yield "aucune campagne à lancer avant aujourd'hui", ordered[0] > TODAY + _days(10)
    first = recalled(steps, campaigns[campaigns["campagne"] == "Rentrée des clubs"], closures)
    yield "la rentrée, fermetures comprises, part après le vote", first > VOTE


# Editorial calendar ----------------------------------------------------------------------------------------------------


def _verdicts(rng) -> dict[str, str]:
    drawn = [KEPT, RARE, SILENT, BOTH, *rng.choice([KEPT, KEPT, RARE, SILENT], 2)]
    return dict(zip([n.name for n in NETWORKS], rng.permutation(drawn), strict=True))


def _posts(rng, verdicts: dict[str, str], titles: Titles) -> pd.DataFrame:
    rows, span = [], 7 * AUTUMN
    for network in NETWORKS:
        verdict = verdicts[network.name]
        count = int(rng.randint(*((network.few if verdict in (RARE, BOTH) else network.enough) + np.array([0, 1]))))
        hole = int(rng.randint(network.gap[0], network.gap[1] + 1)) if verdict in (SILENT, BOTH) else 0
        days = _dates(rng, count, span, hole)
        rows += [
            [FIRST + _days(int(day)), network.name, str(rng.choice(["validée", "à écrire"], p=[0.6, 0.4]))]
            for day in days
        ]
        dropped = rng.choice([d for d in range(span) if d not in set(days)], max(1, count // 9), replace=False)
        rows += [[FIRST + _days(int(day)), network.name, "abandonnée"] for day in dropped]
        if hole:  # what was to fill the silence was given up
            start = max(zip(np.diff(days), days, strict=False))[1]
            rows.append([FIRST + _days(int(start + hole // 2)), network.name, "abandonnée"])
    table = pd.DataFrame(rows, columns=["date", "reseau", "statut"]).drop_duplicates(["date", "reseau"])
    table = table.sort_values(["date", "reseau"], ignore_index=True)
    table["rubrique"] = rng.choice(list(TITLES), len(table), p=[0.3, 0.2, 0.17, 0.17, 0.16])
    used: dict[str, list[pd.Timestamp]] = {}
    table["titre"] = [
        _title(rng, titles[kind, day], day, used) for kind, day in zip(table["rubrique"], table["date"], strict=True)
    ]
    for network in rng.choice(
        ["Instagram", "Facebook", "TikTok"], 2, replace=False
    ):  # two neighbours become promotions
        own = table[(table["reseau"] == network) & (table["statut"] != "abandonnée")]
        near = np.flatnonzero(own["date"].diff().dt.days.to_numpy() < 2)
        if len(near):
            at = int(rng.choice(near))
            for row in own.index[[at - 1, at]]:
                table.loc[row, "rubrique"] = "promotion"
                table.loc[row, "titre"] = _title(
                    rng, titles["promotion", table.loc[row, "date"]], table.loc[row, "date"], used
                )
    near = table["date"].between(BLACK_FRIDAY - _days(4), BLACK_FRIDAY)
    shown = np.flatnonzero((near & (table["statut"] != "abandonnée") & (table["reseau"] != "YouTube")).to_numpy())
    told = [at for at in shown if "Black Friday" in table.loc[at, "titre"]]
    # The Black Friday is announced once at least, in its own week.
    sale = int(rng.choice(told or shown))
    table.loc[sale, ["rubrique", "titre"]] = ["promotion", next(t for t in TITLES["promotion"] if "Black Friday" in t)]
    promos = np.flatnonzero((table["rubrique"] == "promotion").to_numpy() & (table.index != sale))
    left = [str(title) for title in rng.permutation(FORBIDDEN)]
    for at in rng.choice(promos, min(int(rng.randint(3, 6)), len(promos)), replace=False):
        title = next((one for one in left if one in titles[SALES_WORD, table.loc[at, "date"]]), None)
        if title is not None:
            table.loc[at, "titre"] = title
            left.remove(title)
    table["responsable"] = table["reseau"].map(WRITER)
    table.insert(0, "publication", [f"P{rank:03d}" for rank in range(1, len(table) + 1)])
    return table[["publication", "date", "reseau", "rubrique", "titre", "responsable", "statut"]]


def _title(rng, possible: list[str], day: pd.Timestamp, used: dict[str, list[pd.Timestamp]]) -> str:
    """Of the titles that suit a day, the one served least and not within ten days; else the one served longest ago, or latest."""
    away = {t: min((abs((day - d).days) for d in used.get(t, [])), default=11) for t in possible}
    fresh = [t for t in possible if away[t] > 10] or [t for t in possible if away[t] == max(away.values())]
    least = min(len(used.get(title, [])) for title in fresh)
    title = str(rng.choice([title for title in fresh if len(used.get(title, [])) == least]))
    used.setdefault(title, []).append(day)
    return title


def _titles(actions: pd.DataFrame) -> Titles:
    """By heading and day, the titles that suit the season and the actions of the plan: no Christmas box in September."""
    days = pd.date_range(FIRST, periods=7 * AUTUMN)
    spans = {row.nom: (row.debut, row.fin) for row in actions.itertuples()}
    every = {**TITLES, SALES_WORD: FORBIDDEN}
    return {(kind, day): [t for t in every[kind] if _suits(t, day, spans)] for kind in every for day in days}


def _suits(title: str, day: pd.Timestamp, spans: dict[str, tuple[pd.Timestamp, pd.Timestamp]]) -> bool:
    action = next((name for words, name in TAKEN_UP.items() if words in title), None)
    if action == "Black Friday":  # announced until its day, though the offers last
        return BLACK_FRIDAY - _days(4) <= day <= BLACK_FRIDAY
    if action:
        first, last = spans[action]
        return first <= day <= last
    if "avant les fêtes" in title:
        return day.month >= 11 and day < CHRISTMAS
    if title.endswith("ce week-end"):  # told as it comes, neither a Monday nor on its last day
        return 2 <= day.weekday() <= 5
    if title.startswith("Dimanche"):
        return day.weekday() != 6
    if "automne" in title:
        return AUTUMN_DAYS[0] <= day <= AUTUMN_DAYS[1]
    if any(word in title for word in ("ski", "glisse", "raquettes", "hiver", "froid", "tombe tôt", "expire")):
        return day.month >= 10
    return True


def _dates(rng, count: int, span: int, hole: int) -> np.ndarray:
    """`count` different days of `span`, about regular, two of them `hole` days apart if it is asked."""
    room = span - hole if hole else span
    step = (room - 1) / count
    jitter = min(1.0, step / 3)
    days = np.unique(
        np.clip(np.round((np.arange(count) + 0.5) * step + rng.uniform(-jitter, jitter, count)), 0, room - 1).astype(
            int
        )
    )
    if hole:
        cut = int(rng.randint(len(days) // 4, 3 * len(days) // 4))
        shift = hole - (days[cut + 1] - days[cut])
        days = np.concatenate([days[: cut + 1], days[cut + 1 :] + shift])
    return days


def to_move(posts: pd.DataFrame, first: bool = False) -> list[str]:
    """Forbidden titles, and of two promotions within two days on one network, the later one."""
    kept = posts[posts["statut"] != "abandonnée"]
    found = set(kept.loc[kept["titre"].str.contains("soldes", case=False), "publication"])
    promos = kept[kept["rubrique"] == "promotion"].sort_values(["reseau", "date"])
    close = promos["date"].diff().dt.days.lt(2) & (promos["reseau"] == promos["reseau"].shift())
    chosen = close.shift(-1, fill_value=False) if first else close
    return sorted(found | set(promos.loc[chosen, "publication"]))


def _gaps(posts: pd.DataFrame) -> pd.Series:
    """The longest silence of each network, in days."""
    ordered = posts.sort_values("date")
    return ordered.groupby("reseau")["date"].diff().dt.days.groupby(ordered["reseau"]).max()


def _post_conditions(posts: pd.DataFrame, verdicts: dict[str, str]) -> Conditions:
    kept = posts[posts["statut"] != "abandonnée"]
    counts, gaps = kept.groupby("reseau").size(), _gaps(kept)
    for network in NETWORKS:
        rare = counts[network.name] < network.weekly * AUTUMN
        silent = gaps[network.name] > network.silence
        found = BOTH if rare and silent else RARE if rare else SILENT if silent else KEPT
        yield "chaque réseau a le verdict tiré", found == verdicts[network.name]
        yield "loin du seuil de fréquence", abs(counts[network.name] - network.weekly * AUTUMN) >= 1
    yield "les abandons cachent des silences", (_gaps(posts) != gaps).sum() >= 2
    moved = to_move(posts)
    yield "de quatre à onze publications à reprendre", 4 <= len(moved) <= 11
    words = kept["titre"].str.contains("soldes", case=False)
    yield "deux mots interdits au moins", words.sum() >= 2
    yield "deux promotions trop proches au moins", len(moved) - words.sum() >= 2
    yield "une promotion de trop n'en suit pas une autre", len(to_move(posts, first=True)) == len(moved)
    yield "la première n'est pas la seconde", to_move(posts, first=True) != moved
    yield "des soldes de points, des deux côtés", kept["titre"].str.contains("Le solde ").sum() >= 2
    everything = to_move(posts.assign(statut="validée"))
    yield "les abandons changent la liste", everything != moved
