# Épreuve 9 — Projet de communication (1) : canaux et supports (C9.1 à C9.3).
# Le texte est la source : le notebook de source/ en est construit (epreuves build).

# %% [markdown] role="readonly" id="cas"
# # Épreuve 9 — Projet de communication (1) : canaux et supports
#
# **Rapport de compétences** · travail écrit **individuel** · **3 h 15** devant ce notebook · soutenu ensuite au grand oral (10 min, puis 15 min d'échange) · compétences C9.1, C9.2 et C9.3
#
# **100 points** : 14 pour neuf réponses, que la machine corrige, et 86 pour trois écrits et deux fichiers, que le jury juge.
#
# Le projet de communication est **le vôtre** : une campagne à 360° de l'organisation où vous travaillez ou avez travaillé. Il traverse quatre épreuves (9, 12, 15 et 16), que le rapport de
# compétences réunit. Celle-ci en demande le début : **les canaux, les supports et les événements**. C'est un travail de plusieurs semaines ; ce notebook le reçoit.
#
# | Ce que vous faites | Quand | Points |
# | --- | --- | --- |
# | **Un échauffement** d'une heure et dix minutes, lecture comprise, sur un cas fictif, Thymarelle (questions 1 à 6) | en une fois, ici | 10 |
# | **Vos canaux**, dans un tableau qui est le vôtre (questions 7 à 9) | relevé d'avance ; 25 minutes ici | 4 |
# | **Trois écrits** sur votre projet et l'inventaire de vos supports | préparés pendant des semaines ; 1 h 40 ici pour les mettre au net | 86 |
#
# Vos documents professionnels sont autorisés. Changez les noms si votre employeur le demande ; gardez le secteur, la taille, les dates et les chiffres.
#
# ## Le cas : Thymarelle
#
# *Uzès (Gard), lundi 14 décembre 2026.*
#
# **Thymarelle** fabrique des cosmétiques naturels : 34 personnes, 4,6 millions d'euros de chiffre d'affaires hors taxes, deux boutiques (Uzès et Nîmes), un site marchand, 180 pharmacies
# dépositaires. Le mardi 16 mars 2027, elle lance **« Second Flacon »**, quatre produits rechargeables. La campagne va du 1er mars au 30 juin, avec 90 000 € HT, hors temps passé. Elle vise
# d'abord les **28 à 45 ans du Gard et de l'Hérault qui achètent déjà des cosmétiques naturels**. Hormis les lieux, tout est fictif.
#
# Vous êtes **chargé·e de marketing et communication**. Mathilde Fabrègues, directrice marketing et communication, vous écrit :
#
# > « La direction choisit les canaux ce soir. On va me vanter de grandes audiences : combien y sont de notre cible, et à quel prix ? Beaucoup tiennent la publicité sur les réseaux pour acquise :
# > que gagne-t-on à lui ajouter un canal ? Qu'est-ce qui peut partir le 1er mars, avec l'argent et les bras que nous avons ? Que faut-il reprendre dans nos supports avant d'en
# > imprimer d'autres ? Et quels événements tiennent la route ? »

# %% [markdown] role="readonly" id="mode_emploi"
# ## Mode d'emploi
#
# - **Cliquez sur « Commencer l'épreuve »**, puis répondez dans le formulaire sous chaque énoncé, enregistré à mesure ; ou par du code, dans la cellule « Calculer ici », à la place de `None`, sans changer le nom à gauche du signe égal.
# - **Vérification.** Le formulaire dit comment il a lu votre réponse et ce qui ne va pas dans sa *forme*, jamais sa valeur.
# - **Précision.** Gardez tous les chiffres dans les calculs. Si vous recopiez un résultat, gardez au moins trois chiffres
#   significatifs. Un nombre se tape « 14,7 » (dans du code, `14.7`). Un pourcentage se donne en pour cent, sans son unité (`62.4`).
# - **Une erreur ne compte qu'une fois** : si une question part de votre réponse précédente et que la suite est
#   juste compte tenu de celle-ci, elle est acquise.
# - **Noms réservés dans du code.** N'appelez aucun résultat `nombre`, `date`, `liste`, `serie`, `tableau`, `choix`, `texte` ou
#   `graphique` : ce sont les outils du notebook.
#
# **Les données du cas vous sont propres** : d'une copie à l'autre, les chiffres et les décisions diffèrent.
#
# ### Dans le notebook ou au tableur, à votre choix
#
# Les tables sont aussi dans le dossier `donnees/`, en fichiers CSV qui s'ouvrent dans Excel et dans LibreOffice. Une valeur trouvée au
# tableur et recopiée vaut autant qu'une valeur calculée ici. Dans ces formules, les mots en minuscules sont vos plages de cellules.
#
# | Pour… | Formule, dans Excel ou LibreOffice en français |
# | --- | --- |
# | compter sous conditions | `=NB.SI.ENS(ages;">=28";ages;"<=45";achats;"oui";affiches;"oui")` |
# | additionner sous conditions | `=SOMME.SI.ENS(contacts;sous_categories;"Boutiques";sorts;"corriger")` |
# | les jours qui restent jusqu'à la date de `C2` | `=C2-DATE(2026;12;14)` ; mettez la cellule au format Nombre |
# | comparer une date à un jour donné, en `H1` | `=E2<H$1` |
# | l'une de plusieurs conditions doubles (autant de `ET` qu'il en faut) | `=OU(ET(F2="oui";E2<H$1);ET(G2="oui";E2<H$2))` |
# | ranger par une suite de conditions | `=SI(A2="non";"ôté";SI(B2<12;"court";"long"))` |
# | dépenser ligne à ligne, après avoir trié (Données, Trier) | en `F2` : `=SI(ET(B2<=E2;C2<=D2);"oui";"non")` ; ce qui reste, en `E3` : `=SI(F2="oui";E2-B2;E2)` |
#
# Une réponse trouvée au tableur se tape ou se colle dans son formulaire (Ctrl + V) ; dans du code, un tableau se donne en une liste par colonne, comme dans l'exemple ci-dessous.
#
# | Partie | Questions | Durée conseillée | Points |
# | --- | --- | --- | --- |
# | Lecture du cas et des données | | 13 min | |
# | Étape 1. Les canaux | 1 à 3 | 28 min | 5 |
# | Étape 2. Supports, événements, carte | 4 à 6 | 29 min | 5 |
# | Étape 3. Vos canaux | 7 à 9 | 25 min | 4 |
# | Écrits et fichiers | A à C | 100 min | 86 |

# %% role="readonly" id="preparation"
from epreuves import *

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

donnees = preparer("e09_canaux")

AUJOURD_HUI = pd.Timestamp("2026-12-14")
DEBUT = pd.Timestamp("2027-03-01")
CANAUX = (
    "Courriel", "Compte Instagram", "Présentoirs", "Relations presse",
    "Publicité sur les réseaux", "Liens sponsorisés", "Affichage", "Presse régionale",
)
COMPLEMENTS = ("Affichage", "Presse régionale")
SOUS_CATEGORIES = ("Vente en pharmacie", "Boutiques", "Site et réseaux", "Vie de l'équipe", "Recrutement")
EVENEMENTS = (
    "Soirée en boutique", "Semaine en pharmacie", "Webinaire des pharmaciens", "Séminaire d'équipe", "Défi sans flacon jeté",
)

