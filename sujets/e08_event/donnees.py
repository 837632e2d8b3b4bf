"""The draw of épreuve 8: what a trade fair and a webinar cost and brought Assourdine, a fictional maker of acoustic panels, and what 2027 needs.

Orders of magnitude, net of VAT, of a small exhibitor at a regional professional fair in 2025-2026: a bare pitch of 18 m² at 270-330 € a square
metre, registration fees of 300-450 €, a hired modular stand at 360-480 € a square metre, an hour of a loaded wage at 38 € (some 3,000 € gross a
month); for a webinar: a studio for half a day at 850-1,400 €, live captioning at 280-330 € an hour, two LSF interpreters for half a day at
650-850 €. VAT: 20 %, and 10 % on trains, hotels and restaurants.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

EVENTS = ("Salon", "Webinaire")
POSTS = ("Espace", "Installation", "Accueil", "Déplacements", "Communication", "Personnel")
HOUR = 38
TODAY = np.datetime64("2027-04-12")
#: The eleven public holidays of article L. 3133-1, in 2027: Easter Sunday is 28 March.
HOLIDAYS = {
    "2027-01-01": "1er janvier", "2027-03-29": "Lundi de Pâques", "2027-05-01": "1er mai", "2027-05-06": "Ascension",
    "2027-05-08": "8 mai", "2027-05-17": "Lundi de Pentecôte", "2027-07-14": "14 juillet", "2027-08-15": "Assomption",
    "2027-11-01": "Toussaint", "2027-11-11": "11 novembre", "2027-12-25": "Noël",
}  # fmt: skip
OFF = np.array(sorted(HOLIDAYS), dtype="datetime64[D]")

#: (post, what, least, most, VAT, month and day): amounts net of VAT. A receipt (trains, hotels, meals) is always written with VAT.
SPENT = {
    "Salon": (
        ("Espace", "Emplacement nu, 18 m²", 4860, 5940, 20, "01-19"),
        ("Espace", "Frais de dossier et badges exposants", 300, 450, 20, "01-19"),
        ("Espace", "Supplément d'angle", 380, 520, 20, "01-19"),
        ("Installation", "Location du stand modulaire, montage compris", 6500, 8600, 20, "05-28"),
        ("Installation", "Coffret électrique 3 kW, deux jours", 330, 440, 20, "05-12"),
        ("Installation", "Location d'un écran tactile", 380, 520, 20, "06-02"),
        ("Installation", "Impression des deux cloisons", 640, 980, 20, "05-26"),
        ("Installation", "Nettoyage du stand", 90, 160, 20, "06-11"),
        ("Accueil", "Petit déjeuner du mercredi, soixante personnes", 780, 1180, 10, "06-10"),
        ("Accueil", "Café, fruits et carafes", 140, 230, 10, "06-09"),
        ("Accueil", "Échantillons offerts", 420, 760, 20, "05-20"),
        ("Déplacements", "Trains, trois personnes", 260, 390, 10, "05-04"),
        ("Déplacements", "Hôtel, quatre personnes, trois nuits", 1080, 1500, 10, "06-12"),
        ("Déplacements", "Repas de l'équipe", 390, 560, 10, "06-12"),
        ("Déplacements", "Location du camion de 12 m³", 420, 590, 20, "06-12"),
        ("Déplacements", "Carburant et péages", 170, 260, 20, "06-12"),
        ("Communication", "Invitations imprimées", 210, 360, 20, "04-27"),
        ("Communication", "Publications sponsorisées", 450, 900, 20, "05-31"),
        ("Communication", "Lecteurs de badges, deux jours", 290, 420, 20, "06-10"),
        ("Communication", "Photographe, une demi-journée", 380, 560, 20, "06-15"),
    ),
    "Webinaire": (
        ("Espace", "Studio, une demi-journée", 850, 1400, 20, "11-19"),
        ("Espace", "Loge et vestiaire du studio", 60, 140, 20, "11-19"),
        ("Installation", "Licence de la plateforme, un mois", 390, 690, 20, "11-02"),
        ("Installation", "Régie et technicien, une demi-journée", 1050, 1600, 20, "11-20"),
        ("Installation", "Sous-titrage en direct, deux heures", 560, 660, 20, "11-23"),
        ("Installation", "Deux interprètes en LSF", 650, 850, 20, "11-23"),
        ("Accueil", "Coffrets d'échantillons postés", 520, 940, 20, "11-09"),
        ("Accueil", "Repas des intervenants", 110, 190, 10, "11-19"),
        ("Déplacements", "Trains des intervenants", 180, 320, 10, "11-06"),
        ("Déplacements", "Hôtel des intervenants", 210, 340, 10, "11-20"),
        ("Communication", "Publications sponsorisées", 700, 1400, 20, "11-18"),
        ("Communication", "Insertion dans une lettre professionnelle", 480, 800, 20, "10-26"),
        ("Communication", "Visuels et page d'inscription", 350, 620, 20, "10-12"),
    ),
}  # fmt: skip
RECEIPTS = ("Trains", "Hôtel", "Repas", "Café", "Carburant")
#: The VAT on carrying people and on lodging one's own staff is not recovered (code général des impôts, annexe II, article 206, IV); on lodging speakers
#: it is.
LOST = ("Trains", "Hôtel, quatre")
#: Hours of Assourdine's own people, at 38 € loaded.
HOURS = {
    "Salon": (("Préparation", 52, 74, "05-29"), ("Montage et démontage", 22, 34, "06-12"), ("Présence sur le stand, quatre personnes", 60, 68, "06-12"), ("Relances après le salon", 16, 28, "07-03")),
    "Webinaire": (("Préparation", 30, 46, "11-13"), ("Répétition et direct", 12, 20, "11-20"), ("Relances après le webinaire", 8, 18, "12-04")),
}  # fmt: skip

#: (partner, event, capacity, what it brings, how it brings it, least, most); one of each event pays, one only promised.
PARTNERS = (
    ("Bâtir Sobre Grand Est", "Salon", "association professionnelle", "participation au stand commun", "versé", 1600, 2900),
    ("Moquelane", "Salon", "fabricant de sols", "part du petit déjeuner", "versé", 350, 700),
    ("Feutre et Matière", "Salon", "organisme de formation", "participation aux invitations", "promis", 300, 500),
    ("Merlefeuille Architectes", "Salon", "agence d'architecture", "une heure de conférence", "en nature", 760, 1000),
    ("Acoustival Études", "Webinaire", "bureau d'études", "une intervention", "en nature", 420, 700),
    ("La Lettre des Espaces", "Webinaire", "média professionnel", "part de l'insertion", "promis", 200, 340),
    ("Moquelane", "Webinaire", "fabricant de sols", "participation à la régie", "versé", 500, 950),
    ("Bâtir Sobre Grand Est", "Webinaire", "association professionnelle", "part du sous-titrage", "versé", 250, 500),
)  # fmt: skip

NAMES = (
    "adam", "andre", "antoine", "arnaud", "aubert", "bailly", "barbier", "benoit", "bernard", "berthier", "blaise", "bonnet", "boyer",
    "brun", "caron", "chevalier", "claude", "collin", "daniel", "dupuis", "etienne", "fabre", "ferry", "fleury", "fournier", "gaillard",
    "garnier", "gerard", "girard", "grandjean", "guyot", "henry", "hubert", "humbert", "jacquot", "jeandel", "joly", "lambert", "laurent",
    "leclerc", "legrand", "lemoine", "louis", "mangin", "marchal", "mathieu", "maurice", "meunier", "michel", "morel", "munier", "noel",
    "olivier", "parisot", "perrin", "petit", "pierre", "poirot", "renard", "richard", "robert", "rousseau", "simon", "thomas", "valentin",
    "vautrin", "viard", "vincent", "voirin", "weber",
)  # fmt: skip
FIRMS = {
    "architecte": ("atelier-nord", "trame-et-toit", "equerre-bleue", "trois-plans", "rive-haute"),
    "entreprise": ("lithea", "cobaltis", "grand-portail", "vertanor", "sirelia", "domalys-conseil"),
    "restaurateur": ("la-table-haute", "chez-lucien", "brasserie-du-pont", "cantine-verte"),
    "collectivité": ("mairie-valbois", "cc-hautes-forets", "lycee-des-sources", "agglo-meuzin"),
}
PROFILES = tuple(FIRMS)

SUPPLIERS = ("Cadrelune", "Ossature & Toile", "Plein Hall", "Scénovent", "Trame Neuve")
CRITERIA = ("prix", "delai", "references", "accessibilite", "rse")
LEAST_CSR = 3

#: code: event, task, who, working days of work; how early it must be over is drawn from when it should start.
TASKS = {
    "T1": ("Salon", "Commander le stand et valider son plan", "marketing", (9, 14)),
    "T2": ("Salon", "Réserver le camion, les trains et l'hôtel", "assistante", (2, 4)),
    "T3": ("Salon", "Faire imprimer et router les invitations", "marketing", (6, 10)),
    "T4": ("Webinaire", "Ouvrir la page d'inscription", "marketing", (3, 6)),
    "T5": ("Webinaire", "Retenir le sous-titrage et les interprètes en LSF", "assistante", (4, 8)),
    "T6": ("Webinaire", "Réserver le lieu du direct et la régie", "marketing", (5, 9)),
}
STATES = ("en retard", "cette semaine", "plus tard")

#: The fair begins on a Tuesday or a Wednesday; a webinar is held on a Tuesday or a Thursday.
FAIRS = ("2027-06-01", "2027-06-02", "2027-06-08", "2027-06-09", "2027-06-15", "2027-06-16")
WEBINARS = ("2027-05-20", "2027-05-25", "2027-05-27", "2027-06-01", "2027-06-03", "2027-06-08", "2027-06-10")

#: What is planned, as told in the file: for each duty, what makes it apply, what does not, at the fair then at the webinar.
PLANS = {
    "musique": (
        ("Sur le stand : un fond musical, les chansons françaises de l'année.", "Sur le stand, ni musique ni film sonore : le silence est notre argument."),
        ("Pendant que chacun se connecte : trois titres d'un album récent.", "Pendant que chacun se connecte : un compte à rebours muet."),
    ),
    "image": (
        ("Photographies publiées en ligne : des visiteurs que l'on reconnaît.", "Photographies publiées en ligne : le stand vide, avant l'ouverture."),
        ("Enregistrement mis en ligne : on y voit les participants qui posent une question.", "Enregistrement mis en ligne : les diapositives seules, sans voix ni visage."),
    ),
    "prospection": (
        ("Des particuliers laisseront leur adresse personnelle ; nous leur écrirons nos offres par courriel.", "Seules des adresses de professionnels seront relevées, pour des offres qui touchent à leur métier."),
        ("Le direct est ouvert à des particuliers, à qui nos offres seront ensuite envoyées par courriel.", "Le direct est réservé aux professionnels ; nos offres suivront, en rapport avec leur métier."),
    ),
    "site": (
        ("Les rendez-vous se prennent sur le site de la communauté urbaine, qui co-organise le salon.", "Les rendez-vous se prennent sur notre propre site."),
        ("Les inscriptions se font sur le site de la région, qui co-organise le direct.", "Les inscriptions se font sur notre propre site."),
    ),
    "vigilance": (
        ("Campagne et photographe du salon, un seul contrat : {haut} € HT.", "Campagne et photographe du salon, un seul contrat : {bas} € HT, soit {ttc} € TTC."),
        ("Visuels, campagne et captation, un seul contrat : {haut} € HT.", "Visuels, campagne et captation, un seul contrat : {bas} € HT, soit {ttc} € TTC."),
    ),
}  # fmt: skip
SPARE = (
    "Stand tenu par quatre personnes, à tour de rôle.", "Trois intervenants, dont une architecte.",
)  # fmt: skip

#: Factors of the case, in kg of CO2e a unit, of the order of those that ADEME publishes (car 0.2 a km, train 0.003-0.006 a passenger-km, a diesel
#: van of 12 m³ 0.8 a t·km, a hotel night in France 7, a mean meal 2, a breakfast 0.6, printed paper 0.9, electricity 0.06 a kWh, an hour of video
#: 0.06). What is taken to the stand weighs 0.35 to 1.2 t, and Épinal to Reims and back is some 550 km.
FOOTPRINT = {
    "Salon": (
        ("Déplacements", "Équipe, en voiture (aller et retour)", "km", 0.22, 580, 1250),
        ("Déplacements", "Équipe, en train (aller et retour)", "passager·km", 0.006, 1700, 2600),
        ("Fret", "Stand, en camion (aller et retour)", "t·km", 0.8, 240, 460),
        ("Hébergement et repas", "Nuits d'hôtel", "nuit", 7.0, 12, 12),
        ("Hébergement et repas", "Repas de l'équipe", "repas", 2.0, 24, 32),
        ("Hébergement et repas", "Petits déjeuners servis", "petit déjeuner", 0.6, 48, 60),
        ("Supports", "Documents imprimés", "kg", 0.9, 60, 150),
        ("Supports", "Panneaux et moquette jetés", "m²", 7.5, 14, 34),
        ("Numérique", "Écran et éclairage du stand", "kWh", 0.06, 60, 140),
        ("Numérique", "Envoi et stockage des vidéos", "h de vidéo", 0.06, 40, 120),
    ),
    "Webinaire": (
        ("Déplacements", "Intervenants, en voiture (aller et retour)", "km", 0.22, 420, 1300),
        ("Déplacements", "Intervenants, en train (aller et retour)", "passager·km", 0.006, 700, 1900),
        ("Fret", "Coffrets postés", "colis", 0.7, 90, 190),
        ("Hébergement et repas", "Nuits d'hôtel", "nuit", 7.0, 2, 5),
        ("Hébergement et repas", "Repas", "repas", 2.0, 6, 14),
        ("Supports", "Documents imprimés", "kg", 0.9, 12, 40),
        ("Supports", "Boîtes des coffrets", "kg de carton", 1.0, 14, 40),
        ("Numérique", "Direct et différé regardés", "h de vidéo", 0.06, 190, 420),
        ("Numérique", "Régie et éclairage du studio", "kWh", 0.06, 40, 90),
    ),
}  # fmt: skip


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Tables `evenements`, `depenses`, `partenaires`, `contacts`, `criteres`, `offres`, `taches`, `jours_feries`, `projet`, `emissions`.

    Amounts in euros, dates as timestamps at midnight. KitError after 3,000 vain draws of a table.
    """
    contacts, slots = tirer_jusqu_a(lambda r: (_contacts(r), _slots(r)), lambda drawn: _slot_checks(*drawn), rng)
    days = [str(rng.choice(FAIRS)), str(rng.choice(WEBINARS))]
    events = pd.DataFrame({"evenement": EVENTS, "capacite": slots})
    # Whether the threshold refuses the best mark is drawn before the loop: refusals would settle it.
    refused = bool(rng.randint(2))
    plans = rng.randint(2**31 - 1)
    criteria, offers = tirer_jusqu_a(lambda r: _offers(r, refused), lambda drawn: _offer_checks(drawn, refused), rng)
    return {
        "evenements": events,
        "depenses": _spent(rng),
        "partenaires": _partners(rng),
        "contacts": contacts,
        "criteres": criteria,
        "offres": offers,
        "taches": tirer_jusqu_a(lambda r: _tasks(r, days), lambda tasks: _task_checks(tasks, days), rng),
        "jours_feries": pd.DataFrame({"date": pd.to_datetime(list(HOLIDAYS)), "jour": list(HOLIDAYS.values())}),
        # A stream of its own: what the others refuse does not move it. Of the first sixteen, the one that is best balanced in the demonstration.
        "projet": _plans(np.random.RandomState(plans + 9)),
        "emissions": tirer_jusqu_a(_footprint, lambda drawn: _footprint_checks(drawn, contacts), rng),
    }


