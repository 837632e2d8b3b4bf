"""Une biscuiterie fictive de moins de cinquante salariés : embauches de la rentrée, registre, absences, plan de développement."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from epreuves_kit.authoring.draw import tirer_jusqu_a

SERVICES = ["Production", "Conditionnement", "Expédition", "Commerce", "Administration"]
#: Salariés en CDI par service, d'usage.
TAILLES = {"Production": 13, "Conditionnement": 10, "Expédition": 7, "Commerce": 6, "Administration": 5}
POSTES = [
    ("conducteur de ligne", "ouvrier"),
    ("préparateur de commandes", "ouvrier"),
    ("assistant commercial", "employé"),
    ("technicien de maintenance", "technicien"),
    ("chef d'équipe conditionnement", "agent de maîtrise"),
    ("responsable qualité", "cadre"),
    ("chef de produit", "cadre"),
]
SAISONNIERS = [
    "agent de conditionnement",
    "cariste",
    "préparateur de commandes",
    "agent de production",
    "vendeur en boutique",
]
PRENOMS = ["Adèle", "Bastien", "Chloé", "Driss", "Élodie", "Farid", "Gaëlle", "Hugo", "Inaya", "Joris", "Karima", "Loïc",
           "Mathilde", "Nadège", "Olivier", "Paola", "Rémi", "Sabrina", "Thierry", "Yasmina"]  # fmt: skip
NOMS = ["Abadie", "Bérard", "Caumont", "Dulac", "Estève", "Faget", "Gimenez", "Hamidi", "Jourdan", "Labat", "Marquet",
        "Nogaro", "Ouédraogo", "Pujol", "Rouquette", "Sarrazin", "Tessier", "Valade", "Zerbib", "Capdeville"]  # fmt: skip
MENTIONS = ["nationalite", "naissance", "sexe", "emploi", "qualification", "entree", "contrat"]
ACTIONS = [
    "Conduite de chariot élévateur",
    "Hygiène et méthode HACCP",
    "Sauveteur secouriste du travail",
    "Habilitation électrique",
    "Réglage des lignes de cuisson",
    "Management d'équipe",
    "Tableur, niveau avancé",
    "Anglais commercial",
    "Gestes et postures",
    "Étiquetage et allergènes",
]
DEBUT, FIN = pd.Timestamp("2025-10-01"), pd.Timestamp("2026-09-30")
AUJOURD_HUI = pd.Timestamp("2026-10-05")


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Chaque table est tirée jusqu'à ce que ses questions soient bien posées."""
    tables: dict[str, pd.DataFrame] = {}
    for tirage, conditions in (
        (_embauches, _conditions_embauches),
        (_dossiers, _conditions_dossiers),
        (_registre, _conditions_registre),
        (_absences, _conditions_absences),
        (_formations, _conditions_formations),
    ):
        tables |= tirer_jusqu_a(tirage, conditions, rng)
    return tables


def _noms(rng: np.random.RandomState, combien: int) -> list[str]:
    prenoms = rng.choice(PRENOMS, combien, replace=False)
    return [f"{prenom} {nom}" for prenom, nom in zip(prenoms, rng.choice(NOMS, combien, replace=False), strict=True)]


def _jours_ouvrables(debut: pd.Timestamp, fin: pd.Timestamp) -> int:
    """Jours du lundi au samedi après `debut`, `fin` compris ; aucun jour férié n'est dans la période."""
    return sum(jour.dayofweek < 6 for jour in pd.date_range(debut + pd.Timedelta(days=1), fin))


# Les embauches ---------------------------------------------------------------------------------------------------------


