# Épreuve 5 — Modélisation du plan d'actions marketing opérationnel (C5.1 à C5.3), notebook collectif.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 5 — Quatorze semaines pour ouvrir une boîte par abonnement
#
# **Mise en situation professionnelle reconstituée** · groupe de **deux ou trois** · une demi-journée : environ **4 h 55** de travail en tout (une heure de plus au tableur), soit 2 h par personne
# à trois, 2 h 45 à deux · compétences C5.1, C5.2 et C5.3
#
# Trois temps, 120 points : ce **notebook collectif** (100 points : 46 pour douze réponses, que la machine corrige, et 54 pour trois écrits et deux fichiers, que le
# jury juge), un **oral collectif** (15 min, puis 15 min d'échange), puis un **retour d'expérience (REX) individuel** (20 points), dans `rex.ipynb`, remis à
# chacun après l'oral.
#
# ## Le cas : Pontuselle
#
# *Ambert (Puy-de-Dôme), lundi 15 février 2027.*
#
# **Pontuselle** fabrique du papier à la cuve et vend cahiers, cartes et encres dans sa boutique, sur son site et chez cent quarante papeteries : vingt-deux salariés, 2,6 millions d'euros de
# chiffre d'affaires. Son plan stratégique veut un revenu qui revienne chaque mois : **« L'Heure du pli »**, une boîte mensuelle
# (papier, cartes, encre) à 24,90 € TTC, par abonnement sans engagement.
#
# Vous êtes **l'équipe de projet**. Sidonie Chauvet, directrice marketing, vous passe commande :
#
# > « Lambert Faugère, notre président, a promis l'ouverture des abonnements pour le **lundi 7 juin 2027**. Nous commençons le lundi 1er mars : quatorze semaines. Vingt actions sont sur la table, dont la moitié
# > ne nous ressemblent pas. Chaque fournisseur dit que trois jours de plus ne changent rien ; chez qui est-ce vrai ? La dernière fois, personne ne savait qui décidait. Le comité de direction tranche mercredi 24 février, sur un cahier des charges qu'il doit comprendre en cinq minutes. »
#
# ### La *copy strategy*, arrêtée en décembre
#
# | Élément | Ce qui est arrêté |
# | --- | --- |
# | **Cible** | les adultes de 25 à 45 ans qui écrivent, dessinent ou tiennent un carnet ; les proches qui cherchent un cadeau pour un adulte qui écrit |
# | **Promesse** | une heure à soi, chaque mois, la plume à la main |
# | **Preuves** | deux seulement : le papier est fabriqué à Ambert ; les cartes sont illustrées par des artistes d'Auvergne |
# | **Ton** | calme et complice : ni urgence, ni moquerie |
# | **Contrainte** | jamais d'avantage de prix (remise, lot, objet offert) : il userait une marque vendue à son prix |
#
# **L'analyse d'opportunité** (novembre 2026) : sur 640 clients interrogés, 38 % se disent prêts à s'abonner à ce prix, dont un tiers pour offrir ; les deux boîtes concurrentes parlent
# de remise, aucune de temps. Objectif : **250 abonnés au 31 août 2027**.
#
# ### L'équipe et les contraintes
#
# Ilona (cheffe de projet marketing), Baptiste (contenus), Rozenn (graphisme et photo), Youssef (site), Mélisande (presse et partenaires), Titouan (production).
#
# | Ce que dit la loi | Texte |
# | --- | --- |
# | Un contrat conclu en ligne se résilie en ligne | code de la consommation, article L. 215-1-1 |
# | Un acheteur à distance a quatorze jours pour se rétracter, et le site lui permet de le faire en ligne | code de la consommation, articles L. 221-18 et L. 221-21, depuis le 19 juin 2026 |
# | Qui est payé pour promouvoir une offre en ligne l'affiche : « Publicité » ou « Collaboration commerciale » | loi n° 2023-451 du 9 juin 2023, article 5 |
# | Un service de commerce en ligne est accessible, sauf celui d'une microentreprise | code de la consommation, article L. 412-13, depuis le 28 juin 2025 |
#
# Les fériés sont réels ; chômer le lundi de Pentecôte est une convention du cas. Les montants sont **hors taxes**.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Un seul notebook pour le groupe** : réunissez vos réponses comme le dit la dernière cellule, un membre rend pour tous. Les étapes 1, 2 et 3 se mènent **en même temps** ; au tableur, commencez l'étape 2 par la question 12. L'écrit C attend tout.
# - **« Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici ».
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** Gardez au moins trois chiffres significatifs dans un résultat recopié. Un nombre se tape « 14,7 » (dans du code, `14.7`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse à une autre et que la suite est juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code**, à ne donner à aucun résultat : `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `classeur`, `graphique`.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en CSV. Dans ces formules, les mots en minuscules sont vos plages.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | la date du 12e jour ouvré, comptée depuis la veille du premier | `=SERIE.JOUR.OUVRE(DATE(2027;2;26);12;feries)` |
# | compter les jours ouvrés, bornes comprises | `=NB.JOURS.OUVRES(debut;fin;feries)` |
# | la fin (colonne K) d'une tâche d'avant, plus haut ; 0 s'il n'y en a pas | en ligne 5 : `=SIERREUR(RECHERCHEV(F5;A$1:K4;11;FAUX);0)` |
# | le **début au plus tard** (colonne L, en rangs) : le plus petit des tâches d'après, moins la durée (E) ; `T31` : son début | en ligne 5 : `=1000-SOMMEPROD(MAX((F6:I$33=A5)*(1000-L6:L$33)))-E5` |
# | la plus petite, la plus grande valeur d'un groupe | `=MIN.SI.ENS(debuts;lots;"Site")`, `=MAX.SI.ENS(fins;lots;"Site")` |
# | additionner sous conditions | `=SOMME.SI.ENS(jours;personnes;"Ilona";semaines;lundi;statuts;"confirmée")` |
# | additionner les absences d'une semaine | `=SOMME.SI.ENS(jours;personnes;"Ilona";dates;">="&lundi;dates;"<="&lundi+4)` |
# | compter les A d'une ligne, « A/R » compris | `=NB.SI(ligne;"*A*")` |
#
# Dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | une liste de codes | `["A03", "A17"]` |
# | une valeur, une date par ligne | `{"T04": 50, "T07": 0}`, `{"Site": "2027-03-05"}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture, chacun | | 25 min | |
# | Étape 1. Le plan et la *copy strategy* | 1 et 2 | 20 min | 10 |
# | Étape 2. Le temps | 3 à 6 | 60 min | 12 |
# | Étape 3. Les personnes et les risques | 7 à 10 | 50 min | 11 |
# | Étape 4. Montrer | 11 et 12 | 45 min | 13 |
# | Écrits et fichiers | A à C | 200 min | 54 |
# | Réunir, relire, « Qui a fait quoi » | | 20 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e05_plan_actions")

DEBUT = pd.Timestamp("2027-03-01")  # le premier jour du projet
PROMESSE = pd.Timestamp("2027-06-07")  # le jour promis par le président
LOTS = ("Offre et boîte", "Contenus", "Site", "Presse et partenaires", "Lancement")
EQUIPE = ("Ilona", "Baptiste", "Rozenn", "Youssef", "Mélisande", "Titouan")

# %% role="readonly" id="tables"
cadre, actions, bouquets = donnees["cadre"], donnees["actions"], donnees["bouquets"]
taches, feries, annonces = donnees["taches"], donnees["feries"], donnees["annonces"]
raci, equipe, absences, charge = donnees["raci"], donnees["equipe"], donnees["absences"], donnees["charge"]
sprints, contenus, risques = donnees["sprints"], donnees["contenus"], donnees["risques"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une troupe prépare un spectacle à partir du mardi 27 avril 2027. On compte d'abord en **rangs** de jours ouvrés (le premier jour a le rang 1), puis
# on passe aux dates. La **marge** d'une tâche est le nombre de jours ouvrés dont elle peut glisser sans retarder la fin ; les tâches sans marge font le **chemin critique**.
#
# | Tâche | Durée | Après | Rangs, au plus tôt | Fin au plus tard | Marge |
# | --- | --- | --- | --- | --- | --- |
# | texte | 4 | | 1 à 4 | 4 | 0 |
# | décor | 5 | texte | 5 à 9 | 9 | 0 |
# | costumes | 2 | texte | 5 à 6 | 9 | 3 |
# | filage | 1 | décor, costumes | 10 | 10 | 0 |

# %% role="readonly" id="exemple"
exemple_feries = np.array(["2027-05-06"], dtype="datetime64[D]")
exemple_veille = np.datetime64("2027-04-26")
exemple_taches = pd.DataFrame(
    {"tache": ["texte", "décor", "costumes", "filage"], "debut": [1, 5, 5, 10], "fin": [4, 9, 6, 10]}
)

# 1. D'un rang à une date : avancer d'autant de jours ouvrés depuis la veille du premier jour.
exemple_dates = np.busday_offset(exemple_veille, exemple_taches["fin"], holidays=exemple_feries)
exemple_taches["fin_le"] = pd.to_datetime(exemple_dates)

# 2. D'une date à un rang : les jours ouvrés jusqu'à elle, elle comprise (busday_count ne la compte pas : on l'avance d'un jour).
print("Rang du 10 mai :", np.busday_count("2027-04-27", "2027-05-11", holidays=exemple_feries))

# 3. Les mêmes réponses, trouvées dans un tableur et recopiées.
exemple_valeurs = {"texte": "2027-04-30", "décor": "2027-05-10"}
exemple_tableau = pd.DataFrame({"equipe": ["décor", "jeu"], "jours": [7.5, 4.0], "pire": ["2027-05-03", "2027-04-26"]})

exemple_taches

# %% role="readonly" id="exemple_graphique"
# Un diagramme de Gantt : une barre par tâche ; elle part à la fin du jour d'avant (rang − 1) et a la longueur de la tâche.
exemple_noms, exemple_departs, exemple_durees = ["texte", "décor", "filage"], [0, 4, 9], [4, 5, 1]
exemple_figure, exemple_axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
exemple_axes.barh(exemple_noms, exemple_durees, left=exemple_departs, color="#17405e")
exemple_axes.invert_yaxis()
exemple_axes.set_title("Le décor prend la moitié du temps de la troupe")
exemple_axes.set_xlabel("jours ouvrés écoulés (jours)")
exemple_axes.set_ylabel("tâche")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Le plan et la *copy strategy*
#
# ## Question 1 — Quelles actions respectent la *copy strategy* ?
#
# Donnez, pour chaque action de la table `actions`, le **premier** de ces quatre éléments qu'elle enfreint, dans cet ordre ; `conforme` si elle les respecte tous. Son intitulé ne compte pas.
#
# 1. `cible` : la colonne `cible` désigne d'autres personnes que les deux cibles ;
# 2. `promesse` : l'accroche ne parle ni du temps que l'on prend ni du geste d'écrire, ou vante un avantage de prix ;
# 3. `ton` : elle presse, ou se moque de quelqu'un ;
# 4. `preuve` : elle affirme un fait ou un effet qui n'est pas l'une des deux preuves arrêtées.
#
# **À rendre** (2 points) : `tri_des_actions`, une réponse par action : `{"A01": "ton", "A02": "conforme", …}`.

# %% role="solution" id="copy_strategy"
# Une réponse par action : {"A01": "…", …}
tri_des_actions = None
### BEGIN SOLUTION
HORS_CIBLE = "Entreprises|Parents d'élèves|fournitures de bureau|concours|Collectionneurs"
fautes = pd.DataFrame(
    {
        "cible": actions["cible"].str.contains(HORS_CIBLE),
        "promesse": actions["accroche"].str.contains("prix|moins chère|offert avec|Payez"),
        "ton": actions["accroche"].str.contains("Vite|téléphone|Dernière chance|SMS|ALERTE"),
        "preuve": actions["accroche"].str.contains("plus beau|guérit|écologique|dix mille|mémoire"),
    }
).set_axis(actions["action"])


def trier(regles=("cible", "promesse", "ton", "preuve")):
    vues = fautes[list(regles)]
    return vues.idxmax(axis=1).where(vues.any(axis=1), "conforme")


tri_des_actions = trier()
erreur_type(
    "C5_1-tri",
    "cible_oubliee",
    trier(("promesse", "ton", "preuve")),
    "Vous n'avez lu que les accroches : une action qui parle bien, mais à d'autres que les deux cibles, sort de la copy strategy.",
    part=0.4,
)
erreur_type(
    "C5_1-tri",
    "promesse_oubliee",
    trier(("cible", "ton", "preuve")),
    "Vous avez gardé des accroches qui vendent un prix ou un objet offert : la promesse est du temps, et la contrainte exclut ces avantages.",
    part=0.4,
)
erreur_type(
    "C5_1-tri",
    "preuves_oubliees",
    trier(("cible", "promesse", "ton")),
    "Vous avez gardé des accroches qui affirment ce que rien ne prouve : deux preuves seulement sont arrêtées.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C5_1-tri" points=2
verifier(
    "C5_1-tri",
    tri_des_actions,
    serie(
        cle="action",
        valeurs=choix("conforme", "cible", "promesse", "ton", "preuve"),
        cles=("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A09", "A10", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A18", "A19", "A20"),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Quel bouquet d'actions retenir ?
#
# Quatre bouquets d'actions sont proposés (table `bouquets`). De chacun, ne gardez que **vos** actions conformes (question 1), puis additionnez `cout_ht`, `jours` et `abonnes`.
# Écartez ceux dont le coût dépasse l'enveloppe ou les jours, ceux de l'équipe (table `cadre`) ; retenez, des autres, celui qui amène le plus d'abonnés (si aucun ne tient, le moins cher).
#
# **À rendre** (8 points) : `plan_retenu`, un tableau d'une ligne : `bouquet` (son code) et ses totaux, `cout_ht`, `jours` et `abonnes`.

# %% role="solution" id="choix_du_bouquet"
# Un tableau d'une ligne : bouquet, cout_ht, jours, abonnes.
plan_retenu = None
### BEGIN SOLUTION
accorde = cadre.set_index("parametre")["valeur"]
ENVELOPPE, JOURS = accorde["Enveloppe des actions"], accorde["Jours de l'équipe pour les actions"]


def planifier_avec(parmi, argent=ENVELOPPE, temps=JOURS):
    """Les totaux du bouquet qui, réduit à ces actions, tient dans les limites et amène le plus d'abonnés."""
    proposees = bouquets.merge(actions[["action", "cout_ht", "jours", "abonnes"]], on="action")
    gardees = proposees[proposees["action"].isin(list(parmi))]
    sommes = gardees.groupby("bouquet")[["cout_ht", "jours", "abonnes"]].sum()
    possibles = sommes.loc[(sommes["cout_ht"] <= argent) & (sommes["jours"] <= temps), "abonnes"]
    retenu = possibles.idxmax() if len(possibles) else sommes["cout_ht"].idxmin()
    return sommes.loc[[retenu]]


actions_conformes = [code for code, avis in pd.Series(tri_des_actions).items() if avis == "conforme"]
plan_retenu = planifier_avec(actions_conformes)
erreur_type(
    "C5_1-plan_retenu",
    "jours_oublies",
    planifier_avec(actions_conformes, temps=10_000),
    "Vous n'avez suivi que l'enveloppe : l'équipe n'a pas le temps de tout faire. Tenez les deux limites.",
    part=0.4,
)
erreur_type(
    "C5_1-plan_retenu",
    "argent_oublie",
    planifier_avec(actions_conformes, argent=10**9),
    "Vous n'avez suivi que les jours : l'enveloppe ne paie pas ce bouquet. Tenez les deux limites.",
    part=0.4,
)
erreur_type(
    "C5_1-plan_retenu",
    "sans_le_tri",
    planifier_avec(list(actions["action"])),
    "Vous avez additionné toutes les actions des bouquets : ne gardez d'abord que celles qui respectent la copy strategy (question 1).",
)
### END SOLUTION

# %% role="tests" id="C5_1-plan_retenu" points=8
verifier(
    "C5_1-plan_retenu",
    plan_retenu,
    tableau(
        cle="bouquet",
        colonnes={
            "cout_ht": nombre(unite="€", minimum=0, maximum=100_000),
            "jours": entier(unite="jours", minimum=0, maximum=200),
            "abonnes": entier(unite="abonnés", minimum=0, maximum=2_000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Le temps
#
# Un **jour ouvré** va du lundi au vendredi, hors jours fériés (table `feries`). Une tâche de `taches` commence **le jour ouvré qui suit** la fin de toutes celles que nomment ses colonnes `apres_1` à `apres_4` ; celle qui n'attend rien commence le lundi
# 1er mars. Tout est compté **au plus tôt**. Ni les congés ni les actions retenues ne changent les durées.
#
# ## Question 3 — Quand finit chaque lot, et quand ouvre-t-on ?
#
# Cinq jalons : le **dernier jour** de chaque lot. Celui du lot « Lancement » est le jour d'ouverture des abonnements (`T31`).
#
# **À rendre** (3 points) : `fins_de_lot`, une date par lot : `{"Site": "2027-03-05", …}`.

# %% role="solution" id="jalons"
# Une date par lot.
fins_de_lot = None
### BEGIN SOLUTION
fiches_taches = taches.set_index("tache").sort_index()
CODES = list(fiches_taches.index)
DUREES = {code: int(duree) for code, duree in fiches_taches["duree"].items()}
AVANT = {code: list(fiches_taches.loc[code, ["apres_1", "apres_2", "apres_3", "apres_4"]].dropna()) for code in CODES}
VEILLE = np.datetime64("2027-02-26")  # le jour ouvré d'avant le premier
FERIES = feries["date"].to_numpy().astype("datetime64[D]")
SANS_FERIE = np.array([], dtype="datetime64[D]")


def liens_de(facon="ouvres"):
    """Les tâches d'avant, comme on les lit : toutes, ou la première seule."""
    return {code: liste[:1] for code, liste in AVANT.items()} if facon == "premiere_seule" else AVANT


def longueur(code, facon="ouvres"):
    """Les jours qu'une tâche ajoute à celles d'avant : un de moins si elle commence le jour où elles finissent."""
    return DUREES[code] - (facon == "meme_jour" and bool(AVANT[code]))


def rangs_de_fin(facon="ouvres"):
    """Le rang du dernier jour de chaque tâche, au plus tôt."""
    avant, fins = liens_de(facon), {}

    def fin_de(code):
        if code not in fins:
            fins[code] = max((fin_de(autre) for autre in avant[code]), default=0) + longueur(code, facon)
        return fins[code]

    return pd.Series({code: fin_de(code) for code in CODES})


def en_date(rang, facon="ouvres"):
    """La date d'un rang ; les façons de se tromper sont suivies jusqu'au bout."""
    if facon == "calendaires":
        return DEBUT + pd.Timedelta(days=int(rang) - 1)
    rang = int(rang) + (facon == "un_jour_de_trop")
    return pd.Timestamp(np.busday_offset(VEILLE, rang, holidays=SANS_FERIE if facon == "sans_ferie" else FERIES))


def jalons(facon="ouvres"):
    fins = rangs_de_fin(facon)
    return fins.groupby(fiches_taches["lot"]).max().reindex(list(LOTS)).map(lambda rang: en_date(rang, facon))


fins_de_lot = jalons()
erreur_type(
    "C5_2-jalons",
    "jours_calendaires",
    jalons("calendaires"),
    "Vous avez ajouté des jours de calendrier : les durées sont en jours ouvrés, sans samedis, dimanches ni jours fériés.",
    part=0.2,
)
erreur_type(
    "C5_2-jalons",
    "feries_oublies",
    jalons("sans_ferie"),
    "Vous avez oublié les jours fériés : donnez leur liste en troisième argument de SERIE.JOUR.OUVRE.",
    part=0.5,
)
erreur_type(
    "C5_2-jalons",
    "meme_jour",
    jalons("meme_jour"),
    "Vos tâches commencent le jour même où finit la précédente : elles commencent le jour ouvré qui suit, comme dans l'exemple.",
    part=0.4,
)
erreur_type(
    "C5_2-jalons",
    "un_jour_de_trop",
    jalons("un_jour_de_trop"),
    "Tous vos jalons ont un jour ouvré de trop : le lundi 1er mars a le rang 1, comptez donc depuis la veille.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C5_2-jalons" points=3
verifier("C5_2-jalons", fins_de_lot, serie(cle="lot", valeurs=date(), cles=LOTS))

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — Le chemin critique
#
# Quelles tâches n'ont aucune marge ? Datez le dernier jour de chacune, au plus tôt.
#
# **À rendre** (3 points) : `chemin_critique`, une date par tâche critique, de `T01` à `T31` : `{"T01": "2027-03-01", …}`.

# %% role="solution" id="le_chemin"
# Une date par tâche critique : {"T01": "AAAA-MM-JJ", …}
chemin_critique = None
### BEGIN SOLUTION
def facon_de(rendus):
    """La façon de compter qui redonne les jalons de la question 3 ; à défaut, la bonne."""
    lus = pd.to_datetime(pd.Series(rendus))
    for facon in ("ouvres", "sans_ferie", "calendaires", "meme_jour", "un_jour_de_trop", "premiere_seule"):
        if jalons(facon).reindex(lus.index).eq(lus).all():
            return facon
    return "ouvres"


facon = facon_de(fins_de_lot)
FINS = rangs_de_fin(facon)
LIENS = liens_de(facon)
APRES = {code: [autre for autre in CODES if code in LIENS[autre]] for code in CODES}


def marges_totales(arrivee=None):
    """De combien de jours ouvrés chaque tâche peut glisser sans retarder l'arrivée."""
    tard = {}

    def tard_de(code):
        if code not in tard:
            suivantes = [tard_de(autre) - longueur(autre, facon) for autre in APRES[code]]
            tard[code] = min(suivantes, default=FINS["T31"] if arrivee is None else arrivee)
        return tard[code]

    return pd.Series({code: tard_de(code) - FINS[code] for code in CODES})


def marges_libres():
    """De combien chaque tâche peut glisser sans décaler aucune autre."""
    debuts = {code: FINS[code] - longueur(code, facon) for code in CODES}
    return pd.Series({code: min((debuts[autre] for autre in APRES[code]), default=FINS["T31"]) - FINS[code] for code in CODES})


MARGES = marges_totales()


def dater_fins(codes):
    return FINS[list(codes)].map(lambda rang: en_date(rang, facon))


def dater_debuts(codes):
    return (FINS - pd.Series(DUREES) + 1)[list(codes)].map(lambda rang: en_date(rang, facon))


critiques = [code for code in CODES if MARGES[code] == 0]
chemin_critique = dater_fins(critiques)
libres_nulles = [code for code in CODES if marges_libres()[code] == 0]
erreur_type(
    "C5_2-critique",
    "marge_libre",
    dater_fins(libres_nulles),
    "Vous avez gardé les tâches dont le glissement décale la suivante : la suivante peut avoir elle-même de la marge. C'est l'ouverture qui doit "
    "bouger.",
    part=0.3,
)
erreur_type(
    "C5_2-critique",
    "dates_de_debut",
    dater_debuts(critiques),
    "Ce sont les bonnes tâches, datées de leur premier jour : donnez le dernier.",
    part=0.5,
)
erreur_type(
    "C5_2-critique",
    "plus_longues",
    dater_fins(sorted(fiches_taches["duree"].sort_values(ascending=False, kind="stable").index[: len(critiques)])),
    "Vous avez pris les tâches les plus longues : c'est la suite de tâches qui fait le délai, et une tâche courte peut en être.",
)
### END SOLUTION

# %% role="tests" id="C5_2-critique" points=3
verifier("C5_2-critique", chemin_critique, serie(cle="tache", valeurs=date()))

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — De combien chaque tâche peut-elle glisser ?
#
# Quelle est la **marge totale** des huit tâches que touchent les `annonces` : de combien de jours ouvrés chacune peut glisser sans que bouge l'ouverture **de votre planning** (et non le 7 juin) ?
#
# **À rendre** (2 points) : `marges`, un nombre de jours par tâche : `{"T04": 50, …}`.

# %% role="solution" id="marges_des_taches"
# Un nombre de jours par tâche.
marges = None
### BEGIN SOLUTION
TOUCHEES = ["T04", "T07", "T11", "T15", "T18", "T19", "T22", "T25"]
marges = MARGES[TOUCHEES]
rang_promis = int(np.busday_count(VEILLE, np.datetime64("2027-06-07"), holidays=FERIES))
erreur_type(
    "C5_2-marges",
    "marge_libre",
    marges_libres()[TOUCHEES],
    "Vous avez donné le glissement qui ne décale pas la tâche suivante (la marge libre) : la marge totale se compte jusqu'à l'ouverture.",
    part=0.4,
)
erreur_type(
    "C5_2-marges",
    "depuis_le_7_juin",
    marges_totales(rang_promis)[TOUCHEES],
    "Vous avez compté la marge jusqu'au 7 juin : elle se compte jusqu'à l'ouverture que donne votre planning.",
    part=0.5,
)
erreur_type(
    "C5_2-marges",
    "marge_calendaire",
    pd.Series({code: (en_date(FINS[code] + MARGES[code], facon) - en_date(FINS[code], facon)).days for code in TOUCHEES}),
    "Vous avez soustrait deux dates : la marge se compte en jours ouvrés, sans fins de semaine ni jours fériés.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C5_2-marges" points=2
verifier(
    "C5_2-marges",
    marges,
    serie(
        cle="tache",
        valeurs=entier(unite="jours", minimum=-40, maximum=60),
        cles=("T04", "T07", "T11", "T15", "T18", "T19", "T22", "T25"),
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Chez qui un retard change-t-il quelque chose ?
#
# Prenez **seule** chaque annonce de `annonces`. Sa tâche glisse :
#
# - de `jours_de_plus`, si sa durée s'allonge ;
# - des jours ouvrés de son début au plus tôt à `pas_avant`, si elle doit attendre (de mardi à vendredi : 3 jours).
#
# L'ouverture recule de ce que **votre marge** (question 5) n'absorbe pas. Quand a-t-elle lieu, en partant de **votre** jour d'ouverture (question 3) ?
#
# **À rendre** (4 points) : `ouvertures`, une date par annonce : `{"K1": "2027-07-30", …}`.

# %% role="solution" id="effet_des_annonces"
# Une date par annonce.
ouvertures = None
### BEGIN SOLUTION
FICHES_ANNONCES = annonces.set_index("annonce").sort_index()


jour_d_ouverture = pd.Timestamp(pd.Series(fins_de_lot)["Lancement"])


def avancer(jour, jours):
    if facon == "calendaires":
        return jour + pd.Timedelta(days=int(jours))
    chomes = SANS_FERIE if facon == "sans_ferie" else FERIES
    return pd.Timestamp(np.busday_offset(np.datetime64(jour, "D"), int(jours), roll="backward", holidays=chomes))


def glissement(fiche, lire="ouvres"):
    """Les jours dont une annonce fait glisser sa tâche, comptés comme à la question 3."""
    if pd.notna(fiche["jours_de_plus"]):
        return int(fiche["jours_de_plus"])
    debut = en_date(FINS[fiche["tache"]] - DUREES[fiche["tache"]] + 1, facon)
    if lire == "calendaires" or facon == "calendaires":
        return max(0, (fiche["pas_avant"] - debut).days)
    chomes = SANS_FERIE if facon == "sans_ferie" else FERIES
    return max(0, int(np.busday_count(np.datetime64(debut, "D"), np.datetime64(fiche["pas_avant"], "D"), holidays=chomes)))


def glissements_lus(lire):
    return pd.Series({code: glissement(fiche, lire) for code, fiche in FICHES_ANNONCES.iterrows()})


GLISSEMENTS = glissements_lus("ouvres")
marge_de = FICHES_ANNONCES["tache"].map(pd.Series(marges).astype(int))


def ouvertures_pour(glissements, absorbe):
    return (glissements - absorbe).clip(lower=0).map(lambda jours: avancer(jour_d_ouverture, jours))


ouvertures = ouvertures_pour(GLISSEMENTS, marge_de)
erreur_type(
    "C5_2-annonces",
    "marge_oubliee",
    ouvertures_pour(GLISSEMENTS, 0 * marge_de),
    "Vous avez reporté chaque glissement sur l'ouverture : la marge de la tâche en absorbe une partie, parfois tout.",
    part=0.2,
)
erreur_type(
    "C5_2-annonces",
    "sans_la_marge_au_dela",
    ouvertures_pour(GLISSEMENTS.where(marge_de < GLISSEMENTS, 0), 0 * marge_de),
    "Quand la marge est dépassée, vous avez reporté tout le glissement : l'ouverture ne recule que de ce que la marge n'absorbe pas.",
    part=0.5,
)
erreur_type(
    "C5_2-annonces",
    "attente_calendaire",
    ouvertures_pour(glissements_lus("calendaires"), marge_de),
    "Vous avez compté l'attente en jours de calendrier : comptez les jours ouvrés du début de la tâche à la date annoncée.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C5_2-annonces" points=4
verifier(
    "C5_2-annonces",
    ouvertures,
    serie(cle="annonce", valeurs=date(), cles=("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8")),
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Les personnes et les risques
#
# ## Question 7 — Quelles lignes de la matrice RACI sont à refaire ?
#
# Une ligne de `raci` est juste si elle a **un A, et un seul** (qui approuve et répond du livrable), et **un R au moins** (qui réalise). « A/R » vaut un A et un R. C et I ne comptent pas.
#
# **À rendre** (4 points) : `lignes_a_refaire`, la liste des codes des livrables dont la ligne est fausse. Une réponse de trop en annule une juste.

# %% role="solution" id="matrice_raci"
# Une liste de codes : ["L02", …]
lignes_a_refaire = None
### BEGIN SOLUTION
cases = raci.set_index("livrable").drop(columns="intitule").fillna("")
approuvent = cases.apply(lambda ligne: sum("A" in case for case in ligne), axis=1)
realisent = cases.apply(lambda ligne: sum("R" in case for case in ligne), axis=1)


def codes_ou(faux):
    return sorted(faux.index[faux])


lignes_a_refaire = codes_ou((approuvent != 1) | (realisent == 0))
erreur_type(
    "C5_2-raci",
    "deux_a_admis",
    codes_ou((approuvent == 0) | (realisent == 0)),
    "Vous avez admis deux A sur une ligne : quand deux personnes répondent d'un livrable, personne n'en répond.",
    part=0.4,
)
erreur_type(
    "C5_2-raci",
    "r_non_regarde",
    codes_ou(approuvent != 1),
    "Vous n'avez regardé que les A : un livrable que personne ne réalise ne sera pas fait.",
    part=0.4,
)
erreur_type(
    "C5_2-raci",
    "cumul_ignore",
    codes_ou(((cases == "A").sum(axis=1) != 1) | ((cases == "R").sum(axis=1) == 0)),
    "Vous n'avez pas compté « A/R » : la même personne peut réaliser et approuver, cela vaut un A et un R.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C5_2-raci" points=4
verifier("C5_2-raci", lignes_a_refaire, liste(de=texte(maximum=3), ordre=False))

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Qui déborde, et quelle semaine ?
#
# Sur les **quatorze semaines** (lundis du 1er mars au 31 mai), comparez pour chaque personne le travail demandé (`charge`, lignes « confirmée », projet et courant) à sa capacité : `jours_par_semaine`, moins les fériés et ses absences **de la semaine**. Aucun férié ne tombe un
# mercredi, que Rozenn ne travaille pas.
#
# | Colonne | Contenu |
# | --- | --- |
# | `semaines` | nombre de semaines où la charge dépasse la capacité |
# | `pire` | le lundi de la semaine où elle la dépasse le plus |
# | `solde` | capacité moins charge, en jours, sur les quatorze semaines : ce qui reste si tout pouvait se déplacer, sprints de la question 9 à prendre dessus |
#
# **À rendre** (3 points) : `debordements`, un tableau de six lignes : `personne`, `semaines`, `pire` et `solde`.

# %% role="solution" id="qui_deborde"
# Un tableau : personne, semaines, pire, solde.
debordements = None
### BEGIN SOLUTION
LUNDIS = pd.date_range("2027-03-01", "2027-05-31", freq="7D")
CONFIRMEE = charge[charge["statut"] == "confirmée"]
RYTHME = equipe.set_index("personne")["jours_par_semaine"].reindex(list(EQUIPE))


def presence(debuts, jours, conges, chomes, rythme=RYTHME):
    """Les jours de présence de chacun, période par période."""
    colonnes = {}
    for premier in debuts:
        dernier = premier + pd.Timedelta(days=jours - 1)
        fermes = [jour for jour in chomes if premier <= pd.Timestamp(jour) <= dernier and pd.Timestamp(jour).weekday() < 5]
        partis = conges[conges["date"].between(premier, dernier)].groupby("personne")["jours"].sum()
        colonnes[premier] = rythme * ((jours + 2) // 7) - len(fermes) - partis.reindex(rythme.index, fill_value=0)
    return pd.DataFrame(colonnes)


def deborder(lignes, capacite):
    demandee = lignes.pivot_table(index="personne", columns="semaine_du", values="jours", aggfunc="sum", fill_value=0)
    exces = demandee.reindex(index=capacite.index, columns=capacite.columns, fill_value=0) - capacite
    return pd.DataFrame({"semaines": (exces > 0).sum(axis=1), "pire": exces.idxmax(axis=1), "solde": -exces.sum(axis=1)}).rename_axis("personne")


capacite_semaine = presence(LUNDIS, 5, absences, FERIES)
debordements = deborder(CONFIRMEE, capacite_semaine)
erreur_type(
    "C5_2-debordements",
    "annulees_comprises",
    deborder(charge, capacite_semaine),
    "Vous avez compté les activités annulées : personne ne les fera. Filtrez d'abord sur le statut.",
    part=0.4,
)
erreur_type(
    "C5_2-debordements",
    "absences_oubliees",
    deborder(CONFIRMEE, presence(LUNDIS, 5, absences.iloc[:0], FERIES)),
    "Vous n'avez pas ôté les absences : une semaine de congé n'a pas cinq jours de capacité.",
    part=0.4,
)
erreur_type(
    "C5_2-debordements",
    "solde_a_l_envers",
    debordements.assign(solde=-debordements["solde"]),
    "Votre solde est à l'envers : c'est la capacité moins la charge, négatif quand la personne est débordée.",
    part=0.6,
)
erreur_type(
    "C5_2-debordements",
    "feries_oublies",
    deborder(CONFIRMEE, presence(LUNDIS, 5, absences, SANS_FERIE)),
    "Vous n'avez pas ôté les jours fériés : trois semaines en ont un.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C5_2-debordements" points=3
verifier(
    "C5_2-debordements",
    debordements,
    tableau(
        cle="personne",
        colonnes={
            "semaines": entier(unite="semaines", minimum=0, maximum=14),
            "pire": date(),
            "solde": nombre(unite="jours", minimum=-70, maximum=70),
        },
        cles=EQUIPE,
    ),
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — Ce qui tient dans chaque sprint
#
# Le projet suit un planning ; **seuls les contenus d'accompagnement** (table `contenus`, hors des tâches) avancent en cinq sprints (table `sprints`). Pour chacun :
#
# | Colonne | Calcul, en jours |
# | --- | --- |
# | `capacite` | somme, sur l'équipe, des jours de présence (10, ou 8 pour Rozenn, moins fériés et absences) × `part_contenus` × coefficient de disponibilité (table `cadre` : réunions du sprint, imprévus) |
# | `engage` | somme des `estimation` des contenus pris |
#
# Les contenus de `contenus` se prennent par `priorite`, entiers. Dès que le suivant ne tient plus dans la capacité, le sprint est clos : ce contenu ouvre le sprint d'après.
#
# **À rendre** (3 points) : `plan_des_sprints`, un tableau de cinq lignes : `sprint`, `capacite` et `engage`, sans arrondi.

# %% role="solution" id="sprints_contenus"
# Un tableau : sprint, capacite, engage.
plan_des_sprints = None
### BEGIN SOLUTION
COEFFICIENT = cadre.set_index("parametre")["valeur"]["Coefficient de disponibilité d'un sprint"]
PARTS = equipe.set_index("personne")["part_contenus"].reindex(list(EQUIPE))


def remplir(capacites, sauter=False):
    """Les jours engagés dans chaque sprint, par priorité."""
    attente = list(contenus.sort_values("priorite")["estimation"])
    engages = []
    for capacite in capacites:
        pris, reste = 0.0, []
        for rang, effort in enumerate(attente):
            if pris + effort <= capacite:
                pris += effort
            elif sauter:
                reste.append(effort)
            else:
                reste = attente[rang:]
                break
        attente = reste
        engages.append(pris)
    return engages


def planifier(conges=absences, chomes=FERIES, parts=PARTS, coefficient=COEFFICIENT, sauter=False):
    ranges = sprints.sort_values("debut")
    jours = presence(list(ranges["debut"]), 12, conges, chomes)
    capacites = coefficient * jours.mul(parts, axis=0).sum()
    return pd.DataFrame(
        {"capacite": capacites.to_numpy(), "engage": remplir(capacites, sauter)}, index=pd.Index(ranges["sprint"], name="sprint")
    )


plan_des_sprints = planifier()
erreur_type(
    "C5_2-sprints",
    "sans_coefficient",
    planifier(coefficient=1.0),
    "Vous avez compté tout le temps de présence : le coefficient de disponibilité laisse la place des réunions du sprint et des imprévus.",
    part=0.4,
)
erreur_type(
    "C5_2-sprints",
    "toute_l_equipe",
    planifier(parts=0 * PARTS + 1),
    "Vous avez compté toute l'équipe à plein temps : seule la part donnée aux contenus fait la capacité de ces sprints.",
    part=0.2,
)
erreur_type(
    "C5_2-sprints",
    "presence_entiere",
    planifier(conges=absences.iloc[:0], chomes=SANS_FERIE),
    "Vous n'avez ôté ni les fériés ni les absences : un sprint qui en contient produit moins.",
    part=0.4,
)
erreur_type(
    "C5_2-sprints",
    "absences_oubliees",
    planifier(conges=absences.iloc[:0]),
    "Vous n'avez pas ôté les absences : un sprint qui en contient produit moins.",
    part=0.5,
)
erreur_type(
    "C5_2-sprints",
    "priorites_sautees",
    planifier(sauter=True),
    "Vous avez fait passer un contenu plus petit devant celui qui ne tenait pas : l'ordre de priorité est celui de la responsable, le sprint est clos.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C5_2-sprints" points=3
verifier(
    "C5_2-sprints",
    plan_des_sprints,
    tableau(
        cle="sprint",
        colonnes={
            "capacite": nombre(unite="jours", minimum=0, maximum=80),
            "engage": nombre(unite="jours", minimum=0, maximum=80),
        },
        cles=("S1", "S2", "S3", "S4", "S5"),
    ),
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Quelles parades valent leur prix ?
#
# La **perte attendue** d'un risque est sa probabilité × les jours qu'il ferait perdre. Un jour de retard coûte ce que dit la table `cadre`.
#
# | Colonne | Contenu |
# | --- | --- |
# | `evite` | les jours que la parade évite : perte attendue sans elle, moins perte attendue avec elle (`probabilite_apres` × `jours_apres`) |
# | `decision` | `payer` si les jours évités coûtent plus que la parade ; sinon `direction` si la perte sans parade est de **2 jours ou plus** (à elle de trancher) ; sinon `accepter` |
#
# **À rendre** (1 point) : `parades`, un tableau de douze lignes : `risque`, `evite` et `decision`.

# %% role="solution" id="parades_a_payer"
# Un tableau : risque, evite, decision.
parades = None
### BEGIN SOLUTION
registre = risques.set_index("risque").sort_index()
PRIX_D_UN_JOUR = cadre.set_index("parametre")["valeur"]["Coût d'un jour de retard"]
perte_avant = registre["probabilite"] * registre["jours_perdus"]
perte_apres = registre["probabilite_apres"] * registre["jours_apres"]


def decider(evite, seuil_sur=perte_avant):
    vaut = evite * PRIX_D_UN_JOUR > registre["cout_parade"]
    sans_parade = np.where(seuil_sur >= 2 - 1e-9, "direction", "accepter")
    return pd.DataFrame({"evite": evite, "decision": np.where(vaut, "payer", sans_parade)})


parades = decider(perte_avant - perte_apres)
erreur_type(
    "C5_2-parades",
    "jours_d_avant",
    decider(perte_avant - registre["probabilite_apres"] * registre["jours_perdus"]),
    "Après la parade, vous avez gardé les jours perdus d'avant : elle peut réduire aussi ce que le risque coûterait.",
    part=0.4,
)
erreur_type(
    "C5_2-parades",
    "perte_entiere",
    decider(perte_avant),
    "Vous avez comparé le prix de la parade à toute la perte : elle n'en évite qu'une partie, l'avant moins l'après.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C5_2-parades" points=1
verifier(
    "C5_2-parades",
    parades,
    tableau(
        cle="risque",
        colonnes={
            "evite": nombre(unite="jours", minimum=0, maximum=20),
            "decision": choix("payer", "direction", "accepter"),
        },
        cles=("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12"),
    ),
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — Montrer
#
# ## Question 11 — Le diagramme de Gantt de la direction
#
# Un **diagramme de Gantt** de cinq barres horizontales, une par lot, du premier jour de sa première tâche au dernier jour de la dernière. Comme dans l'exemple, une barre part à la fin du jour d'avant (rang du premier jour − 1) et sa
# longueur est le nombre de jours ouvrés du premier au dernier, compris. Axes : les jours ouvrés écoulés (en jours), le lot. Le titre dit ce qu'il faut retenir.
#
# **À rendre** (6 points) : le graphique, dessiné dans son formulaire (« début » : là où part la barre) ou par du code (`gantt`).

# %% role="solution" id="diagramme"
# Une figure matplotlib : par exemple gantt, axes = plt.subplots()
gantt = None
### BEGIN SOLUTION
rangs_fin = FINS
rangs_debut = rangs_fin - fiches_taches["duree"]
barres = pd.DataFrame({"depart": rangs_debut, "fin": rangs_fin}).groupby(fiches_taches["lot"]).agg({"depart": "min", "fin": "max"}).loc[list(LOTS)]
decisive = max(critiques, key=lambda code: (DUREES[code], code))
lot_decisif = fiches_taches.loc[decisive, "lot"]
gantt, frise = plt.subplots(figsize=(9, 3.8), layout="constrained")
posees = frise.barh(list(LOTS), barres["fin"] - barres["depart"], left=barres["depart"], color="#17405e", height=0.6)
for lot, (_depart, fin) in zip(LOTS, barres.to_numpy(), strict=True):
    frise.text(fin + 0.8, lot, f"{en_date(fin):%d/%m}", va="center", color="#17405e")
frise.invert_yaxis()
frise.set_xlim(0, barres["fin"].max() + 7)
frise.set_title(f"L'ouverture se joue dans le lot « {lot_decisif} »", loc="left", fontweight="bold")
frise.set_xlabel("jours ouvrés écoulés depuis le 1er mars (jours)")
frise.set_ylabel("lot")
frise.spines[["top", "right"]].set_visible(False)


def de_rang_a_rang():
    """Le même diagramme, chaque barre tracée du rang du premier jour à celui du dernier."""
    figure, axes = plt.subplots(figsize=(9, 3.8), layout="constrained")
    axes.barh(list(LOTS), barres["fin"] - barres["depart"] - 1, left=barres["depart"] + 1)
    axes.set_title("De rang à rang")
    axes.set_xlabel("jours ouvrés écoulés depuis le 1er mars (jours)")
    axes.set_ylabel("lot")
    return figure


erreur_type(
    "C5_3-gantt",
    "de_rang_a_rang",
    de_rang_a_rang(),
    "Vos barres vont du rang du premier jour à celui du dernier : elles partent un jour trop tard, et chacune a un jour de moins. Une barre part à la fin du jour d'avant.",
    part=0.5,
)
for autre in {*plt.get_fignums()} - {gantt.number}:  # celle de l'erreur
    plt.close(autre)
### END SOLUTION

# %% role="tests" id="C5_3-gantt" points=6
verifier("C5_3-gantt", gantt, graphique("barres", x="lot", y="jours ouvrés écoulés", unite_y="jours", depart="début"))

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Le planning en classeur
#
# Construisez le planning au tableur : **`planning.xlsx`**, remis **par le bouton ci-dessous**. Feuille **« Planning »** :
#
# - un tableau d'une ligne par tâche, **sans ligne vide**, aux en-têtes **tâche** (le code), **début** et **fin** (des dates, comme à la question 3), avec la durée et les tâches d'avant ; une colonne de rangs se nomme autrement (« rang », non « début (rang) ») ;
# - deux valeurs, chacune à droite de son libellé : **ouverture** (la date de `T31`) et **avance** (les jours ouvrés de l'ouverture au 7 juin : 3 si l'on ouvre trois jours ouvrés plus tôt, négatif si l'on ouvre plus tard) ;
# - des **formules qui se recalculent** pour les dates et ces deux valeurs ;
# - une **mise en forme conditionnelle** sur la colonne début, pour les tâches critiques, et l'**en-tête figé**.
#
# Une feuille **« Rôles »** reçoit votre matrice RACI corrigée.
#
# **À rendre** (7 points) : le classeur. Au tableur, l'avance est `=NB.JOURS.OUVRES(ouverture;promesse;feries)-SI(ouverture<=promesse;1;-1)`.

# %% role="solution" id="classeur_planning"
planning = None
### BEGIN SOLUTION
dates_fin = rangs_fin.map(lambda rang: en_date(rang, facon))
dates_debut = (rangs_debut + 1).map(lambda rang: en_date(rang, facon))
chomes_du_groupe = SANS_FERIE if facon == "sans_ferie" else FERIES
planning = {
    "ouverture": dates_fin["T31"],
    "avance": int(np.busday_count(np.datetime64(dates_fin["T31"], "D"), np.datetime64("2027-06-07"), holidays=chomes_du_groupe)),
    "lignes": pd.DataFrame({"début": dates_debut, "fin": dates_fin}).rename_axis("tâche"),
}
### END SOLUTION

# %% role="tests" id="C5_3-planning" points=7
verifier(
    "C5_3-planning",
    planning,
    classeur(
        "planning",
        cellules={"ouverture": date(), "avance": entier(unite="jours", minimum=-60, maximum=60)},
        tableau=tableau(
            cle="tâche",
            colonnes={"début": date(), "fin": date()},
            cles=("T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T14", "T15", "T16", "T17", "T18", "T19", "T20", "T21", "T22", "T23", "T24", "T25", "T26", "T27", "T28", "T29", "T30", "T31"),
        ),
        formules=("début", "fin", "ouverture", "avance"),
        mise_en_forme=("début",),
        feuilles=("Planning", "Rôles"),
        figer=True,
    ),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes du groupe, **avec vos chiffres**. Les critères suivent chaque écrit.
#
# ## Écrit A — Le plan d'actions, en réponse à la *copy strategy*
#
# *Environ 460 mots, tableau compris · C5.1 · 18 points.*
#
# 1. **En introduction, la *copy strategy*** : deux cibles, promesse, deux preuves, ton, contrainte. Vous y **ajoutez deux** accroches écartées à la question 1, de familles d'action différentes, avec la règle enfreinte, récrites pour une des deux cibles.
# 2. **Les actions** : les conformes du bouquet, nommées, et **une au moins ajoutée**, avec son accroche, son coût et ses jours, dans la réserve (table `cadre`) : les **quatre moments** (préparer, annoncer, ouvrir, fidéliser jusqu'au 31 août) et les **deux cibles** ont chacun la leur. **Deux laissées**, avec la règle enfreinte ou un chiffre.
# 3. **L'ordre** : la ou les semaines de chaque action, et la tâche du planning qu'elle **attend**, ou aucune.
# 4. **De quoi agir lundi** : pour chaque action, le responsable, le coût, les jours, les abonnés attendus, l'indicateur suivi ; les totaux, face à l'enveloppe et aux jours ; l'écart aux 250 abonnés, et ce qui le comblerait.

# %% [markdown] role="manual" id="C5_1-plan" mots=460
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont celles de la variante : voir le corrigé de la copie, questions 1 et 2).
#
# *Les vingt actions.* Digital : A01 vidéos de l'atelier, A02 publicité sur les réseaux, A03 liens sponsorisés, A04 trois courriels aux clients, A05 boîtes d'essai à douze créateurs, A15 parrainage, A16 jeu en ligne, A17 page « offrir une boîte », A20 défi de trente lettres. Média : A06 podcast, A07 magazine,
# A08 radio locale, A09 affichage en gare, A19 presse régionale. Hors média : A10 visites de la presse, A11 ateliers en librairie, A12 présentoirs en papeterie, A13 stand, A14 carte à offrir, A18 lettre manuscrite. Bouquets : B1 « Un peu de tout » (A02, A03, A04, A06, A09, A12, A13, A14, A17, A18, A19, A20),
# B2 « La rencontre » (A02, A05, A06, A08 à A12, A14, A15, A18, A19), B3 « La presse et les ondes » (A05 à A09, A11 à A14, A16, A19, A20), B4 « L'écran d'abord » (A01 à A03, A06 à A08, A11, A13, A15, A17, A19, A20).
#
# *Introduction.* Les cinq éléments, fidèles : deux cibles, « une heure à soi », deux preuves, calme et complice, aucun avantage de prix. La règle que chaque action enfreint : question 1. Récriture : l'accroche nouvelle parle du temps ou du geste d'écrire, n'affirme que les deux preuves, ne presse ni ne se moque, ne vante aucun prix ; si l'action était hors
# cible, elle s'adresse désormais à l'une des deux cibles.
#
# *Actions.* Les conformes du bouquet retenu [question 2], nommées ; ajouts attendus : pour fidéliser, une lettre de remerciement au deuxième envoi, un rendez-vous mensuel d'écriture ; pour la cible cadeau, la carte ou la page « offrir une boîte » si elle n'est pas retenue. Un ajout se paie sur la
# réserve de `cadre` : 800 € et 6 jours. Laissées : les non conformes du bouquet, et les conformes des trois autres.
#
# *Ordre.* Dates : T12 finit avec le lot « Offre et boîte », T23 avec le lot « Site » [question 3]. Envoient la boîte : A05, et A10 si on l'y remet (T12). Mènent à l'abonnement en ligne : A02 à A04, A15 à A17, A20, et toute annonce qui donne l'adresse du site (T23). Présentoirs et ateliers : accords (T25, T28) ; vidéos : montage (T16). Une liste d'attente n'attend pas T23. Fidéliser : juin à août.
#
# *Agir.* Un nom de l'équipe par action, coût, jours, abonnés, indicateur (inscriptions par source, réponses, vues). Totaux du bouquet, sous l'enveloppe et les jours de `cadre` (ses deux premières lignes) : question 2 ; ils valent avec les ajouts ou sans eux, si l'écrit le dit. Écart : 250 moins les abonnés attendus ; ce qui le comblerait : bouche à oreille, boutique, papeteries.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C5.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Le phasage, les rôles et les risques
#
# *Environ 620 mots · C5.2 · 18 points avec le classeur.*
#
# 1. **Les phases** : quatre ou cinq, leur début, leur fin, deux sous-étapes au moins ; pour chacune, **un objectif qualifié** (ce qui sera vrai le dernier jour, sa mesure ; pour deux, un nombre du cas) et le livrable qui la clôt. Les phases où tombent les tâches critiques (question 4) ; la **souplesse** : deux tâches qui peuvent glisser, et leur marge.
# 2. **Ce qui se mène en agile** : pourquoi les contenus, et non telle tâche du planning ; qui ordonne le carnet et qui anime, deux personnes ; les quatre réunions d'un sprint et leur but ; deux conditions pour être « terminé » ; la capacité d'un sprint (question 9), et où vont les contenus qui n'y entrent pas.
# 3. **Les rôles** : les lignes refaites de la matrice RACI (entière dans la feuille « Rôles ») et qui en répond ; la mission des six, avec un livrable, et de deux interlocuteurs extérieurs ; la personne à soulager, un chiffre (question 8), l'activité que vous lui ôtez, qui la prend ou quand.
# 4. **Les risques et les contraintes** : trois risques, payés ou portés à la direction (question 10), et deux annonces qui déplacent l'ouverture (question 6), chacun avec signal (un chiffre, un jour, un seuil), réponse, responsable (ce point est jugé avec le REX, non ici).

# %% [markdown] role="manual" id="C5_2-phasage" mots=620
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le classeur, feuille « Rôles ».
#
# *Phases*, par exemple : cadrer et choisir (T01 à T04, T08, T17) ; concevoir (T05 prototype, T06 accord, T09 identité, T25 accords) ; produire (T07 papier, T11 étuis, T15 et T16 film, T19 site) ; essayer et préparer l'ouverture (T22, T27 à T30) ; ouvrir et suivre. Objectif qualifié : « vendredi …, le prototype est accepté par écrit, prix de revient
# sous … € », et non « avancer le prototype ». Chemin critique [question 4], souplesse [marges de la question 5].
#
# *Agile.* Le contenu se découpe, se livre par morceaux et change d'après les retours ; le papier, les étuis et le paiement ont des dates et des contrats. Baptiste ordonne le carnet (responsable de produit), Ilona anime ; planification, point quotidien court, revue avec Sidonie Chauvet, rétrospective.
# « Terminé » : relu, accessible, publié ou prêt à l'être. Un contenu qui n'entre pas ouvre le sprint suivant ; après S5, il attend l'ouverture ou sort du carnet. Une vélocité constatée remplace le coefficient après deux sprints.
#
# *Rôles.* Lignes [question 7] refaites : un A, un seul ; un R au moins. L01 composition, L02 choix des fournisseurs, L03 prototype, L04 papier et cartes, L05 étuis, L06 plateforme de messages, L07 identité, L08 film, L09 textes, L10 parcours d'abonnement, L11 conditions, L12 accessibilité, L13 fichier des journalistes, L14 accords, L15 publicités, L16 ouverture.
# Une ligne que le groupe n'a pas trouvée coûte à la question 7, non ici. Extérieurs : fournisseur d'encres, atelier de papeterie, imprimeur, réalisateur, banque, prestataire du site, association d'usagers malvoyants, libraires. La personne à soulager est l'une de celles qui débordent [question 8] : une activité courante déplacée, une tâche avec marge retardée, un indépendant au tarif de la table.
#
# *Risques.* Parades payées et risques de décision « direction » [question 10] ; annonces de la question 6 dont la date dépasse le jour d'ouverture de la question 3.
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier_planning"
# ### Fichier 1 — Le planning

# %% role="readonly" id="C5_2-fichier"
livrable("C5_2-fichier", "planning", formats=("xlsx",), feuilles=("Planning", "Rôles"))

# %% [markdown] role="grille" competence="C5.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Le cahier des charges de la direction
#
# *Environ 450 mots, dont 200 mots ici et le reste dans un fichier d'une à deux pages · C5.3 · 18 points.*
#
# Le **fichier** `cahier-des-charges` (.docx, .odt ou .pdf) reprend votre travail :
#
# | Rubrique | Ce qu'elle contient |
# | --- | --- |
# | 1. L'essentiel | opportunité et objectif en chiffres, date de votre planning, budget, décision demandée et sa date |
# | 2. Périmètre | ce que le projet livre, et deux choses qu'il ne livre pas |
# | 3. *Copy strategy* et actions | promesse et contrainte ; actions retenues, leur coût |
# | 4. Les quatre étapes | **structurer, déployer, contrôler, corriger**, en tableau : début, fin, responsable, livrable, mesure (quoi, quand) ; le seuil chiffré qui déclenche une correction, et qui en décide |
# | 5. Le planning en une image | votre diagramme de Gantt, le chemin critique en une phrase, par le nom des tâches |
# | 6. Rôles et exigences | qui décide de trois livrables ; risques portés à la direction ; deux obligations de la loi, dont l'accessibilité, leur texte et ce que vous en faites |
#
# **Ici**, la page qui l'accompagne : d'abord la réponse à « ouvre-t-on le 7 juin ? », l'avance ou le retard ; puis les décisions à prendre mercredi 24 février, avec deux issues chacune, ce que gagnent et donnent **trois parties prenantes**, dont une extérieure, et le suivi de chaque semaine : jour, qui l'envoie, deux chiffres.

# %% [markdown] role="manual" id="C5_3-cahier" mots=200
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord le fichier : les six rubriques, deux pages au plus, la décision en tête.
#
# *Réponse.* La date du lot « Lancement » de la question 3, son avance ou son retard sur le 7 juin [cellule « avance »], en jours ouvrés ; si elle est après, la direction choisit : date déplacée, marge achetée sur le chemin critique, contenu réduit. Si elle est avant, l'avance est une réserve, pas une promesse nouvelle : les annonces de
# la question 6 la mangent.
#
# *Quatre étapes.* Structurer (mars, choix et accords), déployer (avril et mai), contrôler (point chaque semaine, jalons, essais), corriger (seuil : un jour perdu sur le chemin critique, un lot qui passe son jalon, 80 % de l'enveloppe dépensée avant l'ouverture). Chacune a dates, responsable, livrable, mesure.
#
# *Modélisation.* Le diagramme de Gantt de la question 11, lisible imprimé ; une légende ; un vocabulaire sans sigle pour le comité.
#
# *Parties prenantes.* Papeteries (un rayon nouveau contre une place en vitrine), imprimeur (une commande qui revient contre une date tenue), service client, testeurs malvoyants (un parcours utilisable, rémunérés ou remerciés), équipe.
#
# *Loi.* Résiliation et rétractation en ligne, accessibilité ; « Publicité » ou « Collaboration commerciale » si une action paie des créateurs (A05) : rubrique 6. Le texte est cité par sa loi, son ordonnance, sa directive ou son article.
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier_cahier"
# ### Fichier 2 — Le cahier des charges

# %% role="readonly" id="C5_3-fichier"
livrable("C5_3-fichier", "cahier-des-charges", formats=("docx", "odt", "pdf"), pages=2)

# %% [markdown] role="grille" competence="C5.3"

# %% [markdown] role="readonly" id="partage"
# ---
# # Qui a fait quoi
#
# *Environ 120 mots.* Non noté : il sert à l'oral et au REX.

# %% [markdown] role="manual" id="C5_2-qui_a_fait_quoi" mots=120
# | Tâche | Qui a fait | Qui a relu | Ce qui a été décidé ensemble |
# | --- | --- | --- | --- |
# | Étape 1 et écrit A | | | |
# | Étapes 2 et 4, classeur | | | |
# | Étape 3 et écrit B | | | |
# | Écrit C et cahier des charges | | | |
#
# ### BEGIN SOLUTION
# **Repères pour le jury.** Chaque étape a quelqu'un qui la fait et quelqu'un d'autre qui la relit ; le cahier des charges reprend les chiffres des trois étapes, sans écart.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** : il dit ce qui manque. Une question sans réponse vaut zéro.
# 3. **Enregistrez** (Ctrl + S) ; **un seul** membre clique sur **Rendre**, en haut ou en bas du notebook, pour tous.