# --- what the two events of 2026 cost ---


def _spent(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for event, lines in SPENT.items():
        for post, what, low, high, rate, day in lines:
            net = _amount(rng, low, high)
            gross = what.split()[0].rstrip(",") in RECEIPTS or (post != "Espace" and rng.uniform() < 0.22)
            amount = round(net * (1 + rate / 100), 2) if gross else net
            mention = "TVA perdue" if what.startswith(LOST) else "TTC" if gross else "HT"
            rows.append((f"2026-{day}", event, post, what, amount, mention, rate))
        for what, low, high, day in HOURS[event]:
            hours = rng.randint(low, high)
            rows.append((f"2026-{day}", event, "Personnel", f"{what} : {hours} h", float(HOUR * hours), "sans TVA", 0))
    table = pd.DataFrame(rows, columns=["date", "evenement", "poste", "libelle", "montant", "mention", "tva"])
    table["date"] = pd.to_datetime(table["date"])
    table = table.sort_values(["date", "libelle"], ignore_index=True)
    table.insert(0, "piece", [f"P{rank:02d}" for rank in range(1, len(table) + 1)])
    return table


def _amount(rng: np.random.RandomState, low: float, high: float) -> float:
    """Net of VAT: round for most quotes, to the cent for the others."""
    amount = rng.uniform(low, high)
    return float(round(amount / 10) * 10) if rng.uniform() < 0.55 else round(amount, 2)


def _partners(rng: np.random.RandomState) -> pd.DataFrame:
    rows = [
        (event, name, capacity, brings, float(10 * rng.randint(low // 10, high // 10)), how)
        for name, event, capacity, brings, how, low, high in PARTNERS
    ]
    return pd.DataFrame(rows, columns=["evenement", "partenaire", "qualite", "apport", "montant", "statut"])


# --- who registered, who came ---


def _contacts(rng: np.random.RandomState) -> pd.DataFrame:
    """About 700 lines, of which some forty are the same person, registered twice."""
    taken: set[str] = set()
    rows = []
    for event in EVENTS:
        fair = event == "Salon"
        ahead = rng.randint(96, 142) if fair else rng.randint(230, 350)
        rate = rng.uniform(0.58, 0.8) if fair else rng.uniform(0.34, 0.52)
        warm = rng.uniform(0.24, 0.38) if fair else rng.uniform(0.14, 0.34)
        for _ in range(ahead):
            came = "oui" if rng.uniform() < rate else "non"
            if came == "non" and not fair and rng.uniform() < 0.2:
                came = "différé"
            rows.append(_person(rng, taken, event, "à l'avance", came, warm))
        for _ in range(rng.randint(150, 240) if fair else 0):
            rows.append(_person(rng, taken, event, "sur place", "oui", 0.8 * warm))
    order = rng.permutation(len(rows))
    rows = [rows[i] for i in order]
    # Twice in the file: a second registration, its address typed otherwise.
    for event, least, most in (("Salon", 9, 17), ("Webinaire", 16, 30)):
        here = [row for row in rows if row[0] == event and row[4] == "à l'avance"]
        for i in rng.choice(len(here), rng.randint(least, most), replace=False):
            again = list(here[i])
            again[1] += pd.Timedelta(days=int(rng.randint(1, 6)))
            again[2] = rng.choice([again[2].upper(), again[2].capitalize()])
            rows.append(tuple(again))
    table = pd.DataFrame(
        rows,
        columns=[
            "evenement",
            "inscrit_le",
            "courriel",
            "profil",
            "inscription",
            "presence",
            "interet",
        ],
    )
    table = table.sort_values(["inscrit_le", "courriel"], ignore_index=True)
    table.insert(0, "numero", np.arange(1, len(table) + 1))
    return table


def _person(rng: np.random.RandomState, taken: set[str], event: str, how: str, came: str, warm: float) -> tuple:
    fair = event == "Salon"
    profile = str(rng.choice(PROFILES, p=(0.34, 0.31, 0.19, 0.16) if fair else (0.42, 0.3, 0.08, 0.2)))
    while True:
        mail = f"{rng.choice(list('abcdefghjklmnprstv'))}.{rng.choice(NAMES)}@{rng.choice(FIRMS[profile])}.example"
        if mail not in taken:
            taken.add(mail)
            break
    day = np.datetime64("2026-06-09" if fair else "2026-11-19")
    day = day + (rng.randint(0, 2) if how == "sur place" else -min(int(rng.exponential(9)) + 7, 45))
    interest = None
    if came != "non":
        share = warm if came == "oui" else 0.5 * warm
        interest = str(rng.choice(["A", "B", "C"], p=(0.35 * share, 0.65 * share, 1 - share)))
    return event, pd.Timestamp(day), mail, profile, how, came, interest


def _rate(contacts: pd.DataFrame, event: str) -> float:
    one = contacts[~contacts["courriel"].str.lower().duplicated()]
    ahead = one[(one["evenement"] == event) & (one["inscription"] == "à l'avance")]
    return float((ahead["presence"] == "oui").mean())


def _slots(rng: np.random.RandomState) -> tuple[int, int]:
    """Appointments that four people can give in two days, places in the live."""
    return 8 * rng.randint(13, 21), int(rng.choice([150, 180, 200, 240, 250, 300]))


def _slot_checks(contacts: pd.DataFrame, slots: tuple[int, int]) -> Conditions:
    for event, seats in zip(EVENTS, slots, strict=True):
        yield f"{event} : loin d'un entier", 0.04 < 0.9 * seats / _rate(contacts, event) % 1 < 0.96


# --- whom to hire ---


def _offers(rng: np.random.RandomState, refused: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    weights = [rng.randint(6, 10), rng.randint(3, 7), rng.randint(2, 6), rng.randint(3, 7), rng.randint(4, 9)]
    prices = 10 * rng.randint(268, 396, len(SUPPLIERS))
    marks = rng.randint(2, 6, (len(SUPPLIERS), 4))
    # One or two are under the threshold of the CSR policy; the best placed of all is one of them, or is not.
    out = rng.choice(len(SUPPLIERS), rng.randint(1, 3), replace=False)
    marks[:, 3] = rng.randint(LEAST_CSR, 6, len(SUPPLIERS))
    marks[out, 3] = rng.randint(1, LEAST_CSR, len(out))
    marks[out[0], :3] = rng.randint(4, 6, 3)
    if refused:
        prices[out[0]] = 10 * rng.randint(262, 290)
    else:
        marks[rng.choice(np.setdiff1d(np.arange(len(SUPPLIERS)), out))] = rng.randint(4, 6, 4)
    criteria = pd.DataFrame([["Habillage du stand", *weights]], columns=["achat", *CRITERIA])
    offers = pd.DataFrame(marks, columns=CRITERIA[1:])
    offers.insert(0, "prix_ht", prices)
    offers.insert(0, "prestataire", SUPPLIERS)
    return criteria, offers


def _offer_checks(drawn: tuple[pd.DataFrame, pd.DataFrame], refused: bool) -> Conditions:
    criteria, offers = drawn
    marks = np.column_stack([5 * offers["prix_ht"].min() / offers["prix_ht"], offers[list(CRITERIA[1:])]])
    weights = criteria[list(CRITERIA)].to_numpy()[0]
    kept = (offers["rse"] >= LEAST_CSR).to_numpy()
    score = marks @ weights / weights.sum()
    yield "le premier est écarté par la RSE, ou non, comme voulu", bool(kept[score.argmax()]) != refused
    # Who forgets the threshold has next to no place right.
    yield "l'écartée la mieux notée est première ou deuxième", not kept[np.argsort(-score)[:2]].all()
    yield (
        "une offre est juste au seuil",
        bool((offers["rse"] == LEAST_CSR).any() and (offers["rse"] > LEAST_CSR).any()),
    )
    yield "des notes nettes", float(np.diff(np.sort(score)).min()) > 0.04

    def order(values: np.ndarray) -> list[int]:
        return [int(i) for i in np.argsort(-values, kind="stable") if kept[i]]

    yield "le prix ne donne pas l'ordre", order(score) != order(marks[:, 0])
    simple = marks.mean(axis=1)
    yield "la moyenne simple non plus", order(score) != order(simple) != order(marks[:, 0])
    # Five marks of a simple mean may be equal to the cent: their order would be chance.
    yield "ni de justesse", float(np.diff(np.sort(simple)).min()) > 0.02
    yield "des prix distincts", offers["prix_ht"].is_unique
    # Who leaves the price out, or weighs euros instead of a mark, does not find the right order.
    bare = marks[:, 1:] @ weights[1:]
    yield "sans le prix, un autre ordre", order(bare) != order(score)
    euros = order((offers["prix_ht"] * weights[0] + bare).to_numpy())
    yield (
        "le prix en euros, un autre ordre encore",
        euros not in (order(score), order(simple), order(marks[:, 0])),
    )


# --- what must be started when ---


def _tasks(rng: np.random.RandomState, days: list[str]) -> pd.DataFrame:
    rows = []
    for code, (event, task, who, bounds) in TASKS.items():
        work = rng.randint(bounds[0], bounds[1] + 1)
        left = int(np.busday_count(TODAY, np.datetime64(days[EVENTS.index(event)]), holidays=OFF))
        state = rng.choice(3, p=(0.34, 0.33, 0.33))
        if state == 0:
            total = left + rng.randint(1, 7)
        elif state == 1:
            total = left - rng.randint(0, 5)
        else:
            total = left - rng.randint(5, 14)
        day = pd.Timestamp(days[EVENTS.index(event)])
        rows.append((code, event, day, task, who, work, total - work))
    columns = ["tache", "evenement", "jour", "libelle", "responsable", "duree", "avance"]
    return pd.DataFrame(rows, columns=columns)


def _starts(tasks: pd.DataFrame, days: list[str], off: np.ndarray) -> np.ndarray:
    day = np.array([days[EVENTS.index(event)] for event in tasks["evenement"]], dtype="datetime64[D]")
    return np.busday_offset(day, -(tasks["duree"] + tasks["avance"]).to_numpy(), holidays=off)


def _task_checks(tasks: pd.DataFrame, days: list[str]) -> Conditions:
    yield "une avance vraisemblable", bool(tasks["avance"].between(3, 48).all())
    right = _starts(tasks, days, OFF)
    state = np.where(right < TODAY, 0, np.where(right <= TODAY + 4, 1, 2))
    yield (
        "chaque situation, une à trois fois",
        bool((np.bincount(state, minlength=3).clip(1, 3) == np.bincount(state, minlength=3)).all()),
    )
    forgot = _starts(tasks, days, np.array([], dtype="datetime64[D]"))
    yield "les fériés comptent", bool((forgot != right).sum() >= 4)
    other = np.where(forgot < TODAY, 0, np.where(forgot <= TODAY + 4, 1, 2))
    yield "les fériés changent une situation", bool((other != state).any())


# --- the file of 2027, and the footprint of 2026 ---


def _plans(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    cases = tirer_jusqu_a(_cases, _case_checks, rng)
    for (fair, online), case in zip(PLANS.values(), cases, strict=True):
        for event, applies, told in (("Salon", case // 2, fair), ("Webinaire", case % 2, online)):
            low = 10 * rng.randint(430, 490)
            figures = {
                "haut": _written(10 * rng.randint(525, 880)),
                "bas": _written(low),
                "ttc": _written(1.2 * low),
            }
            rows.append((event, told[0 if applies else 1].format(**figures)))
    rows += [("Salon", SPARE[0]), ("Webinaire", SPARE[1])]
    table = pd.DataFrame([rows[i] for i in rng.permutation(len(rows))], columns=["evenement", "texte"])
    table = table.sort_values("evenement", kind="stable", ignore_index=True)
    table.insert(0, "ligne", np.arange(1, len(table) + 1))
    return table


def _cases(rng: np.random.RandomState) -> list[int]:
    """For each duty, whom it concerns: 0 none, 1 the webinar, 2 the fair, 3 both; three or four of the ten apply."""
    applies = np.zeros((len(PLANS), 2), dtype=int)
    applies.flat[rng.choice(applies.size, rng.randint(3, 5), replace=False)] = 1
    return [int(case) for case in applies @ (2, 1)]


def _case_checks(cases: list[int]) -> Conditions:
    by_duty = dict(zip(PLANS, cases, strict=True))
    yield "un seuil ou une condition compte", by_duty["vigilance"] != 3 or by_duty["site"] != 3
    yield "le webinaire a ses obligations", sum(case % 2 for case in cases) >= 1
    yield "le salon a les siennes", sum(case // 2 for case in cases) >= 1


def _written(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", " ")


def _footprint(rng: np.random.RandomState) -> pd.DataFrame:
    rows = []
    for event, lines in FOOTPRINT.items():
        scale = rng.uniform(0.8, 1.45) if event == "Salon" else rng.uniform(0.8, 1.2)
        for post, what, unit, factor, low, high in lines:
            share = scale if post in ("Déplacements", "Fret", "Supports") else 1
            rows.append((event, post, what, round(share * rng.randint(low, high + 1)), unit, factor))
    return pd.DataFrame(rows, columns=["evenement", "poste", "libelle", "quantite", "unite", "facteur"])


def _footprint_checks(emissions: pd.DataFrame, contacts: pd.DataFrame) -> Conditions:
    total = (emissions["quantite"] * emissions["facteur"]).groupby([emissions["evenement"], emissions["poste"]]).sum()
    one = contacts[~contacts["courriel"].str.lower().duplicated() & (contacts["presence"] == "oui")]
    came = one["evenement"].value_counts()
    a, b = (total[event] / came[event] for event in EVENTS)
    yield "un écart net", abs(a.sum() / b.sum() - 1) > 0.08
    yield (
        "un poste qui pèse le plus",
        all(np.sort(x)[-1] > 1.1 * np.sort(x)[-2] for x in (a.to_numpy(), b.to_numpy())),
    )
