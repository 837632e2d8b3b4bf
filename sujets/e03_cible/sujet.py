# Épreuve 3 — Définition de la cible d'un lancement (C3.1 à C3.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 3 — Définir la cible d'un lancement
#
# **Cas pratique professionnel fictif** · travail écrit **individuel** · **4 h 30** · compétences C3.1, C3.2 et C3.3
#
# **100 points** : 50 pour douze réponses, que la machine corrige, et 50 pour les écrits et l'affiche, que le jury juge.
#
# ## Le cas : Orgelune
#
# *Auch (Gers), mardi 6 octobre 2026.*
#
# **Orgelune** fabrique depuis 2014 des boissons végétales à l'avoine et au riz : 24 salariés, 2,6 millions d'euros de chiffre d'affaires, 386 points de vente en
# Occitanie. La direction a décidé de lancer en mars 2027 **une boisson à l'avoine du Gers et à la noisette**, biologique, sans sucres ajoutés, en
# brique d'un litre. À qui la destiner, à quel prix, en quelle quantité : rien n'est encore arrêté.
#
# Vous êtes **chargé·e de marketing**. Bérengère Duprat, directrice marketing, vous passe commande :
#
# > « Lundi 12 octobre, Maïté Lacaze, notre directrice générale, signe ou ne signe pas le lancement. Guilhem Soubiran, à l'usine, craint
# > qu'on lui promette plus de briques qu'il n'en peut remplir. Rachid Amrani, notre directeur commercial, veut un prix que ses clients acceptent, et que l'on
# > réponde aux objections que ses trois commerciaux entendent. J'ai besoin d'une cible que l'on comprenne d'un coup d'œil, et d'un mix qui en parte. »
#
# | Conventions du cas | Valeur |
# | --- | --- |
# | TVA sur cette boisson, vendue en brique | 5,5 % |
# | Prix | *public* : payé en magasin ; *tarif* : payé par le magasin à Orgelune, hors taxes |
# | Taux de marque | marge ÷ prix de **vente** hors taxes |
# | Taux de marge | marge ÷ **coût** |
# | Part visée, frais fixes, capacité | pour les douze premiers mois |
#
# Trois textes, parmi d'autres, encadrent l'étiquette. « Lait » est réservé aux produits laitiers, sauf exceptions dont l'avoine n'est pas : règlement (UE) n° 1308/2013
# du 17 décembre 2013, annexe VII, partie III. Les allergènes, ici l'avoine et la noisette, se distinguent dans la liste des ingrédients : règlement (UE) n° 1169/2011 du
# 25 octobre 2011, article 21. « Sans sucres ajoutés » s'accompagne de « contient des sucres naturellement présents » s'il y en a : règlement (CE) n° 1924/2006 du 20 décembre 2006, annexe.
#
# **Livrables** : l'étude de marché, le persona (une affiche, `persona`) avec sa démarche, et le mix marketing.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Gardez tous les chiffres dans les calculs. Un résultat recopié garde au moins trois chiffres significatifs ; à la question 9, trois décimales. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`2.62`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis. Des questionnaires mal écartés se paient ainsi à la question 2 seule.
# - **Noms réservés dans du code.** N'appelez aucune variable `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique`.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV. Une valeur recopiée du tableur vaut autant. Dans ces formules, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | compter sous conditions | `=NB.SI.ENS(segments;"Sportifs";statuts;"complet";durees;">=4")` |
# | additionner sous conditions | `=SOMME.SI.ENS(litres;segments;"Sportifs";statuts;"complet";durees;">=4")` |
# | retrouver le prix d'un circuit | `=RECHERCHEV(circuit;table;2;FAUX)`, recopiée vers le bas |
# | un âge médian | filtrer, copier les âges ailleurs, puis `=MEDIANE(ages)` |
# | compter qui accepte un prix | `=NB.SI.ENS(segments;"Sportifs";statuts;"complet";durees;">=4";planchers;"<="&prix;plafonds;">="&prix)` |
# | compter qui donne les deux prix | `=NB.SI.ENS(segments;"Sportifs";statuts;"complet";durees;">=4";planchers;">0";plafonds;">0")` |
# | un nombre entier de lots | `=ENT(stock/besoin)` |
# | repérer une note en double | `=NB.SI.ENS(B$2:B2;B2;D$2:D2;D2)>1` (B : date, D : client), recopiée vers le bas |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | un nom, un nombre | `"Jeunes"`, `14.7` |
# | une valeur par ligne | `{"Jeunes": 22, "Aînés": 67}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 10 min | |
# | Étape 1. Étudier le marché | 1 à 4 | 45 min | 18 |
# | Étape 2. Dresser le portrait de la cible | 5 à 7 | 30 min | 12 |
# | Étape 3. Fixer l'offre | 8 à 12 | 45 min | 20 |
# | Écrits et fichiers | A à C | 140 min, dont 40 pour l'affiche | 50 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e03_cible")

TVA = 0.055
SEGMENTS = ("Digestion sensible", "Gourmands curieux", "Engagés pour le climat", "Familles pressées", "Sportifs")
ATTENTES = ["gout", "prix", "origine", "composition", "emballage", "nutrition"]

