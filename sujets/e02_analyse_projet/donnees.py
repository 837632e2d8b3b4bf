"""The draw of épreuve 2: a bicycle workshop that opens in a new town, its press review, population, pilot survey, audits and trips.

Each part has its own stream, so that a change in one leaves the others as they were. Legal texts and their dates are real; every other
clipping, figure and name is the case's own.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

LIMIT = pd.Timestamp("2025-07-01")  # published before: stale
OPENING = pd.Timestamp("2027-09-04")
LAUNCH_END = pd.Timestamp("2027-12-31")
FAMILIES = ("politique", "économique", "sociologique", "technologique", "environnemental", "légal")
P, E, S, T, N, L = FAMILIES
ARTICLE, FIGURES, LAW = "article", "statistique", "texte en vigueur"
CLIPPINGS = 30
STEPS = (3, 6, 12, 24)  # k€: from which severity is 2, 3, 4, 5


@dataclass(frozen=True)
class Clipping:
    """A piece of the review: family, whether it helps (1) or threatens (-1), k€ of yearly margin at stake, its title, its text."""

    family: str
    sense: int
    stake: float
    title: str
    text: str
    kind: str = ARTICLE
    published: str = ""  # of a legal text
    effective: str = ""
    method: str = ""  # of figures: {n} people or {few} points
    later: bool = True  # whether it may start to act after the opening


POLL = "{n} personnes, méthode des quotas, interrogées en {when}"

# Stakes: a workshop of five people sells some 520 k€ a year; a tenth more or fewer repairs moves its margin by 15 to 20 k€.
POOL = (
    Clipping(P, 1, 14, "Plan vélo", "Le conseil municipal vote un plan vélo : neuf kilomètres de pistes relieront la gare, le lycée et la zone d'activités."),
    Clipping(P, 1, 9, "Aide à l'achat", "L'agglomération annonce qu'elle aidera l'achat d'un vélo reconditionné, et plus seulement d'un vélo neuf."),
    Clipping(P, 1, 5, "Formation à la réparation", "Les élus de la région inscrivent les métiers de la réparation parmi les priorités de leur plan de formation."),
    Clipping(P, -1, 13, "Atelier public", "L'agglomération étudie l'ouverture d'un atelier public d'entretien des vélos, qu'elle tiendrait elle-même."),
    Clipping(P, -1, 6, "Voie verte suspendue", "Le département annonce qu'il suspend, le temps d'une revue de ses dépenses, le chantier de la voie verte."),
    Clipping(P, -1, 4, "Rue en attente", "La majorité municipale, divisée, repousse d'un an le réaménagement de la rue où Vélastre veut s'installer."),
    Clipping(P, -1, 8, "Retour du transit", "Un groupe d'élus propose de rouvrir le centre à la circulation de transit ; le maire soumettra le projet au vote."),
    Clipping(E, 1, 10, "Vélos d'entreprise", "Trois employeurs de la zone d'activités prévoient un budget pour l'entretien des vélos de leurs salariés."),
    Clipping(E, 1, 5, "Baisse des loyers", "Les loyers des locaux commerciaux du centre baissent pour la deuxième année de suite.", later=False),
    Clipping(E, 1, 12, "Départ du vélociste", "Le dernier vélociste indépendant du centre part à la retraite et ne trouve pas de repreneur."),
    Clipping(E, 1, 8, "Hausse du neuf", "Le prix d'un vélo électrique neuf a monté de 11 % en deux ans ; l'occasion en profite.", FIGURES, method="relevé de {few} prix de catalogue, {when}", later=False),
    Clipping(E, -1, 15, "Enseigne agrandie", "Une enseigne nationale d'articles de sport agrandit son rayon d'entretien, à deux kilomètres du local visé."),
    Clipping(E, -1, 9, "Prix des pièces", "Chaînes, pneus, plaquettes : les grossistes relèvent leurs prix de 9 % en moyenne.", FIGURES, method="tarifs de {few} grossistes comparés, {when}", later=False),
    Clipping(E, -1, 4, "Taux des prêts", "Le taux des prêts aux petites entreprises remonte d'un demi-point.", FIGURES, method="barème de {few} agences bancaires, {when}"),
    Clipping(E, -1, 7, "Emplois supprimés", "Une entreprise voisine ferme : 140 emplois supprimés dans l'agglomération."),
    Clipping(S, 1, 13, "Actifs à vélo", "31 % des actifs de l'agglomération disent avoir pris un vélo au moins une fois dans le mois.", FIGURES, method=POLL, later=False),
    Clipping(S, 1, 6, "Retraités en club", "Les clubs de randonnée à vélo accueillent de plus en plus de retraités.", later=False),
    Clipping(S, 1, 9, "Goût de l'occasion", "Acheter d'occasion est devenu une habitude pour six habitants sur dix.", FIGURES, method=POLL, later=False),
    Clipping(S, 1, 4, "Café-réparation", "Le café-réparation du quartier refuse du monde : on vient y apprendre à réparer soi-même, entre voisins.", later=False),
    Clipping(S, -1, 10, "Peur du trajet", "Deux parents sur trois jugent le trajet de l'école trop dangereux à vélo.", FIGURES, method=POLL, later=False),
    Clipping(S, -1, 8, "Moins de jeunes", "Les habitants âgés de 15 à 29 ans sont moins nombreux qu'il y a cinq ans.", FIGURES, method="recensement de la population, comparé à celui de cinq ans avant, {when}"),
    Clipping(S, -1, 5, "Crainte du vol", "« On m'en a volé deux » : la crainte du vol décourage de posséder un bon vélo.", later=False),
    Clipping(T, 1, 8, "Banc de diagnostic", "Un banc de diagnostic lit en dix minutes l'état d'une batterie ; il se vend aussi aux ateliers indépendants.", later=False),
    Clipping(T, 1, 4, "Agenda et rappels", "L'agenda en ligne et ses rappels par SMS font chuter les rendez-vous manqués dans les ateliers.", FIGURES, method="suivi de {n} rendez-vous dans {few} ateliers, {when}", later=False),
    Clipping(T, 1, 5, "Pièces imprimées", "Une bibliothèque de plans libres permet d'imprimer en 3D les petites pièces de vélos anciens.", later=False),
    Clipping(T, -1, 12, "Moteurs verrouillés", "Deux fabricants de moteurs verrouillent leur logiciel : seul leur réseau agréé lit les pannes."),
    Clipping(T, -1, 8, "Outillage électronique", "Dérailleurs et freins électroniques demandent un outillage que les ateliers n'ont pas.", later=False),
    Clipping(T, -1, 6, "Logiciel de caisse", "L'éditeur du logiciel de caisse de Vélastre cesse de le mettre à jour."),
    Clipping(N, 1, 9, "Vélos de la déchèterie", "La déchèterie met de côté les vélos réparables : six cents par an, que personne ne reprend.", later=False),
    Clipping(N, 1, 5, "Automnes doux", "Des automnes plus doux allongent la saison des cyclistes de trois semaines.", FIGURES, method="compteurs de passage, {few} points, dix années, jusqu'à {when}", later=False),
    Clipping(N, 1, 4, "Tri des batteries", "Un centre de tri des batteries usagées ouvre à quarante kilomètres : moins de transport, plus de réemploi."),
    Clipping(N, -1, 9, "Jours trop chauds", "Les jours à plus de 35 °C ont doublé en dix ans : ces jours-là, les vélos restent au garage.", FIGURES, method="{few} stations de mesure, dix années, jusqu'à {when}", later=False),
    Clipping(N, -1, 12, "Carte des crues", "La carte des crues est révisée : le sous-sol du local visé serait sous l'eau une fois tous les vingt ans."),
    Clipping(N, -1, 5, "Récolte de l'hévéa", "La sécheresse réduit la récolte de l'hévéa, dont vient le caoutchouc des pneus."),
    # Real texts and dates.
    Clipping(L, 1, 6.5, "Batterie remplaçable", "Règlement (UE) 2023/1542, article 11 : la batterie d'un vélo électrique doit pouvoir être remplacée par un professionnel "
        "indépendant.", LAW, "2023-07-12", "2027-02-18"),
    Clipping(L, 1, 5.5, "Règles de réparation", "Directive (UE) 2024/1799 : des règles communes favorisent la réparation des biens par les consommateurs et chez des réparateurs "
        "indépendants.", LAW, "2024-06-13", "2026-07-31"),
    Clipping(L, 1, 4.5, "Filière du sport", "Loi n° 2020-105 (lutte contre le gaspillage) : les articles de sport et de loisirs entrent dans une filière à responsabilité "
        "élargie du producteur.", LAW, "2020-02-10", "2022-01-01"),
    Clipping(L, -1, 4.5, "Site accessible", "Directive (UE) 2019/882 : les services de commerce électronique doivent être accessibles aux personnes handicapées.", LAW,
        "2019-04-17", "2025-06-28"),
    Clipping(L, -1, 3.5, "Identifiant des vélos", "Loi n° 2019-1428 (mobilités) et son décret n° 2020-1439 : un vélo d'occasion vendu par un professionnel doit porter un "
        "identifiant.", LAW, "2019-12-24", "2021-07-01"),
    Clipping(L, -1, 5, "Local accessible", "Loi n° 2005-102, article 41 : un établissement recevant du public est accessible à tous, quel que soit le handicap.", LAW,
        "2005-02-11", "2015-01-01"),
)  # fmt: skip
NAMED = {
    P: (
        "Ville de Moulins, compte rendu du conseil municipal",
        "Le Courrier du Val d'Allier, Gaëtan Roucher",
        "Agglomération de Moulins, délibération",
    ),
    E: (
        "La Lettre des Commerçants bourbonnais, Carine Laudet",
        "Chambre de commerce de l'Allier, note de conjoncture",
        "Le Courrier du Val d'Allier, Gaëtan Roucher",
    ),
    S: (
        "Le Courrier du Val d'Allier, Noémie Fargeas",
        "Agence d'urbanisme de l'Allier, cahier des habitants",
        "La Lettre des Commerçants bourbonnais, Carine Laudet",
    ),
    T: ("Le Cycle professionnel, Paul-Henri Tessier", "Syndicat des réparateurs de cycles, lettre technique"),
    N: ("Syndicat de l'environnement de l'Allier, bulletin annuel", "Le Courrier du Val d'Allier, Noémie Fargeas"),
}
DOUBTFUL = (
    "publication anonyme sur un réseau social",
    "« une source proche du dossier »",
    "courriel transféré, auteur inconnu",
    "page sans auteur ni mentions",
    "bruit entendu au marché",
    "capture d'écran, origine inconnue",
)
MONTHS = ("mars 2025", "avril 2025", "mai 2025", "juin 2025")

SECTORS = ("Centre", "Rive gauche", "Couronne", "Villages")
AGES = ("15-29 ans", "30-59 ans", "60 ans et plus")
STRATA = [f"{sector}, {age}" for sector in SECTORS for age in AGES]
# Inhabitants aged 15 or more: the size of a town of twenty thousand people, its outskirts and villages.
INHABITANTS = (2_900, 5_200, 4_800, 1_500, 3_300, 2_900, 2_200, 6_100, 5_000, 1_900, 6_300, 5_600)
# How the pilot, filled in at the station and on networks, over-represents the young and the centre.
PILOT = (40, 44, 16, 17, 26, 11, 19, 27, 13, 10, 16, 9)
SERVICES = ("reparation", "reconditionne", "atelier_mobile")
ANSWERS = ("certainement", "probablement", "probablement pas", "certainement pas")

FORMS = (
    "observation",
    "groupe de discussion",
    "entretien individuel",
    "face à face",
    "téléphone",
    "en ligne",
)
# Whom, how many, what is sought, what is known of them.
PEOPLE = {
    "observation": (
        ("Clients des ateliers Vélastre", 120, "ce qu'ils font de l'entrée au comptoir : ils s'en souviennent mal", "présents en boutique chaque jour"),
        ("Passants de la rue du local", 800, "où ils ralentissent, ce qu'ils regardent : eux-mêmes ne sauraient le dire", "flux de la rue, matin et soir"),
        ("Cyclistes devant la gare", 300, "comment ils attachent et laissent leur vélo, ce que personne ne décrit bien", "présents aux heures de pointe"),
    ),
    "groupe de discussion": (
        ("Parents d'élèves cyclistes", 16, "ce qui ressort quand ils débattent entre eux du projet d'atelier pour enfants", "deux soirées proposées par l'école"),
        ("Abonnés du café-réparation", 24, "leurs réactions, les uns aux propos des autres, devant trois idées d'atelier partagé", "réunis chaque samedi"),
        ("Mécaniciens de Vélastre", 18, "ce qu'ils imaginent ensemble de l'atelier de Moulins, en confrontant leurs avis", "réunis à la journée technique"),
    ),
    "entretien individuel": (
        ("Élue aux mobilités et son adjoint", 2, "leur calendrier et leurs réserves, qu'ils exposeront à leur façon", "agenda pris trois semaines à l'avance"),
        ("Clients victimes d'un vol", 20, "ce qu'ils ont vécu, sujet délicat dont ils ne parleront pas devant d'autres", "adresses connues"),
        ("Personnes handicapées clientes", 9, "les obstacles qu'elles rencontrent, racontés dans leurs mots", "membres de deux associations"),
        ("Propriétaire du local et son notaire", 2, "leurs conditions, encore à découvrir", "disponibles au bureau"),
    ),
    "face à face": (
        ("Résidents du foyer de jeunes travailleurs", 90, "six questions à choix sur leurs trajets", "ni adresse électronique ni numéro connus ; passent à l'accueil chaque soir"),
        ("Visiteurs du marché du vendredi", 250, "huit questions à choix sur leur vélo et son entretien", "inconnus : on ne les joint que sur place"),
        ("Promeneurs de la voie verte", 200, "cinq questions à choix sur l'atelier mobile", "inconnus : on les rencontre sur le parcours"),
    ),
    "téléphone": (
        ("Employeurs de la zone d'activités", 110, "sept questions à choix sur leur flotte de vélos", "peu lisent leurs courriels ; standard connu"),
        ("Mairies des villages", 38, "cinq questions à choix sur un emplacement", "secrétariat ouvert le matin ; numéro connu, boîte électronique peu relevée"),
        ("Hôtels et gîtes", 64, "six questions à choix sur l'accueil des cyclistes", "numéro connu, pas d'adresse électronique à jour"),
    ),
    "en ligne": (
        ("Abonnés à la location de vélos", 900, "dix questions à choix sur leurs pannes", "adresse électronique donnée pour être consultés"),
        ("Étudiants de l'antenne universitaire", 700, "huit questions à choix sur leurs trajets", "liste d'adresses électroniques tenue à jour"),
        ("Clients du site Vélastre", 1_400, "dix questions à choix sur le reconditionné", "adresse électronique, accord donné pour les enquêtes"),
    ),
}  # fmt: skip

# Theme → criteria of RGAA 4.1, share applicable on a page, share of these that a page misses.
THEMES = {
    "Images": (9, 0.62, 0.11),
    "Cadres": (2, 0.45, 0.10),
    "Couleurs": (3, 0.95, 0.20),
    "Multimédia": (13, 0.16, 0.22),
    "Tableaux": (8, 0.22, 0.10),
    "Liens": (2, 0.98, 0.14),
    "Scripts": (5, 0.80, 0.14),
    "Éléments obligatoires": (10, 0.85, 0.06),
    "Structuration": (4, 0.90, 0.13),
    "Présentation": (14, 0.80, 0.09),
    "Formulaires": (13, 0.72, 0.16),
    "Navigation": (11, 0.60, 0.09),
    "Consultation": (12, 0.42, 0.06),
}
PAGES = ("Accueil", "Choix du service", "Agenda", "Paiement", "Compte")
FACTORS = (0.8, 1.0, 1.5, 1.2, 0.9)  # of the share that a page misses

ACCESS, SENSE = "accès", "compréhension"
# Zone, kind, what the auditor saw, € excl. VAT to put it right (orders of magnitude of quotes for small works and printing).
FINDINGS = (
    ("Entrée", ACCESS, "Marche de 11 cm à la porte, sans rampe.", 1_900),
    ("Entrée", ACCESS, "Porte vitrée lourde : on ne peut l'ouvrir d'une main, assis.", 1_450),
    ("Entrée", ACCESS, "Paroi de verre sans repère visible : une personne malvoyante s'y heurte.", 220),
    ("Entrée", ACCESS, "Sonnette posée à 1,60 m : hors d'atteinte d'une personne assise.", 140),
    ("Entrée", SENSE, "Deux portes semblables : rien ne dit laquelle est l'entrée et laquelle le dépôt.", 180),
    ("Entrée", SENSE, "Horaires affichés sous forme de codes (« S1 », « S2 ») que personne n'explique.", 90),
    ("Entrée", SENSE, "L'affichette « dépose libre » ne dit pas ce que l'on doit faire de son vélo.", 70),
    ("Signalétique", ACCESS, "Panneaux gris clair sur blanc : illisibles à trois mètres.", 640),
    ("Signalétique", ACCESS, "Panneau d'orientation caché par les vélos exposés.", 110),
    ("Signalétique", ACCESS, "Numéro d'appel annoncé à la voix seulement : une personne sourde ne le reçoit pas.", 980),
    ("Signalétique", SENSE, "Mots de métier seuls (« diag », « transmission ») : on ne sait vers quel rayon aller.", 350),
    ("Signalétique", SENSE, "Le même pictogramme désigne la caisse et l'atelier.", 260),
    ("Signalétique", SENSE, "Les flèches se contredisent entre l'entrée et l'atelier.", 150),
    ("Signalétique", SENSE, "Le parcours de dépôt n'est pas numéroté : on ignore par où commencer.", 120),
    ("Comptoir", ACCESS, "Comptoir haut de 1,10 m, sans partie basse.", 1_650),
    ("Comptoir", ACCESS, "Terminal de paiement fixé, hors de portée depuis un fauteuil.", 190),
    ("Comptoir", ACCESS, "Pas de boucle magnétique : dans le bruit, une personne appareillée n'entend pas.", 560),
    ("Comptoir", SENSE, "Devis en abréviations (« M.O. », « chgt pl. av. ») que le client signe sans les comprendre.", 300),
    ("Comptoir", SENSE, "Rien n'explique la différence entre les forfaits Essentiel et Confort.", 160),
    ("Comptoir", SENSE, "Le ticket de dépôt ne dit ni quand revenir ni avec quoi.", 80),
    ("Site", ACCESS, "Agenda impossible à employer au clavier.", 1_300),
    ("Site", ACCESS, "Vidéo de présentation sans sous-titres.", 240),
    ("Site", ACCESS, "Champs de formulaire sans étiquette : le lecteur d'écran reste muet.", 520),
    ("Site", ACCESS, "Texte orange sur blanc, trop peu contrasté pour être lu.", 160),
    ("Site", SENSE, "Message « erreur 12 » : on ne sait quel champ corriger.", 280),
    ("Site", SENSE, "Le bouton « Valider » ne dit pas si l'on paie ou si l'on réserve.", 100),
    ("Site", SENSE, "Conditions d'annulation en quatre phrases de soixante mots, que peu de clients comprennent.", 200),
    ("Site", SENSE, "Les étapes de la réservation ne sont ni nommées ni comptées.", 210),
)  # fmt: skip

CLAIMED = {
    "ODD 3": ("bonne santé et bien-être", ("Bilan postural offert aux clients réguliers", "Séances de remise en selle pour les plus de 60 ans")),
    "ODD 4": ("éducation de qualité", ("Ateliers d'apprentissage avec le collège", "Formation de l'équipe de boutique")),
    "ODD 5": ("égalité entre les sexes", ("Index interne des salaires femmes et hommes", "Soirées mécanique entre femmes")),
    "ODD 7": ("énergie propre et d'un coût abordable", ("Contrat d'électricité renouvelable", "Panneaux solaires sur le dépôt de Vichy")),
    "ODD 8": ("travail décent et croissance économique", ("Passage en CDI des mécaniciens après six mois", "Chantier d'insertion pour le reconditionnement")),
    "ODD 11": ("villes et communautés durables", ("Stationnement gratuit ouvert aux voisins", "Révision à prix réduit dans les quartiers")),
    "ODD 12": ("consommation et production responsables", ("Vélos reconditionnés garantis cinq ans", "Pièces d'occasion proposées sur chaque devis")),
    "ODD 13": ("lutte contre les changements climatiques", ("Bilan carbone du dépôt de Vichy", "Livraisons des ateliers en vélo-cargo")),
    "ODD 15": ("vie terrestre", ("Lubrifiants biodégradables à l'atelier", "Haie plantée avec une association")),
}  # fmt: skip
# The two goals that an action touches in passing; none is one that the charter claims.
ASIDE = {
    "ODD 3": ("ODD 10", "ODD 17"),
    "ODD 4": ("ODD 10", "ODD 17"),
    "ODD 5": ("ODD 10", "ODD 16"),
    "ODD 7": ("ODD 9", "ODD 17"),
    "ODD 8": ("ODD 1", "ODD 10"),
    "ODD 11": ("ODD 1", "ODD 10"),
    "ODD 12": ("ODD 1", "ODD 9"),
    "ODD 13": ("ODD 9", "ODD 17"),
    "ODD 15": ("ODD 6", "ODD 14"),
}
# For a claimed goal that no action serves, an action of another goal that touches it in passing.
PASSING = {
    "ODD 3": ("Vélos adaptés à l'essai avec une association", "ODD 10"),
    "ODD 4": ("Outillage partagé avec le lycée professionnel", "ODD 9"),
    "ODD 5": ("Procédure d'alerte contre le harcèlement", "ODD 16"),
    "ODD 7": ("Compresseurs anciens remplacés par des modèles sobres", "ODD 9"),
    "ODD 8": ("Petits travaux confiés à une entreprise adaptée", "ODD 10"),
    "ODD 11": ("Vélos prêtés aux associations du quartier", "ODD 17"),
    "ODD 12": ("Outillage partagé avec deux artisans voisins", "ODD 9"),
    "ODD 13": ("Commandes de pièces groupées avec des confrères", "ODD 17"),
    "ODD 15": ("Eau de pluie récupérée pour laver les vélos", "ODD 6"),
}
PROOFS = ("relevé daté", "facture", "rapport d'un tiers", "convention signée", "photographies datées")

# One-way distance to the shop (km), repairs a year, share of customers who come by car.
COMMUNES = {"Avermes": (4, 150, 0.50), "Yzeure": (3, 190, 0.42), "Neuvy": (6, 80, 0.72), "Toulon-sur-Allier": (8, 95, 0.78),
    "Souvigny": (13, 75, 0.90), "Bessay-sur-Allier": (15, 70, 0.92), "Villeneuve-sur-Allier": (13, 60, 0.91)}  # fmt: skip


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """The tables of the dictionary, part by part."""
    streams = [np.random.RandomState(seed) for seed in rng.randint(0, 2**31, 8)]
    review = _review_for(streams[0])
    survey = tirer_jusqu_a(_survey, _survey_checks, streams[1])
    population = survey["population"]
    return {
        "revue": review,
        **survey,
        "pilote": tirer_jusqu_a(
            lambda r: _pilot(r, population), lambda drawn: _pilot_checks(drawn, population), streams[2]
        ),
        "interlocuteurs": _interlocutors(streams[3]),
        "audit_site": tirer_jusqu_a(_site, _site_checks, streams[4]),
        "audit_boutique": _shop(streams[5]),
        "actions_rse": _actions(streams[5]),
        **_trips_for(streams[6]),
        "entretiens": _interviews(streams[7]),
        "etudes": _studies(streams[7]),
    }


def severity(effect: pd.Series) -> pd.Series:
    """1 to 5, by the absolute effect in k€."""
    return sum((effect.abs() >= step).astype(int) for step in STEPS) + 1


def _review_for(rng: np.random.RandomState) -> pd.DataFrame:
    """The review of a variant on which a family chosen beforehand threatens most, and helps outweigh threats, or not."""
    leader = FAMILIES[rng.permutation(6)[0]]
    lean = (0.72, 1.0, 1.4)[rng.permutation(3)[0]]  # of the threats' stakes

    def checks(drawn: tuple[pd.DataFrame, pd.Series]) -> Conditions:
        yield from _review_checks(*drawn, leader)

    return tirer_jusqu_a(lambda r: _review(r, leader, lean), checks, rng)[0]


def _review(rng: np.random.RandomState, leader: str, lean: float) -> tuple[pd.DataFrame, pd.Series]:
    """Thirty clippings, and their families: at least four each; some stale, some of doubtful origin, some figures without a method."""
    by_family = {family: [c for c in POOL if c.family == family] for family in FAMILIES}
    chosen = []
    for family in FAMILIES:
        helps, threats = ([c for c in by_family[family] if c.sense == sense] for sense in (1, -1))
        for these in (helps, threats):
            order = list(rng.permutation(len(these)))
            # The law that every group has to reckon with: access to the shop.
            if family == L and these is threats:
                always = len(these) - 1
                order = [always, *(i for i in order if i != always)]
            chosen += [these[i] for i in order[: 2 + (family == L and rng.uniform() < 0.5)]]
    rest = [c for c in POOL if c not in chosen and c.family != L]
    chosen += [rest[i] for i in rng.permutation(len(rest))[: CLIPPINGS - len(chosen)]]
    chosen = [chosen[i] for i in rng.permutation(len(chosen))]
    # Numbers of a longer review, so that none stands for a clipping that is oftener thrown out.
    codes = [f"X{n:02d}" for n in np.sort(rng.permutation(60)[:CLIPPINGS] + 1)]
    dubious = rng.permutation(DOUBTFUL)
    marks = _marks(rng, chosen)
    rows = []
    for i, clip in enumerate(chosen):
        mark = marks.get(i, "")
        weight = 1.0 if clip.sense > 0 else lean * (1.7 if clip.family == leader else 0.9)
        size = round(max(1.2, clip.stake * weight * rng.lognormal(0, 0.28)) * 2) / 2
        effect = clip.sense * (size + 0.5 * (size in STEPS))  # never on a limit
        if clip.kind == LAW:
            date, due = pd.Timestamp(clip.published), pd.Timestamp(clip.effective)
            source, method = (
                "Journal officiel de l'Union européenne" if "(UE)" in clip.text else "Journal officiel",
                "",
            )
            chance = rng.choice([4, 5])
        else:
            date = (
                LIMIT - pd.Timedelta(days=int(rng.randint(40, 520)))
                if mark == "stale"
                # What a council decides is told after it was elected, in March 2026.
                else LIMIT + pd.Timedelta(days=int(rng.randint(290 if clip.family == P else 5, 555)))
            )
            months = int(rng.choice([0, 0, 1, 3, 6, 10, 14, 20, 30]))
            due = OPENING + pd.DateOffset(months=months if clip.later else 0)
            named = _signed(clip)
            source = dubious[i % len(dubious)] if mark == "unsigned" else named[rng.randint(len(named))]
            method = ""
            if clip.kind == FIGURES:
                n, when = (
                    int(rng.randint(21, 95)) * 10 + rng.randint(10),
                    MONTHS[rng.randint(4)] if mark != "stale" else "2023",
                )
                method = clip.method.format(n=n, few=int(rng.randint(8, 30)), when=when)
                if mark == "no method":
                    method = ""
            chance = rng.choice([1, 2, 3, 4, 5], p=[0.12, 0.24, 0.3, 0.22, 0.12])
        rows.append(
            (
                codes[i],
                clip.title,
                date,
                clip.kind,
                clip.text,
                source,
                method or None,
                due,
                effect,
                int(chance),
                clip.family,
            )
        )
    columns = [
        "extrait",
        "titre",
        "date",
        "nature",
        "texte",
        "source",
        "methode",
        "date_effet",
        "effet",
        "probabilite",
        "family",
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table, table.pop("family")


def _signed(clip: Clipping) -> tuple[str, ...]:
    """Who may have published it: a council's paper tells what that council does."""
    names = NAMED[clip.family]
    if clip.family != P:
        return names
    paper = "Agglomération" if clip.text.startswith("L'agglomération") else "Ville"
    town = clip.text.startswith(("L'agglomération", "Le conseil municipal", "La majorité", "Un groupe"))
    return tuple(name for name in names if name.startswith(("Le Courrier", paper) if town else "Le Courrier"))


