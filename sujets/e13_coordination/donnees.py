"""Le tirage de l'épreuve 13 : l'équipe de lancement d'un fabricant fictif de machines à café réparables.

Ordres de grandeur. Salaires bruts mensuels de 2026, en région, d'une entreprise industrielle de 140 personnes : 2 300 à 2 900 € pour une
chargée ou une technicienne, 3 200 à 4 100 € pour un cadre de service, 5 600 à 8 600 € en direction. Charges patronales nettes
d'allègements : la réduction générale, dégressive, s'éteint à trois SMIC ; d'où 29 à 34 % vers 2 400 €, 37 à 41 % vers 3 600 €, 42 à 46 %
au-dessus de 5 500 €. Indépendants : 45 à 75 € hors taxes de l'heure. Une réunion hebdomadaire de dix personnes coûte ainsi de 500 à 800 €.
Délais d'une adaptation : ceux que demandent d'ordinaire les prestataires ; l'énoncé les donne pour ceux du cas.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

Conditions = Iterator[tuple[str, bool]]

#: Prénom, fonction, brut mensuel (bas, haut) ou tarif de l'heure d'un indépendant.
EQUIPE = (
    ("Armelle", "directrice générale", 7800, 8600),
    ("Perrine", "directrice marketing", 5700, 6500),
    ("Gaspard", "chef de produit", 3400, 4000),
    ("Ousmane", "responsable du site", 3200, 3700),
    ("Fleur", "chargée de contenus", 2450, 2850),
    ("Hortense", "directrice commerciale", 5600, 6400),
    ("Tugdual", "chef de secteur", 3100, 3600),
    ("Mireille", "animatrice des ventes", 2500, 2900),
    ("Idriss", "responsable après-vente", 3300, 3800),
    ("Blandine", "conseillère après-vente", 2300, 2600),
    ("Aubin", "responsable qualité", 3600, 4100),
    ("Josselin", "acheteur", 3000, 3500),
)
EXTERNES = (
    ("Salomé", "graphiste indépendante", 48, 62),
    ("Ferdinand", "vidéaste indépendant", 58, 75),
    ("Leïla", "rédactrice indépendante", 45, 58),
)
#: Réunion, jour de semaine, toutes les n semaines, minutes prévues, invités.
RENDEZ_VOUS = (
    ("Comité de lancement", 0, 1, 90, ("Perrine", "Gaspard", "Ousmane", "Fleur", "Hortense", "Tugdual", "Idriss", "Aubin", "Josselin", "Salomé")),
    ("Point commercial", 1, 1, 60, ("Perrine", "Gaspard", "Hortense", "Tugdual", "Mireille")),
    ("Revue des visuels", 2, 1, 45, ("Gaspard", "Fleur", "Ousmane", "Salomé", "Ferdinand")),
    ("Point après-vente", 3, 1, 45, ("Gaspard", "Idriss", "Blandine", "Leïla", "Aubin")),
    ("Revue de production", 4, 2, 75, ("Armelle", "Perrine", "Hortense", "Aubin", "Josselin", "Idriss")),
)  # fmt: skip
#: Décisions par réunion : du rendez-vous qui décide peu (tiré avant la boucle), des autres.
FECONDITE = {
    "Comité de lancement": ((0.9, 1.5), (2.8, 4.5)),
    "Point commercial": ((0.45, 0.7), (1.3, 2.6)),
    "Revue des visuels": ((0.3, 0.5), (0.9, 2.2)),
    "Point après-vente": ((0.3, 0.5), (0.9, 2.2)),
    "Revue de production": ((0.8, 1.5), (2.6, 4.2)),
}
FORMATS = ("réunion", "brief", "point d'étape", "échange informel", "message écrit")
#: Par format juste : texte, services, personnes. L'énoncé donne les critères ; des textes portent deux indices, dont un seul compte.
SITUATIONS = {
    "réunion": (
        ("L'après-vente et la production ne sont pas d'accord sur le joint à livrer avec la machine ; il faut trancher avant vendredi.", 2, 5),
        ("Deux affiches restent en lice pour les magasins ; le marketing et le commercial doivent choisir.", 2, 4),
        ("Le stock de départ ne suffira pas aux 210 magasins : le commercial, la production et la direction doivent arbitrer.", 3, 6),
        ("Un traducteur démarre lundi, mais l'après-vente et le marketing doivent d'abord choisir les langues.", 2, 4),
        ("Les essais en magasin sont en cours ; le commercial et le marketing doivent trancher entre deux prix de lancement.", 2, 2),
        ("La livraison des cartons glisse d'une semaine ; la production et le commercial doivent choisir les magasins servis d'abord.", 2, 3),
    ),
    "brief": (
        ("Le vidéaste commence le film de démontage ; il ne connaît ni le message ni la durée voulue.", 1, 3),
        ("La graphiste démarre l'affiche des magasins : le format et le texte sont arrêtés, il reste à les lui expliquer.", 1, 2),
        ("Un imprimeur débute la mise en page de la notice, sans consigne écrite.", 1, 3),
        ("La rédactrice commence la page d'aide ; le plan est fait, elle ne l'a pas encore.", 2, 2),
        ("Un développeur débute le formulaire des pièces ; le marketing a déjà arrêté les champs avec l'après-vente.", 2, 4),
        ("L'agence de relations presse démarre : elle doit savoir à quels journaux écrire, et pour quand.", 1, 5),
    ),
    "point d'étape": (
        ("Le film de démontage est à mi-parcours ; ce qui est livré est à comparer au planning.", 1, 3),
        ("La traduction est en cours, deux langues sur quatre ; les autres sont prévues pour le 20.", 1, 2),
        ("Les fiches techniques sont en cours : douze sur trente devaient être prêtes hier.", 2, 4),
        ("L'équipement des magasins est à mi-parcours, et le calendrier prévoit la fin pour le 6 novembre.", 2, 5),
        ("La refonte de la page d'aide est en cours depuis trois semaines ; personne ne sait si elle tient son calendrier.", 2, 4),
        ("Le référencement des pièces est à mi-parcours, une semaine après la date du planning.", 1, 2),
    ),
    "échange informel": (
        ("Une légende du catalogue est illisible ; la corriger à deux prend cinq minutes.", 1, 2),
        ("Le responsable après-vente cherche le numéro d'un transporteur, que l'acheteur connaît.", 2, 2),
        ("Un prix diffère entre deux pages du site ; le vérifier à deux prend dix minutes.", 1, 2),
        ("La conseillère ne comprend pas un mot de la notice ; le chef de produit l'a écrit.", 2, 2),
        ("Un fichier de logo s'ouvre mal chez la graphiste ; il faut lui dire lequel prendre.", 1, 2),
        ("L'animatrice des ventes veut savoir si la machine d'essai peut être prêtée jeudi ; le chef de secteur le sait.", 1, 2),
    ),
    "message écrit": (
        ("Les codes de la photothèque changent lundi ; toute l'équipe doit le savoir.", 5, 14),
        ("Le salon de septembre a reçu 1 240 visiteurs : le chiffre est à faire connaître à tous.", 5, 14),
        ("La salle du mardi change jusqu'en décembre ; les participants doivent en être prévenus.", 2, 6),
        ("La direction a signé le budget du lancement ; les chefs de service l'attendaient.", 4, 5),
        ("Le nom définitif de la couleur est « vert tilleul » ; chacun l'emploiera désormais.", 5, 14),
        ("Un transporteur change ses horaires d'enlèvement ; trois services doivent le noter.", 3, 4),
    ),
}  # fmt: skip
DEMANDES = ("réunion", "réunion", "réunion", "point d'étape", "message écrit", "brief", "échange informel")

#: Adaptations, de la plus longue d'ordinaire à obtenir à la plus courte ; leur délai va de 1 à 15 jours ouvrés.
ADAPTATIONS = (
    "interprétation en LSF", "sous-titrage en direct", "boucle à induction", "salle de plain-pied", "supports envoyés 48 h avant",
    "documents en gros caractères", "description des images à voix haute", "pauses toutes les 45 minutes",
)  # fmt: skip
A_VENIR = {
    "M1": ("Comité de lancement élargi", "2026-11-02"),
    "M2": ("Formation des conseillers", "2026-11-05"),
    "M3": ("Présentation aux magasins", "2026-11-12"),
    "M4": ("Dernier comité avant le lancement", "2026-11-16"),
}

#: Sujets qui finissent par une action : article et nom, constat, tâche, choix possible, événement daté.
SUJETS_ACTION = {
    "notice": ("la notice", "L'imprimeur attend le texte depuis lundi.", "relire la notice et l'envoyer à l'imprimeur", "la notice tient sur quatre pages", "La mise sous presse est calée au {}."),
    "affiche": ("l'affiche", "Les magasins réclament un format plus petit.", "remettre l'affiche au format A3", "l'affiche ne montre plus le prix", "L'envoi aux magasins est calé au {}."),
    "vidéo": ("la vidéo", "Le film de démontage dure quatre minutes, c'est long.", "monter une version d'une minute", "la vidéo est sous-titrée dès sa sortie", "La mise en ligne est calée au {}."),
    "formation": ("la formation", "Douze vendeurs se sont inscrits, la salle en tient vingt.", "relancer les magasins qui n'ont pas répondu", "la formation se fait à Autun, en une journée", "L'arrivée des vendeurs est calée au {}."),
    "page d'aide": ("la page d'aide", "La moitié des questions des essais n'y ont pas de réponse.", "écrire les dix réponses qui manquent", "la page d'aide donne d'abord le numéro de téléphone", "La revue de la page est calée au {}."),
}  # fmt: skip
#: Sujets sans action : article et nom, choix possible, fait, ce qui suspend le choix. La garantie n'est arrêtée que par la direction générale.
SUJETS_AUTRES = {
    "emballage": ("l'emballage", "le carton sans film plastique", "Le carton gris coûte huit centimes de plus.", "l'atelier doit d'abord faire l'essai de chute"),
    "prix de lancement": ("le prix de lancement", "590 € jusqu'à Noël", "Deux concurrents sont à 649 €.", "il faut d'abord vérifier la marge des magasins"),
    "essai en magasin": ("l'essai en magasin", "un essai de dix minutes sans rendez-vous", "Neuf magasins sur trente ont un point d'eau.", "il faut d'abord l'avis des magasins"),
    "garantie": ("la garantie", "cinq ans, pièces et main-d'œuvre", "L'atelier a provisionné quatre ans.", "Armelle doit d'abord donner son accord"),
    "reprise": ("la reprise des anciennes machines", "20 € par machine reprise", "Le recycleur en accepte quarante par mois.", "le recycleur doit d'abord confirmer son volume"),
}  # fmt: skip
PRESENTS = ("Gaspard", "Fleur", "Ousmane", "Hortense", "Idriss", "Aubin", "Salomé")
#: Qui peut prendre chaque action, parmi les présents, puis parmi ceux qui n'y sont pas : les personnes que le sujet regarde.
PORTEURS = {
    "notice": ("Gaspard", "Fleur", "Idriss", "Aubin"),
    "affiche": ("Salomé", "Fleur", "Gaspard"),
    "vidéo": ("Fleur", "Ousmane", "Salomé"),
    "formation": ("Hortense", "Gaspard", "Idriss"),
    "page d'aide": ("Ousmane", "Idriss", "Fleur"),
}
PORTEURS_ABSENTS = {
    "notice": ("Blandine", "Leïla"),
    "affiche": ("Mireille",),
    "vidéo": ("Ferdinand",),
    "formation": ("Tugdual", "Mireille"),
    "page d'aide": ("Leïla", "Blandine"),
}
RAISONS = (
    "un fichier me manque encore", "le prestataire ferme deux jours", "je suis au salon mardi et mercredi", "l'atelier me prend la fin de la semaine",
)  # fmt: skip
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
MOIS = {10: "octobre", 11: "novembre"}

#: Par phase : étape, service, point de contrôle que l'entreprise a un jour nommé.
PARCOURS = {
    "avant-vente": (
        ("Voir une publicité", "Marketing", "souvenir de la publicité, enquête par mois"),
        ("Lire la fiche sur le site", "Marketing", "temps de lecture et départs, chaque semaine"),
        ("Comparer avec un autre modèle", "Marketing", "essai avec trois clients par trimestre"),
        ("Poser une question par écrit", "Après-vente", "réponses en 24 h, chaque semaine"),
        ("Téléphoner avant d'acheter", "Après-vente", "appels décrochés, chaque semaine"),
        ("Trouver un magasin proche", "Commercial", "recherches sans résultat, chaque mois"),
        ("Entrer dans le magasin", "Commercial", "visite mystère par trimestre"),
        ("Essayer la machine", "Commercial", "essais tenus par magasin, chaque mois"),
        ("Lire un avis de client", "Marketing", "avis sans réponse, chaque semaine"),
        ("Suivre une démonstration filmée", "Marketing", "part vue jusqu'au bout, chaque mois"),
    ),
    "vente": (
        ("Commander sur le site", "Marketing", "paniers abandonnés, chaque semaine"),
        ("Payer en ligne", "Marketing", "paiements refusés, chaque semaine"),
        ("Commander en magasin", "Commercial", "commandes reprises à la main, chaque mois"),
        ("Choisir la livraison", "Commercial", "changements d'adresse, chaque mois"),
        ("Recevoir la confirmation", "Marketing", "messages revenus, chaque semaine"),
        ("Faire reprendre l'ancienne machine", "Commercial", "reprises promises et faites, chaque mois"),
        ("Attendre la livraison", "Production", "délai moyen, chaque semaine"),
        ("Ouvrir le carton", "Production", "machines abîmées, chaque mois"),
    ),
    "après-vente": (
        ("Lire la notice", "Marketing", "essai avec cinq clients par trimestre"),
        ("Mettre en route", "Après-vente", "appels de la première semaine, chaque mois"),
        ("Détartrer", "Après-vente", "pannes de calcaire, chaque mois"),
        ("Chercher une pièce", "Après-vente", "recherches sans résultat, chaque mois"),
        ("Demander une réparation", "Après-vente", "demandes incomplètes, chaque semaine"),
        ("Envoyer la machine", "Après-vente", "colis en retard, chaque mois"),
        ("Attendre la réparation", "Après-vente", "délai moyen, chaque semaine"),
        ("Recevoir la machine réparée", "Après-vente", "retours dans le mois, chaque mois"),
        ("Réparer soi-même", "Marketing", "guides notés inutiles, chaque mois"),
        ("Donner son avis", "Marketing", "taux de réponse, chaque mois"),
        ("Être rappelé après trois mois", "Commercial", "rappels faits, chaque mois"),
    ),
}


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Les neuf tables du cas ; chaque partie a son hasard, pour que régler l'une ne change pas les autres."""
    graines = rng.randint(0, 2**31 - 1, 5)
    hasards = [np.random.RandomState(graine) for graine in graines]
    sterile = hasards[0].randint(len(RENDEZ_VOUS))  # tiré avant la boucle : les refus le figeraient
    tables = tirer_jusqu_a(lambda hasard: _reunions(hasard, sterile), _conditions_reunions, hasards[0])
    tables["situations"] = _situations(hasards[1])
    tables |= tirer_jusqu_a(_adaptations, _conditions_adaptations, hasards[2])
    tables |= tirer_jusqu_a(_transcription, _conditions_transcription, hasards[3])
    tables["parcours"] = tirer_jusqu_a(_parcours, _conditions_parcours, hasards[4])
    return tables


