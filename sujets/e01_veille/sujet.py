# Épreuve 1 — Fiche de compétences « Veille » (C1.1 à C1.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 1 — Fiche de compétences « Veille »
#
# **Rapport de compétences** · travail écrit **individuel** · **4 h** · soutenu ensuite au grand oral · compétences C1.1, C1.2 et C1.3
#
# **100 points** : 55 pour treize questions chiffrées, 45 pour trois écrits.
#
# Cette fiche porte sur **un système de veille que vous avez vécu**, dans l'organisation où vous travaillez ou avez travaillé. Pour que
# toutes les fiches reposent sur une analyse de données complète, les questions chiffrées se posent sur un cas fictif, **Clairenoue**. Les écrits
# placent **votre propre contexte** à côté du cas. Vos documents professionnels sont autorisés ; changez les noms si votre employeur le
# demande, gardez le secteur, la taille et les sources.
#
# ## Le cas : Clairenoue
#
# *Crest (Drôme), lundi 5 octobre 2026.*
#
# **Clairenoue** fabrique depuis 2013 des produits d'entretien rechargeables : lessives, liquide vaisselle, nettoyants à diluer,
# savon noir, pastilles. Le flacon de verre se garde, la recharge s'achète en poche, en dose ou à la fontaine. L'entreprise emploie 58 personnes et
# vend sur son site, en grande surface et en épicerie vrac. Quatre marques la concurrencent : Écumine, Bulle & Bois, Galet Blanc et
# Netterive. Tous ces noms sont fictifs, comme ceux des sources et des enseignes.
#
# Vous êtes **chargé·e d'études marketing**. Solène Armand, directrice marketing, vous confie la veille :
#
# > « Nous payons des abonnements que personne ne lit, nos alertes nous parlent de voitures électriques, et l'an dernier nous avons appris le
# > lancement de la pastille de Galet Blanc par un client. Jeudi 15 octobre, je présente au comité de direction notre plan de veille pour 2027 et notre place face aux
# > quatre autres. Je veux savoir quelles recherches garder, quelle source suspendre, ce que disent vraiment les avis, et de qui nous sommes
# > le plus proches dans l'esprit des acheteurs. »
#
# Le comité réunit Hugo Marchal (président), Solène Armand, Farid Belkacem (direction commerciale) et Odile Vernet (finances et qualité).
#
# **Livrables** : un plan de collecte, l'analyse des données obtenues et leur consolidation à l'attention des parties prenantes. Au **grand oral**,
# vous présenterez les étapes de votre démarche et l'auto-évaluation de vos compétences.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Exécutez les cellules dans l'ordre** (Maj + Entrée). Dans chaque cellule de réponse, remplacez `None` par votre
#   réponse, sans changer le nom de la variable. Vous pouvez ajouter des cellules de calcul.
# - **Pandas ou tableur, à votre choix.** Les tables sont aussi dans le dossier `donnees/` (fichiers CSV). Une valeur trouvée au tableur et
#   recopiée vaut autant qu'une valeur calculée ici. Les fonctions citées sont celles de LibreOffice Calc en français ; elles existent
#   aussi dans Excel.
# - **À l'ouverture de `avis.csv` dans un tableur**, donnez le type **Texte** aux colonnes `date`, `note` et `montant` (fenêtre d'import) : sinon
#   « 4/5 » devient le 4 mai.
# - **Précision.** Gardez tous les chiffres dans les calculs intermédiaires. Si vous recopiez un résultat, gardez au
#   moins trois chiffres significatifs, et trois décimales pour un score ou une corrélation. Un nombre se tape avec un point : `14.7`. Un
#   pourcentage se donne en pour cent (`62.4`) ou en proportion (`0.624`).
# - **Vérification.** La cellule sous chaque réponse contrôle la *forme* de la réponse, jamais sa valeur.
# - **Une erreur ne compte qu'une fois** : si une question utilise votre réponse précédente et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Vos données vous sont propres** : d'une copie à l'autre, les chiffres et les décisions diffèrent.
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 20 min | |
# | Étape 1. Lire | 1 à 4 | 45 min | 12 |
# | Étape 2. Analyser | 5 à 10 | 75 min | 34 |
# | Étape 3. Décider | 11 à 13 | 20 min | 9 |
# | Écrits | A à C | 80 min | 45 |

# %% role="readonly" id="preparation"
from epreuves import *

import unicodedata

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e01_veille")

SEUIL = 0.05  # seuil de signification des tests


def sans_accents(mot):
    """Le même texte sans accents ni cédilles : « Élodie a reçu » devient « Elodie a recu »."""
    return "".join(c for c in unicodedata.normalize("NFKD", mot) if not unicodedata.combining(c))


