"""The draw of épreuve 4: three seasons of campaigns of a network of theatres, its debriefs, tickets, performances, travel, needs and means.

What the trial in Chauny will have to be told is drawn first; the costs of each tool, then the actions and their envelope, are set around it.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]
Tables = dict[str, pd.DataFrame]

SEASONS = ("2023-2024", "2024-2025", "2025-2026")
LAST = SEASONS[-1]
# Tool → typology, € of diffusion an edition, € a spectator more, € a first-time buyer: orders of magnitude of a town of 10 to 30 000
# inhabitants in 2026 (a week of forty bus-shelter faces, a thirty-spot package on a local station, some 15 000 leaflets delivered).
TOOLS = {
    "affichage urbain": ("média", 1_750, 13.5, 58),
    "panneaux numériques": ("média", 1_450, 17.0, 72),
    "radio locale": ("média", 1_500, 12.5, 54),
    "dépliants": ("hors média", 900, 9.5, 37),
    "rencontres hors les murs": ("hors média", 760, 8.5, 24),
    "réseaux sociaux": ("digital", 720, 8.0, 29),
    "lettre électronique": ("digital", 240, 3.6, 46),
    "SMS": ("digital", 340, 5.2, 63),
}
TYPES = ("média", "hors média", "digital")
OPERATIONS = (
    "Théâtre en famille",
    "Semaine des abonnés",
    "Jeudis à 10 €",
    "Coulisses ouvertes",
    "Cap danse",
    "Marionnettes en ville",
    "Carte blanche aux lycéens",
    "Bravo les bénévoles",
    "Nuit des premières",
    "Voix amies",
    "Cirque sous toile",
    "Scène aux amateurs",
)
VENUES = {"Le Haut-Cintre": 620, "Le Quai aux Grains": 480, "L'Étamerie": 340, "La Filandière": 260}
TRIAL, PEER = "L'Étamerie", "La Filandière"
TRIAL_FROM = pd.Timestamp("2026-01-05")
FORMS = ("audiodescription", "LSF", "surtitrage", "Relax")
ZONES = {
    "même commune": (0.5, 4.5),
    "moins de 20 km": (5, 19.5),
    "20 à 50 km": (20, 49.5),
    "plus de 50 km": (51, 108),
}
# kg of CO2e a km: rounded orders of magnitude, told as the case's own convention.
FACTORS = (
    ("voiture", 0.22, "véhicule"),
    ("bus", 0.11, "personne"),
    ("train", 0.03, "personne"),
    ("vélo ou marche", 0.0, "personne"),
)
VERDICTS = ("étendre", "prolonger", "corriger", "arrêter")
FIXED, MOVING = "récurrente à date fixe", "récurrente à date mobile"
RARE, STOPPED = "irrégulière", "interrompue"
COVERED, PROLONG, VERIFY, LACKING, BARE = "couvert", "à prolonger", "à vérifier", "à compléter", "non couvert"
MET = (COVERED, PROLONG, VERIFY, LACKING, BARE)
USABLE, NO_FIGURE, NO_SOURCE, PARTIAL = "exploitable", "sans chiffre", "sans source", "période incomplète"
MEANS_ONLY = "moyens comptés"
# Public → axis, need, useful contacts, is access asked of every means, its means, tools that reach it.
PUBLICS = {
    "moins de 30 ans": (
        "Conquête", "Faire venir une première fois", 3_200, False,
        ("Compte vidéo des quatre théâtres", "Fichier des pass jeunes", "Relais des résidences étudiantes"),
        ("réseaux sociaux", "panneaux numériques", "SMS"),
    ),
    "familles": (
        "Fidélité", "Donner une raison de revenir dans la saison", 2_600, False,
        ("Lettre « Sortir avec les enfants »", "Affichettes des centres de loisirs", "Carnet du jeune spectateur"),
        ("affichage urbain", "dépliants", "lettre électronique", "radio locale"),
    ),
    "habitants à plus de 20 km": (
        "RSE", "Proposer le covoiturage", 1_900, False,
        ("Rubrique covoiturage du site", "Tournée des marchés", "Relais des mairies"),
        ("radio locale", "réseaux sociaux", "affichage urbain"),
    ),
    "abonnés": (
        "Fidélité", "Obtenir le réabonnement", 1_500, False,
        ("Courrier de réabonnement", "Appels de la billetterie", "Soirée des abonnés"),
        ("lettre électronique", "SMS"),
    ),
    "comités sociaux et économiques": (
        "Conquête", "Vendre des places par lots", 240, False,
        ("Fichier des comités sociaux et économiques", "Offre affichée dans les entreprises", "Déjeuner des partenaires"),
        ("lettre électronique", "dépliants", "rencontres hors les murs"),
    ),
    "enseignants": (
        "Conquête", "Inscrire des classes en soirée", 520, False,
        ("Lettre aux enseignants", "Visite des salles des professeurs", "Dossiers pédagogiques"),
        ("lettre électronique", "rencontres hors les murs"),
    ),
    "seniors": (
        "Fidélité", "Faire connaître les séances de l'après-midi", 1_700, True,
        ("Dépliant des après-midi", "Relais des clubs de retraités", "Chronique dans le bulletin municipal"),
        ("radio locale", "dépliants", "rencontres hors les murs"),
    ),
    "personnes sourdes ou malentendantes": (
        "Accessibilité", "Annoncer les séances en LSF et surtitrées", 190, True,
        ("Vidéos en LSF du site", "Envoi aux associations de personnes sourdes", "Message vidéo aux habitués"),
        ("SMS", "réseaux sociaux", "rencontres hors les murs"),
    ),
    "personnes aveugles ou malvoyantes": (
        "Accessibilité", "Annoncer les séances en audiodescription", 150, True,
        ("Programme sonore", "Réservation par téléphone", "Visites tactiles du décor"),
        ("radio locale", "SMS", "rencontres hors les murs"),
    ),
    "personnes avec un handicap mental ou psychique": (
        "Accessibilité", "Annoncer les séances Relax", 260, True,
        ("Programme facile à lire (FALC)", "Réunions avec les établissements", "Vidéo « Ma venue au théâtre »"),
        ("dépliants", "rencontres hors les murs"),
    ),
    "voyageurs du train": (
        "RSE", "Informer des trains du soir", 900, False,
        ("Écrans d'information des gares", "Message de confirmation de commande", "Fiche « Venir en train »"),
        ("panneaux numériques", "affichage urbain", "SMS"),
    ),
    "associations de quartier": (
        "Conquête", "Faire venir une première fois en groupe", 340, False,
        ("Relais des centres sociaux", "Invitations aux répétitions", "Ateliers d'une journée"),
        ("rencontres hors les murs", "affichage urbain", "dépliants"),
    ),
}  # fmt: skip
ACTIONS = {
    "affichage urbain": ("Affiches de rue", 1_900),
    "panneaux numériques": ("Écrans de ville", 1_600),
    "radio locale": ("Messages à la radio", 1_700),
    "dépliants": ("Dépliants distribués", 1_000),
    "rencontres hors les murs": ("Rencontres chez des partenaires", 1_150),
    "réseaux sociaux": ("Publications sponsorisées", 1_050),
    "lettre électronique": ("Suite de lettres électroniques", 520),
    "SMS": ("Envois de SMS", 640),
}
SHOWS = (
    "Les Vents contraires", "Petite Ourse", "Madame Bovary, ma voisine", "Le Bal des absents", "Grandir", "Tartuffe, encore", "L'Heure bleue",
    "Sous la table", "Antigone au lycée", "Fil à fil", "La Cuisine d'Elvire", "Trois Sœurs et demie", "Boléro pour sept", "Le Cri du poireau",
    "Nos bras ouverts", "Candide en Picardie", "Marelle", "La Nuit de Valognes, un bal", "Et si l'on dansait", "Pierre et le sonneur", "Quintette",
    "Ceux d'en face", "L'Avare est servi", "Papier froissé", "Les Pieds dans l'eau", "Cendres", "Ma mère, ce héros", "Le Songe d'un soir", "Ombres portées",
    "Un ciel de lit", "Vertige", "La Dame du 6", "Contrepoint", "Les Géants de papier", "Une chambre, la nuit", "Ubu au marché", "Figures libres",
    "Dernier métro", "Le Petit Prince des sables", "La Part du feu", "Cabaret d'hiver", "Désaccords", "Les Fourberies", "Phèdre, lumière", "Mille feuilles",
    "La Brigade des notes", "Au bord", "Cache-cache", "Hamlet en une heure", "Le Jardin d'Ania", "Tango de poche", "Les Mots bleus", "Piste noire",
    "La Leçon d'anglais", "Traverser", "Le Monde d'hier soir", "Pas à pas", "Rhapsodie", "Les Invisibles du 12", "Bérénice seule",
)  # fmt: skip


def tirer(rng: np.random.RandomState) -> Tables:
    """The tables of the dictionary; amounts in € without VAT but for tickets, dates as timestamps at midnight."""
    # Before the draws: those that are refused would otherwise choose what the trial comes to.
    # Of a longer permutation: in the course's own session each verdict is some variant's, none that of more than a third.
    verdict = VERDICTS[int(rng.permutation(12)[1]) % 4]
    campaigns = _campaigns(tirer_jusqu_a(_campaign_lines, _campaign_checks, rng))
    tickets = tirer_jusqu_a(lambda r: _tickets(r, campaigns), lambda t: _ticket_checks(t, campaigns), rng)
    shows = tirer_jusqu_a(lambda r: _shows(r, verdict), lambda s: _show_checks(s, verdict), rng)
    needs, means = tirer_jusqu_a(_needs, lambda drawn: _need_checks(*drawn), rng)
    money, covered = costs(campaigns), coverage(needs, means)
    price, heads = money["spent"] / first_timers(tickets), money["spent"] / money["more"]
    worth = _worth(shows, money)
    actions, frame = tirer_jusqu_a(
        lambda r: _actions(r, needs, worth, verdict),
        lambda drawn: _action_checks(*drawn, price, heads, covered),
        rng,
    )
    return {
        "campagnes": campaigns,
        # The corrigé reads the texts as a person would: what they were written to be is the draw's alone.
        "debriefs": tirer_jusqu_a(lambda r: _debriefs(r, campaigns), _debrief_checks, rng).drop(columns="verdict"),
        "billetterie": tickets,
        "representations": shows,
        "annonces": tirer_jusqu_a(lambda r: _announced(r, shows), lambda a: _announced_checks(a, shows), rng),
        "enquete": tirer_jusqu_a(_survey, _survey_checks, rng),
        "facteurs": pd.DataFrame(FACTORS, columns=["mode", "kg_par_km", "par"]),
        "besoins": needs,
        "moyens": means,
        "actions": actions,
        "cadre": frame,
    }


# --- campaigns -------------------------------------------------------------------------------------------------------------------


def _day(season: str, month: int, day: int) -> pd.Timestamp:
    year = int(season[:4]) + (month < 8)
    return pd.Timestamp(year=year, month=month, day=day)


MONTHS = (9, 10, 11, 1, 2, 3, 4)  # in the order of a season, without the holidays of the end of the year


def _campaign_lines(rng: np.random.RandomState) -> list[tuple]:
    """A line a tool of an edition; an operation keeps its months or not, and some editions were called off."""
    rows = []
    names = list(rng.permutation(OPERATIONS))
    rhythms = [FIXED] * 3 + [MOVING] * 4 + [RARE] * 3 + [STOPPED] * 2
    price = {tool: rng.lognormal(0, 0.2) for tool in TOOLS}
    drift = {(kind, season): rng.lognormal(0, 0.28) for kind in TYPES for season in SEASONS}
    gain = {tool: TOOLS[tool][2] * rng.lognormal(0, 0.28) for tool in TOOLS}
    ghosts, early = rng.choice(5, 3, replace=False), rng.choice(3, 2, replace=False)
    for rank, (name, rhythm) in enumerate(zip(names, rhythms, strict=True)):
        place = rng.randint(0, len(MONTHS))
        moves = {FIXED: [0, 0, 0], MOVING: list(rng.permutation([0, rng.choice([1, 2]), 0]))}.get(rhythm, [0, 1, 0])
        some = [[True, False], [False, True], [False, False]][rng.randint(0, 3)]
        other = [[True, False], [False, True], [True, True]][rng.randint(0, 3)]
        held = {RARE: [*some, True], STOPPED: [*other, False]}.get(rhythm, [True] * 3)
        pool = list(rng.permutation(list(TOOLS))[: rng.randint(3, 6)])
        venue = str(rng.choice(["réseau", "réseau", "réseau", *VENUES]))
        for s, season in enumerate(SEASONS):
            called_off = not held[s]
            if called_off and rank - 7 not in ghosts:
                continue
            month = MONTHS[(place + moves[s]) % len(MONTHS)]
            first = _day(season, month, rng.randint(2, 13))
            for n, tool in enumerate(rng.permutation(pool)[: rng.randint(2, len(pool) + 1)]):
                kind, spend, *_ = TOOLS[tool]
                begin = first if n == 0 else first + pd.Timedelta(rng.randint(0, 15), "D")
                out = called_off or (rng.uniform() < 0.05 and n > 0)
                rows.append(
                    _line(
                        rng,
                        season,
                        name,
                        venue,
                        tool,
                        begin,
                        out,
                        spend * price[tool] * drift[kind, season],
                        gain[tool],
                    )
                )
            if rhythm == FIXED and s == 1 and rank in early:
                tool = pool[0]
                begin = first - pd.Timedelta(rng.randint(20, 30), "D")
                rows.append(
                    _line(rng, season, name, venue, tool, begin, True, TOOLS[tool][1] * price[tool], gain[tool])
                )
    # In the season of the trial, neither town has a campaign of its own: the comparison would be of two things at once.
    last = {row[1] for row in rows if row[0] == LAST and row[-1] == "réalisée"}
    moved = {TRIAL: "Le Quai aux Grains", PEER: "Le Haut-Cintre"}
    return [(*row[:2], moved.get(row[2], row[2]) if row[1] in last else row[2], *row[3:]) for row in rows]


def _campaigns(rows: list[tuple]) -> pd.DataFrame:
    """The lines as a table, in the order of their first days."""
    columns = [
        "saison", "operation", "lieu", "outil", "debut", "fin", "cout_creation", "cout_diffusion", "spectateurs_prevus", "spectateurs", "statut",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns).sort_values(["debut", "operation", "outil"], ignore_index=True)
    table["spectateurs"] = table["spectateurs"].astype("Int64")
    table.insert(0, "campagne", [f"K{n:03d}" for n in range(1, len(table) + 1)])
    return table


def _line(rng, season, name, venue, tool, begin, out, spend, gain) -> tuple:
    diffusion = int(round(spend * rng.lognormal(0, 0.22) * (1.0 if venue == "réseau" else 0.75), -1))
    creation = int(round(rng.uniform(0.08, 0.32) * diffusion + rng.uniform(40, 160), -1))
    more = round((diffusion + creation) / gain * rng.lognormal(0, 0.35))
    if rng.uniform() < 0.05:
        more = -rng.randint(4, 25)
    expected = int(rng.uniform(380, 2_300) * (1.0 if venue == "réseau" else 0.45)) + 60
    end = begin + pd.Timedelta(rng.randint(13, 33), "D")
    seen = None if out else expected + more
    return (
        season,
        name,
        venue,
        tool,
        begin,
        end,
        creation,
        diffusion,
        expected,
        seen,
        "annulée" if out else "réalisée",
    )


def spent(campaigns: pd.DataFrame) -> pd.DataFrame:
    """€ by typology and season, of the campaigns that took place."""
    done = campaigns[campaigns["statut"] == "réalisée"]
    kind = done["outil"].map({tool: told[0] for tool, told in TOOLS.items()})
    cost = done["cout_creation"] + done["cout_diffusion"]
    return cost.groupby([kind, done["saison"]]).sum().unstack(fill_value=0)


def costs(campaigns: pd.DataFrame) -> pd.DataFrame:
    """Of last season, by tool: € spent, spectators more, and the cost of one of these."""
    done = campaigns[(campaigns["statut"] == "réalisée") & (campaigns["saison"] == LAST)]
    table = pd.DataFrame(
        {
            "outil": done["outil"],
            "spent": done["cout_creation"] + done["cout_diffusion"],
            "more": (done["spectateurs"] - done["spectateurs_prevus"]).astype(float),
        }
    )
    table["ratio"] = table["spent"] / table["more"]
    by_tool = table.groupby("outil").agg(spent=("spent", "sum"), more=("more", "sum"), ratio=("ratio", "mean"))
    return by_tool.reindex(list(TOOLS))


def _campaign_checks(lines: list[tuple]) -> Conditions:
    used = Counter(line[3] for line in lines if line[0] == LAST and line[-1] == "réalisée")
    yield "chaque outil a servi", min(used[tool] for tool in TOOLS) >= 3
    campaigns = _campaigns(lines)
    table = costs(campaigns)
    yield "des spectateurs en plus partout", bool((table["more"] >= 30).all())
    each = table["spent"] / table["more"]
    yield "un coût crédible", each.min() > 2 and each.max() < 36
    yield "la moyenne des rapports est ailleurs", bool((abs(table["ratio"] / each - 1) > 0.02).sum() >= 6)
    money = spent(campaigns)
    yield "un budget crédible", money.sum().min() > 17_000 and money.sum().max() < 62_000
    share = money / money.sum()
    moved = share[SEASONS[2]] - share[SEASONS[0]]
    yield "les parts ont bougé", abs(moved).max() > 0.07
    out = campaigns[campaigns["statut"] == "annulée"]
    yield "des annulations chaque saison", out["saison"].nunique() == 3 and len(out) >= 6
    found = rhythms(campaigns)
    yield "quatre rythmes", found.value_counts().reindex([FIXED, MOVING, RARE, STOPPED]).min() >= 2
    fooled = rhythms(campaigns.assign(statut="réalisée"))
    yield "les annulées trompent", (found != fooled).sum() >= 3


def rhythms(campaigns: pd.DataFrame) -> pd.Series:
    done = campaigns[campaigns["statut"] == "réalisée"]
    months = done.groupby(["operation", "saison"])["debut"].min().dt.month.unstack()
    full = months.notna().all(axis=1)
    same = months.nunique(axis=1) == 1
    rare = np.where(months[LAST].notna(), RARE, STOPPED)
    return pd.Series(np.where(full & same, FIXED, np.where(full, MOVING, rare)), index=months.index)


# --- debriefs --------------------------------------------------------------------------------------------------------------------

AUTHORS = (
    "Directeur du Quai aux Grains", "Agence de communication", "Chargée des publics scolaires", "Responsable de la billetterie", "Régie d'affichage",
    "Stagiaire à la communication", "Bénévole de l'accueil", "Graphiste", "Administratrice", "Régisseuse générale", "Chargé de médiation", "Attaché de presse",
)  # fmt: skip
OPENINGS = (
    "Franchement, l'équipe s'est donnée à fond et cela s'est senti.",
    "Nous sommes très fiers de la création, remarquée par toute la profession.",
    "Nos partenaires nous ont bien reçus, malgré un calendrier serré.",
    "L'opération a été plus calme que les gens ne le disent.",
    "Nos emplacements étaient de première qualité, il faut le rappeler.",
    "C'était ma première campagne et j'en garde un très bon souvenir.",
    "À l'accueil, on voyait bien des têtes nouvelles.",
    "Le visuel a été refait trop tard, je l'avais dit.",
    "Je m'en tiens à ce qui se constate.",
    "Il a fallu monter le décor pendant que le public attendait dehors.",
    "Les habitants que nous avons rencontrés n'étaient, pour la plupart, jamais entrés ici.",
    "La presse a été formidable avec nous.",
)
CLOSINGS = (
    "À refaire sans hésiter.", "Il faudrait doubler la mise la saison prochaine.", "Le bouche-à-oreille a sans doute fait le reste.",
    "Rien ne prouve que l'affiche y soit pour quelque chose.", "Le concurrent n'a pas fait mieux.", "Le spectacle jouait aussi pour nous.",
    "Je n'en tirerais pas de règle.", "L'an prochain, prévenez-nous plus tôt.", "Cela reste à comparer aux autres salles.", "Tout le monde était ravi.",
    "Les plus éloignés ne sont pas venus.", "Restons prudents sur la cause.",
)  # fmt: skip
WHOLE = (
    "Du {debut} au {fin}, ",
    "Sur toute la durée de la campagne, ",
    "Du premier au dernier jour, ",
    "D'un bout à l'autre de la campagne, ",
)
PART = (
    "Du {debut} au {milieu}, ",
    "Le premier week-end, ",
    "La première semaine, ",
    "Le soir du lancement, ",
)
PROVEN = (
    "le relevé de billetterie donne {n} places vendues au tarif de l'opération.",
    "l'enquête de sortie compte {p} % de premières venues.",
    "les statistiques du site comptent {n} clics vers la réservation.",
    "le contrôle d'accès a compté {n} entrées avec le billet de l'opération.",
)
TOLD = (
    "le relevé de billetterie montre une nette hausse.",
    "l'enquête de sortie confirme que le public s'est renouvelé.",
    "les statistiques du site sont très encourageantes.",
    "le contrôle d'accès confirme que la salle s'est mieux remplie.",
)
DONE = (
    "le bordereau de pose compte {n} affiches dans les commerces.",
    "la feuille de tournée compte {n} dépliants remis en main propre.",
    "le journal d'envoi compte {n} messages partis sans erreur.",
    "le planning de l'équipe compte {n} heures passées sur le terrain.",
)
CLAIMED = (
    "nous avons gagné {n} places.",
    "{p} % des gens venaient pour la première fois, je m'en porte garant.",
    "il y a eu {n} entrées de plus, tout le monde vous le dira.",
    "la salle a accueilli au bas mot {n} personnes de plus.",
)


def _debriefs(rng: np.random.RandomState, campaigns: pd.DataFrame) -> pd.DataFrame:
    done = campaigns[campaigns["statut"] == "réalisée"]
    faults = [NO_FIGURE, NO_SOURCE, PARTIAL, MEANS_ONLY] * 3
    sound = int(rng.randint(3, 5))
    verdicts = list(rng.permutation([USABLE] * sound + list(rng.permutation(faults)[: 12 - sound])))
    voices, ends = rng.permutation(len(AUTHORS)), rng.permutation(len(CLOSINGS))
    rows = []
    for n, operation in enumerate(rng.permutation(OPERATIONS)):
        mine = done[done["operation"] == operation]
        season = mine["saison"].max()
        mine = mine[mine["saison"] == season]
        begin, end = mine["debut"].min(), mine["fin"].max()
        core = {NO_FIGURE: TOLD, NO_SOURCE: CLAIMED, MEANS_ONLY: DONE}.get(verdicts[n], PROVEN)[rng.randint(0, 4)]
        when = (PART if verdicts[n] == PARTIAL else WHOLE)[rng.randint(0, 4)]
        filled = (when + core).format(
            debut=f"{begin:%d/%m/%Y}",
            fin=f"{end:%d/%m/%Y}",
            milieu=f"{begin + (end - begin) * 0.4:%d/%m/%Y}",
            n=rng.randint(38, 410),
            p=rng.randint(17, 52),
        )
        text = f"{OPENINGS[voices[n]]} {filled} {CLOSINGS[ends[n]]}"
        rows.append((f"D{n + 1:02d}", operation, season, begin, end, AUTHORS[voices[n]], text, verdicts[n]))
    columns = ["debrief", "operation", "saison", "debut", "fin", "auteur", "texte", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def _debrief_checks(debriefs: pd.DataFrame) -> Conditions:
    yield "chaque verdict sert", debriefs["verdict"].nunique() == 5


# --- tickets ---------------------------------------------------------------------------------------------------------------------


def _day_number(text: str) -> int:
    return int(np.datetime64(text, "D").astype(int))


# Days as numbers while thousands of orders are drawn: dates would take half the time of the draw.
NO_DAY = -1
BEFORE = _day_number("2019-09-12"), _day_number("2025-05-30")
ORDERS = _day_number("2025-09-01"), _day_number("2026-05-20")
LAST_DAY = _day_number("2026-05-29")


def _tickets(rng: np.random.RandomState, campaigns: pd.DataFrame) -> pd.DataFrame:
    """The orders placed on line in 2025-2026, in the order of their numbers."""
    money = costs(campaigns)["spent"]
    ways = np.array([*TOOLS, "bouche-à-oreille", "non précisé"])
    new = {tool: round(money[tool] / (TOOLS[tool][3] * rng.lognormal(0, 0.26))) for tool in TOOLS}
    new |= {"bouche-à-oreille": rng.randint(170, 290), "non précisé": rng.randint(120, 230)}
    known = {
        "lettre électronique": 420,
        "SMS": 150,
        "dépliants": 190,
        "bouche-à-oreille": 150,
        "non précisé": 260,
    }
    carded = {way: rng.uniform(0.01, 0.05) for way in ways} | {str(rng.choice(list(TOOLS)[:6])): rng.uniform(0.16, 0.3)}
    weights = np.array([max(new[way], 20) for way in ways], float)
    weights /= weights.sum()
    orders = []
    buyer = 0
    numbers = rng.permutation(np.arange(10_000, 30_000))
    for fresh in (True, False):
        for way in ways:
            count = new[way] if fresh else int(known.get(way, 70) * rng.uniform(0.85, 1.15))
            for _ in range(count):
                buyer += 1
                last = NO_DAY if fresh else _some_day(rng, *BEFORE)
                card = f"G-{numbers[-buyer]}" if rng.uniform() < (carded[way] if fresh else 0.38) else None
                day = _some_day(rng, *ORDERS)
                house = str(rng.choice(list(VENUES), p=[0.4, 0.29, 0.18, 0.13]))
                if rng.uniform() < 0.05:  # something before the first order that counts
                    orders.append(
                        (
                            day,
                            numbers[buyer],
                            house,
                            str(rng.choice(ways)),
                            last,
                            card,
                            str(rng.choice(["annulée", "invitation"])),
                        )
                    )
                    day = min(day + rng.randint(2, 20), LAST_DAY)
                orders.append(
                    (
                        day,
                        numbers[buyer],
                        house,
                        way,
                        last,
                        card,
                        "payée" if rng.uniform() < 0.96 else "annulée",
                    )
                )
                for _ in range(rng.poisson(0.33 if fresh else 0.55)):
                    day = min(day + rng.randint(3, 80), LAST_DAY)
                    state = str(rng.choice(["payée", "annulée", "invitation"], p=[0.93, 0.04, 0.03]))
                    orders.append((day, numbers[buyer], house, str(rng.choice(ways, p=weights)), last, card, state))
    table = pd.DataFrame(
        orders, columns=["date", "acheteur", "lieu", "outil", "dernier_achat", "carte_guichet", "statut"]
    )
    table["rang"] = np.arange(len(table))
    table = table.sort_values(["date", "rang"], ignore_index=True).drop(columns="rang")
    for column in ("date", "dernier_achat"):
        table[column] = pd.to_datetime(table[column].where(table[column] != NO_DAY), unit="D")
    table["acheteur"] = [f"A{number}" for number in table["acheteur"]]
    table.insert(0, "commande", [f"T{n:05d}" for n in range(1, len(table) + 1)])
    places = rng.choice([1, 2, 3, 4, 5, 6], len(table), p=[0.16, 0.56, 0.11, 0.12, 0.03, 0.02])
    table["places"] = places
    # Tickets of a public theatre of this size in 2026: 24, 17, 12 or 8 € (VAT included).
    price = rng.choice([24, 17, 12, 8], len(table), p=[0.36, 0.3, 0.22, 0.12])
    table["montant"] = np.where(table["statut"] == "invitation", 0, places * price)
    return table


def _some_day(rng: np.random.RandomState, first: int, last: int) -> int:
    return first + int((last - first) * rng.beta(1.1, 1.25))


def first_timers(tickets: pd.DataFrame, cards: bool = True) -> pd.Series:
    """First-time buyers by the tool of their first paid order; without those who gave a card, if so asked."""
    paid = tickets[(tickets["statut"] == "payée") & tickets["dernier_achat"].isna()]
    if not cards:
        paid = paid[paid["carte_guichet"].isna()]
    first = paid.sort_values("commande").drop_duplicates("acheteur")
    return first["outil"].value_counts().reindex(list(TOOLS), fill_value=0)


def _ticket_checks(tickets: pd.DataFrame, campaigns: pd.DataFrame) -> Conditions:
    yield "une table de quelques milliers de lignes", 2_600 <= len(tickets) <= 5_600
    new = first_timers(tickets)
    yield "des primo-acheteurs partout", new.min() >= 12
    price = costs(campaigns)["spent"] / new
    ranked = price.sort_values().to_numpy()
    yield "des coûts nettement rangés", bool((ranked[1:] > 1.018 * ranked[:-1]).all())
    yield "des coûts crédibles", ranked[0] > 11 and ranked[-1] < 135
    revised = first_timers(tickets, cards=False)
    loss = 1 - revised / new
    top = loss.sort_values().to_numpy()
    yield "les cartes du guichet changent un outil", top[-1] > 0.13 and top[-1] > 1.5 * top[-2]
    revised_price = costs(campaigns)["spent"] / revised
    yield "et son rang", price.rank()[loss.idxmax()] != revised_price.rank()[loss.idxmax()]


# --- performances ----------------------------------------------------------------------------------------------------------------


def _shows(rng: np.random.RandomState, verdict: str) -> pd.DataFrame:
    """The season's performances, with the trial's effect in Chauny from January on."""
    plays = list(rng.permutation(SHOWS))
    star = plays.pop()
    counts = dict(
        zip(
            VENUES,
            (rng.randint(42, 52), rng.randint(36, 46), rng.randint(38, 46), rng.randint(34, 42)),
            strict=True,
        )
    )
    fall, spring = pd.date_range("2025-09-19", "2025-12-19"), pd.date_range("2026-01-06", "2026-05-30")
    general = rng.uniform(-7, 7)
    own = {"étendre": (1, 4), "prolonger": (-10, -7.5), "corriger": (-3, 3), "arrêter": (-4, 5)}[verdict]
    if verdict in ("étendre", "prolonger"):
        general = rng.uniform(*own)
    effect = {"étendre": (4, 7.5), "prolonger": (3.5, 6), "corriger": (2.2, 4.5), "arrêter": (-6, -2)}[verdict]
    effect = rng.uniform(*effect)
    rows = []
    for venue, count in counts.items():
        base = rng.uniform(56, 70)
        taken: set[pd.Timestamp] = set()
        done = 0
        while done < count:
            title = (
                plays.pop()
                if plays and rng.uniform() < 0.9
                else str(rng.choice(plays or [s for s in SHOWS if s != star]))
            )
            appeal = rng.normal(0, 5)
            period = fall if rng.uniform() < 0.42 else spring
            opened = period[rng.randint(0, len(period) - 4)]
            for _ in range(rng.randint(1, 4)):
                day = opened
                while day in taken or day.weekday() in (0, 6):
                    day += pd.Timedelta(1, "D")
                if day > pd.Timestamp("2026-05-30") or pd.Timestamp("2025-12-19") < day < pd.Timestamp("2026-01-06"):
                    break
                taken.add(day)
                done += 1
                school = day.weekday() in (1, 3, 4) and rng.uniform() < 0.22
                late = day >= TRIAL_FROM
                rate = base + appeal + rng.normal(0, 6) + (general if late else 0)
                if venue == TRIAL and late:
                    rate += effect
                if school:
                    rate = rng.uniform(78, 97)
                seats = VENUES[venue] - (60 if rng.uniform() < 0.25 else 0)  # rows taken out for a large set
                seen = round(seats * np.clip(rate, 22, 100) / 100)
                out = rng.uniform() < 0.025
                rows.append(
                    (
                        day,
                        venue,
                        title,
                        "scolaire" if school else "tout public",
                        seats,
                        None if out else seen,
                        "annulée" if out else "jouée",
                    )
                )
    # A success that nobody planned, in one of the two towns that are compared: without it the effect rises, or falls.
    house = (PEER, TRIAL)[rng.randint(0, 2)]
    for day in pd.date_range(str(rng.choice(["2026-02-03", "2026-03-10", "2026-04-07"])), periods=2):
        seats = VENUES[house]
        rows.append((day, house, star, "tout public", seats, seats - rng.randint(0, 7), "jouée"))
    columns = ["date", "lieu", "spectacle", "seance", "jauge", "spectateurs", "statut"]
    table = pd.DataFrame(rows, columns=columns)
    table["rang"] = np.arange(len(table))
    table = table.sort_values(["date", "lieu", "rang"], ignore_index=True).drop(columns="rang")
    table["spectateurs"] = table["spectateurs"].astype("Int64")
    table.insert(0, "representation", [f"R{n:03d}" for n in range(1, len(table) + 1)])
    access = np.full(len(table), None, dtype=object)
    open_ones = table.index[(table["seance"] == "tout public")]
    picked = rng.permutation(open_ones)
    start = 0
    for form in FORMS:
        many = rng.randint(9, 17)
        access[picked[start : start + many]] = form
        start += many
    table["accessibilite"] = access
    return table


def evolutions(shows: pd.DataFrame, but: str | None = None, schools: bool = False, means: bool = False) -> pd.Series:
    """Points of fill rate won or lost from January on, in the two towns, and the difference; or those of the mean of the rates."""
    played = shows[(shows["statut"] == "jouée") & (shows["spectacle"] != but)]
    if not schools:
        played = played[played["seance"] == "tout public"]
    late = played["date"] >= TRIAL_FROM
    sums = played.groupby([played["lieu"], late])[["spectateurs", "jauge"]].sum().astype(float)
    rate = (100 * sums["spectateurs"] / sums["jauge"]).unstack()
    if means:
        each = 100 * (played["spectateurs"] / played["jauge"]).astype(float)
        rate = each.groupby([played["lieu"], late]).mean().unstack()
    moved = rate[True] - rate[False]
    return pd.Series({TRIAL: moved[TRIAL], PEER: moved[PEER], "effet": moved[TRIAL] - moved[PEER]})


def hit(shows: pd.DataFrame) -> tuple[str, bool]:
    """The fullest show of Vervins and Chauny after January, and whether it stands out."""
    late = shows[
        shows["lieu"].isin([PEER, TRIAL])
        & (shows["date"] >= TRIAL_FROM)
        & (shows["statut"] == "jouée")
        & (shows["seance"] == "tout public")
    ]
    sums = late.groupby("spectacle")[["spectateurs", "jauge"]].sum().astype(float)
    rate = (sums["spectateurs"] / sums["jauge"]).sort_values()
    return str(rate.index[-1]), rate.iloc[-1] > rate.iloc[-2] + 0.03


def _show_checks(shows: pd.DataFrame, verdict: str) -> Conditions:
    moved = evolutions(shows)
    low, high = {"étendre": (2.5, 9.5), "prolonger": (2.5, 8), "corriger": (1.2, 6), "arrêter": (-8.5, -1.2)}[verdict]
    yield "l'effet voulu", low < moved["effet"] < high
    yield (
        "l'évolution voulue à Chauny",
        {"étendre": moved[TRIAL] > 1, "prolonger": moved[TRIAL] < -1, "corriger": True, "arrêter": True}[verdict],
    )
    gap = abs(evolutions(shows, means=True) - moved)
    yield "la moyenne des taux se voit", gap["effet"] > 0.15 and gap.max() > 0.2
    yield "le témoin compte", abs(moved[PEER]) > 1.2 and abs(moved[TRIAL]) > 0.6
    wide = evolutions(shows, schools=True)
    yield (
        "les scolaires comptent",
        abs(wide["effet"] - moved["effet"]) > 0.5 and abs(wide[TRIAL] - moved[TRIAL]) > 0.3,
    )
    name, clear = hit(shows)
    yield "un succès à part", clear and (shows["spectacle"] == name).sum() == 2
    revised = evolutions(shows, but=name)
    yield "le succès compte", abs(revised["effet"] - moved["effet"]) > 1
    yield "sans lui, le témoin compte encore", abs(revised[PEER]) > 0.8
    yield "des évolutions d'une saison ordinaire", abs(moved).max() < 12
    played = shows[(shows["statut"] == "jouée") & shows["accessibilite"].notna()]
    many = played["accessibilite"].value_counts()
    yield "assez de séances accessibles", many.min() >= 7


BROCHURE = pd.Timestamp("2025-06-12")


def _announced(rng: np.random.RandomState, shows: pd.DataFrame) -> pd.DataFrame:
    """What was published of each accessible performance, and whether it said so."""
    rows = []
    habit = {form: rng.uniform(0.3, 0.95) for form in FORMS}
    accessible = shows[shows["accessibilite"].notna()]
    channels = ("brochure", "site", "lettre électronique", "affiche", "réseaux sociaux")
    settled = False
    told = accessible[["representation", "date", "accessibilite", "statut"]]
    for name, day, form, state in told.itertuples(index=False):
        said = rng.uniform() < habit[form]
        late = not said and rng.uniform() < 0.5
        good = rng.randint(0, 4)
        picked = rng.permutation(channels)[: rng.randint(2, 6)]
        # One is told once, on the twenty-first day before: it counts.
        edge = not settled and said and state == "jouée" and good < len(picked) and picked[good] != "brochure"
        settled = settled or edge
        for n, channel in enumerate(picked):
            ahead = {"affiche": rng.randint(22, 45), "site": rng.randint(24, 75)}.get(channel, rng.randint(3, 40))
            mention = "aucune"
            if edge:
                if n == good:
                    mention, ahead = str(rng.choice(["pictogramme", "phrase"])), 21
            elif said and (n == good or rng.uniform() < 0.35):
                mention = str(rng.choice(["pictogramme", "phrase"]))
                if n == good:
                    ahead = max(ahead, rng.randint(21, 60))
            elif late and channel != "brochure" and (n == 0 or rng.uniform() < 0.3):
                mention, ahead = str(rng.choice(["pictogramme", "phrase"])), rng.randint(2, 20)
            out = BROCHURE if channel == "brochure" else day - pd.Timedelta(int(ahead), "D")
            rows.append((name, channel, out, mention))
    table = pd.DataFrame(rows, columns=["representation", "canal", "parution", "mention"])
    table = table.sort_values(["parution", "representation", "canal"], ignore_index=True)
    table.insert(0, "annonce", [f"P{n:03d}" for n in range(1, len(table) + 1)])
    return table


def announced_rates(
    announced: pd.DataFrame, shows: pd.DataFrame, days: int = 21, said: bool = True, each: bool = True
) -> pd.Series | float:
    """% of the accessible performances that were announced, by form or in all."""
    played = shows[(shows["statut"] == "jouée") & shows["accessibilite"].notna()]
    dated = announced.merge(played[["representation", "date"]], on="representation")
    good = dated[(dated["date"] - dated["parution"]).dt.days >= days]
    if said:
        good = good[good["mention"] != "aucune"]
    hits = played["representation"].isin(good["representation"])
    if not each:
        return 100 * hits.mean()
    return 100 * hits.groupby(played["accessibilite"]).mean().reindex(list(FORMS))


def _announced_checks(announced: pd.DataFrame, shows: pd.DataFrame) -> Conditions:
    right = announced_rates(announced, shows)
    yield "des taux crédibles", right.min() > 15 and right.max() < 97
    yield "des taux nettement différents", right.max() - right.min() > 15
    ranked = right.sort_values().to_numpy()
    yield "le plus faible est seul", ranked[1] - ranked[0] > 3
    yield "le délai compte", (abs(announced_rates(announced, shows, days=0) - right) > 3).sum() >= 2
    yield "le vingt et unième jour compte", (announced_rates(announced, shows, days=22) != right).any()
    yield "la mention compte", (abs(announced_rates(announced, shows, said=False) - right) > 3).sum() >= 3
    played = shows[(shows["statut"] == "jouée") & shows["accessibilite"].notna()]
    dated = announced.merge(played[["representation", "date", "accessibilite"]], on="representation")
    every = announced_rates(announced, shows, each=False)
    yield "la moyenne des formes est ailleurs", abs(right.mean() - every) > 0.4
    good = (dated["mention"] != "aucune") & ((dated["date"] - dated["parution"]).dt.days >= 21)
    lines = 100 * good.groupby(dated["accessibilite"]).mean().reindex(list(FORMS))
    yield "compter les annonces se voit", (abs(lines - right) > 3).sum() >= 3


# --- how the public travels ------------------------------------------------------------------------------------------------------


def _survey(rng: np.random.RandomState) -> pd.DataFrame:
    count = int(rng.randint(820, 960))
    weights = np.array([0.4, 0.33, 0.2, 0.07]) * rng.uniform(0.75, 1.3, 4)
    zones = rng.choice(list(ZONES), count, p=weights / weights.sum())
    houses = rng.choice(list(VENUES), count, p=[0.38, 0.28, 0.19, 0.15])
    by_rail = {house: rng.uniform(0.3, 1.0) for house in VENUES} | {str(rng.choice(list(VENUES))): 1.9}
    modes = {
        "même commune": (
            ("voiture", "bus", "vélo ou marche"),
            np.array([0.42, 0.08, 0.5]) * rng.uniform(0.6, 1.4, 3),
        ),
        "moins de 20 km": (
            ("voiture", "bus", "train", "vélo ou marche"),
            np.array([0.87, 0.05, 0.05, 0.03]) * rng.uniform(0.8, 1.2, 4),
        ),
        "20 à 50 km": (("voiture", "train"), np.array([0.87, 0.13]) * rng.uniform(0.8, 1.2, 2)),
        "plus de 50 km": (("voiture", "train"), np.array([0.8, 0.2]) * rng.uniform(0.8, 1.2, 2)),
    }
    alone = {zone: rng.uniform(0.08, 0.45) for zone in ZONES}
    far = {zone: rng.uniform(1.1, 2.1) for zone in ZONES}
    rows = []
    for n, (zone, house) in enumerate(zip(zones, houses, strict=True), start=1):
        names, chances = modes[zone]
        chances = np.array(
            [c * (by_rail[house] if name == "train" else 1) for name, c in zip(names, chances, strict=True)]
        )
        mode = str(rng.choice(names, p=chances / chances.sum()))
        low, high = ZONES[zone]
        km = round(low + (high - low) * rng.beta(1.3, far[zone]), 1)
        rest = (1 - alone[zone]) * np.array([0.62, 0.16, 0.17, 0.05])
        riders = int(rng.choice([1, 2, 3, 4, 5], p=[alone[zone], *rest])) if mode == "voiture" else None
        rows.append((f"E{n:04d}", house, zone, None if rng.uniform() < 0.02 else 2 * km, mode, riders))
    table = pd.DataFrame(rows, columns=["reponse", "lieu", "zone", "km_aller_retour", "mode", "occupants"])
    table["km_aller_retour"] = table["km_aller_retour"].astype(float).round(1)
    table["occupants"] = table["occupants"].astype("Int64")
    return table


def kilograms(survey: pd.DataFrame, shared: bool = True) -> pd.Series:
    """kg of CO2e there and back, by person; NaN where the distance is."""
    factor = survey["mode"].map({mode: value for mode, value, _ in FACTORS})
    riders = survey["occupants"].astype(float).fillna(1) if shared else 1.0
    return survey["km_aller_retour"] * factor / riders


def _survey_checks(survey: pd.DataFrame) -> Conditions:
    known = survey.dropna(subset=["km_aller_retour"])
    trains = known[known["mode"] == "train"].groupby("lieu").size().sort_values()
    yield (
        "un théâtre vit du train",
        len(trains) == 4 and trains.iloc[-1] >= trains.iloc[-2] + 4 and trains.iloc[-1] >= 14,
    )
    total = kilograms(known).groupby(known["zone"]).sum()
    share = total / total.sum()
    ranked = share.sort_values().to_numpy()
    people = known["zone"].value_counts(normalize=True)
    yield "la part des réponses trompe", abs(people - share).max() > 0.05
    yield "une zone pèse le plus", ranked[-1] > ranked[-2] + 0.02
    yield "assez de réponses lointaines", known["zone"].value_counts().min() >= 35
    alone = kilograms(known, shared=False).groupby(known["zone"]).sum()
    yield "par véhicule se voit", abs(alone / alone.sum() - share).max() > 0.005


# --- needs, means ----------------------------------------------------------------------------------------------------------------


def _needs(rng: np.random.RandomState) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Twelve needs, one a public, and the means that meet them, fall short of one criterion or of more, or do not exist."""
    verdicts = [*MET, *MET, *rng.permutation(MET)[:2]]
    publics = list(rng.permutation(list(PUBLICS)))
    verdicts = list(rng.permutation(verdicts))
    needs, means = [], []
    for public, verdict in zip(publics, verdicts, strict=True):
        axis, need, size, access, labels, _ = PUBLICS[public]
        asked = access or verdict == VERIFY or rng.uniform() < 0.25
        contacts = int(round(size * rng.uniform(0.75, 1.3), -1))
        due = pd.Timestamp(str(rng.choice(["2026-10-15", "2026-11-30", "2027-01-31", "2027-03-31"])))
        needs.append((axis, need, public, contacts, due, "oui" if asked else "non"))
        if verdict == BARE:
            continue
        both = [("contacts",), ("contacts",), ("contacts", "échéance")] + ([("échéance", "accès")] if asked else [])
        # The first of the means decides; the others fall short of contacts at least, or of more than one criterion.
        first = {COVERED: (), PROLONG: ("échéance",), VERIFY: ("accès",)}.get(verdict, both[rng.randint(0, len(both))])
        many = rng.randint(2, 4)
        # The first two of a public's means exist wherever one does.
        for rank, label in enumerate([name for name in rng.permutation(labels) if name in labels[:many]]):
            faults = first if rank == 0 else both[rng.randint(0, len(both))]
            reach = contacts * (rng.uniform(0.5, 0.92) if "contacts" in faults else rng.uniform(1.03, 1.7))
            until = due + pd.Timedelta(rng.randint(5, 160), "D")
            if "échéance" in faults:
                until = due - pd.Timedelta(rng.randint(10, 70), "D")
            checked = "non" if "accès" in faults else "oui" if asked else str(rng.choice(["oui", "non"]))
            means.append((label, public, int(round(reach, -1)), until, checked))
    table = pd.DataFrame(means, columns=["moyen", "public", "contacts", "disponible_jusqu_au", "acces_verifie"])
    table = table.sort_values("moyen", ignore_index=True)
    table.insert(0, "code", [f"M{n:02d}" for n in range(1, len(table) + 1)])
    columns = ["axe", "libelle", "public", "contacts_utiles", "echeance", "acces_exige"]
    return pd.DataFrame(needs, columns=columns), table