# %% role="readonly" id="tables"
cadre, canaux, panel = donnees["cadre"], donnees["canaux"], donnees["panel"]
changements, supports, evenements = donnees["changements"], donnees["supports"], donnees["evenements"]

donnees

# %% [markdown] role="readonly" id="exemple_texte"
# ## Un exemple, sur d'autres données
#
# Un refuge pour animaux, de 50 000 visiteurs possibles, dont 20 000 parents, compare deux canaux. L'**indice d'affinité** d'un canal est la part de la cible dans son audience, divisée par sa part dans la population,
# fois 100. Une lettre lue par 4 000 personnes, dont 2 400 parents : 60 % de parents, contre 40 % dans la population, soit un indice de 150. Au-dessus de 100, le canal parle plus à la cible
# qu'à tout le monde.

# %% role="readonly" id="exemple"
exemple_personnes = pd.DataFrame(
    {
        "parent": ["oui", "oui", "oui", "non", "oui"],
        "lettre": ["oui", "oui", "non", "oui", "non"],
        "tract": ["oui", "non", "oui", "oui", "non"],
    }
)

# 1. Parmi les parents : les deux canaux, puis l'un au moins.
exemple_parents = exemple_personnes[exemple_personnes["parent"] == "oui"]
exemple_lettre, exemple_tract = exemple_parents["lettre"] == "oui", exemple_parents["tract"] == "oui"
print("Les deux :", 100 * (exemple_lettre & exemple_tract).mean(), "%")
print("L'un au moins :", 100 * (exemple_lettre | exemple_tract).mean(), "%")

# 2. Une réponse de forme « tableau », trouvée dans un tableur et recopiée : une liste par colonne.
exemple_recopie = pd.DataFrame(
    {
        "media": ["lettre", "tract", "écran"],
        "indice": [150.0, 92.5, 118.4],
        "cout": [21.7, 64.3, 38.9],
        "conseil": ["garder", "revoir", "garder"],
    }
)
exemple_recopie

# %% role="readonly" id="exemple_graphique"
# Un nuage qui se lit seul : un seul appel de scatter, chaque point nommé, un titre qui énonce le résultat.
exemple_figure, exemple_axes = plt.subplots(figsize=(6, 3.4), layout="constrained")
exemple_x, exemple_y = exemple_recopie["indice"], exemple_recopie["cout"]
exemple_axes.scatter(exemple_x, exemple_y, color="#3b6e8f", s=60)
for exemple_rang, exemple_nom in enumerate(exemple_recopie["media"]):
    exemple_point = (exemple_x[exemple_rang], exemple_y[exemple_rang])
    exemple_axes.annotate(exemple_nom, exemple_point, (7, 4), textcoords="offset points")
exemple_axes.set_title("La lettre parle le plus aux parents, et coûte le moins")
exemple_axes.set_xlabel("indice d'affinité")
exemple_axes.set_ylabel("coût (€)")
exemple_axes.margins(0.2)
plt.show()

# %% [markdown] role="readonly" id="etape1"
# ---
# # Étape 1 — Les canaux
#
# ## Question 1 — Ce que coûte la cible
#
# Dans `canaux`, `audience_utile` est le nombre de personnes de l'audience qui sont de la cible. Pour chacun des huit canaux :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `cout_mille` | coût pour **mille personnes utiles** : 1 000 × coût ÷ audience utile | € HT |
# | `affinite` | **indice d'affinité** : part de la cible dans l'audience ÷ part de la cible dans la population (table `cadre`) × 100 | indice |
#
# **À rendre** (2 points) : `valeurs`, un tableau de huit lignes : `canal`, `cout_mille` et `affinite`.