def _embauches(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    jours = [jour for jour in pd.date_range("2026-08-24", "2026-09-25") if jour.dayofweek < 5 and jour.day <= 28]
    lignes = []
    noms = _noms(rng, 12)
    avances = {"conforme": (1, 7), "trop tôt": (10, 20), "trop tard": (-4, -1)}
    etats = [
        *rng.permutation(["conforme", "conforme", "conforme", "trop tôt", "trop tard"]),
        *rng.choice(list(avances), 2),
    ]
    for nom, (poste, categorie), etat in zip(noms, POSTES, rng.permutation(etats), strict=False):
        debut = jours[rng.randint(len(jours))]
        bas, haut = avances[etat]
        dpae = debut - pd.Timedelta(days=int(rng.randint(bas, haut + 1)))
        lignes.append((nom, poste, categorie, "CDI", debut, pd.NaT, dpae, debut))
    for nom, poste in zip(noms[7:], SAISONNIERS, strict=True):
        debut = jours[rng.randint(len(jours))]
        dpae = debut - pd.Timedelta(days=int(rng.randint(1, 8)))
        remise = debut + pd.Timedelta(days=int(rng.randint(0, 6)))
        lignes.append((nom, poste, "ouvrier", "CDD", debut, pd.Timestamp("2026-12-23"), dpae, remise))
    colonnes = ["salarie", "poste", "categorie", "contrat", "debut", "fin", "dpae", "remise"]
    embauches = pd.DataFrame(lignes, columns=colonnes).sort_values(["debut", "salarie"], ignore_index=True)
    ecarts = rng.choice(np.arange(30), 3, replace=False)
    promesses = pd.DataFrame(
        {
            "salarie": _noms(rng, 3),
            "poste": ["comptable", "agent de maintenance", "responsable de boutique"],
            "debut": [pd.Timestamp("2026-10-19") + pd.Timedelta(days=int(e)) for e in ecarts],
        }
    )
    return {"embauches": embauches, "promesses": promesses}


def _conditions_embauches(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, bool]]:
    embauches, promesses = tables["embauches"], tables["promesses"]
    yield "une date d'embauche est un jour ouvré", bool((promesses["debut"].dt.dayofweek < 5).all())
    ecart = (promesses["debut"].max() - promesses["debut"].min()).days
    yield "la dernière promesse n'a pas la DPAE de la veille de la première", ecart != 7
    yield (
        "les promesses ne partagent aucun nom avec les embauches",
        not set(promesses["salarie"]) & set(embauches["salarie"]),
    )
    cdd = embauches[embauches["contrat"] == "CDD"]
    remises = list(zip(cdd["debut"], cdd["remise"], strict=True))
    dans_les_temps = [_jours_ouvrables(debut, remise) <= 2 for debut, remise in remises]
    calendaires = [(remise - debut).days <= 2 for debut, remise in remises]
    yield "aucun contrat n'est remis un dimanche", bool((cdd["remise"].dt.dayofweek < 6).all())
    yield "deux contrats au moins sont à temps, deux en retard", 2 <= sum(dans_les_temps) <= 3
    yield "les jours calendaires donneraient autre chose", calendaires != dans_les_temps


# Les dossiers ----------------------------------------------------------------------------------------------------------


def _dossiers(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    bas, haut = [(3, 7), (12, 26), (40, 80), (96, 110), (130, 160)][rng.randint(5)]
    debut = AUJOURD_HUI - pd.Timedelta(days=int(rng.randint(bas, haut)))
    rupture = pd.DataFrame(
        {"poste": ["responsable logistique"], "categorie": ["cadre"], "debut": [debut], "notification": [AUJOURD_HUI]}
    )
    lignes = []
    for rang in range(6):
        naissance = pd.Timestamp("1968-01-01") + pd.Timedelta(days=int(rng.randint(0, 12_500)))
        lignes.append(
            {
                "rang": rang + 1,
                "nationalite": ["française", "portugaise", "française", "marocaine", "espagnole", "française"][
                    rng.randint(6)
                ],
                "naissance": naissance,
                "sexe": ["F", "M"][rng.randint(2)],
                "emploi": SAISONNIERS[rng.randint(5)],
                "qualification": f"niveau {rng.choice(['I', 'II', 'III'])}",
                "entree": pd.Timestamp("2026-08-24") + pd.Timedelta(days=int(rng.randint(0, 30))),
                "contrat": "CDD",
            }
        )
    extrait = pd.DataFrame(lignes)
    for mention in rng.choice(MENTIONS, 2, replace=False):
        for place in rng.choice(6, rng.randint(1, 3), replace=False):
            extrait.loc[place, mention] = pd.NaT if mention in ("naissance", "entree") else None
    conges = pd.DataFrame({"mois_travailles": [int(rng.randint(4, 10))], "mois_maladie": [int(rng.randint(2, 5))]})
    return {"rupture": rupture, "extrait": extrait, "conges": conges}


def _conditions_dossiers(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, bool]]:
    travailles, malades = (int(tables["conges"][nom].iloc[0]) for nom in ("mois_travailles", "mois_maladie"))
    acquis = math.ceil(2.5 * travailles + 2 * malades)
    yield "douze mois au plus", travailles + malades <= 12
    yield "la maladie n'acquiert pas 2,5 jours", math.ceil(2.5 * (travailles + malades)) != acquis