# %% role="readonly" id="tables"
sources = donnees["sources"]
enquete = donnees["enquete"]
reperes = donnees["reperes"]
circuits = donnees["circuits"]
prix_testes = donnees["prix_testes"]
notes = donnees["notes"]
couts = donnees["couts"]
usine = donnees["usine"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une savonnerie demande à deux groupes de clients s'ils rachèteraient son savon. Les pourcentages **en ligne** disent, dans chaque groupe,
# la part de chaque avis : chaque ligne totalise 100 %.

# %% role="readonly" id="exemple"
exemple_avis = pd.DataFrame(
    {
        "groupe": ["Jeunes", "Jeunes", "Jeunes", "Aînés", "Aînés", "Aînés", "Aînés", "Aînés"],
        "avis": ["oui", "oui", "non", "oui", "non", "non", "non", "non"],
        "statut": ["complet", "complet", "complet", "abandonné", "complet", "complet", "complet", "complet"],
        "age": [19, 22, 31, 60, 61, 64, 70, 88],
    }
)

# 1. Écarter ce qui ne compte pas, puis compter.
exemple_gardes = exemple_avis[exemple_avis["statut"] == "complet"]
exemple_comptes = pd.crosstab(exemple_gardes["groupe"], exemple_gardes["avis"])

# 2. Pourcentages en ligne (une réponse de forme « tableau »), puis une valeur par groupe.
exemple_tableau = 100 * exemple_comptes.div(exemple_comptes.sum(axis=1), axis=0)
exemple_ages = exemple_gardes.groupby("groupe")["age"].median()

# 3. Les mêmes réponses, trouvées dans un tableur et recopiées.
exemple_tableau_recopie = pd.DataFrame({"groupe": ["Jeunes", "Aînés"], "oui": [66.7, 0], "non": [33.3, 100]})
exemple_ages_recopies = {"Jeunes": 22, "Aînés": 67}

exemple_tableau

# %% role="readonly" id="exemple_graphique"
# Un graphique qui se lit seul : titre, axes nommés avec leur unité, légende, valeurs au-dessus des barres. Il a la place de six attentes.
exemple_notes = pd.DataFrame({"Jeunes": [8.1, 5.2], "Aînés": [6.4, 7.3]}, index=["parfum", "douceur"])
exemple_figure, exemple_axes = plt.subplots(figsize=(9, 4.2))
exemple_notes.plot.bar(ax=exemple_axes, rot=0, color=["#1f5f8b", "#b8561f"])
for exemple_barres in exemple_axes.containers:
    exemple_axes.bar_label(exemple_barres, fmt="%.1f", padding=2)
exemple_axes.set_title("Les aînés cherchent la douceur, les jeunes le parfum")
exemple_axes.set_xlabel("attente")
exemple_axes.set_ylabel("note moyenne (sur 10)")
exemple_axes.set_ylim(0, 11.5)
exemple_axes.legend(loc="upper right", ncols=2, frameon=False)
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Étudier le marché
#
# Dans toute l'épreuve, un questionnaire est **exploitable** s'il est « complet » et rempli en **quatre minutes au moins** (quatre compris). Vous devez en garder
# **900**, ni plus ni moins : vérifiez-le avant d'aller plus loin, tout en part. L'échantillon, recruté par quotas, se lit sans redressement : une personne compte pour un ménage acheteur.
#
# ## Question 1 — À quoi sert chaque source ?
#
# La table `sources` en propose douze ; `contenu` dit ce que chacune relève. Bérengère Duprat veut savoir laquelle interroger pour chaque besoin. Rattachez chaque source **à un besoin**, ou à aucun :
#
# | Besoin | La source y répond |
# | --- | --- |
# | `volumes` | combien il s'en achète, chez qui, dans quel circuit |
# | `prix` | à quel prix se vend un litre (prix public ou tarif), quel prix on accepte |
# | `raisons` | pourquoi on en achète, on s'en plaint ou on y renonce |
# | `usages` | quand et comment on s'en sert, ce que l'on fait devant le rayon |
# | `aucun` | elle ne dit rien de notre marché d'aujourd'hui : un autre produit que les boissons végétales, un territoire sans l'Occitanie (la France la comprend), ou un recueil terminé avant le 6 octobre 2024 |
#
# **À rendre** (3 points) : `besoins_servis`, un besoin par source (dans du code, `{"S01": "prix", "S02": "aucun", …}`).

# %% role="solution" id="sources_retenues"
# Un besoin par source : {"S01": "…", …}
besoins_servis = None
### BEGIN SOLUTION
# Les mots du contenu qui disent le besoin.
RELEVE = {
    "volumes": "litres|briques facturées|part des ménages",
    "prix": "prix|tarif|somme",
    "usages": "moment|gestes|carnet|recettes|cuisine|façon de s'en servir",
    "raisons": "raisons|disent aimer|pourquoi|compliments|mécontentement|motifs|ferait passer",
}


def servir(source, limite="2024-10-06", hors_champ=True):
    """Le besoin que sert une source, ou « aucun »."""
    territoire, produit = source["champ"].split(", ")
    if source["fin_du_recueil"] < pd.Timestamp(limite):
        return "aucun"
    if hors_champ and (territoire not in ("Occitanie", "France") or produit != "boissons végétales"):
        return "aucun"
    return next(besoin for besoin, mots in RELEVE.items() if any(mot in source["contenu"].lower() for mot in mots.split("|")))


par_source = sources.set_index("source")
besoins_servis = par_source.apply(servir, axis=1)
erreur_type(
    "C3_1-sources",
    "champ_non_regarde",
    par_source.apply(servir, axis=1, hors_champ=False),
    "Vous avez gardé des sources d'un autre produit ou d'un autre territoire : elles disent bien quelque chose, mais de gens qui n'achèteront pas cette boisson.",
    part=0.67,
)
erreur_type(
    "C3_1-sources",
    "dates_non_regardees",
    par_source.apply(servir, axis=1, limite="2000-01-01"),
    "Vous n'avez pas écarté les recueils trop anciens : comparez chaque date de fin au 6 octobre 2024.",
    part=0.67,
)
erreur_type(
    "C3_1-sources",
    "rien_d_ecarte",
    par_source.apply(servir, axis=1, limite="2000-01-01", hors_champ=False),
    "Vous avez donné un besoin à toutes les sources : regardez aussi ce que couvre chacune (colonne « champ ») et quand son recueil a fini.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C3_1-sources" points=3
verifier(
    "C3_1-sources",
    besoins_servis,
    serie(
        cle="source",
        valeurs=choix("volumes", "prix", "raisons", "usages", "aucun"),
        cles=("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12"),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Quel accueil dans chaque segment ?
#
# Sur les 900 questionnaires exploitables, regroupez les cinq attitudes en trois et donnez, **dans chaque segment**, la part de chacune en pour cent :
# chaque ligne totalise 100 %.
#
# | Colonne | Attitudes réunies |
# | --- | --- |
# | `favorables` | tout à fait favorable, plutôt favorable |
# | `neutres` | ni favorable ni réticent |
# | `reticents` | plutôt réticent, tout à fait réticent |
#
# **À rendre** (6 points) : `attitudes`, un tableau de cinq lignes : `segment`, `favorables`, `neutres` et `reticents`.

# %% role="solution" id="accueil"
# Un tableau : segment, favorables, neutres, reticents.
attitudes = None
### BEGIN SOLUTION
reunies = {
    "tout à fait favorable": "favorables",
    "plutôt favorable": "favorables",
    "ni favorable ni réticent": "neutres",
    "plutôt réticent": "reticents",
    "tout à fait réticent": "reticents",
}
exploitables = enquete[(enquete["statut"] == "complet") & (enquete["duree_min"] >= 4)]


def comptes_par_segment(questionnaires):
    return pd.crosstab(questionnaires["segment"], questionnaires["attitude"].map(reunies))


comptes = comptes_par_segment(exploitables)
attitudes = 100 * comptes.div(comptes.sum(axis=1), axis=0)
erreur_type(
    "C3_1-attitudes",
    "pourcentages_en_colonne",
    100 * comptes.div(comptes.sum(axis=0), axis=1),
    "Vous avez calculé des pourcentages en colonne : ils disent de quels segments viennent les favorables, non l'accueil de chaque segment. "
    "Divisez par le total de la ligne.",
    part=0.25,
)
erreur_type(
    "C3_1-attitudes",
    "pourcentages_du_total",
    100 * comptes / comptes.to_numpy().sum(),
    "Vous avez divisé par les 900 questionnaires : un grand segment paraît alors plus favorable qu'un petit. Divisez par le total de la ligne.",
    part=0.25,
)
tous_comptes = comptes_par_segment(enquete)
erreur_type(
    "C3_1-attitudes",
    "questionnaires_a_ecarter",
    100 * tous_comptes.div(tous_comptes.sum(axis=1), axis=0),
    "Vous avez gardé des questionnaires abandonnés ou bâclés : vérifiez que vous en gardez 900.",
    part=0.5,
)
sans_duree = enquete[enquete["statut"] == "complet"]
sans_statut = enquete[enquete["duree_min"] >= 4]
plus_de_quatre = exploitables[exploitables["duree_min"] > 4]


def parts_par_segment(questionnaires):
    comptes_gardes = comptes_par_segment(questionnaires)
    return 100 * comptes_gardes.div(comptes_gardes.sum(axis=1), axis=0)


erreur_type(
    "C3_1-attitudes",
    "duree_ignoree",
    parts_par_segment(sans_duree),
    "Vous avez gardé les questionnaires remplis trop vite : vérifiez que vous en gardez 900.",
    part=0.67,
)
erreur_type(
    "C3_1-attitudes",
    "statut_ignore",
    parts_par_segment(sans_statut),
    "Vous avez gardé les questionnaires abandonnés : vérifiez que vous en gardez 900.",
    part=0.67,
)
erreur_type(
    "C3_1-attitudes",
    "plus_de_quatre",
    parts_par_segment(plus_de_quatre),
    "Vous avez écarté ceux qui ont mis quatre minutes juste : « au moins » les garde. Vérifiez que vous en gardez 900.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C3_1-attitudes" points=6
verifier(
    "C3_1-attitudes",
    attitudes,
    tableau(
        cle="segment",
        cles=SEGMENTS,
        colonnes={"favorables": pourcentage(), "neutres": pourcentage(), "reticents": pourcentage()},
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Quel segment viser ?
#
# Une seule cible sera servie la première année. Parmi les segments qui comptent **au moins 40 % de favorables** (question 2) **et** au moins **15 % des
# questionnaires exploitables**, retenez celui qui achète **le plus de litres par mois**, tous ses membres réunis.
#
# **À rendre** (2 points) : `segment_retenu`, son nom.

# %% role="solution" id="cible"
# Un choix : le nom du segment.
segment_retenu = None
### BEGIN SOLUTION
def loin_de(questionnaires):
    """L'écart le plus grand entre les parts de ces questionnaires et celles de la question 2."""
    parts = parts_par_segment(questionnaires)
    return (parts - attitudes.reindex(index=parts.index, columns=parts.columns)).abs().to_numpy().max()


# Qui a mal écarté des questionnaires y a perdu des points à la question 2 : la suite se calcule d'après ceux qui y sont gardés.
tries = min((exploitables, enquete, sans_duree, sans_statut, plus_de_quatre), key=loin_de)
gardes = tries if loin_de(tries) <= 0.06 else exploitables
litres_du_segment = gardes.groupby("segment")["litres_mois"].sum()
taille = gardes["segment"].value_counts(normalize=True).reindex(litres_du_segment.index)
accueil = attitudes["favorables"].reindex(litres_du_segment.index)


def plus_gros(admis):
    """Celui des segments admis qui achète le plus ; de tous, si aucun ne l'est."""
    candidats = litres_du_segment[admis]
    return candidats.idxmax() if len(candidats) else litres_du_segment.idxmax()


segment_retenu = plus_gros((accueil >= 40) & (taille >= 0.15))
erreur_type(
    "C3_1-segment",
    "accueil_ignore",
    litres_du_segment.idxmax(),
    "Vous avez pris le plus gros acheteur, sans regarder son accueil : moins de 40 % y sont favorables au projet.",
)
erreur_type(
    "C3_1-segment",
    "taille_ignoree",
    plus_gros(accueil >= 40),
    "Ce segment est favorable et achète beaucoup, mais il est trop petit : comparez son effectif à 15 % de 900.",
    part=0.34,
)
### END SOLUTION

# %% role="tests" id="C3_1-segment" points=2
verifier(
    "C3_1-segment",
    segment_retenu,
    choix("Digestion sensible", "Gourmands curieux", "Engagés pour le climat", "Familles pressées", "Sportifs"),
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Le marché, jusqu'à ce que l'on peut atteindre
#
# Descendez du marché d'Occitanie à l'objectif, en **milliers d'euros TTC par an**, d'après `reperes`, `circuits` et l'enquête. La dépense annuelle d'un répondant est :
# litres par mois × 12 × prix du litre de son circuit. La dépense **moyenne** des 900 vaut pour chaque ménage acheteur.
#
# | Ligne | Ce que l'on compte |
# | --- | --- |
# | `régional` | ménages acheteurs d'Occitanie × dépense annuelle moyenne |
# | `accessible` | de même, chaque dépense multipliée par la `presence` d'Orgelune, en %, dans le circuit du répondant |
# | `segment` | de même, en n'additionnant que les dépenses des membres du segment retenu (question 3), toujours divisées par 900 |
# | `objectif` | la part visée des achats de ce segment |
#
# **À rendre** (7 points) : `marche`, quatre montants en milliers d'euros (dans du code, `{"régional": …, "accessible": …, "segment": …, "objectif": …}`).

# %% role="solution" id="taille_du_marche"
# Quatre montants, en milliers d'euros TTC : {"régional": …, "accessible": …, "segment": …, "objectif": …}
marche = None
### BEGIN SOLUTION
repere = reperes.set_index("repere")["valeur"]
par_circuit = circuits.set_index("circuit")
part_acheteuse = repere["Ménages acheteurs de boissons végétales"] / 100
part_visee = repere["Part visée des achats du segment, première année"] / 100


def entonnoir(foyers, presence, comptes=gardes, mois=12):
    """Les quatre montants, en milliers d'euros."""
    depense = mois * comptes["litres_mois"] * comptes["circuit"].map(par_circuit["prix_litre"])
    atteinte = depense * comptes["circuit"].map(presence) / 100
    du_segment = atteinte[comptes["segment"] == segment_retenu]
    par_repondant = foyers * part_acheteuse / len(comptes) / 1000
    return {
        "régional": par_repondant * depense.sum(),
        "accessible": par_repondant * atteinte.sum(),
        "segment": par_repondant * du_segment.sum(),
        "objectif": par_repondant * du_segment.sum() * part_visee,
    }


menages = repere["Ménages d'Occitanie"]
marche = entonnoir(menages, par_circuit["presence"])
erreur_type(
    "C3_1-marche",
    "habitants_pour_menages",
    entonnoir(repere["Habitants d'Occitanie"], par_circuit["presence"]),
    "Vous avez multiplié par les habitants : le répondant donne les achats de son ménage. Partez du nombre de ménages.",
    part=0.5,
)
erreur_type(
    "C3_1-marche",
    "presence_moyenne",
    entonnoir(menages, 0 * par_circuit["presence"] + par_circuit["presence"].mean()),
    "Vous avez appliqué la présence moyenne des cinq circuits : une épicerie y pèse autant que les grandes surfaces. Prenez, pour chaque "
    "répondant, celle de son circuit.",
    part=0.5,
)
erreur_type(
    "C3_1-marche",
    "tous_les_menages",
    entonnoir(menages / part_acheteuse, par_circuit["presence"]),
    "Vous avez compté tous les ménages d'Occitanie : l'enquête n'interroge que des acheteurs. Appliquez d'abord la part des ménages qui achètent.",
    part=0.5,
)
effectif_du_segment = int((gardes["segment"] == segment_retenu).sum())
par_effectif = marche["accessible"] * effectif_du_segment / len(gardes)
erreur_type(
    "C3_1-marche",
    "part_des_effectifs",
    marche | {"segment": par_effectif, "objectif": par_effectif * part_visee},
    "Vous avez pris du marché accessible la part du segment dans les effectifs : ses membres n'achètent pas autant, ni aux mêmes endroits, que les autres. "
    "Additionnez leurs dépenses.",
    part=0.67,
)
moyenne_etendue = marche["segment"] * len(gardes) / max(1, effectif_du_segment)
erreur_type(
    "C3_1-marche",
    "segment_partout",
    marche | {"segment": moyenne_etendue, "objectif": moyenne_etendue * part_visee},
    "Vous avez multiplié la dépense moyenne du segment par tous les ménages acheteurs : ceux du segment n'en sont qu'une partie.",
    part=0.67,
)
erreur_type(
    "C3_1-marche",
    "mois_pour_annee",
    entonnoir(menages, par_circuit["presence"], mois=1),
    "Vous avez compté un mois d'achats : les montants sont demandés par an.",
    part=0.67,
)
erreur_type(
    "C3_1-marche",
    "questionnaires_a_ecarter",
    entonnoir(menages, par_circuit["presence"], enquete),
    "Vous avez gardé des questionnaires abandonnés ou bâclés : vérifiez que vous en gardez 900.",
    part=0.67,
)
erreur_type(
    "C3_1-marche",
    "duree_ignoree",
    entonnoir(menages, par_circuit["presence"], sans_duree),
    "Vous avez gardé les questionnaires remplis trop vite : vérifiez que vous en gardez 900.",
    part=0.75,
)
erreur_type(
    "C3_1-marche",
    "plus_de_quatre",
    entonnoir(menages, par_circuit["presence"], plus_de_quatre),
    "Vous avez écarté ceux qui ont mis quatre minutes juste : vérifiez que vous en gardez 900.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C3_1-marche" points=7
verifier(
    "C3_1-marche",
    marche,
    serie(
        cle="marché",
        cles=("régional", "accessible", "segment", "objectif"),
        valeurs=nombre(unite="k€", minimum=1, maximum=1_000_000),
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Dresser le portrait de la cible
#
# Les trois questions portent sur les questionnaires exploitables du **segment retenu** (question 3).
#
# ## Question 5 — Les chiffres du persona
#
# | Ligne | Contenu | Unité |
# | --- | --- | --- |
# | `âge médian` | l'âge qui partage le segment en deux moitiés | ans |
# | `accessibilité` | part des membres dont `besoin_acces` n'est pas « aucun » | % |
# | `litres` | litres achetés par mois, en moyenne par membre | litres |
#
# **À rendre** (4 points) : `chiffres`, trois nombres (dans du code, `{"âge médian": 41, "accessibilité": 12.5, "litres": 1.84}`).

# %% role="solution" id="chiffres_persona"
# Trois nombres : {"âge médian": …, "accessibilité": …, "litres": …}
chiffres = None
### BEGIN SOLUTION
def chiffres_de(groupe):
    return {
        "âge médian": groupe["age"].median(),
        "accessibilité": 100 * (groupe["besoin_acces"] != "aucun").mean(),
        "litres": groupe["litres_mois"].mean(),
    }


membres = gardes[gardes["segment"] == segment_retenu]
chiffres = chiffres_de(membres)
erreur_type(
    "C3_2-chiffres",
    "age_moyen",
    chiffres | {"âge médian": membres["age"].mean()},
    "Vous avez donné l'âge moyen : quelques âges extrêmes le déplacent. La médiane laisse autant de membres plus jeunes que de plus âgés.",
    part=0.67,
)
erreur_type(
    "C3_2-chiffres",
    "tout_l_echantillon",
    chiffres_de(gardes),
    "Vous avez décrit les 900 répondants : un persona décrit le segment retenu.",
    part=0.25,
)
erreur_type(
    "C3_2-chiffres",
    "part_des_900",
    chiffres | {"accessibilité": 100 * (membres["besoin_acces"] != "aucun").sum() / len(gardes)},
    "Vous avez rapporté les besoins du segment aux 900 répondants : divisez par le nombre de membres du segment.",
    part=0.67,
)
erreur_type(
    "C3_2-chiffres",
    "sans_besoin",
    chiffres | {"accessibilité": 100 * (membres["besoin_acces"] == "aucun").mean()},
    "Vous avez donné la part de ceux qui ne déclarent aucun besoin : c'est l'autre part qui est demandée.",
    part=0.67,
)
erreur_type(
    "C3_2-chiffres",
    "questionnaires_a_ecarter",
    chiffres_de(enquete[enquete["segment"] == segment_retenu]),
    "Vous avez gardé des questionnaires abandonnés ou bâclés : vérifiez que vous en gardez 900 en tout.",
    part=0.67,
)
erreur_type(
    "C3_2-chiffres",
    "duree_ignoree",
    chiffres_de(sans_duree[sans_duree["segment"] == segment_retenu]),
    "Vous avez gardé les questionnaires remplis trop vite : vérifiez que vous en gardez 900 en tout.",
    part=0.75,
)
erreur_type(
    "C3_2-chiffres",
    "plus_de_quatre",
    chiffres_de(plus_de_quatre[plus_de_quatre["segment"] == segment_retenu]),
    "Vous avez écarté ceux qui ont mis quatre minutes juste : vérifiez que vous en gardez 900 en tout.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C3_2-chiffres" points=4
verifier(
    "C3_2-chiffres",
    chiffres,
    serie(cle="chiffre", cles=("âge médian", "accessibilité", "litres"), valeurs=nombre(unite="ans ou % ou litres", minimum=0, maximum=100)),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Les traits du persona
#
# Le trait le **plus fréquent** du segment pour la profession, le lieu de vie et le circuit d'achat ; et les **trois médias** les plus cités, dans l'ordre, en réunissant
# les colonnes `media_1`, `media_2` et `media_3` (chaque citation compte pour une).
#
# **À rendre** (3 points) : `traits`, six noms tels que la table les écrit :
# `{"csp": …, "habitat": …, "circuit": …, "média 1": …, "média 2": …, "média 3": …}`.

# %% role="solution" id="traits_persona"
# Six noms : {"csp": "…", "habitat": "…", "circuit": "…", "média 1": "…", "média 2": "…", "média 3": "…"}
traits = None
### BEGIN SOLUTION
COLONNES_MEDIA = ["media_1", "media_2", "media_3"]


def traits_de(groupe, colonnes=COLONNES_MEDIA):
    """Les modalités les plus fréquentes d'un groupe, et ses trois médias les plus cités."""
    citations = pd.concat([groupe[colonne] for colonne in colonnes]).value_counts()
    principaux = {trait: groupe[trait].value_counts().index[0] for trait in ("csp", "habitat", "circuit")}
    return principaux | {f"média {rang}": citations.index[rang - 1] for rang in (1, 2, 3)}


traits = traits_de(membres)
erreur_type(
    "C3_2-traits",
    "premier_media_seul",
    traits_de(membres, ["media_1"]),
    "Vous n'avez compté que le premier média de chacun : un média très consulté peut venir souvent deuxième ou troisième. Réunissez les trois colonnes.",
    part=0.67,
)
erreur_type(
    "C3_2-traits",
    "tout_l_echantillon",
    traits_de(gardes),
    "Vous avez décrit les 900 répondants : ne gardez que le segment retenu.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C3_2-traits" points=3
verifier(
    "C3_2-traits",
    traits,
    serie(
        cle="trait",
        cles=("csp", "habitat", "circuit", "média 1", "média 2", "média 3"),
        valeurs=choix(
            "Cadres",
            "Professions intermédiaires",
            "Employés",
            "Ouvriers",
            "Artisans et commerçants",
            "Agriculteurs",
            "Retraités",
            "Étudiants et autres inactifs",
            "Métropole",
            "Ville moyenne",
            "Bourg ou village",
            "Grande surface",
            "Magasin bio",
            "Drive et livraison",
            "Enseigne à prix bas",
            "Épicerie et marché",
            "Télévision",
            "Radio",
            "Presse régionale",
            "Magazines",
            "Instagram",
            "Facebook",
            "YouTube",
            "TikTok",
            "Podcasts",
            "Infolettres",
        ),
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Le profil d'attentes
#
# Un graphique **en barres groupées** que Maïté Lacaze lira seule : la **note moyenne** donnée à chacune des six attentes par le segment retenu et par l'ensemble des
# 900, côte à côte. Un titre qui énonce un résultat (une attente, et en quoi le segment s'y distingue), une légende (« Segment retenu », « Ensemble »), des axes nommés : l'attente (goût, prix, origine,
# composition, emballage, nutrition) et la note moyenne.
#
# **À rendre** (5 points) : le graphique, dessiné dans son formulaire ou par du code (`figure_profil`).

# %% role="solution" id="graphique_profil"
# Une figure matplotlib : par exemple figure_profil, axes = plt.subplots()
figure_profil = None
### BEGIN SOLUTION
profil = pd.DataFrame({"Segment retenu": membres[ATTENTES].mean(), "Ensemble": gardes[ATTENTES].mean()})
ecarts = profil["Segment retenu"] - profil["Ensemble"]
saillante = ecarts.abs().idxmax()
noms = {
    "gout": "Le goût",
    "prix": "Le prix",
    "origine": "L'origine",
    "composition": "La composition",
    "emballage": "L'emballage",
    "nutrition": "La nutrition",
}
sens = "plus" if ecarts[saillante] > 0 else "moins"
figure_profil, axes_profil = plt.subplots(figsize=(9, 4.2))
profil.rename(index={"gout": "goût"}).plot.bar(ax=axes_profil, rot=0, width=0.78, color=["#1f5f8b", "#b8561f"])
for barres in axes_profil.containers:
    axes_profil.bar_label(barres, labels=[f"{barre.get_height():.1f}".replace(".", ",") for barre in barres], padding=2)
axes_profil.set_title(f"{noms[saillante]} compte {sens} pour la cible que pour l'ensemble", loc="left", fontweight="bold")
axes_profil.set_xlabel("attente")
axes_profil.set_ylabel("note moyenne (sur 10)")
axes_profil.set_ylim(0, 11.5)
axes_profil.set_yticks([0, 2, 4, 6, 8, 10])
axes_profil.legend(loc="upper right", ncols=2, frameon=False)
axes_profil.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C3_2-profil" points=5
verifier(
    "C3_2-profil",
    figure_profil,
    graphique(
        genre="barres",
        x="attente",
        y="note moyenne",
        series=("Segment retenu", "Ensemble"),
        disposition="côte à côte",
    ),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Fixer l'offre
#
# ## Question 8 — Quels prix la cible accepte-t-elle ?
#
# Parmi les questionnaires exploitables du segment retenu, gardez ceux qui donnent **les deux prix**. À un prix testé (`prix_testes`), une personne doute de la qualité
# si son `prix_plancher` est **supérieur** à ce prix ; elle le trouve trop cher si son `prix_plafond` lui est **inférieur** ; sinon elle l'accepte.
#
# Taux d'acceptation = 100 − % « trop cher » − % « qualité douteuse »
#
# **À rendre** (4 points) : `acceptation`, le taux de chaque palier, en pour cent : `{"P1": …, "P2": …, …, "P9": …}`.

# %% role="solution" id="courbe_acceptation"
# Un taux par palier, en % : {"P1": …, …, "P9": …}
acceptation = None
### BEGIN SOLUTION
paliers = prix_testes.set_index("palier")["prix_ttc"]
interroges = membres.dropna(subset=["prix_plancher", "prix_plafond"])
trop_cher = paliers.map(lambda prix: 100 * (interroges["prix_plafond"] < prix).mean())
douteux = paliers.map(lambda prix: 100 * (interroges["prix_plancher"] > prix).mean())
acceptation = 100 - trop_cher - douteux
erreur_type(
    "C3_3-acceptation",
    "qualite_oubliee",
    100 - trop_cher,
    "Vous n'avez ôté que ceux qui trouvent la brique trop chère : un prix trop bas fait aussi fuir, ceux qui doutent de la qualité.",
    part=0.25,
)
erreur_type(
    "C3_3-acceptation",
    "courbes_inversees",
    trop_cher + douteux - 100,
    "Vos deux courbes sont cumulées à l'envers : « trop cher » monte avec le prix, « qualité douteuse » descend.",
    part=0.25,
)
erreur_type(
    "C3_3-acceptation",
    "sans_reponse_comptes",
    acceptation * len(interroges) / len(membres),
    "Vous avez divisé par tous les membres du segment : ceux à qui il manque un prix ne sont pas dans la base.",
    part=0.5,
)


def acceptation_de(groupe, strictement=False):
    """Le taux de chaque palier dans un groupe ; strictement : qui a nommé ce prix même ne l'accepte pas."""
    avec_prix = groupe.dropna(subset=["prix_plancher", "prix_plafond"])
    bas, haut = avec_prix["prix_plancher"], avec_prix["prix_plafond"]
    if strictement:
        return paliers.map(lambda prix: 100 * ((bas < prix) & (prix < haut)).mean())
    return paliers.map(lambda prix: 100 * ((bas <= prix) & (prix <= haut)).mean())


erreur_type(
    "C3_3-acceptation",
    "tout_l_echantillon",
    acceptation_de(gardes),
    "Vous avez compté tous les segments : seul le segment retenu est interrogé ici.",
    part=0.5,
)
erreur_type(
    "C3_3-acceptation",
    "tout_le_fichier",
    acceptation_de(enquete),
    "Vous avez compté tous les segments et des questionnaires bâclés : filtrez segment, statut et durée.",
    part=0.34,
)
erreur_type(
    "C3_3-acceptation",
    "bornes_exclues",
    acceptation_de(membres, strictement=True),
    "Vous avez ôté ceux dont le plancher ou le plafond est exactement le prix testé : relisez « supérieur » et « inférieur ».",
    part=0.5,
)
erreur_type(
    "C3_3-acceptation",
    "questionnaires_a_ecarter",
    acceptation_de(enquete[enquete["segment"] == segment_retenu]),
    "Vous avez gardé les questionnaires remplis trop vite : vérifiez que vous en gardez 900 en tout.",
    part=0.67,
)
erreur_type(
    "C3_3-acceptation",
    "plus_de_quatre",
    acceptation_de(plus_de_quatre[plus_de_quatre["segment"] == segment_retenu]),
    "Vous avez écarté ceux qui ont mis quatre minutes juste : vérifiez que vous en gardez 900 en tout.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C3_3-acceptation" points=4
verifier(
    "C3_3-acceptation",
    acceptation,
    serie(
        cle="palier",
        cles=("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"),
        valeurs=pourcentage(minimum=-100, maximum=100),
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Du prix psychologique à la marge
#
# Le **prix psychologique** est le prix testé dont l'acceptation est la plus forte (question 8). Descendez-le jusqu'à ce qu'il laisse à Orgelune.
# **Gardez trois décimales aux montants que vous recopiez** : au centime, la marge n'est plus juste.
#
# | Ligne | Calcul |
# | --- | --- |
# | `public TTC` | le prix psychologique |
# | `public HT` | sans la TVA |
# | `tarif` | prix public HT, moins la marge du distributeur (son taux de marque est dans `reperes`) |
# | `coût` | coûts « par brique » + coûts « par lot » ÷ briques **vendables** d'un lot ; une brique vendable est remplie sans rebut (`usine`) |
# | `marge` | tarif − coût |
# | `taux de marque`, `taux de marge` | ceux d'Orgelune, en % (conventions du cas) |
#
# **À rendre** (6 points) : `prix_et_marge`, sept nombres, les prix en euros : `{"public TTC": …, "public HT": …, "tarif": …, "coût": …, "marge": …, "taux de marque": …, "taux de marge": …}`.

# %% role="solution" id="prix_marge"
# Sept nombres : {"public TTC": …, "public HT": …, "tarif": …, "coût": …, "marge": …, "taux de marque": …, "taux de marge": …}
prix_et_marge = None
### BEGIN SOLUTION
fiche = usine.set_index("parametre")["valeur"]
total_par_base = couts.groupby("base")["montant_ht"].sum()
vendables_par_lot = fiche["Briques remplies par lot"] * (1 - fiche["Rebut au remplissage"] / 100)
cout_unitaire = total_par_base["par brique"] + total_par_base["par lot"] / vendables_par_lot
cout_sans_rebut = total_par_base["par brique"] + total_par_base["par lot"] / fiche["Briques remplies par lot"]
marque_distributeur = repere["Taux de marque du distributeur"] / 100
taux_acceptes = acceptation.reindex(paliers.index)
prix_psychologique = paliers[taux_acceptes == taux_acceptes.max()].max()


def descendre(cout, tva=TVA, part_gardee=1 - marque_distributeur):
    """Du prix public à la marge d'Orgelune."""
    return depuis_hors_taxes(prix_psychologique / (1 + tva), cout, part_gardee)


def depuis_hors_taxes(hors_taxes, cout, part_gardee=1 - marque_distributeur):
    tarif = hors_taxes * part_gardee
    return {
        "public TTC": prix_psychologique,
        "public HT": hors_taxes,
        "tarif": tarif,
        "coût": cout,
        "marge": tarif - cout,
        "taux de marque": 100 * (tarif - cout) / tarif,
        "taux de marge": 100 * (tarif - cout) / cout,
    }


prix_et_marge = descendre(cout_unitaire)
erreur_type(
    "C3_3-prix",
    "taux_inverses",
    prix_et_marge
    | {"taux de marque": prix_et_marge["taux de marge"], "taux de marge": prix_et_marge["taux de marque"]},
    "Vous avez interverti les deux taux : le taux de marque se rapporte au prix de vente, le taux de marge au coût.",
    part=0.67,
)
erreur_type(
    "C3_3-prix",
    "tva_de_20",
    descendre(cout_unitaire, tva=0.2),
    "Vous avez ôté une TVA de 20 % : cette boisson est au taux réduit, donné dans le cas.",
    part=0.4,
)
erreur_type(
    "C3_3-prix",
    "marque_prise_pour_marge",
    descendre(cout_unitaire, part_gardee=1 / (1 + marque_distributeur)),
    "Vous avez divisé par 1 + le taux de marque du distributeur : ce taux se rapporte à son prix de vente, ôtez-en cette part.",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "lots_oublies",
    descendre(total_par_base["par brique"]),
    "Votre coût ne compte que les montants par brique : la main-d'œuvre, le nettoyage et les analyses d'un lot se partagent entre ses briques vendables.",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "rebut_oublie",
    descendre(cout_sans_rebut),
    "Vous avez partagé le coût d'un lot entre les briques remplies : une part part au rebut, celles que l'on vend portent tout le coût.",
    part=0.67,
)
erreur_type(
    "C3_3-prix",
    "frais_fixes_dans_le_cout",
    descendre(cout_unitaire + total_par_base["par an"] * prix_psychologique / (1000 * marche["objectif"])),
    "Vous avez réparti les frais fixes sur les briques : ils ne sont pas dans le coût d'une brique, la marge les rembourse (question 12).",
    part=0.5,
)
erreur_type(
    "C3_3-prix",
    "tva_otee_du_ttc",
    depuis_hors_taxes(prix_psychologique * (1 - TVA), cout_unitaire),
    "Vous avez ôté 5,5 % du prix TTC : la TVA s'ajoute au prix hors taxes. Divisez par 1,055.",
    part=0.67,
)
### END SOLUTION

# %% role="tests" id="C3_3-prix" points=6
verifier(
    "C3_3-prix",
    prix_et_marge,
    serie(
        cle="ligne",
        cles=("public TTC", "public HT", "tarif", "coût", "marge", "taux de marque", "taux de marge"),
        valeurs=nombre(unite="€ ou %", minimum=-500, maximum=500),
    ),
    tolerance=0.002,
    ecart=0.002,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Ce que les commerciaux entendent
#
# Les commerciaux ont présenté le projet, échantillons en main, à un prix indicatif. La table `notes` compte quarante notes de visite. Une visite envoyée deux fois (même date, même client) compte une fois. Lisez-les et comptez les **visites** où chaque
# objection est faite ; une visite peut en porter deux, ou aucune. Un compliment n'est pas une objection.
#
# | Objection | De quoi l'on se plaint |
# | --- | --- |
# | `prix` | du prix public, du tarif, ou d'une marque moins chère |
# | `rayon` | du manque de place en magasin, ou du moment d'en faire |
# | `notoriété` | d'une marque que l'on ne connaît pas, ou sans publicité |
# | `commande` | de la quantité imposée, du franco (montant d'achat à partir duquel la livraison est gratuite) ou du stock |
# | `goût` | de la recette |
# | `emballage` | de la brique, de son bouchon, de ce qui y est écrit |
#
# **À rendre** (4 points) : `objections`, un nombre de visites par objection : `{"prix": …, "rayon": …, …}`.

# %% role="solution" id="objections_entendues"
# Un nombre de visites par objection : {"prix": …, "rayon": …, "notoriété": …, "commande": …, "goût": …, "emballage": …}
objections = None
### BEGIN SOLUTION
expressions = {
    "prix": "trop chère|deux euros et demi|bien moins coûteuse|fuir les familles|remise avant",
    "rayon": "centimètre libre|sortir une autre|réimplantation|emplacement de plus|plein à craquer",
    "notoriété": "jamais entendu|voient à la télévision|qui nous connaît|nom inconnu|faute de publicité",
    "commande": "palette entière|minimum de commande|que des cartons|notre franco|pas de réserve",
    "goût": "écœurante|arrière-goût|trop sucrée|recette d'essai",
    "emballage": "bouchon de résister|lire la composition|sans plastique|languette",
}


def visites_par_objection(textes, motifs):
    return pd.Series({objection: int(textes.str.contains(motif).sum()) for objection, motif in motifs.items()})


visites = notes.drop_duplicates(["date", "client"])
objections = visites_par_objection(visites["texte"], expressions)
erreur_type(
    "C3_3-objections",
    "doubles_comptes",
    visites_par_objection(notes["texte"], expressions),
    "Vous avez compté deux fois les visites envoyées en double : repérez les notes de même date et de même client.",
    part=0.5,
)
premieres = pd.DataFrame({objection: visites["texte"].str.extract(f"^(.*?)(?:{motif})")[0].str.len() for objection, motif in expressions.items()})
faites = premieres.dropna(how="all").idxmin(axis=1)
erreur_type(
    "C3_3-objections",
    "une_par_visite",
    faites.value_counts().reindex(list(expressions), fill_value=0),
    "Vous n'avez compté qu'une objection par visite : une note peut en porter deux.",
    part=0.5,
)
erreur_type(
    "C3_3-objections",
    "mots_cherches",
    visites_par_objection(visites["texte"], {objection: objection for objection in expressions}),
    "Vous avez cherché le nom de l'objection dans les notes : on se plaint d'un prix sans écrire « prix », et l'on peut l'écrire pour en faire "
    "compliment. Lisez chaque note.",
)
### END SOLUTION

# %% role="tests" id="C3_3-objections" points=4
verifier(
    "C3_3-objections",
    objections,
    serie(
        cle="objection",
        cles=("prix", "rayon", "notoriété", "commande", "goût", "emballage"),
        valeurs=entier(unite="visites", minimum=0, maximum=40),
    ),
)

# %% [markdown] role="readonly" id="q11"
# ## Question 11 — Ce que l'usine peut remplir
#
# Trois contraintes limitent la première année (`usine`). Combien de briques **vendables** chacune permet-elle ? Un lot se produit en entier, dans la semaine où il commence ;
# il emploie autant de briques vides qu'il en remplit, bonnes ou mises au rebut. Convertissez ensuite les lots en briques. **Donnez le nombre exact, même s'il finit par « ,5 ».**
#
# | Contrainte | Nombre de lots |
# | --- | --- |
# | `ligne` | lots entiers par semaine, d'après les heures libres, × semaines de production |
# | `noisettes` | lots entiers que permet la pâte réservée |
# | `emballages` | lots entiers que permettent les briques vides réservées |
#
# **À rendre** (3 points) : `capacites`, un nombre de briques par contrainte : `{"ligne": …, "noisettes": …, "emballages": …}`.

# %% role="solution" id="capacite_usine"
# Un nombre de briques vendables par contrainte : {"ligne": …, "noisettes": …, "emballages": …}
capacites = None
### BEGIN SOLUTION
def briques_possibles(vendables, entier_de=lambda lots: lots // 1):
    """Ce que chaque contrainte permet de vendre en un an."""
    heures = fiche["Heures de ligne libres par semaine"] / fiche["Heures de ligne par lot, nettoyage compris"]
    pate = fiche["Pâte de noisettes réservée pour l'année"] / fiche["Pâte de noisettes par lot"]
    vides = fiche["Briques vides réservées pour l'année"] / fiche["Briques remplies par lot"]
    return {
        "ligne": entier_de(heures) * fiche["Semaines de production par an"] * vendables,
        "noisettes": entier_de(pate) * vendables,
        "emballages": entier_de(vides) * vendables,
    }


# Qui a oublié le rebut à la question 9 y a déjà perdu des points : la suite se calcule comme là.
sans_rebut = abs(prix_et_marge["coût"] - cout_sans_rebut) < (cout_unitaire - cout_sans_rebut) / 2
vendables = fiche["Briques remplies par lot"] if sans_rebut else vendables_par_lot
capacites = briques_possibles(vendables)
erreur_type(
    "C3_3-capacites",
    "rebut_oublie",
    briques_possibles(fiche["Briques remplies par lot"]),
    "Vous avez compté les briques remplies : une part est mise au rebut et ne se vend pas.",
    part=0.5,
)
erreur_type(
    "C3_3-capacites",
    "lots_partiels",
    briques_possibles(vendables, entier_de=lambda lots: lots),
    "Vous avez compté des morceaux de lot : un lot commencé se produit en entier, ne gardez que les lots entiers.",
    part=0.34,
)
erreur_type(
    "C3_3-capacites",
    "lots_pour_briques",
    briques_possibles(1),
    "Vous avez donné des lots : multipliez par les briques vendables d'un lot.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C3_3-capacites" points=3
verifier(
    "C3_3-capacites",
    capacites,
    serie(
        cle="contrainte",
        cles=("ligne", "noisettes", "emballages"),
        valeurs=nombre(unite="briques", minimum=0, maximum=10_000_000),
    ),
    tolerance=0.0005,
    ecart=1,
)

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Les trois nombres du lundi
#
# Maïté Lacaze compare trois nombres de briques, pour la première année :
#
# | Ligne | Calcul |
# | --- | --- |
# | `objectif` | l'objectif de la question 4, divisé par le prix public TTC de la question 9 |
# | `seuil` | seuil de rentabilité : frais fixes (« par an » dans `couts`) ÷ marge par brique (question 9) |
# | `volume` | ce que l'on vendra : l'objectif, ou ce que permet la contrainte la plus serrée de la question 11 s'il la dépasse |
#
# **À rendre** (3 points) : `lancement`, trois nombres de briques, sans les arrondir (dans du code, `{"objectif": …, "seuil": …, "volume": …}`).

# %% role="solution" id="decision"
# Trois nombres de briques : {"objectif": …, "seuil": …, "volume": …}
lancement = None
### BEGIN SOLUTION
briques_visees = 1000 * marche["objectif"] / prix_et_marge["public TTC"]
frais_fixes = total_par_base["par an"]
plus_serree = min(capacites["ligne"], capacites["noisettes"], capacites["emballages"])
lancement = {
    "objectif": briques_visees,
    "seuil": frais_fixes / prix_et_marge["marge"],
    "volume": min(briques_visees, plus_serree),
}
erreur_type(
    "C3_3-lancement",
    "seuil_sur_le_tarif",
    lancement | {"seuil": frais_fixes / prix_et_marge["tarif"]},
    "Vous avez divisé les frais fixes par le tarif : chaque brique coûte aussi à fabriquer. C'est la marge qui rembourse les frais fixes.",
    part=0.67,
)
erreur_type(
    "C3_3-lancement",
    "objectif_au_tarif",
    lancement
    | {
        "objectif": 1000 * marche["objectif"] / prix_et_marge["tarif"],
        "volume": min(1000 * marche["objectif"] / prix_et_marge["tarif"], plus_serree),
    },
    "Vous avez divisé l'objectif par le tarif d'Orgelune : il est en euros payés par les consommateurs, divisez-le par le prix public TTC.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C3_3-lancement" points=3
verifier(
    "C3_3-lancement",
    lancement,
    serie(
        cle="ligne",
        cles=("objectif", "seuil", "volume"),
        valeurs=nombre(unite="briques", minimum=-1_000_000_000, maximum=1_000_000_000),
    ),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits et l'affiche
#
# Trois textes et une affiche, **avec les chiffres que vous venez de calculer**. Si l'un d'eux vous manque, dites lequel et raisonnez sans lui.
# Les critères sur lesquels chaque écrit est jugé le suivent.
#
# ## Écrit A — L'étude de marché
#
# *Environ 300 mots · C3.1 · 16 points.*
#
# 1. **Les besoins d'information** de Maïté Lacaze, en deux sous-parties, *quantitative* et *qualitative* : deux au moins dans
#    chacune, posés comme des questions, et ce que chaque réponse permet de décider.
# 2. **Les sources** :
#    - pour chacun des besoins `volumes`, `prix`, `raisons` et `usages`, une source (question 1) ; dites laquelle est interne, externe, quantitative, qualitative ;
#    - justifiez-en deux par leur champ ou leur date, une par sa base ; écartez-en deux, par leur produit, leur territoire ou leur date ;
#    - le besoin auquel répond l'enquête, et celui auquel répondent les notes de visite ; de toutes les sources, ces deux-là comprises, la seule qui distingue le segment retenu ;
#    - ce que l'on ignore encore de ce segment, et comment le savoir : combien de personnes, où, quand.
# 3. **La synthèse**, en un tableau ou en points : les quatre montants du marché, du régional à l'objectif ; le segment retenu face au plus gros acheteur et au plus favorable, et ce qui les écarte ; deux de ses
#    habitudes ; une incertitude de ces chiffres, et sa cause, propre à cette étude.

# %% [markdown] role="manual" id="C3_1-etude" mots=300
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Segment retenu : [segment_retenu].
#
# *Besoins quantitatifs* : taille du marché et du segment, accueil, quantités et circuits, prix acceptés. *Besoins qualitatifs* : raisons d'acheter et de refuser, occasions, gestes devant le
# rayon, mots des clients et des magasins. Chacun mène à une décision : cible, prix, circuit, promesse, étiquette.
#
# *Sources* : celles auxquelles la question 1 trouve un besoin, et elles seules ; l'enquête et les notes de visite s'y ajoutent. Parmi elles, sur chaque variante, une qualitative et une
# interne au moins. Chaque besoin a deux sources au moins. Seule l'enquête distingue les segments : ce que l'on ignore encore est ce que les autres ne disent pas du segment retenu (raisons, gestes), ou de qui n'achète pas encore ; remède court et chiffré (huit entretiens, dégustation en magasin).
#
# *Synthèse* : les quatre montants de la question 4, [régional] k€ au départ ; l'accueil, question 2 ; les habitudes, questions 5 et 6 : [litres] litres par mois, [circuit]. Il n'est ni le
# plus gros acheteur (réticent), ni le plus favorable (trop petit). Incertitudes : intention déclarée avant d'avoir goûté, acheteurs actuels seulement (personne d'autre n'est interrogé), panel en ligne qui écarte
# peut-être ceux que l'écran gêne.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C3.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B et affiche — Les personas
#
# *Environ 390 mots : 240 mots ici, 150 sur une affiche d'une page · C3.2 · 16 points.*
#
# **L'affiche** : le portrait-robot du persona principal, tiré du segment retenu, que l'on accrochera à l'usine comme au service commercial. Faites-la au logiciel de présentation, ou à la main puis photographiée ; remettez-la par le bouton sous l'écrit, sous le nom `persona` (.pdf, .png, .jpg, .pptx ou .odp). Elle tient en une page, se lit sans agrandir, page entière à l'écran, et montre en rubriques titrées : prénom et phrase dite à la première personne, âge, lieu de vie, métier (CSP), goûts (deux attentes au moins), habitudes d'achat
# (`circuit`, `moment`), rapport aux marques (`marques`), les trois médias, besoin d'accessibilité (un usage, pas un diagnostic), ce qui attire le persona et ce qui le retient. Dites d'où viennent les chiffres, et ce qui est supposé.
# Deux chiffres de vos réponses au moins se voient (jauge, barre, pictogramme) ; ni sigle ni mot de marketing sans explication. Une image dessinée suffit ; pas de photographie d'une personne réelle sans son accord.
#
# **Le texte** :
#
# 1. **L'introduction de la démarche** : un choix (mots, image, usages) fait pour l'inclusion ou la diversité, et le cliché évité ; qui l'enquête a pu laisser de côté, et pourquoi ; la part mesurée de besoins d'accessibilité,
#    et ce qu'elle change à l'étiquette, à l'emballage et aux messages.
# 2. **Un second persona**, en cinq lignes : un membre d'un autre segment, ou du même segment mais qui s'écarte de la médiane. Trois traits au moins, et la décision qu'il change.

# %% [markdown] role="manual" id="C3_2-demarche" mots=240
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante). Ouvrir d'abord l'affiche. Elle reprend l'âge médian, [âge médian] ans, [csp], [habitat], [circuit], les trois médias, [média 1], [média 2], [média 3], les litres, [litres] par mois, et la part de besoins, [accessibilité] %, des questions 5 et 6, et
# l'attente saillante de la question 7 ; moment et rapport aux marques viennent de l'enquête, le reste est donné pour supposé.
#
# Introduction : les quotas incluent toutes les professions et les territoires, mais un questionnaire en ligne écarte une partie des personnes gênées par l'écran (la moitié environ des questionnaires abandonnés déclarent un besoin) ; un besoin se dit en usage (« lire sans lunettes »), jamais en
# diagnostic ; prénom, image et foyer qui ne suivent pas un cliché de genre, d'âge ou d'origine ; [accessibilité] % de besoins, traduits en actes : caractères plus grands et contrastés, bouchon
# facile à saisir, mots courts, vidéos sous-titrées, RGAA pris pour repère du site.
#
# Second persona : une personne précise, chiffrée, dont un trait change une décision (média, circuit, prix, besoin).
# ### END SOLUTION

# %% role="readonly" id="C3_2-persona"
livrable("C3_2-persona", "persona", formats=("pdf", "png", "jpg", "pptx", "odp"), pages=1)

# %% [markdown] role="grille" competence="C3.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le mix marketing : 4P, 10P, 4E
#
# *Environ 440 mots · C3.3 · 18 points.*
#
# Complétez le cadre ci-dessous, à la suite de chaque nom, en phrases courtes (un tableau convient aussi), puis concluez.
#
# 1. **Les 10P.** Les 4P d'abord, chacun décomposé en **deux sous-parties au moins** (pour le produit, l'une est l'étiquette, selon les textes du cas), avec une preuve : un chiffre de vos réponses,
#    une objection des commerciaux ou une donnée de l'usine. La distribution part du circuit du segment, la communication de ses médias ; un prix de lancement autre que celui de la question 9 se justifie, et le prix dit sa marge ou son taux de marque. Puis les six extensions (la vache pourpre est ce qui fait remarquer) : s'il en est une qui ne convient pas, dites-la
#    « écartée », avec sa raison ; quatre au moins ont une preuve tirée du cas, dont une d'une note de visite et une de l'usine.
# 2. **Les 4E.** De quel P chacun part ; la scène que vit le persona (où, quand, avec quoi), deux au moins dans son circuit, à son moment ou dans un de ses médias ; et ce qui est **fait pour lui** : ni remise ni jeu ouverts à tous.
#    Deux propositions au moins partent d'un trait **chiffré** du persona, dont une de son besoin d'accessibilité ou de l'attente où il se distingue.
# 3. **La conclusion**, environ 80 mots des 440 : lancer comme prévu, lancer en quantité limitée, ou revoir le projet, d'après vos trois nombres, cités ; trois canaux au moins
#    (magasin, site, réseaux, force de vente), et ce que fait chacun, de la découverte au réachat ; la phrase que diront les commerciaux à l'objection la plus fréquente.

# %% [markdown] role="manual" id="C3_3-mix" mots=440
# **10P**
#
# - **Produit** :
# - **Prix** :
# - **Distribution** :
# - **Communication** :
# - **Personnel** :
# - **Processus** :
# - **Preuve matérielle** :
# - **Partenariats** :
# - **Permission** :
# - **Vache pourpre** :
#
# **4E**
#
# - **Émotion** :
# - **Expérience** :
# - **Exclusivité** :
# - **Engagement** :
#
# **Conclusion**
#
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante).
#
# - *Produit* : recette, brique, étiquette (« boisson », jamais « lait » ; allergènes distingués), taille des caractères. *Prix* : [public TTC] € TTC, tarif [tarif] € HT, taux de marque [taux de marque] %. *Distribution* : le circuit du segment, puis
#   celui où Orgelune est le mieux présente. *Communication* : les trois médias du persona.
# - *Personnel* : former les trois commerciaux à l'objection la plus fréquente. *Processus* : lots, nettoyage des allergènes, livraison par carton. *Preuve matérielle* : présentoir, dégustation. *Partenariats* : producteurs du
#   Gers. *Permission* : infolettre acceptée, désinscription simple. *Vache pourpre* : une chose que l'on raconte. Une extension écartée avec sa raison vaut une extension traitée.
# - *4E* : chaque E part d'un P nommé et d'un trait du persona ; « fait pour lui » : format, recette, moment, message, parrainage, série numérotée…
# - *Conclusion* (question 12 ; objections, question 10) : objectif [objectif] briques, seuil [seuil], volume [volume]. Seuil ≤ objectif ≤ capacité : lancer ; capacité < objectif et seuil ≤ capacité : quantité limitée, le segment d'abord, et la contrainte la plus serrée de la question 11 à desserrer ; seuil > volume : revoir le prix, les frais
#   fixes ou la cible avant de signer.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C3.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence. Cette évaluation n'entre pas dans la note : elle est rapprochée de celle du jury dans
# votre compte rendu.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C3.1", "C3.2", "C3.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. L'affiche `persona` est remise.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
