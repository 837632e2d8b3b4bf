# Épreuve 1 — Fiche de compétences « Veille » (C1.1 à C1.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 1 — Fiche de compétences « Veille »
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 55** en tout, dont 2 h 30 en salle et 1 h 25 d'avance, pour rédiger (la veille elle-même n'est pas comptée) · soutenu ensuite au grand oral (10 min, puis 15 min d'échange) · compétences C1.1, C1.2 et C1.3
#
# **100 points** : 14 pour onze réponses, que la machine corrige, et 86 pour trois écrits et leurs fichiers, que le jury juge.
#
# Cette fiche porte sur **la veille que vous avez menée**, dans l'organisation où vous travaillez ou avez travaillé, pendant plusieurs semaines.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure et demie environ sur un cas fictif, Clairenoue (questions 1 à 8) | en une fois, ici | 10 |
# | **Vos sources**, dans un tableau qui est le vôtre (questions 9 à 11) | relevé d'avance ; 20 minutes ici | 4 |
# | **Trois écrits** sur votre veille, une feuille de route, une matrice et des preuves | rédigés d'avance ; 45 minutes ici pour les coller, les relire et remettre les fichiers | 86 |
#
# Vos documents professionnels sont autorisés. Changez les noms si votre employeur le demande ; gardez le secteur, la taille, les sources et les chiffres.
#
# ## Le cas : Clairenoue
#
# *Crest (Drôme), lundi 5 octobre 2026.*
#
# **Clairenoue** fabrique depuis 2013 des produits d'entretien rechargeables : lessives, liquide vaisselle, nettoyants à diluer,
# savon noir. Le flacon de verre se garde, la recharge s'achète en poche, en dose ou à la fontaine. L'entreprise emploie 58 personnes et
# vend sur son site, en grande surface et en épicerie vrac. Quatre marques la concurrencent : Écumine, Bulle & Bois, Galet Blanc et
# Netterive. Tous les noms sont fictifs.
#
# Vous êtes **chargé·e d'études marketing**. Fabrice Armand, directeur marketing, vous confie la veille :
#
# > « Nos alertes nous parlent de voitures électriques, et nous apprenons les lancements des autres par nos clients. Mercredi 14 octobre, je présente au
# > comité de direction le plan de veille de 2027 et notre place face aux quatre autres. Quelle recherche programmer ? Qui nous aurait prévenus, et
# > combien de jours plus tôt ? Que disent vraiment les avis ? Et que vaut notre marque pour ceux qui la connaissent ? »

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici », à la place de `None`.
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Un résultat recopié garde au moins trois chiffres significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique`.
#
# **Les données du cas vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en CSV. En ouvrant `avis.csv`, donnez le type **Texte** à la colonne `note` : sinon « 4/5 » devient le 4 mai. Dans ces formules,
# les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | chercher un mot dans `A2`, majuscules ou non | `=ESTNUM(CHERCHE("piscine";A2))`, à combiner avec `ET`, `OU` et `NON` |
# | compter sous conditions | `=NB.SI.ENS(retenues;VRAI;pertinents;"oui")` |
# | ajouter à une ligne ce que dit une autre table | `=RECHERCHEV(B2;tarifs;3;FAUX)` |
# | la première date sous conditions | `=MIN.SI.ENS(dates;codes;"T1";etoiles;">=3")` |
# | l'écart de deux dates | `=B2-A2`, au format Nombre |
# | ôter majuscules et blancs en trop | `=MINUSCULE(SUPPRESPACE(A2))` ; les accents, par *Rechercher et remplacer* |
# | le rang d'apparition du texte de `K2` | `=NB.SI(K$2:K2;K2)` : à partir de 2, c'est un doublon |
# | croiser deux colonnes | un tableau croisé dynamique |
# | le khi-deux d'effectifs observés et attendus | `=SOMMEPROD((observes-attendus)^2/attendus)` |
#
# Une réponse du tableur se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | une liste | `["spa", "bar"]` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 10 min | |
# | Étape 1. Chercher | 1 à 3 | 30 min | 5 |
# | Étape 2. Analyser et situer | 4 à 8 | 45 min | 5 |
# | Étape 3. Vos sources | 9 à 11 | 20 min | 4 |
# | Écrits et fichiers | A à C | 130 min, dont 85 d'avance | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import unicodedata

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e01_veille")

FIABLE = 3  # points sur 5, au moins
A_5, A_1 = 5.99, 9.21  # khi-deux à 2 degrés de liberté : valeurs critiques à 5 % et à 1 %
HEURE = 25  # € : ce que coûte une heure de veille, charges comprises
MARQUES = ("Clairenoue", "Écumine", "Bulle & Bois", "Galet Blanc", "Netterive")


def sans_accents(mot):
    """Le même texte sans accents ni cédilles : « Élodie a reçu » devient « Elodie a recu »."""
    return "".join(c for c in unicodedata.normalize("NFKD", mot) if not unicodedata.combining(c))


# %% role="readonly" id="tables"
sources = donnees["sources"]
flux = donnees["flux"]
requetes = donnees["requetes"]
lancements = donnees["lancements"]
annonces = donnees["annonces"]
avis = donnees["avis"]
enquete = donnees["enquete"]
marques = donnees["marques"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un hôtel réunit les messages de ses clients. Le code exécute une recherche, trouve des doublons écrits autrement et mesure une part. Voici ce qu'est un **khi-deux**.
#
# Sur 100 clients, 40 sont venus à deux et 60 en famille ; 50 reviendraient. Si la venue et le retour étaient **sans lien**, on attendrait
# 40 × 50 ÷ 100 = 20 couples qui reviendraient, et 30 familles. On en observe 26 et 24 (14 couples et 36 familles ne reviendraient pas). Le khi-deux additionne, pour les quatre cases,
# (observé − attendu)² ÷ attendu : 36/20 + 36/20 + 36/30 + 36/30 = 6,0. Plus il est grand, plus le hasard seul l'explique mal.

# %% role="readonly" id="exemple"
exemple = pd.DataFrame(
    {
        "auteur": ["Théo M.", "THEO  M.", "Lola B.", "Théo M."],
        "message": ["Piscine fermée", " piscine fermee", "Petit déjeuner parfait", "Spa et piscine : bravo"],
        "accueil": ["oui", "oui", None, "non"],
    }
)

# 1. Exécuter la recherche « piscine ET NON spa », sans tenir compte des majuscules.
exemple_minuscules = exemple["message"].str.lower()
exemple_trouves = exemple_minuscules.str.contains("piscine") & ~exemple_minuscules.str.contains("spa")
print("Messages retenus :", exemple_trouves.sum())

# 2. Normaliser (minuscules, sans accents, sans blancs en trop), puis garder la première ligne de chaque message.
exemple_propre = exemple[["auteur", "message"]].map(lambda mot: " ".join(sans_accents(mot).lower().split()))
exemple_uniques = exemple[~exemple_propre.duplicated()]
print("Messages différents :", len(exemple_uniques), "sur", len(exemple))

# 3. Une part se mesure parmi ceux qui ont répondu.
exemple_reponses = exemple_uniques["accueil"].dropna()
print("Contents de l'accueil :", 100 * (exemple_reponses == "oui").mean(), "%")

# 4. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame({"hotel": ["Mer", "Gare"], "avis": [120, 84], "satisfaits": [71.7, 64.3]})
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Un nuage qui se lit seul : un seul appel de scatter, chaque point nommé, un titre qui énonce le résultat.
exemple_figure, exemple_axes = plt.subplots(figsize=(5.5, 3.4), layout="constrained")
exemple_hotels = {"Mer": (42, 38), "Port": (61, 52), "Parc": (55, 70)}  # calme, bon prix
exemple_points = pd.DataFrame(exemple_hotels, index=["calme", "prix"]).T
exemple_axes.scatter(exemple_points["calme"], exemple_points["prix"], color="#3b6e8f", s=60)
for exemple_nom, exemple_point in exemple_hotels.items():
    exemple_axes.annotate(exemple_nom, exemple_point, (7, 4), textcoords="offset points")
exemple_axes.set_title("L'hôtel du Parc est jugé le mieux placé en prix")
exemple_axes.set_xlabel("calme (% des clients)")
exemple_axes.set_ylabel("bon prix (% des clients)")
exemple_axes.margins(0.25)
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Chercher
#
# ## Question 1 — Trois recherches à l'essai
#
# La table `requetes`, affichée sous cet énoncé, donne trois recherches, de `R1` à `R3`. Exécutez-les sur toutes les lignes de `flux`.
#
# **Convention** : on cherche dans le **titre et le texte réunis**, sans tenir compte des majuscules ; un mot est trouvé même à l'intérieur d'un autre
# (« recharge » dans « rechargeable »). Les accents comptent.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `retenus` | lignes que la recherche retient | lignes |
# | `precision` | parmi les lignes retenues, part de celles qui sont utiles (`pertinent` = « oui ») | % |
# | `rappel` | parmi toutes les lignes utiles de `flux`, part de celles qui sont retenues | % |
#
# **À rendre** (2 points) : `recherches`, un tableau de trois lignes : `recherche`, `retenus`, `precision` et `rappel`.

# %% role="readonly" id="requetes"
pd.set_option("display.max_colwidth", None)  # chaque recherche s'affiche en entier
requetes

# %% role="solution" id="recherches_flux"
# Un tableau : recherche, retenus, precision, rappel.
recherches = None
### BEGIN SOLUTION
utile = flux["pertinent"] == "oui"
tout_le_texte = (flux["titre"] + " " + flux["texte"]).str.lower()
LARGE, ENTRETIEN = "recharge|vrac|consigne", "lessive|vaisselle|nettoyant|entretien"


def retenues_par(requete, minuscules):
    """Les lignes que retient l'une des trois recherches."""
    if requete == "recharge ET lessive":
        return minuscules.str.contains("recharge") & minuscules.str.contains("lessive")
    large = minuscules.str.contains(LARGE)
    return large & minuscules.str.contains(ENTRETIEN) if " ET " in requete else large


def bilan_des_recherches(minuscules):
    """Lignes retenues, précision et rappel des trois recherches dans ces textes."""
    lignes = []
    for code, requete in requetes[["recherche", "requete"]].itertuples(index=False):
        gardees = retenues_par(requete, minuscules)
        trouvees = (gardees & utile).sum()
        lignes.append((code, int(gardees.sum()), 100 * trouvees / gardees.sum(), 100 * trouvees / utile.sum()))
    return pd.DataFrame(lignes, columns=["recherche", "retenus", "precision", "rappel"])


recherches = bilan_des_recherches(tout_le_texte)
erreur_type(
    "C1_1-recherches",
    "precision_rappel_inverses",
    recherches.rename(columns={"precision": "rappel", "rappel": "precision"}),
    "Vous avez interverti précision et rappel : la précision se rapporte à ce que la recherche retient (le bruit), le rappel à tout ce "
    "qu'elle aurait dû trouver (le silence).",
    part=0.5,
)
erreur_type(
    "C1_1-recherches",
    "titre_seul",
    bilan_des_recherches(flux["titre"].str.lower()),
    "Vous n'avez cherché que dans le titre : bien des articles ne disent leur sujet que dans le texte. Réunissez les deux colonnes.",
    part=0.1,
)
erreur_type(
    "C1_1-recherches",
    "rappel_sur_tout_le_flux",
    recherches.assign(rappel=recherches["rappel"] * utile.mean()),
    "Vous avez rapporté le rappel à toutes les lignes : son dénominateur est le nombre de lignes utiles, celles qu'il fallait trouver.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C1_1-recherches" points=2
verifier(
    "C1_1-recherches",
    recherches,
    tableau(
        cle="recherche",
        cles=("R1", "R2", "R3"),
        colonnes={"retenus": entier(minimum=1, maximum=800), "precision": pourcentage(), "rappel": pourcentage()},
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Les mots à exclure
#
# Fabrice Armand retient la recherche qui a deux groupes entre parenthèses, et veut y ajouter « ET NON » suivi de quelques mots. Six sont proposés : borne, emploi, mobile,
# voiture, jardin, gare. Chacun ôte du bruit, et parfois de l'utile : « emploi » ôte aussi « réemploi ».
#
# Un mot est **à exclure** s'il ôte, parmi les lignes que **cette recherche** retient, **au moins trois lignes inutiles pour une ligne utile** ; ou s'il n'en ôte que d'inutiles. Jugez chaque
# mot séparément, avec la convention de la question 1.
#
# **À rendre** (1 point) : `mots_a_exclure`, une liste de mots (dans du code, `["borne", "jardin"]`). Une réponse de trop en annule une juste.

# %% role="solution" id="exclusions"
# Une liste de mots.
mots_a_exclure = None
### BEGIN SOLUTION
MOTS = ["borne", "emploi", "mobile", "voiture", "jardin", "gare"]
de_la_recherche = tout_le_texte.str.contains(LARGE) & tout_le_texte.str.contains(ENTRETIEN)


def a_exclure(lignes):
    """Les mots qui ôtent de ces lignes au moins trois inutiles pour une utile."""
    otees = {mot: lignes & tout_le_texte.str.contains(mot) for mot in MOTS}
    return [mot for mot, o in otees.items() if (o & ~utile).sum() >= 3 * (o & utile).sum()]


mots_a_exclure = a_exclure(de_la_recherche)
erreur_type(
    "C1_1-exclusions",
    "sur_tout_le_flux",
    a_exclure(utile | ~utile),
    "Vous avez sans doute compté sur d'autres lignes que celles de cette recherche : une ligne qu'elle ne retient pas n'a pas à être ôtée. Partez de ce qu'elle retient.",
    part=0.5,
)
erreur_type(
    "C1_1-exclusions",
    "a_l_envers",
    [mot for mot in MOTS if mot not in mots_a_exclure],
    "Vous avez donné les mots qui ôtent trop d'utile : ce sont les autres qu'il faut exclure.",
)
### END SOLUTION

# %% role="tests" id="C1_1-exclusions" points=1
verifier(
    "C1_1-exclusions",
    mots_a_exclure,
    choix("borne", "emploi", "mobile", "voiture", "jardin", "gare", plusieurs=True),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Qui nous aurait prévenus, et quand ?
#
# La table `lancements` donne six lancements de concurrents, le jour où Clairenoue les a appris et par qui ; `annonces`, tout ce que les sources en
# avaient dit. On ne décide pas sur une rumeur : seules comptent les sources dont la **fiabilité est d'au moins 3 sur 5** (table `sources`).
#
# | Colonne | Contenu |
# | --- | --- |
# | `source` | la source fiable qui a annoncé ce lancement **la première** |
# | `avance` | nombre de jours entre cette annonce et le jour où Clairenoue l'a appris (`appris_le`), positif si l'annonce est venue avant |
#
# **À rendre** (2 points) : `alertes`, un tableau de six lignes : `lancement` (`L1` à `L6`), `source` et `avance`.

# %% role="solution" id="premieres_alertes"
# Un tableau : lancement, source, avance.
alertes = None
### BEGIN SOLUTION
datees = annonces.merge(sources, on="source").merge(lancements, on="lancement")


def premieres(lignes, depuis):
    """La première source de chaque lancement, et les jours qui la séparent d'une date."""
    avant = lignes.loc[lignes.groupby("lancement")["date"].idxmin()]
    return avant.assign(avance=(avant[depuis] - avant["date"]).dt.days)[["lancement", "source", "avance"]]


fiables = datees[datees["fiabilite"] >= FIABLE]
alertes = premieres(fiables, "appris_le")
erreur_type(
    "C1_1-alertes",
    "sans_fiabilite",
    premieres(datees, "appris_le"),
    "Vous avez pris la première annonce, quelle que soit sa source : une rumeur ne suffit pas à décider. Écartez d'abord les sources notées 1 ou 2.",
    part=0.34,
)
erreur_type(
    "C1_1-alertes",
    "depuis_la_vente",
    premieres(fiables, "mise_en_vente"),
    "Vous avez compté l'avance jusqu'à la mise en vente : ce que la veille aurait fait gagner se compte jusqu'au jour où Clairenoue l'a appris.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_1-alertes" points=2
verifier(
    "C1_1-alertes",
    alertes,
    tableau(
        cle="lancement",
        cles=("L1", "L2", "L3", "L4", "L5", "L6"),
        colonnes={
            "source": choix(
                "Droguerie Hebdo",
                "Le Carnet du Rayon",
                "La Lettre du Réemploi",
                "Guetteur de Brevets",
                "Alerte Textes Emballages",
                "Sentinelle du Web",
                "Fil Rouge Veille",
                "Écoute sociale Papote",
                "Forum Maison Sobre",
            ),
            "avance": entier(unite="jours", minimum=-400, maximum=400),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Analyser et situer
#
# ## Question 4 — Ce que disent les avis
#
# Nettoyez `avis`, dans cet ordre :
#
# 1. deux lignes sont **le même avis** si elles ont même `client`, même `produit` et même `commentaire` **une fois normalisés** (minuscules, sans accents, sans
#    blancs au bord, les suites de blancs réduites à un) : n'en gardez qu'une ;
# 2. écartez les avis **sans note**, ou dont la note n'est pas **entre 1 et 5** (« 45 » ne se corrige pas sans le client) ;
# 3. écartez les avis **sans lieu d'achat**.
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `avis` | nombre d'avis gardés | avis |
# | `satisfaits` | parmi eux, part des notes de 4 ou 5 | % |
#
# **À rendre** (1 point) : `satisfaction`, un tableau de trois lignes : `canal`, `avis` et `satisfaits`.

# %% role="solution" id="avis_propres"
# Un tableau : canal, avis, satisfaits.
satisfaction = None
### BEGIN SOLUTION
identite = avis[["client", "produit", "commentaire"]]
normalises = identite.map(lambda mot: " ".join(sans_accents(mot).lower().split()))
notes = pd.to_numeric(avis["note"].str.replace("/5", "").str.replace(",", "."), errors="coerce")
dans_l_echelle = notes.between(1, 5)


def satisfaction_par_canal(gardes):
    """Nombre d'avis et part de satisfaits de chaque canal."""
    par_canal = notes[gardes].groupby(avis["canal"])
    return pd.DataFrame({"avis": par_canal.size(), "satisfaits": 100 * par_canal.agg(lambda n: (n >= 4).mean())})


satisfaction = satisfaction_par_canal(~normalises.duplicated() & dans_l_echelle)
erreur_type(
    "C1_2-satisfaction",
    "doublons_exacts",
    satisfaction_par_canal(~identite.duplicated() & dans_l_echelle),
    "Il reste des avis en double : vous n'avez ôté que les lignes écrites exactement pareil. Normalisez d'abord, comparez ensuite.",
    part=0.35,
)
erreur_type(
    "C1_2-satisfaction",
    "notes_hors_echelle",
    satisfaction_par_canal(~normalises.duplicated() & notes.notna()),
    "Vous avez gardé des notes au-dessus de 5 : elles sont hors de l'échelle et passent pour de la satisfaction.",
    part=0.35,
)
corrigees = notes.replace(45, 4.5)
erreur_type(
    "C1_2-satisfaction",
    "quarante_cinq_corrige",
    satisfaction_par_canal(~normalises.duplicated() & corrigees.between(1, 5)),
    "Vous avez lu « 45 » comme 4,5 et gardé l'avis : rien ne dit ce que le client voulait écrire. Une note que l'on ne peut pas vérifier s'écarte.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_2-satisfaction" points=1
verifier(
    "C1_2-satisfaction",
    satisfaction,
    tableau(
        cle="canal",
        cles=("Site de la marque", "Grande surface", "Épicerie vrac"),
        colonnes={"avis": entier(minimum=1), "satisfaits": pourcentage()},
    ),
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Qui achèterait Clairenoue ?
#
# D'après `enquete` (400 personnes), l'**intention** d'acheter est-elle liée à l'âge, au lieu d'achat, à la taille du foyer ? Croisez `intention` avec chacune des trois colonnes (`age`, `lieu_achat`, `foyer`) :
# trois lignes, deux colonnes (« oui », « non »), et calculez le khi-deux sur les **effectifs**.
#
# Un lien est « établi à 5 % » si le khi-deux dépasse 5,99 (2 degrés de liberté), « établi à 1 % » s'il dépasse 9,21, « non établi » sinon.
#
# **À rendre** (1 point) : `liens`, un tableau de trois lignes : `croisement` (`age`, `lieu_achat`, `foyer`), `khi_deux` et `lien`.

# %% role="solution" id="liens_etablis"
# Un tableau : croisement, khi_deux, lien.
liens = None
### BEGIN SOLUTION


def khi_deux(colonne, parts=False):
    """Le khi-deux du croisement d'une colonne avec l'intention d'achat ; parts : sur les pour cent des lignes ou des colonnes, à tort."""
    observes = (100 if parts else 1) * pd.crosstab(enquete[colonne], enquete["intention"], normalize=parts)
    attendus = observes.copy().astype(float)
    for modalite in observes.columns:
        attendus[modalite] = observes.sum(axis=1) * observes[modalite].sum() / observes.to_numpy().sum()
    return ((observes - attendus) ** 2 / attendus).to_numpy().sum()


def lecture(statistiques):
    """Le tableau demandé, d'après les trois khi-deux."""
    lus = ["établi à 1 %" if k > A_1 else "établi à 5 %" if k > A_5 else "non établi" for k in statistiques]
    return pd.DataFrame({"croisement": ["age", "lieu_achat", "foyer"], "khi_deux": statistiques, "lien": lus})


liens = lecture([khi_deux(colonne) for colonne in ("age", "lieu_achat", "foyer")])
erreur_type(
    "C1_2-liens",
    "sur_des_pourcentages",
    lecture(list(100 * liens["khi_deux"] / len(enquete))),
    "Vous avez calculé le khi-deux sur des pourcentages, comme si 100 personnes avaient répondu : il se calcule sur les effectifs.",
    part=0.35,
)
erreur_type(
    "C1_2-liens",
    "sur_des_parts_par_ligne",
    lecture([khi_deux(colonne, parts="index") for colonne in ("age", "lieu_achat", "foyer")]),
    "Vous avez calculé le khi-deux sur la part de « oui » et de « non » de chaque ligne, comme si chacune comptait 100 personnes : il se calcule sur les effectifs.",
    part=0.35,
)
erreur_type(
    "C1_2-liens",
    "sur_des_parts_par_colonne",
    lecture([khi_deux(colonne, parts="columns") for colonne in ("age", "lieu_achat", "foyer")]),
    "Vous avez calculé le khi-deux sur la part de chaque ligne parmi les « oui », puis parmi les « non », comme si 100 personnes avaient dit l'un et l'autre : il se calcule sur les effectifs.",
    part=0.35,
)
erreur_type(
    "C1_2-liens",
    "lu_a_l_envers",
    liens.assign(
        lien=liens["lien"].map(
            {"établi à 1 %": "non établi", "établi à 5 %": "non établi", "non établi": "établi à 1 %"}
        )
    ),
    "Vos khi-deux sont lus à l'envers : au-dessus des valeurs critiques, le hasard seul explique mal l'écart, et le lien est établi.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_2-liens" points=1
verifier(
    "C1_2-liens",
    liens,
    tableau(
        cle="croisement",
        cles=("age", "lieu_achat", "foyer"),
        colonnes={"khi_deux": nombre(minimum=0, maximum=1000), "lien": choix("non établi", "établi à 5 %", "établi à 1 %")},
    ),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — La notoriété
#
# La table `marques` donne, pour les mêmes 400 personnes, ce qu'elles disent de cinq marques.
#
# - **Notoriété spontanée** : part des 400 personnes qui ont **cité** la marque d'elles-mêmes.
# - **Notoriété assistée** : part des 400 personnes qui la connaissent, parce qu'elles l'ont **citée ou reconnue** dans la liste. La liste n'a été
#   montrée qu'à celles qui n'avaient pas cité la marque : `reconnue` est vide pour les autres.
#
# **À rendre** (1 point) : `notoriete`, un tableau de cinq lignes, en % : `marque`, `spontanee` et `assistee`.

# %% role="solution" id="notoriete_marques"
# Un tableau : marque, spontanee, assistee.
notoriete = None
### BEGIN SOLUTION
citee, reconnue = marques["citee"] == "oui", marques["reconnue"] == "oui"
connue = citee | reconnue


def part_par_marque(vrai):
    """Part des 400 personnes, par marque, en %."""
    return 100 * vrai.groupby(marques["marque"]).mean()


notoriete = pd.DataFrame({"spontanee": part_par_marque(citee), "assistee": part_par_marque(connue)})
erreur_type(
    "C1_3-notoriete",
    "reconnue_seule",
    notoriete.assign(assistee=part_par_marque(reconnue)),
    "Votre notoriété assistée oublie ceux qui avaient cité la marque d'eux-mêmes : on ne leur a pas montré la liste, et ils la connaissent. Comptez les deux.",
    part=0.5,
)
erreur_type(
    "C1_3-notoriete",
    "parmi_ceux_qui_connaissent",
    notoriete.assign(spontanee=100 * notoriete["spontanee"] / notoriete["assistee"]),
    "Vous avez rapporté la notoriété spontanée à ceux qui connaissent la marque : elle se rapporte à toutes les personnes interrogées.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_3-notoriete" points=1
verifier(
    "C1_3-notoriete",
    notoriete,
    tableau(cle="marque", cles=MARQUES, colonnes={"spontanee": pourcentage(), "assistee": pourcentage()}),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — L'image, chez ceux qui connaissent la marque
#
# Pour chaque marque, **parmi les personnes qui la connaissent** (citée ou reconnue), quelle part trouve ses flacons beaux (`design`), et quelle part trouve qu'elle
# innove (`innovation`) ?
#
# **À rendre** (1 point) : `image`, un tableau de cinq lignes, en % : `marque`, `design` et `innovation`.

# %% role="solution" id="image_marques"
# Un tableau : marque, design, innovation.
image = None
### BEGIN SOLUTION
opinions = marques[["design", "innovation"]] == "oui"
image = 100 * opinions[connue].groupby(marques["marque"]).mean()
erreur_type(
    "C1_3-image",
    "toutes_les_personnes",
    100 * opinions.groupby(marques["marque"]).mean(),
    "Vous avez divisé par les 400 personnes : qui ne connaît pas une marque n'en a pas d'image, et la plus connue paraît la meilleure. Gardez ceux qui la connaissent.",
)
erreur_type(
    "C1_3-image",
    "ceux_qui_citent",
    100 * opinions[citee].groupby(marques["marque"]).mean(),
    "Vous n'avez gardé que ceux qui citent la marque d'eux-mêmes : ceux qui la reconnaissent dans la liste la connaissent aussi.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C1_3-image" points=1
verifier(
    "C1_3-image",
    image,
    tableau(cle="marque", cles=MARQUES, colonnes={"design": pourcentage(), "innovation": pourcentage()}),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — La carte
#
# Placez les cinq marques sur une carte, que le comité lira sans vous : un **nuage** de cinq points **nommés**, le design en abscisse, l'innovation en ordonnée,
# les deux axes en « % de ceux qui connaissent la marque », et un titre qui dit de qui Clairenoue est la plus proche sur la carte.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`carte`).

# %% role="solution" id="carte_marques"
# Une figure matplotlib : par exemple carte, axes = plt.subplots()
carte = None
### BEGIN SOLUTION
ecarts = ((image - image.loc["Clairenoue"]) ** 2).sum(axis=1).drop("Clairenoue")
carte, repere_carte = plt.subplots(figsize=(7, 4.4), layout="constrained")
couleurs = ["#b8561f" if marque == "Clairenoue" else "#1f5f8b" for marque in image.index]
repere_carte.scatter(image["design"], image["innovation"], s=90, c=couleurs)
for marque in image.index:
    repere_carte.annotate(
        marque,
        (image["design"][marque], image["innovation"][marque]),
        (8, 5),
        textcoords="offset points",
        fontweight="bold" if marque == "Clairenoue" else "normal",
    )
repere_carte.set_title(f"Par son image, Clairenoue est la plus proche de {ecarts.idxmin()}", loc="left", fontweight="bold")
repere_carte.set_xlabel("design (% de ceux qui connaissent la marque)")
repere_carte.set_ylabel("innovation (% de ceux qui connaissent la marque)")
repere_carte.margins(0.25)
repere_carte.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C1_3-carte" points=1
verifier(
    "C1_3-carte", carte, graphique(genre="nuage", x="design", y="innovation", unite_x="%", unite_y="%"), tolerance=0.01
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Vos sources
#
# La machine vérifie que vos calculs suivent de votre tableau ; le jury juge ce qu'il vaut.
#
# ## Question 9 — Le tableau de vos sources
#
# Une ligne par source que vous avez réellement relevée, **six à quarante** lignes, sur une même période (au moins un mois, à dire dans l'écrit A) :
#
# | Colonne | Contenu |
# | --- | --- |
# | `source` | son nom, différent à chaque ligne |
# | `origine` | « interne » ou « externe » |
# | `fiabilite` | de 1 (rumeur) à 5 (vérifiée), votre jugement |
# | `pertinence` | de 1 (hors sujet) à 5 (répond à un besoin), votre jugement |
# | `cout` | ce qu'elle a coûté sur la période, en € (0 si elle est gratuite) |
# | `heures` | le temps passé à la relever sur la période |
# | `utiles` | le nombre d'informations qui ont servi (citées dans une note, une réunion, une décision), au moins 1 |
#
# Une source qui n'a rien donné ne va pas dans ce tableau : parlez-en dans l'écrit A.
#
# **À rendre** (1 point) : `mes_sources`, un tableau d'une ligne par source (dans du code,
# `pd.DataFrame({"source": ["…", "…"], "origine": ["interne", "externe"], "fiabilite": [4, 3], …})`).

# %% role="solution" id="mes_sources"
# Un tableau : source, origine, fiabilite, pertinence, cout, heures, utiles.
mes_sources = None
### BEGIN SOLUTION
mes_sources = pd.DataFrame(
    {
        "source": [
            "Logiciel de caisse",
            "Cahier de l'accueil",
            "Avis en ligne des huit salles",
            "Sites des huit salles",
            "Revue professionnelle",
            "Groupe de parents du quartier",
            "Alerte du moteur de recherche",
        ],
        "origine": ["interne", "interne", "externe", "externe", "externe", "externe", "externe"],
        "fiabilite": [5, 3, 3, 4, 4, 2, 2],
        "pertinence": [4, 5, 4, 4, 2, 4, 3],
        "cout": [0, 0, 0, 0, 95, 0, 0],
        "heures": [14, 6.5, 31, 22, 9, 12.5, 17],
        "utiles": [23, 11, 37, 29, 5, 14, 8],
    }
)
### END SOLUTION

# %% role="tests" id="C1_1-mes_sources" points=1
verifier(
    "C1_1-mes_sources",
    mes_sources,
    vos_donnees(
        tableau(
            cle="source",
            colonnes={
                "origine": choix("interne", "externe"),
                "fiabilite": entier(minimum=1, maximum=5),
                "pertinence": entier(minimum=1, maximum=5),
                "cout": nombre(unite="€", minimum=0, maximum=100_000),
                "heures": nombre(minimum=0.1, maximum=2000),
                "utiles": entier(minimum=1, maximum=5000),
            },
        ),
        lignes=(6, 40),
        varie=("heures", "utiles"),
        pas_de=(donnees,),
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Ce que vaut chaque source, ce qu'elle coûte
#
# D'après votre tableau, pour chacune de vos sources :
#
# - `score` : 40 % de la fiabilité et 60 % de la pertinence, sur 5 ;
# - `cout_utile` : le coût d'une information utile, temps compris : (`cout` + 25 € × `heures`) ÷ `utiles`, en €.
#
# **À rendre** (1 point) : `bilan_sources`, un tableau d'une ligne par source : `source`, `score` et `cout_utile`.

# %% role="solution" id="bilan_des_sources"
# Un tableau : source, score, cout_utile.
bilan_sources = None
### BEGIN SOLUTION
par_source = mes_sources.set_index("source")
cout_complet = par_source["cout"] + HEURE * par_source["heures"]
bilan_sources = pd.DataFrame(
    {
        "score": 0.4 * par_source["fiabilite"] + 0.6 * par_source["pertinence"],
        "cout_utile": cout_complet / par_source["utiles"],
    }
)
erreur_type(
    "C1_1-bilan_sources",
    "temps_oublie",
    bilan_sources.assign(cout_utile=par_source["cout"] / par_source["utiles"]),
    "Votre coût d'une information ne compte que l'abonnement : une source gratuite coûte le temps de la lire. Ajoutez les heures.",
    part=0.5,
)
erreur_type(
    "C1_1-bilan_sources",
    "moyenne_simple",
    bilan_sources.assign(score=(par_source["fiabilite"] + par_source["pertinence"]) / 2),
    "Vous avez fait la moyenne simple des deux notes : la pertinence compte ici pour 60 %, la fiabilité pour 40 %.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C1_1-bilan_sources" points=1
verifier(
    "C1_1-bilan_sources",
    bilan_sources,
    tableau(
        cle="source",
        colonnes={"score": nombre(minimum=1, maximum=5), "cout_utile": nombre(unite="€", minimum=0, maximum=200_000)},
    ),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Où va votre temps, d'où vient l'utile
#
# Une source qui pèse plus dans le coût que dans les informations utiles est à revoir. Pour chacune de vos sources, en % du total de votre tableau :
#
# - `part_cout` : sa part du coût complet (`cout` + 25 € × `heures`) ;
# - `part_utiles` : sa part des informations utiles.
#
# **À rendre** (2 points) : `parts`, un tableau d'une ligne par source : `source`, `part_cout` et `part_utiles`. Chaque colonne a 100 pour total.

# %% role="solution" id="parts_des_sources"
# Un tableau : source, part_cout, part_utiles.
parts = None
### BEGIN SOLUTION
parts = pd.DataFrame(
    {
        "part_cout": 100 * cout_complet / cout_complet.sum(),
        "part_utiles": 100 * par_source["utiles"] / par_source["utiles"].sum(),
    }
)
erreur_type(
    "C1_2-parts",
    "temps_seul",
    parts.assign(part_cout=100 * par_source["heures"] / par_source["heures"].sum()),
    "Votre part du coût ne compte que le temps : ajoutez ce que la source a coûté, puis divisez par le total.",
    part=0.5,
)
erreur_type(
    "C1_2-parts",
    "rapport_a_la_plus_grande",
    100 * parts / parts.max(),
    "Vous avez rapporté chaque source à la plus grande : une part se rapporte au total de la colonne.",
)
### END SOLUTION

# %% role="tests" id="C1_2-parts" points=2
verifier(
    "C1_2-parts",
    parts,
    tableau(
        cle="source",
        colonnes={"part_cout": pourcentage(echelle="pourcent"), "part_utiles": pourcentage(echelle="pourcent")},
    ),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence, sur **votre** organisation, ratés compris ; ce qui vient du cas Clairenoue ne compte pas. Si votre veille n'a pas eu ce qui est
# demandé, dites-le, et dites, aussi précisément, ce que vous auriez fait.
#
# Une case sans rien que l'on puisse contrôler (« régulièrement », « fiable ») compte comme vide : un nombre, une date, un nom ou un fait la remplit.
#
# **Vos preuves.** Remettez sous l'écrit A, sous le nom `preuves` (PDF), une **preuve datée** par compétence, noms masqués s'il le faut : l'une de vos deux requêtes dans son outil, avec ses résultats (C1.1) ; dix lignes de vos données de veille (C1.2) ; l'envoi de la note ou de la
# matrice (C1.3). Ce dont rien ne reste peut être attesté par l'employeur.
#
# ## Écrit A — Le plan de collecte
#
# *Environ 470 mots · C1.1 · 30 points, avec les fichiers `feuille_de_route_veille` et `preuves`.*
#
# Remettez **votre feuille de route** par le bouton sous l'écrit, sous le nom `feuille_de_route_veille` (classeur, PDF ou image), avec sa date et son auteur : un tableau, une ligne au moins par besoin du point 2, avec la source, la requête écrite en entier ou ce que l'on note à chaque
# relevé, le rythme (jour, semaine, mois, trimestre), le responsable, le destinataire et le coût, en euros ou en heures (0 s'écrit). Puis écrivez :
#
# 1. **Le contexte**, en trois lignes : l'organisation, votre mission, la période.
# 2. Vos **besoins d'information**, en deux sous-parties, le quantitatif (on répond par un nombre) et le qualitatif (par une raison, un avis, une pratique) : dans chacune, deux questions au moins, qui nomment un produit, un concurrent, un lieu ou un public ; pour trois besoins au moins, la décision que la réponse devait nourrir.
# 3. Vos **sources**, deux internes et deux externes au moins :
#    - la raison du choix de trois d'entre elles, prise dans le métier, la taille, le budget ou le public de l'organisation ;
#    - ce qu'une source interne donne et qu'aucune externe ne donne ;
#    - une source à garder et une à revoir, chacune d'après un chiffre de la question 10 ou 11 ;
#    - l'origine des chiffres du tableau de la question 9, et leur période ;
#    - une source écartée, et pourquoi ;
#    - deux besoins au moins recoupés par une seconde source, d'une autre nature ;
#    - un public, un sujet ou un lieu qu'aucune source ne montre.
# 4. **Deux requêtes**, telles qu'elles ont tourné : mots et opérateurs (deux au moins par requête), outil, période ; une exclusion, et ce qu'elle ôte ; un résultat inutile qui passait, un résultat utile qui manquait, et comment vous l'avez su.
# 5. Un **mouvement du marché** et une **pratique** de marketing ou de communication, repérés ou manqués : pour chacun, qui, quand, la source qui l'a repéré (ou l'aurait repéré), et l'avance ou le retard, compté entre deux dates.

# %% [markdown] role="manual" id="C1_1-plan_collecte" mots=470
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Ouvrir d'abord la feuille de route, puis le tableau de la question 9. Les preuves des trois compétences sont dans le fichier `preuves`.
#
# Contexte : *assistante marketing en alternance chez un négociant de matériaux de 40 personnes, septembre 2025 à août 2026.* Décision : *fallait-il ouvrir un rayon de matériaux biosourcés ?* Besoins : *combien de mètres carrés d'isolant biosourcé nos trois agences ont-elles refusés ? pourquoi les
# plaquistes reviennent-ils à la laine de verre ?*
#
# | Besoin | Source | Requête ou relevé | Rythme | Qui, pour qui | Coût |
# | --- | --- | --- | --- | --- | --- |
# | Quantitatif : volumes et prix des isolants biosourcés | externe : observatoire professionnel ; interne : devis refusés | export ; motif saisi au comptoir | trimestre | moi, pour les achats | 480 € par an |
# | Qualitatif : ce que les artisans reprochent aux produits | externe : forum d'artisans, deux entretiens par mois | (chanvre OU « ouate de cellulose ») ET pose ET NON emploi | semaine | moi, pour les commerciaux | 2 h par semaine |
# | Qualitatif : pratiques de communication des concurrents | externe : lettres d'information, salon régional | cinq lettres ; grille de relevé au salon | mois | moi, pour la directrice marketing | 60 € |
#
# Sources : *le motif d'un refus n'existe qu'au comptoir ; l'observatoire, à 41 € l'information utile, est à revoir ; heures relevées dans l'agenda, de janvier à juin.* « Gratuit » ne dit pas une taille ; « gratuit : nous avions 300 € par an » si.
# Requête : *NON emploi ôtait onze offres sur soixante résultats ; restaient les chantiers d'amateurs ; manquait « béton de chanvre », qu'un artisan nous a appris.*
# Mouvement : *la gamme du concurrent de la zone nord, en rayon le 3 mars, sue par le forum le 12 février : dix-neuf jours d'avance.* La pratique se date et se compte de même.
#
# Cohérence à contrôler : les sources de la feuille de route sont celles du tableau ; ce qui est à garder ou à revoir suit des scores, coûts et parts des questions 10 et 11 (une source chère et seule de sa famille peut se garder, si l'écrit le dit). Du cas, et qui ne compte pas : Droguerie Hebdo, Le Carnet du Rayon, La Lettre du
# Réemploi, Guetteur de Brevets, Alerte Textes Emballages, Sentinelle du Web, Fil Rouge Veille, Écoute sociale Papote, Forum Maison Sobre ; les lancements et leurs avances [question 3].
# ### END SOLUTION

# %% role="readonly" id="C1_1-feuille_de_route"
livrable("C1_1-feuille_de_route", "feuille_de_route_veille", formats=("xlsx", "ods", "pdf", "png", "jpg"))

# %% role="readonly" id="C1_1-preuves"
livrable("C1_1-preuves", "preuves", formats=("pdf",))

# %% [markdown] role="grille" competence="C1.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — L'analyse des données
#
# *Environ 320 mots, tableau compris · C1.2 · 22 points ; la preuve est dans le fichier `preuves`, remis sous l'écrit A.*
#
# 1. **Vos données** : ce qu'est **une ligne**, et ce qui la distingue des autres (un numéro, ou plusieurs colonnes prises ensemble) ; trois opérations au moins, **dans l'ordre** (trier, réunir, corriger, coder…), et ce que chacune change à une ligne ou à une colonne ; ce que l'ordre inverse de deux d'entre elles aurait faussé ; le nombre de
#    lignes au départ et à la fin ; une colonne que vous avez codée ou calculée, avec ses valeurs possibles ou sa formule.
# 2. Un **tableau de décisions**, sur quatre données au moins, dont une gardée malgré un doute et une écartée : la donnée, la décision, le critère, que l'on constate (une valeur, une date, une égalité…), l'effet sur le résultat, en nombre (« aucun » se dit).
# 3. **Un lien** entre deux de vos données : les effectifs, case par case, ou chaque part avec son total ; une mesure (khi-deux, écart de deux parts…), et le seuil ou la règle à laquelle vous la comparez ; le lien établi ou non ; une autre explication. À défaut, décrivez de même le croisement qu'il aurait fallu faire : ses effectifs, ce qui aurait fait conclure, une autre explication.
# 4. **Deux phrases** que vous avez dites, ou diriez, à votre hiérarchie : le résultat, puis ce qu'il fait décider ou vérifier.

# %% [markdown] role="manual" id="C1_2-analyse" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# Une ligne : *un devis refusé ; ce qui la distingue, le numéro de devis.* Ordre : *réunir les deux exports, écrire de même les noms d'artisans, ôter les doublons, coder les motifs (prix, délai, pose, stock, conseil, autre) ; ôter les doublons avant de récrire les noms en aurait laissé ; 412 lignes, puis 381.*
#
# | Donnée | Décision | Critère | Effet |
# | :-- | :-- | :-- | :-- |
# | devis présent dans les deux exports | une ligne gardée | même numéro | 31 lignes ôtées sur 412 |
# | motif vide | écarté du croisement, gardé dans le total | champ vide plus de trente jours | un refus sur quatre reste inexpliqué : le dire |
# | montant à 0 € | écarté | saisie d'essai | montant moyen plus haut de 4 % |
# | avis d'un concurrent déguisé en client | écarté | compte créé le jour même, trois avis semblables | deux avis |
#
# Lien : *motif « prix » et produit biosourcé, 96 refus sur 160 contre 70 sur 190 : khi-deux de 18,7, au-dessus de 3,84 (1 degré de liberté). Cela n'établit pas que le prix fasse refuser : les chantiers diffèrent.*
# Le khi-deux d'un croisement de deux lignes et deux colonnes (1 degré de liberté) se compare à 3,84 (5 %) ou à 6,63 (1 %). Qui n'a pas de lien peut atteindre le niveau 2 : la donnée, le croisement, les effectifs qu'il aurait fallu, ce qui aurait fait conclure, une autre explication, les deux phrases.
# Du cas, et qui ne compte pas : les avis de Clairenoue [question 4], les khi-deux de l'enquête [question 5].
# ### END SOLUTION

# %% [markdown] role="grille" competence="C1.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — La consolidation pour les parties prenantes
#
# *Environ 470 mots · C1.3 · 34 points, avec le fichier `matrice` ; la preuve est dans le fichier `preuves`, remis sous l'écrit A.*
#
# Remettez **votre matrice** sous le nom `matrice` (classeur, PDF ou image) : la carte, le *mapping* ou la grille qui place votre organisation et trois concurrents au moins. Son titre énonce le résultat, en une phrase ; chaque axe, ou colonne, a son titre et son échelle ;
# chaque concurrent a son nom ; aucun texte n'en recouvre un autre ; votre organisation se repère autrement que par la couleur.
#
# Puis écrivez **la note qui l'accompagnait**, ou l'accompagnerait, pour la direction, les commerciaux et les fonctions support (points 1 et 2) :
#
# 1. **Votre position** : votre place sur chaque critère, par un chiffre ou un rang ; le concurrent le plus proche sur la matrice, un point qui vous en rapproche et un qui vous en sépare ; ce qui vous valorise,
#    avec sa preuve ; une recommandation : l'action, sa date, le critère qu'elle vise. Dans toute la note, trois termes techniques au moins (du marketing, de la communication ou de la statistique ; les critères de la matrice n'en sont pas), chacun expliqué, sans erreur, à sa première apparition ; pas de mot anglais sans son équivalent français.
# 2. **Les critères** de la matrice : pour chacun, sa définition et un exemple ; ce que vous avez compté ou relevé, et sur combien ; la raison de son choix. Dites qui les a choisis, et quand, avant le relevé.
#
# Puis, hors de la note :
#
# 3. **Une clé de lecture** de la matrice en une phrase : le sens de chaque axe, ou colonne, et ce que veut dire être proche. Puis la source et la date des positions, et ce que la matrice ne montre pas.
# 4. **Une objection** que l'on vous a faite (ou que l'on vous ferait), citée : de qui, quand ; et votre réponse, à la première personne, sans excuse ni reproche : ce qu'elle a de juste, par un fait ou un chiffre, ce que vous maintenez, le fait et la date qui trancheraient.

# %% [markdown] role="manual" id="C1_3-consolidation" mots=470
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord la matrice, et la lire sans la note : que comprend-on seul ? L'envoi de la note est dans le fichier `preuves`.
#
# *Note du 12 mai 2026. Objet : notre place parmi cinq négociants. **Nous sommes perçus comme les mieux conseillés et les plus chers ; [concurrent] nous rejoint sur le conseil.*** *Notre panier de référence : 214 €, cinquième sur cinq ; le conseil : 61 %, premiers. [Concurrent] : 55 % et 203 € ; il a, comme nous, un métreur, mais il
# ouvre à sept heures. Ce qui nous valorise : dix-sept artisans nomment le même vendeur. Je propose d'ouvrir à sept heures dès le 1er juin, pour le conseil.*
#
# Deux critères : le *conseil* (qui l'on appelle quand une pose se complique : « Karim m'a évité de tout recommencer » ; part des artisans interrogés qui citent un vendeur, 42 entretiens) et le *prix d'un panier de dix produits* (relevé en avril). Choisis en mars avec la directrice, qui hésitait entre baisser les prix et former les
# vendeurs. Clé de lecture : « à droite, on est mieux conseillé ; en bas, on paie moins ; deux enseignes proches se disputent les mêmes artisans ». Ce qu'elle ne montre pas : la livraison, que douze artisans ont citée.
#
# *Objection du directeur commercial, le 15 mai : « Quarante-deux artisans, ce n'est pas un marché. »* Réponse assertive : elle reconnaît la limite par un fait, maintient ce qui tient, propose un fait et une date qui trancheraient, à la première personne, sans s'excuser ni attaquer.
#
# Les marques du cas (Clairenoue, Écumine, Bulle & Bois, Galet Blanc, Netterive) et leur image [question 7] ne comptent pas.
# ### END SOLUTION

# %% role="readonly" id="C1_3-matrice"
livrable("C1_3-matrice", "matrice", formats=("xlsx", "ods", "pdf", "png", "jpg"))

# %% [markdown] role="grille" competence="C1.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre veille**. Hors de la note, cette évaluation se commente au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C1.1", "C1.2", "C1.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** : il dit ce qui manque, réponses, écrits et fichiers.
# 3. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