# Le registre et la rotation --------------------------------------------------------------------------------------------


def _registre(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    lignes = []
    etendue = (FIN - DEBUT).days
    for service, taille in TAILLES.items():
        for _ in range(taille + rng.randint(-1, 2)):
            entree = pd.Timestamp("2008-01-07") + pd.Timedelta(days=int(rng.randint(0, 6400)))
            lignes.append([service, "CDI", entree, pd.NaT, None])
    for rang in rng.choice(len(lignes), rng.randint(4, 11), replace=False):
        motif = rng.choice(["démission", "démission", "retraite", "rupture conventionnelle", "licenciement"])
        lignes[rang][3:] = [DEBUT + pd.Timedelta(days=int(rng.randint(5, etendue - 5))), motif]
    for _ in range(rng.randint(3, 10)):
        service = SERVICES[rng.randint(5)]
        lignes.append([service, "CDI", DEBUT + pd.Timedelta(days=int(rng.randint(5, etendue - 5))), pd.NaT, None])
    for _ in range(rng.randint(8, 15)):
        entree = DEBUT + pd.Timedelta(days=int(rng.randint(5, 250)))
        sortie = entree + pd.Timedelta(days=int(rng.randint(40, 100)))
        lignes.append([SERVICES[rng.randint(3)], "CDD", entree, sortie, "fin de contrat"])
    registre = pd.DataFrame(lignes, columns=["service", "contrat", "entree", "sortie", "motif"])
    registre = registre.sort_values(["entree", "service", "contrat"], kind="stable", ignore_index=True)
    registre.insert(0, "matricule", [f"M{rang:03}" for rang in range(101, 101 + len(registre))])
    return {"registre": registre}


def _taux(registre: pd.DataFrame) -> tuple[float, float]:
    """Le taux de rotation et celui des seules sorties, en pour cent."""
    present = (registre["entree"] < DEBUT) & ~(registre["sortie"] < DEBUT)
    entrees, sorties = registre["entree"].between(DEBUT, FIN).sum(), registre["sortie"].between(DEBUT, FIN).sum()
    return 100 * (entrees + sorties) / 2 / present.sum(), 100 * sorties / present.sum()


def _conditions_registre(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, bool]]:
    registre = tables["registre"]
    rotation, departs = _taux(registre[registre["contrat"] == "CDI"])
    avec_cdd, _ = _taux(registre)
    presents = registre[(registre["contrat"] == "CDI") & registre["sortie"].isna()]
    yield "moins de cinquante salariés", 38 <= len(presents) < 50
    yield "une rotation de 5 à 30 %", 5 <= rotation <= 30
    yield "les seuls départs donneraient autre chose", abs(departs / rotation - 1) > 0.1
    yield "les CDD donneraient autre chose", abs(avec_cdd / rotation - 1) > 0.1


# Les absences ----------------------------------------------------------------------------------------------------------


