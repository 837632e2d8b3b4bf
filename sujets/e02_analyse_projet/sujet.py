# Épreuve 2 — Analyse d'un projet marketing dans son environnement (C2.1 à C2.4), notebook collectif.
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 2 — Analyser un projet dans son environnement
#
# **Mise en situation professionnelle reconstituée** · groupe de **deux ou trois** · une demi-journée : environ **5 h 25** de travail en tout, soit par personne
# 2 h 20 à trois, 3 h à deux · compétences C2.1 à C2.4
#
# Trois temps, 120 points : ce **notebook collectif** (100 points : 46 pour douze réponses, que la machine corrige, et 54 pour quatre écrits et un questionnaire, que le jury juge), un **oral
# collectif** (15 min, puis 15 min d'échange), et un **retour d'expérience (REX) individuel** (20 points), remis à chacun après l'oral.
#
# **L'oral** : une synthèse pour le comité, l'avis d'abord, où chacun parle à parts égales ; ce notebook projeté, ou cinq pages au plus.
#
# ## Le cas : Vélastre
#
# *Vichy (Allier), lundi 18 janvier 2027.*
#
# **Vélastre** vend, répare et reconditionne des vélos : six ateliers, 41 salariés, 3,9 millions d'euros HT de chiffre d'affaires en 2026. Le septième doit ouvrir à **Moulins** le samedi
# 4 septembre 2027 : un local du centre, cinq emplois, 240 000 € HT à engager. Vous êtes **l'équipe de projet marketing**. Aurélie Pasquelin, directrice du développement, vous passe commande :
#
# > « Le comité de direction choisit mardi 26 janvier : signer le bail, le signer sous conditions, ou attendre. On me donne des coupures de presse, et la moitié ne vaut rien ; une enquête pilote
# > faite à la gare, où chacun a entre vingt et trente ans ; un audit que personne n'a lu. Notre charte cite neuf objectifs de développement durable : que pouvons-nous
# > prouver ? Dites-moi ce qui nous attend à Moulins, qui questionner encore et comment, qui nous laissons à la porte, et ce que le projet coûte au climat. »
#
# **La charte de Vélastre** (2021) :
#
# | Valeur | Ce qu'elle promet |
# | --- | --- |
# | Réparer d'abord | « Un vélo se répare avant de se remplacer. » |
# | Transmettre | « Chaque métier de l'atelier s'apprend chez nous. » |
# | Accueillir tout le monde | « Chacun entre, comprend et repart à vélo. » |
# | Décider ensemble | « Les choix importants se prennent à plusieurs. » |
# | Mesurer notre empreinte | « Nous publions ce que nous émettons. » |
#
# Sylviane Brugère, Dorian Vacher et Mamadou Cissokho en ont parlé (table `entretiens`).
#
# **Conventions.** Les montants sont hors taxes. Les textes de loi cités et leurs dates sont vrais ; le reste est propre au cas. Le local est un
# établissement recevant du public de 5e catégorie. La directive (UE) 2019/882, transposée à l'article L. 412-13 du code de la consommation, s'applique au commerce électronique depuis le 28 juin 2025 ; Vélastre n'est pas
# une microentreprise, qui en serait dispensée, et vérifie son site avec le RGAA 4.1.

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Un seul notebook pour le groupe.** Les parts se mènent en même temps, sans s'attendre. À trois : étape 1 et écrit A ; étape 2, écrit B et questionnaire ; étapes 3 et 4, écrits C et D. À deux : étapes 1 et 4, écrits A et D ; étapes 2 et 3, écrits B et C, questionnaire.
#   Dans une part, la question 3 part des réponses 1 et 2, la 4 de la 2, la 6 de la 5. La dernière cellule dit comment réunir vos réponses.
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, ou par du code dans « Calculer ici ».
# - **Vérification.** Le formulaire dit comment il vous a lu, jamais si c'est juste.
# - **Précision.** N'arrondissez que là où l'énoncé le demande ; un résultat recopié garde trois chiffres significatifs au moins. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent (`62.5`).
# - **Une erreur ne compte qu'une fois** : ce qui suit, juste compte tenu d'elle, est acquis.
# - **Noms réservés dans du code** : `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte`, `graphique`.
#
# **Vos données vous sont propres.**
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans `donnees/`, en CSV. Dans ces formules, les mots en minuscules sont vos cellules ou vos plages.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | écrire une ligne à coller dans du code : `"X07": "légal",` | `=CAR(34)&extrait&CAR(34)&": "&CAR(34)&famille&CAR(34)&","` |
# | noter un effet sur une échelle | `=1+(ABS(effet)>=3)+(ABS(effet)>=6)+(ABS(effet)>=12)+(ABS(effet)>=24)` |
# | additionner, compter sous conditions | `=SOMME.SI.ENS(points;familles;"légal";sens;"menace")`, `=NB.SI.ENS(…)` |
# | arrondir à l'entier supérieur, inférieur | `=ARRONDI.SUP(x;0)`, `=ENT(x)` |
# | donner ce qui manque aux plus forts restes | `=ENT(part)+(RANG(reste;restes)<=manque)` |
# | savoir si un répondant revient plus bas, de la ligne suivante à la fin | `=NB.SI(A3:A$400;A2)>0` |
# | compter l'une ou l'autre de deux réponses | `=NB.SI.ENS(strates;strate;reponses;"certainement";repetes;FAUX)+…` avec "probablement" |
# | trouver le fait de tête de chaque famille | un tri par famille, sens, points puis effet |
# | juger un critère pour tout le site | `=SI(NB.SI(C2:G2;"NC")>0;"NC";SI(NB.SI(C2:G2;"C")>0;"C";"NA"))` |
# | compter un mot dans des cellules séparées | `=NB.SI(C2;"NC")+NB.SI(E2:G2;"NC")` |
# | multiplier des colonnes et additionner | `=SOMMEPROD(reparations;parts;distances)` |
#
# Au tableur, collez vos plages dans les formulaires (Ctrl + V). Dans du code :
#
# | Réponse demandée | Ce que vous écrivez |
# | --- | --- |
# | plusieurs codes | `["X03", "X17"]` |
# | une valeur par ligne | `{"bassin": 14, "vestiaire": 15}` |
# | un tableau | une liste par colonne, comme dans l'exemple ci-dessous |
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture, ensemble | | 15 min | |
# | Étape 1. L'environnement | 1 à 4 | 50 min | 15 |
# | Étape 2. Le questionnement | 5 à 8 | 40 min | 15 |
# | Étape 3. L'accessibilité universelle | 9 et 10 | 20 min | 9 |
# | Étape 4. La RSE | 11 et 12 | 15 min | 7 |
# | Écrits, questionnaire, « Qui a fait quoi » | A à D | 170 min | 54 |
# | Réunir et relire, ensemble | | 15 min | |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import pandas as pd

donnees = preparer("e02_analyse_projet")

FAMILLES = ("politique", "économique", "sociologique", "technologique", "environnemental", "légal")

# %% role="readonly" id="tables"
revue = donnees["revue"]
population = donnees["population"]
cibles = donnees["cibles"]
pilote = donnees["pilote"]
interlocuteurs = donnees["interlocuteurs"]
audit_site = donnees["audit_site"]
audit_boutique = donnees["audit_boutique"]
actions_rse = donnees["actions_rse"]
communes = donnees["communes"]
scenarios = donnees["scenarios"]
entretiens = donnees["entretiens"]
etudes = donnees["etudes"]

pd.set_option("display.max_colwidth", None)  # les phrases s'affichent en entier
donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Une piscine note ses incidents.