# %% role="solution" id="valeurs_canaux"
# Un tableau : canal, cout_mille, affinite.
valeurs = None
### BEGIN SOLUTION
fiches = canaux.set_index("canal")
moyens = cadre.iloc[0]
part_cible = moyens["cible"] / moyens["population"]
dans_audience = fiches["audience_utile"] / fiches["audience"]
valeurs = pd.DataFrame(
    {"cout_mille": 1000 * fiches["cout"] / fiches["audience_utile"], "affinite": 100 * dans_audience / part_cible}
)
erreur_type(
    "C9_1-valeurs",
    "audience_brute",
    valeurs.assign(cout_mille=1000 * fiches["cout"] / fiches["audience"]),
    "Vous avez divisé par toute l'audience : qui n'est pas de la cible ne compte pas comme une personne utile.",
    part=0.5,
)
erreur_type(
    "C9_1-valeurs",
    "couverture_pour_affinite",
    valeurs.assign(affinite=100 * fiches["audience_utile"] / moyens["cible"]),
    "Vous avez donné la part de la cible que le canal touche, sa couverture : l'affinité part de la composition de son audience.",
    part=0.5,
)
erreur_type(
    "C9_1-valeurs",
    "sans_population",
    valeurs.assign(affinite=100 * dans_audience),
    "Vous avez donné la part de la cible dans l'audience : l'indice la rapporte à sa part dans la population.",
    part=0.6,
)
erreur_type(
    "C9_1-valeurs",
    "sans_cent",
    valeurs.assign(affinite=dans_audience / part_cible),
    "Vous avez donné le rapport des deux parts : l'indice le multiplie par 100.",
    part=0.75,
)
erreur_type(
    "C9_1-valeurs",
    "sans_mille",
    valeurs.assign(cout_mille=fiches["cout"] / fiches["audience_utile"]),
    "Vous avez donné le coût d'une personne utile : il est demandé pour mille.",
    part=0.75,
)
erreur_type(
    "C9_1-valeurs",
    "indice_inverse",
    valeurs.assign(affinite=100 * part_cible / dans_audience),
    "Vous avez inversé l'indice : la part de la cible dans l'audience se divise par sa part dans la population.",
    part=0.5,
)
erreur_type(
    "C9_1-valeurs",
    "part_du_panel",
    valeurs.assign(affinite=100 * dans_audience / (panel["age"].between(28, 45) & (panel["achete_naturel"] == "oui")).mean()),
    "Vous avez pris la part de la cible dans le panel, où elle est exprès surreprésentée : celle de la population se lit dans la table « cadre ».",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C9_1-valeurs" points=2
verifier(
    "C9_1-valeurs",
    valeurs,
    tableau(
        cle="canal",
        cles=CANAUX,
        colonnes={
            "cout_mille": nombre(unite="€", minimum=0, maximum=100_000),
            "affinite": nombre(minimum=0, maximum=10_000),
        },
    ),
)

# %% [markdown] role="readonly" id="q2"
# ## Question 2 — Ce qu'un canal ajoute à la publicité sur les réseaux
#
# Deux canaux touchent souvent les mêmes personnes. La table `panel` dit qui a été exposé à quoi ; **ne gardez que la cible** : 28 à 45 ans, bornes comprises, et `achete_naturel` = « oui ». Pour
# l'affichage et pour la presse régionale, chacun ajouté **seul** à la publicité sur les réseaux :
#
# | Colonne | Contenu | Unité |
# | --- | --- | --- |
# | `commune` | part de la cible exposée aux **deux** (audience dupliquée), à une décimale au moins | % |
# | `nouvelles` | nombre de personnes que le canal ajoute : part de la cible exposée à lui et **pas** à la publicité sur les réseaux × `cible` (table `cadre`) | personnes |
# | `cout_nouveau` | coût pour **mille** personnes nouvelles : 1 000 × coût du canal ajouté (table `canaux`) ÷ `nouvelles` | € HT |
# | `avis` | « ajouter » si mille personnes nouvelles coûtent **600 € au plus**, « laisser » sinon | |
#
# **À rendre** (1 point) : `complements`, un tableau de deux lignes : `canal` (Affichage, Presse régionale), `commune`, `nouvelles`, `cout_nouveau` et `avis`.

# %% role="solution" id="complements_canaux"
# Un tableau : canal, commune, nouvelles, cout_nouveau, avis.
complements = None
### BEGIN SOLUTION
COLONNES = {"Affichage": "affichage", "Presse régionale": "presse"}


def completer(personnes, regle="panel", base="cible", sur=None):
    """Les colonnes demandées, mesurées sur ces personnes ; « sur » est ce qu'un étourdi met au dénominateur."""
    reseaux = personnes["publicite_reseaux"] == "oui"
    lignes = {}
    for canal, colonne in COLONNES.items():
        vus = personnes[colonne] == "oui"
        commune = reseaux.mean() * vus.mean() if regle == "hasard" else (reseaux & vus).mean()
        nouvelles = (vus.mean() - (0 if regle == "brutes" else commune)) * cadre[base].iloc[0]
        mille = 1000 * canaux.set_index("canal")["cout"][canal] / nouvelles
        if sur:
            trop_peu = len(personnes) / sur
            commune, nouvelles, mille = commune * trop_peu, nouvelles * trop_peu, mille / trop_peu
        lignes[canal] = [100 * commune, nouvelles, mille, "ajouter" if mille <= 600 else "laisser"]
    return pd.DataFrame(lignes, index=["commune", "nouvelles", "cout_nouveau", "avis"]).T


cible = panel[panel["age"].between(28, 45) & (panel["achete_naturel"] == "oui")]
complements = completer(cible)
erreur_type(
    "C9_1-complements",
    "hasard",
    completer(cible, "hasard"),
    "Vous avez multiplié les deux parts : c'est la duplication que donnerait le hasard ; le panel permet de la mesurer.",
    part=0.25,
)
erreur_type(
    "C9_1-complements",
    "tout_le_panel",
    completer(panel),
    "Vous avez lu tout le panel : ne gardez que les personnes de la cible, par l'âge et par l'achat.",
    part=0.25,
)
erreur_type(
    "C9_1-complements",
    "age_seul",
    completer(panel[panel["age"].between(28, 45)]),
    "Vous avez gardé l'âge sans l'achat : la cible achète déjà des cosmétiques naturels.",
    part=0.25,
)
erreur_type(
    "C9_1-complements",
    "achat_seul",
    completer(panel[panel["achete_naturel"] == "oui"]),
    "Vous avez gardé l'achat sans l'âge : la cible a de 28 à 45 ans.",
    part=0.25,
)
erreur_type(
    "C9_1-complements",
    "bornes_exclues",
    completer(cible[cible["age"].between(29, 44)]),
    "Vous avez ôté les personnes de 28 et de 45 ans : les bornes sont comprises.",
    part=0.5,
)
erreur_type(
    "C9_1-complements",
    "sur_tout_le_panel",
    completer(cible, sur=len(panel)),
    "Vous avez compté dans la cible et divisé par tout le panel : la part demandée se rapporte aux personnes de la cible.",
    part=0.4,
)
erreur_type(
    "C9_1-complements",
    "parmi_les_exposees",
    complements.assign(commune=100 * complements["commune"] / (100 * (cible["publicite_reseaux"] == "oui").mean())),
    "Vous avez rapporté l'audience commune aux seules personnes exposées à la publicité sur les réseaux : elle se rapporte à toute la cible.",
    part=0.75,
)
erreur_type(
    "C9_1-complements",
    "brutes",
    completer(cible, "brutes"),
    "Vous avez compté toutes les personnes exposées au canal, comme si les deux audiences s'additionnaient : celles que la publicité sur les réseaux touche déjà ne sont pas nouvelles.",
    part=0.5,
)
erreur_type(
    "C9_1-complements",
    "toute_la_population",
    completer(cible, base="population"),
    "Vous avez multiplié par la population : la part est mesurée sur la cible, et s'applique à la cible.",
    part=0.5,
)
erreur_type(
    "C9_1-complements",
    "cout_par_personne",
    complements.assign(cout_nouveau=complements["cout_nouveau"] / 1000),
    "Vous avez donné le coût d'une personne nouvelle : il est demandé pour mille.",
    part=0.8,
)
### END SOLUTION

# %% role="tests" id="C9_1-complements" points=1
verifier(
    "C9_1-complements",
    complements,
    tableau(
        cle="canal",
        cles=COMPLEMENTS,
        colonnes={
            "commune": pourcentage(decimales=1, echelle="pourcent"),
            "nouvelles": nombre(unite="personnes", minimum=0, maximum=1_000_000),
            "cout_nouveau": nombre(unite="€", minimum=0, maximum=100_000),
            "avis": choix("ajouter", "laisser"),
        },
    ),
)

# %% [markdown] role="readonly" id="q3"
# ## Question 3 — Les canaux que l'on peut tenir
#
# La direction suivra cette règle pour tous les canaux, publicité sur les réseaux comprise ; l'avis de la question 2 n'y compte pas. Prenez les huit canaux **du moins cher au plus cher pour mille personnes utiles**
# (votre question 1) ; au premier, il reste tout le `budget` et tous les `jours` de la table `cadre`. À chacun, la première ligne qui s'applique :
#
# 1. « trop tard » : commandé ce soir, lundi 14 décembre 2026, il est prêt `delai` jours du calendrier plus tard, **après le 1er mars 2027** (le jour même, il est à temps) ;
# 2. « hors cible » : son indice d'affinité est **inférieur à 100** ;
# 3. « retenu » : son coût tient dans le budget qui reste **et** ses jours dans les jours qui restent ; on les retranche du reste ;
# 4. « hors moyens » : sinon ; l'on passe au suivant.
#
# **À rendre** (2 points) : `sorts`, un tableau de huit lignes : `canal`, `sort` et `reste`, le budget (en € HT) qui reste **après** l'examen de ce canal ; seul un canal retenu le diminue.

# %% role="solution" id="sorts_canaux"
# Un tableau : canal, sort, reste.
sorts = None
### BEGIN SOLUTION
prets = AUJOURD_HUI + pd.to_timedelta(fiches["delai"], unit="D")


def trier(limite=DEBUT, seuil=100, avec_jours=True, arret=False, rang=None):
    """Ce que devient chaque canal, pris du moins cher au plus cher, ou dans un autre rang."""
    argent, bras, ferme, trouves, restes = moyens["budget"], moyens["jours"], False, {}, {}
    for canal in valeurs["cout_mille"].sort_values().index if rang is None else rang:
        cout, jours = fiches["cout"][canal], fiches["jours"][canal]
        if prets[canal] > limite:
            trouves[canal] = "trop tard"
        elif valeurs["affinite"][canal] < seuil:
            trouves[canal] = "hors cible"
        elif not ferme and cout <= argent and (jours <= bras or not avec_jours):
            trouves[canal] = "retenu"
            argent, bras = argent - cout, bras - jours
        else:
            trouves[canal] = "hors moyens"
            ferme = arret
        restes[canal] = argent
    return pd.DataFrame({"sort": pd.Series(trouves), "reste": pd.Series(restes)})


sorts = trier()
erreur_type(
    "C9_1-sorts",
    "jours_oublies",
    trier(avec_jours=False),
    "Vous n'avez suivi que l'argent : l'équipe n'a qu'un nombre de jours, et chaque canal retenu en prend.",
    part=0.5,
)
erreur_type(
    "C9_1-sorts",
    "arret_au_premier",
    trier(arret=True),
    "Vous vous êtes arrêté·e au premier canal qui ne tient pas : l'on passe au suivant, qui peut tenir.",
    part=0.5,
)
erreur_type(
    "C9_1-sorts",
    "affinite_oubliee",
    trier(seuil=0),
    "Vous avez oublié la deuxième ligne : un canal dont l'indice est sous 100 n'est pas retenu.",
    part=0.5,
)
erreur_type(
    "C9_1-sorts",
    "premier_mars_exclu",
    trier(limite=DEBUT - pd.Timedelta(days=1)),
    "Vous avez refusé un canal prêt le 1er mars : le jour même, il est à temps.",
    part=0.5,
)
erreur_type(
    "C9_1-sorts",
    "tri_par_cout",
    trier(rang=fiches["cout"].sort_values().index),
    "Vous avez trié par le coût de chaque canal : l'ordre est celui du coût pour mille personnes utiles.",
    part=0.4,
)
erreur_type(
    "C9_1-sorts",
    "sans_tri",
    trier(rang=fiches.index),
    "Vous avez pris les canaux dans l'ordre de la table : triez-les d'abord, du moins cher au plus cher pour mille personnes utiles.",
    part=0.3,
)
### END SOLUTION

# %% role="tests" id="C9_1-sorts" points=2
verifier(
    "C9_1-sorts",
    sorts,
    tableau(
        cle="canal",
        cles=CANAUX,
        colonnes={
            "sort": choix("trop tard", "hors cible", "retenu", "hors moyens"),
            "reste": nombre(unite="€", minimum=0, maximum=1_000_000),
        },
    ),
)

# %% [markdown] role="readonly" id="etape2"
# ---
# # Étape 2 — Supports, événements, carte
#
# ## Question 4 — Les supports à reprendre
#
# La table `supports` est l'inventaire ; `changements` dit ce qui a changé. **Un support déjà hors service (« retiré » dans la colonne `etat`) ne compte nulle part.** Rangez chacun des autres une seule fois, par la première règle qui s'applique :
#
# 1. « retirer » : il n'a pas servi depuis le **14 décembre 2025** (dernier usage avant ce jour) ;
# 2. « corriger » : il montre (« oui » dans `logo`, `adresse` ou `prix`) une information dont le changement est **postérieur à sa version** ; une version du jour même est à jour ;
# 3. « enrichir » : il présente les gammes (`gamme` = « oui »), toujours sans « Second Flacon » ;
# 4. « garder » : tous les autres.
#
# Pour chaque sous-catégorie :
#
# - `contacts_corriger` : la somme de la colonne `contacts` des supports à corriger ;
# - `contacts_enrichir` : la même somme, pour les supports à enrichir (0 s'il n'y en a pas).
#
# **À rendre** (2 points) : `reprises`, un tableau de cinq lignes : `sous_categorie`, `contacts_corriger` et `contacts_enrichir`.

# %% role="solution" id="reprises_supports"
# Un tableau : sous_categorie, contacts_corriger, contacts_enrichir.
reprises = None
### BEGIN SOLUTION
dates = changements.set_index("information")["date"]
en_service = supports["etat"] == "en service"
oublies = supports["dernier_usage"] < AUJOURD_HUI - pd.DateOffset(years=1)


def depasses(jours, envers=False, oubliee=()):
    """Les supports dont une information montrée a changé après (ou avant) ces jours."""
    trouves = pd.Series(False, index=supports.index)
    for information, jour in dates.drop(list(oubliee)).items():
        trouves = trouves | ((supports[information] == "oui") & ((jours > jour) if envers else (jours < jour)))
    return trouves


perimes = depasses(supports["version"])


def ranger(pris, a_retirer, a_corriger, une_fois=True):
    """Les contacts de chaque sous-catégorie : à corriger, à enrichir."""
    corriger = pris & a_corriger & (~a_retirer | (not une_fois))
    enrichir = pris & (supports["gamme"] == "oui") & (~(a_retirer | a_corriger) | (not une_fois))
    suites = {"contacts_corriger": corriger, "contacts_enrichir": enrichir}
    vus = pd.DataFrame({nom: supports["contacts"].where(ceux, 0) for nom, ceux in suites.items()})
    return vus.groupby(supports["sous_categorie"]).sum().loc[list(SOUS_CATEGORIES)]


reprises = ranger(en_service, oublies, perimes)
erreur_type(
    "C9_2-reprises",
    "retires_comptes",
    ranger(en_service | True, oublies, perimes),
    "Vous avez compté les supports déjà retirés : ôtez-les avant de ranger les autres.",
    part=0.5,
)
erreur_type(
    "C9_2-reprises",
    "plusieurs_fois",
    ranger(en_service, oublies, perimes, une_fois=False),
    "Vous avez rangé un même support à plusieurs endroits : la première règle qui s'applique l'emporte, et l'on ne corrige pas ce que l'on retire.",
    part=0.3,
)
erreur_type(
    "C9_2-reprises",
    "corriger_avant_retirer",
    ranger(en_service, oublies & ~perimes, perimes),
    "Vous avez corrigé des supports à retirer : ce qui n'a pas servi depuis un an se retire d'abord, même périmé.",
    part=0.5,
)
erreur_type(
    "C9_2-reprises",
    "date_seule",
    ranger(en_service, oublies, supports["version"] < dates.max()),
    "Vous avez comparé la version au dernier changement, sans voir ce que le support montre : une affichette sans prix ne craint pas un nouveau tarif.",
    part=0.3,
)
erreur_type(
    "C9_2-reprises",
    "prix_oublies",
    ranger(en_service, oublies, depasses(supports["version"], oubliee=["prix"])),
    "Vous avez regardé le logo et l'adresse : les prix ont changé, eux aussi.",
    part=0.4,
)
erreur_type(
    "C9_2-reprises",
    "usage_pour_version",
    ranger(en_service, oublies, depasses(supports["dernier_usage"])),
    "Vous avez comparé le changement au dernier usage : un support servi hier peut montrer l'ancien logo. C'est sa version qui date ce qu'il montre.",
    part=0.3,
)
erreur_type(
    "C9_2-reprises",
    "sens_inverse",
    ranger(en_service, oublies, depasses(supports["version"], envers=True)),
    "Vous avez corrigé les supports dont la version suit le changement : c'est une version antérieure qui montre l'ancienne information.",
    part=0.2,
)
### END SOLUTION

# %% role="tests" id="C9_2-reprises" points=2
verifier(
    "C9_2-reprises",
    reprises,
    tableau(
        cle="sous_categorie",
        cles=SOUS_CATEGORIES,
        colonnes={
            "contacts_corriger": entier(minimum=0, maximum=10_000_000),
            "contacts_enrichir": entier(minimum=0, maximum=10_000_000),
        },
    ),
)

# %% [markdown] role="readonly" id="q5"
# ## Question 5 — Les événements qui tiennent
#
# Pour chacun des cinq événements (table `evenements`), les **présents** sont les invités × `presence` ÷ 100, et le **coût** est `fixe` + présents × `par_personne`.
#
# - `contacts` : les présents **et** les personnes que chacun touche en en parlant : présents × (1 + `relais`) ;
# - `cout_contact` : coût ÷ `contacts`, en € HT ;
# - `verdict`, le premier qui s'applique : « trop tard » s'il faut plus de jours (`delai`) qu'il n'en reste du 14 décembre à sa date ; « trop lourd » s'il prend **plus de 12 jours** à l'équipe ; « trop cher » si un contact coûte **plus de 6 €** ; « faisable » sinon.
#
# **À rendre** (2 points) : `faisabilite`, un tableau de cinq lignes : `evenement`, `contacts`, `cout_contact` et `verdict`.

# %% role="solution" id="faisabilite_evenements"
# Un tableau : evenement, contacts, cout_contact, verdict.
faisabilite = None
### BEGIN SOLUTION
projets = evenements.set_index("evenement")


def juger(venus, avec_presents=1, ordre=(0, 1, 2), charge=12, avec_relais=1, avec_fixe=1):
    """Les contacts, le coût de chacun et le verdict, pour ce nombre de présents."""
    touches = venus * (avec_presents + avec_relais * projets["relais"])
    contact = (avec_fixe * projets["fixe"] + venus * projets["par_personne"]) / touches
    restants = (projets["date"] - AUJOURD_HUI).dt.days
    motifs = [projets["delai"] > restants, projets["jours"] > charge, contact > 6]
    noms = ["trop tard", "trop lourd", "trop cher"]
    verdict = np.select([motifs[rang] for rang in ordre], [noms[rang] for rang in ordre], "faisable")
    return pd.DataFrame({"contacts": touches, "cout_contact": contact, "verdict": verdict}, index=projets.index)


presents = projets["invites"] * projets["presence"] / 100
faisabilite = juger(presents)
erreur_type(
    "C9_3-faisabilite",
    "invites_pour_presents",
    juger(projets["invites"]),
    "Vous avez compté tous les invités : seule une part viendra, et coûtera par personne.",
    part=0.3,
)
erreur_type(
    "C9_3-faisabilite",
    "presents_oublies",
    juger(presents, avec_presents=0),
    "Vous n'avez compté que les personnes informées par les présents : les présents sont eux aussi des contacts.",
    part=0.5,
)
erreur_type(
    "C9_3-faisabilite",
    "relais_oublies",
    juger(presents, avec_relais=0),
    "Vous avez divisé par les présents seuls : les personnes que chacun touche en en parlant sont aussi des contacts.",
    part=0.5,
)
erreur_type(
    "C9_3-faisabilite",
    "fixe_oublie",
    juger(presents, avec_fixe=0),
    "Vous n'avez compté que le coût par présent : le coût fixe s'y ajoute.",
    part=0.5,
)
erreur_type(
    "C9_3-faisabilite",
    "ordre_inverse",
    juger(presents, ordre=(2, 1, 0)),
    "Vous avez regardé le coût d'abord : le premier motif qui s'applique est le délai, puis la charge, puis le coût.",
    part=0.6,
)
erreur_type(
    "C9_3-faisabilite",
    "charge_oubliee",
    juger(presents, ordre=(0, 2)),
    "Vous n'avez pas regardé les jours que l'événement prend à l'équipe.",
    part=0.6,
)
erreur_type(
    "C9_3-faisabilite",
    "delai_oublie",
    juger(presents, ordre=(1, 2)),
    "Vous n'avez pas regardé les jours qui restent avant l'événement : un délai plus long l'écarte d'abord.",
    part=0.6,
)
erreur_type(
    "C9_3-faisabilite",
    "douze_refuse",
    juger(presents, charge=11),
    "Vous avez refusé un événement de douze jours : il en faut plus de douze pour être trop lourd.",
    part=0.7,
)
### END SOLUTION

# %% role="tests" id="C9_3-faisabilite" points=2
verifier(
    "C9_3-faisabilite",
    faisabilite,
    tableau(
        cle="evenement",
        cles=EVENEMENTS,
        colonnes={
            "contacts": nombre(minimum=0, maximum=1_000_000),
            "cout_contact": nombre(unite="€", minimum=0, maximum=100_000),
            "verdict": choix("trop tard", "trop lourd", "trop cher", "faisable"),
        },
    ),
)

# %% [markdown] role="readonly" id="q6"
# ## Question 6 — La carte des canaux
#
# D'après votre question 1, la carte que la direction lira sans vous : un **nuage** de huit points, chacun **nommé** à côté de lui, l'indice d'affinité **en abscisse** (à l'horizontale), le coût pour mille personnes utiles (en €)
# **en ordonnée** ; ne les inversez pas. Son titre énonce le résultat : le canal qui coûte le moins pour mille personnes utiles, et celui qui vise le mieux.
#
# **À rendre** (1 point) : le graphique, dessiné dans son formulaire ou par du code (`carte`).

# %% role="solution" id="carte_canaux"
# Une figure matplotlib : par exemple carte, axes = plt.subplots(figsize=(9, 5))
carte = None
### BEGIN SOLUTION
abscisses, ordonnees = valeurs["affinite"], valeurs["cout_mille"]
carte, repere_carte = plt.subplots(figsize=(9.5, 5.6), layout="constrained")
repere_carte.scatter(abscisses, ordonnees, s=60, color="#1f5f8b")
for canal in valeurs.index:
    # Le nom passe à gauche du point, ou dessous, si un autre point est juste à sa droite.
    a_droite = (abscisses - abscisses[canal]) / (abscisses.max() - abscisses.min())
    au_dessus = (ordonnees - ordonnees[canal]) / (ordonnees.max() - ordonnees.min())
    voisin = au_dessus.between(-0.04, 0.07)
    droite = (a_droite.between(0.005, 0.012 * len(canal)) & voisin).any()
    gauche = (a_droite.between(-0.45, -0.005) & voisin).any()
    decalage, cote = ((7, 4), "left") if not droite else ((0, -15), "center") if gauche else ((-7, 4), "right")
    repere_carte.annotate(
        canal,
        (abscisses[canal], ordonnees[canal]),
        decalage,
        textcoords="offset points",
        ha=cote,
        fontsize=9,
    )
repere_carte.axvline(100, color="#888888", linewidth=1, linestyle=":")
affine, economique = abscisses.idxmax(), ordonnees.idxmin()
if affine == economique:
    constat = f"« {affine} » a la plus forte affinité et coûte le moins"
else:
    constat = f"« {affine} » a la plus forte affinité ; « {economique} » coûte le moins"
repere_carte.set_title(constat, loc="left", fontweight="bold")
repere_carte.set_xlabel("indice d'affinité (100 : la population)")
repere_carte.set_ylabel("coût pour mille personnes utiles (€ HT)")
repere_carte.margins(0.26, 0.1)
repere_carte.spines[["top", "right"]].set_visible(False)
### END SOLUTION

# %% role="tests" id="C9_1-carte" points=1
verifier(
    "C9_1-carte",
    carte,
    graphique(genre="nuage", x="affinité", y="coût", unite_y="€", series=CANAUX),
    tolerance=0.01,
)

# %% [markdown] role="readonly" id="etape3"
# ---
# # Étape 3 — Vos canaux
#
# Thymarelle est derrière vous : voici **les canaux de votre propre projet**. La machine vérifie que vos calculs suivent de votre tableau ; le jury juge ce que ce tableau vaut, et
# l'écrit A dit d'où viennent ses chiffres.
#
# ## Question 7 — Le tableau de vos canaux
#
# Une ligne par canal que votre campagne emploie ou pourrait employer, **six à douze** lignes, tous sur une même durée, que dira l'écrit A :
#
# | Colonne | Contenu |
# | --- | --- |
# | `canal` | son nom, différent à chaque ligne |
# | `famille` | « possédé » (à votre organisation), « gagné » (les autres en parlent) ou « payé » (l'espace s'achète) |
# | `utile` | le nombre de personnes **de votre cible** qu'il touche, au moins 1 ; mesuré, ou estimé canal par canal |
# | `autres` | le nombre de personnes **hors de votre cible** qu'il touche ; 0 si toute l'audience est votre cible |
# | `cout` | ce qu'il coûte, en €, hors temps passé ; 0 s'il ne coûte rien |
#
# **À rendre** (1 point) : `mes_canaux`, un tableau, par exemple
# `pd.DataFrame({"canal": ["…", "…"], "famille": ["payé", "possédé"], "utile": [730, 415], "autres": [1420, 225], "cout": [285.5, 0]})`.

# %% role="solution" id="mes_canaux"
# Un tableau : canal, famille, utile, autres, cout.
mes_canaux = None
### BEGIN SOLUTION
mes_canaux = pd.DataFrame(
    {
        "canal": [
            "Lettre aux abonnés",
            "Site du centre",
            "Journal intercommunal",
            "Affiches aux arrêts de car",
            "Radio du pays",
            "Articles dans la presse",
            "Avis en ligne",
            "Annonces sur les réseaux",
        ],
        "famille": ["possédé", "possédé", "possédé", "payé", "payé", "gagné", "gagné", "payé"],
        "utile": [2180, 5950, 8650, 9870, 4380, 6120, 1480, 7340],
        "autres": [1560, 12_450, 30_250, 31_330, 18_320, 21_180, 1670, 8460],
        "cout": [190, 640, 0, 1860, 1240, 0, 0, 980],
    }
)
### END SOLUTION

# %% role="tests" id="C9_1-mes_canaux" points=1
verifier(
    "C9_1-mes_canaux",
    mes_canaux,
    vos_donnees(
        tableau(
            cle="canal",
            colonnes={
                "famille": choix("possédé", "gagné", "payé"),
                "utile": entier(unite="personnes", minimum=1, maximum=20_000_000),
                "autres": entier(unite="personnes", minimum=0, maximum=20_000_000),
                "cout": nombre(unite="€", minimum=0, maximum=500_000),
            },
        ),
        lignes=(6, 12),
        varie=("utile",),
        pas_de=(
            canaux,
            evenements,
            exemple_recopie,
            # Les audiences du cas, telles quelles ou multipliées.
            [
                canaux[["canal"]].assign(utile=(facteur * canaux[colonne]).round().astype(int))
                for colonne in ("audience_utile", "audience")
                for facteur in (1, 0.01, 0.1, 0.2, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.05, 1.1, 1.2, 1.25, 1.3, 1.5, 2, 3, 5, 10)
            ],
        ),
    ),
)

# %% [markdown] role="readonly" id="q8"
# ## Question 8 — Ce que coûtent mille personnes
#
# L'**audience** d'un canal est la somme `utile` + `autres`. D'après votre tableau, pour chacun de vos canaux, en € (0 pour un canal gratuit) :
#
# - `brut` : 1 000 × coût ÷ audience ;
# - `net` : coût pour mille personnes utiles (le `cout_mille` de la question 1), 1 000 × coût ÷ `utile`.
#
# **À rendre** (1 point) : `mes_couts`, un tableau d'une ligne par canal : `canal`, `brut` et `net`.

# %% role="solution" id="mes_couts"
# Un tableau : canal, brut, net.
mes_couts = None
### BEGIN SOLUTION
par_canal = mes_canaux.set_index("canal")
audience = par_canal["utile"] + par_canal["autres"]
mes_couts = pd.DataFrame(
    {"brut": 1000 * par_canal["cout"] / audience, "net": 1000 * par_canal["cout"] / par_canal["utile"]}
)
erreur_type(
    "C9_1-mes_couts",
    "par_personne",
    mes_couts / 1000,
    "Vous avez donné le coût d'une personne : il est demandé pour mille.",
    part=0.5,
)
erreur_type(
    "C9_1-mes_couts",
    "colonnes_inversees",
    mes_couts.assign(brut=mes_couts["net"], net=mes_couts["brut"]),
    "Vos deux colonnes sont inversées : le coût brut se divise par toute l'audience.",
    part=0.3,
)
# Là où personne n'est hors de la cible, l'étourdi divise par ce qu'il a.
hors_cible = par_canal["autres"].where(par_canal["autres"] > 0, audience)
erreur_type(
    "C9_1-mes_couts",
    "autres_pour_audience",
    mes_couts.assign(brut=1000 * par_canal["cout"] / hors_cible),
    "Vous avez divisé par les personnes hors de la cible : l'audience est la somme des deux colonnes.",
    part=0.5,
)
### END SOLUTION

# %% role="tests" id="C9_1-mes_couts" points=1
verifier(
    "C9_1-mes_couts",
    mes_couts,
    tableau(
        cle="canal",
        colonnes={
            "brut": nombre(unite="€", minimum=0, maximum=1_000_000_000),
            "net": nombre(unite="€", minimum=0, maximum=1_000_000_000),
        },
    ),
    ecart=0.005,
)

# %% [markdown] role="readonly" id="q9"
# ## Question 9 — À qui parlent vos canaux
#
# Vous ne connaissez peut-être pas la part de votre cible dans la population : la référence est ici **l'ensemble de vos canaux**. Pour chacun :
#
# - `part_utile` : `utile` ÷ audience, en % ;
# - `indice` : part utile du canal ÷ (**total** de `utile` ÷ **total** des audiences) × 100.
#
# **À rendre** (2 points) : `mes_indices`, un tableau d'une ligne par canal : `canal`, `part_utile` et `indice`.

# %% role="solution" id="mes_indices"
# Un tableau : canal, part_utile, indice.
mes_indices = None
### BEGIN SOLUTION
part_utile = 100 * par_canal["utile"] / audience
part_totale = 100 * par_canal["utile"].sum() / audience.sum()
mes_indices = pd.DataFrame({"part_utile": part_utile, "indice": 100 * part_utile / part_totale})
erreur_type(
    "C9_1-mes_indices",
    "moyenne_des_parts",
    mes_indices.assign(indice=100 * part_utile / part_utile.mean()),
    "Vous avez pris la moyenne des parts : un petit canal y pèse autant qu'un grand. Divisez le total des personnes utiles par celui des audiences.",
    part=0.5,
)
erreur_type(
    "C9_1-mes_indices",
    "part_des_contacts",
    mes_indices.assign(part_utile=100 * par_canal["utile"] / par_canal["utile"].sum()),
    "Vous avez rapporté l'audience utile à celle de tous les canaux : elle se rapporte à l'audience du même canal.",
    part=0.5,
)
erreur_type(
    "C9_1-mes_indices",
    "autres_pour_audience",
    pd.DataFrame(
        {
            "part_utile": 100 * par_canal["utile"] / hors_cible,
            "indice": 100 * par_canal["utile"] / hors_cible / (par_canal["utile"].sum() / hors_cible.sum()),
        }
    ),
    "Vous avez divisé par les personnes hors de la cible : l'audience est la somme des deux colonnes.",
    part=0.5,
)
erreur_type(
    "C9_1-mes_indices",
    "sans_cent",
    mes_indices.assign(indice=part_utile / part_totale),
    "Vous avez donné le rapport des deux parts : l'indice le multiplie par 100.",
    part=0.75,
)
### END SOLUTION

# %% role="tests" id="C9_1-mes_indices" points=2
verifier(
    "C9_1-mes_indices",
    mes_indices,
    tableau(
        cle="canal",
        colonnes={
            "part_utile": pourcentage(minimum=0, maximum=3_000_000_000, echelle="pourcent"),
            "indice": nombre(minimum=0, maximum=3_000_000_000_000),
        },
    ),
    ecart=0.05,
)

# %% [markdown] role="readonly" id="ecrits"
# ---
# # Les écrits
#
# Trois textes, un par compétence, sur **votre** projet de communication : ses faits, ses chiffres, ses hésitations. Ce qui vient du cas Thymarelle ne compte pas. Si quelque chose a manqué, dites-le, et dites ce que vous auriez fait. Une case sans rien que l'on puisse contrôler (« important », « rapide ») compte comme vide. Les critères sur lesquels chaque écrit est jugé le suivent.
#
# **Vos preuves.** Remettez sous l'écrit A, sous le nom `preuves` (PDF), une **preuve datée** par compétence, noms masqués s'il le faut : un tarif, un échange ou une décision sur un canal (C9.1) ; un message ou un support qui montre une actualisation demandée ou faite (C9.2) ; une annonce, un bilan ou un échange sur un événement (C9.3).
# Ce dont rien ne reste peut être attesté par l'employeur.
#
# ## Écrit A — Les canaux
#
# *Environ 450 mots, tableaux compris · C9.1 · 32 points, avec le fichier `preuves`.*
#
# 1. **Le cadre**, avant tout canal : l'organisation et votre mission en une ligne ; puis ce qu'il fallait servir : deux actions au moins du plan marketing, l'objectif global et deux objectifs intermédiaires, chacun avec un nombre et une date, la cible, par deux traits que l'on peut vérifier (âge, lieu, situation, usage…).
# 2. **La liste ouverte** : huit canaux ou supports au moins, possédés, gagnés et payés, chacun avec la recherche qui l'a nourri, nommée (quelle étude, qui, quel exemple). Trois sortes de recherche au moins : chiffres internes, étude ou régie, exemple d'une
#    autre organisation, entretien, veille…
# 3. **La faisabilité** chez vous : un tableau de cinq canaux au moins, avec leur coût et leur délai, en nombres, qui le ferait, et votre verdict ; un refus au moins, et sa raison ; un moyen de l'organisation (budget, heures, savoir-faire, outil) dont un verdict a dépendu. Dites d'où viennent les chiffres des questions 7 à 9, et sur quelle durée.
# 4. **La proposition finale** : les canaux retenus, l'objectif du cadre que chacun fait avancer, un chiffre de la question 8 ou 9 à l'appui de l'un d'eux ; ce que la campagne développe d'abord, et pourquoi (ventes, notoriété, image, marque employeur) ; deux relais d'un canal à un autre (ce qu'une personne touchée par l'un fait ensuite sur l'autre), et ce que l'un apporte à l'autre ; le moment de chaque canal.

# %% [markdown] role="manual" id="C9_1-canaux" mots=450
# ### BEGIN SOLUTION
# **Repères pour le jury** (les faits viennent du candidat ou de la candidate). Rapprocher l'écrit du tableau de la question 7 : mêmes canaux, mêmes coûts, même durée. Le rapprocher aussi de la table `canaux` : un tableau qui reprend les canaux de
# Thymarelle et leurs ordres de grandeur (les coûts et indices de la question 1 de cette copie) n'est pas un projet vécu et ne compte pas. La machine refuse les audiences du cas, même renommées ou multipliées par un nombre rond ; elle ne connaît ni celles d'une autre copie, ni des coûts d'événements mis là : huit noms de canaux
# identiques à ceux du cas, ou une même part de cible partout, appellent une question. Les preuves des trois compétences sont dans le fichier `preuves`.
#
# Cadre : *« alternant dans une coopérative de 60 salariés ; plan marketing 2026 : ouvrir la vente à emporter, une carte du soir ; 300 commandes par mois en décembre, 120 en juin, 600 inscrits à la lettre en mai ; cible : actifs qui travaillent à moins de dix minutes. »*
#
# Liste : des recherches que l'on peut nommer (statistiques du site, tarif d'une régie daté, entretien avec une commerçante). « J'ai cherché sur internet » n'est pas une recherche.
#
# Faisabilité : un verdict par canal, un refus au moins, et ce que l'organisation ne sait pas faire ou ne peut pas payer (*« la radio : 1 240 € quand il en restait 900 »*). Un indice fort sur une petite audience ne suffit pas.
#
# Proposition : *« l'affiche donne l'adresse de la page, la page inscrit à la lettre, la lettre part la veille du marché »* ; chaque canal a un objectif, et la chaîne se lit dans le temps.
# ### END SOLUTION

# %% role="readonly" id="C9_1-preuves"
livrable("C9_1-preuves", "preuves", formats=("pdf",))

# %% [markdown] role="grille" competence="C9.1"

# %% [markdown] role="readonly" id="ecrit_b"
# ## Écrit B — Les supports
#
# *Environ 240 mots · C9.2 · 24 points, avec le fichier `inventaire`.*
#
# Remettez **votre inventaire** par le bouton sous l'écrit, ou dans le dossier de ce notebook, sous le nom `inventaire` (classeur ou PDF) : une ligne par support de votre organisation, **interne ou externe** (trois au moins de chaque sorte), quinze au moins (tous, s'il y en a moins), avec
# le support (quoi), sa date et son dernier usage (quand), son public et à quoi il lui sert (pourquoi), et sa sous-catégorie. Puis écrivez :
#
# 1. **Le rangement** : trois sous-catégories au moins, autres qu'interne et externe ; ce à quoi sert chacune ; le support qui a été difficile à classer, sa place et la raison.
# 2. **L'actualisation** : votre règle, dans un ordre ; combien de supports sont à corriger, à enrichir, à retirer et à garder, pour tout l'inventaire ; pour **trois** d'entre eux, ce qui a changé (stratégie, offre, information, droit), ce que l'on risque à ne rien faire, qui s'en charge et pour quand.

# %% [markdown] role="manual" id="C9_2-supports" mots=240
# ### BEGIN SOLUTION
# **Repères pour le jury.** Ouvrir d'abord l'inventaire : une personne qui arrive y trouverait-elle, en une minute, le support qui sert à recruter, ou à vendre ?
#
# | Support | Sous-catégorie | Version, dernier usage | Public, utilité | Décision |
# | :-- | :-- | :-- | :-- | :-- |
# | livret d'accueil | vie de l'équipe | mars 2023, octobre 2026 | nouveaux venus, premiers repères | corriger : deux services ont changé de nom |
# | plaquette | vente | mai 2024, novembre 2026 | prospects, présenter l'offre | enrichir : l'offre lancée en juin n'y est pas |
#
# L'interne compte autant que l'externe : intranet, journal, affichage, livret, marque employeur. À Thymarelle, la réponse à la question 4 montre la forme attendue (une règle, dans un ordre, appliquée à tout), jamais le contenu.
#
# Actualisation : une règle que l'on peut appliquer à un autre support ; *trois à retirer, six à corriger, quatre à enrichir, cinq à garder : dix-huit* ; pour trois supports, le changement daté, le risque (*« un nouvel agent envoie le public vers une issue condamnée »*), la personne, la date. « Il faut moderniser » n'est pas une nécessité argumentée.
# ### END SOLUTION

# %% role="readonly" id="C9_2-inventaire"
livrable("C9_2-inventaire", "inventaire", formats=("xlsx", "ods", "pdf"))

# %% [markdown] role="grille" competence="C9.2"

# %% [markdown] role="readonly" id="ecrit_c"
# ## Écrit C — Les événements
#
# *Environ 290 mots, tableaux compris · C9.3 · 30 points.*
#
# 1. **Les événements initiaux**, avant les idées nouvelles : ceux que votre organisation tenait ou prévoyait déjà, chacun avec sa date, son public et un chiffre de ce qu'il apportait (le nombre de présents suffit). S'il n'y en avait aucun, dites-le, et ce qui en tenait lieu.
# 2. **La liste ouverte** : six idées au moins, deux internes **et** deux externes au moins (séminaire, webinaire, moment d'équipe, événement pour la presse…), chacune avec la recherche qui l'a inspirée, nommée ; deux sortes de recherche au moins. Deux variantes d'une même idée comptent pour une.
# 3. **La faisabilité** de deux idées, l'une interne, l'autre externe : un tableau, avec le coût et le délai, en nombres, les personnes et leur temps, le lieu ou l'outil, et la condition (un nombre, une date, un accord) qui ferait renoncer à chacune.
# 4. **La proposition finale** : ce que vous retenez ; pour chaque événement, deux canaux de visibilité au moins qu'il ajoute (pour un événement interne, par ses salariés), combien de personnes en entendront parler, comment vous les compteriez, l'objectif du projet servi.

# %% [markdown] role="manual" id="C9_3-evenements" mots=290
# ### BEGIN SOLUTION
# **Repères pour le jury.** Un événement est ici un *canal de visibilité* : demander qui en entendra parler sans y venir.
#
# Initiaux : *« une assemblée annuelle (mai, 40 personnes), un stand au forum des métiers (novembre, étudiants, 65 conversations) »* ; une absence dite, avec ce qui en tenait lieu, vaut un rappel.
#
# Liste : six idées, internes et externes ; les sources se nomment (événement d'un confrère et sa date, proposition d'un salarié, article).
#
# Faisabilité : le temps de l'équipe est compté ; la condition de renoncement est concrète (« moins de 25 inscrits le 1er avril »). À Thymarelle, la réponse à la question 5 montre trois conditions dans un ordre ; les chiffres du cas ne comptent pas ici.
#
# Proposition : un nombre de personnes attendu, son mode de comptage, l'objectif du projet qu'il sert. Un événement interne sert la visibilité si ce qui en sort est vu : publications de salariés, recommandations, candidatures.
# ### END SOLUTION

# %% [markdown] role="grille" competence="C9.3"

# %% [markdown] role="readonly" id="autoevaluation_texte"
# ---
# # Votre auto-évaluation
#
# Situez-vous pour chaque compétence, d'après **votre propre projet**. Cette évaluation n'entre pas dans la note : elle
# est rapprochée de celle du jury dans votre compte rendu, et vous la commenterez au grand oral.

# %% role="readonly" id="autoevaluation"
auto_evaluation("C9.1", "C9.2", "C9.3")

# %% [markdown] role="readonly" id="rendre"
# # Avant de rendre
#
# 1. Si vous avez écrit du code, menu **Noyau → Redémarrer le noyau et exécuter toutes les cellules** : chaque réponse doit afficher « ✓ ».
# 2. Bouton **Vérifier avant de rendre** (en haut du notebook) : il dit ce qui manque, réponses, écrits et fichiers. Une question laissée sans réponse
#    ne bloque rien : elle vaut zéro, les autres comptent.
# 3. Les fichiers `preuves` et `inventaire` sont dans le dossier du notebook.
# 4. **Enregistrez** (Ctrl + S), puis cliquez sur **Rendre**, en haut ou en bas du notebook. La dernière copie rendue compte.