def coverage(
    needs: pd.DataFrame, means: pd.DataFrame, access: bool = True, due: bool = True, added: bool = False
) -> pd.Series:
    """Public → what the means are worth for it; the flags leave a criterion out."""
    found = {}
    for need in needs.itertuples():
        mine = means[means["public"] == need.public]
        big = mine["contacts"] >= need.contacts_utiles
        timely = (mine["disponible_jusqu_au"] >= need.echeance) | (not due)
        read = (mine["acces_verifie"] == "oui") | (need.acces_exige == "non") | (not access)
        met = (big & timely & read).any()
        if added:
            met = len(mine) and mine.loc[timely & read, "contacts"].sum() >= need.contacts_utiles
        if mine.empty:
            found[need.public] = BARE
        elif met:
            found[need.public] = COVERED
        elif (big & read).any():
            found[need.public] = PROLONG
        else:
            found[need.public] = VERIFY if (big & timely).any() else LACKING
    return pd.Series(found)


def _need_checks(needs: pd.DataFrame, means: pd.DataFrame) -> Conditions:
    right = coverage(needs, means)
    counts = right.value_counts().reindex(MET, fill_value=0)
    yield "les cinq verdicts servent", counts.min() >= 2
    # A criterion left out must cost a quarter of the question: the lines that it does not touch stay right.
    yield "oublier l'accès trompe", (coverage(needs, means, access=False) != right).sum() >= 3
    yield "oublier l'échéance trompe", (coverage(needs, means, due=False) != right).sum() >= 3
    yield "additionner trompe", (coverage(needs, means, added=True) != right).sum() >= 2