# --- les réunions du trimestre ---


def _reunions(rng: np.random.RandomState, sterile: int) -> dict[str, pd.DataFrame]:
    lignes = []
    for prenom, fonction, bas, haut in EQUIPE:
        brut = 10 * rng.randint(bas // 10, haut // 10)
        charges = rng.randint(29, 35) if brut < 2950 else rng.randint(36, 42) if brut < 5500 else rng.randint(42, 47)
        lignes.append((prenom, fonction, brut, charges, None))
    for prenom, fonction, bas, haut in EXTERNES:
        lignes.append((prenom, fonction, None, None, rng.randint(bas, haut)))
    equipe = pd.DataFrame(lignes, columns=["prenom", "fonction", "brut_mensuel", "charges", "tarif_horaire"])
    for colonne in ("brut_mensuel", "charges", "tarif_horaire"):
        equipe[colonne] = equipe[colonne].astype("Int64")

    tenues, venues = [], []
    assiduite = {prenom: rng.uniform(0.62, 0.97) for prenom in equipe["prenom"]}
    for rang, (nom, jour, rythme, prevue, invites) in enumerate(RENDEZ_VOUS):
        peu, beaucoup = FECONDITE[nom]
        allure, fecondite = rng.uniform(0.9, 1.45), rng.uniform(*(peu if rang == sterile else beaucoup))
        for semaine in range(0, 13, rythme):
            date = pd.Timestamp("2026-06-29") + pd.Timedelta(days=7 * semaine + jour)
            if not pd.Timestamp("2026-07-01") <= date <= pd.Timestamp("2026-09-30") or date == pd.Timestamp(
                "2026-07-14"
            ):
                continue
            if rng.uniform() < (0.45 if date.month == 8 else 0.06):  # annulée
                continue
            reelle = int(np.clip(round(prevue * allure * np.exp(rng.normal(0, 0.13))), 20, 170))
            tenues.append((date, rang, nom, reelle, int(rng.poisson(fecondite)), invites))
    tenues.sort(key=lambda ligne: ligne[:2])
    reunions = pd.DataFrame(
        [(f"R{rang:02d}", date, nom, decisions) for rang, (date, _, nom, _, decisions, _) in enumerate(tenues, 1)],
        columns=["reunion", "date", "rendez_vous", "decisions"],
    )
    for rang, (_, _, nom, reelle, _, invites) in enumerate(tenues, 1):
        for prenom in invites:
            if rng.uniform() < assiduite[prenom]:
                venue = "à distance" if rng.uniform() < 0.25 else "présent"
            else:
                venue = "excusé" if rng.uniform() < 0.7 else "absent"
            venues.append((f"R{rang:02d}", nom, reelle, prenom, venue))
    presences = pd.DataFrame(venues, columns=["reunion", "rendez_vous", "minutes", "prenom", "presence"])
    presences.insert(0, "numero", np.arange(1, len(presences) + 1))
    return {"equipe": equipe, "reunions": reunions, "presences": presences}


def _conditions_reunions(tables: dict[str, pd.DataFrame]) -> Conditions:
    reunions, equipe = tables["reunions"], tables["equipe"].set_index("prenom")
    par_nom = reunions.groupby("rendez_vous")
    yield (
        "chaque rendez-vous s'est tenu quatre fois et a décidé",
        bool((par_nom.size() >= 4).all() and (par_nom["decisions"].sum() >= 3).all()),
    )
    horaire = (
        (12 * equipe["brut_mensuel"] * (1 + equipe["charges"] / 100) / 1607)
        .fillna(equipe["tarif_horaire"])
        .astype(float)
    )
    presences = tables["presences"]
    presences = presences[presences["presence"].isin(["présent", "à distance"])]
    yield (
        "chaque réunion a deux présents",
        bool(presences.groupby("reunion").size().reindex(reunions["reunion"]).min() >= 2),
    )
    couts = presences["minutes"] / 60 * presences["prenom"].map(horaire)
    cout = couts.groupby(presences["rendez_vous"]).sum()
    decision = (cout / par_nom["decisions"].sum()).sort_values()
    yield "la décision la plus chère se détache", decision.iloc[-1] >= 1.12 * decision.iloc[-2]
    yield "une décision coûte un prix croyable", decision.iloc[0] >= 60 and decision.iloc[-1] <= 1400


# --- les situations ---


def _situations(rng: np.random.RandomState) -> pd.DataFrame:
    justes = [*FORMATS, str(rng.choice(FORMATS))]
    pris: dict[str, list[int]] = {juste: list(rng.permutation(len(SITUATIONS[juste]))) for juste in FORMATS}
    lignes = []
    for juste in rng.permutation(justes):
        texte, services, personnes = SITUATIONS[juste][pris[juste].pop()]
        demande = str(rng.choice(DEMANDES))
        lignes.append((texte, services, personnes, demande))
    table = pd.DataFrame(lignes, columns=["texte", "services", "personnes", "format_demande"])
    table.insert(0, "situation", [f"S{rang}" for rang in range(1, 7)])
    return table


# --- les adaptations demandées ---


def _adaptations(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    longueur = np.sort(rng.choice(np.arange(1, 16), len(ADAPTATIONS), replace=False))[::-1]
    rang = np.argsort(np.arange(len(ADAPTATIONS)) + rng.normal(0, 2.6, len(ADAPTATIONS)))
    delais = pd.DataFrame({"adaptation": np.array(ADAPTATIONS, dtype=object)[rang], "delai": longueur})
    delais = delais.sort_values("adaptation", ignore_index=True)
    noms = delais["adaptation"].to_numpy()
    demandes, preparatifs = [], []
    for code, (intitule, date) in A_VENIR.items():
        voulues = rng.choice(noms, rng.randint(4, 9), replace=False)
        doubles = rng.choice(voulues, rng.randint(1, 3), replace=False)
        participants = rng.permutation(np.arange(1, 13))
        for numero, adaptation in zip(participants, [*voulues, *doubles], strict=False):
            demandes.append((code, intitule, pd.Timestamp(date), f"participant {numero:02d}", adaptation))
        manquantes = set(
            rng.choice(voulues, min(len(voulues) - 1, int(rng.choice(4, p=(0.14, 0.26, 0.34, 0.26)))), replace=False)
        )
        for adaptation in voulues:
            if adaptation not in manquantes:
                preparatifs.append((code, adaptation, "confirmé"))
            elif rng.uniform() < 0.6:
                preparatifs.append((code, adaptation, "demandé"))
        for adaptation in rng.permutation([nom for nom in noms if nom not in voulues])[: rng.randint(0, 2)]:
            preparatifs.append((code, adaptation, "confirmé"))
    demandes_table = pd.DataFrame(demandes, columns=["reunion", "intitule", "date", "participant", "adaptation"])
    demandes_table = demandes_table.sort_values(["reunion", "participant"], ignore_index=True)
    demandes_table.insert(0, "numero", np.arange(1, len(demandes_table) + 1))
    ordre = rng.permutation(len(preparatifs))
    preparatifs_table = pd.DataFrame([preparatifs[rang] for rang in ordre], columns=["reunion", "adaptation", "etat"])
    preparatifs_table.insert(0, "numero", np.arange(1, len(preparatifs_table) + 1))
    return {"delais": delais, "demandes": demandes_table, "preparatifs": preparatifs_table}


def _conditions_adaptations(tables: dict[str, pd.DataFrame]) -> Conditions:
    delais = tables["delais"].set_index("adaptation")["delai"]
    yield "les délais sont tous différents", delais.is_unique
    manques, parts, en_attente, a_choisir, longues_en_attente = [], [], 0, 0, 0
    ailleurs_distincte = courte_distincte = False
    confirmees = set(tables["preparatifs"].loc[tables["preparatifs"]["etat"] == "confirmé", "adaptation"])
    for code in A_VENIR:
        voulues = set(tables["demandes"].loc[tables["demandes"]["reunion"] == code, "adaptation"])
        lignes = tables["preparatifs"][tables["preparatifs"]["reunion"] == code]
        absentes = voulues - set(lignes.loc[lignes["etat"] == "confirmé", "adaptation"])
        demandees = voulues & set(lignes.loc[lignes["etat"] == "demandé", "adaptation"])
        en_attente += len(demandees)
        ailleurs_distincte |= len(absentes & confirmees) != len(demandees)
        manques.append(max(absentes, key=lambda nom: delais[nom]) if absentes else "rien")
        longues_en_attente += manques[-1] in demandees
        parts.append(1 - len(absentes) / len(voulues))
        a_choisir += len(absentes) >= 2
        courtes = sorted(absentes, key=lambda nom: delais[nom])[:1]
        courte_distincte |= courtes != sorted(absentes - demandees, key=lambda nom: delais[nom])[-1:]
    yield "à trois réunions, la plus longue à obtenir se choisit entre plusieurs", a_choisir >= 3
    yield "deux des plus longues à obtenir attendent une réponse", longues_en_attente >= 2
    yield "une adaptation confirmée ailleurs n'est pas une demande en attente", ailleurs_distincte
    yield "la plus courte à obtenir n'est pas partout la plus longue des non demandées", courte_distincte
    yield "une réunion au plus a tout", manques.count("rien") <= 1
    yield "trois adaptations différentes manquent", len(set(manques)) >= 3
    yield "des parts différentes", len({round(part, 3) for part in parts}) >= 3
    yield "des demandes attendent une réponse", en_attente >= 3


# --- huit minutes de réunion ---


def _dit(date: pd.Timestamp) -> str:
    return f"{JOURS[date.weekday()]} {date.day} {MOIS[date.month]}"


def _transcription(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    ouvrables = pd.bdate_range("2026-10-13", "2026-11-06")

    def deux_dates() -> tuple[pd.Timestamp, pd.Timestamp]:
        premiere = rng.randint(len(ouvrables) - 3)
        return ouvrables[premiere], ouvrables[premiere + rng.randint(1, 4)]

    formes = dict(
        zip(
            SUJETS_ACTION,
            rng.permutation([rng.choice(["simple", "demande"]), "refus", "report", "veille", "absent"]),
            strict=True,
        )
    )
    tranches = set(rng.choice(list(SUJETS_ACTION), rng.randint(1, 3), replace=False))
    issues = ["décision", "suspendue", "souhait", "avant", rng.choice(["décision", "proposition"])]
    issues.remove(garantie := rng.choice(["suspendue", "souhait"]))
    autres = [sujet for sujet in SUJETS_AUTRES if sujet != "garantie"]
    issues = {"garantie": garantie} | dict(zip(autres, rng.permutation(issues), strict=True))
    blocs, retours = [], []
    for sujet, forme in formes.items():
        nom, constat, tache, choix, evenement = SUJETS_ACTION[sujet]
        porteurs = rng.permutation(PORTEURS[sujet])
        temoin = rng.choice([prenom for prenom in PRESENTS if prenom not in porteurs[:2]])
        tot, tard = deux_dates()
        bloc = [("Perrine", "{ouverture} : " + nom + "."), (temoin, constat)]
        if sujet in tranches:
            bloc.append(
                (
                    rng.choice([p for p in PRESENTS if p != temoin]),
                    "Et il reste un point à régler d'abord.",
                )
            )
            bloc.append(
                (
                    "Perrine",
                    rng.choice(["Je tranche : {}.", "On retient ceci : {}.", "C'est décidé : {}."]).format(choix),
                )
            )
        if forme == "simple":
            bloc.append(("Perrine", "Qui s'en occupe ?"))
            bloc.append((porteurs[0], f"Je m'en charge : {tache}, pour {_dit(tard)}."))
        elif forme == "refus":
            bloc.append(("Perrine", f"{porteurs[0]}, tu peux {tache} pour {_dit(tot)} ?"))
            bloc.append((porteurs[0], f"Impossible, je suis en déplacement jusqu'au {_dit(tot)}."))
            bloc.append((porteurs[1], f"Je m'en charge, mais pour {_dit(tard)}, pas avant."))
            bloc.append(("Perrine", "Va pour cette date."))
        elif forme == "demande":
            bloc.append(("Perrine", f"{porteurs[0]}, tu peux {tache} pour {_dit(tard)} ?"))
            bloc.append((porteurs[0], "Oui, c'est noté."))
        elif forme == "report":
            bloc.append((porteurs[0], f"Je m'en charge : {tache}, pour {_dit(tot)}."))
            bloc.append(("Perrine", "Merci."))
            retours.append(
                [
                    (
                        porteurs[0],
                        f"Je reviens sur {nom} : {rng.choice(RAISONS)}, ce sera fait pour {_dit(tard)}.",
                    ),
                    ("Perrine", "Entendu, on change la date."),
                ]
            )
        elif forme == "veille":
            mardis_a_vendredis = [date for date in ouvrables if date.weekday() > 0]
            date = mardis_a_vendredis[rng.randint(len(mardis_a_vendredis))]
            bloc.append((temoin, evenement.format(_dit(date))))
            bloc.append(("Perrine", f"Il faut {tache} pour la veille, pas plus tard."))
            bloc.append((porteurs[0], "Je m'en charge."))
        else:
            absent = rng.choice(PORTEURS_ABSENTS[sujet])
            bloc.append(("Perrine", "Qui s'en occupe ?"))
            bloc.append(
                (
                    porteurs[0],
                    f"C'est {absent} qui s'en charge. Nous en avons parlé hier, ce sera fait pour {_dit(tard)}.",
                )
            )
        blocs.append(bloc)
    for sujet, issue in issues.items():
        nom, choix, fait, attente = SUJETS_AUTRES[sujet]
        a, b, c = rng.permutation(PRESENTS)[:3]
        bloc = [("Perrine", "{ouverture} : " + nom + ".")]
        if issue in ("décision", "suspendue"):
            bloc += [
                (a, fait),
                (b, f"Je propose {choix}."),
                (c, rng.choice(["Je suis d'accord.", "D'accord aussi.", "J'ai un doute, mais soit."])),
            ]
            bloc.append(
                (
                    "Perrine",
                    rng.choice(["Je tranche : {}.", "On retient {}.", "C'est décidé : {}."]).format(choix),
                )
            )
            if issue == "suspendue":
                retours.append(
                    [
                        (
                            "Perrine",
                            f"Je reviens sur {nom} : {attente}, rien n'est donc arrêté.",
                        )
                    ]
                )
        elif issue == "souhait":
            suite = "Armelle nous dira ce qu'elle en pense." if sujet == "garantie" else "Nous en reparlerons."
            bloc += [(a, fait), ("Perrine", f"J'aimerais beaucoup {choix}. {suite}")]
        elif issue == "avant":
            bloc += [
                (a, f"C'est décidé depuis le comité de septembre : {choix}."),
                (b, fait),
                ("Perrine", "Merci, je le savais."),
            ]
        else:
            bloc += [
                (a, fait),
                (b, f"Je propose {choix}."),
                (c, "Excellente idée, allons-y."),
                ("Perrine", "Je vous laisse y réfléchir."),
            ]
        blocs.append(bloc)
    ordre = [blocs[rang] for rang in rng.permutation(len(blocs))]
    tours = [
        (
            "Perrine",
            "Bonjour à tous. Nous avons huit minutes et dix sujets ; Tugdual, Josselin, Mireille et Blandine sont excusés.",
        )
    ]
    for rang, bloc in enumerate(ordre):
        ouverture = "Premier sujet" if rang == 0 else "Dernier sujet" if rang == 9 else "Sujet suivant"
        tours += [(qui, dit.replace("{ouverture}", ouverture)) for qui, dit in bloc]
    for rang in rng.permutation(len(retours)):
        tours += retours[rang]
    tours.append(("Perrine", "Merci. Le compte rendu part avant midi."))
    secondes, lignes = 0, []
    for rang, (qui, dit) in enumerate(tours, 1):
        lignes.append((rang, f"{secondes // 60:02d}:{secondes % 60:02d}", str(qui), dit))
        secondes += 5 + int(len(dit.split()) * rng.uniform(0.5, 0.75))
    return {"transcription": pd.DataFrame(lignes, columns=["tour", "minute", "qui", "parole"])}


def _conditions_transcription(tables: dict[str, pd.DataFrame]) -> Conditions:
    derniere = tables["transcription"]["minute"].iloc[-1]
    yield "la réunion dure huit minutes environ", "07:00" <= derniere <= "09:00"


# --- le parcours du client ---


def _parcours(rng: np.random.RandomState) -> pd.DataFrame:
    lignes = []
    for phase, etapes in PARCOURS.items():
        suivi = rng.uniform(0.3, 0.75)
        for etape, service, nomme in etapes:
            tirage = rng.uniform()
            releve = pd.Timestamp("2026-07-01") + pd.Timedelta(days=int(rng.randint(0, 92)))
            if tirage < suivi:
                controle = nomme
            elif tirage < suivi + (1 - suivi) * 0.4:
                controle, releve = None, pd.NaT
            elif tirage < suivi + (1 - suivi) * 0.7:
                controle, releve = (
                    nomme,
                    pd.Timestamp("2026-03-02") + pd.Timedelta(days=int(rng.randint(0, 118))),
                )
            else:
                controle, releve = nomme, pd.NaT
            reclamations = int(np.clip(round(np.exp(rng.normal(2.6, 0.9))), 0, 120))
            lignes.append((phase, etape, service, controle, releve, reclamations))
    table = pd.DataFrame(
        lignes, columns=["phase", "etape", "service", "point_de_controle", "releve_le", "reclamations"]
    )
    table["releve_le"] = pd.to_datetime(table["releve_le"])
    table.insert(0, "numero", np.arange(1, len(table) + 1))
    return table


def _conditions_parcours(parcours: pd.DataFrame) -> Conditions:
    controlee = parcours["releve_le"] >= pd.Timestamp("2026-07-01")
    sans = (~controlee).groupby(parcours["phase"]).sum()
    anciens = parcours[parcours["releve_le"] < pd.Timestamp("2026-07-01")].groupby("phase")["reclamations"].sum()
    yield "des relevés anciens, avec des réclamations, dans deux phases", int((anciens >= 5).sum()) >= 2
    nommes = parcours["point_de_controle"].isna().groupby(parcours["phase"]).sum()
    yield "chaque phase a des étapes des deux sortes", bool((sans >= 2).all() and (sans <= 7).all())
    yield (
        "des points de contrôle nommés ne vivent plus, à chaque phase",
        bool((nommes < sans).all() and (nommes >= 1).all()),
    )
    sommes = parcours["reclamations"].groupby(parcours["phase"]).sum()
    parts = (parcours["reclamations"] * ~controlee).groupby(parcours["phase"]).sum() / sommes
    rang = parts.sort_values()
    yield (
        "une phase est à équiper la première",
        rang.iloc[-1] - rang.iloc[-2] >= 0.06 and parts.min() >= 0.1 and parts.max() <= 0.9,
    )
    yield "chaque phase a des réclamations", bool((sommes >= 60).all())
