# Épreuve 1 — Des embauches au tableau de bord social (U1.1 et U2.1).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Étude de situation — Des embauches au tableau de bord social
#
# **Étude de situation d'entreprise** · travail écrit **individuel** · **3 h 15** · compétences U1.1 et U2.1
#
# **72 points** : 36 pour quinze réponses, que la machine corrige, et 36 pour deux écrits et un classeur, que le jury juge.
#
# ## Le cas : la Biscuiterie Perrin-Lagarde
#
# *Nérac (Lot-et-Garonne), lundi 5 octobre 2026.*
#
# La **Biscuiterie Perrin-Lagarde**, fictive, fabrique des gaufrettes et des sablés. Elle a moins de cinquante salariés en CDI, dans
# cinq services : Production, Conditionnement, Expédition, Commerce et Administration. Chaque rentrée, elle embauche
# des saisonniers pour préparer Noël.
#
# Vous êtes **assistant·e RH**. Hélène Castagnède, responsable des ressources humaines, vous écrit :
#
# > « L'expert-comptable relit nos dossiers vendredi : je veux savoir d'ici là ce qui n'est pas dans les règles, et ce que nous pouvons
# > encore régulariser. Jeudi 15, le CSE examine l'absentéisme et le plan de développement des compétences. Bernard Lagarde,
# > le directeur, croit que tout le monde s'en va et que tout le monde est malade : donnez-nous des chiffres que chacun puisse
# > refaire. »
#
# ## Les règles qui s'appliquent ici
#
# Aucun accord de branche ni d'entreprise n'y change rien.
#
# | Objet | Règle | Code du travail |
# | --- | --- | --- |
# | DPAE | envoyée à l'Urssaf avant l'embauche, au plus tôt huit jours avant (jours calendaires) | L1221-10, R1221-4 |
# | Période d'essai d'un CDI | deux mois : ouvriers et employés ; trois mois : agents de maîtrise et techniciens ; quatre mois : cadres | L1221-19 |
# | Rupture de l'essai par l'employeur | prévenir 24 heures avant, en deçà de huit jours de présence ; 48 heures, de huit jours à un mois ; deux semaines, après un mois ; un mois, après trois mois | L1221-25 |
# | Contrat écrit d'un CDD | remis au plus tard dans les deux jours ouvrables qui suivent l'embauche | L1242-13 |
# | Registre unique du personnel | nationalité, date de naissance, sexe, emploi, qualification, date d'entrée, et type de contrat s'il s'agit d'un CDD, entre autres mentions | D1221-23 |
# | Congés payés | 2,5 jours ouvrables par mois de travail effectif, 2 par mois d'arrêt pour maladie non professionnelle ; le total s'arrondit à l'entier supérieur | L3141-3, L3141-5-1, L3141-7 |
# | Visite de reprise | après trente jours d'absence pour accident du travail, soixante pour maladie non professionnelle | R4624-31 |

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs ; recopié, un résultat a trois chiffres significatifs au moins.
# - **Une erreur ne compte qu'une fois** : ce qui part d'une de vos réponses est jugé d'après elle.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `classeur` ou `graphique`.
#
# **Vos données vous sont propres** : d'une copie à l'autre, les noms, les dates et les chiffres diffèrent.
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV : travaillez au tableur si vous préférez, puis recopiez ici.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | la veille de la date, deux mois plus tard | `=MOIS.DECALER(debut;2)-1` |
# | les jours ouvrables, du lundi au samedi | `=NB.JOURS.OUVRES.INTL(debut+1;remise;11)` |
# | additionner sous conditions | `=SOMME.SI.ENS(jours;services;"Commerce";motifs;"maladie")` |
# | compter entre deux dates | `=NB.SI.ENS(entrees;">=01/10/2025";entrees;"<=30/09/2026";contrats;"CDI")` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nombre, une date | `14.7`, `"14/02/2026"` |
# | vrai ou faux | `True`, `False` |
# | plusieurs réponses, une liste | `["Nord", "Sud"]` |
# | une valeur par ligne | `{"Nord": 5.00, "Sud": 6.92}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 15 min | |
# | Étape 1. Contrôler les dossiers | 1 à 7 | 45 min | 18 |
# | Étape 2. Mesurer | 8 à 13 | 50 min | 16 |
# | Étape 3. Votre organisation | 14 à 15 | 15 min | 2 |
# | Écrits et fichiers | A à B | 70 min | 36 |