# --- actions ---------------------------------------------------------------------------------------------------------------------

READY_BY = pd.Timestamp("2026-10-01")


def _worth(shows: pd.DataFrame, money: pd.DataFrame) -> float:
    """€ that the spectators won or lost by the trial would have cost by campaigns."""
    late = shows[
        (shows["lieu"] == TRIAL)
        & (shows["date"] >= TRIAL_FROM)
        & (shows["statut"] == "jouée")
        & (shows["seance"] == "tout public")
    ]
    per_head = money["spent"].sum() / money["more"].sum()
    return abs(evolutions(shows)["effet"]) / 100 * late["jauge"].sum() * per_head


def _actions(rng, needs, worth, verdict) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Eleven proposals, then the frame of the decision: the trial's cost and the envelope."""
    rows = []
    kept = needs.sample(11, random_state=rng)
    out = ["accès", "date"]
    for n, need in enumerate(kept.itertuples()):
        tool = str(rng.choice(PUBLICS[need.public][5]))
        label, price = ACTIONS[tool]
        cost = int(round(price * rng.lognormal(0, 0.22), -1))
        why = out[n] if n < len(out) else None
        ready = READY_BY - pd.Timedelta(rng.randint(0, 40), "D")
        if n == len(out):  # one is ready on the very day, and in time
            ready = READY_BY
        if why == "date":
            ready = READY_BY + pd.Timedelta(rng.randint(6, 45), "D")
        rows.append(
            (
                f"{label} pour les {need.public}",
                tool,
                need.public,
                cost,
                "non" if why == "accès" else "oui",
                ready,
            )
        )
    columns = ["libelle", "outil", "public", "cout", "format_accessible", "prete_le"]
    table = pd.DataFrame(rows, columns=columns).sample(frac=1, random_state=rng).reset_index(drop=True)
    table.insert(0, "action", [f"A{n:02d}" for n in range(1, len(table) + 1)])
    valid = table[(table["format_accessible"] == "oui") & (table["prete_le"] <= READY_BY)]
    envelope = int(round(valid["cout"].sum() * rng.uniform(0.42, 0.68), -2))
    ratio = {"corriger": rng.uniform(1.35, 2.3), "arrêter": rng.uniform(0.6, 1.6)}.get(verdict, rng.uniform(0.45, 0.82))
    # Where the effect is nought or less no cost is looked at: the trial costs what five months of posters and reductions do.
    trial = int(round(3_200 * ratio if verdict == "arrêter" else worth * ratio, -1))
    frame = pd.DataFrame(
        [
            ("Enveloppe des actions de septembre à décembre 2026", envelope, "€ HT"),
            ("Coût de l'essai « Voisins de scène », affiches et remises", trial, "€ HT"),
        ],
        columns=["poste", "valeur", "unite"],
    )
    return table, frame