def _marks(rng: np.random.RandomState, chosen: list[Clipping]) -> dict[int, str]:
    """Which clippings are stale, unsigned or without a method: each family keeps a help and a threat, one threat is a rumour."""
    press = [i for i, c in enumerate(chosen) if c.kind != LAW]
    for _ in range(400):
        order = list(rng.permutation(press))
        figures = [i for i in order if chosen[i].kind == FIGURES][: rng.randint(2, 4)]
        others = [i for i in order if i not in figures]
        stale, unsigned = rng.randint(4, 6), rng.randint(3, 5)
        rumours = others[stale : stale + unsigned]
        marks = (
            dict.fromkeys(figures, "no method")
            | dict.fromkeys(others[:stale], "stale")
            | dict.fromkeys(rumours, "unsigned")
        )
        left = {(c.family, c.sense) for i, c in enumerate(chosen) if i not in marks}
        if len(left) == 12 and any(chosen[i].sense < 0 and chosen[i].stake >= 7 for i in rumours):
            return marks
    return {}


def discarded(review: pd.DataFrame) -> pd.Series:
    law = review["nature"] == LAW
    unsigned = review["source"].isin(DOUBTFUL)
    return (~law & (review["date"] < LIMIT)) | unsigned | ((review["nature"] == FIGURES) & review["methode"].isna())