def _absences(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    theoriques = {service: taille * 226 for service, taille in TAILLES.items()}
    rythmes = dict(zip(SERVICES, rng.permutation([1.6, 2.3, 3.2, 4.2, 5.4]), strict=True))
    services = [service for service, taille in TAILLES.items() for _ in range(taille)]
    lignes: list[tuple[str, str, str, pd.Timestamp, pd.Timestamp, int]] = []

    def absence(rang: int, motif: str, debut: pd.Timestamp, duree: int) -> None:
        """Ajoute une absence, si elle n'en touche aucune autre de la même personne : elle la prolongerait."""
        matricule, fin = f"S{rang + 1:02}", debut + pd.Timedelta(days=duree - 1)
        marge = pd.Timedelta(days=3)
        if any(m == matricule and d - marge <= fin and debut <= f + marge for m, _, _, d, f, _ in lignes):
            return
        ouvres = int(np.busday_count(debut.date(), (fin + pd.Timedelta(days=1)).date()))
        if ouvres:
            lignes.append((matricule, services[rang], motif, debut, fin, ouvres))

    def jour(bas: int, haut: int) -> pd.Timestamp:
        return DEBUT + pd.Timedelta(days=int(rng.randint(bas, haut)))

    # Trois longues absences finissent à la rentrée : une seule demande une visite de reprise.
    due = [("maladie", int(rng.randint(64, 90))), ("accident du travail", int(rng.randint(33, 50)))][rng.randint(2)]
    autres = [("maladie", int(rng.randint(34, 54))), ("accident du travail", int(rng.randint(12, 25)))]
    retours = rng.choice(len(services), 3, replace=False)
    for rang, (motif, duree) in zip(retours, [due, *autres], strict=True):
        fin = pd.Timestamp("2026-09-14") + pd.Timedelta(days=int(rng.randint(0, 12)))
        absence(rang, motif, fin - pd.Timedelta(days=duree - 1), duree)
    for rang, service in enumerate(services):
        absence(rang, "congés payés", jour(270, 320), 21)
        for _ in range(rng.poisson(rythmes[service])):
            motif = rng.choice(["maladie", "maladie", "maladie", "accident du travail", "absence injustifiée"])
            absence(rang, motif, jour(0, 320), 1 if motif == "absence injustifiée" else int(rng.randint(2, 12)))
        if rng.rand() < 0.3:
            absence(rang, "formation", jour(0, 320), int(rng.randint(1, 4)))
    colonnes = ["matricule", "service", "motif", "debut", "fin", "jours_ouvres"]
    absences = pd.DataFrame(lignes, columns=colonnes).sort_values(["debut", "matricule", "motif"], ignore_index=True)
    absences.insert(0, "arret", [f"A{rang:03}" for rang in range(1, len(absences) + 1)])
    presences = pd.DataFrame({"service": list(theoriques), "jours_theoriques": list(theoriques.values())})
    return {"absences": absences, "presences": presences}


def _conditions_absences(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, bool]]:
    absences, theoriques = tables["absences"], tables["presences"].set_index("service")["jours_theoriques"]

    def taux(motifs: list[str]) -> pd.Series:
        retenues = absences[absences["motif"].isin(motifs)]
        return (
            100 * retenues.groupby("service")["jours_ouvres"].sum().reindex(theoriques.index, fill_value=0) / theoriques
        )

    subi = taux(["maladie", "accident du travail", "absence injustifiée"])
    ordre = subi.sort_values()
    yield "deux services n'ont pas le même taux", bool((ordre.diff().dropna() > 0.15).all())
    yield "des taux de 2 à 14 %", bool(subi.between(2, 14).all())
    yield "la maladie seule donne autre chose", bool(((subi - taux(["maladie"])) / subi > 0.03).all())
    durees = (absences["fin"] - absences["debut"]).dt.days + 1
    reprise = ((absences["motif"] == "maladie") & (durees >= 60)) | (
        (absences["motif"] == "accident du travail") & (durees >= 30)
    )
    yield "une seule visite de reprise est due", int(reprise.sum()) == 1


# Le plan de développement ----------------------------------------------------------------------------------------------


def _formations(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    actions = list(rng.permutation(ACTIONS)[:8])
    heures = rng.choice([7, 14, 21], 8)
    stagiaires = rng.randint(2, 9, 8)
    plafond = rng.choice([15, 20, 25, 30], 8)
    horaire = plafond * rng.uniform(0.6, 1.9, 8)
    cout = np.round(horaire * heures * stagiaires / 10).astype(int) * 10
    formations = pd.DataFrame(
        {"action": actions, "heures": heures, "stagiaires": stagiaires, "cout": cout, "plafond": plafond}
    )
    return {"formations": formations}


def _conditions_formations(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, bool]]:
    f = tables["formations"]
    accorde = f["plafond"] * f["heures"] * f["stagiaires"]
    reste = (f["cout"] - accorde).clip(lower=0)
    yield "trois actions au moins dépassent leur plafond, trois non", 3 <= int((reste > 0).sum()) <= 5
    yield (
        "compenser d'une action à l'autre donnerait autre chose",
        (abs(float(f["cout"].sum() - accorde.sum()) - float(reste.sum())) > 300),
    )
    par_heure = (f["cout"] - f["plafond"] * f["heures"]).clip(lower=0)
    yield "oublier les stagiaires donnerait autre chose", abs(float(par_heure.sum() - reste.sum())) > 300