def plan(actions, envelope, price, covered, needed=True, go_on=True) -> pd.DataFrame:
    """Action → its rank and whether it is retained, kept in reserve, or set aside."""
    found = {}
    fit = (actions["format_accessible"] == "oui") & (actions["prete_le"] <= READY_BY)
    left, stopped = envelope, False
    urgent = actions["public"].map(covered).ne(COVERED) if needed else True
    ranked = actions.assign(second=~urgent if needed else False, price=actions["outil"].map(price))
    for rank, row in enumerate(ranked[fit].sort_values(["second", "price", "cout"]).itertuples(), start=1):
        if row.cout <= left and not stopped:
            left -= row.cout
            found[row.action] = rank, "retenue"
        else:
            found[row.action] = rank, "en réserve"
            stopped = not go_on
    for name in actions.loc[~fit, "action"]:
        found[name] = 0, "écartée"
    return pd.DataFrame.from_dict(found, orient="index", columns=["rang", "decision"]).sort_index()


def _action_checks(actions, frame, price, heads, covered) -> Conditions:
    envelope, trial = frame["valeur"]
    yield "un essai crédible", 1_400 <= trial <= 9_500
    right = plan(actions, envelope, price, covered)
    counts = right["decision"].value_counts().reindex(["retenue", "en réserve", "écartée"], fill_value=0)
    yield "les trois décisions servent", counts.min() >= 2
    yield "pas d'égalité", not actions.duplicated(["outil", "cout"]).any()
    paid = actions.loc[actions["action"].isin(right.index[right["decision"] == "retenue"]), "cout"].sum()
    yield "l'enveloppe n'est pas au plus juste", envelope - paid >= 30

    def differs(**wrong) -> int:
        return int((plan(actions, envelope, wrong.pop("price", price), covered, **wrong) != right).any(axis=1).sum())

    yield "le besoin compte", differs(needed=False) >= 2
    yield "le coût retenu compte", differs(price=heads) >= 2
    yield "continuer compte", differs(go_on=False) >= 1
