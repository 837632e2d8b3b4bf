"""The draw of épreuve 10, second case: the season of a regional museum, from its rooms' capacity to its editorial calendar.

The public calendar is real (public holidays, school holidays of 2026-2027 by zone, Journées du patrimoine); the museum, its prices, its
partners and their delays are invented, and so is the date of the Nuit des musées.

Orders of magnitude: a regional museum of 60 to 80 places an hour and a half, some 60,000 visitors a year, 8 € a ticket, 60,000 to 90,000 €
of space bought or bartered; of a thousand readers or listeners who live near, one or two come, and ten to twenty of those who took a leaflet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]
NBSP = "\N{NO-BREAK SPACE}"

FIRST, LAST = pd.Timestamp("2026-09-01"), pd.Timestamp("2027-08-31")
TODAY, VOTE = pd.Timestamp("2026-05-18"), pd.Timestamp("2026-07-02")

HOLIDAYS = (
    ("2025-11-01", "Toussaint"),
    ("2025-11-11", "Victoire de 1918"),
    ("2025-12-25", "Jour de Noël"),
    ("2026-01-01", "Jour de l'an"),
    ("2026-04-06", "Lundi de Pâques"),
    ("2026-05-01", "Fête du Travail"),
    ("2026-05-08", "Victoire de 1945"),
    ("2026-05-14", "Ascension"),
    ("2026-05-25", "Lundi de Pentecôte"),
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
SHUT = pd.to_datetime(["2026-12-25", "2027-01-01", "2027-05-01"])  # the days of the year when the museum never opens
#: The same of last season, and its school holidays in the museum's zone.
SHUT_BEFORE = pd.to_datetime(["2025-12-25", "2026-01-01", "2026-05-01"])
LEAVE_BEFORE = (
    ("2025-10-18", "2025-11-02"),
    ("2025-12-20", "2026-01-04"),
    ("2026-02-07", "2026-02-22"),
    ("2026-04-04", "2026-04-19"),
)
HERITAGE = pd.to_datetime(["2026-09-19", "2026-09-20"])
NIGHT = pd.Timestamp("2027-05-22")

SCHOOL = "calendrier scolaire national 2026-2027 (code de l'éducation, L. 521-1)"
PUBLIC = (
    ("2026-09-01", "2026-09-01", "Rentrée scolaire", "école", "toutes", SCHOOL),
    (
        "2026-09-19",
        "2026-09-20",
        "Journées européennes du patrimoine",
        "rendez-vous national",
        "toutes",
        "troisième week-end de septembre",
    ),
    ("2026-10-17", "2026-11-01", "Vacances de la Toussaint", "vacances scolaires", "toutes", SCHOOL),
    ("2026-12-19", "2027-01-03", "Vacances de Noël", "vacances scolaires", "toutes", SCHOOL),
    ("2026-12-25", "2026-12-25", "Noël", "marronnier", "toutes", "date fixe, chaque année"),
    ("2027-02-06", "2027-02-21", "Vacances d'hiver", "vacances scolaires", "C", SCHOOL),
    ("2027-02-13", "2027-02-28", "Vacances d'hiver", "vacances scolaires", "A", SCHOOL),
    ("2027-02-14", "2027-02-14", "Saint-Valentin", "marronnier", "toutes", "date fixe, chaque année"),
    ("2027-02-20", "2027-03-07", "Vacances d'hiver", "vacances scolaires", "B", SCHOOL),
    (
        "2027-03-08",
        "2027-03-08",
        "Journée internationale des droits des femmes",
        "marronnier",
        "toutes",
        "date fixe, chaque année",
    ),
    ("2027-04-03", "2027-04-18", "Vacances de printemps", "vacances scolaires", "C", SCHOOL),
    ("2027-04-10", "2027-04-25", "Vacances de printemps", "vacances scolaires", "A", SCHOOL),
    ("2027-04-17", "2027-05-02", "Vacances de printemps", "vacances scolaires", "B", SCHOOL),
    (
        "2027-05-18",
        "2027-05-18",
        "Journée internationale des musées",
        "rendez-vous national",
        "toutes",
        "date fixe, chaque année",
    ),
    (
        "2027-05-22",
        "2027-05-22",
        "Nuit européenne des musées",
        "rendez-vous national",
        "toutes",
        "un samedi de mai" + NBSP + "; jour" + NBSP + ": convention du cas",
    ),
    ("2027-05-30", "2027-05-30", "Fête des Mères", "marronnier", "toutes", "dernier dimanche de mai"),
    ("2027-06-21", "2027-06-21", "Fête de la musique", "marronnier", "toutes", "date fixe, chaque année"),
    (
        "2027-07-03",
        "2027-08-31",
        "Vacances d'été",
        "vacances scolaires",
        "toutes",
        SCHOOL + NBSP + "; fin" + NBSP + ": convention du cas",
    ),
)
PHASES = ("Collections", "Automne", "Lumières", "Exposition", "Belle saison")
MOMENTS = ("Patrimoine", "Toussaint", "Noël", "Grande exposition", "Nuit des musées", "Été")
OPENINGS = ("2027-01-22", "2027-01-29", "2027-02-05", "2027-02-12", "2027-03-05", "2027-03-12")  # Fridays


@dataclass(frozen=True)
class Medium:
    """A support of the plan: its channel, the weeks before it closes, its audience, the share that lives near, who comes of a thousand of them."""

    name: str
    channel: str
    closes: tuple[int, int]
    audience: tuple[int, int]
    near: tuple[int, int]
    come: tuple[float, float]
    weight: float


MEDIA = (
    Medium("guide trimestriel", "Magazines", (17, 21), (90_000, 160_000), (15, 30), (2.1, 2.9), 0.7),
    Medium("mensuel culturel", "Magazines", (9, 12), (60_000, 120_000), (20, 36), (2.4, 3.3), 1.0),
    Medium("quotidien", "Journaux", (2, 3), (80_000, 130_000), (58, 78), (0.9, 1.3), 1.3),
    Medium("hebdomadaire gratuit", "Journaux", (3, 4), (50_000, 80_000), (80, 94), (1.0, 1.5), 0.9),
    Medium("affiches de quai", "Affichage en gare", (10, 13), (110_000, 240_000), (26, 46), (0.7, 1.0), 1.1),
    Medium("écrans de gare", "Affichage en gare", (5, 7), (80_000, 170_000), (26, 46), (0.9, 1.4), 0.7),
    Medium("station régionale", "Radio", (3, 5), (120_000, 220_000), (42, 64), (0.7, 1.0), 1.4),
    Medium("dépliants en présentoir", "Offices de tourisme", (8, 10), (4_000, 8_500), (72, 92), (11.0, 17.0), 1.2),
    Medium("bannières", "Publicité en ligne", (1, 1), (70_000, 130_000), (84, 96), (0.5, 0.9), 1.2),
    Medium("vidéo courte", "Publicité en ligne", (2, 2), (35_000, 75_000), (84, 96), (0.9, 1.5), 0.8),
)
CHANNELS = ("Affichage en gare", "Magazines", "Journaux", "Radio", "Offices de tourisme", "Publicité en ligne")
#: What a visitor won costs through each channel, in €.
USUAL = {
    "Affichage en gare": 10.8,
    "Magazines": 10.8,
    "Journaux": 7.2,
    "Radio": 9.6,
    "Offices de tourisme": 3.6,
    "Publicité en ligne": 5.6,
}
#: Lines of the plan that serve each moment, and the rest.
LINES = {
    "Patrimoine": (16, 23),
    "Toussaint": (16, 23),
    "Noël": (16, 23),
    "Grande exposition": (25, 33),
    "Nuit des musées": (14, 20),
    "Été": (20, 28),
    "fond": (11, 17),
}
BARTER = {
    "Affichage en gare": 0.1,
    "Magazines": 0.3,
    "Journaux": 0.28,
    "Radio": 0.25,
    "Offices de tourisme": 0.2,
    "Publicité en ligne": 0.04,
}
TICKET = 8


@dataclass(frozen=True)
class Audience:
    """Those who book: how many at once, and the share of bookings made six weeks ahead or more."""

    name: str
    size: tuple[int, int]
    early: tuple[float, float]
    bookings: tuple[int, int]


AUDIENCES = (
    Audience("Écoles", (22, 52), (0.55, 0.82), (52, 70)),
    Audience("Collèges et lycées", (24, 68), (0.38, 0.70), (44, 60)),
    Audience("Centres de loisirs", (10, 30), (0.20, 0.55), (40, 54)),
    Audience("Groupes adultes", (14, 42), (0.30, 0.66), (50, 66)),
    Audience("Comités d'entreprise", (16, 46), (0.22, 0.58), (34, 46)),
    Audience("Familles", (3, 8), (0.05, 0.24), (60, 84)),
)
AHEAD = 42  # six weeks

TEAM = "musée"
#: Steps of each support: who does it, its name, its usual working days; a session of the Region has neither.
CHAINS = {
    "Dossier de presse": (
        ("prêteurs", "Choix des images à diffuser", 7),
        (TEAM, "Rédaction", 5),
        ("traductrice", "Traduction en anglais", 5),
        ("Région", "Instruction du dossier", 4),
        ("Région", "Comité de marque", 0),
        ("graphiste", "Mise en page et envoi", 4),
    ),
    "Livret des écoles": (
        (TEAM, "Parcours et exercices", 8),
        ("graphiste", "Maquette du livret", 6),
        ("Région", "Instruction du livret", 4),
        ("Région", "Comité de marque", 0),
        ("imprimeur", "Impression et routage", 7),
    ),
    "Affiche": (
        ("prêteurs", "Accord sur l'image de l'affiche", 6),
        ("graphiste", "Création de l'affiche", 8),
        ("Région", "Instruction de l'affiche", 4),
        ("Région", "Comité de marque", 0),
        ("imprimeur", "Impression et livraison aux gares", 7),
    ),
    "Invitation": (
        (TEAM, "Liste des invités et texte", 4),
        ("graphiste", "Carton d'invitation", 4),
        ("Région", "Instruction du carton", 3),
        ("Région", "Comité de marque", 0),
        ("imprimeur", "Impression et mise sous pli", 5),
    ),
    "Film": (
        ("prêteurs", "Autorisation de filmer", 6),
        ("studio vidéo", "Tournage et montage", 9),
        ("Région", "Instruction du film", 4),
        ("Région", "Comité de marque", 0),
        ("traductrice", "Sous-titres", 3),
    ),
}
#: How many days before the vernissage each support must be out.
OUT = {
    "Dossier de presse": (58, 76),
    "Livret des écoles": (64, 90),
    "Affiche": (17, 25),
    "Invitation": (20, 29),
    "Film": (10, 18),
}
PARTNERS = ("Région", "prêteurs", "graphiste", "imprimeur", "traductrice", "studio vidéo")
SIGNED = {
    "Région": "vote de la convention en commission permanente",
    "prêteurs": "signature des contrats de prêt",
    "graphiste": "notification du marché",
    "imprimeur": "notification du marché",
    "traductrice": "bon de commande",
    "studio vidéo": "signature du devis",
}
DELIVERED = {
    "Région": (
        "Avis sur l'affiche",
        "Avis sur le programme",
        "Avis sur le carton",
        "Avis sur le film",
        "Logo et mentions",
    ),
    "prêteurs": ("Images en haute définition", "Accord de diffusion", "Légendes et crédits", "Constat d'état"),
    "graphiste": (
        "Maquette du programme",
        "Affiche d'exposition",
        "Carton d'invitation",
        "Bannières",
        "Corrections du livret",
    ),
    "imprimeur": ("Affiches", "Programmes de saison", "Cartons d'invitation", "Dépliants", "Livrets"),
    "traductrice": ("Textes de salle", "Dossier de presse", "Sous-titres", "Programme en anglais"),
    "studio vidéo": ("Film d'annonce", "Entretien filmé", "Captation d'un concert", "Montage court"),
}

MONTHS = (
    ("octobre", "2026-10"),
    ("novembre", "2026-11"),
    ("décembre", "2026-12"),
    ("janvier", "2027-01"),
    ("février", "2027-02"),
    ("mars", "2027-03"),
)
FREE, FULL, OVER = "libre", "plein", "déborde"
RATIO = {FREE: (0.58, 0.75), FULL: (0.85, 0.96), OVER: (1.06, 1.28)}
POSTS_FROM, POSTS_TO = pd.Timestamp("2026-10-08"), pd.Timestamp("2027-04-04")
#: Hours that a format takes, and how many days before publication it is made.
FORMATS = {
    "photo légendée": ((1.0, 2.0), (7, 8)),
    "carrousel": ((2.5, 4.0), (8, 11)),
    "vidéo courte": ((5.0, 7.5), (12, 16)),
    "article": ((6.0, 8.5), (17, 22)),
    "entretien filmé": ((10.0, 14.0), (26, 30)),
    "lettre": ((4.0, 6.0), (9, 12)),
}
#: Of each channel: publications a week, its formats, who makes them.
NETWORKS = {
    "Instagram": (2.6, ("photo légendée", "carrousel", "vidéo courte"), "Bilal"),
    "Facebook": (2.0, ("photo légendée", "photo légendée", "vidéo courte"), "Apolline"),
    "YouTube": (0.45, ("entretien filmé", "vidéo courte"), "Bilal"),
    "LinkedIn": (1.0, ("photo légendée", "carrousel"), "Edmée"),
    "Carnet en ligne": (0.9, ("article",), "Sacha"),
    "Lettre": (0.55, ("lettre",), "Sacha"),
}
SOCIAL = ("Instagram", "Facebook", "YouTube", "LinkedIn")
PHOTO = "Photo" + NBSP + ": Bilal, L'Ocrière"
WORKS = (  # name, credit, kind
    ("Manteau de garance", "Anonyme, collection L'Ocrière", "collection"),
    ("Nuancier d'un marchand", "Anonyme, collection L'Ocrière", "collection"),
    ("Les Carrières de Pourrain", "Ambroise Autissier, collection L'Ocrière", "collection"),
    ("Robe de noce", "Anonyme, collection L'Ocrière", "collection"),
    ("Enseigne du droguiste", "Anonyme, collection L'Ocrière", "collection"),
    ("Le Moulin à ocre", "Ambroise Autissier, collection L'Ocrière", "collection"),
    ("Portrait au bonnet rouge", "Anonyme, musée du Drapier", "prêt"),
    ("Tapis aux grenades", "Anonyme, musée des Grands Teints", "prêt"),
    ("Carnet d'une teinturière", "Anonyme, musée des Grands Teints", "prêt"),
    ("Habit de parade", "Anonyme, musée du Drapier", "prêt"),
    ("Retable aux laques", "Anonyme, trésor de Sainte-Odrade", "prêt"),
    ("Racines, série de six", "© Ysé Lamandier", "artiste"),
    ("Trame chaude", "© Ysé Lamandier", "artiste"),
    ("Rouge de septembre", "© Noam Querol", "artiste"),
    ("Sept cuves", "© Noam Querol", "artiste"),
    ("Le Fil et la Plaie", "© Hedwige Sauvant", "artiste"),
    ("Sang-dragon", "© Hedwige Sauvant", "artiste"),
)
SAID = (
    "«%s», de tout près",
    "Une minute devant «%s»",
    "«%s»" + NBSP + ": d'où vient ce rouge" + NBSP + "?",
    "Ce que cache «%s»",
    "«%s», expliqué en deux minutes",
    "Un détail de «%s»",
    "Trois couleurs dans «%s»",
    "Cinq questions sur «%s»",
)
PHOTOS = (
    (
        "la cuve d'indigo",
        (
            "Le bleu qui sort vert de la cuve",
            "Un bain d'indigo, du matin au soir",
            "La cuve a deux siècles, elle sert encore",
            "Pourquoi l'indigo tient sans mordant",
        ),
    ),
    (
        "l'atelier des enfants",
        (
            "Mercredi, on broie des ocres",
            "Ce que font les enfants d'un chou rouge",
            "L'atelier des petites mains",
            "Six questions d'enfants sur le rouge",
        ),
    ),
    (
        "le jardin des plantes à couleur",
        (
            "La garance se récolte au bout de trois ans",
            "Le jardin au repos",
            "Pastel, gaude, garance" + NBSP + ": trois plantes, trois couleurs",
            "Semer la gaude en mars",
        ),
    ),
    (
        "le montage de l'exposition",
        (
            "Accrocher un textile de quatre mètres",
            "Régler la lumière à cinquante lux",
            "Une vitrine se ferme en silence",
            "Le métier de régisseuse",
        ),
    ),
    (
        "la salle des pigments",
        (
            "Le premier dimanche du mois, à quelle heure venir" + NBSP + "?",
            "Une visite à toucher, samedi matin",
            "La salle des pigments en dix flacons",
            "Venir en train" + NBSP + ": vingt minutes à pied",
        ),
    ),
    (
        "une classe en visite",
        (
            "Une classe, une couleur",
            "Enseignants" + NBSP + ": préparer la visite en classe",
            "Ce que dit une classe de CE2 du vermillon",
            "Réserver pour sa classe au printemps",
        ),
    ),
    (
        "la réserve des textiles",
        (
            "Comment dort une robe de deux cents ans",
            "Le froid contre les mites",
            "Visiter la réserve avec la conservatrice",
            "Un textile se pose à plat",
        ),
    ),
)
POSTER = "l'affiche de «" + NBSP + "Garance" + NBSP + "»"
#: Titles of the week before the vernissage, that do not name it: the candidate does, in a line of its own.
LAUNCH = (
    "«" + NBSP + "Garance" + NBSP + "»" + NBSP + ": entrez dans le rouge",
    "«" + NBSP + "Garance" + NBSP + "»" + NBSP + ": une affiche, cinq rouges",
    "«" + NBSP + "Garance" + NBSP + "», avec ceux qui prêtent et ceux qui soutiennent",
)
MOUNTING = "le montage de l'exposition"
#: The exhibition is mounted in the last weeks before it opens.
MOUNTED = 28


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """All tables, each drawn until it is well posed. Amounts in € before VAT, dates at midnight."""
    opening = pd.Timestamp(str(rng.choice(OPENINGS)))
    phases, moments = _season(opening)
    actions = tirer_jusqu_a(lambda r: _actions(r, opening), lambda drawn: _action_conditions(drawn, phases), rng)
    crowded = str(rng.choice(MOMENTS))
    media, plan = tirer_jusqu_a(
        lambda r: _plan(r, moments), lambda drawn: _plan_conditions(drawn, crowded, opening), rng, essais=1500
    )
    won = visitors(plan, media).groupby(plan["temps_fort"]).sum()
    days = tirer_jusqu_a(
        lambda r: _days_of(r, moments, won, crowded, received(actions, opening)),
        lambda drawn: _day_conditions(drawn, moments, plan, media, crowded),
        rng,
        essais=1500,
    )
    bookings = tirer_jusqu_a(_bookings, _booking_conditions, rng, essais=1500)
    deliveries = tirer_jusqu_a(_deliveries, _delivery_conditions, rng, essais=1500)
    steps, sessions, partners = tirer_jusqu_a(
        lambda r: _backward(r, opening, cushions(deliveries)),
        lambda drawn: _backward_conditions(drawn, cushions(deliveries)),
        rng,
        essais=1500,
    )
    verdicts = _verdicts(rng)
    out = steps.loc[steps["support"] == "Affiche", "echeance"].max()
    visuals, posts, hours = tirer_jusqu_a(
        lambda r: _posts(r, opening, out, verdicts),
        lambda drawn: _post_conditions(drawn, opening, verdicts),
        rng,
        essais=1500,
    )
    return {
        "actions": actions,
        "phases": phases,
        "calendrier": _table(PUBLIC, ["debut", "fin", "evenement", "genre", "zone", "source"], ["debut", "fin"]),
        "jours_feries": _table(HOLIDAYS, ["date", "nom"], ["date"]),
        "temps_forts": moments,
        "reservations": bookings,
        "jours": days,
        "plan": plan,
        "supports": media,
        "livraisons": deliveries,
        "partenaires": partners,
        "seances": sessions,
        "vernissage": steps,
        "publications": posts,
        "visuels": visuals,
        "capacites": hours,
    }


def _table(rows, columns: list[str], dates: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=columns)
    for name in dates:
        table[name] = pd.to_datetime(table[name])
    return table


def working(day: pd.Timestamp, offset: int, off=DAYS_OFF) -> pd.Timestamp:
    """What SERIE.JOUR.OUVRE gives: `offset` working days from a day, which is not counted."""
    rolled = "forward" if offset < 0 else "backward"
    return pd.Timestamp(np.busday_offset(np.datetime64(day, "D"), offset, roll=rolled, holidays=off))


def _days(span: int) -> pd.Timedelta:
    return pd.Timedelta(days=int(span))


# The season ------------------------------------------------------------------------------------------------------------


def _season(opening: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    starts = [FIRST, *pd.to_datetime(["2026-10-12", "2026-11-30"]), opening, pd.Timestamp("2027-06-07")]
    ends = [start - _days(1) for start in starts[1:]] + [LAST]
    phases = pd.DataFrame({"phase": PHASES, "debut": starts, "fin": ends})
    moments = _table(
        [
            ("Patrimoine", "les Journées du patrimoine et leurs suites", "2026-09-12", "2026-10-04"),
            ("Toussaint", "les vacances en famille", "2026-10-17", "2026-11-01"),
            ("Noël", "les cadeaux et les vacances", "2026-12-05", "2027-01-03"),
            ("Grande exposition", "les six premières semaines de « Garance »", opening + _days(1), opening + _days(42)),
            ("Nuit des musées", "la Nuit et les deux semaines qui l'entourent", "2027-05-15", "2027-05-30"),
            ("Été", "les vacanciers et les soirées au jardin", "2027-07-03", "2027-08-31"),
        ],
        ["temps_fort", "precision", "debut", "fin"],
        ["debut", "fin"],
    )
    moments["precision"] = moments["precision"].str.replace("« ", "«" + NBSP).str.replace(" »", NBSP + "»")
    return phases, moments


def _actions(rng, opening: pd.Timestamp) -> pd.DataFrame:
    def some(day: str, *steps: int) -> pd.Timestamp:
        return pd.Timestamp(day) + _days(int(rng.choice(steps)))

    teachers, students = some("2026-09-16", 0, 7, 14, 21), some("2026-10-01", 0, 7, 14, 21)
    market, gift = some("2026-11-21", 0, 7, 14, 21), some("2026-12-01", 0, 1, 2, 3, 4)
    tuesdays = [opening + _days(step) for step in (-17, -10, 11, 18, 25)]
    tuesdays = [day for day in tuesdays if not _on_leave(day)]
    classes, train = tuesdays[rng.randint(len(tuesdays))], some("2027-03-20", 0, 7, 14, 21)
    pair, evenings = some("2027-05-29", 0, 3, 6, 11, 14, 18), some("2027-07-02", 0, 7, 14)
    rows = [
        ("Journées du patrimoine", HERITAGE[0], HERITAGE[1], "habitants du département", "entrée et visites gratuites"),
        ("Rentrée des enseignants", teachers, teachers, "enseignants", "visite offerte et dossier pédagogique"),
        (
            "Ateliers de la Toussaint",
            "2026-10-17",
            "2026-11-01",
            "familles",
            "atelier d'enfant à 5 €, accompagnant offert",
        ),
        ("Nocturnes étudiantes", students, students + _days(35), "étudiants", "entrée gratuite sur carte d'étudiant"),
        ("Marché des teinturiers", market, market + _days(1), "amateurs de fait main", "entrée à 3 €"),
        ("Pass à offrir", gift, "2026-12-24", "habitants de l'agglomération", "pass d'un an pour deux à 30 €"),
        ("Vernissage de « Garance »", opening, opening, "adhérents et mécènes", "invitation pour deux"),
        (
            "Classes de couleurs",
            classes,
            classes + _days(int(rng.randint(45, 70))),
            "écoles",
            "transport pris en charge pour 30 classes",
        ),
        ("Le train et l'entrée", train, train + _days(57), "citadins sans voiture", "entrée à 4 € sur billet de train"),
        ("Nuit européenne des musées", NIGHT, NIGHT, "jeunes adultes", "entrée gratuite de 18 h à minuit"),
        ("Un billet, deux sites", pair, "2027-08-31", "vacanciers", "deux visites pour 12 €"),
        ("Vendredis au jardin", evenings, evenings + _days(35), "habitants du centre-ville", "visite du soir à 5 €"),
    ]
    rows = [rows[at] for at in rng.permutation(len(rows))]
    table = _table(rows, ["nom", "debut", "fin", "cible", "offre"], ["debut", "fin"])
    for name in ("nom", "offre"):
        table[name] = (
            table[name].str.replace(" €", NBSP + "€").str.replace("« ", "«" + NBSP).str.replace(" »", NBSP + "»")
        )
    table.insert(0, "action", [f"A{rank:02d}" for rank in range(1, len(rows) + 1)])
    return table


def _action_conditions(actions: pd.DataFrame, phases: pd.DataFrame) -> Conditions:
    bounds = [*phases["debut"], LAST + _days(1)]
    begun = pd.cut(actions["debut"], bounds, right=False, labels=list(PHASES))
    ended = pd.cut(actions["fin"], bounds, right=False, labels=list(PHASES))
    yield "chaque phase a une action", begun.nunique() == len(PHASES)
    yield "une action au moins passe d'une phase à l'autre", (begun != ended).any()


def received(actions: pd.DataFrame, opening: pd.Timestamp) -> set[pd.Timestamp]:
    """Days when an action has the museum receive its public: neither closed nor hired. First days, both days of the market, evenings of six weeks."""
    days = {*actions["debut"], opening + _days(1)}
    for action in actions.itertuples():
        if action.nom == "Marché des teinturiers":
            days.add(action.fin)
        if action.nom in ("Nocturnes étudiantes", "Vendredis au jardin"):
            days |= set(pd.date_range(action.debut, action.fin, freq="7D"))
    return days


# Bookings of last season --------------------------------------------------------------------------------------------------


def _bookings(rng) -> pd.DataFrame:
    season = pd.date_range("2025-09-09", "2026-05-10")
    visits = [day for day in season if day.day_of_week > 0 and day not in SHUT_BEFORE]
    off = {pd.Timestamp(day) for day, _ in HOLIDAYS}
    off.update(day for start, end in LEAVE_BEFORE for day in pd.date_range(start, end))
    school = [day for day in visits if day.day_of_week < 5 and day not in off]
    rows = []
    for audience in AUDIENCES:
        early = rng.uniform(*audience.early)
        for _ in range(rng.randint(*audience.bookings)):
            ahead = rng.uniform() < early
            delay = int(rng.randint(44, 150)) if ahead else int(rng.randint(1, 41))
            days = school if audience.name in ("Écoles", "Collèges et lycées") else visits
            visit = days[rng.randint(len(days))]
            low, high = audience.size
            size = int(np.clip(rng.uniform(low, high) * (1.12 if ahead else 0.86), low, high * 1.2))
            dropped = rng.uniform() < (0.19 if ahead else 0.07)
            rows.append((audience.name, visit - _days(delay), visit, size, "annulée" if dropped else "honorée"))
    table = pd.DataFrame(rows, columns=["public", "reservee_le", "visite_le", "visiteurs", "statut"])
    table = table.sort_values(["reservee_le", "visite_le", "public", "visiteurs"], ignore_index=True)
    table.insert(0, "reservation", [f"R{rank:03d}" for rank in range(1, len(table) + 1)])
    return table


def shares(bookings: pd.DataFrame, weight: str | None = "visiteurs") -> pd.Series:
    """Share of the visitors of each audience, in %, whose booking came six weeks ahead or more."""
    early = (bookings["visite_le"] - bookings["reservee_le"]).dt.days >= AHEAD
    size = bookings[weight] if weight else pd.Series(1, bookings.index)
    return 100 * (size * early).groupby(bookings["public"]).sum() / size.groupby(bookings["public"]).sum()


def _booking_conditions(bookings: pd.DataFrame) -> Conditions:
    kept = bookings[bookings["statut"] != "annulée"]
    share = shares(kept)
    ranked = share.sort_values()
    yield "les publics se rangent", (ranked.diff().dropna() > 1.5).all()
    yield "aucune part tout près de la moitié", (abs(share - 50) > 2).all()
    yield "compter des visiteurs change la part", (abs(shares(kept, None) / share - 1) > 0.02).sum() >= 4
    yield "les annulées changent la part", (abs(shares(bookings) / share - 1) > 0.012).sum() >= 4


# The media plan ------------------------------------------------------------------------------------------------------------


def _plan(rng, moments: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    media = pd.DataFrame(
        [
            (m.name, m.channel, int(rng.randint(m.closes[0], m.closes[1] + 1)), round(rng.uniform(*m.come), 1))
            for m in MEDIA
        ],
        columns=["support", "canal", "bouclage", "venue"],
    )
    come = dict(zip(media["support"], media["venue"], strict=True))
    each = {name: usual * rng.uniform(0.74, 1.4) for name, usual in USUAL.items()}
    weights = np.array([m.weight for m in MEDIA])
    spans = {m.temps_fort: (m.debut, (m.fin - m.debut).days) for m in moments.itertuples()}
    rows = []
    for moment, (low, high) in LINES.items():
        for _ in range(rng.randint(low, high + 1)):
            medium = MEDIA[rng.choice(len(MEDIA), p=weights / weights.sum())]
            if moment == "fond":
                day = FIRST + _days(int(rng.randint(20, 345)))
            else:
                before = 24 if medium.channel in ("Magazines", "Affichage en gare", "Offices de tourisme") else 13
                begin, length = spans[moment]
                day = begin + _days(int(rng.randint(-before, max(2, int(0.6 * length)))))
            if medium.channel in ("Magazines", "Affichage en gare") and day.day_of_week != 2:
                day += _days((2 - day.day_of_week) % 7)
            audience = 500 * round(rng.uniform(*medium.audience) / 500)
            near = int(rng.randint(medium.near[0], medium.near[1] + 1))
            worth = audience * near / 100 * come[medium.name] / 1000 * each[medium.channel] * rng.lognormal(0, 0.26)
            barter = rng.uniform() < BARTER[medium.channel]
            given = TICKET * max(4, round(worth * rng.uniform(0.28, 0.55) / TICKET)) if barter else 0
            rows.append(
                (
                    day,
                    medium.channel,
                    medium.name,
                    moment,
                    "échange" if barter else "achat",
                    10 * round(worth / 10),
                    given,
                    audience,
                    near,
                )
            )
    plan = pd.DataFrame(
        rows,
        columns=[
            "parution",
            "canal",
            "support",
            "temps_fort",
            "mode",
            "prix_ht",
            "billets_ht",
            "audience",
            "part_proche",
        ],
    )
    plan = plan.sort_values(["parution", "support", "audience"], ignore_index=True)
    closing = closing_of(plan, media)
    chance = np.where(closing < VOTE, 0.7, 0.94)
    plan["statut"] = np.where(
        (closing < TODAY + _days(8)) | (rng.uniform(size=len(plan)) > chance), "signée", "à signer"
    )
    plan.insert(0, "ligne", [f"M{rank:03d}" for rank in range(1, len(plan) + 1)])
    return media, plan


def closing_of(plan: pd.DataFrame, media: pd.DataFrame) -> pd.Series:
    """The day when each line must be signed: so many weeks before it appears."""
    return plan["parution"] - pd.to_timedelta(7 * plan["support"].map(media.set_index("support")["bouclage"]), unit="D")


def visitors(plan: pd.DataFrame, media: pd.DataFrame, near: bool = True) -> pd.Series:
    """Visitors that each line brings: those who live near among its audience, and so many of a thousand of them."""
    share = plan["part_proche"] / 100 if near else 1
    return plan["audience"] * share * plan["support"].map(media.set_index("support")["venue"]) / 1000


def costs(plan: pd.DataFrame) -> pd.Series:
    """What each line costs: what is paid, or the tickets given in exchange."""
    return plan["prix_ht"].where(plan["mode"] == "achat", plan["billets_ht"])


def _plan_conditions(drawn, crowded: str, opening: pd.Timestamp) -> Conditions:
    media, plan = drawn
    come, cost = visitors(plan, media), costs(plan)
    yield "chaque canal a huit lignes au moins", plan["canal"].value_counts().reindex(list(CHANNELS)).ge(8).all()
    barter = plan["mode"] == "échange"
    yield "quatre canaux au moins ont des échanges", plan.loc[barter, "canal"].nunique() >= 4
    yield "des échanges, sans excès", 12 <= barter.sum() <= 36
    each = cost.groupby(plan["canal"]).sum() / come.groupby(plan["canal"]).sum()
    ranked = each.sort_values().to_numpy()
    yield "le canal le plus cher se détache", ranked[-1] > 1.03 * ranked[-2]
    mean = (cost / come).groupby(plan["canal"]).mean()
    yield "la moyenne des coûts est ailleurs", (abs(mean / each - 1) > 0.007).sum() >= 4
    at_price = plan["prix_ht"].groupby(plan["canal"]).sum() / come.groupby(plan["canal"]).sum()
    yield "les échanges changent le coût", (abs(at_price / each - 1) > 0.03).sum() >= 4
    closing = closing_of(plan, media)
    soon = (closing < VOTE) & (closing >= TODAY)
    to_sign = plan[soon & (plan["statut"] == "à signer")]
    yield "de quatre à douze lignes à signer avant le vote", 4 <= len(to_sign) <= 12
    yield "trois supports au moins les font signer", to_sign["support"].nunique() >= 3
    yield "des lignes déjà signées parmi elles", (soon & (plan["statut"] == "signée")).sum() >= 2
    yield "des échanges parmi elles", 1 <= (to_sign["mode"] == "échange").sum() <= len(to_sign) - 3
    yield (
        "aucun bouclage le jour du vote ni la veille",
        not closing.isin([VOTE, VOTE - _days(1), VOTE + _days(1)]).any(),
    )
    won = come.groupby(plan["temps_fort"]).sum()
    yield "chaque temps fort gagne des visiteurs", won.reindex(list(MOMENTS)).between(800, 2900).all()
    yield "un budget de musée", 50_000 < cost.sum() < 105_000
    own = cost[plan["temps_fort"] == crowded].sum() / won[crowded]
    mean = cost.sum() / come.sum()
    yield "le coût moyen du plan n'est pas celui du temps fort", abs(mean / own - 1) > 0.03
    priced = plan.loc[plan["temps_fort"] == crowded, "prix_ht"].sum() / won[crowded]
    yield "ses échanges changent son coût", priced > 1.04 * own
    yield "ses prix ne sont pas non plus le coût moyen", abs(priced / mean - 1) > 0.03
    posters = (plan["canal"] == "Affichage en gare") & (plan["temps_fort"] == "Grande exposition")
    yield "l'exposition est en gare avant d'ouvrir", (plan.loc[posters, "parution"] < opening).any()


# Places, day by day ---------------------------------------------------------------------------------------------------------


def free_days() -> list[pd.Timestamp]:
    """The free Sundays, first of their month, the Journées du patrimoine and the Nuit des musées."""
    sundays = [day for day in pd.date_range(FIRST, LAST) if day.day_of_week == 6 and day.day <= 7]
    return [*sundays, *HERITAGE, NIGHT]


def _on_leave(day: pd.Timestamp) -> bool:
    return any(
        kind == "vacances scolaires" and zone in ("A", "toutes") and pd.Timestamp(start) <= day <= pd.Timestamp(end)
        for start, end, _, kind, zone, _ in PUBLIC
    )


WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _days_of(rng, moments: pd.DataFrame, won: pd.Series, crowded: str, kept: set[pd.Timestamp]) -> pd.DataFrame:
    gauge = int(rng.choice([56, 60, 64, 68, 72]))
    free = set(free_days())
    rows = []
    for day in pd.date_range(FIRST, LAST):
        if day.day_of_week == 0 or day in SHUT:
            continue
        places = gauge * (6 if day.day_of_week >= 5 or day.month in (7, 8) else 5)
        leave = _on_leave(day)
        if day.day_of_week >= 5 or day.month in (7, 8):
            groups = int(rng.choice([0, 0, 0, 15, 20]))
        elif leave:
            groups = int(rng.choice([0, 12, 20, 24]))
        else:
            groups = int(rng.choice([0, 24, 28, 50, 52, 75]) if day.day_of_week != 2 else rng.choice([0, 15, 20]))
        rate = {1: 0.30, 2: 0.42, 3: 0.32, 4: 0.34, 5: 0.50, 6: 0.62}[day.day_of_week] * (1.25 if leave else 1)
        if day in free:
            rate = rng.uniform(1.08, 1.45)
        rows.append(
            (day, WEEKDAYS[day.day_of_week], places, groups, rate * places * rng.uniform(0.85, 1.15), day in free)
        )
    table = pd.DataFrame(rows, columns=["date", "jour", "places", "groupes", "attendus", "free"])
    table["etat"] = "ouvert"
    may_close = ~table["free"] & ~table["date"].isin(kept)
    for moment in moments.itertuples():  # a private hire or two, a closing day: neither free nor on a Sunday
        inside = table[table["date"].between(moment.debut, moment.fin) & may_close & (table["jour"] != "dimanche")]
        chosen = rng.choice(inside.index, int(rng.randint(1, 3)) + (len(inside) > 25), replace=False)
        table.loc[chosen, "etat"] = rng.choice(["privatisé", "fermé"], len(chosen))
    outside = table[may_close].sample(5, random_state=rng)
    table.loc[outside.index, "etat"] = rng.choice(["privatisé", "fermé"], len(outside))
    for moment in moments.itertuples():
        paying = table["date"].between(moment.debut, moment.fin) & ~table["free"]
        served = (table.loc[paying, "etat"] == "ouvert").to_numpy()
        name = moment.temps_fort
        room = rng.uniform(0.60, 0.80) if name == crowded else rng.uniform(1.25, 2.7 if served.sum() < 30 else 3.4)
        usual = table.loc[paying, "attendus"].to_numpy()
        at_most = (table.loc[paying, "places"] - table.loc[paying, "groupes"]).to_numpy()
        low, high = 0.05, 6.0
        for _ in range(30):
            middle = (low + high) / 2
            left = np.maximum(at_most - usual * middle, 0)[served].sum()
            low, high = (middle, high) if left > room * won[name] else (low, middle)
        # A day that is nearly full is expected a little above its places at most.
        table.loc[paying, "attendus"] = np.minimum(usual * low, at_most * 1.15)
    table["attendus"] = table["attendus"].round().astype(int)
    table["entree"] = np.where(table["free"], "gratuite", "payante")
    return table[["date", "jour", "places", "groupes", "attendus", "entree", "etat"]]


def left_over(
    days: pd.DataFrame, moments: pd.DataFrame, floor: bool = True, shut: bool = False, groups: bool = True
) -> pd.Series:
    """Places left in each moment, day by day: a day too full leaves none, and takes none from the others."""
    kept = days if shut else days[days["etat"] == "ouvert"]
    left = kept["places"] - kept["attendus"] - (kept["groupes"] if groups else 0)
    left = left.clip(lower=0) if floor else left
    sums = {m.temps_fort: left[kept["date"].between(m.debut, m.fin)].sum() for m in moments.itertuples()}
    return pd.Series(sums)


def _day_conditions(days, moments, plan, media, crowded: str) -> Conditions:
    left = left_over(days, moments)
    won = visitors(plan, media).groupby(plan["temps_fort"]).sum().reindex(list(MOMENTS))
    ratio = (won / left).sort_values()
    yield "un seul temps fort déborde, celui que l'on a tiré", ratio.index[-1] == crowded and ratio.iloc[-1] > 1.18
    yield "les autres ont de la place", ratio.iloc[-2] < 0.86
    for wrong in (left_over(days, moments, floor=False), left_over(days, moments, shut=True)):
        yield "chaque façon de compter change les places", (abs(wrong / left - 1) > 0.02).sum() >= 4
    yield "les groupes prennent des places", (left_over(days, moments, groups=False) / left > 1.03).sum() >= 4
    cost = costs(plan).groupby(plan["temps_fort"]).sum().reindex(list(MOMENTS))
    yield "on ne retire ni trop peu ni tout", 600 < cost[crowded] * (1 - left[crowded] / won[crowded]) < 6000
    kept, given = left[crowded] / won[crowded], 1 - left[crowded] / won[crowded]
    priced = plan.loc[plan["temps_fort"] == crowded, "prix_ht"].sum()
    mean = costs(plan).sum() / visitors(plan, media).sum() * won[crowded]
    yield (
        "ce qui reste n'est pas ce que l'on retire",
        all(abs(kept * cost[crowded] / (given * other) - 1) > 0.05 for other in (cost[crowded], priced, mean)),
    )


# Late partners, and the way back from the vernissage ---------------------------------------------------------------------------


def _deliveries(rng) -> pd.DataFrame:
    usual = dict(zip(PARTNERS, rng.permutation([1.2, 1.8, 2.4, 3.2, 4.0, 4.8]), strict=True))
    weekdays = [
        d for d in pd.bdate_range("2025-09-08", "2026-04-24") if np.is_busday(np.datetime64(d, "D"), holidays=DAYS_OFF)
    ]
    rows = []
    for partner in PARTNERS:
        for _ in range(rng.randint(10, 15)):
            due = weekdays[rng.randint(len(weekdays))]
            fate = rng.uniform()
            shift = (
                0
                if fate < 0.18
                else -int(rng.randint(1, 5))
                if fate < 0.42
                else 1 + int(rng.poisson(usual[partner] / 0.58))
            )
            rows.append((partner, str(rng.choice(DELIVERED[partner])), due, working(due, shift) if shift else due))
    table = pd.DataFrame(rows, columns=["partenaire", "objet", "promis", "remis"])
    table = table.sort_values(["promis", "partenaire", "objet", "remis"], ignore_index=True)
    table.insert(0, "livraison", [f"L{rank:02d}" for rank in range(1, len(table) + 1)])
    return table


def late(deliveries: pd.DataFrame, early: bool = False) -> pd.Series:
    """Working days late of each delivery; one that is early counts 0, unless it is asked for."""
    promised, given = (deliveries[name].to_numpy().astype("datetime64[D]") for name in ("promis", "remis"))
    days = pd.Series(np.busday_count(promised, given, holidays=DAYS_OFF), deliveries.index)
    return days if early else days.clip(lower=0)


def cushions(deliveries: pd.DataFrame) -> pd.Series:
    """The days to keep for each partner: its mean delay, rounded up."""
    return np.ceil(late(deliveries).groupby(deliveries["partenaire"]).mean()).astype(int)


def _delivery_conditions(deliveries: pd.DataFrame) -> Conditions:
    yield "tout est remis avant le jour du cas", (deliveries["remis"] < TODAY).all()
    means = late(deliveries).groupby(deliveries["partenaire"]).mean()
    yield "loin d'un nombre entier", (means % 1).between(0.12, 0.9).all()
    kept = cushions(deliveries)
    yield "de un à six jours", kept.between(1, 6).all() and kept.nunique() >= 4
    yield "un partenaire est le plus en retard", (kept == kept.max()).sum() == 1
    net = np.ceil(late(deliveries, early=True).groupby(deliveries["partenaire"]).mean())
    yield "les avances ne compensent pas", (net != kept).sum() >= 3
    only = late(deliveries)
    only = np.ceil(only[only > 0].groupby(deliveries["partenaire"]).mean())
    yield "les seuls retards donnent davantage", (only != kept).sum() >= 4
    calendar = (deliveries["remis"] - deliveries["promis"]).dt.days.clip(lower=0)
    spread = np.ceil(calendar.groupby(deliveries["partenaire"]).mean())
    yield "les jours de calendrier donnent davantage", (spread != kept).sum() >= 3
    yield "arrondir au plus proche change", (means.round() != kept).sum() >= 2


def timetable(steps: pd.DataFrame, sessions: list[pd.Timestamp], kept: pd.Series | None, off=DAYS_OFF) -> pd.DataFrame:
    """First and last day of each step, back from the day when its support is out; with the days kept for partners, or without."""
    rows = []
    for _, chain in steps.groupby("support", sort=False):
        after = chain["echeance"].dropna().iloc[0]
        for step in chain[::-1].itertuples():
            if step.genre == "séance":
                first = last = max(day for day in sessions if day < after)
            else:
                length = step.jours + (0 if kept is None else int(kept.get(step.partenaire, 0)))
                first, last = working(after, -length, off), working(after, -1, off)
            rows.append((step.etape, first, last))
            after = first
    return pd.DataFrame(rows, columns=["etape", "debut", "fin"]).set_index("etape").sort_index()


def _backward(rng, opening: pd.Timestamp, kept: pd.Series):
    rows = []
    for support, chain in CHAINS.items():
        due = working(opening - _days(int(rng.randint(*OUT[support]))) + _days(1), -1)
        for rank, (who, name, usual) in enumerate(chain, start=1):
            kind = "travail" if usual else "séance"
            length = max(2, usual + int(rng.choice([-1, 0, 0, 1, 2]))) if usual else 0
            rows.append((support, rank, name, who, kind, length, due if rank == len(chain) else pd.NaT))
    steps = pd.DataFrame(rows, columns=["support", "rang", "libelle", "partenaire", "genre", "jours", "echeance"])
    steps.insert(0, "etape", [f"E{rank:02d}" for rank in range(1, len(steps) + 1)])
    sessions, day = [], pd.Timestamp("2026-08-25") + _days(7 * int(rng.randint(0, 2)))
    while day < pd.Timestamp("2027-03-31"):
        if not pd.Timestamp("2026-12-20") < day < pd.Timestamp("2027-01-04"):
            sessions.append(day)
        day += _days(7 * int(rng.choice([2, 2, 3])))
    spans = timetable(steps, sessions, kept)
    signed = []
    for partner in PARTNERS:
        first = spans.loc[steps.loc[steps["partenaire"] == partner, "etape"], "debut"].min()
        shift = int(rng.randint(2, 13)) if rng.uniform() < 0.45 else -int(rng.randint(3, 24))
        signed.append((partner, SIGNED[partner], working(first + _days(shift) + _days(1), -1)))
    partners = pd.DataFrame(signed, columns=["partenaire", "acte", "signature"])
    return steps, pd.DataFrame({"seance": sessions}), partners


def warned(steps: pd.DataFrame, spans: pd.DataFrame, partners: pd.DataFrame) -> list[str]:
    """Steps that begin before their partner has signed."""
    signed = steps.set_index("etape")["partenaire"].map(partners.set_index("partenaire")["signature"])
    return sorted(spans.index[spans["debut"] < signed.reindex(spans.index)])


def _backward_conditions(drawn, kept: pd.Series) -> Conditions:
    steps, sessions, partners = drawn
    days = list(sessions["seance"])
    plain, safe = timetable(steps, days, None), timetable(steps, days, kept)
    starts = plain.groupby(steps.set_index("etape")["support"])["debut"].min().sort_values()
    yield "un support commande, sans les tampons", starts.iloc[1] > starts.iloc[0]
    blind = timetable(steps, days, None, np.array([], dtype="datetime64[D]"))
    blind_starts = blind.groupby(steps.set_index("etape")["support"])["debut"].min()
    yield "les fériés changent deux débuts au moins", (blind_starts.reindex(starts.index) != starts).sum() >= 2
    safe_starts = safe.groupby(steps.set_index("etape")["support"])["debut"].min().sort_values()
    yield "un support commande, avec eux", safe_starts.iloc[1] > safe_starts.iloc[0]
    booklet = steps.loc[steps["support"] == "Livret des écoles", "echeance"].max()
    yield "le livret des écoles n'arrive pas pendant les vacances", not _on_leave(booklet)
    yield "tout commence après le vote", safe_starts.iloc[0] > VOTE + _days(20)
    found = warned(steps, safe, partners)
    yield "de deux à cinq étapes signalées", 2 <= len(found) <= 5
    yield "les tampons changent l'alerte", len(warned(steps, plain, partners)) != len(found)
    signed = steps.set_index("etape")["partenaire"].map(partners.set_index("partenaire")["signature"]).dropna()
    yield "aucune étape le jour de la signature", not (safe["debut"].reindex(signed.index) == signed).any()
    yield "aucune non plus sans tampons", not (plain["debut"].reindex(signed.index) == signed).any()
    yield (
        "un tampon fait sauter une séance",
        (
            safe.loc[steps.loc[steps["genre"] == "séance", "etape"], "debut"]
            != plain.loc[steps.loc[steps["genre"] == "séance", "etape"], "debut"]
        ).sum()
        >= 2,
    )


# The editorial calendar -----------------------------------------------------------------------------------------------------------


def _verdicts(rng) -> dict[str, str]:
    drawn = [FREE, FULL, OVER, *rng.choice([FREE, FULL, OVER], 3, replace=False)]
    return dict(zip([month for month, _ in MONTHS], rng.permutation(drawn), strict=True))


def _visuals(rng, opening: pd.Timestamp, out: pd.Timestamp) -> pd.DataFrame:
    """What contracts say of each image; the poster is free on the day that it is delivered to stations, `out`, or before."""
    rows = []
    artists = [name for name, _, kind in WORKS if kind == "artiste"]
    paper = {
        str(name) for name in rng.choice(artists, 2, replace=False)
    }  # granted for print and for the museum's own site only
    for name, credit, kind in WORKS:
        since, until, social = pd.Timestamp("2026-09-01"), pd.NaT, "oui"
        if kind == "prêt":
            since = opening - _days(int(rng.randint(8, 62)))
        if kind == "artiste":
            since = pd.Timestamp("2026-10-01") + _days(int(rng.randint(0, 20)))
            until = opening + _days(int(rng.randint(-20, 24))) if name not in paper else LAST
            social = "non" if name in paper else "oui"
        rows.append((name, credit, kind, since, until, social))
    for name, _ in PHOTOS:
        rows.append((name, PHOTO, "photo du musée", pd.Timestamp("2026-09-01"), pd.NaT, "oui"))
    rows.append((POSTER, "© Orso Brévin", "affiche", min(out, opening - _days(int(rng.randint(18, 25)))), LAST, "oui"))
    table = pd.DataFrame(rows, columns=["sujet", "credit", "genre", "libre_le", "fin_droits", "reseaux"])
    table.insert(0, "visuel", [f"V{rank:02d}" for rank in range(1, len(table) + 1)])
    return table


def _posts(rng, opening: pd.Timestamp, out: pd.Timestamp, verdicts: dict[str, str]):
    visuals = _visuals(rng, opening, out)
    takes = {
        name: (0.5 * round(2 * rng.uniform(*hours)), int(rng.randint(ahead[0], ahead[1] + 1)))
        for name, (hours, ahead) in FORMATS.items()
    }
    weeks = ((POSTS_TO - POSTS_FROM).days + 1) / 7
    rows = []
    for channel, (weekly, formats, who) in NETWORKS.items():
        count = round(weekly * weeks) + int(rng.randint(-1, 2))
        step = (POSTS_TO - POSTS_FROM).days / count
        for rank in range(count):
            day = POSTS_FROM + _days(int((rank + 0.5) * step + rng.uniform(-0.3, 0.3) * step))
            rows.append([day, channel, str(rng.choice(formats)), who])
    for day, channel, kind in (
        (opening - _days(4), "Instagram", "vidéo courte"),
        (opening - _days(2), "Facebook", "photo légendée"),
        (opening - _days(1), "LinkedIn", "photo légendée"),
    ):
        rows.append([day, channel, kind, NETWORKS[channel][2]])
    table = pd.DataFrame(rows, columns=["date", "canal", "format", "responsable"])
    table = table.drop_duplicates(["date", "canal"], keep="last").sort_values(["date", "canal"], ignore_index=True)
    table["heures"] = [takes[name][0] for name in table["format"]]
    table["avance"] = [takes[name][1] for name in table["format"]]
    # What would have been made before the first of October belongs to another calendar.
    soon = table["date"] - pd.to_timedelta(table["avance"], unit="D") < pd.Timestamp("2026-10-01")
    table = table[~soon].reset_index(drop=True)
    poster, launch = visuals.index[visuals["sujet"] == POSTER][0], iter(LAUNCH)
    codes, titles = [], []
    announced = {(opening - _days(4), "Instagram"), (opening - _days(2), "Facebook"), (opening - _days(1), "LinkedIn")}
    contracts = int(rng.randint(2, 4))
    wanted = rng.permutation(
        ["embargo"] * int(rng.randint(2, 5)) + ["droits"] * int(rng.randint(2, 4)) + ["reseaux"] * contracts
    )
    places = set(rng.choice(len(table), min(len(table), 7 * len(wanted)), replace=False))
    missing = list(wanted)
    since, social = visuals["libre_le"].to_numpy(), (visuals["reseaux"] == "non").to_numpy()
    until = visuals["fin_droits"].fillna(pd.Timestamp("2099-01-01")).to_numpy()
    work, code, subjects = (
        (~visuals["genre"].isin(["photo du musée", "affiche"])).to_numpy(),
        list(visuals["visuel"]),
        list(visuals["sujet"]),
    )
    shown = np.zeros(len(visuals), int)
    for at, post in enumerate(table.itertuples()):
        if (post.date, post.canal) in announced:
            codes.append(visuals.loc[poster, "visuel"])
            titles.append(next(launch))
            continue
        day = post.date.to_datetime64()
        broken = {"embargo": since > day, "droits": until < day, "reseaux": social & (post.canal in SOCIAL)}
        number = sum(broken.values(), np.zeros(len(visuals), int))
        fits = np.flatnonzero(number == 0)
        if at in places and missing:
            for rule in dict.fromkeys(missing):
                # The first that a contract forbids to networks is on one of those that are forgotten.
                if rule == "reseaux" and missing.count(rule) == contracts and post.canal not in ("YouTube", "LinkedIn"):
                    continue
                alone = np.flatnonzero(broken[rule] & (number == 1) & work)
                if len(alone):
                    fits = alone
                    missing.remove(rule)
                    break
        fits = fits[fits != poster]
        # Works show more often than photographs, and most those that were shown least.
        weight = np.where(work[fits], 1.1, 1.0) / (1 + shown[fits]) ** 2
        chosen = int(rng.choice(fits, p=weight / weight.sum()))
        subject, rank = subjects[chosen], int(shown[chosen])
        shown[chosen] += 1
        codes.append(code[chosen])
        titles.append(_title(subject, rank))
    table["visuel"], table["titre"] = codes, titles
    # Made already: what does not date, of the collection or of the museum's life.
    lasting = table["visuel"].map(visuals.set_index("visuel")["genre"]).isin(["collection", "photo du musée"])
    ready = (rng.uniform(size=len(table)) < 0.3) & lasting & ~table["titre"].isin(LAUNCH)
    table["statut"] = np.where(ready, "prête", "à produire")
    _unmount(table, visuals, shown, opening)
    table.insert(0, "publication", [f"P{rank:03d}" for rank in range(1, len(table) + 1)])
    load = workload(table)
    rooms = [
        (month, int(max(5, 5 * round(load[month] / rng.uniform(*RATIO[verdicts[month]]) / 5)))) for month, _ in MONTHS
    ]
    hours = pd.DataFrame(rooms, columns=["mois", "heures_disponibles"])
    columns = ["publication", "date", "canal", "format", "heures", "avance", "titre", "visuel", "responsable", "statut"]
    return visuals, table[columns], hours


def _unmount(table: pd.DataFrame, visuals: pd.DataFrame, shown: np.ndarray, opening: pd.Timestamp) -> None:
    """What would show the mounting before it is done takes another photograph of the museum, the least shown: rights and hours stay."""
    mounting = visuals.index[visuals["sujet"] == MOUNTING][0]
    others = [at for at in visuals.index[visuals["genre"] == "photo du musée"] if at != mounting]
    for at in table.index[_too_soon(table, visuals.loc[mounting, "visuel"], opening)]:
        other = min(others, key=lambda place: (shown[place], place))
        table.loc[at, ["visuel", "titre"]] = [
            visuals.loc[other, "visuel"],
            _title(visuals.loc[other, "sujet"], int(shown[other])),
        ]
        shown[other] += 1


def _too_soon(posts: pd.DataFrame, mounting: str, opening: pd.Timestamp) -> pd.Series:
    early = (posts["date"] < opening - _days(MOUNTED)) | (posts["statut"] == "prête")
    return early & (posts["visuel"] == mounting)


def _title(subject: str, rank: int) -> str:
    photos = dict(PHOTOS)
    if subject in photos:
        return photos[subject][rank % len(photos[subject])]
    name = NBSP + subject + NBSP
    turn = sum(map(ord, subject)) + rank
    return SAID[turn % len(SAID)].replace("%s", name)


def workload(posts: pd.DataFrame, made: bool = True, ready: bool = False) -> pd.Series:
    """Hours of production of each month: what is still to be made, counted when it is made."""
    kept = posts if ready else posts[posts["statut"] != "prête"]
    day = kept["date"] - pd.to_timedelta(kept["avance"], unit="D") if made else kept["date"]
    sums = kept["heures"].groupby(day.dt.strftime("%Y-%m")).sum()
    return pd.Series({month: float(sums.get(code, 0.0)) for month, code in MONTHS})


def judged(load: pd.Series, hours: pd.DataFrame) -> pd.Series:
    """« libre » up to 80 % of the hours there are, « plein » up to all of them, « déborde » past that."""
    rate = load / hours.set_index("mois")["heures_disponibles"]
    return rate.map(lambda r: FREE if r <= 0.8 else FULL if r <= 1 else OVER)


def forbidden(posts: pd.DataFrame, visuals: pd.DataFrame, social=SOCIAL) -> dict[str, set[str]]:
    """The publications that break each of the three rules."""
    shown = posts.merge(visuals[["visuel", "libre_le", "fin_droits", "reseaux"]], on="visuel")
    return {
        "embargo": set(shown.loc[shown["date"] < shown["libre_le"], "publication"]),
        "droits": set(shown.loc[shown["date"] > shown["fin_droits"], "publication"]),
        "reseaux": set(shown.loc[(shown["reseaux"] == "non") & shown["canal"].isin(social), "publication"]),
    }


def _post_conditions(drawn, opening: pd.Timestamp, verdicts: dict[str, str]) -> Conditions:
    visuals, posts, hours = drawn
    found = judged(workload(posts), hours)
    yield "chaque mois a le verdict tiré", found.to_dict() == verdicts
    rate = workload(posts) / hours.set_index("mois")["heures_disponibles"]
    yield "loin des deux seuils", (abs(rate - 0.8) > 0.02).all() and (abs(rate - 1) > 0.02).all()
    others = (workload(posts, made=False), workload(posts, ready=True))
    yield "compter autrement change un verdict", all((judged(load, hours) != found).any() for load in others)
    broken = forbidden(posts, visuals)
    every = set().union(*broken.values())
    yield "deux publications au moins par règle", all(len(some) >= 2 for some in broken.values())
    yield "de six à onze publications", 6 <= len(every) <= 11
    yield "une seule règle à la fois", sum(map(len, broken.values())) == len(every)
    everywhere = forbidden(posts, visuals, tuple(NETWORKS))["reseaux"]
    yield "le carnet et la lettre montrent ce que les réseaux ne montrent pas", len(everywhere - broken["reseaux"]) >= 2
    narrow = forbidden(posts, visuals, ("Instagram", "Facebook"))["reseaux"]
    yield "YouTube ou LinkedIn sont touchés", len(narrow) < len(broken["reseaux"])
    shown = posts.merge(visuals, on="visuel")
    around = posts["date"].between(opening - _days(11), opening + _days(2))
    yield "seize publications autour du vernissage", around.sum() >= 16
    yield "elles viennent de cinq canaux", posts.loc[around, "canal"].nunique() >= 5
    clear = around & ~posts["publication"].isin(every)
    yield "douze d'entre elles sont permises", clear.sum() >= 13
    credited = shown.loc[shown["publication"].isin(posts.loc[clear, "publication"]), "credit"] != PHOTO
    yield "cinq d'entre elles montrent une œuvre", credited.sum() >= 5
    mounting = visuals.loc[visuals["sujet"] == MOUNTING, "visuel"].iloc[0]
    yield "le montage ne se montre pas avant d'avoir lieu", not _too_soon(posts, mounting, opening).any()
    children = visuals.loc[visuals["sujet"].isin(["l'atelier des enfants", "une classe en visite"]), "visuel"]
    yield "V19 et V23 montrent des enfants, comme l'énoncé le dit", list(children) == ["V19", "V23"]
    yield "la réserve ne nomme pas le vernissage", not posts["titre"].str.contains("ernissage").any()