# %% role="readonly" id="tables"
sources = donnees["sources"]
flux = donnees["flux"]
requetes = donnees["requetes"]
avis = donnees["avis"]
image_marques = donnees["image_marques"]
affirmations = donnees["affirmations"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un hôtel réunit les messages de ses clients, saisis à la main. Voici comment on les **normalise**, comment on y trouve les doublons, comment on lit
# des nombres et des dates écrits de plusieurs façons, comment on exécute une recherche, et comment on **standardise** des moyennes.
#
# Au tableur, avec le texte en `A2` :
#
# | Ce qu'on veut | Formule ou menu |
# | --- | --- |
# | ôter les accents (é, è, ê, ë, î, ô, à, ç) | *Édition, Rechercher et remplacer*, sur une copie de la colonne |
# | minuscules, blancs ôtés aux bords et réduits à un au milieu | `=MINUSCULE(SUPPRESPACE(A2))` |
# | rang d'apparition d'une clé placée en colonne K | `=NB.SI(K$2:K2;K2)` ; à partir de 2, c'est un doublon |
# | lire « 7.5/10 » ou « 12,40 € » | `=CNUM(SUBSTITUE(SUBSTITUE(SUBSTITUE(A2;" €";"");"/10";"");".";","))` |
# | lire une date « JJ/MM/AAAA » gardée en texte | `=DATE(DROITE(A2;4);STXT(A2;4;2);GAUCHE(A2;2))` |
# | un mot est-il dans le texte ? | `=ESTNUM(CHERCHE("piscine";A2))`, à combiner avec `ET`, `OU` et `NON` |

# %% role="readonly" id="exemple"
exemple = pd.DataFrame(
    {
        "auteur": ["Théo M.", "THEO  M.", "Lola B.", "Théo M."],
        "message": ["Piscine fermée", " piscine fermee", "Petit déjeuner parfait", "Spa et piscine : bravo"],
        "evaluation": ["7.5/10", "7,5", "n/c", "9/10"],
        "jour": ["03/08/2026", "2026-08-03", "2026-08-11", "21/08/2026"],
    }
)

# 1. Normaliser : minuscules, sans accents, sans blancs en trop. Puis garder la première ligne de chaque clé.
exemple_propre = exemple[["auteur", "message"]].map(lambda mot: " ".join(sans_accents(mot).lower().split()))
exemple_uniques = exemple[~exemple_propre.duplicated()]
print("Messages différents :", len(exemple_uniques), "sur", len(exemple))

# 2. Lire des nombres : ce qui n'en est pas un (« n/c », « - ») devient une valeur manquante.
exemple_notes = exemple_uniques["evaluation"].str.replace("/10", "").str.replace(",", ".")
exemple_notes = pd.to_numeric(exemple_notes, errors="coerce")
print("Évaluation moyenne :", exemple_notes.mean(), "sur 10,", exemple_notes.isna().sum(), "valeur manquante")

# 3. Lire des dates : un format à la fois, puis on réunit.
exemple_jours = pd.to_datetime(exemple_uniques["jour"], format="%Y-%m-%d", errors="coerce")
exemple_jours = exemple_jours.fillna(pd.to_datetime(exemple_uniques["jour"], format="%d/%m/%Y", errors="coerce"))
print("Mois :", exemple_jours.dt.month.to_list())

# 4. Exécuter la recherche « piscine ET NON spa », sans tenir compte des majuscules.
exemple_minuscules = exemple_uniques["message"].str.lower()
exemple_trouves = exemple_minuscules.str.contains("piscine") & ~exemple_minuscules.str.contains("spa")
print("Messages retenus :", exemple_trouves.sum())

# 5. Standardiser : écart à la moyenne des trois hôtels, divisé par leur écart-type (celui de la population, ddof=0).
exemple_hotels = pd.DataFrame({"accueil": [8.1, 6.9, 7.5], "prix": [120, 84, 96]}, index=["Mer", "Gare", "Parc"])
exemple_scores = (exemple_hotels - exemple_hotels.mean()) / exemple_hotels.std(ddof=0)
exemple_scores.round(3)

# %% role="readonly" id="exemple_graphique"
# Un nuage qui se lit seul : un seul appel de scatter, chaque point nommé, deux axes qui passent par zéro.
exemple_figure, exemple_axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
exemple_axes.scatter(exemple_scores["prix"], exemple_scores["accueil"], color="#3b6e8f", s=60)
for exemple_nom, exemple_ligne in exemple_scores.iterrows():
    exemple_axes.annotate(
        exemple_nom,
        (exemple_ligne["prix"], exemple_ligne["accueil"]),
        (-8, 4),
        textcoords="offset points",
        ha="right",
    )
exemple_axes.axhline(0, color="#777777", linewidth=0.8)
exemple_axes.axvline(0, color="#777777", linewidth=0.8)
exemple_axes.set_title("L'hôtel Mer est le plus cher et le plus accueillant")
exemple_axes.set_xlabel("prix (score standardisé)")
exemple_axes.set_ylabel("accueil (score standardisé)")
exemple_axes.margins(0.25)
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Lire
#
# ## Question 1 — Ce que coûte la veille
#
# La colonne `cout` de `sources` donne le montant facturé **à chaque échéance**, et `periodicite` le rythme des factures. Quel est le coût **annuel** de
# chacune des six familles de sources, internes et externes réunies ?
#
# **À rendre** (3 points) : `cout_par_famille`, une série (famille → € HT par an).

# %% role="solution" id="couts"
# Une série : le coût annuel de chaque famille, en € HT.
cout_par_famille = None
### BEGIN SOLUTION
echeances = sources["periodicite"].map({"mensuel": 12, "trimestriel": 4, "annuel": 1, "gratuit": 0})
cout_annuel = sources["cout"] * echeances
cout_par_famille = cout_annuel.groupby(sources["famille"]).sum()
erreur_type(
    "C1_1-couts",
    "sans_annualiser",
    sources.groupby("famille")["cout"].sum(),
    "Vous avez additionné des factures de rythmes différents : un abonnement mensuel se paie douze fois dans l'année. Ramenez "
    "chaque source à un an avant d'additionner.",
)
erreur_type(
    "C1_1-couts",
    "trimestre_fois_trois",
    (sources["cout"] * echeances.replace(4, 3)).groupby(sources["famille"]).sum(),
    "Vous avez compté trois trimestres dans l'année : un trimestre dure trois mois, l'année en compte donc quatre.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_1-couts" points=3
verifier("C1_1-couts", cout_par_famille, serie(cle="famille", valeurs=nombre(unite="€", minimum=0, maximum=200_000)))

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Quatre recherches à l'essai
#
# Solène Armand hésite entre quatre recherches à programmer sur la plateforme de veille. La table `requetes`, affichée sous cet énoncé,
# donne leurs mots et leurs opérateurs, de `R1` à `R4`. Exécutez-les sur les 800 lignes de `flux`.
#
# **Convention** : on cherche dans le **titre et le texte réunis**, sans tenir compte des majuscules ; un mot est trouvé même à l'intérieur d'un autre
# (« recharge » dans « Rechargeable », « consigne » dans « consignes »). Les accents comptent.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `retenus` | lignes que la recherche retient | lignes |
# | `precision` | parmi les lignes retenues, part de celles qui sont pertinentes (`pertinent` = « oui ») | % |
# | `rappel` | parmi toutes les lignes pertinentes de `flux`, part de celles qui sont retenues | % |
#
# **À rendre** (4 points) : `recherches`, un tableau de quatre lignes (clé `recherche`).

# %% role="readonly" id="requetes"
pd.set_option("display.max_colwidth", None)  # chaque recherche s'affiche en entier
requetes

# %% role="solution" id="recherches_flux"
# Un tableau : recherche, retenus, precision, rappel.
recherches = None
### BEGIN SOLUTION
pertinent = flux["pertinent"] == "oui"
LARGE, ENTRETIEN = "recharge OU vrac OU consigne", "lessive OU vaisselle OU nettoyant OU entretien"
AVEC_EXCLUSIONS = f"({LARGE}) ET ({ENTRETIEN}) ET NON (borne OU emploi OU mobile)"
codes_des_requetes = requetes.set_index("recherche")["requete"].to_dict()


def bilan_des_recherches(textes):
    """Lignes retenues, précision et rappel des quatre recherches dans ces textes."""
    minuscules = textes.str.lower()

    def contient(*mots):
        return minuscules.str.contains("|".join(mots))

    large = contient("recharge", "vrac", "consigne")
    maison = large & contient("lessive", "vaisselle", "nettoyant", "entretien")
    retenues_par_requete = {
        LARGE: large,
        f"({LARGE}) ET ({ENTRETIEN})": maison,
        AVEC_EXCLUSIONS: maison & ~contient("borne", "emploi", "mobile"),
        "recharge ET lessive": contient("recharge") & contient("lessive"),
    }
    retenues = {code: retenues_par_requete[mots] for code, mots in codes_des_requetes.items()}
    lignes = {
        code: {
            "retenus": int(gardees.sum()),
            "precision": 100 * (gardees & pertinent).sum() / gardees.sum(),
            "rappel": 100 * (gardees & pertinent).sum() / pertinent.sum(),
        }
        for code, gardees in retenues.items()
    }
    return pd.DataFrame(lignes).T.astype({"retenus": int}).rename_axis("recherche")


recherches = bilan_des_recherches(flux["titre"] + " " + flux["texte"])
erreur_type(
    "C1_1-recherches",
    "precision_rappel_inverses",
    recherches.rename(columns={"precision": "rappel", "rappel": "precision"}),
    "Vous avez interverti précision et rappel : la précision se rapporte à ce que la recherche retient (le bruit), le rappel à tout ce "
    "qu'elle aurait dû trouver (le silence).",
    part=0.4,
)
erreur_type(
    "C1_1-recherches",
    "titre_seul",
    bilan_des_recherches(flux["titre"]),
    "Vous n'avez cherché que dans le titre : bien des articles ne disent leur sujet que dans le texte. Réunissez les deux colonnes.",
    part=0.1,
)
erreur_type(
    "C1_1-recherches",
    "rappel_sur_tout_le_flux",
    recherches.assign(rappel=recherches["rappel"] * pertinent.mean()),
    "Vous avez rapporté le rappel aux 800 lignes : son dénominateur est le nombre de lignes pertinentes, celles qu'il fallait trouver.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C1_1-recherches" points=4
verifier(
    "C1_1-recherches",
    recherches,
    tableau(
        cle="recherche",
        colonnes={"retenus": entier(minimum=1, maximum=800), "precision": pourcentage(), "rappel": pourcentage()},
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Les avis en double
#
# Deux lignes de `avis` sont **le même avis** si elles ont même `client`, même `produit` et même `commentaire` **une fois normalisés** : en
# minuscules, sans accents ni cédilles, sans blancs au début ni à la fin, les suites de blancs réduites à un seul. Les autres colonnes ne comptent
# pas : d'un export à l'autre, la date ou la note d'un même avis peuvent être écrites autrement.
#
# De chaque avis on garde **la première ligne** (le plus petit `numero`). Combien de lignes faut-il ôter ?
#
# **À rendre** (3 points) : `lignes_otees`, un nombre entier.

# %% role="solution" id="doublons"
# Un nombre entier.
lignes_otees = None
### BEGIN SOLUTION
CLE = ["client", "produit", "commentaire"]


def normaliser(valeur):
    return " ".join(sans_accents(valeur).lower().split())


avis_ranges = avis.sort_values("numero")  # la première ligne d'un avis est celle du plus petit numéro
cles_normalisees = avis_ranges[CLE].map(normaliser)
lignes_otees = int(cles_normalisees.duplicated().sum())
uniques = avis_ranges[~cles_normalisees.duplicated()]
doublons_restants = avis_ranges[~avis_ranges.duplicated(CLE)]  # ce qui reste quand on oublie de normaliser
erreur_type(
    "C1_2-doublons",
    "sans_normaliser",
    int(avis.duplicated(CLE).sum()),
    "Vous n'avez trouvé que les copies exactes : « Élodie A. » et « ELODIE  A. » sont la même personne. Normalisez les trois colonnes "
    "avant de comparer.",
    part=0.25,
)
erreur_type(
    "C1_2-doublons",
    "tous_les_exemplaires",
    int(cles_normalisees.duplicated(keep=False).sum()),
    "Vous avez compté tous les exemplaires des avis en double, le premier compris : l'avis serait perdu. Gardez-en un.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_2-doublons" points=3
verifier("C1_2-doublons", lignes_otees, entier(minimum=0, maximum=1300))

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Les valeurs manquantes
#
# **Dans toute la suite, on travaille sur les avis sans doublons** (question 3).
#
# Une valeur est **manquante** si la cellule est vide ou ne contient que « n/c » ou « - ». Combien de valeurs manquent dans chacune des colonnes
# `date`, `canal`, `note` et `montant` ?
#
# **À rendre** (2 points) : `manquantes`, une série (colonne → nombre entier) de quatre lignes.

# %% role="solution" id="valeurs_manquantes"
# Une série : le nombre de valeurs manquantes de chaque colonne.
manquantes = None
### BEGIN SOLUTION
COLONNES = ["date", "canal", "note", "montant"]
SANS_VALEUR = ["n/c", "-"]
manquantes = (uniques[COLONNES].isna() | uniques[COLONNES].isin(SANS_VALEUR)).sum()
erreur_type(
    "C1_2-manquantes",
    "cellules_vides_seules",
    uniques[COLONNES].isna().sum(),
    "Vous n'avez compté que les cellules vides : « n/c » et « - » ne disent rien de plus. Comptez-les aussi.",
    part=0.25,
)
erreur_type(
    "C1_2-manquantes",
    "doublons_restants",
    (avis[COLONNES].isna() | avis[COLONNES].isin(SANS_VALEUR)).sum(),
    "Vous avez compté sur toutes les lignes de l'export : un avis en double y pèse deux fois. Ôtez d'abord les doublons.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_2-manquantes" points=2
verifier("C1_2-manquantes", manquantes, serie(cle="colonne", valeurs=entier(minimum=0, maximum=1300)))

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Analyser
#
# ## Question 5 — Les montants aberrants
#
# ### 5 a. Les bornes
#
# Lisez la colonne `montant` (sans « € », virgule ou point), valeurs manquantes ôtées. Avec les quartiles $Q_1$ et $Q_3$, la règle de l'**écart
# interquartile** appelle aberrant un montant inférieur à $Q_1 - 1{,}5\,(Q_3 - Q_1)$ ou supérieur à $Q_3 + 1{,}5\,(Q_3 - Q_1)$.
#
# **Convention** : quartiles par interpolation linéaire, `quantile` de pandas tel quel ou `=QUARTILE(plage;1)` et `=QUARTILE(plage;3)` au
# tableur. La borne basse peut être négative.
#
# **À rendre** (2 points) : `bornes`, une série de deux lignes, `basse` et `haute`, en euros.

# %% role="solution" id="bornes_montant"
# Une série : basse et haute, en €.
bornes = None
### BEGIN SOLUTION


def lire_nombres(colonne):
    """Les nombres d'une colonne de texte ; ce qui n'en est pas un devient manquant."""
    chiffres = colonne.str.replace("/5", "").str.replace(" €", "").str.replace(",", ".")
    return pd.to_numeric(chiffres, errors="coerce")


montants = lire_nombres(uniques["montant"]).dropna()
q1, mediane, q3 = montants.quantile([0.25, 0.5, 0.75])
bornes = pd.Series({"basse": q1 - 1.5 * (q3 - q1), "haute": q3 + 1.5 * (q3 - q1)})
erreur_type(
    "C1_2-bornes",
    "mediane_au_centre",
    pd.Series({"basse": mediane - 1.5 * (q3 - q1), "haute": mediane + 1.5 * (q3 - q1)}),
    "Vous êtes parti·e de la médiane : la règle part du premier quartile vers le bas et du troisième vers le haut.",
    part=0.25,
)
erreur_type(
    "C1_2-bornes",
    "deux_ecarts_types",
    pd.Series({"basse": montants.mean() - 2 * montants.std(), "haute": montants.mean() + 2 * montants.std()}),
    "Vous avez pris la moyenne et deux écarts-types : les montants aberrants gonflent l'une et l'autre, et les bornes les laissent "
    "passer. La règle demandée ne se sert que des quartiles.",
)
### END SOLUTION

# %% role="tests" id="C1_2-bornes" points=2
verifier(
    "C1_2-bornes", bornes, serie(cle="borne", valeurs=nombre(unite="€", minimum=-10_000, maximum=10_000)), ecart=0.05
)

# %% [markdown] role="readonly" id="q5b"
# ### 5 b. Combien ?
#
# Combien de montants sont aberrants, d'après vos bornes ?
#
# **À rendre** (2 points) : `montants_aberrants`, un nombre entier.

# %% role="solution" id="aberrants"
# Un nombre entier.
montants_aberrants = None
### BEGIN SOLUTION


def hors_bornes(valeurs, basse, haute):
    return int(((valeurs < basse) | (valeurs > haute)).sum())


montants_aberrants = hors_bornes(montants, bornes["basse"], bornes["haute"])
restants = lire_nombres(doublons_restants["montant"]).dropna()
r1, r3 = restants.quantile([0.25, 0.75])
erreur_type(
    "C1_2-aberrants",
    "deux_ecarts_types",
    int((abs(montants - montants.mean()) > 2 * montants.std()).sum()),
    "Vous avez compté les montants à plus de deux écarts-types de la moyenne : quelques prix sans virgule suffisent à cacher les "
    "autres. Comptez ceux qui sortent des bornes de la question 5 a.",
)
erreur_type(
    "C1_2-aberrants",
    "doublons_restants",
    hors_bornes(restants, r1 - 1.5 * (r3 - r1), r3 + 1.5 * (r3 - r1)),
    "Vous avez gardé des avis en double, ceux dont l'écriture diffère : un même montant y compte deux fois. Normalisez avant d'ôter "
    "les doublons.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C1_2-aberrants" points=2
verifier("C1_2-aberrants", montants_aberrants, entier(minimum=0, maximum=1300))

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — La note, trimestre par trimestre
#
# **Dans les questions 6 et 7, un avis est retenu si sa note se lit et va de 1 à 5** ; une note comme 45 ou 0 est une faute de saisie, l'avis est
# écarté. Un montant aberrant, lui, ne disqualifie pas la note : l'avis reste.
#
# Pour chaque trimestre civil, donnez le nombre d'avis retenus **dont la date se lit** et leur note moyenne. Le jour est toujours écrit avant le
# mois, sauf dans `AAAA-MM-JJ`.
#
# **À rendre** (4 points) : `par_trimestre`, un tableau de quatre lignes (clé `trimestre` : `"T4 2025"`, `"T1 2026"`, `"T2 2026"`, `"T3 2026"`) et
# deux colonnes, `avis` (nombre entier) et `note_moyenne`.

# %% role="solution" id="notes_trimestrielles"
# Un tableau : trimestre, avis, note_moyenne.
par_trimestre = None
### BEGIN SOLUTION
TRIMESTRES = ["T4 2025", "T1 2026", "T2 2026", "T3 2026"]


def lire_dates(colonne, *formats):
    """Chaque date selon le premier format qui convient."""
    lues = pd.Series(pd.NaT, index=colonne.index)
    for modele in formats:
        lues = lues.fillna(pd.to_datetime(colonne, format=modele, errors="coerce"))
    return lues


def noter_par_trimestre(lignes, dates, maximum=5):
    """Nombre d'avis et note moyenne de chaque trimestre, notes de 1 à `maximum`."""
    notes = lire_nombres(lignes["note"])
    gardes = notes.between(1, maximum) & dates.notna()
    noms = "T" + dates[gardes].dt.quarter.astype(str) + " " + dates[gardes].dt.year.astype(str)
    table = notes[gardes].groupby(noms).agg(avis="size", note_moyenne="mean")
    return table.reindex(TRIMESTRES).rename_axis("trimestre")


FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
par_trimestre = noter_par_trimestre(uniques, lire_dates(uniques["date"], *FORMATS))
erreur_type(
    "C1_2-trimestres",
    "mois_avant_jour",
    noter_par_trimestre(uniques, lire_dates(uniques["date"], "%Y-%m-%d", "%m/%d/%Y", "%m.%d.%Y", *FORMATS)),
    "Vous avez lu le mois avant le jour, à l'américaine : le 05/11/2025 est devenu un 11 mai. Donnez le format des dates, ou précisez "
    "dayfirst=True.",
    part=0.25,
)
erreur_type(
    "C1_2-trimestres",
    "notes_hors_echelle",
    noter_par_trimestre(uniques, lire_dates(uniques["date"], *FORMATS), maximum=1000),
    "Vous avez gardé des notes qui dépassent 5 : ce sont des fautes de saisie, et quelques-unes suffisent à relever la moyenne.",
    part=0.25,
)
erreur_type(
    "C1_2-trimestres",
    "doublons_restants",
    noter_par_trimestre(doublons_restants, lire_dates(doublons_restants["date"], *FORMATS)),
    "Vous avez gardé des avis en double, ceux dont l'écriture diffère. Normalisez avant d'ôter les doublons.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C1_2-trimestres" points=4
verifier(
    "C1_2-trimestres",
    par_trimestre,
    tableau(
        cle="trimestre",
        colonnes={"avis": entier(minimum=1, maximum=1300), "note_moyenne": nombre(minimum=0, maximum=100)},
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le lieu d'achat et la satisfaction sont-ils liés ?
#
# ### 7 a. Croiser
#
# Parmi les avis retenus (note de 1 à 5, question 6) **dont le canal est connu**, comptez les avis de chaque canal et de chaque niveau. Les noms de
# canaux se normalisent comme à la question 3.
#
# | Colonne | Niveau |
# | --- | --- |
# | `insatisfait` | note inférieure à 3 |
# | `mitige` | note d'au moins 3 et inférieure à 4 |
# | `satisfait` | note d'au moins 4 |
#
# **À rendre** (3 points) : `croisement`, un tableau de trois lignes (clé `canal` : Site de la marque, Grande surface, Épicerie vrac).

# %% role="solution" id="tri_croise"
# Un tableau : canal, insatisfait, mitige, satisfait.
croisement = None
### BEGIN SOLUTION
CANAUX = ["Site de la marque", "Grande surface", "Épicerie vrac"]
NIVEAUX = ["insatisfait", "mitige", "satisfait"]


def croiser(lignes, lire_canal=normaliser, cote="left"):
    """Effectifs canal × niveau ; cote : l'intervalle est-il fermé à gauche (une note de 4 satisfait) ?"""
    notes = lire_nombres(lignes["note"])
    canaux = lignes["canal"].map(lire_canal, na_action="ignore").map({lire_canal(nom): nom for nom in CANAUX})
    rangs = np.searchsorted([3, 4], notes, side="right" if cote == "left" else "left")
    niveaux = pd.Series(rangs, index=lignes.index).map(dict(enumerate(NIVEAUX)))
    gardes = notes.between(1, 5) & canaux.notna()
    table = pd.crosstab(canaux[gardes], niveaux[gardes])
    return table.reindex(index=CANAUX, columns=NIVEAUX, fill_value=0).rename_axis("canal")


croisement = croiser(uniques)
erreur_type(
    "C1_2-croisement",
    "canaux_non_normalises",
    croiser(uniques, lire_canal=str),
    "Vous avez perdu les canaux écrits autrement (« GRANDE SURFACE », « Epicerie vrac ») : normalisez-les avant de compter.",
    part=0.34,
)
erreur_type(
    "C1_2-croisement",
    "bornes_de_niveau",
    croiser(uniques, cote="right"),
    "Vous avez rangé la note 4 parmi les mitigés, ou la note 3 parmi les insatisfaits : chaque niveau comprend sa borne basse et non "
    "sa borne haute.",
    part=0.34,
)
erreur_type(
    "C1_2-croisement",
    "doublons_restants",
    croiser(doublons_restants),
    "Vous avez gardé des avis en double, ceux dont l'écriture diffère. Normalisez avant d'ôter les doublons.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C1_2-croisement" points=3
verifier(
    "C1_2-croisement",
    croisement,
    tableau(cle="canal", colonnes={niveau: entier(minimum=0) for niveau in ("insatisfait", "mitige", "satisfait")}),
)

# %% [markdown] role="readonly" id="q7b"
# ### 7 b. Le khi-deux
#
# Calculez la statistique du khi-deux d'**indépendance** de ce tableau, sans correction de continuité :
#
# $$\chi^2 = \sum \frac{(\text{observé} - \text{attendu})^2}{\text{attendu}} \qquad
# \text{attendu} = \frac{\text{total de la ligne} \times \text{total de la colonne}}{\text{total général}}$$
#
# En Python, `scipy.stats.chi2_contingency(…, correction=False)` la donne aussi.
#
# **À rendre** (3 points) : `khi_deux`, un nombre.

# %% role="solution" id="statistique_khi_deux"
# Un nombre.
khi_deux = None
### BEGIN SOLUTION


def statistique(observe, attendu):
    return float(((observe - attendu) ** 2 / attendu).sum())


def attendus(observe):
    return observe.sum(axis=1, keepdims=True) * observe.sum(axis=0) / observe.sum()


effectifs = croisement[["insatisfait", "mitige", "satisfait"]].to_numpy(dtype=float)
pour_cent = 100 * effectifs / effectifs.sum(axis=1, keepdims=True)
khi_deux = statistique(effectifs, attendus(effectifs))
erreur_type(
    "C1_2-khi_deux",
    "sur_des_pourcentages",
    statistique(pour_cent, attendus(pour_cent)),
    "Vous avez appliqué le test à des pourcentages : chaque canal y compte pour cent avis, quel que soit son effectif. Le khi-deux se "
    "calcule sur les effectifs.",
    part=0.25,
)
erreur_type(
    "C1_2-khi_deux",
    "attendus_egaux",
    statistique(effectifs, effectifs.mean()),
    "Vous avez attendu le même effectif dans les neuf cases : si le canal ne change rien, l'effectif attendu dépend encore du total de la "
    "ligne et de celui de la colonne.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_2-khi_deux" points=3
verifier("C1_2-khi_deux", khi_deux, nombre(minimum=0, maximum=10_000), tolerance=0.01)

# %% [markdown] role="readonly" id="q7c"
# ### 7 c. La conclusion
#
# Comparez votre statistique à la valeur critique au seuil de 5 %, pour (3 − 1) × (3 − 1) = 4 degrés de liberté : `scipy.stats.chi2.ppf(0.95, 4)`, ou
# `=KHIDEUX.INVERSE(0,05;4)` au tableur. Que conclut le test ?
#
# **À rendre** (2 points) : `conclusion`, l'un de ces textes : `"lien significatif"`, `"pas de lien démontré"`, `"le canal cause la satisfaction"`.

# %% role="solution" id="conclusion_khi_deux"
# Un texte, parmi les trois proposés.
conclusion = None
### BEGIN SOLUTION
VALEUR_CRITIQUE = 9.488  # khi-deux à 4 degrés de liberté, 5 %
conclusion = "lien significatif" if khi_deux > VALEUR_CRITIQUE else "pas de lien démontré"
erreur_type(
    "C1_2-conclusion",
    "seuil_mal_lu",
    "pas de lien démontré" if khi_deux > VALEUR_CRITIQUE else "lien significatif",
    "Vous avez lu la valeur critique à l'envers : sans lien, le hasard ne la dépasse qu'une fois sur vingt. Une statistique plus grande "
    "établit donc un lien à ce seuil ; une plus petite ne démontre rien.",
)
erreur_type(
    "C1_2-conclusion",
    "cause_affirmee",
    "le canal cause la satisfaction",
    "Vous avez conclu à une cause : un khi-deux établit un lien, ou n'en établit pas. Les clients d'un canal peuvent aussi ne pas être "
    "les mêmes, ni acheter les mêmes produits.",
)
### END SOLUTION

# %% role="tests" id="C1_2-conclusion" points=2
verifier(
    "C1_2-conclusion",
    conclusion,
    choix("lien significatif", "pas de lien démontré", "le canal cause la satisfaction"),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Ce qui va avec l'envie d'acheter Clairenoue
#
# ### 8 a. Les corrélations
#
# Dans `image_marques`, gardez les **150 lignes de Clairenoue**. Quelle est la corrélation (coefficient *r* de Pearson) de chacun des huit
# attributs avec `intention` ? En pandas, `corrwith` ou `corr` ; au tableur, `=COEFFICIENT.CORRELATION(plage1;plage2)`.
#
# Les huit attributs sont `efficacite`, `naturalite`, `parfum`, `praticite`, `design`, `innovation`, `prix_percu` et `notoriete`.
#
# **À rendre** (3 points) : `correlations`, une série (attribut → nombre entre −1 et 1).

# %% role="solution" id="correlations_intention"
# Une série : la corrélation de chaque attribut avec l'intention d'achat.
correlations = None
### BEGIN SOLUTION
ATTRIBUTS = ["efficacite", "naturalite", "parfum", "praticite", "design", "innovation", "prix_percu", "notoriete"]
clairenoue = image_marques[image_marques["marque"] == "Clairenoue"]
correlations = clairenoue[ATTRIBUTS].corrwith(clairenoue["intention"])
erreur_type(
    "C1_2-correlations",
    "toutes_les_marques",
    image_marques[ATTRIBUTS].corrwith(image_marques["intention"]),
    "Vous avez mêlé les cinq marques : vous mesurez aussi ce qui les sépare, et chaque personne y compte cinq fois. Gardez les lignes de "
    "Clairenoue.",
    part=0.25,
)
erreur_type(
    "C1_2-correlations",
    "coefficient_au_carre",
    correlations**2,
    "Vous avez donné le coefficient de détermination, r au carré : il perd le signe, et avec lui le sens du lien.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_2-correlations" points=3
verifier(
    "C1_2-correlations", correlations, serie(cle="attribut", valeurs=nombre(minimum=-1, maximum=1)), ecart=0.0055
)

# %% [markdown] role="readonly" id="q8b"
# ### 8 b. Les corrélations significatives
#
# Pour *n* = 150 personnes, la corrélation est significative au seuil de 5 % (test bilatéral) si sa valeur p est inférieure à 0,05 :
#
# $$t = r \sqrt{\frac{n - 2}{1 - r^2}}$$
#
# - en Python : `p = 2 * scipy.stats.t.sf(abs(t), n - 2)`, après `import scipy.stats` ; ou `scipy.stats.pearsonr`, qui donne *r* et *p* ;
# - au tableur : `=LOI.STUDENT(ABS(t);148;2)`.
#
# Chaque attribut se juge seul, sans correction pour le nombre de tests. Lesquels ont une corrélation **significative**, positive ou négative ?
#
# **À rendre** (2 points) : `attributs_lies`, la liste de leurs noms, par exemple `["parfum", "design"]`.

# %% role="solution" id="significatives"
# Une liste de noms d'attributs.
attributs_lies = None
### BEGIN SOLUTION
from scipy.stats import t as loi_de_student

r = correlations.clip(-0.999, 0.999)
valeurs_p = pd.Series(2 * loi_de_student.sf(abs(r) * np.sqrt(148 / (1 - r**2)), 148), index=r.index)
attributs_lies = list(r.index[valeurs_p < SEUIL])
erreur_type(
    "C1_2-significatifs",
    "correlation_forte",
    list(r.index[abs(r) >= 0.5]),
    "Vous avez gardé les corrélations fortes (0,5 et plus) : la taille d'un lien et sa signification sont deux choses. Avec 150 personnes, un "
    "lien modeste peut être établi ; c'est la valeur p qui le dit.",
    part=0.5,
)
erreur_type(
    "C1_2-significatifs",
    "seuil_a_l_envers",
    list(r.index[valeurs_p >= SEUIL]),
    "Vous avez lu le seuil à l'envers : la valeur p dit combien de fois le hasard seul ferait aussi bien. C'est une petite valeur p, sous "
    "0,05, qui établit le lien.",
)
### END SOLUTION

# %% role="tests" id="C1_2-significatifs" points=2
verifier(
    "C1_2-significatifs",
    attributs_lies,
    choix(
        "efficacite",
        "naturalite",
        "parfum",
        "praticite",
        "design",
        "innovation",
        "prix_percu",
        "notoriete",
        plusieurs=True,
    ),
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — De qui Clairenoue est-elle proche ?
#
# ### 9 a. Le profil de Clairenoue
#
# Faites le tableau des **moyennes** de chaque attribut par marque (5 marques × 8 attributs). Les attributs n'ont pas la même échelle : on les
# **standardise**. Pour chaque attribut, score = (moyenne de la marque − moyenne des cinq moyennes) ÷ écart-type des cinq moyennes.
#
# **Convention** : l'écart-type est celui d'une population entière, divisé par 5 : `std(ddof=0)` en pandas, `=ECARTYPEP(plage)` au tableur.
#
# **À rendre** (2 points) : `profil`, une série (attribut → score) pour **Clairenoue**.

# %% role="solution" id="profil_standardise"
# Une série : le score standardisé de Clairenoue sur chaque attribut.
profil = None
### BEGIN SOLUTION
moyennes = image_marques.groupby("marque")[ATTRIBUTS].mean()
ecarts = moyennes - moyennes.mean()
scores = ecarts / moyennes.std(ddof=0)
scores_n_moins_1 = ecarts / moyennes.std(ddof=1)
profil = scores.loc["Clairenoue"]
erreur_type(
    "C1_3-profil",
    "ecart_type_n_moins_1",
    scores_n_moins_1.loc["Clairenoue"],
    "Vous avez pris l'écart-type d'un échantillon, divisé par 4, que pandas donne par défaut : la convention de l'énoncé divise par 5.",
    part=0.5,
)
erreur_type(
    "C1_3-profil",
    "ecart_non_divise",
    ecarts.loc["Clairenoue"],
    "Vous avez donné l'écart à la moyenne dans l'unité de chaque attribut : divisez-le par l'écart-type pour que les attributs se comparent.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_3-profil" points=2
verifier("C1_3-profil", profil, serie(cle="attribut", valeurs=nombre(minimum=-60, maximum=60)), ecart=0.005)

# %% [markdown] role="readonly" id="q9b"
# ### 9 b. Les distances
#
# Sur les **huit scores standardisés**, quelle est la distance euclidienne de Clairenoue à chacune des quatre autres marques ?
#
# $$d = \sqrt{\sum_{\text{8 attributs}} (\text{score de Clairenoue} - \text{score de la marque})^2}$$
#
# Au tableur : `=RACINE(SOMME.XMY2(plage1;plage2))`.
#
# **À rendre** (3 points) : `distances`, une série (marque → nombre) de quatre lignes.

# %% role="solution" id="distances_marques"
# Une série : la distance de Clairenoue à chaque autre marque.
distances = None
### BEGIN SOLUTION
AUTRES = ["Écumine", "Bulle & Bois", "Galet Blanc", "Netterive"]


def distances_a_clairenoue(table):
    return np.sqrt(((table.loc[AUTRES] - table.loc["Clairenoue"]) ** 2).sum(axis=1))


distances = distances_a_clairenoue(scores)
reponses = image_marques[ATTRIBUTS]
erreur_type(
    "C1_3-distances",
    "non_standardisees",
    distances_a_clairenoue(moyennes),
    "Vous avez calculé les distances sur les moyennes brutes : la notoriété, notée sur 100, y décide de presque tout. Standardisez d'abord.",
    part=0.25,
)
erreur_type(
    "C1_3-distances",
    "standardisees_sur_les_reponses",
    distances_a_clairenoue((moyennes - reponses.mean()) / reponses.std(ddof=0)),
    "Vous avez standardisé avec l'écart-type des 750 réponses : il mêle l'avis des personnes et l'écart entre marques. Prenez celui des cinq "
    "moyennes.",
    part=0.5,
)
erreur_type(
    "C1_3-distances",
    "ecart_type_n_moins_1",
    distances_a_clairenoue(scores_n_moins_1),
    "Vous avez gardé l'écart-type divisé par 4 : les distances rétrécissent toutes dans le même rapport. La convention divise par 5.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C1_3-distances" points=3
verifier("C1_3-distances", distances, serie(cle="marque", valeurs=nombre(minimum=0, maximum=500)), tolerance=0.01)

# %% [markdown] role="readonly" id="q9c"
# ### 9 c. Le concurrent le plus proche
#
# D'après vos distances, quelle marque est la plus proche de Clairenoue ?
#
# **À rendre** (2 points) : `concurrent`, le nom de la marque.

# %% role="solution" id="concurrent_proche"
# Un texte : le nom de la marque.
concurrent = None
### BEGIN SOLUTION
concurrent = distances.idxmin()
erreur_type(
    "C1_3-concurrent",
    "non_standardisees",
    distances_a_clairenoue(moyennes).idxmin(),
    "C'est la marque la plus proche sur les moyennes brutes, où la notoriété, notée sur 100, écrase les autres attributs. Comparez les "
    "distances standardisées.",
    part=0.25,
)
erreur_type(
    "C1_3-concurrent",
    "la_plus_eloignee",
    distances.idxmax(),
    "Vous avez pris la plus grande distance : c'est la marque qui ressemble le moins à Clairenoue.",
)
### END SOLUTION

# %% role="tests" id="C1_3-concurrent" points=2
verifier("C1_3-concurrent", concurrent, choix("Écumine", "Bulle & Bois", "Galet Blanc", "Netterive"))

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — La carte perceptuelle
#
# ### 10 a. Les coordonnées
#
# Deux axes résument six des huit attributs :
#
# | Colonne | Axe | Calcul |
# | --- | --- | --- |
# | `usage` | plaisir d'usage | moyenne des scores standardisés d'`efficacite`, `parfum` et `praticite` |
# | `caractere` | caractère de la marque | moyenne des scores standardisés de `naturalite`, `design` et `innovation` |
#
# **À rendre** (3 points) : `carte`, un tableau de cinq lignes (clé `marque`).

# %% role="solution" id="coordonnees"
# Un tableau : marque, usage, caractere.
carte = None
### BEGIN SOLUTION
AXE_USAGE = ["efficacite", "parfum", "praticite"]
AXE_CARACTERE = ["naturalite", "design", "innovation"]


def placer(table):
    return pd.DataFrame({"usage": table[AXE_USAGE].mean(axis=1), "caractere": table[AXE_CARACTERE].mean(axis=1)})


carte = placer(scores)
erreur_type(
    "C1_3-carte",
    "moyennes_brutes",
    placer(moyennes),
    "Vous avez fait la moyenne des notes brutes : l'attribut où les marques diffèrent le plus y décide seul, et les axes ne passent pas par "
    "zéro. Partez des scores standardisés.",
    part=0.25,
)
erreur_type(
    "C1_3-carte",
    "axes_intervertis",
    carte.rename(columns={"usage": "caractere", "caractere": "usage"}),
    "Vous avez interverti les deux axes : relisez les attributs de chacun.",
    part=0.34,
)
erreur_type(
    "C1_3-carte",
    "ecart_type_n_moins_1",
    placer(scores_n_moins_1),
    "Vous avez gardé l'écart-type divisé par 4 : la carte a la bonne allure, à une autre échelle. La convention divise par 5.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C1_3-carte" points=3
verifier(
    "C1_3-carte",
    carte,
    tableau(
        cle="marque",
        colonnes={"usage": nombre(minimum=-20, maximum=20), "caractere": nombre(minimum=-20, maximum=20)},
    ),
    tolerance=0.01,
    ecart=0.005,
)

# %% [markdown] role="readonly" id="q10b"
# ### 10 b. Le graphique de positionnement
#
# Tracez la carte : un **nuage** des cinq marques, le plaisir d'usage en abscisse (`x`) et le caractère en ordonnée (`y`), **en un seul appel** de
# `scatter`. Nommez chaque marque à côté de son point, nommez les axes, montrez les deux zéros, et donnez un titre que le comité
# comprenne sans vous.
#
# **À rendre** (3 points) : `figure_carte`, la figure ou les axes de matplotlib.

# %% role="solution" id="graphique_carte"
# Une figure matplotlib : par exemple figure_carte, axes = plt.subplots()
figure_carte = None
### BEGIN SOLUTION
figure_carte, repere = plt.subplots(figsize=(7.6, 5), layout="constrained")
teintes = ["#b8561f" if marque == "Clairenoue" else "#1f5f8b" for marque in carte.index]
repere.scatter(carte["usage"], carte["caractere"], c=teintes, s=90, zorder=3)
for marque, ligne in carte.iterrows():
    gras = "bold" if marque == "Clairenoue" else "normal"
    # Le nom s'écrit du côté où il reste de la place.
    a_droite = ligne["usage"] < carte["usage"].max() - 0.3
    repere.annotate(
        marque,
        (ligne["usage"], ligne["caractere"]),
        (10 if a_droite else -10, 0),
        textcoords="offset points", va="center", ha="left" if a_droite else "right",
        fontweight=gras,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )
repere.axhline(0, color="#777777", linewidth=0.8)
repere.axvline(0, color="#777777", linewidth=0.8)


def cote(valeur):
    return "au-dessus" if valeur > 0 else "au-dessous"


place = carte.loc["Clairenoue"]
repere.set_title(
    f"Clairenoue : {cote(place['caractere'])} de la moyenne par son caractère,\n"
    f"{cote(place['usage'])} par le plaisir d'usage",
    loc="left",
    fontweight="bold",
)
repere.set_xlabel("plaisir d'usage (score standardisé ; 0 : moyenne des cinq marques)")
repere.set_ylabel("caractère (score standardisé)")
repere.margins(0.14)
for axe in (repere.xaxis, repere.yaxis):
    axe.set_major_locator(plt.MultipleLocator(0.5))
    axe.set_major_formatter(lambda valeur, _: f"{valeur:.1f}".replace(".", ","))
repere.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C1_3-graphique" points=3
verifier(
    "C1_3-graphique",
    figure_carte,
    graphique(
        genre="nuage",
        x="plaisir d'usage",
        y="caractère",
        series=("Clairenoue", "Écumine", "Bulle & Bois", "Galet Blanc", "Netterive"),
    ),
    tolerance=0.02,
    ecart=0.005,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Décider
#
# ## Question 11 — La recherche à programmer
#
# Solène Armand fixe la règle : « Je veux une recherche qui trouve **au moins 70 %** de ce qui est utile. Parmi celles-là, prenons **la plus
# précise**, pour ne pas lire pour rien. Si aucune n'y arrive, celle qui en trouve le plus. » D'après la question 2, laquelle programmer ?
#
# **À rendre** (2 points) : `recherche_retenue`, l'un de ces codes : `"R1"`, `"R2"`, `"R3"`, `"R4"`.

# %% role="solution" id="choix_recherche"
# Un texte : le code de la recherche.
recherche_retenue = None
### BEGIN SOLUTION
suffisantes = recherches[recherches["rappel"] >= (70 if recherches["rappel"].max() > 1 else 0.7)]
recherche_retenue = (suffisantes["precision"] if len(suffisantes) else recherches["rappel"]).idxmax()
erreur_type(
    "C1_1-choix",
    "precision_seule",
    recherches["precision"].idxmax(),
    "Vous avez pris la plus précise de toutes : elle ne fait presque pas de bruit, mais manque la plupart des articles utiles. Écartez "
    "d'abord celles dont le rappel est insuffisant.",
)
erreur_type(
    "C1_1-choix",
    "rappel_seul",
    recherches["rappel"].idxmax(),
    "Vous avez pris celle qui trouve le plus : au-delà de 70 %, la règle départage par la précision.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_1-choix" points=2
verifier("C1_1-choix", recherche_retenue, choix("R1", "R2", "R3", "R4"))

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — La source à suspendre
#
# ### 12 a. Ce que coûte une information utile
#
# `flux` couvre **six mois**. Pour chaque source **payante** qui y figure : coût de la source **sur six mois** (la moitié de son coût annuel) ÷ nombre de
# ses lignes **pertinentes**.
#
# **À rendre** (3 points) : `cout_information`, une série (source → € HT par information utile). Les sources gratuites n'y sont pas.

# %% role="solution" id="cout_utile"
# Une série : le coût d'une information utile pour chaque source payante de flux, en € HT.
cout_information = None
### BEGIN SOLUTION
par_an = cout_annuel.set_axis(sources["source"])
payantes = [nom for nom in flux["source"].unique() if par_an[nom] > 0]
utiles = flux[pertinent].groupby("source").size()
lues = flux.groupby("source").size()
cout_information = par_an[payantes] / 2 / utiles[payantes]
erreur_type(
    "C1_1-cout_utile",
    "annee_entiere",
    par_an[payantes] / utiles[payantes],
    "Vous avez rapporté le coût d'une année aux articles de six mois : prenez les deux sur la même période.",
    part=0.5,
)
erreur_type(
    "C1_1-cout_utile",
    "toutes_les_lignes",
    par_an[payantes] / 2 / lues[payantes],
    "Vous avez divisé par toutes les lignes de la source, bruit compris : seules les lignes pertinentes sont des informations utiles.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_1-cout_utile" points=3
verifier(
    "C1_1-cout_utile", cout_information, serie(cle="source", valeurs=nombre(unite="€", minimum=0, maximum=5000)), ecart=0.02
)

# %% [markdown] role="readonly" id="q12b"
# ### 12 b. La décision
#
# Odile Vernet propose de suspendre, le temps d'en renégocier le prix, la source payante de `flux` dont **l'information utile coûte le plus cher**.
# Laquelle ?
#
# **À rendre** (2 points) : `source_suspendue`, le nom de la source tel qu'il est écrit dans `flux`.

# %% role="solution" id="choix_source"
# Un texte : le nom de la source.
source_suspendue = None
### BEGIN SOLUTION
source_suspendue = cout_information.idxmax()
erreur_type(
    "C1_1-source",
    "plus_chere_par_an",
    par_an[payantes].idxmax(),
    "Vous avez pris l'abonnement le plus cher de l'année : s'il apporte beaucoup, chacune de ses informations coûte peu.",
    part=0.25,
)
erreur_type(
    "C1_1-source",
    "toutes_les_lignes",
    (par_an[payantes] / lues[payantes]).idxmax(),
    "Vous avez classé les sources par leur coût par ligne lue, bruit compris : une source bavarde paraît bon marché. Classez-les par "
    "information utile.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_1-source" points=2
verifier(
    "C1_1-source",
    source_suspendue,
    choix(
        "Droguerie Hebdo",
        "Le Carnet du Rayon",
        "La Lettre du Réemploi",
        "Sentinelle du Web",
        "Fil Rouge Veille",
        "Alertes du moteur de recherche",
        "Écoute sociale Papote",
        "Forum Maison Sobre",
        "Groupe Vivre en Vrac",
        "Alerte Textes Emballages",
        "Guetteur de Brevets",
    ),
)

# %% [markdown] role="readonly" id="q13"
# ## Question 13 — Ce que la présentation a le droit d'affirmer
#
# Avant d'écrire, triez. La table `affirmations`, affichée sous cet énoncé, donne six phrases, de `A` à `F`, que l'on voudrait mettre dans la
# présentation. Lesquelles sont **vraies, d'après vos réponses** ?
#
# **À rendre** (2 points) : `affirmations_vraies`, la liste des lettres, par exemple `["A", "F"]`.

# %% role="readonly" id="tableau_affirmations"
affirmations

# %% role="solution" id="affirmations"
# Une liste de lettres.
affirmations_vraies = None
### BEGIN SOLUTION
sur_la_carte = distances_a_clairenoue(carte)
lettre_de = affirmations.set_index("affirmation")["lettre"]


def lettre(debut):
    """La lettre de l'affirmation qui commence ainsi."""
    return lettre_de[lettre_de.index.str.startswith(debut)].iloc[0]


avec_exclusions = next(code for code, mots in codes_des_requetes.items() if mots == AVEC_EXCLUSIONS)
LIEN, PREUVE = lettre("La satisfaction et le lieu d'achat"), lettre("Améliorer l'attribut")
verites = {
    lettre("La recherche qui écarte"): recherches.loc[avec_exclusions, "rappel"] < 200 / 3,
    lettre("Dans l'export d'avis"): lignes_otees / len(avis) > 1 / 12,
    LIEN: conclusion == "lien significatif",
    PREUVE: False,
    lettre("Un prix perçu plus élevé"): "prix_percu" in attributs_lies and correlations["prix_percu"] < 0,
    lettre("Sur la carte à deux axes"): sur_la_carte.idxmin() == concurrent,
}
affirmations_vraies = sorted(code for code, vraie in verites.items() if vraie)
erreur_type(
    "C1_3-affirmations",
    "cause_affirmee",
    sorted([*affirmations_vraies, PREUVE]),
    "Vous avez retenu l'affirmation qui parle de preuve : une corrélation, même forte, ne dit pas lequel des deux entraîne l'autre, ni s'ils "
    "ont une cause commune. Une enquête ne le prouve pas ; un essai le montrerait.",
    part=0.8,
)
erreur_type(
    "C1_3-affirmations",
    "test_mal_lu",
    sorted(code for code, vraie in verites.items() if vraie != (code == LIEN)),
    "Relisez l'affirmation sur la satisfaction et le lieu d'achat à la lumière de la question 7 : le lien est établi si la statistique "
    "dépasse la valeur critique, quel que soit l'écart entre les canaux.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C1_3-affirmations" points=2
verifier("C1_3-affirmations", affirmations_vraies, choix("A", "B", "C", "D", "E", "F", plusieurs=True))

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence : ensemble, ils forment votre **fiche « Veille »**. Chacun a deux volets :
#
# - **votre contexte** : la veille que vous avez menée, ou à laquelle vous avez participé, avec ses faits (organisation, dates, outils,
#   personnes, décisions), tels que vous les avez vécus, réussites et ratés compris ;
# - **Clairenoue** : les chiffres que vous venez de calculer, qui éclairent ce que vous avez fait ou auriez fait autrement.
#
# Si un chiffre vous manque, dites lequel et raisonnez sans lui. Si votre veille n'avait pas de données à nettoyer ou pas de carte, dites ce
# qu'il aurait fallu recueillir.
#
# ## Écrit A — Le plan de collecte
#
# *Environ 400 mots, feuille de route comprise · C1.1 · 18 points.*
#
# 1. **Votre contexte**, en cinq lignes : l'organisation, votre mission, la période, la décision que la veille devait nourrir.
# 2. Vos **besoins d'information**, en deux sous-parties : le quantitatif, le qualitatif.
# 3. La **feuille de route** de votre veille, en tableau : besoin, source (interne ou externe), requête ou mode de relevé, rythme, responsable, destinataire, coût.
# 4. **Une requête au moins**, écrite avec ses mots, ses opérateurs, ses exclusions, sa période, ce qu'elle laisse passer et ce qu'elle manque. Comparez-la à
#    la recherche retenue pour Clairenoue (questions 2 et 11).
# 5. Un **mouvement du marché** ou une pratique nouvelle que votre veille a détecté, ou manqué, et par quelle source.

# %% [markdown] role="manual" id="C1_1-plan_collecte" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate ; les valeurs de Clairenoue sont propres à chaque variante).
#
# Un exemple de contexte : *assistante marketing en alternance chez un négociant de matériaux de 40 personnes, septembre 2025 à août 2026 ; la veille devait dire
# s'il fallait ouvrir un rayon de matériaux biosourcés.*
#
# | Besoin | Source | Requête ou relevé | Rythme | Qui, pour qui | Coût |
# | --- | --- | --- | --- | --- | --- |
# | Quantitatif : volumes et prix des isolants biosourcés | externe : observatoire professionnel ; interne : devis refusés | export trimestriel ; motif saisi au comptoir | trimestre | moi, pour la direction des achats | 480 € par an |
# | Quantitatif : avis et litiges par gamme | interne : logiciel de service après-vente | étiquette « isolant », douze mois | mois | service clients, pour moi | inclus |
# | Qualitatif : ce que les artisans reprochent aux produits | externe : forum d'artisans, deux entretiens par mois | (chanvre OU « ouate de cellulose ») ET pose ET NON emploi | semaine | moi, pour les commerciaux | gratuit |
# | Qualitatif : pratiques de communication des concurrents | externe : lettres d'information, salon régional | abonnement aux cinq lettres ; grille de relevé au salon | mois | moi, pour la directrice marketing | 60 € |
#
# Ce que le cas apprend : la recherche sans ET a le meilleur rappel et le plus de bruit (bornes de recharge, consignes de sécurité) ; ET NON emploi écarte aussi « réemploi » et « mode
# d'emploi », ET NON borne écarte les bornes de remplissage : une exclusion se vérifie sur ce qu'elle ôte. La recherche retenue est [code] : rappel [r] %, précision
# [p] %. Une correction fine (« borne de recharge », « offre d'emploi » en expressions exactes) vaut des points au critère des requêtes.
#
# Le coût par information utile désigne [source] ; la suspendre n'est pas anodin si elle est la seule de sa famille (textes réglementaires, brevets) : une
# information rare peut valoir plus que beaucoup d'autres.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — L'analyse des données
#
# *Environ 300 mots · C1.2 · 9 points.*
#
# 1. Comment **vos** données de veille ont été triées, organisées et structurées (ou auraient dû l'être), en regard de ce que vous avez fait de l'export
#    d'avis de Clairenoue : doublons, écritures, valeurs manquantes.
# 2. Un **tableau de décisions** d'au moins quatre lignes, deux de votre contexte et deux du cas : la donnée, gardée, corrigée ou écartée, le critère,
#    l'effet sur le résultat.
# 3. Les **liens statistiques** : pour Clairenoue, ce que disent les questions 7 et 8, et ce qu'elles ne disent pas ; dans votre contexte, un lien que
#    vous avez établi, ou la donnée et le test qui l'auraient établi. Terminez par ce que vous diriez à votre hiérarchie en deux phrases.

# %% [markdown] role="manual" id="C1_2-analyse" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# | Donnée | Décision | Critère | Effet |
# | :-- | :-- | :-- | :-- |
# | avis présents dans les deux exports (cas) | une ligne gardée | même client, même produit, même commentaire, une fois normalisés | [n] lignes ôtées sur [total] |
# | notes de 0, 7 ou 45 (cas) | avis écarté des moyennes | hors de l'échelle de 1 à 5, impossible à corriger sans le client | note moyenne de chaque trimestre [valeurs] |
# | montants au-dessus de la borne haute (cas) | vérifiés, pas effacés d'office | écart interquartile ; à cent fois le prix, la virgule manque ; à 60 €, c'est un gros panier | [n] montants relevés |
# | colonne du lieu d'achat vide ou « n/c » (cas) | avis gardé pour la moyenne, écarté du tri croisé | le canal est indispensable au test seulement | [n] valeurs manquantes |
# | devis sans motif de refus (exemple de contexte vécu) | écartés, mais comptés | champ vide plus de trente jours | un refus sur quatre reste inexpliqué : le dire |
#
# Liens. Le khi-deux vaut [valeur] pour une valeur critique de 9,49 : le lien entre lieu d'achat et satisfaction [est / n'est pas] établi ; s'il l'est, ce n'est pas une
# cause (clientèles et produits diffèrent). [k] attributs sur huit ont une corrélation significative avec l'intention d'achat ; s'il en est, le prix perçu joue
# en sens inverse ; l'un d'eux au moins est significatif sans être fort. Avec huit tests à 5 %, un faux positif reste possible : un candidat qui le dit va au-delà
# de l'attendu.
# ### END SOLUTION

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — La consolidation pour les parties prenantes
#
# *Environ 400 mots · C1.3 · 18 points, votre carte de la question 10 comprise.*
#
# 1. **Note au comité de Clairenoue** (250 mots au plus, datée du 12 octobre 2026) : la place de Clairenoue face aux quatre autres, ses
#    facteurs de valorisation, le concurrent à surveiller, ce que vous recommandez pour la veille de 2027. Définissez en mots courants chaque critère utilisé
#    (les deux axes, « score standardisé », « distance »). Odile Vernet ne connaît pas la statistique ; Farid Belkacem voudra s'en servir devant un acheteur.
# 2. Odile Vernet vous a écrit : « *Cent cinquante personnes, ce n'est pas sérieux. Je préfère mon intuition.* » **Répondez-lui** en cinq lignes.
# 3. **Votre contexte** : la matrice ou la carte que vous avez présentée (ou que vous présenteriez), ses critères, comment vous les avez choisis, à qui, et ce que la réunion en
#    a fait.

# %% [markdown] role="manual" id="C1_3-consolidation" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury** (entre crochets, les valeurs de la variante).
#
# **Note au comité de direction — 12 octobre 2026. Objet : notre place face aux quatre autres marques**
#
# **Notre plus proche voisine est [concurrent] ; c'est elle qu'il faut suivre chaque semaine.** Source : 150 acheteurs de produits rechargeables, septembre 2026.
#
# - *Comment lire la carte.* Zéro est la moyenne des cinq marques. À droite, les produits plaisent davantage à l'usage (efficacité, parfum, facilité) ; en haut, la marque a plus de
#   caractère (ingrédients, flacon, nouveautés). Deux marques proches sur la carte se ressemblent aux yeux des acheteurs.
# - *Où nous sommes.* [au-dessus / au-dessous] de la moyenne par le caractère ([score]), [au-dessus / au-dessous] par l'usage ([score]). Nos points forts : [attributs aux scores
#   les plus hauts] ; nos points faibles : [attributs aux scores les plus bas].
# - *Ce qui va avec l'envie d'acheter.* [attributs liés] ; [s'il est lié : un prix jugé élevé va avec une intention plus faible]. Ce sont des liens, pas des preuves de cause.
# - *Ce que la carte ne montre pas.* Le prix perçu et la notoriété n'y sont pas ; sur les huit critères, la plus proche est [concurrent].
#
# Pour 2027 : programmer [recherche], suspendre [source] le temps d'un appel d'offres, refaire l'enquête en mars pour voir si [concurrent] s'approche.
#
# *Réponse à Odile* : « Vous avez raison de demander combien ils sont. 150 personnes ne suffisent pas pour départager deux marques à un dixième de point ; elles suffisent pour
# dire que [attribut] va avec l'envie d'acheter : sans lien véritable, le hasard en montrerait un aussi net moins d'une fois sur vingt. Je vous propose de garder votre intuition comme
# hypothèse et de la vérifier avec l'enquête de mars : si elle dit le contraire, nous changerons la carte. » (Reconnaît la limite, maintient la conclusion,
# propose un fait qui trancherait, n'attaque ni ne s'excuse.)
# ### END SOLUTION

# %% [markdown] role="readonly" id="grille_texte"
# ---
# # La grille du jury
#
# Vos écrits et votre carte sont jugés sur les quinze critères ci-dessous. Il n'y a rien à remplir ici.

# %% [markdown] role="grille" competence="C1.1"

# %% [markdown] role="grille" competence="C1.2"

# %% [markdown] role="grille" competence="C1.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre veille** autant que d'après le cas. Cette évaluation n'entre pas dans la note : elle
# est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C1.1", "C1.2", "C1.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Validate** (en haut du notebook) : il signale les réponses absentes ou mal formées. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. **Enregistrez** (Ctrl + S), puis ouvrez l'onglet **Assignment List** et cliquez sur **Submit** en face de l'épreuve. Vous pouvez rendre
#    plusieurs fois : la dernière copie compte.