def _review_checks(review: pd.DataFrame, family: pd.Series, leader: str) -> Conditions:
    out = discarded(review)
    yield "entre neuf et douze extraits écartés", 9 <= out.sum() <= 12
    kept = review[~out]
    weight = severity(kept["effet"]) * kept["probabilite"]
    threats = weight[kept["effet"] < 0].groupby(family).sum()
    helps = weight[kept["effet"] > 0].groupby(family).sum()
    yield "une menace et une opportunité retenues par famille", len(threats) == 6 and len(helps) == 6
    ranked = threats.sort_values().to_numpy()
    yield "une famille de menaces nettement première", ranked[-1] >= 1.12 * ranked[-2]
    aids = helps.sort_values().to_numpy()
    yield (
        "trois familles de menaces et trois d'aides se détachent",
        ranked[3] > ranked[2] and aids[3] > aids[2],
    )
    yield "la famille la plus menaçante est celle de la variante", threats.idxmax() == leader
    first = (
        kept.assign(weight=weight, size=kept["effet"].abs(), family=family)
        .groupby(["family", kept["effet"] > 0])[["weight", "size"]]
        .apply(lambda these: (these == these.sort_values(["weight", "size"]).iloc[-1]).all(axis=1).sum())
    )
    yield "dans chaque famille, une menace et une opportunité en tête", (first == 1).all()
    soon = kept[kept["date_effet"] <= LAUNCH_END].groupby(family)["effet"].sum().reindex(threats.index).fillna(0)
    every = kept.groupby(family)["effet"].sum()
    yield "trois familles au moins n'ont pas fini d'agir en 2027", (soon != every).sum() >= 3
    yield "des effets de 2027 qui ne s'annulent pas", (soon.abs() >= 1).sum() >= 5
    grid = kept[kept["effet"] < 0].groupby([severity(kept["effet"]), "probabilite"]).size()
    yield "une matrice étalée", len(grid) >= 6
    # For the REX: a doubtful threat that the jury will confirm.
    dubious = review[review["source"].isin(DOUBTFUL) & (review["effet"] < 0)]
    yield (
        "une rumeur menaçante et une seule en tête",
        len(dubious) >= 1 and (dubious["effet"] == dubious["effet"].min()).sum() == 1 and dubious["effet"].min() <= -6,
    )
    yield (
        "une rumeur qui n'était pas tenue pour probable",
        dubious.loc[dubious["effet"].idxmin(), "probabilite"] <= 3,
    )