# %% role="readonly" id="preparation"
from epreuves import *

import math

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e01_dossier_social")

SERVICES = ("Production", "Conditionnement", "Expédition", "Commerce", "Administration")
SUBIES = ("maladie", "accident du travail", "absence injustifiée")

# %% role="readonly" id="tables"
embauches = donnees["embauches"]
promesses = donnees["promesses"]
rupture = donnees["rupture"]
extrait = donnees["extrait"]
conges = donnees["conges"]
registre = donnees["registre"]
absences = donnees["absences"]
presences = donnees["presences"]
formations = donnees["formations"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un club d'aviron compare les forfaits de ses deux équipes.

# %% role="readonly" id="exemple"
exemple = pd.DataFrame({"équipe": ["Juniors", "Seniors"], "séances": [120, 80], "forfaits": [6, 10]})

# Une valeur par ligne, calculée, puis recopiée d'un tableur.
exemple_taux = 100 * exemple.set_index("équipe")["forfaits"] / exemple.set_index("équipe")["séances"]
exemple_taux_recopies = {"Juniors": 5.0, "Seniors": 12.5}

# Un tableau recopié : une liste par colonne.
exemple_recopie = pd.DataFrame({"équipe": ["Juniors", "Seniors"], "forfaits": [6, 10]})

exemple_figure, exemple_axes = plt.subplots(figsize=(6, 3.4))
exemple_axes.bar(exemple_taux.index, exemple_taux.to_numpy(), color="#3b6e8f")
exemple_axes.set_title("Les seniors déclarent forfait plus souvent")
exemple_axes.set_xlabel("équipe")
exemple_axes.set_ylabel("taux de forfait (%)")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Contrôler les dossiers
#
# ## Question 1 — La prochaine déclaration
#
# La table `promesses` donne les embauches à venir. De la personne qui commence **la première**, quel est le jour le plus tôt où la DPAE
# peut partir ?
#
# **À rendre** (2 points) : `premiere_dpae`, une date.

# %% role="solution" id="prochaine_dpae"
premiere_dpae = None
### BEGIN SOLUTION
premier_jour = promesses["debut"].min()
premiere_dpae = premier_jour - pd.Timedelta(days=8)
erreur_type(
    "U1_1-dpae",
    "la_veille",
    premier_jour - pd.Timedelta(days=1),
    "Vous avez donné le dernier jour où la déclaration peut partir : la question demande le premier.",
)
erreur_type(
    "U1_1-dpae",
    "derniere_embauche",
    promesses["debut"].max() - pd.Timedelta(days=8),
    "Le délai est le bon, mais ce n'est pas la personne qui commence la première.",
)
### END SOLUTION

# %% role="tests" id="U1_1-dpae" points=2
verifier("U1_1-dpae", premiere_dpae, date())

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Le contrôle des CDI
#
# Pour chaque CDI de la table `embauches` : quel est le **dernier jour** de la période d'essai, et la DPAE (colonne `dpae`) est-elle partie dans les
# délais ? La période d'essai court du premier jour de travail à la veille du même quantième : deux mois à partir du 7 septembre finissent
# le 6 novembre.
#
# | Colonne | Contenu |
# | --- | --- |
# | `fin_essai` | le dernier jour de la période d'essai, sans renouvellement |
# | `declaration` | « conforme », « trop tôt » ou « trop tard » |
#
# **À rendre** (5 points) : `controle_cdi`, un tableau d'une ligne par `salarie` en CDI.

# %% role="solution" id="controle_des_cdi"
controle_cdi = None
### BEGIN SOLUTION
cdi = embauches[embauches["contrat"] == "CDI"].set_index("salarie")
mois = cdi["categorie"].map({"ouvrier": 2, "employé": 2, "technicien": 3, "agent de maîtrise": 3, "cadre": 4})
quantieme = pd.Series([debut + pd.DateOffset(months=m) for debut, m in zip(cdi["debut"], mois, strict=True)], cdi.index)
avance = (cdi["debut"] - cdi["dpae"]).dt.days
declaration = avance.map(lambda jours: "trop tard" if jours < 1 else "trop tôt" if jours > 8 else "conforme")
controle_cdi = pd.DataFrame({"fin_essai": quantieme - pd.Timedelta(days=1), "declaration": declaration}).reset_index()
deux_mois = pd.Series([debut + pd.DateOffset(months=2) - pd.Timedelta(days=1) for debut in cdi["debut"]], cdi.index)
erreur_type(
    "U1_1-cdi",
    "meme_quantieme",
    pd.DataFrame({"fin_essai": quantieme, "declaration": declaration}).reset_index(),
    "Le dernier jour de l'essai est la veille du même quantième, et non ce quantième.",
    part=0.6,
)
erreur_type(
    "U1_1-cdi",
    "deux_mois_pour_tous",
    pd.DataFrame({"fin_essai": deux_mois, "declaration": declaration}).reset_index(),
    "La durée de l'essai dépend de la catégorie : deux mois ne valent pas pour tous.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="U1_1-cdi" points=5
verifier(
    "U1_1-cdi",
    controle_cdi,
    tableau(cle="salarie", colonnes={"fin_essai": date(), "declaration": choix("conforme", "trop tôt", "trop tard")}),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — La remise des CDD
#
# Pour chaque CDD de la table `embauches`, le contrat a-t-il été remis à temps (colonne `remise`) ? Un jour ouvrable va du lundi au samedi ; il n'y
# a aucun jour férié dans la période.
#
# **À rendre** (2 points) : `cdd_a_temps`, vrai ou faux par `salarie` en CDD.

# %% role="solution" id="remise_des_cdd"
cdd_a_temps = None
### BEGIN SOLUTION
cdd = embauches[embauches["contrat"] == "CDD"].set_index("salarie")
delais = {
    nom: sum(jour.dayofweek < 6 for jour in pd.date_range(debut + pd.Timedelta(days=1), remise))
    for nom, debut, remise in zip(cdd.index, cdd["debut"], cdd["remise"], strict=True)
}
cdd_a_temps = {nom: delai <= 2 for nom, delai in delais.items()}
erreur_type(
    "U1_1-cdd",
    "jours_calendaires",
    {nom: jours <= 2 for nom, jours in (cdd["remise"] - cdd["debut"]).dt.days.items()},
    "Vous avez compté tous les jours : le dimanche n'est pas un jour ouvrable.",
)
### END SOLUTION

# %% role="tests" id="U1_1-cdd" points=2
verifier("U1_1-cdd", cdd_a_temps, serie(cle="salarie", valeurs=booleen()))

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Rompre une période d'essai
#
# Le directeur de la logistique veut mettre fin à la période d'essai d'un cadre, de quatre mois et sans renouvellement (table `rupture`) : l'employeur le
# notifierait aujourd'hui. Combien de temps avant la fin du contrat doit-il prévenir ? Si l'essai est terminé, il est trop tard : ce serait un licenciement.
#
# **À rendre** (2 points) : `prevenance`, « 24 heures », « 48 heures », « deux semaines », « un mois » ou « trop tard ».

# %% role="solution" id="delai_de_prevenance"
prevenance = None
### BEGIN SOLUTION
embauche, notification = rupture["debut"].iloc[0], rupture["notification"].iloc[0]
presence = (notification - embauche).days
delais_de_rupture = ["24 heures", "48 heures", "deux semaines", "un mois", "trop tard"]
if notification >= embauche + pd.DateOffset(months=4):
    tranche = 4
else:
    tranche = 0 if presence < 8 else 1 if presence < 30 else 2 if presence < 92 else 3
prevenance = delais_de_rupture[tranche]
erreur_type(
    "U1_1-prevenance",
    "tranche_d_a_cote",
    delais_de_rupture[tranche - 1 if tranche else 1],
    "Recomptez la présence, du premier jour de travail à la notification : elle n'est pas dans cette tranche.",
)
### END SOLUTION

# %% role="tests" id="U1_1-prevenance" points=2
verifier(
    "U1_1-prevenance", prevenance, choix("24 heures", "48 heures", "deux semaines", "un mois", "trop tard")
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Ce qui manque au registre
#
# La table `extrait` donne les six dernières lignes du registre unique du personnel, toutes de saisonniers. Quelles mentions manquent à **une ligne
# au moins** ?
#
# **À rendre** (3 points) : `mentions`, plusieurs réponses parmi « nationalité », « date de naissance », « sexe », « emploi », « qualification », « date
# d'entrée » et « type de contrat ». Une réponse donnée à tort en annule une juste.

# %% role="solution" id="mentions_du_registre"
mentions = None
### BEGIN SOLUTION
noms = {
    "nationalite": "nationalité",
    "naissance": "date de naissance",
    "sexe": "sexe",
    "emploi": "emploi",
    "qualification": "qualification",
    "entree": "date d'entrée",
    "contrat": "type de contrat",
}
mentions = [nom for colonne, nom in noms.items() if extrait[colonne].isna().any()]
erreur_type(
    "U1_1-mentions",
    "mentions_remplies",
    [nom for nom in noms.values() if nom not in mentions],
    "Vous avez donné les mentions qui sont partout remplies : la question demande celles qui manquent.",
)
### END SOLUTION

# %% role="tests" id="U1_1-mentions" points=3
verifier(
    "U1_1-mentions",
    mentions,
    choix(
        "nationalité",
        "date de naissance",
        "sexe",
        "emploi",
        "qualification",
        "date d'entrée",
        "type de contrat",
        plusieurs=True,
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Les congés d'un salarié arrêté
#
# Un préparateur entré en cours d'année demande son solde. La table `conges` donne ses mois de travail et d'arrêt pour maladie non professionnelle, du
# 1er juin 2025 au 31 mai 2026. Combien de jours ouvrables de congés payés a-t-il acquis ?
#
# **À rendre** (2 points) : `jours_acquis`, un nombre entier.

# %% role="solution" id="conges_acquis"
jours_acquis = None
### BEGIN SOLUTION
travailles, malades = conges["mois_travailles"].iloc[0], conges["mois_maladie"].iloc[0]
jours_acquis = math.ceil(2.5 * travailles + 2 * malades)
erreur_type(
    "U1_1-conges",
    "sans_la_maladie",
    math.ceil(2.5 * travailles),
    "Depuis la loi du 22 avril 2024, un mois d'arrêt pour maladie acquiert aussi des congés.",
)
erreur_type(
    "U1_1-conges",
    "comme_travailles",
    math.ceil(2.5 * (travailles + malades)),
    "Un mois d'arrêt pour maladie non professionnelle n'acquiert pas autant qu'un mois travaillé.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="U1_1-conges" points=2
verifier("U1_1-conges", jours_acquis, entier(unite="jours", minimum=0, maximum=30))

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — La visite de reprise
#
# Parmi les absences de l'année (table `absences`, où une absence va du jour `debut` au jour `fin`, compris), **une seule** demande une visite de reprise. De
# quel salarié ?
#
# **À rendre** (2 points) : `a_convoquer`, son matricule.

# %% role="solution" id="visite_de_reprise"
a_convoquer = None
### BEGIN SOLUTION
durees = (absences["fin"] - absences["debut"]).dt.days + 1
maladies, accidents = absences["motif"] == "maladie", absences["motif"] == "accident du travail"
dues = (maladies & (durees >= 60)) | (accidents & (durees >= 30))
a_convoquer = absences.loc[dues, "matricule"].iloc[0]
trente_pour_tous = absences[maladies & (durees >= 30) & (durees < 60)]
erreur_type(
    "U1_1-visite",
    "trente_jours_de_maladie",
    trente_pour_tous["matricule"].iloc[0],
    "Pour une maladie non professionnelle, la visite est due après soixante jours, et non plus trente.",
)
### END SOLUTION

# %% role="tests" id="U1_1-visite" points=2
verifier("U1_1-visite", a_convoquer, texte(maximum=10))

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Mesurer
#
# Toute l'étape porte sur l'année **du 1er octobre 2025 au 30 septembre 2026**, ces deux jours compris.
#
# ## Question 8 — Le taux de rotation
#
# Hélène Castagnède compte les **CDI seuls** de la table `registre` : la demi-somme des entrées et des sorties de l'année, divisée par l'effectif présent le
# 1er octobre 2025 avant toute entrée de ce jour. Est sorti de l'année qui a son dernier jour de travail (`sortie`) dans l'année.
#
# **À rendre** (2 points) : `rotation`, un pourcentage.

# %% role="solution" id="taux_de_rotation"
rotation = None
### BEGIN SOLUTION
debut_annee, fin_annee = pd.Timestamp("2025-10-01"), pd.Timestamp("2026-09-30")
permanents = registre[registre["contrat"] == "CDI"]


def mouvements_de(lignes):
    presents = (lignes["entree"] < debut_annee) & ~(lignes["sortie"] < debut_annee)
    entrees = lignes["entree"].between(debut_annee, fin_annee).sum()
    sorties = lignes["sortie"].between(debut_annee, fin_annee).sum()
    return entrees, sorties, presents.sum()


entrees, sorties, effectif = mouvements_de(permanents)
rotation = 100 * (entrees + sorties) / 2 / effectif
toutes_entrees, toutes_sorties, tout_effectif = mouvements_de(registre)
erreur_type(
    "U2_1-rotation",
    "departs_seuls",
    100 * sorties / effectif,
    "C'est le taux des départs : la rotation compte aussi les entrées, et prend la moitié de leur somme.",
    part=0.5,
)
erreur_type(
    "U2_1-rotation",
    "avec_les_saisonniers",
    100 * (toutes_entrees + toutes_sorties) / 2 / tout_effectif,
    "Les CDD y sont : la fin d'un contrat saisonnier n'est pas un départ.",
)
### END SOLUTION

# %% role="tests" id="U2_1-rotation" points=2
verifier("U2_1-rotation", rotation, pourcentage(echelle="pourcent"), tolerance=0.005)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — L'absentéisme de chaque service
#
# Le taux d'absentéisme d'un service est le total des jours ouvrés d'absence **subie**, pour maladie, accident du travail ou absence injustifiée, divisé par ses jours
# de travail théoriques (table `presences`). Les congés payés et la formation n'en sont pas.
#
# **À rendre** (3 points) : `absenteisme`, un pourcentage par service.

# %% role="solution" id="taux_d_absenteisme"
absenteisme = None
### BEGIN SOLUTION
theoriques = presences.set_index("service")["jours_theoriques"]
subies = absences[absences["motif"].isin(SUBIES)]
absenteisme = 100 * subies.groupby("service")["jours_ouvres"].sum() / theoriques
erreur_type(
    "U2_1-absenteisme",
    "toutes_les_absences",
    100 * absences.groupby("service")["jours_ouvres"].sum() / theoriques,
    "Les congés payés et la formation y sont : l'employeur les a prévus, ce n'est pas de l'absentéisme.",
)
erreur_type(
    "U2_1-absenteisme",
    "maladie_seule",
    100 * absences[absences["motif"] == "maladie"].groupby("service")["jours_ouvres"].sum() / theoriques,
    "Vous n'avez compté que la maladie : les accidents du travail et les absences injustifiées en sont aussi.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="U2_1-absenteisme" points=3
verifier(
    "U2_1-absenteisme",
    absenteisme,
    serie(cle="service", valeurs=pourcentage(echelle="pourcent"), cles=SERVICES),
    tolerance=0.005,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Par où commencer
#
# D'après vos taux, quels sont les **trois services** les plus touchés, du plus au moins ?
#
# **À rendre** (2 points) : `priorites`, une liste de trois services, dans l'ordre.

# %% role="solution" id="services_prioritaires"
priorites = None
### BEGIN SOLUTION
classement = pd.Series(absenteisme).sort_values(ascending=False)
priorites = list(classement.index[:3])
erreur_type(
    "U2_1-priorites",
    "les_moins_touches",
    list(classement.index[::-1][:3]),
    "Vous avez commencé par le service le moins touché.",
)
### END SOLUTION

# %% role="tests" id="U2_1-priorites" points=2
verifier("U2_1-priorites", priorites, liste(de=choix(*SERVICES)))

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Le graphique du CSE
#
# Tracez le taux d'absentéisme de chaque service, en barres : les axes nommés, avec l'unité, et un titre qui dise ce qu'il faut voir.
#
# **À rendre** (3 points) : `graphe`, un graphique.

# %% role="solution" id="graphique_du_cse"
graphe = None
### BEGIN SOLUTION
figure, graphe = plt.subplots(figsize=(7.5, 4))
barres = graphe.bar(classement.index, classement.to_numpy(), color="#3b6e8f")
graphe.bar_label(barres, fmt="%.1f", padding=2)
graphe.set_title(f"L'absentéisme touche d'abord le service {classement.index[0]}")
graphe.set_xlabel("service")
graphe.set_ylabel("taux d'absentéisme (%)")
### END SOLUTION

# %% role="tests" id="U2_1-graphe" points=3
verifier(
    "U2_1-graphe", graphe, graphique("barres", x="service", y="taux d'absentéisme", unite_y="%"), tolerance=0.01
)

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Ce que le plan coûte à l'entreprise
#
# L'Opco prend en charge le coût pédagogique de chaque action (table `formations`, colonne `cout`, hors taxes), sans dépasser `plafond` euros **par heure et par
# stagiaire**. L'entreprise paie le reste, action par action : ce que l'Opco ne dépense pas sur l'une ne sert pas à une autre.
#
# **À rendre** (2 points) : `reste_a_charge`, en euros, pour tout le plan.

# %% role="solution" id="reste_du_plan"
reste_a_charge = None
### BEGIN SOLUTION
accorde = formations["plafond"] * formations["heures"] * formations["stagiaires"]
reste = (formations["cout"] - accorde).clip(lower=0)
reste_a_charge = float(reste.sum())
erreur_type(
    "U2_1-reste",
    "actions_compensees",
    float(formations["cout"].sum() - accorde.sum()),
    "Vous avez compensé une action par une autre : le plafond s'applique à chacune.",
    part=0.5,
)
erreur_type(
    "U2_1-reste",
    "sans_les_stagiaires",
    float((formations["cout"] - formations["plafond"] * formations["heures"]).clip(lower=0).sum()),
    "Le plafond est par heure et par stagiaire : multipliez-le aussi par le nombre de stagiaires.",
)
### END SOLUTION

# %% role="tests" id="U2_1-reste" points=2
verifier("U2_1-reste", reste_a_charge, nombre(unite="€"), tolerance=0.005)

# %% [markdown] role="readonly" id="q13"
# ## Question 13 — Le classeur de suivi
#
# Construisez, dans Excel ou LibreOffice, le classeur que vous tiendrez toute l'année, et remettez-le **par le bouton ci-dessous**, ou dans le dossier de ce notebook sous le nom
# `plan.xlsx`. Sa feuille « Plan » a une ligne par action, dont les en-têtes sont `action`, `prise en charge` et `reste` (en euros), et une cellule à droite de
# la mention « reste total ». Ces trois montants sont des **formules**.
#
# **À rendre** (4 points) : le classeur `plan.xlsx`, enregistré avant d'exécuter la cellule. Le jury le juge aussi.

# %% role="solution" id="classeur_de_suivi"
# Rien à taper ici : la machine lit le classeur.
plan = None
### BEGIN SOLUTION
plan = {
    "reste total": float(reste.sum()),
    "lignes": pd.DataFrame({"action": formations["action"], "prise en charge": formations["cout"] - reste, "reste": reste}),
}
erreur_type(
    "U2_1-plan",
    "total_compense",
    {"reste total": float(formations["cout"].sum() - accorde.sum())},
    "Le total compense une action par une autre : additionnez les restes de chaque ligne.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="U2_1-plan" points=4
verifier(
    "U2_1-plan",
    plan,
    classeur(
        "plan",
        cellules={"reste total": nombre(unite="€")},
        tableau=tableau(cle="action", colonnes={"prise en charge": nombre(unite="€"), "reste": nombre(unite="€")}),
        formules=("reste total", "prise en charge", "reste"),
        feuilles=("Plan",),
    ),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Votre organisation
#
# ## Question 14 — Ses mouvements
#
# Relevez, mois par mois, l'effectif au début du mois, les entrées et les sorties d'une organisation que vous connaissez : celle de votre stage ou de votre alternance,
# une association. **Six mois** au moins ; rien qui nomme quelqu'un.
#
# **À rendre** (1 point) : `mouvements`, un tableau : `mois`, `effectif`, `entrées` et `sorties`.

# %% role="solution" id="mouvements_releves"
mouvements = None
### BEGIN SOLUTION
mouvements = pd.DataFrame(
    {
        "mois": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet"],
        "effectif": [31, 32, 32, 30, 31, 34, 33],
        "entrées": [2, 1, 0, 1, 4, 0, 1],
        "sorties": [1, 1, 2, 0, 1, 1, 2],
    }
)
### END SOLUTION

# %% role="tests" id="U2_1-mouvements" points=1
verifier(
    "U2_1-mouvements",
    mouvements,
    vos_donnees(
        tableau(
            cle="mois",
            colonnes={
                "effectif": entier(minimum=1, maximum=100000),
                "entrées": entier(minimum=0, maximum=10000),
                "sorties": entier(minimum=0, maximum=10000),
            },
        ),
        lignes=(6, 24),
        varie=("entrées", "sorties"),
        pas_de=(donnees,),
    ),
)

# %% [markdown] role="readonly" id="q15"
# ## Question 15 — Sa rotation
#
# De votre tableau : la rotation de chaque mois, demi-somme des entrées et des sorties divisée par l'effectif au début du mois.
#
# **À rendre** (1 point) : `rotation_du_mois`, un nombre par mois, en pour cent, qui peut dépasser 100.

# %% role="solution" id="rotation_relevee"
rotation_du_mois = None
### BEGIN SOLUTION
par_mois = mouvements.set_index("mois")
rotation_du_mois = 100 * (par_mois["entrées"] + par_mois["sorties"]) / 2 / par_mois["effectif"]
erreur_type(
    "U2_1-rotation_du_mois",
    "departs_du_mois",
    100 * par_mois["sorties"] / par_mois["effectif"],
    "C'est le taux des départs : la rotation compte aussi les entrées, et prend la moitié de leur somme.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="U2_1-rotation_du_mois" points=1
verifier("U2_1-rotation_du_mois", rotation_du_mois, serie(cle="mois", valeurs=nombre(unite="%", minimum=0)))

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Écrits
#
# ## Écrit A — La note de régularisation
#
# *Environ 300 mots · U1.1 · 18 points.*
#
# À Hélène Castagnède, pour vendredi, en trois points :
#
# 1. **Les embauches** : chaque DPAE et chaque CDD hors délai, avec la règle, l'écart en jours et ce que risque l'entreprise.
# 2. **Les dossiers** : chaque mention qui manque au registre, à qui vous la demandez et pour quand ; la visite de reprise à organiser.
# 3. **Les réponses** : au directeur de la logistique, le délai de prévenance et le dernier jour du contrat si la rupture est notifiée aujourd'hui, ou pourquoi elle ne peut plus l'être ; au préparateur,
#    ses congés et leur calcul, dans des mots qu'il comprenne.

# %% [markdown] role="manual" id="U1_1-note" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury** (entre crochets, ce qui change d'une copie à l'autre).
#
# 1. DPAE de [noms] : envoyée après l'embauche (travail dissimulé par dissimulation d'emploi salarié possible, L8221-5), ou plus de huit jours avant (à renvoyer si la date n'a pas été confirmée). CDD de
#    [noms], remis après deux jours ouvrables : L1245-1 ouvre au salarié une indemnité d'un mois de salaire au plus. La remise ne se rattrape pas : elle se trace.
# 2. [deux mentions], demandées aux saisonniers ou prises à leur contrat, avant vendredi ; le registre se tient dans l'ordre des embauches et ne s'efface pas. Visite de reprise de [matricule] :
#    le service de prévention et de santé au travail est saisi, l'examen a lieu au plus tard dans les huit jours de la reprise.
# 3. Prévenance de [délai], donc fin du contrat le [date], sans prolonger la période d'essai ; ou essai terminé : seul un licenciement motivé met fin au contrat. Congés : 2,5 × [mois travaillés] + 2 × [mois d'arrêt], arrondi à [jours].
# ### END SOLUTION

# %% [markdown] role="grille" competence="U1.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — La page pour le CSE
#
# *Environ 300 mots · U2.1 · 18 points, avec le classeur.*
#
# Une page que les élus liront avant la réunion, en trois points :
#
# 1. **Les indicateurs** : rotation et absentéisme, chacun avec sa définition, sa période et sa population.
# 2. **La lecture** : ce que les chiffres établissent, deux causes possibles du taux du service le plus touché, et ce qu'il faudrait relever pour trancher. Personne ne doit
#    pouvoir être reconnu.
# 3. **Le plan** : son coût, la prise en charge de l'Opco, le reste à charge, et une action que vous proposez d'avancer ou de remplacer.

# %% [markdown] role="manual" id="U2_1-page" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# 1. Rotation de [taux] % : demi-somme des entrées et des sorties de CDI, sur l'effectif du 1er octobre 2025 ; les fins de CDD saisonniers n'en sont pas. Absentéisme par service : jours ouvrés d'absence subie
#    sur jours théoriques, du 1er octobre 2025 au 30 septembre 2026.
# 2. [service] a le taux le plus fort : [taux] %. Causes possibles : postures et cadences, un ou deux arrêts longs qui pèsent dans un petit service. À relever : la part des arrêts courts, la
#    date et le poste, sans nom ; un service de cinq personnes se commente avec prudence, et aucune pathologie n'est citée.
# 3. [coût] € de coût pédagogique, dont [prise en charge] € par l'Opco et [reste] € à charge ; une action au-dessus de son plafond à renégocier, ou « Gestes et postures » à avancer si l'absentéisme
#    vient de la manutention.
# ### END SOLUTION

# %% role="readonly" id="U2_1-suivi"
livrable("U2_1-suivi", "plan", formats=("xlsx",))

# %% [markdown] role="grille" competence="U2.1"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note.

# %% role="readonly" id="autoevaluation"
auto_evaluation("U1.1", "U2.1")