# %% role="readonly" id="exemple"
exemple_incidents = pd.DataFrame({"lieu": ["bassin", "bassin", "vestiaire"], "gravité": [4, 2, 3], "probabilité": [2, 3, 5]})

# Calculé : multiplier, puis additionner par lieu.
exemple_points = exemple_incidents["gravité"] * exemple_incidents["probabilité"]
exemple_bilan = exemple_points.groupby(exemple_incidents["lieu"]).sum()

# Recopié d'un tableur : une valeur par ligne, puis un tableau.
exemple_recopie = {"bassin": 14, "vestiaire": 15}
exemple_tableau = pd.DataFrame({"lieu": ["bassin", "vestiaire"], "points": [14, 15], "incidents": [2, 1]})

exemple_bilan

# %% role="readonly" id="exemple_graphique"
# Une carte de chaleur, à partir de valeurs tapées : une liste par ligne, la première en bas.
exemple_cases = [[0, 1, 0], [2, 0, 1]]
exemple_figure, exemple_axes = plt.subplots(figsize=(5, 3), layout="constrained")
exemple_nappe = exemple_axes.imshow(exemple_cases, cmap="Blues", origin="lower", aspect="auto", vmin=0)
exemple_axes.set_xticks([0, 1, 2], ["lundi", "mardi", "jeudi"])
exemple_axes.set_yticks([0, 1], ["matin", "soir"])
for exemple_ligne, exemple_valeurs in enumerate(exemple_cases):
    for exemple_colonne, exemple_nombre in enumerate(exemple_valeurs):
        exemple_axes.text(exemple_colonne, exemple_ligne, exemple_nombre, ha="center", va="center", color="white" if exemple_nombre > 1 else "black")
exemple_figure.colorbar(exemple_nappe, label="incidents")
exemple_axes.set_title("Les incidents arrivent surtout le lundi soir")
exemple_axes.set_xlabel("jour")
exemple_axes.set_ylabel("moment")
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — L'environnement
#
# La table `revue` résume trente extraits. Pour chacun, le comité a évalué l'**effet** sur la marge annuelle de l'atelier (négatif, c'est une **menace** ; positif, une **opportunité**), la
# **probabilité** de 1 à 5, et la date à laquelle il agit.
#
# ## Question 1 — Ranger les extraits (PESTEL)
#
# À quelle famille appartient chacun ? On regarde **ce qui agit** :
#
# | Famille | Ce qui agit |
# | --- | --- |
# | `politique` | des élus ou une collectivité décident, annoncent ou débattent |
# | `économique` | un prix, un loyer, un crédit, l'emploi, le budget d'entreprises, un concurrent |
# | `sociologique` | les habitants eux-mêmes : leur nombre, leurs habitudes, leurs opinions |
# | `technologique` | un matériel, un outillage, un logiciel |
# | `environnemental` | le climat, l'eau, les déchets, les ressources naturelles |
# | `légal` | un texte en vigueur oblige ou autorise |
#
# **À rendre** (2 points) : `familles`, une famille par extrait (modèle sous la revue).

# %% role="readonly" id="lire_la_revue"
revue

# %% role="readonly" id="modele_familles"
print("{" + ", ".join(f'"{extrait}": ""' for extrait in revue["extrait"]) + "}")

# %% role="solution" id="ranger"
# Une famille par extrait : {"X01": "politique", …}
familles = None
### BEGIN SOLUTION
RECONNAITRE = {
    "politique": ("plan vélo", "L'agglomération", "Les élus", "Le département", "La majorité", "Un groupe d'élus"),
    "économique": ("Trois employeurs", "Les loyers", "vélociste", "Le prix d'un vélo", "Une enseigne", "Chaînes", "Le taux des prêts", "Une entreprise voisine"),
    "sociologique": ("31 %", "Les clubs", "Acheter d'occasion", "Le café-réparation", "Deux parents", "Les habitants âgés", "« On m'en"),
    "technologique": ("Un banc", "L'agenda", "Une bibliothèque", "Deux fabricants", "Dérailleurs", "L'éditeur"),
    "environnemental": ("La déchèterie", "Des automnes", "Un centre de tri", "Les jours", "La carte des crues", "La sécheresse"),
    "légal": ("Règlement", "Directive", "Loi"),
}


def famille_de(phrase):
    debut = phrase[:60]
    return next(nom for nom, traces in RECONNAITRE.items() if any(trace in debut for trace in traces))