def sample(size: float, margin: float, finite: bool = True) -> float:
    """How many to ask, 95 % confidence, worst share; margin as a proportion."""
    n = 1.96**2 * 0.25 / margin**2
    return n / (1 + (n - 1) / size) if finite else n


def _survey(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    people = [round(n * rng.lognormal(0, 0.10)) for n in INHABITANTS]
    population = pd.DataFrame(
        {"strate": STRATA, "secteur": np.repeat(SECTORS, 3), "age": AGES * 4, "habitants": people}
    )
    targets = pd.DataFrame(
        {
            "cible": ["Habitants", "Employeurs", "Abonnés"],
            "population": [sum(people), rng.randint(190, 430), rng.randint(620, 1_900)],
            "marge": [
                rng.choice([4, 4.2, 4.4, 4.6, 4.8, 5, 5.2, 5.5]),
                rng.choice([7, 7.5, 8, 8.5, 9]),
                rng.choice([5, 5.4, 5.8, 6.2]),
            ],
            "reponse": [rng.randint(9, 19), rng.randint(36, 56), rng.randint(30, 52)],
        }
    )
    return {"population": population, "cibles": targets}


def quotas(people: pd.Series, total: int) -> pd.Series:
    """Largest remainders."""
    exact = people * total / people.sum()
    low = np.floor(exact).astype(int)
    more = (exact - low).sort_values(ascending=False).index[: total - low.sum()]
    return low.add(pd.Series(1, index=more), fill_value=0).astype(int)


def _survey_checks(drawn: dict[str, pd.DataFrame]) -> Conditions:
    targets, people = drawn["cibles"], drawn["population"].set_index("strate")["habitants"]
    clear = lambda x: 0.06 < x % 1 < 0.94  # noqa: E731
    for row in targets.itertuples():
        exact = sample(row.population, row.marge / 100)
        yield "des tailles loin d'un entier", clear(exact)
        yield (
            "la correction compte",
            math.ceil(exact) != math.ceil(sample(row.population, row.marge / 100, False)),
        )
        contacts = math.ceil(exact) / row.reponse * 100
        yield "des contacts loin d'un entier", clear(contacts)
        yield "assez de monde à contacter", contacts <= row.population
    total = math.ceil(sample(people.sum(), targets.loc[0, "marge"] / 100))
    for n in (total, math.ceil(sample(people.sum(), targets.loc[0, "marge"] / 100, False))):
        exact = people * n / people.sum()
        rests = (exact % 1).sort_values().to_numpy()
        yield "des restes distincts", np.diff(rests).min() > 0.002 and abs(rests - 0.5).min() > 0.004
        yield "l'arrondi ordinaire ne tombe pas juste", abs(exact.round().sum() - n) >= 1 + (n == total)


def clean(pilot: pd.DataFrame) -> pd.DataFrame:
    return pilot.sort_values("date").drop_duplicates("repondant", keep="last")


def _pilot(rng: np.random.RandomState, population: pd.DataFrame) -> pd.DataFrame:
    """Some 250 answers, a few people twice: the last counts."""
    base = {"reparation": 0.50, "reconditionne": 0.33, "atelier_mobile": 0.30}
    lift = {service: base[service] + rng.normal(0, 0.06) for service in SERVICES}
    # By age and by sector: the young want second-hand bicycles, villages the mobile workshop.
    by_age = {
        "reparation": (0.10, 0.02, -0.14),
        "reconditionne": (0.18, 0.02, -0.14),
        "atelier_mobile": (-0.12, 0.0, 0.12),
    }
    by_sector = {
        "reparation": (0.08, 0.02, -0.02, -0.08),
        "reconditionne": (0.08, 0.02, -0.02, -0.07),
        "atelier_mobile": (-0.16, -0.06, 0.06, 0.20),
    }
    rows = []
    for rank, (stratum, size) in enumerate(zip(STRATA, PILOT, strict=True)):
        for _ in range(max(8, rng.poisson(size))):
            row = [stratum]
            for service in SERVICES:
                share = min(max(lift[service] + by_age[service][rank % 3] + by_sector[service][rank // 3], 0.04), 0.94)
                p = [0.4 * share, 0.6 * share, 0.65 * (1 - share), 0.35 * (1 - share)]
                row.append(ANSWERS[rng.choice(4, p=p)])
            rows.append(row)
    pilot = pd.DataFrame(rows, columns=["strate", *SERVICES])
    pilot = pilot.iloc[rng.permutation(len(pilot))].reset_index(drop=True)
    pilot.insert(0, "repondant", [f"R{n}" for n in rng.permutation(len(pilot)) + 101])
    days = pd.Timestamp("2026-11-23") + pd.to_timedelta(np.sort(rng.randint(0, 12, len(pilot))), unit="D")
    pilot.insert(1, "date", days)
    again = pilot[pilot["date"] < "2026-12-01"].sample(14, random_state=rng).copy()
    again["date"] = pd.Timestamp("2026-12-05") + pd.to_timedelta(rng.randint(0, 5, len(again)), unit="D")
    for service in SERVICES:
        again[service] = rng.choice(ANSWERS, len(again), p=[0.05, 0.15, 0.4, 0.4])
    return pd.concat([pilot, again]).sort_values(["date", "repondant"], ignore_index=True)


def shares(pilot: pd.DataFrame, weights: pd.Series | None) -> pd.Series:
    """Favourable share of each service, in %; weights: inhabitants by stratum, or None for none."""
    yes = pilot.set_index("strate")[list(SERVICES)].isin(ANSWERS[:2])
    if weights is None:
        return 100 * yes.mean()
    by = yes.groupby(level=0).mean()
    return 100 * by.mul(weights / weights.sum(), axis=0).sum()


def _pilot_checks(pilot: pd.DataFrame, population: pd.DataFrame) -> Conditions:
    weights = population.set_index("strate")["habitants"]
    done = clean(pilot)
    right, raw, twice = shares(done, weights), shares(done, None), shares(pilot, weights)
    flat = shares(done, weights * 0 + 1)
    yield "la pondération compte", (abs(right - raw) > 1.5).all()
    yield "les doublons comptent", abs(right - twice).max() > 0.8
    yield "les strates ne pèsent pas le même poids", (abs(right - flat) > 0.4).any()
    yield "sans doublon ni poids, des réponses distinctes", (abs(raw - flat) > 0.3).any()
    first = shares(pilot.sort_values("date").drop_duplicates("repondant"), weights)
    yield "la dernière réponse compte", min(abs(first - right).max(), abs(first - twice).max()) > 0.5
    yield "au moins huit réponses par strate", done.groupby("strate").size().min() >= 7


def _interlocutors(rng: np.random.RandomState) -> pd.DataFrame:
    """Ten groups of people; each form of survey suits one at least, and three at most."""
    more = list(rng.permutation(6)[:4])
    rows = []
    for place, form in enumerate(FORMS):
        people = PEOPLE[form]
        rows += [(*people[i],) for i in rng.permutation(len(people))[: 1 + (place in more)]]
    rows = [rows[i] for i in rng.permutation(len(rows))]
    table = pd.DataFrame(rows, columns=["qui", "effectif", "ce_que_l_on_cherche", "ce_que_l_on_sait"])
    table.insert(0, "code", [f"I{n:02d}" for n in np.sort(rng.permutation(24)[: len(table)] + 1)])
    return table


def _site(rng: np.random.RandomState) -> pd.DataFrame:
    """The 106 criteria × five pages: C, NC or NA; the page that is worst made is not always the same."""
    quality = rng.uniform(0.45, 2.1)
    factors = [FACTORS[i] for i in rng.permutation(len(PAGES))]
    rows = []
    for number, (theme, (count, applies, misses)) in enumerate(THEMES.items(), start=1):
        for criterion in range(1, count + 1):
            never = rng.uniform() < 0.6 * (1 - applies)
            row = [f"RGAA {number}.{criterion}", theme]
            hard = rng.lognormal(0, 0.6)
            for factor in factors:
                if never or rng.uniform() > min(1, applies + 0.15):
                    row.append("NA")
                else:
                    row.append("NC" if rng.uniform() < min(0.85, misses * factor * quality * hard) else "C")
            rows.append(row)
    return pd.DataFrame(rows, columns=["critere", "theme", *(page.lower().replace(" ", "_") for page in PAGES)])


def rate(pages: pd.DataFrame) -> float:
    """The site's, in %: a criterion that one page misses is missed."""
    missed = (pages == "NC").any(axis=1)
    met = (pages == "C").any(axis=1) & ~missed
    return 100 * met.sum() / (met.sum() + missed.sum())


def _site_checks(site: pd.DataFrame) -> Conditions:
    pages = site.iloc[:, 2:]
    today = rate(pages)
    yield "un site ni parfait ni en ruine", 34 < today < 80 and abs(today - 50) > 1.5
    mended = pd.Series({page: rate(pages.assign(**{page: pages[page].replace("NC", "C")})) for page in pages})
    gains = (mended - today).sort_values().to_numpy()
    yield "chaque page corrigée fait monter le taux", gains[0] > 0.5
    yield "une page à corriger nettement la première", gains[-1] - gains[-2] > 1.2
    yield "personne au seuil", (abs(mended - 50) > 0.7).all()
    own = 100 * (pages == "C").sum() / (pages != "NA").sum()
    yield (
        "le taux d'une page n'est pas celui du site",
        own.min() - mended.max() > 2 or abs(own - mended).min() > 1.5,
    )
    without = pd.Series({page: rate(pages.drop(columns=page)) for page in pages})
    yield "ôter une page n'est pas la corriger", abs(without - mended).max() > 0.6


def _shop(rng: np.random.RandomState) -> pd.DataFrame:
    """Twenty-one of the findings, at least two of each kind in each zone, the first of which is always there."""
    zones = ("Entrée", "Signalétique", "Comptoir", "Site")
    cells = [(zone, kind) for zone in zones for kind in (ACCESS, SENSE)]
    more = set(rng.permutation(len(cells))[:5])
    kept = []
    for rank, cell in enumerate(cells):
        these = [f for f in FINDINGS if f[:2] == cell]
        others = [these[i + 1] for i in rng.permutation(len(these) - 1)]
        kept += [these[0], *others[: 1 + (rank in more)]]
    kept = [kept[i] for i in rng.permutation(len(kept))]
    kept.sort(key=lambda f: zones.index(f[0]))
    return pd.DataFrame(
        {
            "constat": [f"B{n:02d}" for n in range(1, len(kept) + 1)],
            "zone": [f[0] for f in kept],
            "observation": [f[2] for f in kept],
            "cout": [max(50, int(round(f[3] * rng.lognormal(0, 0.12), -1))) for f in kept],
        }
    )


def _actions(rng: np.random.RandomState) -> pd.DataFrame:
    """Actions for the nine goals of the charter: two of each state, one left to the absent."""
    goals = list(CLAIMED)
    states = ["prouvé"] * 2 + ["à actualiser"] * 2 + ["sans preuve"] * 2 + ["annoncé"] * 2 + ["absent"] * 2
    verdict = dict(zip(goals, [states[i] for i in rng.permutation(10)], strict=False))
    today = pd.Timestamp("2027-01-18")
    recent = lambda: today - pd.Timedelta(days=int(rng.randint(20, 340)))  # noqa: E731
    old = lambda: today - pd.Timedelta(days=int(rng.randint(400, 800)))  # noqa: E731
    rows = []

    def add(action: str, goal: str, state: str, date: pd.Timestamp | None = None) -> None:
        other = ASIDE[goal][rng.randint(4) % 2]
        rows.append((action, goal, other, state, None if date is None else PROOFS[rng.randint(len(PROOFS))], date))

    for goal, (_, (first, second)) in CLAIMED.items():
        done = str(rng.choice(["réalisée", "en cours"]))
        if verdict[goal] == "prouvé":
            add(first, goal, done, recent())
            if rng.uniform() < 0.6:
                add(second, goal, "annoncée")
        elif verdict[goal] == "à actualiser":
            add(first, goal, done, old())
            add(second, goal, "annoncée")
        elif verdict[goal] == "sans preuve":
            add(first, goal, done)
            add(second, goal, "annoncée", recent() if rng.uniform() < 0.5 else None)
        elif verdict[goal] == "annoncé":
            add(first, goal, "annoncée", recent())  # a recent paper, of a thing that is not done
            if rng.uniform() < 0.5:
                add(second, goal, "annoncée")
    absent = [goal for goal in goals if verdict[goal] == "absent"]
    # Actions of other goals, of which an absent one is only the second.
    for goal in absent:
        action, main = PASSING[goal]
        rows.append((action, main, goal, "réalisée", PROOFS[rng.randint(5)], recent()))
    rows = [rows[i] for i in rng.permutation(len(rows))]
    table = pd.DataFrame(rows, columns=["action", "odd_principal", "odd_secondaire", "etat", "preuve", "date_preuve"])
    table.insert(0, "code", [f"A{n:02d}" for n in range(1, len(table) + 1)])
    table["date_preuve"] = pd.to_datetime(table["date_preuve"])
    return table


def _trips_for(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """The trips of a variant on which a scenario chosen beforehand emits least."""
    soberest = ("boutique seule", "atelier mobile", "points relais")[rng.permutation(3)[1]]
    flips = soberest != "boutique seule" and rng.uniform() < 0.6

    def checks(drawn: dict[str, pd.DataFrame]) -> Conditions:
        yield "le scénario le plus sobre est celui de la variante", _soberest(**drawn) == soberest
        after = refused(**drawn)
        yield "le refus d'une commune change l'ordre, ou non", (after.idxmin() != soberest) == flips
        ranked = after.sort_values().to_numpy()
        yield "après le refus, un scénario nettement plus sobre", ranked[1] > 1.03 * ranked[0]
        yield "une part servie n'est pas une moitié", (abs(drawn["scenarios"]["part_servie"] - 50) >= 4).all()
        yield from _trip_checks(drawn)

    return tirer_jusqu_a(_trips, checks, rng, essais=12_000)


def _trips(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """What the customers of the villages drive, and three ways to serve them. Factors: the case's own conventions."""
    names = list(COMMUNES)
    chosen = [names[i] for i in np.sort(rng.permutation(7)[:6])]
    rows = []
    for name in chosen:
        distance, repairs, cars = COMMUNES[name]
        rows.append(
            (
                name,
                round(distance * rng.uniform(0.92, 1.08), 1),
                int(repairs * rng.lognormal(0, 0.2)),
                round(100 * min(0.97, cars * rng.uniform(0.9, 1.07))),
            )
        )
    communes = pd.DataFrame(rows, columns=["commune", "distance", "reparations", "part_voiture"])
    far = communes["distance"].sum()
    scenarios = pd.DataFrame(
        {
            "scenario": ["boutique seule", "atelier mobile", "points relais"],
            "circuit_km": [
                0.0,
                round(far * rng.uniform(0.75, 1.25), 1),
                round(far * rng.uniform(0.9, 1.4), 1),
            ],
            "circuits_par_semaine": [0, rng.choice([2, 3]), rng.choice([1, 2])],
            "facteur": [0.0, rng.choice([0.29, 0.12]), rng.choice([0.29, 0.12])],
            "part_servie": [0, rng.randint(45, 86), rng.randint(40, 91)],
            "cout_annuel": [0, int(rng.randint(180, 260)) * 100, int(rng.randint(70, 140)) * 100],
        }
    )
    return {"communes": communes, "scenarios": scenarios}


CAR, WEEKS = 0.22, 44


def emissions(communes: pd.DataFrame, scenarios: pd.DataFrame, legs: int = 4) -> pd.Series:
    """kg CO2e a year: rounds, and the cars of those who still come."""
    cars = (communes["reparations"] * communes["part_voiture"] / 100 * legs * communes["distance"]).sum() * CAR
    by = scenarios.set_index("scenario")
    return by["circuit_km"] * by["circuits_par_semaine"] * WEEKS * by["facteur"] + cars * (1 - by["part_servie"] / 100)


def _soberest(communes: pd.DataFrame, scenarios: pd.DataFrame) -> str:
    """The scenario that emits least, worked out quickly: most draws stop there."""
    c = {name: communes[name].to_numpy() for name in ("reparations", "part_voiture", "distance")}
    s = {name: scenarios[name].to_numpy() for name in scenarios}
    cars = (c["reparations"] * c["part_voiture"] / 100 * 4 * c["distance"]).sum() * CAR
    rounds = s["circuit_km"] * s["circuits_par_semaine"] * WEEKS * s["facteur"]
    return s["scenario"][np.argmin(rounds + cars * (1 - s["part_servie"] / 100))]


def refused(communes: pd.DataFrame, scenarios: pd.DataFrame) -> pd.Series:
    """The same once the municipality whose customers drive most has refused any vehicle."""
    drive = communes["reparations"] * communes["part_voiture"] / 100 * 4 * communes["distance"] * CAR
    served = scenarios.set_index("scenario")["part_servie"] / 100
    return emissions(communes, scenarios) + drive.max() * served


def _trip_checks(drawn: dict[str, pd.DataFrame]) -> Conditions:
    found = emissions(**drawn)
    ranked = found.sort_values().to_numpy()
    yield "un scénario nettement plus sobre", ranked[1] > 1.06 * ranked[0]
    yield "des scénarios qui diffèrent", ranked[2] > 1.06 * ranked[1]
    yield "des ordres de grandeur crédibles", ranked[0] > 900 and ranked[2] < 9_000


def _interviews(rng: np.random.RandomState) -> pd.DataFrame:
    """Three people of the firm on five subjects.

    Where a line has two sayings, what it tells of the charter is drawn; of the first four values but the third, somebody always confirms
    and somebody always denies, and somebody always denies the third.
    """
    founder, chief, seller = (
        "Sylviane Brugère, fondatrice",
        "Dorian Vacher, chef d'atelier",
        "Mamadou Cissokho, vendeur-réceptionniste",
    )
    says = (
        (founder, "Réparer d'abord", "On vend un vélo quand on ne peut plus réparer l'ancien. Nos mécaniciens touchent une prime sur les réparations, jamais sur les ventes."),
        (chief, "Réparer d'abord", "C'est vrai, et c'est pour ça que je suis resté. On garde même les moyeux des épaves.",
            "Au-delà de cent euros de pièces, on conseille d'acheter. Personne ne l'a décidé, c'est l'habitude."),
        (seller, "Réparer d'abord", "La prime existe. Mais en mai, avec quinze jours d'attente, on finit par montrer les vélos exposés."),
        (founder, "Transmettre", "Chaque atelier a son apprenti. C'est notre école, nous en sommes fiers.",
            "Nous avions un apprenti par atelier. Cette année il n'y en a que deux, et c'est moi qui ai coupé."),
        (chief, "Transmettre", "J'en ai formé quatre. Deux sont chefs d'atelier aujourd'hui. On y passe une heure par jour, payée."),
        (seller, "Transmettre", "Côté boutique, j'ai appris tout seul. Le carnet d'accueil, c'est pour les mécaniciens."),
        (founder, "Accueillir tout le monde", "Notre charte le dit : chacun est chez soi chez Vélastre.",
            "Deux ateliers sur six ont une rampe. Pour les autres, j'attends que quelqu'un se plaigne."),
        (chief, "Accueillir tout le monde", "Un client en fauteuil m'attend sur le trottoir depuis six ans. Je sors, on s'arrange. Ce n'est pas une solution."),
        (seller, "Accueillir tout le monde", "Le plus dur, c'est le devis : les gens signent sans comprendre. Je refais tout à l'oral.",
            "J'ai appris trente signes pour un client sourd. Il nous a envoyé ses amis, ils viennent de trente kilomètres."),
        (founder, "Décider ensemble", "Une réunion par mois, chacun a une voix. Le choix de Moulins, je l'ai fait seule, il fallait aller vite.",
            "Une réunion par mois, chacun a une voix. Les prix de cette année, c'est l'équipe qui les a votés, contre mon avis."),
        (chief, "Décider ensemble", "On vote les horaires et les outils. Les ouvertures, on les apprend dans le journal."),
        (seller, "Décider ensemble", "La réunion du mois a lieu. J'y ai proposé l'agenda en ligne, il a été adopté.",
            "La réunion du mois a lieu le matin où je tiens la caisse. En deux ans, j'y suis allé une fois."),
        (founder, "Mesurer notre empreinte", "Nous sommes une entreprise verte, par nature. Le vélo, c'est écologique."),
        (chief, "Mesurer notre empreinte", "On trie et on pèse les pneus, je tiens le cahier. Le reste, personne ne le compte."),
        (seller, "Mesurer notre empreinte", "Les clients demandent le bilan carbone affiché sur le site. Je n'ai jamais su quoi répondre.",
            "Un client m'a montré « zéro carbone » sur notre site. Je n'ai jamais su d'où vient le chiffre."),
    )  # fmt: skip
    told = [(who, what, words[rng.randint(len(words))]) for who, what, *words in says]
    return pd.DataFrame(told, columns=["personne", "sujet", "propos"])


def _studies(rng: np.random.RandomState) -> pd.DataFrame:
    """Eight studies of cycling habits, fictional: three that hold and two that do not; which of three others hold is drawn."""
    holds = rng.permutation([True, False, rng.uniform() < 0.5])
    survey, riders, shops, clients, city = (int(rng.randint(low, high)) for low, high in
        ((120, 210), (38, 84), (80, 140), (41, 68), (30, 60)))  # fmt: skip
    agency = f"{_thousands(survey * 10)} habitants, quotas, face à face"
    rows = [
        ("Enquête mobilités de l'agglomération", "Agence d'urbanisme de l'Allier", "2026", agency, "Moulins et 43 communes"),
        ("Chiffres du marché du cycle", "syndicat professionnel", "2026", f"ventes déclarées par {_thousands(shops * 10)} magasins", "France"),
        ("Étude de clientèle de nos ateliers", "Vélastre", "2026", f"fiches de {_thousands(clients * 100)} clients", "Vichy et quatre villes"),
        ("Cyclistes : le grand sondage", "magazine en ligne", "2026", "votes des lecteurs, nombre inconnu", "non précisé"),
        ("Vélo et métropole", "observatoire d'une métropole", "2026", f"{_thousands(city * 100)} habitants, tirage au sort", "une métropole d'un million d'habitants"),
        ("Baromètre du vélo au quotidien", "association d'usagers", "2026", f"réponses libres en ligne, {riders * 10} cyclistes", "Allier")
        if holds[0]
        else ("Baromètre du vélo au quotidien", "association d'usagers", "2026", "méthode non publiée", "Allier"),
        ("Les Français et la réparation", "institut, pour un fabricant de pièces", "2025", "1 000 personnes, quotas, en ligne", "France")
        if holds[1]
        else ("Les Français et la réparation", "fabricant de pièces", "2025", "chiffres d'un dossier de presse, sans méthode", "France"),
        ("Le vélo dans les villes moyennes", "université, thèse", "2025", "42 entretiens et comptages", "six villes moyennes, dont Moulins")
        if holds[2]
        else ("Le vélo dans les villes moyennes", "université, thèse", "2009", "42 entretiens et comptages", "six villes moyennes du Québec"),
    ]  # fmt: skip
    rows = [(f"U{rank + 1}", *rows[i]) for rank, i in enumerate(rng.permutation(len(rows)))]
    return pd.DataFrame(rows, columns=["code", "etude", "auteur", "annee", "methode", "territoire"])


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")
