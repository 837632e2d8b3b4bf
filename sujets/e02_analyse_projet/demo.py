"""The figures that fictional candidates quote in épreuve 2, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, euros, pourcent

_FAMILIES = ("politique", "économique", "sociologique", "technologique", "environnemental", "légal")
_SERVICES = {
    "reparation": "la réparation",
    "reconditionne": "le reconditionné",
    "atelier_mobile": "l'atelier mobile",
}
_PAGES = {
    "accueil": "Accueil",
    "choix_du_service": "Choix du service",
    "agenda": "Agenda",
    "paiement": "Paiement",
    "compte": "Compte",
}
_GOALS = {
    "ODD 3": "santé",
    "ODD 4": "éducation",
    "ODD 5": "égalité",
    "ODD 7": "énergie",
    "ODD 8": "travail décent",
    "ODD 11": "villes durables",
    "ODD 12": "consommation responsable",
    "ODD 13": "climat",
    "ODD 15": "vie terrestre",
}
# What a clipping changes for the workshop, and what the workshop does about it.
_FACTS = {
    "Plan vélo": ("des cyclistes de plus devant la porte", "annoncer l'atelier sur les nouvelles pistes"),
    "Aide à l'achat": ("un reconditionné moins cher pour le client", "monter le dossier d'aide au comptoir"),
    "Formation à la réparation": ("des mécaniciens à recruter", "accueillir deux apprentis"),
    "Atelier public": ("un rival qui ne cherche pas à gagner", "proposer de le tenir pour l'agglomération"),
    "Voie verte suspendue": ("moins de promeneurs le week-end", "ne pas compter sur eux la première année"),
    "Rue en attente": ("une façade en chantier à l'ouverture", "lier le loyer à la date des travaux"),
    "Retour du transit": ("une rue moins sûre à vélo", "défendre le projet devant les élus"),
    "Vélos d'entreprise": ("des contrats d'entretien réguliers", "démarcher les trois employeurs avant l'été"),
    "Baisse des loyers": ("un bail qui se négocie", "demander six mois de loyer réduit"),
    "Départ du vélociste": ("ses clients à accueillir", "lui racheter son fichier et son stock"),
    "Hausse du neuf": ("plus de vélos que l'on répare", "afficher le prix d'un reconditionné à côté du neuf"),
    "Enseigne agrandie": ("un rayon d'entretien à deux kilomètres", "tenir un délai de trois jours, qu'elle ne tient pas"),
    "Prix des pièces": ("une marge rognée sur chaque réparation", "proposer la pièce d'occasion"),
    "Taux des prêts": ("un emprunt plus cher", "faire fixer le taux avant de signer"),
    "Emplois supprimés": ("des budgets qui se resserrent", "garder un forfait d'entrée à petit prix"),
    "Actifs à vélo": ("une demande d'entretien en semaine", "ouvrir à sept heures trente"),
    "Retraités en club": ("des révisions en groupe, hors saison", "une visite par club chaque hiver"),
    "Goût de l'occasion": ("des acheteurs pour nos reconditionnés", "leur donner la moitié de la vitrine"),
    "Café-réparation": ("des habitants qui prennent goût à réparer", "y prêter un mécanicien le samedi"),
    "Peur du trajet": ("des vélos d'enfants qui restent au garage", "organiser des essais du trajet de l'école"),
    "Moins de jeunes": ("moins de vélos simples à entretenir", "viser aussi les plus de soixante ans"),
    "Crainte du vol": ("des clients qui n'osent pas un bon vélo", "vendre l'antivol avec le vélo"),
    "Banc de diagnostic": ("des batteries que l'on sait juger", "en acheter un pour l'ouverture"),
    "Agenda et rappels": ("moins de rendez-vous manqués", "l'ouvrir avec l'atelier, clavier compris"),
    "Pièces imprimées": ("des vélos anciens sauvés", "essayer dix pièces avec un fabricant local"),
    "Moteurs verrouillés": ("des pannes que nous ne lirons plus", "demander l'agrément d'un des deux fabricants"),
    "Outillage électronique": ("des freins que l'on ne règle pas", "prévoir l'outillage dans les 240 000 €"),
    "Logiciel de caisse": ("une caisse à remplacer en pleine ouverture", "changer de logiciel avant l'été"),
    "Vélos de la déchèterie": ("six cents vélos à reconditionner", "signer une convention de collecte"),
    "Automnes doux": ("trois semaines de travail en plus", "garder le renfort d'été jusqu'en novembre"),
    "Tri des batteries": ("un transport plus court", "y confier nos batteries usagées"),
    "Jours trop chauds": ("des semaines creuses en été", "proposer la révision de juin"),
    "Carte des crues": ("un sous-sol qui ne peut pas servir de réserve", "demander un loyer sans le sous-sol"),
    "Récolte de l'hévéa": ("des pneus plus rares", "commander deux mois plus tôt"),
    "Batterie remplaçable": ("un travail que le constructeur ne peut plus garder", "former un mécanicien aux batteries"),
    "Règles de réparation": ("des clients qui demanderont à réparer", "afficher nos délais et nos prix"),
    "Filière du sport": ("une aide possible à la réparation", "nous rapprocher de la filière"),
    "Site accessible": ("une réservation à corriger", "corriger d'abord une page, puis les autres"),
    "Identifiant des vélos": ("un marquage à chaque vente d'occasion", "le compter dans le prix de vente"),
    "Local accessible": ("des travaux à l'entrée et au comptoir", "en faire une condition du bail"),
}  # fmt: skip
_THRESHOLD = 35
_CLOSE = 4  # points: what the pilot cannot tell from the threshold


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    out = set(answers["C2_1-ecartes"])
    table = answers["C2_1-criticite"]
    threats = sorted(_FAMILIES, key=lambda name: -table[name]["menaces"])
    helps = sorted(_FAMILIES, key=lambda name: -table[name]["opportunites"])
    all_threats, all_helps = (sum(row[column] for row in table.values()) for column in ("menaces", "opportunites"))
    sizes = answers["C2_2-tailles"]
    quotas = answers["C2_2-quotas"]
    largest = max(quotas, key=lambda stratum: quotas[stratum])
    rates = answers["C2_3-rgaa"]
    first = max(_PAGES, key=lambda page: rates[page])
    goals = answers["C2_4-odd"]
    emitted = answers["C2_4-emissions"]
    order = sorted(emitted, key=lambda name: emitted[name])
    return {
        "ecartes": ecrit(len(out)),
        "lignes_familles": "\n".join(_family(name, table[name]) for name in _FAMILIES),
        "menaces": _told(threats[:3], table, "menaces", "pire_menace"),
        "opportunites": _told(helps[:3], table, "opportunites", "meilleure_opportunite"),
        "total_menaces": ecrit(all_threats),
        "total_opportunites": ecrit(all_helps),
        "avis": _advice(all_helps / max(all_threats, 1)),
        "habitants": ecrit(sizes["Habitants"]["echantillon"]),
        "marge": ecrit(_margin(sizes["Habitants"]["echantillon"]), 1),
        "contacts": ecrit(sizes["Habitants"]["contacts"]),
        "employeurs": ecrit(sizes["Employeurs"]["echantillon"]),
        "abonnes": ecrit(sizes["Abonnés"]["echantillon"]),
        "strate": largest,
        "quota": ecrit(quotas[largest]),
        "pilote": enumere(
            f"{label} ({pourcent(answers['C2_2-pilote'][service], 1)}, {_beside(answers['C2_2-pilote'][service])})"
            for service, label in _SERVICES.items()
        ),
        "cout_acces": euros(sum(row["acces"] for row in answers["C2_3-budget"].values())),
        "cout_comprendre": euros(sum(row["comprehension"] for row in answers["C2_3-budget"].values())),
        "site": pourcent(rates["site"], 1),
        "etat_site": "« partiellement conforme »" if rates["site"] >= 50 else "« non conforme »",
        "page": _PAGES[first],
        "taux_page": pourcent(rates[first], 1),
        "etat_ensuite": _afterwards(rates["site"], rates[first]),
        "prouves": _listed(goals, "prouvé"),
        "affirmes": _listed(goals, "à actualiser", "sans preuve", "annoncé"),
        "absents": _listed(goals, "absent"),
        "conseil": _choice(order[0]),
        "sobre": order[0],
        "kg_sobre": ecrit(emitted[order[0]]),
        "second": order[1],
        "kg_second": ecrit(emitted[order[1]]),
        "dernier": order[2],
        "kg_dernier": ecrit(emitted[order[2]]),
    }


def rex(answers: dict[str, Any]) -> dict[str, str]:
    emitted = answers["C2_4-emissions_revues"]
    return {
        "part": pourcent(answers["C2_1-part"], 1),
        "marge": ecrit(answers["C2_2-marge"], 1),
        "mobile": ecrit(emitted["atelier mobile"]),
        "relais": ecrit(emitted["points relais"]),
        "boutique": ecrit(emitted["boutique seule"]),
        "garde": _kept(min(emitted, key=lambda name: emitted[name])),
    }


def _margin(answers: int) -> float:
    """The margin, in points, that so many answers hold among some 49,500 inhabitants: a tenth of a point is told."""
    people = 49_500
    return round(98 * ((people - answers) / (people - 1) / answers) ** 0.5, 1)


def _family(name: str, row: dict[str, Any]) -> str:
    return f"| {name} | {_fact(row['pire_menace'])} | {_fact(row['meilleure_opportunite'])} |"


def _fact(title: str) -> str:
    return f"{title} : {_FACTS[title][0]}" if title in _FACTS else title


def _told(names: list[str], table: dict[str, dict[str, Any]], points: str, fact: str) -> str:
    """A list: a family, its points, the fact that leads it, what the workshop does."""
    return "\n".join(
        f"- {name} ({ecrit(table[name][points])} points), d'abord « {table[name][fact]} » : {_FACTS.get(table[name][fact], ('', 'à suivre'))[1]}."
        for name in names
    )


def _advice(balance: float) -> str:
    if balance > 1.15:
        return "signer le bail"
    return "attendre six mois" if balance < 0.85 else "signer sous conditions"


def _choice(soberest: str) -> str:
    """What the group advises: a vehicle that emits more than the cars that it spares is not sent out."""
    if soberest == "boutique seule":
        return "Nous conseillons de ne faire rouler aucun véhicule tant qu'un circuit n'émet pas moins que les voitures qu'il évite : cela ne coûte rien, mais ne sert pas qui n'a pas de voiture."
    if soberest == "atelier mobile":
        return "Nous le conseillons : il coûte une vingtaine de milliers d'euros par an, et sert chez eux ceux qui n'ont pas de voiture."
    return "Nous le conseillons : il coûte une dizaine de milliers d'euros par an, deux fois moins que l'atelier mobile, et sert qui peut aller à pied au relais."


def _afterwards(today: float, then: float) -> str:
    """What the site may say of itself once a page is put right."""
    if then < 50:
        return "il resterait « non conforme »"
    return "il se dirait « partiellement conforme »" if today < 50 else "il le resterait, avec moins d'obstacles"


def _kept(soberest: str) -> str:
    """What one keeps once a municipality has refused."""
    if soberest == "boutique seule":
        return "ne faire rouler aucun véhicule : aucun circuit n'évite plus assez de voitures"
    return f"retenir le scénario « {soberest} », le plus sobre des trois avec cinq communes, et je propose un relais chez un commerçant de la sixième"


def _beside(share: float) -> str:
    """Where a share stands beside the committee's threshold."""
    if abs(share - _THRESHOLD) < _CLOSE:
        return "trop près du seuil pour conclure"
    return "au-dessus du seuil" if share > _THRESHOLD else "au-dessous"


def _listed(goals: dict[str, str], *states: str) -> str:
    return enumere(f"{goal} ({_GOALS[goal]})" for goal, found in goals.items() if found in states) or "aucun"