familles = revue.set_index("extrait")["texte"].map(famille_de)
erreur_type(
    "C2_1-familles",
    "legal_pris_pour_politique",
    familles.replace({"légal": "politique"}),
    "Vous avez rangé les textes de loi avec la politique : un texte en vigueur oblige déjà, une décision d'élus peut encore changer.",
    part=0.6,
)
erreur_type(
    "C2_1-familles",
    "politique_pris_pour_legal",
    familles.replace({"politique": "légal"}),
    "Vous avez rangé les annonces et les votes d'élus avec le droit : ils n'obligent pas encore l'entreprise.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C2_1-familles" points=2
verifier(
    "C2_1-familles",
    familles,
    serie(
        cle="extrait",
        valeurs=choix("politique", "économique", "sociologique", "technologique", "environnemental", "légal"),
        cles=tuple(donnees["revue"]["extrait"]),
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Écarter ce qui ne vaut rien
#
# Écartez un extrait dès qu'une de ces règles le condamne :
#
# - il a été **publié avant le 1er juillet 2025**, sauf s'il s'agit d'un texte en vigueur, qui ne se périme pas ;
# - sa **source** n'est ni un organisme ni un auteur **nommé** ;
# - sa **nature** est `statistique`, et sa colonne `methode` est vide.
#
# **À rendre** (4 points) : `ecartes`, les codes des extraits à écarter ; une réponse de trop en annule une juste. Les autres extraits sont dits **retenus**.

# %% role="solution" id="ecarter"
# Des codes : ["X03", …]
ecartes = None
### BEGIN SOLUTION
en_vigueur = revue["nature"] == "texte en vigueur"
perime = revue["date"] < "2025-07-01"
anonymes = ("anonyme", "source proche", "inconnu", "sans auteur", "bruit entendu")
sans_nom = revue["source"].map(lambda source: any(trace in source for trace in anonymes))
sans_methode = (revue["nature"] == "statistique") & revue["methode"].isna()


def codes(masque):
    return list(revue.loc[masque, "extrait"])


ecartes = codes((perime & ~en_vigueur) | sans_nom | sans_methode)
erreur_type(
    "C2_1-ecartes",
    "textes_en_vigueur_ecartes",
    codes(perime | sans_nom | sans_methode),
    "Vous avez écarté des textes de loi pour leur âge : tant qu'ils sont en vigueur, ils obligent.",
    part=0.5,
)
erreur_type(
    "C2_1-ecartes",
    "chiffres_sans_methode_gardes",
    codes((perime & ~en_vigueur) | sans_nom),
    "Vous avez gardé des statistiques dont la méthode n'est pas dite : un chiffre vaut ce que vaut la façon de l'obtenir.",
    part=0.5,
)
erreur_type(
    "C2_1-ecartes",
    "sources_anonymes_gardees",
    codes((perime & ~en_vigueur) | sans_methode),
    "Vous avez gardé des extraits dont personne ne répond : la source doit être un organisme ou un auteur nommé.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C2_1-ecartes" points=4
verifier(
    "C2_1-ecartes",
    ecartes,
    choix(*donnees["revue"]["extrait"], plusieurs=True),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — La criticité de chaque famille
#
# Où porter l'attention du comité ? D'après vos réponses 1 et 2, pour les extraits **retenus** :
#
# | Colonne | Contenu |
# | --- | --- |
# | `menaces` | somme, sur ses menaces, de gravité × probabilité |
# | `opportunites` | la même somme, sur ses opportunités |
# | `effet_2027` | somme des effets, en k€ et avec leur signe, de ceux de ses extraits qui agissent au plus tard le 31 décembre 2027 |
# | `pire_menace` | le titre de sa menace la plus critique ; à égalité, celle dont l'effet, sans son signe, est le plus grand |
# | `meilleure_opportunite` | de même, pour ses opportunités |
#
# La **gravité** se lit sur l'effet, sans son signe : 1 sous 3 k€, 2 à partir de 3 k€, 3 à partir de 6 k€, 4 à partir de 12 k€, 5 à partir de 24 k€. Une famille à qui
# il ne reste rien vaut 0, et `"aucune"`.
#
# **À rendre** (6 points) : `bilan_familles`, un tableau de six lignes : `famille` et ces cinq colonnes.

# %% role="solution" id="criticite"
# Un tableau : famille, menaces, opportunites, effet_2027, pire_menace, meilleure_opportunite.
bilan_familles = None
### BEGIN SOLUTION
extraits = revue.set_index("extrait")
gravite = sum((extraits["effet"].abs() >= borne).astype(int) for borne in (3, 6, 12, 24)) + 1
retenus = [extrait for extrait in extraits.index if extrait not in set(ecartes)]


def bilan(points, gardes=None):
    """Les cinq colonnes, pour une façon de compter les points d'un extrait."""
    table = extraits.assign(points=points, famille=pd.Series(familles), taille=extraits["effet"].abs()).loc[retenus if gardes is None else gardes]
    proches = table[table["date_effet"] <= "2027-12-31"]
    colonnes = {"menaces": -1, "opportunites": 1}
    sommes = pd.DataFrame({nom: table[table["effet"] * sens > 0].groupby("famille")["points"].sum() for nom, sens in colonnes.items()})
    sommes["effet_2027"] = proches.groupby("famille")["effet"].sum()
    sommes = sommes.reindex(list(FAMILLES)).fillna(0).astype({"menaces": int, "opportunites": int}).rename_axis("famille")
    rangee = table.sort_values(["points", "taille"], kind="stable")
    for nom, sens in (("pire_menace", -1), ("meilleure_opportunite", 1)):
        sommes[nom] = rangee[rangee["effet"] * sens > 0].groupby("famille")["titre"].last().reindex(list(FAMILLES)).fillna("aucune")
    return sommes


bilan_familles = bilan(gravite * extraits["probabilite"])
erreur_type(
    "C2_1-criticite",
    "somme_pour_produit",
    bilan(gravite + extraits["probabilite"]),
    "Vous avez additionné la gravité et la probabilité : un fait grave mais improbable pèserait alors autant qu'un fait moyen. On multiplie.",
    part=0.4,
)
erreur_type(
    "C2_1-criticite",
    "gravite_seule",
    bilan(gravite),
    "Vous avez additionné les gravités : un fait grave mais improbable pèse alors trop. Multipliez chacune par sa probabilité avant d'additionner.",
    part=0.4,
)
erreur_type(
    "C2_1-criticite",
    "ecartes_compris",
    bilan(gravite * extraits["probabilite"], list(extraits.index)),
    "Vous avez compté les trente extraits : ceux que la question 2 écarte n'entrent plus dans l'analyse.",
    part=0.4,
)
erreur_type(
    "C2_1-criticite",
    "horizon_oublie",
    bilan_familles.assign(effet_2027=extraits.loc[retenus].groupby(pd.Series(familles))["effet"].sum().reindex(list(FAMILLES)).fillna(0)),
    "Vous avez additionné tous les effets : ceux qui commencent après 2027 n'y entrent pas.",
    part=0.8,
)
erreur_type(
    "C2_1-criticite",
    "effet_brut",
    bilan((extraits["effet"].abs() * extraits["probabilite"]).round().astype(int)),
    "Vous avez multiplié l'effet en k€ : passez d'abord par l'échelle de gravité, de 1 à 5.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C2_1-criticite" points=6
verifier(
    "C2_1-criticite",
    bilan_familles,
    tableau(
        cle="famille",
        colonnes={
            "menaces": entier(minimum=0, maximum=2000),
            "opportunites": entier(minimum=0, maximum=2000),
            "effet_2027": nombre(unite="k€", minimum=-500, maximum=500),
            "pire_menace": choix(*donnees["revue"]["titre"], "aucune"),
            "meilleure_opportunite": choix(*donnees["revue"]["titre"], "aucune"),
        },
        cles=("politique", "économique", "sociologique", "technologique", "environnemental", "légal"),
    ),
    ecart=0.03,
)

# %% [markdown] role="readonly" id="q4"
# ## Question 4 — La matrice des risques
#
# Tracez, en **carte de chaleur**, le nombre de **menaces retenues** (réponse 2) : la probabilité en abscisse, la gravité en ordonnée, de 1 en bas à 5 en haut ;
# le nombre écrit dans chaque case. Le titre dit ce qu'il faut en retenir.
#
# **À rendre** (3 points) : le graphique (`matrice` dans du code).

# %% role="solution" id="tracer"
# Une figure : donnez-la à la variable.
matrice = None
### BEGIN SOLUTION
menaces_retenues = extraits.loc[retenus].assign(gravite=gravite)
menaces_retenues = menaces_retenues[menaces_retenues["effet"] < 0]
echelle = [1, 2, 3, 4, 5]
cases = pd.crosstab(menaces_retenues["gravite"], menaces_retenues["probabilite"]).reindex(index=echelle, columns=echelle, fill_value=0)
fortes = int((menaces_retenues["gravite"] * menaces_retenues["probabilite"] >= 12).sum())
matrice, dessin = plt.subplots(figsize=(7, 4.8), layout="constrained")
nappe = dessin.imshow(cases.to_numpy(), cmap="Oranges", origin="lower", aspect="auto", vmin=0, vmax=max(4, int(cases.to_numpy().max())))
dessin.set_xticks(range(5), echelle)
dessin.set_yticks(range(5), echelle)
for ligne in range(5):
    for colonne in range(5):
        nombre_de_menaces = cases.iloc[ligne, colonne]
        dessin.text(colonne, ligne, nombre_de_menaces, ha="center", va="center", color="white" if nombre_de_menaces >= 3 else "#1a1a1a")
matrice.colorbar(nappe, label="menaces retenues", ticks=range(0, 1 + max(4, int(cases.to_numpy().max()))))
dessin.set_title(f"{fortes} des {len(menaces_retenues)} menaces ont une criticité de 12 ou plus", loc="left", fontweight="bold", fontsize=12)
dessin.set_xlabel("probabilité (1 à 5)")
dessin.set_ylabel("gravité (1 à 5)")
### END SOLUTION

# %% role="tests" id="C2_1-matrice" points=3
verifier("C2_1-matrice", matrice, graphique(genre="carte_chaleur", x="probabilité", y="gravité"), tolerance=0.01)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Le questionnement
#
# ## Question 5 — Combien de personnes interroger
#
# Trois populations recevront un questionnaire (table `cibles`) : les habitants, les employeurs de dix salariés ou plus, les abonnés à la lettre de Vélastre. À 95 % de confiance et pour la proportion la plus défavorable, avec une marge *e* écrite en proportion (4 points : 0,04) et *N* personnes :
#
# - n₀ = 1,96² × 0,25 ÷ e² ;
# - n = n₀ ÷ (1 + (n₀ − 1) ÷ N), **arrondi à l'entier supérieur**.
#
# | Colonne | Contenu |
# | --- | --- |
# | `echantillon` | n, les réponses à obtenir |
# | `contacts` | `echantillon` ÷ part attendue de `reponse`, arrondi à l'entier supérieur |
#
# **À rendre** (4 points) : `tailles`, un tableau de trois lignes : `cible`, `echantillon` et `contacts`.

# %% role="solution" id="dimensionner"
# Un tableau : cible, echantillon, contacts.
tailles = None
### BEGIN SOLUTION
import numpy as np

fiches = cibles.set_index("cible")


def tailles_de(reponses_par_cible, part=None):
    echantillon = np.ceil(reponses_par_cible).astype(int)
    contacts = np.ceil(echantillon / (fiches["reponse"] / 100) if part is None else part(echantillon)).astype(int)
    return pd.DataFrame({"echantillon": echantillon, "contacts": contacts})


sans_correction = 1.96**2 * 0.25 / (fiches["marge"] / 100) ** 2
corrigees = sans_correction / (1 + (sans_correction - 1) / fiches["population"])
tailles = tailles_de(corrigees)
erreur_type(
    "C2_2-tailles",
    "sans_correction",
    tailles_de(sans_correction),
    "Vous vous êtes arrêtés à n₀ : la correction tient compte de la taille de la population, et compte beaucoup quand elle est petite.",
    part=0.25,
)
erreur_type(
    "C2_2-tailles",
    "contacts_sous_les_reponses",
    tailles_de(corrigees, lambda n: n * fiches["reponse"] / 100),
    "Vous avez multiplié par le taux de réponse : il faut contacter plus de personnes que l'on n'attend de réponses.",
    part=0.5,
)
exacts = corrigees / (fiches["reponse"] / 100)
erreur_type(
    "C2_2-tailles",
    "echantillon_non_arrondi",
    tailles.assign(contacts=np.ceil(exacts).astype(int)),
    "Vous avez compté les contacts d'après un échantillon que vous n'aviez pas encore arrondi : on contacte pour obtenir un nombre entier de réponses.",
    part=0.8,
)
erreur_type(
    "C2_2-tailles",
    "arrondi_ordinaire",
    pd.DataFrame({"echantillon": corrigees.round(), "contacts": (corrigees.round() / (fiches["reponse"] / 100)).round()}).astype(int),
    "Vous avez arrondi au plus proche : en dessous de l'entier supérieur, la marge n'est plus tenue.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C2_2-tailles" points=4
verifier(
    "C2_2-tailles",
    tailles,
    tableau(
        cle="cible",
        colonnes={"echantillon": entier(unite="réponses", minimum=1, maximum=20000), "contacts": entier(unite="contacts", minimum=1, maximum=100000)},
        cles=("Habitants", "Employeurs", "Abonnés"),
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — Les quotas
#
# Combien d'**habitants** interroger par strate (table `population`) ? Le total est **exactement** votre échantillon d'habitants (question 5), par la règle du **plus fort reste** :
#
# 1. part exacte d'une strate = ses habitants ÷ total des habitants × échantillon ; on en garde la partie entière ;
# 2. les unités qui manquent vont, une par une, aux plus forts restes (la part exacte moins sa partie entière).
#
# **À rendre** (3 points) : `quotas`, un nombre par strate.

# %% role="readonly" id="modele_quotas"
print("{" + ", ".join(f'"{strate}": ' for strate in population["strate"]) + "}")

# %% role="solution" id="repartir"
# Un nombre par strate : {"Centre, 15-29 ans": …}
quotas = None
### BEGIN SOLUTION
habitants = population.set_index("strate")["habitants"]
a_interroger = int(tailles.loc["Habitants", "echantillon"])


def plus_fort_reste(poids):
    exact = poids * a_interroger / poids.sum()
    entiere = np.floor(exact).astype(int)
    restes = (exact - entiere).sort_values(ascending=False, kind="stable")
    servies = restes.index[: a_interroger - entiere.sum()]
    return entiere + pd.Series(1, index=servies).reindex(entiere.index).fillna(0).astype(int)


quotas = plus_fort_reste(habitants)
erreur_type(
    "C2_2-quotas",
    "arrondi_ordinaire",
    (habitants * a_interroger / habitants.sum()).round().astype(int),
    "Vous avez arrondi chaque part : le total n'est plus celui de l'échantillon. Gardez les parties entières, puis donnez ce qui manque aux plus forts restes.",
    part=0.5,
)
erreur_type(
    "C2_2-quotas",
    "parties_entieres_seules",
    np.floor(habitants * a_interroger / habitants.sum()).astype(int),
    "Vous avez gardé les parties entières : il manque des personnes pour atteindre l'échantillon.",
    part=0.4,
)
erreur_type(
    "C2_2-quotas",
    "structure_du_pilote",
    plus_fort_reste(pilote["strate"].value_counts().reindex(habitants.index)),
    "Vous avez suivi la composition du pilote : c'est la population que l'échantillon doit représenter.",
)
### END SOLUTION

# %% role="tests" id="C2_2-quotas" points=3
verifier(
    "C2_2-quotas",
    quotas,
    serie(
        cle="strate",
        valeurs=entier(unite="habitants", minimum=0, maximum=20000),
        cles=(
            "Centre, 15-29 ans", "Centre, 30-59 ans", "Centre, 60 ans et plus",
            "Rive gauche, 15-29 ans", "Rive gauche, 30-59 ans", "Rive gauche, 60 ans et plus",
            "Couronne, 15-29 ans", "Couronne, 30-59 ans", "Couronne, 60 ans et plus",
            "Villages, 15-29 ans", "Villages, 30-59 ans", "Villages, 60 ans et plus",
        ),
    ),
)

# %% [markdown] role="readonly" id="q7"
# ## Question 7 — Ce que dit vraiment le pilote
#
# Le pilote a trop de jeunes et trop d'habitants du centre. Redressez-le :
#
# 1. un répondant qui a répondu deux fois compte **une fois**, pour sa **dernière** réponse ;
# 2. est **favorable** à un service qui répond « certainement » ou « probablement » ;
# 3. dans chaque strate, part de favorables ; puis **moyenne de ces douze parts pondérée par les habitants** de chaque strate.
#
# Le comité ouvre un service à partir de **35 %** de favorables (écrit B).
#
# **À rendre** (6 points) : `favorables`, un pourcentage par service (`reparation`, `reconditionne`, `atelier_mobile`).

# %% role="solution" id="redresser"
# Un pourcentage par service.
favorables = None
### BEGIN SOLUTION
SERVICES = ["reparation", "reconditionne", "atelier_mobile"]
uniques = pilote.sort_values("date", kind="stable").drop_duplicates("repondant", keep="last")


def avis_favorables(reponses, poids=None):
    pour = reponses.set_index("strate")[SERVICES].isin(["certainement", "probablement"])
    if poids is None:
        return 100 * pour.mean()
    return 100 * pour.groupby(level=0).mean().mul(poids / poids.sum(), axis=0).sum()


favorables = avis_favorables(uniques, habitants)
erreur_type(
    "C2_2-pilote",
    "sans_ponderation",
    avis_favorables(uniques),
    "Vous avez gardé la composition du pilote : les jeunes du centre y parlent pour toute la ville. Pondérez chaque strate par ses habitants.",
    part=0.2,
)
erreur_type(
    "C2_2-pilote",
    "strates_a_egalite",
    avis_favorables(uniques, 0 * habitants + 1),
    "Vous avez donné le même poids aux douze strates : elles n'ont pas le même nombre d'habitants.",
    part=0.4,
)
erreur_type(
    "C2_2-pilote",
    "doublons_restants",
    avis_favorables(pilote, habitants),
    "Vous avez compté deux fois les personnes qui ont répondu deux fois : gardez leur dernière réponse.",
    part=0.6,
)
erreur_type(
    "C2_2-pilote",
    "certainement_seul",
    avis_favorables(uniques.replace("probablement", "probablement pas"), habitants),
    "Vous n'avez compté que « certainement » : « probablement » est favorable aussi.",
    part=0.4,
)
erreur_type(
    "C2_2-pilote",
    "premiere_reponse",
    avis_favorables(pilote.sort_values("date", kind="stable").drop_duplicates("repondant"), habitants),
    "Vous avez gardé la première réponse de qui a répondu deux fois : c'est la dernière qui compte.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C2_2-pilote" points=6
verifier(
    "C2_2-pilote",
    favorables,
    serie(cle="service", valeurs=pourcentage(minimum=0, maximum=100, echelle="pourcent"), cles=("reparation", "reconditionne", "atelier_mobile")),
    tolerance=0.002,
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — La bonne forme pour chacun
#
# Quelle forme d'enquête pour chaque interlocuteur ? Prenez la **première** ligne qui s'applique :
#
# | Situation | Forme |
# | --- | --- |
# | on cherche ce que les gens font et qu'ils décrivent mal | `observation` |
# | on cherche ce que les gens se disent entre eux, réunis | `groupe de discussion` |
# | on cherche ce que chacun dira à sa façon, ou le sujet est délicat | `entretien individuel` |
# | des questions à choix, à des gens que l'on ne joint que sur place | `face à face` |
# | des questions à choix, à des gens que l'on joint par téléphone, et mal par courriel | `téléphone` |
# | des questions à choix, à des gens dont on a l'adresse électronique à jour | `en ligne` |
#
# **À rendre** (2 points) : `formes`, une forme par code d'interlocuteur.

# %% role="readonly" id="qui_questionner"
interlocuteurs

# %% role="solution" id="choisir_formes"
# Une forme par interlocuteur : {"I07": "…", …}
formes = None
### BEGIN SOLUTION
def forme_de(fiche):
    cherche, sait = fiche["ce_que_l_on_cherche"], fiche["ce_que_l_on_sait"]
    if any(trace in cherche for trace in ("s'en souviennent mal", "ne sauraient le dire", "ne décrit bien")):
        return "observation"
    if any(trace in cherche for trace in ("entre eux", "les uns aux propos", "ensemble")):
        return "groupe de discussion"
    if "à choix" not in cherche:
        return "entretien individuel"
    if "sur place" in sait or "accueil" in sait or "sur le parcours" in sait:
        return "face à face"
    return "téléphone" if "standard" in sait or "numéro connu" in sait else "en ligne"


formes = interlocuteurs.set_index("code").apply(forme_de, axis=1)
erreur_type(
    "C2_2-formes",
    "tout_en_ligne",
    formes.replace({"face à face": "en ligne", "téléphone": "en ligne"}),
    "Vous avez envoyé un questionnaire en ligne à des gens dont on n'a pas l'adresse, ou qui ne lisent pas leurs courriels.",
    part=0.4,
)
erreur_type(
    "C2_2-formes",
    "parole_libre_confondue",
    formes.replace({"groupe de discussion": "entretien individuel", "observation": "entretien individuel"}),
    "Vous avez fait parler chacun seul là où l'on cherche un échange, ou des gestes que personne ne raconte bien.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C2_2-formes" points=2
verifier(
    "C2_2-formes",
    formes,
    serie(
        cle="code",
        valeurs=choix("observation", "groupe de discussion", "entretien individuel", "face à face", "téléphone", "en ligne"),
        cles=tuple(donnees["interlocuteurs"]["code"]),
    ),
)

# %% [markdown] role="readonly" id="pour_l_ecrit_b"
# ## À lire pour l'écrit B : les entretiens, les études d'usage

# %% role="readonly" id="paroles"
entretiens

# %% role="readonly" id="usages"
etudes

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — L'accessibilité universelle
#
# ## Question 9 — Le site de réservation
#
# La table `audit_site` donne les 106 critères du RGAA 4.1 sur cinq pages : C (conforme), NC (non conforme), NA (non applicable). Pour le **site** :
#
# - un critère est NC s'il l'est sur **une page au moins**, NA s'il l'est sur les cinq, C dans tous les autres cas ;
# - **taux = C ÷ (C + NC)**.
#
# À partir de 50 %, un site peut se dire « partiellement conforme » ; à 100 %, « totalement conforme ».
#
# Avant l'ouverture, on ne peut corriger qu'**une page**, en entier : ses NC deviennent C. L'écrit C dira laquelle.
#
# **À rendre** (5 points) : `taux_rgaa`, six pourcentages : le taux du site aujourd'hui (`site`), puis si l'on ne corrigeait que `accueil`, `choix_du_service`, `agenda`, `paiement` ou `compte`.

# %% role="solution" id="auditer"
# Le taux du site aujourd'hui, puis selon la seule page corrigée.
taux_rgaa = None
### BEGIN SOLUTION
PAGES = ["accueil", "choix_du_service", "agenda", "paiement", "compte"]
par_page = audit_site[PAGES]


def taux_du_site(pages, denominateur=None):
    manques = (pages == "NC").any(axis=1)
    tenus = (pages == "C").any(axis=1) & ~manques
    return 100 * tenus.sum() / (tenus.sum() + manques.sum() if denominateur is None else denominateur)


def page_corrigee(page):
    return par_page.assign(**{page: par_page[page].replace("NC", "C")})


def selon_la_page(taux):
    return pd.Series({"site": taux(par_page)} | {page: taux(page_corrigee(page)) for page in PAGES})


taux_rgaa = selon_la_page(taux_du_site)
erreur_type(
    "C2_3-rgaa",
    "non_applicables_au_denominateur",
    selon_la_page(lambda pages: taux_du_site(pages, 106)),
    "Vous avez divisé par 106 : un critère qui ne s'applique pas ne compte ni pour ni contre.",
    part=0.2,
)
erreur_type(
    "C2_3-rgaa",
    "taux_des_pages",
    pd.Series({"site": taux_du_site(par_page)} | {page: taux_du_site(par_page[[page]]) for page in PAGES}),
    "Vous avez donné le taux de chaque page : il dit comment elle est faite, non ce que sa correction change au site.",
    part=0.3,
)


def moyenne_des_pages(pages):
    return pd.Series({page: taux_du_site(pages[[page]]) for page in PAGES}).mean()


erreur_type(
    "C2_3-rgaa",
    "moyenne_des_pages",
    selon_la_page(moyenne_des_pages),
    "Vous avez fait la moyenne des taux des cinq pages : le taux du site se compte critère par critère, et un critère manqué sur une page l'est pour tout le site.",
    part=0.2,
)
erreur_type(
    "C2_3-rgaa",
    "cases_comptees",
    pd.Series({"site": 100 * (par_page == "C").sum().sum() / (par_page != "NA").sum().sum()} | {page: taux_du_site(par_page[[page]]) for page in PAGES}),
    "Vous avez compté les cases du tableau : un critère manqué sur une seule page est manqué pour tout le site.",
    part=0.1,
)
erreur_type(
    "C2_3-rgaa",
    "page_retiree",
    pd.Series({"site": taux_du_site(par_page)} | {page: taux_du_site(par_page.drop(columns=page)) for page in PAGES}),
    "Vous avez ôté la page du calcul : une page corrigée reste, et ses critères deviennent conformes.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C2_3-rgaa" points=5
verifier(
    "C2_3-rgaa",
    taux_rgaa,
    serie(
        cle="page",
        valeurs=pourcentage(minimum=0, maximum=100, echelle="pourcent"),
        cles=("site", "accueil", "choix_du_service", "agenda", "paiement", "compte"),
    ),
    tolerance=0.002,
    ecart=0.06,
)

# %% [markdown] role="readonly" id="q10"
# ## Question 10 — Accéder ou comprendre
#
# Parmi les obstacles de la table `audit_boutique` :
#
# - il y va de l'**accès** si la personne ne peut pas entrer, atteindre, manœuvrer ou **percevoir** (voir, entendre) ;
# - il y va de la **compréhension** si elle atteint et perçoit, mais ne sait pas ce que cela veut dire ou ce qu'il faut faire.
#
# Que coûterait la correction de tous, zone par zone ?
#
# **À rendre** (4 points) : `budget_accessibilite`, un tableau de quatre lignes : `zone` (`Entrée`, `Signalétique`, `Comptoir`, `Site`), `acces` et `comprehension`, en € HT.

# %% role="readonly" id="obstacles"
audit_boutique

# %% role="solution" id="distinguer"
# Un tableau : zone, acces, comprehension.
budget_accessibilite = None
### BEGIN SOLUTION
COMPRENDRE = (
    "Deux portes", "sous forme de codes", "dépose libre", "Mots de métier", "Le même pictogramme", "se contredisent", "n'est pas numéroté",
    "Devis en abréviations", "Rien n'explique", "Le ticket", "erreur 12", "Le bouton", "Conditions d'annulation", "Les étapes",
)  # fmt: skip
PERCEVOIR = ("Paroi de verre", "gris clair", "caché par", "à la voix seulement", "boucle magnétique", "sans sous-titres", "trop peu contrasté", "sans étiquette")


def budget_de(*traces):
    """Le coût par zone : à gauche ce qui n'est pas reconnu, à droite ce qui l'est."""
    vus = audit_boutique["observation"].map(lambda phrase: any(trace in phrase for trace in traces))
    couts = audit_boutique.groupby(["zone", vus])["cout"].sum().unstack(fill_value=0)
    return couts.reindex(columns=[False, True], fill_value=0).set_axis(["acces", "comprehension"], axis=1)


budget_accessibilite = budget_de(*COMPRENDRE)
erreur_type(
    "C2_3-budget",
    "perception_comprise",
    budget_de(*COMPRENDRE, *PERCEVOIR),
    "Vous avez rangé avec la compréhension ce que l'on ne peut ni voir ni entendre : c'est encore de l'accès.",
    part=0.4,
)
erreur_type(
    "C2_3-budget",
    "colonnes_inversees",
    budget_accessibilite.set_axis(["comprehension", "acces"], axis=1)[["acces", "comprehension"]],
    "Vous avez échangé les deux colonnes : relisez les deux définitions.",
    part=0.25,
)
### END SOLUTION

# %% role="tests" id="C2_3-budget" points=4
verifier(
    "C2_3-budget",
    budget_accessibilite,
    tableau(
        cle="zone",
        colonnes={"acces": nombre(unite="€", minimum=0, maximum=50000), "comprehension": nombre(unite="€", minimum=0, maximum=50000)},
        cles=("Entrée", "Signalétique", "Comptoir", "Site"),
    ),
    tolerance=0.002,
)

# %% [markdown] role="readonly" id="etape4"
# ---
# # Étape 4 — La RSE
#
# ## Question 11 — Ce que la charte peut prouver
#
# Que peut dire la charte de ses neuf objectifs de développement durable (ODD) ? Pour chacun, d'après l'`odd_principal` des actions de la table `actions_rse`, prenez la **première** ligne qui s'applique :
#
# | Situation | Réponse |
# | --- | --- |
# | une action réalisée ou en cours a une preuve datée du 18 janvier 2026 ou d'après | `prouvé` |
# | une action réalisée ou en cours a une preuve plus ancienne | `à actualiser` |
# | une action est réalisée ou en cours | `sans preuve` |
# | une action est annoncée | `annoncé` |
# | aucune action ne s'y rapporte | `absent` |
#
# **À rendre** (2 points) : `odd`, une réponse pour chacun des neuf.

# %% role="readonly" id="modele_odd"
print('{"ODD 3": "", "ODD 4": "", "ODD 5": "", "ODD 7": "", "ODD 8": "", "ODD 11": "", "ODD 12": "", "ODD 13": "", "ODD 15": ""}')

# %% role="readonly" id="actions"
actions_rse

# %% role="solution" id="prouver"
# Une réponse par objectif : {"ODD 3": "prouvé", …}
odd = None
### BEGIN SOLUTION
REVENDIQUES = ["ODD 3", "ODD 4", "ODD 5", "ODD 7", "ODD 8", "ODD 11", "ODD 12", "ODD 13", "ODD 15"]
menees = actions_rse["etat"] != "annoncée"
avec_preuve = actions_rse["date_preuve"].notna()
recentes = actions_rse["date_preuve"] >= "2026-01-18"


def etat_des_odd(menees, recentes, lies=("odd_principal",)):
    def un(objectif):
        siennes = (actions_rse[list(lies)] == objectif).any(axis=1)
        if (siennes & menees & recentes).any():
            return "prouvé"
        if (siennes & menees & avec_preuve).any():
            return "à actualiser"
        return "sans preuve" if (siennes & menees).any() else "annoncé" if siennes.any() else "absent"

    return pd.Series({objectif: un(objectif) for objectif in REVENDIQUES})


odd = etat_des_odd(menees, recentes)
erreur_type(
    "C2_4-odd",
    "annonces_comptees",
    etat_des_odd(menees | avec_preuve, recentes),
    "Vous avez accepté des papiers pour des actions qui ne sont qu'annoncées : une preuve ne vaut que pour ce qui est fait ou se fait.",
    part=0.6,
)
erreur_type(
    "C2_4-odd",
    "preuves_anciennes",
    etat_des_odd(menees, avec_preuve),
    "Vous avez accepté des preuves trop anciennes : regardez leur date.",
    part=0.6,
)
erreur_type(
    "C2_4-odd",
    "odd_secondaires",
    etat_des_odd(menees, recentes, ("odd_principal", "odd_secondaire")),
    "Vous avez compté les objectifs que les actions touchent en passant : seul l'objectif principal compte.",
    part=0.6,
)
### END SOLUTION

# %% role="tests" id="C2_4-odd" points=2
verifier(
    "C2_4-odd",
    odd,
    serie(
        cle="odd",
        valeurs=choix("prouvé", "à actualiser", "sans preuve", "annoncé", "absent"),
        cles=("ODD 3", "ODD 4", "ODD 5", "ODD 7", "ODD 8", "ODD 11", "ODD 12", "ODD 13", "ODD 15"),
    ),
)

# %% [markdown] role="readonly" id="q12"
# ## Question 12 — Les communes voisines et le climat
#
# Six communes enverront leurs vélos (table `communes`). Trois scénarios, en **kg de CO2e par an** :
#
# - **les voitures des clients** : à la `part_voiture`, une réparation demande **deux allers-retours** (déposer, puis reprendre), à 0,22 kg de CO2e par kilomètre ; `distance` est un aller simple ;
# - **le véhicule de Vélastre** : longueur du circuit × circuits par semaine × 44 semaines × `facteur` (table `scenarios`) ;
# - dans chaque scénario, la `part_servie` des réparations se fait **sans que le client se déplace** ; les autres amènent encore leurs voitures.
#
# Total d'un scénario = son véhicule + les voitures qui viennent encore. Les facteurs comptent l'énergie et une part de la fabrication du véhicule.
#
# **À rendre** (5 points) : `emissions`, un nombre de kg par scénario (`boutique seule`, `atelier mobile`, `points relais`).

# %% role="solution" id="emettre"
# Un nombre de kg de CO2e par scénario, sans écrire l'unité.
emissions = None
### BEGIN SOLUTION
par_scenario = scenarios.set_index("scenario")
vehicule = par_scenario["circuit_km"] * par_scenario["circuits_par_semaine"] * 44 * par_scenario["facteur"]


def voitures(trajets):
    """Les kg des clients qui viennent tous, pour ce nombre de trajets simples par réparation."""
    return (communes["reparations"] * communes["part_voiture"] / 100 * trajets * communes["distance"]).sum() * 0.22


restantes = 1 - par_scenario["part_servie"] / 100
emissions = vehicule + voitures(4) * restantes
erreur_type(
    "C2_4-emissions",
    "un_seul_aller_retour",
    vehicule + voitures(2) * restantes,
    "Vous n'avez compté qu'un aller-retour, ou deux allers simples : on dépose le vélo, puis on revient le prendre.",
    part=0.4,
)
erreur_type(
    "C2_4-emissions",
    "voitures_restantes_oubliees",
    vehicule.where(par_scenario["part_servie"] > 0, vehicule + voitures(4)),
    "Vous avez oublié les clients que le circuit ne sert pas : ils viennent encore en voiture.",
    part=0.4,
)
erreur_type(
    "C2_4-emissions",
    "part_servie_a_l_envers",
    vehicule + voitures(4) * (1 - restantes).where(par_scenario["part_servie"] > 0, 1),
    "Vous avez pris la part servie pour celle qui vient encore : ceux qu'un circuit sert ne se déplacent pas.",
    part=0.4,
)
erreur_type(
    "C2_4-emissions",
    "tous_en_voiture",
    vehicule + (communes["reparations"] * 4 * communes["distance"]).sum() * 0.22 * restantes,
    "Vous avez mis tous les clients en voiture : une part seulement y charge son vélo.",
    part=0.4,
)
### END SOLUTION

# %% role="tests" id="C2_4-emissions" points=5
verifier(
    "C2_4-emissions",
    emissions,
    serie(cle="scénario", valeurs=nombre(unite="kg ou kgCO2e", minimum=20, maximum=100000), cles=("boutique seule", "atelier mobile", "points relais")),
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Quatre textes du groupe, **avec vos chiffres**.
#
# ## Écrit A — L'analyse du projet
#
# *Environ 400 mots, tableau compris · C2.1 · 15 points.*
#
# 1. **Le contexte, en introduction** (70 mots au plus) : ce que fait Vélastre, qui passe commande, le projet et sa date, ce que l'atelier engage, en chiffre, ce que le comité choisit, et quand.
# 2. **Les six familles**, en un tableau : une ligne par famille, avec sa pire menace et sa meilleure opportunité (question 3), et une conséquence pour l'atelier. Dites combien d'extraits vous avez écartés, et par quelles règles.
# 3. **En conclusion, les risques et les opportunités** : les trois familles qui menacent le plus et les trois qui aident le plus, avec leur criticité et ce que l'atelier fait de leur fait de tête ; puis votre avis au comité (signer, signer sous conditions, attendre), fondé sur deux chiffres de la question 3 ; d'où viennent ces effets et ces probabilités, et ce que cela empêche d'affirmer.
#
# Écrivez pour qui n'a que deux minutes : trois intertitres au moins, avis en gras, une phrase qui dit ce que montre la matrice (une case, un nombre ou une famille).

# %% [markdown] role="manual" id="C2_1-analyse" mots=400
# ### BEGIN SOLUTION
# **Repères pour le jury** (les valeurs sont propres à chaque variante : se reporter au corrigé de la copie).
#
# - **Contexte** : Vélastre, six ateliers, septième à Moulins, 4 septembre 2027, 240 000 € HT, comité du 26 janvier, commande d'Aurélie Pasquelin.
# - **Familles** : questions 1 et 3 ; le fait de tête est celui dont gravité × probabilité est la plus forte parmi les **retenus** de la famille. Un texte en vigueur ancien reste (loi de 2005), une annonce d'élus n'est pas du droit.
# - **Écartés** : [question 2], par les trois règles (trop ancien hors texte en vigueur, source sans nom, statistique sans méthode). Une rumeur se vérifie : elle n'est pas dite fausse.
# - **Conclusion** : criticités de la question 3 ; menaces et opportunités présentées avec le même soin, sans adjectif qui remplace le chiffre. L'avis se déduit du bilan des familles (question 3) et de ce qui agit avant la fin de 2027.
# - Effets et probabilités viennent du comité lui-même, et non d'une mesure : le rang de deux familles proches n'est pas établi.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C2.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Le questionnement
#
# *Environ 720 mots : 440 mots pour ce texte, tableau compris, et 280 pour le questionnaire · C2.2 · 18 points.*
#
# 1. **Les modalités**, en un tableau : une ligne par enquête (quatre au moins, dont celle des habitants), avec les interlocuteurs, la forme (l'une des six de la question 8), l'effectif, les dates (avant l'ouverture), qui la mène, et ce que l'on saura ensuite, que l'on ne sait pas.
# 2. **Les formes et l'échantillon** : pourquoi trois de ces formes, pour ces interlocuteurs ; l'échantillon d'habitants : taille, marge, contacts, deux quotas à l'appui ; le pilote redressé de chaque service face aux 35 %, et une chose qu'il ne permet pas d'affirmer, avec la raison.
# 3. **La culture de Vélastre** : pour les quatre premières valeurs de la charte, ce que les entretiens confirment et démentent, avec une citation et qui l'a dite ; ce que cela change à une enquête ou une question.
# 4. **Les études d'usage** : les trois de la table `etudes` sur lesquelles vous vous appuyez, dont une du territoire ; la limite de l'une ; deux que vous écartez ; pourquoi (auteur, méthode, date, territoire).

# %% [markdown] role="manual" id="C2_2-questionnement" mots=440
# ### BEGIN SOLUTION
# **Repères pour le jury.** Tailles et contacts : question 5 ; quotas : question 6 ; avis favorables : question 7 ; formes : question 8. La marge des habitants est dans la table `cibles`.
#
# - **Pilote** : recueilli à la gare et sur les réseaux, trop de jeunes et de centre ; redressé, il corrige la composition, non la façon dont les gens ont été pris ; quelque 250 réponses, une vingtaine par strate : une part à moins de six points de 35 % ne tranche pas.
#
# | Valeur | Confirmée | Démentie |
# | :-- | :-- | :-- |
# | Réparer d'abord | prime sur les réparations (Sylviane, Mamadou) ; *ou* moyeux gardés (Dorian) | en mai, on montre les vélos exposés (Mamadou) ; *ou* l'habitude de conseiller l'achat (Dorian) |
# | Transmettre | formés et promus (Dorian) ; *ou* un apprenti par atelier (Sylviane) | rien pour la boutique (Mamadou) ; *ou* deux apprentis pour six ateliers (Sylviane) |
# | Accueillir tout le monde | la charte seule, Dorian sort ; *ou* trente signes appris (Mamadou) | client en fauteuil sur le trottoir depuis six ans (Dorian) ; *ou* devis incompris (Mamadou), deux rampes sur six (Sylviane) |
# | Décider ensemble | horaires, outils (Dorian) ; *ou* prix votés (Sylviane), agenda adopté (Mamadou) | les ouvertures apprises dans le journal (Dorian) ; *ou* Moulins décidé seule (Sylviane), une réunion en deux ans (Mamadou) |
#
# - « Mesurer notre empreinte » est jugé avec l'écrit D. Conséquence : questionner les salariés sur Moulins, interroger les personnes handicapées, tester la compréhension du devis.
# - Après *ou*, ce que disent certaines variantes seulement : voir la table `entretiens` de la copie.
# - **Études viables** partout : l'enquête de l'agglomération (quotas, face à face ; du territoire), la clientèle de Vélastre (sans Moulins), le marché du cycle (ventes en France). Jamais retenues : le grand sondage (méthode et territoire inconnus), la métropole. Selon la variante, voir la table `etudes` : le baromètre (Allier, répondants volontaires, ou méthode non publiée),
# « Les Français et la réparation » (quotas, mais commandée par un fabricant, ou sans méthode), « Les villes moyennes » (dont Moulins, ou au Québec en 2009). Une étude viable peut aussi être écartée, pour une raison vraie.
# ### END SOLUTION

# %% [markdown] role="readonly" id="fichier-1"
# ### Fichier — Le questionnaire aux habitants
#
# Remettez `questionnaire` (.docx, .odt ou .pdf), **deux pages au plus**, par le bouton qui suit. Il est prêt à servir : à qui il s'adresse et ce que deviennent les réponses ; dix à douze questions **neutres** ; de quoi classer chacun dans sa strate. Il est jugé avec l'écrit B.

# %% role="readonly" id="C2_2-questionnaire"
livrable("C2_2-questionnaire", "questionnaire", formats=("docx", "odt", "pdf"), pages=2)

# %% [markdown] role="grille" competence="C2.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — L'accessibilité universelle
#
# *Environ 320 mots · C2.3 · 12 points.*
#
# 1. **Les contours, en introduction** (80 mots au plus) : ce qu'est l'accessibilité universelle, deux publics au moins à qui elle sert, et les textes qui s'appliquent au local et au site, avec leur date.
# 2. **Accéder, puis comprendre** : deux listes séparées, chacune avec ses obstacles les plus gênants (deux au moins), son coût total, deux premiers gestes et leur coût, et ce qui resterait, et pour qui, si l'on ne faisait que l'autre.
# 3. **Le projet en face** : un tableau d'au moins cinq lignes, obstacle → réponse du projet → texte ou règle → date (avant l'ouverture) et responsable, deux du local **et** deux du site au moins. Dites quelle page corriger d'abord, le taux du site ensuite, et ce qu'il peut annoncer, avant et après.

# %% [markdown] role="manual" id="C2_3-accessibilite" mots=320
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - **Contours** : l'accès de tous à tout, quels que soient l'âge, le handicap, la langue, et l'aide que cela rend à chacun (poussette, bras dans le plâtre). Loi n° 2005-102 du 11 février 2005 (article 41 pour le local, ERP de 5e catégorie) ; directive (UE) 2019/882 (article L. 412-13 du code de la consommation), applicable depuis
#   le 28 juin 2025, pour la réservation en ligne ; RGAA 4.1 comme méthode. Une loi mal datée ou inventée se voit.
# - **Accès, compréhension** : le tri et les coûts sont ceux de la question 10 (le total d'une liste est la somme de ses quatre zones) ; les obstacles à la compréhension coûtent bien moins, et se lèvent avant l'ouverture.
# - **Réponses** : rampe ou reprise du seuil, partie basse du comptoir, boucle magnétique, devis en mots courants, parcours numéroté, agenda utilisable au clavier… ; dates avant le 4 septembre 2027.
# - **Site** : taux de la question 9 ; sous 50 %, « non conforme » ; au-dessus, « partiellement conforme » ; on corrige d'abord la page qui fait le plus monter le taux : ce n'est pas toujours celle qui a le plus de défauts.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C2.3"

# %% [markdown] role="readonly" id="ecrit_d"
# ## Écrit D — La RSE
#
# *Environ 280 mots · C2.4 · 9 points.*
#
# 1. **Les contours, en introduction** (60 mots au plus) : ce que sont les ODD, qui les a adoptés, quand, combien, pour quelle échéance, et ce que la France en fait.
# 2. **La culture RSE de Vélastre** : les ODD prouvés, affirmés, absents (question 11) ; deux personnes citées sur l'empreinte ; une phrase de la charte récrite, qui n'affirme rien qui ne soit prouvé ou daté.
# 3. **Le parallèle** : le scénario que vous conseillez pour les communes voisines (émissions, coût annuel, réparations servies sans déplacement), et deux autres actions, chacune avec son ODD, dont une relie accessibilité et marketing (jugé avec le REX).

# %% [markdown] role="manual" id="C2_4-rse" mots=280
# ### BEGIN SOLUTION
# **Repères pour le jury.**
#
# - **Citations sur l'empreinte** : Sylviane « par nature » ; Dorian « on trie et on pèse les pneus » ; Mamadou « les clients demandent le bilan carbone », ou le « zéro carbone » dont il ne sait d'où il vient.
# - **Contours** : 17 ODD et 169 cibles, Agenda 2030, adoptés par les États membres de l'ONU en septembre 2015, pour 2030 ; en France, feuille de route de 2019, suivie par le gouvernement.
# - **Culture** : les cinq états de la question 11 (« affirmé » réunit ce qui est à actualiser, sans preuve ou annoncé) ; ce que disent les entretiens : réparation vécue, empreinte non mesurée (« par nature »). Phrase à récrire : « Nous publions ce que nous émettons », ou un objectif cité sans preuve.
# - **Parallèle** : question 12 et `cout_annuel`. Le plus sobre n'est pas toujours le moins cher ; un circuit peu rempli peut émettre plus que les voitures qu'il remplace. Les facteurs comptent l'énergie et la fabrication des véhicules, non le local ni les pièces.
# - Actions : par exemple vélos d'insertion (ODD 8), devis en mots courants (ODD 10), pièces d'occasion sur chaque devis (ODD 12), bilan carbone publié (ODD 13).
# ### END SOLUTION

# %% [markdown] role="grille" competence="C2.4"

# %% [markdown] role="readonly" id="partage"
# ---
# # Qui a fait quoi
#
# *Environ 120 mots.* Ce tableau n'est pas noté : il sert à l'oral et à votre REX.

# %% [markdown] role="manual" id="C2_1-qui_a_fait_quoi" mots=120
# | Tâche | Qui a fait | Qui a relu | Ce qui a été décidé ensemble |
# | --- | --- | --- | --- |
# | Étape 1 et écrit A | | | |
# | Étape 2, écrit B et questionnaire | | | |
# | Étapes 3 et 4, écrits C et D | | | |
# | L'avis au comité | | | |
# | Aide reçue, IA comprise | | | |
#
# ### BEGIN SOLUTION
# **Repères pour le jury.** Chaque étape a quelqu'un qui la fait et quelqu'un d'autre qui la relit ; l'avis au comité est celui du groupe, avec sa raison.
# ### END SOLUTION

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Après du code : **Noyau → Redémarrer le noyau et exécuter toutes les cellules**.
# 2. Bouton **Vérifier avant de rendre** : il dit ce qui manque.
# 3. **Enregistrez** ; **un seul** membre clique sur **Rendre**, en haut ou en bas du notebook, pour tous.
